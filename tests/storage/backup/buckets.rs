//! Backups in a bucket: at a server that others wrote, and behind a network that fails.

use std::{
    io::{self, Read, Write},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use holdfast::{
    backup::{
        BackedUp, BackupError, Identities, Moment, Place, S3Settings, Store, Wanted, backup, check,
        restore,
    },
    clock::Clock,
    types::Secret,
};
use parking_lot::Mutex;

use super::entries;
use crate::{
    common::{
        moto::Moto,
        program::{run, verify},
    },
    history::{AT, block_on, open, sign_up},
};

fn settings(address: SocketAddr) -> S3Settings {
    S3Settings {
        endpoint: format!("http://{address}"),
        region: "us-east-1".into(),
        access_key: "key".into(),
        secret_key: Secret::new("s3cret"),
        patience: Duration::from_secs(8),
        ..S3Settings::default()
    }
}

fn bucket(address: SocketAddr) -> Store {
    Store::to_write("s3://tickets/site/a".parse().unwrap(), &settings(address)).unwrap()
}

fn back_up(data: &Path, store: &Store) -> Result<BackedUp, BackupError> {
    block_on(backup(data, store, &Wanted::default(), Clock::System))
}

/// A data folder with so many entries, or more of them.
fn grow(data: &Path, entries: u64) {
    let (storage, _) = open(data).unwrap();
    for n in 0..entries {
        block_on(storage.commit(AT, sign_up(n))).unwrap();
    }
    storage.close();
}

#[test]
fn a_server_that_others_wrote_has_backups_as_a_folder_has() {
    let Some(moto) = Moto::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let store = bucket(moto.address);
    let error = block_on(check(&store, &Identities::default(), &folder.path().join("scratch")));
    assert!(matches!(error.unwrap_err(), BackupError::NoBackup(_)));
    for entries in [5, 10, 15] {
        grow(&data, 5);
        assert_eq!(back_up(&data, &store).unwrap().entries, entries);
    }
    assert_eq!(back_up(&data, &store).unwrap().sent, (0, 0));
    for entry in [1, 5, 7, 15] {
        let to = folder.path().join(format!("as-of-{entry}"));
        let at = Some(Moment::Entry(entry));
        let restored = block_on(restore(&store, &Identities::default(), &to, at)).unwrap();
        assert_eq!((restored.entries, restored.findings.len()), (entry, 0));
        assert!(super::entries(&to) == entries(&data)[..entry as usize]);
    }
    // What need not be kept goes from there, too.
    let later = Clock::Tokio {
        started_at: Clock::System.now() + Duration::from_secs(100 * 24 * 3600),
        start: tokio::time::Instant::now(),
    };
    let wanted = Wanted { keep_days: Some(5), ..Wanted::default() };
    let made = block_on(backup(&data, &store, &wanted, later)).unwrap();
    assert_eq!((made.dropped, block_on(store.backups()).unwrap().len()), (4, 1));
    let scratch = folder.path().join("scratch");
    let checked = block_on(check(&store, &Identities::default(), &scratch)).unwrap();
    assert_eq!((checked.totals.entries, checked.findings.len()), (15, 0));
}

#[test]
fn an_operator_names_a_bucket() {
    let Some(moto) = Moto::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    grow(&folder.path().join("data"), 3);
    let endpoint = format!("http://{}", moto.address);
    let variables = [
        ("HOLDFAST_BACKUP__S3_ENDPOINT", &*endpoint),
        ("HOLDFAST_BACKUP__S3_ACCESS_KEY", "key"),
        ("HOLDFAST_BACKUP__S3_SECRET_KEY", "s3cret"),
    ];
    let does = |arguments: &[&str], variables: &[(&str, &str)], code: i32, says: &str| {
        let (ended, said) = run(folder.path(), arguments, variables);
        assert!(ended == Some(code) && said.contains(says), "{arguments:?}: {said}");
        assert!(!said.contains("s3cret"), "{said}");
    };
    let place = "s3://tickets/site";
    does(&["backup", place], &variables[..1], 1, "backup.s3_access_key and backup.s3_secret_key");
    does(&["backup", place], &variables, 0, "3 entries and 0 tickets' files, checked");
    does(&["backup", "s3://no-such-bucket"], &variables, 1, "s3://no-such-bucket");
    does(&["verify", place], &variables, 0, "every invariant holds");
    does(&["restore", place, "copy"], &variables, 0, "3 entries");
    assert_eq!(run(folder.path(), &["verify", "copy"], &[]).0, Some(0));
    assert_eq!(verify(folder.path()).0, Some(0));
}

/// What a network does to a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Network {
    Good,
    /// It closes at once.
    Closed,
    /// Nothing comes through.
    Silent,
    /// It closes after so many bytes of what is answered.
    Cut(usize),
    /// Somebody before the server has no place.
    Unavailable,
    /// A good one after these.
    Flaky,
}

