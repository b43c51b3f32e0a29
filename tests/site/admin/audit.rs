//! What those who run the site, and support, do and look at stands in a list.

use holdfast::config::Config;

use crate::common::{GOOD_CARD, Site, Visitor};

fn staffed(config: &mut Config) {
    config.site.admins = vec!["root@example.org".into()];
    config.site.support = vec!["sue@example.org".into()];
}

/// The acts on the page, the latest first: what kind each is, and what stands in it.
async fn acts(root: &mut Visitor, sought: &str) -> Vec<(String, String)> {
    let page = root.get(&format!("/admin/audit?q={sought}")).await;
    let body = page.is(200, "<h1>").body.clone();
    let rows = body.split("data-act=\"").skip(1).map(|row| {
        let (kind, rest) = row.split_once('"').unwrap();
        let text: String =
            rest.split('<').filter_map(|part| part.split_once('>')).map(|it| it.1).collect();
        (kind.to_owned(), text)
    });
    rows.collect()
}

#[tokio::test]
async fn who_has_looked_at_whom_and_what_was_done() {
    let site = Site::start_with(staffed).await;
    let (mut ann, mut ben) = (site.user("ann").await, site.user("ben").await);
    let (mut root, mut sue) = (site.user("root").await, site.user("sue").await);
    let ticket = ann.list("Row 1", "10").await;
    let order = ben.buy(&ticket, "10").await.sent_to();
    ben.pay(&order, GOOD_CARD).await.sent_to();
    let before = site.entries();
    // What belongs to nobody in particular, and who looks at their own, is not noted.
    for path in ["/admin", "/admin/events"] {
        sue.get(path).await.is(200, "<h1>");
    }
    ben.get(&order).await.is(200, "data-order-status");
    ann.get(&order).await.is(200, "data-order-status");
    assert_eq!(site.entries(), before);

    sue.get("/admin/users?q=ann@example.org").await.is(200, "data-user-id");
    sue.get(&order).await.is(200, "data-order-status");
    sue.get(&format!("{order}/receipt")).await.is(200, "ben@example.org");
    let looked = site.entries();
    assert_eq!(looked, before + 3);
    // The same within the hour is one look.
    sue.get("/admin/users?q=ann@example.org").await.is(200, "data-user-id");
    sue.get(&order).await.is(200, "data-order-status");
    assert_eq!(site.entries(), looked);

    let id = order.rsplit('/').next().unwrap();
    let about = acts(&mut root, id).await;
    let pages: Vec<_> = about.iter().map(|(kind, _)| kind.as_str()).collect();
    assert_eq!(pages, ["look", "look"], "{about:?}");
    assert!(about.iter().all(|(_, text)| text.contains("sue@example.org")), "{about:?}");
    let of_ann = acts(&mut root, "ann@example.org").await;
    assert!(of_ann.iter().any(|(_, text)| text.contains("/admin/users")), "{of_ann:?}");
    // Who asks for the list stands in it, too.
    let of_root = acts(&mut root, "root@example.org").await;
    assert!(of_root.iter().any(|(_, text)| text.contains("/admin/audit")), "{of_root:?}");

    // A deed, by its words and with its reason; what a seller does about their own sale is none.
    let second = ann.list("Row 2", "10").await;
    let second = second.rsplit('/').next().unwrap();
    let remove = format!("/admin/tickets/{second}/remove");
    sue.post(&remove, &[("reason", "Not mine to do")]).await.is(403, "ask one of those who run it");
    root.post(&remove, &[("reason", "It was stolen")]).await.sent_to();
    ann.post(&format!("{order}/refund"), &[("reason", "I am ill")]).await.sent_to();
    let about = acts(&mut root, second).await;
    let deeds: Vec<_> = about.iter().filter(|(kind, _)| kind == "deed").collect();
    assert_eq!(deeds.len(), 1, "{about:?}");
    for part in ["Listing removed", "root@example.org", "It was stolen"] {
        assert!(deeds[0].1.contains(part), "{deeds:?}");
    }
    let about = acts(&mut root, id).await;
    assert!(about.iter().all(|(kind, _)| kind == "look"), "{about:?}");
    sue.get("/admin/audit").await.is(403, "ask one of those who run it");
    ann.get("/admin/audit").await.is(404, "");

    // A program with an admin's token looks, too; and it all is there after a restart.
    let token = root.token("a program", &["admin"]).await;
    let mut program = site.visitor().with("authorization", &format!("Bearer {token}"));
    program.get("/api/v1/admin/users?q=ben@example.org").await.is(200, "ben@example.org");
    let of_ben = acts(&mut root, "ben@example.org").await;
    assert!(of_ben.iter().any(|(_, text)| text.contains("/api/v1/admin/users")), "{of_ben:?}");
    let site = site.restart_with(staffed).await;
    let mut root = site.visitor();
    root.sign_in("root").await;
    assert_eq!(acts(&mut root, id).await.len(), 2);
}
