//! Every record as of the last committed entry: the rows that have changed lately in memory, over
//! the snapshots, with the catalog beside them.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use parking_lot::{Mutex, RwLock, RwLockReadGuard};
use tokio::sync::watch;

use super::{
    StorageError,
    feed::Feed,
    journal::StoredEntry,
    rows::Rows,
    snapshots::{Opened, Snapshots},
};
use crate::{
    domain::public::{PublicEvent, PublicEventId},
    domain::rules::{
        holding::{EndedHold, Standing},
        ticket_files::FileStanding,
    },
    domain::{
        AccessToken, Alert, Books, Change, Charge, Claim, Conversation, Dispute, Earning, Entry,
        Event, EventSeat, FeeInvoice, FeedCursor, IllegalEvent, InvoiceSeries, Key, KnownFile,
        Mail, Message, Order, Payout, PayoutAccount, PayoutRun, Record, Report, Row, SignIn,
        SignInHistory, StaffAct, Ticket, TicketStatus, User, WaitlistEntry, WebhookDelivery,
        WebhookEndpoint, WebhookNotice,
    },
    reads::{
        Applied, Projection,
        catalog::Catalog,
        live::Hub,
        past::{PastIndex, RecordName, record_names},
        statistics::Statistics,
        walk::Walk,
    },
    types::{
        AccessTokenId, AlertId, BooksId, ChargeId, DisputeId, EarningId, EventId, FeeInvoiceId,
        FeedCursorId, FileId, InvoiceSeriesId, MailId, MessageId, OrderId, PayoutId, PayoutRunId,
        ReportId, SignInId, StaffActId, TicketId, Timestamp, UserId, WaitlistId, WebhookDeliveryId,
        WebhookEndpointId, WebhookNoticeId,
    },
};

/// How many entries become visible under one lock: readers wait for some 100 µs at most.
const PUBLISHED_TOGETHER_MAX: usize = 64;

/// The records.
#[derive(Debug, Default)]
pub struct Tables {
    rows: Rows,
    catalog: RwLock<Catalog>,
    statistics: RwLock<Statistics>,
    live: Arc<Hub>,
    feed: Feed,
    /// When the last committed entry was, in milliseconds.
    latest: AtomicI64,
    /// How often others have taken their place: what is said to be written is so in those of then.
    generation: Mutex<u64>,
}

