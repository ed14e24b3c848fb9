//! Memos, and what counts as read.

use super::*;

#[wasm_bindgen_test]
async fn memos_are_lazy_and_pass_on_only_another_value() {
    let log = Log::default();
    let n = ArcRwSignal::new(1);
    let memo: Rc<Cell<Option<Memo<bool>>>> = Rc::default();
    let (l, m, k, out) = (log.clone(), log.clone(), n.clone(), memo.clone());
    let place = stage(move || {
        let even = Memo::new(move |before: Option<&bool>| {
            l.say(format!("compute({})", before.map_or("none".into(), ToString::to_string)));
            k.get() % 2 == 0
        });
        let more = Memo::new(move |_| if even.get() { "even".to_owned() } else { "odd".to_owned() });
        out.set(Some(even));
        live(move || m.say(more.get()))
    });
    assert_eq!(log.take(), "compute(none) odd");
    n.set(3);
    settled().await;
    assert_eq!(log.take(), "compute(false)", "computed, but nobody runs for the same value");
    n.set(4);
    settled().await;
    assert_eq!(log.take(), "compute(false) even");
    let memo = memo.get().expect("the memo");
    n.set(6);
    assert!(memo.get_untracked(), "up to date when it is read");
    assert_eq!(log.take(), "compute(true)");
    assert!(memo.get_untracked());
    settled().await;
    assert_eq!(log.take(), "", "and computed once");
    n.set(5);
    n.set(7);
    assert!(!memo.get_untracked());
    assert_eq!(log.take(), "compute(true)");
    settled().await;
    assert_eq!(log.take(), "odd", "read in between, and its readers still hear of it");
    place.owner.end();
}

#[wasm_bindgen_test]
async fn a_memo_that_nobody_reads_is_not_computed() {
    let log = Log::default();
    let n = ArcRwSignal::new(1);
    let (l, k) = (log.clone(), n.clone());
    let place = stage(move || {
        Memo::new(move |_| {
            l.say("compute");
            k.get()
        });
        View::Nothing
    });
    n.set(2);
    settled().await;
    assert_eq!(log.take(), "");
    place.owner.end();
}

#[wasm_bindgen_test]
async fn a_diamond_runs_its_end_once_and_sees_no_half_change() {
    let log = Log::default();
    let n = ArcRwSignal::new(1);
    let (l, a, b) = (log.clone(), n.clone(), n.clone());
    let c = n.clone();
    let place = stage(move || {
        let left = Memo::new(move |_| a.get() * 10);
        let right = Memo::new(move |_| b.get() * 100);
        let sum = Memo::new(move |_| left.get() + right.get());
        live(move || l.say(format!("{}={}+{}", sum.get(), left.get(), c.get())))
    });
    assert_eq!(log.take(), "110=10+1");
    n.set(2);
    settled().await;
    assert_eq!(log.take(), "220=20+2");
    place.owner.end();
}

#[wasm_bindgen_test]
async fn what_is_no_longer_read_no_longer_counts() {
    let log = Log::default();
    let (which, a, b) = (ArcRwSignal::new(true), ArcRwSignal::new(1), ArcRwSignal::new(2));
    let (l, w, x, y) = (log.clone(), which.clone(), a.clone(), b.clone());
    let place = stage(move || {
        let y = Memo::new(move |_| y.get());
        live(move || l.say(format!("{}", if w.get() { x.get() } else { y.get() })))
    });
    log.take();
    b.set(20);
    settled().await;
    assert_eq!(log.take(), "");
    which.set(false);
    settled().await;
    assert_eq!(log.take(), "20");
    a.set(3);
    settled().await;
    assert_eq!(log.take(), "", "a is not read any more");
    b.set(21);
    settled().await;
    assert_eq!(log.take(), "21");
    which.set(true);
    settled().await;
    assert_eq!(log.take(), "3");
    b.set(22);
    settled().await;
    assert_eq!(log.take(), "", "nor is the memo");
    place.owner.end();
}

#[wasm_bindgen_test]
async fn untracked_reads_subscribe_nobody() {
    let log = Log::default();
    let (a, b) = (ArcRwSignal::new(1), ArcRwSignal::new(1));
    let (l, x, y) = (log.clone(), a.clone(), b.clone());
    let place = stage(move || {
        let memo = Memo::new({
            let y = y.clone();
            move |_| y.get()
        });
        live(move || {
            let z = untrack(|| y.get()) + memo.get_untracked() + y.get_untracked();
            l.say(format!("{}", x.get() + z));
        })
    });
    assert_eq!(log.take(), "4");
    b.set(10);
    settled().await;
    assert_eq!(log.take(), "");
    a.set(2);
    settled().await;
    assert_eq!(log.take(), "32");
    place.owner.end();
}
