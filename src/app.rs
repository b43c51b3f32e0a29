//! The application: everything wired together.

use std::{io, net::SocketAddr, sync::Arc, time::Duration};

use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::{
    actors::{Market, Settings, WebhookPort},
    clock::Clock,
    config::{Config, ConfigError, Provider},
    delivery::{
        bus::{Bus, BusState},
        mail::{Letterhead, MailSender, NOT_SET_UP, Post, Unsent},
        webhooks::{Reach, SystemResolver, WebhookClient},
    },
    domain::rules::{
        holding::HoldLimits, payouts::PayoutMethod, prices::PriceRules, sign_in::Lasting,
    },
    http::{EdgeState, HttpServer, ServerLimits, router},
    passwords::{Passwords, PasswordsError},
    payments::{
        Checkout, PaymentGateway,
        sandbox::Sandbox,
        stripe::{Stripe, StripeError, StripeLimits, checkout},
    },
    storage::{OpenError, Recovery, Storage},
    usecases::Admins,
};

/// How long requests, and then actors, may take to finish when the site stops, and actors to end
/// with those that must be killed: well under the ten seconds after which service managers lose
/// patience.
const DRAIN: Duration = Duration::from_secs(5);
const ACTORS_STOP: Duration = Duration::from_secs(2);
const ACTORS_STOP_ALL: Duration = Duration::from_secs(3);
/// How long the event bus may take after that: it had as long as requests and actors took.
const BUS_STOP: Duration = Duration::from_millis(500);
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
        let (gateway, checkout) = payments(&config, clock, &storage).await?;
        let post = post(&config)?;
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
            claim_for: config.payouts.claim_for(),
            max_attempts: config.payments.max_attempts,
            reconcile: Duration::from_secs(config.payments.reconcile_seconds),
        };
        let reach = Reach::new(config.webhooks.allowed_networks.clone());
        let receivers = WebhookClient::new(reach, Arc::new(SystemResolver::default()), clock)?;
        let audience =
            Arc::new(Admins::parse(&config.site.admins, config.accounts.admins_need_second_factor));
        let webhooks = WebhookPort { receivers: Arc::new(receivers), audience };
        let market = Market::start(storage, gateway, post, webhooks, clock, settings).await?;
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
        log_admins(&config, &market);
        let bus_state = Arc::<BusState>::default();
        let bus = Bus::new(
            &config.bus,
            config.event_source(),
            market.storage().shared_tables(),
            config.storage.path.clone(),
            bus_state.clone(),
        );
        let stop = stopping.clone();
        let edge = EdgeState::new(config, market.clone(), checkout, passwords, bus_state, stop);
        let server = HttpServer::new(listener, router(&edge), limits);
        Ok(Self { address, market, recovery, server, stopping, lasting, bus })
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

/// Tells the log which accounts run the site, and how many addresses are still to.
fn log_admins(config: &Config, market: &Market) {
    let (admins, mut waiting) =
        (Admins::parse(&config.site.admins, config.accounts.admins_need_second_factor), 0);
    for email in admins.addresses() {
        let id = market.tables().catalog().user_by_email(email);
        let user = id.and_then(|id| market.tables().user(id).ok().flatten());
        match user.filter(|user| admins.include(user)) {
            Some(user) => tracing::info!(user = %user.id, "this account runs the site"),
            None => waiting += 1,
        }
    }
    if waiting > 0 {
        tracing::warn!(
            addresses = waiting,
            "addresses in site.admins run nothing yet: sign up with each and confirm it, by the mail \
             that comes, or by the link that `holdfast admin ADDRESS` prints"
        );
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
fn post(config: &Config) -> Result<Post, ConfigError> {
    let site = Letterhead::of(config);
    let sender: Arc<dyn MailSender> = match config.mail.smtp(site.host())? {
        Some(smtp) => Arc::new(smtp),
        None => {
            tracing::info!("mails are not sent: {NOT_SET_UP}; see docs/mail.md");
            Arc::new(Unsent)
        }
    };
    Ok(Post { sender, site })
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
        let swept = files.sweep(|id| market.tables().names_file(id).unwrap_or(true));
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
