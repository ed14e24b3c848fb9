//! `#[derive(Read, Write)]` for `shared::json` in the browser: structs with named fields, and enums without. Of serde's
//! attributes they know `rename`, which is what the wire types use besides those that only serde sees.

use proc_macro::TokenStream;
use quote::{format_ident, quote};
use syn::{
    Attribute, Data, DeriveInput, Error, Fields, GenericParam, LitStr, Result, parse_macro_input, parse_quote,
};

/// Reads JSON in place.
#[proc_macro_derive(Read, attributes(serde))]
pub fn read(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    expand_read(input).unwrap_or_else(Error::into_compile_error).into()
}

/// Writes JSON.
#[proc_macro_derive(Write, attributes(serde))]
pub fn write(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    expand_write(input).unwrap_or_else(Error::into_compile_error).into()
}

/// The name on the wire.
fn name(attrs: &[Attribute], own: String) -> Result<String> {
    let mut name = own;
    for attr in attrs.iter().filter(|a| a.path().is_ident("serde")) {
        attr.parse_nested_meta(|meta| {
            if !meta.path.is_ident("rename") {
                return Err(
                    meta.error("only `rename` reaches the browser: put the rest behind the feature `serde`")
                );
            }
            name = meta.value()?.parse::<LitStr>()?.value();
            Ok(())
        })?;
    }
    Ok(name)
}

/// The type's fields with their names on the wire, or its variants with theirs.
enum Shape {
    Struct(Vec<(syn::Ident, syn::Type, String)>),
    Enum(Vec<(syn::Ident, String)>),
}

fn shape(input: &DeriveInput) -> Result<Shape> {
    let plain = || {
        Error::new_spanned(&input.ident, "a wire type is a struct with named fields or an enum without any")
    };
    match &input.data {
        Data::Struct(data) => {
            let Fields::Named(fields) = &data.fields else { return Err(plain()) };
            let field = |f: &syn::Field| {
                let ident = f.ident.clone().ok_or_else(plain)?;
                let name = name(&f.attrs, ident.to_string())?;
                Ok((ident, f.ty.clone(), name))
            };
            fields.named.iter().map(field).collect::<Result<_>>().map(Shape::Struct)
        }
        Data::Enum(data) => {
            let variant = |v: &syn::Variant| match v.fields {
                Fields::Unit => Ok((v.ident.clone(), name(&v.attrs, v.ident.to_string())?)),
                _ => Err(plain()),
            };
            data.variants.iter().map(variant).collect::<Result<_>>().map(Shape::Enum)
        }
        Data::Union(_) => Err(plain()),
    }
}

fn bound(input: &mut DeriveInput, trait_name: &str) {
    let trait_name = format_ident!("{trait_name}");
    for param in &mut input.generics.params {
        if let GenericParam::Type(t) = param {
            t.bounds.push(parse_quote!(crate::json::#trait_name));
        }
    }
}

fn expand_read(mut input: DeriveInput) -> Result<proc_macro2::TokenStream> {
    let shape = shape(&input)?;
    bound(&mut input, "Read");
    let ident = &input.ident;
    let (generics, types, clause) = input.generics.split_for_impl();
    let body = match shape {
        Shape::Struct(fields) => {
            let idents: Vec<_> = fields.iter().map(|f| &f.0).collect();
            let types: Vec<_> = fields.iter().map(|f| &f.1).collect();
            let names: Vec<_> = fields.iter().map(|f| &f.2).collect();
            let at = 0..fields.len();
            let bits = 0..fields.len() as u32;
            quote! {
                const BLANK: Self = Self { #(#idents: crate::json::Read::BLANK),* };
                fn fill(&mut self, r: &mut crate::json::Reader<'_>) {
                    const NEEDED: u64 = 0 #(| ((!<#types as crate::json::Read>::OPTIONAL) as u64) << #bits)*;
                    r.object(&[#(#names),*], NEEDED, &mut |at, r| match at {
                        #(#at => crate::json::Read::fill(&mut self.#idents, r),)*
                        _ => {}
                    });
                }
            }
        }
        Shape::Enum(variants) => {
            let idents: Vec<_> = variants.iter().map(|v| &v.0).collect();
            let names: Vec<_> = variants.iter().map(|v| &v.1).collect();
            let first = idents.first();
            let at = 0..variants.len();
            quote! {
                const BLANK: Self = Self::#first;
                fn fill(&mut self, r: &mut crate::json::Reader<'_>) {
                    match r.word(&[#(#names),*]) {
                        #(#at => *self = Self::#idents,)*
                        _ => {}
                    }
                }
            }
        }
    };
    Ok(quote! {
        #[automatically_derived]
        impl #generics crate::json::Read for #ident #types #clause { #body }
    })
}

fn expand_write(mut input: DeriveInput) -> Result<proc_macro2::TokenStream> {
    let shape = shape(&input)?;
    bound(&mut input, "Write");
    let ident = &input.ident;
    let (generics, types, clause) = input.generics.split_for_impl();
    let body = match shape {
        Shape::Struct(fields) => {
            let idents: Vec<_> = fields.iter().map(|f| &f.0).collect();
            let names: Vec<_> = fields.iter().map(|f| &f.2).collect();
            quote! {
                w.open('{');
                #(w.key(#names); crate::json::Write::write(&self.#idents, w);)*
                w.close('}');
            }
        }
        Shape::Enum(variants) => {
            let idents: Vec<_> = variants.iter().map(|v| &v.0).collect();
            let names: Vec<_> = variants.iter().map(|v| &v.1).collect();
            quote! { w.string(match self { #(Self::#idents => #names),* }); }
        }
    };
    Ok(quote! {
        #[automatically_derived]
        impl #generics crate::json::Write for #ident #types #clause {
            fn write(&self, w: &mut crate::json::Writer) { #body }
        }
    })
}
