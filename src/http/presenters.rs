//! From records to what pages show.

use std::{fmt::Display, str::FromStr, sync::Arc};

use crate::{
    domain::{
        Alert, AlertTopic, ChargeStatus, Details, Event, EventPlan, EventStatus, Order,
        OrderStatus, SeatsGo, SeatsWish, Ticket, TicketFile, TicketStatus, Wish,
        history::Happened,
        rules::{
            seat_groups::{Places, may_take},
            ticket::TicketRefusal,
        },
    },
    http::{Anchor, AskedPage, Edge, ticket_filter::EventFilter},
    reads::{
        catalog::{AnchorPlace, Catalog, CatalogListing, EventOffer, WaitlistPlace},
        seat_runs::{self, SeatRun},
        walk::{Stretch, Walk, Way},
    },
    storage::{StorageError, Tables},
    texts::Tell as _,
    types::{
        AgainstFaceValue, Category, EventId, Language, OrderId, Price, Quantity, TicketId,
        Timestamp, UserId, ZoneName, isolated,
    },
    usecases::waitlist,
    views::{
        AlertLine, EventCard, EventLine, EventState, FileChoice, FileView, HandoverView, LinePlace,
        Listing, OrderLine, PageContext, Paging, PlanLine, RefusalView, SeatRunLine, StatusView,
        TicketDetails, TogetherLine, Turning, TypedText, UploadedPicture, event_path,
    },
};

/// How many things a page of a list has.
pub(super) const PAGE: usize = 50;

/// So many groups of tickets that stand together are shown beside single ones: the cheapest.
const RUNS_SHOWN: usize = 12;

/// How many events a page of them has: whole rows of two and of three.
pub(super) const EVENTS_PAGE: usize = 24;

/// Which part of a list of `total` things was asked for; beyond the end it is the last. `place` says
/// where an anchor stands, if that is known; else the page's number counts.
pub(super) fn paging(
    asked: &AskedPage,
    total: usize,
    place: impl FnOnce(&str) -> Option<AnchorPlace>,
) -> Paging {
    paging_by(PAGE, asked, total, place)
}

/// The same for pages of `size` things.
pub(super) fn paging_by(
    size: usize,
    asked: &AskedPage,
    total: usize,
    place: impl FnOnce(&str) -> Option<AnchorPlace>,
) -> Paging {
    let (anchor, is_after) = match &asked.anchor {
        Some(Anchor::After(anchor)) => (Some(anchor), true),
        Some(Anchor::Before(anchor)) => (Some(anchor), false),
        None => (None, false),
    };
    let last = total.div_ceil(size).max(1);
    let skipped = match anchor.and_then(|anchor| place(anchor)) {
        Some(at) if is_after && at.through < total => at.through,
        Some(at) if !is_after => at.before.saturating_sub(size),
        _ => (asked.number.min(last) - 1) * size,
    };
    // Behind an anchor a page may begin anywhere: its number is that of the nearest.
    let page = (skipped + size / 2) / size + 1;
    let page = if skipped > 0 { page.max(2) } else { 1 };
    let pages = page + total.saturating_sub(skipped + size).div_ceil(size);
    Paging { page, pages, total, skipped, ..Paging::default() }
}

