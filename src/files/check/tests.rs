use std::io::{BufReader, Cursor};

use proptest::prelude::*;

use super::*;
use crate::files::samples;

/// What it is, read in parts of this size.
fn check(file: &[u8], part: usize) -> Result<FileKind, Unfit> {
    kind_of(&mut BufReader::with_capacity(part, Cursor::new(file))).unwrap()
}

const KINDS: [FileKind; 3] = [FileKind::Pdf, FileKind::Png, FileKind::Jpeg];

#[test]
fn each_kind_is_known_in_parts_of_any_size() {
    for kind in KINDS {
        let file = samples::file(kind, 1);
        for part in [1, 2, 3, 7, 8, 9, 64, file.len()] {
            assert_eq!(check(&file, part), Ok(kind), "{kind:?} in parts of {part}");
        }
    }
}

#[test]
fn what_is_cut_off_anywhere_is_refused() {
    for kind in KINDS {
        let file = samples::file(kind, 1);
        // The end mark of a PDF is followed by a line's end, which may be missing.
        let end = file.len() - usize::from(kind == FileKind::Pdf);
        for cut in 0..end {
            let found = check(&file[..cut], 16);
            let expect = if cut < BEGINNING { Unfit::OtherKind } else { Unfit::Broken(kind) };
            assert_eq!(found, Err(expect), "{kind:?} cut at {cut}");
        }
    }
}

#[test]
fn other_kinds_are_refused() {
    for other in [
        &b""[..],
        b"%PDF",
        b"GIF89a\x01\x00\x01\x00\x00\x00\x00;",
        b"<html><script>alert(1)</script>%PDF-1.4 %%EOF",
        b"PK\x03\x04ticket.pdf",
        b"%PDF-x.4\n%%EOF\n",
        b"\x89PNG\n\x1a\n",
        b"\x7fELF\x02\x01\x01\x00\x00",
    ] {
        assert_eq!(check(other, 5), Err(Unfit::OtherKind), "{other:?}");
    }
}

#[test]
fn a_picture_whose_bytes_were_changed_is_no_png() {
    let file = samples::file(FileKind::Png, 1);
    for at in 8..file.len() {
        let mut changed = file.clone();
        changed[at] ^= 0x10;
        assert!(check(&changed, 64).is_err(), "byte {at}");
    }
    let more = [&file[..], b"x"].concat();
    assert_eq!(check(&more, 64), Err(Unfit::Broken(FileKind::Png)));
}

#[test]
fn what_cameras_append_is_part_of_the_photograph() {
    let one = samples::file(FileKind::Jpeg, 1);
    let two = [&one[..], &one[..one.len() / 2]].concat();
    assert_eq!(check(&two, 64), Ok(FileKind::Jpeg));
}

#[test]
fn the_end_of_a_document_is_looked_for_where_readers_do() {
    let document = |after: usize| [&b"%PDF-1.7\n%%EOF"[..], &vec![b'\n'; after]].concat();
    assert_eq!(check(&document(1019), 100), Ok(FileKind::Pdf));
    assert_eq!(check(&document(1020), 100), Err(Unfit::Broken(FileKind::Pdf)));
}

proptest! {
    #[test]
    fn no_bytes_panic(mut bytes in proptest::collection::vec(any::<u8>(), 0..600), kind in 0_usize..4, part in 1_usize..40) {
        let beginnings = [&png::SIGNATURE[..], &[0xff, 0xd8, 0xff], b"%PDF-1.4", b""];
        bytes.splice(0..0, beginnings[kind].iter().copied());
        prop_assert_eq!(check(&bytes, part), check(&bytes, 1024));
    }

    #[test]
    fn no_changed_file_panics(kind in 0_usize..3, at in any::<prop::sample::Index>(), to in any::<u8>(), part in 1_usize..40) {
        let mut file = samples::file(KINDS[kind], 1);
        let at = at.index(file.len());
        file[at] = to;
        prop_assert_eq!(check(&file, part), check(&file, 1024));
    }
}
