//! What those who run the site see of mails where no mail server is set up, and that nobody else
//! learns of these pages. At a mail server: `tests/site/mail_server.rs`.

use std::time::Duration;

use crate::common::{Answer, Site, metric, program::Program, purchase, said::Said};
use holdfast::{
    delivery::{
        Undelivered,
        mail::scripted::{PostAnswer, ScriptedPost},
    },
    harness::TestMarket,
};

const HOUR: Duration = Duration::from_secs(3600);

/// How long a page is, less its own path, to which the choice of a language comes back.
fn length(page: &Answer) -> usize {
    page.body.len() - page.field("next").map_or(0, str::len)
}

#[tokio::test]
async fn who_runs_the_site_sees_what_was_not_sent_and_nobody_else_that_there_is_such_a_page() {
    let site = Site::start_with(|config| config.site.admins = vec!["ann@example.org".into()]).await;
    let order = purchase(site.address).await;
    site.let_run("ann").await;
    let mut ann = site.visitor();
    ann.sign_in("ann").await;
    ann.get("/admin").await.is(200, "/admin/mail");
    ann.get("/account").await.is(200, "href=\"/admin\"");
    let page = ann.get("/admin/mail").await;
    page.is(200, "No mail server is set up.").is(200, "ben@example.org");
    assert_eq!(page.body.matches("data-mail-status=\"not_sent\"").count(), 2, "{}", page.body);
    assert!(page.body.contains(&order["/orders/".len()..]), "{}", page.body);
    assert!(!page.body.contains("/admin/mail/test"), "there is nothing to test");
    ann.get("/admin/mail?show=given_up&before=x").await.is(200, "No mails here");
    ann.post("/admin/mail/test", &[]).await.is(200, "no mail server is set up");
    let id = page.attr("data-mail-id").unwrap().to_owned();
    let again = format!("/admin/mail/{id}/again");
    ann.post(&again, &[]).await.is(422, "field-error");
    ann.post(&again, &[("reason", "It should arrive now")]).await.is(409, "nothing to do");
    ann.post(&format!("/admin/mail/{}/again", uuid::Uuid::nil()), &[]).await.is(404, "");
    let market = &site.market;
    let counts = ["mails_waiting", "mails_given_up", "mail_server_takes"];
    assert_eq!(counts.map(|name| metric(market, name)), [2, 0, 0]);

    let mut ben = site.visitor();
    ben.sign_in("ben").await;
    ben.get("/account").await.is(200, "ben@example.org");
    assert!(!ben.get("/account").await.body.contains("/admin"));
    for mut who in [ben, site.visitor()] {
        let nothing = who.get("/no-such-page").await;
        let hidden = [who.get("/admin").await, who.get("/admin/mail").await];
        let posted = [who.post("/admin/mail/test", &[]).await, who.post(&again, &[]).await];
        for answer in hidden.iter().chain(&posted) {
            assert_eq!(answer.status, 404);
            assert_eq!(length(answer), length(&nothing), "as any page that is not there");
        }
    }
}

#[tokio::test]
async fn the_log_names_what_is_not_sent_and_no_address() {
    let folder = tempfile::tempdir().unwrap();
    let (program, address) = Program::serve(folder.path(), &[]);
    purchase(address).await;
    let deadline = tokio::time::Instant::now() + Duration::from_secs(20);
    let lines = |about: &str| {
        let said = program.output();
        said.lines().filter(|l| l.contains("a mail is not sent") && l.contains(about)).count()
    };
    while lines("about=\"Order completed\"") + lines("about=\"Ticket sold\"") < 2 {
        assert!(tokio::time::Instant::now() < deadline, "{}", program.output());
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!([lines("Order completed"), lines("Ticket sold"), lines("mail=")], [1, 1, 2]);
    assert!(!program.output().contains('@'), "{}", program.output());
    program.kill();
    let (program, _) = Program::serve(folder.path(), &[]);
    // The log is written by a thread of its own.
    while !program.output().contains("mails are not sent") {
        assert!(tokio::time::Instant::now() < deadline, "{}", program.output());
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert!(!program.output().contains("a mail is not sent"), "{}", program.output());
}

#[tokio::test(start_paused = true)]
async fn a_server_that_takes_nothing_is_told_of_once_an_hour() {
    let said = Said::listen();
    let post = ScriptedPost::default();
    post.plan(|_| PostAnswer::Fail(Undelivered::Unusable("535 bad credentials".into())));
    let market = TestMarket::start_with_post(std::sync::Arc::new(post.clone())).await;
    let (seller, buyer) = (market.user().await, market.user().await);
    let ticket = market.list(seller, "49.50").await;
    let order = market.buy(buyer, ticket).await.unwrap();
    market.pay(order).await.unwrap();
    let told = || said.count(&["ERROR", "the mail server takes no mail", "535 bad credentials"]);
    market.until("it is told", |_| told() == 1).await;
    assert_eq!(metric(&market.market, "mail_server_takes"), 0);
    market.pass(5 * HOUR).await;
    assert!((5..=6).contains(&told()), "{}", told());
    post.plan(|_| PostAnswer::Take);
    market.until("it is told", |_| said.count(&["takes mails again"]) == 1).await;
    market.until("both are sent", |m| metric(&m.market, "mails_waiting") == 0).await;
    assert_eq!(metric(&market.market, "mails_sent_total"), 2);
    assert!(metric(&market.market, "mail_tries_failed_total") > 20);
    assert_eq!(metric(&market.market, "mail_server_takes"), 1);
    assert_eq!(said.count(&["@"]), 0);
}
