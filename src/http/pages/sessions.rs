//! Where somebody is signed in, who tried to, and the end of that.

use std::cmp::Reverse;

use maud::Markup;
use tower_sessions::session::Id as SessionId;

use super::{go_to, mistyped};
use crate::{
    domain::{SignIn, SignInTry, User},
    http::{
        Edge, Form, HttpError, HttpResult, Id, SignedIn, refused,
        second_look::own_password,
        session::{self, SessionHere},
    },
    storage::StorageError,
    types::SignInId,
    usecases::accounts::{self, AccountRefusal},
    views::{self, Done, FieldErrors, SessionLine, TryLine},
};

/// Where a user is signed in: here, and then where they were last.
pub(super) fn lines(
    edge: &Edge,
    user: &User,
    this: Option<SessionId>,
) -> Result<Vec<SessionLine>, StorageError> {
    let (tables, now) = (edge.market.tables(), edge.market.clock().now());
    let (lasting, this) = (edge.config.accounts.lasting(), this.map(session::id_of));
    let ids: Vec<_> = tables.catalog().sign_ins_of(user.id).collect();
    let mut lines = vec![];
    for id in ids {
        let sign_in = tables.sign_in(id)?.filter(|sign_in| lasting.goes_on(sign_in, user, now));
        lines.extend(sign_in.map(|sign_in| line(&sign_in, this)));
    }
    lines.sort_by_key(|line| Reverse((line.is_this, line.seen)));
    Ok(lines)
}

fn line(sign_in: &SignIn, this: Option<SignInId>) -> SessionLine {
    SessionLine {
        id: sign_in.id,
        browser: sign_in.browser.to_string(),
        from: sign_in.from.to_string(),
        begun: sign_in.begun_at,
        seen: sign_in.seen_at,
        by: sign_in.by,
        is_this: this == Some(sign_in.id),
    }
}

/// Who has signed in to an account or tried to, the latest first.
pub(super) fn tries(edge: &Edge, user: &User) -> Result<Vec<TryLine>, StorageError> {
    let history = edge.market.tables().sign_in_history(user.id)?;
    let of = |tries: &[SignInTry], failed| {
        let line = |tried: &SignInTry| TryLine {
            at: tried.at,
            browser: tried.browser.to_string(),
            from: tried.from.to_string(),
            by: tried.by,
            failed,
        };
        tries.iter().map(line).collect::<Vec<_>>()
    };
    let mut lines: Vec<_> = history
        .iter()
        .flat_map(|history| [of(&history.succeeded, false), of(&history.failed, true)].concat())
        .collect();
    lines.sort_by_key(|line| Reverse(line.at));
    Ok(lines)
}

/// The form to end all sessions but this one.
pub(crate) async fn all_form(user: SignedIn) -> Markup {
    views::end_sessions(&user.context(), None, &FieldErrors::new())
}

/// Ends all sessions of the user but this one.
pub(crate) async fn end_all(user: SignedIn, here: SessionHere, form: Form) -> HttpResult {
    let Some(password) = own_password(&user, &here, form.get("password")).await? else {
        return not_yours(&user, None);
    };
    match refused(accounts::end_sessions(&user.edge.market, user.caller(), password).await)? {
        Ok(changed) => {
            here.begin_again(&user.edge.market, &changed).await?;
            go_to(&Done::SessionsEnded.at("/account/security"))
        }
        // This session is one of those that were ended meanwhile.
        Err(AccountRefusal::SessionOver) => go_to("/signin?next=/account/security"),
        Err(_) => Err(HttpError::NotFound),
    }
}

/// The form to end one session.
pub(crate) async fn one_form(user: SignedIn, Id(id): Id<SignInId>) -> HttpResult<Markup> {
    let line = own_line(&user, id)?;
    Ok(views::end_sessions(&user.context(), Some(&line), &FieldErrors::new()))
}

/// Ends one session of the user.
pub(crate) async fn end_one(
    user: SignedIn,
    here: SessionHere,
    Id(id): Id<SignInId>,
    form: Form,
) -> HttpResult {
    let line = own_line(&user, id)?;
    let Some(password) = own_password(&user, &here, form.get("password")).await? else {
        return not_yours(&user, Some(&line));
    };
    let ended = accounts::end_sign_in(&user.edge.market, user.caller(), password, id).await;
    match refused(ended)? {
        Ok(()) => go_to(&Done::SessionEnded.at("/account/security")),
        Err(_) => Err(HttpError::NotFound),
    }
}

fn own_line(user: &SignedIn, id: SignInId) -> HttpResult<SessionLine> {
    match refused(accounts::own_sign_in(&user.edge.market, user.caller(), id))? {
        Ok(sign_in) => Ok(line(&sign_in, None)),
        Err(_) => Err(HttpError::NotFound),
    }
}

fn not_yours(user: &SignedIn, one: Option<&SessionLine>) -> HttpResult {
    let errors = [("password", user.language().not_your_password().to_owned())].into();
    mistyped(views::end_sessions(&user.context(), one, &errors))
}
