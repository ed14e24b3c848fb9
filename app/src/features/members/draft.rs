//! What stands in the invite form before it is sent.

use super::parts::find;
use crate::state::{TeamData, Verdict};
use crate::view::prelude::*;
use shared::api::{AccountStanding, FieldValues, MemberView};
use shared::policy::{Code, Command, RoleId, Status};

/// The person to come, as the rules would see them: for verdicts on switches and resources.
pub fn guest(data: &TeamData, role: RoleId) -> MemberView {
    MemberView {
        id: String::new(),
        email: String::new(),
        name: String::new(),
        avatar: None,
        fields: FieldValues::new(),
        role: data.policy.role_name(role).to_owned(),
        additions: Vec::new(),
        grants: Vec::new(),
        standing: Vec::new(),
        access: Vec::new(),
        status: Status::Pending,
        expires_at: None,
        invited_at: 0,
        sent: 0,
        last_active_at: None,
        deactivated_at: None,
        account: AccountStanding::Plain,
        unit: None,
        manages: Vec::new(),
        in_my_unit: data.invites_into(None),
        version: 0,
    }
}

/// The units that I choose from: those that I manage, when there are several.
pub fn units(data: &TeamData) -> Vec<(String, String)> {
    if data.me.manages.len() < 2 {
        return Vec::new();
    }
    let mine = data.units.iter().filter(|u| data.invites_into(Some(&u.id)));
    mine.map(|u| (u.id.clone(), u.name.clone())).collect()
}

pub fn invite_as(role: RoleId, people: usize) -> Command {
    Command::Invite { role, people: u32::try_from(people).unwrap_or(u32::MAX), known: false }
}

/// The form's state. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Draft {
    pub role: RwSignal<String>,
    pub fields: StoredValue<Vec<(String, RwSignal<String>)>>,
    pub emails: RwSignal<Vec<String>>,
    pub typed: RwSignal<String>,
    pub grants: RwSignal<Vec<String>>,
    pub access: RwSignal<Vec<String>>,
    pub mail: RwSignal<bool>,
    pub password: RwSignal<String>,
    /// Into which unit, for whoever manages several (ST2).
    pub unit: RwSignal<String>,
    pub many: bool,
}

impl Draft {
    pub fn new(data: &TeamData) -> Self {
        let fields = data
            .policy
            .profile()
            .fields
            .ids()
            .map(|id| (id.to_owned(), RwSignal::new(String::new())))
            .collect();
        // The product's own choice also when it is held for now (no free seat): never silently a mightier role. Another only
        // where nobody could be invited as it.
        let open = |r: &RoleId| match data.judge(invite_as(*r, 1), None) {
            Verdict::Free => true,
            Verdict::Held(d) => d.code != Code::RoleNotAssignable,
            Verdict::Hidden => false,
        };
        let role = std::iter::once(data.policy.default_role())
            .chain(data.policy.roles())
            .find(open)
            .unwrap_or(data.policy.default_role());
        Self {
            role: RwSignal::new(data.policy.role_name(role).to_owned()),
            fields: StoredValue::new(fields),
            emails: RwSignal::new(Vec::new()),
            typed: RwSignal::new(String::new()),
            grants: RwSignal::new(Vec::new()),
            access: RwSignal::new(Vec::new()),
            mail: RwSignal::new(true),
            password: RwSignal::new(String::new()),
            unit: RwSignal::new(units(data).first().map(|u| u.0.clone()).unwrap_or_default()),
            many: data.policy.profile().invitation.at_once > 1,
        }
    }

    pub fn role_id(self, data: &TeamData) -> RoleId {
        self.role.with(|r| data.policy.role(r)).unwrap_or(data.policy.default_role())
    }

    pub fn unit(self) -> Option<String> {
        Some(self.unit.get()).filter(|u| !u.is_empty())
    }

    pub fn value(self, id: &str) -> Option<RwSignal<String>> {
        self.fields.with_value(|f| find(f, id))
    }

    /// How many are invited by what stands in the form now.
    pub fn people(self) -> usize {
        if self.many {
            self.emails.with(Vec::len) + usize::from(self.typed.with(|t| !t.trim().is_empty()))
        } else {
            1
        }
    }

    pub fn addresses(self) -> Vec<String> {
        if !self.many {
            return self.value("email").map(|v| v.get_untracked().trim().to_owned()).into_iter().collect();
        }
        let mut all = self.emails.get_untracked();
        let typed = self.typed.with_untracked(|t| t.trim().to_owned());
        if !typed.is_empty() && !all.contains(&typed) {
            all.push(typed);
        }
        all
    }
}
