use super::*;
use crate::{
    domain::{
        CancelReason, Claim, ClaimReason, ClaimStatus, Details, EarningEvent, Event, EventStatus,
        Intervention, LinkKey, Order, OrderStatus, PasswordHash, Refund, Sale, Side, Ticket,
        TicketStatus, User,
    },
    types::{
        BuyerFee, Category, City, Currency, EarningId, Email, EventId, EventName, Language,
        MessageText, OrderId, Reason, Seat, SeatRow, Section, TicketId, Title, UserId, Venue,
        ZoneName,
    },
};

const KEY: LinkKey = LinkKey([0; LinkKey::BYTES]);
const PAID_AT: Timestamp = Timestamp::from_millis(1_795_348_800_000);

struct World {
    site: Letterhead,
    order: Order,
    ticket: Ticket,
    event: Event,
}

impl World {
    fn matter(&self) -> Matter<'_> {
        Matter { order: &self.order, ticket: &self.ticket, event: &self.event }
    }
}

fn world() -> World {
    let zone = ZoneName::parse("Europe/Berlin").unwrap();
    let (user, ticket, event) = (UserId::new(), TicketId::new(), EventId::new());
    let starts_at = Timestamp::parse_local("2026-12-31T20:00", &zone).unwrap();
    let price = Price::from_minor(4950).unwrap();
    World {
        site: Letterhead {
            name: "Encore".into(),
            company: String::new(),
            operator: Arc::default(),
            base_url: "https://encore.example".into(),
            currency: Currency::EUR,
            zone: zone.clone(),
            fee: BuyerFee::new("10".parse().unwrap(), Currency::EUR),
            sandbox: false,
            language: Language::English,
        },
        order: Order {
            id: OrderId::new(),
            ticket,
            buyer: user,
            price,
            expires_at: PAID_AT,
            created_at: PAID_AT,
            failed_attempts: 0,
            last_failure: None,
            refund: Some(Refund {
                by: user,
                reason: Reason::parse("The concert is off").unwrap(),
                relist: false,
                at: PAID_AT,
            }),
            status: OrderStatus::Cancelled { reason: CancelReason::Refunded, at: PAID_AT },
            fee: Price::from_minor(450).ok(),
            seller_fee: None,
            cancelled_by: None,
            paid: None,
            paid_back: None,
            version: 0,
            together: Box::default(),
        },
        ticket: Ticket {
            id: ticket,
            event,
            event_starts_at: starts_at,
            seller: user,
            title: Title::parse("Row 5, seat 12").unwrap(),
            price: Price::from_minor(4500).unwrap(),
            listed_at: PAID_AT,
            status: TicketStatus::Available,
            details: Details {
                section: Section::parse("Block B").ok(),
                row: SeatRow::parse("5").ok(),
                seat: Seat::parse("12").ok(),
                ..Details::default()
            },
            file: None,
            removed: None,
            recalled: None,
            history: Default::default(),
            shown: None,
            dispute: None,
            group: None,
            handover: None,
            version: 0,
        },
        event: Event {
            id: event,
            name: EventName::parse("Glass Harbour").unwrap(),
            venue: Venue::parse("Spree Hall").unwrap(),
            city: City::parse("Berlin").unwrap(),
            starts_at,
            zone,
            created_by: user,
            renamed: None,
            merged: None,
            version: 0,
            category: Category::Other,
            ends_at: None,
            status: EventStatus::Scheduled,
            changes: vec![],
            telling: None,
            picture: None,
        },
    }
}

fn ann() -> User {
    User {
        id: UserId::new(),
        email: Email::parse("ann@example.org").unwrap(),
        password: PasswordHash("$argon2id$".into()),
        created_at: PAID_AT,
        epoch: 0,
        ban: None,
        language: None,
        confirmed_at: None,
        version: 0,
        calendar: 0,
        agreed: None,
        factors: Default::default(),
    }
}

#[track_caller]
fn check(words: &Words, subject: &str, says: &[String]) {
    assert_eq!(words.subject, subject);
    for line in says {
        assert!(words.body.contains(line), "{line:?} is not in it:\n{}", words.body);
    }
    assert!(words.body.lines().all(|line| line.chars().count() <= 78), "{}", words.body);
}

