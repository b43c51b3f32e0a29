//! The page about the API. What is said of single routes is the document's, which programs read.

use super::texts;

texts! {
    api_lead()
        en: "Whatever these pages do, a program can do: by JSON over HTTP, with an access token in \
             “Authorization: Bearer”.",
        de: "Was diese Seiten tun, kann auch ein Programm tun: mit JSON über HTTP und einem \
             Zugriffstoken in „Authorization: Bearer“.",
        fr: "Tout ce que font ces pages, un programme peut le faire : en JSON par HTTP, avec un jeton \
             d’accès dans « Authorization: Bearer ».",
        es: "Todo lo que hacen estas páginas lo puede hacer un programa: con JSON por HTTP y un token \
             de acceso en «Authorization: Bearer».",
        nl: "Wat deze pagina’s doen, kan ook een programma: met JSON via HTTP en een toegangstoken in \
             ‘Authorization: Bearer’.",
        it: "Tutto ciò che fanno queste pagine può farlo un programma: in JSON via HTTP, con un token \
             di accesso in «Authorization: Bearer».";
    api_document_means()
        en: "Everything in detail, for programs (OpenAPI 3.1)",
        de: "Alles im Einzelnen, für Programme (OpenAPI 3.1)",
        fr: "Tout en détail, pour les programmes (OpenAPI 3.1)",
        es: "Todo en detalle, para programas (OpenAPI 3.1)",
        nl: "Alles in detail, voor programma’s (OpenAPI 3.1)",
        it: "Tutto nei dettagli, per i programmi (OpenAPI 3.1)";
    api_token_means()
        en: "Make one to begin with",
        de: "Erstelle zuerst einen",
        fr: "Créez-en un pour commencer",
        es: "Crea uno para empezar",
        nl: "Maak er eerst een",
        it: "Creane uno per cominciare";
    api_open()
        en: "No token needed",
        de: "Ohne Token",
        fr: "Sans jeton",
        es: "Sin token",
        nl: "Geen token nodig",
        it: "Senza token";
    api_takes(scopes: &str)
        en: "Token: {scopes}",
        de: "Token: {scopes}",
        fr: "Jeton : {scopes}",
        es: "Token: {scopes}",
        nl: "Token: {scopes}",
        it: "Token: {scopes}";
    api_codes()
        en: "When something is not done",
        de: "Wenn etwas nicht getan wird",
        fr: "Quand une action n’est pas exécutée",
        es: "Cuando algo no se hace",
        nl: "Als iets niet wordt gedaan",
        it: "Quando qualcosa non viene fatto";
    api_codes_mean()
        en: "The answer says why, as application/problem+json. Programs go by its “code”, which never \
             changes.",
        de: "Die Antwort sagt warum, als application/problem+json. Programme richten sich nach ihrem \
             „code“, der sich nie ändert.",
        fr: "La réponse dit pourquoi, en application/problem+json. Les programmes se fient à son \
             « code », qui ne change jamais.",
        es: "La respuesta dice por qué, como application/problem+json. Los programas se guían por su \
             «code», que nunca cambia.",
        nl: "Het antwoord zegt waarom, als application/problem+json. Programma’s kijken naar de \
             ‘code’, die nooit verandert.",
        it: "La risposta dice perché, come application/problem+json. I programmi si basano sul suo \
             «code», che non cambia mai.";
    about_the_api()
        en: "What programs can do by them",
        de: "Was Programme damit tun können",
        fr: "Ce que les programmes peuvent en faire",
        es: "Qué pueden hacer los programas con ellos",
        nl: "Wat programma’s ermee kunnen doen",
        it: "Che cosa possono farci i programmi";
}
