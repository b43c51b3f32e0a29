//! What becomes of an event once it was typed in: it is changed, postponed or cancelled, by those who
//! run the site, or by its maker as long as no ticket for it is anybody else's.
//!
//! **The change** is one entry: `EventChanged`, `EventPostponed` (with `EventChanged`, where the new
//! date is known) or `EventCancelled`. That nobody else's ticket hangs on what its maker changes is a
//! rule, so nobody buys in between.
//!
//! **Who has to do with it is told** step by step, in the order of its tickets: their sellers, who
//! holds or has bought them, who waits for them. A step is one entry: some mails, the tickets'
//! new start (`TicketMoved`), and how far it has come (`EventTold`). A mail is known by event, change
//! and person, so nobody has two of one change. What comes behind a later change is about that one.
//!
//! **What was cancelled is not traded** from that entry on: that it is on is a rule for what is
//! listed, reserved, paid for or taken for sale. Once all are told, each hold is given up in the name
//! of the site, each ticket withdrawn (in the entry that frees it, by a policy) and each paid order
//! refunded, some at a time, which the record counts (`EventRefundCounted`). A sale whose money was
//! being captured then completes first. What is left is found by its state, at once, in the
//! reconciler's next round, or after a crash.

use std::{
    collections::{BTreeMap, HashSet},
    sync::Arc,
};

use tokio::task::JoinSet;

use super::{
    Answer, CommandError, Market,
    buying::PAY_DEADLINE,
    reconciler::ReconcilerMsg,
    transaction::{By, Decision, Reading},
};
use crate::{
    domain::{
        Deed, DomainEvent, EventEvent, Intervention, MailAbout, MailEvent, Ticket, TicketStatus,
        rules::{
            Facts as _, Rule,
            event::{EventCommand, EventRefusal, decide_event},
            ticket::{self, TicketCommand},
        },
    },
    storage::{StorageError, Tables},
    types::{EventId, MailId, OrderId, UserId},
};

/// Those who have to do with how many tickets are told in one entry, which may have 64 KiB.
const TICKETS_TOLD_AT_ONCE: usize = 64;

/// And how many people.
const PEOPLE_TOLD_AT_ONCE: usize = 200;

/// How many tickets of a cancelled event are looked at together.
const ENDED_AT_ONCE: usize = 256;

/// How many orders are being refunded for all cancelled events together, those apart that are overdue.
pub const REFUNDS_UNDER_WAY_MAX: usize = 64;

/// How many of them are waited for together.
const REFUNDED_AT_ONCE: usize = 16;

