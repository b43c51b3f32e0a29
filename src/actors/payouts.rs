//! Sellers' money: what becomes of what they have earned, and how they are paid.
//!
//! **Earned.** A sale's entry has its line, held (`SaleEarned`, a policy). Each round of the reconciler
//! releases what was earned with events that are over by `payouts.hold_days`, some lines at a time, so
//! that a crash loses nothing: what is left is found by its state.
//!
//! **A run.** Somebody who runs the site makes one (`PayoutRunBegun`). From then on it goes by itself,
//! seller by seller: for each who is ready and is owed `payouts.minimum` or more, one entry begins a
//! payout of their lines (`PayoutBegun`, and `EarningPutInPayout` for each), as often as there are as
//! many again. It rests on what was seen of account, lines and orders, and on the rule that whatever
//! the seller is to make up for is in it: so it is never more than what is available, and no line is in
//! two. At the end the run is closed (`PayoutRunClosed`), and is the same for ever. One that a crash
//! has left open goes on in the next round; there is one at a time.
//!
//! **What becomes of it** somebody says, or the bank: paid, failed, or come back. Until then it is on
//! its way, and nothing of it is paid again.
//!
//! **Without a run.** Where the payment provider pays sellers, payouts begin by themselves, for each
//! whose account there is ready: that is asked right before (`connected_accounts.rs`). What the provider
//! does about it is in the hands of the payout's actor (`payout.rs`).

use std::sync::Arc;

use super::{
    Answer, CommandError, Market, Unavailable,
    reconciler::ReconcilerMsg,
    transaction::{By, Decision, Reading},
};
use crate::{
    domain::{
        Attempt, BooksEvent, CorrectionKind, Deed, DomainEvent, Earning, EarningEvent,
        EarningPlace, PasswordHash, Payout, PayoutAccountEvent, PayoutEvent, PayoutRunEvent,
        PayoutStatus, PayoutTo, Setback,
        rules::{
            Refusal, Rule, disputes, earnings,
            payouts::{self, Destination, NotReady, PayoutMethod, PayoutOutcome, PayoutRefusal},
        },
    },
    storage::{Proposal, StorageError},
    types::{
        AccountHolder, BooksId, EarningId, EventId, Iban, OrderId, PayoutId, PayoutRunId, Reason,
        Timestamp, UserId,
    },
};

/// How many lines are released in one entry.
const RELEASED_AT_ONCE: usize = 128;

/// How many sellers are looked at for a run before others are let go on.
const SELLERS_AT_ONCE: usize = 64;

impl Market {
    /// Opens the books of a site that sold before it kept any, before anything else happens.
    pub(super) async fn open_books(&self) -> Result<(), crate::storage::CommitError> {
        let total = self.tables().statistics().total();
        let is_kept = total.books != Default::default() || self.tables().books()?.is_some();
        let before = total.sold_minor.saturating_sub(total.refunded_minor);
        if is_kept || before == 0 {
            return Ok(());
        }
        let minor = i64::try_from(before).unwrap_or(i64::MAX);
        let id = BooksId::the_one();
        let opened = DomainEvent::Books(id, BooksEvent::Opened(minor));
        let seen = vec![(crate::domain::Key::Books(id), None)];
        let at = self.clock().now();
        let proposal = Proposal { at, events: vec![opened], rules: vec![], seen, line: None };
        self.storage().propose(proposal).await.map(drop)
    }

    /// Releases what can be, and goes on with a run that is open.
    pub(super) async fn tend_payouts(self: &Arc<Self>) {
        if let Err(error) = self.release_due().await {
            tracing::warn!(%error, "what sellers have earned could not be released; the next round \
                tries again");
        }
        if let Err(error) = self.pay_through_provider().await {
            tracing::warn!(%error, "payouts through the provider could not be begun; the next round \
                tries again");
        }
        if let Err(error) = self.go_on_with_run().await {
            tracing::warn!(%error, "a run of payouts could not be made to its end; the next round \
                goes on");
        }
    }

