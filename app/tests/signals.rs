//! What runs again when a signal changes, in which order, and what ends with its owner.

use app::view::prelude::*;
use app::view::{self, mount};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::HtmlElement;

wasm_bindgen_test_configure!(run_in_browser);

/// What happened, in order.
#[derive(Clone, Default)]
struct Log(Rc<RefCell<Vec<String>>>);

impl Log {
    fn say(&self, what: impl Into<String>) {
        self.0.borrow_mut().push(what.into());
    }

    /// What was said since the last time.
    fn take(&self) -> String {
        self.0.take().join(" ")
    }
}

struct Stage {
    root: HtmlElement,
    owner: app::view::Mounted,
}

impl Stage {
    fn text(&self) -> String {
        self.root.text_content().unwrap_or_default()
    }
}

fn stage(draw: impl FnOnce() -> View) -> Stage {
    let root: HtmlElement = document().create_element("div").expect("an element").unchecked_into();
    let owner = mount(&root, draw);
    Stage { root, owner }
}

/// All that is queued has run, and what that queued too.
async fn settled() {
    for _ in 0..8 {
        let _ = JsFuture::from(js_sys::Promise::resolve(&JsValue::UNDEFINED)).await;
    }
}

/// A view that runs `f` when it is drawn and whenever what it reads changes.
fn live(f: impl Fn() + 'static) -> View {
    (move || f()).into_view()
}

fn many(views: impl IntoIterator<Item = View>) -> View {
    View::Many(views.into_iter().collect())
}

#[wasm_bindgen_test]
async fn drawing_runs_at_once_and_again_in_a_batch_after_all_writes() {
    let log = Log::default();
    let l = log.clone();
    let (a, b) = (ArcRwSignal::new(1), ArcRwSignal::new(10));
    let (x, y) = (a.clone(), b.clone());
    let s = stage(move || {
        (move || {
            l.say(format!("{}", x.get() + y.get()));
            x.get_untracked().to_string()
        })
        .into_view()
    });
    assert_eq!(log.take(), "11");
    a.set(2);
    b.set(20);
    a.update(|v| *v += 1);
    assert_eq!(log.take(), "", "nothing runs inside a write");
    settled().await;
    assert_eq!(log.take(), "23", "three writes, one run");
    assert_eq!(s.text(), "3");
    s.owner.end();
    a.set(4);
    settled().await;
    assert_eq!(log.take(), "", "ended");
}

#[wasm_bindgen_test]
async fn readers_run_in_the_order_in_which_they_read() {
    let log = Log::default();
    let signal = ArcRwSignal::new(0);
    let s = stage(|| {
        many(["a", "b", "c"].map(|name| {
            let (l, s) = (log.clone(), signal.clone());
            live(move || l.say(format!("{name}{}", s.get())))
        }))
    });
    assert_eq!(log.take(), "a0 b0 c0");
    signal.set(1);
    settled().await;
    assert_eq!(log.take(), "a1 b1 c1");
    signal.set(2);
    settled().await;
    assert_eq!(log.take(), "a2 b2 c2");
    s.owner.end();
}

#[wasm_bindgen_test]
async fn later_waits_for_the_drawing_and_then_follows_what_it_read() {
    let log = Log::default();
    let signal = ArcRwSignal::new(0);
    let (l, m, n, s) = (log.clone(), log.clone(), log.clone(), signal.clone());
    let t = signal.clone();
    let place = stage(move || {
        later(move || l.say(format!("later{}", s.get())));
        let drawn = live(move || m.say(format!("drawn{}", t.get())));
        later(move || n.say("second"));
        drawn
    });
    assert_eq!(log.take(), "drawn0");
    settled().await;
    assert_eq!(log.take(), "later0 second");
    signal.set(1);
    settled().await;
    assert_eq!(log.take(), "drawn1 later1", "in the order in which they read");
    place.owner.end();
    signal.set(2);
    settled().await;
    assert_eq!(log.take(), "");
}

#[wasm_bindgen_test]
async fn what_is_marked_by_an_earlier_one_of_the_batch_keeps_its_place() {
    let log = Log::default();
    let signal = ArcRwSignal::new(0);
    let (l, m, n) = (log.clone(), log.clone(), log.clone());
    let (s, t) = (signal.clone(), signal.clone());
    let place = stage(move || {
        later(move || {
            l.say("writes");
            s.set(1);
        });
        let drawn = live(move || m.say(format!("drawn{}", t.get())));
        // Made at once, so that what follows stands behind it in the queue.
        let drawn = { View::Many(vec![view_now(drawn)]) };
        later(move || n.say("after"));
        drawn
    });
    assert_eq!(log.take(), "drawn0");
    settled().await;
    assert_eq!(log.take(), "writes drawn1 after", "drawn was made before: it runs before");
    place.owner.end();
}

/// Draws into an element of its own, now.
fn view_now(inner: View) -> View {
    view! { <p>{inner}</p> }
}

