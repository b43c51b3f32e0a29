//! What the tests of the storage share: random histories that can be, and the comparison of a
//! storage with what a history says.

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use holdfast::{
    clock::Clock,
    domain::{
        AccessTokenEvent, AlertEvent, AlertPace, AlertTopic, Arrival, BorneBy, CancelReason,
        CaseKind, Charge, ChargeEvent, ChargeFailure, Claim, ClaimEvent, ClaimReason, Conversation,
        ConversationEvent, CorrectionKind, DeclineCode, Deed, Details, DisputeEvent, DisputeStatus,
        DomainEvent, Earning, EarningEvent, Entry, Event, EventEvent, EventPicture, EventPlan,
        EventSeat, FileKind, FileTerms, Handover, IllegalEvent, Key, KnownFile, LinkKey, MailAbout,
        MailEvent, MessageEvent, OpenIdSubject, Order, OrderEvent, PasswordHash, Payout,
        PayoutAccount, PayoutAccountEvent, PayoutEvent, PayoutLine, PayoutRunEvent, PayoutTo,
        Record as _, Reservation, Row, Sale, Scopes, Side, SignInEvent, SignInHistoryEvent,
        StaffAct, Ticket, TicketEvent, TicketFile, TicketStatus, TokenHash, UserEvent,
        WaitlistEntry, WaitlistEvent, WebhookAbout, WebhookDeliveryEvent, WebhookEndpoint,
        WebhookEndpointEvent, WebhookNoticeEvent, WebhookOff, WebhookOutcome, WebhookSeed, Wish,
        ledger::Sums,
        public::PublicKind,
        rules::{
            Facts, Live, Unreadable,
            holding::Standing,
            policies,
            ticket_files::FileStanding,
            waitlist::{InLine, Offer, Place},
        },
    },
    reads::{
        catalog::{Catalog, Filter, Sort},
        past::record_names,
        statistics::{Quarter, Statistics, Tally},
        walk::Walk,
    },
    storage::{CommitError, OpenError, Recovery, Storage, StorageLimits, Tables},
    types::{
        AccessTokenId, AccountHolder, AlertId, ChargeId, City, DisputeId, EarningId, Email,
        EventId, EventName, FileId, Iban, MailId, MessageId, MessageText, Notes, OrderId, PayoutId,
        PayoutRunId, Price, ProviderAccount, Reason, Seat, SignInId, TicketId, Timestamp, Title,
        TokenName, UserId, Venue, WaitlistId, WebhookDeliveryId, WebhookEndpointId,
        WebhookNoticeId, WebhookUrl, ZoneName,
    },
};

/// Whether the long forms of tests run.
pub fn long() -> bool {
    std::env::var_os("HOLDFAST_LONG").is_some()
}

/// A small generator of numbers that a seed repeats (xorshift64*).
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 8
    }

    pub fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n.max(1) as u64).expect("below n")
    }

    fn id(&mut self) -> [u8; 16] {
        let mut id = [0; 16];
        id[..8].copy_from_slice(&self.next().to_le_bytes());
        id[8..].copy_from_slice(&self.next().to_le_bytes());
        id
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> Option<T> {
        from.get(self.below(from.len())).copied()
    }
}

/// A history, and what it comes to.
#[derive(Default)]
pub struct History {
    pub entries: Vec<Entry>,
    /// How many events of each entry are committed; the others follow from them.
    proposed: Vec<usize>,
    pub rows: BTreeMap<Key, Row>,
    /// It was told of everything, so that it knows the past, too.
    pub catalog: Catalog,
    pub statistics: Statistics,
}

impl History {
    /// So many entries that can be, of all kinds of records and events. Ids are in no order.
    pub fn random(seed: u64, entries: usize) -> Self {
        let mut history = Self::default();
        history.go_on(seed, entries);
        history
    }

    /// So many more.
    pub fn go_on(&mut self, seed: u64, entries: usize) {
        let mut random = Random::new(seed);
        let until = self.entries.len() + entries;
        while self.entries.len() < until {
            let at = Timestamp::from_millis(1_795_000_000_000 + self.entries.len() as i64);
            let mut events = vec![];
            let mut rows = self.rows.clone();
            for _ in 0..=random.below(3) {
                let event = any_event(&mut random, &rows);
                let key = Key::of(&event);
                if let Ok(row) = Row::after(rows.get(&key), &event, at) {
                    rows.insert(key, row);
                    events.push(event);
                }
            }
            let proposed = events.len();
            let events = policies::with_consequences(self, at, None, events).unwrap();
            let mut rows = self.rows.clone();
            let can_be = events.iter().all(|event| {
                let key = Key::of(event);
                let row = Row::after(rows.get(&key), event, at);
                row.map(|row| rows.insert(key, row)).is_ok()
            });
            if can_be && proposed > 0 {
                self.push(Entry { at, events }, proposed);
            }
        }
    }

    pub fn push(&mut self, entry: Entry, proposed: usize) {
        self.proposed.push(proposed);
        let before = |key| Ok::<_, IllegalEvent>(self.rows.get(&key).cloned());
        let changes = entry.changes(before).expect("it can be").into_iter();
        let changed: BTreeMap<_, _> = changes.map(|c| (c.new.key(), c.new)).collect();
        let order = |id| match changed.get(&Key::Order(id)) {
            Some(Row::Order(order)) => Some(&**order),
            _ => None,
        };
        let books = Sums::of_entry(&entry, |key| self.rows.get(&key).cloned());
        self.statistics.add(Tally::of_entry(&entry, order, books), Quarter::of(entry.at));
        for (key, row) in changed {
            self.catalog.update(self.rows.get(&key), &row);
            self.rows.insert(key, row);
        }
        self.entries.push(entry);
    }

    /// The history's first entries.
    pub fn prefix(&self, entries: usize) -> Self {
        let mut history = Self::default();
        for (entry, proposed) in self.entries[..entries].iter().zip(&self.proposed) {
            history.push(entry.clone(), *proposed);
        }
        history
    }

    pub fn commit_to(&self, storage: &Storage, from: usize) {
        self.commit_some_to(storage, from..self.entries.len());
    }

    /// Commits some of the entries.
    pub fn commit_some_to(&self, storage: &Storage, which: std::ops::Range<usize>) {
        block_on(async {
            for index in which {
                let entry = &self.entries[index];
                let events = || entry.events[..self.proposed[index]].to_vec();
                let until = Instant::now() + Duration::from_secs(60);
                let mut sequence = storage.commit(entry.at, events()).await;
                // On a machine with much to do it takes its time to open what has failed anew.
                while matches!(&sequence, Err(CommitError::NotWritten(_))) {
                    assert!(Instant::now() < until, "{sequence:?}");
                    sequence = storage.commit(entry.at, events()).await;
                }
                assert_eq!(sequence, Ok(index as u64 + 1));
            }
        });
    }

