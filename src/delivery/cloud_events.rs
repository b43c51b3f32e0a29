//! Public events as other programs read them: structured CloudEvents 1.0 JSON
//! (<https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md>), the same
//! body on the bus, in webhooks and in the API. `event_schemas` says what is in `data`.

use serde_json::{Value, json};

use crate::{
    domain::public::{
        OccasionMore, PublicCharge, PublicEvent, PublicFact, PublicKind, PublicOccasion,
        PublicOrder, PublicTicket, PublicUser,
    },
    types::{Currency, Price, Timestamp},
};

/// The content type of a body.
pub const CONTENT_TYPE: &str = "application/cloudevents+json";

/// What stands before an event's kind in its type.
pub const TYPE_PREFIX: &str = "holdfast.";

/// An event's type, by which others know its kind.
#[must_use]
pub fn type_of(kind: PublicKind) -> String {
    format!("{TYPE_PREFIX}{}", kind.word())
}

/// Where the schema of a kind's data is, on the site.
#[must_use]
pub fn schema_path(kind: PublicKind) -> String {
    format!("/schemas/{}.json", kind.word())
}

/// Of which site the events are.
#[derive(Debug, Clone)]
pub struct EventSource {
    /// Its address (`site.base_url`), without a slash at its end.
    base_url: String,
    /// In which its prices are.
    currency: Currency,
}

impl EventSource {
    /// Of the site at this address.
    #[must_use]
    pub fn new(base_url: &str, currency: Currency) -> Self {
        Self { base_url: base_url.trim_end_matches('/').to_owned(), currency }
    }

    /// The body of an event: the same whenever it is asked for.
    #[must_use]
    pub fn body(&self, event: &PublicEvent) -> Value {
        let PublicEvent { id, at, fact } = event;
        let kind = fact.kind();
        json!({
            "specversion": "1.0",
            "id": id.to_string(),
            "source": self.base_url,
            "type": type_of(kind),
            "subject": subject(fact),
            "time": at.rfc3339(),
            "sequence": format!("{:020}", id.sequence),
            "datacontenttype": "application/json",
            "dataschema": format!("{}{}", self.base_url, schema_path(kind)),
            "data": self.data(fact),
        })
    }

    /// The body of a webhook by which somebody tests an endpoint: nothing has happened.
    #[must_use]
    pub fn test(&self, id: &str, at: Timestamp, endpoint: &str) -> Value {
        json!({
            "specversion": "1.0",
            "id": id,
            "source": self.base_url,
            "type": format!("{TYPE_PREFIX}webhook.test"),
            "subject": endpoint,
            "time": at.rfc3339(),
            "datacontenttype": "application/json",
            "data": { "id": endpoint },
        })
    }

    fn data(&self, fact: &PublicFact) -> Value {
        match fact {
            PublicFact::User(PublicUser { id, version, changed }) => {
                let changed: Vec<_> = changed.iter().map(|change| change.word()).collect();
                json!({ "id": id.to_string(), "version": version, "changed": changed })
            }
            PublicFact::Event(event) => occasion(event, &OccasionMore::default()),
            PublicFact::EventWith(event, more) => occasion(event, more),
            PublicFact::Ticket(ticket) => {
                let PublicTicket { id, version, title, price, seller, event, status } = ticket;
                json!({
                    "id": id.to_string(),
                    "version": version,
                    "title": title.as_str(),
                    "price": self.price(*price),
                    "userId": seller.to_string(),
                    "eventId": event.to_string(),
                    "status": status.word(),
                    "orderId": ticket.order().map(|order| order.to_string()),
                })
            }
            PublicFact::Order(order) => {
                let PublicOrder { id, version, buyer, ticket, price, expires_at, status } = order;
                json!({
                    "id": id.to_string(),
                    "version": version,
                    "userId": buyer.to_string(),
                    "ticketId": ticket.to_string(),
                    "status": status.word(),
                    "price": self.price(*price),
                    "expiresAt": expires_at.rfc3339(),
                    "reason": order.reason().map(|reason| reason.word()),
                })
            }
            PublicFact::Charge(PublicCharge { id, version, order, status, amount }) => json!({
                "id": id.to_string(),
                "version": version,
                "orderId": order.to_string(),
                "status": status.word(),
                "amount": self.price(*amount),
            }),
        }
    }

    fn price(&self, price: Price) -> Value {
        json!({ "minor": price.minor(), "currency": self.currency.code() })
    }
}

fn occasion(event: &PublicOccasion, more: &OccasionMore) -> Value {
    let PublicOccasion { id, version, name, venue, city, starts_at } = event;
    json!({
        "id": id.to_string(),
        "version": version,
        "name": name.as_str(),
        "venue": venue.as_str(),
        "city": city.as_str(),
        "startsAt": starts_at.rfc3339(),
        "endsAt": more.ends_at.map(|at| at.rfc3339()),
        "status": more.status.word(),
    })
}

fn subject(fact: &PublicFact) -> String {
    match fact {
        PublicFact::User(user) => user.id.to_string(),
        PublicFact::Event(event) | PublicFact::EventWith(event, _) => event.id.to_string(),
        PublicFact::Ticket(ticket) => ticket.id.to_string(),
        PublicFact::Order(order) => order.id.to_string(),
        PublicFact::Charge(charge) => charge.id.to_string(),
    }
}
