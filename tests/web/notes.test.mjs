/** A note is never lost: not to a failing server, a reload, another tab or a frame that comes while one types. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { createNotes } from "../../web/notes.js";
import { shelf } from "./shelf.mjs";

const ID = "1#100#0";
const DAY = 86_400_000;
const settled = () => new Promise(setImmediate);

/** Time that goes only when it is told to, and a server that answers as the test wants. */
function world({ storage = shelf(), now = 0 } = {}) {
  const state = { now, timers: new Map(), saved: [], down: false, version: 1, unsaved: [], journal: [] };
  const time = {
    now: () => state.now,
    setTimeout: (run, delay) => {
      const timer = Symbol("timer");
      state.timers.set(timer, { run, at: state.now + delay });
      return timer;
    },
    clearTimeout: (timer) => state.timers.delete(timer),
  };
  const save = async (id, text) => {
    state.saved.push(text);
    if (state.down) throw new Error("down");
    return { version: ++state.version };
  };
  const find = async (phone) => ({ calls: state.journal.filter((row) => row.phone === phone) });
  const notes = createNotes({ save, find, storage, time, onUnsaved: (id, unsaved) => state.unsaved.push(unsaved) });
  const pass = async (ms) => {
    state.now += ms;
    for (const [timer, { run, at }] of [...state.timers]) if (at <= state.now && state.timers.delete(timer)) run();
    await settled();
  };
  return { ...state, state, notes, pass, storage, shown: () => `${notes.get(ID).text} ${notes.get(ID).state}` };
}

test("what is typed is saved once the typing rests, and said to be", async () => {
  const { notes, pass, state, shown, storage } = world();
  notes.learn({ call_id: ID, note: "", version: 1 });
  notes.write(ID, "Пере");
  await pass(599);
  notes.write(ID, "Перезвонить");
  await pass(599);
  assert.deepEqual(state.saved, []);
  assert.equal(shown(), "Перезвонить writing");
  await pass(1);
  assert.deepEqual([state.saved, shown(), state.unsaved], [["Перезвонить"], "Перезвонить saved", [true, false]]);
  assert.equal(storage.length, 0);
});

