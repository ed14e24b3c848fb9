//! The products' promises that are rules, one test each, named after the row of `products.md`.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation
)]

use serde_json::{Value, json};
use shared::case::Cases;
use shared::policy::{FormField, Policy};

fn policy(id: &str) -> Policy {
    Policy::compile(shared::profile::builtin(id).unwrap().unwrap()).unwrap()
}

fn code(case: &Value) -> String {
    let mut cases = Cases::new(|path| Err(format!("no file {path}")));
    let answer: Value = serde_json::from_str(&cases.answer(&case.to_string()).unwrap()).unwrap();
    answer.get("code").unwrap_or(&answer["verdict"]).as_str().unwrap().to_owned()
}

struct Ask {
    profile: &'static str,
    actor: Value,
    facts: Value,
}

impl Ask {
    fn of(profile: &'static str, roles: &[&str]) -> Self {
        Self { profile, actor: json!({"roles": roles, "status": "active"}), facts: json!({}) }
    }

    fn with(mut self, key: &str, value: Value) -> Self {
        self.actor[key] = value;
        self
    }

    fn fact(mut self, key: &str, value: Value) -> Self {
        self.facts[key] = value;
        self
    }

    fn team(&self, action: &str) -> String {
        self.team_with(action, json!({}))
    }

    fn team_with(&self, action: &str, more: Value) -> String {
        let mut case =
            json!({"profile": self.profile, "actor": self.actor, "action": action, "facts": self.facts});
        merge(&mut case, &more);
        code(&case)
    }

    fn member(&self, action: &str, role: &str, status: &str, more: Value) -> String {
        let mut case = json!({"profile": self.profile, "actor": self.actor, "action": action, "facts": self.facts,
            "target": {"roles": [role], "status": status, "self": false}});
        merge(&mut case, &more);
        code(&case)
    }

    fn oneself(&self, action: &str, more: Value) -> String {
        let mut case = json!({"profile": self.profile, "actor": self.actor, "action": action, "facts": self.facts,
            "target": {"roles": self.actor["roles"], "status": "active", "self": true}});
        merge(&mut case, &more);
        code(&case)
    }
}

fn merge(case: &mut Value, more: &Value) {
    for (key, value) in more.as_object().unwrap() {
        case[key] = value.clone();
    }
}

fn form(policy: &Policy, role: &str) -> Vec<String> {
    let field = |f: &FormField<'_>| match f {
        FormField::Role => "role".to_owned(),
        FormField::Field(id, def) => format!("{id}{}", if def.required { "!" } else { "" }),
    };
    policy.invite_form(policy.role(role).unwrap()).iter().map(field).collect()
}

#[test]
fn jt1_the_words_of_the_member_list() {
    let jtek = policy("jtek");
    assert_eq!(
        (jtek.word("path"), jtek.word("members"), jtek.word("invite")),
        ("Settings", "Team Members", "Add User")
    );
}

#[test]
fn jt2_the_form_asks_names_email_phone_and_role() {
    let jtek = policy("jtek");
    assert_eq!(form(&jtek, "user"), ["first-name!", "last-name!", "email!", "phone", "role"]);
    assert!(jtek.profile().fields.get("phone").unwrap().hint.contains("Never used to sign in"));
}

#[test]
fn jt5_exactly_the_documents_table() {
    let rows = [
        ("contacts.use", true),
        ("opportunities.manage", true),
        ("calendars.use", true),
        ("automations.run", false),
        ("settings.edit", false),
        ("members.manage", false),
        ("billing.manage", false),
        ("reports.view", false),
    ];
    assert_eq!(policy("jtek").profile().permissions.ids().collect::<Vec<_>>(), rows.map(|(id, _)| id));
    for (permission, user) in rows {
        let action = format!("use:{permission}");
        assert_eq!(Ask::of("jtek", &["admin"]).team(&action), "allow", "{permission}");
        assert_eq!(
            Ask::of("jtek", &["user"]).team(&action),
            if user { "allow" } else { "not-permitted" },
            "{permission}"
        );
    }
}

