//! How something is decided and committed: a decision reads records, the writer commits what it
//! comes to if they are still as they were read (optimistic concurrency), and else it is decided
//! again on what is there now. What is to happen besides follows from the records that were changed.

use std::sync::{Arc, atomic::Ordering};

use super::{
    Answer, CommandError, Market, Unavailable, alerts::AlertsMsg, payment::PaymentMsg,
    supervisor::SupervisorMsg, ticket::TicketMsg, webhooks::LookAtFeed,
};
use crate::{
    domain::{
        AccessToken, Alert, Change, Charge, Claim, Conversation, Dispute, DomainEvent, Earning,
        Event, FeeInvoice, FeedCursor, InvoiceSeries, Key, Mail, Message, Order, Payout,
        PayoutAccount, PayoutRun, Record, Report, Row, SignIn, SignInHistory, StaffAct, Ticket,
        TicketStatus, User, WaitlistEntry, WebhookDelivery, WebhookEndpoint, WebhookNotice,
        rules::{BrokenRule, Refusal, Rule},
    },
    storage::{CommitError, Committed, Proposal, StorageError, Tables},
    types::{
        AccessTokenId, AlertId, ChargeId, DisputeId, EarningId, EventId, FeeInvoiceId,
        FeedCursorId, InvoiceSeriesId, MailId, MessageId, OrderId, PayoutId, PayoutRunId, ReportId,
        SignInId, StaffActId, TicketId, Timestamp, UserId, WaitlistId, WebhookDeliveryId,
        WebhookEndpointId, WebhookNoticeId,
    },
};

/// How often something is decided in all, if what it is decided by changes each time.
pub(super) const DECIDED_MAX: u32 = 32;

/// The records as they are committed, and a note of those that were looked at.
pub(super) struct Reading<'a> {
    tables: &'a Tables,
    pub(super) now: Timestamp,
    seen: Vec<(Key, Option<Row>)>,
}

/// What something comes to: events, and the rules that they rest on beside the records.
#[derive(Debug, Default)]
pub(super) struct Decision {
    pub(super) events: Vec<DomainEvent>,
    pub(super) rules: Vec<Rule>,
}

impl From<Vec<DomainEvent>> for Decision {
    fn from(events: Vec<DomainEvent>) -> Self {
        Self { events, rules: vec![] }
    }
}

/// Which actor has something committed: it knows what becomes of it, and is not told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    Ticket(TicketId),
    Payment(ChargeId),
    Other,
}

impl Reading<'_> {
    fn record<R: Record>(&mut self, key: Key) -> Result<Option<Arc<R>>, StorageError> {
        let row = self.tables.row(key)?;
        let record = row.as_ref().and_then(R::in_row).cloned();
        self.seen.push((key, row));
        Ok(record)
    }

    /// The records as they are committed, without a note: for what rules see to.
    pub(super) fn tables(&self) -> &Tables {
        self.tables
    }
}

macro_rules! records {
    ($($name:ident $kind:ident $id:ident,)*) => {
        impl Reading<'_> {
            $(pub(super) fn $name(
                &mut self,
                id: $id,
            ) -> Result<Option<Arc<$kind>>, StorageError> {
                self.record(Key::$kind(id))
            })*
        }
    };
}

records! {
    user User UserId,
    event Event EventId,
    ticket Ticket TicketId,
    order Order OrderId,
    charge Charge ChargeId,
    notice WebhookNotice WebhookNoticeId,
    waitlist_entry WaitlistEntry WaitlistId,
    mail Mail MailId,
    sign_in SignIn SignInId,
    sign_in_history SignInHistory UserId,
    access_token AccessToken AccessTokenId,
    webhook_endpoint WebhookEndpoint WebhookEndpointId,
    webhook_delivery WebhookDelivery WebhookDeliveryId,
    feed_cursor FeedCursor FeedCursorId,
    alert Alert AlertId,
    earning Earning EarningId,
    payout Payout PayoutId,
    payout_run PayoutRun PayoutRunId,
    payout_account PayoutAccount UserId,
    conversation Conversation OrderId,
    message Message MessageId,
    claim Claim OrderId,
    report Report ReportId,
    dispute Dispute DisputeId, fee_invoice FeeInvoice FeeInvoiceId, invoice_series InvoiceSeries InvoiceSeriesId,
    staff_act StaffAct StaffActId,
}

