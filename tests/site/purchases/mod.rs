//! Buying, from the ticket's page to the receipt, and the way back.

mod fee;
mod purchase_over_http;
mod receipts;
mod refunds;
mod together;
