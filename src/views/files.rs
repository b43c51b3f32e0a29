//! What pages say of the tickets themselves, and the forms to attach them.

use maud::{Markup, html};

use super::{
    FieldErrors, FileCard, FileChoice, FileView,
    parts::{AskFirst, described_by, field_error, hint},
};
use crate::types::TicketId;

/// What a file can be, for the dialog in which one is chosen.
const ACCEPT: &str = ".pdf,.png,.jpg,.jpeg,application/pdf,image/png,image/jpeg";

/// The field for a file, in a form of parts.
pub(super) fn file_field(label: &str, advice: &str, error: Option<&str>) -> Markup {
    html! {
        div .field {
            label for="file" { (label) }
            (hint("file", advice))
            input #file name="file" type="file" accept=(ACCEPT)
                aria-invalid=[error.map(|_| "true")]
                aria-describedby=[described_by("file", advice, error)];
            (field_error("file", error))
        }
    }
}

/// The field in the form that lists a ticket.
pub(super) fn listing_field(errors: &FieldErrors) -> Markup {
    file_field(
        "The ticket itself (optional)",
        "PDF, PNG or JPEG, 10 MB at most. Nobody but its buyer gets it, and only once it is paid. \
         Without it you hand the ticket over otherwise.",
        errors.get("file").map(String::as_str),
    )
}

/// How a buyer gets the ticket, for everyone.
pub(super) fn how_it_comes(file: Option<FileView>) -> Markup {
    html! {
        p .muted {
            @match file {
                Some(file) => { "Comes as a " (file.kind) " file, yours as soon as it is paid." }
                None => { "No file: the seller hands it over otherwise." }
            }
        }
    }
}

/// The button by which whoever may have a file gets it.
pub(super) fn download(ticket: TicketId, file: FileView, label: &str, is_primary: bool) -> Markup {
    html! {
        a .button .primary[is_primary] href={ "/tickets/" (ticket) "/file" } download {
            (label) " (" (file.kind) ", " (size(file.bytes)) ")"
        }
    }
}

/// The file as its seller sees it, with what they can do about it.
pub(super) fn sellers_file(ticket: TicketId, card: &FileCard) -> Markup {
    let path = format!("/tickets/{ticket}/file");
    let error = card.error.as_deref();
    html! {
        section .stack .file {
            h2 { "The ticket itself" }
            @if let Some(order) = card.recalled {
                p {
                    "You had bought this ticket here, and "
                    a href={ "/orders/" (order) } { "that order was refunded" }
                    ": it is not yours to sell any more. It is withdrawn, or will be when nobody "
                    "holds it."
                }
            }
            @if let Some(file) = card.attached {
                p { "Attached. Its buyer gets it once it is paid, and nobody else." }
                div .actions {
                    (download(ticket, file, "Look at it", false))
                    @if card.choice == FileChoice::Replace { (remove(&path)) }
                }
            } @else if card.was_taken_off && card.choice == FileChoice::Attach {
                p { "A file that was attached before the refund was taken off: its buyer had it. Attach another." }
            }
            @match card.choice {
                FileChoice::Attach => (attach(&path, "Attach the ticket", "Attach", error)),
                FileChoice::Replace => {
                    (attach(&path, "Attach another in its place", "Replace", error))
                }
                FileChoice::Locked => {
                    (field_error("file", error))
                    p .hint { "It can be replaced or taken off while nobody has bought or holds the ticket." }
                }
                FileChoice::None => {
                    (field_error("file", error))
                    p .hint { "A withdrawn ticket has no file." }
                }
            }
        }
    }
}

fn attach(path: &str, label: &str, button: &str, error: Option<&str>) -> Markup {
    html! {
        form .stack method="post" action=(path) enctype="multipart/form-data" {
            (file_field(label, "PDF, PNG or JPEG, 10 MB at most.", error))
            button type="submit" { (button) }
        }
    }
}

fn remove(path: &str) -> Markup {
    AskFirst {
        summary: "Take it off",
        question: "Delete the file here? You would then hand the ticket over otherwise.",
        action: format!("{path}/remove"),
        button: "Delete the file",
    }
    .render()
}

/// `12 KB`, `1.4 MB`.
fn size(bytes: u32) -> String {
    let tenths = u64::from(bytes) * 10 / (1024 * 1024);
    match bytes {
        0..1_048_576 => format!("{} KB", bytes.div_ceil(1024)),
        _ => format!("{}.{} MB", tenths / 10, tenths % 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes() {
        for (bytes, expect) in [
            (1, "1 KB"),
            (12_000, "12 KB"),
            (1_048_575, "1024 KB"),
            (1_500_000, "1.4 MB"),
            (10_485_760, "10.0 MB"),
        ] {
            assert_eq!(size(bytes), expect);
        }
    }
}
