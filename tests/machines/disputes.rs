//! What has happened to a dispute, by what was known of it and how it is now: told once, twice, late,
//! all at once and step by step it comes to the same.

use std::sync::Arc;

use holdfast::{
    domain::{
        CaseKind, Deed, Dispute, DisputeAtProvider, DisputeEvent, DisputeStatus, DomainEvent,
        Earning, EarningEvent, EarningPlace, Order, OrderEvent, Sale,
        rules::{
            Rule,
            disputes::{self, DisputeRefusal, DisputedSale},
        },
    },
    types::{
        ChargeId, DisputeId, EarningId, EventId, OrderId, Price, Reason, TicketId, Timestamp,
        UserId,
    },
};

const NOW: Timestamp = Timestamp::from_millis(1_795_000_000_000);
const LATER: Timestamp = Timestamp::from_millis(1_795_000_060_000);

fn payment() -> ChargeId {
    ChargeId::from_bytes([b'c'; 16])
}

fn id() -> DisputeId {
    DisputeId::of("du_1")
}

/// A sale over 49.50 + 4.95, of which the seller has 47.02.
fn sale(n: u8) -> DisputedSale {
    let order = OrderId::from_bytes([n; 16]);
    let price = |minor| Price::from_minor(minor).unwrap();
    let (buyer, seller) = (UserId::from_bytes([b'b'; 16]), UserId::from_bytes([b's'; 16]));
    let (ticket, event) = (TicketId::from_bytes([n; 16]), EventId::from_bytes([b'e'; 16]));
    let mut record = None;
    for happened in [
        OrderEvent::Created { ticket, buyer, price: price(5445), expires_at: LATER },
        OrderEvent::FeeIncluded(price(495)),
        OrderEvent::PaymentStarted(payment()),
        OrderEvent::Completed(payment()),
    ] {
        Order::apply(&mut record, order, &happened, NOW).unwrap();
    }
    let sale = Sale {
        order,
        event,
        asked: price(4950),
        buyer_fee: Some(price(495)),
        seller_fee: Some(price(248)),
        is_before_books: false,
    };
    let mut line = None;
    let earned = EarningEvent::Earned(seller, sale);
    Earning::apply(&mut line, EarningId::of_sale(order), &earned, NOW).unwrap();
    DisputedSale { order: Arc::new(record.unwrap()), earning: line.map(Arc::new) }
}

/// What the bank wants is taken, with a fee of 15.
fn told(status: DisputeStatus, minor: i64) -> DisputeAtProvider {
    DisputeAtProvider {
        name: "du_1".into(),
        payment: payment(),
        minor: 5445,
        opened_at: NOW,
        status,
        due_by: Some(LATER),
        moved_minor: minor,
        fee_minor: if minor == 0 { 0 } else { 1500 },
    }
}

/// A dispute and the sales of its payment.
#[derive(Clone)]
struct Known {
    dispute: Option<Dispute>,
    sales: Vec<DisputedSale>,
}

impl Known {
    fn of(sales: Vec<DisputedSale>) -> Self {
        Self { dispute: None, sales }
    }

    /// What is told has happened; the names of what that was.
    fn hear(&mut self, now: &DisputeAtProvider) -> Vec<&'static str> {
        let (events, _) = disputes::follow(self.dispute.as_ref(), now, &self.sales, false);
        self.happen(&events)
    }

    fn happen(&mut self, events: &[DomainEvent]) -> Vec<&'static str> {
        for event in events {
            match event {
                DomainEvent::Dispute(of, event) => {
                    assert_eq!(*of, id());
                    Dispute::apply(&mut self.dispute, *of, event, NOW).unwrap();
                }
                DomainEvent::Earning(line, event) => {
                    let of_line = |sale: &&mut DisputedSale| {
                        sale.earning.as_ref().is_some_and(|earning| earning.id == *line)
                    };
                    let sale = self.sales.iter_mut().find(of_line).unwrap();
                    let mut record = sale.earning.as_deref().cloned();
                    Earning::apply(&mut record, *line, event, NOW).unwrap();
                    sale.earning = record.map(Arc::new);
                }
                DomainEvent::Order(of, event) => {
                    let sale = self.sales.iter_mut().find(|sale| sale.order.id == *of).unwrap();
                    let mut record = Some((*sale.order).clone());
                    Order::apply(&mut record, *of, event, NOW).unwrap();
                    sale.order = Arc::new(record.unwrap());
                }
                other => panic!("{other:?}"),
            }
        }
        events.iter().map(DomainEvent::name).collect()
    }

    fn places(&self) -> Vec<EarningPlace> {
        self.sales.iter().map(|sale| sale.earning.as_ref().unwrap().place).collect()
    }

    fn status(&self) -> DisputeStatus {
        self.dispute.as_ref().unwrap().status
    }
}

