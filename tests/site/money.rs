//! A seller's money, from the sale to the payout, and what those who run the site do about it.

use holdfast::{audit::Auditor, storage::journal};

use crate::common::{GOOD_CARD, PASSWORD, Site, Visitor};

const IBAN: &str = "DE89 3704 0044 0532 0130 00";

/// A site whose bank accounts need not rest, that takes 10 % of its buyers and 5 % of its sellers.
pub async fn site() -> Site {
    Site::start_with(|config| {
        config.site.admins = vec!["root@example.org".into()];
        config.site.support = vec!["support@example.org".into()];
        config.payouts.rest_days_after_change = 0;
        config.payouts.hold_days = 0;
        config.payouts.claim_days = 0;
        config.payouts.debtor_name = "Encore".into();
        config.payouts.debtor_iban = "DE02120300000000202051".into();
        config.market.buyer_fee_percent = "10".parse().unwrap();
        config.market.seller_fee_percent = "5".parse().unwrap();
    })
    .await
}

fn bank(password: &str) -> [(&str, &str); 3] {
    [("holder", "Ann Example"), ("iban", IBAN), ("password", password)]
}

/// A payout of 20.00 to a seller, who is in need of it: the run's path, and the payout's.
pub async fn paid_out(root: &mut Visitor, seller: &mut Visitor, name: &str) -> (String, String) {
    seller.post("/account/payout", &bank(PASSWORD)).await.sent_to();
    let page = root.get(&format!("/admin/users?q={name}@example.org")).await;
    let id = page.attr("data-user-id").unwrap().to_owned();
    let correct = format!("/admin/sellers/{id}/correct");
    let form = [("kind", "adjustment"), ("amount", "20.00"), ("reason", "As agreed")];
    root.post(&correct, &form).await.sent_to();
    let run = root.post("/admin/payouts", &[("reason", "The first")]).await.sent_to();
    let page = root.until(&run, |page| page.attr("data-closed") == Some("true")).await;
    let payout = page.attr("data-payout-id").unwrap();
    (run, format!("/admin/payouts/payments/{payout}/settle"))
}

/// What the folder holds at the end is as it must be.
async fn sound(site: Site) {
    let folder = site.stop().await;
    let mut auditor = Auditor::default();
    let data = folder.path().join("data");
    journal::replay(&journal::folder_in(&data), |sequence, entry| {
        auditor.entry(sequence, &entry);
        Ok(())
    })
    .unwrap();
    assert_eq!(auditor.finish().1, []);
}

#[tokio::test]
async fn a_seller_says_where_they_are_paid() {
    let site = site().await;
    let mut ann = site.user("ann").await;
    ann.get("/selling/money").await.is(200, "data-ready=\"false\"").is(200, "no bank account");
    let form = [("holder", ""), ("iban", "DE89 3704 0044 0532 0130 01"), ("password", "wrong")];
    let page = ann.post("/account/payout", &form).await;
    page.is(422, "This is no IBAN").is(422, "Enter something here");
    ann.post("/account/payout", &bank("wrong wrong wrong")).await.is(422, "not your password");
    let path = ann.post("/account/payout", &bank(PASSWORD)).await.sent_to();
    let page = ann.get(&path).await;
    page.is(200, "data-ready=\"true\"").is(200, "DE … 3000").is(200, "is noted");
    assert!(!page.body.contains("0532"), "nobody who looks over a shoulder reads it");
    let mails = holdfast::harness::mails(site.market.tables());
    assert!(mails.iter().any(|mail| mail.about.kind() == "Bank account given"), "{mails:?}");
    sound(site).await;
}

