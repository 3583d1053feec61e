/** Click-to-call: one click is one request, and nothing is ever repeated by itself. */
import { sealed } from "./format.js";

// The telephone rings a moment after the PBX said yes: until then a second click would be a second call.
const SETTLE_MS = 3_000;
const PATIENCE_MS = 20_000;

/**
 * `onAccepted(party)`, `onFailed(party, message)`, where an empty message means that the server was not reached, and
 * `onSilence(party)` when the PBX said yes and began no call.
 */
export function createDialer({ api, store, newId, wait, onAccepted, onFailed, onSilence }) {
  async function dial(party) {
    if (store.get().dialling) return;
    const click = newId();
    const calls = listen(store, (call) => follows(call, click, party.phone));
    store.set({ dialling: party.phone });
    try {
      await api.makeCall(party.phone, click);
    } catch (error) {
      calls.stop();
      store.set({ dialling: null });
      return onFailed(party, error.message);
    }
    onAccepted(party);
    wait(() => store.set({ dialling: null }), SETTLE_MS);
    wait(() => calls.stop() || (store.get().link === "online" && onSilence(party)), PATIENCE_MS);
  }

  return { dial };
}

/** Listens for new outgoing calls; `stop()` says whether one of them was it. */
function listen(store, isIt) {
  let last = store.get().outgoing;
  let came = false;
  const leave = store.subscribe(({ outgoing }) => {
    if (outgoing && outgoing !== last) came ||= isIt(outgoing);
    last = outgoing;
  });
  return {
    stop() {
      leave();
      return came;
    },
  };
}

/** The server names the click in a call's first frame; a frame that was lost or repeated leaves only the number. */
function follows(call, click, phone) {
  return call.click ? call.click === click : lastDigits(call.phone) === lastDigits(phone);
}

// 8…, 7… and the number without either share ten digits; a reference is the same for the same number
export const lastDigits = (phone) => (sealed(phone) ? phone : phone.replace(/\D/g, "").slice(-10));
