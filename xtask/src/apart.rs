//! Rules stand in `shared` and nowhere else. Two readings of the sources, without a build:
//!
//! - No comparison of a role or status outside `shared`: `==`, `!=`, patterns, `contains`, words in SQL.
//! - No write method of the storage without a verdict: it takes a `&Permit`, which only the rules hand out.
//!
//! What may stay is listed with its reason in tests/apart.txt; a line there that fits nothing any more is an error too.

use crate::setup::Tools;
use crate::{Res, sh};
use proc_macro2::{TokenStream, TokenTree};
use std::collections::BTreeSet;
use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};

/// Folders whose code must not know roles or statuses.
const READ: [&str; 2] = ["server/src", "app/src"];
/// They make people instead of judging them: the demo's teams, tests of the storage, the kit's gallery.
const LEFT_OUT: [&str; 4] =
    ["server/src/demo", "server/src/storage/conformance", "server/src/harness", "app/src/gallery.rs"];
const LIST: &str = "tests/apart.txt";

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Found {
    file: String,
    what: String,
    line: usize,
}

pub fn check(_: &Tools) -> Res {
    let root = sh::root();
    let words = words();
    let mut found = Vec::new();
    let mut files = 0;
    for folder in READ {
        for path in sh::files(&root.join(folder)) {
            let name = path.strip_prefix(&root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            if !name.ends_with(".rs") || LEFT_OUT.iter().any(|l| name.starts_with(l)) {
                continue;
            }
            files += 1;
            let text = sh::read_text(&path)?;
            found.extend(comparisons(&name, &text, &words)?);
            if name.starts_with("server/src/storage/") {
                found.extend(unjudged(&name, &text)?);
            }
        }
    }
    let list = sh::read_text(&root.join(LIST))?;
    let faults = against(&found, &list);
    println!("{files} files read, {} places may stay, {} faults", found.len() - faults.len(), faults.len());
    if faults.is_empty() {
        return Ok(());
    }
    faults.iter().for_each(|f| println!("  {f}"));
    Err(format!("Ask shared/ instead, or give the reason in {LIST}."))
}

/// Ids of all roles, additions and statuses.
fn words() -> BTreeSet<String> {
    let mut all: BTreeSet<String> =
        shared::policy::Status::ALL.into_iter().map(|s| s.id().to_owned()).collect();
    let products = shared::profile::BUILTIN.iter().filter_map(|(id, _)| shared::profile::builtin(id)?.ok());
    for profile in products {
        all.extend(profile.roles.ids().map(str::to_owned));
        all.extend(profile.additions.ids().map(str::to_owned));
    }
    all
}

/// What the list does not allow, and lines of the list that allow nothing.
fn against(found: &[Found], list: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let mut known = Vec::new();
    for line in list.lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#')) {
        let mut parts = line.split_whitespace();
        match (parts.next(), parts.next(), parts.next()) {
            (Some(file), Some(what), Some(_reason)) => known.push((file, what)),
            _ => faults.push(format!("{LIST}: {line:?} is not `file what reason`")),
        }
    }
    for f in found {
        if !known.contains(&(f.file.as_str(), f.what.as_str())) {
            faults.push(format!("{}:{}: {}", f.file, f.line, f.what));
        }
    }
    for (file, what) in known {
        if !found.iter().any(|f| f.file == file && f.what == what) {
            faults.push(format!("{LIST}: {file} has no {what} any more"));
        }
    }
    faults
}

fn parse(name: &str, text: &str) -> Res<syn::File> {
    syn::parse_file(text).map_err(|e| format!("Mend {name}: {e}."))
}

fn comparisons(name: &str, text: &str, words: &BTreeSet<String>) -> Res<Vec<Found>> {
    let file = parse(name, text)?;
    let mut reader = Reader { file: name, words, found: Vec::new() };
    reader.visit_file(&file);
    reader.found.sort();
    reader.found.dedup();
    Ok(reader.found)
}

struct Reader<'a> {
    file: &'a str,
    words: &'a BTreeSet<String>,
    found: Vec<Found>,
}

