//! A list as CSV that is read as fast as it is taken: in memory is a part of it at a time, and one at a
//! time for each account.

use std::{io, time::Duration};

use axum::{
    body::{Body, Bytes},
    http::header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    response::IntoResponse as _,
};
use futures_util::stream;
use tokio::time::Instant;

use crate::{
    http::{Edge, HttpError, HttpResult, error::Busy},
    storage::StorageError,
    types::UserId,
};

/// How long one may take over it.
const CSV_TIME: Duration = Duration::from_secs(300);

/// A file of this name, whose parts are read one after the other until there is none; who reads one is
/// told until when there is time.
pub(super) fn csv_answer(
    edge: &Edge,
    user: UserId,
    name: &str,
    next: impl FnMut(Instant) -> Result<Option<String>, StorageError> + Send + 'static,
) -> HttpResult {
    let place = edge.exports.take(user).map_err(|_| HttpError::Overloaded(Busy::Requests))?;
    let until = Instant::now() + CSV_TIME;
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8; header=present".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.csv\"")),
    ];
    let parts = stream::try_unfold((next, place), move |(mut next, place)| async move {
        if Instant::now() > until {
            return Err(io::Error::from(io::ErrorKind::TimedOut));
        }
        let read = tokio::task::spawn_blocking(move || {
            let part = next(until)?;
            Ok::<_, StorageError>(part.map(|part| (Bytes::from(part), (next, place))))
        });
        // The client is told by the connection's end that it has not all of it.
        read.await?.map_err(io::Error::other)
    });
    Ok((headers, Body::from_stream(parts)).into_response())
}
