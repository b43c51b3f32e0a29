//! The application: everything wired together.

use std::{io, net::SocketAddr, sync::Arc, time::Duration};

use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::{
    actors::{Backups, Market, Settings, WebhookPort},
    backup::{
        BackupPort, SiteBackups,
        quiet::{self, WouldDo},
    },
    clock::Clock,
    config::{Config, ConfigError, Provider},
    delivery::{
        bus::{Bus, BusState},
        mail::{Letterhead, MailSender, NOT_SET_UP, Post, Unsent},
        webhooks::{Reach, Silent, SystemResolver, WebhookClient, WebhookSender},
    },
    domain::rules::{
        holding::HoldLimits, payouts::PayoutMethod, prices::PriceRules, sign_in::Lasting,
    },
    http::{EdgeState, HttpServer, ServerLimits, router},
    operator::{Operator, OperatorError, PageName},
    passwords::{Passwords, PasswordsError},
    payments::{
        Checkout, PaymentGateway,
        quiet::Quiet,
        sandbox::Sandbox,
        stripe::{Stripe, StripeError, StripeLimits, checkout},
    },
    storage::{OpenError, Recovery, Storage},
    types::Language,
    usecases::{Role, Staff},
};

/// How long requests, and then actors, may take to finish when the site stops, and actors to end
/// with those that must be killed: well under the ten seconds after which service managers lose
/// patience.
const DRAIN: Duration = Duration::from_secs(5);
const ACTORS_STOP: Duration = Duration::from_secs(2);
const ACTORS_STOP_ALL: Duration = Duration::from_secs(3);
/// How long the event bus may take after that: it had as long as requests and actors took.
const BUS_STOP: Duration = Duration::from_millis(500);
/// What is left to write down how long answers took.
const TIMES_STOP: Duration = Duration::from_millis(500);
/// How long the journal and the snapshots may take to close: a disk that hangs must not hold up the
/// end.
const STORAGE_CLOSE: Duration = Duration::from_millis(1500);
/// The wait between two clean-ups of expired sessions.
const SESSIONS_CLEANED: Duration = Duration::from_secs(3600);

/// File handles that connections leave to the rest.
const FILES_KEPT: usize = 192;

/// A site, ready to run.
pub struct App {
    /// Where it listens.
    pub address: SocketAddr,
    /// The marketplace.
    pub market: Arc<Market>,
    /// What the start has found and mended.
    pub recovery: Recovery,
    server: HttpServer,
    stopping: CancellationToken,
    lasting: Lasting,
    bus: Option<Bus>,
    /// What writes down how long answers took.
    times: tokio::task::JoinHandle<()>,
}

