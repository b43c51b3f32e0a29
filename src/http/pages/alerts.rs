//! Being told by mail of tickets that come on sale.

use axum::response::IntoResponse as _;
use maud::Markup;

use super::{go_to, not_done};
use crate::{
    domain::{
        AlertPace, AlertToken, AlertTopic,
        rules::alerts::{ALERTS_MAX, AlertRefusal},
    },
    http::{
        Form, HttpError, HttpResult, Id, SignedIn, Visitor, presenters, refused, search::Search,
    },
    types::AlertId,
    usecases::{RefusalCode as _, alerts},
    views::{self, Done},
};

/// The visitor's alerts.
pub(crate) async fn alerts(user: SignedIn) -> Markup {
    page(&user, None)
}

fn page(user: &SignedIn, notice: Option<String>) -> Markup {
    let context = user.context();
    let all = alerts::alerts_of(&user.edge.market, user.id());
    let lines = {
        let catalog = user.edge.market.tables().catalog();
        all.iter().map(|alert| presenters::alert(&catalog, alert, &context)).collect::<Vec<_>>()
    };
    views::alerts(&context, &lines, notice.as_deref())
}

/// Has the visitor told of what the form is about.
pub(crate) async fn ask(user: SignedIn, form: Form) -> HttpResult {
    let topic = typed_topic(&user, &form)?;
    let asked = alerts::ask(&user.edge.market, user.caller(), topic, typed_pace(&form)).await;
    match refused(asked)? {
        Ok(_) => go_to(&Done::AlertMade.at("/alerts")),
        Err(refusal) => not_done(refusal.code(), page(&user, Some(why(&user, refusal)))),
    }
}

/// Has the visitor told more often, or less.
pub(crate) async fn choose_pace(user: SignedIn, Id(id): Id<AlertId>, form: Form) -> HttpResult {
    let pace = typed_pace(&form);
    let chosen = alerts::choose_pace(&user.edge.market, user.caller(), id, pace).await;
    match refused(chosen)? {
        Ok(()) => go_to(&Done::AlertChanged.at("/alerts")),
        Err(refusal) => not_done(refusal.code(), page(&user, Some(why(&user, refusal)))),
    }
}

/// Ends one of the visitor's alerts.
pub(crate) async fn end(user: SignedIn, Id(id): Id<AlertId>) -> HttpResult {
    match refused(alerts::end(&user.edge.market, user.caller(), id).await)? {
        Ok(()) => go_to(&Done::AlertEnded.at("/alerts")),
        Err(refusal) => not_done(refusal.code(), page(&user, Some(why(&user, refusal)))),
    }
}

/// The page with the button: what opens links to look at them ends nothing.
pub(crate) async fn stop_form(visitor: Visitor, Id(token): Id<AlertToken>) -> HttpResult<Markup> {
    let alert = alerts::ended_by(&visitor.edge.market, &token)?.ok_or(HttpError::NotFound)?;
    let context = visitor.context();
    if alert.is_over {
        return Ok(views::alert_stopped(&context));
    }
    let catalog = visitor.edge.market.tables().catalog();
    let line = presenters::alert(&catalog, &alert, &context);
    drop(catalog);
    Ok(views::alert_stop(&context, &token.to_string(), &line))
}

/// Ends the alert, for whoever has the link: a person, or their mail program (RFC 8058), whatever is in
/// the body.
pub(crate) async fn stop(visitor: Visitor, Id(token): Id<AlertToken>) -> HttpResult {
    match refused(alerts::end_by_link(&visitor.edge.market, &token).await)? {
        Ok(()) => Ok(views::alert_stopped(&visitor.context()).into_response()),
        Err(refusal) => Err(HttpError::Refused(refusal.code(), String::new())),
    }
}

/// An event, its venue, or a search.
fn typed_topic(user: &SignedIn, form: &Form) -> HttpResult<AlertTopic> {
    let event = form.get("event_id");
    if event.is_empty() {
        return Ok(AlertTopic::Search(Search::read(form, &user.context()).topic()));
    }
    let id = event.parse().map_err(|_| HttpError::NotFound)?;
    let catalog = user.edge.market.tables().catalog();
    let event = catalog.event_that_stays(id).ok_or(HttpError::NotFound)?;
    Ok(match form.get("about") {
        "venue" => AlertTopic::Venue(event.venue.clone(), event.city.clone()),
        _ => AlertTopic::Event(event.id),
    })
}

/// Once a day, unless they say otherwise.
fn typed_pace(form: &Form) -> AlertPace {
    AlertPace::of_word(form.get("often")).unwrap_or(AlertPace::Daily)
}

/// How often a visitor is told of this, if they are.
pub(super) fn pace_of(visitor: &Visitor, topic: &AlertTopic) -> Option<AlertPace> {
    let catalog = visitor.edge.market.tables().catalog();
    catalog.alert_about(visitor.user()?, topic).map(|alert| alert.pace)
}

/// Why they are not told, in their words.
fn why(user: &SignedIn, refusal: AlertRefusal) -> String {
    let t = user.language();
    match refusal {
        AlertRefusal::TooMany => return t.alert_refused_too_many(ALERTS_MAX),
        AlertRefusal::Unconfirmed => t.alert_refused_unconfirmed(),
        AlertRefusal::NothingAsked => t.alert_refused_nothing(),
        AlertRefusal::EventStarted => t.event_started_no_trade(),
        AlertRefusal::EventCancelled => t.event_cancelled_no_trade(),
        AlertRefusal::NotThere | AlertRefusal::NoEvent => t.no_such_ticket(),
    }
    .into()
}
