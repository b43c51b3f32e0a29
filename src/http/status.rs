//! Which status a refusal gets: here alone, by its name alone.

use axum::http::StatusCode;

use crate::usecases::Code;

/// The status of an answer that says no for this reason.
pub(super) fn status_of(code: Code) -> StatusCode {
    match code {
        Code::NotFound | Code::LinkOver => StatusCode::NOT_FOUND,
        Code::SignInRequired | Code::SessionOver => StatusCode::UNAUTHORIZED,
        Code::PaymentFailed => StatusCode::PAYMENT_REQUIRED,
        Code::NotSeller
        | Code::OwnTicket
        | Code::RefundByBuyer
        | Code::RefundTooLate
        | Code::GiveBackTooLate
        | Code::ScopeMissing
        | Code::NotForTokens
        | Code::NotForSupport
        | Code::TermsNotAgreed
        | Code::AccountClosed
        | Code::SecondFactorRequired
        | Code::AddressUnconfirmed => StatusCode::FORBIDDEN,
        Code::TicketHeld
        | Code::TicketHeldByYou
        | Code::TicketBeingPaid
        | Code::TicketSold
        | Code::TicketWithdrawn
        | Code::TicketFree
        | Code::SeatsFree
        | Code::TooManySeats
        | Code::LineFull
        | Code::TicketNotHeld
        | Code::EventStarted
        | Code::EventCancelled
        | Code::PriceChanged
        | Code::PriceNotAllowed
        | Code::TooManyHeld
        | Code::SeatsGoTogether
        | Code::SeatLeftAlone
        | Code::CoolingDown
        | Code::SeatListed
        | Code::SeatCrowded
        | Code::SameFileListed
        | Code::SameFileSold
        | Code::FilesFull
        | Code::FileOverdue
        | Code::ClaimTooLate
        | Code::ClaimOpenedBefore
        | Code::ClaimAnsweredBefore
        | Code::ClaimSettled
        | Code::ConversationFull
        | Code::ConversationFilesFull
        | Code::TimeIsUp
        | Code::OrderCompleted
        | Code::OrderCancelled
        | Code::OrderNotPaid
        | Code::PaymentUnderWay
        | Code::PaymentDisputed
        | Code::DisputeOver
        | Code::TooManyWishes
        | Code::TooManyAlerts
        | Code::TooManyWebhooks
        | Code::WebhookIsOff
        | Code::WebhookBacklogFull
        | Code::WebhookWaiting
        | Code::StillLive
        | Code::TooManyTokens
        | Code::FactorThere
        | Code::TooManyPasskeys
        | Code::OpenIdTaken
        | Code::LastWayIn
        | Code::AccountRunsTheSite
        | Code::AccountGone
        | Code::NoOtherEvent
        | Code::SameEvent
        | Code::EventMerged
        | Code::OtherEventMerged
        | Code::EventsTooFarApart
        | Code::ChangedTooOften
        | Code::OthersTickets
        | Code::NoIssuer
        | Code::PayoutRunOpen
        | Code::PayoutSettled
        | Code::PayoutsNotReady
        | Code::MailNotGivenUp => StatusCode::CONFLICT,
        Code::OpenIdAway => StatusCode::SERVICE_UNAVAILABLE,
        Code::VersionChanged => StatusCode::PRECONDITION_FAILED,
        Code::FileTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Code::FileUnfit => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Code::PriceTooHigh
        | Code::PriceTooLow
        | Code::NothingAsked
        | Code::NothingToPay
        | Code::CorrectionUnfit
        | Code::NothingSaid
        | Code::PriceOverCap
        | Code::FaceValueRequired
        | Code::FileRequired
        | Code::SeveralFiles
        | Code::FileForSeveralTickets
        | Code::FileNotTaken
        | Code::AddressTaken
        | Code::WrongCredentials
        | Code::WrongPassword
        | Code::WrongCode
        | Code::WrongPasskey
        | Code::OpenIdDenied
        | Code::OpenIdWrong
        | Code::RunsTheSite
        | Code::StartPast
        | Code::EndUnfit
        | Code::RefundsPast => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = include_str!("../../docs/refusals.md");

    /// What is not in this list is no refusal, and what is stays as it is.
    #[test]
    fn the_list_is_the_codes() {
        let rows = Code::ALL.iter().map(|code| {
            let (name, meaning) = (code.as_str(), code.meaning());
            format!("| `{name}` | {} | {meaning} |\n", status_of(*code).as_u16())
        });
        let table: String = rows.collect();
        assert!(LIST.ends_with(&table), "docs/refusals.md is to end with:\n{table}");
    }
}
