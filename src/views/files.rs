//! What pages say of the tickets themselves, and the forms to attach them.

use maud::{Markup, html};

use super::{
    FieldErrors, FileCard, FileChoice, FileView, PageContext,
    parts::{Plain, ask_first, described_by, field_error, hint, is_first_wrong},
};
use crate::types::{Language, TicketId};

/// What a file can be, for the dialog in which one is chosen.
const ACCEPT: &str = ".pdf,.png,.jpg,.jpeg,.webp,.heic,.pkpass,application/pdf,image/png,image/jpeg,\
     image/webp,image/heic,application/vnd.apple.pkpass";

/// The field for a file, in a form of parts.
pub(super) fn file_field(label: &str, advice: &str, errors: &FieldErrors) -> Markup {
    let error = errors.get("file").map(String::as_str);
    html! {
        div .field {
            label for="file" { (label) }
            (hint("file", advice))
            input #file name="file" type="file" accept=(ACCEPT)
                autofocus[is_first_wrong(errors, "file")]
                aria-invalid=[error.map(|_| "true")]
                aria-describedby=[described_by("file", advice, error)];
            (field_error("file", error))
        }
    }
}

/// The field in the form that lists a ticket.
pub(super) fn listing_field(context: &PageContext<'_>, errors: &FieldErrors) -> Markup {
    let t = context.language;
    file_field(t.the_ticket_itself_optional(), t.file_advice_listing(), errors)
}

/// How a buyer gets the ticket, for everyone.
pub(super) fn how_it_comes(context: &PageContext<'_>, file: Option<FileView>) -> Markup {
    let t = context.language;
    html! {
        p .muted {
            @match file {
                Some(file) => (t.comes_as_file(file.kind)),
                None => (Plain(t.comes_without_file())),
            }
        }
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
            } @else if card.was_taken_off && card.choice == FileChoice::Attach {
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
