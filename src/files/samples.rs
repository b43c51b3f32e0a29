//! Small whole files of each kind, for the sample marketplace and for tests.

use crate::domain::FileKind;

/// A file of this kind; another number is another file.
#[must_use]
pub fn file(kind: FileKind, number: u32) -> Vec<u8> {
    match kind {
        FileKind::Pdf => pdf(&[&format!("Ticket {number}")]),
        FileKind::Png => png(number),
        FileKind::Jpeg => jpeg(number),
        FileKind::Webp => webp(number),
        FileKind::Heic => heic(number),
        FileKind::Pkpass => pkpass(number),
    }
}

/// A page with these lines, written in Latin letters without accents.
#[must_use]
pub fn pdf(lines: &[&str]) -> Vec<u8> {
    pdf_of(&[lines])
}

/// Several such pages.
#[must_use]
pub fn pdf_of(pages: &[&[&str]]) -> Vec<u8> {
    let numbers = (3..).step_by(2).take(pages.len());
    let kids: Vec<_> = numbers.clone().map(|page| format!("{page} 0 R")).collect();
    let font = 3 + 2 * pages.len();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), pages.len()),
    ];
    for (page, lines) in numbers.zip(pages) {
        let shown: String = lines.iter().map(|line| format!("({}) Tj T*\n", plain(line))).collect();
        let content = format!("BT /F1 18 Tf 24 TL 40 240 Td\n{shown}ET");
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 298] /Contents {} 0 R \
             /Resources << /Font << /F1 {font} 0 R >> >> >>",
            page + 1
        ));
        objects.push(format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()));
    }
    objects.push("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned());
    let mut document = "%PDF-1.4\n".to_owned();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (n, object) in (1..).zip(&objects) {
        table.push_str(&format!("{:010} 00000 n \n", document.len()));
        document.push_str(&format!("{n} 0 obj\n{object}\nendobj\n"));
    }
    let start = document.len();
    let size = objects.len() + 1;
    document.push_str(&format!(
        "{table}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    ));
    document.into_bytes()
}

/// Text that means nothing else in a PDF's string.
fn plain(line: &str) -> String {
    let is_plain = |c: &char| (c.is_ascii_graphic() || *c == ' ') && !"()\\".contains(*c);
    any_ascii::any_ascii(line).chars().filter(is_plain).collect()
}

/// Four grey dots, which are the number, and a comment.
fn png(number: u32) -> Vec<u8> {
    let header = [0, 0, 0, 4, 0, 0, 0, 1, 8, 0, 0, 0, 0];
    // A stored block of five bytes (filter and dots), with its Adler-32.
    let (mut a, mut b) = (1, 1);
    for dot in number.to_be_bytes() {
        a += u16::from(dot);
        b += a;
    }
    let dots = [&number.to_be_bytes()[..], &b.to_be_bytes(), &a.to_be_bytes()].concat();
    let dots = [&[0x78, 0x01, 1, 5, 0, 0xfa, 0xff, 0], &dots[..]].concat();
    let comment = format!("Comment\0Ticket {number}");
    let chunks: [(&[u8; 4], &[u8]); 4] =
        [(b"IHDR", &header), (b"tEXt", comment.as_bytes()), (b"IDAT", &dots), (b"IEND", &[])];
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, body) in chunks {
        let length = u32::try_from(body.len()).unwrap_or(0);
        let content = [&kind[..], body].concat();
        file.extend(length.to_be_bytes());
        file.extend(&content);
        file.extend(crc32fast::hash(&content).to_be_bytes());
    }
    file
}

/// The structure of a photograph, with the number in its scan, which no decoder reads, and in a comment.
fn jpeg(number: u32) -> Vec<u8> {
    let comment = format!("Ticket {number}").into_bytes();
    let frame = [8, 0, 8, 0, 8, 1, 1, 0x11, 0];
    let scan = [1, 1, 0, 0, 63, 0];
    let mut file = vec![0xff, 0xd8];
    for (code, body) in [(0xfe, &comment[..]), (0xc0, &frame), (0xda, &scan)] {
        let length = u16::try_from(body.len() + 2).unwrap_or(u16::MAX);
        file.extend([0xff, code]);
        file.extend(length.to_be_bytes());
        file.extend(body);
    }
    let digits = number.to_string();
    file.extend([&[0x12, 0xff, 0x00, 0x34, 0xff, 0xd0], digits.as_bytes(), &[0xff, 0xd9]].concat());
    file
}

/// A container with a picture of one dot, whose colour is the number.
fn webp(number: u32) -> Vec<u8> {
    let mut chunks = vec![];
    let [_, red, green, blue] = number.to_be_bytes();
    // Nothing is transformed; then a code each for green, red, blue and opacity, of one value, and
    // one for distances. The first bits are the lowest.
    let codes = [green, red, blue, 0xff].into_iter().rev();
    let bits = codes.fold(0b0001_u64, |bits, value| bits << 11 | u64::from(value) << 3 | 0b101);
    let picture = [&b"/\0\0\0\0"[..], &(bits << 3).to_le_bytes(), b"\0"].concat();
    for (kind, body) in [(b"VP8L", &picture[..]), (b"XMP ", &number.to_be_bytes())] {
        chunks.extend(kind);
        chunks.extend(u32::try_from(body.len()).unwrap_or(0).to_le_bytes());
        chunks.extend(body);
    }
    let length = u32::try_from(chunks.len() + 4).unwrap_or(0).to_le_bytes();
    [&b"RIFF"[..], &length, b"WEBP", &chunks].concat()
}

/// The boxes of a photograph, with the number in the last one; it shows nothing.
fn heic(number: u32) -> Vec<u8> {
    let mut file = vec![];
    let boxes: [(&[u8; 4], &[u8]); 3] =
        [(b"ftyp", b"heic\0\0\0\0mif1heic"), (b"meta", &[0; 4]), (b"mdat", &number.to_be_bytes())];
    for (kind, body) in boxes {
        file.extend(u32::try_from(body.len() + 8).unwrap_or(0).to_be_bytes());
        file.extend(kind);
        file.extend(body);
    }
    file
}

/// An archive with the parts of a pass, stored as they are; the number is in its description, and
/// nobody has signed it.
fn pkpass(number: u32) -> Vec<u8> {
    let description = format!("{{\"formatVersion\":1,\"serialNumber\":\"{number}\"}}");
    let parts = [("pass.json", description.as_str()), ("manifest.json", "{}"), ("signature", "")];
    let (mut file, mut contents) = (vec![], vec![]);
    for (name, body) in parts {
        let bytes = u32::try_from(body.len()).unwrap_or(0).to_le_bytes();
        let name_bytes = u16::try_from(name.len()).unwrap_or(0).to_le_bytes();
        let checksum = crc32fast::hash(body.as_bytes()).to_le_bytes();
        // Version 2.0, no flags, stored, at midnight of the first day.
        let head =
            [&[20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0], &checksum[..], &bytes, &bytes, &name_bytes];
        let head = head.concat();
        contents.extend([&b"PK\x01\x02\x14\0"[..], &head, &[0; 12]].concat());
        contents.extend(u32::try_from(file.len()).unwrap_or(0).to_le_bytes());
        contents.extend(name.as_bytes());
        file.extend(
            [&b"PK\x03\x04"[..], &head, &[0; 2], name.as_bytes(), body.as_bytes()].concat(),
        );
    }
    let begins_at = u32::try_from(file.len()).unwrap_or(0).to_le_bytes();
    let bytes = u32::try_from(contents.len()).unwrap_or(0).to_le_bytes();
    file.extend(
        [&contents[..], b"PK\x05\x06\0\0\0\0\x03\0\x03\0", &bytes, &begins_at, &[0; 2]].concat(),
    );
    file
}
