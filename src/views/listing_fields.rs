//! What the forms for a listing ask of the ticket, and how pages say it.

use maud::{Markup, html};

use super::{
    DetailsForm, FieldErrors, PageContext, SellForm, TicketDetails,
    parts::{Field, described_by, fact, field_error, hint, is_first_wrong, price_text},
};
use crate::{
    domain::{Handover, SeatsGo},
    types::{Notes, Percent, Quantity},
};

/// Where several seats are typed into one field.
const SEATS_CHARS_MAX: usize = 240;

/// Section, row and seat; and how many tickets, where that can be chosen.
pub(super) fn place_fields(
    context: &PageContext<'_>,
    form: &DetailsForm,
    quantity: Option<&str>,
    errors: &FieldErrors,
) -> Markup {
    let t = context.language;
    let field = |name, value, maxlength| {
        let (maxlength, autocomplete) = (Some(maxlength), Some("off"));
        Field { maxlength, autocomplete, ..Field::new(t, name, value) }.render(errors)
    };
    let seat_chars = if quantity.is_some() { SEATS_CHARS_MAX } else { 20 };
    html! {
        div .pair {
            (field("section", &form.section, 40))
            (field("row", &form.row, 20))
            (field("seat", &form.seat, seat_chars))
            @if let Some(quantity) = quantity { (how_many(context, quantity, errors)) }
        }
        @if let Some(listed) = form.same_seat {
            p { a href={ "/tickets/" (listed) } { (t.see_that_listing()) } }
        }
        @if quantity.is_some() {
            p .hint { (t.seats_of_several()) }
        }
    }
}

/// How several seats go.
pub(super) fn seats_go_field(
    context: &PageContext<'_>,
    chosen: &str,
    errors: &FieldErrors,
) -> Markup {
    let t = context.language;
    let (name, error) = ("seats_go", errors.get("seats_go").map(String::as_str));
    let ways = SeatsGo::ALL.map(|how| (how.word(), t.seats_go(how)));
    html! {
        div .field {
            label for=(name) { (t.field_seats_go()) }
            (hint(name, t.seats_go_hint()))
            select #(name) name=(name)
                autofocus[is_first_wrong(errors, name)]
                aria-invalid=[error.map(|_| "true")]
                aria-describedby=[described_by(name, t.seats_go_hint(), error)]
            {
                option value="singly" { (t.seats_go_singly()) }
                @for (how, says) in ways {
                    option value=(how) selected[how == chosen] { (says) }
                }
            }
            (field_error(name, error))
        }
    }
}

fn how_many(context: &PageContext<'_>, chosen: &str, errors: &FieldErrors) -> Markup {
    let error = errors.get("quantity").map(String::as_str);
    html! {
        div .field {
            label for="quantity" { (context.language.field_quantity()) }
            select #quantity name="quantity"
                autofocus[is_first_wrong(errors, "quantity")]
                aria-invalid=[error.map(|_| "true")]
                aria-describedby=[described_by("quantity", "", error)]
            {
                @for number in 1..=Quantity::MAX.get() {
                    option selected[chosen.trim() == number.to_string()] { (number) }
                }
            }
            (field_error("quantity", error))
        }
    }
}

/// How tickets come to their buyers, and by when their files are there.
pub(super) fn handover_fields(context: &PageContext<'_>, page: &SellForm) -> Markup {
    let t = context.language;
    let (name, error) = ("handover", page.errors.get("handover").map(String::as_str));
    let ways = ["file"].into_iter().chain(Handover::OTHERS.iter().map(Handover::word));
    let advice = t.file_by_hint(page.deliver_hours_before);
    let file_by =
        Field { hint: &advice, kind: "datetime-local", ..Field::new(t, "file_by", &page.file_by) };
    html! {
        div .field {
            label for=(name) { (t.field_handover()) }
            select #(name) name=(name)
                autofocus[is_first_wrong(&page.errors, name)]
                aria-invalid=[error.map(|_| "true")]
                aria-describedby=[described_by(name, "", error)]
            {
                @for way in ways {
                    option value=(way) selected[way == page.handover] { (t.handover(way)) }
                }
            }
            (field_error(name, error))
        }
        (file_by.render(&page.errors))
    }
}

/// What is printed on the ticket, and what the seller has to say.
pub(super) fn value_fields(
    context: &PageContext<'_>,
    form: &DetailsForm,
    is_new: bool,
    errors: &FieldErrors,
) -> Markup {
    let t = context.language;
    let label = match form.max_markup {
        Some(_) => t.face_value_in(context.currency.code()),
        None => t.face_value_in_optional(context.currency.code()),
    };
    let hint = match form.max_markup {
        None => t.what_is_printed().into(),
        Some(Percent::ZERO) => t.what_is_printed_and_no_more().into(),
        Some(percent) => t.what_is_printed_and_so_much(&t.number(percent.to_string())),
    };
    let face_value = Field {
        label: &label,
        hint: &hint,
        required: is_new && form.max_markup.is_some(),
        short: true,
        ..Field::decimal(t, "face_value", &form.face_value)
    };
    html! {
        (face_value.render(errors))
        (notes(context, &form.notes, errors))
    }
}

fn notes(context: &PageContext<'_>, typed: &str, errors: &FieldErrors) -> Markup {
    let (name, error) = ("notes", errors.get("notes").map(String::as_str));
    let advice = context.language.notes_such_as();
    html! {
        div .field {
            label for=(name) { (context.language.notes_optional()) }
            (hint(name, advice))
            textarea #(name) name=(name) rows="3" dir="auto" maxlength=(Notes::MAX)
                autofocus[is_first_wrong(errors, name)]
                aria-invalid=[error.map(|_| "true")]
                aria-describedby=[described_by(name, advice, error)]
            { "\n" (typed) }
            (field_error(name, error))
        }
    }
}

/// What the seller says of a ticket, if they say anything.
pub(super) fn ticket_facts(context: &PageContext<'_>, details: &TicketDetails) -> Markup {
    let t = context.language;
    let face_value = details.face_value.map(|price| price_text(context, price).into());
    let facts = [
        (t.section(), &details.section),
        (t.field_row(), &details.row),
        (t.field_seat(), &details.seat),
        (t.field_face_value(), &face_value),
    ];
    let facts: Vec<_> =
        facts.into_iter().filter_map(|(name, fact)| Some((name, fact.as_ref()?))).collect();
    html! {
        @if !facts.is_empty() || details.notes.is_some() {
            dl .facts {
                @for (name, what) in facts { (fact(name, what)) }
                @if let Some(notes) = &details.notes {
                    div { dt { (t.field_notes()) } dd .notes dir=[notes.dir()] { (**notes) } }
                }
            }
        }
    }
}
