use axum::http::request::Parts;
use maud::Markup;
use tower_sessions::Session;

use super::{calendars, go_to, mistyped, not_done, second_step, site_pages};
use crate::{
    domain::SignInBy,
    http::{
        Form, HttpResult, SignedIn, Visitor, query, refused,
        session::{SessionHere, SignInStage},
        visitor::local_path,
    },
    passwords::Password,
    texts::Tell as _,
    types::Email,
    usecases::{
        RefusalCode as _,
        accounts::{self, AccountRefusal, SignInRefusal},
    },
    views::{self, AccountPage, SignForm},
};

/// The form to sign up.
pub(crate) async fn sign_up_form(visitor: Visitor, parts: Parts) -> Markup {
    let next = query(&parts, "next").unwrap_or_default();
    views::sign_up(&visitor.context(), &SignForm { next, ..SignForm::default() })
}

/// Makes an account, and signs in.
pub(crate) async fn sign_up(visitor: Visitor, here: SessionHere, form: Form) -> HttpResult {
    let t = visitor.language();
    let mut page = typed(&form);
    let email = Email::parse(form.get("email"));
    let password = match &email {
        Ok(email) => visitor.edge.new_password(form.get("password"), email),
        Err(error) => {
            page.errors.insert("email", error.tell(t));
            Password::parse(form.get("password"))
        }
    };
    if let Err(error) = &password {
        page.errors.insert("password", error.tell(t));
    }
    let terms = site_pages::agreed(&visitor, &form);
    if let Err(why) = terms {
        page.errors.insert("terms", why.into());
    }
    let (Ok(email), Ok(password), Ok(terms)) = (email, password, terms) else {
        return mistyped(views::sign_up(&visitor.context(), &page));
    };
    let hash = visitor.edge.passwords.hash(password).await?;
    match refused(accounts::sign_up(&visitor.edge.market, email.clone(), hash, t, terms).await)? {
        Ok(user) => {
            visitor.edge.know(here.client, &email);
            here.begin(&user, SignInBy::default()).await?;
            go_to(local_path(&page.next))
        }
        Err(refusal) => {
            let (field, why) = match refusal {
                AccountRefusal::TermsNotAgreed => ("terms", t.terms_are_others()),
                _ => ("email", t.address_taken()),
            };
            page.errors.insert(field, why.into());
            not_done(refusal.code(), views::sign_up(&visitor.context(), &page))
        }
    }
}

/// The form to sign in.
pub(crate) async fn sign_in_form(visitor: Visitor, parts: Parts) -> Markup {
    let next = query(&parts, "next").unwrap_or_default();
    views::sign_in(&visitor.context(), &SignForm { next, ..SignForm::default() })
}

/// Signs in.
pub(crate) async fn sign_in(visitor: Visitor, here: SessionHere, form: Form) -> HttpResult {
    let t = visitor.language();
    let mut page = typed(&form);
    match here.sign_in(&visitor.edge, form.get("email"), form.get("password")).await? {
        Ok(SignInStage::SignedIn(_)) => go_to(local_path(&page.next)),
        Ok(SignInStage::SecondStep(step)) => second_step::lead(&visitor.edge, step, &page.next),
        Err(refusal) => {
            page.refusal = Some(match refusal {
                SignInRefusal::AccountClosed => t.account_closed(&visitor.edge.config.site.name),
                SignInRefusal::WrongCredentials => t.wrong_pair().into(),
            });
            not_done(refusal.code(), views::sign_in(&visitor.context(), &page))
        }
    }
}

/// Signs out.
pub(crate) async fn sign_out(session: Session) -> HttpResult {
    session.flush().await?;
    go_to("/")
}

/// The account.
pub(crate) async fn account(user: SignedIn) -> HttpResult<Markup> {
    let account = user.account();
    let page = AccountPage {
        email: account.email.shown().into_owned(),
        confirmation: accounts::address_state(&user.edge.market, account),
        since: account.created_at,
        agreed: account.agreed.map(|agreed| (agreed.terms.version, agreed.at)),
        is_admin: user.edge.staff.role(account).is_some(),
        calendar: calendars::address(&user.edge, user.caller())?,
    };
    Ok(views::account(&user.context(), &page))
}

fn typed(form: &Form) -> SignForm {
    SignForm {
        email: form.get("email").to_owned(),
        next: form.get("next").to_owned(),
        ..SignForm::default()
    }
}
