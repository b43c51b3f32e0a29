use std::io::Write as _;

use flate2::{Compression, write::ZlibEncoder};
use proptest::prelude::*;

use super::*;
use crate::{domain::FileKind, files::samples};

fn zip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(vec![], Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn stream(about: &str, bytes: &[u8]) -> Vec<u8> {
    let head = format!("<<{about}/Length {}>>\nstream\n", bytes.len());
    [head.as_bytes(), bytes, b"\nendstream"].concat()
}

fn text(object: &str) -> Vec<u8> {
    object.as_bytes().to_vec()
}

/// A document of these objects, from number 1 on, which is the catalog.
fn document(objects: &[Vec<u8>], trailer: &str) -> Vec<u8> {
    let mut bytes = b"%PDF-1.4\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (number, object) in (1..).zip(objects) {
        table.push_str(&format!("{:010} 00000 n \n", bytes.len()));
        bytes.extend(format!("{number} 0 obj\n").bytes());
        bytes.extend(object);
        bytes.extend(b"\nendobj\n");
    }
    let (begin, size) = (bytes.len(), objects.len() + 1);
    let end = format!("trailer\n<</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{begin}\n%%EOF\n");
    bytes.extend([table, end].concat().bytes());
    bytes
}

/// Two pages that have one dictionary of pictures, draw one each, and lead to each other.
fn two_that_share() -> Vec<Vec<u8>> {
    let page = |contents: u8, other: u8| {
        text(&format!(
            "<</Type/Page/Parent 2 0 R/Contents {contents} 0 R/StructParents {contents}\
             /Annots[<</Subtype/Link/Dest[{other} 0 R/Fit]>>]>>"
        ))
    };
    vec![
        text("<</Type/Catalog/Pages 2 0 R>>"),
        text(
            "<</Type/Pages/Count 2/Kids[3 0 R 4 0 R]/MediaBox[0 0 99.5 99]\
             /Resources<</XObject<</Im1 7 0 R/Im#32 8 0 R/Logo 9 0 R>>>>>>",
        ),
        page(5, 4),
        page(6, 3),
        stream("/Filter/FlateDecode", &zip(b"q /Logo Do /Im1 Do Q % one")),
        stream("", b"q /Logo Do /Im2 Do Q % two"),
        stream("/Subtype/Image/Parent 3 0 R", b"CODE-OF-SEAT-1"),
        stream("/Subtype/Image", b"CODE-OF-SEAT-2"),
        stream("/Subtype/Form", b"/Unknown Do LOGO"),
    ]
}

/// The same with its objects in a packed stream, and the table in another, as offices write today.
fn packed(objects: &[Vec<u8>]) -> Vec<u8> {
    let is_stream = |object: &[u8]| memmem::find(object, b"\nstream\n").is_some();
    let (mut bytes, mut head, mut body) = (b"%PDF-1.5\n".to_vec(), String::new(), vec![]);
    let (mut rows, mut inside) = (vec![(0, 0, 0)], 0);
    let holder = objects.len() + 1;
    for (number, object) in (1..).zip(objects) {
        if is_stream(object) {
            rows.push((1, bytes.len(), 0));
            bytes.extend(format!("{number} 0 obj\n").bytes());
            bytes.extend(object);
            bytes.extend(b"\nendobj\n");
        } else {
            head.push_str(&format!("{number} {} ", body.len()));
            body.extend(object);
            body.push(b' ');
            rows.push((2, holder, inside));
            inside += 1;
        }
    }
    rows.push((1, bytes.len(), 0));
    let about = format!("/Type/ObjStm/N {inside}/First {}/Filter[/FlateDecode]", head.len());
    bytes.extend(format!("{holder} 0 obj\n").bytes());
    bytes.extend(stream(&about, &zip(&[head.as_bytes(), &body].concat())));
    bytes.extend(b"\nendobj\n");
    let begin = bytes.len();
    rows.push((1, begin, 0));
    // As what each row differs from the one above.
    let (mut above, mut table) = ([0; 5], vec![]);
    for (kind, second, third) in &rows {
        let [.., a, b, c] = second.to_be_bytes();
        let row = [*kind, a, b, c, u8::try_from(*third).unwrap()];
        table.push(2);
        table.extend(row.iter().zip(above).map(|(own, up): (&u8, u8)| own.wrapping_sub(up)));
        above = row;
    }
    let about = format!(
        "/Type/XRef/Size {}/Root 1 0 R/W[1 3 1]/Filter/FlateDecode\
         /DecodeParms<</Predictor 12/Columns 5>>",
        rows.len()
    );
    bytes.extend(format!("{} 0 obj\n", holder + 1).bytes());
    bytes.extend(stream(&about, &zip(&table)));
    bytes.extend(format!("\nendobj\nstartxref\n{begin}\n%%EOF\n").bytes());
    bytes
}

