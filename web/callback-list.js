/** The missed-call desk's list: what answers do to it, who has a row, and how rows stand that come and go under somebody's hand. */
import { byWait, compare, put } from "./callbacks.js";
import { dayStart } from "./format.js";

const LONG_MS = 60 * 60_000;
const FULL_MS = 2 * LONG_MS;
const LINGERS_MS = 8_000;
const LAST = "\uffff";

/** A page of the open rows, the first one or the next, asked for when `edits` changes were known. */
export function listed(state, { callbacks, cursor, waiting: told }, { edits, first }) {
  const part = { from: first ? "" : state.until, until: cursor ? (callbacks.at(-1)?.since ?? state.until) : LAST };
  const rows = stillThere(state.rows, callbacks, part, edits);
  return { ...put({ ...state, rows }, callbacks), told, cursor, until: part.until };
}

/** An answer to the question for the closed rows only adds to what is known. */
export const learned = (state, { callbacks }) => put(state, callbacks);

/** An open row that an answer covers and does not name waits no more, unless it was heard of after the question. */
function stillThere(rows, named, { from, until }, edits) {
  const phones = new Set(named.map((row) => row.phone));
  const covered = ({ since }) => since > from && since <= until;
  const gone = (row) => row.state === "open" && row.heardAt <= edits && !phones.has(row.phone) && covered(row);
  return Object.fromEntries(Object.entries(rows).map(([phone, row]) => [phone, gone(row) ? { ...row, state: "gone" } : row]));
}

/** Those whose wait ended today, the latest first. */
export function closedRows({ rows }, now) {
  const today = dayStart(now);
  const closed = Object.values(rows).filter((row) => row.state === "closed" && Date.parse(row.closed.at) >= today);
  return closed.sort((a, b) => compare(b.closed.at, a.closed.at) || compare(a.phone, b.phone));
}

/** How long a client has waited: the share of a full bar, and whether that is long. */
export function wait(row, now) {
  const ms = Math.max(0, now - Date.parse(row.since));
  return { seconds: ms / 1000, share: Math.min(1, ms / FULL_MS), long: ms >= LONG_MS };
}

/** Who has the row: nobody, me or a colleague. */
export const holder = (row, me) => (row.taken_by ? (row.taken_by.operator_id === me ? "mine" : "theirs") : "nobody");

/**
 * The rows of the list as it stands, given those shown before as {phone, gone}: a row that closed stays in its place for a while, and
 * while the list is `held` under somebody's hand nothing leaves and what is new comes last.
 */
export function arranged(before, state, fits, { held, now }) {
  const past = new Map(before.map((place) => [place.phone, place]));
  const stays = ({ phone, state: is }) => is !== "none" && lingers(past.get(phone), held, now);
  const here = Object.values(state.rows).filter((row) => (row.state === "open" && fits(row)) || stays(row));
  const places = new Map(here.sort(byWait).map((row) => [row.phone, place(row, fits, past.get(row.phone), now)]));
  const phones = held ? [...past.keys(), ...places.keys()] : places.keys();
  return [...new Set(phones)].filter((phone) => places.has(phone)).map((phone) => places.get(phone));
}

function place(row, fits, before, now) {
  const over = row.state !== "open" || !fits(row);
  return { phone: row.phone, row, gone: over ? (before?.gone ?? now) : null };
}

const lingers = (before, held, now) => Boolean(before) && (held || before.gone === null || now - before.gone < LINGERS_MS);
