//! `rolecall decide --explain`: the line of the profile that decided.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

use serde_json::{Value, json};
use shared::case::Cases;
use shared::policy::Code;
use shared::profile::BUILTIN;
use std::collections::BTreeSet;
use std::path::Path;

const PRODUCTS: [&str; 5] = ["jtek", "jetlink", "salestrekker", "voice-agents", "jelly"];

fn text(product: &str) -> &'static str {
    BUILTIN.iter().find(|(id, _)| *id == product).unwrap().1
}

/// The answer on a case, by a profile of this text.
fn ask(text: &str, case: &Value) -> Value {
    let mut case = case.clone();
    case["profile"] = json!("changed.toml");
    let mut cases = Cases::new(|_: &str| Ok(text.to_owned())).explaining();
    serde_json::from_str(&cases.answer_or_error(&case.to_string()).0).unwrap()
}

/// The cases of a product's table that have an answer.
fn table(product: &str) -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../tests/verdicts/{product}.jsonl"));
    let rows = std::fs::read_to_string(path).unwrap();
    let cases = rows.lines().map(|l| serde_json::from_str::<Value>(l).unwrap()["case"].take());
    cases.filter(Value::is_object).collect()
}

/// The line that an explanation names, as it stands in the text.
fn named<'a>(text: &'a str, line: &Value) -> &'a str {
    let at = usize::try_from(line["line"].as_u64().unwrap()).unwrap();
    text.lines().nth(at.checked_sub(1).expect("lines begin at 1")).expect("a line of the file")
}

#[test]
fn explain_names_a_line_of_the_file_for_every_case_of_the_tables() {
    let mut all = 0;
    for product in PRODUCTS {
        let mut cases = Cases::new(|path: &str| Err(path.to_owned())).explaining();
        for case in table(product) {
            let told: Value = serde_json::from_str(&cases.answer_or_error(&case.to_string()).0).unwrap();
            let explain = &told["explain"];
            assert!(explain.is_object(), "{case} {told}");
            assert_eq!(explain["file"], format!("{product}.toml"));
            let through = explain["through"].as_array().cloned().unwrap_or_default();
            for line in through.iter().chain([explain]) {
                let text = named(text(product), line).trim();
                assert!(!text.is_empty() && !text.starts_with('#'), "{case} {explain}");
                assert_eq!(line["text"], text, "{case}");
                // The last word of the rule stands there, or an entry of its list.
                let rule = line["rule"].as_str().unwrap();
                let last = rule.rsplit('.').next().unwrap().trim_matches('"');
                assert!(text.contains(last) || text.contains('"'), "{rule}: {text}");
            }
            all += 1;
        }
    }
    assert!(all > 700, "only {all} cases");
}

#[test]
fn explain_changes_no_verdict() {
    for product in PRODUCTS {
        let read = |path: &str| Err(path.to_owned());
        let (mut silent, mut telling) = (Cases::new(read), Cases::new(read).explaining());
        for case in table(product) {
            let plain = silent.answer_or_error(&case.to_string());
            let told = telling.answer_or_error(&case.to_string());
            let mut long: Value = serde_json::from_str(&told.0).unwrap();
            long.as_object_mut().unwrap().remove("explain");
            assert_eq!(serde_json::from_str::<Value>(&plain.0).unwrap(), long, "{case}");
            assert_eq!(plain.1, told.1);
        }
    }
}

/// The text with one entry of a list on this line taken out.
fn without(text: &str, line: u64, entry: &str) -> String {
    let out = |at: usize, l: &str| {
        if at as u64 + 1 != line {
            return l.to_owned();
        }
        // The key before the first list may be the entry's own name: what stands in the list comes after.
        let (head, list) = l.rsplit_once('[').unwrap_or(("", l));
        let cut = list
            .replacen(&format!("\"{entry}\", "), "", 1)
            .replacen(&format!(", \"{entry}\""), "", 1)
            .replacen(&format!("\"{entry}\","), "", 1)
            .replacen(&format!("\"{entry}\""), "", 1);
        if l.contains('[') { format!("{head}[{cut}") } else { cut }
    };
    text.lines().enumerate().map(|(at, l)| out(at, l) + "\n").collect()
}