fn apart(bytes: &[u8]) -> Result<Vec<Vec<u8>>, NoPages> {
    let mut pages = Pages::of(bytes)?;
    (0..pages.count()).map(|number| pages.page(number)).collect()
}

#[track_caller]
fn refused(bytes: &[u8], why: NoPages) {
    assert_eq!(apart(bytes).err(), Some(why));
}

fn has(page: &[u8], words: &str) -> bool {
    memmem::find(page, words.as_bytes()).is_some()
}

#[test]
fn each_page_is_a_document_of_its_own() {
    let names: Vec<_> = (1..=5).map(|n| format!("Ticket {n}")).collect();
    let lines: Vec<Vec<&str>> = names.iter().map(|name| vec![name.as_str()]).collect();
    let lines: Vec<&[&str]> = lines.iter().map(Vec::as_slice).collect();
    let pages = apart(&samples::pdf_of(&lines)).unwrap();
    assert_eq!(pages.len(), 5);
    for (n, page) in pages.iter().enumerate() {
        for (other, name) in names.iter().enumerate() {
            assert_eq!(has(page, name), n == other, "{name} on page {n}");
        }
        let look = crate::files::check::look(&mut std::io::Cursor::new(page)).unwrap().unwrap();
        assert_eq!(look.0, FileKind::Pdf, "it is whole");
        assert_eq!(apart(page).unwrap().len(), 1, "and can be read again");
    }
}

#[test]
fn a_page_has_what_it_draws_and_nothing_of_the_others() {
    let objects = two_that_share();
    for bytes in [document(&objects, ""), packed(&objects)] {
        let [one, two] = apart(&bytes).unwrap().try_into().unwrap();
        assert!(has(&one, "CODE-OF-SEAT-1") && !has(&one, "CODE-OF-SEAT-2"));
        assert!(has(&two, "CODE-OF-SEAT-2") && !has(&two, "CODE-OF-SEAT-1"));
        for page in [one, two] {
            assert!(has(&page, "LOGO") && has(&page, "/MediaBox [0 0 99.5 99 ]"));
            assert!(!has(&page, "/Annots") && !has(&page, "/StructParents"));
            assert_eq!(memmem::find_iter(&page, b"/Page\n").count(), 1, "one page");
        }
    }
}

#[test]
fn what_a_form_draws_of_its_page_stays() {
    let mut objects = two_that_share();
    // The first page draws its picture by way of the logo.
    objects[4] = stream("", b"/Logo Do");
    objects[8] = stream("/Subtype/Form", b"/Im1 Do LOGO");
    let [one, _] = apart(&document(&objects, "")).unwrap().try_into().unwrap();
    assert!(has(&one, "CODE-OF-SEAT-1") && !has(&one, "CODE-OF-SEAT-2"));
}

