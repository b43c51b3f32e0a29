//! Finding tickets: what is for sale, the search, and an event's page.

use super::{Language, texts};

texts! {
    seats_together() en: "Side by side", de: "Nebeneinander";
    up_to_together(n: usize) en: "up to {n} together", de: "bis zu {n} zusammen";
    only_together() en: "only together", de: "nur zusammen";
    none_left_alone() en: "no seat is left alone", de: "kein Platz bleibt allein";
    for_all(n: usize) en: "for all {n}", de: "für alle {n}";
    how_many() en: "How many", de: "Wie viele";
    buy_together() en: "Hold together", de: "Zusammen reservieren";
    each() en: "each", de: "je Ticket";
    choose_how_many()
        en: "Choose how many tickets you want, up to as many as stand together.",
        de: "Wähle, wie viele Tickets du möchtest, höchstens so viele wie zusammen stehen.";
    none_is_held(why: &str) en: "{why} None of the tickets is held for you.", de: "{why} Keines der Tickets ist für dich reserviert.";
    tickets_for_sale() en: "Tickets for sale", de: "Tickets im Angebot";
    nothing_for_sale() en: "Nothing is for sale just now", de: "Gerade ist nichts im Angebot";
    be_the_first_to_sell()
        en: "Have a ticket that you cannot use? List it in a minute and be the first to sell.",
        de: "Hast du ein Ticket, das du nicht nutzen kannst? In einer Minute ist es im Angebot, \
             als erstes.";
    sell_a_ticket() en: "Sell a ticket", de: "Ein Ticket verkaufen";

    events_found(n: usize)
        en: { match n { 1 => "1 event", _ => "{n} events" } },
        de: { match n { 1 => "1 Veranstaltung", _ => "{n} Veranstaltungen" } };
    /// After the line that says how many have tickets.
    without_tickets_too(events: &str)
        en: "Then {events} without a ticket just now.",
        de: "Danach {events} ohne Tickets im Moment.";
    without_tickets(events: &str)
        en: "{events}, without a ticket just now.",
        de: "{events}, im Moment ohne Tickets.";
    /// Before a price.
    price_from_on() en: "from ", de: "ab ";
    sold_out() en: "Sold out", de: "Ausverkauft";
    all_held() en: "All held just now", de: "Gerade alle reserviert";
    tickets_left(n: usize)
        en: { match n { 1 => "1 ticket left", _ => "{n} tickets left" } },
        de: { match n { 1 => "noch 1 Ticket", _ => "noch {n} Tickets" } };
    quick_filters() en: "Quick filters", de: "Schnellfilter";
    /// Behind a quick filter that is on, for those who hear it.
    press_to_undo() en: ", chosen: press to undo", de: ", gewählt: drücken hebt es auf";
    today() en: "Today", de: "Heute";
    this_weekend() en: "This weekend", de: "Dieses Wochenende";
    all_categories() en: "All", de: "Alle";
    /// After the number of tickets, before the order.
    at_events(events: &str) en: " at {events}, ", de: " für {events}, ";
    soonest_first() en: "soonest events first.", de: "die nächsten Termine zuerst.";
    cheapest_first() en: "cheapest first.", de: "die günstigsten zuerst.";
    newest_first() en: "newest events first.", de: "die neuesten Veranstaltungen zuerst.";
    show_all(n: usize) en: "Show all {n}", de: "Alle {n} zeigen";
    show_all_tickets(n: usize)
        en: { format!("Show all {}", Language::English.tickets(n)) },
        de: { match n { 1 => "Das eine Ticket zeigen", _ => "Alle {n} Tickets zeigen" } };

    search_label() en: "Event, venue or city", de: "Veranstaltung, Ort oder Stadt";
    search_placeholder() en: "Event, venue, city", de: "Wer, was oder wo?";
    search_button() en: "Search", de: "Suchen";
    filters_and_order() en: "Filters and order", de: "Filter und Reihenfolge";
    search_from() en: "From", de: "Ab dem";
    search_to() en: "To", de: "Bis zum";
    price_from(currency: &str) en: "Price from ({currency})", de: "Preis ab ({currency})";
    price_to(currency: &str) en: "Price to ({currency})", de: "Preis bis ({currency})";
    search_order() en: "Order", de: "Reihenfolge";
    order_soonest() en: "Soonest", de: "Nächste";
    order_cheapest() en: "Cheapest", de: "Günstigste";
    order_newest() en: "Newest", de: "Neueste";

    nothing_found() en: "No ticket fits this search", de: "Zu dieser Suche passt kein Ticket";
    leave_out_one() en: "Leave out one part of it:", de: "Lass einen Teil davon weg:";
    look_for_one_alone()
        en: "Its parts exclude each other. Look for one of them alone:",
        de: "Die Teile schließen einander aus. Suche nur nach einem davon:";
    /// Before a number of tickets.
    at_least() en: "at least ", de: "mindestens ";
    any_event(typed: &str)
        en: "Any event, not only “{typed}”",
        de: "Jede Veranstaltung, nicht nur „{typed}“";
    any_category(name: &str)
        en: "Any category, not only {name}",
        de: "Jede Kategorie, nicht nur {name}";
    any_city(typed: &str) en: "Any city, not only {typed}", de: "Jede Stadt, nicht nur {typed}";
    also_before(day: &str) en: "Also before {day}", de: "Auch vor dem {day}";
    also_after(day: &str) en: "Also after {day}", de: "Auch nach dem {day}";
    also_below(price: &str) en: "Also below {price}", de: "Auch unter {price}";
    also_above(price: &str) en: "Also above {price}", de: "Auch über {price}";
    all_with(typed: &str) en: "All with “{typed}”", de: "Alle mit „{typed}“";
    all_of_category(name: &str) en: "All of {name}", de: "Alle aus {name}";
    all_in(city: &str) en: "All in {city}", de: "Alle in {city}";
    all_from(day: &str) en: "All from {day}", de: "Alle ab dem {day}";
    all_until(day: &str) en: "All until {day}", de: "Alle bis zum {day}";
    all_for_at_least(price: &str) en: "All for {price} or more", de: "Alle ab {price}";
    all_for_at_most(price: &str) en: "All for {price} or less", de: "Alle bis {price}";

    is_ignored(typed: &str, why: &str)
        en: "“{typed}” is ignored. {why}",
        de: "„{typed}“ bleibt unbeachtet. {why}";
    soonest_first_is_shown()
        en: "Soonest first is shown.",
        de: "Die nächsten Termine stehen zuerst.";
    enter_a_city() en: "Enter the name of a city.", de: "Gib den Namen einer Stadt ein.";
    before_the_first_day() en: "This is before the first day.", de: "Das ist vor dem ersten Tag.";
    less_than_the_lowest()
        en: "This is less than the lowest price.",
        de: "Das ist weniger als der niedrigste Preis.";
    no_ticket_costs_so_little()
        en: "With the fee, no ticket costs so little.",
        de: "Mit der Gebühr kostet kein Ticket so wenig.";

    filter_tickets() en: "Filter tickets", de: "Tickets filtern";
    filter_together() en: "Side by side", de: "Nebeneinander";
    filter_any_number() en: "Any number", de: "Egal wie viele";
    filter_section() en: "Section", de: "Block";
    filter_any_section() en: "Any section", de: "Alle Blöcke";
    filter_show() en: "Show", de: "Zeigen";
    /// What is looked for, each part behind another.
    so_many_together(n: usize) en: "{n} side by side", de: "{n} nebeneinander";
    only_in_section(section: &str) en: "section {section}", de: "Block {section}";
    only_up_to(price: &str) en: "up to {price} each", de: "bis {price} je Ticket";
    only_these(what: &str) en: "Only {what}.", de: "Nur {what}.";
    no_ticket_fits() en: "No ticket here fits that", de: "Hier passt kein Ticket dazu";
    no_ticket_fits_yet()
        en: "None of the tickets so far. Dearer ones are on the next page.",
        de: "Bisher passt keins der Tickets. Teurere stehen auf der nächsten Seite.";
    when_one_comes()
        en: "Be the first to have them once they are listed or come free, or look at all others.",
        de: "Du kannst als Erstes drankommen, wenn welche angeboten oder frei werden, oder alle \
             anderen ansehen.";
    wait_for_just_that() en: "Wait for just that", de: "Genau darauf warten";
    prices_paid() en: "What was paid lately", de: "Was zuletzt bezahlt wurde";
    prices_told(n: usize, median: &str, from: &str)
        en: "Of the last {n} sales the median was {median}; today from {from}.",
        de: "Bei den letzten {n} Verkäufen lag der Median bei {median}; heute ab {from}.";
    prices_told_without(n: usize, median: &str)
        en: "Of the last {n} sales the median was {median}; nothing is for sale just now.",
        de: "Bei den letzten {n} Verkäufen lag der Median bei {median}; gerade ist nichts im Angebot.";
    /// Of a drawing, after what it says.
    prices_between(lowest: &str, highest: &str, day: &str)
        en: "Shown are prices from {lowest} to {highest} since {day}.",
        de: "Zu sehen sind Preise von {lowest} bis {highest} seit {day}.";
    prices_legend_paid() en: "paid", de: "bezahlt";
    prices_legend_asked() en: "least asked", de: "günstigstes Angebot";
    at_face_value() en: "at face value", de: "zum Originalpreis";
    below_face_value(percent: &str) en: "{percent} below face value", de: "{percent} unter Originalpreis";
    above_face_value(percent: &str) en: "{percent} above face value", de: "{percent} über Originalpreis";

    tickets_of_event() en: "Tickets", de: "Tickets";
    /// After a number, as the two that follow.
    count_available() en: " available", de: " verfügbar";
    count_held() en: " held", de: " reserviert";
    count_sold() en: " sold", de: " verkauft";
    tickets_not_sold_any_more()
        en: "This event has started: its tickets are not sold any more.",
        de: "Diese Veranstaltung hat begonnen: Tickets dafür werden nicht mehr verkauft.";
    no_tickets_here() en: "No tickets here", de: "Hier gibt es keine Tickets";
    nobody_sells_a_ticket()
        en: "Nobody sells a ticket for this event at the moment.",
        de: "Im Moment bietet niemand ein Ticket für diese Veranstaltung an.";
    sell_a_ticket_for_this()
        en: "Sell a ticket for this event",
        de: "Ein Ticket für diese Veranstaltung verkaufen";
}
