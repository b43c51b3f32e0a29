//! What buyers have against what they got: until when it is taken, who is told, and that it is refunded
//! once when it is upheld, whenever the site crashes.

use std::time::Duration;

use holdfast::{
    actors::CommandError,
    domain::{
        BorneBy, CancelReason, ClaimReason, ClaimStatus, Deed, DomainEvent, MailAbout, MailEvent,
        OrderStatus, PasswordHash, TicketStatus,
        rules::{
            account::AccountRefusal,
            claim::{ClaimCommand, ClaimRefusal},
        },
    },
    harness::TestMarket,
    payments::scripted::Verb,
    types::{MessageText, OrderId, Reason, UserId},
};

const DAY: Duration = Duration::from_secs(24 * 3600);

fn text(text: &str) -> MessageText {
    MessageText::parse(text).unwrap()
}

fn open() -> ClaimCommand {
    ClaimCommand::Open(ClaimReason::NotReceived, text("It never came."))
}

fn deed(by: UserId) -> Deed {
    Deed { by, reason: Reason::parse("We have looked at it").unwrap() }
}

fn refused(refusal: ClaimRefusal) -> Result<(), CommandError<ClaimRefusal>> {
    Err(CommandError::Refused(refusal))
}

/// Seller, buyer, and what was sold for an event in 30 days.
async fn sale(market: &TestMarket) -> (UserId, UserId, OrderId) {
    let (seller, buyer) = (market.user().await, market.user().await);
    let ticket = market.list(seller, "49.50").await;
    let order = market.buy(buyer, ticket).await.unwrap();
    market.pay(order).await.unwrap();
    (seller, buyer, order)
}

fn status(market: &TestMarket, order: OrderId) -> ClaimStatus {
    market.market.tables().claim(order).unwrap().unwrap().status.clone()
}

fn told(market: &TestMarket, about: &MailAbout) -> Vec<UserId> {
    let entries = market.journal.entries();
    let events = entries.iter().flat_map(|entry| &entry.events);
    let queued = events.filter_map(|event| match event {
        DomainEvent::Mail(_, MailEvent::Queued(to, of)) if of == about => Some(*to),
        _ => None,
    });
    queued.collect()
}

fn refunds(market: &TestMarket) -> usize {
    market.gateway.ledger().iter().filter(|line| line.what == Verb::Refund).count()
}

fn is_refunded(market: &TestMarket, order: OrderId) -> bool {
    let reason = CancelReason::Refunded;
    matches!(market.order(order).status, OrderStatus::Cancelled { reason: of, .. } if of == reason)
}

