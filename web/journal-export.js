/** What the journal shows as a file: read page by page, and kept when that is interrupted. */
import { csvFile, csvLine } from "./csv.js";

const PAUSES_MS = [1_000, 3_000, 9_000];

/**
 * `read(cursor)` answers {rows, cursor}, `head` are the titles and `cells(row)` a row of the file; `onChange()` after each page,
 * `onDone(parts)` with the file. A page that does not come is asked for again, three times, then the state is `stopped`, all that was
 * read is kept and `goOn()` takes it up. `state()` is {status: running · stopped · done · cancelled, count, error}.
 */
export function createExport({ read, head, cells, delimiter, wait, onChange, onDone }) {
  const lines = [csvLine(head, delimiter)];
  const seen = new Set();
  let [status, cursor, error, run] = ["stopped", null, null, 0];

  async function goOn() {
    const mine = ++run;
    [status, error] = ["running", null];
    onChange();
    try {
      while (mine === run && status === "running") await page(mine);
    } catch (problem) {
      if (mine === run) [status, error] = ["stopped", problem];
    }
    if (mine === run) onChange();
  }

  async function page(mine) {
    const found = await patient(mine);
    if (mine !== run) return;
    for (const row of found.rows) add(row);
    cursor = found.cursor;
    if (cursor === null) finish();
    else onChange();
  }

  function add(row) {
    if (seen.has(row.call_id)) return;
    seen.add(row.call_id);
    lines.push(csvLine(cells(row), delimiter));
  }

  /** The page at the cursor; what the server refuses is not asked again. */
  async function patient(mine) {
    for (const pause of PAUSES_MS) {
      try {
        return await read(cursor);
      } catch (problem) {
        if (mine !== run || (problem.status >= 400 && problem.status < 500 && problem.status !== 429)) throw problem;
      }
      await wait(pause);
    }
    return read(cursor);
  }

  function finish() {
    status = "done";
    onDone(csvFile(lines));
  }

  function cancel() {
    run += 1;
    status = "cancelled";
    onChange();
  }

  return {
    goOn,
    cancel,
    /** A file of what has been read so far. */
    keep: () => onDone(csvFile(lines)),
    state: () => ({ status, count: seen.size, error }),
  };
}
