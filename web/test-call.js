/** A test call, from the ringing to its end: it rings at the own screen alone, and says how soon the card was there. */
import { shownCards } from "./calls.js";

const STEPS = [["test", "ring"], ["test_answer", "answer"], ["test_end", "end"]];
const [STEP_MS, PATIENCE_MS] = [2_000, 15_000];
const TEST_CALLS = "callcard-test-";

export const IDLE = { running: false, took: null, failed: null, callId: null };

/**
 * `say(message)` resolves to whether there was a connection to say it on; `onChange(state)` after every step: {running, took: ms until
 * the card was there, failed: null · "unsent" · "unseen", callId}. Started again while it runs, it goes on as it was.
 */
export function createTestCall({ say, store, time, onChange }) {
  let state = IDLE;
  let run = 0;

  const tell = (changes) => onChange((state = { ...state, ...changes }));
  const cardOf = (known) => shownCards(store.get().calls).find(({ call }) => call.call_id.startsWith(TEST_CALLS) && !known.has(call.call_id));
  const pause = (wait) => new Promise((resolve) => time.setTimeout(resolve, wait));

  /** The card of a test call that was not there before; undefined when it does not come in time. */
  function card(known) {
    return new Promise((resolve) => {
      const finish = (found) => (time.clearTimeout(timer), stop(), resolve(found));
      const look = () => cardOf(known) && finish(cardOf(known));
      const timer = time.setTimeout(() => finish(undefined), PATIENCE_MS);
      const stop = store.subscribe(look);
      look();
    });
  }

  async function play(moment) {
    const mine = ++run;
    const known = new Set(shownCards(store.get().calls).map(({ call }) => call.call_id));
    tell({ ...IDLE, running: true });
    for (const [action, name] of STEPS) {
      const asked = time.now();
      if (!(await say({ action }))) return tell({ running: false, failed: state.took === null ? "unsent" : null });
      const found = name === moment ? await card(known) : undefined;
      if (mine !== run) return;
      if (found) tell({ took: time.now() - asked, callId: found.call.call_id });
      await pause(STEP_MS);
      if (mine !== run) return;
    }
    tell({ running: false, failed: state.took === null ? "unseen" : null });
  }

  return {
    /** `moment` is when the settings show the card of an incoming call. */
    start: (moment) => (state.running ? undefined : play(moment)),
    /** The page is left: nobody is kept ringing. */
    stop() {
      run += 1;
      if (state.running) say({ action: "test_end" });
      state = IDLE;
    },
  };
}
