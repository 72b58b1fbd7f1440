// How things are drawn. vis-network holds the camera and the hand; it asks `drawNode` for each
// entity, and calls `paintBelow` and `paintAbove` around them. Links are stroked by kind, one path
// for thousands, and labels are set where they do not touch each other, the important first.

const LABELS_TRIED = 420; // in one frame
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

const OUTLINES = {
  square(ctx, r) { ctx.roundRect(-r * 0.88, -r * 0.88, r * 1.76, r * 1.76, r * 0.42); },
  circle(ctx, r) { ctx.arc(0, 0, r, 0, Math.PI * 2); },
  ring(ctx, r) { ctx.arc(0, 0, r * 0.9, 0, Math.PI * 2); },
  hexagon(ctx, r) { corners(ctx, r * 1.08, 6, Math.PI / 6); },
  diamond(ctx, r) { corners(ctx, r * 1.2, 4, 0); },
  triangle(ctx, r) { corners(ctx, r * 1.25, 3, -Math.PI / 2); },
  wedge(ctx, r) { corners(ctx, r * 1.25, 3, Math.PI / 2); },
  pentagon(ctx, r) { corners(ctx, r * 1.1, 5, -Math.PI / 2); },
  bar(ctx, r) { ctx.roundRect(-r * 1.2, -r * 0.6, r * 2.4, r * 1.2, r * 0.6); },
};

function corners(ctx, r, count, turn) {
  for (let at = 0; at < count; at += 1) {
    const angle = turn + (at * 2 * Math.PI) / count;
    ctx.lineTo(r * Math.cos(angle), r * Math.sin(angle));
  }
  ctx.closePath();
}

function drawNode(ctx, node, x, y, scale) {
  const r = radiusAt(node, scale);
  const { shape } = TYPE_OF.get(NODES.type[node]);
  const colour = theme.types.get(NODES.type[node]);
  const faint = focus.nodes && !focus.nodes.has(node);
  const chosen = state.selected && state.selected.node === node;
  ctx.save();
  ctx.translate(x, y);
  ctx.lineJoin = "round";
  if (chosen || focus.hovered === node || state.pinned.has(node)) {
    ctx.beginPath();
    ctx.arc(0, 0, r + (chosen ? 6 : 4) / scale, 0, Math.PI * 2);
    ctx.lineWidth = (chosen ? 2.5 : 1.5) / scale;
    ctx.strokeStyle = chosen ? theme.accent : theme["ink-soft"];
    if (state.pinned.has(node) && !chosen) ctx.setLineDash([3 / scale, 3 / scale]);
    ctx.stroke();
    ctx.setLineDash([]);
  }
  ctx.globalAlpha = faint ? 0.16 : 1;
  ctx.beginPath();
  OUTLINES[shape](ctx, r);
  if (shape === "ring") {
    ctx.fillStyle = theme.ground;
    ctx.strokeStyle = colour;
    ctx.lineWidth = r * 0.5;
    ctx.fill();
    ctx.stroke();
  } else {
    ctx.strokeStyle = theme.ground; // a thin rim parts those that lie close
    ctx.lineWidth = 2.4 / scale;
    ctx.stroke();
    ctx.fillStyle = colour;
    ctx.fill();
  }
  ctx.restore();
}

// ---- below the entities: communities and links

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

function paintBelow(ctx, scale) {
  ctx.save();
  ctx.lineJoin = "round";
  if (!state.path && !state.around) {
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
  }
  paintLinks(ctx, scale);
  ctx.restore();
}

function paintLinks(ctx, scale) {
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
  stroke(kinds.across, 0.3 * quiet, false);
  stroke(kinds.inside, 0.55 * quiet, false);
  stroke(kinds.tentative, 0.6 * quiet, true);
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

// ---- above the entities: labels

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
  const bold = new Set(inView.slice(0, Math.min(30, (width * height) / 20000)).map(([node]) => node));
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
  paintBelow(ctx, camera.scale);
  for (const node of view.nodes) drawNode(ctx, node, X[node], Y[node], camera.scale);
  ctx.restore();
  paintLabels(ctx, camera, width, height);
  return canvas;
}
