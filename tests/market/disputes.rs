//! What buyers' banks take back: frozen until they have decided, refunded by nobody meanwhile, and
//! booked as the provider moves it, whoever tells of it and however often.

use std::time::Duration;

use holdfast::{
    actors::{CommandError, Settings},
    domain::{
        Arrival, BorneBy, CancelReason, ClaimReason, ClaimStatus, Deed, DisputeAtProvider,
        DisputeStatus, DomainEvent, EarningPlace, EventEvent, MailAbout, MailEvent, OrderStatus,
        PayoutStatus,
        ledger::Account,
        rules::{
            claim::{ClaimCommand, ClaimRefusal},
            disputes::DisputeRefusal,
            order::OrderRefusal,
            payouts::{PayoutOutcome, PayoutTerms},
            prices::PriceRules,
            ticket::NewListing,
        },
    },
    harness::{TestMarket, default_settings},
    payments::scripted::{Fault, Verb},
    reads::catalog::Balances,
    types::{
        AccountHolder, BuyerFee, ChargeId, Currency, DisputeId, EarningId, Fees, Iban, MessageText,
        OrderId, PayoutRunId, Reason, SellerFee, TicketId, UserId,
    },
};

use crate::common::dice::Dice;

const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);

/// What the buyer of a ticket of 49.50 pays, what its seller has of that, and what Stripe takes for a
/// dispute.
const PAID: i64 = 5445;
const EARNED: i64 = 4702;
const FEE: i64 = 1500;

fn settings() -> Settings {
    let fees = Fees {
        buyer: BuyerFee::new("10".parse().unwrap(), Currency::EUR),
        seller: SellerFee::new("5".parse().unwrap(), Currency::EUR),
    };
    let prices = PriceRules { fees, max_markup: None };
    let (payouts, reconcile) =
        (PayoutTerms { hold: HOUR * 5, rest: HOUR * 2, ..PayoutTerms::DEFAULT }, HOUR);
    Settings { prices, payouts, reconcile, claim_for: DAY * 60, ..default_settings() }
}

async fn market() -> TestMarket {
    TestMarket::start_with(settings()).await
}

fn reason(why: &str) -> Reason {
    Reason::parse(why).unwrap()
}

/// Somebody says that a payout has arrived.
fn arrived(by: UserId) -> PayoutOutcome {
    PayoutOutcome::Paid(Arrival::Said(deed(by)))
}

fn deed(by: UserId) -> Deed {
    Deed { by, reason: reason("we have looked at it") }
}

/// Tickets of 49.50 for an event of tomorrow, bought and paid together; the payment.
async fn sell(market: &TestMarket, sellers: &[UserId]) -> (Vec<OrderId>, ChargeId) {
    let mut tickets = vec![];
    for seller in sellers {
        let (listing, tomorrow) = (market.listing(*seller, "49.50"), market.now() + DAY);
        let new_event = listing.new_event.map(|event| match event {
            EventEvent::Created { name, venue, city, zone, created_by, .. } => {
                EventEvent::Created { name, venue, city, starts_at: tomorrow, zone, created_by }
            }
            other => other,
        });
        let ticket = TicketId::new();
        let listing = NewListing { new_event, event_starts_at: tomorrow, ..listing };
        market.market.list(ticket, listing).await.unwrap();
        tickets.push(ticket);
    }
    let price = settings().prices.fees.buyer.total(market.ticket(tickets[0]).price).unwrap();
    let wanted: Vec<_> = tickets
        .into_iter()
        .map(|ticket| holdfast::actors::purchase::Wanted { ticket, order: OrderId::new(), price })
        .collect();
    let buyer = market.user().await;
    market.market.reserve_together(&wanted, buyer).await.unwrap();
    let orders: Vec<_> = wanted.iter().map(|wanted| wanted.order).collect();
    market.pay(orders[0]).await.unwrap();
    let payment = market.order(orders[0]).status.paid_by().unwrap();
    (orders, payment)
}

async fn sell_one(market: &TestMarket, seller: UserId) -> (OrderId, ChargeId) {
    let (orders, payment) = sell(market, &[seller]).await;
    (orders[0], payment)
}

fn dispute(market: &TestMarket, payment: ChargeId, minor: i64) -> DisputeAtProvider {
    market.gateway.open_dispute(payment, market.now(), (minor, FEE))
}

