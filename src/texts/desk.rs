//! What a day of those who run the site begins with, and what they search and take away.

use super::{Language, texts};
use crate::{
    payments::{books::Judgement, overdue::WaitsFor, transfer_books::TransferFault},
    usecases::needs::{Need, NeedKind},
};

/// As a disk is sold.
const MEGABYTE: u64 = 1_000_000;

impl Language {
    /// What needs a person, and how many.
    pub(crate) fn admin_need(self, need: &Need) -> String {
        let n = need.count;
        match need.kind {
            NeedKind::Disk => self.need_disk(n / MEGABYTE),
            NeedKind::Evidence => self.need_evidence(n),
            NeedKind::Payments => self.need_payments(n),
            NeedKind::Books => self.need_books(n),
            NeedKind::Backup => self.need_backup().into(),
            NeedKind::BackupFindings => self.need_backup_findings(n),
            NeedKind::Compaction => self.need_compaction().into(),
            NeedKind::Payouts => self.need_payouts(n),
            NeedKind::Claims => self.need_claims(n),
            NeedKind::Messages => self.need_messages(n),
            NeedKind::Reports => self.need_reports(n),
            NeedKind::Seats => self.need_seats(n),
            NeedKind::MailServer => self.need_mail_server(n),
            NeedKind::Mails => self.need_mails(n),
            NeedKind::ProviderWebhooks => self.need_provider_webhooks(n),
            NeedKind::Webhooks => self.need_webhooks(n),
            NeedKind::Bus => self.need_bus(n),
            NeedKind::SellersDue => self.need_sellers_due(n),
        }
    }

    /// What is done about it, where there is no list of it.
    pub(crate) fn admin_need_remedy(self, kind: NeedKind) -> Option<&'static str> {
        match kind {
            NeedKind::Disk => Some(self.remedy_disk()),
            NeedKind::Backup | NeedKind::BackupFindings => Some(self.remedy_backup()),
            NeedKind::Compaction => Some(self.remedy_compaction()),
            NeedKind::ProviderWebhooks => Some(self.remedy_provider_webhooks()),
            NeedKind::Bus => Some(self.remedy_bus()),
            _ => None,
        }
    }

    /// What is to happen to a payment's money.
    pub(crate) fn payment_waits_for(self, what: WaitsFor) -> &'static str {
        match what {
            WaitsFor::Release => self.waits_release(),
            WaitsFor::Capture => self.waits_capture(),
            WaitsFor::Refund => self.waits_refund(),
        }
    }

    /// What is the matter with a payment in the provider's books.
    pub(crate) fn payment_judgement(self, judgement: Judgement) -> &'static str {
        match judgement {
            Judgement::Fits | Judgement::UnderWay => self.judged_fits(),
            Judgement::OpenUnknown => self.judged_open_unknown(),
            Judgement::OpenSettled => self.judged_open_settled(),
            Judgement::KeptUnknown => self.judged_kept_unknown(),
            Judgement::KeptSettled => self.judged_kept_settled(),
            Judgement::RefundedThere => self.judged_refunded_there(),
            Judgement::PartlyRefunded => self.judged_partly_refunded(),
            Judgement::OtherSum => self.judged_other_sum(),
            Judgement::NotCaptured => self.judged_not_captured(),
        }
    }

    /// What is the matter with a transfer.
    pub(crate) fn transfer_fault(self, fault: TransferFault) -> &'static str {
        match fault {
            TransferFault::Unknown => self.transfer_unknown(),
            TransferFault::Twice => self.transfer_twice(),
            TransferFault::OtherSum => self.transfer_other_sum(),
            TransferFault::NotPaidHere => self.transfer_not_paid_here(),
            TransferFault::HadBack => self.transfer_had_back(),
            TransferFault::Missing => self.transfer_missing(),
        }
    }
}

