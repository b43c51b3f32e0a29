//! What those who run the site read.

use super::{Language, texts};
use crate::domain::MailAbout;

impl Language {
    /// What a mail is about, in a word or two.
    pub(crate) fn admin_mail_kind(self, about: &MailAbout) -> &'static str {
        match (self, about) {
            (Self::English, about) => about.kind(),
            (Self::German, MailAbout::OrderCompleted(_)) => "Kauf abgeschlossen",
            (Self::German, MailAbout::TicketSold(_)) => "Ticket verkauft",
            (Self::German, MailAbout::HoldExpired(_)) => "Reservierung abgelaufen",
            (Self::German, MailAbout::OrderRefunded(_)) => "Kauf erstattet",
            (Self::German, MailAbout::TicketFree(_)) => "Ticket frei",
            (Self::German, MailAbout::YourTurn(_)) => "Du bist dran",
            (Self::German, MailAbout::PasswordReset { .. }) => "Neues Passwort",
            (Self::German, MailAbout::OrderCancelled(_)) => "Kauf storniert",
            (Self::German, MailAbout::TicketRemoved(_)) => "Ticket entfernt",
            (Self::German, MailAbout::AddressConfirmation { .. }) => "Adresse bestätigen",
            (Self::German, MailAbout::TicketRecalled(_)) => "Weiterverkauf beendet",
            (Self::German, MailAbout::FileAttached(_)) => "Datei nachgereicht",
            (Self::German, MailAbout::PasswordChanged(_)) => "Passwort geändert",
            (Self::German, MailAbout::AddressGivenUp(..)) => "Adresse aufgegeben",
            (Self::German, MailAbout::SignedInElsewhere(..)) => "Neue Anmeldung",
            (Self::German, MailAbout::WebhookTurnedOff(..)) => "Webhook abgeschaltet",
            (Self::German, MailAbout::EventNews(..)) => "Veranstaltung geändert",
            (Self::German, MailAbout::AlertNews(..)) => "Neue Tickets",
            (Self::German, MailAbout::BankGiven(_)) => "Bankkonto angegeben",
            (Self::German, MailAbout::PayoutNews(_)) => "Auszahlung",
            (Self::German, MailAbout::FileDue(_)) => "Datei fehlt noch",
            (Self::German, MailAbout::FileOverdue(_)) => "Datei kam nicht",
            (Self::German, MailAbout::MessageCame(_)) => "Nachricht",
            (Self::German, MailAbout::ClaimOpened(_)) => "Problem gemeldet",
            (Self::German, MailAbout::ClaimAnswered(_)) => "Antwort auf Problem",
            (Self::German, MailAbout::ClaimSettled(_)) => "Problem entschieden",
            (Self::German, MailAbout::DisputeNews(_)) => "Angefochtene Zahlung",
            (Self::German, MailAbout::FactorNews(..)) => "Zweiter Faktor",
        }
    }
}

