//! Each kind of mail, as it would be sent about something made up: for those who run the site to look at.

use std::sync::Arc;

use super::{
    Letter, Letterhead,
    letter::{Matter, Words},
    words,
};
use crate::{
    domain::{
        AlertTopic, BankAccount, CancelReason, CaseKind, Claim, ClaimReason, ClaimStatus,
        ConfirmToken, Details, Earning, EarningEvent, Event, EventChange, EventStatus, FactorNews,
        Factors, Intervention, LinkKey, MailAbout, Order, OrderStatus, PasswordHash, Payout,
        PayoutEvent, PayoutLine, PayoutTo, Refund, ResetToken, Sale, SecretInUse, Side, Ticket,
        TicketStatus, User, WebhookEndpoint, WebhookEndpointStatus, WebhookOff, WebhookSeed,
    },
    reads::catalog::EventNews,
    types::{
        AccountHolder, AlertId, Category, ChargeId, City, EarningId, Email, EventId, EventName,
        Iban, MailId, MessageText, OrderId, PayoutId, PayoutRunId, Price, Reason, Seat, SeatRow,
        Section, TicketId, Timestamp, Title, UserId, Venue, WebhookEndpointId, WebhookUrl,
    },
};

/// What the mails are about.
struct MadeUp {
    order: Order,
    ticket: Ticket,
    event: Event,
    user: User,
    how: Intervention,
    /// Its links open nothing.
    key: LinkKey,
    now: Timestamp,
}

/// All kinds of mail, as this site would send them.
#[must_use]
pub fn samples(site: &Letterhead, now: Timestamp) -> Vec<(MailAbout, Letter)> {
    let Some(made_up) = MadeUp::at(site, now) else { return vec![] };
    let letters = made_up.abouts().into_iter().filter_map(|about| {
        let words = made_up.words(site, &about)?;
        let id = MailId::of(made_up.user.id, about.kind());
        let enclosed = super::letter::enclosed(site, &about);
        let letter = Letter::of(site, id, made_up.user.email.clone(), words, now);
        Some((about, Letter { enclosed, ..letter }))
    });
    letters.collect()
}

impl MadeUp {
    fn at(site: &Letterhead, now: Timestamp) -> Option<Self> {
        let (user, ticket, event) = (UserId::new(), TicketId::new(), EventId::new());
        let starts_at = now + std::time::Duration::from_secs(40 * 86_400);
        let reason = Reason::parse(site.language.mail_sample_reason()).ok()?;
        let how = Intervention { by: user, reason: reason.clone(), at: now };
        let price = |minor| Price::from_minor(minor).ok();
        let asked = price(4500)?;
        let total = site.fee.total(asked).unwrap_or(asked);
        let order = Order {
            id: OrderId::new(),
            ticket,
            buyer: user,
            price: total,
            expires_at: now,
            created_at: now,
            failed_attempts: 0,
            last_failure: None,
            refund: Some(Refund { by: user, reason, relist: false, at: now }),
            status: OrderStatus::Cancelled { reason: CancelReason::Refunded, at: now },
            fee: total.minor().checked_sub(asked.minor()).and_then(price),
            seller_fee: None,
            cancelled_by: Some(how.clone()),
            paid: None,
            paid_back: None,
            version: 0,
            together: Box::default(),
        };
        let details = Details {
            section: Section::parse("Block B").ok(),
            row: SeatRow::parse("5").ok(),
            seat: Seat::parse("12").ok(),
            ..Details::default()
        };
        let ticket = Ticket {
            id: ticket,
            event,
            event_starts_at: starts_at,
            seller: user,
            title: Title::parse(site.language.mail_sample_ticket()).ok()?,
            price: asked,
            listed_at: now,
            status: TicketStatus::Available,
            details,
            file: None,
            removed: Some(how.clone()),
            recalled: None,
            history: Default::default(),
            shown: None,
            dispute: None,
            group: None,
            handover: None,
            version: 0,
        };
        let event = Event {
            id: event,
            name: EventName::parse("Glass Harbour").ok()?,
            venue: Venue::parse("Spree Hall").ok()?,
            city: City::parse("Berlin").ok()?,
            starts_at,
            zone: site.zone.clone(),
            created_by: user,
            renamed: None,
            merged: None,
            version: 0,
            category: Category::Other,
            ends_at: None,
            status: EventStatus::Scheduled,
            changes: vec![],
            telling: None,
            picture: None,
        };
        let user = User {
            id: user,
            email: Email::parse("ann@example.org").ok()?,
            password: PasswordHash::gone(),
            created_at: now,
            epoch: 0,
            ban: None,
            language: Some(site.language),
            confirmed_at: None,
            version: 0,
            calendar: 0,
            agreed: None,
            factors: Factors::default(),
        };
        Some(Self { order, ticket, event, user, how, key: LinkKey([0; LinkKey::BYTES]), now })
    }

