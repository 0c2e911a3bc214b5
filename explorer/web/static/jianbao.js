// Suggestions while typing, saved searches and the history of searches. Pages work without it.
"use strict";

const keep = {
  read(name) {
    try { return JSON.parse(localStorage.getItem(name)) || []; } catch { return []; }
  },
  write(name, rows) {
    try { localStorage.setItem(name, JSON.stringify(rows)); } catch { /* private window: nothing is kept */ }
  },
};
const MOST = 50;

function suggestTo(form) {
  const input = form.querySelector("input[type=search]");
  const list = document.createElement("ul");
  list.id = `${input.id}-suggestions`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.hidden = true;
  form.append(list);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) {
    input.setAttribute(name, value);
  }
  let chosen = -1, asked = "", timer = 0;

  function close() {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }
  function choose(step) {
    const options = [...list.children];
    if (!options.length) return;
    chosen = (chosen + step + options.length) % options.length;
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === chosen)));
    input.setAttribute("aria-activedescendant", options[chosen].id);
  }
  function show(rows) {
    list.replaceChildren(...rows.map((row, at) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${at}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      const name = document.createElement("span");
      name.lang = "zh-CN";
      name.textContent = row.name;
      const kind = document.createElement("span");
      kind.className = "count";
      kind.textContent = [row.kind_label, row.note].filter(Boolean).join(" ");
      option.append(name, kind);
      option.addEventListener("mousedown", (event) => { event.preventDefault(); location.assign(row.address); });
      option.dataset.address = row.address;
      return option;
    }));
    list.hidden = !rows.length;
    chosen = -1;
    input.setAttribute("aria-expanded", String(rows.length > 0));
  }
  async function ask() {
    const text = input.value.trim();
    asked = text;
    if (!text) return close();
    try {
      const answer = await fetch(`${form.dataset.suggest}?q=${encodeURIComponent(text)}`);
      if (answer.ok && asked === text) show((await answer.json()).suggestions);
    } catch { close(); }
  }
  input.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (!event.isComposing) timer = setTimeout(ask, 120);
  });
  input.addEventListener("compositionend", () => { timer = setTimeout(ask, 120); });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(event.key === "ArrowDown" ? 1 : chosen < 0 ? 0 : -1);
    } else if (event.key === "Escape") {
      event.preventDefault(); // else the browser empties the box
      close();
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      location.assign(list.children[chosen].dataset.address);
    }
  });
}

function line(row, extras) {
  const item = document.createElement("li");
  const title = document.createElement("span");
  title.className = "title";
  const link = document.createElement("a");
  link.lang = "zh-CN";
  link.href = row.address;
  link.textContent = row.query;
  title.append(link);
  item.append(title, ...extras);
  return item;
}

function list(element, rows, extras) {
  const shown = rows.filter((row) => typeof row.address === "string" && row.address.startsWith("/search?"));
  element.replaceChildren(...shown.map((row) => line(row, extras(row))));
  if (!shown.length) {
    const item = document.createElement("li");
    item.textContent = element.dataset.none;
    element.append(item);
  }
}

function showSaved(element) {
  list(element, keep.read("saved"), (row) => {
    const feed = document.createElement("a");
    feed.href = row.address.replace("/search?", "/feed?");
    feed.textContent = element.dataset.feed;
    const remove = document.createElement("button");
    remove.type = "button";
    remove.className = "quiet";
    remove.textContent = element.dataset.remove;
    remove.addEventListener("click", () => {
      keep.write("saved", keep.read("saved").filter((other) => other.address !== row.address));
      showSaved(element);
    });
    return [feed, remove];
  });
}

function remember(name, query) {
  const row = { query, address: location.pathname + location.search };
  keep.write(name, [row, ...keep.read(name).filter((other) => other.address !== row.address)].slice(0, MOST));
}

document.querySelectorAll("form[data-suggest]").forEach(suggestTo);

const save = document.querySelector("[data-save]");
if (save) {
  save.hidden = false;
  remember("history", save.dataset.save);
  save.addEventListener("click", () => {
    remember("saved", save.dataset.save);
    save.textContent = save.dataset.saved;
  });
}

const saved = document.getElementById("saved-list"), past = document.getElementById("history-list"), forget = document.getElementById("forget");
if (saved) showSaved(saved);
if (past) {
  list(past, keep.read("history"), () => []);
  forget.hidden = !keep.read("history").length;
  forget.addEventListener("click", () => {
    keep.write("history", []);
    list(past, [], () => []);
    forget.hidden = true;
  });
}

// Decisions by one key: each button and link says which (data-key). Not while something is being written.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.target.closest("input, textarea, select")) return;
  const wanted = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === event.key.toLowerCase());
  if (!wanted) return;
  event.preventDefault();
  wanted.click();
});