#[test]
fn jt12_admins_deactivate_and_delete_users_do_not() {
    for action in ["deactivate", "delete"] {
        assert_eq!(Ask::of("jtek", &["admin"]).member(action, "user", "active", json!({})), "allow");
        assert_eq!(Ask::of("jtek", &["user"]).member(action, "user", "active", json!({})), "not-permitted");
    }
}

#[test]
fn jt13_deactivation_can_be_undone() {
    let admin = Ask::of("jtek", &["admin"]);
    assert_eq!(admin.member("restore", "user", "deactivated", json!({})), "allow");
    assert_eq!(admin.member("restore", "user", "active", json!({})), "wrong-status");
    assert_eq!(
        Ask::of("jtek", &["admin"]).with("status", json!("deactivated")).team("view-members"),
        "not-permitted"
    );
}

#[test]
fn jl2_the_roles_and_fields_of_the_form() {
    let jetlink = policy("jetlink");
    let labels: Vec<&str> = jetlink.profile().roles.iter().map(|(_, r)| r.label.as_str()).collect();
    assert_eq!(labels, ["Admin", "Agent", "Reporting", "Jetbot Trainer"]);
    assert_eq!(form(&jetlink, "reporter"), ["first-name!", "last-name!", "email!", "role"]);
    assert_eq!(
        form(&jetlink, "agent"),
        ["first-name!", "last-name!", "email!", "role", "expertise", "visible-name"]
    );
}

#[test]
fn jl6_no_free_agent_seat_denies_an_agent_and_nobody_else() {
    let full = Ask::of("jetlink", &["admin"]).fact("seats", json!({"agent": {"used": 5, "limit": 5}}));
    assert_eq!(full.team_with("invite", json!({"to": "agent"})), "seats-exhausted");
    assert_eq!(full.team_with("invite", json!({"to": "reporter"})), "allow");
    assert_eq!(full.member("restore", "agent", "deactivated", json!({})), "seats-exhausted");
    assert_eq!(full.member("change-role", "reporter", "active", json!({"to": "agent"})), "seats-exhausted");
    assert_eq!(full.member("resend-invite", "agent", "expired", json!({})), "seats-exhausted");
    assert_eq!(full.member("resend-invite", "agent", "pending", json!({})), "allow");
    let one_left = Ask::of("jetlink", &["admin"]).fact("seats", json!({"agent": {"used": 4, "limit": 5}}));
    assert_eq!(one_left.team_with("invite", json!({"to": "agent"})), "allow");
}

#[test]
fn jl7_each_role_has_what_the_document_says() {
    let has = |role: &str| -> Vec<String> {
        let all = [
            "conversations.use",
            "agent-settings.use",
            "reports.view",
            "reports.download",
            "jetbot.access",
            "jetbot.train",
        ];
        let ask = Ask::of("jetlink", &[]).with("roles", json!([role]));
        all.iter().filter(|p| ask.team(&format!("use:{p}")) == "allow").map(|p| (*p).to_owned()).collect()
    };
    assert_eq!(has("admin").len(), 6);
    assert_eq!(has("agent"), ["conversations.use", "agent-settings.use"]);
    assert_eq!(has("reporter"), ["reports.view", "reports.download"]);
    assert_eq!(has("jetbot-trainer"), ["jetbot.access", "jetbot.train"]);
    for role in ["agent", "reporter", "jetbot-trainer"] {
        let ask = Ask::of("jetlink", &[]).with("roles", json!([role]));
        assert_eq!(ask.team("invite"), "not-permitted");
        assert_eq!(ask.member("change-role", "agent", "active", json!({"to": "admin"})), "not-permitted");
    }
}

