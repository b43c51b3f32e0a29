//! Ids on pages. There are many on a list, and nothing in them to escape.

use maud::Render;
use uuid::Uuid;

use crate::types::{ChargeId, EventId, MailId, OrderId, TicketId, UserId};

macro_rules! render {
    ($($id:ident),*) => {
        $(impl Render for $id {
            fn render_to(&self, page: &mut String) {
                let mut written = Uuid::encode_buffer();
                let id = Uuid::from_bytes(*self.as_bytes());
                page.push_str(id.hyphenated().encode_lower(&mut written));
            }
        })*
    };
}

render!(ChargeId, EventId, MailId, OrderId, TicketId, UserId);

#[cfg(test)]
mod tests {
    use maud::html;

    use super::*;

    #[test]
    fn an_id_on_a_page_is_as_it_is_everywhere() {
        let (id, mail) = (TicketId::new(), MailId::from_bytes([0xAB; 16]));
        assert_eq!(html! { (id) }.into_string(), id.to_string());
        assert_eq!(html! { (mail) }.into_string(), mail.to_string());
    }
}
