//! Invoices of the site's fees: each fee in one, numbers without gaps, and the sums of the books.

use std::{
    collections::{BTreeMap, HashMap},
    time::Duration,
};

use holdfast::{
    actors::{CommandError, Settings},
    domain::{
        DomainEvent, FeeInvoice, FeeInvoiceEvent, FeeInvoiceKind, Issuer, Key, Row,
        ledger::{Account, transactions},
        rules::fee_invoices::FeeInvoiceRefusal,
    },
    harness::TestMarket,
    types::{FeeInvoiceId, Month, UserId, ZoneName},
};

use super::{
    disputes::lose,
    payouts::{refund, sell, settings},
};
use crate::common::dice::Dice;

const DAY: Duration = Duration::from_secs(24 * 3600);

/// A market that looks at what is left to do once a day, since months pass here.
async fn market() -> TestMarket {
    TestMarket::start_with(Settings { reconcile: DAY, ..settings() }).await
}

fn berlin() -> ZoneName {
    ZoneName::parse("Europe/Berlin").unwrap()
}

fn issuer(tax: &str) -> Issuer {
    Issuer::new("Encore Tickets GmbH\nHamburg", "DE123456789", tax.parse().unwrap())
}

async fn make(market: &TestMarket, account: UserId) -> usize {
    let made = market.market.make_fee_invoices(account, &issuer("19"), &berlin()).await;
    made.unwrap_or_else(|error: CommandError<FeeInvoiceRefusal>| panic!("{error:?}"))
}

/// All that were issued, in the order in which they were.
fn issued(market: &TestMarket) -> Vec<FeeInvoice> {
    let entries = market.journal.entries();
    let events = entries.iter().flat_map(|entry| &entry.events);
    let ids = events.filter_map(|event| match event {
        DomainEvent::FeeInvoice(id, FeeInvoiceEvent::Issued { .. }) => Some(*id),
        _ => None,
    });
    ids.map(|id| market.market.tables().fee_invoice(id).unwrap().unwrap().as_ref().clone())
        .collect()
}

/// What the books have of fees in each month, paid and given back, in minor units.
fn booked(market: &TestMarket) -> BTreeMap<(Month, FeeInvoiceKind), i64> {
    let (mut rows, mut sums): (HashMap<Key, Row>, BTreeMap<_, i64>) = Default::default();
    for entry in market.journal.entries() {
        let before = |key| Ok::<_, std::convert::Infallible>(rows.get(&key).cloned());
        let month = Month::of(entry.at, &berlin());
        for posting in transactions(&entry, before).unwrap().iter().flat_map(|it| &it.postings) {
            if matches!(posting.account, Account::BuyerFees | Account::SellerFees) {
                let (kind, minor) = match posting.minor < 0 {
                    true => (FeeInvoiceKind::Invoice, -posting.minor),
                    false => (FeeInvoiceKind::CreditNote, posting.minor),
                };
                *sums.entry((month, kind)).or_default() += minor;
            }
        }
        for event in &entry.events {
            let key = Key::of(event);
            let row = Row::after(rows.get(&key), event, entry.at).unwrap();
            rows.insert(key, row);
        }
    }
    sums
}

#[tokio::test(start_paused = true)]
async fn one_for_each_month_that_is_over_and_a_credit_note_for_what_went_back() {
    let market = market().await;
    let seller = market.user().await;
    let first = sell(&market, seller, "49.50").await;
    assert_eq!(make(&market, seller).await, 0, "the month goes on");
    market.pass(DAY * 32).await;
    let second = sell(&market, seller, "20.00").await;
    refund(&market, first).await;
    assert_eq!(make(&market, seller).await, 1);
    market.pass(DAY * 32).await;
    assert_eq!(make(&market, seller).await, 2);
    assert_eq!(make(&market, seller).await, 0, "each once");
    let [of_first, of_second, credit] = &issued(&market)[..] else { panic!("three") };
    let orders = |invoice: &FeeInvoice| invoice.lines.iter().map(|it| it.order).collect::<Vec<_>>();
    assert_eq!(orders(of_first), [first]);
    assert_eq!(orders(of_second), [second]);
    assert_eq!(orders(credit), [first]);
    assert_eq!([of_first, of_second, credit].map(|invoice| invoice.number), [1, 2, 3]);
    assert_eq!(credit.kind, FeeInvoiceKind::CreditNote);
    assert_eq!((of_second.month, of_second.account), (credit.month, seller));
    // 2.48 with 19 % in it.
    let total = of_first.total();
    assert_eq!((total.net, total.tax, total.gross()), (208, 40, 248));
    assert_eq!(credit.total(), total);
    // What is issued stays, whatever the tax becomes.
    market.pass(DAY * 32).await;
    let made = market.market.make_fee_invoices(seller, &issuer("7"), &berlin()).await;
    assert_eq!(made.unwrap(), 0);
    assert_eq!(issued(&market)[0], *of_first);
    // Who bought has their own.
    let buyer = market.order(second).buyer;
    assert_eq!(make(&market, buyer).await, 1);
    assert_eq!(issued(&market)[3].total().gross(), 200);
    let market = market.crash().await;
    assert_eq!(make(&market, seller).await, 0);
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn their_sums_are_those_of_the_books() {
    for seed in 0..2 {
        let (mut dice, market) = (Dice::new(seed), market().await);
        let (ann, ben) = (market.user().await, market.user().await);
        let mut orders = vec![];
        for _ in 0..16 {
            match dice.below(10) {
                0..=4 => {
                    let seller = dice.pick(&[ann, ben]).unwrap();
                    let price = format!("{}.{:02}", 1 + dice.below(99), dice.below(100));
                    orders.push(sell(&market, seller, &price).await);
                }
                5 | 6 if !orders.is_empty() => {
                    let at = dice.below(orders.len() as u64);
                    let order = orders.swap_remove(usize::try_from(at).unwrap());
                    refund(&market, order).await;
                }
                7 if !orders.is_empty() => {
                    let at = dice.below(orders.len() as u64);
                    lose(&market, orders.swap_remove(usize::try_from(at).unwrap())).await;
                }
                _ => market.pass(DAY * u32::try_from(dice.below(20)).unwrap()).await,
            }
            if dice.percent(20) {
                make(&market, dice.pick(&[ann, ben]).unwrap()).await;
            }
        }
        market.pass(DAY * 32).await;
        let accounts = market.market.tables().catalog().user_ids();
        for account in accounts {
            make(&market, account).await;
        }
        let mut sums: BTreeMap<_, i64> = BTreeMap::new();
        for (number, invoice) in (1..).zip(issued(&market)) {
            assert_eq!(invoice.number, number, "seed {seed}");
            let lines = invoice.lines.iter();
            let each = lines.map(|line| (invoice.issuer.taxed(line.gross), line.gross));
            for (taxed, gross) in each {
                assert_eq!(taxed.gross(), u64::from(gross.minor()));
                // 19 % of what is left without it, within half of the smallest unit.
                assert!((taxed.net * 119).abs_diff(taxed.gross() * 100) * 2 <= 119, "{taxed:?}");
            }
            let total = invoice.total();
            assert_eq!(total.net + total.tax, total.gross());
            let sum = sums.entry((invoice.month, invoice.kind)).or_default();
            *sum += i64::try_from(total.gross()).unwrap();
            let first = FeeInvoiceId::of(invoice.account, invoice.month, invoice.kind.word(), 0);
            assert_eq!(invoice.id, first);
        }
        assert_eq!(sums, booked(&market), "seed {seed}");
        market.assert_sound();
    }
}
