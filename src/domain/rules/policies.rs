//! What else becomes true when something happens. The writer adds it to the entry, so neither is
//! ever without the other.
//!
//! [`Facts`] are as they were before the entry.

use std::{sync::Arc, time::Duration};

use super::{
    Facts, Unreadable, disputes, earnings, seats,
    waitlist::{self, LineTerms, ends_in, freed_by},
};
use crate::{
    domain::{
        Act, AlertEvent, CaseKind, ClaimEvent, ConversationEvent, DomainEvent, EarningEvent, Event,
        EventEvent, FactorNews, FirstFactor, Key, MailAbout, MailEvent, OrderEvent,
        PayoutAccountEvent, PayoutEvent, Side, SignInHistoryEvent, StaffActEvent, Ticket,
        TicketEvent, TicketStatus, UserEvent, WaitlistEvent, WebhookEndpointEvent, WebhookOff,
    },
    types::{MailId, OrderId, StaffActId, TicketId, Timestamp, UserId, WaitlistId},
};

/// How often the owner of an account is mailed of sign-ins from elsewhere, at the most: whoever knows the
/// password makes as many as they like. All of them are at `/account/security`.
const TOLD_OF_SIGN_IN: Duration = Duration::from_secs(15 * 60);

/// The events, and what follows from them. Without the terms of a turn nobody has theirs.
///
/// # Errors
/// When a record cannot be read.
pub fn with_consequences(
    facts: &impl Facts,
    now: Timestamp,
    terms: Option<&LineTerms>,
    mut events: Vec<DomainEvent>,
) -> Result<Vec<DomainEvent>, Unreadable> {
    let decided = events.len();
    for at in 0..decided {
        if let DomainEvent::Ticket(id, event) = events[at].clone() {
            follow_ticket(facts, id, &event, &mut events)?;
        }
    }
    earnings::follow_money(facts, &mut events)?;
    end_webhooks(facts, &mut events);
    end_alerts(facts, &mut events);
    forget_where_paid(facts, &mut events)?;
    make_claims_good(facts, &mut events)?;
    waitlist::follow_turns(facts, &mut events)?;
    // Before anybody has their turn, since nobody is to have what this withdraws.
    withdraw_what_is_off(facts, &mut events)?;
    if let Some(terms) = terms {
        waitlist::serve(facts, now, terms, &mut events)?;
    }
    seats::mark(facts, now, &mut events)?;
    // Last, since mails are about all that happens.
    let mut mails = vec![];
    for event in &events {
        mails.extend(mail(facts, now, event)?);
        mails.extend(tell_of_factors(facts, now, event, &events));
        if let DomainEvent::Conversation(order, ConversationEvent::Written(side, _)) = event {
            mails.extend(tell_of_message(facts, now, *order, *side)?);
        }
        if let DomainEvent::Claim(order, event) = event {
            mails.extend(tell_of_claim(facts, *order, event)?);
        }
    }
    events.extend(mails);
    note_deeds(facts, now, &mut events)?;
    Ok(events)
}

/// What those who run the site have done stands in the audit list. What sellers do about their own sales,
/// makers about their own events, and the site by itself does not.
fn note_deeds(
    facts: &impl Facts,
    now: Timestamp,
    events: &mut Vec<DomainEvent>,
) -> Result<(), Unreadable> {
    let mut noted = vec![];
    for event in &*events {
        let Some((by, reason)) = event.deed().filter(|(by, _)| *by != UserId::SITE) else {
            continue;
        };
        let is_own = match event {
            DomainEvent::Order(order, _) => {
                let ticket = facts.order(*order)?.map(|order| facts.ticket(order.ticket));
                ticket.transpose()?.flatten().is_some_and(|ticket| ticket.seller == by)
            }
            DomainEvent::Event(id, _) => {
                facts.event_that_stays(*id).is_some_and(|event| event.created_by == by)
            }
            _ => false,
        };
        if is_own {
            continue;
        }
        let key = Key::of(event);
        let (letter, id) = key.parts();
        let what = [event.name().as_bytes(), id, reason.as_str().as_bytes()].concat();
        let (event, reason) = (event.name().into(), reason.clone());
        let act = Act::Deed { event, letter, id: *id, reason };
        let line = StaffActId::of(by, &what, now.as_millis());
        noted.push(DomainEvent::StaffAct(line, StaffActEvent::Noted(by, act)));
    }
    events.extend(noted);
    Ok(())
}

