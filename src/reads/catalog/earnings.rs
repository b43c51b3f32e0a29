//! What sellers are owed: the lines that something is left to happen to, by where they lie, and the
//! payouts that are under way.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, HashMap},
};

use crate::{
    domain::{Earning, EarningPlace, Payout, PayoutRun},
    types::{EarningId, EventId, PayoutId, PayoutRunId, Timestamp, UserId},
};

/// What a seller is owed, by where it lies, in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Balances {
    /// Of events that are not over long enough.
    pub held: i64,
    /// That can be paid; less than nothing is a debt.
    pub available: i64,
    /// About which a case is open.
    pub frozen: i64,
    /// On its way.
    pub in_transit: i64,
}

/// The index.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Earnings {
    sellers: BTreeMap<UserId, SellerEarnings>,
    /// Those that wait for an event to be over, by the event that their tickets were for when they
    /// were sold.
    held: HashMap<EventId, BTreeSet<EarningId>>,
    all: Balances,
    /// What each seller can be paid who can be paid anything, the least first.
    available: BTreeSet<(i64, UserId)>,
    /// Payouts that are under way.
    under_way: BTreeSet<PayoutId>,
    /// The same by since when.
    under_way_since: BTreeSet<(Timestamp, PayoutId)>,
    /// Payouts about which the provider is to do something.
    at_provider: BTreeSet<PayoutId>,
    /// Runs whose payouts are still being made.
    open_runs: BTreeSet<PayoutRunId>,
    payouts_of_run: HashMap<PayoutRunId, BTreeSet<PayoutId>>,
    payouts_of_seller: HashMap<UserId, BTreeSet<PayoutId>>,
    runs: BTreeSet<PayoutRunId>,
}

#[derive(Debug, Default, PartialEq, Eq)]
struct SellerEarnings {
    balances: Balances,
    /// All lines of theirs to which something is left to happen, and those to which something has
    /// since the start.
    lines: BTreeSet<EarningId>,
    /// That can be paid, and come to more than nothing, the largest first.
    payable: BTreeSet<(Reverse<i64>, EarningId)>,
    /// That are to be made up for.
    debts: BTreeSet<EarningId>,
    /// That can be paid, by since when.
    payable_since: BTreeSet<(Timestamp, EarningId)>,
}

impl Balances {
    fn add(&mut self, place: EarningPlace, minor: i64) {
        match place {
            EarningPlace::Held => self.held += minor,
            EarningPlace::Available => self.available += minor,
            EarningPlace::Frozen(..) => self.frozen += minor,
            EarningPlace::InPayout(_)
            | EarningPlace::Paid(_)
            | EarningPlace::BeforeBooks
            | EarningPlace::Reversed => {}
        }
    }

    /// What the site owes in all.
    #[must_use]
    pub fn owed(self) -> i64 {
        self.held + self.available + self.frozen + self.in_transit
    }
}

impl Earnings {
    /// Takes in a changed line.
    pub(super) fn update(&mut self, old: Option<&Earning>, new: &Earning) {
        let of_seller = self.sellers.entry(new.seller).or_default();
        self.available.remove(&(of_seller.balances.available, new.seller));
        if let Some(old) = old {
            of_seller.payable_since.remove(&(old.moved_at, old.id));
            of_seller.balances.add(old.place, -old.minor);
            self.all.add(old.place, -old.minor);
        }
        of_seller.balances.add(new.place, new.minor);
        self.all.add(new.place, new.minor);
        of_seller.lines.insert(new.id);
        let is_available = new.place == EarningPlace::Available;
        let by_size = (Reverse(new.minor), new.id);
        set(&mut of_seller.payable, by_size, is_available && new.minor >= 0);
        set(&mut of_seller.debts, new.id, is_available && new.minor < 0);
        if is_available && new.minor >= 0 {
            of_seller.payable_since.insert((new.moved_at, new.id));
        }
        let available = of_seller.balances.available;
        set(&mut self.available, (available, new.seller), available > 0);
        if let Some(sale) = new.sale() {
            let of_event = self.held.entry(sale.event).or_default();
            set(of_event, new.id, new.place == EarningPlace::Held);
            if of_event.is_empty() {
                self.held.remove(&sale.event);
            }
        }
    }

    /// Takes in a changed payout.
    pub(super) fn update_payout(&mut self, old: Option<&Payout>, new: &Payout) {
        let transit = |payout: &Payout| if payout.is_under_way() { payout.minor() } else { 0 };
        let more = transit(new) - old.map_or(0, transit);
        self.sellers.entry(new.seller).or_default().balances.in_transit += more;
        self.all.in_transit += more;
        set(&mut self.under_way, new.id, new.is_under_way());
        set(&mut self.under_way_since, (new.begun_at, new.id), new.is_under_way());
        set(&mut self.at_provider, new.id, new.is_at_provider());
        if let Some(run) = new.run() {
            self.payouts_of_run.entry(run).or_default().insert(new.id);
        }
        self.payouts_of_seller.entry(new.seller).or_default().insert(new.id);
    }

