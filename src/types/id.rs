use std::{fmt, str::FromStr};

use blake2::{Blake2s256, Digest as _};
use serde::{Deserialize, Serialize};
use uuid::{Uuid, Version};

use super::{Month, Timestamp};

/// Not an id: no UUID, or one of another version than 7.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an id")]
pub struct IdError;

/// Declares ids, each in a type of its own, so that a ticket's id cannot be handed in where an
/// order's belongs. What one is read from must be of the kind that it names.
macro_rules! ids {
    ($kind:ident: $($(#[$doc:meta])* $name:ident),*) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub struct $name(Uuid);

        impl $name {
            /// The id with these bytes.
            #[must_use]
            pub fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(Uuid::from_bytes(bytes))
            }

            /// The 16 bytes, in the order in which ids sort.
            #[must_use]
            pub fn as_bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }

            new_ids!($kind);
        }

        impl AsRef<[u8; 16]> for $name {
            fn as_ref(&self) -> &[u8; 16] {
                self.as_bytes()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                text.parse().ok().filter($kind).map(Self).ok_or(IdError)
            }
        }
    )* };
}

/// How ids of a kind come to be.
macro_rules! new_ids {
    (is_time_ordered) => {
        /// What no id comes before, and what none comes after: for ranges.
        pub const MIN: Self = Self(Uuid::nil());
        /// See [`Self::MIN`].
        pub const MAX: Self = Self(Uuid::max());

        /// A fresh id; later ones sort after earlier ones.
        #[must_use]
        #[expect(clippy::new_without_default, reason = "a default id would be a surprise")]
        pub fn new() -> Self {
            Self(Uuid::now_v7())
        }
    };
    (is_hash) => {
        fn hash(of: &[u8]) -> Self {
            let hash: [u8; 32] = Blake2s256::digest(of).into();
            let mut bytes = [0; 16];
            bytes.copy_from_slice(&hash[..16]);
            Self::from_bytes(bytes)
        }
    };
}

ids!(
    is_time_ordered:
    /// An account.
    UserId,
    /// What people attend: a concert, a match.
    EventId,
    /// One listing by a seller for one event.
    TicketId,
    /// One buyer's attempt at one ticket.
    OrderId,
    /// One attempt to be paid.
    ChargeId,
    /// A file that belongs to a ticket.
    FileId,
    /// A personal access token.
    AccessTokenId,
    /// Where somebody has the site send what happens.
    WebhookEndpointId,
    /// One line of what a seller is owed.
    EarningId,
    /// Money that is paid to a seller.
    PayoutId,
    /// Payouts that go to the bank together.
    PayoutRunId
);
ids!(
    is_hash:
    /// Something that the payment provider told: a hash of the provider's own name for it, however
    /// long that is.
    WebhookNoticeId,
    /// A place on a ticket's waitlist.
    WaitlistId,
    /// A mail to somebody: a hash of its cause, so that one cause is one mail.
    MailId,
    /// A message: a hash of its order and its number.
    MessageId,
    /// That somebody has told of a listing: a hash of which and who, so that telling twice is telling once.
    ReportId,
    /// Something that is to be sent to a webhook endpoint: a hash of which endpoint and what, so that
    /// it is one delivery however often it is heard of.
    WebhookDeliveryId,
    /// How far one of those who follow the public events has come: a hash of who that is.
    FeedCursorId,
    /// The site's books, of which there are one.
    BooksId,
    /// A dispute: a hash of the payment provider's own name for it.
    DisputeId,
    /// A document about fees: a hash of whose, about which month and what it is.
    FeeInvoiceId,
    /// The numbers of these documents, of which there is one series.
    InvoiceSeriesId,
    /// What somebody has done or seen for the site: a hash of who, what and when.
    StaffActId,
    /// That somebody is told of tickets that come on sale: a hash of who and of which, so that asking
    /// twice is asking once.
    AlertId,
    /// A sign-in: a hash of what the browser shows, so that who reads the folder cannot take one over.
    SignInId
);

/// The bytes of whatever id this is.
#[must_use]
pub fn id_bytes(text: &str) -> Option<[u8; 16]> {
    Uuid::parse_str(text.trim()).ok().map(Uuid::into_bytes)
}

/// A UUIDv7 (time-ordered, RFC 9562).
fn is_time_ordered(id: &Uuid) -> bool {
    id.get_version() == Some(Version::SortRand)
}

/// A hash of what it is about, so that the same is the same record however often it comes: any.
fn is_hash(_: &Uuid) -> bool {
    true
}

impl UserId {
    /// The site itself, where somebody must be named who does something: no account has it.
    pub const SITE: Self = Self::MIN;
}

