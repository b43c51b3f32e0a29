//! Sellers who are paid by the payment provider: each payout is transferred once, whatever goes wrong,
//! and what is refunded afterwards is had back, or stays a debt.

use std::{collections::BTreeMap, time::Duration};

use holdfast::{
    actors::{CommandError, Settings},
    domain::{
        AccountStanding, Arrival, Deed, DisputeAtProvider, DisputeStatus, EarningPlace, EventPlan,
        PasswordHash, Payout, PayoutStatus, PayoutTo, TakeBackStatus,
        ledger::Account,
        rules::{
            event::EventCommand,
            payouts::{NotReady, PayoutMethod, PayoutOutcome, PayoutRefusal, PayoutTerms},
        },
    },
    harness::TestMarket,
    payments::{
        scripted::{Fault, SellerVerb},
        sellers::Movement,
    },
    reads::{catalog::Balances, walk::Walk},
    types::{OrderId, PayoutId, ProviderAccount, UserId},
};

use super::payouts::{
    balances, claim, deed, place, posted, reason, refund, sell, settings, until_released,
};
use crate::common::dice::Dice;

const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);

async fn market() -> TestMarket {
    let payouts = PayoutTerms { method: PayoutMethod::Stripe, ..settings().payouts };
    let settings = Settings { payouts, claim_for: DAY * 60, ..settings() };
    let market = TestMarket::start_with(settings).await;
    market.gateway.pay_sellers();
    market
}

fn password() -> PasswordHash {
    PasswordHash("no password fits this".into())
}

fn account(market: &TestMarket, seller: UserId) -> ProviderAccount {
    let account = market.market.tables().payout_account(seller).unwrap().unwrap();
    account.connected.as_ref().unwrap().id.clone()
}

/// A seller whose account there is ready, and has rested once something is released.
async fn seller(market: &TestMarket) -> UserId {
    let seller = market.user().await;
    market.market.connect_account(seller, password()).await.unwrap();
    market.gateway.set_standing(&account(market, seller), AccountStanding::Ready);
    market.market.ask_where_account_stands(seller).await.unwrap();
    seller
}

fn payouts(market: &TestMarket, seller: UserId) -> Vec<Payout> {
    let tables = market.market.tables();
    let ids: Vec<PayoutId> = tables.payouts_of(seller, Walk::up(None), 100).unwrap();
    ids.into_iter().map(|id| tables.payout(id).unwrap().unwrap().as_ref().clone()).collect()
}

async fn until_paid(market: &TestMarket, seller: UserId) -> Payout {
    market
        .until("a payout is paid", |market| {
            payouts(market, seller).iter().any(|it| matches!(it.status, PayoutStatus::Paid(..)))
        })
        .await;
    payouts(market, seller).pop().unwrap()
}

