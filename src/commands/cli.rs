//! The command line.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

use clap::{Args, Parser, Subcommand};
use tokio::signal::unix::{SignalKind, signal};

use crate::{
    app::{App, StartError},
    backup::{BackupError, Moment, Place, Store, is_place},
    books::BooksFormat,
    clock::Clock,
    commands::admin,
    commands::backup,
    commands::books,
    commands::compact,
    commands::demo,
    commands::events,
    commands::health,
    commands::lost_factor,
    commands::pages,
    commands::report,
    commands::restore,
    commands::verify,
    config::{Config, ConfigError, Provider},
    log::Log,
};

/// A self-hosted marketplace where people sell and buy tickets for events.
#[derive(Debug, Parser)]
#[command(version, arg_required_else_help = false)]
struct Arguments {
    /// The configuration file [default: config.toml, if it is there]
    #[arg(long, value_name = "FILE", global = true)]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Clone, Subcommand)]
enum Command {
    /// Run the site (the default)
    Serve {
        /// Pay, mail and tell nobody, as a restored data folder does by itself until `go-live`
        #[arg(long)]
        quiet: bool,
    },
    /// Run a site filled with a sample marketplace, in a data folder of its own
    Demo {
        /// Its data folder: made and filled if it is new
        #[arg(long, value_name = "FOLDER", default_value = "demo-data")]
        data: PathBuf,
    },
    /// Print the link by which the account of an address in site.admins comes to run the site
    Admin {
        /// The address
        #[arg(value_name = "ADDRESS")]
        address: String,
    },
    /// Print the link by which somebody signs in again who has lost their second factors
    LostFactor {
        /// The address of their account
        #[arg(value_name = "ADDRESS")]
        address: String,
    },
    /// Rewrite the journal without what is gone (deleted accounts, old notices and mails); the site
    /// must be stopped
    Compact {
        /// The data folder [default: storage.path of the configuration]
        #[arg(value_name = "FOLDER")]
        data: Option<PathBuf>,
    },
    /// Back the data folder up, while the site runs or not: what has come since the last backup is sent,
    /// and checked
    Backup {
        /// A folder, or s3://bucket/prefix: all backups lie there together [default: backup.to of the
        /// configuration]
        #[arg(value_name = "TO")]
        to: Option<Place>,
        /// The data folder [default: storage.path of the configuration]
        #[arg(value_name = "FOLDER")]
        data: Option<PathBuf>,
        /// With the key that seals links in mails: those that were sent open after a restore, too, and
        /// whoever reads the backup can enter any account
        #[arg(long)]
        with_key: bool,
    },
    /// Make a data folder of a backup; it is quiet: it pays, mails and tells nobody until `go-live`
    Restore {
        /// Where the backups lie: a folder, or s3://bucket/prefix
        #[arg(value_name = "FROM")]
        from: Place,
        /// The data folder, which must be empty or not there [default: storage.path of the configuration]
        #[arg(value_name = "FOLDER")]
        data: Option<PathBuf>,
        /// As of a moment before: a time (2026-12-31T20:00:00Z), or the number of an entry
        #[arg(long, value_name = "TIME", value_parser = restore::moment)]
        at: Option<Moment>,
        /// The file with the key of an encrypted backup, as age-keygen writes it
        #[arg(long, value_name = "FILE")]
        identity: Option<PathBuf>,
    },
    /// Let a restored data folder pay, mail and tell again; the site must be stopped
    GoLive {
        /// The data folder [default: storage.path of the configuration]
        #[arg(value_name = "FOLDER")]
        data: Option<PathBuf>,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
    /// Ask the site on this machine, at server.listen, whether it is alive; exit 1 if it does not say so
    Health,
    /// Write the texts to start with for the operator's own pages (imprint, terms, privacy, help,
    /// contact) to a folder, for site.pages; what is there stays as it is
    Pages {
        /// The folder
        #[arg(value_name = "FOLDER")]
        folder: PathBuf,
    },
    /// Print the books: what each sale, refund and payout has moved from where to where; reads only,
    /// beside a running site, too
    Books {
        /// The data folder [default: storage.path of the configuration]
        #[arg(value_name = "FOLDER")]
        data: Option<PathBuf>,
        #[command(flatten)]
        format: FormatArguments,
    },
    /// Print what has happened, as other programs may know it: a CloudEvent in JSON on each line; reads
    /// only, beside a running site, too
    Events {
        /// The data folder [default: storage.path of the configuration]
        #[arg(value_name = "FOLDER")]
        data: Option<PathBuf>,
        /// The position of the journal's entry to begin with: the number before the hyphen of an
        /// event's id
        #[arg(long, value_name = "N", default_value_t = 1)]
        from: u64,
        /// Go on with what happens from now on
        #[arg(long)]
        follow: bool,
    },
    /// Print, as CSV, what sellers of many sales, or of much, have sold in a year, for who must report
    /// that (DAC7); reads only, beside a running site, too
    Report {
        /// The year, by the site's time zone
        #[arg(value_name = "YEAR", value_parser = clap::value_parser!(i16).range(1970..=9000))]
        year: i16,
        /// The data folder [default: storage.path of the configuration]
        #[arg(value_name = "FOLDER")]
        data: Option<PathBuf>,
    },
    /// Check every invariant over a data folder, or over the newest backup of a place, reading only; exit
    /// 1 if one is broken
    Verify {
        /// The data folder, or where backups lie [default: storage.path of the configuration]
        #[arg(value_name = "FOLDER")]
        data: Option<PathBuf>,
        /// The file with the key of an encrypted backup, as age-keygen writes it
        #[arg(long, value_name = "FILE")]
        identity: Option<PathBuf>,
        /// List also what is overdue, and compare the payment provider's books with the folder's
        #[arg(long)]
        payments: bool,
    },
}

#[derive(Debug, Clone, Copy, Args)]
#[group(required = true, multiple = false)]
struct FormatArguments {
    /// As beancount has them, with the balances that it checks
    #[arg(long)]
    beancount: bool,
    /// As CSV, one posting a line
    #[arg(long)]
    csv: bool,
}

impl FormatArguments {
    fn format(self) -> BooksFormat {
        match self.beancount {
            true => BooksFormat::Beancount,
            false => BooksFormat::Csv,
        }
    }
}

/// Exit code for a wrong configuration; clap uses it for wrong usage.
const WRONG_CONFIGURATION: u8 = 2;

/// How long what still runs at the end may take.
const RUNTIME_STOP: Duration = Duration::from_millis(200);

/// Runs the command line.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let command = arguments.command.unwrap_or(Command::Serve { quiet: false });
    run_command(command, arguments.config.as_deref()).unwrap_or_else(|error| {
        eprintln!("holdfast: {error}");
        ExitCode::from(WRONG_CONFIGURATION)
    })
}

fn run_command(command: Command, file: Option<&Path>) -> Result<ExitCode, ConfigError> {
    Ok(match command {
        Command::Serve { quiet } => {
            let mut config = Config::load(file)?;
            config.storage.quiet |= quiet;
            serve(config, false)
        }
        Command::Demo { data } => {
            let mut config = Config::load_without_keys(file)?;
            if config.payments.provider != Provider::Sandbox {
                eprintln!("holdfast: a demo takes no real money: it pays by the sandbox");
                config.payments.provider = Provider::Sandbox;
            }
            if !config.mail.server.is_empty() {
                eprintln!("holdfast: a demo sends no mail: its people are made up");
                config.mail = Config::default().mail;
            }
            // Its people are made up, and have no apps.
            config.accounts.admins_need_second_factor = false;
            config.storage.path = data;
            serve(config, true)
        }
        Command::Admin { address } => admin::run(&Config::load_without_keys(file)?, &address),
        Command::LostFactor { address } => {
            lost_factor::run(&Config::load_without_keys(file)?, &address)
        }
        Command::Compact { data } => {
            let config = Config::load_without_keys(file)?;
            let retention = config.retention.kept();
            compact::run(&data.unwrap_or(config.storage.path), retention)
        }
        Command::Backup { to, data, with_key } => {
            let config = Config::load_without_keys(file)?.with_backup_keys()?;
            let mut wanted = config.backup.wanted()?;
            wanted.with_key |= with_key;
            let store = Store::to_write(config.backup.place(to)?, &config.backup.s3());
            backup::run(&data.unwrap_or(config.storage.path), store, &wanted)
        }
        Command::Restore { from, data, at, identity } => {
            let config = Config::load_without_keys(file)?.with_backup_keys()?;
            let from = config.backup.to_read(from, identity.as_deref());
            restore::run(from, &data.unwrap_or(config.storage.path), at)
        }
        Command::GoLive { data, yes } => {
            let config = Config::load_without_keys(file)?;
            restore::go_live(&data.unwrap_or(config.storage.path), yes)
        }
        Command::Health => health::run(Config::load_without_keys(file)?.server.listen),
        Command::Pages { folder } => pages::run(&folder),
        Command::Books { data, format } => {
            let Config { site, storage, .. } = Config::load_without_keys(file)?;
            books::run(&data.unwrap_or(storage.path), &site, format.format())
        }
        Command::Events { data, from, follow } => {
            let config = Config::load_without_keys(file)?;
            let source = config.event_source();
            events::run(&data.unwrap_or(config.storage.path), &source, from, follow)
        }
        Command::Report { year, data } => {
            let Config { site, storage, .. } = Config::load_without_keys(file)?;
            report::run(&data.unwrap_or(storage.path), &site, year)
        }
        Command::Verify { data: Some(place), identity, .. } if is_place(&place) => {
            let config = Config::load_without_keys(file)?.with_backup_keys()?;
            let place = place.to_string_lossy().parse();
            restore::verify(
                place.and_then(|place| config.backup.to_read(place, identity.as_deref())),
            )
        }
        Command::Verify { data, payments, .. } => {
            let mut config = Config::load_without_keys(file)?;
            if payments {
                // Only the books at the provider need its keys.
                config = config.with_keys()?;
            }
            let data = data.unwrap_or_else(|| config.storage.path.clone());
            verify::run(&data, payments.then_some(&config))
        }
    })
}

fn serve(config: Config, is_demo: bool) -> ExitCode {
    let log = Log::start(&config.log);
    let served = serve_logged(config, is_demo, &log);
    log.finish();
    served.err().map_or(ExitCode::SUCCESS, |(code, why)| {
        eprintln!("holdfast: {why}");
        code
    })
}

fn serve_logged(config: Config, is_demo: bool, log: &Log) -> Result<(), (ExitCode, String)> {
    raise_open_files();
    let failed = |why: String| (ExitCode::FAILURE, why);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime =
        runtime.map_err(|error| failed(format!("the runtime cannot be started: {error}")))?;
    let served = runtime.block_on(async {
        tokio::spawn(log.tell_what_is_left_out());
        let data = config.storage.path.clone();
        let app = App::build(config, Clock::System).await.map_err(|error| match error {
            StartError::Stripe(_) | StartError::Config(_) => {
                (ExitCode::from(WRONG_CONFIGURATION), error.to_string())
            }
            _ => failed(error.to_string()),
        })?;
        let recovery = &app.recovery;
        tracing::info!(
            data = %data.display(),
            entries = recovery.entries,
            replayed = recovery.replayed,
            torn_bytes = recovery.torn_bytes,
            snapshots_rebuilt = recovery.snapshots_rebuilt.as_deref(),
            "the data folder is open"
        );
        if let Some(upgrade) = &recovery.upgrade {
            tracing::info!("{upgrade}");
        }
        if is_demo {
            match demo::fill(&app.market, &data).await {
                Ok(accounts) => say(&accounts),
                Err(error) => {
                    app.run_until(async {}).await;
                    return Err(failed(format!("the sample marketplace cannot be made: {error}")));
                }
            }
        }
        say(&format!("Holdfast is at http://{}", app.address));
        app.run_until(stop_signal()).await;
        tracing::info!("stopped in good order");
        Ok(())
    });
    // Not by dropping it, which waits for work that hangs.
    runtime.shutdown_timeout(RUNTIME_STOP);
    served
}

/// Runs what takes no more than one thread.
pub(crate) fn block_on<T, E: From<BackupError>>(
    work: impl Future<Output = Result<T, E>>,
) -> Result<T, E> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime
        .map_err(|source| E::from(BackupError::Io { path: "the runtime".into(), source }))?;
    runtime.block_on(work)
}

/// Takes as many file handles as the machine allows: shells and service managers start programs
/// with 1024, which connections would use up, and leave the journal none for its next file.
fn raise_open_files() {
    use rustix::process::{Resource, getrlimit, setrlimit};

    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    if let Err(error) = setrlimit(Resource::Nofile, limit) {
        tracing::warn!(%error, "the limit on open files cannot be raised");
    }
}

/// Done at the first SIGTERM or ctrl-C.
async fn stop_signal() {
    tokio::select! {
        () = signalled(SignalKind::terminate(), "SIGTERM", "ctrl-C") => {}
        () = signalled(SignalKind::interrupt(), "ctrl-C", "SIGTERM") => {}
    }
    tracing::info!("stopping");
}

async fn signalled(kind: SignalKind, name: &str, other: &str) {
    match signal(kind) {
        Ok(mut signal) => {
            signal.recv().await;
        }
        Err(error) => {
            tracing::warn!(%error, "{name} cannot be waited for; {other} stops the site");
            std::future::pending::<()>().await;
        }
    }
}

/// Standard output may be closed; the site runs all the same.
pub(crate) fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}
