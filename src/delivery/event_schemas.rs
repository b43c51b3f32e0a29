//! What public events look like: a JSON Schema (draft 2020-12) for the data of each kind, and an
//! AsyncAPI 3 document for all of them. `docs/schemas/` has them, too, and a test holds it to this.
//!
//! Fields are only ever added: whoever reads an event passes over what they do not know.

use serde_json::{Map, Value, json};

use super::cloud_events::{CONTENT_TYPE, type_of};
use crate::domain::public::PublicKind;

const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The subjects under which a bus has the events, without the kind.
pub const SUBJECT_PREFIX: &str = "holdfast.v1.";

/// The schema of a kind's data.
#[must_use]
pub fn schema(kind: PublicKind) -> Value {
    let mut schema = data(kind);
    if let Value::Object(schema) = &mut schema {
        schema.insert("$schema".into(), DRAFT.into());
        schema.insert("title".into(), type_of(kind).into());
        schema.insert("description".into(), kind.meaning().into());
    }
    schema
}

/// The AsyncAPI document.
#[must_use]
pub fn asyncapi() -> Value {
    let (mut channels, mut operations, mut messages) = (Map::new(), Map::new(), Map::new());
    for kind in PublicKind::ALL {
        let (word, name) = (kind.word(), kind.word().replace('.', "_"));
        channels.insert(
            name.clone(),
            json!({
                "address": format!("{SUBJECT_PREFIX}{word}"),
                "messages": { &name: { "$ref": format!("#/components/messages/{name}") } },
            }),
        );
        operations.insert(
            format!("receive_{name}"),
            json!({
                "action": "receive",
                "channel": { "$ref": format!("#/channels/{name}") },
                "messages": [{ "$ref": format!("#/channels/{name}/messages/{name}") }],
            }),
        );
        messages.insert(
            name,
            json!({
                "name": type_of(*kind),
                "title": kind.meaning(),
                "contentType": CONTENT_TYPE,
                "payload": envelope(*kind),
            }),
        );
    }
    json!({
        "asyncapi": "3.0.0",
        "info": {
            "title": "Holdfast's events",
            "version": "1.0.0",
            "description": "What has happened on a Holdfast marketplace, as structured CloudEvents \
                1.0: the same on NATS JetStream, in webhooks, and from the API. Fields are only added.",
        },
        "defaultContentType": CONTENT_TYPE,
        "channels": channels,
        "operations": operations,
        "components": { "messages": messages },
    })
}

/// The whole body of a kind.
fn envelope(kind: PublicKind) -> Value {
    let fixed = |text: &str| json!({ "type": "string", "const": text });
    object(&[
        ("specversion", fixed("1.0")),
        (
            "id",
            json!({
                "type": "string",
                "pattern": "^[1-9][0-9]*-[0-9]+$",
                "description": "<sequence>-<index>: the same at every replay",
            }),
        ),
        ("source", json!({ "type": "string", "format": "uri", "description": "site.base_url" })),
        ("type", fixed(&type_of(kind))),
        ("subject", id("The record's id")),
        ("time", instant("When it happened")),
        (
            "sequence",
            json!({
                "type": "string",
                "pattern": "^[0-9]{20}$",
                "description": "The position in the journal: events of one instant share it",
            }),
        ),
        ("datacontenttype", fixed("application/json")),
        ("dataschema", json!({ "type": "string", "format": "uri" })),
        ("data", data(kind)),
    ])
}

