//! HEIC (ISO 23008-12): boxes, each with its length, of which the first names the kind, one tells
//! of the picture and one has it.

use std::io::{self, BufRead};

use super::{Shown, field, pass};

/// How long the beginning is by which it is known.
pub(super) const BEGINNING: usize = 12;
/// What telephones name the kind, and the general names of such pictures.
const BRANDS: [&[u8; 4]; 8] =
    [b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"];

/// Whether a file that begins so is one.
pub(super) fn begins(beginning: &[u8]) -> bool {
    let brand = beginning.get(8..BEGINNING);
    beginning.get(4..8) == Some(b"ftyp") && BRANDS.iter().any(|known| brand == Some(&known[..]))
}

/// Whether it is whole, from its beginning on. Behind the picture anything may stand but picture data
/// that is cut off.
pub(super) fn is_whole(file: &mut impl BufRead, shown: &mut Shown) -> io::Result<bool> {
    let (mut is_told, mut has_picture) = (false, false);
    loop {
        let is_enough = is_told && has_picture;
        let (length, kind) = match head(file) {
            Err(error) if is_enough && error.kind() == io::ErrorKind::UnexpectedEof => {
                return Ok(true);
            }
            head => head?,
        };
        is_told |= kind == *b"meta";
        has_picture |= kind == *b"mdat";
        // Without a length, it goes on to the end.
        let Some(length) = length else { return Ok(is_told && has_picture) };
        let is_seen = !is_enough && (kind == *b"meta" || kind == *b"mdat");
        let see = |part: &[u8]| {
            if is_seen {
                shown.see(part);
            }
        };
        match pass(file, length, see) {
            Err(_) if is_enough && kind != *b"mdat" => return Ok(true),
            passed => passed?,
        }
    }
}

/// How much a box has behind its head, if that is said, and what it is.
fn head(file: &mut impl BufRead) -> io::Result<(Option<u32>, [u8; 4])> {
    let short = u32::from_be_bytes(field(file)?);
    let kind = field(file)?;
    let length = match short {
        1 => u64::from_be_bytes(field(file)?).checked_sub(16),
        _ => u64::from(short).checked_sub(8),
    };
    // What is longer than that is longer than any file here, and so cut off.
    Ok((length.map(|length| u32::try_from(length).unwrap_or(u32::MAX)), kind))
}
