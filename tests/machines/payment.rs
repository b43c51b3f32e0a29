//! What is done next about a charge, whatever is wanted of it and whatever is known.

use holdfast::{
    domain::{Charge, ChargeEvent, ChargeFailure, ChargeStatus, DeclineCode},
    payments::machine::{
        CanBegin, Goal, KnownPayment,
        PaymentStep::{
            self, Call, Commit, Rest, Retry, TellAuthorised, TellAwaitsBuyer, TellCaptured,
            TellFailed,
        },
        ProviderCall::{Authorise, Capture, LookUp, Refund, Void},
        ProviderLook, look, next,
    },
    payments::{Payment, PaymentState},
    types::Secret,
};

use super::{NOW, assert_all_there, price, this_charge, this_order};

const STATUSES: usize = 8;
const KNOWNS: usize = 9;
const GOALS: usize = 4;

/// What is expected, by whether the payment can be begun and whether nothing can arrive any more.
#[derive(Clone)]
enum Expect {
    Always(PaymentStep),
    /// Only whether the card is at hand matters.
    Card {
        yes: PaymentStep,
        no: PaymentStep,
    },
    /// Only whether something may still arrive matters.
    Arrivals {
        may_come: PaymentStep,
        over: PaymentStep,
    },
    /// With the card this; without it, it depends on what may still arrive.
    CardOrArrivals {
        card: PaymentStep,
        may_come: PaymentStep,
        over: PaymentStep,
    },
}

impl Expect {
    fn of(self, has_card: bool, arrivals_over: bool) -> PaymentStep {
        match (self, has_card, arrivals_over) {
            (Self::Always(step), ..)
            | (Self::Card { yes: step, .. }, true, _)
            | (Self::Card { no: step, .. }, false, _)
            | (Self::Arrivals { may_come: step, .. }, _, false)
            | (Self::Arrivals { over: step, .. }, _, true)
            | (Self::CardOrArrivals { card: step, .. }, true, _)
            | (Self::CardOrArrivals { may_come: step, .. }, false, false)
            | (Self::CardOrArrivals { over: step, .. }, false, true) => step,
        }
    }
}

fn client_secret() -> Secret {
    Secret::new("pi_secret")
}

fn declined() -> ChargeFailure {
    ChargeFailure::Declined(DeclineCode::CardDeclined)
}

/// Under way without and with a name at the provider, authorised, completed, completed and given
/// back, declined, interrupted, voided.
fn charges() -> [Charge; STATUSES] {
    let charge = |status, named: bool, refunded: bool| Charge {
        id: this_charge(),
        order: this_order(),
        amount: price(4950),
        created_at: NOW,
        stripe_id: named.then(|| "pi".into()),
        stripe_refund_id: refunded.then(|| "re".into()),
        status,
        version: 0,
        part_of: None,
        fee_minor: None,
    };
    [
        charge(ChargeStatus::Created, false, false),
        charge(ChargeStatus::Created, true, false),
        charge(ChargeStatus::Authorised, true, false),
        charge(ChargeStatus::Completed, true, false),
        charge(ChargeStatus::Completed, true, true),
        charge(ChargeStatus::Failed(declined()), true, false),
        charge(ChargeStatus::Failed(ChargeFailure::Interrupted), false, false),
        charge(ChargeStatus::Voided, true, false),
    ]
}

fn status_number(charge: &Charge) -> usize {
    match &charge.status {
        ChargeStatus::Created => usize::from(charge.stripe_id.is_some()),
        ChargeStatus::Authorised => 2,
        ChargeStatus::Completed => 3 + usize::from(charge.stripe_refund_id.is_some()),
        ChargeStatus::Failed(ChargeFailure::Declined(_)) => 5,
        ChargeStatus::Failed(_) => 6,
        ChargeStatus::Voided => 7,
    }
}

fn knowns() -> [KnownPayment; KNOWNS] {
    let there = |state| KnownPayment::There(Payment { id: "pi".into(), state, fee_minor: None });
    [
        KnownPayment::Nothing,
        KnownPayment::Unknown,
        KnownPayment::NotThere,
        there(PaymentState::Pending { client_secret: client_secret() }),
        there(PaymentState::Authorised),
        there(PaymentState::Captured),
        there(PaymentState::Voided),
        there(PaymentState::Declined(DeclineCode::CardDeclined)),
        there(PaymentState::Refunded { refund_id: "re".into() }),
    ]
}

fn known_number(known: &KnownPayment) -> usize {
    match known {
        KnownPayment::Nothing => 0,
        KnownPayment::Unknown => 1,
        KnownPayment::NotThere => 2,
        KnownPayment::There(payment) => match payment.state {
            PaymentState::Pending { .. } => 3,
            PaymentState::Authorised => 4,
            PaymentState::Captured => 5,
            PaymentState::Voided => 6,
            PaymentState::Declined(_) => 7,
            PaymentState::Refunded { .. } => 8,
        },
    }
}

