//! The actor that brings to an end what no message brings to its end: at start, what the last
//! process left in flight; every round, what has been lost on the way. It also has the provider's
//! books compared with ours, and tells whoever runs the site what it cannot settle.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::Duration,
};

use ractor::{Actor, ActorProcessingErr, ActorRef, SupervisionEvent};

use super::{
    Market,
    entity::Alarm,
    isolated::isolated,
    payment::PaymentMsg,
    provider_audit::{AuditQuestion, Issue, LookError, Seen, SellersSeen, look},
    ticket::TicketMsg,
};
use crate::{
    domain::{Charge, ChargeStatus, Order},
    payments::books::Judgement,
    payments::overdue::{Overdue, overdue},
    payments::transfer_books::TransferDifference,
    storage::StorageError,
    types::{ChargeId, Timestamp},
};

/// The wait before the log is told again of what is overdue.
const TOLD_AGAIN: Duration = Duration::from_secs(3600);

/// What the reconciler can be told.
#[derive(Debug)]
pub(super) enum ReconcilerMsg {
    /// Take up what is unfinished.
    Round,
    /// Go on with what is done step by step.
    Tend,
    /// All who could be paid are, as far as that goes: from its own task.
    Paid,
    /// What a look at the provider's books has shown: from its own task.
    Looked(AuditQuestion, Result<Seen, LookError>),
}

/// What is not settled, as of the last round and the last look: for those who run the site.
#[derive(Debug, Clone, Default)]
pub struct Unsettled {
    /// How many rounds there were since the start.
    pub rounds: u64,
    /// Charges that should have been settled.
    pub overdue: Vec<Overdue>,
    /// Payments in the provider's books that are not as they should be.
    pub issues: Vec<Issue>,
    /// What there was to be seen where the provider pays sellers.
    pub sellers: Option<SellersSeen>,
    /// When the books were last read to their end.
    pub looked_at: Option<Timestamp>,
}

pub(super) struct Reconciler;

pub(super) struct Rounds {
    market: Arc<Market>,
    next: Option<Alarm>,
    /// The look that is under way.
    look: Option<Alarm>,
    looks_fail: bool,
    /// Waitlists are looked through, what closed accounts trade, merged and cancelled events still have,
    /// whom changed events concern, which files are to come, and what sellers have earned.
    tended: Option<Alarm>,
    /// Sellers are being paid.
    paying: Option<Alarm>,
    /// Something has come up since that began.
    pays_again: bool,
    /// When we first saw that the money of a charge is held ready.
    authorised: HashMap<ChargeId, Timestamp>,
    /// What the last round took up: only of that it can be said that it does not help.
    taken_up: HashSet<ChargeId>,
    /// When the log was told of a charge.
    told: HashMap<ChargeId, Timestamp>,
    told_issues: HashSet<(Box<str>, Judgement)>,
    told_transfers: Vec<TransferDifference>,
    seen: Unsettled,
}

impl Actor for Reconciler {
    type Msg = ReconcilerMsg;
    type State = Rounds;
    type Arguments = Arc<Market>;

    async fn pre_start(
        &self,
        myself: ActorRef<ReconcilerMsg>,
        market: Arc<Market>,
    ) -> Result<Rounds, ActorProcessingErr> {
        // An error means that it does not start.
        let _ = myself.send_message(ReconcilerMsg::Round);
        // One that takes a failed one's place goes on from what that has seen.
        let seen = market.unsettled().as_ref().clone();
        Ok(Rounds {
            market,
            next: None,
            look: None,
            looks_fail: false,
            tended: None,
            paying: None,
            pays_again: false,
            authorised: HashMap::new(),
            taken_up: HashSet::new(),
            told: HashMap::new(),
            told_issues: HashSet::new(),
            told_transfers: vec![],
            seen,
        })
    }

    async fn handle(
        &self,
        myself: ActorRef<ReconcilerMsg>,
        message: ReconcilerMsg,
        rounds: &mut Rounds,
    ) -> Result<(), ActorProcessingErr> {
        match message {
            ReconcilerMsg::Round => rounds.round(&myself),
            ReconcilerMsg::Tend => rounds.tend(&myself),
            ReconcilerMsg::Paid => {
                rounds.paying = None;
                if std::mem::take(&mut rounds.pays_again) {
                    rounds.pay(&myself);
                }
            }
            ReconcilerMsg::Looked(question, result) => rounds.learn(&question, result),
        }
        rounds.market.publish_unsettled(rounds.seen.clone());
        Ok(())
    }

