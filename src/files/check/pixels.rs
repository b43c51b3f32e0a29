//! What a picture shows, dot by dot: the same, however it was packed.
//!
//! Its digest is of width, height, and of each dot red, green, blue and opacity, 16 bits each; what is
//! transparent has no colour. What moves is not decoded, nor what a decoder does not know.
//!
//! **Strangers make these pictures.** The decoders have no unsafe code, a panic of theirs is no worse
//! than their refusal, and memory has a bound: [`DOTS_MAX`] and [`WEBP_DATA_BYTES_MAX`], of one
//! picture at a time.

use std::{
    io::{BufRead, Seek},
    panic::{AssertUnwindSafe, catch_unwind},
};

use parking_lot::Mutex;
use sha2::{Digest as _, Sha256};
use zune_jpeg::{
    JpegDecoder,
    zune_core::{colorspace::ColorSpace, options::DecoderOptions},
};

use crate::domain::FileKind;

/// How many dots a picture may have that is decoded, which takes up to some 12 bytes for each: more
/// than any screen has, and most cameras.
const DOTS_MAX: u64 = 16 * 1024 * 1024;

/// How much data of a WebP is decoded, in bytes: each can make a table that takes some 400.
const WEBP_DATA_BYTES_MAX: usize = 256 * 1024;

/// The one picture that is decoded now.
static DECODING: Mutex<()> = Mutex::new(());

/// All of a picture's dots, row by row.
struct Dots {
    width: u32,
    height: u32,
    /// Grey, grey and opacity, red, green and blue, or these and opacity.
    channels: usize,
    /// One, or two with the high one first.
    channel_bytes: usize,
    bytes: Vec<u8>,
}

/// A digest of what a picture shows, which has so much data without what stands beside it; none if it
/// is not to be decoded.
pub(super) fn digest(
    kind: FileKind,
    file: &mut (impl BufRead + Seek),
    data_bytes: usize,
) -> Option<[u8; 32]> {
    file.rewind().ok()?;
    let _alone = DECODING.lock();
    let decoded = catch_unwind(AssertUnwindSafe(|| match kind {
        FileKind::Png => png(file),
        FileKind::Jpeg => jpeg(file),
        FileKind::Webp if data_bytes <= WEBP_DATA_BYTES_MAX => webp(file),
        FileKind::Webp | FileKind::Heic | FileKind::Pdf | FileKind::Pkpass => None,
    }));
    decoded.ok().flatten().map(|dots| dots.digest())
}

impl Dots {
    fn digest(&self) -> [u8; 32] {
        let mut digest = Sha256::new();
        digest.update(self.width.to_be_bytes());
        digest.update(self.height.to_be_bytes());
        let dot_bytes = self.channels * self.channel_bytes;
        let mut part = vec![];
        for dots in self.bytes.chunks(dot_bytes * 4096) {
            part.clear();
            for dot in dots.chunks_exact(dot_bytes) {
                part.extend_from_slice(self.seen(dot).as_flattened());
            }
            digest.update(&part);
        }
        digest.finalize().into()
    }

    fn seen(&self, dot: &[u8]) -> [[u8; 2]; 4] {
        let is_wide = self.channel_bytes == 2;
        let at = |n: usize| if is_wide { [dot[2 * n], dot[2 * n + 1]] } else { [dot[n]; 2] };
        let (colour, opacity) = match self.channels {
            1 => ([at(0); 3], [0xff; 2]),
            2 => ([at(0); 3], at(1)),
            3 => ([0, 1, 2].map(at), [0xff; 2]),
            _ => ([0, 1, 2].map(at), at(3)),
        };
        let [red, green, blue] = if opacity == [0; 2] { [[0; 2]; 3] } else { colour };
        [red, green, blue, opacity]
    }
}

fn is_small(width: u32, height: u32) -> Option<()> {
    (u64::from(width) * u64::from(height) <= DOTS_MAX).then_some(())
}

fn png(file: impl BufRead + Seek) -> Option<Dots> {
    let mut decoder = png::Decoder::new(file);
    decoder.set_transformations(png::Transformations::EXPAND);
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    let mut reader = decoder.read_info().ok()?;
    let info = reader.info();
    let (width, height) = (info.width, info.height);
    if info.animation_control.is_some() {
        return None;
    }
    is_small(width, height)?;
    let mut bytes = vec![0; reader.output_buffer_size()?];
    reader.next_frame(&mut bytes).ok()?;
    let (colours, depth) = reader.output_color_type();
    let channel_bytes = if depth == png::BitDepth::Sixteen { 2 } else { 1 };
    Some(Dots { width, height, channels: colours.samples(), channel_bytes, bytes })
}

fn jpeg(file: impl BufRead + Seek) -> Option<Dots> {
    // Strict: most of what is damaged is not to show the same grey as what else is.
    let options =
        DecoderOptions::default().set_strict_mode(true).jpeg_set_out_colorspace(ColorSpace::RGB);
    let mut decoder = JpegDecoder::new_with_options(file, options);
    decoder.decode_headers().ok()?;
    let info = decoder.info()?;
    let (width, height) = (info.width.into(), info.height.into());
    is_small(width, height)?;
    let bytes = decoder.decode().ok()?;
    Some(Dots { width, height, channels: 3, channel_bytes: 1, bytes })
}

fn webp(file: impl BufRead + Seek) -> Option<Dots> {
    let mut decoder = image_webp::WebPDecoder::new(file).ok()?;
    let (width, height) = decoder.dimensions();
    if decoder.is_animated() {
        return None;
    }
    is_small(width, height)?;
    let mut bytes = vec![0; decoder.output_buffer_size()?];
    decoder.read_image(&mut bytes).ok()?;
    let channels = if decoder.has_alpha() { 4 } else { 3 };
    Some(Dots { width, height, channels, channel_bytes: 1, bytes })
}

#[cfg(test)]
mod tests;
