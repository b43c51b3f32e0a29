//! What a file is, by its content: a walk over its structure, in bounded memory.
//!
//! It finds what is of another kind and what is cut off. It decodes no picture and no document:
//! nothing here ever shows one.

mod jpeg;
mod pdf;
mod png;

use std::io::{self, BufRead, Read as _, Seek, SeekFrom};

use crate::domain::FileKind;

/// Why a file cannot be a ticket, by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// It is no PDF, PNG or JPEG.
    #[error("it is no PDF, PNG or JPEG")]
    OtherKind,
    /// It begins as one, and does not go on or end as one.
    #[error("it is damaged or not whole")]
    Broken(FileKind),
}

/// From so many bytes on the kind is known.
const BEGINNING: usize = 8;

/// What a file is, if it is something that a ticket can be.
pub(super) fn kind_of(file: &mut (impl BufRead + Seek)) -> io::Result<Result<FileKind, Unfit>> {
    file.rewind()?;
    let mut beginning = Vec::with_capacity(BEGINNING);
    file.by_ref().take(BEGINNING as u64).read_to_end(&mut beginning)?;
    let is_pdf = |rest: &[u8]| rest.first().is_some_and(u8::is_ascii_digit);
    let (kind, is_whole) = if beginning.len() < BEGINNING {
        return Ok(Err(Unfit::OtherKind));
    } else if beginning == png::SIGNATURE {
        (FileKind::Png, png::is_whole(file))
    } else if beginning.starts_with(&jpeg::SIGNATURE) {
        file.seek(SeekFrom::Start(jpeg::SIGNATURE.len() as u64))?;
        (FileKind::Jpeg, jpeg::is_whole(file))
    } else if beginning.strip_prefix(pdf::SIGNATURE).is_some_and(is_pdf) {
        (FileKind::Pdf, pdf::is_whole(file))
    } else {
        return Ok(Err(Unfit::OtherKind));
    };
    match is_whole {
        Ok(true) => Ok(Ok(kind)),
        Ok(false) => Ok(Err(Unfit::Broken(kind))),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(Err(Unfit::Broken(kind))),
        Err(error) => Err(error),
    }
}

/// The next field.
fn field<const N: usize>(file: &mut impl BufRead) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    file.read_exact(&mut bytes).map(|()| bytes)
}

/// Passes over so many bytes, which `see` sees part by part.
fn pass(file: &mut impl BufRead, bytes: u32, mut see: impl FnMut(&[u8])) -> io::Result<()> {
    let mut left = usize::try_from(bytes).unwrap_or(usize::MAX);
    while left > 0 {
        let there = file.fill_buf()?;
        let part = &there[..there.len().min(left)];
        if part.is_empty() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        see(part);
        let passed = part.len();
        file.consume(passed);
        left -= passed;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
