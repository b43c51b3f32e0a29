//! The program as people start it: arguments, configuration, exit codes, the sample.

use std::{fs, net::TcpListener, path::Path, time::Duration};

use crate::common::{
    EVENT, GOOD_CARD, Visitor, entries,
    program::{Program, run, verify},
};
use holdfast::{
    domain::{DomainEvent, Entry, OrderEvent, PasswordHash, UserEvent},
    harness::stripe::ScriptedStripe,
    storage::{
        codec,
        journal::{self, Commit, JournalWriter},
    },
    types::{Email, OrderId, Price, TicketId, Timestamp, UserId},
};
use rustix::process::Signal;

const SECONDS_10: Duration = Duration::from_secs(10);

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

#[test]
fn wrong_usage_and_wrong_configuration_exit_2_and_say_what() {
    let folder = folder();
    let file = folder.path().join("my.toml");
    for arguments in [&["sreve"][..], &["--confg", "x"], &["serve", "extra"], &["--config"]] {
        let (code, said) = run(folder.path(), arguments, &[]);
        assert_eq!(code, Some(2), "{arguments:?}: {said}");
        assert!(said.contains("Usage:") || said.contains("--help"), "{said}");
    }
    for (toml, says) in [
        ("[site]\nnam = 'x'", "nam"),
        ("[sight]\nname = 'x'", "sight"),
        ("sitename = 'x'", "sitename"),
        ("[orders]\nhold_seconds = 0", "orders.hold_seconds"),
        ("[orders]\nhold_seconds = -1", " orders.hold_seconds: "),
        ("[server]\nrequest_seconds = 0", "server.request_seconds"),
        ("[payments]\nmax_attempts = 'three'", "max_attempts"),
        ("[payments]\nreconcile_seconds = 0", "payments.reconcile_seconds"),
        ("[log]\nformat = 'xml'", "format"),
        ("[mail]\nport = 65536", "mail.port"),
        ("[site\n", "my.toml"),
    ] {
        fs::write(&file, toml).unwrap();
        for command in [&["--config", "my.toml"][..], &["verify", "--config", "my.toml"]] {
            let (code, said) = run(folder.path(), command, &[]);
            assert_eq!(code, Some(2), "{toml}: {said}");
            assert!(said.contains(says), "{toml}: {said}");
        }
    }
    let (code, said) = run(folder.path(), &["--config", "none.toml"], &[]);
    assert_eq!(code, Some(2));
    assert!(said.contains("none.toml"), "{said}");
    for (name, value, says) in [
        ("HOLDFAST_ORDERS__HOLD_SECONDS", "soon", "HOLD_SECONDS"),
        ("HOLDFAST_ORDERS__HOLD", "1", "hold"),
        ("HOLDFAST_SITE__CURRENCY", "EURO", "CURRENCY"),
    ] {
        let (code, said) = run(folder.path(), &[], &[(name, value)]);
        assert_eq!(code, Some(2), "{name}: {said}");
        assert!(said.contains(says), "{name}: {said}");
    }
    assert!(!folder.path().join("data").exists(), "nothing was begun");
    let (code, said) = run(folder.path(), &["--help"], &[]);
    assert_eq!(code, Some(0));
    for word in ["serve", "demo", "verify", "--config"] {
        assert!(said.contains(word), "{word}: {said}");
    }
}

/// With these a site takes money through Stripe; `Hidden` is what no output may have.
const STRIPE: [(&str, &str); 4] = [
    ("HOLDFAST_PAYMENTS__PROVIDER", "stripe"),
    ("HOLDFAST_PAYMENTS__STRIPE__SECRET_KEY", "sk_test_Hidden"),
    ("HOLDFAST_PAYMENTS__STRIPE__PUBLISHABLE_KEY", "pk_test_Hidden"),
    ("HOLDFAST_PAYMENTS__STRIPE__WEBHOOK_SECRET", "whsec_Hidden"),
];

