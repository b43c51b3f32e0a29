//! A forgotten password: the link, once and for an hour, and what becomes of the old sessions.

use std::time::Duration;

use crate::common::{Answer, Site, program::backed_up_and_restored};
use holdfast::{
    clock::Clock,
    domain::{ConfirmToken, LinkKey, MailAbout, ResetToken},
    harness::mails,
    storage::Storage,
    types::{Email, Timestamp, UserId},
};

const NEW: &str = "a new and better one";

fn user(site: &Site, name: &str) -> UserId {
    let email = Email::parse(&format!("{name}@example.org")).unwrap();
    site.market.tables().catalog().user_by_email(&email).unwrap()
}

/// The links that the site's mails have: to whom, and until when.
fn asked(site: &Site) -> Vec<(UserId, Timestamp)> {
    let tables = site.market.tables();
    let mails = mails(tables).into_iter();
    let until = |about: &MailAbout| match about {
        MailAbout::PasswordReset(until) => Some(*until),
        _ => None,
    };
    mails.filter_map(|mail| Some((mail.to, until(&mail.about)?))).collect()
}

fn link(site: &Site, user: UserId, until: Timestamp) -> String {
    let user = site.market.tables().user(user).unwrap().unwrap();
    format!("/reset/{}", ResetToken::new(site.market.link_key(), &user, until))
}

#[tokio::test]
async fn a_link_sets_a_new_password_once_and_ends_every_session() {
    let site = Site::start().await;
    let (mut ann, mut other) = (site.user("ann").await, site.user("ben").await);
    let mut visitor = site.visitor();
    visitor.get("/signin").await.is(200, "href=\"/forgot\"");
    visitor.get("/forgot").await.is(200, "This site sends no mails");
    let answers: Vec<Answer> = {
        let mut answers = vec![];
        for typed in ["ann@example.org", "Ann@Example.org ", "nobody@example.org", "no address"] {
            answers.push(visitor.post("/forgot", &[("email", typed)]).await);
        }
        answers
    };
    for answer in &answers {
        assert_eq!(answer.sent_to(), "/forgot?sent", "the same for everyone");
        assert_eq!(answer.body, answers[0].body);
    }
    // It is queued after the answer. Sign-ups take the same way, one after the other.
    site.user("cleo").await;
    let ann_id = user(&site, "ann");
    let links = asked(&site);
    assert!((1..=2).contains(&links.len()), "one in five minutes: {links:?}");
    let (to, until) = links[0];
    assert_eq!(to, ann_id);
    let left = until.since(site.market.clock().now());
    assert!(left > Duration::from_secs(3500) && left <= Duration::from_secs(3600), "{left:?}");

    let path = link(&site, ann_id, until);
    visitor.get(&path).await.is(200, "New password");
    visitor.post(&path, &[("password", "short")]).await.is(422, "field-error");
    ann.get("/account").await.is(200, "ann@example.org");
    assert_eq!(visitor.post(&path, &[("password", NEW)]).await.sent_to(), "/signin?done=reset");
    visitor.get("/signin?done=reset").await.is(200, "Your new password is set.");
    visitor.get(&path).await.is(404, "");
    visitor.post(&path, &[("password", NEW)]).await.is(404, "");
    assert_eq!(ann.get("/account").await.sent_to(), "/signin?next=/account", "signed out");
    other.get("/account").await.is(200, "ben@example.org");
    let sign_in = |password| [("email", "ann@example.org"), ("password", password)];
    visitor
        .post("/signin", &sign_in(crate::common::PASSWORD))
        .await
        .is(422, "do not belong together");
    visitor.post("/signin", &sign_in(NEW)).await.sent_to();
    visitor.get("/account").await.is(200, "ann@example.org");
}

#[tokio::test]
async fn links_that_are_old_or_forged_open_nothing() {
    let site = Site::start().await;
    site.user("ann").await;
    let (ann, now) = (user(&site, "ann"), site.market.clock().now());
    let mut visitor = site.visitor();
    let good = link(&site, ann, now + Duration::from_secs(60));
    let forged = format!("{}0", &good[..good.len() - 1]);
    let forged = if forged == good { format!("{}1", &good[..good.len() - 1]) } else { forged };
    let later = link(&site, ann, now + Duration::from_secs(61));
    // The moment of one with the seal of another.
    let mixed = format!("{}{}", &good[..good.len() - 32], &later[later.len() - 32..]);
    for path in [&link(&site, ann, now), &forged, &mixed, "/reset/x", "/reset/"] {
        visitor.get(path).await.is(404, "");
        visitor.post(path, &[("password", NEW)]).await.is(404, "");
    }
    visitor.get(&good).await.is(200, "New password");
    site.visitor().sign_in("ann").await;
}

/// Who has the journal, as every backup has it, knows all of an account that its link is made of, and
/// opens nothing by it; by the site's key it would open.
#[tokio::test]
async fn a_copy_of_the_data_makes_no_link() {
    let site = Site::start().await;
    site.user("ann").await;
    let (id, until) = (user(&site, "ann"), site.market.clock().now() + Duration::from_secs(600));
    let copy = backed_up_and_restored(site.folder.path(), "copy");
    let (copied, _) = Storage::open(&copy, Clock::System).unwrap();
    let account = copied.tables().user(id).unwrap().unwrap();
    assert_eq!(Some(&account), site.market.tables().user(id).unwrap().as_ref());
    let no_key = LinkKey([0; LinkKey::BYTES]);
    let (entries, mut visitor) = (site.entries(), site.visitor());
    for key in [copied.link_key(), &no_key] {
        let reset = format!("/reset/{}", ResetToken::new(key, &account, until));
        visitor.get(&reset).await.is(404, "");
        visitor.post(&reset, &[("password", NEW)]).await.is(404, "");
        let confirm = format!("/confirm/{}", ConfirmToken::new(key, &account, until));
        visitor.post(&confirm, &[]).await.is(404, "");
    }
    assert_eq!(site.entries(), entries);
    visitor.get(&link(&site, id, until)).await.is(200, "");
    copied.close();
}
