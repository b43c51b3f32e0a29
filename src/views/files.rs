//! What pages say of the tickets themselves, and the forms to attach them.

use maud::{Markup, html};

use super::{
    FieldErrors, FileCard, FileChoice, FileView, FilesPage, HandoverView, PageContext, SeatFile,
    event_picker::step,
    layout::{Here, narrow},
    parts::{Plain, alert, ask_first, described_by, field_error, hint},
    sell_script_path,
};
use crate::{
    domain::Handover,
    types::{Language, TicketId, Timestamp},
};

/// What a file can be, for the dialog in which one is chosen.
const ACCEPT: &str = ".pdf,.png,.jpg,.jpeg,.webp,.heic,.pkpass,application/pdf,image/png,image/jpeg,\
     image/webp,image/heic,application/vnd.apple.pkpass";

/// The same of what an event's picture can be.
const ACCEPT_PICTURES: &str = ".png,.jpg,.jpeg,.webp,image/png,image/jpeg,image/webp";

/// The field for a file, in a form of parts.
pub(super) fn file_field(label: &str, advice: &str, errors: &FieldErrors) -> Markup {
    let error = errors.get("file").map(String::as_str);
    file_input("file", (ACCEPT, false), (label, advice), error)
}

/// The field for an event's picture.
pub(super) fn picture_field(context: &PageContext<'_>, errors: &FieldErrors) -> Markup {
    let t = context.language;
    let error = errors.get("picture").map(String::as_str);
    let words = (t.event_picture_choose(), t.event_picture_hint());
    file_input("picture", (ACCEPT_PICTURES, false), words, error)
}

/// The same by another id, for other kinds of files, or several.
fn file_input(
    id: &str,
    (accept, is_of_several): (&str, bool),
    (label, advice): (&str, &str),
    error: Option<&str>,
) -> Markup {
    html! {
        div .field {
            label for=(id) { (label) }
            (hint(id, advice))
            input id=(id) name="file" type="file" accept=(accept) multiple[is_of_several]
                autofocus[error.is_some()]
                aria-invalid=[error.map(|_| "true")]
                aria-describedby=[described_by(id, advice, error)];
            (field_error(id, error))
        }
    }
}

/// `GET /tickets/{id}/files`: the last step of a listing.
pub fn listing_files(context: &PageContext<'_>, page: &FilesPage) -> Markup {
    let t = context.language;
    let path =
        page.seats.first().map_or_else(String::new, |seat| format!("/tickets/{}", seat.listing.id));
    let lacking = page.seats.iter().filter(|seat| seat.lacks_file).count();
    let error = page.error.as_deref();
    // Where nothing lacks a file there is no field at which it could be said.
    let refusal = error.or(page.pages_error.as_deref()).filter(|_| lacking == 0);
    let main = html! {
        (step(t, 3))
        (alert(refusal))
        p { (t.files_advice()) }
        ul .rows .card #seats { @for seat in &page.seats { (seat_row(context, seat)) } }
        @if lacking > 0 {
            form .stack method="post" action={ (path) "/files" } enctype="multipart/form-data"
                data-files=(path)
            {
                (file_input(
                    "file",
                    (ACCEPT, true),
                    (t.files_in_this_order(), t.file_advice()),
                    error,
                ))
                div #matches .stack {}
                button .primary type="submit" { (t.send_the_files()) }
            }
        }
        @if lacking > 1 {
            form .stack method="post" action={ (path) "/pages" } enctype="multipart/form-data" {
                (file_input(
                    "pages",
                    (".pdf,application/pdf", false),
                    (t.or_one_document(), t.one_document_advice()),
                    page.pages_error.as_deref(),
                ))
                button type="submit" { (t.take_it_apart()) }
            }
        }
        p { a .button data-done href=(path) { (t.to_the_ticket()) } }
        script src=(sell_script_path(t)) defer {}
    };
    narrow(context, t.the_files(), Here::Sell, &main)
}

fn seat_row(context: &PageContext<'_>, seat: &SeatFile) -> Markup {
    let t = context.language;
    let listing = &seat.listing;
    html! {
        li .row data-seat=(listing.id) data-lacks-file[seat.lacks_file] {
            p {
                span data-name {
                    (listing.title) @if let Some(place) = &listing.place { " · " (place) }
                }
            }
            p .muted {
                @match seat.file {
                    Some(file) => { (file.kind) ", " (t.file_size(file.bytes)) },
                    None => (t.seat_has_no_file()),
                }
            }
            (field_error(&listing.id.to_string(), seat.error.as_deref()))
        }
    }
}