    /// Releases what was earned with events that are over long enough.
    async fn release_due(&self) -> Answer<PayoutRefusal> {
        let events: Vec<_> = self.tables().catalog().earnings.held_events().collect();
        for event in events {
            while self.release_some(event).await? {}
        }
        Ok(())
    }

    /// Releases some of what was earned with an event; gives whether there may be more.
    async fn release_some(&self, event: EventId) -> Answer<PayoutRefusal, bool> {
        let hold = self.settings().payouts.hold;
        let decide = |reading: &mut Reading<'_>| {
            let stays = reading.tables().catalog().event_that_stays(event).map(|it| it.id);
            let Some(stays) = stays.map(|id| reading.event(id)).transpose()?.flatten() else {
                return Ok(Decision::default());
            };
            if earnings::release_at(&stays, hold).is_none_or(|at| reading.now < at) {
                return Ok(Decision::default());
            }
            let ids = reading.tables().catalog().earnings.held_for(event, RELEASED_AT_ONCE);
            let mut lines = vec![];
            for id in ids {
                let Some(line) = reading.earning(id)? else { continue };
                if !is_refunding(reading, &line)? {
                    lines.push(line);
                }
            }
            Ok(earnings::released(lines.iter().map(AsRef::as_ref)).into())
        };
        Ok(self.transact::<PayoutRefusal>(By::Other, decide).await?.is_some())
    }

    /// Begins a run; the payouts follow.
    pub async fn begin_payout_run(&self, id: PayoutRunId, deed: Deed) -> Answer<PayoutRefusal> {
        let decide = |reading: &mut Reading<'_>| {
            if reading.payout_run(id)?.is_some() {
                return Ok(Decision::default());
            }
            let begun = DomainEvent::PayoutRun(id, PayoutRunEvent::Begun(deed.clone()));
            Ok(Decision { events: vec![begun], rules: vec![Rule::NoRunIsOpen] })
        };
        self.transact(By::Other, decide).await?;
        self.reconciler.tell(ReconcilerMsg::Tend);
        Ok(())
    }

    async fn go_on_with_run(&self) -> Answer<PayoutRefusal> {
        let Some(run) = self.tables().catalog().earnings.open_run() else { return Ok(()) };
        let mut after = None;
        while let Some(sellers) = self.sellers_to_pay(&mut after) {
            for seller in sellers {
                self.pay_seller(Some(run), seller).await;
            }
            tokio::task::yield_now().await;
        }
        self.close_run(run).await
    }

    /// Begins payouts to all whose account at the provider is ready.
    async fn pay_through_provider(&self) -> Answer<PayoutRefusal> {
        if self.settings().payouts.method != PayoutMethod::Stripe {
            return Ok(());
        }
        let mut after = None;
        while let Some(sellers) = self.sellers_to_pay(&mut after) {
            for seller in sellers {
                match self.ask_whether_ready(seller).await {
                    Ok(true) => self.pay_seller(None, seller).await,
                    Ok(false) => {}
                    Err(error) => {
                        tracing::warn!(%seller, %error, "whether a seller can be paid is \
                        not known; the next round asks again");
                    }
                }
            }
            tokio::task::yield_now().await;
        }
        Ok(())
    }

    /// Begins payouts to a seller as long as there is something to be paid.
    async fn pay_seller(&self, run: Option<PayoutRunId>, seller: UserId) {
        loop {
            match self.begin_payout(run, seller).await {
                Ok(true) => {}
                Ok(false) => return,
                Err(error) => {
                    tracing::warn!(%seller, %error, "a payout could not be begun; the next round \
                        tries again");
                    return;
                }
            }
        }
    }

    /// The next sellers who are owed as much as is paid out, behind one; none if there are no more.
    fn sellers_to_pay(&self, after: &mut Option<UserId>) -> Option<Vec<UserId>> {
        let minimum = self.settings().payouts.minimum_minor.max(1);
        let catalog = self.tables().catalog();
        let some: Vec<_> = catalog.earnings.sellers(*after).take(SELLERS_AT_ONCE).collect();
        *after = Some(some.last()?.0);
        let are_due = some.into_iter().filter(|(_, balances)| balances.available >= minimum);
        Some(are_due.map(|(id, _)| id).collect())
    }

    /// Begins a payout of what a seller can be paid: in a run, or by the provider; gives whether there
    /// was one.
    async fn begin_payout(
        &self,
        run: Option<PayoutRunId>,
        seller: UserId,
    ) -> Answer<PayoutRefusal, bool> {
        let terms = self.settings().payouts;
        let payout = PayoutId::new();
        let decide = |reading: &mut Reading<'_>| {
            let account = reading.payout_account(seller)?;
            let is_closed =
                reading.user(seller)?.is_none_or(|it| it.ban.is_some() || it.is_deleted());
            let to = payouts::destination(account.as_deref(), is_closed, &terms, reading.now);
            let to = match (to, run) {
                (Ok(Destination::Bank(holder, iban)), Some(run))
                    if reading.payout_run(run)?.is_some_and(|run| run.closed.is_none()) =>
                {
                    PayoutTo::Bank { run, holder, iban }
                }
                (Ok(Destination::Provider(account)), None) => PayoutTo::Provider(account),
                _ => return Ok(Decision::default()),
            };
            let ids: Vec<_> = {
                let catalog = reading.tables().catalog();
                catalog.earnings.payable_of(seller).collect()
            };
            let mut lines = vec![];
            for id in ids {
                if lines.len() == Payout::LINES_MAX {
                    break;
                }
                let Some(line) = reading.earning(id)? else { continue };
                if line.minor < 0 || !is_refunding(reading, &line)? {
                    lines.push(line);
                }
            }
            let lines = payouts::lines(lines.iter().map(AsRef::as_ref), terms.minimum_minor);
            let Ok(lines) = lines else { return Ok(Decision::default()) };
            let of: Box<[_]> = lines.iter().map(|line| line.earning).collect();
            let events = payouts::begin(payout, seller, lines, to);
            Ok(Decision { events, rules: vec![Rule::PaysDebts(seller, of)] })
        };
        match self.transact::<PayoutRefusal>(By::Other, decide).await {
            Ok(committed) => Ok(committed.is_some()),
            // What came in between is left to the next run.
            Err(CommandError::Refused(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    async fn close_run(&self, id: PayoutRunId) -> Answer<PayoutRefusal> {
        let decide = |reading: &mut Reading<'_>| {
            if reading.payout_run(id)?.is_none_or(|run| run.closed.is_some()) {
                return Ok(Decision::default());
            }
            let (mut payouts, mut minor) = (0, 0);
            for payout in reading.tables().payouts_in(id)? {
                let payout = reading.tables().payout(payout)?;
                payouts += u32::from(payout.is_some());
                minor += payout.map_or(0, |payout| payout.minor());
            }
            Ok(vec![DomainEvent::PayoutRun(id, PayoutRunEvent::Closed { payouts, minor })].into())
        };
        self.transact::<PayoutRefusal>(By::Other, decide).await.map(drop)
    }

    /// Notes what has become of a payout; done already if it is so.
    pub async fn settle_payout(
        &self,
        id: PayoutId,
        outcome: PayoutOutcome,
    ) -> Answer<PayoutRefusal> {
        let decide = |reading: &mut Reading<'_>| {
            let payout =
                reading.payout(id)?.ok_or(CommandError::Refused(PayoutRefusal::NotThere))?;
            let mut lines = vec![];
            for line in &payout.lines {
                lines.extend(reading.earning(line.earning)?);
            }
            let all: Vec<_> = lines.iter().map(AsRef::as_ref).collect();
            let settled = payouts::settle(&payout, &all, outcome.clone());
            let mut events = settled.map_err(CommandError::Refused)?;
            // What was refunded while it was on its way.
            let arrived = match &outcome {
                PayoutOutcome::Paid(arrival) if !events.is_empty() => Some(Payout {
                    status: PayoutStatus::Paid(reading.now, arrival.clone()),
                    ..payout.as_ref().clone()
                }),
                _ => None,
            };
            if let Some(arrived) = arrived {
                let mut left = arrived.left_minor();
                for line in &lines {
                    let (EarningPlace::Reversed, Some(order)) = (line.place, line.order()) else {
                        continue;
                    };
                    let debt = EarningId::recalled(order, id);
                    let owed = reading.earning(debt)?.as_deref().map_or(0, earnings::owed_minor);
                    let asked = payouts::take_back(&arrived, left, debt, owed);
                    left -= if asked.is_some() { owed.min(left) } else { 0 };
                    events.extend(asked);
                }
            }
            if !events.is_empty() {
                events.extend(account_event(reading, &payout, &outcome)?);
            }
            Ok(events.into())
        };
        self.transact(By::Other, decide).await.map(drop)
    }

    /// Notes what has become of what was to be had back from the provider for a line: under which name
    /// it is back, or why it does not come.
    pub(super) async fn settle_take_back(
        &self,
        id: PayoutId,
        debt: EarningId,
        outcome: Result<Box<str>, Reason>,
    ) -> Answer<PayoutRefusal> {
        let decide = |reading: &mut Reading<'_>| {
            let not_there = || CommandError::Refused(PayoutRefusal::NotThere);
            let payout = reading.payout(id)?.ok_or_else(not_there)?;
            if payout.take_back().is_none_or(|asked| asked.debt != debt) {
                return Ok(Decision::default());
            }
            let line = reading.earning(debt)?.ok_or_else(not_there)?;
            Ok(match outcome.clone() {
                Ok(name) => payouts::taken_back(&payout, &line, name),
                Err(why) => {
                    vec![DomainEvent::Payout(id, PayoutEvent::TakeBackRefused(debt, why))]
                }
            }
            .into())
        };
        self.transact(By::Other, decide).await.map(drop)
    }

    /// Has a payout that there was too little for tried again under another key, if that attempt was the
    /// last, unless it is given up.
    pub(super) async fn retry_payout(
        &self,
        id: PayoutId,
        attempt: Attempt,
    ) -> Answer<PayoutRefusal> {
        if self.give_up_payout(id).await? {
            return Ok(());
        }
        let decide = |reading: &mut Reading<'_>| {
            let payout = reading.payout(id)?;
            let is_last = payout.is_some_and(|it| it.is_under_way() && it.attempt == attempt);
            let retried = is_last.then_some(DomainEvent::Payout(id, PayoutEvent::Retried));
            Ok(Decision { events: retried.into_iter().collect(), rules: vec![] })
        };
        self.transact(By::Other, decide).await.map(drop)
    }

    /// Has a payout by the provider come to nothing that would not be made like this any more, of which
    /// it is sure that no money has moved; gives whether it has.
    pub(super) async fn give_up_payout(&self, id: PayoutId) -> Answer<PayoutRefusal, bool> {
        let Some(why) = self.why_not_any_more(id)? else { return Ok(false) };
        let reason = Reason::parse(why);
        let reason = reason.map_err(|error| Unavailable::NotDone(error.to_string()))?;
        let setback = Setback { by: None, reason };
        self.settle_payout(id, PayoutOutcome::Failed(setback)).await.map(|()| true)
    }

    /// Why a payout would not be made like this any more.
    fn why_not_any_more(&self, id: PayoutId) -> Result<Option<&'static str>, StorageError> {
        let Some(payout) = self.tables().payout(id)? else { return Ok(None) };
        for line in &payout.lines {
            let line = self.tables().earning(line.earning)?;
            if line.is_none_or(|line| line.place != EarningPlace::InPayout(id)) {
                return Ok(Some("some of it was refunded"));
            }
        }
        let user = self.tables().user(payout.seller)?;
        let account = self.tables().payout_account(payout.seller)?;
        let connected = account.as_ref().and_then(|account| account.connected.as_ref());
        let is_its = connected.is_some_and(|it| PayoutTo::Provider(it.id.clone()) == payout.to);
        Ok(match account.as_ref().and_then(|account| account.paused.as_ref()) {
            _ if user.is_none_or(|user| user.ban.is_some()) => Some("the account is closed"),
            Some(_) => Some("payouts to the account are paused"),
            // Whoever has deleted their account is owed it all the same.
            None if !is_its && connected.is_some() => Some("it goes to another account now"),
            None => None,
        })
    }

    /// Notes where a seller is to be paid, who has shown that they know this password.
    pub async fn give_bank(
        &self,
        seller: UserId,
        checked: PasswordHash,
        holder: AccountHolder,
        iban: Iban,
    ) -> Answer<PayoutRefusal> {
        self.change_payout_account(seller, Some(checked), move |account| {
            let bank = account.and_then(|account| account.bank.as_ref());
            let is_so = bank.is_some_and(|bank| (&bank.holder, &bank.iban) == (&holder, &iban));
            (!is_so).then(|| PayoutAccountEvent::BankGiven(holder.clone(), iban.clone()))
        })
        .await
    }

    /// Pays a seller nothing for now.
    pub async fn pause_payouts(&self, seller: UserId, deed: Deed) -> Answer<PayoutRefusal> {
        self.change_payout_account(seller, None, move |account| {
            let is_paused = account.is_some_and(|account| account.paused.is_some());
            (!is_paused).then(|| PayoutAccountEvent::Paused(deed.clone()))
        })
        .await
    }

    /// Pays them again.
    pub async fn resume_payouts(&self, seller: UserId, deed: Deed) -> Answer<PayoutRefusal> {
        self.change_payout_account(seller, None, move |account| {
            let is_paused = account.is_some_and(|account| account.paused.is_some());
            is_paused.then(|| PayoutAccountEvent::Resumed(deed.clone()))
        })
        .await
    }

    pub(super) async fn change_payout_account(
        &self,
        seller: UserId,
        checked: Option<PasswordHash>,
        change: impl Fn(Option<&crate::domain::PayoutAccount>) -> Option<PayoutAccountEvent>,
    ) -> Answer<PayoutRefusal> {
        let decide = |reading: &mut Reading<'_>| {
            let user = reading.user(seller)?;
            let user = user.ok_or(CommandError::Refused(PayoutRefusal::NotThere))?;
            if checked.as_ref().is_some_and(|checked| *checked != user.password) {
                return Err(CommandError::Refused(PayoutRefusal::WrongPassword));
            }
            let event = change(reading.payout_account(seller)?.as_deref());
            let events = event.map(|event| DomainEvent::PayoutAccount(seller, event));
            Ok(Decision {
                events: events.into_iter().collect(),
                rules: vec![Rule::AccountIsThere(seller)],
            })
        };
        self.transact(By::Other, decide).await.map(drop)
    }

    /// Puts a seller's balance right, once by this line.
    pub async fn correct_balance(
        &self,
        id: EarningId,
        seller: UserId,
        (kind, minor): (CorrectionKind, i64),
        deed: Deed,
    ) -> Answer<PayoutRefusal> {
        let decide = |reading: &mut Reading<'_>| {
            reading.user(seller)?.ok_or(CommandError::Refused(PayoutRefusal::NotThere))?;
            if reading.earning(id)?.is_some() {
                return Ok(Decision::default());
            }
            let available = reading.tables().catalog().earnings.balances_of(seller).available;
            payouts::may_correct(kind, minor, available).map_err(CommandError::Refused)?;
            let corrected = EarningEvent::Corrected { seller, kind, minor, deed: deed.clone() };
            Ok(vec![DomainEvent::Earning(id, corrected)].into())
        };
        self.transact(By::Other, decide).await.map(drop)
    }

    /// Has what a seller has earned by an order before there were books paid out with the rest.
    pub async fn release_before_books(&self, order: OrderId, deed: Deed) -> Answer<PayoutRefusal> {
        let id = EarningId::of_sale(order);
        let decide = |reading: &mut Reading<'_>| {
            let not_there = || CommandError::Refused(PayoutRefusal::NotThere);
            let released = DomainEvent::Earning(id, EarningEvent::ReleasedByHand(deed.clone()));
            match reading.earning(id)? {
                Some(line) if line.place == EarningPlace::BeforeBooks => {
                    is_free(reading, order)?.then_some(()).ok_or_else(not_there)?;
                    Ok(vec![released].into())
                }
                Some(line) if line.sale().is_some_and(|sale| sale.is_before_books) => {
                    Ok(Decision::default())
                }
                Some(_) => Err(not_there()),
                None => {
                    is_free(reading, order)?.then_some(()).ok_or_else(not_there)?;
                    let order = reading.order(order)?.ok_or_else(not_there)?;
                    let ticket = reading.ticket(order.ticket)?.ok_or_else(not_there)?;
                    if order.status.paid_by().is_none() {
                        return Err(not_there());
                    }
                    let sale = earnings::sale(&order, ticket.event, true);
                    let earned = EarningEvent::Earned(ticket.seller, sale);
                    Ok(vec![DomainEvent::Earning(id, earned), released].into())
                }
            }
        };
        self.transact(By::Other, decide).await.map(drop)
    }

    /// Where a seller is paid; else why not yet.
    ///
    /// # Errors
    /// When a record cannot be read.
    pub fn payout_readiness(
        &self,
        seller: UserId,
        now: Timestamp,
    ) -> Result<Result<Destination, NotReady>, StorageError> {
        let account = self.tables().payout_account(seller)?;
        let user = self.tables().user(seller)?;
        let is_closed = user.is_none_or(|user| user.ban.is_some() || user.is_deleted());
        let terms = self.settings().payouts;
        Ok(payouts::destination(account.as_deref(), is_closed, &terms, now))
    }
}

