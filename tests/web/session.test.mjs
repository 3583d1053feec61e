/** What a frame does to the page, through a socket that is not one. */
import assert from "node:assert/strict";
import test from "node:test";
import { candidates, shownCards } from "../../web/calls.js";
import { createSession, NOBODY } from "../../web/session.js";
import { createStore } from "../../web/store.js";
import { createTabs } from "../../web/tabs.js";
import { NO_NOTES } from "./shelf.mjs";

const CALL = { call_id: "1#100#0", version: 1, state: "ringing", direction: "out", phone: "79991234567", contacts: [], card: false, click: "id" };

const SILENT = { follow: () => {}, notify: () => {}, take: () => {}, stop: () => {} };

async function online({ pins = {}, ...heard } = {}) {
  const [sockets, sent] = [[], []];
  class Socket {
    readyState = 1;
    constructor() { sockets.push(this); }
    send(text) { sent.push(JSON.parse(text)); }
    close() { this.readyState = 3; }
  }
  const store = createStore(NOBODY);
  const nothing = () => {};
  const time = { now: () => 0, setTimeout: nothing, clearTimeout: nothing, setInterval: nothing, clearInterval: nothing };
  const api = { me: async () => ({ operator_id: "operator-100" }), ticket: async () => ({ ticket: "t" }), ...pins };
  const session = createSession({ api, config: { ws_url: "ws://pbx.invalid" }, store, time, notes: NO_NOTES, WebSocket: Socket, openTabs: (options) => createTabs({ time, ...options }), voice: SILENT, onRecord: nothing, ...heard });
  await session.start();
  await new Promise(setImmediate);
  sockets[0].onopen();
  return { store, session, sockets, sent, frame: (frame) => sockets[0].onmessage({ data: JSON.stringify(frame) }) };
}

test("a new outgoing call is heard once, also without a card; its later frames and incoming calls are not", async () => {
  const { store, frame } = await online();
  frame({ type: "call", call: { ...CALL, direction: "in", call_id: "0#100#0" } });
  assert.equal(store.get().outgoing, null);
  frame({ type: "call", call: CALL });
  const heard = store.get().outgoing;
  assert.equal(heard.click, "id");
  frame({ type: "call", call: { ...CALL, version: 2, state: "talking", click: null } });
  assert.equal(store.get().outgoing, heard);
});

test("a call whose frames were lost is heard from the sync, once", async () => {
  const { store, frame } = await online();
  const sync = { type: "sync", calls: [{ ...CALL, version: 2, click: null }], server_time: null };
  frame(sync);
  const heard = store.get().outgoing;
  assert.equal(heard.call_id, "1#100#0");
  frame(sync);
  assert.equal(store.get().outgoing, heard);
});

const ANNA = { contact_id: "c1", name: "Анна Белова", reason: "suffix", matched: 7 };
const shownOn = ({ calls }) => candidates(shownCards(calls)[0]).map(({ contact_id: id, reason }) => `${id} ${reason}`);

test("a choice is remembered by the server before the card says so, and taken back the same way", async () => {
  const asked = [];
  const pins = { pin: async (...pair) => asked.push(["pin", ...pair]), unpin: async (phone) => asked.push(["unpin", phone]) };
  const { store, session, frame } = await online({ pins });
  const call = { ...CALL, direction: "in", card: true, contacts: [{ ...ANNA, contact_id: "c2", reason: "full" }, ANNA] };
  frame({ type: "call", call });
  session.choose(call.call_id, ANNA);
  const pinned = session.pin(call, ANNA);
  assert.deepEqual(shownOn(store.get()), ["c1 suffix"]);
  await pinned;
  assert.deepEqual([shownOn(store.get()), store.get().contactsTick], [["c1 pinned"], 1]);
  await session.unpin(call);
  assert.deepEqual([shownOn(store.get()), asked], [["c2 full", "c1 suffix"], [["pin", CALL.phone, "c1"], ["unpin", CALL.phone]]]);
});

test("a choice that the server did not remember is still the operator's, without a pin", async () => {
  const { store, session, frame } = await online({ pins: { pin: async () => { throw new Error("no"); } } });
  const call = { ...CALL, direction: "in", card: true, contacts: [ANNA, { ...ANNA, contact_id: "c2" }] };
  frame({ type: "call", call });
  session.choose(call.call_id, ANNA);
  await assert.rejects(session.pin(call, ANNA));
  assert.deepEqual(shownOn(store.get()), ["c1 suffix"]);
});

const SHOWN = { action: "shown", call_id: "1#100#0", version: 1 };
const said = (sent) => sent.filter(({ action }) => action === "shown");

test("a card that is on the screen is confirmed once, with the version that brought it", async () => {
  const { sent, frame } = await online();
  frame({ type: "call", call: { ...CALL, card: true } });
  frame({ type: "call", call: { ...CALL, card: true, version: 2, state: "talking" } });
  frame({ type: "sync", calls: [{ ...CALL, card: true, version: 3, state: "talking" }] });
  assert.deepEqual(said(sent), [SHOWN]);
});

test("a call without a card is not confirmed before it has one", async () => {
  const { sent, frame } = await online();
  frame({ type: "call", call: CALL });
  assert.deepEqual(said(sent), []);
  frame({ type: "call", call: { ...CALL, card: true, version: 2, state: "talking" } });
  assert.deepEqual(said(sent), [{ ...SHOWN, version: 2 }]);
});

test("a card that a sync brings is confirmed, and not again after the operator closed it", async () => {
  const { session, sent, frame } = await online();
  frame({ type: "sync", calls: [{ ...CALL, card: true }, { ...CALL, call_id: "2#100#0", card: true }] });
  session.hide("2#100#0");
  frame({ type: "call", call: { ...CALL, call_id: "2#100#0", card: true, version: 2 } });
  assert.deepEqual(said(sent).map(({ call_id }) => call_id).sort(), ["1#100#0", "2#100#0"]);
});

test("what could not be said is said with the next frame", async () => {
  const { sockets, sent, frame } = await online();
  sockets[0].readyState = 2;
  frame({ type: "call", call: { ...CALL, card: true } });
  assert.deepEqual(said(sent), []);
  sockets[0].readyState = 1;
  frame({ type: "pong" });
  assert.deepEqual(said(sent), [SHOWN]);
});

test("after the logout the next login confirms anew", async () => {
  const { session, sockets, sent, frame } = await online();
  frame({ type: "call", call: { ...CALL, card: true } });
  session.stop();
  await session.start();
  await new Promise(setImmediate);
  sockets[1].onopen();
  sockets[1].onmessage({ data: JSON.stringify({ type: "call", call: { ...CALL, card: true } }) });
  assert.deepEqual(said(sent), [SHOWN, SHOWN]);
});

test("a record is told of once: when the call ends, not when the address book changes", async () => {
  const records = [];
  const { frame, store } = await online({ onRecord: (call) => records.push(call.version) });
  const ended = { ...CALL, state: "ended", record: { call_id: CALL.call_id } };
  frame({ type: "call", call: { ...ended, version: 2 } });
  const tick = store.get().journalTick;
  frame({ type: "call", call: { ...ended, version: 3, relinked: true } });
  assert.deepEqual(records, [2]);
  assert.equal(store.get().journalTick, tick + 1); // an open journal reads the name
});
