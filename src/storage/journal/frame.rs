//! The journal's segments and frames. One frame is one group commit, written by one write: a torn
//! write is one bad frame at the end, never a gap.
//!
//! A segment begins with
//!
//! | bytes | what |
//! | --- | --- |
//! | 8 | the name of the format and its version |
//! | 4 | its salt: a random number, which nobody outside knows |
//! | 4 | crc32c of the 12 bytes before it |
//!
//! and goes on with frames:
//!
//! | bytes | what |
//! | --- | --- |
//! | 4 | magic: no UTF-8 text that somebody typed can hold it |
//! | 4 | length of the payload |
//! | 8 | sequence number of its first entry |
//! | 8 | sequence number of the first entry of the next frame |
//! | 4 | crc32c of the segment's salt, the 20 bytes before it and the payload |
//! | … | the payload: its pieces, one after the other |
//!
//! All numbers are little-endian. A piece is 4 bytes and what they announce: an entry's length, and
//! then its bytes ([`super::StoredEntry`]); or, with the highest bit set, how many entries in a row
//! a compaction has emptied, and nothing more. So a run of emptied entries costs 4 bytes, however
//! long it is, also at the end of the journal, and their numbers are never given again.
//!
//! **A gap is said, never inferred.** Each frame must begin with the number that the one before it
//! ended with, and its pieces must come to the number that it ends with. So what is missing cannot
//! pass for what was emptied: a frame that is lost leaves numbers that no frame accounts for, and
//! the one that says that entries are gone has a checksum like any other.
//!
//! A frame without pieces marks that the journal was closed in good order. Zeros after the last
//! frame of the last segment are room for more, which a running site has made and one that was
//! killed leaves.

use std::hash::{BuildHasher as _, Hasher as _, RandomState};

use super::Piece;
use crate::storage::codec::ENTRY_BYTES_MAX;

/// The name of the format and its version.
const NAME: &[u8; 8] = b"HOLDFS\x00\x02";

/// How long a segment's header is.
pub const SEGMENT_HEADER_BYTES: usize = 16;

/// More than a frame's payload comes to: a length beyond it is damage, not data.
const PAYLOAD_BYTES_MAX: usize = 4 * 1024 * 1024;

/// More than a frame comes to, and so a torn one.
pub const FRAME_BYTES_MAX: usize = HEADER_BYTES + PAYLOAD_BYTES_MAX;

const MAGIC: [u8; 4] = [0xF5, b'H', 0xFF, b'F'];
const HEADER_BYTES: usize = 28;
const SUM_AT: usize = HEADER_BYTES - 4;

/// Set in a piece that is a run of emptied entries.
const EMPTIED: u32 = 1 << 31;
/// More of them are several pieces.
const RUN_MAX: u64 = (EMPTIED - 1) as u64;

/// What a segment's checksums begin with. Clients choose some of what stands in a frame, such as
/// ids: without it they could choose what would pass for a frame inside of one that is torn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Salt(pub(super) u32);

/// A frame as it stands in a segment.
#[derive(Debug, PartialEq, Eq)]
pub struct Frame<'a> {
    /// The sequence number of its first entry.
    pub first_sequence: u64,
    /// The one that comes after its last.
    pub next_sequence: u64,
    /// What stands in it, in order.
    pub pieces: Vec<Piece<&'a [u8]>>,
    /// Where the next frame begins.
    pub end: usize,
}

/// A new segment's header, and its salt.
pub fn new_segment() -> ([u8; SEGMENT_HEADER_BYTES], Salt) {
    let salt = RandomState::new().build_hasher().finish().to_le_bytes();
    let salt = Salt(u32::from_le_bytes([salt[0], salt[1], salt[2], salt[3]]));
    let mut header = [0; SEGMENT_HEADER_BYTES];
    header[..8].copy_from_slice(NAME);
    header[8..12].copy_from_slice(&salt.0.to_le_bytes());
    let sum = crc32c::crc32c(&header[..12]);
    header[12..].copy_from_slice(&sum.to_le_bytes());
    (header, salt)
}

/// The salt of a segment that begins with a whole and undamaged header.
pub fn salt_of(segment: &[u8]) -> Option<Salt> {
    let header = segment.get(..SEGMENT_HEADER_BYTES)?;
    let is_whole = header.starts_with(NAME) && number(header, 12)? == crc32c::crc32c(&header[..12]);
    is_whole.then_some(Salt(number(header, 8)?))
}

/// The version of a whole segment's format, if it is later than this program's: those keep the
/// header's form.
pub fn newer_version(segment: &[u8]) -> Option<u8> {
    let header = segment.get(..SEGMENT_HEADER_BYTES)?;
    let (name, version) = (&header[..7], header[7]);
    let is_whole = number(header, 12)? == crc32c::crc32c(&header[..12]);
    (is_whole && name == &NAME[..7] && version > NAME[7]).then_some(version)
}

