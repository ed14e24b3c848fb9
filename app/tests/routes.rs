//! Paths of pages, and the memory that everything in the page lives in, in a real browser.

use app::nav::{Page, Route};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn a_path_leads_to_its_page_and_back() {
    let of = |page, of: &str| Route::to(page, "t 1".into()).of(of.into());
    for (path, route) in [
        ("/", Route::alone(Page::Home)),
        ("/join", Route::alone(Page::Join)),
        ("/t/t%201/members", Route::to(Page::Members, "t 1".into())),
        ("/t/t%201/members/m", of(Page::Member, "m")),
        ("/t/t%201/work/deal", Route::work("t 1".into(), "deal".into(), String::new())),
        ("/t/t%201/work/deal/of/none", Route::work("t 1".into(), "deal".into(), "none".into())),
        ("/t/t%201/work/deal/import", of(Page::Import, "deal")),
        ("/t/t%201/work/deal/i%2F1", Route::item("t 1".into(), "deal".into(), "i/1".into())),
        ("/t/t%201/reviews", Route::to(Page::Reviews, "t 1".into())),
        ("/t/t%201/reviews/r", of(Page::Review, "r")),
        ("/t/t%201/lists/replies", of(Page::List, "replies")),
    ] {
        assert_eq!((Route::parse(path), route.path()), (route, path.to_owned()));
    }
    assert_eq!(Route::parse("/t/t%201/"), Route::to(Page::Members, "t 1".into()));
    for unknown in ["/t", "/x", "/t/a/b", "/t/a/work", "/t/a/work/b/c/d", "/join/now", "/t/a/members/b/c"] {
        assert!(Route::parse(unknown).is(Page::Unknown), "{unknown}");
    }
}

/// A generator of numbers that look random.
fn next(seed: &mut u32) -> usize {
    *seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
    (*seed >> 8) as usize
}

#[wasm_bindgen_test]
fn what_lives_in_memory_stays_as_it_was_written() {
    let mut seed = 1;
    let mut all: Vec<Vec<u8>> = Vec::new();
    for round in 0..20_000_usize {
        let mark = (round % 251) as u8;
        // Most are small, a few are large.
        let size = next(&mut seed) % if round % 97 == 0 { 300_000 } else { 400 };
        let at = next(&mut seed) % (all.len() + 1);
        match all.get_mut(at) {
            Some(old) if round % 3 == 0 => {
                // Grows or shrinks where it is.
                let first = old.first().copied().unwrap_or(mark);
                old.resize(size, first);
                old.shrink_to_fit();
            }
            Some(_) if round % 3 == 1 => drop(all.swap_remove(at)),
            _ => all.push(vec![mark; size]),
        }
        if round % 500 == 0 {
            for block in &all {
                assert!(block.iter().all(|b| Some(b) == block.first()), "round {round}");
            }
        }
        // What is kept stays within bounds.
        if all.len() > 300 {
            all.truncate(100);
        }
    }
}

#[wasm_bindgen_test]
fn what_is_given_back_is_used_again() {
    let pages = || core::arch::wasm32::memory_size(0);
    let fill = || drop((0..200).map(|n| vec![1_u8; n * 50]).collect::<Vec<_>>());
    fill();
    let before = pages();
    for _ in 0..100 {
        fill();
    }
    assert_eq!(pages(), before);
}