/// What lies there is what the books say, each payout was transferred once, and none that failed.
fn assert_moved(market: &TestMarket) {
    assert_eq!(posted(market, Account::Provider), market.gateway.balance_minor(), "the balance");
    let mut transferred: BTreeMap<PayoutId, usize> = BTreeMap::new();
    let mut back: BTreeMap<_, usize> = BTreeMap::new();
    for line in market.gateway.moved() {
        match line.movement {
            Movement::Transfer { payout, minor, .. } => {
                *transferred.entry(payout).or_default() += 1;
                let record = market.market.tables().payout(payout).unwrap().unwrap();
                assert_eq!(minor, record.minor());
                let has_left =
                    matches!(record.status, PayoutStatus::Paid(..) | PayoutStatus::Begun);
                assert!(has_left, "{record:?}");
            }
            Movement::TakeBack { debt, .. } => *back.entry(debt).or_default() += 1,
        }
    }
    assert!(transferred.values().all(|times| *times == 1), "{transferred:?}");
    assert!(back.values().all(|times| *times == 1), "{back:?}");
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn what_a_bank_has_taken_is_had_back_from_the_provider() {
    let market = market().await;
    let seller = seller(&market).await;
    let order = sell(&market, seller, "49.50").await;
    until_released(&market).await;
    until_paid(&market, seller).await;
    let payment = market.order(order).status.paid_by().unwrap();
    let dispute = market.gateway.open_dispute(payment, market.now(), (5445, 1500));
    let is_frozen = |market: &TestMarket| balances(market, seller).frozen == 4702;
    market.until("it is frozen", is_frozen).await;
    market.pass(DAY).await;
    assert_eq!(market.gateway.moved().len(), 1, "nothing is had back before the bank decides");
    market.gateway.put_dispute(DisputeAtProvider { status: DisputeStatus::Lost, ..dispute });
    market.until("it is had back", |market| market.gateway.moved().len() == 2).await;
    let is_even = |market: &TestMarket| balances(market, seller) == Balances::default();
    market.until("the seller owes nothing", is_even).await;
    assert_eq!(place(&market, order), EarningPlace::Reversed);
    assert_moved(&market);
}

#[tokio::test(start_paused = true)]
async fn a_seller_is_paid_by_one_transfer() {
    let market = market().await;
    let seller = seller(&market).await;
    let orders = [sell(&market, seller, "49.50").await, sell(&market, seller, "20").await];
    until_released(&market).await;
    let payout = until_paid(&market, seller).await;
    assert_eq!(payout.minor(), 4702 + 1900);
    assert_eq!(payout.to, PayoutTo::Provider(account(&market, seller)));
    let moved = market.gateway.moved();
    assert_eq!(moved.len(), 1);
    assert_eq!(moved[0].key, format!("{}-1", payout.id));
    let PayoutStatus::Paid(_, Arrival::Transferred(name)) = &payout.status else {
        panic!("{payout:?}");
    };
    assert_eq!(&**name, "tr_0");
    assert!(orders.iter().all(|order| place(&market, *order) == EarningPlace::Paid(payout.id)));
    // Who runs the site cannot say otherwise of what the provider makes, and nothing more is sent.
    let said = PayoutOutcome::Failed(deed("I think so").into());
    let refused = market.market.settle_payout(payout.id, said).await;
    assert_eq!(refused, Err(CommandError::Refused(PayoutRefusal::AtProvider)));
    market.pass(DAY).await;
    assert_eq!(market.gateway.moved().len(), 1);
    assert_eq!(market.market.running().await, Ok([0; 4]), "nothing goes on");
    assert_moved(&market);
}

#[tokio::test(start_paused = true)]
async fn an_account_is_connected_once_and_rests() {
    let market = market().await;
    let seller = market.user().await;
    let refused = market.market.connect_account(seller, PasswordHash("wrong".into())).await;
    assert_eq!(refused, Err(CommandError::Refused(PayoutRefusal::WrongPassword)));
    // The answer is lost, and it is asked again: one account.
    market.gateway.fault_sellers({
        let mut times = 0;
        move |verb| {
            times += usize::from(*verb == SellerVerb::Open);
            if times == 1 { Fault::AnswerLost } else { Fault::None }
        }
    });
    assert!(market.market.connect_account(seller, password()).await.is_err());
    market.market.connect_account(seller, password()).await.unwrap();
    market.market.connect_account(seller, password()).await.unwrap();
    assert_eq!(account(&market, seller), ProviderAccount::parse("acct_0").unwrap());
    let ready = || market.market.payout_readiness(seller, market.now()).unwrap().map(drop);
    assert_eq!(ready(), Err(NotReady::Unfinished));
    // That they come back says nothing.
    market.market.ask_where_account_stands(seller).await.unwrap();
    assert_eq!(ready(), Err(NotReady::Unfinished));
    market.gateway.set_standing(&account(&market, seller), AccountStanding::Ready);
    market.market.ask_where_account_stands(seller).await.unwrap();
    assert_eq!(ready(), Err(NotReady::Resting(market.now() + HOUR * 2)));
    market.pass(HOUR * 2).await;
    assert_eq!(ready(), Ok(()));
    let mails = holdfast::harness::mails(market.market.tables());
    assert!(
        mails.iter().any(|mail| mail.to == seller && mail.about.kind() == "Bank account given")
    );
    market.market.forget_account(seller, password()).await.unwrap();
    assert_eq!(ready(), Err(NotReady::NotConnected));
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn the_answer_to_a_transfer_is_lost() {
    let market = market().await;
    let seller = seller(&market).await;
    sell(&market, seller, "49.50").await;
    // The first does not arrive, the second is done, and nobody hears of it.
    market.gateway.fault_sellers({
        let mut times = 0;
        move |verb| match verb {
            SellerVerb::Move(_) => {
                times += 1;
                [Fault::Refuse, Fault::AnswerLost, Fault::None][(times - 1).min(2)]
            }
            _ => Fault::None,
        }
    });
    until_released(&market).await;
    let payout = until_paid(&market, seller).await;
    let key = SellerVerb::Move(format!("{}-1", payout.id));
    let (find, stand) = (SellerVerb::Find, SellerVerb::Stand);
    let asked = market.gateway.asked_about_sellers().into_iter();
    let asked: Vec<_> = asked.filter(|verb| *verb != stand && *verb != SellerVerb::Open).collect();
    assert_eq!(asked, [find.clone(), key.clone(), find.clone(), key, find]);
    assert_moved(&market);
}

#[tokio::test(start_paused = true)]
async fn no_answer_for_days_stays_on_its_way_and_is_found() {
    for is_done in [true, false] {
        let market = market().await;
        let seller = seller(&market).await;
        sell(&market, seller, "49.50").await;
        market.gateway.fault_sellers({
            let mut times = 0;
            move |verb| match verb {
                SellerVerb::Move(_) => {
                    times += 1;
                    if times == 1 && is_done { Fault::AnswerLost } else { Fault::Refuse }
                }
                SellerVerb::Find if times > 0 => Fault::Refuse,
                _ => Fault::None,
            }
        });
        until_released(&market).await;
        market.until("it is on its way", |it| !payouts(it, seller).is_empty()).await;
        market.pass(HOUR * 12).await;
        let market = market.crash().await;
        market.pass(HOUR * 18).await;
        // The key is forgotten by now.
        let [payout] = &payouts(&market, seller)[..] else { panic!("there is one") };
        assert_eq!((&payout.status, payout.attempt.number), (&PayoutStatus::Begun, 1));
        assert_eq!(balances(&market, seller), Balances { in_transit: 4702, ..Balances::default() });
        market.gateway.fault_sellers(|_| Fault::None);
        until_paid(&market, seller).await;
        assert_moved(&market);
    }
}

#[tokio::test(start_paused = true)]
async fn too_little_at_the_provider_waits_and_its_refusal_is_replayed_for_a_day() {
    let market = market().await;
    let seller = seller(&market).await;
    sell(&market, seller, "49.50").await;
    market.gateway.set_pending_minor(5000);
    until_released(&market).await;
    market
        .until("there is another attempt", |market| {
            payouts(market, seller).iter().any(|it| it.attempt.number >= 3)
        })
        .await;
    assert_eq!(payouts(&market, seller).len(), 1);
    assert_eq!(balances(&market, seller), Balances { in_transit: 4702, ..Balances::default() });
    // The money is there; the old keys would say no for a day still.
    market.gateway.set_pending_minor(0);
    market.pass(HOUR * 2).await;
    let payout = until_paid(&market, seller).await;
    assert!(market.now() < payout.begun_at + HOUR * 6, "long before the first key is forgotten");
    assert_moved(&market);
}

#[tokio::test(start_paused = true)]
async fn an_account_that_may_not_be_paid_to() {
    for standing in [AccountStanding::Restricted, AccountStanding::Gone] {
        // Before the payout: it does not begin.
        let market = market().await;
        let seller = seller(&market).await;
        sell(&market, seller, "49.50").await;
        market.gateway.set_standing(&account(&market, seller), standing);
        until_released(&market).await;
        market.pass(HOUR * 2).await;
        assert_eq!(payouts(&market, seller), []);
        let ready = market.market.payout_readiness(seller, market.now()).unwrap();
        let expect = match standing {
            AccountStanding::Gone => NotReady::Gone,
            _ => NotReady::Restricted,
        };
        assert_eq!(ready, Err(expect));
        // Asked about once an hour, at the most.
        let asked = market.gateway.asked_about_sellers();
        let stands = asked.iter().filter(|verb| **verb == SellerVerb::Stand).count();
        assert!(stands <= 6, "{stands}");
        if standing == AccountStanding::Gone {
            market.market.connect_account(seller, password()).await.unwrap();
        }
        market.gateway.set_standing(&account(&market, seller), AccountStanding::Ready);
        market.pass(HOUR * 4).await;
        until_paid(&market, seller).await;
        assert_moved(&market);
    }
}

#[tokio::test(start_paused = true)]
async fn an_account_that_is_closed_on_the_way_is_not_tried_again_for_a_day() {
    let market = market().await;
    let seller = seller(&market).await;
    let order = sell(&market, seller, "49.50").await;
    let closing = account(&market, seller);
    market.gateway.fault_sellers({
        let (gateway, closing) = (market.gateway.clone(), closing.clone());
        let mut is_first = true;
        move |verb| {
            if matches!(verb, SellerVerb::Move(_)) && std::mem::take(&mut is_first) {
                let (gateway, closing) = (gateway.clone(), closing.clone());
                tokio::spawn(async move {
                    gateway.set_standing(&closing, AccountStanding::Restricted);
                });
                return Fault::Slow(Duration::from_secs(1));
            }
            Fault::None
        }
    });
    until_released(&market).await;
    market
        .until("it has failed", |market| {
            payouts(market, seller).iter().any(|it| matches!(it.status, PayoutStatus::Failed(..)))
        })
        .await;
    assert_eq!(place(&market, order), EarningPlace::Available);
    assert_eq!(balances(&market, seller), Balances { available: 4702, ..Balances::default() });
    let failed_at = market.now();
    market.gateway.set_standing(&closing, AccountStanding::Ready);
    market.market.ask_where_account_stands(seller).await.unwrap();
    let ready = market.market.payout_readiness(seller, market.now()).unwrap();
    assert!(matches!(ready, Err(NotReady::RefusedLately(_))), "{ready:?}");
    market.pass(HOUR * 22).await;
    assert_eq!(payouts(&market, seller).len(), 1);
    market.pass(HOUR * 3).await;
    let payout = until_paid(&market, seller).await;
    assert!(payout.begun_at >= failed_at + HOUR * 23);
    assert_moved(&market);
}

/// Refunded after it was paid, or while it is on its way; the seller has it still, or not.
#[tokio::test(start_paused = true)]
async fn what_is_refunded_after_a_payout_is_had_back_or_stays_a_debt() {
    for (is_on_its_way, is_broke) in [(false, false), (false, true), (true, false), (true, true)] {
        let what = format!("on its way {is_on_its_way}, broke {is_broke}");
        let market = market().await;
        let seller = seller(&market).await;
        let order = sell(&market, seller, "49.50").await;
        sell(&market, seller, "20").await;
        // What lies there is enough all the same.
        let other = market.user().await;
        sell(&market, other, "100").await;
        market.gateway.set_sellers_broke(is_broke);
        if is_on_its_way {
            market.gateway.fault_sellers(|verb| match verb {
                SellerVerb::Move(_) => Fault::Refuse,
                _ => Fault::None,
            });
        }
        until_released(&market).await;
        market.until("it has begun", |it| !payouts(it, seller).is_empty()).await;
        if !is_on_its_way {
            until_paid(&market, seller).await;
        }
        refund(&market, order).await;
        market.gateway.fault_sellers(|_| Fault::None);
        until_paid(&market, seller).await;
        market
            .until("the provider has said so", |market| {
                let all = payouts(market, seller);
                !all[0].take_backs.is_empty() && all[0].take_back().is_none()
            })
            .await;
        let [payout] = &payouts(&market, seller)[..] else { panic!("{what}: there is one") };
        let [taken] = &payout.take_backs[..] else { panic!("{what}: one is had back") };
        assert_eq!(taken.minor, 4702, "{what}");
        let available = match is_broke {
            true => {
                assert!(matches!(taken.status, TakeBackStatus::Refused(_)), "{what}");
                -4702
            }
            false => {
                assert_eq!(taken.status, TakeBackStatus::Done("trr_1".into()), "{what}");
                0
            }
        };
        assert_eq!(balances(&market, seller), Balances { available, ..Balances::default() });
        // Later sales make up for what is left.
        sell(&market, seller, "100").await;
        until_released(&market).await;
        market.until("there is another", |it| payouts(it, seller).len() == 2).await;
        let [first, second] = &payouts(&market, seller)[..] else { panic!("there are two") };
        assert_eq!(first.minor(), 4702 + 1900);
        assert_eq!(second.minor(), 9500 + available, "{what}");
        market.pass(HOUR).await;
        assert_eq!(balances(&market, seller), Balances::default());
        assert_moved(&market);
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_refunded_on_the_way_and_leaves_too_little_is_paid_without_it() {
    let market = market().await;
    let seller = seller(&market).await;
    let order = sell(&market, seller, "49.50").await;
    sell(&market, seller, "20").await;
    market.gateway.fault_sellers(|verb| match verb {
        SellerVerb::Move(_) => Fault::Refuse,
        _ => Fault::None,
    });
    until_released(&market).await;
    market.until("it has begun", |it| !payouts(it, seller).is_empty()).await;
    refund(&market, order).await;
    market.gateway.fault_sellers(|_| Fault::None);
    let payout = until_paid(&market, seller).await;
    assert_eq!(payout.minor(), 1900);
    let [failed, _] = &payouts(&market, seller)[..] else { panic!("there are two") };
    assert!(matches!(failed.status, PayoutStatus::Failed(..)), "{failed:?}");
    assert_eq!(balances(&market, seller), Balances::default());
    assert_moved(&market);
}

/// What was released stays so, and is paid, although the event is later after all.
#[tokio::test(start_paused = true)]
async fn an_event_that_moves_after_what_was_earned_with_it_was_released() {
    let market = market().await;
    let seller = market.user().await;
    market.market.connect_account(seller, password()).await.unwrap();
    let order = sell(&market, seller, "49.50").await;
    until_released(&market).await;
    assert_eq!(place(&market, order), EarningPlace::Available);
    let event = market.ticket(market.order(order).ticket).event;
    let admin = market.user().await;
    let known = market.market.tables().event(event).unwrap().unwrap();
    let plan = EventPlan { starts_at: market.now() + DAY * 30, ..known.plan() };
    let deed = Deed { by: admin, reason: reason("it is played again") };
    let change = market.market.change_event(event, EventCommand::Change(plan), deed, false);
    change.await.unwrap();
    market.gateway.set_standing(&account(&market, seller), AccountStanding::Ready);
    market.pass(HOUR * 3).await;
    let payout = until_paid(&market, seller).await;
    assert_eq!(payout.minor(), 4702);
    assert_moved(&market);
}

/// A claim freezes what was paid: it is a debt until it is decided; only a refund has it brought back.
#[tokio::test(start_paused = true)]
async fn what_another_payout_has_made_up_for_is_not_had_back() {
    let market = market().await;
    let seller = seller(&market).await;
    let order = sell(&market, seller, "49.50").await;
    until_released(&market).await;
    until_paid(&market, seller).await;
    let buyer = market.order(order).buyer;
    market.market.claim(order, claim(buyer, "open")).await.unwrap();
    assert_eq!(
        balances(&market, seller),
        Balances { available: -4702, frozen: 4702, ..Balances::default() }
    );
    sell(&market, seller, "100").await;
    until_released(&market).await;
    market.until("there is another", |it| payouts(it, seller).len() == 2).await;
    market.pass(HOUR).await;
    refund(&market, order).await;
    market.pass(HOUR).await;
    let [first, second] = &payouts(&market, seller)[..] else { panic!("there are two") };
    assert_eq!((first.take_backs.len(), second.minor()), (0, 9500 - 4702));
    assert_eq!(balances(&market, seller), Balances::default());
    assert_moved(&market);
}

#[tokio::test(start_paused = true)]
async fn a_seller_who_is_banned_or_gone_on_the_way() {
    for is_deleted in [true, false] {
        let market = market().await;
        let seller = seller(&market).await;
        sell(&market, seller, "49.50").await;
        market.gateway.fault_sellers(|verb| match verb {
            SellerVerb::Move(_) => Fault::Refuse,
            _ => Fault::None,
        });
        until_released(&market).await;
        market.until("it has begun", |it| !payouts(it, seller).is_empty()).await;
        match is_deleted {
            true => market.market.delete_account(seller, password()).await.unwrap(),
            false => {
                let admin = market.user().await;
                let deed = Deed { by: admin, reason: reason("fraud") };
                market.market.ban(seller, deed).await.unwrap();
            }
        }
        market.gateway.fault_sellers(|_| Fault::None);
        until_paid(&market, seller).await;
        let account = market.market.tables().payout_account(seller).unwrap().unwrap();
        assert_eq!(account.connected.is_none(), is_deleted);
        let ready = market.market.payout_readiness(seller, market.now()).unwrap();
        assert_eq!(ready, Err(NotReady::Closed));
        assert_moved(&market);
    }
}

/// Sales, refunds and time, a provider that answers as it likes, and crashes: nothing is lost, doubled
/// or in two places, and once it answers again everything is settled.
#[tokio::test(start_paused = true)]
async fn random_stories_with_a_provider_that_fails() {
    let seeds = if std::env::var_os("HOLDFAST_LONG").is_some() { 100 } else { 6 };
    for seed in 1..=seeds {
        story(seed).await;
    }
}

async fn story(seed: u64) {
    let mut dice = Dice::new(seed);
    let mut market = market().await;
    let mut sellers = vec![];
    for _ in 0..2 {
        sellers.push(seller(&market).await);
    }
    let mut orders: Vec<OrderId> = vec![];
    let mut of_plan = Dice::new(seed + 1000);
    market.gateway.fault_sellers(move |_| match of_plan.below(10) {
        0 => Fault::Refuse,
        1 => Fault::AnswerLost,
        2 => Fault::Slow(Duration::from_secs(20)),
        3 => Fault::Late(Duration::from_secs(30)),
        _ => Fault::None,
    });
    for _ in 0..25 {
        match dice.below(8) {
            0..=2 => {
                let seller = dice.pick(&sellers).unwrap();
                orders.push(sell(&market, seller, "49.50").await);
            }
            3 if !orders.is_empty() => {
                let order = dice.pick(&orders).unwrap();
                orders.retain(|it| *it != order);
                let by = market.user().await;
                let _ = market.market.refund(order, by, reason("it is off"), false).await;
            }
            4 => market.gateway.set_pending_minor(dice.pick(&[0, 1_000_000]).unwrap()),
            5 => market.gateway.set_sellers_broke(dice.below(2) == 0),
            6 => market = market.crash().await,
            _ => market.pass(HOUR * u32::try_from(dice.below(14)).unwrap()).await,
        }
    }
    market.gateway.fault_sellers(|_| Fault::None);
    market.gateway.set_pending_minor(0);
    until_released(&market).await;
    market.pass(DAY + HOUR * 3).await;
    market.until_settled().await;
    for seller in sellers {
        let left = balances(&market, seller);
        assert_eq!((left.held, left.frozen, left.in_transit), (0, 0, 0), "seed {seed}: {left:?}");
        assert!(left.available < 1000, "seed {seed}: {left:?}");
    }
    assert_moved(&market);
}
