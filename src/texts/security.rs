//! Second factors, and who is asked for one.

use super::{Language, texts};
use crate::domain::{FactorNews, FirstFactor, SecondFactor, SignInBy};

impl Language {
    /// By what somebody has signed in.
    pub(crate) fn signed_in_by(self, by: SignInBy) -> &'static str {
        match (by.first, by.second) {
            (FirstFactor::Passkey, _) => self.by_passkey(),
            (FirstFactor::Password, None) => self.by_password(),
            (FirstFactor::Password, Some(SecondFactor::Code)) => self.by_password_and_code(),
            (FirstFactor::Password, Some(SecondFactor::RecoveryCode)) => {
                self.by_password_and_recovery_code()
            }
            (FirstFactor::Password, Some(SecondFactor::Passkey)) => self.by_password_and_passkey(),
        }
    }

    /// That a wrong code was typed into a browser.
    pub(crate) fn wrong_code_in(self, browser: &str) -> String {
        self.wrong_code_typed(&self.browser(browser))
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
        }
    }
}

texts! {
    security_title() en: "Security", de: "Sicherheit";
    security_hint()
        en: "What you sign in with, where you are signed in, and who has tried",
        de: "Womit du dich anmeldest, wo du angemeldet bist und wer es versucht hat";
    security_lead()
        en: "With a second factor nobody gets into your account who only knows your password.",
        de: "Mit einem zweiten Faktor kommt niemand in dein Konto, der nur dein Passwort kennt.";
    admins_need_factor()
        en: "This account is to run the site. It does so once it has a second factor: add one here.",
        de: "Dieses Konto soll die Seite betreiben. Das kann es, sobald es einen zweiten Faktor hat: \
             Füge hier einen hinzu.";
    app_title() en: "Authenticator app", de: "Authenticator-App";
    app_means()
        en: "An app on your phone shows six digits that are others every half minute. You type them \
             after your password.",
        de: "Eine App auf deinem Telefon zeigt sechs Ziffern, die jede halbe Minute andere sind. Du \
             gibst sie nach deinem Passwort ein.";
    /// Before a moment.
    app_since() en: "In use since ", de: "In Gebrauch seit ";
    add_app() en: "Add an app", de: "App hinzufügen";
    remove_app() en: "Remove the app", de: "App entfernen";
    remove_app_means()
        en: "From then on your password is enough to sign in, unless you have another second factor. \
             Recovery codes end with the last one.",
        de: "Danach reicht dein Passwort zum Anmelden, wenn du keinen anderen zweiten Faktor hast. \
             Mit dem letzten enden auch die Wiederherstellungscodes.";
    app_scan()
        en: "Scan this picture with your authenticator app.",
        de: "Scanne dieses Bild mit deiner Authenticator-App.";
    app_picture()
        en: "QR code for an authenticator app",
        de: "QR-Code für eine Authenticator-App";
    app_type()
        en: "Or type this key into it (by time, six digits):",
        de: "Oder tippe diesen Schlüssel ein (zeitbasiert, sechs Ziffern):";
    app_first_code()
        en: "Enter the code that the app shows. Only then is it in use.",
        de: "Gib den Code ein, den die App zeigt. Erst dann wird sie benutzt.";
    wrong_first_code()
        en: "This is not the code that the app shows now. Check the clock of your phone, and enter the \
             next one.",
        de: "Das ist nicht der Code, den die App jetzt zeigt. Prüfe die Uhr deines Telefons und gib den \
             nächsten ein.";
    not_now() en: "Not now", de: "Jetzt nicht";
    codes_title() en: "Recovery codes", de: "Wiederherstellungscodes";
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
        } };
    renew_codes() en: "Make new recovery codes", de: "Neue Wiederherstellungscodes erstellen";
    renew_codes_means()
        en: "The old ones are worth nothing then.",
        de: "Die alten gelten dann nicht mehr.";
    codes_once()
        en: "These codes are shown this once.",
        de: "Diese Codes werden nur dieses eine Mal gezeigt.";
    codes_means()
        en: "Print them, or write them down, and keep them where your phone is not. If you lose your \
             phone, each of them signs you in once, after your password.",
        de: "Drucke sie aus oder schreibe sie auf, und bewahre sie getrennt von deinem Telefon auf. \
             Wenn du es verlierst, meldet dich jeder davon nach deinem Passwort einmal an.";
    codes_kept() en: "I have kept them", de: "Ich habe sie aufbewahrt";
    factor_is_added()
        en: "Added. From now on signing in takes a second step.",
        de: "Hinzugefügt. Ab jetzt gehört zum Anmelden ein zweiter Schritt.";
    factor_is_removed() en: "Removed.", de: "Entfernt.";
    factors_are_forgotten()
        en: "Forgotten. Sign in by your password, and add what you have now.",
        de: "Vergessen. Melde dich mit deinem Passwort an und füge hinzu, was du jetzt hast.";

    passkeys_title() en: "Passkeys", de: "Passkeys";
    passkeys_mean()
        en: "A passkey is kept by your phone, your computer or a security key, and opens by finger, face or \
             PIN. It signs you in without a password, and nobody can be made to tell it.",
        de: "Einen Passkey hat dein Telefon, dein Computer oder ein Sicherheitsschlüssel; er öffnet sich mit \
             Finger, Gesicht oder PIN. Er meldet dich ohne Passwort an, und niemand kann ihn dir entlocken.";
    passkeys_need_script()
        en: "Passkeys need JavaScript, which is turned off in this browser.",
        de: "Passkeys brauchen JavaScript, das in diesem Browser abgeschaltet ist.";
    add_passkey() en: "Add a passkey", de: "Passkey hinzufügen";
    passkey_name() en: "What you call it", de: "Wie du ihn nennst";
    passkey_name_hint() en: "Such as “My phone”", de: "Zum Beispiel „Mein Telefon“";
    remove_passkey(name: &str) en: "Remove {name}", de: "{name} entfernen";
    remove_passkey_means()
        en: "It opens nothing here any more. Delete it in your phone or computer, too. Recovery codes end with \
             your last second factor.",
        de: "Er öffnet hier nichts mehr. Lösche ihn auch in deinem Telefon oder Computer. Mit deinem letzten \
             zweiten Faktor enden auch die Wiederherstellungscodes.";
    wrong_passkey()
        en: "That passkey opens nothing here. Try again, or take another way.",
        de: "Dieser Passkey öffnet hier nichts. Versuche es noch einmal oder nimm einen anderen Weg.";
    too_many_passkeys()
        en: "You have as many passkeys as one may. Remove one first.",
        de: "Du hast so viele Passkeys, wie man haben kann. Entferne erst einen.";
    use_passkey() en: "Use a passkey", de: "Passkey benutzen";
    sign_in_by_passkey() en: "Sign in by passkey", de: "Mit Passkey anmelden";
    passkey_asked_for()
        en: "Use the passkey that you have added, or a recovery code.",
        de: "Benutze den Passkey, den du hinzugefügt hast, oder einen Wiederherstellungscode.";
    field_passkey() en: "Passkey", de: "Passkey";

    look_title() en: "Is it you?", de: "Bist du das?";
    look_lead()
        en: "Before this we ask once more. You are not asked again for some minutes.",
        de: "Davor fragen wir noch einmal nach. Danach einige Minuten lang nicht mehr.";
    go_on() en: "Go on", de: "Weiter";
    we_know_who_asks()
        en: "You have shown a moment ago that it is you.",
        de: "Du hast gerade gezeigt, dass du es bist.";

    second_step_title() en: "Second step", de: "Zweiter Schritt";
    field_code() en: "Code", de: "Code";
    code_hint()
        en: "The six digits that your authenticator app shows.",
        de: "Die sechs Ziffern, die deine Authenticator-App zeigt.";
    field_recovery_code() en: "Recovery code", de: "Wiederherstellungscode";
    recovery_code_hint()
        en: "One of those that you have kept. It is good once.",
        de: "Einer von denen, die du aufbewahrt hast. Er gilt einmal.";
    wrong_code()
        en: "This code is wrong, or was used already. Wait for the next one.",
        de: "Dieser Code ist falsch oder wurde schon benutzt. Warte auf den nächsten.";
    wrong_recovery_code()
        en: "This is none of your recovery codes, or it was used already.",
        de: "Das ist keiner deiner Wiederherstellungscodes, oder er wurde schon benutzt.";
    lost_the_app() en: "You do not have the app?", de: "Du hast die App nicht?";
    lost_everything()
        en: "If you have neither, ask the people who run this site: they can let you in.",
        de: "Wenn du beides nicht hast, frage die Leute, die diese Seite betreiben: Sie können dich \
             hineinlassen.";
    sign_in_as_another() en: "Sign in as somebody else", de: "Als jemand anderes anmelden";

    lost_title() en: "Forget second factors", de: "Zweite Faktoren vergessen";
    /// Before an address.
    lost_lead() en: "This is about the account of ", de: "Es geht um das Konto von ";
    lost_means()
        en: "App, passkeys and recovery codes are worth nothing any more, and the password alone signs \
             in. Its owner is told by mail.",
        de: "App, Passkeys und Wiederherstellungscodes gelten nicht mehr, und das Passwort allein \
             reicht zum Anmelden. Wem das Konto gehört, erfährt es per Mail.";
    lost_yes() en: "Forget them", de: "Vergessen";

    by_password() en: "By password", de: "Mit Passwort";
    by_passkey() en: "By passkey", de: "Mit Passkey";
    by_password_and_code() en: "By password and app", de: "Mit Passwort und App";
    by_password_and_recovery_code()
        en: "By password and recovery code",
        de: "Mit Passwort und Wiederherstellungscode";
    by_password_and_passkey() en: "By password and passkey", de: "Mit Passwort und Passkey";
    wrong_code_typed(browser: &str)
        en: "Right password and wrong code: {browser}",
        de: "Richtiges Passwort und falscher Code: {browser}";

    mail_factors_subject(site: &str)
        en: "What you sign in with: {site}",
        de: "Womit du dich anmeldest: {site}";
    mail_factors(site: &str, at: &str)
        en: "This happened to your account at {site} on {at}:",
        de: "Das ist mit deinem Konto bei {site} geschehen ({at}):";
    news_app_added()
        en: "An authenticator app was added.",
        de: "Eine Authenticator-App wurde hinzugefügt.";
    news_app_removed()
        en: "The authenticator app was removed.",
        de: "Die Authenticator-App wurde entfernt.";
    news_passkey_added() en: "A passkey was added.", de: "Ein Passkey wurde hinzugefügt.";
    news_passkey_removed() en: "A passkey was removed.", de: "Ein Passkey wurde entfernt.";
    news_codes_renewed()
        en: "New recovery codes were made, and the old ones are worth nothing.",
        de: "Neue Wiederherstellungscodes wurden erstellt, und die alten gelten nicht mehr.";
    news_code_used()
        en: "A recovery code was used to sign in.",
        de: "Ein Wiederherstellungscode wurde zum Anmelden benutzt.";
    news_forgotten()
        en: "Whoever runs the site had app, passkeys and recovery codes forgotten: the password alone \
             signs in.",
        de: "Wer die Seite betreibt, hat App, Passkeys und Wiederherstellungscodes vergessen lassen: \
             Das Passwort allein reicht zum Anmelden.";
    news_code_wrong()
        en: "Somebody typed your right password and then a wrong code. They are not signed in.",
        de: "Jemand hat dein richtiges Passwort und dann einen falschen Code eingegeben. Angemeldet \
             ist dadurch niemand.";
    mail_factors_not_you()
        en: "If it was not you, set a new password at once:",
        de: "Wenn du das nicht warst, setze sofort ein neues Passwort:";
    mail_code_wrong_not_you()
        en: "If it was not you, somebody knows your password: set a new one at once:",
        de: "Wenn du das nicht warst, kennt jemand dein Passwort: Setze sofort ein neues:";
    mail_factors_where()
        en: "What you sign in with now stands here:",
        de: "Womit du dich jetzt anmeldest, steht hier:";
}
