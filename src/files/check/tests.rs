use std::io::{BufReader, Cursor};

use proptest::prelude::*;

use super::*;
use crate::files::samples;

/// What it is, read in parts of this size.
fn check(file: &[u8], part: usize) -> Result<FileKind, Unfit> {
    looked(file, part).map(|(kind, _)| kind)
}

fn looked(file: &[u8], part: usize) -> Result<Looked, Unfit> {
    look(&mut BufReader::with_capacity(part, Cursor::new(file))).unwrap()
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

fn put(file: &[u8], at: usize, more: &[u8]) -> Vec<u8> {
    [&file[..at], more, &file[at..]].concat()
}

fn replaced(file: &[u8], from: &str, to: &str) -> Vec<u8> {
    let at = memchr::memmem::find(file, from.as_bytes()).unwrap();
    [&file[..at], to.as_bytes(), &file[at + from.len()..]].concat()
}

fn png_chunk(kind: &[u8], body: &[u8]) -> Vec<u8> {
    let content = [kind, body].concat();
    let length = u32::try_from(body.len()).unwrap().to_be_bytes();
    [&length[..], &content, &crc32fast::hash(&content).to_be_bytes()].concat()
}

/// The same to see, in other bytes.
fn same_to_see(kind: FileKind) -> Vec<Vec<u8>> {
    let file = samples::file(kind, 1);
    let mut same = vec![[&file[..], b"\0behind its end"].concat()];
    match kind {
        FileKind::Png => {
            let text = png_chunk(b"tEXt", b"Software\0another");
            same.push(put(&file, 33, &text));
            same.push(put(&file, 33, &png_chunk(b"eXIf", b"II*\0")));
            let comment_bytes = 4 + 4 + "Comment\0Ticket 1".len() + 4;
            same.push([&file[..33], &file[33 + comment_bytes..]].concat());
            // The data in two chunks.
            let at = memchr::memmem::find(&file, b"IDAT").unwrap();
            let (body, end) = (&file[at + 4..at + 20], at + 20 + 4);
            let two = [png_chunk(b"IDAT", &body[..5]), png_chunk(b"IDAT", &body[5..])].concat();
            same.push([&file[..at - 4], &two, &file[end..]].concat());
        }
        FileKind::Jpeg => {
            same.push(put(&file, 2, b"\xff\xe1\0\x0aExif\0\0II"));
            same.push(put(&file, 2, b"\xff\xed\0\x04ab"));
            same.push(replaced(&file, "Ticket 1", "Ticket 9"));
            same.push(file[..file.len() - 2].to_vec());
        }
        FileKind::Webp => {
            let mut exif = [&file[..], b"EXIF\x04\0\0\0II*\0"].concat();
            let length = u32::try_from(exif.len() - 8).unwrap().to_le_bytes();
            exif[4..8].copy_from_slice(&length);
            same.push(exif);
        }
        FileKind::Pdf => {
            same.push(replaced(&file, "/Size", "/ID [<01> <02>] /Size"));
            same.push(replaced(&file, "trailer\n", "trailer\r\n"));
            let info = "6 0 obj\n<< /CreationDate (D:20260101120000) >>\nendobj\nxref";
            same.push(replaced(&file, "xref", info));
            let xmp =
                "6 0 obj\n<< /Type /Metadata /Length 8 >>\nstream\n<x:xmp/>\nendstream\nendobj\n";
            same.push(replaced(&file, "xref", &[xmp, "xref"].concat()));
        }
        FileKind::Heic => {}
        FileKind::Pkpass => same.push(replaced(&file, "\0\0\0\0\x21\0", "\0\0\x01\x02\x22\0")),
    }
    same
}

#[test]
fn what_looks_the_same_is_known_again() {
    for kind in KINDS {
        let (is, shown) = looked(&samples::file(kind, 1), 64).unwrap();
        assert!(is == kind && shown.is_some(), "{kind:?}");
        for (n, same) in same_to_see(kind).iter().enumerate() {
            assert_ne!(*same, samples::file(kind, 1), "{kind:?} {n}");
            for part in [7, 100_000] {
                assert_eq!(looked(same, part), Ok((kind, shown)), "{kind:?} {n}");
            }
        }
    }
}

#[test]
fn what_looks_otherwise_is_another() {
    for kind in KINDS {
        let all: Vec<_> =
            (1..6).map(|n| looked(&samples::file(kind, n), 64).unwrap().1.unwrap()).collect();
        for (n, shown) in all.iter().enumerate() {
            assert!(!all[n + 1..].contains(shown), "{kind:?} {n}");
        }
    }
    // What draws nothing is known by its bytes alone.
    assert_eq!(looked(b"%PDF-1.4 %%EOF", 64), Ok((FileKind::Pdf, None)));
}
