use std::borrow::Cow;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{
    PageContext,
    line::{live_notices, notices},
    parts::Plain,
    script_path,
    sharing::{self, About},
    site_page, style_path,
};
use crate::{
    operator::Logo,
    types::{Language, isolated},
};

/// A ticket stub, as a data URL: without it browsers ask for `/favicon.ico` on every visit.
const ICON: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Cpath fill='%230b5f59' d='M3 8h26v5a3 3 0 0 0 0 6v5H3v-5a3 3 0 0 0 0-6z'/%3E%3Cpath stroke='%23fff' stroke-width='2' stroke-dasharray='2 2' d='M20 9v14'/%3E%3C/svg%3E";

/// The colour in it, which is the site's own.
const ICON_COLOUR: &str = "%230b5f59";

/// The same in the operator's colour.
fn icon(context: &PageContext<'_>) -> PreEscaped<Cow<'static, str>> {
    PreEscaped(match context.operator.style {
        None => ICON.into(),
        Some(_) => {
            let accent = context.operator.accents.light.to_string().replace('#', "%23");
            ICON.replace(ICON_COLOUR, &accent).into()
        }
    })
}

/// Which of the navigation's places a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Here {
    Home,
    Sell,
    Selling,
    Orders,
    Account,
    SignIn,
    SignUp,
    Elsewhere,
}

/// A page in one narrow column, below its title.
pub(super) fn narrow(context: &PageContext<'_>, title: &str, here: Here, main: &Markup) -> Markup {
    let main = html! { div .narrow { h1 { (title) } (main) } };
    layout(context, title, here, &main)
}

/// The frame around every page.
pub(super) fn layout(context: &PageContext<'_>, title: &str, here: Here, main: &Markup) -> Markup {
    waiting(context, title, here, None, main)
}

/// The frame around a page that is to be found and shared, and that shows by itself what changes: its own stream tells of what the viewer
/// wants, too.
pub(super) fn layout_of_live(
    context: &PageContext<'_>,
    about: &About,
    here: Here,
    main: &Markup,
) -> Markup {
    frame(context, &about.title, here, (None, Some(about)), main)
}

/// The frame around a page that waits for something: every 2 seconds it looks at the path `again`.
/// It is a path, and not the page itself, because the page may be the answer to a POST. The script
/// loads it only when there is something new, so that nobody who reads or listens is thrown back to
/// the beginning: when what has the class `wait` is not there as it was.
pub(super) fn waiting(
    context: &PageContext<'_>,
    title: &str,
    here: Here,
    again: Option<&str>,
    main: &Markup,
) -> Markup {
    let main = html! { (main) (live_notices(context)) };
    frame(context, title, here, (again, None), &main)
}

fn frame(
    context: &PageContext<'_>,
    title: &str,
    here: Here,
    (again, about): (Option<&str>, Option<&About>),
    main: &Markup,
) -> Markup {
    let t = context.language;
    html! {
        (DOCTYPE)
        html lang=(t.tag()) data-now=(context.now.rfc3339()) data-again=[again] {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                @if let Some(path) = again {
                    noscript { meta http-equiv="refresh" content={ "2;url=" (path) }; }
                }
                title {
                    @if here != Here::Home { (isolated(title)) " · " }
                    (isolated(context.site_name))
                    @if here == Here::Home { " · " (title) }
                }
                link rel="stylesheet" href=(Plain(style_path()));
                @if let Some(style) = &context.operator.style {
                    link rel="stylesheet" href=(style.path);
                }
                link rel="icon" href=(icon(context));
                (sharing::head(context, about))
                script src=(Plain(script_path(t))) defer {}
            }
            body {
                a .skip href="#main" { (Plain(t.skip_to_content())) }
                (header(context, here))
                @if context.is_staff && context.page.starts_with("/admin") { (find_anything(t)) }
                (notices(context))
                main #main tabindex="-1" {
                    @if let Some(done) = context.done {
                        p .notice .done role="status" { (Plain(t.done(done))) }
                    }
                    (site_page::terms_notice(context))
                    (main)
                }
                (footer(context, here))
                p .unseen role="status" data-announce {}
            }
        }
    }
}

