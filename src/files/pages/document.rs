//! Where a PDF's objects are (ISO 32000-2, 7.5), and what they are.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    io::Read as _,
};

use flate2::read::ZlibDecoder;
use memchr::memmem;

use super::{
    NoPages, WorkLeft,
    object::{Dictionary, Lexer, Object},
};

/// How often a document was added to.
const SECTIONS_MAX: usize = 64;
/// How many objects one can name: of a ticket office's documents none has as many.
const NUMBERS_MAX: u64 = 200_000;
/// How many references lead from one to the next.
const STEPS_MAX: usize = 16;
/// How far behind a stream its end is marked: a line's end, and what little stands before it.
const END_WITHIN: usize = 16;

/// A document whose objects are found, and read only when they are asked for.
pub(super) struct Document<'a> {
    bytes: &'a [u8],
    places: BTreeMap<u32, Place>,
    trailer: Dictionary,
    /// What object streams hold.
    packed: HashMap<u32, BTreeMap<u32, Object>>,
    pub(super) left: WorkLeft,
}

#[derive(Debug, Clone, Copy)]
enum Place {
    At(usize),
    Within(u32),
}

/// An object, and its bytes as they stand in the document if it is a stream.
pub(super) type Found<'a> = (Object, Option<&'a [u8]>);

