use std::{
    io::{self, Cursor},
    panic::{AssertUnwindSafe, catch_unwind},
};

use image::{
    DynamicImage, ImageDecoder, ImageEncoder as _, ImageReader, Limits, RgbImage, RgbaImage,
    codecs::jpeg::JpegEncoder, error::ImageError, imageops, metadata::Orientation,
};

use super::{Files, IncomingError, ReceivedFile};
use crate::domain::EventPicture;

/// How large an event's picture is where it stands by itself, in dots: as networks show what is shared.
pub const LARGE: (u32, u32) = (1200, 630);
/// And in lists: as its poster is, for screens with two dots for one.
pub const SMALL: (u32, u32) = (720, 400);

/// How many dots a picture may have that is made small: what most cameras make.
const DOTS_MAX: u64 = 40_000_000;
/// How much memory a decoder may ask for, in bytes.
const DECODED_BYTES_MAX: u64 = 192 * 1024 * 1024;
/// How much of a WebP may be packed without loss, in bytes: each can make a table that takes some 400.
const LOSSLESS_BYTES_MAX: usize = 512 * 1024;
/// Of 100.
const QUALITY: u8 = 82;
/// What shines through a picture.
const PAPER: u8 = 255;

/// Why nothing becomes of a file as an event's picture. Nothing of it stays.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// It is no picture of the kinds that are taken, or no whole one.
    #[error("it is no JPEG, PNG or WebP that can be read")]
    NoPicture,
    /// It would take too much memory.
    #[error("it would take too much memory")]
    TooMuch,
    /// What was made of it cannot be kept.
    #[error(transparent)]
    File(#[from] IncomingError),
}

/// A picture that was made of what has come, and that has no place yet. Dropped, it leaves nothing
/// behind.
#[derive(Debug)]
pub struct ReceivedPicture {
    large: ReceivedFile,
    small: ReceivedFile,
}

impl Files {
    /// Makes an event's picture of a file that has come: upright, cut to size and packed anew, so that
    /// nothing of it stays but its dots. One at a time: it takes up to some 400 MB.
    ///
    /// # Errors
    /// When it is no picture, or too large a one, or the disk says no.
    pub fn picture_of(&self, received: &ReceivedFile) -> Result<ReceivedPicture, PictureError> {
        let content = received.content().map_err(IncomingError::from)?;
        // Strangers make these: a decoder's panic is no worse than its refusal.
        let made = catch_unwind(AssertUnwindSafe(|| made_of(&content)));
        let [large, small] = made.unwrap_or(Err(PictureError::NoPicture))?;
        Ok(ReceivedPicture { large: self.receive(&large)?, small: self.receive(&small)? })
    }

    /// Gives a picture its place: when this returns `Ok` it is durable there, and an event can name it.
    ///
    /// # Errors
    /// When the disk says no; then it is deleted, or left to the next start.
    pub fn keep_picture(&self, picture: ReceivedPicture) -> io::Result<EventPicture> {
        let large = self.keep(picture.large)?.file;
        let small = self.keep(picture.small)?.file;
        Ok(EventPicture { large, small })
    }

    fn receive(&self, content: &[u8]) -> Result<ReceivedFile, IncomingError> {
        let mut incoming = self.begin()?;
        incoming.write(content)?;
        incoming.finish()
    }
}