/// The page asked for of a list that is walked one way from its beginning to its end. What a page was
/// turned from need not be there any more: it is known by where it stood.
pub(super) fn page_of<K: Copy + Display + FromStr, T, E>(
    asked: &AskedPage,
    forward: Way,
    mut walked: impl FnMut(Walk<K>) -> Result<Stretch<K, T>, E>,
) -> Result<(Vec<T>, Turning), E> {
    let (text, is_back) = match &asked.anchor {
        Some(Anchor::After(anchor)) => (anchor.as_str(), false),
        Some(Anchor::Before(anchor)) => (anchor.as_str(), true),
        None => ("", false),
    };
    let from: Option<K> = text.parse().ok();
    let things = |found: Vec<(K, T)>| found.into_iter().map(|(_, thing)| thing).collect();
    let text = |key: K| key.to_string();
    if let Some(from) = from.filter(|_| is_back) {
        let Stretch { mut found, more } = walked(Walk { from: Some(from), way: forward.back() })?;
        // Else what comes before fits on the first page.
        if let Some(more) = more {
            let last = found.first().map_or(from, |(key, _)| *key);
            found.reverse();
            let here = Some(format!("before={from}"));
            let turning = Turning { here, before: Some(text(more)), after: Some(text(last)) };
            return Ok((things(found), turning));
        }
    }
    let from = from.filter(|_| !is_back);
    let Stretch { found, more } = walked(Walk { from, way: forward })?;
    let first = found.first().map(|(key, _)| *key);
    let turning = Turning {
        here: from.map(|from| format!("after={from}")),
        before: from.map(|from| text(first.unwrap_or(from))),
        after: more.map(text),
    };
    Ok((things(found), turning))
}

/// Such a page of ids, newest first, which are found so many at the most.
pub(super) fn page_of_ids<I: Copy + Display + FromStr>(
    asked: &AskedPage,
    ids: impl Fn(Walk<I>, usize) -> Result<Vec<I>, StorageError>,
) -> Result<(Vec<I>, Turning), StorageError> {
    page_of(asked, Way::Down, |walk| Ok(stretch_of(ids(walk, PAGE + 1)?, PAGE)))
}

/// So many of these ids, of which one more than that tells that there is more.
pub(super) fn stretch_of<I: Copy>(mut ids: Vec<I>, limit: usize) -> Stretch<I> {
    let is_more = ids.len() > limit;
    ids.truncate(limit);
    let more = ids.last().copied().filter(|_| is_more);
    Stretch { found: ids.into_iter().map(|id| (id, id)).collect(), more }
}

/// A page with what it begins and ends with, from which one turns it.
pub(super) fn anchored_in(catalog: &Catalog, paging: Paging, shown: &[&CatalogListing]) -> Paging {
    let ends = [shown.first(), shown.last()];
    let anchor = |at: Option<&&CatalogListing>| Some(catalog.anchor_of(at?)?.to_string());
    let [first, last] = ends.map(anchor);
    Paging { first, last, ..paging }
}

pub(super) fn status(status: TicketStatus, now: Timestamp) -> StatusView {
    let status = status.at(now);
    StatusView { word: status.word(), expires_at: status.reservation().map(|r| r.expires_at) }
}

pub(super) fn event_line(event: &Event) -> EventLine {
    EventLine {
        id: event.id,
        name: (&event.name).into(),
        venue: (&event.venue).into(),
        city: (&event.city).into(),
        starts_at: event.starts_at,
        zone: event.zone.clone(),
        category: event.category,
        version: event.version,
        ends_at: event.ends_at,
        state: match &event.status {
            EventStatus::Scheduled => EventState::Scheduled,
            EventStatus::Cancelled(_) => EventState::Cancelled,
            EventStatus::Postponed(postponement) => EventState::Postponed {
                has_date: postponement.has_date,
                refunds: postponement.last_moment(),
            },
        },
        started_before: event.started_before(),
        uploaded: event
            .picture
            .map(|picture| UploadedPicture { large: picture.large.id, small: picture.small.id }),
    }
}

/// What an event was to be.
pub(super) fn plan_line(plan: &EventPlan) -> PlanLine {
    PlanLine {
        name: (&plan.name).into(),
        venue: (&plan.venue).into(),
        city: (&plan.city).into(),
        starts_at: plan.starts_at,
        ends_at: plan.ends_at,
        zone: plan.zone.clone(),
    }
}

/// Why an event was cancelled or postponed, or else changed last.
pub(super) fn event_reason(event: &Event) -> Option<TypedText> {
    let off = event.cancellation().map(|it| &it.how).or(event.postponement().map(|it| &it.how));
    off.or(event.changes.last().map(|it| &it.how)).map(|how| (&how.reason).into())
}

