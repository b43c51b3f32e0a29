//! The writer's judgement of a proposal, on what is committed: whether what it rests on still is as
//! it was seen, whether its rules hold, what follows from it, and what it comes to.

use std::{
    cell::RefCell,
    hash::{BuildHasher as _, Hash},
    sync::Arc,
};

use foldhash::fast::FixedState;

use super::{CommitError, Proposal, StorageError, Tables};
use crate::{
    domain::{
        Change, Charge, Claim, Conversation, Earning, Entry, Event, EventSeat, Key, KnownFile,
        OpenIdSubject, Order, Payout, PayoutAccount, Record, Row, Ticket, TicketStatus,
        WaitlistEntry, WebhookEndpoint, Wish,
        rules::{
            self, Facts, Live, Rule, Unreadable,
            holding::Standing,
            policies,
            ticket_files::FileStanding,
            waitlist::{InLine, LineTerms, Offer, Place},
        },
    },
    types::{
        AlertId, ChargeId, DisputeId, EarningId, Email, EventId, OrderId, PayoutId, PayoutRunId,
        TicketId, Timestamp, UserId, WaitlistId, WebhookEndpointId,
    },
};

/// A proposal that can be committed.
#[derive(Debug)]
pub(super) struct Judged {
    /// With what follows from it.
    pub(super) entry: Entry,
    /// What it makes of the records.
    pub(super) changes: Vec<Change>,
    /// What it rests on and changes.
    pub(super) touches: Touches,
    /// When it was decided: not after it is dated.
    decided_at: Timestamp,
    /// How many of its events were proposed; the others follow from them.
    proposed: usize,
    rules: Vec<Rule>,
    seen: Vec<(Key, Option<Row>)>,
    line: Option<LineTerms>,
}

impl Judged {
    /// The proposal, to be judged again on what is committed then.
    pub(super) fn into_proposal(self) -> Proposal {
        let Self { entry, decided_at, proposed, rules, seen, line, .. } = self;
        let mut events = entry.events;
        events.truncate(proposed);
        Proposal { at: decided_at, events, rules, seen, line }
    }
}

/// What an entry has read of what is committed, and what it changes of it: as hashes. Two entries
/// of which one changes what the other has read are not judged on the same state.
#[derive(Debug, Default)]
pub(super) struct Touches {
    pub(super) reads: Vec<u64>,
    pub(super) writes: Vec<u64>,
    /// Whether it rests on more than it is worth to name: it is committed alone.
    pub(super) is_alone: bool,
}

