//! What a seller has listed: a table by where it stands, with what it comes to. Several are changed
//! or withdrawn by one press, each by a command of its own; what is not done says why. All of it can
//! be taken away as CSV.

use std::sync::Arc;

use axum::http::request::Parts;
use maud::Markup;

use super::{csv_answer::csv_answer, go_to, listing_form::TypedListing, mistyped, not_done};
use crate::{
    csv,
    domain::{Ticket, TicketStatus, rules::ticket::TicketRefusal},
    http::{AskedPage, Edge, Form, HttpError, HttpResult, SignedIn, presenters, refused},
    reads::walk::{Stretch, Walk, Way},
    storage::StorageError,
    texts::Tell as _,
    types::{TicketId, Timestamp},
    usecases::{
        Code, RefusalCode as _, policy,
        selling::{self, SellingRefusal},
    },
    views::{self, Done, NotDone, OwnListing, SellingPage, SellingSums, SellingTab},
};

/// How many of a seller's listings are looked through for those that were sold, or lack a file, the
/// newest first: what is of the past is read from disk.
const LOOKED_AT_MAX: usize = 300;

/// How many of those that are for sale or held are counted.
const COUNTED_MAX: usize = 10_000;

/// How many are changed at once: those of a page.
const CHANGED_MAX: usize = presenters::PAGE;

/// What the visitor has listed, newest first.
pub(crate) async fn selling(user: SignedIn, parts: Parts) -> HttpResult<Markup> {
    let query = Form::of_query(&parts);
    let tab = SellingTab::of_word(query.get("show"));
    let page = listings_of(&user, tab, &AskedPage::of(&query))?;
    Ok(views::selling(&user.context(), &page))
}

fn listings_of(user: &SignedIn, tab: SellingTab, asked: &AskedPage) -> HttpResult<SellingPage> {
    let (context, tables) = (user.context(), user.edge.market.tables());
    let walked = |walk: Walk<TicketId>| {
        let ids = match tab {
            SellingTab::All => tables.listed_by(user.id(), walk, presenters::PAGE + 1)?,
            SellingTab::ForSale | SellingTab::Held => {
                let catalog = tables.catalog();
                let present = walk.along_slice(catalog.present_tickets_of(user.id()));
                let traded = present.take(COUNTED_MAX).filter(|id| catalog.listing(*id).is_some());
                traded.collect()
            }
            _ => tables.listed_by(user.id(), walk, LOOKED_AT_MAX + 1)?,
        };
        let wanted = |id| {
            let ticket = tables.ticket(id)?;
            Ok::<_, StorageError>(ticket.filter(|ticket| is_in(tab, ticket, context.now)))
        };
        let ids = ids.into_iter().map(|id| (id, id));
        Stretch::of(ids, presenters::PAGE, LOOKED_AT_MAX, wanted)
    };
    let (tickets, turning) = presenters::page_of(asked, Way::Down, walked)?;
    let rows = {
        let catalog = tables.catalog();
        let row = |ticket: &Arc<Ticket>| OwnListing {
            listing: presenters::own_ticket(&catalog, ticket, &context),
            file: ticket.file.as_ref().map(presenters::file),
            lacks_file: is_in(SellingTab::FileMissing, ticket, context.now),
            is_chosen: false,
        };
        tickets.iter().map(row).collect()
    };
    Ok(SellingPage { tab, rows, turning, sums: sums(user)?, price: String::new(), not_done: None })
}

/// Where the seller's listings stand, and what they come to.
fn sums(user: &SignedIn) -> Result<SellingSums, StorageError> {
    let (now, tables) = (user.context().now, user.edge.market.tables());
    let mut sums = SellingSums::default();
    let mut newest = tables.listed_by(user.id(), Walk::down(None), LOOKED_AT_MAX + 1)?;
    sums.sold_among = (newest.len() > LOOKED_AT_MAX).then_some(LOOKED_AT_MAX);
    newest.truncate(LOOKED_AT_MAX);
    {
        let catalog = tables.catalog();
        let present = catalog.present_tickets_of(user.id()).iter().rev().take(COUNTED_MAX);
        for listing in present.filter_map(|id| catalog.listing(*id)) {
            let is_coming =
                catalog.event_that_stays(listing.event).is_some_and(|event| now < event.starts_at);
            let is_free = listing.status.at(now) == TicketStatus::Available;
            if is_coming || !is_free {
                sums.asked += u64::from(listing.price.minor());
            }
            sums.for_sale += usize::from(is_free && is_coming);
            sums.held += usize::from(!is_free);
            sums.file_missing += usize::from(is_coming && listing.lacks_file);
        }
        newest.retain(|id| catalog.listing(*id).is_none());
    }
    for id in newest {
        let Some(ticket) = tables.ticket(id)? else { continue };
        if is_in(SellingTab::Sold, &ticket, now) {
            sums.sold += 1;
            sums.sold_for += u64::from(ticket.price.minor());
            sums.file_missing += usize::from(is_in(SellingTab::FileMissing, &ticket, now));
        }
    }
    Ok(sums)
}