/// An event among others.
pub(super) fn event_card(
    catalog: &Catalog,
    offer: &EventOffer,
    context: &PageContext<'_>,
) -> EventCard {
    let (_, id) = offer.when;
    EventCard {
        event: event_of(catalog, id),
        available: offer.tickets,
        from: offer.from.map(|price| context.fee.shown(price)),
        held: catalog.counts_of(id).held,
    }
}

/// The event in the catalog. Every ticket's is there: they come to be in one entry.
pub(super) fn event_of(catalog: &Catalog, id: EventId) -> EventLine {
    catalog.event_that_stays(id).map_or_else(
        || EventLine {
            id,
            name: "–".into(),
            venue: TypedText::default(),
            city: TypedText::default(),
            starts_at: Timestamp::from_millis(0),
            zone: ZoneName::utc(),
            category: Category::Other,
            version: 0,
            ends_at: None,
            state: EventState::Scheduled,
            started_before: None,
            uploaded: None,
        },
        |event| event_line(event),
    )
}

pub(super) fn listings<'a>(
    catalog: &Catalog,
    listed: impl IntoIterator<Item = &'a CatalogListing>,
    context: &PageContext<'_>,
) -> Vec<Listing> {
    let mut last: Option<(EventId, Arc<EventLine>)> = None;
    let mut event = |id| match &last {
        Some((of, event)) if *of == id => event.clone(),
        _ => last.insert((id, event_of(catalog, id).into())).1.clone(),
    };
    let listing = |listed: &CatalogListing| Listing {
        id: listed.id,
        title: (&listed.title).into(),
        place: listed.spot.as_ref().map(|spot| context.language.spot(spot)),
        price: context.fee.shown(listed.price),
        asked: listed.price,
        status: status(listed.status, context.now),
        event: event(listed.event),
        sold_by: None,
        is_disputed: listed.is_disputed,
        against_face_value: against_face_value(listed.face_value, listed.price, context),
    };
    listed.into_iter().map(listing).collect()
}

/// How what a buyer pays for a ticket that costs this stands to what is printed on it.
fn against_face_value(
    face_value: Option<Price>,
    price: Price,
    context: &PageContext<'_>,
) -> Option<AgainstFaceValue> {
    face_value.map(|face_value| AgainstFaceValue::of(context.fee.shown(price), face_value))
}

