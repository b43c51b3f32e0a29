//! What a PDF is made of (ISO 32000-2, 7.3), read with a bound on how much of it there is.

use super::{NoPages, WorkLeft};

/// How deep arrays and dictionaries are within each other.
const DEPTH_MAX: usize = 32;

/// An object, less what is of no matter here: that is kept as it is written.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Object {
    /// Without its slash, and with its escapes undone.
    Name(Vec<u8>),
    /// A whole number.
    Number(i64),
    /// To the object of this number.
    Reference(u32),
    Array(Vec<Self>),
    Dictionary(Dictionary),
    /// A string, a number with decimals, `true`, `false` or `null`.
    Plain(Vec<u8>),
}

/// Names and what they stand for, in their order.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Dictionary(pub(super) Vec<(Vec<u8>, Object)>);

impl Dictionary {
    pub(super) fn get(&self, name: &str) -> Option<&Object> {
        self.0.iter().find(|(own, _)| own == name.as_bytes()).map(|(_, object)| object)
    }

    /// Whether it has this name under a name.
    pub(super) fn is(&self, name: &str, value: &str) -> bool {
        matches!(self.get(name), Some(Object::Name(own)) if own == value.as_bytes())
    }

    pub(super) fn number(&self, name: &str) -> Option<i64> {
        match self.get(name) {
            Some(Object::Number(number)) => Some(*number),
            _ => None,
        }
    }
}

/// Reads objects from where it is.
pub(super) struct Lexer<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) at: usize,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Passes over spaces and comments.
    pub(super) fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            match byte {
                b'%' => {
                    while self.peek().is_some_and(|byte| byte != b'\n' && byte != b'\r') {
                        self.at += 1;
                    }
                }
                byte if is_space(byte) => self.at += 1,
                _ => return,
            }
        }
    }

    /// Whether this word comes next; it is passed then.
    pub(super) fn takes(&mut self, word: &[u8]) -> bool {
        self.skip_space();
        let is_next = self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(word));
        self.at += if is_next { word.len() } else { 0 };
        is_next
    }

    /// What is written up to a space or a delimiter.
    fn word(&mut self) -> &'a [u8] {
        let begin = self.at;
        while self.peek().is_some_and(|byte| !is_space(byte) && !is_delimiter(byte)) {
            self.at += 1;
        }
        self.bytes.get(begin..self.at).unwrap_or_default()
    }

    /// A number that counts or names something.
    pub(super) fn whole(&mut self) -> Option<u64> {
        self.skip_space();
        str::from_utf8(self.word()).ok()?.parse().ok()
    }

    /// The next object.
    pub(super) fn object(&mut self, left: &mut WorkLeft) -> Result<Object, NoPages> {
        self.object_within(0, left)
    }

    fn object_within(&mut self, depth: usize, left: &mut WorkLeft) -> Result<Object, NoPages> {
        left.objects = left.objects.checked_sub(1).ok_or(NoPages::TooMuch)?;
        if depth > DEPTH_MAX {
            return Err(NoPages::TooMuch);
        }
        self.skip_space();
        match self.peek().ok_or(NoPages::Damaged)? {
            b'/' => Ok(Object::Name(self.name())),
            b'[' => {
                self.at += 1;
                let mut array = vec![];
                while !self.takes(b"]") {
                    array.push(self.object_within(depth + 1, left)?);
                }
                Ok(Object::Array(array))
            }
            b'<' if self.bytes.get(self.at + 1) == Some(&b'<') => {
                self.at += 2;
                let mut dictionary = Dictionary::default();
                while !self.takes(b">>") {
                    if self.peek() != Some(b'/') {
                        return Err(NoPages::Damaged);
                    }
                    let name = self.name();
                    dictionary.0.push((name, self.object_within(depth + 1, left)?));
                }
                Ok(Object::Dictionary(dictionary))
            }
            b'<' => {
                let begin = self.at;
                let end = self.bytes[begin..].iter().position(|byte| *byte == b'>');
                self.at += end.ok_or(NoPages::Damaged)? + 1;
                Ok(Object::Plain(self.bytes[begin..self.at].to_vec()))
            }
            b'(' => self.string(),
            _ => self.number_or_word(),
        }
    }

    fn name(&mut self) -> Vec<u8> {
        self.at += 1;
        let word = self.word();
        let (mut name, mut rest) = (Vec::with_capacity(word.len()), word);
        while let [first, more @ ..] = rest {
            let escaped = match (first, more) {
                (b'#', [high, low, ..]) => hex(*high).zip(hex(*low)),
                _ => None,
            };
            match escaped {
                Some((high, low)) => {
                    name.push(high << 4 | low);
                    rest = &more[2..];
                }
                None => {
                    name.push(*first);
                    rest = more;
                }
            }
        }
        name
    }

    /// With its parentheses, which may be within each other.
    fn string(&mut self) -> Result<Object, NoPages> {
        let (begin, mut open) = (self.at, 0_usize);
        loop {
            let byte = self.peek().ok_or(NoPages::Damaged)?;
            self.at += 1;
            match byte {
                b'\\' => self.at += 1,
                b'(' => open += 1,
                b')' if open == 1 => {
                    return Ok(Object::Plain(self.bytes[begin..self.at].to_vec()));
                }
                b')' => open -= 1,
                _ => {}
            }
        }
    }

    fn number_or_word(&mut self) -> Result<Object, NoPages> {
        let word = self.word();
        let text = str::from_utf8(word).map_err(|_| NoPages::Damaged)?;
        let Ok(number) = text.parse::<i64>() else {
            return match word {
                b"true" | b"false" | b"null" => Ok(Object::Plain(word.to_vec())),
                _ if text.parse::<f64>().is_ok() => Ok(Object::Plain(word.to_vec())),
                _ => Err(NoPages::Damaged),
            };
        };
        // `12 0 R`
        let mut ahead = Lexer::new(self.bytes, self.at);
        if let Ok(to) = u32::try_from(number)
            && ahead.whole().is_some()
            && ahead.takes(b"R")
            && ahead.peek().is_none_or(|byte| is_space(byte) || is_delimiter(byte))
        {
            self.at = ahead.at;
            return Ok(Object::Reference(to));
        }
        Ok(Object::Number(number))
    }
}

