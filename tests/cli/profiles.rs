//! `rolecall profiles` and `rolecall openapi`.

use crate::program::{arg, err, out, run};
use rolecall::config::Config;
use rolecall::routes::table;
use serde_json::Value;
use std::path::{Path, PathBuf};
use tests::Story;

fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

#[test]
fn the_five_products_and_the_sixth_of_the_guide_are_well() -> Story {
    let mut args = vec!["profiles".to_owned(), "check".into()];
    for name in ["jtek", "jetlink", "salestrekker", "voice-agents", "jelly"] {
        args.push(arg(&repository(&format!("shared/profiles/{name}.toml"))));
    }
    args.push(arg(&repository("docs/examples/studio.toml")));
    let output = run(&args)?;
    assert!(output.status.success(), "{}{}", out(&output), err(&output));
    let text = out(&output);
    assert_eq!(text.lines().count(), 6, "{text}");
    assert!(text.lines().all(|l| l.contains(": ok (")), "{text}");
    Ok(())
}

#[test]
fn a_bad_profile_is_named_with_file_key_and_reason_and_the_status_is_1() -> Story {
    let folder = tempfile::tempdir()?;
    let jelly = std::fs::read_to_string(repository("shared/profiles/jelly.toml"))?;
    for (name, from, to, told) in [
        ("unknown-role.toml", "keep_one = [\"owner\"]", "keep_one = [\"boss\"]", "guards.keep_one"),
        ("unknown-permission.toml", "\"members.invite\"", "\"members.invent\"", "roles.admin.permissions"),
        // An admin who may make owners makes themself one through a friend.
        (
            "climb.toml",
            "assigns = [\"member\", \"admin\"]\n",
            "assigns = [\"member\", \"admin\", \"owner\"]\n",
            "roles.admin",
        ),
        ("typo.toml", "at_once = 4", "at_onec = 4", "at_onec"),
        ("not-toml.toml", "schema = 1", "schema = = 1", "line 1"),
    ] {
        let file = folder.path().join(name);
        let text = jelly.replacen(from, to, 1);
        assert_ne!(text, jelly, "{name}: nothing was made bad");
        std::fs::write(&file, text)?;
        let output = run(&["profiles", "check", &arg(&file)])?;
        assert_eq!(output.status.code(), Some(1), "{name}: {}", out(&output));
        let text = out(&output);
        assert!(text.lines().all(|l| l.starts_with(&format!("{}: ", arg(&file)))), "{name}: {text}");
        assert!(text.contains(told), "{name} should name {told}: {text}");
    }
    Ok(())
}

#[test]
fn one_bad_file_among_good_ones_is_enough_and_all_are_looked_at() -> Story {
    let folder = tempfile::tempdir()?;
    let bad = folder.path().join("bad.toml");
    std::fs::write(&bad, "schema = 1\n")?;
    let good = arg(&repository("shared/profiles/jtek.toml"));
    let output = run(&["profiles", "check", &arg(&bad), &good])?;
    assert_eq!(output.status.code(), Some(1));
    let text = out(&output);
    assert!(text.contains("bad.toml: ") && text.contains("jtek.toml: ok"), "{text}");
    let missing = run(&["profiles", "check", "no/such/file.toml"])?;
    assert_eq!(missing.status.code(), Some(1));
    assert!(out(&missing).contains("no/such/file.toml"), "{}", out(&missing));
    Ok(())
}

#[test]
fn the_permissions_page_in_the_repository_is_the_one_that_is_printed() -> Story {
    let output = run(&["profiles", "docs"])?;
    assert!(output.status.success(), "{}", err(&output));
    let kept = std::fs::read_to_string(repository("docs/permissions.md"))?;
    assert_eq!(out(&output), kept, "run `rolecall profiles docs > docs/permissions.md`");
    Ok(())
}

#[test]
fn openapi_is_3_1_and_lists_every_route() -> Story {
    let output = run(&["openapi"])?;
    assert!(output.status.success(), "{}", err(&output));
    let document: Value = serde_json::from_slice(&output.stdout)?;
    assert!(document["openapi"].as_str().is_some_and(|v| v.starts_with("3.1")));
    let mut routes = 0;
    for route in table(&Config::default()) {
        let operation = &document["paths"][route.path][route.method.as_str().to_lowercase()];
        assert!(operation.is_object(), "{} {}", route.method, route.path);
        routes += 1;
    }
    let listed: usize = document["paths"]
        .as_object()
        .into_iter()
        .flatten()
        .filter_map(|(_, p)| p.as_object())
        .map(|p| p.len())
        .sum();
    assert_eq!(listed, routes, "and nothing else");
    // Every reference leads somewhere.
    let text = out(&output);
    for name in text.split("#/components/schemas/").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(document["components"]["schemas"][name].is_object(), "{name} is missing");
    }
    Ok(())
}

#[test]
fn what_is_not_understood_is_said_on_standard_error_with_a_status_of_its_own() -> Story {
    for args in [&["nonsense"][..], &["serve", "--nonsense"], &["backup"], &["serve", "--test-clock"]] {
        let output = run(args)?;
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(output.stdout.is_empty() && !output.stderr.is_empty(), "{args:?}");
    }
    let help = run(&["--help"])?;
    for command in ["serve", "decide", "profiles", "openapi", "migrate", "backup", "restore"] {
        assert!(out(&help).contains(command), "{command} is not in the help");
    }
    Ok(())
}
