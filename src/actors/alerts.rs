//! Alerts: who is told by mail of tickets that come on sale, and how that goes.
//!
//! **A mail.** An entry puts a ticket on sale; its effect tells this actor of the event, and that is
//! all that whoever lists waits for. Ten seconds later, so that what is listed together is told
//! together, the actor goes through the alerts that may be about it: the event's, its venue's, and all
//! searches. It goes step by step, some alerts at a time with a rest between, and looks for each what
//! came on sale since it was told last. What there is to tell is one entry: `AlertTold` and
//! `MailQueued` for each of those alerts, so that no crash loses a mail or doubles one. Who was told
//! a short while ago is told when they may be again, of all that has come until then.
//!
//! **What is news** is read off the catalog, from `told_until` on: nothing of what is known here alone
//! is needed, so the actor begins with all alerts, and looks at all of them once an hour. That also
//! ends those that have run out.
//!
//! **Bounds.** Nobody has more than 20; one alert has a mail in ten minutes at the most, or a day; no
//! more are queued while [`MAILS_WAITING_MAX`] mails wait for the server, so that receipts do not
//! wait behind them; without a server none are. Who has not confirmed their address is told nothing.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::Arc,
    time::Duration,
};

use ractor::{Actor, ActorProcessingErr, ActorRef, SupervisionEvent};

use super::{
    Answer, CommandError, Market,
    entity::Alarm,
    transaction::{By, Decision, Reading},
};
use crate::{
    domain::{
        Alert, AlertEvent, AlertPace, AlertTopic, DomainEvent, MailAbout, MailEvent,
        rules::{
            Rule,
            alerts::{AlertRefusal, is_to_come, may_be_told},
        },
    },
    reads::catalog::{AlertGroup, NewsWanted},
    storage::StorageError,
    types::{AlertId, EventId, MailId, Timestamp, UserId},
};

/// How long tickets are gathered that come on sale together.
const GATHERED: Duration = Duration::from_secs(10);
/// How many alerts are looked at in one step.
const LOOKED_AT_ONCE: usize = 32;
/// The rest after a step, so that looking at very many alerts leaves the machine to others.
const REST: Duration = Duration::from_millis(100);
/// How many mails may wait to be sent before more are queued.
const MAILS_WAITING_MAX: usize = 200;
/// The rest while as many do, or after something could not be read or committed.
const LONG_REST: Duration = Duration::from_secs(5);
/// How often all alerts are looked at.
const ALL_EVERY: Duration = Duration::from_secs(3600);

/// What the actor can be told.
pub(super) enum AlertsMsg {
    /// A ticket for this event has come on sale, or the event has changed.
    Fresh(EventId),
    /// Go on.
    Step,
}

pub(super) struct AlertsActor;

pub(super) struct Looks {
    market: Arc<Market>,
    /// Events of which something came on sale, and when all that comes with it has come.
    fresh: BTreeMap<EventId, Timestamp>,
    /// What is to be looked at, each group after one alert.
    groups: VecDeque<(AlertGroup, Option<AlertId>)>,
    /// Alerts that have news and may not be told yet, and when they may.
    later: BTreeSet<(Timestamp, AlertId)>,
    /// When all alerts were looked at last.
    all_at: Option<Timestamp>,
    next: Option<Alarm>,
    /// Whether the next step comes before what is fresh from now on has been gathered.
    is_soon: bool,
}

impl Actor for AlertsActor {
    type Msg = AlertsMsg;
    type State = Looks;
    type Arguments = Arc<Market>;

    async fn pre_start(
        &self,
        myself: ActorRef<AlertsMsg>,
        market: Arc<Market>,
    ) -> Result<Looks, ActorProcessingErr> {
        // An error means that it does not start.
        let _ = myself.send_message(AlertsMsg::Step);
        Ok(Looks {
            market,
            fresh: BTreeMap::new(),
            groups: VecDeque::new(),
            later: BTreeSet::new(),
            all_at: None,
            next: None,
            is_soon: true,
        })
    }

    async fn handle(
        &self,
        myself: ActorRef<AlertsMsg>,
        message: AlertsMsg,
        looks: &mut Looks,
    ) -> Result<(), ActorProcessingErr> {
        match message {
            AlertsMsg::Fresh(event) => {
                let gathered = looks.market.clock().now() + GATHERED;
                looks.fresh.entry(event).or_insert(gathered);
                if !looks.is_soon {
                    looks.wait(&myself, GATHERED);
                }
            }
            AlertsMsg::Step => {
                let rest = looks.step().await.unwrap_or_else(|error| {
                    tracing::warn!(%error, "who wants to hear of new tickets could not be told; it \
                        is tried again");
                    LONG_REST
                });
                looks.wait(&myself, rest);
            }
        }
        Ok(())
    }