impl Market {
    /// Decides and commits, and decides again if what was decided by has changed meanwhile. Gives
    /// what was committed, and nothing if it is so already.
    pub(super) async fn transact<R: Refusal>(
        &self,
        by: By,
        mut decide: impl FnMut(&mut Reading<'_>) -> Answer<R, Decision>,
    ) -> Answer<R, Option<Committed>> {
        // The journal's time may be ahead of the clock, and a deadline between the two.
        let mut not_before = None;
        for _ in 0..DECIDED_MAX {
            let clock = self.clock().now();
            let now = not_before.map_or(clock, |latest| clock.max(latest));
            let mut reading = Reading { tables: self.tables(), now, seen: vec![] };
            let Decision { events, rules } = decide(&mut reading)?;
            if events.is_empty() {
                return Ok(None);
            }
            let tickets: Vec<_> =
                reading.seen.iter().filter_map(|(key, _)| ticket_of(*key)).collect();
            let proposal = Proposal { at: now, events, rules, seen: reading.seen, line: None };
            match self.propose(by, proposal).await {
                Ok(committed) => return Ok(Some(committed)),
                Err(CommitError::Conflict) => {
                    self.conflicts.fetch_add(1, Ordering::Relaxed);
                    not_before = Some(self.tables().latest());
                }
                Err(CommitError::Broken(broken)) => return Err(refused_by(broken)),
                Err(error) => {
                    if matches!(error, CommitError::Unknown(_)) {
                        // It may have been committed: whoever has a ticket's timer looks again.
                        for id in tickets.into_iter().filter(|id| by != By::Ticket(*id)) {
                            let look = SupervisorMsg::DeliverIfRunning(id, TicketMsg::Resume);
                            self.tickets.tell(look);
                        }
                    }
                    return Err(error.into());
                }
            }
        }
        Err(Unavailable::NotDone(format!("others were faster {DECIDED_MAX} times")).into())
    }

    /// Commits, and does what follows.
    pub(super) async fn propose(
        &self,
        by: By,
        mut proposal: Proposal,
    ) -> Result<Committed, CommitError> {
        proposal.line = Some(self.settings().line());
        let committed = self.storage().propose(proposal).await?;
        self.follow(by, &committed.changes);
        Ok(committed)
    }

    /// Has done what is to be done about the records that an entry has changed, by their states. What
    /// a crash keeps from being done the reconciler finds by the same states.
    fn follow(&self, by: By, changes: &[Change]) {
        let (mut mails, mut are_webhooks_due, mut is_any_on) = (vec![], false, false);
        for Change { old, new } in changes {
            match (old, new) {
                (Some(Row::Mail(old)), Row::Mail(_)) if old.is_waiting() => {}
                (_, Row::Mail(new)) if new.is_waiting() => mails.push(new.clone()),
                (Some(Row::WebhookDelivery(old)), Row::WebhookDelivery(_)) if old.is_waiting() => {}
                (_, Row::WebhookDelivery(new)) => are_webhooks_due |= new.is_waiting(),
                (_, Row::WebhookEndpoint(new)) => {
                    are_webhooks_due |= new.is_on();
                    is_any_on |= new.is_on();
                }
                (_, Row::Payout(new)) if new.is_at_provider() => self.resume_payout(new.id),
                (old, Row::Ticket(new)) => {
                    let old = match old {
                        Some(Row::Ticket(old)) => Some(&**old),
                        _ => None,
                    };
                    self.follow_ticket(by, old, new);
                }
                (Some(old), Row::Event(new)) => {
                    if let Row::Event(old) = old {
                        self.discard_picture(old, new);
                    }
                    self.alerts.tell(AlertsMsg::Fresh(new.id));
                }
                // The money is not wanted any more.
                (Some(Row::Order(old)), Row::Order(new)) if !new.status.is_open() => {
                    if let Some(charge) = old.status.charge_under_way()
                        && new.status.paid_by().is_none()
                        && by != By::Payment(charge)
                    {
                        self.tell_payment(charge, PaymentMsg::Resume);
                    }
                }
                _ => {}
            }
        }
        if !mails.is_empty() {
            self.mails_wait(&mails);
        }
        if are_webhooks_due {
            self.webhooks.wake();
        }
        if is_any_on {
            self.follower.tell(LookAtFeed);
        }
    }

    fn follow_ticket(&self, by: By, old: Option<&Ticket>, new: &Ticket) {
        if let Some(file) = old.and_then(|old| old.file).filter(|file| new.file != Some(*file)) {
            self.discard_file(file.id);
        }
        let was_for_sale = old.is_some_and(|old| old.status == TicketStatus::Available);
        if new.status == TicketStatus::Available && !was_for_sale {
            self.alerts.tell(AlertsMsg::Fresh(new.event));
        }
        if by == By::Ticket(new.id) {
            return;
        }
        // Its actor has the timer.
        match (old.map(|old| old.status), new.status) {
            (Some(old), new) if old == new => {}
            (_, TicketStatus::Reserved(_)) => self.tell_ticket(new.id, TicketMsg::Resume),
            (Some(TicketStatus::Reserved(_) | TicketStatus::Selling { .. }), status)
                if status.reservation().is_none() =>
            {
                self.tickets.tell(SupervisorMsg::DeliverIfRunning(new.id, TicketMsg::Resume));
            }
            _ => {}
        }
    }
}

fn ticket_of(key: Key) -> Option<TicketId> {
    match key {
        Key::Ticket(id) => Some(id),
        _ => None,
    }
}

/// The refusal that a broken rule comes to. One that such commands do not rest on is a fault.
fn refused_by<R: Refusal>(broken: BrokenRule) -> CommandError<R> {
    match R::of(broken) {
        Some(refusal) => CommandError::Refused(refusal),
        None => Unavailable::NotDone(broken.to_string()).into(),
    }
}
