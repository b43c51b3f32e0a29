//! Backups that the site makes by itself, and what it says when one is late.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use holdfast::{
    actors::Branch,
    backup::{BackupMaker, BackupPort},
    clock::Clock,
    delivery::mail::scripted::ScriptedPost,
    domain::MailAbout,
    harness::{STARTED_AT, TestMarket},
    types::{Email, Timestamp},
};
use parking_lot::Mutex;

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);

/// A place in memory that does as it is told.
struct Scripted {
    clock: Clock,
    made: Mutex<Vec<Timestamp>>,
    tries: Mutex<Vec<Timestamp>>,
    trouble: Mutex<Option<Trouble>>,
}

#[derive(Clone, Copy)]
enum Trouble {
    Fails,
    Panics,
    /// It takes so long.
    Takes(Duration),
}

impl Scripted {
    async fn work(&self) -> Result<(), String> {
        self.tries.lock().push(self.clock.now());
        let trouble = *self.trouble.lock();
        match trouble {
            Some(Trouble::Fails) => Err("the bucket has gone".into()),
            Some(Trouble::Panics) => panic!("the test says so"),
            Some(Trouble::Takes(time)) => {
                tokio::time::sleep(time).await;
                Ok(())
            }
            None => Ok(()),
        }
    }
}

#[async_trait]
impl BackupMaker for Scripted {
    async fn newest(&self) -> Result<Option<Timestamp>, String> {
        self.work().await.map(|()| self.made.lock().last().copied())
    }

    async fn make(&self) -> Result<(Timestamp, usize), String> {
        let began = self.clock.now();
        self.work().await?;
        self.made.lock().push(began);
        Ok((began, 0))
    }
}

/// A market that is backed up each hour, and late after three; root and ben run it, but ben has not
/// shown that their address is theirs.
async fn market(made: Vec<Timestamp>) -> (TestMarket, Arc<Scripted>, ScriptedPost) {
    let clock = Clock::following_tokio(STARTED_AT);
    let (tries, trouble) = Default::default();
    let maker = Arc::new(Scripted { clock, made: Mutex::new(made), tries, trouble });
    let admins = ["root@example.org", "ben@example.org"].map(|it| Email::parse(it).unwrap());
    let port = BackupPort {
        maker: maker.clone(),
        every: HOUR,
        late_after: 3 * HOUR,
        admins: admins.to_vec(),
    };
    let post = ScriptedPost::default();
    let market = TestMarket::start_with_backups(Arc::new(post.clone()), port).await;
    market.user_at(admins[0].clone()).await;
    (market, maker, post)
}

fn late_mails(market: &TestMarket) -> usize {
    let mails = holdfast::harness::mails(market.market.tables()).into_iter();
    mails.filter(|mail| matches!(mail.about, MailAbout::BackupLate(_))).count()
}

#[tokio::test(start_paused = true)]
async fn one_is_made_when_the_last_is_old_enough() {
    let half_an_hour_ago = STARTED_AT - HOUR / 2;
    let (market, maker, _) = market(vec![half_an_hour_ago]).await;
    market.pass(MINUTE).await;
    assert_eq!(maker.made.lock().len(), 1, "what is there is known");
    assert_eq!(market.market.backup_state().unwrap().newest, Some(half_an_hour_ago));
    market.pass(5 * HOUR).await;
    let made = maker.made.lock().clone();
    assert_eq!(made.len(), 6);
    for pair in made.windows(2) {
        assert!((HOUR..HOUR + 2 * MINUTE).contains(&pair[1].since(pair[0])), "{made:?}");
    }
    // A new one in the place of one that failed goes on, and so does a new process.
    market.market.kill_branch(Branch::Backups);
    market.pass(2 * HOUR).await;
    assert_eq!(maker.made.lock().len(), 8);
    let market = market.crash().await;
    market.pass(2 * HOUR).await;
    assert_eq!(maker.made.lock().len(), 10);
    assert_eq!(late_mails(&market), 0);
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn what_fails_is_tried_again_and_late_is_said_once() {
    let (market, maker, post) = market(vec![]).await;
    market.pass(MINUTE).await;
    assert_eq!(maker.made.lock().len(), 1, "the first at once");
    *maker.trouble.lock() = Some(Trouble::Fails);
    maker.tries.lock().clear();
    market.pass(2 * HOUR).await;
    let state = market.market.backup_state().unwrap();
    assert_eq!((state.late_since, state.trouble.as_deref()), (None, Some("the bucket has gone")));
    let tries = maker.tries.lock().clone();
    assert!((4..=5).contains(&tries.len()), "{tries:?}");
    assert_eq!(state.failures, tries.len() as u64);
    market.pass(2 * HOUR).await;
    assert!(market.market.backup_state().unwrap().late_since.is_some());
    assert_eq!(late_mails(&market), 1, "to root alone");
    // Also after a crash, and whatever else it does.
    let market = market.crash().await;
    *maker.trouble.lock() = Some(Trouble::Panics);
    market.pass(6 * HOUR).await;
    assert_eq!(late_mails(&market), 2, "and once by a process that knows nothing of what is there");
    *maker.trouble.lock() = None;
    market.until("one is made", |_| maker.made.lock().len() == 2).await;
    market.pass(2 * MINUTE).await;
    let state = market.market.backup_state().unwrap();
    assert_eq!((state.late_since, state.trouble), (None, None));
    market.pass(HOUR).await;
    let letters = post.taken();
    assert_eq!(letters.len(), 2);
    assert!(letters[0].subject.contains("The backup is late"), "{}", letters[0].subject);
    assert_eq!(letters[0].to.as_str(), "root@example.org");
    // The next time it is said again.
    *maker.trouble.lock() = Some(Trouble::Fails);
    market.pass(5 * HOUR).await;
    assert_eq!(late_mails(&market), 3);
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn one_that_takes_long_holds_up_no_other_and_is_late_like_one_that_fails() {
    let (market, maker, _) = market(vec![STARTED_AT]).await;
    market.pass(MINUTE).await;
    *maker.trouble.lock() = Some(Trouble::Takes(4 * HOUR));
    market.pass(2 * HOUR).await;
    assert_eq!(maker.tries.lock().len(), 2, "one at a time");
    market.pass(90 * MINUTE).await;
    assert!(market.market.backup_state().unwrap().late_since.is_some());
    *maker.trouble.lock() = None;
    market.pass(3 * HOUR).await;
    assert_eq!(market.market.backup_state().unwrap().late_since, None);
}

/// A market that makes none says nothing about them.
#[tokio::test(start_paused = true)]
async fn a_site_without_backups_has_none_that_is_late() {
    let market = TestMarket::start().await;
    market.pass(24 * HOUR).await;
    assert_eq!(market.market.backup_state(), None);
    assert_eq!(late_mails(&market), 0);
}
