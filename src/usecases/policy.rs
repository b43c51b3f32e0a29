//! Who may do what: the one policy. Pure functions of a [`Caller`] and the records that it is about.
//!
//! | who | may |
//! | --- | --- |
//! | a visitor | look at what is for sale, make an account, sign in, use a link from a mail |
//! | a user | once they have agreed to the terms: sell, buy what others sell; report it, wait for it, be told of it, do with their own account as they like, and have what happens to what is theirs sent to their webhook endpoints |
//! | an event's maker | change, postpone and cancel it, as long as no ticket for it is anybody else's |
//! | a ticket's seller | change it, take it back, attach and take off its file; see its history |
//! | an order's buyer | see it from the beginning, pay it, give it up; see the ticket's history and have its file once it is paid; give it back if its event was postponed since, until the day that was set |
//! | an order's seller | see it once it is paid, and give its money back until the event starts |
//! | the buyer and the seller of an order, once it is paid | write each other, and ask those who run the site to look |
//! | who answers for the site (support) | all that a user may; see what who runs the site sees; see to mails and reports, and take part in a conversation that somebody has asked them into. Not: move money, close accounts, change what is others' |
//! | who runs the site | all that a user may; close and open accounts, cancel orders, remove tickets, change, postpone, cancel, rename and merge events, see to mails; see paid orders and give their money back at any time; have all that happens sent to their webhook endpoints. Not: read what a buyer and a seller write each other unless one of them asks, have a ticket's file, give up the address by which they run it, or close an account that runs it |
//! | whoever an event concerns | hear of it: of tickets and of what people attend everybody, of an order its buyer and once it is paid its seller, of a charge its buyer, of an account its owner, of all who runs the site |
//! | the site | take in what its payment provider tells |
//!
//! A program that shows an access token is the token's owner, as far as the token's scopes go; each use
//! case asks [`scoped`] for the one that it needs, and one that asks for none is closed to tokens.
//!
//! | scope | what a program may then do that its owner may |
//! | --- | --- |
//! | `read` | look at what is for sale; see their account, tickets, files, orders and receipts; export |
//! | `sell` | list, change and withdraw tickets, see to their files, give money back; write their buyers, answer their problems |
//! | `buy` | hold tickets, pay, give up, wait for tickets and be told of them; write who sold them, say that they have come or that something is wrong; choose a language |
//! | `admin` | run the site, if the owner does; give money back |
//! | none of them | change password or address, delete the account, make or revoke tokens, see or end sessions |
//!
//! With `accounts.admins_need_second_factor` an account runs the site only once it has a second factor:
//! until then it is a user's like any other.
//!
//! What gives a [`Denial`] gives it to everybody but those whom it names.
//! Whoever may not know that something is there is answered as if it were not
//! ([`Denial::NotFound`]).

use std::{collections::HashMap, sync::Arc};

use super::{Caller, refusal::refusal_codes};
use crate::{
    actors::{Market, WebhookAudience},
    config::Config,
    domain::{
        AccessToken, Alert, CancelReason, Claim, Conversation, Event, FeeInvoice, Order,
        OrderStatus, Scope, Side, SignIn, Ticket, TicketFile, TicketStatus, User, WebhookEndpoint,
        public::{PublicEvent, PublicFact, PublicKind},
        rules::{refusals, ticket_files},
    },
    storage::StorageError,
    types::{Email, OrderId, TicketId, Timestamp, UserId},
};

/// The addresses of the accounts that run the site or answer for it (`site.admins`, `site.support`),
/// read once.
#[derive(Debug, Clone, Default)]
pub struct Staff {
    roles: HashMap<Email, Role>,
    /// `accounts.admins_need_second_factor`.
    need_second_factor: bool,
}

/// What one of them does for the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Sees and answers, and moves no money.
    Support,
    /// Runs it.
    Admin,
}

impl Staff {
    /// As is configured.
    pub fn of(config: &Config) -> Self {
        let need = config.accounts.admins_need_second_factor;
        Self::parse(&config.site.admins, &config.site.support, need)
    }

