//! The words of each mail: pure, and plain text in short lines.

use std::{borrow::Cow, sync::Arc};

use super::letter::{Letterhead, Line, Matter, Words};
use crate::{
    domain::{
        AlertTopic, BankAccount, CaseKind, Claim, ClaimStatus, ConfirmToken, Earning, EarningPlace,
        Event, EventPlan, FactorNews, Handover, Intervention, Order, Payout, PayoutStatus,
        PayoutTo, ResetToken, Setback, Side, Ticket, TicketStatus, WebhookEndpoint, WebhookOff,
    },
    reads::catalog::EventNews,
    types::{ChargeId, Price, Timestamp, isolated},
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
    let Matter { ticket, event, order } = matter;
    let (t, name) = (site.language, event.name.as_str());
    let mut receipt: Vec<Line> = vec![t.mail_receipt().into()];
    receipt.extend(sandbox(site));
    receipt.push(fact(t.fact_order(), &order.id.to_string()));
    receipt.extend(ticket_facts(site, ticket, event));
    receipt.push(fact(t.fact_paid(), &paid(site, order.price, order.fee)));
    receipt.push(fact(t.fact_paid_on(), &moment(site, paid_at)));
    receipt.push(fact(t.fact_payment(), &charge.to_string()));
    receipt.extend(reference.map(|reference| fact(t.fact_reference(), reference)));
    let to_print = t.mail_to_print(&format!("{}/orders/{}/receipt", site.base_url, order.id));
    Words::of(t.mail_bought_subject(name))
        .part([t.mail_bought(name)])
        .part([t.mail_your_order().into(), order_page(site, order)])
        .part(receipt)
        .part([to_print])
}

pub(super) fn ticket_sold(site: &Letterhead, matter: &Matter<'_>) -> Words {
    let Matter { ticket, event, order } = matter;
    let (t, name) = (site.language, event.name.as_str());
    let mut facts = Vec::from_iter(sandbox(site));
    facts.extend(ticket_facts(site, ticket, event));
    facts.push(fact(t.mail_your_price(), &money(site, ticket.price)));
    facts.push(fact(t.fact_order(), &order.id.to_string()));
    Words::of(t.mail_sold_subject(name))
        .part([t.mail_sold(name)])
        .part(facts)
        .part([how_to_hand_over(site, ticket).into(), ticket_page(site, ticket)])
        .part([t.mail_your_sales().into(), link(site, "/selling")])
}

/// What its seller does now.
fn how_to_hand_over(site: &Letterhead, ticket: &Ticket) -> String {
    let t = site.language;
    match (ticket.handover, ticket.file_due_at()) {
        (Some(Handover::File(_)), Some(due)) => t.mail_attach_until(&moment(site, due)),
        (Some(Handover::File(_)), None) => t.mail_has_its_file().into(),
        (Some(Handover::Transfer), _) => t.mail_transfer_it().into(),
        (Some(Handover::ByHand), _) => t.mail_hand_it_over().into(),
        (Some(Handover::ByPost), _) => t.mail_post_it().into(),
        (None, _) => t.mail_hand_over().into(),
    }
}

/// To the seller, before it is too late.
pub(super) fn file_due(site: &Letterhead, matter: &Matter<'_>, due: Timestamp) -> Words {
    let Matter { ticket, event, .. } = matter;
    let (t, name) = (site.language, event.name.as_str());
    Words::of(t.mail_file_due_subject(name))
        .part([t.mail_file_due(name)])
        .part([t.mail_attach_until(&moment(site, due)).into(), ticket_page(site, ticket)])
        .part(ticket_facts(site, ticket, event))
}

