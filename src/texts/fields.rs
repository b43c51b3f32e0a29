//! What is wrong with something typed, at its field.
//!
//! The errors' own words are for logs; people are told of them by [`Tell`].

use super::{Language, texts};
use crate::{
    domain::rules::prices::PriceRefusal,
    passwords::{Password, PasswordError},
    types::{
        DayError, EmailError, PriceError, Quantity, QuantityError, SeatsError, TextError,
        TimestampError, WebhookUrlError, ZoneNameError,
    },
};

/// What a visitor is told of an error.
pub(crate) trait Tell {
    /// In whole sentences, where the type does not say otherwise.
    fn tell(&self, t: Language) -> String;
}

texts! {
    no_text()
        en: "Enter something here.",
        de: "Gib hier etwas ein.";
    text_too_long(max: usize)
        en: "This is too long: {max} characters at most.",
        de: "Das ist zu lang: höchstens {max} Zeichen.";
    text_is_disguised(code: u32)
        en: "A hidden character in it (U+{code:04X}) changes how the text around it reads. Delete \
             the line and type it anew: copying brings the character along.",
        de: "Ein verstecktes Zeichen darin (U+{code:04X}) ändert, wie man den Text ringsum liest. \
             Lösche die Zeile und tippe sie neu: Beim Kopieren kommt das Zeichen mit.";

    no_price() en: "Enter a price.", de: "Gib einen Preis ein.";
    price_not_a_number()
        en: "Write the price in digits with a point, such as 49.50.",
        de: "Schreibe den Preis in Ziffern mit Komma, zum Beispiel 49,50.";
    price_ambiguous(thousands: u32)
        en: "This can be read in two ways. Write {thousands} if you mean that, or no more than two \
             digits behind the point.",
        de: "Das lässt sich auf zwei Arten lesen. Schreibe {thousands}, wenn du das meinst, sonst \
             höchstens zwei Ziffern hinter das Komma.";
    price_not_positive()
        en: "The price must be more than 0.",
        de: "Der Preis muss höher als 0 sein.";
    price_too_large()
        en: "This price is more than can be charged.",
        de: "Dieser Preis ist höher, als abgebucht werden kann.";
    price_too_many_decimals(decimals: usize)
        en: "This currency has {decimals} decimals: the price has more.",
        de: {
            let has = match decimals { 0 => "keine".into(), _ => decimals.to_string() };
            format!("Diese Währung hat {has} Nachkommastellen, der Preis hat mehr.")
        };

    quantity_wrong(max: usize)
        en: "Enter a whole number from 1 to {max}.",
        de: "Gib eine ganze Zahl von 1 bis {max} ein.";
    seats_unclear(wanted: usize)
        en: "For {wanted} tickets enter the first seat (12), or all {wanted} with commas between.",
        de: "Gib für {wanted} Tickets den ersten Platz ein (12) oder alle {wanted}, mit Kommas \
             dazwischen.";
    seats_twice()
        en: "One seat is there twice: each ticket has its own.",
        de: "Ein Platz ist doppelt: Jedes Ticket hat einen eigenen.";

    no_start()
        en: "Enter the date and time when it starts.",
        de: "Gib Datum und Uhrzeit ein, zu der es beginnt.";
    start_malformed()
        en: "Write date and time as 2026-12-31T20:00.",
        de: "Schreibe Datum und Uhrzeit so: 2026-12-31T20:00.";
    start_skipped()
        en: "There is no such time on that day: clocks there are put forward over it. Check the time.",
        de: "Diese Uhrzeit gibt es an dem Tag nicht: Die Uhren werden dort über sie hinweg \
             vorgestellt. Prüfe die Uhrzeit.";
    zone_unknown()
        en: "This time zone is not known. Write it as Europe/London, or name a large city in it.",
        de: "Diese Zeitzone ist nicht bekannt. Schreibe sie wie Europe/Berlin, oder nenne eine \
             große Stadt darin.";
    day_malformed() en: "Write the day as 2026-12-31.", de: "Schreibe den Tag so: 2026-12-31.";

    no_email() en: "Enter your e-mail address.", de: "Gib deine E-Mail-Adresse ein.";
    email_too_long()
        en: "This address is too long: 254 characters at most.",
        de: "Diese Adresse ist zu lang: höchstens 254 Zeichen.";
    email_malformed()
        en: "This is not an e-mail address. It should look like name@example.org.",
        de: "Das ist keine E-Mail-Adresse. Sie sollte aussehen wie name@example.org.";
    password_too_short(min: usize)
        en: "Use {min} characters or more.",
        de: "Nimm mindestens {min} Zeichen.";
    password_too_long(max: usize)
        en: "Use {max} characters at most.",
        de: "Nimm höchstens {max} Zeichen.";
    password_common()
        en: "This is one of the passwords that everybody tries first. Use another one; several words \
             make a good one.",
        de: "Das ist eines der Passwörter, die alle zuerst probieren. Nimm ein anderes; mehrere \
             Wörter sind ein gutes.";
    password_predictable()
        en: "This is your address or this site’s name. Use something that nobody guesses.",
        de: "Das ist deine Adresse oder der Name dieser Seite. Nimm etwas, das niemand errät.";

    too_high_with_the_fee()
        en: "with the site’s fee the price is more than can be charged",
        de: "mit der Gebühr dieser Seite ist der Preis höher, als abgebucht werden kann";
    no_face_value() en: "the face value is not given", de: "der Originalpreis fehlt";
    price_over_cap()
        en: "the price is above what is allowed",
        de: "der Preis ist höher als erlaubt";
}

