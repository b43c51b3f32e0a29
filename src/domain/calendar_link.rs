use std::{fmt, str::FromStr};

use hmac::{Hmac, Mac as _};
use sha2::Sha256;

use super::{
    LinkKey, LinkTokenError, User,
    link::{seal, sealing_of},
};
use crate::types::UserId;

/// What its seals begin with: no link for anything else is one for this.
const PURPOSE: &[u8] = b"holdfast: the calendar of what I have bought";

/// What opens an account's calendar to whoever has it, for calendar programs that sign in nowhere. Like
/// the links in mails (`link.rs`) it is kept nowhere: it ends with the account's sessions (all of
/// them at once, a new password, a ban) and when its owner asks for another.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct CalendarToken {
    /// Whose account.
    pub user: UserId,
    seal: [u8; 16],
}

impl CalendarToken {
    /// The only one that opens this account's calendar now.
    pub fn new(key: &LinkKey, user: &User) -> Self {
        Self { user: user.id, seal: seal(sealing(key, user)) }
    }

    /// Whether it is that one.
    pub fn opens(&self, key: &LinkKey, user: &User) -> bool {
        // In the same time, wherever the two differ.
        let is_sealed = sealing(key, user).verify_truncated_left(&self.seal).is_ok();
        is_sealed && self.user == user.id && user.ban.is_none() && !user.is_deleted()
    }
}

fn sealing(key: &LinkKey, user: &User) -> Hmac<Sha256> {
    let counts = [user.epoch.to_le_bytes(), user.calendar.to_le_bytes()];
    sealing_of(key, &[PURPOSE], &[user.id.as_bytes(), &counts[0], &counts[1]])
}

impl fmt::Display for CalendarToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let user = u128::from_be_bytes(*self.user.as_bytes());
        write!(f, "{user:032x}{:032x}", u128::from_be_bytes(self.seal))
    }
}

/// It opens a calendar: it does not belong in a log.
impl fmt::Debug for CalendarToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CalendarToken(hidden)")
    }
}

impl FromStr for CalendarToken {
    type Err = LinkTokenError;

    fn from_str(text: &str) -> Result<Self, LinkTokenError> {
        if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(LinkTokenError);
        }
        let number = |part: &str| u128::from_str_radix(part, 16).map_err(|_| LinkTokenError);
        let (user, seal) = text.split_at(32);
        let user = UserId::from_bytes(number(user)?.to_be_bytes());
        Ok(Self { user, seal: number(seal)?.to_be_bytes() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{PasswordHash, UserEvent},
        types::{Email, Timestamp},
    };

    const KEY: LinkKey = LinkKey([1; LinkKey::BYTES]);
    const AT: Timestamp = Timestamp::from_millis(1_795_348_800_000);

    fn user() -> User {
        let (email, password) = (Email::parse("ann@example.org").unwrap(), PasswordHash::gone());
        let mut user = None;
        let created = UserEvent::Created { email, password };
        User::change(&mut user, UserId::new(), &created, AT).unwrap();
        user.unwrap()
    }

    #[test]
    fn it_opens_one_calendar_until_its_owner_ends_it() {
        let user = user();
        let token: CalendarToken = CalendarToken::new(&KEY, &user).to_string().parse().unwrap();
        assert!(token.opens(&KEY, &user));
        assert!(!token.opens(&LinkKey([2; LinkKey::BYTES]), &user));
        assert!(!token.opens(&KEY, &User { id: UserId::new(), ..user.clone() }));
        for ends in [
            UserEvent::PasswordChanged(PasswordHash("$argon2id$2".into())),
            UserEvent::SessionsEnded,
            UserEvent::CalendarRenewed,
            UserEvent::Deleted,
        ] {
            let mut changed = Some(user.clone());
            User::change(&mut changed, user.id, &ends, AT).unwrap();
            assert!(!token.opens(&KEY, &changed.unwrap()), "{ends:?}");
        }
    }

    #[test]
    fn what_is_not_one_opens_nothing() {
        let user = user();
        let text = CalendarToken::new(&KEY, &user).to_string();
        for at in 0..text.len() {
            let digit = if &text[at..=at] == "0" { "1" } else { "0" };
            let forged = format!("{}{digit}{}", &text[..at], &text[at + 1..]);
            let forged: CalendarToken = forged.parse().unwrap();
            assert!(!forged.opens(&KEY, &user), "{at}");
        }
        for text in ["", &text[1..], &format!("{text}0"), &"g".repeat(64), &"é".repeat(32)] {
            assert_eq!(text.parse::<CalendarToken>(), Err(LinkTokenError), "{text}");
        }
        let token = CalendarToken::new(&KEY, &user);
        assert!(!format!("{token:?}").contains(&text[..8]));
    }
}