#[tokio::test]
async fn from_the_sale_to_the_payout() {
    let site = site().await;
    let (mut root, mut ann, mut ben) =
        (site.user("root").await, site.user("ann").await, site.user("ben").await);
    let ticket = ann.list("Row 1", "49.50").await;
    let order = ben.buy(&ticket, "54.45").await.sent_to();
    ben.pay(&order, GOOD_CARD).await.sent_to();
    let page = ann.get("/selling/money").await;
    page.is(200, "data-money=\"held\" data-minor=\"4702\"").is(200, "data-earning-place=\"held\"");
    let csv = ann.get("/selling/money.csv").await;
    csv.is(200, ",sale,").is(200, ",47.02,EUR,held,");
    let page = root.get("/admin/money").await;
    page.is(200, "data-owed=\"4702\" data-there=\"5445\"");
    for (account, minor) in [
        ("Assets:Provider", 5445),
        ("Liabilities:Sellers:*:Held", -4702),
        ("Income:Fee:Buyer", -495),
        ("Income:Fee:Seller", -248),
    ] {
        page.is(200, &format!("data-account=\"{account}\" data-minor=\"{minor}\""));
    }
    let (run, settle) = paid_out(&mut root, &mut ann, "ann").await;
    let page = root.get(&run).await;
    page.is(200, "data-payout-status=\"begun\"").is(200, "DE89 3704 0044 0532 0130 00");
    let csv = root.get(&format!("{run}/list.csv")).await;
    csv.is(200, "Ann Example,DE89370400440532013000,20.00,EUR,begun");
    let sepa = root.get(&format!("{run}/sepa.xml")).await;
    sepa.is(200, "<InstdAmt Ccy=\"EUR\">20.00</InstdAmt>").is(200, "DE02120300000000202051");
    ann.get("/selling/money").await.is(200, "data-money=\"in-transit\" data-minor=\"2000\"");
    root.post("/admin/payouts", &[("reason", "")]).await.is(422, "Enter something here");
    root.post(&settle, &[("outcome", "paid")]).await.is(422, "Enter something here");
    let returned = [("outcome", "returned"), ("reason", "No such account")];
    root.post(&settle, &returned).await.sent_to();
    root.post(&settle, &[("outcome", "paid"), ("reason", "No")]).await.is(409, "already");
    let page = ann.get("/selling/money").await;
    page.is(200, "data-money=\"available\" data-minor=\"2000\"").is(200, "No such account");
    let run = root.post("/admin/payouts", &[("reason", "Again")]).await.sent_to();
    root.until(&run, |page| page.attr("data-closed") == Some("true")).await;
    root.post(&format!("{run}/paid"), &[("reason", "The bank says so")]).await.sent_to();
    ann.get("/selling/money").await.is(200, "data-money=\"paid\" data-minor=\"2000\"");
    sound(site).await;
}

#[tokio::test]
async fn a_balance_is_put_right_and_payouts_are_paused() {
    let site = site().await;
    let (mut root, mut ann) = (site.user("root").await, site.user("ann").await);
    let page = root.get("/admin/users?q=ann@example.org").await;
    let seller = format!("/admin/sellers/{}", page.attr("data-user-id").unwrap());
    let correct = format!("{seller}/correct");
    for (kind, amount, status) in [
        ("penalty", "5.00", 422),
        ("penalty", "much", 422),
        ("debt_paid", "5.00", 422),
        ("penalty", "-5.00", 303),
        ("debt_paid", "3.00", 303),
        ("written_off", "2.00", 303),
    ] {
        let form = [("kind", kind), ("amount", amount), ("reason", "Sold twice")];
        assert_eq!(root.post(&correct, &form).await.status, status, "{kind} {amount}");
    }
    ann.get("/selling/money").await.is(200, "Penalty").is(200, "Sold twice").is(200, "−€5.00");
    root.post(&format!("{seller}/pause"), &[("reason", "Asked who they are")]).await.sent_to();
    ann.get("/selling/money").await.is(200, "paused");
    root.get(&seller).await.is(200, "Resume payouts");
    root.post(&format!("{seller}/resume"), &[("reason", "They said it")]).await.sent_to();
    ann.get("/selling/money").await.is(200, "no bank account");
    sound(site).await;
}

/// A bank's report, as it is sent.
fn sent(report: &str) -> Vec<u8> {
    format!(
        "--b\r\ncontent-disposition: form-data; name=\"reason\"\r\n\r\nThe bank\r\n--b\r\n\
         content-disposition: form-data; name=\"file\"; filename=\"r\"\r\n\r\n{report}\r\n--b--\r\n"
    )
    .into_bytes()
}

