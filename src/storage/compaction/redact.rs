//! What is gone, and entries without it: pure.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::Duration,
};

use crate::{
    domain::{
        Act, BankAccount, ClaimEvent, Details, DomainEvent, Entry, FeedCursorEvent, Key,
        MailStatus, Message, MessageEvent, OpenIdSubject, Order, PasswordHash, PayoutAccountEvent,
        Record as _, Row, Ticket, TicketEvent, UserEvent, WebhookEndpoint, public::PublicEventId,
    },
    reads::catalog::WEBHOOKS_KEPT,
    storage::journal::StoredEntry,
    types::{
        AccountHolder, Email, FeedCursorId, Iban, MessageText, OrderId, PasskeyName, TicketId,
        Timestamp, Title, UserId,
    },
};

/// How long is kept what the books do not rest on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retention {
    /// What is settled: mails that were sent or given up, a provider's notices, sign-ins that have ended,
    /// tokens that were revoked, reports that are closed.
    pub settled: Duration,
    /// That one of those who run the site has looked at something.
    pub looks: Duration,
}

/// What of a history matters to what is gone.
#[derive(Debug, Default)]
pub struct Scan {
    ever_sold: HashSet<TicketId>,
}

/// What is gone.
#[derive(Debug)]
pub struct Redaction {
    users: HashSet<UserId>,
    /// Whose seller has deleted their account, and which nobody ever bought.
    tickets: HashSet<TicketId>,
    /// Claims whose buyers have deleted their accounts, and those whose sellers have.
    claims: HashSet<OrderId>,
    answers: HashSet<OrderId>,
    /// Of which nothing stays.
    dropped: HashSet<Key>,
    /// The bank account at which each seller is paid, if there is one: those of before are nobody's business.
    banks: HashMap<UserId, Option<BankAccount>>,
    /// Where each is: where it was before counts for nothing.
    cursors: HashMap<FeedCursorId, PublicEventId>,
}

impl Scan {
    /// Reads the next entry.
    pub fn entry(&mut self, entry: &Entry) {
        for event in &entry.events {
            if let DomainEvent::Ticket(id, TicketEvent::Sold { .. }) = event {
                self.ever_sold.insert(*id);
            }
        }
    }