#[test]
fn stripe_settings_that_cannot_be_stop_the_start_and_no_key_is_told() {
    let folder = folder();
    fs::write(folder.path().join("key"), "sk_test_Hidden\n").unwrap();
    fs::write(folder.path().join("empty"), "\n").unwrap();
    for (name, value, says) in [
        ("STRIPE__SECRET_KEY", "", "payments.stripe.secret_key: "),
        ("STRIPE__PUBLISHABLE_KEY", "", "payments.stripe.publishable_key: "),
        ("STRIPE__WEBHOOK_SECRET", "", "payments.stripe.webhook_secret: "),
        ("STRIPE__SECRET_KEY", "Hidden", "payments.stripe.secret_key: "),
        ("STRIPE__SECRET_KEY", "sk_live_Hidden", "payments.stripe.secret_key is a live key"),
        ("STRIPE__PUBLISHABLE_KEY", "sk_test_Hidden", "A SECRET STANDS HERE (sk_test_…)"),
        ("STRIPE__PUBLISHABLE_KEY", "pk_live_Hidden", "it is a live key"),
        ("STRIPE__WEBHOOK_SECRET", "sk_test_Hidden", "another kind of key stands here (sk_test_…)"),
        ("STRIPE__SECRET_KEY_FILE", "key", "payments.stripe.secret_key_file"),
        ("STRIPE__WEBHOOK_SECRET_FILE", "sk_test_Hidden", "payments.stripe.webhook_secret_file"),
        ("STRIPE__API_URL", "http://api.stripe.com", "payments.stripe.api_url: "),
        ("STRIPE__JS_URL", "https://js.stripe.com/?Hidden", "payments.stripe.js_url: "),
        ("PROVIDER", "sk_test_Hidden", "payments.provider: "),
    ] {
        let name = format!("HOLDFAST_PAYMENTS__{name}");
        let variables = [&STRIPE[..], &[(&name, value)]].concat();
        let (code, said) = run(folder.path(), &[], &variables);
        assert_eq!(code, Some(2), "{name}={value}: {said}");
        assert!(said.contains(says), "{name}={value}: {said}");
        assert!(!said.contains("Hidden"), "{name}: {said}");
        assert!(!said.contains("Holdfast is at"), "{said}");
    }
    let (name, value) = ("HOLDFAST_PAYMENTS__STRIPE__SECRET_KEY_FILE", "empty");
    let (code, said) = run(folder.path(), &[], &[STRIPE[0], (name, value)]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("payments.stripe.secret_key_file: empty is empty"), "{said}");
    let toml = "[payments]\nprovider = 'stripe'\n[payments.stripe]\nsecret_key = 'sk_live_Hidden";
    fs::write(folder.path().join("config.toml"), toml).unwrap();
    let (code, said) = run(folder.path(), &[], &[]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("config.toml") && !said.contains("Hidden"), "{said}");
    assert!(!folder.path().join("data").exists(), "nothing was begun");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_that_stripe_refuses_stops_the_start() {
    let folder = folder();
    let stripe = ScriptedStripe::start().await;
    let url = stripe.url();
    let variables = [&STRIPE[..], &[("HOLDFAST_PAYMENTS__STRIPE__API_URL", &url)]].concat();
    Program::serve(folder.path(), &variables).0.kill();
    stripe.revoke("sk_test_Hidden");
    let (code, said) = run(folder.path(), &[], &variables);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("payments.stripe.secret_key: Stripe refuses it"), "{said}");
    assert!(!said.contains("Hidden") && !said.contains("Holdfast is at"), "{said}");
}

#[tokio::test]
async fn a_file_is_overridden_by_variables_and_one_above_is_not_read() {
    let folder = folder();
    let below = folder.path().join("below");
    fs::create_dir(&below).unwrap();
    fs::write(folder.path().join("config.toml"), "[site]\nname = 'Above'").unwrap();
    let (program, address) = Program::serve(&below, &[]);
    Visitor::at(address).get("/").await.is(200, "<title>Holdfast");
    program.kill();
    let variables = [("HOLDFAST_SITE__NAME", "1984"), ("HOLDFAST_STORAGE__PATH", "elsewhere")];
    for arguments in [&[][..], &["serve"]] {
        let mut program = Program::spawn(folder.path(), arguments, &variables);
        let address = program.until_started();
        Visitor::at(address).get("/").await.is(200, "<title>1984");
        program.kill();
    }
    assert!(folder.path().join("elsewhere/journal").is_dir());
}

