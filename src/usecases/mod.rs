//! What people want of the site: one function for each intent, in one file for each family.
//!
//! Each takes a [`Caller`], asks [`policy`] whether they may, has the market do it, and gives what
//! came of it or a refusal with a stable [`Code`]. Pages and whatever else stands at the edge parse
//! what was sent, call one of these and show the outcome; how often somebody may try is theirs to
//! limit, too.
//!
//! What may not be, as things are, is [`UseCaseError::Refused`]; what is not the caller's to ask, or
//! to know of, [`UseCaseError::Access`]; and when something is out of order it is
//! [`UseCaseError::Unavailable`]. A function says only what goes beyond that.
//!
//! **Invariant:** nothing here knows HTTP, pages, texts or a payment provider. A language is plain
//! data here, kept with an account. A test in this module holds the imports to that.

pub mod access_tokens;
pub mod accounts;
pub mod admin;
pub mod alerts;
pub mod buying;
pub mod calendars;
pub mod claims;
pub mod conversations;
pub mod disputes;
pub mod events;
pub mod factors;
pub mod fee_invoices;
pub mod needs;
pub mod openid;
pub mod payouts;
pub mod policy;
pub mod refunds;
pub mod refusal;
pub mod reports;
pub mod selling;
pub mod staff_search;
pub mod waitlist;
pub mod webhook_endpoints;
pub mod webhooks;

pub use policy::{AccessError, Denial, Role, Staff};
pub use refusal::{Code, Done, RefusalCode, UseCaseError};

use crate::{
    domain::{Scopes, User},
    types::UserId,
};

/// On whose behalf something is asked.
#[derive(Debug, Clone, Copy)]
pub enum Caller<'a> {
    /// Nobody is signed in.
    Visitor,
    /// A user of the site.
    User(&'a User),
    /// A user who also answers for the site, and moves no money (`site.support`).
    Support(&'a User),
    /// A user who also runs the site (`site.admins`).
    Admin(&'a User),
    /// A program, by an access token of this user's. It is nobody until [`policy::scoped`] has found that
    /// the token has the scope that a use case asks for: what asks for none is not for tokens.
    Token {
        /// Whose token it is.
        owner: &'a User,
        /// What it may be used for.
        scopes: Scopes,
        /// Whether its owner runs the site.
        is_admin: bool,
    },
    /// The site itself: what it is told by those whom it has asked to, such as a payment provider
    /// whose signature was checked.
    Site,
}

impl<'a> Caller<'a> {
    /// The account, if one asks by itself.
    pub fn user(self) -> Option<&'a User> {
        match self {
            Self::User(user) | Self::Support(user) | Self::Admin(user) => Some(user),
            Self::Visitor | Self::Token { .. } | Self::Site => None,
        }
    }

    /// The account's id, if one asks.
    pub fn id(self) -> Option<UserId> {
        self.user().map(|user| user.id)
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    /// What must not be imported here, and the files that may.
    const ELSEWHERE: [(&str, &[&str]); 9] = [
        ("axum", &[]),
        ("tower", &[]),
        ("maud", &[]),
        ("crate::http", &[]),
        ("crate::views", &[]),
        ("crate::texts", &[]),
        ("stripe", &[]),
        ("sandbox", &[]),
        // Which an account has: data, in which nothing is said here.
        ("Language", &["accounts.rs", "openid.rs"]),
    ];

    #[test]
    fn imports_nothing_of_the_edge_and_of_no_provider() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/usecases");
        let mut files = 0;
        for file in fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            let source = fs::read_to_string(&path).unwrap();
            let code = source.split("#[cfg(test)]").next().unwrap();
            // Whole paths, so that what a `use` groups is seen as well.
            let code: String = code.lines().filter(|l| !l.trim().starts_with("//")).collect();
            let code: String = code.split_whitespace().collect();
            let grouped = code.replace("usecrate::{", "crate::").replace(",", ",crate::");
            for (what, except) in ELSEWHERE {
                let is_there = code.contains(what) || grouped.contains(what);
                let may = except.iter().any(|file| path.ends_with(file));
                assert!(!is_there || may, "{} names {what}", path.display());
            }
            files += 1;
        }
        assert!(files > 8, "{files}");
    }
}
