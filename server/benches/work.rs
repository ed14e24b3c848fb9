//! Lists of work over a thousand and over a hundred thousand items; and what a move of a hundred thousand does to others.
//! `cargo xtask bench work` runs it.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement that stops at the first surprise"
)]

use rolecall::harness::{Client, Options, TestApp};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Items of the small and of the large team.
const SIZES: [u32; 2] = [1_000, 100_000];
/// Times that each list is asked for.
const TIMES: usize = 60;

const CONTACTS: &str = "/api/v1/teams/jtek/work/contact";

/// What is asked for; `{me}` stands for a member who has much.
const LISTS: [(&str, &str); 10] = [
    ("all, newest", "?"),
    ("all, by title", "?sort=title"),
    ("one assignee", "?assignee={me}"),
    ("one assignee, by title", "?assignee={me}&sort=title"),
    ("unassigned", "?assignee=none"),
    ("unassigned, by title", "?assignee=none&sort=title"),
    ("second page", "?after={next}"),
    ("search, common word", "?q=anna&limit=20"),
    ("search, rare words", "?q=anna%20ellis&limit=1"),
    ("search, no find", "?q=anna%20zz"),
];

#[tokio::main]
async fn main() {
    let (small, large) = (made(SIZES[0]).await, made(SIZES[1]).await);
    let rachels = [
        small.signed_in("rachel@juniper.example").await.unwrap(),
        large.signed_in("rachel@juniper.example").await.unwrap(),
    ];
    println!("\nfirst page of a list, median of {TIMES}");
    println!("{:<26} {:>12} {:>12} {:>7}", "filter", "1,000", "100,000", "ratio");
    for (name, query) in LISTS {
        let [small, large] = list(&rachels, query).await;
        let ratio = large.as_secs_f64() / small.as_secs_f64();
        println!("{name:<26} {:>12} {:>12} {ratio:>7.2}", shown(small), shown(large));
    }
    let [_, rachel] = rachels;
    transfer(large, rachel).await;
}

async fn made(work: u32) -> TestApp {
    let began = Instant::now();
    let app = TestApp::with(Options { demo: Some(20), work, ..Options::default() }).await.unwrap();
    println!("demo with {work} contacts made in {}", shown(began.elapsed()));
    app
}

fn shown(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1_000.0)
}

async fn ask(client: &Client, path: &str) -> Value {
    let answer = client.get(path).await.unwrap();
    assert!(answer.status.is_success(), "{path}: {answer:?}");
    answer.json()
}

/// Medians of the small and the large team. They are asked in turn, so that whatever else the machine does slows both.
async fn list(clients: &[Client; 2], query: &str) -> [Duration; 2] {
    let mut paths = Vec::new();
    for client in clients {
        let tyler = ask(client, "/api/v1/teams/jtek/people?q=tyler").await;
        let me = tyler["items"][0]["id"].as_str().unwrap().to_owned();
        let next = ask(client, CONTACTS).await["next"].as_str().unwrap().to_owned();
        paths.push(format!("{CONTACTS}{}", query.replace("{me}", &me).replace("{next}", &next)));
    }
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..TIMES {
        for ((client, path), times) in clients.iter().zip(&paths).zip(&mut times) {
            let began = Instant::now();
            let answer = client.get(path).await.unwrap();
            times.push(began.elapsed());
            assert!(answer.status.is_success(), "{path}: {answer:?}");
        }
    }
    times.map(|mut all| median(&mut all))
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// Everything goes to one person while others read and write.
async fn transfer(app: TestApp, rachel: Client) {
    let people = ask(&rachel, "/api/v1/teams/jtek/people?q=tyler").await;
    let tyler = people["items"][0]["id"].as_str().unwrap().to_owned();
    let over = Arc::new(AtomicBool::new(false));
    let others = [
        ("list of the same team", app.signed_in("tyler@juniper.example").await.unwrap(), CONTACTS),
        (
            "list of another team",
            app.signed_in("owner@jelly.example").await.unwrap(),
            "/api/v1/teams/jelly/work/conversation",
        ),
    ];
    let mut tasks = Vec::new();
    for (name, client, path) in others {
        let over = Arc::clone(&over);
        tasks.push((
            name,
            tokio::spawn(async move {
                let mut times = Vec::new();
                while !over.load(Ordering::Relaxed) {
                    let began = Instant::now();
                    assert!(client.get(path).await.unwrap().status.is_success());
                    times.push(began.elapsed());
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
                times
            }),
        ));
    }
    let writer = app.signed_in("admin@jelly.example").await.unwrap();
    let inbox = ask(&writer, "/api/v1/teams/jelly/work/conversation").await;
    let item = inbox["items"][0]["id"].as_str().unwrap().to_owned();
    let stop = Arc::clone(&over);
    tasks.push((
        "notes of another team",
        tokio::spawn(async move {
            let mut times = Vec::new();
            while !stop.load(Ordering::Relaxed) {
                let began = Instant::now();
                let path = format!("/api/v1/teams/jelly/work/conversation/{item}/notes");
                assert!(writer.post(&path, &json!({"text": "seen"})).await.unwrap().status.is_success());
                times.push(began.elapsed());
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            times
        }),
    ));
    tokio::time::sleep(Duration::from_millis(300)).await;
    let mut moves = Vec::new();
    for (name, body) in [
        ("everything to one person", json!({"to": tyler, "filter": {}})),
        ("everything to nobody", json!({"filter": {}})),
    ] {
        let began = Instant::now();
        let answer = rachel.post(&format!("{CONTACTS}/assign"), &body).await.unwrap();
        assert!(answer.status.is_success(), "{answer:?}");
        moves.push((name, answer.json(), began.elapsed()));
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
    let began = Instant::now();
    let batch = moves[1].1["batch"].clone();
    let answer = rachel.post("/api/v1/teams/jtek/work/undo", &json!({ "batch": batch })).await.unwrap();
    moves.push(("and back", answer.json(), began.elapsed()));
    over.store(true, Ordering::Relaxed);
    println!("\na move of many items");
    for (name, answer, time) in &moves {
        println!("{name:<26} {:>8} items {:>12}", answer["moved"], shown(*time));
    }
    println!("\nothers meanwhile           {:>6} {:>12} {:>12}", "n", "median", "longest");
    for (name, task) in tasks {
        let mut times = task.await.unwrap();
        let middle = median(&mut times);
        println!("{name:<26} {:>6} {:>12} {:>12}", times.len(), shown(middle), shown(*times.last().unwrap()));
    }
}
