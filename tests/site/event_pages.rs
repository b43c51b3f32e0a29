//! Where an event is: its address, its picture and its category.

use super::{
    api::{Robot, listing},
    common::{Site, Visitor},
};
use serde_json::json;

/// An event's id, of one that this seller lists a ticket for.
async fn listed(seller: &mut Visitor, name: &str, category: &str) -> String {
    let fields = [
        ("event_name", name),
        ("venue", "Town Hall"),
        ("city", "Köln"),
        ("starts_at", "2090-05-02T20:00"),
        ("category", category),
        ("title", "Row 1"),
        ("price", "10"),
    ];
    let ticket = seller.post("/tickets", &fields).await.sent_to();
    let page = seller.get(&ticket).await;
    let at = page.body.find("/events/").unwrap() + "/events/".len();
    page.body[at..at + 36].to_owned()
}

#[tokio::test]
async fn an_address_has_the_events_name_and_any_other_leads_there() {
    let site = Site::start().await;
    let mut anna = site.user("anna").await;
    for (name, slug) in [
        ("Night of Lanterns", "/night-of-lanterns"),
        ("Die Leisen Töne!", "/die-leisen-tone"),
        ("Live", "/live-event"),
        ("???", ""),
    ] {
        let id = listed(&mut anna, name, "").await;
        let path = format!("/events/{id}{slug}");
        anna.get(&path).await.is(200, &format!("/events/{id}/picture?v="));
        let mut others =
            vec![format!("/events/{id}/something-else"), format!("/events/{id}/x%2Fy")];
        others.extend((!slug.is_empty()).then(|| format!("/events/{id}")));
        for other in others {
            for query in ["", "?page=2&done=saved"] {
                let answer = anna.get(&format!("{other}{query}")).await;
                let to = format!("{path}{query}");
                assert_eq!((answer.status, answer.header("location")), (301, Some(&*to)));
            }
        }
        let home = anna.get("/").await;
        home.is(200, &format!("<h2><a href=\"{path}\">"));
    }
    let nothing = "/events/01890000-0000-7000-8000-000000000000";
    for path in [nothing.to_owned(), format!("{nothing}/name"), format!("{nothing}/picture")] {
        assert_eq!(anna.get(&path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn a_picture_is_drawn_cached_and_does_nothing_else() {
    let site =
        Site::start_with(|config| config.site.admins = vec!["root@example.org".into()]).await;
    let (mut anna, mut root) = (site.user("anna").await, site.user("root").await);
    let id = listed(&mut anna, "Night <of> Lanterns", "festival").await;
    let home = site.visitor().get("/").await;
    let address = home.body.split("<img class=\"poster\" src=\"").nth(1).unwrap();
    let address = address.split('"').next().unwrap().to_owned();
    assert!(address.starts_with(&format!("/events/{id}/picture?v=")), "{address}");
    home.is(200, &format!("src=\"{address}\" alt=\"\" width=\"360\" height=\"200\""));

    let picture = site.visitor().get(&address).await;
    picture.is(200, "<svg xmlns=\"http://www.w3.org/2000/svg\"");
    assert_eq!(picture.header("content-type"), Some("image/svg+xml"));
    assert_eq!(picture.header("cache-control"), Some("public, max-age=604800"));
    assert_eq!(picture.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(picture.header("set-cookie"), None);
    let policy = picture.header("content-security-policy").unwrap();
    assert!(
        policy.starts_with("sandbox; default-src 'none'; style-src 'unsafe-inline'"),
        "{policy}"
    );
    assert_eq!(picture.headers.get_all("content-security-policy").iter().count(), 1);
    for page in [
        home.header("content-security-policy"),
        anna.get("/events/x/picture").await.header("content-security-policy"),
    ] {
        assert!(!page.unwrap().contains("unsafe-inline"), "{page:?}");
    }
    let tag = picture.header("etag").unwrap().to_owned();
    for (tags, status) in
        [(tag.clone(), 304), (format!("W/\"x\", {tag}"), 304), ("\"other\"".into(), 200)]
    {
        let answer = site.visitor().with("if-none-match", &tags).get(&address).await;
        assert_eq!((answer.status, answer.header("etag")), (status, Some(&*tag)), "{tags}");
        assert_eq!(answer.body.is_empty(), status == 304);
    }
    let bare = site.visitor().get(&format!("/events/{id}/picture")).await;
    assert_eq!(bare.header("cache-control"), Some("public, max-age=300"));

    // Of another category it is another picture, at another address.
    let rename = format!("/admin/events/{id}/rename");
    let words = [("name", "Night <of> Lanterns"), ("venue", "Town Hall"), ("city", "Köln")];
    let because = ("reason", "It is a play");
    let all = |category| [&words[..], &[("category", category), because]].concat();
    root.post(&rename, &all("opera")).await.is(422, "Choose one of the list.");
    root.post(&rename, &all("theatre")).await.sent_to();
    let page = root.get(&format!("/admin/events?q={id}")).await;
    page.is(200, "Theatre · Town Hall").is(200, "It is a play");
    page.is(200, "<option value=\"theatre\" selected>");
    let entries = site.entries();
    root.post(&rename, &all("theatre")).await.sent_to();
    root.post(&rename, &[&words[..], &[because]].concat()).await.sent_to();
    assert_eq!(site.entries(), entries, "it is so already");
    let home = site.visitor().get("/?category=theatre").await;
    assert!(home.body.contains(&format!("/events/{id}/picture?v=")));
    assert!(!home.body.contains(&address), "{}", home.body);
    let other = site.visitor().get(&address).await;
    assert_ne!(other.body, picture.body);
    assert_eq!(other.header("cache-control"), Some("public, max-age=300"), "of another version");
}

#[tokio::test]
async fn programs_say_and_find_a_category() {
    let site =
        Site::start_with(|config| config.site.admins = vec!["root@example.org".into()]).await;
    let (mut anna, mut root) = (site.user("anna").await, site.user("root").await);
    let mut robot = Robot::of(&site, &mut anna, &["sell", "read"]).await;
    let mut admin = Robot::of(&site, &mut root, &["admin"]).await;
    let mut offer = listing("Row 1", 1000);
    robot.post("/tickets", offer.clone()).await.is(201);
    offer["event"]["category"] = json!("comedy");
    offer["event"]["name"] = json!("Improv Under the Roof");
    robot.post("/tickets", offer.clone()).await.is(201);
    offer["event"]["category"] = json!("opera");
    robot.post("/tickets", offer).await.is(422);
    let mut names = async |query: &str| {
        let list = robot.get(&format!("/events?{query}")).await.is(200);
        let items = list["items"].as_array().unwrap().clone();
        items.into_iter().map(|it| (it["id"].clone(), it["category"].clone())).collect::<Vec<_>>()
    };
    assert_eq!(names("").await.len(), 2);
    let comedies = names("category=comedy").await;
    assert_eq!(comedies.len(), 1);
    assert_eq!(comedies[0].1, "comedy");
    assert_eq!(names("category=other&q=improv").await, []);
    let id = comedies[0].0.as_str().unwrap();
    let words = json!({
        "name": "Improv", "venue": "Town Hall", "city": "Berlin", "category": "theatre",
        "reason": "It is one",
    });
    let renamed = admin.post(&format!("/admin/events/{id}/rename"), words).await.is(200);
    assert_eq!(renamed["category"], "theatre");
    assert_eq!(names("category=comedy").await, []);
    robot.get("/events?category=opera").await.is(400);
}