#[test]
fn each_mail_says_what_happened_and_where_to_go() {
    let world = world();
    let (site, order, ticket) = (&world.site, world.order.id, world.ticket.id);
    let charge = ChargeId::new();
    let facts = [
        "Ticket     Row 5, seat 12\n".to_owned(),
        "Seat       Block B, row 5, seat 12\n".into(),
        "When       Thu 31 Dec 2026, 20:00 Europe/Berlin\n".into(),
        "Where      Spree Hall, Berlin\n".into(),
    ];
    let with = |own: &[String]| [own, &facts].concat();
    let completed = order_completed(site, &world.matter(), charge, PAID_AT, Some("pi_1"));
    let says = with(&[
        "It is yours.\n".into(),
        format!("\nhttps://encore.example/orders/{order}\n"),
        "Paid       €49.50, of which fee €4.50\n".into(),
        "Paid on    22 Nov 2026, 13:00\u{a0}(UTC+1)\n".into(),
        format!("Payment    {charge}\nReference  pi_1\n"),
    ]);
    check(&completed, "Your ticket for Glass Harbour", &says);
    let says = with(&[
        "Your price €45.00\n".into(),
        format!("\nhttps://encore.example/tickets/{ticket}\n"),
    ]);
    check(&ticket_sold(site, &world.matter()), "Sold: your ticket for Glass Harbour", &says);
    let says = with(&[
        "You were not charged.".into(),
        "until 22 Nov 2026,\n13:00\u{a0}(UTC+1). It".into(),
    ]);
    check(&hold_expired(site, &world.matter()), "Your time ran out: Glass Harbour", &says);
    let says = with(&["€49.50 goes back".into(), "Reason     The concert is off\n".into()]);
    let refunded = order_refunded(site, &world.matter());
    check(&refunded, "Refunded: your ticket for Glass Harbour", &says);
    let says = with(&[
        "Price      €49.50\n".into(),
        format!("\nhttps://encore.example/tickets/{ticket}\n"),
    ]);
    let free = ticket_free(site, &world.ticket, &world.event);
    check(&free, "For sale again: Glass Harbour", &says);
    let user = ann();
    let token = ResetToken::new(&KEY, &user, PAID_AT);
    let reset = password_reset(site, &token, PAID_AT);
    assert_eq!(reset.subject, "A new password for Encore");
    let link = format!("\nhttps://encore.example/reset/{token}\n");
    assert!(reset.body.contains(&link), "{}", reset.body);
    assert!(reset.body.contains("until 22 Nov 2026, 13:00"), "{}", reset.body);
    let token = ConfirmToken::new(&KEY, &user, PAID_AT);
    let confirm = address_confirmation(site, &token, PAID_AT);
    assert_eq!(confirm.subject, "Is this your address? Encore");
    let link = format!("\nhttps://encore.example/confirm/{token}\n");
    assert!(confirm.body.contains(&link), "{}", confirm.body);
    assert!(confirm.body.contains("until 22 Nov 2026, 13:00"), "{}", confirm.body);
    let says = ["\nhttps://encore.example/admin/mail\n".into()];
    check(&test(site, PAID_AT), "A test from Encore", &says);
    assert!(!completed.body.contains("sandbox"));
}

#[test]
fn the_sandbox_is_named_where_money_is() {
    let mut world = world();
    world.site.sandbox = true;
    for words in [
        order_completed(&world.site, &world.matter(), ChargeId::new(), PAID_AT, None),
        ticket_sold(&world.site, &world.matter()),
        order_refunded(&world.site, &world.matter()),
    ] {
        assert!(words.body.contains("no real money moved"), "{}", words.body);
    }
}

#[test]
fn lines_are_broken_between_words() {
    let word = "x".repeat(100);
    for (line, expect) in [
        ("one".to_owned(), "one\n".to_owned()),
        (String::new(), "\n".into()),
        (format!("a {word} b"), format!("a\n{word}\nb\n")),
        ("ab ".repeat(30).trim().into(), {
            format!("{}\n{}\n", "ab ".repeat(24).trim(), "ab ".repeat(6).trim())
        }),
        ("Ticket     Row 5".into(), "Ticket     Row 5\n".into()),
    ] {
        assert_eq!(Words::of(String::new()).part([line.clone()]).body, expect, "{line:?}");
    }
}

