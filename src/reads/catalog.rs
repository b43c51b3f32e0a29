//! The catalog: what is found without knowing its id, in memory.
//!
//! It is built from what is present at start-up and changed with every committed entry, and holds
//! what lists need; a record itself is read from storage. In which order rows come makes no
//! difference. Of the past it knows numbers alone, and what has become of the past since the start:
//! the rest is found in storage.

mod alerts;
mod anchor;
mod browse;
mod buyers;
mod disputes;
mod earnings;
mod event_tickets;
mod files;
mod mails;
mod news;
mod offers;
mod picking;
mod record_names;
mod seats;
mod sorted_prices;
mod venues;
mod waitlist;
mod webhooks;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    convert::Infallible,
    hash::Hash,
    ops::Bound,
    sync::Arc,
    time::Duration,
};

pub use alerts::{AlertGroup, Alerts};
pub use anchor::{AnchorPlace, ListAnchor, ListAnchorError};
use browse::{CityMemo, When};
pub use browse::{Filter, FoundEvents, Sort};
use buyers::Buyers;
pub use disputes::Disputes;
pub use earnings::{Balances, Earnings};
pub use event_tickets::TicketFilter;
use files::TicketFiles;
pub use mails::Mails;
use news::News;
pub use news::{EventNews, NewsWanted};
use offers::OnOffer;
pub use offers::{EventAnchor, EventOffer, EventOffers};
pub use picking::AskedPrices;
pub use record_names::RecordNames;
use seats::Seats;
use venues::Venues;
use waitlist::Waitlist;
pub use waitlist::WaitlistPlace;
pub use webhooks::{WEBHOOKS_KEPT, Webhooks};

use super::{Applied, Projection, past::PastCount};
use crate::{
    domain::{
        AccessToken, Change, Charge, Conversation, Event, OpenIdSubject, Order, Record, Row,
        SeatGroup, SignIn, Spot, Ticket, TicketStatus, User,
    },
    reads::{
        price_history::SALES_MAX,
        search::{self, Query, WordIndex},
        walk::{Stretch, Walk},
    },
    types::{
        AccessTokenId, Category, ChargeId, Email, EventId, OrderId, Price, ReportId, SignInId,
        StaffActId, TicketId, Timestamp, Title, UserId, name_key,
    },
};

/// The indexes. Whoever reads them cannot change them: they are behind the tables' lock.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Catalog {
    users: BTreeMap<Email, UserId>,
    /// Accounts by who their owners are at the site's OpenID Connect provider.
    openids: HashMap<OpenIdSubject, UserId>,
    /// The same, oldest first.
    accounts: BTreeMap<UserId, Email>,
    deleted_users: HashSet<UserId>,
    /// Accounts that the site has closed.
    banned: BTreeSet<UserId>,
    events: HashMap<EventId, EventEntry>,
    /// Events that were merged into others.
    merged: BTreeSet<EventId>,
    /// Events that were cancelled.
    cancelled: BTreeSet<EventId>,
    /// Events of which those whom they concern are still being told.
    telling: BTreeSet<EventId>,
    /// What is for sale of an event, by when it starts: what is over costs nothing to pass by, here
    /// and in the three below.
    starts: BTreeMap<When, OnOffer>,
    /// By the words of an event's name, venue and city.
    words: WordIndex<When>,
    /// By [`search::name_keys`].
    cities: BTreeMap<Box<str>, BTreeSet<When>>,
    categories: HashMap<Category, BTreeSet<When>>,
    city_counts: CityMemo,
    venues: Venues,
    listings: BTreeMap<TicketId, CatalogListing>,
    /// How many tickets have been listed on the site, whatever has become of them.
    pub listed: usize,
    by_seller: HashMap<UserId, Vec<TicketId>>,
    by_buyer: HashMap<UserId, Vec<OrderId>>,
    buyers: Buyers,
    files: TicketFiles,
    seats: Seats,
    /// Sold tickets whose files are to come, by when it is too late for them.
    pub awaited_files: BTreeSet<(Timestamp, TicketId)>,
    /// Tickets that are reserved or being sold: those that have an actor.
    pub held: HashSet<TicketId>,
    /// Orders that may still lead to a sale.
    pub open_orders: BTreeSet<OrderId>,
    /// Orders whose money is to go back, and has not yet.
    pub refunding: HashSet<OrderId>,
    /// Orders that were refunded since the start, by the tickets that they had sold.
    refunded: HashMap<TicketId, BTreeSet<OrderId>>,
    /// Charges that are not settled with the provider.
    pub unfinished_charges: HashSet<ChargeId>,
    /// Mails.
    pub mails: Mails,
    waitlist: Waitlist,
    /// Who is told of tickets that come on sale.
    pub alerts: Alerts,
    news: News,
    /// What sellers are owed.
    pub earnings: Earnings,
    /// Disputes.
    pub disputes: Disputes,
    /// By what others call records.
    pub record_names: RecordNames,
    /// Orders about which the buyer or the seller has asked those who run the site, who have not
    /// answered yet, by when.
    pub wait_for_admins: BTreeSet<(Timestamp, OrderId)>,
    /// What those who run the site have done and looked at since the start, by when.
    pub staff_acts: BTreeSet<(Timestamp, StaffActId)>,
    /// Orders whose buyers have something against what they got, which is not settled, by since when.
    pub open_claims: BTreeSet<(Timestamp, OrderId)>,
    /// Reports of listings at which nobody has looked yet.
    pub open_reports: BTreeSet<(Timestamp, ReportId)>,
    /// Webhooks.
    pub webhooks: Webhooks,
    /// Sign-ins that have not ended, in the order in which they began.
    sign_ins: HashMap<UserId, BTreeSet<(Timestamp, SignInId)>>,
    /// Access tokens that were not revoked, in the order in which they were made.
    access_tokens: HashMap<UserId, BTreeSet<AccessTokenId>>,
}

