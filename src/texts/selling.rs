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
        en: "Leave empty what it does not have. Several tickets are sold one by one: their seats \
             count up from the one you give (12), or give each (12, 14, 16).",
        de: "Lass leer, was es nicht gibt. Mehrere Tickets werden einzeln verkauft: Ihre Plätze \
             zählen von dem aus hoch, den du angibst (12), oder gib jeden an (12, 14, 16).";
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
    listing_withdraw_question()
        en: "Take this ticket off the market?",
        de: "Dieses Ticket nicht mehr anbieten?";
    listing_withdraw_button() en: "Withdraw this ticket", de: "Ticket zurückziehen";

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
