/**
 * The clients who wait to be called back: what frames and answers do to the rows. Frames may come twice, late or never, so of each
 * row the newest version is kept, also of one that is over: what comes late cannot bring it back.
 */

/**
 * `told` is how many wait as the server said; the list was read as far as rows that wait since `until`, and goes on at `cursor`
 * (undefined until it was read).
 */
export const NO_CALLBACKS = { rows: {}, told: 0, cursor: undefined, until: "", edits: 0, tick: 0 };

/** One row as somebody else's change, or our own, left it. */
export const heard = (state, row, told = null) => (isNews(state, row) ? { ...put(state, [row]), told: told ?? state.told } : state);

/** Newer than what is known; a row that an answer missed is believed again as it was. */
function isNews({ rows }, row) {
  const known = rows[row.phone];
  return !known || row.version > known.version || (known.state === "gone" && row.version === known.version);
}

/** Many have changed at once: the list is asked for anew. */
export const outdated = (state, told) => ({ ...state, told, tick: state.tick + 1 });

/** Rows as they are now, whichever come twice or late. */
export function put(state, rows) {
  const edits = state.edits + 1;
  const newer = rows.filter((row) => isNews(state, row));
  return { ...state, edits, rows: { ...state.rows, ...Object.fromEntries(newer.map((row) => [row.phone, { ...row, heardAt: edits }])) } };
}

/** Those who wait, the longest wait first. */
export function openRows({ rows }) {
  return Object.values(rows).filter((row) => row.state === "open").sort(byWait);
}

/** The order of the list, and what it is made of. */
export const byWait = (a, b) => compare(a.since, b.since) || compare(a.phone, b.phone);
export const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/** How many wait: the rows themselves when all of them are here, else what the server said last. */
export const waiting = (state) => (state.cursor === null ? openRows(state).length : state.told);
