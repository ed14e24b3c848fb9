//! Languages in a real browser (JL10): plurals, letters, numbers and times as each language has them.

use app::ui::time;
use app::words::{self, W};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// Shows a language whose file is this.
async fn speak(tag: &str, file: &str) {
    let path = ["data:application/json,", &String::from(js_sys::encode_uri_component(file))].concat();
    assert!(words::load(tag.into(), false, path).await);
}

async fn speak_english() {
    assert!(words::load(String::new(), false, String::new()).await);
}

/// A file whose word of this id is `text`, as JSON.
fn with_word(id: W, text: &str, more: &str) -> String {
    let before = "\"\",".repeat(id.at() as usize);
    format!("{{\"words\":[{before}{text}],\"texts\":{{}},\"log\":{{}}{more}}}")
}

#[wasm_bindgen_test]
async fn jl10_plurals_are_the_languages_own() {
    let forms =
        r#"{"one":"{n} problem.","few":"{n} problemy.","many":"{n} problemów.","other":"{n} problemu."}"#;
    let calls =
        r#","counted":{"Rozmowy":{"one":"rozmowa","few":"rozmowy","many":"rozmów","other":"rozmowy"}}"#;
    speak("pl", &with_word(W::ImportFaults, forms, calls)).await;
    let said = |n| words::count(n, W::ImportFault, W::ImportFaults);
    assert_eq!([1, 2, 5, 22].map(said), ["1 problem.", "2 problemy.", "5 problemów.", "22 problemy."]);
    let noun = |n| words::noun(n, "Rozmowa", "Rozmowy");
    assert_eq!([1, 3, 12].map(noun), ["rozmowa", "rozmowy", "rozmów"]);
    assert_eq!(words::t(W::Close), "Close", "what is missing is said in English");
    speak_english().await;
    let said = |n| words::count(n, W::PersonN, W::PeopleN);
    assert_eq!([1, 2, 1234].map(said), ["1 person", "2 people", "1,234 people"]);
    assert_eq!([1, 2].map(|n| words::noun(n, "Call", "Calls")), ["call", "calls"]);
}

#[wasm_bindgen_test]
async fn jl10_turkish_has_two_kinds_of_i() {
    speak("tr", &with_word(W::SearchWork, "\"{Kind} ara\"", "")).await;
    assert_eq!((words::lower("DIŞ İŞLER"), words::upper("ışıl iş")), ("dış işler".into(), "IŞIL İŞ".into()));
    assert_eq!(words::capital("ilan"), "İlan");
    assert_eq!(words::fill(W::SearchWork, &[("kind", "iş akışı")]), "İş akışı ara");
    for typed in ["ISIL", "ışıl", "isil", "Işıl", "İŞİL"] {
        assert_eq!(words::fold(typed), "isil", "{typed}");
    }
    assert_eq!(words::number(1_234_567), "1.234.567");
    assert_eq!(
        (time::relative(0, 3 * 86_400_000), time::relative(0, 86_400_000)),
        ("3 gün önce".into(), "dün".into())
    );
    assert!(time::full(1_700_000_000_000).contains("Kasım"), "{}", time::full(1_700_000_000_000));
    speak_english().await;
    assert_eq!((words::lower("DISK"), words::upper("disk")), ("disk".into(), "DISK".into()));
    assert_eq!(words::fill(W::SearchWork, &[("kind", "{n} calls")]), "Search {n} calls");
}

#[wasm_bindgen_test]
async fn jl10_a_language_that_cannot_be_fetched_leaves_what_is_shown() {
    speak_english().await;
    assert!(!words::load("xx".into(), false, "data:text/plain,no".into()).await);
    assert_eq!((words::lang(), words::t(W::Close)), ("en", "Close"));
}