    async fn handle_supervisor_evt(
        &self,
        _: ActorRef<AlertsMsg>,
        _: SupervisionEvent,
        _: &mut Looks,
    ) -> Result<(), ActorProcessingErr> {
        Ok(())
    }
}

impl Looks {
    fn wait(&mut self, myself: &ActorRef<AlertsMsg>, rest: Duration) {
        let myself = myself.clone();
        self.is_soon = rest <= GATHERED;
        self.next = Some(Alarm::task(async move {
            tokio::time::sleep(rest).await;
            // An error means that the actor has stopped.
            let _ = myself.send_message(AlertsMsg::Step);
        }));
    }

    /// Looks at the next alerts; gives how long to rest then.
    async fn step(&mut self) -> Answer<AlertRefusal, Duration> {
        let market = self.market.clone();
        let now = market.clock().now();
        if market.sends_mails() && market.mails_waiting() >= MAILS_WAITING_MAX {
            return Ok(LONG_REST);
        }
        if self.all_at.is_none_or(|at| now.since(at) >= ALL_EVERY) {
            self.all_at = Some(now);
            self.add(AlertGroup::All);
        }
        let gathered = self.fresh.extract_if(.., |_, gathered| *gathered <= now);
        for (event, _) in gathered.collect::<Vec<_>>() {
            let groups = market.tables().catalog().alerted_by(event);
            groups.into_iter().for_each(|group| self.add(group));
        }
        let ids = self.next_ids(now);
        if !ids.is_empty() {
            match market.look_at_alerts(&ids).await {
                Ok(later) => self.later.extend(later),
                Err(error) => {
                    // They come again with the others.
                    self.later.extend(ids.into_iter().map(|id| (now, id)));
                    return Err(error);
                }
            }
        }
        Ok(self.rest(now))
    }

    /// Has a group looked at from its beginning, if it is not to be so already.
    fn add(&mut self, group: AlertGroup) {
        let whole = (group, None);
        if !self.groups.contains(&whole) {
            self.groups.push_back(whole);
        }
    }

    /// The alerts to look at: those whose time has come, and the next of the first group.
    fn next_ids(&mut self, now: Timestamp) -> Vec<AlertId> {
        let mut ids = vec![];
        while ids.len() < LOOKED_AT_ONCE
            && let Some((_, id)) = self.later.first().filter(|(due_at, _)| *due_at <= now).copied()
        {
            self.later.pop_first();
            ids.push(id);
        }
        if let Some((group, after)) = self.groups.pop_front() {
            let room = LOOKED_AT_ONCE - ids.len();
            let some = self.market.tables().catalog().alerts.after(&group, after, room);
            if room == 0 || some.len() == room {
                let last = some.last().map(|alert| alert.id).or(after);
                self.groups.push_front((group, last));
            }
            ids.extend(some.iter().map(|alert| alert.id));
        }
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    fn rest(&self, now: Timestamp) -> Duration {
        if !self.groups.is_empty() {
            return REST;
        }
        let later = self.later.first().map(|(due_at, _)| *due_at);
        let gathered = self.fresh.values().min().copied();
        let all = self.all_at.map(|at| at + ALL_EVERY);
        let next = [later, gathered, all].into_iter().flatten().min();
        next.map_or(REST, |next| next.since(now).max(REST))
    }
}

impl Market {
    /// Has a user told of tickets that come on sale; done already if they are, and as often.
    pub async fn ask_for_alert(
        &self,
        user: UserId,
        topic: AlertTopic,
        pace: AlertPace,
    ) -> Answer<AlertRefusal, AlertId> {
        let mut asked = None;
        let decide = |reading: &mut Reading<'_>| {
            let refused = CommandError::Refused;
            let account = reading.user(user)?.ok_or(refused(AlertRefusal::NotThere))?;
            if self.sends_mails() && account.confirmed_at.is_none() {
                return Err(refused(AlertRefusal::Unconfirmed));
            }
            let (topic, known) = self.known_alert(user, &topic, reading.now)?;
            let id = known.unwrap_or_else(|| AlertId::of(user, &topic.key()));
            asked = Some(id);
            let alert = reading.alert(id)?.filter(|alert| !alert.is_over);
            let event = match alert {
                Some(alert) if alert.pace == pace => return Ok(Decision::default()),
                Some(_) => AlertEvent::PaceChosen(pace),
                None => AlertEvent::Asked(user, topic, pace),
            };
            let rules = match event {
                AlertEvent::Asked(..) => {
                    vec![Rule::AccountIsThere(user), Rule::AlertsHaveRoom(user)]
                }
                _ => vec![],
            };
            Ok(Decision { events: vec![DomainEvent::Alert(id, event)], rules })
        };
        self.transact(By::Other, decide).await?;
        asked.ok_or(CommandError::Refused(AlertRefusal::NotThere))
    }

