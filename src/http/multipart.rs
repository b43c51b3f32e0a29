//! `multipart/form-data` (RFC 7578) as browsers send it, part by part while it comes, in bounded
//! memory.

use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use bytes::{Buf as _, Bytes, BytesMut};
use futures_util::StreamExt as _;
use memchr::memmem;
use tokio::time::{Instant, timeout_at};

use super::{HttpError, HttpResult};

/// How long the headers of one part can be.
const HEAD_BYTES_MAX: usize = 4096;
/// RFC 2046, 5.1.1.
const BOUNDARY_BYTES_MAX: usize = 70;

/// How many parts a form has at most: our longest has some twenty.
const PARTS_MAX: usize = 100;

/// A body that is read part by part.
pub(super) struct Multipart {
    body: BodyDataStream,
    /// What has come and is not taken yet.
    read: BytesMut,
    /// What ends each part: a line's end, two hyphens, the boundary.
    delimiter: Vec<u8>,
    pub(super) patience: Patience,
    /// How much may still come, in bytes and in parts.
    left: u64,
    parts_left: usize,
}

/// How long the body may take.
#[derive(Debug, Clone, Copy)]
pub(super) struct Patience {
    /// With all of it.
    pub(super) until: Instant,
    /// With whatever comes next.
    pub(super) idle: Duration,
    /// With how much in all.
    pub(super) pace: Pace,
}

/// The least rate at which any body comes, which a slow phone line has. Who sends a byte now and then
/// would have a connection, or a place for files, of which there are few, for all the time there is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pace {
    begun: Instant,
    bytes: u64,
}

/// Before the rate counts: a phone may have lost its network for a moment.
const PACE_GRACE: Duration = Duration::from_secs(15);
const LEAST_BYTES_A_SECOND: u64 = 4096;

impl Pace {
    /// Of a body that begins at a time.
    pub(super) fn from(begun: Instant) -> Self {
        Self { begun, bytes: 0 }
    }

    /// Counts what has come.
    pub(super) fn count(&mut self, bytes: usize) {
        self.bytes += bytes as u64;
    }

    /// When the next of it must be there.
    pub(super) fn until(&self) -> Instant {
        self.begun + PACE_GRACE + Duration::from_millis(self.bytes * 1000 / LEAST_BYTES_A_SECOND)
    }
}

/// What stands above a part.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct PartHead {
    /// The field.
    pub(super) name: String,
    /// Empty if it is no file, or none was chosen.
    pub(super) file_name: String,
}

impl Multipart {
    pub(super) fn new(body: Body, boundary: &str, bytes_max: u64, patience: Patience) -> Self {
        Self {
            body: body.into_data_stream(),
            // The first boundary has no line before it that it could end.
            read: BytesMut::from("\r\n"),
            delimiter: format!("\r\n--{boundary}").into_bytes(),
            patience,
            left: bytes_max,
            parts_left: PARTS_MAX,
        }
    }

    /// The next part, when the one before it is read to its end; none after the last.
    pub(super) async fn next(&mut self) -> HttpResult<Option<PartHead>> {
        let after = self.delimiter.len();
        // What cannot be a form any more is not waited for.
        while self.read.len() < after + 2
            && self.read.iter().zip(&self.delimiter).all(|(read, expect)| read == expect)
        {
            self.more().await?;
        }
        match self.read.strip_prefix(self.delimiter.as_slice()) {
            Some([b'-', b'-', ..]) => return Ok(None),
            Some([b'\r', b'\n', ..]) => {}
            _ => return Err(HttpError::NotAForm),
        }
        self.parts_left = self.parts_left.checked_sub(1).ok_or(HttpError::TooLarge)?;
        loop {
            let head = &self.read[after..self.read.len().min(after + HEAD_BYTES_MAX)];
            if let Some(end) = memmem::find(head, b"\r\n\r\n") {
                let head = part_head(&head[..end]);
                self.read.advance(after + end + 4);
                return head.map(Some).ok_or(HttpError::NotAForm);
            }
            if head.len() == HEAD_BYTES_MAX {
                return Err(HttpError::NotAForm);
            }
            self.more().await?;
        }
    }

    /// What comes next of the part; none at its end.
    pub(super) async fn chunk(&mut self) -> HttpResult<Option<Bytes>> {
        loop {
            let end = memmem::find(&self.read, &self.delimiter);
            // The delimiter may have come in part.
            let safe = end.unwrap_or((self.read.len() + 1).saturating_sub(self.delimiter.len()));
            if safe > 0 {
                return Ok(Some(self.read.split_to(safe).freeze()));
            }
            if end.is_some() {
                return Ok(None);
            }
            self.more().await?;
        }
    }

