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
 * `openTabs(options)` makes this tab one of the browser's (tabs.js): the one that leads has the socket and the `voice` (voice.js), all
 * show the same. `onRecord(call)` is told of a record without a card.
 */
export function createSession({ api, config, store, time, WebSocket, openTabs, onRecord, voice = null, notes = null }) {
  const serverTime = createServerTime(time.now, time.steady);
  const confirmed = new Set();
  let [run, tabs, socket, ticking] = [0, null, null, null];

  // what another tab, or this one, tells all of them
  const told = {
    frame: ({ frame, asked }) => onFrame(frame, asked),
    link: onLink,
    state: adopt,
    edit: ([name, ...args]) => change(calls[name], ...args),
    contacts: () => store.set({ contactsTick: store.get().contactsTick + 1 }),
    say: (message) => tabs.leads() && socket.tell(message),
    wake: () => tabs.leads() && socket.wake(),
  };

  function change(edit, ...rest) {
    store.set({ calls: edit(store.get().calls, ...rest) });
    if (tabs?.leads()) voice?.follow(calls.shownCards(store.get().calls));
  }

  /** Without `socket` nothing comes but what is asked for: a screen on the wall is no operator's tab. */
  async function start({ socket: wanted = true } = {}) {
    const mine = ++run;
    const { me, error } = await api.me().then((found) => ({ me: found }), (problem) => ({ error: problem }));
    if (mine !== run) return;
    if (error) return store.set({ bootError: error });
    store.set({ ...NOBODY, me });
    ticking = time.setInterval(() => change(calls.expire, time.now()), TICK_MS);
    notes?.start();
    if (!wanted || me.operator_id === null) return store.set({ link: "refused" });
    tabs = openTabs({ name: `callcard.${me.operator_id}`, state, onLead: lead, onFollow: follow, onTold: (kind, body) => told[kind](body) });
    tabs.start();
  }

  function stop() {
    run += 1;
    tabs?.stop();
    follow();
    time.clearInterval(ticking);
    tabs = ticking = null;
    confirmed.clear();
    notes?.stop();
    store.set(NOBODY);
  }

  function lead() {
    const share = { onFrame: (frame, { asked }) => tell("frame", { frame, asked }), onLink: (link) => tell("link", link) };
    socket = createSocket({ url: config.ws_url, ticket: api.ticket, time, WebSocket, ...share });
    socket.start();
    voice?.take(calls.shownCards(store.get().calls));
  }

  /** The voice and the notes come later than the session (later.js); they take up what goes on already. */
  function equip(found) {
    ({ voice, notes } = found);
    if (store.get().me) notes.start();
    store.get().calls.cards.forEach(({ call }) => notes.learn(call));
    if (tabs?.leads()) voice.take(calls.shownCards(store.get().calls));
  }

  function follow() {
    socket?.stop();
    socket = null;
    voice?.stop();
  }

  /** Tells every tab, and this one. */
  function tell(kind, body) {
    tabs?.tell(kind, body);
    told[kind](body);
  }

  const edit = (name, ...args) => tell("edit", [name, ...args]);

  /** What a tab that has just come is to know. */
  function state() {
    const { calls: now, link, offlineSince } = store.get();
    return { calls: now, link, offlineSince, server_time: new Date(serverTime.now()).toISOString() };
  }

  function adopt({ calls: theirs, link, offlineSince, server_time: at }) {
    serverTime.learn(at);
    change(calls.adopt, theirs);
    theirs.cards.forEach(({ call }) => notes?.learn(call));
    store.set({ link, offlineSince });
    confirm();
  }

  function onLink(link) {
    if (link === "online") serverTime.forget();
    if (link === "online") notes?.hurry();
    const since = link === "connecting" ? (store.get().offlineSince ?? time.now()) : null;
    store.set({ link, offlineSince: since });
  }

  function onFrame(frame, asked) {
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
      const said = { action: "shown", call_id: call.call_id, version: call.version };
      if (!tabs.leads() || socket.tell(said)) confirmed.add(call.call_id);
    }
  }

  function sync(open, asked) {
    const before = store.get().calls;
    change(calls.sync, open, asked, time.now());
    open.forEach((call) => notes?.learn(call));
    for (const call of open) hear(call, before);
  }

  function receive(call) {
    if (call.server_time) serverTime.learn(call.server_time);
    const before = store.get().calls;
    change(calls.receive, call, time.now());
    notes?.learn(call);
    const after = store.get().calls;
    hear(call, before);
    if (after !== before) announce(call, calls.find(after, call.call_id));
  }

  /** An outgoing call nobody knew of: whoever clicked waits for it. */
  function hear(call, before) {
    if (call.direction === "out" && before.versions[call.call_id] === undefined) store.set({ outgoing: call });
  }

  function announce(call, after) {
    if (call.toast && tabs.leads()) voice?.notify(call);
    if (call.record && !after && !call.relinked) onRecord(call);
    if (call.record || !calls.isLive(call)) store.set({ journalTick: store.get().journalTick + 1 });
  }

  const contactsChanged = () => tell("contacts");

  /** Says something to the server, through the tab that has the socket; false when there is no connection. */
  function say(message) {
    if (tabs?.leads()) return socket.tell(message);
    tabs?.tell("say", message);
    return store.get().link === "online";
  }

  /** The operator looks at this tab, or wants the connection now. */
  function wake() {
    tabs?.hurry();
    if (tabs) tell("wake");
  }

  /** Remembers on the server that this number is this contact; the card says so from then on. */
  async function pin(call, contact) {
    await api.pin(call.phone, contact.contact_id);
    edit("choose", call.call_id, { ...contact, reason: "pinned" });
    contactsChanged();
  }

  async function unpin(call) {
    await api.unpin(call.phone);
    edit("unpin", call.call_id);
    contactsChanged();
  }

  return {
    start, stop, equip, pin, unpin, contactsChanged, wake, say,
    serverNow: serverTime.now,
    hold: (callId, held) => change(calls.hold, callId, held, time.now()),
    noting: (callId, unsaved) => change(calls.noting, callId, unsaved, time.now()),
    hide: (callId) => edit("hide", callId),
    fold: (callId) => change(calls.fold, callId),
    unfold: (callId) => change(calls.unfold, callId),
    choose: (callId, contact) => edit("choose", callId, contact),
  };
}
