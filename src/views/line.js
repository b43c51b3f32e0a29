// Where somebody stands in line, as it moves while a page is open, and their turn: told on every
// page, with the way to what is held.
"use strict";
(() => {
  const [turn] = "{words}".split("|");
  const places = () => document.querySelectorAll("[data-turns] [data-line-of]");
  const isBefore = (one, other) => (one.at - other.at || (one.id < other.id ? -1 : 1)) < 0;

  // A browser may keep nothing.
  const sound = (wish) => {
    try {
      if (wish) localStorage.setItem("sound", wish);
      return localStorage.getItem("sound") === "on";
    } catch {
      return false;
    }
  };
  const ring = () => {
    if (!sound() || !window.AudioContext) return;
    const audio = new AudioContext();
    const tone = audio.createOscillator();
    tone.connect(audio.destination);
    tone.start();
    tone.stop(audio.currentTime + 0.4);
  };
  const offerSound = () => {
    for (const label of document.querySelectorAll("[data-sound-for-turn]")) {
      const box = label.querySelector("input");
      label.hidden = false;
      box.checked = sound();
      box.onchange = () => sound(box.checked ? "on" : "off");
    }
  };
  offerSound();
  document.addEventListener("fetched", offerSound);

  let looking;
  const lookForTurns = async () => {
    if (looking) return;
    looking = true;
    const answer = await fetch(location.href).catch(() => {});
    looking = false;
    if (!answer?.ok) return setTimeout(lookForTurns, 2000);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const [had, has] = [document, page].map((of) => of.querySelector("[data-turns]"));
    const turns = (of) => of?.querySelectorAll(".turn").length ?? 0;
    const isTurn = turns(has) > turns(had);
    had.replaceChildren(...(has?.childNodes ?? []));
    if (document.querySelector("main [data-line-id]")) document.dispatchEvent(new Event("stale"));
    document.dispatchEvent(new Event("deadlines"));
    if (!isTurn) return;
    document.querySelector("[data-announce]").textContent = turn;
    document.title = "(1) " + document.title;
    ring();
  };

  // Who stands behind one who is gone moves up; who is gone looks why.
  document.addEventListener("line", ({ detail }) => {
    const { line, left, head } = JSON.parse(detail);
    for (const { dataset } of places()) {
      const mine = { id: dataset.lineId, at: +dataset.lineAt };
      if (!dataset.lineOf.includes(line)) continue;
      const isGone = left ? left.some(({ id }) => id === mine.id) : !head || isBefore(mine, head);
      if (isGone && dataset.lineOf.startsWith(line)) {
        lookForTurns();
        continue;
      }
      const before = (left || []).filter((other) => isBefore(other, mine)).length;
      for (const el of document.querySelectorAll(`[data-line-id="${mine.id}"][data-line-place]`)) {
        el.dataset.linePlace = Math.max(1, el.dataset.linePlace - before);
        el.querySelector("[data-place]").textContent = el.dataset.linePlace;
      }
    }
  });
})();