#[derive(Debug, Default, PartialEq, Eq)]
struct EventEntry {
    /// None as long as only its tickets have come.
    event: Option<Arc<Event>>,
    /// In the order in which its page lists them.
    tickets: BTreeSet<ListingRank>,
    /// Those that are not listed there any more: sold or withdrawn.
    over: BTreeSet<TicketId>,
    /// The latest of those that are sold, by when they were: [`SALES_MAX`] at the most.
    sales: BTreeSet<(Timestamp, TicketId)>,
    sold: usize,
    held: usize,
    /// Whatever has become of them.
    listed: usize,
}

/// Where a ticket stands among an event's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct ListingRank {
    /// By [`rank`] of its status.
    rank: u8,
    price: Price,
    listed_at: Timestamp,
    id: TicketId,
}

/// A ticket that is available, held or being sold, as lists need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogListing {
    /// Which ticket.
    pub id: TicketId,
    /// What it is for.
    pub event: EventId,
    /// What its seller calls it.
    pub title: Title,
    /// Where in the venue, if its seller says so.
    pub spot: Option<Spot>,
    /// What it costs.
    pub price: Price,
    /// What is printed on it, if its seller says so.
    pub face_value: Option<Price>,
    /// Where it stands.
    pub status: TicketStatus,
    /// Whether others offer the same seat, and nobody has settled that.
    pub is_disputed: bool,
    /// Whether its file is to come.
    pub lacks_file: bool,
    /// How it goes with what was listed with it, if not singly.
    pub group: Option<SeatGroup>,
}

/// How many tickets of an event stand where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct EventCounts {
    /// For sale.
    pub available: usize,
    /// Reserved or selling.
    pub held: usize,
    /// Sold.
    pub sold: usize,
    /// Listed since there is the event, whatever has become of them.
    pub listed: usize,
}

impl Projection for Catalog {
    fn apply(&mut self, applied: &Applied<'_>) {
        for Change { old, new } in applied.changes {
            if let (Some(Row::Ticket(old)), Row::Ticket(new)) = (old, new) {
                self.news.change(old, new, applied.at());
            }
            self.update(old.as_ref(), new);
        }
    }
}

impl Catalog {
    /// Takes in how many records of the past there are, at start-up.
    pub fn count(&mut self, counted: PastCount, count: u64) {
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        match counted {
            PastCount::SoldFor(event) | PastCount::WithdrawnFor(event) => {
                let entry = self.events.entry(event).or_default();
                entry.listed += count;
                self.listed += count;
                if matches!(counted, PastCount::SoldFor(_)) {
                    entry.sold += count;
                }
            }
            PastCount::RunOutsOf(buyer) => _ = self.buyers.ran_out_before.insert(buyer),
            PastCount::Mails => self.mails.sent_before = count,
        }
    }

