// Owns the page: what is asked for, when it is read again, and where the answers are shown. It
// changes nothing at the service.
import * as api from "./api.js";
import { banners, lastSeen } from "./banners.js";
import { detail, title } from "./detail.js";
import { el, name, show, showText } from "./dom.js";
import { STATUSES, clock, count, duration } from "./format.js";
import { cards, sum } from "./rollouts.js";
import { table } from "./table.js";
import { copy } from "./why.js";

const PAGE = 100;
const $ = (id) => document.getElementById(id);

/** What the address says is shown; so a page can be handed on, and survives being loaded again. */
const wanted = fromAddress();
/** What was read last. */
const known = {
  at: null,
  rollouts: [],
  page: { links: [], next: null, total: 0 },
  link: null,
  // when a replica was seen last, and since when that has been the last: the clocks may differ
  seen: null,
  seenAt: null,
};
/** The places where the pages before this one began. */
let before = [];
let after = null;
let problems = {};
let reading = null;
let timer = null;

function fromAddress() {
  const query = new URLSearchParams(location.search);
  return {
    rollout: query.get("rollout"),
    status: query.get("status"),
    unhealthy: query.get("unhealthy") === "true",
    text: query.get("text") ?? "",
    link: query.get("link"),
  };
}

function toAddress() {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(wanted)) {
    if (value) {
      query.set(key, value);
    }
  }
  history.replaceState(null, "", query.size > 0 ? `?${query}` : location.pathname);
}

function filters() {
  const { rollout, status, unhealthy, text } = wanted;
  return {
    rollout, status, unhealthy: unhealthy || null, text, after, order: "urgency", limit: PAGE,
  };
}

/** Reads everything that is shown, once; what is being read is given up. */
async function read() {
  clearTimeout(timer);
  reading?.abort();
  const mine = new AbortController();
  reading = mine;
  const { signal } = mine;
  const [rollouts, page, link, down] = await Promise.allSettled([
    api.rollouts(signal),
    api.links(filters(), signal),
    wanted.link ? api.link(wanted.link, signal) : null,
    api.down(signal),
  ]);
  if (signal.aborted) {
    return;
  }
  const failed = [rollouts, page, link, down]
    .filter((answer) => answer.status === "rejected")
    .map((answer) => answer.reason);
  problems = {
    unreachable: failed.find((e) => e instanceof api.Unreachable),
    refused: failed.find((e) => !(e instanceof api.Unreachable)),
    down: down.value ?? [],
  };
  if (rollouts.status === "fulfilled" && page.status === "fulfilled") {
    known.at = new Date();
    known.rollouts = rollouts.value;
    known.page = page.value;
    const seen = lastSeen(known.rollouts);
    if (seen !== known.seen) {
      known.seen = seen;
      known.seenAt = known.at;
    }
  }
  known.link = link.status === "fulfilled" ? link.value : null;
  reading = null;
  showAll();
  again();
}

function again() {
  clearTimeout(timer);
  if (every() > 0) {
    timer = setTimeout(read, every() * 1000);
  }
}

function every() {
  return Number($("every").value);
}

function showAll() {
  const now = known.at ?? new Date();
  showRollouts();
  showStatuses();
  table($("rows"), known.page.links, now, wanted.link);
  showPlace();
  showLink(now);
  showAge();
}

function showRollouts() {
  const { cards: all, left } = cards(known.rollouts, wanted.rollout);
  keepFocus($("rollouts"), all, (card) => card.dataset.rollout);
  const none = known.at !== null && known.rollouts.length === 0;
  showText(
    $("rollouts-note"),
    none
      ? "Nothing was asked for yet. ./linkfleet rollout FILE asks for the links of a fleet file."
      : left > 0 ? `and ${count(left)} more rollouts, of which none is more urgent` : "",
  );
}

/** Replaces buttons that have changed; the one with the focus keeps it. */
function keepFocus(parent, buttons, key) {
  const active = parent.contains(document.activeElement) ? key(document.activeElement) : null;
  show(parent, ...buttons);
  if (active !== null && !parent.contains(document.activeElement)) {
    [...parent.children].find((button) => key(button) === active)?.focus({ preventScroll: true });
  }
}

function showStatuses() {
  const chosen = known.rollouts.find((rollout) => rollout.rollout === wanted.rollout);
  const { counts, unhealthy } = wanted.rollout ? chosen ?? sum([]) : sum(known.rollouts);
  const all = Object.values(counts).reduce((n, m) => n + m, 0);
  const chips = [chip("", { word: "All", sign: "" }, all)];
  for (const [code, status] of Object.entries(STATUSES)) {
    if (status.always || counts[code] || wanted.status === code) {
      chips.push(chip(code, status, counts[code] ?? 0));
    }
    if (code === "UNKNOWN") {
      chips.push(chip("UNHEALTHY", { word: "Unhealthy", sign: "▲" }, unhealthy));
    }
  }
  keepFocus($("statuses"), chips, (button) => button.dataset.filter);
  document.title = counts.BLOCKED > 0 ? `(${counts.BLOCKED} blocked) Linkfleet` : "Linkfleet";
}

