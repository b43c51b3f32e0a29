use maud::Markup;

use crate::{
    http::{HttpError, HttpResult, Id, SignedIn, presenters, staff_looks},
    types::OrderId,
    usecases::policy,
    views::{self, ReceiptPage, ReceiptRefund},
};

/// What was paid for what. There is none of an order for which nothing was.
pub(crate) async fn receipt(user: SignedIn, Id(id): Id<OrderId>) -> HttpResult<Markup> {
    staff_looks::at_order(&user, "/orders/{id}/receipt", id).await?;
    let tables = user.edge.market.tables();
    let order = tables.order(id)?.ok_or(HttpError::NotFound)?;
    let ticket = tables.ticket(order.ticket)?.ok_or(HttpError::NotFound)?;
    let reader = policy::order_reader(user.caller(), &order, &ticket).ok_or(HttpError::NotFound)?;
    let paid = order.paid.ok_or(HttpError::NotFound)?;
    let refunded_at = order.paid_back.as_ref().map(|back| back.at);
    let charge = tables.charge(paid.charge)?;
    let account = match policy::sees_buyer(reader) {
        true => tables.user(order.buyer)?,
        false => None,
    };
    let t = user.language();
    let refund = (order.refund.is_some() || refunded_at.is_some()).then(|| ReceiptRefund {
        at: refunded_at,
        reason: order.refund.as_ref().map(|refund| t.refund_reason(refund).into()),
        reference: charge.as_ref().and_then(|of| Some(of.stripe_refund_id.as_deref()?.into())),
    });
    let issuer = user.edge.config.site.issuer().ok().flatten();
    let page = ReceiptPage {
        order: presenters::order(tables, &order, &ticket, t)?,
        site_url: user.edge.config.site.base_url.clone(),
        operator: issuer.iter().flat_map(|it| it.operator.lines()).map(Into::into).collect(),
        tax_id: issuer.as_ref().map(|it| it.tax_id.to_string()).filter(|id| !id.is_empty()),
        account: account.map(|account| t.account_of(&account).into_owned()),
        paid_at: Some(paid.at),
        payment: charge.as_ref().map(|charge| charge.id.to_string()),
        reference: charge.and_then(|charge| charge.stripe_id.as_deref().map(Into::into)),
        refund,
    };
    Ok(views::receipt(&user.context(), &page))
}