fn asked(sale: DisputedSale) -> DisputedSale {
    let mut record = Some((*sale.order).clone());
    let deed = Deed { by: sale.order.buyer, reason: Reason::parse("so").unwrap() };
    let asked = OrderEvent::RefundAsked { deed, relist: false };
    Order::apply(&mut record, sale.order.id, &asked, NOW).unwrap();
    DisputedSale { order: Arc::new(record.unwrap()), ..sale }
}

#[test]
fn what_is_told_twice_has_happened_once() {
    use DisputeStatus as S;
    for (end, events) in [
        (S::Won, vec!["EarningThawed", "DisputeChanged"]),
        (S::Lost, vec!["EarningLostToDispute", "DisputeLost"]),
    ] {
        let mut known = Known::of(vec![sale(1)]);
        let open = told(S::NeedsResponse, 5445);
        let opened = ["DisputeOpened", "DisputeMoneyMoved", "EarningFrozen"];
        assert_eq!(known.hear(&open), opened);
        assert_eq!(known.hear(&open), [""; 0]);
        assert_eq!(known.hear(&told(S::UnderReview, 5445)), ["DisputeChanged"]);
        assert_eq!(known.hear(&told(end, 5445)), events);
        assert_eq!(known.hear(&told(end, 5445)), [""; 0]);
        assert_eq!(known.status(), end);
    }
}

#[test]
fn all_at_once_comes_to_the_same_as_step_by_step() {
    use DisputeStatus as S;
    let reinstated = DisputeAtProvider { fee_minor: 1500, ..told(S::Won, 0) };
    let inquiry = |status| told(status, 0);
    for steps in [
        vec![told(S::NeedsResponse, 5445), told(S::UnderReview, 5445), told(S::Lost, 5445)],
        vec![told(S::NeedsResponse, 5445), told(S::Won, 5445), reinstated.clone()],
        vec![told(S::UnderReview, 5445), reinstated],
        vec![inquiry(S::InquiryNeedsResponse), inquiry(S::InquiryClosed)],
        vec![inquiry(S::InquiryUnderReview), told(S::NeedsResponse, 5445), told(S::Lost, 5445)],
        vec![told(S::NeedsResponse, 0), told(S::Lost, 0)],
    ] {
        // Whichever were lost on the way: all but the last may be.
        for heard in 0..1 << (steps.len() - 1) {
            let mut known = Known::of(vec![sale(1), sale(2)]);
            for (n, step) in steps.iter().enumerate() {
                if n == steps.len() - 1 || heard & 1 << n != 0 {
                    known.hear(step);
                }
            }
            let mut once = Known::of(vec![sale(1), sale(2)]);
            once.hear(steps.last().unwrap());
            assert_eq!(known.dispute, once.dispute, "{steps:?}, {heard:b}");
            assert_eq!(known.places(), once.places(), "{steps:?}, {heard:b}");
        }
    }
}

#[test]
fn what_is_lost_takes_whole_sales_as_far_as_it_goes() {
    use EarningPlace::{Held, Reversed};
    for (minor, places, rest) in [
        (5444, [Held, Held], 5444),
        (5445, [Reversed, Held], 0),
        (8000, [Reversed, Held], 2555),
        (10_890, [Reversed, Reversed], 0),
        (10_900, [Reversed, Reversed], 10),
    ] {
        let mut known = Known::of(vec![sale(1), sale(2)]);
        known.hear(&told(DisputeStatus::NeedsResponse, minor));
        let lost = told(DisputeStatus::Lost, minor);
        let (events, _) = disputes::follow(known.dispute.as_ref(), &lost, &known.sales, false);
        let lost = DomainEvent::Dispute(id(), DisputeEvent::Lost { rest_minor: rest });
        assert!(events.contains(&lost), "{minor}: {events:?}");
        known.happen(&events);
        assert_eq!(known.places(), places, "{minor}");
    }
}

