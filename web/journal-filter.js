/** What the journal shows: chosen by the reader, kept in the address, asked of the server. */
import { dayStart } from "./format.js";

export const PERIODS = ["today", "yesterday", "week", "month", "all"];
export const OWN = "own";
const DEFAULT_PERIOD = "week";
const MOST_OPERATORS = 50;
const LONGEST_QUERY = 200;

export const UNFILTERED = {
  period: DEFAULT_PERIOD, from: "", to: "", direction: "all", missed: false, recording: false, operators: [], contact: "", query: "",
};

/** The filter that `period=today&missed=1…` asks for; whatever makes no sense there is left out. */
export function parseFilter(text) {
  const asked = new URLSearchParams(text);
  const one = (name, allowed, otherwise) => (allowed.includes(asked.get(name)) ? asked.get(name) : otherwise);
  return {
    ...days(asked, one("period", PERIODS, DEFAULT_PERIOD)),
    direction: one("direction", ["in", "out"], "all"),
    missed: asked.get("missed") === "1",
    recording: asked.get("recording") === "1",
    operators: ids(asked.get("operators")).slice(0, MOST_OPERATORS),
    contact: ids(asked.get("contact"))[0] ?? "",
    query: (asked.get("query") ?? "").trim().slice(0, LONGEST_QUERY),
  };
}

/** Days of one's own count when they are days, in whichever order. */
function days(asked, period) {
  const [from, to] = ["from", "to"].map((name) => (isDay(asked.get(name)) ? asked.get(name) : ""));
  if (!from && !to) return { period, from: "", to: "" };
  return from && to && from > to ? { period: OWN, from: to, to: from } : { period: OWN, from, to };
}

const ids = (text) => [...new Set((text ?? "").split(",").filter((id) => /^[\w.@-]{1,100}$/.test(id)))];

/** 2026-02-29 looks like a day and is none. */
function isDay(text) {
  return /^20\d\d-\d\d-\d\d$/.test(text ?? "") && new Date(`${text}T00:00Z`).toJSON()?.startsWith(text) === true;
}

/** The filter as it stands in the address: only what was chosen. */
export function filterQuery(filter) {
  const wanted = { ...UNFILTERED, ...filter };
  const chosen = {
    period: wanted.period === OWN || wanted.period === DEFAULT_PERIOD ? "" : wanted.period,
    from: wanted.period === OWN ? wanted.from : "",
    to: wanted.period === OWN ? wanted.to : "",
    direction: wanted.direction === "all" ? "" : wanted.direction,
    missed: wanted.missed ? "1" : "",
    recording: wanted.recording ? "1" : "",
    operators: wanted.operators.join(","),
    contact: wanted.contact,
    query: wanted.query.trim(),
  };
  return String(new URLSearchParams(Object.entries(chosen).filter(([, value]) => value)));
}

/** The filter as `GET /calls` takes it. Who asks for missed calls means clients': colleagues' calls without an answer are outgoing. */
export function question(filter, now) {
  const { direction, missed, recording, operators, contact, query } = filter;
  const all = missed ? "in" : null;
  return {
    ...limits(filter, now), direction: direction === "all" ? all : direction, missed: missed || null, recording: recording || null,
    operator: operators.join(","), contact, query,
  };
}

/** The days of a period, in the reader's zone; `to` is included, so it is the last moment of its day. */
export function limits({ period, from, to }, now) {
  const start = (time) => new Date(time).toISOString();
  const end = (time) => new Date(dayStart(time, -1) - 1).toISOString();
  if (period === OWN) return { ...(from && { from: start(localDay(from)) }), ...(to && { to: end(localDay(to)) }) };
  if (period === "yesterday") return { from: start(dayStart(now, 1)), to: end(dayStart(now, 1)) };
  const back = { today: 0, week: 6, month: 29 }[period];
  return back === undefined ? {} : { from: start(dayStart(now, back)) };
}

const localDay = (day) => new Date(`${day}T00:00`).getTime();

/** Does a call that goes on belong among what is shown? What it will come to is not known yet, nor is there a recording. */
export function showsLive(filter, call, me, now) {
  const { direction, missed, recording, operators, contact, query } = filter;
  const { to } = limits(filter, now);
  return !missed && !recording && !query && (!to || Date.parse(to) >= now)
    && (direction === "all" || call.direction === direction)
    && (operators.length === 0 || operators.includes(me.operator_id))
    && (!contact || call.contacts.some((one) => one.contact_id === contact));
}
