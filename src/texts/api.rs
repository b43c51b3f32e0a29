//! The page about the API. What is said of single routes is the document's, which programs read.

use super::texts;

texts! {
    api_lead()
        en: "Whatever these pages do, a program can do: by JSON over HTTP, with an access token in \
             “Authorization: Bearer”.",
        de: "Was diese Seiten tun, kann auch ein Programm tun: mit JSON über HTTP und einem \
             Zugriffstoken in „Authorization: Bearer“.";
    api_document_means()
        en: "Everything in detail, for programs (OpenAPI 3.1)",
        de: "Alles im Einzelnen, für Programme (OpenAPI 3.1)";
    api_token_means() en: "Make one to begin with", de: "Erstelle zuerst einen";
    api_open() en: "No token needed", de: "Ohne Token";
    api_takes(scopes: &str) en: "Token: {scopes}", de: "Token: {scopes}";
    api_codes() en: "When something is not done", de: "Wenn etwas nicht getan wird";
    api_codes_mean()
        en: "The answer says why, as application/problem+json. Programs go by its “code”, which never \
             changes.",
        de: "Die Antwort sagt warum, als application/problem+json. Programme richten sich nach ihrem \
             „code“, der sich nie ändert.";
    about_the_api() en: "What programs can do by them", de: "Was Programme damit tun können";
}
