//! Signing in by an OpenID Connect provider, which is called as the site's configuration says.

use super::{Language, Tell, texts};
use crate::usecases::openid::OpenIdRefusal;

/// Of the provider of this name.
impl Tell for (OpenIdRefusal, &str) {
    fn tell(&self, t: Language) -> String {
        let (refusal, name) = *self;
        match refusal {
            OpenIdRefusal::Away => t.openid_away(name),
            OpenIdRefusal::Denied => t.openid_denied(name),
            OpenIdRefusal::Wrong => t.openid_wrong(name),
            OpenIdRefusal::NotBegun => t.openid_not_begun().into(),
            OpenIdRefusal::NotYou => t.openid_not_you(name),
            OpenIdRefusal::Unverified => t.openid_unverified(name),
            OpenIdRefusal::OtherLinked => t.openid_other_linked(name),
            OpenIdRefusal::Taken => t.openid_taken(name),
            OpenIdRefusal::Closed => t.account_closed(name),
        }
    }
}

texts! {
    continue_with(name: &str)
        en: "Continue with {name}",
        de: "Weiter mit {name}",
        fr: "Continuer avec {name}",
        es: "Continuar con {name}",
        nl: "Doorgaan met {name}",
        it: "Continua con {name}";
    look_by_openid(name: &str)
        en: "Show it at {name}",
        de: "Bei {name} zeigen",
        fr: "Le montrer sur {name}",
        es: "Mostrarlo en {name}",
        nl: "Bij {name} laten zien",
        it: "Mostralo su {name}";
    openid_away(name: &str)
        en: "{name} cannot be reached just now. Try again in a moment, or sign in by your password.",
        de: "{name} ist gerade nicht erreichbar. Versuche es gleich noch einmal, oder melde dich mit \
             deinem Passwort an.",
        fr: "{name} est injoignable en ce moment. Réessayez dans un instant, ou connectez-vous avec \
             votre mot de passe.",
        es: "Ahora mismo no se puede contactar con {name}. Inténtalo de nuevo en un momento o inicia \
             sesión con tu contraseña.",
        nl: "{name} is nu niet bereikbaar. Probeer het zo nog eens, of log in met je wachtwoord.",
        it: "{name} non è raggiungibile in questo momento. Riprova tra poco, oppure accedi con la \
             password.";
    openid_denied(name: &str)
        en: "{name} has not signed you in. Try again, or sign in by your password.",
        de: "{name} hat dich nicht angemeldet. Versuche es noch einmal, oder melde dich mit deinem \
             Passwort an.",
        fr: "{name} ne vous a pas connecté. Réessayez, ou connectez-vous avec votre mot de passe.",
        es: "{name} no ha iniciado tu sesión. Inténtalo de nuevo o inicia sesión con tu contraseña.",
        nl: "{name} heeft je niet ingelogd. Probeer het nog eens, of log in met je wachtwoord.",
        it: "{name} non ti ha fatto accedere. Riprova, oppure accedi con la password.";
    openid_wrong(name: &str)
        en: "What {name} said is not what was asked for, so nothing was done. Try again.",
        de: "Was {name} gesagt hat, ist nicht das, wonach gefragt war. Es ist nichts geschehen. \
             Versuche es noch einmal.",
        fr: "Ce que {name} a répondu n’est pas ce qui était demandé : rien n’a été fait. Réessayez.",
        es: "Lo que ha respondido {name} no es lo que se pedía, así que no se ha hecho nada. Inténtalo \
             de nuevo.",
        nl: "Wat {name} zei, is niet waar om gevraagd was. Er is niets gebeurd. Probeer het nog eens.",
        it: "La risposta di {name} non è quella richiesta: non è stato fatto nulla. Riprova.";
    openid_not_begun()
        en: "This was begun in another browser, or too long ago. Begin again.",
        de: "Das wurde in einem anderen Browser begonnen, oder vor zu langer Zeit. Beginne von vorn.",
        fr: "Cela a été commencé dans un autre navigateur, ou il y a trop longtemps. Recommencez.",
        es: "Esto se empezó en otro navegador o hace demasiado tiempo. Empieza de nuevo.",
        nl: "Dit is in een andere browser begonnen, of te lang geleden. Begin opnieuw.",
        it: "È stato iniziato in un altro browser, o troppo tempo fa. Ricomincia.";
    openid_not_you(name: &str)
        en: "{name} has not shown that it is you, just now. Sign in there again, as yourself.",
        de: "{name} hat nicht gezeigt, dass du es gerade bist. Melde dich dort noch einmal an, als du \
             selbst.",
        fr: "{name} n’a pas montré que c’est bien vous, à l’instant. Reconnectez-vous sur {name}, avec \
             votre propre compte.",
        es: "{name} no ha mostrado que eres tú en este momento. Vuelve a iniciar sesión allí con tu \
             propia cuenta.",
        nl: "{name} heeft niet laten zien dat jij het nu bent. Log daar opnieuw in, als jezelf.",
        it: "{name} non ha mostrato che in questo momento sei tu. Accedi di nuovo lì con il tuo account.";
    openid_unverified(name: &str)
        en: "{name} does not say that your address is yours. Confirm it there first, or sign up by a \
             password.",
        de: "{name} sagt nicht, dass deine Adresse deine ist. Bestätige sie zuerst dort, oder \
             registriere dich mit einem Passwort.",
        fr: "{name} ne dit pas que votre adresse est bien la vôtre. Confirmez-la d’abord sur {name}, ou \
             inscrivez-vous avec un mot de passe.",
        es: "{name} no dice que tu dirección sea tuya. Confírmala allí primero o regístrate con una \
             contraseña.",
        nl: "{name} zegt niet dat je adres van jou is. Bevestig het daar eerst, of registreer je met \
             een wachtwoord.",
        it: "{name} non dice che il tuo indirizzo è tuo. Confermalo prima lì, oppure registrati con una \
             password.";
    openid_other_linked(name: &str)
        en: "The account with your address is linked to somebody else at {name}. Sign in to it by its \
             password, and unlink that first.",
        de: "Das Konto mit deiner Adresse ist bei {name} mit jemand anderem verknüpft. Melde dich mit \
             dem Passwort daran an und löse das zuerst.",
        fr: "Le compte qui a votre adresse est lié à quelqu’un d’autre sur {name}. Connectez-vous-y \
             avec son mot de passe et déliez-le d’abord.",
        es: "La cuenta con tu dirección está vinculada a otra persona en {name}. Inicia sesión en ella \
             con su contraseña y desvincúlala primero.",
        nl: "Het account met je adres is bij {name} aan iemand anders gekoppeld. Log er met het \
             wachtwoord op in en ontkoppel dat eerst.",
        it: "L’account con il tuo indirizzo è collegato a qualcun altro su {name}. Accedi con la sua \
             password e scollegalo prima.";
    openid_taken(name: &str)
        en: "Another account is linked to who you are at {name}. Nothing was changed.",
        de: "Mit dem, der du bei {name} bist, ist schon ein anderes Konto verknüpft. Es wurde nichts \
             geändert.",
        fr: "Un autre compte est déjà lié à qui vous êtes sur {name}. Rien n’a été modifié.",
        es: "Otra cuenta ya está vinculada a quien eres en {name}. No se ha cambiado nada.",
        nl: "Een ander account is al gekoppeld aan wie je bij {name} bent. Er is niets gewijzigd.",
        it: "Un altro account è già collegato a chi sei su {name}. Non è stato cambiato nulla.";
    /// Before an address.
    openid_you_are(name: &str)
        en: "At {name} you are ",
        de: "Bei {name} bist du ",
        fr: "Sur {name}, vous êtes ",
        es: "En {name} eres ",
        nl: "Bij {name} ben je ",
        it: "Su {name} sei ";
    openid_no_account()
        en: "There is no account with this address here yet. Make one?",
        de: "Hier gibt es mit dieser Adresse noch kein Konto. Eines erstellen?",
        fr: "Il n’y a pas encore ici de compte avec cette adresse. En créer un ?",
        es: "Aquí todavía no hay ninguna cuenta con esta dirección. ¿Crear una?",
        nl: "Er is hier nog geen account met dit adres. Er een maken?",
        it: "Qui non c’è ancora un account con questo indirizzo. Crearne uno?";
    openid_known_title()
        en: "You have an account",
        de: "Du hast ein Konto",
        fr: "Vous avez un compte",
        es: "Ya tienes una cuenta",
        nl: "Je hebt een account",
        it: "Hai già un account";
    openid_known_means(name: &str)
        en: "There is an account with this address here. Enter its password once: from then on {name} \
             signs you in to it.",
        de: "Hier gibt es ein Konto mit dieser Adresse. Gib einmal sein Passwort ein: Danach meldet \
             dich {name} daran an.",
        fr: "Il y a ici un compte avec cette adresse. Saisissez une fois son mot de passe : ensuite, \
             {name} vous y connecte.",
        es: "Aquí hay una cuenta con esta dirección. Escribe una vez su contraseña: a partir de \
             entonces, {name} inicia tu sesión en ella.",
        nl: "Er is hier een account met dit adres. Vul één keer het wachtwoord in: daarna logt {name} \
             je erop in.",
        it: "Qui c’è un account con questo indirizzo. Inserisci una volta la sua password: da quel \
             momento accedi con {name}.";
    openid_means(name: &str)
        en: "You can sign in by {name} as well. A second factor is asked for all the same.",
        de: "Du kannst dich auch mit {name} anmelden. Nach einem zweiten Faktor wird trotzdem gefragt.",
        fr: "Vous pouvez aussi vous connecter avec {name}. Un second facteur est demandé malgré tout.",
        es: "También puedes iniciar sesión con {name}. El segundo factor se pide igualmente.",
        nl: "Je kunt ook met {name} inloggen. Naar een tweede factor wordt dan nog steeds gevraagd.",
        it: "Puoi accedere anche con {name}. Il secondo fattore viene chiesto comunque.";
    openid_link_means(name: &str)
        en: "Whoever signs in to {name} as this is signed in to your account here.",
        de: "Wer sich bei {name} so anmeldet, ist hier an deinem Konto angemeldet.",
        fr: "Quiconque se connecte ainsi sur {name} est connecté ici à votre compte.",
        es: "Quien inicie sesión así en {name} entra aquí en tu cuenta.",
        nl: "Wie zo bij {name} inlogt, is hier op je account ingelogd.",
        it: "Chi accede così a {name} entra qui nel tuo account.";
    link_openid(name: &str)
        en: "Link {name}",
        de: "{name} verknüpfen",
        fr: "Lier {name}",
        es: "Vincular {name}",
        nl: "{name} koppelen",
        it: "Collega {name}";
    unlink_openid(name: &str)
        en: "Unlink {name}",
        de: "Verknüpfung mit {name} lösen",
        fr: "Délier {name}",
        es: "Desvincular {name}",
        nl: "{name} ontkoppelen",
        it: "Scollega {name}";
    unlink_openid_means(name: &str)
        en: "You do not sign in by {name} any more then, only by what else you have.",
        de: "Danach meldest du dich nicht mehr mit {name} an, nur noch mit dem, was du sonst hast.",
        fr: "Ensuite, vous ne vous connectez plus avec {name}, seulement avec ce que vous avez \
             d’autre.",
        es: "Después ya no inicias sesión con {name}, solo con lo demás que tengas.",
        nl: "Daarna log je niet meer in met {name}, alleen nog met wat je verder hebt.",
        it: "Da quel momento non accedi più con {name}, ma solo con ciò che hai d’altro.";
    openid_is_linked()
        en: "Linked.",
        de: "Verknüpft.",
        fr: "Lié.",
        es: "Vinculado.",
        nl: "Gekoppeld.",
        it: "Collegato.";
    last_way_in()
        en: "Nothing else would be left for you to sign in by. Set a password first.",
        de: "Dir bliebe nichts anderes zum Anmelden. Lege zuerst ein Passwort fest.",
        fr: "Il ne vous resterait rien d’autre pour vous connecter. Choisissez d’abord un mot de passe.",
        es: "No te quedaría nada más con que iniciar sesión. Pon primero una contraseña.",
        nl: "Er bleef niets anders over om mee in te loggen. Stel eerst een wachtwoord in.",
        it: "Non ti resterebbe nient’altro con cui accedere. Imposta prima una password.";
    /// Before a link.
    no_password_yet()
        en: "Your account has no password. ",
        de: "Dein Konto hat kein Passwort. ",
        fr: "Votre compte n’a pas de mot de passe. ",
        es: "Tu cuenta no tiene contraseña. ",
        nl: "Je account heeft geen wachtwoord. ",
        it: "Il tuo account non ha una password. ";
    show_it_is_you()
        en: "Show first that it is you",
        de: "Zeige zuerst, dass du es bist",
        fr: "Montrez d’abord que c’est bien vous",
        es: "Muestra primero que eres tú",
        nl: "Laat eerst zien dat jij het bent",
        it: "Mostra prima che sei tu";

    by_openid(name: &str)
        en: "By {name}",
        de: "Mit {name}",
        fr: "Par {name}",
        es: "Con {name}",
        nl: "Met {name}",
        it: "Con {name}";
    by_openid_and_code(name: &str)
        en: "By {name} and app",
        de: "Mit {name} und App",
        fr: "Par {name} et application",
        es: "Con {name} y aplicación",
        nl: "Met {name} en app",
        it: "Con {name} e app";
    by_openid_and_recovery_code(name: &str)
        en: "By {name} and recovery code",
        de: "Mit {name} und Wiederherstellungscode",
        fr: "Par {name} et code de secours",
        es: "Con {name} y código de recuperación",
        nl: "Met {name} en herstelcode",
        it: "Con {name} e codice di recupero";
    by_openid_and_passkey(name: &str)
        en: "By {name} and passkey",
        de: "Mit {name} und Passkey",
        fr: "Par {name} et clé d’accès",
        es: "Con {name} y clave de acceso",
        nl: "Met {name} en passkey",
        it: "Con {name} e passkey";
    wrong_code_after_openid(name: &str, browser: &str)
        en: "Signed in at {name}, and wrong code: {browser}",
        de: "Bei {name} angemeldet und falscher Code: {browser}",
        fr: "Connexion sur {name} et code faux : {browser}",
        es: "Sesión iniciada en {name} y código incorrecto: {browser}",
        nl: "Ingelogd bij {name} en foute code: {browser}",
        it: "Accesso con {name} e codice sbagliato: {browser}";

    news_openid_linked()
        en: "An account at another provider was linked, which signs in from now on.",
        de: "Ein Konto bei einem anderen Anbieter wurde verknüpft, mit dem man sich ab jetzt anmelden \
             kann.",
        fr: "Un compte chez un autre fournisseur a été lié : il permet désormais de se connecter.",
        es: "Se ha vinculado una cuenta de otro proveedor, con la que desde ahora se inicia sesión.",
        nl: "Er is een account bij een andere aanbieder gekoppeld, waarmee voortaan kan worden \
             ingelogd.",
        it: "È stato collegato un account di un altro fornitore, con cui da ora si accede.";
    news_openid_unlinked()
        en: "The account at another provider was unlinked.",
        de: "Die Verknüpfung mit dem Konto bei einem anderen Anbieter wurde gelöst.",
        fr: "Le compte chez un autre fournisseur a été délié.",
        es: "Se ha desvinculado la cuenta de otro proveedor.",
        nl: "Het account bij een andere aanbieder is ontkoppeld.",
        it: "L’account di un altro fornitore è stato scollegato.";
    news_code_wrong_openid()
        en: "Somebody signed in as you at the provider that your account is linked to, and then typed a \
             wrong code. They are not signed in.",
        de: "Jemand hat sich bei dem Anbieter, mit dem dein Konto verknüpft ist, als du angemeldet und \
             dann einen falschen Code eingegeben. Angemeldet ist dadurch niemand.",
        fr: "Quelqu’un s’est connecté à votre place chez le fournisseur auquel votre compte est lié, \
             puis a saisi un code faux. Personne n’est connecté pour autant.",
        es: "Alguien ha iniciado sesión como tú en el proveedor al que está vinculada tu cuenta y \
             después ha escrito un código incorrecto. No ha iniciado sesión aquí.",
        nl: "Iemand heeft als jou ingelogd bij de aanbieder waaraan je account is gekoppeld, en daarna \
             een foute code ingevuld. Daarmee is niemand ingelogd.",
        it: "Qualcuno ha effettuato l’accesso come te presso il fornitore a cui è collegato il tuo \
             account e poi ha inserito un codice sbagliato. Non è entrato.";
    mail_code_wrong_openid_not_you()
        en: "If it was not you, somebody can sign in there as you: change your password there, and set \
             a new one here:",
        de: "Wenn du das nicht warst, kann sich dort jemand als du anmelden: Ändere dort dein Passwort \
             und setze hier ein neues:",
        fr: "Si ce n’était pas vous, quelqu’un peut se connecter là-bas à votre place : changez-y votre \
             mot de passe et choisissez-en un nouveau ici :",
        es: "Si no has sido tú, alguien puede iniciar sesión allí como tú: cambia allí tu contraseña y \
             pon una nueva aquí:",
        nl: "Was jij dit niet, dan kan iemand daar als jou inloggen: wijzig daar je wachtwoord en stel \
             hier een nieuw in:",
        it: "Se non sei stato tu, qualcuno può accedere lì come te: cambia lì la password e impostane \
             una nuova qui:";
}
