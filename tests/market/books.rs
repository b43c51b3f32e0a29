//! The provider's books against ours, as tables; and `holdfast verify --payments`.

use std::{fs, time::Duration};

use crate::common::{
    GOOD_CARD, Visitor,
    program::{Program, run},
};
use holdfast::{
    actors::order::PayOutcome,
    clock::Clock,
    commands::verify::{BooksError, Charges, compare_with},
    domain::{
        CancelReason, Charge, ChargeFailure, ChargeStatus, Entry, Order, OrderStatus, Refund,
    },
    harness::{TestMarket, default_settings},
    payments::books::{Comparison, Judgement, judge},
    payments::overdue::{WaitsFor, overdue},
    payments::{
        Listed,
        scripted::{BooksAsked, Fault, Verb},
    },
    storage::{
        codec,
        journal::{self, Commit, JournalWriter},
    },
    types::{ChargeId, OrderId, Price, Reason, TicketId, Timestamp, UserId},
};

const HOUR: Duration = Duration::from_secs(3600);
const NEVER: Timestamp = Timestamp::from_millis(0);

fn charge(status: ChargeStatus, stripe_id: Option<&str>, refund: Option<&str>) -> Charge {
    Charge {
        id: ChargeId::from_bytes([1; 16]),
        order: OrderId::from_bytes([2; 16]),
        amount: Price::from_minor(4950).unwrap(),
        created_at: at(0),
        stripe_id: stripe_id.map(Into::into),
        stripe_refund_id: refund.map(Into::into),
        status,
        version: 0,
        part_of: None,
        fee_minor: None,
    }
}

fn at(minutes: i64) -> Timestamp {
    Timestamp::from_millis(1_795_348_800_000 + minutes * 60_000)
}

/// The payment `pi` in the books, naming that charge.
fn listed(open: bool, captured_minor: u64, refunded_minor: u64) -> Listed {
    let charge = Some(ChargeId::from_bytes([1; 16]));
    Listed {
        id: "pi".into(),
        charge,
        order: None,
        open,
        captured_minor,
        refunded_minor,
        fee_minor: None,
    }
}

#[test]
fn each_payment_against_each_charge() {
    use Judgement::{
        Fits, KeptSettled, KeptUnknown, NotCaptured, OpenSettled, OpenUnknown, OtherSum,
        PartlyRefunded, RefundedThere, UnderWay,
    };
    // What the provider has: open, captured, refunded.
    let there = [
        (true, 0, 0),
        (false, 0, 0),
        (false, 4950, 0),
        (false, 4950, 950),
        (false, 4950, 4950),
        (false, 4000, 0),
    ];
    let failed = || ChargeStatus::Failed(ChargeFailure::Interrupted);
    let here = [
        (None, [OpenUnknown, Fits, KeptUnknown, KeptUnknown, Fits, KeptUnknown]),
        (Some(charge(ChargeStatus::Created, None, None)), [UnderWay; 6]),
        (Some(charge(ChargeStatus::Created, Some("pi"), None)), [UnderWay; 6]),
        (Some(charge(ChargeStatus::Authorised, Some("pi"), None)), [UnderWay; 6]),
        (
            Some(charge(ChargeStatus::Authorised, Some("pi_other"), None)),
            [OpenUnknown, Fits, KeptUnknown, KeptUnknown, Fits, KeptUnknown],
        ),
        (
            Some(charge(ChargeStatus::Completed, Some("pi"), None)),
            [NotCaptured, NotCaptured, Fits, PartlyRefunded, RefundedThere, OtherSum],
        ),
        (
            Some(charge(ChargeStatus::Completed, Some("pi_other"), None)),
            [OpenUnknown, Fits, KeptUnknown, KeptUnknown, Fits, KeptUnknown],
        ),
        (
            Some(charge(ChargeStatus::Completed, Some("pi"), Some("re"))),
            [Fits, Fits, KeptSettled, KeptSettled, Fits, KeptSettled],
        ),
        (
            Some(charge(ChargeStatus::Voided, Some("pi"), None)),
            [OpenSettled, Fits, KeptSettled, KeptSettled, Fits, KeptSettled],
        ),
        (
            Some(charge(failed(), None, None)),
            [OpenSettled, Fits, KeptSettled, KeptSettled, Fits, KeptSettled],
        ),
    ];
    for (charge, expected) in here {
        for ((open, captured, refunded), expect) in there.into_iter().zip(expected) {
            let payment = listed(open, captured, refunded);
            assert_eq!(judge(&payment, charge.as_ref(), &[]), expect, "{payment:?}: {charge:?}");
            // One that names another charge, or none, is not this one's.
            let unknown = judge(&payment, None, &[]);
            for named in [None, Some(ChargeId::new())] {
                let payment = Listed { charge: named, ..payment.clone() };
                assert_eq!(
                    judge(&payment, charge.as_ref(), &[]),
                    unknown,
                    "{payment:?}: {charge:?}"
                );
            }
        }
    }
}

