use std::collections::BTreeSet;

use super::{
    Facts, Unreadable,
    alerts::ALERTS_MAX,
    holding::{HoldLimits, may_hold},
    seats::may_offer,
    ticket::{TicketRefusal, free},
    ticket_files::{LISTED_BYTES_MAX, may_attach},
    tokens::ACCESS_TOKENS_MAX,
    waitlist::{CHOSEN_AMONG_MAX, InLine, LINE_MAX, Offer, WAITLIST_MAX, grouped_with},
    webhooks::WEBHOOK_ENDPOINTS_MAX,
};
use crate::{
    domain::{KnownFile, OpenIdSubject, SeatName, SeatsWish, Wish},
    types::{
        BuyerFee, ChargeId, DisputeId, EarningId, Email, EventId, TicketId, Timestamp, UserId,
        WaitlistId,
    },
};

/// What must hold of what is committed for an entry to be, beside the records that it changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rule {
    /// Nobody else's account has this address.
    AddressIsFree(Email, UserId),
    /// Nobody else's account is linked to this.
    OpenIdIsFree(OpenIdSubject, UserId),
    /// The account was not deleted by its owner.
    AccountIsThere(UserId),
    /// The buyer may hold one more ticket, and this one.
    BuyerMayHold {
        /// Who.
        buyer: UserId,
        /// Which ticket.
        ticket: TicketId,
        /// What the site allows.
        limits: HoldLimits,
        /// How many others are to be held for them by the same entry.
        beside: usize,
    },
    /// Somebody may attach a file of this content.
    FileIsFree {
        /// Who.
        by: UserId,
        /// Which file.
        file: KnownFile,
    },
    /// Nothing is for sale, held, paid for or being paid back for an account.
    NothingIsLive(UserId),
    /// A user may stand in one more line.
    WaitlistHasRoom(UserId),
    /// One more may stand in the line for this.
    LineHasRoom(Wish),
    /// What a user wishes for is not for sale: else they could buy it.
    NoneFits {
        /// Who.
        user: UserId,
        /// What they wish for.
        wish: SeatsWish,
        /// What the site takes on top of a ticket's price.
        fee: BuyerFee,
    },
    /// An account may have one more access token.
    AccessTokensHaveRoom(UserId),
    /// A user may have one more alert.
    AlertsHaveRoom(UserId),
    /// A user may have one more webhook endpoint.
    WebhookEndpointHasRoom(UserId),
    /// A seller may offer this seat by this ticket.
    SeatIsFree {
        /// Who.
        seller: UserId,
        /// By which ticket.
        ticket: TicketId,
        /// Of which event, or of the one that it was merged into.
        event: EventId,
        /// Which seat.
        seat: SeatName,
    },
    /// An event, or the one that it was merged into, was not cancelled.
    EventIsOn(EventId),
    /// No ticket for an event is anybody else's: each is withdrawn, or for sale by this user.
    EventIsAllTheirs(EventId, UserId),
    /// Whatever a seller is to make up for is among these lines of theirs.
    PaysDebts(UserId, Box<[EarningId]>),
    /// No run of payouts is being made.
    NoRunIsOpen,
    /// No dispute is open about a payment but this one.
    NoOtherDispute(ChargeId, DisputeId),
}