/// The tickets for an event that can be had together, two at least and so many at the most, and as
/// many as are looked for: so many groups of them.
pub(super) fn seat_runs(
    catalog: &Catalog,
    event: EventId,
    most: usize,
    asked: &EventFilter,
    (viewer, context): (Option<UserId>, &PageContext<'_>),
) -> Vec<SeatRunLine> {
    let t = context.language;
    if most < 2 {
        return vec![];
    }
    let own = viewer.map_or(&[][..], |viewer| catalog.present_tickets_of(viewer));
    let line = |run: SeatRun| {
        let total = match run.how {
            Some(SeatsGo::Together) => Some(total_of(catalog, &run.tickets, context)?),
            _ => None,
        };
        Some(SeatRunLine {
            place: t.seat_run(run.spot.as_ref(), run.seats, run.tickets.len()),
            each: context.fee.shown(run.price),
            counts: run.counts(most),
            total,
            is_kept_whole: run.how.is_some(),
            is_own: run.tickets.iter().any(|ticket| own.binary_search(ticket).is_ok()),
            against_face_value: match run.how {
                Some(SeatsGo::Together) => None,
                _ => against_face_value(run.face_value, run.price, context),
            },
            chosen: asked.together,
            tickets: run.tickets.into_iter().take(Quantity::MAX.get()).collect(),
        })
    };
    let runs = seat_runs::seat_runs(catalog.cheapest_like(event, &asked.filter));
    let fits = |run: &SeatRunLine| match asked.together {
        Some(count) => run.counts.contains(&count),
        None => !run.counts.is_empty(),
    };
    let shown = if asked.together.is_some() { PAGE } else { RUNS_SHOWN };
    runs.into_iter().filter_map(line).filter(fits).take(shown).collect()
}

/// What a buyer pays for all of these.
fn total_of(catalog: &Catalog, tickets: &[TicketId], context: &PageContext<'_>) -> Option<Price> {
    let prices = tickets.iter().filter_map(|id| catalog.listing(*id));
    Price::sum(prices.map(|listing| context.fee.shown(listing.price))).ok()
}

/// The fewest seats for sale with which a ticket can be had, if not by itself.
pub(super) fn goes_with(
    catalog: &Catalog,
    ticket: &Ticket,
    context: &PageContext<'_>,
) -> Option<TogetherLine> {
    let group = ticket.group?;
    let is_free = |(_, id): &(u8, TicketId)| {
        let listing = catalog.listing(*id);
        listing.is_some_and(|it| it.status.at(context.now) == TicketStatus::Available)
    };
    let seats: Vec<_> = group.seats(ticket.id).filter(is_free).collect();
    let free: Places = seats.iter().map(|(place, _)| *place).collect();
    let runs = (1..=seats.len()).flat_map(|count| seats.windows(count));
    let mut runs = runs.filter(|run| run.iter().any(|(_, id)| *id == ticket.id));
    let run = runs.find(|run| {
        let taken = run.iter().map(|(place, _)| *place).collect();
        may_take(group.how, &free, &taken).is_ok()
    })?;
    let tickets: Vec<_> = run.iter().map(|(_, id)| *id).collect();
    let total = total_of(catalog, &tickets, context)?;
    (tickets.len() > 1).then_some(TogetherLine { tickets, total })
}

/// Where a purchase stands: as its orders do that are open, or else as they have ended.
pub(super) fn purchase_status(orders: &[Arc<Order>]) -> &'static str {
    let is = |is: fn(&OrderStatus) -> bool| orders.iter().find(|order| is(&order.status));
    let first = is(OrderStatus::is_open)
        .or_else(|| is(|status| matches!(status, OrderStatus::Completed { .. })))
        .or(orders.first());
    first.map_or("cancelled", |order| order.status.word())
}

pub(super) fn ticket(catalog: &Catalog, ticket: &Ticket, context: &PageContext<'_>) -> Listing {
    Listing {
        id: ticket.id,
        title: (&ticket.title).into(),
        place: place(ticket, context.language),
        price: context.fee.shown(ticket.price),
        asked: ticket.price,
        status: status(ticket.status, context.now),
        event: event_of(catalog, ticket.event).into(),
        sold_by: None,
        is_disputed: ticket.is_disputed(),
        against_face_value: against_face_value(ticket.details.face_value, ticket.price, context),
    }
}

/// What is said of a ticket beside its title and price.
pub(super) fn details(details: &Details) -> TicketDetails {
    TicketDetails {
        section: details.section.as_ref().map(TypedText::from),
        row: details.row.as_ref().map(TypedText::from),
        seat: details.seat.as_ref().map(TypedText::from),
        face_value: details.face_value,
        notes: details.notes.as_ref().map(TypedText::from),
    }
}

/// Where in the venue a ticket is.
fn place(ticket: &Ticket, t: Language) -> Option<String> {
    ticket.details.spot().map(|spot| t.spot(&spot))
}

/// A ticket among others: where it is in the venue, or else what its seller calls it.
pub(super) fn called(ticket: &Ticket, t: Language) -> String {
    place(ticket, t).unwrap_or_else(|| isolated(ticket.title.as_str()).into_owned())
}

/// A ticket as its seller sees it: with the order by which it was sold.
pub(super) fn own_ticket(catalog: &Catalog, own: &Ticket, context: &PageContext<'_>) -> Listing {
    let sold_by = match own.status {
        TicketStatus::Sold { order, .. } => Some(order),
        _ => None,
    };
    Listing { sold_by, ..ticket(catalog, own, context) }
}

/// Whether a payment is under way that its buyer can only wait for. One that the provider knows and
/// that waits there for its buyer is none: the same form goes on with it.
pub(super) fn is_settling(tables: &Tables, status: OrderStatus) -> Result<bool, StorageError> {
    let Some(charge) = status.charge_under_way() else { return Ok(false) };
    Ok(tables.charge(charge)?.is_none_or(|charge| {
        !matches!(charge.status, ChargeStatus::Created) || charge.stripe_id.is_none()
    }))
}

