//! A model of the line, explored to its end: two tickets, three buyers who buy, hold, let go, give
//! back and wait, one for a ticket, one for any seat and one for two. Every entry is what the real
//! machines decide, under the real rules, with what the real policies add to it (`real.rs`); what the
//! model adds is who may want what when (`world.rs`). An entry is decided and committed at once: what
//! may come between is for the other model. Nobody cools down here.

mod properties;
mod real;
mod world;

use std::{collections::BTreeSet, time::Instant};

use stateright::{Checker, Expectation, HasDiscoveries, Model};

use super::{is_long, story};
use properties::{FREE, IN_TURN};
use world::{Line, Mutation};

const CALM: Line = Line { seats: [1, 2], held_max: 2, is_picky: true, mutation: Mutation::None };

fn lines() -> Vec<(&'static str, Line)> {
    let is_picky = !is_long();
    let mut lines = vec![
        ("a ticket, a seat, two seats", Line { is_picky, ..CALM }),
        ("who holds one may hold no other", Line { seats: [1, 1], held_max: 1, is_picky, ..CALM }),
    ];
    if is_long() {
        lines.push(("two want both", Line { seats: [2, 2], is_picky, ..CALM }));
    }
    lines
}

#[test]
fn every_line_keeps_every_promise() {
    let mut seen = BTreeSet::new();
    for (name, line) in lines() {
        let start = Instant::now();
        let checker = line.checker().finish_when(HasDiscoveries::AnyFailures).spawn_bfs().join();
        let (states, steps) = (checker.unique_state_count(), checker.state_count());
        println!("{name}: {states} states, {steps} steps, {:?}", start.elapsed());
        for (promise, path) in checker.discoveries() {
            let is_broken = line.property(promise).expectation.discovery_is_failure();
            assert!(!is_broken, "not always so: {promise}\n{}", story(&path));
            seen.insert(promise);
        }
        assert!(checker.is_done() && states > 1000, "{name}: {states} states");
    }
    for property in properties::all() {
        let happens = property.expectation == Expectation::Sometimes;
        assert_eq!(seen.contains(property.name), happens, "{}", property.name);
    }
}

#[test]
fn a_ticket_that_is_freed_and_not_served_is_found() {
    check_found(Mutation::NobodyServed, FREE);
}

#[test]
fn the_last_served_before_the_first_is_found() {
    check_found(Mutation::LastFirst, IN_TURN);
}

fn check_found(mutation: Mutation, promise: &'static str) {
    let line = Line { mutation, ..CALM };
    let checker = line.checker().finish_when(HasDiscoveries::AnyFailures).spawn_bfs().join();
    let path = checker.discovery(promise);
    let path = path.unwrap_or_else(|| panic!("{mutation:?} does not break: {promise}"));
    println!("{mutation:?} breaks: {promise}\n{}", story(&path));
}
