use maud::{Markup, html};

use super::{
    AccountPage, AddressState, FieldErrors, LiveLine, PageContext, ProfileForm, SignForm,
    layout::{Here, narrow},
    openid::openid_way,
    parts::{Field, alert, error_summary, fact, query_value},
    security::passkey_form,
    site_page::{questions, terms_field},
};
use crate::types::{Language, UserId};

/// `GET /signin`, and a refused `POST`.
pub fn sign_in(context: &PageContext<'_>, page: &SignForm) -> Markup {
    let t = context.language;
    let password = current_password(t);
    let main = html! {
        (sign_form(context, page, ("/signin", t.sign_in()), &[password.render(&page.errors)]))
        @if page.refusal.is_some() { (questions(context)) }
        p { a href="/forgot" { (t.forgot_your_password()) } }
        @if context.has_passkeys {
            (passkey_form(context, "get", "/signin/passkey", &page.next, t.sign_in_by_passkey(), &html! {}))
        }
        (openid_way(context, &page.next))
        p {
            (t.sign_in_offer())
            a href={ "/signup" (next_query(&page.next)) } { (t.sign_up()) }
            (t.sign_in_offer_means())
        }
    };
    narrow(context, t.sign_in(), Here::SignIn, &main)
}

/// `GET /signup`, and a refused `POST`.
pub fn sign_up(context: &PageContext<'_>, page: &SignForm) -> Markup {
    let t = context.language;
    let password = password(t, "password", t.new_password_hint(), "new-password");
    let fields = [password.render(&page.errors), terms_field(context, &page.errors)];
    let main = html! {
        p .lead { (t.one_account()) }
        (sign_form(context, page, ("/signup", t.sign_up()), &fields))
        (openid_way(context, &page.next))
        p {
            (t.have_an_account())
            a href={ "/signin" (next_query(&page.next)) } { (t.sign_in()) }
        }
    };
    narrow(context, t.sign_up(), Here::SignUp, &main)
}

/// `GET /forgot`: the form to ask for a link, or that it was sent just now.
pub fn forgot(context: &PageContext<'_>, is_sent: bool) -> Markup {
    let t = context.language;
    let email = email(t, "", "username");
    let main = html! {
        @if !context.mails {
            p .notice {
                (t.site_sends_no_mails())
            }
            (questions(context))
        } @else if is_sent {
            p .notice role="status" {
                (t.reset_link_sent())
            }
            p { a href="/signin" { (t.sign_in()) } }
        } @else {
            p .lead { (t.forgot_lead()) }
            form .stack method="post" action="/forgot" {
                (email.render(&FieldErrors::default()))
                button .primary type="submit" { (t.send_the_link()) }
            }
        }
    };
    narrow(context, t.a_new_password(), Here::SignIn, &main)
}

/// `GET /reset/{token}`: the form for a new password.
pub fn reset(context: &PageContext<'_>, token: &str, errors: &FieldErrors) -> Markup {
    let t = context.language;
    let password = new_password(t);
    let main = html! {
        p .lead { (t.reset_lead()) }
        form .stack method="post" action={ "/reset/" (token) } {
            (error_summary(context, errors))
            (password.render(errors))
            button .primary type="submit" { (t.set_the_password()) }
        }
    };
    narrow(context, t.a_new_password(), Here::SignIn, &main)
}

/// The form to sign in or up, at this path and with this on its button.
fn sign_form(
    context: &PageContext<'_>,
    page: &SignForm,
    (action, button): (&str, &str),
    fields: &[Markup],
) -> Markup {
    let t = context.language;
    let email = email(t, &page.email, "username");
    html! {
        form .stack method="post" action=(action) {
            (alert(page.refusal.as_deref()))
            (error_summary(context, &page.errors))
            (email.render(&page.errors))
            @for field in fields { (field) }
            input type="hidden" name="next" value=(page.next);
            button .primary type="submit" { (button) }
        }
    }
}

fn next_query(next: &str) -> String {
    if next.is_empty() { String::new() } else { format!("?next={}", query_value(next)) }
}

