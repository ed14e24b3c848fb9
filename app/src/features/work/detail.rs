//! One item: what is known of it, whose it is, what it is linked to, and what happened to it. A panel beside the list.

use super::assignee::Assignee;
use super::desk::Desk;
use super::fields::Draft;
use super::history::history;
use super::kind::Kind;
use crate::api::{self, Failure};
use crate::features::action::{ActionButton, mark};
use crate::features::explain::failure;
use crate::features::form::Form;
use crate::features::links::Place;
use crate::ui::{Ago, Button, Dialog, Empty, Skeleton, TextArea};
use crate::view::prelude::*;
use crate::words::{W, fill, t};
use shared::api::{EditWork, WorkDetail, WorkEvent, WorkRef, WorkView};
use wasm_bindgen_futures::spawn_local;

/// What the panel knows. Cheap to copy.
#[derive(Clone, Copy)]
struct Shown {
    desk: Desk,
    id: StoredValue<String>,
    item: RwSignal<Option<ArcRwSignal<WorkView>>>,
    linked: RwSignal<Vec<(String, ArcRwSignal<WorkView>)>>,
    facing: RwSignal<Option<String>>,
    events: RwSignal<Option<Vec<WorkEvent>>>,
    failed: RwSignal<Option<Failure>>,
}

impl Shown {
    fn ask(self) {
        let (kind, id) = (self.desk.kind, self.id.get_value());
        spawn_local(async move {
            match api::work_item(&kind.team.id(), &kind.name(), &id).await {
                Ok(detail) => self.took(detail),
                // What is shown stays; a later change asks again.
                Err(f)
                    if self.item.try_with_untracked(Option::is_none).unwrap_or(false)
                        || f.status() == 404 =>
                {
                    self.failed.try_set(Some(f));
                }
                Err(_) => {}
            }
        });
    }

    fn took(self, detail: WorkDetail) {
        let Some(now) = self.item.try_get_untracked() else { return };
        match now {
            Some(item) => item.set(detail.item),
            None => self.item.set(Some(ArcRwSignal::new(detail.item))),
        }
        self.linked.set(detail.linked.into_iter().map(|w| (w.id.clone(), ArcRwSignal::new(w))).collect());
        self.facing.set(detail.facing);
        self.events.set(Some(detail.events));
    }
}

/// The row of the list when it has one, at once; the rest is fetched.
#[component]
pub fn Details(desk: Desk, id: String) -> AnyView {
    let shown = Shown {
        desk,
        item: RwSignal::new(desk.store.list.get(&id)),
        id: StoredValue::new(id),
        linked: RwSignal::new(Vec::new()),
        facing: RwSignal::new(None),
        events: RwSignal::new(None),
        failed: RwSignal::new(None),
    };
    shown.ask();
    let kind = desk.kind;
    kind.team.on_news(["work:", &kind.name()].concat(), move || shown.ask());
    // Another kind's list does not hear of a move of what is linked here.
    let mut first = true;
    later(move || {
        desk.moves.track();
        if !std::mem::take(&mut first) {
            shown.ask();
        }
    });
    let close = Callback::new(move |()| desk.open.run(None));
    move || match (shown.failed.get(), shown.item.get()) {
        (Some(f), _) => {
            let text = kind.team.data.with_untracked(|d| failure(Some(d), &f));
            view! { <Dialog class="panel" title=kind.label() on_close=close><div class="body"><Empty glyph=kind.icon() title=t(W::LoadFailed) text=text/></div></Dialog> }
        }
        (None, None) => {
            view! { <Dialog class="panel" title=t(W::Loading).to_string() on_close=close><div class="body"><Skeleton rows=4/></div></Dialog> }
        }
        // Drawn once: what is typed must not go when something else in the team changes.
        (None, Some(item)) => untrack(|| view! { <Panel shown=shown item=item close=close/> }),
    }
}

#[component]
fn Panel(shown: Shown, item: ArcRwSignal<WorkView>, close: Callback<()>) -> AnyView {
    let desk = shown.desk;
    let kind = desk.kind;
    let team = kind.team;
    let form = Form::new();
    let draft = item.with_untracked(|w| Draft::new(kind, Some(w)));
    let [a, b, c, d, e, f] = [(); 6].map(|()| item.clone());
    let command = kind.edit_command();
    let verdict = kind.judge(command);
    let fixed = !verdict.is_free();
    let dirty =
        Memo::new(move |_| a.with(|w| draft.title_change(w).is_some() || !draft.changes(w).is_empty()));
    let mut before = item.get_untracked();
    later(move || {
        let now = f.get();
        draft.rebase(&before, &now);
        before = now;
    });
    let title = Signal::derive(move || b.with(|w| w.title.clone()));
    let facing = move || {
        shown.facing.get().map(|name| {
            view! { <p class="hint">{fill(W::CustomersSee, &[("name", &name)])}</p> }
        })
    };
    let parent = Memo::new(move |_| c.with(|w| w.parent.clone().map(|p| (p.kind, p.id, p.title))));
    let linked_to =
        move || parent.get().map(|(kind, id, title)| linked_to(desk, &WorkRef { kind, id, title }));
    let now = team.data.with_untracked(|d| d.now());
    let about = {
        let w = item.get_untracked();
        let place = w
            .resource
            .as_ref()
            .and_then(|r| kind.resource_name(r))
            .or_else(|| w.unit.as_ref().and_then(|u| kind.unit_name(u)));
        view! { <p class="dim small">{place.map(|p| [p.as_str(), " · "].concat())}{t(W::AddedWhen)}" "<Ago at=w.created_at now=now/></p> }
    };
    let rest = move || match shown.events.get() {
        Some(events) => history(kind, events),
        None => view! { <Skeleton rows=3/> },
    };
    let save = move || save(shown, form, draft, &d);
    view! {
        <Dialog class="panel" title=title lead=kind.label() busy=form.busy on_close=close>
            <form novalidate class="panel-form" on:submit=move |e| { e.prevent_default(); save() }>
                // Looking comes before typing: no field has focus, and no keyboard covers half of a phone.
                <div class="body" tabindex="-1" autofocus=true>
                    {form.notice()}
                    {about}
                    <div class="field" data-field="assigned-to">
                        <span class="legend">{team.word("assigned-to")}</span>
                        <Assignee desk=desk kind=kind item=e class="input"/>
                        {facing}
                    </div>
                    {linked_to}
                    {draft.draw(form, kind, fixed, false)}
                    {move || children(shown)}
                    {(!fixed).then(|| view! { <NewNote shown=shown/> })}
                    {rest}
                </div>
                <div class="foot">
                    <Button label=t(W::Close).to_string() on_press=close/>
                    {move || dirty.get().then(|| view! { <Button kind="primary" label=t(W::Save).to_string() submit=true busy=form.busy mark=mark(&verdict, command, None)/> })}
                </div>
            </form>
        </Dialog>
    }
}