/// What can be read and changed beside records: what rules and policies count and find.
#[derive(Hash)]
enum TouchKey<'a> {
    Record(Key),
    Address(&'a Email),
    OpenId(&'a OpenIdSubject),
    /// What a buyer holds and has let run out.
    Holds(UserId),
    Files(&'a [u8; 32]),
    FileBytes(UserId),
    Seat(EventSeat),
    AccessTokens(UserId),
    /// The alerts of a user.
    Alerts(UserId),
    /// For what a user waits.
    Waits(UserId),
    /// Who waits for a ticket.
    Waitlist(TicketId),
    /// Who waits for seats of an event.
    Line(EventId),
    /// The webhook endpoints of a user.
    WebhookEndpoints(UserId),
    /// What a seller is to make up for.
    Debts(UserId),
    /// The run of payouts that is not closed.
    OpenRun,
    /// The disputes about a payment.
    Disputes(ChargeId),
}

impl TouchKey<'_> {
    fn hash(&self) -> u64 {
        FixedState::with_seed(0).hash_one(self)
    }
}

impl Touches {
    fn reads(&mut self, index: &TouchKey<'_>) {
        self.reads.push(index.hash());
    }

    fn writes(&mut self, index: &TouchKey<'_>) {
        self.writes.push(index.hash());
    }

    fn seats(&mut self, Change { old, new }: &Change) {
        let (old, new) = (old.as_ref().and_then(Ticket::in_row), Ticket::in_row(new));
        if let (Some(old), Some(new)) = (old, new)
            && old.claims_like(new)
        {
            return;
        }
        for seat in [old, new].into_iter().flatten().filter_map(|ticket| ticket.claims()) {
            self.writes(&TouchKey::Seat(seat));
        }
    }

    fn changes(&mut self, change: &Change) {
        let record = TouchKey::Record(change.new.key());
        self.reads(&record);
        self.writes(&record);
        self.seats(change);
        for row in change.old.iter().chain([&change.new]) {
            match row {
                Row::User(user) => {
                    self.writes(&TouchKey::Address(&user.email));
                    if let Some(openid) = &user.factors.openid {
                        self.writes(&TouchKey::OpenId(&openid.who));
                    }
                }
                Row::Ticket(ticket) => {
                    if let Some(file) = &ticket.file {
                        self.writes(&TouchKey::Files(&file.digest));
                        ticket.shown.iter().for_each(|shown| self.writes(&TouchKey::Files(shown)));
                        self.writes(&TouchKey::FileBytes(ticket.seller));
                    }
                    // Whether it is being paid for decides whether it counts after its deadline.
                    if let Some(held) = ticket.status.reservation() {
                        self.writes(&TouchKey::Holds(held.buyer));
                    }
                }
                Row::Order(order) => self.writes(&TouchKey::Holds(order.buyer)),
                Row::WaitlistEntry(entry) => {
                    self.writes(&TouchKey::Waits(entry.user));
                    match &entry.wish {
                        Wish::Ticket(ticket) => self.writes(&TouchKey::Waitlist(*ticket)),
                        Wish::Seats(seats) => self.writes(&TouchKey::Line(seats.event)),
                    }
                }
                Row::AccessToken(token) => {
                    self.writes(&TouchKey::AccessTokens(token.owner));
                }
                Row::Alert(alert) => self.writes(&TouchKey::Alerts(alert.user)),
                Row::WebhookEndpoint(endpoint) => {
                    self.writes(&TouchKey::WebhookEndpoints(endpoint.owner));
                }
                Row::Earning(earning) => {
                    if earning.minor < 0 {
                        self.writes(&TouchKey::Debts(earning.seller));
                    }
                }
                Row::PayoutRun(_) => self.writes(&TouchKey::OpenRun),
                Row::Dispute(dispute) => self.writes(&TouchKey::Disputes(dispute.payment)),
                Row::Event(_)
                | Row::Payout(_)
                | Row::PayoutAccount(_)
                | Row::Books(_)
                | Row::FeeInvoice(_)
                | Row::InvoiceSeries(_)
                | Row::StaffAct(_)
                | Row::Conversation(_)
                | Row::Message(_)
                | Row::Claim(_)
                | Row::Report(_)
                | Row::WebhookDelivery(_)
                | Row::FeedCursor(_)
                | Row::Charge(_)
                | Row::WebhookNotice(_)
                | Row::Mail(_)
                | Row::SignIn(_)
                | Row::SignInHistory(_) => {}
            }
        }
    }
}

/// Judges a proposal, to be dated no earlier than what is committed and this. Nothing that this
/// refuses is ever written to the journal.
///
/// **It is judged at the date that its entry gets**, which may be after it was decided, since others
/// were committed meanwhile: where a deadline of what it is about lies between the two, it is decided
/// again. So no entry does after a deadline what was to be done before it.
///
/// # Errors
/// When it cannot be committed, and why.
pub(super) fn judge(
    tables: &Tables,
    proposal: Proposal,
    not_before: Option<Timestamp>,
) -> Result<Judged, CommitError> {
    let Proposal { at: decided_at, events, rules, seen, line } = proposal;
    let at = decided_at.max(tables.latest()).max(not_before.unwrap_or(decided_at));
    let facts = Recorder { tables, seen: &seen, touches: RefCell::default() };
    for (key, row) in &seen {
        if !Row::is_same(tables.get(*key)?.as_ref(), row.as_ref()) {
            return Err(CommitError::Conflict);
        }
        facts.read(&TouchKey::Record(*key));
    }
    for rule in &rules {
        rules::check(rule, &facts, at)?.map_err(CommitError::Broken)?;
        facts.touches.borrow_mut().is_alone |=
            matches!(rule, Rule::NothingIsLive(_) | Rule::EventIsAllTheirs(..));
    }
    rules::disputes::check(&facts, &events)?.map_err(CommitError::Broken)?;
    rules::seat_groups::check(&facts, at, &events)?
        .map_err(|refusal| CommitError::Broken(refusal.into()))?;
    let proposed = events.len();
    let entry =
        Entry { at, events: policies::with_consequences(&facts, at, line.as_ref(), events)? };
    let changes = tables.changes_of(&entry, &seen).map_err(|error| {
        tracing::error!(%error, "an entry was refused, and nothing has changed");
        CommitError::NotWritten(error.to_string())
    })?;
    let seen_rows = seen.iter().filter_map(|(_, row)| row.as_ref());
    let changed = changes.iter().flat_map(|change| change.old.iter().chain([&change.new]));
    if seen_rows.chain(changed).any(|row| row.has_deadline_between(decided_at, at)) {
        return Err(CommitError::Conflict);
    }
    let mut touches = facts.touches.into_inner();
    changes.iter().for_each(|change| touches.changes(change));
    Ok(Judged { entry, changes, touches, decided_at, proposed, rules, seen, line })
}

/// What is committed, and a note of what was asked for.
struct Recorder<'a> {
    tables: &'a Tables,
    /// What is so still, as it was seen.
    seen: &'a [(Key, Option<Row>)],
    touches: RefCell<Touches>,
}