    /// From these addresses. What is no address was refused with the configuration; who has both
    /// roles is an admin.
    pub fn parse(admins: &[String], support: &[String], need_second_factor: bool) -> Self {
        let with = |addresses: &[String], role| {
            let parsed = addresses.iter().filter_map(|address| Email::parse(address).ok());
            parsed.map(|address| (address, role)).collect::<Vec<_>>()
        };
        let roles = with(support, Role::Support).into_iter().chain(with(admins, Role::Admin));
        Self { roles: roles.collect(), need_second_factor }
    }

    /// What an account does for the site: its address has a role, and its owner was seen to have that
    /// address. Anybody can sign up with one that nobody has yet.
    pub fn role(&self, user: &User) -> Option<Role> {
        self.role_of(&user.email).filter(|_| user.confirmed_at.is_some())
    }

    /// Whether an account has a role, and none of its rights until it has a second factor.
    #[must_use]
    pub fn lacks_factor(&self, user: &User) -> bool {
        self.need_second_factor && self.role(user).is_some() && !user.factors.need_second_step()
    }

    /// The role by which an account may do something.
    fn acting(&self, user: &User) -> Option<Role> {
        self.role(user).filter(|_| !self.lacks_factor(user))
    }

    /// The role of whoever has an address.
    #[must_use]
    pub fn role_of(&self, email: &Email) -> Option<Role> {
        self.roles.get(&*email.canonical()).copied()
    }

    /// The addresses.
    pub fn addresses(&self) -> impl Iterator<Item = &Email> {
        self.roles.keys()
    }

    /// The addresses of those who run it.
    pub fn admins(&self) -> impl Iterator<Item = &Email> {
        self.roles.iter().filter(|(_, role)| **role == Role::Admin).map(|(email, _)| email)
    }

    /// Who asks, if this is who is signed in.
    pub fn caller<'a>(&self, user: Option<&'a User>) -> Caller<'a> {
        let Some(user) = user else { return Caller::Visitor };
        match self.acting(user) {
            Some(Role::Admin) => Caller::Admin(user),
            Some(Role::Support) => Caller::Support(user),
            None => Caller::User(user),
        }
    }

    /// Who asks, if it is by this token of this user's.
    pub fn token<'a>(&self, owner: &'a User, token: &AccessToken) -> Caller<'a> {
        let is_admin = self.acting(owner) == Some(Role::Admin);
        Caller::Token { owner, scopes: token.scopes, is_admin }
    }
}

refusals! {
    /// What the policy says instead of yes.
    pub enum Denial {
        /// Or it is not for the caller to know of it.
        NotFound = "there is no such thing",
        SignInRequired = "nobody is signed in",
        NotSeller = "this ticket is not the caller's",
        RefundByBuyer = "a buyer does not refund",
        RefundTooLate = "the event has started: the site refunds",
        GiveBackTooLate = "the time to give tickets back is over",
        /// This one.
        ScopeMissing(Scope) = "the access token has not the scope that this takes",
        NotForTokens = "no access token may do this",
        NotForSupport = "support does not do this: who runs the site does",
        TermsNotAgreed = "the site's terms as they are now are not agreed to",
    }
}

refusal_codes! {
    Denial { @as NotFound, SignInRequired, NotSeller, RefundByBuyer, RefundTooLate,
        GiveBackTooLate, ScopeMissing, NotForTokens, NotForSupport, TermsNotAgreed; }
}

/// Why something is not there for a caller.
#[derive(Debug, thiserror::Error)]
pub enum AccessError {
    /// The policy says no.
    #[error(transparent)]
    Denied(#[from] Denial),
    /// The record cannot be read.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// As whom somebody may see an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderReader {
    /// Whose order it is.
    Buyer,
    /// Who sold the ticket.
    Seller,
    /// Who runs the site, or answers for it.
    Admin,
}

/// As whom somebody sees a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Onlooker {
    /// Nobody is signed in.
    Visitor,
    /// Its seller.
    Seller,
    /// The buyer for whom it is held, or to whom it was sold, by this order.
    Buyer(OrderId),
    /// Any other user.
    Other,
}

