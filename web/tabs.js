/** The tabs of one browser in which the same operator is logged in: one leads and tells the others what it hears. */
import { createLeader } from "./leader.js";

/**
 * `onTold(kind, body)` gets what another tab told with `tell(kind, body)`; `state()` is what a tab that follows is to know first, and
 * arrives there as "state". `onLead()` and `onFollow()` say who has the socket, the sound and the notifications.
 */
export function createTabs({ name, id, locks, BroadcastChannel, time, state, onTold, onLead, onFollow }) {
  const channel = locks && BroadcastChannel ? new BroadcastChannel(name) : null;
  const leader = createLeader({ name, locks: channel && locks, time, onLead: lead, onFollow: follow, ask: () => tell("ask") });
  let informed = false;

  function tell(kind, body = null, to = null) {
    channel?.postMessage({ kind, body, from: id, to, leads: leader.leads() });
  }

  function hear({ kind, body, from, to, leads }) {
    if (leads) heard(kind, to);
    if (to && to !== id) return;
    if (kind === "ask") answer("alive");
    else if (kind === "came") answer("state", state(), from);
    else if (kind !== "alive") onTold(kind, body);
  }

  /** A sign of the leader: who does not know yet how things are asks for it. */
  function heard(kind, to) {
    leader.heard();
    if (kind === "state" && to === id) informed = true;
    else if (!informed && !leader.leads()) tell("came");
  }

  function answer(kind, body, to) {
    if (leader.leads()) tell(kind, body, to);
  }

  function lead() {
    informed = true;
    onLead();
    tell("alive");
  }

  function follow() {
    informed = false;
    onFollow();
    tell("came");
  }

  function start() {
    if (channel) channel.onmessage = ({ data }) => hear(data);
    leader.start();
    tell("came");
  }

  function stop() {
    leader.stop();
    channel?.close();
  }

  return { start, stop, tell, hurry: leader.hurry, leads: leader.leads };
}
