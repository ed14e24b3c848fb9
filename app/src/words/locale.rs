//! The words of a language that was fetched. The file is read by the browser's own JSON: our reader would be downloaded by
//! everybody for the few who need it.

use super::{W, lang, lower};
use crate::view::prelude::{root, window};
use app_macros::part;
use js_sys::{Array, Intl, Object, Reflect};
use shared::profile::{Profile, each_text};
use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

/// What is shown instead of English.
pub struct Locale {
    pub tag: &'static str,
    pub rtl: bool,
    /// In the order of [`W`]; empty where there is no translation, or one that depends on a number.
    pub words: Vec<&'static str>,
    /// The file: `words`, `texts`, `counted`, `log` (shared/src/locale.rs).
    file: JsValue,
}

thread_local! {
    static SHOWN: Cell<Option<&'static Locale>> = const { Cell::new(None) };
}

pub fn shown() -> Option<&'static Locale> {
    SHOWN.get()
}

fn get(of: &JsValue, key: &str) -> JsValue {
    Reflect::get(of, &JsValue::from_str(key)).unwrap_or_default()
}

type Loading = Pin<Box<dyn Future<Output = bool>>>;

/// Shows a language from now on; with no path English. What is drawn already stays as it is. False when there was no file.
pub async fn load(tag: String, rtl: bool, path: String) -> bool {
    match take(tag, rtl, path).await {
        Some(loading) => loading.await,
        None => false,
    }
}

/// What few need is a part of its own, which comes with the first other language (see `ui::lazy`).
#[part(language)]
fn take(tag: String, rtl: bool, path: String) -> Loading {
    Box::pin(async move {
        let locale = if path.is_empty() { None } else { fetch(tag, rtl, &path).await };
        if locale.is_none() && !path.is_empty() {
            return false;
        }
        // Kept for good: whoever asked for a word keeps it, and nobody changes languages a thousand times.
        SHOWN.set(locale.map(|l| &*Box::leak(Box::new(l))));
        tell_root();
        true
    })
}

async fn fetch(tag: String, rtl: bool, path: &str) -> Option<Locale> {
    let answer = JsFuture::from(window().fetch_with_str(path)).await.ok()?;
    let answer: Response = answer.dyn_into().ok().filter(Response::ok)?;
    let file = JsFuture::from(answer.json().ok()?).await.ok()?;
    let words: Array = get(&file, "words").unchecked_into();
    let text = |w: JsValue| -> &'static str { w.as_string().unwrap_or_default().leak() };
    let words = words.iter().map(text).collect();
    Some(Locale { tag: tag.leak(), rtl, words, file })
}

/// Tells the browser, and with it screen readers and the style sheet, which language is shown.
fn tell_root() {
    let root = root();
    let _ = root.set_attribute("lang", lang());
    let _ = root.set_attribute("dir", if shown().is_some_and(|l| l.rtl) { "rtl" } else { "ltr" });
}

/// The plural category of a number in the shown language.
fn category(n: u32) -> JsValue {
    let locales = Array::of1(&JsValue::from_str(lang()));
    Intl::PluralRules::new(&locales, &Object::new()).select(n.into()).into()
}

fn pick(forms: &JsValue, n: u32) -> Option<String> {
    if !forms.is_object() {
        return None;
    }
    let form = Reflect::get(forms, &category(n)).ok().and_then(|f| f.as_string());
    form.or_else(|| get(forms, "other").as_string())
}

/// The form of a word of ours that goes with a number; none where the language has but one or two.
pub fn form(id: W, n: u32) -> Option<String> {
    let words = get(&shown()?.file, "words");
    pick(&Reflect::get_u32(&words, id.at()).ok()?, n)
}

/// One or several of a thing that the profile names, as a word after a number.
pub fn noun(n: u32, one: &str, many: &str) -> String {
    let form = shown().and_then(|l| pick(&get(&get(&l.file, "counted"), many), n));
    form.unwrap_or_else(|| lower(if n == 1 { one } else { many }))
}

/// A text of a profile that is also a value (a choice, a kind of unit), as the shown language says it.
pub fn say(text: &str) -> String {
    let said = shown().and_then(|l| get(&get(&l.file, "texts"), text).as_string());
    said.unwrap_or_else(|| text.to_owned())
}

/// What the audit log calls an id; none in English, where the id says it.
pub fn log(id: &str) -> Option<String> {
    shown().and_then(|l| get(&get(&l.file, "log"), id).as_string())
}

/// Puts all texts of a profile into the shown language. A product may have its own meaning of a word.
pub async fn translate(profile: &mut Profile) {
    if let Some(locale) = shown() {
        // The part is here since its words are; without it the profile stays as it is.
        let _ = put(locale, profile).await;
    }
}

#[part(language)]
fn put(locale: &'static Locale, profile: &mut Profile) {
    let texts = get(&locale.file, "texts");
    let product = profile.id.clone();
    each_text(profile, &mut |text| {
        let own = get(&texts, &[&product, "/", text].concat()).as_string();
        if let Some(said) = own.or_else(|| get(&texts, text).as_string()) {
            *text = said;
        }
    });
}
