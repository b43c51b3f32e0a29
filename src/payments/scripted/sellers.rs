//! What the scripted provider does for sellers: accounts, transfers, and what is had back of them.

use std::{collections::HashMap, time::Duration};

use tokio::time::Instant;

use super::{Answer, Fault, OutcomeUnknown, Scripted};
use crate::{
    domain::AccountStanding,
    payments::sellers::{ListedTransfer, Moved, Movement, SellerGateway},
    types::{PayoutId, ProviderAccount, Reason, Secret, Timestamp, UserId},
};

/// How long a key is remembered, as a real one does.
const KEY_LIFE: Duration = Duration::from_secs(24 * 3600);

/// What the provider is asked about sellers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SellerVerb {
    /// Open an account.
    Open,
    /// Say where one stands.
    Stand,
    /// Move money, under this key.
    Move(String),
    /// Say whether it was moved.
    Find,
}

/// Money that was really moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovedLine {
    /// What for.
    pub movement: Movement,
    /// Under which key.
    pub key: String,
}

type SellerPlan = Box<dyn FnMut(&SellerVerb) -> Fault + Send>;

#[derive(Default)]
pub(super) struct ScriptedSellers {
    pub(super) is_on: bool,
    plan: Option<SellerPlan>,
    accounts: HashMap<ProviderAccount, AccountStanding>,
    opened: HashMap<(UserId, u32), ProviderAccount>,
    moved: Vec<MovedLine>,
    answers: HashMap<String, (Instant, Moved)>,
    /// What cannot be transferred of what lies there.
    pending_minor: i64,
    sellers_are_broke: bool,
    asked: Vec<SellerVerb>,
}

impl ScriptedSellers {
    /// What has left for sellers and is not back, in minor units.
    fn gone_minor(&self) -> i64 {
        let minor = |line: &MovedLine| match line.movement {
            Movement::Transfer { minor, .. } => minor,
            Movement::TakeBack { minor, .. } => -minor,
        };
        self.moved.iter().map(minor).sum()
    }

    fn find(&self, movement: &Movement) -> Option<Box<str>> {
        let at = self.moved.iter().position(|line| is_same(&line.movement, movement))?;
        Some(name(movement, at))
    }

    fn act(&mut self, movement: &Movement, number: u32, kept: i64) -> Moved {
        let (key, now) = (movement.key(number), Instant::now());
        if let Some((at, answer)) = self.answers.get(&key)
            && now - *at < KEY_LIFE
        {
            return answer.clone();
        }
        let answer = match movement {
            Movement::Transfer { to, minor, .. } => match self.accounts.get(to) {
                Some(AccountStanding::Ready)
                    if *minor > kept - self.gone_minor() - self.pending_minor =>
                {
                    Moved::TooLittle
                }
                Some(AccountStanding::Ready) => self.book(movement, &key),
                _ => refused("400 account_invalid"),
            },
            Movement::TakeBack { .. } if self.sellers_are_broke => {
                refused("400 balance_insufficient")
            }
            Movement::TakeBack { .. } => self.book(movement, &key),
        };
        self.answers.insert(key, (now, answer.clone()));
        answer
    }

    fn book(&mut self, movement: &Movement, key: &str) -> Moved {
        self.moved.push(MovedLine { movement: movement.clone(), key: key.to_owned() });
        Moved::Done(name(movement, self.moved.len() - 1))
    }
}

fn refused(why: &str) -> Moved {
    Moved::Refused(Reason::parse(why).unwrap_or_else(|_| Reason::gone()))
}

fn name(movement: &Movement, at: usize) -> Box<str> {
    let kind = if matches!(movement, Movement::Transfer { .. }) { "tr" } else { "trr" };
    format!("{kind}_{at}").into()
}

/// Whether two are for the same.
fn is_same(one: &Movement, other: &Movement) -> bool {
    match (one, other) {
        (Movement::Transfer { payout: one, .. }, Movement::Transfer { payout: other, .. }) => {
            one == other
        }
        (Movement::TakeBack { debt: one, .. }, Movement::TakeBack { debt: other, .. }) => {
            one == other
        }
        _ => false,
    }
}

impl Scripted {
    /// From now on it pays sellers.
    pub fn pay_sellers(&self) {
        self.inner.lock().sellers.is_on = true;
    }

    /// Asks the plan about every request for sellers from now on.
    pub fn fault_sellers(&self, plan: impl FnMut(&SellerVerb) -> Fault + Send + 'static) {
        self.inner.lock().sellers.plan = Some(Box::new(plan));
    }

    /// Something becomes of a seller's account.
    pub fn set_standing(&self, account: &ProviderAccount, standing: AccountStanding) {
        self.inner.lock().sellers.accounts.insert(account.clone(), standing);
    }