fn order(status: OrderStatus, refund_at: Option<Timestamp>) -> Order {
    Order {
        id: OrderId::from_bytes([2; 16]),
        ticket: TicketId::new(),
        buyer: UserId::new(),
        price: Price::from_minor(4950).unwrap(),
        expires_at: at(15),
        created_at: at(-5),
        failed_attempts: 0,
        last_failure: None,
        refund: refund_at.map(|at| Refund {
            by: UserId::new(),
            reason: Reason::parse("It is off").unwrap(),
            relist: false,
            at,
        }),
        status,
        fee: None,
        seller_fee: None,
        cancelled_by: None,
        paid: None,
        paid_back: None,
        version: 0,
        together: Box::default(),
    }
}

#[test]
fn what_is_overdue_and_since_when() {
    use ChargeStatus::{Authorised, Completed, Created, Voided};
    use WaitsFor::{Capture, Refund, Release};
    let id = ChargeId::from_bytes([1; 16]);
    let waiting = || order(OrderStatus::AwaitingPayment(Some(id)), None);
    let cancelled = |minute| {
        let (reason, at) = (CancelReason::Buyer, at(minute));
        order(OrderStatus::Cancelled { reason, at }, None)
    };
    let paid = |refund| order(OrderStatus::Completed { charge: id, at: at(5) }, refund);
    for (status, order, authorised_at, expect) in [
        (Created, Some(waiting()), None, Some((Release, at(15)))),
        (Created, Some(cancelled(7)), None, Some((Release, at(7)))),
        (Created, Some(cancelled(-1)), None, Some((Release, at(0)))),
        (Created, Some(paid(None)), None, Some((Release, at(5)))),
        (Created, None, None, Some((Release, at(0)))),
        (Authorised, Some(waiting()), Some(at(3)), Some((Capture, at(3)))),
        (Authorised, Some(waiting()), Some(at(30)), Some((Capture, at(15)))),
        (Authorised, Some(waiting()), None, Some((Capture, at(15)))),
        (Authorised, Some(cancelled(9)), Some(at(3)), Some((Release, at(9)))),
        (Completed, Some(paid(None)), Some(at(3)), None),
        (Completed, Some(paid(Some(at(100)))), Some(at(3)), Some((Refund, at(100)))),
        (Voided, Some(waiting()), Some(at(3)), None),
        (ChargeStatus::Failed(ChargeFailure::Interrupted), Some(waiting()), None, None),
    ] {
        let charge = charge(status, Some("pi"), None);
        let at_time = |now| {
            overdue(&charge, order.as_ref(), authorised_at, now).map(|o| (o.waits_for, o.since))
        };
        let later = at_time(at(1_000_000));
        assert_eq!(later, expect, "{charge:?} {order:?}");
        if let Some((_, since)) = expect {
            assert_eq!(at_time(since + HOUR), None, "{charge:?} {order:?}");
            assert_eq!(at_time(since + HOUR + Duration::from_millis(1)), expect);
        }
    }
    let refunded = charge(Completed, Some("pi"), Some("re"));
    assert_eq!(overdue(&refunded, Some(&paid(Some(at(1)))), None, at(1_000_000)), None);
}