    async fn more(&mut self) -> HttpResult<()> {
        let Patience { until, idle, pace } = self.patience;
        let until = until.min(Instant::now() + idle).min(pace.until());
        // Without its last boundary it is cut off.
        let Ok(Some(Ok(data))) = timeout_at(until, self.body.next()).await else {
            return Err(HttpError::CutOff);
        };
        self.patience.pace.count(data.len());
        self.left = self.left.checked_sub(data.len() as u64).ok_or(HttpError::TooLarge)?;
        self.read.extend_from_slice(&data);
        Ok(())
    }
}

/// The boundary that a `Content-Type` names, if it is that of such a form.
pub(super) fn boundary(content_type: &str) -> Option<&str> {
    let (media_type, parameters) = content_type.split_once(';')?;
    if !media_type.trim().eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    let boundary = parameters.split(';').find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("boundary").then_some(value.trim())
    })?;
    let unquoted = boundary.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    Some(unquoted.unwrap_or(boundary))
        .filter(|boundary| (1..=BOUNDARY_BYTES_MAX).contains(&boundary.len()))
}

fn part_head(head: &[u8]) -> Option<PartHead> {
    let head = String::from_utf8_lossy(head);
    let mut found = None;
    for line in head.split("\r\n").filter(|line| !line.is_empty()) {
        let (name, value) = line.split_once(':')?;
        if name.trim().eq_ignore_ascii_case("content-disposition") {
            found = Some(disposition(value)?);
        }
    }
    let (name, file_name) = found?;
    Some(PartHead { name, file_name })
}

/// The field's name and the file's, of `form-data; name="file"; filename="ticket.pdf"`.
fn disposition(value: &str) -> Option<(String, String)> {
    let (kind, mut rest) = value.split_once(';')?;
    if !kind.trim().eq_ignore_ascii_case("form-data") {
        return None;
    }
    let (mut name, mut file_name) = (None, String::new());
    while let Some((key, value)) = rest.split_once('=') {
        let (value, after) = parameter(value)?;
        match key.trim_matches([' ', ';', '\t']).to_ascii_lowercase().as_str() {
            "name" => name = Some(value),
            "filename" => file_name = value,
            _ => {}
        }
        rest = after;
    }
    Some((name?, file_name))
}