    /// So much of what lies there cannot be transferred, in minor units.
    pub fn set_pending_minor(&self, minor: i64) {
        self.inner.lock().sellers.pending_minor = minor;
    }

    /// Whether there is nothing on sellers' accounts that could be had back.
    pub fn set_sellers_broke(&self, are_broke: bool) {
        self.inner.lock().sellers.sellers_are_broke = are_broke;
    }

    /// All money that was moved to sellers, or back, in order.
    #[must_use]
    pub fn moved(&self) -> Vec<MovedLine> {
        self.inner.lock().sellers.moved.clone()
    }

    /// Every question about sellers so far.
    #[must_use]
    pub fn asked_about_sellers(&self) -> Vec<SellerVerb> {
        self.inner.lock().sellers.asked.clone()
    }

    /// What lies there, in minor units.
    #[must_use]
    pub fn balance_minor(&self) -> i64 {
        let inner = self.inner.lock();
        inner.kept_minor() - inner.taken_for_disputes() - inner.sellers.gone_minor()
    }

    fn ask<T: Send + 'static>(
        &self,
        verb: SellerVerb,
        act: impl FnOnce(&mut ScriptedSellers, i64) -> T + Send + 'static,
    ) -> Answer<'_, T> {
        Box::pin(async move {
            let fault = {
                let mut inner = self.inner.lock();
                inner.sellers.asked.push(verb.clone());
                inner.sellers.plan.as_mut().map_or(Fault::None, |plan| plan(&verb))
            };
            let inner = self.inner.clone();
            let act = move || {
                let mut inner = inner.lock();
                let kept = inner.kept_minor();
                act(&mut inner.sellers, kept)
            };
            let lost = || Err(OutcomeUnknown("the script says so".into()));
            match fault {
                Fault::None => Ok(act()),
                Fault::Refuse => lost(),
                Fault::AnswerLost => {
                    act();
                    lost()
                }
                Fault::Slow(delay) => {
                    tokio::time::sleep(delay).await;
                    Ok(act())
                }
                Fault::Late(delay) => {
                    tokio::spawn(async move {
                        tokio::time::sleep(delay).await;
                        act();
                    });
                    lost()
                }
            }
        })
    }
}

impl SellerGateway for Scripted {
    fn open_account(&self, seller: UserId, number: u32) -> Answer<'_, ProviderAccount> {
        self.ask(SellerVerb::Open, move |sellers, _| {
            let made = sellers.accounts.len();
            let account = sellers.opened.entry((seller, number)).or_insert_with(|| {
                ProviderAccount::parse(&format!("acct_{made}")).expect("it is a name")
            });
            let account = account.clone();
            sellers.accounts.entry(account.clone()).or_insert(AccountStanding::Unfinished);
            account
        })
    }

    fn onboarding(&self, account: ProviderAccount, _: String) -> Answer<'_, Secret> {
        Box::pin(async move { Ok(Secret::new(&format!("https://connect.example/{account}"))) })
    }

    fn standing(&self, account: ProviderAccount) -> Answer<'_, AccountStanding> {
        self.ask(SellerVerb::Stand, move |sellers, _| {
            sellers.accounts.get(&account).copied().unwrap_or(AccountStanding::Gone)
        })
    }

    fn request(&self, movement: Movement, number: u32) -> Answer<'_, Moved> {
        let verb = SellerVerb::Move(movement.key(number));
        self.ask(verb, move |sellers, kept| sellers.act(&movement, number, kept))
    }

    fn find(&self, movement: Movement) -> Answer<'_, Option<Box<str>>> {
        self.ask(SellerVerb::Find, move |sellers, _| sellers.find(&movement))
    }

    fn balance(&self) -> Answer<'_, i64> {
        Box::pin(async move { Ok(self.balance_minor()) })
    }

    fn transfers(&self, _: Timestamp) -> Answer<'_, Vec<ListedTransfer>> {
        Box::pin(async move {
            let moved = self.moved();
            let back = |of: PayoutId| {
                let minor = |line: &MovedLine| match line.movement {
                    Movement::TakeBack { payout, minor, .. } if payout == of => minor,
                    _ => 0,
                };
                moved.iter().map(minor).sum()
            };
            let listed = moved.iter().enumerate().filter_map(|(at, line)| match line.movement {
                Movement::Transfer { payout, minor, .. } => Some(ListedTransfer {
                    id: name(&line.movement, at),
                    payout: Some(payout),
                    minor,
                    reversed_minor: back(payout),
                }),
                Movement::TakeBack { .. } => None,
            });
            Ok(listed.collect())
        })
    }
}
