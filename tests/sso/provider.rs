//! The identity provider of one test: `provider.mjs` as a process of its own, told what to do line by line.

use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Mutex, PoisonError};
use tests::Failure;

/// A running provider. It ends with its standard input.
pub struct Provider {
    child: Mutex<(Child, ChildStdin, BufReader<ChildStdout>)>,
    pub issuer: String,
    pub client: String,
    pub secret: String,
}

impl Provider {
    /// `fat`: the address stands in the token itself.
    pub fn start(fat: bool) -> Result<Self, Failure> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/sso");
        if !std::path::Path::new(folder).join("node_modules").is_dir() {
            return Err("run `cargo xtask setup` first: it fetches the identity provider".into());
        }
        let mut child = Command::new("node")
            .current_dir(folder)
            .arg("provider.mjs")
            .args(fat.then_some("--fat"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let input = child.stdin.take().ok_or("no standard input")?;
        let mut output = BufReader::new(child.stdout.take().ok_or("no standard output")?);
        let mut line = String::new();
        if output.read_line(&mut line)? == 0 {
            return Err("the identity provider did not start".into());
        }
        let said: Value = serde_json::from_str(&line)?;
        let text = |key: &str| said[key].as_str().unwrap_or_default().to_owned();
        Ok(Self {
            issuer: text("issuer"),
            client: text("client"),
            secret: text("secret"),
            child: Mutex::new((child, input, output)),
        })
    }

    fn tell(&self, order: &Value) -> Result<Value, Failure> {
        let mut child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        writeln!(child.1, "{order}")?;
        child.1.flush()?;
        let mut line = String::new();
        child.2.read_line(&mut line)?;
        let said: Value = serde_json::from_str(&line)?;
        match said["error"].as_str() {
            Some(error) => Err(error.to_owned().into()),
            None => Ok(said),
        }
    }

    /// Somebody who can sign in there; `login` is the subject too.
    pub fn knows(&self, login: &str, email: &str, verified: bool) -> Result<(), Failure> {
        let people = json!({ login: {"email": email, "email_verified": verified} });
        self.tell(&json!({"do": "people", "people": people})).map(drop)
    }

    /// Where it may send people back to.
    pub fn leads_to(&self, uri: &str) -> Result<(), Failure> {
        self.tell(&json!({"do": "redirect", "uri": uri})).map(drop)
    }

    /// What is wrong with its answers from now on; `{}` for nothing.
    pub fn lies(&self, how: &Value) -> Result<(), Failure> {
        self.tell(&json!({"do": "lie", "how": how})).map(drop)
    }

    /// Changes its keys.
    pub fn rotates(&self) -> Result<(), Failure> {
        self.tell(&json!({"do": "rotate"})).map(drop)
    }

    /// Signs in on its pages; gives the address that the browser is sent back to.
    pub fn walk(&self, url: &str, login: &str) -> Result<String, Failure> {
        let said = self.tell(&json!({"do": "walk", "url": url, "login": login}))?;
        Ok(said["url"].as_str().unwrap_or_default().to_owned())
    }

    /// Turns round on its first page.
    pub fn declines(&self, url: &str) -> Result<String, Failure> {
        let said = self.tell(&json!({"do": "walk", "url": url, "login": null}))?;
        Ok(said["url"].as_str().unwrap_or_default().to_owned())
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        let mut child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = child.0.kill();
        let _ = child.0.wait();
    }
}
