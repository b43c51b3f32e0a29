//! The second factors of an account, and the pages that ask for one.

use maud::{Markup, PreEscaped, html};
use qrcodegen::{QrCode, QrCodeEcc};

use super::{
    FieldErrors, PageContext, PasskeyForm, SecondStepForm, SecurityPage, TotpForm,
    account::own_password,
    layout::{Here, narrow},
    openid::{openid_look, openid_section},
    parts::{Field, Plain, error_summary, moment, query_value},
    passkey_script_path,
    sign_ins::{sessions, tries},
};
use crate::types::{Language, PasskeyName};

/// `GET /account/security`.
pub fn security(context: &PageContext<'_>, page: &SecurityPage) -> Markup {
    let t = context.language;
    let main = html! {
        @if page.is_needed {
            p .notice role=[page.is_asked_for.then_some("alert")] data-needed {
                (t.admins_need_factor())
            }
        }
        p .lead { (t.security_lead()) }
        h2 { (t.app_title()) }
        @match page.totp_since {
            Some(since) => {
                p data-totp { (t.app_since()) (moment(context, since)) }
                p { a href="/account/security/totp/remove" { (t.remove_app()) } }
            }
            None => {
                p { (t.app_means()) }
                p { a .button href="/account/security/totp" { (t.add_app()) } }
            }
        }
        @if let Some(passkeys) = &page.passkeys {
            h2 { (t.passkeys_title()) }
            p { (t.passkeys_mean()) }
            ul .links {
                @for passkey in passkeys {
                    li data-passkey {
                        strong { (passkey.name) }
                        p .muted { (t.app_since()) (moment(context, passkey.added)) }
                        @if let Some(used) = passkey.used {
                            p .muted { (t.last_used()) (moment(context, used)) }
                        }
                        p {
                            a href={ "/account/security/passkeys/" (passkey.id) "/remove" } {
                                (t.remove_passkey(&passkey.name))
                            }
                        }
                    }
                }
            }
            p { a .button href="/account/security/passkeys" { (t.add_passkey()) } }
        }
        (openid_section(context, page.openid))
        @if let Some(left) = page.recovery_codes {
            h2 { (t.codes_title()) }
            p data-recovery-codes=(left) { (t.codes_left(left)) }
            p { a href="/account/security/codes" { (t.renew_codes()) } }
        }
        (sessions(context, &page.sessions))
        (tries(context, &page.tries))
        p { a href="/account" { (t.back_to_the_account()) } }
    };
    narrow(context, t.security_title(), Here::Account, &main)
}

/// `GET /account/security/totp`, and a refused `POST`.
pub fn add_totp(context: &PageContext<'_>, form: &TotpForm) -> Markup {
    let t = context.language;
    let code = Field { required: true, ..code(t) };
    let groups = form.secret.as_bytes().chunks(4).map(String::from_utf8_lossy);
    let main = html! {
        ol .steps {
            li {
                p { (t.app_scan()) }
                (qr_code(t, &app_address(context.site_name, form)))
                p { (t.app_type()) }
                p { code data-secret=(form.secret) { (groups.collect::<Vec<_>>().join(" ")) } }
            }
            li {
                p { (t.app_first_code()) }
                form .stack method="post" action="/account/security/totp" {
                    (error_summary(context, &form.errors))
                    input type="hidden" name="seed" value=(form.seed);
                    (code.render(&form.errors))
                    button .primary type="submit" { (t.add_app()) }
                }
            }
        }
        p { a href="/account/security" { (t.not_now()) } }
    };
    narrow(context, t.add_app(), Here::Account, &main)
}

/// What an authenticator app reads of a picture (the "Key URI Format").
fn app_address(site: &str, form: &TotpForm) -> String {
    let (site, address) = (query_value(site), query_value(&form.address));
    format!("otpauth://totp/{site}:{address}?secret={}&issuer={site}", form.secret)
}

/// A picture for an app; nothing of what is too long for one.
fn qr_code(t: Language, text: &str) -> Markup {
    /// The white around it that readers want.
    const QUIET: i32 = 4;
    let Ok(code) = QrCode::encode_text(text, QrCodeEcc::Medium) else { return html! {} };
    let (size, mut path) = (code.size(), String::new());
    for y in 0..size {
        for x in (0..size).filter(|x| code.get_module(*x, y)) {
            path.push_str(&format!("M{} {}h1v1h-1z", x + QUIET, y + QUIET));
        }
    }
    let whole = size + 2 * QUIET;
    html! {
        svg .qr viewBox={ "0 0 " (whole) " " (whole) } role="img" aria-label=(t.app_picture()) {
            path d=(PreEscaped(path));
        }
    }
}

/// Recovery codes, this once.
pub fn recovery_codes(context: &PageContext<'_>, codes: &[String]) -> Markup {
    let t = context.language;
    let main = html! {
        p .notice role="status" { (t.codes_once()) }
        p { (t.codes_means()) }
        ol .recovery { @for code in codes { li { code { (code) } } } }
        p { a .button .primary href="/account/security" { (t.codes_kept()) } }
    };
    narrow(context, t.codes_title(), Here::Account, &main)
}

