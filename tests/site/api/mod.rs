//! The API: who gets where, how things are said no, and what programs do by it.

mod alerts;
mod authorization;
mod changes;
mod documentation;
mod events;
mod idempotency;
mod lists;
mod money;
mod problems;
mod purchases;
mod schema;
mod schemathesis;
mod tokens;
mod trade;
mod webhooks;

use axum::body::Bytes;
use hyper::HeaderMap;
use serde_json::{Value, json};

use crate::common::{Site, Visitor};

/// A program that shows an access token, or none.
#[derive(Clone)]
pub struct Robot(Visitor);

/// What came back.
pub struct Reply {
    pub status: u16,
    pub headers: HeaderMap,
    pub json: Value,
    pub text: String,
}

impl Robot {
    /// One without a token.
    pub fn nobody(site: &Site) -> Self {
        Self(site.visitor())
    }

    /// One that shows this.
    pub fn showing(site: &Site, token: &str) -> Self {
        Self(site.visitor().with("authorization", &format!("Bearer {token}")))
    }

    /// One that may do this for somebody.
    pub async fn of(site: &Site, who: &mut Visitor, scopes: &[&str]) -> Self {
        Self::showing(site, &who.token("a program", scopes).await)
    }

    /// The same, with one more header.
    pub fn with(&self, name: &'static str, value: &str) -> Self {
        Self(self.0.with(name, value))
    }

    pub async fn get(&mut self, path: &str) -> Reply {
        self.ask("GET", path, None).await
    }

    pub async fn post(&mut self, path: &str, body: Value) -> Reply {
        self.ask("POST", path, Some(body)).await
    }

    /// Asks for a path below `/api/v1`.
    pub async fn ask(&mut self, method: &str, path: &str, body: Option<Value>) -> Reply {
        let (kind, bytes) = match body {
            Some(body) => (Some("application/json"), body.to_string().into()),
            None => (None, Bytes::new()),
        };
        self.send(method, &format!("/api/v1{path}"), kind, bytes).await
    }

    pub async fn send(
        &mut self,
        method: &str,
        path: &str,
        kind: Option<&str>,
        body: Bytes,
    ) -> Reply {
        let answer = self.0.send(method, path, kind, body).await;
        let json = serde_json::from_str(&answer.body).unwrap_or(Value::Null);
        Reply { status: answer.status, headers: answer.headers, json, text: answer.body }
    }
}

impl Reply {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// The body of what went well.
    #[track_caller]
    pub fn is(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.text);
        self.json
    }

    /// That it is a problem of this status and code.
    #[track_caller]
    pub fn says_no(&self, status: u16, code: &str) -> &Self {
        assert_eq!(
            (self.status, self.json["code"].as_str()),
            (status, Some(code)),
            "{}",
            self.text
        );
        assert_eq!(self.header("content-type"), Some("application/problem+json"));
        assert_eq!(self.json["status"], status);
        assert_eq!(self.header("cache-control"), Some("no-store"));
        let kind = self.json["type"].as_str().unwrap();
        assert!(kind.ends_with(&format!("/api#{code}")), "{kind}");
        let request = format!("urn:uuid:{}", self.header("x-request-id").unwrap());
        assert_eq!(self.json["instance"], request, "as the log names it");
        assert!(!self.json["title"].as_str().unwrap().is_empty());
        self
    }

    /// The first thing that is wrong with what was sent.
    pub fn pointer(&self) -> Option<&str> {
        self.json["errors"][0]["pointer"].as_str()
    }
}

pub fn money(minor: u32) -> Value {
    json!({ "minor": minor, "currency": "EUR" })
}

/// A ticket for a new event.
pub fn listing(title: &str, minor: u32) -> Value {
    json!({
        "event": {
            "name": "The Test Band",
            "venue": "Town Hall",
            "city": "Berlin",
            "startsAt": "2099-05-01T20:00",
        },
        "title": title,
        "price": money(minor),
    })
}
