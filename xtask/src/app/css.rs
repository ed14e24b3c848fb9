//! One style sheet from many: comments and needless white space go, nothing else is touched.

use super::widget;
use crate::{Res, sh};
use std::path::Path;

/// The listed files in their order. A file of style/ that index.html forgets would be missing from the page in silence.
pub fn bundle(root: &Path, listed: &[String]) -> Res<String> {
    for file in sh::files(&root.join("style")) {
        let below = file.strip_prefix(root).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        if below.ends_with(".css") && !listed.contains(&below) && below != widget::OWN {
            return Err(format!("List {below} in index.html, or remove it."));
        }
    }
    some(root, listed)
}

/// Just these.
pub fn some(root: &Path, listed: &[String]) -> Res<String> {
    let mut all = String::new();
    for name in listed {
        all.push_str(&shrink(&sh::read_text(&root.join(name))?));
    }
    Ok(all)
}

/// A string or a `url()` keeps every character; outside them a run of white space is one space, and none beside `{};,`.
pub fn shrink(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut chars = css.chars().peekable();
    let mut space = false;
    while let Some(c) = chars.next() {
        if c == '/' && chars.peek() == Some(&'*') {
            chars.next();
            let mut last = ' ';
            for c in chars.by_ref() {
                if last == '*' && c == '/' {
                    break;
                }
                last = c;
            }
            space = true;
            continue;
        }
        if c.is_whitespace() {
            space = true;
            continue;
        }
        let tight = |c: char| matches!(c, '{' | '}' | ';' | ',');
        if space && !tight(c) && !out.is_empty() && !out.ends_with(tight) {
            out.push(' ');
        }
        space = false;
        if c == '}' && out.ends_with(';') {
            out.pop();
        }
        out.push(c);
        let end = match c {
            '"' | '\'' => Some(c),
            '(' if out.ends_with("url(") => Some(')'),
            _ => None,
        };
        if let Some(end) = end {
            while let Some(c) = chars.next() {
                out.push(c);
                if c == '\\' {
                    out.extend(chars.next());
                } else if c == end {
                    break;
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::shrink;

    #[test]
    fn white_space_and_comments_go() {
        assert_eq!(shrink("a  b {\n  color : red; /* why */\n}\n"), "a b{color : red}");
        assert_eq!(shrink("a::before { content: \"/* x */  y\" }"), "a::before{content: \"/* x */  y\"}");
        assert_eq!(shrink("p { width: calc(1px + 2px) }"), "p{width: calc(1px + 2px)}");
        assert_eq!(shrink("a { b: url( 'x;  }' ) }"), "a{b: url( 'x;  }' )}");
    }
}
