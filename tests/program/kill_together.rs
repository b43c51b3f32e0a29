//! The program is killed while people buy several seats at once, wait in line for what others let
//! go, and holds run out: afterwards each purchase is whole, and the auditor finds no line that was
//! jumped and no seat that was taken otherwise than its seller lets it.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use holdfast::types::TicketId;

use super::kill_nine::{Dice, kill_after, post};
use crate::common::{
    Answer, GOOD_CARD, Visitor,
    program::{Program, verify},
};

const SEATS: u8 = 4;

/// How often it is killed.
fn rounds() -> u32 {
    if std::env::var_os("HOLDFAST_LONG").is_some() { 60 } else { 10 }
}

/// Seats of one row that somebody has listed.
#[derive(Debug, Clone)]
struct Row {
    seller: usize,
    event: String,
    first: TicketId,
    /// As the form has it.
    how: &'static str,
}

/// What all clients together know.
#[derive(Debug, Default)]
struct Ledger {
    rows: Mutex<Vec<Row>>,
    /// Purchases by path: whose they are, and what they were told of it last, if nothing was asked
    /// since.
    purchases: Mutex<HashMap<String, (usize, Option<&'static str>)>>,
    acknowledged: AtomicUsize,
}

impl Ledger {
    fn note(&self, purchase: &str, me: usize, told: Option<&'static str>) {
        self.purchases.lock().unwrap().insert(purchase.to_owned(), (me, told));
        self.acknowledged.fetch_add(1, Ordering::Relaxed);
    }