/// The field in the form that lists a ticket.
pub(super) fn listing_field(context: &PageContext<'_>, errors: &FieldErrors) -> Markup {
    let t = context.language;
    file_field(t.the_ticket_itself_optional(), t.file_advice_listing(), errors)
}

/// How a buyer gets the ticket, for everyone.
pub(super) fn how_it_comes(
    context: &PageContext<'_>,
    file: Option<FileView>,
    comes: HandoverView,
) -> Markup {
    let t = context.language;
    html! {
        p .muted data-handover=[comes.handover.map(|handover| handover.word())] {
            @match (file, comes.handover) {
                (Some(file), _) => (t.comes_as_file(file.kind)),
                (None, Some(handover)) => (said(context, handover, comes.file_due)),
                (None, None) => (Plain(t.comes_without_file())),
            }
        }
    }
}

fn said(context: &PageContext<'_>, handover: Handover, due: Option<Timestamp>) -> String {
    context.language.how_it_comes(handover, due, (context.now, context.zone))
}

/// How the ticket comes to who has bought it, as long as its file is not there.
pub(super) fn still_to_come(context: &PageContext<'_>, comes: HandoverView) -> String {
    match comes.handover {
        Some(handover) => said(context, handover, comes.file_due),
        None => context.language.no_file_yet().into(),
    }
}

/// The button by which whoever may have a file gets it.
pub(super) fn download(
    context: &PageContext<'_>,
    ticket: TicketId,
    file: FileView,
    label: &str,
    is_primary: bool,
) -> Markup {
    let size = context.language.file_size(file.bytes);
    html! {
        a .button .primary[is_primary] href={ "/tickets/" (ticket) "/file" } download {
            (label) " (" (file.kind) ", " (size) ")"
        }
    }
}

/// The file as its seller sees it, with what they can do about it.
pub(super) fn sellers_file(context: &PageContext<'_>, ticket: TicketId, card: &FileCard) -> Markup {
    let t = context.language;
    let path = format!("/tickets/{ticket}/file");
    let attach_path = format!("/tickets/{ticket}/attach");
    let error = card.error.as_deref();
    html! {
        section .stack .file {
            h2 { (t.field_file()) }
            @if let Some(order) = card.recalled {
                p {
                    (t.had_bought_it())
                    a href={ "/orders/" (order) } { (t.that_order_was_refunded()) }
                    (t.not_yours_to_sell())
                }
            }
            @if let Some(file) = card.attached {
                p { (t.file_is_attached()) }
                div .actions {
                    (download(context, ticket, file, t.look_at_file(), false))
                    @if card.choice == FileChoice::Replace { (remove(t, &path)) }
                }
            } @else if let (Some(due), FileChoice::Attach) = (card.comes.file_due, card.choice) {
                p data-file-due=(due.rfc3339()) {
                    (t.file_due_for_seller(&t.exact_moment(due, context.zone)))
                }
            } @else if let (Some(handover), FileChoice::Attach) = (card.comes.handover, card.choice) {
                p { (said(context, handover, None)) }
            }
            @if card.attached.is_none() && card.was_taken_off && card.choice == FileChoice::Attach {
                p { (t.file_was_taken_off()) }
            }
            @match card.choice {
                FileChoice::Attach => (attach(t, &attach_path, t.attach_the_ticket(), t.attach(), error)),
                FileChoice::Replace => (attach(t, &attach_path, t.attach_another(), t.replace(), error)),
                choice => {
                    @let is_locked = choice == FileChoice::Locked;
                    (field_error("file", error))
                    p .hint { (if is_locked { t.file_is_locked() } else { t.withdrawn_has_no_file() }) }
                }
            }
        }
    }
}

fn attach(t: Language, path: &str, label: &str, button: &str, error: Option<&str>) -> Markup {
    let errors = error.map(|error| ("file", error.to_owned())).into_iter().collect();
    html! {
        form .stack method="post" action=(path) enctype="multipart/form-data" {
            (file_field(label, t.file_advice(), &errors))
            button type="submit" { (button) }
        }
    }
}

fn remove(t: Language, path: &str) -> Markup {
    ask_first(
        t.take_file_off(),
        t.take_file_off_question(),
        &format!("{path}/remove"),
        t.delete_the_file(),
    )
}