impl Recorder<'_> {
    fn read(&self, index: &TouchKey<'_>) {
        self.touches.borrow_mut().reads(index);
    }

    fn note(&self, key: Key) {
        self.read(&TouchKey::Record(key));
    }

    fn record<R: Record>(&self, key: Key) -> Result<Option<Arc<R>>, Unreadable> {
        self.note(key);
        let row = match self.seen.iter().find(|(seen, _)| *seen == key) {
            Some((_, row)) => row.clone(),
            None => self.tables.get(key)?,
        };
        Ok(row.as_ref().and_then(R::in_row).cloned())
    }
}

impl Facts for Recorder<'_> {
    fn ticket(&self, id: TicketId) -> Result<Option<Arc<Ticket>>, Unreadable> {
        self.record(Key::Ticket(id))
    }

    fn order(&self, id: OrderId) -> Result<Option<Arc<Order>>, Unreadable> {
        self.record(Key::Order(id))
    }

    fn charge(&self, id: ChargeId) -> Result<Option<Arc<Charge>>, Unreadable> {
        self.record(Key::Charge(id))
    }

    fn open_disputes_of(&self, payment: ChargeId) -> Vec<DisputeId> {
        self.read(&TouchKey::Disputes(payment));
        Facts::open_disputes_of(self.tables, payment)
    }

    fn earning(&self, id: EarningId) -> Result<Option<Arc<Earning>>, Unreadable> {
        self.record(Key::Earning(id))
    }

    fn payout(&self, id: PayoutId) -> Result<Option<Arc<Payout>>, Unreadable> {
        self.record(Key::Payout(id))
    }

    fn payout_account(&self, id: UserId) -> Result<Option<Arc<PayoutAccount>>, Unreadable> {
        self.record(Key::PayoutAccount(id))
    }

    fn debts_of(&self, seller: UserId) -> Vec<EarningId> {
        self.read(&TouchKey::Debts(seller));
        self.tables.debts_of(seller)
    }

    fn open_run(&self) -> Option<PayoutRunId> {
        self.read(&TouchKey::OpenRun);
        self.tables.open_run()
    }

    fn waitlist_entry(&self, id: WaitlistId) -> Result<Option<Arc<WaitlistEntry>>, Unreadable> {
        self.record(Key::WaitlistEntry(id))
    }

    fn conversation(&self, id: OrderId) -> Result<Option<Arc<Conversation>>, Unreadable> {
        self.record(Key::Conversation(id))
    }

    fn claim(&self, id: OrderId) -> Result<Option<Arc<Claim>>, Unreadable> {
        self.record(Key::Claim(id))
    }

    fn webhook_endpoint(
        &self,
        id: WebhookEndpointId,
    ) -> Result<Option<Arc<WebhookEndpoint>>, Unreadable> {
        self.record(Key::WebhookEndpoint(id))
    }

    fn webhook_endpoints_of(&self, user: UserId) -> Vec<WebhookEndpointId> {
        self.read(&TouchKey::WebhookEndpoints(user));
        self.tables.webhook_endpoints_of(user)
    }

    fn event_that_stays(&self, id: EventId) -> Option<Arc<Event>> {
        self.note(Key::Event(id));
        let stays = self.tables.event_that_stays(id)?;
        self.note(Key::Event(stays.id));
        Some(stays)
    }

    /// Spans all tickets of an event: who rests on it is committed alone.
    fn has_tickets_of_others(&self, event: EventId, user: UserId) -> Result<bool, Unreadable> {
        Facts::has_tickets_of_others(self.tables, event, user)
    }

    fn holder_of(&self, email: &Email) -> Option<UserId> {
        self.read(&TouchKey::Address(email));
        self.tables.holder_of(email)
    }

    fn openid_holder(&self, who: &OpenIdSubject) -> Option<UserId> {
        self.read(&TouchKey::OpenId(who));
        self.tables.openid_holder(who)
    }

    fn is_banned(&self, user: UserId) -> bool {
        self.note(Key::User(user));
        self.tables.is_banned(user)
    }

    fn is_deleted(&self, user: UserId) -> bool {
        self.note(Key::User(user));
        self.tables.is_deleted(user)
    }

    fn standing(
        &self,
        buyer: UserId,
        ticket: TicketId,
        now: Timestamp,
    ) -> Result<Standing, Unreadable> {
        self.read(&TouchKey::Holds(buyer));
        Facts::standing(self.tables, buyer, ticket, now)
    }

    fn file_standing(&self, file: &KnownFile) -> Result<FileStanding, Unreadable> {
        file.digests().for_each(|digest| self.read(&TouchKey::Files(digest)));
        Facts::file_standing(self.tables, file)
    }

    fn unsold_with(&self, file: &KnownFile) -> Vec<TicketId> {
        file.digests().for_each(|digest| self.read(&TouchKey::Files(digest)));
        self.tables.unsold_with(file)
    }

    fn seat_claims(&self, seat: EventSeat) -> Result<Vec<Arc<Ticket>>, Unreadable> {
        self.read(&TouchKey::Seat(seat));
        Facts::seat_claims(self.tables, seat)
    }

    fn listed_file_bytes(&self, seller: UserId) -> u64 {
        self.read(&TouchKey::FileBytes(seller));
        self.tables.listed_file_bytes(seller)
    }

    /// Spans whatever a user has to do with: who rests on it is committed alone.
    fn live_of(&self, user: UserId) -> Result<Live, Unreadable> {
        Facts::live_of(self.tables, user)
    }

    fn waits_for(&self, user: UserId, now: Timestamp) -> usize {
        self.read(&TouchKey::Waits(user));
        self.tables.waits_for(user, now)
    }

    fn access_tokens_of(&self, owner: UserId, now: Timestamp) -> Result<usize, Unreadable> {
        self.read(&TouchKey::AccessTokens(owner));
        Facts::access_tokens_of(self.tables, owner, now)
    }

    fn alerts_of(&self, user: UserId) -> Vec<AlertId> {
        self.read(&TouchKey::Alerts(user));
        self.tables.alerts_of(user)
    }

    fn is_on_waitlist(&self, user: UserId, ticket: TicketId) -> bool {
        self.note(Key::WaitlistEntry(WaitlistId::of(ticket, user)));
        self.tables.is_on_waitlist(user, ticket)
    }

    fn has_line(&self, event: EventId, ticket: TicketId) -> bool {
        self.read(&TouchKey::Waitlist(ticket));
        self.read(&TouchKey::Line(event));
        self.tables.has_line(event, ticket)
    }

    /// Whoever frees one seat of several that somebody waits for must see the others that are freed.
    fn wants_several(&self, event: EventId) -> bool {
        let wants_several = self.tables.wants_several(event);
        if wants_several {
            self.touches.borrow_mut().writes(&TouchKey::Line(event));
        }
        wants_several
    }

    fn next_in_line(
        &self,
        event: EventId,
        offers: &[Offer],
        after: Option<Place>,
    ) -> Option<(Arc<InLine>, Vec<TicketId>)> {
        self.tables.next_in_line(event, offers, after)
    }

    fn in_line(&self, wish: &Wish) -> usize {
        match wish {
            Wish::Ticket(ticket) => self.read(&TouchKey::Waitlist(*ticket)),
            Wish::Seats(seats) => self.read(&TouchKey::Line(seats.event)),
        }
        self.tables.in_line(wish)
    }

    fn for_sale(&self, event: EventId, limit: usize) -> Vec<TicketId> {
        self.tables.for_sale(event, limit)
    }

    fn served_by(&self, order: OrderId) -> Option<WaitlistId> {
        self.tables.served_by(order)
    }
}

