//! Times for people: "2 hours ago", with the full date on hover. The browser's own Intl does the words and plurals.

use crate::view::prelude::*;
use crate::words;
use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

const MINUTE: f64 = 60.0;
const HOUR: f64 = 3600.0;
const DAY: f64 = 86400.0;

/// The browser's clock, in milliseconds since 1970.
pub fn now() -> i64 {
    Date::now() as i64
}

/// The largest whole unit in `seconds` (signed: the past is negative).
pub fn unit(seconds: f64) -> (f64, &'static str) {
    let s = seconds.abs();
    if s < 45.0 {
        (0.0, "second")
    } else if s < 45.0 * MINUTE {
        ((seconds / MINUTE).round(), "minute")
    } else if s < 22.0 * HOUR {
        ((seconds / HOUR).round(), "hour")
    } else if s < 45.0 * DAY {
        ((seconds / DAY).round(), "day")
    } else if s < 330.0 * DAY {
        ((seconds / (30.44 * DAY)).round(), "month")
    } else {
        ((seconds / (365.25 * DAY)).round(), "year")
    }
}

/// "2 hours ago", "in 3 days", "now".
pub fn relative(at: i64, now: i64) -> String {
    let (n, unit) = unit((at - now) as f64 / 1000.0);
    let options = Object::new();
    let _ = Reflect::set(&options, &JsValue::from_str("numeric"), &JsValue::from_str("auto"));
    Intl::RelativeTimeFormat::new(&locales(), &options).format(n, unit).into()
}

/// The full date and time, in the reader's own zone.
pub fn full(at: i64) -> String {
    let options = Object::new();
    for key in ["dateStyle", "timeStyle"] {
        let style = if key == "dateStyle" { "long" } else { "short" };
        let _ = Reflect::set(&options, &JsValue::from_str(key), &JsValue::from_str(style));
    }
    let format: Function = Intl::DateTimeFormat::new(&locales(), &options).format();
    format
        .call1(&JsValue::NULL, &Date::new(&JsValue::from_f64(at as f64)))
        .ok()
        .and_then(|s| s.as_string())
        .unwrap_or_default()
}

fn locales() -> Array {
    Array::of1(&JsValue::from_str(words::lang()))
}

/// A `<time>` that reads relative and tells the whole on hover.
#[component]
pub fn Ago(at: i64, #[prop(into)] now: i64) -> AnyView {
    let iso: String =
        Date::new(&JsValue::from_f64(at as f64)).to_iso_string().unchecked_into::<js_sys::JsString>().into();
    view! { <time datetime=iso title=full(at)>{relative(at, now)}</time> }
}
