// Owns the table: a page of links, each a row, and a second one below it that says what holds it.
import { el, name, show, showText } from "./dom.js";
import { ago, full, size, duration, statusOf, way, words } from "./format.js";
import { tone, unhealthy, why } from "./why.js";

const rows = new Map();

/** Shows these links in this order; rows that stay are kept, with focus and selection. */
export function table(body, links, now, selected) {
  const focused = document.activeElement;
  const ids = new Set(links.map((link) => link.id));
  for (const [id, row] of rows) {
    if (!ids.has(id)) {
      row.main.remove();
      row.below.remove();
      rows.delete(id);
    }
  }
  let place = body.firstChild;
  for (const link of links) {
    const row = rows.get(link.id) ?? create(link);
    rows.set(link.id, row);
    update(row, link, now, link.id === selected);
    for (const part of [row.main, row.below]) {
      if (part === place) {
        place = place.nextSibling;
      } else {
        body.insertBefore(part, place);
      }
    }
  }
  if (focused !== document.activeElement && body.contains(focused)) {
    focused.focus({ preventScroll: true });
  }
}

const COLUMNS = [
  "Status", "Server", "Database", "Target", "Phase", "Since", "Synchronization", "Send queue",
  "Redo queue", "Lag",
];
const NUMBERS = new Set(["Since", "Send queue", "Redo queue", "Lag"]);

function create(link) {
  const cells = COLUMNS.map((column) =>
    el("td", { role: "cell", "data-label": column, class: NUMBERS.has(column) ? "number" : null }),
  );
  const main = el("tr", { role: "row", class: "link", "data-id": link.id }, ...cells);
  const text = el("td", { role: "cell", colspan: COLUMNS.length });
  const below = el("tr", { role: "row", class: "why" }, text);
  return { main, cells, below, text };
}

function update(row, link, now, selected) {
  const [status, server, database, target, phase, since, sync, send, redo, lag] = row.cells;
  const replica = link.health?.replica;
  const told = why(link);
  row.main.dataset.status = tone(link);
  row.below.dataset.status = tone(link);
  row.main.classList.toggle("selected", selected);
  row.below.hidden = told.length === 0;
  show(status, ...badges(link));
  show(server, name(link.server, { title: link.address }));
  show(
    database,
    el(
      "button",
      { type: "button", class: "open", "data-id": link.id, "aria-expanded": String(selected) },
      name(link.database),
    ),
  );
  show(target, name(link.instance ?? ""), link.pair ? note(words(link.pair.session)) : null);
  show(phase, ...phaseCell(link));
  show(
    since,
    link.since
      ? el("time", { datetime: link.since, title: full(link.since) }, ago(link.since, now))
      : "",
  );
  show(sync, ...syncCell(replica));
  showText(send, size(replica?.logSendQueueKb));
  showText(redo, size(replica?.redoQueueKb));
  showText(lag, replica?.lagSeconds == null ? "" : duration(replica.lagSeconds));
  show(row.text, ...told);
}

function note(text) {
  return el("span", { class: "note" }, ` ${text}`);
}

export function badge(code, { word, sign }) {
  return el(
    "span",
    { class: "badge", "data-status": code },
    el("span", { class: "sign", "aria-hidden": "true" }, sign),
    ` ${word}`,
  );
}

export function badges(link) {
  const all = [badge(link.status, statusOf(link.status))];
  if (unhealthy(link)) {
    all.push(" ", badge("UNHEALTHY", { word: words(link.health.severity), sign: "▲" }));
  }
  return all;
}

function phaseCell(link) {
  const steps = way(link);
  const last = steps.find((step) => step.last);
  return [
    el(
      "span",
      { class: "pips", "aria-hidden": "true" },
      ...steps.map((step) => el("span", { class: step.done ? "done" : null })),
    ),
    el("span", { class: "phase" }, last?.word ?? words(link.phase)),
  ];
}

function syncCell(replica) {
  if (!replica) {
    return [];
  }
  const state = replica.suspended
    ? "Suspended"
    : replica.seedingPercent != null && !replica.synchronizationState
      ? `Seeding ${replica.seedingPercent} %`
      : words(replica.synchronizationState ?? replica.connectedState);
  const health = replica.synchronizationHealth;
  return health ? [`${state},`, note(words(health).toLowerCase())] : [state];
}