/// What follows from what happens to a ticket, for the records that hang on it.
fn follow_ticket(
    facts: &impl Facts,
    id: TicketId,
    event: &TicketEvent,
    events: &mut Vec<DomainEvent>,
) -> Result<(), Unreadable> {
    match event {
        // A hold and its order end in one instant, and so do those of a whole purchase.
        TicketEvent::ReservationExpired(order) => {
            let Some(order) = facts.order(*order)? else { return Ok(()) };
            for id in order.purchase() {
                expire(facts, *id, events)?;
            }
        }
        // What is listed for an event that was merged into another, or moved, is for what it is now.
        TicketEvent::Created { event, event_starts_at, .. } => {
            if let Some(stays) = facts.event_that_stays(*event)
                && (stays.id, stays.starts_at) != (*event, *event_starts_at)
            {
                let (event, event_starts_at) = (stays.id, stays.starts_at);
                let moved = TicketEvent::Moved { event, event_starts_at };
                events.push(DomainEvent::Ticket(id, moved));
            }
        }
        // Whoever holds it wants nothing more.
        TicketEvent::Reserved(held) if facts.is_on_waitlist(held.buyer, id) => {
            let entry = WaitlistId::of(id, held.buyer);
            events.push(DomainEvent::WaitlistEntry(entry, WaitlistEvent::Dropped));
        }
        // What was bought and is sold on is no longer its buyer's to sell when the money for it goes
        // back. By its content the file says that it is the same ticket.
        TicketEvent::Returned { order, .. } => {
            let Some(ticket) = facts.ticket(id)? else { return Ok(()) };
            if let Some(event) = cancelled_event_of(facts, &ticket) {
                events.push(DomainEvent::Event(event.id, EventEvent::RefundCounted));
            }
            let (Some(file), TicketStatus::Sold { buyer, .. }) =
                (ticket.known_file(), ticket.status)
            else {
                return Ok(());
            };
            for other in facts.unsold_with(&file) {
                if facts.ticket(other)?.is_some_and(|other| other.seller == buyer) {
                    let order = *order;
                    events.push(DomainEvent::Ticket(other, TicketEvent::Recalled(order)));
                }
            }
        }
        _ => {}
    }
    Ok(())
}

/// An order's hold has run out, and with it the order.
fn expire(
    facts: &impl Facts,
    id: OrderId,
    events: &mut Vec<DomainEvent>,
) -> Result<(), Unreadable> {
    let Some(order) = facts.order(id)?.filter(|order| order.status.is_open()) else {
        return Ok(());
    };
    if ends_in(events, id) {
        return Ok(());
    }
    let expired = DomainEvent::Ticket(order.ticket, TicketEvent::ReservationExpired(id));
    if !events.contains(&expired) {
        let ticket = facts.ticket(order.ticket)?;
        match ticket.map(|ticket| ticket.status) {
            Some(TicketStatus::Reserved(held)) if held.order == id => events.push(expired),
            _ => return Ok(()),
        }
    }
    events.push(DomainEvent::Order(id, OrderEvent::Expired));
    Ok(())
}

/// The event that a ticket is for, if that was cancelled.
fn cancelled_event_of(facts: &impl Facts, ticket: &Ticket) -> Option<Arc<Event>> {
    facts.event_that_stays(ticket.event).filter(|event| event.cancellation().is_some())
}

/// A closed account sells nothing, nor is anything sold for a cancelled event: what would be for sale
/// is withdrawn with that.
fn withdraw_what_is_off(
    facts: &impl Facts,
    events: &mut Vec<DomainEvent>,
) -> Result<(), Unreadable> {
    for id in freed_by(events) {
        let ticket = facts.ticket(id)?;
        let is_off = ticket.as_deref().is_some_and(|it| cancelled_event_of(facts, it).is_some());
        let listed_now = events.iter().find_map(|event| match event {
            DomainEvent::Ticket(of, TicketEvent::Created { seller, .. }) if *of == id => {
                Some(*seller)
            }
            _ => None,
        });
        let seller = ticket.map(|ticket| ticket.seller).or(listed_now);
        if is_off || seller.is_some_and(|seller| facts.is_banned(seller)) {
            events.push(DomainEvent::Ticket(id, TicketEvent::Withdrawn));
        }
    }
    Ok(())
}

