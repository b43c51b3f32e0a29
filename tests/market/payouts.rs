//! Sellers' money: held, released, paid, had back; at every step the books balance.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use holdfast::{
    actors::{CommandError, Settings},
    delivery::mail::Unsent,
    domain::{
        BorneBy, ClaimReason, CorrectionKind, Deed, DomainEvent, EarningPlace, Entry, EventEvent,
        Payout, PayoutStatus, PayoutTo,
        ledger::Account,
        rules::{
            claim::ClaimCommand,
            payouts::{PayoutOutcome, PayoutRefusal, PayoutTerms},
            prices::PriceRules,
            ticket::NewListing,
        },
    },
    harness::{TestMarket, default_settings},
    reads::catalog::Balances,
    types::{
        AccountHolder, BuyerFee, Currency, EarningId, Fees, Iban, MessageText, OrderId, PayoutId,
        PayoutRunId, Reason, SellerFee, TicketId, UserId,
    },
};

use crate::common::dice::Dice;

const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);

/// As in the table of the issue: 10 % of the buyer's, 5 % of the seller's.
pub fn settings() -> Settings {
    let fees = Fees {
        buyer: BuyerFee::new("10".parse().unwrap(), Currency::EUR),
        seller: SellerFee::new("5".parse().unwrap(), Currency::EUR),
    };
    let prices = PriceRules { fees, max_markup: None };
    let (payouts, reconcile) =
        (PayoutTerms { hold: HOUR * 5, rest: HOUR * 2, minimum_minor: 1000 }, HOUR);
    Settings { prices, payouts, reconcile, ..default_settings() }
}

async fn market() -> TestMarket {
    TestMarket::start_with(settings()).await
}

fn reason(why: &str) -> Reason {
    Reason::parse(why).unwrap()
}

/// A ticket for an event of tomorrow.
fn listing(market: &TestMarket, seller: UserId, price: &str) -> NewListing {
    let (listing, tomorrow) = (market.listing(seller, price), market.now() + DAY);
    let new_event = listing.new_event.map(|event| match event {
        EventEvent::Created { name, venue, city, zone, created_by, .. } => {
            EventEvent::Created { name, venue, city, starts_at: tomorrow, zone, created_by }
        }
        other => other,
    });
    NewListing { new_event, event_starts_at: tomorrow, ..listing }
}

pub async fn sell(market: &TestMarket, seller: UserId, price: &str) -> OrderId {
    let ticket = TicketId::new();
    market.market.list(ticket, listing(market, seller, price)).await.unwrap();
    buy(market, ticket).await
}

async fn buy(market: &TestMarket, ticket: TicketId) -> OrderId {
    let buyer = market.user().await;
    let order = OrderId::new();
    let price = settings().prices.fees.buyer.total(market.ticket(ticket).price).unwrap();
    market.market.reserve(ticket, order, buyer, price).await.unwrap();
    market.pay(order).await.unwrap();
    order
}

async fn give_bank(market: &TestMarket, seller: UserId) {
    let holder = AccountHolder::parse("Ann Example").unwrap();
    let iban = Iban::parse("DE89370400440532013000").unwrap();
    let account = market.market.tables().user(seller).unwrap().unwrap();
    market.market.give_bank(seller, account.password.clone(), holder, iban).await.unwrap();
}

fn balances(market: &TestMarket, seller: UserId) -> Balances {
    market.market.tables().catalog().earnings.balances_of(seller)
}

fn place(market: &TestMarket, order: OrderId) -> EarningPlace {
    let line = market.market.tables().earning(EarningId::of_sale(order)).unwrap();
    line.expect("it is booked").place
}

/// So much is on an account, or on those of all sellers like it: debits less credits.
fn posted(market: &TestMarket, account: Account) -> i64 {
    market.market.tables().statistics().total().books.of(account)
}

async fn run(market: &TestMarket) -> Vec<Payout> {
    let (id, by) = (PayoutRunId::new(), market.user().await);
    let deed = Deed { by, reason: reason("the first of the month") };
    market.market.begin_payout_run(id, deed).await.unwrap();
    made(market, id).await
}