/// Why a site does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The data cannot be opened.
    #[error(transparent)]
    Storage(#[from] OpenError),
    /// The cryptography that is built in has no TLS for webhooks.
    #[error("webhooks cannot be sent: {0}")]
    Tls(#[from] rustls::Error),
    /// Stripe cannot be used as it is configured.
    #[error(transparent)]
    Stripe(#[from] StripeError),
    /// Something cannot be as it is configured.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// What whoever runs the site has made theirs cannot be shown.
    #[error(transparent)]
    Operator(#[from] OperatorError),
    /// argon2 cannot run here.
    #[error("passwords cannot be hashed on this machine: {0}")]
    Passwords(#[from] PasswordsError),
    /// An actor did not start.
    #[error("the actors cannot be started: {0}")]
    Actors(#[from] ractor::SpawnErr),
    /// The address cannot be listened on.
    #[error(
        "cannot listen on {address}: {source}. Is another program using it? Set server.listen."
    )]
    Listen {
        /// Which address.
        address: SocketAddr,
        /// What the machine says.
        source: io::Error,
    },
    /// The data folder could not be opened in the background.
    #[error("the start was interrupted")]
    Interrupted,
}

impl App {
    /// Opens the data folder, starts the actors, and takes the port.
    ///
    /// # Errors
    /// When any of it cannot be had.
    pub async fn build(config: Config, clock: Clock) -> Result<Self, StartError> {
        let path = config.storage.path.clone();
        let at_once = config.accounts.password_hashes_at_once;
        // Both take a while, and are at it together.
        let opening = tokio::task::spawn_blocking(move || Storage::open(&path, clock));
        let passwords = tokio::task::spawn_blocking(move || Passwords::new(at_once)).await;
        let (storage, recovery) = opening.await.map_err(|_| StartError::Interrupted)??;
        let storage = Arc::new(storage);
        let wired = match passwords {
            Ok(Ok(passwords)) => {
                Self::wire(config, clock, storage.clone(), recovery, passwords).await
            }
            Ok(Err(error)) => Err(error.into()),
            Err(_) => Err(StartError::Interrupted),
        };
        if wired.is_err() {
            // The folder is free again for whoever starts next.
            let _ = tokio::task::spawn_blocking(move || storage.close()).await;
        }
        wired
    }

    async fn wire(
        mut config: Config,
        clock: Clock,
        storage: Arc<Storage>,
        recovery: Recovery,
        passwords: Passwords,
    ) -> Result<Self, StartError> {
        config.storage.quiet |= quiet::is_marked(&config.storage.path);
        let quiet = quiet_start(&config).await?;
        let (gateway, checkout) = payments(&config, clock, &storage).await?;
        let operator = Arc::new(Operator::open(&config.site)?);
        log_pages(&config, &operator);
        let post = post(&config, operator.clone())?;
        // The port before the actors: without it nothing is worth beginning.
        let wanted = config.server.listen;
        let listen = |source| StartError::Listen { address: wanted, source };
        let listener = TcpListener::bind(wanted).await.map_err(listen)?;
        let address = listener.local_addr().map_err(listen)?;
        let settings = Settings {
            hold: Duration::from_secs(config.orders.hold_seconds),
            turn: Duration::from_secs(config.orders.line_seconds),
            limits: HoldLimits {
                live_max: config.orders.max_live_per_user,
                cooldown: Duration::from_secs(config.orders.cooldown_seconds),
            },
            prices: PriceRules {
                fees: config.market.fees(config.site.currency),
                max_markup: config.market.max_markup_percent,
            },
            payouts: config.payouts.terms(config.site.currency)?,
            deliver_hours_before: config.market.deliver_hours_before,
            terms: operator.pages.terms(Language::default()).map(|terms| terms.version),
            claim_for: config.payouts.claim_for(),
            max_attempts: config.payments.max_attempts,
            reconcile: Duration::from_secs(config.payments.reconcile_seconds),
            compact_every: config.storage.compact_every(),
            retention: config.retention.kept(),
        };
        let audience = Arc::new(Staff::of(&config));
        let webhooks = WebhookPort { receivers: receivers(&config, clock)?, audience };
        let backups = Backups { port: backups(&config, clock)?, quiet };
        let market =
            Market::start(storage, gateway, post, webhooks, backups, clock, settings).await?;
        sweep_files(&market);
        let stopping = CancellationToken::new();
        let connections_max = connections_max(config.server.connections_max);
        // If there can be fewer than was asked for, then from one address, too.
        let server = &mut config.server;
        let own_max = server.connections_per_address_max.min(server.connections_max);
        let own_max = (own_max * connections_max).div_ceil(server.connections_max);
        server.connections_per_address_max = own_max;
        let limits = ServerLimits {
            connections_max,
            connections_per_address_max: own_max,
            trusted_proxies: config.server.trusted_proxies.clone(),
            head: Duration::from_secs(config.server.head_seconds),
            drain: DRAIN,
        };
        // They keep their connections: enough of these are left to those who come for a page.
        let streams_max = config.server.live_streams_max.min(connections_max * 3 / 4);
        let live = market.tables().live().clone();
        live.set_readers_max(streams_max);
        let stop_live = stopping.clone();
        tokio::spawn(async move {
            stop_live.run_until_cancelled(live.run()).await;
            live.close();
        });
        let lasting = config.accounts.lasting();
        log_staff(&config, &market);
        let bus_state = Arc::<BusState>::default();
        let bus = match config.storage.quiet {
            true => None,
            false => Bus::new(
                &config.bus,
                config.event_source(),
                market.storage().shared_tables(),
                config.storage.path.clone(),
                bus_state.clone(),
            ),
        };
        let stop = stopping.clone();
        let edge =
            EdgeState::new(config, operator, market.clone(), checkout, passwords, bus_state, stop);
        let times = tokio::spawn(edge.clone().keep_response_times());
        let server = HttpServer::new(listener, router(&edge), limits);
        Ok(Self { address, market, recovery, server, stopping, lasting, bus, times })
    }

    /// Serves until `stop` is done, then stops in good order: requests first, then actors, then
    /// storage.
    pub async fn run_until(self, stop: impl Future<Output = ()>) {
        let cleaning = tokio::spawn(end_sessions(self.market.clone(), self.lasting));
        let bus = self.bus.map(|bus| tokio::spawn(bus.run(self.stopping.clone())));
        let stopping = self.stopping.clone();
        self.server
            .run(async move {
                stop.await;
                stopping.cancel();
            })
            .await;
        cleaning.abort();
        // A small file; a disk that hangs costs no more than its last minute.
        let _ = tokio::time::timeout(TIMES_STOP, self.times).await;
        let stopped = tokio::time::timeout(ACTORS_STOP_ALL, self.market.stop(ACTORS_STOP)).await;
        if stopped.is_err() {
            tracing::warn!("some actors did not stop in time; the next start takes up their work");
        }
        if let Some(bus) = bus
            && tokio::time::timeout(BUS_STOP, bus).await.is_err()
        {
            tracing::warn!("the event bus did not stop in time; it goes on with the next start");
        }
        let market = self.market;
        let closing = tokio::task::spawn_blocking(move || market.storage().close());
        if !matches!(tokio::time::timeout(STORAGE_CLOSE, closing).await, Ok(Ok(()))) {
            tracing::error!(
                "the storage could not be closed in time; nothing acknowledged is lost"
            );
        }
    }
}

/// Tells the log which accounts run the site or answer for it, and how many addresses are still to.
fn log_staff(config: &Config, market: &Market) {
    let staff = Staff::of(config);
    let mut waiting = 0;
    for email in staff.addresses() {
        let id = market.tables().catalog().user_by_email(email);
        let user = id.and_then(|id| market.tables().user(id).ok().flatten());
        match user.and_then(|user| Some((user.id, staff.role(&user)?))) {
            Some((user, Role::Admin)) => tracing::info!(%user, "this account runs the site"),
            Some((user, Role::Support)) => {
                tracing::info!(%user, "this account answers for the site");
            }
            None => waiting += 1,
        }
    }
    if waiting > 0 {
        tracing::warn!(
            addresses = waiting,
            "addresses in site.admins or site.support do nothing yet: sign up with each and confirm it, by the mail \
             that comes, or by the link that `holdfast admin ADDRESS` prints"
        );
    }
}

/// Tells the log which of the operator's pages are not theirs yet, where that matters.
fn log_pages(config: &Config, operator: &Operator) {
    let unfinished = operator.pages.unfinished();
    if config.takes_real_money() && unfinished.contains(&PageName::Imprint) {
        tracing::warn!(
            "real money is taken, and the imprint does not say by whom: write imprint.en.md, or in \
             another language, in the folder site.pages; `holdfast pages FOLDER` makes one to start with"
        );
    }
    if !config.site.pages.as_os_str().is_empty() && !unfinished.is_empty() {
        let pages = unfinished.iter().map(|name| name.word()).collect::<Vec<_>>().join(", ");
        tracing::info!(pages, "these pages have something to be filled in, or are not yours yet");
    }
}

/// Who takes the money, and how one pays there: the one place that knows which providers there are.
/// Stripe is asked whether it takes our key.
async fn payments(
    config: &Config,
    clock: Clock,
    storage: &Storage,
) -> Result<(Arc<dyn PaymentGateway>, Checkout), StartError> {
    Ok(match config.payments.provider {
        provider if config.storage.quiet => {
            let asks_the_buyer = provider == Provider::Stripe;
            let checkout = match provider {
                Provider::Sandbox => Sandbox::checkout(),
                Provider::Stripe => checkout(&config.payments.stripe, config.site.currency),
            };
            (Arc::new(Quiet { asks_the_buyer }), checkout)
        }
        Provider::Sandbox => (Arc::new(Sandbox), Sandbox::checkout()),
        Provider::Stripe => {
            let stripe = stripe(config, clock, storage.site_id())?;
            stripe.check().await?;
            if config.payouts.method == PayoutMethod::Stripe {
                stripe.check_sellers().await?;
            }
            let checkout = checkout(&config.payments.stripe, config.site.currency);
            (Arc::new(stripe), checkout)
        }
    })
}

/// Who sends the mails, and in whose name.
fn post(config: &Config, operator: Arc<Operator>) -> Result<Post, ConfigError> {
    let site = Letterhead { operator, ..Letterhead::of(config) };
    let smtp = if config.storage.quiet { None } else { config.mail.smtp(site.host())? };
    let sender: Arc<dyn MailSender> = match smtp {
        Some(smtp) => Arc::new(smtp),
        None => {
            tracing::info!("mails are not sent: {NOT_SET_UP}; see docs/mail.md");
            Arc::new(Unsent)
        }
    };
    Ok(Post { sender, site })
}

/// Who brings webhooks to their receivers.
fn receivers(config: &Config, clock: Clock) -> Result<Arc<dyn WebhookSender>, rustls::Error> {
    if config.storage.quiet {
        return Ok(Arc::new(Silent));
    }
    let reach = Reach::new(config.webhooks.allowed_networks.clone());
    Ok(Arc::new(WebhookClient::new(reach, Arc::new(SystemResolver::default()), clock)?))
}

/// Who makes backups, if the site does. None are made of a copy that is quiet: they would be taken for
/// the site's own.
fn backups(config: &Config, clock: Clock) -> Result<Option<BackupPort>, ConfigError> {
    if !config.backup.is_on() || config.storage.quiet {
        return Ok(None);
    }
    let maker = SiteBackups {
        data: config.storage.path.clone(),
        place: config.backup.place(None)?,
        s3: config.backup.s3(),
        wanted: config.backup.wanted()?,
        clock,
    };
    Ok(Some(BackupPort {
        maker: Arc::new(maker),
        every: config.backup.every(),
        late_after: config.backup.late_after(),
        admins: Staff::of(config).admins().cloned().collect(),
    }))
}

/// What a copy that is quiet would do at once; the log says it, too.
async fn quiet_start(config: &Config) -> Result<Option<WouldDo>, StartError> {
    if !config.storage.quiet {
        return Ok(None);
    }
    let data = config.storage.path.clone();
    let would = tokio::task::spawn_blocking(move || WouldDo::of_folder(&data)).await;
    let would = would.map_err(|_| StartError::Interrupted)?.map_err(OpenError::from)?;
    tracing::warn!(
        "this site is quiet: it pays, mails and tells nobody. If it were not, at once {would}. \
         `holdfast go-live` ends that for a restored folder; see docs/backup.md"
    );
    Ok(Some(would))
}

/// Stripe as it is configured, for the site of this id.
pub(crate) fn stripe(config: &Config, clock: Clock, site: &str) -> Result<Stripe, StripeError> {
    let limits = StripeLimits::default();
    Stripe::new(&config.payments.stripe, config.site.currency, site, limits, clock)
}

/// As many connections as were asked for, or as there are file handles for: some are kept for the
/// journal, the snapshots and the log.
fn connections_max(wanted: usize) -> usize {
    use rustix::process::{Resource, getrlimit};

    let Some(files) = getrlimit(Resource::Nofile).current else { return wanted };
    let possible = usize::try_from(files).unwrap_or(usize::MAX);
    let most = possible.saturating_sub(FILES_KEPT).max(possible / 2).max(1);
    if most < wanted {
        tracing::warn!(
            wanted,
            most,
            "fewer connections than server.connections_max: the limit on open files (ulimit -n) \
             allows no more"
        );
    }
    wanted.min(most)
}

/// Deletes the files that the last process has left and nothing names, beside everything else.
fn sweep_files(market: &Arc<Market>) {
    let market = market.clone();
    tokio::task::spawn_blocking(move || {
        let Some(files) = market.storage().files() else { return };
        let swept = files.sweep(|id| market.keeps_file(id));
        if swept > 0 {
            tracing::info!(swept, "files that nothing names were deleted");
        }
    });
}

/// Sign-ins and access tokens that are over are nobody's; they are ended so that a start does not read
/// them.
async fn end_sessions(market: Arc<Market>, lasting: Lasting) {
    loop {
        tokio::time::sleep(SESSIONS_CLEANED).await;
        if let Err(error) = market.end_sign_ins_that_are_over(lasting).await {
            tracing::warn!(%error, "sessions that have run out are not ended yet; they are not honoured");
        }
        if let Err(error) = market.end_access_tokens_that_are_over().await {
            tracing::warn!(%error, "access tokens that are over are not ended yet; they are not honoured");
        }
    }
}
