//! What is done next about money that a provider is to move: rows by hand, and a provider that loses,
//! delays and replays, beside crashes and a clock that is set back, at which it is moved once.

use std::{collections::HashMap, time::Duration};

use holdfast::{
    domain::{
        Arrival, Attempt, Payout, PayoutLine, PayoutStatus, PayoutTo, Setback, TakeBack,
        TakeBackStatus,
    },
    payments::{
        sellers::{ListedTransfer, Moved},
        transfer_books::{TransferFault, compare, judge},
        transfer_machine::{
            KnownMove,
            MoveStep::{Another, Done, Find, Refused, Send, Wait},
            next,
        },
    },
    types::{EarningId, PayoutId, ProviderAccount, Reason, Timestamp, UserId},
};
use proptest::prelude::*;

use super::NOW;

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);

fn known(found: Option<Option<&str>>, answer: Option<Moved>) -> KnownMove {
    KnownMove { found: found.map(|found| found.map(Into::into)), answer }
}

#[test]
fn what_is_next() {
    let why = Reason::parse("account_invalid").unwrap();
    let refused = || Some(Moved::Refused(why.clone()));
    let done = || Some(Moved::Done("tr_1".into()));
    let [first, third] = [1, 3].map(|number| Attempt { number, since: NOW });
    for (of, found, answer, after, expect) in [
        (first, None, None, Duration::ZERO, Find),
        (first, Some(None), None, Duration::ZERO, Send),
        (first, Some(Some("tr_1")), None, Duration::ZERO, Done("tr_1".into())),
        (first, Some(None), done(), Duration::ZERO, Done("tr_1".into())),
        (first, Some(None), Some(Moved::TooLittle), MINUTE, Another),
        (first, Some(None), refused(), MINUTE, Refused(why.clone())),
        // Later attempts wait for the money to come.
        (third, None, None, Duration::ZERO, Wait(NOW + MINUTE * 10)),
        (third, None, None, MINUTE * 10, Find),
        (third, Some(None), None, MINUTE * 10, Send),
    ] {
        let known = known(found, answer);
        assert_eq!(next(of, &known, NOW + after), expect, "{of:?} {known:?} {after:?}");
    }
    // While a clock that was set back has not come to where it was it waits.
    assert_eq!(next(first, &known(None, None), NOW - HOUR), Wait(NOW));
}

#[test]
fn transfers_as_the_provider_lists_them() {
    let id = PayoutId::from_bytes([7; 16]);
    let account = ProviderAccount::parse("acct_1").unwrap();
    let payout = |status, take_backs: &[TakeBack]| Payout {
        id,
        seller: UserId::from_bytes([8; 16]),
        lines: [PayoutLine { earning: EarningId::from_bytes([9; 16]), minor: 2000 }].into(),
        to: PayoutTo::Provider(account.clone()),
        begun_at: NOW,
        status,
        attempt: Attempt { number: 1, since: NOW },
        take_backs: take_backs.into(),
    };
    let taken = |status| TakeBack {
        debt: EarningId::from_bytes([9; 16]),
        minor: 500,
        asked_at: NOW,
        status,
    };
    let paid = || PayoutStatus::Paid(NOW, Arrival::Transferred("tr_1".into()));
    let setback = Setback { by: None, reason: Reason::parse("no").unwrap() };
    let failed = || PayoutStatus::Failed(NOW, setback.clone());
    let listed = |name: &str, minor, reversed_minor| ListedTransfer {
        id: name.into(),
        payout: Some(id),
        minor,
        reversed_minor,
    };
    let done = [taken(TakeBackStatus::Done("trr_1".into()))];
    for (there, here, expect) in [
        (listed("tr_1", 2000, 0), Some(payout(paid(), &[])), None),
        (listed("tr_1", 2000, 500), Some(payout(paid(), &done)), None),
        (listed("tr_1", 2000, 500), Some(payout(paid(), &[taken(TakeBackStatus::Asked)])), None),
        (listed("tr_1", 2000, 0), Some(payout(PayoutStatus::Begun, &[])), None),
        (listed("tr_1", 2000, 2000), Some(payout(failed(), &[])), None),
        (listed("tr_1", 2000, 0), None, Some(TransferFault::Unknown)),
        (listed("tr_2", 2000, 0), Some(payout(paid(), &[])), Some(TransferFault::Twice)),
        (listed("tr_1", 1999, 0), Some(payout(paid(), &[])), Some(TransferFault::OtherSum)),
        (listed("tr_1", 2000, 0), Some(payout(failed(), &[])), Some(TransferFault::NotPaidHere)),
        (listed("tr_1", 2000, 1), Some(payout(paid(), &[])), Some(TransferFault::HadBack)),
        (listed("tr_1", 2000, 0), Some(payout(paid(), &done)), Some(TransferFault::HadBack)),
    ] {
        let fault = judge(&there, here.as_ref()).map(|difference| difference.fault);
        assert_eq!(fault, expect, "{there:?} {here:?}");
    }
    let (missing, sums) = compare(&[], [&payout(paid(), &done)]);
    assert_eq!(missing.len(), 1);
    assert_eq!((missing[0].fault, sums), (TransferFault::Missing, [[0, 2000], [0, 500]]));
}