    fn abouts(&self) -> Vec<MailAbout> {
        let (order, ticket, now) = (self.order.id, self.ticket.id, self.now);
        vec![
            MailAbout::AddressConfirmation(now),
            MailAbout::PasswordReset(now),
            MailAbout::PasswordChanged(now),
            MailAbout::AddressGivenUp(self.user.email.clone(), now),
            MailAbout::SignedInElsewhere(
                "Mozilla/5.0 Firefox/140.0".into(),
                "192.0.2.1".into(),
                now,
            ),
            MailAbout::OrderCompleted(order),
            MailAbout::FileAttached(order),
            MailAbout::HoldExpired(order),
            MailAbout::OrderRefunded(order),
            MailAbout::OrderCancelled(order),
            MailAbout::YourTurn(order),
            MailAbout::TicketFree(ticket),
            MailAbout::AlertNews(AlertId::from_bytes([0; 16]), now, now),
            MailAbout::EventNews(self.event.id, now),
            MailAbout::TicketSold(order),
            MailAbout::FileDue(order),
            MailAbout::FileOverdue(order),
            MailAbout::TicketRemoved(ticket),
            MailAbout::TicketRecalled(ticket),
            MailAbout::MessageCame(order),
            MailAbout::ClaimOpened(order),
            MailAbout::ClaimAnswered(order),
            MailAbout::ClaimSettled(order),
            MailAbout::DisputeNews(order),
            MailAbout::BankGiven(now),
            MailAbout::PayoutNews(PayoutId::new()),
            MailAbout::WebhookTurnedOff(WebhookEndpointId::new(), WebhookOff::Failing),
            MailAbout::BackupLate(now),
            MailAbout::FactorNews(FactorNews::PasskeyAdded, now),
        ]
    }