/// The provider tells of it by webhook.
async fn tell(market: &TestMarket, now: &DisputeAtProvider) {
    market.gateway.put_dispute(now.clone());
    market.market.look_at_dispute(now.name.clone());
    let is_known = |market: &TestMarket| {
        let known = market.market.tables().dispute(DisputeId::of(&now.name)).unwrap();
        known.is_some_and(|known| {
            known.status == now.status
                && (known.moved_minor, known.fee_minor) == (now.moved_minor, now.fee_minor)
        })
    };
    market.until("the dispute is known", is_known).await;
}

fn ended(dispute: &DisputeAtProvider, status: DisputeStatus) -> DisputeAtProvider {
    // Since 2025 the fee of a dispute stays with Stripe, also of one that is won.
    let moved_minor = if status == DisputeStatus::Won { 0 } else { dispute.moved_minor };
    DisputeAtProvider { status, moved_minor, ..dispute.clone() }
}

/// The buyer's bank takes back what an order was paid by, for good.
pub async fn lose(market: &TestMarket, order: OrderId) {
    let record = market.order(order);
    let payment = record.status.paid_by().unwrap();
    let opened = dispute(market, payment, record.price.minor().into());
    tell(market, &ended(&opened, DisputeStatus::Lost)).await;
}

fn balances(market: &TestMarket, seller: UserId) -> Balances {
    market.market.tables().catalog().earnings.balances_of(seller)
}

fn place(market: &TestMarket, order: OrderId) -> EarningPlace {
    let line = market.market.tables().earning(EarningId::of_sale(order)).unwrap();
    line.expect("it is booked").place
}

fn posted(market: &TestMarket, account: Account) -> i64 {
    market.market.tables().statistics().total().books.of(account)
}

/// What the provider has done to our money, by its own account of it.
fn at_provider(market: &TestMarket) -> i64 {
    let ledger = market.gateway.ledger();
    let moved = ledger.iter().map(|line| match line.what {
        Verb::Capture => i64::from(line.minor),
        Verb::Refund => -i64::from(line.minor),
        Verb::Authorise | Verb::LookUp | Verb::Void => 0,
    });
    moved.sum::<i64>() - market.gateway.taken_for_disputes()
}

/// The books say what there is at the provider, and everything else holds.
fn assert_sound(market: &TestMarket) {
    assert_eq!(posted(market, Account::Provider), at_provider(market));
    market.assert_sound();
}

fn refunds(market: &TestMarket) -> usize {
    market.gateway.ledger().iter().filter(|line| line.what == Verb::Refund).count()
}

fn told(market: &TestMarket, order: OrderId) -> usize {
    let entries = market.journal.entries();
    let events = entries.iter().flat_map(|entry| &entry.events);
    let about = MailAbout::DisputeNews(order);
    let is_it = |event: &&DomainEvent| match event {
        DomainEvent::Mail(_, MailEvent::Queued(_, of)) => *of == about,
        _ => false,
    };
    events.filter(is_it).count()
}

async fn give_bank(market: &TestMarket, seller: UserId) {
    let holder = AccountHolder::parse("Ann Example").unwrap();
    let iban = Iban::parse("DE89370400440532013000").unwrap();
    let account = market.market.tables().user(seller).unwrap().unwrap();
    market.market.give_bank(seller, account.password.clone(), holder, iban).await.unwrap();
}

