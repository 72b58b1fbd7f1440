// What is said in words: the panel, the tip under the pointer, the filters. Text from articles
// goes into the document as text nodes alone.

const FACTS_AT_ONCE = 60;
const byId = (id) => document.getElementById(id);

function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

function button(className, text, act) {
  const made = element("button", className, text);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

function shapeOf(tag) {
  const { shape } = TYPE_OF.get(tag);
  const made = byId("shapes").content.querySelector(`[data-shape="${shape}"]`).cloneNode(true);
  made.classList.add("shape");
  made.style.color = theme.types.get(tag);
  return made;
}

function entityButton(node) {
  return button("", nameOf(node), () => select({ node }));
}

/** Return a passage as it stands in its article, with the names of both ends marked. */
function quotation(text, names) {
  const quote = element("blockquote", "quote");
  quote.lang = "zh";
  const marks = [...new Set(names)].filter((name) => name && text.includes(name));
  // a line break of the page is kept in the text, but not shown: it may cut a word
  const pattern = [...marks.sort((a, b) => b.length - a.length).map(escaped), "\\s*\\n\\s*"];
  let done = 0;
  for (const found of text.matchAll(new RegExp(pattern.join("|"), "g"))) {
    quote.append(text.slice(done, found.index));
    const isBreak = /^\s/.test(found[0]);
    quote.append(element(isBreak ? "span" : "mark", isBreak ? "break" : "", found[0]));
    done = found.index + found[0].length;
  }
  quote.append(text.slice(done));
  return quote;
}

function escaped(text) {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

function evidence(quote, names) {
  const [article, start, end, text] = DATA.quotes[quote];
  const [id, title, source, date, anchor] = DATA.articles[article];
  const told = [title || id, source, date || say("undated")].filter(Boolean).join(" · ");
  if (!DATA.articles_page) return [quotation(text, names), element("cite", "", told)];
  const link = element("a", "link", told);
  link.href = `${DATA.articles_page}#${anchor}-${start}-${end}`;
  link.title = say("in_article");
  return [quotation(text, names), element("cite", "", link)];
}

function factCard(fact, own) {
  const [subject, object] = [FACTS.subject[fact], FACTS.object[fact]];
  const words = element("p", "words");
  const end = (node) => (node === own ? element("span", "", nameOf(node)) : entityButton(node));
  words.append(end(subject), element("span", "verb", relationName(fact)), end(object));
  if (FACTS.post[fact]) words.append(element("span", "verb", FACTS.post[fact]));
  if (FACTS.date[fact]) words.append(element("span", "verb", FACTS.date[fact]));
  if (FACTS.modality[fact] !== ASSERTED) words.append(element("span", "modality", modalityName(fact)));
  const card = element("article", "fact", words);
  card.title = say("confidence", { percent: Math.round(FACTS.confidence[fact] * 100) });
  const names = [NODES.label[subject], NODES.label[object], NODES.hans[subject], NODES.hans[object]];
  const [first, ...rest] = newestFirst(FACTS.quotes[fact]);
  if (first !== undefined) card.append(...evidence(first, names));
  if (rest.length) {
    const more = element("details", "", element("summary", "", say("more_sentences", { count: rest.length })));
    more.append(...rest.flatMap((quote) => evidence(quote, names)));
    card.append(more);
  }
  return card;
}

function newestFirst(quotes) {
  const date = (quote) => DATA.articles[DATA.quotes[quote][0]][3];
  return [...quotes].sort((a, b) => (date(a) < date(b) ? 1 : date(a) > date(b) ? -1 : a - b));
}

/** Return facts under the name of their relation, in the order of the ontology. */
function factGroups(facts, own) {
  const groups = new Map();
  for (const fact of facts) {
    const relation = FACTS.relation[fact];
    if (!groups.has(relation)) groups.set(relation, []);
    groups.get(relation).push(fact);
  }
  return [...groups.keys()].sort((a, b) => a - b).map((relation) => {
    const of = groups.get(relation).sort((a, b) => RANK[farEnd(a, own)] - RANK[farEnd(b, own)]);
    const name = DATA.relations[relation].label[state.language];
    const group = element("section", "group", element("h3", "", `${name} · ${of.length}`));
    const show = (from) => {
      group.append(...of.slice(from, from + FACTS_AT_ONCE).map((fact) => factCard(fact, own)));
      const left = of.length - from - FACTS_AT_ONCE;
      if (left <= 0) return;
      const more = button("more", say("more", { count: Math.min(left, FACTS_AT_ONCE) }), () => {
        more.remove();
        show(from + FACTS_AT_ONCE);
      });
      group.append(more);
    };
    show(0);
    return group;
  });
}

function farEnd(fact, own) {
  return FACTS.subject[fact] === own ? FACTS.object[fact] : FACTS.subject[fact];
}

function factCount(count) {
  return count === 1 ? say("one_fact") : say("facts", { count });
}

function head(title, ...below) {
  const close = button("icon", "", () => back());
  close.setAttribute("aria-label", say("close"));
  close.append(element("span", "", "✕"));
  return element("div", "title", element("div", "panel-head", element("h2", "", title), close), ...below);
}

function typeChip(node) {
  return element("span", "chip", shapeOf(NODES.type[node]), typeName(node));
}

function nodePanel(node) {
  const facts = FACTS_AT[node].filter((fact) => view.facts[fact]);
  const others = [NODES.label[node], NODES.hans[node], NODES.en[node]]
    .filter((name) => name && name !== nameOf(node));
  const about = element("div", "about", typeChip(node), element("span", "", factCount(facts.length)));
  if (NODES.mentions[node]) about.append(element("span", "", say("mentions", { count: NODES.mentions[node] })));
  const top = head(nameOf(node));
  if (others.length) top.append(element("p", "other", others.join(" · ")));
  top.append(about);
  const none = facts.length ? [] : [element("p", "lead", say("no_facts"))];
  return [top, nodeActs(node), ...none, ...factGroups(facts, node)];
}

function nodeActs(node) {
  const acts = element("div", "acts");
  const around = state.around && state.around.node === node;
  const ego = button("", say("around"), () => (around ? leave() : lookAround(node, 1)));
  ego.setAttribute("aria-pressed", String(Boolean(around)));
  ego.id = "around";
  acts.append(ego);
  if (around) acts.append(depthStepper(node));
  const path = button("", say("path"), () => choosePath(node));
  path.id = "path";
  path.setAttribute("aria-pressed", String(state.choosing === node));
  const pinned = state.pinned.has(node);
  const pin = button("", say(pinned ? "unpin" : "pin"), () => togglePin(node));
  pin.id = "pin";
  pin.setAttribute("aria-pressed", String(pinned));
  acts.append(path, pin);
  const count = state.around || state.path ? 0 : unseen(node).length;
  if (count) {
    const more = button("", say("expand", { count }), () => expand(node));
    more.id = "expand";
    acts.append(more);
  }
  return acts;
}

function depthStepper(node) {
  const { depth } = state.around;
  const stepper = element("span", "depth", `${say("depth")} ${depth}`);
  stepper.setAttribute("role", "group");
  const step = (sign, by) => {
    const made = button("", sign, () => lookAround(node, Math.min(4, Math.max(1, depth + by))));
    made.setAttribute("aria-label", `${say("depth")} ${sign}`);
    made.id = by > 0 ? "deeper" : "shallower";
    return made;
  };
  stepper.append(step("−", -1), step("+", 1));
  return stepper;
}

function linkPanel(link) {
  const about = element("div", "about", element("span", "", factCount(link.shown.length)));
  const top = head(`${nameOf(link.a)} — ${nameOf(link.b)}`, about);
  return [top, ...factGroups(link.shown, link.a)];
}

function pathPanel(path) {
  const words = say("path_steps", { count: path.links.length });
  const title = say("path_title", { from: nameOf(path.from), to: nameOf(path.to) });
  const about = element("div", "about", element("span", "", words));
  const steps = path.links.map((link, at) => {
    const [from, to] = [path.nodes[at], path.nodes[at + 1]];
    const step = element("section", "group", element("h3", "", `${at + 1}. ${nameOf(from)} → ${nameOf(to)}`));
    step.append(...link.facts.filter(passes).map((fact) => factCard(fact, null)));
    return step;
  });
  return [head(title, about), ...steps];
}

function overviewPanel() {
  const counts = element("dl", "counts");
  const facts = view.facts.reduce((sum, one) => sum + one, 0);
  for (const [key, count] of [["counts_stories", DATA.stories], ["counts_entities", COUNT], ["counts_facts", facts]]) {
    let number = new Intl.NumberFormat(state.language).format(count);
    if (key === "counts_stories" && DATA.articles_page) {
      number = element("a", "", number);
      number.href = DATA.articles_page;
    }
    counts.append(element("div", "", element("dt", "", say(key)), element("dd", "", number)));
  }
  const rank = element("ol", "rank");
  for (const node of BY_IMPORTANCE.filter((one) => view.nodes.has(one)).slice(0, 12)) {
    const row = button("", "", () => select({ node }));
    row.append(shapeOf(NODES.type[node]), element("span", "", nameOf(node)), element("small", "", String(FACTS_AT[node].length)));
    rank.append(element("li", "", row));
  }
  const keys = element("dl", "keys");
  for (const [key, word] of [["/", "search"], ["← ↑ ↓ →", "arrows"], ["Enter", "enter"], ["E", "around"], ["T", "path"], ["P", "pin"], ["0", "fit"], ["+ −", "zoom"], ["Esc", "escape"]]) {
    keys.append(element("dt", "", element("kbd", "", key)), element("dd", "", say(`key_${word}`)));
  }
  const help = element("details", "", element("summary", "", say("keys")), keys);
  help.id = "help";
  const below = element("div", "below", element("h3", "", say("central")), rank, help);
  return [counts, element("p", "lead", say("start")), below];
}

function showPanel() {
  const panel = byId("panel");
  const { selected, path } = state;
  const held = panel.contains(document.activeElement) ? document.activeElement.id : null;
  panel.classList.toggle("overview", !selected && !path);
  if (path && !selected) panel.replaceChildren(...pathPanel(path));
  else if (selected && "link" in selected) panel.replaceChildren(...linkPanel(selected.link));
  else if (selected) panel.replaceChildren(...nodePanel(selected.node));
  else panel.replaceChildren(...overviewPanel());
  // who went on from inside the panel stays in it
  if (held !== null) (byId(held) || panel).focus({ preventScroll: true });
}

// ---- the tip

function showTip(target, x, y) {
  const tip = byId("tip");
  tip.hidden = !target;
  if (!target) return;
  if ("node" in target) tip.replaceChildren(...nodeTip(target.node));
  else tip.replaceChildren(...linkTip(target.link));
  const { width, height } = tip.getBoundingClientRect();
  tip.style.left = `${Math.max(8, Math.min(x + 16, innerWidth - width - 8))}px`;
  tip.style.top = `${y + 20 + height > innerHeight ? y - height - 12 : y + 20}px`;
}

function nodeTip(node) {
  const facts = FACTS_AT[node].filter((fact) => view.facts[fact]);
  const about = element("small", "", `${typeName(node)} · ${factCount(facts.length)}`);
  const said = facts.length ? [quoted(facts[0])] : [];
  return [element("strong", "", nameOf(node)), about, ...said];
}

function linkTip(link) {
  const [first] = link.shown;
  const more = link.shown.length > 1 ? [element("small", "", factCount(link.shown.length))] : [];
  return [element("strong", "", factWords(first)), ...more, quoted(first)];
}

function quoted(fact) {
  const [quote] = newestFirst(FACTS.quotes[fact]);
  if (quote === undefined) return "";
  const names = [NODES.label[FACTS.subject[fact]], NODES.label[FACTS.object[fact]]];
  return quotation(DATA.quotes[quote][3], names);
}

// ---- the filters

function showFilters() {
  const ofType = new Map();
  for (const node of [...LINKED, ...(state.unlinked ? UNLINKED : [])]) {
    ofType.set(NODES.type[node], (ofType.get(NODES.type[node]) || 0) + 1);
  }
  const types = DATA.types.filter((type) => ofType.has(type.tag));
  byId("types").replaceChildren(...types.map(({ tag, label }) =>
    choice(shapeOf(tag), label, ofType.get(tag), state.hiddenTypes, tag, types.map((type) => type.tag))));
  const ofRelation = new Map();
  for (const relation of FACTS.relation) ofRelation.set(relation, (ofRelation.get(relation) || 0) + 1);
  const relations = [...ofRelation.keys()].sort((a, b) => a - b);
  byId("relations").replaceChildren(...relations.map((relation) =>
    choice(element("i", "stroke"), DATA.relations[relation].label, ofRelation.get(relation),
      state.hiddenRelations, relation, relations)));
  byId("dashes").hidden = FACTS.modality.every((modality) => modality === ASSERTED);
  allSwitch(byId("all-types"), state.hiddenTypes, types.map((type) => type.tag));
  allSwitch(byId("all-relations"), state.hiddenRelations, relations);
}

function choice(sign, label, count, hidden, value, all) {
  const name = label[state.language];
  const made = button("", "", (event) => {
    if (event.shiftKey) {
      const alone = hidden.size === all.length - 1 && !hidden.has(value);
      hidden.clear();
      if (!alone) for (const other of all) if (other !== value) hidden.add(other);
    } else if (!hidden.delete(value)) hidden.add(value);
    refilter();
  });
  made.setAttribute("aria-pressed", String(!hidden.has(value)));
  made.dataset.value = String(value);
  made.append(sign, element("span", "", name), element("span", "count", String(count)));
  return made;
}

function allSwitch(made, hidden, all) {
  made.textContent = say(hidden.size ? "all" : "none");
  made.onclick = () => {
    if (hidden.size) hidden.clear();
    else for (const value of all) hidden.add(value);
    refilter();
  };
}

function showAmounts() {
  byId("amount-row").hidden = !BACKBONE;
  byId("amount-words").textContent = say("amount", { count: state.amount, total: LINKED.length });
  byId("unlinked-row").hidden = !UNLINKED.length || !LINKED.length;
  byId("unlinked-words").textContent = say("unlinked", { count: UNLINKED.length });
}

function showTime() {
  byId("since-words").textContent = DATES[state.since] || "";
  byId("until-words").textContent = DATES[state.until] || "";
  [...byId("bars").children].forEach((bar, at, bars) => {
    const date = (at / bars.length) * DATES.length;
    bar.classList.toggle("in", date >= Math.floor(state.since) && date <= state.until);
  });
}

function showWords() {
  document.documentElement.lang = state.language;
  for (const [attribute, target] of [["label", "aria-label"], ["placeholder", "placeholder"], ["title", "title"]]) {
    for (const one of document.querySelectorAll(`[data-${attribute}]`)) {
      one.setAttribute(target, say(one.dataset[attribute]));
    }
  }
  for (const one of document.querySelectorAll("[data-say]")) one.textContent = say(one.dataset.say);
  for (const one of document.querySelectorAll(".icon[data-label]")) one.title = say(one.dataset.label);
  byId("search").title = say("search_hint");
}
