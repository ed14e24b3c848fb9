//! `view!` and `#[component]` with the syntax of Leptos. What they expand to is not generic over the shape of the page, so a page
//! costs kilobytes where the types of a Leptos view cost tens of them (docs/adr/0004).

mod component;
mod part;
mod view;

use proc_macro::TokenStream;

/// A piece of page. Expands to an expression of type `crate::view::View`.
#[proc_macro]
pub fn view(tokens: TokenStream) -> TokenStream {
    view::expand(tokens.into()).into()
}

/// Makes a function usable as `<Name prop=value/>` in [`view!`]. Arguments are props; `#[prop(optional, into, default = …)]` as in
/// Leptos. `#[component(part = group)]`: its code is no part of the first load, but fetched when it is drawn (see `ui/lazy.rs`).
#[proc_macro_attribute]
pub fn component(args: TokenStream, item: TokenStream) -> TokenStream {
    component::expand(args.into(), item.into()).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// Makes a function `async` whose code is fetched when it is first called: `#[part(group)]`, as for components.
#[proc_macro_attribute]
pub fn part(args: TokenStream, item: TokenStream) -> TokenStream {
    part::expand(args.into(), item.into()).unwrap_or_else(syn::Error::into_compile_error).into()
}
