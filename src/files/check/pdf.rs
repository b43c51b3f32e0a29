//! PDF (ISO 32000): its header at the beginning, and its end mark near the end, where readers look
//! for it.

use std::io::{self, Read, Seek, SeekFrom};

/// How each begins; its version follows.
pub(super) const SIGNATURE: &[u8] = b"%PDF-";
const END: &[u8] = b"%%EOF";
/// How far from the end readers look for the end mark.
const TAIL: u64 = 1024;

/// Whether it is whole.
pub(super) fn is_whole(file: &mut (impl Read + Seek)) -> io::Result<bool> {
    let length = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(length.saturating_sub(TAIL)))?;
    let mut tail = Vec::new();
    file.take(TAIL).read_to_end(&mut tail)?;
    Ok(tail.windows(END.len()).any(|window| window == END))
}