pub(super) fn order(
    tables: &Tables,
    order: &Order,
    ticket: &Ticket,
    t: Language,
) -> Result<OrderLine, StorageError> {
    Ok(OrderLine {
        id: order.id,
        is_settling: is_settling(tables, order.status)?,
        status: order.status.word(),
        reason: match order.status {
            OrderStatus::Cancelled { reason, .. } => Some(reason),
            _ => None,
        },
        price: order.price,
        asked: order.ticket_price(),
        fee: order.fee,
        expires_at: order.status.is_open().then_some(order.expires_at),
        title: (&ticket.title).into(),
        place: place(ticket, t),
        ticket_id: ticket.id,
        event: event_of(&tables.catalog(), ticket.event),
        was: tables
            .event_of(ticket)?
            .and_then(|event| event.plan_then(order.created_at).map(plan_line)),
    })
}

/// The orders of these ids that are there, in the same order.
pub(super) fn orders(
    tables: &Tables,
    ids: impl IntoIterator<Item = OrderId>,
    t: Language,
) -> Result<Vec<OrderLine>, StorageError> {
    let mut lines = vec![];
    for id in ids {
        let Some(found) = tables.order(id)? else { continue };
        let Some(ticket) = tables.ticket(found.ticket)? else { continue };
        lines.push(order(tables, &found, &ticket, t)?);
    }
    Ok(lines)
}

/// What has happened to a ticket, from its listing on. Its prices are what its seller asked for,
/// since the fee may have been another then, and say so where there is one.
pub(super) fn history(ticket: &Ticket, context: &PageContext<'_>) -> Vec<(Timestamp, String)> {
    let (t, lines) = (context.language, ticket.history.lines());
    let priced = |price: Price| {
        let amount = t.amount(price, context.currency);
        if context.fee.is_none() { amount } else { t.before_the_fee(&amount) }
    };
    let listed = match ticket.history.listed_for(ticket.price) {
        Some(price) => t.listed_for(&priced(price)),
        None => t.listed_and_latest(lines.len()),
    };
    let what = |happened| match (happened, &ticket.removed) {
        (Happened::Removed, Some(removed)) => {
            format!("{}: {}", said(t, happened, priced), isolated(removed.reason.as_str()))
        }
        _ => said(t, happened, priced),
    };
    let said = lines.iter().map(|line| (line.at, what(line.what)));
    [(ticket.listed_at, listed)].into_iter().chain(said).collect()
}

fn said(t: Language, happened: Happened, priced: impl Fn(Price) -> String) -> String {
    match happened {
        Happened::PriceChanged { from, to } => {
            return t.price_changed_from_to(&priced(from), &priced(to));
        }
        Happened::Held => t.happened_held(),
        Happened::Released => t.happened_released(),
        Happened::RanOut => t.happened_ran_out(),
        Happened::Sold => t.status_sold(),
        Happened::Refunded(true) => t.happened_refunded_relisted(),
        Happened::Refunded(false) => t.happened_refunded_withdrawn(),
        Happened::Withdrawn => t.status_withdrawn(),
        Happened::Removed => t.happened_removed(),
        Happened::Recalled => t.happened_recalled(),
        Happened::Moved => t.happened_moved(),
    }
    .into()
}