#[wasm_bindgen_test]
async fn an_effect_that_writes_what_it_reads_runs_again_before_others() {
    let log = Log::default();
    let (count, other) = (ArcRwSignal::new(0), ArcRwSignal::new(0));
    let (l, m) = (log.clone(), log.clone());
    let (c, o, p) = (count.clone(), other.clone(), other.clone());
    let place = stage(move || {
        many([
            live(move || {
                o.track();
                let now = c.get();
                l.say(format!("first{now}"));
                if now % 3 != 0 {
                    c.set(now + 1);
                }
            }),
            live(move || m.say(format!("second{}", p.get()))),
        ])
    });
    log.take();
    count.set(1);
    other.set(1);
    settled().await;
    assert_eq!(log.take(), "first1 first2 first3 second1");
    place.owner.end();
}

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

#[wasm_bindgen_test]
async fn a_parent_ends_its_children_before_it_runs_again() {
    let log = Log::default();
    let (outer, inner) = (ArcRwSignal::new(0), ArcRwSignal::new(0));
    let (l, o, i) = (log.clone(), outer.clone(), inner.clone());
    let place = stage(move || {
        (move || {
            let now = o.get();
            l.say(format!("outer{now}"));
            let (m, n) = (l.clone(), l.clone());
            on_cleanup(move || m.say(format!("end{now}")));
            let i = i.clone();
            (move || {
                n.say(format!("inner{now}.{}", i.get()));
                let n = n.clone();
                on_cleanup(move || n.say(format!("endinner{now}")));
            })
            .into_view()
        })
        .into_view()
    });
    assert_eq!(log.take(), "outer0 inner0.0");
    inner.set(1);
    settled().await;
    assert_eq!(log.take(), "endinner0 inner0.1");
    // The inner one stands first in the queue; it still runs before its parent ends it.
    inner.set(2);
    outer.set(1);
    settled().await;
    assert_eq!(log.take(), "endinner0 inner0.2 endinner0 end0 outer1 inner1.2");
    // The parent first: what was queued of its child does not run.
    outer.set(2);
    inner.set(3);
    settled().await;
    assert_eq!(log.take(), "endinner1 end1 outer2 inner2.3");
    place.owner.end();
    assert_eq!(log.take(), "endinner2 end2", "children first");
    inner.set(4);
    outer.set(4);
    settled().await;
    assert_eq!(log.take(), "");
}

#[wasm_bindgen_test]
async fn cleanups_run_in_order_and_may_still_look_at_what_goes() {
    let log = Log::default();
    let l = log.clone();
    let kept: Rc<Cell<Option<StoredValue<u32>>>> = Rc::default();
    let out = kept.clone();
    let place = stage(move || {
        let value = StoredValue::new(7);
        out.set(Some(value));
        for i in 0..3 {
            let l = l.clone();
            on_cleanup(move || l.say(format!("{i}:{:?}", value.try_get_value())));
        }
        View::Nothing
    });
    place.owner.end();
    assert_eq!(log.take(), "0:Some(7) 1:Some(7) 2:Some(7)");
    assert_eq!(kept.get().and_then(|k| k.try_get_value()), None);
    place.owner.end();
    assert_eq!(log.take(), "", "once");
}

/// Handles of everything that an owner can have.
type Handles = (RwSignal<u32>, StoredValue<u32>, Signal<u32>, Callback<u32, u32>, NodeRef);

fn handles(n: u32) -> Handles {
    let s = RwSignal::new(n);
    (s, StoredValue::new(n), Signal::derive(move || s.get()), Callback::new(move |m| n + m), NodeRef::new())
}

#[wasm_bindgen_test]
async fn what_has_gone_is_not_found_even_when_its_place_is_taken_again() {
    let out: Rc<Cell<Option<Handles>>> = Rc::default();
    let o = out.clone();
    let place = stage(move || {
        o.set(Some(handles(1)));
        View::Nothing
    });
    let (signal, stored, derived, call, node) = out.get().expect("handles");
    assert_eq!(signal.try_set(2), None);
    assert_eq!(stored.try_set_value(2), None);
    assert_eq!((derived.try_get(), call.try_run(1)), (Some(2), Some(2)));
    assert_eq!(node.try_get_untracked(), Some(None));
    place.owner.end();
    // New ones in the same places, of the same types and in another order.
    let o = out.clone();
    let next = stage(move || {
        for i in 10..20 {
            o.set(Some(handles(i)));
        }
        View::Nothing
    });
    assert_eq!(signal.try_get_untracked(), None);
    assert_eq!(signal.try_set(5), Some(5), "the value comes back");
    assert_eq!(signal.try_update(|v| *v += 1), None);
    assert_eq!(signal.try_with(|v| *v), None);
    signal.track();
    assert_eq!(stored.try_get_value(), None);
    assert_eq!(stored.try_set_value(5), Some(5));
    assert_eq!(stored.try_update_value(|v| *v += 1), None);
    assert_eq!(derived.try_get(), None);
    assert_eq!(derived.try_get_untracked(), None);
    assert_eq!(call.try_run(1), None);
    assert!(node.try_get_untracked().is_none());
    let (signal, ..) = out.get().expect("handles");
    assert_eq!(signal.get_untracked(), 19);
    next.owner.end();
}

