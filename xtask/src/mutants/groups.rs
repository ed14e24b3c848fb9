//! What is mutated, and which tests have to notice.

/// Files that belong together, and the tests that must notice a change in them.
pub struct Group {
    pub name: &'static str,
    /// Globs of the files that are mutated.
    pub files: &'static [&'static str],
    /// Files that the copy has other than the sources, for speed: a rule's mutant is built a thousand times.
    pub instead: &'static [(&'static str, &'static str)],
    /// When something else below these changes, what was found out before counts no more.
    pub depends: &'static [&'static str],
    /// The quickest first; each is asked only about what the ones before did not notice.
    pub passes: &'static [Pass],
}

/// One set of tests.
pub struct Pass {
    pub package: &'static str,
    /// Further arguments of `cargo test`: which targets.
    pub targets: &'static [&'static str],
    /// Arguments of the tests' own program: names, or what to skip.
    pub names: &'static [&'static str],
    /// Seconds before a run counts as one that never ends.
    pub limit: u32,
}

/// Random cases: slow, and never the only ones to notice something, or the list of survivors would depend on luck.
const RANDOM: &[&str] = &[
    "--skip=jy9_no_sequence_of_allowed_commands",
    "--skip=counts_follow_changes",
    "--skip=no_profile_text_makes_the_loader_panic",
    "--skip=jl3_conversations_go_to_those_who_know_first_and_never",
    "--skip=jt11_the_rotation_is_even",
];

/// No test of the rules speaks of the types of the HTTP API, and they are most of what is compiled.
const NO_WIRE_TYPES: &str = "//! Left out.\n\n/// Field id → value.\npub type FieldValues = std::collections::BTreeMap<String, String>;\n";

/// Quick tests in one program, linked once.
const ALL: &str = r#"//! In one program.
#[path = "corners.rs"]
mod corners;
#[path = "kept.rs"]
mod kept;
#[path = "places.rs"]
mod places;
#[path = "profiles.rs"]
mod profiles;
#[path = "promises.rs"]
mod promises;
#[path = "rule_faults.rs"]
mod rule_faults;
#[path = "sign_in.rs"]
mod sign_in;
#[path = "verdict_tables.rs"]
mod verdict_tables;
"#;

/// What the outcome of the token code hangs on.
const SERVER: &[&str] =
    &["Cargo.lock", "shared/src/", "shared/profiles/", "server/", "tests/api/", "tests/src/"];

/// The stories of that code, then the server's own tests, then all stories.
const fn stories(own: &'static [&'static str]) -> [Pass; 3] {
    [
        Pass { package: "tests", targets: &["--test=api"], names: own, limit: 300 },
        Pass { package: "rolecall", targets: &["--lib", "--features=harness"], names: &[], limit: 120 },
        Pass { package: "tests", targets: &["--test=api"], names: &[], limit: 600 },
    ]
}

pub static GROUPS: &[Group] = &[
    Group {
        name: "rules",
        files: &["shared/src/policy/**/*.rs", "shared/src/roster/**/*.rs"],
        instead: &[("shared/src/api/mod.rs", NO_WIRE_TYPES), ("shared/tests/all.rs", ALL)],
        depends: &["Cargo.lock", "shared/", "tests/verdicts/"],
        passes: &[
            Pass {
                package: "shared",
                targets: &["--test=all", "--test=role_tables", "--test=work"],
                names: RANDOM,
                limit: 60,
            },
            Pass { package: "shared", targets: &["--tests"], names: RANDOM, limit: 60 },
            // What only the page compiles.
            Pass {
                package: "shared",
                targets: &["--no-default-features", "--features=mini", "--test=kept"],
                names: &[],
                limit: 60,
            },
            // The documents as Cedar policies, asked about every case: whatever the rules answer otherwise than the products say.
            Pass { package: "proof", targets: &["--test=proof"], names: &["oracle_agrees"], limit: 600 },
        ],
    },
    Group {
        name: "joining",
        files: &["server/src/service/join.rs", "server/src/service/temporary.rs"],
        instead: &[],
        depends: SERVER,
        passes: &stories(&[
            "invitations::",
            "links::",
            "temporary",
            "first_run::",
            "has_joined",
            "jt16_what_a",
        ]),
    },
    Group {
        name: "keys",
        files: &[
            "server/src/service/flow/key.rs",
            "server/src/session/key.rs",
            "server/src/session/bearer.rs",
        ],
        instead: &[],
        depends: SERVER,
        passes: &stories(&["keys::", "widget_tokens::", "host_api::", "intake::"]),
    },
    Group {
        name: "sessions",
        files: &[
            "server/src/session/cookie.rs",
            "server/src/session/eyes.rs",
            "server/src/session/guard.rs",
            "server/src/session/sso_cookie.rs",
            "server/src/http/origin.rs",
            "server/src/policies.rs",
        ],
        instead: &[],
        depends: SERVER,
        passes: &stories(&[
            "sessions::",
            "live::",
            "junk::",
            "view_as::",
            "rules_renewed::",
            "widget_tokens::",
            "passwords::",
            "temporary_sso::",
        ]),
    },
    Group {
        name: "tokens",
        files: &[
            "server/src/random.rs",
            "server/src/webhook/sign.rs",
            "server/src/billing/webhook.rs",
            "server/src/service/act.rs",
        ],
        instead: &[],
        depends: SERVER,
        passes: &stories(&["webhooks::", "billing::", "host_api::", "accounts::", "keys::", "rights::"]),
    },
];
