//! Thousands of signals and readers.

use super::*;

#[wasm_bindgen_test]
async fn thousands_of_readers_come_and_go_quickly() {
    let signal = ArcRwSignal::new(0_usize);
    let count = Rc::new(Cell::new(0));
    let performance = || js_sys::Date::now();
    let start = performance();
    for _ in 0..3 {
        let s = signal.clone();
        let c = count.clone();
        let place = stage(move || {
            many((0..10_000).map(|_| {
                let (s, c) = (s.clone(), c.clone());
                live(move || c.set(c.get() + s.with(|_| 1)))
            }))
        });
        signal.update(|v| *v += 1);
        settled().await;
        place.owner.end();
    }
    assert_eq!(count.get(), 60_000);
    let took = performance() - start;
    assert!(took < 15_000.0, "{took} ms");
    wasm_bindgen_test::console_log!("60,000 runs: {took} ms");
}

#[wasm_bindgen_test]
async fn thousands_of_signals_read_by_one_are_read_quickly() {
    let signals: Rc<Vec<ArcRwSignal<usize>>> = Rc::new((0..20_000).map(ArcRwSignal::new).collect());
    let s = signals.clone();
    let start = js_sys::Date::now();
    let place = stage(move || (move || s.iter().map(ArcRwSignal::get).sum::<usize>()).into_view());
    assert_eq!(place.text(), "199990000");
    for x in signals.iter() {
        x.set(1);
    }
    settled().await;
    assert_eq!(place.text(), "20000");
    place.owner.end();
    let took = js_sys::Date::now() - start;
    assert!(took < 5_000.0, "{took} ms");
    wasm_bindgen_test::console_log!("20,000 signals: {took} ms");
}
