// Owns the cards of the rollouts: counts and a bar each, those first that need somebody.
import { el, name } from "./dom.js";
import { STATUSES, count, statusOf } from "./format.js";

/** So many cards are shown; a fleet has few rollouts, and a page must stay one. */
const MOST = 60;

export function total(counts) {
  return Object.values(counts).reduce((sum, n) => sum + n, 0);
}

/** The sum of all rollouts. */
export function sum(rollouts) {
  const counts = {};
  let unhealthy = 0;
  for (const rollout of rollouts) {
    unhealthy += rollout.unhealthy ?? 0;
    for (const [status, n] of Object.entries(rollout.counts)) {
      counts[status] = (counts[status] ?? 0) + n;
    }
  }
  return { rollout: null, counts, unhealthy };
}

/** The counts to show, the known statuses first: [code, number]. */
export function shown(counts) {
  const known = Object.keys(STATUSES).filter((code) => STATUSES[code].always || counts[code]);
  const others = Object.keys(counts).filter((code) => !(code in STATUSES));
  return [...known, ...others].map((code) => [code, counts[code] ?? 0]);
}

function needsSomebody({ counts, unhealthy }) {
  return (counts.BLOCKED ?? 0) + (counts.LOST ?? 0) + (counts.UNKNOWN ?? 0) + (unhealthy ?? 0);
}

function unfinished({ counts }) {
  return (counts.WAITING ?? 0) + (counts.RUNNING ?? 0);
}

/** The cards; `selected` is the rollout that the links are filtered by, or null. */
export function cards(rollouts, selected) {
  const sorted = [...rollouts].sort(
    (a, b) => Math.sign(needsSomebody(b)) - Math.sign(needsSomebody(a))
      || Math.sign(unfinished(b)) - Math.sign(unfinished(a))
      || (a.rollout < b.rollout ? -1 : 1),
  );
  const all = rollouts.length > 1 ? [sum(rollouts)] : [];
  const first = sorted.slice(0, MOST);
  const chosen = sorted.slice(MOST).filter((rollout) => rollout.rollout === selected);
  return {
    cards: [...all, ...first, ...chosen].map((rollout) => card(rollout, selected)),
    left: sorted.length - first.length - chosen.length,
  };
}

function card(rollout, selected) {
  const { counts, unhealthy } = rollout;
  const all = total(counts);
  const done = (counts.CONNECTED ?? 0) + (counts.PAUSED ?? 0) + (counts.REMOVED ?? 0);
  const numbers = shown(counts);
  const percent = all === 0 ? 0 : Math.floor((100 * done) / all);
  const title = rollout.rollout === null ? el("span", {}, "All rollouts") : name(rollout.rollout);
  const element = el(
    "button",
    {
      type: "button",
      class: "card",
      "data-rollout": rollout.rollout ?? "",
      "data-all": rollout.rollout === null,
      "aria-pressed": String(rollout.rollout === selected),
    },
    el(
      "span",
      { class: "card-title" },
      title,
      el("span", { class: "note" }, `${count(done)} of ${count(all)}, ${percent} %`),
    ),
    bar(numbers),
    el(
      "span",
      { class: "counts" },
      ...numbers.map(([code, n]) => number(code, statusOf(code), n)),
      unhealthy > 0 ? number("UNHEALTHY", { word: "Unhealthy", sign: "▲" }, unhealthy) : null,
    ),
  );
  return element;
}

function number(code, { word, sign }, n) {
  return el(
    "span",
    { class: `count ${n === 0 ? "zero" : ""}`, "data-status": code },
    el("span", { class: "sign", "aria-hidden": "true" }, sign),
    ` ${word} `,
    el("b", {}, count(n)),
  );
}

/** The counts beside it say the same in words. */
function bar(numbers) {
  const element = el("span", { class: "progress", "aria-hidden": "true" });
  const order = ["CONNECTED", "PAUSED", "REMOVED"];
  const parts = numbers.filter(([, n]) => n > 0);
  parts.sort(([a], [b]) => order.includes(b) - order.includes(a));
  for (const [code, n] of parts) {
    const part = el("span", { "data-status": code });
    part.style.flexGrow = n;
    element.append(part);
  }
  return element;
}
