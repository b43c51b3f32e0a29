//! Pages of lists that change while somebody turns them.

use super::common::{Answer, Site};
use std::collections::BTreeSet;

/// The tickets that a page shows, in order.
fn shown(page: &Answer) -> Vec<String> {
    let marks = page.body.split("class=\"row\" data-ticket-id=\"").skip(1);
    marks.map(|rest| rest[..36].to_owned()).collect()
}

/// Where a link of a page leads.
fn link(page: &Answer, rel: &str) -> Option<String> {
    let (_, rest) = page.body.split_once(&format!("rel=\"{rel}\" href=\""))?;
    let (path, _) = rest.split_once('"')?;
    Some(path.replace("&amp;", "&"))
}

#[tokio::test]
async fn what_joins_and_leaves_a_list_repeats_and_skips_nothing() {
    let site = Site::start().await;
    let mut anna = site.user("anna").await;
    let first = anna.list("Row", "9").await;
    let page = anna.get(&first).await;
    let at = page.body.find("/events/").unwrap();
    let event = page.body[at..at + 44].to_owned();
    let list = async |price: u32| {
        let (price, mut anna) = (price.to_string(), anna.clone());
        let ticket = [("title", "Row"), ("price", price.as_str()), ("quantity", "10")];
        let of_event = ("event_id", event.rsplit('/').next().unwrap());
        anna.post("/tickets", &[&ticket[..], &[of_event]].concat()).await.sent_to();
    };
    for price in 10..22 {
        list(price).await;
    }
    let mut anna = anna.clone();
    let mut cheapest = 9;
    for path in ["/", "/?sort=cheapest", "/?sort=newest", &event] {
        let first = anna.get(path).await;
        let before: BTreeSet<_> = shown(&first).into_iter().collect();
        assert_eq!(before.len(), 50, "{path}");
        assert_eq!(link(&first, "prev"), None);
        // Two leave and ten join, all before where the page is turned.
        let seen = shown(&first);
        for gone in [&seen[3], &seen[49]] {
            anna.post(&format!("/tickets/{gone}/withdraw"), &[]).await.sent_to();
        }
        cheapest -= 1;
        list(cheapest).await;
        let (mut all, mut page) = (seen.clone(), first);
        while let Some(next) = link(&page, "next") {
            page = anna.get(&next).await;
            all.extend(shown(&page));
        }
        let once: BTreeSet<_> = all.iter().cloned().collect();
        assert_eq!(once.len(), all.len(), "{path} repeats");
        let mut now = anna.get(path).await;
        let mut there = shown(&now);
        while let Some(next) = link(&now, "next") {
            now = anna.get(&next).await;
            there.extend(shown(&now));
        }
        let skipped = there.iter().filter(|ticket| !once.contains(*ticket)).count();
        assert_eq!(skipped, 10, "{path}: only what has joined was not shown");
        // And back: what comes before is what was there, less what left.
        let back = anna.get(&link(&page, "prev").unwrap()).await;
        assert!(shown(&back).iter().all(|ticket| once.contains(ticket)));
    }
    // What no page was begun from is a page by its number.
    for odd in ["/?page=2&after=x", "/?page=2&before=1.2.3.4.5.6", "/?page=2&after=%00"] {
        anna.get(odd).await.is(200, "Page 2 of");
    }
}
