import assert from "node:assert/strict";
import { test } from "node:test";
import { dayStart } from "../../web/format.js";
import { filterQuery, limits, parseFilter, question, showsLive, UNFILTERED } from "../../web/journal-filter.js";
import { byDay, newerThan, refreshed } from "../../web/journal-list.js";

const NOW = new Date("2026-11-24T12:00").getTime();
const ME = { operator_id: "operator-100" };
const filter = (changes) => ({ ...UNFILTERED, ...changes });

test("every filter stands in the address and comes back from it", () => {
  const filters = [
    {}, { period: "today" }, { period: "all", direction: "out" }, { missed: true, recording: true },
    { period: "own", from: "2026-11-01", to: "2026-11-24" }, { period: "own", from: "2026-11-01" }, { period: "own", to: "2026-02-28" },
    { operators: ["operator-100", "operator-101"], contact: "0f8fad5b-d9cb-469f-a165-70867728950e" },
    { query: "ООО «Альфа & Ко» +7 999?" },
  ];
  for (const changes of filters) assert.deepEqual(parseFilter(filterQuery(filter(changes))), filter(changes));
  assert.equal(filterQuery(UNFILTERED), "");
  assert.equal(filterQuery(filter({ missed: true, operators: ["a", "b"] })), "missed=1&operators=a%2Cb");
});

test("garbage in the address is left out, and nothing else with it", () => {
  const garbage = "period=eternity&from=2026-02-29&to=24.11.2026&direction=up&missed=yes&operators=,,a b,<i>,&contact=%00&nonsense=1";
  assert.deepEqual(parseFilter(garbage), UNFILTERED);
  assert.deepEqual(parseFilter("%E0%A4%A&missed=1&=&&"), filter({ missed: true }));
  assert.deepEqual(parseFilter("operators=a,a,b&period=own&from=2026-11-02&to=2026-11-01"), filter({ operators: ["a", "b"], period: "own", from: "2026-11-01", to: "2026-11-02" }));
  assert.equal(parseFilter(`operators=${Array.from({ length: 60 }, (_, n) => `o${n}`)}`).operators.length, 50);
  assert.equal(parseFilter(`query=${"я".repeat(300)}`).query.length, 200);
});

test("a period begins and ends with its days, in the reader's zone", () => {
  const at = (time) => new Date(time).toISOString();
  const day = dayStart(NOW);
  assert.deepEqual(limits(filter({ period: "today" }), NOW), { from: at(day) });
  assert.deepEqual(limits(filter({ period: "yesterday" }), NOW), { from: at(dayStart(NOW, 1)), to: at(day - 1) });
  assert.deepEqual(limits(filter({ period: "week" }), NOW), { from: at(dayStart(NOW, 6)) });
  assert.deepEqual(limits(filter({ period: "month" }), NOW), { from: at(dayStart(NOW, 29)) });
  assert.deepEqual(limits(filter({ period: "all" }), NOW), {});
  const own = filter({ period: "own", from: "2026-11-01", to: "2026-11-01" });
  assert.deepEqual(limits(own, NOW), { from: at("2026-11-01T00:00"), to: at("2026-11-01T23:59:59.999") });
});

test("the server is asked for what was chosen", () => {
  const asked = question(filter({ period: "all", operators: ["a", "b"], recording: true, query: "x" }), NOW);
  assert.deepEqual(asked, { direction: null, missed: null, recording: true, operator: "a,b", contact: "", query: "x" });
  assert.deepEqual([question(filter({ missed: true }), NOW).direction, question(filter({ missed: true, direction: "out" }), NOW).direction], ["in", "out"]);
});

test("a call that goes on stands among what it fits", () => {
  const call = { direction: "in", contacts: [{ contact_id: "c" }] };
  const shown = (changes) => showsLive(filter(changes), call, ME, NOW);
  assert.deepEqual([{}, { direction: "in" }, { operators: ["x", "operator-100"] }, { contact: "c" }, { period: "today" }].map(shown), Array(5).fill(true));
  const others = [{ direction: "out" }, { operators: ["x"] }, { contact: "d" }, { period: "yesterday" }, { missed: true }, { recording: true }, { query: "И" }];
  assert.deepEqual(others.map(shown), Array(7).fill(false));
});

const call = (minute, id = minute) => ({ call_id: String(id), started_at: new Date(NOW + minute * 60_000).toISOString() });
const ids = ({ rows }) => rows.map((row) => row.call_id).join(" ");
const pages = (...all) => (cursor) => Promise.resolve({ rows: all[cursor ?? 0], cursor: Number(cursor ?? 0) + 1 < all.length ? Number(cursor ?? 0) + 1 : null });

test("newer calls come above the shown ones, whose end and cursor stay", async () => {
  const shown = { rows: [call(5), call(4), call(3), call(2)], cursor: "later" };
  const page = await refreshed(shown, pages([call(6), call(5), call(4)], []));
  assert.deepEqual([ids(page), page.cursor], ["6 5 4 3 2", "later"]);
  assert.equal(newerThan(shown.rows, page.rows), 1);
  assert.equal(newerThan([], page.rows), 5);
});

test("a shown call that does not fit any more is gone, one below what was read stays", async () => {
  const page = await refreshed({ rows: [call(5), call(4), call(3), call(2)], cursor: null }, pages([call(5), call(3)], []));
  assert.deepEqual([ids(page), page.cursor], ["5 3 2", null]);
  const whole = await refreshed({ rows: [call(5), call(4)], cursor: "later" }, pages([call(5)]));
  assert.deepEqual([ids(whole), whole.cursor], ["5", null]);
});

test("calls of one moment are all kept where a page ends between them", async () => {
  const page = await refreshed({ rows: [call(5, "a"), call(5, "b"), call(5, "c")], cursor: null }, pages([call(5, "a"), call(5, "b")], []));
  assert.equal(ids(page), "a b c");
});

test("empty and short pages are read on; without end they are not: the journal starts anew", async () => {
  const shown = { rows: [call(1)], cursor: null };
  assert.equal(ids(await refreshed(shown, pages([], [call(3)], [call(2), call(1)], []))), "3 2 1");
  const far = await refreshed(shown, pages([call(9)], [call(8)], [call(7)], [call(6)], [call(5)], [call(1)]));
  assert.deepEqual([ids(far), far.cursor], ["9 8 7 6", 4]);
  const none = await refreshed({ rows: [], cursor: "2" }, pages([], []));
  assert.deepEqual([ids(none), none.cursor], ["", "2"]);
});

test("a day knows whether all of it is there", () => {
  const rows = [call(0), call(-1), call(-24 * 60), call(-48 * 60)];
  const days = byDay({ rows, cursor: "more" });
  assert.deepEqual(days.map(({ calls, whole }) => [calls.length, whole]), [[2, true], [1, true], [1, false]]);
  assert.equal(byDay({ rows, cursor: null }).at(-1).whole, true);
  assert.equal(days[0].start, dayStart(NOW));
});
