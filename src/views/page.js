// Deadlines tick by the server's clock, and no form is sent twice. Every page works without this.
"use strict";
(() => {
  // The server's time, on a clock that nobody can set.
  const nav = performance.getEntriesByType("navigation")[0];
  const offset = Date.parse(document.documentElement.dataset.now) - (nav ? nav.responseStart : 0);
  // It stands still while a device sleeps: when the page is seen again, it catches up.
  const lag = () => Date.now() - performance.now();
  const lagAtStart = lag();
  let slept = 0;
  const now = () => offset + performance.now() + slept;

  const say = (text) => (document.querySelector("[data-announce]").textContent = text);

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

  const clocks = [...document.querySelectorAll("[data-expires-at]")].map((el) => ({
    deadline: el.dataset.expiresAt,
    path: el.dataset.reload,
    shown: el.querySelector("[data-countdown]"),
    last: NaN,
  }));

  const tick = () => {
    for (const c of clocks) {
      if (c.last === 0) continue;
      const left = Math.max(0, Math.ceil((Date.parse(c.deadline) - now()) / 1000));
      if (left === c.last) continue;
      if (c.shown) {
        c.shown.hidden = false;
        c.shown.textContent = left ? written(left) + " left" : "time is up";
        c.shown.classList.toggle("soon", left <= 60);
      }
      if (c.path) {
        if (left <= 300 && c.last > 300) say("5 minutes left.");
        if (left <= 60 && c.last > 60) say("1 minute left.");
        if (!left) {
          say("The time is up.");
          reloadOnce(c.path, c.deadline);
        }
      }
      c.last = left;
    }
  };
  if (clocks.length) {
    tick();
    setInterval(tick, 250);
  }
  document.addEventListener("visibilitychange", () => {
    const jump = lag() - lagAtStart;
    if (!document.hidden && jump > slept + 2000) slept = jump;
    tick();
  });

  const rest = (form) => {
    delete form.dataset.sent;
    const b = form.querySelector("button");
    b.disabled = false;
    b.textContent = b.dataset.label;
  };
  document.addEventListener("submit", (e) => {
    const form = e.target;
    if (form.method !== "post" || form.dataset.stripe) return;
    if (form.dataset.sent) return e.preventDefault();
    form.dataset.sent = "1";
    const b = form.querySelector("button");
    b.dataset.label = b.textContent;
    b.textContent = "Working…";
    b.disabled = true;
    setTimeout(rest, 15000, form);
  });
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(rest));
})();
