//! Whether the last scan of a sequential JPEG has all of its picture (ITU T.81, F.2): its blocks are
//! counted by their Huffman codes. No picture comes of that, and it takes no memory.

use std::io::{self, BufRead};

/// Blocks are 8 by 8.
const SIDE: u32 = 8;
const COEFFICIENTS: u32 = 64;

/// What the segments have said so far.
#[derive(Default)]
pub(super) struct Sequential {
    /// None of a picture whose blocks are not in one scan each, or are not told by such codes.
    frame: Option<PictureFrame>,
    /// Those of DC, then those of AC.
    tables: [[Option<Huffman>; 4]; 2],
    restart_mcus: u32,
    /// The components of the last scan, and all that have had one.
    scan: Vec<ScanPart>,
    shown: Vec<u8>,
}

struct PictureFrame {
    width: u32,
    height: u32,
    components: Vec<Component>,
}

/// A component, and how many of its blocks are in a unit (MCU): across, down.
struct Component {
    id: u8,
    blocks: (u32, u32),
}

struct ScanPart {
    id: u8,
    /// Its tables for DC and AC.
    tables: [usize; 2],
}

/// How many codes there are of each length, and what they mean, in their order.
struct Huffman {
    counts: [u8; 16],
    symbols: Vec<u8>,
}

impl Sequential {
    /// Takes in a frame's header (SOF) of this code.
    pub(super) fn frame(&mut self, code: u8, body: &[u8]) {
        let is_sequential = matches!(code, 0xc0 | 0xc1);
        self.frame = is_sequential.then(|| PictureFrame::read(body)).flatten();
    }

    /// Takes in tables (DHT).
    pub(super) fn tables(&mut self, mut body: &[u8]) {
        while let Some((class, table, rest)) = Huffman::read(body) {
            let of_class = self.tables.get_mut(usize::from(class >> 4));
            if let Some(place) = of_class.and_then(|all| all.get_mut(usize::from(class & 15))) {
                *place = Some(table);
            }
            body = rest;
        }
    }

    /// Takes in how often a decoder can begin anew (DRI).
    pub(super) fn restarts(&mut self, body: &[u8]) {
        if let [high, low, ..] = *body {
            self.restart_mcus = u16::from_be_bytes([high, low]).into();
        }
    }

    /// Takes in a scan's header (SOS).
    pub(super) fn scan(&mut self, body: &[u8]) {
        let (count, rest) = body.split_first().unwrap_or((&0, &[]));
        let parts = rest.chunks_exact(2).take(usize::from(*count)).map(|part| ScanPart {
            id: part[0],
            tables: [usize::from(part[1] >> 4), usize::from(part[1] & 15)],
        });
        self.scan = parts.collect();
        self.shown.extend(self.scan.iter().map(|part| part.id));
    }

    /// Whether all of the last scan's blocks stand here, and no component has had no scan. Of what
    /// cannot be told so it is not.
    pub(super) fn is_all_there(&self, file: &mut impl BufRead) -> io::Result<bool> {
        let Some(frame) = &self.frame else { return Ok(false) };
        let is_shown = |of: &Component| self.shown.contains(&of.id);
        let (Some((mcus, blocks)), true) =
            (self.blocks(frame), frame.components.iter().all(is_shown))
        else {
            return Ok(false);
        };
        let mut bits = Bits { file, byte: 0, left: 0 };
        for mcu in 0..mcus {
            let begins_anew = self.restart_mcus > 0 && mcu > 0 && mcu % self.restart_mcus == 0;
            if begins_anew && !bits.restart()? {
                return Ok(false);
            }
            for [dc, ac] in &blocks {
                if bits.block(dc, ac)?.is_none() {
                    return Ok(false);
                }
            }
        }
        Ok(mcus > 0)
    }

    /// How many units the last scan has, and the tables of each block of one.
    fn blocks(&self, frame: &PictureFrame) -> Option<(u32, Vec<[&Huffman; 2]>)> {
        let most = |side: fn(&Component) -> u32| frame.components.iter().map(side).max();
        let (most_across, most_down) = (most(|of| of.blocks.0)?, most(|of| of.blocks.1)?);
        let mut blocks = vec![];
        for part in &self.scan {
            let component = frame.components.iter().find(|of| of.id == part.id)?;
            let [dc, ac] = [0, 1].map(|class| self.tables[class].get(part.tables[class]));
            let tables = [dc?.as_ref()?, ac?.as_ref()?];
            let (across, down) = component.blocks;
            if self.scan.len() == 1 {
                // A component alone has no more blocks than it shows.
                let blocks_on =
                    |side: u32, own: u32, most: u32| (side * own).div_ceil(most).div_ceil(SIDE);
                let across = blocks_on(frame.width, across, most_across);
                let down = blocks_on(frame.height, down, most_down);
                return Some((across * down, vec![tables]));
            }
            blocks.extend((0..across * down).map(|_| tables));
        }
        let units = |side: u32, most: u32| side.div_ceil(SIDE * most);
        Some((units(frame.width, most_across) * units(frame.height, most_down), blocks))
    }
}

