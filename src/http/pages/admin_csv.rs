//! The lists of those who run the site as CSV: what is sought in them, from their beginning to their end,
//! read as fast as it is taken. In memory is a page of it at a time.

use tokio::time::Instant;

use super::csv_answer::csv_answer;
use crate::{
    csv,
    http::{Edge, HttpResult, StaffMember},
    reads::walk::ListPlace,
    storage::StorageError,
};

/// How many lines are read at once.
pub(super) const LINES_AT_ONCE: usize = 50;
/// A line's cells.
pub(super) type Cells = Vec<String>;

/// Some lines, and where they go on, if they do.
pub(super) type Part = (Vec<Cells>, Option<ListPlace>);

/// A list as a file of this name, with these columns: their names are the same in every language, and only
/// ever get more.
pub(super) fn download(
    staff: &StaffMember,
    name: &str,
    columns: &[&str],
    read: impl Fn(&Edge, Option<ListPlace>) -> Result<Part, StorageError> + Send + 'static,
) -> HttpResult {
    let edge = staff.edge.clone();
    let mut head = Some(row(columns.iter().copied()));
    // Where it goes on; none after its end.
    let mut from = Some(None);
    let next = move |until| {
        let mut text = head.take().unwrap_or_default();
        while let Some(place) = from {
            let (lines, more) = read(&edge, place)?;
            from = more.map(Some);
            text.extend(lines.iter().map(|line| row(line.iter().map(String::as_str))));
            // Where little is found, much is looked through for it.
            if !text.is_empty() || Instant::now() > until {
                break;
            }
        }
        Ok((!text.is_empty() || from.is_some()).then_some(text))
    };
    csv_answer(&staff.edge, staff.id(), name, next)
}

fn row<'a>(cells: impl Iterator<Item = &'a str>) -> String {
    cells.map(cell).collect::<Vec<_>>().join(",") + "\r\n"
}

/// A number below nothing is no formula.
pub(super) fn cell(text: &str) -> String {
    let is_number = text.strip_prefix('-').is_some_and(|number| {
        let is_digit = |byte: u8| byte.is_ascii_digit() || byte == b'.';
        number.starts_with(|first: char| first.is_ascii_digit()) && number.bytes().all(is_digit)
    });
    if is_number { text.to_owned() } else { csv::cell(text) }
}
