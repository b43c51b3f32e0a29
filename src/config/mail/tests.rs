use std::fs;

use super::*;
use crate::config::Config;

/// The secret here: it must not be in what is said.
const HIDDEN: &str = "Hidden1";

fn good() -> Config {
    let mut config = Config::default();
    config.mail.server = "smtp.example.org".into();
    config.mail.username = "tickets".into();
    config.mail.password = Secret::new(HIDDEN);
    config.mail.from = "Tickets <tickets@example.org>".into();
    config
}

#[track_caller]
fn refused(change: impl FnOnce(&mut MailConfig)) -> String {
    let mut config = good();
    change(&mut config.mail);
    let shown = format!("{config:?}");
    let error = config.with_keys().expect_err("it cannot be");
    for text in [&error.to_string(), &format!("{error:?}"), &shown] {
        assert!(!text.contains(HIDDEN), "{text}");
    }
    error.to_string()
}

#[test]
fn good_settings() {
    let set = |change: fn(&mut MailConfig)| {
        let mut config = good();
        change(&mut config.mail);
        config.with_keys().unwrap().mail
    };
    assert!(Config::default().mail.smtp("x").unwrap().is_none());
    assert_eq!(set(|_| {}).address(), "smtp.example.org:587");
    assert_eq!(set(|mail| mail.security = MailSecurity::Tls).address(), "smtp.example.org:465");
    set(|mail| mail.port = 2525);
    set(|mail| mail.server = "::1".into());
    set(|mail| mail.from = "tickets@example.org".into());
    set(|mail| (mail.username, mail.password) = (String::new(), Secret::default()));
    set(|mail| (mail.server, mail.security) = ("localhost".into(), MailSecurity::None));
    // What is set for a server that is not there is nobody's business.
    set(|mail| (mail.server, mail.from) = (String::new(), "?".into()));
}

#[test]
fn what_does_not_fit_together_is_named_by_its_key() {
    for (said, expect) in [
        (refused(|mail| mail.server = "smtp.example.org:25".into()), "mail.server: the port"),
        (refused(|mail| mail.server = "127.0.0.1:25".into()), "mail.server: "),
        (refused(|mail| mail.server = "smtp://example.org".into()), "mail.server: "),
        (refused(|mail| mail.server = HIDDEN.to_owned() + "@example.org"), "mail.server: "),
        (refused(|mail| mail.from = String::new()), "mail.from: mail.server is set"),
        (refused(|mail| mail.from = "Tickets".into()), "mail.from: "),
        (refused(|mail| mail.from = "A\r\nBcc: x <a@example.org>".into()), "mail.from: "),
        (refused(|mail| mail.password = Secret::default()), "mail.password: mail.username"),
        (refused(|mail| mail.username = String::new()), "mail.username: "),
        (refused(|mail| mail.security = MailSecurity::None), "mail.security: "),
        (refused(|mail| mail.password_file = "x".into()), "mail.password: mail.password_file"),
        (refused(|mail| mail.ca_file = "nowhere.pem".into()), "mail.ca_file: \"nowhere.pem\""),
        (refused(|mail| mail.ca_file = "Cargo.toml".into()), "mail.ca_file: this is no cert"),
    ] {
        assert!(said.starts_with(expect), "{expect:?}: {said}");
    }
}

#[test]
fn the_password_may_stand_in_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("password");
    let from_file = |text: &str| {
        fs::write(&file, text).unwrap();
        let mut config = good();
        config.mail.password = Secret::default();
        config.mail.password_file = file.display().to_string();
        config.with_keys()
    };
    assert_eq!(from_file("Hidden1\n").unwrap(), good());
    for (text, expect) in [("\n", "is empty"), (&"x".repeat(5000), "no key")] {
        let error = from_file(text).unwrap_err().to_string();
        assert!(error.starts_with("mail.password_file: ") && error.contains(expect), "{error}");
    }
}
