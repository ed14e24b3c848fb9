//! What the demo's items say.

use super::crowd::{FIRST, LAST, ascii};
use super::work::{SIZE, mix};

/// An item by its number.
pub struct Item {
    /// Title.
    pub title: String,
    /// Details.
    pub fields: Vec<(&'static str, String)>,
}

/// How a kind of a team's work is made.
pub struct Maker {
    /// Kind of work.
    pub kind: &'static str,
    /// How many, by the size that was asked for.
    pub of: fn(u32) -> u32,
    /// The item of a number, about the person of a number: its own, or that of what it is linked to.
    pub make: fn(usize, usize) -> Item,
}

/// The kinds of a team, those that others are linked to first.
pub fn makers(team: &str) -> Vec<Maker> {
    let maker = |kind, of, make| Maker { kind, of, make };
    match team {
        "jtek" => vec![
            maker("contact", |n| n, contact),
            maker("opportunity", |n| share(n, 400), opportunity),
            maker("conversation", |n| share(n, 1_200), message),
        ],
        "jetlink" => vec![maker("conversation", |n| share(n, 3_000), chat)],
        "salestrekker" => vec![
            maker("contact", |n| share(n, 800), client),
            maker("deal", |n| share(n, 1_000), deal),
            maker("task", |n| share(n, 900), task),
            maker("note", |n| share(n, 600), remark),
        ],
        "salestrekker-enterprise" => vec![
            maker("contact", |n| share(n, 500), client),
            maker("deal", |n| share(n, 700), deal),
            maker("task", |n| share(n, 500), task),
            maker("note", |n| share(n, 400), remark),
        ],
        "voice-agents" => vec![maker("call", |n| share(n, 2_500), call)],
        "jelly" => vec![maker("conversation", |n| share(n, 2_000), mail)],
        _ => Vec::new(),
    }
}

/// The other teams grow with the sales team up to its usual size; beyond it, that team grows alone.
fn share(size: u32, usual: u32) -> u32 {
    (size.min(SIZE) * usual / SIZE).max(12)
}

fn of<'a>(all: &[&'a str], n: usize, salt: usize) -> &'a str {
    all.get(mix(n, salt) % all.len().max(1)).copied().unwrap_or_default()
}

fn names(n: usize) -> (&'static str, &'static str) {
    (of(&FIRST, n, 11), of(&LAST, n, 12))
}

fn name(n: usize) -> String {
    let (first, last) = names(n);
    format!("{first} {last}")
}

fn address(n: usize) -> String {
    let (first, last) = names(n);
    format!("{}.{}{n}@{}", ascii(first), ascii(last), of(&DOMAINS, n, 13))
}

fn phone(n: usize) -> String {
    format!("+1 {} 555 {:04}", 201 + mix(n, 14) % 700, mix(n, 15) % 10_000)
}

fn dollars(n: usize, from: usize, step: usize, steps: usize) -> String {
    let amount = from + step * (mix(n, 16) % steps);
    match (amount / 1_000_000, amount / 1_000 % 1_000, amount % 1_000) {
        (0, thousands, rest) => format!("${thousands},{rest:03}"),
        (millions, thousands, rest) => format!("${millions},{thousands:03},{rest:03}"),
    }
}

fn place(n: usize) -> String {
    format!("{} {}", 1 + mix(n, 17) % 240, of(&STREETS, n, 18))
}

fn contact(n: usize, _: usize) -> Item {
    let mut fields = vec![("email", address(n)), ("phone", phone(n))];
    if !mix(n, 19).is_multiple_of(3) {
        fields.push(("company", of(&COMPANIES, n, 20).to_owned()));
    }
    fields.push(("source", of(&SOURCES, n, 21).to_owned()));
    Item { title: name(n), fields }
}

fn opportunity(n: usize, who: usize) -> Item {
    let stage = of(&["New lead", "Contacted", "Viewing", "Offer", "Under contract", "Closed", "Lost"], n, 22);
    let fields = vec![("stage", stage.to_owned()), ("value", dollars(n, 180_000, 5_000, 190))];
    Item { title: format!("{} – {}", place(n), names(who).1), fields }
}

fn message(n: usize, who: usize) -> Item {
    let title = match mix(n, 23) % 6 {
        0 => format!("Viewing at {}", place(n)),
        1 => format!("Question about {}", place(n)),
        2 => "Mortgage pre-approval".to_owned(),
        3 => format!("Offer for {}", place(n)),
        4 => "Looking for three bedrooms".to_owned(),
        _ => format!("Call back for {}", names(who).0),
    };
    Item { title, fields: vec![("channel", of(&["SMS", "Email", "Call", "Web chat"], n, 24).to_owned())] }
}

