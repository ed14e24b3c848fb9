//! `cargo xtask shots`: a picture of each page, light, dark and narrow, for looking at.

use crate::{Res, app, run, setup, sh};

pub fn command(args: &[String]) -> Res {
    let tools = setup::ensure()?;
    app::build(&tools)?;
    let bin = run::server(false)?;
    let mut c = sh::cmd("node");
    c.current_dir(sh::root().join("tests/e2e"))
        .arg("shots.mjs")
        .args(args)
        .env("ROLECALL_BIN", &bin)
        .env("CHROMIUM", &tools.chromium);
    sh::run(&mut c, "Mend what tests/e2e/shots.mjs says.")
}