#[test]
fn what_is_lost_waits_until_it_is_known_what_was_taken() {
    use DisputeStatus as S;
    let mut known = Known::of(vec![sale(1)]);
    assert_eq!(known.hear(&told(S::Lost, 0)), ["DisputeOpened", "EarningFrozen"]);
    assert_eq!(known.hear(&told(S::Lost, 0)), [""; 0]);
    assert_eq!(known.status(), S::UnderReview);
    let lost = ["DisputeMoneyMoved", "EarningLostToDispute", "DisputeLost"];
    assert_eq!(known.hear(&told(S::Lost, 5445)), lost);
    assert_eq!(known.places(), [EarningPlace::Reversed]);
}

#[test]
fn what_the_site_bears_the_seller_keeps() {
    let mut known = Known::of(vec![sale(1)]);
    known.hear(&told(DisputeStatus::NeedsResponse, 5445));
    let by = UserId::from_bytes([b'a'; 16]);
    let deed = Deed { by, reason: Reason::parse("We have the mails").unwrap() };
    let bear = |known: &Known| disputes::bear(known.dispute.as_ref().unwrap(), deed.clone());
    let events = bear(&known).unwrap();
    assert_eq!(known.happen(&events), ["DisputeBorneBySite"]);
    assert_eq!(bear(&known), Ok(vec![]), "it was said");
    let events = ["EarningDisputeBorneBySite", "EarningThawed", "DisputeLost"];
    assert_eq!(known.hear(&told(DisputeStatus::Lost, 5445)), events);
    assert_eq!(known.places(), [EarningPlace::Held]);
    let mut over = Known::of(vec![sale(1)]);
    over.hear(&told(DisputeStatus::Lost, 5445));
    assert_eq!(bear(&over), Err(DisputeRefusal::Over));
}

#[test]
fn a_refund_that_waits_is_dropped_where_the_bank_has_given_the_money_back() {
    for (end, is_dropped) in [(DisputeStatus::Lost, true), (DisputeStatus::Won, false)] {
        let mut known = Known::of(vec![asked(sale(1)), sale(2)]);
        known.hear(&told(DisputeStatus::NeedsResponse, 5445));
        known.hear(&told(end, 5445));
        assert_eq!(known.sales[0].order.is_refunding(), !is_dropped, "{end:?}");
    }
}

#[test]
fn while_another_is_open_nothing_thaws() {
    for end in [DisputeStatus::Won, DisputeStatus::Lost, DisputeStatus::InquiryClosed] {
        let mut known = Known::of(vec![sale(1), sale(2)]);
        known.hear(&told(DisputeStatus::NeedsResponse, 5445));
        let end = told(end, 5445);
        let of = |is_another_open| {
            disputes::follow(known.dispute.as_ref(), &end, &known.sales, is_another_open)
        };
        let (alone, rules) = of(false);
        assert_eq!(rules, [Rule::NoOtherDispute(payment(), id())]);
        let thawed = |events: &[DomainEvent]| {
            let thawed = EarningEvent::Thawed(CaseKind::Dispute);
            events
                .iter()
                .filter(|e| matches!(e, DomainEvent::Earning(_, of) if *of == thawed))
                .count()
        };
        assert!(thawed(&alone) > 0);
        let (beside_another, rules) = of(true);
        assert_eq!((thawed(&beside_another), rules), (0, vec![]));
    }
}

#[test]
fn what_was_lost_stays_lost_and_the_site_has_what_comes_back() {
    let mut known = Known::of(vec![sale(1)]);
    known.hear(&told(DisputeStatus::Lost, 5445));
    for status in DisputeStatus::ALL {
        assert_eq!(known.clone().hear(&told(status, 5445)), [""; 0], "{status:?}");
    }
    assert_eq!(known.hear(&told(DisputeStatus::Won, 0)), ["DisputeMoneyMoved"]);
    assert_eq!(
        (known.status(), known.places()),
        (DisputeStatus::Lost, vec![EarningPlace::Reversed])
    );
}

#[test]
fn what_was_won_may_be_taken_up_again() {
    let mut known = Known::of(vec![sale(1)]);
    known.hear(&told(DisputeStatus::Won, 0));
    let events = known.hear(&told(DisputeStatus::NeedsResponse, 5445));
    assert_eq!(events, ["DisputeMoneyMoved", "EarningFrozen", "DisputeChanged"]);
}