/// Says what is told of each case of an error.
macro_rules! tell {
    ($error:ty, $t:ident: $($case:pat => $told:expr),+ $(,)?) => {
        impl $crate::texts::Tell for $error {
            fn tell(&self, $t: $crate::types::Language) -> String {
                match *self { $($case => String::from($told)),+ }
            }
        }
    };
}
pub(super) use tell;

tell!(WebhookUrlError, t:
    Self::Malformed => t.webhook_url_malformed(),
    Self::TooLong => t.webhook_url_too_long(),
    Self::Userinfo => t.webhook_url_userinfo(),
    Self::Port => t.webhook_url_port(),
);

tell!(TextError, t:
    Self::Empty => t.no_text(),
    Self::TooLong { max } => t.text_too_long(max),
    Self::Disguise(hidden) => t.text_is_disguised(hidden.into()),
);

tell!(PriceError, t:
    Self::Empty => t.no_price(),
    Self::NotANumber => t.price_not_a_number(),
    Self::Ambiguous { thousands } => t.price_ambiguous(thousands),
    Self::NotPositive => t.price_not_positive(),
    Self::TooLarge => t.price_too_large(),
    Self::TooManyDecimals { decimals } => t.price_too_many_decimals(decimals),
);

tell!(QuantityError, t: Self => t.quantity_wrong(Quantity::MAX.get()));

tell!(SeatsError, t:
    Self::Text(error) => error.tell(t),
    Self::Unclear { wanted } => t.seats_unclear(wanted),
    Self::Twice => t.seats_twice(),
);

tell!(TimestampError, t:
    Self::Empty => t.no_start(),
    Self::Malformed => t.start_malformed(),
    Self::Skipped => t.start_skipped(),
);

tell!(ZoneNameError, t: Self => t.zone_unknown());

tell!(DayError, t: Self => t.day_malformed());

tell!(EmailError, t:
    Self::Empty => t.no_email(),
    Self::TooLong => t.email_too_long(),
    Self::Malformed => t.email_malformed(),
);

tell!(PasswordError, t:
    Self::TooShort => t.password_too_short(Password::CHARS_MIN),
    Self::TooLong => t.password_too_long(Password::CHARS_MAX),
    Self::Common => t.password_common().to_owned(),
    Self::Predictable => t.password_predictable().to_owned(),
);

// Not in a sentence of its own: it says why something cannot be sold, after a colon.
tell!(PriceRefusal, t:
    Self::TooHigh => t.too_high_with_the_fee(),
    Self::NoFaceValue => t.no_face_value(),
    Self::OverCap { .. } => t.price_over_cap(),
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::{Currency, Price};

    #[test]
    fn a_price_is_asked_for_as_it_is_understood() {
        for t in Language::ALL {
            let message = PriceError::NotANumber.tell(t);
            let example = message.rsplit(' ').next().unwrap().trim_end_matches('.');
            let price = t.typed_price(example, Currency::EUR);
            assert_eq!(price, Price::from_minor(4950), "{message}");
        }
    }
}
