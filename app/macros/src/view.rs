//! `view!`: elements become calls of a builder, components become calls of their function.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use rstml::Infallible;
use rstml::node::{KeyedAttribute, Node, NodeAttribute, NodeBlock, NodeElement};
use syn::spanned::Spanned;
use syn::{Expr, ExprLit, Ident, Lit, Path, Stmt};

pub fn expand(tokens: TokenStream) -> TokenStream {
    match rstml::parse2(tokens) {
        Ok(nodes) => many(&nodes),
        Err(e) => e.into_compile_error(),
    }
}

fn many(nodes: &[Node]) -> TokenStream {
    let parts: Vec<TokenStream> = nodes.iter().filter_map(one).collect();
    match parts.as_slice() {
        [] => quote!(crate::view::View::Nothing),
        [only] => quote!(#only),
        all => quote!(crate::view::View::Many(vec![#(#all),*])),
    }
}

/// An expression of type `View`.
fn one(node: &Node) -> Option<TokenStream> {
    Some(match node {
        Node::Comment(_) | Node::Doctype(_) => return None,
        Node::Fragment(f) => many(&f.children),
        Node::Text(t) => {
            let text = &t.value;
            quote!(crate::view::View::text(#text))
        }
        Node::RawText(t) => {
            let text = t.to_string_best();
            quote!(crate::view::View::text(#text))
        }
        Node::Block(b) => {
            let value = inside(b);
            quote_spanned!(b.span()=> crate::view::IntoView::into_view(#value))
        }
        Node::Element(e) => {
            let name = e.open_tag.name.to_string();
            let last = name.rsplit("::").next().unwrap_or(&name);
            if last.starts_with(|c: char| c.is_ascii_uppercase()) { component(e) } else { element(e, &name) }
        }
        other => syn::Error::new(other.span(), "not known to view!").into_compile_error(),
    })
}

/// A block of one expression without its braces: they would be warned about.
fn inside(block: &NodeBlock) -> TokenStream {
    match block {
        NodeBlock::ValidBlock(b) => match b.stmts.as_slice() {
            [Stmt::Expr(e, None)] => e.to_token_stream(),
            _ => b.to_token_stream(),
        },
        other => other.to_token_stream(),
    }
}

fn attributes(
    e: &NodeElement<Infallible>,
) -> impl Iterator<Item = Result<(String, TokenStream, Option<String>), TokenStream>> {
    e.open_tag.attributes.iter().map(|a| match a {
        NodeAttribute::Attribute(a) => Ok(keyed(a)),
        NodeAttribute::Block(b) => Err(syn::Error::new(b.span(), "a name is missing").into_compile_error()),
    })
}

/// Name, value, and the value's text when it is a plain string.
fn keyed(a: &KeyedAttribute) -> (String, TokenStream, Option<String>) {
    let literal = match a.value() {
        Some(Expr::Lit(ExprLit { lit: Lit::Str(s), .. })) => Some(s.value()),
        _ => None,
    };
    let value = match a.value() {
        None => quote!(true),
        Some(Expr::Block(b)) if b.block.stmts.len() == 1 && b.label.is_none() && b.attrs.is_empty() => {
            match b.block.stmts.as_slice() {
                [Stmt::Expr(e, None)] => e.to_token_stream(),
                _ => b.to_token_stream(),
            }
        }
        Some(v) => v.into_token_stream(),
    };
    (a.key.to_string(), value, literal)
}

fn element(e: &NodeElement<Infallible>, name: &str) -> TokenStream {
    let make = if matches!(name, "svg" | "path") {
        quote!(crate::view::svg(#name))
    } else {
        quote!(crate::view::el(#name))
    };
    let mut calls: Vec<TokenStream> = Vec::new();
    for attribute in attributes(e) {
        let (key, value, literal) = match attribute {
            Ok(a) => a,
            Err(e) => return e,
        };
        let attr = || quote_spanned!(value.span()=> crate::view::IntoAttr::into_attr(#value));
        calls.push(if let Some(event) = key.strip_prefix("on:") {
            let kind = event_type(event);
            quote_spanned!(value.span()=> .on(#event, crate::view::handler::<web_sys::#kind>(#value)))
        } else if let Some(class) = key.strip_prefix("class:") {
            let attr = attr();
            quote!(.class(#class, #attr))
        } else if let Some(prop) = key.strip_prefix("prop:") {
            let attr = attr();
            quote!(.prop(#prop, #attr))
        } else if let Some(style) = key.strip_prefix("style:") {
            let attr = attr();
            quote!(.style(#style, #attr))
        } else if key == "node_ref" {
            quote!(.node_ref(#value))
        } else if let Some(text) = literal {
            quote!(.set(#key, #text))
        } else {
            let attr = attr();
            quote!(.attr(#key, #attr))
        });
    }
    let children = e.children.iter().filter_map(one).map(|c| quote!(.child(#c)));
    quote!(#make #(#calls)* #(#children)* .done())
}

fn event_type(event: &str) -> Ident {
    let name = match event {
        "keydown" | "keyup" => "KeyboardEvent",
        "click" | "mouseenter" | "mouseleave" | "mousemove" | "pointerdown" => "MouseEvent",
        "focusin" | "focusout" | "focus" | "blur" => "FocusEvent",
        _ => "Event",
    };
    Ident::new(name, proc_macro2::Span::call_site())
}

fn component(e: &NodeElement<Infallible>) -> TokenStream {
    let path: Path = match syn::parse2(e.open_tag.name.to_token_stream()) {
        Ok(p) => p,
        Err(e) => return e.into_compile_error(),
    };
    let mut calls: Vec<TokenStream> = Vec::new();
    for attribute in attributes(e) {
        match attribute {
            Ok((key, value, _)) => {
                let name = Ident::new(&key, e.span());
                calls.push(quote_spanned!(value.span()=> .#name(#value)));
            }
            Err(e) => return e,
        }
    }
    if !e.children.is_empty() {
        let children = many(&e.children);
        calls.push(quote!(.children(Box::new(move || #children))));
    }
    quote_spanned!(path.span()=> #path(crate::view::builder_of(&#path) #(#calls)* .build()))
}