fn header(context: &PageContext<'_>, here: Here) -> Markup {
    let t = context.language;
    html! {
        header .top {
            @if context.sandbox {
                p .sandbox { strong { (Plain(t.sandbox())) } (Plain(t.sandbox_means())) }
            }
            div .wide {
                a .brand href="/" aria-current=[current(here, Here::Home)] {
                    @match &context.operator.logo {
                        Some(logo) => (picture(context, logo)),
                        None => span { (context.site_name) },
                    }
                }
                nav aria-label=(Plain(t.site_navigation())) {
                    ul {
                        (place("/sell", t.sell(), here, Here::Sell))
                        @if context.viewer.is_some() {
                            li { (menu(t, here)) }
                        } @else {
                            (place("/signin", t.sign_in(), here, Here::SignIn))
                            (place("/signup", t.sign_up(), here, Here::SignUp))
                        }
                    }
                }
            }
        }
    }
}

/// What those who run the site were told leads to what it is about, from any page of theirs.
fn find_anything(t: Language) -> Markup {
    html! {
        div .desk role="search" aria-label=(Plain(t.admin_search_title())) {
            form .wide method="get" action="/admin/search" {
                a href="/admin" { (Plain(t.admin_title())) }
                label .unseen for="anything" { (Plain(t.admin_search_label())) }
                input #anything name="q" type="search" dir="auto" maxlength="254" required
                    placeholder=(Plain(t.admin_search_label()));
                button type="submit" { (Plain(t.admin_find())) }
            }
        }
    }
}

/// The operator's logo, in the place of the site's name.
fn picture(context: &PageContext<'_>, logo: &Logo) -> Markup {
    let (width, height) = logo.size;
    html! {
        picture {
            @if let Some(dark) = &context.operator.logo_dark {
                source srcset=(dark.path) media="(prefers-color-scheme: dark)";
            }
            img src=(logo.path) alt=(context.site_name) width=(width) height=(height);
        }
    }
}

/// What only who is signed in has: unfolded by a button, except where there is room for all of it.
fn menu(t: Language, here: Here) -> Markup {
    html! {
        details .menu {
            summary { (Plain(t.menu())) }
            ul {
                (place("/selling", t.my_listings(), here, Here::Selling))
                (place("/orders", t.my_orders(), here, Here::Orders))
                (place("/account", t.account(), here, Here::Account))
                li {
                    form method="post" action="/signout" {
                        button .plain type="submit" { (Plain(t.sign_out())) }
                    }
                }
            }
        }
    }
}

fn place(path: &str, name: &'static str, here: Here, place: Here) -> Markup {
    html! { li { a href=(path) aria-current=[current(here, place)] { (Plain(name)) } } }
}

fn current(here: Here, place: Here) -> Option<&'static str> {
    (here == place).then_some("page")
}

fn footer(context: &PageContext<'_>, here: Here) -> Markup {
    let t = context.language;
    html! {
        footer .bottom {
            div .wide {
                @if context.unconfirmed && here != Here::Account {
                    p { (Plain(t.not_confirmed_line())) a href="/account" { (Plain(t.confirm_it())) } }
                }
                p { (isolated(context.site_name)) (Plain(t.promise())) }
                p {
                    (t.prices_in(context.currency.code()))
                    // There the prices are what sellers get.
                    @if !context.fee.is_none() && here != Here::Selling {
                        (t.fee_included(&t.number(context.fee.percent().to_string())))
                    }
                    (t.deadlines_in(context.zone.as_str()))
                }
                (site_page::links(t))
                (languages(context))
            }
        }
    }
}

/// The languages, each in its own words.
fn languages(context: &PageContext<'_>) -> Markup {
    html! {
        form .actions method="post" action="/language" aria-label=(Plain(context.language.language())) {
            input type="hidden" name="next" value=(context.page);
            @for language in Language::ALL {
                button .plain type="submit" name="language" value=(language.tag()) lang=(language.tag())
                    aria-current=[(language == context.language).then_some("true")]
                { (Plain(language.name())) }
            }
        }
    }
}
