/** The server's clock, learned from its frames: timers run by it, whatever the operator's computer believes. */
export function createServerTime(now) {
  let offset = null;
  return {
    /** A frame can only be late, so the largest difference seen is the nearest to the truth. */
    learn(serverTime) {
      const seen = Date.parse(serverTime) - now();
      if (Number.isFinite(seen) && (offset === null || seen > offset)) offset = seen;
    },
    /** A new connection starts anew: the computer's clock may have been set meanwhile. */
    forget: () => (offset = null),
    now: () => now() + (offset ?? 0),
  };
}
