//! Invoices of the site's fees.

use maud::{Markup, html};

use super::{
    FeeInvoicePage, FeeInvoicesPage, PageContext,
    layout::{Here, layout},
    parts::{empty, fact, lines, moment},
};

/// `GET /account/invoices`: the viewer's own, and the button to make those that are due.
pub fn fee_invoices(context: &PageContext<'_>, page: &FeeInvoicesPage) -> Markup {
    let t = context.language;
    let main = html! {
        p .eyebrow { a href="/account" { (t.account()) } }
        h1 { (t.fee_invoices_title()) }
        p .lead { (t.fee_invoices_lead()) }
        @if page.has_issuer {
            form method="post" action="/account/invoices" {
                button type="submit" { (t.fee_invoices_make()) }
            }
        } @else {
            p .notice { (t.fee_invoices_no_issuer()) }
        }
        @if page.invoices.is_empty() {
            (empty(t.fee_invoices_none_title(), t.fee_invoices_none(), None))
        } @else {
            ul .rows .card {
                @for invoice in &page.invoices {
                    li .row data-invoice-id=(invoice.id) data-invoice-number=(invoice.number)
                        data-invoice-kind=(invoice.kind.word())
                    {
                        div {
                            a href={ "/invoices/" (invoice.id) } {
                                (t.fee_invoice_title(invoice.kind, invoice.number))
                            }
                            p .muted { (invoice.month) }
                        }
                        strong { (t.amount_of_minor(invoice.gross, context.currency)) }
                    }
                }
            }
        }
    };
    layout(context, t.fee_invoices_title(), Here::Account, &main)
}

/// `GET /invoices/{id}`: one of them, on paper.
pub fn fee_invoice(context: &PageContext<'_>, page: &FeeInvoicePage) -> Markup {
    let t = context.language;
    let title = t.fee_invoice_title(page.kind, page.number);
    let amount = |minor| t.amount_of_minor(minor, context.currency);
    let main = html! {
        article .receipt .card data-invoice-number=(page.number)
            data-invoice-kind=(page.kind.word())
            data-net=(page.total.net) data-tax=(page.total.tax)
        {
            p .eyebrow { (context.site_name) }
            h1 { (title) }
            @if context.sandbox { p .notice { (t.made_in_sandbox()) } }
            dl .facts {
                (fact(t.invoice_issuer(), lines(&page.operator)))
                @if !page.tax_id.is_empty() { (fact(t.invoice_tax_id(), &page.tax_id)) }
                (fact(t.invoice_for(), html! { (page.account) br; span .muted { (page.account_id) } }))
                (fact(t.invoice_issued_on(), moment(context, page.issued_at)))
                (fact(t.invoice_month(), page.month.to_string()))
            }
            ul .rows {
                @for line in &page.lines {
                    li .row data-net=(line.taxed.net) data-tax=(line.taxed.tax) {
                        div {
                            p { (t.fee_of(line.payer)) ", " (moment(context, line.at)) }
                            @if let Some(number) = line.takes_back {
                                p { (t.taken_back_of_invoice(number)) }
                            }
                            @if let Some(event) = &line.event { p { (event) } }
                            p .muted { a href={ "/orders/" (line.order) } { (line.order) } }
                        }
                        div {
                            strong { (amount(line.taxed.gross())) }
                            p .muted {
                                (t.invoice_of_which(&amount(line.taxed.net), &amount(line.taxed.tax)))
                            }
                        }
                    }
                }
            }
            dl .facts {
                (fact(t.invoice_net(), amount(page.total.net)))
                (fact(t.invoice_tax(), amount(page.total.tax)))
                (fact(t.invoice_gross(), html! { strong { (amount(page.total.gross())) } }))
            }
            p .hint { (t.invoice_tax_included(&t.number(page.tax.to_string()))) }
        }
    };
    layout(context, &title, Here::Elsewhere, &main)
}
