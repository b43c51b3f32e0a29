//! JPEG (ITU T.81): markers with segments and scans, from SOI to EOI. What cameras put after the
//! picture's end (a second picture, a film) is passed over.

use super::{Gather, skip};

/// How each begins: SOI, and the next marker's first byte.
pub(super) const SIGNATURE: [u8; 2] = [0xff, 0xd8];

#[derive(Debug)]
pub(super) struct Jpeg {
    step: JpegStep,
    has_frame: bool,
    has_scan: bool,
}

#[derive(Debug)]
enum JpegStep {
    /// A marker's first byte.
    Marker,
    /// Which one it is.
    Code,
    Length {
        code: u8,
        gather: Gather<2>,
    },
    /// How large the picture is; then the rest of that segment.
    Frame {
        left: u32,
        gather: Gather<5>,
    },
    Segment {
        code: u8,
        left: u32,
    },
    /// The picture itself, until a marker.
    Scan,
    ScanMarker,
    Over,
    Broken,
}

impl Default for Jpeg {
    fn default() -> Self {
        Self { step: JpegStep::Marker, has_frame: false, has_scan: false }
    }
}

impl Jpeg {
    pub(super) fn feed(&mut self, mut bytes: &[u8]) {
        while let Some((&first, rest)) = bytes.split_first() {
            let next = match &mut self.step {
                JpegStep::Over | JpegStep::Broken => return,
                JpegStep::Marker => {
                    bytes = rest;
                    Some(if first == 0xff { JpegStep::Code } else { JpegStep::Broken })
                }
                JpegStep::Code => {
                    bytes = rest;
                    // A marker may begin with any number of these.
                    (first != 0xff).then(|| self.marker(first))
                }
                JpegStep::Length { code, gather } => {
                    let code = *code;
                    gather.take(&mut bytes).map(|length| Self::segment(code, length))
                }
                JpegStep::Frame { left, gather } => {
                    let left = *left;
                    gather.take(&mut bytes).map(|frame| self.frame(left, frame))
                }
                JpegStep::Segment { code, left } => {
                    let code = *code;
                    skip(left, &mut bytes).then(|| self.after(code))
                }
                JpegStep::Scan => {
                    let marker = memchr::memchr(0xff, bytes);
                    bytes = marker.map_or(&[], |at| &bytes[at + 1..]);
                    marker.map(|_| JpegStep::ScanMarker)
                }
                JpegStep::ScanMarker => {
                    bytes = rest;
                    match first {
                        // An escaped byte, or where a decoder can begin anew.
                        0x00 | 0xd0..=0xd7 => Some(JpegStep::Scan),
                        0xff => None,
                        code => Some(self.marker(code)),
                    }
                }
            };
            if let Some(next) = next {
                self.step = next;
            }
        }
    }

    pub(super) fn is_whole(&self) -> bool {
        matches!(self.step, JpegStep::Over)
    }

    fn marker(&mut self, code: u8) -> JpegStep {
        match code {
            0xd9 if self.has_scan => JpegStep::Over,
            // Nothing, SOI again, or EOI without a picture.
            0x00 | 0xd8 | 0xd9 => JpegStep::Broken,
            0x01 | 0xd0..=0xd7 => JpegStep::Marker,
            0xda if !self.has_frame => JpegStep::Broken,
            code => JpegStep::Length { code, gather: Gather::EMPTY },
        }
    }

    fn segment(code: u8, length: [u8; 2]) -> JpegStep {
        let Some(left) = u32::from(u16::from_be_bytes(length)).checked_sub(2) else {
            return JpegStep::Broken;
        };
        let is_frame = matches!(code, 0xc0..=0xcf) && !matches!(code, 0xc4 | 0xc8 | 0xcc);
        match (is_frame, left) {
            (true, 6..) => JpegStep::Frame { left: left - 5, gather: Gather::EMPTY },
            (true, _) => JpegStep::Broken,
            (false, 0) if code == 0xda => JpegStep::Broken,
            (false, 0) => JpegStep::Marker,
            (false, left) => JpegStep::Segment { code, left },
        }
    }

    fn frame(&mut self, left: u32, frame: [u8; 5]) -> JpegStep {
        let [_, _, _, w1, w2] = frame;
        // The height may be said later (DNL), the width may not.
        self.has_frame = (w1, w2) != (0, 0);
        match self.has_frame {
            true => JpegStep::Segment { code: 0xc0, left },
            false => JpegStep::Broken,
        }
    }

    fn after(&mut self, code: u8) -> JpegStep {
        match code {
            0xda => {
                self.has_scan = true;
                JpegStep::Scan
            }
            _ => JpegStep::Marker,
        }
    }
}
