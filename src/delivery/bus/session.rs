//! One connection to NATS, until something goes wrong or the site stops: connect, find the stream and
//! where it ends, publish from there on.

use std::{
    collections::VecDeque,
    error::Error as _,
    future::{IntoFuture as _, ready},
    io,
    sync::atomic::Ordering,
    time::Duration,
};

use async_nats::{
    Client, ConnectError, ConnectErrorKind, ConnectOptions, Event,
    jetstream::{
        self, Context,
        context::{GetStreamErrorKind, PublishAckFuture, PublishErrorKind},
        message::{PublishMessage, StreamMessage},
        stream::{Config, Info, RawMessageErrorKind, StorageType, Stream},
    },
};
use serde_json::Value;
use tokio::{
    sync::mpsc,
    time::{Instant, timeout},
};
use tokio_util::sync::CancellationToken;

use super::{Bus, BusError, cursor::Cursor};
use crate::{
    delivery::{cloud_events::CONTENT_TYPE, event_schemas::SUBJECT_PREFIX},
    domain::public::{PublicEvent, PublicEventId},
};

/// How many events are under way at once.
const UNDER_WAY_MAX: usize = 256;
/// How many are read of the feed at once.
const READ_AT_ONCE: usize = 256;
/// How long NATS may take to connect, and to acknowledge.
const CONNECT_WITHIN: Duration = Duration::from_secs(5);
const ACKNOWLEDGE_WITHIN: Duration = Duration::from_secs(10);
/// How often the cursor is written down at the most.
const CURSOR_EVERY: Duration = Duration::from_secs(1);
/// After how many events a session goes well, if it has not caught up before: a NATS that is full takes
/// one now and then.
const WELL_AFTER: usize = UNDER_WAY_MAX;
/// How long what is under way may take when the site stops.
const STOPPING_WITHIN: Duration = Duration::from_millis(500);

/// The id of a message of NATS's.
const MESSAGE_ID: &str = "Nats-Msg-Id";

/// An event that NATS has not acknowledged.
struct UnderWay {
    id: PublicEventId,
    message: u64,
    acknowledged: PublishAckFuture,
}

/// A stream, and how far it has come.
struct Session<'a> {
    bus: &'a Bus,
    jetstream: Context,
    /// When the stream was made, in nanoseconds of Unix time.
    created: i64,
    /// The number of the last message that was sent, and its event.
    sent: (u64, Option<PublicEventId>),
    under_way: VecDeque<UnderWay>,
    /// How many were acknowledged.
    acknowledged: usize,
    /// The last one that was acknowledged.
    done: Option<(u64, PublicEventId)>,
    written: Option<(u64, Instant)>,
}

impl Bus {
    pub(super) async fn session(self, stopping: CancellationToken) -> Result<(), BusError> {
        let (lose, mut lost) = mpsc::channel(1);
        tokio::select! {
            biased;
            Some(error) = lost.recv() => Err(error),
            ended = self.connected_session(lose, &stopping) => ended,
        }
    }

    async fn connected_session(
        &self,
        lose: mpsc::Sender<BusError>,
        stopping: &CancellationToken,
    ) -> Result<(), BusError> {
        let begun = async {
            let client = self.connect(lose).await?;
            let is_fit = |part: &str| part.parse::<u32>().unwrap_or(0);
            let version = client.server_info().version;
            let mut parts = version.split('.').map(is_fit);
            if (parts.next(), parts.next()) < (Some(2), Some(10)) {
                return Err(BusError::OldServer(version.into()));
            }
            self.begin(client).await
        };
        let Some(session) = stopping.run_until_cancelled(begun).await else { return Ok(()) };
        let mut session = session?;
        self.state.is_connected.store(true, Ordering::Relaxed);
        session.publish(stopping).await
    }