fn goal_number(goal: Goal) -> usize {
    match goal {
        Goal::Authorise => 0,
        Goal::Capture => 1,
        Goal::Void => 2,
        Goal::Refund => 3,
    }
}

/// What is expected for each of [`charges`] and each goal, for each of [`knowns`].
#[rustfmt::skip]
fn rows() -> Vec<(usize, Goal, [Expect; KNOWNS])> {
    let step = Expect::Always;
    let call = |verb| step(Call(verb));
    let retry = |verb| step(Retry(verb));
    let submitted = || step(Commit(ChargeEvent::Submitted("pi".into())));
    let authorised = || step(Commit(ChargeEvent::Authorised("pi".into())));
    let failed = |failure: &ChargeFailure| Commit(ChargeEvent::Failed(failure.clone()));
    let (interrupted, not_captured) = (failed(&ChargeFailure::Interrupted), failed(&ChargeFailure::NotCaptured));
    let voided = || Commit(ChargeEvent::Voided);
    let refunded = || step(Commit(ChargeEvent::Refunded { stripe_id: "pi".into(), stripe_refund_id: "re".into() }));
    let (halted, uncaptured) = (|| step(interrupted.clone()), || step(not_captured.clone()));
    let bank_says_no = || step(failed(&declined()));
    let absent = |over: PaymentStep| Expect::Arrivals { may_come: Retry(LookUp), over };
    let absent_or_card = || Expect::CardOrArrivals { card: Call(Authorise), may_come: Retry(LookUp), over: interrupted.clone() };
    let all = |step: PaymentStep| std::array::from_fn(|_| Expect::Always(step.clone()));
    let mut rows = vec![
        // Nothing, unknown, not there | pending, authorised, captured | voided, declined, refunded.
        (0, Goal::Authorise, [Expect::Card { yes: Call(Authorise), no: Call(LookUp) }, retry(LookUp), absent_or_card(),
            submitted(), authorised(), authorised(), halted(), bank_says_no(), refunded()]),
        (0, Goal::Capture, [call(LookUp), retry(Capture), absent(not_captured.clone()),
            submitted(), authorised(), authorised(), uncaptured(), uncaptured(), refunded()]),
        (0, Goal::Void, [call(LookUp), retry(LookUp), absent(voided()),
            call(Void), call(Void), call(Refund), step(voided()), bank_says_no(), refunded()]),
        (1, Goal::Authorise, [call(LookUp), retry(LookUp), absent_or_card(),
            step(TellAwaitsBuyer(client_secret())), authorised(), authorised(), halted(), bank_says_no(), refunded()]),
        (1, Goal::Capture, [call(LookUp), retry(Capture), absent(not_captured.clone()),
            step(TellAwaitsBuyer(client_secret())), authorised(), authorised(), uncaptured(), uncaptured(), refunded()]),
        (1, Goal::Void, [call(Void), retry(Void), absent(voided()),
            call(Void), call(Void), call(Refund), step(voided()), bank_says_no(), refunded()]),
        (2, Goal::Authorise, [step(TellAuthorised), retry(LookUp), absent_or_card(),
            step(Rest), step(TellAuthorised), step(TellAuthorised), halted(), bank_says_no(), refunded()]),
        (2, Goal::Capture, [call(Capture), retry(Capture), absent(not_captured.clone()),
            step(Rest), call(Capture), step(TellCaptured), uncaptured(), uncaptured(), refunded()]),
        (2, Goal::Void, [call(Void), retry(Void), absent(voided()),
            call(Void), call(Void), call(Refund), step(voided()), bank_says_no(), refunded()]),
    ];
    // There is nothing to give back yet: as if it were not wanted.
    let unwanted = rows.iter().filter(|(_, goal, _)| *goal == Goal::Void).cloned().collect::<Vec<_>>();
    rows.extend(unwanted.into_iter().map(|(charge, _, expects)| (charge, Goal::Refund, expects)));
    let went_back = || step(PaymentStep::TellRefunded { stripe_id: "pi".into(), stripe_refund_id: "re".into() });
    rows.push((3, Goal::Refund, [call(Refund), retry(Refund), retry(Refund),
        retry(Refund), retry(Refund), retry(Refund), retry(Refund), retry(Refund), went_back()]));
    for goal in [Goal::Authorise, Goal::Capture, Goal::Void] {
        rows.push((3, goal, [call(LookUp), retry(LookUp), step(Rest),
            step(Rest), step(Rest), step(Rest), step(Rest), step(Rest), went_back()]));
    }
    for goal in [Goal::Authorise, Goal::Capture, Goal::Void, Goal::Refund] {
        rows.extend([
            (4, goal, all(TellFailed(ChargeFailure::NotCaptured))),
            (5, goal, all(TellFailed(declined()))),
            (6, goal, all(TellFailed(ChargeFailure::Interrupted))),
            (7, goal, all(Rest)),
        ]);
    }
    rows
}

