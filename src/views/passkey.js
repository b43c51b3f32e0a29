// Forms for passkeys: the site says what is asked for, the browser asks for it, and the form brings the
// answer. Without this, or without passkeys, there is no such form.
"use strict";
(() => {
  const [failed] = "{words}".split("|");
  const keys = window.PublicKeyCredential;
  if (!keys?.parseRequestOptionsFromJSON || !keys.parseCreationOptionsFromJSON) return;
  for (const form of document.querySelectorAll("form[data-passkey-form]")) {
    form.hidden = false;
    const button = form.querySelector("button");
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      // Before page.js, which takes the button away for good.
      event.stopImmediatePropagation();
      button.disabled = true;
      const error = form.querySelector("[data-passkey-error]");
      error.textContent = "";
      try {
        const answer = await fetch(form.action + "/begin", { method: "POST" });
        // It was too long ago that one has shown who one is.
        if (answer.redirected) return location.reload();
        const { publicKey, ceremony } = await answer.json();
        const credential =
          form.dataset.passkeyForm === "create"
            ? await navigator.credentials.create({ publicKey: keys.parseCreationOptionsFromJSON(publicKey) })
            : await navigator.credentials.get({ publicKey: keys.parseRequestOptionsFromJSON(publicKey) });
        form.elements.ceremony.value = ceremony;
        form.elements.credential.value = JSON.stringify(credential);
        HTMLFormElement.prototype.submit.call(form);
      } catch {
        error.textContent = failed;
        document.querySelector("[data-announce]").textContent = failed;
        button.disabled = false;
      }
    }, true);
  }
})();
