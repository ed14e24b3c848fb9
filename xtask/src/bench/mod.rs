//! `cargo xtask bench`: what the browser downloads, against its budget, and what it is made of. `cargo xtask bench work`: how
//! long lists of work take over a thousand and over a hundred thousand items, and what a large move does to others.

mod module;

use crate::setup::Tools;
use crate::{Res, app, run, setup, sh};
use std::path::Path;

/// Bytes of a first load, brotli, all in all (issue 2: 180 KB).
const BUDGET: usize = 180_000;

pub fn command(args: &[String]) -> Res {
    if args.first().is_some_and(|a| a == "work") {
        return work(args.get(1..).unwrap_or_default());
    }
    if args.first().is_some_and(|a| a == "widget") {
        return alone();
    }
    crate::only_flags(args, &[])?;
    let tools = setup::ensure()?;
    app::build(&tools)?;
    let within = sizes(&tools);
    composition()?;
    embedded(&tools)?;
    within
}

/// What the widget's members screen weighs and which of our modules the code is from, without building the page.
fn alone() -> Res {
    let work = app::widget_alone(&setup::ensure()?)?;
    let mut total = 0;
    for file in sh::files(&work.join("dist")) {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let size = app::pack::brotli(&sh::read(&file)?)?.len();
        let first = name == "team-settings.js" || (name.starts_with("widget-") && name.ends_with(".wasm"));
        total += if first { size } else { 0 };
        println!("{} {name:<44} {size:>9}", if first { "*" } else { " " });
    }
    println!(
        "widget, members {total} bytes, brotli: {:.0} % of {WIDGET}",
        100.0 * total as f64 / WIDGET as f64
    );
    made_of(&work.join("widget/named.wasm"))
}

/// How soon the widget's rows stand in somebody else's page, beside a page made by hand for those rows alone.
fn embedded(tools: &Tools) -> Res {
    let bin = run::server(false)?;
    println!();
    let mut c = sh::cmd("node");
    c.current_dir(sh::root().join("tests/hosts"))
        .arg("bench.mjs")
        .env("ROLECALL_BIN", &bin)
        .env("CHROMIUM", &tools.chromium);
    sh::run(&mut c, "Run `node bench.mjs` in tests/hosts: it could not load the pages.")
}

/// With `--debug` the build that is there anyway: the database is compiled quick in it too, the rest is slow.
fn work(args: &[String]) -> Res {
    crate::only_flags(args, &["--debug"])?;
    let mut c = sh::cmd("cargo");
    c.args(["bench", "-p", "rolecall", "--features", "harness", "--bench", "work"]);
    if !args.is_empty() {
        c.args(["--profile", "dev"]);
    }
    sh::run(&mut c, "Look at server/benches/work.rs: what it asked for was refused.")
}

/// A file of dist/ and what it costs.
struct Asset {
    name: String,
    raw: usize,
    gzip: usize,
    brotli: usize,
    /// Fetched by a first visit of these pages.
    on: Vec<&'static str>,
}

/// The pages whose first visit the budget is for.
const PAGES: [&str; 2] = ["sign-in", "members"];

/// Prints each asset and which page's first visit fetches it; fails when one of these visits is beyond the budget.
pub fn sizes(tools: &Tools) -> Res {
    let fetched = first_loads(tools)?;
    let mut assets = assets(&fetched)?;
    // What both pages fetch comes first, what none does last.
    assets.sort_by_key(|a| std::cmp::Reverse((a.on.len(), a.brotli)));
    println!("{:<44} {:>9} {:>9} {:>9}  first load of", "file", "raw", "gzip", "brotli");
    for Asset { name, raw, gzip, brotli, on } in &assets {
        let on = if on.is_empty() { "– (when used)".to_owned() } else { on.join(", ") };
        println!("{name:<44} {raw:>9} {gzip:>9} {brotli:>9}  {on}");
    }
    let mut over = 0;
    for page in PAGES {
        let total: usize = assets.iter().filter(|a| a.on.contains(&page)).map(|a| a.brotli).sum();
        if total == 0 {
            return Err(format!("Look at tests/e2e/first-load.mjs: it says nothing of the page {page}."));
        }
        over = over.max(total.saturating_sub(BUDGET));
        println!(
            "first load, {page:<10} {total:>7} bytes: {:.0} % of {BUDGET}",
            100.0 * total as f64 / BUDGET as f64
        );
    }
    over = over.max(widget(&assets).saturating_sub(WIDGET));
    if over > 0 {
        return Err(format!("Take {over} bytes out of the page: `cargo xtask bench` shows its parts."));
    }
    Ok(())
}

