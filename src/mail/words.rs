//! The words of each mail: pure, and plain text in short lines.

use super::letter::{Letterhead, Matter, Words};
use crate::{
    domain::{ConfirmToken, Event, ResetToken, Ticket, TicketStatus},
    types::{ChargeId, Price, Timestamp},
};

/// How long a line of prose may be (RFC 5322 would like 78).
const LINE_CHARS_MAX: usize = 72;

pub(super) fn order_completed(
    site: &Letterhead,
    matter: &Matter<'_>,
    charge: ChargeId,
    paid_at: Timestamp,
    reference: Option<&str>,
) -> Words {
    let (order, event) = (matter.order, matter.event);
    let mut lines = vec![
        format!("You have bought a ticket for {}. It is yours.", event.name),
        String::new(),
        "Your order, and the ticket's file if its seller has attached one:".into(),
        format!("{}/orders/{}", site.base_url, order.id),
        String::new(),
        "RECEIPT".into(),
    ];
    lines.extend(sandbox(site));
    lines.push(fact("Order", &order.id.to_string()));
    lines.extend(ticket_facts(matter.ticket, event));
    lines.push(fact("Paid", &paid(site, order.price, order.fee)));
    lines.push(fact("Paid on", &moment(site, paid_at)));
    lines.push(fact("Payment", &charge.to_string()));
    lines.extend(reference.map(|reference| fact("Reference", reference)));
    lines.push(String::new());
    lines.push(format!("To print it: {}/orders/{}/receipt", site.base_url, order.id));
    Words { subject: format!("Your ticket for {}", event.name), body: prose(&lines) }
}

pub(super) fn ticket_sold(site: &Letterhead, matter: &Matter<'_>) -> Words {
    let Matter { ticket, event, order } = matter;
    let mut lines = vec![
        format!("Somebody has bought your ticket for {}, and paid for it.", event.name),
        String::new(),
    ];
    lines.extend(sandbox(site));
    lines.extend(ticket_facts(ticket, event));
    lines.push(fact("Your price", &money(site, ticket.price)));
    lines.push(fact("Order", &order.id.to_string()));
    lines.extend([
        String::new(),
        "If the buyer does not have the ticket yet, hand it over now.".into(),
        format!("{}/tickets/{}", site.base_url, ticket.id),
        String::new(),
        "Your sales:".into(),
        format!("{}/selling", site.base_url),
    ]);
    Words { subject: format!("Sold: your ticket for {}", event.name), body: prose(&lines) }
}

pub(super) fn hold_expired(site: &Letterhead, matter: &Matter<'_>) -> Words {
    let Matter { ticket, event, order } = matter;
    let mut lines = vec![
        format!(
            "A ticket for {} was held for you until {}. It was not paid for in time, so it is no \
             longer yours.",
            event.name,
            moment(site, order.expires_at)
        ),
        String::new(),
        "You were not charged. Should your bank show a payment all the same, it is given back by \
         itself."
            .into(),
        String::new(),
    ];
    lines.extend(ticket_facts(ticket, event));
    lines.extend([
        String::new(),
        "If it is still for sale, you can buy it here:".into(),
        format!("{}/tickets/{}", site.base_url, ticket.id),
    ]);
    Words { subject: format!("Your time ran out: {}", event.name), body: prose(&lines) }
}

pub(super) fn order_refunded(site: &Letterhead, matter: &Matter<'_>) -> Words {
    let Matter { ticket, event, order } = matter;
    let mut lines = vec![
        format!("Your order was refunded: {} goes back to you.", money(site, order.price)),
        "It goes the way it came; your bank may take some days to show it. The ticket is no longer \
         valid."
            .into(),
        String::new(),
    ];
    lines.extend(sandbox(site));
    lines.push(fact("Order", &order.id.to_string()));
    lines.extend(ticket_facts(ticket, event));
    lines.extend(order.refund.as_ref().map(|refund| fact("Reason", refund.reason.as_str())));
    lines.extend([String::new(), format!("{}/orders/{}", site.base_url, order.id)]);
    Words { subject: format!("Refunded: your ticket for {}", event.name), body: prose(&lines) }
}

