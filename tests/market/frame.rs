//! What the frame promises of every purchase: how many entries and messages it takes, and that at no
//! instant a ticket is free and its order open.

use std::{collections::HashMap, time::Duration};

use holdfast::{
    actors::{Settings, order::PayOutcome},
    domain::{Entry, Key, Row, TicketStatus},
    harness::{TestMarket, default_settings},
    payments::scripted::cards,
    types::OrderId,
};

use crate::common::dice::Dice;

/// The entries and the actors' messages that something takes.
async fn cost(market: &TestMarket, what: impl Future<Output = ()>) -> (usize, u64) {
    market.pass(Duration::from_millis(1)).await;
    let before = (market.journal.entries().len(), market.market.messages());
    what.await;
    // What it leads to.
    market.pass(Duration::from_millis(1)).await;
    let cost = (market.journal.entries().len() - before.0, market.market.messages() - before.1);
    println!("{cost:?}");
    cost
}

#[tokio::test(start_paused = true)]
async fn a_purchase_is_three_entries_and_all_else_is_one() {
    // Its rounds wake what is held.
    let reconcile = Duration::from_secs(3600);
    let market = TestMarket::start_with(Settings { reconcile, ..default_settings() }).await;
    let (seller, buyer) = (market.user().await, market.user().await);
    let ticket = market.list(seller, "49.50").await;

    let order = OrderId::new();
    let price = market.ticket(ticket).price;
    let reserve = async { market.market.reserve(ticket, order, buyer, price).await.unwrap() };
    let (entries, messages) = cost(&market, reserve).await;
    assert!(entries == 1 && messages <= 3, "a reservation: {entries}, {messages}");

    let pay = async { assert_eq!(market.pay(order).await, Ok(PayOutcome::Completed)) };
    let (entries, messages) = cost(&market, pay).await;
    assert!(entries == 3 && messages <= 10, "a purchase: {entries}, {messages}");

    let ticket = market.list(seller, "10").await;
    let order = market.buy(buyer, ticket).await.unwrap();
    let (entries, messages) = cost(&market, async { market.cancel(order).await.unwrap() }).await;
    assert!(entries == 1 && messages <= 7, "a cancel: {entries}, {messages}");

    market.buy(buyer, ticket).await.unwrap();
    let (entries, messages) = cost(&market, market.pass(Duration::from_secs(900))).await;
    assert!(entries == 1 && messages <= 3, "an expiry: {entries}, {messages}");

    let order = market.buy(market.user().await, ticket).await.unwrap();
    let declined = async { drop(market.pay_with(order, cards::declined()).await.unwrap()) };
    let (entries, messages) = cost(&market, declined).await;
    assert!(entries == 2 && messages <= 8, "a declined card: {entries}, {messages}");
    market.assert_sound();
}

/// Every state that is published is one between two entries.
fn no_free_ticket_has_an_open_order(entries: &[Entry]) -> usize {
    let mut rows: HashMap<Key, Row> = HashMap::new();
    let mut held = 0;
    for entry in entries {
        for event in &entry.events {
            let key = Key::of(event);
            let row = Row::after(rows.get(&key), event, entry.at).unwrap();
            rows.insert(key, row);
        }
        for row in rows.values() {
            let Row::Order(order) = row else { continue };
            let Some(Row::Ticket(ticket)) = rows.get(&Key::Ticket(order.ticket)) else {
                panic!("{order:?} is for nothing")
            };
            let is_held = ticket.status.reservation().is_some_and(|held| held.order == order.id);
            assert_eq!(order.status.is_open(), is_held, "{order:?}: {ticket:?} after {entry:?}");
            assert!(!(order.status.is_open() && ticket.status == TicketStatus::Available));
            held += usize::from(is_held);
        }
    }
    held
}

#[tokio::test(start_paused = true)]
async fn at_no_instant_is_a_ticket_free_and_its_order_open() {
    for seed in 0..20 {
        let mut dice = Dice::new(seed);
        let market = TestMarket::start().await;
        let mut users = vec![];
        for _ in 0..6 {
            users.push(market.user().await);
        }
        let mut tickets = vec![];
        for n in 0..4 {
            tickets.push(market.list(users[n % 2], "10").await);
        }
        let mut orders = vec![];
        for _ in 0..120 {
            let ticket = tickets[dice.below(4) as usize];
            let buyer = users[2 + dice.below(4) as usize];
            match dice.below(6) {
                0..=2 => orders.extend(market.buy(buyer, ticket).await),
                3 => market.pass(Duration::from_secs(dice.below(600))).await,
                step => {
                    let Some(order) = orders.pop() else { continue };
                    match step {
                        4 => drop(market.cancel(order).await),
                        _ => drop(market.pay_with(order, cards::declined()).await),
                    }
                }
            }
        }
        market.until_settled().await;
        assert!(no_free_ticket_has_an_open_order(&market.journal.entries()) > 20, "seed {seed}");
        market.assert_sound();
        market.market.kill().await;
    }
}