/// Bytes of the widget's members screen, brotli (issue 6: 110 KB).
const WIDGET: usize = 110_000;

/// What the widget's members screen fetches (tests/hosts has a journey that sees it): its script with the style, and its module.
fn widget(assets: &[Asset]) -> usize {
    let first = |a: &&Asset| {
        let name = a.name.strip_prefix("widget/").unwrap_or_default();
        name == "team-settings.js" || (name.starts_with("widget-") && name.ends_with(".wasm"))
    };
    let total: usize = assets.iter().filter(first).map(|a| a.brotli).sum();
    println!(
        "widget, members       {total:>7} bytes: {:.0} % of {WIDGET}",
        100.0 * total as f64 / WIDGET as f64
    );
    total
}

/// Page and file, as a browser with an empty cache asks a real server for them.
fn first_loads(tools: &Tools) -> Res<Vec<(&'static str, String)>> {
    let bin = run::server(false)?;
    let mut c = sh::cmd("node");
    c.current_dir(sh::root().join("tests/e2e"))
        .arg("first-load.mjs")
        .env("ROLECALL_BIN", &bin)
        .env("CHROMIUM", &tools.chromium);
    let said =
        sh::output(&mut c).ok_or("Run `node first-load.mjs` in tests/e2e: it could not load the page.")?;
    let lines = said.lines().filter_map(|l| l.split_once('\t'));
    Ok(lines
        .filter_map(|(page, file)| Some((*PAGES.iter().find(|p| **p == page)?, file.to_owned())))
        .collect())
}

fn assets(fetched: &[(&'static str, String)]) -> Res<Vec<Asset>> {
    let dist = app::dist();
    let mut found = Vec::new();
    for file in sh::files(&dist) {
        let name = file.strip_prefix(&dist).unwrap_or(&file).to_string_lossy().into_owned();
        if name.ends_with(".br") || name.ends_with(".gz") {
            continue;
        }
        let size = |suffix: &str| -> Res<usize> {
            Ok(sh::read(Path::new(&format!("{}{suffix}", file.to_string_lossy())))?.len())
        };
        let on = fetched.iter().filter(|(_, f)| *f == name).map(|(page, _)| *page).collect();
        found.push(Asset { raw: size("")?, gzip: size(".gz")?, brotli: size(".br")?, name, on });
    }
    match fetched.iter().find(|(_, f)| !found.iter().any(|a| a.name == *f)) {
        Some((page, file)) => {
            Err(format!("Run `cargo xtask app`: {page} fetches {file}, which is not in dist/."))
        }
        None => Ok(found),
    }
}

/// The sections of the shipped module, and the crates in it by the names that it had before wasm-opt.
fn composition() -> Res {
    let shipped = sh::files(&app::dist().join("assets")).into_iter().find(|f| {
        let name = f.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("app-") && name.ends_with(".wasm")
    });
    let Some(shipped) = shipped else { return Err("Run `cargo xtask app`: dist/ holds no wasm.".into()) };
    let broken = || "Run `cargo xtask app` again: the wasm file cannot be read.".to_owned();
    println!("\nsections of the main wasm file, raw");
    for (name, bytes) in module::sections(&sh::read(&shipped)?).ok_or_else(broken)? {
        println!("  {name:<20} {bytes:>9}");
    }
    made_of(&sh::root().join("target/page/app/named.wasm"))
}

/// The crates in a module that has its names still.
fn made_of(named: &Path) -> Res {
    if !named.is_file() {
        return Ok(());
    }
    let crates = module::crates(&sh::read(named)?)
        .ok_or_else(|| "Run `cargo xtask app` again: the wasm file cannot be read.".to_owned())?;
    let all: usize = crates.iter().map(|(_, bytes)| bytes).sum();
    println!("\ncode of the main wasm file by crate, raw, before wasm-opt ({all} bytes)");
    for (name, bytes) in crates.iter().take(20) {
        println!("  {name:<28} {bytes:>9} {:>5.1} %", 100.0 * *bytes as f64 / all.max(1) as f64);
    }
    Ok(())
}