    /// Every record, and the answer to everything that is asked of projections.
    pub fn assert_in(&self, storage: &Storage, what: &str) {
        let tables = storage.tables();
        for (key, expect) in &self.rows {
            assert_eq!(row(tables, *key).as_ref(), Some(expect), "{what}: {key:?}");
            self.assert_found(tables, expect, what);
        }
        assert_eq!(*tables.statistics(), self.statistics, "{what}");
        let moved = |mut moved: Vec<_>| {
            moved.sort_unstable();
            moved
        };
        let expect = moved(self.catalog.to_be_moved(usize::MAX));
        assert_eq!(moved(tables.to_be_moved(usize::MAX).unwrap()), expect, "{what}");
        for only_given_up in [true, false] {
            let expect: Vec<_> =
                self.catalog.mails.along(only_given_up, Walk::down(None)).collect();
            for (at, limit) in (0..expect.len()).map(|at| (at, 3)).chain([(0, usize::MAX)]) {
                let before = at.checked_sub(1).map(|at| expect[at]);
                let found = tables.mails_along(only_given_up, Walk::down(before), limit).unwrap();
                let expect: Vec<_> = expect.iter().skip(at).take(limit).copied().collect();
                assert_eq!(found, expect, "{what}");
            }
        }
        let live = tables.catalog();
        assert_eq!(numbers(&live), numbers(&self.catalog), "{what}");
        assert_eq!(lists(&live), lists(&self.catalog), "{what}");
        assert_eq!(needs(&live), needs(&self.catalog), "{what}");
    }