/// A parameter's value, quoted or not, and what follows it.
fn parameter(value: &str) -> Option<(String, &str)> {
    let Some(quoted) = value.strip_prefix('"') else {
        let (value, rest) = value.split_once(';').unwrap_or((value, ""));
        return Some((value.trim().to_owned(), rest));
    };
    let mut text = String::new();
    let mut chars = quoted.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Some((text, &quoted[at + 1..])),
            '\\' if quoted[at + 1..].starts_with(['"', '\\']) => {
                text.extend(chars.next().map(|(_, escaped)| escaped));
            }
            c => text.push(c),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use std::{
        convert::Infallible,
        sync::{
            Arc,
            atomic::{AtomicUsize, Ordering},
        },
    };

    use futures_util::stream;
    use proptest::prelude::*;

    use super::*;

    /// All parts of a body that comes in pieces of this size.
    async fn read(body: &[u8], piece: usize) -> HttpResult<Vec<(PartHead, Vec<u8>)>> {
        let pieces: Vec<_> = body.chunks(piece).map(Bytes::copy_from_slice).collect();
        read_pieces(pieces).await
    }

    async fn read_pieces(
        pieces: impl IntoIterator<Item = Bytes, IntoIter: Send + 'static>,
    ) -> HttpResult<Vec<(PartHead, Vec<u8>)>> {
        let pieces = pieces.into_iter().map(Ok::<_, Infallible>);
        let idle = Duration::from_secs(10);
        let now = Instant::now();
        let patience = Patience { until: now + idle, idle, pace: Pace::from(now) };
        let body = Body::from_stream(stream::iter(pieces));
        let mut multipart = Multipart::new(body, "BOUND", 100_000, patience);
        let mut parts = vec![];
        while let Some(head) = multipart.next().await? {
            let mut content = vec![];
            while let Some(chunk) = multipart.chunk().await? {
                content.extend(chunk);
            }
            parts.push((head, content));
        }
        Ok(parts)
    }

    const BODY: &[u8] =
        b"--BOUND\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nRow 5\r\n\
        --BOUND\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a \\\"b\\\".pdf\"\r\n\
        Content-Type: application/pdf\r\n\r\n\r\n--BOUN\r\n\r\n\r\n--BOUND--\r\n";

    #[tokio::test]
    async fn parts_in_pieces_of_any_size() {
        for piece in 1..BODY.len() {
            let parts = read(BODY, piece).await.unwrap();
            let title = PartHead { name: "title".into(), file_name: String::new() };
            let file = PartHead { name: "file".into(), file_name: "a \"b\".pdf".into() };
            assert_eq!(parts[0], (title, b"Row 5".to_vec()));
            assert_eq!(parts[1], (file, b"\r\n--BOUN\r\n\r\n".to_vec()));
        }
    }

    /// A piece now and then is always in time for the next, and never for all of it.
    #[tokio::test(start_paused = true)]
    async fn what_comes_too_slowly_is_cut_off() {
        for (piece_bytes, piece_seconds, seconds) in
            [(1, 10, 15), (20_000, 10, 19), (4096, 1, 65), (50_000, 9, 36)]
        {
            let pieces = stream::unfold((), move |()| async move {
                tokio::time::sleep(Duration::from_secs(piece_seconds)).await;
                Some((Ok::<_, Infallible>(Bytes::from(vec![b'x'; piece_bytes])), ()))
            });
            let head = &b"--BOUND\r\nContent-Disposition: form-data; name=a\r\n\r\n"[..];
            let head = stream::iter([Ok(Bytes::from_static(head))]);
            let now = Instant::now();
            let (until, idle) = (now + Duration::from_secs(300), Duration::from_secs(30));
            let patience = Patience { until, idle, pace: Pace::from(now) };
            let body = Body::from_stream(head.chain(pieces));
            let mut parts = Multipart::new(body, "BOUND", 200_000, patience);
            parts.next().await.unwrap();
            let ended = loop {
                match parts.chunk().await {
                    Ok(chunk) => assert!(chunk.is_some()),
                    Err(error) => break error,
                }
            };
            // A steady one goes on until it is too large.
            let is_slow = (piece_bytes as u64) < 4096 * piece_seconds;
            assert_eq!(matches!(ended, HttpError::CutOff), is_slow, "{piece_bytes}: {ended}");
            let took = now.elapsed().as_secs();
            assert!(took.abs_diff(seconds) <= 20, "{piece_bytes}: {took} s");
        }
    }

    #[tokio::test]
    async fn cut_off_anywhere_it_is_no_form() {
        for cut in 0..BODY.len() - 4 {
            assert!(read(&BODY[..cut], 7).await.is_err(), "{cut}");
        }
    }

    #[tokio::test]
    async fn garbage() {
        let long = [&b"--BOUND\r\nA: "[..], &[b'x'; 5000]].concat();
        let large =
            [&b"--BOUND\r\nContent-Disposition: form-data; name=a\r\n\r\n"[..], &[0; 100_000]]
                .concat();
        for body in
            [&b""[..], b"hello, this is no form", b"--BOUND-\r\n", b"--BOUND\r\n\r\n\r\n", &long]
        {
            assert!(read(body, 100).await.is_err(), "{}", body.len());
        }
        assert!(matches!(read(&large, 1000).await, Err(HttpError::TooLarge)));
    }

    #[tokio::test]
    async fn parts_without_an_end_are_refused_early() {
        let part = &b"--BOUND\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n"[..];
        let sent = Arc::new(AtomicUsize::new(0));
        let counted = sent.clone();
        let pieces = std::iter::repeat_with(move || {
            counted.fetch_add(1, Ordering::Relaxed);
            Bytes::from_static(part)
        });
        assert!(matches!(read_pieces(pieces).await, Err(HttpError::TooLarge)));
        let sent = sent.load(Ordering::Relaxed);
        assert!(sent <= PARTS_MAX + 2, "{sent} parts");
        let as_many_as_may_be = [&part.repeat(PARTS_MAX), &b"--BOUND--"[..]].concat();
        let parts = read(&as_many_as_may_be, 999).await.unwrap();
        assert_eq!(parts.len(), PARTS_MAX);
    }

    #[test]
    fn boundaries() {
        for (content_type, expect) in [
            ("multipart/form-data; boundary=x", Some("x")),
            ("Multipart/Form-Data; charset=utf-8; Boundary=\"a b\"", Some("a b")),
            ("multipart/form-data", None),
            ("multipart/form-data; boundary=", None),
            ("multipart/mixed; boundary=x", None),
            ("application/x-www-form-urlencoded", None),
        ] {
            assert_eq!(boundary(content_type), expect, "{content_type}");
        }
        assert_eq!(boundary(&format!("multipart/form-data; boundary={}", "x".repeat(71))), None);
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400), at in 0..BODY.len(), piece in 1_usize..50) {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
            let mut body = BODY.to_vec();
            body.splice(at..at, bytes);
            let _ = runtime.block_on(read(&body, piece));
        }
    }
}
