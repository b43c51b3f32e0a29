//! What those who run the site read and send.

use super::samples::{HOSTILE, admin_list_page, shown};
use crate::{
    types::Language,
    views::{PageContext, admin_list},
};

#[test]
fn an_action_asks_first_and_says_at_the_field_what_is_wrong() {
    let html = shown(true, |context| admin_list(context, &admin_list_page("Row 5", None)));
    assert!(html.contains(r#"<details class="ask"><summary>Act</summary><form"#), "{html}");
    assert!(!html.contains("aria-invalid"), "{html}");
    for kind in ["user", "order", "ticket", "event"] {
        assert_eq!(html.matches(&format!("data-{kind}-id=")).count(), 1, "{kind}");
    }
    let html = shown(true, |context| {
        let german = PageContext { language: Language::German, ..context.clone() };
        admin_list(&german, &admin_list_page(HOSTILE, Some("Why?")))
    });
    assert!(html.contains(r#"<details class="ask" open>"#), "what was typed is seen");
    let field = r#"aria-invalid="true" aria-describedby="reason-row-0-error""#;
    assert!(html.contains(field), "{html}");
    assert!(html.contains(r#"id="reason-row-0-error">Why?<"#), "{html}");
    assert!(html.contains("Seite betreiben"), "{html}");
}
