//! One of every page, in every state that looks different, with something hostile typed in.

use std::{cell::Cell, time::Duration};

use maud::Markup;

use ProviderStep::{Connect, GoOn, Nothing};

use super::money::*;

use crate::{
    actors::BackupState,
    backup::quiet::WouldDo,
    domain::{
        AlertPace, BorneBy, CancelReason, ClaimReason, FileTerms, FirstFactor, Handover, SeatsGo,
        SecondFactor, Side, SignInBy,
    },
    operator::Operator,
    reads::{catalog::AskedPrices, histogram::Histogram, statistics::Tally},
    types::{
        AgainstFaceValue, AlertId, BuyerFee, Category, ChargeId, City, Day, EventId, FileId,
        Language, MailId, OrderId, Price, SignInId, TicketId, Timestamp, UserId, WaitlistId,
        WebhookDeliveryId, WebhookEndpointId, ZoneName,
    },
    usecases::needs::{Need, NeedKind},
    views::*,
};

/// What a hostile user types wherever they can.
pub const HOSTILE: &str = r#"<script>alert("1")</script>'x"#;

pub const NOW: Timestamp = Timestamp::from_millis(1_798_000_000_123);

/// Ids that are the same in each run, so that pages can be compared.
pub fn ticket_id() -> TicketId {
    TicketId::from_bytes([1; 16])
}

pub fn order_id() -> OrderId {
    OrderId::from_bytes([2; 16])
}

pub fn event_id() -> EventId {
    EventId::from_bytes([3; 16])
}

pub fn charge_id() -> ChargeId {
    ChargeId::from_bytes([4; 16])
}

pub fn deadline() -> Timestamp {
    NOW + Duration::from_secs(14 * 60 + 59)
}

pub fn zone() -> ZoneName {
    ZoneName::parse("Europe/Berlin").unwrap()
}

pub fn event_line(text: &str) -> EventLine {
    EventLine {
        id: event_id(),
        name: text.into(),
        venue: text.into(),
        city: text.into(),
        starts_at: NOW + Duration::from_secs(40 * 86_400),
        zone: zone(),
        category: Category::Music,
        version: 3,
        ends_at: None,
        state: EventState::Scheduled,
        started_before: None,
        uploaded: None,
    }
}

pub fn event_card(text: &str, available: usize) -> EventCard {
    let from = (available > 0).then(|| Price::from_minor(2400).unwrap());
    EventCard { event: event_line(text), available, from, held: 0 }
}

pub fn status(word: &'static str) -> StatusView {
    let held = matches!(word, "reserved" | "selling");
    StatusView { word, expires_at: held.then(deadline) }
}

pub fn listing(text: &str, word: &'static str) -> Listing {
    Listing {
        id: ticket_id(),
        title: text.into(),
        place: Some(text.into()),
        price: Price::from_minor(4950).unwrap(),
        asked: Price::from_minor(4950).unwrap(),
        status: status(word),
        event: event_line(text).into(),
        sold_by: (word == "sold").then(order_id),
        is_disputed: word == "available",
        against_face_value: Some(AgainstFaceValue::Below(10)),
    }
}

/// What was paid lately.
pub fn price_plot() -> PricePlot {
    let price = |minor| Price::from_minor(minor).unwrap();
    PricePlot {
        sales: vec![
            (50, price(4500)),
            (250, price(4000)),
            (600, price(5200)),
            (610, price(4500)),
            (950, price(4800)),
        ],
        asked: vec![(0, Some(price(4400))), (300, None), (500, Some(price(3900)))],
        median: price(4500),
        from: Some(price(3900)),
        first: NOW - Duration::from_secs(20 * 86_400),
        last: NOW,
    }
}

/// Which of an event's tickets are looked for.
pub fn event_filter(text: &str, active: Vec<String>) -> EventFilterForm {
    EventFilterForm {
        together: if active.is_empty() { String::new() } else { "2".into() },
        in_section: if active.is_empty() { String::new() } else { text.into() },
        up_to: if active.is_empty() { String::new() } else { text.into() },
        errors: match active.is_empty() {
            true => FieldErrors::new(),
            false => FieldErrors::from([("up_to", text.to_owned())]),
        },
        active,
        sections: vec![text.into(), "Balcony".into()],
        is_offered: true,
    }
}

pub fn order_line(text: &str, word: &'static str, reason: Option<CancelReason>) -> OrderLine {
    let open = matches!(word, "created" | "awaiting_payment");
    OrderLine {
        id: order_id(),
        status: word,
        reason,
        is_settling: word == "awaiting_payment",
        price: Price::from_minor(4950).unwrap(),
        asked: Price::from_minor(4950).unwrap(),
        fee: None,
        expires_at: open.then(deadline),
        title: text.into(),
        place: Some(text.into()),
        ticket_id: ticket_id(),
        event: event_line(text),
        was: None,
    }
}

/// What an event was to be before.
pub fn plan_line(text: &str) -> PlanLine {
    PlanLine {
        name: format!("{text} before").into(),
        venue: text.into(),
        city: format!("{text} before").into(),
        starts_at: NOW + Duration::from_secs(30 * 86_400),
        ends_at: Some(NOW + Duration::from_secs(32 * 86_400)),
        zone: zone(),
    }
}

pub fn postponed(text: &str) -> EventLine {
    let refunds = NOW + Duration::from_secs(20 * 86_400);
    let event = event_line(text);
    EventLine {
        state: EventState::Postponed { has_date: false, refunds },
        ends_at: Some(event.starts_at + Duration::from_secs(2 * 86_400)),
        started_before: Some(NOW + Duration::from_secs(30 * 86_400)),
        ..event
    }
}

