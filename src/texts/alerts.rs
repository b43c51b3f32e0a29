//! Alerts: of which tickets somebody is told, and the mails that tell.

use super::{Language, texts};
use crate::{
    domain::{AlertPace, SearchTopic},
    types::{Category, Currency},
};

impl Language {
    /// What somebody looks for, in a line.
    pub(crate) fn search_in_words(self, search: &SearchTopic, currency: Currency) -> String {
        let SearchTopic { words, city, category, from, to, min_price, max_price } = search;
        let day = |day: &crate::types::Day| self.typed_day(&day.to_string());
        let parts = [
            words.as_ref().map(|words| self.alert_words(words.as_str())),
            category.map(|category: Category| category.name(self).to_owned()),
            city.as_ref().map(|city| self.alert_in(city.as_str())),
            from.as_ref().map(|from| self.alert_from(&day(from))),
            to.as_ref().map(|to| self.alert_until(&day(to))),
            min_price.map(|price| self.alert_at_least(&self.amount(price, currency))),
            max_price.map(|price| self.alert_at_most(&self.amount(price, currency))),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    /// How often somebody is told.
    pub(crate) fn alert_pace(self, pace: AlertPace) -> &'static str {
        match pace {
            AlertPace::AtOnce => self.alert_at_once(),
            AlertPace::Daily => self.alert_daily(),
        }
    }
}

texts! {
    alert_words(words: &str) en: "“{words}”", de: "„{words}“";
    alert_in(city: &str) en: "in {city}", de: "in {city}";
    alert_from(day: &str) en: "from {day}", de: "ab {day}";
    alert_until(day: &str) en: "until {day}", de: "bis {day}";
    alert_at_least(price: &str) en: "at least {price}", de: "mindestens {price}";
    alert_at_most(price: &str) en: "at most {price}", de: "höchstens {price}";

    alert_title() en: "Tell me of new tickets", de: "Über neue Tickets informieren";
    alert_hint()
        en: "By mail, when tickets come on sale. Nothing is held for you, and every mail has a link \
             that ends it.",
        de: "Per Mail, wenn Tickets dazukommen. Reserviert wird dabei nichts, und jede Mail hat \
             einen Link, der das beendet.";
    alert_no_mail()
        en: "This site sends no mail yet: you are told as soon as it does.",
        de: "Diese Seite verschickt noch keine Mails: Bescheid bekommst du, sobald sie es tut.";
    alert_sign_in() en: "Sign in to be told of new tickets", de: "Anmelden und über neue Tickets informiert werden";
    alert_of() en: "Of tickets for", de: "Über Tickets für";
    alert_this_event() en: "This event", de: "Diese Veranstaltung";
    alert_this_venue(venue: &str) en: "All at {venue}", de: "Alles am Ort {venue}";
    alert_often() en: "How often", de: "Wie oft";
    alert_daily() en: "Once a day at most", de: "Höchstens einmal am Tag";
    alert_at_once() en: "At once", de: "Sofort";
    alert_ask() en: "Tell me", de: "Informieren";
    alert_you_are_told() en: "You are told of new tickets here.", de: "Du wirst hier über neue Tickets informiert.";

    alerts_title() en: "My alerts", de: "Meine Benachrichtigungen";
    alerts_lead()
        en: "You get a mail when such tickets come on sale.",
        de: "Du bekommst eine Mail, wenn solche Tickets dazukommen.";
    alerts_none_title() en: "You have no alerts", de: "Du hast keine Benachrichtigungen";
    alerts_none()
        en: "On an event's page, or on the page of a search, you can ask to be told of new tickets.",
        de: "Auf der Seite einer Veranstaltung oder einer Suche kannst du dich über neue Tickets \
             informieren lassen.";
    alert_rather_at_once() en: "Rather at once", de: "Lieber sofort";
    alert_rather_daily() en: "Rather once a day", de: "Lieber einmal am Tag";
    alert_end() en: "End it", de: "Beenden";
    /// Before a moment.
    alert_told_last() en: "Last mail:", de: "Letzte Mail:";
    alert_told_never() en: "No mail so far", de: "Bisher keine Mail";

    alerts_hint()
        en: "Of which new tickets you are told by mail",
        de: "Über welche neuen Tickets du per Mail informiert wirst";
    alert_is_made()
        en: "You are told by mail when such tickets come on sale.",
        de: "Du wirst per Mail informiert, wenn solche Tickets dazukommen.";
    alert_is_changed() en: "That is changed.", de: "Das ist geändert.";
    alert_is_ended() en: "You are not told of these any more.", de: "Darüber wirst du nicht mehr informiert.";

    alert_stop_title() en: "No more of these mails?", de: "Keine dieser Mails mehr?";
    alert_stop_what(what: &str)
        en: "You are told of new tickets: {what}",
        de: "Du wirst über neue Tickets informiert: {what}";
    alert_stop_button() en: "Send me no more of them", de: "Keine mehr schicken";
    alert_stopped_title() en: "That has ended", de: "Das ist beendet";
    alert_stopped()
        en: "You get no more mails of this alert.",
        de: "Zu dieser Benachrichtigung bekommst du keine Mails mehr.";

    alert_refused_too_many(max: usize)
        en: "You have {max} alerts already, which is the most. Under My alerts you can end some of \
             them; then ask again.",
        de: "Du hast schon {max} Benachrichtigungen, und mehr gehen nicht. Unter „Meine \
             Benachrichtigungen“ kannst du welche beenden; versuche es dann noch einmal.";
    alert_refused_unconfirmed()
        en: "Please confirm your mail address first: nobody is sent such mails who has not.",
        de: "Bitte bestätige zuerst deine Mailadresse: Ohne das verschicken wir solche Mails nicht.";
    alert_refused_nothing()
        en: "Look for something first: words, a city, a category, days or prices.",
        de: "Such zuerst nach etwas: Wörter, eine Stadt, eine Kategorie, Tage oder Preise.";

    mail_alert_subject(what: &str) en: "New tickets: {what}", de: "Neue Tickets: {what}";
    mail_alert(what: &str)
        en: "Tickets came on sale of which you want to be told: {what}.",
        de: "Es gibt neue Tickets, über die du informiert werden möchtest: {what}.";
    /// How many tickets, and what the cheapest costs.
    mail_alert_offer(tickets: &str, price: &str) en: "{tickets}, from {price}", de: "{tickets}, ab {price}";
    mail_alert_for_sale() en: "New:", de: "Neu:";
    mail_alert_more(events: &str) en: "And {events} more:", de: "Und noch {events}:";
    mail_alert_stop()
        en: "To get no more of these mails, open this page and press the button; you need not sign in:",
        de: "Um keine dieser Mails mehr zu bekommen, öffne diese Seite und drücke den Knopf; \
             anmelden musst du dich nicht:";
    mail_alert_all() en: "All that you are told of:", de: "Alles, worüber du informiert wirst:";
}
