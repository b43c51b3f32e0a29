//! Tables of every state × every command. Each expected value is written out by hand. Every table
//! numbers its rows and columns by an exhaustive `match`, so a new variant does not compile until it
//! has a number, and fails until it has a row or a column.

mod apply;
mod apply_money;
mod apply_tokens;
mod claim;
mod disputes;
mod event;
mod factors;
mod handover;
mod holding;
mod order;
mod payment;
mod ticket;
mod transfer;

use holdfast::types::{ChargeId, EventId, OrderId, Price, TicketId, Timestamp, Title, UserId};

pub const NOW: Timestamp = Timestamp::from_millis(1_000_000);
/// The last deadline that has not passed.
pub const LATER: Timestamp = Timestamp::from_millis(1_000_001);

/// The order that the records of the tables belong to, and another.
pub fn this_order() -> OrderId {
    OrderId::from_bytes([1; 16])
}
pub fn other_order() -> OrderId {
    OrderId::from_bytes([2; 16])
}
/// The charge that they belong to, and another.
pub fn this_charge() -> ChargeId {
    ChargeId::from_bytes([3; 16])
}
pub fn other_charge() -> ChargeId {
    ChargeId::from_bytes([4; 16])
}
pub fn seller() -> UserId {
    UserId::from_bytes([5; 16])
}
/// Whose order it is.
pub fn buyer() -> UserId {
    UserId::from_bytes([6; 16])
}
pub fn stranger() -> UserId {
    UserId::from_bytes([7; 16])
}
pub fn the_ticket() -> TicketId {
    TicketId::from_bytes([8; 16])
}
pub fn the_event() -> EventId {
    EventId::from_bytes([9; 16])
}
pub fn price(minor: u32) -> Price {
    Price::from_minor(minor).unwrap()
}
pub fn title(text: &str) -> Title {
    Title::parse(text).unwrap()
}

/// Fails unless the numbers are 0, 1, 2… up to `count`, each at least once.
pub fn assert_all_there(what: &str, count: usize, numbers: impl IntoIterator<Item = usize>) {
    let there = numbers.into_iter().collect::<std::collections::BTreeSet<_>>();
    assert_eq!(there, (0..count).collect(), "{what} that the table has");
}
