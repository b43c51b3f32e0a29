//! Second factors, and who is asked for one.

use std::borrow::Cow;

use super::{Language, texts};
use crate::domain::{FactorNews, FirstFactor, SecondFactor, SignInBy};

impl Language {
    /// By what somebody has signed in; the OpenID Connect provider is called so.
    pub(crate) fn signed_in_by(self, by: SignInBy, provider: &str) -> Cow<'static, str> {
        match (by.first, by.second) {
            (FirstFactor::Passkey, _) => self.by_passkey().into(),
            (FirstFactor::Password, None) => self.by_password().into(),
            (FirstFactor::Password, Some(SecondFactor::Code)) => self.by_password_and_code().into(),
            (FirstFactor::Password, Some(SecondFactor::RecoveryCode)) => {
                self.by_password_and_recovery_code().into()
            }
            (FirstFactor::Password, Some(SecondFactor::Passkey)) => {
                self.by_password_and_passkey().into()
            }
            (FirstFactor::OpenId, None) => self.by_openid(provider).into(),
            (FirstFactor::OpenId, Some(SecondFactor::Code)) => {
                self.by_openid_and_code(provider).into()
            }
            (FirstFactor::OpenId, Some(SecondFactor::RecoveryCode)) => {
                self.by_openid_and_recovery_code(provider).into()
            }
            (FirstFactor::OpenId, Some(SecondFactor::Passkey)) => {
                self.by_openid_and_passkey(provider).into()
            }
        }
    }

    /// That a wrong code was typed into a browser.
    pub(crate) fn wrong_code_in(self, browser: &str, by: SignInBy, provider: &str) -> String {
        let browser = self.browser(browser);
        match by.first {
            FirstFactor::OpenId => self.wrong_code_after_openid(provider, &browser),
            FirstFactor::Password | FirstFactor::Passkey => self.wrong_code_typed(&browser),
        }
    }

    /// What has become of the factors of an account.
    pub(crate) fn factor_news(self, news: FactorNews) -> &'static str {
        match news {
            FactorNews::TotpAdded => self.news_app_added(),
            FactorNews::TotpRemoved => self.news_app_removed(),
            FactorNews::PasskeyAdded => self.news_passkey_added(),
            FactorNews::PasskeyRemoved => self.news_passkey_removed(),
            FactorNews::CodesRenewed => self.news_codes_renewed(),
            FactorNews::CodeUsed => self.news_code_used(),
            FactorNews::Forgotten => self.news_forgotten(),
            FactorNews::CodeWrong => self.news_code_wrong(),
            FactorNews::OpenIdLinked => self.news_openid_linked(),
            FactorNews::OpenIdUnlinked => self.news_openid_unlinked(),
            FactorNews::CodeWrongAfterOpenId => self.news_code_wrong_openid(),
        }
    }
}

