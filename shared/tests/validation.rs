//! What people type: kept exactly or refused.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation
)]

use shared::validate::{
    address_key, check_address, check_name, check_password, check_phone, check_text, split_addresses,
};

#[test]
fn i6_addresses_are_the_same_by_ascii_case_only() {
    assert_eq!(address_key("Ana@Acme.Example"), address_key("ana@acme.example"));
    for (a, b) in [
        ("kim@x.example", "\u{212A}im@x.example"),
        ("i@x.example", "ı@x.example"),
        ("ss@x.example", "ß@x.example"),
    ] {
        assert_ne!(address_key(a), address_key(b), "{a} {b}");
    }
    assert_eq!(check_address("ana@аcme.example"), Err("not-an-address"), "a Cyrillic letter in the domain");
    assert_eq!(check_address("ana@xn--cme-5cd.example"), Ok(()));
}

#[test]
fn n5_no_address_or_name_carries_a_line_break() {
    for bad in [
        "a@x.example\r\nBcc: b@y.example",
        "a\n@x.example",
        "\"a b\"@x.example",
        "a@x.example, b@y.example",
        "<a@x.example>",
    ] {
        assert_eq!(check_address(bad), Err("not-an-address"), "{bad:?}");
    }
    assert_eq!(check_name("Ana\r\nBcc: b@y.example"), Err("control-character"));
}

#[test]
fn addresses_that_are_and_are_not() {
    for good in [
        "a@b.co",
        "first.last+tag@sub.domain.example",
        "ünïcode@x.example",
        "o'neil@x.example",
        "1@2.example",
    ] {
        assert_eq!(check_address(good), Ok(()), "{good}");
    }
    for bad in [
        "a",
        "@b.co",
        "a@",
        "a@@b.co",
        "a@b..co",
        "a@-b.co",
        ".a@b.co",
        "a.@b.co",
        "a..b@b.co",
        "a b@c.co",
        "a@b_c.co",
    ] {
        assert_eq!(check_address(bad), Err("not-an-address"), "{bad}");
    }
    assert_eq!(check_address("natalie@juniper"), Err("no-domain-ending"));
    assert_eq!(check_address(""), Err("required"));
    assert_eq!(check_address(&format!("{}@b.co", "a".repeat(300))), Err("too-long"));
}

#[test]
fn jy3_pasted_lists_split_into_addresses() {
    assert_eq!(
        split_addresses("ana@a.example, Bo Li <bo@b.example>;\ncy@c.example dee@d.example"),
        ["ana@a.example", "bo@b.example", "cy@c.example", "dee@d.example"]
    );
    assert!(split_addresses(" ,;\n ").is_empty());
}

#[test]
fn n1_names_are_kept_exactly_or_refused() {
    for good in [
        "Zoë O'Brien-García",
        "李小龍",
        "محمد",
        "👩‍👩‍👧 Ana",
        "<script>alert(1)</script>",
        "{{7*7}}",
        "Nguyễn Văn A",
        "Robert'); DROP TABLE",
    ] {
        assert_eq!(check_name(good), Ok(()), "{good}");
    }
    assert_eq!(check_name("Ana\u{202e}gpj.exe"), Err("control-character"));
    assert_eq!(check_name("A\u{200b}na"), Err("control-character"));
    assert_eq!(check_name("\u{feff}"), Err("control-character"));
    assert_eq!(check_name("Ana\0"), Err("control-character"));
    assert_eq!(check_name(&format!("Z{}", "\u{300}".repeat(40))), Err("combining-flood"));
    assert_eq!(check_name("   "), Err("required"));
    assert_eq!(check_text(&"x".repeat(121)), Err("too-long"));
}

#[test]
fn p2_passwords_of_any_unicode_up_to_a_limit() {
    assert_eq!(check_password(&"é🎉".repeat(32), 8), Ok(()));
    assert_eq!(check_password(&"x".repeat(1 << 20), 8), Err("too-long"));
    assert_eq!(check_password("short", 6), Err("too-short"));
    assert_eq!(check_password("sixsix", 6), Ok(()));
    assert_eq!(check_password("", 6), Err("required"));
}

#[test]
fn jt2_phones() {
    assert_eq!(check_phone("+1 (555) 010-0123 x4"), Ok(()));
    assert_eq!(check_phone("call me"), Err("not-a-phone"));
    assert_eq!(check_phone("++"), Err("not-a-phone"));
}
