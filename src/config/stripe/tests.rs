use std::fs;

use super::*;
use crate::config::{Config, Provider};

/// The secret parts of the keys here: none of them may be in what is said.
const HIDDEN: [&str; 3] = ["Hidden1", "Hidden2", "Hidden3"];

/// A site that takes money through Stripe, with test keys.
fn good() -> Config {
    let mut config = Config::default();
    config.payments.provider = Provider::Stripe;
    let stripe = &mut config.payments.stripe;
    stripe.secret_key = Secret::new("sk_test_Hidden1");
    stripe.publishable_key = "pk_test_Hidden2".into();
    stripe.webhook_secret = Secret::new("whsec_Hidden3");
    config
}

fn refused(change: impl FnOnce(&mut StripeConfig)) -> String {
    let mut config = good();
    change(&mut config.payments.stripe);
    said(config)
}

/// What is said of a configuration that cannot be.
#[track_caller]
fn said(config: Config) -> String {
    let shown = format!("{config:?}");
    let error = config.with_keys().expect_err("it cannot be");
    for text in [&error.to_string(), &format!("{error:?}"), &shown] {
        for hidden in HIDDEN {
            assert!(!text.contains(hidden), "{hidden}: {text}");
        }
    }
    error.to_string()
}

#[track_caller]
fn is(said: &str, expect: &[&str]) {
    for expect in expect {
        assert!(said.contains(expect), "{expect:?} is not said: {said}");
    }
}

#[test]
fn good_keys() {
    assert_eq!(good().with_keys().unwrap(), good());
    let mut live = good();
    live.site.base_url = "https://tickets.example.org".into();
    live.payments.stripe.secret_key = Secret::new("rk_live_1");
    live.payments.stripe.publishable_key = "pk_live_1".into();
    live.clone().with_keys().unwrap();
    live.site.base_url = "http://tickets.example.org".into();
    is(&said(live), &["site.base_url: ", "live key", "https"]);
}

#[test]
fn the_sandbox_needs_no_keys_and_reads_none() {
    let mut config = good();
    config.payments.provider = Provider::Sandbox;
    config.payments.stripe.secret_key = Secret::default();
    config.payments.stripe.secret_key_file = "/nowhere/at/all".into();
    config.payments.stripe.publishable_key = "nonsense".into();
    assert_eq!(config.clone().with_keys().unwrap(), config);
}

#[test]
fn each_key_that_is_missing_is_named_with_where_to_get_it() {
    let page = "https://dashboard.stripe.com/";
    let missing = refused(|stripe| stripe.secret_key = Secret::default());
    is(
        &missing,
        &["payments.stripe.secret_key: ", "not set", page, "payments.stripe.secret_key_file"],
    );
    let missing = refused(|stripe| stripe.publishable_key.clear());
    is(&missing, &["payments.stripe.publishable_key: ", "not set", page]);
    for nothing in ["", " , "] {
        let missing = refused(|stripe| stripe.webhook_secret = Secret::new(nothing));
        is(&missing, &["payments.stripe.webhook_secret: ", "not set", "Signing secret", page]);
    }
}

#[test]
fn keys_of_another_kind() {
    let secret_key = |key: &str| refused(|stripe| stripe.secret_key = Secret::new(key));
    for (key, says) in [
        ("pk_test_Hidden1", "another kind of key stands here (pk_test_…)"),
        ("whsec_Hidden1", "another kind of key stands here (whsec_…)"),
        ("Hidden1", "no such key"),
        ("sk_Hidden1", "no such key"),
        ("\"sk_test_Hidden1\"", "no such key"),
        ("sk_test_", "only the beginning"),
        ("sk_test_Hidden1…", "no part of a key"),
        ("sk_test_Hidden1 Hidden1", "no part of a key"),
        ("sk_test_Hidden1\nHidden1", "no part of a key"),
        ("sk_test_Hidden1\u{7f}", "no part of a key"),
    ] {
        is(&secret_key(key), &["payments.stripe.secret_key: ", says]);
    }
    let publishable = |key: &str| refused(|stripe| stripe.publishable_key = key.into());
    for key in ["sk_test_Hidden1", "sk_live_Hidden1", "rk_live_Hidden1", "whsec_Hidden1"] {
        let prefix = key.strip_suffix("Hidden1").unwrap();
        let loud = format!("A SECRET STANDS HERE ({prefix}…)");
        is(&publishable(key), &["payments.stripe.publishable_key: ", &loud, "every browser"]);
    }
    is(&publishable("Hidden2"), &["payments.stripe.publishable_key: ", "no such key"]);
    let webhook = |key: &str| refused(|stripe| stripe.webhook_secret = Secret::new(key));
    for key in ["sk_test_Hidden3", "Hidden3", "whsec_Hidden3 sk_live_Hidden3", "whsec_Hidden3;x y"]
    {
        is(&webhook(key), &["payments.stripe.webhook_secret: ", "whsec_"]);
    }
}

#[test]
fn test_keys_and_live_keys_together() {
    let mixed = refused(|stripe| stripe.publishable_key = "pk_live_Hidden2".into());
    let says = "payments.stripe.publishable_key: it is a live key, and payments.stripe.secret_key \
                is a test key";
    is(&mixed, &[says]);
    let mixed = refused(|stripe| stripe.secret_key = Secret::new("sk_live_Hidden1"));
    is(&mixed, &["it is a test key, and payments.stripe.secret_key is a live key"]);
}

