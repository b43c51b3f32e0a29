//! What those who run the site see: how it does, and its mails.

use maud::{Markup, html};

use super::{
    AdminAction, AdminField, AdminPage, MailLine, MailPage, MailServer, MailWord, PageContext,
    admin_desk::{days, needs},
    admin_list::ask,
    layout::{Here, layout},
    parts::{badge, empty, fact, moment},
    site_page::unfinished,
};
use crate::{
    actors::BackupState,
    backup::quiet::WouldDo,
    reads::statistics::Tally,
    types::{Language, MailId, Reason},
};

/// `GET /admin`: the numbers of the day, and what there is to do.
pub fn admin(context: &PageContext<'_>, page: &AdminPage) -> Markup {
    let t = context.language;
    let place = |path: &str, name: &str, what: &str| {
        html! { li { a href=(path) { (name) } span .muted { (what) } } }
    };
    let main = html! {
        @if let Some(would) = &page.quiet { (quiet(t, would)) }
        (needs(context, page))
        @if let Some(backup) = &page.backup { (backups(context, backup)) }
        (unfinished(context, page.takes_real_money))
        (days(context, page))
        (rest_of(context, &page.today()))
        h2 { (t.admin_in_all()) }
        (tally(context, &page.total))
        h2 { (t.admin_now()) }
        p .counts {
            (number(page.mails_waiting, t.admin_n_mails_waiting()))
            (number(page.unsettled, t.admin_n_unsettled()))
            (number(page.disputes, t.admin_n_disputes_open()))
            (number(page.streams, t.admin_n_streams()))
        }
        ul .links {
            (place("/admin/users", t.admin_users(), t.admin_users_what()))
            (place("/admin/events", t.admin_events(), t.admin_events_what()))
            (place("/admin/tickets", t.admin_tickets(), t.admin_tickets_what()))
            (place("/admin/claims", t.admin_claims(), t.admin_claims_what()))
            (place("/admin/disputes", t.admin_payment_disputes(), t.admin_payment_disputes_what()))
            (place("/admin/reports", t.admin_reports(), t.admin_reports_what()))
            (place("/admin/tickets/disputed", t.admin_disputes(), t.admin_disputes_what()))
            (place("/admin/orders", t.admin_orders(), t.admin_orders_what()))
            (place("/admin/orders/paid", t.admin_paid_orders(), t.admin_paid_orders_what()))
            (place("/admin/money", t.admin_money(), t.admin_money_what()))
            (place("/admin/payouts", t.admin_payouts(), t.admin_payouts_what()))
            (place("/admin/payments", t.admin_payments(), t.admin_payments_what()))
            (place("/admin/webhooks", t.admin_endpoints(), t.admin_endpoints_what()))
            (place("/admin/mail", t.admin_mail(), t.admin_mail_what()))
            @if context.runs_the_site {
                (place("/admin/audit", t.admin_audit(), t.admin_audit_what()))
            }
        }
    };
    let main = html! { h1 { (t.admin_title()) } (main) };
    layout(context, t.admin_title(), Here::Elsewhere, &main)
}

fn quiet(t: Language, would: &WouldDo) -> Markup {
    let WouldDo { mails, webhooks, payments, refunds, payouts } = *would;
    html! {
        div .notice data-quiet {
            p { strong { (t.admin_quiet()) } " " (t.admin_quiet_means()) }
            ul {
                li { (t.admin_quiet_mails(mails)) }
                li { (t.admin_quiet_webhooks(webhooks)) }
                li { (t.admin_quiet_payments(payments)) }
                li { (t.admin_quiet_refunds(refunds)) }
                li { (t.admin_quiet_payouts(payouts)) }
            }
        }
    }
}

fn backups(context: &PageContext<'_>, backup: &BackupState) -> Markup {
    let t = context.language;
    let is_late = backup.late_since.is_some();
    let made = html! {
        @match backup.newest {
            Some(at) => (t.admin_backup_made(&t.moment(at, context.zone))),
            None => (t.admin_backup_never()),
        }
        @if backup.findings > 0 { " " (t.admin_backup_findings(backup.findings)) }
        @if let Some(why) = &backup.trouble { " " (t.admin_backup_failed()) q { (why) } }
    };
    html! {
        @if is_late || backup.findings > 0 {
            p .alert role="alert" data-backup="late" {
                @if is_late { strong { (t.admin_backup_is_late()) } " " }
                (made)
            }
        } @else {
            p .hint data-backup="made" { (made) }
        }
    }
}

fn number(number: impl ToString, what: &str) -> Markup {
    html! { span { strong { (number.to_string()) } " " (what) } }
}

fn tally(context: &PageContext<'_>, tally: &Tally) -> Markup {
    let t = context.language;
    html! {
        p .counts {
            (number(tally.sign_ups, t.admin_n_sign_ups()))
            (number(tally.listings, t.admin_n_listings()))
            (number(tally.sales, t.admin_n_sales()))
            (number(t.amount_of_minor(tally.sold_minor, context.currency), t.admin_n_sold()))
        }
        (rest_of(context, tally))
    }
}

/// What there is no tile of.
fn rest_of(context: &PageContext<'_>, tally: &Tally) -> Markup {
    let t = context.language;
    let sum = |minor: u64| t.amount_of_minor(minor, context.currency);
    html! {
        p .counts {
            (number(tally.holds, t.admin_n_holds()))
            (number(sum(tally.fees_minor), t.admin_n_fees()))
            (number(tally.refunds, t.admin_n_refunds()))
            (number(sum(tally.refunded_minor), t.admin_n_refunded()))
        }
    }
}

