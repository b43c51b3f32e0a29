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
    calendar_title() en: "In your calendar", de: "In deinem Kalender";
    calendar_lead()
        en: "Subscribe to this address in your calendar program: it shows what you have bought for \
             events that are still to come.",
        de: "Abonniere diese Adresse in deinem Kalenderprogramm: Es zeigt, was du für kommende \
             Veranstaltungen gekauft hast.";
    calendar_address() en: "Address of your calendar", de: "Adresse deines Kalenders";
    calendar_secret()
        en: "Whoever has this address sees your tickets’ events. It ends when you change your \
             password, sign out everywhere, or make a new one.",
        de: "Wer diese Adresse hat, sieht, wohin du gehst. Sie endet, wenn du dein Passwort änderst, \
             dich überall abmeldest oder eine neue machst.";
    calendar_renew() en: "Make a new address", de: "Neue Adresse machen";
    calendar_is_renewed()
        en: "Your calendar has a new address. The old one shows nothing any more.",
        de: "Dein Kalender hat eine neue Adresse. Die alte zeigt nichts mehr.";
    /// What the calendar is called in a calendar program.
    calendar_name(site: &str) en: "Tickets from {site}", de: "Tickets von {site}";
    calendar_end_unknown()
        en: "When it ends is not known: three hours are shown.",
        de: "Das Ende ist nicht bekannt: Angezeigt werden drei Stunden.";
    calendar_add() en: "Add to calendar", de: "In den Kalender";
    /// Wherever its address would stand.
    deleted_account() en: "deleted account", de: "gelöschtes Konto";
    sign_in_offer() en: "New here? ", de: "Neu hier? ";
    sign_in_offer_means()
        en: " – it takes an e-mail address and a password.",
        de: " – dafür reichen eine E-Mail-Adresse und ein Passwort.";
    forgot_your_password() en: "Forgot your password?", de: "Passwort vergessen?";
    one_account()
        en: "One account to buy and to sell.",
        de: "Ein Konto zum Kaufen und zum Verkaufen.";
    have_an_account() en: "Have an account? ", de: "Schon ein Konto? ";
    new_password_hint()
        en: "At least 8 characters; several words make a good one.",
        de: "Mindestens 8 Zeichen; mehrere Wörter sind ein gutes Passwort.";
    wrong_pair()
        en: "This address and password do not belong together. Check both and try again.",
        de: "Diese Adresse und dieses Passwort gehören nicht zusammen. Prüfe beide und versuche es \
             noch einmal.";
    address_taken()
        en: "This address has an account already. Sign in instead.",
        de: "Zu dieser Adresse gibt es schon ein Konto. Melde dich an.";
    account_closed(site: &str)
        en: "This account is closed. Ask the people who run {site} if you do not know why.",
        de: "Dieses Konto ist gesperrt. Frage die Leute, die {site} betreiben, wenn du nicht weißt, \
             warum.";

    a_new_password() en: "A new password", de: "Ein neues Passwort";
    site_sends_no_mails()
        en: "This site sends no mails. Ask the people who run it for help with your password.",
        de: "Diese Seite verschickt keine Mails. Bitte die Leute, die sie betreiben, um Hilfe mit \
             deinem Passwort.";
    reset_link_sent()
        en: "If somebody here has this address, a mail with a link is on its way. The link is good \
             for an hour, and once.",
        de: "Wenn jemand hier diese Adresse hat, ist eine Mail mit einem Link unterwegs. Der Link \
             gilt eine Stunde lang und einmal.";
    forgot_lead()
        en: "We send you a link by which you can set a new one.",
        de: "Wir schicken dir einen Link, mit dem du ein neues setzen kannst.";
    send_the_link() en: "Send the link", de: "Link schicken";
    new_password() en: "New password", de: "Neues Passwort";
    reset_lead()
        en: "Whoever is signed in with the old one is signed out everywhere.",
        de: "Wer mit dem alten angemeldet ist, wird überall abgemeldet.";
    set_the_password() en: "Set the password", de: "Passwort setzen";

    /// After the account's address.
    confirmed_suffix() en: " – confirmed", de: " – bestätigt";
    not_confirmed()
        en: "This address is not confirmed yet. We have sent a link to it: open that, so that you \
             can be sure that receipts reach you, and that you can set a new password if you ever \
             forget it. Buying and selling work without.",
        de: "Diese Adresse ist noch nicht bestätigt. Wir haben einen Link an sie geschickt: Öffne \
             ihn, damit du sicher sein kannst, dass Belege bei dir ankommen und du ein neues \
             Passwort setzen kannst, wenn du es einmal vergisst. Kaufen und Verkaufen gehen auch so.";
    send_the_link_again() en: "Send the link again", de: "Link noch einmal schicken";
    not_confirmed_line()
        en: "Your e-mail address is not confirmed yet. ",
        de: "Deine E-Mail-Adresse ist noch nicht bestätigt. ";
    confirm_it() en: "Confirm it", de: "Bestätigen";
    confirm_title() en: "Confirm your address", de: "Bestätige deine Adresse";
    /// Before the address.
    confirm_asked() en: "An account here has the address ", de: "Ein Konto hier hat die Adresse ";
    /// After it.
    confirm_yours() en: ". Is it yours?", de: ". Ist das deine?";
    confirm_yes() en: "Yes, confirm it", de: "Ja, bestätigen";
    confirm_if_not()
        en: "If it is not, close this page: nothing is confirmed then.",
        de: "Wenn nicht, schließe diese Seite: Dann wird nichts bestätigt.";
    confirmed_title() en: "Your address is confirmed", de: "Deine Adresse ist bestätigt";
    confirmed()
        en: "What we have to tell you reaches you there.",
        de: "Was wir dir zu sagen haben, kommt dort an.";
    your_account() en: "Your account", de: "Dein Konto";
    find_tickets() en: "Find tickets", de: "Tickets finden";
    confirm_signed_in()
        en: "This address is to run the site: only who is signed in with its account confirms it. \
             Sign in here, and open the link once more. Nothing was changed. If you did not make \
             this account, somebody else did with your address: take it by a new password \
             (“Forgot your password?”, where one signs in).",
        de: "Diese Adresse soll die Seite betreiben: Nur wer mit ihrem Konto angemeldet ist, \
             bestätigt sie. Melde dich hier an und öffne den Link noch einmal. Es wurde nichts \
             geändert. Wenn du dieses Konto nicht angelegt hast, war es jemand anderes mit deiner \
             Adresse: Hol es dir, indem du ein neues Passwort wählst („Passwort vergessen?“ beim Anmelden).";
    link_over_title() en: "This link is over", de: "Dieser Link gilt nicht mehr";
    link_over()
        en: "It was used already, is older than seven days, or the account has another address or \
             password since. Nothing was changed.",
        de: "Er wurde schon benutzt, ist älter als sieben Tage, oder das Konto hat seitdem eine \
             andere Adresse oder ein anderes Passwort. Es wurde nichts geändert.";
    /// After a link to the account.
    link_over_what_to_do()
        en: " says whether your address is confirmed, and sends another link.",
        de: " sagt, ob deine Adresse bestätigt ist, und schickt einen neuen Link.";

    email() en: "E-mail", de: "E-Mail";
    since() en: "Since", de: "Seit";
    my_orders_hint()
        en: "What you have bought, or are buying",
        de: "Was du gekauft hast oder gerade kaufst";
    my_listings_hint() en: "What you sell and have sold", de: "Was du verkaufst und verkauft hast";
    change_password() en: "Change password", de: "Passwort ändern";
    change_password_hint()
        en: "This signs you out everywhere else, and ends access tokens",
        de: "Das meldet dich überall sonst ab und beendet Zugriffstoken";
    change_email() en: "Change e-mail address", de: "E-Mail-Adresse ändern";
    change_email_hint() en: "You sign in with it", de: "Mit ihr meldest du dich an";
    download_my_data() en: "Download my data", de: "Meine Daten herunterladen";
    download_my_data_hint()
        en: "Account, sign-ins, tokens, listings, orders and what you wait for, as JSON",
        de: "Konto, Anmeldungen, Token, Angebote, Käufe und worauf du wartest, als JSON";
    run_the_site() en: "Run the site", de: "Seite betreiben";
    run_the_site_hint() en: "For those who run it", de: "Für die, die sie betreiben";
    where_signed_in() en: "Where you are signed in", de: "Wo du angemeldet bist";
    /// After a browser's name.
    here_suffix() en: " – here", de: " – hier";
    browser_on(browser: &str, system: &str)
        en: "{browser} on {system}",
        de: "{browser} auf {system}";
    a_browser() en: "A browser", de: "Ein Browser";
    /// Before a moment.
    signed_in_at() en: "Signed in ", de: "Angemeldet ";
    /// After a moment.
    at_address(address: &str) en: ", from {address}", de: ", von {address}";
    /// Before a moment, to the hour.
    last_used() en: "Last used about ", de: "Zuletzt benutzt etwa ";
    not_you()
        en: "Is one of them not you? Change your password: this signs all others out.",
        de: "Bist du das bei einem davon nicht? Ändere dein Passwort: Das meldet alle anderen ab.";
    sign_out_browser(browser: &str) en: "Sign out {browser}", de: "{browser} abmelden";
    sign_out_elsewhere_means()
        en: "Whoever else is signed in to your account has to sign in again, and your access tokens end.",
        de: "Wer sonst bei deinem Konto angemeldet ist, muss sich neu anmelden, und deine Zugriffstoken \
             enden.";
    session_is_ended() en: "That browser is signed out.", de: "Dieser Browser ist abgemeldet.";
    latest_sign_ins() en: "Latest sign-ins", de: "Letzte Anmeldungen";
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
        } };
    wrong_password_typed(browser: &str)
        en: "Wrong password: {browser}",
        de: "Falsches Passwort: {browser}";
    how_failures_are_noted()
        en: "The latest 20 of each are kept. Wrong passwords count once an hour for each network.",
        de: "Die letzten 20 werden jeweils behalten. Falsche Passwörter zählen je Netz einmal in der \
             Stunde.";
    sign_out_elsewhere() en: "Sign out everywhere else", de: "Überall sonst abmelden";
    delete_this_account() en: "Delete this account", de: "Dieses Konto löschen";
    delete_link()
        en: "What goes, what stays, and how to delete it",
        de: "Was verschwindet, was bleibt und wie du es löschst";
    new_email() en: "New e-mail address", de: "Neue E-Mail-Adresse";
    so_that_we_know() en: "So that we know it is you.", de: "Damit wir wissen, dass du es bist.";
    back_to_the_account() en: "Back to the account", de: "Zurück zum Konto";
    password_is_changed()
        en: "Your password is changed. You are signed out everywhere else.",
        de: "Dein Passwort ist geändert. Überall sonst bist du abgemeldet.";
    password_is_reset()
        en: "Your new password is set. Sign in with it.",
        de: "Dein neues Passwort ist gesetzt. Melde dich mit ihm an.";
    email_is_changed()
        en: "Your e-mail address is changed. Sign in with it from now on.",
        de: "Deine E-Mail-Adresse ist geändert. Melde dich ab jetzt mit ihr an.";
    sessions_are_ended()
        en: "You are signed out everywhere else.",
        de: "Du bist überall sonst abgemeldet.";
    confirmation_is_sent()
        en: "A mail with a link is on its way. It can take some minutes.",
        de: "Eine Mail mit einem Link ist unterwegs. Das kann einige Minuten dauern.";
    not_your_password()
        en: "This is not your password. Nothing was changed.",
        de: "Das ist nicht dein Passwort. Es wurde nichts geändert.";
    runs_the_site()
        en: "Your address is named in site.admins, and whoever takes it next would run the site. \
             Take it out there first.",
        de: "Deine Adresse steht in site.admins, und wer sie als Nächstes nimmt, würde die Seite \
             betreiben. Nimm sie dort zuerst heraus.";

    delete_for_ever() en: "Delete my account for ever", de: "Mein Konto für immer löschen";
    not_deleted_yet()
        en: "Your account cannot be deleted yet, and nothing has changed: others rely on what \
             follows. Come back when it is over.",
        de: "Dein Konto kann noch nicht gelöscht werden, und nichts hat sich geändert: Auf das \
             Folgende verlassen sich andere. Komm wieder, wenn es vorbei ist.";
    keep_the_account()
        en: "Keep it, and go back to the account",
        de: "Behalten und zurück zum Konto";
    cannot_be_undone() en: "This cannot be undone.", de: "Das lässt sich nicht rückgängig machen.";
    what_goes() en: "What goes", de: "Was verschwindet";
    goes_account()
        en: "Your e-mail address, your password, and who has signed in. You are signed out everywhere.",
        de: "Deine E-Mail-Adresse, dein Passwort und wer sich angemeldet hat. Du wirst überall \
             abgemeldet.";
    goes_wishes()
        en: "What you asked to be told of, and mails that wait to be sent to you.",
        de: "Was dir gemeldet werden sollte, und Mails, die noch an dich gehen sollten.";
    goes_later()
        en: "When this site's data is next compacted: your address in old records, and what you \
             wrote about tickets that you never sold.",
        de: "Wenn die Daten dieser Seite das nächste Mal verdichtet werden: deine Adresse in alten \
             Einträgen, und was du über Tickets geschrieben hast, die du nie verkauft hast.";
    what_stays() en: "What stays", de: "Was bleibt";
    stays_orders()
        en: "Orders, payments and refunds, with the tickets sold: the other side and the books need \
             them. They say “deleted account” where your address was.",
        de: "Käufe, Zahlungen und Erstattungen, mit den verkauften Tickets: Die andere Seite und die \
             Buchhaltung brauchen sie. Wo deine Adresse war, steht „gelöschtes Konto“.";
    stays_tickets()
        en: "Title, notes and file of what you sold, and why you refunded: for its buyer.",
        de: "Titel, Hinweise und Datei von dem, was du verkauft hast, und warum du erstattet hast: \
             für den, der es gekauft hat.";
    stays_events()
        en: "The events that you added: others may sell tickets for them.",
        de: "Die Veranstaltungen, die du angelegt hast: Andere verkaufen vielleicht Tickets dafür.";
    /// Before a link to the data.
    not_open_any_more()
        en: "You will not be able to open your orders, receipts and tickets any more. ",
        de: "Du kannst deine Käufe, Belege und Tickets dann nicht mehr öffnen. ";
    download_your_data() en: "Download your data", de: "Lade vorher deine Daten";
    /// After it.
    and_your_tickets_first()
        en: " and the tickets that you bought first.",
        de: " und die Tickets herunter, die du gekauft hast.";
    account_is_deleted() en: "Your account is deleted", de: "Dein Konto ist gelöscht";
    account_is_deleted_lead()
        en: "You are signed out everywhere. Nobody can sign in to it any more.",
        de: "Du bist überall abgemeldet. Niemand kann sich mehr damit anmelden.";
    look_at_what_is_for_sale() en: "Look at what is for sale", de: "Sieh dir an, was es gibt";
    live_for_sale(title: &str) en: "{title}: for sale", de: "{title}: wird angeboten";
    live_held_for_a_buyer(title: &str)
        en: "{title}: held for a buyer",
        de: "{title}: für jemanden reserviert";
    live_held_for_you(title: &str) en: "{title}: held for you", de: "{title}: für dich reserviert";
    live_refunding(title: &str) en: "{title}: being refunded", de: "{title}: wird erstattet";
    live_unsettled(title: &str)
        en: "{title}: a payment is not settled",
        de: "{title}: eine Zahlung ist nicht abgeschlossen";
    remedy_withdraw() en: "Withdraw it", de: "Zieh es zurück";
    remedy_wait()
        en: "It is sold, or free again, in a while",
        de: "Bald ist es verkauft oder wieder frei";
    remedy_pay_or_cancel() en: "Pay for it or cancel it", de: "Bezahle es oder brich es ab";
    remedy_refund() en: "It is over when the money is back", de: "Vorbei, wenn das Geld zurück ist";
    remedy_itself() en: "It is settled by itself", de: "Das erledigt sich von selbst";

    too_often_sign_in() en: "Too many tries to sign in", de: "Zu viele Anmeldeversuche";
    too_often_sign_up() en: "Too many new accounts", de: "Zu viele neue Konten";
    too_often_reset()
        en: "Too many tries for a new password",
        de: "Zu viele Versuche für ein neues Passwort";
    too_often_confirm()
        en: "Too many tries to confirm an address",
        de: "Zu viele Versuche, eine Adresse zu bestätigen";
    too_often() en: "This was too often", de: "Das war zu oft";
    many_from_your_network()
        en: "Very many tries came from your network, which others may use too.",
        de: "Aus deinem Netz, das vielleicht auch andere benutzen, kamen sehr viele Versuche.";
    many_wrong_passwords()
        en: "Too many wrong passwords were typed for this account.",
        de: "Für dieses Konto wurden zu viele falsche Passwörter eingegeben.";
    many_by_you()
        en: "You have tried this very often just now.",
        de: "Du hast das gerade sehr oft versucht.";
    unharmed_sign_in()
        en: "Nothing was changed, and who is signed in stays signed in.",
        de: "Es wurde nichts geändert, und wer angemeldet ist, bleibt angemeldet.";
    unharmed_sign_up()
        en: "No account was made or changed. You can look around without one.",
        de: "Es wurde kein Konto angelegt oder geändert. Umsehen kannst du dich auch ohne.";
    unharmed_reset()
        en: "No mail was sent, and no password was changed.",
        de: "Es wurde keine Mail verschickt und kein Passwort geändert.";
    unharmed_confirm()
        en: "No other mail was sent. You can buy and sell; the link that you have stays good.",
        de: "Es wurde keine weitere Mail verschickt. Kaufen und verkaufen kannst du; der Link, den \
             du hast, gilt weiter.";
    unharmed_buy()
        en: "Nothing was held by this try; what you hold stays yours.",
        de: "Dieser Versuch hat nichts reserviert; was du reserviert hast, bleibt dir.";
    unharmed_pay()
        en: "You were not charged by this try, and the ticket stays held for you until its time is \
             up.",
        de: "Mit diesem Versuch wurde nichts abgebucht, und das Ticket bleibt für dich reserviert, \
             bis die Zeit um ist.";
    unharmed_list()
        en: "Nothing was listed by this try; what you have listed stays for sale.",
        de: "Dieser Versuch hat nichts angeboten; was du anbietest, bleibt im Verkauf.";
    unharmed_other()
        en: "Nothing was changed by this try, and everything else stays as it is.",
        de: "Dieser Versuch hat nichts geändert, und alles andere bleibt, wie es ist.";
    newcomers_may_less()
        en: "In its first day, and until its address is confirmed, an account may do less of this.",
        de: "An seinem ersten Tag, und bis seine Adresse bestätigt ist, darf ein Konto davon weniger.";
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
        } };
}