/// The line that is named gives the permission: without it the answer is another, or another line is named.
#[test]
fn explain_names_the_line_without_which_it_would_not_be_allowed() {
    let (mut refused, mut elsewhere, mut judged) = (0, 0, 0);
    let mut known = BTreeSet::new();
    for product in PRODUCTS {
        for case in table(product) {
            let told = ask(text(product), &case);
            let explain = &told["explain"];
            let rule = explain["rule"].as_str().unwrap();
            let lists = [".permissions", ".always", ".when_standalone", ".when_enterprise", ".in_unit"];
            if told["verdict"] != "allow" || !lists.iter().any(|l| rule.ends_with(l)) {
                continue;
            }
            let why = explain["why"].as_str().unwrap();
            let mut entry = why.strip_prefix("this gives ").unwrap().to_owned();
            // Where it is implied, what implies it is what is listed.
            let through = explain["through"].as_array().cloned().unwrap_or_default();
            if let Some(by) =
                through.iter().filter_map(|l| l["rule"].as_str()).find(|r| r.ends_with(".implies"))
            {
                by["permissions.".len()..by.len() - ".implies".len()]
                    .trim_matches('"')
                    .clone_into(&mut entry);
            }
            assert!(explain["text"].as_str().unwrap().contains(&entry), "{entry}: {explain}");
            // Once for each way is enough: every case compiles a profile.
            let way = [&case["action"], &case["actor"], &explain["line"], &explain["through"]];
            if !known.insert((product, way.map(Value::to_string))) {
                continue;
            }
            let changed = without(text(product), explain["line"].as_u64().unwrap(), &entry);
            assert_ne!(changed.trim_end(), text(product).trim_end(), "{explain}");
            let now = ask(&changed, &case);
            match (&now["error"], now["verdict"].as_str()) {
                // The loader refuses such a profile: who deletes nobody can, who locks everybody out.
                (Value::String(_), _) => refused += 1,
                (_, Some("deny")) => judged += 1,
                _ => {
                    let at = |v: &Value| (v["line"].clone(), v["why"].clone(), v["through"].clone());
                    assert_ne!(at(&now["explain"]), at(explain), "{case} is allowed all the same: {now}");
                    elsewhere += 1;
                }
            }
        }
    }
    assert!(judged > 100, "{judged} denied, {elsewhere} given elsewhere, {refused} refused");
}

/// Somebody with these roles.
fn who(roles: &[&str]) -> Value {
    json!({"roles": roles, "status": "active"})
}

/// A case; `more` is merged into it.
fn case(actor: Value, action: &str, more: Value) -> Value {
    let mut case = json!({"profile": "", "actor": actor, "action": action, "now": "2026-01-01T00:00:00Z"});
    for (key, value) in more.as_object().unwrap() {
        case[key] = value.clone();
    }
    case
}

/// What a case is answered and explained with: `deny last-holder`, the rule and what its line says.
fn expect(text: &str, case: &Value, verdict: &str, rule: &str, says: &str) -> Value {
    let told = ask(text, case);
    let got = match told["code"].as_str() {
        Some(code) => format!("deny {code}"),
        None => told["verdict"].as_str().unwrap_or_default().to_owned(),
    };
    let explain = told["explain"].clone();
    assert_eq!(
        (got.as_str(), explain["rule"].as_str().unwrap_or_default()),
        (verdict, rule),
        "{case} {told}"
    );
    assert!(named(text, &explain).contains(says), "{case} {told}");
    assert!(!explain["why"].as_str().unwrap().is_empty());
    explain
}

fn rules(explain: &Value) -> Vec<&str> {
    explain["through"]
        .as_array()
        .map_or(Vec::new(), |all| all.iter().map(|l| l["rule"].as_str().unwrap()).collect())
}

