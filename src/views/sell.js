// Events are found as one types, what comes of a price is shown, and files are sent with their
// progress. All of it works without this.
"use strict";
(() => {
  const [none, one, several, forWhich, attached, failed, tooMany] = "{words}".split("|");
  const say = (text) => (document.querySelector("[data-announce]").textContent = text);

  // The same page for what a form says now; what was asked for before is not waited for.
  let asking;
  const pageOf = async (form, path) => {
    asking?.abort();
    asking = new AbortController();
    const query = new URLSearchParams(new FormData(form));
    const answer = await fetch(`${path}?${query}`, { signal: asking.signal }).catch(() => {});
    if (!answer?.ok) return;
    const text = await answer.text().catch(() => {});
    return text && new DOMParser().parseFromString(text, "text/html");
  };

  // The field and the list are a combobox (ARIA authoring practices): the list's links are its
  // options, and the focus stays in the field.
  const find = document.querySelector("form[data-find]");
  if (find) {
    const field = find.querySelector("#find");
    const list = document.querySelector("#found");
    let at = -1;
    const choose = (to) => {
      list.children[at]?.setAttribute("aria-selected", "false");
      const option = list.children[(at = to)];
      option?.setAttribute("aria-selected", "true");
      option?.scrollIntoView({ block: "nearest" });
      if (option) field.setAttribute("aria-activedescendant", option.id);
      else field.removeAttribute("aria-activedescendant");
    };
    const open = (is) => {
      list.hidden = !is;
      field.setAttribute("aria-expanded", is);
      choose(-1);
    };
    const option = (row, n) => {
      const link = row.querySelector("a");
      const name = document.createElement("span");
      name.className = link.className;
      name.append(...link.childNodes);
      link.replaceWith(name);
      row.dataset.path = link.getAttribute("href");
      row.role = "option";
      row.id = "option-" + n;
      row.setAttribute("aria-selected", "false");
      return row;
    };
    const fill = (rows) => {
      list.replaceChildren(...[...rows].map(option));
      open(list.children.length > 0);
    };
    list.role = "listbox";
    field.role = "combobox";
    for (const [name, value] of [["autocomplete", "list"], ["controls", "found"]])
      field.setAttribute("aria-" + name, value);
    fill(list.children);

    let soon;
    field.addEventListener("input", () => {
      clearTimeout(soon);
      soon = setTimeout(async () => {
        const typed = field.value;
        const page = await pageOf(find, "/sell");
        const rest = page?.querySelector("#found-rest");
        if (!rest || typed !== field.value) return;
        fill(page.querySelector("#found").children);
        document.querySelector("#found-rest").replaceWith(rest);
        history.replaceState(null, "", typed ? "/sell?find=" + encodeURIComponent(typed) : "/sell");
        const n = list.children.length;
        say(n > 1 ? several.replace("{}", n) : n ? one : none);
      }, 150);
    });
    field.addEventListener("keydown", (e) => {
      const last = list.children.length - 1;
      if (e.key === "Escape" && !list.hidden && at >= 0) choose(-1);
      else if (e.key === "ArrowDown" && last >= 0) {
        if (list.hidden) open(true);
        choose(at < last ? at + 1 : 0);
      } else if (e.key === "ArrowUp" && last >= 0) {
        if (list.hidden) open(true);
        choose(at > 0 ? at - 1 : last);
      } else if (e.key === "Enter" && at >= 0) location.assign(list.children[at].dataset.path);
      else return;
      e.preventDefault();
    });
    list.addEventListener("click", (e) => {
      const path = e.target.closest("[data-path]")?.dataset.path;
      if (path) location.assign(path);
    });
  }

  const offer = document.querySelector("form[data-preview]");
  offer?.querySelector("[data-ask-preview]")?.remove();
  let soon;
  offer?.addEventListener("input", () => {
    clearTimeout(soon);
    soon = setTimeout(async () => {
      const page = await pageOf(offer, offer.dataset.preview);
      const shown = page?.querySelector("#proceeds");
      if (shown) document.querySelector("#proceeds").replaceChildren(...shown.childNodes);
    }, 250);
  });

  // Each file goes to its ticket on its own, where it is seen to come; who has chosen them says
  // which is whose.
  const files = document.querySelector("form[data-files]");
  if (files) {
    const field = files.querySelector("#file");
    const matches = files.querySelector("#matches");
    const seats = () => [...document.querySelectorAll("[data-lacks-file]")];
    let chosen = [];
    const make = (name, into, text) => {
      const el = document.createElement(name);
      if (text) el.textContent = text;
      into.append(el);
      return el;
    };
    const show = () => {
      matches.replaceChildren();
      chosen.forEach((one, n) => {
        one.row = make("div", matches);
        one.row.className = "field";
        make("label", one.row, forWhich.replace("{}", one.file.name)).htmlFor = "match-" + n;
        one.select = make("select", one.row);
        one.select.id = "match-" + n;
        seats().forEach((seat, at) => {
          const option = make("option", one.select, seat.querySelector("[data-name]").textContent);
          option.value = seat.dataset.seat;
          option.selected = at === n;
        });
        one.bar = make("progress", one.row);
        one.bar.max = 1;
        one.bar.value = 0;
        one.bar.setAttribute("aria-label", one.file.name);
        one.said = make("p", one.row);
        one.said.className = "field-error";
      });
      if (areTooMany()) make("p", matches, tooMany).className = "field-error";
    };
    const areTooMany = () => field.files.length > seats().length;
    field.addEventListener("change", () => {
      chosen = areTooMany() ? [] : [...field.files].map((file) => ({ file }));
      show();
    });
    const send = (one) =>
      new Promise((done) => {
        const request = new XMLHttpRequest();
        const body = new FormData();
        body.append("file", one.file);
        request.upload.onprogress = (e) => (one.bar.value = e.loaded / e.total);
        request.onloadend = () => {
          const page = new DOMParser().parseFromString(request.responseText, "text/html");
          const wrong = page.querySelector("#file-error, [role=alert]")?.textContent;
          // Who is not signed in any more is sent elsewhere.
          const ok = request.status === 200 && request.responseURL.includes("/tickets/");
          one.said.textContent = ok ? "" : wrong || failed;
          if (ok) {
            one.bar.value = 1;
            const seat = document.querySelector(`[data-seat="${one.select.value}"]`);
            seat?.removeAttribute("data-lacks-file");
            make("p", one.row, attached);
          }
          done(ok);
        };
        request.open("POST", `/tickets/${one.select.value}/attach`);
        request.send(body);
      });
    files.addEventListener("submit", async (e) => {
      if (!field.files.length) return;
      e.preventDefault();
      e.stopPropagation();
      if (!chosen.length) return say(tooMany);
      const button = files.querySelector("button");
      button.disabled = true;
      const left = [];
      for (const one of chosen) if (!one.sent && !(one.sent = await send(one))) left.push(one);
      button.disabled = false;
      if (!left.length) location.assign(files.dataset.files + "/files?done=all_attached");
      else say(left[0].said.textContent);
    });
  }
})();
