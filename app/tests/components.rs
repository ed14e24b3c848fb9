//! The kit in a real browser: what a person sees, presses and hears.

use app::features::work::picked::{MOST, Picked};
use app::ui::{
    Button, Choice, Combo, Dialog, Entry, Item, Mark, Menu, Reason, ToastRegion, Toasts, VirtualList, bits,
    chips, dom, vlist,
};
use app::view::prelude::*;
use app::view::{self, mount};
use app::words::{fill_in, fold};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Element, HtmlElement, HtmlInputElement, KeyboardEvent, KeyboardEventInit};

wasm_bindgen_test_configure!(run_in_browser);

/// A place of its own for each test; what it drew goes with it.
struct Stage {
    root: HtmlElement,
    owner: app::view::Mounted,
}

impl Stage {
    fn new(draw: impl FnOnce() -> View) -> Self {
        let root: HtmlElement = document().create_element("div").expect("an element").unchecked_into();
        document().body().expect("a body").append_child(&root).expect("its place");
        let owner = mount(&root, draw);
        Self { root, owner }
    }

    fn one(&self, selector: &str) -> HtmlElement {
        self.root.query_selector(selector).expect("a selector").expect(selector).unchecked_into()
    }

    fn all(&self, selector: &str) -> Vec<HtmlElement> {
        dom::all(&self.root, selector)
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.owner.end();
        self.root.remove();
    }
}

/// Two drawings later: effects have run, and what they asked for after the next drawing too.
async fn settled() {
    for _ in 0..3 {
        let frame = js_sys::Promise::new(&mut |done, _| {
            let _ = window().request_animation_frame(&done);
        });
        let _ = JsFuture::from(frame).await;
    }
}

fn press(el: &Element, key: &str) {
    let init = KeyboardEventInit::new();
    init.set_key(key);
    init.set_bubbles(true);
    init.set_cancelable(true);
    let e = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).expect("an event");
    let _ = el.dispatch_event(&e);
}

fn focused() -> Option<String> {
    dom::active_element().and_then(|e| e.text_content())
}

#[wasm_bindgen_test]
async fn a_held_button_keeps_focus_says_why_and_does_nothing() {
    let pressed = RwSignal::new(0_usize);
    let hold = RwSignal::new(Some(Reason {
        why: "The only admin.".into(),
        remedy: "Make somebody else admin first.".into(),
        ask: None,
    }));
    let stage = Stage::new(move || {
        let mark = Mark::action("deactivate");
        view! { <Button label="Deactivate".to_string() hold=hold mark=mark on_press=Callback::new(move |()| pressed.update(|n| *n += 1))/> }
    });
    let button = stage.one("button");
    assert_eq!(button.get_attribute("aria-disabled").as_deref(), Some("true"));
    assert_eq!(button.get_attribute("data-action").as_deref(), Some("deactivate"));
    assert!(!button.has_attribute("disabled"), "a disabled button could not be focused");
    let tip = stage.one(&["#", &button.get_attribute("aria-describedby").expect("a reason")].concat());
    assert!(tip.text_content().unwrap_or_default().contains("Make somebody else admin first."));
    button.focus().expect("focus");
    settled().await;
    assert!(dom::popover_open(&tip), "focus shows the reason");
    button.click();
    assert_eq!(pressed.get_untracked(), 0);
    hold.set(None);
    settled().await;
    button.click();
    assert_eq!(pressed.get_untracked(), 1);
    assert!(!button.has_attribute("aria-disabled"));
}

#[wasm_bindgen_test]
async fn a_dialog_takes_focus_asks_on_escape_and_gives_focus_back() {
    let open = RwSignal::new(false);
    let value = RwSignal::new(String::new());
    let stage = Stage::new(move || {
        view! {
            <button class="opener" on:click=move |_| open.set(true)>"Open"</button>
            {move || open.get().then(|| view! {
                <Dialog title="Add a user".to_string() on_close=Callback::new(move |()| open.set(false))>
                    <div class="body"><input class="name" prop:value=move || value.get() on:input=move |e| value.set(event_target_value(&e))/></div>
                </Dialog>
            })}
        }
    });
    let opener = stage.one(".opener");
    opener.focus().expect("focus");
    opener.click();
    settled().await;
    let dialog = stage.one("dialog");
    assert!(dialog.has_attribute("open"));
    assert!(dom::active_element().is_some_and(|e| e.class_name() == "name"), "the first field has focus");
    press(&stage.one("input.name"), "Escape");
    settled().await;
    assert!(!open.get_untracked());
    assert_eq!(focused().as_deref(), Some("Open"));
}

