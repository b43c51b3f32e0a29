//! The machine of claims: every state and command.

use std::time::Duration;

use holdfast::{
    domain::{
        BorneBy, Claim, ClaimEvent, ClaimReason, ClaimStatus, Deed, DomainEvent, Intervention,
        Order, OrderEvent, OrderStatus, PaidBy,
        rules::claim::{
            ClaimCommand::{self, Answer, Open, Reject, Uphold, Withdraw},
            ClaimRefusal::{AnsweredBefore, NotPaid, NotThere, OpenedBefore, Settled, TooLate},
            decide,
        },
    },
    types::{MessageText, Reason, Timestamp},
};

use crate::{price, seller, stranger, the_ticket, this_charge, this_order};

const NOW: Timestamp = Timestamp::from_millis(1_000_000);

fn text(text: &str) -> MessageText {
    MessageText::parse(text).unwrap()
}

fn deed() -> Deed {
    Deed { by: seller(), reason: Reason::parse("So it is").unwrap() }
}

pub fn done() -> Intervention {
    Intervention { by: seller(), reason: deed().reason, at: NOW }
}

pub fn order(status: OrderStatus) -> Order {
    Order {
        id: this_order(),
        ticket: the_ticket(),
        buyer: stranger(),
        price: price(4950),
        expires_at: NOW,
        created_at: NOW,
        failed_attempts: 0,
        last_failure: None,
        refund: None,
        status,
        fee: None,
        seller_fee: None,
        cancelled_by: None,
        paid: Some(PaidBy { charge: this_charge(), at: NOW }),
        paid_back: None,
        version: 0,
        together: Box::default(),
    }
}

fn claim(answer: Option<&str>, status: ClaimStatus) -> Claim {
    Claim {
        id: this_order(),
        reason: ClaimReason::NotReceived,
        text: text("It never came"),
        opened_at: NOW,
        answer: answer.map(|answer| (text(answer), NOW)),
        status,
    }
}

#[test]
fn every_state_and_command() {
    let paid = order(OrderStatus::Completed { charge: this_charge(), at: NOW });
    let states = [
        None,
        Some(claim(None, ClaimStatus::Open)),
        Some(claim(Some("It did"), ClaimStatus::Open)),
        Some(claim(None, ClaimStatus::Upheld { borne_by: BorneBy::Site, how: done() })),
        Some(claim(None, ClaimStatus::Rejected(done()))),
        Some(claim(None, ClaimStatus::Withdrawn(NOW))),
        Some(claim(None, ClaimStatus::MadeGood(NOW))),
    ];
    let opened =
        ClaimEvent::Opened { reason: ClaimReason::NotReceived, text: text("It never came") };
    let upheld = ClaimEvent::Upheld { borne_by: BorneBy::Site, deed: deed() };
    let nothing = || Ok(vec![]);
    let one = |event: &ClaimEvent| Ok(vec![event.clone()]);
    let (over, none, before) = (|| Err(Settled), || Err(NotThere), || Err(OpenedBefore));
    let again = Open(ClaimReason::NotReceived, text("It never came"));
    let other = Open(ClaimReason::NotAsDescribed, text("It is torn"));
    let answered = ClaimEvent::Answered(text("It did"));
    let rows: [(ClaimCommand, [Result<Vec<ClaimEvent>, _>; 7]); 7] = [
        (again, [one(&opened), nothing(), nothing(), nothing(), nothing(), nothing(), nothing()]),
        (
            other,
            [
                one(&ClaimEvent::Opened {
                    reason: ClaimReason::NotAsDescribed,
                    text: text("It is torn"),
                }),
                before(),
                before(),
                before(),
                before(),
                before(),
                before(),
            ],
        ),
        (
            Answer(text("It did")),
            [none(), one(&answered), nothing(), over(), over(), over(), over()],
        ),
        (
            Answer(text("Or so")),
            [
                none(),
                one(&ClaimEvent::Answered(text("Or so"))),
                Err(AnsweredBefore),
                over(),
                over(),
                over(),
                over(),
            ],
        ),
        (
            Uphold(BorneBy::Site, deed()),
            [none(), one(&upheld), one(&upheld), nothing(), over(), over(), over()],
        ),
        (
            Reject(deed()),
            [
                none(),
                one(&ClaimEvent::Rejected(deed())),
                one(&ClaimEvent::Rejected(deed())),
                over(),
                nothing(),
                over(),
                over(),
            ],
        ),
        (
            Withdraw,
            [
                none(),
                one(&ClaimEvent::Withdrawn),
                one(&ClaimEvent::Withdrawn),
                over(),
                over(),
                nothing(),
                over(),
            ],
        ),
    ];
    for (command, expects) in rows {
        for (state, expect) in states.iter().zip(expects) {
            let got = decide(&paid, state.as_ref(), &command, None, NOW);
            let got = got.map(|events| {
                let own = events.iter().filter_map(|event| match event {
                    DomainEvent::Claim(id, event) if *id == paid.id => Some(event.clone()),
                    _ => None,
                });
                own.collect::<Vec<_>>()
            });
            assert_eq!(got, expect, "{command:?}\nto {state:?}");
            // What is decided can happen.
            for event in got.into_iter().flatten() {
                let mut state = state.clone();
                Claim::apply(&mut state, paid.id, &event, NOW).unwrap();
            }
        }
    }
}

#[test]
fn the_refund_is_asked_for_in_the_same_entry_unless_it_is_under_way() {
    let paid = order(OrderStatus::Completed { charge: this_charge(), at: NOW });
    let open = claim(None, ClaimStatus::Open);
    let uphold = Uphold(BorneBy::Seller, deed());
    let asked = OrderEvent::RefundAsked { deed: deed(), relist: false };
    let got = decide(&paid, Some(&open), &uphold, None, NOW).unwrap();
    assert_eq!(got[1..], [DomainEvent::Order(paid.id, asked.clone())]);
    let mut refunding = Some(paid.clone());
    Order::apply(&mut refunding, paid.id, &asked, NOW).unwrap();
    let got = decide(&refunding.unwrap(), Some(&open), &uphold, None, NOW).unwrap();
    assert_eq!(got.len(), 1);
}

#[test]
fn who_may_open_one_and_until_when() {
    let command = Open(ClaimReason::NotReceived, text("It never came"));
    let paid = order(OrderStatus::Completed { charge: this_charge(), at: NOW });
    let later = NOW + Duration::from_millis(1);
    for (order, until, refusal) in [
        (&paid, None, None),
        (&paid, Some(later), None),
        (&paid, Some(NOW), Some(TooLate)),
        (&order(OrderStatus::Created), None, Some(NotPaid)),
    ] {
        let got = decide(order, None, &command, until, NOW);
        assert_eq!(got.err(), refusal, "{until:?}");
    }
}