/// A page that asks whether something is really to be done.
pub fn sure(context: &PageContext<'_>, (what, means): (&str, &str), action: &str) -> Markup {
    let main = html! {
        p .lead { (means) }
        form .stack method="post" action=(action) {
            button .danger type="submit" { (what) }
        }
        p { a href="/account/security" { (context.language.not_now()) } }
    };
    narrow(context, what, Here::Account, &main)
}

/// `GET /account/look`, and a refused `POST`.
pub fn second_look(context: &PageContext<'_>, next: &str, errors: &FieldErrors) -> Markup {
    let t = context.language;
    let main = html! {
        p .lead { (t.look_lead()) }
        @if context.has_password {
            form .stack method="post" action="/account/look" {
                (error_summary(context, errors))
                (own_password(context, errors))
                input type="hidden" name="next" value=(next);
                button .primary type="submit" { (t.go_on()) }
            }
        }
        @else if !context.is_linked { p { a href="/forgot" { (t.forgot_your_password()) } } }
        (openid_look(context, next))
        @if context.has_passkeys {
            (passkey_form(context, "get", "/account/look/passkey", next, t.use_passkey(), &html! {}))
        }
    };
    narrow(context, t.look_title(), Here::Account, &main)
}

/// `GET /signin/code`, and a refused `POST`.
pub fn second_step(context: &PageContext<'_>, page: &SecondStepForm) -> Markup {
    let t = context.language;
    let recovery = Field {
        hint: t.recovery_code_hint(),
        autocomplete: Some("off"),
        maxlength: Some(40),
        ..Field::new(t, "recovery_code", "")
    };
    let is_recovery = !page.has_app || page.errors.contains_key("recovery_code");
    let main = html! {
        form .stack method="post" action="/signin/code" {
            (error_summary(context, &page.errors))
            @if page.has_app { (code(t).render(&page.errors)) }
            @else { p { (t.passkey_asked_for()) } }
            @if page.has_codes {
                details open[is_recovery] {
                    summary { (t.lost_the_app()) }
                    (recovery.render(&page.errors))
                }
            }
            input type="hidden" name="next" value=(page.next);
            button .primary type="submit" { (t.sign_in()) }
        }
        @if page.has_passkeys {
            (passkey_form(context, "get", "/signin/code/passkey", &page.next, t.use_passkey(), &html! {}))
        }
        p .muted { (t.lost_everything()) }
        p { a href="/signin" { (t.sign_in_as_another()) } }
    };
    narrow(context, t.second_step_title(), Here::SignIn, &main)
}

fn code(t: Language) -> Field<'static> {
    Field {
        hint: t.code_hint(),
        autocomplete: Some("one-time-code"),
        inputmode: Some("numeric"),
        maxlength: Some(12),
        short: true,
        ..Field::new(t, "code", "")
    }
}

/// `GET /account/security/passkeys`, and a refused `POST`.
pub fn add_passkey(context: &PageContext<'_>, page: &PasskeyForm) -> Markup {
    let t = context.language;
    let name = Field {
        label: t.passkey_name(),
        hint: t.passkey_name_hint(),
        autocomplete: Some("off"),
        maxlength: Some(PasskeyName::MAX),
        required: true,
        ..Field::new(t, "name", &page.name)
    };
    let fields = html! {
        (error_summary(context, &page.errors))
        (name.render(&page.errors))
    };
    let action = "/account/security/passkeys";
    let main = html! {
        p .lead { (t.passkeys_mean()) }
        noscript { p .notice { (t.passkeys_need_script()) } }
        (passkey_form(context, "create", action, "", t.add_passkey(), &fields))
        p { a href="/account/security" { (t.not_now()) } }
    };
    narrow(context, t.add_passkey(), Here::Account, &main)
}

/// A form that a script fills and shows: it is hidden where there is none, or no passkeys.
pub(super) fn passkey_form(
    context: &PageContext<'_>,
    way: &str,
    action: &str,
    next: &str,
    button: &str,
    fields: &Markup,
) -> Markup {
    html! {
        form .stack method="post" action=(action) data-passkey-form=(way) hidden {
            (fields)
            input type="hidden" name="next" value=(next);
            input type="hidden" name="ceremony";
            input type="hidden" name="credential";
            p .field-error data-passkey-error {}
            button .primary[way == "create"] type="submit" { (button) }
        }
        script src=(Plain(passkey_script_path(context.language))) defer {}
    }
}

/// `GET /lost/{token}`: the button that has lost factors forgotten.
pub fn lost_factors(context: &PageContext<'_>, action: &str, email: &str) -> Markup {
    let t = context.language;
    let main = html! {
        p .lead { (t.lost_lead()) strong { (email) } }
        p { (t.lost_means()) }
        form .stack method="post" action=(action) {
            button .danger type="submit" { (t.lost_yes()) }
        }
    };
    narrow(context, t.lost_title(), Here::SignIn, &main)
}
