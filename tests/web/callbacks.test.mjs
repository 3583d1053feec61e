/** The clients who wait, as frames and answers tell of them in any order. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { arranged, closedRows, holder, learned, listed, wait } from "../../web/callback-list.js";
import { heard, NO_CALLBACKS, openRows, outdated, waiting } from "../../web/callbacks.js";
import { createMissed } from "../../web/missed.js";
import { createStore } from "../../web/store.js";

const NOW = Date.parse("2026-11-24T12:00:00+00:00");
const at = (minutes) => new Date(NOW - minutes * 60_000).toISOString();
const closed = (minutes) => ({ state: "closed", closed: { how: "reached", by: null, at: at(minutes), reason: "" } });
const row = (phone, version, more = {}) => ({ phone, version, state: "open", since: at(10), count: 1, taken_by: null, closed: null, ...more });
const phones = (state) => openRows(state).map(({ phone }) => phone);
const answer = (...callbacks) => ({ callbacks, cursor: null, waiting: callbacks.length });
const read = (state, told) => listed(state, told, { edits: state.edits, first: true });

function* permutations(items) {
  if (items.length < 2) yield items;
  for (const [index, item] of items.entries()) {
    for (const rest of permutations(items.toSpliced(index, 1))) yield [item, ...rest];
  }
}

test("in whatever order a row's frames come, and however often, the newest version is what counts", () => {
  const life = [row("a", 1), row("a", 2, { taken_by: { operator_id: "1" } }), row("a", 3, closed(1)), row("a", 4), row("a", 5, { state: "none", since: null })];
  for (const order of permutations(life)) {
    const state = [...order, ...order].reduce((before, frame) => heard(before, frame, 0), NO_CALLBACKS);
    assert.deepEqual([phones(state), state.rows.a.version], [[], 5]);
  }
  for (const order of permutations(life.slice(0, 4))) {
    const state = order.reduce((before, frame) => heard(before, frame, 1), read(NO_CALLBACKS, answer()));
    assert.deepEqual([phones(state), waiting(state)], [["a"], 1]);
  }
});

test("those who have waited longest come first; a frame that says nothing new changes nothing", () => {
  const state = read(NO_CALLBACKS, answer(row("b", 1, { since: at(5) }), row("a", 1, { since: at(90) }), row("c", 1, { since: at(5) })));
  assert.deepEqual(phones(state), ["a", "b", "c"]);
  assert.equal(heard(state, row("a", 1)), state);
});

test("an answer takes off what it does not name, but not what was heard of after the question", () => {
  const before = [row("lost", 3), row("kept", 1)].reduce((state, one) => heard(state, one), NO_CALLBACKS);
  const question = { edits: before.edits, first: true };
  const meanwhile = heard(before, row("new", 1, { since: at(1) }));
  assert.deepEqual(phones(listed(meanwhile, answer(row("kept", 1)), question)), ["kept", "new"]);
  const late = heard(before, row("kept", 2, closed(0)));
  assert.deepEqual(phones(listed(late, answer(row("kept", 1)), question)), [], "an older answer opens nothing again");
});

test("a row that an answer missed comes back as it was, but not as it was before", () => {
  const state = read(heard(NO_CALLBACKS, row("a", 2)), answer());
  assert.deepEqual(phones(state), []);
  assert.deepEqual(phones(read(state, answer(row("a", 2)))), ["a"]);
  assert.equal(heard(state, row("a", 1)), state);
});

test("a page answers for its own part of the list, and who waits is counted as the server says until all are there", () => {
  const [old, middle, young] = [row("a", 1, { since: at(90) }), row("b", 1, { since: at(60) }), row("c", 1, { since: at(30) })];
  const beyond = heard(NO_CALLBACKS, row("d", 1, { since: at(20) }));
  const first = read(beyond, { callbacks: [old, middle], cursor: "next", waiting: 9 });
  assert.deepEqual([phones(first), waiting(first)], [["a", "b", "d"], 9]);
  const all = listed(first, { callbacks: [young], cursor: null, waiting: 9 }, { edits: first.edits, first: false });
  assert.deepEqual([phones(all), waiting(all)], [["a", "b", "c"], 3]);
  assert.equal(waiting(outdated({ ...all, cursor: "x" }, 4)), 4);
});

test("today's closed rows come newest first, yesterday's do not", () => {
  const state = learned(NO_CALLBACKS, answer(row("a", 2, closed(60)), row("b", 2, closed(5)), row("y", 2, closed(60 * 30))));
  assert.deepEqual(closedRows(state, NOW).map(({ phone }) => phone), ["b", "a"]);
});

test("the bar is full after two hours and the wait is long from one hour on", () => {
  const shares = [0, 30, 60, 120, 500].map((minutes) => wait({ since: at(minutes) }, NOW)).map(({ share, long }) => [share, long]);
  assert.deepEqual(shares, [[0, false], [0.25, false], [0.5, true], [1, true], [1, true]]);
  assert.equal(wait({ since: at(-1) }, NOW).seconds, 0, "a clock that is ahead");
});

test("a row belongs to nobody, to me or to a colleague", () => {
  const by = (id) => ({ taken_by: id && { operator_id: id, name: id } });
  assert.deepEqual([null, "me", "other"].map((id) => holder(by(id), "me")), ["nobody", "mine", "theirs"]);
});

const everyone = () => true;
const shown = (places) => places.map(({ phone, gone }) => (gone === null ? phone : `(${phone})`)).join(" ");

test("a row that closed stays in its place for a while, and under the hand until it is away", () => {
  const open = read(NO_CALLBACKS, answer(row("a", 1, { since: at(90) }), row("b", 1, { since: at(60) }), row("c", 1, { since: at(30) })));
  const before = arranged([], open, everyone, { held: false, now: 0 });
  const after = heard(open, row("b", 2, { since: at(60), ...closed(0) }));
  const fading = arranged(before, after, everyone, { held: false, now: 1_000 });
  assert.equal(shown(fading), "a (b) c");
  assert.equal(shown(arranged(fading, after, everyone, { held: true, now: 60_000 })), "a (b) c");
  assert.equal(shown(arranged(fading, after, everyone, { held: false, now: 60_000 })), "a c");
  assert.equal(shown(arranged(before, read(open, answer(row("a", 1, { since: at(90) }))), everyone, { held: true, now: 60_000 })), "a (b) (c)");
  assert.equal(shown(arranged([], after, everyone, { held: false, now: 1_000 })), "a c", "who was never shown closed does not appear");
});

test("under the hand what is new comes last, whatever its wait; let go, the order is right again", () => {
  const open = read(NO_CALLBACKS, answer(row("b", 1, { since: at(60) }), row("c", 1, { since: at(30) })));
  const before = arranged([], open, everyone, { held: true, now: 0 });
  const after = heard(open, row("a", 5, { since: at(90) }));
  const held = arranged(before, after, everyone, { held: true, now: 1 });
  assert.equal(shown(held), "b c a");
  assert.equal(shown(arranged(held, after, everyone, { held: false, now: 2 })), "a b c");
});

test("a row that is nobody's missed call after all is taken off at once", () => {
  const open = read(NO_CALLBACKS, answer(row("a", 1)));
  const before = arranged([], open, everyone, { held: false, now: 0 });
  assert.equal(shown(arranged(before, heard(open, row("a", 2, { state: "none", since: null })), everyone, { held: true, now: 1 })), "");
});

function desk(replies) {
  const [asked, refused, failed] = [[], [], []];
  const reply = (name) => async (...what) => {
    asked.push([name, ...what]);
    const found = typeof replies[name] === "function" ? replies[name](...what) : replies[name];
    if (found instanceof Error) throw found;
    return found;
  };
  const names = ["callbacks", "takeCallback", "releaseCallback", "finishCallback", "putCallbackBack", "finishCallbacks"];
  const api = Object.fromEntries(names.map((name) => [name, reply(name)]));
  const store = createStore({ callbacks: NO_CALLBACKS, me: null, link: "connecting" });
  const ticks = [];
  const time = { now: () => NOW, setInterval: (action) => ticks.push(action), clearInterval: () => (ticks.length = 0) };
  const missed = createMissed({ api, store, time, onRefused: (now) => refused.push(now), onFailed: () => failed.push(1) });
  return { missed, store, asked, refused, failed, tick: () => ticks.forEach((action) => action()), phones: () => phones(store.get().callbacks) };
}
const conflict = (callback) => Object.assign(new Error("changed"), { status: 409, body: { callback } });
const settled = () => new Promise(setImmediate);

test("the list is read anew with each connection and when many have changed, as far as it was read", async () => {
  const pages = { null: { callbacks: [row("a", 1, { since: at(9) })], cursor: "2", waiting: 2 }, 2: { callbacks: [row("b", 1, { since: at(5) })], cursor: null, waiting: 2 } };
  const { missed, store, asked, phones: open } = desk({ callbacks: ({ cursor }) => pages[cursor] });
  missed.watch();
  store.set({ link: "online" });
  store.set({ me: { operator_id: "me" } });
  await settled();
  assert.deepEqual([asked.length, open()], [1, ["a"]], "nobody is asked before somebody is logged in");
  await missed.all();
  assert.deepEqual(open(), ["a", "b"]);
  store.set({ callbacks: outdated(store.get().callbacks, 2) });
  await settled();
  assert.equal(asked.length, 4);
  store.set({ link: "connecting" });
  assert.equal(asked.length, 4);
});

test("of two questions the newer one's answer counts, whichever comes first", async () => {
  const answers = [];
  const { missed, phones: open } = desk({ callbacks: () => new Promise((resolve) => answers.push(resolve)) });
  const [older, newer] = [missed.refresh(), missed.refresh()];
  answers[1](answer(row("new", 1)));
  await newer;
  answers[0](answer(row("old", 1)));
  await older;
  assert.deepEqual(open(), ["new"]);
});

test("who has no socket asks each minute, and nobody does who has logged out", async () => {
  const { missed, store, asked, tick } = desk({ callbacks: answer() });
  for (let times = 0; times < 2; times += 1) missed.watch();
  store.set({ me: { operator_id: null }, link: "refused" });
  tick();
  assert.equal(asked.length, 2);
  store.set({ link: "online" });
  tick();
  assert.equal(asked.length, 3, "once, for the connection");
  store.set({ me: null, link: "refused" });
  tick();
  assert.equal(asked.length, 3);
});

test("a colleague who was quicker keeps the client, and the page shows whose it is", async () => {
  const theirs = row("a", 4, { taken_by: { operator_id: "other", name: "Денис" } });
  const { missed, store, asked, refused } = desk({ takeCallback: conflict(theirs) });
  assert.equal(await missed.take(row("a", 1)), false);
  assert.deepEqual(asked, [["takeCallback", "a", null]]);
  assert.deepEqual([refused, store.get().callbacks.rows.a.taken_by.name], [[theirs], "Денис"]);
});

test("what failed for another reason is said and changes nothing", async () => {
  const { missed, store, failed } = desk({ finishCallback: Object.assign(new Error(""), { status: 0 }) });
  assert.equal(await missed.finish(row("a", 1)), false);
  assert.deepEqual([failed.length, store.get().callbacks], [1, NO_CALLBACKS]);
});

test("all at once closes what was seen, two hundred at a time, and says which of them it closed", async () => {
  const finish = (seen) => ({ callbacks: seen.map(({ phone, version }) => (phone === "7" ? row("7", 9) : row(phone, version + 1, closed(0)))), waiting: 1 });
  const { missed, asked } = desk({ finishCallbacks: finish });
  const done = await missed.finishAll(Array.from({ length: 201 }, (_, index) => row(String(index), 1)));
  assert.deepEqual(asked.map(([, seen]) => seen.length), [200, 1]);
  assert.deepEqual([done.length, done.some(({ phone }) => phone === "7")], [200, false]);
});

test("a call from anywhere takes the client who waits, unless a colleague has them", async () => {
  const { missed, store, asked } = desk({ takeCallback: (phone) => row(phone, 2, { taken_by: { operator_id: "me" } }) });
  const rows = [row("79990000001", 1), row("79990000002", 1, { taken_by: { operator_id: "other" } })];
  store.set({ me: { operator_id: "me" }, callbacks: read(NO_CALLBACKS, answer(...rows)) });
  for (const phone of ["+7 999 000-00-02", "79990000003", "8 999 000-00-01"]) missed.dialled(phone);
  await settled();
  assert.deepEqual(asked, [["takeCallback", "79990000001", null]]);
});