/// Why an entry cannot be applied.
#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    /// It cannot happen to the records as they are.
    #[error(transparent)]
    Illegal(#[from] IllegalEvent),
    /// A record cannot be read.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl Tables {
    /// Tables over snapshots.
    pub fn over(snapshots: Snapshots, opened: Opened) -> Self {
        let Opened { seal, catalog, statistics, .. } = opened;
        Self {
            rows: Rows::over(snapshots),
            feed: Feed::after(seal.sequence),
            catalog: catalog.into(),
            statistics: statistics.into(),
            ..Self::default()
        }
    }

    /// What an entry makes of the records as they are committed, some of which are known.
    ///
    /// # Errors
    /// When it cannot happen to them.
    pub fn changes_of(
        &self,
        entry: &Entry,
        known: &[(Key, Option<Row>)],
    ) -> Result<Vec<Change>, ApplyError> {
        entry.changes(|key| match known.iter().find(|(known, _)| *known == key) {
            Some((_, row)) => Ok(row.clone()),
            None => Ok(self.get(key)?),
        })
    }

    /// When the last committed entry was: no other is dated before it, whatever the clock does.
    #[must_use]
    pub fn latest(&self) -> Timestamp {
        Timestamp::from_millis(self.latest.load(Ordering::Relaxed))
    }

    /// Notes that there is an entry of then.
    pub fn was_at(&self, at: Timestamp) {
        self.latest.fetch_max(at.as_millis(), Ordering::Relaxed);
    }

    /// Makes committed entries visible, each all at once, and tells those who look.
    pub fn publish<'a>(&self, entries: impl Iterator<Item = Applied<'a>>) {
        let mut entries = entries.inspect(|applied| self.was_at(applied.at())).peekable();
        // A lock for each entry would put readers to sleep and wake them as often.
        while entries.peek().is_some() {
            let told: Vec<_> = entries.by_ref().take(PUBLISHED_TOGETHER_MAX).collect();
            {
                let mut catalog = self.catalog.write();
                let mut statistics = self.statistics.write();
                let changes = |entry: &Applied<'a>| {
                    let sequence = entry.sequence;
                    entry.changes.iter().map(move |change| (sequence, &change.new))
                };
                self.rows.set(told.iter().flat_map(changes));
                for entry in &told {
                    let projections: [&mut dyn Projection; 2] = [&mut *catalog, &mut *statistics];
                    projections.into_iter().for_each(|projection| projection.apply(entry));
                }
            }
            told.iter().for_each(|entry| (&*self.live).apply(entry));
            self.feed.add(told.iter().flat_map(Applied::public_events).collect());
        }
    }

    /// Applies an entry that is committed already: in recovery. Gives what it has changed.
    ///
    /// # Errors
    /// When it cannot happen, which leaves everything as it was.
    pub fn apply(&self, sequence: u64, stored: &StoredEntry) -> Result<Vec<Change>, ApplyError> {
        let changes = self.changes_of(stored.entry(), &[])?;
        self.publish(std::iter::once(stored.applied(sequence, &changes)));
        Ok(changes)
    }

    /// How much has happened.
    pub fn statistics(&self) -> RwLockReadGuard<'_, Statistics> {
        self.statistics.read()
    }

    /// Notes that the snapshots have these rows as of an entry; of snapshots in whose place others are by
    /// now it is not noted.
    pub(super) fn are_written(
        &self,
        keys: impl Iterator<Item = Key>,
        sequence: u64,
        generation: u64,
    ) {
        let current = self.generation.lock();
        if *current == generation {
            self.rows.are_written(keys, sequence);
            self.feed.are_written(sequence);
        }
    }

    /// Has others take their place, which come to the same less what is gone, as of the same entry; those
    /// who look go on looking. Gives what they were, to be dropped where nobody waits.
    pub(super) fn replace(&self, by: Self) -> Self {
        let mut generation = self.generation.lock();
        let mut catalog = self.catalog.write();
        let mut statistics = self.statistics.write();
        // Who reads the feed and finds other snapshots than it had looks again.
        self.feed.replace(&by.feed);
        std::mem::swap(&mut *catalog, &mut *by.catalog.write());
        std::mem::swap(&mut *statistics, &mut *by.statistics.write());
        self.rows.replace(&by.rows);
        *generation += 1;
        drop((generation, catalog, statistics));
        by
    }

    /// The public events after one, or from the first on, oldest first: so many at the most.
    ///
    /// # Errors
    /// When the snapshots cannot be read.
    pub fn public_events_after(
        &self,
        after: Option<PublicEventId>,
        limit: usize,
    ) -> Result<Vec<PublicEvent>, StorageError> {
        let before_all = PublicEventId { sequence: 0, index: 0 };
        self.feed.events_after(after.unwrap_or(before_all), limit, &self.rows)
    }

    /// Where one hears that there are more public events: the position of the newest one's entry.
    #[must_use]
    pub fn latest_public_event(&self) -> watch::Receiver<u64> {
        self.feed.latest()
    }

    /// The public events of the entries after one and up to another, which the snapshots lack.
    pub(super) fn unwritten_public_events(&self, after: u64, until: u64) -> Vec<PublicEvent> {
        self.feed.unwritten(after, until)
    }

    /// Lets go of the snapshots: until [`Tables::reopen_snapshots`] only what is in memory can be read.
    pub(super) fn close_snapshots(&self) {
        self.rows.close();
    }

    /// Has the snapshots fail until they are opened anew.
    #[cfg(feature = "harness")]
    pub fn fail_snapshots(&self) {
        if let Ok(Some(snapshots)) = self.rows.snapshots() {
            snapshots.fail();
        }
    }

    /// Whether a record could not be read from the snapshots.
    pub(super) fn have_snapshots_failed(&self) -> bool {
        self.rows.have_failed()
    }

    /// Takes snapshots in the place of those that were closed.
    pub(super) fn reopen_snapshots(&self, snapshots: Snapshots) {
        self.rows.reopen(snapshots);
    }

    /// Where those who look hear what changes.
    #[must_use]
    pub fn live(&self) -> &Arc<Hub> {
        &self.live
    }

    /// The catalog, as of the last committed entry. Commits wait for as long as it is held, and
    /// who asks for it again while they do waits for ever.
    pub fn catalog(&self) -> RwLockReadGuard<'_, Catalog> {
        self.catalog.read()
    }

    /// An account.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn user(&self, id: UserId) -> Result<Option<Arc<User>>, StorageError> {
        self.record(Key::User(id))
    }

    /// An event that people attend.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn event(&self, id: EventId) -> Result<Option<Arc<Event>>, StorageError> {
        // Recursive, since whoever holds the catalog may well ask for an event that is in it.
        Ok(self.catalog.read_recursive().event(id).cloned())
    }

    /// The event that a ticket is for: if its own was merged into another, that one.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn event_of(&self, ticket: &Ticket) -> Result<Option<Arc<Event>>, StorageError> {
        Ok(self.catalog.read_recursive().event_that_stays(ticket.event).cloned())
    }

    /// A ticket.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn ticket(&self, id: TicketId) -> Result<Option<Arc<Ticket>>, StorageError> {
        self.record(Key::Ticket(id))
    }

    /// An order.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn order(&self, id: OrderId) -> Result<Option<Arc<Order>>, StorageError> {
        self.record(Key::Order(id))
    }

    /// A charge.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn charge(&self, id: ChargeId) -> Result<Option<Arc<Charge>>, StorageError> {
        self.record(Key::Charge(id))
    }

    /// Something that the payment provider told.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn notice(&self, id: WebhookNoticeId) -> Result<Option<Arc<WebhookNotice>>, StorageError> {
        self.record(Key::WebhookNotice(id))
    }

    /// A place on a ticket's waitlist.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn waitlist_entry(
        &self,
        id: WaitlistId,
    ) -> Result<Option<Arc<WaitlistEntry>>, StorageError> {
        self.record(Key::WaitlistEntry(id))
    }

    /// A mail to somebody.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn mail(&self, id: MailId) -> Result<Option<Arc<Mail>>, StorageError> {
        self.record(Key::Mail(id))
    }

    /// A webhook endpoint, a deleted one too.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn webhook_endpoint(
        &self,
        id: WebhookEndpointId,
    ) -> Result<Option<Arc<WebhookEndpoint>>, StorageError> {
        self.record(Key::WebhookEndpoint(id))
    }

    /// Something that is to be sent to a webhook endpoint, or was.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn webhook_delivery(
        &self,
        id: WebhookDeliveryId,
    ) -> Result<Option<Arc<WebhookDelivery>>, StorageError> {
        self.record(Key::WebhookDelivery(id))
    }

    /// How far one of those who follow the public events has come.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn feed_cursor(&self, id: FeedCursorId) -> Result<Option<Arc<FeedCursor>>, StorageError> {
        self.record(Key::FeedCursor(id))
    }

    /// That somebody is signed in.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn sign_in(&self, id: SignInId) -> Result<Option<Arc<SignIn>>, StorageError> {
        self.record(Key::SignIn(id))
    }

    /// The latest tries to sign in to an account.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn sign_in_history(&self, id: UserId) -> Result<Option<Arc<SignInHistory>>, StorageError> {
        self.record(Key::SignInHistory(id))
    }

    /// A personal access token.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn access_token(
        &self,
        id: AccessTokenId,
    ) -> Result<Option<Arc<AccessToken>>, StorageError> {
        self.record(Key::AccessToken(id))
    }

    /// An alert, one that has ended too.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn alert(&self, id: AlertId) -> Result<Option<Arc<Alert>>, StorageError> {
        self.record(Key::Alert(id))
    }

    /// A dispute.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn dispute(&self, id: DisputeId) -> Result<Option<Arc<Dispute>>, StorageError> {
        self.record(Key::Dispute(id))
    }

    /// A line of what a seller is owed.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn earning(&self, id: EarningId) -> Result<Option<Arc<Earning>>, StorageError> {
        self.record(Key::Earning(id))
    }

    /// A payout to a seller.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn payout(&self, id: PayoutId) -> Result<Option<Arc<Payout>>, StorageError> {
        self.record(Key::Payout(id))
    }

    /// A run of payouts.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn payout_run(&self, id: PayoutRunId) -> Result<Option<Arc<PayoutRun>>, StorageError> {
        self.record(Key::PayoutRun(id))
    }

    /// Where a seller is paid.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn payout_account(&self, id: UserId) -> Result<Option<Arc<PayoutAccount>>, StorageError> {
        self.record(Key::PayoutAccount(id))
    }

    /// That the site keeps books though it sold before it did.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn books(&self) -> Result<Option<Arc<Books>>, StorageError> {
        self.record(Key::Books(BooksId::the_one()))
    }

    /// What a seller has earned, and what took from it: so many lines at the most.
    ///
    /// # Errors
    /// When the snapshots cannot be read.
    pub fn earnings_of(
        &self,
        seller: UserId,
        walk: Walk<EarningId>,
        limit: usize,
    ) -> Result<Vec<EarningId>, StorageError> {
        let (index, key) = (PastIndex::EarningsOf(seller), walk.by(|id| *id.as_bytes()));
        let mut ids = self.named_along(index, key, limit, EarningId::from_bytes)?;
        let present: Vec<_> = self.catalog().earnings.lines_of(seller).collect();
        ids.extend(walk.along_slice(&present).take(limit));
        Ok(walk.merged(ids, limit))
    }

    /// The payouts to a seller: so many at the most.
    ///
    /// # Errors
    /// When the snapshots cannot be read.
    pub fn payouts_of(
        &self,
        seller: UserId,
        walk: Walk<PayoutId>,
        limit: usize,
    ) -> Result<Vec<PayoutId>, StorageError> {
        let (index, key) = (PastIndex::PayoutsOf(seller), walk.by(|id| *id.as_bytes()));
        let mut ids = self.named_along(index, key, limit, PayoutId::from_bytes)?;
        let present: Vec<_> = self.catalog().earnings.payouts_of(seller).collect();
        ids.extend(walk.along_slice(&present).take(limit));
        Ok(walk.merged(ids, limit))
    }

    /// The payouts of a run, in the order in which they were made.
    ///
    /// # Errors
    /// When the snapshots cannot be read.
    pub fn payouts_in(&self, run: PayoutRunId) -> Result<Vec<PayoutId>, StorageError> {
        let mut ids = self.named(PastIndex::PayoutsIn(run), PayoutId::from_bytes)?;
        ids.extend(self.catalog().earnings.payouts_in(run));
        Ok(each_once(ids))
    }

    /// The runs of payouts: so many at the most.
    ///
    /// # Errors
    /// When the snapshots cannot be read.
    pub fn payout_runs(
        &self,
        walk: Walk<PayoutRunId>,
        limit: usize,
    ) -> Result<Vec<PayoutRunId>, StorageError> {
        let key = walk.by(|id| *id.as_bytes());
        let mut ids = self.named_along(PastIndex::Runs, key, limit, PayoutRunId::from_bytes)?;
        let present: Vec<_> = self.catalog().earnings.runs().collect();
        ids.extend(walk.along_slice(&present).take(limit));
        Ok(walk.merged(ids, limit))
    }

    /// A user's access tokens that go on, oldest first.
    ///
    /// # Errors
    /// When a record cannot be read.
    pub fn access_tokens_of(
        &self,
        owner: UserId,
        now: Timestamp,
    ) -> Result<Vec<Arc<AccessToken>>, StorageError> {
        let ids: Vec<_> = self.catalog().access_tokens_of(owner).collect();
        let Some(user) = self.user(owner)? else { return Ok(vec![]) };
        let tokens = ids.into_iter().filter_map(|id| self.access_token(id).transpose());
        tokens.filter(|it| it.as_ref().map_or(true, |token| token.goes_on(&user, now))).collect()
    }

    /// What the buyer and the seller of an order have said to each other, if anything.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn conversation(&self, id: OrderId) -> Result<Option<Arc<Conversation>>, StorageError> {
        self.record(Key::Conversation(id))
    }

    /// What the buyer of an order has against what they got, if anything.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn claim(&self, id: OrderId) -> Result<Option<Arc<Claim>>, StorageError> {
        self.record(Key::Claim(id))
    }

    /// That somebody has told of a listing.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn report(&self, id: ReportId) -> Result<Option<Arc<Report>>, StorageError> {
        self.record(Key::Report(id))
    }

    /// What one of those who run the site has done or looked at.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn staff_act(&self, id: StaffActId) -> Result<Option<Arc<StaffAct>>, StorageError> {
        self.record(Key::StaffAct(id))
    }

    /// What they have done and looked at, by when: so much at the most.
    ///
    /// # Errors
    /// When the snapshots cannot be read.
    pub fn staff_acts_along(
        &self,
        walk: Walk<(Timestamp, StaffActId)>,
        limit: usize,
    ) -> Result<Vec<(Timestamp, StaffActId)>, StorageError> {
        let mut found =
            self.dated_along(PastIndex::StaffActs, walk, limit, StaffActId::from_bytes)?;
        let catalog = self.catalog();
        let since_start = walk.along(catalog.staff_acts.range(walk.range()));
        found.extend(since_start.take(limit).copied());
        drop(catalog);
        Ok(walk.merged(found, limit))
    }

    /// A document about fees.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn fee_invoice(&self, id: FeeInvoiceId) -> Result<Option<Arc<FeeInvoice>>, StorageError> {
        self.record(Key::FeeInvoice(id))
    }

    /// How far the numbers of such documents have come.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn invoice_series(&self) -> Result<Option<Arc<InvoiceSeries>>, StorageError> {
        self.record(Key::InvoiceSeries(InvoiceSeriesId::the_one()))
    }

    /// Something that one of them has said.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn message(&self, id: MessageId) -> Result<Option<Arc<Message>>, StorageError> {
        self.record(Key::Message(id))
    }

    /// The orders by which a ticket was sold, and which were refunded, oldest first.
    ///
    /// # Errors
    /// When the snapshots cannot be read.
    pub fn refunded_for(&self, ticket: TicketId) -> Result<Vec<OrderId>, StorageError> {
        let mut ids = self.named(PastIndex::RefundedFor(ticket), OrderId::from_bytes)?;
        ids.extend(self.catalog().refunded_for(ticket));
        Ok(each_once(ids))
    }

    /// A buyer's orders, so many at the most.
    ///
    /// # Errors
    /// When the snapshots cannot be read.
    pub fn ordered_by(
        &self,
        buyer: UserId,
        walk: Walk<OrderId>,
        limit: usize,
    ) -> Result<Vec<OrderId>, StorageError> {
        let (index, key) = (PastIndex::OrdersOf(buyer), walk.by(|id| *id.as_bytes()));
        let mut ids = self.named_along(index, key, limit, OrderId::from_bytes)?;
        ids.extend(walk.along_slice(self.catalog().present_orders_of(buyer)).take(limit));
        Ok(walk.merged(ids, limit))
    }

    /// A seller's tickets, so many at the most.
    ///
    /// # Errors
    /// When the snapshots cannot be read.
    pub fn listed_by(
        &self,
        seller: UserId,
        walk: Walk<TicketId>,
        limit: usize,
    ) -> Result<Vec<TicketId>, StorageError> {
        let (index, key) = (PastIndex::TicketsOf(seller), walk.by(|id| *id.as_bytes()));
        let mut ids = self.named_along(index, key, limit, TicketId::from_bytes)?;
        ids.extend(walk.along_slice(self.catalog().present_tickets_of(seller)).take(limit));
        Ok(walk.merged(ids, limit))
    }

    /// Tickets of merged events that are still for these, with the event that each is to be for: so
    /// many at the most.
    ///
    /// # Errors
    /// When the snapshots cannot be read.
    pub fn to_be_moved(
        &self,
        limit: usize,
    ) -> Result<Vec<(TicketId, EventId, EventId)>, StorageError> {
        let (mut found, merged) = {
            let catalog = self.catalog();
            (catalog.to_be_moved(limit), catalog.merged_with_tickets())
        };
        for (from, to) in merged {
            for index in [PastIndex::SoldFor(from), PastIndex::WithdrawnFor(from)] {
                for id in self.named(index, TicketId::from_bytes)? {
                    if found.len() >= limit {
                        return Ok(found);
                    }
                    let is_for = self.ticket(id)?.is_some_and(|ticket| ticket.event == from);
                    if is_for && !found.iter().any(|(ticket, ..)| *ticket == id) {
                        found.push((id, from, to));
                    }
                }
            }
        }
        Ok(found)
    }

    /// The tickets for an event that are not withdrawn, after one, in the order of their ids: so many
    /// at the most, of which more may have been looked at.
    ///
    /// # Errors
    /// When the snapshots cannot be read.
    pub fn tickets_for(
        &self,
        event: EventId,
        after: Option<TicketId>,
        limit: usize,
    ) -> Result<Vec<Arc<Ticket>>, StorageError> {
        let mut walk = Walk::up(after);
        let mut found = vec![];
        loop {
            let index = PastIndex::SoldFor(event);
            let key = walk.by(|id| *id.as_bytes());
            let mut ids = self.named_along(index, key, limit, TicketId::from_bytes)?;
            ids.extend(self.catalog().tickets_for(event, walk, limit));
            let ids = walk.merged(ids, limit);
            let Some(last) = ids.last().copied() else { return Ok(found) };
            for id in ids {
                let ticket = self.ticket(id)?.filter(|ticket| {
                    ticket.event == event && ticket.status != TicketStatus::Withdrawn
                });
                found.extend(ticket);
                if found.len() == limit {
                    return Ok(found);
                }
            }
            walk = Walk::up(Some(last));
        }
    }

    /// The tickets that were sold for an event lately, the latest first: so many at the most.
    ///
    /// # Errors
    /// When the snapshots cannot be read.
    pub fn latest_sales(
        &self,
        event: EventId,
        limit: usize,
    ) -> Result<Vec<Arc<Ticket>>, StorageError> {
        let (index, walk) = (PastIndex::SalesFor(event), Walk::down(None));
        let mut sales = self.dated_along(index, walk, limit, TicketId::from_bytes)?;
        sales.extend(self.catalog().sales_of(event, walk).take(limit));
        let mut found = vec![];
        for (at, id) in walk.merged(sales, limit) {
            found.extend(self.ticket(id)?.filter(|ticket| {
                let is_then =
                    matches!(ticket.status, TicketStatus::Sold { at: sold, .. } if sold == at);
                is_then && ticket.event == event
            }));
        }
        Ok(found)
    }

    /// Whether somebody else sells, holds or has bought a ticket for an event.
    ///
    /// # Errors
    /// When a record cannot be read.
    pub fn has_tickets_of_others(
        &self,
        event: EventId,
        user: UserId,
    ) -> Result<bool, StorageError> {
        let listed: Vec<_> = {
            let catalog = self.catalog();
            let counts = catalog.counts_of(event);
            if counts.held + counts.sold > 0 {
                return Ok(true);
            }
            catalog.tickets_of(event).map(|listing| listing.id).collect()
        };
        for id in listed {
            if self.ticket(id)?.is_some_and(|ticket| ticket.seller != user) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// How a buyer stands to a ticket.
    ///
    /// # Errors
    /// When the snapshots cannot be read.
    pub fn standing(
        &self,
        buyer: UserId,
        ticket: TicketId,
        now: Timestamp,
    ) -> Result<Standing, StorageError> {
        let mut past = vec![];
        if self.catalog().has_let_run_out(buyer) {
            for id in self.named(PastIndex::RunOutsOf(buyer, ticket), OrderId::from_bytes)? {
                past.extend(self.order(id)?.and_then(|order| EndedHold::of(&order)));
            }
        }
        Ok(self.catalog().standing(buyer, ticket, now, past))
    }

    /// How a file stands, by its content and by what it shows.
    ///
    /// # Errors
    /// When the snapshots cannot be read.
    pub fn file_standing(&self, file: &KnownFile) -> Result<FileStanding, StorageError> {
        let (is_listed, mut last_sale) = {
            let catalog = self.catalog();
            (!catalog.unsold_with(file).is_empty(), catalog.last_sale_with(file))
        };
        for digest in file.digests() {
            for id in self.named(PastIndex::SoldWith(*digest), TicketId::from_bytes)? {
                let Some(ticket) = self.ticket(id)? else { continue };
                let has_it = ticket.known_file().is_some_and(|has| has.is_same(file));
                if let TicketStatus::Sold { buyer, at, .. } = ticket.status
                    && has_it
                {
                    last_sale = last_sale.max(Some((at, buyer)));
                }
            }
        }
        Ok(FileStanding { is_listed, last_buyer: last_sale.map(|(_, buyer)| buyer) })
    }

    /// The tickets by which a seat is offered, or was sold, oldest id first.
    ///
    /// # Errors
    /// When the snapshots cannot be read.
    pub fn seat_claims(&self, seat: EventSeat) -> Result<Vec<Arc<Ticket>>, StorageError> {
        let (event, name) = seat;
        let mut ids = self.named(PastIndex::SoldSeat(event, name), TicketId::from_bytes)?;
        ids.extend(self.catalog().seat_claims(seat));
        let mut claims = vec![];
        for id in each_once(ids) {
            claims.extend(self.ticket(id)?.filter(|ticket| ticket.claims() == Some(seat)));
        }
        Ok(claims)
    }

    /// Whether any ticket has this file, or any message came with it.
    ///
    /// # Errors
    /// When the snapshots cannot be read.
    pub fn names_file(&self, id: FileId) -> Result<bool, StorageError> {
        if self.catalog().names_file(id) {
            return Ok(true);
        }
        for ticket in self.named(PastIndex::HasFile(id), TicketId::from_bytes)? {
            let file = self.ticket(ticket)?.and_then(|ticket| ticket.file);
            if file.is_some_and(|file| file.id == id) {
                return Ok(true);
            }
        }
        for message in self.named(PastIndex::CameWith(id), MessageId::from_bytes)? {
            let file = self.message(message)?.and_then(|message| message.file);
            if file.is_some_and(|file| file.id == id) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The mails, or those that were given up, by when their causes came: so many at the most.
    ///
    /// # Errors
    /// When the snapshots cannot be read.
    pub fn mails_along(
        &self,
        only_given_up: bool,
        walk: Walk<(Timestamp, MailId)>,
        limit: usize,
    ) -> Result<Vec<(Timestamp, MailId)>, StorageError> {
        let mut found: Vec<_> =
            self.catalog().mails.along(only_given_up, walk).take(limit).collect();
        // What was given up is not of the past.
        if !only_given_up {
            found.extend(self.dated_along(PastIndex::Mails, walk, limit, MailId::from_bytes)?);
        }
        Ok(walk.merged(found, limit))
    }

    /// The deliveries to a webhook endpoint, by when they began to wait: so many at the most.
    ///
    /// # Errors
    /// When the snapshots cannot be read.
    pub fn webhook_deliveries_along(
        &self,
        endpoint: WebhookEndpointId,
        walk: Walk<(Timestamp, WebhookDeliveryId)>,
        limit: usize,
    ) -> Result<Vec<(Timestamp, WebhookDeliveryId)>, StorageError> {
        let index = PastIndex::DeliveriesTo(endpoint);
        let mut found = self.dated_along(index, walk, limit, WebhookDeliveryId::from_bytes)?;
        found.extend(self.catalog().webhooks.log_along(endpoint, walk).take(limit));
        Ok(walk.merged(found, limit))
    }

    /// The records that others call so: so many at the most.
    ///
    /// # Errors
    /// When the snapshots or the records cannot be read.
    pub fn with_name(&self, name: RecordName, limit: usize) -> Result<Vec<Row>, StorageError> {
        let present = self.catalog().record_names.key_of(name);
        let mut found: Vec<Row> =
            present.map(|key| self.get(key)).transpose()?.flatten().into_iter().collect();
        // The index names an id alone; of which kind it is, the records say.
        for id in self.named_along(PastIndex::Named(name), Walk::down(None), limit, |id| id)? {
            let kinds = [
                Key::Charge(ChargeId::from_bytes(id)),
                Key::Payout(PayoutId::from_bytes(id)),
                Key::FeeInvoice(FeeInvoiceId::from_bytes(id)),
            ];
            for key in kinds.into_iter().filter(|key| Some(*key) != present) {
                let row = self.get(key)?;
                found.extend(row.filter(|row| record_names(row).any(|own| own == name)));
            }
        }
        found.truncate(limit);
        Ok(found)
    }

    fn dated_along<Id: AsRef<[u8; 16]>>(
        &self,
        index: PastIndex,
        walk: Walk<(Timestamp, Id)>,
        limit: usize,
        id: impl Fn([u8; 16]) -> Id,
    ) -> Result<Vec<(Timestamp, Id)>, StorageError> {
        let snapshots = self.rows.snapshots().map_err(StorageError::Row)?;
        let Some(snapshots) = snapshots else { return Ok(vec![]) };
        let walk = walk.by(|(at, id)| (at, *id.as_ref()));
        let found = self.rows.noted(snapshots.dated_along(index, walk, limit));
        let found = found.map_err(StorageError::Row)?.into_iter();
        Ok(found.map(|(at, bytes)| (at, id(bytes))).collect())
    }

    fn named<Id>(
        &self,
        index: PastIndex,
        id: impl Fn([u8; 16]) -> Id,
    ) -> Result<Vec<Id>, StorageError> {
        self.named_along(index, Walk::up(None), usize::MAX, id)
    }

    fn named_along<Id>(
        &self,
        index: PastIndex,
        walk: Walk<[u8; 16]>,
        limit: usize,
        id: impl Fn([u8; 16]) -> Id,
    ) -> Result<Vec<Id>, StorageError> {
        let snapshots = self.rows.snapshots().map_err(StorageError::Row)?;
        let Some(snapshots) = snapshots else { return Ok(vec![]) };
        let ids = self.rows.noted(snapshots.named_along(index, walk, limit));
        Ok(ids.map_err(StorageError::Row)?.into_iter().map(id).collect())
    }

    fn record<R: Record>(&self, key: Key) -> Result<Option<Arc<R>>, StorageError> {
        Ok(self.get(key)?.as_ref().and_then(R::in_row).cloned())
    }

    /// A record of any kind.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn row(&self, key: Key) -> Result<Option<Row>, StorageError> {
        self.get(key)
    }

    pub(super) fn get(&self, key: Key) -> Result<Option<Row>, StorageError> {
        self.rows.get(key).map_err(StorageError::Row)
    }
}

/// What is of the past and what is present, either of which may name something that the other does.
fn each_once<Id: Ord + Copy>(ids: Vec<Id>) -> Vec<Id> {
    Walk::up(None).merged(ids, usize::MAX)
}
