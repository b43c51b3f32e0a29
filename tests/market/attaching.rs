//! Files in a market in memory: many attach the same at once, and what trade does to a ticket's file.

use std::{sync::Arc, time::Duration};

use holdfast::{
    actors::{CommandError, Market, order::PayOutcome},
    domain::{
        FileKind, MailAbout, TicketFile, TicketStatus,
        rules::ticket::{
            NewListing,
            TicketRefusal::{self, SameFileListed, SameFileSold},
        },
    },
    harness::TestMarket,
    storage::CommitFault,
    types::{FileId, OrderId, Reason, TicketId, UserId},
};
use tokio::task::JoinSet;

const WITHDRAWN: TicketStatus = TicketStatus::Withdrawn;

/// A file of this content.
fn file(content: u8) -> TicketFile {
    let digest = [content; 32];
    TicketFile { id: FileId::new(), kind: FileKind::Pdf, bytes: 100, digest }
}

type Answer = Result<(), CommandError<TicketRefusal>>;

fn refused(refusal: TicketRefusal) -> Answer {
    Err(CommandError::Refused(refusal))
}

/// All attach the same at once, half of them to new listings; gives the tickets that have it.
async fn race(market: &TestMarket, tickets: &[(UserId, TicketId)], content: u8) -> Vec<TicketId> {
    let mut running = JoinSet::new();
    for (n, &(seller, ticket)) in tickets.iter().enumerate() {
        let shared: Arc<Market> = market.market.clone();
        let listing = market.listing(seller, "10");
        running.spawn(async move {
            if n % 2 == 0 {
                return (ticket, shared.attach(ticket, seller, file(content)).await);
            }
            let (ticket, file) = (TicketId::new(), Some(file(content).into()));
            (ticket, shared.list(ticket, NewListing { file, ..listing }).await)
        });
    }
    let mut winners = vec![];
    while let Some(answer) = running.join_next().await {
        match answer.unwrap() {
            (ticket, Ok(())) => winners.push(ticket),
            (_, answer) => assert_eq!(answer, refused(SameFileListed)),
        }
    }
    winners
}