pub(super) fn order_cancelled(site: &Letterhead, matter: &Matter<'_>) -> Words {
    let Matter { ticket, event, order } = matter;
    let mut lines = vec![
        format!(
            "The people who run {} have cancelled your order for a ticket for {}.",
            site.name, event.name
        ),
        String::new(),
        "You were not charged. Should your bank show a payment all the same, it is given back by \
         itself."
            .into(),
        String::new(),
        fact("Order", &order.id.to_string()),
    ];
    lines.extend(ticket_facts(ticket, event));
    lines.extend(order.cancelled_by.as_ref().map(|by| fact("Reason", by.reason.as_str())));
    lines.extend([String::new(), format!("{}/orders/{}", site.base_url, order.id)]);
    Words { subject: format!("Cancelled: your order for {}", event.name), body: prose(&lines) }
}

pub(super) fn ticket_removed(site: &Letterhead, ticket: &Ticket, event: &Event) -> Words {
    let mut lines = vec![
        format!("The people who run {} have removed a ticket that you had listed.", site.name),
        String::new(),
    ];
    lines.extend(ticket_facts(ticket, event));
    lines.extend(ticket.removed.as_ref().map(|by| fact("Reason", by.reason.as_str())));
    lines.extend([
        String::new(),
        "It is not for sale any more. It was not sold, and nobody was charged.".into(),
        format!("{}/tickets/{}", site.base_url, ticket.id),
    ]);
    Words { subject: format!("Removed: your ticket for {}", event.name), body: prose(&lines) }
}

pub(super) fn ticket_recalled(site: &Letterhead, ticket: &Ticket, event: &Event) -> Words {
    let first = format!(
        "You have listed a ticket for {} that you had bought here. The money for it went back to \
         you, so it is not yours to sell any more.",
        event.name
    );
    let then = match ticket.status {
        TicketStatus::Withdrawn => "It is withdrawn, and nobody was charged.",
        _ => "A buyer holds it just now: if they do not pay in time, it is withdrawn.",
    };
    let mut lines = vec![first, String::new()];
    lines.extend(ticket_facts(ticket, event));
    let link = format!("{}/tickets/{}", site.base_url, ticket.id);
    lines.extend([String::new(), then.into(), link]);
    Words { subject: format!("Withdrawn: your ticket for {}", event.name), body: prose(&lines) }
}

pub(super) fn file_attached(site: &Letterhead, matter: &Matter<'_>) -> Words {
    let Matter { ticket, event, order } = matter;
    let mut lines = vec![
        format!("The file of your ticket for {} has come from its seller.", event.name),
        String::new(),
        "Download it here:".into(),
        format!("{}/orders/{}", site.base_url, order.id),
        String::new(),
    ];
    lines.extend(ticket_facts(ticket, event));
    Words { subject: format!("Your ticket for {} is here", event.name), body: prose(&lines) }
}

pub(super) fn ticket_free(site: &Letterhead, ticket: &Ticket, event: &Event) -> Words {
    let mut lines = vec![
        format!("You asked to be told: a ticket for {} is for sale again.", event.name),
        String::new(),
    ];
    lines.extend(ticket_facts(ticket, event));
    let price = site.fee.total(ticket.price).unwrap_or(ticket.price);
    lines.push(fact("Price", &money(site, price)));
    lines.extend([
        String::new(),
        "Others who asked are told as well. Who presses Buy first has it:".into(),
        format!("{}/tickets/{}", site.base_url, ticket.id),
    ]);
    Words { subject: format!("For sale again: {}", event.name), body: prose(&lines) }
}