impl PictureFrame {
    fn read(body: &[u8]) -> Option<Self> {
        let [_, h1, h2, w1, w2, count, rest @ ..] = body else { return None };
        let components: Vec<_> = rest
            .chunks_exact(3)
            .take(usize::from(*count))
            .map(|of| Component { id: of[0], blocks: ((of[1] >> 4).into(), (of[1] & 15).into()) })
            .collect();
        let can_be =
            |of: &Component| (1..=4).contains(&of.blocks.0) && (1..=4).contains(&of.blocks.1);
        let [height, width] = [[*h1, *h2], [*w1, *w2]].map(|side| u16::from_be_bytes(side).into());
        (components.len() == usize::from(*count) && components.iter().all(can_be)).then_some(Self {
            width,
            height,
            components,
        })
    }
}

impl Huffman {
    /// A table's class and number, the table, and what stands behind it.
    fn read(body: &[u8]) -> Option<(u8, Self, &[u8])> {
        let (class, rest) = body.split_first()?;
        let (counts, rest) = rest.split_first_chunk::<16>()?;
        let length = counts.iter().map(|count| usize::from(*count)).sum();
        let (symbols, rest) = rest.split_at_checked(length)?;
        Some((*class, Self { counts: *counts, symbols: symbols.to_vec() }, rest))
    }
}

/// A scan, bit by bit.
struct Bits<'a, R> {
    file: &'a mut R,
    byte: u8,
    left: u8,
}

impl<R: BufRead> Bits<'_, R> {
    /// Passes over a block; none if that is not here.
    fn block(&mut self, dc: &Huffman, ac: &Huffman) -> io::Result<Option<()>> {
        let Some(length) = self.symbol(dc)? else { return Ok(None) };
        if !self.skip(length)? {
            return Ok(None);
        }
        let mut at = 1;
        while at < COEFFICIENTS {
            let Some(symbol) = self.symbol(ac)? else { return Ok(None) };
            let (zeros, length) = (symbol >> 4, symbol & 15);
            if length == 0 && zeros < 15 {
                break;
            }
            at += u32::from(zeros) + 1;
            if !self.skip(length)? {
                return Ok(None);
            }
        }
        Ok(Some(()))
    }

    /// The meaning of the code that stands here.
    fn symbol(&mut self, table: &Huffman) -> io::Result<Option<u8>> {
        let (mut code, mut first, mut index) = (0_u32, 0_u32, 0_u32);
        for count in table.counts {
            let Some(bit) = self.bit()? else { return Ok(None) };
            code |= bit;
            let count = u32::from(count);
            if let Some(nth) = code.checked_sub(first).filter(|nth| *nth < count) {
                let symbol = usize::try_from(index + nth).ok().and_then(|at| table.symbols.get(at));
                return Ok(symbol.copied());
            }
            index += count;
            first = (first + count) << 1;
            code <<= 1;
        }
        Ok(None)
    }

    fn skip(&mut self, bits: u8) -> io::Result<bool> {
        for _ in 0..bits {
            if self.bit()?.is_none() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// None at the end, or at a marker.
    fn bit(&mut self) -> io::Result<Option<u32>> {
        if self.left == 0 {
            self.byte = match self.next()? {
                Some(0xff) if self.next()? != Some(0) => return Ok(None),
                Some(byte) => byte,
                None => return Ok(None),
            };
            self.left = 8;
        }
        self.left -= 1;
        Ok(Some(u32::from(self.byte >> self.left & 1)))
    }

    /// Whether the marker stands here behind which a decoder begins anew.
    fn restart(&mut self) -> io::Result<bool> {
        self.left = 0;
        if self.next()? != Some(0xff) {
            return Ok(false);
        }
        loop {
            match self.next()? {
                Some(0xff) => {}
                code => return Ok(matches!(code, Some(0xd0..=0xd7))),
            }
        }
    }

    fn next(&mut self) -> io::Result<Option<u8>> {
        let next = self.file.fill_buf()?.first().copied();
        self.file.consume(usize::from(next.is_some()));
        Ok(next)
    }
}
