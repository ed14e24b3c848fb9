//! What ends with its owner, and what is found of it then.

use super::*;

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
