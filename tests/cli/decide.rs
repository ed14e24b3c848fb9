//! `rolecall decide`.

use crate::program::{err, out, rolecall, run, run_with};
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::Stdio;
use tests::{Failure, Story};

/// The example of the interface's own description, by somebody with this role.
fn case(actor: &str, to: &str) -> String {
    json!({"profile": "jelly", "actor": {"roles": [actor], "status": "active"}, "action": "change-role", "to": to,
        "target": {"roles": ["member"], "status": "active", "self": false},
        "facts": {"active_holders": {"owner": 1}, "seats": {"agent": {"used": 3, "limit": 5}},
            "manages_target_unit": false, "enterprise": false},
        "now": "2026-01-01T00:00:00Z"})
    .to_string()
}

#[test]
fn cases_are_answered_line_by_line_in_order_and_the_status_is_0() -> Story {
    let input = [case("owner", "owner"), case("admin", "owner"), case("admin", "admin")].join("\n");
    for end in ["", "\n", "\r\n", "\n\n"] {
        let output = run_with(&["decide"], &format!("{input}{end}"))?;
        assert_eq!(
            out(&output),
            "{\"verdict\":\"allow\"}\n{\"verdict\":\"deny\",\"code\":\"not-permitted\"}\n{\"verdict\":\"allow\"}\n"
        );
        assert!(output.status.success(), "{}", err(&output));
    }
    Ok(())
}

#[test]
fn a_malformed_line_is_answered_as_one_the_others_go_on_and_the_status_is_1() -> Story {
    let good = case("owner", "owner");
    let input = [
        good.as_str(),
        "nonsense",
        &good,
        "{}",
        "[]",
        &good.replace("jelly", "no-such-product"),
        &good.replace("change-role", "no-such-action"),
        &good.replace("\"to\":\"owner\"", "\"to\":\"king\""),
        &good.replace("2026-01-01T00:00:00Z", "yesterday"),
        "\u{feff}",
        &good,
    ]
    .join("\n");
    let output = run_with(&["decide"], &input)?;
    let told: Vec<Value> = out(&output).lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    let kinds: Vec<&str> =
        told.iter().map(|v| if v["error"].is_string() { "error" } else { "verdict" }).collect();
    let wanted: Vec<&str> =
        (0..11).map(|n| if [0, 2, 10].contains(&n) { "verdict" } else { "error" }).collect();
    assert_eq!(kinds, wanted, "{told:?}");
    assert_eq!(output.status.code(), Some(1));
    Ok(())
}

#[test]
fn bytes_that_are_no_text_are_one_malformed_line() -> Story {
    let mut child = rolecall(&["decide"]).stdin(Stdio::piped()).spawn()?;
    let mut stdin = child.stdin.take().ok_or("no input")?;
    stdin.write_all(b"\xff\xfe\x00\n")?;
    stdin.write_all(case("owner", "owner").as_bytes())?;
    drop(stdin);
    let output = child.wait_with_output()?;
    let told = out(&output);
    let lines: Vec<&str> = told.lines().collect();
    assert!(
        lines.len() == 2 && lines[0].starts_with("{\"error\"") && lines[1] == "{\"verdict\":\"allow\"}",
        "{told}"
    );
    assert_eq!(output.status.code(), Some(1));
    Ok(())
}

#[test]
fn nothing_asked_is_nothing_answered() -> Story {
    let output = run(&["decide"])?;
    assert!(output.status.success() && output.stdout.is_empty() && output.stderr.is_empty());
    Ok(())
}

#[test]
fn an_answer_comes_before_the_next_question() -> Story {
    let mut child = rolecall(&["decide"]).stdin(Stdio::piped()).spawn()?;
    let mut stdin = child.stdin.take().ok_or("no input")?;
    let mut stdout = BufReader::new(child.stdout.take().ok_or("no output")?);
    for (actor, verdict) in [("owner", "allow"), ("member", "deny"), ("owner", "allow")] {
        writeln!(stdin, "{}", case(actor, "admin"))?;
        stdin.flush()?;
        let mut line = String::new();
        stdout.read_line(&mut line)?;
        assert_eq!(serde_json::from_str::<Value>(&line)?["verdict"], verdict);
    }
    drop(stdin);
    assert!(child.wait()?.success());
    Ok(())
}

#[test]
fn ten_thousand_cases_go_through_one_pipe() -> Story {
    let input = (0..10_000)
        .map(|n| case(if n % 3 == 0 { "owner" } else { "admin" }, "owner") + "\n")
        .collect::<String>();
    let output = run_with(&["decide"], &input)?;
    let text = out(&output);
    let allowed = text.lines().enumerate().filter(|(n, line)| line.contains("allow") == (n % 3 == 0)).count();
    assert_eq!(allowed, 10_000, "each answer is its own line's");
    Ok(())
}