#[test]
fn explain_an_allow_through_each_kind_of_source() {
    let none = json!({});
    let go = |product: &str, actor: Value, action: &str, more: Value, rule: &str, says: &str| {
        expect(text(product), &case(actor, action, more), "allow", rule, says)
    };
    // The role itself, in a list over several lines; and which role may be given.
    let to = json!({"to": "admin", "target": who(&["member"])});
    let e = go(
        "jelly",
        who(&["admin"]),
        "change-role",
        to.clone(),
        "roles.admin.permissions",
        "members.change-role",
    );
    assert_eq!(e["source"], json!(["JY2", "JY7", "JY8", "JY14", "JY15"]));
    assert_eq!(rules(&e), ["roles.admin.assigns"]);
    // What a role includes.
    let e = go("jelly", who(&["owner"]), "change-role", to, "roles.admin.permissions", "members.change-role");
    assert_eq!(rules(&e), ["roles.owner.includes", "roles.owner.assigns"]);
    // What a permission implies.
    let e = go("jtek", who(&["admin"]), "invite", none.clone(), "roles.admin.permissions", "members.manage");
    assert_eq!(rules(&e), ["permissions.\"members.manage\".implies", "roles.admin.assigns"]);
    // An addition that is the same as a role.
    let both = who(&["broker", "system-admin"]);
    let e = go(
        "salestrekker",
        both,
        "edit-team-settings",
        none.clone(),
        "roles.system-admin.permissions",
        "team-settings",
    );
    assert_eq!(rules(&e), ["additions.system-admin.same_as"]);
    // An addition's own permissions.
    let changed = text("salestrekker")
        .replace("about = \"A broker who guides others\"", "about = \"x\"\npermissions = [\"audit.view\"]");
    let mentor = case(who(&["broker", "mentor"]), "view-audit", none.clone());
    expect(&changed, &mentor, "allow", "additions.mentor.permissions", "audit.view");
    // A switch.
    let mut chloe = who(&["member"]);
    chloe["grants"] = json!(["recordings", "billable-minutes"]);
    let e = go(
        "voice-agents",
        chloe.clone(),
        "use:recordings",
        none.clone(),
        "grants.recordings.permissions",
        "recordings",
    );
    assert_eq!(e["source"], json!(["VA3"]));
    let e = go(
        "voice-agents",
        chloe,
        "view-billing",
        none.clone(),
        "grants.billable-minutes.permissions",
        "billable-minutes",
    );
    assert_eq!(rules(&e), ["permissions.billable-minutes.implies"]);
    // Standing: everywhere, in each kind of organization, and over units.
    let mut owner = who(&["broker"]);
    owner["organization_owner"] = json!(true);
    let one = who(&["processor"]);
    go(
        "salestrekker",
        owner.clone(),
        "view-billing",
        none.clone(),
        "standing.organization-owner.always",
        "billing.view",
    );
    let e = go(
        "salestrekker",
        owner,
        "invite",
        none.clone(),
        "standing.organization-owner.when_standalone",
        "members.invite",
    );
    assert_eq!(rules(&e), ["standing.organization-owner.invites"]);
    let mut agent = who(&["broker", "system-admin"]);
    agent["managing_agent"] = json!(true);
    let edit = json!({"target": one, "facts": {"enterprise": true, "manages_target_unit": true}});
    go("salestrekker", agent.clone(), "edit-member", edit, "standing.managing-agent.in_unit", "members.edit");
    let changed = text("salestrekker").replace(
        "\"account-types.edit\", \"workflows.edit\", \"members.view\",",
        "\"account-types.edit\", \"workflows.edit\",",
    );
    let view = case(agent, "view-members", json!({"facts": {"enterprise": true}}));
    expect(&changed, &view, "allow", "standing.managing-agent.when_enterprise", "members.view");
    // Work: by a permission, and for everybody.
    let e = go(
        "jtek",
        who(&["user"]),
        "view-work",
        json!({"kind": "contact"}),
        "roles.user.permissions",
        "contacts.use",
    );
    assert_eq!(rules(&e), ["work.contact.see"]);
    // To hand it to somebody or take it in needs more than to see it, and that too.
    let mina = json!({"kind": "contact", "target": who(&["user"])});
    for (action, more) in [
        ("edit-work", json!({"kind": "contact"})),
        ("assign-work", mina.clone()),
        ("unassign-work", mina),
        ("import-work", json!({"kind": "contact"})),
    ] {
        let told = ask(text("jtek"), &case(who(&["admin"]), action, more));
        assert_eq!(told["verdict"], "allow", "{action} {told}");
        assert_eq!(rules(&told["explain"]).last(), Some(&"work.contact.see"), "{action} {told}");
    }
    // An addition, by who gives it.
    for (action, has) in [("add-role", vec!["broker"]), ("remove-role", vec!["broker", "mentor"])] {
        let told = ask(
            text("salestrekker"),
            &case(who(&["system-admin"]), action, json!({"to": "mentor", "target": who(&has)})),
        );
        assert_eq!(told["verdict"], "allow", "{action} {told}");
        assert_eq!(rules(&told["explain"]).last(), Some(&"roles.system-admin.assigns"), "{action} {told}");
    }
    go("voice-agents", who(&["member"]), "view-work", json!({"kind": "call"}), "work.call", "[work.call]");
}

