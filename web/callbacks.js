/**
 * The clients who wait to be called back: what frames and answers do to the rows. Frames may come twice, late or never, so of each
 * row the newest version is kept, also of one that is over: what comes late cannot bring it back.
 */
const LAST = "\uffff";

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

/** A page of the open rows, the first one or the next, asked for when `edits` changes were known. */
export function listed(state, { callbacks, cursor, waiting: told }, { edits, first }) {
  const part = { from: first ? "" : state.until, until: cursor ? (callbacks.at(-1)?.since ?? state.until) : LAST };
  const rows = stillThere(state.rows, callbacks, part, edits);
  return { ...put({ ...state, rows }, callbacks), told, cursor, until: part.until };
}

/** An answer to the question for the closed rows only adds to what is known. */
export const learned = (state, { callbacks }) => put(state, callbacks);

function put(state, rows) {
  const edits = state.edits + 1;
  const newer = rows.filter((row) => isNews(state, row));
  return { ...state, edits, rows: { ...state.rows, ...Object.fromEntries(newer.map((row) => [row.phone, { ...row, heardAt: edits }])) } };
}

/** An open row that an answer covers and does not name waits no more, unless it was heard of after the question. */
function stillThere(rows, named, { from, until }, edits) {
  const phones = new Set(named.map((row) => row.phone));
  const covered = ({ since }) => since > from && since <= until;
  const gone = (row) => row.state === "open" && row.heardAt <= edits && !phones.has(row.phone) && covered(row);
  return Object.fromEntries(Object.entries(rows).map(([phone, row]) => [phone, gone(row) ? { ...row, state: "gone" } : row]));
}

/** Those who wait, the longest wait first. */
export function openRows({ rows }) {
  return Object.values(rows).filter((row) => row.state === "open").sort(byWait);
}

/** The longest wait first; of equal ones by number, so that no list ever jumps. */
export const byWait = (a, b) => compare(a.since, b.since) || compare(a.phone, b.phone);

export const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/** How many wait: the rows themselves when all of them are here, else what the server said last. */
export const waiting = (state) => (state.cursor === null ? openRows(state).length : state.told);

/** Who has the row: nobody, me or a colleague. */
export const holder = (row, me) => (row.taken_by ? (row.taken_by.operator_id === me ? "mine" : "theirs") : "nobody");