    /// Takes in a changed row.
    pub fn update(&mut self, old: Option<&Row>, new: &Row) {
        match new {
            Row::User(new) => self.update_user(before(old), new),
            Row::Event(new) => self.update_event(before(old), new),
            Row::Ticket(new) => self.update_ticket(before(old), new),
            Row::Order(new) => self.update_order(before(old), new),
            Row::Charge(charge) => {
                self.update_charge(charge);
                self.record_names.update(new);
            }
            // Found by its id alone.
            Row::WebhookNotice(_)
            | Row::SignInHistory(_)
            | Row::FeedCursor(_)
            | Row::PayoutAccount(_)
            | Row::Books(_)
            | Row::InvoiceSeries(_) => {}
            Row::FeeInvoice(_) => self.record_names.update(new),
            Row::Earning(new) => self.earnings.update(before(old), new),
            Row::Payout(payout) => {
                self.earnings.update_payout(before(old), payout);
                self.record_names.update(new);
            }
            Row::PayoutRun(new) => self.earnings.update_run(new),
            Row::WebhookEndpoint(new) => self.webhooks.update_endpoint(before(old), new),
            Row::WebhookDelivery(new) => self.webhooks.update_delivery(before(old), new),
            Row::WaitlistEntry(new) => self.update_waitlist(before(old), new),
            Row::Alert(new) => self.update_alert(before(old), new),
            Row::Conversation(new) => {
                let place = |it: &Conversation| Some((it.asked_admins_at?, it.id));
                if let Some(place) = before(old).and_then(place) {
                    self.wait_for_admins.remove(&place);
                }
                self.wait_for_admins.extend(place(new).filter(|_| new.waits_for_admins));
            }
            Row::Claim(new) => {
                keep_sorted(&mut self.open_claims, (new.opened_at, new.id), new.is_open());
            }
            Row::Dispute(dispute) => {
                self.disputes.update(before(old), dispute);
                self.record_names.update(new);
            }
            Row::Report(new) => {
                keep_sorted(&mut self.open_reports, (new.at, new.id), new.closed.is_none());
            }
            Row::Message(new) => self.files.update_message(new),
            Row::StaffAct(new) => _ = self.staff_acts.insert((new.at, new.id)),
            Row::Mail(new) => self.mails.update(before(old), new),
            Row::SignIn(new) => self.update_sign_in(new),
            Row::AccessToken(new) => self.update_access_token(new),
        }
    }

    fn update_sign_in(&mut self, new: &SignIn) {
        let place = (new.begun_at, new.id);
        match new.ended_at {
            None => _ = self.sign_ins.entry(new.user).or_default().insert(place),
            Some(_) => {
                if let Some(of_user) = self.sign_ins.get_mut(&new.user) {
                    of_user.remove(&place);
                    if of_user.is_empty() {
                        self.sign_ins.remove(&new.user);
                    }
                }
            }
        }
    }

    fn update_access_token(&mut self, new: &AccessToken) {
        match new.revoked_at {
            None => _ = self.access_tokens.entry(new.owner).or_default().insert(new.id),
            Some(_) => {
                if let Some(of_user) = self.access_tokens.get_mut(&new.owner) {
                    of_user.remove(&new.id);
                    if of_user.is_empty() {
                        self.access_tokens.remove(&new.owner);
                    }
                }
            }
        }
    }

    /// A user's access tokens that were not revoked, oldest first.
    pub fn access_tokens_of(&self, owner: UserId) -> impl Iterator<Item = AccessTokenId> {
        self.access_tokens.get(&owner).into_iter().flatten().copied()
    }

    /// All access tokens that were not revoked.
    pub fn access_tokens(&self) -> impl Iterator<Item = AccessTokenId> {
        self.access_tokens.values().flatten().copied()
    }

    /// A user's sign-ins that have not ended, oldest first.
    pub fn sign_ins_of(&self, user: UserId) -> impl ExactSizeIterator<Item = SignInId> {
        static NONE: BTreeSet<(Timestamp, SignInId)> = BTreeSet::new();
        self.sign_ins.get(&user).unwrap_or(&NONE).iter().map(|(_, id)| *id)
    }

    /// All sign-ins that have not ended.
    pub fn sign_ins(&self) -> impl Iterator<Item = SignInId> {
        self.sign_ins.values().flatten().map(|(_, id)| *id)
    }

    /// The account with this address.
    pub fn user_by_email(&self, email: &Email) -> Option<UserId> {
        let before = || self.users.get(&email.from_before()?);
        self.users.get(email).or_else(before).copied()
    }

    /// The account that is linked to this.
    pub fn user_by_openid(&self, who: &OpenIdSubject) -> Option<UserId> {
        self.openids.get(who).copied()
    }

