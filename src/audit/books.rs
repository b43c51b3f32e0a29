//! The books: they balance, and what sellers are owed lies where they say.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::Auditor;
use crate::{
    domain::{
        Arrival, BorneBy, CaseKind, Claim, ClaimStatus, DomainEvent, Earning, EarningCause,
        EarningEvent, EarningPlace, Entry, Key, OrderEvent, OrderStatus, Payout, PayoutEvent,
        PayoutLine, PayoutStatus, Row,
        ledger::{self, Account},
    },
    types::{EarningId, OrderId, PayoutId, Timestamp, UserId},
};

/// What the books have come to so far.
#[derive(Debug, Default)]
pub(super) struct BooksAudit {
    /// What is on each account by its postings: debits less credits.
    posted: HashMap<Account, i64>,
    /// What lies where by the records themselves: what is owed.
    lies: HashMap<Account, i64>,
    /// Whether sales are booked.
    are_kept: bool,
    released: HashSet<EarningId>,
    /// The orders that this entry completes or pays back.
    settled: Vec<(OrderId, bool)>,
    /// The payouts that this entry begins.
    begun: Vec<PayoutId>,
    /// The provider's names for what has paid payouts.
    transfers: HashSet<Box<str>>,
}

impl BooksAudit {
    /// What is on an account by its postings: debits less credits.
    pub(super) fn posted(&self, account: Account) -> i64 {
        self.posted.get(&account).copied().unwrap_or_default()
    }
}

impl Auditor {
    /// What an entry comes to in the books, before it is applied.
    pub(super) fn book(&mut self, entry: &Entry) {
        let before = |key| Ok::<_, std::convert::Infallible>(self.rows.get(&key).cloned());
        let transactions =
            ledger::transactions(entry, before).unwrap_or_else(|never| match never {});
        for transaction in transactions {
            let sum: i64 = transaction.postings.iter().map(|posting| posting.minor).sum();
            if sum != 0 {
                self.find(format!("the postings of a {} come to {sum}", transaction.what));
            }
            for posting in transaction.postings {
                *self.books.posted.entry(posting.account).or_default() += posting.minor;
            }
        }
        for event in &entry.events {
            match event {
                DomainEvent::Books(..) => self.books.are_kept = true,
                DomainEvent::Order(id, OrderEvent::Completed(_)) => {
                    self.books.settled.push((*id, true));
                }
                DomainEvent::Order(id, OrderEvent::Refunded(_)) => {
                    self.books.settled.push((*id, false));
                }
                DomainEvent::Payout(id, PayoutEvent::Begun(..)) => self.books.begun.push(*id),
                DomainEvent::Payout(id, PayoutEvent::Paid(Arrival::Transferred(name)))
                    if !self.books.transfers.insert(name.clone()) =>
                {
                    self.find(format!("payout {id} is paid by another's transfer"));
                }
                _ => {}
            }
        }
    }