#[test]
fn what_cannot_be_told_is_refused() {
    let objects = two_that_share();
    refused(&document(&objects, "/Encrypt 1 0 R"), NoPages::Encrypted);
    refused(b"", NoPages::Damaged);
    refused(b"%PDF-1.4 %%EOF", NoPages::Damaged);
    refused(&samples::file(FileKind::Png, 1), NoPages::Damaged);
    let whole = document(&objects, "");
    for cut in (0..whole.len() - 20).step_by(37) {
        assert!(apart(&whole[..cut]).is_err(), "{cut}");
    }
    // What a page draws is packed in a way that is not known: whose pictures these are is not, either.
    let mut locked = objects.clone();
    locked[4] = stream("/Filter/LZWDecode", b"x");
    refused(&document(&locked, ""), NoPages::Damaged);
    // A tree, and a table, that lead back to themselves.
    let mut round = objects.clone();
    round[2] = text("<</Type/Pages/Kids[2 0 R]>>");
    refused(&document(&round, ""), NoPages::Damaged);
    let begin = memmem::find(&whole, b"xref\n0").unwrap();
    refused(&document(&objects, &format!("/Prev {begin}")), NoPages::Damaged);
}

#[test]
fn very_many_pages_are_counted_and_no_more() {
    let lines: Vec<&[&str]> = vec![&["x"]; PAGES_MAX + 5];
    assert_eq!(Pages::of(&samples::pdf_of(&lines)).unwrap().count(), PAGES_MAX);
}

/// Each of these would take very much memory or time.
#[test]
fn bombs_are_put_out() {
    let objects = two_that_share();
    let with = |at: usize, object: Vec<u8>| {
        let mut objects = objects.clone();
        objects[at] = object;
        objects
    };
    // What a page draws: 100 MB in 100 KB.
    let spaces = zip(&vec![b' '; 100_000_000]);
    assert!(spaces.len() < 200_000);
    let much = with(4, stream("/Filter/FlateDecode", &spaces));
    refused(&document(&much, ""), NoPages::TooMuch);
    // Objects within streams, as many as fit.
    let mut many = objects.clone();
    many[1] = text(&format!("[{}]", "0 ".repeat(600_000)));
    refused(&document(&many, ""), NoPages::TooMuch);
    refused(&packed(&many), NoPages::TooMuch);
    // Arrays within arrays.
    let deep = with(1, text(&"[".repeat(1_000_000)));
    refused(&document(&deep, ""), NoPages::TooMuch);
    // Pages that all have a large dictionary from above.
    let mut heirs = objects[..2].to_vec();
    let kids: String = (3..900).map(|n| format!("{n} 0 R ")).collect();
    let fonts = "/F 1 0 R".repeat(5_000);
    heirs[1] = text(&format!("<</Kids[{kids}]/Resources<</Font<<{fonts}>>>>>>"));
    heirs.extend((3..900).map(|_| text("<</Type/Page>>")));
    refused(&document(&heirs, ""), NoPages::TooMuch);
    // Streams that do not say where they end, each looked through to the end of all.
    let mut endless = objects[..2].to_vec();
    endless[1] = text(&format!("<</Kids[{kids}]>>"));
    endless.extend((3..900).map(|_| text(&format!("<<>>stream\n{}", "x".repeat(10_000)))));
    endless.push(stream("", b""));
    refused(&document(&endless, ""), NoPages::TooMuch);
    // One stream under many numbers: what is written is as long as a file may be.
    let big = stream("/Subtype/Image", &vec![b'x'; 4_000_000]);
    let mut copies = with(6, big.clone());
    copies[4] = stream("", b"/Im1 Do /Im2 Do /Logo Do");
    (copies[7], copies[8]) = (big.clone(), big);
    refused(&document(&copies, ""), NoPages::TooMuch);
}

proptest! {
    #[test]
    fn no_changed_document_panics(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        is_packed: bool,
    ) {
        let objects = two_that_share();
        let mut bytes = if is_packed { packed(&objects) } else { document(&objects, "") };
        for (at, to) in changes {
            *at.get_mut(&mut bytes) = to;
        }
        let _ = apart(&bytes);
    }

    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = apart(&[b"%PDF-1.4\n1 0 obj".as_slice(), &bytes, b"startxref\n9\n"].concat());
    }
}
