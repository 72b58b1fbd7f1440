// An answer drawn: rows as links between two of their columns, triples as links between resources.
// To draw something else, turn it into links { from, to, text } of terms and give them to `drawn`.
"use strict";

const SVG = "http://www.w3.org/2000/svg";
const LINK_BY = /^(relation|predicate|property|p|rel)$/i; // a variable that says how two are linked
const MOST_NODES = 250; // past that nobody sees anything
const STEPS = 300;
const NTRIPLE = /^(<[^>]*>|_:\S+) <([^>]*)> (?:<([^>]*)>|(_:\S+)) \.$/;
const LABELLED = /^<([^>]*)> <[^>]*(?:#|\/)(?:prefLabel|label|name|headline)> "((?:[^"\\]|\\.)*)"/;

const keyOf = (term) => `${term.type} ${term.value}`;

// Which columns are drawn at first: what stands before and after how they are linked, or the first two.
function columnsToDraw(variables) {
  const by = variables.findIndex((name) => LINK_BY.test(name));
  if (by > 0 && by + 1 < variables.length) {
    return { from: variables[by - 1], to: variables[by + 1], text: variables[by] };
  }
  return { from: variables[0], to: variables[1] ?? variables[0], text: "" };
}

function linksOfRows(rows, { from, to, text }) {
  return rows
    .filter((row) => row[from] && row[to])
    .map((row) => ({ from: row[from], to: row[to], text: row[text]?.value ?? "" }));
}

function linksOfTriples(lines) {
  const names = new Map();
  for (const line of lines) {
    const named = LABELLED.exec(line);
    if (named && !names.has(named[1])) names.set(named[1], unescaped(named[2]));
  }
  const term = (iri) => ({ type: "uri", value: iri, name: names.get(iri) });
  return lines.flatMap((line) => {
    const found = NTRIPLE.exec(line);
    if (!found) return [];
    const [, subject, predicate, iri, blank] = found;
    return [{ from: term(subject.replace(/^<|>$/g, "")), to: term(iri ?? blank), text: predicate }];
  });
}

function unescaped(text) {
  try {
    return JSON.parse(`"${text}"`);
  } catch {
    return text;
  }
}

// Places nodes by springs and repulsion, from a spiral on, so that one answer looks the same each time.
function laidOut(nodes, edges) {
  const apart = 90;
  nodes.forEach((node, index) => {
    const turn = index * 2.399963; // the golden angle
    node.x = apart * 0.6 * Math.sqrt(index) * Math.cos(turn);
    node.y = apart * 0.6 * Math.sqrt(index) * Math.sin(turn);
  });
  for (let step = 0; step < STEPS; step += 1) {
    const heat = apart * 0.35 * (1 - step / STEPS);
    for (const node of nodes) node.dx = -0.08 * node.x, node.dy = -0.12 * node.y;
    for (let i = 0; i < nodes.length; i += 1) {
      for (let j = 0; j < i; j += 1) push(nodes[i], nodes[j], apart);
    }
    for (const { one, other } of edges) pull(one, other, apart);
    for (const node of nodes) {
      const speed = Math.hypot(node.dx, node.dy) || 1;
      node.x += (node.dx / speed) * Math.min(speed, heat);
      node.y += (node.dy / speed) * Math.min(speed, heat);
    }
  }
}

function push(one, other, apart) {
  const [x, y] = [one.x - other.x || 0.01, one.y - other.y || 0.01];
  const force = (apart / Math.hypot(x, y)) ** 3;
  one.dx += x * force, one.dy += y * force;
  other.dx -= x * force, other.dy -= y * force;
}

function pull(one, other, apart) {
  const [x, y] = [one.x - other.x, one.y - other.y];
  const force = Math.hypot(x, y) / apart / 4;
  one.dx -= x * force, one.dy -= y * force;
  other.dx += x * force, other.dy += y * force;
}

function shape(tag, attributes, text = "") {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.textContent = text;
  return element;
}

// Returns { element, nodes, left }: the drawing, how many nodes it has and how many it leaves out.
// `shown` gives a term's name, `leadsTo` where a click on it goes, or "".
function drawn(links, shown, leadsTo) {
  const weights = new Map();
  for (const link of links) {
    for (const end of [link.from, link.to]) weights.set(keyOf(end), (weights.get(keyOf(end)) ?? 0) + 1);
  }
  const kept = new Set([...weights].sort((a, b) => b[1] - a[1]).slice(0, MOST_NODES).map(([key]) => key));
  const nodes = new Map(), edges = new Map();
  const nodeOf = (term) => {
    if (!nodes.has(keyOf(term))) nodes.set(keyOf(term), { term, weight: weights.get(keyOf(term)) });
    return nodes.get(keyOf(term));
  };
  for (const { from, to, text } of links) {
    if (!kept.has(keyOf(from)) || !kept.has(keyOf(to))) continue;
    const key = `${keyOf(from)} ${keyOf(to)}`;
    if (!edges.has(key)) edges.set(key, { one: nodeOf(from), other: nodeOf(to), texts: new Set() });
    if (text) edges.get(key).texts.add(text);
  }
  laidOut([...nodes.values()], [...edges.values()]);
  return {
    element: svgOf([...nodes.values()], [...edges.values()], shown, leadsTo),
    nodes: nodes.size,
    left: weights.size - nodes.size,
  };
}

function svgOf(nodes, edges, shown, leadsTo) {
  const margin = 80;
  const [xs, ys] = [nodes.map(({ x }) => x), nodes.map(({ y }) => y)];
  const [left, top] = [Math.min(...xs) - margin, Math.min(...ys) - margin / 2];
  const [width, height] = [Math.max(...xs) + margin - left, Math.max(...ys) + margin / 2 - top];
  const svg = shape("svg", { viewBox: `${left} ${top} ${width} ${height}`, role: "img" });
  svg.setAttribute("aria-label", `${nodes.length} nodes, ${edges.length} links`);
  const arrow = shape("marker", { id: "arrow", viewBox: "0 0 8 8", refX: 8, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto" });
  arrow.append(shape("path", { d: "M0 0 8 4 0 8z" }));
  const definitions = shape("defs", {});
  definitions.append(arrow);
  svg.append(definitions);
  const few = edges.length <= 60;
  for (const edge of edges) svg.append(edgeOf(edge, few, shown));
  for (const node of nodes) {
    node.element = nodeOf(node, shown, leadsTo);
    svg.append(node.element);
  }
  for (const node of nodes) {
    node.element.addEventListener("pointerenter", () => lead(svg, node, edges));
    node.element.addEventListener("pointerleave", () => delete svg.dataset.led);
  }
  return svg;
}

function edgeOf(edge, few, shown) {
  const { one, other, texts } = edge;
  const [x, y] = [other.x - one.x, other.y - one.y];
  const length = Math.hypot(x, y) || 1;
  const end = radius(other) + 2;
  edge.element = shape("g", { class: "edge" });
  edge.element.append(shape("line", {
    x1: one.x, y1: one.y, x2: other.x - (x / length) * end, y2: other.y - (y / length) * end,
    "marker-end": "url(#arrow)",
  }));
  const text = [...texts].map((value) => shown({ type: "uri", value })).join(", ");
  if (text) edge.element.append(shape("title", {}, text));
  if (text && few) {
    edge.element.append(shape("text", { x: one.x + x / 2, y: one.y + y / 2 - 3 }, text));
  }
  return edge.element;
}

const radius = (node) => 4 + 2 * Math.sqrt(node.weight);

function nodeOf(node, shown, leadsTo) {
  const name = node.term.name ?? shown(node.term);
  const where = leadsTo(node.term);
  const group = shape(where ? "a" : "g", { class: "node", ...(where ? { href: where } : {}) });
  group.append(shape("circle", { cx: node.x, cy: node.y, r: radius(node) }));
  const short = [...name].length > 16 ? `${[...name].slice(0, 15).join("")}…` : name;
  group.append(shape("text", { x: node.x, y: node.y + radius(node) + 12 }, short));
  group.append(shape("title", {}, node.term.value));
  return group;
}

function lead(svg, node, edges) {
  const near = new Set([node.element]);
  for (const { one, other, element } of edges) {
    if (one === node || other === node) near.add(one.element).add(other.element).add(element);
  }
  for (const element of svg.children) element.classList.toggle("near", near.has(element));
  svg.dataset.led = "yes";
}
