// Stands in for https://js.stripe.com/v3/ in front of a ScriptedStripe: the calls that Holdfast's
// page makes, as strict about what it is given as Stripe's own. Instead of a card one chooses what
// the card does.
"use strict";
(() => {
  const api = new URL(document.currentScript.src).origin;

  const CARDS = {
    pm_card_visa: "pays",
    pm_card_chargeDeclined: "is declined",
    pm_card_chargeDeclinedInsufficientFunds: "has insufficient funds",
    pm_card_threeDSecure2Required: "asks for 3-D Secure",
  };

  // Stripe's word for a mistake of the page, not of the buyer.
  const wrong = (message) => {
    const error = new Error(message);
    error.name = "IntegrationError";
    throw error;
  };

  const only = (what, given, known, needed = known) => {
    if (typeof given !== "object" || given === null) wrong(what + " must be an object");
    for (const name in given) if (!known.includes(name)) wrong("Unrecognized " + what + " parameter: " + name);
    for (const name of needed) if (given[name] === undefined) wrong("Missing " + what + " parameter: " + name);
    return given;
  };

  const checkAppearance = (appearance) => {
    only("appearance", appearance, ["theme", "variables", "rules", "labels"], []);
    if (!["stripe", "night", "flat", "none"].includes(appearance.theme)) wrong("Invalid theme: " + appearance.theme);
    for (const [name, value] of Object.entries(appearance.variables || {})) {
      if (typeof value !== "string" || !value) wrong("Invalid appearance variable: " + name);
    }
  };

  const checkOptions = (options) => {
    const needed = ["mode", "amount", "currency"];
    only("elements()", options, [...needed, "captureMethod", "locale", "appearance", "fonts", "loader"], needed);
    if (options.mode !== "payment") wrong("Invalid mode: " + options.mode);
    if (!Number.isInteger(options.amount) || options.amount <= 0) wrong("Invalid amount: " + options.amount);
    if (!/^[a-z]{3}$/.test(options.currency)) wrong("Invalid currency: " + options.currency);
    if (!["automatic", "automatic_async", "manual", undefined].includes(options.captureMethod)) {
      wrong("Invalid captureMethod: " + options.captureMethod);
    }
    if (options.appearance) checkAppearance(options.appearance);
  };

  const node = (name, text = "", props = {}) => Object.assign(document.createElement(name), { textContent: text }, props);

  const paymentElement = () => {
    const handlers = { ready: [], loaderror: [], change: [], focus: [], blur: [], loaderstart: [] };
    const select = node("select", "", { id: "stand-in-card" });
    select.append(node("option", "Choose what it does", { value: "" }));
    for (const id in CARDS) select.append(node("option", CARDS[id], { value: id }));
    return {
      chosen: () => select.value,
      on(event, handler) {
        if (!handlers[event]) wrong("Invalid event name: " + event);
        handlers[event].push(handler);
        return this;
      },
      mount(place) {
        if (!(place instanceof Element)) wrong("Invalid DOM element");
        if (place.childNodes.length) console.warn("This Element is mounted to a DOM element that contains child nodes.");
        place.append(node("label", "Card", { htmlFor: select.id }), select);
        setTimeout(() => handlers.ready.forEach((handler) => handler({ elementType: "payment" })));
      },
    };
  };

  const elementsOf = (options) => {
    checkOptions(options);
    let payment;
    return {
      options,
      submitted: false,
      chosen: () => payment.chosen(),
      create(type) {
        if (type !== "payment") wrong("Here is only the payment Element, not " + type);
        if (payment) wrong("Can only create one Element of type payment");
        return (payment = paymentElement());
      },
      async update(changes) {
        only("elements.update()", changes, ["appearance", "locale", "amount", "currency"], []);
        if (changes.appearance) checkAppearance(changes.appearance);
        Object.assign(options, changes);
      },
      async submit() {
        if (!payment) wrong("There is no Element to submit");
        if (!payment.chosen()) {
          const message = "Your card number is incomplete.";
          return { error: { type: "validation_error", code: "incomplete_number", message } };
        }
        this.submitted = true;
        return { selectedPaymentMethod: "card" };
      },
    };
  };

  // What came back, as JSON with an `error` or without.
  const send = async (method, path, fields) => {
    const form = new URLSearchParams(fields);
    try {
      const sent = await fetch(api + path + (method === "GET" ? "?" + form : ""), {
        method,
        body: method === "GET" ? undefined : form,
      });
      return await sent.json();
    } catch {
      return { error: { type: "api_connection_error", message: "We are experiencing issues connecting to our payments provider. Please check your internet connection and try again." } };
    }
  };

  // The bank's question (3-D Secure), which Stripe shows over the page.
  const bank = () =>
    new Promise((resolve) => {
      const dialog = node("dialog", "", { id: "stand-in-bank" });
      const choice = (text, succeeds) => {
        const button = node("button", text, { type: "button", value: succeeds });
        button.onclick = () => {
          dialog.remove();
          resolve(succeeds);
        };
        return button;
      };
      dialog.oncancel = (e) => e.preventDefault();
      dialog.append(node("p", "Your bank: is it you who pays?"), choice("Authenticate", true), choice("Fail", false));
      document.body.append(dialog);
      dialog.showModal();
    });

  const confirm = async (key, given) => {
    only("confirmPayment()", given, ["elements", "clientSecret", "confirmParams", "redirect"], ["elements", "clientSecret", "confirmParams"]);
    const { elements, clientSecret, confirmParams } = given;
    only("confirmParams", confirmParams, ["return_url"]);
    if (!/^https?:\/\//.test(confirmParams.return_url)) wrong("Invalid return_url: " + confirmParams.return_url);
    const id = /^(pi_\w+)_secret_\w+$/.exec(clientSecret)?.[1] ?? wrong("clientSecret must be of the form ${id}_secret_${secret}");
    if (!elements.submitted) wrong("elements.submit() must be called before stripe.confirmPayment()");
    elements.submitted = false;
    const asBrowser = { key, client_secret: clientSecret };
    const path = "/v1/payment_intents/" + id;

    let intent = await send("GET", path, asBrowser);
    if (intent.error) return intent;
    const { amount, currency, captureMethod = "automatic" } = elements.options;
    const same = intent.amount === amount && intent.currency === currency && intent.capture_method === captureMethod;
    if (!same) wrong("The PaymentIntent's amount, currency and capture method are not those of elements()");

    intent = await send("POST", path + "/confirm", {
      ...asBrowser,
      payment_method: elements.chosen(),
      return_url: confirmParams.return_url,
      use_stripe_sdk: true,
    });
    if (!intent.error && intent.status === "requires_action") {
      const succeeds = await bank();
      intent = await send("POST", "/_browser/payment_intents/" + id + "/authenticate", { ...asBrowser, succeeds });
    }
    if (intent.error) return intent;

    const back = new URL(confirmParams.return_url);
    back.searchParams.set("payment_intent", id);
    back.searchParams.set("payment_intent_client_secret", clientSecret);
    back.searchParams.set("redirect_status", "succeeded");
    location.assign(back);
    return new Promise(() => {});
  };

  window.Stripe = (key) => {
    if (!/^pk_(test|live)_\w+$/.test(key)) wrong("Please call Stripe() with your publishable key.");
    return { elements: elementsOf, confirmPayment: (given) => confirm(key, given) };
  };
})();
