//! Sellers' accounts at the payment provider, where that pays them.
//!
//! **Connecting.** The seller shows that they know their password; the provider opens an account under a
//! key that follows from the seller and from how many they have had, so a lost answer opens no second
//! one; it is committed (`AccountConnected`), mailed, and rests. The link to where the seller tells the
//! provider what it asks is good once: it is given to the browser, and neither stored nor mailed.
//!
//! **Ready** is what the provider says when it is asked, and nothing else: not that the seller came back
//! from there, nor a webhook, both of which are reasons to ask. It is asked again before each payout. Of
//! an account that was not ready it is asked once an hour at the most, so that a lost webhook does no
//! harm.

use std::{collections::HashMap, sync::Arc, time::Duration};

use parking_lot::Mutex;

use super::{Answer, CommandError, Market, Unavailable, payment::in_time};
use crate::{
    domain::{
        AccountStanding, PasswordHash, PayoutAccountEvent,
        rules::payouts::{NotReady, PayoutRefusal},
    },
    payments::{self, OutcomeUnknown, sellers::SellerGateway},
    types::{ProviderAccount, Secret, Timestamp, UserId},
};

/// How often an account that was not ready is asked about, unless there is a reason to.
const ASKED_AGAIN: Duration = Duration::from_secs(3600);

/// For how many sellers it is known when they were asked about: beyond it all are asked about again.
const ASKED_ABOUT_MAX: usize = 100_000;

/// When sellers' accounts that were not ready were asked about last: a hint, and forgotten by a restart.
#[derive(Debug, Default)]
pub(super) struct AskedAbout(Mutex<HashMap<UserId, Timestamp>>);

impl AskedAbout {
    /// Whether to ask about somebody now; then it is noted.
    fn is_due(&self, seller: UserId, now: Timestamp) -> bool {
        let mut asked = self.0.lock();
        if asked.get(&seller).is_some_and(|at| now.since(*at) < ASKED_AGAIN) {
            return false;
        }
        if asked.len() >= ASKED_ABOUT_MAX {
            asked.clear();
        }
        asked.insert(seller, now);
        true
    }
}

impl Market {
    /// Opens an account at the provider for a seller who has shown that they know this password;
    /// done already if they have one that is not gone.
    pub async fn connect_account(
        &self,
        seller: UserId,
        checked: PasswordHash,
    ) -> Answer<PayoutRefusal> {
        let account = self.tables().payout_account(seller)?;
        if account.as_deref().is_some_and(has_account) {
            return Ok(());
        }
        let number = account.map_or(0, |account| account.connections).saturating_add(1);
        let opened = self.ask_sellers(|sellers| sellers.open_account(seller, number)).await?;
        self.change_payout_account(seller, Some(checked), move |account| {
            let is_so = account.is_some_and(has_account);
            (!is_so).then(|| PayoutAccountEvent::Connected(opened.clone()))
        })
        .await
    }

    /// Where a seller goes on at the provider, to come back to this address of the site.
    pub async fn onboarding_link(
        &self,
        seller: UserId,
        back_to: String,
    ) -> Answer<PayoutRefusal, Secret> {
        let account = self.account_of(seller)?;
        let account = account.ok_or(CommandError::Refused(NotReady::NotConnected.into()))?.0;
        self.ask_sellers(|sellers| sellers.onboarding(account, back_to)).await
    }

    /// Asks the provider where a seller's account stands, and notes it.
    pub async fn ask_where_account_stands(&self, seller: UserId) -> Answer<PayoutRefusal> {
        let Some((id, _)) = self.account_of(seller)? else { return Ok(()) };
        let asked = id.clone();
        let standing = self.ask_sellers(|sellers| sellers.standing(asked)).await?;
        self.change_payout_account(seller, None, move |account| {
            let connected = account.and_then(|account| account.connected.as_ref());
            let is_other = connected.is_some_and(|it| it.id == id && it.standing != standing);
            is_other.then_some(PayoutAccountEvent::Stands(standing))
        })
        .await
    }

    /// Asks the provider where a seller's account stands. Nobody waits for it.
    pub fn look_at_account(self: &Arc<Self>, seller: UserId) {
        self.look_aside(async move |market| {
            if let Err(error) = market.ask_where_account_stands(seller).await {
                tracing::warn!(%seller, %error, "where a seller's account stands is not known; it is \
                    asked for again before they are paid");
            }
        });
    }

    /// Forgets where a seller who has shown that they know this password is paid.
    pub async fn forget_account(
        &self,
        seller: UserId,
        checked: PasswordHash,
    ) -> Answer<PayoutRefusal> {
        self.change_payout_account(seller, Some(checked), |account| {
            let is_any = account.is_some_and(|it| it.bank.is_some() || it.connected.is_some());
            is_any.then_some(PayoutAccountEvent::Forgotten)
        })
        .await
    }

    /// Whether a seller's account can be paid to, by the provider's own word of just now.
    pub(super) async fn ask_whether_ready(&self, seller: UserId) -> Answer<PayoutRefusal, bool> {
        let now = self.clock().now();
        let readiness = self.payout_readiness(seller, now)?;
        let is_worth_asking = match readiness {
            Ok(_) => true,
            // It may be another account's key by which it is gone.
            Err(NotReady::Unfinished | NotReady::Restricted | NotReady::Gone) => {
                self.asked_about.is_due(seller, now)
            }
            Err(_) => false,
        };
        if !is_worth_asking {
            return Ok(false);
        }
        self.ask_where_account_stands(seller).await?;
        Ok(self.payout_readiness(seller, now)?.is_ok())
    }

    fn account_of(
        &self,
        seller: UserId,
    ) -> Answer<PayoutRefusal, Option<(ProviderAccount, AccountStanding)>> {
        let account = self.tables().payout_account(seller)?;
        let connected = account.and_then(|account| account.connected.clone());
        Ok(connected.map(|connected| (connected.id, connected.standing)))
    }

    /// Asks the provider something about sellers, and waits for no longer than for anything else.
    async fn ask_sellers<'a, T>(
        &'a self,
        ask: impl FnOnce(&'a dyn SellerGateway) -> payments::Answer<'a, T>,
    ) -> Answer<PayoutRefusal, T> {
        let not_by_site = || CommandError::Refused(NotReady::NotBySite.into());
        let sellers = self.gateway().sellers().ok_or_else(not_by_site)?;
        let unknown = |error: OutcomeUnknown| Unavailable::NotDone(error.to_string()).into();
        in_time(ask(sellers)).await.map_err(unknown)
    }
}

fn has_account(account: &crate::domain::PayoutAccount) -> bool {
    account.connected.as_ref().is_some_and(|it| it.standing != AccountStanding::Gone)
}
