//! Somebody leaves: what they have, and who gets it (JT14, ST10). Shared by the questions that ask for a successor.

use super::desk::Desk;
use crate::api;
use crate::features::action::reason;
use crate::features::find::Finder;
use crate::features::kinds::tally_chips;
use crate::state::{TeamData, Verdict};
use crate::ui::{Choice, Combo, Icon, Mark, Reason, choice::Card, choice::RadioCards, icon};
use crate::view::prelude::*;
use crate::words::{W, fill, t};
use shared::api::{KindCount, MemberView};
use shared::policy::{Command, Heir, KindId, Successor};
use wasm_bindgen_futures::spawn_local;

/// The way that hands the work to a person.
const GIVE: &str = "give";

/// The state of such a question. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Transfer {
    desk: Desk,
    rows: StoredValue<Vec<MemberView>>,
    kinds: RwSignal<Vec<KindCount>>,
    /// What they have is known.
    known: RwSignal<bool>,
    /// What happens to the work: [`GIVE`], or what the question offers instead.
    way: RwSignal<String>,
    heir: RwSignal<String>,
    heir_name: RwSignal<String>,
    /// The people go for good: the rules judge the successor with them.
    deletes: bool,
}

impl Transfer {
    /// `kinds`: what they have, where it is known already; otherwise it is looked up.
    pub fn new(
        desk: Desk,
        rows: Vec<MemberView>,
        kinds: Option<Vec<KindCount>>,
        way: &'static str,
        deletes: bool,
    ) -> Self {
        let known = RwSignal::new(kinds.is_some());
        let this = Self {
            desk,
            rows: StoredValue::new(rows),
            kinds: RwSignal::new(kinds.unwrap_or_default()),
            known,
            way: RwSignal::new(way.to_owned()),
            heir: RwSignal::new(String::new()),
            heir_name: RwSignal::new(String::new()),
            deletes,
        };
        if !known.get_untracked() {
            spawn_local(this.look_up());
        }
        this
    }

    async fn look_up(self) {
        let team = self.desk.team.id();
        let ids: Vec<String> = self.rows.with_value(|r| r.iter().map(|m| m.id.clone()).collect());
        let mut sum: Vec<KindCount> = Vec::new();
        for id in ids {
            // Without an answer the question stands without its numbers: the server counts again anyway.
            let Ok(work) = api::member_work(&team, &id).await else { continue };
            for k in work.kinds {
                match sum.iter_mut().find(|s| s.kind == k.kind) {
                    Some(s) => s.n += k.n,
                    None => sum.push(k),
                }
            }
        }
        self.kinds.try_set(sum);
        self.known.try_set(true);
    }

    /// They have work, as far as is known.
    pub fn any(self) -> bool {
        self.kinds.with(|k| !k.is_empty())
    }

    pub fn gives(self) -> bool {
        self.way.with(|w| w == GIVE)
    }

    /// Who was chosen.
    pub fn heir(self) -> Option<String> {
        Some(self.heir.get()).filter(|h| self.gives() && !h.is_empty())
    }

    pub fn heir_name(self) -> String {
        self.heir_name.get_untracked()
    }

    fn kind_ids(self, data: &TeamData) -> Vec<KindId> {
        self.kinds.with(|k| k.iter().filter_map(|k| data.policy.kind(&k.kind)).collect())
    }

    /// May this person get what they have? The rules' answer.
    fn judge(self, data: &TeamData, m: &MemberView) -> (Verdict, Command) {
        let leaves = self.rows.with_value(|rows| rows.iter().any(|r| r.id == m.id));
        let Some(subject) = m.subject(data.policy).filter(|_| !leaves) else {
            return (Verdict::Hidden, Command::HandOver);
        };
        let kinds = self.kind_ids(data);
        if self.deletes {
            let heir = Heir { subject: &subject, leaver: false, leaves };
            let successor = data.policy.successor(Some(&heir), true, &kinds, data.enterprise);
            let command = Command::Delete { successor };
            let first = self
                .rows
                .with_value(|rows| rows.iter().map(|r| data.judge(command, Some(r))).find(|v| !v.is_free()));
            return (first.unwrap_or(Verdict::Free), command);
        }
        let mut commands = kinds.into_iter().map(|k| Command::AssignWork { kind: Some(k) });
        let first = commands.find_map(|c| {
            let verdict = data.judge(c, Some(m));
            (!verdict.is_free()).then_some((verdict, c))
        });
        first.unwrap_or((Verdict::Free, Command::HandOver))
    }

