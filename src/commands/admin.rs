//! `holdfast admin ADDRESS`: the link by which the account of an address in `site.admins` shows that
//! the address is its own, for a site that sends no mail, or whose mail does not arrive yet. Whoever
//! may read the data folder runs the site anyway. It only reads, so that it can run beside the site.

use std::{collections::HashMap, path::Path, process::ExitCode, time::Duration};

use super::cli::say;
use crate::{
    clock::Clock,
    config::Config,
    domain::{ConfirmToken, DomainEvent, LinkKey, User},
    storage::{
        compaction,
        journal::{self, JournalError},
        read_link_key,
    },
    types::{Email, UserId},
    usecases::Staff,
};

/// How long the link is good.
pub(super) const LINK_LIFE: Duration = Duration::from_secs(3600);

/// Prints the link, or says what is to be done first.
pub(crate) fn run(config: &Config, typed: &str) -> ExitCode {
    say_link(link(config, typed))
}

/// Says what comes of asking for a link.
pub(super) fn say_link(link: Result<String, String>) -> ExitCode {
    match link {
        Ok(said) => {
            say(&said);
            ExitCode::SUCCESS
        }
        Err(why) => {
            eprintln!("holdfast: {why}. Nothing was changed.");
            ExitCode::FAILURE
        }
    }
}

fn link(config: &Config, typed: &str) -> Result<String, String> {
    let email = Email::parse(typed).map_err(|_| format!("{typed:?} is no address"))?;
    let address = email.as_str();
    let staff = Staff::of(config);
    if staff.role_of(&email).is_none() {
        return Err(format!(
            "{address} is neither in site.admins nor in site.support: put it there, restart the \
             site, and do this again"
        ));
    }
    let data = &config.storage.path;
    let user = account_of(data, &email)?.ok_or_else(|| {
        let site = &config.site.base_url;
        format!("nobody has {address}: sign up with it at {site}/signup, and do this again")
    })?;
    if user.confirmed_at.is_some() {
        return Ok(match staff.lacks_factor(&user) {
            true => format!(
                "The account of {address} runs the site once it has a second factor: sign in with it, and \
                 go to {}/admin.",
                config.site.base_url
            ),
            false => format!("The account of {address} runs the site already."),
        });
    }
    let key = link_key(data)?;
    let token = ConfirmToken::new(&key, &user, Clock::System.now() + LINK_LIFE);
    Ok(format!(
        "Open this within an hour where you are signed in with it, and press the button: from then on \
         the account of {address} runs the site. It is good once, and for the account that has the address now (since {}): if that \
         is not yours, do not open it.\n\n{}/confirm/{token}",
        user.created_at.rfc3339(),
        config.site.base_url
    ))
}

/// What seals the links of the site that has this folder.
pub(super) fn link_key(data: &Path) -> Result<LinkKey, String> {
    read_link_key(data).map_err(|error| error.to_string())?.ok_or_else(|| {
        format!("{} has no key that seals links yet: start the site once", data.display())
    })
}

/// The account of this address, as far as the journal goes now.
pub(super) fn account_of(data: &Path, email: &Email) -> Result<Option<User>, String> {
    let journal = compaction::journal_of(data).ok_or_else(|| {
        format!("{} is not a Holdfast data folder: start the site once", data.display())
    })?;
    let mut users: HashMap<UserId, Option<User>> = HashMap::new();
    journal::replay_acknowledged(&journal, |_, entry| {
        for event in &entry.events {
            if let DomainEvent::User(id, event) = event {
                let user = users.entry(*id).or_default();
                User::apply(user, *id, event, entry.at).map_err(|error| error.to_string())?;
            }
        }
        Ok(())
    })
    .map_err(|error: JournalError| error.to_string())?;
    Ok(users.into_values().flatten().find(|user| user.email == *email && !user.is_deleted()))
}