#[tokio::test]
async fn one_process_a_data_folder_and_one_a_port() {
    let folder = folder();
    let (program, address) = Program::serve(folder.path(), &[]);
    let mut anna = Visitor::at(address);
    anna.sign_up("anna").await;
    let (code, said) = run(folder.path(), &[], &[]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("in use by another holdfast process"), "{said}");
    anna.get("/account").await.is(200, "anna@example.org");
    let (code, said) = verify(folder.path());
    assert_eq!(code, Some(0), "it only reads, also while the site runs: {said}");
    program.kill();

    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().map(|address| (taken, address.to_string())).unwrap();
    let (code, said) = run(folder.path(), &[], &[("HOLDFAST_SERVER__LISTEN", &taken.1)]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains(&format!("cannot listen on {}", taken.1)), "{said}");
    assert!(said.contains("server.listen"), "it says what to change: {said}");
    // The folder is as it was.
    let (_program, address) = Program::serve(folder.path(), &[]);
    anna.address = address;
    anna.get("/account").await.is(200, "anna@example.org");
}

#[test]
fn a_folder_of_something_else_is_left_alone() {
    let folder = folder();
    fs::create_dir(folder.path().join("data")).unwrap();
    fs::write(folder.path().join("data/letter.txt"), "Dear Anna").unwrap();
    for (arguments, says) in [
        (&["serve"][..], "not a Holdfast data folder"),
        (&["verify"], "not a Holdfast data folder"),
        (&["verify", "nowhere"], "nowhere is not a Holdfast data folder"),
    ] {
        let (code, said) = run(folder.path(), arguments, &[]);
        assert_eq!(code, Some(1), "{said}");
        assert!(said.contains(says), "{said}");
    }
    assert_eq!(fs::read_dir(folder.path().join("data")).unwrap().count(), 1);
}

#[tokio::test]
async fn verify_finds_damage_and_the_site_does_not_start_over_it() {
    let folder = folder();
    let (program, address) = Program::serve(folder.path(), &[]);
    let mut anna = Visitor::at(address);
    anna.sign_up("anna").await;
    for n in 0..20 {
        anna.list(&format!("Row {n}"), "10").await;
    }
    program.signal(Signal::TERM);
    assert_eq!(program.finish(SECONDS_10).0, Some(0));
    let (code, said) = verify(folder.path());
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("every invariant holds"), "{said}");
    assert!(said.contains("22 entries: 1 users, 20 events, 20 tickets"), "{said}");
    let segment = only_segment(&folder.path().join("data"));
    let whole = fs::read(&segment).unwrap();
    for at in [whole.len() / 4, whole.len() / 2, whole.len() - 30] {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x10;
        fs::write(&segment, &damaged).unwrap();
        // What they hold a start would not read again.
        let _ = fs::remove_dir_all(folder.path().join("data/snapshots"));
        for (arguments, starts) in [(&["verify"][..], "BROKEN"), (&["serve"], "holdfast: ")] {
            let (code, said) = run(folder.path(), arguments, &[]);
            assert_eq!(code, Some(1), "byte {at}, {arguments:?}: {said}");
            assert!(said.contains("the journal is damaged") && said.contains(starts), "{said}");
            assert!(said.contains("offset") && said.contains(".log"), "it says where: {said}");
        }
        assert_eq!(fs::read(&segment).unwrap(), damaged, "nothing was changed");
    }
    fs::write(&segment, &whole).unwrap();
    assert_eq!(verify(folder.path()).0, Some(0));
}

