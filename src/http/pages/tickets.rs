use maud::Markup;

use super::{go_to, mistyped, not_done};
use crate::{
    domain::{Ticket, WaitlistStatus, history::Happened, rules::ticket::TicketRefusal},
    http::{Edge, Form, HttpError, HttpResult, Id, SignedIn, Visitor, presenters, refused},
    storage::StorageError,
    types::{OrderId, Price, Quantity, TicketId, WaitlistId},
    usecases::{RefusalCode as _, buying, policy},
    views::{self, FileCard, Onlooker, RefusalView, TicketPage},
};

/// Of how many holds a buyer is told who has too many; they are all among their orders.
const HOLDS_SHOWN: usize = 10;

/// A ticket and its live status.
pub(crate) async fn ticket(visitor: Visitor, Id(id): Id<TicketId>) -> HttpResult<Markup> {
    let ticket = visitor.edge.market.tables().ticket(id)?.ok_or(HttpError::NotFound)?;
    page(&visitor, &ticket, None, None)
}

/// Locks the ticket for the visitor, at the price that they saw.
pub(crate) async fn buy(user: SignedIn, Id(id): Id<TicketId>, form: Form) -> HttpResult {
    let Ok(price) = Price::parse(form.get("price"), user.edge.config.site.currency) else {
        let ticket = user.edge.market.tables().ticket(id)?.ok_or(HttpError::NotFound)?;
        let unread = user.language().price_did_not_come();
        let unread = RefusalView { message: unread.into(), ..RefusalView::default() };
        return mistyped(page(&user, &ticket, Some(unread), None)?);
    };
    match refused(buying::buy(&user.edge.market, user.caller(), id, price).await)? {
        Ok(order) => go_to(&format!("/orders/{order}")),
        Err(refusal) => {
            let why = why(&user, &refusal.why)?;
            not_done(refusal.code(), page(&user, &refusal.ticket, Some(why), None)?)
        }
    }
}

/// The refusal for its buyer, with what they hold where that is the reason.
fn why(user: &SignedIn, refusal: &TicketRefusal) -> HttpResult<RefusalView> {
    let context = user.context();
    let why = presenters::refusal(refusal, &context);
    if !matches!(refusal, TicketRefusal::TooManyHeld { .. }) {
        return Ok(why);
    }
    let tables = user.edge.market.tables();
    let held: Vec<OrderId> =
        tables.catalog().held_by(user.id(), context.now).take(HOLDS_SHOWN).collect();
    Ok(RefusalView { holds: presenters::orders(tables, held, context.language)?, ..why })
}

/// The page of a ticket, with what came of an attempt to buy, or of one to attach a file, if it was
/// not done.
pub(super) fn page(
    visitor: &Visitor,
    ticket: &Ticket,
    refusal: Option<RefusalView>,
    file_error: Option<String>,
) -> HttpResult<Markup> {
    let context = visitor.context();
    let caller = visitor.caller();
    let onlooker = policy::onlooker(caller, ticket, context.now);
    let sees_history = policy::sees_history(onlooker, ticket);
    let mut listing = presenters::ticket(&visitor.edge.market.tables().catalog(), ticket, &context);
    if let Onlooker::Buyer(order) = onlooker
        && let Some(order) = visitor.edge.market.tables().order(order)?
    {
        // They keep the price that they saw, whatever the fee is by now.
        listing.price = order.price;
    }
    let lines = if sees_history { ticket.history.lines() } else { &[] };
    let is_refunded = lines.iter().any(|line| matches!(line.what, Happened::Refunded { .. }));
    let page = TicketPage {
        details: presenters::details(&ticket.details),
        listed_with: match onlooker {
            Onlooker::Seller => listed_with(&visitor.edge, ticket)?,
            _ => 0,
        },
        listing,
        onlooker,
        seats_go: ticket.group.map(|group| group.how),
        goes_with: presenters::goes_with(&visitor.edge.market.tables().catalog(), ticket, &context),
        file: FileCard {
            attached: ticket.file.as_ref().map(presenters::file),
            comes: presenters::handover(ticket),
            choice: presenters::file_choice(ticket, context.now),
            is_for_onlooker: policy::file_for(caller, ticket).is_some(),
            recalled: ticket.recalled,
            was_taken_off: is_refunded && ticket.file.is_none(),
            error: file_error,
        },
        withdrawn: lines.iter().rev().map(|line| line.what).find(|what| {
            matches!(
                what,
                Happened::Withdrawn
                    | Happened::Removed
                    | Happened::Recalled
                    | Happened::Refunded(false)
            )
        }),
        history: sees_history.then(|| presenters::history(ticket, &context)),
        started: ticket.event_starts_at <= context.now,
        place: context
            .line
            .iter()
            .find(|place| place.ticket == Some(ticket.id))
            .map(|place| presenters::numbered(&visitor.edge, place)),
        has_passed: match visitor.user() {
            Some(user) => {
                let id = WaitlistId::of(ticket.id, user);
                let entry = visitor.edge.market.tables().waitlist_entry(id)?;
                entry.is_some_and(|entry| entry.status == WaitlistStatus::Out)
            }
            None => false,
        },
        refusal,
    };
    Ok(views::ticket(&context, &page))
}

/// How many others the same form has listed, if this ticket was the first of them.
fn listed_with(edge: &Edge, first: &Ticket) -> Result<usize, StorageError> {
    let mut with = 0;
    for n in (1..).take(Quantity::MAX.get() - 1) {
        let other = edge.market.tables().ticket(first.id.sibling(n))?;
        with += usize::from(other.is_some_and(|other| other.seller == first.seller));
    }
    Ok(with)
}