#[test]
fn st1_additions_belong_to_brokers() {
    let admin = Ask::of("salestrekker", &["system-admin"]);
    assert_eq!(admin.member("add-role", "broker", "active", json!({"to": "mentor"})), "allow");
    assert_eq!(admin.member("add-role", "broker", "active", json!({"to": "system-admin"})), "allow");
    assert_eq!(
        admin.member("add-role", "processor", "active", json!({"to": "mentor"})),
        "addition-needs-role"
    );
    let mentor = json!({"roles": ["broker", "mentor"], "status": "active"});
    assert_eq!(
        admin.member("change-role", "broker", "active", json!({"to": "processor", "target": mentor})),
        "addition-needs-role"
    );
}

#[test]
fn st1_an_addition_without_its_main_role_gives_nothing() {
    let stray = Ask::of("salestrekker", &["processor", "system-admin"]);
    assert_eq!(stray.member("change-role", "broker", "active", json!({"to": "processor"})), "not-permitted");
}

#[test]
fn st3_account_types_are_for_admin_accounts_only() {
    let change = |ask: Ask| ask.member("change-role", "broker", "active", json!({"to": "processor"}));
    assert_eq!(change(Ask::of("salestrekker", &["system-admin"])), "allow");
    assert_eq!(change(Ask::of("salestrekker", &["broker", "system-admin"])), "allow");
    assert_eq!(change(Ask::of("salestrekker", &["broker", "mentor"])), "not-permitted");
    assert_eq!(
        change(Ask::of("salestrekker", &["broker"]).with("organization_owner", json!(true))),
        "not-permitted"
    );
    assert_eq!(Ask::of("salestrekker", &["processor"]).team("use:account-types.edit"), "not-permitted");
}

#[test]
fn st4_only_owners_or_managing_agents_add_and_remove() {
    let owner = || Ask::of("salestrekker", &["broker"]).with("organization_owner", json!(true));
    let agent = || {
        Ask::of("salestrekker", &["system-admin"])
            .with("managing_agent", json!(true))
            .fact("enterprise", json!(true))
    };
    let delete = json!({"successor": "active"});
    assert_eq!(owner().team("invite"), "allow");
    assert_eq!(owner().member("delete", "broker", "active", delete.clone()), "allow");
    assert_eq!(Ask::of("salestrekker", &["system-admin"]).team("invite"), "not-permitted");
    assert_eq!(owner().fact("enterprise", json!(true)).team("invite"), "not-permitted");
    assert_eq!(
        agent().fact("manages_target_unit", json!(true)).member("delete", "broker", "active", delete.clone()),
        "allow"
    );
    assert_eq!(
        agent().fact("manages_target_unit", json!(false)).member("delete", "broker", "active", delete),
        "unit-not-managed"
    );
}

#[test]
fn st5_the_form_asks_email_first_and_family_name() {
    let policy = policy("salestrekker");
    assert_eq!(form(&policy, "broker"), ["email!", "first-name!", "last-name!"]);
    assert_eq!(policy.profile().fields.get("last-name").unwrap().label, "Family name");
    assert_eq!(
        (policy.word("invite"), policy.word("invite-place"), policy.word("invite-send")),
        ("Add New", "end", "Save")
    );
}

#[test]
fn st7_the_account_type_is_set_after_adding() {
    let admin = Ask::of("salestrekker", &["system-admin"]);
    for to in ["system-admin", "processor"] {
        assert_eq!(admin.member("change-role", "broker", "active", json!({"to": to})), "allow");
        assert_eq!(admin.member("change-role", "broker", "pending", json!({"to": to})), "allow");
    }
}

#[test]
fn st9_many_rows_can_be_deleted_at_once() {
    assert!(policy("salestrekker").profile().delete.as_ref().unwrap().many);
    assert!(!policy("jtek").profile().delete.as_ref().unwrap().many);
}

#[test]
fn st10_deleting_asks_for_a_successor_who_can_work() {
    let owner = Ask::of("salestrekker", &["broker"]).with("organization_owner", json!(true));
    let delete =
        |successor: &str| owner.member("delete", "broker", "active", json!({"successor": successor}));
    assert_eq!(delete("none"), "successor-required");
    assert_eq!(delete("deactivated"), "successor-invalid");
    assert_eq!(delete("self-target"), "successor-invalid");
    assert_eq!(delete("active"), "allow");
}

