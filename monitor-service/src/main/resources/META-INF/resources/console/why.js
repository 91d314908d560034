// Owns the words about what holds a link: reason, sentence, next action, and the copy buttons.
import { el, plain } from "./dom.js";
import { words } from "./format.js";
import { pieces } from "./statement.js";

const PHASES = {
  cert: "certificates",
  endpoint: "endpoint",
  ag: "availability groups",
  "azure-link": "link on the instance",
};

/** What holds a link, or what was seen of its replica; null when there is nothing to tell. */
export function whyOf(link) {
  if (link.reason || link.sentence) {
    return link;
  }
  const health = link.health;
  const told = health && !["OK", undefined].includes(health.severity);
  return told ? { ...health, reason: health.diagnosis } : null;
}

/** Whether the replica needs somebody although its status does not say so. */
export function unhealthy(link) {
  const needs = ["WARNING", "CRITICAL"].includes(link.health?.severity);
  return needs && !["BLOCKED", "LOST", "UNKNOWN"].includes(link.status);
}

/** What gives a link its colour. */
export function tone(link) {
  return unhealthy(link) ? "UNHEALTHY" : link.status;
}

/** The paragraphs that tell it. */
export function why(link) {
  const told = whyOf(link);
  if (told === null) {
    return [];
  }
  const where = told.working ? ` in ${PHASES[told.working] ?? told.working}` : "";
  const paragraphs = [
    el(
      "p",
      { class: "sentence" },
      el("span", { class: "reason" }, told.reason ?? words(link.status)),
      where === "" ? null : el("span", { class: "note" }, where),
      " ",
      el("bdi", { class: "said" }, ...plain(told.sentence ?? "")),
    ),
  ];
  if (told.nextAction) {
    paragraphs.push(nextAction(told.nextAction));
  } else if (link.status === "WAITING") {
    paragraphs.push(
      el("p", { class: "action note" }, "Nothing to do: it is looked at again by itself."),
    );
  }
  return paragraphs;
}

function nextAction(text) {
  const parts = pieces(text);
  const shown = parts.flatMap((piece) =>
    piece.statement ? [statement(piece.text)] : plain(piece.text),
  );
  return el(
    "div",
    { class: "action" },
    el("b", {}, "Next action "),
    el("bdi", { class: "next-action" }, ...shown),
  );
}

function statement(text) {
  return el(
    "span",
    { class: "statement" },
    el("code", {}, ...plain(text)),
    el("button", { type: "button", class: "copy", "aria-label": `Copy ${text}` }, "Copy"),
  );
}

/** A click anywhere: when it was on a copy button, the statement beside it is copied. */
export async function copy(event) {
  const button = event.target.closest("button.copy");
  if (button === null) {
    return;
  }
  const code = button.previousElementSibling;
  const done = (await toClipboard(code.textContent)) || select(code);
  button.textContent = done ? "Copied" : "Press Ctrl+C";
  setTimeout(() => (button.textContent = "Copy"), 2000);
}

/** Browsers give the clipboard only to pages of this machine and to those over TLS. */
async function toClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** Selects the statement and copies it as an editor would; at worst it is left selected. */
function select(code) {
  getSelection().selectAllChildren(code);
  return document.execCommand("copy");
}