    /// All accounts, also those that are deleted: for those who run the site alone.
    #[must_use]
    pub fn user_ids(&self) -> Vec<UserId> {
        self.accounts.keys().chain(&self.deleted_users).copied().collect()
    }

    /// The accounts whose address has this in it, all if that is empty, as far as a page needs: for
    /// those who run the site alone. Of a whole address it is that one.
    pub fn users_like(&self, part: &str, walk: Walk<UserId>, limit: usize) -> Stretch<UserId> {
        let whole = Email::parse(part).ok().and_then(|email| self.user_by_email(&email));
        if let Some(id) = whole {
            let found = walk.along_slice(&[id]).map(|id| (id, id)).collect();
            return Stretch { found, more: None };
        }
        let part = part.to_lowercase();
        let has = |email: &Email| email.as_str().contains(&part) || email.shown().contains(&part);
        let accounts = walk.along(self.accounts.range(walk.range()));
        looked_through(accounts.map(|(id, email)| (*id, email)), limit, has)
    }

    /// The accounts whose address begins so, so many at the most: for those who run the site alone.
    #[must_use]
    pub fn users_beginning(&self, part: &str, limit: usize) -> Vec<UserId> {
        let part = part.to_lowercase();
        let from = (Bound::Included(part.as_str()), Bound::Unbounded);
        let users = self.users.range::<str, _>(from);
        users
            .take_while(|(email, _)| email.as_str().starts_with(&part))
            .take(limit)
            .map(|(_, id)| *id)
            .collect()
    }

    /// Whether the site has closed this account.
    pub fn is_banned(&self, user: UserId) -> bool {
        self.banned.contains(&user)
    }

    /// The listed tickets whose titles have this in them, all if that is empty, as far as a page
    /// needs: for those who run the site alone.
    pub fn titled(&self, part: &str, walk: Walk<TicketId>, limit: usize) -> Stretch<TicketId> {
        let part = part.to_lowercase();
        let has = |listed: &CatalogListing| listed.title.as_str().to_lowercase().contains(&part);
        let listed = walk.along(self.listings.range(walk.range()));
        looked_through(listed.map(|(id, listing)| (*id, listing)), limit, has)
    }

    /// The orders that may still lead to a sale, as far as a page needs.
    pub fn open_orders(&self, walk: Walk<OrderId>, limit: usize) -> Stretch<OrderId> {
        let open = walk.along(self.open_orders.range(walk.range()));
        looked_through(open.map(|id| (*id, ())), limit, |()| true)
    }

    /// What closed accounts still trade: tickets that are for sale, and orders that may still lead
    /// to a sale.
    pub fn of_banned(&self) -> (Vec<TicketId>, Vec<OrderId>) {
        let listed = self.banned.iter().flat_map(|user| self.present_tickets_of(*user)).copied();
        let on_sale = listed.filter(|ticket| {
            self.listings.get(ticket).is_some_and(|l| l.status == TicketStatus::Available)
        });
        let open = self.banned.iter().flat_map(|user| self.open_orders_of(*user));
        (on_sale.collect(), open.collect())
    }

    /// An event.
    pub fn event(&self, id: EventId) -> Option<&Arc<Event>> {
        self.events.get(&id).and_then(|entry| entry.event.as_ref())
    }

    /// An event, or the one that it was merged into.
    pub fn event_that_stays(&self, id: EventId) -> Option<&Arc<Event>> {
        let mut event = self.event(id)?;
        // No merge leads in a circle, or there would be as many steps as merged events.
        for _ in 0..self.merged.len() {
            let Some(merged) = &event.merged else { break };
            event = self.event(merged.into)?;
        }
        Some(event)
    }

    /// The events whose name, venue or city has what is looked for, by when they start, all if that
    /// is empty, and of one category if one is named, as far as a page needs; merged ones are not
    /// among them.
    pub fn events_like(
        &self,
        query: &Query,
        category: Option<Category>,
        walk: Walk<(Timestamp, EventId)>,
        limit: usize,
    ) -> Stretch<(Timestamp, EventId)> {
        let is_so = |event: &Event| {
            event.merged.is_none() && category.is_none_or(|category| category == event.category)
        };
        let stays = |(_, id)| self.event(id).is_some_and(|event| is_so(event));
        if query.is_empty() {
            let starts = walk.along(self.starts.range(walk.range()));
            return looked_through(starts.map(|(when, _)| (*when, *when)), limit, stays);
        }
        // As bounded as everybody's search.
        let found = self.words.find(query, FIRST);
        looked_through(walk.along_slice(&found).map(|when| (when, when)), limit, stays)
    }