#[tokio::test(start_paused = true)]
async fn of_many_who_attach_the_same_file_at_once_one_does() {
    let market = TestMarket::start().await;
    let mut tickets = vec![];
    for _ in 0..40 {
        let seller = market.user().await;
        tickets.push((seller, market.list(seller, "10").await));
    }
    // Each commit takes a while: all others could have decided meanwhile.
    market.journal.fault(|_| CommitFault::Slow(Duration::from_millis(20)));
    for content in 0..20 {
        let winners = race(&market, &tickets, content).await;
        let [winner] = winners[..] else { panic!("{winners:?} all have the same file") };
        let has = market.ticket(winner).file.expect("it has a file");
        assert_eq!(has.digest, [content; 32]);
        // For the next round its ticket is as it was.
        market.market.remove_file(winner, market.ticket(winner).seller).await.unwrap();
    }
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn what_trade_does_to_a_file() {
    let market = TestMarket::start().await;
    let [seller, buyer, other] = [market.user().await, market.user().await, market.user().await];
    let ticket = market.list(seller, "10").await;
    let attach = |ticket, by, content| market.market.attach(ticket, by, file(content));
    attach(ticket, seller, 1).await.unwrap();
    attach(ticket, seller, 2).await.unwrap();
    let order = market.buy(buyer, ticket).await.unwrap();
    let until = market.ticket(ticket).status.reservation().unwrap().expires_at;
    assert_eq!(attach(ticket, seller, 3).await, refused(TicketRefusal::Held(until)));
    assert_eq!(market.pay(order).await, Ok(PayOutcome::Completed));
    assert_eq!(attach(ticket, seller, 3).await, refused(TicketRefusal::Sold));
    assert_eq!(market.ticket(ticket).file.unwrap().digest, [2; 32]);

    // What was replaced is free, what is sold is its buyer's.
    let [again, theirs] = [market.list(other, "10").await, market.list(buyer, "10").await];
    attach(again, other, 1).await.unwrap();
    assert_eq!(attach(again, other, 2).await, refused(SameFileSold));
    attach(theirs, buyer, 2).await.unwrap();
    assert_eq!(attach(again, other, 2).await, refused(SameFileListed));

    let reason = Reason::parse("Off").unwrap();
    market.market.refund(order, seller, reason, true).await.unwrap();
    let relisted = market.ticket(ticket);
    assert_eq!((relisted.status, relisted.file), (TicketStatus::Available, None));
    let market = market.crash().await;
    assert_eq!(market.ticket(theirs).status, WITHDRAWN, "its buyer sells it on no more");
    let again = market.market.attach(ticket, seller, file(1)).await;
    assert_eq!(again, refused(SameFileListed), "a restart forgets nothing");
    market.assert_sound();
}

/// A ticket with this content that a buyer has bought and sells on; gives order and listing.
async fn resold(
    market: &TestMarket,
    seller: UserId,
    buyer: UserId,
    content: u8,
) -> (OrderId, TicketId) {
    let ticket = market.list(seller, "10").await;
    market.market.attach(ticket, seller, file(content)).await.unwrap();
    let order = market.buy(buyer, ticket).await.unwrap();
    assert_eq!(market.pay(order).await, Ok(PayOutcome::Completed));
    let listing = market.list(buyer, "20").await;
    market.market.attach(listing, buyer, file(content)).await.unwrap();
    (order, listing)
}

fn mails(market: &TestMarket, about: &MailAbout) -> Vec<UserId> {
    let mails = holdfast::harness::mails(market.market.tables()).into_iter();
    mails.filter(|mail| mail.about == *about).map(|mail| mail.to).collect()
}

#[tokio::test(start_paused = true)]
async fn a_refund_recalls_what_its_buyer_sells_on() {
    let market = TestMarket::start().await;
    let [seller, buyer, third] = [market.user().await, market.user().await, market.user().await];
    let refund = |order| {
        let reason = Reason::parse("Off").unwrap();
        market.market.refund(order, seller, reason, false)
    };
    let (free, held, run_out, paid) = (
        resold(&market, seller, buyer, 1).await,
        resold(&market, seller, buyer, 2).await,
        resold(&market, seller, buyer, 3).await,
        resold(&market, seller, buyer, 4).await,
    );
    let other = market.list(buyer, "20").await;
    market.market.attach(other, buyer, file(5)).await.unwrap();
    // Its actor knows it as it is before.
    market
        .buy(third, free.1)
        .await
        .map(|order| market.market.cancel(order))
        .unwrap()
        .await
        .unwrap();
    let mut orders = vec![];
    for ticket in [held.1, run_out.1, paid.1] {
        orders.push(market.buy(third, ticket).await.unwrap());
    }
    let fourth = market.user().await;
    market.market.wait_for(fourth, held.1).await.unwrap();
    for (order, listing) in [free, held, run_out, paid] {
        let entries = market.journal.entries().len();
        refund(order).await.unwrap();
        assert_eq!(market.ticket(listing).recalled, Some(order));
        assert!(market.journal.entries().len() > entries);
        assert_eq!(mails(&market, &MailAbout::TicketRecalled(listing)), [buyer]);
    }
    assert_eq!((market.ticket(free.1).status, market.ticket(free.1).file), (WITHDRAWN, None));
    let attached = market.market.attach(free.1, buyer, file(9)).await;
    assert_eq!(attached, refused(TicketRefusal::Withdrawn), "its actor knows");
    let bought = market.buy(third, free.1).await;
    assert_eq!(bought, Err(CommandError::Refused(TicketRefusal::Withdrawn)));
    // Whoever holds one has it until their time is up, and nobody after them.
    assert_eq!(market.ticket(held.1).status.word(), "reserved");
    market.market.cancel(orders[0]).await.unwrap();
    assert_eq!((market.ticket(held.1).status, market.ticket(held.1).file), (WITHDRAWN, None));
    let place = market.market.tables().catalog().places_of(fourth).next().cloned();
    assert!(place.unwrap().order.is_none(), "it was not free for a moment");
    assert_eq!(market.pay(orders[2]).await, Ok(PayOutcome::Completed));
    assert_eq!(market.ticket(paid.1).status.word(), "sold");
    let mut market = market.crash().await;
    market.pass(Duration::from_secs(3600)).await;
    assert_eq!(market.ticket(run_out.1).status, WITHDRAWN);
    assert_eq!(market.ticket(other).status, TicketStatus::Available, "it is another");
    // What was sold comes back to who may not sell it.
    let reason = Reason::parse("Off").unwrap();
    market.market.refund(orders[2], buyer, reason, true).await.unwrap();
    assert_eq!(market.ticket(paid.1).status, WITHDRAWN);
    market = market.crash().await;
    assert_eq!(market.ticket(free.1).status, WITHDRAWN);
    market.assert_sound();
}

/// A Buy and the refund that recalls the ticket, at the same time: whoever comes second is told.
#[tokio::test(start_paused = true)]
async fn a_recall_races_with_a_buy() {
    let market = TestMarket::start().await;
    let [seller, buyer] = [market.user().await, market.user().await];
    market.journal.fault(|_| CommitFault::Slow(Duration::from_millis(5)));
    for content in 0..20 {
        let third = market.user().await;
        let (order, listing) = resold(&market, seller, buyer, content).await;
        let reason = Reason::parse("Off").unwrap();
        let wait = Duration::from_millis(u64::from(content));
        let buying = async {
            tokio::time::sleep(wait).await;
            market.buy(third, listing).await
        };
        let (refunded, bought) =
            tokio::join!(market.market.refund(order, seller, reason, false), buying);
        refunded.unwrap();
        let ticket = market.ticket(listing);
        assert_eq!(ticket.recalled, Some(order));
        let expect = if bought.is_ok() { "reserved" } else { "withdrawn" };
        assert_eq!(ticket.status.word(), expect, "{bought:?}");
    }
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn a_file_that_comes_after_the_sale_is_told_to_its_buyer_once() {
    let market = TestMarket::start().await;
    let [seller, buyer] = [market.user().await, market.user().await];
    let ticket = market.list(seller, "10").await;
    market.market.attach(ticket, seller, file(1)).await.unwrap();
    market.market.remove_file(ticket, seller).await.unwrap();
    let order = market.buy(buyer, ticket).await.unwrap();
    assert_eq!(market.pay(order).await, Ok(PayOutcome::Completed));
    let about = MailAbout::FileAttached(order);
    assert_eq!(mails(&market, &about), []);
    for _ in 0..2 {
        market.market.attach(ticket, seller, file(1)).await.unwrap();
    }
    assert_eq!(mails(&market, &about), [buyer]);
    // With the refund it is of no use any more.
    let reason = Reason::parse("Off").unwrap();
    market.market.refund(order, seller, reason, true).await.unwrap();
    market.market.attach(ticket, seller, file(2)).await.unwrap();
    assert_eq!(mails(&market, &about), [buyer]);
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn what_one_seller_lists_has_so_many_bytes_of_files_and_no_more() {
    let market = TestMarket::start().await;
    let [seller, other] = [market.user().await, market.user().await];
    let large = |content| TicketFile { bytes: 50 * 1024 * 1024, ..file(content) };
    let mut tickets = vec![];
    for content in 0..5 {
        let ticket = market.list(seller, "10").await;
        let expect = if content < 4 { Ok(()) } else { refused(TicketRefusal::FilesFull) };
        assert_eq!(market.market.attach(ticket, seller, large(content)).await, expect);
        tickets.push(ticket);
    }
    let others = market.list(other, "10").await;
    market.market.attach(others, other, large(9)).await.unwrap();
    // What is sold, taken off or withdrawn makes room.
    let order = market.buy(other, tickets[0]).await.unwrap();
    assert_eq!(market.pay(order).await, Ok(PayOutcome::Completed));
    market.market.attach(tickets[4], seller, large(4)).await.unwrap();
    market.market.withdraw(tickets[1], seller).await.unwrap();
    market.market.remove_file(tickets[2], seller).await.unwrap();
    let market = market.crash().await;
    let listed = market.market.tables().catalog().listed_file_bytes(seller);
    assert_eq!(listed, 2 * 50 * 1024 * 1024);
    market.assert_sound();
}
