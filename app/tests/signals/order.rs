//! What runs when, and in which order.

use super::*;

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
