//! Alerts: who is told by mail of tickets that come on sale.

use axum::{Json, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    body::{JsonBody, Wrongs},
    caller::{Bearer, Buys, Reads},
    model::{CategoryJson, ListJson, MoneyJson},
};
use crate::{
    domain::{Alert, AlertPace, AlertTopic, SearchTopic},
    http::{HttpError, HttpResult, Id, refused},
    texts::Tell,
    types::{AlertId, City, Currency, Day, Language, SearchText, Venue},
    usecases::{RefusalCode as _, alerts},
};

/// Of what the caller wants to be told: of an event, a venue or a search.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct AlertWanted {
    /// Tickets for this event.
    #[serde(default)]
    #[schema(format = Uuid)]
    event_id: Option<String>,
    /// Or for all that takes place there.
    #[serde(default)]
    venue: Option<VenueJson>,
    /// Or those that this finds.
    #[serde(default)]
    search: Option<SearchJson>,
    often: OftenJson,
}

/// A venue, as venues and cities are compared: without regard to accents and case.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AlertVenue)]
pub(crate) struct VenueJson {
    name: String,
    city: String,
}

/// What is looked for. What is left out leaves nothing out.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
#[schema(as = AlertSearch)]
pub(crate) struct SearchJson {
    /// In an event's name, venue or city.
    q: Option<String>,
    city: Option<String>,
    category: Option<CategoryJson>,
    /// The first day, by the clocks where the event is.
    #[schema(format = Date)]
    from: Option<String>,
    /// The last.
    #[schema(format = Date)]
    to: Option<String>,
    /// The least that is paid for a ticket, the site's fee included.
    min_price: Option<MoneyJson>,
    /// The most.
    max_price: Option<MoneyJson>,
}

/// How often somebody is told: promptly, and every ten minutes at the most; or once a day at the most.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = AlertOften)]
pub(crate) enum OftenJson {
    Once,
    Daily,
}

impl From<AlertPace> for OftenJson {
    fn from(pace: AlertPace) -> Self {
        match pace {
            AlertPace::AtOnce => Self::Once,
            AlertPace::Daily => Self::Daily,
        }
    }
}

impl From<OftenJson> for AlertPace {
    fn from(often: OftenJson) -> Self {
        match often {
            OftenJson::Once => Self::AtOnce,
            OftenJson::Daily => Self::Daily,
        }
    }
}

/// Of what the caller is told.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Alert)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AlertJson {
    id: String,
    #[schema(format = Uuid)]
    event_id: Option<String>,
    venue: Option<VenueJson>,
    search: Option<SearchJson>,
    often: OftenJson,
    #[schema(format = DateTime)]
    since: String,
    /// When the caller was told last.
    #[schema(format = DateTime)]
    told_at: Option<String>,
}

impl AlertJson {
    fn of(alert: &Alert, currency: Currency) -> Self {
        let (mut event_id, mut venue, mut search) = (None, None, None);
        match &alert.topic {
            AlertTopic::Event(event) => event_id = Some(event.to_string()),
            AlertTopic::Venue(name, city) => {
                venue = Some(VenueJson { name: name.to_string(), city: city.to_string() });
            }
            AlertTopic::Search(topic) => search = Some(SearchJson::of(topic, currency)),
        }
        Self {
            id: alert.id.to_string(),
            event_id,
            venue,
            search,
            often: alert.pace.into(),
            since: alert.asked_at.rfc3339(),
            told_at: alert.told_at.map(|at| at.rfc3339()),
        }
    }
}

impl SearchJson {
    fn of(topic: &SearchTopic, currency: Currency) -> Self {
        let SearchTopic { words, city, category, from, to, min_price, max_price } = topic;
        let money = |price: &_| MoneyJson::of(*price, currency);
        Self {
            q: words.as_ref().map(ToString::to_string),
            city: city.as_ref().map(ToString::to_string),
            category: category.map(CategoryJson::from),
            from: from.map(|day| day.to_string()),
            to: to.map(|day| day.to_string()),
            min_price: min_price.as_ref().map(money),
            max_price: max_price.as_ref().map(money),
        }
    }