/// Why a ticket does not do what was asked, for whoever asked.
pub(super) fn refusal(refusal: &TicketRefusal, context: &PageContext<'_>) -> RefusalView {
    use TicketRefusal as No;

    let t = context.language;
    let message = match refusal {
        No::Held(until) => {
            let wait = until.since(context.now).as_secs().div_ceil(60).max(1);
            t.somebody_was_faster(&t.deadline(*until, context.now, context.zone), wait)
        }
        No::PriceChanged(now) => t.price_has_changed(&t.amount(*now, context.currency)),
        No::TooManyHeld { held, max, .. } => t.too_many_held(*held, *max),
        No::CoolingDown { run_outs, .. } => t.let_it_run_out(*run_outs),
        No::Price(refusal) => t.cannot_be_sold_now(&refusal.tell(t)),
        No::HeldByYou { .. } => t.you_hold_it_already().into(),
        No::Selling => t.another_is_paying_now().into(),
        No::Sold => t.has_just_been_sold().into(),
        No::Withdrawn => t.was_withdrawn().into(),
        No::AccountClosed => t.account_closed_nothing_held().into(),
        No::EventStarted => t.event_started_no_trade().into(),
        No::EventCancelled => t.event_cancelled_no_trade().into(),
        No::OwnTicket => t.is_your_own_ticket().into(),
        No::NotSeller => t.only_its_seller().into(),
        No::SameFileListed => t.same_file_listed().into(),
        No::SameFileSold => t.same_file_sold().into(),
        No::FilesFull => t.files_full().into(),
        No::FileOverdue => t.file_overdue().into(),
        No::SeatListed(_) => t.seat_listed().into(),
        No::SeatCrowded => t.seat_crowded().into(),
        No::TooManySeats(most) => t.seats_go_too_many(*most),
        No::GoTogether(seats) => t.go_only_together(*seats),
        No::OneLeftAlone => t.one_left_alone().into(),
        No::VersionChanged => t.cannot_change_now().into(),
        No::NotListed | No::NotHeld => t.no_such_ticket().into(),
    };
    let ends = match refusal {
        No::TooManyHeld { until: Some(at), .. } => Some((t.next_hold_ends(), *at)),
        No::CoolingDown { until, .. } => Some((t.you_can_buy_it_from(), *until)),
        _ => None,
    };
    RefusalView { message, ends, holds: vec![] }
}

/// Why a file cannot be attached to a ticket or taken off, for its seller.
pub(super) fn not_attachable(refused: &TicketRefusal, context: &PageContext<'_>) -> String {
    let t = context.language;
    match refused {
        TicketRefusal::SameFileListed => t.same_file_listed().into(),
        TicketRefusal::SameFileSold => t.same_file_sold().into(),
        TicketRefusal::FilesFull => t.files_full().into(),
        refused => not_editable(refused, context),
    }
}

/// What a page says of a ticket's file.
pub(super) fn file(file: &TicketFile) -> FileView {
    FileView { kind: file.kind.name(), bytes: file.bytes }
}

/// How a ticket comes to its buyer.
pub(super) fn handover(ticket: &Ticket) -> HandoverView {
    HandoverView { handover: ticket.handover, file_due: ticket.file_due_at() }
}

/// Why an order's money goes back, or why the site has cancelled it.
pub(super) fn told_why(order: &Order, t: Language) -> Option<TypedText> {
    let refund = order.refund.as_ref().map(|refund| t.refund_reason(refund));
    refund.or(order.cancelled_by.as_ref().map(|by| by.reason.as_str())).map(Into::into)
}

/// What its seller can do about a ticket's file.
pub(super) fn file_choice(ticket: &Ticket, now: Timestamp) -> FileChoice {
    match (ticket.status.at(now), ticket.file) {
        (TicketStatus::Withdrawn, _) => FileChoice::None,
        (_, None) => FileChoice::Attach,
        (TicketStatus::Available, Some(_)) => FileChoice::Replace,
        (_, Some(_)) => FileChoice::Locked,
    }
}

