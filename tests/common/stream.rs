//! An open stream of server-sent events.

use std::{
    io::{ErrorKind, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    time::{Duration, Instant},
};

use serde_json::Value;

/// How long anything may take to come.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// One who looks: an open stream, read as a browser reads it.
pub struct Stream {
    socket: TcpStream,
    pub head: String,
    read: Vec<u8>,
}

impl Stream {
    pub fn open(address: SocketAddr, path: &str) -> Self {
        Self::open_with(address, path, "host: x\r\n")
    }

    /// With these headers.
    pub fn open_with(address: SocketAddr, path: &str, headers: &str) -> Self {
        let mut socket = TcpStream::connect(address).unwrap();
        socket.set_read_timeout(Some(PATIENCE)).unwrap();
        let asked = format!(
            "GET {path} HTTP/1.1\r\n{headers}accept: text/event-stream\r\nconnection: close\r\n\r\n"
        );
        socket.write_all(asked.as_bytes()).unwrap();
        let mut stream = Self { socket, head: String::new(), read: vec![] };
        while !stream.head.ends_with("\r\n\r\n") {
            let line = stream.line().unwrap();
            stream.head.push_str(&line);
        }
        stream
    }

    /// None once the other side has closed.
    fn line(&mut self) -> Option<String> {
        loop {
            if let Some(end) = self.read.iter().position(|byte| *byte == b'\n') {
                let line = self.read.drain(..=end).collect();
                return Some(String::from_utf8(line).unwrap());
            }
            let mut more = [0; 4096];
            match self.socket.read(&mut more) {
                Ok(0) => return None,
                Err(error) if error.kind() == ErrorKind::ConnectionReset => return None,
                Ok(count) => self.read.extend_from_slice(&more[..count]),
                Err(error) => panic!("waited in vain: {error}"),
            }
        }
    }

    /// The next message about a ticket; none once the stream has ended.
    pub fn message(&mut self) -> Option<Value> {
        loop {
            let (kind, told) = self.any()?;
            if kind == "ticket" {
                return Some(told);
            }
        }
    }

    /// Waits for counts that are these.
    #[track_caller]
    pub fn until_counts(&mut self, expect: &Value) {
        let mut last = None;
        loop {
            let any = self.any().unwrap_or_else(|| panic!("it ended after {last:?}"));
            let ("counts", mut told) = (any.0.as_str(), any.1) else { continue };
            told.as_object_mut().unwrap().remove("spread").unwrap();
            if told == *expect {
                return;
            }
            last = Some(told);
        }
    }

    /// The next message, and of which kind it is.
    pub fn any(&mut self) -> Option<(String, Value)> {
        let (mut kind, began) = (String::new(), Instant::now());
        loop {
            let line = self.line()?;
            // Comments keep it open: what never comes is missed all the same.
            assert!(began.elapsed() < PATIENCE, "waited in vain");
            match line.trim_end().split_once(": ") {
                Some(("event", event)) => event.clone_into(&mut kind),
                Some(("data", data)) => return Some((kind, serde_json::from_str(data).unwrap())),
                _ => {}
            }
        }
    }

    /// Waits for a message about a ticket, with this status; gives its data.
    #[track_caller]
    pub fn until(&mut self, ticket: &str, status: &str) -> Value {
        let id = ticket.rsplit('/').next().unwrap();
        let mut seen = vec![];
        loop {
            let told =
                self.message().unwrap_or_else(|| panic!("{seen:?}, and it ended before {status}"));
            if told["id"] == id && told["status"] == status {
                return told;
            }
            seen.push(told);
        }
    }
}
