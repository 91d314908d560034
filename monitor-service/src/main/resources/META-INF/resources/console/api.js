// Owns the requests to the service's API: only reading, with a time limit, errors as the API words
// them.

const LIMIT = 15000;

/** The service answered that it cannot do this; the message is its own. */
export class Refused extends Error {}

/** The service did not answer, or what answered is not the service. */
export class Unreachable extends Error {}

async function get(path, signal) {
  const limit = AbortSignal.timeout(LIMIT);
  try {
    const response = await fetch(path, {
      signal: AbortSignal.any([signal, limit]),
      cache: "no-store",
      headers: { Accept: "application/json, application/problem+json" },
    });
    return { response, body: await response.json() };
  } catch (e) {
    if (signal.aborted) {
      throw e;
    }
    throw new Unreachable(reason(e, limit.aborted), { cause: e });
  }
}

function reason(e, late) {
  if (late) {
    return `There was no answer within ${LIMIT / 1000} s`;
  }
  const other = e instanceof SyntaxError;
  return other ? "Something else answers in its place" : "There is no connection";
}

async function ok(path, signal) {
  const { response, body } = await get(path, signal);
  if (!response.ok) {
    throw new Refused([body.title, body.detail].filter(Boolean).join(": ") || response.statusText);
  }
  return body;
}

export function rollouts(signal) {
  return ok("rollouts", signal);
}

/** A page of links; filters without a value are left out. */
export function links(filters, signal) {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(filters)) {
    if (value !== null && value !== undefined && value !== "") {
      query.set(key, value);
    }
  }
  return ok(`links?${query}`, signal);
}

export function linkPath(id) {
  return `links/${encodeURIComponent(id)}`;
}

export function link(id, signal) {
  return ok(linkPath(id), signal);
}

/** The checks that are down, each with its name and data; none when all is well. */
export async function down(signal) {
  const { body } = await get("q/health", signal);
  return (body.checks ?? []).filter((check) => check.status !== "UP");
}
