// Stripe's form on the order's page. What is typed there goes to Stripe alone.
"use strict";
(() => {
  const [working, noAnswer, waiting, formFailed] = "{words}".split("|");
  const form = document.querySelector("form[data-stripe]");
  if (!form) return;
  const order = form.action.replace(/\/pay$/, "");
  const back = new URL(form.dataset.return, location.href).href;
  const part = (name) => form.querySelector("[data-stripe-" + name + "]");
  const button = form.querySelector("button");
  const label = button.textContent;
  let stripe, elements;

  // One of: loading, missing, ready.
  const show = (stage) => {
    part("loading").hidden = stage !== "loading";
    part("missing").hidden = stage !== "missing";
    button.hidden = stage !== "ready";
  };

  const busy = (text) => {
    button.disabled = true;
    button.textContent = text;
    document.querySelector("[data-announce]").textContent = text;
  };
  const stop = (message) => {
    part("error").textContent = message;
    button.disabled = false;
    button.textContent = label;
  };

  const dark = matchMedia("(prefers-color-scheme: dark)");
  const look = () => {
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(name).trim();
    return {
      theme: dark.matches ? "night" : "stripe",
      variables: {
        colorPrimary: colour("--accent"),
        colorBackground: colour("--surface"),
        colorText: colour("--text"),
        colorTextSecondary: colour("--muted"),
        colorDanger: colour("--bad"),
        borderRadius: "8px",
        fontFamily: getComputedStyle(document.body).fontFamily,
      },
    };
  };

  const start = () => {
    try {
      stripe = Stripe(form.dataset.stripe);
      // All but the looks must be as the server creates the payment, or Stripe refuses it.
      elements = stripe.elements({
        mode: "payment",
        amount: Number(form.dataset.amount),
        currency: form.dataset.currency,
        captureMethod: "manual",
        locale: document.documentElement.lang,
        appearance: look(),
      });
      const payment = elements.create("payment");
      payment.on("ready", () => show("ready"));
      payment.on("loaderror", (e) => {
        console.error(e.error);
        show("missing");
      });
      payment.mount(part("form"));
      dark.addEventListener("change", () => elements.update({ appearance: look() }));
    } catch (error) {
      console.error(error);
      show("missing");
    }
  };

  // The secret by which Stripe is paid; none if the order's page has something else to say.
  const begin = async () => {
    const sent = await fetch(form.action, {
      method: "POST",
      headers: { accept: "application/json" },
      body: new URLSearchParams(new FormData(form)),
      redirect: "manual",
    });
    if (sent.status >= 429) throw sent;
    return sent.ok ? (await sent.json()).client_secret : "";
  };

  const pay = async () => {
    busy(working);
    part("error").textContent = "";
    const checked = await elements.submit();
    if (checked.error) return stop(checked.error.message);
    let clientSecret;
    try {
      clientSecret = await begin();
    } catch {
      // Without the secret nobody can have paid.
      return stop(noAnswer);
    }
    if (!clientSecret) return location.replace(order);
    busy(waiting);
    try {
      const confirmParams = { return_url: back };
      // It comes back only if it failed: else Stripe leads to the return address.
      const { error } = await stripe.confirmPayment({ elements, clientSecret, confirmParams });
      if (error.type === "validation_error") return stop(error.message);
    } catch (error) {
      console.error(error);
    }
    location.replace(back);
  };

  form.addEventListener("submit", (e) => {
    e.preventDefault();
    if (!button.disabled && !button.hidden) {
      pay().catch((error) => stop(formFailed + " " + error.message));
    }
  });
  // Shown again out of the browser's memory, it would be as it was left: waiting.
  addEventListener("pageshow", (e) => e.persisted && location.replace(order));

  show("loading");
  const script = document.createElement("script");
  script.src = form.dataset.js;
  script.onload = start;
  script.onerror = () => show("missing");
  document.head.append(script);
  setTimeout(() => button.hidden && show("missing"), 10000);
})();
