use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use maud::Markup;

use crate::{
    actors::ticket::{TicketRefusal, file_for},
    domain::{Ticket, TicketStatus},
    http::{
        Action, Edge, HttpError,
        error::refused,
        form::{Form, Id},
        presenters,
        visitor::{SignedIn, Visitor},
    },
    reads::history::Happened,
    types::{OrderId, Price, Quantity, TicketId},
    views::{self, FileCard, Onlooker, RefusalView, TicketPage},
};

/// Of how many holds a buyer is told who has too many; they are all among their orders.
const HOLDS_SHOWN: usize = 10;

/// A ticket and its live status.
pub(crate) async fn ticket(
    State(edge): State<Edge>,
    visitor: Visitor,
    Id(id): Id<TicketId>,
) -> Result<Markup, HttpError> {
    let ticket = edge.market.tables().ticket(id)?.ok_or(HttpError::NotFound)?;
    page(&edge, &visitor, &ticket, None)
}

/// Locks the ticket for the visitor, at the price that they saw.
pub(crate) async fn buy(
    State(edge): State<Edge>,
    user: SignedIn,
    Id(id): Id<TicketId>,
    form: Form,
) -> Result<Response, HttpError> {
    edge.limit_user(Action::Buy, user.id())?;
    let mut ticket = edge.market.tables().ticket(id)?.ok_or(HttpError::NotFound)?;
    let Ok(price) = Price::parse(form.get("price"), edge.config.site.currency) else {
        let unread = user.visitor().language().price_did_not_come();
        let unread = RefusalView { message: unread.into(), ..RefusalView::default() };
        let page = page(&edge, user.visitor(), &ticket, Some(unread))?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let order = OrderId::new();
    let to = |order| Ok(Redirect::to(&format!("/orders/{order}")).into_response());
    let refusal = match edge.market.refused_at_once(&ticket, order, user.id(), price) {
        Some(refusal) => refusal,
        None => match refused(edge.market.reserve(id, order, user.id(), price).await)? {
            Ok(()) => return to(order),
            Err(refusal) => {
                // Something has happened to it meanwhile.
                ticket = edge.market.tables().ticket(id)?.ok_or(HttpError::NotFound)?;
                refusal
            }
        },
    };
    let status = match refusal {
        TicketRefusal::HeldByYou { order } => return to(order),
        TicketRefusal::NotListed => return Err(HttpError::NotFound),
        TicketRefusal::OwnTicket => StatusCode::FORBIDDEN,
        _ => StatusCode::CONFLICT,
    };
    let why = why(&edge, &user, &refusal)?;
    Ok((status, page(&edge, user.visitor(), &ticket, Some(why))?).into_response())
}

/// The refusal for its buyer, with what they hold where that is the reason.
fn why(edge: &Edge, user: &SignedIn, refusal: &TicketRefusal) -> Result<RefusalView, HttpError> {
    let context = user.visitor().context();
    let why = presenters::refusal(refusal, &context);
    if !matches!(refusal, TicketRefusal::TooManyHeld { .. }) {
        return Ok(why);
    }
    let tables = edge.market.tables();
    let held: Vec<OrderId> =
        tables.catalog().held_by(user.id(), context.now).take(HOLDS_SHOWN).collect();
    let mut holds = Vec::with_capacity(held.len());
    for id in held {
        if let Some(order) = tables.order(id)?
            && let Some(ticket) = tables.ticket(order.ticket)?
        {
            holds.push(presenters::order(&tables.catalog(), &order, &ticket, context.language));
        }
    }
    Ok(RefusalView { holds, ..why })
}

/// The page of a ticket, and why what was asked for was not done, if it was not.
pub(super) fn page(
    edge: &Edge,
    visitor: &Visitor,
    ticket: &Ticket,
    refusal: Option<RefusalView>,
) -> Result<Markup, HttpError> {
    page_with(edge, visitor, ticket, refusal, None)
}

/// The page with what came of an attempt to buy, or of one to attach a file.
pub(super) fn page_with(
    edge: &Edge,
    visitor: &Visitor,
    ticket: &Ticket,
    refusal: Option<RefusalView>,
    file_error: Option<String>,
) -> Result<Markup, HttpError> {
    let context = visitor.context();
    let onlooker = onlooker(ticket, visitor);
    let sees_history = match onlooker {
        Onlooker::Seller => true,
        Onlooker::Buyer(_) => matches!(ticket.status, TicketStatus::Sold { .. }),
        Onlooker::Visitor | Onlooker::Other => false,
    };
    let mut listing = presenters::ticket(&edge.market.tables().catalog(), ticket, &context);
    if let Onlooker::Buyer(order) = onlooker
        && let Some(order) = edge.market.tables().order(order)?
    {
        // They keep the price that they saw, whatever the fee is by now.
        listing.price = order.price;
    }
    let lines = if sees_history { edge.market.tables().history(ticket.id) } else { vec![] };
    let is_refunded = lines.iter().any(|line| matches!(line.what, Happened::Refunded { .. }));
    let page = TicketPage {
        details: presenters::details(&ticket.details),
        listed_with: match onlooker {
            Onlooker::Seller => listed_with(edge, ticket),
            _ => 0,
        },
        listing,
        onlooker,
        file: FileCard {
            attached: ticket.file.as_ref().map(presenters::file),
            choice: presenters::file_choice(ticket, context.now),
            is_for_onlooker: file_for(ticket, visitor.user()).is_some(),
            recalled: ticket.recalled,
            was_taken_off: is_refunded && ticket.file.is_none(),
            error: file_error,
        },
        history: sees_history.then(|| presenters::history(ticket, &lines, &context)),
        started: ticket.event_starts_at <= context.now,
        asked: visitor.user().is_some_and(|user| {
            let catalog = edge.market.tables().catalog();
            catalog.wish_of(user, ticket.id).is_some_and(|wanted| wanted.told_at.is_none())
        }),
        refusal,
    };
    Ok(views::ticket(&context, &page))
}

/// How many others the same form has listed, if this ticket was the first of them.
fn listed_with(edge: &Edge, first: &Ticket) -> usize {
    let catalog = edge.market.tables().catalog();
    let listed = catalog.listed_by(first.seller);
    let is_there = |n: &u8| listed.binary_search(&first.id.sibling(*n)).is_ok();
    (1..).take(Quantity::MAX.get() - 1).filter(is_there).count()
}

fn onlooker(ticket: &Ticket, visitor: &Visitor) -> Onlooker {
    let Some(user) = visitor.user() else { return Onlooker::Visitor };
    if ticket.seller == user {
        return Onlooker::Seller;
    }
    match ticket.status.at(visitor.context().now) {
        TicketStatus::Reserved(held) | TicketStatus::Selling { reservation: held, .. }
            if held.buyer == user =>
        {
            Onlooker::Buyer(held.order)
        }
        TicketStatus::Sold { order, buyer, .. } if buyer == user => Onlooker::Buyer(order),
        _ => Onlooker::Other,
    }
}
