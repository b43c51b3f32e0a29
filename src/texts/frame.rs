//! What is around every page, and what several have.

use super::{Language, texts};
use crate::views::Done;

impl Language {
    /// What was done just now.
    pub(crate) fn done(self, done: Done) -> &'static str {
        match done {
            Done::ListingSaved => self.listing_is_saved(),
            Done::ListingWithdrawn => self.listing_is_withdrawn(),
            Done::ListingsRepriced => self.listings_are_repriced(),
            Done::ListingsWithdrawn => self.listings_are_withdrawn(),
            Done::FileAttached => self.file_is_saved(),
            Done::FileRemoved => self.file_is_removed(),
            Done::FilesAttached => self.files_are_saved(),
            Done::PasswordChanged => self.password_is_changed(),
            Done::PasswordReset => self.password_is_reset(),
            Done::EmailChanged => self.email_is_changed(),
            Done::ConfirmationSent => self.confirmation_is_sent(),
            Done::SessionsEnded => self.sessions_are_ended(),
            Done::SessionEnded => self.session_is_ended(),
            Done::TokenRevoked => self.token_is_revoked(),
            Done::CalendarRenewed => self.calendar_is_renewed(),
            Done::AlertMade => self.alert_is_made(),
            Done::AlertChanged => self.alert_is_changed(),
            Done::AlertEnded => self.alert_is_ended(),
            Done::ListingReported => self.listing_is_reported(),
            Done::AdminsAsked => self.admins_are_asked_now(),
            Done::TicketReceived => self.ticket_is_received(),
            Done::WebhookAdded => self.webhook_is_added(),
            Done::WebhookTurnedOn => self.webhook_is_turned_on(),
            Done::WebhookTurnedOff => self.webhook_is_turned_off(),
            Done::WebhookDeleted => self.webhook_is_deleted(),
            Done::WebhookSecretReplaced => self.webhook_secret_is_new(),
            Done::WebhookOldSecretEnded => self.webhook_old_secret_is_over(),
            Done::WebhookQueued => self.webhook_is_queued(),
            Done::BankGiven => self.bank_is_given(),
            Done::FeeInvoicesMade => self.fee_invoices_made(),
            Done::NoFeeInvoiceDue => self.fee_invoices_not_due(),
            Done::FactorAdded => self.factor_is_added(),
            Done::FactorRemoved => self.factor_is_removed(),
            Done::FactorsForgotten => self.factors_are_forgotten(),
            Done::OpenIdLinked => self.openid_is_linked(),
        }
    }
}

