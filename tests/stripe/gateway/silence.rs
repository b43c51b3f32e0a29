//! A Stripe that does not answer, or not to us.

use std::{sync::Arc, time::Duration};

use holdfast::{
    clock::Clock,
    harness::stripe::{API_KEY, Endpoint, HttpFault, ScriptedStripe, ledger::What},
    payments::{
        OutcomeUnknown, Payment, PaymentGateway as _, PaymentState,
        stripe::{Stripe, StripeError, StripeLimits},
    },
    types::Currency,
};
use tokio::{net::TcpListener, task::JoinSet, time::Instant};

use super::{Desk, LIMITS, SITE, Verb, bill, config, gateway};
use crate::common::{lasting_address, time::pass};

#[tokio::test]
async fn it_is_spared_while_it_does_not_answer_and_asked_again_then() {
    let mut desk = Desk::held().await;
    desk.stripe.fault(|_| HttpFault::HtmlBadGateway);
    for _ in 0..2 {
        desk.unknown(Verb::LookUp).await;
    }
    assert!(!desk.gateway.is_answering(), "after five tries");
    let asked = desk.stripe.requests().len();
    let why = desk.unknown(Verb::LookUp).await;
    assert!(why.contains("has not answered lately"), "{why}");
    assert_eq!(desk.stripe.requests().len(), asked, "it was not asked");

    // Now and then, once.
    let limits = StripeLimits { pause: Duration::from_millis(200), ..LIMITS };
    desk.gateway = gateway(&desk.stripe.url(), API_KEY, SITE, limits);
    for _ in 0..2 {
        desk.unknown(Verb::LookUp).await;
    }
    let asked = desk.stripe.requests().len();
    while desk.stripe.requests().len() == asked {
        desk.unknown(Verb::LookUp).await;
    }
    assert_eq!(desk.stripe.requests().len(), asked + 1);
    assert!(!desk.gateway.is_answering());

    desk.stripe.fault(|_| HttpFault::None);
    let state = loop {
        match desk.ask(Verb::LookUp).await {
            Ok(payment) => break payment.state,
            Err(why) => assert!(why.0.contains("has not answered lately"), "{why}"),
        }
        tokio::task::yield_now().await;
    };
    assert_eq!(state, PaymentState::Authorised);
    assert!(desk.gateway.is_answering());
}

/// "Not now" and "no" are answers.
#[tokio::test]
async fn refusals_do_not_count_as_silence() {
    let desk = Desk::held().await;
    for status in [409, 429, 404, 400] {
        desk.stripe.fault(move |_| HttpFault::Status(status));
        for _ in 0..2 {
            desk.unknown(Verb::LookUp).await;
        }
        assert!(desk.gateway.is_answering(), "{status}");
    }
}

/// However often it is tried, an answer comes before whoever asks gives up.
#[tokio::test]
async fn every_question_ends_in_time() {
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", silent.local_addr().unwrap());
    let (attempt, operation) = (Duration::from_secs(7), Duration::from_secs(2));
    let limits = StripeLimits { attempt, operation, ..LIMITS };
    let gateway = gateway(&url, API_KEY, SITE, limits);
    let asked = Instant::now();
    let why = gateway.authorise(bill(), None).await.unwrap_err().0;
    assert!(asked.elapsed() < attempt, "{:?}", asked.elapsed());
    assert!(why.contains("did not answer in time"), "{why}");
    let normal = StripeLimits::default();
    assert!(normal.operation < holdfast::actors::payment::CALL_DEADLINE);
    assert!(normal.attempt * 2 < normal.operation);
}