#[test]
fn st11_st12_st14_owners_alone_disable_and_activate() {
    for enterprise in [false, true] {
        let owner = Ask::of("salestrekker", &["broker"])
            .with("organization_owner", json!(true))
            .fact("enterprise", json!(enterprise));
        assert_eq!(owner.member("deactivate", "broker", "active", json!({})), "allow");
        assert_eq!(owner.member("restore", "broker", "deactivated", json!({})), "allow");
        let agent = Ask::of("salestrekker", &["system-admin"]).with("managing_agent", json!(true));
        let agent = agent.fact("enterprise", json!(enterprise)).fact("manages_target_unit", json!(true));
        assert_eq!(agent.member("deactivate", "broker", "active", json!({})), "not-permitted");
    }
}

#[test]
fn va2_the_form_asks_email_name_and_job_title() {
    assert_eq!(form(&policy("voice-agents"), "member"), ["email!", "name!", "job-title"]);
}

#[test]
fn va3_va11_five_switches_each_gives_one_thing_and_starts_off() {
    let switches = ["edit-agents", "advanced-editor", "crm", "billable-minutes", "recordings"];
    assert_eq!(policy("voice-agents").profile().grants.ids().collect::<Vec<_>>(), switches);
    for held in switches {
        let one = Ask::of("voice-agents", &["member"]).with("grants", json!([held]));
        for asked in switches {
            let action = format!("use:{asked}");
            assert_eq!(
                one.team(&action),
                if held == asked { "allow" } else { "not-permitted" },
                "{held} {asked}"
            );
            assert_eq!(Ask::of("voice-agents", &["member"]).team(&action), "not-permitted");
        }
    }
    let admin = Ask::of("voice-agents", &["administrator"]);
    assert_eq!(
        admin.member("set-grant", "member", "active", json!({"grant": "crm", "value": true})),
        "allow"
    );
    let member = Ask::of("voice-agents", &["member"]);
    assert_eq!(member.oneself("set-grant", json!({"grant": "crm", "value": true})), "not-permitted");
}

#[test]
fn va5_the_mail_is_optional_and_the_button_says_so() {
    let policy = policy("voice-agents");
    assert!(policy.profile().invitation.mail_optional);
    assert_eq!(
        (policy.word("invite-send"), policy.word("invite-send-no-mail")),
        ("Create & Send Invite", "Create Member")
    );
}

#[test]
fn va6_administrators_edit_name_title_switches_and_agents() {
    let admin = Ask::of("voice-agents", &["administrator"]);
    for field in ["name", "job-title"] {
        assert_eq!(admin.member("edit-member", "member", "active", json!({"field": field})), "allow");
    }
    assert_eq!(admin.member("set-access", "member", "active", json!({"resources": ["a"]})), "allow");
    assert_eq!(
        Ask::of("voice-agents", &["member"]).member("set-access", "member", "active", json!({})),
        "not-permitted"
    );
}

#[test]
fn va7_the_email_never_changes_and_the_form_says_what_to_do() {
    let admin = Ask::of("voice-agents", &["administrator"]);
    assert_eq!(admin.member("edit-member", "member", "active", json!({"field": "email"})), "field-immutable");
    assert!(
        policy("voice-agents")
            .profile()
            .fields
            .get("email")
            .unwrap()
            .instead
            .contains("create a new invitation")
    );
}

#[test]
fn va8_administrators_set_passwords_of_six_characters() {
    assert_eq!(policy("voice-agents").password_min(), 6);
    let admin = Ask::of("voice-agents", &["administrator"]);
    assert_eq!(admin.member("set-password", "member", "active", json!({})), "allow");
    assert_eq!(admin.oneself("set-password", json!({})), "self-action");
    let shared = json!({"target": {"roles": ["member"], "status": "active", "shared_account": true}});
    assert_eq!(admin.member("set-password", "member", "active", shared), "account-shared");
    assert_eq!(
        Ask::of("voice-agents", &["member"]).member("set-password", "member", "active", json!({})),
        "not-permitted"
    );
}