#[wasm_bindgen_test]
async fn a_menu_is_walked_by_arrows_and_letters_and_shows_why_a_row_is_held() {
    let done = RwSignal::new(String::new());
    let stage = Stage::new(move || {
        let entries = Callback::new(move |()| {
            let item =
                |name: &'static str| Item::new(name, Callback::new(move |()| done.set(name.to_owned())));
            let held = Item {
                hold: Some(Reason { why: "This is you.".into(), remedy: String::new(), ask: None }),
                ..item("Deactivate")
            };
            vec![Entry::Item(item("Edit")), Entry::Item(item("Resend")), Entry::Rule, Entry::Item(held)]
        });
        view! { <Menu class="trigger" name="More".to_string() entries=entries>"⋮"</Menu> }
    });
    stage.one(".trigger").click();
    settled().await;
    assert_eq!(focused().as_deref(), Some("Edit"));
    press(&dom::active_element().expect("focus"), "ArrowDown");
    assert_eq!(focused().as_deref(), Some("Resend"));
    press(&dom::active_element().expect("focus"), "d");
    let held = dom::active_element().expect("focus");
    assert!(held.text_content().unwrap_or_default().contains("This is you."));
    held.click();
    assert_eq!(done.get_untracked(), "", "a held row does nothing");
    press(&held, "Home");
    dom::active_element().expect("focus").click();
    assert_eq!(done.get_untracked(), "Edit");
}

#[wasm_bindgen_test]
async fn a_list_to_type_into_waits_for_its_answer_and_never_picks_what_is_held() {
    let (typed, picked) = (RwSignal::new(Vec::<String>::new()), RwSignal::new(Vec::<String>::new()));
    let (found, busy) = (RwSignal::new(vec!["Ada", "Ben"]), RwSignal::new(false));
    let stage = Stage::new(move || {
        let choices = Live::from(move || {
            let held = |n: &str| {
                (n == "Ben").then(|| Reason { why: "Away.".into(), remedy: String::new(), ask: None })
            };
            let one =
                |n: &str| Choice { value: n.into(), label: n.into(), hold: held(n), ..Choice::default() };
            found.get().into_iter().map(one).collect()
        });
        view! {
            <Combo name="Assigned to".to_string() class="who" ask="Find a person" said=true choices=choices busy=busy
                typed=Callback::new(move |t| typed.update(|all| all.push(t))) on_pick=Callback::new(move |v| picked.update(|all| all.push(v)))>"Nobody"</Combo>
        }
    });
    let trigger = stage.one(".who");
    assert_eq!(
        trigger.text_content().as_deref(),
        Some("Assigned to: Nobody"),
        "its name holds what it shows"
    );
    trigger.focus().expect("focus");
    press(&trigger, "ArrowDown");
    settled().await;
    let input: HtmlInputElement = stage.one("[role=combobox]").unchecked_into();
    assert_eq!(dom::active_element().as_ref(), Some(input.unchecked_ref()), "focus is in the input");
    assert_eq!(typed.get_untracked(), ["".to_owned()], "opening asks for everybody");
    let active = || input.get_attribute("aria-activedescendant").expect("one is present");
    assert_eq!(stage.one(&["#", &active()].concat()).text_content().as_deref(), Some("Ada"));
    press(&input, "ArrowDown");
    press(&input, "Enter");
    settled().await;
    assert!(picked.get_untracked().is_empty(), "a held one stays");
    assert!(stage.one("[aria-disabled=true]").text_content().unwrap_or_default().contains("Away."));
    input.set_value("cy");
    let _ = input.dispatch_event(&web_sys::Event::new("input").expect("an event"));
    busy.set(true);
    press(&input, "Enter");
    settled().await;
    assert!(picked.get_untracked().is_empty(), "nobody is picked before the answer is there");
    found.set(vec!["Cy"]);
    busy.set(false);
    settled().await;
    assert_eq!(picked.get_untracked(), ["Cy".to_owned()]);
    assert_eq!(dom::active_element().as_ref(), Some(&trigger), "focus is back");
}

#[wasm_bindgen_test]
fn what_is_ticked_is_some_or_all_but_some() {
    let mut picked = Picked::default();
    assert!(picked.is_empty() && picked.set("a", true) && picked.has("a") && !picked.has("b"));
    let command = picked.command(Some("m".into()), Default::default());
    assert_eq!((command.items, command.filter, command.except), (Some(vec!["a".into()]), None, vec![]));
    let mut picked = Picked::everything();
    assert!(picked.has("never loaded") && picked.set("b", false) && !picked.has("b"));
    assert_eq!(picked.count(1_234), 1_233);
    let command = picked.command(None, Default::default());
    assert!(command.items.is_none() && command.filter.is_some() && command.except == ["b"]);
    let mut picked = Picked::only((0..MOST).map(|n| n.to_string()).collect());
    assert!(!picked.set("one more", true) && !picked.has("one more"), "the server takes no more at once");
}