    async fn handle_supervisor_evt(
        &self,
        _: ActorRef<ReconcilerMsg>,
        _: SupervisionEvent,
        _: &mut Rounds,
    ) -> Result<(), ActorProcessingErr> {
        Ok(())
    }
}

impl Rounds {
    fn round(&mut self, myself: &ActorRef<ReconcilerMsg>) {
        self.seen.rounds += 1;
        match self.reconcile() {
            Ok(overdue) => self.tell_overdue(overdue),
            Err(error) => tracing::error!(%error, "a record could not be read while unfinished \
                business was looked for; the next round tries again"),
        }
        if self.look.is_none() {
            self.look = Some(self.begin_look(myself));
        }
        self.tend(myself);
        let (myself, wait) = (myself.clone(), self.market.settings().reconcile);
        self.next = Some(Alarm::task(async move {
            tokio::time::sleep(wait).await;
            // An error means that the reconciler has stopped.
            let _ = myself.send_message(ReconcilerMsg::Round);
        }));
    }

    /// What of this is under way begins anew: each step is found by what is left.
    fn tend(&mut self, myself: &ActorRef<ReconcilerMsg>) {
        self.pay(myself);
        let market = self.market.clone();
        self.tended = Some(Alarm::task(async move {
            market.tend_banned().await;
            market.tend_merged().await;
            market.tend_events().await;
            market.tend_files().await;
        }));
    }

    /// Pays sellers. It goes on to its end, since the provider may be slow to say who can be paid, and
    /// whoever comes last is to be paid as well.
    fn pay(&mut self, myself: &ActorRef<ReconcilerMsg>) {
        if self.paying.is_some() {
            self.pays_again = true;
            return;
        }
        let (market, myself) = (self.market.clone(), myself.clone());
        self.paying = Some(Alarm::task(async move {
            let paid = isolated(async move { market.tend_payouts().await }).await;
            if paid.is_none() {
                tracing::error!("paying sellers panicked; the next round goes on");
            }
            // An error means that the reconciler has stopped.
            let _ = myself.send_message(ReconcilerMsg::Paid);
        }));
    }

    /// Activates every ticket that is held (its actor has the timer), and every charge that is not
    /// settled or is to go back, and every payout about which the provider is to do something. Gives what
    /// is overdue.
    fn reconcile(&mut self) -> Result<Vec<Overdue>, StorageError> {
        let market = self.market.clone();
        let now = market.clock().now();
        let (tickets, refunding, charges, payouts) = {
            let catalog = market.tables().catalog();
            (
                catalog.held.iter().copied().collect::<Vec<_>>(),
                catalog.refunding.iter().copied().collect::<Vec<_>>(),
                catalog.unfinished_charges.iter().copied().collect::<Vec<_>>(),
                catalog.earnings.at_provider().iter().copied().collect::<Vec<_>>(),
            )
        };
        let mut late = vec![];
        for ticket in tickets {
            market.tell_ticket(ticket, TicketMsg::Resume);
        }
        payouts.into_iter().for_each(|payout| market.resume_payout(payout));
        let unfinished: HashSet<_> = charges.iter().copied().collect();
        let mut taken_up = unfinished.clone();
        self.authorised.retain(|charge, _| unfinished.contains(charge));
        for id in charges {
            let Some(charge) = market.tables().charge(id)? else { continue };
            let order = market.tables().order(charge.order)?;
            late.extend(self.overdue(&charge, order.as_deref(), now));
            market.tell_payment(id, PaymentMsg::Resume);
        }
        for id in refunding {
            let Some(order) = market.tables().order(id)? else { continue };
            let Some(charge) = order.status.paid_by() else { continue };
            market.tell_payment(charge, PaymentMsg::Resume);
            taken_up.insert(charge);
            // What waits for the buyer's bank is not late.
            if let Some(charge) = market.tables().charge(charge)?
                && !market.is_disputed(charge.payment())
            {
                late.extend(self.overdue(&charge, Some(&order), now));
            }
        }
        // After hours in which the site was down everything is late, and settled in a moment.
        let before = std::mem::replace(&mut self.taken_up, taken_up);
        late.retain(|late| before.contains(&late.charge));
        Ok(late)
    }

