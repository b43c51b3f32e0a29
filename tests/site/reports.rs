//! Listings of which users tell those who run the site.

use crate::common::Site;

#[tokio::test]
async fn a_listing_is_reported_once_by_each_and_looked_at() {
    let site =
        Site::start_with(|config| config.site.admins = vec!["root@example.org".into()]).await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let (mut cleo, mut root) = (site.user("cleo").await, site.user("root").await);
    let ticket = anna.list("Row 1", "10").await;
    let path = format!("{ticket}/report");
    ben.get(&ticket).await.is(200, "Report this listing");
    for who in [&mut anna, &mut site.visitor()] {
        assert!(!who.get(&ticket).await.body.contains("Report this listing"));
    }
    let before = site.entries();
    ben.post(&path, &[("reason", " ")]).await.is(422, "Enter something here");
    anna.post(&path, &[("reason", "Look")]).await.is(403, "your own ticket");
    assert_eq!(ben.post("/tickets/none/report", &[("reason", "Look")]).await.status, 404);
    assert_eq!(site.entries(), before);
    for who in [&mut ben, &mut cleo] {
        for reason in ["It is <b>forged</b>", "I say it again"] {
            let to = who.post(&path, &[("reason", reason)]).await.sent_to();
            who.get(&to).await.is(200, "look at it");
        }
    }
    assert_eq!(site.entries(), before + 2);
    let list = root.get("/admin/reports").await;
    list.is(200, "It is &lt;b&gt;forged&lt;/b&gt;").is(200, "ben@example.org");
    assert_eq!(list.body.matches("Reported by").count(), 2);
    for who in [&mut anna, &mut ben] {
        assert_eq!(who.get("/admin/reports").await.status, 404);
    }
    let start = list.body.find("/admin/reports/").unwrap();
    let close = list.body[start..].split('"').next().unwrap().to_owned();
    assert_eq!(ben.post(&close, &[("reason", "Mine")]).await.status, 404);
    root.post(&close, &[]).await.is(422, "reason");
    for _ in 0..2 {
        let to = root.post(&close, &[("reason", "We have seen the ticket")]).await.sent_to();
        root.get(&to).await.is(200, "We have seen the ticket");
    }
    let left = root.get("/admin/reports").await;
    assert_eq!(left.body.matches("Reported by").count(), 1);
    root.language = Some("de".into());
    root.get("/admin/reports").await.is(200, "Gemeldete Angebote");
}