test("a text that was not saved is tried again, later each time, until it is", async () => {
  const { notes, pass, state, shown } = world();
  state.down = true;
  notes.write(ID, "Замер");
  await pass(600);
  assert.equal(shown(), "Замер failed");
  const delays = [];
  for (let i = 0; i < 6; i += 1) {
    const [{ at }] = state.timers.values();
    delays.push(at - state.now);
    await pass(at - state.now);
  }
  assert.deepEqual(delays, [2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  state.down = false;
  notes.hurry();
  await settled();
  assert.equal(shown(), "Замер saved");
  assert.equal(state.timers.size, 0);
});

test("what is typed while an older text is on its way is saved after it", async () => {
  const { notes, pass, state, shown } = world();
  notes.write(ID, "а");
  notes.flush(ID);
  notes.write(ID, "аб");
  notes.flush(ID);
  assert.deepEqual(state.saved, ["а"]);
  await settled();
  assert.equal(shown(), "аб writing");
  await pass(600);
  assert.deepEqual([state.saved, shown()], [["а", "аб"], "аб saved"]);
});

test("an unsaved text outlives the page and is saved by the next one; after a week it is swept", async () => {
  const storage = shelf({ "callcard.note.old": JSON.stringify({ text: "старый", at: -8 * DAY }), "callcard.note.bad": "{", other: "1" });
  const before = world({ storage });
  before.state.down = true;
  before.notes.write(ID, "Не потеряй");
  const { notes, pass, state, shown } = world({ storage, now: DAY });
  notes.start();
  notes.learn({ call_id: ID, note: "прежний", version: 5 });
  assert.equal(shown(), "Не потеряй writing");
  await pass(600);
  assert.deepEqual([state.saved, [...storage.items.keys()]], [["Не потеряй"], ["other"]]);
});

test("a newer note is shown, an older one and one that was left out are not", () => {
  const { notes } = world();
  const heard = (note, version) => (notes.learn({ call_id: ID, note, version }), notes.get(ID).text);
  assert.equal(heard("первая", 3), "первая");
  assert.equal(heard("вчерашняя", 2), "первая");
  assert.equal(heard(null, 4), "первая");
  assert.equal(heard("вторая", 5), "вторая");
});

test("a note from elsewhere waits until nobody writes here", async () => {
  const { notes, pass, state, shown } = world();
  notes.learn({ call_id: ID, note: "", version: 1 });
  notes.hold(ID, true);
  notes.learn({ call_id: ID, note: "Денис", version: 2 });
  assert.equal(shown(), " ");
  notes.hold(ID, false);
  assert.equal(shown(), "Денис ");
  notes.write(ID, "Денис и я");
  notes.learn({ call_id: ID, note: "Денис опять", version: 3 });
  state.version = 3;
  await pass(600);
  assert.equal(shown(), "Денис и я saved");
});

test("a frame from before the saving brings no older note back", async () => {
  const { notes, pass, state, shown } = world();
  state.version = 6;
  notes.learn({ call_id: ID, note: "", version: 5 });
  notes.write(ID, "моя");
  await pass(600);
  notes.learn({ call_id: ID, note: "", version: 6 });
  assert.equal(shown(), "моя saved");
});

test("two tabs of a browser show the same text, and the one that types saves it", async () => {
  const storage = shelf();
  const [mine, other] = [world({ storage }), world({ storage })];
  mine.notes.write(ID, "общая");
  other.notes.reread(`callcard.note.${ID}`);
  assert.equal(other.shown(), "общая writing");
  await mine.pass(600);
  other.notes.reread(`callcard.note.${ID}`);
  await other.pass(60_000);
  assert.deepEqual([other.shown(), other.state.saved, other.state.unsaved], ["общая saved", [], [true, false]]);
});

test("a tab that was closed before it saved has its text saved by another", async () => {
  const storage = shelf();
  const [closed, other] = [world({ storage }), world({ storage })];
  closed.notes.write(ID, "общая");
  other.notes.reread(`callcard.note.${ID}`);
  await other.pass(10_000);
  assert.deepEqual(other.state.saved, ["общая"]);
});

test("a storage that is full keeps nothing from being saved", async () => {
  const storage = shelf();
  storage.full = true;
  const { notes, pass, state } = world({ storage });
  notes.write(ID, "без хранилища");
  await pass(600);
  assert.deepEqual(state.saved, ["без хранилища"]);
});

test("after the logout nothing is sent, and the draft stays for the next login", async () => {
  const { notes, pass, state, storage } = world();
  state.down = true;
  notes.write(ID, "потом");
  await pass(600);
  notes.flush(ID);
  notes.stop();
  await pass(60_000);
  assert.equal(state.saved.length, 2);
  assert.equal(storage.length, 1);
});

test("a note too long for a frame is looked up in the journal, once its call is there", async () => {
  const { notes, state } = world();
  const call = { call_id: ID, phone: "79991234567", note: null, version: 2 };
  notes.learn(call);
  await settled();
  assert.equal(notes.get(ID).text, null);
  state.journal.push({ ...call, note: "длинная", version: 3 }, { ...call, call_id: "other", note: "чужая" });
  notes.learn({ ...call, version: 3 });
  await settled();
  assert.equal(notes.get(ID).text, "длинная");
});

test("a newer note that came while the own was on its way is the one that is shown", async () => {
  const { notes, shown } = world();
  notes.write(ID, "моя");
  notes.flush(ID);
  notes.learn({ call_id: ID, note: "новее", version: 10 });
  await settled();
  assert.equal(shown(), "новее ");
});

test("a tab that missed the news saves no text that another has saved", async () => {
  const storage = shelf();
  const [mine, other] = [world({ storage }), world({ storage })];
  mine.notes.write(ID, "общая");
  other.notes.reread(`callcard.note.${ID}`);
  await mine.pass(600);
  await other.pass(10_000);
  assert.deepEqual([other.shown(), other.state.saved], ["общая saved", []]);
});

test("an answer that comes after the logout starts nothing", async () => {
  const { notes, pass, state } = world();
  notes.write(ID, "моя");
  notes.flush(ID);
  notes.stop();
  await pass(60_000);
  assert.deepEqual([state.saved, state.timers.size], [["моя"], 0]);
});