/// Why a ticket cannot be edited or withdrawn now, for its seller.
pub(super) fn not_editable(refused: &TicketRefusal, context: &PageContext<'_>) -> String {
    use TicketRefusal as No;

    let t = context.language;
    match refused {
        No::Held(until) => {
            t.cannot_change_while_held(&t.deadline(*until, context.now, context.zone))
        }
        No::Selling => t.cannot_change_while_paid().into(),
        No::Sold => t.cannot_change_sold().into(),
        No::Withdrawn => t.cannot_change_withdrawn().into(),
        No::EventStarted => t.event_started_no_trade().into(),
        No::EventCancelled => t.event_cancelled_no_trade().into(),
        No::SeatListed(_) => t.seat_listed().into(),
        No::SeatCrowded => t.seat_crowded().into(),
        No::TooManySeats(most) => t.seats_go_too_many(*most),
        // What its seller is not told when they change it.
        No::NotListed
        | No::NotSeller
        | No::OwnTicket
        | No::HeldByYou { .. }
        | No::Price(_)
        | No::PriceChanged { .. }
        | No::TooManyHeld { .. }
        | No::CoolingDown { .. }
        | No::SameFileListed
        | No::SameFileSold
        | No::FilesFull
        | No::FileOverdue
        | No::GoTogether(_)
        | No::OneLeftAlone
        | No::AccountClosed
        | No::VersionChanged
        | No::NotHeld => t.cannot_change_now().into(),
    }
}

/// An alert, as its owner reads of it.
pub(super) fn alert(catalog: &Catalog, alert: &Alert, context: &PageContext<'_>) -> AlertLine {
    let (t, currency) = (context.language, context.currency);
    let path = alert.topic.search_path(currency);
    let (what, path) = match &alert.topic {
        AlertTopic::Event(id) => {
            let event = event_of(catalog, *id);
            (event.name.to_string(), event.path())
        }
        AlertTopic::Venue(venue, city) => (format!("{venue}, {city}"), path.unwrap_or_default()),
        AlertTopic::Search(search) => {
            (t.search_in_words(search, currency), path.unwrap_or_default())
        }
    };
    let (id, pace, told_at) = (alert.id, alert.pace, alert.told_at);
    AlertLine { id, what: what.into(), path, pace, told_at }
}

/// In which lines somebody stands, or has their turn, the latest first: so many at the most, and not
/// yet [`numbered`]. What cannot be read is left out.
pub(super) fn line(edge: &Edge, user: UserId, t: Language, limit: usize) -> Vec<LinePlace> {
    let places = waitlist::places_of(&edge.market, user, limit);
    places.into_iter().filter_map(|mine| line_place(edge, mine, t).ok().flatten()).collect()
}

fn line_place(
    edge: &Edge,
    place: WaitlistPlace,
    t: Language,
) -> Result<Option<LinePlace>, StorageError> {
    let (tables, currency) = (edge.market.tables(), edge.config.site.currency);
    let (ticket, of, what) = match &place.wish {
        Wish::Ticket(id) => {
            let Some(ticket) = tables.ticket(*id)? else { return Ok(None) };
            (Some(*id), ticket.event, isolated(ticket.title.as_str()).into_owned())
        }
        Wish::Seats(SeatsWish { event, quantity, at_most, section }) => {
            let mut what = t.line_seats(usize::from(*quantity));
            if let Some(section) = section {
                what = t.line_seats_in(&what, &isolated(section.as_str()));
            }
            if let Some(at_most) = at_most {
                what = t.line_seats_at_most(&what, &t.amount(*at_most, currency));
            }
            (None, *event, what)
        }
    };
    let event = tables.catalog().event_that_stays(of).cloned();
    let Some(event) = event else { return Ok(None) };
    let turn = match place.order.map(|order| tables.order(order)).transpose()? {
        Some(Some(order)) => Some((order.id, order.expires_at)),
        Some(None) => return Ok(None),
        None => None,
    };
    Ok(Some(LinePlace {
        id: place.id,
        asked_at: place.asked_at,
        ticket,
        event: event.id,
        event_path: event_path(event.id, event.name.as_str()),
        event_name: isolated(event.name.as_str()).into_owned(),
        what,
        turn,
        number: None,
    }))
}

/// The same with which it is in its line, for a page that says so.
pub(super) fn numbered(edge: &Edge, place: &LinePlace) -> LinePlace {
    let number = place.turn.is_none().then(|| {
        let at = (place.asked_at, place.id);
        waitlist::number_in_line(&edge.market, at, place.ticket, place.event)
    });
    LinePlace { number, ..place.clone() }
}
