//! A button that opens a menu. Rows are made when it opens, so a list of thousands carries no hidden menus; what makes them is
//! fetched when somebody is about to open one (`menu_rows`).

use super::{
    Icon, Mark, Reason, dom,
    menu_rows::{MenuRows, MenuRowsProps},
    reason::held,
};
use crate::view::prelude::*;

/// One row of a menu. `hold` keeps it visible and focusable with its reason in a second line.
#[derive(Clone)]
pub struct Item {
    pub glyph: Option<Icon>,
    pub label: String,
    pub note: String,
    pub danger: bool,
    /// `Some`: this row is one of a choice, and whether it is the chosen one.
    pub chosen: Option<bool>,
    pub hold: Option<Reason>,
    pub mark: Mark,
    pub act: Callback<()>,
}

impl Item {
    pub fn new(label: impl Into<String>, act: Callback<()>) -> Self {
        Self {
            glyph: None,
            label: label.into(),
            note: String::new(),
            danger: false,
            chosen: None,
            hold: None,
            mark: Mark::default(),
            act,
        }
    }
}

#[derive(Clone)]
pub enum Entry {
    Item(Item),
    Rule,
}

/// A menu while it is open. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Opened {
    pub(super) pop: NodeRef,
    pub(super) trigger: NodeRef,
    open: RwSignal<bool>,
    /// What the trigger says it controls.
    pub(super) id: StoredValue<String>,
    pub(super) name: Signal<String>,
    pub(super) head: StoredValue<ViewFn>,
    pub(super) at_end: bool,
    /// Opened by the arrow upwards: its last row has the focus.
    pub(super) from_end: StoredValue<bool>,
}

impl Opened {
    pub fn close(self) {
        if let Some(p) = self.pop.try_get_untracked().flatten() {
            dom::hide_popover(&p);
        }
        self.open.try_set(false);
    }

    /// Puts it beside its trigger, as large as it is now.
    pub(super) fn place(self) {
        let (p, t) = (self.pop.try_get_untracked().flatten(), self.trigger.try_get_untracked().flatten());
        if let (Some(p), Some(t)) = (p, t) {
            dom::show_popover(&p);
            dom::place(&p, &t, self.at_end);
        }
    }

    fn show(self, from_end: bool) {
        self.from_end.set_value(from_end);
        self.open.set(true);
        dom::after_draw(move || self.place());
    }
}

/// What draws the rows of a menu when it opens.
#[derive(Clone, Copy)]
pub struct MenuFill(Callback<Opened, View>);

impl MenuFill {
    /// By a component of a later part, which then makes the entries.
    pub fn by(draw: impl Fn(Opened) -> View + 'static) -> Self {
        Self(Callback::new(draw))
    }
}

impl From<Callback<(), Vec<Entry>>> for MenuFill {
    fn from(entries: Callback<(), Vec<Entry>>) -> Self {
        Self::by(move |menu| view! { <MenuRows menu=menu entries=entries/> })
    }
}

/// * `class`: the trigger's class; `children`: what the trigger shows; `name`: its accessible name.
/// * `head`: drawn above the rows (who is signed in, and the like).
/// * `at_end`: lines the menu up with the trigger's end edge.
/// * `said`: what the trigger shows is read out as well, after `name`; otherwise `name` stands for it.
#[component]
pub fn Menu(
    #[prop(into)] name: Signal<String>,
    #[prop(into)] class: String,
    #[prop(into)] entries: MenuFill,
    #[prop(optional, into)] hold: Signal<Option<Reason>>,
    #[prop(optional)] mark: Mark,
    #[prop(optional)] at_end: bool,
    #[prop(optional)] said: bool,
    #[prop(optional, into)] head: ViewFn,
    children: Children,
) -> AnyView {
    let open = RwSignal::new(false);
    let trigger: NodeRef = NodeRef::new();
    let pop: NodeRef = NodeRef::new();
    // A press on the trigger first light-dismisses the popover, then clicks: remember that it was open.
    let was_open = StoredValue::new(false);

    let id = dom::uid("menu");
    let controls = id.clone();
    let menu = Opened {
        pop,
        trigger,
        open,
        id: StoredValue::new(id),
        name,
        head: StoredValue::new(head),
        at_end,
        from_end: StoredValue::new(false),
    };
    // Its code is on the way before the press.
    let soon = || MenuRowsProps::prefetch();
    let why = dom::uid("why");
    let described = why.clone();
    let Mark { action, target, to, denial } = mark;
    let button = view! {
        <button type="button" class=class node_ref=trigger aria-haspopup="menu" aria-label=move || (!said).then(|| name.get())
            aria-expanded=move || if open.get() { "true" } else { "false" }
            aria-controls=move || open.get().then(|| controls.clone())
            data-action=action data-target=target data-to=to data-denial=move || denial.get()
            aria-disabled=move || hold.with(Option::is_some).then_some("true")
            aria-describedby=move || hold.with(Option::is_some).then(|| described.clone())
            on:pointerenter=move |_: web_sys::Event| soon() on:focus=move |_| soon()
            on:pointerdown=move |_| was_open.set_value(open.get_untracked())
            on:keydown=move |e| {
                let up = e.key() == "ArrowUp";
                if (up || e.key() == "ArrowDown") && hold.with_untracked(Option::is_none) {
                    e.prevent_default();
                    e.stop_propagation();
                    menu.show(up);
                }
            }
            on:click=move |e| {
                e.stop_propagation();
                let was = was_open.get_value();
                was_open.set_value(false);
                if was { menu.close() } else if hold.with_untracked(Option::is_none) { menu.show(false) }
            }>
            {said.then(|| view! { <span class="sr">{move || name.get()}": "</span> })}{children()}
        </button>
    };
    let body = view! {
        <div class="pop menu" part="menu" popover="auto" node_ref=pop
            on:toggle=move |_| if !pop.try_get_untracked().flatten().is_some_and(|p| dom::popover_open(&p)) { open.try_set(false); }>
            {move || open.get().then(|| entries.0.run(menu))}
        </div>
    };
    view! { {held(why, hold, action.is_some(), button.into_any())}{body} }
}
