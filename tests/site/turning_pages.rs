//! Pages of lists that change while somebody turns them.

use super::common::{Answer, EVENT, Site, Visitor};
use holdfast::{
    domain::PasswordHash,
    reads::walk::count,
    types::{Email, Language},
};
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
    let at = page.body.find("\"/events/").unwrap() + 1;
    let event = page.body[at..at + 44].to_owned();
    let with_its_name = page.body[at..].split('"').next().unwrap();
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
    for path in [with_its_name, &format!("{with_its_name}?page=1")] {
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
    for odd in ["page=2&after=x", "page=2&before=1.2.3.4.5.6", "page=2&after=%00"] {
        anna.get(&format!("{with_its_name}?{odd}")).await.is(200, "Page 2 of");
        anna.get(&format!("/?{odd}")).await.is(200, "1 event");
    }
}

/// Every page of a list, from its first on: what they show by `mark`, in order.
async fn all_of(visitor: &mut Visitor, path: &str, mark: &str) -> Vec<String> {
    let (mut all, mut next) = (vec![], Some(path.to_owned()));
    while let Some(path) = next {
        let page = visitor.get(&path).await;
        assert_eq!(page.status, 200, "{path}");
        all.extend(marked(&page, mark));
        next = link(&page, "next");
    }
    all
}

/// What a page's rows are about.
fn marked(page: &Answer, mark: &str) -> Vec<String> {
    let mark = format!("{mark}=\"");
    let rows = page.body.split(mark.as_str()).skip(1);
    rows.map(|rest| rest[..36].to_owned()).collect()
}

async fn site() -> (Site, Visitor) {
    let site =
        Site::start_with(|config| config.site.admins = vec!["root@example.org".into()]).await;
    let root = site.user("root").await;
    (site, root)
}

/// Lists a ticket for an event of this name; gives its path.
async fn list_for(seller: &mut Visitor, name: &str) -> String {
    let event = [("event_name", name), EVENT[1], EVENT[2], EVENT[3]];
    let fields = [&event[..], &[("title", "Row"), ("price", "10")]].concat();
    seller.post("/tickets", &fields).await.sent_to()
}

async fn list_tens(seller: &mut Visitor, tens: usize) {
    let fields = [&EVENT[..], &[("title", "Row"), ("price", "10"), ("quantity", "10")]].concat();
    for _ in 0..tens {
        seller.post("/tickets", &fields).await.sent_to();
    }
}

/// Accounts without a password, since hashing one takes long.
async fn accounts(site: &Site, names: std::ops::Range<usize>) {
    for n in names {
        let email = Email::parse(&format!("user{n}@example.com")).unwrap();
        let password = PasswordHash("none".into());
        site.market.sign_up(email, password, Language::default()).await.unwrap();
    }
}

