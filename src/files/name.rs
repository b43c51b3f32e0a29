//! Whether what is said of a file fits what it is. Its content decides; what is said must only not
//! lie.

use crate::domain::FileKind;

/// Whether a file of this name can be of this kind. A name without an ending says nothing.
pub(super) fn fits(name: &str, kind: FileKind) -> bool {
    let Some((_, ending)) = name.trim().rsplit_once('.') else { return true };
    // "Row 5.12" has none.
    if !ending.chars().any(|c| c.is_alphabetic()) || ending.contains(char::is_whitespace) {
        return true;
    }
    let ending = ending.to_ascii_lowercase();
    match kind {
        FileKind::Pdf => ending == "pdf",
        FileKind::Png => ending == "png",
        FileKind::Jpeg => matches!(ending.as_str(), "jpg" | "jpeg" | "jpe" | "jfif"),
    }
}

/// Whether a file that is declared as this can be of this kind.
pub(super) fn is_declared(media_type: &str, kind: FileKind) -> bool {
    let declared = media_type.split(';').next().unwrap_or(media_type).trim().to_ascii_lowercase();
    match declared.as_str() {
        // What is sent if nothing is known.
        "" | "application/octet-stream" | "binary/octet-stream" => true,
        "application/x-pdf" => kind == FileKind::Pdf,
        "image/x-png" => kind == FileKind::Png,
        "image/jpg" | "image/pjpeg" => kind == FileKind::Jpeg,
        declared => declared == kind.media_type(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        use FileKind::{Jpeg, Pdf, Png};
        for (name, kind, expect) in [
            ("ticket.pdf", Pdf, true),
            ("Ticket.PDF", Pdf, true),
            ("a.b.pdf", Pdf, true),
            ("ticket", Png, true),
            ("", Jpeg, true),
            ("Row 5.12", Png, true),
            ("v2. my ticket", Png, true),
            ("IMG_1.JPeG", Jpeg, true),
            ("ticket.png", Jpeg, false),
            ("ticket.pdf.exe", Pdf, false),
            ("ticket.html", Png, false),
        ] {
            assert_eq!(fits(name, kind), expect, "{name} as {kind:?}");
        }
    }

    #[test]
    fn media_types() {
        use FileKind::{Jpeg, Pdf, Png};
        for (declared, kind, expect) in [
            ("application/pdf", Pdf, true),
            ("Application/PDF; charset=binary", Pdf, true),
            ("", Png, true),
            ("application/octet-stream", Jpeg, true),
            ("image/jpg", Jpeg, true),
            ("image/png", Jpeg, false),
            ("text/html", Pdf, false),
        ] {
            assert_eq!(is_declared(declared, kind), expect, "{declared} as {kind:?}");
        }
    }
}
