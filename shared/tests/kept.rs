//! Rules as a page keeps them, for good. The second half is about what only the page compiles:
//! `cargo test -p shared --no-default-features --features mini --test kept`

#![allow(clippy::unwrap_used)]

#[cfg(feature = "native")]
mod on_a_server {
    use shared::policy::Policy;
    use shared::profile::{Profile, builtin};

    fn profile(id: &str) -> Profile {
        builtin(id).unwrap().unwrap()
    }

    #[test]
    fn rules_that_a_page_keeps_are_the_servers() {
        for id in ["jtek", "jetlink", "salestrekker", "voice-agents", "jelly"] {
            let kept = Policy::kept(Box::leak(Box::new(profile(id)))).unwrap();
            assert_eq!(format!("{kept:?}"), format!("{:?}", Policy::compile(profile(id)).unwrap()), "{id}");
        }
        let mut unknown = profile("jtek");
        unknown.guards.keep_one.push("captain".into());
        assert!(Policy::kept(Box::leak(Box::new(unknown))).is_none());
    }
}

#[cfg(all(feature = "mini", not(feature = "serde")))]
mod on_a_page {
    use shared::json::{Unread, keep, read, write};
    use shared::policy::{Code, Command, Facts, Policy, Target, decide};
    use shared::profile::Profile;

    /// A small profile, as a server writes it.
    fn profile(not_oneself: &str, expires: &str) -> String {
        let role = r#"{"label":"Owner","about":"","default":true,"permissions":["members.deactivate"],"assigns":["owner"],"source":["JY8"]}"#;
        let invitation = format!(
            r#"{{"fields":[],"at_once":1,"expires":"{expires}","credential":"join-link","mail_optional":false,"source":[]}}"#
        );
        let guards = format!(r#"{{"keep_one":["owner"],"not_oneself":["{not_oneself}"],"source":[]}}"#);
        let empty = |names: &[&str]| names.iter().map(|n| format!(",\"{n}\":{{}}")).collect::<String>();
        let tables = empty(&[
            "words",
            "permissions",
            "additions",
            "standing",
            "grants",
            "fields",
            "seats",
            "work",
            "settings",
            "team_fields",
            "lists",
        ]);
        format!(
            r#"{{"schema":1,"id":"p","name":"P","about":"","roles":{{"owner":{role}}},"guards":{guards},"invitation":{invitation},"restore":{{"notify":true}},"notices":{{"field":"x"}},"founder":{{"role":"owner","standing":[]}},"password":{{"min":8,"source":[]}}{tables}}}"#
        )
    }

    #[test]
    fn a_profile_is_read_when_it_is_needed() {
        let whole = profile("deactivate", "7d");
        let unread = read::<Unread<Profile>>(&whole).unwrap();
        assert_eq!(write(&unread), whole);
        let policy = Policy::kept(keep(&unread).unwrap()).unwrap();
        let owner = policy.founder();
        let target = Target { subject: owner, oneself: true, shared_account: false };
        let facts = Facts { holders: vec![Some(2)], ..Facts::default() };
        let denied = decide(policy, &owner, Command::Deactivate, Some(&target), &facts, 0).unwrap_err();
        assert_eq!(denied.code, Code::SelfAction);
        // What a newer server knows, an older page does not guess.
        for (action, expires) in [("juggle", "7d"), ("deactivate", "a moon")] {
            let newer = read::<Unread<Profile>>(&profile(action, expires)).unwrap();
            assert!(Policy::kept(keep(&newer).unwrap()).is_none(), "{action} {expires}");
        }
        assert!(keep(&read::<Unread<Profile>>("{\"schema\":1}").unwrap()).is_none());
        assert!(read::<Unread<Profile>>("{\"schema\":").is_none());
    }
}
