//! Somebody who is signed in at a server in a process of its own.

use crate::program::Server;
use serde_json::{Value, json};
use tests::{Failure, PASSWORD};

/// Somebody's browser, by hand.
pub struct Browser {
    cookie: String,
}

impl Browser {
    pub fn sign_in(server: &Server) -> Result<Self, Failure> {
        let body = json!({"email": "rachel@juniper.example", "password": PASSWORD}).to_string();
        let answer = server.post("/api/v1/session", &body)?;
        let line =
            answer.lines().find_map(|l| l.strip_prefix("set-cookie: ")).ok_or_else(|| answer.clone())?;
        Ok(Self { cookie: line.split(';').next().unwrap_or_default().to_owned() })
    }

    pub fn ask(
        &self,
        server: &Server,
        method: &str,
        path: &str,
        kind: &str,
        body: &str,
    ) -> Result<Value, Failure> {
        let headers = format!(
            "origin: http://{}\r\ncookie: {}\r\ncontent-type: {kind}\r\n",
            server.address, self.cookie
        );
        let answer = server.request(method, &format!("/api/v1/teams/jtek{path}"), &headers, body)?;
        let (head, body) = answer.split_once("\r\n\r\n").ok_or("no answer")?;
        if !head.starts_with("HTTP/1.1 2") {
            return Err(answer.into());
        }
        Ok(serde_json::from_str(body)?)
    }

    pub fn get(&self, server: &Server, path: &str) -> Result<Value, Failure> {
        self.ask(server, "GET", path, "application/json", "")
    }
}
