//! What one buyer may hold, by how they stand.

use std::time::Duration;

use holdfast::{
    domain::{
        CancelReason, Order, OrderStatus,
        rules::{
            holding::{EndedHold, HoldLimits, Standing, may_hold},
            ticket::TicketRefusal::{self, CoolingDown, TooManyHeld},
        },
    },
    types::Timestamp,
};

use super::{LATER, NOW, buyer, price, the_ticket, this_order};

const COOLDOWN: Duration = Duration::from_secs(900);
const LIMITS: HoldLimits = HoldLimits { live_max: 4, cooldown: COOLDOWN };

/// So many are held, until [`LATER`] if any; so many have run out, the last so many milliseconds
/// ago.
fn standing(held: usize, run_outs: usize, ago: u64) -> Standing {
    Standing {
        held,
        next_deadline: (held > 0).then_some(LATER),
        run_outs,
        last_run_out: (run_outs > 0).then(|| NOW - Duration::from_millis(ago)),
    }
}

#[test]
fn every_standing() {
    let limits = |live_max, secs| HoldLimits { live_max, cooldown: Duration::from_secs(secs) };
    let full = |held, max| Err(TooManyHeld { held, max, until: Some(LATER) });
    let cooling =
        |run_outs, left| Err(CoolingDown { run_outs, until: NOW + Duration::from_millis(left) });
    let rows: Vec<(Standing, HoldLimits, Result<(), TicketRefusal>)> = vec![
        (standing(0, 0, 0), LIMITS, Ok(())),
        (standing(3, 0, 0), LIMITS, Ok(())),
        (standing(4, 0, 0), LIMITS, full(4, 4)),
        // The limit was lowered.
        (standing(9, 0, 0), LIMITS, full(9, 4)),
        (standing(1, 0, 0), limits(1, 900), full(1, 1)),
        (standing(0, 0, 0), limits(1, 900), Ok(())),
        (standing(0, 1, 0), LIMITS, Ok(())),
        (standing(0, 2, 0), LIMITS, cooling(2, 900_000)),
        (standing(0, 2, 899_999), LIMITS, cooling(2, 1)),
        (standing(0, 2, 900_000), LIMITS, Ok(())),
        (standing(0, 7, 1000), LIMITS, cooling(7, 899_000)),
        (standing(0, 2, 0), limits(4, 0), Ok(())),
        // What is about this ticket is said first.
        (standing(4, 2, 0), LIMITS, cooling(2, 900_000)),
        (standing(4, 2, 900_000), LIMITS, full(4, 4)),
        (standing(4, 1, 0), LIMITS, full(4, 4)),
    ];
    for (standing, limits, expect) in rows {
        assert_eq!(may_hold(&standing, 0, &limits, NOW), expect, "{standing:?} by {limits:?}");
    }
    let paying = Standing { next_deadline: None, ..standing(4, 0, 0) };
    let expect = Err(TooManyHeld { held: 4, max: 4, until: None });
    assert_eq!(may_hold(&paying, 0, &LIMITS, NOW), expect);
    let ever =
        Standing { last_run_out: Some(Timestamp::from_millis(i64::MAX)), ..standing(0, 2, 0) };
    assert!(may_hold(&ever, 0, &LIMITS, NOW).is_err());
}

/// However short each is: with a hold of a day, one of a minute is less than a thousandth.
#[test]
fn many_short_holds_count_for_as_much_as_a_long_one() {
    for (whole, each) in [(900_000, 1), (900_000, 899), (86_400_000, 86_399), (86_400_000, 60_000)]
    {
        let (whole, each) = (Duration::from_millis(whole), Duration::from_millis(each));
        let order = Order {
            id: this_order(),
            ticket: the_ticket(),
            buyer: buyer(),
            price: price(4950),
            created_at: NOW,
            expires_at: NOW + whole,
            failed_attempts: 0,
            last_failure: None,
            refund: None,
            status: OrderStatus::Cancelled { reason: CancelReason::Buyer, at: NOW + each },
            fee: None,
            seller_fee: None,
            cancelled_by: None,
            paid: None,
            paid_back: None,
            version: 0,
            together: Box::default(),
        };
        let lasted = EndedHold::of(&order).unwrap().lasted;
        let share = each.as_secs_f64() / whole.as_secs_f64();
        let counted = lasted as f64 / EndedHold::WHOLE as f64;
        assert!((share..share + 0.001).contains(&counted), "{each:?} of {whole:?}: {counted}");
    }
}
