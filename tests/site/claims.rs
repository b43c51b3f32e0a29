//! What buyers have against what they got, on the pages of all three whom it concerns.

use crate::common::{GOOD_CARD, Site, Visitor};

async fn sold(anna: &mut Visitor, ben: &mut Visitor) -> String {
    let ticket = anna.list("Row 1", "10").await;
    let order = ben.buy(&ticket, "10").await.sent_to();
    ben.pay(&order, GOOD_CARD).await.sent_to();
    order
}

struct People {
    anna: Visitor,
    ben: Visitor,
    cleo: Visitor,
    root: Visitor,
}

async fn people() -> (Site, People) {
    let site =
        Site::start_with(|config| config.site.admins = vec!["root@example.org".into()]).await;
    let (anna, ben) = (site.user("anna").await, site.user("ben").await);
    let (cleo, root) = (site.user("cleo").await, site.user("root").await);
    (site, People { anna, ben, cleo, root })
}

#[tokio::test]
async fn from_a_problem_to_its_refund() {
    let (_site, People { mut anna, mut ben, mut cleo, mut root }) = people().await;
    let order = sold(&mut anna, &mut ben).await;
    let (page, problem) = (format!("{order}/messages"), format!("{order}/problem"));
    let id = order.trim_start_matches("/orders/");
    root.get("/admin/claims").await.is(200, "Nothing here");
    assert_eq!(root.get(&page).await.status, 404, "nobody has asked them");
    ben.get(&page).await.is(200, "Is something wrong?").is(200, "4 May 2099");
    assert!(!anna.get(&page).await.body.contains("Is something wrong?"));
    let form = [("reason", "not_received"), ("text", "I waited <b>all</b> day.")];
    for who in [&mut anna, &mut cleo, &mut root] {
        assert_eq!(who.post(&problem, &form).await.status, 404);
    }
    // What is wrong with the form is said at its fields, with what was typed.
    let before = [("reason", "bored"), ("text", "I waited")];
    ben.post(&problem, &before).await.is(422, "one of the list").is(422, "I waited");
    ben.post(&problem, &[("reason", "not_received"), ("text", " ")]).await.is(422, "problem-error");
    assert_eq!(ben.post(&problem, &form).await.sent_to(), page);
    let shown = ben.get(&page).await;
    shown.is(200, "data-claim=\"open\"").is(200, "I waited &lt;b&gt;all&lt;/b&gt; day.");
    ben.post(&problem, &[("reason", "not_received"), ("text", "Again")]).await.is(409, "already");

    let answer = format!("{problem}/answer");
    for who in [&mut ben, &mut cleo, &mut root] {
        assert_eq!(who.post(&answer, &[("text", "It came.")]).await.status, 404);
    }
    anna.get(&page).await.is(200, "The buyer has a problem");
    anna.post(&answer, &[("text", "It came.")]).await.sent_to();
    anna.post(&answer, &[("text", "Really.")]).await.is(409, "You have answered already");
    ben.get(&page).await.is(200, "The seller’s answer").is(200, "It came.");

    // Those who run the site take part from then on, and decide.
    let list = root.get("/admin/claims").await;
    list.is(200, id).is(200, "It did not come").is(200, "It came.").is(200, "ben@example.org");
    root.get(&page).await.is(200, "I waited");
    let decide = format!("/admin/claims/{id}/decide");
    for who in [&mut anna, &mut ben, &mut cleo] {
        assert_eq!(who.get("/admin/claims").await.status, 404);
        let decision = [("decision", "uphold_seller"), ("reason", "Mine")];
        assert_eq!(who.post(&decide, &decision).await.status, 404);
    }
    root.post(&decide, &[("decision", "maybe"), ("reason", "Hm")]).await.is(422, "one of the list");
    root.post(&decide, &[("decision", "uphold_site")]).await.is(422, "reason");
    let decision = [("decision", "uphold_site"), ("reason", "Neither of you is to blame")];
    root.post(&decide, &decision).await.sent_to();
    ben.until(&order, |page| page.body.contains("data-order-reason=\"refunded\"")).await;
    for who in [&mut anna, &mut ben] {
        who.get(&page)
            .await
            .is(200, "data-claim=\"upheld\"")
            .is(200, "This site bears it.")
            .is(200, "Neither of you is to blame");
    }
    root.post(&decide, &[("decision", "reject"), ("reason", "No")]).await.is(409, "already");
    root.get("/admin/claims").await.is(200, "Nothing here");
    root.get(&format!("/admin/claims?q={id}")).await.is(200, "the money goes back");
    // In German.
    ben.language = Some("de".into());
    ben.get(&page).await.is(200, "Für den Käufer entschieden");
}

#[tokio::test]
async fn what_is_rejected_or_taken_back_stays_bought() {
    let (_site, People { mut anna, mut ben, mut root, .. }) = people().await;
    let form = [("reason", "not_as_described"), ("text", "Behind a pillar.")];
    let order = sold(&mut anna, &mut ben).await;
    ben.post(&format!("{order}/problem"), &form).await.sent_to();
    // Neither deletes their account meanwhile.
    anna.post("/account/delete", &[("password", crate::common::PASSWORD)])
        .await
        .is(409, "a problem is not decided");
    let id = order.trim_start_matches("/orders/");
    let decision = [("decision", "reject"), ("reason", "The listing says so")];
    root.post(&format!("/admin/claims/{id}/decide"), &decision).await.sent_to();
    let page = format!("{order}/messages");
    ben.get(&page).await.is(200, "data-claim=\"rejected\"").is(200, "The listing says so");
    ben.get(&order).await.is(200, "data-order-status=\"completed\"");
    let other = sold(&mut anna, &mut ben).await;
    ben.post(&format!("{other}/problem"), &form).await.sent_to();
    assert_eq!(anna.post(&format!("{other}/problem/withdraw"), &[]).await.status, 404);
    ben.post(&format!("{other}/problem/withdraw"), &[]).await.sent_to();
    anna.get(&format!("{other}/messages")).await.is(200, "data-claim=\"withdrawn\"");
}

#[tokio::test]
async fn who_is_asked_to_look_finds_it_until_they_answer() {
    let (_site, People { mut anna, mut ben, mut root, .. }) = people().await;
    let order = sold(&mut anna, &mut ben).await;
    let id = order.trim_start_matches("/orders/");
    anna.post(&format!("{order}/messages/admins"), &[]).await.sent_to();
    root.get("/admin/claims").await.is(200, id).is(200, "asks you to look");
    root.post(&format!("{order}/messages"), &[("text", "We are here.")]).await.sent_to();
    assert!(!root.get("/admin/claims").await.body.contains(id));
    root.get(&format!("/admin/claims?q={id}")).await.is(200, id);
}