    /// What was acknowledged is so still, unless its time has run out.
    async fn check(&self, visitors: &mut [Visitor]) {
        let purchases = self.purchases.lock().unwrap().clone();
        for (purchase, (owner, told)) in purchases {
            let page = visitors[owner].get(&purchase).await;
            let status =
                page.attr("data-purchase-status").unwrap_or_else(|| panic!("{}", page.body));
            match told {
                Some("held") => {
                    assert!(["created", "cancelled"].contains(&status), "{purchase}: {status}");
                }
                Some(told) => assert_eq!(status, told, "{purchase}"),
                None => {}
            }
        }
    }
}

fn path(page: &Answer) -> String {
    let at = page.body.find("/events/").unwrap();
    let path = page.body[at..].split('"').next().unwrap();
    path.split('/').take(3).collect::<Vec<_>>().join("/")
}

async fn trade(me: usize, mut visitor: Visitor, ledger: Arc<Ledger>, mut dice: Dice) {
    while trade_once(me, &mut visitor, &ledger, &mut dice).await.is_some() {}
}

async fn trade_once(
    me: usize,
    visitor: &mut Visitor,
    ledger: &Ledger,
    dice: &mut Dice,
) -> Option<()> {
    let how = ["singly", "not_one_alone", "together"][dice.throw(3) as usize];
    let title = format!("Row {}", dice.throw(1_000_000));
    let fields = [
        ("title", title.as_str()),
        ("price", "24"),
        ("event_name", "Night of Lanterns"),
        ("venue", "Old Gasworks"),
        ("city", "Leeds"),
        ("starts_at", "2099-05-01T20:00"),
        ("row", &title),
        ("seat", "4"),
        ("quantity", "4"),
        ("seats_go", how),
    ];
    let ticket = post(visitor, "/tickets", &fields).await?.sent_to();
    let page = visitor.try_send("GET", &ticket, None, Default::default()).await.ok()?;
    let first = ticket.rsplit('/').next().unwrap().parse().unwrap();
    let row = Row { seller: me, event: path(&page), first, how };
    ledger.rows.lock().unwrap().push(row);
    ledger.acknowledged.fetch_add(1, Ordering::Relaxed);

    let row = {
        let rows = ledger.rows.lock().unwrap();
        let others: Vec<_> = rows.iter().filter(|row| row.seller != me).collect();
        // Of the latest, so that others want the same.
        let latest = &others[others.len().saturating_sub(3)..];
        let Some(row) = latest.get(dice.throw(3) as usize) else { return Some(()) };
        (*row).clone()
    };
    let count = if row.how == "together" { SEATS } else { 2 };
    let tickets: Vec<_> = (0..count).map(|place| row.first.sibling(place).to_string()).collect();
    let price = (24 * u32::from(count)).to_string();
    let mut fields: Vec<_> = tickets.iter().map(|id| ("ticket", id.as_str())).collect();
    fields.push(("price", &price));
    let answer = post(visitor, &format!("{}/buy", row.event), &fields).await?;
    if answer.status == 409 {
        let wish = [("quantity", if count == SEATS { "4" } else { "2" })];
        let answer = post(visitor, &format!("{}/line", row.event), &wish).await?;
        assert!([303, 409].contains(&answer.status), "{}", answer.body);
        ledger.acknowledged.fetch_add(1, Ordering::Relaxed);
        return Some(());
    }
    let purchase = answer.sent_to();
    ledger.note(&purchase, me, Some("held"));
    match dice.throw(5) {
        // It runs out.
        0 | 1 => {}
        2 => {
            ledger.note(&purchase, me, None);
            let answer = post(visitor, &format!("{purchase}/cancel"), &[]).await?;
            if answer.status == 303 {
                ledger.note(&purchase, me, Some("cancelled"));
            }
        }
        3 => {
            let drop = [("ticket", tickets[1].as_str())];
            let answer = post(visitor, &format!("{purchase}/drop"), &drop).await?;
            assert!(answer.status == 409 || row.how != "together", "{}", answer.body);
        }
        _ => {
            ledger.note(&purchase, me, None);
            let card = [("card_number", GOOD_CARD), ("card_expiry", "12/34"), ("card_cvc", "123")];
            let answer = post(visitor, &format!("{purchase}/pay"), &card).await?;
            let page = visitor.try_send("GET", &purchase, None, Default::default()).await.ok()?;
            let is_paid = page.attr("data-purchase-status") == Some("completed");
            if answer.status == 303 && is_paid {
                ledger.note(&purchase, me, Some("completed"));
            }
        }
    }
    Some(())
}

#[tokio::test(flavor = "multi_thread")]
async fn purchases_and_lines_survive_being_killed_under_load() {
    let seed = holdfast::clock::Clock::System.now().as_millis().unsigned_abs();
    println!("seed {seed}");
    let mut dice = Dice(seed);
    // Holds and turns run out while it runs, while it is down and as it starts.
    let set = [
        ("HOLDFAST_ORDERS__MAX_LIVE_PER_USER", "1000000"),
        ("HOLDFAST_ORDERS__HOLD_SECONDS", "2"),
        ("HOLDFAST_ORDERS__LINE_SECONDS", "1"),
        ("HOLDFAST_ORDERS__COOLDOWN_SECONDS", "0"),
    ];
    let folder = tempfile::tempdir().unwrap();
    let ledger = Arc::new(Ledger::default());
    let mut visitors: Vec<Visitor> = vec![];
    for round in 0..rounds() {
        let (program, address) = Program::serve(folder.path(), &set);
        if round == 0 {
            for name in ["anna", "ben", "cleo", "dora"] {
                let mut visitor = Visitor::at(address);
                visitor.sign_up(name).await;
                visitors.push(visitor);
            }
        }
        visitors.iter_mut().for_each(|visitor| visitor.address = address);
        ledger.check(&mut visitors).await;
        let clients = visitors.iter().enumerate().map(|(me, visitor)| {
            let dice = Dice(dice.throw(u64::from(u32::MAX)));
            tokio::spawn(trade(me, visitor.clone(), ledger.clone(), dice))
        });
        let clients = clients.collect();
        let more = 20 + dice.throw(60) as usize;
        kill_after(program, &ledger.acknowledged, more, clients).await;
        let (code, said) = verify(folder.path());
        assert_eq!(code, Some(0), "round {round}: {said}");
    }
    let purchases = ledger.purchases.lock().unwrap();
    let count = |what| purchases.values().filter(|(_, told)| *told == Some(what)).count();
    let (held, completed, cancelled) = (count("held"), count("completed"), count("cancelled"));
    println!("{held} held, {completed} completed, {cancelled} cancelled");
    assert!(held > 5 && completed > 5 && cancelled > 5, "{held} {completed} {cancelled}");
}
