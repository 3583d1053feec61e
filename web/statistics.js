/** What the statistics page asks and shows, without a page. */
import { dayStart } from "./format.js";

export const PERIODS = ["today", "week", "month", "own"];
const BACK = { today: 0, week: 6, month: 29 };
const MOST_DAYS = 92;
const DAY_MS = 86_400_000;

/** The days of a period, as the address has it: today · week · month · 2026-11-01_2026-11-24; unknown is a week. */
export function days(period, now) {
  const own = /^(\d{4}-\d\d-\d\d)_(\d{4}-\d\d-\d\d)$/.exec(period ?? "");
  if (own && !wrong(own[1], own[2])) return { name: "own", from: own[1], to: own[2] };
  const name = period in BACK ? period : "week";
  return { name, from: isoDay(dayStart(now, BACK[name])), to: isoDay(now) };
}

/** A day as the browser's zone has it: 2026-11-24. */
export function isoDay(time) {
  const date = new Date(time);
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

/** Why these are no days to count: "order", "many", or null. */
export function wrong(from, to) {
  const length = (Date.parse(to) - Date.parse(from)) / DAY_MS;
  if (!(length >= 0)) return "order";
  return length >= MOST_DAYS ? "many" : null;
}

export const ownPeriod = (from, to) => `${from}_${to}`;

/** The hours that are drawn: from the first that has calls to the last, at least a working day's. */
export function busyHours(hours) {
  const busy = hours.filter(({ incoming, outgoing }) => incoming + outgoing).map(({ hour }) => hour);
  const [first, last] = [Math.min(9, ...busy), Math.max(17, ...busy)];
  return hours.filter(({ hour }) => hour >= first && hour <= last);
}

/** A share in whole per cent, null of nothing. */
export const share = (part, whole) => (whole ? Math.round((part / whole) * 100) : null);

/** How long a row's bar is, of a hundred, beside the longest. */
export const barLength = (row, rows) => (row.talk / Math.max(1, ...rows.map(({ talk }) => talk))) * 100;
