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
    alert_words(words: &str)
        en: "“{words}”",
        de: "„{words}“",
        fr: "« {words} »",
        es: "«{words}»",
        nl: "‘{words}’",
        it: "«{words}»";
    alert_in(city: &str)
        en: "in {city}",
        de: "in {city}",
        fr: "à {city}",
        es: "en {city}",
        nl: "in {city}",
        it: "a {city}";
    alert_from(day: &str)
        en: "from {day}",
        de: "ab {day}",
        fr: "à partir du {day}",
        es: "desde el {day}",
        nl: "vanaf {day}",
        it: "dal {day}";
    alert_until(day: &str)
        en: "until {day}",
        de: "bis {day}",
        fr: "jusqu’au {day}",
        es: "hasta el {day}",
        nl: "tot en met {day}",
        it: "fino al {day}";
    alert_at_least(price: &str)
        en: "at least {price}",
        de: "mindestens {price}",
        fr: "au moins {price}",
        es: "al menos {price}",
        nl: "minstens {price}",
        it: "almeno {price}";
    alert_at_most(price: &str)
        en: "at most {price}",
        de: "höchstens {price}",
        fr: "au plus {price}",
        es: "como máximo {price}",
        nl: "hoogstens {price}",
        it: "al massimo {price}";

    alert_title()
        en: "Tell me of new tickets",
        de: "Über neue Tickets informieren",
        fr: "M’avertir des nouveaux billets",
        es: "Avísame de entradas nuevas",
        nl: "Laat me nieuwe tickets weten",
        it: "Avvisami dei nuovi biglietti";
    alert_hint()
        en: "By mail, when tickets come on sale. Nothing is held for you, and every mail has a link \
             that ends it.",
        de: "Per Mail, wenn Tickets dazukommen. Reserviert wird dabei nichts, und jede Mail hat \
             einen Link, der das beendet.",
        fr: "Par e-mail, quand des billets sont mis en vente. Rien n’est réservé pour vous, et chaque \
             e-mail contient un lien pour y mettre fin.",
        es: "Por correo, cuando salgan entradas a la venta. No se te reserva nada, y cada correo lleva \
             un enlace para darlo de baja.",
        nl: "Per e-mail, als er tickets te koop komen. Er wordt niets voor je gereserveerd, en elke \
             e-mail heeft een link om ermee te stoppen.",
        it: "Per e-mail, quando vengono messi in vendita dei biglietti. Nulla viene riservato per te, \
             e ogni e-mail ha un link per disattivarlo.";
    alert_no_mail()
        en: "This site sends no mail yet: you are told as soon as it does.",
        de: "Diese Seite verschickt noch keine Mails: Bescheid bekommst du, sobald sie es tut.",
        fr: "Ce site n’envoie pas encore d’e-mails : vous serez averti dès qu’il le fera.",
        es: "Este sitio todavía no envía correos: te avisaremos en cuanto lo haga.",
        nl: "Deze site verstuurt nog geen e-mails: je hoort het zodra dat wel zo is.",
        it: "Questo sito non invia ancora e-mail: sarai avvisato non appena lo farà.";
    alert_sign_in()
        en: "Sign in to be told of new tickets",
        de: "Anmelden und über neue Tickets informiert werden",
        fr: "Connectez-vous pour être averti des nouveaux billets",
        es: "Inicia sesión para que te avisemos de entradas nuevas",
        nl: "Log in om bericht te krijgen over nieuwe tickets",
        it: "Accedi per essere avvisato dei nuovi biglietti";
    alert_of()
        en: "Of tickets for",
        de: "Über Tickets für",
        fr: "Des billets pour",
        es: "De entradas para",
        nl: "Over tickets voor",
        it: "Dei biglietti per";
    alert_this_event()
        en: "This event",
        de: "Diese Veranstaltung",
        fr: "Cet événement",
        es: "Este evento",
        nl: "Dit evenement",
        it: "Questo evento";
    alert_this_venue(venue: &str)
        en: "All at {venue}",
        de: "Alles am Ort {venue}",
        fr: "Tout à {venue}",
        es: "Todo en {venue}",
        nl: "Alles in {venue}",
        it: "Tutto a {venue}";
    alert_often()
        en: "How often",
        de: "Wie oft",
        fr: "À quelle fréquence",
        es: "Con qué frecuencia",
        nl: "Hoe vaak",
        it: "Quanto spesso";
    alert_daily()
        en: "Once a day at most",
        de: "Höchstens einmal am Tag",
        fr: "Une fois par jour au plus",
        es: "Una vez al día como máximo",
        nl: "Hoogstens één keer per dag",
        it: "Al massimo una volta al giorno";
    alert_at_once()
        en: "At once",
        de: "Sofort",
        fr: "Tout de suite",
        es: "Al momento",
        nl: "Meteen",
        it: "Subito";
    alert_ask()
        en: "Tell me",
        de: "Informieren",
        fr: "M’avertir",
        es: "Avísame",
        nl: "Laat het me weten",
        it: "Avvisami";
    alert_you_are_told()
        en: "You are told of new tickets here.",
        de: "Du wirst hier über neue Tickets informiert.",
        fr: "Vous êtes averti ici des nouveaux billets.",
        es: "Te avisamos de las entradas nuevas de aquí.",
        nl: "Je krijgt bericht over nieuwe tickets hier.",
        it: "Vieni avvisato dei nuovi biglietti qui.";

    alerts_title()
        en: "My alerts",
        de: "Meine Benachrichtigungen",
        fr: "Mes alertes",
        es: "Mis alertas",
        nl: "Mijn alerts",
        it: "I miei avvisi";
    alerts_lead()
        en: "You get a mail when such tickets come on sale.",
        de: "Du bekommst eine Mail, wenn solche Tickets dazukommen.",
        fr: "Vous recevez un e-mail quand de tels billets sont mis en vente.",
        es: "Recibes un correo cuando salen a la venta entradas así.",
        nl: "Je krijgt een e-mail als zulke tickets te koop komen.",
        it: "Ricevi un’e-mail quando biglietti così vengono messi in vendita.";
    alerts_none_title()
        en: "You have no alerts",
        de: "Du hast keine Benachrichtigungen",
        fr: "Vous n’avez aucune alerte",
        es: "No tienes ninguna alerta",
        nl: "Je hebt geen alerts",
        it: "Non hai avvisi";
    alerts_none()
        en: "On an event's page, or on the page of a search, you can ask to be told of new tickets.",
        de: "Auf der Seite einer Veranstaltung oder einer Suche kannst du dich über neue Tickets \
             informieren lassen.",
        fr: "Sur la page d’un événement ou d’une recherche, vous pouvez demander à être averti des \
             nouveaux billets.",
        es: "En la página de un evento o de una búsqueda puedes pedir que te avisemos de entradas \
             nuevas.",
        nl: "Op de pagina van een evenement of een zoekopdracht kun je vragen om bericht over nieuwe \
             tickets.",
        it: "Nella pagina di un evento o di una ricerca puoi chiedere di essere avvisato dei nuovi \
             biglietti.";
    alert_rather_at_once()
        en: "Rather at once",
        de: "Lieber sofort",
        fr: "Plutôt tout de suite",
        es: "Mejor al momento",
        nl: "Liever meteen",
        it: "Meglio subito";
    alert_rather_daily()
        en: "Rather once a day",
        de: "Lieber einmal am Tag",
        fr: "Plutôt une fois par jour",
        es: "Mejor una vez al día",
        nl: "Liever één keer per dag",
        it: "Meglio una volta al giorno";
    alert_end()
        en: "End it",
        de: "Beenden",
        fr: "Supprimer",
        es: "Eliminarla",
        nl: "Stoppen",
        it: "Elimina";
    /// Before a moment.
    alert_told_last()
        en: "Last mail:",
        de: "Letzte Mail:",
        fr: "Dernier e-mail :",
        es: "Último correo:",
        nl: "Laatste e-mail:",
        it: "Ultima e-mail:";
    alert_told_never()
        en: "No mail so far",
        de: "Bisher keine Mail",
        fr: "Aucun e-mail jusqu’ici",
        es: "Ningún correo hasta ahora",
        nl: "Nog geen e-mail",
        it: "Finora nessuna e-mail";

    alerts_hint()
        en: "Of which new tickets you are told by mail",
        de: "Über welche neuen Tickets du per Mail informiert wirst",
        fr: "De quels nouveaux billets vous êtes averti par e-mail",
        es: "De qué entradas nuevas te avisamos por correo",
        nl: "Over welke nieuwe tickets je e-mail krijgt",
        it: "Di quali nuovi biglietti vieni avvisato per e-mail";
    alert_is_made()
        en: "You are told by mail when such tickets come on sale.",
        de: "Du wirst per Mail informiert, wenn solche Tickets dazukommen.",
        fr: "Vous serez averti par e-mail quand de tels billets seront mis en vente.",
        es: "Te avisaremos por correo cuando salgan a la venta entradas así.",
        nl: "Je krijgt een e-mail als zulke tickets te koop komen.",
        it: "Riceverai un’e-mail quando biglietti così saranno messi in vendita.";
    alert_is_changed()
        en: "That is changed.",
        de: "Das ist geändert.",
        fr: "C’est modifié.",
        es: "Se ha cambiado.",
        nl: "Dat is gewijzigd.",
        it: "Modifica fatta.";
    alert_is_ended()
        en: "You are not told of these any more.",
        de: "Darüber wirst du nicht mehr informiert.",
        fr: "Vous n’en serez plus averti.",
        es: "Ya no te avisaremos de ellas.",
        nl: "Je krijgt hier geen bericht meer over.",
        it: "Non ne sarai più avvisato.";

    alert_stop_title()
        en: "No more of these mails?",
        de: "Keine dieser Mails mehr?",
        fr: "Ne plus recevoir ces e-mails ?",
        es: "¿No quieres más correos de estos?",
        nl: "Geen e-mails meer hierover?",
        it: "Non vuoi più queste e-mail?";
    alert_stop_what(what: &str)
        en: "You are told of new tickets: {what}",
        de: "Du wirst über neue Tickets informiert: {what}",
        fr: "Vous êtes averti des nouveaux billets : {what}",
        es: "Te avisamos de entradas nuevas: {what}",
        nl: "Je krijgt bericht over nieuwe tickets: {what}",
        it: "Vieni avvisato dei nuovi biglietti: {what}";
    alert_stop_button()
        en: "Send me no more of them",
        de: "Keine mehr schicken",
        fr: "Ne plus m’en envoyer",
        es: "No enviarme más",
        nl: "Stuur me er geen meer",
        it: "Non inviarmene più";
    alert_stopped_title()
        en: "That has ended",
        de: "Das ist beendet",
        fr: "C’est terminé",
        es: "Listo",
        nl: "Dat is gestopt",
        it: "Fatto";
    alert_stopped()
        en: "You get no more mails of this alert.",
        de: "Zu dieser Benachrichtigung bekommst du keine Mails mehr.",
        fr: "Vous ne recevrez plus d’e-mails de cette alerte.",
        es: "Ya no recibirás correos de esta alerta.",
        nl: "Je krijgt geen e-mails meer van deze alert.",
        it: "Non riceverai più e-mail da questo avviso.";

    alert_refused_too_many(max: usize)
        en: "You have {max} alerts already, which is the most. Under My alerts you can end some of \
             them; then ask again.",
        de: "Du hast schon {max} Benachrichtigungen, und mehr gehen nicht. Unter „Meine \
             Benachrichtigungen“ kannst du welche beenden; versuche es dann noch einmal.",
        fr: "Vous avez déjà {max} alertes, c’est le maximum. Sous « Mes alertes », vous pouvez en \
             supprimer ; réessayez ensuite.",
        es: "Ya tienes {max} alertas, que es el máximo. En «Mis alertas» puedes eliminar algunas; \
             después inténtalo otra vez.",
        nl: "Je hebt al {max} alerts, en meer kan niet. Onder ‘Mijn alerts’ kun je er een paar \
             stoppen; probeer het daarna opnieuw.",
        it: "Hai già {max} avvisi, che è il massimo. In «I miei avvisi» puoi eliminarne alcuni; poi \
             riprova.";
    alert_refused_unconfirmed()
        en: "Please confirm your mail address first: nobody is sent such mails who has not.",
        de: "Bitte bestätige zuerst deine Mailadresse: Ohne das verschicken wir solche Mails nicht.",
        fr: "Confirmez d’abord votre adresse e-mail : sans cela, nous n’envoyons pas de tels e-mails.",
        es: "Confirma antes tu dirección de correo: sin eso no enviamos estos correos.",
        nl: "Bevestig eerst je e-mailadres: zonder dat versturen we zulke e-mails niet.",
        it: "Conferma prima il tuo indirizzo e-mail: senza, non inviamo queste e-mail.";
    alert_refused_nothing()
        en: "Look for something first: words, a city, a category, days or prices.",
        de: "Such zuerst nach etwas: Wörter, eine Stadt, eine Kategorie, Tage oder Preise.",
        fr: "Cherchez d’abord quelque chose : des mots, une ville, une catégorie, des jours ou des \
             prix.",
        es: "Busca antes algo: palabras, una ciudad, una categoría, días o precios.",
        nl: "Zoek eerst naar iets: woorden, een stad, een categorie, dagen of prijzen.",
        it: "Prima cerca qualcosa: parole, una città, una categoria, giorni o prezzi.";

    mail_alert_subject(what: &str)
        en: "New tickets: {what}",
        de: "Neue Tickets: {what}",
        fr: "Nouveaux billets : {what}",
        es: "Entradas nuevas: {what}",
        nl: "Nieuwe tickets: {what}",
        it: "Nuovi biglietti: {what}";
    mail_alert(what: &str)
        en: "Tickets came on sale of which you want to be told: {what}.",
        de: "Es gibt neue Tickets, über die du informiert werden möchtest: {what}.",
        fr: "De nouveaux billets dont vous vouliez être averti sont en vente : {what}.",
        es: "Han salido a la venta entradas de las que querías que te avisáramos: {what}.",
        nl: "Er zijn nieuwe tickets te koop waarover je bericht wilt krijgen: {what}.",
        it: "Sono stati messi in vendita biglietti di cui vuoi essere avvisato: {what}.";
    /// How many tickets, and what the cheapest costs.
    mail_alert_offer(tickets: &str, price: &str)
        en: "{tickets}, from {price}",
        de: "{tickets}, ab {price}",
        fr: "{tickets}, à partir de {price}",
        es: "{tickets}, desde {price}",
        nl: "{tickets}, vanaf {price}",
        it: "{tickets}, da {price}";
    mail_alert_for_sale()
        en: "New:",
        de: "Neu:",
        fr: "Nouveau :",
        es: "Nuevo:",
        nl: "Nieuw:",
        it: "Novità:";
    mail_alert_more(events: &str)
        en: "And {events} more:",
        de: "Und noch {events}:",
        fr: "Et encore {events} :",
        es: "Y además {events}:",
        nl: "En nog {events}:",
        it: "E ancora {events}:";
    mail_alert_stop()
        en: "To get no more of these mails, open this page and press the button; you need not sign in:",
        de: "Um keine dieser Mails mehr zu bekommen, öffne diese Seite und drücke den Knopf; \
             anmelden musst du dich nicht:",
        fr: "Pour ne plus recevoir ces e-mails, ouvrez cette page et appuyez sur le bouton ; inutile \
             de vous connecter :",
        es: "Para no recibir más estos correos, abre esta página y pulsa el botón; no hace falta \
             iniciar sesión:",
        nl: "Wil je deze e-mails niet meer, open dan deze pagina en druk op de knop; inloggen hoeft \
             niet:",
        it: "Per non ricevere più queste e-mail, apri questa pagina e premi il pulsante; non serve \
             accedere:";
    mail_alert_all()
        en: "All that you are told of:",
        de: "Alles, worüber du informiert wirst:",
        fr: "Toutes vos alertes :",
        es: "Todas tus alertas:",
        nl: "Al je alerts:",
        it: "Tutti i tuoi avvisi:";
}
