//! Every verb with every fault on every request that it makes.

use std::time::Duration;

use holdfast::{
    harness::stripe::{API_KEY, Endpoint, HttpFault, KEY_LIFE, ledger::What},
    payments::{PaymentGateway as _, PaymentState, stripe::StripeLimits},
    types::Timestamp,
};
use tokio::task::JoinSet;

use super::{Desk, Verb};
use crate::common::said::Said;

const FAULTS: &[HttpFault] = &[
    HttpFault::None,
    HttpFault::Refuse,
    // Longer than a try may take.
    HttpFault::Delay(Duration::from_millis(700)),
    HttpFault::CommitThenDrop,
    HttpFault::Status(409),
    HttpFault::Status(429),
    HttpFault::Status(500),
    HttpFault::Status(503),
    HttpFault::CommitThen500,
    HttpFault::Saved500,
    HttpFault::HtmlBadGateway,
    HttpFault::CutJson,
    // Before the next try, and after it.
    HttpFault::Late(Duration::from_millis(50)),
    HttpFault::Late(Duration::from_millis(450)),
];

const LIMITS: StripeLimits = StripeLimits {
    attempt: Duration::from_millis(500),
    operation: Duration::from_secs(5),
    check: Duration::from_secs(5),
    pause: Duration::from_millis(100),
};

/// What a verb is asked of, and which requests it makes.
const VERBS: &[(Verb, &[Endpoint])] = &[
    (Verb::Authorise, &[Endpoint::Create]),
    (Verb::LookUp, &[Endpoint::LookUp]),
    (Verb::Capture, &[Endpoint::LookUp, Endpoint::Capture]),
    (Verb::Void, &[Endpoint::LookUp, Endpoint::Cancel]),
    (Verb::Refund, &[Endpoint::LookUp, Endpoint::ListRefunds, Endpoint::Refund]),
];

/// More than an actor would need, on a machine so busy that tries run out by themselves.
const ASKED_MAX: usize = 32;

struct Case {
    name: String,
    verb: Verb,
    desk: Desk,
}

#[tokio::test]
async fn every_question_ends_right_and_moves_money_once() {
    let said = Said::listen_to_all();
    let mut cases = JoinSet::new();
    for &(verb, calls) in VERBS {
        for &call in calls {
            for &fault in FAULTS {
                // Once: another try helps. More often: another question.
                for times in [1, 4] {
                    cases.spawn(case(verb, call, fault, times));
                }
            }
        }
    }
    let ended = cases.join_all().await;
    assert_eq!(ended.len(), 9 * FAULTS.len() * 2);
    // Also after what was late has come.
    for Case { name, verb, desk } in &ended {
        check_ledger(name, *verb, desk);
    }
    let log = said.text();
    assert!(log.contains("request failed"), "something is logged: {log:.2000}");
    check_secrets("log", &log);
}

async fn case(verb: Verb, call: Endpoint, fault: HttpFault, times: usize) -> Case {
    let name = format!("{verb:?} with {fault:?} on {call:?}, {times} times");
    let mut desk = match verb {
        Verb::Authorise => Desk::start().await,
        Verb::LookUp | Verb::Capture | Verb::Void => Desk::held().await,
        Verb::Refund => Desk::taken().await,
    };
    desk.gateway = super::gateway(&desk.stripe.url(), API_KEY, super::SITE, LIMITS);
    let mut met = 0;
    desk.stripe.fault(move |asked| {
        if asked.call != call || met == times {
            return HttpFault::None;
        }
        met += 1;
        fault
    });
    let state = end(&name, verb, &desk).await;
    match verb {
        Verb::Authorise => assert!(matches!(state, PaymentState::Pending { .. }), "{name}"),
        Verb::LookUp => assert_eq!(state, PaymentState::Authorised, "{name}"),
        Verb::Capture => assert_eq!(state, PaymentState::Captured, "{name}"),
        Verb::Void => assert_eq!(state, PaymentState::Voided, "{name}"),
        Verb::Refund => assert!(matches!(state, PaymentState::Refunded { .. }), "{name}"),
    }
    if verb == Verb::Authorise {
        one_payment_is_left(&name, &mut desk).await;
    }
    assert_eq!(end(&name, verb, &desk).await, state, "{name}, and again");
    check_ledger(&name, verb, &desk);
    check_secrets(&name, &format!("{:?}", desk.gateway));
    Case { name, verb, desk }
}

/// Asks as the actor does: until there is an answer.
async fn end(name: &str, verb: Verb, desk: &Desk) -> PaymentState {
    for _ in 0..ASKED_MAX {
        match desk.ask(verb).await {
            Ok(payment) => return payment.state,
            Err(why) => check_secrets(name, &why.to_string()),
        }
        if name.contains("500") && name.contains("4 times") {
            // Both keys may replay a 500 now.
            desk.stripe.pass(KEY_LIFE);
        }
    }
    panic!("no end of this: {name}");
}

/// A 500 that is saved under the charge's key makes it two payments; one of them belongs to the
/// charge, and the other can be found and let go.
async fn one_payment_is_left(name: &str, desk: &mut Desk) {
    let payment = desk.ask(Verb::Authorise).await.unwrap();
    desk.bill.id = Some(payment.id.clone());
    desk.stripe.fault(|_| HttpFault::None);
    let listed = desk.gateway.listed(Timestamp::from_millis(0)).await.unwrap();
    assert!(listed.iter().any(|listed| listed.id == payment.id), "{name}");
    for listed in listed {
        assert_eq!(listed.charge, Some(desk.bill.charge), "{name}");
        assert_eq!(listed.order, Some(desk.bill.order), "{name}");
        if listed.id != payment.id {
            desk.gateway.discard(listed.id).await.unwrap();
        }
    }
    let open = desk.stripe.ledger().open();
    assert_eq!(open.len(), 1, "{name}");
    assert_eq!(open[0].intent, *payment.id, "{name}");
}

fn check_ledger(name: &str, verb: Verb, desk: &Desk) {
    let ledger = desk.stripe.ledger();
    let count = |what| ledger.count(what);
    let happened = [What::Captured, What::Canceled, What::Refunded].map(count);
    let expect = match verb {
        // Those that were let go in the end.
        Verb::Authorise => [0, count(What::Created) - 1, 0],
        Verb::LookUp => [0, 0, 0],
        Verb::Capture => [1, 0, 0],
        Verb::Void => [0, 1, 0],
        Verb::Refund => [1, 0, 1],
    };
    assert_eq!(happened, expect, "{name}");
    let created_twice = name.contains("500") && verb == Verb::Authorise;
    assert!(count(What::Created) == 1 || created_twice, "{name}");
    let kept = ledger.captured_by_order(&desk.bill.order.to_string());
    assert_eq!(kept, if verb == Verb::Capture { 4950 } else { 0 }, "{name}");
    assert_eq!(ledger.ever_double_charges(), Vec::<String>::new(), "{name}");
}

/// Neither the key nor what a buyer pays with is for anyone else's eyes.
fn check_secrets(name: &str, text: &str) {
    for secret in [API_KEY, "_secret_"] {
        assert!(!text.contains(secret), "{name}: {text}");
    }
}