/// Whether these bytes are what a crash may leave of a header: nothing stands in such a segment,
/// since a header is durable before the first frame is written.
pub fn is_unfinished_header(segment: &[u8]) -> bool {
    let name = &segment[..segment.len().min(NAME.len())];
    segment.len() < SEGMENT_HEADER_BYTES && NAME.starts_with(name)
        || segment.iter().all(|byte| *byte == 0)
}

/// Appends a frame; gives the sequence number that comes after it.
pub fn write<'a>(
    into: &mut Vec<u8>,
    salt: Salt,
    first_sequence: u64,
    pieces: impl Iterator<Item = Piece<&'a [u8]>>,
) -> u64 {
    let start = into.len();
    let mut next_sequence = first_sequence;
    into.extend_from_slice(&[0; HEADER_BYTES]);
    for piece in pieces {
        next_sequence += piece.entries();
        match piece {
            Piece::Entry(bytes) => {
                into.extend_from_slice(&length(bytes.len()));
                into.extend_from_slice(bytes);
            }
            Piece::Emptied(mut left) => {
                while left > 0 {
                    let run = left.min(RUN_MAX);
                    into.extend_from_slice(&length(run as usize | EMPTIED as usize));
                    left -= run;
                }
            }
        }
    }
    let payload_bytes = into.len() - start - HEADER_BYTES;
    let frame = &mut into[start..];
    frame[..4].copy_from_slice(&MAGIC);
    frame[4..8].copy_from_slice(&length(payload_bytes));
    frame[8..16].copy_from_slice(&first_sequence.to_le_bytes());
    frame[16..24].copy_from_slice(&next_sequence.to_le_bytes());
    let sum = checksum(salt, frame);
    frame[SUM_AT..HEADER_BYTES].copy_from_slice(&sum.to_le_bytes());
    next_sequence
}

/// The frame that begins at `start`, if a whole and undamaged one does.
pub fn read(segment: &[u8], start: usize, salt: Salt) -> Option<Frame<'_>> {
    let frame = segment.get(start..)?;
    let header = frame.get(..HEADER_BYTES)?;
    if header[..4] != MAGIC {
        return None;
    }
    let payload_bytes = number(header, 4)? as usize;
    if payload_bytes > PAYLOAD_BYTES_MAX {
        return None;
    }
    let frame = frame.get(..HEADER_BYTES + payload_bytes)?;
    if number(header, SUM_AT)? != checksum(salt, frame) {
        return None;
    }
    let first_sequence = u64::from_le_bytes(header[8..16].try_into().ok()?);
    let next_sequence = u64::from_le_bytes(header[16..24].try_into().ok()?);
    let pieces = pieces(&frame[HEADER_BYTES..])?;
    let after = pieces.iter().try_fold(first_sequence, |at, piece| at.checked_add(piece.entries()));
    (after == Some(next_sequence)).then_some(Frame {
        first_sequence,
        next_sequence,
        pieces,
        end: start + HEADER_BYTES + payload_bytes,
    })
}

fn pieces(mut payload: &[u8]) -> Option<Vec<Piece<&[u8]>>> {
    let mut pieces = vec![];
    while !payload.is_empty() {
        let word = number(payload, 0)?;
        payload = &payload[4..];
        if word > EMPTIED {
            pieces.push(Piece::Emptied(u64::from(word - EMPTIED)));
            continue;
        }
        let bytes = payload.get(..word as usize).filter(|bytes| bytes.len() <= ENTRY_BYTES_MAX)?;
        pieces.push(Piece::Entry(bytes));
        payload = &payload[bytes.len()..];
    }
    Some(pieces)
}

/// The next place at or after `start` where a whole and undamaged frame of this segment begins.
pub fn find(segment: &[u8], start: usize, salt: Salt) -> Option<usize> {
    let mut at = start;
    while let Some(found) = segment.get(at..)?.windows(MAGIC.len()).position(|w| w == MAGIC) {
        if read(segment, at + found, salt).is_some() {
            return Some(at + found);
        }
        at += found + 1;
    }
    None
}

fn checksum(Salt(salt): Salt, frame: &[u8]) -> u32 {
    let sum = crc32c::crc32c(&salt.to_le_bytes());
    let sum = crc32c::crc32c_append(sum, &frame[4..SUM_AT]);
    crc32c::crc32c_append(sum, &frame[HEADER_BYTES..])
}

