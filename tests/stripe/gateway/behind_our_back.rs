//! What buyers, banks and people in the dashboard do meanwhile, and payments that are not what
//! they should be.

use holdfast::{
    domain::DeclineCode,
    harness::stripe::{API_KEY, Endpoint, HttpFault, IntentStatus, RefundStatus, ledger::What},
    payments::{PaymentGateway as _, PaymentState},
    types::{ChargeId, OrderId, Price},
};

use super::{Desk, LIMITS, MINOR, SITE, Verb, gateway};

const ASKS: &str = "pm_card_threeDSecure2Required";
const BANK: &str = "pm_usBankAccount_processing";
const POOR: &str = "pm_card_chargeDeclinedInsufficientFunds";

#[tokio::test]
async fn the_bank_asks_the_buyer() {
    let desk = Desk::begun().await;
    desk.stripe.buyer_pays_with(desk.id(), ASKS).unwrap();
    assert!(matches!(desk.state(Verb::LookUp).await, PaymentState::Pending { .. }));
    desk.stripe.authenticate(desk.id()).unwrap();
    assert_eq!(desk.state(Verb::LookUp).await, PaymentState::Authorised);

    let desk = Desk::begun().await;
    desk.stripe.buyer_pays_with(desk.id(), ASKS).unwrap();
    desk.stripe.fail_authentication(desk.id()).unwrap();
    let declined = desk.state(Verb::LookUp).await;
    let PaymentState::Declined(DeclineCode::Other(words)) = &declined else {
        panic!("{declined:?}")
    };
    assert!(words.starts_with("We are unable to authenticate your payment method."), "{words}");
    assert_eq!(desk.status(), IntentStatus::Canceled);

    let desk = Desk::begun().await;
    desk.stripe.buyer_pays_with(desk.id(), ASKS).unwrap();
    assert_eq!(desk.state(Verb::Void).await, PaymentState::Voided);
    assert!(desk.stripe.authenticate(desk.id()).is_err());
}

#[tokio::test]
async fn a_bank_that_takes_its_time() {
    let desk = Desk::begun().await;
    desk.stripe.buyer_pays_with(desk.id(), BANK).unwrap();
    assert!(matches!(desk.state(Verb::LookUp).await, PaymentState::Pending { .. }));
    // It cannot be let go yet, and is not said to be.
    let why = desk.unknown(Verb::Void).await;
    assert!(why.contains("processing"), "{why}");
    desk.stripe.bank_answers(desk.id(), true).unwrap();
    assert_eq!(desk.state(Verb::Void).await, PaymentState::Voided);
}

#[tokio::test]
async fn the_dashboard_cancels() {
    let desk = Desk::held().await;
    desk.stripe.cancel_in_dashboard(desk.id()).unwrap();
    for verb in [Verb::LookUp, Verb::Capture, Verb::Void, Verb::Refund] {
        assert_eq!(desk.state(verb).await, PaymentState::Voided, "{verb:?}");
    }
    // Just before our own request, which is refused then.
    for (verb, call) in [(Verb::Capture, Endpoint::Capture), (Verb::Void, Endpoint::Cancel)] {
        let desk = Desk::held().await;
        let (stripe, id) = (desk.stripe.clone(), desk.id().to_owned());
        desk.stripe.fault(move |asked| {
            if asked.call == call {
                let _ = stripe.cancel_in_dashboard(&id);
            }
            HttpFault::None
        });
        assert_eq!(desk.state(verb).await, PaymentState::Voided, "{verb:?}");
        assert_eq!(desk.count(What::Canceled), 1, "{verb:?}");
    }
}

#[tokio::test]
async fn the_dashboard_captures_and_refunds() {
    let desk = Desk::held().await;
    let (stripe, id) = (desk.stripe.clone(), desk.id().to_owned());
    desk.stripe.fault(move |asked| {
        if asked.call == Endpoint::Cancel {
            let _ = stripe.capture_in_dashboard(&id);
        }
        HttpFault::None
    });
    assert_eq!(desk.state(Verb::Void).await, PaymentState::Captured);
    assert_eq!(desk.state(Verb::LookUp).await, PaymentState::Captured);

    let refund_id = desk.stripe.refund_in_dashboard(desk.id()).unwrap().into();
    let refunded = PaymentState::Refunded { refund_id };
    for verb in [Verb::LookUp, Verb::Capture, Verb::Void, Verb::Refund] {
        assert_eq!(desk.state(verb).await, refunded, "{verb:?}");
    }
    assert_eq!(desk.count(What::Refunded), 1);
}

/// A part of it is not all of it: what is left goes back when we are asked to.
#[tokio::test]
async fn a_part_is_refunded_in_the_dashboard() {
    let desk = Desk::taken().await;
    desk.stripe.refund_part_in_dashboard(desk.id(), 1000).unwrap();
    assert_eq!(desk.state(Verb::LookUp).await, PaymentState::Captured);
    let refunded = desk.state(Verb::Refund).await;
    assert!(matches!(refunded, PaymentState::Refunded { .. }), "{refunded:?}");
    assert_eq!(desk.state(Verb::LookUp).await, refunded);
    let refunds: Vec<u32> = desk.stripe.ledger().lines()[3..].iter().map(|it| it.minor).collect();
    assert_eq!(refunds, [1000, MINOR - 1000]);
}

