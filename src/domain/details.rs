use serde::{Deserialize, Serialize};

use crate::types::{FileId, Notes, Price, Seat, SeatRow, Section};

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
    /// Where in the venue, in one line, such as `Block B · Row 5 · Seat 12`; none if none of it was
    /// said.
    #[must_use]
    pub fn place(&self) -> Option<String> {
        let parts = [
            self.section.as_ref().map(ToString::to_string),
            self.row.as_ref().map(|row| called("Row", row.as_str())),
            self.seat.as_ref().map(|seat| called("Seat", seat.as_str())),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(" · "))
    }
}

/// With the word before it, unless it was typed with it.
fn called(word: &str, name: &str) -> String {
    let typed = name.split_whitespace().next().unwrap_or_default();
    match typed.eq_ignore_ascii_case(word) {
        true => name.to_owned(),
        false => format!("{word} {name}"),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places() {
        for (section, row, seat, expect) in [
            ("", "", "", None),
            ("Block B", "5", "12", Some("Block B · Row 5 · Seat 12")),
            ("Standing", "", "", Some("Standing")),
            ("", "row 5", "Seat 12", Some("row 5 · Seat 12")),
            ("", "Rowan", "", Some("Row Rowan")),
        ] {
            let details = Details {
                section: Section::parse(section).ok(),
                row: SeatRow::parse(row).ok(),
                seat: Seat::parse(seat).ok(),
                ..Details::default()
            };
            assert_eq!(details.place().as_deref(), expect);
        }
    }
}