    fn words(&self, site: &Letterhead, about: &MailAbout) -> Option<Words> {
        let Self { order, ticket, event, user, how, key, now } = self;
        let (now, matter) = (*now, Matter { order, ticket, event });
        Some(match about {
            MailAbout::OrderCompleted(_) => {
                words::order_completed(site, &matter, ChargeId::new(), now, None)
            }
            MailAbout::TicketSold(_) => words::ticket_sold(site, &matter),
            MailAbout::HoldExpired(_) => words::hold_expired(site, &matter),
            MailAbout::OrderRefunded(_) => words::order_refunded(site, &matter),
            MailAbout::TicketFree(_) => words::ticket_free(site, ticket, event),
            MailAbout::PasswordReset(until) => {
                words::password_reset(site, &ResetToken::new(key, user, *until), *until)
            }
            MailAbout::OrderCancelled(_) => words::order_cancelled(site, &matter),
            MailAbout::TicketRemoved(_) => words::ticket_removed(site, ticket, event),
            MailAbout::AddressConfirmation(until) => {
                words::address_confirmation(site, &ConfirmToken::new(key, user, *until), *until)
            }
            MailAbout::TicketRecalled(_) => words::ticket_recalled(site, ticket, event),
            MailAbout::FileAttached(_) => words::file_attached(site, &matter),
            MailAbout::PasswordChanged(at) => words::password_changed(site, *at),
            MailAbout::AddressGivenUp(_, at) => words::address_given_up(site, *at),
            MailAbout::SignedInElsewhere(browser, from, at) => {
                words::signed_in_elsewhere(site, (browser, from), *at)
            }
            MailAbout::WebhookTurnedOff(id, why) => {
                let seed = WebhookSeed::of(key, *id, [1; 16]);
                let endpoint = WebhookEndpoint {
                    id: *id,
                    owner: user.id,
                    url: WebhookUrl::parse("https://example.org/hook").ok()?,
                    types: vec![],
                    is_of_everything: false,
                    added_at: now,
                    secret: SecretInUse { seed, at: now },
                    old_secret: None,
                    status: WebhookEndpointStatus::Off(*why, now),
                    failing_since: None,
                };
                words::webhook_turned_off(site, &endpoint, *why)
            }
            MailAbout::BackupLate(since) => words::backup_late(site, *since),
            MailAbout::FactorNews(news, at) => words::factor_news(site, *news, *at),
            MailAbout::YourTurn(_) => {
                words::your_turn(site, order, &[Arc::new(ticket.clone())], event)
            }
            MailAbout::EventNews(..) => {
                let mut was = event.plan();
                was.starts_at = now + std::time::Duration::from_secs(30 * 86_400);
                let changes = vec![EventChange { was, how: how.clone() }];
                words::event_news(site, &Event { changes, ..event.clone() }, how)
            }
            MailAbout::AlertNews(..) => {
                let news = EventNews { event: event.id, tickets: 2, from: ticket.price };
                let told = [(Arc::new(event.clone()), news)];
                let topic = AlertTopic::Venue(event.venue.clone(), event.city.clone());
                let end = format!("{}/alerts", site.base_url);
                words::alert_news(site, &topic, (&told, 0), end)
            }
            MailAbout::BankGiven(at) => {
                let bank = BankAccount {
                    holder: AccountHolder::parse("Ann Example").ok()?,
                    iban: Iban::parse("DE89370400440532013000").ok()?,
                    given_at: *at,
                };
                words::paid_elsewhere(site, Some(&bank), *at)
            }
            MailAbout::PayoutNews(id) => {
                let to = PayoutTo::Bank {
                    run: PayoutRunId::new(),
                    holder: AccountHolder::parse("Ann Example").ok()?,
                    iban: Iban::parse("DE89370400440532013000").ok()?,
                };
                let line = PayoutLine { earning: EarningId::of_sale(order.id), minor: 4500 };
                let mut payout = None;
                let begun = PayoutEvent::Begun(user.id, [line].into(), to);
                Payout::apply(&mut payout, *id, &begun, now).ok()?;
                words::payout_news(site, &payout?)
            }
            MailAbout::FileDue(_) => words::file_due(site, &matter, ticket.event_starts_at),
            MailAbout::FileOverdue(_) => words::file_overdue(site, &matter),
            MailAbout::MessageCame(_) => words::message_came(site, &matter, Side::Buyer),
            MailAbout::ClaimOpened(_) => {
                words::about_claim(site, &matter, &self.claim(false, ClaimStatus::Open)?)
            }
            MailAbout::ClaimAnswered(_) => {
                words::about_claim(site, &matter, &self.claim(true, ClaimStatus::Open)?)
            }
            MailAbout::ClaimSettled(_) => {
                let rejected = ClaimStatus::Rejected(how.clone());
                words::about_claim(site, &matter, &self.claim(true, rejected)?)
            }
            MailAbout::DisputeNews(_) => {
                let sale = Sale {
                    order: order.id,
                    event: event.id,
                    asked: ticket.price,
                    buyer_fee: None,
                    seller_fee: None,
                    is_before_books: false,
                };
                let (id, mut line) = (EarningId::of_sale(order.id), None);
                let frozen = EarningEvent::Frozen(CaseKind::Dispute);
                for event in [EarningEvent::Earned(user.id, sale), frozen] {
                    Earning::apply(&mut line, id, &event, now).ok()?;
                }
                words::dispute_news(site, &matter, &line?)
            }
        })
    }

    fn claim(&self, is_answered: bool, status: ClaimStatus) -> Option<Claim> {
        let text = MessageText::parse(self.how.reason.as_str()).ok()?;
        Some(Claim {
            id: self.order.id,
            reason: ClaimReason::NotReceived,
            text: text.clone(),
            opened_at: self.now,
            answer: is_answered.then_some((text, self.now)),
            status,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::{config::Config, types::Language};

    #[test]
    fn there_is_one_of_each_kind_in_each_language() {
        // As many as there are arms above, each once: the compiler holds those to the kinds.
        let (code, _) = include_str!("samples.rs").split_once("#[cfg(test)]").unwrap();
        let arms = code.matches("\n            MailAbout::").count();
        for language in Language::ALL {
            let site = Letterhead { language, ..Letterhead::of(&Config::default()) };
            let all = samples(&site, Timestamp::from_millis(1_795_348_800_000));
            let kinds: BTreeSet<_> = all.iter().map(|(about, _)| about.kind()).collect();
            assert_eq!((all.len(), kinds.len(), all.len() * 2), (29, 29, arms), "{language:?}");
            for (about, letter) in &all {
                let kind = about.kind();
                assert!(letter.subject.len() > 5 && letter.body.len() > 50, "{kind}");
                assert!(letter.html.starts_with("<!DOCTYPE html>"), "{kind}");
                for loads in ["<img", "src=", "<link", "<script", "url(", "@import", "@font-face"] {
                    assert!(!letter.html.contains(loads), "{kind} loads something: {loads}");
                }
            }
        }
    }
}