#[test]
fn every_charge_goal_and_knowledge() {
    let (charges, knowns) = (charges(), knowns());
    assert_all_there("statuses", STATUSES, charges.iter().map(status_number));
    assert_all_there("knowns", KNOWNS, knowns.iter().map(known_number));
    let pairs = rows()
        .iter()
        .map(|(charge, goal, _)| charge * GOALS + goal_number(*goal))
        .collect::<Vec<_>>();
    assert_all_there("charges × goals", STATUSES * GOALS, pairs);
    for (charge, goal, expects) in rows() {
        let charge = &charges[charge];
        for (known, expect) in knowns.iter().zip(expects) {
            for (has_card, arrivals_over) in
                [(false, false), (false, true), (true, false), (true, true)]
            {
                let can_begin = if has_card { CanBegin::WithCard } else { CanBegin::No };
                let got = next(charge, goal, known, can_begin, arrivals_over);
                let expect = expect.clone().of(has_card, arrivals_over);
                assert_eq!(
                    got, expect,
                    "{charge:?}\n{goal:?} {known:?} {can_begin:?} arrivals over: {arrivals_over}"
                );
            }
            // Where the provider asks the buyer itself, what may have been begun is begun again,
            // whatever is wanted; all else is as without a card, after all arrivals.
            let got = next(charge, goal, known, CanBegin::AtProvider, true);
            let expect = match (charge.status.is_unfinished(), &charge.stripe_id, known) {
                (true, None, KnownPayment::Nothing) => Call(Authorise),
                (true, None, KnownPayment::Unknown | KnownPayment::NotThere) => Retry(Authorise),
                (true, Some(_), KnownPayment::NotThere) => Retry(LookUp),
                _ => expect.of(false, true),
            };
            assert_eq!(got, expect, "{charge:?}\n{goal:?} {known:?} at the provider");
        }
    }
}

/// Whether the provider is asked anew for each of [`charges`] and each goal, when somebody says that
/// something has happened there.
#[rustfmt::skip]
fn looks() -> Vec<(usize, Goal, [ProviderLook; KNOWNS])> {
    use ProviderLook::{Later, Never};
    let n = Never;
    let up = ProviderLook::Now(LookUp);
    // Nothing, unknown, not there | pending, authorised, captured | voided, declined, refunded.
    let asked = [up, n, up, up, up, up, up, up, up];
    let until_back = [up, n, up, up, up, up, up, up, n];
    let later = [Later, n, Later, Later, Later, Later, Later, Later, Later];
    let mut rows = vec![];
    for charge in 0..3 {
        rows.extend([(charge, Goal::Authorise, asked), (charge, Goal::Capture, later)]);
        rows.extend([(charge, Goal::Void, [n; KNOWNS]), (charge, Goal::Refund, [n; KNOWNS])]);
    }
    rows.extend([Goal::Authorise, Goal::Capture, Goal::Void].map(|goal| (3, goal, until_back)));
    rows.push((3, Goal::Refund, [n; KNOWNS]));
    for charge in 4..STATUSES {
        let goals = [Goal::Authorise, Goal::Capture, Goal::Void, Goal::Refund];
        rows.extend(goals.map(|goal| (charge, goal, [n; KNOWNS])));
    }
    rows
}

#[test]
fn every_look() {
    let (charges, knowns) = (charges(), knowns());
    let pairs = looks()
        .iter()
        .map(|(charge, goal, _)| charge * GOALS + goal_number(*goal))
        .collect::<Vec<_>>();
    assert_all_there("charges × goals", STATUSES * GOALS, pairs);
    for (charge, goal, expects) in looks() {
        let charge = &charges[charge];
        for (known, expect) in knowns.iter().zip(expects) {
            for can_begin in [CanBegin::No, CanBegin::WithCard] {
                assert_eq!(
                    look(charge, goal, known, can_begin),
                    expect,
                    "{charge:?} {goal:?} {known:?}"
                );
            }
            // Where it may be begun again, that is the question.
            let expect = match (expect, &charge.stripe_id) {
                (ProviderLook::Now(LookUp), None) => ProviderLook::Now(Authorise),
                _ => expect,
            };
            let got = look(charge, goal, known, CanBegin::AtProvider);
            assert_eq!(got, expect, "{charge:?} {goal:?} {known:?} at the provider");
        }
    }
}