/// Every code, and each way to come to it. The codes that were seen are compared with all that there are.
#[test]
fn explain_each_denial_code() {
    let mut seen = BTreeSet::new();
    let mut no = |profile: &str, asked: Value, code: &str, rule: &str, says: &str| -> Value {
        seen.insert(code.to_owned());
        expect(profile, &asked, &format!("deny {code}"), rule, says)
    };
    let [jtek, jetlink, salestrekker, voice, jelly] = PRODUCTS.map(text);
    let with = |mut person: Value, key: &str, value: Value| {
        person[key] = value;
        person
    };
    let on = |target: Value| json!({"target": target});
    let admin = || who(&["admin"]);
    let none = || json!({});

    // The guards.
    let last = json!({"target": with(who(&["owner"]), "self", json!(true)), "to": "admin",
        "facts": {"active_holders": {"owner": 1}}});
    let e = no(jelly, case(who(&["owner"]), "change-role", last), "last-holder", "guards.keep_one", "owner");
    assert_eq!(e["source"], json!(["JY9", "JY12"]));
    let myself = on(with(admin(), "self", json!(true)));
    no(jelly, case(admin(), "deactivate", myself.clone()), "self-action", "guards.not_oneself", "deactivate");
    let mut switch = myself;
    switch["grant"] = json!("external-sso");
    no(jetlink, case(admin(), "set-grant", switch), "self-action", "grants.external-sso.sso", "sso = true");

    // Statuses: in every profile, and by the profile's own list.
    let e = no(
        jelly,
        case(admin(), "restore", on(who(&["member"]))),
        "wrong-status",
        "roles.admin.permissions",
        "members.restore",
    );
    assert_eq!(e["built_in"], true);
    let gone = with(who(&["member"]), "status", json!("deactivated"));
    let e = no(
        voice,
        case(who(&["administrator"]), "delete", on(gone)),
        "wrong-status",
        "delete.from",
        "from = ",
    );
    assert_eq!(e["built_in"], Value::Null);
    let ended = json!({"to": "admin", "target": with(who(&["member"]), "status", json!("expired"))});
    no(jelly, case(admin(), "change-role", ended), "invite-expired", "invitation.expires", "7d");

    // Rank.
    no(
        jelly,
        case(admin(), "deactivate", on(who(&["owner"]))),
        "rank-too-low",
        "roles.admin.assigns",
        "assigns = ",
    );
    let agent = || with(who(&["system-admin"]), "managing_agent", json!(true));
    let in_unit = |target: Value, mine: bool| json!({"target": target, "facts": {"enterprise": true, "manages_target_unit": mine}});
    let owner = with(who(&["broker"]), "organization_owner", json!(true));
    no(
        salestrekker,
        case(agent(), "edit-member", in_unit(owner, true)),
        "rank-too-low",
        "standing.organization-owner.managed_by",
        "managed_by",
    );

    // Roles that can't be given in this way.
    let boss = || who(&["administrator"]);
    no(
        voice,
        case(boss(), "invite", json!({"to": "administrator"})),
        "role-not-assignable",
        "invitation.roles",
        "member",
    );
    let types = || who(&["system-admin"]);
    let mentor = json!({"to": "mentor", "target": who(&["broker", "mentor"])});
    no(
        salestrekker,
        case(types(), "add-role", mentor.clone()),
        "role-not-assignable",
        "additions.mentor",
        "[additions.mentor]",
    );
    no(
        salestrekker,
        case(types(), "change-role", mentor),
        "role-not-assignable",
        "roles.system-admin.permissions",
        "account-types.edit",
    );
    let main = json!({"to": "broker", "target": who(&["broker"])});
    no(
        salestrekker,
        case(types(), "add-role", main),
        "role-not-assignable",
        "roles.system-admin.permissions",
        "account-types.edit",
    );
    let mut standing = json!({"standing": "managing-agent", "value": false, "target": types(), "facts": {"enterprise": true}});
    let giver = || with(who(&["system-admin"]), "organization_owner", json!(true));
    no(
        salestrekker,
        case(giver(), "set-standing", standing.clone()),
        "role-not-assignable",
        "standing.managing-agent",
        "[standing.managing-agent]",
    );

    // Additions and standing that need a role.
    let needs = json!({"to": "mentor", "target": who(&["processor"])});
    no(
        salestrekker,
        case(types(), "add-role", needs),
        "addition-needs-role",
        "additions.mentor.needs",
        "broker",
    );
    let carries = json!({"to": "processor", "target": who(&["broker", "mentor"])});
    no(
        salestrekker,
        case(types(), "change-role", carries),
        "addition-needs-role",
        "additions.mentor.needs",
        "broker",
    );
    standing["value"] = json!(true);
    standing["target"] = who(&["broker"]);
    no(
        salestrekker,
        case(giver(), "set-standing", standing.clone()),
        "addition-needs-role",
        "standing.managing-agent.grantable_to",
        "system-admin",
    );

    // Invitations and seats.
    no(
        jelly,
        case(admin(), "invite", json!({"batch": 5})),
        "batch-too-large",
        "invitation.at_once",
        "at_once = 4",
    );
    no(
        jelly,
        case(admin(), "invite", json!({"facts": {"already_member": true}})),
        "already-member",
        "invitation",
        "[invitation]",
    );
    let full = json!({"to": "agent", "facts": {"seats": {"agent": {"used": 5, "limit": 5}}}});
    no(jetlink, case(admin(), "invite", full), "seats-exhausted", "seats.agent.limited", "limited = true");

    // Deleting.
    let owns = || with(who(&["broker"]), "organization_owner", json!(true));
    let leaver = on(who(&["processor"]));
    no(
        salestrekker,
        case(owns(), "delete", leaver.clone()),
        "successor-required",
        "delete.successor",
        "true",
    );
    let mut heir = leaver;
    heir["successor"] = json!("deactivated");
    no(salestrekker, case(owns(), "delete", heir), "successor-invalid", "delete.successor", "true");

    // Details, accounts and ways to sign in.
    let email = json!({"field": "email", "target": who(&["member"])});
    no(jelly, case(admin(), "edit-member", email), "field-immutable", "fields.email.immutable", "true");
    let shared = |roles: &[&str]| with(who(roles), "shared_account", json!(true));
    let e = no(
        jtek,
        case(admin(), "edit-member", json!({"field": "email", "target": shared(&["user"])})),
        "account-shared",
        "roles.admin.permissions",
        "members.manage",
    );
    assert_eq!(e["built_in"], true);
    no(
        voice,
        case(boss(), "set-password", on(shared(&["member"]))),
        "account-shared",
        "roles.administrator.permissions",
        "members.set-password",
    );
    let sso = json!({"grant": "external-sso", "target": who(&["agent"]), "facts": {"sso": false}});
    no(
        jetlink,
        case(admin(), "set-grant", sso),
        "sso-not-configured",
        "grants.external-sso.sso",
        "sso = true",
    );
    let changed =
        jetlink.replace("\"members.set-grant\",", "\"members.set-grant\", \"members.set-password\",");
    let outside = on(with(who(&["agent"]), "grants", json!(["external-sso"])));
    no(
        &changed,
        case(admin(), "set-password", outside),
        "signs-in-elsewhere",
        "grants.external-sso.sso",
        "sso = true",
    );

    // Units and work.
    no(
        salestrekker,
        case(agent(), "edit-member", in_unit(who(&["broker"]), false)),
        "unit-not-managed",
        "standing.managing-agent.in_unit",
        "members.edit",
    );
    let mut to = in_unit(who(&["broker"]), false);
    to["to"] = json!("processor");
    no(
        salestrekker,
        case(agent(), "change-role", to),
        "unit-not-managed",
        "standing.managing-agent.confines",
        "members.change-role",
    );
    let work = json!({"kind": "conversation", "target": who(&["reporter"])});
    no(
        jetlink,
        case(admin(), "assign-work", work),
        "cannot-hold-work",
        "work.conversation.see",
        "conversations.use",
    );

    // Not permitted, in the order in which it is asked.
    let away = with(admin(), "status", json!("deactivated"));
    let e = no(jelly, case(away, "view-members", none()), "not-permitted", "roles.admin", "[roles.admin]");
    assert_eq!(e["built_in"], true);
    no(jtek, case(admin(), "delete-team", none()), "not-permitted", "id", "id = \"jtek\"");
    no(jelly, case(admin(), "review-access", none()), "not-permitted", "id", "id = \"jelly\"");
    no(salestrekker, case(giver(), "manage-units", none()), "not-permitted", "units.enterprise_only", "true");
    standing["facts"] = json!({});
    standing["target"] = types();
    no(
        salestrekker,
        case(giver(), "set-standing", standing),
        "not-permitted",
        "standing.managing-agent.in_unit",
        "in_unit",
    );
    no(
        jetlink,
        case(who(&["reporter"]), "view-work", json!({"kind": "conversation"})),
        "not-permitted",
        "work.conversation.see",
        "conversations.use",
    );
    let owner = json!({"to": "owner", "target": who(&["member"])});
    no(
        jelly,
        case(admin(), "change-role", owner),
        "not-permitted",
        "roles.admin.assigns",
        "assigns = [\"member\", \"admin\"]",
    );
    no(
        jelly,
        case(who(&["member"]), "view-audit", none()),
        "not-permitted",
        "roles.member.permissions",
        "permissions = ",
    );
    no(
        jelly,
        case(admin(), "invite", json!({"to": "owner"})),
        "not-permitted",
        "roles.admin.assigns",
        "assigns",
    );
    no(
        jelly,
        case(admin(), "edit-member", json!({"field": "availability", "target": who(&["member"])})),
        "not-permitted",
        "fields.availability.own",
        "own = true",
    );

    let all: BTreeSet<String> = Code::ALL.iter().map(|c| c.id().to_owned()).collect();
    assert_eq!(seen, all, "each code is explained");
}

