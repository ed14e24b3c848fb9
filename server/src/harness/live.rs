//! A live stream as a browser's `EventSource` reads it.

use super::Failure;
use axum::body::Body;
use axum::http::{HeaderMap, StatusCode};
use http_body_util::BodyExt as _;
use serde_json::Value;
use std::time::Duration;

/// An answer whose body is read while it comes.
pub struct Live {
    /// Status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    body: Body,
    text: String,
}

/// What came within a time.
#[derive(Debug, PartialEq)]
pub enum Came {
    /// An event's data.
    Event(Value),
    /// Nothing.
    Nothing,
    /// The stream's end.
    End,
}

impl Live {
    pub(super) fn new(status: StatusCode, headers: HeaderMap, body: Body) -> Self {
        Self { status, headers, body, text: String::new() }
    }

    /// The next event within so long. Comments are passed over.
    pub async fn next(&mut self, within: Duration) -> Result<Came, Failure> {
        let until = tokio::time::Instant::now() + within;
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let data: Vec<&str> = event.lines().filter_map(|l| l.strip_prefix("data: ")).collect();
                let value = (!data.is_empty()).then(|| serde_json::from_str(&data.join("\n"))).transpose()?;
                self.text = rest.to_owned();
                match value {
                    Some(value) => return Ok(Came::Event(value)),
                    None => continue,
                }
            }
            match tokio::time::timeout_at(until, self.body.frame()).await {
                Err(_) => return Ok(Came::Nothing),
                Ok(None) => return Ok(Came::End),
                Ok(Some(frame)) => {
                    if let Some(bytes) = frame?.data_ref() {
                        self.text.push_str(std::str::from_utf8(bytes)?);
                    }
                }
            }
        }
    }

    /// The next piece of the body as it comes, of a stream that is no events; none at its end.
    pub async fn raw(&mut self) -> Result<Option<String>, Failure> {
        let Some(frame) = self.body.frame().await else { return Ok(None) };
        let bytes = frame?.into_data().unwrap_or_default();
        Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
    }

    /// The topics of the next event within so long; none when nothing came.
    pub async fn topics(&mut self, within: Duration) -> Result<Vec<String>, Failure> {
        match self.next(within).await? {
            Came::Event(event) => {
                let topics = event["topics"].as_array().cloned().unwrap_or_default();
                Ok(topics.iter().filter_map(Value::as_str).map(str::to_owned).collect())
            }
            Came::Nothing => Ok(Vec::new()),
            Came::End => Err("the stream has ended".into()),
        }
    }
}
