//! The test that docs/testing.md shows, word for word.

use std::time::Duration;

use holdfast::{actors::order::PayOutcome, domain::TicketStatus, harness::TestMarket};

#[tokio::test(start_paused = true)]
async fn a_ticket_that_nobody_paid_for_is_for_sale_again() {
    let market = TestMarket::start().await;
    let seller = market.user().await;
    let ticket = market.list(seller, "49.50").await;
    market.buy(market.user().await, ticket).await.unwrap();

    market.pass(Duration::from_secs(15 * 60)).await;
    market.until("it is free", |m| m.ticket(ticket).status == TicketStatus::Available).await;

    let order = market.buy(market.user().await, ticket).await.unwrap();
    assert_eq!(market.pay(order).await, Ok(PayOutcome::Completed));
    market.assert_sound();
}
