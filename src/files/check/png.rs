//! PNG (RFC 2083): a signature, then chunks, each with its length and a checksum, from IHDR to IEND.
//! What stands behind it is no part of the picture, and passed over.

use std::io::{self, BufRead};

use super::{Shown, field, pass};

/// How each begins.
pub(super) const SIGNATURE: [u8; 8] = *b"\x89PNG\r\n\x1a\n";
/// The longest side that a picture may have.
const SIDE_MAX: u32 = 65_535;

/// The chunks that make the picture, and the frames of one that moves.
const SHOWN: [&[u8; 4]; 5] = [b"PLTE", b"tRNS", b"IDAT", b"fcTL", b"fdAT"];

/// Whether it is whole, from behind its signature on.
pub(super) fn is_whole(file: &mut impl BufRead, shown: &mut Shown) -> io::Result<bool> {
    let (mut has_header, mut has_data) = (false, false);
    loop {
        let length = u32::from_be_bytes(field(file)?);
        let kind: [u8; 4] = field(file)?;
        let mut checksum = crc32fast::Hasher::new();
        checksum.update(&kind);
        match (&kind, has_header) {
            (b"IHDR", false) if length == 13 => {
                let header = field(file)?;
                checksum.update(&header);
                shown.see(&header);
                has_header = is_sane(header);
            }
            (b"IHDR", _) | (_, false) => return Ok(false),
            _ if !kind.iter().all(u8::is_ascii_alphabetic) => return Ok(false),
            _ => {
                let is_shown = SHOWN.contains(&&kind);
                // The picture's data is one stream, however it is cut into chunks.
                if is_shown && kind != *b"IDAT" {
                    shown.see(&kind);
                }
                pass(file, length, |part| {
                    checksum.update(part);
                    if is_shown {
                        shown.see(part);
                    }
                })?;
            }
        }
        if !has_header || checksum.finalize() != u32::from_be_bytes(field(file)?) {
            return Ok(false);
        }
        has_data |= kind == *b"IDAT";
        if kind == *b"IEND" {
            return Ok(has_data);
        }
    }
}

/// What the first chunk says of the picture.
fn is_sane(header: [u8; 13]) -> bool {
    let [w1, w2, w3, w4, h1, h2, h3, h4, depth, colours, compression, filter, interlace] = header;
    let sides = [u32::from_be_bytes([w1, w2, w3, w4]), u32::from_be_bytes([h1, h2, h3, h4])];
    sides.iter().all(|side| (1..=SIDE_MAX).contains(side))
        && matches!(
            (colours, depth),
            (0, 1 | 2 | 4 | 8 | 16) | (3, 1 | 2 | 4 | 8) | (2 | 4 | 6, 8 | 16)
        )
        && (compression, filter) == (0, 0)
        && interlace <= 1
}