    /// Takes in a changed run.
    pub(super) fn update_run(&mut self, new: &PayoutRun) {
        set(&mut self.open_runs, new.id, new.closed.is_none());
        self.runs.insert(new.id);
    }

    /// What a seller is owed.
    #[must_use]
    pub fn balances_of(&self, seller: UserId) -> Balances {
        self.sellers.get(&seller).map(|it| it.balances).unwrap_or_default()
    }

    /// How many sellers can be paid so much or more, and since when the first of them has anything to be
    /// paid: of so many at the most, those with the least of it.
    #[must_use]
    pub fn to_be_paid(&self, least_minor: i64, limit: usize) -> (usize, Option<Timestamp>) {
        let sellers = self.available.range((least_minor.max(1), UserId::MIN)..).take(limit);
        let since = |(_, id): &(i64, UserId)| {
            self.sellers.get(id)?.payable_since.first().map(|(at, _)| *at)
        };
        sellers.fold((0, None), |(count, first), seller| {
            (count + 1, first.into_iter().chain(since(seller)).min())
        })
    }

    /// How many payouts have been under way since before a moment, and since when the first has: of so
    /// many at the most.
    #[must_use]
    pub fn under_way_before(&self, before: Timestamp, limit: usize) -> (usize, Option<Timestamp>) {
        let old = self.under_way_since.range(..(before, PayoutId::MIN)).take(limit);
        (old.count(), self.under_way_since.first().map(|(at, _)| *at).filter(|at| *at < before))
    }

    /// What all are owed.
    #[must_use]
    pub fn balances(&self) -> Balances {
        self.all
    }

    /// The sellers of whom there is a line, or a payout, that something is left to happen to, from
    /// behind one on.
    pub fn sellers(&self, after: Option<UserId>) -> impl Iterator<Item = (UserId, Balances)> + '_ {
        let from = after.map_or(std::ops::Bound::Unbounded, std::ops::Bound::Excluded);
        let sellers = self.sellers.range((from, std::ops::Bound::Unbounded));
        sellers.map(|(id, of_seller)| (*id, of_seller.balances))
    }

    /// The lines of a seller that this knows of, in the order of their ids.
    pub fn lines_of(&self, seller: UserId) -> impl DoubleEndedIterator<Item = EarningId> + '_ {
        self.sellers.get(&seller).into_iter().flat_map(|it| it.lines.iter().copied())
    }

    /// The lines of a seller that can be paid, the largest first: what is to be made up for comes before
    /// them.
    pub fn payable_of(&self, seller: UserId) -> impl Iterator<Item = EarningId> + '_ {
        let of_seller = self.sellers.get(&seller).into_iter();
        of_seller.flat_map(|it| {
            let payable = it.payable.iter().map(|(_, id)| *id);
            it.debts.iter().copied().chain(payable)
        })
    }

    /// What a seller is to make up for.
    pub fn debts_of(&self, seller: UserId) -> impl Iterator<Item = EarningId> + '_ {
        self.sellers.get(&seller).into_iter().flat_map(|it| it.debts.iter().copied())
    }

    /// The events for which something is held that was earned, as they were named then.
    pub fn held_events(&self) -> impl Iterator<Item = EventId> + '_ {
        self.held.keys().copied()
    }

    /// What is held of one, so many at the most.
    pub fn held_for(&self, event: EventId, limit: usize) -> Vec<EarningId> {
        self.held.get(&event).into_iter().flatten().take(limit).copied().collect()
    }

    /// Payouts that are under way.
    pub fn under_way(&self) -> &BTreeSet<PayoutId> {
        &self.under_way
    }

    /// Payouts about which the provider is to do something.
    pub fn at_provider(&self) -> &BTreeSet<PayoutId> {
        &self.at_provider
    }

    /// The run whose payouts are still being made.
    #[must_use]
    pub fn open_run(&self) -> Option<PayoutRunId> {
        self.open_runs.first().copied()
    }

    /// The payouts of a run that this knows of.
    pub fn payouts_in(&self, run: PayoutRunId) -> impl Iterator<Item = PayoutId> + '_ {
        self.payouts_of_run.get(&run).into_iter().flatten().copied()
    }

    /// The payouts of a seller that this knows of.
    pub fn payouts_of(&self, seller: UserId) -> impl Iterator<Item = PayoutId> + '_ {
        self.payouts_of_seller.get(&seller).into_iter().flatten().copied()
    }

    /// The runs that this knows of.
    pub fn runs(&self) -> impl Iterator<Item = PayoutRunId> + '_ {
        self.runs.iter().copied()
    }
}

/// Sees to it that a set has something, or has not.
fn set<T: Ord>(of: &mut BTreeSet<T>, it: T, is_in: bool) {
    match is_in {
        true => of.insert(it),
        false => of.remove(&it),
    };
}