/// To each of the two. What they said is not in the mail; why it was decided so is.
pub(super) fn about_claim(site: &Letterhead, matter: &Matter<'_>, claim: &Claim) -> Words {
    let Matter { ticket, event, order } = matter;
    let (t, name) = (site.language, event.name.as_str());
    let (said, why) = match &claim.status {
        ClaimStatus::Open if claim.answer.is_some() => (t.mail_claim_answered(), None),
        ClaimStatus::Open => (t.mail_claim_opened(), None),
        ClaimStatus::Upheld { how, .. } => (t.problem_upheld(), Some(how)),
        ClaimStatus::Rejected(how) => (t.problem_rejected(), Some(how)),
        ClaimStatus::Withdrawn(_) => (t.problem_withdrawn(), None),
        ClaimStatus::MadeGood(_) => (t.problem_made_good(), None),
    };
    let mut facts = vec![fact(t.mail_claim_what(), t.claim_reason(claim.reason))];
    facts.extend(why.map(|how| fact(t.fact_reason(), how.reason.as_str())));
    if let ClaimStatus::Upheld { borne_by, .. } = &claim.status {
        facts.push(t.borne_by(*borne_by).into());
    }
    Words::of(t.mail_claim_subject(name))
        .part([said])
        .part(facts)
        .part([t.mail_message_read().into(), messages_page(site, order)])
        .part(ticket_facts(site, ticket, event))
}

/// To the seller of a sale that the buyer's bank wants back, or about which it has decided.
pub(super) fn dispute_news(site: &Letterhead, matter: &Matter<'_>, line: &Earning) -> Words {
    let Matter { ticket, event, order } = matter;
    let (t, name) = (site.language, event.name.as_str());
    let (subject, said) = if line.is_frozen_for(CaseKind::Dispute) {
        (t.mail_dispute_subject(name), t.mail_dispute_opened())
    } else if line.place == EarningPlace::Reversed {
        (t.mail_dispute_over_subject(name), t.mail_dispute_lost())
    } else {
        (t.mail_dispute_over_subject(name), t.mail_dispute_kept())
    };
    Words::of(subject)
        .part([said])
        .part([t.mail_message_read().into(), messages_page(site, order)])
        .part(ticket_facts(site, ticket, event))
}

/// What was written is not in the mail: it is read where it is answered.
pub(super) fn message_came(site: &Letterhead, matter: &Matter<'_>, to: Side) -> Words {
    let Matter { ticket, event, order } = matter;
    let (t, name) = (site.language, event.name.as_str());
    let said = match to {
        Side::Buyer => t.mail_message_to_buyer(name),
        Side::Seller | Side::Admin => t.mail_message_to_seller(name),
    };
    Words::of(t.mail_message_subject(name))
        .part([said])
        .part([t.mail_message_read().into(), messages_page(site, order)])
        .part(ticket_facts(site, ticket, event))
}

/// To the seller, once it is.
pub(super) fn file_overdue(site: &Letterhead, matter: &Matter<'_>) -> Words {
    let Matter { ticket, event, order } = matter;
    let (t, name) = (site.language, event.name.as_str());
    let mut facts = vec![fact(t.fact_order(), &order.id.to_string())];
    facts.extend(ticket_facts(site, ticket, event));
    Words::of(t.mail_file_overdue_subject(name))
        .part([t.mail_file_overdue(name)])
        .part(facts)
        .part([t.mail_your_sales().into(), link(site, "/selling")])
}

pub(super) fn hold_expired(site: &Letterhead, matter: &Matter<'_>) -> Words {
    let Matter { ticket, event, order } = matter;
    let (t, name) = (site.language, event.name.as_str());
    Words::of(t.mail_ran_out_subject(name))
        .part([t.mail_ran_out(name, &moment(site, order.expires_at))])
        .part([t.mail_not_charged()])
        .part(ticket_facts(site, ticket, event))
        .part([t.mail_still_for_sale().into(), ticket_page(site, ticket)])
}

pub(super) fn order_refunded(site: &Letterhead, matter: &Matter<'_>) -> Words {
    let Matter { ticket, event, order } = matter;
    let t = site.language;
    let mut facts = Vec::from_iter(sandbox(site));
    facts.push(fact(t.fact_order(), &order.id.to_string()));
    facts.extend(ticket_facts(site, ticket, event));
    facts.extend(order.refund.as_ref().map(|by| fact(t.fact_reason(), t.refund_reason(by))));
    Words::of(t.mail_refunded_subject(event.name.as_str()))
        .part([t.mail_refunded(&money(site, order.price)), t.mail_refunded_how().into()])
        .part(facts)
        .part([order_page(site, order)])
}