#[test]
fn each_mail_speaks_its_readers_language() {
    let mut world = world();
    world.site.language = Language::German;
    world.site.sandbox = true;
    world.ticket.removed = world.order.refund.as_ref().map(|refund| Intervention {
        by: refund.by,
        at: refund.at,
        reason: refund.reason.clone(),
    });
    world.order.cancelled_by = world.ticket.removed.clone();
    let (site, order) = (&world.site, world.order.id);
    let facts = [
        "Ticket     Row 5, seat 12\n".to_owned(),
        "Platz      Block B, Reihe 5, Platz 12\n".into(),
        "Event      Glass Harbour\n".into(),
        "Wann       Do., 31. Dezember 2026, 20:00\u{a0}Uhr Europe/Berlin\n".into(),
        "Wo         Spree Hall, Berlin\n".into(),
    ];
    let with = |own: &[&str]| {
        [&own.iter().map(ToString::to_string).collect::<Vec<_>>(), &facts[..]].concat()
    };
    let (matter, charge) = (world.matter(), ChargeId::new());
    let bought = format!("Kauf       {order}\n");
    let how = world.ticket.removed.clone().unwrap();
    let claim = Claim {
        id: order,
        reason: ClaimReason::NotReceived,
        text: MessageText::parse("Nichts.").unwrap(),
        opened_at: PAID_AT,
        answer: None,
        status: ClaimStatus::Rejected(how),
    };
    for (words, subject, says) in [
        (
            order_completed(site, &matter, charge, PAID_AT, Some("pi_1")),
            "Dein Ticket für Glass Harbour",
            with(&[
                "Du hast ein Ticket für „Glass Harbour“ gekauft. Es gehört dir.\n",
                "kein echtes Geld",
                &bought,
                "Bezahlt    49,50\u{a0}€, davon Gebühr 4,50\u{a0}€\n",
                "Bezahlt am 22. November 2026, 13:00\u{a0}Uhr\u{a0}(UTC+1)\n",
            ]),
        ),
        (
            file_due(site, &matter, PAID_AT),
            "Die Datei fehlt: dein Ticket für Glass Harbour",
            with(&["fehlt noch die\nDatei.", "bis 22. November 2026"]),
        ),
        (
            file_overdue(site, &matter),
            "Erstattet: Deinem Ticket für Glass Harbour fehlte die Datei",
            with(&[&bought, "nicht rechtzeitig. Wer es gekauft hat,"]),
        ),
        (
            message_came(site, &matter, Side::Buyer),
            "Eine Nachricht zu deinem Ticket für Glass Harbour",
            with(&["gekauft hast.\n", "/messages\n"]),
        ),
        (
            about_claim(site, &matter, &claim),
            "Ein Problem mit einem Ticket für Glass Harbour",
            with(&[
                "Für den Anbieter entschieden: Der Kauf bleibt, wie er ist.\n",
                "Problem    Es kam nicht\n",
                "/messages\n",
            ]),
        ),
        (
            ticket_sold(site, &matter),
            "Verkauft: dein Ticket für Glass Harbour",
            with(&["Dein Preis 45,00\u{a0}€\n", "ist verkauft und bezahlt"]),
        ),
        (
            hold_expired(site, &matter),
            "Deine Zeit ist abgelaufen: Glass Harbour",
            with(&["bis 22. November 2026,\n13:00\u{a0}Uhr\u{a0}(UTC+1) für"]),
        ),
        (
            order_refunded(site, &matter),
            "Erstattet: dein Ticket für Glass Harbour",
            with(&["Du bekommst 49,50\u{a0}€ zurück.", "Grund      The concert is off\n"]),
        ),
        (
            order_cancelled(site, &matter),
            "Storniert: dein Kauf für Glass Harbour",
            with(&["Die Betreiber von Encore", "Grund      The concert is off\n"]),
        ),
        (
            ticket_removed(site, &world.ticket, &world.event),
            "Entfernt: dein Ticket für Glass Harbour",
            with(&["Die Betreiber von Encore", "Grund      The concert is off\n"]),
        ),
        (
            ticket_recalled(site, &world.ticket, &world.event),
            "Zurückgezogen: dein Ticket für Glass Harbour",
            with(&["Gerade ist es für jemanden reserviert"]),
        ),
        (
            file_attached(site, &matter),
            "Dein Ticket für Glass Harbour ist da",
            with(&["Hier kannst du sie herunterladen:\n"]),
        ),
        (
            ticket_free(site, &world.ticket, &world.event),
            "Wieder zu haben: Glass Harbour",
            with(&["Preis      49,50\u{a0}€\n"]),
        ),
    ] {
        check(&words, subject, &says);
    }
    let says = ["Das ist ein Test: Mails von Encore kommen an.\n".to_owned()];
    check(&test(site, PAID_AT), "Ein Test von Encore", &says);
}