#[test]
fn va9_removing_is_for_administrators_and_permanent() {
    assert_eq!(
        Ask::of("voice-agents", &["administrator"]).member("delete", "member", "active", json!({})),
        "allow"
    );
    assert_eq!(
        Ask::of("voice-agents", &["administrator"]).member("restore", "member", "deactivated", json!({})),
        "not-permitted"
    );
    assert!(policy("voice-agents").word("delete-note").contains("permanent"));
}

#[test]
fn jy2_members_manage_nobody() {
    let member = Ask::of("jelly", &["member"]);
    assert_eq!(member.team("invite"), "not-permitted");
    for (action, more) in [
        ("change-role", json!({"to": "admin"})),
        ("deactivate", json!({})),
        ("edit-member", json!({"field": "name"})),
    ] {
        assert_eq!(member.member(action, "member", "active", more.clone()), "not-permitted");
        assert_eq!(Ask::of("jelly", &["admin"]).member(action, "member", "active", more), "allow");
    }
    assert_eq!(member.member("restore", "member", "deactivated", json!({})), "not-permitted");
}

#[test]
fn jy3_four_addresses_at_once_and_not_five() {
    let admin = Ask::of("jelly", &["admin"]);
    assert_eq!(admin.team_with("invite", json!({"batch": 4})), "allow");
    assert_eq!(admin.team_with("invite", json!({"batch": 5})), "batch-too-large");
}

#[test]
fn jy5_invitations_last_a_week_and_can_be_resent() {
    assert_eq!(policy("jelly").invitation_lasts(), 7 * 24 * 3_600_000);
    assert_eq!(Ask::of("jelly", &["admin"]).member("resend-invite", "member", "expired", json!({})), "allow");
    let pending = |ends: &str| {
        json!({"target": {"roles": ["member"], "status": "pending", "expires_at": ends},
        "now": "2026-01-08T00:00:00Z", "to": "admin"})
    };
    let admin = Ask::of("jelly", &["admin"]);
    assert_eq!(admin.member("change-role", "member", "pending", pending("2026-01-08T00:00:01Z")), "allow");
    assert_eq!(
        admin.member("change-role", "member", "pending", pending("2026-01-08T00:00:00Z")),
        "invite-expired"
    );
}

#[test]
fn jy6_pending_invitations_can_be_cancelled() {
    let admin = Ask::of("jelly", &["admin"]);
    assert_eq!(admin.member("cancel-invite", "member", "pending", json!({})), "allow");
    assert_eq!(admin.member("cancel-invite", "member", "active", json!({})), "wrong-status");
    assert_eq!(admin.member("cancel-invite", "owner", "pending", json!({})), "rank-too-low");
}

#[test]
fn jy8_admins_move_members_and_admins_owners_move_everybody() {
    let roles = ["member", "admin", "owner"];
    let holders = json!({"owner": 3});
    for from in roles {
        for to in roles {
            let ask = |role: &'static str| Ask::of("jelly", &[role]).fact("active_holders", holders.clone());
            let verdict = |role| ask(role).member("change-role", from, "active", json!({"to": to}));
            assert_eq!(verdict("owner"), "allow", "{from} to {to}");
            assert_eq!(verdict("member"), "not-permitted");
            let admin = match (from, to) {
                (_, "owner") => "not-permitted",
                ("owner", _) => "rank-too-low",
                _ => "allow",
            };
            assert_eq!(verdict("admin"), admin, "{from} to {to}");
        }
    }
}

