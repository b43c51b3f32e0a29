//! WebP (RFC 9649): a RIFF container whose length is said, with chunks of which one is a picture.

use std::io::{self, BufRead};

use super::{Shown, field, pass};

/// How long the beginning is by which it is known.
pub(super) const BEGINNING: usize = 12;

/// Whether a file that begins so is one.
pub(super) fn begins(beginning: &[u8]) -> bool {
    beginning.starts_with(b"RIFF") && beginning.get(8..BEGINNING) == Some(b"WEBP")
}

/// Whether it is whole, from its beginning on.
pub(super) fn is_whole(file: &mut impl BufRead, shown: &mut Shown) -> io::Result<bool> {
    let [_, _, _, _, length @ .., b'W', b'E', b'B', b'P'] = field::<BEGINNING>(file)? else {
        return Ok(false);
    };
    let Some(mut left) = u32::from_le_bytes(length).checked_sub(4) else { return Ok(false) };
    let (mut is_first, mut has_picture) = (true, false);
    while left >= 8 {
        let kind: [u8; 4] = field(file)?;
        let length = u32::from_le_bytes(field(file)?);
        // A chunk of odd length has a byte behind it.
        let padded = length.saturating_add(length % 2);
        let rest = (left - 8).checked_sub(length);
        let (Some(rest), true) = (rest, !is_first || kind.starts_with(b"VP8")) else {
            return Ok(false);
        };
        let padding = (padded - length).min(rest);
        // Not what it has besides, and that it has it (VP8X).
        let is_shown = matches!(&kind, b"VP8 " | b"VP8L" | b"ALPH" | b"ANIM" | b"ANMF");
        if is_shown {
            shown.see(&kind);
        }
        pass(file, length, |part| {
            if is_shown {
                shown.see(part);
            }
        })?;
        pass(file, padding, |_| {})?;
        has_picture |= matches!(&kind, b"VP8 " | b"VP8L" | b"ANMF") && length > 0;
        left = rest - padding;
        is_first = false;
    }
    Ok(has_picture)
}