    /// What is found by a record.
    fn assert_found(&self, tables: &Tables, row: &Row, what: &str) {
        let full = &self.catalog;
        for name in record_names(row) {
            let found = tables.with_name(name, usize::MAX).unwrap();
            assert!(found.contains(row), "{what}: {:?} by its name", row.key());
        }
        match row {
            Row::User(user) => {
                let id = user.id;
                let (orders, tickets) = (full.present_orders_of(id), full.present_tickets_of(id));
                assert_walked(orders, |walk, n| tables.ordered_by(id, walk, n).unwrap(), what);
                assert_walked(tickets, |walk, n| tables.listed_by(id, walk, n).unwrap(), what);
                let live = tables.catalog();
                let of = |catalog: &Catalog| {
                    let wanted: Vec<_> = catalog.places_of(id).cloned().collect();
                    let open: Vec<_> = catalog.open_orders_of(id).collect();
                    let flags = (catalog.is_banned(id), catalog.is_deleted(id));
                    (wanted, open, flags, catalog.user_by_email(&user.email))
                };
                assert_eq!(of(&live), of(full), "{what}");
                assert_eq!(live.listed_file_bytes(id), full.listed_file_bytes(id), "{what}");
            }
            Row::Event(event) => {
                let live = tables.catalog();
                assert_eq!(live.counts_of(event.id), full.counts_of(event.id), "{what}");
                assert_eq!(
                    live.tickets_of(event.id).collect::<Vec<_>>(),
                    full.tickets_of(event.id).collect::<Vec<_>>(),
                    "{what}"
                );
                drop(live);
                let tickets = self.rows.values().filter_map(Ticket::in_row);
                let is_for = |ticket: &&Arc<Ticket>| {
                    ticket.event == event.id && ticket.status != TicketStatus::Withdrawn
                };
                let sold =
                    tickets.clone().filter(is_for).filter_map(|ticket| match ticket.status {
                        TicketStatus::Sold { at, .. } => Some((at, ticket.id)),
                        _ => None,
                    });
                let mut sold: Vec<_> = sold.collect();
                sold.sort_unstable_by(|one, other| other.cmp(one));
                for limit in [1, 3, usize::MAX] {
                    let latest = tables.latest_sales(event.id, limit).unwrap();
                    let latest: Vec<_> = latest.iter().map(|ticket| ticket.id).collect();
                    let expect: Vec<_> = sold.iter().take(limit).map(|(_, id)| *id).collect();
                    assert_eq!(latest, expect, "{what}: the latest {limit} of {}", event.id);
                }
                let mut expect: Vec<_> = tickets.filter(is_for).cloned().collect();
                expect.sort_by_key(|ticket| ticket.id);
                let mut found = vec![];
                loop {
                    let after = found.last().map(|ticket: &Arc<Ticket>| ticket.id);
                    let next = tables.tickets_for(event.id, after, 3).unwrap();
                    if next.is_empty() {
                        break;
                    }
                    found.extend(next);
                }
                assert_eq!(found, expect, "{what}");
                let theirs =
                    Facts::has_tickets_of_others(self, event.id, event.created_by).unwrap();
                let found = tables.has_tickets_of_others(event.id, event.created_by).unwrap();
                assert_eq!(found, theirs, "{what}");
                let live = tables.catalog();
                assert_eq!(live.event_that_stays(event.id), full.event_that_stays(event.id));
                assert_eq!(
                    live.zone_of(&event.venue, &event.city),
                    full.zone_of(&event.venue, &event.city)
                );
            }
            Row::Ticket(ticket) => {
                assert_eq!(tables.catalog().listing(ticket.id), full.listing(ticket.id), "{what}");
                let awaited = |catalog: &Catalog| catalog.awaited_files.clone();
                assert_eq!(awaited(&tables.catalog()), awaited(full), "{what}");
                let waiting = |catalog: &Catalog| catalog.in_line(&Wish::Ticket(ticket.id));
                assert_eq!(waiting(&tables.catalog()), waiting(full), "{what}");
                if let Some(known) = ticket.known_file() {
                    let expect = Facts::file_standing(self, &known).unwrap();
                    assert_eq!(tables.file_standing(&known).unwrap(), expect, "{what}");
                    assert!(tables.names_file(known.file.id).unwrap(), "{what}");
                }
                if let Some(seat) = ticket.claims() {
                    let expect = Facts::seat_claims(self, seat).unwrap();
                    assert!(expect.iter().any(|claim| claim.id == ticket.id), "{what}");
                    assert_eq!(tables.seat_claims(seat).unwrap(), expect, "{what}");
                }
            }
            Row::Order(order) => {
                for now in [order.created_at, order.expires_at] {
                    let found = tables.standing(order.buyer, order.ticket, now).unwrap();
                    let expect = full.standing(order.buyer, order.ticket, now, vec![]);
                    assert_eq!(found, expect, "{what}");
                }
            }
            Row::Earning(line) => {
                let (of_full, seller) = (&full.earnings, line.seller);
                let all: Vec<_> = of_full.lines_of(seller).collect();
                assert_walked(&all, |walk, n| tables.earnings_of(seller, walk, n).unwrap(), what);
                let of = |catalog: &Catalog| {
                    let earnings = &catalog.earnings;
                    let payable: Vec<_> = earnings.payable_of(seller).collect();
                    let held = line.sale().map(|sale| earnings.held_for(sale.event, usize::MAX));
                    (earnings.balances_of(seller), earnings.balances(), payable, held)
                };
                assert_eq!(of(&tables.catalog()), of(full), "{what}");
            }
            Row::Payout(payout) => {
                let (of_full, seller) = (&full.earnings, payout.seller);
                let all: Vec<_> = of_full.payouts_of(seller).collect();
                assert_walked(&all, |walk, n| tables.payouts_of(seller, walk, n).unwrap(), what);
                if let Some(run) = payout.run() {
                    let of_run: Vec<_> = of_full.payouts_in(run).collect();
                    assert_eq!(tables.payouts_in(run).unwrap(), of_run, "{what}");
                }
                assert_eq!(
                    tables.catalog().earnings.at_provider(),
                    of_full.at_provider(),
                    "{what}"
                );
                assert_eq!(tables.catalog().earnings.under_way(), of_full.under_way(), "{what}");
            }
            Row::PayoutRun(_) => {
                let all: Vec<_> = full.earnings.runs().collect();
                assert_walked(&all, |walk, n| tables.payout_runs(walk, n).unwrap(), what);
                let open = tables.catalog().earnings.open_run();
                assert_eq!(open, full.earnings.open_run(), "{what}");
            }
            Row::PayoutAccount(_)
            | Row::Books(_)
            | Row::FeeInvoice(_)
            | Row::InvoiceSeries(_)
            | Row::Charge(_)
            | Row::WebhookNotice(_)
            | Row::WaitlistEntry(_)
            | Row::Mail(_)
            | Row::SignIn(_)
            | Row::SignInHistory(_)
            | Row::WebhookDelivery(_)
            | Row::FeedCursor(_) => {}
            Row::Conversation(conversation) => {
                let asked_at = conversation.asked_admins_at;
                let waits = |catalog: &Catalog| {
                    let place = asked_at.map(|at| (at, conversation.id));
                    place.is_some_and(|place| catalog.wait_for_admins.contains(&place))
                };
                assert_eq!(waits(&tables.catalog()), waits(full), "{what}");
            }
            Row::StaffAct(act) => {
                let acts = self.rows.values().filter_map(StaffAct::in_row);
                let mut expect: Vec<_> = acts.map(|act| (act.at, act.id)).collect();
                expect.sort_unstable_by(|one, other| other.cmp(one));
                let from = expect.iter().position(|place| place.1 == act.id).unwrap();
                let walk = Walk::down((from > 0).then(|| expect[from - 1]));
                let found = tables.staff_acts_along(walk, 3).unwrap();
                let expect: Vec<_> = expect.iter().skip(from).take(3).copied().collect();
                assert_eq!(found, expect, "{what}");
            }
            Row::Report(report) => {
                let open =
                    |catalog: &Catalog| catalog.open_reports.contains(&(report.at, report.id));
                assert_eq!(open(&tables.catalog()), open(full), "{what}");
            }
            Row::Claim(claim) => {
                let place = (claim.opened_at, claim.id);
                let is_open = |catalog: &Catalog| catalog.open_claims.contains(&place);
                assert_eq!(is_open(&tables.catalog()), is_open(full), "{what}");
            }
            Row::Dispute(dispute) => {
                let of = |catalog: &Catalog| {
                    let disputes = &catalog.disputes;
                    let all = disputes.along(false, Walk::up(None), usize::MAX).found;
                    let open: Vec<_> = disputes.open_about(dispute.payment).collect();
                    (all, open, disputes.open_count())
                };
                assert_eq!(of(&tables.catalog()), of(full), "{what}");
            }
            Row::Message(message) => {
                if let Some(file) = message.file {
                    assert!(tables.names_file(file.id).unwrap(), "{what}");
                }
            }
            Row::Alert(alert) => {
                let live = tables.catalog();
                let of = |catalog: &Catalog| {
                    catalog.alerts.of_user(alert.user).cloned().collect::<Vec<_>>()
                };
                assert_eq!(of(&live), of(full), "{what}");
            }
            Row::AccessToken(token) => {
                let found =
                    |catalog: &Catalog| catalog.access_tokens_of(token.owner).collect::<Vec<_>>();
                assert_eq!(found(&tables.catalog()), found(full), "{what}");
            }
            Row::WebhookEndpoint(endpoint) if endpoint.is_deleted() => {}
            Row::WebhookEndpoint(endpoint) => {
                let (id, walk) = (endpoint.id, Walk::down(None));
                let log = tables.webhook_deliveries_along(id, walk, usize::MAX).unwrap();
                let expect: Vec<_> = full.webhooks.log_along(id, walk).collect();
                assert_eq!(log, expect, "{what}");
                let live = tables.catalog();
                let of = |catalog: &Catalog| {
                    let own = catalog.webhooks.of_owner(endpoint.owner).cloned();
                    let waiting: Vec<_> = catalog.webhooks.waiting_for(id).collect();
                    (own.collect::<Vec<_>>(), waiting, catalog.webhooks.is_any_on())
                };
                assert_eq!(of(&live), of(full), "{what}");
            }
        }
    }
}

/// As the tables know it.
impl Facts for History {
    fn ticket(&self, id: TicketId) -> Result<Option<Arc<Ticket>>, Unreadable> {
        Ok(self.rows.get(&Key::Ticket(id)).and_then(Ticket::in_row).cloned())
    }

    fn order(&self, id: OrderId) -> Result<Option<Arc<Order>>, Unreadable> {
        Ok(self.rows.get(&Key::Order(id)).and_then(Order::in_row).cloned())
    }

    fn charge(&self, id: ChargeId) -> Result<Option<Arc<Charge>>, Unreadable> {
        Ok(self.rows.get(&Key::Charge(id)).and_then(Charge::in_row).cloned())
    }