#[wasm_bindgen_test]
async fn a_signal_outlives_its_owner_with_whoever_holds_it() {
    let shared = ArcRwSignal::new(1);
    let s = shared.clone();
    let out: Rc<Cell<Option<RwSignal<u32>>>> = Rc::default();
    let o = out.clone();
    let place = stage(move || {
        o.set(Some(RwSignal::from(s)));
        View::Nothing
    });
    let handle = out.get().expect("a handle");
    handle.set(2);
    assert_eq!(shared.get_untracked(), 2, "one signal");
    place.owner.end();
    assert_eq!(handle.try_get_untracked(), None);
    shared.set(3);
    assert_eq!(shared.get_untracked(), 3);
}

#[wasm_bindgen_test]
async fn a_callback_may_end_what_it_belongs_to() {
    let log = Log::default();
    let place: Rc<RefCell<Option<Stage>>> = Rc::default();
    let out: Rc<Cell<Option<Callback<()>>>> = Rc::default();
    let (o, p, l) = (out.clone(), place.clone(), log.clone());
    *place.borrow_mut() = Some(stage(move || {
        let dropped = Dropped(l.clone());
        o.set(Some(Callback::new(move |()| {
            if let Some(p) = p.take() {
                p.owner.end();
            }
            dropped.0.say("still here");
        })));
        View::Nothing
    }));
    let call = out.get().expect("a callback");
    call.run(());
    assert_eq!(log.take(), "still here dropped");
    assert_eq!(call.try_run(()), None);
}

struct Dropped(Log);

impl Drop for Dropped {
    fn drop(&mut self) {
        self.0.say("dropped");
    }
}

#[wasm_bindgen_test]
async fn an_effect_that_ends_its_own_owner_does_not_run_again() {
    let log = Log::default();
    let signal = ArcRwSignal::new(0);
    let place: Rc<RefCell<Option<Stage>>> = Rc::default();
    let (l, m, s, p) = (log.clone(), log.clone(), signal.clone(), place.clone());
    let dropped = Dropped(log.clone());
    *place.borrow_mut() = Some(stage(move || {
        live(move || {
            let _here = &dropped;
            let now = s.get();
            l.say(format!("run{now}"));
            if now == 1 {
                if let Some(p) = p.take() {
                    p.owner.end();
                }
                // Made after the end: it goes when this run is over.
                let m = m.clone();
                on_cleanup(move || m.say("late"));
                s.set(2);
            }
        })
    }));
    signal.set(1);
    settled().await;
    assert_eq!(log.take(), "run0 run1 late dropped");
    signal.set(3);
    settled().await;
    assert_eq!(log.take(), "");
}

#[wasm_bindgen_test]
async fn what_an_owner_kept_is_dropped_with_it_and_may_look_around() {
    let log = Log::default();
    let l = log.clone();
    let place = stage(move || {
        let value = RwSignal::new(1);
        struct Looks(RwSignal<i32>, Log);
        impl Drop for Looks {
            fn drop(&mut self) {
                // Neither a trap nor a lock.
                let _ = (self.0.try_get_untracked(), self.0.try_set(2));
                self.1.say("looked");
            }
        }
        StoredValue::new(Looks(value, l.clone()));
        let s = RwSignal::new(Some(Looks(value, l)));
        s.set(None);
        View::Nothing
    });
    assert_eq!(log.take(), "looked", "the old value of a signal");
    place.owner.end();
    assert_eq!(log.take(), "looked");
}

#[wasm_bindgen_test]
async fn a_write_while_drawing_is_drawn_too() {
    let signal = ArcRwSignal::new(0);
    let (r, w) = (signal.clone(), signal.clone());
    let place = stage(move || {
        many([
            (move || r.get().to_string()).into_view(),
            (move || {
                untrack(|| w.update(|v| *v += 1));
                View::Nothing
            })
            .into_view(),
        ])
    });
    assert_eq!(place.text(), "0");
    settled().await;
    assert_eq!(place.text(), "1");
    place.owner.end();
}

#[wasm_bindgen_test]
async fn rows_belong_to_the_list_and_end_one_by_one() {
    let log = Log::default();
    let items = ArcRwSignal::new(vec!["a", "b", "c"]);
    let (l, i) = (log.clone(), items.clone());
    let place = stage(move || {
        keyed(
            move || i.get(),
            |k| (*k).to_owned(),
            move |k| {
                l.say(k);
                let l = l.clone();
                on_cleanup(move || l.say(format!("-{k}")));
                k
            },
        )
    });
    assert_eq!((log.take().as_str(), place.text().as_str()), ("c b a", "abc"));
    items.set(vec!["c", "d", "a"]);
    settled().await;
    assert_eq!((log.take().as_str(), place.text().as_str()), ("-b d", "cda"));
    // Rows that come and go while the list stays.
    for n in 0..100 {
        items.set(if n % 2 == 0 { vec!["x"] } else { vec!["y"] });
        settled().await;
    }
    assert_eq!(place.text(), "y");
    log.take();
    place.owner.end();
    assert_eq!(log.take(), "-y");
}

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
