//! What sellers are owed, and how they are paid.

use super::{Language, Tell, texts};
use crate::{
    bank::BankReportError,
    domain::{
        CorrectionKind, EarningPlace, PayoutStatus,
        rules::payouts::{NotReady, PayoutRefusal},
    },
    types::Currency,
};

impl Language {
    /// So many minor units, which may be less than none.
    pub(crate) fn signed_amount(self, minor: i64, currency: Currency) -> String {
        let amount = self.amount_of_minor(minor.unsigned_abs(), currency);
        if minor < 0 { format!("\u{2212}{amount}") } else { amount }
    }

    /// Where a line lies.
    pub(crate) fn earning_place(self, place: EarningPlace) -> &'static str {
        match place {
            EarningPlace::BeforeBooks => self.place_before_books(),
            EarningPlace::Held => self.money_held(),
            EarningPlace::Available => self.money_available(),
            EarningPlace::Frozen(..) => self.money_frozen(),
            EarningPlace::InPayout(_) => self.money_in_transit(),
            EarningPlace::Paid(_) => self.money_paid(),
            EarningPlace::Reversed => self.place_reversed(),
        }
    }

    /// Where a payout stands.
    pub(crate) fn payout_status(self, status: &PayoutStatus) -> &'static str {
        match status {
            PayoutStatus::Begun => self.money_in_transit(),
            PayoutStatus::Paid(..) => self.money_paid(),
            PayoutStatus::Failed(..) => self.payout_failed(),
            PayoutStatus::Returned(..) => self.payout_returned(),
        }
    }

    /// Why a balance is put right.
    pub(crate) fn correction(self, kind: CorrectionKind) -> &'static str {
        match kind {
            CorrectionKind::Adjustment => self.correction_adjustment(),
            CorrectionKind::Penalty => self.correction_penalty(),
            CorrectionKind::DebtPaid => self.correction_debt_paid(),
            CorrectionKind::WrittenOff => self.correction_written_off(),
        }
    }

    /// Why nothing was done about somebody's money.
    pub(crate) fn payout_refusal(self, refusal: &PayoutRefusal) -> &'static str {
        match refusal {
            PayoutRefusal::OpenRun => self.payout_run_is_open(),
            PayoutRefusal::Settled => self.payout_is_settled(),
            PayoutRefusal::AtProvider => self.payout_is_at_provider(),
            PayoutRefusal::NotReady(NotReady::NotBySite) => self.money_not_by_site(),
            PayoutRefusal::NotReady(NotReady::NotConnected) => self.money_not_connected(),
            PayoutRefusal::WrongSign => self.correction_wrong_sign(),
            PayoutRefusal::OverDebt => self.correction_over_debt(),
            PayoutRefusal::WrongPassword => self.not_your_password(),
            PayoutRefusal::NothingToPay
            | PayoutRefusal::TooLittle
            | PayoutRefusal::DebtsLeft
            | PayoutRefusal::NotReady(_)
            | PayoutRefusal::NotThere => self.admin_nothing_done(),
        }
    }
}