#[test]
fn several_webhook_secrets() {
    for (text, expect) in [
        ("whsec_a", &["whsec_a"][..]),
        ("whsec_a whsec_b", &["whsec_a", "whsec_b"]),
        (" whsec_a,\twhsec_b\r\n,,whsec_c\n", &["whsec_a", "whsec_b", "whsec_c"]),
        ("", &[]),
    ] {
        let stripe =
            StripeConfig { webhook_secret: Secret::new(text), ..Config::default().payments.stripe };
        let secrets = stripe.webhook_secrets();
        assert_eq!(secrets.iter().map(Secret::expose).collect::<Vec<_>>(), expect, "{text:?}");
    }
}

#[test]
fn addresses() {
    for url in [
        "https://api.stripe.com",
        "https://api.stripe.com:8443/v/1/",
        "http://localhost:4242",
        "http://127.0.0.1:1/",
        "http://[::1]:4242",
    ] {
        let mut config = good();
        config.payments.stripe.api_url = url.into();
        config.payments.stripe.js_url = url.into();
        config.with_keys().expect(url);
    }
    for url in [
        "",
        "api.stripe.com",
        "/v3",
        "ftp://api.stripe.com",
        "http://api.stripe.com",
        "http://127.0.0.1.example.org",
        "http://localhost.example.org",
        "http://localhost@example.org",
        "https://user:Hidden1@api.stripe.com",
        "https://api.stripe.com?x=1",
        "https://api.stripe.com/#x",
        "https://",
        "https://:443",
        "https://api.stripe.com:",
        "https://api.stripe.com:99999",
        "https://js.stripe.com;script-src",
        "https://js.stripe.com https://example.org",
        "sk_test_Hidden1",
    ] {
        is(&refused(|stripe| stripe.api_url = url.into()), &["payments.stripe.api_url: "]);
        let mut config = good();
        config.payments.stripe.js_url = url.into();
        assert!(config.with_keys().is_err(), "{url}");
    }
}

#[test]
fn keys_in_files_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, content: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, content).unwrap();
        path.display().to_string()
    };
    let mut config = good();
    let stripe = &mut config.payments.stripe;
    (stripe.secret_key, stripe.webhook_secret) = (Secret::default(), Secret::default());
    stripe.publishable_key.clear();
    stripe.secret_key_file = file("secret", b"\n sk_test_Hidden1 \r\n");
    stripe.publishable_key_file = file("publishable", b"pk_test_Hidden2\n");
    stripe.webhook_secret_file = file("webhook", b"whsec_Hidden3\nwhsec_new\n");
    let mut expect = good();
    expect.payments.stripe.webhook_secret = Secret::new("whsec_Hidden3\nwhsec_new");
    let read = config.with_keys().unwrap();
    assert_eq!(read, expect);
    assert_eq!(read.payments.stripe.webhook_secrets().len(), 2);
    assert_eq!(read.with_keys().unwrap(), expect, "twice is once");

    let both = refused(|stripe| stripe.secret_key_file = file("secret", b"sk_test_Hidden1"));
    is(&both, &["payments.stripe.secret_key: ", "payments.stripe.secret_key_file"]);
    let both = refused(|stripe| stripe.webhook_secret_file = "nowhere".into());
    is(&both, &["payments.stripe.webhook_secret: ", "payments.stripe.webhook_secret_file"]);
    for (content, says) in [
        (&b""[..], "is empty"),
        (b" \n\t", "is empty"),
        (b"\xff\xfeHidden1", "is not text"),
        (&[b'k'; 5000], "more than 4096 bytes"),
    ] {
        let path = file("bad", content);
        let said = refused(|stripe| {
            stripe.publishable_key.clear();
            stripe.publishable_key_file.clone_from(&path);
        });
        is(&said, &["payments.stripe.publishable_key_file: ", &path, says]);
    }
    for path in ["/nowhere/at/all", &folder.path().display().to_string(), "\0"] {
        let said = refused(|stripe| {
            stripe.secret_key = Secret::default();
            stripe.secret_key_file = path.into();
        });
        is(&said, &["payments.stripe.secret_key_file: ", path, "cannot be read"]);
    }
    // The key where the file's name belongs.
    let said = refused(|stripe| {
        stripe.secret_key = Secret::default();
        stripe.secret_key_file = "sk_test_Hidden1".into();
    });
    is(&said, &["payments.stripe.secret_key_file: ", "sk_test_…"]);
}

#[test]
fn texts_without_keys() {
    for (text, expect) in [
        ("", ""),
        ("nothing", "nothing"),
        ("sk_test_a/b+c-d", "sk_test_…"),
        (
            "found `sk_live_a`, not rk_test_b or whsec_c.",
            "found `sk_live_…`, not rk_test_… or whsec_….",
        ),
        ("pk_live_", "pk_live_…"),
        ("whsec_sk_live_x y", "whsec_… y"),
    ] {
        assert_eq!(without_keys(text), expect);
    }
}
