//! JSON as the page reads and writes it, without serde. `cargo test -p shared --no-default-features --features mini --test wire`
#![cfg(all(feature = "mini", not(feature = "serde")))]
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use shared::api::{FieldValues, LiveEvent, Problem};
use shared::json::{read, write};
use shared::policy::Status;

fn topics(text: &str) -> Option<Vec<String>> {
    read::<LiveEvent>(&["{\"revision\":1,\"topics\":", text, "}"].concat()).map(|e| e.topics)
}

#[test]
fn what_is_no_json_of_the_type_is_none() {
    for text in [
        "",
        " ",
        "{",
        "}",
        "{}",
        "[]",
        "null",
        "{\"revision\":1}",
        "{\"revision\":1,\"topics\":[]",
        "{\"revision\":1,\"topics\":[]}}",
        "{\"revision\":1,\"topics\":[],}",
        "{\"revision\":1 \"topics\":[]}",
        "{,\"revision\":1,\"topics\":[]}",
        "{\"revision\":1,,\"topics\":[]}",
        "{\"revision\":\"1\",\"topics\":[]}",
        "{\"revision\":1.0,\"topics\":[]}",
        "{\"revision\":01,\"topics\":[]}",
        "{\"revision\":-,\"topics\":[]}",
        "{\"revision\":9223372036854775808,\"topics\":[]}",
        "{\"revision\":null,\"topics\":[]}",
        "{revision:1,\"topics\":[]}",
        "{\"revision\" 1,\"topics\":[]}",
    ] {
        assert!(read::<LiveEvent>(text).is_none(), "{text}");
    }
    for text in [
        "[\"a\",]",
        "[,\"a\"]",
        "[\"a\" \"b\"]",
        "[\"a]",
        "[1]",
        "[null]",
        "\"a\"",
        "[\"\\x\"]",
        "[\"\\u12\"]",
        "[\"\\ud83d\"]",
        "[\"\\ud83d\\u0041\"]",
        "[\"\\ude00\"]",
        "[\"\u{1}\"]",
        "[\"\n\"]",
    ] {
        assert!(topics(text).is_none(), "{text}");
    }
}

#[test]
fn texts_come_as_they_were_meant() {
    let text = r#" [ "" , "\u00e9\ud83d\ude00\ud840\udc00" , "\"\\\/\b\f\n\r\t" , "ı" ] "#;
    assert_eq!(topics(text).unwrap(), ["", "é😀𠀀", "\"\\/\u{8}\u{c}\n\r\t", "ı"]);
}

#[test]
fn names_nobody_knows_are_passed_over_and_known_ones_come_once() {
    let odd = r#"{"x":{"y":[1.5e-3,{"z":null},"]}",true,-2]},"revision":7,"n":null,"topics":["b"],"e":{},"f":[],"x":1}"#;
    let event = read::<LiveEvent>(odd).unwrap();
    assert_eq!((event.revision, event.topics), (7, vec!["b".to_owned()]));
    assert!(
        read::<LiveEvent>(r#"{"revision":1,"topics":["a"],"topics":["b"]}"#).is_none(),
        "as serde has it"
    );
    assert!(read::<LiveEvent>(r#"{"revision":1,"topics":[],"x":nul}"#).is_none());
    let deep =
        format!("{{\"revision\":1,\"topics\":[],\"x\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(read::<LiveEvent>(&deep).is_none());
}

#[test]
fn an_enum_is_one_of_its_words() {
    assert_eq!(read::<Status>("\"pending\""), Some(Status::Pending));
    assert_eq!(write(&Status::Deactivated), "\"deactivated\"");
    assert!(read::<Status>("\"Pending\"").is_none() && read::<Status>("0").is_none());
}

#[test]
fn what_may_be_absent_may_be_null_too() {
    let least = r#"{"type":"about:blank","title":"","status":409,"code":"x","fields":[],"request_id":""}"#;
    let full = r#"{"type":"about:blank","title":"","status":409,"code":"x","detail":null,"fields":[],"denial":null,"request_id":""}"#;
    assert!(read::<Problem>(least).is_some());
    assert_eq!(read::<Problem>(least), read::<Problem>(full));
    assert!(read::<Problem>(&least.replace("409", "65536")).is_none());
    assert!(read::<Problem>(&least.replace("409", "-1")).is_none());
}

#[test]
fn numbers_are_written_as_they_are_read() {
    for n in [0, 7, 10, -1, 1_234_567_890, i64::MAX, i64::MIN] {
        assert_eq!((write(&n), read(&write(&n))), (n.to_string(), Some(n)));
    }
    assert_eq!((write(&usize::MAX), write(&u8::MAX)), (i64::MAX.to_string(), "255".to_owned()));
}

#[test]
fn tables_stay_sorted_by_name() {
    let mut table = FieldValues::new();
    for (name, value) in [("b", "1"), ("a", "2"), ("c", "3"), ("b", "4")] {
        table.insert(name.to_owned(), value.to_owned());
    }
    assert_eq!(
        table.iter().collect::<Vec<_>>(),
        [("a", &"2".into()), ("b", &"4".into()), ("c", &"3".into())]
    );
    assert!(table.contains_key("c") && !table.contains_key("d"));
    assert_eq!(write(&table), r#"{"a":"2","b":"4","c":"3"}"#);
}

proptest! {
    #[test]
    fn whatever_is_written_is_read_again(names in prop::collection::btree_map(".{0,6}", ".{0,20}", 0..6)) {
        let values: FieldValues = names.into_iter().collect();
        let text = write(&values);
        prop_assert_eq!(read::<FieldValues>(&text), Some(values));
    }

    #[test]
    fn no_text_stops_the_reader(text in "[\\[\\]{}:,\"\\\\a0-9.eu\\- ]{0,40}") {
        let _ = read::<FieldValues>(&text);
        let _ = topics(&text);
    }
}
