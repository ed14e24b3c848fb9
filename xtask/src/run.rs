//! `cargo xtask run`: the demo, from nothing to a printed address.

use crate::setup::{self, Tools};
use crate::{Res, app, sh};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Tried first, and the one that Trunk.toml sends /api to.
const PORT: u16 = 8080;
/// Where `trunk serve` listens; as in Trunk.toml.
const DEV_PORT: u16 = 8081;

pub fn command(args: &[String]) -> Res {
    crate::only_flags(args, &["--release", "--dev"])?;
    let has = |flag: &str| args.iter().any(|a| a == flag);
    let tools = setup::ensure()?;
    if has("--dev") {
        return dev(&tools);
    }
    app::build(&tools)?;
    let port = free_port()?;
    let bin = server(has("--release"))?;
    let mut c = serve(&bin, port)?;
    println!("\nServing the demo on http://127.0.0.1:{port} (Ctrl-C stops it)\n");
    become_it(&mut c, "Look at what the server printed above.")
}

/// Builds the server; the path of the program.
pub fn server(release: bool) -> Res<PathBuf> {
    // The server embeds dist/ and does not compile without that folder.
    sh::mkdir(&app::dist())?;
    println!("server: cargo build (4 to 6 min the first time) …");
    let mut c = sh::cmd("cargo");
    c.args(["build", "--package", "rolecall", "--bin", "rolecall"]);
    if release {
        c.arg("--release");
    }
    sh::run(&mut c, "Mend what the compiler says about server/.")?;
    let profile = if release { "release" } else { "debug" };
    Ok(sh::target_dir().join(profile).join(format!("rolecall{}", std::env::consts::EXE_SUFFIX)))
}

/// The demo of the server on this port, with its database in data/.
fn serve(bin: &PathBuf, port: u16) -> Res<Command> {
    let data = sh::root().join("data");
    sh::mkdir(&data)?;
    let mut c = sh::cmd(bin);
    c.args(["serve", "--demo", "--db"]).arg(data.join("demo.db"));
    c.args(["--listen", &format!("127.0.0.1:{port}")]);
    Ok(c)
}

/// The server, and trunk before it, which rebuilds and reloads the page on each save.
fn dev(tools: &Tools) -> Res {
    let trunk = setup::ensure_trunk()?;
    if free(PORT).is_none() || free(DEV_PORT).is_none() {
        return Err(format!("Stop what listens on ports {PORT} and {DEV_PORT}: Trunk.toml names them."));
    }
    let bin = server(false)?;
    // The browser talks to trunk's address, so that is the origin the server must accept.
    let mut server = serve(&bin, PORT)?;
    server.args(["--public-url", &format!("http://127.0.0.1:{DEV_PORT}")]);
    let mut server = server.spawn().map_err(|e| format!("Look at the server: it did not start: {e}."))?;
    println!("\nOpen http://127.0.0.1:{DEV_PORT} once trunk has built the page (Ctrl-C stops both)\n");
    let mut c = tools.wasm.command(&trunk.to_string_lossy(), tools);
    let done = sh::run(c.args(["serve", "--offline"]), "Look at what trunk printed above.");
    let _ = server.kill();
    let _ = server.wait();
    done
}

/// The usual port, or else any free one. Held only for a moment: a race here ends in the server's own message.
fn free_port() -> Res<u16> {
    if let Some(port) = free(PORT) {
        return Ok(port);
    }
    let port = free(0).ok_or("Free a TCP port on 127.0.0.1.")?;
    println!("Port {PORT} is taken: using {port}.");
    Ok(port)
}

fn free(port: u16) -> Option<u16> {
    Some(TcpListener::bind(("127.0.0.1", port)).ok()?.local_addr().ok()?.port())
}

/// Becomes the process where the system can do that, so that signals reach the server and nobody else.
fn become_it(c: &mut Command, sentence: &str) -> Res {
    c.stdin(Stdio::inherit());
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt;
        let e = c.exec();
        Err(format!("{sentence} (it did not start: {e})"))
    }
    #[cfg(not(unix))]
    sh::run(c, sentence)
}
