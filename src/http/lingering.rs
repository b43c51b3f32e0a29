//! A connection that is closed only when its client has sent what it was at.
//!
//! One that is closed while its client sends is reset, and the answer may be lost with it (RFC 9112
//! §9.6): a browser then shows a broken connection, and not what was wrong. So where the routes have
//! left some of a body, the answer goes out at once, our side is closed, and the rest is read,
//! within bounds, and thrown away.

use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::body::{Bytes, HttpBody};
use hyper::body::{Frame, SizeHint};
use tokio::{
    io::{AsyncRead, AsyncReadExt as _},
    time::{Instant, timeout},
};

/// How much is read: the largest file and the form around it, and then some.
const BYTES_MAX: usize = 16 * 1024 * 1024;
/// For how long at most, and how long we wait for the next of it.
const TIME_MAX: Duration = Duration::from_secs(30);
const IDLE_MAX: Duration = Duration::from_secs(2);

/// Whether some of a connection's last body was left.
#[derive(Debug, Clone, Default)]
pub(super) struct Unread(Arc<AtomicBool>);

/// A body that notes whether it was read to its end.
pub(super) struct Noted<B> {
    body: B,
    is_over: bool,
    unread: Unread,
}

impl<B: HttpBody> Noted<B> {
    pub(super) fn new(body: B, unread: Unread) -> Self {
        unread.0.store(false, Ordering::Relaxed);
        Self { body, is_over: false, unread }
    }
}

impl<B: HttpBody<Data = Bytes> + Unpin> HttpBody for Noted<B> {
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, B::Error>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
        self.is_over = frame.is_none() || self.body.is_end_stream();
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl<B> Drop for Noted<B> {
    fn drop(&mut self) {
        self.unread.0.store(!self.is_over, Ordering::Relaxed);
    }
}

/// Reads what the client is still sending, once our side of the connection is closed.
pub(super) async fn linger(stream: &mut (impl AsyncRead + Unpin), unread: &Unread) {
    if !unread.0.load(Ordering::Relaxed) {
        return;
    }
    let mut bytes = vec![0; 16 * 1024];
    let (mut bytes_left, until) = (BYTES_MAX, Instant::now() + TIME_MAX);
    while bytes_left > 0 && Instant::now() < until {
        match timeout(IDLE_MAX, stream.read(&mut bytes)).await {
            Ok(Ok(read)) if read > 0 => bytes_left = bytes_left.saturating_sub(read),
            // All has come, or enough. A client that has gone has its answer or wants none.
            _ => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncWriteExt as _, DuplexStream};

    use super::*;

    /// A connection, and its client.
    fn connection() -> (DuplexStream, DuplexStream) {
        tokio::io::duplex(64 * 1024)
    }

    /// Closes a connection whose last body was left, or not.
    async fn close(mut server: DuplexStream, is_left: bool) {
        server.shutdown().await.unwrap();
        linger(&mut server, &Unread(Arc::new(is_left.into()))).await;
    }

    #[tokio::test(start_paused = true)]
    async fn a_client_reads_its_answer_and_sends_the_rest() {
        let (mut server, mut client) = connection();
        server.write_all(b"413").await.unwrap();
        let closing = tokio::spawn(close(server, true));
        let mut answer = String::new();
        client.read_to_string(&mut answer).await.unwrap();
        assert_eq!(answer, "413", "at once");
        client.write_all(&vec![b'x'; 6_000_000]).await.unwrap();
        let begun = Instant::now();
        drop(client);
        closing.await.unwrap();
        assert!(begun.elapsed().is_zero());
    }

    #[tokio::test(start_paused = true)]
    async fn nobody_is_waited_for_who_sends_no_more() {
        for (is_left, expect) in [(true, IDLE_MAX), (false, Duration::ZERO)] {
            let (server, _client) = connection();
            let begun = Instant::now();
            close(server, is_left).await;
            assert_eq!(begun.elapsed().as_secs(), expect.as_secs(), "{is_left}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn nor_who_sends_without_an_end() {
        let (server, mut client) = connection();
        let closing = tokio::spawn(close(server, true));
        let chunk = vec![b'x'; 1024 * 1024];
        let mut sent = 0;
        while client.write_all(&chunk).await.is_ok() {
            sent += 1;
        }
        assert!((16..=17).contains(&sent), "{sent} MiB");
        closing.await.unwrap();

        let (server, mut client) = connection();
        let begun = Instant::now();
        let closing = tokio::spawn(close(server, true));
        while client.write_all(b"x").await.is_ok() {
            tokio::time::sleep(IDLE_MAX / 2).await;
        }
        closing.await.unwrap();
        assert!(begun.elapsed() <= TIME_MAX + IDLE_MAX, "{:?}", begun.elapsed());
    }
}
