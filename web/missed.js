/** What an operator does at the missed-call desk, and keeping its rows what the server says they are. */
import { holder, learned, listed } from "./callback-list.js";
import { heard, openRows } from "./callbacks.js";
import { lastDigits } from "./dialer.js";
import { dayStart } from "./format.js";

const AT_MOST = 200; // of one «Отметить все»
const AT_ONCE = 4;
const EVERY_MS = 60_000;

/** `onRefused(row)` when a colleague was quicker: the row as it is now, null when there is none. */
export function createMissed({ api, store, time, onRefused, onFailed }) {
  const edit = (change, ...rest) => store.set({ callbacks: change(store.get().callbacks, ...rest) });
  let [asked, before, stop] = [0, {}, () => {}];

  /** The open rows anew, as far as they were read; an answer that is not the newest question's counts for nothing. */
  async function refresh() {
    const mine = ++asked;
    const { until } = store.get().callbacks;
    await page(mine, true);
    while (mine === asked && store.get().callbacks.until < until) await page(mine);
  }

  async function page(mine, first = false) {
    const { cursor, edits } = store.get().callbacks;
    const answer = await api.callbacks({ state: "open", cursor: first ? null : cursor });
    if (mine === asked) edit(listed, answer, { edits, first });
  }

  const more = () => store.get().callbacks.cursor && page(asked);

  async function all() {
    while (store.get().callbacks.cursor) await more();
  }

  /** Today's closed rows, a page after `cursor`; the cursor of the next one. */
  async function closed(cursor = null) {
    const from = new Date(dayStart(time.now())).toISOString();
    const answer = await api.callbacks({ state: "closed", from, cursor });
    edit(learned, answer);
    return answer.cursor;
  }

  /** Whether it went as wanted; the row is what the answer says, also when a colleague was quicker. */
  async function change(question) {
    try {
      edit(heard, await question());
      return true;
    } catch (error) {
      if (error.status === 409 && error.body?.callback) edit(heard, error.body.callback);
      if (error.status === 409) onRefused(error.body?.callback ?? null, error.message);
      else onFailed(error.message);
      return false;
    }
  }

  const take = (row) => change(() => api.takeCallback(row.phone, row.taken_by?.operator_id ?? null));
  const release = (row) => change(() => api.releaseCallback(row.phone));
  const finish = (row, reason = "") => change(() => api.finishCallback(row.phone, { version: row.version, reason }));
  const putBack = (phone) => change(() => api.putCallbackBack(phone));

  /** All of `rows` at once; those that were closed by it. */
  async function finishAll(rows) {
    const done = [];
    for (let at = 0; at < rows.length; at += AT_MOST) {
      const seen = rows.slice(at, at + AT_MOST).map(({ phone, version }) => ({ phone, version }));
      const answer = await api.finishCallbacks(seen);
      for (const row of answer.callbacks) edit(heard, row, answer.waiting);
      const open = new Map(seen.map(({ phone, version }) => [phone, version]));
      done.push(...answer.callbacks.filter((row) => row.state === "closed" && row.version > open.get(row.phone)));
    }
    return done;
  }

  async function putAllBack(rows) {
    const left = [...rows];
    const one = async () => {
      while (left.length) await putBack(left.shift().phone);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, one));
  }

  /** A call that was asked for, wherever: who waits for it is taken by whoever calls, unless a colleague has them. */
  function dialled(called) {
    const { callbacks, me } = store.get();
    const row = openRows(callbacks).find(({ phone }) => lastDigits(phone) === lastDigits(called));
    if (row && me.operator_id && holder(row, me.operator_id) === "nobody") take(row);
  }

  /** Asks anew after each new connection, and when it is told that many have changed. Who has no connection to be told on asks now and then. */
  function watch() {
    stop();
    const leave = store.subscribe(follow);
    const asking = time.setInterval(() => store.get().link === "refused" && again(store.get()), EVERY_MS);
    stop = () => leave(time.clearInterval(asking));
  }

  function follow(state) {
    const is = { link: state.link, me: state.me, tick: state.callbacks.tick };
    const anew = Object.keys(is).some((key) => is[key] !== before[key]);
    before = is;
    if (anew && is.link !== "connecting") again(state);
  }

  const again = ({ me }) => me && refresh().catch(() => {}); // the next one may be answered

  return { refresh, more, all, closed, take, release, finish, putBack, finishAll, putAllBack, dialled, watch };
}