impl Reader<'_> {
    fn note(&mut self, what: impl Into<String>, span: proc_macro2::Span) {
        self.found.push(Found { file: self.file.to_owned(), what: what.into(), line: span.start().line });
    }

    /// `Status::Active`, `"owner"`, `x.role`: what must not be compared.
    fn operand(&self, expr: &syn::Expr) -> Option<String> {
        match expr {
            syn::Expr::Path(p) => status(&p.path),
            syn::Expr::Lit(l) => self.word(&l.lit),
            syn::Expr::Field(f) => match &f.member {
                syn::Member::Named(n) if n == "role" || n == "status" => Some(format!(".{n}")),
                _ => None,
            },
            syn::Expr::Reference(r) => self.operand(&r.expr),
            syn::Expr::Paren(p) => self.operand(&p.expr),
            syn::Expr::Unary(u) => self.operand(&u.expr),
            syn::Expr::Call(c) => c.args.iter().find_map(|a| self.operand(a)),
            syn::Expr::Array(a) => a.elems.iter().find_map(|e| self.operand(e)),
            syn::Expr::MethodCall(m) => self.operand(&m.receiver),
            _ => None,
        }
    }

    fn word(&self, lit: &syn::Lit) -> Option<String> {
        match lit {
            syn::Lit::Str(s) if self.words.contains(&s.value()) => Some(format!("{:?}", s.value())),
            _ => None,
        }
    }

    /// A macro's tokens have no grammar of their own: a status in them counts, and a word behind `==` or `!=`.
    fn tokens(&mut self, stream: TokenStream) {
        let all: Vec<TokenTree> = stream.into_iter().collect();
        let text = |i: usize| all.get(i).map(ToString::to_string).unwrap_or_default();
        for (i, t) in all.iter().enumerate() {
            match t {
                TokenTree::Group(g) => self.tokens(g.stream()),
                TokenTree::Ident(id) if id == "Status" && text(i + 1) == ":" && text(i + 2) == ":" => {
                    let name = text(i + 3);
                    if name.starts_with(char::is_uppercase) {
                        self.note(format!("Status::{name}"), id.span());
                    }
                }
                TokenTree::Literal(l)
                    if i >= 2 && text(i - 1) == "=" && ["=", "!"].contains(&text(i - 2).as_str()) =>
                {
                    if let Ok(lit) = syn::parse_str::<syn::Lit>(&l.to_string())
                        && let Some(word) = self.word(&lit)
                    {
                        self.note(word, l.span());
                    }
                }
                _ => {}
            }
        }
    }
}

fn status(path: &syn::Path) -> Option<String> {
    let names: Vec<String> = path.segments.iter().map(|s| s.ident.to_string()).collect();
    match names.as_slice() {
        [.., of, which] if of == "Status" && which.starts_with(char::is_uppercase) => {
            Some(format!("Status::{which}"))
        }
        _ => None,
    }
}

/// `status = '…'`, `status IN ('…')`, `role <> '…'` in a statement.
fn sql(text: &str) -> Option<&'static str> {
    for column in ["status", "role"] {
        for (at, _) in text.match_indices(column) {
            let Some(rest) = text.get(at + column.len()..) else { continue };
            let rest = rest.trim_start();
            let compared = ["=", "<>", "!=", "IN", "NOT IN"].iter().find_map(|o| rest.strip_prefix(o));
            if compared.is_some_and(|r| r.trim_start_matches([' ', '(']).starts_with('\'')) {
                return Some(if column == "status" { "sql:status" } else { "sql:role" });
            }
        }
    }
    None
}

fn only_in_tests(attrs: &[syn::Attribute]) -> bool {
    attrs.iter().any(|a| match &a.meta {
        syn::Meta::Path(p) => p.is_ident("test"),
        syn::Meta::List(l) => l.path.is_ident("cfg") && l.tokens.to_string() == "test",
        syn::Meta::NameValue(_) => false,
    })
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item_mod(&mut self, m: &'ast syn::ItemMod) {
        if !only_in_tests(&m.attrs) {
            visit::visit_item_mod(self, m);
        }
    }

    fn visit_item_fn(&mut self, f: &'ast syn::ItemFn) {
        if !only_in_tests(&f.attrs) {
            visit::visit_item_fn(self, f);
        }
    }

    fn visit_expr_binary(&mut self, b: &'ast syn::ExprBinary) {
        if matches!(b.op, syn::BinOp::Eq(_) | syn::BinOp::Ne(_))
            && let Some(what) = self.operand(&b.right).or_else(|| self.operand(&b.left))
        {
            self.note(what, b.span());
        }
        visit::visit_expr_binary(self, b);
    }

    fn visit_expr_method_call(&mut self, m: &'ast syn::ExprMethodCall) {
        if m.method == "contains" || m.method == "eq" {
            let arg = m.args.iter().find_map(|a| self.operand(a));
            let list = if let syn::Expr::Array(_) = &*m.receiver { self.operand(&m.receiver) } else { None };
            if let Some(what) = arg.or(list) {
                self.note(what, m.span());
            }
        }
        visit::visit_expr_method_call(self, m);
    }

    fn visit_pat(&mut self, p: &'ast syn::Pat) {
        let what = match p {
            syn::Pat::Path(path) => status(&path.path),
            syn::Pat::Lit(l) => self.word(&l.lit),
            _ => None,
        };
        if let Some(what) = what {
            self.note(what, p.span());
        }
        visit::visit_pat(self, p);
    }

    fn visit_lit_str(&mut self, s: &'ast syn::LitStr) {
        if let Some(what) = sql(&s.value()) {
            self.note(what, s.span());
        }
    }

    fn visit_macro(&mut self, m: &'ast syn::Macro) {
        for t in m.tokens.clone() {
            if let TokenTree::Literal(l) = &t
                && let Some(what) = sql(&l.to_string())
            {
                self.note(what, l.span());
            }
        }
        self.tokens(m.tokens.clone());
    }
}