impl<'a> Document<'a> {
    /// Reads where all objects are.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, NoPages> {
        let header = memmem::find(bytes, b"%PDF-").ok_or(NoPages::Damaged)?;
        let bytes = &bytes[header..];
        let mut document = Self {
            bytes,
            places: BTreeMap::new(),
            trailer: Dictionary::default(),
            packed: HashMap::new(),
            left: WorkLeft::default(),
        };
        let begin = memmem::rfind(bytes, b"startxref").ok_or(NoPages::Damaged)?;
        let mut lexer = Lexer::new(bytes, begin + b"startxref".len());
        let mut next = lexer.whole();
        let mut read = BTreeSet::new();
        while let Some(at) = next {
            let at = usize::try_from(at).map_err(|_| NoPages::Damaged)?;
            if !read.insert(at) || read.len() > SECTIONS_MAX {
                return Err(NoPages::Damaged);
            }
            next = document.section(at, &mut read)?;
        }
        match document.trailer.get("Encrypt") {
            Some(_) => Err(NoPages::Encrypted),
            None => Ok(document),
        }
    }

    /// Reads a section of the table, and gives where the one before is. What a later section has
    /// said counts.
    fn section(&mut self, at: usize, read: &mut BTreeSet<usize>) -> Result<Option<u64>, NoPages> {
        let mut lexer = Lexer::new(self.bytes, at);
        let trailer = if lexer.takes(b"xref") {
            self.table(&mut lexer)?;
            match lexer.object(&mut self.left)? {
                Object::Dictionary(trailer) => trailer,
                _ => return Err(NoPages::Damaged),
            }
        } else {
            self.table_stream(at)?
        };
        for (name, object) in &trailer.0 {
            if self.trailer.0.iter().all(|(own, _)| own != name) {
                self.trailer.0.push((name.clone(), object.clone()));
            }
        }
        if let Some(at) = trailer.number("XRefStm").and_then(|at| usize::try_from(at).ok())
            && read.insert(at)
        {
            self.table_stream(at)?;
        }
        Ok(trailer.number("Prev").and_then(|at| u64::try_from(at).ok()))
    }

    fn table(&mut self, lexer: &mut Lexer<'_>) -> Result<(), NoPages> {
        while !lexer.takes(b"trailer") {
            let (first, count) = lexer.whole().zip(lexer.whole()).ok_or(NoPages::Damaged)?;
            for number in (first..).take(usize::try_from(count).unwrap_or(usize::MAX)) {
                let (at, _) = lexer.whole().zip(lexer.whole()).ok_or(NoPages::Damaged)?;
                if lexer.takes(b"n") {
                    self.put(number, Place::At(usize::try_from(at).unwrap_or(usize::MAX)))?;
                } else if !lexer.takes(b"f") {
                    return Err(NoPages::Damaged);
                }
            }
        }
        Ok(())
    }

    fn put(&mut self, number: u64, place: Place) -> Result<(), NoPages> {
        if number > NUMBERS_MAX {
            return Err(NoPages::TooMuch);
        }
        self.left.objects = self.left.objects.checked_sub(1).ok_or(NoPages::TooMuch)?;
        let number = u32::try_from(number).map_err(|_| NoPages::TooMuch)?;
        self.places.entry(number).or_insert(place);
        Ok(())
    }

    /// The same as a stream (7.5.8).
    fn table_stream(&mut self, at: usize) -> Result<Dictionary, NoPages> {
        let (Object::Dictionary(table), Some(data)) = self.object_at(at)? else {
            return Err(NoPages::Damaged);
        };
        if !table.is("Type", "XRef") {
            return Err(NoPages::Damaged);
        }
        let rows = self.unpacked(&table, data)?;
        let widths = numbers(&table, "W").ok_or(NoPages::Damaged)?;
        let widths = widths.iter().map(|width| usize::try_from(*width).ok().filter(|n| *n <= 8));
        let widths: Vec<_> = widths.collect::<Option<_>>().ok_or(NoPages::Damaged)?;
        let [kind_width, value_width, last_width] = widths[..] else {
            return Err(NoPages::Damaged);
        };
        let width = kind_width + value_width + last_width;
        if width == 0 {
            return Err(NoPages::Damaged);
        }
        let size = u64::try_from(table.number("Size").unwrap_or(0)).unwrap_or(0);
        let index = numbers(&table, "Index").unwrap_or_else(|| vec![0, size]);
        let mut rows = rows.chunks_exact(width);
        let value = |bytes: &[u8]| bytes.iter().fold(0, |all, byte| all << 8 | u64::from(*byte));
        for part in index.chunks_exact(2) {
            for number in (part[0]..=u64::MAX).take(usize::try_from(part[1]).unwrap_or(usize::MAX))
            {
                let Some(row) = rows.next() else { break };
                let (kind, rest) = row.split_at(kind_width);
                let at = value(&rest[..value_width]);
                match if kind.is_empty() { 1 } else { value(kind) } {
                    1 => {
                        let at = usize::try_from(at).unwrap_or(usize::MAX);
                        self.put(number, Place::At(at))?;
                    }
                    2 => {
                        let stream = u32::try_from(at).unwrap_or(u32::MAX);
                        self.put(number, Place::Within(stream))?;
                    }
                    _ => {}
                }
            }
        }
        Ok(table)
    }

    /// The object of a number; none that is not there, which stands for null.
    pub(super) fn load(&mut self, number: u32) -> Result<Option<Found<'a>>, NoPages> {
        match self.places.get(&number) {
            None => Ok(None),
            Some(Place::At(at)) => self.object_at(*at).map(Some),
            Some(Place::Within(stream)) => {
                let stream = *stream;
                if !self.packed.contains_key(&stream) {
                    let packed = self.unpack(stream)?;
                    self.packed.insert(stream, packed);
                }
                let object = self.packed.get(&stream).and_then(|packed| packed.get(&number));
                Ok(object.cloned().map(|object| (object, None)))
            }
        }
    }

    /// What an object is, whatever references lead there.
    pub(super) fn resolve(&mut self, object: &Object) -> Result<Option<Found<'a>>, NoPages> {
        let mut found = (object.clone(), None);
        for _ in 0..STEPS_MAX {
            let Object::Reference(number) = found.0 else { return Ok(Some(found)) };
            match self.load(number)? {
                None => return Ok(None),
                Some(next) => found = next,
            }
        }
        Err(NoPages::Damaged)
    }

    /// A dictionary under a name.
    pub(super) fn dictionary(
        &mut self,
        of: &Dictionary,
        name: &str,
    ) -> Result<Option<Dictionary>, NoPages> {
        let Some(object) = of.get(name) else { return Ok(None) };
        match self.resolve(object)? {
            Some((Object::Dictionary(found), _)) => Ok(Some(found)),
            _ => Ok(None),
        }
    }

    pub(super) fn root(&mut self) -> Result<Dictionary, NoPages> {
        let trailer = self.trailer.clone();
        self.dictionary(&trailer, "Root")?.ok_or(NoPages::Damaged)
    }

    /// What the objects in an object stream are (7.5.7).
    fn unpack(&mut self, stream: u32) -> Result<BTreeMap<u32, Object>, NoPages> {
        // Such a stream is in no other.
        let Some(Place::At(at)) = self.places.get(&stream).copied() else {
            return Err(NoPages::Damaged);
        };
        let (Object::Dictionary(about), Some(data)) = self.object_at(at)? else {
            return Err(NoPages::Damaged);
        };
        let bytes = self.unpacked(&about, data)?;
        let [count, first] = ["N", "First"].map(|name| about.number(name));
        let (count, first) = count.zip(first).ok_or(NoPages::Damaged)?;
        let first = usize::try_from(first).map_err(|_| NoPages::Damaged)?;
        let mut head = Lexer::new(&bytes, 0);
        let mut packed = BTreeMap::new();
        for _ in 0..count {
            let (number, at) = head.whole().zip(head.whole()).ok_or(NoPages::Damaged)?;
            let at = usize::try_from(at).ok().and_then(|at| at.checked_add(first));
            let mut lexer = Lexer::new(&bytes, at.ok_or(NoPages::Damaged)?);
            let number = u32::try_from(number).map_err(|_| NoPages::Damaged)?;
            packed.insert(number, lexer.object(&mut self.left)?);
        }
        Ok(packed)
    }

    fn object_at(&mut self, at: usize) -> Result<Found<'a>, NoPages> {
        let mut lexer = self.begun_at(at)?;
        let object = lexer.object(&mut self.left)?;
        let is_stream = matches!(object, Object::Dictionary(_)) && lexer.takes(b"stream");
        self.left.read(lexer.at - at)?;
        let Object::Dictionary(about) = &object else { return Ok((object, None)) };
        if !is_stream {
            return Ok((object, None));
        }
        let rest = &self.bytes[lexer.at..];
        let line_end = if rest.starts_with(b"\r\n") { 2 } else { 1 };
        let rest = rest.get(line_end..).ok_or(NoPages::Damaged)?;
        let length = match about.get("Length") {
            // Its own length is in no stream, so that this comes to an end.
            Some(Object::Reference(number)) => match self.places.get(number).copied() {
                Some(Place::At(at)) => self.begun_at(at)?.whole(),
                _ => None,
            },
            Some(Object::Number(length)) => u64::try_from(*length).ok(),
            _ => None,
        };
        let is_there = |length: &usize| {
            let after = rest.get(*length..).unwrap_or_default();
            after[..after.len().min(END_WITHIN)].trim_ascii_start().starts_with(b"endstream")
        };
        let length = length.and_then(|length| usize::try_from(length).ok()).filter(is_there);
        let length = match length {
            Some(length) => length,
            None => {
                let length = memmem::find(rest, b"endstream");
                self.left.read(length.unwrap_or(rest.len()))?;
                length.ok_or(NoPages::Damaged)?
            }
        };
        Ok((object, Some(&rest[..length])))
    }

    /// Behind the words with which an object begins there: `12 0 obj`.
    fn begun_at(&mut self, at: usize) -> Result<Lexer<'a>, NoPages> {
        let mut lexer = Lexer::new(self.bytes, at);
        let is_object = lexer.whole().is_some() && lexer.whole().is_some() && lexer.takes(b"obj");
        self.left.read(lexer.at.saturating_sub(at))?;
        if is_object { Ok(lexer) } else { Err(NoPages::Damaged) }
    }

    /// What a stream holds, if it is packed as those are that a document must be read by; so much at
    /// the most.
    pub(super) fn unpacked(&mut self, about: &Dictionary, data: &[u8]) -> Result<Vec<u8>, NoPages> {
        let one = |object: Option<&Object>| match object {
            Some(Object::Array(array)) if array.len() <= 1 => array.first().cloned(),
            other => other.cloned(),
        };
        let filter = match one(about.get("Filter")) {
            Some(reference @ Object::Reference(_)) => self.resolve(&reference)?.map(|(it, _)| it),
            other => other,
        };
        let bytes = match filter {
            None => {
                self.left.unpacked(data.len())?;
                data.to_vec()
            }
            Some(Object::Name(name)) if name == b"FlateDecode" || name == b"Fl" => {
                let mut bytes = vec![];
                let most = self.left.unpacked_bytes as u64 + 1;
                // What is damaged at its end is read up to there, as readers do.
                let _ = ZlibDecoder::new(data).take(most).read_to_end(&mut bytes);
                self.left.unpacked(bytes.len())?;
                bytes
            }
            Some(_) => return Err(NoPages::Damaged),
        };
        match one(about.get("DecodeParms")) {
            Some(Object::Dictionary(how)) => unpredicted(&how, bytes),
            _ => Ok(bytes),
        }
    }
}