impl From<StorageError> for Unreadable {
    fn from(error: StorageError) -> Self {
        Self(error.to_string())
    }
}

impl From<Unreadable> for CommitError {
    fn from(error: Unreadable) -> Self {
        Self::NotWritten(error.0)
    }
}

impl From<StorageError> for CommitError {
    fn from(error: StorageError) -> Self {
        Self::NotWritten(error.to_string())
    }
}

/// As of the last committed entry.
impl Facts for Tables {
    fn ticket(&self, id: TicketId) -> Result<Option<Arc<Ticket>>, Unreadable> {
        Ok(Self::ticket(self, id)?)
    }

    fn order(&self, id: OrderId) -> Result<Option<Arc<Order>>, Unreadable> {
        Ok(Self::order(self, id)?)
    }

    fn charge(&self, id: ChargeId) -> Result<Option<Arc<Charge>>, Unreadable> {
        Ok(Self::charge(self, id)?)
    }

    fn open_disputes_of(&self, payment: ChargeId) -> Vec<DisputeId> {
        self.catalog().disputes.open_about(payment).collect()
    }

    fn earning(&self, id: EarningId) -> Result<Option<Arc<Earning>>, Unreadable> {
        Ok(Self::earning(self, id)?)
    }

    fn payout(&self, id: PayoutId) -> Result<Option<Arc<Payout>>, Unreadable> {
        Ok(Self::payout(self, id)?)
    }

