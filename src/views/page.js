// Deadlines tick by the server's clock, and no form is sent twice. Every page works without this.
"use strict";
(() => {
  const [locale, oClock, timeLeft, timeIsUp, five, one, over, working, uploading, tooLarge] =
    "{words}".split("|");
  // The server's time, on a clock that nobody can set.
  const nav = performance.getEntriesByType("navigation")[0];
  const offset = Date.parse(document.documentElement.dataset.now) - (nav ? nav.responseStart : 0);
  // It stands still while a device sleeps: when the page is seen again, it catches up.
  const lag = () => Date.now() - performance.now();
  const lagAtStart = lag();
  let slept = 0;
  const now = () => offset + performance.now() + slept;

  const say = (text) => (document.querySelector("[data-announce]").textContent = text);

  // What is wrong is seen, and not hidden below a keyboard or a sticky line.
  const wrong = document.querySelector("[autofocus]");
  if (wrong) {
    wrong.focus();
    wrong.scrollIntoView({ block: "center" });
  }

  // The menu folds as menus do: on Escape, and when one goes on elsewhere.
  const menu = document.querySelector(".menu");
  const leave = (e) => menu.contains(e.target) || (menu.open = false);
  if (menu) {
    addEventListener("click", leave);
    addEventListener("focusin", leave);
    addEventListener("keydown", (e) => {
      if (e.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.firstElementChild.focus();
    });
  }

  const two = (n) => String(n).padStart(2, "0");
  const written = (seconds) => {
    const h = Math.floor(seconds / 3600);
    const m = Math.floor(seconds / 60) % 60;
    return (h ? h + ":" + two(m) : m) + ":" + two(seconds % 60);
  };

  // Once for each deadline, spread over 1 s: not all buyers come back at once.
  const reloadOnce = (path, deadline) => {
    try {
      if (sessionStorage[path] === deadline) return;
      sessionStorage[path] = deadline;
    } catch {
      return;
    }
    setTimeout(() => location.replace(path), Math.random() * 1000);
  };

  // Deadlines by the reader's own clock; with its offset if that changes before them.
  const own = (el) => {
    delete el.dataset.deadline;
    const [at, today] = [new Date(el.dateTime), new Date(now())];
    const parts = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
    if (at.toDateString() !== today.toDateString())
      Object.assign(parts, { weekday: "short", day: "numeric", month: "short" });
    const shown = oClock.replace("{}", at.toLocaleString(locale, parts));
    const offset = at.getTimezoneOffset() !== today.getTimezoneOffset();
    const zone = { hour: "numeric", timeZoneName: "shortOffset" };
    const name = offset && new Intl.DateTimeFormat("en", zone).formatToParts(at).pop().value;
    el.textContent = name ? `${shown} (${name.replace("GMT", "UTC")})` : shown;
  };

  const clocks = new WeakMap();
  const tick = () => {
    document.querySelectorAll("time[data-deadline]").forEach(own);
    for (const el of document.querySelectorAll("[data-expires-at]")) {
      const deadline = el.dataset.expiresAt;
      let c = clocks.get(el);
      if (!c || c.deadline !== deadline) clocks.set(el, (c = { deadline }));
      const left = Math.max(0, Math.ceil((Date.parse(deadline) - now()) / 1000));
      for (const shown of el.querySelectorAll("[data-countdown]")) {
        if (left === c.last && !shown.hidden) continue;
        shown.hidden = false;
        shown.textContent = left ? timeLeft.replace("{}", written(left)) : timeIsUp;
        shown.classList.toggle("soon", left <= 60);
      }
      const path = el.dataset.reload;
      if (path && left !== c.last) {
        if (left <= 300 && c.last > 300) say(five);
        if (left <= 60 && c.last > 60) say(one);
        if (!left) say(over);
      }
      // A page that is told what changes is told of this too.
      if (path && !left && !document.documentElement.dataset.live) reloadOnce(path, deadline);
      c.last = left;
    }
  };
  tick();
  setInterval(tick, 250);
  document.addEventListener("deadlines", tick);
  document.addEventListener("visibilitychange", () => {
    const jump = lag() - lagAtStart;
    if (!document.hidden && jump > slept + 2000) slept = jump;
    tick();
  });

  // A page that waits is loaded again when there is something new.
  const { again } = document.documentElement.dataset;
  const look = async () => {
    const text = await fetch(again).then((answer) => answer.ok && answer.text()).catch(() => {});
    const waits = document.querySelector(".wait");
    if (text && !(waits && text.includes(waits.innerHTML))) location.replace(again);
    else setTimeout(look, 2000);
  };
  if (again) setTimeout(look, 2000);

  const rest = (form) => {
    delete form.dataset.sent;
    const b = form.querySelector("[data-label]");
    b.disabled = false;
    b.textContent = b.dataset.label;
    delete b.dataset.label;
  };
  document.addEventListener("submit", (e) => {
    const form = e.target;
    if (form.method !== "post" || form.dataset.stripe) return;
    if (form.dataset.sent) return e.preventDefault();
    form.dataset.sent = "1";
    const b = e.submitter ?? form.querySelector("button");
    b.dataset.label = b.textContent;
    const file = form.querySelector("[type=file]")?.value;
    b.textContent = file ? uploading : working;
    // Not yet: what is disabled is not sent, and its value may be what was chosen.
    setTimeout(() => (b.disabled = true));
    setTimeout(rest, file ? 3e5 : 15000, form);
  });
  // What would be refused after it has come is not sent, and what was chosen stays.
  document.addEventListener("change", ({ target: { form } }) => {
    const chosen = form?.querySelector("[type=file]");
    if (!chosen) return;
    const isLarge = [...chosen.files].some((file) => file.size > 10485760);
    chosen.setCustomValidity(isLarge ? tooLarge : "");
  });
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(rest));
})();