pub(super) fn order_cancelled(site: &Letterhead, matter: &Matter<'_>) -> Words {
    let Matter { ticket, event, order } = matter;
    let (t, name) = (site.language, event.name.as_str());
    let mut facts = vec![fact(t.fact_order(), &order.id.to_string())];
    facts.extend(ticket_facts(site, ticket, event));
    facts.extend(order.cancelled_by.as_ref().map(|by| fact(t.fact_reason(), by.reason.as_str())));
    Words::of(t.mail_cancelled_subject(name))
        .part([t.mail_cancelled(&site.name, name)])
        .part([t.mail_not_charged()])
        .part(facts)
        .part([order_page(site, order)])
}

pub(super) fn ticket_removed(site: &Letterhead, ticket: &Ticket, event: &Event) -> Words {
    let t = site.language;
    let mut facts = ticket_facts(site, ticket, event);
    facts.extend(ticket.removed.as_ref().map(|by| fact(t.fact_reason(), by.reason.as_str())));
    Words::of(t.mail_removed_subject(event.name.as_str()))
        .part([t.mail_removed(&site.name)])
        .part(facts)
        .part([t.mail_removed_how().into(), ticket_page(site, ticket)])
}

pub(super) fn ticket_recalled(site: &Letterhead, ticket: &Ticket, event: &Event) -> Words {
    let (t, name) = (site.language, event.name.as_str());
    let then = match ticket.status {
        TicketStatus::Withdrawn => t.mail_recalled_withdrawn(),
        _ => t.mail_recalled_held(),
    };
    Words::of(t.mail_recalled_subject(name))
        .part([t.mail_recalled(name)])
        .part(ticket_facts(site, ticket, event))
        .part([then.into(), ticket_page(site, ticket)])
}

pub(super) fn file_attached(site: &Letterhead, matter: &Matter<'_>) -> Words {
    let Matter { ticket, event, order } = matter;
    let (t, name) = (site.language, event.name.as_str());
    Words::of(t.mail_file_came_subject(name))
        .part([t.mail_file_came(name)])
        .part([t.mail_file_download().into(), order_page(site, order)])
        .part(ticket_facts(site, ticket, event))
}

pub(super) fn your_turn(
    site: &Letterhead,
    order: &Order,
    tickets: &[Arc<Ticket>],
    event: &Event,
) -> Words {
    let (t, name) = (site.language, event.name.as_str());
    let mut words = Words::of(t.mail_turn_subject(name))
        .part([t.mail_turn(name, &moment(site, order.expires_at))]);
    for ticket in tickets {
        words = words.part(ticket_facts(site, ticket, event));
    }
    words.part([t.mail_turn_pay().into(), order_page(site, order)]).part([t.mail_turn_passes()])
}

pub(super) fn ticket_free(site: &Letterhead, ticket: &Ticket, event: &Event) -> Words {
    let (t, name) = (site.language, event.name.as_str());
    let price = site.fee.total(ticket.price).unwrap_or(ticket.price);
    let mut facts = ticket_facts(site, ticket, event);
    facts.push(fact(t.field_price(), &money(site, price)));
    Words::of(t.mail_free_subject(name))
        .part([t.mail_free(name)])
        .part(facts)
        .part([t.mail_first_has_it().into(), ticket_page(site, ticket)])
}

pub(super) fn password_reset(site: &Letterhead, token: &ResetToken, until: Timestamp) -> Words {
    let t = site.language;
    Words::of(t.mail_reset_subject(&site.name))
        .part([t.mail_reset(&site.name), t.mail_reset_here(&moment(site, until))])
        .part([link(site, &format!("/reset/{token}"))])
        .part([t.mail_reset_not_you()])
}