    fn open_disputes_of(&self, payment: ChargeId) -> Vec<DisputeId> {
        self.catalog.disputes.open_about(payment).collect()
    }

    fn earning(&self, id: EarningId) -> Result<Option<Arc<Earning>>, Unreadable> {
        Ok(self.rows.get(&Key::Earning(id)).and_then(Earning::in_row).cloned())
    }

    fn payout(&self, id: PayoutId) -> Result<Option<Arc<Payout>>, Unreadable> {
        Ok(self.rows.get(&Key::Payout(id)).and_then(Payout::in_row).cloned())
    }

    fn payout_account(&self, id: UserId) -> Result<Option<Arc<PayoutAccount>>, Unreadable> {
        Ok(self.rows.get(&Key::PayoutAccount(id)).and_then(PayoutAccount::in_row).cloned())
    }

    fn debts_of(&self, seller: UserId) -> Vec<EarningId> {
        self.catalog.earnings.debts_of(seller).collect()
    }

    fn open_run(&self) -> Option<PayoutRunId> {
        self.catalog.earnings.open_run()
    }

    fn waitlist_entry(&self, id: WaitlistId) -> Result<Option<Arc<WaitlistEntry>>, Unreadable> {
        Ok(self.rows.get(&Key::WaitlistEntry(id)).and_then(WaitlistEntry::in_row).cloned())
    }

    fn claim(&self, id: OrderId) -> Result<Option<Arc<Claim>>, Unreadable> {
        Ok(self.rows.get(&Key::Claim(id)).and_then(Claim::in_row).cloned())
    }

    fn conversation(&self, id: OrderId) -> Result<Option<Arc<Conversation>>, Unreadable> {
        Ok(self.rows.get(&Key::Conversation(id)).and_then(Conversation::in_row).cloned())
    }

    fn webhook_endpoint(
        &self,
        id: WebhookEndpointId,
    ) -> Result<Option<Arc<WebhookEndpoint>>, Unreadable> {
        Ok(self.rows.get(&Key::WebhookEndpoint(id)).and_then(WebhookEndpoint::in_row).cloned())
    }

    fn webhook_endpoints_of(&self, user: UserId) -> Vec<WebhookEndpointId> {
        self.catalog.webhooks.of_owner(user).map(|endpoint| endpoint.id).collect()
    }

    fn event_that_stays(&self, id: EventId) -> Option<Arc<Event>> {
        self.catalog.event_that_stays(id).cloned()
    }

    fn has_tickets_of_others(&self, event: EventId, user: UserId) -> Result<bool, Unreadable> {
        let tickets = self.rows.values().filter_map(Ticket::in_row);
        Ok(tickets.filter(|ticket| ticket.event == event).any(|ticket| match ticket.status {
            TicketStatus::Available => ticket.seller != user,
            TicketStatus::Withdrawn => false,
            _ => true,
        }))
    }

    fn holder_of(&self, email: &Email) -> Option<UserId> {
        self.catalog.user_by_email(email)
    }

    fn openid_holder(&self, who: &OpenIdSubject) -> Option<UserId> {
        self.catalog.user_by_openid(who)
    }

    fn is_banned(&self, user: UserId) -> bool {
        self.catalog.is_banned(user)
    }

    fn is_deleted(&self, user: UserId) -> bool {
        self.catalog.is_deleted(user)
    }

    fn standing(
        &self,
        buyer: UserId,
        ticket: TicketId,
        now: Timestamp,
    ) -> Result<Standing, Unreadable> {
        Ok(self.catalog.standing(buyer, ticket, now, vec![]))
    }

    fn file_standing(&self, file: &KnownFile) -> Result<FileStanding, Unreadable> {
        let is_listed = !self.catalog.unsold_with(file).is_empty();
        let last_buyer = self.catalog.last_sale_with(file).map(|(_, buyer)| buyer);
        Ok(FileStanding { is_listed, last_buyer })
    }

    fn unsold_with(&self, file: &KnownFile) -> Vec<TicketId> {
        self.catalog.unsold_with(file).into_iter().collect()
    }

    fn seat_claims(&self, seat: EventSeat) -> Result<Vec<Arc<Ticket>>, Unreadable> {
        let tickets = self.rows.values().filter_map(Ticket::in_row);
        let mut claims: Vec<_> = tickets.filter(|t| t.claims() == Some(seat)).cloned().collect();
        claims.sort_by_key(|ticket| ticket.id);
        Ok(claims)
    }

    fn listed_file_bytes(&self, seller: UserId) -> u64 {
        self.catalog.listed_file_bytes(seller)
    }

    fn live_of(&self, _: UserId) -> Result<Live, Unreadable> {
        Ok(Live::default())
    }

    fn waits_for(&self, _: UserId, _: Timestamp) -> usize {
        0
    }

    fn access_tokens_of(&self, _: UserId, _: Timestamp) -> Result<usize, Unreadable> {
        Ok(0)
    }

    fn alerts_of(&self, user: UserId) -> Vec<AlertId> {
        self.catalog.alerts.of_user(user).map(|alert| alert.id).collect()
    }

    fn is_on_waitlist(&self, user: UserId, ticket: TicketId) -> bool {
        let id = WaitlistId::of(ticket, user);
        self.catalog.places_of(user).any(|place| place.id == id && place.order.is_none())
    }

    fn has_line(&self, event: EventId, ticket: TicketId) -> bool {
        self.catalog.has_line(event, ticket)
    }

    fn wants_several(&self, event: EventId) -> bool {
        self.catalog.wants_several(event)
    }

    fn next_in_line(
        &self,
        event: EventId,
        offers: &[Offer],
        after: Option<Place>,
    ) -> Option<(Arc<InLine>, Vec<TicketId>)> {
        let next = self.catalog.next_in_line(event, offers, after);
        next.map(|(who, chosen)| (who.clone(), chosen))
    }

    fn in_line(&self, wish: &Wish) -> usize {
        self.catalog.in_line(wish)
    }

    fn for_sale(&self, _: EventId, _: usize) -> Vec<TicketId> {
        vec![]
    }

    fn served_by(&self, order: OrderId) -> Option<WaitlistId> {
        self.catalog.served_by(order)
    }
}

fn numbers(catalog: &Catalog) -> [usize; 5] {
    let mails = (catalog.mails.count(), catalog.mails.given_up_count());
    [catalog.users_count(), catalog.events_count(), catalog.listed, mails.0, mails.1]
}

