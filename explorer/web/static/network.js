// The picture of the network: the links of the page, without leaving it. The server draws; everything works without this script.
"use strict";

(() => {
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const page = () => document.getElementById("network");
  const drawing = () => document.getElementById("drawing");
  const paper = () => document.getElementById("paper");
  const said = (name) => JSON.parse(page().dataset.words)[name];
  const TIERS = [[0.78, 1], [0.39, 2], [0, 4]]; // smallest zoom, and by how much labels are then enlarged: never below ten pixels
  let zoom = 1, asked = 0, timer = 0, moved = false;

  // Fetching: the same address, only the picture is put in the place of the old one.
  async function go(address, { keep = true, quiet = false } = {}) {
    const turn = ++asked;
    stop();
    try {
      const answer = await fetch(address, { headers: { Accept: "text/html" } });
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("network");
      if (turn !== asked) return;
      if (!fresh) return location.assign(address); // an error has a page of its own
      if (keep) history.pushState({}, "", address);
      swap(fresh, quiet);
    } catch {
      if (turn === asked) document.getElementById("heard").textContent = said("failed");
    }
  }

  function swap(fresh, quiet) {
    const key = document.activeElement?.dataset?.key, id = document.activeElement?.id, opened = [...document.querySelectorAll("#network .settings, #network .settings details")].map((one) => one.open);
    const before = places(), view = [paper()?.scrollLeft, paper()?.scrollTop], middle = origin();
    document.title = fresh.ownerDocument.title;
    page().replaceWith(fresh);
    document.querySelectorAll("#network .settings, #network .settings details").forEach((one, at) => { one.open = one.open || Boolean(opened[at]); });
    ready(false);
    if (paper() && view[0] !== undefined) { // what stood stays where it was on the screen
      const now = origin();
      paper().scrollTo({ left: view[0] + (now[0] - middle[0]) * zoom, top: view[1] + (now[1] - middle[1]) * zoom, behavior: "instant" });
    }
    animate(before);
    const target = key ? document.querySelector(`[data-key="${CSS.escape(key)}"]`) : id && page().querySelector(`#${CSS.escape(id)}`);
    (target || document.querySelector("#chosen a") || paper())?.focus({ preventScroll: true });
    if (!quiet) document.getElementById("heard").textContent = document.getElementById("said").textContent.trim().replace(/\s+/g, " ");
  }

  const origin = () => { const box = drawing()?.viewBox.baseVal; return box ? [-box.x, -box.y] : [0, 0]; };
  const nodes = () => [...document.querySelectorAll("#drawing .node")];
  const places = () => new Map(nodes().map((node) => [node.dataset.id, [Number(node.dataset.x), Number(node.dataset.y)]]));

  // Old places glide to new ones; what is new comes out of the middle of what it hangs on.
  function animate(before) {
    if (still.matches || !drawing()) return;
    const goal = places(), from = new Map();
    const near = new Map();
    for (const line of lines()) {
      const [a, b] = line.dataset.ends.split(" ");
      for (const [one, other] of [[a, b], [b, a]]) if (!before.has(one) && before.has(other)) near.set(one, before.get(other));
    }
    for (const [id, place] of goal) from.set(id, before.get(id) || near.get(id) || place);
    if ([...goal].every(([id, place]) => String(from.get(id)) === String(place))) return;
    const start = performance.now();
    (function frame(now) {
      const share = Math.min(1, Math.max(0, (now - start) / 350)), eased = 1 - (1 - share) ** 3;
      put(new Map([...goal].map(([id, [x, y]]) => [id, [from.get(id)[0] + (x - from.get(id)[0]) * eased, from.get(id)[1] + (y - from.get(id)[1]) * eased]])));
      if (share < 1) requestAnimationFrame(frame);
    })(start);
  }

  const lines = () => [...document.querySelectorAll("#drawing .edge-link")];

  function put(at) {
    for (const node of nodes()) if (at.has(node.dataset.id)) node.setAttribute("transform", `translate(${at.get(node.dataset.id).join(" ")})`);
    for (const link of lines()) {
      const [a, b] = link.dataset.ends.split(" ");
      for (const line of link.querySelectorAll("line")) {
        if (at.has(a)) { line.setAttribute("x1", at.get(a)[0]); line.setAttribute("y1", at.get(a)[1]); }
        if (at.has(b)) { line.setAttribute("x2", at.get(b)[0]); line.setAttribute("y2", at.get(b)[1]); }
      }
    }
  }

  // Zoom: the paper becomes larger or smaller and is moved by scrolling.
  function scale(to, at) {
    const svg = drawing(), box = paper(), view = svg.viewBox.baseVal;
    const least = Math.min(1, box.clientWidth / view.width, (innerHeight * 0.9) / view.height);
    const [x, y] = at || [box.clientWidth / 2, box.clientHeight / 2];
    const fixed = [(box.scrollLeft + x) / zoom, (box.scrollTop + y) / zoom];
    zoom = Math.min(4, Math.max(least, to));
    svg.setAttribute("width", view.width * zoom);
    svg.setAttribute("height", view.height * zoom);
    svg.setAttribute("class", `picture z${TIERS.find(([smallest]) => zoom >= smallest)[1]}`);
    box.scrollTo({ left: fixed[0] * zoom - x, top: fixed[1] * zoom - y, behavior: "instant" });
  }

  function fit() { zoom = 1; scale(0); }

  function toChosen() {
    const node = document.querySelector("#drawing .chosen") || document.querySelector("#drawing .centre");
    const [x, y] = origin(), box = paper();
    if (!node) return box.scrollTo({ left: (box.scrollWidth - box.clientWidth) / 2, top: (box.scrollHeight - box.clientHeight) / 2, behavior: "instant" });
    box.scrollTo({ left: (Number(node.dataset.x) + x) * zoom - box.clientWidth / 2, top: (Number(node.dataset.y) + y) * zoom - box.clientHeight / 2, behavior: "instant" });
  }

  // Time: the years are there already, as numbers on each line; only what is shown changes.
  function show(year) {
    const lit = new Set();
    for (const item of document.querySelectorAll("#network [data-years]")) {
      const on = !year || item.dataset.years.split(" ").includes(String(year));
      item.classList.toggle("off", !on);
      if (on && item.dataset.ends) item.dataset.ends.split(" ").forEach((id) => lit.add(id));
    }
    for (const node of nodes()) node.classList.toggle("off", Boolean(year) && !lit.has(node.dataset.id) && !node.classList.contains("centre"));
  }

  function stop() {
    clearInterval(timer);
    timer = 0;
    const play = document.getElementById("play");
    if (play) play.textContent = said("play");
  }

  function slider() {
    const time = page().querySelector(".time");
    const links = time ? [...time.querySelectorAll("[data-year], strong")] : [];
    const years = links.map((link) => link.textContent.trim()).filter((text) => /^\d{4}$/.test(text)).sort();
    if (years.length < 2) return;
    const range = made("input", { type: "range", min: 0, max: years.length, step: 1, "aria-label": said("year"), "data-key": "slider" });
    range.value = years.indexOf(time.dataset.at) + 1;
    const play = made("button", { type: "button", class: "plain", id: "play", "data-key": "play" }, said("play")), told = made("output", {});
    const name = () => { told.textContent = years[range.value - 1] || said("every"); range.setAttribute("aria-valuetext", told.textContent); };
    const settle = () => {
      const address = new URL(location.href);
      address.searchParams.delete("at");
      if (Number(range.value)) address.searchParams.set("at", years[range.value - 1]);
      if (address.href !== location.href) go(address.href);
    };
    range.addEventListener("input", () => { stop(); show(years[range.value - 1]); name(); });
    range.addEventListener("change", settle);
    play.addEventListener("click", () => {
      if (timer) { stop(); return settle(); }
      range.value = Number(range.value) >= years.length ? 0 : range.value;
      play.textContent = said("pause");
      const step = () => {
        if (Number(range.value) >= years.length) { stop(); return settle(); }
        range.value = Number(range.value) + 1;
        show(years[range.value - 1]);
        name();
      };
      step();
      timer = setInterval(step, 1200);
    });
    name();
    time.prepend(made("div", { class: "slider" }, play, range, told));
  }

  function made(tag, attributes, ...inside) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...inside);
    return element;
  }

  function tools() {
    const press = (text, act, key) => { const button = made("button", { type: "button", class: "plain", "data-key": key }, text); button.addEventListener("click", act); return button; };
    document.getElementById("zooming").append(press(said("near"), () => scale(zoom * 1.4), "near"), press(said("far"), () => scale(zoom / 1.4), "far"), press(said("fit"), fit, "fit"));
    document.getElementById("png").append(press(said("png"), png, "png"));
  }

  function png() {
    const image = new Image();
    image.addEventListener("load", () => {
      const most = Math.min(2, 8000 / Math.max(image.width, image.height)), canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [image.width * most, image.height * most];
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob((blob) => {
        const link = made("a", { href: URL.createObjectURL(blob), download: "jianbao-network.png" });
        link.click();
        setTimeout(() => URL.revokeObjectURL(link.href), 10000);
      }, "image/png");
    });
    image.addEventListener("error", () => { document.getElementById("heard").textContent = said("failed"); });
    image.src = page().dataset.png;
  }

  // A mark that is dragged is pinned where it is let go; two fingers make the paper larger or smaller.
  function hands() {
    const svg = drawing(), box = paper();
    let held = null, spread = 0;
    svg.addEventListener("pointerdown", (event) => {
      const node = event.target.closest(".node");
      moved = false;
      if (!event.isPrimary || event.button || (event.pointerType === "touch" && !node)) return;
      held = { node, x: event.clientX, y: event.clientY, left: box.scrollLeft, top: box.scrollTop, id: event.pointerId, at: null };
    });
    svg.addEventListener("pointermove", (event) => {
      if (!held || event.pointerId !== held.id) return;
      const x = event.clientX - held.x, y = event.clientY - held.y;
      if (!moved && Math.hypot(x, y) < 5) return;
      if (!moved) svg.setPointerCapture(held.id);
      moved = true;
      if (!held.node) return box.scrollTo({ left: held.left - x, top: held.top - y, behavior: "instant" });
      held.at = [Math.round(Number(held.node.dataset.x) + x / zoom), Math.round(Number(held.node.dataset.y) + y / zoom)];
      put(new Map([[held.node.dataset.id, held.at]]));
    });
    svg.addEventListener("pointerup", () => {
      if (held?.node && held.at) pin(held.node.dataset.id, held.at);
      held = null;
    });
    svg.addEventListener("pointercancel", () => { if (held?.at) put(places()); held = null; });
    svg.addEventListener("dragstart", (event) => event.preventDefault());
    const apart = (touches) => Math.hypot(touches[0].clientX - touches[1].clientX, touches[0].clientY - touches[1].clientY);
    box.addEventListener("touchstart", (event) => { spread = event.touches.length === 2 ? apart(event.touches) : 0; if (spread) held = null; }, { passive: true });
    box.addEventListener("touchmove", (event) => {
      if (event.touches.length !== 2 || !spread) return;
      event.preventDefault();
      const now = apart(event.touches), edge = box.getBoundingClientRect(), [one, two] = event.touches;
      scale(zoom * now / spread, [(one.clientX + two.clientX) / 2 - edge.left, (one.clientY + two.clientY) / 2 - edge.top]);
      spread = now;
    }, { passive: false });
    box.addEventListener("wheel", (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      const edge = box.getBoundingClientRect();
      scale(zoom * Math.exp(-event.deltaY / 300), [event.clientX - edge.left, event.clientY - edge.top]);
    }, { passive: false });
  }

  function pin(id, [x, y]) {
    const address = new URL(page().dataset.here, location.href);
    const kept = address.searchParams.getAll("do").filter((step) => !step.startsWith(`pin.${id}.`));
    address.searchParams.delete("do");
    [...kept, `pin.${id}.${x}.${y}`].forEach((step) => address.searchParams.append("do", step));
    address.searchParams.set("focus", id);
    go(address.href);
  }

  function ready(first) {
    if (!drawing()) return;
    tools();
    slider();
    hands();
    paper().classList.add("live");
    if (!first) return scale(zoom);
    scale(Math.min(1, Math.max(0.8, paper().clientWidth / drawing().viewBox.baseVal.width)));
    toChosen();
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("#network a");
    if (!link) return;
    if (moved && link.closest("#drawing")) { moved = false; return event.preventDefault(); }
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || !link.hasAttribute("data-swap")) return;
    event.preventDefault();
    go(link.getAttribute("href"));
  });
  const sent = (form) => `${form.getAttribute("action")}?${new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""))}`;
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("#network form[data-swap]")) return;
    event.preventDefault();
    go(sent(event.target));
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("#network .drawn select")) go(sent(event.target.form)); // kinds are ticked one by one: they wait for the button
  });
  addEventListener("popstate", () => go(location.href, { keep: false }));
  if (page()) ready(true);
})();