fn only_segment(data: &Path) -> std::path::PathBuf {
    let files = fs::read_dir(journal::folder_in(data)).unwrap().map(|file| file.unwrap().path());
    let segments: Vec<_> =
        files.filter(|path| path.extension().is_some_and(|e| e == "log")).collect();
    assert_eq!(segments.len(), 1);
    segments[0].clone()
}

#[test]
fn verify_finds_what_cannot_be_in_a_sound_journal() {
    let at = Timestamp::from_millis(1_795_348_800_000);
    let user = |email: &str| {
        let email = Email::parse(email).unwrap();
        let password = PasswordHash("none".into());
        DomainEvent::User(UserId::new(), UserEvent::Created { email, password })
    };
    let price = Price::from_minor(1000).unwrap();
    let created = OrderEvent::Created {
        ticket: TicketId::new(),
        buyer: UserId::new(),
        price,
        expires_at: at + Duration::from_secs(900),
    };
    for (events, says) in [
        (vec![user("anna@example.org"), user("ANNA@example.org")], "have one address"),
        (vec![DomainEvent::Order(OrderId::new(), created)], "is not over its ticket's price"),
        (vec![DomainEvent::Order(OrderId::new(), OrderEvent::Expired)], "not there"),
    ] {
        let folder = folder();
        let journal_folder = journal::folder_in(&folder.path().join("data"));
        fs::create_dir_all(&journal_folder).unwrap();
        let end = journal::replay(&journal_folder, |_, _| Ok(())).unwrap();
        let mut writer = JournalWriter::open(&journal_folder, &end, 1 << 20).unwrap();
        let bytes = codec::encode_entry(&Entry { at, events }).unwrap();
        assert!(matches!(writer.commit(&[bytes]), Commit::Durable { .. }));
        writer.close().unwrap();
        let (code, said) = verify(folder.path());
        assert_eq!(code, Some(1), "{said}");
        assert!(said.contains("BROKEN  entry 1: ") && said.contains(says), "{says}: {said}");
        assert!(!said.contains("anna@"), "no address in what is said: {said}");
    }
}

#[tokio::test]
async fn the_sample_can_be_used_and_is_there_again() {
    let folder = folder();
    // Whatever is set: a demo takes no real money.
    let stripe = [STRIPE[0], ("HOLDFAST_PAYMENTS__STRIPE__SECRET_KEY", "sk_live_Hidden")];
    let mut program = Program::spawn(folder.path(), &["demo"], &stripe);
    let address = program.until_started();
    let said = program.output();
    assert!(said.contains("a demo takes no real money") && !said.contains("Hidden"), "{said}");
    let accounts: Vec<(String, String)> = said
        .lines()
        .filter_map(|line| line.trim().split_once("  password: "))
        .map(|(email, password)| (email.to_owned(), password.to_owned()))
        .collect();
    assert_eq!(accounts.len(), 3, "{said}");
    let mut home = Visitor::at(address);
    let tickets = home.get("/").await;
    tickets.is(200, "Page 1 of");
    let mut buyer = Visitor::at(address);
    for (email, password) in &accounts {
        buyer = Visitor::at(address);
        let pair = [("email", email.as_str()), ("password", password.as_str())];
        assert_eq!(buyer.post("/signin", &pair).await.status, 303, "{email}");
        assert!(buyer.get("/selling").await.body.contains("data-ticket-id"), "{email} sells");
    }
    let (mut bought, mut path) = (false, String::new());
    let first = tickets.attr("data-event-id").unwrap();
    let event = home.event(&format!("/events/{first}")).await;
    for part in event.body.split("data-ticket-id=\"").skip(1) {
        path = format!("/tickets/{}", &part[..36]);
        if let Some(price) = buyer.get(&path).await.field("price") {
            let order = buyer.buy(&path, price).await.sent_to();
            assert_eq!(buyer.pay(&order, GOOD_CARD).await.sent_to(), order);
            bought = true;
            break;
        }
    }
    assert!(bought, "somebody else's ticket can be bought");
    program.signal(Signal::TERM);
    assert_eq!(program.finish(SECONDS_10).0, Some(0));
    let (code, said) = run(folder.path(), &["verify", "demo-data"], &stripe);
    assert_eq!(code, Some(0), "{said}");
    let number = |what: &str| {
        let before = said.split(what).next().unwrap().trim_end();
        before.rsplit(' ').next().unwrap().parse::<usize>().unwrap()
    };
    assert_eq!(number(" events"), 40, "{said}");
    assert!((250..=350).contains(&number(" tickets")), "{said}");
    let before = entries(&folder.path().join("demo-data"));
    let mut program = Program::spawn(folder.path(), &["demo"], &[]);
    buyer.address = program.until_started();
    let said = program.output();
    for (email, password) in &accounts {
        assert!(said.contains(email) && said.contains(password), "{said}");
    }
    buyer.get(&path).await.is(200, "It is yours.");
    assert_eq!(entries(&folder.path().join("demo-data")), before, "and nothing was added");
    program.kill();
    // Another marketplace's folder is not filled.
    let (program, address) = Program::serve(folder.path(), &[]);
    Visitor::at(address).sign_up("anna").await;
    program.kill();
    let (code, said) = run(folder.path(), &["demo", "--data", "data"], &[]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("another marketplace"), "{said}");
}

