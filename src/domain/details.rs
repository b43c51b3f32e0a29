use blake2::{Blake2s256, Digest as _};
use serde::{Deserialize, Serialize};

use crate::types::{EventId, FileId, Notes, Price, Seat, SeatRow, Section, seat_key};

/// What a seller says of a ticket beside its title and price.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Details {
    /// In which part of the venue.
    pub section: Option<Section>,
    /// In which row.
    pub row: Option<SeatRow>,
    /// On which seat.
    pub seat: Option<Seat>,
    /// What is printed on it.
    pub face_value: Option<Price>,
    /// Anything else.
    pub notes: Option<Notes>,
}

impl Details {
    /// Which seat it is; none if that was not said, as of tickets that are for no seat.
    pub fn seat_name(&self) -> Option<SeatName> {
        self.seat.as_ref()?;
        let Spot(typed) = self.spot()?;
        let parts: Vec<_> = typed.split(Spot::BETWEEN).map(seat_key).collect();
        let hash = Blake2s256::digest(parts.join(Spot::BETWEEN));
        Some(SeatName(std::array::from_fn(|at| hash[at])))
    }

    /// Where in the venue; none if none of it was said.
    pub fn spot(&self) -> Option<Spot> {
        let part = |said: Option<&str>| said.unwrap_or_default().to_owned();
        let parts = [
            part(self.section.as_ref().map(Section::as_str)),
            part(self.row.as_ref().map(SeatRow::as_str)),
            part(self.seat.as_ref().map(Seat::as_str)),
        ];
        let is_said = parts.iter().any(|part| !part.is_empty());
        is_said.then(|| Spot(parts.join(Spot::BETWEEN).into()))
    }
}

/// Which seat of a venue, however it was typed: a hash of section, row and seat as they are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SeatName(pub [u8; 16]);

/// A seat of an event.
pub type EventSeat = (EventId, SeatName);

/// Where in the venue a ticket is, as its seller typed it: small, for lists of many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot(Box<str>);

impl Spot {
    /// A control character, which none of its parts has.
    const BETWEEN: &str = "\n";

    /// Section, row and seat; empty where it was not said.
    pub fn parts(&self) -> [&str; 3] {
        let mut parts = self.0.split(Self::BETWEEN);
        [(); 3].map(|()| parts.next().unwrap_or_default())
    }
}

/// The ticket itself, as its seller attached it. The file lies in the data folder under its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketFile {
    /// Under which name it is kept.
    pub id: FileId,
    /// What it is, by its content.
    pub kind: FileKind,
    /// How long it is.
    pub bytes: u32,
    /// The SHA-256 of its content: the same file is known again.
    pub digest: [u8; 32],
}

/// A file, as it is known again: by its bytes, and by what it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownFile {
    /// The file.
    pub file: TicketFile,
    /// A digest of what people see of it, whatever else is in its bytes; none if that is not known,
    /// as of files from before it was.
    pub shown: Option<[u8; 32]>,
}

impl KnownFile {
    /// Whether it is this one, or shows the same.
    pub fn is_same(&self, other: &Self) -> bool {
        self.digests().any(|digest| other.digests().any(|other| digest == other))
    }

    /// By what it is known.
    pub fn digests(&self) -> impl Iterator<Item = &[u8; 32]> {
        [&self.file.digest].into_iter().chain(&self.shown)
    }
}

impl From<TicketFile> for KnownFile {
    fn from(file: TicketFile) -> Self {
        Self { file, shown: None }
    }
}

named! {
    /// What a ticket's file can be.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
    pub enum FileKind {
        /// A document.
        Pdf = "PDF",
        /// A picture.
        Png = "PNG",
        /// A photograph.
        Jpeg = "JPEG",
        /// A picture of the web.
        Webp = "WebP",
        /// A photograph of a telephone.
        Heic = "HEIC",
        /// A pass for a telephone's wallet.
        Pkpass = "pkpass",
    }
    /// As people name it.
    pub fn name;
}

impl FileKind {
    /// As HTTP names it.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
            Self::Heic => "image/heic",
            Self::Pkpass => "application/vnd.apple.pkpass",
        }
    }

    /// How names of such files end.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Webp => "webp",
            Self::Heic => "heic",
            Self::Pkpass => "pkpass",
        }
    }
}
