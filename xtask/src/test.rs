//! `cargo xtask test`: every check, cheapest first. Stops at the first failure and names it.

use crate::setup::Tools;
use crate::{Res, apart, app, bench, promises, proof, rules, run, setup, sh, wasm};
use std::path::Path;
use std::process::Command;
use std::time::Instant;

struct Step {
    name: &'static str,
    about: &'static str,
    run: fn(&Tools) -> Res,
}

const STEPS: &[Step] = &[
    Step {
        name: "fmt",
        about: "rustfmt finds nothing to change",
        run: |_| cargo(&["fmt", "--all", "--check", "--", "-l"], "Run `cargo fmt --all`."),
    },
    Step { name: "promises", about: "every promise of the five products has a test", run: promises::table },
    Step {
        name: "apart",
        about: "no role or status compared outside shared/, no write without a verdict",
        run: apart::check,
    },
    Step { name: "xtask", about: "tests of this tool", run: |_| test(&["--package", "xtask"]) },
    Step {
        name: "shared",
        about: "rules: tables, properties, profiles, verdict cases",
        run: |_| {
            test(&["--package", "shared"])?;
            // What the browser has instead of serde.
            let page = ["--package", "shared", "--no-default-features", "--features", "mini"];
            test(&[&page[..], &["--test", "wire", "--test", "kept"]].concat())
        },
    },
    Step { name: "clippy", about: "no warning in native code", run: clippy },
    Step { name: "clippy-app", about: "no warning in the page's code", run: clippy_app },
    Step {
        name: "proof",
        about: "every case the rules can see: native, wasm and the documents as Cedar policies agree",
        run: proof::run,
    },
    Step {
        name: "server",
        about: "unit and storage tests of the server",
        run: |_| test(&["--package", "rolecall", "--features", "harness"]),
    },
    Step { name: "http", about: "stories over HTTP", run: |_| test(&["--package", "tests"]) },
    Step {
        name: "sso",
        about: "signing in through a real identity provider, honest and hostile",
        run: |_| test(&["--package", "tests", "--features", "sso", "--test", "sso"]),
    },
    Step { name: "wrappers", about: "the widget's wrappers for React and Vue, and its types", run: wrappers },
    Step { name: "app", about: "components in headless Chromium", run: app_tests },
    Step { name: "page", about: "the page as it is released", run: app::build },
    Step { name: "size", about: "first load within its budget", run: bench::sizes },
    Step {
        name: "rules",
        about: "the package for JavaScript: verdicts and faults as the program's, types, the Express example",
        run: rules::test,
    },
    Step { name: "e2e", about: "journeys in a real browser against a real server", run: e2e },
    Step {
        name: "hosts",
        about: "the widget in other products' pages, plain, built and hostile",
        run: hosts,
    },
];

pub fn command(args: &[String]) -> Res {
    let steps = chosen(args)?;
    if args.iter().any(|a| a == "--list") {
        for s in &steps {
            println!("{:<11} {}", s.name, s.about);
        }
        return Ok(());
    }
    let tools = setup::ensure()?;
    // The server embeds dist/ and does not compile without that folder.
    sh::mkdir(&app::dist())?;
    let start = Instant::now();
    for (passed, step) in steps.iter().enumerate() {
        println!("\n── {}: {}", step.name, step.about);
        let begun = Instant::now();
        let result = (step.run)(&tools);
        let seconds = begun.elapsed().as_secs_f32();
        if let Err(sentence) = result {
            println!("── {} FAILED after {seconds:.1} s", step.name);
            println!("steps: {passed} passed, 1 failed, {} not run", steps.len() - passed - 1);
            return Err(format!("step {}: {sentence}", step.name));
        }
        println!("── {} passed in {seconds:.1} s", step.name);
    }
    println!("\nsteps: {} passed, 0 failed ({} s)", steps.len(), start.elapsed().as_secs());
    Ok(())
}