#[tokio::test]
async fn a_refund_that_takes_time_and_then_fails() {
    let desk = Desk::taken().await;
    desk.stripe.set_refunds_begin(RefundStatus::Pending);
    for _ in 0..3 {
        let why = desk.unknown(Verb::Refund).await;
        assert!(why.contains("is on its way"), "{why}");
        assert_eq!(desk.state(Verb::LookUp).await, PaymentState::Captured);
    }
    assert_eq!(desk.count(What::Refunded), 1);

    let path = desk.stripe.requests().into_iter().rfind(|asked| asked.call == Endpoint::Refund);
    assert!(path.unwrap().key.unwrap().ends_with("-refund"));
    let refund = refund_id(&desk).await;
    desk.stripe.settle_refund(&refund, RefundStatus::Failed).unwrap();
    // Where the money could not go once is a matter for people.
    for _ in 0..3 {
        let why = desk.unknown(Verb::Refund).await;
        assert!(why.contains(&refund) && why.contains("dashboard"), "{why}");
    }
    assert_eq!(desk.state(Verb::LookUp).await, PaymentState::Captured);
    assert_eq!(desk.count(What::Refunded), 1);

    desk.stripe.set_refunds_begin(RefundStatus::Succeeded);
    let refund_id = desk.stripe.refund_in_dashboard(desk.id()).unwrap().into();
    assert_eq!(desk.state(Verb::Refund).await, PaymentState::Refunded { refund_id });
    assert_eq!(desk.stripe.ledger().captured_by_order(&desk.bill.order.to_string()), 0);
}

/// A refusal is saved under its key for a day: it takes another key.
#[tokio::test]
async fn a_refund_that_was_refused_is_made_once_there_is_money_for_it() {
    let desk = Desk::taken().await;
    desk.stripe.set_out_of_money(true);
    let why = desk.unknown(Verb::Refund).await;
    assert!(why.contains("balance_insufficient"), "{why}");
    assert_eq!(desk.count(What::Refunded), 0);
    let refunds = desk.stripe.requests().into_iter().filter(|asked| asked.call == Endpoint::Refund);
    let keys = refunds.map(|asked| asked.key.unwrap()).collect::<Vec<_>>();
    assert!(keys.len() == 2 && keys[0] != keys[1], "{keys:?}");

    let desk = Desk::taken().await;
    desk.stripe.set_out_of_money(true);
    let (stripe, mut refunds) = (desk.stripe.clone(), 0);
    desk.stripe.fault(move |asked| {
        refunds += usize::from(asked.call == Endpoint::Refund);
        stripe.set_out_of_money(refunds < 2);
        HttpFault::None
    });
    assert!(matches!(desk.state(Verb::Refund).await, PaymentState::Refunded { .. }));
    assert_eq!(desk.count(What::Refunded), 1);
}

async fn refund_id(desk: &Desk) -> String {
    let why = desk.unknown(Verb::Refund).await;
    why.split(' ').find(|word| word.starts_with("re_")).unwrap().to_owned()
}

/// The second card is quicker than our cancelling of the payment that the first one failed.
#[tokio::test]
async fn a_declined_payment_is_paid_all_the_same() {
    for captured in [false, true] {
        let desk = Desk::begun().await;
        desk.stripe.buyer_pays_with(desk.id(), POOR).unwrap();
        let (stripe, id) = (desk.stripe.clone(), desk.id().to_owned());
        desk.stripe.fault(move |asked| {
            if asked.call == Endpoint::Cancel {
                stripe.buyer_pays(&id).unwrap();
                if captured {
                    stripe.capture_in_dashboard(&id).unwrap();
                }
            }
            HttpFault::None
        });
        let state = desk.state(Verb::LookUp).await;
        if captured {
            assert_eq!(state, PaymentState::Captured);
        } else {
            // What was held by then is let go with it.
            assert_eq!(state, PaymentState::Declined(DeclineCode::InsufficientFunds));
            assert_eq!(desk.status(), IntentStatus::Canceled);
        }
        assert!(desk.stripe.ledger().held().is_empty());
    }
}

/// While it cannot be cancelled, a declined payment is not said to have failed: it could be paid.
#[tokio::test]
async fn a_declined_payment_that_cannot_be_cancelled() {
    let desk = Desk::begun().await;
    desk.stripe.buyer_pays_with(desk.id(), POOR).unwrap();
    for status in [400, 403, 409, 500, 503] {
        desk.stripe.fault(move |asked| match asked.call {
            Endpoint::Cancel => HttpFault::Status(status),
            _ => HttpFault::None,
        });
        for verb in [Verb::LookUp, Verb::Void] {
            desk.unknown(verb).await;
        }
        assert_eq!(desk.status(), IntentStatus::RequiresPaymentMethod, "{status}");
    }
}