/// Whether nobody wants the money for an order back.
fn is_free<R: Refusal>(reading: &mut Reading<'_>, id: OrderId) -> Answer<R, bool> {
    let is_claimed = reading.claim(id)?.is_some_and(|claim| claim.is_open());
    let Some(order) = reading.order(id)? else { return Ok(true) };
    let is_disputed = disputes::is_disputed(reading.tables(), &order)
        .map_err(|error| Unavailable::NotDone(error.to_string()))?;
    Ok(!is_claimed && !is_disputed && !order.is_refunding())
}

/// What an outcome means for payouts to come: to an account that the provider has refused there is none
/// for a day; and to whom one was brought back by hand, none until those who run the site say so, since
/// it would be made again at once.
fn account_event(
    reading: &mut Reading<'_>,
    payout: &Payout,
    outcome: &PayoutOutcome,
) -> Result<Option<DomainEvent>, StorageError> {
    let PayoutTo::Provider(to) = &payout.to else { return Ok(None) };
    let account = reading.payout_account(payout.seller)?;
    let account = account.as_deref();
    let connected = account.and_then(|account| account.connected.as_ref());
    let event = match outcome {
        PayoutOutcome::Refused(_) if connected.is_some_and(|it| it.id == *to) => {
            PayoutAccountEvent::Refused
        }
        PayoutOutcome::Returned(Setback { by: Some(by), reason })
            if account.is_none_or(|account| account.paused.is_none()) =>
        {
            PayoutAccountEvent::Paused(Deed { by: *by, reason: reason.clone() })
        }
        _ => return Ok(None),
    };
    Ok(Some(DomainEvent::PayoutAccount(payout.seller, event)))
}

/// Whether the money for a line's sale is on its way back to the buyer.
fn is_refunding<R: Refusal>(reading: &mut Reading<'_>, line: &Earning) -> Answer<R, bool> {
    let Some(sale) = line.sale() else { return Ok(false) };
    Ok(reading.order(sale.order)?.is_some_and(|order| order.is_refunding()))
}