    /// The events that start at a moment or so long before or after it, and have what is looked for:
    /// of very many, some.
    pub fn events_near(
        &self,
        query: &Query,
        moment: Timestamp,
        apart_max: Duration,
    ) -> impl Iterator<Item = &Arc<Event>> {
        let [first, last] = [moment - apart_max, moment + apart_max];
        let at = |moment| Some((moment, EventId::MIN));
        let mut found: Vec<When> = if query.is_empty() {
            let walks = [Walk::down(at(moment)), Walk::up(at(moment))];
            let near = walks.map(|walk| walk.along(self.starts.range(walk.range())).take(NEAR_MAX));
            near.into_iter().flatten().map(|(when, _)| *when).collect()
        } else {
            self.words.find(query, (first, EventId::MIN))
        };
        found.retain(|(starts_at, _)| (first..=last).contains(starts_at));
        found.truncate(2 * NEAR_MAX);
        found.into_iter().filter_map(|(_, id)| self.event(id))
    }

    /// The events that start at this moment, and are of this name and in this city as people compare them:
    /// those that sellers have made twice are among them. Of very many that start then, some.
    pub fn events_alike(&self, name: &str, city: &str, starts_at: Timestamp) -> Vec<EventId> {
        let (name, city) = (name_key(name), name_key(city));
        let walk = Walk::up(Some((starts_at, EventId::MIN)));
        let then = walk.along(self.starts.range(walk.range())).take(NEAR_MAX);
        let then = then.take_while(|((at, _), _)| *at == starts_at).map(|((_, id), _)| *id);
        then.filter(|id| {
            self.event(*id).is_some_and(|event| {
                name_key(event.name.as_str()) == name && name_key(event.city.as_str()) == city
            })
        })
        .collect()
    }

    /// Tickets that are still for an event that was merged into another, at most so many, each with
    /// the event that it is for and the one that it is to be for.
    pub fn to_be_moved(&self, limit: usize) -> Vec<(TicketId, EventId, EventId)> {
        let left = self.merged_with_tickets().into_iter().filter_map(|(from, to)| {
            let entry = self.events.get(&from)?;
            let listed = entry.tickets.iter().map(|place| place.id);
            Some(listed.chain(entry.over.iter().copied()).map(move |ticket| (ticket, from, to)))
        });
        left.flatten().take(limit).collect()
    }

    /// The merged events for which there still are tickets, each with the one that stays.
    pub fn merged_with_tickets(&self) -> Vec<(EventId, EventId)> {
        let merged = self.merged.iter().filter_map(|from| {
            self.events.get(from).filter(|entry| entry.listed > 0)?;
            Some((*from, self.event_that_stays(*from)?.id))
        });
        merged.collect()
    }

    /// The tickets for an event that are listed, or over since the start, on this walk: so many at the
    /// most.
    pub fn tickets_for(&self, event: EventId, walk: Walk<TicketId>, limit: usize) -> Vec<TicketId> {
        let Some(entry) = self.events.get(&event) else { return vec![] };
        let listed = entry.tickets.iter().map(|place| place.id).collect::<BTreeSet<_>>();
        let over = walk.along(entry.over.range(walk.range())).take(limit);
        walk.along(listed.range(walk.range())).take(limit).chain(over).copied().collect()
    }

    /// The cancelled events whose tickets are not all withdrawn and refunded.
    pub fn cancelled_with_tickets(&self) -> Vec<EventId> {
        let has_some = |id: &&EventId| {
            self.events.get(id).is_some_and(|entry| entry.sold > 0 || !entry.tickets.is_empty())
        };
        self.cancelled.iter().filter(has_some).copied().collect()
    }

    /// The events of which those whom they concern are still being told.
    pub fn telling(&self) -> Vec<EventId> {
        self.telling.iter().copied().collect()
    }

    /// Events that have not started, soonest first, at most `limit`.
    pub fn coming_events(&self, now: Timestamp, limit: usize) -> Vec<&Arc<Event>> {
        let coming = self.coming(now).filter_map(|((_, id), _)| self.event(*id));
        coming.take(limit).collect()
    }

