use axum::response::{IntoResponse as _, Response};
use maud::Markup;

use super::{
    calendars, conversations, go_to, not_done,
    purchases::{path_of, purchase_page},
};
use crate::{
    domain::{
        CancelReason, ChargeStatus, Order, OrderStatus,
        rules::{handover::arrival, order::OrderRefusal, waitlist::WAITLIST_MAX},
    },
    http::{
        AskedPage, Edge, HttpError, HttpResult, Id, SignedIn, content_policy::stripe_headers,
        presenters, refused, staff_looks,
    },
    payments::CardForm,
    texts::Tell as _,
    types::{ChargeId, Language, OrderId, Price},
    usecases::{Code, RefusalCode as _, buying, disputes, policy},
    views::{
        self, FieldErrors, OrderPage, OrderStage, OrdersPage, PayBy, PayForm, RefundForm,
        SettlingStep, StripeForm,
    },
};

/// The visitor's orders, newest first.
pub(crate) async fn orders(user: SignedIn, asked: AskedPage) -> HttpResult<Markup> {
    let tables = user.edge.market.tables();
    let ordered = |walk, limit| tables.ordered_by(user.id(), walk, limit);
    let (shown, turning) = presenters::page_of_ids(&asked, ordered)?;
    let orders = presenters::orders(tables, shown, user.language())?;
    let line = match turning.is_first() {
        true => presenters::line(&user.edge, user.id(), user.language(), WAITLIST_MAX)
            .iter()
            .map(|place| presenters::numbered(&user.edge, place))
            .collect(),
        false => vec![],
    };
    Ok(views::orders(
        &user.context(),
        &OrdersPage {
            orders,
            turning,
            line,
            calendar: calendars::address(&user.edge, user.caller())?,
        },
    ))
}

/// An order, and what its buyer can do.
pub(crate) async fn order(user: SignedIn, Id(id): Id<OrderId>) -> HttpResult {
    let order = user.edge.market.tables().order(id)?.ok_or(HttpError::NotFound)?;
    if order.status.is_open() && !order.together.is_empty() && order.buyer == user.id() {
        return go_to(&path_of(&order));
    }
    staff_looks::at_order(&user, "/orders/{id}", id).await?;
    order_page(
        &user,
        &order,
        OrderNotes { notice: failure_to_show(&order, user.language()), ..OrderNotes::default() },
    )
}

/// Why the latest payment failed, while that is what the buyer must know: not once another is under
/// way or has succeeded.
pub(super) fn failure_to_show(order: &Order, t: Language) -> Option<String> {
    let matters = match order.status {
        OrderStatus::Created | OrderStatus::AwaitingPayment(None) => true,
        OrderStatus::Cancelled { reason, .. } => reason == CancelReason::PaymentFailed,
        OrderStatus::AwaitingPayment(Some(_)) | OrderStatus::Completed { .. } => false,
    };
    order.last_failure.as_ref().filter(|_| matters).map(|failure| failure.tell(t))
}

/// Gives up an order.
pub(crate) async fn cancel(user: SignedIn, Id(id): Id<OrderId>) -> HttpResult {
    given_up(&user, id, refused(buying::cancel(&user.edge.market, user.caller(), id).await)?)
}

/// Where it is shown that an order, or what was bought with it, is given up; else why it is not.
pub(super) fn given_up(
    user: &SignedIn,
    id: OrderId,
    cancelled: Result<(), OrderRefusal>,
) -> HttpResult {
    match cancelled {
        Ok(()) => go_to(&path_of(&*policy::own_order(&user.edge.market, user.caller(), id)?)),
        Err(OrderRefusal::PaymentUnderWay) => {
            noticed(user, id, Code::PaymentUnderWay, user.language().cancel_while_paying())
        }
        Err(OrderRefusal::GoTogether(_)) => {
            noticed(user, id, Code::SeatsGoTogether, user.language().drop_refused_together())
        }
        Err(OrderRefusal::OneLeftAlone) => {
            noticed(user, id, Code::SeatLeftAlone, user.language().drop_refused_alone())
        }
        Err(refusal) => over(user, id, None, refusal.code()),
    }
}

/// The order's page as the answer to what came too late.
pub(super) fn over(
    user: &SignedIn,
    id: OrderId,
    reason: Option<CancelReason>,
    code: Code,
) -> HttpResult {
    let t = user.language();
    let notice = match reason {
        Some(CancelReason::Expired) => t.time_is_up(),
        _ => t.order_is_over(),
    };
    noticed(user, id, code, notice)
}

/// The order's page with why something is not done.
pub(super) fn noticed(user: &SignedIn, id: OrderId, code: Code, notice: &str) -> HttpResult {
    let order = policy::own_order(&user.edge.market, user.caller(), id)?;
    not_done(code, page(user, &order, OrderNotes::notice(notice))?)
}

/// What an order's page shows besides the order.
#[derive(Default)]
pub(super) struct OrderNotes {
    /// What is wrong with the card, by field.
    pub errors: FieldErrors,
    /// As typed, if it may be shown again.
    pub card_number: String,
    /// As typed.
    pub card_expiry: String,
    /// Why something cannot be done.
    pub notice: Option<String>,
    /// The form to refund it, as typed.
    pub refund: RefundForm,
    /// The buyer came back from the provider, which has not said yet what came of it.
    pub came_back: bool,
}

impl OrderNotes {
    pub(super) fn notice(notice: &str) -> Self {
        Self { notice: Some(notice.to_owned()), ..Self::default() }
    }
}

