use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, request::Parts},
    response::{IntoResponse as _, Redirect, Response},
};
use maud::Markup;
use tower_sessions::{Session, session::Id};

use crate::{
    actors::AddressTaken,
    domain::User,
    http::{
        Edge, HttpError,
        client::Client,
        error::refused,
        form::{Form, query},
        session::{self, SessionFacts},
        visitor::{self, SignedIn, Visitor, local_path},
    },
    passwords::Password,
    texts::Tell as _,
    types::Email,
    views::{self, AccountPage, SessionLine, SignForm},
};

/// The form to sign up.
pub(crate) async fn sign_up_form(visitor: Visitor, parts: Parts) -> Markup {
    let next = query(&parts, "next").unwrap_or_default();
    views::sign_up(&visitor.context(), &SignForm { next, ..SignForm::default() })
}

/// Makes an account, and signs in.
pub(crate) async fn sign_up(
    State(edge): State<Edge>,
    visitor: Visitor,
    client: Client,
    session: Session,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, HttpError> {
    let t = visitor.language();
    let mut page = typed(&form);
    let email = Email::parse(form.get("email"));
    let password = Password::parse(form.get("password"));
    if let Err(error) = &email {
        page.errors.insert("email", error.tell(t));
    }
    if let Err(error) = &password {
        page.errors.insert("password", error.tell(t));
    }
    let (Ok(email), Ok(password)) = (email, password) else {
        return Ok(unprocessable(&views::sign_up(&visitor.context(), &page)));
    };
    let hash = edge.passwords.hash(password).await?;
    match refused(edge.market.sign_up(email.clone(), hash, visitor.language()).await)? {
        Ok(user) => {
            edge.know(client, &email);
            let user = edge.market.tables().user(user)?.ok_or(HttpError::NotFound)?;
            visitor::sign_in(&edge, &session, &user, &headers).await?;
            Ok(Redirect::to(local_path(&page.next)).into_response())
        }
        Err(AddressTaken) => {
            page.errors.insert("email", t.address_taken().into());
            Ok(unprocessable(&views::sign_up(&visitor.context(), &page)))
        }
    }
}

/// The form to sign in.
pub(crate) async fn sign_in_form(visitor: Visitor, parts: Parts) -> Markup {
    let next = query(&parts, "next").unwrap_or_default();
    views::sign_in(&visitor.context(), &SignForm { next, ..SignForm::default() })
}

/// Signs in.
pub(crate) async fn sign_in(
    State(edge): State<Edge>,
    visitor: Visitor,
    client: Client,
    session: Session,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, HttpError> {
    let t = visitor.language();
    let mut page = typed(&form);
    let email = Email::parse(form.get("email")).ok();
    let user = match &email {
        Some(email) => {
            let id = edge.market.tables().catalog().user_by_email(email);
            id.map(|id| edge.market.tables().user(id)).transpose()?.flatten()
        }
        None => None,
    };
    // A password that cannot be anyone's costs as much to refuse as any other.
    let (password, possible) = match Password::parse(form.get("password")) {
        Ok(password) => (Some(password), true),
        Err(_) => (Password::parse("not anyone's password").ok(), false),
    };
    let hash = user.as_ref().filter(|_| possible).map(|user| user.password.clone());
    let fits = match (email, password) {
        (Some(email), Some(password)) => edge.password_fits(client, &email, password, hash).await?,
        // What is no address has no account to be guessed at.
        (None, Some(password)) => edge.passwords.verify(password, None).await?,
        (_, None) => false,
    };
    match user.filter(|_| fits) {
        // Only to who knows the password: nobody else learns of it.
        Some(user) if user.ban.is_some() => {
            page.refusal = Some(t.account_closed(&edge.config.site.name));
            let page = views::sign_in(&visitor.context(), &page);
            Ok((StatusCode::FORBIDDEN, page).into_response())
        }
        Some(user) => {
            visitor::sign_in(&edge, &session, &user, &headers).await?;
            Ok(Redirect::to(local_path(&page.next)).into_response())
        }
        None => {
            // The same for every wrong pair, so that nobody learns who has an account.
            page.refusal = Some(t.wrong_pair().into());
            Ok(unprocessable(&views::sign_in(&visitor.context(), &page)))
        }
    }
}

/// Signs out.
pub(crate) async fn sign_out(session: Session) -> Result<Redirect, HttpError> {
    session::end(&session).await?;
    Ok(Redirect::to("/"))
}

/// The account.
pub(crate) async fn account(
    State(edge): State<Edge>,
    user: SignedIn,
    session: Session,
    parts: Parts,
) -> Result<Markup, HttpError> {
    let t = user.visitor().language();
    let account = user.account();
    let page = AccountPage {
        email: account.email.as_str().to_owned(),
        confirmation: super::confirmation::standing(&edge, account),
        since: account.created_at,
        sessions: sessions(&edge, account, session.id())?,
        is_admin: user.is_admin(),
        notice: match query(&parts, "done").as_deref() {
            Some("password") => Some(t.password_is_changed()),
            Some("email") => Some(t.email_is_changed()),
            Some("confirmation") => Some(t.confirmation_is_sent()),
            Some("sessions") => Some(t.sessions_are_ended()),
            _ => None,
        },
    };
    Ok(views::account(&user.visitor().context(), &page))
}

/// Where a user is signed in: here, and then where they were last.
fn sessions(edge: &Edge, user: &User, this: Option<Id>) -> Result<Vec<SessionLine>, HttpError> {
    let Some(sessions) = edge.market.storage().sessions() else { return Ok(vec![]) };
    let found = sessions.of_user(&user.id.to_string(), this);
    let found = found.map_err(|error| HttpError::Internal(error.to_string()))?;
    let lines = found.iter().filter_map(|own| {
        let SessionFacts { begun, seen, browser } = SessionFacts::of(user, &own.data)?;
        Some(SessionLine { browser, begun, seen, is_this: own.is_this })
    });
    let mut lines: Vec<_> = lines.collect();
    lines.sort_by_key(|line| std::cmp::Reverse((line.is_this, line.seen)));
    Ok(lines)
}

fn typed(form: &Form) -> SignForm {
    SignForm {
        email: form.get("email").to_owned(),
        next: form.get("next").to_owned(),
        ..SignForm::default()
    }
}

pub(super) fn unprocessable(page: &Markup) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, page.clone()).into_response()
}