/// What needs a person.
fn needs(catalog: &Catalog) -> String {
    let all = (usize::MAX, Timestamp::from_millis(i64::MAX));
    let needs = (
        catalog.disputes.want_evidence(),
        catalog.disputes.open_since(),
        catalog.earnings.to_be_paid(1, all.0),
        catalog.earnings.under_way_before(all.1, all.0),
        catalog.webhooks.failing(),
        catalog.disputed_count(),
        catalog.mails.given_up_since(),
        (&catalog.open_claims, &catalog.wait_for_admins),
    );
    format!("{needs:?}")
}

/// What is going on, and what a visitor finds.
fn lists(catalog: &Catalog) -> String {
    let sorted = |mut ids: Vec<String>| {
        ids.sort_unstable();
        ids
    };
    let now = Timestamp::from_millis(1_795_000_000_000);
    let found = catalog.find(&Filter::default(), now);
    let pages = [Sort::Soonest, Sort::Cheapest, Sort::Newest]
        .map(|sort| format!("{:?}", catalog.page(&found, sort, 0, 10_000)));
    format!(
        "{:?}",
        (
            sorted(catalog.held.iter().copied().map(|id| id.to_string()).collect()),
            sorted(catalog.open_orders.iter().copied().map(|id| id.to_string()).collect()),
            sorted(catalog.refunding.iter().copied().map(|id| id.to_string()).collect()),
            sorted(catalog.unfinished_charges.iter().copied().map(|id| id.to_string()).collect()),
            (catalog.telling(), catalog.cancelled_with_tickets()),
            catalog.mails.waiting().collect::<Vec<_>>(),
            (catalog.on_sale_count(now), catalog.disputed(Walk::up(None), usize::MAX)),
            catalog.cities(now),
            pages,
        )
    )
}

pub fn row(tables: &Tables, key: Key) -> Option<Row> {
    match key {
        Key::User(id) => tables.user(id).expect("it can be read").map(Row::User),
        Key::Event(id) => tables.event(id).expect("it can be read").map(Row::Event),
        Key::Ticket(id) => tables.ticket(id).expect("it can be read").map(Row::Ticket),
        Key::Order(id) => tables.order(id).expect("it can be read").map(Row::Order),
        Key::Charge(id) => tables.charge(id).expect("it can be read").map(Row::Charge),
        Key::WebhookNotice(id) => {
            tables.notice(id).expect("it can be read").map(Row::WebhookNotice)
        }
        Key::WaitlistEntry(id) => {
            tables.waitlist_entry(id).expect("it can be read").map(Row::WaitlistEntry)
        }
        Key::Mail(id) => tables.mail(id).expect("it can be read").map(Row::Mail),
        Key::SignIn(id) => tables.sign_in(id).expect("it can be read").map(Row::SignIn),
        Key::AccessToken(id) => {
            tables.access_token(id).expect("it can be read").map(Row::AccessToken)
        }
        Key::SignInHistory(id) => {
            tables.sign_in_history(id).expect("it can be read").map(Row::SignInHistory)
        }
        Key::WebhookEndpoint(id) => {
            tables.webhook_endpoint(id).expect("it can be read").map(Row::WebhookEndpoint)
        }
        Key::WebhookDelivery(id) => {
            tables.webhook_delivery(id).expect("it can be read").map(Row::WebhookDelivery)
        }
        Key::FeedCursor(id) => tables.feed_cursor(id).expect("it can be read").map(Row::FeedCursor),
        Key::Alert(id) => tables.alert(id).expect("it can be read").map(Row::Alert),
        Key::Earning(id) => tables.earning(id).expect("it can be read").map(Row::Earning),
        Key::Payout(id) => tables.payout(id).expect("it can be read").map(Row::Payout),
        Key::Dispute(id) => tables.dispute(id).expect("it can be read").map(Row::Dispute),
        Key::PayoutRun(id) => tables.payout_run(id).expect("it can be read").map(Row::PayoutRun),
        Key::PayoutAccount(id) => {
            tables.payout_account(id).expect("it can be read").map(Row::PayoutAccount)
        }
        Key::FeeInvoice(id) => tables.fee_invoice(id).expect("it can be read").map(Row::FeeInvoice),
        Key::InvoiceSeries(_) => {
            tables.invoice_series().expect("it can be read").map(Row::InvoiceSeries)
        }
        Key::Books(_) => tables.books().expect("it can be read").map(Row::Books),
        Key::Conversation(id) => {
            tables.conversation(id).expect("it can be read").map(Row::Conversation)
        }
        Key::StaffAct(id) => tables.staff_act(id).expect("it can be read").map(Row::StaffAct),
        Key::Report(id) => tables.report(id).expect("it can be read").map(Row::Report),
        Key::Claim(id) => tables.claim(id).expect("it can be read").map(Row::Claim),
        Key::Message(id) => tables.message(id).expect("it can be read").map(Row::Message),
    }
}

fn any_picture(random: &mut Random) -> EventPicture {
    let mut file = || TicketFile {
        id: FileId::from_bytes(random.id()),
        kind: FileKind::Jpeg,
        bytes: 1 + u32::try_from(random.below(150_000)).expect("small"),
        digest: [u8::try_from(random.below(9)).expect("small"); 32],
    };
    EventPicture { large: file(), small: file() }
}