/// `GET /account`.
pub fn account(context: &PageContext<'_>, page: &AccountPage) -> Markup {
    let t = context.language;
    let main = html! {
        dl .facts {
            (fact(t.email(), html! {
                (page.email)
                @if page.confirmation == AddressState::Confirmed {
                    span .muted data-confirmed { (t.confirmed_suffix()) }
                }
            }))
            (fact(t.since(), html! {
                time datetime=(page.since.rfc3339()) { (t.day(page.since, context.zone)) }
            }))
            @if let Some((version, at)) = page.agreed {
                (fact(t.terms(), html! {
                    (t.terms_agreed(&t.calendar_day(version), &t.day(at, context.zone)))
                }))
            }
        }
        @if page.confirmation == AddressState::Open {
            form .stack method="post" action="/account/confirm" data-unconfirmed {
                p { (t.not_confirmed()) }
                button type="submit" { (t.send_the_link_again()) }
            }
        }
        ul .links {
            li { a href="/orders" { (t.my_orders()) } span .muted { (t.my_orders_hint()) } }
            li { a href="/selling" { (t.my_listings()) } span .muted { (t.my_listings_hint()) } }
            li { a href="/selling/money" { (t.money_title()) } span .muted { (t.money_hint()) } }
            li { a href="/account/invoices" { (t.fee_invoices_title()) } span .muted { (t.fee_invoices_hint()) } }
            li { a href="/alerts" { (t.alerts_title()) } span .muted { (t.alerts_hint()) } }
            li { a href="/account/password" { (t.change_password()) } span .muted { (t.change_password_hint()) } }
            li { a href="/account/email" { (t.change_email()) } span .muted { (t.change_email_hint()) } }
            li { a href="/account/security" { (t.security_title()) } span .muted { (t.security_hint()) } }
            li { a href="/account/tokens" { (t.access_tokens()) } span .muted { (t.access_tokens_hint()) } }
            li { a href="/account/export" download { (t.download_my_data()) } span .muted { (t.download_my_data_hint()) } }
            li { a href="/account/webhooks" { (t.webhooks_title()) } span .muted { (t.webhooks_hint()) } }
            @if page.is_admin {
                li { a href="/admin" { (t.run_the_site()) } span .muted { (t.run_the_site_hint()) } }
            }
        }
        h2 { (t.calendar_title()) }
        (calendar(t, &page.calendar))
        form method="post" action="/account/calendar" {
            button type="submit" { (t.calendar_renew()) }
        }
        form method="post" action="/signout" {
            button type="submit" { (t.sign_out()) }
        }
        h2 { (t.delete_this_account()) }
        p { a href="/account/delete" { (t.delete_link()) } }
    };
    narrow(context, t.account(), Here::Account, &main)
}

/// Where somebody's calendar is, to be copied.
pub(super) fn calendar(t: Language, address: &str) -> Markup {
    html! {
        p { (t.calendar_lead()) }
        p {
            label for="calendar" { (t.calendar_address()) }
            input #calendar type="url" readonly value=(address) data-calendar;
        }
        p .hint { (t.calendar_secret()) }
    }
}

/// `GET /confirm/{token}`: the button that confirms an address.
pub fn confirm(context: &PageContext<'_>, token: &str, email: &str) -> Markup {
    let t = context.language;
    let main = html! {
        p .lead { (t.confirm_asked()) strong { (email) } (t.confirm_yours()) }
        form .stack method="post" action={ "/confirm/" (token) } {
            button .primary type="submit" { (t.confirm_yes()) }
        }
        p .muted { (t.confirm_if_not()) }
    };
    narrow(context, t.confirm_title(), Here::Account, &main)
}

/// `POST /confirm/{token}`: it is confirmed.
pub fn confirmed(context: &PageContext<'_>) -> Markup {
    let t = context.language;
    // The frame was begun before.
    let context = &PageContext { unconfirmed: false, ..context.clone() };
    let main = html! {
        p .notice role="status" { (t.confirmed()) }
        p { a href="/account" { (t.your_account()) } " · " a href="/" { (t.find_tickets()) } }
    };
    narrow(context, t.confirmed_title(), Here::Account, &main)
}

/// `/confirm/{token}` of a link that opens nothing any more.
pub fn confirm_link_over(context: &PageContext<'_>) -> Markup {
    let t = context.language;
    let main = html! {
        p { (t.link_over()) }
        p { a href="/account" { (t.your_account()) } (t.link_over_what_to_do()) }
    };
    narrow(context, t.link_over_title(), Here::Account, &main)
}

/// `GET /account/email`, and a refused `POST`.
pub fn change_email(context: &PageContext<'_>, page: &ProfileForm) -> Markup {
    let t = context.language;
    let email = Field { label: t.new_email(), ..email(t, &page.email, "email") };
    let fields = [email.render(&page.errors), own_password(context, &page.errors)];
    profile(context, page, "/account/email", t.change_email(), &fields)
}

/// `GET /account/password`, and a refused `POST`.
pub fn change_password(context: &PageContext<'_>, page: &ProfileForm) -> Markup {
    let t = context.language;
    let old = match context.has_password {
        true => password(t, "old_password", "", "current-password").render(&page.errors),
        false => own_password(context, &page.errors),
    };
    let fields = [old, new_password(t).render(&page.errors)];
    profile(context, page, "/account/password", t.change_password(), &fields)
}