/// A closed account's webhook endpoints are left alone, and a deleted one's are deleted.
fn end_webhooks(facts: &impl Facts, events: &mut Vec<DomainEvent>) {
    let ended = events.iter().filter_map(|event| match event {
        DomainEvent::User(id, UserEvent::Banned(_)) => {
            Some((*id, WebhookEndpointEvent::TurnedOff(WebhookOff::AccountClosed)))
        }
        DomainEvent::User(id, UserEvent::Deleted) => Some((*id, WebhookEndpointEvent::Deleted)),
        _ => None,
    });
    let ended = ended.flat_map(|(user, event)| {
        let endpoints = facts.webhook_endpoints_of(user).into_iter();
        endpoints.map(move |id| DomainEvent::WebhookEndpoint(id, event.clone()))
    });
    let ended: Vec<_> = ended.collect();
    events.extend(ended);
}

/// Nobody is told any more whose account is closed or deleted.
fn end_alerts(facts: &impl Facts, events: &mut Vec<DomainEvent>) {
    let of = events.iter().filter_map(|event| match event {
        DomainEvent::User(id, UserEvent::Banned(_) | UserEvent::Deleted) => Some(*id),
        _ => None,
    });
    let alerts = of.flat_map(|user| facts.alerts_of(user));
    let ended: Vec<_> = alerts.map(|id| DomainEvent::Alert(id, AlertEvent::Ended)).collect();
    events.extend(ended);
}

/// Whoever deletes their account is paid nowhere any more.
fn forget_where_paid(facts: &impl Facts, events: &mut Vec<DomainEvent>) -> Result<(), Unreadable> {
    let deleted = events.iter().filter_map(|event| match event {
        DomainEvent::User(id, UserEvent::Deleted) => Some(*id),
        _ => None,
    });
    for id in deleted.collect::<Vec<_>>() {
        if facts.payout_account(id)?.is_some() {
            events.push(DomainEvent::PayoutAccount(id, PayoutAccountEvent::Forgotten));
        }
    }
    Ok(())
}

/// What a buyer has against what they got is made good when the money goes back.
fn make_claims_good(facts: &impl Facts, events: &mut Vec<DomainEvent>) -> Result<(), Unreadable> {
    let refunded = events.iter().filter_map(|event| match event {
        DomainEvent::Order(id, OrderEvent::Refunded(_)) => Some(*id),
        DomainEvent::Earning(
            line,
            EarningEvent::LostToDispute | EarningEvent::DisputeBorneBySite,
        ) => Some(disputes::order_of(*line)),
        _ => None,
    });
    for id in refunded.collect::<Vec<_>>() {
        if facts.claim(id)?.is_some_and(|claim| claim.is_open()) {
            events.push(DomainEvent::Claim(id, ClaimEvent::MadeGood));
        }
    }
    Ok(())
}

