use axum::{
    extract::State,
    http::{StatusCode, request::Parts},
    response::{IntoResponse as _, Redirect, Response},
};
use maud::Markup;
use tower_sessions::Session;

use crate::{
    actors::AddressTaken,
    http::{
        Edge, HttpError,
        error::refused,
        form::{Form, query},
        visitor::{self, SignedIn, Visitor, local_path},
    },
    passwords::Password,
    types::Email,
    views::{self, AccountPage, SignForm},
};

/// One message for every wrong pair, so that nobody learns who has an account.
const WRONG_PAIR: &str = "This address and password do not belong together. Check both and try \
    again.";

/// The form to sign up.
pub(crate) async fn sign_up_form(visitor: Visitor, parts: Parts) -> Markup {
    let next = query(&parts, "next").unwrap_or_default();
    views::sign_up(&visitor.shell(), &SignForm { next, ..SignForm::default() })
}

/// Makes an account, and signs in.
pub(crate) async fn sign_up(
    State(edge): State<Edge>,
    visitor: Visitor,
    session: Session,
    form: Form,
) -> Result<Response, HttpError> {
    let mut page = typed(&form);
    let email = Email::parse(form.get("email"));
    let password = Password::parse(form.get("password"));
    if let Err(error) = &email {
        page.errors.insert("email", error.to_string());
    }
    if let Err(error) = &password {
        page.errors.insert("password", error.to_string());
    }
    let (Ok(email), Ok(password)) = (email, password) else {
        return Ok(unprocessable(&views::sign_up(&visitor.shell(), &page)));
    };
    let hash = edge.passwords.hash(password).await?;
    match refused(edge.market.sign_up(email, hash).await)? {
        Ok(user) => {
            let user = edge.market.tables().user(user)?.ok_or(HttpError::NotFound)?;
            visitor::sign_in(&session, &user).await?;
            Ok(Redirect::to(local_path(&page.next)).into_response())
        }
        Err(AddressTaken) => {
            let taken = "This address has an account already. Sign in instead.";
            page.errors.insert("email", taken.into());
            Ok(unprocessable(&views::sign_up(&visitor.shell(), &page)))
        }
    }
}

/// The form to sign in.
pub(crate) async fn sign_in_form(visitor: Visitor, parts: Parts) -> Markup {
    let next = query(&parts, "next").unwrap_or_default();
    views::sign_in(&visitor.shell(), &SignForm { next, ..SignForm::default() })
}

/// Signs in.
pub(crate) async fn sign_in(
    State(edge): State<Edge>,
    visitor: Visitor,
    session: Session,
    form: Form,
) -> Result<Response, HttpError> {
    let mut page = typed(&form);
    let user = match Email::parse(form.get("email")) {
        Ok(email) => {
            let id = edge.market.tables().catalog().user_by_email(&email);
            id.map(|id| edge.market.tables().user(id)).transpose()?.flatten()
        }
        Err(_) => None,
    };
    // A password that cannot be anyone's costs as much to refuse as any other.
    let (password, possible) = match Password::parse(form.get("password")) {
        Ok(password) => (Some(password), true),
        Err(_) => (Password::parse("not anyone's password").ok(), false),
    };
    let hash = user.as_ref().filter(|_| possible).map(|user| user.password.clone());
    let fits = match password {
        Some(password) => edge.passwords.verify(password, hash).await?,
        None => false,
    };
    match user.filter(|_| fits) {
        Some(user) => {
            visitor::sign_in(&session, &user).await?;
            Ok(Redirect::to(local_path(&page.next)).into_response())
        }
        None => {
            page.refusal = Some(WRONG_PAIR.into());
            Ok(unprocessable(&views::sign_in(&visitor.shell(), &page)))
        }
    }
}

/// Signs out.
pub(crate) async fn sign_out(session: Session) -> Result<Redirect, HttpError> {
    visitor::sign_out(&session).await?;
    Ok(Redirect::to("/"))
}

/// The account.
pub(crate) async fn account(user: SignedIn) -> Markup {
    let account = user.account();
    let page = AccountPage {
        email: account.email.as_str().to_owned(),
        since: account.created_at,
        is_admin: user.is_admin(),
    };
    views::account(&user.visitor().shell(), &page)
}

fn typed(form: &Form) -> SignForm {
    SignForm {
        email: form.get("email").to_owned(),
        next: form.get("next").to_owned(),
        ..SignForm::default()
    }
}

fn unprocessable(page: &Markup) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, page.clone()).into_response()
}