texts! {
    skip_to_content()
        en: "Skip to the content",
        de: "Zum Inhalt springen",
        fr: "Aller au contenu",
        es: "Saltar al contenido",
        nl: "Naar de inhoud",
        it: "Vai al contenuto";
    listing_is_saved()
        en: "Your changes are saved.",
        de: "Deine Änderungen sind gespeichert.",
        fr: "Vos modifications sont enregistrées.",
        es: "Tus cambios se han guardado.",
        nl: "Je wijzigingen zijn opgeslagen.",
        it: "Le tue modifiche sono state salvate.";
    listing_is_withdrawn()
        en: "The ticket is withdrawn. Nobody can buy it.",
        de: "Das Ticket ist zurückgezogen. Niemand kann es kaufen.",
        fr: "Le billet est retiré de la vente. Personne ne peut l’acheter.",
        es: "La entrada se ha retirado de la venta. Nadie puede comprarla.",
        nl: "Het ticket is ingetrokken. Niemand kan het kopen.",
        it: "Il biglietto è stato ritirato dalla vendita. Nessuno può comprarlo.";
    file_is_saved()
        en: "The file is attached.",
        de: "Die Datei ist angehängt.",
        fr: "Le fichier est joint.",
        es: "El archivo se ha adjuntado.",
        nl: "Het bestand is toegevoegd.",
        it: "Il file è stato allegato.";
    file_is_removed()
        en: "The file is removed.",
        de: "Die Datei ist entfernt.",
        fr: "Le fichier est supprimé.",
        es: "El archivo se ha eliminado.",
        nl: "Het bestand is verwijderd.",
        it: "Il file è stato rimosso.";
    sandbox()
        en: "Sandbox",
        de: "Testbetrieb",
        fr: "Mode test",
        es: "Modo de prueba",
        nl: "Testmodus",
        it: "Modalità di prova";
    sandbox_means()
        en: " – test cards only, no real money moves.",
        de: " – nur Testkarten, es fließt kein echtes Geld.",
        fr: " – cartes de test uniquement, aucun argent réel ne circule.",
        es: " – solo tarjetas de prueba, no se mueve dinero real.",
        nl: " – alleen testkaarten, er gaat geen echt geld om.",
        it: " – solo carte di prova, nessun movimento di denaro reale.";
    site_navigation()
        en: "Site",
        de: "Hauptmenü",
        fr: "Menu principal",
        es: "Menú principal",
        nl: "Hoofdmenu",
        it: "Menu principale";
    menu() en: "Menu", de: "Menü", fr: "Menu", es: "Menú", nl: "Menu", it: "Menu";
    sell() en: "Sell", de: "Verkaufen", fr: "Vendre", es: "Vender", nl: "Verkopen", it: "Vendi";
    my_listings()
        en: "My listings",
        de: "Angebote",
        fr: "Mes annonces",
        es: "Mis anuncios",
        nl: "Mijn advertenties",
        it: "I miei annunci";
    my_orders()
        en: "My orders",
        de: "Meine Käufe",
        fr: "Mes commandes",
        es: "Mis pedidos",
        nl: "Mijn bestellingen",
        it: "I miei ordini";
    account() en: "Account", de: "Konto", fr: "Compte", es: "Cuenta", nl: "Account", it: "Account";
    sign_out()
        en: "Sign out",
        de: "Abmelden",
        fr: "Se déconnecter",
        es: "Cerrar sesión",
        nl: "Uitloggen",
        it: "Esci";
    sign_in()
        en: "Sign in",
        de: "Anmelden",
        fr: "Se connecter",
        es: "Iniciar sesión",
        nl: "Inloggen",
        it: "Accedi";
    sign_up()
        en: "Sign up",
        de: "Registrieren",
        fr: "S’inscrire",
        es: "Registrarse",
        nl: "Registreren",
        it: "Registrati";

    /// After the site's name.
    promise()
        en: ": a ticket is held for one buyer at a time, at the price you saw.",
        de: ": Jedes Ticket ist immer nur für eine Person reserviert, zu dem Preis, den sie gesehen hat.",
        fr: " : chaque billet n’est réservé que pour une personne à la fois, au prix qu’elle a vu.",
        es: ": cada entrada se reserva para una sola persona a la vez, al precio que ha visto.",
        nl: ": elk ticket wordt voor één koper tegelijk gereserveerd, voor de prijs die je hebt gezien.",
        it: ": ogni biglietto è riservato a una sola persona per volta, al prezzo che ha visto.";
    prices_in(currency: &str)
        en: "Prices in {currency}",
        de: "Preise in {currency}",
        fr: "Prix en {currency}",
        es: "Precios en {currency}",
        nl: "Prijzen in {currency}",
        it: "Prezzi in {currency}";
    fee_included(percent: &str)
        en: ", with this site’s fee of {percent} % included",
        de: ", die Gebühr dieser Seite von {percent} % ist enthalten",
        fr: ", frais de ce site de {percent} % inclus",
        es: ", con la comisión de este sitio del {percent} % incluida",
        nl: ", inclusief {percent}% servicekosten van deze site",
        it: ", commissione di questo sito inclusa ({percent}%)";
    deadlines_in(zone: &str)
        en: ". Times of {zone} where no other is named.",
        de: ". Zeiten von {zone}, wo nichts anderes steht.",
        fr: ". Heures de {zone} sauf indication contraire.",
        es: ". Horas de {zone} si no se indica otra.",
        nl: ". Tijden in {zone}, tenzij anders vermeld.",
        it: ". Orari di {zone} dove non indicato altrimenti.";
    language() en: "Language", de: "Sprache", fr: "Langue", es: "Idioma", nl: "Taal", it: "Lingua";

    status_available()
        en: "Available",
        de: "Verfügbar",
        fr: "Disponible",
        es: "Disponible",
        nl: "Beschikbaar",
        it: "Disponibile";
    status_reserved()
        en: "Held",
        de: "Reserviert",
        fr: "Réservé",
        es: "Reservada",
        nl: "Gereserveerd",
        it: "Riservato";
    status_selling()
        en: "Being paid",
        de: "In Zahlung",
        fr: "En paiement",
        es: "En pago",
        nl: "Wordt betaald",
        it: "In pagamento";
    status_sold()
        en: "Sold",
        de: "Verkauft",
        fr: "Vendu",
        es: "Vendida",
        nl: "Verkocht",
        it: "Venduto";
    status_withdrawn()
        en: "Withdrawn",
        de: "Zurückgezogen",
        fr: "Retiré",
        es: "Retirada",
        nl: "Ingetrokken",
        it: "Ritirato";
    status_created()
        en: "To be paid",
        de: "Zu bezahlen",
        fr: "À payer",
        es: "Por pagar",
        nl: "Te betalen",
        it: "Da pagare";
    status_awaiting_payment()
        en: "Awaiting payment",
        de: "Zahlung läuft",
        fr: "Paiement en cours",
        es: "Pago en curso",
        nl: "Betaling loopt",
        it: "Pagamento in corso";
    status_completed()
        en: "Completed",
        de: "Abgeschlossen",
        fr: "Terminée",
        es: "Completado",
        nl: "Voltooid",
        it: "Completato";
    status_cancelled()
        en: "Cancelled",
        de: "Storniert",
        fr: "Annulée",
        es: "Cancelado",
        nl: "Geannuleerd",
        it: "Annullato";

    /// After a price.
    of_which_fee(fee: &str)
        en: ", of which {fee} fee",
        de: ", davon {fee} Gebühr",
        fr: ", dont {fee} de frais",
        es: ", de los cuales {fee} de comisión",
        nl: ", waarvan {fee} servicekosten",
        it: ", di cui {fee} di commissione";
    when() en: "When", de: "Wann", fr: "Quand", es: "Cuándo", nl: "Wanneer", it: "Quando";
    place() en: "Where", de: "Wo", fr: "Où", es: "Dónde", nl: "Waar", it: "Dove";
    /// Before a deadline.
    until() en: "until ", de: "bis ", fr: "jusqu’à ", es: "hasta ", nl: "tot ", it: "fino a ";
    look_again()
        en: "Not sent yet: please look at this again.",
        de: "Noch nicht abgeschickt: Bitte sieh dir das noch einmal an.",
        fr: "Pas encore envoyé : veuillez vérifier encore une fois.",
        es: "Aún no se ha enviado: revísalo otra vez, por favor.",
        nl: "Nog niet verzonden: kijk dit nog eens na.",
        it: "Non ancora inviato: ricontrolla, per favore.";
    pages() en: "Pages", de: "Seiten", fr: "Pages", es: "Páginas", nl: "Pagina’s", it: "Pagine";
    previous_page()
        en: "Previous",
        de: "Zurück",
        fr: "Précédent",
        es: "Anterior",
        nl: "Vorige",
        it: "Indietro";
    next_page()
        en: "Next",
        de: "Weiter",
        fr: "Suivant",
        es: "Siguiente",
        nl: "Volgende",
        it: "Avanti";
    page_of(page: usize, pages: usize)
        en: "Page {page} of {pages}",
        de: "Seite {page} von {pages}",
        fr: "Page {page} sur {pages}",
        es: "Página {page} de {pages}",
        nl: "Pagina {page} van {pages}",
        it: "Pagina {page} di {pages}";
    tickets(n: usize)
        en: { match n { 1 => "1 ticket", _ => "{n} tickets" } },
        de: { match n { 1 => "1 Ticket", _ => "{n} Tickets" } },
        fr: { match n { 0 | 1 => "{n} billet", _ => "{n} billets" } },
        es: { match n { 1 => "1 entrada", _ => "{n} entradas" } },
        nl: { match n { 1 => "1 ticket", _ => "{n} tickets" } },
        it: { match n { 1 => "1 biglietto", _ => "{n} biglietti" } };

    see_tickets_for_sale()
        en: "See the tickets for sale",
        de: "Tickets ansehen",
        fr: "Voir les billets en vente",
        es: "Ver las entradas en venta",
        nl: "Tickets te koop bekijken",
        it: "Vedi i biglietti in vendita";

    field_event()
        en: "Event",
        de: "Veranstaltung",
        fr: "Événement",
        es: "Evento",
        nl: "Evenement",
        it: "Evento";
    field_event_name()
        en: "Name of the event",
        de: "Name der Veranstaltung",
        fr: "Nom de l’événement",
        es: "Nombre del evento",
        nl: "Naam van het evenement",
        it: "Nome dell’evento";
    field_venue() en: "Venue", de: "Ort", fr: "Lieu", es: "Recinto", nl: "Locatie", it: "Luogo";
    field_city() en: "City", de: "Stadt", fr: "Ville", es: "Ciudad", nl: "Stad", it: "Città";
    field_starts_at()
        en: "Starts at",
        de: "Beginn",
        fr: "Début",
        es: "Comienzo",
        nl: "Begin",
        it: "Inizio";
    field_time_zone()
        en: "Time zone of the venue",
        de: "Zeitzone des Ortes",
        fr: "Fuseau horaire du lieu",
        es: "Zona horaria del recinto",
        nl: "Tijdzone van de locatie",
        it: "Fuso orario del luogo";
    field_title()
        en: "What you sell",
        de: "Was du verkaufst",
        fr: "Ce que vous vendez",
        es: "Qué vendes",
        nl: "Wat je verkoopt",
        it: "Cosa vendi";
    field_price() en: "Price", de: "Preis", fr: "Prix", es: "Precio", nl: "Prijs", it: "Prezzo";
    field_section()
        en: "Section or block",
        de: "Bereich oder Block",
        fr: "Secteur ou bloc",
        es: "Sector o bloque",
        nl: "Vak of blok",
        it: "Settore o blocco";
    field_row() en: "Row", de: "Reihe", fr: "Rang", es: "Fila", nl: "Rij", it: "Fila";
    field_seat() en: "Seat", de: "Platz", fr: "Place", es: "Asiento", nl: "Plaats", it: "Posto";
    field_quantity()
        en: "How many",
        de: "Wie viele",
        fr: "Combien",
        es: "Cuántas",
        nl: "Hoeveel",
        it: "Quanti";
    field_face_value()
        en: "Face value",
        de: "Originalpreis",
        fr: "Prix d’origine",
        es: "Precio original",
        nl: "Originele prijs",
        it: "Prezzo originale";
    field_notes()
        en: "Notes",
        de: "Hinweise",
        fr: "Remarques",
        es: "Notas",
        nl: "Opmerkingen",
        it: "Note";
    field_file()
        en: "The ticket itself",
        de: "Das Ticket selbst",
        fr: "Le billet lui-même",
        es: "La entrada en sí",
        nl: "Het ticket zelf",
        it: "Il biglietto stesso";
    field_card_number()
        en: "Card number",
        de: "Kartennummer",
        fr: "Numéro de carte",
        es: "Número de tarjeta",
        nl: "Kaartnummer",
        it: "Numero della carta";
    field_card_expiry()
        en: "Expires",
        de: "Gültig bis",
        fr: "Expire fin",
        es: "Caduca",
        nl: "Geldig tot",
        it: "Scadenza";
    field_card_cvc()
        en: "Code",
        de: "Prüfziffer",
        fr: "Code",
        es: "Código",
        nl: "Code",
        it: "Codice";
    field_email()
        en: "E-mail address",
        de: "E-Mail-Adresse",
        fr: "Adresse e-mail",
        es: "Dirección de correo",
        nl: "E-mailadres",
        it: "Indirizzo e-mail";
    field_old_password()
        en: "Your password now",
        de: "Dein jetziges Passwort",
        fr: "Votre mot de passe actuel",
        es: "Tu contraseña actual",
        nl: "Je huidige wachtwoord",
        it: "La tua password attuale";
    field_password()
        en: "Password",
        de: "Passwort",
        fr: "Mot de passe",
        es: "Contraseña",
        nl: "Wachtwoord",
        it: "Password";
}
