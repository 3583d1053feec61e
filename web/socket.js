/** The page's connection to the server; nothing else knows WebSocket. */

// API Gateway closes a connection that is silent for ten minutes, and every connection after two hours.
const PING_MS = 4 * 60_000;
const RENEW_MS = 110 * 60_000;
const ANSWER_MS = 10_000;
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;
const OPEN = 1;

/**
 * Keeps one connection open. `ticket()` resolves to a fresh {ticket}; `onFrame(frame, connection)` gets every frame
 * with {asked}: when this connection asked for the open calls; `onLink` gets "online" | "connecting" | "refused".
 */
export function createSocket({ url, ticket, onFrame, onLink, time, WebSocket, random = Math.random }) {
  let current = null;
  let attempts = 0;
  let timers = new Set();
  let running = false;
  let opening = false;

  function after(delay, action) {
    const timer = time.setTimeout(() => {
      timers.delete(timer);
      action();
    }, delay);
    timers.add(timer);
    return timer;
  }

  function cancel(timer) {
    time.clearTimeout(timer);
    timers.delete(timer);
  }

  async function open() {
    if (!running || opening) return;
    opening = true;
    tellAway();
    try {
      connect((await ticket()).ticket);
    } catch (error) {
      opening = false;
      if (error.status === 403) refuse();
      else again();
    }
  }

  function refuse() {
    stop();
    onLink("refused");
  }

  function connect(key) {
    if (!running) return void (opening = false);
    const link = { socket: new WebSocket(`${url}?ticket=${encodeURIComponent(key)}`), opened: false, asked: 0, alive: null };
    link.socket.onopen = () => opened(link);
    link.socket.onmessage = (message) => received(link, message.data);
    link.socket.onclose = () => closed(link);
  }

  function opened(link) {
    if (!running) return link.socket.close();
    opening = false;
    link.opened = true;
    const before = current;
    current = link;
    attempts = 0;
    before?.socket.close();
    link.asked = time.now();
    ask(link, "sync");
    beat(link);
    link.renewal = after(RENEW_MS, open);
    onLink("online");
  }

  function beat(link) {
    link.ping = after(PING_MS, () => {
      ask(link, "ping");
      beat(link);
    });
  }

  /** Asks for an answer; a connection that gives none is dead, whatever the browser believes. */
  function ask(link, action) {
    if (link.alive !== null) return;
    send(link, action);
    link.alive = after(ANSWER_MS, () => lost(link));
  }

  function received(link, text) {
    if (link.alive !== null) cancel(link.alive);
    link.alive = null;
    const frame = parse(text);
    if (frame) onFrame(frame, { asked: link.asked });
  }

  function closed(link) {
    release(link);
    if (!running || (link.opened && link !== current)) return;
    if (link.opened) current = null;
    else opening = false;
    again();
  }

  function lost(link) {
    link.socket.onclose = null;
    link.socket.close();
    closed(link);
  }

  function release(link) {
    for (const timer of [link.ping, link.renewal, link.alive]) if (timer != null) cancel(timer);
    link.alive = null;
  }

  /** While an older connection still works, a failing new one is nobody's business. */
  function tellAway() {
    if (!current) onLink("connecting");
  }

  function again() {
    tellAway();
    const ceiling = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** attempts++);
    after(ceiling / 2 + (random() * ceiling) / 2, open);
  }

  /** The page came back to the front, or the network did: do not wait for a timer to find out. */
  function wake() {
    if (!running) return;
    if (current?.socket.readyState === OPEN) return ask(current, "ping");
    if (!opening) hurry();
  }

  function hurry() {
    for (const timer of [...timers]) cancel(timer);
    attempts = 0;
    open();
  }

  /** Says something that needs no answer; false when there is no connection to say it on. */
  function tell(message) {
    if (current?.socket.readyState !== OPEN) return false;
    current.socket.send(JSON.stringify(message));
    return true;
  }

  function start() {
    if (running) return;
    running = true;
    open();
  }

  function stop() {
    running = opening = false;
    for (const timer of [...timers]) cancel(timer);
    const link = current;
    current = null;
    link?.socket.close();
  }

  return { start, stop, wake, tell };
}

function send(link, action) {
  if (link.socket.readyState === OPEN) link.socket.send(JSON.stringify({ action }));
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
