use serde_json::{Value, json};

use super::{command::PageParams, error::ApiError};

/// A page of a list, newest first (<https://docs.stripe.com/api/pagination>).
pub(super) fn paged<T>(
    url: &str,
    what: &str,
    all: Vec<(&str, i64, &T)>,
    page: &PageParams,
    show: fn(&T) -> Value,
) -> Result<Value, ApiError> {
    let from = match &page.starting_after {
        None => 0,
        Some(id) => match all.iter().position(|(known, ..)| known == id) {
            Some(place) => place + 1,
            None => return Err(ApiError::no_such(400, what, id, "starting_after")),
        },
    };
    let in_time = |created: i64| (page.created_from..=page.created_to).contains(&created);
    let mut rest = all.iter().skip(from).filter(|(_, created, _)| in_time(*created));
    let data: Vec<Value> = rest.by_ref().take(page.limit).map(|(.., item)| show(item)).collect();
    Ok(json!({ "object": "list", "url": url, "has_more": rest.next().is_some(), "data": data }))
}
