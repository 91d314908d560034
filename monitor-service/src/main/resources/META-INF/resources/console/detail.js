// Owns the panel about one link: its way, what holds it, and all that is known of its replica.
import { el, name } from "./dom.js";
import { linkPath } from "./api.js";
import { ago, duration, full, size, way, words } from "./format.js";
import { badges } from "./table.js";
import { tone, why } from "./why.js";

export function title(link) {
  return [name(link.database), el("span", { class: "note" }, " on "), name(link.server)];
}

export function detail(link, now) {
  return [
    el("p", {}, ...badges(link), link.since ? el("span", { class: "note" }, since(link, now)) : ""),
    el("div", { class: "why", "data-status": tone(link) }, ...why(link)),
    el("h3", {}, "Way"),
    wayOf(link),
    el("h3", {}, "What was asked for"),
    facts(wanted(link)),
    ...seen(link, now),
    el(
      "p",
      { class: "note" },
      el("a", { href: linkPath(link.id), target: "_blank", rel: "noopener" }, "As the API says it"),
    ),
  ];
}

function since(link, now) {
  return ` for ${ago(link.since, now)}, since ${full(link.since)}`;
}

function wayOf(link) {
  const now = { RUNNING: "in work", WAITING: "waiting", BLOCKED: "blocked" }[link.status];
  return el(
    "ol",
    { class: "way" },
    ...way(link).map((step) =>
      el(
        "li",
        {
          class: step.done ? "done" : step.next ? "next" : null,
          "data-status": step.next ? link.status : null,
        },
        el("b", {}, step.word),
        el("span", { class: "note" }, ` ${step.meaning}`),
        step.next && now ? el("b", { class: "now" }, ` ${now}`) : null,
        step.done ? el("span", { class: "hidden" }, " done") : null,
      ),
    ),
  );
}

/** A list of what has a value. */
function facts(pairs) {
  return el(
    "dl",
    {},
    ...pairs
      .filter(([, value]) => value !== null && value !== undefined && value !== "")
      .map(([word, value]) =>
        el(
          "div",
          {},
          el("dt", {}, word),
          el("dd", {}, value instanceof Node ? value : name(value)),
        ),
      ),
  );
}

function wanted(link) {
  const pair = link.pair?.wanted ?? {};
  return [
    ["Rollout", link.rollout],
    ["Generation", String(link.generation)],
    ["Server", `${link.server} (${link.address})`],
    [link.pair ? "Partner" : "Managed instance", link.instance],
    ["Session", link.pair ? words(link.pair.session) : null],
    ["Witness", link.pair?.witness],
    ...Object.entries(pair).map(([key, value]) => [words(key), String(value)]),
    ["Availability group", link.names?.availabilityGroup],
    ["Distributed group", link.names?.distributedAvailabilityGroup],
    ["Asked for", time(link.requestedAt)],
    ["Connected", time(link.connectedAt)],
    ["Id", link.id],
  ];
}

function time(instant) {
  return instant ? el("time", { datetime: instant }, full(instant)) : null;
}

function seen(link, now) {
  const health = link.health;
  if (!health) {
    return [];
  }
  const replica = health.replica ?? {};
  const error = replica.lastErrorNumber
    ? [replica.lastErrorNumber, replica.lastErrorText].filter(Boolean).join(": ")
    : null;
  return [
    el("h3", {}, "Replica"),
    facts([
      ["Diagnosis", `${health.diagnosis}, ${health.severity}`],
      ["Read", health.observedAt ? `${ago(health.observedAt, now)} ago` : null],
      ["Connection", replica.connectedState],
      ["Synchronization", replica.synchronizationState],
      ["Health", replica.synchronizationHealth],
      ["Data movement", replica.suspended ? "suspended" : null],
      ["Seeding", replica.seedingState],
      ["Seeded", replica.seedingPercent == null ? null : `${replica.seedingPercent} %`],
      ["Log send queue", size(replica.logSendQueueKb)],
      ["Redo queue", size(replica.redoQueueKb)],
      ["Lag", replica.lagSeconds == null ? null : duration(replica.lagSeconds)],
      ["Last hardened LSN", replica.lastHardenedLsn],
      ["Last error", error],
      ["Last error at", time(replica.lastErrorAt)],
      ["Certificate expires", time(replica.certificateExpiresAt)],
      ["Safety", replica.pair?.safety],
      ["Witness", replica.pair?.witness],
    ]),
    ...sides(replica.pair?.sides ?? []),
  ];
}

function sides(all) {
  return all.map((side) =>
    el(
      "section",
      {},
      el("h3", {}, name(side.server)),
      facts([
        ["Role", side.role],
        ["State", side.state],
        ["Connection", side.connectedState],
        ["End of log", side.endOfLog],
      ]),
    ),
  );
}
