//! A ticket's own file. The policy says who has it: its seller, and the buyer of a ticket that is
//! sold. All others get the answer for a ticket that is not there, those who run the site too. It
//! is always a download, with a type of ours and a policy that lets it do nothing; it is read 64
//! KiB at a time, and between two of these nothing is open, so that a slow reader costs no file
//! handle.

use std::{io, sync::Arc};

use axum::{
    body::{Body, Bytes},
    extract::{FromRequest as _, Request},
    http::{
        HeaderValue,
        header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE},
    },
    response::{IntoResponse as _, Response},
};
use futures_util::stream;

use super::{go_to, not_done};
use crate::{
    domain::{TicketFile, rules::ticket::TicketRefusal},
    files::Files,
    http::{
        Edge, HttpError, HttpResult, Id, SignedIn, Visitor,
        content_policy::FILE_POLICY,
        pages::tickets,
        refused,
        uploads::{FileRefusal, Sent, SentFile},
    },
    types::TicketId,
    usecases::{Caller, RefusalCode as _, policy, selling},
    views::Done,
};

/// So much of a file is in memory for each who downloads it.
const READ_BYTES: u32 = 64 * 1024;

/// The ticket itself, for whom it is.
pub(crate) async fn file(visitor: Visitor, Id(id): Id<TicketId>) -> HttpResult {
    download_for(&visitor.edge, visitor.caller(), id).await
}

/// The same, for whoever asks.
pub(in crate::http) async fn download_for(
    edge: &Edge,
    caller: Caller<'_>,
    id: TicketId,
) -> HttpResult {
    let ticket = edge.market.tables().ticket(id)?.ok_or(HttpError::NotFound)?;
    let file = policy::file_for(caller, &ticket).ok_or(HttpError::NotFound)?;
    let missing = |error: io::Error| HttpError::Internal(format!("file {}: {error}", file.id));
    let files = edge.market.storage().files().cloned().ok_or(HttpError::NotFound)?;
    let looked = {
        let files = files.clone();
        tokio::task::spawn_blocking(move || files.look(&file)).await
    };
    looked.map_err(|error| missing(io::Error::other(error)))?.map_err(missing)?;
    let name = format!("ticket-{}.{}", short(id), file.kind.extension());
    let disposition = HeaderValue::try_from(format!("attachment; filename=\"{name}\""));
    let disposition = disposition.map_err(HttpError::internal)?;
    let mut response = download(files, file).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(file.kind.media_type()));
    headers.insert(CONTENT_DISPOSITION, disposition);
    headers.insert(CONTENT_LENGTH, file.bytes.into());
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(FILE_POLICY));
    Ok(response)
}

/// The end of an id: of tickets that were listed together, the beginnings are alike.
fn short(id: TicketId) -> String {
    let [.., a, b, c, d] = *id.as_bytes();
    format!("{a:02x}{b:02x}{c:02x}{d:02x}")
}

/// Attaches a file, in place of the one before.
pub(crate) async fn attach(
    user: SignedIn,
    Id(id): Id<TicketId>,
    request: Request,
) -> Result<Response, Response> {
    policy::own_ticket(&user.edge.market, user.caller(), id).map_err(HttpError::from)?;
    // Only now is the file let in.
    let sent = Sent::from_request(request, &user.edge).await?;
    Ok(attached(&user, id, sent.file).await?)
}

async fn attached(user: &SignedIn, id: TicketId, file: SentFile) -> HttpResult {
    let received = match file {
        Ok(Some(received)) => received,
        Ok(None) => return again(user, id, &FileRefusal::Missing),
        Err(refusal) => return again(user, id, &refusal),
    };
    let answer = selling::attach_file(&user.edge.market, user.caller(), id, received).await;
    answered(user, id, refused(answer)?, Done::FileAttached)
}

/// Takes the file off.
pub(crate) async fn remove(user: SignedIn, Id(id): Id<TicketId>) -> HttpResult {
    let answer = selling::remove_file(&user.edge.market, user.caller(), id).await;
    answered(&user, id, refused(answer)?, Done::FileRemoved)
}

fn answered(
    user: &SignedIn,
    id: TicketId,
    answer: Result<(), TicketRefusal>,
    done: Done,
) -> HttpResult {
    match answer {
        Ok(()) => go_to(&done.at(&format!("/tickets/{id}"))),
        Err(why) => again(user, id, &FileRefusal::NotTaken(why)),
    }
}

/// The ticket's page again, with what is wrong at the field.
fn again(user: &SignedIn, id: TicketId, refusal: &FileRefusal) -> HttpResult {
    let ticket = user.edge.market.tables().ticket(id)?.ok_or(HttpError::NotFound)?;
    let message = refusal.message(&user.context());
    not_done(refusal.code(), tickets::page(user, &ticket, None, Some(message))?)
}

/// A file as an answer's body, read as fast as it is taken. Between two parts of it nothing is open.
pub(super) fn download(files: Arc<Files>, file: TicketFile) -> Body {
    Body::from_stream(stream::try_unfold(0, move |sent| next_part(files.clone(), file, sent)))
}

/// What comes after so many bytes that are sent, and how many are then.
async fn next_part(
    files: Arc<Files>,
    file: TicketFile,
    sent: u32,
) -> io::Result<Option<(Bytes, u32)>> {
    let left = file.bytes.saturating_sub(sent).min(READ_BYTES);
    if left == 0 {
        return Ok(None);
    }
    let read = move || files.read(file.id, sent, usize::try_from(left).unwrap_or_default());
    let bytes = tokio::task::spawn_blocking(read).await??;
    if bytes.is_empty() {
        // The client is told by the connection's end that it has not all of it.
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    let sent = sent.saturating_add(u32::try_from(bytes.len()).unwrap_or(u32::MAX));
    Ok(Some((bytes.into(), sent)))
}
