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
    client::Peer,
    lingering::{Noted, Unread, linger},
};

/// What bounds the connections.
#[derive(Debug, Clone, Copy)]
pub struct ServerLimits {
    /// Open at once.
    pub connections_max: usize,
    /// For a request's head, between two requests, and for a client to take more of an answer.
    pub head: Duration,
    /// For requests that are under way when the site stops.
    pub drain: Duration,
}

/// The wait after the machine could not give one more connection (no file handles, say).
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

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
                    let (router, head) = (self.router.clone(), self.limits.head);
                    let served = serve(stream, Peer(peer.ip()), router, head, stopping.clone());
                    connections.spawn(async move {
                        served.await;
                        drop(place);
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
