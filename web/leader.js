/** Which of a browser's tabs leads: the one that holds a Web Lock. It goes over when that tab closes, crashes or no longer answers. */

const [ASK_MS, HURRY_MS, PATIENCE] = [10_000, 3_000, 2];

/**
 * `ask()` asks the leader for a sign of life, which arrives at `heard()`. `onLead()` and `onFollow()` are told of every change; a tab
 * follows from the start until it leads. Without `locks` every tab is alone in its browser.
 */
export function createLeader({ name, locks, time, ask, onLead, onFollow }) {
  let running = false;
  let leads = false;
  let waiting = null;
  let release = null;
  let asking = null;
  let hurrying = null;
  let unheard = 0;

  function start() {
    running = true;
    if (!locks) return lead();
    queue();
    asking = time.setInterval(check, ASK_MS);
  }

  /** Waits for the lock, or takes it from a leader that does not answer. */
  async function queue(options) {
    waiting?.abort();
    waiting = options ? null : new AbortController();
    let held = false;
    const hold = () => {
      if (!running) return undefined;
      held = true;
      lead();
      return new Promise((resolve) => (release = resolve));
    };
    try {
      await locks.request(name, options ?? { signal: waiting.signal }, hold);
    } catch (error) {
      if (error.name !== "AbortError") lead(); // no locks for this page: every tab for itself
      else if (held && leads) lose(); // another tab took it: this one had been frozen
    }
  }

  function lead() {
    leads = true;
    onLead();
  }

  function lose() {
    leads = false;
    unheard = 0;
    onFollow();
    queue();
  }

  /** A frozen tab keeps its lock and answers nothing: after some questions it leads no longer. */
  function check() {
    if (leads) return;
    if (unheard >= PATIENCE) return take();
    unheard += 1;
    ask();
  }

  function take() {
    unheard = 0;
    queue({ steal: true });
  }

  /** Somebody looks at this tab: whether the leader lives is to be known at once. */
  function hurry() {
    if (leads || !running || !locks) return;
    time.clearTimeout(hurrying);
    hurrying = time.setTimeout(() => !leads && unheard >= PATIENCE && take(), HURRY_MS);
    unheard = PATIENCE;
    ask();
  }

  function stop() {
    running = leads = false;
    unheard = 0;
    time.clearInterval(asking);
    time.clearTimeout(hurrying);
    waiting?.abort();
    release?.();
    release = null;
  }

  return { start, stop, hurry, heard: () => (unheard = 0), leads: () => leads };
}
