//! Where somebody has the site send what happens, and what came of it.

use axum::http::request::Parts;
use maud::Markup;

use super::{go_to, mistyped, not_done};
use crate::{
    actors::NewWebhookEndpoint,
    delivery::cloud_events::type_of,
    domain::{
        WebhookAbout, WebhookDelivery, WebhookEndpoint, WebhookEndpointStatus, WebhookStatus,
        public::PublicKind,
        rules::webhooks::{WEBHOOK_ENDPOINTS_MAX, WebhookRefusal},
    },
    http::{Form, HttpError, HttpResult, Id, SignedIn, query, refused},
    reads::walk::ListPlace,
    texts::Tell as _,
    types::{Language, WebhookDeliveryId, WebhookEndpointId, WebhookUrl},
    usecases::{
        RefusalCode as _, policy,
        webhook_endpoints::{self, SECRET_SHOWN, WebhookWish},
    },
    views::{
        self, Done, WebhookDeliveryLine, WebhookEndpointLine, WebhookEndpointPage, WebhookForm,
        WebhookTypeChoice, WebhookWord, WebhooksPage,
    },
};

/// How many deliveries are on a page.
const DELIVERIES_PER_PAGE: usize = 30;

/// The user's endpoints, and the form for another.
pub(crate) async fn list(user: SignedIn) -> HttpResult<Markup> {
    let form = WebhookForm { types: choices(&[]), ..WebhookForm::default() };
    Ok(views::webhooks(&user.context(), &all(&user, form)?))
}

/// Adds an endpoint, and shows its secret.
pub(crate) async fn add(user: SignedIn, form: Form) -> HttpResult {
    let t = user.language();
    let is_of_everything = form.sent("everything").is_some();
    let is_chosen = |kind: &&PublicKind| form.sent(kind.word()).is_some();
    let types: Vec<_> = PublicKind::ALL.iter().filter(is_chosen).copied().collect();
    let mut page =
        WebhookForm { url: form.get("url").to_owned(), is_of_everything, ..WebhookForm::default() };
    let url = WebhookUrl::parse(&page.url).map_err(|error| error.tell(t));
    if types.is_empty() {
        page.errors.insert("types", t.webhook_choose_a_type().into());
    }
    page.types = choices(&types);
    match url {
        Ok(url) if page.errors.is_empty() => {
            let new = NewWebhookEndpoint { url, types, is_of_everything };
            let id = WebhookEndpointId::new();
            let added = webhook_endpoints::add(&user.edge.market, user.caller(), id, new).await;
            match refused(added)? {
                Ok(()) => go_to(&Done::WebhookAdded.at(&path_of(id))),
                Err(refusal) => {
                    page.refusal = Some(why(refusal, t));
                    not_done(refusal.code(), views::webhooks(&user.context(), &all(&user, page)?))
                }
            }
        }
        url => {
            page.errors.extend(url.err().map(|error| ("url", error)));
            mistyped(views::webhooks(&user.context(), &all(&user, page)?))
        }
    }
}

/// An endpoint, and what was sent to it.
pub(crate) async fn endpoint(
    user: SignedIn,
    Id(id): Id<WebhookEndpointId>,
    parts: Parts,
) -> HttpResult<Markup> {
    let before = query(&parts, "before").and_then(|place| place.parse().ok());
    Ok(views::webhook_endpoint(&user.context(), &page(&user, id, before, None)?))
}

/// Turns an endpoint on.
pub(crate) async fn turn_on(user: SignedIn, id: Id<WebhookEndpointId>) -> HttpResult {
    change(&user, id, WebhookWish::TurnOn, Done::WebhookTurnedOn).await
}

/// Turns an endpoint off.
pub(crate) async fn turn_off(user: SignedIn, id: Id<WebhookEndpointId>) -> HttpResult {
    change(&user, id, WebhookWish::TurnOff, Done::WebhookTurnedOff).await
}

/// Deletes an endpoint.
pub(crate) async fn delete(user: SignedIn, id: Id<WebhookEndpointId>) -> HttpResult {
    change(&user, id, WebhookWish::Delete, Done::WebhookDeleted).await
}

/// Makes another secret.
pub(crate) async fn secret(user: SignedIn, id: Id<WebhookEndpointId>) -> HttpResult {
    change(&user, id, WebhookWish::ReplaceSecret, Done::WebhookSecretReplaced).await
}

/// Ends the old secret.
pub(crate) async fn end_old_secret(user: SignedIn, id: Id<WebhookEndpointId>) -> HttpResult {
    change(&user, id, WebhookWish::EndOldSecret, Done::WebhookOldSecretEnded).await
}

/// Sends a test.
pub(crate) async fn test(user: SignedIn, id: Id<WebhookEndpointId>) -> HttpResult {
    change(&user, id, WebhookWish::Test, Done::WebhookQueued).await
}

/// Sends again what failed.
pub(crate) async fn all_again(user: SignedIn, id: Id<WebhookEndpointId>) -> HttpResult {
    change(&user, id, WebhookWish::SendFailedAgain, Done::WebhookQueued).await
}