/// Who asks for something that takes this scope: the owner of a token that has it; whoever asks without a
/// token as they are.
pub fn scoped(caller: Caller<'_>, scope: Scope) -> Result<Caller<'_>, Denial> {
    match caller {
        Caller::Token { scopes, .. } if !scopes.have(scope) => Err(Denial::ScopeMissing(scope)),
        Caller::Token { owner, scopes, is_admin } if is_admin && scopes.have(Scope::Admin) => {
            Ok(Caller::Admin(owner))
        }
        Caller::Token { owner, .. } => Ok(Caller::User(owner)),
        Caller::Visitor
        | Caller::User(_)
        | Caller::Support(_)
        | Caller::Admin(_)
        | Caller::Site => Ok(caller),
    }
}

/// The same for giving money back: as who runs the site, or else as who sells.
pub fn refunds(caller: Caller<'_>) -> Result<Caller<'_>, Denial> {
    scoped(caller, Scope::Admin).or_else(|_| scoped(caller, Scope::Sell))
}

/// The same for changing an event: as who runs the site, or else as who sells.
pub fn changes(caller: Caller<'_>) -> Result<Caller<'_>, Denial> {
    scoped(caller, Scope::Admin).or_else(|_| scoped(caller, Scope::Sell))
}

/// The same for writing what the other side of an order reads: as who buys, or as who sells.
pub fn writes(caller: Caller<'_>) -> Result<Caller<'_>, Denial> {
    scoped(caller, Scope::Buy).or_else(|_| scoped(caller, Scope::Sell))
}

/// The same for having what happens sent elsewhere: not by a token that may only look, since an endpoint
/// outlives it.
pub fn sends(caller: Caller<'_>) -> Result<Caller<'_>, Denial> {
    scoped(caller, Scope::Buy).or_else(|_| scoped(caller, Scope::Sell))
}

/// Whoever is signed in. What takes no more than that is not for tokens: see [`scoped`].
pub fn signed_in(caller: Caller<'_>) -> Result<&User, Denial> {
    match caller {
        Caller::Token { .. } => Err(Denial::NotForTokens),
        caller => caller.user().ok_or(Denial::SignInRequired),
    }
}

/// Whoever is signed in, to buy or to sell anew: for that one agrees to the terms as they are now, if
/// there are any. What was begun before goes on under those of then.
pub fn trader<'a>(market: &Market, caller: Caller<'a>) -> Result<&'a User, Denial> {
    let user = signed_in(caller)?;
    match user.has_agreed(market.settings().terms) {
        true => Ok(user),
        false => Err(Denial::TermsNotAgreed),
    }
}

/// One of those who run the site. Nobody else learns what these can do.
pub fn admin(caller: Caller<'_>) -> Result<&User, Denial> {
    match caller {
        Caller::Admin(user) => Ok(user),
        Caller::Support(_) => Err(Denial::NotForSupport),
        Caller::Token { .. } => Err(Denial::NotForTokens),
        Caller::Visitor | Caller::User(_) | Caller::Site => Err(Denial::NotFound),
    }
}

/// One of those who run the site or answer for it: who sees what there is to see to, and sees to what
/// moves no money. Nobody else learns of it.
pub fn staff(caller: Caller<'_>) -> Result<&User, Denial> {
    match caller {
        Caller::Support(user) => Ok(user),
        caller => admin(caller),
    }
}

/// Who may confirm, by a link that they have, that an account's address is its owner's. If that is to
/// run the site or to answer for it, only who is signed in with it: else whoever signs up with an address of somebody
/// else's would run it as soon as its owner presses a button in a mail.
pub fn confirms(caller: Caller<'_>, staff: &Staff, account: &User) -> Result<(), Denial> {
    let is_theirs = caller.user().is_some_and(|user| user.id == account.id);
    match staff.role_of(&account.email).is_some() && !is_theirs {
        true => Err(Denial::SignInRequired),
        false => Ok(()),
    }
}

/// The site itself.
pub fn site(caller: Caller<'_>) -> Result<(), Denial> {
    match caller {
        Caller::Site => Ok(()),
        Caller::Visitor
        | Caller::User(_)
        | Caller::Support(_)
        | Caller::Admin(_)
        | Caller::Token { .. } => Err(Denial::NotFound),
    }
}

/// Who changes an event, and whether as its maker: then only while no ticket for it is anybody else's,
/// to which the rule sees that travels with the change. Nobody else learns that this can be done.
pub fn changes_event(caller: Caller<'_>, event: &Event) -> Result<(UserId, bool), Denial> {
    match caller {
        Caller::Admin(user) => Ok((user.id, false)),
        Caller::User(user) | Caller::Support(user) if user.id == event.created_by => {
            Ok((user.id, true))
        }
        Caller::Visitor => Err(Denial::SignInRequired),
        Caller::Token { .. } => Err(Denial::NotForTokens),
        Caller::Support(_) => Err(Denial::NotForSupport),
        Caller::User(_) | Caller::Site => Err(Denial::NotFound),
    }
}

/// The seller of a ticket: who may change it, take it back, and see to its file.
pub fn seller<'a>(caller: Caller<'a>, ticket: &Ticket) -> Result<&'a User, Denial> {
    let user = signed_in(caller)?;
    if user.id == ticket.seller { Ok(user) } else { Err(Denial::NotSeller) }
}

/// The buyer of an order: who may pay it and give it up. Nobody else learns that it is there.
pub fn buyer<'a>(caller: Caller<'a>, order: &Order) -> Result<&'a User, Denial> {
    let user = signed_in(caller)?;
    if user.id == order.buyer { Ok(user) } else { Err(Denial::NotFound) }
}

