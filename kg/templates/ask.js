// The query page: asks /sparql, shows rows as a table that can be sorted, and keeps the query in
// the address so that it can be shared. All that comes from the graph is put in as text.
"use strict";

const ROWS = "application/sparql-results+json";
const TRIPLES = "text/turtle";
const LINES = "application/n-triples";
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const $ = (id) => document.getElementById(id);
const collator = new Intl.Collator("zh-Hant", { numeric: true });
let shipped = { queries: [], prefixes: {}, pages: [], most: 0, seconds: 0 };
let running = null;
let answer = null; // { variables, rows } or { turtle }

function make(tag, text = "", attributes = {}) {
  const element = document.createElement(tag);
  element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

// The query is in the address, and how its answer is shown, if not as a table: graph=from,to,text.
const linkTo = (query, graph = null) =>
  `#query=${encodeURIComponent(query)}${graph === null ? "" : `&graph=${encodeURIComponent(graph)}`}`;

const inAddress = (name) =>
  new URLSearchParams(location.hash.slice(1).replaceAll("+", "%2B")).get(name);

const queryInAddress = () => inAddress("query");

function shortened(iri) {
  for (const [prefix, namespace] of Object.entries(shipped.prefixes)) {
    if (iri.startsWith(namespace) && iri.length > namespace.length) {
      return `${prefix}:${readable(iri.slice(namespace.length))}`;
    }
  }
  return readable(iri);
}

function readable(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const about = (term) => `SELECT ?property ?value\nWHERE { <${term.value}> ?property ?value }`;

function cell(term) {
  if (!term) return make("td");
  if (term.type === "uri") {
    const data = make("td");
    const where = linkTo(about(term));
    data.append(make("a", shortened(term.value), { href: where, title: term.value }));
    return data;
  }
  const data = make("td", term.value, term["xml:lang"] ? { lang: term["xml:lang"] } : {});
  if (NUMBER.test(term.value) && term.datatype) data.className = "number";
  return data;
}

function compared(one, other) {
  if (!one || !other) return Number(!one) - Number(!other); // what is not there comes last
  const numbers = [one, other].map((term) => (NUMBER.test(term.value) ? Number(term.value) : NaN));
  if (!numbers.some(Number.isNaN)) return numbers[0] - numbers[1];
  return collator.compare(shownAs(one), shownAs(other));
}

const shownAs = (term) => (term.type === "uri" ? shortened(term.value) : term.value);

function table(variables, rows) {
  const whole = make("table");
  const head = whole.createTHead().insertRow();
  const body = whole.createTBody();
  const fill = (sorted) => body.replaceChildren(...sorted.map((row) => {
    const line = make("tr");
    line.append(...variables.map((name) => cell(row[name])));
    return line;
  }));
  for (const name of variables) {
    const button = make("button", name, { type: "button" });
    const column = make("th", "", { scope: "col", "aria-sort": "none" });
    button.addEventListener("click", () => {
      const down = column.getAttribute("aria-sort") === "ascending";
      for (const other of head.cells) other.setAttribute("aria-sort", "none");
      column.setAttribute("aria-sort", down ? "descending" : "ascending");
      const sign = down ? -1 : 1;
      fill([...rows].sort((one, other) => sign * compared(one[name], other[name])));
    });
    column.append(button);
    head.append(column);
  }
  fill(rows);
  return whole;
}

function ask(accept, signal) {
  const body = new URLSearchParams({ query: $("query").value });
  return fetch("/sparql", { method: "POST", headers: { Accept: accept }, body, signal });
}

async function run() {
  running?.abort();
  const mine = running = new AbortController();
  $("fault").hidden = true;
  $("status").textContent = "…";
  const started = performance.now();
  try {
    const response = await ask(`${ROWS}, ${TRIPLES};q=0.9`, mine.signal);
    const text = await response.text();
    if (mine.signal.aborted) return;
    if (!response.ok) fail(text.trim());
    else await show(response, text, performance.now() - started);
  } catch {
    if (!mine.signal.aborted) fail("the server does not answer; is gbakg serve still running?");
  }
  document.documentElement.dataset.ready = "yes";
}

async function show(response, text, taken) {
  const cut = response.headers.get("Gbakg-Cut");
  const triples = response.headers.get("Content-Type").startsWith(TRIPLES);
  let count = "";
  if (triples) {
    answer = { turtle: text };
    count = "triples";
  } else {
    const found = JSON.parse(text);
    if ("boolean" in found) {
      answer = null;
      count = found.boolean ? "yes 是" : "no 否";
    } else {
      const rows = found.results.bindings;
      answer = { variables: found.head.vars, rows };
      count = rows.length === 1 ? "1 row" : `${rows.length.toLocaleString("en")} rows`;
      offerColumns(found.head.vars);
    }
  }
  const more = cut ? `; only the first ${Number(cut).toLocaleString("en")} are shown` : "";
  $("status").textContent = `${count}, ${(taken / 1000).toFixed(2)} s${more}`;
  $("csv").hidden = $("json").hidden = triples;
  $("views").hidden = !answer || (answer.rows?.length ?? 1) === 0;
  await draw();
}

function offerColumns(variables) {
  const first = columnsToDraw(variables);
  const [from, to, text] = (inAddress("graph") || null)?.split(",") ?? [];
  for (const [id, value] of [["from", from], ["to", to], ["text", text]]) {
    const names = id === "text" ? ["", ...variables] : variables;
    $(id).replaceChildren(...names.map((name) => make("option", name || "–", { value: name })));
    $(id).value = names.includes(value) ? value : first[id];
  }
}

async function draw() {
  const asGraph = answer !== null && !$("views").hidden && inAddress("graph") !== null;
  $("as-graph").setAttribute("aria-pressed", asGraph);
  $("as-table").setAttribute("aria-pressed", !asGraph);
  $("columns").hidden = !asGraph || "turtle" in answer;
  if (asGraph) return drawGraph();
  if (!answer) $("answer").replaceChildren();
  else if ("turtle" in answer) $("answer").replaceChildren(make("pre", answer.turtle));
  else $("answer").replaceChildren(table(answer.variables, answer.rows));
}

async function drawGraph() {
  let links;
  if ("turtle" in answer) {
    const response = await ask(LINES);
    if (!response.ok) return fail((await response.text()).trim());
    links = linksOfTriples((await response.text()).split("\n"));
  } else {
    const columns = { from: $("from").value, to: $("to").value, text: $("text").value };
    links = linksOfRows(answer.rows, columns);
  }
  if (!links.length) {
    return $("answer").replaceChildren(make("p", "Nothing here links two things. 沒有可畫的連繫。"));
  }
  const { element, left } = drawn(links, shownAs, (term) => (term.type === "uri" ? linkTo(about(term)) : ""));
  $("answer").replaceChildren(element);
  if (left) $("answer").append(make("p", `${left.toLocaleString("en")} more things are not drawn 另有未畫者`));
}

function choose(graph) {
  const query = queryInAddress() ?? $("query").value;
  history.replaceState(null, "", linkTo(query, graph));
  draw();
}

const chosenColumns = () => ["from", "to", "text"].map((id) => $(id).value).join(",");

function fail(words) {
  answer = null;
  $("answer").replaceChildren();
  $("csv").hidden = $("json").hidden = $("views").hidden = true;
  $("status").textContent = "";
  $("fault").textContent = words;
  $("fault").hidden = false;
  const line = /, line (\d+)/.exec(words);
  if (line) selectLine(Number(line[1]));
}

function selectLine(number) {
  const lines = $("query").value.split("\n");
  const start = lines.slice(0, number - 1).join("\n").length + (number > 1 ? 1 : 0);
  $("query").focus();
  $("query").setSelectionRange(start, start + (lines[number - 1] ?? "").length);
}

async function save(accept, name) {
  const response = await ask(accept);
  if (!response.ok) return fail((await response.text()).trim());
  const url = URL.createObjectURL(await response.blob());
  make("a", "", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

function submit() {
  const hash = linkTo($("query").value, inAddress("graph") === null ? null : "");
  if (location.hash === hash) run();
  else location.hash = hash; // which runs it, and lets the back button return
}

function fromAddress() {
  const query = queryInAddress();
  if (query === null) return;
  $("query").value = query;
  $("shipped").value = shipped.queries.find((one) => one.text === query)?.name ?? "";
  run();
}

async function begin() {
  shipped = await (await fetch("/shipped.json")).json();
  $("pages").append(...shipped.pages.map(({ address, title }) => make("a", title, { href: address })));
  $("pages").hidden = shipped.pages.length === 0;
  $("shipped").append(...shipped.queries.map(({ name, title }) => make("option", title, { value: name })));
  $("shipped").addEventListener("change", () => {
    const chosen = shipped.queries.find(({ name }) => name === $("shipped").value);
    if (!chosen) return;
    $("query").value = chosen.text;
    submit();
  });
  $("form").addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  $("query").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit();
  });
  $("share").addEventListener("click", async () => {
    history.replaceState(null, "", linkTo($("query").value, inAddress("graph")));
    try {
      await navigator.clipboard.writeText(location.href);
      $("status").textContent = "the link is copied 已複製";
    } catch {
      $("status").textContent = "the link is this page's address 連結即本頁網址";
    }
  });
  $("as-table").addEventListener("click", () => choose(null));
  $("as-graph").addEventListener("click", () => choose(chosenColumns()));
  for (const id of ["from", "to", "text"]) {
    $(id).addEventListener("change", () => choose(chosenColumns()));
  }
  $("csv").addEventListener("click", () => save("text/csv", "answer.csv"));
  $("json").addEventListener("click", () => save(ROWS, "answer.json"));
  addEventListener("hashchange", fromAddress);
  if (queryInAddress() !== null) return fromAddress();
  $("query").value = shipped.queries.find(({ name }) => name === "most-named")?.text ?? "";
  document.documentElement.dataset.ready = "yes";
}

begin();