/// What the market has, as `verify` reads it from its journal.
fn charges(market: &TestMarket) -> Charges {
    let mut auditor = holdfast::audit::Auditor::default();
    for (sequence, entry) in (1..).zip(market.journal.entries()) {
        auditor.entry(sequence, &entry);
    }
    auditor.charges().map(|charge| (charge.id, charge.clone())).collect()
}

async fn compared(market: &TestMarket, before: Charges) -> Comparison {
    compare_with(&market.gateway, NEVER, before, || Ok(charges(market))).await.unwrap()
}

fn judgements(comparison: &Comparison) -> Vec<Option<Judgement>> {
    comparison.differences.iter().map(|difference| difference.judgement).collect()
}

async fn paid(market: &TestMarket) -> ChargeId {
    let ticket = market.list(market.user().await, "49.50").await;
    let order = market.buy(market.user().await, ticket).await.unwrap();
    assert_eq!(market.pay(order).await, Ok(PayOutcome::Completed));
    market.order(order).status.paid_by().unwrap()
}

#[tokio::test(start_paused = true)]
async fn both_books_are_compared_each_way() {
    let market = TestMarket::start().await;
    let first = paid(&market).await;
    paid(&market).await;
    let comparison = compared(&market, charges(&market)).await;
    assert_eq!(comparison.differences, []);
    assert_eq!((comparison.there.count, comparison.there.minor), (2, 9900));
    assert_eq!(comparison.here, comparison.there);

    // The site stands still from here on.
    let before = charges(&market);
    market.market.kill().await;
    let unknown = market.gateway.plant_unknown(NEVER, 100);
    market.gateway.plant_unknown(NEVER, 0);
    market.gateway.refund_in_dashboard(first);
    let mut known = before.clone();
    let mut missing = charge(ChargeStatus::Completed, Some("pi_gone"), None);
    missing.id = ChargeId::from_bytes([0; 16]);
    known.insert(missing.id, missing.into());
    let comparison =
        compare_with(&market.gateway, NEVER, known.clone(), || Ok(known)).await.unwrap();
    let mut found = judgements(&comparison);
    found.sort_by_key(|judgement| format!("{judgement:?}"));
    let expected = [Judgement::KeptUnknown, Judgement::OpenUnknown, Judgement::RefundedThere];
    let expected = [&[None][..], &expected.map(Some)].concat();
    assert_eq!(found, expected);
    assert_eq!((comparison.there.count, comparison.there.minor), (2, 5050));
    assert_eq!((comparison.here.count, comparison.here.minor), (3, 14850));
    let lines = comparison.differences.iter().map(ToString::to_string).collect::<Vec<_>>();
    for says in [
        &format!("UNKNOWN  payment {unknown}: it has captured money"),
        &format!("REFUNDED payment pi_{first}: "),
        "MISSING  payment pi_gone: here it is paid",
    ] {
        assert!(lines.iter().any(|line| line.starts_with(says)), "{says}: {lines:#?}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_happens_while_the_books_are_read_is_no_difference() {
    let market = TestMarket::start().await;
    let old = paid(&market).await;
    // The folder was read before this, and the list after it.
    let before = charges(&market);
    let new = paid(&market).await;
    market.gateway.list_late_once(old);
    let comparison = compared(&market, before).await;
    assert_eq!(comparison.differences, []);
    assert_eq!((comparison.there.count, comparison.here.count), (2, 2));
    // A capture that was under way in both.
    market.gateway.fault(|asked| match asked.verb {
        Verb::Capture => Fault::AnswerLost,
        _ => Fault::None,
    });
    let ticket = market.list(market.user().await, "49.50").await;
    let order = market.buy(market.user().await, ticket).await.unwrap();
    let _ = market.pay(order).await;
    let comparison = compared(&market, charges(&market)).await;
    assert_eq!(judgements(&comparison), [Some(Judgement::UnderWay)]);
    assert_ne!(comparison.differences[0].payment.charge, Some(new));
}

#[tokio::test(start_paused = true)]
async fn books_that_are_not_answered_are_an_error() {
    let market = TestMarket::start().await;
    let charge = paid(&market).await;
    for (verb, fault) in
        [("List", Fault::Refuse), ("List", Fault::Slow(24 * HOUR)), ("Find", Fault::Refuse)]
    {
        market.gateway.refund_partly_in_dashboard(charge, 1);
        market.gateway.fault_books(move |asked: &BooksAsked| {
            if format!("{asked:?}").starts_with(verb) { fault } else { Fault::None }
        });
        let read_again = || Ok(charges(&market));
        let compared = compare_with(&market.gateway, NEVER, charges(&market), read_again).await;
        let error = compared.expect_err(verb);
        assert!(matches!(error, BooksError::Provider(_) | BooksError::Slow(_)), "{error}");
        assert!(error.to_string().contains("try again later"), "{error}");
    }
}

/// A data folder with this history.
fn folder_of(entries: &[Entry]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let journal_folder = journal::folder_in(&folder.path().join("data"));
    fs::create_dir_all(&journal_folder).unwrap();
    let end = journal::replay(&journal_folder, |_, _| Ok(())).unwrap();
    let mut writer = JournalWriter::open(&journal_folder, &end, 1 << 20).unwrap();
    for entry in entries {
        let bytes = codec::encode_entry(entry).unwrap();
        assert!(matches!(writer.commit(&[bytes]), Commit::Durable { .. }));
    }
    writer.close().unwrap();
    folder
}

#[tokio::test(start_paused = true)]
async fn verify_finds_what_is_overdue_by_the_journal_alone() {
    let clock = Clock::following_tokio(Timestamp::from_millis(1_577_836_800_000));
    let (journal, gateway) = Default::default();
    let market = TestMarket::over(journal, gateway, clock, default_settings()).await;
    market.gateway.fault(|asked| match asked.verb {
        Verb::Capture => Fault::Refuse,
        _ => Fault::None,
    });
    let ticket = market.list(market.user().await, "49.50").await;
    let order = market.buy(market.user().await, ticket).await.unwrap();
    let _ = market.pay(order).await;
    let charge = market.order(order).status.charge_under_way().unwrap();
    let folder = folder_of(&market.journal.entries());
    let (code, said) = run(folder.path(), &["verify"], &[]);
    assert_eq!(code, Some(0), "{said}");
    let (code, said) = run(folder.path(), &["verify", "--payments"], &[]);
    assert_eq!(code, Some(1), "{said}");
    let late = format!("OVERDUE  charge {charge} of order {order} (payment pi_{charge}): ");
    assert!(said.contains(&late), "{late}: {said}");
    assert!(said.contains("to be captured since 2020-01-01T00:00:00.000Z"), "{said}");
    assert!(said.contains("1 findings"), "{said}");
}

#[tokio::test]
async fn the_sandbox_has_no_books() {
    let folder = tempfile::tempdir().unwrap();
    let (program, address) = Program::serve(folder.path(), &[]);
    let (mut anna, mut ben) = (Visitor::at(address), Visitor::at(address));
    anna.sign_up("anna").await;
    ben.sign_up("ben").await;
    let ticket = anna.list("Row 5", "10").await;
    let order = ben.buy(&ticket, "10").await.sent_to();
    assert_eq!(ben.pay(&order, GOOD_CARD).await.sent_to(), order);
    for arguments in [&["verify", "--payments"][..], &["verify", "--payments", "data"]] {
        let (code, said) = run(folder.path(), arguments, &[]);
        assert_eq!(code, Some(0), "{said}");
        for line in ["every invariant holds", "no payment and no refund is overdue", "no books"] {
            assert!(said.contains(line), "{line}: {said}");
        }
    }
    program.kill();
}
