// Owns how values read: words for the API's codes, times, durations and sizes.

/** The statuses by urgency: word, sign, and whether it is shown when no link has it. */
export const STATUSES = {
  BLOCKED: { word: "Blocked", sign: "■", always: true },
  LOST: { word: "Lost", sign: "✕", always: true },
  UNKNOWN: { word: "Unknown", sign: "?", always: false },
  WAITING: { word: "Waiting", sign: "○", always: true },
  RUNNING: { word: "In work", sign: "◐", always: true },
  CONNECTED: { word: "Connected", sign: "●", always: true },
  PAUSED: { word: "Paused", sign: "‖", always: false },
  REMOVED: { word: "Removed", sign: "–", always: false },
};

/** What the API calls a status that this page does not know is shown as it is. */
export function statusOf(code) {
  return STATUSES[code] ?? { word: words(code), sign: "?", always: false };
}

const WAY = [
  ["REQUESTED", "Requested", "it was asked for"],
  ["CERT_CREATED", "Certificates", "both sides trust each other"],
  ["ENDPOINT_READY", "Endpoint", "the mirroring endpoints are ready"],
  ["DAG_CREATED", "Groups", "the availability groups are there"],
  ["LINK_CREATED", "Link", "the link is there on the instance"],
  ["CONNECTED", "Connected", "the replica was seen connected"],
];
const WAY_OF_A_PAIR = WAY.filter(([code]) => code !== "DAG_CREATED").map((step) =>
  step[0] === "LINK_CREATED" ? [step[0], "Session", "copy and session are there"] : step,
);

/** The way of a link: its phases, and which of them are done. */
export function way(link) {
  const steps = link.pair ? WAY_OF_A_PAIR : WAY;
  const reached = steps.findIndex(([code]) => code === link.phase);
  return steps.map(([code, word, meaning], i) => ({
    word,
    meaning,
    done: i <= reached,
    next: i === reached + 1,
    last: i === reached,
  }));
}

/** NOT_HEALTHY as "Not healthy". */
export function words(code) {
  const text = String(code ?? "").replaceAll("_", " ").toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const CLOCK = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });
const FULL = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "long" });

export function clock(date) {
  return CLOCK.format(date);
}

/** The whole time of day of an instant of the API; what is no instant is shown as it is. */
export function full(instant) {
  const date = new Date(instant);
  return Number.isNaN(date.getTime()) ? String(instant) : FULL.format(date);
}

/** How long ago an instant of the API is, in the two largest units. */
export function ago(instant, now) {
  const at = Date.parse(instant);
  return Number.isNaN(at) ? "" : duration((now - at) / 1000);
}

const UNITS = [
  ["d", 86400],
  ["h", 3600],
  ["min", 60],
  ["s", 1],
];

export function duration(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const first = UNITS.findIndex(([, size]) => whole >= size);
  if (first < 0) {
    return "0 s";
  }
  const [unit, size] = UNITS[first];
  const rest = UNITS[first + 1];
  const more = rest ? Math.floor((whole % size) / rest[1]) : 0;
  const text = `${Math.floor(whole / size)} ${unit}`;
  return more > 0 ? `${text} ${more} ${rest[0]}` : text;
}

/** Kilobytes as SQL Server counts them; nothing for what is not known. */
export function size(kb) {
  if (kb === null || kb === undefined) {
    return "";
  }
  if (kb < 1024) {
    return `${kb} KB`;
  }
  const mb = kb / 1024;
  return mb < 1024 ? `${mb.toFixed(1)} MB` : `${(mb / 1024).toFixed(1)} GB`;
}

export function count(number) {
  return number.toLocaleString();
}
