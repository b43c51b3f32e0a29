use super::{Seat, SeatRow, Section};

/// Where in the venue a ticket is, as far as its seller says so: at least one of section, row and
/// seat. A line for each, since lists have very many of these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceInVenue(Box<str>);

impl PlaceInVenue {
    /// None if nothing was said.
    #[must_use]
    pub fn of(
        section: Option<&Section>,
        row: Option<&SeatRow>,
        seat: Option<&Seat>,
    ) -> Option<Self> {
        let section = section.map_or("", Section::as_str);
        let (row, seat) = (row.map_or("", SeatRow::as_str), seat.map_or("", Seat::as_str));
        let is_said = [section, row, seat].iter().any(|part| !part.is_empty());
        is_said.then(|| Self(format!("{section}\n{row}\n{seat}").into()))
    }

    /// The section, the row and the seat; what was not said is empty.
    #[must_use]
    pub fn parts(&self) -> [&str; 3] {
        let mut lines = self.0.split('\n');
        [(); 3].map(|()| lines.next().unwrap_or_default())
    }
}