/// A provider as they are: it remembers a key for a day.
#[derive(Default)]
struct Provider {
    moved: Vec<u32>,
    answers: HashMap<u32, (Timestamp, Moved)>,
    /// What was sent and has not arrived.
    on_the_way: Vec<(Timestamp, u32)>,
}

impl Provider {
    fn arrives(&mut self, key: u32, now: Timestamp, has_money: bool) -> Moved {
        if let Some((at, answer)) = self.answers.get(&key)
            && now.since(*at) < HOUR * 24
        {
            return answer.clone();
        }
        let answer = if has_money {
            self.moved.push(key);
            Moved::Done(format!("tr_{key}").into())
        } else {
            Moved::TooLittle
        };
        self.answers.insert(key, (now, answer.clone()));
        answer
    }
}

/// What happens when something is asked.
#[derive(Debug, Clone, Copy)]
enum Luck {
    Answered,
    AnswerLost,
    Lost,
    /// It arrives up to an hour later.
    Late(u64),
}

#[derive(Debug, Clone, Copy)]
struct Turn {
    luck: Luck,
    has_money: bool,
    /// Minutes until the next; less than none if the clock is set back.
    passes: i64,
    crashes: bool,
}

fn turn() -> impl Strategy<Value = Turn> {
    let luck = prop_oneof![
        3 => Just(Luck::Answered),
        2 => Just(Luck::AnswerLost),
        2 => Just(Luck::Lost),
        2 => (0_u64..60).prop_map(Luck::Late),
    ];
    let passes = prop_oneof![8 => 1_i64..30, 3 => 60_i64..1600, 1 => -120_i64..0];
    (luck, any::<bool>(), passes, prop::bool::weighted(0.2))
        .prop_map(|(luck, has_money, passes, crashes)| Turn { luck, has_money, passes, crashes })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]
    #[test]
    fn it_is_moved_once_and_in_the_end(turns in prop::collection::vec(turn(), 1..80)) {
        let (mut provider, mut known) = (Provider::default(), KnownMove::default());
        // The site's clock may be set back; the provider's goes on. The journal's time does not go back.
        let (mut site, mut real, mut journal) = (NOW, NOW, NOW);
        let mut attempt = Attempt { number: 1, since: NOW };
        let mut is_done = None;
        let end = Turn { luck: Luck::Answered, has_money: true, passes: 30, crashes: false };
        for turn in turns.into_iter().chain(std::iter::repeat_n(end, 400)) {
            let due: Vec<_> = provider.on_the_way.extract_if(.., |(at, _)| *at <= real).collect();
            for (at, key) in due {
                provider.arrives(key, at, turn.has_money);
            }
            if turn.crashes {
                known = KnownMove::default();
            }
            match next(attempt, &known, site.max(journal)) {
                Send => match turn.luck {
                    Luck::Answered => {
                        known.answer = Some(provider.arrives(attempt.number, real, turn.has_money));
                    }
                    Luck::AnswerLost => {
                        provider.arrives(attempt.number, real, turn.has_money);
                        known = KnownMove::default();
                    }
                    Luck::Lost => known = KnownMove::default(),
                    Luck::Late(minutes) => {
                        known = KnownMove::default();
                        let at = real + MINUTE * u32::try_from(minutes).unwrap();
                        provider.on_the_way.push((at, attempt.number));
                    }
                },
                Find if matches!(turn.luck, Luck::Answered) => {
                    let found = provider.moved.first().map(|key| format!("tr_{key}").into());
                    known.found = Some(found);
                    // What follows is done at once.
                    continue;
                }
                Find | Wait(_) => {}
                Another => {
                    journal = journal.max(site);
                    attempt = Attempt { number: attempt.number + 1, since: journal };
                    known = KnownMove::default();
                }
                Done(name) => is_done = Some(name),
                Refused(why) => prop_assert!(false, "{why}"),
            }
            prop_assert!(provider.moved.len() <= 1, "{:?}", provider.moved);
            if is_done.is_some() && provider.on_the_way.is_empty() {
                break;
            }
            real = real + MINUTE * u32::try_from(turn.passes.max(1)).unwrap();
            site = match u32::try_from(turn.passes) {
                Ok(minutes) => site + MINUTE * minutes,
                Err(_) => site - MINUTE * u32::try_from(-turn.passes).unwrap(),
            };
        }
        prop_assert_eq!(provider.moved.len(), 1);
        prop_assert!(is_done.is_some());
    }
}
