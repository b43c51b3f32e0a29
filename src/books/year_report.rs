//! What sellers have sold in a year, for who must report that (in the European Union by DAC7): those
//! of many sales, or of much. Sales are counted where they were made, whatever books there were then;
//! one whose money went back is none, unless the site bore that and the seller was paid.

use std::{
    collections::{BTreeMap, HashMap},
    io::{self, Write},
    ops::AddAssign,
};

use crate::{
    csv,
    domain::{
        DomainEvent, Earning, Entry, IllegalEvent, Key, Order, OrderStatus, PayoutAccount,
        Record as _, Row, TicketEvent, User,
    },
    types::{Currency, Day, EarningId, Price, TicketId, UserId, ZoneName},
};

/// How many sales in a year are reported, whatever they came to.
pub const REPORTED_SALES: u64 = 30;

/// How much is reported, however few sales it was: euros, in cents.
pub const REPORTED_MINOR: u64 = 200_000;

const COLUMNS: [&str; 10] = [
    "year",
    "quarter",
    "seller",
    "email",
    "account_holder",
    "iban",
    "sales",
    "asked",
    "fees",
    "currency",
];

/// A year's report, made as the journal is read.
#[derive(Debug)]
pub struct YearReport<'a> {
    year: i16,
    /// Where it is whatever year it is.
    zone: &'a ZoneName,
    /// Orders, what they have earned, and who has.
    rows: HashMap<Key, Row>,
    sellers: HashMap<TicketId, UserId>,
}

/// What somebody has sold in a quarter, or in a year.
#[derive(Debug, Clone, Copy, Default)]
struct Sold {
    sales: u64,
    /// What was asked for it, in minor units.
    asked_minor: u64,
    /// What of it, and on top of it, the site has kept.
    fees_minor: u64,
}

impl<'a> YearReport<'a> {
    /// Begins one of a year, as it was in a zone.
    #[must_use]
    pub fn begin(year: i16, zone: &'a ZoneName) -> Self {
        Self { year, zone, rows: HashMap::new(), sellers: HashMap::new() }
    }

    /// Notes what an entry says; entries are handed in in order.
    ///
    /// # Errors
    /// When the entry cannot be.
    pub fn entry(&mut self, entry: &Entry) -> Result<(), IllegalEvent> {
        for event in &entry.events {
            if let DomainEvent::Ticket(id, TicketEvent::Created { seller, .. }) = event {
                self.sellers.insert(*id, *seller);
            }
            let key = Key::of(event);
            if let Key::Order(_) | Key::Earning(_) | Key::User(_) | Key::PayoutAccount(_) = key {
                let row = Row::after(self.rows.get(&key), event, entry.at)?;
                self.rows.insert(key, row);
            }
        }
        Ok(())
    }

    /// Writes it as CSV: four lines for each seller that is in it, one of each quarter. What
    /// [`REPORTED_MINOR`] are is known in euros alone; in another currency all sellers are in it.
    ///
    /// # Errors
    /// When the output takes no more.
    pub fn write(&self, output: &mut impl Write, currency: Currency) -> io::Result<()> {
        output.write_all(csv::line(COLUMNS).as_bytes())?;
        for (seller, quarters) in self.sold() {
            let mut year = Sold::default();
            quarters.into_iter().for_each(|quarter| year += quarter);
            let is_reported = currency != Currency::EUR
                || year.sales >= REPORTED_SALES
                || year.asked_minor >= REPORTED_MINOR;
            if is_reported {
                self.write_seller(output, currency, seller, &quarters)?;
            }
        }
        Ok(())
    }

    fn sold(&self) -> BTreeMap<UserId, [Sold; 4]> {
        let mut sold: BTreeMap<_, [Sold; 4]> = BTreeMap::new();
        for order in self.rows.values().filter_map(Order::in_row) {
            let seller = self.sellers.get(&order.ticket);
            let day = order.paid.map(|paid| Day::of(paid.at, self.zone));
            let (Some(seller), Some(day)) = (seller, day) else { continue };
            if day.year() == self.year && self.is_sale(order) {
                let [quarter, ..] = &mut sold.entry(*seller).or_default()[day.quarter()..] else {
                    continue;
                };
                *quarter += Sold::of(order);
            }
        }
        sold
    }

    /// Whether the seller has, or gets, what was paid for it.
    fn is_sale(&self, order: &Order) -> bool {
        let line = self.rows.get(&Key::Earning(EarningId::of_sale(order.id)));
        match line.and_then(Earning::in_row) {
            Some(line) if line.is_lost() => line.is_borne_by_site,
            _ => matches!(order.status, OrderStatus::Completed { .. }),
        }
    }

    fn write_seller(
        &self,
        output: &mut impl Write,
        currency: Currency,
        seller: UserId,
        quarters: &[Sold; 4],
    ) -> io::Result<()> {
        let user = self.rows.get(&Key::User(seller)).and_then(User::in_row);
        let account = self.rows.get(&Key::PayoutAccount(seller)).and_then(PayoutAccount::in_row);
        let bank = account.and_then(|account| account.bank.as_ref());
        let id = seller.to_string();
        for (quarter, sold) in (1..).zip(quarters) {
            let line = csv::line([
                &self.year.to_string(),
                &format!("{quarter}"),
                &id,
                user.map(|user| user.email.as_str()).unwrap_or_default(),
                bank.map(|bank| bank.holder.as_str()).unwrap_or_default(),
                bank.map(|bank| bank.iban.as_str()).unwrap_or_default(),
                &sold.sales.to_string(),
                &currency.decimal(sold.asked_minor),
                &currency.decimal(sold.fees_minor),
                currency.code(),
            ]);
            output.write_all(line.as_bytes())?;
        }
        Ok(())
    }
}

impl Sold {
    fn of(order: &Order) -> Self {
        let minor = |fee: Option<Price>| fee.map_or(0, |fee| u64::from(fee.minor()));
        Self {
            sales: 1,
            asked_minor: order.ticket_price().minor().into(),
            fees_minor: minor(order.fee) + minor(order.seller_fee),
        }
    }
}

impl AddAssign for Sold {
    fn add_assign(&mut self, more: Self) {
        self.sales += more.sales;
        self.asked_minor += more.asked_minor;
        self.fees_minor += more.fees_minor;
    }
}
