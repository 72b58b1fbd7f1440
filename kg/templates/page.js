// What happens when: the camera, the pointer, the keys, the controls.

const stage = byId("graph");
const calm = matchMedia("(prefers-reduced-motion: reduce)");
let hovered = null;
let listed = []; // what the search box offers
let option = -1;

upright = stage.clientHeight > stage.clientWidth * 1.15;

readSystemTheme();
readTheme();

const items = new vis.DataSet();
const network = new vis.Network(stage, { nodes: items, edges: new vis.DataSet() }, {
  physics: { enabled: false },
  layout: { improvedLayout: false },
  interaction: { hover: false, keyboard: false, selectable: true, tooltipDelay: 1e9, zoomSpeed: 0.7 },
  nodes: { shape: "custom", chosen: false, ctxRenderer: rendered },
});
stage.querySelector(".vis-network").tabIndex = -1; // the stage around it takes the keys

/** Tell vis-network how large an entity is to the hand: a little more than is seen. */
function rendered({ id }) {
  const scale = network.getScale();
  const size = 2 * radiusAt(id, scale) + 6 / scale;
  return { drawNode() {}, nodeDimensions: { width: size, height: size } };
}

function camera() {
  return { scale: network.getScale(), ...network.getViewPosition() };
}

let lastSeen = "";
let finish = 0;

network.on("beforeDrawing", (ctx) => {
  const now = camera();
  const seen = `${now.x} ${now.y} ${now.scale}`;
  const draft = seen !== lastSeen;
  lastSeen = seen;
  clearTimeout(finish);
  if (draft) finish = setTimeout(() => network.redraw(), 120);
  paintGraph(ctx, now, stage.clientWidth, stage.clientHeight, { draft });
});
network.on("afterDrawing", (ctx) => {
  ctx.save();
  const fine = ctx.canvas.width / stage.clientWidth;
  ctx.setTransform(fine, 0, 0, fine, 0, 0);
  paintLabels(ctx, camera(), stage.clientWidth, stage.clientHeight);
  ctx.restore();
});

// ---- from state to sight

/** Bring all that is seen in line with `state`. */
function refresh() {
  look();
  place();
  const gone = items.getIds().filter((node) => !view.nodes.has(node));
  const come = [...view.nodes].filter((node) => {
    const item = items.get(node);
    return item === null || item.x !== X[node] || item.y !== Y[node];
  });
  if (gone.length) items.remove(gone);
  if (come.length) items.update(come.map((id) => ({ id, x: X[id], y: Y[id] })));
  setFocus();
  outlineCommunities();
  byId("empty").hidden = view.nodes.size > 0;
  showAmounts();
  showBanner();
  showPanel();
  network.redraw();
}

function setFocus() {
  const { selected, path } = state;
  focus.links = new Set(path ? path.links : []);
  focus.nodes = null;
  if (selected && "node" in selected) {
    focus.nodes = new Set([selected.node]);
    for (const link of LINKS_AT[selected.node]) {
      if (!link.shown.length || !view.nodes.has(otherEnd(link, selected.node))) continue;
      focus.nodes.add(otherEnd(link, selected.node));
      focus.links.add(link);
    }
    if (path) path.nodes.forEach((node) => focus.nodes.add(node));
  } else if (selected) {
    focus.nodes = new Set([selected.link.a, selected.link.b]);
    focus.links.add(selected.link);
  }
  sortLabels();
}

function refilter() {
  const focused = document.activeElement?.dataset?.value;
  const within = document.activeElement?.parentElement?.id;
  showFilters();
  refresh();
  if (focused) byId(within)?.querySelector(`[data-value="${focused}"]`)?.focus();
}

function showBanner() {
  const banner = byId("banner");
  const [words, act] = banner.children;
  const { choosing, around, path } = state;
  banner.hidden = choosing === null && !around && !path;
  if (choosing !== null) words.textContent = say("path_to", { name: nameOf(choosing) });
  else if (around) words.textContent = `${say("around")}：${nameOf(around.node)}`;
  else if (path) words.textContent = say("path_title", { from: nameOf(path.from), to: nameOf(path.to) });
  act.textContent = say("back_to_all");
  act.onclick = leave;
}

function announce(text) {
  byId("spoken").textContent = text;
}

// ---- acts

