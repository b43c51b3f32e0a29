//! What a file is, by its content: a walk over its structure.
//!
//! It finds what is of another kind and what is cut off: nothing here ever shows a picture or a
//! document.
//!
//! It also gives a digest of what people see of it: of a picture's dots (`pixels`), or of its own data
//! where these are not to be had, less what cameras and programs write beside it and what stands
//! behind its end; of all that a document's pages draw, less its dates and ids; of what a pass says.
//! So a file that differs in other bytes alone, or is the same picture in other packing, is known
//! again. **It is a help, not a proof**: who changes a dot, or makes a document anew, has another.

mod heic;
mod jpeg;
mod pdf;
mod pixels;
mod pkpass;
mod png;
mod webp;

use std::io::{self, BufRead, Read as _, Seek, SeekFrom};

use sha2::{Digest as _, Sha256};

use crate::domain::FileKind;

/// Why a file cannot be a ticket, by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// It is none of [`FileKind`].
    #[error("it is no PDF, picture or pass")]
    OtherKind,
    /// It begins as one, and does not go on or end as one.
    #[error("it is damaged or not whole")]
    Broken(FileKind),
}

/// What a file is, and a digest of what it shows; none if that is nothing that is found.
pub(super) type Looked = (FileKind, Option<[u8; 32]>);

/// What is seen of a file, part by part.
#[derive(Default)]
struct Shown {
    digest: Sha256,
    bytes: usize,
}

impl Shown {
    fn see(&mut self, part: &[u8]) {
        self.digest.update(part);
        self.bytes += part.len();
    }
}

/// What a file is, if it is something that a ticket can be.
pub(super) fn look(file: &mut (impl BufRead + Seek)) -> io::Result<Result<Looked, Unfit>> {
    file.rewind()?;
    let mut beginning = Vec::with_capacity(pdf::HEADER_WITHIN);
    file.by_ref().take(pdf::HEADER_WITHIN as u64).read_to_end(&mut beginning)?;
    let behind = |signature: &[u8]| SeekFrom::Start(signature.len() as u64);
    let mut shown = Shown::default();
    let (kind, is_whole) = if beginning.starts_with(&png::SIGNATURE) {
        file.seek(behind(&png::SIGNATURE))?;
        (FileKind::Png, png::is_whole(file, &mut shown))
    } else if beginning.starts_with(&jpeg::SIGNATURE) {
        file.seek(behind(&jpeg::SIGNATURE))?;
        (FileKind::Jpeg, jpeg::is_whole(file, &mut shown))
    } else if webp::begins(&beginning) {
        file.rewind()?;
        (FileKind::Webp, webp::is_whole(file, &mut shown))
    } else if heic::begins(&beginning) {
        file.rewind()?;
        (FileKind::Heic, heic::is_whole(file, &mut shown))
    } else if beginning.starts_with(&pkpass::SIGNATURE) {
        (FileKind::Pkpass, pkpass::is_whole(file, &mut shown))
    } else if pdf::begins(&beginning) {
        (FileKind::Pdf, pdf::is_whole(file, &mut shown))
    } else {
        return Ok(Err(Unfit::OtherKind));
    };
    match is_whole {
        Ok(true) => {
            let of_data = || (shown.bytes > 0).then(|| shown.digest.finalize().into());
            Ok(Ok((kind, pixels::digest(kind, file, shown.bytes).or_else(of_data))))
        }
        // Most archives are no passes, whole or not.
        Ok(false) if kind == FileKind::Pkpass => Ok(Err(Unfit::OtherKind)),
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