async fn made(market: &TestMarket, id: PayoutRunId) -> Vec<Payout> {
    market
        .until("the run is made", |market| {
            let run = market.market.tables().payout_run(id).unwrap();
            run.is_some_and(|run| run.closed.is_some())
        })
        .await;
    let tables = market.market.tables();
    let ids = tables.payouts_in(id).unwrap().into_iter();
    let payouts: Vec<_> =
        ids.map(|id| tables.payout(id).unwrap().unwrap().as_ref().clone()).collect();
    let closed = tables.payout_run(id).unwrap().unwrap().closed.unwrap();
    assert_eq!(closed.payouts as usize, payouts.len());
    assert_eq!(closed.minor, payouts.iter().map(Payout::minor).sum::<i64>());
    payouts
}

async fn settle(
    market: &TestMarket,
    id: PayoutId,
    outcome: PayoutOutcome,
) -> Result<(), CommandError<PayoutRefusal>> {
    market.market.settle_payout(id, outcome).await
}

pub async fn refund(market: &TestMarket, order: OrderId) {
    let by = market.user().await;
    market.market.refund(order, by, reason("the concert is off"), false).await.unwrap();
    market.until_settled().await;
}

/// Until what was earned with events of tomorrow is released.
async fn until_released(market: &TestMarket) {
    market.pass(DAY + HOUR * 7).await;
}