    /// May I give the work to anybody at all? Where not, only what needs no receiver is offered.
    fn may_give(self, data: &TeamData) -> bool {
        self.deletes
            || self
                .kind_ids(data)
                .into_iter()
                .all(|k| data.judge(Command::UnassignWork { kind: Some(k) }, None).is_free())
    }

    /// The question waits for a name.
    pub fn hold(self) -> Option<Reason> {
        (self.gives() && self.heir.with(String::is_empty)).then(|| Reason {
            why: t(W::SuccessorRequired).to_owned(),
            remedy: String::new(),
            ask: None,
        })
    }

    /// What they have, by kind.
    pub fn what(self) -> AnyView {
        let view = move || {
            if !self.known.get() {
                return view! { <p class="dim small" role="status"><span class="spin"></span>" "{t(W::CountingWork)}</p> }.into_any();
            }
            let name = self.rows.with_value(|r| match r.as_slice() {
                [one] => one.name.clone(),
                all => fill(W::PeopleN, &[("n", &all.len().to_string())]),
            });
            let id = if self.any() { W::HasWork } else { W::HasNoWork };
            let data = self.desk.team.data.get_untracked();
            let chips = self.any().then(|| self.kinds.with(|k| tally_chips(&data, k, |_| None)));
            view! { <div class="has-work"><p class="dim small">{fill(id, &[("name", &name)])}</p>{chips}</div> }.into_any()
        };
        view.into_any()
    }

    /// The choice between `other` (value, label, about) and a person; only the person where there is nothing else.
    pub fn choice(self, other: Option<(&'static str, String, String)>) -> AnyView {
        let picker = move || self.gives().then(|| self.picker());
        let Some((value, label, about)) = other else { return picker.into_any() };
        let cards = Live::from(move || {
            let card = |value: &str, label: String, about: String| Card {
                value: value.into(),
                label,
                about,
                hold: None,
            };
            let mut all = vec![card(value, label.clone(), about.clone())];
            if self.desk.team.data.with(|d| self.may_give(d)) {
                all.push(card(GIVE, t(W::GiveWork).into(), t(W::GiveWorkAbout).into()));
            }
            all
        });
        let cards = move || {
            self.any().then(
                || view! { <RadioCards legend=t(W::TheirWork) value=self.way cards=cards.clone()/>{picker} },
            )
        };
        cards.into_any()
    }

    fn picker(self) -> AnyView {
        let finder = Finder::new(self.desk.team, Some("active"));
        let label = if self.deletes { self.desk.team.word("successor") } else { t(W::GiveTo).to_owned() };
        let choices: Live<Vec<Choice>> = finder.choices(move |d, m| self.judge(d, m));
        let pick = Callback::new(move |id: String| {
            let name = finder.found.with_untracked(|f| f.iter().find(|m| m.id == id).map(|m| m.name.clone()));
            self.heir_name.set(name.unwrap_or_default());
            self.heir.set(id);
        });
        let said = label.clone();
        let name = Signal::derive(move || {
            let now = self.heir_name.get();
            let now = if now.is_empty() { t(W::ChoosePerson) } else { &now };
            [said.as_str(), ": ", now].concat()
        });
        let shown = move || {
            let now = self.heir_name.get();
            if now.is_empty() {
                view! { <span class="grow faint">{t(W::ChoosePerson)}</span> }
            } else {
                view! { <span class="grow clip"><bdi>{now}</bdi></span> }
            }
        };
        let mark = Mark { to: Some("successor".into()), ..Mark::default() };
        view! {
            <div class="field"><span class="legend" aria-hidden="true">{label}</span>
                <Combo class="input pick" name=name ask=t(W::FindPerson) choices=choices busy=finder.busy typed=finder.typed() on_pick=pick chosen=self.heir mark=mark>
                    {shown}{icon(Icon::Down)}
                </Combo>
            </div>
        }
    }

    /// The rules' answer to the deletion as it stands in the form now.
    pub fn delete_verdict(self) -> Verdict {
        let successor = match (self.gives(), self.heir.with(String::is_empty)) {
            (true, false) => Successor::Active,
            _ => Successor::Nobody,
        };
        let command = Command::Delete { successor };
        self.desk.team.data.with(|d| {
            self.rows
                .with_value(|rows| rows.iter().map(|m| d.judge(command, Some(m))).find(|v| !v.is_free()))
                .unwrap_or(Verdict::Free)
        })
    }

    /// Why the deletion waits, if it does.
    pub fn delete_hold(self) -> Option<Reason> {
        let verdict = self.delete_verdict();
        let by_rules = self
            .desk
            .team
            .data
            .with(|d| reason(d, &verdict, Command::Delete { successor: Successor::Nobody }));
        by_rules.or_else(|| self.hold())
    }
}