#[tokio::test(start_paused = true)]
async fn what_is_upheld_is_refunded_once() {
    let market = TestMarket::start().await;
    let admin = market.user().await;
    for (n, borne_by) in [(1, BorneBy::Seller), (2, BorneBy::Site)] {
        let (seller, buyer, order) = sale(&market).await;
        for _ in 0..2 {
            market.market.claim(order, open()).await.unwrap();
        }
        assert_eq!(told(&market, &MailAbout::ClaimOpened(order)), [seller]);
        for _ in 0..2 {
            let answer = ClaimCommand::Answer(text("I have sent it."));
            market.market.claim(order, answer).await.unwrap();
        }
        assert_eq!(told(&market, &MailAbout::ClaimAnswered(order)), [buyer]);
        for _ in 0..2 {
            let uphold = ClaimCommand::Uphold(borne_by, deed(admin));
            market.market.claim(order, uphold).await.unwrap();
        }
        market.until("it is refunded", |m| is_refunded(m, order)).await;
        assert_eq!(told(&market, &MailAbout::ClaimSettled(order)), [buyer, seller]);
        let ClaimStatus::Upheld { borne_by: by, how } = status(&market, order) else { panic!() };
        assert_eq!((by, how.by, refunds(&market)), (borne_by, admin, n));
        let refund = market.order(order).refund.clone().unwrap();
        assert_eq!((refund.by, refund.reason, refund.relist), (admin, how.reason, false));
        let ticket = market.order(order).ticket;
        assert_eq!(market.ticket(ticket).status, TicketStatus::Withdrawn);
        let settled = refused(ClaimRefusal::Settled);
        assert_eq!(market.market.claim(order, ClaimCommand::Withdraw).await, settled);
        assert_eq!(market.market.claim(order, ClaimCommand::Reject(deed(admin))).await, settled);
    }
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn a_crash_after_it_was_upheld_gives_the_money_back_all_the_same() {
    let market = TestMarket::start().await;
    let (_, _, order) = sale(&market).await;
    market.market.claim(order, open()).await.unwrap();
    let admin = market.user().await;
    let uphold = ClaimCommand::Uphold(BorneBy::Seller, deed(admin));
    market.market.claim(order, uphold).await.unwrap();
    let market = market.crash().await;
    market.until("it is refunded", |m| is_refunded(m, order)).await;
    market.pass(DAY).await;
    assert_eq!(refunds(&market), 1);
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn it_is_taken_until_some_days_after_the_event_and_once() {
    let market = TestMarket::start().await;
    let admin = market.user().await;
    let mut orders = vec![];
    for _ in 0..4 {
        orders.push(sale(&market).await);
    }
    market.pass(32 * DAY + 23 * DAY / 24).await;
    for (_, _, order) in &orders[..3] {
        market.market.claim(*order, open()).await.unwrap();
    }
    market.pass(DAY / 24).await;
    let too_late = refused(ClaimRefusal::TooLate);
    assert_eq!(market.market.claim(orders[3].2, open()).await, too_late);
    let [(first_seller, _, first), (second_seller, second_buyer, second), (.., third), _] =
        orders[..]
    else {
        unreachable!()
    };
    // What was opened in time is decided whenever that is.
    market.market.claim(first, ClaimCommand::Reject(deed(admin))).await.unwrap();
    market.market.claim(second, ClaimCommand::Withdraw).await.unwrap();
    assert!(matches!(status(&market, first), ClaimStatus::Rejected(_)));
    assert_eq!(told(&market, &MailAbout::ClaimSettled(second)), [second_seller]);
    assert!(!told(&market, &MailAbout::ClaimSettled(second)).contains(&second_buyer));
    assert!(told(&market, &MailAbout::ClaimSettled(first)).contains(&first_seller));
    let before = refused(ClaimRefusal::OpenedBefore);
    let another = ClaimCommand::Open(ClaimReason::NotAsDescribed, text("Nor as described."));
    assert_eq!(market.market.claim(first, another.clone()).await, before);
    assert_eq!(market.market.claim(second, another).await, before);
    // The seller gives the money back by themself.
    let seller = orders[2].0;
    let reason = Reason::parse("You are right").unwrap();
    market.market.refund(third, seller, reason, false).await.unwrap();
    assert!(matches!(status(&market, third), ClaimStatus::MadeGood(_)));
    assert!(market.market.tables().catalog().open_claims.is_empty());
    assert_eq!(
        market.market.claim(third, ClaimCommand::Withdraw).await,
        refused(ClaimRefusal::Settled)
    );
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn nobody_deletes_their_account_while_it_is_open() {
    let market = TestMarket::start().await;
    let (seller, buyer, order) = sale(&market).await;
    let password = || PasswordHash("no password fits this".into());
    market.market.claim(order, open()).await.unwrap();
    let market = market.crash().await;
    assert!(market.market.tables().catalog().open_claims.iter().any(|(_, id)| *id == order));
    let still = Err(CommandError::Refused(AccountRefusal::StillLive));
    for user in [seller, buyer] {
        assert_eq!(market.market.delete_account(user, password()).await, still);
        let live = market.market.tables().live_of(user, 1).unwrap();
        assert_eq!(live.claims, [order]);
    }
    market.market.claim(order, ClaimCommand::Withdraw).await.unwrap();
    for user in [seller, buyer] {
        market.market.delete_account(user, password()).await.unwrap();
    }
    market.assert_sound();
}
