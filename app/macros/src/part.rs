//! Functions whose code is fetched later: pairs of an import, which is called, and an export, which `wasm_split_cli_support` moves
//! into a module of its own. What knows whether that module is here is `app/src/ui/parts.rs`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{FnArg, Ident, ItemFn, Pat, Result, ReturnType, parse2};

/// Where that tool looks for what it links.
const MODULE: &str = "__wasm_split_placeholder__";

/// The part of a group, as an expression.
pub fn part(group: &Ident) -> TokenStream {
    let (load, name) = (format_ident!("__wasm_split_load_{group}"), group.to_string());
    quote! {{
        #[link(wasm_import_module = #MODULE)]
        unsafe extern "C" {
            #[unsafe(no_mangle)]
            safe fn #load(then: extern "C" fn(usize, bool), number: usize);
        }
        crate::ui::parts::Part { group: #name, load: #load }
    }}
}

/// The pair for a function, and how the import is called.
pub fn pair(
    group: &Ident,
    name: &Ident,
    inputs: &TokenStream,
    output: &TokenStream,
    body: &TokenStream,
) -> (TokenStream, Ident) {
    // Names of the linker: the tool finds them by their beginning, and they differ by where the function stands.
    let place = unique(&format!("{name} {:?}", name.span()));
    let import = format_ident!("__wasm_split_00{group}00_import_{place}_{name}");
    let export = format_ident!("__wasm_split_00{group}00_export_{place}_{name}");
    let items = quote! {
        #[link(wasm_import_module = #MODULE)]
        #[allow(improper_ctypes)]
        unsafe extern "C" {
            #[unsafe(no_mangle)]
            safe fn #import(#inputs) -> #output;
        }
        #[allow(improper_ctypes_definitions)]
        #[unsafe(no_mangle)]
        extern "C" fn #export(#inputs) -> #output #body
    };
    (items, import)
}

/// 32 hexadecimal digits that are another for every text (FNV-1a).
fn unique(text: &str) -> String {
    let hash = text.bytes().fold(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d_u128, |hash, byte| {
        (hash ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b)
    });
    format!("{hash:032x}")
}

/// `#[part(group)]` on a function: it becomes `async` and gives `None` when its part could not be fetched.
pub fn expand(args: TokenStream, item: TokenStream) -> Result<TokenStream> {
    let group: Ident = parse2(args)?;
    let ItemFn { attrs, vis, sig, block, .. } = parse2(item)?;
    let (name, inputs) = (&sig.ident, &sig.inputs);
    let mut names = Vec::new();
    for arg in inputs {
        match arg {
            FnArg::Typed(arg) if matches!(&*arg.pat, Pat::Ident(_)) => names.push(&arg.pat),
            other => return Err(syn::Error::new_spanned(other, "an argument of a part is a plain name")),
        }
    }
    let output = match &sig.output {
        ReturnType::Default => quote!(()),
        ReturnType::Type(_, output) => quote!(#output),
    };
    let (pair, import) = pair(&group, name, &quote!(#inputs), &output, &quote!(#block));
    let part = part(&group);
    Ok(quote! {
        #(#attrs)*
        #vis async fn #name(#inputs) -> ::core::option::Option<#output> {
            #[cfg(feature = "split")]
            {
                #pair
                let part = #part;
                return if part.ready().await { ::core::option::Option::Some(#import(#(#names),*)) } else { None };
            }
            #[cfg(not(feature = "split"))]
            {
                fn plain(#inputs) -> #output #block
                ::core::option::Option::Some(plain(#(#names),*))
            }
        }
    })
}