texts! {
    admin_as_csv()
        en: "All as CSV",
        de: "Alles als CSV",
        fr: "Tout en CSV",
        es: "Todo en CSV",
        nl: "Alles als CSV",
        it: "Tutto in CSV";
    admin_about_it()
        en: "Show it",
        de: "Ansehen",
        fr: "Voir",
        es: "Ver",
        nl: "Bekijken",
        it: "Mostra";
    admin_issued()
        en: "Issued",
        de: "Ausgestellt",
        fr: "Émise",
        es: "Emitida",
        nl: "Uitgegeven",
        it: "Emessa";
    admin_run_closed()
        en: "Made",
        de: "Erstellt",
        fr: "Créé",
        es: "Creado",
        nl: "Gemaakt",
        it: "Creato";
    admin_search_title()
        en: "Search everything",
        de: "Alles durchsuchen",
        fr: "Tout rechercher",
        es: "Buscar en todo",
        nl: "Alles doorzoeken",
        it: "Cerca ovunque";
    admin_search_label()
        en: "Id, address, number or event",
        de: "ID, Adresse, Nummer oder Veranstaltung",
        fr: "Identifiant, adresse, numéro ou événement",
        es: "Identificador, dirección, número o evento",
        nl: "ID, adres, nummer of evenement",
        it: "ID, indirizzo, numero o evento";
    admin_search_hint()
        en: "It finds orders, purchases, tickets, accounts, events, problems, disputes, payouts \
             and invoices by their id, payments also by the provider’s name for them, accounts \
             by address or how it begins, invoices by number, events by name, venue or city.",
        de: "Gefunden werden Käufe, Tickets, Konten, Veranstaltungen, Probleme, Anfechtungen, \
             Auszahlungen und Rechnungen über ihre ID, Zahlungen auch über ihren Namen beim \
             Zahlungsanbieter, Konten über ihre Adresse oder deren Anfang, Rechnungen über ihre \
             Nummer, Veranstaltungen über Name, Ort oder Stadt.",
        fr: "On trouve les commandes, achats, billets, comptes, événements, problèmes, \
             contestations, versements et factures par leur identifiant, les paiements aussi \
             par leur nom chez le prestataire, les comptes par leur adresse ou son début, les \
             factures par leur numéro, les événements par nom, lieu ou ville.",
        es: "Se encuentran pedidos, compras, entradas, cuentas, eventos, problemas, disputas, \
             pagos y facturas por su identificador, los cobros también por su nombre en el \
             proveedor, las cuentas por su dirección o su comienzo, las facturas por su número, \
             los eventos por nombre, recinto o ciudad.",
        nl: "Je vindt bestellingen, aankopen, tickets, accounts, evenementen, problemen, \
             betwistingen, uitbetalingen en facturen op hun ID, betalingen ook op hun naam bij \
             de aanbieder, accounts op hun adres of het begin ervan, facturen op hun nummer, \
             evenementen op naam, locatie of stad.",
        it: "Trovi ordini, acquisti, biglietti, account, eventi, problemi, contestazioni, \
             accrediti e fatture con il loro ID, i pagamenti anche con il loro nome presso il \
             fornitore, gli account con l’indirizzo o il suo inizio, le fatture con il numero, \
             gli eventi con nome, luogo o città.";
    admin_search_nothing()
        en: "Nothing has this id, address, number or name.",
        de: "Nichts hat diese ID, Adresse, Nummer oder diesen Namen.",
        fr: "Rien ne porte cet identifiant, cette adresse, ce numéro ou ce nom.",
        es: "Nada tiene ese identificador, dirección, número o nombre.",
        nl: "Niets heeft dit ID, adres, nummer of deze naam.",
        it: "Niente ha questo ID, indirizzo, numero o nome.";
    admin_search_found(sought: &str)
        en: "Found by {sought}",
        de: "Gefunden über {sought}",
        fr: "Trouvé par {sought}",
        es: "Encontrado por {sought}",
        nl: "Gevonden op {sought}",
        it: "Trovato con {sought}";
    admin_needs()
        en: "What needs a person",
        de: "Was zu tun ist",
        fr: "Ce qui attend quelqu’un",
        es: "Lo que necesita a alguien",
        nl: "Wat aandacht vraagt",
        it: "Che cosa richiede una persona";
    admin_needs_nothing()
        en: "Nothing needs a person now.",
        de: "Gerade ist nichts zu tun.",
        fr: "Rien n’attend quelqu’un en ce moment.",
        es: "Ahora nada necesita a nadie.",
        nl: "Niets vraagt nu aandacht.",
        it: "Ora niente richiede una persona.";
    admin_need_since()
        en: "The oldest since ",
        de: "Das Älteste seit ",
        fr: "Le plus ancien depuis ",
        es: "Lo más antiguo desde ",
        nl: "Het oudste sinds ",
        it: "Il più vecchio da ";
    admin_need_until()
        en: "The next until ",
        de: "Das Nächste bis ",
        fr: "Le prochain jusqu’au ",
        es: "Lo próximo hasta ",
        nl: "Het eerstvolgende tot ",
        it: "Il prossimo fino a ";
    need_disk(n: u64)
        en: "The disk is nearly full: {n} MB are free",
        de: "Die Platte ist fast voll: {n} MB sind frei",
        fr: "Le disque est presque plein : {n} Mo sont libres",
        es: "El disco está casi lleno: quedan {n} MB",
        nl: "De schijf is bijna vol: {n} MB is vrij",
        it: "Il disco è quasi pieno: restano {n} MB";
    need_evidence(n: u64)
        en: {
            match n {
                1 => "1 dispute wants evidence",
                _ => "{n} disputes want evidence",
            }
        },
        de: {
            match n {
                1 => "1 Anfechtung braucht Belege",
                _ => "{n} Anfechtungen brauchen Belege",
            }
        },
        fr: {
            match n {
                0 | 1 => "{n} contestation attend des justificatifs",
                _ => "{n} contestations attendent des justificatifs",
            }
        },
        es: {
            match n {
                1 => "1 disputa espera pruebas",
                _ => "{n} disputas esperan pruebas",
            }
        },
        nl: {
            match n {
                1 => "1 betwisting vraagt om bewijs",
                _ => "{n} betwistingen vragen om bewijs",
            }
        },
        it: {
            match n {
                1 => "1 contestazione richiede prove",
                _ => "{n} contestazioni richiedono prove",
            }
        };
    need_payments(n: u64)
        en: {
            match n {
                1 => "1 payment or refund is overdue",
                _ => "{n} payments or refunds are overdue",
            }
        },
        de: {
            match n {
                1 => "1 Zahlung oder Erstattung ist überfällig",
                _ => "{n} Zahlungen oder Erstattungen sind überfällig",
            }
        },
        fr: {
            match n {
                0 | 1 => "{n} paiement ou remboursement en retard",
                _ => "{n} paiements ou remboursements en retard",
            }
        },
        es: {
            match n {
                1 => "1 pago o reembolso atrasado",
                _ => "{n} pagos o reembolsos atrasados",
            }
        },
        nl: {
            match n {
                1 => "1 betaling of terugbetaling is te laat",
                _ => "{n} betalingen of terugbetalingen zijn te laat",
            }
        },
        it: {
            match n {
                1 => "1 pagamento o rimborso in ritardo",
                _ => "{n} pagamenti o rimborsi in ritardo",
            }
        };
    need_books(n: u64)
        en: {
            match n {
                1 => "1 payment is not as the provider’s books say",
                _ => "{n} payments are not as the provider’s books say",
            }
        },
        de: {
            match n {
                1 => "1 Zahlung steht beim Anbieter anders als hier",
                _ => "{n} Zahlungen stehen beim Anbieter anders als hier",
            }
        },
        fr: {
            match n {
                0 | 1 => "{n} paiement diffère chez le prestataire",
                _ => "{n} paiements diffèrent chez le prestataire",
            }
        },
        es: {
            match n {
                1 => "1 pago no coincide con el proveedor",
                _ => "{n} pagos no coinciden con el proveedor",
            }
        },
        nl: {
            match n {
                1 => "1 betaling klopt niet met die bij de aanbieder",
                _ => "{n} betalingen kloppen niet met die bij de aanbieder",
            }
        },
        it: {
            match n {
                1 => "1 pagamento non corrisponde a quello del fornitore",
                _ => "{n} pagamenti non corrispondono a quelli del fornitore",
            }
        };
    need_backup()
        en: "A backup is late",
        de: "Ein Backup ist überfällig",
        fr: "Une sauvegarde est en retard",
        es: "Una copia de seguridad se retrasa",
        nl: "Een back-up is te laat",
        it: "Un backup è in ritardo";
    need_compaction()
        en: "The journal could not be rid of what is gone",
        de: "Das Journal konnte nicht von Gelöschtem befreit werden",
        fr: "Le journal n’a pas pu être allégé de ce qui est supprimé",
        es: "No se ha podido depurar el diario de lo eliminado",
        nl: "Het journaal kon niet worden ontdaan van wat weg is",
        it: "Non è stato possibile liberare il giornale da ciò che è eliminato";
    need_backup_findings(n: u64)
        en: {
            match n {
                1 => "1 thing is wrong with the last backup",
                _ => "{n} things are wrong with the last backup",
            }
        },
        de: {
            match n {
                1 => "Mit dem letzten Backup stimmt 1 Sache nicht",
                _ => "Mit dem letzten Backup stimmen {n} Dinge nicht",
            }
        },
        fr: {
            match n {
                0 | 1 => "{n} anomalie dans la dernière sauvegarde",
                _ => "{n} anomalies dans la dernière sauvegarde",
            }
        },
        es: {
            match n {
                1 => "1 fallo en la última copia de seguridad",
                _ => "{n} fallos en la última copia de seguridad",
            }
        },
        nl: {
            match n {
                1 => "Er is 1 ding mis met de laatste back-up",
                _ => "Er zijn {n} dingen mis met de laatste back-up",
            }
        },
        it: {
            match n {
                1 => "1 anomalia nell’ultimo backup",
                _ => "{n} anomalie nell’ultimo backup",
            }
        };
    need_payouts(n: u64)
        en: {
            match n {
                1 => "Nobody knows what became of 1 payout",
                _ => "Nobody knows what became of {n} payouts",
            }
        },
        de: {
            match n {
                1 => "Was aus 1 Auszahlung wurde, weiß niemand",
                _ => "Was aus {n} Auszahlungen wurde, weiß niemand",
            }
        },
        fr: {
            match n {
                0 | 1 => "{n} versement sans nouvelles",
                _ => "{n} versements sans nouvelles",
            }
        },
        es: {
            match n {
                1 => "1 pago a un vendedor sin noticias",
                _ => "{n} pagos a vendedores sin noticias",
            }
        },
        nl: {
            match n {
                1 => "Van 1 uitbetaling is niets meer gehoord",
                _ => "Van {n} uitbetalingen is niets meer gehoord",
            }
        },
        it: {
            match n {
                1 => "1 accredito di cui non si sa nulla",
                _ => "{n} accrediti di cui non si sa nulla",
            }
        };
    need_claims(n: u64)
        en: {
            match n {
                1 => "1 problem waits for a decision",
                _ => "{n} problems wait for a decision",
            }
        },
        de: {
            match n {
                1 => "1 Problem wartet auf eine Entscheidung",
                _ => "{n} Probleme warten auf eine Entscheidung",
            }
        },
        fr: {
            match n {
                0 | 1 => "{n} problème attend une décision",
                _ => "{n} problèmes attendent une décision",
            }
        },
        es: {
            match n {
                1 => "1 problema espera una decisión",
                _ => "{n} problemas esperan una decisión",
            }
        },
        nl: {
            match n {
                1 => "1 probleem wacht op een beslissing",
                _ => "{n} problemen wachten op een beslissing",
            }
        },
        it: {
            match n {
                1 => "1 problema attende una decisione",
                _ => "{n} problemi attendono una decisione",
            }
        };
    need_messages(n: u64)
        en: {
            match n {
                1 => "1 conversation waits for an answer of yours",
                _ => "{n} conversations wait for an answer of yours",
            }
        },
        de: {
            match n {
                1 => "1 Gespräch wartet auf deine Antwort",
                _ => "{n} Gespräche warten auf deine Antwort",
            }
        },
        fr: {
            match n {
                0 | 1 => "{n} conversation attend votre réponse",
                _ => "{n} conversations attendent votre réponse",
            }
        },
        es: {
            match n {
                1 => "1 conversación espera tu respuesta",
                _ => "{n} conversaciones esperan tu respuesta",
            }
        },
        nl: {
            match n {
                1 => "1 gesprek wacht op je antwoord",
                _ => "{n} gesprekken wachten op je antwoord",
            }
        },
        it: {
            match n {
                1 => "1 conversazione attende la tua risposta",
                _ => "{n} conversazioni attendono la tua risposta",
            }
        };
    need_reports(n: u64)
        en: {
            match n {
                1 => "1 listing is reported",
                _ => "{n} reports of listings are open",
            }
        },
        de: {
            match n {
                1 => "1 Angebot ist gemeldet",
                _ => "{n} Meldungen von Angeboten sind offen",
            }
        },
        fr: {
            match n {
                0 | 1 => "{n} annonce signalée",
                _ => "{n} signalements d’annonces ouverts",
            }
        },
        es: {
            match n {
                1 => "1 anuncio denunciado",
                _ => "{n} denuncias de anuncios abiertas",
            }
        },
        nl: {
            match n {
                1 => "1 advertentie is gemeld",
                _ => "{n} meldingen van advertenties staan open",
            }
        },
        it: {
            match n {
                1 => "1 annuncio segnalato",
                _ => "{n} segnalazioni di annunci aperte",
            }
        };
    need_seats(n: u64)
        en: {
            match n {
                1 => "1 ticket’s seat is offered twice",
                _ => "{n} tickets’ seats are offered more than once",
            }
        },
        de: {
            match n {
                1 => "Der Platz von 1 Ticket ist mehrfach angeboten",
                _ => "Die Plätze von {n} Tickets sind mehrfach angeboten",
            }
        },
        fr: {
            match n {
                0 | 1 => "{n} billet dont la place est en double",
                _ => "{n} billets dont la place est en double",
            }
        },
        es: {
            match n {
                1 => "1 entrada con asiento duplicado",
                _ => "{n} entradas con asiento duplicado",
            }
        },
        nl: {
            match n {
                1 => "De plaats van 1 ticket is dubbel aangeboden",
                _ => "De plaatsen van {n} tickets zijn dubbel aangeboden",
            }
        },
        it: {
            match n {
                1 => "1 biglietto con posto doppio",
                _ => "{n} biglietti con posto doppio",
            }
        };
    need_mail_server(n: u64)
        en: {
            match n {
                1 => "The mail server takes nothing; 1 mail waits",
                _ => "The mail server takes nothing; {n} mails wait",
            }
        },
        de: {
            match n {
                1 => "Der Mailserver nimmt nichts an; 1 Mail wartet",
                _ => "Der Mailserver nimmt nichts an; {n} Mails warten",
            }
        },
        fr: {
            match n {
                0 | 1 => "Le serveur d’e-mail n’accepte rien ; {n} e-mail en attente",
                _ => "Le serveur d’e-mail n’accepte rien ; {n} e-mails en attente",
            }
        },
        es: {
            match n {
                1 => "El servidor de correo no acepta nada; 1 correo espera",
                _ => "El servidor de correo no acepta nada; {n} correos esperan",
            }
        },
        nl: {
            match n {
                1 => "De mailserver neemt niets aan; 1 e-mail wacht",
                _ => "De mailserver neemt niets aan; {n} e-mails wachten",
            }
        },
        it: {
            match n {
                1 => "Il server di posta non accetta nulla; 1 e-mail in attesa",
                _ => "Il server di posta non accetta nulla; {n} e-mail in attesa",
            }
        };
    need_mails(n: u64)
        en: {
            match n {
                1 => "1 mail was given up",
                _ => "{n} mails were given up",
            }
        },
        de: {
            match n {
                1 => "1 Mail wurde aufgegeben",
                _ => "{n} Mails wurden aufgegeben",
            }
        },
        fr: {
            match n {
                0 | 1 => "{n} e-mail abandonné",
                _ => "{n} e-mails abandonnés",
            }
        },
        es: {
            match n {
                1 => "1 correo abandonado",
                _ => "{n} correos abandonados",
            }
        },
        nl: {
            match n {
                1 => "1 e-mail is opgegeven",
                _ => "{n} e-mails zijn opgegeven",
            }
        },
        it: {
            match n {
                1 => "1 e-mail abbandonata",
                _ => "{n} e-mail abbandonate",
            }
        };
    need_provider_webhooks(n: u64)
        en: {
            match n {
                1 => "1 webhook of the payment provider was not taken",
                _ => "{n} webhooks of the payment provider were not taken, and none since",
            }
        },
        de: {
            match n {
                1 => "1 Webhook des Zahlungsanbieters wurde nicht angenommen",
                _ => "{n} Webhooks des Zahlungsanbieters wurden nicht angenommen, seitdem keiner",
            }
        },
        fr: {
            match n {
                0 | 1 => "{n} webhook du prestataire de paiement refusé",
                _ => "{n} webhooks du prestataire de paiement refusés, aucun accepté depuis",
            }
        },
        es: {
            match n {
                1 => "1 webhook del proveedor de pagos rechazado",
                _ => "{n} webhooks del proveedor de pagos rechazados y ninguno aceptado desde entonces",
            }
        },
        nl: {
            match n {
                1 => "1 webhook van de betaalaanbieder is niet aangenomen",
                _ => "{n} webhooks van de betaalaanbieder zijn niet aangenomen, en sindsdien geen",
            }
        },
        it: {
            match n {
                1 => "1 webhook del fornitore di pagamenti non accettato",
                _ => "{n} webhook del fornitore di pagamenti non accettati, e nessuno da allora",
            }
        };
    need_webhooks(n: u64)
        en: {
            match n {
                1 => "1 webhook endpoint takes nothing",
                _ => "{n} webhook endpoints take nothing",
            }
        },
        de: {
            match n {
                1 => "1 Webhook-Empfänger nimmt nichts an",
                _ => "{n} Webhook-Empfänger nehmen nichts an",
            }
        },
        fr: {
            match n {
                0 | 1 => "{n} destinataire de webhooks n’accepte rien",
                _ => "{n} destinataires de webhooks n’acceptent rien",
            }
        },
        es: {
            match n {
                1 => "1 destino de webhooks no acepta nada",
                _ => "{n} destinos de webhooks no aceptan nada",
            }
        },
        nl: {
            match n {
                1 => "1 webhook-ontvanger neemt niets aan",
                _ => "{n} webhook-ontvangers nemen niets aan",
            }
        },
        it: {
            match n {
                1 => "1 destinazione webhook non accetta nulla",
                _ => "{n} destinazioni webhook non accettano nulla",
            }
        };
    need_bus(n: u64)
        en: {
            match n {
                1 => "The event bus is behind by 1 entry",
                _ => "The event bus is behind by {n} entries",
            }
        },
        de: {
            match n {
                1 => "Der Event-Bus hängt um 1 Eintrag zurück",
                _ => "Der Event-Bus hängt um {n} Einträge zurück",
            }
        },
        fr: {
            match n {
                0 | 1 => "Le bus d’événements a {n} entrée de retard",
                _ => "Le bus d’événements a {n} entrées de retard",
            }
        },
        es: {
            match n {
                1 => "El bus de eventos lleva 1 entrada de retraso",
                _ => "El bus de eventos lleva {n} entradas de retraso",
            }
        },
        nl: {
            match n {
                1 => "De event-bus loopt 1 item achter",
                _ => "De event-bus loopt {n} items achter",
            }
        },
        it: {
            match n {
                1 => "Il bus degli eventi è indietro di 1 voce",
                _ => "Il bus degli eventi è indietro di {n} voci",
            }
        };
    need_sellers_due(n: u64)
        en: {
            match n {
                1 => "1 seller can be paid",
                _ => "{n} sellers can be paid",
            }
        },
        de: {
            match n {
                1 => "1 Verkäufer kann ausbezahlt werden",
                _ => "{n} Verkäufer können ausbezahlt werden",
            }
        },
        fr: {
            match n {
                0 | 1 => "{n} vendeur peut être payé",
                _ => "{n} vendeurs peuvent être payés",
            }
        },
        es: {
            match n {
                1 => "Se puede pagar a 1 vendedor",
                _ => "Se puede pagar a {n} vendedores",
            }
        },
        nl: {
            match n {
                1 => "1 verkoper kan worden uitbetaald",
                _ => "{n} verkopers kunnen worden uitbetaald",
            }
        },
        it: {
            match n {
                1 => "1 venditore può essere pagato",
                _ => "{n} venditori possono essere pagati",
            }
        };
    remedy_disk()
        en: "Make room, or give the data folder a larger disk: when it is full, nothing can be \
             listed or bought.",
        de: "Schaffe Platz oder gib dem Datenordner eine größere Platte: Ist sie voll, kann \
             niemand mehr anbieten oder kaufen.",
        fr: "Faites de la place ou donnez un plus grand disque au dossier de données : une fois \
             plein, plus rien ne se vend ni ne s’achète.",
        es: "Haz sitio o pon la carpeta de datos en un disco mayor: si se llena, nadie puede \
             vender ni comprar.",
        nl: "Maak ruimte of geef de gegevensmap een grotere schijf: is die vol, dan kan niemand \
             meer iets aanbieden of kopen.",
        it: "Fai spazio o metti la cartella dei dati su un disco più grande: se si riempie, \
             nessuno può più vendere o comprare.";
    remedy_backup()
        en: "See what is said of backups below, and docs/backup.md.",
        de: "Siehe, was unten zu Backups steht, und docs/backup.md.",
        fr: "Voyez plus bas ce qui est dit des sauvegardes, et docs/backup.md.",
        es: "Mira abajo lo que se dice de las copias, y docs/backup.md.",
        nl: "Zie hieronder wat er over back-ups staat, en docs/backup.md.",
        it: "Vedi sotto che cosa si dice dei backup, e docs/backup.md.";
    remedy_compaction()
        en: "It is tried again by itself; the log says why it failed. See docs/data.md.",
        de: "Es wird von selbst wieder versucht; das Log sagt, woran es lag. Siehe docs/data.md.",
        fr: "Une nouvelle tentative suivra d’elle-même ; le log en dit la cause. Voyez docs/data.md.",
        es: "Se reintenta por sí solo; el log dice por qué ha fallado. Mira docs/data.md.",
        nl: "Het wordt vanzelf opnieuw geprobeerd; in het log staat waarom het misging. Zie docs/data.md.",
        it: "Si riprova da sé; il log dice perché non è riuscito. Vedi docs/data.md.";
    remedy_provider_webhooks()
        en: "Compare the signing secret at the provider with the one that is configured; \
             docs/payments.md.",
        de: "Vergleiche das Signaturgeheimnis beim Anbieter mit dem konfigurierten; \
             docs/payments.md.",
        fr: "Comparez le secret de signature chez le prestataire avec celui qui est configuré ; \
             docs/payments.md.",
        es: "Compara el secreto de firma del proveedor con el configurado; docs/payments.md.",
        nl: "Vergelijk het ondertekeningsgeheim bij de aanbieder met het ingestelde; \
             docs/payments.md.",
        it: "Confronta il segreto di firma presso il fornitore con quello configurato; \
             docs/payments.md.";
    remedy_bus()
        en: "See the log and docs/events.md. The site goes on, and nothing is lost.",
        de: "Siehe das Log und docs/events.md. Die Seite läuft weiter, und nichts geht verloren.",
        fr: "Voyez le journal et docs/events.md. Le site continue et rien n’est perdu.",
        es: "Mira el registro y docs/events.md. El sitio sigue y no se pierde nada.",
        nl: "Zie het log en docs/events.md. De site gaat door en er gaat niets verloren.",
        it: "Vedi il log e docs/events.md. Il sito continua e nulla va perso.";
    admin_listings_a_day()
        en: "Listings",
        de: "Angebote",
        fr: "Annonces",
        es: "Anuncios",
        nl: "Advertenties",
        it: "Annunci";
    admin_sales_a_day()
        en: "Sales",
        de: "Verkäufe",
        fr: "Ventes",
        es: "Ventas",
        nl: "Verkopen",
        it: "Vendite";
    admin_sold_a_day()
        en: "Sold for",
        de: "Umsatz",
        fr: "Montant des ventes",
        es: "Importe vendido",
        nl: "Omzet",
        it: "Importo venduto";
    admin_sign_ups_a_day()
        en: "Sign-ups",
        de: "Neue Konten",
        fr: "Inscriptions",
        es: "Registros",
        nl: "Registraties",
        it: "Registrazioni";
    admin_run_outs_a_day()
        en: "Holds that ran out",
        de: "Abgelaufene Reservierungen",
        fr: "Réservations expirées",
        es: "Reservas caducadas",
        nl: "Verlopen reserveringen",
        it: "Prenotazioni scadute";
    admin_times_a_day()
        en: "95 in 100 answers came within",
        de: "95 von 100 Antworten kamen binnen",
        fr: "95 réponses sur 100 en",
        es: "95 de cada 100 respuestas en",
        nl: "95 van de 100 antwoorden binnen",
        it: "95 risposte su 100 entro";
    admin_than_yesterday(change: &str, then: &str)
        en: "{change} to yesterday by this time ({then})",
        de: "{change} gegenüber gestern um diese Zeit ({then})",
        fr: "{change} par rapport à hier à cette heure ({then})",
        es: "{change} respecto a ayer a esta hora ({then})",
        nl: "{change} ten opzichte van gisteren om deze tijd ({then})",
        it: "{change} rispetto a ieri a quest’ora ({then})";
    admin_a_day_before(average: &str, days: usize)
        en: "{average} a day in the {days} days before",
        de: "{average} am Tag in den {days} Tagen davor",
        fr: "{average} par jour sur les {days} jours d’avant",
        es: "{average} al día en los {days} días anteriores",
        nl: "{average} per dag in de {days} dagen ervoor",
        it: "{average} al giorno nei {days} giorni prima";
    admin_days_told(days: usize, sum: &str, most: &str)
        en: "In {days} days {sum} in all, {most} on one day at the most. Today is not over.",
        de: "In {days} Tagen insgesamt {sum}, höchstens {most} an einem Tag. Der heutige ist \
             nicht zu Ende.",
        fr: "En {days} jours {sum} en tout, au plus {most} en un jour. Aujourd’hui n’est pas fini.",
        es: "En {days} días {sum} en total, como mucho {most} en un día. Hoy no ha terminado.",
        nl: "In {days} dagen {sum} in totaal, hoogstens {most} op één dag. Vandaag is nog niet \
             voorbij.",
        it: "In {days} giorni {sum} in tutto, al massimo {most} in un giorno. Oggi non è finito.";
    admin_times_told(most: &str)
        en: "Within how long 95 in 100 answers came, day by day: {most} on the slowest.",
        de: "Binnen welcher Zeit 95 von 100 Antworten kamen, Tag für Tag: {most} am langsamsten.",
        fr: "En combien de temps 95 réponses sur 100 sont venues, jour par jour : {most} le \
             plus lent.",
        es: "En cuánto tiempo llegaron 95 de cada 100 respuestas, día a día: {most} el más lento.",
        nl: "Binnen hoeveel tijd 95 van de 100 antwoorden kwamen, dag na dag: {most} op de \
             traagste.",
        it: "Entro quanto sono arrivate 95 risposte su 100, giorno per giorno: {most} nel più \
             lento.";
    admin_times_of(most: &str, half: &str, answers: u64)
        en: "95 in 100 within {most}, half within {half}, of {answers} answers",
        de: "95 von 100 binnen {most}, die Hälfte binnen {half}, von {answers} Antworten",
        fr: "95 sur 100 en {most}, la moitié en {half}, sur {answers} réponses",
        es: "95 de cada 100 en {most}, la mitad en {half}, de {answers} respuestas",
        nl: "95 van de 100 binnen {most}, de helft binnen {half}, van {answers} antwoorden",
        it: "95 su 100 entro {most}, metà entro {half}, di {answers} risposte";
    admin_ms(ms: u32)
        en: "{ms} ms",
        de: "{ms} ms",
        fr: "{ms} ms",
        es: "{ms} ms",
        nl: "{ms} ms",
        it: "{ms} ms";
    admin_day_by_day()
        en: "Day by day",
        de: "Tag für Tag",
        fr: "Jour par jour",
        es: "Día a día",
        nl: "Dag voor dag",
        it: "Giorno per giorno";
    admin_payments()
        en: "Payments to look at",
        de: "Zahlungen zum Nachsehen",
        fr: "Paiements à vérifier",
        es: "Pagos por revisar",
        nl: "Te controleren betalingen",
        it: "Pagamenti da verificare";
    admin_payments_what()
        en: "Overdue, or other than the provider’s books say",
        de: "Überfällig oder beim Anbieter anders als hier",
        fr: "En retard ou différents chez le prestataire",
        es: "Atrasados o distintos en el proveedor",
        nl: "Te laat, of anders dan bij de aanbieder",
        it: "In ritardo o diversi presso il fornitore";
    admin_payment_overdue()
        en: "Overdue",
        de: "Überfällig",
        fr: "En retard",
        es: "Atrasado",
        nl: "Te laat",
        it: "In ritardo";
    admin_payment_differs()
        en: "Differs",
        de: "Abweichend",
        fr: "Différent",
        es: "Distinto",
        nl: "Wijkt af",
        it: "Diverso";
    admin_endpoints()
        en: "Webhooks that fail",
        de: "Webhooks mit Fehlern",
        fr: "Webhooks en échec",
        es: "Webhooks con fallos",
        nl: "Webhooks die mislukken",
        it: "Webhook in errore";
    admin_endpoints_what()
        en: "Endpoints of users that take nothing",
        de: "Empfänger von Nutzern, die nichts annehmen",
        fr: "Destinataires d’utilisateurs qui n’acceptent rien",
        es: "Destinos de usuarios que no aceptan nada",
        nl: "Ontvangers van gebruikers die niets aannemen",
        it: "Destinazioni di utenti che non accettano nulla";
    admin_endpoints_hint()
        en: "Those that take nothing, or are off because of that, the oldest first; any other \
             by its id. Their owners turn them on again.",
        de: "Solche, die nichts annehmen oder deshalb aus sind, die ältesten zuerst; jeder \
             andere über seine ID. Wieder eingeschaltet werden sie von ihren Besitzern.",
        fr: "Ceux qui n’acceptent rien ou sont arrêtés pour cela, les plus anciens d’abord ; \
             tout autre par son identifiant. Leurs propriétaires les remettent en marche.",
        es: "Los que no aceptan nada o están apagados por eso, los más antiguos primero; \
             cualquier otro por su identificador. Sus dueños los vuelven a encender.",
        nl: "Die niets aannemen of daarom uit staan, de oudste eerst; elke andere op zijn ID. \
             Hun eigenaars zetten ze weer aan.",
        it: "Quelle che non accettano nulla o sono spente per questo, le più vecchie prima; \
             ogni altra con il suo ID. Le riaccendono i proprietari.";
    admin_endpoint_of(owner: &str, waiting: usize)
        en: "Of {owner} · {waiting} waiting",
        de: "Von {owner} · {waiting} warten",
        fr: "De {owner} · {waiting} en attente",
        es: "De {owner} · {waiting} en espera",
        nl: "Van {owner} · {waiting} wachten",
        it: "Di {owner} · {waiting} in attesa";
    admin_endpoint_failing(since: &str)
        en: "Takes nothing since {since}",
        de: "Nimmt nichts an seit {since}",
        fr: "N’accepte rien depuis {since}",
        es: "No acepta nada desde {since}",
        nl: "Neemt niets aan sinds {since}",
        it: "Non accetta nulla da {since}";
    admin_endpoint_on()
        en: "On",
        de: "An",
        fr: "En marche",
        es: "Encendido",
        nl: "Aan",
        it: "Accesa";
    admin_endpoint_off()
        en: "Off",
        de: "Aus",
        fr: "Arrêté",
        es: "Apagado",
        nl: "Uit",
        it: "Spenta";
    admin_endpoint_deleted()
        en: "Deleted",
        de: "Gelöscht",
        fr: "Supprimé",
        es: "Eliminado",
        nl: "Verwijderd",
        it: "Eliminata";
    waits_release()
        en: "No money is wanted any more: it is to be let go of",
        de: "Es wird kein Geld mehr verlangt: Es ist freizugeben",
        fr: "L’argent n’est plus demandé : il est à libérer",
        es: "Ya no se pide dinero: hay que liberarlo",
        nl: "Er wordt geen geld meer gevraagd: het moet worden vrijgegeven",
        it: "Non si chiede più denaro: va liberato";
    waits_capture()
        en: "The buyer has paid: the money is to be taken",
        de: "Der Käufer hat bezahlt: Das Geld ist einzuziehen",
        fr: "L’acheteur a payé : l’argent est à encaisser",
        es: "El comprador ha pagado: hay que cobrar el dinero",
        nl: "De koper heeft betaald: het geld moet worden geïnd",
        it: "L’acquirente ha pagato: il denaro va incassato";
    waits_refund()
        en: "The money is to go back to the buyer",
        de: "Das Geld ist dem Käufer zurückzuzahlen",
        fr: "L’argent est à rendre à l’acheteur",
        es: "El dinero debe volver al comprador",
        nl: "Het geld moet terug naar de koper",
        it: "Il denaro deve tornare all’acquirente";
    judged_open_unknown()
        en: "It can still take money, and belongs to no charge of this site",
        de: "Sie kann noch Geld einziehen und gehört zu keiner Zahlung dieser Seite",
        fr: "Il peut encore prendre de l’argent et n’appartient à aucun paiement de ce site",
        es: "Aún puede cobrar y no corresponde a ningún pago de este sitio",
        nl: "Ze kan nog geld innen en hoort bij geen betaling van deze site",
        it: "Può ancora incassare e non appartiene a nessun pagamento di questo sito";
    judged_open_settled()
        en: "It can still take money, and is settled here",
        de: "Sie kann noch Geld einziehen und ist hier abgeschlossen",
        fr: "Il peut encore prendre de l’argent et est clos ici",
        es: "Aún puede cobrar y aquí está cerrado",
        nl: "Ze kan nog geld innen en is hier afgehandeld",
        it: "Può ancora incassare e qui è chiuso";
    judged_kept_unknown()
        en: "Money was taken, and belongs to no charge of this site",
        de: "Geld wurde eingezogen und gehört zu keiner Zahlung dieser Seite",
        fr: "De l’argent a été pris et n’appartient à aucun paiement de ce site",
        es: "Se cobró dinero que no corresponde a ningún pago de este sitio",
        nl: "Er is geld geïnd dat bij geen betaling van deze site hoort",
        it: "È stato incassato denaro che non appartiene a nessun pagamento di questo sito";
    judged_kept_settled()
        en: "Money was taken there, and none here",
        de: "Dort wurde Geld eingezogen, hier keines",
        fr: "De l’argent a été pris là-bas, et rien ici",
        es: "Allí se cobró dinero y aquí no",
        nl: "Daar is geld geïnd, hier niet",
        it: "Lì è stato incassato denaro, qui no";
    judged_refunded_there()
        en: "Refunded at the provider, and paid here",
        de: "Beim Anbieter erstattet, hier bezahlt",
        fr: "Remboursé chez le prestataire, payé ici",
        es: "Reembolsado en el proveedor, pagado aquí",
        nl: "Bij de aanbieder terugbetaald, hier betaald",
        it: "Rimborsato presso il fornitore, pagato qui";
    judged_partly_refunded()
        en: "Refunded in part",
        de: "Teilweise erstattet",
        fr: "Remboursé en partie",
        es: "Reembolsado en parte",
        nl: "Deels terugbetaald",
        it: "Rimborsato in parte";
    judged_other_sum()
        en: "Another sum was taken than the order’s price",
        de: "Es wurde ein anderer Betrag eingezogen als der Kaufpreis",
        fr: "Un autre montant que le prix de la commande a été pris",
        es: "Se cobró otro importe que el precio del pedido",
        nl: "Er is een ander bedrag geïnd dan de prijs van de bestelling",
        it: "È stato incassato un importo diverso dal prezzo dell’ordine";
    judged_not_captured()
        en: "Paid here, and no money was taken",
        de: "Hier bezahlt, aber kein Geld eingezogen",
        fr: "Payé ici, mais aucun argent n’a été pris",
        es: "Pagado aquí, pero no se cobró nada",
        nl: "Hier betaald, maar er is niets geïnd",
        it: "Pagato qui, ma non è stato incassato nulla";
    judged_fits()
        en: "As it should be",
        de: "Wie es sein soll",
        fr: "Comme il se doit",
        es: "Como debe ser",
        nl: "Zoals het hoort",
        it: "Come deve essere";
    transfer_unknown()
        en: "A transfer that belongs to no payout of this site",
        de: "Eine Überweisung, die zu keiner Auszahlung dieser Seite gehört",
        fr: "Un virement qui n’appartient à aucun versement de ce site",
        es: "Una transferencia que no corresponde a ningún pago de este sitio",
        nl: "Een overboeking die bij geen uitbetaling van deze site hoort",
        it: "Un bonifico che non appartiene a nessun accredito di questo sito";
    transfer_twice()
        en: "Its payout was transferred before",
        de: "Ihre Auszahlung wurde schon überwiesen",
        fr: "Son versement a déjà été viré",
        es: "Su pago ya se transfirió antes",
        nl: "De uitbetaling was al overgemaakt",
        it: "Il suo accredito era già stato trasferito";
    transfer_other_sum()
        en: "It is of another sum than its payout",
        de: "Sie hat einen anderen Betrag als die Auszahlung",
        fr: "Son montant diffère de celui du versement",
        es: "Es de otro importe que su pago",
        nl: "Het bedrag wijkt af van de uitbetaling",
        it: "È di un importo diverso dall’accredito";
    transfer_not_paid_here()
        en: "Here its payout has come to nothing",
        de: "Hier ist aus der Auszahlung nichts geworden",
        fr: "Ici, le versement n’a pas abouti",
        es: "Aquí su pago quedó en nada",
        nl: "Hier is de uitbetaling niet doorgegaan",
        it: "Qui l’accredito non è andato a buon fine";
    transfer_had_back()
        en: "Another sum was had back there than here",
        de: "Dort wurde ein anderer Betrag zurückgeholt als hier",
        fr: "Un autre montant a été récupéré là-bas qu’ici",
        es: "Allí se recuperó otro importe que aquí",
        nl: "Daar is een ander bedrag teruggehaald dan hier",
        it: "Lì è stato recuperato un importo diverso da qui";
    transfer_missing()
        en: "Here it is made, and the provider does not know it",
        de: "Hier ist sie gemacht, beim Anbieter unbekannt",
        fr: "Ici il est fait, le prestataire ne le connaît pas",
        es: "Aquí está hecha y el proveedor no la conoce",
        nl: "Hier is ze gedaan, de aanbieder kent ze niet",
        it: "Qui è fatto, il fornitore non lo conosce";
}
