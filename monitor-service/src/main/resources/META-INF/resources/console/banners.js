// Owns the warnings across the page: the service does not answer, refuses, is not ready, or what is
// shown is old.
import { el } from "./dom.js";
import { clock } from "./format.js";

/** A replica is read every few seconds and told at least every 30 s; older than this is old. */
const SEEN_WITHIN = 90_000;
const BROKER = "the broker answers";

export function banners({ unreachable, refused, down, age, every, known }) {
  const all = [];
  const shown = known.at ? ` What is shown is as of ${clock(known.at)}.` : "";
  if (unreachable) {
    all.push(banner("error", "The service does not answer.", `${unreachable.message}.${shown}`));
  }
  if (refused) {
    all.push(banner("error", "The service says:", refused.message));
  }
  for (const check of down ?? []) {
    all.push(ofCheck(check));
  }
  if (!unreachable && age !== null && age > Math.max(3 * every, 30)) {
    const what = every === 0 ? "Refreshing is paused." : "What is shown is old.";
    all.push(banner("warning", what, shown.trim()));
  }
  if (!unreachable && known.seen !== null && known.at - known.seenAt > SEEN_WITHIN) {
    const what = "No news of any replica.";
    all.push(banner("warning", what, `The last was read at ${clock(new Date(known.seen))}.`));
  }
  return all;
}

function ofCheck({ name, data }) {
  if (name === BROKER) {
    const heard = new Date(data.heardAt);
    return banner(
      "error",
      "The broker does not answer.",
      `It was heard last at ${clock(heard)}; the links are shown as they were then.`,
    );
  }
  return banner("error", "The service is not ready.", `It waits for this: ${name}.`);
}

/** When any replica was seen last, by the service's clock; null when there is none to see. */
export function lastSeen(rollouts) {
  const times = rollouts.map((rollout) => Date.parse(rollout.observedAt)).filter((t) => t > 0);
  return times.length > 0 ? Math.max(...times) : null;
}

function banner(kind, title, text) {
  return el("p", { class: `banner ${kind}` }, el("b", {}, title), " ", text);
}