    /// What an event of a line's must satisfy, given the records before it.
    pub(super) fn earning_event(&mut self, id: EarningId, event: &EarningEvent, at: Timestamp) {
        match event {
            EarningEvent::Earned(seller, sale) => {
                self.books.are_kept = true;
                let order = self.order(sale.order);
                let ticket = order.as_ref().and_then(|order| self.ticket(order.ticket));
                let fits = order.zip(ticket).is_some_and(|(order, ticket)| {
                    let price = i64::from(order.price.minor());
                    let of_seller = order.seller_fee.map_or(0, |fee| i64::from(fee.minor()));
                    let of_buyer = order.fee.map_or(0, |fee| i64::from(fee.minor()));
                    ticket.seller == *seller
                        && sale.buyer_fee == order.fee
                        && sale.seller_fee == order.seller_fee
                        && sale.earned_minor() + of_seller + of_buyer == price
                        && *id.as_bytes() == *sale.order.as_bytes()
                });
                if !fits {
                    let order = sale.order;
                    self.find(format!("the parts of order {order} do not make its price"));
                }
            }
            EarningEvent::Released => {
                self.books.released.insert(id);
                let earning = self.record::<Earning>(Key::Earning(id));
                let sale = earning.as_ref().and_then(|earning| earning.sale());
                let event = sale.filter(|sale| !sale.is_before_books).map(|sale| sale.event);
                let over = event.and_then(|id| self.event_that_stays(id)).map(|event| {
                    event.cancellation().is_none() && event.ends_at.unwrap_or(event.starts_at) <= at
                });
                if over == Some(false) {
                    self.find(format!("earning {id} is released before its event is over"));
                }
            }
            EarningEvent::TakenBack { order, payout, minor, .. } => {
                let known = self.record::<Payout>(Key::Payout(*payout));
                let debt = EarningId::recalled(*order, *payout);
                let asked = known.as_ref().filter(|known| known.transfer().is_some());
                let asked = asked.and_then(|it| it.take_backs.iter().find(|it| it.debt == debt));
                if asked.is_none_or(|asked| asked.minor != *minor) {
                    self.find(format!("earning {id} is of what nobody asked the provider for"));
                }
            }
            EarningEvent::MadeGood => {
                let debt = self.record::<Earning>(Key::Earning(id));
                let payout = debt.as_ref().and_then(|debt| match debt.cause {
                    EarningCause::Recalled(_, payout) => Some(payout),
                    _ => None,
                });
                let payout = payout.and_then(|id| self.record::<Payout>(Key::Payout(id)));
                let asked = payout.as_ref().filter(|payout| payout.transfer().is_some());
                let asked = asked.and_then(|it| it.take_backs.iter().find(|it| it.debt == id));
                if asked.is_none_or(|asked| Some(-asked.minor) != debt.map(|debt| debt.minor)) {
                    self.find(format!("earning {id} is made good by what nobody asked for"));
                }
            }
            EarningEvent::PutInPayout(payout) => {
                let earning = self.record::<Earning>(Key::Earning(id));
                let is_sale = earning.as_ref().is_some_and(|earning| earning.sale().is_some());
                if is_sale && !self.books.released.contains(&id) {
                    self.find(format!("earning {id} is in payout {payout} and was not released"));
                }
            }
            _ => {}
        }
    }

    /// What lies where follows the records.
    pub(super) fn line_lies(&mut self, before: Option<&Row>, after: &Row) {
        for (row, sign) in before.map(|row| (row, -1)).into_iter().chain([(after, 1)]) {
            let (account, minor) = match row {
                Row::Earning(line) => match ledger::account_of(line) {
                    Some(account) if line.place != EarningPlace::BeforeBooks => {
                        (account, line.minor)
                    }
                    _ => continue,
                },
                Row::Payout(payout) if payout.status == PayoutStatus::Begun => {
                    (Account::InTransit, payout.minor())
                }
                _ => continue,
            };
            *self.books.lies.entry(account).or_default() += sign * minor;
        }
    }

    /// After an entry the books say what the records do.
    pub(super) fn books_fit(&mut self, touched: &BTreeSet<Key>) {
        for (order, is_sale) in std::mem::take(&mut self.books.settled) {
            self.sale_is_booked(order, is_sale);
        }
        for payout in std::mem::take(&mut self.books.begun) {
            self.payout_fits(payout);
        }
        let mut sellers = BTreeSet::new();
        for key in touched {
            match self.rows.get(key) {
                Some(Row::Earning(line)) => _ = sellers.insert(line.seller),
                Some(Row::Payout(payout)) => _ = sellers.insert(payout.seller),
                _ => {}
            }
        }
        for key in touched {
            match key {
                Key::Claim(order) => self.case_is_frozen(*order),
                Key::Earning(id) => {
                    let line = self.record::<Earning>(Key::Earning(*id));
                    if let Some(sale) = line.as_ref().and_then(|line| line.sale()) {
                        self.case_is_frozen(sale.order);
                    }
                }
                _ => {}
            }
        }
        let of_seller =
            |id: UserId| [Account::Held(id), Account::Available(id), Account::Frozen(id)];
        let is_any = !sellers.is_empty();
        let accounts = sellers.into_iter().flat_map(of_seller);
        for account in accounts.chain(is_any.then_some(Account::InTransit)) {
            let minor = |of: &HashMap<Account, i64>| of.get(&account).copied().unwrap_or_default();
            let (owed, lies) = (-minor(&self.books.posted), minor(&self.books.lies));
            if owed != lies {
                self.find(format!("{account} has {owed} by the books, and {lies} lies there"));
            }
        }
    }

