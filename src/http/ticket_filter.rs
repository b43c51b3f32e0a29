//! From the query string of an event's page to which of its tickets are looked for, and to the form
//! that shows it again. What cannot be understood is ignored and says so at its field.

use super::form::Form;
use crate::{
    reads::catalog::TicketFilter,
    texts::Tell as _,
    types::{Section, isolated, legible, seat_key},
    views::{EventFilterForm, FieldErrors, PageContext},
};

/// How much of what is typed is looked at.
const TYPED_CHARS_MAX: usize = 100;

/// Which of an event's tickets a visitor looks for.
#[derive(Default)]
pub(super) struct EventFilter {
    pub(super) form: EventFilterForm,
    pub(super) filter: TicketFilter,
    /// How many that stand together; none for any number.
    pub(super) together: Option<usize>,
}

impl EventFilter {
    /// What was asked for by somebody who may have so many at the most.
    pub(super) fn read(typed: &Form, most: usize, context: &PageContext<'_>) -> Self {
        let t = context.language;
        let field = |name| legible(typed.get(name), TYPED_CHARS_MAX);
        let [together, in_section, up_to] = ["together", "in_section", "up_to"].map(field);
        let (mut errors, mut active) = (FieldErrors::new(), vec![]);
        let count = together.parse::<usize>().ok().filter(|count| (1..=most).contains(count));
        if count.is_none() && !together.is_empty() {
            errors.insert("together", t.is_ignored(&together, t.not_of_the_list()));
        }
        // One alone is what any ticket is.
        let count = count.filter(|count| *count > 1);
        active.extend(count.map(|count| t.so_many_together(count)));
        let mut filter = TicketFilter::default();
        if !in_section.is_empty() {
            match Section::parse(&in_section) {
                Ok(section) => {
                    filter.section = Some(seat_key(section.as_str()));
                    active.push(t.only_in_section(&isolated(section.as_str())));
                }
                Err(error) => {
                    let why = t.is_ignored(&in_section, &error.tell(t));
                    errors.insert("in_section", why);
                }
            }
        }
        if !up_to.is_empty() {
            let price = t.typed_price(&up_to, context.currency).map_err(|error| error.tell(t));
            let asked = price.and_then(|most| {
                let highest = context.fee.highest_for(most);
                let asked = highest.ok_or_else(|| t.no_ticket_costs_so_little().into());
                asked.map(|asked| (asked, most))
            });
            match asked {
                Ok((asked, most)) => {
                    filter.max_price = Some(asked);
                    active.push(t.only_up_to(&t.amount(most, context.currency)));
                }
                Err(why) => _ = errors.insert("up_to", t.is_ignored(&up_to, &why)),
            }
        }
        let form =
            EventFilterForm { together, in_section, up_to, active, errors, ..Default::default() };
        Self { form, filter, together: count }
    }

    /// Whether any are left out.
    pub(super) fn is_active(&self) -> bool {
        !self.form.active.is_empty()
    }
}