function select(target, { move = true } = {}) {
  if (target && state.choosing !== null && "node" in target) {
    findPath(state.choosing, target.node);
    return;
  }
  state.selected = target;
  if (target && "node" in target) {
    const { node } = target;
    if (state.path && !state.path.nodes.includes(node)) state.path = null;
    if (state.around && !near(state.around.node, state.around.depth).has(node)) state.around = null;
    writeAddress(node);
  }
  byId("filters").classList.remove("open");
  refresh();
  if (!target) return;
  byId("panel").scrollTop = 0;
  if ("node" in target) {
    const count = FACTS_AT[target.node].filter((fact) => view.facts[fact]).length;
    announce(say("selected", { name: nameOf(target.node), type: typeName(target.node), count }));
    if (move) bringIntoView();
  } else announce(factWords(target.link.shown[0]));
}

/** Show the selected entity with its neighbours, or by itself where these lie too far apart. */
function bringIntoView() {
  const { node } = state.selected;
  const { scale, x, y } = frame(focus.nodes);
  if (scale > 0.3) moveTo(x, y, Math.min(scale, 1));
  else moveTo(X[node], Y[node], 0.5);
}

function moveTo(x, y, scale) {
  const animation = calm.matches ? false : { duration: 350, easingFunction: "easeInOutQuad" };
  network.moveTo({ position: { x, y }, scale, animation });
}

function back() {
  if (state.choosing !== null) state.choosing = null;
  else if (state.selected) state.selected = null;
  else if (state.path || state.around) {
    leave();
    return;
  }
  refresh();
}

function leave() {
  Object.assign(state, { choosing: null, around: null, path: null });
  refresh();
  fit();
}

function lookAround(node, depth) {
  Object.assign(state, { around: { node, depth }, path: null, choosing: null, selected: { node } });
  refresh();
  fit();
  byId("around")?.focus();
}

function choosePath(node) {
  state.choosing = state.choosing === node ? null : node;
  refresh();
  byId("search").focus({ preventScroll: true });
}

function findPath(from, to) {
  state.choosing = null;
  const path = shortestPath(from, to);
  if (!path) {
    refresh();
    const words = say("path_none", { from: nameOf(from), to: nameOf(to) });
    byId("banner").hidden = false;
    byId("banner").children[0].textContent = words;
    announce(words);
    return;
  }
  Object.assign(state, { path, around: null, selected: null });
  refresh();
  fit();
  announce(say("path_steps", { count: path.links.length }));
}

function togglePin(node) {
  if (!state.pinned.delete(node)) state.pinned.add(node);
  refresh();
}

function expand(node) {
  state.expanded.add(node);
  for (const other of unseen(node)) state.expanded.add(other);
  refresh();
}

function fit(nodes = view.nodes, animated = true) {
  if (!nodes.size) return;
  const { x, y, scale } = frame(nodes);
  if (animated) moveTo(x, y, scale);
  else network.moveTo({ position: { x, y }, scale });
}

/** Return the camera that has all of these entities in its picture. */
function frame(nodes) {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const node of nodes) {
    left = Math.min(left, X[node]);
    right = Math.max(right, X[node]);
    top = Math.min(top, Y[node]);
    bottom = Math.max(bottom, Y[node]);
  }
  const below = byId("time").hidden ? 20 : 84;
  const { clientWidth: width, clientHeight: height } = stage;
  const room = [Math.max(80, width - Math.min(110, width * 0.16)), Math.max(80, height - 70 - below)];
  const scale = Math.min(room[0] / (right - left + 1), room[1] / (bottom - top + 1), 1.5);
  return { x: (left + right) / 2, y: (top + bottom) / 2 + (below / 2 - 10) / scale, scale };
}

function zoom(factor) {
  const { x, y, scale } = camera();
  network.moveTo({ position: { x, y }, scale: scale * factor });
}

/** Select the entity that lies nearest in a direction, as the arrow keys ask. */
function step(dx, dy) {
  const from = state.selected && "node" in state.selected ? state.selected.node : null;
  if (from === null) {
    const first = BY_IMPORTANCE.find((node) => view.nodes.has(node));
    if (first !== undefined) select({ node: first });
    return;
  }
  let best = null;
  let least = Infinity;
  for (const node of focus.nodes.size > 1 ? focus.nodes : view.nodes) {
    const [x, y] = [X[node] - X[from], Y[node] - Y[from]];
    const along = x * dx + y * dy;
    const aside = Math.abs(x * dy - y * dx);
    if (node === from || along <= 0 || aside > along * 1.2) continue;
    if (along + 2 * aside < least) [best, least] = [node, along + 2 * aside];
  }
  if (best !== null) select({ node: best });
}

// ---- the pointer

function under(pointer) {
  const node = network.getNodeAt(pointer);
  if (node !== undefined) return { node };
  const { x, y } = network.DOMtoCanvas(pointer);
  const link = linkAt(x, y, 7 / network.getScale());
  return link ? { link } : null;
}