#[test]
fn a_profile_may_be_a_file() -> Story {
    let studio = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/examples/studio.toml");
    let line = json!({"profile": studio, "actor": {"roles": ["nobody-has-this"]}, "action": "view-members"})
        .to_string();
    let output = run_with(&["decide"], &line)?;
    let told: Value = serde_json::from_str(&out(&output))?;
    let error = told["error"].as_str().unwrap_or_default();
    assert!(error.contains("nobody-has-this"), "the file was read, the role is what is wrong: {error}");
    let missing =
        json!({"profile": "./no/such/file.toml", "actor": {"roles": ["x"]}, "action": "view-members"})
            .to_string();
    let output = run_with(&["decide"], &missing)?;
    assert!(out(&output).contains("no/such/file.toml"), "{}", out(&output));
    assert_eq!(output.status.code(), Some(1));
    Ok(())
}

/// The tables that were written from the documents alone, through the program itself.
#[test]
fn the_verdict_tables_hold_through_the_program() -> Story {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("verdicts");
    let (mut asked, mut wanted) = (String::new(), Vec::new());
    for name in ["jtek", "jetlink", "salestrekker", "voice-agents", "jelly"] {
        for line in std::fs::read_to_string(folder.join(format!("{name}.jsonl")))?.lines() {
            let row: Value = serde_json::from_str(line)?;
            if row["case"].is_object() && row["sure"] != json!(false) {
                asked.push_str(&format!("{}\n", row["case"]));
                wanted.push(row);
            }
        }
    }
    assert!(wanted.len() > 500, "only {} sure rows", wanted.len());
    let output = run_with(&["decide"], &asked)?;
    let told: Vec<Value> = out(&output).lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    assert_eq!(told.len(), wanted.len());
    let wrong: Vec<String> = told
        .iter()
        .zip(&wanted)
        .filter(|(got, row)| {
            let want = &row["want"];
            got["verdict"] != want["verdict"] || (want["code"].is_string() && got["code"] != want["code"])
        })
        .map(|(got, row)| format!("{} wants {}, got {got}", row["id"], row["want"]))
        .collect();
    if wrong.is_empty() { Ok(()) } else { Err(Failure::from(wrong.join("\n"))) }
}

/// The very text of the built-in profiles, to compare lines with.
fn profile(name: &str) -> Result<String, Failure> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/profiles").join(name);
    Ok(std::fs::read_to_string(path)?)
}

#[test]
fn explain_names_the_line_that_decided() -> Story {
    let last = json!({"profile": "jelly", "actor": {"roles": ["owner"]}, "action": "change-role", "to": "admin",
        "target": {"roles": ["owner"], "self": true}, "facts": {"active_holders": {"owner": 1}}});
    let input = format!("{last}\n{}\nnonsense\n", case("admin", "admin"));
    let output = run_with(&["decide", "--explain"], &input)?;
    let told = out(&output);
    let lines: Vec<Value> = told.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    let text = profile("jelly.toml")?;
    let at = |needle: &str| text.lines().position(|l| l.contains(needle)).map(|at| at + 1);
    assert_eq!(lines[0]["code"], "last-holder");
    let guard = &lines[0]["explain"];
    assert_eq!((&guard["rule"], &guard["file"]), (&json!("guards.keep_one"), &json!("jelly.toml")));
    assert_eq!((&guard["line"], &guard["text"]), (&json!(at("keep_one")), &json!("keep_one = [\"owner\"]")));
    assert_eq!(guard["source"], json!(["JY9", "JY12"]));
    assert_eq!(lines[1]["verdict"], "allow");
    assert_eq!(lines[1]["explain"]["rule"], "roles.admin.permissions");
    assert_eq!(lines[1]["explain"]["line"], json!(at("\"members.invite\", \"members.edit\"")));
    assert!(lines[2]["error"].is_string() && lines[2]["explain"].is_null(), "{told}");
    assert_eq!(output.status.code(), Some(1));
    Ok(())
}

#[test]
fn explain_knows_the_lines_of_a_profile_file_too() -> Story {
    let studio = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/examples/studio.toml");
    let text = std::fs::read_to_string(&studio)?;
    let role = text.lines().find_map(|l| l.strip_prefix("[roles.")?.strip_suffix(']')).ok_or("no role")?;
    let line = json!({"profile": studio, "actor": {"roles": [role]}, "action": "edit-own-preferences"});
    let output = run_with(&["decide", "--explain"], &line.to_string())?;
    let told: Value = serde_json::from_str(&out(&output))?;
    let explain = &told["explain"];
    assert_eq!(explain["file"], json!(studio));
    let at = usize::try_from(explain["line"].as_u64().ok_or("no line")?)?;
    assert_eq!(explain["text"], text.lines().nth(at - 1).ok_or("no such line")?.trim());
    Ok(())
}

/// Whoever doesn't ask for it gets what they always got, byte for byte.
#[test]
fn explain_is_only_told_when_it_is_asked_for() -> Story {
    let input = [case("owner", "owner"), case("admin", "owner")].join("\n");
    assert_eq!(
        out(&run_with(&["decide"], &input)?),
        "{\"verdict\":\"allow\"}\n{\"verdict\":\"deny\",\"code\":\"not-permitted\"}\n"
    );
    for line in out(&run_with(&["decide", "--explain"], &input)?).lines() {
        assert!(line.contains("\"explain\":{\"rule\":"), "{line}");
    }
    Ok(())
}