/// Has all that can be paid be on its way, or paid.
async fn pay_out(market: &TestMarket, is_paid: bool) {
    let id = PayoutRunId::new();
    let by = market.user().await;
    market.market.begin_payout_run(id, deed(by)).await.unwrap();
    let is_made = |market: &TestMarket| {
        let run = market.market.tables().payout_run(id).unwrap();
        run.is_some_and(|run| run.closed.is_some())
    };
    market.until("the run is made", is_made).await;
    for payout in market.market.tables().payouts_in(id).unwrap() {
        if is_paid {
            market.market.settle_payout(payout, arrived(by)).await.unwrap();
        }
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_disputed_is_frozen_until_the_bank_has_decided() {
    use DisputeStatus::{Lost, Won};
    for stage in ["held", "available", "on its way", "paid"] {
        for end in [Won, Lost] {
            let market = market().await;
            let seller = market.user().await;
            give_bank(&market, seller).await;
            let (order, payment) = sell_one(&market, seller).await;
            if stage != "held" {
                market.pass(DAY + HOUR * 7).await;
            }
            if ["on its way", "paid"].contains(&stage) {
                pay_out(&market, stage == "paid").await;
            }
            let opened = dispute(&market, payment, PAID);
            tell(&market, &opened).await;
            let had_back = if ["on its way", "paid"].contains(&stage) { -EARNED } else { 0 };
            let now = balances(&market, seller);
            assert_eq!((now.frozen, now.available), (EARNED, had_back), "{stage} {end:?}");
            assert_eq!(posted(&market, Account::Disputed), PAID);
            assert_eq!(posted(&market, Account::Losses), FEE);
            assert_eq!(posted(&market, Account::Provider), -FEE);
            assert_eq!(told(&market, order), 1);
            market.pass(DAY * 2).await;
            pay_out(&market, true).await;
            assert_eq!(balances(&market, seller).frozen, EARNED, "nothing of it is paid");
            tell(&market, &ended(&opened, end)).await;
            let left = balances(&market, seller);
            let earned = if end == Won { EARNED } else { 0 };
            let owed = left.held + left.available + had_back.abs();
            assert_eq!((owed, left.frozen), (earned, 0), "{stage} {end:?}");
            assert_eq!(posted(&market, Account::Disputed), 0, "{stage} {end:?}");
            // The site gives up its own fees, and Stripe's for the dispute is lost.
            let fees = if end == Won { PAID - EARNED } else { 0 };
            let income = [Account::BuyerFees, Account::SellerFees].map(|it| posted(&market, it));
            assert_eq!(income.iter().sum::<i64>(), -fees, "{stage} {end:?}");
            assert_eq!(posted(&market, Account::Losses), FEE, "{stage} {end:?}");
            assert_eq!(told(&market, order), 2);
            assert!(market.order(order).status.paid_by().is_some(), "the ticket stays the buyer's");
            assert_sound(&market);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_webhook_that_is_lost_the_reconciler_makes_good() {
    let market = market().await;
    let seller = market.user().await;
    let (order, payment) = sell_one(&market, seller).await;
    let opened = dispute(&market, payment, PAID);
    let market = market.crash().await;
    market.until("it is found", |market| balances(market, seller).frozen == EARNED).await;
    // It is long before the next look that its end comes.
    market.pass(DAY * 40).await;
    market.gateway.put_dispute(ended(&opened, DisputeStatus::Lost));
    let is_lost = |market: &TestMarket| place(market, order) == EarningPlace::Reversed;
    market.until("it is over", is_lost).await;
    // What is told late, twice and in another order changes nothing.
    let entries = market.journal.entries().len();
    for _ in 0..3 {
        market.market.look_at_dispute(opened.name.clone());
        market.pass(HOUR * 2).await;
    }
    assert_eq!(market.journal.entries().len(), entries);
    assert_sound(&market);
}

#[tokio::test(start_paused = true)]
async fn an_inquiry_moves_no_money() {
    use DisputeStatus::{InquiryClosed, InquiryNeedsResponse, InquiryUnderReview, NeedsResponse};
    for escalates in [false, true] {
        let market = market().await;
        let seller = market.user().await;
        let (order, payment) = sell_one(&market, seller).await;
        let opened = dispute(&market, payment, PAID);
        let inquiry =
            |status| DisputeAtProvider { status, moved_minor: 0, fee_minor: 0, ..opened.clone() };
        tell(&market, &inquiry(InquiryNeedsResponse)).await;
        assert_eq!(balances(&market, seller).frozen, EARNED);
        tell(&market, &inquiry(InquiryUnderReview)).await;
        assert_eq!(posted(&market, Account::Provider), PAID);
        if escalates {
            tell(&market, &DisputeAtProvider { status: NeedsResponse, ..opened.clone() }).await;
            assert_eq!(posted(&market, Account::Disputed), PAID);
            tell(&market, &ended(&opened, DisputeStatus::Lost)).await;
            assert_eq!(place(&market, order), EarningPlace::Reversed);
        } else {
            tell(&market, &inquiry(InquiryClosed)).await;
            assert_eq!(place(&market, order), EarningPlace::Held);
            assert_eq!(posted(&market, Account::Provider), PAID);
        }
        assert_sound(&market);
    }
}

#[tokio::test(start_paused = true)]
async fn while_one_is_open_nobody_has_it_refunded() {
    for end in [DisputeStatus::Won, DisputeStatus::Lost] {
        let market = market().await;
        let (seller, admin) = (market.user().await, market.user().await);
        let (order, payment) = sell_one(&market, seller).await;
        let open = MessageText::parse("It never came.").unwrap();
        let open = ClaimCommand::Open(ClaimReason::NotReceived, open);
        market.market.claim(order, open).await.unwrap();
        let opened = dispute(&market, payment, PAID);
        tell(&market, &opened).await;
        let refund = |by| market.market.refund(order, by, reason("the concert is off"), false);
        let disputed = Err(CommandError::Refused(OrderRefusal::Disputed));
        assert_eq!(refund(seller).await, disputed, "by its seller");
        assert_eq!(refund(admin).await, disputed, "by who runs the site");
        for borne_by in [BorneBy::Seller, BorneBy::Site] {
            let upheld = market.market.claim(order, ClaimCommand::Uphold(borne_by, deed(admin)));
            assert_eq!(upheld.await, Err(CommandError::Refused(ClaimRefusal::Disputed)));
        }
        let event = market.ticket(market.order(order).ticket).event;
        let cancel = holdfast::domain::rules::event::EventCommand::Cancel;
        market.market.change_event(event, cancel, deed(admin), false).await.unwrap();
        market.pass(HOUR * 5).await;
        assert_eq!(refunds(&market), 0, "the event is cancelled");
        tell(&market, &ended(&opened, end)).await;
        if end == DisputeStatus::Won {
            // The cancelled event's refund was waiting for that.
            let is_refunded = |market: &TestMarket| {
                let refunded = CancelReason::Refunded;
                matches!(market.order(order).status,
                    OrderStatus::Cancelled { reason, .. } if reason == refunded)
            };
            market.until("the money went back", is_refunded).await;
            assert_eq!(refunds(&market), 1);
        } else {
            assert_eq!(refund(admin).await, disputed, "the bank has given it back");
            let claim = market.market.tables().claim(order).unwrap().unwrap();
            assert!(matches!(claim.status, ClaimStatus::MadeGood(_)));
            market.pass(HOUR * 5).await;
            assert_eq!(refunds(&market), 0);
        }
        assert_sound(&market);
    }
}

#[tokio::test(start_paused = true)]
async fn a_refund_that_was_asked_for_before_waits_for_the_bank() {
    for end in [DisputeStatus::Won, DisputeStatus::Lost] {
        let market = market().await;
        let seller = market.user().await;
        let (order, payment) = sell_one(&market, seller).await;
        market.gateway.fault(|call| match call.verb {
            Verb::Refund => Fault::Refuse,
            _ => Fault::None,
        });
        let asked = market.market.refund_within(order, deed(seller), false, HOUR).await;
        assert!(asked.is_err(), "{asked:?}");
        let opened = dispute(&market, payment, PAID);
        tell(&market, &opened).await;
        market.gateway.fault(|call| {
            assert_ne!(call.verb, Verb::Refund, "nothing is asked back while it is disputed");
            Fault::None
        });
        market.pass(DAY).await;
        assert!(market.market.unsettled().overdue.is_empty(), "nobody is late but the bank");
        let market = market.crash().await;
        market.pass(DAY).await;
        market.gateway.fault(|_| Fault::None);
        tell(&market, &ended(&opened, end)).await;
        market.until("none is asked for any more", |it| !it.order(order).is_refunding()).await;
        market.until_settled().await;
        let went_back = usize::from(end == DisputeStatus::Won);
        assert_eq!(refunds(&market), went_back, "{end:?}");
        assert_eq!(market.order(order).status.paid_by().is_none(), went_back == 1, "{end:?}");
        assert_sound(&market);
    }
}

#[tokio::test(start_paused = true)]
async fn of_a_purchase_of_several_all_is_frozen_and_whole_sales_are_lost() {
    for (minor, lost, rest) in
        [(3 * PAID, 3, 0), (2 * PAID, 2, 0), (PAID + 1000, 1, 1000), (PAID - 1, 0, PAID - 1)]
    {
        let market = market().await;
        let mut sellers = vec![];
        for _ in 0..3 {
            sellers.push(market.user().await);
        }
        let (orders, payment) = sell(&market, &sellers).await;
        let opened = dispute(&market, payment, minor);
        tell(&market, &opened).await;
        assert!(sellers.iter().all(|seller| balances(&market, *seller).frozen == EARNED));
        for order in &orders {
            let refused = market.market.refund(*order, sellers[0], reason("so"), false).await;
            assert_eq!(refused, Err(CommandError::Refused(OrderRefusal::Disputed)));
        }
        tell(&market, &ended(&opened, DisputeStatus::Lost)).await;
        let places: Vec<_> = orders.iter().map(|order| place(&market, *order)).collect();
        let reversed = places.iter().filter(|place| **place == EarningPlace::Reversed).count();
        assert_eq!(reversed, lost, "{minor}: {places:?}");
        assert!(places[lost..].iter().all(|place| *place == EarningPlace::Held));
        assert_eq!(posted(&market, Account::Losses), rest + FEE, "{minor}");
        assert_eq!(posted(&market, Account::Disputed), 0, "{minor}");
        assert_sound(&market);
    }
}

#[tokio::test(start_paused = true)]
async fn a_dispute_of_what_was_refunded_already_is_the_sites_loss() {
    let market = market().await;
    let seller = market.user().await;
    let (order, payment) = sell_one(&market, seller).await;
    market.market.refund(order, seller, reason("so"), false).await.unwrap();
    let opened = dispute(&market, payment, PAID);
    tell(&market, &opened).await;
    assert_eq!(balances(&market, seller), Balances::default());
    tell(&market, &ended(&opened, DisputeStatus::Lost)).await;
    assert_eq!(balances(&market, seller), Balances::default());
    assert_eq!(posted(&market, Account::Losses), PAID + FEE);
    assert_sound(&market);
}

#[tokio::test(start_paused = true)]
async fn a_refund_in_the_dashboard_after_the_bank_has_taken_it_is_the_sites_loss() {
    for is_borne_by_site in [false, true] {
        let market = market().await;
        let (seller, admin) = (market.user().await, market.user().await);
        let (order, payment) = sell_one(&market, seller).await;
        let opened = dispute(&market, payment, PAID);
        tell(&market, &opened).await;
        if is_borne_by_site {
            let id = DisputeId::of(&opened.name);
            market.market.bear_dispute(id, deed(admin)).await.unwrap();
        }
        tell(&market, &ended(&opened, DisputeStatus::Lost)).await;
        market.gateway.refund_in_dashboard(payment);
        market.market.look_at_charge(payment);
        market.until("it is seen", |it| it.order(order).status.paid_by().is_none()).await;
        assert_eq!(posted(&market, Account::Losses), PAID + FEE);
        let kept = if is_borne_by_site { EARNED } else { 0 };
        assert_eq!(balances(&market, seller).held, kept);
        assert_sound(&market);
    }
}

#[tokio::test(start_paused = true)]
async fn refund_and_dispute_cross_in_either_order() {
    // The refund has reached the bank before the dispute is known here.
    let market = market().await;
    let seller = market.user().await;
    let (order, payment) = sell_one(&market, seller).await;
    let opened = dispute(&market, payment, PAID);
    tell(&market, &opened).await;
    market.gateway.refund_in_dashboard(payment);
    market.market.look_at_charge(payment);
    market.until("it is seen", |it| it.order(order).status.paid_by().is_none()).await;
    assert_eq!(place(&market, order), EarningPlace::Reversed);
    assert_eq!(posted(&market, Account::Disputed), PAID);
    // The evidence is that it was refunded.
    tell(&market, &ended(&opened, DisputeStatus::Won)).await;
    assert_eq!(posted(&market, Account::Losses), FEE);
    assert_sound(&market);
}

#[tokio::test(start_paused = true)]
async fn the_fee_comes_back_or_not_as_stripe_says() {
    let market = market().await;
    let seller = market.user().await;
    let (_, payment) = sell_one(&market, seller).await;
    let opened = dispute(&market, payment, PAID);
    tell(&market, &opened).await;
    let won = DisputeAtProvider { status: DisputeStatus::Won, ..opened };
    tell(&market, &won).await;
    assert_eq!(posted(&market, Account::Disputed), PAID, "it is on its way back");
    let back = DisputeAtProvider { moved_minor: 0, fee_minor: 0, ..won };
    market.gateway.put_dispute(back);
    let is_back = |market: &TestMarket| posted(market, Account::Disputed) == 0;
    market.until("the reconciler sees that it is back", is_back).await;
    assert_eq!(posted(&market, Account::Losses), 0);
    assert_eq!(posted(&market, Account::Provider), PAID);
    assert_sound(&market);
}

#[tokio::test(start_paused = true)]
async fn what_the_site_bears_the_seller_keeps() {
    let market = market().await;
    let (seller, admin) = (market.user().await, market.user().await);
    let (order, payment) = sell_one(&market, seller).await;
    let opened = dispute(&market, payment, PAID);
    tell(&market, &opened).await;
    let id = DisputeId::of(&opened.name);
    for _ in 0..2 {
        market.market.bear_dispute(id, deed(admin)).await.unwrap();
    }
    tell(&market, &ended(&opened, DisputeStatus::Lost)).await;
    assert_eq!(place(&market, order), EarningPlace::Held);
    assert_eq!(posted(&market, Account::Guarantee), EARNED);
    assert_eq!(posted(&market, Account::Losses), FEE);
    assert_sound(&market);
    let (_, payment) = sell_one(&market, seller).await;
    let another = dispute(&market, payment, PAID);
    tell(&market, &ended(&another, DisputeStatus::Lost)).await;
    let over = market.market.bear_dispute(DisputeId::of(&another.name), deed(admin)).await;
    assert_eq!(over, Err(CommandError::Refused(DisputeRefusal::Over)));
    let none = market.market.bear_dispute(DisputeId::of("du_none"), deed(admin)).await;
    assert_eq!(none, Err(CommandError::Refused(DisputeRefusal::NotThere)));
}

#[tokio::test(start_paused = true)]
async fn two_disputes_of_one_payment_thaw_it_when_both_are_over() {
    let market = market().await;
    let seller = market.user().await;
    let (order, payment) = sell_one(&market, seller).await;
    let first = dispute(&market, payment, 2000);
    let second = dispute(&market, payment, 3445);
    tell(&market, &first).await;
    tell(&market, &second).await;
    tell(&market, &ended(&first, DisputeStatus::Won)).await;
    assert_eq!(balances(&market, seller).frozen, EARNED);
    tell(&market, &ended(&second, DisputeStatus::Lost)).await;
    assert_eq!(place(&market, order), EarningPlace::Held, "it was not of all of it");
    assert_eq!(posted(&market, Account::Losses), 2 * FEE + 3445);
    assert_sound(&market);
}

#[tokio::test(start_paused = true)]
async fn a_dispute_of_a_payment_that_is_not_ours_is_let_be() {
    let market = market().await;
    let entries = market.journal.entries().len();
    let opened = dispute(&market, ChargeId::new(), PAID);
    market.market.look_at_dispute(opened.name);
    market.market.look_at_dispute("du_none".into());
    market.pass(HOUR * 3).await;
    assert_eq!(market.journal.entries().len(), entries);
}

#[tokio::test(start_paused = true)]
async fn what_the_provider_takes_is_booked_once() {
    let fees = |market: &TestMarket| posted(market, Account::ProviderFees);
    // With the capture's answer, or later in the books; and the second says nothing new.
    for (with_answer, in_books) in [(Some(114), Some(114)), (None, Some(114)), (None, None)] {
        let market = market().await;
        market.gateway.set_fee(with_answer, None);
        let mut sellers = vec![];
        for _ in 0..3 {
            sellers.push(market.user().await);
        }
        let (orders, payment) = sell(&market, &sellers).await;
        let at_once = i64::from(with_answer.unwrap_or(0));
        assert_eq!(fees(&market), at_once);
        assert_eq!(posted(&market, Account::Provider), 3 * PAID - at_once);
        let names = |event: &DomainEvent| event.name();
        let entries = market.journal.entries();
        let sold = entries
            .iter()
            .find(|entry| entry.events.iter().any(|event| names(event) == "OrderCompleted"));
        let with_sale = sold.unwrap().events.iter().any(|it| names(it) == "ProviderFeeRead");
        assert_eq!(with_sale, with_answer.is_some(), "in one entry with the sale");
        market.gateway.set_fee(None, in_books);
        market.pass(HOUR * 3).await;
        let market = market.crash().await;
        market.pass(HOUR * 3).await;
        let minor = in_books.unwrap_or(0);
        assert_eq!(fees(&market), i64::from(minor));
        assert_eq!(market.charge(payment).fee_minor, in_books);
        let part = market.order(orders[1]).status.paid_by().unwrap();
        assert_eq!(market.charge(part).fee_minor, None, "one fee for all of it");
        market.assert_sound();
    }
}

/// Whatever comes in whichever order, with crashes in between, and whichever webhooks are lost: at the
/// end the books say what there is at the provider.
#[tokio::test(start_paused = true)]
async fn random_stories_of_disputes() {
    let long = std::env::var_os("HOLDFAST_LONG").is_some();
    for seed in 0..if long { 200 } else { 12 } {
        let mut random = Dice::new(seed);
        let mut market = market().await;
        let mut sellers = vec![];
        for _ in 0..3 {
            let seller = market.user().await;
            give_bank(&market, seller).await;
            sellers.push(seller);
        }
        let by = sellers[0];
        let (mut sales, mut disputes): (Vec<(Vec<OrderId>, ChargeId)>, Vec<DisputeAtProvider>) =
            (vec![], vec![]);
        for _ in 0..40 {
            match random.below(12) {
                0..=2 => {
                    let some = &sellers[..=random.below(3) as usize];
                    sales.push(sell(&market, some).await);
                }
                3 | 4 => {
                    let Some((orders, payment)) = random.pick(&sales.iter().collect::<Vec<_>>())
                    else {
                        continue;
                    };
                    let part = i64::try_from(random.below(5445)).unwrap() + 1;
                    let all = PAID * i64::try_from(orders.len()).unwrap();
                    let minor = if random.below(2) == 0 { part } else { all };
                    // Stripe has one dispute of a payment at a time.
                    if !disputes.iter().any(|it| it.payment == *payment) {
                        disputes.push(dispute(&market, *payment, minor));
                    }
                }
                5 | 6 => {
                    let at = random.below(disputes.len().max(1) as u64) as usize;
                    let Some(dispute) = disputes.get_mut(at) else { continue };
                    if dispute.status.is_open() {
                        let status = random.pick(&[
                            DisputeStatus::UnderReview,
                            DisputeStatus::Won,
                            DisputeStatus::Lost,
                        ]);
                        *dispute = ended(dispute, status.unwrap());
                    } else if dispute.status == DisputeStatus::Won {
                        dispute.fee_minor = 0;
                    }
                    market.gateway.put_dispute(dispute.clone());
                }
                7 => {
                    if let Some(dispute) =
                        disputes.get(random.below(disputes.len().max(1) as u64) as usize)
                    {
                        market.market.look_at_dispute(dispute.name.clone());
                    }
                }
                8 => {
                    let orders: Vec<_> = sales.iter().flat_map(|(orders, _)| orders).collect();
                    if let Some(order) = random.pick(&orders) {
                        // It may have gone back already, or be disputed.
                        let refund = market.market.refund(*order, by, reason("so"), false);
                        let _ =
                            tokio::time::timeout(Duration::from_millis(random.below(9)), refund)
                                .await;
                    }
                }
                9 => market.pass(HOUR * u32::try_from(random.below(48)).unwrap()).await,
                10 => {
                    let _ = market.market.begin_payout_run(PayoutRunId::new(), deed(by)).await;
                    market.pass(HOUR).await;
                    let under_way = market.market.tables().catalog().earnings.under_way().clone();
                    for payout in under_way {
                        let payout = market.market.tables().payout(payout).unwrap().unwrap();
                        assert_eq!(payout.status, PayoutStatus::Begun);
                        if random.below(2) == 0 {
                            market.market.settle_payout(payout.id, arrived(by)).await.unwrap();
                        }
                    }
                }
                _ => market = market.crash().await,
            }
        }
        // Two rounds of the reconciler.
        market.pass(HOUR * 3).await;
        for dispute in &disputes {
            let known = market.market.tables().dispute(DisputeId::of(&dispute.name)).unwrap();
            let known = known.unwrap_or_else(|| panic!("seed {seed}: {dispute:?}"));
            let is = (known.status, known.moved_minor, known.fee_minor);
            assert_eq!(is, (dispute.status, dispute.moved_minor, dispute.fee_minor), "seed {seed}");
        }
        assert_sound(&market);
    }
}
