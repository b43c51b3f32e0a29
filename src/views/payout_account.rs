//! Where a seller is paid.

use maud::{Markup, html};

use super::{
    FieldErrors, PageContext, PayoutAccountPage, ProviderStep,
    account::own_password,
    layout::{Here, narrow},
    parts::{Field, alert, error_summary},
};
use crate::types::AccountHolder;

/// `GET /account/payout`, and what its forms answer that is refused.
pub fn payout_account(context: &PageContext<'_>, page: &PayoutAccountPage) -> Markup {
    let t = context.language;
    let main = html! {
        (alert(page.refusal.as_deref()))
        p .notice[!page.is_ready] data-ready=(page.is_ready) { (page.readiness) }
        @match page.provider {
            None => (bank(context, page)),
            Some(ProviderStep::Connect) => {
                form .stack method="post" action="/account/payout/connect" {
                    (error_summary(context, &page.errors))
                    p .hint { (t.money_stripe_asks()) }
                    p .hint { (t.money_account_rests(page.rest_days)) }
                    (own_password(context, &page.errors))
                    button .primary type="submit" { (t.money_connect()) }
                }
            }
            Some(ProviderStep::GoOn) => {
                form method="post" action="/account/payout/go-on" {
                    button .primary type="submit" { (t.money_go_on()) }
                }
                form method="post" action="/account/payout/look" {
                    button .quiet type="submit" { (t.money_look_again()) }
                }
            }
            Some(ProviderStep::Nothing) => {}
        }
        @if page.is_known {
            p { a href="/account/payout/forget" { (t.money_forget()) } }
        }
        p { a href="/selling/money" { (t.money_title()) } }
    };
    narrow(context, t.money_account_title(), Here::Account, &main)
}

fn bank(context: &PageContext<'_>, page: &PayoutAccountPage) -> Markup {
    let t = context.language;
    let holder = Field {
        maxlength: Some(AccountHolder::MAX),
        autocomplete: Some("name"),
        ..Field::new(t, "holder", &page.bank.holder)
    };
    let iban = Field {
        maxlength: Some(42),
        autocomplete: Some("off"),
        ..Field::new(t, "iban", &page.bank.iban)
    };
    html! {
        form .stack method="post" action="/account/payout" {
            (error_summary(context, &page.errors))
            p .hint { (t.money_account_rests(page.rest_days)) }
            (holder.render(&page.errors))
            (iban.render(&page.errors))
            (own_password(context, &page.errors))
            button .primary type="submit" { (t.money_save_bank()) }
        }
    }
}

/// `GET /account/payout/forget`, and a refused `POST`.
pub fn forget_payout_account(context: &PageContext<'_>, errors: &FieldErrors) -> Markup {
    let t = context.language;
    let main = html! {
        form .stack method="post" action="/account/payout/forget" {
            (error_summary(context, errors))
            p .hint { (t.money_forget_hint()) }
            (own_password(context, errors))
            button .primary type="submit" { (t.money_forget()) }
        }
        p { a href="/account/payout" { (t.money_account_title()) } }
    };
    narrow(context, t.money_forget(), Here::Account, &main)
}

/// What `POST /account/payout/go-on` answers: browsers go on by themselves.
pub fn to_provider(context: &PageContext<'_>, link: &str) -> Markup {
    let t = context.language;
    let main = html! {
        p { (t.money_at_stripe()) }
        p { a .button .primary href=(link) rel="noreferrer" { (t.money_go_on()) } }
    };
    narrow(context, t.money_go_on(), Here::Account, &main)
}