    /// What a user asks for, of the event that stays if it is about one, and their alert of just that.
    fn known_alert(
        &self,
        user: UserId,
        topic: &AlertTopic,
        now: Timestamp,
    ) -> Answer<AlertRefusal, (AlertTopic, Option<AlertId>)> {
        let refused = CommandError::Refused;
        let catalog = self.tables().catalog();
        let topic = match topic {
            AlertTopic::Event(id) => {
                let stays = catalog.event_that_stays(*id);
                let stays = stays.ok_or(refused(AlertRefusal::NoEvent))?;
                is_to_come(stays, now).map_err(refused)?;
                AlertTopic::Event(stays.id)
            }
            AlertTopic::Search(search) if search.is_empty() => {
                return Err(refused(AlertRefusal::NothingAsked));
            }
            AlertTopic::Venue(..) | AlertTopic::Search(_) => topic.clone(),
        };
        let known = catalog.alert_about(user, &topic).map(|alert| alert.id);
        Ok((topic, known))
    }

    /// Has a user told by an alert more often, or less; done already if it is so, or it has ended.
    pub async fn choose_alert_pace(&self, id: AlertId, pace: AlertPace) -> Answer<AlertRefusal> {
        let is_new = |alert: &Alert| alert.pace != pace;
        self.change_alert(id, is_new, AlertEvent::PaceChosen(pace)).await
    }

    /// Ends an alert; done already if it has ended.
    pub async fn end_alert(&self, id: AlertId) -> Answer<AlertRefusal> {
        self.change_alert(id, |_| true, AlertEvent::Ended).await
    }

    async fn change_alert(
        &self,
        id: AlertId,
        if_so: impl Fn(&Alert) -> bool,
        event: AlertEvent,
    ) -> Answer<AlertRefusal> {
        let decide = |reading: &mut Reading<'_>| {
            let alert = reading.alert(id)?.filter(|alert| !alert.is_over && if_so(alert));
            let event = alert.map(|_| DomainEvent::Alert(id, event.clone()));
            Ok(event.into_iter().collect::<Vec<_>>().into())
        };
        self.transact(By::Other, decide).await.map(drop)
    }

    fn mails_waiting(&self) -> usize {
        self.tables().catalog().mails.waiting().len()
    }

    /// Tells those who have news and may be told, and ends what has run out, as one entry. Gives those
    /// who may be told later, and when.
    async fn look_at_alerts(
        &self,
        ids: &[AlertId],
    ) -> Answer<AlertRefusal, Vec<(Timestamp, AlertId)>> {
        let mut later = vec![];
        let decide = |reading: &mut Reading<'_>| {
            later.clear();
            let mut events = vec![];
            for id in ids {
                let Some(alert) = reading.alert(*id)?.filter(|alert| !alert.is_over) else {
                    continue;
                };
                match self.look_at_alert(&alert, reading.now)? {
                    Look::Nothing => {}
                    Look::Later(due_at) => later.push((due_at, *id)),
                    Look::RunOut => events.push(DomainEvent::Alert(*id, AlertEvent::Ended)),
                    Look::News(until) => {
                        let (user, after) = (alert.user, alert.told_until);
                        let cause = format!("alert {id} {}", after.as_millis());
                        let about = MailAbout::AlertNews(*id, after, until);
                        let queued = MailEvent::Queued(user, about);
                        events.push(DomainEvent::Alert(*id, AlertEvent::Told(until)));
                        events.push(DomainEvent::Mail(MailId::of(user, &cause), queued));
                    }
                }
            }
            Ok(events.into())
        };
        self.transact(By::Other, decide).await?;
        Ok(later)
    }

    fn look_at_alert(&self, alert: &Alert, now: Timestamp) -> Result<Look, StorageError> {
        let user = self.tables().user(alert.user)?;
        let catalog = self.tables().catalog();
        if catalog.has_run_out(alert, now) {
            return Ok(Look::RunOut);
        }
        if !self.sends_mails() || user.is_none_or(|user| user.confirmed_at.is_none()) {
            return Ok(Look::Nothing);
        }
        // What is committed at this moment, or is being committed, is told of the next time.
        let until = now.max(self.tables().latest()) - Duration::from_millis(1);
        let (user, topic, after) = (alert.user, &alert.topic, alert.told_until);
        let wanted = NewsWanted { user, topic, after, until };
        if catalog.news(&wanted, self.settings().prices.fees.buyer, now).is_empty() {
            return Ok(Look::Nothing);
        }
        Ok(match (may_be_told(alert, now), alert.due_at()) {
            (false, Some(due_at)) => Look::Later(due_at),
            _ => Look::News(until),
        })
    }
}

/// What comes of looking at an alert.
enum Look {
    Nothing,
    /// There is news, to be told then.
    Later(Timestamp),
    /// There is news up to then, to be told now.
    News(Timestamp),
    /// Nothing will ever come of it.
    RunOut,
}
