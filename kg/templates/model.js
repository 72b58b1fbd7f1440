"use strict";
// What the page knows and what of it is to be seen. Nothing here touches the document.
// An entity is its index in DATA.nodes, a fact its index in DATA.facts; a link is all the facts
// between two entities.

const DATA = JSON.parse(document.getElementById("data").textContent);
const NODES = DATA.nodes;
const FACTS = DATA.facts;
const COUNT = NODES.key.length;
const FACT_COUNT = FACTS.subject.length;
const BACKBONE = NODES.backbone.filter(Boolean).length; // shown at first; 0 where all are

const TYPE_OF = new Map(DATA.types.map((type) => [type.tag, type]));
const BY_IMPORTANCE = Array.from({ length: COUNT }, (_, node) => node).sort(
  (a, b) => NODES.importance[b] - NODES.importance[a] || a - b,
);
const RANK = new Uint32Array(COUNT);
BY_IMPORTANCE.forEach((node, rank) => { RANK[node] = rank; });

const LINKS = []; // {a, b, facts}
const FACTS_AT = Array.from({ length: COUNT }, () => []); // entity → its facts
const LINKS_AT = Array.from({ length: COUNT }, () => []); // entity → its links
const LINK_OF = new Map();

for (let fact = 0; fact < FACT_COUNT; fact += 1) {
  const [a, b] = [FACTS.subject[fact], FACTS.object[fact]].sort((x, y) => x - y);
  FACTS_AT[a].push(fact);
  if (a === b) continue;
  FACTS_AT[b].push(fact);
  const pair = a * COUNT + b;
  let link = LINK_OF.get(pair);
  if (!link) {
    link = { a, b, facts: [], shown: [], tentative: false };
    LINK_OF.set(pair, link);
    LINKS.push(link);
    LINKS_AT[a].push(link);
    LINKS_AT[b].push(link);
  }
  link.facts.push(fact);
}

const LINKED = BY_IMPORTANCE.filter((node) => LINKS_AT[node].length);
const UNLINKED = BY_IMPORTANCE.filter((node) => !LINKS_AT[node].length);
const DATES = [...new Set(DATA.articles.map((article) => article[3]).filter(Boolean))].sort();
const ASSERTED = DATA.modalities.indexOf("asserted");

const state = {
  language: DATA.language,
  hiddenTypes: new Set(),
  hiddenRelations: new Set(),
  since: 0, // indices into DATES
  until: Math.max(0, DATES.length - 1),
  amount: BACKBONE || LINKED.length,
  unlinked: LINKED.length === 0,
  expanded: new Set(),
  pinned: new Set(),
  selected: null, // {node} or {link}
  around: null, // {node, depth}
  path: null, // {from, to, nodes, links}
  choosing: null, // the entity that a path is to begin at
};

const view = { nodes: new Set(), links: [], facts: new Uint8Array(FACT_COUNT) };

function allDates() {
  return state.since === 0 && state.until === DATES.length - 1;
}

function inTime(fact) {
  if (DATES.length === 0 || allDates()) return true;
  return FACTS.quotes[fact].some((quote) => {
    const date = DATA.articles[DATA.quotes[quote][0]][3];
    return date && date >= DATES[state.since] && date <= DATES[state.until];
  });
}

function isTypeShown(node) {
  return !state.hiddenTypes.has(NODES.type[node]);
}

/** Say whether the filters let a fact through, whatever part of the graph is shown. */
function passes(fact) {
  return !state.hiddenRelations.has(FACTS.relation[fact]) &&
    isTypeShown(FACTS.subject[fact]) && isTypeShown(FACTS.object[fact]) && inTime(fact);
}

function otherEnd(link, node) {
  return link.a === node ? link.b : link.a;
}

/** Set `view` to what is to be seen in this state. */
function look() {
  for (let fact = 0; fact < FACT_COUNT; fact += 1) view.facts[fact] = passes(fact) ? 1 : 0;
  for (const link of LINKS) {
    link.shown = link.facts.filter((fact) => view.facts[fact]);
    link.tentative = link.shown.every((fact) => FACTS.modality[fact] !== ASSERTED);
  }
  const open = candidates();
  const nodes = new Set([...state.pinned].filter(isTypeShown));
  view.links = LINKS.filter((link) => link.shown.length && open.has(link.a) && open.has(link.b));
  if (state.path) view.links = view.links.filter((link) => state.path.links.includes(link));
  for (const link of view.links) nodes.add(link.a).add(link.b);
  if (state.unlinked && !state.around && !state.path) {
    for (const node of UNLINKED) if (isTypeShown(node)) nodes.add(node);
  }
  if (state.selected && "node" in state.selected) nodes.add(state.selected.node);
  if (state.around) nodes.add(state.around.node);
  view.nodes = nodes;
}

function showsBackbone() {
  return BACKBONE > 0 && state.amount === BACKBONE;
}

function candidates() {
  if (state.path) return new Set(state.path.nodes);
  if (state.around) return near(state.around.node, state.around.depth);
  const open = new Set(showsBackbone()
    ? LINKED.filter((node) => NODES.backbone[node]) : LINKED.slice(0, state.amount));
  for (const node of [...state.expanded, ...state.pinned]) open.add(node);
  if (state.selected && "node" in state.selected) open.add(state.selected.node);
  return open;
}

/** Return the entities within `depth` links that the filters let through. */
function near(node, depth) {
  const found = new Set([node]);
  let edge = [node];
  for (let step = 0; step < depth; step += 1) {
    const next = [];
    for (const from of edge) {
      for (const link of LINKS_AT[from]) {
        const to = otherEnd(link, from);
        if (link.shown.length && !found.has(to)) {
          found.add(to);
          next.push(to);
        }
      }
    }
    edge = next;
  }
  return found;
}