/// What a bank says of a payout: a debit that was booked, of so much.
fn report(payout: &str, amount: &str) -> Vec<u8> {
    let id = payout.replace('-', "");
    let entry = format!(
        "<Ntry><Amt Ccy=\"EUR\">{amount}</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>\
         <NtryDtls><TxDtls><Refs><EndToEndId>{id}</EndToEndId></Refs>\
         <Amt Ccy=\"EUR\">{amount}</Amt></TxDtls></NtryDtls></Ntry>"
    );
    sent(&format!(
        "<Document><BkToCstmrDbtCdtNtfctn><Ntfctn>{entry}</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>"
    ))
}

#[tokio::test]
async fn a_report_of_the_bank_says_what_became_of_payouts() {
    let site = site().await;
    let (mut root, mut ann) = (site.user("root").await, site.user("ann").await);
    let (run, settle) = paid_out(&mut root, &mut ann, "ann").await;
    let payout = settle.split('/').nth(4).unwrap();
    let (path, form) = ("/admin/payouts/report", Some("multipart/form-data; boundary=b"));
    let nothing = "--b\r\ncontent-disposition: form-data; name=\"reason\"\r\n\r\nX\r\n--b--\r\n";
    root.send("POST", path, form, nothing.into()).await.is(422, "This is no camt.053");
    let page = root.send("POST", path, form, report(payout, "21.00").into()).await;
    page.is(200, "Noted: 0. Left, since they do not fit: 1.");
    root.get(&run).await.is(200, "data-payout-status=\"begun\"");
    let page = root.send("POST", path, form, report(payout, "20.00").into()).await;
    page.is(200, "Noted: 1. Left, since they do not fit: 0.");
    root.get(&run).await.is(200, "data-payout-status=\"paid\"");
    // And what is no camt.053, line by line.
    let id = payout.replace('-', "");
    let csv = |status: &str| {
        let lines = format!("{id};20,00;EUR;{status};AC04\n");
        sent(&format!("\u{feff}reference;amount;currency;status;reason\n{lines}"))
    };
    let page = root.send("POST", path, form, csv("gone").into()).await;
    page.is(422, "These lines are not as they must be: 2.");
    root.get(&run).await.is(200, "data-payout-status=\"paid\"");
    let page = root.send("POST", path, form, csv("returned").into()).await;
    page.is(200, "Noted: 1. Left, since they do not fit: 0.");
    root.get(&run).await.is(200, "data-payout-status=\"returned\"").is(200, "AC04");
    sound(site).await;
}

#[tokio::test]
async fn who_is_owed_something_says_that_they_know_what_becomes_of_it() {
    let site = site().await;
    let (mut ann, mut ben) = (site.user("ann").await, site.user("ben").await);
    let mut root = site.user("root").await;
    let ticket = ann.list("Row 1", "49.50").await;
    let order = ben.buy(&ticket, "54.45").await.sent_to();
    ben.pay(&order, GOOD_CARD).await.sent_to();
    let page = root.get("/admin/users?q=ann@example.org").await;
    let id = page.attr("data-user-id").unwrap().to_owned();
    let page = ann.get("/account/delete").await;
    page.is(200, "data-owed=\"4702\"").is(200, &id).is(200, "name=\"owed\" value=\"yes\" required");
    let password = ("password", PASSWORD);
    ann.post("/account/delete", &[("owed", "yes"), password]).await.sent_to();
    // Those who run the site pay it by hand, and note it.
    let seller = format!("/admin/sellers/{id}");
    root.get(&seller).await.is(200, "data-money=\"held\" data-minor=\"4702\"");
    let form = [("kind", "adjustment"), ("amount", "-47.02"), ("reason", "Paid by hand")];
    root.post(&format!("{seller}/correct"), &form).await.sent_to();
    root.get(&seller).await.is(200, "data-money=\"available\" data-minor=\"-4702\"");
    // Who is owed nothing is not asked.
    assert!(!ben.get("/account/delete").await.body.contains("name=\"owed\""));
    ben.post("/account/delete", &[password]).await.sent_to();
    sound(site).await;
}
