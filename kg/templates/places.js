// Where each entity stands. The page comes with places for all and for the backbone; what is
// looked at by itself (surroundings, a path) is laid out anew, so that it reads at a glance.

const SIZE = Float64Array.from(NODES.importance, (value) => 4.5 + 17.5 * Math.sqrt(value));
const X = new Float64Array(COUNT);
const Y = new Float64Array(COUNT);
const moved = new Map(); // entity → [x, y] where a hand has put it
let upright = false; // a phone held upright shows a wide graph turned
const LIES = spreadsWide(LINKED.map((node) => [NODES.x[node], NODES.y[node]]));
const BACKBONE_LIES = spreadsWide(NODES.backbone.filter(Boolean));

/** Say whether places reach further to the sides than up and down. */
function spreadsWide(places) {
  const reach = (at) => {
    let [least, most] = [Infinity, -Infinity];
    for (const place of places) [least, most] = [Math.min(least, place[at]), Math.max(most, place[at])];
    return most - least;
  };
  return reach(0) > reach(1);
}

function turned([x, y]) {
  return upright ? [y, x] : [x, y];
}

/** Set X and Y to the places that this state asks for. */
function place() {
  const places = state.path ? alongPath() : state.around ? inRings() : atHome();
  for (const [node, [x, y]] of places) [X[node], Y[node]] = [x, y];
}

function communityOf(node) {
  const small = showsBackbone() && NODES.backbone[node];
  return small ? small[2] : NODES.community[node];
}

function atHome() {
  const places = new Map();
  const whole = LIES ? turned : (spot) => spot;
  const backbone = BACKBONE_LIES ? turned : (spot) => spot;
  for (let node = 0; node < COUNT; node += 1) {
    places.set(node, whole([NODES.x[node], NODES.y[node]]));
  }
  if (showsBackbone()) {
    for (let node = 0; node < COUNT; node += 1) {
      if (NODES.backbone[node]) places.set(node, backbone(NODES.backbone[node]));
    }
    fanOut(places);
  }
  for (const [node, spot] of moved) places.set(node, spot);
  return places;
}

/** Give what was opened beside the backbone a free place near the first neighbour that has one. */
function fanOut(places) {
  const spots = new Map(); // rough squares that are taken
  const key = (x, y) => `${Math.round(x / 52)},${Math.round(y / 52)}`;
  for (let node = 0; node < COUNT; node += 1) {
    if (NODES.backbone[node]) spots.set(key(...places.get(node)), node);
  }
  const settled = new Set(LINKED.filter((node) => NODES.backbone[node]));
  const come = [...view.nodes].filter((node) => !settled.has(node)).sort((a, b) => RANK[a] - RANK[b]);
  for (const node of come) {
    const parent = LINKS_AT[node].map((link) => otherEnd(link, node)).find((one) => settled.has(one));
    if (parent === undefined) continue;
    const [px, py] = places.get(parent);
    for (let turn = 1; ; turn += 1) {
      const angle = turn * 2.399963; // the golden angle: a spiral without gaps
      const far = 48 + 15 * Math.sqrt(turn);
      const spot = [px + far * Math.cos(angle), py + far * Math.sin(angle)];
      if (spots.has(key(...spot))) continue;
      spots.set(key(...spot), node);
      places.set(node, spot);
      settled.add(node);
      break;
    }
  }
}

/** The entity in the middle, each step away from it one ring further out. */
function inRings() {
  const { node: middle } = state.around;
  const children = new Map([[middle, []]]);
  const rings = [[middle]];
  while (rings.at(-1).length) {
    const ring = [];
    for (const parent of rings.at(-1)) {
      for (const link of sortedLinks(parent)) {
        const node = otherEnd(link, parent);
        if (children.has(node) || !view.nodes.has(node)) continue;
        children.set(node, []);
        children.get(parent).push(node);
        ring.push(node);
      }
    }
    rings.push(ring);
  }
  const leaves = new Map();
  for (const node of rings.flat().reverse()) {
    const below = children.get(node).reduce((sum, child) => sum + leaves.get(child), 0);
    leaves.set(node, Math.max(1, below));
  }
  const radii = [0];
  rings.slice(1).forEach((ring, at) => {
    radii.push(Math.max(radii[at] + 150, (ring.length * 54) / (2 * Math.PI)));
  });
  const places = new Map();
  const set = (node, from, to, depth) => {
    const angle = (from + to) / 2 - Math.PI / 2;
    // every other one a little further out, so that labels have room
    const far = radii[depth] * (1 + (depth && places.size % 2 ? 0.14 : 0));
    places.set(node, [1.25 * far * Math.cos(angle), far * Math.sin(angle)]);
    let start = from;
    for (const child of children.get(node)) {
      const share = ((to - from) * leaves.get(child)) / leaves.get(node);
      set(child, start, start + share, depth + 1);
      start += share;
    }
  };
  set(middle, 0, 2 * Math.PI, 0);
  return upright ? new Map([...places].map(([node, [x, y]]) => [node, [y, x]])) : places;
}

/** Links of one type of neighbour side by side, the important first. */
function sortedLinks(node) {
  const typeAt = (link) => DATA.types.indexOf(TYPE_OF.get(NODES.type[otherEnd(link, node)]));
  return LINKS_AT[node].filter((link) => link.shown.length).sort((p, q) =>
    typeAt(p) - typeAt(q) || RANK[otherEnd(p, node)] - RANK[otherEnd(q, node)]);
}

function alongPath() {
  const { nodes } = state.path;
  const places = nodes.map((node, at) => [node, turned([at * 210, at % 2 ? 46 : -46])]);
  return new Map(places);
}
