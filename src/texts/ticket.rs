//! A ticket's page: its state, its history, its file, and why something is not done with it.

use super::{Language, texts};
use crate::{
    domain::{SeatsGo, Spot},
    types::isolated,
};

texts! {
    seats_from_to(first: u32, last: u32) en: "Seats {first} to {last}", de: "Plätze {first} bis {last}";
    see_other_tickets()
        en: "See other tickets for this event",
        de: "Andere Tickets für diese Veranstaltung ansehen";
    event_started_not_sold()
        en: "The event has started: this ticket is not sold any more.",
        de: "Die Veranstaltung hat begonnen: Dieses Ticket wird nicht mehr verkauft.";
    sign_in_to_buy() en: "Sign in to buy", de: "Zum Kaufen anmelden";
    buy_for(price: &str) en: "Buy for {price}", de: "Für {price} kaufen";
    /// Before an amount and its currency, and after them.
    that_is_all_you_pay() en: "That is all you pay. ", de: "Mehr zahlst du nicht. Davon gehen ";
    of_it_is_the_fee() en: " of it is this site’s fee.", de: " als Gebühr an diese Seite.";
    what_buying_means()
        en: "It is then held for you, and for nobody else, while you pay.",
        de: "Es ist dann für dich reserviert, und für niemanden sonst, während du bezahlst.";
    /// Before a time.
    held_by_another_until()
        en: "Held by another buyer until",
        de: "Für jemand anderen reserviert bis";
    free_again_if_unpaid()
        en: "If they do not pay, it is free again then.",
        de: "Wird bis dahin nicht bezahlt, ist es wieder frei.";
    another_is_paying()
        en: "Another buyer is paying for it right now. If the payment fails, it is free again.",
        de: "Jemand anderes bezahlt es gerade. Scheitert die Zahlung, ist es wieder frei.";
    somebody_else_bought_it()
        en: "Somebody else has bought it. ",
        de: "Jemand anderes hat es gekauft. ";
    seller_took_it_back()
        en: "It was withdrawn from sale. ",
        de: "Es wurde vom Verkauf zurückgezogen. ";

    /// Before what its buyer pays.
    you_get(asked: &str)
        en: "You get {asked}; buyers pay ",
        de: "Du bekommst {asked}, beim Kauf kostet es ";
    withdraw() en: "Withdraw", de: "Zurückziehen";
    withdraw_question()
        en: "Take this ticket off the market? You would have to list it anew to sell it.",
        de: "Dieses Ticket vom Verkauf zurückziehen? Um es doch zu verkaufen, müsstest du es neu \
             anbieten.";
    withdraw_this_ticket() en: "Withdraw this ticket", de: "Dieses Ticket zurückziehen";
    event_started_yours_not_sold()
        en: "The event has started: your ticket is not sold any more.",
        de: "Die Veranstaltung hat begonnen: Dein Ticket wird nicht mehr verkauft.";
    you_are_selling()
        en: "You are selling this ticket. Anyone can buy it now.",
        de: "Du bietest dieses Ticket an. Jeder kann es jetzt kaufen.";
    listed_with_it(others: usize)
        en: { match others {
            1 => "1 other was listed with it.",
            _ => "{others} others were listed with it.",
        } },
        de: { match others {
            1 => "Mit ihm zusammen wurde 1 weiteres angeboten.",
            _ => "Mit ihm zusammen wurden {others} weitere angeboten.",
        } };
    edit_listing() en: "Edit", de: "Bearbeiten";
    locked_meanwhile()
        en: "It cannot be edited or withdrawn meanwhile.",
        de: "So lange kannst du es weder bearbeiten noch zurückziehen.";
    /// Before a time.
    held_by_a_buyer_until() en: "Held by a buyer until", de: "Für jemanden reserviert bis";
    buyer_is_paying()
        en: "A buyer is paying for your ticket right now. ",
        de: "Jemand bezahlt dein Ticket gerade. ";
    you_have_sold_it() en: "You have sold this ticket.", de: "Du hast dieses Ticket verkauft.";
    you_have_withdrawn_it()
        en: "You have withdrawn this ticket. Nobody can buy it.",
        de: "Du hast dieses Ticket zurückgezogen. Niemand kann es kaufen.";

    withdrawn_with_refund()
        en: "It was sold, and the order was refunded: the ticket is withdrawn. Nobody can buy it.",
        de: "Es war verkauft, und der Kauf wurde erstattet: Das Ticket ist zurückgezogen. Niemand \
             kann es kaufen.";
    withdrawn_by_site()
        en: "The people who run this site have removed this ticket. Nobody can buy it.",
        de: "Die Betreiber dieser Seite haben dieses Ticket entfernt. Niemand kann es kaufen.";
    withdrawn_with_purchase()
        en: "The order by which you had bought it was refunded: the ticket is withdrawn. Nobody can \
             buy it.",
        de: "Der Kauf, mit dem du es hattest, wurde erstattet: Das Ticket ist zurückgezogen. \
             Niemand kann es kaufen.";

    /// Before a time.
    held_for_you_until() en: "Held for you until", de: "Für dich reserviert bis";
    go_on_to_pay() en: "Go on to pay", de: "Weiter zur Zahlung";
    payment_is_being_settled()
        en: "Your payment is being settled.",
        de: "Deine Zahlung wird gerade abgeschlossen.";
    see_your_order() en: "See your order", de: "Zu deinem Kauf";
    it_is_yours() en: "It is yours.", de: "Es gehört dir.";
    download_your_ticket() en: "Download your ticket", de: "Dein Ticket herunterladen";
    download_ticket(which: &str) en: "Download {which}", de: "{which} herunterladen";

    history() en: "History", de: "Verlauf";
    /// After a price.
    before_the_fee(price: &str) en: "{price} before the fee", de: "{price} ohne Gebühr";
    listed_for(price: &str) en: "Listed for {price}", de: "Angeboten für {price}";
    listed_and_latest(lines: usize)
        en: "Listed; of what followed, the latest {lines}",
        de: "Angeboten; von dem, was folgte, die letzten {lines}";
    price_changed_from_to(from: &str, to: &str)
        en: "Price changed from {from} to {to}",
        de: "Preis von {from} auf {to} geändert";
    happened_held() en: "Held for a buyer", de: "Für jemanden reserviert";
    happened_released()
        en: "Released: the order was cancelled",
        de: "Wieder frei: Der Kauf wurde storniert";
    happened_ran_out()
        en: "Released: the time to pay ran out",
        de: "Wieder frei: Die Zeit zum Bezahlen ist abgelaufen";
    happened_refunded_relisted()
        en: "Refunded, and for sale again",
        de: "Erstattet und wieder im Angebot";
    happened_refunded_withdrawn() en: "Refunded, and withdrawn", de: "Erstattet und zurückgezogen";
    happened_removed()
        en: "Removed by the people who run this site",
        de: "Von den Betreibern dieser Seite entfernt";

    price_did_not_come()
        en: "The price that you saw did not come with the form. Nothing was held. Press Buy again \
             if you want the ticket at this price.",
        de: "Der Preis, den du gesehen hast, kam nicht mit dem Formular an. Es wurde nichts \
             reserviert. Drücke noch einmal auf „Kaufen“, wenn du das Ticket zu diesem Preis willst.";
    somebody_was_faster(until: &str, minutes: u64)
        en: {
            let at_most = match minutes { 1 => "a minute".into(), _ => format!("{minutes} minutes") };
            format!(
                "Somebody was faster: it is held for another buyer until {until} ({at_most} at \
                 most). If they do not pay, it is free again then."
            )
        },
        de: {
            let at_most = match minutes { 1 => "eine Minute".into(), _ => format!("{minutes} Minuten") };
            format!(
                "Jemand war schneller: Es ist bis {until} für jemand anderen reserviert (höchstens \
                 noch {at_most}). Wird bis dahin nicht bezahlt, ist es wieder frei."
            )
        };
    you_hold_it_already()
        en: "You hold this ticket already.",
        de: "Dieses Ticket ist schon für dich reserviert.";
    another_is_paying_now()
        en: "Another buyer is paying for it right now.",
        de: "Jemand anderes bezahlt es gerade.";
    has_just_been_sold()
        en: "This ticket has just been sold.",
        de: "Dieses Ticket wurde gerade verkauft.";
    was_withdrawn() en: "This ticket was withdrawn.", de: "Dieses Ticket wurde zurückgezogen.";
    account_closed_nothing_held()
        en: "Your account is closed. Nothing was held.",
        de: "Dein Konto ist geschlossen. Es wurde nichts reserviert.";
    price_has_changed(price: &str)
        en: "The price has changed while you looked: it is {price} now. Nothing was held or \
             charged. Press Buy again if you want it at this price.",
        de: "Der Preis hat sich inzwischen geändert: Er ist jetzt {price}. Es wurde nichts \
             reserviert und nichts abgebucht. Drücke noch einmal auf „Kaufen“, wenn du es zu \
             diesem Preis willst.";
    event_started_no_trade()
        en: "The event has started: tickets for it are not traded any more.",
        de: "Die Veranstaltung hat begonnen: Tickets dafür werden nicht mehr gehandelt.";
    go_only_together(seats: usize)
        en: "These {seats} seats go only together: all of them, or none.",
        de: "Diese {seats} Plätze gibt es nur zusammen: alle oder keinen.";
    buy_all_for(price: &str) en: "Buy all for {price}", de: "Alle für {price} kaufen";
    one_left_alone()
        en: "That would leave one seat alone, which its seller does not want. Take its neighbour, \
             too, or others.",
        de: "Damit bliebe ein Platz allein übrig, und das möchte der Verkäufer nicht. Nimm den \
             Nachbarplatz dazu oder andere.";
    goes_with_neighbours(seats: usize)
        en: "Its seller leaves no seat alone, so it goes with its neighbours: {seats} seats.",
        de: "Der Verkäufer lässt keinen Platz allein, darum gibt es ihn mit seinen Nachbarn: \
             {seats} Plätze.";
    too_many_held(held: usize, max: usize)
        en: {
            let tickets = Language::English.tickets(held);
            format!(
                "You hold {tickets} already, and nobody can hold more than {max} at a time. This \
                 one was not held. Pay for one of these or cancel it, then press Buy again:"
            )
        },
        de: {
            let are = if held == 1 { "ist" } else { "sind" };
            let tickets = Language::German.tickets(held);
            format!(
                "Für dich {are} schon {tickets} reserviert, und mehr als {max} auf einmal gehen \
                 nicht. Dieses wurde nicht reserviert. Bezahle oder storniere eines davon und \
                 drücke dann noch einmal auf „Kaufen“:"
            )
        };
    /// Before a time.
    next_hold_ends() en: "The next of them runs out at", de: "Das nächste davon ist reserviert bis";
    let_it_run_out(times: usize)
        en: {
            let times = match times { 2 => "Twice".into(), _ => format!("{times} times") };
            format!(
                "{times} as long as one has for it, this ticket was held for you. Now it is others’ \
                 turn for a while: it was not held."
            )
        },
        de: {
            let times = match times { 2 => "Zweimal".into(), _ => format!("{times}-mal") };
            format!(
                "{times} so lange, wie man dafür Zeit hat, war dieses Ticket für dich reserviert. \
                 Jetzt sind eine Weile andere an der Reihe: Es wurde nicht reserviert."
            )
        };
    /// Before a time.
    you_can_buy_it_from() en: "You can buy it again from", de: "Du kannst es wieder kaufen ab";
    cannot_be_sold_now(why: &str)
        en: "This ticket cannot be sold now: {why}.",
        de: "Dieses Ticket kann gerade nicht verkauft werden: {why}.";
    is_your_own_ticket()
        en: "This is your own ticket: you cannot buy it.",
        de: "Das ist dein eigenes Ticket: Du kannst es nicht kaufen.";
    only_its_seller()
        en: "Only its seller can change this ticket.",
        de: "Nur wer dieses Ticket anbietet, kann es ändern.";
    no_such_ticket() en: "There is no such ticket.", de: "Dieses Ticket gibt es nicht.";

    cannot_change_while_held(until: &str)
        en: "A buyer holds this ticket until {until}. It cannot be changed while it is held: they \
             pay the price that they saw.",
        de: "Dieses Ticket ist bis {until} für jemanden reserviert. So lange kann es nicht \
             geändert werden: Bezahlt wird der Preis, der zu sehen war.";
    cannot_change_while_paid()
        en: "A buyer is paying for this ticket right now. It cannot be changed any more.",
        de: "Jemand bezahlt dieses Ticket gerade. Es kann nicht mehr geändert werden.";
    cannot_change_sold()
        en: "This ticket is sold. It cannot be changed any more.",
        de: "Dieses Ticket ist verkauft. Es kann nicht mehr geändert werden.";
    cannot_change_withdrawn()
        en: "This ticket is withdrawn. List it again to sell it.",
        de: "Dieses Ticket ist zurückgezogen. Biete es neu an, um es zu verkaufen.";
    cannot_change_now()
        en: "This ticket cannot be changed now.",
        de: "Dieses Ticket kann gerade nicht geändert werden.";

    the_ticket_itself_optional()
        en: "The ticket itself (optional)",
        de: "Das Ticket selbst (freiwillig)";
    file_advice_listing()
        en: "A PDF, a picture (JPEG, PNG, WebP, HEIC) or a Wallet pass, 10 MB at most. Nobody but \
             its buyer gets it, and only once it is paid. Without it you hand the ticket over otherwise.",
        de: "Ein PDF, ein Bild (JPEG, PNG, WebP, HEIC) oder ein Wallet-Pass, höchstens 10 MB. Nur \
             wer es kauft, bekommt die Datei, und erst nach dem Bezahlen. Ohne Datei übergibst du das Ticket anders.";
    file_advice()
        en: "A PDF, a picture (JPEG, PNG, WebP, HEIC) or a Wallet pass, 10 MB at most.",
        de: "Ein PDF, ein Bild (JPEG, PNG, WebP, HEIC) oder ein Wallet-Pass, höchstens 10 MB.";
    comes_as_file(kind: &str)
        en: "Comes as a {kind} file, yours as soon as it is paid.",
        de: "Kommt als {kind}-Datei und gehört dir, sobald es bezahlt ist.";
    comes_without_file()
        en: "No file: the seller hands it over otherwise.",
        de: "Ohne Datei: Wer es verkauft, übergibt es dir anders.";
    /// To its buyer.
    no_file_yet()
        en: "There is no file yet. If the seller attaches one, you download it here; otherwise they \
             hand the ticket over to you.",
        de: "Es gibt noch keine Datei. Wird eine angehängt, lädst du sie hier herunter; sonst \
             wird dir das Ticket übergeben.";
    file_is_attached()
        en: "Attached. Its buyer gets it once it is paid, and nobody else.",
        de: "Angehängt. Wer das Ticket kauft, bekommt die Datei nach dem Bezahlen, und niemand \
             sonst.";
    look_at_file() en: "Look at it", de: "Ansehen";
    file_was_taken_off()
        en: "A file that was attached before the refund was taken off: its buyer had it. Attach \
             another.",
        de: "Die Datei von vor der Erstattung wurde entfernt, denn sie war schon beim Käufer. \
             Hänge eine andere an.";
    attach_the_ticket() en: "Attach the ticket", de: "Das Ticket anhängen";
    attach() en: "Attach", de: "Anhängen";
    attach_another()
        en: "Attach another in its place",
        de: "Eine andere Datei an ihrer Stelle anhängen";
    replace() en: "Replace", de: "Ersetzen";
    file_is_locked()
        en: "It can be replaced or taken off while nobody has bought or holds the ticket.",
        de: "Du kannst sie ersetzen oder entfernen, solange niemand das Ticket gekauft hat und es \
             für niemanden reserviert ist.";
    withdrawn_has_no_file()
        en: "A withdrawn ticket has no file.",
        de: "Ein zurückgezogenes Ticket hat keine Datei.";
    take_file_off() en: "Take it off", de: "Entfernen";
    take_file_off_question()
        en: "Delete the file here? You would then hand the ticket over otherwise.",
        de: "Die Datei hier löschen? Du würdest das Ticket dann anders übergeben.";
    delete_the_file() en: "Delete the file", de: "Die Datei löschen";

    choose_a_file()
        en: "Choose the file to attach: a PDF, a picture or a Wallet pass.",
        de: "Wähle die Datei aus, die du anhängen willst: ein PDF, ein Bild oder ein Wallet-Pass.";
    choose_one_file()
        en: "A ticket has one file. Choose one.",
        de: "Ein Ticket hat eine einzige Datei. Wähle eine aus.";
    choose_file_again()
        en: "Your file was not kept, since the rest needs another look. Choose it again.",
        de: "Deine Datei wurde nicht behalten, weil am Rest noch etwas zu ändern ist. Wähle sie \
             noch einmal aus.";
    file_for_one_ticket()
        en: "Each ticket has a file of its own. List them without one, and attach a file to each \
             on its page.",
        de: "Jedes Ticket hat seine eigene Datei. Biete sie ohne Datei an, und hänge dann jedem \
             auf seiner Seite eine an.";
    file_too_large()
        en: "This file is larger than 10 MB. Choose a smaller one, such as a screenshot.",
        de: "Diese Datei ist größer als 10 MB. Wähle eine kleinere, etwa einen Screenshot.";
    file_of_other_kind()
        en: "This is no PDF, no picture (JPEG, PNG, WebP, HEIC) and no Wallet pass. Choose another \
             file.",
        de: "Das ist kein PDF, kein Bild (JPEG, PNG, WebP, HEIC) und kein Wallet-Pass. Wähle eine \
             andere Datei.";
    file_is_broken(kind: &str)
        en: "This {kind} is damaged or not whole. Choose another file.",
        de: "Diese {kind}-Datei ist beschädigt oder unvollständig. Wähle eine andere Datei.";
    same_file_listed()
        en: "Another ticket on sale here has this same file, or one that shows the same, and each is sold once. Attach \
             the file of this ticket.",
        de: "Ein anderes Ticket im Angebot hat dieselbe Datei oder eine, die dasselbe zeigt, und \
             jede wird nur einmal verkauft. Hänge die Datei dieses Tickets an.";
    seat_listed()
        en: "You offer or have sold this seat of the event already, and each seat is sold once. \
             Nothing has changed. Say which seat this ticket is for, with its section and row; if it \
             is for none, leave the seat empty.",
        de: "Du bietest diesen Platz der Veranstaltung schon an oder hast ihn verkauft, und jeder \
             Platz wird nur einmal verkauft. Es hat sich nichts geändert. Gib an, für welchen Platz \
             dieses Ticket ist, mit Bereich und Reihe; gilt es für keinen, lass den Platz leer.";
    seat_disputed()
        en: "Another seller offers the same seat, or has sold it, and only one of them can be right.",
        de: "Jemand anderes bietet denselben Platz an oder hat ihn verkauft, und nur ein Angebot \
             kann stimmen.";
    seat_disputed_for_buyer()
        en: "Until that is settled you can buy this ticket at your own risk; if it is not valid, \
             those who run this site can give your money back.",
        de: "Bis das geklärt ist, kannst du dieses Ticket auf eigenes Risiko kaufen; gilt es nicht, \
             kann dir der Betreiber dieser Seite das Geld erstatten.";
    seat_disputed_for_seller()
        en: "Buyers are told so until it is settled. See that section, row and seat are right; those \
             who run this site see both listings.",
        de: "Das steht hier für alle, bis es geklärt ist. Prüfe Bereich, Reihe und Platz; der \
             Betreiber dieser Seite sieht beide Angebote.";
    see_that_listing() en: "See that listing", de: "Dieses Angebot ansehen";
    seat_crowded()
        en: "Too many people offer this seat already. Nothing has changed. See that section, row \
             and seat are right.",
        de: "Schon zu viele bieten diesen Platz an. Es hat sich nichts geändert. Prüfe Bereich, \
             Reihe und Platz.";
    files_full()
        en: "The files of all that you have listed come to 200 MB, the most there may be. Withdraw \
             what you no longer sell, or take a file off, and attach this one then.",
        de: "Die Dateien von allem, was du anbietest, sind zusammen 200 MB groß, und mehr geht \
             nicht. Zieh zurück, was du nicht mehr verkaufst, oder nimm eine Datei ab, und hänge \
             diese dann an.";
    happened_recalled()
        en: "Not yours to sell any more: your own purchase of it was refunded",
        de: "Gehört dir nicht mehr: Dein eigener Kauf wurde erstattet";
    happened_moved()
        en: "Its event was listed twice: moved to the entry that stays",
        de: "Die Veranstaltung war doppelt eingetragen: zum bleibenden Eintrag verschoben";
    /// Before a link to the order.
    had_bought_it()
        en: "You had bought this ticket here, and ",
        de: "Du hattest dieses Ticket hier gekauft, und ";
    that_order_was_refunded() en: "that order was refunded", de: "dieser Kauf wurde erstattet";
    /// After it.
    not_yours_to_sell()
        en: ": it is not yours to sell any more. It is withdrawn, or will be when nobody holds it.",
        de: ": Du kannst es nicht mehr verkaufen. Es ist zurückgezogen, oder wird es, sobald es \
             niemand mehr reserviert hat.";
    same_file_sold()
        en: "This same file was sold here to somebody else, and only they can sell it on. Attach \
             the file of this ticket.",
        de: "Dieselbe Datei wurde hier an jemand anderen verkauft, und nur wer sie gekauft hat, \
             kann sie weiterverkaufen. Hänge die Datei dieses Tickets an.";

    it_is_free_now()
        en: "It is free now: nobody holds it, and you can buy it.",
        de: "Es ist gerade frei: Es ist für niemanden reserviert, und du kannst es kaufen.";
    seller_has_withdrawn_it()
        en: "This ticket was withdrawn from sale.",
        de: "Dieses Ticket wurde vom Verkauf zurückgezogen.";
}

