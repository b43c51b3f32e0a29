//! Mails: what leads to one, when it is tried again, and that none is sent twice. No mail server
//! runs here; in `tests/site/mail_server.rs` one does.

use std::{collections::HashMap, sync::Arc, time::Duration};

use holdfast::{
    actors::Branch,
    delivery::{
        Undelivered,
        mail::{
            TRIED_FOR,
            scripted::{PostAnswer, ScriptedPost},
        },
    },
    domain::{
        Deed, DomainEvent, Entry, Mail, MailAbout, MailEvent, MailStatus, PasswordHash, ResetToken,
        rules::account::AccountChange,
    },
    harness::TestMarket,
    storage::CommitFault,
    types::{Email, MailId, OrderId, Reason, UserId},
};
use proptest::prelude::*;

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);

fn mails(market: &TestMarket) -> Vec<Mail> {
    let mails = holdfast::harness::mails(market.market.tables()).into_iter();
    mails.map(|mail| mail.as_ref().clone()).collect()
}

fn about(market: &TestMarket, about: &MailAbout) -> Mail {
    mails(market).into_iter().find(|mail| mail.about == *about).unwrap()
}

fn waiting(market: &TestMarket) -> usize {
    market.market.tables().catalog().mails.waiting().len()
}

async fn until_none_waits(market: &TestMarket) {
    let is_over = |m: &TestMarket| waiting(m) == 0;
    for _ in 0..100 {
        if is_over(market) {
            return;
        }
        market.pass(HOUR).await;
    }
    panic!("these wait for ever: {:?}", mails(market));
}

/// A ticket that is sold: two mails.
async fn sale(market: &TestMarket) -> (UserId, UserId, OrderId) {
    let (seller, buyer) = (market.user().await, market.user().await);
    let ticket = market.list(seller, "49.50").await;
    let order = market.buy(buyer, ticket).await.unwrap();
    market.pay(order).await.unwrap();
    (seller, buyer, order)
}

fn no(said: &str) -> Box<str> {
    said.into()
}

