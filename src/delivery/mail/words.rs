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
    let (t, order, event) = (site.language, matter.order, matter.event);
    let path = format!("{}/orders/{}", site.base_url, order.id);
    let mut lines = vec![
        t.mail_bought(event.name.as_str()),
        String::new(),
        t.mail_your_order().into(),
        path.clone(),
        String::new(),
        t.mail_receipt().into(),
    ];
    lines.extend(sandbox(site));
    lines.push(fact(t.fact_order(), &order.id.to_string()));
    lines.extend(ticket_facts(site, matter.ticket, event));
    lines.push(fact(t.fact_paid(), &paid(site, order.price, order.fee)));
    lines.push(fact(t.fact_paid_on(), &moment(site, paid_at)));
    lines.push(fact(t.fact_payment(), &charge.to_string()));
    lines.extend(reference.map(|reference| fact(t.fact_reference(), reference)));
    lines.push(String::new());
    lines.push(t.mail_to_print(&format!("{path}/receipt")));
    Words { subject: t.mail_bought_subject(event.name.as_str()), body: prose(&lines) }
}

pub(super) fn ticket_sold(site: &Letterhead, matter: &Matter<'_>) -> Words {
    let Matter { ticket, event, order } = matter;
    let t = site.language;
    let mut lines = vec![t.mail_sold(event.name.as_str()), String::new()];
    lines.extend(sandbox(site));
    lines.extend(ticket_facts(site, ticket, event));
    lines.push(fact(t.mail_your_price(), &money(site, ticket.price)));
    lines.push(fact(t.fact_order(), &order.id.to_string()));
    lines.extend([
        String::new(),
        t.mail_hand_over().into(),
        format!("{}/tickets/{}", site.base_url, ticket.id),
        String::new(),
        t.mail_your_sales().into(),
        format!("{}/selling", site.base_url),
    ]);
    Words { subject: t.mail_sold_subject(event.name.as_str()), body: prose(&lines) }
}

pub(super) fn hold_expired(site: &Letterhead, matter: &Matter<'_>) -> Words {
    let Matter { ticket, event, order } = matter;
    let t = site.language;
    let mut lines = vec![
        t.mail_ran_out(event.name.as_str(), &moment(site, order.expires_at)),
        String::new(),
        t.mail_not_charged().into(),
        String::new(),
    ];
    lines.extend(ticket_facts(site, ticket, event));
    lines.extend([
        String::new(),
        t.mail_still_for_sale().into(),
        format!("{}/tickets/{}", site.base_url, ticket.id),
    ]);
    Words { subject: t.mail_ran_out_subject(event.name.as_str()), body: prose(&lines) }
}

pub(super) fn order_refunded(site: &Letterhead, matter: &Matter<'_>) -> Words {
    let Matter { ticket, event, order } = matter;
    let t = site.language;
    let mut lines = vec![
        t.mail_refunded(&money(site, order.price)),
        t.mail_refunded_how().into(),
        String::new(),
    ];
    lines.extend(sandbox(site));
    lines.push(fact(t.fact_order(), &order.id.to_string()));
    lines.extend(ticket_facts(site, ticket, event));
    let reason = order.refund.as_ref().map(|refund| refund.reason.as_str());
    lines.extend(reason.map(|reason| fact(t.fact_reason(), reason)));
    lines.extend([String::new(), format!("{}/orders/{}", site.base_url, order.id)]);
    Words { subject: t.mail_refunded_subject(event.name.as_str()), body: prose(&lines) }
}

pub(super) fn order_cancelled(site: &Letterhead, matter: &Matter<'_>) -> Words {
    let Matter { ticket, event, order } = matter;
    let t = site.language;
    let mut lines = vec![
        t.mail_cancelled(&site.name, event.name.as_str()),
        String::new(),
        t.mail_not_charged().into(),
        String::new(),
        fact(t.fact_order(), &order.id.to_string()),
    ];
    lines.extend(ticket_facts(site, ticket, event));
    let reason = order.cancelled_by.as_ref().map(|by| by.reason.as_str());
    lines.extend(reason.map(|reason| fact(t.fact_reason(), reason)));
    lines.extend([String::new(), format!("{}/orders/{}", site.base_url, order.id)]);
    Words { subject: t.mail_cancelled_subject(event.name.as_str()), body: prose(&lines) }
}

pub(super) fn ticket_removed(site: &Letterhead, ticket: &Ticket, event: &Event) -> Words {
    let t = site.language;
    let mut lines = vec![t.mail_removed(&site.name), String::new()];
    lines.extend(ticket_facts(site, ticket, event));
    let reason = ticket.removed.as_ref().map(|by| by.reason.as_str());
    lines.extend(reason.map(|reason| fact(t.fact_reason(), reason)));
    lines.extend([
        String::new(),
        t.mail_removed_how().into(),
        format!("{}/tickets/{}", site.base_url, ticket.id),
    ]);
    Words { subject: t.mail_removed_subject(event.name.as_str()), body: prose(&lines) }
}