impl TicketId {
    /// The id of the n-th ticket (from 1) that is listed by one form beside the first, whose id this
    /// is: always the same one, so that a form sent twice lists them once. Only the last 32 bits
    /// differ, which are random in every id.
    #[must_use]
    pub fn sibling(self, n: u8) -> Self {
        self.with_tail(|tail| tail.wrapping_add(u32::from(n)))
    }

    /// The first of those of which this is the n-th.
    #[must_use]
    pub fn sibling_before(self, n: u8) -> Self {
        self.with_tail(|tail| tail.wrapping_sub(u32::from(n)))
    }

    fn with_tail(self, change: impl FnOnce(u32) -> u32) -> Self {
        let [bytes @ .., a, b, c, d] = *self.as_bytes();
        let mut sibling = [0; 16];
        sibling[..12].copy_from_slice(&bytes);
        sibling[12..].copy_from_slice(&change(u32::from_be_bytes([a, b, c, d])).to_be_bytes());
        Self::from_bytes(sibling)
    }

    /// The id of another ticket that the same form lists, saying this, once a ticket that is not
    /// the same has this id: always the same one, too. Of the random bits 56 are a hash.
    #[must_use]
    pub fn another(self, said: &[u8]) -> Self {
        let hash = Blake2s256::digest([self.as_bytes(), said].concat());
        let mut another = *self.as_bytes();
        another[9..].copy_from_slice(&hash[..7]);
        Self::from_bytes(another)
    }
}

/// A UUIDv7 of this time in milliseconds, and beside it a hash of what it is of (RFC 9562, section
/// 5.7).
fn time_ordered(millis: [u8; 6], of: &[u8]) -> [u8; 16] {
    let hash = Blake2s256::digest(of);
    let mut id = [0; 16];
    id[..6].copy_from_slice(&millis);
    id[6..].copy_from_slice(&hash[..10]);
    id[6] = id[6] & 0x0f | 0x70;
    id[8] = id[8] & 0x3f | 0x80;
    id
}

impl ChargeId {
    /// The charge of an attempt to pay for an order: always the same one, so that what is sent twice
    /// charges once, and made from both, so that what a browser sends names no charge of another
    /// order. Beside the attempt's 48 bits of time it is a hash.
    #[must_use]
    pub fn of_attempt(order: OrderId, attempt: Self) -> Self {
        let [a, b, c, d, e, f, ..] = *attempt.as_bytes();
        let of = [*order.as_bytes(), *attempt.as_bytes()].concat();
        Self::from_bytes(time_ordered([a, b, c, d, e, f], &of))
    }
}

impl SignInId {
    /// The sign-in of the browser that shows this, which nobody can guess.
    #[must_use]
    pub fn of(shown: i128) -> Self {
        Self::hash(&shown.to_le_bytes())
    }
}

impl AlertId {
    /// The alert of this user about what is known by this key.
    #[must_use]
    pub fn of(user: UserId, key: &str) -> Self {
        Self::hash(&[&user.as_bytes()[..], key.as_bytes()].concat())
    }
}

impl WebhookNoticeId {
    /// The notice that the provider calls so.
    #[must_use]
    pub fn of(name: &str) -> Self {
        Self::hash(name.as_bytes())
    }
}

impl DisputeId {
    /// The dispute that the provider calls so.
    #[must_use]
    pub fn of(name: &str) -> Self {
        Self::hash(name.as_bytes())
    }
}

impl WaitlistId {
    /// The waitlist entry of this user for this ticket.
    #[must_use]
    pub fn of(ticket: TicketId, user: UserId) -> Self {
        Self::hash(&[&ticket.as_bytes()[..], &user.as_bytes()[..]].concat())
    }

    /// The waitlist entry of this user for seats of this event.
    #[must_use]
    pub fn of_event(event: EventId, user: UserId) -> Self {
        Self::hash(&[&event.as_bytes()[..], &user.as_bytes()[..]].concat())
    }
}

impl OrderId {
    /// The n-th order (from 0) that somebody has when it is their turn by this waitlist entry then.
    /// Beside the 48 bits of time it is a hash.
    #[must_use]
    pub fn in_turn(entry: WaitlistId, at: Timestamp, n: u32) -> Self {
        let millis = at.as_millis().to_be_bytes();
        let [_, _, a, b, c, d, e, f] = millis;
        let of = [&entry.as_bytes()[..], &millis, &n.to_be_bytes()].concat();
        Self::from_bytes(time_ordered([a, b, c, d, e, f], &of))
    }
}

impl WebhookDeliveryId {
    /// The delivery of this to that endpoint: an event by its public id, or other words that nothing
    /// else has.
    #[must_use]
    pub fn of(endpoint: WebhookEndpointId, what: &str) -> Self {
        Self::hash(&[&endpoint.as_bytes()[..], what.as_bytes()].concat())
    }
}

impl BooksId {
    /// The one that there is.
    #[must_use]
    pub fn the_one() -> Self {
        Self::hash(b"books")
    }
}

