//! One kind of work as the profile describes it, for this viewer.

use crate::features::kinds::{kind_icon, kind_word};
use crate::state::{Team, TeamData, Verdict};
use crate::ui::Icon;
use shared::api::{MemberView, WorkView};
use shared::policy::{Command, KindId, Scope};
use shared::profile::{FieldKind, WorkDef, WorkFieldDef};

/// Cheap to copy. Nothing of it is tracked: pages are drawn anew when the rules change.
#[derive(Clone, Copy)]
pub struct Kind {
    pub team: Team,
    pub id: KindId,
}

impl Kind {
    /// `None` where the profile has no such kind, or the viewer no way to it.
    pub fn of(team: Team, kind: &str) -> Option<Self> {
        let id = team.data.with_untracked(|d| d.policy.kind(kind))?;
        let kind = Self { team, id };
        kind.judge(Command::ViewWork { kind: id }).is_free().then_some(kind)
    }

    fn with<R>(self, f: impl FnOnce(&TeamData, &str, &WorkDef) -> R) -> Option<R> {
        self.team.data.with_untracked(|d| d.policy.kind_def(self.id).map(|(id, def)| f(d, id, def)))
    }

    /// The kind's id in the profile.
    pub fn name(self) -> String {
        self.with(|_, id, _| id.to_owned()).unwrap_or_default()
    }

    pub fn label(self) -> String {
        self.with(|_, _, def| def.label.clone()).unwrap_or_default()
    }

    pub fn plural(self) -> String {
        self.with(|_, _, def| def.plural.clone()).unwrap_or_default()
    }

    /// One or several of them, as words within a sentence.
    pub fn noun(self, n: u32) -> String {
        self.with(|d, id, _| kind_word(d, id, n)).unwrap_or_default()
    }

    pub fn about(self) -> String {
        self.with(|_, _, def| def.about.clone()).unwrap_or_default()
    }

    pub fn icon(self) -> Icon {
        self.with(|_, _, def| kind_icon(def.icon)).unwrap_or(Icon::Card)
    }

    pub fn title(self) -> String {
        self.with(|_, _, def| def.title.clone()).unwrap_or_default()
    }

    /// The kind that it is linked to, where the viewer sees that one too.
    pub fn parent(self) -> Option<Self> {
        let parent = self.with(|_, _, def| def.parent.clone()).flatten()?;
        Self::of(self.team, &parent)
    }

    pub fn has_resource(self) -> bool {
        self.with(|_, _, def| def.resource).unwrap_or_default()
    }

    pub fn has_unit(self) -> bool {
        self.with(|d, _, def| def.unit && !d.units.is_empty()).unwrap_or_default()
    }

    pub fn is_imported(self) -> bool {
        self.with(|_, _, def| def.import).unwrap_or_default()
    }

    /// The details that this viewer sees, in order.
    pub fn fields(self) -> Vec<(String, WorkFieldDef)> {
        let shown = |d: &TeamData, def: &WorkDef| {
            let Some(me) = d.my_subject() else { return Vec::new() };
            let sees = |id: &str| d.policy.sees_field(&me, self.id, id, d.enterprise);
            def.fields.iter().filter(|(id, _)| sees(id)).map(|(id, f)| (id.to_owned(), f.clone())).collect()
        };
        self.with(|d, _, def| shown(d, def)).unwrap_or_default()
    }

    pub fn judge(self, command: Command) -> Verdict {
        self.team.data.with(|d| d.judge(command, None))
    }

    pub fn view_command(self) -> Command {
        Command::ViewWork { kind: self.id }
    }

    pub fn edit_command(self) -> Command {
        Command::EditWork { kind: self.id }
    }

    pub fn import_command(self) -> Command {
        Command::ImportWork { kind: self.id }
    }

    pub fn assign_command(self) -> Command {
        Command::AssignWork { kind: Some(self.id) }
    }

    pub fn unassign_command(self) -> Command {
        Command::UnassignWork { kind: Some(self.id) }
    }

    /// May I assign at all? Whether to somebody in particular, the server tells with each person.
    pub fn assigns(self) -> Verdict {
        self.judge(self.unassign_command())
    }

    /// Me, as somebody to assign to; `None` where I can't hold this kind.
    pub fn me(self) -> Option<MemberView> {
        self.team
            .data
            .with_untracked(|d| d.judge(self.assign_command(), Some(&d.me)).is_free().then(|| d.me.clone()))
    }

    /// What of it this viewer sees.
    pub fn scope(self) -> Scope {
        self.team.data.with(|d| {
            let settings = d.policy.settings_set(&d.settings);
            d.my_subject().map(|me| d.policy.scope(&me, self.id, settings, d.enterprise)).unwrap_or_default()
        })
    }

    pub fn columns(self) -> Columns {
        let mut listed: Vec<_> = self.fields().into_iter().filter(|f| f.1.listed).collect();
        let linked = self.with(|_, _, def| def.parent.is_some() || def.resource).unwrap_or_default();
        // Under the title stands what tells namesakes apart: what the item is linked to, else the address.
        let under = if linked { None } else { listed.iter().position(|f| f.1.kind == FieldKind::Email) };
        let second = under.map(|i| listed.remove(i).0);
        listed.truncate(2);
        Columns { second, own: listed }
    }

    /// A resource's name.
    pub fn resource_name(self, id: &str) -> Option<String> {
        self.team.data.with(|d| d.resources.iter().find(|r| r.id == id).map(|r| r.name.clone()))
    }

    /// A unit's name.
    pub fn unit_name(self, id: &str) -> Option<String> {
        self.team.data.with(|d| d.units.iter().find(|u| u.id == id).map(|u| u.name.clone()))
    }
}

/// What the list shows besides title, person and time.
#[derive(Clone, Default)]
pub struct Columns {
    /// The field under the title, where nothing is linked.
    pub second: Option<String>,
    /// Fields with a column of their own.
    pub own: Vec<(String, WorkFieldDef)>,
}

/// The value of a field; empty when it is not there.
pub fn value(item: &WorkView, field: &str) -> String {
    item.fields.get(field).cloned().unwrap_or_default()
}