fn any_event(random: &mut Random, rows: &BTreeMap<Key, Row>) -> DomainEvent {
    let users: Vec<UserId> =
        rows.keys().filter_map(|k| if let Key::User(id) = k { Some(*id) } else { None }).collect();
    let events: Vec<EventId> =
        rows.keys().filter_map(|k| if let Key::Event(id) = k { Some(*id) } else { None }).collect();
    let tickets: Vec<TicketId> = rows
        .keys()
        .filter_map(|k| if let Key::Ticket(id) = k { Some(*id) } else { None })
        .collect();
    let orders: Vec<OrderId> =
        rows.keys().filter_map(|k| if let Key::Order(id) = k { Some(*id) } else { None }).collect();
    let charges: Vec<ChargeId> = rows
        .keys()
        .filter_map(|k| if let Key::Charge(id) = k { Some(*id) } else { None })
        .collect();
    let text = format!("Größe {}", random.below(1000));
    let price = Price::from_minor(1 + u32::try_from(random.below(10_000)).expect("small"))
        .expect("a price");
    let starts_at = Timestamp::from_millis(1_796_000_000_000 + random.below(5) as i64);
    let user = random.pick(&users).unwrap_or_else(|| UserId::from_bytes(random.id()));
    let event = random.pick(&events).unwrap_or_else(|| EventId::from_bytes(random.id()));
    let order = random.pick(&orders).unwrap_or_else(|| OrderId::from_bytes(random.id()));
    let charge = random.pick(&charges).unwrap_or_else(|| ChargeId::from_bytes(random.id()));
    let title = Title::parse(&text).expect("a title");
    match random.below(26) {
        23 => {
            let deed = Deed { by: user, reason: Reason::parse(&text).expect("a reason") };
            let text = MessageText::parse(&text).expect("a text");
            DomainEvent::Claim(
                order,
                match random.below(6) {
                    0 => ClaimEvent::Answered(text),
                    1 => ClaimEvent::Upheld { borne_by: BorneBy::Seller, deed },
                    2 => ClaimEvent::Rejected(deed),
                    3 => ClaimEvent::Withdrawn,
                    _ => ClaimEvent::Opened { reason: ClaimReason::NotReceived, text },
                },
            )
        }
        21 => DomainEvent::Conversation(
            order,
            match random.below(4) {
                0 => ConversationEvent::AdminsAsked(user),
                1 => ConversationEvent::Received,
                2 => ConversationEvent::Written(Side::Admin, 0),
                _ => ConversationEvent::Written(Side::Buyer, price.minor()),
            },
        ),
        22 => {
            let number = u16::try_from(random.below(5)).expect("small");
            let written = MessageEvent::Written {
                order,
                number,
                by: user,
                side: Side::Buyer,
                text: MessageText::parse(&text).ok(),
                file: (number == 0).then(|| TicketFile {
                    id: FileId::from_bytes(random.id()),
                    kind: FileKind::Pdf,
                    bytes: price.minor(),
                    digest: [9; 32],
                }),
            };
            DomainEvent::Message(MessageId::of(order, number), written)
        }
        0 => {
            let id = UserId::from_bytes(random.id());
            let email = Email::parse(&format!("{id}@example.org")).expect("an address");
            DomainEvent::User(id, UserEvent::Created { email, password: PasswordHash("x".into()) })
        }
        1 if random.below(2) == 0 => {
            let deed = Deed { by: user, reason: Reason::parse(&text).expect("a reason") };
            let changed = match rows.get(&Key::Event(event)) {
                Some(_) if random.below(4) == 0 => {
                    let has_picture = random.below(3) > 0;
                    EventEvent::Pictured(has_picture.then(|| any_picture(random)), user)
                }
                Some(Row::Event(is)) if is.cancellation().is_none() => match random.below(6) {
                    0 => EventEvent::Cancelled(deed),
                    1 => EventEvent::Told(None),
                    2 => EventEvent::Postponed { refund_until: starts_at, has_date: true, deed },
                    _ => EventEvent::Changed(EventPlan { starts_at, ..is.plan() }, deed),
                },
                _ => EventEvent::RefundCounted,
            };
            DomainEvent::Event(event, changed)
        }
        1 => DomainEvent::Event(
            EventId::from_bytes(random.id()),
            EventEvent::Created {
                name: EventName::parse(&text).expect("a name"),
                venue: Venue::parse("Hall").expect("a venue"),
                city: City::parse("Berlin").expect("a city"),
                starts_at,
                zone: ZoneName::parse("Europe/Berlin").expect("a zone"),
                created_by: user,
            },
        ),
        2 | 3 => DomainEvent::Ticket(
            TicketId::from_bytes(random.id()),
            TicketEvent::Created { event, event_starts_at: starts_at, seller: user, title, price },
        ),
        4..=7 => {
            let id = random.pick(&tickets).unwrap_or_else(|| TicketId::from_bytes(random.id()));
            let held = match rows.get(&Key::Ticket(id)) {
                Some(Row::Ticket(ticket)) => ticket.status.reservation().map(|r| r.order),
                _ => None,
            };
            let held = held.unwrap_or(order);
            DomainEvent::Ticket(
                id,
                match random.below(12) {
                    9 if random.below(8) == 0 => TicketEvent::SeatDisputed,
                    11 if random.below(2) == 0 => {
                        TicketEvent::FileShows([u8::try_from(random.below(3)).expect("small"); 32])
                    }
                    9 => TicketEvent::Described(Details {
                        notes: Notes::parse(&text).ok(),
                        seat: Seat::parse(&random.below(3).to_string()).ok(),
                        ..Details::default()
                    }),
                    10 => TicketEvent::FileAttached(TicketFile {
                        id: FileId::from_bytes(random.id()),
                        kind: FileKind::Pdf,
                        bytes: price.minor(),
                        digest: [u8::try_from(random.below(9)).expect("small"); 32],
                    }),
                    11 => TicketEvent::FileRemoved,
                    8 if random.below(3) == 0 => {
                        let terms = FileTerms { by: None, hours_before: 24 };
                        TicketEvent::HandoverChosen(Handover::File(terms))
                    }
                    0 if random.below(3) > 0 => TicketEvent::Described(Details {
                        seat: Seat::parse(&random.below(3).to_string()).ok(),
                        ..Details::default()
                    }),
                    0 => TicketEvent::Updated { title, price },
                    1 if random.below(4) == 0 => TicketEvent::Withdrawn,
                    1..=4 => TicketEvent::Reserved(Reservation {
                        order,
                        buyer: user,
                        expires_at: starts_at,
                    }),
                    5 => TicketEvent::ReservationReleased(held),
                    6 => TicketEvent::SaleStarted(held, charge),
                    7 => TicketEvent::SaleAbandoned(held),
                    _ => TicketEvent::Sold(held),
                },
            )
        }
        8 => DomainEvent::Order(
            OrderId::from_bytes(random.id()),
            OrderEvent::Created {
                ticket: random.pick(&tickets).unwrap_or_else(|| TicketId::from_bytes(random.id())),
                buyer: user,
                price,
                expires_at: starts_at,
            },
        ),
        9 => {
            let under_way = match rows.get(&Key::Order(order)) {
                Some(Row::Order(order)) => order.status.charge_under_way(),
                _ => None,
            };
            let under_way = under_way.unwrap_or(charge);
            let failure = ChargeFailure::Declined(DeclineCode::Other("Karte".into()));
            DomainEvent::Order(
                order,
                match random.below(8) {
                    6 | 7 => OrderEvent::Expired,
                    5 => OrderEvent::FeeIncluded(Price::MIN),
                    0 | 1 => OrderEvent::PaymentStarted(charge),
                    2 => OrderEvent::PaymentFailed(under_way, failure),
                    3 => OrderEvent::Completed(under_way),
                    _ => OrderEvent::Cancelled(CancelReason::Buyer),
                },
            )
        }
        10 => DomainEvent::Charge(
            ChargeId::from_bytes(random.id()),
            ChargeEvent::Created(order, price),
        ),
        11 => DomainEvent::WebhookNotice(
            WebhookNoticeId::of(&text),
            WebhookNoticeEvent::Received { stripe_id: text.into(), kind: "refund.created".into() },
        ),
        20 => {
            let topic = AlertTopic::Event(event);
            let id = AlertId::of(user, &topic.key());
            let event = match random.below(5) {
                0 | 1 => AlertEvent::Asked(user, topic, AlertPace::Daily),
                2 => AlertEvent::PaceChosen(AlertPace::AtOnce),
                3 => AlertEvent::Told(starts_at),
                _ => AlertEvent::Ended,
            };
            DomainEvent::Alert(id, event)
        }
        12 => {
            let ticket = random.pick(&tickets).unwrap_or_else(|| TicketId::from_bytes(random.id()));
            let event = match random.below(3) {
                0 => WaitlistEvent::Asked(ticket, user),
                1 => WaitlistEvent::Told,
                _ => WaitlistEvent::Dropped,
            };
            DomainEvent::WaitlistEntry(WaitlistId::of(ticket, user), event)
        }
        13 => {
            let event = match random.below(4) {
                0 | 1 => MailEvent::Queued(user, MailAbout::TicketSold(order)),
                2 => MailEvent::Sent,
                _ => MailEvent::Failed { error: text.into(), again_at: Some(starts_at) },
            };
            DomainEvent::Mail(MailId::of(user, "sold"), event)
        }
        14 => {
            let event = match random.below(4) {
                0 | 1 => {
                    SignInEvent::Began { user, epoch: 0, browser: text.into(), from: "::1".into() }
                }
                2 => SignInEvent::Seen,
                _ => SignInEvent::Ended,
            };
            DomainEvent::SignIn(SignInId::of(random.below(6) as i128), event)
        }
        15 => {
            let (browser, from) = (text.into(), "::1".into());
            let event = match random.below(4) {
                0 | 1 => SignInHistoryEvent::Succeeded { browser, from },
                2 => SignInHistoryEvent::Failed { browser, from },
                _ => SignInHistoryEvent::Forgotten,
            };
            DomainEvent::SignInHistory(user, event)
        }
        16 => {
            let event = match random.below(4) {
                0 | 1 => AccessTokenEvent::Made {
                    owner: user,
                    epoch: 0,
                    name: TokenName::parse("a token").expect("a name"),
                    scopes: Scopes::default(),
                    expires_at: starts_at,
                    hash: TokenHash([7; 32]),
                },
                2 => AccessTokenEvent::Used,
                _ => AccessTokenEvent::Revoked,
            };
            let id = u8::try_from(random.below(6)).expect("it is small");
            DomainEvent::AccessToken(AccessTokenId::from_bytes([id; 16]), event)
        }
        17..=19 => webhook_event(random, user, starts_at),
        24 => money_event(random, rows, (user, order, event, price)),
        25 => DomainEvent::Order(order, OrderEvent::Refunded(text.into())),
        _ => DomainEvent::Charge(
            charge,
            match random.below(6) {
                5 => ChargeEvent::FeeRead(114),
                0 => ChargeEvent::Submitted(text.into()),
                1 => ChargeEvent::Authorised(text.into()),
                2 => ChargeEvent::Completed,
                3 => ChargeEvent::Voided,
                _ => {
                    ChargeEvent::Refunded { stripe_id: "pi".into(), stripe_refund_id: text.into() }
                }
            },
        ),
    }
}