impl Language {
    /// How seats go that a seller lists together.
    pub(crate) fn seats_go(self, how: SeatsGo) -> &'static str {
        match how {
            SeatsGo::NotOneAlone => self.seats_go_not_one_alone(),
            SeatsGo::Together => self.seats_go_together(),
        }
    }

    /// Where in the venue, in one line, such as `Block B · Row 5 · Seat 12`.
    pub(crate) fn spot(self, spot: &Spot) -> String {
        let [section, row, seat] = spot.parts();
        let row = called(self, Self::field_row, row);
        let seat = called(self, Self::field_seat, seat);
        let parts = [isolated(section).into_owned(), row, seat];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    }

    /// Where tickets are that stand together: `Row 7 · Seats 4 to 13`, `Standing · 12 tickets`.
    pub(crate) fn seat_run(
        self,
        spot: Option<&Spot>,
        seats: Option<(u32, u32)>,
        count: usize,
    ) -> String {
        let [section, row, _] = spot.map_or([""; 3], Spot::parts);
        let row = called(self, Self::field_row, row);
        let last = match seats {
            Some((first, last)) => self.seats_from_to(first, last),
            None => self.tickets(count),
        };
        let parts = [isolated(section).into_owned(), row, last];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    }

    /// How long a file is: `12 KB`, `1.4 MB`.
    pub(crate) fn file_size(self, bytes: u32) -> String {
        let tenths = u64::from(bytes) * 10 / (1024 * 1024);
        match bytes {
            0..1_048_576 => format!("{} KB", bytes.div_ceil(1024)),
            _ => format!("{} MB", self.number(format!("{}.{}", tenths / 10, tenths % 10))),
        }
    }
}

