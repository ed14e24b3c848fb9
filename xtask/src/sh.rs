//! Processes and paths.

use crate::Res;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The folder of the workspace.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// Where native artefacts go: the caller's choice, or `target/` of the clone.
pub fn target_dir() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(dir) => root().join(dir),
        None => root().join("target"),
    }
}

/// Tools and caches that outlive a clone: `$XDG_CACHE_HOME/rolecall`, by default `~/.cache/rolecall`.
pub fn cache() -> Res<PathBuf> {
    let home = || std::env::var_os("HOME").map(|h| Path::new(&h).join(".cache"));
    std::env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .filter(|p| p.is_absolute())
        .or_else(home)
        .map(|c| c.join("rolecall"))
        .ok_or_else(|| "Set HOME: the tools are kept under ~/.cache/rolecall.".into())
}

/// The first of `names` that is an executable file on PATH.
pub fn which(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    names.iter().find_map(|name| std::env::split_paths(&path).map(|dir| dir.join(name)).find(|p| p.is_file()))
}

/// A command whose child reads nothing from the terminal.
pub fn cmd(program: impl AsRef<OsStr>) -> Command {
    let mut c = Command::new(program);
    c.current_dir(root()).stdin(Stdio::null());
    c
}

/// Runs with the output shown; `sentence` is what to tell the reader when it fails.
pub fn run(c: &mut Command, sentence: &str) -> Res {
    match c.status() {
        Ok(s) if s.success() => Ok(()),
        Ok(_) => Err(sentence.into()),
        Err(e) => Err(format!("{sentence} ({} did not start: {e})", c.get_program().to_string_lossy())),
    }
}

/// Standard output, trimmed; `None` when the command fails or is not there.
pub fn output(c: &mut Command) -> Option<String> {
    let out = c.stderr(Stdio::null()).output().ok()?;
    out.status.success().then(|| String::from_utf8_lossy(&out.stdout).trim().to_owned())
}

/// Runs with all output in a log file; the error names the file. Gives up after `limit`.
pub fn logged(c: &mut Command, log: &Path, limit: Duration, sentence: &str) -> Res {
    let fail = |why: &str| format!("{sentence} ({why}; see {})", log.display());
    mkdir(log.parent().unwrap_or(Path::new("/")))?;
    let file = fs::File::create(log).map_err(|e| fail(&e.to_string()))?;
    let err = file.try_clone().map_err(|e| fail(&e.to_string()))?;
    let mut child = c.stdout(file).stderr(err).spawn().map_err(|e| fail(&format!("did not start: {e}")))?;
    let start = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(status)) => return Err(fail(&status.to_string())),
            Ok(None) if start.elapsed() > limit => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(fail(&format!("gave up after {} s", limit.as_secs())));
            }
            Ok(None) => std::thread::sleep(Duration::from_millis(100)),
            Err(e) => return Err(fail(&e.to_string())),
        }
    }
}

pub fn read(path: &Path) -> Res<Vec<u8>> {
    fs::read(path).map_err(|e| format!("Make {} readable: {e}.", path.display()))
}

pub fn read_text(path: &Path) -> Res<String> {
    fs::read_to_string(path).map_err(|e| format!("Make {} readable: {e}.", path.display()))
}

pub fn write(path: &Path, bytes: &[u8]) -> Res {
    if let Some(dir) = path.parent() {
        mkdir(dir)?;
    }
    fs::write(path, bytes).map_err(|e| format!("Make {} writable: {e}.", path.display()))
}

pub fn mkdir(path: &Path) -> Res {
    fs::create_dir_all(path).map_err(|e| format!("Make it possible to create {}: {e}.", path.display()))
}

/// Every file below `path` (or `path` itself), in a steady order; nothing when it does not exist.
pub fn files(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_path_buf()];
    }
    let Ok(dir) = fs::read_dir(path) else { return Vec::new() };
    let mut found: Vec<PathBuf> = dir.flatten().map(|e| e.path()).collect();
    found.sort();
    found.iter().flat_map(|p| files(p)).collect()
}

/// FNV-1a: names a content for caches. Not for security.
pub fn hash<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut h: u64 = 0xcbf2_9ce4_8422_2325;
    for part in parts {
        for byte in part.iter().chain([&0xff]) {
            h = (h ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    format!("{h:016x}")
}