/// An order's page, for whom it is to see it: its buyer sees it among what was bought with it.
pub(super) fn page(user: &SignedIn, order: &Order, shown: OrderNotes) -> HttpResult {
    match !order.together.is_empty() && order.buyer == user.id() {
        true => purchase_page(user, order, shown),
        false => order_page(user, order, shown),
    }
}

fn order_page(user: &SignedIn, order: &Order, shown: OrderNotes) -> HttpResult {
    let tables = user.edge.market.tables();
    let ticket = tables.ticket(order.ticket)?.ok_or(HttpError::NotFound)?;
    let caller = user.caller();
    let reader = policy::order_reader(caller, order, &ticket).ok_or(HttpError::NotFound)?;
    let context = user.context();
    let return_path = format!("/orders/{}/return", order.id);
    let stage = stage(user, order, order.price, return_path, &shown)?;
    let bank = disputes::bank_says(&user.edge.market, order)?;
    let refundable = order.status.paid_by().is_some()
        && order.refund.is_none()
        && bank.is_none()
        && policy::may_refund(caller, &ticket, context.now);
    let line = presenters::order(tables, order, &ticket, user.language())?;
    let together = match (&*order.together, reader) {
        ([first, ..], views::OrderReader::Buyer) => Some((*first, order.together.len())),
        _ => None,
    };
    let conversation = conversations::unseen(user, order.id)?;
    let event = tables.event_of(&ticket)?.ok_or(HttpError::NotFound)?;
    let (said, claim) = (tables.conversation(order.id)?, tables.claim(order.id)?);
    let arrival = arrival(order, said.as_deref(), claim.as_deref(), &event, context.now);
    let give_back_until = policy::give_back_until(caller, order, &event);
    let page = OrderPage {
        order: line,
        stage,
        event_reason: presenters::event_reason(&event),
        give_back_until: give_back_until
            .filter(|until| context.now < *until && bank.is_none())
            .and(event.postponement().map(|postponement| postponement.last_moment())),
        notice: shown.notice,
        reader,
        file: ticket.file.as_ref().map(crate::http::presenters::file),
        comes: presenters::handover(&ticket),
        has_file: policy::file_for(caller, &ticket).is_some(),
        refund_reason: presenters::told_why(order, user.language()),
        refund: refundable.then_some(shown.refund),
        is_disputed: order.status.is_open() && ticket.is_disputed(),
        bank,
        conversation,
        arrival,
        together,
    };
    let response = views::order(&context, &page).into_response();
    Ok(with_stripe(user, &page.stage, response))
}

/// What the buyer of an order, and of what is paid with it, can do: they pay this much.
pub(super) fn stage(
    user: &SignedIn,
    order: &Order,
    amount: Price,
    return_path: String,
    shown: &OrderNotes,
) -> HttpResult<OrderStage> {
    let settling = |step| {
        let provider_answers = user.edge.market.provider_answers();
        OrderStage::Settling { step, provider_answers }
    };
    Ok(match (order.status, step(&user.edge, order.status)?) {
        _ if order.is_refunding() => OrderStage::Refunding,
        (status, _) if !status.is_open() => OrderStage::Over,
        (_, Some(step)) => settling(step),
        _ if user.context().now >= order.expires_at => OrderStage::RunOut,
        _ if shown.came_back => settling(SettlingStep::Asking),
        _ => OrderStage::Payable(PayForm {
            attempt: ChargeId::new().to_string(),
            attempts_left: user
                .edge
                .config
                .payments
                .max_attempts
                .saturating_sub(order.failed_attempts),
            amount,
            expires_at: order.expires_at,
            by: match &user.edge.checkout.form {
                CardForm::Sandbox => PayBy::SandboxCard {
                    card_number: shown.card_number.clone(),
                    card_expiry: shown.card_expiry.clone(),
                    errors: shown.errors.clone(),
                },
                CardForm::Stripe(stripe) => PayBy::Stripe(StripeForm {
                    publishable_key: stripe.publishable_key.clone(),
                    js_url: stripe.js_url.clone(),
                    amount_minor: amount.minor(),
                    currency: user.edge.config.site.currency.code().to_ascii_lowercase(),
                    return_path,
                }),
            },
        }),
    })
}

/// The page, which may load Stripe's form where it is to be shown.
pub(super) fn with_stripe(user: &SignedIn, stage: &OrderStage, mut response: Response) -> Response {
    if let OrderStage::Payable(PayForm { by: PayBy::Stripe(_), .. }) = stage
        && let CardForm::Stripe(stripe) = &user.edge.checkout.form
    {
        response.headers_mut().extend(stripe_headers(stripe).into_iter().flatten());
    }
    response
}

/// Where a payment is that the buyer can only wait for, if one is under way.
fn step(edge: &Edge, status: OrderStatus) -> HttpResult<Option<SettlingStep>> {
    let tables = edge.market.tables();
    if !presenters::is_settling(tables, status)? {
        return Ok(None);
    }
    let charge = status.charge_under_way().map(|charge| tables.charge(charge)).transpose()?;
    let is_new = charge.flatten().is_some_and(|of| matches!(of.status, ChargeStatus::Created));
    // Without the provider's name for it, no browser can have been told how to pay it.
    let step = match edge.checkout.asks_the_buyer() && is_new {
        true => SettlingStep::SettingUp,
        false => SettlingStep::Taking,
    };
    Ok(Some(step))
}
