//! Signing up, in and out.

use axum::{Json, http::StatusCode, response::IntoResponse as _};
use serde_json::json;
use tower_sessions::Session;

use super::{Fields, Wrong, account, bad, refusal};
use crate::{
    domain::SignInBy,
    http::{
        Form, HttpResult, Visitor,
        pages::site_pages,
        refused,
        session::{SessionHere, SignInStage},
    },
    passwords::Password,
    texts::Tell as _,
    types::Email,
    usecases::{Code, RefusalCode as _, accounts},
};

pub(super) async fn current(visitor: Visitor) -> HttpResult {
    let user = visitor.caller().user().map(account);
    Ok(Json(json!({ "currentUser": user })).into_response())
}

pub(super) async fn sign_up(visitor: Visitor, here: SessionHere, said: Fields) -> HttpResult {
    let (edge, t) = (&visitor.edge, visitor.language());
    let mut errors = vec![];
    let email = Email::parse(&said.text("email"));
    let password = match &email {
        Ok(email) => edge.new_password(&said.text("password"), email),
        Err(error) => {
            errors.push(Wrong::at("email", error.tell(t)));
            Password::parse(&said.text("password"))
        }
    };
    if let Err(error) = &password {
        errors.push(Wrong::at("password", error.tell(t)));
    }
    let mut form = Form::default();
    form.add("terms".into(), said.text("terms"));
    let terms = site_pages::agreed(&visitor, &form);
    if let Err(why) = terms {
        errors.push(Wrong::at("terms", why));
    }
    let (Ok(email), Ok(password), Ok(terms)) = (email, password, terms) else {
        return Ok(bad(&errors));
    };
    let hash = edge.passwords.hash(password).await?;
    match refused(accounts::sign_up(&edge.market, email.clone(), hash, t, terms).await)? {
        Ok(user) => {
            edge.know(here.client, &email);
            here.begin(&user, SignInBy::default()).await?;
            Ok((StatusCode::CREATED, Json(account(&user))).into_response())
        }
        Err(_) => Ok(bad(&[Wrong::at("email", t.address_taken())])),
    }
}

pub(super) async fn sign_in(visitor: Visitor, here: SessionHere, said: Fields) -> HttpResult {
    let (email, password) = (said.text("email"), said.text("password"));
    Ok(match here.sign_in(&visitor.edge, &email, &password).await? {
        Ok(SignInStage::SignedIn(user)) => Json(account(&user)).into_response(),
        // Such a client has no way to ask for it.
        Ok(SignInStage::SecondStep(_)) => refusal(Code::SecondFactorRequired),
        Err(no) => refusal(no.code()),
    })
}

pub(super) async fn sign_out(session: Session) -> HttpResult {
    session.flush().await?;
    Ok(Json(json!({})).into_response())
}