/// Lengths are bounded by [`PAYLOAD_BYTES_MAX`], far below what four bytes hold.
fn length(len: usize) -> [u8; 4] {
    u32::try_from(len).unwrap_or(u32::MAX).to_le_bytes()
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at..at + 4)?;
    Some(u32::from_le_bytes(bytes.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SALT: Salt = Salt(0xC0FF_EE00);

    fn any_pieces() -> impl Strategy<Value = Vec<Piece<Vec<u8>>>> {
        let entry = proptest::collection::vec(any::<u8>(), 0..50).prop_map(Piece::Entry);
        let emptied = (1..=RUN_MAX).prop_map(Piece::Emptied);
        proptest::collection::vec(prop_oneof![2 => entry, 1 => emptied], 0..6)
    }

    fn written(before: &[u8], sequence: u64, pieces: &[Piece<Vec<u8>>]) -> (Vec<u8>, u64) {
        let mut segment = before.to_vec();
        let next = write(&mut segment, SALT, sequence, pieces.iter().map(Piece::as_slice));
        (segment, next)
    }

    proptest! {
        #[test]
        fn reads_what_was_written(
            before in proptest::collection::vec(any::<u8>(), 0..40),
            sequence in 0..u64::MAX / 2,
            pieces in any_pieces(),
        ) {
            let (segment, next) = written(&before, sequence, &pieces);
            prop_assert_eq!(next, sequence + pieces.iter().map(Piece::entries).sum::<u64>());
            prop_assert_eq!(read(&segment, before.len(), SALT), Some(Frame {
                first_sequence: sequence,
                next_sequence: next,
                pieces: pieces.iter().map(Piece::as_slice).collect(),
                end: segment.len(),
            }));
            prop_assert_eq!(read(&segment, before.len(), Salt(1)), None);
        }

        #[test]
        fn no_flipped_bit_and_no_cut_goes_unseen(
            pieces in any_pieces(),
            bit in any::<prop::sample::Index>(),
            cut in any::<prop::sample::Index>(),
        ) {
            let (whole, _) = written(&[], 7, &pieces);
            prop_assert_eq!(read(&whole[..cut.index(whole.len())], 0, SALT), None);
            let bit = bit.index(whole.len() * 8);
            let mut flipped = whole;
            flipped[bit / 8] ^= 1 << (bit % 8);
            prop_assert_eq!(read(&flipped, 0, SALT), None);
        }

        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = (read(&bytes, 0, SALT), find(&bytes, 0, SALT), salt_of(&bytes));
            // Nor do those whose checksum fits.
            let mut frame = [&[0; HEADER_BYTES][..], &bytes].concat();
            frame[..4].copy_from_slice(&MAGIC);
            frame[4..8].copy_from_slice(&length(bytes.len()));
            let sum = checksum(SALT, &frame);
            frame[SUM_AT..HEADER_BYTES].copy_from_slice(&sum.to_le_bytes());
            let _ = read(&frame, 0, SALT);
        }
    }

    #[test]
    fn a_run_costs_four_bytes_and_a_longer_one_is_several() {
        for (entries, words) in [(1, 1), (1_000_000, 1), (RUN_MAX, 1), (RUN_MAX + 1, 2)] {
            let (bytes, next) = written(&[], 7, &[Piece::Emptied(entries)]);
            assert_eq!((bytes.len(), next), (HEADER_BYTES + 4 * words, 7 + entries));
            let pieces = read(&bytes, 0, SALT).unwrap().pieces;
            assert_eq!(pieces.iter().map(Piece::entries).sum::<u64>(), entries);
        }
    }

    /// Each with a checksum that fits: what is read must agree with itself, too.
    #[test]
    fn a_frame_whose_pieces_do_not_come_to_its_numbers_is_none() {
        let (whole, _) = written(&[], 7, &[Piece::Entry(vec![1]), Piece::Emptied(5)]);
        let sealed = |at: usize, to: &[u8]| {
            let mut frame = whole.clone();
            frame[at..at + to.len()].copy_from_slice(to);
            let sum = checksum(SALT, &frame);
            frame[SUM_AT..HEADER_BYTES].copy_from_slice(&sum.to_le_bytes());
            frame
        };
        let run_at = whole.len() - 4;
        assert!(read(&sealed(16, &13u64.to_le_bytes()), 0, SALT).is_some());
        assert_eq!(read(&sealed(16, &14u64.to_le_bytes()), 0, SALT), None);
        assert_eq!(read(&sealed(8, &u64::MAX.to_le_bytes()), 0, SALT), None);
        assert_eq!(read(&sealed(run_at, &(EMPTIED | 6).to_le_bytes()), 0, SALT), None);
        assert_eq!(read(&sealed(run_at, &EMPTIED.to_le_bytes()), 0, SALT), None, "a run of none");
    }

    #[test]
    fn a_segments_header_is_read_whole_or_not_at_all() {
        let (header, salt) = new_segment();
        assert_eq!(salt_of(&header), Some(salt));
        assert_ne!(new_segment().1, salt);
        for bit in 0..header.len() * 8 {
            let mut flipped = header;
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(salt_of(&flipped), None, "{bit}");
            assert!(!is_unfinished_header(&flipped));
        }
        for cut in 0..header.len() {
            assert!(salt_of(&header[..cut]).is_none() && is_unfinished_header(&header[..cut]));
        }
    }
}
