//! Each kind of mail, as it would be sent, for those who run the site to look at.

use axum::{
    extract::Path,
    http::{
        HeaderValue,
        header::{CONTENT_SECURITY_POLICY, X_FRAME_OPTIONS},
        request::Parts,
    },
    response::{Html, IntoResponse as _},
};
use maud::Markup;

use crate::{
    delivery::mail::Letter,
    domain::MailAbout,
    http::{
        HttpError, HttpResult, StaffMember,
        content_policy::{MAIL_POLICY, POLICY},
        query,
    },
    types::Language,
    views::{self, MailKind, MailSample},
};

/// All of them.
pub(crate) async fn kinds(staff: StaffMember) -> Markup {
    let t = staff.language();
    let samples = staff.edge.market.sample_mails(t);
    let kinds = samples.into_iter().map(|(about, letter)| MailKind {
        path: path_of(&about),
        name: t.admin_mail_kind(&about),
        subject: letter.subject,
    });
    views::mail_kinds(&staff.context(), &kinds.collect::<Vec<_>>())
}

/// One of them, as plain text and in a frame.
pub(crate) async fn kind(staff: StaffMember, Path(kind): Path<String>, parts: Parts) -> HttpResult {
    let language = asked(&staff, &parts);
    let (about, letter) = sample(&staff, &kind, language)?;
    let page = MailSample {
        name: staff.language().admin_mail_kind(&about),
        path: path_of(&about),
        language,
        subject: letter.subject,
        body: letter.body,
        enclosed: letter.enclosed.map(|enclosed| enclosed.name),
    };
    let policy = format!("{POLICY}; frame-src 'self'");
    let policy = HeaderValue::try_from(policy).map_err(HttpError::internal)?;
    let page = views::mail_sample(&staff.context(), &page);
    Ok(([(CONTENT_SECURITY_POLICY, policy)], page).into_response())
}

/// The same as HTML alone: what stands in the frame. It does nothing and loads nothing.
pub(crate) async fn html(staff: StaffMember, Path(kind): Path<String>, parts: Parts) -> HttpResult {
    let (_, letter) = sample(&staff, &kind, asked(&staff, &parts))?;
    let headers = [(CONTENT_SECURITY_POLICY, MAIL_POLICY), (X_FRAME_OPTIONS, "SAMEORIGIN")];
    Ok((headers, Html(letter.html)).into_response())
}

fn sample(staff: &StaffMember, kind: &str, language: Language) -> HttpResult<(MailAbout, Letter)> {
    let mut samples = staff.edge.market.sample_mails(language).into_iter();
    samples.find(|(about, _)| word(about) == kind).ok_or(HttpError::NotFound)
}

/// In which language it is asked for, if not in the admin's own.
fn asked(staff: &StaffMember, parts: &Parts) -> Language {
    let tag = query(parts, "in");
    tag.and_then(|tag| Language::of_tag(&tag)).unwrap_or_else(|| staff.language())
}

fn path_of(about: &MailAbout) -> String {
    format!("/admin/mail/kinds/{}", word(about))
}

/// As it stands in addresses.
fn word(about: &MailAbout) -> String {
    about.kind().to_ascii_lowercase().replace(' ', "-")
}
