//! The products' documents as Cedar policies, asked about every case.
//!
//! Each policy is asked once for each request that it can tell apart: what it does not mention of a case is masked out. The mask
//! is read off the policy itself, and a test asks all policies together, about cases as they are.

use cedar_policy::{
    Authorizer, Context, Decision, Effect, Entities, Entity, EntityTypeName, EntityUid, PolicySet, Request,
    RestrictedExpression,
};
use proof::Tuple;
use shared::policy::{Command, Policy, Status, Subject, Successor, Target};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::LazyLock;

const COMMON: &str = include_str!("../cedar/common.cedar");

/// A product's policies.
fn text(id: &str) -> &'static str {
    match id {
        "jtek" => include_str!("../cedar/jtek.cedar"),
        "jetlink" => include_str!("../cedar/jetlink.cedar"),
        "salestrekker" => include_str!("../cedar/salestrekker.cedar"),
        "voice-agents" => include_str!("../cedar/voice-agents.cedar"),
        "jelly" => include_str!("../cedar/jelly.cedar"),
        other => panic!("no document for {other}"),
    }
}

/// What the oracle says, and why: the ids of the policies that decided.
#[derive(Clone, Debug, PartialEq)]
pub struct Opinion {
    pub allows: bool,
    pub because: Vec<String>,
}

/// One policy, what of a case it looks at, and on which of what it sees it holds.
struct Rule {
    alone: PolicySet,
    permits: bool,
    mask: u64,
    known: HashMap<u64, bool>,
}

pub struct Oracle<'a> {
    policy: &'a Policy,
    all: PolicySet,
    rules: Vec<Rule>,
    /// By action: the rules that speak about it.
    about: HashMap<&'static str, Vec<usize>>,
    numbers: HashMap<Command, u64>,
    authorizer: Authorizer,
}

impl<'a> Oracle<'a> {
    /// `policy` serves as the dictionary from numbers to ids; nothing else of it is asked.
    pub fn new(policy: &'a Policy) -> Self {
        let text = [COMMON, text(&policy.profile().id)].concat();
        let all: PolicySet = text.parse().expect("policies that Cedar can read");
        let commands = proof::commands(policy);
        let mut about: HashMap<&'static str, Vec<usize>> = HashMap::new();
        let mut rules = Vec::new();
        for rule in all.policies() {
            let json = rule.to_json().expect("a policy has a JSON form");
            for action in commands.iter().map(|c| c.action().id()).collect::<BTreeSet<_>>() {
                if speaks_about(&json, action) {
                    about.entry(action).or_default().push(rules.len());
                }
            }
            rules.push(Rule {
                alone: PolicySet::from_policies([rule.clone()]).expect("one policy"),
                permits: rule.effect() == Effect::Permit,
                mask: mask(&json),
                known: HashMap::new(),
            });
        }
        let numbers = commands.into_iter().zip(0..).collect();
        Self { policy, all, rules, about, numbers, authorizer: Authorizer::new() }
    }

    /// How many different requests Cedar was asked.
    pub fn asked(&self) -> usize {
        self.rules.iter().map(|rule| rule.known.len()).sum()
    }

    /// Allowed where a permit holds and no forbid does. Whether one holds is Cedar's answer, asked once for each thing that the
    /// policy can see.
    pub fn allows(&mut self, tuple: &Tuple<'_>) -> bool {
        let key = key(tuple, self.numbers.get(&tuple.command).copied().expect("a command of this profile"));
        let (mut permitted, mut forbidden) = (false, false);
        for at in self.about.get(tuple.command.action().id()).into_iter().flatten() {
            let rule = &mut self.rules[*at];
            let holds = match rule.known.get(&(key & rule.mask)) {
                Some(holds) => *holds,
                None => {
                    let holds = !ask(&self.authorizer, &rule.alone, self.policy, tuple).because.is_empty();
                    rule.known.insert(key & rule.mask, holds);
                    holds
                }
            };
            if rule.permits {
                permitted |= holds;
            } else {
                forbidden |= holds;
            }
        }
        permitted && !forbidden
    }

    /// Cedar's whole answer, asked anew, with the reasons.
    pub fn opinion(&self, tuple: &Tuple<'_>) -> Opinion {
        ask(&self.authorizer, &self.all, self.policy, tuple)
    }
}

/// Where each thing that a policy can mention lies in a key: name, first bit, bits.
const FACETS: [(&str, u32, u32); 23] = [
    ("principal.main", 0, 3),
    ("principal.additions", 3, 2),
    ("principal.in", 0, 5),
    ("principal.grants", 5, 5),
    ("principal.status", 10, 2),
    ("principal.owner", 12, 2),
    ("principal.agent", 12, 2),
    ("resource.main", 14, 3),
    ("resource.additions", 17, 2),
    ("resource.in", 14, 5),
    ("resource.grants", 19, 5),
    ("resource.status", 24, 2),
    ("resource.owner", 26, 2),
    ("resource.agent", 26, 2),
    ("context.me", 28, 1),
    ("context.shared_account", 29, 1),
    ("context.holders", 30, 6),
    ("context.seat_known", 36, 1),
    ("context.seat_used", 37, 3),
    ("context.seat_limit", 36, 1),
    ("context.manages_target_unit", 40, 1),
    ("context.enterprise", 41, 1),
    ("context.sso", 42, 1),
];
/// The arguments are all in the command's number.
const IN_COMMAND: [&str; 11] = [
    "action",
    "context.to",
    "context.field",
    "context.grant",
    "context.kind",
    "context.permission",
    "context.batch",
    "context.value",
    "context.standing",
    "context.successor",
    "context.already_member",
];
const COMMAND: u64 = 0xffff << 48;

