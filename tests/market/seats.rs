//! Seats: one seller has one ticket for each, and when several offer one, all of them are marked until
//! that is settled.

use std::{sync::Arc, time::Duration};

use holdfast::{
    actors::{Answer, CommandError, Market},
    domain::{
        Deed, Details, EventSeat, FileKind, SeatDispute, Ticket, TicketFile, TicketStatus,
        rules::{
            seats::CLAIMS_MAX,
            ticket::{NewListing, TicketRefusal},
        },
    },
    harness::{TestMarket, price},
    reads::walk::Walk,
    types::{EventId, FileId, OrderId, Reason, Seat, SeatRow, Section, TicketId, UserId},
};
use tokio::task::JoinSet;

fn on(section: &str, row: &str, seat: &str) -> Details {
    Details {
        section: Section::parse(section).ok(),
        row: SeatRow::parse(row).ok(),
        seat: Seat::parse(seat).ok(),
        ..Details::default()
    }
}

/// The same seat, as people type it.
fn forms() -> [Details; 4] {
    [on("A", "5", "12"), on("a", "Row 05", "012"), on("Block A", "５", "12."), on("A", "5", "١٢")]
}

/// An event that is there, with nothing that anybody offers.
async fn event(market: &TestMarket) -> EventId {
    let maker = market.user().await;
    market.ticket(market.list(maker, "10").await).event
}

fn listing(market: &TestMarket, event: EventId, seller: UserId, details: Details) -> NewListing {
    NewListing { event, new_event: None, details, ..market.listing(seller, "10") }
}

async fn list(
    market: &TestMarket,
    event: EventId,
    seller: UserId,
    details: Details,
) -> Result<TicketId, CommandError<TicketRefusal>> {
    let ticket = TicketId::new();
    let listing = listing(market, event, seller, details);
    market.market.list(ticket, listing).await.map(|()| ticket)
}

fn refused<T>(refusal: TicketRefusal) -> Result<T, CommandError<TicketRefusal>> {
    Err(CommandError::Refused(refusal))
}

async fn edit(market: &TestMarket, ticket: TicketId, details: Details) -> Answer<TicketRefusal> {
    let is = market.ticket(ticket);
    market.market.edit(ticket, is.seller, (is.title.clone(), is.price, Some(details)), None).await
}

async fn sell(market: &TestMarket, ticket: TicketId, buyer: UserId) -> OrderId {
    // No two sales are at one moment.
    market.pass(Duration::from_secs(1)).await;
    let order = market.buy(buyer, ticket).await.unwrap();
    market.pay(order).await.unwrap();
    assert!(matches!(market.ticket(ticket).status, TicketStatus::Sold { .. }));
    order
}

fn deed(by: UserId) -> Deed {
    Deed { by, reason: Reason::parse("Both have shown their tickets").unwrap() }
}

fn disputed(market: &TestMarket, tickets: &[TicketId]) -> Vec<bool> {
    let marks: Vec<_> = tickets.iter().map(|id| market.ticket(*id).is_disputed()).collect();
    let catalog = market.market.tables().catalog();
    for (id, mark) in tickets.iter().zip(&marks) {
        assert_eq!(catalog.disputed(Walk::up(None), usize::MAX).contains(id), *mark, "{id}");
        if let Some(listed) = catalog.listing(*id) {
            assert_eq!(listed.is_disputed, *mark, "{id}");
        }
    }
    marks
}