network.on("click", ({ pointer }) => {
  showTip(null);
  stage.focus({ preventScroll: true });
  select(under(pointer.DOM), { move: false });
});
network.on("doubleClick", ({ pointer }) => {
  const target = under(pointer.DOM);
  if (target && "node" in target) expand(target.node);
});
network.on("dragStart", ({ nodes }) => {
  stage.classList.add("held");
  showTip(null);
  for (const node of nodes) state.pinned.add(node); // what is put somewhere stays there
});
network.on("dragging", ({ nodes }) => nodes.forEach(follow));
network.on("dragEnd", ({ nodes }) => {
  stage.classList.remove("held");
  nodes.forEach(follow);
  network.unselectAll();
  if (nodes.length) refresh();
});

function follow(node) {
  const { x, y } = network.getPosition(node);
  [X[node], Y[node]] = [x, y];
  if (!state.around && !state.path) moved.set(node, [x, y]);
}

stage.addEventListener("pointermove", (event) => {
  if (event.buttons || event.pointerType === "touch") return;
  const { left, top } = stage.getBoundingClientRect();
  const target = under({ x: event.clientX - left, y: event.clientY - top });
  const node = target && "node" in target ? target.node : null;
  const changed = hovered?.node !== target?.node || hovered?.link !== target?.link;
  hovered = target;
  stage.classList.toggle("over", Boolean(target));
  if (target?.link && !target.link.shown.length) return;
  showTip(target, event.clientX, event.clientY);
  if (!changed) return;
  focus.hovered = node;
  sortLabels();
  network.redraw();
});
stage.addEventListener("pointerleave", () => {
  hovered = null;
  focus.hovered = null;
  showTip(null);
  sortLabels();
  network.redraw();
});

// ---- the keys

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("input[type=text], select, input[type=range]");
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") {
    if (byId("filters").classList.contains("open")) openFilters(false);
    else back();
    stage.focus({ preventScroll: true });
  } else if (typing) return;
  else if (event.key === "/") byId("search").focus();
  else if (event.key === "?") {
    select(null);
    byId("help").open = true;
    byId("help").scrollIntoView();
  } else if (event.key === "0") fit();
  else if (event.key === "+" || event.key === "=") zoom(1.25);
  else if (event.key === "-") zoom(0.8);
  else if (ARROWS[event.key] && event.target === stage) step(...ARROWS[event.key]);
  else if (event.key === "Enter" && event.target === stage) byId("panel").focus();
  else if (state.selected && "node" in state.selected && actOn(event.key, state.selected.node)) {
    // done
  } else return;
  event.preventDefault();
});

function actOn(key, node) {
  if (key === "e") lookAround(node, state.around?.node === node ? (state.around.depth % 4) + 1 : 1);
  else if (key === "t") choosePath(node);
  else if (key === "p") togglePin(node);
  else return false;
  return true;
}

// ---- search

const box = byId("search");

function offer() {
  listed = search(box.value);
  option = listed.length ? 0 : -1;
  const list = byId("found");
  list.hidden = !box.value.trim();
  box.setAttribute("aria-expanded", String(!list.hidden));
  if (listed.length) {
    list.replaceChildren(...listed.map((node, at) => {
      const row = element("div", "", shapeOf(NODES.type[node]), element("span", "", nameOf(node)));
      row.append(element("small", "", typeName(node)));
      row.setAttribute("role", "option");
      row.id = `found-${at}`;
      row.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        take(node);
      });
      return row;
    }));
    announce(say("found", { count: listed.length }));
  } else {
    const none = element("div", "", say("nothing_found", { query: box.value.trim() }));
    none.setAttribute("role", "option");
    none.setAttribute("aria-disabled", "true");
    list.replaceChildren(none);
  }
  mark();
}

function mark() {
  listed.forEach((_, at) => byId(`found-${at}`).setAttribute("aria-selected", String(at === option)));
  if (option >= 0) {
    box.setAttribute("aria-activedescendant", `found-${option}`);
    byId(`found-${option}`).scrollIntoView({ block: "nearest" });
  } else box.removeAttribute("aria-activedescendant");
}

function closeList() {
  byId("found").hidden = true;
  box.setAttribute("aria-expanded", "false");
  box.removeAttribute("aria-activedescendant");
}

function take(node) {
  box.value = "";
  closeList();
  state.hiddenTypes.delete(NODES.type[node]);
  showFilters();
  select({ node });
  stage.focus({ preventScroll: true });
}