fn speaks_about(json: &serde_json::Value, action: &str) -> bool {
    let scope = &json["action"];
    match scope["op"].as_str() {
        Some("All") => true,
        Some("==") => scope["entity"]["id"] == action,
        Some("in") => {
            scope["entities"].as_array().is_some_and(|list| list.iter().any(|entity| entity["id"] == action))
        }
        other => panic!("an action scope with {other:?}"),
    }
}

/// The bits of a key that a policy can see.
fn mask(json: &serde_json::Value) -> u64 {
    let mut mentions = BTreeSet::new();
    for var in ["principal", "resource"] {
        match json[var]["op"].as_str() {
            Some("All") => {}
            Some("in") => drop(mentions.insert(format!("{var}.in"))),
            other => panic!("a {var} scope with {other:?}"),
        }
    }
    mentioned(&json["conditions"], &mut mentions);
    mentions.iter().fold(0, |mask, name| {
        if IN_COMMAND.contains(&name.as_str()) {
            return mask | COMMAND;
        }
        let (_, first, bits) =
            FACETS.iter().find(|f| f.0 == name).unwrap_or_else(|| panic!("{name} is in no key"));
        mask | ((1 << bits) - 1) << first
    })
}

/// Collects `principal.status`, `resource.in`, `context.to` from a condition in Cedar's JSON form.
fn mentioned(json: &serde_json::Value, all: &mut BTreeSet<String>) {
    if let Some(map) = json.as_object() {
        for (operator, of) in map {
            let var = of["left"]["Var"].as_str();
            match (operator.as_str(), var) {
                ("." | "has", Some(var)) => {
                    all.insert(format!("{var}.{}", of["attr"].as_str().expect("an attribute")));
                }
                ("in", Some(var)) => drop(all.insert(format!("{var}.in"))),
                (_, Some("action")) => drop(all.insert("action".to_owned())),
                (_, None) => {}
                (other, Some(var)) => panic!("{other} on {var} as a whole"),
            }
        }
    }
    match json {
        serde_json::Value::Object(map) => map.values().for_each(|v| mentioned(v, all)),
        serde_json::Value::Array(list) => list.iter().for_each(|v| mentioned(v, all)),
        _ => {}
    }
}

fn bits(set: shared::policy::Set) -> u64 {
    set.iter().fold(0, |all, bit| all | 1 << bit)
}

/// Status with regard to the end of an invitation: 'at expiry: out' (I1), told apart here by the document's words alone.
fn standing_now(who: &Subject) -> Status {
    match (who.status, who.expires_at) {
        (Status::Pending, Some(end)) if end <= proof::NOW => Status::Expired,
        (status, _) => status,
    }
}

fn person_key(who: &Subject) -> u64 {
    u64::from(who.role.0)
        | bits(who.additions) << 3
        | bits(who.grants) << 5
        | (standing_now(who) as u64) << 10
        | bits(who.standing) << 12
}

fn key(tuple: &Tuple<'_>, command: u64) -> u64 {
    let target = tuple.target.map_or(0, |t| {
        person_key(&t.subject) << 14 | u64::from(t.oneself) << 28 | u64::from(t.shared_account) << 29
    });
    let count = |at: usize| match tuple.facts.holders.get(at).copied().flatten() {
        Some(n) => u64::from(n.min(2)),
        None => 3,
    };
    let seat = tuple.facts.seats.first().copied().unwrap_or_default();
    person_key(tuple.actor)
        | target
        | (count(0) | count(1) << 2) << 30
        | u64::from(seat.limit.is_some()) << 36
        | u64::from(seat.used.min(7)) << 37
        | u64::from(tuple.facts.manages_target_unit) << 40
        | u64::from(tuple.facts.enterprise) << 41
        | u64::from(tuple.facts.sso_missing) << 42
        | command << 48
}

fn text_of(value: &str) -> RestrictedExpression {
    RestrictedExpression::new_string(value.to_owned())
}

fn set_of(ids: impl IntoIterator<Item = String>) -> RestrictedExpression {
    RestrictedExpression::new_set(ids.into_iter().map(RestrictedExpression::new_string))
}

/// Names of types, parsed once: Cedar's parser takes longer than its answer.
struct Types {
    person: EntityTypeName,
    role: EntityTypeName,
    team: EntityTypeName,
    action: EntityTypeName,
}

static TYPES: LazyLock<Types> = LazyLock::new(|| {
    let name = |text: &str| text.parse().expect("a type's name");
    Types { person: name("Person"), role: name("Role"), team: name("Team"), action: name("Action") }
});