texts! {
    security_title()
        en: "Security",
        de: "Sicherheit",
        fr: "Sécurité",
        es: "Seguridad",
        nl: "Beveiliging",
        it: "Sicurezza";
    security_hint()
        en: "What you sign in with, where you are signed in, and who has tried",
        de: "Womit du dich anmeldest, wo du angemeldet bist und wer es versucht hat",
        fr: "Comment vous vous connectez, où vous l’êtes et qui a essayé",
        es: "Con qué inicias sesión, dónde la tienes abierta y quién lo ha intentado",
        nl: "Waarmee je inlogt, waar je bent ingelogd en wie het heeft geprobeerd",
        it: "Con che cosa accedi, dove hai effettuato l’accesso e chi ci ha provato";
    security_lead()
        en: "With a second factor nobody gets into your account who only knows your password.",
        de: "Mit einem zweiten Faktor kommt niemand in dein Konto, der nur dein Passwort kennt.",
        fr: "Avec un second facteur, personne n’entre dans votre compte en ne connaissant \
             que votre mot de passe.",
        es: "Con un segundo factor, nadie entra en tu cuenta sabiendo solo tu contraseña.",
        nl: "Met een tweede factor komt niemand in je account die alleen je wachtwoord kent.",
        it: "Con un secondo fattore nessuno entra nel tuo account conoscendo solo la password.";
    admins_need_factor()
        en: "This account is to run the site. It does so once it has a second factor: add one here.",
        de: "Dieses Konto soll die Seite betreiben. Das kann es, sobald es einen zweiten Faktor hat: \
             Füge hier einen hinzu.",
        fr: "Ce compte doit travailler pour ce site. Il le pourra dès qu’il aura un second \
             facteur : ajoutez-en un ici.",
        es: "Esta cuenta va a trabajar para este sitio. Podrá hacerlo en cuanto tenga un \
             segundo factor: añade uno aquí.",
        nl: "Dit account gaat voor deze site werken. Dat kan zodra het een tweede factor \
             heeft: voeg er hier een toe.",
        it: "Questo account lavorerà per questo sito. Potrà farlo appena avrà un secondo \
             fattore: aggiungine uno qui.";
    app_title()
        en: "Authenticator app",
        de: "Authenticator-App",
        fr: "Application d’authentification",
        es: "Aplicación de autenticación",
        nl: "Authenticator-app",
        it: "App di autenticazione";
    app_means()
        en: "An app on your phone shows six digits that are others every half minute. You type them \
             after your password.",
        de: "Eine App auf deinem Telefon zeigt sechs Ziffern, die jede halbe Minute andere sind. Du \
             gibst sie nach deinem Passwort ein.",
        fr: "Une application de votre téléphone affiche six chiffres, qui changent toutes \
             les trente secondes. Vous les saisissez après votre mot de passe.",
        es: "Una aplicación de tu teléfono muestra seis cifras que cambian cada medio \
             minuto. Las escribes después de tu contraseña.",
        nl: "Een app op je telefoon toont zes cijfers, elke halve minuut andere. Je vult ze \
             in na je wachtwoord.",
        it: "Un’app sul tuo telefono mostra sei cifre che cambiano ogni mezzo minuto. Le \
             inserisci dopo la password.";
    /// Before a moment.
    app_since()
        en: "In use since ",
        de: "In Gebrauch seit ",
        fr: "Utilisée depuis le ",
        es: "En uso desde el ",
        nl: "In gebruik sinds ",
        it: "In uso da: ";
    add_app()
        en: "Add an app",
        de: "App hinzufügen",
        fr: "Ajouter une application",
        es: "Añadir una aplicación",
        nl: "App toevoegen",
        it: "Aggiungi un’app";
    remove_app()
        en: "Remove the app",
        de: "App entfernen",
        fr: "Supprimer l’application",
        es: "Quitar la aplicación",
        nl: "App verwijderen",
        it: "Rimuovi l’app";
    remove_app_means()
        en: "From then on your password is enough to sign in, unless you have another second factor. \
             Recovery codes end with the last one.",
        de: "Danach reicht dein Passwort zum Anmelden, wenn du keinen anderen zweiten Faktor hast. \
             Mit dem letzten enden auch die Wiederherstellungscodes.",
        fr: "Ensuite, votre mot de passe suffit pour vous connecter, à moins que vous n’ayez \
             un autre second facteur. Les codes de secours prennent fin avec le dernier.",
        es: "A partir de entonces basta tu contraseña para iniciar sesión, salvo que tengas \
             otro segundo factor. Los códigos de recuperación terminan con el último.",
        nl: "Daarna is je wachtwoord genoeg om in te loggen, tenzij je een andere tweede \
             factor hebt. Met de laatste vervallen ook de herstelcodes.",
        it: "Da quel momento per accedere basta la password, se non hai un altro secondo \
             fattore. Con l’ultimo scadono anche i codici di recupero.";
    app_scan()
        en: "Scan this picture with your authenticator app.",
        de: "Scanne dieses Bild mit deiner Authenticator-App.",
        fr: "Scannez cette image avec votre application d’authentification.",
        es: "Escanea esta imagen con tu aplicación de autenticación.",
        nl: "Scan deze afbeelding met je authenticator-app.",
        it: "Inquadra questa immagine con la tua app di autenticazione.";
    app_picture()
        en: "QR code for an authenticator app",
        de: "QR-Code für eine Authenticator-App",
        fr: "Code QR pour une application d’authentification",
        es: "Código QR para una aplicación de autenticación",
        nl: "QR-code voor een authenticator-app",
        it: "Codice QR per un’app di autenticazione";
    app_type()
        en: "Or type this key into it (by time, six digits):",
        de: "Oder tippe diesen Schlüssel ein (zeitbasiert, sechs Ziffern):",
        fr: "Ou saisissez-y cette clé (selon l’heure, six chiffres) :",
        es: "O escribe en ella esta clave (por tiempo, seis cifras):",
        nl: "Of typ deze sleutel erin (op basis van tijd, zes cijfers):",
        it: "Oppure inserisci nell’app questa chiave (basata sul tempo, sei cifre):";
    app_first_code()
        en: "Enter the code that the app shows. Only then is it in use.",
        de: "Gib den Code ein, den die App zeigt. Erst dann wird sie benutzt.",
        fr: "Saisissez le code que l’application affiche. Ce n’est qu’alors qu’elle est \
             utilisée.",
        es: "Escribe el código que muestra la aplicación. Solo entonces empieza a usarse.",
        nl: "Vul de code in die de app toont. Pas dan is ze in gebruik.",
        it: "Inserisci il codice che l’app mostra. Solo allora sarà in uso.";
    wrong_first_code()
        en: "This is not the code that the app shows now. Check the clock of your phone, and enter the \
             next one.",
        de: "Das ist nicht der Code, den die App jetzt zeigt. Prüfe die Uhr deines Telefons und gib den \
             nächsten ein.",
        fr: "Ce n’est pas le code que l’application affiche à présent. Vérifiez l’heure de \
             votre téléphone et saisissez le suivant.",
        es: "Este no es el código que la aplicación muestra ahora. Comprueba la hora de tu \
             teléfono y escribe el siguiente.",
        nl: "Dit is niet de code die de app nu toont. Controleer de klok van je telefoon en \
             vul de volgende in.",
        it: "Questo non è il codice che l’app mostra adesso. Controlla l’ora del telefono e \
             inserisci il prossimo.";
    not_now()
        en: "Not now",
        de: "Jetzt nicht",
        fr: "Pas maintenant",
        es: "Ahora no",
        nl: "Nu niet",
        it: "Non ora";
    codes_title()
        en: "Recovery codes",
        de: "Wiederherstellungscodes",
        fr: "Codes de secours",
        es: "Códigos de recuperación",
        nl: "Herstelcodes",
        it: "Codici di recupero";
    codes_left(n: usize)
        en: { match n {
            0 => "You have none left. Make new ones, so that you get in if you lose the rest.".to_owned(),
            1 => "You have one left.".to_owned(),
            _ => format!("You have {n} left."),
        } },
        de: { match n {
            0 => "Du hast keinen mehr. Erstelle neue, damit du hineinkommst, wenn du den Rest \
                  verlierst.".to_owned(),
            1 => "Du hast noch einen.".to_owned(),
            _ => format!("Du hast noch {n}."),
        } },
        fr: { match n {
            0 => "Il ne vous en reste aucun. Créez-en de nouveaux, pour pouvoir entrer si vous \
             perdez le reste.".to_owned(),
            1 => "Il vous en reste un.".to_owned(),
            _ => format!("Il vous en reste {n}."),
        } },
        es: { match n {
            0 => "No te queda ninguno. Crea nuevos para poder entrar si pierdes lo demás.".to_owned(),
            1 => "Te queda uno.".to_owned(),
            _ => format!("Te quedan {n}."),
        } },
        nl: { match n {
            0 => "Je hebt er geen meer. Maak nieuwe, zodat je binnenkomt als je de rest kwijtraakt.".to_owned(),
            1 => "Je hebt er nog een.".to_owned(),
            _ => format!("Je hebt er nog {n}."),
        } },
        it: { match n {
            0 => "Non ne hai più. Creane di nuovi, per poter entrare se perdi il resto.".to_owned(),
            1 => "Te ne resta uno.".to_owned(),
            _ => format!("Te ne restano {n}."),
        } };
    renew_codes()
        en: "Make new recovery codes",
        de: "Neue Wiederherstellungscodes erstellen",
        fr: "Créer de nouveaux codes de secours",
        es: "Crear nuevos códigos de recuperación",
        nl: "Nieuwe herstelcodes maken",
        it: "Crea nuovi codici di recupero";
    renew_codes_means()
        en: "The old ones are worth nothing then.",
        de: "Die alten gelten dann nicht mehr.",
        fr: "Les anciens ne valent alors plus rien.",
        es: "Los anteriores dejan de valer.",
        nl: "De oude gelden dan niet meer.",
        it: "Quelli vecchi non valgono più.";
    codes_once()
        en: "These codes are shown this once.",
        de: "Diese Codes werden nur dieses eine Mal gezeigt.",
        fr: "Ces codes ne sont affichés que cette fois.",
        es: "Estos códigos se muestran solo esta vez.",
        nl: "Deze codes worden alleen deze ene keer getoond.",
        it: "Questi codici vengono mostrati solo questa volta.";
    codes_means()
        en: "Print them, or write them down, and keep them where your phone is not. If you lose your \
             phone, each of them signs you in once, after your password.",
        de: "Drucke sie aus oder schreibe sie auf, und bewahre sie getrennt von deinem Telefon auf. \
             Wenn du es verlierst, meldet dich jeder davon nach deinem Passwort einmal an.",
        fr: "Imprimez-les ou notez-les, et gardez-les ailleurs que votre téléphone. Si vous \
             le perdez, chacun d’eux vous connecte une fois, après votre mot de passe.",
        es: "Imprímelos o anótalos, y guárdalos lejos de tu teléfono. Si lo pierdes, cada \
             uno sirve para iniciar sesión una vez, después de tu contraseña.",
        nl: "Druk ze af of schrijf ze op, en bewaar ze niet bij je telefoon. Raak je die \
             kwijt, dan logt elk ervan je één keer in, na je wachtwoord.",
        it: "Stampali o annotali, e conservali lontano dal telefono. Se lo perdi, con ognuno \
             accedi una volta, dopo la password.";
    codes_kept()
        en: "I have kept them",
        de: "Ich habe sie aufbewahrt",
        fr: "Je les ai conservés",
        es: "Los he guardado",
        nl: "Ik heb ze bewaard",
        it: "Li ho conservati";
    factor_is_added()
        en: "Added. From now on signing in takes a second step.",
        de: "Hinzugefügt. Ab jetzt gehört zum Anmelden ein zweiter Schritt.",
        fr: "Ajouté. Désormais, la connexion demande une seconde étape.",
        es: "Añadido. A partir de ahora, iniciar sesión requiere un segundo paso.",
        nl: "Toegevoegd. Vanaf nu hoort er een tweede stap bij het inloggen.",
        it: "Aggiunto. Da ora per accedere serve un secondo passaggio.";
    factor_is_removed()
        en: "Removed.",
        de: "Entfernt.",
        fr: "Supprimé.",
        es: "Quitado.",
        nl: "Verwijderd.",
        it: "Rimosso.";
    factors_are_forgotten()
        en: "Forgotten. Sign in by your password, and add what you have now.",
        de: "Vergessen. Melde dich mit deinem Passwort an und füge hinzu, was du jetzt hast.",
        fr: "Oubliés. Connectez-vous avec votre mot de passe et ajoutez ce que vous avez \
             maintenant.",
        es: "Olvidados. Inicia sesión con tu contraseña y añade lo que tengas ahora.",
        nl: "Vergeten. Log in met je wachtwoord en voeg toe wat je nu hebt.",
        it: "Dimenticati. Accedi con la password e aggiungi ciò che hai ora.";

    passkeys_title()
        en: "Passkeys",
        de: "Passkeys",
        fr: "Clés d’accès",
        es: "Claves de acceso",
        nl: "Passkeys",
        it: "Passkey";
    passkeys_mean()
        en: "A passkey is kept by your phone, your computer or a security key, and opens by finger, face or \
             PIN. It signs you in without a password, and nobody can be made to tell it.",
        de: "Einen Passkey hat dein Telefon, dein Computer oder ein Sicherheitsschlüssel; er öffnet sich mit \
             Finger, Gesicht oder PIN. Er meldet dich ohne Passwort an, und niemand kann ihn dir entlocken.",
        fr: "Une clé d’accès est gardée par votre téléphone, votre ordinateur ou une clé de \
             sécurité, et s’ouvre par le doigt, le visage ou un code PIN. Elle vous connecte \
             sans mot de passe, et personne ne peut vous la soutirer.",
        es: "Una clave de acceso la guarda tu teléfono, tu ordenador o una llave de \
             seguridad, y se abre con el dedo, la cara o un PIN. Te permite iniciar sesión \
             sin contraseña, y nadie puede sonsacártela.",
        nl: "Een passkey zit in je telefoon, je computer of een beveiligingssleutel, en gaat \
             open met vinger, gezicht of pincode. Hij logt je in zonder wachtwoord, en \
             niemand kan hem je ontfutselen.",
        it: "Una passkey è custodita dal telefono, dal computer o da una chiave di \
             sicurezza, e si apre con il dito, il volto o un PIN. Ti fa accedere senza \
             password, e nessuno può fartela rivelare.";
    passkeys_need_script()
        en: "Passkeys need JavaScript, which is turned off in this browser.",
        de: "Passkeys brauchen JavaScript, das in diesem Browser abgeschaltet ist.",
        fr: "Les clés d’accès ont besoin de JavaScript, désactivé dans ce navigateur.",
        es: "Las claves de acceso necesitan JavaScript, que está desactivado en este navegador.",
        nl: "Passkeys hebben JavaScript nodig, en dat staat in deze browser uit.",
        it: "Le passkey hanno bisogno di JavaScript, che in questo browser è disattivato.";
    add_passkey()
        en: "Add a passkey",
        de: "Passkey hinzufügen",
        fr: "Ajouter une clé d’accès",
        es: "Añadir una clave de acceso",
        nl: "Passkey toevoegen",
        it: "Aggiungi una passkey";
    passkey_name()
        en: "What you call it",
        de: "Wie du ihn nennst",
        fr: "Comment vous l’appelez",
        es: "Cómo la llamas",
        nl: "Hoe je hem noemt",
        it: "Come la chiami";
    passkey_name_hint()
        en: "Such as “My phone”",
        de: "Zum Beispiel „Mein Telefon“",
        fr: "Par exemple « Mon téléphone »",
        es: "Por ejemplo, «Mi teléfono»",
        nl: "Bijvoorbeeld ‘Mijn telefoon’",
        it: "Per esempio «Il mio telefono»";
    remove_passkey(name: &str)
        en: "Remove {name}",
        de: "{name} entfernen",
        fr: "Supprimer {name}",
        es: "Quitar {name}",
        nl: "{name} verwijderen",
        it: "Rimuovi {name}";
    remove_passkey_means()
        en: "It opens nothing here any more. Delete it in your phone or computer, too. Recovery codes end with \
             your last second factor.",
        de: "Er öffnet hier nichts mehr. Lösche ihn auch in deinem Telefon oder Computer. Mit deinem letzten \
             zweiten Faktor enden auch die Wiederherstellungscodes.",
        fr: "Elle n’ouvre plus rien ici. Supprimez-la aussi de votre téléphone ou de votre \
             ordinateur. Les codes de secours prennent fin avec votre dernier second facteur.",
        es: "Ya no abre nada aquí. Bórrala también en tu teléfono u ordenador. Los códigos \
             de recuperación terminan con tu último segundo factor.",
        nl: "Hij opent hier niets meer. Verwijder hem ook op je telefoon of computer. Met je \
             laatste tweede factor vervallen ook de herstelcodes.",
        it: "Qui non apre più nulla. Eliminala anche dal telefono o dal computer. Con il tuo \
             ultimo secondo fattore scadono anche i codici di recupero.";
    wrong_passkey()
        en: "That passkey opens nothing here. Try again, or take another way.",
        de: "Dieser Passkey öffnet hier nichts. Versuche es noch einmal oder nimm einen anderen Weg.",
        fr: "Cette clé d’accès n’ouvre rien ici. Réessayez, ou prenez un autre moyen.",
        es: "Esta clave de acceso no abre nada aquí. Vuelve a intentarlo o usa otro medio.",
        nl: "Deze passkey opent hier niets. Probeer het nog eens of kies een andere manier.",
        it: "Questa passkey qui non apre nulla. Riprova, o scegli un altro modo.";
    too_many_passkeys()
        en: "You have as many passkeys as one may. Remove one first.",
        de: "Du hast so viele Passkeys, wie man haben kann. Entferne erst einen.",
        fr: "Vous avez autant de clés d’accès qu’on peut en avoir. Supprimez-en d’abord une.",
        es: "Tienes todas las claves de acceso que se pueden tener. Quita primero una.",
        nl: "Je hebt zoveel passkeys als er mogen zijn. Verwijder er eerst een.",
        it: "Hai già tutte le passkey che si possono avere. Prima rimuovine una.";
    use_passkey()
        en: "Use a passkey",
        de: "Passkey benutzen",
        fr: "Utiliser une clé d’accès",
        es: "Usar una clave de acceso",
        nl: "Passkey gebruiken",
        it: "Usa una passkey";
    sign_in_by_passkey()
        en: "Sign in by passkey",
        de: "Mit Passkey anmelden",
        fr: "Se connecter par clé d’accès",
        es: "Iniciar sesión con clave de acceso",
        nl: "Inloggen met passkey",
        it: "Accedi con passkey";
    passkey_asked_for()
        en: "Use the passkey that you have added, or a recovery code.",
        de: "Benutze den Passkey, den du hinzugefügt hast, oder einen Wiederherstellungscode.",
        fr: "Utilisez la clé d’accès que vous avez ajoutée, ou un code de secours.",
        es: "Usa la clave de acceso que has añadido o un código de recuperación.",
        nl: "Gebruik de passkey die je hebt toegevoegd, of een herstelcode.",
        it: "Usa la passkey che hai aggiunto, o un codice di recupero.";
    field_passkey()
        en: "Passkey",
        de: "Passkey",
        fr: "Clé d’accès",
        es: "Clave de acceso",
        nl: "Passkey",
        it: "Passkey";

    look_title()
        en: "Is it you?",
        de: "Bist du das?",
        fr: "Est-ce bien vous ?",
        es: "¿Eres tú?",
        nl: "Ben jij het?",
        it: "Sei tu?";
    look_lead()
        en: "Before this we ask once more. You are not asked again for some minutes.",
        de: "Davor fragen wir noch einmal nach. Danach einige Minuten lang nicht mehr.",
        fr: "Avant cela, nous le redemandons une fois. Ensuite, plus pendant quelques minutes.",
        es: "Antes de esto lo preguntamos una vez más. Después, durante unos minutos, ya no.",
        nl: "Hiervoor vragen we het nog een keer. Daarna een paar minuten niet meer.",
        it: "Prima di questo lo chiediamo ancora una volta. Poi, per qualche minuto, non più.";
    go_on()
        en: "Go on",
        de: "Weiter",
        fr: "Continuer",
        es: "Continuar",
        nl: "Verder",
        it: "Continua";
    we_know_who_asks()
        en: "You have shown a moment ago that it is you.",
        de: "Du hast gerade gezeigt, dass du es bist.",
        fr: "Vous venez de montrer que c’est bien vous.",
        es: "Acabas de mostrar que eres tú.",
        nl: "Je hebt net laten zien dat jij het bent.",
        it: "Hai appena mostrato che sei tu.";

    second_step_title()
        en: "Second step",
        de: "Zweiter Schritt",
        fr: "Seconde étape",
        es: "Segundo paso",
        nl: "Tweede stap",
        it: "Secondo passaggio";
    field_code()
        en: "Code",
        de: "Code",
        fr: "Code",
        es: "Código",
        nl: "Code",
        it: "Codice";
    code_hint()
        en: "The six digits that your authenticator app shows.",
        de: "Die sechs Ziffern, die deine Authenticator-App zeigt.",
        fr: "Les six chiffres qu’affiche votre application d’authentification.",
        es: "Las seis cifras que muestra tu aplicación de autenticación.",
        nl: "De zes cijfers die je authenticator-app toont.",
        it: "Le sei cifre che mostra la tua app di autenticazione.";
    field_recovery_code()
        en: "Recovery code",
        de: "Wiederherstellungscode",
        fr: "Code de secours",
        es: "Código de recuperación",
        nl: "Herstelcode",
        it: "Codice di recupero";
    recovery_code_hint()
        en: "One of those that you have kept. It is good once.",
        de: "Einer von denen, die du aufbewahrt hast. Er gilt einmal.",
        fr: "L’un de ceux que vous avez conservés. Il vaut une fois.",
        es: "Uno de los que has guardado. Vale una vez.",
        nl: "Een van de codes die je hebt bewaard. Hij geldt één keer.",
        it: "Uno di quelli che hai conservato. Vale una volta.";
    wrong_code()
        en: "This code is wrong, or was used already. Wait for the next one.",
        de: "Dieser Code ist falsch oder wurde schon benutzt. Warte auf den nächsten.",
        fr: "Ce code est faux ou a déjà servi. Attendez le suivant.",
        es: "Este código es incorrecto o ya se ha usado. Espera al siguiente.",
        nl: "Deze code klopt niet of is al gebruikt. Wacht op de volgende.",
        it: "Questo codice è sbagliato o è già stato usato. Aspetta il prossimo.";
    wrong_recovery_code()
        en: "This is none of your recovery codes, or it was used already.",
        de: "Das ist keiner deiner Wiederherstellungscodes, oder er wurde schon benutzt.",
        fr: "Ce n’est aucun de vos codes de secours, ou il a déjà servi.",
        es: "No es ninguno de tus códigos de recuperación, o ya se ha usado.",
        nl: "Dit is geen van je herstelcodes, of hij is al gebruikt.",
        it: "Non è nessuno dei tuoi codici di recupero, o è già stato usato.";
    lost_the_app()
        en: "You do not have the app?",
        de: "Du hast die App nicht?",
        fr: "Vous n’avez pas l’application ?",
        es: "¿No tienes la aplicación?",
        nl: "Heb je de app niet?",
        it: "Non hai l’app?";
    lost_everything()
        en: "If you have neither, ask the people who run this site: they can let you in.",
        de: "Wenn du beides nicht hast, frage die Leute, die diese Seite betreiben: Sie können dich \
             hineinlassen.",
        fr: "Si vous n’avez ni l’une ni l’autre, demandez à l’équipe de ce site : elle peut \
             vous laisser entrer.",
        es: "Si no tienes ninguno de los dos, pregunta al equipo de este sitio: puede \
             dejarte entrar.",
        nl: "Heb je geen van beide, vraag het dan aan het team van deze site: zij kunnen je \
             binnenlaten.",
        it: "Se non hai né l’una né l’altro, chiedi allo staff di questo sito: può farti \
             entrare.";
    sign_in_as_another()
        en: "Sign in as somebody else",
        de: "Als jemand anderes anmelden",
        fr: "Se connecter avec un autre compte",
        es: "Iniciar sesión con otra cuenta",
        nl: "Met een ander account inloggen",
        it: "Accedi con un altro account";

    lost_title()
        en: "Forget second factors",
        de: "Zweite Faktoren vergessen",
        fr: "Oublier les seconds facteurs",
        es: "Olvidar los segundos factores",
        nl: "Tweede factoren vergeten",
        it: "Dimentica i secondi fattori";
    /// Before an address.
    lost_lead()
        en: "This is about the account of ",
        de: "Es geht um das Konto von ",
        fr: "Il s’agit du compte de ",
        es: "Se trata de la cuenta de ",
        nl: "Het gaat om het account van ",
        it: "Si tratta dell’account di ";
    lost_means()
        en: "App, passkeys and recovery codes are worth nothing any more, and the password alone signs \
             in. Its owner is told by mail.",
        de: "App, Passkeys und Wiederherstellungscodes gelten nicht mehr, und das Passwort allein \
             reicht zum Anmelden. Wem das Konto gehört, erfährt es per Mail.",
        fr: "L’application, les clés d’accès et les codes de secours ne valent plus rien, et \
             le mot de passe seul suffit pour se connecter. Qui possède le compte en est \
             averti par e-mail.",
        es: "La aplicación, las claves de acceso y los códigos de recuperación dejan de \
             valer, y basta la contraseña para iniciar sesión. A quien pertenece la cuenta \
             se le avisa por correo.",
        nl: "App, passkeys en herstelcodes gelden niet meer, en het wachtwoord alleen is \
             genoeg om in te loggen. Van wie het account is, krijgt daar een e-mail over.",
        it: "App, passkey e codici di recupero non valgono più, e per accedere basta la \
             password. Chi possiede l’account viene avvisato per e-mail.";
    lost_yes()
        en: "Forget them",
        de: "Vergessen",
        fr: "Oublier",
        es: "Olvidar",
        nl: "Vergeten",
        it: "Dimentica";

    by_password()
        en: "By password",
        de: "Mit Passwort",
        fr: "Par mot de passe",
        es: "Con contraseña",
        nl: "Met wachtwoord",
        it: "Con password";
    by_passkey()
        en: "By passkey",
        de: "Mit Passkey",
        fr: "Par clé d’accès",
        es: "Con clave de acceso",
        nl: "Met passkey",
        it: "Con passkey";
    by_password_and_code()
        en: "By password and app",
        de: "Mit Passwort und App",
        fr: "Par mot de passe et application",
        es: "Con contraseña y aplicación",
        nl: "Met wachtwoord en app",
        it: "Con password e app";
    by_password_and_recovery_code()
        en: "By password and recovery code",
        de: "Mit Passwort und Wiederherstellungscode",
        fr: "Par mot de passe et code de secours",
        es: "Con contraseña y código de recuperación",
        nl: "Met wachtwoord en herstelcode",
        it: "Con password e codice di recupero";
    by_password_and_passkey()
        en: "By password and passkey",
        de: "Mit Passwort und Passkey",
        fr: "Par mot de passe et clé d’accès",
        es: "Con contraseña y clave de acceso",
        nl: "Met wachtwoord en passkey",
        it: "Con password e passkey";
    wrong_code_typed(browser: &str)
        en: "Right password and wrong code: {browser}",
        de: "Richtiges Passwort und falscher Code: {browser}",
        fr: "Mot de passe juste et code faux : {browser}",
        es: "Contraseña correcta y código incorrecto: {browser}",
        nl: "Juist wachtwoord en foute code: {browser}",
        it: "Password giusta e codice sbagliato: {browser}";

    mail_factors_subject(site: &str)
        en: "What you sign in with: {site}",
        de: "Womit du dich anmeldest: {site}",
        fr: "Comment vous vous connectez : {site}",
        es: "Con qué inicias sesión: {site}",
        nl: "Waarmee je inlogt: {site}",
        it: "Con che cosa accedi: {site}";
    mail_factors(site: &str, at: &str)
        en: "This happened to your account at {site} on {at}:",
        de: "Das ist mit deinem Konto bei {site} geschehen ({at}):",
        fr: "Voici ce qui est arrivé à votre compte sur {site} le {at} :",
        es: "Esto ha ocurrido con tu cuenta en {site} el {at}:",
        nl: "Dit is met je account bij {site} gebeurd op {at}:",
        it: "Ecco che cosa è successo al tuo account su {site} ({at}):";
    news_app_added()
        en: "An authenticator app was added.",
        de: "Eine Authenticator-App wurde hinzugefügt.",
        fr: "Une application d’authentification a été ajoutée.",
        es: "Se ha añadido una aplicación de autenticación.",
        nl: "Er is een authenticator-app toegevoegd.",
        it: "È stata aggiunta un’app di autenticazione.";
    news_app_removed()
        en: "The authenticator app was removed.",
        de: "Die Authenticator-App wurde entfernt.",
        fr: "L’application d’authentification a été supprimée.",
        es: "Se ha quitado la aplicación de autenticación.",
        nl: "De authenticator-app is verwijderd.",
        it: "L’app di autenticazione è stata rimossa.";
    news_passkey_added()
        en: "A passkey was added.",
        de: "Ein Passkey wurde hinzugefügt.",
        fr: "Une clé d’accès a été ajoutée.",
        es: "Se ha añadido una clave de acceso.",
        nl: "Er is een passkey toegevoegd.",
        it: "È stata aggiunta una passkey.";
    news_passkey_removed()
        en: "A passkey was removed.",
        de: "Ein Passkey wurde entfernt.",
        fr: "Une clé d’accès a été supprimée.",
        es: "Se ha quitado una clave de acceso.",
        nl: "Er is een passkey verwijderd.",
        it: "È stata rimossa una passkey.";
    news_codes_renewed()
        en: "New recovery codes were made, and the old ones are worth nothing.",
        de: "Neue Wiederherstellungscodes wurden erstellt, und die alten gelten nicht mehr.",
        fr: "De nouveaux codes de secours ont été créés, et les anciens ne valent plus rien.",
        es: "Se han creado nuevos códigos de recuperación y los anteriores ya no valen.",
        nl: "Er zijn nieuwe herstelcodes gemaakt, en de oude gelden niet meer.",
        it: "Sono stati creati nuovi codici di recupero, e quelli vecchi non valgono più.";
    news_code_used()
        en: "A recovery code was used to sign in.",
        de: "Ein Wiederherstellungscode wurde zum Anmelden benutzt.",
        fr: "Un code de secours a servi à se connecter.",
        es: "Se ha usado un código de recuperación para iniciar sesión.",
        nl: "Er is een herstelcode gebruikt om in te loggen.",
        it: "È stato usato un codice di recupero per accedere.";
    news_forgotten()
        en: "Whoever runs the site had app, passkeys and recovery codes forgotten: the password alone \
             signs in.",
        de: "Wer die Seite betreibt, hat App, Passkeys und Wiederherstellungscodes vergessen lassen: \
             Das Passwort allein reicht zum Anmelden.",
        fr: "L’équipe de ce site a fait oublier l’application, les clés d’accès et les codes \
             de secours : le mot de passe seul suffit pour se connecter.",
        es: "El equipo de este sitio ha hecho olvidar la aplicación, las claves de acceso y \
             los códigos de recuperación: basta la contraseña para iniciar sesión.",
        nl: "Het team van deze site heeft app, passkeys en herstelcodes laten vergeten: het \
             wachtwoord alleen is genoeg om in te loggen.",
        it: "Lo staff di questo sito ha fatto dimenticare app, passkey e codici di recupero: \
             per accedere basta la password.";
    news_code_wrong()
        en: "Somebody typed your right password and then a wrong code. They are not signed in.",
        de: "Jemand hat dein richtiges Passwort und dann einen falschen Code eingegeben. Angemeldet \
             ist dadurch niemand.",
        fr: "Quelqu’un a saisi votre mot de passe juste, puis un code faux. Personne n’est \
             connecté pour autant.",
        es: "Alguien ha escrito tu contraseña correcta y después un código incorrecto. No ha \
             iniciado sesión.",
        nl: "Iemand heeft je juiste wachtwoord en daarna een foute code ingevuld. Daarmee is \
             niemand ingelogd.",
        it: "Qualcuno ha inserito la tua password giusta e poi un codice sbagliato. Non è \
             entrato.";
    mail_factors_not_you()
        en: "If it was not you, set a new password at once:",
        de: "Wenn du das nicht warst, setze sofort ein neues Passwort:",
        fr: "Si ce n’était pas vous, choisissez aussitôt un nouveau mot de passe :",
        es: "Si no has sido tú, pon enseguida una contraseña nueva:",
        nl: "Was jij dit niet, stel dan meteen een nieuw wachtwoord in:",
        it: "Se non sei stato tu, imposta subito una nuova password:";
    mail_code_wrong_not_you()
        en: "If it was not you, somebody knows your password: set a new one at once:",
        de: "Wenn du das nicht warst, kennt jemand dein Passwort: Setze sofort ein neues:",
        fr: "Si ce n’était pas vous, quelqu’un connaît votre mot de passe : choisissez-en \
             aussitôt un nouveau :",
        es: "Si no has sido tú, alguien sabe tu contraseña: pon enseguida una nueva:",
        nl: "Was jij dit niet, dan kent iemand je wachtwoord: stel meteen een nieuw in:",
        it: "Se non sei stato tu, qualcuno conosce la tua password: impostane subito una nuova:";
    mail_factors_where()
        en: "What you sign in with now stands here:",
        de: "Womit du dich jetzt anmeldest, steht hier:",
        fr: "Ce avec quoi vous vous connectez maintenant figure ici :",
        es: "Con qué inicias sesión ahora figura aquí:",
        nl: "Waarmee je nu inlogt, staat hier:",
        it: "Con che cosa accedi ora è scritto qui:";
}