texts! {
    admin_title() en: "Run the site", de: "Seite betreiben";
    admin_find() en: "Find", de: "Suchen";
    admin_nothing_title() en: "Nothing here", de: "Hier ist nichts";
    admin_nothing() en: "Nothing was found by that.", de: "Damit wurde nichts gefunden.";
    admin_nothing_yet()
        en: "Nothing was found by that so far. The list goes on: press “Next”.",
        de: "Damit wurde bis hierher nichts gefunden. Die Liste geht weiter: „Weiter“.";
    or_more(n: usize) en: "{n} or more", de: "{n} oder mehr";
    admin_why() en: "Why", de: "Warum";
    admin_nothing_done()
        en: "Nothing was done. See what is wrong at the fields.",
        de: "Es ist nichts geschehen. Sieh nach, was an den Feldern steht.";
    admin_refunded_by_itself(why: &str)
        en: "Refunded by itself: {why}",
        de: "Von selbst erstattet: {why}";
    admin_somebody() en: "somebody", de: "jemand";

    admin_users() en: "Users", de: "Konten";
    admin_users_what()
        en: "Find an account, ban or unban it.",
        de: "Ein Konto suchen, sperren oder entsperren.";
    admin_users_hint() en: "Part of an e-mail address", de: "Ein Teil einer E-Mail-Adresse";
    admin_user_line(day: &str, listings: &str, orders: &str)
        en: "Since {day} · listings: {listings} · orders: {orders}",
        de: "Seit {day} · Angebote: {listings} · Käufe: {orders}";
    admin_banned_by(by: &str, at: &str, why: &str)
        en: "Banned by {by} on {at}: {why}",
        de: "Gesperrt von {by} am {at}: {why}";
    admin_ban() en: "Ban", de: "Sperren";
    admin_ban_ask()
        en: "They are signed out everywhere and cannot sign in, their tickets that are for sale are \
             withdrawn for good, and what is held for them is cancelled. What is paid stays as it \
             is.",
        de: "Das Konto wird überall abgemeldet und kann sich nicht mehr anmelden, seine Tickets, die \
             zum Verkauf stehen, werden endgültig zurückgezogen, und was dafür reserviert ist, wird \
             storniert. Was bezahlt ist, bleibt, wie es ist.";
    admin_ban_button() en: "Ban this account", de: "Dieses Konto sperren";
    admin_unban() en: "Unban", de: "Entsperren";
    admin_unban_ask()
        en: "They can sign in, buy and sell again. What they had listed stays withdrawn.",
        de: "Das Konto kann sich wieder anmelden, kaufen und verkaufen. Was es angeboten hatte, \
             bleibt zurückgezogen.";
    admin_unban_button() en: "Unban this account", de: "Dieses Konto entsperren";
    admin_banned() en: "Banned", de: "Gesperrt";
    admin_open() en: "Open", de: "Offen";
    admin_account_gone()
        en: "This account is not there any more. Nothing was done.",
        de: "Dieses Konto gibt es nicht mehr. Es ist nichts geschehen.";
    admin_account_runs_site()
        en: "This account is one of those who run the site (site.admins in config.toml): it cannot \
             be banned. Nothing was done.",
        de: "Dieses Konto ist eines von denen, die die Seite betreiben (site.admins in \
             config.toml): Es kann nicht gesperrt werden. Es ist nichts geschehen.";

    admin_orders() en: "Orders", de: "Käufe";
    admin_orders_what()
        en: "What is open; cancel or refund an order.",
        de: "Was offen ist; einen Kauf stornieren oder erstatten.";
    admin_orders_hint()
        en: "An order's id, or part of its buyer's or its seller's e-mail address; what a seller \
             has refunded is found by its buyer. Without it: orders that are open.",
        de: "Die Nummer eines Kaufs oder ein Teil der E-Mail-Adresse, die gekauft oder verkauft hat; \
             Erstattetes findet man nach der, die gekauft hat. Ohne das: offene Käufe.";
    admin_order_seller(seller: &str) en: "Sold by {seller}", de: "Verkauft von {seller}";

    admin_paid_orders() en: "Paid orders", de: "Bezahlte Käufe";
    admin_paid_orders_what()
        en: "What was paid last; refund an order.",
        de: "Was zuletzt bezahlt wurde; einen Kauf erstatten.";
    admin_paid_orders_hint()
        en: "An order's id, or part of its buyer's or its seller's e-mail address. Without it: the \
             latest of all, refunded ones among them; older ones are found by who bought or sold.",
        de: "Die Nummer eines Kaufs oder ein Teil der E-Mail-Adresse, die gekauft oder verkauft hat. \
             Ohne das: die letzten von allen, auch erstattete; ältere findet man nach Konten.";
    admin_order_ids(order: &str, ticket: &str)
        en: "Order {order}, ticket {ticket}",
        de: "Kauf {order}, Ticket {ticket}";
    admin_order_line(price: &str, at: &str, by: &str)
        en: "{price} · {at} · by {by}",
        de: "{price} · {at} · von {by}";
    admin_cancelled_by(by: &str, why: &str)
        en: "Cancelled by {by}: {why}",
        de: "Storniert von {by}: {why}";
    admin_refunded_by(by: &str, why: &str)
        en: "Refunded by {by}: {why}",
        de: "Erstattet von {by}: {why}";
    admin_cancel() en: "Cancel", de: "Stornieren";
    admin_cancel_ask()
        en: "The ticket is free at once, and the buyer is told why by mail. They are not charged.",
        de: "Das Ticket ist sofort frei, und wer gekauft hat, erfährt den Grund per Mail. \
             Abgebucht wird nichts.";
    admin_cancel_button() en: "Cancel this order", de: "Diesen Kauf stornieren";
    admin_refund_link() en: "Open or refund this order", de: "Diesen Kauf ansehen oder erstatten";
    admin_order_being_paid()
        en: "Its payment is being taken: look again in a moment, and refund it once it is paid. \
             Nothing was done.",
        de: "Er wird gerade bezahlt: Sieh gleich noch einmal nach und erstatte ihn, wenn er bezahlt \
             ist. Es ist nichts geschehen.";
    admin_order_paid()
        en: "This order is paid: refund it on its own page. Nothing was done.",
        de: "Dieser Kauf ist bezahlt: Erstatte ihn auf seiner eigenen Seite. Es ist nichts \
             geschehen.";
    admin_order_over()
        en: "This order is over already. Nothing was done.",
        de: "Dieser Kauf ist schon beendet. Es ist nichts geschehen.";

    admin_tickets() en: "Tickets", de: "Tickets";
    admin_tickets_what()
        en: "What is listed; remove a ticket.",
        de: "Was angeboten ist; ein Ticket entfernen.";
    admin_tickets_hint()
        en: "A ticket's id, part of its title, or its seller's e-mail address. By title only what \
             is listed now is found.",
        de: "Die Nummer eines Tickets, ein Teil seines Titels oder die E-Mail-Adresse, die es \
             verkauft. Nach dem Titel wird nur gefunden, was jetzt angeboten ist.";
    admin_ticket_line(price: &str, event: &str, by: &str)
        en: "{price} · {event} · by {by}",
        de: "{price} · {event} · von {by}";
    admin_disputes() en: "Disputed seats", de: "Umstrittene Plätze";
    admin_disputes_what()
        en: "Seats that several sellers offer or have sold; settle one.",
        de: "Plätze, die mehrere anbieten oder verkauft haben; einen klären.";
    admin_disputes_hint()
        en: "A ticket's id, part of its title, or its seller's e-mail address. Without it: all that \
             nobody has settled. Remove the ticket that is wrong, and the others are marked no more; \
             or settle it, and all stay.",
        de: "Die Nummer eines Tickets, ein Teil seines Titels oder die E-Mail-Adresse, die es \
             verkauft. Ohne das: alle ungeklärten. Entferne das falsche Ticket, dann sind die anderen \
             nicht mehr markiert; oder kläre es, dann bleiben alle.";
    admin_seat_disputed(others: &str)
        en: "Others offer the same seat or have sold it: {others}",
        de: "Denselben Platz bieten andere an oder haben ihn verkauft: {others}";
    admin_seat_settled(others: &str, by: &str, why: &str)
        en: "The same seat as {others}; settled by {by}: {why}",
        de: "Derselbe Platz wie {others}; geklärt von {by}: {why}";
    admin_settle() en: "Settle", de: "Klären";
    admin_settle_ask()
        en: "All tickets for this seat stay as they are, and buyers are not warned any more, until \
             another comes. The reason is kept.",
        de: "Alle Tickets für diesen Platz bleiben, wie sie sind, und niemand wird mehr gewarnt, bis \
             ein weiteres kommt. Der Grund wird aufgehoben.";
    admin_settle_button() en: "Settle this seat", de: "Diesen Platz klären";
    admin_removed_by(by: &str, why: &str)
        en: "Removed by {by}: {why}",
        de: "Entfernt von {by}: {why}";
    admin_held_for(order: &str) en: "Held for order {order}", de: "Reserviert für Kauf {order}";
    admin_remove() en: "Remove", de: "Entfernen";
    admin_remove_ask()
        en: "The ticket is withdrawn for good, and its seller is told why: by mail and on its page.",
        de: "Das Ticket wird endgültig zurückgezogen, und wer es verkauft, erfährt den Grund: per \
             Mail und auf der Seite des Tickets.";
    admin_remove_button() en: "Remove this ticket", de: "Dieses Ticket entfernen";
    admin_ticket_link() en: "The ticket", de: "Das Ticket";
    admin_ticket_held()
        en: "A buyer holds this ticket: cancel their order first. Nothing was done.",
        de: "Dieses Ticket ist reserviert: Storniere zuerst den Kauf. Es ist nichts geschehen.";
    admin_ticket_being_paid()
        en: "A buyer is paying for this ticket: refund their order once it is paid. Nothing was \
             done.",
        de: "Dieses Ticket wird gerade bezahlt: Erstatte den Kauf, wenn er bezahlt ist. Es ist \
             nichts geschehen.";
    admin_ticket_sold()
        en: "This ticket is sold: refund its order instead. Nothing was done.",
        de: "Dieses Ticket ist verkauft: Erstatte stattdessen den Kauf. Es ist nichts geschehen.";
    admin_ticket_over()
        en: "This ticket is not for sale any more. Nothing was done.",
        de: "Dieses Ticket steht nicht mehr zum Verkauf. Es ist nichts geschehen.";

    admin_events() en: "Events", de: "Veranstaltungen";
    admin_events_what()
        en: "Rename an event; merge two that are one.",
        de: "Eine Veranstaltung umbenennen; zwei zusammenlegen, die eine sind.";
    admin_events_hint()
        en: "An event's id, or words of its name, venue or city",
        de: "Die Nummer einer Veranstaltung oder Wörter aus Name, Ort oder Stadt";
    admin_event_counts(available: usize, held: usize, sold: usize, listed: usize)
        en: "{available} for sale · {held} held · {sold} sold · {listed} ever listed",
        de: "{available} zum Verkauf · {held} reserviert · {sold} verkauft · {listed} je angeboten";
    admin_typed_in_by(by: &str) en: "Typed in by {by}", de: "Eingegeben von {by}";
    admin_renamed_by(by: &str, at: &str, why: &str)
        en: "Renamed by {by} on {at}: {why}",
        de: "Umbenannt von {by} am {at}: {why}";
    admin_changed_by(by: &str, at: &str, why: &str)
        en: "Changed by {by} on {at}: {why}",
        de: "Geändert von {by} am {at}: {why}";
    admin_merged_by(into: &str, by: &str, at: &str, why: &str)
        en: "Merged into “{into}” by {by} on {at}: {why}",
        de: "Mit „{into}“ zusammengelegt von {by} am {at}: {why}";
    admin_still_moving(n: usize)
        en: { match n {
            1 => "1 ticket is still being moved. Load this page again to see it go.",
            _ => "{n} tickets are still being moved. Load this page again to see them go.",
        } },
        de: { match n {
            1 => "1 Ticket wird noch verschoben. Lade die Seite neu, um es zu sehen.",
            _ => "{n} Tickets werden noch verschoben. Lade die Seite neu, um es zu sehen.",
        } };
    admin_event_coming() en: "Coming", de: "Kommt";
    admin_event_started() en: "Started", de: "Begonnen";
    admin_event_merged() en: "Merged", de: "Zusammengelegt";
    admin_event_link() en: "The event", de: "Die Veranstaltung";
    admin_merge_link() en: "Merge into another event", de: "Mit einer anderen zusammenlegen";
    admin_rename() en: "Rename", de: "Umbenennen";
    admin_rename_ask()
        en: "Every page, receipt and mail says this from now on. When it starts cannot be changed: \
             people have bought for that time.",
        de: "Jede Seite, jeder Beleg und jede Mail nennt sie von nun an so. Wann sie beginnt, lässt \
             sich nicht ändern: Dafür wurde gekauft.";
    admin_rename_button() en: "Rename this event", de: "Diese Veranstaltung umbenennen";
    admin_merge_title(name: &str)
        en: "Merge “{name}” into another event",
        de: "„{name}“ mit einer anderen zusammenlegen";
    admin_merge_hint(words: &str)
        en: "{words}. Which event stays? Those that start within 24 hours of it are listed. Find by \
             id, or by words.",
        de: "{words}. Welche Veranstaltung bleibt? Aufgeführt sind die, die höchstens 24 Stunden \
             davor oder danach beginnen. Suche nach der Nummer oder nach Wörtern.";
    admin_merge() en: "This one stays", de: "Diese bleibt";
    admin_merge_ask(from: &str, from_counts: &str, into: &str, into_counts: &str)
        en: "“{from}” ({from_counts}) goes into “{into}” ({into_counts}). All its tickets are the \
             other's from then on; who holds or has bought one keeps it, at the same price and until \
             the same time. Its page leads to the other's. This cannot be undone.",
        de: "„{from}“ ({from_counts}) geht in „{into}“ ({into_counts}) auf. Alle Tickets gehören \
             dann dorthin; wer eines reserviert oder gekauft hat, behält es zum selben Preis und bis \
             zur selben Zeit. Die Seite der einen führt zur anderen. Das lässt sich nicht rückgängig \
             machen.";
    admin_merge_button() en: "Merge the two", de: "Beide zusammenlegen";
    admin_event_gone()
        en: "This event was merged into another already. Nothing was done.",
        de: "Diese Veranstaltung wurde schon mit einer anderen zusammengelegt. Es ist nichts \
             geschehen.";
    admin_no_other()
        en: "There is no such event to merge it into: choose one of those below. Nothing was done.",
        de: "Die andere Veranstaltung gibt es nicht: Wähle eine von denen unten. Es ist nichts \
             geschehen.";
    admin_merge_itself()
        en: "An event cannot be merged into itself. Nothing was done.",
        de: "Eine Veranstaltung lässt sich nicht mit sich selbst zusammenlegen. Es ist nichts \
             geschehen.";
    admin_other_merged()
        en: "The other event was merged into yet another: choose that one. Nothing was done.",
        de: "Die andere Veranstaltung ist selbst schon in einer aufgegangen: Wähle diese. Es ist \
             nichts geschehen.";
    admin_apart()
        en: "The two start more than 24 hours apart, and people have bought for these times: they \
             are not one event. Nothing was done.",
        de: "Zwischen dem Beginn der beiden liegen mehr als 24 Stunden, und dafür wurde gekauft: Das \
             ist nicht dieselbe Veranstaltung. Es ist nichts geschehen.";

    admin_today(day: &str) en: "Today, {day}", de: "Heute, {day}";
    admin_since_midnight(zone: &str)
        en: "Since midnight in {zone}",
        de: "Seit Mitternacht nach der Uhr von {zone}";
    admin_in_all() en: "In all", de: "Insgesamt";
    admin_now() en: "Now", de: "Jetzt";
    /// After a number, as all of these.
    admin_n_sign_ups() en: "sign-ups", de: "neue Konten";
    admin_n_listings() en: "listings", de: "Angebote";
    admin_n_holds() en: "holds", de: "Reservierungen";
    admin_n_sales() en: "sales", de: "Verkäufe";
    admin_n_sold() en: "sold for", de: "Umsatz";
    admin_n_fees() en: "of it fees", de: "davon Gebühren";
    admin_n_refunds() en: "refunds", de: "Erstattungen";
    admin_n_refunded() en: "refunded", de: "erstattet";
    admin_n_mails_waiting() en: "mails waiting", de: "Mails warten";
    admin_n_mails_given_up() en: "mails given up", de: "Mails aufgegeben";
    admin_n_unsettled() en: "payments under way", de: "Zahlungen laufen";
    admin_n_overdue() en: "payments overdue", de: "Zahlungen überfällig";
    admin_n_streams() en: "open live streams", de: "offene Live-Verbindungen";

    admin_mail() en: "Mail", de: "Mails";
    admin_mail_what()
        en: "Whether mails are sent, and which were not.",
        de: "Ob Mails verschickt werden und welche nicht.";
    admin_no_server() en: "No mail server is set up.", de: "Es ist kein Mailserver eingerichtet.";
    admin_no_server_means()
        en: " Mails are listed here and not sent. Set mail.server in config.toml (docs/mail.md) and \
             restart the site: mails that are younger than three days are sent then.",
        de: " Mails stehen hier und werden nicht verschickt. Setze mail.server in config.toml \
             (docs/mail.md) und starte die Seite neu: Mails, die jünger als drei Tage sind, werden \
             dann verschickt.";
    admin_test_hint()
        en: "The test goes to your own address. It can take 20 seconds until the mail server's \
             answer is here.",
        de: "Der Test geht an deine eigene Adresse. Bis die Antwort des Mailservers da ist, kann es \
             20 Sekunden dauern.";
    admin_test_button() en: "Send a test mail", de: "Eine Testmail schicken";
    admin_test_late(seconds: u64)
        en: "the server did not answer within {seconds} s",
        de: "der Server hat in {seconds} s nicht geantwortet";
    admin_test_taken()
        en: "The mail server has taken a test for ",
        de: "Der Mailserver hat eine Testmail angenommen für ";
    admin_test_taken_means()
        en: ". If it does not arrive, look among what is taken for spam, and see docs/mail.md.",
        de: ". Kommt sie nicht an, sieh im Spam-Ordner nach und lies docs/mail.md.";
    admin_test_failed() en: "The test was not sent.", de: "Der Test wurde nicht verschickt.";
    admin_test_said()
        en: " The mail server, or the way to it, says: ",
        de: " Der Mailserver oder der Weg dorthin sagt: ";
    admin_server() en: "Server", de: "Server";
    admin_from() en: "From", de: "Von";
    admin_no_mail_taken() en: "The server takes no mail", de: "Der Server nimmt keine Mails an";
    admin_since() en: " since ", de: ", seit ";
    admin_tried_after()
        en: " Mails wait, and are tried again: next after ",
        de: " Mails warten und werden wieder versucht: als Nächstes nach ";
    admin_test_sends()
        en: ". A test that succeeds sends them at once.",
        de: ". Ein Test, der gelingt, verschickt sie sofort.";
    admin_waiting() en: "waiting", de: "warten";
    admin_not_sent() en: "not sent", de: "nicht verschickt";
    admin_given_up() en: "given up", de: "aufgegeben";
    admin_in_all_small() en: "in all", de: "insgesamt";
    admin_only_given_up() en: "Only given up", de: "Nur aufgegebene";
    admin_all_mails() en: "All mails", de: "Alle Mails";
    admin_all_mails_newest() en: "All mails, newest first", de: "Alle Mails, neueste zuerst";
    admin_no_mails() en: "No mails here", de: "Keine Mails";
    admin_no_mails_means()
        en: "What the site has to tell people is listed here.",
        de: "Was die Seite jemandem mitzuteilen hat, steht hier.";
    admin_older_mails() en: "Older mails", de: "Ältere Mails";
    admin_to(to: &str) en: "to {to} · ", de: "an {to} · ";
    admin_failures(n: u32) en: "{n} failures, the last: ", de: "{n} Fehlversuche, der letzte: ";
    admin_send_again() en: "Send again", de: "Noch einmal schicken";
    admin_send_again_ask()
        en: "It is tried again for up to three days.",
        de: "Es wird bis zu drei Tage lang wieder versucht.";
    admin_again_because() en: "It should arrive now", de: "Jetzt sollte sie ankommen";
    admin_mail_settled()
        en: "This mail is sent, or is being sent: there is nothing to do.",
        de: "Diese Mail ist verschickt oder wird es gerade: Es ist nichts zu tun.";
    admin_sent() en: "Sent", de: "Verschickt";
    admin_waits() en: "Waiting", de: "Wartet";
    admin_not_before() en: "not before ", de: "nicht vor ";
    admin_is_given_up() en: "Given up", de: "Aufgegeben";
    admin_is_not_sent() en: "Not sent", de: "Nicht verschickt";
    admin_no_server_small()
        en: "no mail server is set up",
        de: "es ist kein Mailserver eingerichtet";
    admin_about_order(id: &str) en: "order {id}", de: "Kauf {id}";
    admin_about_ticket(id: &str) en: "ticket {id}", de: "Ticket {id}";
    admin_about_account() en: "the account", de: "das Konto";
}
