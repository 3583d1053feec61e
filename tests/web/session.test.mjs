/** What a frame does to the page, through a socket that is not one. */
import assert from "node:assert/strict";
import test from "node:test";
import { createSession, NOBODY } from "../../web/session.js";
import { createStore } from "../../web/store.js";

const CALL = { call_id: "1#100#0", version: 1, state: "ringing", direction: "out", phone: "79991234567", contacts: [], card: false, click: "id" };

async function online() {
  const sockets = [];
  class Socket {
    readyState = 1;
    constructor() { sockets.push(this); }
    send() {}
    close() {}
  }
  const store = createStore(NOBODY);
  const nothing = () => {};
  const time = { now: () => 0, setTimeout: nothing, clearTimeout: nothing, setInterval: nothing, clearInterval: nothing };
  const api = { me: async () => ({ operator_id: "operator-100" }), ticket: async () => ({ ticket: "t" }) };
  const session = createSession({ api, config: { ws_url: "ws://pbx.invalid" }, store, time, WebSocket: Socket, onToast: nothing, onRing: nothing, onRecord: nothing });
  await session.start();
  await new Promise(setImmediate);
  sockets[0].onopen();
  return { store, frame: (frame) => sockets[0].onmessage({ data: JSON.stringify(frame) }) };
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
