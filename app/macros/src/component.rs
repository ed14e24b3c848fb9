//! `#[component]`: a struct of props with a checked builder, and a function that takes it.

use crate::part::{pair, part};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::parse::{Parse, ParseStream};
use syn::{
    Attribute, Expr, FnArg, GenericArgument, Ident, ItemFn, Pat, PathArguments, Result, Token, Type,
    parse_quote, parse2,
};

#[derive(Default)]
struct Prop {
    optional: bool,
    into: bool,
    default: Option<Expr>,
}

fn read(attrs: &[Attribute]) -> Result<Prop> {
    let mut prop = Prop::default();
    for attr in attrs.iter().filter(|a| a.path().is_ident("prop")) {
        attr.parse_nested_meta(|meta| {
            if meta.path.is_ident("optional") {
                prop.optional = true;
            } else if meta.path.is_ident("into") {
                prop.into = true;
            } else if meta.path.is_ident("default") {
                meta.input.parse::<Token![=]>()?;
                prop.default = Some(meta.input.parse()?);
            } else {
                return Err(meta.error("one of `optional`, `into`, `default = …`"));
            }
            Ok(())
        })?;
    }
    Ok(prop)
}

/// The `T` of `Option<T>`.
fn inside_option(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|s| s.ident == "Option")?;
    let PathArguments::AngleBracketed(args) = &last.arguments else { return None };
    match args.args.first()? {
        GenericArgument::Type(t) => Some(t),
        _ => None,
    }
}

/// `part = group`: the component's code is fetched when it is first drawn, with all of that group.
struct Args {
    part: Option<Ident>,
}

impl Parse for Args {
    fn parse(input: ParseStream) -> Result<Self> {
        if input.is_empty() {
            return Ok(Self { part: None });
        }
        let key: Ident = input.parse()?;
        if key != "part" {
            return Err(syn::Error::new_spanned(key, "`part = group` is all that can be said here"));
        }
        input.parse::<Token![=]>()?;
        Ok(Self { part: Some(input.parse()?) })
    }
}

/// The function that a later part holds, and the one that stands for it until then. Only a build with the feature `split` has
/// parts; elsewhere the component is a plain function.
fn later(
    group: &Ident,
    name: &Ident,
    props: &Ident,
    vis: &syn::Visibility,
    body: &TokenStream,
) -> TokenStream {
    let inputs = quote!(props: ::std::boxed::Box<#props>);
    let body = quote!({
        let props = *props;
        #body
    });
    let (pair, import) = pair(group, name, &inputs, &quote!(crate::view::View), &body);
    let part = part(group);
    quote! {
        #[cfg(feature = "split")]
        #[allow(non_snake_case)]
        #vis fn #name(props: #props) -> crate::view::View {
            #pair
            let props = ::std::boxed::Box::new(props);
            crate::ui::lazy::later(#part, ::std::boxed::Box::new(move || #import(props)))
        }
        impl #props {
            /// Starts to fetch the code, so that it is there when it is wanted.
            #[allow(dead_code)]
            #vis fn prefetch() {
                #[cfg(feature = "split")]
                #part.fetch(::std::boxed::Box::new(|_| ()));
            }
        }
    }
}

pub fn expand(args: TokenStream, item: TokenStream) -> Result<TokenStream> {
    let args: Args = parse2(args)?;
    let item: ItemFn = parse2(item)?;
    let (vis, name, body, attrs) = (&item.vis, &item.sig.ident, &item.block, &item.attrs);
    let (props, builder) = (format_ident!("{name}Props"), format_ident!("{name}PropsBuilder"));
    let (mut fields, mut names) = (Vec::new(), Vec::new());
    for arg in &item.sig.inputs {
        let FnArg::Typed(arg) = arg else {
            return Err(syn::Error::new_spanned(arg, "a component has no receiver"));
        };
        let Pat::Ident(pat) = &*arg.pat else {
            return Err(syn::Error::new_spanned(&arg.pat, "a prop is a plain name"));
        };
        let (ident, ty) = (&pat.ident, &arg.ty);
        let prop = read(&arg.attrs)?;
        let docs = arg.attrs.iter().filter(|a| a.path().is_ident("doc"));
        let mut rules: Vec<TokenStream> = Vec::new();
        if let Some(value) = &prop.default {
            rules.push(quote!(default = #value));
        } else if prop.optional {
            rules.push(quote!(default));
        }
        let strip = prop.optional && inside_option(ty).is_some();
        match (prop.into, strip) {
            (true, true) => rules.push(quote!(setter(into, strip_option))),
            (true, false) => rules.push(quote!(setter(into))),
            (false, true) => rules.push(quote!(setter(strip_option))),
            (false, false) => {}
        }
        let rule: Option<Attribute> = (!rules.is_empty()).then(|| parse_quote!(#[builder(#(#rules),*)]));
        fields.push(quote! { #(#docs)* #rule pub #ident: #ty });
        names.push(ident.clone());
    }
    let inner = quote! {{
        let #props { #(#names),* } = props;
        crate::view::IntoView::into_view(#body)
    }};
    let parted = args.part.map(|group| later(&group, name, &props, vis, &inner));
    // A part replaces the plain function; without the feature both are the same.
    let plain = parted.as_ref().map(|_| quote!(#[cfg(not(feature = "split"))]));
    Ok(quote! {
        #[derive(::typed_builder::TypedBuilder)]
        #[doc = "Props."]
        #vis struct #props { #(#fields),* }
        impl crate::view::Props for #props {
            type Builder = #builder;
            fn builder() -> Self::Builder { #props::builder() }
        }
        #parted
        #plain
        #(#attrs)*
        #[allow(non_snake_case)]
        #vis fn #name(props: #props) -> crate::view::View #inner
    })
}