/// The mail that an event leads to. Each cause is in words of its own, so that it leads to one mail
/// however often it is heard of.
fn mail(
    facts: &impl Facts,
    now: Timestamp,
    event: &DomainEvent,
) -> Result<Option<DomainEvent>, Unreadable> {
    let buyer = |order: OrderId| -> Result<_, Unreadable> {
        Ok(facts.order(order)?.map(|order| order.buyer))
    };
    let seller = |ticket: TicketId| -> Result<_, Unreadable> {
        Ok(facts.ticket(ticket)?.map(|ticket| ticket.seller))
    };
    let (to, cause, about): (Option<UserId>, _, _) = match event {
        DomainEvent::Order(id, OrderEvent::Completed { .. }) => {
            (buyer(*id)?, format!("completed {id}"), MailAbout::OrderCompleted(*id))
        }
        DomainEvent::Ticket(id, TicketEvent::Sold(order)) => {
            (seller(*id)?, format!("sold {order}"), MailAbout::TicketSold(*order))
        }
        DomainEvent::Order(id, OrderEvent::Expired) => {
            (buyer(*id)?, format!("expired {id}"), MailAbout::HoldExpired(*id))
        }
        DomainEvent::Order(id, OrderEvent::CancelledBySite { .. }) => {
            let order = facts.order(*id)?;
            let ticket = order.map(|order| facts.ticket(order.ticket)).transpose()?.flatten();
            // Who holds a ticket is told of that itself.
            if ticket.is_some_and(|ticket| cancelled_event_of(facts, &ticket).is_some()) {
                return Ok(None);
            }
            (buyer(*id)?, format!("cancelled {id}"), MailAbout::OrderCancelled(*id))
        }
        DomainEvent::Ticket(id, TicketEvent::Removed { .. }) => {
            (seller(*id)?, format!("removed {id}"), MailAbout::TicketRemoved(*id))
        }
        DomainEvent::Ticket(id, TicketEvent::Recalled(order)) => {
            (seller(*id)?, format!("recalled {id} {order}"), MailAbout::TicketRecalled(*id))
        }
        DomainEvent::Ticket(id, TicketEvent::FileAttached(_)) => {
            // One that comes with the listing has no buyer yet.
            match facts.ticket(*id)?.map(|ticket| ticket.status) {
                Some(TicketStatus::Sold { order, buyer, .. }) => {
                    (Some(buyer), format!("file {order}"), MailAbout::FileAttached(order))
                }
                _ => return Ok(None),
            }
        }
        DomainEvent::User(id, UserEvent::PasswordChanged(hash)) => {
            // Salted: each is another.
            (Some(*id), format!("password {}", hash.0), MailAbout::PasswordChanged(now))
        }
        DomainEvent::SignInHistory(
            id,
            SignInHistoryEvent::SucceededElsewhere { browser, from },
        ) => {
            let about = MailAbout::SignedInElsewhere(browser.clone(), from.clone(), now);
            let part = u128::try_from(now.as_millis()).unwrap_or(0) / TOLD_OF_SIGN_IN.as_millis();
            (Some(*id), format!("signed in {part}"), about)
        }
        DomainEvent::SignInHistory(id, SignInHistoryEvent::CodeFailed { by, .. }) => {
            let news = match by.first {
                FirstFactor::OpenId => FactorNews::CodeWrongAfterOpenId,
                FirstFactor::Password | FirstFactor::Passkey => FactorNews::CodeWrong,
            };
            let part = u128::try_from(now.as_millis()).unwrap_or(0) / TOLD_OF_SIGN_IN.as_millis();
            let about = MailAbout::FactorNews(news, now);
            (Some(*id), format!("wrong code {:?} {part}", by.first), about)
        }
        DomainEvent::Order(id, OrderEvent::Refunded { .. }) => {
            (buyer(*id)?, format!("refunded {id}"), MailAbout::OrderRefunded(*id))
        }
        DomainEvent::Order(id, OrderEvent::RefundAsked { deed, .. }) if deed.by == UserId::SITE => {
            let order = facts.order(*id)?;
            let seller = order.map(|order| seller(order.ticket)).transpose()?.flatten();
            (seller, format!("file overdue {id}"), MailAbout::FileOverdue(*id))
        }
        DomainEvent::WebhookEndpoint(id, WebhookEndpointEvent::TurnedOff(why)) if why.is_told() => {
            let endpoint = facts.webhook_endpoint(*id)?;
            let Some(endpoint) = endpoint.filter(|endpoint| endpoint.is_on()) else {
                return Ok(None);
            };
            let cause = format!("webhook off {id} {}", now.as_millis());
            (Some(endpoint.owner), cause, MailAbout::WebhookTurnedOff(*id, *why))
        }
        DomainEvent::PayoutAccount(
            id,
            PayoutAccountEvent::BankGiven(..) | PayoutAccountEvent::Connected(_),
        ) => {
            let cause = format!("bank {}", now.as_millis());
            (Some(*id), cause, MailAbout::BankGiven(now))
        }
        DomainEvent::Payout(id, PayoutEvent::Begun(seller, ..)) => {
            (Some(*seller), format!("payout {id}"), MailAbout::PayoutNews(*id))
        }
        DomainEvent::Payout(id, PayoutEvent::Failed(_) | PayoutEvent::Returned(_)) => {
            let seller = facts.payout(*id)?.map(|payout| payout.seller);
            (seller, format!("payout back {id}"), MailAbout::PayoutNews(*id))
        }
        DomainEvent::Earning(line, event) => {
            let cause = match event {
                EarningEvent::Frozen(CaseKind::Dispute) => "disputed",
                EarningEvent::Thawed(CaseKind::Dispute)
                | EarningEvent::LostToDispute
                | EarningEvent::DisputeBorneBySite => "dispute over",
                _ => return Ok(None),
            };
            let order = disputes::order_of(*line);
            let seller = facts.earning(*line)?.map(|line| line.seller);
            (seller, format!("{cause} {order} {}", now.as_millis()), MailAbout::DisputeNews(order))
        }
        DomainEvent::WaitlistEntry(id, WaitlistEvent::Served(order)) => {
            let entry = facts.waitlist_entry(*id)?;
            (entry.map(|entry| entry.user), format!("turn {order}"), MailAbout::YourTurn(*order))
        }
        _ => return Ok(None),
    };
    // Whoever deletes their account has no address any more.
    let to = to.filter(|to| !facts.is_deleted(*to));
    Ok(to.map(|to| DomainEvent::Mail(MailId::of(to, &cause), MailEvent::Queued(to, about))))
}

