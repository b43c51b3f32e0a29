//! Connections: accepted up to a bound, served with time limits, ended in good order.

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    body::{Body, HttpBody as _},
    extract::Request,
};
use hyper::{body::Incoming, server::conn::http1};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
};
use tower::ServiceExt as _;

use super::{
    client::Peer,
    lingering::{Lingering, Noted, Unread},
    write_timeout::WriteTimeout,
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
        let graceful = GracefulShutdown::new();
        let places = Arc::new(Semaphore::new(self.limits.connections_max));
        let mut stop = std::pin::pin!(stop);
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
                    let served = self.serve(stream, Peer(peer.ip()), &graceful);
                    tokio::spawn(async move {
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
        if tokio::time::timeout(self.limits.drain, graceful.shutdown()).await.is_err() {
            tracing::warn!("some requests did not finish in time; what they did is durable");
        }
    }

    fn serve(
        &self,
        stream: TcpStream,
        peer: Peer,
        graceful: &GracefulShutdown,
    ) -> impl Future<Output = ()> + use<> {
        // Answers are small and written whole; waiting to fill a packet only delays them.
        let _ = stream.set_nodelay(true);
        let router = self.router.clone();
        let unread = Unread::default();
        let stream = Lingering::new(WriteTimeout::new(stream, self.limits.head), unread.clone());
        let service = hyper::service::service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(peer);
            let request = match request.body().is_end_stream() {
                true => request.map(|_| Body::empty()),
                false => request.map(|body| Body::new(Noted::new(body, unread.clone()))),
            };
            router.clone().oneshot(request)
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(self.limits.head)
            .serve_connection(TokioIo::new(stream), service);
        let watched = graceful.watch(connection);
        async move {
            if let Err(error) = watched.await {
                tracing::debug!(%error, "a connection ended early");
            }
        }
    }
}