fn data(kind: PublicKind) -> Value {
    match kind {
        PublicKind::UserCreated | PublicKind::UserUpdated => object(&[
            ("id", id("The account's")),
            ("version", version()),
            (
                "changed",
                json!({
                    "type": "array",
                    "items": words(&["address", "confirmation", "ban", "unban", "deletion"]),
                    "description": "What has changed; not to what",
                }),
            ),
        ]),
        PublicKind::TicketCreated | PublicKind::TicketUpdated => object(&[
            ("id", id("The ticket's")),
            ("version", version()),
            ("title", text("What its seller calls it")),
            ("price", price()),
            ("userId", id("Its seller's")),
            ("eventId", id("Of what it is for")),
            ("status", words(&["available", "reserved", "selling", "sold", "withdrawn"])),
            ("orderId", nullable(id("Of the order for which it is held, or by which it was sold"))),
        ]),
        PublicKind::OrderCreated
        | PublicKind::OrderCancelled
        | PublicKind::OrderExpired
        | PublicKind::OrderCompleted
        | PublicKind::OrderRefunded => object(&[
            ("id", id("The order's")),
            ("version", version()),
            ("userId", id("Its buyer's")),
            ("ticketId", id("The ticket's")),
            ("status", words(&["created", "awaiting_payment", "completed", "cancelled"])),
            ("price", price()),
            ("expiresAt", instant("Until when the ticket is held for it")),
            (
                "reason",
                json!({
                    "enum": ["buyer", "expired", "payment_failed", "refunded", "admin", null],
                    "description": "Why it is over without a sale, if it is",
                }),
            ),
        ]),
        PublicKind::ChargeCreated | PublicKind::ChargeUpdated => object(&[
            ("id", id("The charge's")),
            ("version", version()),
            ("orderId", id("The order's")),
            (
                "status",
                words(&["created", "authorised", "completed", "failed", "voided", "refunded"]),
            ),
            ("amount", price()),
        ]),
        PublicKind::EventCreated | PublicKind::EventUpdated => object(&[
            ("id", id("The event's")),
            ("version", version()),
            ("name", text("What it is called")),
            ("venue", text("Where it is")),
            ("city", text("The venue's city")),
            ("startsAt", instant("When it starts")),
            ("endsAt", nullable(instant("When it ends, if that is known"))),
            ("status", words(&["scheduled", "postponed", "cancelled"])),
        ]),
    }
}

/// All of the fields are always there; there may be more some day.
fn object(fields: &[(&str, Value)]) -> Value {
    let required: Vec<_> = fields.iter().map(|(name, _)| *name).collect();
    let properties: Map<_, _> =
        fields.iter().map(|(name, schema)| ((*name).to_owned(), schema.clone())).collect();
    json!({ "type": "object", "required": required, "properties": properties })
}

fn id(whose: &str) -> Value {
    json!({ "type": "string", "format": "uuid", "description": whose })
}

fn text(what: &str) -> Value {
    json!({ "type": "string", "description": what })
}

fn instant(when: &str) -> Value {
    json!({ "type": "string", "format": "date-time", "description": when })
}

fn words(words: &[&str]) -> Value {
    json!({ "type": "string", "enum": words })
}

fn nullable(mut schema: Value) -> Value {
    schema["type"] = json!(["string", "null"]);
    schema
}

fn version() -> Value {
    json!({
        "type": "integer",
        "minimum": 1,
        "description": "Counts the record's events, from 1, without a gap",
    })
}

fn price() -> Value {
    object(&[
        (
            "minor",
            json!({
                "type": "integer",
                "minimum": 0,
                "description": "In the currency's smallest unit",
            }),
        ),
        (
            "currency",
            json!({
                "type": "string",
                "pattern": "^[A-Z]{3}$",
                "description": "ISO 4217",
            }),
        ),
    ])
}

#[cfg(test)]
mod tests {
    use std::{env, fs, path::Path};

    use super::*;

    /// `HOLDFAST_WRITE=1 cargo test --lib event_schemas` writes them.
    #[test]
    fn the_documents_are_in_docs() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schemas");
        let schemas = PublicKind::ALL.iter().map(|kind| (kind.word(), schema(*kind)));
        for (name, document) in schemas.chain([("asyncapi", asyncapi())]) {
            let file = folder.join(format!("{name}.json"));
            let text = serde_json::to_string_pretty(&document).unwrap() + "\n";
            if env::var_os("HOLDFAST_WRITE").is_some() {
                fs::create_dir_all(&folder).unwrap();
                fs::write(&file, &text).unwrap();
            }
            let there = fs::read_to_string(&file).unwrap_or_default();
            assert_eq!(there, text, "{} is of another program", file.display());
        }
    }
}