    /// What is gone, by the records as they are at the end.
    #[must_use]
    pub fn finish(
        self,
        rows: &HashMap<Key, Row>,
        retention: Retention,
        now: Timestamp,
    ) -> Redaction {
        let users: HashSet<_> = rows
            .values()
            .filter_map(|row| match row {
                Row::User(user) if user.is_deleted() => Some(user.id),
                _ => None,
            })
            .collect();
        let (mut tickets, mut dropped) = (HashSet::new(), HashSet::new());
        let (mut claims, mut answers) = (HashSet::new(), HashSet::new());
        let (mut cursors, mut banks) = (HashMap::new(), HashMap::new());
        let is_old = |at: Timestamp| now - retention.settled > at;
        let is_endpoint_gone =
            |endpoint: &WebhookEndpoint| endpoint.is_deleted() || users.contains(&endpoint.owner);
        for row in rows.values() {
            let is_dropped = match row {
                Row::Ticket(ticket) => {
                    if users.contains(&ticket.seller) && !self.ever_sold.contains(&ticket.id) {
                        tickets.insert(ticket.id);
                    }
                    false
                }
                Row::WebhookNotice(notice) => is_old(notice.received_at),
                Row::WaitlistEntry(entry) => entry.status.is_over() || users.contains(&entry.user),
                Row::Alert(alert) => alert.is_over || users.contains(&alert.user),
                Row::Mail(mail) => {
                    let is_settled = !matches!(mail.status, MailStatus::Waiting { .. });
                    users.contains(&mail.to) || is_settled && is_old(mail.queued_at)
                }
                Row::SignIn(sign_in) => {
                    users.contains(&sign_in.user) || sign_in.ended_at.is_some_and(is_old)
                }
                Row::AccessToken(token) => {
                    users.contains(&token.owner) || token.revoked_at.is_some_and(is_old)
                }
                Row::Report(report) => {
                    users.contains(&report.by)
                        || report.closed.as_ref().is_some_and(|closed| is_old(closed.at))
                }
                Row::SignInHistory(history) => users.contains(&history.id),
                Row::WebhookEndpoint(endpoint) => is_endpoint_gone(endpoint),
                Row::WebhookDelivery(delivery) => {
                    let endpoint = rows.get(&Key::WebhookEndpoint(delivery.endpoint));
                    let endpoint = endpoint.and_then(WebhookEndpoint::in_row);
                    endpoint.is_none_or(|endpoint| is_endpoint_gone(endpoint))
                        || now - WEBHOOKS_KEPT > delivery.queued_at
                }
                Row::FeedCursor(cursor) => {
                    cursors.insert(cursor.id, cursor.at);
                    false
                }
                Row::PayoutAccount(account) => {
                    banks.insert(account.id, account.bank.clone());
                    users.contains(&account.id)
                }
                // That somebody has looked goes; what was done is kept for as long as the books.
                Row::StaffAct(act) => {
                    matches!(act.act, Act::Look { .. }) && now - retention.looks > act.at
                }
                // What the books rest on stays, too.
                Row::User(_)
                | Row::Event(_)
                | Row::Order(_)
                | Row::Charge(_)
                | Row::Earning(_)
                | Row::Payout(_)
                | Row::PayoutRun(_)
                | Row::Books(_)
                | Row::Dispute(_)
                | Row::FeeInvoice(_)
                | Row::InvoiceSeries(_)
                | Row::Conversation(_)
                | Row::Message(_) => false,
                Row::Claim(claim) => {
                    let order = rows.get(&Key::Order(claim.id)).and_then(Order::in_row);
                    let ticket = order.and_then(|order| rows.get(&Key::Ticket(order.ticket)));
                    let ticket = ticket.and_then(Ticket::in_row);
                    if order.is_some_and(|order| users.contains(&order.buyer)) {
                        claims.insert(claim.id);
                    }
                    if ticket.is_some_and(|ticket| users.contains(&ticket.seller)) {
                        answers.insert(claim.id);
                    }
                    false
                }
            };
            if is_dropped {
                dropped.insert(row.key());
            }
        }
        Redaction { users, tickets, claims, answers, dropped, banks, cursors }
    }
}

impl Redaction {
    /// How many accounts are gone.
    #[must_use]
    pub fn forgotten(&self) -> usize {
        self.users.len()
    }

    fn is_paid_at(&self, seller: UserId, holder: &AccountHolder, iban: &Iban) -> bool {
        let bank = self.banks.get(&seller).and_then(Option::as_ref);
        bank.is_some_and(|bank| bank.holder == *holder && bank.iban == *iban)
    }

    /// An entry without what is gone, the rest of it in its places; none if nothing is left of it.
    #[must_use]
    pub fn entry(&self, entry: StoredEntry) -> Option<StoredEntry> {
        entry.filter_map(|event| self.event(event))
    }

    /// A record without what is gone; none if nothing is left of it.
    #[must_use]
    pub fn row(&self, row: &Row) -> Option<Row> {
        match row {
            row if self.dropped.contains(&row.key()) => None,
            Row::Ticket(ticket) if self.tickets.contains(&ticket.id) => {
                let (title, details) = (Title::gone(), Details::default());
                Some(Row::Ticket(Arc::new(Ticket { title, details, ..(**ticket).clone() })))
            }
            Row::Message(message) if self.users.contains(&message.by) => {
                let (text, file) = (message.text.as_ref().map(|_| MessageText::gone()), None);
                Some(Row::Message(Arc::new(Message { text, file, ..(**message).clone() })))
            }
            Row::Claim(claim) => {
                let mut claim = (**claim).clone();
                if self.claims.contains(&claim.id) {
                    claim.text = MessageText::gone();
                }
                if let Some((text, _)) = &mut claim.answer
                    && self.answers.contains(&claim.id)
                {
                    *text = MessageText::gone();
                }
                Some(Row::Claim(Arc::new(claim)))
            }
            row => Some(row.clone()),
        }
    }

