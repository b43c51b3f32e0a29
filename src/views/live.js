// Shows what changes while a page is open. Every page is right without this when it is loaded.
"use strict";
(() => {
  const path = document.currentScript.dataset.live;
  const root = document.documentElement;
  const main = document.querySelector("main");
  const texts = "{words}".split("|");
  const words = {};
  const news = {};
  for (const [at, status] of ["available", "reserved", "selling", "sold", "withdrawn"].entries()) {
    words[status] = texts[at];
    news[status] = texts[at + 5];
  }
  const [isNew, isStale, reload, tooSoon, priceIs, point, mark, one, many, soldOut, allHeld] =
    texts.slice(10);
  // A decimal as an amount that is written like another.
  const written = (decimal, like) => {
    const [whole, part] = decimal.split(".");
    const digits = whole.replace(/\B(?=(...)+$)/g, mark) + (part ? point + part : "");
    return like.replace(/[\d.,\u202f]+/, () => digits);
  };

  // Where much changes at once, the last of it is said.
  let saying;
  const say = (text) => {
    clearTimeout(saying);
    saying = setTimeout(() => (document.querySelector("[data-announce]").textContent = text), 400);
  };

  const make = (name, className, text) => {
    const el = document.createElement(name);
    el.className = className;
    el.textContent = text;
    return el;
  };
  const badge = (status) => make("span", "badge " + status, words[status]);
  const countdown = () => {
    const el = make("span", "countdown", "");
    el.setAttribute("role", "timer");
    el.dataset.countdown = "";
    el.hidden = true;
    return el;
  };

  const isList = path.endsWith("=");
  const shows = path.endsWith("events=") ? "eventId" : "ticketId";
  const ids = () =>
    [...main.querySelectorAll(shows === "eventId" ? "[data-event-id]" : "[data-ticket-id]")].map(
      (el) => el.dataset[shows],
    );

  // What the script cannot write by itself. Never under the hands of who is at it.
  let due;
  const fetchPage = (from, spread) => {
    due ||= setTimeout(async () => {
      due = 0;
      const answer = await fetch(from).catch(() => {});
      if (!answer?.ok) return fetchPage(from, 60000);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const at = document.activeElement;
      const busy =
        (at !== main && main.contains(at)) ||
        main.querySelector("form[data-sent]") ||
        [...main.querySelectorAll("input")].some((el) => el.value !== el.defaultValue);
      if (!busy) {
        main.replaceChildren(...page.querySelector("main").childNodes);
        document.dispatchEvent(new Event("fetched"));
        if (!isList) return;
        say(isNew);
        close();
        return open();
      }
      if (main.querySelector("[data-stale]")) return;
      const bar = make("p", "notice", isStale + " ");
      bar.dataset.stale = "";
      bar.append(make("a", "", reload));
      bar.lastChild.href = from;
      main.prepend(bar);
    }, Math.random() * spread);
  };

  // New is what was listed since, or sold and has come back.
  const recount = ({ listed, spread, ...counts }) => {
    let more = listed != main.querySelector("[data-listed]").dataset.listed;
    for (const name in counts) {
      const el = main.querySelector(`[data-count=${name}]`);
      if (!el) continue;
      more ||= name === "sold" && counts.sold < el.textContent;
      el.textContent = counts[name];
    }
    if (more && !main.querySelector("[data-stale]")) fetchPage(location.href, spread);
  };

  const showInRow = (row, status) => {
    let line = row.querySelector(".row-state");
    if (status === "available") return line && line.remove();
    if (!line) row.querySelector("div").append((line = make("p", "row-state", "")));
    line.replaceChildren(badge(status));
    if (status === "reserved") line.append(countdown());
  };

  const state = (el) => el.dataset.ticketStatus + (el.dataset.expiresAt || "");

  // What the page came with holds again when its state does; until then a line stands for it.
  const showOnTicket = (el, status) => {
    const stub = el.querySelector(".pass-stub");
    stub.querySelector(".badge").replaceWith(badge(status));
    if ("mine" in el.dataset) return fetchPage(el.dataset.reload, 200);
    let line = stub.querySelector("[data-news]");
    if (!line) stub.append((line = make("p", "until", "")));
    line.dataset.news = "";
    line.replaceChildren(news[status]);
    if (status === "reserved") line.append(" ", countdown());
    const asLoaded = state(el) === el.dataset.loaded;
    for (const part of [...stub.children].slice(1)) part.hidden = (part === line) === asLoaded;
    const tell = stub.querySelector("[data-tell]");
    if (tell) tell.hidden = !["reserved", "selling"].includes(status);
    // The form to buy it, for everyone who looks: not all at once.
    if (status === "available" && !asLoaded) fetchPage(el.dataset.reload, 2000);
  };

  const reprice = (el, shown, price, fee) => {
    const was = shown.textContent;
    const is = written(price, was);
    const part = el.querySelector("[data-fee]");
    if (part) part.textContent = written(fee, part.textContent);
    const field = el.querySelector("form [name=price]");
    if (field) {
      const button = field.form.querySelector("button");
      button.textContent = button.textContent.replace(was, () => is);
      field.value = price;
      // Who was about to press sees it first.
      field.form.dataset.changed = "1";
      setTimeout(() => delete field.form.dataset.changed, 1500);
    }
    shown.value = price;
    shown.textContent = is;
    shown.classList.add("changed");
    setTimeout(() => shown.classList.remove("changed"), 5000);
  };
  const isTooSoon = (e) => {
    if (!e.target.dataset.changed) return;
    e.preventDefault();
    e.stopPropagation();
    say(tooSoon);
  };
  document.addEventListener("submit", isTooSoon, true);

  const update = ({ id, status, price, fee, expires_at: until }) => {
    for (const el of document.querySelectorAll(`[data-ticket-id="${id}"]`)) {
      // Its answer is on the way, and is the newer page.
      if (el.querySelector("form[data-sent]")) continue;
      const shown = el.querySelector("data.price");
      if (!shown) continue;
      const before = state(el);
      const was = el.dataset.ticketStatus;
      el.dataset.loaded ??= before;
      el.dataset.ticketStatus = status;
      if (until) el.dataset.expiresAt = until;
      else delete el.dataset.expiresAt;
      const title = el.querySelector(".row-link");
      const called = title ? title.textContent + ": " : "";
      if (shown.value !== price && "mine" in el.dataset) fetchPage(el.dataset.reload, 200);
      else if (shown.value !== price) {
        reprice(el, shown, price, fee);
        say(called + priceIs.replace("{}", () => shown.textContent));
      }
      if (state(el) === before) continue;
      if (title) showInRow(el, status);
      else showOnTicket(el, status);
      if (was !== status) say(called + (title ? words[status] : news[status]));
    }
    document.dispatchEvent(new Event("deadlines"));
  };

  // What is left of an event: on its card.
  const recard = ({ id, available, held, price }) => {
    const card = main.querySelector(`[data-event-id="${id}"]`);
    const left = card?.querySelector("[data-left]");
    if (!left) return;
    card.dataset.available = available;
    const text = available === 1 ? one : available ? many : held ? allHeld : soldOut;
    const says = text.replace("{}", available);
    if (left.textContent !== says) {
      left.textContent = says;
      say(card.querySelector("h2").textContent + ": " + says);
    }
    const from = card.querySelector(".from");
    if (!from) return;
    from.hidden = !available;
    const shown = from.querySelector("data");
    if (!price || shown.value === price) return;
    shown.value = price;
    shown.textContent = written(price, shown.textContent);
  };

  document.addEventListener("stale", () => fetchPage(location.href, 0));

  let source, hiding;
  let pause = 5000;
  const close = () => {
    if (source) source.close();
    source = null;
    delete root.dataset.live;
  };
  // Browsers open few connections to one site: pages that nobody sees leave them to the others.
  const open = () => {
    if (source || document.hidden) return;
    source = new EventSource(isList ? path + ids() : path);
    source.addEventListener("ticket", (e) => update(JSON.parse(e.data)));
    source.addEventListener("line", ({ data: detail }) => document.dispatchEvent(new CustomEvent("line", { detail })));
    source.addEventListener("event", (e) => recard(JSON.parse(e.data)));
    if (isList) source.addEventListener("counts", (e) => recount(JSON.parse(e.data)));
    source.onopen = () => {
      pause = 5000;
      root.dataset.live = "1";
    };
    source.onerror = () => {
      delete root.dataset.live;
      // A broken connection comes back by itself; one that was refused does not.
      if (source.readyState !== EventSource.CLOSED) return;
      close();
      setTimeout(open, pause * (0.5 + Math.random()));
      pause = Math.min(pause * 2, 300000);
    };
  };
  document.addEventListener("visibilitychange", () => {
    clearTimeout(hiding);
    if (document.hidden) hiding = setTimeout(close, 10000);
    else open();
  });
  addEventListener("pagehide", close);
  addEventListener("pageshow", open);
})();