box.addEventListener("input", offer);
box.addEventListener("focus", () => { if (box.value) offer(); });
box.addEventListener("blur", closeList);
box.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (!listed.length) return;
    option = (option + (event.key === "ArrowDown" ? 1 : listed.length - 1)) % listed.length;
    mark();
  } else if (event.key === "Enter" && option >= 0 && !byId("found").hidden) take(listed[option]);
  else return;
  event.preventDefault();
});

// ---- the controls

function readSystemTheme() {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  document.documentElement.dataset.theme = dark.matches ? "dark" : "light";
  dark.addEventListener("change", () => setTheme(dark.matches ? "dark" : "light"));
}

function setTheme(name) {
  document.documentElement.dataset.theme = name;
  readTheme();
  showFilters();
  showPanel();
  network.redraw();
}

function openFilters(open) {
  byId("filters").classList.toggle("open", open);
  byId("open-filters").setAttribute("aria-expanded", String(open));
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

byId("theme").addEventListener("click", () => setTheme(theme.dark ? "light" : "dark"));
byId("language").addEventListener("change", (event) => {
  state.language = event.target.value;
  showWords();
  readTheme();
  showFilters();
  refresh();
});
byId("open-filters").addEventListener("click", () => openFilters(!byId("filters").classList.contains("open")));
byId("zoom-in").addEventListener("click", () => zoom(1.4));
byId("zoom-out").addEventListener("click", () => zoom(1 / 1.4));
byId("fit").addEventListener("click", () => fit());
byId("png").addEventListener("click", () => {
  picture(camera(), stage.clientWidth, stage.clientHeight).toBlob((blob) => save(blob, "graph.png"));
});
byId("csv").addEventListener("click", () => {
  // Excel takes a file for UTF-8 by its byte order mark
  save(new Blob(["\ufeff", table(selectedFacts())], { type: "text/csv;charset=utf-8" }), "graph.csv");
});
byId("amount").addEventListener("input", (event) => {
  state.amount = amounts()[event.target.value];
  moved.clear(); // places by hand hold for one arrangement
  refresh();
  fit(view.nodes, false);
});
byId("unlinked").addEventListener("change", (event) => {
  state.unlinked = event.target.checked;
  showFilters();
  refresh();
  fit();
});
stage.addEventListener("wheel", () => showTip(null), { passive: true });
addEventListener("hashchange", readAddress);
addEventListener("resize", () => { if (!state.selected) fit(view.nodes, false); });
new ResizeObserver(() => network.redraw()).observe(stage);

function amounts() {
  const steps = [50, 100, 200, 500, 800, 1200, 2000, 3000, 5000, 8000, 12000, 20000, BACKBONE];
  const below = steps.filter((step) => step > 0 && step < LINKED.length);
  return [...below.sort((a, b) => a - b), LINKED.length];
}

function writeAddress(node) {
  // inside a notebook the page has no address: a # would lead to that of the notebook
  if (location.protocol !== "about:") location.replace(`#${encodeURIComponent(NODES.key[node])}`);
}

function readAddress() {
  const key = decodeURIComponent(location.hash.slice(1));
  const node = key ? Math.max(NODES.key.indexOf(key), NODES.label.indexOf(key)) : -1;
  if (node >= 0 && state.selected?.node !== node) select({ node });
}

function setUpTime() {
  if (DATES.length < 2) {
    document.querySelector(".stage").classList.add("undated");
    return;
  }
  byId("time").hidden = false;
  const count = Math.min(60, DATES.length);
  const tally = new Array(count).fill(0);
  for (const [, , , date] of DATA.articles) {
    if (date) tally[Math.floor((DATES.indexOf(date) / DATES.length) * count)] += 1;
  }
  byId("bars").append(...tally.map((articles) => {
    const bar = element("i");
    bar.style.height = `${(100 * articles) / Math.max(...tally)}%`;
    return bar;
  }));
  for (const name of ["since", "until"]) {
    const input = byId(name);
    Object.assign(input, { min: 0, max: DATES.length - 1, value: state[name] });
    input.addEventListener("input", () => {
      const value = Number(input.value);
      state[name] = name === "since" ? Math.min(value, state.until) : Math.max(value, state.since);
      input.value = state[name];
      input.setAttribute("aria-valuetext", DATES[state[name]]);
      showTime();
      refresh();
    });
    input.setAttribute("aria-valuetext", DATES[state[name]]);
  }
  showTime();
}

byId("language").value = state.language;
Object.assign(byId("amount"), { max: amounts().length - 1, value: amounts().indexOf(state.amount) });
byId("unlinked").checked = state.unlinked;
showWords();
showFilters();
setUpTime();
refresh();
fit(view.nodes, false);
readAddress();
requestAnimationFrame(() => { document.documentElement.dataset.ready = "yes"; });