    /// A sale has its line, and one whose money went back has it no more, unless the site bears that.
    fn sale_is_booked(&mut self, order: OrderId, is_sale: bool) {
        if !self.books.are_kept {
            return;
        }
        let line = self.record::<Earning>(Key::Earning(EarningId::of_sale(order)));
        let is_reversed =
            line.as_ref().map(|line| line.place == EarningPlace::Reversed || line.is_borne_by_site);
        if is_reversed != Some(!is_sale) {
            self.find(format!("what order {order} has earned does not follow what became of it"));
        }
        let is_completed = self
            .order(order)
            .is_some_and(|order| matches!(order.status, OrderStatus::Completed { .. }));
        if is_completed != is_sale {
            self.find(format!("order {order} is booked as it is not"));
        }
    }

    /// What is frozen for a claim is so until the claim is settled, or the money has gone back.
    fn case_is_frozen(&mut self, order: OrderId) {
        let line = self.record::<Earning>(Key::Earning(EarningId::of_sale(order)));
        let Some(line) = line.filter(|line| line.place != EarningPlace::BeforeBooks) else {
            return;
        };
        let claim = self.record::<Claim>(Key::Claim(order));
        let is_open = claim.as_ref().is_some_and(|claim| claim.is_open());
        let is_going_back = claim.is_some_and(|claim| {
            matches!(claim.status, ClaimStatus::Upheld { borne_by: BorneBy::Seller, .. })
        });
        let is_frozen = line.is_frozen_for(CaseKind::Claim);
        let is_over = line.place == EarningPlace::Reversed || line.is_borne_by_site;
        if is_frozen && !is_open && !is_going_back || is_open && !is_frozen && !is_over {
            self.find(format!("what order {order} has earned is not frozen as its claim stands"));
        }
    }

    /// A payout is the sum of its lines, each of which is in it alone, and leaves its seller owing
    /// nothing.
    fn payout_fits(&mut self, id: PayoutId) {
        let Some(payout) = self.record::<Payout>(Key::Payout(id)) else { return };
        let lines: HashSet<_> = payout.lines.iter().map(|line| line.earning).collect();
        let fits = |line: &PayoutLine| {
            self.record::<Earning>(Key::Earning(line.earning)).is_some_and(|earning| {
                earning.seller == payout.seller
                    && earning.minor == line.minor
                    && earning.place == EarningPlace::InPayout(id)
            })
        };
        if lines.len() != payout.lines.len() || !payout.lines.iter().all(fits) {
            self.find(format!("payout {id} is not of lines that are in it"));
        }
        let available = Account::Available(payout.seller);
        if self.books.posted.get(&available).is_some_and(|minor| *minor > 0) {
            self.find(format!("payout {id} has left its seller owing something"));
        }
    }

    /// What lies on each account by the lines and payouts themselves: what is owed.
    pub fn lies(&self) -> impl Iterator<Item = (Account, i64)> + '_ {
        self.books.lies.iter().map(|(account, minor)| (*account, *minor))
    }

    /// What is on each account, by the postings: debits less credits.
    pub fn balances(&self) -> impl Iterator<Item = (Account, i64)> + '_ {
        self.books.posted.iter().map(|(account, minor)| (*account, *minor))
    }
}
