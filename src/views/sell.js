// Events are found as one types, and what comes of a price is shown. All of it works without this.
"use strict";
(() => {
  const [none, one, several] = "{words}".split("|");
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
      field.setAttribute("aria-activedescendant", option?.id ?? "");
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
  let soon;
  offer?.addEventListener("input", () => {
    clearTimeout(soon);
    soon = setTimeout(async () => {
      const page = await pageOf(offer, offer.dataset.preview);
      const shown = page?.querySelector("#proceeds");
      if (shown) document.querySelector("#proceeds").replaceChildren(...shown.childNodes);
    }, 250);
  });
})();
