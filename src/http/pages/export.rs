//! All that the site knows of somebody, for them to take away.

use std::{collections::BTreeMap, io, time::Duration};

use axum::{
    body::{Body, Bytes},
    http::header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    response::IntoResponse as _,
};
use futures_util::stream;
use serde_json::{Value, json};
use tokio::time::Instant;

use super::{sessions, tokens};
use crate::{
    domain::{
        Alert, AlertTopic, Order, OrderStatus, SeatsWish, Ticket, TicketStatus, User,
        WebhookEndpoint, Wish,
    },
    http::{Edge, HttpError, HttpResult, SignedIn, error::Busy, presenters, shares::Share},
    reads::walk::Walk,
    storage::{StorageError, Tables},
    types::{ChargeId, Currency, MessageId, OrderId, Price, TicketId, UserId},
};

/// How many records are read and in memory at once for each who takes them away.
const RECORDS_AT_ONCE: usize = 50;
/// How long one may take over it: a few megabytes over a slow phone line.
const EXPORT_TIME: Duration = Duration::from_secs(300);

/// The user's account, listings, orders and waitlist entries as JSON, read as fast as it is taken.
pub(crate) async fn export(user: SignedIn) -> HttpResult {
    download(&user.edge, user.account().clone())
}

/// The same of an account.
pub(in crate::http) fn download(edge: &Edge, account: User) -> HttpResult {
    let busy = |_| HttpError::Overloaded(Busy::Requests);
    let place = edge.exports.take(account.id).map_err(busy)?;
    let export = Export::begin(edge.clone(), account, place);
    let headers = [
        (CONTENT_TYPE, "application/json"),
        (CONTENT_DISPOSITION, "attachment; filename=\"my-data.json\""),
    ];
    let parts = stream::try_unfold(export, |export| async {
        if Instant::now() > export.until {
            return Err(io::Error::from(io::ErrorKind::TimedOut));
        }
        // It may be much, and is read from disk.
        let read = tokio::task::spawn_blocking(move || export.next()).await?;
        // The client is told by the connection's end that it has not all of it.
        read.map_err(|error| {
            tracing::error!(%error, "an export broke off");
            io::Error::other(error)
        })
    });
    Ok((headers, Body::from_stream(parts)).into_response())
}

/// All that the site knows of somebody, less what has been sent.
struct Export {
    edge: Edge,
    /// What comes next.
    part: ExportPart,
    account: User,
    listed: Walk<TicketId>,
    ordered: Walk<OrderId>,
    /// Nothing of the present list has been sent yet.
    is_first: bool,
    until: Instant,
    _place: Share<UserId>,
}

/// The parts, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ExportPart {
    Account,
    Listings,
    Orders,
    Wishes,
    Over,
}

impl Export {
    fn begin(edge: Edge, account: User, place: Share<UserId>) -> Self {
        Self {
            part: ExportPart::Account,
            account,
            listed: Walk::up(None),
            ordered: Walk::up(None),
            is_first: true,
            until: Instant::now() + EXPORT_TIME,
            _place: place,
            edge,
        }
    }

    /// The next of its text, and what comes after it.
    fn next(mut self) -> Result<Option<(Bytes, Self)>, StorageError> {
        let edge = self.edge.clone();
        let (tables, currency) = (edge.market.tables(), edge.config.site.currency);
        let user = self.account.id;
        let text = match self.part {
            ExportPart::Account => {
                self.part = ExportPart::Listings;
                let account = indented(&account(&self.account), "  ");
                let sign_ins = indented(&sign_ins(&self.edge, &self.account)?, "  ");
                let factors = indented(&second_factors(&self.account), "  ");
                let tokens = indented(&access_tokens(&self.edge, &self.account)?, "  ");
                let currency = json!(currency.to_string());
                format!(
                    "{{\n  \"account\": {account},\n  \"sign_ins\": {sign_ins},\n  \
                     \"second_factors\": {factors},\n  \"access_tokens\": {tokens},\n  \"currency\": {currency},\n  \"listings\": ["
                )
            }
            ExportPart::Listings => {
                let read = |id| match tables.ticket(id)? {
                    Some(ticket) => listing(tables, &ticket, currency, user).map(Some),
                    None => Ok(None),
                };
                let ids = tables.listed_by(self.account.id, self.listed, RECORDS_AT_ONCE)?;
                let text = some(ids, &mut self.listed, &mut self.is_first, read)?;
                self.ended_by(text, ExportPart::Orders, "\n  ],\n  \"orders\": [")
            }
            ExportPart::Orders => {
                let read = |id| match tables.order(id)? {
                    Some(order) => self::order(tables, &order, currency, user).map(Some),
                    None => Ok(None),
                };
                let ids = tables.ordered_by(self.account.id, self.ordered, RECORDS_AT_ONCE)?;
                let text = some(ids, &mut self.ordered, &mut self.is_first, read)?;
                self.ended_by(text, ExportPart::Wishes, "\n  ],\n  \"waits_for_tickets\": ")
            }
            ExportPart::Wishes => {
                self.part = ExportPart::Over;
                let catalog = tables.catalog();
                let (mut wanted, mut seats) = (vec![], vec![]);
                for place in catalog.places_of(self.account.id) {
                    match &place.wish {
                        Wish::Ticket(ticket) => wanted.push(ticket.to_string()),
                        Wish::Seats(wish) => seats.push(self::wish(wish, currency)),
                    }
                }
                let endpoints = catalog.webhooks.of_owner(self.account.id);
                let endpoints: Vec<_> = endpoints.map(|endpoint| webhook(endpoint)).collect();
                let alerts = catalog.alerts.of_user(self.account.id);
                let alerts: Vec<_> = alerts.map(|alert| self::alert(alert, currency)).collect();
                let [wanted, seats, alerts, endpoints] =
                    [json!(wanted), json!(seats), json!(alerts), json!(endpoints)]
                        .map(|part| indented(&part, "  "));
                format!(
                    "{wanted},\n  \"waits_for_seats\": {seats},\n  \"alerts\": {alerts},\n  \
                     \"webhook_endpoints\": {endpoints}\n}}\n"
                )
            }
            ExportPart::Over => return Ok(None),
        };
        Ok(Some((text.into(), self)))
    }