impl FeeInvoiceId {
    /// The document of this kind about this account's month: so many-th part, if there is much in it.
    #[must_use]
    pub fn of(account: UserId, month: Month, kind: &str, part: u32) -> Self {
        let of = format!("{month} {kind} {part}");
        Self::hash(&[&account.as_bytes()[..], of.as_bytes()].concat())
    }
}

impl InvoiceSeriesId {
    /// The one that there is.
    #[must_use]
    pub fn the_one() -> Self {
        Self::hash(b"invoices")
    }
}

impl StaffActId {
    /// What an account does so, this being one of these moments.
    #[must_use]
    pub fn of(by: UserId, what: &[u8], at: i64) -> Self {
        Self::hash(&[&by.as_bytes()[..], &at.to_be_bytes(), what].concat())
    }
}

impl EarningId {
    /// The line of a sale.
    #[must_use]
    pub fn of_sale(order: OrderId) -> Self {
        Self::from_bytes(*order.as_bytes())
    }

    /// The line by which a sale that a payout had paid is had back: one, however often it is asked for.
    #[must_use]
    pub fn recalled(order: OrderId, payout: PayoutId) -> Self {
        Self::after_payout(order, payout, b"")
    }

    /// The line by which what a payout had paid for a sale was had back from the provider.
    #[must_use]
    pub fn taken_back(order: OrderId, payout: PayoutId) -> Self {
        Self::after_payout(order, payout, b"taken back")
    }

    fn after_payout(order: OrderId, payout: PayoutId, what: &[u8]) -> Self {
        // The payout's time, so that it comes after the sale; the rest follows from all.
        let hash: [u8; 32] =
            Blake2s256::digest([&order.as_bytes()[..], payout.as_bytes(), what].concat()).into();
        let mut bytes = *payout.as_bytes();
        bytes[9..].copy_from_slice(&hash[..7]);
        Self::from_bytes(bytes)
    }

    /// The line of what a payout had paid of sales that were had back before it came back itself.
    #[must_use]
    pub fn came_back(payout: PayoutId) -> Self {
        Self::from_bytes(*payout.as_bytes())
    }
}

impl FeedCursorId {
    /// The cursor of who is called so.
    #[must_use]
    pub fn of(follower: &str) -> Self {
        Self::hash(follower.as_bytes())
    }
}

impl ReportId {
    /// The report of this listing by this user.
    #[must_use]
    pub fn of(ticket: TicketId, by: UserId) -> Self {
        Self::hash(&[&ticket.as_bytes()[..], &by.as_bytes()[..], b"report"].concat())
    }
}

impl MessageId {
    /// The message of this number in the conversation of this order.
    #[must_use]
    pub fn of(order: OrderId, number: u16) -> Self {
        Self::hash(&[&order.as_bytes()[..], &number.to_be_bytes()].concat())
    }
}

impl MailId {
    /// The mail to this user for this cause, in words that no other cause has.
    #[must_use]
    pub fn of(to: UserId, cause: &str) -> Self {
        Self::hash(&[&to.as_bytes()[..], cause.as_bytes()].concat())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parse() {
        let id = OrderId::new();
        assert_eq!(id.to_string().parse(), Ok(id));
        for text in [
            "",
            "1",
            "x",
            "00000000-0000-0000-0000-000000000000",
            "f81d4fae-7dec-41d0-a765-00a0c91e6bf6",
        ] {
            assert_eq!(text.parse::<OrderId>(), Err(IdError), "{text}");
        }
    }

    #[test]
    fn siblings() {
        let end = "0190a0b0-0000-7000-8000-00000fffffff".parse::<TicketId>().unwrap();
        let last = "0190a0b0-0000-7000-bfff-ffffffffffff".parse::<TicketId>().unwrap();
        for first in [TicketId::new(), end, last] {
            let mut all: Vec<_> = (0..10).map(|n| first.sibling(n)).collect();
            assert_eq!(all[0], first);
            for (n, id) in (0..10).zip(&all) {
                assert_eq!(id.to_string().parse(), Ok(*id), "a ticket's id as any other");
                assert_eq!((first.sibling(n), id.sibling_before(n)), (*id, first));
            }
            all.sort();
            all.dedup();
            assert_eq!(all.len(), 10, "{first}");
        }
        let another = end.another(b"Row 6");
        assert_eq!(another.to_string().parse(), Ok(another));
        assert_eq!(another, end.another(b"Row 6"));
        for other in [end, end.another(b"Row 7"), last.another(b"Row 6")] {
            assert_ne!(another, other);
        }
        assert_eq!(end.sibling(1).to_string(), "0190a0b0-0000-7000-8000-000010000000");
    }

    #[test]
    fn later_ids_sort_after_earlier_ones() {
        let ids: Vec<_> = (0..100).map(|_| TicketId::new()).collect();
        assert!(ids.is_sorted());
    }
}
