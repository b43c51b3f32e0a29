//! A client of the scripted Stripe as bare as can be: a connection for each request, and nothing
//! sent again by itself.

use holdfast::harness::stripe::{API_KEY, ScriptedStripe};
use http_body_util::{BodyExt as _, Full};
use hyper::{Request, body::Bytes, client::conn::http1};
use hyper_util::rt::TokioIo;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;
use tokio::net::TcpStream;

#[derive(Clone)]
pub struct Client {
    pub host: String,
    pub authorization: String,
}

#[derive(Debug)]
pub struct Got {
    pub status: u16,
    pub replayed: bool,
    pub content_type: String,
    /// Pages of which origin may read it.
    pub allows_origin: String,
    pub body: String,
    pub json: Value,
}

/// No whole answer came.
#[derive(Debug)]
pub struct Lost {
    pub received: Vec<u8>,
}

impl Client {
    pub fn of(stripe: &ScriptedStripe) -> Self {
        let host = stripe.url().strip_prefix("http://").unwrap().to_owned();
        Self { host, authorization: format!("Bearer {API_KEY}") }
    }

    pub async fn get(&self, path: &str) -> Got {
        self.raw("GET", path, &[], "").await
    }

    pub async fn post(&self, path: &str, key: Option<&str>, fields: &[(&str, &str)]) -> Got {
        let key: Vec<_> = key.into_iter().map(|key| ("idempotency-key", key)).collect();
        self.raw("POST", path, &key, &form(fields)).await
    }

    pub async fn create(&self, order: &str, charge: &str) -> Got {
        self.create_with_key("", order, charge).await
    }

    pub async fn create_with_key(&self, key: &str, order: &str, charge: &str) -> Got {
        let fields = [
            ("amount", "4950"),
            ("currency", "eur"),
            ("capture_method", "manual"),
            ("payment_method_types[]", "card"),
            ("metadata[order]", order),
            ("metadata[charge]", charge),
        ];
        self.post("/v1/payment_intents", Some(key), &fields).await
    }

    /// `/v1/payment_intents/{id}/{act}`; an empty key is none.
    pub async fn on(&self, id: &str, act: &str, key: &str, fields: &[(&str, &str)]) -> Got {
        self.try_on(id, act, key, fields).await.unwrap()
    }

    pub async fn try_on(
        &self,
        id: &str,
        act: &str,
        key: &str,
        fields: &[(&str, &str)],
    ) -> Result<Got, Lost> {
        let path = format!("/v1/payment_intents/{id}/{act}");
        let path = path.trim_end_matches('/');
        self.try_raw("POST", path, &[("idempotency-key", key)], &form(fields)).await
    }

    pub async fn raw(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Got {
        self.try_raw(method, path, headers, body).await.unwrap()
    }

    pub async fn try_raw(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Result<Got, Lost> {
        let lost = |_| Lost { received: Vec::new() };
        let stream = TcpStream::connect(&self.host).await.unwrap();
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.unwrap();
        tokio::spawn(connection);
        let mut request = Request::builder().method(method).uri(path).header("host", &self.host);
        if !self.authorization.is_empty() {
            request = request.header("authorization", &self.authorization);
        }
        if !headers.iter().any(|(name, _)| *name == "content-type") {
            request = request.header("content-type", "application/x-www-form-urlencoded");
        }
        for (name, value) in headers.iter().filter(|(_, value)| !value.is_empty()) {
            request = request.header(*name, *value);
        }
        let request = request.body(Full::new(Bytes::from(body.to_owned()))).unwrap();
        let response = sender.send_request(request).await.map_err(lost)?;
        let (head, mut body) = response.into_parts();
        let mut received = Vec::new();
        while let Some(frame) = body.frame().await {
            match frame {
                Ok(frame) => received.extend(frame.into_data().unwrap_or_default()),
                Err(_) => return Err(Lost { received }),
            }
        }
        let header = |name| head.headers.get(name).map_or("", |value| value.to_str().unwrap());
        let body = String::from_utf8(received).unwrap();
        Ok(Got {
            status: head.status.as_u16(),
            replayed: header("idempotent-replayed") == "true",
            content_type: header("content-type").to_owned(),
            allows_origin: header("access-control-allow-origin").to_owned(),
            json: serde_json::from_str(&body).unwrap_or_default(),
            body,
        })
    }
}

impl Got {
    #[track_caller]
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.body);
        self
    }

    /// An error of this status and this code; an empty code is none.
    #[track_caller]
    pub fn fails(self, status: u16, code: &str) -> Self {
        assert_eq!((self.status, self.text("/error/code")), (status, code), "{}", self.body);
        self
    }

    pub fn text(&self, pointer: &str) -> &str {
        self.json.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
    }

    pub fn number(&self, pointer: &str) -> i64 {
        self.json.pointer(pointer).and_then(Value::as_i64).unwrap()
    }

    pub fn id(&self) -> &str {
        self.text("/id")
    }

    pub fn ids(&self) -> Vec<String> {
        let data = self.json["data"].as_array().unwrap();
        data.iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
    }
}

pub fn form(fields: &[(&str, &str)]) -> String {
    let encode = |text| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let pairs = fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value)));
    pairs.collect::<Vec<_>>().join("&")
}