    /// Some records' text; or, after the last, what stands between them and the next part.
    fn ended_by(&mut self, records: Option<String>, next: ExportPart, end: &str) -> String {
        records.unwrap_or_else(|| {
            (self.part, self.is_first) = (next, true);
            end.to_owned()
        })
    }
}

/// The text of the next records of a list; none after its end.
fn some<I: Copy>(
    ids: Vec<I>,
    walk: &mut Walk<I>,
    is_first: &mut bool,
    mut read: impl FnMut(I) -> Result<Option<Value>, StorageError>,
) -> Result<Option<String>, StorageError> {
    let mut text = None;
    for id in ids {
        walk.from = Some(id);
        let text: &mut String = text.get_or_insert_default();
        if let Some(record) = read(id)? {
            let comma = if std::mem::take(is_first) { "" } else { "," };
            text.extend([comma, "\n    ", &indented(&record, "    ")]);
        }
    }
    Ok(text)
}

/// As it stands within something else. No line ends within a string in JSON.
fn indented(value: &Value, by: &str) -> String {
    format!("{value:#}").replace('\n', &format!("\n{by}"))
}

/// Without its secret, which nobody keeps.
fn webhook(endpoint: &WebhookEndpoint) -> Value {
    let types: Vec<_> = endpoint.types.iter().map(|kind| kind.word()).collect();
    json!({
        "id": endpoint.id.to_string(),
        "url": endpoint.url.as_str(),
        "types": types,
        "of_everything": endpoint.is_of_everything,
        "added_at": endpoint.added_at.rfc3339(),
        "is_on": endpoint.is_on(),
    })
}

fn account(user: &User) -> Value {
    json!({
        "id": user.id.to_string(),
        "email": user.email.as_str(),
        "email_confirmed_at": user.confirmed_at.map(|at| at.rfc3339()),
        "created_at": user.created_at.rfc3339(),
        "terms_agreed": user.agreed.map(|agreed| {
            json!({
                "version": agreed.terms.version.to_string(),
                "text_sha256": hex(&agreed.terms.text),
                "agreed_at": agreed.at.rfc3339(),
            })
        }),
    })
}

/// Where they are signed in, and who has tried to be: bounded, as the account's page is.
fn sign_ins(edge: &Edge, user: &User) -> Result<Value, StorageError> {
    let sessions = sessions::lines(edge, user, None)?.into_iter().map(|line| {
        json!({
            "browser": line.browser,
            "address": line.from,
            "began_at": line.begun.rfc3339(),
            "seen_at": line.seen.rfc3339(),
        })
    });
    let tries = sessions::tries(edge, user)?.into_iter().map(|line| {
        json!({
            "at": line.at.rfc3339(),
            "browser": line.browser,
            "address": line.from,
            "succeeded": !line.failed,
        })
    });
    Ok(json!({ "now": sessions.collect::<Value>(), "latest": tries.collect::<Value>() }))
}

/// That there are second factors, and nothing of what they are; and who its owner is elsewhere.
fn second_factors(user: &User) -> Value {
    let factors = &user.factors;
    let passkeys = factors.passkeys.iter().map(|passkey| {
        json!({
            "name": passkey.name.as_str(),
            "added_at": passkey.added_at.rfc3339(),
            "used_at": passkey.used_at.map(|at| at.rfc3339()),
        })
    });
    json!({
        "app_added_at": factors.totp.as_ref().map(|totp| totp.added_at.rfc3339()),
        "recovery_codes_left": factors.recovery_codes.len(),
        "passkeys": passkeys.collect::<Vec<_>>(),
        "openid": factors.openid.as_ref().map(|linked| json!({
            "issuer": linked.who.issuer,
            "subject": linked.who.subject,
            "linked_at": linked.added_at.rfc3339(),
        })),
    })
}

