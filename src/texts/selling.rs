//! Listing tickets, changing them, and what became of them.

use super::texts;

texts! {
    sell_title() en: "Sell a ticket", de: "Ticket verkaufen";
    sell_the_event() en: "The event", de: "Die Veranstaltung";
    sell_your_ticket() en: "Your ticket", de: "Dein Ticket";
    put_up_for_sale() en: "Put it up for sale", de: "Zum Verkauf anbieten";
    for_sale_at_once()
        en: "It is for sale at once. You can edit or withdraw it until somebody buys it.",
        de: "Es steht sofort zum Verkauf. Du kannst es ändern oder zurückziehen, bis es jemand \
             kauft.";
    choose_the_event() en: "Choose the event", de: "Wähle die Veranstaltung";
    /// Which step of a listing one is at.
    step_of(step: usize, steps: usize) en: "Step {step} of {steps}", de: "Schritt {step} von {steps}";
    step_event() en: "the event", de: "die Veranstaltung";
    step_seats() en: "seats and price", de: "Plätze und Preis";
    step_files() en: "the tickets themselves", de: "die Tickets selbst";
    find_the_event() en: "For which event is it?", de: "Für welche Veranstaltung ist es?";
    event_words() en: "Name, venue or city", de: "Name, Ort oder Stadt";
    so_many_for_sale(n: usize) en: "{n} for sale", de: "{n} im Angebot";
    no_event_found()
        en: "No event that is still to come has these words.",
        de: "Keine Veranstaltung, die noch kommt, hat diese Worte.";
    type_more_to_find()
        en: "There are more. Type more of its name to find it.",
        de: "Es gibt noch mehr. Tippe mehr von ihrem Namen, um sie zu finden.";
    describe_the_event() en: "It is not there: describe it", de: "Sie fehlt: beschreibe sie";
    go_on_to_seats() en: "Go on to seats and price", de: "Weiter zu Plätzen und Preis";
    choose_another_event() en: "Choose another event", de: "Eine andere wählen";
    change_event() en: "Change this", de: "Das ändern";
    is_it_this_one() en: "Is it this one?", de: "Ist es diese?";
    is_it_this_one_why()
        en: "There is an event already that looks like yours. Tickets for one event belong together.",
        de: "Es gibt schon eine Veranstaltung, die wie deine aussieht. Tickets für eine \
             Veranstaltung gehören zusammen.";
    yes_this_one() en: "Yes, this one", de: "Ja, diese";
    no_a_new_one() en: "No, it is another one", de: "Nein, es ist eine andere";
    what_do_i_get() en: "What do I get?", de: "Was bekomme ich?";
    you_receive(tickets: usize, each: &str, all: &str)
        en: { match tickets {
            1 => "You get {each}.",
            _ => "You get {each} for each of {tickets} tickets, {all} in all.",
        } },
        de: { match tickets {
            1 => "Du bekommst {each}.",
            _ => "Du bekommst {each} für jedes der {tickets} Tickets, zusammen {all}.",
        } };
    buyers_pay_each(price: &str)
        en: "Who buys pays {price} for each.",
        de: "Wer kauft, zahlt {price} für jedes.";
    others_ask(tickets: usize, least: &str, median: &str)
        en: { match tickets {
            1 => "One other ticket for this event is for sale: {least}.",
            _ => "{tickets} tickets for this event are for sale: from {least} on, half of them for \
                  {median} or less.",
        } },
        de: { match tickets {
            1 => "Für diese Veranstaltung ist ein Ticket im Angebot: {least}.",
            _ => "Für diese Veranstaltung sind {tickets} Tickets im Angebot: ab {least}, die Hälfte \
                  davon für {median} oder weniger.",
        } };
    it_cost_you(paid: &str) en: "You paid {paid} for it.", de: "Du hast {paid} dafür bezahlt.";
    sell_it_on() en: "Sell it on", de: "Weiterverkaufen";
    by_the_clocks_there() en: "By the clocks at the venue.", de: "Nach der Uhr vor Ort.";
    which_time_zone(default: &str)
        en: "Its name or a large city in it. Leave it empty to use the one that this venue has \
             had, or else {default}.",
        de: "Ihr Name oder eine große Stadt darin. Bleibt das Feld leer, gilt die Zeitzone, die \
             dieser Ort bisher hatte, sonst {default}.";
    is_time_zone_another(default: &str)
        en: "Is the venue in another time zone than {default}?",
        de: "Liegt der Ort in einer anderen Zeitzone als {default}?";
    title_such_as()
        en: "Such as “Seated, lower tier” or “Standing, early entry”.",
        de: "Zum Beispiel „Sitzplatz, Unterrang“ oder „Stehplatz, früher Einlass“.";
    price_in(currency: &str) en: "Price in {currency}", de: "Preis in {currency}";
    what_you_get(percent: &str)
        en: "This is what you get. Buyers pay a fee of {percent} % on top.",
        de: "So viel bekommst du. Wer kauft, zahlt dazu eine Gebühr von {percent} %.";
    seats_of_several()
        en: "Leave empty what it does not have. Of several tickets the seats count up from the one \
             you give (12), or give each (12, 14, 16).",
        de: "Lass leer, was es nicht gibt. Bei mehreren Tickets zählen die Plätze von dem aus hoch, \
             den du angibst (12), oder gib jeden an (12, 14, 16).";
    field_seats_go() en: "How several go", de: "Wie mehrere weggehen";
    seats_go_singly() en: "Singly: each can be bought alone", de: "Einzeln: jeder kann allein gekauft werden";
    seats_go_not_one_alone() en: "As buyers like, but no seat is left alone", de: "Beliebig, aber kein Platz bleibt allein übrig";
    seats_go_together() en: "Only together: all, or none", de: "Nur zusammen: alle oder keiner";
    seats_go_hint() en: "It matters when you list more than one.", de: "Zählt, wenn du mehr als eines anbietest.";
    seats_go_too_many(most: usize)
        en: "Nobody can hold more than {most} tickets at a time, so nobody could buy these. Nothing \
             has changed. List fewer together, or let them go singly.",
        de: "Niemand kann mehr als {most} Tickets zugleich reservieren, also könnte niemand diese \
             kaufen. Es hat sich nichts geändert. Biete weniger zusammen an oder lass sie einzeln \
             weggehen.";
    face_value_in(currency: &str) en: "Face value in {currency}", de: "Originalpreis in {currency}";
    face_value_in_optional(currency: &str)
        en: "Face value in {currency} (optional)",
        de: "Originalpreis in {currency} (freiwillig)";
    what_is_printed()
        en: "What is printed on the ticket. Buyers see it.",
        de: "Was auf dem Ticket steht. Wer kauft, sieht es.";
    what_is_printed_and_no_more()
        en: "What is printed on the ticket. Buyers see it, and the price cannot be above it.",
        de: "Was auf dem Ticket steht. Wer kauft, sieht es, und der Preis darf nicht darüber liegen.";
    what_is_printed_and_so_much(percent: &str)
        en: "What is printed on the ticket. Buyers see it, and the price can be at most {percent} % \
             above it.",
        de: "Was auf dem Ticket steht. Wer kauft, sieht es, und der Preis darf höchstens {percent} \
             % darüber liegen.";
    notes_optional() en: "Notes (optional)", de: "Hinweise (freiwillig)";
    notes_such_as()
        en: "Such as a view that is restricted, or how the ticket is handed over.",
        de: "Zum Beispiel eingeschränkte Sicht, oder wie das Ticket übergeben wird.";
    section() en: "Section", de: "Bereich";

    edit_your_ticket() en: "Edit your ticket", de: "Ticket bearbeiten";
    save_the_changes() en: "Save the changes", de: "Änderungen speichern";
    back_without_saving() en: "Back without saving", de: "Zurück, ohne zu speichern";

    nothing_listed() en: "You have nothing listed here", de: "Du bietest hier noch nichts an";
    listings_are_kept_here()
        en: "What you put up for sale is kept here, with where it stands.",
        de: "Was du anbietest, findest du hier, mit seinem Stand.";
    listings_newest_first() en: "Newest first.", de: "Das neueste zuerst.";
    prices_are_what_you_get(percent: &str)
        en: "Prices are what you get; buyers pay a fee of {percent} % on top.",
        de: "Die Preise sind das, was du bekommst; wer kauft, zahlt dazu eine Gebühr von \
             {percent} %.";
    listing_sale() en: "See the sale", de: "Zum Verkauf";
    listing_edit() en: "Edit", de: "Bearbeiten";
    listings_are_repriced()
        en: "The new price is asked for all that you chose.",
        de: "Für alle, die du gewählt hast, gilt der neue Preis.";
    listings_are_withdrawn()
        en: "All that you chose are withdrawn.",
        de: "Alle, die du gewählt hast, sind zurückgezogen.";
    tab_all() en: "All", de: "Alle";
    tab_for_sale() en: "For sale", de: "Im Angebot";
    tab_held() en: "Held", de: "Reserviert";
    tab_sold() en: "Sold", de: "Verkauft";
    tab_file_missing() en: "File missing", de: "Datei fehlt";
    nothing_of_this_kind() en: "Nothing of yours stands so.", de: "Nichts von dir steht so.";
    listings_come_to(asked: &str, sold: &str)
        en: "You ask {asked} in all for what is for sale or held. You have sold for {sold}.",
        de: "Für das, was im Angebot oder reserviert ist, verlangst du zusammen {asked}. Verkauft hast \
             du für {sold}.";
    sold_among_newest(count: usize)
        en: "What is sold is counted among your newest {count} listings.",
        de: "Verkauftes ist unter deinen neuesten {count} Angeboten gezählt.";
    listings_as_csv() en: "All as CSV", de: "Alle als CSV";
    column_ticket() en: "Ticket", de: "Ticket";
    column_price() en: "Price", de: "Preis";
    column_status() en: "Status", de: "Stand";
    column_choose() en: "Choose", de: "Wählen";
    column_file() en: "File", de: "Datei";
    column_more() en: "More", de: "Mehr";
    choose_listing(title: &str) en: "Choose {title}", de: "{title} wählen";
    file_is_missing() en: "missing", de: "fehlt";
    reprice_chosen() en: "Change the price", de: "Preis ändern";
    reprice_chosen_button() en: "Ask this for all chosen", de: "Für alle gewählten verlangen";
    withdraw_chosen() en: "Withdraw", de: "Zurückziehen";
    withdraw_chosen_question()
        en: "Take all chosen tickets off the market?",
        de: "Alle gewählten Tickets nicht mehr anbieten?";
    withdraw_chosen_button() en: "Withdraw all chosen", de: "Alle gewählten zurückziehen";
    with_the_chosen() en: "With the chosen ones:", de: "Mit den gewählten:";
    choose_some_listings()
        en: "Choose the tickets to change first.",
        de: "Wähle zuerst, welche Tickets du ändern willst.";
    not_all_were_changed(done: usize, left: usize)
        en: { match left {
            1 => "{done} done, 1 not:",
            _ => "{done} done, {left} not:",
        } },
        de: { match left {
            1 => "{done} geändert, 1 nicht:",
            _ => "{done} geändert, {left} nicht:",
        } };

    files_are_saved() en: "All files are attached.", de: "Alle Dateien sind angehängt.";
    the_files() en: "The tickets themselves", de: "Die Tickets selbst";
    files_advice()
        en: "It is for sale already. Who buys it downloads its file the moment it is paid, and nobody \
             else ever does. You can attach files later, too.",
        de: "Es steht schon zum Verkauf. Wer es kauft, lädt seine Datei herunter, sobald bezahlt ist, und \
             sonst niemand. Dateien kannst du auch später anhängen.";
    seat_has_no_file() en: "No file yet", de: "Noch keine Datei";
    files_in_this_order() en: "A file for each, in this order", de: "Eine Datei für jedes, in dieser Reihenfolge";
    send_the_files() en: "Attach the files", de: "Dateien anhängen";
    or_one_document()
        en: "Or one PDF whose pages are the tickets",
        de: "Oder ein PDF, dessen Seiten die Tickets sind";
    one_document_advice()
        en: "Each page becomes the file of one ticket, in this order.",
        de: "Jede Seite wird zur Datei eines Tickets, in dieser Reihenfolge.";
    take_it_apart() en: "Take it apart and attach it", de: "Aufteilen und anhängen";
    to_the_ticket() en: "To the ticket", de: "Zum Ticket";
    files_of_all() en: "The files of all", de: "Die Dateien von allen";
    more_files_than_tickets()
        en: "These are more files than tickets that lack one. Choose one for each.",
        de: "Das sind mehr Dateien als Tickets, denen eine fehlt. Wähle eine für jedes.";
    pages_are_locked()
        en: "This PDF is locked, so that its pages cannot be taken apart. Attach a file for each ticket.",
        de: "Dieses PDF ist gesperrt, deshalb lässt es sich nicht aufteilen. Hänge für jedes Ticket eine \
             Datei an.";
    pages_not_apart()
        en: "The pages of this file cannot be taken apart. Attach a file for each ticket.",
        de: "Die Seiten dieser Datei lassen sich nicht aufteilen. Hänge für jedes Ticket eine Datei an.";
    other_pages(pages: usize, tickets: usize)
        en: "It has {pages} pages, and {tickets} tickets lack a file. There must be as many.",
        de: "Es hat {pages} Seiten, und {tickets} Tickets fehlt eine Datei. Es müssen gleich viele sein.";

    event_has_started()
        en: "This event has started: tickets for it are not traded any more.",
        de: "Diese Veranstaltung hat begonnen: Tickets dafür werden nicht mehr gehandelt.";
    no_such_event()
        en: "There is no such event. Choose another, or type in a new one.",
        de: "Diese Veranstaltung gibt es nicht. Wähle eine andere, oder gib eine neue ein.";
    start_is_past()
        en: "This is in the past. Enter when the event will start.",
        de: "Das ist schon vorbei. Gib ein, wann die Veranstaltung beginnen wird.";
    price_at_most_with_fee(percent: &str, highest: &str)
        en: "With the fee of {percent} % this is more than can be charged: at most {highest}.",
        de: "Mit der Gebühr von {percent} % ist das mehr, als abgebucht werden kann: höchstens \
             {highest}.";
    price_at_least(lowest: &str)
        en: "The price must be at least {lowest}: less cannot be paid here.",
        de: "Der Preis muss mindestens {lowest} sein: Weniger kann hier nicht bezahlt werden.";
    ask_for_less()
        en: "With the site’s fee this is more than can be charged. Ask for less.",
        de: "Mit der Gebühr dieser Seite ist das mehr, als abgebucht werden kann. Verlange weniger.";
    /// What a ticket may cost at most, in `face_value_needed` and
    /// `price_over`.
    cap_face_value() en: "the face value", de: "den Originalpreis";
    cap_above_face_value(percent: &str)
        en: "{percent} % above the face value",
        de: "{percent} % mehr als den Originalpreis";
    face_value_needed(cap: &str)
        en: "Enter what is printed on the ticket: it may cost at most {cap}.",
        de: "Gib ein, was auf dem Ticket steht: Es darf höchstens {cap} kosten.";
    price_over(highest: &str, cap: &str)
        en: "At most {highest} is allowed here: {cap}.",
        de: "Hier darfst du höchstens {highest} verlangen: {cap}.";
}
