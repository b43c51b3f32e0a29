//! What a file is, by its content: a walk over its structure while it comes, in bounded memory.
//!
//! It finds what is of another kind and what is cut off. It decodes no picture and no document:
//! nothing here ever shows one.

mod jpeg;
mod pdf;
mod png;

use jpeg::Jpeg;
use pdf::Pdf;
use png::Png;

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

/// Reads a file, part by part.
#[derive(Debug)]
pub struct FileCheck(CheckState);

#[derive(Debug)]
enum CheckState {
    /// Too little has come to say.
    Beginning(Vec<u8>),
    Png(Png),
    Jpeg(Jpeg),
    Pdf(Pdf),
    Other,
}

/// From so many bytes on the kind is known.
const BEGINNING: usize = 8;

impl Default for FileCheck {
    fn default() -> Self {
        Self(CheckState::Beginning(Vec::with_capacity(BEGINNING)))
    }
}

impl FileCheck {
    /// Reads what comes next.
    pub fn feed(&mut self, mut bytes: &[u8]) {
        if let CheckState::Beginning(beginning) = &mut self.0 {
            let (more, rest) = bytes.split_at(bytes.len().min(BEGINNING - beginning.len()));
            beginning.extend_from_slice(more);
            if beginning.len() < BEGINNING {
                return;
            }
            let beginning = std::mem::take(beginning);
            self.0 = CheckState::of(&beginning);
            bytes = rest;
        }
        match &mut self.0 {
            CheckState::Png(png) => png.feed(bytes),
            CheckState::Jpeg(jpeg) => jpeg.feed(bytes),
            CheckState::Pdf(pdf) => pdf.feed(bytes),
            CheckState::Beginning(_) | CheckState::Other => {}
        }
    }

    /// What all of it was.
    ///
    /// # Errors
    /// When it is nothing that a ticket can be.
    pub fn finish(self) -> Result<FileKind, Unfit> {
        let (kind, is_whole) = match self.0 {
            CheckState::Png(png) => (FileKind::Png, png.is_whole()),
            CheckState::Jpeg(jpeg) => (FileKind::Jpeg, jpeg.is_whole()),
            CheckState::Pdf(pdf) => (FileKind::Pdf, pdf.is_whole()),
            CheckState::Beginning(_) | CheckState::Other => return Err(Unfit::OtherKind),
        };
        if is_whole { Ok(kind) } else { Err(Unfit::Broken(kind)) }
    }
}

impl CheckState {
    fn of(beginning: &[u8]) -> Self {
        if beginning == png::SIGNATURE {
            return Self::Png(Png::default());
        }
        if let Some(rest) = beginning.strip_prefix(&jpeg::SIGNATURE[..]) {
            let mut jpeg = Jpeg::default();
            jpeg.feed(rest);
            return Self::Jpeg(jpeg);
        }
        if let Some(rest) = beginning.strip_prefix(pdf::SIGNATURE)
            && rest.first().is_some_and(u8::is_ascii_digit)
        {
            let mut pdf = Pdf::default();
            pdf.feed(rest);
            return Self::Pdf(pdf);
        }
        Self::Other
    }
}

/// Collects the bytes of one field, which may come in parts.
#[derive(Debug, Clone, Copy)]
struct Gather<const N: usize> {
    bytes: [u8; N],
    filled: usize,
}

impl<const N: usize> Gather<N> {
    const EMPTY: Self = Self { bytes: [0; N], filled: 0 };

    /// Takes what it lacks from the front; the field, once it is whole.
    fn take(&mut self, from: &mut &[u8]) -> Option<[u8; N]> {
        let (more, rest) = from.split_at(from.len().min(N - self.filled));
        self.bytes[self.filled..self.filled + more.len()].copy_from_slice(more);
        self.filled += more.len();
        *from = rest;
        (self.filled == N).then_some(self.bytes)
    }
}

/// Passes over what a field's length says; whether that is over.
fn skip(left: &mut u32, bytes: &mut &[u8]) -> bool {
    let passed = bytes.len().min(usize::try_from(*left).unwrap_or(usize::MAX));
    *bytes = &bytes[passed..];
    *left -= u32::try_from(passed).unwrap_or(*left);
    *left == 0
}

#[cfg(test)]
mod tests;