/// A profile has the thing, and the person has not: the line that is named is the person's, not the product's.
#[test]
fn explain_who_lacks_a_right_is_not_told_that_the_product_lacks_it() {
    let none = || json!({});
    let denied = |text: &str, asked: Value, rule: &str, why: &str| {
        let told = ask(text, &asked);
        let explain = &told["explain"];
        assert_eq!((&told["code"], &explain["rule"]), (&json!("not-permitted"), &json!(rule)), "{told}");
        assert!(explain["why"].as_str().unwrap().contains(why), "{told}");
    };
    let [jelly, voice, salestrekker] = ["jelly", "voice-agents", "salestrekker"].map(text);
    let enterprise = || json!({"facts": {"enterprise": true}});
    let lacks = "nothing that the actor holds gives";
    denied(jelly, case(who(&["member"]), "delete-team", none()), "roles.member.permissions", lacks);
    denied(voice, case(who(&["member"]), "review-access", none()), "roles.member.permissions", lacks);
    denied(
        salestrekker,
        case(who(&["broker"]), "manage-units", enterprise()),
        "roles.broker.permissions",
        lacks,
    );
    let standing = json!({"standing": "managing-agent", "value": true, "target": who(&["system-admin"]), "facts": {"enterprise": true}});
    denied(salestrekker, case(who(&["broker"]), "set-standing", standing), "roles.broker.permissions", lacks);
    // Whose role lists what they may give, without the right to give anything.
    let broker = "default = true\npermissions = [\"deals.use\", \"own-preferences.edit\"]";
    assert!(salestrekker.contains(broker));
    let listed =
        salestrekker.replacen(broker, &format!("{broker}\nassigns = [\"processor\", \"mentor\"]"), 1);
    let to = |id: &str| json!({"to": id, "target": who(&["broker"])});
    denied(
        &listed,
        case(who(&["broker"]), "change-role", to("processor")),
        "roles.broker.permissions",
        lacks,
    );
    denied(&listed, case(who(&["broker"]), "add-role", to("mentor")), "roles.broker.permissions", lacks);
    // Whose role lists nobody: that comes first.
    denied(salestrekker, case(who(&["broker"]), "add-role", to("mentor")), "roles.broker", "and no mentor");
    // Standing brings a list of its own; where it would have to stand is with the role.
    let mut owner = who(&["broker"]);
    owner["organization_owner"] = json!(true);
    denied(
        salestrekker,
        case(owner, "invite", json!({"to": "system-admin"})),
        "roles.broker",
        "as no system-admin",
    );
}

