// How things are drawn. vis-network holds the camera and the hand, and knows where entities are
// touched; all paint is laid on here, by kind, in one path for thousands of links or entities.
// Labels are set where they do not touch each other, the important first.

const LABELS_TRIED = 420; // in one frame
const FLUENT = 2000; // links that are drawn in each frame even while the camera moves
const RIMMED = 200; // entities of one type on the screen; of more, rims cost more than they show
const ROOM = 8500; // square pixels for each label, so that the picture stays quiet

const theme = { dark: false, types: new Map() };
const focus = { nodes: null, links: new Set(), hovered: null };
const hulls = [];
const widths = new Map();

function readTheme() {
  theme.dark = document.documentElement.dataset.theme === "dark";
  const style = getComputedStyle(document.documentElement);
  for (const name of ["ground", "ink", "ink-soft", "accent", "hull", "line"]) {
    theme[name] = style.getPropertyValue(`--${name}`).trim();
  }
  theme.font = getComputedStyle(document.body).fontFamily;
  for (const type of DATA.types) theme.types.set(type.tag, theme.dark ? type.dark : type.light);
  widths.clear();
}

/** Return the radius of an entity in the graph's units: it shrinks less than the graph does. */
function radiusAt(node, scale) {
  return SIZE[node] * Math.max(1, (0.8 / scale) ** 0.55);
}

// Each adds a closed outline around x, y to the path.
const OUTLINES = {
  square(path, x, y, r) { path.roundRect(x - r * 0.88, y - r * 0.88, r * 1.76, r * 1.76, r * 0.42); },
  circle: round,
  ring: round,
  hexagon(path, x, y, r) { corners(path, x, y, r * 1.08, HEXAGON); },
  diamond(path, x, y, r) { corners(path, x, y, r * 1.2, DIAMOND); },
  triangle(path, x, y, r) { corners(path, x, y, r * 1.25, TRIANGLE); },
  wedge(path, x, y, r) { corners(path, x, y, r * 1.25, WEDGE); },
  pentagon(path, x, y, r) { corners(path, x, y, r * 1.1, PENTAGON); },
  bar(path, x, y, r) { path.roundRect(x - r * 1.2, y - r * 0.6, r * 2.4, r * 1.2, r * 0.6); },
};
const HEXAGON = polygon(6, Math.PI / 6);
const DIAMOND = polygon(4, 0);
const TRIANGLE = polygon(3, -Math.PI / 2);
const WEDGE = polygon(3, Math.PI / 2);
const PENTAGON = polygon(5, -Math.PI / 2);

function polygon(count, turn) {
  return Array.from({ length: count }, (_, at) => {
    const angle = turn + (at * 2 * Math.PI) / count;
    return [Math.cos(angle), Math.sin(angle)];
  });
}

function corners(path, x, y, r, points) {
  points.forEach(([dx, dy], at) => {
    if (at) path.lineTo(x + r * dx, y + r * dy);
    else path.moveTo(x + r * dx, y + r * dy);
  });
  path.closePath();
}

function round(path, x, y, r) {
  path.moveTo(x + r, y);
  path.arc(x, y, r, 0, Math.PI * 2);
}

/** Draw the entities of `view` that lie within a frame of the graph, type by type. */
function paintNodes(ctx, scale, frame) {
  const kinds = new Map(); // shown faintly or not, type → entities
  for (const node of view.nodes) {
    const r = radiusAt(node, scale);
    if (X[node] + r < frame.left || X[node] - r > frame.right) continue;
    if (Y[node] + r < frame.top || Y[node] - r > frame.bottom) continue;
    const key = `${focus.nodes && !focus.nodes.has(node) ? "-" : "+"}${NODES.type[node]}`;
    if (!kinds.has(key)) kinds.set(key, []);
    kinds.get(key).push(node);
  }
  ctx.save();
  ctx.lineJoin = "round";
  ctx.setLineDash([]);
  for (const key of [...kinds.keys()].sort().reverse()) { // the faint first
    ctx.globalAlpha = key[0] === "-" ? 0.16 : 1;
    paintType(ctx, key.slice(1), kinds.get(key), scale);
  }
  ctx.globalAlpha = 1;
  paintRims(ctx, scale);
  ctx.restore();
}

