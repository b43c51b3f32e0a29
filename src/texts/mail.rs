//! Mails. What they name facts by that is not here is the receipt's.

use super::texts;

texts! {
    mail_bought(event: &str)
        en: "You have bought a ticket for {event}. It is yours.",
        de: "Du hast ein Ticket für „{event}“ gekauft. Es gehört dir.";
    mail_bought_subject(event: &str) en: "Your ticket for {event}", de: "Dein Ticket für {event}";
    mail_your_order()
        en: "Your order, and the ticket's file if its seller has attached one:",
        de: "Dein Kauf, auch mit der Datei des Tickets, wenn es eine gibt:";
    mail_receipt() en: "RECEIPT", de: "QUITTUNG";
    mail_to_print(link: &str) en: "To print it: {link}", de: "Zum Ausdrucken: {link}";
    mail_of_which_fee(paid: &str, fee: &str)
        en: "{paid}, of which fee {fee}",
        de: "{paid}, davon Gebühr {fee}";

    mail_sold(event: &str)
        en: "Somebody has bought your ticket for {event}, and paid for it.",
        de: "Dein Ticket für „{event}“ ist verkauft und bezahlt.";
    mail_sold_subject(event: &str)
        en: "Sold: your ticket for {event}",
        de: "Verkauft: dein Ticket für {event}";
    mail_hand_over()
        en: "If the buyer does not have the ticket yet, hand it over now.",
        de: "Wer es gekauft hat, hat das Ticket noch nicht? Dann gib es jetzt weiter.";
    mail_attach_until(until: &str)
        en: "It comes to its buyer as a file: attach that until {until}. If it is not there by then, the \
             order is refunded by itself.",
        de: "Es kommt als Datei: Hänge sie bis {until} an. Ist sie dann nicht da, wird der Kauf von \
             selbst erstattet.";
    mail_has_its_file()
        en: "Its buyer has the file: there is nothing to do.",
        de: "Die Datei ist schon übergeben: Du musst nichts tun.";
    mail_transfer_it()
        en: "Transfer it now in the organiser’s app, as you have said.",
        de: "Übertrage es jetzt in der App des Veranstalters, wie du es angegeben hast.";
    mail_hand_it_over()
        en: "Agree with its buyer where you hand it over.",
        de: "Vereinbare, wo du es persönlich übergibst.";
    mail_post_it()
        en: "Send it by post now, so that it comes in time.",
        de: "Schicke es jetzt per Post, damit es rechtzeitig ankommt.";
    mail_file_due(event: &str)
        en: "The ticket for {event} that you have sold still lacks its file.",
        de: "Für das Ticket für „{event}“, das du verkauft hast, fehlt noch die Datei.";
    mail_file_due_subject(event: &str)
        en: "The file is missing: your ticket for {event}",
        de: "Die Datei fehlt: dein Ticket für {event}";
    mail_file_overdue(event: &str)
        en: "The file of the ticket for {event} that you had sold did not come in time. So its buyer \
             gets the money back, and the ticket is withdrawn.",
        de: "Die Datei des Tickets für „{event}“, das du verkauft hattest, kam nicht rechtzeitig. Wer es \
             gekauft hat, bekommt deshalb das Geld zurück, und das Ticket ist zurückgezogen.";
    mail_file_overdue_subject(event: &str)
        en: "Refunded: your ticket for {event} had no file",
        de: "Erstattet: Deinem Ticket für {event} fehlte die Datei";
    mail_claim_what() en: "Problem", de: "Problem";
    mail_claim_subject(event: &str)
        en: "A problem with a ticket for {event}",
        de: "Ein Problem mit einem Ticket für {event}";
    mail_claim_opened()
        en: "The buyer of the ticket says that something is wrong with it. Say what you have to say to \
             that: the people who run the site decide whether the money goes back.",
        de: "Der Käufer des Tickets sagt, dass damit etwas nicht stimmt. Sag, was du dazu zu sagen hast: \
             Die Betreiber der Seite entscheiden, ob das Geld zurückgeht.";
    mail_claim_answered()
        en: "The seller has answered to the problem that you have reported.",
        de: "Der Anbieter hat auf das Problem geantwortet, das du gemeldet hast.";
    mail_message_subject(event: &str)
        en: "A message about your ticket for {event}",
        de: "Eine Nachricht zu deinem Ticket für {event}";
    mail_message_to_buyer(event: &str)
        en: "Somebody has written to you about the ticket for {event} that you have bought.",
        de: "Jemand hat dir zu dem Ticket für „{event}“ geschrieben, das du gekauft hast.";
    mail_message_to_seller(event: &str)
        en: "Somebody has written to you about the ticket for {event} that you have sold.",
        de: "Jemand hat dir zu dem Ticket für „{event}“ geschrieben, das du verkauft hast.";
    mail_message_read() en: "Read and answer it here:", de: "Hier kannst du sie lesen und antworten:";
    mail_your_sales() en: "Your sales:", de: "Deine Angebote:";
    mail_your_price() en: "Your price", de: "Dein Preis";

    mail_ran_out(event: &str, until: &str)
        en: "A ticket for {event} was held for you until {until}. It was not paid for in time, so \
             it is no longer yours.",
        de: "Ein Ticket für „{event}“ war bis {until} für dich reserviert. Es wurde nicht \
             rechtzeitig bezahlt und ist deshalb nicht mehr deins.";
    mail_ran_out_subject(event: &str)
        en: "Your time ran out: {event}",
        de: "Deine Zeit ist abgelaufen: {event}";
    mail_not_charged()
        en: "You were not charged. Should your bank show a payment all the same, it is given back \
             by itself.",
        de: "Es wurde nichts abgebucht. Sollte deine Bank trotzdem eine Zahlung zeigen, wird sie \
             von selbst erstattet.";
    mail_still_for_sale()
        en: "If it is still for sale, you can buy it here:",
        de: "Wenn es noch zu haben ist, kannst du es hier kaufen:";

    mail_refunded(price: &str)
        en: "Your order was refunded: {price} goes back to you.",
        de: "Dein Kauf wurde erstattet: Du bekommst {price} zurück.";
    mail_refunded_how()
        en: "It goes the way it came; your bank may take some days to show it. The ticket is no \
             longer valid.",
        de: "Das Geld geht den Weg zurück, den es kam; bis deine Bank es zeigt, kann es einige Tage \
             dauern. Das Ticket gilt nicht mehr.";
    mail_refunded_subject(event: &str)
        en: "Refunded: your ticket for {event}",
        de: "Erstattet: dein Ticket für {event}";

    mail_cancelled(site: &str, event: &str)
        en: "The people who run {site} have cancelled your order for a ticket for {event}.",
        de: "Die Betreiber von {site} haben deinen Kauf eines Tickets für „{event}“ storniert.";
    mail_cancelled_subject(event: &str)
        en: "Cancelled: your order for {event}",
        de: "Storniert: dein Kauf für {event}";

    mail_removed(site: &str)
        en: "The people who run {site} have removed a ticket that you had listed.",
        de: "Die Betreiber von {site} haben ein Ticket entfernt, das du angeboten hattest.";
    mail_removed_subject(event: &str)
        en: "Removed: your ticket for {event}",
        de: "Entfernt: dein Ticket für {event}";
    mail_removed_how()
        en: "It is not for sale any more. It was not sold, and nobody was charged.",
        de: "Es steht nicht mehr zum Verkauf. Es wurde nicht verkauft und nichts abgebucht.";

    mail_recalled(event: &str)
        en: "You have listed a ticket for {event} that you had bought here. The money for it went \
             back to you, so it is not yours to sell any more.",
        de: "Du hast ein Ticket für „{event}“ angeboten, das du hier gekauft hattest. Das Geld dafür \
             ging an dich zurück, deshalb kannst du es nicht mehr verkaufen.";
    mail_recalled_withdrawn()
        en: "It is withdrawn, and nobody was charged.",
        de: "Es ist zurückgezogen, und es wurde nichts abgebucht.";
    mail_recalled_held()
        en: "A buyer holds it just now: if they do not pay in time, it is withdrawn.",
        de: "Gerade ist es für jemanden reserviert: Wird nicht rechtzeitig bezahlt, wird es \
             zurückgezogen.";
    mail_recalled_subject(event: &str)
        en: "Withdrawn: your ticket for {event}",
        de: "Zurückgezogen: dein Ticket für {event}";

    mail_file_came(event: &str)
        en: "The file of your ticket for {event} has come from its seller.",
        de: "Die Datei zu deinem Ticket für „{event}“ ist da.";
    mail_file_download() en: "Download it here:", de: "Hier kannst du sie herunterladen:";
    mail_file_came_subject(event: &str)
        en: "Your ticket for {event} is here",
        de: "Dein Ticket für {event} ist da";

    mail_free(event: &str)
        en: "You asked to be told: a ticket for {event} is for sale again.",
        de: "Du wolltest Bescheid wissen: Ein Ticket für „{event}“ ist wieder zu haben.";
    mail_free_subject(event: &str) en: "For sale again: {event}", de: "Wieder zu haben: {event}";
    mail_first_has_it()
        en: "Others who asked are told as well. Who presses Buy first has it:",
        de: "Andere bekommen auch Bescheid. Wer zuerst kauft, hat es:";

    mail_reset(site: &str)
        en: "Somebody, hopefully you, wants to set a new password at {site}.",
        de: "Jemand, hoffentlich du, möchte bei {site} ein neues Passwort setzen.";
    mail_reset_here(until: &str)
        en: "Here you can, until {until}, once:",
        de: "Hier geht das, einmal, bis {until}:";
    mail_reset_not_you()
        en: "If it was not you, do nothing: your password stays as it is.",
        de: "Wenn du das nicht warst, tu nichts: Dein Passwort bleibt, wie es ist.";
    mail_reset_subject(site: &str)
        en: "A new password for {site}",
        de: "Ein neues Passwort für {site}";

    mail_confirm(site: &str)
        en: "Somebody, hopefully you, has given this address to an account at {site}.",
        de: "Jemand, hoffentlich du, hat diese Adresse bei einem Konto von {site} angegeben.";
    mail_confirm_here(until: &str)
        en: "Here you confirm that it is yours, until {until}, once:",
        de: "Hier bestätigst du, einmal, dass es deine ist, bis {until}:";
    mail_confirm_not_you()
        en: "If it was not you, do nothing: the address stays unconfirmed.",
        de: "Wenn du das nicht warst, tu nichts: Die Adresse bleibt unbestätigt.";
    mail_confirm_subject(site: &str)
        en: "Is this your address? {site}",
        de: "Ist das deine Adresse? {site}";

    mail_password_changed_subject(site: &str)
        en: "Your password was changed: {site}",
        de: "Dein Passwort wurde geändert: {site}";
    mail_password_changed(site: &str, at: &str)
        en: "The password of your account at {site} was changed on {at}. Whoever was signed in with \
             the old one is signed out.",
        de: "Das Passwort deines Kontos bei {site} wurde geändert ({at}). Wer mit dem alten \
             angemeldet war, ist abgemeldet.";
    mail_password_not_you()
        en: "If it was not you, set a new one at once; who reads your mail can do so, too:",
        de: "Wenn du das nicht warst, setze sofort ein neues; das kann auch, wer deine Mails liest:";
    mail_address_given_up_subject(site: &str)
        en: "This address is not your account's any more: {site}",
        de: "Diese Adresse gehört nicht mehr zu deinem Konto: {site}";
    mail_address_given_up(site: &str, at: &str)
        en: "The account at {site} that had this address has another since {at}. Nobody signs in \
             with this one any more, and no more mails come here.",
        de: "Das Konto bei {site}, das diese Adresse hatte, hat eine andere ({at}). Mit dieser \
             meldet sich niemand mehr an, und hierher kommen keine Mails mehr.";
    mail_address_not_you(site: &str)
        en: "If it was not you, somebody knows your password: write at once to the people who run \
             {site}, and change it wherever else you use it.",
        de: "Wenn du das nicht warst, kennt jemand dein Passwort: Schreibe sofort den Leuten, die \
             {site} betreiben, und ändere es überall, wo du es sonst noch benutzt.";

    mail_signed_in_subject(site: &str) en: "A new sign-in: {site}", de: "Neue Anmeldung: {site}";
    mail_signed_in(site: &str)
        en: "Somebody, hopefully you, has signed in to your account at {site} with a browser, or from a \
             network, that had not been used for that lately:",
        de: "Jemand, hoffentlich du, hat sich bei deinem Konto von {site} angemeldet, mit einem Browser \
             oder aus einem Netz, mit dem das zuletzt nicht geschah:";
    mail_signed_in_not_you()
        en: "If it was not you, somebody knows your password. Set a new one at once, which signs \
             everybody out:",
        de: "Wenn du das nicht warst, kennt jemand dein Passwort. Setze sofort ein neues, das meldet \
             alle ab:";
    mail_signed_in_others()
        en: "If it was you, there is nothing to do. All sign-ins are listed here:",
        de: "Wenn du es warst, ist nichts zu tun. Alle Anmeldungen stehen hier:";

    mail_webhook_off_subject(site: &str)
        en: "A webhook was turned off: {site}",
        de: "Ein Webhook wurde abgeschaltet: {site}";
    mail_webhook_off(site: &str)
        en: "A webhook that you have set up at {site} was turned off. Nothing is sent any more to:",
        de: "Ein Webhook, den du bei {site} eingerichtet hast, wurde abgeschaltet. Nichts geht mehr \
             an:";
    mail_webhook_off_what_now()
        en: "What has not arrived is kept for 30 days. When the receiver is mended, turn it on \
             again here, and have what failed sent again:",
        de: "Was nicht angekommen ist, wird 30 Tage behalten. Wenn der Empfänger wieder läuft, \
             schalte ihn hier wieder ein und lass Fehlgeschlagenes noch einmal senden:";

    mail_test(site: &str)
        en: "This is a test: mails from {site} arrive.",
        de: "Das ist ein Test: Mails von {site} kommen an.";
    mail_test_asked_for(at: &str)
        en: "Somebody who runs the site asked for it on {at}.",
        de: "Jemand, der die Seite betreibt, hat ihn angefordert: {at}.";
    mail_test_subject(site: &str) en: "A test from {site}", de: "Ein Test von {site}";

    /// On the button that leads from a mail to the page that it is about.
    mail_open() en: "Open the page", de: "Seite öffnen";
    /// What the file of the terms is called that comes with a mail, before their day.
    terms_file() en: "terms", de: "AGB";
    /// What a mail that is shown as a sample is about.
    mail_sample_reason() en: "The concert is off", de: "Das Konzert fällt aus";
    mail_sample_ticket() en: "Row 5, seat 12", de: "Reihe 5, Platz 12";

    mail_row(row: &str) en: "row {row}", de: "Reihe {row}";
    mail_seat(seat: &str) en: "seat {seat}", de: "Platz {seat}";
}