    /// The same behind another, soonest first.
    pub fn coming_events_behind(&self, other: &Event, limit: usize) -> Vec<&Arc<Event>> {
        let behind = Bound::Excluded((other.starts_at, other.id));
        let coming = self.starts.range((behind, Bound::Unbounded));
        coming.filter_map(|((_, id), _)| self.event(*id)).take(limit).collect()
    }

    /// How many tickets are for sale for events that have not started.
    pub fn on_sale_count(&self, now: Timestamp) -> usize {
        self.coming(now).map(|(_, on_offer)| on_offer.tickets).sum()
    }

    fn coming(&self, now: Timestamp) -> impl Iterator<Item = (&When, &OnOffer)> {
        self.starts.range((Bound::Excluded(browse::last_at(now)), Bound::Unbounded))
    }

    /// An event's tickets that are available, held or being sold: available ones first, cheapest
    /// first.
    pub fn tickets_of(&self, event: EventId) -> impl Iterator<Item = &CatalogListing> {
        self.events
            .get(&event)
            .into_iter()
            .flat_map(|entry| &entry.tickets)
            .filter_map(|place| self.listings.get(&place.id))
    }

    /// What the cheapest and the dearest of an event's available tickets cost, if there are any.
    pub fn prices_of(&self, event: EventId) -> Option<(Price, Price)> {
        let mut on_sale = self.on_sale(&(Price::MIN..=Price::MAX), event);
        let lowest = on_sale.next()?.price;
        Some((lowest, on_sale.next_back().map_or(lowest, |dearest| dearest.price)))
    }

    /// A ticket that is available, held or being sold.
    pub fn listing(&self, id: TicketId) -> Option<&CatalogListing> {
        self.listings.get(&id)
    }

    /// How many tickets of an event stand where.
    pub fn counts_of(&self, event: EventId) -> EventCounts {
        self.events.get(&event).map_or_else(EventCounts::default, |entry| EventCounts {
            available: entry.tickets.len() - entry.held,
            held: entry.held,
            sold: entry.sold,
            listed: entry.listed,
        })
    }

    /// An event's latest sales that are not of the past, or are so since the start, by when they were.
    pub fn sales_of(
        &self,
        event: EventId,
        walk: Walk<(Timestamp, TicketId)>,
    ) -> impl Iterator<Item = (Timestamp, TicketId)> {
        let entry = self.events.get(&event).into_iter();
        entry.flat_map(move |entry| walk.along(entry.sales.range(walk.range())).copied())
    }

    /// What somebody has listed and is not of the past, or is so since the start, oldest id first.
    pub fn present_tickets_of(&self, seller: UserId) -> &[TicketId] {
        self.by_seller.get(&seller).map_or(&[], Vec::as_slice)
    }

    /// What somebody has ordered and is not of the past, or is so since the start, oldest id first.
    pub fn present_orders_of(&self, buyer: UserId) -> &[OrderId] {
        self.by_buyer.get(&buyer).map_or(&[], Vec::as_slice)
    }