/// With the word before it, unless it was typed with it, in whatever language.
fn called(t: Language, word: fn(Language) -> &'static str, name: &str) -> String {
    let typed = name.split_whitespace().next().unwrap_or_default();
    match name.is_empty() || Language::ALL.iter().any(|t| typed.eq_ignore_ascii_case(word(*t))) {
        true => isolated(name).into_owned(),
        false => format!("{} {}", word(t), isolated(name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::Details,
        types::{Seat, SeatRow, Section},
    };

    #[test]
    fn spots() {
        for (section, row, seat, english, german) in [
            ("", "", "", None, None),
            (
                "Block B",
                "5",
                "12",
                Some("Block B · Row 5 · Seat 12"),
                Some("Block B · Reihe 5 · Platz 12"),
            ),
            ("Standing", "", "", Some("Standing"), Some("Standing")),
            ("", "row 5", "Seat 12", Some("row 5 · Seat 12"), Some("row 5 · Seat 12")),
            ("", "Reihe 5", "", Some("Reihe 5"), Some("Reihe 5")),
            ("", "Rowan", "", Some("Row Rowan"), Some("Reihe Rowan")),
        ] {
            let details = Details {
                section: Section::parse(section).ok(),
                row: SeatRow::parse(row).ok(),
                seat: Seat::parse(seat).ok(),
                ..Details::default()
            };
            let spot = details.spot();
            for (t, expect) in [(Language::English, english), (Language::German, german)] {
                assert_eq!(spot.as_ref().map(|spot| t.spot(spot)).as_deref(), expect);
            }
        }
    }

    #[test]
    fn sizes() {
        for (bytes, english, german) in [
            (1, "1 KB", "1 KB"),
            (12_000, "12 KB", "12 KB"),
            (1_048_575, "1024 KB", "1024 KB"),
            (1_500_000, "1.4 MB", "1,4 MB"),
            (10_485_760, "10.0 MB", "10,0 MB"),
        ] {
            assert_eq!(Language::English.file_size(bytes), english);
            assert_eq!(Language::German.file_size(bytes), german);
        }
    }
}