/// All steps, or those that `--only A,B` names, in the order of the table.
fn chosen(args: &[String]) -> Res<Vec<&'static Step>> {
    let mut only: Option<Vec<&str>> = None;
    let mut rest = args.iter();
    while let Some(arg) = rest.next() {
        match arg.as_str() {
            "--list" => {}
            "--only" => only = rest.next().map(|names| names.split(',').collect()),
            other => return Err(format!("{other:?} is not known here: `cargo xtask help` lists what is.")),
        }
    }
    let Some(only) = only else { return Ok(STEPS.iter().collect()) };
    match only.iter().find(|n| !STEPS.iter().any(|s| s.name == **n)) {
        Some(name) => Err(format!("There is no step {name:?}: `cargo xtask test --list` lists them.")),
        None => Ok(STEPS.iter().filter(|s| only.contains(&s.name)).collect()),
    }
}

fn cargo(args: &[&str], sentence: &str) -> Res {
    sh::run(sh::cmd("cargo").args(args), sentence)
}

fn test(args: &[&str]) -> Res {
    sh::run(sh::cmd("cargo").args(["test", "--quiet"]).args(args), "Mend the test that failed above.")
}

const NO_WARNINGS: [&str; 3] = ["--", "-D", "warnings"];

fn clippy(_: &Tools) -> Res {
    let mut c = sh::cmd("cargo");
    c.args([
        "clippy",
        "--quiet",
        "--workspace",
        "--exclude",
        "app",
        "--all-targets",
        "--features",
        "tests/sso",
    ])
    .args(NO_WARNINGS);
    sh::run(&mut c, "Mend what clippy says above.")
}

fn clippy_app(tools: &Tools) -> Res {
    // The whole app, and what the widget is made of.
    for what in ["--all-targets", "--no-default-features"] {
        let mut c = tools.wasm.command("cargo", tools);
        c.args(["clippy", "--quiet", "--package", "app", what, "--target", wasm::TARGET]).args(NO_WARNINGS);
        sh::run(&mut c, "Mend what clippy says above.")?;
    }
    Ok(())
}

fn app_tests(tools: &Tools) -> Res {
    let mut c = tools.wasm.command("cargo", tools);
    c.args(["test", "--package", "app", "--tests", "--target", wasm::TARGET]);
    // The driver serves a page for each test binary; the default of 20 s is short for two busy cores.
    c.env("WASM_BINDGEN_TEST_TIMEOUT", "180");
    sh::run(&mut c, "Mend the test that failed above.")
}

fn e2e(tools: &Tools) -> Res {
    app::build(tools)?;
    let bin = run::server(false)?;
    node_tests(tools, "tests/e2e", Some(&bin))
}

fn hosts(tools: &Tools) -> Res {
    app::build(tools)?;
    let bin = run::server(false)?;
    built_hosts()?;
    node_tests(tools, "tests/hosts", Some(&bin))
}

/// The pages of tests/hosts that are made with a framework.
fn built_hosts() -> Res {
    let mut c = sh::cmd("npm");
    c.current_dir(sh::root().join("tests/hosts")).args(["run", "--silent", "build"]);
    sh::run(&mut c, "Mend what the bundler says about tests/hosts.")
}

fn wrappers(tools: &Tools) -> Res {
    node_tests(tools, "tests/wrappers", None)
}

/// Every `*.test.mjs` of a folder, with the browser and the server's program to be had.
pub fn node_tests(tools: &Tools, folder: &str, bin: Option<&Path>) -> Res {
    let dir = sh::root().join(folder);
    let mut files: Vec<_> = std::fs::read_dir(&dir)
        .map_err(|e| format!("Make {} readable: {e}.", dir.display()))?
        .flatten()
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .filter(|n| n.ends_with(".test.mjs"))
        .collect();
    files.sort();
    if files.is_empty() {
        return Err(format!("Write a test into {folder}/*.test.mjs: there is none."));
    }
    let mut c: Command = sh::cmd("node");
    c.current_dir(&dir)
        .args(["--test", "--test-reporter=spec", "--test-timeout=900000"])
        .args(&files)
        .env("CHROMIUM", &tools.chromium);
    if let Some(bin) = bin {
        c.env("ROLECALL_BIN", bin);
    }
    sh::run(&mut c, "Mend the test that failed above.")
}