/// Methods of the storage's `…Tx` traits that take no `&Permit`.
fn unjudged(name: &str, text: &str) -> Res<Vec<Found>> {
    let mut found = Vec::new();
    for item in parse(name, text)?.items {
        let syn::Item::Trait(t) = item else { continue };
        if !t.ident.to_string().ends_with("Tx") {
            continue;
        }
        for item in t.items {
            let syn::TraitItem::Fn(f) = item else { continue };
            let judged = f.sig.inputs.iter().any(|i| match i {
                syn::FnArg::Typed(t) => {
                    matches!(&*t.ty, syn::Type::Reference(r) if matches!(&*r.elem, syn::Type::Path(p) if p.path.is_ident("Permit")))
                }
                syn::FnArg::Receiver(_) => false,
            });
            if !judged {
                let what = format!("{}::{}", t.ident, f.sig.ident);
                found.push(Found { file: name.to_owned(), what, line: f.sig.ident.span().start().line });
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> Vec<String> {
        comparisons("x.rs", text, &words()).unwrap().into_iter().map(|f| f.what).collect()
    }

    #[test]
    fn every_way_to_compare_is_seen() {
        for (code, what) in [
            ("a.status == Status::Active", "Status::Active"),
            ("Some(Status::Pending) != b", "Status::Pending"),
            ("matches!(s, policy::Status::Expired | Status::Active)", "Status::Expired"),
            ("match s { Status::Deactivated => 1, _ => 2 }", "Status::Deactivated"),
            ("if let Status::Active = s { }", "Status::Active"),
            ("[Status::Active, Status::Pending].contains(&s)", "Status::Active"),
            ("me.role == you.role", ".role"),
            ("me.role.as_str() != other", ".role"),
            ("name == \"owner\"", "\"owner\""),
            ("match name { \"jetbot-trainer\" => 1, _ => 2 }", "\"jetbot-trainer\""),
            ("roles.contains(&\"mentor\")", "\"mentor\""),
            ("view! { <b>{move || x.role == \"admin\"}</b> }", "\"admin\""),
            ("q.push(\"AND m.status IN ('active')\")", "sql:status"),
            ("format!(\"SELECT 1 WHERE role <> 'owner' {}\", x)", "sql:role"),
        ] {
            let found = seen(&format!("fn f() {{ let _ = {{ {code} }}; }}"));
            assert!(found.iter().any(|f| f == what), "{code}: {found:?}");
        }
    }

    #[test]
    fn what_is_no_comparison_is_left_alone() {
        let text =
            "fn f() { row.status = Status::Active; let m = M { role: \"owner\".into() }; g(\"admin\"); \
                    x.status.has_access(); q.push(\"SET status = ?\"); }
                    #[cfg(test)] mod tests { fn g() { a == Status::Active; } }
                    #[test] fn t() { assert!(a.role == \"owner\") }";
        assert_eq!(seen(text), Vec::<String>::new());
    }

    #[test]
    fn a_write_without_a_verdict_is_seen() {
        let text = "trait ThingTx: Send { async fn a(&mut self, _: &Permit, x: &str); async fn b(&mut self, x: &str); }
                    trait ThingReader { async fn c(&mut self); }";
        let found = unjudged("s.rs", text).unwrap();
        assert_eq!(found.iter().map(|f| f.what.as_str()).collect::<Vec<_>>(), ["ThingTx::b"]);
    }

    #[test]
    fn the_list_allows_what_it_names_and_must_be_true() {
        let f = Found { file: "a.rs".into(), what: "Status::Active".into(), line: 3 };
        assert_eq!(
            against(std::slice::from_ref(&f), "a.rs Status::Active the word shown"),
            Vec::<String>::new()
        );
        assert_eq!(against(std::slice::from_ref(&f), "# nothing").len(), 1);
        assert_eq!(against(&[], "a.rs Status::Active the word shown").len(), 1, "stale");
        assert_eq!(against(&[f], "a.rs Status::Active").len(), 2, "no reason given");
    }
}