/** Return {from, to, nodes, links} of a shortest path, or null; more important entities first. */
function shortestPath(from, to) {
  const cameBy = new Map([[from, null]]);
  let edge = [from];
  while (edge.length && !cameBy.has(to)) {
    const next = [];
    for (const node of edge) {
      for (const link of LINKS_AT[node]) {
        const other = otherEnd(link, node);
        if (link.facts.some(passes) && !cameBy.has(other)) {
          cameBy.set(other, link);
          next.push(other);
        }
      }
    }
    edge = next.sort((a, b) => RANK[a] - RANK[b]);
  }
  if (!cameBy.has(to)) return null;
  const path = { from, to, nodes: [to], links: [] };
  for (let node = to; cameBy.get(node);) {
    const link = cameBy.get(node);
    node = otherEnd(link, node);
    path.nodes.unshift(node);
    path.links.unshift(link);
  }
  return path;
}

/** Return the neighbours of an entity that the filters let through but that are not shown. */
function unseen(node) {
  return LINKS_AT[node]
    .filter((link) => link.shown.length)
    .map((link) => otherEnd(link, node))
    .filter((other) => !view.nodes.has(other));
}

// ---- words

function say(key, values = {}) {
  const words = DATA.words[state.language][key];
  return words.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

function nameOf(node) {
  if (state.language === "en" && NODES.en[node]) return NODES.en[node];
  if (state.language === "zh-Hans" && NODES.hans[node]) return NODES.hans[node];
  return NODES.label[node];
}

function typeName(node) {
  const kind = DATA.kinds[NODES.kind[node]];
  return (kind || TYPE_OF.get(NODES.type[node]).label)[state.language];
}

function relationName(fact) {
  return DATA.relations[FACTS.relation[fact]].label[state.language];
}

function modalityName(fact) {
  return say(`modality.${DATA.modalities[FACTS.modality[fact]]}`);
}

function factWords(fact) {
  const post = FACTS.post[fact] ? `（${FACTS.post[fact]}）` : "";
  const gap = state.language === "en" ? " " : "";
  return [nameOf(FACTS.subject[fact]), relationName(fact), nameOf(FACTS.object[fact]) + post]
    .join(gap);
}

// ---- search

// The first character of each pinyin initial: a character belongs to the last that it follows.
const INITIALS = [..."阿八嚓哒妸发旮哈讥咔垃痳拏噢妑七呥扨它穵夕丫帀"];
const LETTERS = "abcdefghjklmnopqrstwxyz";
const PINYIN = new Intl.Collator("zh-Hans-u-co-pinyin");
let keysOfSearch = null;

function pinyinInitials(text) {
  let initials = "";
  for (const character of text) {
    if (/[a-z0-9]/i.test(character)) initials += character.toLowerCase();
    if (!/\p{Script=Han}/u.test(character)) continue;
    let at = INITIALS.length - 1;
    while (at > 0 && PINYIN.compare(character, INITIALS[at]) < 0) at -= 1;
    initials += LETTERS[at];
  }
  return initials;
}

function plain(text) {
  return text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
}

/** Return up to `limit` entities that a text names, the best first. */
function search(text, limit = 12) {
  const query = plain(text);
  if (!query) return [];
  if (!keysOfSearch) {
    keysOfSearch = NODES.label.map((label, node) =>
      [label, NODES.hans[node], NODES.en[node]].filter(Boolean).map(plain));
  }
  const letters = /^[a-z0-9]{2,}$/.test(query);
  const found = [];
  for (const node of BY_IMPORTANCE) {
    let worth = 0;
    for (const key of keysOfSearch[node]) {
      if (key === query) worth = Math.max(worth, 4);
      else if (key.startsWith(query)) worth = Math.max(worth, 3);
      else if (key.includes(query)) worth = Math.max(worth, 2);
    }
    if (!worth && letters) {
      const initials = pinyinInitials(NODES.hans[node] || NODES.label[node]);
      if (initials.startsWith(query)) worth = 1;
    }
    if (worth) found.push([worth, node]);
  }
  // the sort keeps the order of importance among equals
  return found.sort((a, b) => b[0] - a[0]).slice(0, limit).map(([, node]) => node);
}

// ---- tables

/** Return the facts that a table of the present selection holds. */
function selectedFacts() {
  const { selected } = state;
  if (selected && "link" in selected) return selected.link.shown;
  if (selected && !state.path) return FACTS_AT[selected.node].filter((fact) => view.facts[fact]);
  return view.links.flatMap((link) => link.shown);
}

function cell(value) {
  let text = String(value);
  if (/^[=+\-@\t\r]/.test(text)) text = `'${text}`; // spreadsheets would run it
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function table(facts) {
  const rows = [["subject", "subject_type", "relation", "object", "object_type", "post", "modality",
    "confidence", "article", "title", "source", "date", "start", "end", "evidence"]];
  for (const fact of facts) {
    const [one, other] = [FACTS.subject[fact], FACTS.object[fact]];
    const said = [NODES.label[one], NODES.type[one], DATA.relations[FACTS.relation[fact]].name,
      NODES.label[other], NODES.type[other], FACTS.post[fact],
      DATA.modalities[FACTS.modality[fact]], FACTS.confidence[fact]];
    for (const quote of FACTS.quotes[fact]) {
      const [article, start, end, text] = DATA.quotes[quote];
      rows.push([...said, ...DATA.articles[article].slice(0, 4), start, end, text]);
    }
  }
  return `${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}
