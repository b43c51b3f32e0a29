//! `holdfast lost-factor ADDRESS`: the link by which somebody signs in again who has lost their
//! authenticator app, their passkeys and their recovery codes. It asks for no password: the password still
//! signs in, and nothing else does any more. Whoever may read the data folder knows to whom they give it.
//! It only reads, so that it can run beside the site.

use std::process::ExitCode;

use super::admin::{LINK_LIFE, account_of, link_key, say_link};
use crate::{clock::Clock, config::Config, domain::LostToken, types::Email};

/// Prints the link, or says why there is none.
pub(crate) fn run(config: &Config, typed: &str) -> ExitCode {
    say_link(link(config, typed))
}

fn link(config: &Config, typed: &str) -> Result<String, String> {
    let email = Email::parse(typed).map_err(|_| format!("{typed:?} is no address"))?;
    let (address, data) = (email.as_str(), &config.storage.path);
    let user = account_of(data, &email)?.ok_or_else(|| format!("nobody has {address}"))?;
    if !user.factors.need_second_step() {
        return Ok(format!(
            "The account of {address} has no second factor: its password signs in."
        ));
    }
    let key = link_key(data)?;
    let token = LostToken::new(&key, &user, Clock::System.now() + LINK_LIFE);
    Ok(format!(
        "Give this to the owner of the account of {address}, once you know that it is them. Whoever opens it \
         within an hour and presses the button has the account's authenticator app, passkeys and recovery \
         codes forgotten: from then on its password alone signs in. Its owner is told by mail.\n\n{}/lost/{token}",
        config.site.base_url
    ))
}