    /// The orders by which a ticket was sold, and which were refunded since the start.
    pub fn refunded_for(&self, ticket: TicketId) -> impl Iterator<Item = OrderId> + '_ {
        self.refunded.get(&ticket).into_iter().flatten().copied()
    }

    /// Whether an account was deleted by its owner.
    pub fn is_deleted(&self, user: UserId) -> bool {
        self.deleted_users.contains(&user)
    }

    /// How many accounts there are, deleted ones not counted.
    pub fn users_count(&self) -> usize {
        self.users.len()
    }

    /// How many events there are, started ones too.
    pub fn events_count(&self) -> usize {
        self.events.len()
    }

    fn update_user(&mut self, old: Option<&User>, user: &User) {
        if let Some(old) = old.filter(|old| old.email != user.email) {
            self.users.remove(&old.email);
        }
        let linked = |user: &User| user.factors.openid.as_ref().map(|openid| openid.who.clone());
        let (before, now) = (old.and_then(linked), linked(user));
        if before != now {
            before.map(|before| self.openids.remove(&before));
            self.openids.extend(now.map(|now| (now, user.id)));
        }
        if user.is_deleted() {
            self.deleted_users.insert(user.id);
            self.accounts.remove(&user.id);
        } else {
            self.users.insert(user.email.clone(), user.id);
            self.accounts.insert(user.id, user.email.clone());
        }
        match user.ban {
            Some(_) => self.banned.insert(user.id),
            None => self.banned.remove(&user.id),
        };
    }

    fn update_event(&mut self, old: Option<&Event>, event: &Arc<Event>) {
        self.events.entry(event.id).or_default().event = Some(event.clone());
        self.files.update_event(old, event);
        keep_sorted(&mut self.cancelled, event.id, event.cancellation().is_some());
        let is_told = event.telling.is_some() && event.merged.is_none();
        keep_sorted(&mut self.telling, event.id, is_told);
        if let Some(old) = old {
            let is_found_as_before = old.plan() == event.plan()
                && (old.category, &old.merged) == (event.category, &event.merged);
            if is_found_as_before {
                return;
            }
            self.forget_event(old);
        }
        self.city_counts.forget();
        let when = (event.starts_at, event.id);
        // What is still for sale for then is found until it is for when the event is now.
        let before = old.map(|old| (old.starts_at, old.id)).filter(|before| *before != when);
        if let Some(before) = before
            && self.starts.get(&before).is_some_and(|on_offer| on_offer.tickets == 0)
        {
            self.starts.remove(&before);
        }
        if event.merged.is_some() {
            self.merged.insert(event.id);
            self.merge_lines(event.id);
            self.merge_alerts(event.id);
            // What is still for sale for it is found until it is the other's.
            if self.starts.get(&when).is_some_and(|on_offer| on_offer.tickets == 0) {
                self.starts.remove(&when);
            }
            return;
        }
        self.starts.entry(when).or_default();
        self.words.insert(search::words(&text_of(event)), when);
        for city in search::name_keys(event.city.as_str()) {
            self.cities.entry(city).or_default().insert(when);
        }
        self.categories.entry(event.category).or_default().insert(when);
        self.venues.insert(event);
    }

    /// Forgets by what an event was found: it is called something else, or is another's now.
    fn forget_event(&mut self, old: &Event) {
        let when = (old.starts_at, old.id);
        self.words.remove(&search::words(&text_of(old)), when);
        for city in search::name_keys(old.city.as_str()) {
            if let Some(there) = self.cities.get_mut(&city) {
                there.remove(&when);
                if there.is_empty() {
                    self.cities.remove(&city);
                }
            }
        }
        if let Some(alike) = self.categories.get_mut(&old.category) {
            alike.remove(&when);
            if alike.is_empty() {
                self.categories.remove(&old.category);
            }
        }
        self.venues.remove(old);
    }

    fn update_ticket(&mut self, old: Option<&Ticket>, new: &Ticket) {
        self.files.update(old, new);
        self.seats.update(old, new);
        if let Some(due) = old.and_then(Ticket::awaited_file) {
            self.awaited_files.remove(&(due, new.id));
        }
        self.awaited_files.extend(new.awaited_file().map(|due| (due, new.id)));
        match old {
            Some(old) => self.remove_ticket(old),
            None => self.listed += 1,
        }
        if old.is_none_or(|old| rank(&old.status).is_none()) {
            insert_sorted(self.by_seller.entry(new.seller).or_default(), new.id);
        }
        let entry = self.events.entry(new.event).or_default();
        entry.listed += 1;
        match rank(&new.status) {
            Some(rank) => {
                let listing = CatalogListing {
                    id: new.id,
                    event: new.event,
                    title: new.title.clone(),
                    spot: new.details.spot(),
                    price: new.price,
                    face_value: new.details.face_value,
                    status: new.status,
                    is_disputed: new.is_disputed(),
                    lacks_file: new.lacks_file(),
                    group: new.group,
                };
                self.listings.insert(new.id, listing);
                entry.tickets.insert(ListingRank { rank, ..place(new) });
            }
            None => _ = entry.over.insert(new.id),
        }
        match new.status {
            TicketStatus::Available => {
                self.news.is_for_sale(new);
                let on_offer = self.starts.entry((new.event_starts_at, new.event)).or_default();
                if on_offer.tickets == 0 {
                    self.city_counts.forget();
                }
                on_offer.add(new.price);
            }
            TicketStatus::Reserved(_) | TicketStatus::Selling { .. } => {
                self.held.insert(new.id);
                entry.held += 1;
            }
            TicketStatus::Sold { at, .. } => {
                entry.sold += 1;
                entry.sales.insert((at, new.id));
                if entry.sales.len() > SALES_MAX {
                    entry.sales.pop_first();
                }
            }
            TicketStatus::Withdrawn => {}
        }
    }

    fn remove_ticket(&mut self, old: &Ticket) {
        self.listings.remove(&old.id);
        let was_held = self.held.remove(&old.id);
        if let Some(entry) = self.events.get_mut(&old.event) {
            match rank(&old.status) {
                Some(rank) => drop(entry.tickets.remove(&ListingRank { rank, ..place(old) })),
                None => drop(entry.over.remove(&old.id)),
            }
            entry.listed -= 1;
            entry.held -= usize::from(was_held);
            if let TicketStatus::Sold { at, .. } = old.status {
                entry.sold -= 1;
                entry.sales.remove(&(at, old.id));
            }
        }
        if old.status == TicketStatus::Available {
            self.take_off_sale((old.event_starts_at, old.event), old.price);
        }
    }

    /// One ticket less of an event is for sale.
    fn take_off_sale(&mut self, when: When, price: Price) {
        let event = self.events.get(&when.1).and_then(|entry| entry.event.as_ref());
        let is_events =
            event.is_some_and(|event| event.starts_at == when.0 && event.merged.is_none());
        let Some(on_offer) = self.starts.get_mut(&when) else { return };
        on_offer.remove(price);
        if on_offer.tickets == 0 {
            self.city_counts.forget();
            if !is_events {
                self.starts.remove(&when);
            }
        }
    }

    fn update_order(&mut self, old: Option<&Order>, order: &Order) {
        self.buyers.update(old, order);
        if old.is_none_or(|old| !old.status.is_open()) {
            insert_sorted(self.by_buyer.entry(order.buyer).or_default(), order.id);
        }
        match order.status.is_open() {
            true => self.open_orders.insert(order.id),
            false => self.open_orders.remove(&order.id),
        };
        keep(&mut self.refunding, order.id, order.is_refunding());
        if order.paid_back.is_some() {
            self.refunded.entry(order.ticket).or_default().insert(order.id);
        }
    }

    fn update_charge(&mut self, charge: &Charge) {
        keep(&mut self.unfinished_charges, charge.id, charge.status.is_unfinished());
    }
}