#[tokio::test(start_paused = true)]
async fn what_was_earned_is_held_until_the_event_is_over_long_enough() {
    let market = market().await;
    let seller = market.user().await;
    let order = sell(&market, seller, "49.50").await;
    assert_eq!(balances(&market, seller), Balances { held: 4702, ..Balances::default() });
    for (account, minor) in [
        (Account::Provider, 5445),
        (Account::Held(seller), -4702),
        (Account::BuyerFees, -495),
        (Account::SellerFees, -248),
    ] {
        assert_eq!(posted(&market, account), minor, "{account:?}");
    }
    market.pass(DAY + HOUR * 5 - Duration::from_secs(60)).await;
    assert_eq!(place(&market, order), EarningPlace::Held);
    market.pass(HOUR * 2).await;
    assert_eq!(place(&market, order), EarningPlace::Available);
    assert_eq!(balances(&market, seller), Balances { available: 4702, ..Balances::default() });
    // Once more is not paid twice, after a crash neither.
    let market = market.crash().await;
    market.pass(DAY).await;
    assert_eq!(balances(&market, seller), Balances { available: 4702, ..Balances::default() });
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn a_run_pays_whom_it_can_what_is_available_and_once() {
    let market = market().await;
    let [ready, bare, small, paused, fresh] = [
        market.user().await,
        market.user().await,
        market.user().await,
        market.user().await,
        market.user().await,
    ];
    for seller in [ready, bare, paused, fresh] {
        sell(&market, seller, "49.50").await;
    }
    sell(&market, ready, "10.00").await;
    sell(&market, small, "5.00").await;
    for seller in [ready, small, paused] {
        give_bank(&market, seller).await;
    }
    let by = market.user().await;
    let deed = Deed { by, reason: reason("somebody else's face") };
    market.market.pause_payouts(paused, deed).await.unwrap();
    assert_eq!(run(&market).await, [], "nothing is released yet");
    until_released(&market).await;
    // It has not been there long enough.
    give_bank(&market, fresh).await;
    let payouts = run(&market).await;
    let [payout] = &payouts[..] else { panic!("{payouts:?}") };
    assert_eq!((payout.seller, payout.minor()), (ready, 4702 + 950));
    let PayoutTo::Bank { holder, iban, .. } = &payout.to;
    assert_eq!((holder.as_str(), iban.as_str()), ("Ann Example", "DE89370400440532013000"));
    assert_eq!(balances(&market, ready), Balances { in_transit: 5652, ..Balances::default() });
    assert_eq!(run(&market).await, [], "it is on its way");
    settle(&market, payout.id, PayoutOutcome::Paid).await.unwrap();
    settle(&market, payout.id, PayoutOutcome::Paid).await.unwrap();
    let failed = PayoutOutcome::Failed(reason("no such account"));
    let refused = settle(&market, payout.id, failed).await;
    assert_eq!(refused, Err(CommandError::Refused(PayoutRefusal::Settled)));
    assert_eq!(balances(&market, ready), Balances::default());
    assert_eq!(posted(&market, Account::Bank), -5652);
    market.pass(3 * DAY).await;
    market.market.resume_payouts(paused).await.unwrap();
    let paid: BTreeSet<_> = run(&market).await.iter().map(|payout| payout.seller).collect();
    assert_eq!(paid, [paused, fresh].into());
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn a_payout_that_fails_or_comes_back_can_be_paid_again() {
    let market = market().await;
    let seller = market.user().await;
    give_bank(&market, seller).await;
    sell(&market, seller, "49.50").await;
    until_released(&market).await;
    let available = Balances { available: 4702, ..Balances::default() };
    let first = run(&market).await[0].id;
    settle(&market, first, PayoutOutcome::Failed(reason("no such account"))).await.unwrap();
    assert_eq!(balances(&market, seller), available);
    let second = run(&market).await[0].id;
    settle(&market, second, PayoutOutcome::Paid).await.unwrap();
    settle(&market, second, PayoutOutcome::Returned(reason("account closed"))).await.unwrap();
    settle(&market, second, PayoutOutcome::Returned(reason("account closed"))).await.unwrap();
    assert_eq!(balances(&market, seller), available);
    assert_eq!(posted(&market, Account::Bank), 0);
    let third = run(&market).await;
    assert_eq!(third.iter().map(Payout::minor).collect::<Vec<_>>(), [4702]);
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn a_refund_takes_from_wherever_the_earning_lies() {
    for (released, begun, outcome) in [
        (false, false, None),
        (true, false, None),
        (true, true, None),
        (true, true, Some(PayoutOutcome::Paid)),
        (true, true, Some(PayoutOutcome::Failed(reason("no such account")))),
        (true, true, Some(PayoutOutcome::Returned(reason("account closed")))),
    ] {
        let market = market().await;
        let seller = market.user().await;
        give_bank(&market, seller).await;
        let order = sell(&market, seller, "49.50").await;
        if released {
            until_released(&market).await;
        }
        let mut payouts = vec![];
        if begun {
            payouts = run(&market).await;
        }
        refund(&market, order).await;
        assert_eq!(place(&market, order), EarningPlace::Reversed);
        let owes = if begun { -4702 } else { 0 };
        assert_eq!(balances(&market, seller).available, owes);
        let is_paid = outcome == Some(PayoutOutcome::Paid);
        if let Some(outcome) = outcome {
            settle(&market, payouts[0].id, outcome.clone()).await.unwrap();
            let owes = if is_paid { -4702 } else { 0 };
            let left = Balances { available: owes, ..Balances::default() };
            assert_eq!(balances(&market, seller), left, "{outcome:?}");
        }
        assert_eq!(posted(&market, Account::Provider), 0);
        assert_eq!(posted(&market, Account::BuyerFees), 0);
        assert_eq!(posted(&market, Account::Bank), if is_paid { -4702 } else { 0 });
        market.assert_sound();
        // What is sold later makes up for it.
        if is_paid {
            sell(&market, seller, "100.00").await;
            until_released(&market).await;
            let payouts = run(&market).await;
            assert_eq!(payouts.iter().map(Payout::minor).collect::<Vec<_>>(), [9500 - 4702]);
            settle(&market, payouts[0].id, PayoutOutcome::Paid).await.unwrap();
            assert_eq!(balances(&market, seller), Balances::default());
            market.assert_sound();
        }
    }
}

#[tokio::test(start_paused = true)]
async fn there_is_one_run_at_a_time_and_a_crash_in_it_pays_nobody_twice() {
    let market = market().await;
    let mut sellers = vec![];
    for _ in 0..30 {
        let seller = market.user().await;
        give_bank(&market, seller).await;
        sell(&market, seller, "49.50").await;
        sellers.push(seller);
    }
    until_released(&market).await;
    let (by, id) = (market.user().await, PayoutRunId::new());
    let deed = || Deed { by, reason: reason("the first of the month") };
    let other = PayoutRunId::new();
    let (one, two) = tokio::join!(
        market.market.begin_payout_run(id, deed()),
        market.market.begin_payout_run(other, deed()),
    );
    let refused = Err(CommandError::Refused(PayoutRefusal::OpenRun));
    assert!(one == refused || two == refused, "{one:?} {two:?}");
    let id = if one.is_ok() { id } else { other };
    market.until("some are made", |m| m.market.tables().payouts_in(id).unwrap().len() > 5).await;
    let market = market.crash().await;
    let payouts = made(&market, id).await;
    assert_eq!(payouts.len(), sellers.len());
    let paid: BTreeSet<_> = payouts.iter().map(|payout| payout.seller).collect();
    assert_eq!(paid, sellers.into_iter().collect());
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn a_seller_of_very_much_is_paid_in_several() {
    let market = market().await;
    let seller = market.user().await;
    give_bank(&market, seller).await;
    let listing = listing(&market, seller, "20.00");
    for n in 0..260 {
        let ticket = TicketId::new();
        let new_event = if n == 0 { listing.new_event.clone() } else { None };
        let listing = NewListing { new_event, ..listing.clone() };
        market.market.list(ticket, listing).await.unwrap();
        buy(&market, ticket).await;
    }
    until_released(&market).await;
    let payouts = run(&market).await;
    let lines: Vec<_> = payouts.iter().map(|payout| payout.lines.len()).collect();
    assert_eq!(lines, [Payout::LINES_MAX, 10]);
    assert_eq!(payouts.iter().map(Payout::minor).sum::<i64>(), 260 * 1900);
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn balances_are_put_right_within_bounds() {
    let market = market().await;
    let (seller, by) = (market.user().await, market.user().await);
    let deed = || Deed { by, reason: reason("as agreed by telephone") };
    let correct = |kind, minor| {
        market.market.correct_balance(EarningId::new(), seller, (kind, minor), deed())
    };
    let refused = |refusal| Err(CommandError::Refused(refusal));
    use CorrectionKind::{Adjustment, DebtPaid, Penalty, WrittenOff};
    assert_eq!(correct(Penalty, 500).await, refused(PayoutRefusal::WrongSign));
    assert_eq!(correct(DebtPaid, 500).await, refused(PayoutRefusal::OverDebt));
    assert_eq!(correct(Adjustment, 0).await, refused(PayoutRefusal::NothingToPay));
    assert_eq!(correct(Penalty, -3000).await, Ok(()));
    assert_eq!(correct(Adjustment, 1000).await, Ok(()));
    assert_eq!(correct(DebtPaid, 500).await, Ok(()));
    assert_eq!(correct(WrittenOff, 1501).await, refused(PayoutRefusal::OverDebt));
    assert_eq!(correct(WrittenOff, 1500).await, Ok(()));
    assert_eq!(balances(&market, seller), Balances::default());
    for (account, minor) in [
        (Account::Penalties, -3000),
        (Account::Adjustments, 1000),
        (Account::Bank, 500),
        (Account::Losses, 1500),
    ] {
        assert_eq!(posted(&market, account), minor, "{account:?}");
    }
    market.assert_sound();
}

/// Whatever comes in whichever order, with crashes in between: nobody is paid more than they are owed,
/// and nothing lies in two places.
#[tokio::test(start_paused = true)]
async fn random_stories_of_money() {
    let long = std::env::var_os("HOLDFAST_LONG").is_some();
    for seed in 0..if long { 200 } else { 8 } {
        let mut random = Dice::new(seed);
        let mut market = patient().await;
        let mut sellers = vec![];
        for _ in 0..3 {
            let seller = market.user().await;
            give_bank(&market, seller).await;
            sellers.push(seller);
        }
        let (mut orders, mut payouts) = (vec![], vec![]);
        let by = sellers[0];
        for _ in 0..40 {
            let seller = random.pick(&sellers).unwrap();
            match random.below(13) {
                0..=3 => {
                    let price = format!("{}.{:02}", random.below(200) + 1, random.below(100));
                    orders.push(sell(&market, seller, &price).await);
                }
                4 => {
                    if let Some(order) = random.pick(&orders) {
                        let why = reason("the concert is off");
                        // It may have gone back already.
                        let _ = market.market.refund(order, by, why, false).await;
                    }
                }
                5 | 6 => market.pass(HOUR * u32::try_from(random.below(48)).unwrap()).await,
                7 | 8 => {
                    let deed = Deed { by, reason: reason("a run") };
                    // Another may be open.
                    let _ = market.market.begin_payout_run(PayoutRunId::new(), deed).await;
                }
                // In the midst of whatever is under way.
                9 => {
                    let deed = Deed { by, reason: reason("a run") };
                    let order = random.pick(&orders).unwrap_or_else(OrderId::new);
                    let payout = random.pick(&payouts).unwrap_or_else(PayoutId::new);
                    let site = &market.market;
                    let all = async {
                        tokio::join!(
                            site.begin_payout_run(PayoutRunId::new(), deed),
                            site.refund(order, by, reason("the concert is off"), false),
                            site.claim(order, claim(by, "open")),
                            site.settle_payout(payout, PayoutOutcome::Failed(reason("no"))),
                        )
                    };
                    let patience = Duration::from_millis(random.below(4));
                    // Who asked hears nothing more.
                    let _ = tokio::time::timeout(patience, all).await;
                    market = market.crash().await;
                }
                11 => {
                    if let Some(order) = random.pick(&orders) {
                        let what = ["open", "open", "reject", "withdraw", "seller", "site"];
                        let what = claim(by, random.pick(&what).unwrap());
                        // Not everything becomes of each.
                        let _ = market.market.claim(order, what).await;
                    }
                }
                10 => {
                    let kind = random.pick(&CorrectionKind::ALL).unwrap();
                    let minor = i64::try_from(random.below(4000)).unwrap() - 2000;
                    let deed = Deed { by, reason: reason("put right") };
                    let id = EarningId::new();
                    // Not everything may be.
                    let _ = market.market.correct_balance(id, seller, (kind, minor), deed).await;
                }
                _ => {
                    payouts.extend(market.market.tables().catalog().earnings.under_way());
                    if let Some(payout) = random.pick(&payouts) {
                        let why = reason("the bank says so");
                        let outcome = match random.below(4) {
                            0 | 1 => PayoutOutcome::Paid,
                            2 => PayoutOutcome::Failed(why),
                            _ => PayoutOutcome::Returned(why),
                        };
                        // Something else may have become of it.
                        let _ = settle(&market, payout, outcome).await;
                    }
                }
            }
            market.assert_books(seed);
        }
        market.until_settled().await;
        market.assert_sound();
    }
}

trait AssertBooks {
    fn assert_books(&self, seed: u64);
}

impl AssertBooks for TestMarket {
    /// What is known as entries come is what the books say.
    fn assert_books(&self, seed: u64) {
        let catalog = self.market.tables().catalog();
        let all = catalog.earnings.balances();
        let anybody = UserId::MIN;
        let sums = self.market.tables().statistics().total().books;
        for (account, owed) in [
            (Account::Held(anybody), all.held),
            (Account::Available(anybody), all.available),
            (Account::Frozen(anybody), all.frozen),
            (Account::InTransit, all.in_transit),
        ] {
            assert_eq!(-sums.of(account), owed, "seed {seed}: {account:?}");
        }
        let under_way = catalog.earnings.under_way().clone();
        drop(catalog);
        for id in under_way {
            let payout = self.market.tables().payout(id).unwrap().unwrap();
            assert_eq!(payout.status, PayoutStatus::Begun);
        }
    }
}

/// A market whose buyers may say long after the event that something was wrong.
async fn patient() -> TestMarket {
    TestMarket::start_with(Settings { claim_for: DAY * 60, ..settings() }).await
}

fn claim(by: UserId, what: &str) -> ClaimCommand {
    let text = || MessageText::parse("It never came.").unwrap();
    let deed = Deed { by, reason: reason("we have looked at it") };
    match what {
        "open" => ClaimCommand::Open(ClaimReason::NotReceived, text()),
        "reject" => ClaimCommand::Reject(deed),
        "withdraw" => ClaimCommand::Withdraw,
        "seller" => ClaimCommand::Uphold(BorneBy::Seller, deed),
        "site" => ClaimCommand::Uphold(BorneBy::Site, deed),
        other => unreachable!("{other}"),
    }
}

#[tokio::test(start_paused = true)]
async fn what_a_claim_is_about_is_frozen_until_it_is_settled() {
    for stage in ["held", "available", "on its way", "paid"] {
        for end in ["reject", "withdraw", "seller", "site"] {
            let market = patient().await;
            let (seller, admin) = (market.user().await, market.user().await);
            give_bank(&market, seller).await;
            let order = sell(&market, seller, "49.50").await;
            if stage != "held" {
                until_released(&market).await;
            }
            let mut payouts = vec![];
            if ["on its way", "paid"].contains(&stage) {
                payouts = run(&market).await;
            }
            if stage == "paid" {
                settle(&market, payouts[0].id, PayoutOutcome::Paid).await.unwrap();
            }
            market.market.claim(order, claim(admin, "open")).await.unwrap();
            let had_back = if payouts.is_empty() { 0 } else { -4702 };
            let frozen = balances(&market, seller);
            assert_eq!((frozen.frozen, frozen.available), (4702, had_back), "{stage} {end}");
            assert_eq!(run(&market).await, [], "{stage} {end}: nothing of it is paid");
            market.pass(DAY).await;
            assert_eq!(balances(&market, seller).frozen, 4702, "{stage} {end}");
            market.market.claim(order, claim(admin, end)).await.unwrap();
            market.until_settled().await;
            let left = balances(&market, seller);
            let earned = if end == "seller" { 0 } else { 4702 };
            let in_transit = if stage == "on its way" { 4702 } else { 0 };
            let owed = left.held + left.available + had_back.abs();
            assert_eq!((owed, left.frozen), (earned, 0), "{stage} {end}");
            assert_eq!(left.in_transit, in_transit, "{stage} {end}");
            let guarantee = if end == "site" { 4702 } else { 0 };
            assert_eq!(posted(&market, Account::Guarantee), guarantee, "{stage} {end}");
            let there = if ["reject", "withdraw"].contains(&end) { 5445 } else { 0 };
            assert_eq!(posted(&market, Account::Provider), there, "{stage} {end}");
            market.assert_sound();
        }
    }
}

/// What an earlier program has left: sales of which no books were kept.
fn without_books(entries: Vec<Entry>) -> Vec<Entry> {
    let is_booked = |event: &DomainEvent| matches!(event, DomainEvent::Earning(..));
    let unbooked = |entry: Entry| Entry {
        events: entry.events.into_iter().filter(|event| !is_booked(event)).collect(),
        ..entry
    };
    entries.into_iter().map(unbooked).collect()
}

#[tokio::test(start_paused = true)]
async fn a_site_that_sold_before_it_kept_books_opens_them_once() {
    let market = market().await;
    let seller = market.user().await;
    let mut orders = vec![];
    for _ in 0..4 {
        orders.push(sell(&market, seller, "49.50").await);
    }
    refund(&market, orders[0]).await;
    let (entries, post) = (without_books(market.journal.entries()), Arc::new(Unsent));
    let market = market.crash_with_entries(entries, post).await;
    let opened = market.market.tables().books().unwrap().unwrap();
    assert_eq!(opened.before_minor, 3 * 5445);
    assert_eq!(posted(&market, Account::Provider), 3 * 5445);
    assert_eq!(posted(&market, Account::BeforeBooks), -3 * 5445);
    let market = market.crash().await;
    assert_eq!(posted(&market, Account::BeforeBooks), -3 * 5445, "once");
    // One goes back, one is paid with the rest, and goes back then.
    refund(&market, orders[1]).await;
    assert_eq!(posted(&market, Account::BeforeBooks), -2 * 5445);
    for _ in 0..2 {
        market.market.release_before_books(orders[2]).await.unwrap();
    }
    assert_eq!(balances(&market, seller), Balances { available: 4702, ..Balances::default() });
    let refused = market.market.release_before_books(orders[0]).await;
    assert_eq!(refused, Err(CommandError::Refused(PayoutRefusal::NotThere)));
    refund(&market, orders[2]).await;
    assert_eq!(balances(&market, seller), Balances::default());
    assert_eq!(posted(&market, Account::Provider), 5445);
    // What is sold from now on is booked.
    let order = sell(&market, seller, "49.50").await;
    assert_eq!(place(&market, order), EarningPlace::Held);
    let refused = market.market.release_before_books(order).await;
    assert_eq!(refused, Err(CommandError::Refused(PayoutRefusal::NotThere)));
    market.assert_sound();
}
