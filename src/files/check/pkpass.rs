//! Passes for Wallet (.pkpass): a ZIP archive with a description, a list and a signature at its top.
//! Nothing is unpacked: its list of contents, at its end, says what is in it, and where what it says is.

use std::io::{self, BufRead, Seek, SeekFrom};

use super::{Shown, field, pass};

/// How each begins: the first file's head.
pub(super) const SIGNATURE: [u8; 4] = *b"PK\x03\x04";
/// What every pass has.
const PARTS: [&[u8]; 3] = [b"pass.json", b"manifest.json", b"signature"];
/// An entry of the list of contents.
const ENTRY: [u8; 4] = *b"PK\x01\x02";
/// What stands behind that list.
const END: [u8; 4] = *b"PK\x05\x06";
const END_BYTES: usize = 22;
/// How long a comment at the very end may be.
const COMMENT_BYTES_MAX: u64 = 65_535;

/// Where the list of contents is, and of how many files.
struct Contents {
    files: u16,
    begins_at: u32,
}

/// Whether it is a pass and whole, which only its end says.
pub(super) fn is_whole(file: &mut (impl BufRead + Seek), shown: &mut Shown) -> io::Result<bool> {
    let Some(contents) = contents(file)? else { return Ok(false) };
    file.seek(SeekFrom::Start(contents.begins_at.into()))?;
    let (mut found, mut says) = ([false; PARTS.len()], None);
    for _ in 0..contents.files {
        if field(file)? != ENTRY {
            return Ok(false);
        }
        let head: [u8; 42] = field(file)?;
        let length = |at: usize| u32::from(u16::from_le_bytes([head[at], head[at + 1]]));
        let (name_bytes, more) = (length(24), length(26) + length(28));
        let mut name = Vec::new();
        pass(file, name_bytes, |part| name.extend_from_slice(part))?;
        for (part, found) in PARTS.iter().zip(&mut found) {
            *found |= name == *part;
        }
        if name == PARTS[0] {
            let number = |at: usize| head.get(at..at + 4)?.first_chunk().copied();
            says = number(38).zip(number(16));
        }
        pass(file, more, |_| {})?;
    }
    if let Some((begins_at, bytes)) = says {
        file.seek(SeekFrom::Start(u32::from_le_bytes(begins_at).into()))?;
        let head: [u8; 30] = field(file)?;
        let length = |at: usize| u32::from(u16::from_le_bytes([head[at], head[at + 1]]));
        pass(file, length(26) + length(28), |_| {})?;
        pass(file, u32::from_le_bytes(bytes), |part| shown.see(part))?;
    }
    Ok(found.iter().all(|found| *found))
}

/// Looks for the end, which a comment or a tail may follow.
fn contents(file: &mut (impl BufRead + Seek)) -> io::Result<Option<Contents>> {
    let length = file.seek(SeekFrom::End(0))?;
    let tail_at = length.saturating_sub(END_BYTES as u64 + COMMENT_BYTES_MAX);
    file.seek(SeekFrom::Start(tail_at))?;
    let mut tail = Vec::new();
    file.read_to_end(&mut tail)?;
    let Some(at) = memchr::memmem::rfind(&tail, &END) else { return Ok(None) };
    let Some(end) = tail.get(at..at + END_BYTES) else { return Ok(None) };
    let files = u16::from_le_bytes([end[10], end[11]]);
    let begins_at = u32::from_le_bytes([end[16], end[17], end[18], end[19]]);
    Ok(Some(Contents { files, begins_at }))
}
