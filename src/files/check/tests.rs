use std::io::{BufReader, Cursor};

use proptest::prelude::*;

use super::*;
use crate::files::samples;

/// What it is, read in parts of this size.
fn check(file: &[u8], part: usize) -> Result<FileKind, Unfit> {
    looked(file, part).map(|(kind, _)| kind)
}

pub(super) fn looked(file: &[u8], part: usize) -> Result<Looked, Unfit> {
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
        // The end mark of a PDF is followed by a line's end, which may be missing.
        let end = file.len() - usize::from(kind == FileKind::Pdf);
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

/// A picture of grey blocks, of which each is a byte long, without EOI. Components have so many
/// blocks in a unit, across and down.
pub(super) struct Photograph<'a> {
    pub(super) code: u8,
    /// Width and height.
    pub(super) sides: [u16; 2],
    pub(super) components: &'a [(u8, u8)],
    /// After how many units a decoder can begin anew.
    pub(super) restart: u16,
    /// Of each: its components, and how many units of how many blocks.
    pub(super) scans: &'a [(&'a [u8], usize, usize)],
}

impl Photograph<'_> {
    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut file = vec![0xff, 0xd8];
        let segment = |file: &mut Vec<u8>, code, body: &[u8]| {
            file.extend([0xff, code]);
            file.extend((body.len() as u16 + 2).to_be_bytes());
            file.extend(body);
        };
        // One code for DC: no change. Three for AC: the end, a one, and sixteen zeros.
        let (dc, ac) = ([1, 0, 0], [1, 1, 1]);
        for (class, counts, symbols) in [(0, dc, &[0][..]), (0x10, ac, &[0, 1, 0xf0])] {
            segment(&mut file, 0xc4, &[&[class], &counts[..], &[0; 13], symbols].concat());
        }
        segment(&mut file, 0xdd, &self.restart.to_be_bytes());
        let [width, height] = self.sides.map(u16::to_be_bytes);
        let mut frame = [&[8], &height[..], &width, &[self.components.len() as u8]].concat();
        for (id, (across, down)) in (1..).zip(self.components) {
            frame.extend([id, across << 4 | down, 0]);
        }
        segment(&mut file, self.code, &frame);
        for (components, units, blocks) in self.scans {
            let parts = components.iter().flat_map(|id| [*id, 0]);
            let head = [components.len() as u8].into_iter().chain(parts).chain([0, 63, 0]);
            segment(&mut file, 0xda, &head.collect::<Vec<_>>());
            for unit in 0..*units {
                if self.restart > 0 && unit > 0 && unit % usize::from(self.restart) == 0 {
                    file.extend([0xff, 0xd0 + (unit / usize::from(self.restart) - 1) as u8 % 8]);
                }
                // No change; sixteen zeros; a one, which is one; the end.
                file.extend(std::iter::repeat_n(0b0110_1010, *blocks));
            }
        }
        file
    }
}

#[test]
fn a_photograph_may_lack_its_last_marker_and_nothing_of_its_picture() {
    let (grey, half): (&[_], &[_]) = (&[(1, 1)], &[(2, 2), (1, 1), (1, 1)]);
    let of = |sides, components, restart, scans| Photograph {
        code: 0xc0,
        sides,
        components,
        restart,
        scans,
    };
    for photograph in [
        of([40, 24], grey, 0, &[(&[1], 15, 1)]),
        of([1, 1], grey, 0, &[(&[1], 1, 1)]),
        // A component alone has no more blocks than it shows, whatever is in a unit.
        of([40, 24], &[(2, 2)], 0, &[(&[1], 15, 1)]),
        of([33, 17], half, 0, &[(&[1, 2, 3], 6, 6)]),
        of([33, 17], half, 2, &[(&[1, 2, 3], 6, 6)]),
        of([33, 17], half, 4, &[(&[1], 15, 1), (&[2], 6, 1), (&[3], 6, 1)]),
        Photograph { code: 0xc1, ..of([33, 17], half, 1, &[(&[1], 15, 1), (&[2, 3], 6, 2)]) },
    ] {
        let bytes = photograph.bytes();
        for tail in [&b""[..], &[0xff], &[0xff, 0xd9], b"\0\0\0"] {
            let file = [&bytes[..], tail].concat();
            assert_eq!(check(&file, 16), Ok(FileKind::Jpeg), "{:?}", photograph.sides);
        }
        for cut in 2..bytes.len() {
            let found = check(&bytes[..cut], 16);
            assert_eq!(found, Err(Unfit::Broken(FileKind::Jpeg)), "{:?} {cut}", photograph.sides);
        }
    }
    // What is finer with each scan says nowhere how fine it is to be.
    let progressive = Photograph { code: 0xc2, ..of([40, 24], grey, 0, &[(&[1], 15, 1)]) };
    let mut bytes = progressive.bytes();
    assert_eq!(check(&bytes, 16), Err(Unfit::Broken(FileKind::Jpeg)));
    bytes.extend([0xff, 0xd9]);
    assert_eq!(check(&bytes, 16), Ok(FileKind::Jpeg));
}

#[test]
fn a_photograph_with_more_picture_data_has_all_of_it() {
    let mut file = samples::file(FileKind::Heic, 1);
    let one = file.len();
    file.extend(b"\0\0\0\x10free12345678\0\0\0\x10mdat12345678");
    for end in one..file.len() {
        // Only a box of picture data that has begun must be there to its end.
        let expect = match end - one {
            24.. => Err(Unfit::Broken(FileKind::Heic)),
            _ => Ok(FileKind::Heic),
        };
        assert_eq!(check(&file[..end], 16), expect, "{}", end - one);
    }
    assert_eq!(check(&file, 16), Ok(FileKind::Heic));
}

#[test]
fn a_document_for_slow_lines_does_not_end_with_its_first_part() {
    let first = b"%PDF-1.4\n1 0 obj\n<< /Linearized 1 >>\nendobj\nxref\n0 1\ntrailer\n<< >>\nstartxref\n0\n%%EOF\n";
    let whole = [&first[..], b"2 0 obj\n<< >>\nendobj\nstartxref\n44\n%%EOF"].concat();
    assert_eq!(check(&whole, 16), Ok(FileKind::Pdf));
    for cut in 8..whole.len() {
        assert_eq!(check(&whole[..cut], 16), Err(Unfit::Broken(FileKind::Pdf)), "{cut}");
    }
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

pub(super) fn put(file: &[u8], at: usize, more: &[u8]) -> Vec<u8> {
    [&file[..at], more, &file[at..]].concat()
}

fn replaced(file: &[u8], from: &str, to: &str) -> Vec<u8> {
    let at = memchr::memmem::find(file, from.as_bytes()).unwrap();
    [&file[..at], to.as_bytes(), &file[at + from.len()..]].concat()
}

pub(super) fn png_chunk(kind: &[u8], body: &[u8]) -> Vec<u8> {
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
