use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use holdfast::{
    actors::order::PayOutcome,
    audit::Auditor,
    harness::stripe::{Endpoint, HttpFault, ScriptedStripe, ledger::What},
    storage::journal,
    types::ChargeId,
};
use tokio::task::JoinSet;

use super::shop::{self, books_agree, buy, list, pay, user};

/// How many purchases there are, and how many at once. A few never lose five answers one after the
/// other; from many the client keeps away for a while again and again, which takes its time.
fn purchases_at_once() -> (usize, usize) {
    if std::env::var_os("HOLDFAST_LONG").is_some() { (1000, 50) } else { (50, 4) }
}

/// Whatever changes something at Stripe is done there, and its first answer is lost.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn purchases_whose_answers_are_lost_are_one_charge_each() {
    let (purchases, at_once) = purchases_at_once();
    let stripe = ScriptedStripe::start().await;
    let lost = Arc::new(Mutex::new(HashMap::<Endpoint, usize>::new()));
    let (losing, mut seen) = (lost.clone(), HashMap::new());
    stripe.fault(move |asked| {
        if asked.method != "POST" {
            return HttpFault::None;
        }
        let times = seen.entry((asked.path.clone(), asked.key.clone())).or_insert(0);
        *times += 1;
        if *times > 1 {
            return HttpFault::None;
        }
        *losing.lock().unwrap().entry(asked.call).or_default() += 1;
        HttpFault::CommitThenDrop
    });
    let site = shop::open(&stripe, |_| {}).await;
    let market = site.market.clone();
    let (seller, buyer) = (user(&market).await, user(&market).await);
    let mut buyers = JoinSet::new();
    for _ in 0..purchases {
        if buyers.len() == at_once {
            buyers.join_next().await.unwrap().unwrap();
        }
        let (market, stripe) = (market.clone(), stripe.clone());
        buyers.spawn(async move {
            let ticket = list(&market, seller).await;
            let order = buy(&market, buyer, ticket).await;
            let outcome = pay(&market, &stripe, order, ChargeId::new()).await;
            assert_eq!(outcome, PayOutcome::Completed, "{order}");
        });
    }
    while let Some(done) = buyers.join_next().await {
        done.unwrap();
    }
    let lost = std::mem::take(&mut *lost.lock().unwrap());
    assert_eq!((lost[&Endpoint::Create], lost[&Endpoint::Capture]), (purchases, purchases));
    let ledger = stripe.ledger();
    for what in [What::Created, What::Authorised, What::Captured] {
        assert_eq!(ledger.count(what), purchases, "{what:?}");
    }
    let kept = books_agree(&stripe, market.tables());
    assert_eq!(kept, purchases as u64 * 4950);
    let data = site.folder.path().join("data");
    let mut auditor = Auditor::default();
    journal::replay(&journal::folder_in(&data), |sequence, entry| {
        auditor.entry(sequence, &entry);
        Ok(())
    })
    .unwrap();
    let (totals, findings) = auditor.finish();
    assert!(findings.is_empty(), "{findings:#?}");
    assert_eq!((totals.completed, totals.kept_minor), (purchases, kept));
    println!("{purchases} purchases, {lost:?} answers lost: {kept} kept here and there");
    site.stop().await;
}
