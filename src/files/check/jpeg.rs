//! JPEG (ITU T.81): markers with segments and scans, from SOI to EOI. What cameras put after the
//! picture's end (a second picture, a film) is passed over. Some programs leave EOI out: where the
//! file ends within a scan, it is whole if all of the picture is there (`sequential`), which of a
//! progressive picture is not known.

mod sequential;

use std::io::{self, BufRead, Read as _, Seek, SeekFrom};

use self::sequential::Sequential;
use super::{Shown, field};

/// How each begins: SOI.
pub(super) const SIGNATURE: [u8; 2] = [0xff, 0xd8];

/// The marker before a scan: the picture itself, until another marker.
const SOS: u8 = 0xda;
/// So much of a scan is read at once, in bytes.
const PART: u64 = 64 * 1024;
/// The picture's end.
const EOI: u8 = 0xd9;

/// Whether it is whole, from behind its signature on.
pub(super) fn is_whole(file: &mut (impl BufRead + Seek), shown: &mut Shown) -> io::Result<bool> {
    let (mut has_frame, mut has_scan) = (false, false);
    let mut said = Sequential::default();
    let mut body = vec![];
    let mut code = marker(file)?;
    loop {
        match code {
            EOI => return Ok(has_scan),
            // Nothing, or SOI again.
            0x00 | 0xd8 => return Ok(false),
            0x01 | 0xd0..=0xd7 => {}
            SOS if !has_frame => return Ok(false),
            _ => {
                let Some(length) = u16::from_be_bytes(field(file)?).checked_sub(2) else {
                    return Ok(false);
                };
                body.resize(length.into(), 0);
                file.read_exact(&mut body)?;
                // Less what programs write beside the picture: Exif, XMP, colours' names, comments.
                if !matches!(code, 0xe0..=0xef | 0xfe) {
                    shown.see(&[code]);
                    shown.see(&body);
                }
                match code {
                    0xc4 => said.tables(&body),
                    0xc8 | 0xcc => {}
                    0xdd => said.restarts(&body),
                    SOS => said.scan(&body),
                    0xc0..=0xcf => {
                        said.frame(code, &body);
                        // The height may be said later (DNL), the width may not.
                        has_frame =
                            matches!(body[..], [_, _, _, w1, w2, _, ..] if [w1, w2] != [0, 0]);
                        if !has_frame {
                            return Ok(false);
                        }
                    }
                    _ => {}
                }
            }
        }
        code = if code == SOS {
            has_scan = !body.is_empty();
            let begins_at = file.stream_position()?;
            match scan(file, shown)? {
                _ if !has_scan => return Ok(false),
                Some(code) => code,
                None => {
                    file.seek(SeekFrom::Start(begins_at))?;
                    return said.is_all_there(file);
                }
            }
        } else {
            marker(file)?
        };
    }
}

/// The code of the marker that stands here; 0 if none does.
fn marker(file: &mut impl BufRead) -> io::Result<u8> {
    match field(file)? {
        [0xff] => code(file),
        _ => Ok(0),
    }
}

/// The rest of a marker, which may begin with any number of 0xff.
fn code(file: &mut impl BufRead) -> io::Result<u8> {
    loop {
        let [byte] = field(file)?;
        if byte != 0xff {
            return Ok(byte);
        }
    }
}

/// The code of the marker that ends a scan; none if the file ends before one.
fn scan(file: &mut impl BufRead, shown: &mut Shown) -> io::Result<Option<u8>> {
    let mut part = vec![];
    loop {
        part.clear();
        file.by_ref().take(PART).read_until(0xff, &mut part)?;
        shown.see(part.strip_suffix(&[0xff]).unwrap_or(&part));
        if file.fill_buf()?.is_empty() {
            return Ok(None);
        }
        if part.last() != Some(&0xff) {
            continue;
        }
        match code(file)? {
            // An escaped byte, or where a decoder can begin anew.
            escaped @ (0x00 | 0xd0..=0xd7) => shown.see(&[0xff, escaped]),
            code => return Ok(Some(code)),
        }
    }
}