    /// An event without what is gone; none if nothing is left of it.
    #[must_use]
    pub fn event(&self, event: DomainEvent) -> Option<DomainEvent> {
        match event {
            event if self.dropped.contains(&Key::of(&event)) => None,
            DomainEvent::FeedCursor(id, FeedCursorEvent::Moved(at))
                if self.cursors.get(&id) != Some(&at) =>
            {
                None
            }
            DomainEvent::PayoutAccount(id, PayoutAccountEvent::BankGiven(holder, iban))
                if !self.is_paid_at(id, &holder, &iban) =>
            {
                None
            }
            DomainEvent::User(id, event) if self.users.contains(&id) => {
                Some(DomainEvent::User(id, without_person(id, event)))
            }
            DomainEvent::Claim(id, ClaimEvent::Opened { reason, .. })
                if self.claims.contains(&id) =>
            {
                let opened = ClaimEvent::Opened { reason, text: MessageText::gone() };
                Some(DomainEvent::Claim(id, opened))
            }
            DomainEvent::Claim(id, ClaimEvent::Answered(_)) if self.answers.contains(&id) => {
                Some(DomainEvent::Claim(id, ClaimEvent::Answered(MessageText::gone())))
            }
            DomainEvent::Message(
                id,
                MessageEvent::Written { order, number, by, side, text, .. },
            ) if self.users.contains(&by) => {
                let (text, file) = (text.map(|_| MessageText::gone()), None);
                let written = MessageEvent::Written { order, number, by, side, text, file };
                Some(DomainEvent::Message(id, written))
            }
            DomainEvent::Ticket(id, event) if self.tickets.contains(&id) => {
                Some(DomainEvent::Ticket(id, without_words(event)))
            }
            event => Some(event),
        }
    }
}

fn without_person(id: UserId, event: UserEvent) -> UserEvent {
    let (email, password) = (Email::of_deleted(id), PasswordHash::gone());
    match event {
        UserEvent::Created { .. } => UserEvent::Created { email, password },
        UserEvent::PasswordChanged { .. } => UserEvent::PasswordChanged(password),
        UserEvent::AddressChanged { .. } => UserEvent::AddressChanged(email),
        UserEvent::PasskeyAdded { id, credential, .. } => {
            UserEvent::PasskeyAdded { id, name: PasskeyName::gone(), credential }
        }
        UserEvent::OpenIdLinked(_) => UserEvent::OpenIdLinked(OpenIdSubject::gone()),
        UserEvent::SessionsEnded
        | UserEvent::Deleted
        | UserEvent::Banned { .. }
        | UserEvent::Unbanned { .. }
        | UserEvent::LanguageChosen(_)
        | UserEvent::Confirmed
        | UserEvent::CalendarRenewed
        | UserEvent::TermsAgreed(_)
        | UserEvent::TotpAdded(..)
        | UserEvent::TotpUsed(_)
        | UserEvent::TotpRemoved
        | UserEvent::RecoveryCodesMade(_)
        | UserEvent::RecoveryCodeUsed(_)
        | UserEvent::PasskeyUsed(..)
        | UserEvent::PasskeyRemoved(_)
        | UserEvent::SecondFactorsForgotten
        | UserEvent::OpenIdUnlinked => event,
    }
}

fn without_words(event: TicketEvent) -> TicketEvent {
    let title = Title::gone();
    match event {
        TicketEvent::Created { event, event_starts_at, seller, price, .. } => {
            TicketEvent::Created { event, event_starts_at, seller, title, price }
        }
        TicketEvent::Updated { price, .. } => TicketEvent::Updated { title, price },
        TicketEvent::Described(_) => TicketEvent::Described(Details::default()),
        event => event,
    }
}
