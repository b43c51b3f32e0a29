//! A connection that is closed only when its client has sent what it was at.
//!
//! One that is closed while its client sends is reset, and the answer may be lost with it (RFC 9112
//! §9.6): a browser then shows a broken connection, and not what was wrong. So where the routes have
//! left some of a body, the answer goes out at once, our side is closed, and the rest is read,
//! within bounds, and thrown away.

use std::{
    io,
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
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::{Instant, Sleep},
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

/// A stream that, once its writing side is closed, reads what the client is still sending.
pub(super) struct Lingering<S> {
    stream: S,
    unread: Unread,
    rest: Option<Rest>,
}

/// What is still read, and for how long.
struct Rest {
    bytes_left: usize,
    over: Instant,
    idle: Pin<Box<Sleep>>,
}

impl Rest {
    fn begin() -> Self {
        let over = Instant::now() + TIME_MAX;
        Self { bytes_left: BYTES_MAX, over, idle: Box::pin(tokio::time::sleep(IDLE_MAX)) }
    }

    /// Takes note of what has come; whether more of it is read.
    fn goes_on_after(&mut self, bytes: usize) -> bool {
        self.bytes_left = self.bytes_left.saturating_sub(bytes);
        self.idle.as_mut().reset(self.over.min(Instant::now() + IDLE_MAX));
        bytes > 0 && self.bytes_left > 0 && Instant::now() < self.over
    }
}

impl<S> Lingering<S> {
    pub(super) fn new(stream: S, unread: Unread) -> Self {
        Self { stream, unread, rest: None }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Lingering<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Lingering<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, bytes)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let Self { stream, unread, rest } = &mut *self;
        if rest.is_none() {
            ready!(Pin::new(&mut *stream).poll_shutdown(context))?;
            if !unread.0.load(Ordering::Relaxed) {
                return Poll::Ready(Ok(()));
            }
        }
        let rest = rest.get_or_insert_with(Rest::begin);
        let mut bytes = [0; 16 * 1024];
        loop {
            let mut buffer = ReadBuf::new(&mut bytes);
            match Pin::new(&mut *stream).poll_read(context, &mut buffer) {
                Poll::Ready(Ok(())) if rest.goes_on_after(buffer.filled().len()) => {}
                // All has come, or enough. A client that has gone has its answer or wants none.
                Poll::Ready(_) => return Poll::Ready(Ok(())),
                Poll::Pending => {
                    ready!(rest.idle.as_mut().poll(context));
                    return Poll::Ready(Ok(()));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream};

    use super::*;

    /// A connection whose last body was left, or not, and its client.
    fn connection(is_left: bool) -> (Lingering<DuplexStream>, DuplexStream) {
        let (server, client) = tokio::io::duplex(64 * 1024);
        let unread = Unread::default();
        unread.0.store(is_left, Ordering::Relaxed);
        (Lingering::new(server, unread), client)
    }

    #[tokio::test(start_paused = true)]
    async fn a_client_reads_its_answer_and_sends_the_rest() {
        let (mut server, mut client) = connection(true);
        server.write_all(b"413").await.unwrap();
        let closing = tokio::spawn(async move { server.shutdown().await });
        let mut answer = String::new();
        client.read_to_string(&mut answer).await.unwrap();
        assert_eq!(answer, "413", "at once");
        client.write_all(&vec![b'x'; 6_000_000]).await.unwrap();
        let begun = Instant::now();
        drop(client);
        closing.await.unwrap().unwrap();
        assert!(begun.elapsed().is_zero());
    }

    #[tokio::test(start_paused = true)]
    async fn nobody_is_waited_for_who_sends_no_more() {
        for (is_left, expect) in [(true, IDLE_MAX), (false, Duration::ZERO)] {
            let (mut server, _client) = connection(is_left);
            let begun = Instant::now();
            server.shutdown().await.unwrap();
            assert_eq!(begun.elapsed().as_secs(), expect.as_secs(), "{is_left}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn nor_who_sends_without_an_end() {
        let (mut server, mut client) = connection(true);
        let closing = tokio::spawn(async move { server.shutdown().await });
        let chunk = vec![b'x'; 1024 * 1024];
        let mut sent = 0;
        while client.write_all(&chunk).await.is_ok() {
            sent += 1;
        }
        assert!((16..=17).contains(&sent), "{sent} MiB");
        closing.await.unwrap().unwrap();

        let (mut server, mut client) = connection(true);
        let begun = Instant::now();
        let closing = tokio::spawn(async move { server.shutdown().await });
        while client.write_all(b"x").await.is_ok() {
            tokio::time::sleep(IDLE_MAX / 2).await;
        }
        closing.await.unwrap().unwrap();
        assert!(begun.elapsed() <= TIME_MAX + IDLE_MAX, "{:?}", begun.elapsed());
    }
}