/// The mail to whoever's account it is, if what it is signed in to by has changed.
fn tell_of_factors(
    facts: &impl Facts,
    now: Timestamp,
    event: &DomainEvent,
    all: &[DomainEvent],
) -> Option<DomainEvent> {
    let DomainEvent::User(id, event) = event else { return None };
    let is_new = |id| {
        let mut all = all.iter();
        all.any(|it| matches!(it, DomainEvent::User(of, UserEvent::Created { .. }) if *of == id))
    };
    let news = match event {
        UserEvent::TotpAdded(..) => FactorNews::TotpAdded,
        UserEvent::TotpRemoved => FactorNews::TotpRemoved,
        UserEvent::PasskeyAdded { .. } => FactorNews::PasskeyAdded,
        UserEvent::PasskeyRemoved(_) => FactorNews::PasskeyRemoved,
        // Those that come or go with a factor are told of with it.
        UserEvent::RecoveryCodesMade(_) if all.len() == 1 => FactorNews::CodesRenewed,
        UserEvent::RecoveryCodeUsed(_) => FactorNews::CodeUsed,
        UserEvent::SecondFactorsForgotten => FactorNews::Forgotten,
        // Who comes to have an account by it knows.
        UserEvent::OpenIdLinked(_) if !is_new(*id) => FactorNews::OpenIdLinked,
        UserEvent::OpenIdUnlinked => FactorNews::OpenIdUnlinked,
        _ => return None,
    };
    let mail = MailId::of(*id, &format!("factors {news:?} {}", now.as_millis()));
    let queued = MailEvent::Queued(*id, MailAbout::FactorNews(news, now));
    (!facts.is_deleted(*id)).then_some(DomainEvent::Mail(mail, queued))
}

/// How often somebody is told at the most that there are messages, until they have seen them.
const TOLD_OF_MESSAGES: Duration = Duration::from_secs(24 * 3600);

/// Mails to those of the two who have not written this themselves.
fn tell_of_message(
    facts: &impl Facts,
    now: Timestamp,
    id: OrderId,
    side: Side,
) -> Result<Vec<DomainEvent>, Unreadable> {
    let Some(order) = facts.order(id)? else { return Ok(vec![]) };
    let seller = facts.ticket(order.ticket)?.map(|ticket| ticket.seller);
    let conversation = facts.conversation(id)?;
    let day = u128::try_from(now.as_millis()).unwrap_or(0) / TOLD_OF_MESSAGES.as_millis();
    let told = [(Side::Buyer, Some(order.buyer)), (Side::Seller, seller)].into_iter();
    let told = told.filter(|(to, _)| *to != side).filter_map(|(to, user)| {
        let user = user.filter(|user| !facts.is_deleted(*user))?;
        let seen = conversation.as_ref().map_or(0, |it| it.seen_by(to));
        let mail = MailId::of(user, &format!("message {id} {seen} {day}"));
        let queued = MailEvent::Queued(user, MailAbout::MessageCame(id));
        Some(DomainEvent::Mail(mail, queued))
    });
    Ok(told.collect())
}

/// Mails of what has become of a claim: to the other of the two, and to both once it is decided.
fn tell_of_claim(
    facts: &impl Facts,
    id: OrderId,
    event: &ClaimEvent,
) -> Result<Vec<DomainEvent>, Unreadable> {
    let Some(order) = facts.order(id)? else { return Ok(vec![]) };
    let seller = facts.ticket(order.ticket)?.map(|ticket| ticket.seller);
    let (cause, told, about) = match event {
        ClaimEvent::Opened { .. } => ("claim opened", [seller, None], MailAbout::ClaimOpened(id)),
        ClaimEvent::Answered(_) => {
            ("claim answered", [Some(order.buyer), None], MailAbout::ClaimAnswered(id))
        }
        ClaimEvent::Upheld { .. } | ClaimEvent::Rejected(_) => {
            ("claim settled", [Some(order.buyer), seller], MailAbout::ClaimSettled(id))
        }
        ClaimEvent::Withdrawn => ("claim settled", [seller, None], MailAbout::ClaimSettled(id)),
        // Its refund is told.
        ClaimEvent::MadeGood => return Ok(vec![]),
    };
    let told = told.into_iter().flatten().filter(|user| !facts.is_deleted(*user));
    let mail = |user| {
        let queued = MailEvent::Queued(user, about.clone());
        DomainEvent::Mail(MailId::of(user, &format!("{cause} {id}")), queued)
    };
    Ok(told.map(mail).collect())
}