/// The label of the other item's kind, and a link to it.
fn linked_to(desk: Desk, to: &WorkRef) -> AnyView {
    let label = Kind::of(desk.kind.team, &to.kind).map(Kind::label).unwrap_or_default();
    let href = desk.links.to(Place::Item { kind: to.kind.clone(), id: to.id.clone() });
    view! { <div class="field"><span class="legend">{label}</span><p><a href=href><bdi>{to.title.clone()}</bdi></a></p></div> }
}

/// What is linked to it, by kind, each with an assignee of its own (JT8).
fn children(shown: Shown) -> AnyView {
    let desk = shown.desk;
    let linked = shown.linked.get();
    let group = |kind: Kind| {
        let name = kind.name();
        let mine: Vec<_> =
            linked.iter().filter(|l| l.1.with_untracked(|w| w.kind == name)).cloned().collect();
        let row = |(id, item): (String, ArcRwSignal<WorkView>)| {
            let href = desk.links.to(Place::Item { kind: kind.name(), id });
            let title = item.with_untracked(|w| w.title.clone());
            view! { <li><a class="clip" href=href><bdi>{title}</bdi></a><Assignee desk=desk kind=kind item=item class="role"/></li> }
        };
        (!mine.is_empty()).then(|| {
            let rows: Vec<_> = mine.into_iter().map(row).collect();
            view! { <section class="stack"><h3>{kind.plural()}</h3><ul class="linked">{rows}</ul></section> }
        })
    };
    let team = desk.kind.team;
    let kinds: Vec<Kind> =
        team.data.with_untracked(|d| d.policy.kinds().map(|id| Kind { team, id }).collect());
    kinds.into_iter().filter_map(group).collect::<Vec<_>>().into_any()
}

fn save(shown: Shown, form: Form, draft: Draft, item: &ArcRwSignal<WorkView>) {
    if !form.begin() {
        return;
    }
    draft.check(form);
    if !form.clean() {
        return;
    }
    let w = item.get_untracked();
    let fields = untrack(|| draft.changes(&w));
    let edit = EditWork {
        title: untrack(|| draft.title_change(&w)),
        fields: (!fields.is_empty()).then_some(fields),
        version: w.version,
    };
    form.busy.set(true);
    let desk = shown.desk;
    let team = desk.kind.team;
    spawn_local(async move {
        match api::edit_work(&team.id(), &w.kind, &w.id, &edit).await {
            Ok(detail) => {
                form.busy.try_set(false);
                if let Some(row) = desk.store.list.get(&w.id) {
                    row.set(detail.item.clone());
                }
                shown.took(detail);
                team.toasts.say(t(W::DidSave));
            }
            Err(f) if f.code() == "stale-version" => {
                // What was typed stays; the next save is based on what is there now.
                if let Ok(fresh) = api::work_item(&team.id(), &w.kind, &w.id).await {
                    shown.took(fresh);
                }
                form.busy.try_set(false);
                form.general.try_set(Some(t(W::StaleKept).into()));
            }
            Err(f) => form.failed(team.data.try_get_untracked().as_deref(), &f, 0),
        }
    });
}

/// What somebody wants remembered.
#[component]
fn NewNote(shown: Shown) -> AnyView {
    let kind = shown.desk.kind;
    let form = Form::new();
    let text = RwSignal::new(String::new());
    let command = kind.edit_command();
    let send = Callback::new(move |()| {
        let note = text.with_untracked(|t| t.trim().to_owned());
        if note.is_empty() || !form.begin() {
            return;
        }
        form.busy.set(true);
        spawn_local(async move {
            match api::add_note(&kind.team.id(), &kind.name(), &shown.id.get_value(), note).await {
                Ok(detail) => {
                    form.busy.try_set(false);
                    text.try_set(String::new());
                    shown.took(detail);
                }
                Err(f) => form.failed(kind.team.data.try_get_untracked().as_deref(), &f, 0),
            }
        });
    });
    let typed = Memo::new(move |_| text.with(|t| !t.trim().is_empty()));
    let verdict = Callback::new(move |()| kind.judge(command));
    let button = move || {
        typed.get().then(|| {
            view! { <div><ActionButton team=kind.team command=command verdict=verdict label=t(W::AddNote).to_string() busy=form.busy on_press=send/></div> }
        })
    };
    view! {
        <div class="stack">
            {form.notice()}
            <TextArea label=t(W::NoteLabel) value=text name="note" placeholder=t(W::NoteHint) error=form.error("text")/>
            {button}
        </div>
    }
}