impl Market {
    /// Has an event changed, postponed or cancelled: by its maker only while no ticket is anybody
    /// else's. Done already if it is so; what follows from it goes on by itself.
    pub async fn change_event(
        &self,
        id: EventId,
        command: EventCommand,
        deed: Deed,
        is_by_maker: bool,
    ) -> Answer<EventRefusal> {
        let decide = |reading: &mut Reading<'_>| {
            let event = reading.event(id)?.ok_or(CommandError::Refused(EventRefusal::NotThere))?;
            let decided = decide_event(&event, &command, deed.clone(), reading.now);
            let events = decided.map_err(CommandError::Refused)?;
            let events = events.into_iter().map(|event| DomainEvent::Event(id, event)).collect();
            let theirs = is_by_maker.then_some(Rule::EventIsAllTheirs(id, deed.by));
            Ok(Decision { events, rules: theirs.into_iter().collect() })
        };
        if self.transact(By::Other, decide).await?.is_some() {
            self.reconciler.tell(ReconcilerMsg::Tend);
        }
        Ok(())
    }

    /// Has what cancelled events still have ended, and what is on its way back asked for again.
    pub fn retry_refunds(&self) {
        self.reconciler.tell(ReconcilerMsg::Round);
    }

    /// Tells those whom changed events concern, and ends what cancelled events still have.
    pub(super) async fn tend_events(self: &Arc<Self>) {
        let telling = self.tables().catalog().telling();
        for event in telling {
            loop {
                match self.tell_some(event).await {
                    Ok(true) => {}
                    Ok(false) => break,
                    Err(error) => {
                        tracing::warn!(%event, %error, "not all whom an event concerns are told \
                            yet; the next round goes on");
                        break;
                    }
                }
            }
        }
        let cancelled = self.tables().catalog().cancelled_with_tickets();
        for event in cancelled {
            if let Err(error) = self.end_cancelled(event).await {
                tracing::error!(%event, %error, "what a cancelled event still has cannot be ended; \
                    the next round tries again");
            }
        }
    }

    /// Tells those who have to do with the next tickets; gives whether there are more.
    async fn tell_some(&self, id: EventId) -> Answer<EventRefusal, bool> {
        let decide = |reading: &mut Reading<'_>| {
            let Some(event) = reading.event(id)? else { return Ok(Decision::default()) };
            let Some(telling) = event.telling else { return Ok(Decision::default()) };
            let by = event.done_at(telling.of).map(|how| how.by);
            let about = MailAbout::EventNews(id, telling.of);
            let next = reading.tables().tickets_for(id, telling.after, TICKETS_TOLD_AT_ONCE)?;
            let mut is_last = next.len() < TICKETS_TOLD_AT_ONCE;
            let (mut through, mut moves, mut mails) = (telling.after, vec![], BTreeMap::new());
            let tell = |user, mails: &mut BTreeMap<_, _>| -> Result<(), StorageError> {
                let tables = self.tables();
                let mail = MailId::of(user, &format!("event {id} {}", telling.of.as_millis()));
                let is_told = by == Some(user) || tables.mail(mail)?.is_some();
                if !is_told && !tables.is_deleted(user) {
                    mails.insert(mail, MailEvent::Queued(user, about.clone()));
                }
                Ok(())
            };
            // Who waits for any seats of it is told before the first ticket's people.
            if telling.after.is_none() {
                let waiting: Vec<_> = reading.tables().catalog().waiting_at(id).collect();
                for user in waiting {
                    tell(user, &mut mails)?;
                    if mails.len() > PEOPLE_TOLD_AT_ONCE {
                        break;
                    }
                }
            }
            for ticket in next {
                let Some(ticket) = reading.ticket(ticket.id)? else { continue };
                let start = TicketCommand::Move { from: id, to: id, starts_at: event.starts_at };
                let moved = ticket::decide(ticket.id, Some(&ticket), &start, reading.now);
                moves.extend(moved.unwrap_or_default());
                for user in concerned(reading.tables(), &ticket) {
                    tell(user, &mut mails)?;
                }
                if mails.len() > PEOPLE_TOLD_AT_ONCE {
                    is_last = false;
                    break;
                }
                through = Some(ticket.id);
            }
            is_last &= mails.len() <= PEOPLE_TOLD_AT_ONCE;
            let mails = mails.into_iter().take(PEOPLE_TOLD_AT_ONCE);
            let mut events = moves;
            events.extend(mails.map(|(id, mail)| DomainEvent::Mail(id, mail)));
            if is_last || through.is_some() {
                let through = through.filter(|_| !is_last);
                events.push(DomainEvent::Event(id, EventEvent::Told(through)));
            }
            Ok(events.into())
        };
        self.transact(By::Other, decide).await?;
        let event = self.tables().event(id)?;
        Ok(event.is_some_and(|event| event.telling.is_some() && event.merged.is_none()))
    }

    /// Ends what a cancelled event still has, once all whom that concerns are told.
    async fn end_cancelled(self: &Arc<Self>, id: EventId) -> Result<(), StorageError> {
        let event = self.tables().event(id)?.filter(|event| event.telling.is_none());
        let how = event.as_ref().and_then(|event| event.cancellation()).map(|it| it.how.clone());
        let Some(Intervention { by, reason, .. }) = how else { return Ok(()) };
        let deed = Deed { by, reason };
        let mut after = None;
        loop {
            let next = self.tables().tickets_for(id, after, ENDED_AT_ONCE)?;
            let Some(last) = next.last() else { return Ok(()) };
            after = Some(last.id);
            let (mut ending, mut sold) = (JoinSet::new(), vec![]);
            for ticket in next {
                match ticket.status {
                    TicketStatus::Sold { order, .. } => sold.push(order),
                    TicketStatus::Available | TicketStatus::Reserved(_) => {
                        let (market, deed) = (self.clone(), deed.clone());
                        ending.spawn(async move { market.take_off(&ticket, deed).await });
                    }
                    TicketStatus::Selling { .. } | TicketStatus::Withdrawn => {}
                }
            }
            ending.join_all().await;
            for orders in sold.chunks(REFUNDED_AT_ONCE) {
                if self.refunds_under_way() >= REFUNDS_UNDER_WAY_MAX {
                    return Ok(());
                }
                let mut refunding = JoinSet::new();
                for order in orders.iter().copied() {
                    let (market, deed) = (self.clone(), deed.clone());
                    refunding.spawn(async move { market.refund_of_cancelled(order, deed).await });
                }
                refunding.join_all().await;
            }
        }
    }

    /// Has a ticket be for sale, or held, no more. What cannot be now is looked at again.
    async fn take_off(&self, ticket: &Ticket, deed: Deed) {
        let left = match ticket.status.reservation() {
            None => self.withdraw(ticket.id, ticket.seller).await.map_err(|it| it.to_string()),
            Some(held) => self.cancel_by_site(held.order, deed).await.map_err(|it| it.to_string()),
        };
        if let Err(error) = left {
            tracing::debug!(ticket = %ticket.id, %error, "a ticket of a cancelled event stays");
        }
    }

    async fn refund_of_cancelled(&self, id: OrderId, deed: Deed) {
        // One that is asked for is in the hands of its payment.
        if !matches!(self.tables().order(id), Ok(Some(order)) if order.refund.is_none()) {
            return;
        }
        if let Err(error) = self.refund_within(id, deed, false, PAY_DEADLINE).await {
            tracing::debug!(order = %id, %error, "an order of a cancelled event is not refunded yet");
        }
    }

    /// Those apart that are overdue: one that never comes does not hold up the others.
    pub(super) fn refunds_under_way(&self) -> usize {
        let unsettled = self.unsettled();
        let overdue: HashSet<_> = unsettled.overdue.iter().map(|late| late.order).collect();
        let catalog = self.tables().catalog();
        catalog.refunding.iter().filter(|order| !overdue.contains(*order)).count()
    }
}

/// Who has to do with a ticket: its seller, who holds or has bought it, and who waits for it.
fn concerned(tables: &Tables, ticket: &Ticket) -> Vec<UserId> {
    let has_it = match ticket.status {
        TicketStatus::Sold { buyer, .. } => Some(buyer),
        status => status.reservation().map(|held| held.buyer),
    };
    let catalog = tables.catalog();
    [ticket.seller].into_iter().chain(has_it).chain(catalog.waiting_for(ticket.id)).collect()
}