#[tokio::test]
async fn a_list_is_turned_from_where_something_stood_that_is_gone() {
    let (site, mut root) = site().await;
    let mut anna = site.user("anna").await;
    list_tens(&mut anna, 11).await;
    let mark = "data-ticket-id";
    // What is withdrawn leaves the list of all that is for sale; another joins it before all others.
    for (path, in_list) in
        [("/admin/tickets", false), ("/admin/tickets?q=row", false), ("/selling", true)]
    {
        let first = root_or(&mut root, &mut anna, path).get(path).await;
        let before = all_of(root_or(&mut root, &mut anna, path), path, mark).await;
        let seen = marked(&first, mark);
        assert_eq!((seen.len(), &seen[..]), (50, &before[..50]), "{path}");
        assert_eq!(link(&first, "prev"), None);
        let anchor = seen.last().unwrap();
        anna.post(&format!("/tickets/{anchor}/withdraw"), &[]).await.sent_to();
        anna.list("Row new", "10").await;
        let next = link(&first, "next").unwrap();
        assert!(next.contains(anchor.as_str()), "{next}");
        let reader = root_or(&mut root, &mut anna, path);
        let second = reader.get(&next).await;
        assert_eq!(
            marked(&second, mark)[..],
            before[50..100],
            "{path}: nothing repeats or is skipped"
        );
        // And back, as far as there is a page before: what joined is on the first.
        let back = reader.get(&link(&second, "prev").unwrap()).await;
        let expect: Vec<_> = before[..50].iter().filter(|it| in_list || *it != anchor).collect();
        let shown = marked(&back, mark);
        assert!(expect.iter().rev().take(49).all(|it| shown.contains(it)), "{path}");
    }
    // Events that are another's now, and accounts that are deleted.
    for (path, mark) in [("/admin/users", "data-user-id"), ("/admin/events", "data-event-id")] {
        match path {
            "/admin/users" => accounts(&site, 0..110).await,
            _ => {
                for n in 0..110 {
                    list_for(&mut anna, &format!("Evening {n}")).await;
                }
            }
        }
        let first = root.get(path).await;
        let before = all_of(&mut root, path, mark).await;
        let anchor = marked(&first, mark).pop().unwrap();
        match path {
            "/admin/users" => {
                let id = anchor.parse().unwrap();
                let password = PasswordHash("none".into());
                site.market.delete_account(id, password).await.unwrap();
            }
            _ => {
                let other = before.iter().find(|id| **id != anchor).unwrap();
                let into = [("into", other.as_str()), ("reason", "The same")];
                root.post(&format!("/admin/events/{anchor}/merge"), &into).await.sent_to();
            }
        }
        let second = root.get(&link(&first, "next").unwrap()).await;
        assert_eq!(marked(&second, mark)[..], before[50..100], "{path}");
        let now = all_of(&mut root, path, mark).await;
        assert!(!now.contains(&anchor), "{path}: it is gone");
    }
    // What never stood anywhere is the first page.
    for odd in ["?after=x", "?before=1.2", "?after=%00", "?page=7"] {
        let page = root.get(&format!("/admin/tickets{odd}")).await;
        assert_eq!(link(&page, "prev"), None, "{odd}");
        assert_eq!(marked(&page, mark).len(), 50, "{odd}");
    }
}

/// Who reads a list: those who run the site, or its owner.
fn root_or<'a>(root: &'a mut Visitor, own: &'a mut Visitor, path: &str) -> &'a mut Visitor {
    if path.starts_with("/admin") { root } else { own }
}

/// A page costs what is on it, however much there is: counted in keys and records that are looked at.
#[tokio::test]
async fn a_page_of_a_list_looks_at_no_more_than_it_shows() {
    let (site, mut root) = site().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    // Who buys and cancels has many orders.
    let order = async |anna: &mut Visitor, ben: &mut Visitor, numbers: std::ops::Range<usize>| {
        for n in numbers {
            let ticket = list_for(anna, &format!("Evening {n}")).await;
            let order = ben.buy(&ticket, "10").await.sent_to();
            ben.cancel(&order).await.sent_to();
        }
    };
    let pages = [
        ("/selling", 0),
        ("/orders", 1),
        ("/admin/tickets", 2),
        ("/admin/tickets?q=anna%40example.org", 2),
        ("/admin/users", 2),
        ("/admin/users?q=user", 2),
        ("/admin/orders?q=ben%40example.org", 2),
        ("/admin/events", 2),
    ];
    let mut costs: Vec<[u64; 2]> = vec![[0; 2]; pages.len()];
    for round in 0..2 {
        order(&mut anna, &mut ben, [0..110, 110..260][round].clone()).await;
        list_tens(&mut anna, [20, 100][round]).await;
        accounts(&site, [0..150, 150..600][round].clone()).await;
        for (cost, (path, reader)) in costs.iter_mut().zip(pages) {
            let reader = match reader {
                0 => &mut anna,
                1 => &mut ben,
                _ => &mut root,
            };
            let first = reader.get(path).await;
            let second = link(&first, "next").unwrap_or_else(|| panic!("{path}: {}", first.body));
            let before = count::so_far();
            reader.get(&second).await.is(200, "rel=\"prev\"");
            cost[round] = count::so_far() - before;
        }
    }
    for ([few, many], (path, _)) in costs.into_iter().zip(pages) {
        // What is looked through for somebody's orders is read so much at once, of those in memory and of
        // those that a snapshot has taken by then. All of the others would be 300 more.
        assert!(many <= few + 210, "{path}: {few} with few, {many} with many");
    }
}