#[wasm_bindgen_test]
async fn many_addresses_are_split_and_each_bad_one_says_why() {
    let values = RwSignal::new(Vec::<String>::new());
    let text = RwSignal::new(String::new());
    let stage = Stage::new(move || {
        let fault = Callback::new(|v: String| v.ends_with('@').then(|| "not an address".to_string()));
        view! { <chips::ChipsInput label="Addresses" values=values text=text fault=fault/> }
    });
    let input: HtmlInputElement = stage.one("input").unchecked_into();
    input.set_value("ana@acme.example, bo@acme.example; cy@ ana@acme.example");
    let _ = input.dispatch_event(&web_sys::Event::new("input").expect("an event"));
    press(&input, "Enter");
    settled().await;
    assert_eq!(values.get_untracked(), ["ana@acme.example", "bo@acme.example", "cy@"], "without doubles");
    let bad = stage.all("li.no");
    assert_eq!(bad.len(), 1);
    assert!(bad[0].text_content().unwrap_or_default().contains("not an address"));
    stage.all("li button")[0].click();
    settled().await;
    assert_eq!(values.get_untracked(), ["bo@acme.example", "cy@"]);
}

#[wasm_bindgen_test]
async fn ten_thousand_rows_draw_what_is_in_sight() {
    let stage = Stage::new(move || {
        let row = Callback::new(|at: Signal<usize>| view! { <p class="r">{move || at.get()}</p> });
        view! { <div class="content tall"><VirtualList count=Signal::from(10_000) key=Callback::new(|i: usize| i.to_string()) row=row/></div> }
    });
    let scroller = stage.one(".content");
    for (k, v) in [("height", "400px"), ("overflow", "auto")] {
        dom::set_style(&scroller, k, v);
    }
    settled().await;
    settled().await;
    assert!((8..40).contains(&stage.all(".r").len()), "{} rows drawn", stage.all(".r").len());
    scroller.set_scroll_top(200_000);
    settled().await;
    settled().await;
    let shown: Vec<usize> = stage.all(".r").iter().filter_map(|e| e.text_content()?.parse().ok()).collect();
    assert!(shown.contains(&(200_000 / 57 + 3)), "row 3511 is in sight: {shown:?}");
    assert!(shown.len() < 40);
}

#[wasm_bindgen_test]
async fn a_row_keeps_its_element_and_focus_when_the_order_changes() {
    let list = RwSignal::new(vec!["a".to_string(), "b".into(), "c".into()]);
    let stage = Stage::new(move || {
        keyed(move || list.get(), String::clone, |v: String| view! { <button>{v}</button> })
    });
    let b = stage.all("button")[1].clone();
    b.focus().expect("focus");
    list.set(vec!["x".into(), "b".into(), "a".into()]);
    settled().await;
    let now: Vec<String> = stage.all("button").iter().filter_map(|e| e.text_content()).collect();
    assert_eq!(now, ["x", "b", "a"]);
    assert!(b.is_connected() && stage.all("button")[1] == b, "the same element");
}

#[wasm_bindgen_test]
async fn undo_is_offered_once_and_goes_when_it_is_used() {
    let toasts = Toasts::default();
    let undone = RwSignal::new(false);
    let stage = Stage::new(move || view! { <ToastRegion toasts=toasts/> });
    toasts.undo("Tyler Chen: deactivated", Callback::new(move |()| undone.set(true)));
    settled().await;
    let undo = stage
        .all(".toast button")
        .into_iter()
        .find(|b| b.text_content().as_deref() == Some("Undo"))
        .expect("Undo");
    undo.click();
    settled().await;
    assert!(undone.get_untracked());
    assert!(stage.all(".toast").is_empty());
}

#[wasm_bindgen_test]
fn templates_are_filled_in_one_pass() {
    assert_eq!(fill_in("{a} and {b}", &[("a", "{b}"), ("b", "2")]), "{b} and 2");
    assert_eq!(fill_in("{unknown} {", &[]), "{unknown} {");
}

#[wasm_bindgen_test]
fn a_search_here_compares_without_accents_and_case_as_the_server_does() {
    assert_eq!(fold("Chloé ÖZTÜRK"), "chloe ozturk");
    assert_eq!(fold("Nguyễn Aydın"), "nguyen aydin");
}

#[wasm_bindgen_test]
fn initials_come_from_the_first_and_last_word() {
    assert_eq!(bits::initials("Rachel Vasquez"), "RV");
    assert_eq!(bits::initials("ben"), "B");
    assert_eq!(bits::initials("王小明"), "王");
    assert_eq!(bits::initials("Ana María de la Cruz"), "AC");
    assert_eq!(bits::initials(""), "");
}

#[wasm_bindgen_test]
fn the_window_of_a_list_is_bounded() {
    assert_eq!(vlist::window_of(0, 57.0, 0.0, 400.0), 0..0);
    assert_eq!(vlist::window_of(10_000, 57.0, 0.0, 570.0), 0..16);
    assert_eq!(vlist::window_of(10_000, 0.0, -1e9, 1.0).end, 10_000);
}
