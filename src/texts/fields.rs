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
        de: "Gib hier etwas ein.",
        fr: "Saisissez quelque chose ici.",
        es: "Escribe algo aquí.",
        nl: "Vul hier iets in.",
        it: "Inserisci qualcosa qui.";
    text_too_long(max: usize)
        en: "This is too long: {max} characters at most.",
        de: "Das ist zu lang: höchstens {max} Zeichen.",
        fr: "C’est trop long : {max} caractères au plus.",
        es: "Es demasiado largo: {max} caracteres como máximo.",
        nl: "Dit is te lang: hoogstens {max} tekens.",
        it: "È troppo lungo: al massimo {max} caratteri.";
    text_is_disguised(code: u32)
        en: "A hidden character in it (U+{code:04X}) changes how the text around it reads. Delete \
             the line and type it anew: copying brings the character along.",
        de: "Ein verstecktes Zeichen darin (U+{code:04X}) ändert, wie man den Text ringsum liest. \
             Lösche die Zeile und tippe sie neu: Beim Kopieren kommt das Zeichen mit.",
        fr: "Un caractère caché (U+{code:04X}) change la façon dont se lit le texte qui l’entoure. \
             Effacez la ligne et retapez-la : la copie emporte le caractère avec elle.",
        es: "Un carácter oculto (U+{code:04X}) cambia cómo se lee el texto que lo rodea. Borra la \
             línea y escríbela de nuevo: al copiar, el carácter se copia también.",
        nl: "Een verborgen teken erin (U+{code:04X}) verandert hoe de tekst eromheen leest. Wis de \
             regel en typ hem opnieuw: bij kopiëren komt het teken mee.",
        it: "Un carattere nascosto (U+{code:04X}) cambia come si legge il testo intorno. Cancella la \
             riga e riscrivila: copiando, il carattere viene copiato anch’esso.";

    no_price()
        en: "Enter a price.",
        de: "Gib einen Preis ein.",
        fr: "Saisissez un prix.",
        es: "Escribe un precio.",
        nl: "Vul een prijs in.",
        it: "Inserisci un prezzo.";
    price_not_a_number()
        en: "Write the price in digits with a point, such as 49.50.",
        de: "Schreibe den Preis in Ziffern mit Komma, zum Beispiel 49,50.",
        fr: "Écrivez le prix en chiffres avec une virgule, par exemple 49,50.",
        es: "Escribe el precio en cifras con coma, por ejemplo 49,50.",
        nl: "Schrijf de prijs in cijfers met een komma, bijvoorbeeld 49,50.",
        it: "Scrivi il prezzo in cifre con la virgola, ad esempio 49,50.";
    price_ambiguous(thousands: u32)
        en: "This can be read in two ways. Write {thousands} if you mean that, or no more than two \
             digits behind the point.",
        de: "Das lässt sich auf zwei Arten lesen. Schreibe {thousands}, wenn du das meinst, sonst \
             höchstens zwei Ziffern hinter das Komma.",
        fr: "Cela peut se lire de deux façons. Écrivez {thousands} si c’est ce que vous voulez dire, \
             sinon deux chiffres au plus après la virgule.",
        es: "Esto se puede leer de dos maneras. Escribe {thousands} si quieres decir eso; si no, dos \
             cifras como máximo tras la coma.",
        nl: "Dit kan op twee manieren worden gelezen. Schrijf {thousands} als je dat bedoelt, anders \
             hoogstens twee cijfers achter de komma.",
        it: "Si può leggere in due modi. Scrivi {thousands} se intendi questo, altrimenti al massimo \
             due cifre dopo la virgola.";
    price_not_positive()
        en: "The price must be more than 0.",
        de: "Der Preis muss höher als 0 sein.",
        fr: "Le prix doit être supérieur à 0.",
        es: "El precio debe ser mayor que 0.",
        nl: "De prijs moet hoger zijn dan 0.",
        it: "Il prezzo deve essere maggiore di 0.";
    price_too_large()
        en: "This price is more than can be charged.",
        de: "Dieser Preis ist höher, als abgebucht werden kann.",
        fr: "Ce prix dépasse ce qui peut être débité.",
        es: "Este precio es más de lo que se puede cobrar.",
        nl: "Deze prijs is hoger dan wat kan worden afgeschreven.",
        it: "Questo prezzo supera quanto si può addebitare.";
    price_too_many_decimals(decimals: usize)
        en: "This currency has {decimals} decimals: the price has more.",
        de: {
            let has = match decimals { 0 => "keine".into(), _ => decimals.to_string() };
            format!("Diese Währung hat {has} Nachkommastellen, der Preis hat mehr.")
        },
        fr: {
            let has = match decimals { 0 => "n’a pas de décimales".into(), n => format!("a {n} décimales") };
            format!("Cette monnaie {has} : le prix en a davantage.")
        },
        es: {
            let has = match decimals { 0 => "no tiene decimales".into(), n => format!("tiene {n} decimales") };
            format!("Esta moneda {has}: el precio tiene más.")
        },
        nl: {
            let has = match decimals { 0 => "geen".into(), n => n.to_string() };
            format!("Deze munt heeft {has} decimalen: de prijs heeft er meer.")
        },
        it: {
            let has = match decimals { 0 => "non ha decimali".into(), n => format!("ha {n} decimali") };
            format!("Questa valuta {has}: il prezzo ne ha di più.")
        };

    quantity_wrong(max: usize)
        en: "Enter a whole number from 1 to {max}.",
        de: "Gib eine ganze Zahl von 1 bis {max} ein.",
        fr: "Saisissez un nombre entier de 1 à {max}.",
        es: "Escribe un número entero de 1 a {max}.",
        nl: "Vul een heel getal van 1 tot en met {max} in.",
        it: "Inserisci un numero intero da 1 a {max}.";
    seats_unclear(wanted: usize)
        en: "For {wanted} tickets enter the first seat (12), or all {wanted} with commas between.",
        de: "Gib für {wanted} Tickets den ersten Platz ein (12) oder alle {wanted}, mit Kommas \
             dazwischen.",
        fr: "Pour {wanted} billets, saisissez la première place (12), ou les {wanted} séparées par des \
             virgules.",
        es: "Para {wanted} entradas, escribe el primer asiento (12), o los {wanted} separados por \
             comas.",
        nl: "Vul voor {wanted} tickets de eerste plaats in (12), of alle {wanted} met komma’s ertussen.",
        it: "Per {wanted} biglietti inserisci il primo posto (12), o tutti e {wanted} separati da \
             virgole.";
    seats_twice()
        en: "One seat is there twice: each ticket has its own.",
        de: "Ein Platz ist doppelt: Jedes Ticket hat einen eigenen.",
        fr: "Une place apparaît deux fois : chaque billet a la sienne.",
        es: "Un asiento está dos veces: cada entrada tiene el suyo.",
        nl: "Eén plaats staat er twee keer: elk ticket heeft zijn eigen plaats.",
        it: "Un posto compare due volte: ogni biglietto ha il suo.";

    no_start()
        en: "Enter the date and time when it starts.",
        de: "Gib Datum und Uhrzeit ein, zu der es beginnt.",
        fr: "Saisissez la date et l’heure du début.",
        es: "Escribe la fecha y la hora en que empieza.",
        nl: "Vul in op welke datum en hoe laat het begint.",
        it: "Inserisci la data e l’ora di inizio.";
    start_malformed()
        en: "Write date and time as 2026-12-31T20:00.",
        de: "Schreibe Datum und Uhrzeit so: 2026-12-31T20:00.",
        fr: "Écrivez la date et l’heure ainsi : 2026-12-31T20:00.",
        es: "Escribe la fecha y la hora así: 2026-12-31T20:00.",
        nl: "Schrijf datum en tijd zo: 2026-12-31T20:00.",
        it: "Scrivi data e ora così: 2026-12-31T20:00.";
    start_skipped()
        en: "There is no such time on that day: clocks there are put forward over it. Check the time.",
        de: "Diese Uhrzeit gibt es an dem Tag nicht: Die Uhren werden dort über sie hinweg \
             vorgestellt. Prüfe die Uhrzeit.",
        fr: "Cette heure n’existe pas ce jour-là : les horloges y sont avancées. Vérifiez l’heure.",
        es: "Esa hora no existe ese día: allí los relojes se adelantan y se la saltan. Comprueba la \
             hora.",
        nl: "Die tijd bestaat niet op die dag: de klok wordt daar dan vooruitgezet. Controleer de tijd.",
        it: "Quell’ora non esiste in quel giorno: lì gli orologi vengono spostati avanti e la saltano. \
             Controlla l’ora.";
    zone_unknown()
        en: "This time zone is not known. Write it as Europe/London, or name a large city in it.",
        de: "Diese Zeitzone ist nicht bekannt. Schreibe sie wie Europe/Berlin, oder nenne eine \
             große Stadt darin.",
        fr: "Ce fuseau horaire est inconnu. Écrivez-le comme Europe/Paris, ou nommez une grande ville \
             qui s’y trouve.",
        es: "Esta zona horaria no se conoce. Escríbela como Europe/Madrid, o nombra una ciudad grande \
             que esté en ella.",
        nl: "Deze tijdzone is niet bekend. Schrijf haar als Europe/Amsterdam, of noem een grote stad \
             erin.",
        it: "Questo fuso orario è sconosciuto. Scrivilo come Europe/Rome, o indica una grande città \
             che vi si trova.";
    day_malformed()
        en: "Write the day as 2026-12-31.",
        de: "Schreibe den Tag so: 2026-12-31.",
        fr: "Écrivez le jour ainsi : 2026-12-31.",
        es: "Escribe el día así: 2026-12-31.",
        nl: "Schrijf de dag zo: 2026-12-31.",
        it: "Scrivi il giorno così: 2026-12-31.";

    no_email()
        en: "Enter your e-mail address.",
        de: "Gib deine E-Mail-Adresse ein.",
        fr: "Saisissez votre adresse e-mail.",
        es: "Escribe tu dirección de correo.",
        nl: "Vul je e-mailadres in.",
        it: "Inserisci il tuo indirizzo e-mail.";
    email_too_long()
        en: "This address is too long: 254 characters at most.",
        de: "Diese Adresse ist zu lang: höchstens 254 Zeichen.",
        fr: "Cette adresse est trop longue : 254 caractères au plus.",
        es: "Esta dirección es demasiado larga: 254 caracteres como máximo.",
        nl: "Dit adres is te lang: hoogstens 254 tekens.",
        it: "Questo indirizzo è troppo lungo: al massimo 254 caratteri.";
    email_malformed()
        en: "This is not an e-mail address. It should look like name@example.org.",
        de: "Das ist keine E-Mail-Adresse. Sie sollte aussehen wie name@example.org.",
        fr: "Ce n’est pas une adresse e-mail. Elle doit ressembler à nom@example.org.",
        es: "Esto no es una dirección de correo. Debería parecerse a nombre@example.org.",
        nl: "Dit is geen e-mailadres. Het ziet eruit als naam@example.org.",
        it: "Questo non è un indirizzo e-mail. Dovrebbe essere come nome@example.org.";
    password_too_short(min: usize)
        en: "Use {min} characters or more.",
        de: "Nimm mindestens {min} Zeichen.",
        fr: "Utilisez au moins {min} caractères.",
        es: "Usa al menos {min} caracteres.",
        nl: "Gebruik minstens {min} tekens.",
        it: "Usa almeno {min} caratteri.";
    password_too_long(max: usize)
        en: "Use {max} characters at most.",
        de: "Nimm höchstens {max} Zeichen.",
        fr: "Utilisez {max} caractères au plus.",
        es: "Usa {max} caracteres como máximo.",
        nl: "Gebruik hoogstens {max} tekens.",
        it: "Usa al massimo {max} caratteri.";
    password_common()
        en: "This is one of the passwords that everybody tries first. Use another one; several words \
             make a good one.",
        de: "Das ist eines der Passwörter, die alle zuerst probieren. Nimm ein anderes; mehrere \
             Wörter sind ein gutes.",
        fr: "C’est l’un des mots de passe que tout le monde essaie en premier. Prenez-en un autre ; \
             plusieurs mots en font un bon.",
        es: "Es una de las contraseñas que todo el mundo prueba primero. Usa otra; varias palabras \
             hacen una buena.",
        nl: "Dit is een van de wachtwoorden die iedereen het eerst probeert. Neem een ander; een paar \
             woorden maken een goed wachtwoord.",
        it: "È una delle password che tutti provano per prime. Usane un’altra; più parole ne fanno una \
             buona.";
    password_predictable()
        en: "This is your address or this site’s name. Use something that nobody guesses.",
        de: "Das ist deine Adresse oder der Name dieser Seite. Nimm etwas, das niemand errät.",
        fr: "C’est votre adresse ou le nom de ce site. Prenez quelque chose que personne ne devine.",
        es: "Es tu dirección o el nombre de este sitio. Usa algo que nadie adivine.",
        nl: "Dit is je adres of de naam van deze site. Neem iets wat niemand raadt.",
        it: "È il tuo indirizzo o il nome di questo sito. Usa qualcosa che nessuno indovini.";

    too_high_with_the_fee()
        en: "with the site’s fee the price is more than can be charged",
        de: "mit der Gebühr dieser Seite ist der Preis höher, als abgebucht werden kann",
        fr: "avec les frais du site, le prix dépasse ce qui peut être débité",
        es: "con la comisión del sitio, el precio es más de lo que se puede cobrar",
        nl: "met de servicekosten van de site is de prijs hoger dan wat kan worden afgeschreven",
        it: "con la commissione del sito il prezzo supera quanto si può addebitare";
    no_face_value()
        en: "the face value is not given",
        de: "der Originalpreis fehlt",
        fr: "le prix d’origine n’est pas indiqué",
        es: "falta el precio original",
        nl: "de originele prijs ontbreekt",
        it: "manca il prezzo originale";
    price_over_cap()
        en: "the price is above what is allowed",
        de: "der Preis ist höher als erlaubt",
        fr: "le prix dépasse ce qui est permis",
        es: "el precio supera lo permitido",
        nl: "de prijs is hoger dan toegestaan",
        it: "il prezzo supera quanto consentito";
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
