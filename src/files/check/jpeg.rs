//! JPEG (ITU T.81): markers with segments and scans, from SOI to EOI. What cameras put after the
//! picture's end (a second picture, a film) is passed over. Where the file ends within a scan, EOI
//! is taken as said: some programs leave it out, and readers show what is there.

use std::io::{self, BufRead, Read as _};

use super::{Shown, field, pass};

/// How each begins: SOI.
pub(super) const SIGNATURE: [u8; 2] = [0xff, 0xd8];

/// The marker before a scan: the picture itself, until another marker.
const SOS: u8 = 0xda;
/// So much of a scan is read at once, in bytes.
const PART: u64 = 64 * 1024;
/// The picture's end.
const EOI: u8 = 0xd9;

/// Whether it is whole, from behind its signature on.
pub(super) fn is_whole(file: &mut impl BufRead, shown: &mut Shown) -> io::Result<bool> {
    let (mut has_frame, mut has_scan) = (false, false);
    let mut code = marker(file)?;
    loop {
        match code {
            EOI => return Ok(has_scan),
            // Nothing, or SOI again.
            0x00 | 0xd8 => return Ok(false),
            0x01 | 0xd0..=0xd7 => {}
            SOS if !has_frame => return Ok(false),
            _ => {
                // What programs write beside the picture: Exif, XMP, colours' names, comments.
                let is_shown = !matches!(code, 0xe0..=0xef | 0xfe);
                let Some(mut left) = u16::from_be_bytes(field(file)?).checked_sub(2) else {
                    return Ok(false);
                };
                if matches!(code, 0xc0..=0xcf) && !matches!(code, 0xc4 | 0xc8 | 0xcc) {
                    // The height may be said later (DNL), the width may not.
                    let head = field::<5>(file)?;
                    shown.see(&head);
                    let [_, _, _, width @ ..] = head;
                    has_frame = left >= 6 && width != [0, 0];
                    if !has_frame {
                        return Ok(false);
                    }
                    left -= 5;
                }
                if code == SOS && left == 0 {
                    return Ok(false);
                }
                if is_shown {
                    shown.see(&[code]);
                }
                pass(file, left.into(), |part| {
                    if is_shown {
                        shown.see(part);
                    }
                })?;
            }
        }
        has_scan |= code == SOS;
        code = if code == SOS { scan(file, shown)? } else { marker(file)? };
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

/// The code of the marker that ends a scan; of EOI if the file ends before one, and there is
/// something in the scan.
fn scan(file: &mut impl BufRead, shown: &mut Shown) -> io::Result<u8> {
    let (mut passed, mut part) = (0, vec![]);
    loop {
        part.clear();
        passed += file.by_ref().take(PART).read_until(0xff, &mut part)?;
        shown.see(part.strip_suffix(&[0xff]).unwrap_or(&part));
        if part.last() != Some(&0xff) && !file.fill_buf()?.is_empty() {
            continue;
        }
        if file.fill_buf()?.is_empty() && passed > 1 {
            return Ok(EOI);
        }
        match code(file)? {
            // An escaped byte, or where a decoder can begin anew.
            escaped @ (0x00 | 0xd0..=0xd7) => shown.see(&[0xff, escaped]),
            code => return Ok(code),
        }
    }
}
