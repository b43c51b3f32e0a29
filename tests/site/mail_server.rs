//! Mails at a real mail server (aiosmtpd): what arrives, and what becomes of what does not. How to
//! have it: docs/testing.md.

use std::{
    env,
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
    sync::Arc,
    time::Duration,
};

use crate::common::{
    Site,
    certificate::certificate,
    mail_server::{MailServer, smtp},
    program::{Program, run},
    purchase,
};
use holdfast::{
    config::{Config, MailConfig, MailSecurity},
    delivery::{
        Undelivered,
        mail::{Letter, Letterhead, MailSender as _, SmtpLimits, samples},
    },
    harness::TestMarket,
    operator::Operator,
    types::{Email, MailId, Secret, Timestamp, UserId},
};
use serde_json::{Value, json};

fn letter(to: &str) -> Letter {
    let user = UserId::new();
    let mut site = Letterhead::of(&Config::default());
    site.name = "Encöre".into();
    let (to, now) = (Email::parse(to).unwrap(), Timestamp::from_millis(1_795_348_800_000));
    Letter::test(&site, to, MailId::of(user, "a cause"), now)
}

#[tokio::test]
async fn what_arrives_and_what_is_refused() {
    let Some(server) = MailServer::start(&[]).await else { return };
    let smtp = server.smtp();
    let ann = letter("ann@example.org");
    smtp.send(&ann).await.unwrap();
    let taken = &server.until_taken(1).await[0];
    assert_eq!(
        [taken.text("helo"), taken.text("from"), taken.to()],
        ["encore.example", "tickets@encore.example", "ann@example.org"]
    );
    for (name, expect) in [
        ("From", "\"Encore Tickets\" <tickets@encore.example>".to_owned()),
        ("To", "ann@example.org".into()),
        ("Message-ID", format!("<{}@encore.example>", ann.id)),
        ("Date", "Sun, 22 Nov 2026 12:00:00 +0000".into()),
        ("Auto-Submitted", "auto-generated".into()),
        ("MIME-Version", "1.0".into()),
    ] {
        assert_eq!(taken.header(name), expect, "{name}: {}", taken.text("raw"));
    }
    let raw = taken.text("raw");
    assert!(raw.contains("This is a test: mails from Enc=C3=B6re arrive."), "{raw}");
    assert!(taken.header("Subject").contains("=?utf-8?"), "{raw}");
    assert!(raw.lines().all(|line| line.is_ascii() && line.len() <= 78), "{raw}");

    assert!(!raw.contains("List-Unsubscribe"), "{raw}");
    let link = format!("https://encore.example/alerts/stop/{}", "0123456789abcdef".repeat(4));
    let alert = Letter { unsubscribe: Some(link.clone()), ..letter("bob@example.org") };
    smtp.send(&alert).await.unwrap();
    let taken = &server.until_taken(2).await[1];
    assert_eq!(taken.header("List-Unsubscribe"), format!("<{link}>"));
    assert_eq!(taken.header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
    let unsubscribe = Some(link.replace("https:", "http:"));
    smtp.send(&Letter { unsubscribe, ..letter("bob@example.org") }).await.unwrap();
    let taken = &server.until_taken(3).await[2];
    let raw = taken.text("raw");
    assert!(raw.contains("List-Unsubscribe: ") && !raw.contains("List-Unsubscribe-Post"), "{raw}");

    let refused = smtp.send(&letter("refused@example.org")).await;
    let said = "550 5.1.1 <address> no such user here";
    assert_eq!(refused, Err(Undelivered::Refused(said.into())), "without the address");
    let grey = letter("grey@example.org");
    let said = "451 4.7.1 <address> greylisted, come back later";
    assert_eq!(smtp.send(&grey).await, Err(Undelivered::not_now(said.into())));
    assert_eq!(smtp.send(&grey).await, Ok(()));
    smtp.send(&letter("bjørn@example.org")).await.unwrap();
    assert_eq!(server.until_taken(5).await.len(), 5);
}

#[tokio::test]
async fn a_server_that_hangs_anywhere_is_given_up_in_time() {
    let stages = ["connect", "ehlo", "mail", "rcpt", "data", "end", "quit"];
    let tries = stages.map(|stage| async move {
        let server = MailServer::start(&["--hang", stage]).await?;
        // It has all the time that it takes to come to where it hangs.
        let (short, ample) = (Duration::from_secs(1), Duration::from_secs(60));
        let (until_sent, until_answered) = match stage {
            "end" => (ample, short),
            "quit" => (ample, ample),
            _ => (short, ample),
        };
        let limits = SmtpLimits { until_sent, until_answered };
        let mut smtp = server.smtp();
        smtp.limits = limits;
        Some((stage, smtp.send(&letter("ann@example.org")).await))
    });
    for tried in tries.map(tokio::spawn) {
        let Some((stage, sent)) = tried.await.unwrap() else { return };
        match stage {
            // It has taken the mail by then.
            "quit" => assert_eq!(sent, Ok(()), "{stage}"),
            // It knows by then for whom it is, and that may be why.
            "rcpt" | "data" | "end" => {
                assert!(matches!(sent, Err(Undelivered::NotNow { .. })), "{stage}: {sent:?}");
            }
            _ => assert!(matches!(sent, Err(Undelivered::Unusable(_))), "{stage}: {sent:?}"),
        }
    }
}

#[tokio::test]
async fn what_is_wrong_with_us_is_no_fault_of_the_mail() {
    let Some(server) = MailServer::start(&["--refuse-sender"]).await else { return };
    let sent = server.smtp().send(&letter("ann@example.org")).await;
    let said = "550 5.7.1 <address> sender not allowed";
    assert_eq!(sent, Err(Undelivered::Unusable(said.into())));

    let Some(server) = MailServer::start(&["--password", "sesame"]).await else { return };
    let with = |password: &str| MailConfig {
        username: "ann".into(),
        password: Secret::new(password),
        ..server.config()
    };
    let sent = smtp(&with("wrong")).send(&letter("ann@example.org")).await;
    assert!(
        matches!(&sent, Err(Undelivered::Unusable(said)) if said.starts_with("535")),
        "{sent:?}"
    );
    let sent = server.smtp().send(&letter("ann@example.org")).await;
    assert!(
        matches!(&sent, Err(Undelivered::Unusable(said)) if said.starts_with("530")),
        "{sent:?}"
    );
    smtp(&with("sesame")).send(&letter("ann@example.org")).await.unwrap();
    assert_eq!(server.until_taken(1).await[0].text("user"), "ann");

    let nowhere = server.smtp();
    drop(server);
    let sent = nowhere.send(&letter("ann@example.org")).await;
    assert!(matches!(sent, Err(Undelivered::Unusable(_))), "{sent:?}");
}

#[tokio::test]
async fn a_recipients_refusal_is_the_recipients_until_several_differ() {
    let Some(server) = MailServer::start(&[]).await else { return };
    let mut smtp = server.smtp();
    smtp.limits.until_sent = Duration::from_secs(3);
    let send = async |to: &str| match smtp.send(&letter(to)).await {
        Ok(()) => "taken",
        Err(Undelivered::Refused(_)) => "refused",
        Err(Undelivered::NotNow { .. }) => "later",
        Err(Undelivered::Unusable(_)) => "the server",
    };
    for (to, expect) in [
        // Its domain says "relay", and the server does not.
        ("ann@relay.example", "refused"),
        ("barred@example.org", "later"),
        ("barred@example.org", "later"),
        ("slow@example.org", "later"),
        ("ann@example.org", "taken"),
        // Since one was taken between them, these are no row.
        ("barred2@example.org", "later"),
        ("refused@example.org", "refused"),
        ("barred3@example.org", "later"),
        ("barred4@example.org", "the server"),
        ("barred4@example.org", "the server"),
        ("ben@example.org", "taken"),
        ("barred4@example.org", "later"),
    ] {
        assert_eq!(send(to).await, expect, "{to}");
    }
}

#[tokio::test]
async fn encrypted_from_the_first_byte_or_later_and_never_with_a_stranger() {
    let folder = tempfile::tempdir().unwrap();
    let names = "DNS:localhost,IP:127.0.0.1";
    let Some((cert, key)) = certificate(folder.path(), "localhost", names) else { return };
    let (cert_path, key) = (cert.to_str().unwrap(), key.to_str().unwrap());
    let mut arguments = vec!["--cert", cert_path, "--key", key, "--password", "sesame"];
    for security in [MailSecurity::StartTls, MailSecurity::Tls] {
        if security == MailSecurity::Tls {
            arguments.push("--tls");
        }
        let Some(server) = MailServer::start(&arguments).await else { return };
        let trusting = MailConfig {
            server: "localhost".into(),
            security,
            ca_file: cert_path.into(),
            username: "ann".into(),
            password: Secret::new("sesame"),
            ..server.config()
        };
        let strange = MailConfig { ca_file: String::new(), ..trusting.clone() };
        let sent = smtp(&strange).send(&letter("ann@example.org")).await;
        assert!(
            matches!(&sent, Err(Undelivered::Unusable(said)) if said.contains("certificate")
            || said.contains("Certificate") || said.contains("Issuer")),
            "{sent:?}"
        );
        smtp(&trusting).send(&letter("ann@example.org")).await.unwrap();
        let taken = &server.until_taken(1).await[0];
        assert_eq!((&taken.0["tls"], taken.text("user")), (&true.into(), "ann"));
    }
    // One that has no STARTTLS gets nothing, not even the password.
    let Some(server) = MailServer::start(&[]).await else { return };
    let config = MailConfig { security: MailSecurity::StartTls, ..server.config() };
    let sent = smtp(&config).send(&letter("ann@example.org")).await;
    assert!(
        matches!(&sent, Err(Undelivered::Unusable(said)) if said.contains("STARTTLS")),
        "{sent:?}"
    );
}

#[tokio::test]
async fn mails_wait_for_a_server_that_is_down_and_for_one_that_greylists() {
    let Some(server) = MailServer::start(&[]).await else { return };
    let port = server.port.to_string();
    let smtp = server.smtp();
    drop(server);
    let market = TestMarket::start_with_post(Arc::new(smtp)).await;
    let seller = market.user().await;
    let grey = Email::parse("grey@example.org").unwrap();
    let buyer = market.user_at(grey).await;
    let ticket = market.list(seller, "49.50").await;
    let order = market.buy(buyer, ticket).await.unwrap();
    market.pay(order).await.unwrap();
    market.until("it is down", |m| m.market.mail_state().trouble.is_some()).await;

    let Some(server) = MailServer::start(&["--port", &port]).await else { return };
    let waiting = |m: &TestMarket| m.market.tables().catalog().mails.waiting().len();
    // Real connections take real time: only what is waited for passes at once.
    let pass = async |minutes: u64| {
        tokio::time::pause();
        tokio::time::advance(Duration::from_secs(60 * minutes)).await;
        tokio::time::resume();
    };
    pass(2).await;
    market.until("one is taken", |m| waiting(m) == 1).await;
    market.until("the other is greylisted", |m| m.market.mail_state().failed >= 3).await;
    assert_eq!(market.market.mail_state().trouble, None);
    pass(5).await;
    market.until("it is taken", |m| waiting(m) == 0).await;
    let taken = server.until_taken(2).await;
    assert!(taken.iter().any(|mail| mail.to() == "grey@example.org"), "{taken:?}");
    market.assert_sound();
}

#[tokio::test]
async fn a_purchase_at_a_site_and_the_page_about_its_mails() {
    let Some(server) = MailServer::start(&[]).await else { return };
    let port = server.port;
    let site = Site::start_with(|config| {
        config.site.admins = vec!["ann@example.org".into(), "refused@example.org".into()];
        config.mail.server = "127.0.0.1".into();
        config.mail.port = port;
        config.mail.security = MailSecurity::None;
        config.mail.from = "tickets@encore.example".into();
    })
    .await;
    let order = purchase(site.address).await;
    site.let_run("ann").await;
    // Both were asked to confirm their addresses before.
    let taken = server.until_taken(4).await;
    let subject = "Your ticket for The Test Band";
    let to_ben = taken.iter().find(|mail| mail.header("Subject") == subject).unwrap();
    assert_eq!(to_ben.to(), "ben@example.org");
    assert!(to_ben.text("raw").contains(&order), "{}", to_ben.text("raw"));
    assert!(to_ben.text("raw").contains("Paid       =E2=82=AC49.50"), "{}", to_ben.text("raw"));

    let mut ann = site.visitor();
    ann.sign_in("ann").await;
    let page =
        ann.until("/admin/mail", |p| p.body.matches("data-mail-status=\"sent\"").count() == 4);
    page.await.is(200, "Ticket sold").is(200, "ben@example.org");
    ann.post("/admin/mail/test", &[]).await.is(200, "has taken a test for");
    assert_eq!(server.until_taken(5).await[4].header("Subject"), "A test from Holdfast");

    let mut forgetful = site.visitor();
    forgetful.post("/forgot", &[("email", "ben@example.org")]).await.sent_to();
    forgetful.get("/forgot?sent").await.is(200, "is on its way");
    let mail = server.until_taken(6).await[5].clone();
    assert_eq!(
        (mail.to(), mail.header("Subject")),
        ("ben@example.org", "A new password for Holdfast")
    );
    // A long line is broken for the way, and = stands before each break.
    let raw = mail.text("raw").replace("=\r\n", "");
    let (_, link) = raw.split_once("/reset/").unwrap();
    let path = format!("/reset/{}", link.lines().next().unwrap());
    forgetful.get(&path).await.is(200, "New password");

    let mut refused = site.user("refused").await;
    refused.post("/admin/mail/test", &[]).await.is(200, "no such user here");
    drop(server);
    ann.post("/admin/mail/test", &[]).await.is(200, "The test was not sent.");
    ann.get("/admin/mail").await.is(200, "The server takes no mail");
}

#[tokio::test]
async fn killed_between_sending_and_noting_it_sends_again_under_the_same_name() {
    let Some(hanging) = MailServer::start(&["--hang", "end"]).await else { return };
    let folder = tempfile::tempdir().unwrap();
    let start = |server: &MailServer| {
        let variables = server.variables();
        let variables: Vec<_> = variables.iter().map(|(name, value)| (*name, &**value)).collect();
        Program::serve(folder.path(), &variables)
    };
    let (program, address) = start(&hanging);
    purchase(address).await;
    let first = hanging.until_taken(4).await;
    program.kill();

    let Some(server) = MailServer::start(&[]).await else { return };
    let (program, _) = start(&server);
    let second = server.until_taken(4).await;
    let names = |mails: &[crate::common::mail_server::Taken]| {
        let mut names: Vec<_> =
            mails.iter().map(|m| (m.to().to_owned(), m.header("Message-ID").to_owned())).collect();
        names.sort();
        names
    };
    assert_eq!(names(&first), names(&second));
    let deadline = tokio::time::Instant::now() + Duration::from_secs(20);
    while program.output().matches("a mail is sent").count() < 4 {
        assert!(tokio::time::Instant::now() < deadline, "{}", program.output());
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert!(!program.output().contains('@'), "no address in the log: {}", program.output());
    program.signal(rustix::process::Signal::TERM);
    program.finish(Duration::from_secs(20));

    // What is noted is never sent again.
    let (program, _) = start(&server);
    program.signal(rustix::process::Signal::TERM);
    program.finish(Duration::from_secs(20));
    assert_eq!(server.taken().len(), 4);
    let (code, said) = run(folder.path(), &["verify"], &[]);
    assert_eq!(code, Some(0), "{said}");
}

/// A mail, as Python's `email` reads it: others wrote that.
fn read_by_python(raw: &str) -> Value {
    let python = env::var_os("HOLDFAST_AIOSMTPD").unwrap_or_else(|| "python3".into());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/common/read_mail.py");
    let mut reader = Command::new(python);
    let mut reader =
        reader.arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    reader.stdin.take().unwrap().write_all(raw.as_bytes()).unwrap();
    let said = reader.wait_with_output().unwrap();
    serde_json::from_slice(&said.stdout).unwrap()
}

#[tokio::test]
async fn every_kind_of_mail_comes_as_text_and_as_html_of_the_same_words() {
    let Some(server) = MailServer::start(&[]).await else { return };
    let pages = tempfile::tempdir().unwrap();
    let terms = "---\nversion: 2026-12-01\n---\n# Terms\n\nBe kind, Zoë.";
    std::fs::write(pages.path().join("terms.en.md"), terms).unwrap();
    let mut config = Config::default();
    config.site.name = "Encöre & <Co>".into();
    config.site.base_url = "https://encore.example".into();
    config.site.contact = "help@encore.example".into();
    config.site.operator = "Encore Tickets GmbH\nHafenstr. 1".into();
    config.site.accent = "#7a1f5c".into();
    config.site.pages = pages.path().to_owned();
    let operator = Arc::new(Operator::open(&config.site).unwrap());
    let site = Letterhead { operator, ..Letterhead::of(&config) };
    let samples = samples(&site, Timestamp::from_millis(1_795_348_800_000));
    let smtp = server.smtp();
    for (_, letter) in &samples {
        smtp.send(letter).await.unwrap();
    }
    let taken = server.until_taken(samples.len()).await;
    let mut with_terms = 0;
    for ((about, letter), taken) in samples.iter().zip(&taken) {
        let (kind, raw) = (about.kind(), taken.text("raw"));
        assert!(raw.lines().all(|line| line.is_ascii() && line.len() <= 78), "{kind}: {raw}");
        let mail = read_by_python(raw);
        assert_eq!(mail["defects"], json!([]), "{kind}");
        assert_eq!(mail["subject"], json!(letter.subject), "{kind}");
        assert_eq!(mail["reply_to"], "help@encore.example", "{kind}");
        let said = |part: &str| mail[part].as_str().unwrap().replace("\r\n", "\n");
        assert_eq!(said("plain").trim_end(), letter.body.trim_end(), "{kind}");
        assert_eq!(said("html").trim_end(), letter.html.trim_end(), "{kind}");
        assert_eq!(mail["loads"], json!([]), "{kind}: {}", letter.html);
        // What the one says, the other says in the same order; links may stand behind a button.
        let shown: Vec<_> = mail["words"].as_array().unwrap().iter().collect();
        let mut shown = shown.into_iter().map(|word| word.as_str().unwrap());
        let (words, signature) = letter.body.split_once("\n-- \n").unwrap();
        let is_link = |word: &str| word.starts_with("https://encore.example");
        for word in words.split_whitespace().filter(|word| !is_link(word)) {
            assert!(shown.any(|it| it == word), "{kind} lacks {word:?}: {}", letter.html);
        }
        let links = mail["links"].as_array().unwrap();
        for link in words.split_whitespace().filter(|word| is_link(word)) {
            assert!(links.contains(&json!(link)), "{kind} does not lead to {link}");
        }
        for part in ["Encöre & <Co>", "Encore Tickets GmbH\nHafenstr. 1", "help@encore.example"] {
            assert!(signature.contains(part), "{kind}: {signature}");
        }
        assert!(letter.html.contains("border-top:4px solid #7a1f5c"), "{kind}");
        if mail["enclosed"] != json!([]) {
            with_terms += 1;
            assert_eq!(mail["types"][0], "multipart/mixed", "{kind}");
            let text = "# Terms\n\nBe kind, Zoë.";
            assert_eq!(mail["enclosed"][0][0], "terms-2026-12-01.txt");
            assert_eq!(
                mail["enclosed"][0][1].as_str().unwrap().replace("\r\n", "\n").trim_end(),
                text
            );
            assert!(["Order completed", "Ticket sold"].contains(&kind), "{kind}");
        } else {
            assert_eq!(mail["types"], json!(["multipart/alternative", "text/plain", "text/html"]));
        }
    }
    assert_eq!(with_terms, 2);
}
