//! PDF (ISO 32000): its header near the beginning, where readers look for it, and its end mark
//! behind the last of its objects. What web sites and mail programs put before and behind (a byte
//! order mark, a line, zeros, a page's rest) is passed over, as readers do.

use std::io::{self, BufRead, Read, Seek, SeekFrom};

use memchr::memmem;

use super::Shown;

const SIGNATURE: &[u8] = b"%PDF-";
const END: &[u8] = b"%%EOF";
/// Stands between an object's number and what it is.
const OBJECT: &[u8] = b" obj";
/// What stands before the end mark of a document's first part: where its table is not.
const FIRST_PART_END: &[u8] = b"startxref0";
/// How far from the beginning readers look for the header.
pub(super) const HEADER_WITHIN: usize = 1024;
/// So much is looked through at once.
const PART: u64 = 64 * 1024;

/// Whether a file that begins so is one: its header begins a line, and its version follows.
pub(super) fn begins(beginning: &[u8]) -> bool {
    memmem::find_iter(beginning, SIGNATURE).any(|at| {
        let before = beginning[..at].strip_prefix(b"\xef\xbb\xbf").unwrap_or(&beginning[..at]);
        let begins_a_line = before.last().is_none_or(u8::is_ascii_whitespace);
        begins_a_line && beginning.get(at + SIGNATURE.len()).is_some_and(u8::is_ascii_digit)
    })
}

/// Whether it is whole: one that is cut off ends in an object, and may have an end mark before it.
pub(super) fn is_whole(file: &mut (impl BufRead + Seek), shown: &mut Shown) -> io::Result<bool> {
    streams(file, shown)?;
    file.rewind()?;
    let (mut begins_at, mut end, mut object) = (0, None, None);
    let mut part = Vec::new();
    loop {
        // What is found may have begun in the part before.
        let passed = part.len().saturating_sub(END.len() - 1);
        part.drain(..passed);
        begins_at += passed;
        if file.by_ref().take(PART).read_to_end(&mut part)? == 0 {
            return Ok(end > object && !is_of_first_part(file, end.unwrap_or(0))?);
        }
        end = memmem::rfind(&part, END).map(|at| begins_at + at).or(end);
        object = memmem::rfind(&part, OBJECT).map(|at| begins_at + at).or(object);
    }
}

/// Whether the end mark there is that of the part with which a document begins that is made for slow
/// lines (linearised, F.3.1): it names no table, and the rest is to follow.
fn is_of_first_part(file: &mut (impl BufRead + Seek), end: usize) -> io::Result<bool> {
    let begins_at = end.saturating_sub(FIRST_PART_END.len() + 8);
    file.seek(SeekFrom::Start(begins_at as u64))?;
    let mut before = vec![];
    file.take((end - begins_at) as u64).read_to_end(&mut before)?;
    let lines: Vec<u8> = before.into_iter().filter(|byte| !byte.is_ascii_whitespace()).collect();
    Ok(lines.ends_with(FIRST_PART_END))
}

/// What stands before and behind what a page draws, or a picture in it.
const STREAM: &[u8] = b"stream";
const END_OF_STREAM: &[u8] = b"endstream";
/// How such an object begins to be described.
const DICTIONARY: &[u8] = b"<<";
/// What is said of streams that show nothing, or have what differs each time a document is saved.
const HIDDEN: [&[u8]; 3] = [b"/Metadata", b"/XRef", b"/ObjStm"];
/// So much before a stream its description is looked for, in bytes.
const DESCRIPTION_BYTES: usize = 4096;

/// Sees what pages draw: all streams but those that show nothing, in their order. Dates, ids and what
/// stands between and behind objects is in none.
fn streams(file: &mut (impl BufRead + Seek), shown: &mut Shown) -> io::Result<()> {
    file.rewind()?;
    let mut all = vec![];
    file.read_to_end(&mut all)?;
    let mut rest = &all[..];
    while let Some(at) = memmem::find(rest, STREAM) {
        let (before, stream) = (&rest[..at], &rest[at + STREAM.len()..]);
        let Some(end) = memmem::find(stream, END_OF_STREAM) else { return Ok(()) };
        let before = &before[before.len().saturating_sub(DESCRIPTION_BYTES)..];
        let object = memmem::rfind(before, OBJECT).map_or(before, |at| &before[at..]);
        let is_described = memmem::find(object, DICTIONARY).is_some();
        if is_described && !HIDDEN.iter().any(|kind| memmem::find(object, kind).is_some()) {
            shown.see(stream[..end].trim_ascii());
            shown.see(STREAM);
        }
        rest = &stream[end + END_OF_STREAM.len()..];
    }
    Ok(())
}