    /// Connects; what ends the connection later is sent to `lose`, while events come or none does.
    async fn connect(&self, lose: mpsc::Sender<BusError>) -> Result<Client, BusError> {
        let config = &self.config;
        let mut options = ConnectOptions::new()
            .name("holdfast")
            .connection_timeout(CONNECT_WITHIN)
            .request_timeout(Some(ACKNOWLEDGE_WITHIN))
            .max_reconnects(1)
            .event_callback(move |event| {
                let why = match event {
                    Event::Disconnected | Event::Closed => {
                        Some("the connection to NATS was lost".into())
                    }
                    // Such as a subject that this user may not publish to: no acknowledgement comes.
                    Event::ServerError(error) => Some(format!("NATS refuses: {error}")),
                    _ => None,
                };
                if let Some(why) = why {
                    // The first is the reason.
                    let _ = lose.try_send(BusError::Nats(why.into()));
                }
                ready(())
            });
        if !config.credentials_file.is_empty() {
            let file = options.credentials_file(&config.credentials_file).await;
            options = file.map_err(|error| {
                BusError::Nats(format!("bus.credentials_file cannot be used: {error}").into())
            })?;
        }
        if !config.user.is_empty() {
            let password = config.password.expose().to_owned();
            options = options.user_and_password(config.user.clone(), password);
        }
        if !config.ca_file.is_empty() {
            let trusted = config.ca_file.clone().into();
            options = options.add_root_certificates(trusted).require_tls(true);
        }
        let connecting = options.connect(config.url.as_str());
        let connected = timeout(CONNECT_WITHIN, connecting).await;
        connected
            .map_err(|_| BusError::nats("the NATS server does not answer"))?
            .map_err(|error| not_connected(&error))
    }

    async fn begin(&self, client: Client) -> Result<Session<'_>, BusError> {
        let mut jetstream = jetstream::new(client);
        jetstream.set_timeout(ACKNOWLEDGE_WITHIN);
        let stream = self.stream(&jetstream).await?;
        let info = stream.cached_info();
        let created = i64::try_from(info.created.unix_timestamp_nanos()).unwrap_or(i64::MAX);
        let last = self.last_event(&stream, created).await?;
        *self.state.cursor.lock() = last;
        let message = info.state.last_sequence;
        if !self.state.has_begun.swap(true, Ordering::Relaxed) {
            self.tell_begun(info, last);
        }
        Ok(Session {
            bus: self,
            jetstream,
            created,
            sent: (message, last),
            under_way: VecDeque::new(),
            acknowledged: 0,
            done: last.map(|last| (message, last)),
            written: None,
        })
    }

    /// Logs where it begins, and what is to be known of the stream.
    fn tell_begun(&self, info: &Info, last: Option<PublicEventId>) {
        tracing::info!(
            stream = self.config.stream,
            messages = info.state.last_sequence,
            last = last.map(tracing::field::display),
            "events are published"
        );
        if info.config.num_replicas < 2 {
            tracing::warn!(
                stream = self.config.stream,
                "the stream has one copy, and NATS writes what it has acknowledged to its disk every two \
                 minutes unless its sync_interval is \"always\": if its machine loses power, events of \
                 these minutes may be gone from the stream. The site sees that, and publishes them again"
            );
        }
    }

    /// The stream, which is made if it is not there.
    async fn stream(&self, jetstream: &Context) -> Result<Stream, BusError> {
        let subjects = format!("{SUBJECT_PREFIX}>");
        let wanted = Config {
            name: self.config.stream.clone(),
            subjects: vec![subjects.clone()],
            storage: StorageType::File,
            max_age: Duration::from_secs(u64::from(self.config.max_age_days) * 24 * 3600),
            ..Config::default()
        };
        let stream = match jetstream.get_stream(&wanted.name).await {
            Ok(stream) => stream,
            Err(error) => match error.kind() {
                GetStreamErrorKind::JetStream(why)
                    if why.error_code() == jetstream::ErrorCode::STREAM_NOT_FOUND =>
                {
                    jetstream.create_stream(wanted.clone()).await.map_err(BusError::nats)?
                }
                _ => return Err(BusError::nats(error)),
            },
        };
        let info = stream.cached_info();
        check(info, &subjects)?;
        if info.config.max_age == wanted.max_age {
            return Ok(stream);
        }
        let changed = Config { max_age: wanted.max_age, ..info.config.clone() };
        jetstream.update_stream(changed).await.map_err(BusError::nats)?;
        Ok(stream)
    }

    /// Which event the stream ends with; none if there never was one.
    async fn last_event(
        &self,
        stream: &Stream,
        created: i64,
    ) -> Result<Option<PublicEventId>, BusError> {
        let state = &stream.cached_info().state;
        let sequence = state.last_sequence;
        if sequence == 0 {
            return Ok(None);
        }
        match stream.get_raw_message(sequence).await {
            Ok(message) => self.event_of(&message).map(Some),
            Err(error) if error.kind() == RawMessageErrorKind::NoMessageFound => {
                self.event_beside(sequence, created).map(Some)
            }
            Err(error) => Err(BusError::nats(error)),
        }
    }

    /// The event that a message is, if it is one of ours.
    fn event_of(&self, message: &StreamMessage) -> Result<PublicEventId, BusError> {
        let id = message.headers.get(MESSAGE_ID).map(|id| id.as_str().parse::<PublicEventId>());
        let Some(Ok(id)) = id else { return Err(BusError::Foreign) };
        let event = self.event(id)?.ok_or(BusError::Ahead { stream: id })?;
        let body = self.source.body(&event);
        let Ok(there) = serde_json::from_slice::<Value>(&message.payload) else {
            return Err(BusError::Foreign);
        };
        // All but what may have been forgotten since, or be configured otherwise.
        let is_same = ["id", "type", "subject", "time"].iter().all(|key| body[key] == there[key])
            && body["data"]["version"] == there["data"]["version"];
        if is_same { Ok(id) } else { Err(BusError::Ahead { stream: id }) }
    }

    fn event(&self, id: PublicEventId) -> Result<Option<PublicEvent>, BusError> {
        let before = match id.index.checked_sub(1) {
            Some(index) => PublicEventId { index, ..id },
            None => PublicEventId::end_of(id.sequence.saturating_sub(1)),
        };
        let next = self.tables.public_events_after(Some(before), 1)?;
        Ok(next.into_iter().find(|event| event.id == id))
    }

    /// The event that a message was which is gone, by the cursor beside the stream: each message is
    /// one event, so what lies between the two is as much in the one as in the other.
    fn event_beside(&self, sequence: u64, created: i64) -> Result<PublicEventId, BusError> {
        let lost = || BusError::CursorLost { sequence };
        let cursor = Cursor::read(&self.folder).ok_or_else(lost)?;
        let id = cursor.event.parse().map_err(|_| lost())?;
        let is_of_it = cursor.stream == self.config.stream && cursor.created == created;
        let mut missing =
            sequence.checked_sub(cursor.message).filter(|_| is_of_it).ok_or_else(lost)?;
        let mut last = id;
        while missing > 0 {
            let at_once = usize::try_from(missing).unwrap_or(READ_AT_ONCE).min(READ_AT_ONCE);
            let events = self.tables.public_events_after(Some(last), at_once)?;
            last = events.last().ok_or(BusError::Ahead { stream: last })?.id;
            missing -= events.len() as u64;
        }
        Ok(last)
    }
}

