//! Where one is signed in, who has tried to be, and the end of that.

use maud::{Markup, html};

use super::{
    FieldErrors, PageContext, ProfileForm, SessionLine, TryLine,
    account::{own_password, profile},
    parts::moment,
};

/// Where one is signed in.
pub(super) fn sessions(context: &PageContext<'_>, sessions: &[SessionLine]) -> Markup {
    let t = context.language;
    html! {
        @if !sessions.is_empty() {
            h2 { (t.where_signed_in()) }
            ul .links {
                @for session in sessions {
                    li {
                        strong { (t.browser(&session.browser)) @if session.is_this { (t.here_suffix()) } }
                        p .muted {
                            (t.signed_in_at()) (moment(context, session.begun))
                            (t.at_address(&session.from))
                        }
                        p .muted { (t.signed_in_by(session.by, context.provider)) }
                        @if session.begun < session.seen {
                            p .muted { (t.last_used()) (moment(context, session.seen)) }
                        }
                        @if !session.is_this {
                            p { a href={ "/account/sessions/" (session.id) "/end" } { (t.sign_out_of(&session.browser)) } }
                        }
                    }
                }
            }
        }
        // Those of which nothing is known end too.
        p { (t.not_you()) }
        p { a href="/account/sessions/end" { (t.sign_out_elsewhere()) } }
    }
}

/// Who has signed in, or tried to.
pub(super) fn tries(context: &PageContext<'_>, tries: &[TryLine]) -> Markup {
    let t = context.language;
    html! {
        @if !tries.is_empty() {
            h2 { (t.latest_sign_ins()) }
            details {
                summary { (t.latest_sign_ins_of(tries.iter().filter(|tried| tried.failed).count())) }
                ul .links {
                    @for tried in tries {
                        li data-failed[tried.failed] {
                            @if tried.failed && tried.by.second.is_some() {
                                strong { (t.wrong_code_in(&tried.browser, tried.by, context.provider)) }
                            } @else if tried.failed { strong { (t.wrong_password_in(&tried.browser)) } }
                            @else { (t.browser(&tried.browser)) }
                            p .muted { (moment(context, tried.at)) (t.at_address(&tried.from)) }
                            @if !tried.failed { p .muted { (t.signed_in_by(tried.by, context.provider)) } }
                        }
                    }
                }
            }
            p .muted { (t.how_failures_are_noted()) }
        }
    }
}

/// `GET /account/sessions/end`, `GET /account/sessions/{id}/end`, and a refused `POST`: the form to end
/// one session, or all but this one.
pub fn end_sessions(
    context: &PageContext<'_>,
    one: Option<&SessionLine>,
    errors: &FieldErrors,
) -> Markup {
    let t = context.language;
    let lead = match one {
        Some(line) => html! {
            p .lead { (t.browser(&line.browser)) (t.at_address(&line.from)) }
        },
        None => html! { p .lead { (t.sign_out_elsewhere_means()) } },
    };
    let (action, what) = match one {
        Some(line) => (format!("/account/sessions/{}/end", line.id), t.sign_out_of(&line.browser)),
        None => ("/account/sessions/end".to_owned(), t.sign_out_elsewhere().to_owned()),
    };
    let typed = own_password(context, errors);
    let page = ProfileForm { errors: errors.clone(), ..ProfileForm::default() };
    profile(context, &page, &action, &what, &[lead, typed])
}