pub(super) fn ticket_recalled(site: &Letterhead, ticket: &Ticket, event: &Event) -> Words {
    let t = site.language;
    let then = match ticket.status {
        TicketStatus::Withdrawn => t.mail_recalled_withdrawn(),
        _ => t.mail_recalled_held(),
    };
    let mut lines = vec![t.mail_recalled(event.name.as_str()), String::new()];
    lines.extend(ticket_facts(site, ticket, event));
    let link = format!("{}/tickets/{}", site.base_url, ticket.id);
    lines.extend([String::new(), then.into(), link]);
    Words { subject: t.mail_recalled_subject(event.name.as_str()), body: prose(&lines) }
}

pub(super) fn file_attached(site: &Letterhead, matter: &Matter<'_>) -> Words {
    let Matter { ticket, event, order } = matter;
    let t = site.language;
    let mut lines = vec![
        t.mail_file_came(event.name.as_str()),
        String::new(),
        t.mail_file_download().into(),
        format!("{}/orders/{}", site.base_url, order.id),
        String::new(),
    ];
    lines.extend(ticket_facts(site, ticket, event));
    Words { subject: t.mail_file_came_subject(event.name.as_str()), body: prose(&lines) }
}

pub(super) fn ticket_free(site: &Letterhead, ticket: &Ticket, event: &Event) -> Words {
    let t = site.language;
    let mut lines = vec![t.mail_free(event.name.as_str()), String::new()];
    lines.extend(ticket_facts(site, ticket, event));
    let price = site.fee.total(ticket.price).unwrap_or(ticket.price);
    lines.push(fact(t.field_price(), &money(site, price)));
    lines.extend([
        String::new(),
        t.mail_first_has_it().into(),
        format!("{}/tickets/{}", site.base_url, ticket.id),
    ]);
    Words { subject: t.mail_free_subject(event.name.as_str()), body: prose(&lines) }
}

pub(super) fn password_reset(site: &Letterhead, token: &ResetToken, until: Timestamp) -> Words {
    let t = site.language;
    let lines = [
        t.mail_reset(&site.name),
        t.mail_reset_here(&moment(site, until)),
        String::new(),
        format!("{}/reset/{token}", site.base_url),
        String::new(),
        t.mail_reset_not_you().into(),
    ];
    Words { subject: t.mail_reset_subject(&site.name), body: prose(&lines) }
}

pub(super) fn address_confirmation(
    site: &Letterhead,
    token: &ConfirmToken,
    until: Timestamp,
) -> Words {
    let t = site.language;
    let lines = [
        t.mail_confirm(&site.name),
        t.mail_confirm_here(&moment(site, until)),
        String::new(),
        format!("{}/confirm/{token}", site.base_url),
        String::new(),
        t.mail_confirm_not_you().into(),
    ];
    Words { subject: t.mail_confirm_subject(&site.name), body: prose(&lines) }
}

pub(super) fn test(site: &Letterhead, now: Timestamp) -> Words {
    let t = site.language;
    let lines = [
        t.mail_test(&site.name),
        String::new(),
        t.mail_test_asked_for(&moment(site, now)),
        format!("{}/admin/mail", site.base_url),
    ];
    Words { subject: t.mail_test_subject(&site.name), body: prose(&lines) }
}

/// A body with what stands below each.
pub(super) fn signed(site: &Letterhead, body: &str) -> String {
    // "-- " begins a signature.
    format!("{body}\n-- \n{}\n{}\n", site.name, site.base_url)
}

fn ticket_facts(site: &Letterhead, ticket: &Ticket, event: &Event) -> Vec<String> {
    let (t, details) = (site.language, &ticket.details);
    let seat = [
        details.section.as_ref().map(ToString::to_string),
        details.row.as_ref().map(|row| t.mail_row(row.as_str())),
        details.seat.as_ref().map(|seat| t.mail_seat(seat.as_str())),
    ];
    let seat = seat.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let mut facts = vec![fact(t.fact_ticket(), ticket.title.as_str())];
    if !seat.is_empty() {
        facts.push(fact(t.field_seat(), &seat));
    }
    let starts = t.date_and_time(event.starts_at, &event.zone);
    facts.push(fact(t.fact_event(), event.name.as_str()));
    facts.push(fact(t.when(), &format!("{starts} {}", event.zone)));
    facts.push(fact(t.place(), &format!("{}, {}", event.venue, event.city)));
    facts
}

fn sandbox(site: &Letterhead) -> Option<String> {
    site.sandbox.then(|| site.language.made_in_sandbox().into())
}

fn fact(name: &str, what: &str) -> String {
    format!("{name:<11}{what}")
}

fn paid(site: &Letterhead, price: Price, fee: Option<Price>) -> String {
    let price = money(site, price);
    match fee {
        Some(fee) => site.language.mail_of_which_fee(&price, &money(site, fee)),
        None => price,
    }
}

fn money(site: &Letterhead, price: Price) -> String {
    site.language.amount(price, site.currency)
}

fn moment(site: &Letterhead, at: Timestamp) -> String {
    format!("{} {}", site.language.moment(at, &site.zone), site.zone)
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