#[tokio::test(start_paused = true)]
async fn a_seller_offers_a_seat_once_in_whatever_form() {
    let market = TestMarket::start().await;
    let (event, seller, buyer) = (event(&market).await, market.user().await, market.user().await);
    let first = list(&market, event, seller, on("A", "5", "12")).await.unwrap();
    let no = || TicketRefusal::SeatListed(first);
    for same in forms() {
        assert_eq!(list(&market, event, seller, same).await, refused(no()));
    }
    // By an edit as well; one that leaves the seat as it is may be made.
    let other = list(&market, event, seller, on("A", "5", "13")).await.unwrap();
    assert_eq!(edit(&market, other, on("Block A", "05", "12")).await, refused(no()));
    assert_eq!(edit(&market, other, on("A", "05", "13")).await, Ok(()));
    // Tickets that are for no seat, and other seats, are as many as there are.
    for other in [on("A", "5", ""), on("A", "5", ""), on("B", "5", "12"), on("A", "5", "121")] {
        assert!(list(&market, event, seller, other).await.is_ok());
    }
    // Held, and sold, it is theirs still; withdrawn it is not.
    market.buy(buyer, first).await.unwrap();
    assert_eq!(list(&market, event, seller, on("A", "5", "12")).await, refused(no()));
    market.pass(Duration::from_secs(901)).await;
    market.market.withdraw(first, seller).await.unwrap();
    let second = list(&market, event, seller, on("a", "5", "12")).await.unwrap();
    sell(&market, second, buyer).await;
    let no = refused(TicketRefusal::SeatListed(second));
    assert_eq!(list(&market, event, seller, on("A", "5", "12")).await, no);
    let market = market.crash().await;
    assert_eq!(list(&market, event, seller, on("A", "5", "12")).await, no, "after a restart");
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn of_many_forms_for_one_seat_at_once_one_is_listed() {
    let market = TestMarket::start().await;
    let (event, seller) = (event(&market).await, market.user().await);
    for _ in 0..4 {
        let seller = market.user().await;
        let mut running = JoinSet::new();
        for n in 0..12 {
            let listing = listing(&market, event, seller, forms()[n % 4].clone());
            let shared: Arc<Market> = market.market.clone();
            running.spawn(async move { shared.list(TicketId::new(), listing).await });
        }
        let answers = running.join_all().await;
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
        let is_no = |answer: &&Answer<TicketRefusal>| {
            matches!(answer, Err(CommandError::Refused(TicketRefusal::SeatListed(_))))
        };
        assert_eq!(answers.iter().filter(is_no).count(), 11, "{answers:?}");
    }
    // And of edits.
    let mut own = vec![];
    for n in 0..4 {
        own.push(list(&market, event, seller, on("B", "1", &n.to_string())).await.unwrap());
    }
    let mut running = JoinSet::new();
    for (id, form) in own.into_iter().zip(forms()) {
        let (shared, is) = (market.market.clone(), market.ticket(id));
        running.spawn(async move {
            shared.edit(id, seller, (is.title.clone(), price("11"), Some(form)), None).await
        });
    }
    let answers = running.join_all().await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn what_was_bought_here_is_sold_on_and_bought_back() {
    let market = TestMarket::start().await;
    let (event, ann, ben) = (event(&market).await, market.user().await, market.user().await);
    let anns = list(&market, event, ann, on("A", "5", "12")).await.unwrap();
    sell(&market, anns, ben).await;
    let bens = list(&market, event, ben, on("A", "5", "12")).await.unwrap();
    assert_eq!(disputed(&market, &[anns, bens]), [false; 2], "it is one ticket");
    sell(&market, bens, ann).await;
    let again = list(&market, event, ann, on("A", "5", "12")).await.unwrap();
    assert_eq!(disputed(&market, &[anns, bens, again]), [false; 3]);
    let twice = list(&market, event, ann, on("A", "5", "12")).await;
    assert_eq!(twice, refused(TicketRefusal::SeatListed(again)));
    // Who had sold it on, and did not buy it back, does not.
    let bens = list(&market, event, ben, on("A", "5", "12")).await;
    assert!(matches!(bens, Err(CommandError::Refused(TicketRefusal::SeatListed(_)))), "{bens:?}");
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn several_sellers_of_a_seat_are_marked_until_it_is_settled() {
    let market = TestMarket::start().await;
    let event = event(&market).await;
    let (ann, ben, cleo) = (market.user().await, market.user().await, market.user().await);
    let (dan, root) = (market.user().await, market.user().await);
    let seat = |details: &Details| -> EventSeat { (event, details.seat_name().unwrap()) };
    let anns = list(&market, event, ann, on("A", "5", "12")).await.unwrap();
    let bens = list(&market, event, ben, on("", "", "12")).await.unwrap();
    assert_eq!(disputed(&market, &[anns, bens]), [false; 2]);
    // By an edit; and away again.
    edit(&market, bens, on("Section A", "5", "12")).await.unwrap();
    assert_eq!(disputed(&market, &[anns, bens]), [true; 2]);
    edit(&market, bens, on("A", "5", "")).await.unwrap();
    assert_eq!(disputed(&market, &[anns, bens]), [false; 2]);
    edit(&market, bens, on("A", "5", "12")).await.unwrap();
    let cleos = list(&market, event, cleo, on("a", "5", "12")).await.unwrap();
    let all = [anns, bens, cleos];
    assert_eq!(disputed(&market, &all), [true; 3]);
    // One of three is gone, and two are left.
    market.market.withdraw(cleos, cleo).await.unwrap();
    assert_eq!(disputed(&market, &all), [true, true, false]);
    // It is sold all the same, which settles nothing, over a restart either.
    sell(&market, anns, dan).await;
    assert_eq!(disputed(&market, &all), [true, true, false]);
    let market = market.crash().await;
    assert_eq!(disputed(&market, &all), [true, true, false]);
    let claims = market.market.tables().seat_claims(seat(&on("A", "5", "12"))).unwrap();
    assert_eq!(claims.iter().map(|ticket| ticket.id).collect::<Vec<_>>(), [anns, bens]);
    // Those who run the site let both be, until another comes.
    let before = market.journal.entries().len();
    market.market.settle_seat(bens, deed(root)).await.unwrap();
    market.market.settle_seat(anns, deed(root)).await.unwrap();
    assert_eq!(market.journal.entries().len(), before + 1, "twice is once");
    assert_eq!(disputed(&market, &all), [false; 3]);
    let is_settled =
        |t: &Ticket| matches!(&t.dispute, Some(SeatDispute::Settled(by)) if by.by == root);
    assert!(is_settled(&market.ticket(anns)) && is_settled(&market.ticket(bens)));
    let cleos = list(&market, event, cleo, on("A", "5", "12")).await.unwrap();
    assert_eq!(disputed(&market, &[anns, bens, cleos]), [true; 3]);
    // All but what was sold are removed: one is left.
    market.market.withdraw(bens, ben).await.unwrap();
    assert_eq!(disputed(&market, &[anns, bens, cleos]), [true, false, true]);
    market.market.withdraw(cleos, cleo).await.unwrap();
    assert_eq!(disputed(&market, &[anns, bens, cleos]), [false; 3]);
    market.assert_sound();
}

/// Who buys the other's ticket has both: it is one from then on.
#[tokio::test(start_paused = true)]
async fn a_dispute_ends_when_one_of_two_buys_from_the_other() {
    let market = TestMarket::start().await;
    let (event, ann, ben) = (event(&market).await, market.user().await, market.user().await);
    let anns = list(&market, event, ann, on("A", "5", "12")).await.unwrap();
    let bens = list(&market, event, ben, on("A", "5", "12")).await.unwrap();
    assert_eq!(disputed(&market, &[anns, bens]), [true; 2]);
    sell(&market, anns, ben).await;
    assert_eq!(disputed(&market, &[anns, bens]), [false; 2]);
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn a_seat_has_so_many_tickets_and_no_more() {
    let market = TestMarket::start().await;
    let event = event(&market).await;
    for _ in 0..CLAIMS_MAX {
        let seller = market.user().await;
        list(&market, event, seller, on("A", "5", "12")).await.unwrap();
    }
    let one_more = list(&market, event, market.user().await, on("A", "5", "12")).await;
    assert_eq!(one_more, refused(TicketRefusal::SeatCrowded));
    assert_eq!(
        market.market.tables().catalog().disputed(Walk::up(None), usize::MAX).len(),
        CLAIMS_MAX
    );
    market.assert_sound();
}

/// What is recalled while it is held claims its seat until it is free, and then nothing.
#[tokio::test(start_paused = true)]
async fn what_is_recalled_while_it_is_held_leaves_its_seat_to_the_other() {
    let market = TestMarket::start().await;
    let (event, seller, buyer) = (event(&market).await, market.user().await, market.user().await);
    let file =
        || TicketFile { id: FileId::new(), kind: FileKind::Pdf, bytes: 100, digest: [1; 32] };
    let first = list(&market, event, seller, on("A", "5", "12")).await.unwrap();
    market.market.attach(first, seller, file()).await.unwrap();
    let sale = sell(&market, first, buyer).await;
    let resold = list(&market, event, buyer, on("A", "5", "12")).await.unwrap();
    market.market.attach(resold, buyer, file()).await.unwrap();
    let other = list(&market, event, market.user().await, on("A", "5", "12")).await.unwrap();
    assert_eq!(disputed(&market, &[first, resold, other]), [true; 3]);

    market.buy(market.user().await, resold).await.unwrap();
    let reason = Reason::parse("Off").unwrap();
    market.market.refund(sale, seller, reason, false).await.unwrap();
    assert_eq!(market.ticket(resold).recalled, Some(sale));
    assert_eq!(disputed(&market, &[first, resold, other]), [false, true, true]);
    market.pass(Duration::from_secs(901)).await;
    assert_eq!(market.ticket(resold).status, TicketStatus::Withdrawn);
    assert_eq!(disputed(&market, &[first, resold, other]), [false; 3]);
    market.assert_sound();
}