function paintType(ctx, tag, nodes, scale) {
  const { shape } = TYPE_OF.get(tag);
  ctx.beginPath();
  for (const node of nodes) {
    const r = radiusAt(node, scale);
    // of what is small on the screen, no one sees the corners
    (r * scale < 2.5 ? round : OUTLINES[shape])(ctx, X[node], Y[node], r);
  }
  if (nodes.length <= RIMMED) { // a thin rim parts those that lie close
    ctx.strokeStyle = theme.ground;
    ctx.lineWidth = 2.4 / scale;
    ctx.stroke();
  }
  ctx.fillStyle = theme.types.get(tag);
  ctx.fill();
  if (shape !== "ring") return;
  ctx.beginPath();
  for (const node of nodes) round(ctx, X[node], Y[node], radiusAt(node, scale) * 0.5);
  ctx.fillStyle = theme.ground;
  ctx.fill();
}

/** Draw a rim around what is selected, pointed at, or pinned. */
function paintRims(ctx, scale) {
  const rim = (node, gap, width, colour, dash) => {
    if (!view.nodes.has(node)) return;
    ctx.beginPath();
    round(ctx, X[node], Y[node], radiusAt(node, scale) + gap / scale);
    ctx.lineWidth = width / scale;
    ctx.strokeStyle = colour;
    ctx.setLineDash(dash ? [3 / scale, 3 / scale] : []);
    ctx.stroke();
  };
  for (const node of state.pinned) rim(node, 4, 1.5, theme["ink-soft"], true);
  if (focus.hovered !== null) rim(focus.hovered, 4, 1.5, theme["ink-soft"], false);
  if (state.selected && "node" in state.selected) rim(state.selected.node, 6, 2.5, theme.accent, false);
}

// ---- communities and links

function outlineCommunities() {
  hulls.length = 0;
  const members = new Map();
  for (const node of view.nodes) {
    if (!LINKS_AT[node].length || (showsBackbone() && !NODES.backbone[node])) continue;
    const number = communityOf(node);
    if (!members.has(number)) members.set(number, []);
    members.get(number).push(node);
  }
  for (const nodes of members.values()) if (nodes.length > 3) hulls.push(hull(nodes));
}