/// Why there is no connection, and what to see to.
fn not_connected(error: &ConnectError) -> BusError {
    let tls = |error: &io::Error| error.get_ref().is_some_and(|error| error.is::<rustls::Error>());
    let is_of_tls = error.source().and_then(|source| source.downcast_ref()).is_some_and(tls);
    let why = match error.kind() {
        ConnectErrorKind::AuthorizationViolation | ConnectErrorKind::Authentication => format!(
            "NATS does not let the site in: see to bus.user and its password, or to \
             bus.credentials_file ({error})"
        ),
        ConnectErrorKind::Tls => format!("TLS with NATS fails: see to bus.ca_file ({error})"),
        _ if is_of_tls => {
            format!("TLS with NATS fails: see to bus.ca_file and to NATS's certificate ({error})")
        }
        _ => format!("NATS cannot be reached: {error}"),
    };
    BusError::Nats(why.into())
}

/// Whether a stream can take the events.
fn check(info: &Info, subjects: &str) -> Result<(), BusError> {
    let config = &info.config;
    let unfit = |why: String| Err(BusError::Unfit(why.into()));
    if !config.subjects.iter().any(|subject| subject == subjects) {
        return unfit(format!("its subjects are {:?} and lack {subjects}", config.subjects));
    }
    if config.no_ack || config.sealed {
        return unfit("it acknowledges nothing, or is sealed".into());
    }
    if config.storage != StorageType::File {
        return unfit("it is kept in memory, and would be gone with a restart of NATS".into());
    }
    Ok(())
}