#[tokio::test(start_paused = true)]
async fn each_cause_leads_to_its_mail_in_the_entry_of_its_cause() {
    let post = ScriptedPost::default();
    let market = TestMarket::start_with_post(Arc::new(post.clone())).await;
    let (seller, buyer, sold) = sale(&market).await;
    let ticket = market.list(seller, "49.50").await;
    let expired = market.buy(buyer, ticket).await.unwrap();
    market.pass(15 * MINUTE).await;
    market.until("it has expired", |m| !m.order(expired).status.is_open()).await;
    let cancelled = market.buy(buyer, ticket).await.unwrap();
    market.cancel(cancelled).await.unwrap();
    let reason = Reason::parse("the concert is off").unwrap();
    market.market.refund(sold, seller, reason, true).await.unwrap();
    market.until("all is sent", |_| post.taken().len() == 4).await;

    let expect = [
        (buyer, MailAbout::OrderCompleted(sold), "Your ticket for The Test Band"),
        (seller, MailAbout::TicketSold(sold), "Sold: your ticket for The Test Band"),
        (buyer, MailAbout::HoldExpired(expired), "Your time ran out: The Test Band"),
        (buyer, MailAbout::OrderRefunded(sold), "Refunded: your ticket for The Test Band"),
    ];
    let taken: HashMap<_, _> = post.taken().into_iter().map(|l| (l.id, l)).collect();
    for (to, what, subject) in expect {
        let mail = about(&market, &what);
        let letter = &taken[&mail.id];
        assert_eq!((mail.to, letter.subject.as_str()), (to, subject));
        let account = market.market.tables().user(to).unwrap().unwrap();
        assert_eq!(letter.to, account.email);
        assert!(matches!(mail.status, MailStatus::Sent { .. }), "{mail:?}");
    }
    let causes =
        |entry: &Entry| entry.events.iter().map(DomainEvent::name).collect::<Vec<_>>().join(" ");
    let entries: Vec<_> = market.journal.entries().iter().map(causes).collect();
    for cause in [
        "TicketSold ChargeCompleted OrderCompleted SaleEarned MailQueued MailQueued",
        "ReservationExpired OrderExpired MailQueued",
        "TicketReturned ChargeRefunded OrderRefunded EarningReversed MailQueued",
    ] {
        assert!(entries.iter().any(|entry| entry == cause), "{cause}: {entries:#?}");
    }
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn without_a_server_mails_are_kept_and_given_up_in_the_end() {
    let mut market = TestMarket::start().await;
    sale(&market).await;
    market.pass(HOUR).await;
    let state = market.market.mail_state();
    assert_eq!((state.is_set_up, state.trouble, state.failed), (false, None, 0));
    assert_eq!(waiting(&market), 2, "{:?}", mails(&market));
    let entries = market.journal.entries().len();
    market.pass(TRIED_FOR - 2 * HOUR).await;
    assert_eq!(market.journal.entries().len(), entries, "nothing is tried");

    // A server at last, an hour before it is too late for the first two.
    sale(&market).await;
    let post = ScriptedPost::default();
    market = market.crash_with_post(Arc::new(post.clone())).await;
    market.until("they are sent", |_| post.taken().len() == 4).await;

    let mut market = TestMarket::start().await;
    sale(&market).await;
    market.pass(TRIED_FOR + 2 * MINUTE).await;
    assert_eq!(waiting(&market), 0);
    let given_up = mails(&market);
    assert!(given_up.iter().all(|mail| matches!(mail.status, MailStatus::GivenUp { .. })));
    assert_eq!(given_up[0].last_failure.as_deref(), Some("no mail server is set up"));
    market = market.crash_with_post(Arc::new(post.clone())).await;
    market.pass(HOUR).await;
    assert_eq!(post.taken().len(), 4, "what is old is not sent");
}

#[tokio::test(start_paused = true)]
async fn what_is_older_than_three_days_at_the_first_server_is_not_sent() {
    let market = TestMarket::start().await;
    sale(&market).await;
    // As if the site had been down: nothing has given them up.
    let journal = market.journal.entries();
    market.pass(TRIED_FOR).await;
    let (clock_now, post) = (market.now(), ScriptedPost::default());
    let queued = journal.last().unwrap().at;
    assert!(clock_now.since(queued) >= TRIED_FOR);
    let market = market.crash_with_entries(journal, Arc::new(post.clone())).await;
    market.until("they are given up", |m| waiting(m) == 0).await;
    assert_eq!(post.asked(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_refusal_is_final_and_can_be_sent_again_by_hand() {
    let post = ScriptedPost::default();
    post.plan(|letter| match letter.subject.as_str().starts_with("Sold") {
        true => PostAnswer::Fail(Undelivered::Refused(no("550 no such user"))),
        false => PostAnswer::Take,
    });
    let market = TestMarket::start_with_post(Arc::new(post.clone())).await;
    let (_, _, order) = sale(&market).await;
    market.until("both are over", |m| waiting(m) == 0).await;
    let refused = about(&market, &MailAbout::TicketSold(order));
    assert!(matches!(refused.status, MailStatus::GivenUp { .. }), "{refused:?}");
    assert_eq!(refused.last_failure.as_deref(), Some("550 no such user"));
    assert_eq!(market.market.mail_state().trouble, None, "it is not the server's trouble");

    post.plan(|_| PostAnswer::Take);
    let why = || Reason::parse("The address works again").unwrap();
    let sent = about(&market, &MailAbout::OrderCompleted(order));
    assert!(
        market.market.resume_mail(sent.id, Deed { by: refused.to, reason: why() }).await.is_err(),
        "it is sent"
    );
    assert!(
        market
            .market
            .resume_mail(MailId::of(refused.to, "none"), Deed { by: refused.to, reason: why() })
            .await
            .is_err()
    );
    market.market.resume_mail(refused.id, Deed { by: refused.to, reason: why() }).await.unwrap();
    market.until("it is sent", |_| post.taken().len() == 2).await;
    market.until("it is noted", |m| waiting(m) == 0).await;
    assert!(
        market
            .market
            .resume_mail(refused.id, Deed { by: refused.to, reason: why() })
            .await
            .is_err(),
        "it is sent"
    );
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn what_is_not_taken_now_is_tried_again_later_and_later_for_three_days() {
    let post = ScriptedPost::default();
    post.plan(|_| PostAnswer::Fail(Undelivered::not_now(no("451 greylisted"))));
    let market = TestMarket::start_with_post(Arc::new(post.clone())).await;
    let (_, buyer, order) = sale(&market).await;
    let started = market.now();
    market.until("it is tried", |_| post.asked() == 2).await;
    market.until("again", |_| post.asked() == 4).await;
    assert_eq!(market.now().since(started).as_secs() / 60, 1);
    until_none_waits(&market).await;
    let mail = about(&market, &MailAbout::OrderCompleted(order));
    assert_eq!(mail.to, buyer);
    let tries = mail.failures;
    assert!((23..=25).contains(&tries), "{tries}: after 1 min, 2 … 128, every 4 hours, and jitter");
    assert!(matches!(mail.status, MailStatus::GivenUp(at) if at.since(started) < TRIED_FOR));
    assert_eq!(post.taken(), []);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_is_down_is_asked_by_one_mail_at_a_time_until_it_is_up() {
    let post = ScriptedPost::default();
    post.plan(|_| PostAnswer::Fail(Undelivered::Unusable(no("connection refused"))));
    let market = TestMarket::start_with_post(Arc::new(post.clone())).await;
    for _ in 0..10 {
        sale(&market).await;
    }
    market.pass(6 * HOUR).await;
    // 4 at first, then one after 1, 2, 4, 8 and every 15 minutes.
    assert!((20..=35).contains(&post.asked()), "{}", post.asked());
    let trouble = market.market.mail_state().trouble.unwrap();
    assert_eq!(&*trouble.said, "connection refused");
    assert_eq!(waiting(&market), 20);
    post.plan(|_| PostAnswer::Take);
    let since = market.now();
    market.until("all are sent", |m| waiting(m) == 0).await;
    assert!(market.now().since(since) <= 31 * MINUTE, "{:?}", market.now().since(since));
    assert_eq!(market.market.mail_state().trouble, None);
}

#[tokio::test(start_paused = true)]
async fn few_are_under_way_at_once_and_one_that_hangs_does_not_hold_up_the_others() {
    let post = ScriptedPost::default();
    let mut hung = 0;
    post.plan(move |_| {
        hung += 1;
        if hung <= 3 { PostAnswer::Hang } else { PostAnswer::TakeAfter(Duration::from_secs(1)) }
    });
    let market = TestMarket::start_with_post(Arc::new(post.clone())).await;
    for _ in 0..5 {
        sale(&market).await;
    }
    market.pass(Duration::from_millis(1500)).await;
    assert_eq!(post.asked(), 5, "4 at once, and another when one was taken");
    market.pass(Duration::from_secs(10)).await;
    assert_eq!(post.taken().len(), 7);
    // The others after the time that a mail may take.
    market.until("all are sent", |m| waiting(m) == 0).await;
    assert_eq!(post.taken().len(), 10);
}

#[tokio::test(start_paused = true)]
async fn a_stop_does_not_wait_for_a_server_that_hangs() {
    let post = ScriptedPost::default();
    post.plan(|_| PostAnswer::Hang);
    let market = TestMarket::start_with_post(Arc::new(post.clone())).await;
    sale(&market).await;
    market.until("both are under way", |_| post.asked() == 2).await;
    let before = market.now();
    market.market.stop(Duration::from_secs(2)).await;
    assert!(market.now().since(before) <= Duration::from_secs(3));
    assert_eq!(waiting(&market), 2, "the next start sends them");
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_noted_is_not_sent_again_and_holds_up_the_rest() {
    let post = ScriptedPost::default();
    let market = TestMarket::start_with_post(Arc::new(post.clone())).await;
    market.journal.fault(|entry| match &entry.events[..] {
        [DomainEvent::Mail(..)] => CommitFault::Refuse,
        _ => CommitFault::None,
    });
    for _ in 0..5 {
        sale(&market).await;
    }
    market.pass(HOUR).await;
    market.market.kill_branch(Branch::Mails);
    market.pass(HOUR).await;
    assert_eq!(post.asked(), 4, "as many as can be under way");
    market.journal.fault(|_| CommitFault::None);
    market.until("all are sent", |m| waiting(m) == 0).await;
    assert_eq!(post.taken().len(), 10);
}

/// The process is killed once the server has taken both mails: before it hears of that, or while it
/// notes it. How often each is sent in all.
#[tokio::test(start_paused = true)]
async fn a_consumer_killed_between_the_delivery_and_its_cursor_delivers_once_more() {
    for (answer, fault, expect) in [
        (PostAnswer::TakeThenHang, CommitFault::None, 2),
        (PostAnswer::Take, CommitFault::HangFirst, 2),
        (PostAnswer::Take, CommitFault::UnknownFirst, 2),
        (PostAnswer::Take, CommitFault::Refuse, 2),
        (PostAnswer::Take, CommitFault::Slow(2 * HOUR), 2),
        (PostAnswer::Take, CommitFault::CommitThenHang, 1),
        (PostAnswer::Take, CommitFault::CommitThenUnknown, 1),
        (PostAnswer::Take, CommitFault::None, 1),
    ] {
        let case = format!("{answer:?} {fault:?}");
        let post = ScriptedPost::default();
        post.plan(move |_| answer.clone());
        let mut market = TestMarket::start_with_post(Arc::new(post.clone())).await;
        market.journal.fault(move |entry| match &entry.events[..] {
            [DomainEvent::Mail(_, MailEvent::Sent)] => fault,
            _ => CommitFault::None,
        });
        sale(&market).await;
        market.until("both are taken", |_| post.taken().len() == 2).await;
        market.pass(MINUTE).await;
        assert_eq!(post.asked(), 2, "{case}: nothing more before the end");
        post.plan(|_| PostAnswer::Take);
        // The second start finds nothing to do.
        for _ in 0..2 {
            market = market.crash().await;
            market.until("both are noted", |m| waiting(m) == 0).await;
            market.pass(HOUR).await;
        }
        let taken = post.taken();
        for mail in mails(&market) {
            let same = taken.iter().filter(|letter| letter.id == mail.id).collect::<Vec<_>>();
            assert_eq!(same.len(), expect, "{case}: {mail:?}");
            assert_eq!(same.first(), same.last(), "{case}: it says the same under the same id");
            assert!(matches!(mail.status, MailStatus::Sent { .. }), "{case}: {mail:?}");
        }
        assert_eq!(taken.len(), 2 * expect, "{case}");
        market.assert_sound();
    }
}

/// Neither while the server has it, nor while it is noted.
#[tokio::test(start_paused = true)]
async fn an_actor_that_is_replaced_begins_nothing_twice() {
    let post = ScriptedPost::default();
    post.plan(|_| PostAnswer::TakeAfter(5 * MINUTE));
    let market = TestMarket::start_with_post(Arc::new(post.clone())).await;
    market.journal.fault(|entry| match &entry.events[..] {
        [DomainEvent::Mail(_, MailEvent::Sent)] => CommitFault::Slow(5 * MINUTE),
        _ => CommitFault::None,
    });
    sale(&market).await;
    for _ in 0..9 {
        market.pass(MINUTE).await;
        market.market.kill_branch(Branch::Mails);
        assert_eq!((post.asked(), waiting(&market)), (2, 2));
    }
    market.until("both are noted", |m| waiting(m) == 0).await;
    market.pass(HOUR).await;
    assert_eq!((post.asked(), post.taken().len()), (2, 2));
}

#[tokio::test(start_paused = true)]
async fn who_is_next_in_line_is_mailed_unless_their_turn_is_over() {
    let post = ScriptedPost::default();
    let market = TestMarket::start_with_post(Arc::new(post.clone())).await;
    let (seller, buyer) = (market.user().await, market.user().await);
    let (first, second) = (market.user().await, market.user().await);
    let ticket = market.list(seller, "49.50").await;
    let order = market.buy(buyer, ticket).await.unwrap();
    for user in [first, second] {
        market.market.wait_for(user, ticket).await.unwrap();
        market.pass(Duration::from_millis(1)).await;
    }
    market.cancel(order).await.unwrap();
    market.until("it is sent", |m| waiting(m) == 0).await;
    let letters = post.taken();
    let subjects: Vec<_> = letters.iter().map(|l| l.subject.as_str().to_owned()).collect();
    assert_eq!(subjects, ["It is your turn: The Test Band"]);
    let held = market.ticket(ticket).status.reservation().copied().unwrap();
    assert_eq!(held.buyer, first);
    assert!(letters[0].body.contains(&format!("/orders/{}", held.order)), "{}", letters[0].body);

    // The mail to the next comes too late.
    post.plan(|_| PostAnswer::Fail(Undelivered::not_now(no("451"))));
    market.pass(HOUR / 12 + Duration::from_millis(50)).await;
    let held = market.ticket(ticket).status.reservation().copied().unwrap();
    assert_eq!(held.buyer, second);
    market.pass(HOUR).await;
    post.plan(|_| PostAnswer::Take);
    market.until("none waits", |m| waiting(m) == 0).await;
    let late = about(&market, &MailAbout::YourTurn(held.order));
    assert_eq!(late.last_failure.as_deref(), Some("it was not sent: the turn is over"));
}

#[tokio::test(start_paused = true)]
async fn a_mail_that_has_waited_does_not_say_what_is_not_so_any_more() {
    let post = ScriptedPost::default();
    post.plan(|_| PostAnswer::Fail(Undelivered::not_now(no("451"))));
    let market = TestMarket::start_with_post(Arc::new(post.clone())).await;
    let (seller, _, order) = sale(&market).await;
    market.until("both have failed", |_| post.asked() == 2).await;
    let reason = Reason::parse("the concert is off").unwrap();
    market.market.refund(order, seller, reason, true).await.unwrap();
    post.plan(|_| PostAnswer::Take);
    market.until("none waits", |m| waiting(m) == 0).await;
    let subjects: Vec<_> = post.taken().iter().map(|l| l.subject.as_str().to_owned()).collect();
    assert_eq!(subjects, ["Refunded: your ticket for The Test Band"]);
    let late = about(&market, &MailAbout::OrderCompleted(order));
    let why = "it was not sent: the order was refunded meanwhile";
    assert_eq!(late.last_failure.as_deref(), Some(why));
}

/// What befalls mails in a random story.
#[derive(Debug, Clone)]
struct Story {
    answers: Vec<u8>,
    faults: Vec<u8>,
    sales: usize,
    replaced: Vec<u16>,
    crashes: usize,
}

fn stories() -> impl Strategy<Value = Story> {
    let bytes = || proptest::collection::vec(0_u8..12, 1..40);
    let replaced = proptest::collection::vec(0_u16..600, 0..4);
    (bytes(), bytes(), 1_usize..5, replaced, 0_usize..2).prop_map(
        |(answers, faults, sales, replaced, crashes)| Story {
            answers,
            faults,
            sales,
            replaced,
            crashes,
        },
    )
}

async fn tell(story: Story) {
    let post = ScriptedPost::default();
    let mut answers = story.answers.into_iter();
    post.plan(move |_| match answers.next() {
        Some(0) => PostAnswer::Fail(Undelivered::not_now("451".into())),
        Some(1) => PostAnswer::Fail(Undelivered::Unusable("down".into())),
        Some(2) => PostAnswer::TakeAfter(Duration::from_secs(70)),
        Some(3) => PostAnswer::Hang,
        Some(4) => PostAnswer::TakeAfter(Duration::from_millis(200)),
        _ => PostAnswer::Take,
    });
    let mut market = TestMarket::start_with_post(Arc::new(post.clone())).await;
    let mut faults = story.faults.into_iter();
    let fault = move |entry: &Entry| match &entry.events[..] {
        [DomainEvent::Mail(_, MailEvent::Sent | MailEvent::Failed { .. })] => match faults.next() {
            Some(0) => CommitFault::Refuse,
            Some(1) => CommitFault::CommitThenUnknown,
            Some(2) => CommitFault::UnknownFirst,
            Some(3) => CommitFault::Slow(Duration::from_secs(90)),
            _ => CommitFault::None,
        },
        _ => CommitFault::None,
    };
    market.journal.fault(fault);
    for _ in 0..story.sales {
        sale(&market).await;
    }
    for wait in story.replaced {
        market.pass(Duration::from_secs(wait.into())).await;
        market.market.kill_branch(Branch::Mails);
    }
    for _ in 0..story.crashes {
        market = market.crash().await;
    }
    until_none_waits(&market).await;
    let mut times: HashMap<MailId, usize> = HashMap::new();
    for letter in post.taken() {
        *times.entry(letter.id).or_default() += 1;
    }
    for mail in mails(&market) {
        let times = times.get(&mail.id).copied().unwrap_or(0);
        assert!((1..=1 + story.crashes).contains(&times), "{times} times: {mail:?}");
        assert!(matches!(mail.status, MailStatus::Sent { .. }), "{mail:?}");
    }
    market.assert_sound();
    market.market.kill().await;
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..Default::default() })]

    #[test]
    fn no_mail_is_lost_and_none_is_sent_twice_but_after_a_crash(story in stories()) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all().start_paused(true).build().unwrap();
        runtime.block_on(tell(story));
    }
}

#[tokio::test(start_paused = true)]
async fn a_sender_that_panics_is_asked_again() {
    let post = ScriptedPost::default();
    let mut first = true;
    post.plan(move |_| match std::mem::take(&mut first) {
        true => PostAnswer::Panic,
        false => PostAnswer::Take,
    });
    let market = TestMarket::start_with_post(Arc::new(post.clone())).await;
    sale(&market).await;
    market.until("both are sent", |m| waiting(m) == 0).await;
    assert_eq!(post.taken().len(), 2);
    assert_eq!((post.asked(), market.market.mail_state().failed), (3, 1), "it is a try in vain");
}

/// Whoever took an account over leaves its owner a word of that.
#[tokio::test(start_paused = true)]
async fn a_changed_password_or_address_is_told_to_who_had_it() {
    let post = ScriptedPost::default();
    let market = TestMarket::start_with_post(Arc::new(post.clone())).await;
    let email = |name: &str| Email::parse(&format!("{name}@example.org")).unwrap();
    let user = market.user_at(email("ann")).await;
    let account = || market.market.tables().user(user).unwrap().unwrap();
    let hash = |text: &str| PasswordHash(text.into());
    let before = post.taken().len();
    let change = AccountChange::Password { old: account().password.clone(), new: hash("new") };
    market.market.change_account(user, change).await.unwrap();
    let until = market.now() + HOUR;
    let token = ResetToken::new(market.market.link_key(), &account(), until);
    market.market.reset_password(token, hash("newer")).await.unwrap();
    let change = AccountChange::Address(account().password.clone(), email("eva"));
    market.market.change_account(user, change).await.unwrap();
    market.until("all is sent", |_| waiting(&market) == 0).await;

    let taken: Vec<_> = post.taken().into_iter().collect();
    let sent = |subject: &str| {
        let of: Vec<_> = taken.iter().filter(|letter| letter.subject.contains(subject)).collect();
        of.iter().map(|letter| letter.to.as_str().to_owned()).collect::<Vec<_>>()
    };
    assert!(taken.len() > before, "{taken:?}");
    assert_eq!(sent("Your password was changed").len(), 2, "{taken:?}");
    assert_eq!(sent("not your account's any more"), ["ann@example.org"], "to the old one");
    assert_eq!(sent("Is this your address?").last().unwrap(), "eva@example.org", "to the new one");
    let told = taken.iter().find(|letter| letter.subject.contains("any more")).unwrap();
    assert!(!told.body.contains("eva"), "what the other is it does not say: {}", told.body);
    market.assert_sound();
}