    fn read(self, t: Language, currency: Currency, wrongs: &mut Wrongs) -> SearchTopic {
        let Self { q, city, category, from, to, min_price, max_price } = self;
        let text = |typed: &String| SearchText::parse(typed);
        let day = |typed: &String| Day::parse(typed);
        let price = |money: &MoneyJson| money.price(currency);
        SearchTopic {
            words: read(q, "/search/q", text, t, wrongs),
            city: read(city, "/search/city", text, t, wrongs),
            category: category.map(Into::into),
            from: read(from, "/search/from", day, t, wrongs),
            to: read(to, "/search/to", day, t, wrongs),
            min_price: read(min_price, "/search/minPrice", price, t, wrongs),
            max_price: read(max_price, "/search/maxPrice", price, t, wrongs),
        }
    }
}

/// What was sent, if it was; what is wrong with it is noted.
fn read<J, T, E: Tell>(
    sent: Option<J>,
    pointer: &str,
    parse: impl Fn(&J) -> Result<T, E>,
    t: Language,
    wrongs: &mut Wrongs,
) -> Option<T> {
    parse(&sent?).map_err(|error| wrongs.add(pointer, error.tell(t))).ok()
}

/// Of what the caller is told, the oldest first.
#[utoipa::path(
    get,
    path = "/alerts",
    tag = "alerts",
    responses((status = 200, body = ListJson<AlertJson>)),
    security(("token" = ["read"])),
)]
pub(super) async fn alerts(who: Bearer<Reads>) -> HttpResult<Json<ListJson<AlertJson>>> {
    let currency = who.edge.config.site.currency;
    let all = alerts::alerts_of(&who.edge.market, who.owner().id);
    let items = all.iter().map(|alert| AlertJson::of(alert, currency)).collect();
    Ok(Json(ListJson { items, next: None }))
}

/// Has the caller told of tickets that come on sale; done already if they are told of just these, as
/// often.
#[utoipa::path(
    put,
    path = "/alerts",
    tag = "alerts",
    request_body = AlertWanted,
    responses((status = 200, body = AlertJson)),
    security(("token" = ["buy"])),
)]
pub(super) async fn ask(
    who: Bearer<Buys>,
    JsonBody { said, .. }: JsonBody<AlertWanted>,
) -> HttpResult<Json<AlertJson>> {
    let (t, currency) = (who.language, who.edge.config.site.currency);
    let mut wrongs = Wrongs::default();
    let AlertWanted { event_id, venue, search, often } = said;
    let topic = match (event_id, venue, search) {
        (Some(id), None, None) => AlertTopic::Event(id.parse().map_err(|_| HttpError::NotFound)?),
        (None, Some(VenueJson { name, city }), None) => {
            let name = read(Some(name), "/venue/name", |it| Venue::parse(it), t, &mut wrongs);
            let city = read(Some(city), "/venue/city", |it| City::parse(it), t, &mut wrongs);
            match name.zip(city) {
                Some((name, city)) => AlertTopic::Venue(name, city),
                None => return Err(wrongs.refused()),
            }
        }
        (None, None, Some(search)) => AlertTopic::Search(search.read(t, currency, &mut wrongs)),
        _ => {
            wrongs.add("", "One of `eventId`, `venue` and `search`.");
            return Err(wrongs.refused());
        }
    };
    wrongs.none()?;
    let asked = alerts::ask(&who.edge.market, who.caller(), topic, often.into()).await;
    match refused(asked)? {
        Ok(id) => {
            let alert = who.edge.market.tables().alert(id)?.ok_or(HttpError::NotFound)?;
            Ok(Json(AlertJson::of(&alert, currency)))
        }
        Err(refusal) => Err(HttpError::Refused(refusal.code(), String::new())),
    }
}

/// Has the caller told of them no more; done already if they are not.
#[utoipa::path(
    delete,
    path = "/alerts/{id}",
    tag = "alerts",
    params(("id" = String, Path, format = Uuid)),
    responses((status = 204)),
    security(("token" = ["buy"])),
)]
pub(super) async fn end(who: Bearer<Buys>, Id(id): Id<AlertId>) -> HttpResult<StatusCode> {
    match refused(alerts::end(&who.edge.market, who.caller(), id).await)? {
        Ok(()) => Ok(StatusCode::NO_CONTENT),
        Err(refusal) => Err(HttpError::Refused(refusal.code(), String::new())),
    }
}