#[test]
fn names_from_right_to_left_move_nothing_around_them() {
    let mut world = world();
    world.event.name = EventName::parse("פסטיבל 2027").unwrap();
    world.event.venue = Venue::parse("היכל").unwrap();
    let words = ticket_sold(&world.site, &world.matter());
    assert_eq!(words.subject, "Sold: your ticket for \u{2068}פסטיבל 2027\u{2069}");
    assert!(words.body.contains("for \u{2068}פסטיבל 2027\u{2069}, and paid"), "{}", words.body);
    assert!(words.body.contains("Event      \u{2068}פסטיבל 2027\u{2069}\n"), "{}", words.body);
    assert!(words.body.contains("\u{2068}היכל\u{2069}, "), "{}", words.body);
}

/// On the night in which clocks go back, a time of the day comes twice.
#[test]
fn every_moment_is_one_moment() {
    let mut world = world();
    // 02:30 in Berlin, an hour apart.
    let [first, second] = [1_792_888_200_000, 1_792_891_800_000].map(Timestamp::from_millis);
    let user = ann();
    for (language, time) in [(Language::English, "02:30"), (Language::German, "02:30\u{a0}Uhr")] {
        world.site.language = language;
        for (at, offset) in [(first, "UTC+2"), (second, "UTC+1")] {
            world.order.expires_at = at;
            let (site, matter) = (&world.site, world.matter());
            for words in [
                order_completed(site, &matter, ChargeId::new(), at, None),
                hold_expired(site, &matter),
                password_reset(site, &ResetToken::new(&KEY, &user, at), at),
                address_confirmation(site, &ConfirmToken::new(&KEY, &user, at), at),
                password_changed(site, at),
                address_given_up(site, at),
                backup_late(site, at),
                test(site, at),
            ] {
                let expect = format!("{time}\u{a0}({offset})");
                assert!(words.body.contains(&expect), "{expect}: {}", words.body);
            }
        }
    }
}

#[test]
fn a_webhook_that_is_turned_off_says_which_why_and_what_to_do() {
    let World { site, .. } = world();
    let id = crate::types::WebhookEndpointId::new();
    let secret = crate::domain::SecretInUse {
        seed: crate::domain::WebhookSeed::of(&KEY, id, [1; 16]),
        at: PAID_AT,
    };
    let endpoint = WebhookEndpoint {
        id,
        owner: UserId::new(),
        url: crate::types::WebhookUrl::parse("https://example.org/hook").unwrap(),
        types: vec![],
        is_of_everything: false,
        added_at: PAID_AT,
        secret,
        old_secret: None,
        status: crate::domain::WebhookEndpointStatus::Off(WebhookOff::Failing, PAID_AT),
        failing_since: None,
    };
    let words = webhook_turned_off(&site, &endpoint, WebhookOff::Failing);
    for part in [
        "https://example.org/hook",
        "Nothing has arrived there for five days.",
        &format!("https://encore.example/account/webhooks/{id}"),
    ] {
        assert!(words.body.contains(part), "{part}: {}", words.body);
    }
}

#[test]
fn a_seller_reads_what_the_buyers_bank_says() {
    let mut world = world();
    let price = |minor| Price::from_minor(minor).unwrap();
    let sale = Sale {
        order: world.order.id,
        event: world.event.id,
        asked: price(4950),
        buyer_fee: None,
        seller_fee: None,
        is_before_books: false,
    };
    let id = EarningId::of_sale(world.order.id);
    let line = |events: &[EarningEvent]| {
        let mut line = None;
        let earned = EarningEvent::Earned(world.ticket.seller, sale.clone());
        for event in [&earned].into_iter().chain(events) {
            Earning::apply(&mut line, id, event, PAID_AT).unwrap();
        }
        line.unwrap()
    };
    let frozen = EarningEvent::Frozen(CaseKind::Dispute);
    let lines = [
        line(std::slice::from_ref(&frozen)),
        line(&[frozen.clone(), EarningEvent::LostToDispute]),
        line(&[frozen, EarningEvent::Thawed(CaseKind::Dispute)]),
    ];
    for (language, says) in [
        (Language::English, ["is frozen", "taken back", "not frozen any more"]),
        (Language::German, ["gesperrt", "zurückgenommen", "nicht mehr gesperrt"]),
    ] {
        world.site.language = language;
        for (line, says) in lines.iter().zip(says) {
            let words = dispute_news(&world.site, &world.matter(), line);
            let body = words.body.replace('\n', " ");
            assert!(body.contains(says), "{says}: {body}");
            assert!(words.subject.contains("Glass Harbour"), "{}", words.subject);
        }
    }
}
