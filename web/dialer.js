/** Click-to-call: one click is one request, and nothing is ever repeated by itself. */

// The telephone rings a moment after the PBX said yes: until then a second click would be a second call.
const SETTLE_MS = 3_000;

/** `onAccepted(party)` and `onFailed(party, message)`; an empty message means that the server was not reached. */
export function createDialer({ api, store, newId, wait, onAccepted, onFailed }) {
  async function dial(party) {
    if (store.get().dialling) return;
    store.set({ dialling: party.phone });
    try {
      await api.makeCall(party.phone, newId());
    } catch (error) {
      store.set({ dialling: null });
      return onFailed(party, error.message);
    }
    onAccepted(party);
    wait(() => store.set({ dialling: null }), SETTLE_MS);
  }
  return { dial };
}
