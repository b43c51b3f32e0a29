//! Signing up and in, forgotten passwords, confirmed addresses, the account and its end, and what
//! was tried too often.

use std::borrow::Cow;

use super::{Language, texts};
use crate::domain::User;

impl Language {
    /// An account's address, or that it is deleted.
    pub(crate) fn account_of(self, user: &User) -> Cow<'_, str> {
        match user.is_deleted() {
            true => self.deleted_account().into(),
            false => user.email.shown(),
        }
    }

    /// A browser's name as it is kept, as far as it is in words.
    pub(crate) fn browser(self, name: &str) -> String {
        let of = |name: &str| match name {
            UNKNOWN => self.a_browser().to_owned(),
            name => name.to_owned(),
        };
        match name.split_once(" on ") {
            Some((name, system)) => self.browser_on(&of(name), system),
            None => of(name),
        }
    }

    /// What signs one browser out.
    pub(crate) fn sign_out_of(self, browser: &str) -> String {
        self.sign_out_browser(&self.browser(browser))
    }

    /// That a wrong password was typed into a browser.
    pub(crate) fn wrong_password_in(self, browser: &str) -> String {
        self.wrong_password_typed(&self.browser(browser))
    }
}

/// A browser that does not say what it is.
const UNKNOWN: &str = "A browser";