refusals! {
    /// A rule that does not hold, by its name. Nothing has changed.
    pub enum BrokenRule {
        AddressTaken = "this address has an account",
        OpenIdTaken = "another account is linked to this already",
        AccountDeleted = "the account is deleted",
        StillLive = "something is still live for this account",
        WaitlistFull = "you stand in {WAITLIST_MAX} lines already",
        LineFull = "there are {LINE_MAX} in this line already",
        SeatsFree = "there are such tickets for sale",
        AccessTokensFull = "you have {ACCESS_TOKENS_MAX} access tokens already",
        AlertsFull = "you have {ALERTS_MAX} alerts already",
        WebhooksFull = "you have {WEBHOOK_ENDPOINTS_MAX} webhook endpoints already",
        OthersTickets = "somebody else's ticket hangs on the event",
        DebtsLeft = "the seller is to make up for something first",
        RunIsOpen = "a run of payouts is being made",
        OtherDispute = "another dispute about the payment is open",
        Disputed = "the buyer's bank wants the money back, or has taken it",
        @through Ticket(#[from] TicketRefusal) = "The buyer may not hold the ticket, or the seller not offer the seat or attach the file.",
    }
}

/// A refusal of a kind of command, which says which broken rules it can stand for.
pub trait Refusal: Sized {
    /// The refusal that a broken rule comes to; none for rules that such commands do not rest on.
    fn of(_: BrokenRule) -> Option<Self> {
        None
    }
}

impl Refusal for std::convert::Infallible {}

/// Whether a rule holds at a moment, and by which name it is broken if not.
///
/// # Errors
/// When a record cannot be read.
pub fn check(
    rule: &Rule,
    facts: &impl Facts,
    now: Timestamp,
) -> Result<Result<(), BrokenRule>, Unreadable> {
    let holds = |holds: bool, broken| if holds { Ok(()) } else { Err(broken) };
    Ok(match rule {
        Rule::AddressIsFree(email, user) => {
            let holder = facts.holder_of(email);
            holds(holder.is_none_or(|holder| holder == *user), BrokenRule::AddressTaken)
        }
        Rule::OpenIdIsFree(who, user) => {
            let holder = facts.openid_holder(who);
            holds(holder.is_none_or(|holder| holder == *user), BrokenRule::OpenIdTaken)
        }
        Rule::AccountIsThere(user) => holds(!facts.is_deleted(*user), BrokenRule::AccountDeleted),
        Rule::BuyerMayHold { buyer, ticket, limits, beside } => {
            if facts.is_banned(*buyer) {
                return Ok(Err(TicketRefusal::AccountClosed.into()));
            }
            if facts.is_deleted(*buyer) {
                return Ok(Err(BrokenRule::AccountDeleted));
            }
            let standing = facts.standing(*buyer, *ticket, now)?;
            may_hold(&standing, *beside, limits, now).map_err(BrokenRule::from)
        }
        Rule::FileIsFree { by, file } => {
            let standing = facts.file_standing(file)?;
            may_attach(&standing, *by).map_err(BrokenRule::from).and_then(|()| {
                let bytes = facts.listed_file_bytes(*by) + u64::from(file.file.bytes);
                holds(bytes <= LISTED_BYTES_MAX, TicketRefusal::FilesFull.into())
            })
        }
        Rule::NothingIsLive(user) => holds(facts.live_of(*user)?.is_empty(), BrokenRule::StillLive),
        Rule::WaitlistHasRoom(user) => {
            holds(facts.waits_for(*user, now) < WAITLIST_MAX, BrokenRule::WaitlistFull)
        }
        Rule::LineHasRoom(wish) => holds(facts.in_line(wish) < LINE_MAX, BrokenRule::LineFull),
        Rule::NoneFits { user, wish, fee } => {
            let event = facts.event_that_stays(wish.event).map_or(wish.event, |stays| stays.id);
            let mut for_sale = BTreeSet::new();
            for id in facts.for_sale(event, CHOSEN_AMONG_MAX) {
                for_sale.extend(facts.ticket(id)?.iter().flat_map(|ticket| grouped_with(ticket)));
            }
            let mut offers = vec![];
            for id in for_sale {
                let ticket = facts.ticket(id)?.filter(|ticket| free(ticket, now).is_ok());
                offers.extend(ticket.map(|ticket| Offer::of(&ticket, *fee, None)));
            }
            let id = WaitlistId::of_event(event, *user);
            let fits = InLine::for_seats(id, now, *user, wish).choose(&offers).is_some();
            holds(!fits, BrokenRule::SeatsFree)
        }
        Rule::AccessTokensHaveRoom(owner) => {
            let room = facts.access_tokens_of(*owner, now)? < ACCESS_TOKENS_MAX;
            holds(room, BrokenRule::AccessTokensFull)
        }
        Rule::AlertsHaveRoom(user) => {
            holds(facts.alerts_of(*user).len() < ALERTS_MAX, BrokenRule::AlertsFull)
        }
        Rule::WebhookEndpointHasRoom(user) => {
            let has_room = facts.webhook_endpoints_of(*user).len() < WEBHOOK_ENDPOINTS_MAX;
            holds(has_room, BrokenRule::WebhooksFull)
        }
        Rule::SeatIsFree { seller, ticket, event, seat } => {
            let event = facts.event_that_stays(*event).map_or(*event, |stays| stays.id);
            let mut claims = facts.seat_claims((event, *seat))?;
            claims.retain(|claim| claim.id != *ticket);
            may_offer(&claims, *seller).map_err(BrokenRule::from)
        }
        Rule::EventIsOn(event) => {
            let is_on = facts.event_that_stays(*event).is_none_or(|it| it.cancellation().is_none());
            holds(is_on, TicketRefusal::EventCancelled.into())
        }
        Rule::EventIsAllTheirs(event, user) => {
            holds(!facts.has_tickets_of_others(*event, *user)?, BrokenRule::OthersTickets)
        }
        Rule::PaysDebts(seller, lines) => {
            let debts = facts.debts_of(*seller);
            holds(debts.iter().all(|debt| lines.contains(debt)), BrokenRule::DebtsLeft)
        }
        Rule::NoOtherDispute(payment, dispute) => {
            let open = facts.open_disputes_of(*payment);
            holds(open.iter().all(|open| open == dispute), BrokenRule::OtherDispute)
        }
        Rule::NoRunIsOpen => holds(facts.open_run().is_none(), BrokenRule::RunIsOpen),
    })
}