/// The owner of a sign-in: who may end it. Nobody else learns that it is there.
pub fn own_sign_in<'a>(caller: Caller<'a>, sign_in: &SignIn) -> Result<&'a User, Denial> {
    let user = signed_in(caller)?;
    if user.id == sign_in.user { Ok(user) } else { Err(Denial::NotFound) }
}

/// The owner of an access token: who sees and revokes it. Nobody else learns that it is there.
pub fn own_token<'a>(caller: Caller<'a>, token: &AccessToken) -> Result<&'a User, Denial> {
    let user = signed_in(caller)?;
    if user.id == token.owner { Ok(user) } else { Err(Denial::NotFound) }
}

/// The owner of a webhook endpoint: who may see and change it. Nobody else learns that it is there.
pub fn own_webhook_endpoint<'a>(
    caller: Caller<'a>,
    endpoint: &WebhookEndpoint,
) -> Result<&'a User, Denial> {
    let user = signed_in(caller)?;
    if user.id == endpoint.owner { Ok(user) } else { Err(Denial::NotFound) }
}

/// The owner of an alert: who may change and end it. Nobody else learns that it is there.
pub fn own_alert<'a>(caller: Caller<'a>, alert: &Alert) -> Result<&'a User, Denial> {
    let user = signed_in(caller)?;
    if user.id == alert.user { Ok(user) } else { Err(Denial::NotFound) }
}

/// As whom a caller may see an order: its buyer always, its seller and those who run the site once
/// it is paid. Nobody else learns that it is there.
pub fn order_reader(caller: Caller<'_>, order: &Order, ticket: &Ticket) -> Option<OrderReader> {
    let paid = match order.status {
        OrderStatus::Completed { .. } => true,
        OrderStatus::Cancelled { reason, .. } => reason == CancelReason::Refunded,
        OrderStatus::Created | OrderStatus::AwaitingPayment { .. } => false,
    };
    let user = caller.user()?;
    match caller {
        _ if user.id == order.buyer => Some(OrderReader::Buyer),
        _ if paid && user.id == ticket.seller => Some(OrderReader::Seller),
        Caller::Support(_) | Caller::Admin(_) if paid => Some(OrderReader::Admin),
        _ => None,
    }
}

/// As whom a caller takes part in what the buyer and the seller of a paid order say to each other: these
/// two, and those who run the site once one of the two has asked them, or has a claim. Nobody else learns
/// that it is there.
pub fn side(
    caller: Caller<'_>,
    order: &Order,
    ticket: &Ticket,
    conversation: &Conversation,
    claim: Option<&Claim>,
) -> Result<Side, Denial> {
    let reader = order_reader(caller, order, ticket).filter(|_| order.paid.is_some());
    match reader {
        Some(OrderReader::Buyer) => Ok(Side::Buyer),
        Some(OrderReader::Seller) => Ok(Side::Seller),
        Some(OrderReader::Admin) if conversation.asked_admins_at.is_some() || claim.is_some() => {
            Ok(Side::Admin)
        }
        Some(OrderReader::Admin) | None => Err(Denial::NotFound),
    }
}

