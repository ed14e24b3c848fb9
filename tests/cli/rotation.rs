//! Whose turn it is outlives the server (JT11).

use crate::browser::Browser;
use crate::program::{Server, arg};
use serde_json::{Value, json};
use tests::{Failure, Story};

#[test]
fn jt11_the_order_survives_a_restart_and_a_crash() -> Story {
    let folder = tempfile::tempdir()?;
    let options: Vec<String> =
        ["--demo", "--demo-size", "4", "--demo-work", "40", "--db"].map(str::to_owned).to_vec();
    let options = [options, vec![arg(&folder.path().join("demo.db"))]].concat();
    let mut server = Server::start(&options)?;
    let rachel = Browser::sign_in(&server)?;
    let people: Vec<Value> = rachel.get(&server, "/people?kind=contact")?["items"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|p| p["id"].clone())
        .collect();
    assert_eq!(people.len(), 2, "those who are active");
    let json = "application/json";
    let made = json!({"name": "Restarted", "members": people}).to_string();
    let made = rachel.ask(&server, "POST", "/automations", json, &made)?;
    let key = rachel.ask(&server, "POST", "/keys", json, &json!({"name": "Form"}).to_string())?;
    let headers = format!(
        "authorization: Bearer {}\r\ncontent-type: application/json\r\n",
        key["secret"].as_str().ok_or("no key")?
    );
    let mut got = Vec::new();
    for n in 0..6 {
        let lead = json!({"title": format!("Lead {n}"), "automation": made["id"]}).to_string();
        let answer = server.request("POST", "/api/v1/intake", &headers, &lead)?;
        assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
        let (_, body) = answer.split_once("\r\n\r\n").ok_or("no answer")?;
        let taken: Value = serde_json::from_str(body)?;
        let id = taken["id"].as_str().ok_or("no id")?;
        let item = rachel.get(&server, &format!("/work/contact/{id}"))?;
        got.push(item["item"]["assignee"]["id"].clone());
        if n % 2 == 0 {
            assert!(server.stop()?.success());
        } else {
            drop(server); // kill -9
        }
        server = Server::start(&options)?;
    }
    let turns: Vec<Value> = people.iter().cycle().take(6).cloned().collect();
    assert_eq!(got, turns);
    Ok::<(), Failure>(())
}
