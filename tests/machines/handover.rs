//! Whether a ticket has come: said by its buyer, or assumed once the event is over.

use std::time::Duration;

use holdfast::{
    domain::{
        BorneBy, Claim, ClaimReason, ClaimStatus, Conversation, Deed, Event, EventEvent, Order,
        OrderStatus, Refund,
        rules::handover::{Arrival, arrival},
    },
    types::{MessageText, Reason, Timestamp},
};

use crate::{
    claim::{done, order},
    event::{NOW, apply, event},
    seller, this_charge, this_order,
};

const HOUR: Duration = Duration::from_secs(3600);
const OVER: Timestamp = Timestamp::from_millis(NOW.as_millis() + 10 * 3_600_000);

fn deed() -> Deed {
    Deed { by: seller(), reason: Reason::parse("So it is").unwrap() }
}

fn changed(by: &EventEvent) -> Event {
    apply(Some(event()), by, NOW).unwrap()
}

fn claim(reason: ClaimReason, status: ClaimStatus) -> Claim {
    let text = MessageText::parse("It never came").unwrap();
    Claim { id: this_order(), reason, text, opened_at: NOW, answer: None, status }
}

#[test]
fn what_its_buyer_said_counts_whatever_else_is() {
    let sold = order(OrderStatus::Completed { charge: this_charge(), at: NOW });
    let said = Conversation { received_at: Some(NOW), ..Conversation::empty(this_order()) };
    let open = claim(ClaimReason::NotReceived, ClaimStatus::Open);
    let off = changed(&EventEvent::Cancelled(deed()));
    for (claim, event) in [(None, event()), (Some(&open), event()), (None, off)] {
        for now in [NOW, OVER] {
            let came = arrival(&sold, Some(&said), claim, &event, now);
            assert_eq!(came, Some(Arrival::Confirmed(NOW)));
        }
    }
}

#[test]
fn it_is_assumed_once_the_event_is_over() {
    let sold = order(OrderStatus::Completed { charge: this_charge(), at: NOW });
    let came = |order: &Order, claim: Option<&Claim>, event: &Event, now| {
        arrival(order, Some(&Conversation::empty(this_order())), claim, event, now).is_some()
    };
    assert!(came(&sold, None, &event(), OVER));
    assert_eq!(arrival(&sold, None, None, &event(), OVER), Some(Arrival::Assumed));
    assert!(!came(&sold, None, &event(), Timestamp::from_millis(OVER.as_millis() - 1)));
    // When it ends, if somebody has said so.
    let mut ends = event();
    ends.ends_at = Some(OVER + HOUR);
    assert!(!came(&sold, None, &ends, OVER));
    assert!(came(&sold, None, &ends, OVER + HOUR));
    // What is cancelled, or of which nobody knows when it is, is never over.
    let undated = EventEvent::Postponed { refund_until: OVER, has_date: false, deed: deed() };
    for by in [EventEvent::Cancelled(deed()), undated] {
        assert!(!came(&sold, None, &changed(&by), OVER + 1000 * HOUR));
    }
    // Not of what is not sold, or goes back.
    for status in [OrderStatus::Created, OrderStatus::AwaitingPayment(Some(this_charge()))] {
        assert!(!came(&order(status), None, &event(), OVER));
    }
    let refund = Refund { by: seller(), reason: deed().reason, relist: false, at: NOW };
    assert!(!came(&Order { refund: Some(refund), ..sold }, None, &event(), OVER));
}

#[test]
fn it_is_not_assumed_while_the_buyer_says_that_it_never_came() {
    let sold = order(OrderStatus::Completed { charge: this_charge(), at: NOW });
    let upheld = || ClaimStatus::Upheld { borne_by: BorneBy::Site, how: done() };
    let rejected = || ClaimStatus::Rejected(done());
    for (reason, status, expect) in [
        (ClaimReason::NotReceived, ClaimStatus::Open, false),
        (ClaimReason::NotReceived, upheld(), false),
        (ClaimReason::NotReceived, rejected(), true),
        (ClaimReason::NotReceived, ClaimStatus::Withdrawn(NOW), true),
        (ClaimReason::NotReceived, ClaimStatus::MadeGood(NOW), true),
        // It came, and something else is wrong.
        (ClaimReason::NotAsDescribed, ClaimStatus::Open, true),
        (ClaimReason::RefusedAtDoor, ClaimStatus::Open, true),
    ] {
        let claim = claim(reason, status);
        let came = arrival(&sold, None, Some(&claim), &event(), OVER);
        assert_eq!(came.is_some(), expect, "{claim:?}");
    }
}