fn money_event(
    random: &mut Random,
    rows: &BTreeMap<Key, Row>,
    (seller, order, event, price): (UserId, OrderId, EventId, Price),
) -> DomainEvent {
    let run = PayoutRunId::from_bytes([1; 16]);
    let deed = Deed { by: seller, reason: Reason::parse("so").expect("a reason") };
    let lines: Vec<_> = rows.values().filter_map(Earning::in_row).collect();
    let payouts: Vec<PayoutId> =
        rows.values().filter_map(Payout::in_row).map(|payout| payout.id).collect();
    let fresh = EarningId::from_bytes(random.id());
    let payout = random.pick(&payouts).unwrap_or_else(|| PayoutId::from_bytes(random.id()));
    match random.below(14) {
        12 => dispute_event(random, rows, deed),
        0 | 1 => {
            let kind = random.pick(&CorrectionKind::ALL).expect("there are some");
            let minor = i64::from(price.minor()) - 3000;
            DomainEvent::Earning(fresh, EarningEvent::Corrected { seller, kind, minor, deed })
        }
        2 => {
            let sale = Sale {
                order,
                event,
                asked: price,
                buyer_fee: None,
                seller_fee: Some(Price::MIN),
                is_before_books: random.below(3) == 0,
            };
            DomainEvent::Earning(EarningId::of_sale(order), EarningEvent::Earned(seller, sale))
        }
        3..=6 => {
            let earning = random.pick(&lines).map_or(fresh, |line| line.id);
            let kind = random.pick(&[CaseKind::Claim, CaseKind::Dispute]).expect("there are two");
            let event = match random.below(11) {
                0..=2 => EarningEvent::Released,
                3 => EarningEvent::Frozen(kind),
                4 => EarningEvent::Thawed(kind),
                5 => EarningEvent::PaidOut,
                6 => EarningEvent::TakenFromPayout,
                7 => EarningEvent::LostToDispute,
                8 => EarningEvent::DisputeBorneBySite,
                9 => EarningEvent::PaidBackTwice,
                _ => EarningEvent::Reversed,
            };
            DomainEvent::Earning(earning, event)
        }
        7 => {
            let line = random.pick(&lines);
            let minor = line.map_or(1, |line| line.minor);
            let earning = line.map_or(fresh, |line| line.id);
            let holder = AccountHolder::parse("Ann").expect("a name");
            let iban = Iban::parse("DE89370400440532013000").expect("an IBAN");
            let to = match random.below(2) {
                0 => PayoutTo::Bank { run, holder, iban },
                _ => PayoutTo::Provider(ProviderAccount::parse("acct_1").expect("a name")),
            };
            let begun = PayoutEvent::Begun(seller, [PayoutLine { earning, minor }].into(), to);
            DomainEvent::Payout(PayoutId::from_bytes(random.id()), begun)
        }
        8 => {
            let debt = EarningId::of_sale(order);
            let event = match random.below(6) {
                0..=2 => PayoutEvent::Paid(Arrival::Transferred("tr_1".into())),
                3 => PayoutEvent::TakeBackAsked(debt, 1),
                4 => PayoutEvent::TakenBack(debt, "trr_1".into()),
                _ => PayoutEvent::Retried,
            };
            DomainEvent::Payout(payout, event)
        }
        9 => DomainEvent::Payout(payout, PayoutEvent::Returned(deed.into())),
        10 => {
            let id = PayoutRunId::from_bytes([u8::try_from(random.below(3)).expect("small"); 16]);
            let event = match random.below(2) {
                0 => PayoutRunEvent::Begun(deed),
                _ => PayoutRunEvent::Closed { payouts: 1, minor: 1000 },
            };
            DomainEvent::PayoutRun(id, event)
        }
        _ => {
            let account = ProviderAccount::parse("acct_1").expect("a name");
            let event = match random.below(4) {
                0 => PayoutAccountEvent::Paused(deed),
                1 => PayoutAccountEvent::Resumed(deed),
                2 => PayoutAccountEvent::Connected(account),
                _ => PayoutAccountEvent::Forgotten,
            };
            DomainEvent::PayoutAccount(seller, event)
        }
    }
}

