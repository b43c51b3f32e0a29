//! PNG (RFC 2083): a signature, then chunks, each with its length and a checksum, from IHDR to IEND
//! and nothing after it.

use super::{Gather, skip};

/// How each begins.
pub(super) const SIGNATURE: [u8; 8] = *b"\x89PNG\r\n\x1a\n";
/// The longest side that a picture may have.
const SIDE_MAX: u32 = 65_535;

#[derive(Debug)]
pub(super) struct Png {
    step: PngStep,
    checksum: crc32fast::Hasher,
    has_header: bool,
    has_data: bool,
}

#[derive(Debug)]
enum PngStep {
    /// A chunk's length and type.
    Head(Gather<8>),
    /// What the first chunk says of the picture.
    Header(Gather<13>),
    Body {
        kind: [u8; 4],
        left: u32,
    },
    Checksum {
        kind: [u8; 4],
        gather: Gather<4>,
    },
    Over,
    Broken,
}

impl Default for Png {
    fn default() -> Self {
        Self {
            step: PngStep::Head(Gather::EMPTY),
            checksum: crc32fast::Hasher::new(),
            has_header: false,
            has_data: false,
        }
    }
}

impl Png {
    pub(super) fn feed(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let next = match &mut self.step {
                PngStep::Head(gather) => gather.take(&mut bytes).map(|head| self.chunk(head)),
                PngStep::Header(gather) => {
                    gather.take(&mut bytes).map(|header| self.header(header))
                }
                PngStep::Body { kind, left } => {
                    let (kind, before) = (*kind, bytes);
                    let is_over = skip(left, &mut bytes);
                    self.checksum.update(&before[..before.len() - bytes.len()]);
                    is_over.then_some(PngStep::Checksum { kind, gather: Gather::EMPTY })
                }
                PngStep::Checksum { kind, gather } => {
                    let kind = *kind;
                    gather.take(&mut bytes).map(|sum| self.chunk_over(kind, sum))
                }
                PngStep::Over | PngStep::Broken => {
                    self.step = PngStep::Broken;
                    return;
                }
            };
            if let Some(next) = next {
                self.step = next;
            }
        }
    }

    pub(super) fn is_whole(&self) -> bool {
        matches!(self.step, PngStep::Over)
    }

    fn chunk(&mut self, head: [u8; 8]) -> PngStep {
        let [a, b, c, d, kind @ ..] = head;
        let left = u32::from_be_bytes([a, b, c, d]);
        self.checksum.reset();
        self.checksum.update(&kind);
        match (&kind, self.has_header, left) {
            (b"IHDR", false, 13) => PngStep::Header(Gather::EMPTY),
            (b"IHDR", ..) | (_, false, _) => PngStep::Broken,
            _ if !kind.iter().all(u8::is_ascii_alphabetic) => PngStep::Broken,
            (_, _, 0) => PngStep::Checksum { kind, gather: Gather::EMPTY },
            _ => PngStep::Body { kind, left },
        }
    }

    fn header(&mut self, header: [u8; 13]) -> PngStep {
        self.checksum.update(&header);
        self.has_header = true;
        let [w1, w2, w3, w4, h1, h2, h3, h4, depth, colours, compression, filter, interlace] =
            header;
        let sides = [u32::from_be_bytes([w1, w2, w3, w4]), u32::from_be_bytes([h1, h2, h3, h4])];
        let is_sane = sides.iter().all(|side| (1..=SIDE_MAX).contains(side))
            && matches!(
                (colours, depth),
                (0, 1 | 2 | 4 | 8 | 16) | (3, 1 | 2 | 4 | 8) | (2 | 4 | 6, 8 | 16)
            )
            && (compression, filter) == (0, 0)
            && interlace <= 1;
        match is_sane {
            true => PngStep::Checksum { kind: *b"IHDR", gather: Gather::EMPTY },
            false => PngStep::Broken,
        }
    }

    fn chunk_over(&mut self, kind: [u8; 4], sum: [u8; 4]) -> PngStep {
        if self.checksum.clone().finalize() != u32::from_be_bytes(sum) {
            return PngStep::Broken;
        }
        self.has_data |= kind == *b"IDAT";
        match &kind {
            b"IEND" if self.has_data => PngStep::Over,
            b"IEND" => PngStep::Broken,
            _ => PngStep::Head(Gather::EMPTY),
        }
    }
}