/// How many keys are looked at for a page on which something is looked for: some milliseconds.
const LOOKED_AT_MAX: usize = 10_000;

/// How many events before a moment, and after it, are looked at for one that is like another.
const NEAR_MAX: usize = 500;

/// Before all events.
const FIRST: When = (Timestamp::from_millis(i64::MIN), EventId::MIN);

/// The keys of what is so, as far as a page needs.
fn looked_through<K: Copy, V>(
    pairs: impl Iterator<Item = (K, V)>,
    limit: usize,
    is_so: impl Fn(V) -> bool,
) -> Stretch<K> {
    let wanted = |value| Ok::<_, Infallible>(is_so(value).then_some(()));
    let Ok(Stretch { found, more }) = Stretch::of(pairs, limit, LOOKED_AT_MAX, wanted);
    Stretch { found: found.into_iter().map(|(key, ())| (key, key)).collect(), more }
}

/// Has a set hold something or not.
fn keep<T: Hash + Eq>(set: &mut HashSet<T>, what: T, is_in: bool) {
    match is_in {
        true => set.insert(what),
        false => set.remove(&what),
    };
}

fn keep_sorted<T: Ord>(set: &mut BTreeSet<T>, what: T, is_in: bool) {
    match is_in {
        true => set.insert(what),
        false => set.remove(&what),
    };
}

fn before<R: Record>(old: Option<&Row>) -> Option<&R> {
    old.and_then(R::in_row).map(AsRef::as_ref)
}

/// By what an event is found.
fn text_of(event: &Event) -> String {
    format!("{} {} {}", event.name, event.venue, event.city)
}

/// Where a ticket stands if it is available.
fn place(ticket: &Ticket) -> ListingRank {
    ListingRank { rank: ON_SALE, price: ticket.price, listed_at: ticket.listed_at, id: ticket.id }
}

/// The [`rank`] of what is for sale.
const ON_SALE: u8 = 0;

/// Where an event's page lists a ticket; none for one that is not listed there.
fn rank(status: &TicketStatus) -> Option<u8> {
    match status {
        TicketStatus::Available => Some(ON_SALE),
        TicketStatus::Reserved(_) | TicketStatus::Selling { .. } => Some(1),
        TicketStatus::Sold { .. } | TicketStatus::Withdrawn => None,
    }
}

/// Ids come nearly in order, since they begin with the time.
fn insert_sorted<T: Ord>(ids: &mut Vec<T>, id: T) {
    if let Err(at) = ids.binary_search(&id) {
        ids.insert(at, id);
    }
}

#[cfg(test)]
mod tests;
