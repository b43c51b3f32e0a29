//! The lists of those who run the site as CSV: what is sought in them, from their beginning to their end,
//! read as fast as it is taken. In memory is a page of it at a time.

use std::{io, sync::Arc, time::Duration};

use axum::{
    body::{Body, Bytes},
    http::header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    response::IntoResponse as _,
};
use futures_util::stream;
use tokio::time::Instant;

use crate::{
    csv,
    http::{Edge, HttpError, HttpResult, StaffMember, error::Busy},
    reads::walk::ListPlace,
    storage::StorageError,
    types::UserId,
};

/// How many lines are read at once.
pub(super) const LINES_AT_ONCE: usize = 50;
/// How long one may take over it.
const CSV_TIME: Duration = Duration::from_secs(300);

/// A line's cells.
pub(super) type Cells = Vec<String>;

/// Some lines, and where they go on, if they do.
pub(super) type Part = (Vec<Cells>, Option<ListPlace>);

/// What reads a part of a list from a place on.
type Read = dyn Fn(&Edge, Option<ListPlace>) -> Result<Part, StorageError> + Send + Sync;

/// A list as a file of this name, with these columns: their names are the same in every language, and only
/// ever get more.
pub(super) fn download(
    staff: &StaffMember,
    name: &str,
    columns: &[&str],
    read: impl Fn(&Edge, Option<ListPlace>) -> Result<Part, StorageError> + Send + Sync + 'static,
) -> HttpResult {
    let busy = |_| HttpError::Overloaded(Busy::Requests);
    let rows = CsvRows {
        edge: staff.edge.clone(),
        read: Arc::new(read),
        head: Some(row(columns.iter().copied())),
        from: Some(None),
        until: Instant::now() + CSV_TIME,
        _place: staff.edge.exports.take(staff.id()).map_err(busy)?,
    };
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8; header=present".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.csv\"")),
    ];
    let parts = stream::try_unfold(rows, |rows| async {
        if Instant::now() > rows.until {
            return Err(io::Error::from(io::ErrorKind::TimedOut));
        }
        let read = tokio::task::spawn_blocking(move || rows.next()).await?;
        // The client is told by the connection's end that it has not all of it.
        read.map_err(io::Error::other)
    });
    Ok((headers, Body::from_stream(parts)).into_response())
}

struct CsvRows {
    edge: Edge,
    read: Arc<Read>,
    head: Option<String>,
    /// Where it goes on; none after its end.
    from: Option<Option<ListPlace>>,
    until: Instant,
    _place: crate::http::shares::Share<UserId>,
}

impl CsvRows {
    /// The next of it, and what comes after.
    fn next(mut self) -> Result<Option<(Bytes, Self)>, StorageError> {
        let mut text = self.head.take().unwrap_or_default();
        while let Some(from) = self.from {
            let (lines, more) = (self.read)(&self.edge, from)?;
            self.from = more.map(Some);
            text.extend(lines.iter().map(|line| row(line.iter().map(String::as_str))));
            // Where little is found, much is looked through for it.
            if !text.is_empty() || Instant::now() > self.until {
                break;
            }
        }
        Ok((!text.is_empty() || self.from.is_some()).then(|| (text.into(), self)))
    }
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
