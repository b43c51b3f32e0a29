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
    access_tokens()
        en: "Access tokens",
        de: "Zugriffstoken",
        fr: "Jetons d’accès",
        es: "Tokens de acceso",
        nl: "Toegangstokens",
        it: "Token di accesso";
    access_tokens_hint()
        en: "For programs that act for you",
        de: "Für Programme, die für dich handeln",
        fr: "Pour les programmes qui agissent pour vous",
        es: "Para programas que actúan en tu nombre",
        nl: "Voor programma’s die namens jou handelen",
        it: "Per i programmi che agiscono per te";
    access_tokens_lead()
        en: "A token lets a program use the API in your name, without your password. It can never \
             change your password or address, make other tokens, or delete the account.",
        de: "Mit einem Token kann ein Programm die API in deinem Namen benutzen, ohne dein \
             Passwort. Es kann niemals Passwort oder Adresse ändern, andere Token erstellen oder das \
             Konto löschen.",
        fr: "Un jeton permet à un programme d’utiliser l’API en votre nom, sans votre mot de \
             passe. Il ne peut jamais changer votre mot de passe ni votre adresse, créer d’autres \
             jetons ou supprimer le compte.",
        es: "Un token permite que un programa use la API en tu nombre, sin tu contraseña. Nunca \
             puede cambiar tu contraseña ni tu dirección, crear otros tokens ni eliminar la \
             cuenta.",
        nl: "Met een token kan een programma de API namens jou gebruiken, zonder je wachtwoord. \
             Het kan nooit je wachtwoord of adres wijzigen, andere tokens maken of het account \
             verwijderen.",
        it: "Con un token un programma può usare l’API a tuo nome, senza la tua password. Non può \
             mai cambiare password o indirizzo, creare altri token o eliminare l’account.";
    no_access_tokens()
        en: "You have none.",
        de: "Du hast keinen.",
        fr: "Vous n’en avez aucun.",
        es: "No tienes ninguno.",
        nl: "Je hebt er geen.",
        it: "Non ne hai nessuno.";
    /// Before a moment.
    token_expires()
        en: "Expires ",
        de: "Läuft ab ",
        fr: "Expire le ",
        es: "Caduca el ",
        nl: "Verloopt op ",
        it: "Scade il giorno ";
    token_was_not_used()
        en: "Not used yet",
        de: "Noch nicht benutzt",
        fr: "Pas encore utilisé",
        es: "Aún sin usar",
        nl: "Nog niet gebruikt",
        it: "Non ancora usato";
    revoke_token()
        en: "Revoke",
        de: "Widerrufen",
        fr: "Révoquer",
        es: "Revocar",
        nl: "Intrekken",
        it: "Revoca";
    revoke_token_named(name: &str)
        en: "Revoke {name}",
        de: "{name} widerrufen",
        fr: "Révoquer {name}",
        es: "Revocar {name}",
        nl: "{name} intrekken",
        it: "Revoca {name}";
    revoke_token_means()
        en: "Whatever uses it stops working at once, for good.",
        de: "Was ihn benutzt, funktioniert sofort und für immer nicht mehr.",
        fr: "Ce qui l’utilise cesse aussitôt de fonctionner, définitivement.",
        es: "Lo que lo use deja de funcionar al instante y para siempre.",
        nl: "Wat het gebruikt, werkt meteen en voorgoed niet meer.",
        it: "Ciò che lo usa smette subito di funzionare, per sempre.";
    token_is_revoked()
        en: "The token is revoked: it opens nothing any more.",
        de: "Der Token ist widerrufen: Er öffnet nichts mehr.",
        fr: "Le jeton est révoqué : il ne donne plus accès à rien.",
        es: "El token está revocado: ya no da acceso a nada.",
        nl: "Het token is ingetrokken: het geeft nergens meer toegang toe.",
        it: "Il token è revocato: non dà più accesso a nulla.";
    new_token()
        en: "A new token",
        de: "Ein neuer Token",
        fr: "Un nouveau jeton",
        es: "Un token nuevo",
        nl: "Een nieuw token",
        it: "Un nuovo token";
    make_token()
        en: "Make the token",
        de: "Token erstellen",
        fr: "Créer le jeton",
        es: "Crear el token",
        nl: "Token maken",
        it: "Crea il token";
    field_token_name() en: "Name", de: "Name", fr: "Nom", es: "Nombre", nl: "Naam", it: "Nome";
    token_name_hint()
        en: "So that you recognise it, such as “Box office export”.",
        de: "Damit du ihn wiedererkennst, zum Beispiel „Kassenexport“.",
        fr: "Pour le reconnaître, par exemple « Export billetterie ».",
        es: "Para reconocerlo, por ejemplo «Exportación de taquilla».",
        nl: "Zodat je het herkent, bijvoorbeeld ‘Export kassa’.",
        it: "Per riconoscerlo, per esempio «Esportazione biglietteria».";
    field_token_days()
        en: "Expires after",
        de: "Läuft ab nach",
        fr: "Expire au bout de",
        es: "Caduca a los",
        nl: "Verloopt na",
        it: "Scade dopo";
    token_days(days: u16)
        en: "{days} days",
        de: "{days} Tagen",
        fr: "{days} jours",
        es: "{days} días",
        nl: "{days} dagen",
        it: "{days} giorni";
    field_token_scopes()
        en: "It may",
        de: "Er darf",
        fr: "Il peut",
        es: "Puede",
        nl: "Het mag",
        it: "Può";
    scope_read()
        en: "read: look, at what is for sale and what is yours",
        de: "read: lesen, was angeboten wird und was dir gehört",
        fr: "read : consulter ce qui est en vente et ce qui est à vous",
        es: "read: consultar lo que está a la venta y lo que es tuyo",
        nl: "read: bekijken wat te koop is en wat van jou is",
        it: "read: consultare ciò che è in vendita e ciò che è tuo";
    scope_sell()
        en: "sell: list, change, withdraw and refund your tickets",
        de: "sell: deine Tickets anbieten, ändern, zurückziehen und erstatten",
        fr: "sell : mettre en vente, modifier, retirer et rembourser vos billets",
        es: "sell: poner a la venta, cambiar, retirar y reembolsar tus entradas",
        nl: "sell: je tickets te koop zetten, wijzigen, intrekken en terugbetalen",
        it: "sell: mettere in vendita, modificare, ritirare e rimborsare i tuoi biglietti";
    scope_buy()
        en: "buy: hold, pay, cancel and wait for tickets",
        de: "buy: Tickets reservieren, bezahlen, abbrechen und auf sie warten",
        fr: "buy : réserver, payer et annuler des billets, et se mettre en file d’attente",
        es: "buy: reservar, pagar y cancelar entradas, y ponerse en la cola",
        nl: "buy: tickets reserveren, betalen en annuleren, en in de wachtrij gaan staan",
        it: "buy: riservare, pagare e annullare biglietti, e mettersi in coda";
    scope_admin()
        en: "admin: run the site",
        de: "admin: die Seite betreiben",
        fr: "admin : gérer le site",
        es: "admin: administrar el sitio",
        nl: "admin: de site beheren",
        it: "admin: gestire il sito";
    no_scopes()
        en: "Choose at least one: without any it can do nothing.",
        de: "Wähle mindestens eines: Ohne kann er nichts.",
        fr: "Choisissez au moins un droit : sans cela, il ne peut rien faire.",
        es: "Elige al menos uno: sin ninguno no puede hacer nada.",
        nl: "Kies er minstens een: zonder kan het niets.",
        it: "Scegline almeno uno: senza non può fare nulla.";
    no_such_days()
        en: "Choose one of these.",
        de: "Wähle eines davon.",
        fr: "Choisissez l’une de ces durées.",
        es: "Elige uno de estos plazos.",
        nl: "Kies een van deze.",
        it: "Scegli una di queste durate.";
    token_is_made(name: &str)
        en: "{name} is made. Copy it now: it is not shown again.",
        de: "{name} ist erstellt. Kopiere ihn jetzt: Er wird nicht noch einmal gezeigt.",
        fr: "{name} est créé. Copiez-le maintenant : il ne sera plus affiché.",
        es: "{name} está creado. Cópialo ahora: no se vuelve a mostrar.",
        nl: "{name} is gemaakt. Kopieer het nu: het wordt niet nog eens getoond.",
        it: "{name} è stato creato. Copialo adesso: non viene mostrato di nuovo.";
    the_token()
        en: "The token",
        de: "Der Token",
        fr: "Le jeton",
        es: "El token",
        nl: "Het token",
        it: "Il token";
    too_many_tokens(max: usize)
        en: "You have {max} tokens, and there can be no more. Nothing was made: revoke one that you \
             do not need.",
        de: "Du hast {max} Token, mehr gehen nicht. Es wurde nichts erstellt: Widerrufe einen, den \
             du nicht brauchst.",
        fr: "Vous avez {max} jetons, et c’est le maximum. Rien n’a été créé : révoquez-en un dont \
             vous n’avez pas besoin.",
        es: "Tienes {max} tokens, que es el máximo. No se ha creado nada: revoca uno que no \
             necesites.",
        nl: "Je hebt {max} tokens, en meer kan niet. Er is niets gemaakt: trek er een in die je \
             niet nodig hebt.",
        it: "Hai {max} token, e non se ne possono avere di più. Non è stato creato nulla: revocane \
             uno che non ti serve.";
    tokens_end_with()
        en: "All of them end when you change your password or sign out everywhere else.",
        de: "Alle enden, wenn du dein Passwort änderst oder dich überall sonst abmeldest.",
        fr: "Ils prennent tous fin quand vous changez de mot de passe ou vous déconnectez partout \
             ailleurs.",
        es: "Todos dejan de valer cuando cambias la contraseña o cierras las demás sesiones.",
        nl: "Ze vervallen allemaal als je je wachtwoord wijzigt of je overal elders uitlogt.",
        it: "Scadono tutti quando cambi la password o esci da tutti gli altri dispositivi.";
}
