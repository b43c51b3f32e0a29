//! The journal's frames. One frame is one group commit, written by one write: a torn write is one
//! bad frame at the end, never a gap.
//!
//! | bytes | what |
//! | --- | --- |
//! | 4 | magic: no UTF-8 text that somebody typed can hold it |
//! | 4 | length of the payload |
//! | 4 | number of entries |
//! | 8 | sequence number of the first |
//! | 4 | crc32c of the 16 bytes before it and the payload |
//! | … | the payload: for each entry 4 bytes of length, then its bytes |
//!
//! All numbers are little-endian. A frame without entries marks that the journal was closed in
//! good order. Zeros after the last frame of the last segment are room for more, which a running
//! site has made and one that was killed leaves.

use crate::storage::codec::ENTRY_BYTES_MAX;

/// What a segment begins with: the name of the format and its version.
pub const SEGMENT_HEADER: &[u8; 8] = b"HOLDFS\x00\x01";

/// More than a frame's payload comes to: a length beyond it is damage, not data.
const PAYLOAD_BYTES_MAX: usize = 4 * 1024 * 1024;

/// More than a frame comes to, and so a torn one.
pub const FRAME_BYTES_MAX: usize = HEADER_BYTES + PAYLOAD_BYTES_MAX;

const MAGIC: [u8; 4] = [0xF5, b'H', 0xFF, b'F'];
const HEADER_BYTES: usize = 24;

/// A frame as it stands in a segment.
#[derive(Debug, PartialEq, Eq)]
pub struct Frame<'a> {
    /// The sequence number of its first entry.
    pub first_sequence: u64,
    /// Its entries' bytes.
    pub entries: Vec<&'a [u8]>,
    /// Where the next frame begins.
    pub end: usize,
}

/// Appends a frame with these entries' bytes.
pub fn write(into: &mut Vec<u8>, first_sequence: u64, entries: &[Vec<u8>]) {
    let payload: usize = entries.iter().map(|entry| 4 + entry.len()).sum();
    let start = into.len();
    into.extend_from_slice(&MAGIC);
    into.extend_from_slice(&length(payload));
    into.extend_from_slice(&length(entries.len()));
    into.extend_from_slice(&first_sequence.to_le_bytes());
    into.extend_from_slice(&[0; 4]);
    for entry in entries {
        into.extend_from_slice(&length(entry.len()));
        into.extend_from_slice(entry);
    }
    let sum = checksum(&into[start..]);
    into[start + HEADER_BYTES - 4..start + HEADER_BYTES].copy_from_slice(&sum.to_le_bytes());
}

/// The frame that begins at `start`, if a whole and undamaged one does.
pub fn read(segment: &[u8], start: usize) -> Option<Frame<'_>> {
    let frame = segment.get(start..)?;
    let header = frame.get(..HEADER_BYTES)?;
    if header[..4] != MAGIC {
        return None;
    }
    let payload_len = number(header, 4)?;
    let count = number(header, 8)?;
    if payload_len > PAYLOAD_BYTES_MAX {
        return None;
    }
    let frame = frame.get(..HEADER_BYTES + payload_len)?;
    if number(header, 20)? != checksum(frame) as usize {
        return None;
    }
    let first_sequence = u64::from_le_bytes(header[12..20].try_into().ok()?);
    let mut payload = &frame[HEADER_BYTES..];
    let mut entries = Vec::with_capacity(count.min(payload_len));
    while !payload.is_empty() {
        let len = number(payload, 0).filter(|len| *len <= ENTRY_BYTES_MAX)?;
        entries.push(payload.get(4..4 + len)?);
        payload = &payload[4 + len..];
    }
    (entries.len() == count).then_some(Frame {
        first_sequence,
        entries,
        end: start + HEADER_BYTES + payload_len,
    })
}

/// The next place at or after `start` where a whole and undamaged frame begins that can follow on
/// the entry before `next_sequence`. (What a torn frame holds is chosen by clients in part, who may
/// try to make it look like a frame.)
pub fn find(segment: &[u8], start: usize, next_sequence: u64) -> Option<usize> {
    let mut at = start;
    let possible = next_sequence..=next_sequence.saturating_add(segment.len() as u64);
    while let Some(found) = segment.get(at..)?.windows(MAGIC.len()).position(|w| w == MAGIC) {
        let frame = read(segment, at + found);
        if frame.is_some_and(|frame| possible.contains(&frame.first_sequence)) {
            return Some(at + found);
        }
        at += found + 1;
    }
    None
}

fn checksum(frame: &[u8]) -> u32 {
    crc32c::crc32c_append(crc32c::crc32c(&frame[4..HEADER_BYTES - 4]), &frame[HEADER_BYTES..])
}

/// Lengths are bounded by [`PAYLOAD_BYTES_MAX`], far below what four bytes hold.
fn length(len: usize) -> [u8; 4] {
    u32::try_from(len).unwrap_or(u32::MAX).to_le_bytes()
}

fn number(bytes: &[u8], at: usize) -> Option<usize> {
    let bytes = bytes.get(at..at + 4)?;
    usize::try_from(u32::from_le_bytes(bytes.try_into().ok()?)).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn reads_what_was_written(
            before in proptest::collection::vec(any::<u8>(), 0..40),
            sequence in any::<u64>(),
            entries in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..50), 0..6),
        ) {
            let mut segment = before.clone();
            write(&mut segment, sequence, &entries);
            let frame = read(&segment, before.len());
            prop_assert_eq!(frame, Some(Frame {
                first_sequence: sequence,
                entries: entries.iter().map(Vec::as_slice).collect(),
                end: segment.len(),
            }));
        }

        #[test]
        fn no_flipped_bit_and_no_cut_goes_unseen(
            entries in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 1..50), 1..4),
            bit in any::<prop::sample::Index>(),
            cut in any::<prop::sample::Index>(),
        ) {
            let mut whole = vec![];
            write(&mut whole, 7, &entries);
            let cut = &whole[..cut.index(whole.len())];
            prop_assert_eq!(read(cut, 0), None);
            let bit = bit.index(whole.len() * 8);
            let mut flipped = whole.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            prop_assert_eq!(read(&flipped, 0), None);
        }

        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = (read(&bytes, 0), find(&bytes, 0, 1));
        }
    }
}
