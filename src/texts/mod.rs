//! Every text that people read, in every language; a file a family of pages.
//!
//! A text is a method of [`Language`], so that a page writes `(t.sign_in())` where `t` is its
//! reader's language. [`texts!`] declares them with all languages side by side:
//!
//! ```text
//! texts! {
//!     sell()
//!         en: "Sell",
//!         de: "Verkaufen",
//!         fr: "Vendre",
//!         es: "Vender",
//!         nl: "Verkopen",
//!         it: "Vendi";
//!     buy_for(price: &str)
//!         en: "Buy for {price}",
//!         …
//!     tickets(n: usize)
//!         en: { match n { 1 => "1 ticket", _ => "{n} tickets" } },
//!         …
//!         fr: { match n { 0 | 1 => "{n} billet", _ => "{n} billets" } },
//!         …
//! }
//! ```
//!
//! A text without arguments is a `&'static str`, one with arguments a `String`: a literal is a
//! format string of its arguments, a block says it by a rule, such as one and many, or by code. A
//! sentence with a link in it is several texts, which every language must be able to put in that
//! order.
//!
//! **To add a language:** a variant of [`Language`], its forms in `forms.rs`, and a line in each
//! text: the compiler names those that lack it. **Invariant:** no text holds markup
//! (those without arguments do not compile if they do), and no number,
//! amount or date is written but by `forms.rs`.
//!
//! **How each speaks** to its reader, and its words of the trade, are in `docs/languages.md`: German
//! says "du", French "vous", Spanish "tú", Dutch "je", Italian "tu", in the plain words of the
//! English texts.

mod account;
mod admin;
mod alerts;
mod api;
mod audit;
mod backup;
mod browse;
mod categories;
mod claims;
#[cfg(test)]
mod cldr;
mod conversations;
mod desk;
mod disputes;
mod errors;
mod events;
mod fee_invoices;
mod fields;
mod forms;
mod frame;
mod handover;
mod line;
mod mail;
mod money;
mod openid;
mod orders;
mod reports;
mod scripts;
mod security;
mod selling;
mod sharing;
mod site_pages;
mod ticket;
mod tokens;
#[cfg(test)]
mod typography;
mod webhooks;

use std::borrow::Cow;

use crate::types::{Language, isolated};

/// Whether a text means the same in a page's source as to its reader.
const fn is_plain(text: &str) -> bool {
    let mut left = text.as_bytes();
    while let [first, rest @ ..] = left {
        if matches!(first, b'<' | b'>' | b'&' | b'"') {
            return false;
        }
        left = rest;
    }
    true
}

/// What stands within a text. What people typed may be written from right to left, and changes
/// nothing of the order around it.
trait Argument {
    type Shown;

    fn within_a_text(self) -> Self::Shown;
}

impl<'a> Argument for &'a str {
    type Shown = Cow<'a, str>;

    fn within_a_text(self) -> Self::Shown {
        isolated(self)
    }
}

macro_rules! numbers {
    ($($number:ty)*) => {
        $(impl Argument for $number {
            type Shown = Self;

            fn within_a_text(self) -> Self {
                self
            }
        })*
    };
}
numbers! { usize u32 u64 u16 i64 u8 }

/// Declares texts as methods of [`Language`].
macro_rules! texts {
    ($(
        $(#[$doc:meta])* $name:ident($($arg:ident: $type:ty),*)
        en: $en:tt, de: $de:tt, fr: $fr:tt, es: $es:tt, nl: $nl:tt, it: $it:tt;
    )*) => {
        impl $crate::types::Language {
            $(texts!(
                @method [$(#[$doc])*] $name [$($arg: $type),*] $en $de $fr $es $nl $it
            );)*
        }
    };
    (@method [$($doc:tt)*] $name:ident []
        $en:tt $de:tt $fr:tt $es:tt $nl:tt $it:tt
    ) => {
        $($doc)*
        #[must_use]
        pub(crate) fn $name(self) -> &'static str {
            const {
                assert!($crate::texts::is_plain($en) && $crate::texts::is_plain($de));
                assert!($crate::texts::is_plain($fr) && $crate::texts::is_plain($es));
                assert!($crate::texts::is_plain($nl) && $crate::texts::is_plain($it));
            }
            match self {
                Self::English => $en,
                Self::German => $de,
                Self::French => $fr,
                Self::Spanish => $es,
                Self::Dutch => $nl,
                Self::Italian => $it,
            }
        }
    };
    (@method [$($doc:tt)*] $name:ident [$($arg:ident: $type:ty),+]
        $en:tt $de:tt $fr:tt $es:tt $nl:tt $it:tt
    ) => {
        $($doc)*
        #[must_use]
        pub(crate) fn $name(self, $($arg: $type),+) -> String {
            match self {
                Self::English => texts!(@say [$($arg)*] $en),
                Self::German => texts!(@say [$($arg)*] $de),
                Self::French => texts!(@say [$($arg)*] $fr),
                Self::Spanish => texts!(@say [$($arg)*] $es),
                Self::Dutch => texts!(@say [$($arg)*] $nl),
                Self::Italian => texts!(@say [$($arg)*] $it),
            }
        }
    };
    (@say [$($arg:ident)*] $text:literal) => {{
        $(let $arg = $crate::texts::Argument::within_a_text($arg);)*
        format!($text)
    }};
    (@say [$($arg:ident)*] { match $of:ident { $($case:pat => $text:literal),+ $(,)? } }) => {{
        $(let $arg = $crate::texts::Argument::within_a_text($arg);)*
        match $of { $($case => format!($text)),+ }
    }};
    (@say $args:tt $rule:block) => { $rule };
}
pub(crate) use fields::Tell;
use texts;