    fn payout_account(&self, id: UserId) -> Result<Option<Arc<PayoutAccount>>, Unreadable> {
        Ok(Self::payout_account(self, id)?)
    }

    fn debts_of(&self, seller: UserId) -> Vec<EarningId> {
        self.catalog().earnings.debts_of(seller).collect()
    }

    fn open_run(&self) -> Option<PayoutRunId> {
        self.catalog().earnings.open_run()
    }

    fn waitlist_entry(&self, id: WaitlistId) -> Result<Option<Arc<WaitlistEntry>>, Unreadable> {
        Ok(Self::waitlist_entry(self, id)?)
    }

    fn conversation(&self, id: OrderId) -> Result<Option<Arc<Conversation>>, Unreadable> {
        Ok(Self::conversation(self, id)?)
    }

    fn claim(&self, id: OrderId) -> Result<Option<Arc<Claim>>, Unreadable> {
        Ok(Self::claim(self, id)?)
    }

    fn webhook_endpoint(
        &self,
        id: WebhookEndpointId,
    ) -> Result<Option<Arc<WebhookEndpoint>>, Unreadable> {
        Ok(Self::webhook_endpoint(self, id)?)
    }

    fn webhook_endpoints_of(&self, user: UserId) -> Vec<WebhookEndpointId> {
        self.catalog().webhooks.of_owner(user).map(|endpoint| endpoint.id).collect()
    }

    fn event_that_stays(&self, id: EventId) -> Option<Arc<Event>> {
        self.catalog().event_that_stays(id).cloned()
    }

    fn has_tickets_of_others(&self, event: EventId, user: UserId) -> Result<bool, Unreadable> {
        Ok(Self::has_tickets_of_others(self, event, user)?)
    }

    fn holder_of(&self, email: &Email) -> Option<UserId> {
        self.catalog().user_by_email(email)
    }

    fn openid_holder(&self, who: &OpenIdSubject) -> Option<UserId> {
        self.catalog().user_by_openid(who)
    }

    fn is_banned(&self, user: UserId) -> bool {
        self.catalog().is_banned(user)
    }

    fn is_deleted(&self, user: UserId) -> bool {
        self.catalog().is_deleted(user)
    }

    fn standing(
        &self,
        buyer: UserId,
        ticket: TicketId,
        now: Timestamp,
    ) -> Result<Standing, Unreadable> {
        Ok(Self::standing(self, buyer, ticket, now)?)
    }

    fn file_standing(&self, file: &KnownFile) -> Result<FileStanding, Unreadable> {
        Ok(Self::file_standing(self, file)?)
    }

