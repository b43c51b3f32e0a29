//! A model of hold, pay, expire, cancel and refund, explored to its end: two buyers, up to four
//! tickets of as many sellers bought together and given back one by one, a provider whose answers are
//! lost, a server that is killed. Its records change only as the real machines say (`real.rs`); what
//! the model adds is everything between them.

mod ends;
mod line;
mod properties;
mod real;
mod world;

use std::{collections::BTreeSet, fmt::Debug, time::Instant};

use stateright::{Checker, Expectation, HasDiscoveries, Model, Path};

use properties::{HELD, MONEY, ON_TIME};
use world::{Market, Mutation, TICKETS};

const BOTH: [bool; TICKETS] = [true, true, false, false];
const SECOND: [bool; TICKETS] = [false, true, false, false];

/// One wants both tickets, the other the second; two decisions may be under way at once.
const CALM: Market = Market {
    wants: [BOTH, SECOND],
    drafts_max: 2,
    losses: 0,
    crashes: 0,
    meddling: 0,
    mutation: Mutation::None,
};

/// One decision is taken at a time.
const THREE: Market = Market {
    wants: [[true, true, true, false], [false, false, true, false]],
    drafts_max: 1,
    ..CALM
};
const FOUR: Market = Market { wants: [[true; TICKETS], [false, false, false, true]], ..THREE };

/// What is explored. Faults multiply: the short form has a kill only where one decision is taken at
/// a time, the long form has several faults together, and three decisions at once. A second buyer
/// who wanted both tickets would add nothing: what is bought together meets others as one ticket does
/// (it gives the same states, one for one).
fn markets() -> Vec<(&'static str, Market)> {
    if is_long() {
        return vec![
            ("three decisions at once", Market { drafts_max: 3, losses: 1, ..CALM }),
            ("lost answers and a kill", Market { losses: 2, crashes: 1, ..CALM }),
            ("the dashboard and a kill", Market { losses: 1, crashes: 1, meddling: 1, ..CALM }),
            ("three tickets and a lost answer", Market { losses: 1, ..THREE }),
            ("four tickets", FOUR),
        ];
    }
    vec![
        ("a lost answer", Market { losses: 1, ..CALM }),
        ("a lost answer and a kill", Market { drafts_max: 1, losses: 1, crashes: 1, ..CALM }),
        ("the dashboard", Market { meddling: 1, ..CALM }),
        ("three tickets", THREE),
    ]
}

fn is_long() -> bool {
    std::env::var_os("HOLDFAST_LONG").is_some()
}

#[test]
fn every_history_keeps_every_promise() {
    let mut seen = BTreeSet::new();
    for (name, market) in markets() {
        let start = Instant::now();
        let checker = market.clone().checker().finish_when(HasDiscoveries::AnyFailures).spawn_dfs();
        let checker = checker.join();
        let (states, steps) = (checker.unique_state_count(), checker.state_count());
        println!("{name}: {states} states, {steps} steps, {:?}", start.elapsed());
        for (promise, path) in checker.discoveries() {
            assert!(!is_broken(&market, promise), "not always so: {promise}\n{}", story(&path));
            seen.insert(promise);
        }
        assert!(checker.is_done() && states > 10_000, "{name}: {states} states");
    }
    for property in properties::all() {
        let happens = property.expectation == Expectation::Sometimes;
        assert_eq!(seen.contains(property.name), happens, "{}", property.name);
    }
}

/// One decision at a time in the short form: what is left over is brought to its end by the
/// payments' actors and the reconciler, whoever else decides.
#[test]
fn every_history_settles() {
    for (name, market) in markets() {
        let start = Instant::now();
        let market = match is_long() {
            true => market,
            false => Market { drafts_max: 1, ..market },
        };
        let (states, ends) = ends::every_history_settles(&market);
        println!("{name}: {states} states, {ends} ends, {:?}", start.elapsed());
        assert!(states > 10_000 && ends > 100, "{name}: {states} states, {ends} ends");
    }
}

#[test]
fn a_commit_that_ignores_what_has_changed_is_found() {
    check_found(Mutation::NoVersionCheck, HELD);
}

#[test]
fn an_expiry_in_two_entries_is_found() {
    check_found(Mutation::ExpiryInTwo, HELD);
}

#[test]
fn a_sale_that_starts_too_late_is_found() {
    check_found(Mutation::NoDeadlineCheck, ON_TIME);
}

#[test]
fn money_taken_for_tickets_that_are_only_held_is_found() {
    check_found(Mutation::CaptureWithoutSelling, MONEY);
}

#[test]
fn a_refund_of_the_whole_for_a_part_is_found() {
    check_found(Mutation::RefundOfTheWhole, MONEY);
}

/// Without one of its parts the protocol breaks this promise, with no fault around it, and the
/// checker finds how.
fn check_found(mutation: Mutation, promise: &'static str) {
    let market = Market { mutation, ..CALM };
    let checker = market.checker().finish_when(HasDiscoveries::AnyFailures).spawn_bfs().join();
    let path = checker.discovery(promise);
    let path = path.unwrap_or_else(|| panic!("{mutation:?} does not break: {promise}"));
    println!("{mutation:?} breaks: {promise}\n{}", story(&path));
}

fn is_broken(market: &Market, promise: &'static str) -> bool {
    market.property(promise).expectation.discovery_is_failure()
}

/// What happened, and what it led to.
fn story<S: Debug, A: Debug>(path: &Path<S, A>) -> String
where
    Path<S, A>: Clone,
{
    let actions = path.clone().into_actions();
    let actions = actions.iter().map(|action| format!("{action:?}\n")).collect::<String>();
    format!("{actions}{:#?}", path.last_state())
}