/// Whose an invoice of fees is, and those who run the site: who may read it. Nobody else learns that it
/// is there.
pub fn fee_invoice_reader(caller: Caller<'_>, invoice: &FeeInvoice) -> Result<(), Denial> {
    match caller {
        Caller::Support(_) | Caller::Admin(_) => Ok(()),
        Caller::User(user) if user.id == invoice.account => Ok(()),
        Caller::Visitor => Err(Denial::SignInRequired),
        Caller::Token { .. } => Err(Denial::NotForTokens),
        Caller::User(_) | Caller::Site => Err(Denial::NotFound),
    }
}

/// Whether a caller may know of something that happened: tickets and events are everybody's to see;
/// accounts and charges concern those whose they are, and an order its buyer and, once it is paid, its
/// seller. Who runs the site sees all.
///
/// # Errors
/// When a record cannot be read.
pub fn may_know(
    market: &Market,
    caller: Caller<'_>,
    event: &PublicEvent,
) -> Result<bool, StorageError> {
    let tables = market.tables();
    let caller = match caller {
        Caller::Admin(_) | Caller::Site => return Ok(true),
        Caller::User(user) | Caller::Support(user) => Some(user.id),
        Caller::Visitor | Caller::Token { .. } => None,
    };
    let buyer = |order: OrderId| Ok::<_, StorageError>(tables.order(order)?.map(|it| it.buyer));
    Ok(match &event.fact {
        PublicFact::Ticket(_) | PublicFact::Event(_) | PublicFact::EventWith(..) => true,
        PublicFact::User(user) => caller == Some(user.id),
        PublicFact::Charge(charge) => caller.is_some() && caller == buyer(charge.order)?,
        PublicFact::Order(order) if caller == Some(order.buyer) => true,
        PublicFact::Order(order) => match event.fact.kind() {
            PublicKind::OrderCompleted | PublicKind::OrderRefunded => {
                let seller = tables.ticket(order.ticket)?.map(|ticket| ticket.seller);
                caller.is_some() && caller == seller
            }
            _ => false,
        },
    })
}

/// An ordinary endpoint is told of what concerns its owner, as far as they may know of it; one that is
/// of everything, of all, as long as its owner runs the site.
impl WebhookAudience for Staff {
    fn may_be_told(
        &self,
        market: &Market,
        endpoint: &WebhookEndpoint,
        (owner, is_concerned): (&User, bool),
        event: &PublicEvent,
    ) -> Result<bool, StorageError> {
        if owner.ban.is_some() || owner.is_deleted() {
            return Ok(false);
        }
        match self.caller(Some(owner)) {
            Caller::Admin(_) if endpoint.is_of_everything => Ok(true),
            caller => Ok(is_concerned && may_know(market, caller, event)?),
        }
    }
}

/// Whether who sees an order so sees the address of its buyer.
pub fn sees_buyer(reader: OrderReader) -> bool {
    match reader {
        OrderReader::Buyer | OrderReader::Admin => true,
        OrderReader::Seller => false,
    }
}

/// Whether a caller may give back the money for a ticket: its seller until its event starts, and
/// those who run the site always.
pub fn may_refund(caller: Caller<'_>, ticket: &Ticket, now: Timestamp) -> bool {
    match caller {
        Caller::Admin(_) => true,
        Caller::User(user) | Caller::Support(user) => {
            user.id == ticket.seller && now < ticket.event_starts_at
        }
        Caller::Visitor | Caller::Token { .. } | Caller::Site => false,
    }
}

/// Until when a caller may give back what they have bought: its buyer, since its event was postponed
/// after they had ordered it.
pub fn give_back_until(caller: Caller<'_>, order: &Order, event: &Event) -> Option<Timestamp> {
    let postponement = event.postponement()?;
    let is_theirs = caller.id() == Some(order.buyer);
    let is_paid = matches!(order.status, OrderStatus::Completed { .. }) && order.refund.is_none();
    let was_before = order.created_at < postponement.how.at;
    (is_theirs && is_paid && was_before).then_some(postponement.refund_until)
}

