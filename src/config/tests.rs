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
        ("[site]\nadmins = ['nobody']", "site.admins"),
        ("[server]\nlisten = 'everywhere'", "listen"),
        ("[payments]\nprovider = 'cash'", "provider"),
        ("[server]\ntrusted_proxies = ['localhost']", "localhost"),
        ("[server]\ntrusted_proxies = ['0.0.0.0/0']", "trusted_proxies"),
        ("[server]\ntrusted_proxies = '127.0.0.1'", "trusted_proxies"),
        ("[accounts]\nsession_days = 30\nsession_days_max = 29", "accounts.session_days_max"),
        ("[accounts]\nsession_days_max = 13", "accounts.session_days_max"),
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
