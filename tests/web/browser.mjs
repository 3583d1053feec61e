/** A browser with several tabs for node's tests: Web Locks, BroadcastChannel and sockets that are none. */
import { createSession, NOBODY } from "../../web/session.js";
import { createStore } from "../../web/store.js";
import { createTabs } from "../../web/tabs.js";
import { NO_NOTES } from "./shelf.mjs";

export const settled = async () => {
  for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
};

function createLocks() {
  let holder = null;
  const queue = [];

  function grant(entry) {
    holder = entry;
    Promise.resolve(entry.work({})).then((value) => {
      entry.resolve(value);
      if (holder === entry) next();
    });
  }

  function next() {
    holder = null;
    if (queue.length) grant(queue.shift());
  }

  function request(name, { signal, steal = false }, work) {
    return new Promise((resolve, reject) => {
      const entry = { work, resolve, reject };
      const abort = () => reject(new DOMException("", "AbortError"));
      signal?.addEventListener("abort", () => queue.includes(entry) && (queue.splice(queue.indexOf(entry), 1), abort()));
      if (steal && holder) holder.reject(new DOMException("", "AbortError"));
      if (steal || !holder) grant(entry);
      else queue.push(entry);
    });
  }

  return { request, crash: next };
}

function createChannels() {
  const open = new Set();
  return (tab) =>
    class {
      constructor(name) {
        Object.assign(this, { name, tab });
        open.add(this);
      }
      postMessage(data) {
        const others = [...open].filter((other) => other !== this && other.name === this.name);
        for (const other of others) queueMicrotask(() => !other.tab.frozen && other.onmessage?.({ data: structuredClone(data) }));
      }
      close() {
        open.delete(this);
      }
    };
}

/** `open()` opens a tab of the operator's: {session, store, sockets, voiced, sent, tick, frozen}. */
export function createBrowser({ operator = "operator-100" } = {}) {
  const locks = createLocks();
  const channelOf = createChannels();
  let count = 0;

  async function open() {
    const tab = { id: `tab${++count}`, sockets: [], sent: [], voiced: [], frozen: false, ticks: [], store: createStore(NOBODY) };
    const say = (kind) => (what) => tab.voiced.push([kind, Array.isArray(what) ? what.length : what?.call_id]);
    const voice = { follow: () => {}, notify: say("notify"), take: say("take"), stop: () => {} };
    const nothing = () => {};
    const time = { now: () => 0, setTimeout: (action) => tab.ticks.push(action), clearTimeout: nothing, setInterval: (action) => tab.ticks.push(action), clearInterval: nothing };
    class Socket {
      readyState = 1;
      constructor() { tab.sockets.push(this); }
      send(text) { tab.sent.push(JSON.parse(text)); }
      close() { this.readyState = 3; }
    }
    const openTabs = (options) => createTabs({ id: tab.id, locks, BroadcastChannel: channelOf(tab), time: tab.leaderTime, ...options });
    tab.checks = [];
    tab.leaderTime = { ...time, setInterval: (action) => tab.checks.push(action), setTimeout: (action) => tab.checks.push(action) };
    const api = { me: async () => ({ operator_id: operator }), ticket: async () => ({ ticket: "t" }), pin: async () => {}, unpin: async () => {} };
    tab.session = createSession({ api, config: { ws_url: "ws://pbx.invalid" }, store: tab.store, time, notes: NO_NOTES, WebSocket: Socket, openTabs, voice, onRecord: nothing });
    tab.frame = (frame) => tab.sockets.at(-1).onmessage({ data: JSON.stringify(frame) });
    tab.online = () => tab.sockets.at(-1).onopen();
    tab.check = async () => (tab.checks[0](), settled());
    await tab.session.start();
    await settled();
    return tab;
  }

  return { open, crash: locks.crash };
}
