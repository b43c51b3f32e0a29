//! PDF (ISO 32000): its header at the beginning, and its end mark near the end, where readers look
//! for it.

/// How each begins; its version follows.
pub(super) const SIGNATURE: &[u8] = b"%PDF-";
const END: &[u8] = b"%%EOF";
/// How far from the end readers look for the end mark.
const TAIL: usize = 1024;

#[derive(Debug, Default)]
pub(super) struct Pdf {
    /// The latest bytes, at most [`TAIL`].
    tail: Vec<u8>,
}

impl Pdf {
    pub(super) fn feed(&mut self, bytes: &[u8]) {
        let bytes = &bytes[bytes.len().saturating_sub(TAIL)..];
        let kept = (self.tail.len() + bytes.len()).saturating_sub(TAIL);
        self.tail.drain(..kept);
        self.tail.extend_from_slice(bytes);
    }

    pub(super) fn is_whole(&self) -> bool {
        self.tail.windows(END.len()).any(|window| window == END)
    }
}
