/** Bars, the wall and the statistics' questions, without a page. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { highest, labelled, scale, stacked } from "../../web/plot.js";
import { barLength, busyHours, days, isoDay, ownPeriod, share, wrong } from "../../web/statistics.js";
import { answeredShare, hoursShown, place, turn } from "../../web/wall.js";

test("a plot's height is the next round number over the highest bar, with few lines", () => {
  assert.deepEqual([0, 4, 39, 44, 143, 1201].map((most) => scale(most).top), [4, 4, 40, 60, 150, 1500]);
  for (let most = 0; most < 3_000; most += 7) {
    const { top, lines } = scale(most);
    assert.ok(top >= most && lines.length <= 4 && lines.every(Number.isInteger), `${most}: ${lines}`);
  }
});

test("the parts of a bar stand on one another and add up to the whole", () => {
  const columns = [{ values: { answered: 30, missed: 10 }, mark: 20 }, { values: { answered: 0, missed: 40 } }];
  const keys = ["answered", "missed"];
  assert.equal(highest(columns, keys), 40);
  const [first, second] = stacked(columns, keys, 40);
  assert.deepEqual(first.parts.map(({ y, height }) => [y, height]), [[100, 75], [25, 25]].map(([under, height]) => [under - height, height]));
  assert.deepEqual([first.x, second.x, first.mark, second.mark], [0, 50, 50, null]);
  assert.deepEqual(second.parts.map(({ height }) => height), [0, 100]);
});

test("as many labels as have room", () => {
  const shown = (count, room) => Array.from({ length: count }, (_, index) => labelled(count, room)(index)).filter(Boolean).length;
  assert.deepEqual([shown(7, 16), shown(30, 16), shown(92, 16), shown(24, 24)], [7, 15, 14, 24]);
});

const hours = (busy) => Array.from({ length: 24 }, (_, hour) => ({ hour, answered: busy[hour] ?? 0, missed: 0 }));

test("the wall shows the working day, and every other hour that has calls or is now", () => {
  const range = (...told) => hoursShown(...told).map(({ hour }) => hour);
  assert.deepEqual([range(hours({}), [], 12).at(0), range(hours({}), [], 12).at(-1)], [8, 17]);
  assert.deepEqual([range(hours({ 6: 1 }), hours({ 20: 2 }), 21).at(0), range(hours({ 6: 1 }), hours({ 20: 2 }), 21).at(-1)], [6, 21]);
  assert.deepEqual(hoursShown(hours({ 9: 3 }), hours({ 9: 5 }), 9)[1], { hour: 9, answered: 3, missed: 0, before: 5 });
  assert.equal(hoursShown(hours({}), [], 9)[0].before, null, "yesterday is not known");
});

test("operators who have no room take turns, each once in a round, evenly", () => {
  const people = Array.from({ length: 13 }, (_, index) => index);
  const rounds = [0, 10_000].map((now) => turn(people, 10, now));
  assert.deepEqual(rounds.flatMap(({ shown }) => shown), people);
  assert.deepEqual(rounds.map(({ shown, page, pages }) => [shown.length, page, pages]), [[7, 1, 2], [6, 2, 2]]);
  assert.deepEqual(turn([], 10, 0).shown, []);
  assert.equal(turn(people.slice(0, 7), 10, 123_456).shown.length, 7);
});

test("the picture moves every ten minutes and comes back", () => {
  assert.deepEqual([0, 599_999, 600_000, 1_800_000, 2_400_000].map(place), [0, 0, 1, 3, 0]);
});

test("a share of nothing is none", () => {
  assert.deepEqual([answeredShare({ incoming: 112, answered: 94 }), answeredShare({ incoming: 0, answered: 0 })], [84, null]);
  assert.deepEqual([share(1, 3), share(0, 0)], [33, null]);
});

test("a period is days of the browser's zone, today included; what is no period is a week", () => {
  const now = new Date(2026, 10, 24, 23, 59).getTime();
  assert.deepEqual(days("today", now), { name: "today", from: "2026-11-24", to: "2026-11-24" });
  assert.deepEqual(days("week", now), { name: "week", from: "2026-11-18", to: "2026-11-24" });
  assert.deepEqual(days("month", now).from, "2026-10-26");
  assert.deepEqual(days(ownPeriod("2026-10-01", "2026-10-31"), now), { name: "own", from: "2026-10-01", to: "2026-10-31" });
  for (const odd of [null, "year", "2026-10-31_2026-10-01", "2026-01-01_2026-12-31"]) assert.equal(days(odd, now).name, "week", odd);
  assert.equal(isoDay(new Date(2026, 0, 5)), "2026-01-05");
});

test("at most 92 days, and the first before the last", () => {
  assert.deepEqual([wrong("2026-11-24", "2026-11-24"), wrong("2026-11-25", "2026-11-24"), wrong("", "2026-11-24")], [null, "order", "order"]);
  assert.deepEqual([wrong("2026-01-01", "2026-04-02"), wrong("2026-01-01", "2026-04-03")], [null, "many"]);
});

test("the hours drawn reach from the first busy one to the last, at least a working day", () => {
  const rows = (...busy) => Array.from({ length: 24 }, (_, hour) => ({ hour, incoming: busy.includes(hour) ? 1 : 0, outgoing: 0 }));
  const range = (found) => [found[0].hour, found.at(-1).hour];
  assert.deepEqual([range(busyHours(rows())), range(busyHours(rows(3, 23)))], [[9, 17], [3, 23]]);
});

test("the longest talk fills its bar", () => {
  const rows = [{ talk: 50 }, { talk: 200 }, { talk: 0 }];
  assert.deepEqual(rows.map((row) => barLength(row, rows)), [25, 100, 0]);
  assert.equal(barLength({ talk: 0 }, [{ talk: 0 }]), 0);
});