#[test]
fn jy9_the_last_owner_cannot_be_demoted() {
    let owner = |count: u32| Ask::of("jelly", &["owner"]).fact("active_holders", json!({"owner": count}));
    assert_eq!(owner(1).oneself("change-role", json!({"to": "admin"})), "last-holder");
    assert_eq!(owner(2).oneself("change-role", json!({"to": "admin"})), "allow");
    assert_eq!(owner(1).oneself("change-role", json!({"to": "owner"})), "allow");
}

#[test]
fn jy10_jy12_nobody_deactivates_themself_and_the_page_says_whom_to_ask() {
    for role in ["admin", "owner"] {
        let ask =
            Ask::of("jelly", &[]).with("roles", json!([role])).fact("active_holders", json!({"owner": 2}));
        assert_eq!(ask.oneself("deactivate", json!({})), "self-action");
    }
    assert!(policy("jelly").word("self-note").contains("ask another admin or owner"));
}

#[test]
fn jy11_former_members_are_restored_and_told() {
    assert_eq!(Ask::of("jelly", &["admin"]).member("restore", "member", "deactivated", json!({})), "allow");
    assert!(policy("jelly").profile().restore.notify);
    assert_eq!(policy("jelly").word("former"), "Former Members");
}

#[test]
fn jy13_everybody_sets_their_own_preferences() {
    for role in ["member", "admin", "owner"] {
        assert_eq!(Ask::of("jelly", &[]).with("roles", json!([role])).team("edit-own-preferences"), "allow");
    }
}

#[test]
fn jy13_preferences_and_availability_are_set_by_the_person_alone() {
    let jelly = policy("jelly");
    for field in ["availability", "notifications"] {
        assert!(jelly.profile().fields.get(field).unwrap().own);
        for role in ["admin", "owner"] {
            let ask = Ask::of("jelly", &[]).with("roles", json!([role]));
            assert_eq!(
                ask.member("edit-member", "member", "active", json!({"field": field})),
                "not-permitted"
            );
            assert_eq!(ask.oneself("edit-member", json!({"field": field})), "allow");
        }
    }
}

#[test]
fn jy14_jy15_jy16_settings_resources_billing_and_the_team_itself() {
    let rows = [
        ("edit-team-settings", ["not-permitted", "allow", "allow"]),
        ("manage-shared-resources", ["not-permitted", "allow", "allow"]),
        ("view-billing", ["not-permitted", "not-permitted", "allow"]),
        ("delete-team", ["not-permitted", "not-permitted", "allow"]),
    ];
    for (action, want) in rows {
        let got = ["member", "admin", "owner"].map(|role| Ask::of("jelly", &[role]).team(action));
        assert_eq!(got, want, "{action}");
    }
}

#[test]
fn jt9_only_a_kind_that_the_profile_imports_is_imported() {
    let admin = Ask::of("jtek", &["admin"]);
    assert_eq!(admin.team_with("import-work", json!({"kind": "contact"})), "allow");
    for kind in ["opportunity", "conversation"] {
        assert_eq!(admin.team_with("import-work", json!({"kind": kind})), "not-permitted", "{kind}");
    }
}

#[test]
fn st1_an_addition_without_its_main_role_makes_nobody_a_holder() {
    let agent = |roles: &[&str]| {
        Ask::of("salestrekker", roles)
            .with("managing_agent", json!(true))
            .fact("enterprise", json!(true))
            .fact("manages_target_unit", json!(true))
            .team("view-members")
    };
    assert_eq!(agent(&["broker", "system-admin"]), "allow");
    assert_eq!(agent(&["processor", "system-admin"]), "not-permitted");
    // Nor one of those of whom one must stay.
    let owner = Ask::of("salestrekker", &["broker"])
        .with("organization_owner", json!(true))
        .fact("active_holders", json!({"system-admin": 1, "organization-owner": 2}));
    let target = |roles: &[&str]| json!({"target": {"roles": roles, "status": "active", "self": false}});
    assert_eq!(owner.member("deactivate", "", "", target(&["broker", "system-admin"])), "last-holder");
    assert_eq!(owner.member("deactivate", "", "", target(&["processor", "system-admin"])), "allow");
}