/// Who gives back the money of an order.
pub fn refunder(
    caller: Caller<'_>,
    order: &Order,
    ticket: &Ticket,
    now: Timestamp,
) -> Result<UserId, Denial> {
    let user = signed_in(caller)?;
    match order_reader(caller, order, ticket).ok_or(Denial::NotFound)? {
        _ if may_refund(caller, ticket, now) => Ok(user.id),
        OrderReader::Buyer => Err(Denial::RefundByBuyer),
        OrderReader::Seller => Err(Denial::RefundTooLate),
        OrderReader::Admin => Err(Denial::NotForSupport),
    }
}

/// As whom a caller sees a ticket.
pub fn onlooker(caller: Caller<'_>, ticket: &Ticket, now: Timestamp) -> Onlooker {
    let Some(user) = caller.id() else { return Onlooker::Visitor };
    if ticket.seller == user {
        return Onlooker::Seller;
    }
    match ticket.status.at(now) {
        TicketStatus::Reserved(held) | TicketStatus::Selling { reservation: held, .. }
            if held.buyer == user =>
        {
            Onlooker::Buyer(held.order)
        }
        TicketStatus::Sold { order, buyer, .. } if buyer == user => Onlooker::Buyer(order),
        _ => Onlooker::Other,
    }
}

/// Whether who sees a ticket so is told what has happened to it: its seller, and its buyer once it
/// is theirs.
pub fn sees_history(onlooker: Onlooker, ticket: &Ticket) -> bool {
    match onlooker {
        Onlooker::Seller => true,
        Onlooker::Buyer(_) => matches!(ticket.status, TicketStatus::Sold { .. }),
        Onlooker::Visitor | Onlooker::Other => false,
    }
}

/// The file of a ticket, if the caller may have it.
pub fn file_for(caller: Caller<'_>, ticket: &Ticket) -> Option<TicketFile> {
    ticket_files::file_for(ticket, caller.id())
}

/// Whether a caller may give up their address, by another or by deleting the account: not who runs
/// the site by it or answers for it, since whoever took it next would.
pub fn may_give_up_address(caller: Caller<'_>) -> bool {
    matches!(caller, Caller::User(_))
}

/// Whether an account may be closed: not one that runs the site.
pub fn may_be_closed(staff: &Staff, user: &User) -> bool {
    staff.role(user) != Some(Role::Admin)
}

/// A ticket that is the caller's to change.
///
/// # Errors
/// When there is none, or it is somebody else's.
pub fn own_ticket(
    market: &Market,
    caller: Caller<'_>,
    id: TicketId,
) -> Result<Arc<Ticket>, AccessError> {
    let ticket = market.tables().ticket(id)?.ok_or(Denial::NotFound)?;
    seller(caller, &ticket)?;
    Ok(ticket)
}