/// The access tokens that go on: bounded, as there are so many at the most.
fn access_tokens(edge: &Edge, user: &User) -> Result<Value, StorageError> {
    let tokens = tokens::lines(edge, user)?.into_iter().map(|line| {
        json!({
            "name": line.name,
            "scopes": line.scopes.iter().map(|scope| scope.word()).collect::<Vec<_>>(),
            "made_at": line.made.rfc3339(),
            "expires_at": line.expires.rfc3339(),
            "used_at": line.used.map(|at| at.rfc3339()),
        })
    });
    Ok(tokens.collect())
}

fn listing(
    tables: &Tables,
    ticket: &Ticket,
    currency: Currency,
    user: UserId,
) -> Result<Value, StorageError> {
    let messages = match ticket.status {
        TicketStatus::Sold { order, .. } => written(tables, order, user)?,
        _ => json!([]),
    };
    let details = presenters::details(&ticket.details);
    Ok(json!({
        "id": ticket.id.to_string(),
        "event": event(tables, ticket)?,
        "title": ticket.title.to_string(),
        "price": ticket.price.decimal(currency),
        "section": details.section,
        "row": details.row,
        "seat": details.seat,
        "face_value": details.face_value.map(|value| value.decimal(currency)),
        "notes": details.notes,
        "file_bytes": ticket.file.map(|file| file.bytes),
        "listed_at": ticket.listed_at.rfc3339(),
        "status": ticket.status.word(),
        "handover": ticket.handover.map(|handover| handover.word()),
        "messages": messages,
    }))
}

fn event(tables: &Tables, ticket: &Ticket) -> Result<Value, StorageError> {
    let event = tables.event_of(ticket)?;
    Ok(event.map_or(Value::Null, |event| {
        json!({
            "name": event.name.to_string(),
            "venue": event.venue.to_string(),
            "city": event.city.to_string(),
            "starts_at": event.starts_at.rfc3339(),
        })
    }))
}

/// What they have written about an order: bounded, as a conversation is.
fn written(tables: &Tables, order: OrderId, user: UserId) -> Result<Value, StorageError> {
    let count = tables.conversation(order)?.map_or(0, |it| it.messages);
    let mut own = vec![];
    for number in 0..count {
        let message = tables.message(MessageId::of(order, number))?;
        own.extend(message.filter(|message| message.by == user).map(|message| {
            json!({
                "at": message.at.rfc3339(),
                "text": message.text.as_ref().map(ToString::to_string),
                "file_bytes": message.file.map(|file| file.bytes),
            })
        }));
    }
    Ok(json!(own))
}

fn order(
    tables: &Tables,
    order: &Order,
    currency: Currency,
    user: UserId,
) -> Result<Value, StorageError> {
    let decimal = |price: Price| price.decimal(currency);
    let charge = order.status.paid_by().or(order.status.charge_under_way());
    let charge = charge.or(order.paid.map(|paid| paid.charge));
    let reason = match order.status {
        OrderStatus::Cancelled { reason, .. } => Some(reason.word()),
        _ => None,
    };
    let ticket = tables.ticket(order.ticket)?;
    let event = ticket.as_ref().map(|ticket| event(tables, ticket)).transpose()?;
    Ok(json!({
        "id": order.id.to_string(),
        "ticket": order.ticket.to_string(),
        "title": ticket.map(|ticket| ticket.title.to_string()),
        "event": event,
        "price": decimal(order.price),
        "fee": order.fee.map(decimal),
        "created_at": order.created_at.rfc3339(),
        "status": order.status.word(),
        "reason": reason,
        "failed_payments": order.failed_attempts,
        "payment": charge.map(|charge| payment(tables, charge, currency)).transpose()?.flatten(),
        "messages": written(tables, order.id, user)?,
        "refund_reason": order.refund.as_ref().map(|refund| refund.reason.to_string()),
    }))
}

fn payment(
    tables: &Tables,
    charge: ChargeId,
    currency: Currency,
) -> Result<Option<Value>, StorageError> {
    Ok(tables.charge(charge)?.map(|charge| {
        json!({
            "id": charge.id.to_string(),
            "amount": charge.amount.decimal(currency),
            "created_at": charge.created_at.rfc3339(),
            "reference": charge.stripe_id.as_deref(),
            "refund_reference": charge.stripe_refund_id.as_deref(),
            "status": charge.status.word(),
        })
    }))
}

fn alert(alert: &Alert, currency: Currency) -> Value {
    let about = match &alert.topic {
        AlertTopic::Event(event) => json!({ "event": event.to_string() }),
        AlertTopic::Venue(venue, city) => {
            json!({ "venue": venue.to_string(), "city": city.to_string() })
        }
        AlertTopic::Search(search) => {
            json!({ "search": search.fields(currency).into_iter().collect::<BTreeMap<_, _>>() })
        }
    };
    json!({
        "about": about,
        "often": alert.pace.word(),
        "asked_at": alert.asked_at.rfc3339(),
        "told_at": alert.told_at.map(|at| at.rfc3339()),
    })
}

fn wish(wish: &SeatsWish, currency: Currency) -> Value {
    json!({
        "event": wish.event.to_string(),
        "quantity": wish.quantity,
        "max_price": wish.at_most.map(|price| price.decimal(currency)),
        "section": wish.section.as_ref().map(ToString::to_string),
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
