//! The last step of a listing: the files of all tickets that one form has listed, several at once, in
//! the order of their seats; or one document whose pages they are. With the script each file goes on
//! its own, where one ticket's goes, and is seen to come.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    extract::{FromRequest as _, Request},
    response::Response,
};
use maud::Markup;

use super::{go_to, not_done};
use crate::{
    domain::Ticket,
    files::ReceivedFile,
    http::{
        HttpError, HttpResult, Id, SignedIn,
        client::Client,
        presenters, refused,
        uploads::{FileRefusal, Sent, receive_several, taken_apart},
    },
    types::{Quantity, TicketId},
    usecases::{Code, RefusalCode as _, policy, selling},
    views::{self, Done, FileChoice, FilesPage, SeatFile},
};

/// The files of the tickets that were listed together, by the first of them.
pub(crate) async fn files(user: SignedIn, Id(first): Id<TicketId>) -> HttpResult<Markup> {
    let tickets = listed_together(&user, first)?;
    Ok(page(&user, &tickets, &Refused::default()))
}

/// What is not attached, and why.
#[derive(Default)]
struct Refused {
    each: BTreeMap<TicketId, String>,
    files: Option<String>,
    pages: Option<String>,
}

/// Attaches files to those that lack one, in their order.
pub(crate) async fn attach_several(
    user: SignedIn,
    client: Client,
    Id(first): Id<TicketId>,
    request: Request,
) -> HttpResult {
    let tickets = listed_together(&user, first)?;
    // Only now are files let in.
    let (parts, body) = request.into_parts();
    let sent = receive_several(&user.edge, user.id(), client, &parts.headers, body).await?;
    let lacking = lacking(&user, &tickets);
    let too_many = || sent.len() > lacking.len();
    let refusal = match sent.is_empty() {
        true => Some(FileRefusal::Missing),
        false => too_many().then_some(FileRefusal::MoreFiles),
    };
    if let Some(refusal) = refusal {
        let files = Some(refusal.message(&user.context()));
        let refused = Refused { files, ..Refused::default() };
        return not_done(refusal.code(), page(&user, &tickets, &refused));
    }
    attached(&user, first, lacking.into_iter().zip(sent).collect()).await
}

/// Attaches the pages of a document to those that lack a file, in their order.
pub(crate) async fn attach_pages(
    user: SignedIn,
    Id(first): Id<TicketId>,
    request: Request,
) -> Result<Response, Response> {
    let tickets = listed_together(&user, first)?;
    // Only now is the document let in.
    let sent = Sent::from_request(request, &user.edge).await?;
    let lacking = lacking(&user, &tickets);
    let pages = match sent.file {
        Ok(Some(received)) => taken_apart(&user.edge, received, lacking.len()).await?,
        Ok(None) => Err(FileRefusal::Missing),
        Err(refusal) => Err(refusal),
    };
    match pages {
        Ok(pages) => {
            let sent = lacking.into_iter().zip(pages.into_iter().map(Ok));
            Ok(attached(&user, first, sent.collect()).await?)
        }
        Err(refusal) => {
            let pages = Some(refusal.message(&user.context()));
            let refused = Refused { pages, ..Refused::default() };
            Ok(not_done(refusal.code(), page(&user, &tickets, &refused))?)
        }
    }
}

async fn attached(
    user: &SignedIn,
    first: TicketId,
    sent: Vec<(TicketId, Result<ReceivedFile, FileRefusal>)>,
) -> HttpResult {
    let mut not_attached = Refused::default();
    let mut code: Option<Code> = None;
    for (id, received) in sent {
        let answer = match received {
            Err(refusal) => Err(refusal),
            Ok(received) => {
                let market = &user.edge.market;
                let attached = selling::attach_file(market, user.caller(), id, received).await;
                refused(attached)?.map_err(FileRefusal::NotTaken)
            }
        };
        if let Err(refusal) = answer {
            code = code.or(Some(refusal.code()));
            not_attached.each.insert(id, refusal.message(&user.context()));
        }
    }
    match code {
        None => go_to(&Done::FilesAttached.at(&format!("/tickets/{first}/files"))),
        Some(code) => not_done(code, page(user, &listed_together(user, first)?, &not_attached)),
    }
}

/// A ticket of the user's and those that the same form has listed after it.
fn listed_together(user: &SignedIn, first: TicketId) -> HttpResult<Vec<Arc<Ticket>>> {
    let mut tickets = vec![policy::own_ticket(&user.edge.market, user.caller(), first)?];
    for n in (1..).take(Quantity::MAX.get() - 1) {
        let other = user.edge.market.tables().ticket(first.sibling(n)).map_err(HttpError::from)?;
        tickets.extend(other.filter(|other| other.seller == user.id()));
    }
    Ok(tickets)
}

/// Those to which a file can be attached that have none.
fn lacking(user: &SignedIn, tickets: &[Arc<Ticket>]) -> Vec<TicketId> {
    let now = user.context().now;
    let lack = tickets.iter().filter(|it| presenters::file_choice(it, now) == FileChoice::Attach);
    lack.map(|ticket| ticket.id).collect()
}

fn page(user: &SignedIn, tickets: &[Arc<Ticket>], refused: &Refused) -> Markup {
    let context = user.context();
    let lacking = lacking(user, tickets);
    let catalog = user.edge.market.tables().catalog();
    let seats: Vec<_> = tickets
        .iter()
        .map(|ticket| SeatFile {
            listing: presenters::ticket(&catalog, ticket, &context),
            file: ticket.file.as_ref().map(presenters::file),
            lacks_file: lacking.contains(&ticket.id),
            error: refused.each.get(&ticket.id).cloned(),
        })
        .collect();
    drop(catalog);
    let (error, pages_error) = (refused.files.clone(), refused.pages.clone());
    views::listing_files(&context, &FilesPage { seats, error, pages_error })
}