fn dispute_event(random: &mut Random, rows: &BTreeMap<Key, Row>, deed: Deed) -> DomainEvent {
    let charges: Vec<_> = rows.values().filter_map(Charge::in_row).map(|it| it.id).collect();
    let payment = random.pick(&charges).unwrap_or_else(|| ChargeId::from_bytes(random.id()));
    let name = format!("du_{}", random.below(6));
    let status = random.pick(&DisputeStatus::ALL).expect("there are some");
    let event = match random.below(6) {
        0..=2 => DisputeEvent::Opened {
            name: name.as_str().into(),
            payment,
            minor: 4950,
            opened_at: AT,
            status,
            due_by: Some(AT),
        },
        3 => DisputeEvent::Changed(status, None),
        4 if random.below(4) == 0 => DisputeEvent::Lost { rest_minor: 4950 },
        4 => DisputeEvent::BorneBySite(deed),
        _ => DisputeEvent::MoneyMoved { minor: 4950, fee: 1500 },
    };
    DomainEvent::Dispute(DisputeId::of(&name), event)
}

fn webhook_event(random: &mut Random, owner: UserId, again_at: Timestamp) -> DomainEvent {
    let endpoint = [u8::try_from(random.below(6)).expect("small"); 16];
    let endpoint = WebhookEndpointId::from_bytes(endpoint);
    if random.below(3) == 0 {
        let event = match random.below(6) {
            0 | 1 => WebhookEndpointEvent::Added {
                owner,
                url: WebhookUrl::parse("https://example.org/").expect("a URL"),
                types: vec![PublicKind::OrderCompleted],
                is_of_everything: random.below(2) == 0,
                seed: WebhookSeed::of(&LinkKey([1; LinkKey::BYTES]), endpoint, [2; 16]),
            },
            2 => WebhookEndpointEvent::TurnedOff(WebhookOff::Failing),
            3 => WebhookEndpointEvent::TurnedOn,
            4 => WebhookEndpointEvent::Failed,
            _ if random.below(4) == 0 => WebhookEndpointEvent::Deleted,
            _ => WebhookEndpointEvent::Recovered,
        };
        return DomainEvent::WebhookEndpoint(endpoint, event);
    }
    let event = match random.below(5) {
        0 | 1 => WebhookDeliveryEvent::Queued(endpoint, WebhookAbout::Test),
        2 => WebhookDeliveryEvent::Delivered(204),
        3 => {
            let again_at = (random.below(2) == 0).then_some(again_at);
            WebhookDeliveryEvent::Failed { outcome: WebhookOutcome::TooLate, again_at }
        }
        _ => WebhookDeliveryEvent::Resumed,
    };
    let id = WebhookDeliveryId::of(endpoint, &random.below(8).to_string());
    DomainEvent::WebhookDelivery(id, event)
}

/// One new account.
pub fn sign_up(n: u64) -> Vec<DomainEvent> {
    let id = UserId::new();
    let email = Email::parse(&format!("u{n}-{id}@example.org")).expect("an address");
    vec![DomainEvent::User(id, UserEvent::Created { email, password: PasswordHash("x".into()) })]
}

pub const AT: Timestamp = Timestamp::from_millis(1_795_000_000_000);

pub fn open(path: &Path) -> Result<(Storage, Recovery), OpenError> {
    open_with(path, StorageLimits::default())
}

pub fn open_with(path: &Path, limits: StorageLimits) -> Result<(Storage, Recovery), OpenError> {
    Storage::open_with(path, Clock::System, limits)
}

/// Many small segments.
pub fn small_segments() -> StorageLimits {
    StorageLimits { segment_bytes_max: 2000, ..StorageLimits::default() }
}

pub fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
        .block_on(future)
}

pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("it can be made");
    for file in fs::read_dir(from).expect("it can be read") {
        let file = file.expect("it can be read");
        let to = to.join(file.file_name());
        match file.file_type().expect("it has a type").is_dir() {
            true => copy(&file.path(), &to),
            // A file that is gone meanwhile is one that a crash would not have left.
            false => drop(fs::copy(file.path(), to)),
        }
    }
}

/// All files in a folder, with what is in them.
pub fn contents(folder: &Path) -> BTreeMap<std::path::PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    for file in fs::read_dir(folder).expect("it can be read") {
        let path = file.expect("it can be read").path();
        if path.is_dir() {
            all.extend(contents(&path));
        } else {
            let bytes = fs::read(&path).expect("it can be read");
            all.insert(path, bytes);
        }
    }
    all
}

/// The journal's segments, in order.
pub fn segments(data: &Path) -> Vec<std::path::PathBuf> {
    let all = contents(&data.join("journal")).into_keys();
    all.filter(|path| path.extension().is_some_and(|e| e == "log")).collect()
}

/// Whatever a walk begins behind, and whichever way it goes.
fn assert_walked<I: Copy + Ord + std::fmt::Debug>(
    all: &[I],
    found: impl Fn(Walk<I>, usize) -> Vec<I>,
    what: &str,
) {
    for from in [None].into_iter().chain(all.iter().copied().map(Some)) {
        for (limit, walk) in
            [(2, Walk::up(from)), (2, Walk::down(from)), (usize::MAX, Walk::up(from))]
        {
            let expect: Vec<_> = walk.along_slice(all).take(limit).collect();
            assert_eq!(found(walk, limit), expect, "{what}: {walk:?}");
        }
    }
}