texts! {
    calendar_title()
        en: "In your calendar",
        de: "In deinem Kalender",
        fr: "Dans votre calendrier",
        es: "En tu calendario",
        nl: "In je agenda",
        it: "Nel tuo calendario";
    calendar_lead()
        en: "Subscribe to this address in your calendar program: it shows what you have bought for \
             events that are still to come.",
        de: "Abonniere diese Adresse in deinem Kalenderprogramm: Es zeigt, was du für kommende \
             Veranstaltungen gekauft hast.",
        fr: "Abonnez-vous à cette adresse dans votre logiciel de calendrier : il affichera ce que vous \
             avez acheté pour les événements à venir.",
        es: "Suscríbete a esta dirección en tu programa de calendario: muestra lo que has comprado \
             para los eventos que están por venir.",
        nl: "Abonneer je op dit adres in je agendaprogramma: het toont wat je hebt gekocht voor \
             evenementen die nog komen.",
        it: "Iscriviti a questo indirizzo nel tuo programma di calendario: mostra che cosa hai \
             comprato per gli eventi in arrivo.";
    calendar_address()
        en: "Address of your calendar",
        de: "Adresse deines Kalenders",
        fr: "Adresse de votre calendrier",
        es: "Dirección de tu calendario",
        nl: "Adres van je agenda",
        it: "Indirizzo del tuo calendario";
    calendar_secret()
        en: "Whoever has this address sees your tickets’ events. It ends when you change your \
             password, sign out everywhere, or make a new one.",
        de: "Wer diese Adresse hat, sieht, wohin du gehst. Sie endet, wenn du dein Passwort änderst, \
             dich überall abmeldest oder eine neue machst.",
        fr: "Quiconque a cette adresse voit à quels événements vous allez. Elle cesse de fonctionner \
             quand vous changez de mot de passe, vous déconnectez partout ou en créez une nouvelle.",
        es: "Quien tenga esta dirección ve a qué eventos vas. Deja de valer cuando cambias la \
             contraseña, cierras sesión en todas partes o creas una nueva.",
        nl: "Wie dit adres heeft, ziet naar welke evenementen je gaat. Het vervalt als je je \
             wachtwoord wijzigt, overal uitlogt of een nieuw adres maakt.",
        it: "Chi ha questo indirizzo vede a quali eventi vai. Smette di valere quando cambi la \
             password, esci ovunque o ne crei uno nuovo.";
    calendar_renew()
        en: "Make a new address",
        de: "Neue Adresse machen",
        fr: "Créer une nouvelle adresse",
        es: "Crear una dirección nueva",
        nl: "Nieuw adres maken",
        it: "Crea un nuovo indirizzo";
    calendar_is_renewed()
        en: "Your calendar has a new address. The old one shows nothing any more.",
        de: "Dein Kalender hat eine neue Adresse. Die alte zeigt nichts mehr.",
        fr: "Votre calendrier a une nouvelle adresse. L’ancienne n’affiche plus rien.",
        es: "Tu calendario tiene una dirección nueva. La antigua ya no muestra nada.",
        nl: "Je agenda heeft een nieuw adres. Het oude toont niets meer.",
        it: "Il tuo calendario ha un nuovo indirizzo. Quello vecchio non mostra più nulla.";
    /// What the calendar is called in a calendar program.
    calendar_name(site: &str)
        en: "Tickets from {site}",
        de: "Tickets von {site}",
        fr: "Billets de {site}",
        es: "Entradas de {site}",
        nl: "Tickets van {site}",
        it: "Biglietti di {site}";
    calendar_end_unknown()
        en: "When it ends is not known: three hours are shown.",
        de: "Das Ende ist nicht bekannt: Angezeigt werden drei Stunden.",
        fr: "L’heure de fin n’est pas connue : trois heures sont affichées.",
        es: "No se sabe cuándo termina: se muestran tres horas.",
        nl: "Het einde is niet bekend: er worden drie uur getoond.",
        it: "Non si sa quando finisce: vengono mostrate tre ore.";
    calendar_add()
        en: "Add to calendar",
        de: "In den Kalender",
        fr: "Ajouter au calendrier",
        es: "Añadir al calendario",
        nl: "In agenda zetten",
        it: "Aggiungi al calendario";
    /// Wherever its address would stand.
    deleted_account()
        en: "deleted account",
        de: "gelöschtes Konto",
        fr: "compte supprimé",
        es: "cuenta eliminada",
        nl: "verwijderd account",
        it: "account eliminato";
    sign_in_offer()
        en: "New here? ",
        de: "Neu hier? ",
        fr: "Nouveau ici ? ",
        es: "¿Es tu primera vez? ",
        nl: "Nieuw hier? ",
        it: "È la prima volta? ";
    sign_in_offer_means()
        en: " – it takes an e-mail address and a password.",
        de: " – dafür reichen eine E-Mail-Adresse und ein Passwort.",
        fr: " – il suffit d’une adresse e-mail et d’un mot de passe.",
        es: ": basta una dirección de correo y una contraseña.",
        nl: " – een e-mailadres en een wachtwoord zijn genoeg.",
        it: ": bastano un indirizzo e-mail e una password.";
    forgot_your_password()
        en: "Forgot your password?",
        de: "Passwort vergessen?",
        fr: "Mot de passe oublié ?",
        es: "¿Has olvidado tu contraseña?",
        nl: "Wachtwoord vergeten?",
        it: "Hai dimenticato la password?";
    one_account()
        en: "One account to buy and to sell.",
        de: "Ein Konto zum Kaufen und zum Verkaufen.",
        fr: "Un seul compte pour acheter et pour vendre.",
        es: "Una sola cuenta para comprar y vender.",
        nl: "Eén account om te kopen en te verkopen.",
        it: "Un solo account per comprare e vendere.";
    have_an_account()
        en: "Have an account? ",
        de: "Schon ein Konto? ",
        fr: "Déjà un compte ? ",
        es: "¿Ya tienes cuenta? ",
        nl: "Al een account? ",
        it: "Hai già un account? ";
    new_password_hint()
        en: "At least 8 characters; several words make a good one.",
        de: "Mindestens 8 Zeichen; mehrere Wörter sind ein gutes Passwort.",
        fr: "Au moins 8 caractères ; plusieurs mots en font un bon.",
        es: "Al menos 8 caracteres; varias palabras hacen una buena.",
        nl: "Minstens 8 tekens; een paar woorden maken een goed wachtwoord.",
        it: "Almeno 8 caratteri; più parole ne fanno una buona.";
    wrong_pair()
        en: "This address and password do not belong together. Check both and try again.",
        de: "Diese Adresse und dieses Passwort gehören nicht zusammen. Prüfe beide und versuche es \
             noch einmal.",
        fr: "Cette adresse et ce mot de passe ne vont pas ensemble. Vérifiez les deux et réessayez.",
        es: "Esta dirección y esta contraseña no se corresponden. Comprueba las dos e inténtalo de \
             nuevo.",
        nl: "Dit adres en dit wachtwoord horen niet bij elkaar. Controleer beide en probeer het \
             opnieuw.",
        it: "Questo indirizzo e questa password non corrispondono. Controllali entrambi e riprova.";
    address_taken()
        en: "This address has an account already. Sign in instead.",
        de: "Zu dieser Adresse gibt es schon ein Konto. Melde dich an.",
        fr: "Il existe déjà un compte avec cette adresse. Connectez-vous.",
        es: "Ya hay una cuenta con esta dirección. Inicia sesión.",
        nl: "Er is al een account met dit adres. Log in.",
        it: "Esiste già un account con questo indirizzo. Accedi.";
    account_closed(site: &str)
        en: "This account is closed. Ask the people who run {site} if you do not know why.",
        de: "Dieses Konto ist gesperrt. Frage die Leute, die {site} betreiben, wenn du nicht weißt, \
             warum.",
        fr: "Ce compte est bloqué. Si vous ne savez pas pourquoi, demandez à l’équipe de {site}.",
        es: "Esta cuenta está bloqueada. Si no sabes por qué, pregunta al equipo de {site}.",
        nl: "Dit account is geblokkeerd. Vraag het team van {site} als je niet weet waarom.",
        it: "Questo account è bloccato. Se non sai perché, chiedi allo staff di {site}.";

    a_new_password()
        en: "A new password",
        de: "Ein neues Passwort",
        fr: "Un nouveau mot de passe",
        es: "Una contraseña nueva",
        nl: "Een nieuw wachtwoord",
        it: "Una nuova password";
    site_sends_no_mails()
        en: "This site sends no mails. Ask the people who run it for help with your password.",
        de: "Diese Seite verschickt keine Mails. Bitte die Leute, die sie betreiben, um Hilfe mit \
             deinem Passwort.",
        fr: "Ce site n’envoie pas d’e-mails. Demandez à son équipe de vous aider pour votre mot de \
             passe.",
        es: "Este sitio no envía correos. Pide ayuda con tu contraseña a su equipo.",
        nl: "Deze site verstuurt geen e-mails. Vraag het team om hulp met je wachtwoord.",
        it: "Questo sito non invia e-mail. Chiedi aiuto al suo staff per la tua password.";
    reset_link_sent()
        en: "If somebody here has this address, a mail with a link is on its way. The link is good \
             for an hour, and once.",
        de: "Wenn jemand hier diese Adresse hat, ist eine Mail mit einem Link unterwegs. Der Link \
             gilt eine Stunde lang und einmal.",
        fr: "Si quelqu’un a cette adresse ici, un e-mail avec un lien est en route. Le lien est \
             valable une heure, et une seule fois.",
        es: "Si alguien de aquí tiene esta dirección, un correo con un enlace va de camino. El enlace \
             vale durante una hora y una sola vez.",
        nl: "Als iemand hier dit adres heeft, is er een e-mail met een link onderweg. De link is een \
             uur geldig, en één keer.",
        it: "Se qualcuno qui ha questo indirizzo, un’e-mail con un link è in arrivo. Il link vale \
             un’ora, e una volta sola.";
    forgot_lead()
        en: "We send you a link by which you can set a new one.",
        de: "Wir schicken dir einen Link, mit dem du ein neues setzen kannst.",
        fr: "Nous vous envoyons un lien qui vous permet d’en choisir un nouveau.",
        es: "Te enviamos un enlace con el que puedes elegir una nueva.",
        nl: "We sturen je een link waarmee je een nieuw kunt instellen.",
        it: "Ti mandiamo un link con cui puoi sceglierne una nuova.";
    send_the_link()
        en: "Send the link",
        de: "Link schicken",
        fr: "Envoyer le lien",
        es: "Enviar el enlace",
        nl: "Link versturen",
        it: "Invia il link";
    new_password()
        en: "New password",
        de: "Neues Passwort",
        fr: "Nouveau mot de passe",
        es: "Contraseña nueva",
        nl: "Nieuw wachtwoord",
        it: "Nuova password";
    reset_lead()
        en: "Whoever is signed in with the old one is signed out everywhere.",
        de: "Wer mit dem alten angemeldet ist, wird überall abgemeldet.",
        fr: "Quiconque est connecté avec l’ancien est déconnecté partout.",
        es: "Quien haya iniciado sesión con la antigua queda desconectado en todas partes.",
        nl: "Wie met het oude is ingelogd, wordt overal uitgelogd.",
        it: "Chi ha effettuato l’accesso con quella vecchia viene disconnesso ovunque.";
    set_the_password()
        en: "Set the password",
        de: "Passwort setzen",
        fr: "Enregistrer le mot de passe",
        es: "Guardar la contraseña",
        nl: "Wachtwoord instellen",
        it: "Imposta la password";

    /// After the account's address.
    confirmed_suffix()
        en: " – confirmed",
        de: " – bestätigt",
        fr: " – confirmée",
        es: " – confirmada",
        nl: " – bevestigd",
        it: " – confermato";
    not_confirmed()
        en: "This address is not confirmed yet. We have sent a link to it: open that, so that you \
             can be sure that receipts reach you, and that you can set a new password if you ever \
             forget it. Buying and selling work without.",
        de: "Diese Adresse ist noch nicht bestätigt. Wir haben einen Link an sie geschickt: Öffne \
             ihn, damit du sicher sein kannst, dass Belege bei dir ankommen und du ein neues \
             Passwort setzen kannst, wenn du es einmal vergisst. Kaufen und Verkaufen gehen auch so.",
        fr: "Cette adresse n’est pas encore confirmée. Nous y avons envoyé un lien : ouvrez-le, pour \
             être sûr que les reçus vous parviennent et que vous pourrez choisir un nouveau mot de \
             passe si vous oubliez le vôtre. Vous pouvez acheter et vendre sans cela.",
        es: "Esta dirección todavía no está confirmada. Le hemos enviado un enlace: ábrelo para que \
             los recibos te lleguen con seguridad y puedas elegir una contraseña nueva si alguna vez \
             la olvidas. Comprar y vender funciona también sin eso.",
        nl: "Dit adres is nog niet bevestigd. We hebben er een link naartoe gestuurd: open die, dan \
             weet je zeker dat betaalbewijzen aankomen en dat je een nieuw wachtwoord kunt instellen \
             als je het ooit vergeet. Kopen en verkopen kan ook zonder.",
        it: "Questo indirizzo non è ancora confermato. Gli abbiamo inviato un link: aprilo, così avrai \
             la certezza che le ricevute ti arrivino e potrai impostare una nuova password se un \
             giorno la dimentichi. Comprare e vendere si può anche senza.";
    send_the_link_again()
        en: "Send the link again",
        de: "Link noch einmal schicken",
        fr: "Renvoyer le lien",
        es: "Enviar el enlace otra vez",
        nl: "Link opnieuw versturen",
        it: "Invia di nuovo il link";
    not_confirmed_line()
        en: "Your e-mail address is not confirmed yet. ",
        de: "Deine E-Mail-Adresse ist noch nicht bestätigt. ",
        fr: "Votre adresse e-mail n’est pas encore confirmée. ",
        es: "Tu dirección de correo todavía no está confirmada. ",
        nl: "Je e-mailadres is nog niet bevestigd. ",
        it: "Il tuo indirizzo e-mail non è ancora confermato. ";
    confirm_it()
        en: "Confirm it",
        de: "Bestätigen",
        fr: "La confirmer",
        es: "Confirmarla",
        nl: "Bevestigen",
        it: "Confermalo";
    confirm_title()
        en: "Confirm your address",
        de: "Bestätige deine Adresse",
        fr: "Confirmez votre adresse",
        es: "Confirma tu dirección",
        nl: "Bevestig je adres",
        it: "Conferma il tuo indirizzo";
    /// Before the address.
    confirm_asked()
        en: "An account here has the address ",
        de: "Ein Konto hier hat die Adresse ",
        fr: "Un compte ici a l’adresse ",
        es: "Aquí hay una cuenta con la dirección ",
        nl: "Een account hier heeft het adres ",
        it: "Qui c’è un account con l’indirizzo ";
    /// After it.
    confirm_yours()
        en: ". Is it yours?",
        de: ". Ist das deine?",
        fr: ". Est-ce la vôtre ?",
        es: ". ¿Es la tuya?",
        nl: ". Is dat van jou?",
        it: ". È il tuo?";
    confirm_yes()
        en: "Yes, confirm it",
        de: "Ja, bestätigen",
        fr: "Oui, la confirmer",
        es: "Sí, confirmarla",
        nl: "Ja, bevestigen",
        it: "Sì, confermalo";
    confirm_if_not()
        en: "If it is not, close this page: nothing is confirmed then.",
        de: "Wenn nicht, schließe diese Seite: Dann wird nichts bestätigt.",
        fr: "Sinon, fermez cette page : rien n’est alors confirmé.",
        es: "Si no lo es, cierra esta página: entonces no se confirma nada.",
        nl: "Zo niet, sluit dan deze pagina: er wordt dan niets bevestigd.",
        it: "Se non lo è, chiudi questa pagina: non verrà confermato nulla.";
    confirmed_title()
        en: "Your address is confirmed",
        de: "Deine Adresse ist bestätigt",
        fr: "Votre adresse est confirmée",
        es: "Tu dirección está confirmada",
        nl: "Je adres is bevestigd",
        it: "Il tuo indirizzo è confermato";
    confirmed()
        en: "What we have to tell you reaches you there.",
        de: "Was wir dir zu sagen haben, kommt dort an.",
        fr: "Ce que nous avons à vous dire vous y parviendra.",
        es: "Lo que tengamos que decirte te llegará ahí.",
        nl: "Wat we je te melden hebben, komt daar aan.",
        it: "Quello che abbiamo da dirti ti arriverà lì.";
    your_account()
        en: "Your account",
        de: "Dein Konto",
        fr: "Votre compte",
        es: "Tu cuenta",
        nl: "Je account",
        it: "Il tuo account";
    find_tickets()
        en: "Find tickets",
        de: "Tickets finden",
        fr: "Trouver des billets",
        es: "Buscar entradas",
        nl: "Tickets vinden",
        it: "Trova biglietti";
    confirm_signed_in()
        en: "This address is to run the site: only who is signed in with its account confirms it. \
             Sign in here, and open the link once more. Nothing was changed. If you did not make \
             this account, somebody else did with your address: take it by a new password \
             (“Forgot your password?”, where one signs in).",
        de: "Diese Adresse soll die Seite betreiben: Nur wer mit ihrem Konto angemeldet ist, \
             bestätigt sie. Melde dich hier an und öffne den Link noch einmal. Es wurde nichts \
             geändert. Wenn du dieses Konto nicht angelegt hast, war es jemand anderes mit deiner \
             Adresse: Hol es dir, indem du ein neues Passwort wählst („Passwort vergessen?“ beim Anmelden).",
        fr: "Cette adresse est appelée à gérer le site : seul celui qui est connecté à son compte \
             peut la confirmer. Connectez-vous ici et ouvrez encore une fois le lien. Rien n’a été modifié. Si vous \
             n’avez pas créé ce compte, quelqu’un d’autre l’a fait avec votre adresse : reprenez-le en \
             choisissant un nouveau mot de passe (« Mot de passe oublié ? » sur la page de connexion).",
        es: "Esta dirección va a administrar el sitio: solo la confirma quien haya iniciado sesión con \
             su cuenta. Inicia sesión aquí y abre el enlace otra vez. No se ha cambiado nada. Si no \
             creaste tú esta cuenta, lo hizo otra persona con tu dirección: recupérala eligiendo una \
             contraseña nueva («¿Has olvidado tu contraseña?», al iniciar sesión).",
        nl: "Dit adres gaat de site beheren: alleen wie met het account is ingelogd, kan het \
             bevestigen. Log hier in en open de link opnieuw. Er is niets gewijzigd. Als je dit \
             account niet hebt gemaakt, deed iemand anders dat met jouw adres: neem het over met een \
             nieuw wachtwoord (‘Wachtwoord vergeten?’ bij het inloggen).",
        it: "Questo indirizzo deve gestire il sito: lo conferma solo chi ha effettuato l’accesso con \
             il suo account. Accedi qui e apri di nuovo il link. Non è stato modificato nulla. Se non \
             hai creato tu questo account, l’ha fatto qualcun altro con il tuo indirizzo: riprendilo \
             con una nuova password («Hai dimenticato la password?», dove si accede).";
    link_over_title()
        en: "This link is over",
        de: "Dieser Link gilt nicht mehr",
        fr: "Ce lien n’est plus valable",
        es: "Este enlace ya no vale",
        nl: "Deze link is niet meer geldig",
        it: "Questo link non vale più";
    link_over()
        en: "It was used already, is older than seven days, or the account has another address or \
             password since. Nothing was changed.",
        de: "Er wurde schon benutzt, ist älter als sieben Tage, oder das Konto hat seitdem eine \
             andere Adresse oder ein anderes Passwort. Es wurde nichts geändert.",
        fr: "Il a déjà été utilisé, date de plus de sept jours, ou le compte a depuis une autre \
             adresse ou un autre mot de passe. Rien n’a été modifié.",
        es: "Ya se usó, tiene más de siete días o la cuenta tiene desde entonces otra dirección u otra \
             contraseña. No se ha cambiado nada.",
        nl: "Hij is al gebruikt, is ouder dan zeven dagen, of het account heeft sindsdien een ander \
             adres of wachtwoord. Er is niets gewijzigd.",
        it: "È già stato usato, ha più di sette giorni, oppure da allora l’account ha un altro \
             indirizzo o un’altra password. Non è stato modificato nulla.";
    /// After a link to the account.
    link_over_what_to_do()
        en: " says whether your address is confirmed, and sends another link.",
        de: " sagt, ob deine Adresse bestätigt ist, und schickt einen neuen Link.",
        fr: " indique si votre adresse est confirmée, et envoie un nouveau lien.",
        es: " dice si tu dirección está confirmada y envía otro enlace.",
        nl: " laat zien of je adres is bevestigd, en stuurt een nieuwe link.",
        it: " dice se il tuo indirizzo è confermato, e invia un altro link.";

    email() en: "E-mail", de: "E-Mail", fr: "E-mail", es: "Correo", nl: "E-mail", it: "E-mail";
    since() en: "Since", de: "Seit", fr: "Depuis", es: "Desde", nl: "Sinds", it: "Dal";
    my_orders_hint()
        en: "What you have bought, or are buying",
        de: "Was du gekauft hast oder gerade kaufst",
        fr: "Ce que vous avez acheté ou êtes en train d’acheter",
        es: "Lo que has comprado o estás comprando",
        nl: "Wat je hebt gekocht of aan het kopen bent",
        it: "Quello che hai comprato o stai comprando";
    my_listings_hint()
        en: "What you sell and have sold",
        de: "Was du verkaufst und verkauft hast",
        fr: "Ce que vous vendez et avez vendu",
        es: "Lo que vendes y has vendido",
        nl: "Wat je verkoopt en hebt verkocht",
        it: "Quello che vendi e hai venduto";
    change_password()
        en: "Change password",
        de: "Passwort ändern",
        fr: "Changer de mot de passe",
        es: "Cambiar la contraseña",
        nl: "Wachtwoord wijzigen",
        it: "Cambia password";
    change_password_hint()
        en: "This signs you out everywhere else, and ends access tokens",
        de: "Das meldet dich überall sonst ab und beendet Zugriffstoken",
        fr: "Cela vous déconnecte partout ailleurs et met fin aux jetons d’accès",
        es: "Esto cierra tus demás sesiones y anula los tokens de acceso",
        nl: "Dit logt je overal elders uit en beëindigt toegangstokens",
        it: "Ti disconnette da ogni altro browser e annulla i token di accesso";
    change_email()
        en: "Change e-mail address",
        de: "E-Mail-Adresse ändern",
        fr: "Changer d’adresse e-mail",
        es: "Cambiar la dirección de correo",
        nl: "E-mailadres wijzigen",
        it: "Cambia indirizzo e-mail";
    change_email_hint()
        en: "You sign in with it",
        de: "Mit ihr meldest du dich an",
        fr: "Elle vous sert à vous connecter",
        es: "Con ella inicias sesión",
        nl: "Je logt ermee in",
        it: "Lo usi per accedere";
    download_my_data()
        en: "Download my data",
        de: "Meine Daten herunterladen",
        fr: "Télécharger mes données",
        es: "Descargar mis datos",
        nl: "Mijn gegevens downloaden",
        it: "Scarica i miei dati";
    download_my_data_hint()
        en: "Account, sign-ins, tokens, listings, orders and what you wait for, as JSON",
        de: "Konto, Anmeldungen, Token, Angebote, Käufe und worauf du wartest, als JSON",
        fr: "Compte, connexions, jetons, annonces, commandes et ce que vous attendez, en JSON",
        es: "Cuenta, inicios de sesión, tokens, anuncios, pedidos y lo que esperas, en JSON",
        nl: "Account, logins, tokens, advertenties, bestellingen en waar je op wacht, als JSON",
        it: "Account, accessi, token, annunci, ordini e quello che aspetti, in JSON";
    run_the_site()
        en: "Run the site",
        de: "Seite betreiben",
        fr: "Gérer le site",
        es: "Administrar el sitio",
        nl: "Site beheren",
        it: "Gestisci il sito";
    run_the_site_hint()
        en: "For those who run it",
        de: "Für die, die sie betreiben",
        fr: "Pour l’équipe du site",
        es: "Para el equipo del sitio",
        nl: "Voor het team van de site",
        it: "Per lo staff del sito";
    where_signed_in()
        en: "Where you are signed in",
        de: "Wo du angemeldet bist",
        fr: "Où vous êtes connecté",
        es: "Dónde has iniciado sesión",
        nl: "Waar je bent ingelogd",
        it: "Dove hai effettuato l’accesso";
    /// After a browser's name.
    here_suffix()
        en: " – here",
        de: " – hier",
        fr: " – ici",
        es: " – aquí",
        nl: " – hier",
        it: " – qui";
    browser_on(browser: &str, system: &str)
        en: "{browser} on {system}",
        de: "{browser} auf {system}",
        fr: "{browser} sur {system}",
        es: "{browser} en {system}",
        nl: "{browser} op {system}",
        it: "{browser} su {system}";
    a_browser()
        en: "A browser",
        de: "Ein Browser",
        fr: "Un navigateur",
        es: "Un navegador",
        nl: "Een browser",
        it: "Un browser";
    /// Before a moment.
    signed_in_at()
        en: "Signed in ",
        de: "Angemeldet ",
        fr: "Connexion : ",
        es: "Sesión iniciada: ",
        nl: "Ingelogd op ",
        it: "Accesso: ";
    /// After a moment.
    at_address(address: &str)
        en: ", from {address}",
        de: ", von {address}",
        fr: ", depuis {address}",
        es: ", desde {address}",
        nl: ", vanaf {address}",
        it: ", da {address}";
    /// Before a moment, to the hour.
    last_used()
        en: "Last used about ",
        de: "Zuletzt benutzt etwa ",
        fr: "Dernière utilisation vers : ",
        es: "Último uso aproximado: ",
        nl: "Laatst gebruikt rond ",
        it: "Ultimo uso circa: ";
    not_you()
        en: "Is one of them not you? Change your password: this signs all others out.",
        de: "Bist du das bei einem davon nicht? Ändere dein Passwort: Das meldet alle anderen ab.",
        fr: "L’un d’eux n’est pas vous ? Changez de mot de passe : cela déconnecte tous les autres.",
        es: "¿Alguno de ellos no eres tú? Cambia tu contraseña: eso cierra las demás sesiones.",
        nl: "Ben jij een van deze niet? Wijzig je wachtwoord: dat logt alle andere uit.",
        it: "Uno di questi non sei tu? Cambia la password: tutti gli altri vengono disconnessi.";
    sign_out_browser(browser: &str)
        en: "Sign out {browser}",
        de: "{browser} abmelden",
        fr: "Déconnecter {browser}",
        es: "Cerrar la sesión de {browser}",
        nl: "{browser} uitloggen",
        it: "Disconnetti {browser}";
    sign_out_elsewhere_means()
        en: "Whoever else is signed in to your account has to sign in again, and your access tokens end.",
        de: "Wer sonst bei deinem Konto angemeldet ist, muss sich neu anmelden, und deine Zugriffstoken \
             enden.",
        fr: "Toute autre personne connectée à votre compte devra se reconnecter, et vos jetons d’accès \
             prennent fin.",
        es: "Quien más tenga una sesión en tu cuenta tendrá que iniciarla de nuevo, y tus tokens de \
             acceso se anulan.",
        nl: "Wie verder nog in je account is ingelogd, moet opnieuw inloggen, en je toegangstokens \
             vervallen.",
        it: "Chiunque altro abbia effettuato l’accesso al tuo account dovrà rifarlo, e i tuoi token di \
             accesso smettono di valere.";
    session_is_ended()
        en: "That browser is signed out.",
        de: "Dieser Browser ist abgemeldet.",
        fr: "Ce navigateur est déconnecté.",
        es: "Se ha cerrado la sesión de ese navegador.",
        nl: "Die browser is uitgelogd.",
        it: "Quel browser è stato disconnesso.";
    latest_sign_ins()
        en: "Latest sign-ins",
        de: "Letzte Anmeldungen",
        fr: "Dernières connexions",
        es: "Últimos inicios de sesión",
        nl: "Laatste logins",
        it: "Ultimi accessi";
    latest_sign_ins_of(wrong: usize)
        en: { match wrong {
            0 => "Show them".into(),
            1 => "Show them, and a wrong password".into(),
            _ => format!("Show them, and {wrong} wrong passwords"),
        } },
        de: { match wrong {
            0 => "Anzeigen".into(),
            1 => "Anzeigen, auch ein falsches Passwort".into(),
            _ => format!("Anzeigen, auch {wrong} falsche Passwörter"),
        } },
        fr: { match wrong {
            0 => "Les afficher".into(),
            1 => "Les afficher, avec un mot de passe erroné".into(),
            _ => format!("Les afficher, avec {wrong} mots de passe erronés"),
        } },
        es: { match wrong {
            0 => "Mostrarlos".into(),
            1 => "Mostrarlos, con una contraseña incorrecta".into(),
            _ => format!("Mostrarlos, con {wrong} contraseñas incorrectas"),
        } },
        nl: { match wrong {
            0 => "Tonen".into(),
            1 => "Tonen, ook een verkeerd wachtwoord".into(),
            _ => format!("Tonen, ook {wrong} verkeerde wachtwoorden"),
        } },
        it: { match wrong {
            0 => "Mostrali".into(),
            1 => "Mostrali, con una password sbagliata".into(),
            _ => format!("Mostrali, con {wrong} password sbagliate"),
        } };
    wrong_password_typed(browser: &str)
        en: "Wrong password: {browser}",
        de: "Falsches Passwort: {browser}",
        fr: "Mot de passe erroné : {browser}",
        es: "Contraseña incorrecta: {browser}",
        nl: "Verkeerd wachtwoord: {browser}",
        it: "Password sbagliata: {browser}";
    how_failures_are_noted()
        en: "The latest 20 of each are kept. Wrong passwords count once an hour for each network.",
        de: "Die letzten 20 werden jeweils behalten. Falsche Passwörter zählen je Netz einmal in der \
             Stunde.",
        fr: "Les 20 dernières de chaque sorte sont conservées. Les mots de passe erronés comptent une \
             fois par heure et par réseau.",
        es: "Se guardan los 20 últimos de cada tipo. Las contraseñas incorrectas cuentan una vez por \
             hora y por red.",
        nl: "Van elk worden de laatste 20 bewaard. Verkeerde wachtwoorden tellen per netwerk één keer \
             per uur.",
        it: "Si conservano gli ultimi 20 di ciascun tipo. Le password sbagliate contano una volta \
             all’ora per ogni rete.";
    sign_out_elsewhere()
        en: "Sign out everywhere else",
        de: "Überall sonst abmelden",
        fr: "Se déconnecter partout ailleurs",
        es: "Cerrar todas las demás sesiones",
        nl: "Overal elders uitloggen",
        it: "Esci da tutti gli altri browser";
    delete_this_account()
        en: "Delete this account",
        de: "Dieses Konto löschen",
        fr: "Supprimer ce compte",
        es: "Eliminar esta cuenta",
        nl: "Dit account verwijderen",
        it: "Elimina questo account";
    delete_link()
        en: "What goes, what stays, and how to delete it",
        de: "Was verschwindet, was bleibt und wie du es löschst",
        fr: "Ce qui disparaît, ce qui reste, et comment le supprimer",
        es: "Qué desaparece, qué queda y cómo eliminarla",
        nl: "Wat verdwijnt, wat blijft en hoe je het verwijdert",
        it: "Che cosa sparisce, che cosa resta e come eliminarlo";
    new_email()
        en: "New e-mail address",
        de: "Neue E-Mail-Adresse",
        fr: "Nouvelle adresse e-mail",
        es: "Dirección de correo nueva",
        nl: "Nieuw e-mailadres",
        it: "Nuovo indirizzo e-mail";
    so_that_we_know()
        en: "So that we know it is you.",
        de: "Damit wir wissen, dass du es bist.",
        fr: "Pour que nous sachions que c’est bien vous.",
        es: "Para que sepamos que eres tú.",
        nl: "Zodat we weten dat jij het bent.",
        it: "Così sappiamo che sei tu.";
    back_to_the_account()
        en: "Back to the account",
        de: "Zurück zum Konto",
        fr: "Retour au compte",
        es: "Volver a la cuenta",
        nl: "Terug naar het account",
        it: "Torna all’account";
    password_is_changed()
        en: "Your password is changed. You are signed out everywhere else.",
        de: "Dein Passwort ist geändert. Überall sonst bist du abgemeldet.",
        fr: "Votre mot de passe est changé. Vous êtes déconnecté partout ailleurs.",
        es: "Tu contraseña ha cambiado. Se han cerrado tus demás sesiones.",
        nl: "Je wachtwoord is gewijzigd. Overal elders ben je uitgelogd.",
        it: "La tua password è cambiata. Sei stato disconnesso da ogni altro browser.";
    password_is_reset()
        en: "Your new password is set. Sign in with it.",
        de: "Dein neues Passwort ist gesetzt. Melde dich mit ihm an.",
        fr: "Votre nouveau mot de passe est enregistré. Connectez-vous avec.",
        es: "Tu contraseña nueva está guardada. Inicia sesión con ella.",
        nl: "Je nieuwe wachtwoord is ingesteld. Log ermee in.",
        it: "La tua nuova password è impostata. Usala per accedere.";
    email_is_changed()
        en: "Your e-mail address is changed. Sign in with it from now on.",
        de: "Deine E-Mail-Adresse ist geändert. Melde dich ab jetzt mit ihr an.",
        fr: "Votre adresse e-mail est changée. Connectez-vous désormais avec celle-ci.",
        es: "Tu dirección de correo ha cambiado. Desde ahora inicia sesión con ella.",
        nl: "Je e-mailadres is gewijzigd. Log er vanaf nu mee in.",
        it: "Il tuo indirizzo e-mail è cambiato. Da ora usalo per accedere.";
    sessions_are_ended()
        en: "You are signed out everywhere else.",
        de: "Du bist überall sonst abgemeldet.",
        fr: "Vous êtes déconnecté partout ailleurs.",
        es: "Se han cerrado tus demás sesiones.",
        nl: "Je bent overal elders uitgelogd.",
        it: "Sei stato disconnesso da ogni altro browser.";
    confirmation_is_sent()
        en: "A mail with a link is on its way. It can take some minutes.",
        de: "Eine Mail mit einem Link ist unterwegs. Das kann einige Minuten dauern.",
        fr: "Un e-mail avec un lien est en route. Cela peut prendre quelques minutes.",
        es: "Un correo con un enlace va de camino. Puede tardar unos minutos.",
        nl: "Er is een e-mail met een link onderweg. Dat kan een paar minuten duren.",
        it: "Un’e-mail con un link è in arrivo. Può volerci qualche minuto.";
    not_your_password()
        en: "This is not your password. Nothing was changed.",
        de: "Das ist nicht dein Passwort. Es wurde nichts geändert.",
        fr: "Ce n’est pas votre mot de passe. Rien n’a été modifié.",
        es: "Esta no es tu contraseña. No se ha cambiado nada.",
        nl: "Dit is niet je wachtwoord. Er is niets gewijzigd.",
        it: "Questa non è la tua password. Non è stato modificato nulla.";
    runs_the_site()
        en: "Your address is named in site.admins, and whoever takes it next would run the site. \
             Take it out there first.",
        de: "Deine Adresse steht in site.admins, und wer sie als Nächstes nimmt, würde die Seite \
             betreiben. Nimm sie dort zuerst heraus.",
        fr: "Votre adresse figure dans site.admins, et quiconque la prendrait ensuite \
             gérerait le site. Retirez-la d’abord de là.",
        es: "Tu dirección figura en site.admins, y quien la tome después administraría el sitio. \
             Quítala antes de ahí.",
        nl: "Je adres staat in site.admins, en wie het hierna neemt, zou de site beheren. Haal het \
             daar eerst weg.",
        it: "Il tuo indirizzo è in site.admins, e chi lo prendesse dopo gestirebbe il sito. Prima \
             toglilo da lì.";

    delete_for_ever()
        en: "Delete my account for ever",
        de: "Mein Konto für immer löschen",
        fr: "Supprimer mon compte pour toujours",
        es: "Eliminar mi cuenta para siempre",
        nl: "Mijn account voorgoed verwijderen",
        it: "Elimina per sempre il mio account";
    not_deleted_yet()
        en: "Your account cannot be deleted yet, and nothing has changed: others rely on what \
             follows. Come back when it is over.",
        de: "Dein Konto kann noch nicht gelöscht werden, und nichts hat sich geändert: Auf das \
             Folgende verlassen sich andere. Komm wieder, wenn es vorbei ist.",
        fr: "Votre compte ne peut pas encore être supprimé, et rien n’a changé : d’autres comptent sur \
             ce qui suit. Revenez quand ce sera terminé.",
        es: "Tu cuenta todavía no se puede eliminar, y no ha cambiado nada: otros cuentan con lo que \
             sigue. Vuelve cuando haya terminado.",
        nl: "Je account kan nog niet worden verwijderd, en er is niets veranderd: anderen rekenen op \
             het volgende. Kom terug als het voorbij is.",
        it: "Il tuo account non si può ancora eliminare, e nulla è cambiato: altri contano su quanto \
             segue. Torna quando sarà finito.";
    keep_the_account()
        en: "Keep it, and go back to the account",
        de: "Behalten und zurück zum Konto",
        fr: "Le garder et revenir au compte",
        es: "Conservarla y volver a la cuenta",
        nl: "Behouden en terug naar het account",
        it: "Tienilo e torna all’account";
    cannot_be_undone()
        en: "This cannot be undone.",
        de: "Das lässt sich nicht rückgängig machen.",
        fr: "Cette action est irréversible.",
        es: "Esto no se puede deshacer.",
        nl: "Dit kan niet ongedaan worden gemaakt.",
        it: "Non si può annullare.";
    what_goes()
        en: "What goes",
        de: "Was verschwindet",
        fr: "Ce qui disparaît",
        es: "Lo que desaparece",
        nl: "Wat verdwijnt",
        it: "Che cosa sparisce";
    goes_account()
        en: "Your e-mail address, your password, and who has signed in. You are signed out everywhere.",
        de: "Deine E-Mail-Adresse, dein Passwort und wer sich angemeldet hat. Du wirst überall \
             abgemeldet.",
        fr: "Votre adresse e-mail, votre mot de passe et l’historique des connexions. Vous êtes \
             déconnecté partout.",
        es: "Tu dirección de correo, tu contraseña y quién ha iniciado sesión. Se cierran todas tus \
             sesiones.",
        nl: "Je e-mailadres, je wachtwoord en wie er is ingelogd. Je wordt overal uitgelogd.",
        it: "Il tuo indirizzo e-mail, la tua password e chi ha effettuato l’accesso. Vieni disconnesso \
             ovunque.";
    goes_wishes()
        en: "What you asked to be told of, and mails that wait to be sent to you.",
        de: "Was dir gemeldet werden sollte, und Mails, die noch an dich gehen sollten.",
        fr: "Ce dont vous vouliez être averti, et les e-mails qui attendaient de vous être envoyés.",
        es: "Aquello de lo que querías que te avisáramos, y los correos que esperan a enviarse.",
        nl: "Waarover je bericht wilde krijgen, en e-mails die nog naar je verstuurd zouden worden.",
        it: "Ciò di cui volevi essere avvisato, e le e-mail in attesa di esserti inviate.";
    goes_later()
        en: "When this site's data is next compacted: your address in old records, and what you \
             wrote about tickets that you never sold.",
        de: "Wenn die Daten dieser Seite das nächste Mal verdichtet werden: deine Adresse in alten \
             Einträgen, und was du über Tickets geschrieben hast, die du nie verkauft hast.",
        fr: "Au prochain compactage des données de ce site : votre adresse dans les anciens \
             enregistrements, et ce que vous avez écrit sur des billets que vous n’avez jamais vendus.",
        es: "Cuando se compacten por próxima vez los datos de este sitio: tu dirección en registros \
             antiguos y lo que escribiste sobre entradas que nunca vendiste.",
        nl: "Als de gegevens van deze site weer worden gecomprimeerd: je adres in oude vermeldingen, \
             en wat je schreef over tickets die je nooit hebt verkocht.",
        it: "Alla prossima compattazione dei dati di questo sito: il tuo indirizzo nelle vecchie \
             registrazioni, e quello che hai scritto di biglietti che non hai mai venduto.";
    what_stays()
        en: "What stays",
        de: "Was bleibt",
        fr: "Ce qui reste",
        es: "Lo que queda",
        nl: "Wat blijft",
        it: "Che cosa resta";
    stays_orders()
        en: "Orders, payments and refunds, with the tickets sold: the other side and the books need \
             them. They say “deleted account” where your address was.",
        de: "Käufe, Zahlungen und Erstattungen, mit den verkauften Tickets: Die andere Seite und die \
             Buchhaltung brauchen sie. Wo deine Adresse war, steht „gelöschtes Konto“.",
        fr: "Les commandes, paiements et remboursements, avec les billets vendus : l’autre partie et \
             la comptabilité en ont besoin. À la place de votre adresse figure « compte supprimé ».",
        es: "Pedidos, pagos y reembolsos, con las entradas vendidas: los necesitan la otra parte y la \
             contabilidad. Donde estaba tu dirección dice «cuenta eliminada».",
        nl: "Bestellingen, betalingen en terugbetalingen, met de verkochte tickets: de andere partij \
             en de boekhouding hebben ze nodig. Waar je adres stond, staat ‘verwijderd account’.",
        it: "Ordini, pagamenti e rimborsi, con i biglietti venduti: servono all’altra parte e alla \
             contabilità. Al posto del tuo indirizzo c’è scritto «account eliminato».";
    stays_tickets()
        en: "Title, notes and file of what you sold, and why you refunded: for its buyer.",
        de: "Titel, Hinweise und Datei von dem, was du verkauft hast, und warum du erstattet hast: \
             für den, der es gekauft hat.",
        fr: "Titre, remarques et fichier de ce que vous avez vendu, et la raison de vos \
             remboursements : pour l’acheteur.",
        es: "Título, notas y archivo de lo que vendiste, y por qué reembolsaste: para quien lo compró.",
        nl: "Titel, opmerkingen en bestand van wat je hebt verkocht, en waarom je terugbetaalde: voor \
             de koper.",
        it: "Titolo, note e file di ciò che hai venduto, e perché hai rimborsato: per chi l’ha \
             comprato.";
    stays_events()
        en: "The events that you added: others may sell tickets for them.",
        de: "Die Veranstaltungen, die du angelegt hast: Andere verkaufen vielleicht Tickets dafür.",
        fr: "Les événements que vous avez ajoutés : d’autres vendent peut-être des billets pour eux.",
        es: "Los eventos que añadiste: quizá otros vendan entradas para ellos.",
        nl: "De evenementen die je hebt toegevoegd: misschien verkopen anderen er tickets voor.",
        it: "Gli eventi che hai aggiunto: altri potrebbero vendere biglietti per quelli.";
    /// Before a link to the data.
    not_open_any_more()
        en: "You will not be able to open your orders, receipts and tickets any more. ",
        de: "Du kannst deine Käufe, Belege und Tickets dann nicht mehr öffnen. ",
        fr: "Vous ne pourrez plus ouvrir vos commandes, vos reçus et vos billets. ",
        es: "Ya no podrás abrir tus pedidos, recibos y entradas. ",
        nl: "Je kunt je bestellingen, betaalbewijzen en tickets dan niet meer openen. ",
        it: "Non potrai più aprire i tuoi ordini, le tue ricevute e i tuoi biglietti. ";
    download_your_data()
        en: "Download your data",
        de: "Lade vorher deine Daten",
        fr: "Téléchargez d’abord vos données",
        es: "Descarga antes tus datos",
        nl: "Download eerst je gegevens",
        it: "Scarica prima i tuoi dati";
    /// After it.
    and_your_tickets_first()
        en: " and the tickets that you bought first.",
        de: " und die Tickets herunter, die du gekauft hast.",
        fr: " et les billets que vous avez achetés.",
        es: " y las entradas que compraste.",
        nl: " en de tickets die je hebt gekocht.",
        it: " e i biglietti che hai comprato.";
    account_is_deleted()
        en: "Your account is deleted",
        de: "Dein Konto ist gelöscht",
        fr: "Votre compte est supprimé",
        es: "Tu cuenta se ha eliminado",
        nl: "Je account is verwijderd",
        it: "Il tuo account è stato eliminato";
    account_is_deleted_lead()
        en: "You are signed out everywhere. Nobody can sign in to it any more.",
        de: "Du bist überall abgemeldet. Niemand kann sich mehr damit anmelden.",
        fr: "Vous êtes déconnecté partout. Plus personne ne peut s’y connecter.",
        es: "Se han cerrado todas tus sesiones. Ya nadie puede iniciar sesión con ella.",
        nl: "Je bent overal uitgelogd. Niemand kan er nog mee inloggen.",
        it: "Sei stato disconnesso ovunque. Nessuno può più usarlo per accedere.";
    look_at_what_is_for_sale()
        en: "Look at what is for sale",
        de: "Sieh dir an, was es gibt",
        fr: "Voir ce qui est en vente",
        es: "Mira qué hay en venta",
        nl: "Bekijk wat er te koop is",
        it: "Guarda che cosa c’è in vendita";
    live_for_sale(title: &str)
        en: "{title}: for sale",
        de: "{title}: wird angeboten",
        fr: "{title} : en vente",
        es: "{title}: en venta",
        nl: "{title}: te koop",
        it: "{title}: in vendita";
    live_held_for_a_buyer(title: &str)
        en: "{title}: held for a buyer",
        de: "{title}: für jemanden reserviert",
        fr: "{title} : réservé pour un acheteur",
        es: "{title}: reservada para un comprador",
        nl: "{title}: gereserveerd voor een koper",
        it: "{title}: riservato a un acquirente";
    live_held_for_you(title: &str)
        en: "{title}: held for you",
        de: "{title}: für dich reserviert",
        fr: "{title} : réservé pour vous",
        es: "{title}: reservada para ti",
        nl: "{title}: voor jou gereserveerd",
        it: "{title}: riservato a te";
    live_refunding(title: &str)
        en: "{title}: being refunded",
        de: "{title}: wird erstattet",
        fr: "{title} : remboursement en cours",
        es: "{title}: reembolso en curso",
        nl: "{title}: wordt terugbetaald",
        it: "{title}: rimborso in corso";
    live_unsettled(title: &str)
        en: "{title}: a payment is not settled",
        de: "{title}: eine Zahlung ist nicht abgeschlossen",
        fr: "{title} : un paiement n’est pas terminé",
        es: "{title}: hay un pago sin terminar",
        nl: "{title}: een betaling is niet afgerond",
        it: "{title}: un pagamento non è concluso";
    remedy_withdraw()
        en: "Withdraw it",
        de: "Zieh es zurück",
        fr: "Retirez-le de la vente",
        es: "Retírala de la venta",
        nl: "Trek het in",
        it: "Ritiralo dalla vendita";
    remedy_wait()
        en: "It is sold, or free again, in a while",
        de: "Bald ist es verkauft oder wieder frei",
        fr: "Il sera vendu, ou de nouveau libre, sous peu",
        es: "Dentro de poco estará vendida o libre otra vez",
        nl: "Het is binnenkort verkocht of weer vrij",
        it: "Tra poco sarà venduto, o di nuovo libero";
    remedy_pay_or_cancel()
        en: "Pay for it or cancel it",
        de: "Bezahle es oder brich es ab",
        fr: "Payez-le ou annulez",
        es: "Págala o cancélala",
        nl: "Betaal het of annuleer het",
        it: "Pagalo o annullalo";
    remedy_refund()
        en: "It is over when the money is back",
        de: "Vorbei, wenn das Geld zurück ist",
        fr: "Terminé quand l’argent est rendu",
        es: "Terminará cuando se devuelva el dinero",
        nl: "Voorbij als het geld terug is",
        it: "Finisce quando il denaro è stato restituito";
    remedy_itself()
        en: "It is settled by itself",
        de: "Das erledigt sich von selbst",
        fr: "Cela se règle tout seul",
        es: "Se resuelve solo",
        nl: "Dit lost zichzelf op",
        it: "Si risolve da sé";

    too_often_sign_in()
        en: "Too many tries to sign in",
        de: "Zu viele Anmeldeversuche",
        fr: "Trop de tentatives de connexion",
        es: "Demasiados intentos de iniciar sesión",
        nl: "Te veel pogingen om in te loggen",
        it: "Troppi tentativi di accesso";
    too_often_sign_up()
        en: "Too many new accounts",
        de: "Zu viele neue Konten",
        fr: "Trop de nouveaux comptes",
        es: "Demasiadas cuentas nuevas",
        nl: "Te veel nieuwe accounts",
        it: "Troppi nuovi account";
    too_often_reset()
        en: "Too many tries for a new password",
        de: "Zu viele Versuche für ein neues Passwort",
        fr: "Trop de demandes de nouveau mot de passe",
        es: "Demasiados intentos de cambiar la contraseña",
        nl: "Te veel pogingen voor een nieuw wachtwoord",
        it: "Troppi tentativi per una nuova password";
    too_often_confirm()
        en: "Too many tries to confirm an address",
        de: "Zu viele Versuche, eine Adresse zu bestätigen",
        fr: "Trop de tentatives de confirmer une adresse",
        es: "Demasiados intentos de confirmar una dirección",
        nl: "Te veel pogingen om een adres te bevestigen",
        it: "Troppi tentativi di confermare un indirizzo";
    too_often()
        en: "This was too often",
        de: "Das war zu oft",
        fr: "C’était trop souvent",
        es: "Han sido demasiadas veces",
        nl: "Dit was te vaak",
        it: "Troppe volte";
    many_from_your_network()
        en: "Very many tries came from your network, which others may use too.",
        de: "Aus deinem Netz, das vielleicht auch andere benutzen, kamen sehr viele Versuche.",
        fr: "De très nombreuses tentatives sont venues de votre réseau, que d’autres utilisent \
             peut-être aussi.",
        es: "Han llegado muchísimos intentos desde tu red, que quizá usen también otras personas.",
        nl: "Er kwamen heel veel pogingen vanaf je netwerk, dat anderen misschien ook gebruiken.",
        it: "Dalla tua rete, che forse usano anche altri, sono arrivati moltissimi tentativi.";
    many_wrong_passwords()
        en: "Too many wrong passwords were typed for this account.",
        de: "Für dieses Konto wurden zu viele falsche Passwörter eingegeben.",
        fr: "Trop de mots de passe erronés ont été saisis pour ce compte.",
        es: "Se han escrito demasiadas contraseñas incorrectas para esta cuenta.",
        nl: "Er zijn te veel verkeerde wachtwoorden voor dit account ingevoerd.",
        it: "Per questo account sono state inserite troppe password sbagliate.";
    many_by_you()
        en: "You have tried this very often just now.",
        de: "Du hast das gerade sehr oft versucht.",
        fr: "Vous venez d’essayer cela très souvent.",
        es: "Acabas de intentarlo muchísimas veces.",
        nl: "Je hebt dit net heel vaak geprobeerd.",
        it: "L’hai appena provato moltissime volte.";
    unharmed_sign_in()
        en: "Nothing was changed, and who is signed in stays signed in.",
        de: "Es wurde nichts geändert, und wer angemeldet ist, bleibt angemeldet.",
        fr: "Rien n’a été modifié, et les sessions ouvertes le restent.",
        es: "No se ha cambiado nada, y quien tenga una sesión la conserva.",
        nl: "Er is niets gewijzigd, en wie is ingelogd, blijft ingelogd.",
        it: "Non è stato modificato nulla, e chi ha effettuato l’accesso resta connesso.";
    unharmed_sign_up()
        en: "No account was made or changed. You can look around without one.",
        de: "Es wurde kein Konto angelegt oder geändert. Umsehen kannst du dich auch ohne.",
        fr: "Aucun compte n’a été créé ni modifié. Vous pouvez regarder sans en avoir un.",
        es: "No se ha creado ni cambiado ninguna cuenta. Puedes mirar sin tener una.",
        nl: "Er is geen account gemaakt of gewijzigd. Rondkijken kan ook zonder.",
        it: "Nessun account è stato creato o modificato. Puoi dare un’occhiata anche senza.";
    unharmed_reset()
        en: "No mail was sent, and no password was changed.",
        de: "Es wurde keine Mail verschickt und kein Passwort geändert.",
        fr: "Aucun e-mail n’a été envoyé, et aucun mot de passe n’a été modifié.",
        es: "No se ha enviado ningún correo ni se ha cambiado ninguna contraseña.",
        nl: "Er is geen e-mail verstuurd en geen wachtwoord gewijzigd.",
        it: "Nessuna e-mail è stata inviata e nessuna password è stata cambiata.";
    unharmed_confirm()
        en: "No other mail was sent. You can buy and sell; the link that you have stays good.",
        de: "Es wurde keine weitere Mail verschickt. Kaufen und verkaufen kannst du; der Link, den \
             du hast, gilt weiter.",
        fr: "Aucun autre e-mail n’a été envoyé. Vous pouvez acheter et vendre ; le lien que vous avez \
             reste valable.",
        es: "No se ha enviado ningún otro correo. Puedes comprar y vender; el enlace que tienes sigue \
             valiendo.",
        nl: "Er is geen nieuwe e-mail verstuurd. Je kunt kopen en verkopen; de link die je hebt, \
             blijft geldig.",
        it: "Non è stata inviata nessun’altra e-mail. Puoi comprare e vendere; il link che hai resta \
             valido.";
    unharmed_buy()
        en: "Nothing was held by this try; what you hold stays yours.",
        de: "Dieser Versuch hat nichts reserviert; was du reserviert hast, bleibt dir.",
        fr: "Cette tentative n’a rien réservé ; ce que vous avez réservé reste à vous.",
        es: "Este intento no ha reservado nada; lo que tienes reservado sigue siendo tuyo.",
        nl: "Deze poging heeft niets gereserveerd; wat je hebt gereserveerd, blijft van jou.",
        it: "Questo tentativo non ha riservato nulla; quello che hai riservato resta tuo.";
    unharmed_pay()
        en: "You were not charged by this try, and the ticket stays held for you until its time is \
             up.",
        de: "Mit diesem Versuch wurde nichts abgebucht, und das Ticket bleibt für dich reserviert, \
             bis die Zeit um ist.",
        fr: "Cette tentative ne vous a rien débité, et le billet vous reste réservé jusqu’à la fin du \
             délai.",
        es: "Con este intento no se te ha cobrado nada, y la entrada sigue reservada para ti hasta que \
             acabe el plazo.",
        nl: "Met deze poging is niets afgeschreven, en het ticket blijft voor je gereserveerd tot de \
             tijd om is.",
        it: "Con questo tentativo non ti è stato addebitato nulla, e il biglietto resta riservato a te \
             fino allo scadere del tempo.";
    unharmed_list()
        en: "Nothing was listed by this try; what you have listed stays for sale.",
        de: "Dieser Versuch hat nichts angeboten; was du anbietest, bleibt im Verkauf.",
        fr: "Cette tentative n’a rien mis en vente ; ce que vous avez mis en vente le reste.",
        es: "Este intento no ha puesto nada a la venta; lo que ya tenías a la venta sigue estándolo.",
        nl: "Deze poging heeft niets te koop gezet; wat je al te koop hebt staan, blijft te koop.",
        it: "Questo tentativo non ha messo in vendita nulla; quello che hai in vendita ci resta.";
    unharmed_other()
        en: "Nothing was changed by this try, and everything else stays as it is.",
        de: "Dieser Versuch hat nichts geändert, und alles andere bleibt, wie es ist.",
        fr: "Cette tentative n’a rien modifié, et tout le reste demeure tel quel.",
        es: "Este intento no ha cambiado nada, y todo lo demás sigue igual.",
        nl: "Deze poging heeft niets gewijzigd, en al het andere blijft zoals het is.",
        it: "Questo tentativo non ha modificato nulla, e tutto il resto rimane com’è.";
    newcomers_may_less()
        en: "In its first day, and until its address is confirmed, an account may do less of this.",
        de: "An seinem ersten Tag, und bis seine Adresse bestätigt ist, darf ein Konto davon weniger.",
        fr: "Le premier jour, et tant que son adresse n’est pas confirmée, un compte a droit à moins \
             d’essais.",
        es: "En su primer día, y hasta que confirma su dirección, una cuenta puede hacerlo menos veces.",
        nl: "Op de eerste dag, en tot het adres is bevestigd, mag een account dit minder vaak.",
        it: "Il primo giorno, e finché il suo indirizzo non è confermato, un account può farlo meno \
             spesso.";
    try_again_in(seconds: u64)
        en: { match seconds {
            0 | 1 => "Please try again in a second.".into(),
            2..=90 => format!("Please try again in {seconds} seconds."),
            _ => format!("Please try again in {} minutes.", seconds.div_ceil(60)),
        } },
        de: { match seconds {
            0 | 1 => "Bitte versuche es in einer Sekunde noch einmal.".into(),
            2..=90 => format!("Bitte versuche es in {seconds} Sekunden noch einmal."),
            _ => format!("Bitte versuche es in {} Minuten noch einmal.", seconds.div_ceil(60)),
        } },
        fr: { match seconds {
            0 | 1 => "Veuillez réessayer dans une seconde.".into(),
            2..=90 => format!("Veuillez réessayer dans {seconds} secondes."),
            _ => format!("Veuillez réessayer dans {} minutes.", seconds.div_ceil(60)),
        } },
        es: { match seconds {
            0 | 1 => "Inténtalo de nuevo dentro de un segundo.".into(),
            2..=90 => format!("Inténtalo de nuevo dentro de {seconds} segundos."),
            _ => format!("Inténtalo de nuevo dentro de {} minutos.", seconds.div_ceil(60)),
        } },
        nl: { match seconds {
            0 | 1 => "Probeer het over een seconde opnieuw.".into(),
            2..=90 => format!("Probeer het over {seconds} seconden opnieuw."),
            _ => format!("Probeer het over {} minuten opnieuw.", seconds.div_ceil(60)),
        } },
        it: { match seconds {
            0 | 1 => "Riprova tra un secondo.".into(),
            2..=90 => format!("Riprova tra {seconds} secondi."),
            _ => format!("Riprova tra {} minuti.", seconds.div_ceil(60)),
        } };
}
