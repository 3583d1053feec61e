/** The rows of the journal: by day, and how newer ones come to those that are shown. */
import { dayStart } from "./format.js";

/** How many pages of newer calls are put above the shown ones; after more, the journal starts anew. */
const MOST_NEWER = 4;

/**
 * Reads the newest calls and puts them to the shown page ({rows, cursor}), which keeps its place and its end. `load(cursor)` answers
 * {rows, cursor}, newest first, maybe short or empty.
 */
export async function refreshed(shown, load) {
  let fresh = await load(null);
  for (let count = 1; fresh.cursor && !reaches(fresh.rows, shown.rows); count += 1) {
    if (count === MOST_NEWER) return fresh;
    const next = await load(fresh.cursor);
    fresh = { rows: [...fresh.rows, ...next.rows], cursor: next.cursor };
  }
  return joined(fresh, shown);
}

function reaches(fresh, shown) {
  if (!shown.length) return true;
  const known = new Set(shown.map((call) => call.call_id));
  return fresh.some((call) => known.has(call.call_id));
}

/** As far down as the fresh rows reach, they are the truth: a call they lack does not fit the filter any more. */
function joined(fresh, shown) {
  if (!fresh.cursor) return fresh;
  if (!fresh.rows.length) return shown;
  const listed = new Set(fresh.rows.map((call) => call.call_id));
  const end = Date.parse(fresh.rows.at(-1).started_at);
  const older = shown.rows.filter((call) => !listed.has(call.call_id) && Date.parse(call.started_at) <= end);
  return { rows: [...fresh.rows, ...older], cursor: shown.rows.length ? shown.cursor : fresh.cursor };
}

/** Days with their calls, newest first: {start, calls, whole}; of a day that is not whole there may be more on the next page. */
export function byDay({ rows, cursor }) {
  const days = [];
  for (const call of rows) {
    const start = dayStart(call.started_at);
    if (days.at(-1)?.start === start) days.at(-1).calls.push(call);
    else days.push({ start, calls: [call] });
  }
  return days.map((day, index) => ({ ...day, whole: !cursor || index < days.length - 1 }));
}

/** How many rows of `after` stand above everything that `before` had. */
export function newerThan(before, after) {
  const known = new Set(before.map((call) => call.call_id));
  const first = after.findIndex((call) => known.has(call.call_id));
  return first < 0 ? after.length : first;
}
