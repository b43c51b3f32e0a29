//! Files in a market in memory: many attach the same at once, and what trade does to a ticket's file.

use std::{sync::Arc, time::Duration};

use holdfast::{
    actors::{
        CommandError, Market,
        order::PayOutcome,
        ticket::{
            NewListing,
            TicketRefusal::{self, SameFileListed, SameFileSold},
        },
    },
    domain::{FileKind, TicketFile, TicketStatus},
    harness::TestMarket,
    storage::CommitFault,
    types::{FileId, Reason, TicketId, UserId},
};
use tokio::task::JoinSet;

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
            let (ticket, file) = (TicketId::new(), Some(file(content)));
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
    assert_eq!(attach(ticket, seller, 3).await, refused(TicketRefusal::Held { until }));
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
    let again = market.market.attach(ticket, seller, file(2)).await;
    assert_eq!(again, refused(SameFileListed), "a restart forgets nothing");
    market.assert_sound();
}