#[test]
fn explain_the_list_that_has_the_role_is_named_among_several() {
    let text = text("salestrekker").replacen(
        "default = true\npermissions = [\"deals.use\", \"own-preferences.edit\"]",
        "default = true\npermissions = [\"deals.use\", \"own-preferences.edit\"]\nassigns = [\"processor\"]",
        1,
    );
    let both = || who(&["broker", "system-admin"]);
    for (to, list) in [("processor", "roles.broker.assigns"), ("broker", "roles.system-admin.assigns")] {
        let other = if to == "broker" { "processor" } else { "broker" };
        let told = ask(&text, &case(both(), "change-role", json!({"to": to, "target": who(&[other])})));
        assert_eq!(told["verdict"], "allow", "{told}");
        assert_eq!(rules(&told["explain"]).last(), Some(&list), "{told}");
    }
}

/// The same line, and another reason.
#[test]
fn explain_tells_main_roles_and_additions_apart() {
    let mut owner = who(&["system-admin"]);
    owner["organization_owner"] = json!(true);
    for (action, more, rule, why) in [
        (
            "invite",
            json!({"to": "mentor"}),
            "standing.organization-owner.when_standalone",
            "invited as a main role",
        ),
        (
            "change-role",
            json!({"to": "mentor", "target": who(&["broker"])}),
            "roles.system-admin.permissions",
            "an addition is no main role",
        ),
        (
            "add-role",
            json!({"to": "broker", "target": who(&["broker"])}),
            "roles.system-admin.permissions",
            "a main role is no addition",
        ),
    ] {
        let told = ask(text("salestrekker"), &case(owner.clone(), action, more));
        assert_eq!(told["verdict"], "deny", "{told}");
        assert_eq!(told["explain"]["rule"], rule, "{told}");
        assert!(told["explain"]["why"].as_str().unwrap().contains(why), "{told}");
    }
}

