//! Connections: accepted up to a bound, served with time limits, ended in good order.

use std::{pin::pin, sync::Arc, time::Duration};

use axum::{
    Router,
    body::{Body, HttpBody as _},
    extract::Request,
};
use hyper::{body::Incoming, server::conn::http1};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
};
use tokio_io_timeout::TimeoutWriter;
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tower::ServiceExt as _;

use super::{
    client::{Client, Peer},
    lingering::{Noted, Unread, linger},
    shares::Shares,
};
use crate::types::Network;

/// What bounds the connections.
#[derive(Debug, Clone)]
pub struct ServerLimits {
    /// Open at once.
    pub connections_max: usize,
    /// Open at once from one address (IPv6: a /64 network).
    pub connections_per_address_max: usize,
    /// Whose connections are many people's.
    pub trusted_proxies: Vec<Network>,
    /// For a request's head, between two requests, and for a client to take more of an answer.
    pub head: Duration,
    /// For requests that are under way when the site stops.
    pub drain: Duration,
}

/// The wait after the machine could not give one more connection (no file handles, say).
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// How long a request's head may be, in bytes: the longest that a page of ours asks for has some
/// 5 KB. What is longer is answered 431.
const HEAD_BYTES_MAX: usize = 16 * 1024;
/// How much is read of a connection before it is used, in bytes.
const READ_BYTES_MAX: usize = 64 * 1024;
/// What one is told whose address has its share of the connections. It is said as far as it can be
/// without waiting.
const TOO_MANY: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 2\r\n\
    connection: close\r\ncontent-type: text/plain\r\ncontent-length: 81\r\n\r\n\
    Too many connections come from your network. Please try again in a few seconds.\r\n";

/// Serves a router.
pub struct HttpServer {
    listener: TcpListener,
    router: Router,
    limits: ServerLimits,
}

impl HttpServer {
    /// A server on a listener.
    #[must_use]
    pub fn new(listener: TcpListener, router: Router, limits: ServerLimits) -> Self {
        Self { listener, router, limits }
    }

    /// Serves until `stop` is done; then takes no more connections, and gives those that are open
    /// the limit's time to finish what they are at.
    pub async fn run(self, stop: impl Future<Output = ()>) {
        let (stopping, connections) = (CancellationToken::new(), TaskTracker::new());
        let places = Arc::new(Semaphore::new(self.limits.connections_max));
        let shares = Shares::new(usize::MAX, self.limits.connections_per_address_max);
        let mut is_told = false;
        let mut stop = pin!(stop);
        loop {
            let accepted = async {
                // The semaphore is never closed.
                let place = places.clone().acquire_owned().await.ok();
                (self.listener.accept().await, place)
            };
            let (accepted, place) = tokio::select! {
                accepted = accepted => accepted,
                () = &mut stop => break,
            };
            match accepted {
                Ok((stream, peer)) => {
                    let is_proxy =
                        self.limits.trusted_proxies.iter().any(|p| p.contains(peer.ip()));
                    let share = (!is_proxy).then(|| shares.take(Client::at(peer.ip())));
                    let Ok(share) = share.transpose() else {
                        let _ = stream.try_write(TOO_MANY);
                        if !std::mem::replace(&mut is_told, true) {
                            tracing::warn!(
                                "one address has as many connections as it may \
                                 (server.connections_per_address_max): if it is your proxy's, set \
                                 server.trusted_proxies"
                            );
                        }
                        continue;
                    };
                    let (router, head) = (self.router.clone(), self.limits.head);
                    let served = serve(stream, Peer(peer.ip()), router, head, stopping.clone());
                    connections.spawn(async move {
                        served.await;
                        drop((place, share));
                    });
                }
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
            }
        }
        drop(self.listener);
        stopping.cancel();
        connections.close();
        if tokio::time::timeout(self.limits.drain, connections.wait()).await.is_err() {
            tracing::warn!("some requests did not finish in time; what they did is durable");
        }
    }
}

/// Serves a connection until it ends, or `stopping` and what it was at is done.
async fn serve(
    stream: TcpStream,
    peer: Peer,
    router: Router,
    head: Duration,
    stopping: CancellationToken,
) {
    // Answers are small and written whole; waiting to fill a packet only delays them.
    let _ = stream.set_nodelay(true);
    // hyper bounds reading alone: without this a client that asks and never reads has its
    // connection, and one of the places for connections, for ever.
    let mut stream = TimeoutWriter::new(stream);
    stream.set_timeout(Some(head));
    let mut stream = Box::pin(stream);
    let unread = Unread::default();
    let service = hyper::service::service_fn(|mut request: Request<Incoming>| {
        request.extensions_mut().insert(peer);
        let request = match request.body().is_end_stream() {
            true => request.map(|_| Body::empty()),
            false => request.map(|body| Body::new(Noted::new(body, unread.clone()))),
        };
        router.clone().oneshot(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(head)
        .max_header_size(HEAD_BYTES_MAX)
        .max_buf_size(READ_BYTES_MAX)
        .serve_connection(TokioIo::new(&mut stream), service);
    let ended = {
        let mut connection = pin!(connection);
        tokio::select! {
            ended = &mut connection => ended,
            () = stopping.cancelled() => {
                connection.as_mut().graceful_shutdown();
                connection.await
            }
        }
    };
    match ended {
        Ok(()) => linger(&mut stream, &unread).await,
        Err(error) => tracing::debug!(%error, "a connection ended early"),
    }
}