/// More at once than there are places: they wait their turn, and those who wait too long say so,
/// without Stripe being blamed for it.
#[tokio::test]
async fn many_questions_at_once() {
    let desk = Desk::start().await;
    let ample =
        StripeLimits { attempt: 10 * LIMITS.attempt, operation: 10 * LIMITS.operation, ..LIMITS };
    let answers = crowd(&desk, ample, 100).await;
    assert!(answers.iter().all(Result::is_ok), "{answers:?}");
    assert_eq!(desk.count(What::Created), 100);

    // While the first are answered, the time of those who wait runs out.
    let slow = Duration::from_secs(50);
    desk.stripe.fault(move |_| HttpFault::Delay(slow));
    let minute = Duration::from_secs(60);
    let limits = StripeLimits { attempt: minute, operation: minute, ..LIMITS };
    let before = desk.stripe.requests().len();
    let asked = |stripe: &ScriptedStripe| stripe.requests().len() == before + 32;
    let (answers, ()) = tokio::join!(crowd(&desk, limits, 70), async {
        desk.stripe.until("every place is taken", asked).await;
        pass(slow).await;
    });
    let crowded =
        |why: &OutcomeUnknown| why.0.contains("were under way") || why.0.contains("no time left");
    let crowded = answers.iter().filter(|answer| answer.as_ref().is_err_and(crowded));
    assert_eq!(crowded.count(), 70 - 32, "{answers:?}");
}

#[tokio::test]
async fn the_check_at_the_start() {
    for status in [500, 503, 409, 429] {
        let desk = Desk::start().await;
        desk.stripe.fault(move |_| HttpFault::Status(status));
        desk.gateway.check().await.unwrap();
    }
    let desk = Desk::start().await;
    desk.gateway.check().await.unwrap();
    desk.stripe.fault(|_| HttpFault::Status(403));
    let error = desk.gateway.check().await.unwrap_err();
    assert!(matches!(error, StripeError::PermissionMissing));
    assert!(error.to_string().contains("PaymentIntents"), "{error}");
    desk.stripe.fault(|asked| match asked.call {
        Endpoint::ListRefunds => HttpFault::Status(403),
        _ => HttpFault::None,
    });
    let refused = desk.gateway.check().await;
    assert!(matches!(refused, Err(StripeError::PermissionMissing)), "{refused:?}");
    desk.stripe.fault(|_| HttpFault::None);
    desk.stripe.revoke(API_KEY);
    let refused = desk.gateway.check().await;
    assert!(matches!(refused, Err(StripeError::KeyRefused)), "{refused:?}");
    let unknown = gateway(&desk.stripe.url(), "sk_live_unknown", SITE, LIMITS);
    assert!(matches!(unknown.check().await, Err(StripeError::KeyRefused)));

    let nobody = lasting_address();
    gateway(&format!("http://{nobody}"), API_KEY, SITE, LIMITS).check().await.unwrap();
}

#[tokio::test]
async fn settings_that_cannot_be() {
    let with = |url: &str, key: &str| {
        let made = Stripe::new(&config(url, key), Currency::EUR, SITE, LIMITS, Clock::System);
        made.map(|_| ()).map_err(|error| error.to_string())
    };
    let url = "https://api.stripe.com";
    for key in ["", "sk_\n"] {
        assert!(with(url, key).unwrap_err().contains("secret_key"), "{key:?}");
    }
    for url in ["", "not an address", "api.stripe.com", "ftp://api.stripe.com"] {
        assert!(with(url, API_KEY).unwrap_err().contains("api_url"), "{url:?}");
    }
    for url in [url, "http://127.0.0.1:12111", "https://proxy.example.org/stripe/"] {
        with(url, API_KEY).unwrap();
    }
}

/// So many payments begun at once.
async fn crowd(
    desk: &Desk,
    limits: StripeLimits,
    many: usize,
) -> Vec<Result<Payment, OutcomeUnknown>> {
    let gateway = Arc::new(gateway(&desk.stripe.url(), API_KEY, SITE, limits));
    let asks = (0..many).map(|_| {
        let gateway = gateway.clone();
        async move { gateway.authorise(bill(), None).await }
    });
    JoinSet::from_iter(asks).join_all().await
}