/// Between a client and a server.
struct Proxy {
    address: SocketAddr,
    network: Arc<Mutex<Network>>,
    connections: Arc<AtomicUsize>,
}

impl Proxy {
    fn before(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (network, connections) = (Arc::new(Mutex::new(Network::Good)), Arc::default());
        let proxy =
            Self { address, network: network.clone(), connections: Arc::clone(&connections) };
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let count = connections.fetch_add(1, Ordering::Relaxed);
                let network = match *network.lock() {
                    Network::Flaky => {
                        [Network::Closed, Network::Cut(100), Network::Unavailable, Network::Good]
                            [count % 4]
                    }
                    network => network,
                };
                thread::spawn(move || drop(carry(client, server, network)));
            }
        });
        proxy
    }

    fn is(&self, network: Network) {
        *self.network.lock() = network;
    }
}

/// Each connection has one request: what fails, fails for this alone.
fn carry(mut client: TcpStream, server: SocketAddr, network: Network) -> io::Result<()> {
    match network {
        Network::Closed => return Ok(()),
        Network::Silent => {
            io::copy(&mut client, &mut io::sink())?;
            return Ok(());
        }
        Network::Unavailable => {
            let mut some = [0; 64 * 1024];
            client.read(&mut some).map(drop)?;
            return client.write_all(
                b"HTTP/1.1 503 Slow Down\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
            );
        }
        Network::Good | Network::Cut(_) | Network::Flaky => {}
    }
    let bytes_max = if let Network::Cut(bytes) = network { bytes as u64 } else { u64::MAX };
    let mut upstream = TcpStream::connect(server)?;
    let (mut from, mut to) = (client.try_clone()?, upstream.try_clone()?);
    thread::spawn(move || {
        let _ = io::copy(&mut from, &mut to);
        let _ = to.shutdown(Shutdown::Write);
    });
    let _ = io::copy(&mut Read::by_ref(&mut upstream).take(bytes_max), &mut client);
    let _ = client.shutdown(Shutdown::Both);
    upstream.shutdown(Shutdown::Both)
}

/// Whatever it does: no backup that is not whole, a word that says so, and the next goes on.
#[test]
fn a_bucket_that_fails_leaves_the_site_and_the_other_backups_alone() {
    let Some(moto) = Moto::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let proxy = Proxy::before(moto.address);
    let (direct, through) = (bucket(moto.address), bucket(proxy.address));
    grow(&data, 5);
    back_up(&data, &through).unwrap();
    for network in [Network::Closed, Network::Silent, Network::Cut(100), Network::Unavailable] {
        grow(&data, 5);
        proxy.is(network);
        let before = block_on(direct.backups()).unwrap();
        let error = bucket(proxy.address);
        let error = back_up(&data, &error).unwrap_err();
        assert!(matches!(error, BackupError::Place { .. }), "{network:?}: {error}");
        assert!(!error.to_string().contains("s3cret"));
        assert_eq!(block_on(direct.backups()).unwrap(), before, "{network:?}");
        proxy.is(Network::Good);
        back_up(&data, &bucket(proxy.address)).unwrap();
    }
    // Where each fails now and then, it is tried again.
    proxy.is(Network::Flaky);
    grow(&data, 5);
    let before = proxy.connections.load(Ordering::Relaxed);
    let made = back_up(&data, &bucket(proxy.address));
    println!("{made:?} by {} connections", proxy.connections.load(Ordering::Relaxed) - before);
    proxy.is(Network::Good);
    back_up(&data, &through).unwrap();
    let scratch = folder.path().join("scratch");
    let checked = block_on(check(&direct, &Identities::default(), &scratch)).unwrap();
    assert_eq!((checked.totals.entries, checked.findings.len()), (30, 0));
    assert_eq!(verify(folder.path()).0, Some(0));
}

/// A place that nobody serves is said within its patience.
#[test]
fn a_bucket_that_is_not_there_is_said() {
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    grow(&data, 1);
    let error = back_up(&data, &bucket(nobody)).unwrap_err();
    assert!(error.to_string().starts_with("s3://tickets/site/a does not work: "), "{error}");
    let place: Place = "s3://tickets".parse().unwrap();
    let no_key = S3Settings { access_key: String::new(), ..settings(nobody) };
    let error = Store::to_read(place, &no_key).unwrap_err();
    assert!(error.to_string().contains("backup.s3_access_key"), "{error}");
}
