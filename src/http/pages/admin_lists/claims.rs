use std::collections::BTreeSet;

use super::{AdminList, Cells, ListHead, act, columns, name_of, reason};
use crate::{
    domain::{BorneBy, Claim, ClaimStatus, rules::claim::ClaimRefusal},
    http::{Admin, Edge, Form, HttpError, HttpResult, Id},
    reads::walk::{ListPlace, Stretch, Walk, Way},
    storage::StorageError,
    types::{Language, OrderId, Timestamp},
    usecases::claims::{self, Verdict},
    views::{AdminAction, AdminField, AdminKind, AdminRow, FieldErrors},
};

/// The orders about which somebody waits for those who run the site: a claim that is not decided, or
/// messages at which they are asked to look; oldest first. Any other claim by the order's id.
#[derive(Default)]
pub(crate) struct Claims;

/// The field, and what can be chosen in it.
const DECISION: &str = "decision";
const DECISIONS: [(&str, Verdict); 3] = [
    ("uphold_seller", Verdict::Uphold(BorneBy::Seller)),
    ("uphold_site", Verdict::Uphold(BorneBy::Site)),
    ("reject", Verdict::Reject),
];

/// Decides a claim.
pub(crate) async fn decide(admin: Admin, Id(id): Id<OrderId>, form: Form) -> HttpResult {
    admin.edge.market.tables().claim(id)?.ok_or(HttpError::NotFound)?;
    let t = admin.language();
    let read = |errors: &mut FieldErrors| {
        let typed = form.get(DECISION);
        let verdict = DECISIONS.iter().find(|(word, _)| *word == typed);
        if verdict.is_none() {
            errors.insert(DECISION, t.not_of_the_list().to_owned());
        }
        verdict.map(|(_, verdict)| *verdict)
    };
    let deed = async |verdict, reason| {
        claims::settle(&admin.edge.market, admin.caller(), id, verdict, reason).await
    };
    let why_not = |t: Language, refusal: &ClaimRefusal| match refusal {
        ClaimRefusal::Disputed => t.problem_disputed(),
        _ => t.admin_claim_over(),
    };
    act(&Claims, &admin, id, &form, read, deed, why_not).await
}

impl AdminList for Claims {
    type Id = OrderId;