pub(super) fn address_confirmation(
    site: &Letterhead,
    token: &ConfirmToken,
    until: Timestamp,
) -> Words {
    let t = site.language;
    Words::of(t.mail_confirm_subject(&site.name))
        .part([t.mail_confirm(&site.name), t.mail_confirm_here(&moment(site, until))])
        .part([link(site, &format!("/confirm/{token}"))])
        .part([t.mail_confirm_not_you()])
}

pub(super) fn password_changed(site: &Letterhead, at: Timestamp) -> Words {
    let t = site.language;
    Words::of(t.mail_password_changed_subject(&site.name))
        .part([t.mail_password_changed(&site.name, &moment(site, at))])
        .part([t.mail_password_not_you().into(), link(site, "/forgot")])
}

/// To those who run the site.
pub(super) fn backup_late(site: &Letterhead, since: Timestamp) -> Words {
    let t = site.language;
    Words::of(t.mail_backup_late_subject(&site.name))
        .part([t.mail_backup_late(&site.name, &moment(site, since))])
        .part([t.mail_backup_late_look().into(), link(site, "/admin")])
}

/// Where a seller is paid from then on: to this bank account, or to one at the payment provider.
pub(super) fn paid_elsewhere(
    site: &Letterhead,
    bank: Option<&BankAccount>,
    since: Timestamp,
) -> Words {
    let t = site.language;
    let place = match bank {
        Some(bank) => t.mail_to_bank(&bank.iban.masked()),
        None => t.mail_to_connected().into(),
    };
    Words::of(t.mail_paid_elsewhere_subject(&site.name))
        .part([t.mail_paid_elsewhere(&site.name, &moment(site, since), &place)])
        .part([t.mail_bank_not_you().into(), link(site, "/forgot")])
}

pub(super) fn payout_news(site: &Letterhead, payout: &Payout) -> Words {
    let t = site.language;
    let sum = t.signed_amount(payout.minor(), site.currency);
    let place_of = match &payout.to {
        PayoutTo::Bank { iban, .. } => t.mail_to_bank(&iban.masked()),
        PayoutTo::Provider(_) => t.payout_to_stripe().into(),
    };
    let place = |path: &str| link(site, path);
    match &payout.status {
        PayoutStatus::Failed(_, Setback { reason, .. })
        | PayoutStatus::Returned(_, Setback { reason, .. }) => {
            let why = t.mail_payout_back(&sum, &place_of, reason.as_str());
            Words::of(t.mail_payout_back_subject(&sum)).part([why.into(), place("/account/payout")])
        }
        PayoutStatus::Begun | PayoutStatus::Paid(..) => Words::of(t.mail_payout_subject(&sum))
            .part([t.mail_payout(&sum, &place_of)])
            .part([t.mail_payout_lines().into(), place("/selling/money")]),
    }
}

/// To the address that is not the account's any more: what the other is it does not say.
pub(super) fn address_given_up(site: &Letterhead, at: Timestamp) -> Words {
    let t = site.language;
    Words::of(t.mail_address_given_up_subject(&site.name))
        .part([t.mail_address_given_up(&site.name, &moment(site, at))])
        .part([t.mail_address_not_you(&site.name)])
}

pub(super) fn signed_in_elsewhere(
    site: &Letterhead,
    (browser, from): (&str, &str),
    at: Timestamp,
) -> Words {
    let t = site.language;
    Words::of(t.mail_signed_in_subject(&site.name))
        .part([t.mail_signed_in(&site.name)])
        .part([format!("{}, {from}, {}", t.browser(browser), moment(site, at))])
        .part([t.mail_signed_in_not_you().into(), link(site, "/forgot")])
        .part([t.mail_signed_in_others().into(), link(site, "/account/security")])
}

/// What has become of the factors by which an account is signed in to.
pub(super) fn factor_news(site: &Letterhead, news: FactorNews, at: Timestamp) -> Words {
    let t = site.language;
    let words = Words::of(t.mail_factors_subject(&site.name))
        .part([t.mail_factors(&site.name, &moment(site, at))])
        .part([t.factor_news(news)]);
    let not_you = match news {
        FactorNews::CodeWrong => t.mail_code_wrong_not_you(),
        FactorNews::CodeWrongAfterOpenId => t.mail_code_wrong_openid_not_you(),
        _ => t.mail_factors_not_you(),
    };
    words
        .part([not_you.into(), link(site, "/forgot")])
        .part([t.mail_factors_where().into(), link(site, "/account/security")])
}