impl Object {
    /// How many objects it is, with those within it.
    pub(super) fn count(&self) -> usize {
        1 + match self {
            Self::Array(array) => array.iter().map(Self::count).sum::<usize>(),
            Self::Dictionary(Dictionary(pairs)) => {
                pairs.iter().map(|(_, object)| object.count()).sum()
            }
            _ => 0,
        }
    }

    /// As it is written in a document.
    pub(super) fn write(&self, to: &mut Vec<u8>) {
        match self {
            Self::Name(name) => write_name(name, to),
            Self::Number(number) => to.extend(number.to_string().bytes()),
            Self::Reference(number) => to.extend(format!("{number} 0 R").bytes()),
            Self::Plain(text) => to.extend(text),
            Self::Array(array) => {
                to.push(b'[');
                for object in array {
                    object.write(to);
                    to.push(b' ');
                }
                to.push(b']');
            }
            Self::Dictionary(dictionary) => {
                to.extend(b"<<");
                for (name, object) in &dictionary.0 {
                    write_name(name, to);
                    to.push(b' ');
                    object.write(to);
                    to.push(b'\n');
                }
                to.extend(b">>");
            }
        }
    }
}

fn write_name(name: &[u8], to: &mut Vec<u8>) {
    to.push(b'/');
    for byte in name {
        match *byte {
            b'!'..=b'~' if !is_delimiter(*byte) && *byte != b'#' => to.push(*byte),
            byte => to.extend(format!("#{byte:02X}").bytes()),
        }
    }
}

pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0c | b'\r' | b' ')
}

pub(super) fn is_delimiter(byte: u8) -> bool {
    b"()<>[]{}/%".contains(&byte)
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}
