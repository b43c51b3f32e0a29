//! Mail: what it is about, what it says, and who takes it from us.
//!
//! The events that queue a mail are committed with their cause
//! ([`crate::domain::rules::policies`]); as [`MailConsumer`] says, it is brought to a
//! [`MailSender`], and what came of it is noted.

mod consumer;
mod html;
mod letter;
mod samples;
#[cfg(any(test, feature = "harness"))]
pub mod scripted;
mod smtp;
mod words;

use std::sync::Arc;

use async_trait::async_trait;

pub use consumer::{MailConsumer, TRIED_FOR};
pub use letter::{Enclosed, Letter, Letterhead, NoLetter};
pub use samples::samples;
pub use smtp::{MailSecurity, Smtp, SmtpLimits};

use super::Undelivered;
use crate::types::legible;

/// Who takes mails from us. A port: what it says of a mail is what is noted.
///
/// [`MailSender::send`] ends by itself within [`SEND_MAX`], whatever the other side does.
#[async_trait]
pub trait MailSender: Send + Sync {
    /// Whether there is anybody to hand a mail to.
    fn is_set_up(&self) -> bool {
        true
    }

    /// Hands over a mail; `Ok` means that it was taken, and will not be asked for again.
    ///
    /// # Errors
    /// When it was not, or that is not known: in the server's words, of which [`said`] has made
    /// something that may be kept and shown.
    async fn send(&self, letter: &Letter) -> Result<(), Undelivered>;
}

/// How long [`MailSender::send`] may take at the very most.
pub const SEND_MAX: std::time::Duration = std::time::Duration::from_secs(360);

/// No mail server is set up: mails are queued and listed, and none is sent.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unsent;

/// Why nothing is sent without a mail server.
pub const NOT_SET_UP: &str = "no mail server is set up";

#[async_trait]
impl MailSender for Unsent {
    fn is_set_up(&self) -> bool {
        false
    }

    async fn send(&self, _: &Letter) -> Result<(), Undelivered> {
        Err(Undelivered::Unusable(NOT_SET_UP.into()))
    }
}

/// What a market sends mails by: who takes them, and in whose name they are written.
#[derive(Clone)]
pub struct Post {
    /// Who takes them.
    pub sender: Arc<dyn MailSender>,
    /// In whose name.
    pub site: Letterhead,
}

/// How much of what a server says is kept.
const SAID_CHARS_MAX: usize = 300;

/// What a server said, on one line, without the addresses that are in it.
#[must_use]
pub fn said(words: &str) -> Box<str> {
    let hide = |word: &str| if word.contains('@') { "<address>".to_owned() } else { word.into() };
    let words: Vec<_> = words.split_whitespace().map(hide).collect();
    legible(&words.join(" "), SAID_CHARS_MAX).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_server_says_is_kept_without_addresses() {
        for (words, expect) in [
            ("550 5.1.1 <ann@example.org>: no\r\nsuch user", "550 5.1.1 <address> no such user"),
            ("451 greylisted\u{7}\u{202E}", "451 greylisted"),
            ("554 to=ann@example.org,", "554 <address>"),
            ("", ""),
        ] {
            assert_eq!(&*said(words), expect, "{words:?}");
        }
        assert_eq!(said(&"x".repeat(1000)).len(), SAID_CHARS_MAX);
    }
}