/// The line that is named denies: with another text there, the answer is another.
#[test]
fn explain_names_the_line_without_which_it_would_not_be_denied() {
    let member = who(&["member"]);
    let mut owner = who(&["owner"]);
    owner["self"] = json!(true);
    let last = json!({"target": owner, "to": "admin", "facts": {"active_holders": {"owner": 1}}});
    let mut admin = who(&["admin"]);
    admin["self"] = json!(true);
    let full = json!({"to": "agent", "facts": {"seats": {"agent": {"used": 5, "limit": 5}}}});
    let rows = [
        ("jelly", case(who(&["owner"]), "change-role", last), "keep_one = [\"admin\"]"),
        ("jelly", case(who(&["admin"]), "deactivate", json!({"target": admin})), "not_oneself = []"),
        ("jelly", case(who(&["admin"]), "invite", json!({"batch": 5})), "at_once = 5"),
        (
            "jelly",
            case(who(&["member"]), "view-audit", json!({})),
            "permissions = [\"conversations.use\", \"conversations.claim\", \"own-preferences.edit\", \"members.view\", \"audit.view\"]",
        ),
        (
            "jelly",
            case(who(&["admin"]), "edit-member", json!({"field": "availability", "target": member})),
            "own = false",
        ),
        ("jetlink", case(who(&["admin"]), "invite", full), "limited = false"),
    ];
    for (product, case, instead) in rows {
        let told = ask(text(product), &case);
        assert_eq!(told["verdict"], "deny", "{case}");
        let line = usize::try_from(told["explain"]["line"].as_u64().unwrap()).unwrap();
        let changed: Vec<&str> = text(product)
            .lines()
            .enumerate()
            .map(|(at, l)| if at + 1 == line { instead } else { l })
            .collect();
        let now = ask(&changed.join("\n"), &case);
        assert!(now["error"].is_null(), "{instead}: {now}");
        assert_ne!(now["code"], told["code"], "{instead}: {now}");
    }
}