/// A capture that Stripe refuses while it still holds the money is asked again later, not at once.
#[tokio::test]
async fn a_refused_capture() {
    let desk = Desk::held().await;
    for status in [400, 402, 403] {
        desk.stripe.fault(move |asked| match asked.call {
            Endpoint::Capture => HttpFault::Status(status),
            _ => HttpFault::None,
        });
        desk.unknown(Verb::Capture).await;
    }
    desk.stripe.fault(|_| HttpFault::None);
    assert_eq!(desk.state(Verb::Capture).await, PaymentState::Captured);
}

#[tokio::test]
async fn a_payment_that_stripe_will_not_set_up() {
    let mut desk = Desk::start().await;
    (desk.bill.amount, desk.bill.whole) =
        (Price::from_minor(49).unwrap(), Price::from_minor(49).unwrap());
    for verb in [Verb::Authorise, Verb::LookUp, Verb::Void] {
        let payment = desk.ask(verb).await.unwrap();
        let PaymentState::Declined(DeclineCode::Other(words)) = payment.state else {
            panic!("{payment:?}")
        };
        assert!(words.contains("nothing was charged"), "{words}");
        assert_eq!(&*payment.id, "");
    }
    assert!(desk.stripe.intents().is_empty());

    let desk = Desk::start().await;
    for (status, is_final) in [(400, true), (402, true), (403, false), (404, false), (401, false)] {
        desk.stripe.fault(move |_| HttpFault::Status(status));
        let answer = desk.ask(Verb::Authorise).await;
        assert_eq!(answer.is_ok(), is_final, "{status}: {answer:?}");
    }
}

/// Whoever points us at a payment that is not the bill's does not get it captured.
#[tokio::test]
async fn a_payment_that_is_not_the_bills() {
    let held = Desk::held().await;
    let other = gateway(&held.stripe.url(), API_KEY, SITE, LIMITS);
    let right = held.bill.clone();
    let charge = super::Bill { payment: ChargeId::new(), ..right.clone() };
    let less = super::Bill { whole: Price::from_minor(MINOR - 1).unwrap(), ..right.clone() };
    for (bill, what) in [(charge, "charge"), (less, "amount")] {
        for answer in [
            other.authorise(bill.clone(), None).await,
            other.look_up(bill.clone()).await.map(Option::unwrap),
            other.capture(bill.clone()).await,
            other.void(bill.clone()).await,
            other.refund(bill.clone()).await,
        ] {
            let why = answer.unwrap_err().0;
            assert!(why.contains(&format!("its {what} differs")), "{why}");
        }
    }
    let (config, usd) = (super::config(&held.stripe.url(), API_KEY), "USD".parse().unwrap());
    let dollars = super::Stripe::new(&config, usd, SITE, LIMITS, super::Clock::System).unwrap();
    let why = dollars.capture(right.clone()).await.unwrap_err().0;
    assert!(why.contains("its currency differs"), "{why}");
    assert_eq!(held.status(), IntentStatus::RequiresCapture);

    // Nothing else of it has to fit: an order's name is for people.
    let bill = super::Bill { order: OrderId::new(), ..right };
    assert_eq!(other.capture(bill).await.unwrap().state, PaymentState::Captured);

    let taken = Desk::taken().await;
    let bill = super::Bill { payment: ChargeId::new(), ..taken.bill.clone() };
    taken.gateway.refund(bill).await.unwrap_err();
    assert_eq!(taken.count(What::Refunded), 0);
}

#[tokio::test]
async fn a_payment_that_is_not_there() {
    let mut desk = Desk::held().await;
    for id in ["pi_3Scripted999999999999", "pi_x/../../refunds", "", "pi?"] {
        desk.bill.id = Some(id.into());
        for verb in [Verb::LookUp, Verb::Capture, Verb::Void, Verb::Refund] {
            desk.unknown(verb).await;
        }
    }
    desk.bill.id = Some("pi_3Scripted999999999999".into());
    let why = desk.unknown(Verb::LookUp).await;
    assert!(why.contains("keys of another account"), "{why}");
    assert_eq!(desk.stripe.ledger().held().len(), 1);
}

#[tokio::test]
async fn a_key_that_was_rolled() {
    let desk = Desk::held().await;
    desk.stripe.revoke(API_KEY);
    for verb in [Verb::LookUp, Verb::Capture, Verb::Void, Verb::Refund] {
        let why = desk.unknown(verb).await;
        assert!(why.contains("401"), "{why}");
        assert!(!why.contains(API_KEY), "{why}");
    }
    assert!(desk.gateway.is_answering(), "a refusal is an answer");
    let new = gateway(&desk.stripe.url(), "sk_test_new", SITE, LIMITS);
    assert_eq!(new.capture(desk.bill.clone()).await.unwrap().state, PaymentState::Captured);
}