/// An order that is the caller's to pay.
///
/// # Errors
/// When there is none, as far as the caller may know.
pub fn own_order(
    market: &Market,
    caller: Caller<'_>,
    id: OrderId,
) -> Result<Arc<Order>, AccessError> {
    let order = market.tables().order(id)?.ok_or(Denial::NotFound)?;
    buyer(caller, &order)?;
    Ok(order)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{Details, FileKind, PasswordHash},
        types::{ChargeId, EventId, FileId, Price, Title},
    };

    const NOW: Timestamp = Timestamp::from_millis(1000);
    const LATER: Timestamp = Timestamp::from_millis(2000);

    fn user(name: &str) -> User {
        User {
            id: UserId::new(),
            email: Email::parse(&format!("{name}@example.org")).unwrap(),
            password: PasswordHash::gone(),
            created_at: NOW,
            epoch: 0,
            ban: None,
            language: None,
            confirmed_at: Some(NOW),
            version: 0,
            calendar: 0,
            agreed: None,
            factors: Default::default(),
        }
    }

    fn sold(seller: &User, buyer: &User) -> (Ticket, Order) {
        let (ticket, order) = (TicketId::new(), OrderId::new());
        let price = Price::from_minor(4950).unwrap();
        let ticket = Ticket {
            id: ticket,
            event: EventId::new(),
            event_starts_at: LATER,
            seller: seller.id,
            title: Title::parse("Row 5").unwrap(),
            price,
            listed_at: NOW,
            status: TicketStatus::Sold { order, buyer: buyer.id, at: NOW },
            details: Details::default(),
            file: Some(TicketFile {
                id: FileId::new(),
                kind: FileKind::Pdf,
                bytes: 1,
                digest: [0; 32],
            }),
            removed: None,
            recalled: None,
            history: Default::default(),
            shown: None,
            dispute: None,
            group: None,
            handover: None,
            version: 0,
        };
        let order = Order {
            id: order,
            ticket: ticket.id,
            buyer: buyer.id,
            price,
            expires_at: LATER,
            created_at: NOW,
            failed_attempts: 0,
            last_failure: None,
            refund: None,
            status: OrderStatus::Completed { charge: ChargeId::new(), at: NOW },
            fee: None,
            seller_fee: None,
            cancelled_by: None,
            paid: None,
            paid_back: None,
            version: 0,
            together: Box::default(),
        };
        (ticket, order)
    }

    #[test]
    fn who_sees_an_order_and_who_gives_its_money_back() {
        let [seller, buyer, other, root, support] =
            ["seller", "buyer", "other", "root", "support"].map(user);
        let staff =
            Staff::parse(&["Root@example.org".into()], &["support@example.org".into()], false);
        let (ticket, paid) = sold(&seller, &buyer);
        let open = Order { status: OrderStatus::Created, ..paid.clone() };
        let unpaid = OrderStatus::Cancelled { reason: CancelReason::Buyer, at: NOW };
        let unpaid = Order { status: unpaid, ..paid.clone() };
        use Denial as No;
        use OrderReader as As;
        for (who, paid_as, open_as, before, after) in [
            (
                Some(&buyer),
                Some(As::Buyer),
                Some(As::Buyer),
                Err(No::RefundByBuyer),
                Err(No::RefundByBuyer),
            ),
            (Some(&seller), Some(As::Seller), None, Ok(seller.id), Err(No::RefundTooLate)),
            (Some(&root), Some(As::Admin), None, Ok(root.id), Ok(root.id)),
            (Some(&support), Some(As::Admin), None, Err(No::NotForSupport), Err(No::NotForSupport)),
            (Some(&other), None, None, Err(No::NotFound), Err(No::NotFound)),
            (None, None, None, Err(No::SignInRequired), Err(No::SignInRequired)),
        ] {
            let caller = staff.caller(who);
            assert_eq!(order_reader(caller, &paid, &ticket), paid_as, "{caller:?}");
            assert_eq!(order_reader(caller, &open, &ticket), open_as, "{caller:?}");
            assert_eq!(order_reader(caller, &unpaid, &ticket), open_as, "{caller:?}");
            assert_eq!(refunder(caller, &paid, &ticket, NOW), before, "{caller:?}");
            assert_eq!(refunder(caller, &paid, &ticket, LATER), after, "{caller:?}");
        }
        assert_eq!(order_reader(Caller::Site, &paid, &ticket), None);
    }

    #[test]
    fn who_has_a_ticket_and_its_file() {
        let [seller, buyer, other, root] = ["seller", "buyer", "other", "root"].map(user);
        let staff = Staff::parse(&["root@example.org".into()], &[], false);
        let (ticket, order) = sold(&seller, &buyer);
        for (who, has_file, changes, pays, sees) in [
            (Some(&seller), true, Ok(seller.id), Err(Denial::NotFound), Onlooker::Seller),
            (Some(&buyer), true, Err(Denial::NotSeller), Ok(buyer.id), Onlooker::Buyer(order.id)),
            (Some(&other), false, Err(Denial::NotSeller), Err(Denial::NotFound), Onlooker::Other),
            (Some(&root), false, Err(Denial::NotSeller), Err(Denial::NotFound), Onlooker::Other),
            (
                None,
                false,
                Err(Denial::SignInRequired),
                Err(Denial::SignInRequired),
                Onlooker::Visitor,
            ),
        ] {
            let caller = staff.caller(who);
            assert_eq!(file_for(caller, &ticket).is_some(), has_file, "{caller:?}");
            assert_eq!(super::seller(caller, &ticket).map(|user| user.id), changes, "{caller:?}");
            assert_eq!(super::buyer(caller, &order).map(|user| user.id), pays, "{caller:?}");
            assert_eq!(onlooker(caller, &ticket, NOW), sees, "{caller:?}");
        }
        assert_eq!(file_for(Caller::Site, &ticket), None);
    }

    /// Whatever the account may, without the scope a token has none of it, and without being asked for a
    /// scope it is nobody.
    #[test]
    fn a_token_is_its_owner_as_far_as_its_scopes_go() {
        let [seller, buyer, root] = ["seller", "buyer", "root"].map(user);
        let staff = Staff::parse(&["root@example.org".into()], &[], false);
        let (ticket, order) = sold(&seller, &buyer);
        for owner in [&seller, &buyer, &root] {
            for scope in Scope::ALL {
                let is_admin = staff.role(owner) == Some(Role::Admin);
                let with = |scopes: &[Scope]| Caller::Token {
                    owner,
                    scopes: scopes.iter().copied().collect(),
                    is_admin,
                };
                let all = with(&Scope::ALL);
                let others: Vec<_> = Scope::ALL.into_iter().filter(|of| *of != scope).collect();
                let denied = Denial::ScopeMissing(scope);
                assert_eq!(scoped(with(&others), scope).err(), Some(denied));
                assert_eq!(scoped(with(&[]), scope).err(), Some(denied));
                let asked = scoped(with(&[scope]), scope).unwrap();
                assert_eq!(asked.id(), Some(owner.id));
                let runs = matches!(asked, Caller::Admin(_));
                assert_eq!(runs, is_admin && scope == Scope::Admin);
                assert!(matches!(scoped(all, scope), Ok(Caller::Admin(_))) == is_admin);
                // Nobody has asked for a scope.
                assert_eq!((all.user(), onlooker(all, &ticket, NOW)), (None, Onlooker::Visitor));
                assert_eq!(signed_in(all).err(), Some(Denial::NotForTokens));
                assert_eq!(admin(all).err(), Some(Denial::NotForTokens));
                assert_eq!(super::seller(all, &ticket).err(), Some(Denial::NotForTokens));
                assert_eq!(super::buyer(all, &order).err(), Some(Denial::NotForTokens));
                assert_eq!(order_reader(all, &order, &ticket), None);
                assert_eq!(file_for(all, &ticket), None);
                assert!(!may_refund(all, &ticket, NOW) && !may_give_up_address(all));
            }
        }
        for caller in [Caller::Visitor, Caller::Site, Caller::User(&buyer)] {
            let same = scoped(caller, Scope::Read).map(Caller::id);
            assert_eq!(same, Ok(caller.id()), "it is no token");
        }
    }

    #[test]
    fn who_runs_the_site() {
        let [other, root, support] = ["other", "root", "support"].map(user);
        let both = ["support@example.org".into(), "Root@example.org".into()];
        let staff = Staff::parse(&["Root@Example.org".into(), "nobody".into()], &both, false);
        for (caller, runs, sees, gives_up) in [
            (staff.caller(Some(&root)), true, true, false),
            (staff.caller(Some(&support)), false, true, false),
            (staff.caller(Some(&other)), false, false, true),
            (staff.caller(None), false, false, false),
            (Caller::Site, false, false, false),
        ] {
            assert_eq!(admin(caller).is_ok(), runs, "{caller:?}");
            assert_eq!(super::staff(caller).is_ok(), sees, "{caller:?}");
            assert_eq!(may_give_up_address(caller), gives_up, "{caller:?}");
            assert_eq!(site(caller).is_ok(), matches!(caller, Caller::Site), "{caller:?}");
        }
        // Anybody can sign up with an address that nobody has yet.
        let squatter = User { confirmed_at: None, ..root.clone() };
        assert!(admin(staff.caller(Some(&squatter))).is_err());
        assert!(may_be_closed(&staff, &squatter) && may_be_closed(&staff, &support));
        // They cannot do it themselves, and nobody does it for them unawares.
        for (caller, account, confirms) in [
            (Caller::Visitor, &squatter, false),
            (Caller::User(&other), &squatter, false),
            (Caller::User(&squatter), &squatter, true),
            (Caller::Visitor, &other, true),
            (Caller::User(&squatter), &other, true),
        ] {
            let is_so = super::confirms(caller, &staff, account).is_ok();
            assert_eq!(is_so, confirms, "{caller:?} {account:?}");
        }
        assert!(may_be_closed(&staff, &other) && !may_be_closed(&staff, &root));
    }
}
