//! The access tokens of an account: made, shown once, listed and revoked.

use maud::Markup;

use super::{go_to, mistyped};
use crate::{
    domain::{AccessToken, Scope, rules::tokens::ACCESS_TOKENS_MAX},
    http::{
        Edge, Form, HttpError, HttpResult, Id, SignedIn, refused, second_look::own_password,
        session::SessionHere,
    },
    storage::StorageError,
    texts::Tell as _,
    types::{AccessTokenId, TokenName},
    usecases::{
        access_tokens::{self, TokenRefusal},
        policy,
    },
    views::{self, Done, NewTokenForm, TokenLine, TokensPage},
};

/// A user's tokens, the newest first.
pub(super) fn lines(
    edge: &Edge,
    user: &crate::domain::User,
) -> Result<Vec<TokenLine>, StorageError> {
    let now = edge.market.clock().now();
    let tokens = edge.market.tables().access_tokens_of(user.id, now)?;
    Ok(tokens.iter().rev().map(|token| line(token)).collect())
}

fn line(token: &AccessToken) -> TokenLine {
    TokenLine {
        id: token.id,
        name: token.name.to_string(),
        scopes: token.scopes.iter().collect(),
        made: token.made_at,
        expires: token.expires_at,
        used: token.used_at,
    }
}

/// The user's tokens, and the form to make one.
pub(crate) async fn tokens(user: SignedIn) -> HttpResult<Markup> {
    let form = NewTokenForm { is_admin: runs_the_site(&user), ..NewTokenForm::default() };
    page(&user, form, None)
}

/// Makes a token, and shows it this once.
pub(crate) async fn make(user: SignedIn, here: SessionHere, form: Form) -> HttpResult {
    let t = user.language();
    let mut typed = typed(&form, runs_the_site(&user));
    let name = TokenName::parse(&typed.name);
    if let Err(error) = &name {
        typed.errors.insert("name", error.tell(t));
    }
    if typed.scopes.is_empty() {
        typed.errors.insert("scopes", t.no_scopes().into());
    }
    if !NewTokenForm::DAYS.contains(&typed.days) {
        typed.errors.insert("days", t.no_such_days().into());
    }
    let password = match typed.errors.is_empty() {
        true => own_password(&user, &here, form.get("password")).await?,
        false => return mistyped(page(&user, typed, None)?),
    };
    let (Ok(name), Some(password)) = (name, password) else {
        typed.errors.insert("password", t.not_your_password().into());
        return mistyped(page(&user, typed, None)?);
    };
    let (market, wanted) = (&user.edge.market, (name.clone(), typed.scopes, typed.days));
    match refused(access_tokens::make_token(market, user.caller(), password, wanted).await)? {
        Ok(made) => {
            let form = NewTokenForm { is_admin: typed.is_admin, ..NewTokenForm::default() };
            let made = (name.to_string(), made.expose());
            Ok(axum::response::IntoResponse::into_response(page(&user, form, Some(made))?))
        }
        Err(refusal) => {
            let (field, told) = match refusal {
                TokenRefusal::TooMany => ("name", t.too_many_tokens(ACCESS_TOKENS_MAX)),
                TokenRefusal::WrongPassword => ("password", t.not_your_password().into()),
                TokenRefusal::NotThere => return Err(HttpError::NotFound),
            };
            typed.errors.insert(field, told);
            super::not_done(crate::usecases::RefusalCode::code(&refusal), page(&user, typed, None)?)
        }
    }
}

/// Revokes a token of the user.
pub(crate) async fn revoke(user: SignedIn, Id(id): Id<AccessTokenId>) -> HttpResult {
    match refused(access_tokens::revoke_token(&user.edge.market, user.caller(), id).await)? {
        Ok(()) => go_to(&Done::TokenRevoked.at("/account/tokens")),
        Err(_) => Err(HttpError::NotFound),
    }
}

fn page(user: &SignedIn, form: NewTokenForm, made: Option<(String, String)>) -> HttpResult<Markup> {
    let lines = lines(&user.edge, user.account())?;
    Ok(views::tokens(&user.context(), &TokensPage { lines, form, made }))
}

fn runs_the_site(user: &SignedIn) -> bool {
    policy::admin(user.caller()).is_ok()
}

fn typed(form: &Form, is_admin: bool) -> NewTokenForm {
    let offered = Scope::ALL.into_iter().filter(|scope| *scope != Scope::Admin || is_admin);
    NewTokenForm {
        name: form.get("name").to_owned(),
        scopes: offered.filter(|it| form.get(&format!("scope_{}", it.word())) == "yes").collect(),
        days: form.get("days").parse().unwrap_or(0),
        is_admin,
        ..NewTokenForm::default()
    }
}