pub(super) fn webhook_turned_off(
    site: &Letterhead,
    endpoint: &WebhookEndpoint,
    why: WebhookOff,
) -> Words {
    let t = site.language;
    let page = link(site, &format!("/account/webhooks/{}", endpoint.id));
    Words::of(t.mail_webhook_off_subject(&site.name))
        .part([t.mail_webhook_off(&site.name), endpoint.url.to_string()])
        .part([t.webhook_off_why(why)])
        .part([t.mail_webhook_off_what_now().into(), page])
}

pub(super) fn event_news(site: &Letterhead, event: &Event, how: &Intervention) -> Words {
    let (t, name) = (site.language, event.name.as_str());
    let page = link(site, &format!("/events/{}", event.id));
    let is_of_then = |other: &Intervention| other.at == how.at;
    let was = event.changes.iter().find(|change| is_of_then(&change.how)).map(|it| &it.was);
    let postponed = event.postponement().filter(|it| is_of_then(&it.how));
    let (subject, said) = match (event.cancellation(), postponed) {
        (Some(_), _) => (t.mail_event_cancelled_subject(name), t.mail_event_cancelled(name)),
        (None, Some(_)) => (t.mail_event_postponed_subject(name), t.mail_event_postponed(name)),
        (None, None) => (t.mail_event_changed_subject(name), t.mail_event_changed(name)),
    };
    let mut words = Words::of(subject).part([said]);
    let now = plan_facts(site, &event.plan());
    words = match was {
        Some(was) => words
            .part([t.mail_event_was().into()].into_iter().chain(plan_facts(site, was)))
            .part([t.mail_event_is().into()].into_iter().chain(now)),
        None => words.part(now),
    };
    if event.cancellation().is_some() {
        words = words.part([t.mail_event_cancelled_how()]);
    }
    if let Some(postponement) = postponed {
        if !postponement.has_date {
            words = words.part([t.event_no_date_yet()]);
        }
        let until = t.day(postponement.last_moment(), &event.zone);
        words = words.part([t.mail_event_give_back(&until).into(), link(site, "/orders")]);
    }
    words.part([t.mail_event_why(how.reason.as_str())]).part([t.mail_event_page().into(), page])
}

/// What came on sale of some events, and of how many more.
pub(super) fn alert_news(
    site: &Letterhead,
    topic: &AlertTopic,
    (told, more): (&[(Arc<Event>, EventNews)], usize),
    end: String,
) -> Words {
    let t = site.language;
    let what = match (topic, told) {
        (AlertTopic::Event(_), [(event, _), ..]) => event.name.to_string(),
        (AlertTopic::Event(_), []) => String::new(),
        (AlertTopic::Venue(venue, city), _) => {
            format!("{}, {}", isolated(venue.as_str()), isolated(city.as_str()))
        }
        (AlertTopic::Search(search), _) => t.search_in_words(search, site.currency),
    };
    let mut words = Words::of(t.mail_alert_subject(&what)).part([t.mail_alert(&what)]);
    for (event, news) in told {
        let price = site.fee.shown(news.from);
        let offer = t.mail_alert_offer(&t.tickets(news.tickets), &money(site, price));
        let mut lines = plan_facts(site, &event.plan());
        lines.push(fact(t.mail_alert_for_sale(), &offer));
        lines.push(link(site, &format!("/events/{}", event.id)));
        words = words.part(lines);
    }
    if let Some(path) = topic.search_path(site.currency).filter(|_| more > 0) {
        let more = t.mail_alert_more(&t.events_found(more));
        words = words.part([more.into(), link(site, &path)]);
    }
    words
        .part([t.mail_alert_stop().into(), Line::Link(end)])
        .part([t.mail_alert_all().into(), link(site, "/alerts")])
}

