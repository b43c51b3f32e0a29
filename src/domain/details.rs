use serde::{Deserialize, Serialize};

use crate::types::{FileId, Notes, PlaceInVenue, Price, Seat, SeatRow, Section};

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
    /// Where in the venue; none if none of it was said.
    #[must_use]
    pub fn place(&self) -> Option<PlaceInVenue> {
        PlaceInVenue::of(self.section.as_ref(), self.row.as_ref(), self.seat.as_ref())
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

/// What a ticket's file can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum FileKind {
    /// A document.
    Pdf,
    /// A picture.
    Png,
    /// A photograph.
    Jpeg,
}

impl FileKind {
    /// As people name it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::Png => "PNG",
            Self::Jpeg => "JPEG",
        }
    }

    /// As HTTP names it.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
        }
    }

    /// How names of such files end.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Png => "png",
            Self::Jpeg => "jpg",
        }
    }
}
