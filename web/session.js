/** One operator at work: who they are, the socket, and what its frames do to the page. */
import { heard, NO_CALLBACKS, outdated } from "./callbacks.js";
import * as calls from "./calls.js";
import { createServerTime } from "./server-time.js";
import { createSocket } from "./socket.js";

const TICK_MS = 1_000;

/** The store's value before anybody has logged in. */
export const NOBODY = {
  me: null, bootError: null, link: "connecting", offlineSince: null, calls: calls.NO_CALLS,
  journalTick: 0, contactsTick: 0, outgoing: null, dialling: null, contactsQuery: "",
  exporting: null, callbacks: NO_CALLBACKS,
};

/**
 * `onToast(call)` when a frame wants a desktop notification, `onRing(call)` for a new card, `onRecord(call)` for a record
 * without a card. `once(key, action)` runs the action in one tab of the browser.
 */
export function createSession({ api, config, store, time, WebSocket, once, onToast, onRing, onRecord }) {
  const serverTime = createServerTime(time.now);
  const change = (edit, ...rest) => store.set({ calls: edit(store.get().calls, ...rest) });
  const confirmed = new Set();
  let socket = null;
  let ticking = null;

  /** Without `socket` nothing comes but what is asked for: a screen on the wall is no operator's tab. */
  async function start({ socket: wanted = true } = {}) {
    try {
      store.set({ ...NOBODY, me: await api.me() });
    } catch (error) {
      return store.set({ bootError: error });
    }
    ticking = time.setInterval(() => change(calls.expire, time.now()), TICK_MS);
    if (!wanted || store.get().me.operator_id === null) return store.set({ link: "refused" });
    socket = createSocket({ url: config.ws_url, ticket: api.ticket, onFrame, onLink, time, WebSocket });
    socket.start();
  }

  function stop() {
    socket?.stop();
    time.clearInterval(ticking);
    socket = ticking = null;
    confirmed.clear();
    store.set(NOBODY);
  }

  function onLink(link) {
    if (link === "online") serverTime.forget();
    const since = link === "connecting" ? (store.get().offlineSince ?? time.now()) : null;
    store.set({ link, offlineSince: since });
  }

  function onFrame(frame, { asked }) {
    if (frame.server_time) serverTime.learn(frame.server_time);
    if (frame.type === "call") receive(frame.call);
    if (frame.type === "sync") sync(frame.calls, asked);
    if (frame.type === "callback") store.set({ callbacks: heard(store.get().callbacks, frame.callback, frame.waiting) });
    if (frame.type === "callbacks") store.set({ callbacks: outdated(store.get().callbacks, frame.waiting) });
    confirm();
  }

  /** Tells the server, once for each card, that it is on the screen: so it can say why another was not. */
  function confirm() {
    for (const { call } of calls.shownCards(store.get().calls)) {
      if (confirmed.has(call.call_id)) continue;
      confirmed.add(call.call_id);
      const said = { action: "shown", call_id: call.call_id, version: call.version };
      once(`shown.${call.call_id}`, () => socket?.tell(said) || confirmed.delete(call.call_id));
    }
  }

  function sync(open, asked) {
    const before = store.get().calls;
    change(calls.sync, open, asked, time.now());
    for (const call of open) hear(call, before);
  }

  function receive(call) {
    if (call.server_time) serverTime.learn(call.server_time);
    const before = store.get().calls;
    change(calls.receive, call, time.now());
    const after = store.get().calls;
    hear(call, before);
    if (after !== before) tell(call, calls.find(before, call.call_id), calls.find(after, call.call_id));
  }

  /** An outgoing call nobody knew of: whoever clicked waits for it. */
  function hear(call, before) {
    if (call.direction === "out" && before.versions[call.call_id] === undefined) store.set({ outgoing: call });
  }

  function tell(call, before, after) {
    if (call.toast) onToast(call);
    if (after && !before && calls.phase(call) === "ringing" && call.direction === "in") onRing(call);
    if (call.record && !after && !call.relinked) onRecord(call);
    if (call.record || !calls.isLive(call)) store.set({ journalTick: store.get().journalTick + 1 });
  }

  const contactsChanged = () => store.set({ contactsTick: store.get().contactsTick + 1 });

  /** Remembers on the server that this number is this contact; the card says so from then on. */
  async function pin(call, contact) {
    await api.pin(call.phone, contact.contact_id);
    change(calls.choose, call.call_id, { ...contact, reason: "pinned" });
    contactsChanged();
  }

  async function unpin(call) {
    await api.unpin(call.phone);
    change(calls.unpin, call.call_id);
    contactsChanged();
  }

  return {
    start,
    stop,
    pin,
    unpin,
    contactsChanged,
    wake: () => socket?.wake(),
    serverNow: serverTime.now,
    say: (message) => socket?.tell(message) ?? false,
    hold: (callId, held) => change(calls.hold, callId, held, time.now()),
    hide: (callId) => change(calls.hide, callId),
    fold: (callId) => change(calls.fold, callId),
    unfold: (callId) => change(calls.unfold, callId),
    choose: (callId, contact) => change(calls.choose, callId, contact),
  };
}