texts! {
    money_title() en: "My money", de: "Mein Geld";
    money_hint() en: "What you have earned, and when you are paid", de: "Was du verdient hast und wann du es bekommst";
    money_held() en: "Held", de: "Einbehalten";
    money_available() en: "Available", de: "Verfügbar";
    money_frozen() en: "Frozen", de: "Gesperrt";
    money_in_transit() en: "On its way", de: "Unterwegs";
    money_paid() en: "Paid", de: "Ausgezahlt";
    money_paid_among(n: usize)
        en: "Paid (the latest {n} payouts)",
        de: "Ausgezahlt (die letzten {n} Auszahlungen)";
    place_before_books() en: "Before the books", de: "Vor den Büchern";
    place_reversed() en: "Refunded", de: "Erstattet";
    payout_failed() en: "Failed", de: "Gescheitert";
    payout_returned() en: "Came back", de: "Zurückgekommen";
    money_held_until(when: &str)
        en: "from {when} on",
        de: "ab {when}";
    money_held_open()
        en: "until it is known when the event is over",
        de: "bis feststeht, wann die Veranstaltung vorbei ist";
    money_lead(days: u64)
        en: "What a ticket has earned is held until {days} days after its event, so that your buyer can say if something was wrong. Then it can be paid.",
        de: "Was ein Ticket verdient hat, bleibt bis {days} Tage nach der Veranstaltung einbehalten, damit sich dein Käufer melden kann, wenn etwas nicht stimmte. Danach kann es ausgezahlt werden.";
    money_minimum(least: &str)
        en: "Payouts begin at {least}.",
        de: "Ausgezahlt wird ab {least}.";
    money_not_by_site()
        en: "This site does not pay sellers itself: ask those who run it how you get your money.",
        de: "Diese Seite zahlt nicht selbst aus: Frag die Betreiber, wie du an dein Geld kommst.";
    money_ready(iban: &str)
        en: "You are paid to {iban}.",
        de: "Du wirst auf {iban} ausgezahlt.";
    money_no_bank()
        en: "You are not paid yet: no bank account is known.",
        de: "Du wirst noch nicht ausgezahlt: Es ist kein Bankkonto hinterlegt.";
    money_resting(when: &str)
        en: "Your account has changed lately: you are paid from {when} on.",
        de: "Dein Konto wurde gerade geändert: Ausgezahlt wird ab {when}.";
    money_paused()
        en: "Payouts to you are paused by those who run the site.",
        de: "Auszahlungen an dich sind von den Betreibern der Seite ausgesetzt.";
    money_closed()
        en: "The account is closed: nothing is paid out.",
        de: "Das Konto ist geschlossen: Es wird nichts ausgezahlt.";
    money_ready_at_stripe()
        en: "You are paid to your account at Stripe.",
        de: "Du wirst auf dein Konto bei Stripe ausgezahlt.";
    money_not_connected()
        en: "You are not paid yet: you have no account at Stripe for it.",
        de: "Du wirst noch nicht ausgezahlt: Du hast dafür noch kein Konto bei Stripe.";
    money_unfinished()
        en: "You are not paid yet: Stripe has questions for you.",
        de: "Du wirst noch nicht ausgezahlt: Stripe hat noch Fragen an dich.";
    money_restricted()
        en: "You are not paid for now: Stripe does not let money be sent to your account. It says why there.",
        de: "Du wirst gerade nicht ausgezahlt: Stripe lässt auf dein Konto nichts überweisen. Warum, steht dort.";
    money_gone()
        en: "Your account at Stripe was closed: open another to be paid.",
        de: "Dein Konto bei Stripe wurde geschlossen: Eröffne ein neues, um ausgezahlt zu werden.";
    money_refused_lately(when: &str)
        en: "Stripe has refused to pay you lately. It is tried again {when}.",
        de: "Stripe hat eine Auszahlung an dich abgelehnt. Wieder versucht wird es {when}.";
    money_stripe_asks()
        en: "You are paid by Stripe. You open an account there now, and Stripe asks you who you are and for your bank account. This site learns nothing of that.",
        de: "Ausgezahlt wird über Stripe. Du eröffnest dort jetzt ein Konto, und Stripe fragt dich, wer du bist und nach deinem Bankkonto. Diese Seite erfährt davon nichts.";
    money_connect() en: "Open an account at Stripe", de: "Konto bei Stripe eröffnen";
    money_go_on() en: "Go on at Stripe", de: "Weiter bei Stripe";
    money_look_again() en: "Ask Stripe again", de: "Noch einmal bei Stripe nachfragen";
    money_at_stripe()
        en: "You are taken to Stripe. The way there is good once, and for a few minutes.",
        de: "Du kommst jetzt zu Stripe. Der Weg dorthin gilt einmal und für ein paar Minuten.";
    money_forget() en: "Forget this account", de: "Dieses Konto vergessen";
    money_forget_hint()
        en: "You are not paid any more then, until you give another. What is on its way stays so.",
        de: "Dann wirst du nicht mehr ausgezahlt, bis du ein anderes angibst. Was unterwegs ist, bleibt es.";
    payout_to_stripe() en: "your account at Stripe", de: "dein Konto bei Stripe";
    payout_waits_for_money()
        en: "It waits until enough money has come in at Stripe.",
        de: "Sie wartet, bis bei Stripe genug Geld eingegangen ist.";
    payout_is_at_provider()
        en: "Stripe makes this payout, and says what becomes of it.",
        de: "Diese Auszahlung macht Stripe, und Stripe sagt, was daraus wird.";
    cause_taken_back() en: "Had back by Stripe", de: "Von Stripe zurückgeholt";
    admin_at_provider() en: "At Stripe now", de: "Gerade bei Stripe";
    money_account_title() en: "Where you are paid", de: "Wohin du ausgezahlt wirst";
    money_give_account() en: "Say where you are paid", de: "Angeben, wohin ausgezahlt wird";
    money_change_account() en: "Change it", de: "Ändern";
    money_save_bank() en: "Save", de: "Speichern";
    money_holder() en: "Account holder", de: "Kontoinhaber";
    money_iban() en: "IBAN", de: "IBAN";
    money_iban_wrong()
        en: "This is no IBAN: a digit is wrong, or some are missing.",
        de: "Das ist keine IBAN: Eine Ziffer stimmt nicht, oder es fehlen welche.";
    money_account_rests(days: u64)
        en: { match days {
            0 => "You get a mail about a new or changed account, in case it was not you.",
            1 => "A new or changed account is paid to after a day, and you get a mail about it, in case it was not you.",
            _ => "A new or changed account is paid to after {days} days, and you get a mail about it, in case it was not you.",
        } },
        de: { match days {
            0 => "Über ein neues oder geändertes Konto bekommst du eine Mail, falls du es nicht warst.",
            1 => "An ein neues oder geändertes Konto wird erst nach einem Tag ausgezahlt, und du bekommst eine Mail darüber, falls du es nicht warst.",
            _ => "An ein neues oder geändertes Konto wird erst nach {days} Tagen ausgezahlt, und du bekommst eine Mail darüber, falls du es nicht warst.",
        } };
    goes_money(owed: &str, id: &str)
        en: "You are still owed {owed}. Once the account is deleted that is not paid by itself any more: wait until it is, or ask whoever runs the site for it, by the id of your account, {id}.",
        de: "Dir stehen noch {owed} zu. Ist das Konto gelöscht, wird das nicht mehr von selbst ausgezahlt: Warte, bis es soweit ist, oder wende dich an den Betreiber der Seite, mit der Kennung deines Kontos, {id}.";
    goes_money_all_the_same()
        en: "I know that it is not paid by itself then, and have written the id down.",
        de: "Ich weiß, dass es dann nicht von selbst ausgezahlt wird, und habe mir die Kennung notiert.";
    bank_is_given() en: "Your bank account is noted.", de: "Dein Bankkonto ist vermerkt.";
    money_lines() en: "Line by line", de: "Zeile für Zeile";
    money_as_csv() en: "All of it as CSV", de: "Alles als CSV";
    money_nothing_title() en: "Nothing earned yet", de: "Noch nichts verdient";
    money_nothing()
        en: "When somebody buys a ticket of yours, it stands here what you get, and when.",
        de: "Wenn jemand ein Ticket von dir kauft, steht hier, was du bekommst und wann.";
    money_payouts() en: "Payouts", de: "Auszahlungen";
    money_months() en: "Earned in the last twelve months", de: "Verdient in den letzten zwölf Monaten";
    money_months_told(most: &str) en: "At most {most} in a month.", de: "Höchstens {most} in einem Monat.";
    cause_sale() en: "Sale", de: "Verkauf";
    cause_recalled()
        en: "Was paid out and went back to the buyer",
        de: "War ausgezahlt und ging zurück an den Käufer";
    cause_came_back() en: "A payout came back", de: "Eine Auszahlung kam zurück";
    cause_borne() en: "refunded by the site, yours all the same", de: "von der Seite erstattet, trotzdem deins";
    correction_adjustment() en: "Adjustment", de: "Berichtigung";
    correction_penalty() en: "Penalty", de: "Vertragsstrafe";
    correction_debt_paid() en: "Debt paid", de: "Schuld bezahlt";
    correction_written_off() en: "Debt written off", de: "Schuld erlassen";
    correction_wrong_sign()
        en: "A penalty takes (with a minus), a debt that is paid or written off gives.",
        de: "Eine Vertragsstrafe nimmt (mit Minus), eine bezahlte oder erlassene Schuld gibt.";
    correction_over_debt()
        en: "That is more than the seller owes.",
        de: "Das ist mehr, als der Verkäufer schuldet.";
    payout_run_is_open()
        en: "A run is still being made: wait until it is ready.",
        de: "Eine Sammelauszahlung wird gerade erstellt: Warte, bis sie fertig ist.";
    payout_is_settled()
        en: "Something else has become of it already.",
        de: "Daraus ist schon etwas anderes geworden.";
    column_when() en: "When", de: "Wann";
    column_what() en: "What", de: "Was";
    column_amount() en: "Amount", de: "Betrag";
    column_where() en: "Where it is", de: "Wo es liegt";
    column_account() en: "Account", de: "Konto";
    column_debit() en: "Debit", de: "Soll";
    column_credit() en: "Credit", de: "Haben";

    admin_money() en: "Money", de: "Geld";
    admin_money_what() en: "The books: what is owed, what lies there, what was earned", de: "Die Bücher: was geschuldet wird, was da ist, was verdient wurde";
    admin_payouts() en: "Payouts", de: "Auszahlungen";
    admin_payouts_what() en: "Pay sellers, and note what became of it", de: "Verkäufer auszahlen und vermerken, was daraus wurde";
    admin_trial() en: "Trial balance", de: "Saldenliste";
    admin_trial_sum() en: "Sum", de: "Summe";
    admin_owed(owed: &str, there: &str)
        en: "{owed} is owed to sellers, and {there} lies at the provider by the books.",
        de: "{owed} werden Verkäufern geschuldet, und {there} liegen laut Büchern beim Zahlungsanbieter.";
    admin_said_there(there: &str)
        en: "Stripe itself says {there}, with whatever else its account is for.",
        de: "Stripe selbst sagt {there}, mit allem, wofür das Konto sonst noch da ist.";
    admin_income() en: "Income of the last twelve months", de: "Einnahmen der letzten zwölf Monate";
    admin_balances() en: "Sellers with a balance", de: "Verkäufer mit Guthaben oder Schuld";
    admin_balances_more(n: usize) en: "The first {n} are shown.", de: "Gezeigt werden die ersten {n}.";
    admin_nothing_owed() en: "Nobody is owed anything.", de: "Niemandem wird etwas geschuldet.";
    admin_payouts_none_title() en: "No run yet", de: "Noch keine Sammelauszahlung";
    admin_payouts_none()
        en: "A run gathers all that can be paid into one list for your bank.",
        de: "Eine Sammelauszahlung fasst alles, was ausgezahlt werden kann, zu einer Liste für deine Bank zusammen.";
    admin_run_make() en: "Make a run", de: "Sammelauszahlung erstellen";
    admin_run_question(sum: &str)
        en: "All sellers who are ready are put on a list, {sum} at the most. What is on it is on its way until you say what became of it.",
        de: "Alle Verkäufer, die bereit sind, kommen auf eine Liste, höchstens {sum}. Was darauf steht, ist unterwegs, bis du sagst, was daraus wurde.";
    admin_run_of(when: &str) en: "Run of {when}", de: "Sammelauszahlung vom {when}";
    admin_run_being_made() en: "It is being made …", de: "Sie wird erstellt …";
    admin_run_comes_to(n: u32, sum: &str)
        en: { match n { 1 => "1 payout, {sum}", _ => "{n} payouts, {sum}" } },
        de: { match n { 1 => "1 Auszahlung, {sum}", _ => "{n} Auszahlungen, {sum}" } };
    admin_run_sepa() en: "For the bank (SEPA)", de: "Für die Bank (SEPA)";
    admin_report() en: "Take a report of the bank", de: "Bericht der Bank einlesen";
    admin_report_hint()
        en: "A statement (camt.053) or notification (camt.054), or a CSV with the columns reference, amount, currency, status (paid, failed or returned) and, if you like, reason. What it says of payouts is noted; the rest is passed over.",
        de: "Ein Auszug (camt.053) oder eine Mitteilung (camt.054) oder eine CSV-Datei mit den Spalten reference, amount, currency, status (paid, failed oder returned) und, wenn du magst, reason. Was darin über Auszahlungen steht, wird vermerkt; der Rest bleibt außer Acht.";
    admin_report_file() en: "The report", de: "Der Bericht";
    report_unreadable()
        en: "This is no camt.053 or camt.054, and no CSV with these columns. Nothing was noted.",
        de: "Das ist kein camt.053, kein camt.054 und keine CSV-Datei mit diesen Spalten. Es wurde nichts vermerkt.";
    report_lines_wrong(lines: &str)
        en: "These lines are not as they must be: {lines}. Nothing was noted.",
        de: "Diese Zeilen sind nicht so, wie sie sein müssen: {lines}. Es wurde nichts vermerkt.";
    report_taken(noted: usize, left: usize)
        en: "Noted: {noted}. Left, since they do not fit: {left}.",
        de: "Vermerkt: {noted}. Gelassen, weil sie nicht passen: {left}.";
    admin_run_csv() en: "The list as CSV", de: "Die Liste als CSV";
    admin_run_paid() en: "All are paid", de: "Alle sind ausgezahlt";
    admin_run_paid_question()
        en: "All payouts of this run that are on their way are noted as paid.",
        de: "Alle Auszahlungen dieser Liste, die unterwegs sind, werden als ausgezahlt vermerkt.";
    admin_payout_settle() en: "What became of it", de: "Was daraus wurde";
    admin_payout_question(sum: &str, who: &str)
        en: "{sum} to {who}: what failed or came back can be paid again, and the seller is told.",
        de: "{sum} an {who}: Was scheiterte oder zurückkam, kann wieder ausgezahlt werden, und der Verkäufer erfährt es.";
    admin_outcome() en: "Outcome", de: "Ergebnis";
    admin_outcome_paid() en: "It has arrived", de: "Sie ist angekommen";
    admin_outcome_failed() en: "It failed: no money has left", de: "Sie ist gescheitert: Es ging kein Geld ab";
    admin_outcome_returned() en: "It came back", de: "Sie kam zurück";
    admin_note() en: "Note it", de: "Vermerken";
    admin_seller(who: &str) en: "Money of {who}", de: "Geld von {who}";
    admin_correct() en: "Put the balance right", de: "Guthaben berichtigen";
    admin_correct_question()
        en: "The seller sees it with the reason. It cannot be undone, only put right again.",
        de: "Der Verkäufer sieht es mit der Begründung. Es lässt sich nicht rückgängig machen, nur wieder berichtigen.";
    admin_correct_kind() en: "What it is", de: "Was es ist";
    admin_correct_amount() en: "Amount, with a minus if it takes", de: "Betrag, mit Minus, wenn er nimmt";
    admin_pause() en: "Pause payouts", de: "Auszahlungen aussetzen";
    admin_pause_question() en: "The seller is paid nothing until you resume.", de: "Der Verkäufer bekommt nichts, bis du es fortsetzt.";
    admin_resume() en: "Resume payouts", de: "Auszahlungen fortsetzen";
    admin_resume_question() en: "What is available is part of the next run.", de: "Was verfügbar ist, kommt in die nächste Sammelauszahlung.";
    admin_release_before() en: "Pay a sale from before the books", de: "Einen Verkauf von vor den Büchern auszahlen";
    admin_release_before_question()
        en: "What this order earned was never paid, and becomes available.",
        de: "Was dieser Kauf einbrachte, wurde nie ausgezahlt und wird verfügbar.";
    admin_order_id() en: "The order's id", de: "Kennung des Kaufs";
    admin_books_opened(when: &str, sum: &str)
        en: "The books were opened on {when}. What was paid before, {sum}, is not in them seller by seller.",
        de: "Die Bücher wurden am {when} eröffnet. Was vorher bezahlt wurde, {sum}, steht darin nicht nach Verkäufern.";

    mail_paid_elsewhere_subject(site: &str) en: "Where {site} pays you", de: "Wohin {site} dir auszahlt";
    mail_paid_elsewhere(site: &str, at: &str, place: &str)
        en: "{site} pays what you earn to {place} from now on. That was set {at}.",
        de: "{site} zahlt das, was du verdienst, ab jetzt auf {place} aus. Das wurde {at} so eingestellt.";
    mail_to_bank(iban: &str) en: "the bank account {iban}", de: "das Bankkonto {iban}";
    mail_to_connected()
        en: "an account at Stripe that was just opened",
        de: "ein Konto bei Stripe, das gerade eröffnet wurde";
    mail_bank_not_you()
        en: "Was it not you? Nothing is paid there for some days. Set another password now, and then your own account:",
        de: "Warst du das nicht? Ein paar Tage lang wird dorthin nichts ausgezahlt. Setze jetzt ein neues Passwort und dann dein eigenes Konto:";
    mail_payout_subject(sum: &str) en: "{sum} is on its way to you", de: "{sum} sind unterwegs zu dir";
    mail_payout(sum: &str, place: &str)
        en: "{sum} of what you have earned is on its way: to {place}. It may take a few days.",
        de: "{sum} von dem, was du verdient hast, sind unterwegs: auf {place}. Das kann ein paar Tage dauern.";
    mail_payout_back_subject(sum: &str) en: "{sum} could not be paid to you", de: "{sum} konnten dir nicht ausgezahlt werden";
    mail_payout_back(sum: &str, place: &str, why: &str)
        en: "{sum} did not arrive ({why}). It was to go to {place}, and is available again. Please check the account:",
        de: "{sum} sind nicht angekommen ({why}). Der Betrag sollte auf {place} gehen und ist wieder verfügbar. Bitte prüfe das Konto:";
    mail_payout_lines() en: "What it is made of:", de: "Woraus es besteht:";
}

/// By their numbers, if it is single lines.
impl Tell for BankReportError {
    fn tell(&self, t: Language) -> String {
        match self {
            Self::WrongLines(lines) => {
                let numbers: Vec<_> = lines.iter().map(ToString::to_string).collect();
                t.report_lines_wrong(&numbers.join(", "))
            }
            Self::TooLarge | Self::NotXml | Self::NotReport => t.report_unreadable().into(),
        }
    }
}