    fn unsold_with(&self, file: &KnownFile) -> Vec<TicketId> {
        self.catalog().unsold_with(file).into_iter().collect()
    }

    fn seat_claims(&self, seat: EventSeat) -> Result<Vec<Arc<Ticket>>, Unreadable> {
        Ok(Self::seat_claims(self, seat)?)
    }

    fn listed_file_bytes(&self, seller: UserId) -> u64 {
        self.catalog().listed_file_bytes(seller)
    }

    fn live_of(&self, user: UserId) -> Result<Live, Unreadable> {
        // Whether there are any is what is asked.
        Ok(Self::live_of(self, user, 1)?)
    }

    fn waits_for(&self, user: UserId, now: Timestamp) -> usize {
        let catalog = self.catalog();
        catalog.places_of(user).filter(|place| catalog.is_worth_waiting(&place.wish, now)).count()
    }

    fn access_tokens_of(&self, owner: UserId, now: Timestamp) -> Result<usize, Unreadable> {
        Ok(Self::access_tokens_of(self, owner, now)?.len())
    }

    fn alerts_of(&self, user: UserId) -> Vec<AlertId> {
        self.catalog().alerts.of_user(user).map(|alert| alert.id).collect()
    }

    fn is_on_waitlist(&self, user: UserId, ticket: TicketId) -> bool {
        let id = WaitlistId::of(ticket, user);
        self.catalog().places_of(user).any(|place| place.id == id && place.order.is_none())
    }

    fn has_line(&self, event: EventId, ticket: TicketId) -> bool {
        self.catalog().has_line(event, ticket)
    }

    fn wants_several(&self, event: EventId) -> bool {
        self.catalog().wants_several(event)
    }

    fn next_in_line(
        &self,
        event: EventId,
        offers: &[Offer],
        after: Option<Place>,
    ) -> Option<(Arc<InLine>, Vec<TicketId>)> {
        let catalog = self.catalog();
        catalog.next_in_line(event, offers, after).map(|(who, chosen)| (who.clone(), chosen))
    }

    fn in_line(&self, wish: &Wish) -> usize {
        self.catalog().in_line(wish)
    }

    fn for_sale(&self, event: EventId, limit: usize) -> Vec<TicketId> {
        let catalog = self.catalog();
        let listed = catalog.tickets_of(event);
        let available = listed.take_while(|listed| listed.status == TicketStatus::Available);
        available.take(limit).map(|listed| listed.id).collect()
    }

    fn served_by(&self, order: OrderId) -> Option<WaitlistId> {
        self.catalog().served_by(order)
    }
}

impl Tables {
    /// What is live for a user; of their listings so many at the most.
    ///
    /// # Errors
    /// When a record cannot be read.
    pub fn live_of(&self, user: UserId, listings_max: usize) -> Result<Live, StorageError> {
        let (mut live, refunding, unfinished, claims) = {
            let catalog = self.catalog();
            let listings = catalog.present_tickets_of(user).iter().copied();
            let live = Live {
                listings: listings
                    .filter(|id| catalog.listing(*id).is_some())
                    .take(listings_max)
                    .collect(),
                orders: catalog.open_orders_of(user).collect(),
                ..Live::default()
            };
            let refunding: Vec<_> = catalog.refunding.iter().copied().collect();
            let claims: Vec<_> = catalog.open_claims.iter().map(|(_, id)| *id).collect();
            let unfinished: Vec<_> = catalog.unfinished_charges.iter().copied().collect();
            (live, refunding, unfinished, claims)
        };
        for id in claims {
            if self.is_of(id, user)? {
                live.claims.push(id);
            }
        }
        for id in refunding {
            if self.is_of(id, user)? {
                live.refunds.push(id);
            }
        }
        for id in unfinished {
            let charge = self.charge(id)?;
            if charge.map(|charge| self.is_of(charge.order, user)).transpose()? == Some(true) {
                live.charges.push(id);
            }
        }
        Ok(live)
    }

    /// Whether a user buys or sells by this order.
    fn is_of(&self, order: OrderId, user: UserId) -> Result<bool, StorageError> {
        let Some(order) = self.order(order)? else { return Ok(false) };
        let ticket = self.ticket(order.ticket)?;
        Ok(order.buyer == user || ticket.is_some_and(|ticket| ticket.seller == user))
    }
}
