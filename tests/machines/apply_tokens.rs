//! What each fact does to an access token: the legal pairs give the state that is written here, all others
//! are refused by name, and change nothing.

use holdfast::{
    domain::{AccessToken, AccessTokenEvent, Scope, ShownToken},
    types::{AccessTokenId, TokenName},
};

use super::{LATER, NOW, assert_all_there, seller};

const STATES: usize = 4;
const EVENTS: usize = 3;
const NAMES: [&str; EVENTS] = ["AccessTokenMade", "AccessTokenUsed", "AccessTokenRevoked"];

/// The number of the state after, or the word for the state in which it cannot happen.
type Expect = Result<usize, &'static str>;

fn id() -> AccessTokenId {
    AccessTokenId::from_bytes([10; 16])
}

fn made() -> AccessTokenEvent {
    AccessTokenEvent::Made {
        owner: seller(),
        epoch: 3,
        name: TokenName::parse("a program").unwrap(),
        scopes: [Scope::Read, Scope::Sell].into_iter().collect(),
        expires_at: LATER,
        hash: ShownToken::generate().unwrap().hash(),
    }
}

/// Not there, new, used, and revoked.
fn tokens(made: &AccessTokenEvent) -> [Option<AccessToken>; STATES] {
    let AccessTokenEvent::Made { owner, epoch, name, scopes, expires_at, hash } = made.clone()
    else {
        panic!("a token is made")
    };
    let new = AccessToken {
        id: id(),
        owner,
        epoch,
        name,
        scopes,
        expires_at,
        hash,
        made_at: NOW,
        used_at: None,
        revoked_at: None,
    };
    let used = AccessToken { used_at: Some(LATER), ..new.clone() };
    let revoked = AccessToken { revoked_at: Some(LATER), ..new.clone() };
    [None, Some(new), Some(used), Some(revoked)]
}

fn event_number(event: &AccessTokenEvent) -> usize {
    match event {
        AccessTokenEvent::Made { .. } => 0,
        AccessTokenEvent::Used => 1,
        AccessTokenEvent::Revoked => 2,
    }
}

fn rows(made: &AccessTokenEvent) -> Vec<(AccessTokenEvent, [Expect; STATES])> {
    let there = Err("there already");
    vec![
        (made.clone(), [Ok(1), there, there, there]),
        (AccessTokenEvent::Used, [Err("not there"), Ok(2), Ok(2), Err("revoked")]),
        (AccessTokenEvent::Revoked, [Err("not there"), Ok(3), Ok(3), Err("revoked")]),
    ]
}

#[test]
fn every_state_and_event_of_a_token() {
    let made = made();
    let rows = rows(&made);
    assert_all_there("the events", EVENTS, rows.iter().map(|(event, _)| event_number(event)));
    let states = tokens(&made);
    for (event, expects) in rows {
        // What was there before is made now, and happens then.
        let at = if event_number(&event) == 0 { NOW } else { LATER };
        for (before, expect) in states.iter().zip(expects) {
            let mut token = before.clone();
            let applied = AccessToken::apply(&mut token, id(), &event, at);
            match expect {
                Ok(state) => {
                    applied.unwrap();
                    // A token that was used and is revoked was used all the same.
                    let used_at = token.as_ref().and_then(|token| token.used_at);
                    let after = states[state].clone().map(|token| AccessToken { used_at, ..token });
                    assert_eq!(token, after, "{event:?} on {before:?}");
                    let was_used = before.as_ref().is_some_and(|token| token.used_at.is_some());
                    assert_eq!(used_at.is_some(), was_used || state == 2, "{event:?}");
                }
                Err(state) => {
                    let illegal = applied.unwrap_err();
                    assert_eq!(
                        (illegal.event, illegal.state),
                        (NAMES[event_number(&event)], state)
                    );
                    assert_eq!(&token, before, "{event:?} changes nothing");
                }
            }
        }
    }
}
