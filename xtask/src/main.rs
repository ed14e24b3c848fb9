//! `cargo xtask`: the one place for build logic. See `xtask/README.md`.

mod apart;
mod app;
mod bench;
mod binary;
mod mutants;
mod promises;
mod proof;
mod rules;
mod run;
mod setup;
mod sh;
mod shots;
mod test;
mod wasm;

use std::process::ExitCode;

/// An error is one sentence that tells the reader what to do next.
pub type Res<T = ()> = Result<T, String>;

const HELP: &str = "\
cargo xtask <command>

  setup [--dev]            install what the rest needs; skips what is there (--dev: trunk too)
  run [--release] [--dev]  build everything and serve the demo (--dev: rebuild the page on each save)
  app                      build the page into dist/
  test [--only A,B] [--list]
                           every check, cheapest first; stops at the first failure
  proof                    only the proof of docs/parity.md, with its numbers (also a step of `test`)
  rules                    build packages/rules: the rules for hosts in JavaScript
  mutants [--only NAME] [--shard K/N] [--survivors]
                           cargo-mutants over the rules and the token code (an hour and more; goes on where it was)
  bench                    what the browser downloads, and what it is made of
  bench widget             the same of the widget alone, which is all that it builds
  bench work [--debug]     lists over 1,000 and 100,000 items, and a move of 100,000
  shots [ARGS…]            screenshots of each page into artifacts/
";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let rest = args.get(1..).unwrap_or_default();
    let done = match args.first().map(String::as_str) {
        Some("setup") => setup::command(rest),
        Some("run") => run::command(rest),
        Some("app") => app::command(rest),
        Some("test") => test::command(rest),
        Some("proof") => proof::command(rest),
        Some("bench") => bench::command(rest),
        Some("rules") => rules::command(rest),
        Some("mutants") => mutants::command(rest),
        Some("shots") => shots::command(rest),
        Some("help" | "--help" | "-h") | None => {
            print!("{HELP}");
            Ok(())
        }
        Some(other) => Err(format!("There is no command {other:?}: `cargo xtask help` lists them.")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("\nerror: {sentence}");
            ExitCode::FAILURE
        }
    }
}

/// Refuses any argument that is not among `known`.
pub fn only_flags(args: &[String], known: &[&str]) -> Res {
    match args.iter().find(|a| !known.contains(&a.as_str())) {
        Some(a) => Err(format!("{a:?} is not known here: `cargo xtask help` lists what is.")),
        None => Ok(()),
    }
}