/// Sends one delivery again.
pub(crate) async fn again(user: SignedIn, Id(id): Id<WebhookDeliveryId>) -> HttpResult {
    let market = &user.edge.market;
    let endpoint = market.tables().webhook_delivery(id)?.map(|delivery| delivery.endpoint);
    match refused(webhook_endpoints::send_again(market, user.caller(), id).await)? {
        Ok(endpoint) => go_to(&Done::WebhookQueued.at(&path_of(endpoint))),
        Err(refusal) => refusal_page(&user, endpoint.ok_or(HttpError::NotFound)?, refusal),
    }
}

async fn change(
    user: &SignedIn,
    Id(id): Id<WebhookEndpointId>,
    wish: WebhookWish,
    done: Done,
) -> HttpResult {
    let changed = webhook_endpoints::change(&user.edge.market, user.caller(), id, wish).await;
    match refused(changed)? {
        Ok(()) if wish == WebhookWish::Delete => go_to(&done.at("/account/webhooks")),
        Ok(()) => go_to(&done.at(&path_of(id))),
        Err(refusal) => refusal_page(user, id, refusal),
    }
}

fn refusal_page(user: &SignedIn, id: WebhookEndpointId, refusal: WebhookRefusal) -> HttpResult {
    let why = why(refusal, user.language());
    let page = page(user, id, None, Some(why))?;
    not_done(refusal.code(), views::webhook_endpoint(&user.context(), &page))
}

fn choices(chosen: &[PublicKind]) -> Vec<WebhookTypeChoice> {
    let choice = |kind: &PublicKind| WebhookTypeChoice {
        name: kind.word(),
        shown: type_of(*kind),
        is_chosen: chosen.contains(kind),
    };
    PublicKind::ALL.iter().map(choice).collect()
}

fn path_of(id: WebhookEndpointId) -> String {
    format!("/account/webhooks/{id}")
}

fn all(user: &SignedIn, form: WebhookForm) -> HttpResult<WebhooksPage> {
    let market = &user.edge.market;
    let endpoints = webhook_endpoints::own_endpoints(market, user.caller())?;
    let line = |endpoint: &WebhookEndpoint| WebhookEndpointLine {
        id: endpoint.id,
        url: endpoint.url.to_string(),
        is_on: endpoint.is_on(),
        is_failing: endpoint.failing_since.is_some(),
        waiting: market.tables().catalog().webhooks.waiting_count(endpoint.id),
    };
    Ok(WebhooksPage {
        endpoints: endpoints.iter().map(|endpoint| line(endpoint)).collect(),
        may_have_everything: policy::admin(user.caller()).is_ok(),
        form,
    })
}

fn page(
    user: &SignedIn,
    id: WebhookEndpointId,
    before: Option<ListPlace>,
    refusal: Option<String>,
) -> HttpResult<WebhookEndpointPage> {
    let (market, now) = (&user.edge.market, user.edge.market.clock().now());
    let endpoint = webhook_endpoints::own_endpoint(market, user.caller(), id)?;
    let secret = webhook_endpoints::new_secret(market, user.caller(), &endpoint, now)?;
    let limit = DELIVERIES_PER_PAGE;
    let (deliveries, older) =
        webhook_endpoints::deliveries(market, user.caller(), id, before, limit)?;
    let waiting = market.tables().catalog().webhooks.waiting_count(id);
    Ok(WebhookEndpointPage {
        id,
        url: endpoint.url.to_string(),
        types: endpoint.types.iter().map(|kind| type_of(*kind)).collect(),
        is_of_everything: endpoint.is_of_everything,
        off: match endpoint.status {
            WebhookEndpointStatus::Off(why, at) => Some((why, at)),
            WebhookEndpointStatus::On(_) | WebhookEndpointStatus::Deleted(_) => None,
        },
        failing_since: endpoint.failing_since.filter(|_| endpoint.is_on()),
        secret: secret.map(|secret| (secret.expose(), endpoint.secret.at + SECRET_SHOWN)),
        secret_since: endpoint.secret.at,
        old_secret_until: endpoint.old_secret(now).map(|old| old.at),
        waiting,
        deliveries: deliveries.iter().map(|delivery| line(delivery)).collect(),
        is_first: before.is_none(),
        older: older.map(|place| place.to_string()),
        refusal,
    })
}

fn line(delivery: &WebhookDelivery) -> WebhookDeliveryLine {
    let (word, at) = match delivery.status {
        WebhookStatus::Waiting(not_before) => (WebhookWord::Waiting, not_before),
        WebhookStatus::Delivered(at) => (WebhookWord::Delivered, at),
        WebhookStatus::GivenUp(at) => (WebhookWord::GivenUp, at),
    };
    WebhookDeliveryLine {
        id: delivery.id,
        what: match delivery.about {
            WebhookAbout::Event { id, kind } => Some((type_of(kind), id.to_string())),
            WebhookAbout::Test => None,
        },
        queued_at: delivery.queued_at,
        word,
        at,
        tries: delivery.tries.iter().rev().map(|tried| (tried.at, tried.outcome)).collect(),
    }
}

/// Why it was not done, in their words.
fn why(refusal: WebhookRefusal, t: Language) -> String {
    match refusal {
        WebhookRefusal::TooMany => return t.webhook_too_many(WEBHOOK_ENDPOINTS_MAX),
        WebhookRefusal::IsOff => t.webhook_is_off_now(),
        WebhookRefusal::BacklogFull => t.webhook_off_backlog(),
        WebhookRefusal::AlreadyWaiting => t.webhook_waits_already(),
        WebhookRefusal::NotThere => t.webhook_not_there(),
    }
    .into()
}