#[tokio::test]
async fn a_sample_that_was_interrupted_is_made_good() {
    let (folder, data) = loop {
        let folder = folder();
        let data = folder.path().join("demo-data");
        let program = Program::spawn(folder.path(), &["demo"], &[]);
        let deadline = std::time::Instant::now() + 3 * SECONDS_10;
        while !journal::folder_in(&data).is_dir() || entries_so_far(&data) < 20 {
            assert!(std::time::Instant::now() < deadline, "{}", program.output());
            tokio::task::yield_now().await;
        }
        program.kill();
        // On a busy machine all of it may have been made before we saw the first of it.
        if entries(&data) < 250 {
            break (folder, data);
        }
    };
    let mut program = Program::spawn(folder.path(), &["demo"], &[]);
    let address = program.until_started();
    let fields = [&EVENT[..], &[("title", "Row 5"), ("price", "10")]].concat();
    for line in program.output().lines() {
        if let Some((email, password)) = line.trim().split_once("  password: ") {
            let mut visitor = Visitor::at(address);
            let pair = [("email", email), ("password", password)];
            assert_eq!(visitor.post("/signin", &pair).await.status, 303, "{email}");
            assert_eq!(visitor.post("/tickets", &fields).await.status, 303);
        }
    }
    assert!(entries(&data) > 250);
}

/// Of a journal that is being written; one that has just begun has none.
fn entries_so_far(data: &Path) -> u64 {
    let mut last = 0;
    let count = |sequence, _| {
        last = sequence;
        Ok(())
    };
    let _ = journal::replay(&journal::folder_in(data), count);
    last
}