fn chat(n: usize, _: usize) -> Item {
    let topic = of(&["Sales", "Support", "Billing", "Shipping", "Returns"], n, 25);
    let channel = of(&["WhatsApp", "Web chat", "Instagram", "Messenger"], n, 26);
    Item { title: name(n), fields: vec![("topic", topic.to_owned()), ("channel", channel.to_owned())] }
}

fn client(n: usize, _: usize) -> Item {
    Item { title: name(n), fields: vec![("email", address(n)), ("phone", phone(n))] }
}

fn deal(n: usize, who: usize) -> Item {
    let stages = ["Enquiry", "Fact find", "Submission", "Conditional", "Formal approval", "Settled"];
    let what = of(&["home loan", "refinance", "investment loan", "construction loan", "top-up"], n, 27);
    let fields = vec![("stage", of(&stages, n, 28).to_owned()), ("amount", dollars(n, 220_000, 10_000, 120))];
    Item { title: format!("{} – {what}", names(who).1), fields }
}

fn task(n: usize, who: usize) -> Item {
    let what = of(&TASKS, n, 29);
    let due = format!("2026-{:02}-{:02}", 3 + mix(n, 30) % 6, 1 + mix(n, 31) % 28);
    Item { title: format!("{what} {}", names(who).0), fields: vec![("due", due)] }
}

fn remark(n: usize, who: usize) -> Item {
    Item { title: format!("{} {}", names(who).0, of(&REMARKS, n, 32)), fields: Vec::new() }
}

fn call(n: usize, _: usize) -> Item {
    let outcome = of(&["Booked", "Answered", "Answered", "Transferred", "Voicemail", "Missed"], n, 33);
    let seconds = 20 + mix(n, 34) % 520;
    let mut fields = vec![("outcome", outcome.to_owned())];
    if outcome != "Missed" {
        fields.push(("length", format!("{}:{:02}", seconds / 60, seconds % 60)));
        fields.push(("recording", format!("https://recordings.northwind.example/{:08x}.mp3", mix(n, 35))));
    }
    let title = if mix(n, 36).is_multiple_of(4) { phone(n) } else { name(n) };
    Item { title, fields }
}

fn mail(n: usize, _: usize) -> Item {
    let order = 20_000 + mix(n, 37) % 60_000;
    let title = match mix(n, 38) % 7 {
        0 => format!("Order {order} has not arrived"),
        1 => format!("Return of order {order}"),
        2 => "Do you have this as a hardcover?".to_owned(),
        3 => format!("Invoice for order {order}"),
        4 => "Opening hours over the holidays".to_owned(),
        5 => format!("Reading with {}", name(n / 9)),
        _ => format!("Gift card {order}"),
    };
    Item { title, fields: vec![("from", address(n))] }
}

const DOMAINS: [&str; 6] =
    ["mail.example", "post.example", "home.example", "office.example", "inbox.example", "studio.example"];

const STREETS: [&str; 12] = [
    "Maple Street",
    "Cedar Lane",
    "Barton Creek Road",
    "Lamar Boulevard",
    "Juniper Court",
    "Oak Hill Drive",
    "Riverside Drive",
    "Congress Avenue",
    "Pecan Street",
    "Willow Way",
    "Sunset Trail",
    "Bluebonnet Lane",
];

const COMPANIES: [&str; 12] = [
    "Hillside Dental",
    "Marlow & Finch",
    "Copperline Cafés",
    "Nordwind Logistics",
    "Bright Oak Schools",
    "Quarry Lane Studio",
    "Sable Interiors",
    "Harvest Table",
    "Foxglove Florists",
    "Tideway Legal",
    "Lumen Optics",
    "Granite Works",
];

const SOURCES: [&str; 6] = ["Website", "Open house", "Referral", "Zillow", "Walk-in", "Newsletter"];

const TASKS: [&str; 8] = [
    "Call",
    "Collect payslips from",
    "Send the fact find to",
    "Book the valuation for",
    "Chase documents from",
    "Order the credit report of",
    "Prepare the application for",
    "Ring the bank about",
];

const REMARKS: [&str; 6] = [
    "prefers to be called after six",
    "wants to fix the rate for three years",
    "has sold the flat in March",
    "changes jobs in May",
    "asks for an offset account",
    "is waiting for the builder's quote",
];
