/** Click-to-call: one click is one request, and nothing is ever repeated by itself. */

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
    const before = store.get().outgoing;
    store.set({ dialling: party.phone });
    try {
      await api.makeCall(party.phone, newId());
    } catch (error) {
      store.set({ dialling: null });
      return onFailed(party, error.message);
    }
    onAccepted(party);
    wait(() => store.set({ dialling: null }), SETTLE_MS);
    wait(() => silent(before) && onSilence(party), PATIENCE_MS);
  }

  /** No outgoing call came since, and it would have come: the socket is there. */
  function silent(before) {
    const { outgoing, link } = store.get();
    return link === "online" && outgoing === before;
  }

  return { dial };
}