    const COLUMNS: &'static [&'static str] = &[
        "order",
        "status",
        "reason",
        "text",
        "opened_at",
        "answer",
        "answered_at",
        "admins_asked_at",
        "ticket",
        "title",
        "buyer",
        "buyer_email",
        "seller",
        "seller_email",
        "price",
        "currency",
    ];

    const WAY: Way = Way::Up;

    fn head(&self, t: Language) -> ListHead {
        ListHead {
            title: t.admin_claims().into(),
            path: "/admin/claims".into(),
            hint: t.admin_claims_hint().into(),
        }
    }

    fn walked(
        &self,
        edge: &Edge,
        _: &str,
        walk: Walk<ListPlace>,
        limit: usize,
    ) -> Result<Stretch<ListPlace, OrderId>, StorageError> {
        let walk = walk.by(|from| from.key(OrderId::from_bytes));
        let tables = edge.market.tables();
        let places = {
            let catalog = tables.catalog();
            let of = |set: &BTreeSet<(Timestamp, OrderId)>| {
                walk.along(set.range(walk.range())).take(limit + 1).copied().collect::<Vec<_>>()
            };
            [of(&catalog.open_claims), of(&catalog.wait_for_admins)].concat()
        };
        let places = walk.merged(places, limit + 1).into_iter().map(|place| (place, place));
        let found = Stretch::of(places, limit, limit, |(at, id)| {
            // What is both is one, since it was opened.
            let claim = tables.claim(id)?.filter(|claim| claim.is_open());
            Ok::<_, StorageError>(claim.is_none_or(|claim| claim.opened_at == at).then_some(id))
        })?;
        Ok(found.by(|(at, id)| ListPlace::at(at, *id.as_bytes())))
    }

    fn cells(&self, edge: &Edge, id: Self::Id) -> Result<Option<Cells>, StorageError> {
        let tables = edge.market.tables();
        let (claim, conversation) = (tables.claim(id)?, tables.conversation(id)?);
        let Some(order) = tables.order(id)? else { return Ok(None) };
        let Some(ticket) = tables.ticket(order.ticket)? else { return Ok(None) };
        let asked_at = conversation.and_then(|it| it.asked_admins_at);
        if claim.is_none() && asked_at.is_none() {
            return Ok(None);
        }
        let answer = claim.as_ref().and_then(|claim| claim.answer.as_ref());
        let of_claim = |of: fn(&Claim) -> String| claim.as_deref().map(of).unwrap_or_default();
        Ok(Some(vec![
            id.to_string(),
            of_claim(|claim| word(&claim.status).into()),
            of_claim(|claim| claim.reason.word().into()),
            of_claim(|claim| claim.text.to_string()),
            of_claim(|claim| claim.opened_at.rfc3339()),
            answer.map(|(text, _)| text.to_string()).unwrap_or_default(),
            columns::at(answer.map(|(_, at)| *at)),
            columns::at(asked_at),
            ticket.id.to_string(),
            ticket.title.to_string(),
            order.buyer.to_string(),
            columns::email(edge, order.buyer)?,
            ticket.seller.to_string(),
            columns::email(edge, ticket.seller)?,
            columns::price(edge, order.price),
            columns::currency(edge),
        ]))
    }

    fn row(&self, edge: &Edge, t: Language, id: OrderId) -> Result<Option<AdminRow>, StorageError> {
        let tables = edge.market.tables();
        let (claim, conversation) = (tables.claim(id)?, tables.conversation(id)?);
        let asked_at = conversation.as_ref().and_then(|it| it.asked_admins_at);
        let Some(order) = tables.order(id)? else { return Ok(None) };
        let Some(ticket) = tables.ticket(order.ticket)? else { return Ok(None) };
        if claim.is_none() && asked_at.is_none() {
            return Ok(None);
        }
        let config = &edge.config.site;
        let price = t.amount(order.price, config.currency);
        let bought_at = t.exact_moment(order.created_at, &config.time_zone);
        let mut lines = vec![
            t.admin_order_ids(&id.to_string(), &ticket.id.to_string()),
            t.admin_order_line(&price, &bought_at, &name_of(edge, t, order.buyer)?),
            t.admin_order_seller(&name_of(edge, t, ticket.seller)?),
        ];
        if let Some(at) = asked_at.filter(|_| conversation.is_some_and(|it| it.waits_for_admins)) {
            lines.push(t.admin_claim_asked(&t.exact_moment(at, &config.time_zone)));
        }
        lines.extend(claim.iter().flat_map(|claim| lines_of(t, claim)));
        let is_open = claim.as_ref().is_some_and(|claim| claim.is_open());
        let badge = if is_open { "created" } else { "completed" };
        let words = claim.as_ref().map_or(t.admin_claim_messages(), |it| status(t, &it.status));
        Ok(Some(AdminRow {
            kind: AdminKind::Order,
            id: id.to_string(),
            title: (&ticket.title).into(),
            links: vec![
                (format!("/orders/{id}/messages"), t.admin_claim_messages()),
                (format!("/orders/{id}"), t.admin_claim_order()),
            ],
            deeds: vec![],
            status: order.status.word(),
            badge: (badge, words),
            lines,
            action: is_open.then(|| action(t, id)),
        }))
    }
}

fn lines_of(t: Language, claim: &Claim) -> Vec<String> {
    let mut lines = vec![t.admin_claim_line(t.claim_reason(claim.reason), claim.text.as_str())];
    lines.push(match &claim.answer {
        Some((text, _)) => t.admin_claim_answer(text.as_str()),
        None => t.admin_claim_unanswered().into(),
    });
    lines
}

fn word(status: &ClaimStatus) -> &'static str {
    match status {
        ClaimStatus::Open => "open",
        ClaimStatus::Upheld { .. } => "upheld",
        ClaimStatus::Rejected(_) => "rejected",
        ClaimStatus::Withdrawn(_) => "withdrawn",
        ClaimStatus::MadeGood(_) => "made_good",
    }
}

fn status(t: Language, status: &ClaimStatus) -> &'static str {
    match status {
        ClaimStatus::Open => t.admin_open(),
        ClaimStatus::Upheld { .. } => t.problem_upheld(),
        ClaimStatus::Rejected(_) => t.problem_rejected(),
        ClaimStatus::Withdrawn(_) => t.problem_withdrawn(),
        ClaimStatus::MadeGood(_) => t.problem_made_good(),
    }
}

fn action(t: Language, id: OrderId) -> AdminAction {
    let called =
        [t.admin_claim_uphold_seller(), t.admin_claim_uphold_site(), t.admin_claim_reject()];
    let choices = DECISIONS.iter().map(|(word, _)| *word).zip(called).collect();
    let decision = AdminField {
        name: DECISION,
        label: t.admin_claim_decision(),
        value: String::new(),
        max: 0,
        choices,
        error: None,
    };
    AdminAction {
        summary: t.admin_claim_decide(),
        question: t.admin_claim_decide_ask().into(),
        path: format!("/admin/claims/{id}/decide"),
        hidden: None,
        fields: vec![decision, reason(t)],
        button: t.admin_claim_decide(),
    }
}
