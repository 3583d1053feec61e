/** The server's clock, learned from its frames: timers run by it, whatever the operator's computer believes. */

const LONGEST_S = 7_200;

/** `now` is the computer's clock, which somebody may set; `steady` only ever runs on. */
export function createServerTime(now, steady = now) {
  let offset = null;
  let anew = false;
  return {
    /** A frame can only be late, so the largest difference seen is the nearest to the truth. */
    learn(serverTime) {
      const seen = Date.parse(serverTime) - steady();
      if (Number.isFinite(seen) && (offset === null || anew || seen > offset)) [offset, anew] = [seen, false];
    },
    /** A new connection starts anew: the computer may have slept meanwhile. */
    forget: () => (anew = true),
    now: () => (offset === null ? now() : steady() + offset),
  };
}

/** Whole seconds of a running time, never fewer than were `shown` already, and two hours at most. */
export function secondsSince(since, now, shown = 0) {
  const seconds = Math.floor((now - Date.parse(since)) / 1000);
  return Math.min(Math.max(seconds || 0, shown), LONGEST_S);
}
