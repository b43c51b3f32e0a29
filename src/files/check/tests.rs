use std::io::{BufReader, Cursor};

use proptest::prelude::*;

use super::*;
use crate::files::samples;

/// What it is, read in parts of this size.
fn check(file: &[u8], part: usize) -> Result<FileKind, Unfit> {
    kind_of(&mut BufReader::with_capacity(part, Cursor::new(file))).unwrap()
}

const KINDS: [FileKind; 6] = [
    FileKind::Pdf,
    FileKind::Png,
    FileKind::Jpeg,
    FileKind::Webp,
    FileKind::Heic,
    FileKind::Pkpass,
];

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
        // The end mark of a PDF is followed by a line's end, which may be missing; of a JPEG what is
        // in the scan may be all.
        let end = match kind {
            FileKind::Pdf => file.len() - 1,
            FileKind::Jpeg => file.len() - 9,
            _ => file.len(),
        };
        for cut in 0..end {
            let found = check(&file[..cut], 16);
            assert!(found.is_err(), "{kind:?} cut at {cut}");
            // What there is of a pass could be any archive.
            let expect =
                if kind == FileKind::Pkpass { Unfit::OtherKind } else { Unfit::Broken(kind) };
            assert!(cut < 12 || found == Err(expect), "{kind:?} cut at {cut}: {found:?}");
        }
    }
}

#[test]
fn what_stands_before_and_behind_is_passed_over() {
    let zeros = [0; 200_000];
    for kind in KINDS {
        let file = samples::file(kind, 1);
        for tail in [&b"\n"[..], b"\0", b"<!-- served in 0.2 s -->", &zeros[..]] {
            if kind == FileKind::Pkpass && tail.len() > 60_000 {
                continue;
            }
            let with_tail = [&file[..], tail].concat();
            assert_eq!(check(&with_tail, 4096), Ok(kind), "{kind:?} with {} bytes", tail.len());
        }
    }
    let document = samples::file(FileKind::Pdf, 1);
    for before in
        ["\u{FEFF}", "\n\n", "Warning: a line\n", "HTTP/1.1 200 OK\r\n\r\n", "\x1b%-12345X@PJL\r\n"]
    {
        let file = [before.as_bytes(), &document].concat();
        assert_eq!(check(&file, 16), Ok(FileKind::Pdf), "{before:?}");
    }
    let far = [&[b'\n'; 1024][..], &document].concat();
    assert_eq!(check(&far, 16), Err(Unfit::OtherKind));
}

#[test]
fn a_photograph_may_lack_its_last_marker_and_nothing_else() {
    let photograph = samples::file(FileKind::Jpeg, 1);
    for less in [1, 2] {
        assert_eq!(check(&photograph[..photograph.len() - less], 16), Ok(FileKind::Jpeg));
    }
    let before_the_scan = photograph.len() - 9;
    assert_eq!(check(&photograph[..before_the_scan], 16), Err(Unfit::Broken(FileKind::Jpeg)));
}

#[test]
fn a_document_that_was_added_to_and_cut_off_is_not_whole() {
    let whole = samples::file(FileKind::Pdf, 1);
    let added =
        [&whole[..], b"6 0 obj\n<< >>\nendobj\nxref\n0 0\ntrailer\n<< >>\n%%EOF\n"].concat();
    assert_eq!(check(&added, 16), Ok(FileKind::Pdf));
    assert_eq!(check(&added[..whole.len() + 12], 16), Err(Unfit::Broken(FileKind::Pdf)));
    // Where a part ends makes no difference.
    let mut long = b"%PDF-1.4\n1 0 obj\n".to_vec();
    for at in 65_520..65_540 {
        long.resize(at, b'x');
        let file = [&long[..], b"%%EOF"].concat();
        assert_eq!(check(&file, 8192), Ok(FileKind::Pdf), "{at}");
    }
}

#[test]
fn a_pass_has_all_its_parts() {
    let pass = samples::file(FileKind::Pkpass, 1);
    for part in [&b"pass.json"[..], b"manifest.json", b"signature"] {
        let mut other = pass.clone();
        let at = memchr::memmem::rfind(&other, part).unwrap();
        other[at] = b'x';
        assert_eq!(check(&other, 16), Err(Unfit::OtherKind));
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
}

#[test]
fn what_cameras_append_is_part_of_the_photograph() {
    let one = samples::file(FileKind::Jpeg, 1);
    let two = [&one[..], &one[..one.len() / 2]].concat();
    assert_eq!(check(&two, 64), Ok(FileKind::Jpeg));
}

proptest! {
    #[test]
    fn no_bytes_panic(mut bytes in proptest::collection::vec(any::<u8>(), 0..600), kind in 0_usize..7, part in 1_usize..40) {
        let beginnings = [&png::SIGNATURE[..], &[0xff, 0xd8, 0xff], b"%PDF-1.4", b"", b"RIFF\x40\0\0\0WEBPVP8 ", b"\0\0\0\x10ftypheic", b"PK\x03\x04"];
        bytes.splice(0..0, beginnings[kind].iter().copied());
        prop_assert_eq!(check(&bytes, part), check(&bytes, 1024));
    }

    #[test]
    fn no_changed_file_panics(kind in 0_usize..6, at in any::<prop::sample::Index>(), to in any::<u8>(), part in 1_usize..40) {
        let mut file = samples::file(KINDS[kind], 1);
        let at = at.index(file.len());
        file[at] = to;
        prop_assert_eq!(check(&file, part), check(&file, 1024));
    }
}
