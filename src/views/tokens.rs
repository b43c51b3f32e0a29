use maud::{Markup, html};

use super::{
    FieldErrors, NewTokenForm, PageContext, TokenLine, TokensPage,
    account::own_password,
    layout::{Here, narrow},
    parts::{Field, ask_first, described_by, error_summary, field_error, is_first_wrong, moment},
};
use crate::{domain::Scope, types::TokenName};

/// `GET /account/tokens`, and what `POST` shows: the token that was made, or what is wrong.
pub fn tokens(context: &PageContext<'_>, page: &TokensPage) -> Markup {
    let t = context.language;
    let main = html! {
        @if let Some((name, token)) = &page.made {
            div .notice role="status" data-token-made {
                p { strong { (t.token_is_made(name)) } }
                label for="token" { (t.the_token()) }
                input #token type="text" readonly value=(token) autocomplete="off" spellcheck="false";
            }
        }
        p .lead { (t.access_tokens_lead()) }
        p { a href="/api" { (t.about_the_api()) } }
        @if page.lines.is_empty() {
            p .muted { (t.no_access_tokens()) }
        } @else {
            ul .links {
                @for line in &page.lines { (token_line(context, line)) }
            }
        }
        p .muted { (t.tokens_end_with()) }
        h2 { (t.new_token()) }
        (new_token(context, &page.form))
        p { a href="/account" { (t.back_to_the_account()) } }
    };
    narrow(context, t.access_tokens(), Here::Account, &main)
}

fn token_line(context: &PageContext<'_>, line: &TokenLine) -> Markup {
    let t = context.language;
    html! {
        li data-token-id=(line.id) {
            strong dir="auto" { (line.name) }
            p .muted {
                @for (n, scope) in line.scopes.iter().enumerate() {
                    @if n > 0 { ", " }
                    (scope.word())
                }
            }
            p .muted {
                @if let Some(used) = line.used {
                    (t.last_used()) (moment(context, used))
                } @else { (t.token_was_not_used()) }
            }
            p .muted { (t.token_expires()) (moment(context, line.expires)) }
            (ask_first(
                &t.revoke_token_named(&line.name),
                t.revoke_token_means(),
                &format!("/account/tokens/{}/revoke", line.id),
                t.revoke_token(),
            ))
        }
    }
}

fn new_token(context: &PageContext<'_>, form: &NewTokenForm) -> Markup {
    let t = context.language;
    let errors = &form.errors;
    let name = Field {
        hint: t.token_name_hint(),
        maxlength: Some(TokenName::MAX),
        required: true,
        autocomplete: Some("off"),
        ..Field::new(t, "name", &form.name)
    };
    html! {
        form .stack method="post" action="/account/tokens" {
            (error_summary(context, errors))
            (name.render(errors))
            (scopes(context, form, errors))
            (days(context, form, errors))
            (own_password(context, errors))
            button .primary type="submit" { (t.make_token()) }
        }
    }
}

fn scopes(context: &PageContext<'_>, form: &NewTokenForm, errors: &FieldErrors) -> Markup {
    let t = context.language;
    let error = errors.get("scopes").map(String::as_str);
    let offered = Scope::ALL.into_iter().filter(|scope| *scope != Scope::Admin || form.is_admin);
    html! {
        fieldset #scopes tabindex="-1" autofocus[is_first_wrong(errors, "scopes")]
            aria-describedby=[described_by("scopes", "", error)]
        {
            legend { (t.field_token_scopes()) }
            @for scope in offered {
                label .check {
                    input type="checkbox" name={ "scope_" (scope.word()) } value="yes"
                        checked[form.scopes.have(scope)];
                    " " (t.scope(scope))
                }
            }
            (field_error("scopes", error))
        }
    }
}

fn days(context: &PageContext<'_>, form: &NewTokenForm, errors: &FieldErrors) -> Markup {
    let t = context.language;
    let error = errors.get("days").map(String::as_str);
    html! {
        div .field .short {
            label for="days" { (t.field_token_days()) }
            select #days name="days" autofocus[is_first_wrong(errors, "days")]
                aria-invalid=[error.map(|_| "true")]
                aria-describedby=[described_by("days", "", error)]
            {
                @for days in NewTokenForm::DAYS {
                    option value=(days) selected[days == form.days] { (t.token_days(days)) }
                }
            }
            (field_error("days", error))
        }
    }
}
