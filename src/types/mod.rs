//! The words of the domain as types: what exists as one of these has been checked.
//!
//! Anything from outside (a form, a path, a config file) is parsed into these at the edge;
//! nothing further in looks at a raw string again.

mod amount;
mod back_off;
mod category;
mod characters;
mod colour;
mod day;
mod direction;
mod email;
mod face_value;
mod fee;
mod iban;
mod id;
mod language;
mod money;
mod month;
mod name_key;
mod network;
mod notes;
mod percent;
mod provider_account;
mod seats;
mod secret;
mod slug;
mod text;
mod timestamp;
mod webhook_url;

pub use amount::ascii_digits;
pub use back_off::{BackOff, jitter};
pub use category::Category;
pub use colour::{Colour, ColourError};
pub use day::{Day, DayError};
pub use direction::{has_right_to_left, isolated};
pub use email::{Email, EmailError, ascii_domain};
pub use face_value::AgainstFaceValue;
pub use fee::{BuyerFee, Fees, SellerFee};
pub use iban::{Iban, IbanError};
pub use id::{
    AccessTokenId, AlertId, BooksId, ChargeId, DisputeId, EarningId, EventId, FeeInvoiceId,
    FeedCursorId, FileId, IdError, InvoiceSeriesId, MailId, MessageId, OrderId, PayoutId,
    PayoutRunId, ReportId, SignInId, StaffActId, TicketId, UserId, WaitlistId, WebhookDeliveryId,
    WebhookEndpointId, WebhookNoticeId, id_bytes,
};
pub use language::Language;
pub use money::{Currency, CurrencyError, Price, PriceError};
pub use month::{Month, MonthError};
#[cfg(test)]
pub(crate) use name_key::is_accent;
pub use name_key::name_key;
pub(crate) use name_key::{fold, parts};
pub use network::{Network, NetworkError};
pub use notes::{MessageText, Notes};
pub use percent::{Percent, PercentError};
pub use provider_account::ProviderAccount;
pub use seats::{Quantity, QuantityError, SeatsError, parse_seats, seat_key, seat_number};
pub use secret::Secret;
pub use slug::slug;
pub use text::{
    AccountHolder, City, EventName, PasskeyName, Reason, SearchText, Seat, SeatRow, Section, Text,
    TextError, Title, TokenName, Venue, legible,
};
pub use timestamp::{ClockChange, Timestamp, TimestampError, ZoneName, ZoneNameError};
pub use webhook_url::{WebhookUrl, WebhookUrlError, WebhookUrlParts};
