//! What buyers and sellers have to say to each other: who is told of it and how often, what is written at
//! once, and that nothing is lost.

use std::{sync::Arc, time::Duration};

use holdfast::{
    actors::CommandError,
    delivery::mail::scripted::ScriptedPost,
    domain::{
        DomainEvent, MailAbout, MailEvent, Side,
        rules::conversation::{MESSAGES_MAX, MessageRefusal, NewMessage},
    },
    harness::TestMarket,
    types::{MessageId, MessageText, OrderId, UserId},
};
use tokio::task::JoinSet;

const HOUR: Duration = Duration::from_secs(3600);

fn said(by: UserId, side: Side, text: &str) -> NewMessage {
    NewMessage { by, side, text: MessageText::parse(text).ok(), file: None }
}

/// Seller, buyer, and what was sold.
async fn sale(market: &TestMarket) -> (UserId, UserId, OrderId) {
    let (seller, buyer) = (market.user().await, market.user().await);
    let ticket = market.list(seller, "49.50").await;
    let order = market.buy(buyer, ticket).await.unwrap();
    market.pay(order).await.unwrap();
    (seller, buyer, order)
}

/// Who was told how often.
fn told(market: &TestMarket, order: OrderId, who: UserId) -> usize {
    let entries = market.journal.entries();
    let events = entries.iter().flat_map(|entry| &entry.events);
    let ids = events.filter_map(|event| match event {
        DomainEvent::Mail(id, MailEvent::Queued(to, MailAbout::MessageCame(of)))
            if *to == who && *of == order =>
        {
            Some(*id)
        }
        _ => None,
    });
    ids.collect::<std::collections::BTreeSet<_>>().len()
}

fn count(market: &TestMarket, order: OrderId) -> u16 {
    let conversation = market.market.tables().conversation(order).unwrap();
    conversation.map_or(0, |conversation| conversation.messages)
}

#[tokio::test(start_paused = true)]
async fn each_is_told_once_until_they_look() {
    let post = ScriptedPost::default();
    let market = TestMarket::start_with_post(Arc::new(post.clone())).await;
    let (seller, buyer, order) = sale(&market).await;
    for text in ["Where is it?", "I need it today.", "Hello?"] {
        market.market.write(order, said(buyer, Side::Buyer, text)).await.unwrap();
    }
    assert_eq!((told(&market, order, seller), told(&market, order, buyer)), (1, 0));
    market.until("it is sent", |_| post.taken().len() == 3).await;
    let mail =
        post.taken().into_iter().map(|letter| letter.body).find(|it| it.contains("/messages"));
    let mail = mail.unwrap();
    assert!(mail.contains(&format!("/orders/{order}/messages")), "{mail}");
    assert!(!mail.contains("today") && !mail.contains('@'), "{mail}");
    // What was seen is no reason for a mail any more, and what comes then is.
    market.market.see_conversation(order, Side::Seller).await.unwrap();
    market.market.write(order, said(seller, Side::Seller, "Here.")).await.unwrap();
    market.market.write(order, said(buyer, Side::Buyer, "Thanks!")).await.unwrap();
    assert_eq!((told(&market, order, seller), told(&market, order, buyer)), (2, 1));
    // Who never looks is told once a day.
    for _ in 0..10 {
        market.pass(5 * HOUR).await;
        let text = format!("It is {}", market.now().rfc3339());
        market.market.write(order, said(buyer, Side::Buyer, &text)).await.unwrap();
    }
    assert!((4..=5).contains(&told(&market, order, seller)), "{}", told(&market, order, seller));
    // Those who run the site tell both.
    market.market.ask_admins(order, buyer).await.unwrap();
    let waits = |m: &TestMarket| {
        let catalog = m.market.tables().catalog();
        catalog.wait_for_admins.iter().any(|(_, id)| *id == order)
    };
    assert!(waits(&market));
    let market = market.crash().await;
    assert!(waits(&market));
    let admin = market.user().await;
    let before = told(&market, order, buyer);
    market.market.see_conversation(order, Side::Buyer).await.unwrap();
    market.market.write(order, said(admin, Side::Admin, "Be kind.")).await.unwrap();
    assert_eq!((waits(&market), told(&market, order, buyer)), (false, before + 1));
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn what_is_written_at_once_has_its_place_and_comes_once() {
    let market = TestMarket::start().await;
    let (seller, buyer, order) = sale(&market).await;
    let mut running = JoinSet::new();
    for n in 0..40 {
        let (by, side) = if n % 2 == 0 { (buyer, Side::Buyer) } else { (seller, Side::Seller) };
        let (shared, new) = (market.market.clone(), said(by, side, &format!("Number {n}")));
        running.spawn(async move { shared.write(order, new).await });
    }
    for answer in running.join_all().await {
        assert!(matches!(answer, Ok(()) | Err(CommandError::Unavailable(_))), "{answer:?}");
    }
    let many = count(&market, order);
    assert!(many > 30, "{many}");
    let market = market.crash().await;
    for number in 0..many {
        let message = market.market.tables().message(MessageId::of(order, number)).unwrap();
        assert_eq!(message.unwrap().number, number);
    }
    // A form that is sent twice says it once.
    for _ in 0..2 {
        market.market.write(order, said(buyer, Side::Buyer, "Once")).await.unwrap();
    }
    assert_eq!(count(&market, order), many + 1);
    for n in 0..MESSAGES_MAX - many - 1 {
        market.market.write(order, said(buyer, Side::Buyer, &format!("More {n}"))).await.unwrap();
    }
    let full = market.market.write(order, said(seller, Side::Seller, "No")).await;
    assert_eq!(full, Err(CommandError::Refused(MessageRefusal::Full)));
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn only_what_is_paid_is_talked_about() {
    let market = TestMarket::start().await;
    let (seller, buyer) = (market.user().await, market.user().await);
    let ticket = market.list(seller, "10").await;
    let order = market.buy(buyer, ticket).await.unwrap();
    let not_paid = Err(CommandError::Refused(MessageRefusal::NotPaid));
    let hello = said(buyer, Side::Buyer, "Hello");
    assert_eq!(market.market.write(order, hello.clone()).await, not_paid);
    assert_eq!(market.market.ask_admins(order, buyer).await, not_paid);
    assert_eq!(market.market.receive_ticket(order).await, not_paid);
    market.pay(order).await.unwrap();
    market.market.write(order, hello).await.unwrap();
    for _ in 0..2 {
        market.market.receive_ticket(order).await.unwrap();
    }
    let nothing = NewMessage { by: buyer, side: Side::Buyer, text: None, file: None };
    let refused = Err(CommandError::Refused(MessageRefusal::NothingSaid));
    assert_eq!(market.market.write(order, nothing).await, refused);
    // What was said stays when the money went back, and there is more to say.
    let reason = holdfast::types::Reason::parse("It is off").unwrap();
    market.market.refund(order, seller, reason, false).await.unwrap();
    market.market.write(order, said(seller, Side::Seller, "Sorry!")).await.unwrap();
    let conversation = market.market.tables().conversation(order).unwrap().unwrap();
    assert_eq!((conversation.messages, conversation.received_at.is_some()), (2, true));
    market.assert_sound();
}