fn is_in(tab: SellingTab, ticket: &Ticket, now: Timestamp) -> bool {
    let (status, is_coming) = (ticket.status.at(now), now < ticket.event_starts_at);
    match tab {
        SellingTab::All => true,
        SellingTab::ForSale => status == TicketStatus::Available && is_coming,
        SellingTab::Held => {
            matches!(status, TicketStatus::Reserved(_) | TicketStatus::Selling { .. })
        }
        SellingTab::Sold => matches!(status, TicketStatus::Sold { .. }),
        SellingTab::FileMissing => {
            status != TicketStatus::Withdrawn && ticket.lacks_file() && is_coming
        }
    }
}

/// Asks another price for several.
pub(crate) async fn reprice(user: SignedIn, form: Form) -> HttpResult {
    let chosen = chosen(&user, &form)?;
    let mut typed = TypedListing::by(&user, &form);
    let price = typed.price();
    let wrong = typed.errors.remove("price");
    let Some(price) = price.filter(|_| !chosen.is_empty()) else {
        let none = user.language().choose_some_listings().to_owned();
        return not_changed(&user, &form, wrong.filter(|_| !chosen.is_empty()).unwrap_or(none));
    };
    let mut failed = vec![];
    for id in &chosen {
        let (market, checkout) = (&user.edge.market, &user.edge.checkout);
        let repriced = selling::reprice(market, checkout, user.caller(), *id, price).await;
        if let Err(refusal) = refused(repriced)? {
            failed.push((*id, refusal));
        }
    }
    changed(&user, &form, chosen.len(), failed, Done::ListingsRepriced)
}

/// Takes several back.
pub(crate) async fn withdraw_several(user: SignedIn, form: Form) -> HttpResult {
    let chosen = chosen(&user, &form)?;
    if chosen.is_empty() {
        return not_changed(&user, &form, user.language().choose_some_listings().to_owned());
    }
    let mut failed = vec![];
    for id in &chosen {
        let withdrawn = selling::withdraw(&user.edge.market, user.caller(), *id).await;
        if let Err(refusal) = refused(withdrawn)? {
            failed.push((*id, SellingRefusal::Ticket(refusal)));
        }
    }
    changed(&user, &form, chosen.len(), failed, Done::ListingsWithdrawn)
}

/// The listings that a form names, each once; all of them the caller's, before one is changed.
fn chosen(user: &SignedIn, form: &Form) -> HttpResult<Vec<TicketId>> {
    let mut chosen: Vec<TicketId> = vec![];
    for id in form.all("ticket").take(CHANGED_MAX) {
        let id = id.parse().map_err(|_| HttpError::NotFound)?;
        policy::own_ticket(&user.edge.market, user.caller(), id)?;
        if !chosen.contains(&id) {
            chosen.push(id);
        }
    }
    Ok(chosen)
}

/// The page again, as it was sent, with why nothing was changed.
fn not_changed(user: &SignedIn, form: &Form, why: String) -> HttpResult {
    let nothing = NotDone { why, each: vec![] };
    mistyped(page_again(user, form, &chosen(user, form)?, nothing)?)
}

