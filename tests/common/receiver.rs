//! A receiver of webhooks: an HTTP server on this machine that notes what it is sent.

use std::{collections::HashMap, sync::Arc, time::Duration};

use parking_lot::Mutex;
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    time::Instant,
};

/// How long anything may take to come.
const PATIENCE: Duration = Duration::from_secs(60);

/// A webhook as it came.
#[derive(Debug, Clone)]
pub struct Received {
    pub path: String,
    /// By names in small letters.
    pub headers: HashMap<String, String>,
    pub body: Value,
    pub raw: String,
}

/// What is answered to a webhook: an HTTP answer, byte by byte; nothing hangs.
pub type Plan = Box<dyn FnMut(&Received) -> Option<String> + Send>;

/// A running receiver.
pub struct Receiver {
    pub port: u16,
    received: Arc<Mutex<Vec<Received>>>,
    plan: Arc<Mutex<Plan>>,
}

/// An answer without a body.
pub fn answer(status: u16, headers: &str) -> Option<String> {
    Some(format!("HTTP/1.1 {status} X\r\ncontent-length: 0\r\n{headers}\r\n"))
}

impl Receiver {
    /// One that takes everything.
    pub async fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let received: Arc<Mutex<Vec<Received>>> = Arc::default();
        let plan: Arc<Mutex<Plan>> = Arc::new(Mutex::new(Box::new(|_| answer(204, ""))));
        let (notes, does) = (received.clone(), plan.clone());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(take(stream, notes.clone(), does.clone()));
            }
        });
        Self { port, received, plan }
    }

    pub fn plan(&self, plan: impl FnMut(&Received) -> Option<String> + Send + 'static) {
        *self.plan.lock() = Box::new(plan);
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    pub fn received(&self) -> Vec<Received> {
        self.received.lock().clone()
    }

    /// Waits until so many have come.
    pub async fn until(&self, count: usize) -> Vec<Received> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if self.received.lock().len() >= count {
                return self.received();
            }
            assert!(Instant::now() < deadline, "waited in vain: {:?}", self.received());
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

async fn take(mut stream: TcpStream, notes: Arc<Mutex<Vec<Received>>>, plan: Arc<Mutex<Plan>>) {
    let Some(received) = read(&mut stream).await else { return };
    let answer = (plan.lock())(&received);
    notes.lock().push(received);
    match answer {
        Some(answer) => _ = stream.write_all(answer.as_bytes()).await,
        None => _ = stream.read(&mut [0]).await,
    }
}

async fn read(stream: &mut TcpStream) -> Option<Received> {
    let (mut bytes, mut some) = (vec![], [0; 8192]);
    let head = loop {
        if let Some(end) = bytes.windows(4).position(|end| end == b"\r\n\r\n") {
            break end;
        }
        match stream.read(&mut some).await {
            Ok(read) if read > 0 => bytes.extend_from_slice(&some[..read]),
            _ => return None,
        }
    };
    let text = String::from_utf8_lossy(&bytes[..head]).into_owned();
    let mut lines = text.lines();
    let path = lines.next()?.split(' ').nth(1)?.to_owned();
    let headers: HashMap<_, _> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        .collect();
    let length: usize = headers.get("content-length")?.parse().ok()?;
    while bytes.len() < head + 4 + length {
        match stream.read(&mut some).await {
            Ok(read) if read > 0 => bytes.extend_from_slice(&some[..read]),
            _ => return None,
        }
    }
    let raw = String::from_utf8_lossy(&bytes[head + 4..]).into_owned();
    Some(Received { path, headers, body: serde_json::from_str(&raw).ok()?, raw })
}