impl Session<'_> {
    /// Publishes until something goes wrong or the site stops.
    async fn publish(&mut self, stopping: &CancellationToken) -> Result<(), BusError> {
        let mut more = self.bus.tables.latest_public_event();
        loop {
            let going_on = stopping.run_until_cancelled(async {
                more.mark_unchanged();
                if !self.send_some().await? {
                    self.acknowledged(0).await?;
                    self.write_cursor(false).await;
                    self.bus.state.is_well();
                    // The sender is the tables', which this holds.
                    let _ = more.changed().await;
                }
                Ok::<_, BusError>(())
            });
            match going_on.await {
                Some(result) => result?,
                None => break,
            }
        }
        let finished = timeout(STOPPING_WITHIN, self.acknowledged(0)).await;
        self.write_cursor(true).await;
        finished.unwrap_or(Ok(()))
    }

    /// Sends the next events; gives whether there were any.
    async fn send_some(&mut self) -> Result<bool, BusError> {
        let events = self.bus.tables.public_events_after(self.sent.1, READ_AT_ONCE)?;
        for event in &events {
            self.acknowledged(UNDER_WAY_MAX - 1).await?;
            self.send(event).await?;
        }
        self.write_cursor(false).await;
        Ok(!events.is_empty())
    }

    async fn send(&mut self, event: &PublicEvent) -> Result<(), BusError> {
        let (before, _) = self.sent;
        let body = self.bus.source.body(event).to_string();
        let message = PublishMessage::build()
            .payload(body.into())
            .message_id(event.id.to_string())
            .header("Content-Type", CONTENT_TYPE)
            .expected_stream(&self.bus.config.stream)
            .expected_last_sequence(before);
        let subject = format!("{SUBJECT_PREFIX}{}", event.fact.kind().word());
        let sent = self.jetstream.send_publish(subject, message);
        let sent = timeout(ACKNOWLEDGE_WITHIN, sent).await;
        let acknowledged =
            sent.map_err(|_| BusError::nats("NATS takes nothing"))?.map_err(BusError::nats)?;
        let (id, message) = (event.id, before + 1);
        self.under_way.push_back(UnderWay { id, message, acknowledged });
        self.sent = (message, Some(id));
        Ok(())
    }

    /// Waits until no more than so many are under way.
    async fn acknowledged(&mut self, left_max: usize) -> Result<(), BusError> {
        while self.under_way.len() > left_max
            && let Some(UnderWay { id, message, acknowledged }) = self.under_way.pop_front()
        {
            // Within ACKNOWLEDGE_WITHIN, as the context was told.
            let answer = acknowledged.into_future().await.map_err(|error| match error.kind() {
                PublishErrorKind::TimedOut => BusError::nats("NATS does not acknowledge"),
                _ => BusError::nats(error),
            })?;
            if answer.sequence != message {
                return Err(BusError::nats(
                    "NATS has put an event in another place than was asked",
                ));
            }
            self.bus.state.is_published(id);
            self.done = Some((message, id));
            self.acknowledged += 1;
            if self.acknowledged == WELL_AFTER {
                self.bus.state.is_well();
            }
        }
        Ok(())
    }

    /// Writes the cursor down, if there is another and it is time.
    async fn write_cursor(&mut self, is_now: bool) {
        let Some((message, id)) = self.done else { return };
        let is_due = self.written.is_none_or(|(written, at)| {
            written != message && (is_now || at.elapsed() >= CURSOR_EVERY)
        });
        if !is_due {
            return;
        }
        let cursor = Cursor {
            stream: self.bus.config.stream.clone(),
            created: self.created,
            message,
            event: id.to_string(),
        };
        let folder = self.bus.folder.clone();
        let written = tokio::task::spawn_blocking(move || cursor.write(&folder)).await;
        match written {
            Ok(Ok(())) => self.written = Some((message, Instant::now())),
            Ok(Err(error)) => {
                tracing::warn!(%error, "the bus's cursor cannot be written; the stream itself has it");
            }
            Err(_) => {}
        }
    }
}
