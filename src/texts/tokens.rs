//! Personal access tokens.

use super::{Language, texts};
use crate::domain::Scope;

impl Language {
    /// What a program may do by a token of this scope.
    pub(crate) fn scope(self, scope: Scope) -> &'static str {
        match scope {
            Scope::Read => self.scope_read(),
            Scope::Sell => self.scope_sell(),
            Scope::Buy => self.scope_buy(),
            Scope::Admin => self.scope_admin(),
        }
    }
}

texts! {
    access_tokens() en: "Access tokens", de: "Zugriffstoken";
    access_tokens_hint()
        en: "For programs that act for you",
        de: "Für Programme, die für dich handeln";
    access_tokens_lead()
        en: "A token lets a program use the API in your name, without your password. It can never \
             change your password or address, make other tokens, or delete the account.",
        de: "Mit einem Token kann ein Programm die API in deinem Namen benutzen, ohne dein \
             Passwort. Es kann niemals Passwort oder Adresse ändern, andere Token erstellen oder das \
             Konto löschen.";
    no_access_tokens() en: "You have none.", de: "Du hast keinen.";
    /// Before a moment.
    token_expires() en: "Expires ", de: "Läuft ab ";
    token_was_not_used() en: "Not used yet", de: "Noch nicht benutzt";
    revoke_token() en: "Revoke", de: "Widerrufen";
    revoke_token_named(name: &str) en: "Revoke {name}", de: "{name} widerrufen";
    revoke_token_means()
        en: "Whatever uses it stops working at once, for good.",
        de: "Was ihn benutzt, funktioniert sofort und für immer nicht mehr.";
    token_is_revoked()
        en: "The token is revoked: it opens nothing any more.",
        de: "Der Token ist widerrufen: Er öffnet nichts mehr.";
    new_token() en: "A new token", de: "Ein neuer Token";
    make_token() en: "Make the token", de: "Token erstellen";
    field_token_name() en: "Name", de: "Name";
    token_name_hint()
        en: "So that you recognise it, such as “Box office export”.",
        de: "Damit du ihn wiedererkennst, zum Beispiel „Kassenexport“.";
    field_token_days() en: "Expires after", de: "Läuft ab nach";
    token_days(days: u16) en: "{days} days", de: "{days} Tagen";
    field_token_scopes() en: "It may", de: "Er darf";
    scope_read()
        en: "read: look, at what is for sale and what is yours",
        de: "read: lesen, was angeboten wird und was dir gehört";
    scope_sell()
        en: "sell: list, change, withdraw and refund your tickets",
        de: "sell: deine Tickets anbieten, ändern, zurückziehen und erstatten";
    scope_buy()
        en: "buy: hold, pay, cancel and wait for tickets",
        de: "buy: Tickets reservieren, bezahlen, abbrechen und auf sie warten";
    scope_admin() en: "admin: run the site", de: "admin: die Seite betreiben";
    no_scopes()
        en: "Choose at least one: without any it can do nothing.",
        de: "Wähle mindestens eines: Ohne kann er nichts.";
    no_such_days() en: "Choose one of these.", de: "Wähle eines davon.";
    token_is_made(name: &str)
        en: "{name} is made. Copy it now: it is not shown again.",
        de: "{name} ist erstellt. Kopiere ihn jetzt: Er wird nicht noch einmal gezeigt.";
    the_token() en: "The token", de: "Der Token";
    too_many_tokens(max: usize)
        en: "You have {max} tokens, and there can be no more. Nothing was made: revoke one that you \
             do not need.",
        de: "Du hast {max} Token, mehr gehen nicht. Es wurde nichts erstellt: Widerrufe einen, den \
             du nicht brauchst.";
    tokens_end_with()
        en: "All of them end when you change your password or sign out everywhere else.",
        de: "Alle enden, wenn du dein Passwort änderst oder dich überall sonst abmeldest.";
}