pub(super) fn profile(
    context: &PageContext<'_>,
    page: &ProfileForm,
    action: &str,
    what: &str,
    fields: &[Markup],
) -> Markup {
    let main = html! {
        form .stack method="post" action=(action) {
            (error_summary(context, &page.errors))
            @for field in fields { (field) }
            button .primary type="submit" { (what) }
        }
        p { a href="/account" { (context.language.back_to_the_account()) } }
    };
    narrow(context, what, Here::Account, &main)
}

/// `GET /account/delete`, and a refused `POST`: the form, or what must be over first.
pub fn delete_account(
    context: &PageContext<'_>,
    live: &[LiveLine],
    owed: Option<(i64, UserId)>,
    errors: &FieldErrors,
) -> Markup {
    let t = context.language;
    let main = html! {
        @if live.is_empty() {
            @if let Some((owed, id)) = owed {
                p .alert data-owed=(owed) {
                    (t.goes_money(&t.signed_amount(owed, context.currency), &id.to_string())) " "
                    a href="/selling/money" { (t.money_title()) }
                }
                (questions(context))
            }
            (what_goes(t))
            form .stack method="post" action="/account/delete" {
                (error_summary(context, errors))
                @if owed.is_some() {
                    label .check {
                        input type="checkbox" name="owed" value="yes" required;
                        " " (t.goes_money_all_the_same())
                    }
                }
                @if context.has_password { (typed_password(t).render(errors)) }
                @else { (own_password(context, errors)) }
                button .danger type="submit" { (t.delete_for_ever()) }
            }
        } @else {
            p .notice role="alert" { (t.not_deleted_yet()) }
            ul .links {
                @for line in live {
                    li { a href=(line.path) { (line.what) } span .muted { (line.remedy) } }
                }
            }
        }
        p { a href="/account" { (t.keep_the_account()) } }
    };
    narrow(context, t.delete_this_account(), Here::Account, &main)
}

fn what_goes(t: Language) -> Markup {
    html! {
        p .lead { (t.cannot_be_undone()) }
        h2 { (t.what_goes()) }
        ul .links {
            li { (t.goes_account()) }
            li { (t.goes_wishes()) }
            li { (t.goes_later()) }
        }
        h2 { (t.what_stays()) }
        ul .links {
            li { (t.stays_orders()) }
            li { (t.stays_tickets()) }
            li { (t.stays_events()) }
        }
        p {
            (t.not_open_any_more())
            a href="/account/export" download { (t.download_your_data()) }
            (t.and_your_tickets_first())
        }
    }
}

/// `GET /account/deleted`.
pub fn deleted_account(context: &PageContext<'_>) -> Markup {
    let t = context.language;
    let main = html! {
        p .lead { (t.account_is_deleted_lead()) }
        p { a href="/" { (t.look_at_what_is_for_sale()) } }
    };
    narrow(context, t.account_is_deleted(), Here::Elsewhere, &main)
}

fn email<'a>(t: Language, value: &'a str, autocomplete: &'static str) -> Field<'a> {
    Field {
        kind: "email",
        autocomplete: Some(autocomplete),
        maxlength: Some(254),
        required: true,
        ..Field::new(t, "email", value)
    }
}

/// One's own, in any case.
fn typed_password(t: Language) -> Field<'static> {
    password(t, "password", t.so_that_we_know(), "current-password")
}

/// One's own, so that it is known who asks: it is not asked for again while that is known.
pub(super) fn own_password(context: &PageContext<'_>, errors: &FieldErrors) -> Markup {
    let t = context.language;
    let is_asked = errors.contains_key("password") && context.has_password;
    match (context.has_looked && !is_asked, context.has_password) {
        (true, _) => html! { p .hint { (t.we_know_who_asks()) } },
        (false, true) => typed_password(t).render(errors),
        (false, false) => html! {
            p #password {
                (t.no_password_yet())
                a href={ "/account/look?next=" (query_value(&context.page)) } { (t.show_it_is_you()) }
            }
        },
    }
}

/// Of the account that is signed in to.
pub(super) fn current_password(t: Language) -> Field<'static> {
    password(t, "password", "", "current-password")
}

fn new_password(t: Language) -> Field<'static> {
    let field = password(t, "password", t.new_password_hint(), "new-password");
    Field { label: t.new_password(), ..field }
}

fn password(
    t: Language,
    name: &'static str,
    hint: &'static str,
    autocomplete: &'static str,
) -> Field<'static> {
    Field {
        kind: "password",
        hint,
        autocomplete: Some(autocomplete),
        minlength: Some(8),
        maxlength: Some(128),
        required: true,
        ..Field::new(t, name, "")
    }
}