/// Whoever signs up first with an address that is to run the site runs nothing: who is on the
/// machine decides.
#[tokio::test]
async fn an_account_runs_the_site_once_its_address_is_confirmed() {
    let folder = folder();
    let admins = [("HOLDFAST_SITE__ADMINS", r#"["root@example.org", "other@example.org"]"#)];
    let (code, said) = run(folder.path(), &["admin", "root@example.org"], &admins);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("start the site once"), "{said}");
    let (program, address) = Program::serve(folder.path(), &admins);
    for (wrong, says) in [
        ("nobody", "is no address"),
        ("ann@example.org", "is neither in site.admins"),
        ("root@example.org", "sign up with it"),
    ] {
        let (code, said) = run(folder.path(), &["admin", wrong], &admins);
        assert_eq!(code, Some(1), "{wrong}: {said}");
        assert!(said.contains(says) && said.contains("Nothing was changed."), "{wrong}: {said}");
    }
    let (mut root, mut ann) = (Visitor::at(address), Visitor::at(address));
    root.sign_up("root").await;
    ann.sign_up("ann").await;
    assert_eq!(root.get("/admin").await.status, 404);
    // Nor by taking the address afterwards.
    let taken = [("email", "other@example.org"), ("password", crate::common::PASSWORD)];
    ann.post("/account/email", &taken).await.sent_to();
    assert_eq!(ann.get("/admin").await.status, 404);

    let (code, said) = run(folder.path(), &["admin", "Root@example.org"], &admins);
    assert_eq!(code, Some(0), "{said}");
    let (_, link) = said.split_once("/confirm/").unwrap();
    let path = format!("/confirm/{}", link.lines().next().unwrap());
    root.get(&path).await.is(200, "root@example.org");
    assert_eq!(root.get("/admin").await.status, 404, "to look at it does nothing");
    root.post(&path, &[]).await.is(200, "confirmed");
    root.post(&path, &[]).await.is(404, "This link is over");
    assert_eq!(ann.get("/admin").await.status, 404);
    // It has no second factor yet.
    assert_eq!(root.get("/admin").await.sent_to(), "/account/security?needed=yes");
    let (code, said) = run(folder.path(), &["admin", "root@example.org"], &admins);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("once it has a second factor"), "{said}");
    let (code, said) = run(folder.path(), &["lost-factor", "root@example.org"], &admins);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("has no second factor"), "{said}");
    runs_the_site_with_an_app(&mut root, folder.path(), &admins).await;
    program.signal(rustix::process::Signal::TERM);
    let (_, said) = program.finish(std::time::Duration::from_secs(20));
    assert!(said.contains("an account runs the site from now on"), "{said}");
    assert!(said.contains("addresses in site.admins or site.support do nothing yet"), "{said}");
    assert!(!said.contains('@'), "no address in the log: {said}");
}

/// Adds an authenticator app, loses it, and is let in again.
async fn runs_the_site_with_an_app(root: &mut Visitor, folder: &Path, admins: &[(&str, &str)]) {
    let look = [("password", crate::common::PASSWORD), ("next", "/account/security/totp")];
    let page = root.post("/account/look", &look).await.sent_to();
    let page = root.get(&page).await;
    let (secret, seed) = (page.attr("data-secret").unwrap(), page.field("seed").unwrap());
    let now = holdfast::clock::Clock::System.now();
    let Some(code) = crate::common::totp::code(secret, now) else { return };
    let fields = [("seed", seed), ("code", &*code)];
    root.post("/account/security/totp", &fields).await.is(200, "shown this once");
    root.get("/admin").await.is(200, "/admin/users");
    let (code, said) = run(folder, &["admin", "root@example.org"], admins);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("runs the site already"), "{said}");

    let (code, said) = run(folder, &["lost-factor", "nobody@example.org"], admins);
    assert_eq!(code, Some(1), "{said}");
    let (code, said) = run(folder, &["lost-factor", "Root@example.org"], admins);
    assert_eq!(code, Some(0), "{said}");
    let (_, link) = said.split_once("/lost/").unwrap();
    let mut elsewhere = Visitor::at(root.address);
    elsewhere.sign_in("root").await;
    assert_eq!(elsewhere.get("/account").await.status, 303, "the password alone opens nothing");
    let path = format!("/lost/{}", link.lines().next().unwrap());
    elsewhere.get(&path).await.is(200, "root@example.org");
    elsewhere.post(&path, &[]).await.sent_to();
    elsewhere.sign_in("root").await;
    assert_eq!(elsewhere.get("/account").await.status, 200);
    assert_eq!(elsewhere.get("/admin").await.sent_to(), "/account/security?needed=yes");
}

/// As browsers name it, whatever letters its owner writes it in.
#[tokio::test]
async fn a_site_whose_name_has_an_umlaut_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let name = [("HOLDFAST_SITE__BASE_URL", "http://Müller.example/")];
    let (_program, address) = Program::serve(folder.path(), &name);
    let named = |host: &'static str| Visitor::at(address).with("host", host);
    let mut own = named("xn--mller-kva.example").with("origin", "http://xn--mller-kva.example");
    own.sign_up("anna").await;
    let mut other = named("xn--mller-kva.example.org");
    other.get("/").await.is(421, "You find it at http://xn--mller-kva.example.");
}
