/** The self-check: what each link of an event's way to this screen is like, in the order it travels. */

const [DAY_MS, CLOCK_MS] = [86_400_000, 60_000];

const LINKS = { pbx, operator, setting, socket, clock, notifications, sound, test };

const ok = (why = "ok", values = {}, action = null) => ({ state: "ok", why, values, action });
const fault = (why, action = null, values = {}) => ({ state: "fault", why, values, action });
const open = (why, action = null, values = {}) => ({ state: "unknown", why, values, action });
const off = (why, action = null) => ({ state: "off", why, values: {}, action });

/**
 * `seen` is what is known: {overview: the server's answer, offset: ms our clock is behind the server's, took: ms it took to answer,
 * link, permission, browser, sound, heard, test, admin}. Each link: {name, state: ok · fault · unknown · off, why, values, action,
 * solid: whether the line leads on to the next}.
 */
export function chain(seen) {
  const links = Object.entries(LINKS).map(([name, look]) => ({ name, ...look(seen) }));
  const broken = links.findIndex(({ state }) => state === "fault" || state === "unknown");
  return links.map((link, index) => ({ ...link, solid: broken < 0 || index + 1 < broken }));
}

/** What the whole chain comes to: the name of the first link at fault, or "good". */
export const headline = (links) => links.find(({ state }) => state === "fault")?.name ?? "good";

/** Only an administrator can go where these repair something. */
const forAdmin = ({ admin }, action) => (admin ? action : null);

function pbx(seen) {
  const { server_time: now, last_event_at: last, calls_last_hour: n } = seen.overview;
  if (!last) return fault("never", forAdmin(seen, "token"));
  const ago = Date.parse(now) - Date.parse(last);
  return ago > DAY_MS ? open("old", null, { ago, n }) : ok("ok", { ago, n });
}

function operator(seen) {
  const { operator: mine, extension } = seen.overview;
  if (mine && extension) return ok("ok", { extension });
  return fault(mine ? "bare" : "nobody", forAdmin(seen, "operators"));
}

function setting(seen) {
  const { incoming_card: incoming, outgoing_card: outgoing } = seen.overview.settings;
  const action = forAdmin(seen, "settings");
  return incoming === "never" ? fault("never", action, { outgoing }) : ok("ok", { incoming, outgoing }, action);
}

function socket({ link, overview, took }) {
  if (link === "refused") return fault("refused");
  if (link !== "online") return fault("away", "reconnect");
  return overview.tabs ? ok("ok", { n: overview.tabs, took }) : open("unseen", "again");
}

function clock({ offset }) {
  const apart = Math.abs(offset);
  if (apart < CLOCK_MS) return ok("ok", { apart });
  return fault(offset > 0 ? "behind" : "ahead", "again", { apart });
}

function notifications(seen) {
  const { permission, overview } = seen;
  if (!overview.settings.toast) return off("off", forAdmin(seen, "settings"));
  if (permission === "granted") return ok("ok", {}, "notify");
  if (permission === "default") return fault("default", "allow");
  return permission === "denied" ? fault("denied", "again", { browser: seen.browser }) : fault("missing");
}

function sound({ sound: on, heard }) {
  if (!on) return off("off", "unmute");
  if (heard === null) return open("untried", "play");
  return heard ? ok("ok", {}, "play") : fault("silent", "play");
}

function test({ test: call, overview, link }) {
  if (!overview.extension || link !== "online") return open("impossible");
  if (call.running && call.took === null) return open("running", "busy");
  if (call.took !== null) return ok("ok", { took: call.took }, call.running ? "busy" : "call");
  return call.failed ? fault(call.failed, "call") : open("untried", "call");
}

/** Whose settings hide the permission, so that the sentence can say where it is. */
export function browserOf(agent) {
  if (/Firefox\//.test(agent)) return "firefox";
  if (/Edg\//.test(agent)) return "edge";
  return /Chrom(e|ium)\//.test(agent) || !/Safari\//.test(agent) ? "chrome" : "safari";
}

/** How far our clock is behind the server's, in ms: the answer was written halfway between the question and its coming. */
export const offsetOf = (serverTime, asked, answered) => Date.parse(serverTime) - (asked + answered) / 2;

/** The steps of a trace with the time since the first, in ms; null where none is known. */
export function passage(steps) {
  const begun = Date.parse(steps.find(({ at }) => at)?.at);
  return steps.map((step) => ({ ...step, after: step.at ? Math.max(0, Date.parse(step.at) - begun) : null }));
}
