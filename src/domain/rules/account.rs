//! What may become of an account.

use super::{BrokenRule, Refusal};
use crate::{
    domain::{Deed, PasswordHash, TermsShown, User, UserEvent},
    types::{Email, Language},
};

/// A change to an account. Those that need its password name the one that was typed and checked: it
/// must still be the account's when the change is made, so that whoever knows only an old one comes
/// too late once a new one was chosen.
#[derive(Debug, Clone)]
pub enum AccountChange {
    /// A new password, which ends all sessions.
    Password {
        /// That was checked.
        old: PasswordHash,
        /// That is to be.
        new: PasswordHash,
    },
    /// Another address, nobody else's, by the password that was checked.
    Address(PasswordHash, Email),
    /// All sessions end. It names the epoch of the session that asks: one that was ended meanwhile
    /// ends no others.
    EndSessions(u32),
    /// The account is no more, and all sessions end. It names the password that was checked.
    Deletion(PasswordHash),
    /// Another language.
    Language(Language),
    /// Another address of its owner's calendar.
    Calendar,
    /// Its owner agrees to the terms.
    Terms(TermsShown),
    /// The site closes the account.
    Ban(Deed),
    /// The site opens it again.
    Unban(Deed),
}

refusals! {
    /// Why an account is not made, changed or ended. Nothing has changed.
    pub enum AccountRefusal {
        NotThere = "there is no such account",
        WrongPassword = "the password has been changed meanwhile",
        SessionOver = "the session that asks was ended meanwhile",
        AddressTaken = "this address has an account",
        /// See [`super::Live`].
        StillLive = "something is still live for this account",
        RunsTheSite = "the site is run by this account",
        LinkOver = "this link is over",
        TermsNotAgreed = "the site's terms as they are now are not agreed to",
    }
}

impl Refusal for AccountRefusal {
    fn of(broken: BrokenRule) -> Option<Self> {
        match broken {
            BrokenRule::AddressTaken => Some(Self::AddressTaken),
            BrokenRule::StillLive => Some(Self::StillLive),
            BrokenRule::AccountDeleted => Some(Self::NotThere),
            BrokenRule::Ticket(_)
            | BrokenRule::OpenIdTaken
            | BrokenRule::WaitlistFull
            | BrokenRule::LineFull
            | BrokenRule::SeatsFree
            | BrokenRule::AccessTokensFull
            | BrokenRule::AlertsFull
            | BrokenRule::WebhooksFull
            | BrokenRule::OthersTickets
            | BrokenRule::DebtsLeft
            | BrokenRule::RunIsOpen
            | BrokenRule::OtherDispute
            | BrokenRule::Disputed => None,
        }
    }
}

/// What follows from a change; nothing if it is so already.
pub fn decide(user: &User, change: AccountChange) -> Result<Option<UserEvent>, AccountRefusal> {
    match change {
        AccountChange::Password { old: checked, .. }
        | AccountChange::Address(checked, _)
        | AccountChange::Deletion(checked)
            if checked != user.password =>
        {
            Err(AccountRefusal::WrongPassword)
        }
        AccountChange::Password { new, .. } => Ok(Some(UserEvent::PasswordChanged(new))),
        AccountChange::Address(_, email) => {
            Ok((email != user.email).then_some(UserEvent::AddressChanged(email)))
        }
        AccountChange::EndSessions(epoch) if epoch != user.epoch => {
            Err(AccountRefusal::SessionOver)
        }
        AccountChange::EndSessions { .. } => Ok(Some(UserEvent::SessionsEnded)),
        AccountChange::Deletion { .. } => Ok(Some(UserEvent::Deleted)),
        AccountChange::Language(language) => {
            Ok((user.language != Some(language)).then_some(UserEvent::LanguageChosen(language)))
        }
        AccountChange::Terms(terms) => {
            let is_new = !user.has_agreed(Some(terms.version));
            Ok(is_new.then_some(UserEvent::TermsAgreed(terms)))
        }
        AccountChange::Calendar => Ok(Some(UserEvent::CalendarRenewed)),
        AccountChange::Ban(deed) => Ok(user.ban.is_none().then_some(UserEvent::Banned(deed))),
        AccountChange::Unban(deed) => Ok(user.ban.is_some().then_some(UserEvent::Unbanned(deed))),
    }
}
