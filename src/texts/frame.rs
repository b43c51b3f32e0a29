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
        }
    }
}

texts! {
    skip_to_content() en: "Skip to the content", de: "Zum Inhalt springen";
    listing_is_saved()
        en: "Your changes are saved.",
        de: "Deine Änderungen sind gespeichert.";
    listing_is_withdrawn()
        en: "The ticket is withdrawn. Nobody can buy it.",
        de: "Das Ticket ist zurückgezogen. Niemand kann es kaufen.";
    file_is_saved() en: "The file is attached.", de: "Die Datei ist angehängt.";
    file_is_removed() en: "The file is removed.", de: "Die Datei ist entfernt.";
    sandbox() en: "Sandbox", de: "Testbetrieb";
    sandbox_means()
        en: " – test cards only, no real money moves.",
        de: " – nur Testkarten, es fließt kein echtes Geld.";
    site_navigation() en: "Site", de: "Hauptmenü";
    menu() en: "Menu", de: "Menü";
    sell() en: "Sell", de: "Verkaufen";
    my_listings() en: "My listings", de: "Angebote";
    my_orders() en: "My orders", de: "Meine Käufe";
    account() en: "Account", de: "Konto";
    sign_out() en: "Sign out", de: "Abmelden";
    sign_in() en: "Sign in", de: "Anmelden";
    sign_up() en: "Sign up", de: "Registrieren";

    /// After the site's name.
    promise()
        en: ": a ticket is held for one buyer at a time, at the price you saw.",
        de: ": Jedes Ticket ist immer nur für eine Person reserviert, zu dem Preis, den sie gesehen hat.";
    prices_in(currency: &str) en: "Prices in {currency}", de: "Preise in {currency}";
    fee_included(percent: &str)
        en: ", with this site’s fee of {percent} % included",
        de: ", die Gebühr dieser Seite von {percent} % ist enthalten";
    deadlines_in(zone: &str)
        en: ". Times of {zone} where no other is named.",
        de: ". Zeiten von {zone}, wo nichts anderes steht.";
    language() en: "Language", de: "Sprache";

    status_available() en: "Available", de: "Verfügbar";
    status_reserved() en: "Held", de: "Reserviert";
    status_selling() en: "Being paid", de: "In Zahlung";
    status_sold() en: "Sold", de: "Verkauft";
    status_withdrawn() en: "Withdrawn", de: "Zurückgezogen";
    status_created() en: "To be paid", de: "Zu bezahlen";
    status_awaiting_payment() en: "Awaiting payment", de: "Zahlung läuft";
    status_completed() en: "Completed", de: "Abgeschlossen";
    status_cancelled() en: "Cancelled", de: "Storniert";

    /// After a price.
    of_which_fee(fee: &str) en: ", of which {fee} fee", de: ", davon {fee} Gebühr";
    when() en: "When", de: "Wann";
    place() en: "Where", de: "Wo";
    /// Before a deadline.
    until() en: "until ", de: "bis ";
    look_again()
        en: "Not sent yet: please look at this again.",
        de: "Noch nicht abgeschickt: Bitte sieh dir das noch einmal an.";
    pages() en: "Pages", de: "Seiten";
    previous_page() en: "Previous", de: "Zurück";
    next_page() en: "Next", de: "Weiter";
    page_of(page: usize, pages: usize) en: "Page {page} of {pages}", de: "Seite {page} von {pages}";
    tickets(n: usize)
        en: { match n { 1 => "1 ticket", _ => "{n} tickets" } },
        de: { match n { 1 => "1 Ticket", _ => "{n} Tickets" } };

    see_tickets_for_sale() en: "See the tickets for sale", de: "Tickets ansehen";

    field_event() en: "Event", de: "Veranstaltung";
    field_event_name() en: "Name of the event", de: "Name der Veranstaltung";
    field_venue() en: "Venue", de: "Ort";
    field_city() en: "City", de: "Stadt";
    field_starts_at() en: "Starts at", de: "Beginn";
    field_time_zone() en: "Time zone of the venue", de: "Zeitzone des Ortes";
    field_title() en: "What you sell", de: "Was du verkaufst";
    field_price() en: "Price", de: "Preis";
    field_section() en: "Section or block", de: "Bereich oder Block";
    field_row() en: "Row", de: "Reihe";
    field_seat() en: "Seat", de: "Platz";
    field_quantity() en: "How many", de: "Wie viele";
    field_face_value() en: "Face value", de: "Originalpreis";
    field_notes() en: "Notes", de: "Hinweise";
    field_file() en: "The ticket itself", de: "Das Ticket selbst";
    field_card_number() en: "Card number", de: "Kartennummer";
    field_card_expiry() en: "Expires", de: "Gültig bis";
    field_card_cvc() en: "Code", de: "Prüfziffer";
    field_email() en: "E-mail address", de: "E-Mail-Adresse";
    field_old_password() en: "Your password now", de: "Dein jetziges Passwort";
    field_password() en: "Password", de: "Passwort";
}