/// The picture in both sizes.
fn made_of(content: &[u8]) -> Result<[Vec<u8>; 2], PictureError> {
    let reader = ImageReader::new(Cursor::new(content)).with_guessed_format();
    let mut decoder = reader.map_err(IncomingError::from)?.into_decoder().map_err(refusal)?;
    let (width, height) = decoder.dimensions();
    if width == 0 || height == 0 {
        return Err(PictureError::NoPicture);
    }
    if u64::from(width) * u64::from(height) > DOTS_MAX || decoder.total_bytes() > DECODED_BYTES_MAX
    {
        return Err(PictureError::TooMuch);
    }
    if content.starts_with(b"RIFF") && lossless_bytes(content) > LOSSLESS_BYTES_MAX {
        return Err(PictureError::TooMuch);
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(DECODED_BYTES_MAX);
    decoder.set_limits(limits).map_err(refusal)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let picture = DynamicImage::from_decoder(decoder).map_err(refusal)?;
    let sizes = [LARGE, SMALL].map(|size| packed(&small(&picture, orientation, size)));
    let [large, small] = sizes;
    Ok([large?, small?])
}

/// How much of a WebP is packed without loss, or may be.
fn lossless_bytes(webp: &[u8]) -> usize {
    let (mut rest, mut lossless) = (webp.get(12..).unwrap_or_default(), 0);
    while let Some(([a, b, c, d, length @ ..], behind)) = rest.split_first_chunk::<8>() {
        let bytes = usize::try_from(u32::from_le_bytes(*length)).unwrap_or(usize::MAX);
        if [b"VP8L", b"ALPH", b"ANMF"].contains(&&[*a, *b, *c, *d]) {
            lossless += bytes.min(behind.len());
        }
        rest = behind.get(bytes.saturating_add(bytes % 2)..).unwrap_or_default();
    }
    lossless
}

fn refusal(error: ImageError) -> PictureError {
    match error {
        ImageError::Limits(_) => PictureError::TooMuch,
        _ => PictureError::NoPicture,
    }
}

/// The middle of a picture, as much as there is of this shape, in this size and upright.
fn small(
    picture: &DynamicImage,
    orientation: Orientation,
    (width, height): (u32, u32),
) -> RgbImage {
    let is_on_its_side = matches!(
        orientation,
        Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH
    );
    let (to_width, to_height) = if is_on_its_side { (height, width) } else { (width, height) };
    let (has_width, has_height) = (picture.width(), picture.height());
    let part = |all: u32, of: u32, to: u32| -> u32 {
        let part = u64::from(all) * u64::from(to) / u64::from(of).max(1);
        u32::try_from(part).unwrap_or(u32::MAX).max(1)
    };
    let cut_width = has_width.min(part(has_height, to_height, to_width));
    let cut_height = has_height.min(part(has_width, to_width, to_height));
    let (x, y) = ((has_width - cut_width) / 2, (has_height - cut_height) / 2);
    let cut = imageops::crop_imm(picture, x, y, cut_width, cut_height);
    let mut upright = DynamicImage::from(imageops::thumbnail(&*cut, to_width, to_height));
    upright.apply_orientation(orientation);
    on_paper(&upright.into_rgba8())
}

/// A photograph has nothing that shines through.
fn on_paper(picture: &RgbaImage) -> RgbImage {
    RgbImage::from_fn(picture.width(), picture.height(), |x, y| {
        let [red, green, blue, opacity] = picture.get_pixel(x, y).0;
        let [opacity, paper] = [opacity, PAPER].map(u16::from);
        let mixed = |colour: u8| {
            let mixed = (u16::from(colour) * opacity + paper * (255 - opacity)) / 255;
            u8::try_from(mixed).unwrap_or(u8::MAX)
        };
        image::Rgb([red, green, blue].map(mixed))
    })
}

fn packed(picture: &RgbImage) -> Result<Vec<u8>, PictureError> {
    let mut packed = vec![];
    JpegEncoder::new_with_quality(&mut packed, QUALITY)
        .write_image(picture, picture.width(), picture.height(), image::ExtendedColorType::Rgb8)
        .map_err(|error| IncomingError::Disk(io::Error::other(error)))?;
    Ok(packed)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::{domain::FileKind, files::samples};

    #[test]
    fn what_is_packed_without_loss_is_counted() {
        let chunk = |kind: &[u8; 4], bytes: u32| {
            let body = vec![0; usize::try_from(bytes + bytes % 2).unwrap()];
            [&kind[..], &bytes.to_le_bytes(), &body].concat()
        };
        let parts =
            [chunk(b"VP8X", 10), chunk(b"ALPH", 7), chunk(b"VP8 ", 900), chunk(b"VP8L", 20)];
        let webp = [b"RIFF\0\0\0\0WEBP".to_vec(), parts.concat()].concat();
        assert_eq!(lossless_bytes(&webp), 27);
        assert_eq!(lossless_bytes(&webp[..webp.len() - 5]), 22, "as much as is there");
        assert_eq!(lossless_bytes(b"RIFF"), 0);
        let large = chunk(b"VP8L", u32::try_from(LOSSLESS_BYTES_MAX).unwrap() + 1);
        let small = samples::file(FileKind::Webp, 1);
        assert!(made_of(&small).is_ok());
        let large = [&small[..], &large].concat();
        assert!(matches!(made_of(&large), Err(PictureError::TooMuch)));
    }

    #[test]
    fn a_crash_leaves_no_picture_that_nothing_names() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::open(folder.path().to_owned()).unwrap();
        let there = || fs::read_dir(folder.path()).unwrap().count() - 1;
        let received = files.receive(&samples::file(FileKind::Png, 1)).unwrap();
        drop(files.picture_of(&received).unwrap());
        assert_eq!(there(), 0, "what is not kept leaves nothing");
        let pictures = [(); 2].map(|()| {
            let picture = files.picture_of(&received).unwrap();
            files.keep_picture(picture).unwrap()
        });
        assert_eq!(there(), 4);
        let [named, rubbish] = pictures.map(|picture| picture.files());
        let files = Files::open(folder.path().to_owned()).unwrap();
        assert_eq!(files.sweep(|id| named.iter().any(|file| file.id == id)), 2);
        assert!(named.iter().all(|file| files.look(file).is_ok()));
        assert!(rubbish.iter().all(|file| files.look(file).is_err()));
    }
}