fn event_form_page(text: &str, deed: EventDeed, wrong: &[&'static str], is_open: bool) -> String {
    let page = EventForm {
        event: event_line(text),
        deed,
        typed: TypedEvent {
            event_name: text.into(),
            venue: text.into(),
            city: text.into(),
            starts_at: text.into(),
            ends_at: text.into(),
            time_zone: text.into(),
            refund_until: text.into(),
            reason: text.into(),
        },
        errors: wrong.iter().map(|name| (*name, format!("? {text}."))).collect(),
        notice: (!is_open).then(|| text.into()),
        is_open,
        sold: 3,
        listed: 1,
    };
    shown(true, |context| event_form(context, &page))
}

fn cancelled_page(text: &str, refunded: usize) -> String {
    let file = FileId::from_bytes([9; 16]);
    let uploaded = Some(UploadedPicture { large: file, small: file });
    let page = CancelledEvent {
        event: EventLine { state: EventState::Cancelled, uploaded, ..event_line(text) },
        reason: text.into(),
        refunded,
        all: 1000,
        listed: usize::from(refunded < 1000),
        is_telling: refunded < 1000,
        late: vec![(order_id(), NOW)],
        late_count: usize::from(refunded < 1000),
        is_admin: true,
        may_unpicture: true,
    };
    shown(true, |context| cancelled_event(context, &page))
}

pub fn pay_form() -> PayForm {
    PayForm {
        attempt: charge_id().to_string(),
        attempts_left: 3,
        amount: Price::from_minor(4950).unwrap(),
        expires_at: deadline(),
        by: PayBy::SandboxCard {
            card_number: String::new(),
            card_expiry: String::new(),
            errors: FieldErrors::new(),
        },
    }
}

/// Stripe's, whose own words come from the configuration alone.
pub fn stripe_form(js_url: &str) -> PayForm {
    PayForm {
        attempts_left: 2,
        by: PayBy::Stripe(StripeForm {
            publishable_key: "pk_test_1".into(),
            js_url: js_url.into(),
            amount_minor: 4950,
            currency: "eur".into(),
            return_path: format!("/orders/{}/return", order_id()),
        }),
        ..pay_form()
    }
}

pub fn file_view() -> FileView {
    FileView { kind: "PDF", bytes: 123_456 }
}

/// By a file that is to come.
pub fn handover_view() -> HandoverView {
    let by = Some(NOW + Duration::from_secs(86_400));
    HandoverView {
        handover: Some(Handover::File(FileTerms { by, hours_before: 24 })),
        file_due: Some(NOW + Duration::from_secs(2 * 86_400)),
    }
}

/// With a file, except where its seller has withdrawn it.
pub fn file_card(text: &str, onlooker: Onlooker, word: &'static str) -> FileCard {
    let is_buyers = matches!(onlooker, Onlooker::Buyer(_)) && word == "sold";
    FileCard {
        attached: (word != "withdrawn").then(file_view),
        comes: handover_view(),
        choice: match word {
            "available" => FileChoice::Replace,
            "withdrawn" => FileChoice::None,
            _ => FileChoice::Locked,
        },
        is_for_onlooker: onlooker == Onlooker::Seller || is_buyers,
        recalled: (word == "withdrawn").then(order_id),
        was_taken_off: false,
        error: (text == HOSTILE).then(|| format!("? {text}.")),
    }
}

pub fn alert_line(text: &str) -> AlertLine {
    let id = AlertId::from_bytes([10; 16]);
    AlertLine { id, what: text.into(), path: "/".into(), pace: AlertPace::Daily, told_at: None }
}

pub fn paging() -> Paging {
    Paging { page: 2, pages: 3, total: 7, ..Paging::default() }
}

pub fn turning() -> Turning {
    let [here, before, after] = ["after=3", "4", "5"].map(|text| Some(text.into()));
    Turning { here, before, after }
}

thread_local! {
    static LANGUAGE: Cell<Language> = const { Cell::new(Language::English) };
}

/// The pages of [`pages`] in another language.
pub fn pages_in(language: Language, text: &str) -> Vec<(&'static str, String)> {
    LANGUAGE.set(language);
    let pages = pages(text);
    LANGUAGE.set(Language::English);
    pages
}

/// Renders with a context in which somebody is signed in, or nobody.
pub fn shown(signed_in: bool, page: impl FnOnce(&PageContext<'_>) -> Markup) -> String {
    let (zone, operator) = (zone(), Operator::default());
    let context = PageContext {
        language: LANGUAGE.get(),
        page: "/here".into(),
        site_name: "Holdfast",
        operator: &operator,
        base_url: "https://tickets.example.org",
        is_indexed: true,
        currency: "EUR".parse().unwrap(),
        fee: BuyerFee::NONE,
        sandbox: true,
        viewer: signed_in.then_some("ann@example.org"),
        runs_the_site: signed_in,
        is_staff: signed_in,
        now: NOW,
        zone: &zone,
        line: &[],
        turn_minutes: 5,
        mails: false,
        unconfirmed: false,
        terms_due: false,
        has_passkeys: false,
        openid: Some("Example ID"),
        provider: "Example ID",
        is_linked: signed_in,
        has_password: true,
        has_looked: false,
        done: None,
    };
    page(&context).into_string()
}

fn webhooks_page(text: &str, wrong: &[&'static str]) -> WebhooksPage {
    let id = WebhookEndpointId::from_bytes([8; 16]);
    let line = |is_on, waiting| WebhookEndpointLine {
        id,
        url: "https://example.org/hook".into(),
        is_on,
        is_failing: true,
        waiting,
    };
    WebhooksPage {
        endpoints: vec![line(true, 2), line(false, 0)],
        may_have_everything: true,
        form: WebhookForm {
            url: text.into(),
            types: [("order.created", true), ("order.expired", false)]
                .map(|(name, is_chosen)| WebhookTypeChoice { name, shown: name.into(), is_chosen })
                .to_vec(),
            is_of_everything: false,
            errors: wrong.iter().map(|field| (*field, text.to_owned())).collect(),
            refusal: (!wrong.is_empty()).then(|| text.into()),
        },
    }
}

fn webhook_page(text: &str, off: Option<WebhookOff>) -> WebhookEndpointPage {
    let line = |word, what: Option<&str>, tries: &[WebhookOutcome]| WebhookDeliveryLine {
        id: WebhookDeliveryId::from_bytes([9; 16]),
        what: what.map(|kind| (kind.into(), "7-0".into())),
        queued_at: NOW,
        word,
        at: deadline(),
        tries: tries.iter().map(|outcome| (NOW, *outcome)).collect(),
    };
    let outcomes = [
        WebhookOutcome::Answered(500),
        WebhookOutcome::NoAddress,
        WebhookOutcome::NotAllowed,
        WebhookOutcome::NotConnected,
        WebhookOutcome::NotSecure,
        WebhookOutcome::TooLate,
        WebhookOutcome::NotHttp,
        WebhookOutcome::SiteFault,
        WebhookOutcome::EventGone,
        WebhookOutcome::KeyReplaced,
        WebhookOutcome::TooOld,
    ];
    WebhookEndpointPage {
        id: WebhookEndpointId::from_bytes([8; 16]),
        url: text.into(),
        types: vec![text.into()],
        is_of_everything: true,
        off: off.map(|why| (why, NOW)),
        failing_since: Some(NOW),
        secret: Some((text.into(), deadline())),
        secret_since: NOW,
        old_secret_until: Some(deadline()),
        waiting: 3,
        deliveries: vec![
            line(WebhookWord::Waiting, Some(text), &outcomes),
            line(WebhookWord::Delivered, None, &outcomes[..1]),
            line(WebhookWord::GivenUp, Some(text), &[]),
        ],
        is_first: false,
        older: Some(text.into()),
        refusal: off.map(|_| text.into()),
    }
}

pub fn details(text: &str) -> TicketDetails {
    TicketDetails {
        section: Some(text.into()),
        row: Some(text.into()),
        seat: Some(text.into()),
        face_value: Some(Price::from_minor(4000).unwrap()),
        notes: Some(text.into()),
    }
}

pub fn details_form(text: &str) -> DetailsForm {
    DetailsForm {
        section: text.into(),
        row: text.into(),
        seat: text.into(),
        face_value: text.into(),
        notes: text.into(),
        max_markup: None,
        same_seat: None,
    }
}

pub fn ticket_page(text: &str, word: &'static str, onlooker: Onlooker) -> String {
    let page = TicketPage {
        listing: listing(text, word),
        details: details(text),
        listed_with: 3,
        seats_go: (text == HOSTILE).then_some(SeatsGo::Together),
        goes_with: (text == HOSTILE).then(|| TogetherLine {
            tickets: vec![ticket_id(), ticket_id()],
            total: Price::from_minor(9900).unwrap(),
        }),
        onlooker,
        file: file_card(text, onlooker, word),
        withdrawn: None,
        started: false,
        place: None,
        has_passed: false,
        refusal: (text == HOSTILE)
            .then(|| RefusalView { message: text.into(), ..RefusalView::default() }),
        history: (onlooker == Onlooker::Seller).then(|| vec![(NOW, text.into())]),
    };
    shown(onlooker != Onlooker::Visitor, |context| ticket(context, &page))
}

/// What one sees who may not hold the ticket, until the deadline.
pub fn limited_page(text: &str, what: &'static str, holds: Vec<OrderLine>) -> String {
    let ends = Some((what, deadline()));
    let page = TicketPage {
        listing: listing(text, "available"),
        details: TicketDetails::default(),
        listed_with: 0,
        seats_go: None,
        goes_with: None,
        onlooker: Onlooker::Other,
        file: file_card(text, Onlooker::Other, "available"),
        withdrawn: None,
        started: false,
        place: None,
        has_passed: false,
        refusal: Some(RefusalView { message: text.into(), ends, holds }),
        history: None,
    };
    shown(true, |context| ticket(context, &page))
}

pub fn order_page(
    text: &str,
    word: &'static str,
    reason: Option<CancelReason>,
    stage: OrderStage,
) -> String {
    let notice = (text == HOSTILE).then(|| text.into());
    let page = OrderPage {
        order: order_line(text, word, reason),
        stage,
        notice,
        reader: OrderReader::Buyer,
        file: Some(file_view()),
        comes: handover_view(),
        has_file: word == "completed",
        refund_reason: (text == HOSTILE).then(|| text.into()),
        refund: (text == HOSTILE).then(|| RefundForm {
            reason: text.into(),
            errors: [("reason", format!("? {text}."))].into(),
            relist: true,
        }),
        is_disputed: true,
        bank: Some(BankSays::Disputed),
        event_reason: None,
        give_back_until: None,
        conversation: Some(ConversationLink { side: Side::Buyer, unseen: 2 }),
        arrival: None,
        together: Some((order_id(), 3)),
    };
    shown(true, |context| order(context, &page))
}

pub fn conversation_page(text: &str, side: Side) -> String {
    let message = |number, by| MessageLine {
        number,
        by,
        is_own: by == side,
        is_new: by != side,
        at: NOW,
        text: Some(text.into()),
        file: (number == 1).then(file_view),
    };
    let page = ConversationPage {
        order: order_line(text, "completed", None),
        side,
        messages: [Side::Buyer, Side::Seller, Side::Admin]
            .into_iter()
            .enumerate()
            .map(|(n, by)| message(u16::try_from(n).unwrap(), by))
            .collect(),
        asked_admins_at: (side != Side::Buyer).then_some(NOW),
        waits_for_admins: side == Side::Admin,
        claim: (side != Side::Buyer).then(|| ClaimView {
            reason: ClaimReason::NotReceived,
            text: text.into(),
            opened_at: NOW,
            answer: (side == Side::Admin).then(|| (text.into(), NOW)),
            status: if side == Side::Admin { "upheld" } else { "open" },
            borne_by: (side == Side::Admin).then_some(BorneBy::Site),
            why: (side == Side::Admin).then(|| text.into()),
        }),
        claimable: (side == Side::Buyer)
            .then(|| ClaimForm { until: Some(NOW), reason: "refused_at_door".into() }),
        problem: text.into(),
        notice: (text == HOSTILE).then(|| text.into()),
        text: text.into(),
        errors: match text == HOSTILE {
            true => [("text", format!("? {text}.")), ("file", format!("? {text}."))].into(),
            false => FieldErrors::new(),
        },
    };
    shown(true, |context| conversation(context, &page))
}

pub fn purchase_page(text: &str, word: &'static str, stage: OrderStage) -> String {
    let line = |word| PurchaseLine {
        order: order_line(text, word, None),
        file: (word == "completed").then(file_view),
        comes: handover_view(),
        is_disputed: true,
    };
    let page = PurchasePage {
        id: order_id(),
        status: word,
        lines: vec![line(word), PurchaseLine { file: None, ..line(word) }, line("cancelled")],
        open: 2,
        total: Price::from_minor(9900).ok(),
        fee: Price::from_minor(900).ok(),
        stage,
        notice: (text == HOSTILE).then(|| text.into()),
    };
    shown(true, |context| purchase(context, &page))
}

pub fn receipt_page(text: &str, refund: Option<ReceiptRefund>) -> String {
    let (status, reason) = match refund.as_ref().and_then(|refund| refund.at) {
        Some(_) => ("cancelled", Some(CancelReason::Refunded)),
        None => ("completed", None),
    };
    let page = ReceiptPage {
        operator: vec![text.into(), text.into()],
        tax_id: Some(text.into()),
        order: order_line(text, status, reason),
        site_url: "https://tickets.example.org".into(),
        account: Some(text.into()),
        paid_at: Some(NOW),
        payment: Some(charge_id().to_string()),
        reference: Some(text.into()),
        refund,
    };
    shown(true, |context| receipt(context, &page))
}

pub fn settling_page(text: &str, step: SettlingStep, provider_answers: bool) -> String {
    let stage = OrderStage::Settling { step, provider_answers };
    order_page(text, "awaiting_payment", None, stage)
}

pub fn search_form(text: &str, errors: &[&'static str]) -> SearchForm {
    let cities = [(City::parse("Berlin").unwrap(), 2), (City::parse("Zürich").unwrap(), 1)];
    SearchForm {
        q: text.into(),
        city: text.into(),
        category: String::new(),
        from: text.into(),
        to: text.into(),
        min_price: text.into(),
        max_price: text.into(),
        sort: "soonest",
        quick: QuickFilters {
            today: "2026-12-23".into(),
            weekend: ("2026-12-26".into(), "2026-12-27".into()),
            cities: cities.iter().map(|(city, _)| city.clone()).collect(),
            categories: vec![Category::Music, Category::Comedy],
        },
        cities: cities.into(),
        errors: errors.iter().map(|field| (*field, format!("? {text}"))).collect(),
    }
}

pub fn sell_form(text: &str, errors: &[&'static str]) -> SellForm {
    SellForm {
        ticket_id: ticket_id().to_string(),
        event_id: String::new(),
        event: None,
        new_event: new_event_form(text),
        title: text.into(),
        price: text.into(),
        quantity: "2".into(),
        seats_go: "together".into(),
        handover: "by_post".into(),
        file_by: text.into(),
        deliver_hours_before: 24,
        details: details_form(text),
        others: None,
        proceeds: None,
        sold_on: None,
        errors: errors.iter().map(|field| (*field, format!("? {text}."))).collect(),
    }
}

pub fn new_event_form(text: &str) -> NewEventForm {
    NewEventForm {
        event_name: text.into(),
        venue: text.into(),
        city: text.into(),
        starts_at: text.into(),
        ends_at: text.into(),
        time_zone: text.into(),
        category: "comedy".into(),
        zone: "Europe/Berlin".into(),
    }
}

/// The form for an event that was chosen, with what comes of the price.
pub fn offer_form(text: &str) -> SellForm {
    let each = Price::from_minor(4950).unwrap();
    SellForm {
        event_id: event_id().to_string(),
        event: Some(event_line(text)),
        others: Some(AskedPrices { tickets: 3, least: Price::MIN, median: each }),
        proceeds: Some(Proceeds::Of { each, tickets: 2 }),
        sold_on: Some(SoldOn { order: order_id(), paid: each }),
        ..sell_form(text, &[])
    }
}

pub fn selling_page(text: &str, listings: &[Listing]) -> SellingPage {
    let row = |listing: &Listing| OwnListing {
        listing: listing.clone(),
        file: None,
        lacks_file: listing.status.word == "available",
        is_chosen: true,
    };
    SellingPage {
        tab: SellingTab::Held,
        rows: listings.iter().map(row).collect(),
        turning: turning(),
        sums: SellingSums {
            asked: 4950,
            sold_for: 1,
            sold_among: Some(300),
            ..SellingSums::default()
        },
        price: text.into(),
        not_done: Some(NotDone {
            why: text.into(),
            each: vec![(listings[0].clone(), text.into())],
        }),
    }
}

pub fn files_page(text: &str) -> FilesPage {
    let seat = |word, file, error: Option<&str>| SeatFile {
        listing: listing(text, word),
        file,
        lacks_file: file.is_none(),
        error: error.map(Into::into),
    };
    let file = Some(FileView { kind: "PDF", bytes: 10 });
    FilesPage {
        seats: vec![
            seat("available", None, Some(text)),
            seat("reserved", None, None),
            seat("sold", file, None),
        ],
        error: Some(text.into()),
        pages_error: Some(text.into()),
    }
}

pub fn event_picker(text: &str) -> EventPicker {
    EventPicker {
        find: text.into(),
        events: vec![PickedEvent { event: event_line(text), available: 3 }],
        turning: turning(),
        refusal: Some(text.into()),
    }
}

pub fn edit_form(text: &str) -> EditForm {
    EditForm {
        ticket_id: ticket_id(),
        event: event_line(text),
        title: text.into(),
        price: text.into(),
        details: details_form(text),
        errors: FieldErrors::from([("title", text.into())]),
        refusal: None,
    }
}

pub fn sign_form(text: &str) -> SignForm {
    SignForm {
        email: text.into(),
        next: text.into(),
        errors: FieldErrors::from([("email", text.into())]),
        refusal: Some(text.into()),
    }
}

/// Every page by a name, with `text` wherever users' words show.
fn mail_page(text: &str) -> MailPage {
    let mail = |word| MailLine {
        id: MailId::from_bytes([5; 16]),
        kind: "Order completed",
        about: format!("order {}", order_id()),
        to: Some(text.into()),
        queued_at: NOW,
        word,
        at: Some(deadline()),
        failures: 2,
        said: Some(text.into()),
    };
    let words = [MailWord::Sent, MailWord::Waiting, MailWord::GivenUp, MailWord::NotSent];
    MailPage {
        server: None,
        tested: Some(Ok(text.into())),
        mistyped: None,
        only_given_up: false,
        waiting: 1,
        given_up: 1,
        total: 4,
        mails: words.map(mail).into(),
        older: Some("5".into()),
    }
}

fn admin_page() -> AdminPage {
    let tally = Tally { sales: 2, sold_minor: 5445, fees_minor: 495, ..Tally::default() };
    let mut times = Histogram::default();
    times.add(Duration::from_millis(7));
    let days = ["2026-12-30", "2026-12-31"].map(|day| Day::parse(day).unwrap());
    let need = |kind| Need { kind, count: 2, since: Some(NOW) };
    AdminPage {
        needs: [NeedKind::Evidence, NeedKind::Claims, NeedKind::Bus].map(need).into(),
        days: days.map(|day| DayFigures { day, tally, times }).into(),
        until_now_yesterday: Tally { sales: 3, ..tally },
        total: Tally { sign_ups: 1000, ..tally },
        mails_waiting: 1,
        mails_given_up: 2,
        unsettled: 3,
        backup: None,
        quiet: None,
        overdue: 4,
        disputes: 6,
        streams: 5,
        takes_real_money: true,
    }
}

/// The same of a copy, or of a site whose backups fail.
fn late_and_quiet(said: &str) -> AdminPage {
    let backup = BackupState {
        newest: Some(NOW),
        trouble: Some(said.into()),
        failures: 1,
        findings: 1,
        late_since: Some(NOW),
    };
    let would = WouldDo { mails: 1, webhooks: 2, payments: 1, refunds: 2, payouts: 1 };
    AdminPage { backup: Some(backup), quiet: Some(would), ..admin_page() }
}

/// A row of each kind, with all that a row can have.
pub fn admin_list_page(text: &str, refusal: Option<&str>) -> AdminListPage {
    let kinds = [
        AdminKind::User,
        AdminKind::Order,
        AdminKind::Ticket,
        AdminKind::Event,
        AdminKind::Dispute,
        AdminKind::Act,
        AdminKind::Found,
    ];
    let row = |(n, kind)| AdminRow {
        kind,
        id: format!("row-{n}"),
        title: text.into(),
        links: vec![("/x".into(), "More")],
        deeds: vec![("/y".into(), "Do")],
        status: "open",
        badge: ("available", "Open"),
        lines: vec![text.into()],
        action: Some(AdminAction {
            summary: "Act",
            question: text.into(),
            path: "/admin/x".into(),
            hidden: Some(("into", text.into())),
            fields: vec![AdminField {
                name: "reason",
                label: "Why",
                value: text.into(),
                max: 200,
                choices: vec![("a", "A"), ("b", "B")],
                error: refusal.map(Into::into),
            }],
            button: "Act",
        }),
    };
    AdminListPage {
        title: text.into(),
        find: Some(Finder { path: "/admin/x".into(), hint: text.into(), sought: text.into() }),
        csv: Some("/admin/x.csv".into()),
        refusal: refusal.map(Into::into),
        rows: (0..).zip(kinds).map(row).collect(),
        turning: turning(),
    }
}

pub fn pages(text: &str) -> Vec<(&'static str, String)> {
    let listings: Vec<_> = ["available", "reserved", "selling", "sold", "withdrawn"]
        .map(|word| listing(text, word))
        .into();
    let order_lines = vec![
        order_line(text, "created", None),
        order_line(text, "awaiting_payment", None),
        order_line(text, "completed", None),
        order_line(text, "cancelled", Some(CancelReason::Expired)),
    ];
    let payable = || OrderStage::Payable(pay_form());
    let mut refused = pay_form();
    refused.attempts_left = 1;
    let errors = FieldErrors::from([("card_number", text.into())]);
    refused.by =
        PayBy::SandboxCard { card_number: String::new(), card_expiry: text.into(), errors };
    let event_page = EventPage {
        event: event_line(text),
        listings: listings.clone(),
        paging: paging(),
        turning: None,
        filter: EventFilterForm { is_offered: true, ..event_filter(text, vec![]) },
        available: 1,
        prices: Some((Price::MIN, Price::MAX)),
        held: 2,
        sold: 1,
        listed: 7,
        started: false,
        plot: Some(price_plot()),
        runs: vec![SeatRunLine {
            place: text.into(),
            each: Price::from_minor(4950).unwrap(),
            tickets: vec![ticket_id(), ticket_id()],
            counts: vec![1, 2],
            chosen: None,
            against_face_value: Some(AgainstFaceValue::Above(21)),
            total: (text == HOSTILE).then(|| Price::from_minor(9900).unwrap()),
            is_kept_whole: true,
            is_own: false,
        }],
        notice: (text == HOSTILE).then(|| text.into()),
        place: None,
        most: 4,
        is_signed_in: text != HOSTILE,
        wish: WishForm {
            quantity: "2".into(),
            max_price: text.into(),
            section: text.into(),
            errors: std::iter::once(("max_price", text.to_owned())).collect(),
            notice: (text == HOSTILE).then(|| text.into()),
        },
        was: None,
        reason: None,
        may_change: false,
        alerted: None,
    };
    let home_page = Home {
        search: search_form(text, &[]),
        cards: vec![event_card(text, 2), event_card(text, 1), event_card(text, 0)],
        paging: paging(),
        events: 6,
        tickets: 101,
        on_sale: 101,
        listed: 107,
        without: vec![],
        alone: vec![],
        counted_to: 500,
        alerted: None,
    };
    let by_ticket = Home {
        search: SearchForm {
            sort: "cheapest",
            ..search_form(
                text,
                &["q", "city", "category", "from", "to", "min_price", "max_price", "sort"],
            )
        },
        ..home_page.clone()
    };
    let nothing = Home {
        cards: vec![],
        paging: Paging { page: 1, pages: 1, ..Paging::default() },
        without: vec![("q", 2), ("from", 1), ("to", 1), ("min_price", 1), ("max_price", 1)],
        ..home_page.clone()
    };
    let place = LinePlace {
        id: WaitlistId::of(ticket_id(), UserId::from_bytes([7; 16])),
        asked_at: NOW,
        ticket: Some(ticket_id()),
        event: event_line(text).id,
        event_path: event_line(text).path(),
        event_name: crate::types::isolated(text).into_owned(),
        what: crate::types::isolated(text).into_owned(),
        turn: None,
        number: Some(3),
    };
    let seats = LinePlace { ticket: None, ..place.clone() };
    let turn = LinePlace { turn: Some((order_id(), NOW)), number: None, ..seats.clone() };
    let line = [place.clone(), turn.clone()];
    let session = SessionLine {
        id: SignInId::of(1),
        browser: text.into(),
        from: text.into(),
        begun: NOW,
        seen: NOW,
        by: SignInBy::default(),
        is_this: true,
    };
    let tried = [false, true].map(|failed| TryLine {
        at: NOW,
        browser: text.into(),
        from: text.into(),
        by: SignInBy { first: FirstFactor::Password, second: Some(SecondFactor::Code) },
        failed,
    });
    let other_session = SessionLine { is_this: false, ..session.clone() };
    let account_page = AccountPage {
        email: text.into(),
        confirmation: AddressState::Open,
        since: NOW,
        agreed: None,
        is_admin: true,
        calendar: text.into(),
    };
    let security_page = SecurityPage {
        is_needed: true,
        is_asked_for: true,
        totp_since: Some(NOW),
        passkeys: Some(vec![PasskeyLine {
            id: text.into(),
            name: text.into(),
            added: NOW,
            used: Some(NOW),
        }]),
        openid: Some(NOW),
        recovery_codes: Some(3),
        sessions: vec![session, other_session.clone()],
        tries: tried.to_vec(),
    };
    let wrong = |field: &'static str| FieldErrors::from([(field, text.to_owned())]);
    let openid_form = |errors| OpenIdForm { email: text.into(), errors };
    let totp_form = TotpForm {
        seed: text.into(),
        secret: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ".into(),
        address: text.into(),
        is_wrong: true,
        errors: wrong("code"),
    };
    let step = SecondStepForm {
        next: text.into(),
        has_app: true,
        has_passkeys: false,
        has_codes: true,
        errors: wrong("recovery_code"),
    };
    let profile = |fields: &[&'static str]| ProfileForm {
        email: text.into(),
        errors: fields.iter().map(|field| (*field, text.to_owned())).collect(),
    };
    let error_page = ErrorPage { status: 409, title: text.into(), message: text.into() };
    let locked = EditForm { refusal: Some(text.into()), ..edit_form(text) };
    let bought = OrdersPage {
        orders: order_lines,
        turning: turning(),
        line: vec![place.clone(), seats.clone(), turn],
        calendar: text.into(),
    };
    vec![
        ("home", shown(false, |s| home(s, &home_page))),
        ("home-cheapest", shown(false, |s| home(s, &by_ticket))),
        ("home-nothing-alone", {
            let page = Home { without: vec![], alone: nothing.without.clone(), ..nothing.clone() };
            shown(false, |s| home(s, &page))
        }),
        ("home-nothing-found", shown(true, |s| home(s, &nothing))),
        ("home-alerted", {
            let page = Home { alerted: Some(AlertPace::AtOnce), ..home_page };
            shown(true, |s| home(s, &page))
        }),
        ("alerts", {
            let line = alert_line(text);
            let told = AlertLine {
                id: AlertId::from_bytes([11; 16]),
                told_at: Some(NOW),
                pace: AlertPace::AtOnce,
                ..line.clone()
            };
            shown(true, |s| alerts(s, &[line, told], Some(text)))
        }),
        ("alerts-none", shown(true, |s| alerts(s, &[], Some(text)))),
        ("alert-stop", shown(false, |s| alert_stop(s, "0123", &alert_line(text)))),
        ("event", shown(true, |s| event(s, &event_page))),
        ("event-filtered", {
            let filter = event_filter(text, vec![text.into()]);
            let turning = Some(Turning { after: Some(text.into()), ..Turning::default() });
            shown(true, |s| event(s, &EventPage { filter, turning, ..event_page.clone() }))
        }),
        ("event-nothing-fits", {
            let page = EventPage {
                filter: event_filter(text, vec![text.into()]),
                turning: Some(Turning::default()),
                listings: vec![],
                runs: vec![],
                ..event_page.clone()
            };
            shown(true, |s| event(s, &page))
        }),
        ("event-started", {
            let page = EventPage { started: true, ..event_page.clone() };
            shown(true, |s| event(s, &page))
        }),
        ("event-postponed", {
            let page = EventPage {
                event: postponed(text),
                was: Some(plan_line(text)),
                reason: Some(text.into()),
                may_change: true,
                ..event_page.clone()
            };
            shown(true, |s| event(s, &page))
        }),
        (
            "change-event",
            event_form_page(text, EventDeed::Change, &["starts_at", "reason", "picture"], true),
        ),
        ("change-event-others", event_form_page(text, EventDeed::Change, &[], false)),
        ("postpone-event", event_form_page(text, EventDeed::Postpone, &["refund_until"], true)),
        ("cancel-event", event_form_page(text, EventDeed::Cancel, &["confirm"], true)),
        ("refunds", cancelled_page(text, 312)),
        ("refunds-done", cancelled_page(text, 1000)),
        ("order-postponed", {
            let order_line = OrderLine {
                event: postponed(text),
                was: Some(plan_line(text)),
                ..order_line(text, "completed", None)
            };
            let page = OrderPage {
                order: order_line,
                stage: OrderStage::Over,
                notice: None,
                reader: OrderReader::Buyer,
                file: Some(file_view()),
                comes: handover_view(),
                has_file: true,
                refund_reason: None,
                refund: None,
                is_disputed: false,
                bank: Some(BankSays::Lost),
                event_reason: Some(text.into()),
                give_back_until: Some(NOW + Duration::from_secs(20 * 86_400)),
                conversation: Some(ConversationLink { side: Side::Buyer, unseen: 2 }),
                arrival: None,
                together: None,
            };
            shown(true, |s| order(s, &page))
        }),
        ("messages", conversation_page(text, Side::Buyer)),
        ("messages-seller", conversation_page(text, Side::Seller)),
        ("messages-admin", conversation_page(text, Side::Admin)),
        ("ticket-visitor", ticket_page(text, "available", Onlooker::Visitor)),
        ("ticket-other", ticket_page(text, "available", Onlooker::Other)),
        ("ticket-held", ticket_page(text, "reserved", Onlooker::Other)),
        ("ticket-selling", ticket_page(text, "selling", Onlooker::Other)),
        ("ticket-sold", ticket_page(text, "sold", Onlooker::Visitor)),
        ("ticket-withdrawn", ticket_page(text, "withdrawn", Onlooker::Other)),
        ("ticket-seller", ticket_page(text, "available", Onlooker::Seller)),
        ("ticket-seller-held", ticket_page(text, "reserved", Onlooker::Seller)),
        ("ticket-buyer", ticket_page(text, "reserved", Onlooker::Buyer(order_id()))),
        ("ticket-too-many", {
            let holds = vec![order_line(text, "created", None)];
            limited_page(text, LANGUAGE.get().next_hold_ends(), holds)
        }),
        ("ticket-cooling-down", limited_page(text, LANGUAGE.get().you_can_buy_it_from(), vec![])),
        ("sell", shown(true, |s| sell(s, &sell_form(text, &[])))),
        ("sell-event", shown(true, |s| pick_event(s, &event_picker(text)))),
        (
            "sell-new-event",
            shown(true, |s| {
                let errors = FieldErrors::from([("venue", text.into())]);
                new_event(s, &new_event_form(text), &errors)
            }),
        ),
        (
            "sell-similar",
            shown(true, |s| is_it_this_one(s, &[event_line(text)], &new_event_form(text))),
        ),
        ("sell-files", shown(true, |s| listing_files(s, &files_page(text)))),
        ("sell-offer", shown(true, |s| sell(s, &offer_form(text)))),
        ("sell-refused", shown(true, |s| sell(s, &sell_form(text, &["price", "venue"])))),
        ("edit", shown(true, |s| edit(s, &edit_form(text)))),
        ("edit-locked", shown(true, |s| edit(s, &locked))),
        ("selling", shown(true, |s| selling(s, &selling_page(text, &listings)))),
        ("orders", shown(true, |s| orders(s, &bought))),
        ("order", order_page(text, "created", None, payable())),
        (
            "order-declined",
            order_page(text, "awaiting_payment", None, OrderStage::Payable(refused)),
        ),
        ("order-stripe", {
            let stage = OrderStage::Payable(stripe_form("https://js.stripe.com/v3/"));
            order_page(text, "awaiting_payment", None, stage)
        }),
        ("order-setting-up", settling_page(text, SettlingStep::SettingUp, true)),
        ("order-setting-up-unanswered", settling_page(text, SettlingStep::SettingUp, false)),
        ("order-asking", settling_page(text, SettlingStep::Asking, true)),
        ("order-asking-unanswered", settling_page(text, SettlingStep::Asking, false)),
        ("order-settling", settling_page(text, SettlingStep::Taking, true)),
        ("order-settling-unanswered", settling_page(text, SettlingStep::Taking, false)),
        ("purchase", purchase_page(text, "created", payable())),
        ("purchase-run-out", purchase_page(text, "created", OrderStage::RunOut)),
        ("purchase-completed", purchase_page(text, "completed", OrderStage::Over)),
        ("order-run-out", order_page(text, "created", None, OrderStage::RunOut)),
        ("order-completed", order_page(text, "completed", None, OrderStage::Over)),
        (
            "order-cancelled",
            order_page(text, "cancelled", Some(CancelReason::Expired), OrderStage::Over),
        ),
        ("receipt", receipt_page(text, None)),
        ("receipt-refunded", {
            let refund = ReceiptRefund {
                at: Some(deadline()),
                reason: Some(text.into()),
                reference: Some(text.into()),
            };
            receipt_page(text, Some(refund))
        }),
        ("sign-in", shown(false, |s| sign_in(s, &sign_form(text)))),
        ("sign-up", shown(false, |s| sign_up(s, &sign_form(text)))),
        ("account", shown(true, |s| account(s, &account_page))),
        ("security", shown(true, |s| security(s, &security_page))),
        ("security-none", {
            let page = SecurityPage { tries: tried.to_vec(), ..SecurityPage::default() };
            shown(true, |s| security(s, &page))
        }),
        ("security-app", shown(true, |s| add_totp(s, &totp_form))),
        ("security-codes", shown(true, |s| recovery_codes(s, &[text.to_owned()]))),
        ("security-passkey", {
            let form = PasskeyForm { name: text.into(), errors: wrong("passkey") };
            shown(true, |s| add_passkey(s, &form))
        }),
        ("security-sure", shown(true, |s| sure(s, (s.language.remove_app(), text), "/"))),
        ("second-look", shown(true, |s| second_look(s, text, &wrong("password")))),
        ("openid-new", shown(false, |s| openid_new(s, &openid_form(FieldErrors::new())))),
        ("openid-known", shown(false, |s| openid_known(s, &openid_form(wrong("password"))))),
        ("openid-link", shown(true, |s| openid_link(s, &openid_form(FieldErrors::new())))),
        ("openid-refused", shown(true, |s| openid_refused(s, text, "/account/security"))),
        ("delete-without-password", {
            let wrong = wrong("password");
            shown(true, |s| {
                let context = PageContext { has_password: false, ..s.clone() };
                delete_account(&context, &[], None, &wrong)
            })
        }),
        ("second-step", shown(false, |s| second_step(s, &step))),
        ("lost-factors", shown(false, |s| lost_factors(s, "/lost/1", text))),
        ("reset", {
            let errors = FieldErrors::from([("password", text.into())]);
            shown(false, |s| reset(s, text, &errors))
        }),
        ("confirm", shown(false, |s| confirm(s, text, text))),
        ("webhooks", shown(true, |s| webhooks(s, &webhooks_page(text, &[])))),
        ("webhooks-mistyped", {
            let page = webhooks_page(text, &["url", "types"]);
            shown(true, |s| webhooks(s, &page))
        }),
        ("webhooks-none", {
            let page = WebhooksPage { endpoints: vec![], ..webhooks_page(text, &[]) };
            shown(true, |s| webhooks(s, &page))
        }),
        ("webhook", shown(true, |s| webhook_endpoint(s, &webhook_page(text, None)))),
        ("webhook-off", {
            let page = webhook_page(text, Some(WebhookOff::Failing));
            shown(true, |s| webhook_endpoint(s, &page))
        }),
        ("mails", shown(true, |s| mails(s, &mail_page(text)))),
        ("mails-in-trouble", {
            let server = MailServer {
                address: text.into(),
                from: text.into(),
                trouble: Some((text.into(), NOW, deadline())),
            };
            let page = MailPage {
                server: Some(server),
                tested: Some(Err(text.into())),
                only_given_up: true,
                ..mail_page(text)
            };
            shown(true, |s| mails(s, &page))
        }),
        (
            "account-in-line",
            shown(true, |s| account(&PageContext { line: &line, ..s.clone() }, &account_page)),
        ),
        (
            "event-in-line",
            shown(true, |s| {
                let page = EventPage { place: Some(seats.clone()), ..event_page.clone() };
                event(&PageContext { line: &line, ..s.clone() }, &page)
            }),
        ),
        ("ticket-in-line", {
            let page = TicketPage {
                details: TicketDetails::default(),
                listed_with: 0,
                seats_go: None,
                goes_with: None,
                file: file_card(text, Onlooker::Other, "reserved"),
                listing: listing(text, "reserved"),
                onlooker: Onlooker::Other,
                withdrawn: None,
                started: false,
                place: Some(place),
                has_passed: false,
                refusal: None,
                history: None,
            };
            shown(true, |s| ticket(&PageContext { line: &line, mails: true, ..s.clone() }, &page))
        }),
        (
            "admin",
            shown(true, |s| admin(&PageContext { site_name: text, ..s.clone() }, &admin_page())),
        ),
        ("admin-late", shown(true, |s| admin(s, &late_and_quiet(text)))),
        ("money", shown(true, |s| money(s, &earned_page(text)))),
        ("money-nothing", shown(true, |s| money(s, &money_page(text, vec![])))),
        ("bank", shown(true, |s| payout_account(s, &payout_page(text, None)))),
        ("connect", shown(true, |s| payout_account(s, &payout_page(text, Some(Connect))))),
        ("connected", shown(true, |s| payout_account(s, &payout_page(text, Some(GoOn))))),
        ("ready", shown(true, |s| payout_account(s, &payout_page(text, Some(Nothing))))),
        ("forget", shown(true, |s| forget_payout_account(s, &profile(&["password"]).errors))),
        ("to-provider", shown(true, |s| to_provider(s, text))),
        ("admin-money", shown(true, |s| admin_money(s, &admin_money_page(text)))),
        (
            "fee-invoices",
            shown(false, |s| {
                fee_invoices(&PageContext { site_name: text, ..s.clone() }, &fee_invoices_page())
            }),
        ),
        ("fee-invoice", shown(true, |s| fee_invoice(s, &fee_invoice_page(text)))),
        ("admin-runs", shown(true, |s| admin_runs(s, &runs_page(text)))),
        ("admin-run", shown(true, |s| admin_run(s, &run_page(text)))),
        (
            "admin-run-being-made",
            shown(true, |s| {
                let mut page = run_page(text);
                page.run.closed = None;
                admin_run(s, &page)
            }),
        ),
        ("admin-seller", shown(true, |s| admin_seller(s, &seller_page(text)))),
        (
            "admin-search",
            shown(true, |s| {
                let rows = admin_list_page(text, None).rows;
                let page = AdminSearchPage { sought: text.into(), groups: vec![("Orders", rows)] };
                admin_search(&PageContext { page: "/admin/search".into(), ..s.clone() }, &page)
            }),
        ),
        ("admin-list", shown(true, |s| admin_list(s, &admin_list_page(text, None)))),
        ("admin-list-refused", shown(true, |s| admin_list(s, &admin_list_page(text, Some(text))))),
        ("change-email", shown(true, |s| change_email(s, &profile(&["email", "password"])))),
        ("change-password", {
            shown(true, |s| change_password(s, &profile(&["old_password", "password"])))
        }),
        ("end-sessions", shown(true, |s| end_sessions(s, None, &profile(&["password"]).errors))),
        ("end-session", {
            let errors = profile(&["password"]).errors;
            shown(true, |s| end_sessions(s, Some(&other_session), &errors))
        }),
        ("error", shown(false, |s| error(s, &error_page))),
    ]
}