function chip(code, { word, sign }, n) {
  const filter = wanted.unhealthy ? "UNHEALTHY" : wanted.status ?? "";
  return el(
    "button",
    {
      type: "button",
      class: `chip ${n === 0 ? "zero" : ""}`,
      "data-filter": code,
      "data-status": code,
      "aria-pressed": String(filter === code),
    },
    el("span", { class: "sign", "aria-hidden": "true" }, sign),
    ` ${word} `,
    el("b", {}, count(n)),
  );
}

function showPlace() {
  const { links, next, total } = known.page;
  const first = before.length * PAGE + 1;
  const empty = links.length === 0;
  showText(
    $("place"),
    empty ? "" : `${count(first)} to ${count(first + links.length - 1)} of ${count(total)}`,
  );
  $("first").disabled = $("previous").disabled = before.length === 0;
  $("next").disabled = next === null || next === undefined;
  $("pages").hidden = empty && before.length === 0;
  $("none").hidden = !empty || known.at === null;
  showText($("none"), before.length > 0 ? "No more links here." : "No link matches.");
}

function showLink(now) {
  const open = wanted.link !== null;
  $("link").hidden = !open;
  document.body.classList.toggle("with-link", open);
  if (open && known.link?.id === wanted.link) {
    show($("link-title"), ...title(known.link));
    show($("link-body"), ...detail(known.link, now));
  } else if (open) {
    show($("link-title"), name(wanted.link));
    show($("link-body"));
  }
}

/** How old what is shown is, and whether that is too old; looked at every second. */
function showAge() {
  const age = known.at ? (Date.now() - known.at) / 1000 : null;
  show(
    $("as-of"),
    ...(age === null
      ? ["Nothing read yet"]
      : [
          "As of ",
          el("time", { datetime: known.at.toISOString() }, clock(known.at)),
          age < 3 ? "" : `, ${duration(age)} ago`,
        ]),
  );
  show($("banners"), ...banners({ ...problems, age, every: every(), known }));
}

function filter(changes) {
  Object.assign(wanted, changes);
  before = [];
  after = null;
  toAddress();
  showStatuses();
  showRollouts();
  read();
}

function turn(places, place) {
  before = places;
  after = place;
  read();
  $("links").scrollIntoView({ block: "nearest" });
}

function openLink(id) {
  wanted.link = id;
  known.link = known.page.links.find((link) => link.id === id) ?? null;
  toAddress();
  showAll();
  $("link-title").focus();
  read();
}

function closeLink() {
  const id = wanted.link;
  wanted.link = null;
  known.link = null;
  toAddress();
  showAll();
  const buttons = [...document.querySelectorAll("button.open")];
  (buttons.find((button) => button.dataset.id === id) ?? $("text")).focus();
}

$("rollouts").addEventListener("click", (event) => {
  const card = event.target.closest(".card");
  if (card) {
    const rollout = "all" in card.dataset ? null : card.dataset.rollout;
    filter({ rollout: wanted.rollout === rollout ? null : rollout });
  }
});
$("statuses").addEventListener("click", (event) => {
  const code = event.target.closest(".chip")?.dataset.filter;
  if (code !== undefined) {
    filter({ status: code in STATUSES ? code : null, unhealthy: code === "UNHEALTHY" });
  }
});
let typing = null;
$("text").value = wanted.text;
$("text").addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(() => filter({ text: $("text").value.trim() }), 250);
});
$("rows").addEventListener("click", (event) => {
  const id = event.target.closest("button.open")?.dataset.id;
  if (id !== undefined) {
    if (id === wanted.link) {
      closeLink();
    } else {
      openLink(id);
    }
  }
});
document.addEventListener("click", copy);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && wanted.link !== null && event.target !== $("text")) {
    closeLink();
  } else if (event.key === "/" && !event.target.closest("input, select")) {
    event.preventDefault();
    $("text").focus();
  }
});
$("close").addEventListener("click", closeLink);
$("first").addEventListener("click", () => turn([], null));
$("previous").addEventListener("click", () => turn(before.slice(0, -1), before.at(-1)));
$("next").addEventListener("click", () => turn([...before, after], known.page.next));
$("every").addEventListener("change", () => (every() > 0 ? read() : clearTimeout(timer)));
$("now").addEventListener("click", read);
setInterval(showAge, 1000);
showAll();
read();
