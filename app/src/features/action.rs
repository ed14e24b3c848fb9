//! A control that stands for an action: it takes the rules' verdict and is hidden, held or free. The only place where
//! verdicts become controls.

use super::explain::explain;
use crate::state::{Team, TeamData, Verdict};
use crate::ui::{Button, Icon, Item, Mark, Reason};
use crate::view::prelude::*;
use shared::api::MemberView;
use shared::policy::{Code, Command, Denial};

/// The reason to show beside a held control.
pub fn reason(data: &TeamData, verdict: &Verdict, command: Command) -> Option<Reason> {
    verdict.denial().map(|d| explain(data, d, command.action()))
}

/// A code that stays as it is.
pub fn code(id: Option<&'static str>) -> Live<Option<&'static str>> {
    Live::from(move || id)
}

/// For a form that is open already: its control cannot go when nobody may use it any more, so it is held.
pub fn in_form(verdict: Verdict) -> Verdict {
    match verdict {
        Verdict::Hidden => {
            Verdict::Held(Denial { code: Code::NotPermitted, subject: None, lift: None, limit: None })
        }
        shown => shown,
    }
}

/// What tests and hosts read off a control.
pub fn mark(verdict: &Verdict, command: Command, target: Option<&MemberView>) -> Mark {
    Mark {
        action: Some(command.action().id()),
        target: target.map(|m| m.id.clone()),
        to: None,
        denial: code(verdict.denial().map(|d| d.code.id())),
    }
}

/// A menu row for an action; `None` when it is hidden.
pub fn item(
    data: &TeamData,
    command: Command,
    target: Option<&MemberView>,
    glyph: Icon,
    label: String,
    act: Callback<()>,
) -> Option<Item> {
    item_by(data, data.judge(command, target), command, target, glyph, label, act)
}

/// The same for a verdict that the caller made out of several.
pub fn item_by(
    data: &TeamData,
    verdict: Verdict,
    command: Command,
    target: Option<&MemberView>,
    glyph: Icon,
    label: String,
    act: Callback<()>,
) -> Option<Item> {
    if !verdict.shows() {
        return None;
    }
    let hold = reason(data, &verdict, command);
    Some(Item { glyph: Some(glyph), hold, mark: mark(&verdict, command, target), ..Item::new(label, act) })
}

/// A button for an action. `verdict` is asked again whenever what it reads changes.
#[component]
pub fn ActionButton(
    team: Team,
    command: Command,
    #[prop(optional, into)] target: Option<String>,
    verdict: Callback<(), Verdict>,
    #[prop(into)] label: Signal<String>,
    #[prop(optional)] kind: &'static str,
    #[prop(optional)] glyph: Option<Icon>,
    #[prop(optional, into)] busy: Signal<bool>,
    on_press: Callback<()>,
) -> AnyView {
    let shows = Memo::new(move |_| verdict.run(()).shows());
    let hold = Signal::derive(move || {
        let now = verdict.run(());
        team.data.with(|d| reason(d, &now, command))
    });
    let denial: Live<Option<&'static str>> =
        Live::from(move || verdict.run(()).denial().map(|d| d.code.id()));
    move || {
        shows.get().then(|| {
            let mark = Mark { action: Some(command.action().id()), target: target.clone(), to: None, denial: denial.clone() };
            match glyph {
                Some(g) => view! { <Button kind=kind label=label glyph=g busy=busy hold=hold mark=mark on_press=on_press/> }.into_any(),
                None => view! { <Button kind=kind label=label busy=busy hold=hold mark=mark on_press=on_press/> }.into_any(),
            }
        })
    }
}
