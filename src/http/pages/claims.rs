//! What buyers have against what they got: on the page of the messages about the order.

use super::{
    conversations::{Typed, again},
    go_to, mistyped, not_done,
};
use crate::{
    domain::{ClaimReason, rules::claim::ClaimRefusal},
    http::{Form, HttpError, HttpResult, Id, SignedIn, refused},
    texts::Tell as _,
    types::{Language, MessageText, OrderId},
    usecases::{RefusalCode as _, claims, conversations},
    views::FieldErrors,
};

/// Says that something is wrong with what the visitor has bought.
pub(crate) async fn open(user: SignedIn, Id(id): Id<OrderId>, form: Form) -> HttpResult {
    let t = user.language();
    conversations::conversation(&user.edge.market, user.caller(), id)?;
    let mut errors = FieldErrors::new();
    let typed = form.get("reason");
    let reason = ClaimReason::ALL.into_iter().find(|reason| reason.word() == typed);
    if reason.is_none() {
        errors.insert("reason", t.not_of_the_list().to_owned());
    }
    let text = text(t, &form, &mut errors);
    let (Some(reason), Some(text)) = (reason, text) else {
        return mistyped(again(&user, id, &Typed::Problem(&form), errors)?);
    };
    let opened = claims::open(&user.edge.market, user.caller(), id, (reason, text)).await;
    done(&user, id, &form, refused(opened)?)
}

/// Says something to what is wrong with what the visitor has sold.
pub(crate) async fn answer(user: SignedIn, Id(id): Id<OrderId>, form: Form) -> HttpResult {
    conversations::conversation(&user.edge.market, user.caller(), id)?;
    let mut errors = FieldErrors::new();
    let Some(text) = text(user.language(), &form, &mut errors) else {
        return mistyped(again(&user, id, &Typed::Problem(&form), errors)?);
    };
    let answered = claims::answer(&user.edge.market, user.caller(), id, text).await;
    done(&user, id, &form, refused(answered)?)
}

/// Takes it back.
pub(crate) async fn withdraw(user: SignedIn, Id(id): Id<OrderId>) -> HttpResult {
    let withdrawn = claims::withdraw(&user.edge.market, user.caller(), id).await;
    done(&user, id, &Form::default(), refused(withdrawn)?)
}

fn text(t: Language, form: &Form, errors: &mut FieldErrors) -> Option<MessageText> {
    let read = MessageText::parse(form.get("text"));
    read.map_err(|error| errors.insert("problem", error.tell(t))).ok()
}

fn done(user: &SignedIn, id: OrderId, form: &Form, done: Result<(), ClaimRefusal>) -> HttpResult {
    let refusal = match done {
        Ok(()) => return go_to(&format!("/orders/{id}/messages")),
        Err(refusal) => refusal,
    };
    let t = user.language();
    let why = match refusal {
        ClaimRefusal::NotThere => return Err(HttpError::NotFound),
        ClaimRefusal::NotPaid => t.problem_not_paid(),
        ClaimRefusal::TooLate => t.problem_too_late(),
        ClaimRefusal::OpenedBefore => t.problem_before(),
        ClaimRefusal::AnsweredBefore => t.problem_answered_before(),
        ClaimRefusal::Settled => t.problem_settled(),
        ClaimRefusal::Disputed => t.problem_disputed(),
    };
    let page = again(user, id, &Typed::Refused(form, why), FieldErrors::new())?;
    not_done(refusal.code(), page)
}