fn uid(kind: &EntityTypeName, id: &str) -> EntityUid {
    EntityUid::from_type_name_and_id(kind.clone(), cedar_policy::EntityId::new(id))
}

fn person(policy: &Policy, name: &str, who: &Subject) -> Entity {
    let additions = policy.addition_names(who.additions);
    let standing = policy.standing_names(who.standing);
    let holds = |id: &str| RestrictedExpression::new_bool(standing.iter().any(|s| s == id));
    let main = policy.role_name(who.role);
    // 'Broker accounts have the Mentor addition. Brokers can also be setup as system admins' (ST1): on nobody else do they count.
    let held = if main == "broker" { additions.as_slice() } else { &[] };
    let parents: HashSet<_> =
        held.iter().map(String::as_str).chain([main]).map(|id| uid(&TYPES.role, id)).collect();
    let attributes = HashMap::from([
        ("main".to_owned(), text_of(main)),
        ("additions".to_owned(), set_of(additions.iter().cloned())),
        ("grants".to_owned(), set_of(policy.grant_names(who.grants))),
        ("status".to_owned(), text_of(standing_now(who).id())),
        ("owner".to_owned(), holds("organization-owner")),
        ("agent".to_owned(), holds("managing-agent")),
    ]);
    Entity::new(uid(&TYPES.person, name), attributes, parents).expect("plain attributes")
}

/// Names of the arguments, from the dictionary.
fn arguments(policy: &Policy, command: Command) -> HashMap<&'static str, String> {
    let line = proof::argument_names(policy, command);
    line.into_iter().collect()
}

fn ask(authorizer: &Authorizer, policies: &PolicySet, policy: &Policy, tuple: &Tuple<'_>) -> Opinion {
    let mut people = vec![person(policy, "actor", tuple.actor)];
    let resource = match tuple.target {
        Some(Target { subject, .. }) => {
            people.push(person(policy, "target", subject));
            uid(&TYPES.person, "target")
        }
        None => uid(&TYPES.team, "team"),
    };
    let entities = Entities::from_entities(people, None).expect("two people");
    let action = uid(&TYPES.action, tuple.command.action().id());
    let context = context(policy, tuple);
    let request =
        Request::new(uid(&TYPES.person, "actor"), action, resource, context, None).expect("a request");
    let answer = authorizer.is_authorized(&request, policies, &entities);
    let errors: Vec<_> = answer.diagnostics().errors().map(ToString::to_string).collect();
    assert!(errors.is_empty(), "{errors:?}\n{}", proof::case_line(policy, tuple));
    let name = |id| policies.annotation(id, "id").unwrap_or("a policy without @id").to_owned();
    let mut because: Vec<_> = answer.diagnostics().reason().map(name).collect();
    because.sort();
    Opinion { allows: answer.decision() == Decision::Allow, because }
}

fn context(policy: &Policy, tuple: &Tuple<'_>) -> Context {
    let bool = RestrictedExpression::new_bool;
    let long = |n: u32| RestrictedExpression::new_long(i64::from(n));
    let facts = tuple.facts;
    let arguments = arguments(policy, tuple.command);
    let argument = |key: &str| text_of(arguments.get(key).map_or("", String::as_str));
    // A count that nobody told says nothing: more than any guard asks for.
    let guards = policy.profile().guards.keep_one.iter().zip(&facts.holders);
    let holders = guards.map(|(id, n)| (id.clone(), long(n.unwrap_or(1000))));
    let seat = facts.seats.first().copied().unwrap_or_default();
    let (batch, known) = match tuple.command {
        Command::Invite { people, known, .. } => (people, known),
        _ => (1, false),
    };
    let value =
        matches!(tuple.command, Command::SetGrant { on: true, .. } | Command::SetStanding { on: true, .. });
    let successor = match tuple.command {
        Command::Delete { successor: Successor::Active } => "active",
        Command::Delete { successor: Successor::Inactive } => "deactivated",
        Command::Delete { successor: Successor::Leaver } => "self-target",
        _ => "none",
    };
    let pairs = [
        ("me", bool(tuple.target.is_some_and(|t| t.oneself))),
        ("shared_account", bool(tuple.target.is_some_and(|t| t.shared_account))),
        ("holders", RestrictedExpression::new_record(holders).expect("different guards")),
        ("seat_known", bool(seat.limit.is_some())),
        ("seat_used", long(seat.used)),
        ("seat_limit", long(seat.limit.unwrap_or_default())),
        ("manages_target_unit", bool(facts.manages_target_unit)),
        ("enterprise", bool(facts.enterprise)),
        ("sso", text_of(if facts.sso_missing { "missing" } else { "there" })),
        ("to", argument("to")),
        ("field", argument("field")),
        ("grant", argument("grant")),
        ("kind", argument("kind")),
        ("permission", argument("permission")),
        ("standing", argument("standing")),
        ("batch", long(batch)),
        ("value", bool(value)),
        ("successor", text_of(successor)),
        ("already_member", bool(known)),
    ];
    Context::from_pairs(pairs.map(|(key, value)| (key.to_owned(), value))).expect("different keys")
}
