use maud::{Markup, html};

use super::{
    EditForm, FieldErrors, PageContext, Proceeds, SellForm,
    event_picker::{new_event_fields, new_event_kept, step},
    files::listing_field,
    layout::{Here, layout, narrow},
    listing_fields::{handover_fields, place_fields, seats_go_field, value_fields},
    parts::{Field, alert, error_summary, event_date, field_error, place, price_text},
    sell_script_path,
};

/// `GET /sell` with an event, and a refused `POST /tickets`.
pub fn sell(context: &PageContext<'_>, page: &SellForm) -> Markup {
    let t = context.language;
    // A file comes with the listing only from those who send one by themselves.
    let has_file = page.errors.contains_key("file");
    let path = if page.event_id.is_empty() { "/sell/new" } else { "/sell" };
    let main = html! {
        (step(t, 2))
        form .stack method="post" action="/tickets" data-preview=(path)
            enctype=[has_file.then_some("multipart/form-data")]
        {
            (error_summary(context, &page.errors))
            input type="hidden" name="ticket_id" value=(page.ticket_id);
            input type="hidden" name="then" value="files";
            fieldset {
                legend { (t.sell_the_event()) }
                (event_of(context, page))
            }
            fieldset {
                legend { (t.sell_your_ticket()) }
                (title_field(context, &page.title).render(&page.errors))
                (place_fields(context, &page.details, Some(&page.quantity), &page.errors))
                (seats_go_field(context, &page.seats_go, &page.errors))
                (price_field(context, &page.price, &page.errors))
                (price_advice(context, page))
                (value_fields(context, &page.details, true, &page.errors))
                (handover_fields(context, page))
                @if has_file { (listing_field(context, &page.errors)) }
            }
            (proceeds(context, page.proceeds.as_ref()))
            div .actions {
                button .primary type="submit" { (t.put_up_for_sale()) }
                button type="submit" formmethod="get" formaction=(path) formnovalidate data-ask-preview {
                    (t.what_do_i_get())
                }
            }
            p .hint { (t.for_sale_at_once()) }
        }
        script src=(sell_script_path(t)) defer {}
    };
    narrow(context, t.sell_title(), Here::Sell, &main)
}

/// What the tickets are for; the fields for it, as long as that is not clear.
fn event_of(context: &PageContext<'_>, page: &SellForm) -> Markup {
    let t = context.language;
    let error = page.errors.get("event_id").map(String::as_str);
    html! {
        @match &page.event {
            Some(event) => {
                div .chosen {
                    p { strong { (event.name) } }
                    p .muted { (event_date(context, event)) " · " (place(event)) }
                }
                @if page.event_id.is_empty() {
                    (new_event_kept(&page.new_event))
                    button .plain type="submit" name="change" value="yes" formmethod="get"
                        formaction="/sell/new" formnovalidate
                    { (t.change_event()) }
                } @else {
                    input type="hidden" name="event_id" value=(page.event_id);
                    a .plain href="/sell" { (t.choose_another_event()) }
                }
            }
            None => {
                input type="hidden" name="event_id" value="";
                p { a #event_id href="/sell" { (t.choose_another_event()) } }
                (field_error("event_id", error))
                (new_event_fields(context, &page.new_event, &page.errors))
            }
        }
    }
}

/// What is asked at the event, and what the ticket cost its seller.
fn price_advice(context: &PageContext<'_>, page: &SellForm) -> Markup {
    let t = context.language;
    html! {
        @if let Some(bought) = page.sold_on {
            input type="hidden" name="order" value=(bought.order);
            p .hint { (t.it_cost_you(&price_text(context, bought.paid))) }
        }
        @if let Some(others) = page.others {
            p .hint data-others=(others.tickets) {
                (t.others_ask(
                    others.tickets,
                    &price_text(context, others.least),
                    &price_text(context, others.median),
                ))
            }
        }
    }
}

/// What comes of the price, as the script keeps it up to date.
fn proceeds(context: &PageContext<'_>, proceeds: Option<&Proceeds>) -> Markup {
    let (t, currency) = (context.language, context.currency);
    html! {
        div #proceeds role="status" {
            @match proceeds {
                None => {}
                Some(Proceeds::None(why)) => p .field-error { (why) },
                Some(Proceeds::Of { each, tickets }) => p {
                    (t.you_receive(
                        *tickets,
                        &price_text(context, *each),
                        &t.amount_of_minor(u64::from(each.minor()) * *tickets as u64, currency),
                    ))
                    @if !context.fee.is_none() {
                        " " (t.buyers_pay_each(&price_text(context, context.fee.shown(*each))))
                    }
                },
            }
        }
    }
}

fn title_field<'a>(context: &PageContext<'_>, value: &'a str) -> Field<'a> {
    Field {
        hint: context.language.title_such_as(),
        maxlength: Some(120),
        required: true,
        ..Field::new(context.language, "title", value)
    }
}

fn price_field(context: &PageContext<'_>, value: &str, errors: &FieldErrors) -> Markup {
    let t = context.language;
    let on_top = t.what_you_get(&t.number(context.fee.percent().to_string()));
    let field = Field {
        label: &t.price_in(context.currency.code()),
        hint: if context.fee.is_none() { "" } else { &on_top },
        required: true,
        short: true,
        ..Field::decimal(t, "price", value)
    };
    field.render(errors)
}

/// `GET /tickets/{id}/edit`, and a refused `POST`.
pub fn edit(context: &PageContext<'_>, page: &EditForm) -> Markup {
    let t = context.language;
    let path = format!("/tickets/{}", page.ticket_id);
    let main = html! {
        div .narrow {
            p .eyebrow { a href=(page.event.path()) { (page.event.name) } }
            h1 { (t.edit_your_ticket()) }
            p .muted { (event_date(context, &page.event)) " · " (place(&page.event)) }
            @if page.refusal.is_some() {
                (alert(page.refusal.as_deref()))
                p { a .button href=(path) { (t.back_to_ticket()) } }
            } @else {
                form .stack method="post" action={ (path) "/edit" } {
                    (error_summary(context, &page.errors))
                    (title_field(context, &page.title).render(&page.errors))
                    (price_field(context, &page.price, &page.errors))
                    (place_fields(context, &page.details, None, &page.errors))
                    (value_fields(context, &page.details, false, &page.errors))
                    div .actions {
                        button .primary type="submit" { (t.save_the_changes()) }
                        a .button href=(path) { (t.back_without_saving()) }
                    }
                }
            }
        }
    };
    layout(context, t.edit_your_ticket(), Here::Elsewhere, &main)
}