/// Where it is shown that all is done; else the page with what is not, and why.
fn changed(
    user: &SignedIn,
    form: &Form,
    count: usize,
    failed: Vec<(TicketId, SellingRefusal)>,
    done: Done,
) -> HttpResult {
    let Some((_, first)) = failed.first() else {
        return go_to(&done.at(&path_of(form)));
    };
    let code: Code = first.code();
    let (t, tables) = (user.language(), user.edge.market.tables());
    let mut each = vec![];
    for (id, refusal) in &failed {
        let Some(ticket) = tables.ticket(*id)? else { continue };
        let listing = presenters::ticket(&tables.catalog(), &ticket, &user.context());
        each.push((listing, why(user, refusal)));
    }
    let done = count - failed.len();
    let failed: Vec<_> = failed.into_iter().map(|(id, _)| id).collect();
    let not_all = NotDone { why: t.not_all_were_changed(done, failed.len()), each };
    not_done(code, page_again(user, form, &failed, not_all)?)
}

/// Why one is not changed.
fn why(user: &SignedIn, refusal: &SellingRefusal) -> String {
    let context = user.context();
    match refusal {
        SellingRefusal::Ticket(TicketRefusal::Price(refusal)) => refusal.tell(context.language),
        SellingRefusal::Ticket(refusal) => presenters::not_editable(refusal, &context),
        SellingRefusal::Price(_) => context.language.ask_for_less().into(),
    }
}

fn page_again(
    user: &SignedIn,
    form: &Form,
    chosen: &[TicketId],
    not_done: NotDone,
) -> HttpResult<Markup> {
    let tab = SellingTab::of_word(form.get("show"));
    let mut page = listings_of(user, tab, &AskedPage::of(form))?;
    for row in &mut page.rows {
        row.is_chosen = chosen.contains(&row.listing.id);
    }
    let price = form.get("price").to_owned();
    Ok(views::selling(&user.context(), &SellingPage { price, not_done: Some(not_done), ..page }))
}

/// The page whose form was sent.
fn path_of(form: &Form) -> String {
    let tab = SellingTab::of_word(form.get("show"));
    let turned = ["after", "before"].into_iter().find_map(|turn| {
        let from: TicketId = form.get(turn).parse().ok()?;
        Some(format!("{turn}={from}"))
    });
    tab.path(turned.as_deref())
}

/// How many listings are read at once for who takes them away.
const ROWS_AT_ONCE: usize = 50;
/// What the columns are called, whatever language is read: programs go by it.
const COLUMNS: &str = "id,status,event,venue,city,starts_at,title,section,row,seat,price,currency,\
                       face_value,file,listed_at\r\n";

/// All that the user has listed as CSV (RFC 4180), oldest first, read as fast as it is taken.
pub(crate) async fn csv(user: SignedIn) -> HttpResult {
    let (edge, seller) = (user.edge.clone(), user.id());
    let (mut head, mut listed) = (Some(COLUMNS), Walk::up(None));
    let next = move |_| {
        let tables = edge.market.tables();
        let mut text = head.take().unwrap_or_default().to_owned();
        let ids = tables.listed_by(seller, listed, ROWS_AT_ONCE)?;
        let Some(last) = ids.last().copied() else {
            return Ok(Some(text).filter(|text| !text.is_empty()));
        };
        for id in ids {
            if let Some(ticket) = tables.ticket(id)? {
                text.push_str(&csv_row(&edge, &ticket));
            }
        }
        listed.from = Some(last);
        Ok(Some(text))
    };
    csv_answer(&user.edge, user.id(), "my-listings", next)
}

fn csv_row(edge: &Edge, ticket: &Ticket) -> String {
    let currency = edge.config.site.currency;
    let event = presenters::event_of(&edge.market.tables().catalog(), ticket.event);
    let details = presenters::details(&ticket.details);
    let said = |said: Option<views::TypedText>| said.map(|it| it.to_string()).unwrap_or_default();
    let cells = [
        ticket.id.to_string(),
        ticket.status.at(edge.market.clock().now()).word().to_owned(),
        event.name.to_string(),
        event.venue.to_string(),
        event.city.to_string(),
        event.starts_at.rfc3339(),
        ticket.title.to_string(),
        said(details.section),
        said(details.row),
        said(details.seat),
        ticket.price.decimal(currency),
        currency.code().to_owned(),
        details.face_value.map(|value| value.decimal(currency)).unwrap_or_default(),
        ticket.file.map(|file| file.kind.name().to_owned()).unwrap_or_default(),
        ticket.listed_at.rfc3339(),
    ];
    csv::line(cells.each_ref().map(String::as_str))
}