/** Return the corners of the convex hull of some entities (Andrew's monotone chain). */
function hull(nodes) {
  const points = nodes.map((node) => [X[node], Y[node]]).sort((p, q) => p[0] - q[0] || p[1] - q[1]);
  const turn = (o, p, q) => (p[0] - o[0]) * (q[1] - o[1]) - (p[1] - o[1]) * (q[0] - o[0]);
  const half = (sorted) => {
    const chain = [];
    for (const point of sorted) {
      while (chain.length > 1 && turn(chain.at(-2), chain.at(-1), point) <= 0) chain.pop();
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return [...half(points), ...half(points.reverse())];
}

/** Draw all but the labels; `camera` maps the graph to width × height of the screen.
 * A draft leaves out the many faint links: it is for frames in which the camera moves. */
function paintGraph(ctx, camera, width, height, { draft = false } = {}) {
  const { scale } = camera;
  const [across, down] = [width / 2 / scale, height / 2 / scale];
  const frame = {
    left: camera.x - across,
    right: camera.x + across,
    top: camera.y - down,
    bottom: camera.y + down,
  };
  paintCommunities(ctx);
  paintLinks(ctx, scale, draft && view.links.length > FLUENT);
  paintNodes(ctx, scale, frame);
}

function paintCommunities(ctx) {
  if (state.path || state.around) return;
  ctx.save();
  ctx.lineJoin = "round";
  ctx.fillStyle = theme.hull;
  ctx.strokeStyle = theme.hull;
  ctx.lineWidth = 64;
  for (const points of hulls) {
    ctx.beginPath();
    for (const [x, y] of points) ctx.lineTo(x, y);
    ctx.closePath();
    ctx.stroke();
    ctx.fill();
  }
  ctx.restore();
}

function paintLinks(ctx, scale, draft) {
  const kinds = { inside: [], across: [], tentative: [], lit: [] };
  for (const link of view.links) {
    if (focus.links.has(link)) kinds.lit.push(link);
    else if (link.tentative) kinds.tentative.push(link);
    else if (communityOf(link.a) === communityOf(link.b)) kinds.inside.push(link);
    else kinds.across.push(link);
  }
  const quiet = (focus.nodes ? 0.3 : 1) * Math.min(1, 26 / Math.sqrt(view.links.length + 1));
  const width = Math.min(1.6, 0.8 + 0.3 * scale) / scale;
  const stroke = (links, alpha, dash) => {
    ctx.strokeStyle = `rgba(${theme.line}, ${alpha})`;
    ctx.setLineDash(dash ? [6 / scale, 4 / scale] : []);
    ctx.lineWidth = width;
    ctx.beginPath();
    for (const { a, b } of links) {
      ctx.moveTo(X[a], Y[a]);
      ctx.lineTo(X[b], Y[b]);
    }
    ctx.stroke();
  };
  if (!draft) {
    stroke(kinds.across, 0.3 * quiet, false);
    stroke(kinds.inside, 0.55 * quiet, false);
    stroke(kinds.tentative, 0.6 * quiet, true);
  }
  for (const link of kinds.lit) paintLit(ctx, link, scale);
}

function paintLit(ctx, link, scale) {
  ctx.strokeStyle = theme.accent;
  ctx.fillStyle = theme.accent;
  ctx.globalAlpha = 0.85;
  ctx.setLineDash(link.tentative ? [6 / scale, 4 / scale] : []);
  ctx.lineWidth = Math.min(3.4, 1.4 + 0.4 * (link.shown.length - 1)) / scale;
  ctx.beginPath();
  ctx.moveTo(X[link.a], Y[link.a]);
  ctx.lineTo(X[link.b], Y[link.b]);
  ctx.stroke();
  ctx.setLineDash([]);
  for (const end of new Set(link.shown.map((fact) => FACTS.object[fact]))) {
    paintArrow(ctx, otherEnd(link, end), end, scale);
  }
  ctx.globalAlpha = 1;
}

function paintArrow(ctx, from, to, scale) {
  const angle = Math.atan2(Y[to] - Y[from], X[to] - X[from]);
  const apart = Math.hypot(X[to] - X[from], Y[to] - Y[from]);
  const back = Math.max(radiusAt(to, scale) + 4 / scale, 0.2 * apart); // off the throng at a hub
  const length = 9 / scale;
  ctx.save();
  ctx.translate(X[to] - back * Math.cos(angle), Y[to] - back * Math.sin(angle));
  ctx.rotate(angle);
  ctx.beginPath();
  ctx.moveTo(0, 0);
  ctx.lineTo(-length, length * 0.42);
  ctx.lineTo(-length, -length * 0.42);
  ctx.fill();
  ctx.restore();
}

// ---- labels

function widthOf(ctx, text, font) {
  const key = font + text;
  let width = widths.get(key);
  if (width === undefined) {
    ctx.font = font;
    width = ctx.measureText(text).width;
    widths.set(key, width);
  }
  return width;
}

/** Return the entities whose labels are wanted, in the order in which they get a place. */
function wanted() {
  const first = [];
  const { selected } = state;
  if (focus.hovered !== null) first.push(focus.hovered);
  if (selected && "node" in selected) first.push(selected.node);
  if (selected && "link" in selected) first.push(selected.link.a, selected.link.b);
  const rest = [...(focus.nodes || view.nodes)].filter((node) => view.nodes.has(node));
  const pinned = [...state.pinned].filter((node) => view.nodes.has(node));
  rest.sort((a, b) => RANK[a] - RANK[b]);
  return [...new Set([...first, ...pinned, ...rest])];
}

/** Return a name that is not wider than `limit` letters; a Chinese character is two wide. */
function shortened(name, limit) {
  let [width, text] = [0, ""];
  for (const character of name) { // code points: half a character is none
    width += character > "\u2e7f" ? 2 : 1;
    if (width > limit) return `${text}…`;
    text += character;
  }
  return name;
}

let order = []; // `wanted`, kept between frames

function sortLabels() {
  order = wanted();
}

/** Draw the labels that find room; `camera` maps the graph to the width × height of `ctx`. */
function paintLabels(ctx, camera, width, height) {
  const taken = [];
  const { scale } = camera;
  const onScreen = (node) => [
    (X[node] - camera.x) * scale + width / 2,
    (Y[node] - camera.y) * scale + height / 2,
  ];
  // a label keeps off other labels and off entities; an important one only off those above it
  const free = (box, own, bold) => box[0] > 2 && box[2] < width - 2 && taken.every((other) =>
    other[4] === own || (bold && RANK[other[4]] > RANK[own]) ||
    box[2] < other[0] || box[0] > other[2] || box[3] < other[1] || box[1] > other[3]);
  const inView = [];
  for (const node of order) {
    const [x, y] = onScreen(node);
    if (x < -40 || y < -20 || x > width + 40 || y > height + 20) continue;
    const r = radiusAt(node, scale) * scale;
    inView.push([node, x, y, r]);
    if (taken.length < 300) taken.push([x - r, y - r, x + r, y + r, node]);
    if (inView.length === LABELS_TRIED) break;
  }
  ctx.save();
  ctx.textBaseline = "middle";
  ctx.textAlign = "center";
  ctx.lineJoin = "round";
  ctx.lineWidth = 4;
  const bold = new Set(inView.slice(0, Math.min(30, inView.length / 5)).map(([node]) => node));
  let left = Math.max(12, (width * height) / ROOM);
  for (const [node, x, y, r] of inView) {
    if (left <= 0) break;
    const near = focus.nodes !== null || focus.hovered === node;
    const size = Math.round(11.5 + 5 * Math.sqrt(NODES.importance[node]));
    const font = `${NODES.importance[node] > 0.25 ? 600 : 450} ${size}px ${theme.font}`;
    const text = shortened(nameOf(node), near ? 44 : 28);
    const half = widthOf(ctx, text, font) / 2;
    const places = [
      [x, y + r + size * 0.75], [x, y - r - size * 0.75],
      [x + r + half + 5, y], [x - r - half - 5, y],
    ];
    const boxes = places.map(([cx, cy]) =>
      [cx - half - 3, cy - size * 0.62, cx + half + 3, cy + size * 0.62, node]);
    let at = boxes.findIndex((box) => free(box, node, false));
    if (at < 0 && bold.has(node)) at = boxes.findIndex((box) => free(box, node, true));
    if (at < 0) continue;
    taken.push(boxes[at]);
    ctx.font = font;
    ctx.strokeStyle = theme.ground;
    ctx.strokeText(text, ...places[at]);
    ctx.fillStyle = theme.ink;
    ctx.fillText(text, ...places[at]);
    left -= 1;
  }
  paintVerbs(ctx, onScreen, free, taken);
  ctx.restore();
}

/** Write on the lit links what they say, where there is room. */
function paintVerbs(ctx, onScreen, free, taken) {
  if (focus.links.size > 40) return;
  const font = `500 11px ${theme.font}`;
  for (const link of focus.links) {
    if (!link.shown.length || !view.nodes.has(link.a) || !view.nodes.has(link.b)) continue;
    const [[ax, ay], [bx, by]] = [onScreen(link.a), onScreen(link.b)];
    const text = [...new Set(link.shown.map(relationName))].slice(0, 2).join("、");
    const half = widthOf(ctx, text, font) / 2;
    if (Math.hypot(bx - ax, by - ay) < 2 * half + 44) continue;
    const [x, y] = [(ax + bx) / 2, (ay + by) / 2];
    const box = [x - half - 3, y - 8, x + half + 3, y + 8, -1];
    if (!free(box, -2, false)) continue;
    taken.push(box);
    ctx.font = font;
    ctx.strokeStyle = theme.ground;
    ctx.strokeText(text, x, y);
    ctx.fillStyle = theme.accent;
    ctx.fillText(text, x, y);
  }
}

/** Return the link that passes within reach of a point of the graph, or null. */
function linkAt(x, y, reach) {
  let best = null;
  let nearest = reach * reach;
  for (const link of view.links) {
    const [ax, ay, dx, dy] = [X[link.a], Y[link.a], X[link.b] - X[link.a], Y[link.b] - Y[link.a]];
    const along = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
    const distance = (x - ax - along * dx) ** 2 + (y - ay - along * dy) ** 2;
    if (distance < nearest) {
      nearest = distance;
      best = link;
    }
  }
  return best;
}

/** Return a canvas with what is seen, twice as fine. */
function picture(camera, width, height) {
  const canvas = document.createElement("canvas");
  canvas.width = width * 2;
  canvas.height = height * 2;
  const ctx = canvas.getContext("2d");
  ctx.scale(2, 2);
  ctx.fillStyle = theme.ground;
  ctx.fillRect(0, 0, width, height);
  ctx.save();
  ctx.translate(width / 2, height / 2);
  ctx.scale(camera.scale, camera.scale);
  ctx.translate(-camera.x, -camera.y);
  paintGraph(ctx, camera, width, height);
  ctx.restore();
  paintLabels(ctx, camera, width, height);
  return canvas;
}
