use super::{environment::over, *};

fn read(toml: &str) -> Result<Config, ConfigError> {
    Config::check(defaults().merge(Toml::string(toml)))
}

#[test]
fn variables_override_and_text_stays_text() {
    let read =
        |name: &str, value: &str| Config::check(over(defaults(), &[(name.into(), value.into())]));
    assert_eq!(read("HOLDFAST_SITE__NAME", "1984").unwrap().site.name, "1984");
    assert_eq!(read("HOLDFAST_SITE__NAME", "[x]").unwrap().site.name, "[x]");
    assert_eq!(read("HOLDFAST_ORDERS__HOLD_SECONDS", "60").unwrap().orders.hold_seconds, 60);
    assert_eq!(read("HOLDFAST_LONG", "1").unwrap(), Config::default());
    for (name, value, expect) in [
        ("HOLDFAST_SITE__NAM", "x", "nam"),
        ("HOLDFAST_ORDERS__HOLD_SECONDS", "soon", "HOLDFAST_ORDERS__HOLD_SECONDS"),
        ("HOLDFAST_SITE__CURRENCY", "EURO", "HOLDFAST_SITE__CURRENCY"),
        ("HOLDFAST_ORDERS__HOLD_SECONDS", "0", "orders.hold_seconds"),
    ] {
        let error = read(name, value).expect_err(value).to_string();
        assert!(error.contains(expect), "{name}={value}: {error}");
    }
}

#[test]
fn the_documented_file_holds_every_key_with_its_default() {
    assert_eq!(read("").unwrap(), Config::default());
}

#[test]
fn bad_values_name_their_key() {
    for (toml, expect) in [
        ("[site]\nnam = 'x'", "nam"),
        ("[sight]\nname = 'x'", "sight"),
        ("[orders]\nhold_seconds = 'long'", "hold_seconds"),
        ("[orders]\nhold_seconds = 0", "orders.hold_seconds"),
        ("[orders]\nmax_live_per_user = 0", "orders.max_live_per_user"),
        ("[orders]\ncooldown_seconds = 604801", "orders.cooldown_seconds"),
        ("[site]\ncurrency = 'EURO'", "currency"),
        ("[site]\ntime_zone = 'Mars/Olympus'", "time_zone"),
        ("[site]\nbase_url = 'tickets.example.org'", "site.base_url"),
        ("[site]\nbase_url = 'https://example.org/tickets'", "site.base_url"),
        ("[site]\nbase_url = 'https://anna@example.org'", "site.base_url"),
        ("[site]\nbase_url = 'https://mül ler.example'", "site.base_url"),
        ("[site]\nadmins = ['nobody']", "site.admins"),
        ("[site]\nsupport = ['nobody']", "site.support"),
        ("[site]\ncontact = 'nobody'", "site.contact"),
        ("[site]\nheadline = \"two\\nlines\"", "site.headline"),
        ("[server]\nhosts_allowed = ['https://example.org']", "server.hosts_allowed"),
        ("[server]\nlisten = 'everywhere'", "listen"),
        ("[payments]\nprovider = 'cash'", "provider"),
        ("[server]\ntrusted_proxies = ['localhost']", "localhost"),
        ("[server]\ntrusted_proxies = ['0.0.0.0/0']", "trusted_proxies"),
        ("[server]\ntrusted_proxies = '127.0.0.1'", "trusted_proxies"),
        ("[accounts]\nsession_days = 30\nsession_days_max = 29", "accounts.session_days_max"),
        ("[accounts]\nsession_days_max = 13", "accounts.session_days_max"),
        ("[payouts]\nmethod = 'stripe'", "payouts.method"),
        ("[payouts]\nmethod = 'cheque'", "method"),
        ("[site]\ntax_id = 'DE123456789'", "site.operator"),
        ("[site]\ntax_percent = 19", "site.operator"),
        ("[site]\noperator = 'Encore'\ntax_percent = 19", "site.tax_id"),
        ("[site]\noperator = 'Encore'\ntax_id = 'DE1'\ntax_percent = 101", "site.tax_percent"),
        ("[site]\noperator = \"a\\u0007b\"", "site.operator"),
        ("[site]\noperator = 'Encore'\ntax_id = \"a\\nb\"", "site.tax_id"),
        ("[payouts]\ndebtor_name = 'Encore'", "payouts.debtor_iban"),
        ("[payouts]\ndebtor_name = 'Encore'\ndebtor_iban = 'DE00'", "payouts.debtor_iban"),
        ("[payouts]\ndebtor_iban = 'DE89370400440532013000'", "payouts.debtor_name"),
        ("[retention]\nsettled_days = 6", "retention.settled_days"),
        ("[retention]\nlooks_days = 29", "retention.looks_days"),
        ("[limits]\naddress_factor = 0", "limits.address_factor"),
        ("[limits]\naccount_factor = 2000000", "limits.account_factor"),
    ] {
        let error = read(toml).expect_err(toml).to_string();
        assert!(error.contains(expect), "{toml}: {error}");
    }
}

#[test]
fn what_cannot_be_read_shows_no_keys() {
    for toml in [
        "[payments.stripe]\nsecret_key = \"sk_live_hidden",
        "[payments.stripe]\nsecret_key = hidden",
        "[payments.stripe]\nsecret_key = \"a\" hidden",
        "[payments]\nstripe = 'hidden'",
        "payments = 'hidden'",
        "[payments]\nprovider = 'sk_live_hidden'",
        "[payments.stripe]\nwebhook_secret = ['whsec_hidden']",
        "[payments.stripe]\nsk_live_hidden = 'x'",
        "[server]\nlisten = 'sk_live_hidden'",
        "[mail]\npassword = ['hidden']",
        "[mail]\npassword = \"hidden",
        "mail = 'hidden'",
    ] {
        let error = read(toml).expect_err(toml);
        assert!(!format!("{error} {error:?}").contains("hidden"), "{toml}: {error}");
    }
    let error = read("[payments.stripe]\nsecret_key = \"x").expect_err("it does not end");
    assert!(error.to_string().contains("line 2"), "it says where: {error}");
}

/// As browsers and mail servers name it, whatever letters an operator writes it in.
#[test]
fn every_host_has_one_form() {
    for (typed, expect) in [
        ("https://müller.example", "https://xn--mller-kva.example"),
        ("https://MÜLLER.example/", "https://xn--mller-kva.example"),
        ("https://mu\u{308}ller.example:443", "https://xn--mller-kva.example"),
        ("HTTPS://XN--MLLER-KVA.example", "https://xn--mller-kva.example"),
        ("http://müller.example:8080", "http://xn--mller-kva.example:8080"),
        ("http://Tickets.Example.org:80", "http://tickets.example.org"),
        ("http://[::1]:8080/", "http://[::1]:8080"),
    ] {
        let config = read(&format!("[site]\nbase_url = '{typed}'")).expect(typed);
        assert_eq!(config.site.base_url, expect, "{typed}");
    }
    let config = read(
        "[server]\nhosts_allowed = ['WWW.müller.example:8443', '[::1]']\n\
         [mail]\nserver = 'smtp.müller.example'\n\
         [payments.stripe]\napi_url = 'https://api.müller.example/V1'",
    )
    .unwrap();
    let allowed = ["www.xn--mller-kva.example:8443", "[::1]"];
    assert_eq!(config.server.hosts_allowed, allowed);
    assert_eq!(config.mail.server, "smtp.xn--mller-kva.example");
    assert_eq!(config.payments.stripe.api_url, "https://api.xn--mller-kva.example/V1");
    assert_eq!(read("[mail]\nserver = '::1'").unwrap().mail.server, "::1");
}
