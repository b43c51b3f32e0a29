use super::*;
use crate::types::ZoneName;

#[test]
fn a_ticket_says_what_its_seller_does() {
    let html = page("ticket-other");
    for fact in [
        "<dt>Section</dt><dd>Row 5</dd>",
        "<dt>Row</dt><dd>Row 5</dd>",
        "<dt>Seat</dt><dd>Row 5</dd>",
        "<dt>Face value</dt><dd>€40.00</dd>",
        r#"<dt>Notes</dt><dd class="notes">Row 5</dd>"#,
    ] {
        has(&html, &[fact]);
    }
    let nothing = page("ticket-too-many");
    assert!(!nothing.contains("<dt>Section"), "what is not said is left out: {nothing}");
    has(&page("ticket-seller"), &["3 others were listed with it.", r#"href="/selling""#]);
    for name in ["event", "selling", "orders", "order"] {
        has(&page(name), &[r#"<p class="muted">Row 5</p>"#]);
    }
    has(&page("receipt"), &["<dt>Place</dt><dd>Row 5</dd>"]);
}

#[test]
fn a_capped_price_is_explained_before_it_is_typed() {
    let sell_page = |max_markup: Option<&str>| {
        let max_markup = max_markup.map(|percent| percent.parse().unwrap());
        let details = DetailsForm { max_markup, ..DetailsForm::default() };
        let page = SellForm { details, ..SellForm::default() };
        shown(true, |context| sell(context, &page))
    };
    let field = |html: &str| part(html, r#"for="face_value""#, "</div>").to_owned();
    let html = field(&sell_page(None));
    assert!(html.contains("(optional)") && !html.contains("required"), "{html}");
    has(&field(&sell_page(Some("2.5"))), &["at most 2.5 % above it", "required"]);
    has(&field(&sell_page(Some("0"))), &["the price cannot be above it", "required"]);
}

#[test]
fn only_who_needs_another_time_zone_is_bothered_with_it() {
    let form = |time_zone: &str, errors: &[&'static str]| SellForm {
        new_event: NewEventForm { time_zone: time_zone.into(), ..new_event_form("Row 5") },
        ..sell_form("Row 5", errors)
    };
    let html = |form| shown(true, |context| sell(context, &form));
    has(&html(form("", &[])), &[r#"<details class="zone"><summary>"#]);
    has(
        &html(form("Nowhere", &["time_zone"])),
        &[r#"<details class="zone" open>"#, r#"id="time_zone-error""#],
    );
}

#[test]
fn zones_that_are_offered_are_known() {
    let html = page("sell");
    let zones = part(&html, "<datalist", "</datalist>");
    let names: Vec<_> = zones.split('"').filter(|text| text.contains('/')).collect();
    assert!(names.len() > 30, "{zones}");
    for name in names {
        assert!(ZoneName::parse(name).is_ok(), "{name}");
    }
}

#[test]
fn what_is_wrong_is_summed_up_in_the_forms_order() {
    // By their names the price would come first.
    let html = page("sell-refused");
    let at = |name: &str| html.find(&format!("href=\"#{name}\"")).unwrap();
    assert!(at("venue") < at("price"), "{html}");
}