    fn overdue(
        &mut self,
        charge: &Charge,
        order: Option<&Order>,
        now: Timestamp,
    ) -> Option<Overdue> {
        let is_authorised = charge.status == ChargeStatus::Authorised;
        let seen = is_authorised.then(|| *self.authorised.entry(charge.id).or_insert(now));
        overdue(charge, order, seen, now)
    }

    /// At first sight, and then once an hour.
    fn tell_overdue(&mut self, overdue: Vec<Overdue>) {
        let now = self.market.clock().now();
        let charges: HashSet<_> = overdue.iter().map(|late| late.charge).collect();
        self.told.retain(|charge, _| charges.contains(charge));
        for late in &overdue {
            let told = self.told.get(&late.charge);
            if told.is_none_or(|told| now.since(*told) >= TOLD_AGAIN) {
                self.told.insert(late.charge, now);
                tracing::error!(
                    charge = %late.charge,
                    order = %late.order,
                    payment = late.stripe_id.as_deref(),
                    money_is = %late.waits_for,
                    since = late.since.rfc3339(),
                    "a payment is overdue: it is tried again and again, and somebody should look \
                     why that does not help"
                );
            }
        }
        self.seen.overdue = overdue;
    }

    fn begin_look(&self, myself: &ActorRef<ReconcilerMsg>) -> Alarm {
        let (market, myself) = (self.market.clone(), myself.clone());
        let now = market.clock().now();
        let question = AuditQuestion::next(now, self.seen.looked_at, &self.seen.issues);
        Alarm::task(async move {
            let of_task = question.clone();
            let asked = isolated(async move { look(&market, &of_task).await }).await;
            let result = asked.unwrap_or(Err(LookError::Panicked));
            // An error means that the reconciler has stopped.
            let _ = myself.send_message(ReconcilerMsg::Looked(question, result));
        })
    }

    fn learn(&mut self, question: &AuditQuestion, result: Result<Seen, LookError>) {
        self.look = None;
        let failure = match result {
            Ok(Seen { issues, sellers, not_done }) => {
                self.take_issues(issues);
                self.take_sellers(sellers);
                not_done.map(LookError::Provider)
            }
            Err(error) => Some(error),
        };
        match failure {
            None => {
                self.seen.looked_at = Some(question.asked_at);
                if std::mem::take(&mut self.looks_fail) {
                    tracing::info!("the provider's books can be read again");
                }
            }
            Some(error) => {
                if !std::mem::replace(&mut self.looks_fail, true) {
                    tracing::warn!(%error, "the provider's books cannot be compared with ours; it \
                        is tried again every round, and the log says when that works again");
                }
            }
        }
    }

    /// What is seen twice is told: a list may be older than what has happened here meanwhile.
    fn take_sellers(&mut self, seen: Option<SellersSeen>) {
        let Some(seen) = seen else { return };
        let before = self.seen.sellers.take().map(|before| before.transfers).unwrap_or_default();
        let mut told = vec![];
        for difference in seen.transfers.iter().filter(|it| before.contains(it)) {
            if !self.told_transfers.contains(difference) {
                tracing::error!(%difference, "a transfer at the provider is not as its payout is, and \
                    somebody must see to it: docs/payouts.md");
            }
            told.push(difference.clone());
        }
        self.told_transfers = told;
        self.seen.sellers = Some(seen);
    }

    fn take_issues(&mut self, issues: Vec<Issue>) {
        let now = self.market.clock().now();
        let mut told = HashSet::new();
        for issue in &issues {
            if let (Judgement::RefundedThere, Some(charge)) = (issue.judgement, issue.charge) {
                self.market.look_at_charge(charge);
            }
            if issue.needs_a_person(now) {
                let key = (issue.payment.clone(), issue.judgement);
                if !self.told_issues.contains(&key) {
                    tracing::error!(
                        payment = &*issue.payment,
                        charge = issue.charge.map(tracing::field::display),
                        order = issue.order.map(tracing::field::display),
                        what = issue.judgement.words(),
                        "a payment at the provider is not as it should be, and somebody must see \
                         to it: docs/payments.md, \"How to check the books\""
                    );
                }
                told.insert(key);
            }
        }
        self.told_issues = told;
        self.seen.issues = issues;
    }
}
