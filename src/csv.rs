//! CSV (RFC 4180), as programs and spreadsheets read it.

/// A line of these cells.
#[must_use]
pub(crate) fn line<const N: usize>(cells: [&str; N]) -> String {
    cells.map(cell).join(",") + "\r\n"
}

/// A cell, in quotes where it must be. What a spreadsheet would take for a formula is text: it begins
/// with an apostrophe.
#[must_use]
pub(crate) fn cell(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if is_formula { format!("'{text}") } else { text.to_owned() };
    match text.contains(['"', ',', '\r', '\n']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells() {
        for (text, expect) in [
            ("", ""),
            ("Row 5", "Row 5"),
            ("Row 5, seat 12", "\"Row 5, seat 12\""),
            ("the \"best\"", "\"the \"\"best\"\"\""),
            ("two\nlines", "\"two\nlines\""),
            ("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\""),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("1+1", "1+1"),
        ] {
            assert_eq!(cell(text), expect);
        }
    }
}