/// The whole numbers of an array.
fn numbers(of: &Dictionary, name: &str) -> Option<Vec<u64>> {
    let Some(Object::Array(array)) = of.get(name) else { return None };
    let whole = |object: &Object| match object {
        Object::Number(number) => u64::try_from(*number).ok(),
        _ => None,
    };
    array.iter().map(whole).collect()
}

/// Undoes what makes tables pack better: each row is written as what it differs from the one above
/// (7.4.4.4, by PNG's filters).
fn unpredicted(how: &Dictionary, bytes: Vec<u8>) -> Result<Vec<u8>, NoPages> {
    if how.number("Predictor").unwrap_or(1) < 10 {
        return Ok(bytes);
    }
    let is_of_bytes =
        how.number("BitsPerComponent").unwrap_or(8) == 8 && how.number("Colors").unwrap_or(1) == 1;
    let columns = usize::try_from(how.number("Columns").unwrap_or(1)).unwrap_or(0);
    if !is_of_bytes || columns == 0 {
        return Err(NoPages::Damaged);
    }
    let mut above = vec![0_u8; columns.min(bytes.len())];
    let mut all = Vec::with_capacity(bytes.len());
    for row in bytes.chunks_exact(columns.saturating_add(1)) {
        let (filter, row) = row.split_first().ok_or(NoPages::Damaged)?;
        let mut before = 0;
        let mut corner = 0;
        for (own, up) in row.iter().zip(&mut above) {
            let predicted = match filter {
                0 => 0,
                1 => before,
                2 => *up,
                3 => before.midpoint(*up),
                4 => paeth(before, *up, corner),
                _ => return Err(NoPages::Damaged),
            };
            corner = *up;
            before = own.wrapping_add(predicted);
            *up = before;
            all.push(before);
        }
    }
    Ok(all)
}

/// PNG, 9.4.
fn paeth(left: u8, up: u8, corner: u8) -> u8 {
    let [a, b, c] = [left, up, corner].map(i16::from);
    let near = a + b - c;
    let [of_a, of_b, of_c] = [a, b, c].map(|value| (near - value).abs());
    if of_a <= of_b && of_a <= of_c {
        left
    } else if of_b <= of_c {
        up
    } else {
        corner
    }
}