/// `GET /admin/mail`: how sending mails goes, and the latest of them.
pub fn mails(context: &PageContext<'_>, page: &MailPage) -> Markup {
    let t = context.language;
    let waiting = if page.server.is_some() { t.admin_waiting() } else { t.admin_not_sent() };
    let main = html! {
        p .eyebrow { a href="/admin" { (t.admin_title()) } }
        h1 { (t.admin_mail()) }
        p { a href="/admin/mail/kinds" { (t.admin_mail_kinds()) } }
        (tested(t, page))
        @match &page.server {
            Some(server) => {
                (set_up(context, server))
                form .stack method="post" action="/admin/mail/test" {
                    p .hint { (t.admin_test_hint()) }
                    button .primary type="submit" { (t.admin_test_button()) }
                }
            }
            None => p .notice { strong { (t.admin_no_server()) } (t.admin_no_server_means()) },
        }
        p .counts {
            (number(page.waiting, waiting))
            (number(page.given_up, t.admin_given_up()))
            (number(page.total, t.admin_in_all_small()))
        }
        (list(context, page))
        @if !page.mails.is_empty() {
            @let show = if page.only_given_up { "?show=given_up" } else { "" };
            p { a href={ "/admin/mail.csv" (show) } download { (t.admin_as_csv()) } }
        }
    };
    layout(context, t.admin_mail(), Here::Elsewhere, &main)
}

fn tested(t: Language, page: &MailPage) -> Markup {
    html! {
        @match &page.tested {
            Some(Ok(to)) => p .notice role="status" data-mail-test="taken" {
                (t.admin_test_taken()) strong { (to) } (t.admin_test_taken_means())
            },
            Some(Err(said)) => p .alert role="alert" data-mail-test="failed" {
                strong { (t.admin_test_failed()) } (t.admin_test_said()) q { (said) }
            },
            None => {},
        }
    }
}

fn set_up(context: &PageContext<'_>, server: &MailServer) -> Markup {
    let t = context.language;
    html! {
        dl .facts {
            (fact(t.admin_server(), &server.address))
            (fact(t.admin_from(), &server.from))
        }
        @if let Some((said, since, until)) = &server.trouble {
            p .alert role="alert" {
                strong { (t.admin_no_mail_taken()) } (t.admin_since()) (moment(context, *since)) (t.colon())
                q { (said) } (t.admin_tried_after()) (moment(context, *until)) (t.admin_test_sends())
            }
        }
    }
}

fn list(context: &PageContext<'_>, page: &MailPage) -> Markup {
    let t = context.language;
    let show = if page.only_given_up { "show=given_up&" } else { "" };
    html! {
        p {
            @if page.only_given_up {
                strong { (t.admin_is_given_up()) } " · " a href="/admin/mail" { (t.admin_all_mails()) }
            } @else {
                strong { (t.admin_all_mails_newest()) } " · "
                a href="/admin/mail?show=given_up" { (t.admin_only_given_up()) }
            }
        }
        @if page.mails.is_empty() {
            (empty(t.admin_no_mails(), t.admin_no_mails_means(), None))
        } @else {
            ul .rows .card { @for mail in &page.mails { (row(context, mail, page.mistyped.as_ref())) } }
        }
        @if let Some(older) = &page.older {
            p {
                a .button href={ "/admin/mail?" (show) "before=" (older) } { (t.admin_older_mails()) }
            }
        }
    }
}

fn row(
    context: &PageContext<'_>,
    mail: &MailLine,
    mistyped: Option<&(MailId, String, String)>,
) -> Markup {
    let t = context.language;
    let mistyped = mistyped.filter(|(id, ..)| *id == mail.id);
    html! {
        li .row data-mail-id=(mail.id) data-mail-status=(mail.word.word()) {
            div {
                strong { (mail.kind) }
                p .muted {
                    @if let Some(to) = &mail.to { (t.admin_to(to)) }
                    (moment(context, mail.queued_at)) " · " (mail.about)
                }
                p .row-state { (state(context, mail)) }
                @if let Some(said) = &mail.said {
                    p .muted {
                        @if mail.failures > 1 { (t.admin_failures(mail.failures)) }
                        q { (said) }
                    }
                }
                @if mail.word == MailWord::GivenUp || mistyped.is_some() {
                    (ask(&mail.id.to_string(), &again(t, mail, mistyped), mistyped.is_some()))
                }
            }
        }
    }
}

fn again(t: Language, mail: &MailLine, mistyped: Option<&(MailId, String, String)>) -> AdminAction {
    AdminAction {
        summary: t.admin_send_again(),
        question: t.admin_send_again_ask().into(),
        path: format!("/admin/mail/{}/again", mail.id),
        hidden: None,
        fields: vec![AdminField {
            name: "reason",
            label: t.admin_why(),
            value: mistyped.map_or_else(|| t.admin_again_because().into(), |of| of.1.clone()),
            max: Reason::MAX,
            choices: vec![],
            error: mistyped.map(|of| of.2.clone()),
        }],
        button: t.admin_send_again(),
    }
}

fn state(context: &PageContext<'_>, mail: &MailLine) -> Markup {
    let t = context.language;
    let at = html! { @if let Some(at) = mail.at { (moment(context, at)) } };
    let (status, word, more) = match mail.word {
        MailWord::Sent => ("completed", t.admin_sent(), at),
        MailWord::Waiting => ("created", t.admin_waits(), html! { (t.admin_not_before()) (at) }),
        MailWord::GivenUp => ("cancelled", t.admin_is_given_up(), at),
        MailWord::NotSent => {
            ("cancelled", t.admin_is_not_sent(), html! { (t.admin_no_server_small()) })
        }
    };
    html! { (badge(status, word)) span { (more) } }
}
