//! Where a seller is paid: their bank account, or theirs at the payment provider.

use axum::{
    http::header::{CACHE_CONTROL, REFRESH},
    response::IntoResponse as _,
};
use maud::Markup;

use super::{go_to, mistyped, money::readiness};
use crate::{
    domain::rules::payouts::{NotReady, PayoutMethod, PayoutRefusal},
    http::{
        Form, HttpResult, SignedIn, refused,
        second_look::{LookedAgain, own_password},
        session::SessionHere,
    },
    texts::Tell as _,
    types::{AccountHolder, Iban},
    usecases::payouts,
    views::{self, BankForm, Done, PayoutAccountPage, ProviderStep},
};

/// Where the payment provider sends a seller back to.
const BACK: &str = "/account/payout/back";

/// Where the visitor is paid, and what they can do about it.
pub(crate) async fn show(user: SignedIn) -> HttpResult<Markup> {
    Ok(views::payout_account(&user.context(), &known(&user)?))
}

/// The page with what is known.
fn known(user: &SignedIn) -> HttpResult<PayoutAccountPage> {
    let (edge, context) = (&user.edge, user.context());
    let account = edge.market.tables().payout_account(user.id())?;
    let ready = edge.market.payout_readiness(user.id(), context.now)?;
    let connected = account.as_ref().and_then(|account| account.connected.as_ref());
    let bank = account.as_ref().and_then(|account| account.bank.as_ref());
    let is_by_provider = edge.market.settings().payouts.method == PayoutMethod::Stripe;
    let provider = is_by_provider.then_some(match (&ready, connected) {
        (_, None) | (Err(NotReady::Gone), _) => ProviderStep::Connect,
        (Err(NotReady::Unfinished | NotReady::Restricted), _) => ProviderStep::GoOn,
        _ => ProviderStep::Nothing,
    });
    Ok(PayoutAccountPage {
        is_ready: ready.is_ok(),
        readiness: readiness(&context, &ready),
        provider,
        bank: BankForm {
            holder: bank.map(|bank| bank.holder.to_string()).unwrap_or_default(),
            iban: String::new(),
        },
        is_known: bank.is_some() || connected.is_some(),
        rest_days: edge.config.payouts.rest_days_after_change.into(),
        refusal: None,
        errors: Default::default(),
    })
}

/// Has the visitor paid to another bank account.
pub(crate) async fn give_bank(user: SignedIn, here: SessionHere, form: Form) -> HttpResult {
    let t = user.language();
    let bank =
        BankForm { holder: form.get("holder").to_owned(), iban: form.get("iban").to_owned() };
    let mut page = PayoutAccountPage { bank, ..known(&user)? };
    let holder = AccountHolder::parse(form.get("holder"));
    let iban = Iban::parse(form.get("iban"));
    let (Ok(holder), Ok(iban)) = (&holder, &iban) else {
        if let Err(error) = holder {
            page.errors.insert("holder", error.tell(t));
        }
        if iban.is_err() {
            page.errors.insert("iban", t.money_iban_wrong().into());
        }
        return mistyped(views::payout_account(&user.context(), &page));
    };
    let (holder, iban) = (holder.clone(), iban.clone());
    let given = match own_password(&user, &here, form.get("password")).await? {
        Some(password) => {
            let market = &user.edge.market;
            refused(payouts::give_bank(market, user.caller(), password, holder, iban).await)?
        }
        None => Err(PayoutRefusal::WrongPassword),
    };
    answered(&user, page, given, &Done::BankGiven.at("/selling/money"))
}

/// Opens an account at the payment provider for the visitor.
pub(crate) async fn connect(user: SignedIn, here: SessionHere, form: Form) -> HttpResult {
    let connected = match own_password(&user, &here, form.get("password")).await? {
        Some(password) => {
            refused(payouts::connect(&user.edge.market, user.caller(), password).await)?
        }
        None => Err(PayoutRefusal::WrongPassword),
    };
    let page = known(&user)?;
    answered(&user, page, connected, "/account/payout")
}

/// Sends the visitor to where the payment provider asks what it must know, and where they are paid can be
/// changed.
pub(crate) async fn go_on(LookedAgain { user, .. }: LookedAgain) -> HttpResult {
    let back_to = format!("{}{BACK}", user.edge.config.site.base_url);
    let link = refused(payouts::onboarding(&user.edge.market, user.caller(), back_to).await)?;
    match link {
        Ok(link) => {
            let page = views::to_provider(&user.context(), link.expose());
            let headers = [
                (CACHE_CONTROL, "no-store".to_owned()),
                (REFRESH, format!("0; url={}", link.expose())),
            ];
            Ok((headers, page).into_response())
        }
        Err(refusal) => {
            let page = known(&user)?;
            answered(&user, page, Err(refusal), "/account/payout")
        }
    }
}

/// The visitor comes back from the payment provider, which says nothing: it is asked.
pub(crate) async fn came_back(user: SignedIn) -> HttpResult {
    // Who waits for an answer that does not come can ask again.
    let asked = payouts::ask_where_it_stands(&user.edge.market, user.caller()).await;
    if let Err(error) = asked {
        tracing::info!(%error, "whether a seller's account can be paid to is not known yet");
    }
    go_to("/account/payout")
}

/// Asks the payment provider anew where the visitor's account stands.
pub(crate) async fn look_again(user: SignedIn) -> HttpResult {
    let asked = refused(payouts::ask_where_it_stands(&user.edge.market, user.caller()).await)?;
    let page = known(&user)?;
    answered(&user, page, asked, "/account/payout")
}

/// The form to have the site forget where the visitor is paid.
pub(crate) async fn forget_form(user: SignedIn) -> Markup {
    views::forget_payout_account(&user.context(), &Default::default())
}

/// Has the site forget it.
pub(crate) async fn forget(user: SignedIn, here: SessionHere, form: Form) -> HttpResult {
    let forgotten = match own_password(&user, &here, form.get("password")).await? {
        Some(password) => {
            refused(payouts::forget(&user.edge.market, user.caller(), password).await)?
        }
        None => Err(PayoutRefusal::WrongPassword),
    };
    match forgotten {
        Ok(()) => go_to("/account/payout"),
        Err(refusal) => {
            let why = user.language().payout_refusal(&refusal).into();
            let errors = [("password", why)].into_iter().collect();
            mistyped(views::forget_payout_account(&user.context(), &errors))
        }
    }
}

fn answered(
    user: &SignedIn,
    mut page: PayoutAccountPage,
    done: Result<(), PayoutRefusal>,
    next: &str,
) -> HttpResult {
    match done {
        Ok(()) => go_to(next),
        Err(refusal) => {
            let why = user.language().payout_refusal(&refusal).into();
            match refusal {
                PayoutRefusal::WrongPassword => _ = page.errors.insert("password", why),
                _ => page.refusal = Some(why),
            }
            mistyped(views::payout_account(&user.context(), &page))
        }
    }
}