pub(super) fn password_reset(site: &Letterhead, token: &ResetToken, until: Timestamp) -> Words {
    let lines = [
        format!("Somebody, hopefully you, wants to set a new password at {}.", site.name),
        format!("Here you can, until {}, once:", moment(site, until)),
        String::new(),
        format!("{}/reset/{token}", site.base_url),
        String::new(),
        "If it was not you, do nothing: your password stays as it is.".into(),
    ];
    Words { subject: format!("A new password for {}", site.name), body: prose(&lines) }
}

pub(super) fn address_confirmation(
    site: &Letterhead,
    token: &ConfirmToken,
    until: Timestamp,
) -> Words {
    let lines = [
        format!("Somebody, hopefully you, has given this address to an account at {}.", site.name),
        format!("Here you confirm that it is yours, until {}, once:", moment(site, until)),
        String::new(),
        format!("{}/confirm/{token}", site.base_url),
        String::new(),
        "If it was not you, do nothing: the address stays unconfirmed.".into(),
    ];
    Words { subject: format!("Is this your address? {}", site.name), body: prose(&lines) }
}

pub(super) fn test(site: &Letterhead, now: Timestamp) -> Words {
    let lines = [
        format!("This is a test: mails from {} arrive.", site.name),
        String::new(),
        format!("Somebody who runs the site asked for it on {}.", moment(site, now)),
        format!("{}/admin/mail", site.base_url),
    ];
    Words { subject: format!("A test from {}", site.name), body: prose(&lines) }
}

/// A body with what stands below each.
pub(super) fn signed(site: &Letterhead, body: &str) -> String {
    // "-- " begins a signature.
    format!("{body}\n-- \n{}\n{}\n", site.name, site.base_url)
}

fn ticket_facts(ticket: &Ticket, event: &Event) -> Vec<String> {
    let details = &ticket.details;
    let seat = [
        details.section.as_ref().map(ToString::to_string),
        details.row.as_ref().map(|row| format!("row {row}")),
        details.seat.as_ref().map(|seat| format!("seat {seat}")),
    ];
    let seat = seat.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let mut facts = vec![fact("Ticket", ticket.title.as_str())];
    if !seat.is_empty() {
        facts.push(fact("Seat", &seat));
    }
    let starts = event.starts_at.format("%a %-d %b %Y, %H:%M", &event.zone);
    facts.push(fact("Event", event.name.as_str()));
    facts.push(fact("When", &format!("{starts} {}", event.zone)));
    facts.push(fact("Where", &format!("{}, {}", event.venue, event.city)));
    facts
}

fn sandbox(site: &Letterhead) -> Option<String> {
    site.sandbox.then(|| "Made in the sandbox: a test, for which no real money moved.".into())
}

fn fact(name: &str, what: &str) -> String {
    format!("{name:<11}{what}")
}

fn paid(site: &Letterhead, price: Price, fee: Option<Price>) -> String {
    match fee {
        Some(fee) => format!("{}, of which fee {}", money(site, price), money(site, fee)),
        None => money(site, price),
    }
}

fn money(site: &Letterhead, price: Price) -> String {
    format!("{} {}", price.decimal(site.currency), site.currency)
}

fn moment(site: &Letterhead, at: Timestamp) -> String {
    format!("{} {}", at.format("%-d %b %Y, %H:%M", &site.zone), site.zone)
}

/// The lines, each wrapped at its spaces; a link or a long word stays whole.
fn prose(lines: &[String]) -> String {
    let mut text = String::new();
    for line in lines {
        let mut column = 0;
        // Only what is between words can be broken: the columns of facts stay as they are.
        for word in line.split_inclusive(' ') {
            let length = word.trim_end().chars().count();
            if column > 0 && column + length > LINE_CHARS_MAX {
                text.truncate(text.trim_end_matches(' ').len());
                text.push('\n');
                column = 0;
            }
            text.push_str(word);
            column += word.chars().count();
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests;