fn plan_facts(site: &Letterhead, plan: &EventPlan) -> Vec<Line> {
    let t = site.language;
    let starts = t.date_and_time(plan.starts_at, &plan.zone);
    let when = match plan.ends_at {
        Some(ends_at) => t.event_from_to(&starts, &t.date_and_time(ends_at, &plan.zone)),
        None => starts,
    };
    let place = format!("{}, {}", isolated(plan.venue.as_str()), isolated(plan.city.as_str()));
    vec![
        fact(t.fact_event(), plan.name.as_str()),
        fact(t.when(), &format!("{when} {}", plan.zone)),
        fact(t.place(), &place),
    ]
}

pub(super) fn test(site: &Letterhead, now: Timestamp) -> Words {
    let t = site.language;
    let page = link(site, "/admin/mail");
    Words::of(t.mail_test_subject(&site.name))
        .part([t.mail_test(&site.name)])
        .part([t.mail_test_asked_for(&moment(site, now)).into(), page])
}

impl Words {
    fn of(subject: String) -> Self {
        Self { subject, body: String::new(), parts: vec![] }
    }

    /// With these lines, below an empty one.
    fn part(mut self, lines: impl IntoIterator<Item = impl Into<Line>>) -> Self {
        if !self.body.is_empty() {
            self.body.push('\n');
        }
        let lines: Vec<Line> = lines.into_iter().map(Into::into).collect();
        lines.iter().for_each(|line| wrap(&mut self.body, &line.plain()));
        self.parts.push(lines);
        self
    }
}

impl Line {
    pub(super) fn is_fact(&self) -> bool {
        matches!(self, Self::Fact(..))
    }

    fn plain(&self) -> Cow<'_, str> {
        match self {
            Self::Said(said) | Self::Link(said) => said.into(),
            Self::Fact(name, what) => format!("{name:<11}{}", isolated(what)).into(),
        }
    }
}

impl From<String> for Line {
    fn from(said: String) -> Self {
        Self::Said(said)
    }
}

impl From<&str> for Line {
    fn from(said: &str) -> Self {
        Self::Said(said.to_owned())
    }
}

/// A body with what stands below each.
pub(super) fn signed(site: &Letterhead, body: &str) -> String {
    // "-- " begins a signature.
    let mut signed = format!("{body}\n-- \n{}\n{}\n", site.name, site.base_url);
    let company = site.company.lines().map(str::to_owned);
    let contact = site.operator.contact.as_ref();
    let contact = contact.map(|contact| format!("{}{}", site.language.ask_at(), contact.shown()));
    company.chain(contact).for_each(|line| signed.extend([&line, "\n"]));
    signed
}

/// A page of the site.
fn link(site: &Letterhead, path: &str) -> Line {
    Line::Link(format!("{}{path}", site.base_url))
}

fn ticket_page(site: &Letterhead, ticket: &Ticket) -> Line {
    link(site, &format!("/tickets/{}", ticket.id))
}

fn order_page(site: &Letterhead, order: &Order) -> Line {
    link(site, &format!("/orders/{}", order.id))
}

fn messages_page(site: &Letterhead, order: &Order) -> Line {
    link(site, &format!("/orders/{}/messages", order.id))
}

fn ticket_facts(site: &Letterhead, ticket: &Ticket, event: &Event) -> Vec<Line> {
    let (t, details) = (site.language, &ticket.details);
    let seat = [
        details.section.as_ref().map(|section| isolated(section.as_str()).into_owned()),
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
    facts.push(fact(
        t.place(),
        &format!("{}, {}", isolated(event.venue.as_str()), isolated(event.city.as_str())),
    ));
    facts
}

fn sandbox(site: &Letterhead) -> Option<Line> {
    site.sandbox.then(|| site.language.made_in_sandbox().into())
}

fn fact(name: &'static str, what: &str) -> Line {
    Line::Fact(name, what.to_owned())
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
    site.language.exact_moment(at, &site.zone)
}

/// Adds a line, wrapped at its spaces; a link or a long word stays whole.
fn wrap(text: &mut String, line: &str) {
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

#[cfg(test)]
mod tests;
