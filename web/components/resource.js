/** Something a page loads: what is shown stays while it is loaded again, and only the newest answer counts. */
const PATIENCE_MS = 300;

export class Resource {
  /** `load` returns a promise; `host` is the element that shows it. */
  constructor(host, load) {
    this.host = host;
    this.load = load;
    this.value = undefined;
    this.error = null;
    this.slow = false;
    this.asked = 0;
  }

  /** Asks again; `blank` forgets what is shown, because it answers another question. */
  async reload({ blank = false } = {}) {
    const asked = ++this.asked;
    if (blank) this.value = undefined;
    this.wait(asked);
    try {
      const value = await this.load();
      if (asked === this.asked) this.finish(value, null);
    } catch (error) {
      if (asked === this.asked) this.finish(this.value, error);
    }
  }

  /** Asks for the rows after the shown ones, once; dropped when another question was asked meanwhile. */
  async more() {
    const { asked, value } = this;
    if (!value?.cursor || this.extending === value) return;
    this.extending = value;
    try {
      const page = await this.load(value);
      if (asked === this.asked) this.finish(page, null);
    } finally {
      this.extending = null;
    }
  }

  /** Shows `value` as if it had been loaded. */
  replace(value) {
    this.asked += 1;
    this.finish(value, null);
  }

  wait(asked) {
    this.slow = false;
    setTimeout(() => {
      if (asked !== this.asked || this.settled === asked) return;
      this.slow = true;
      this.host.requestUpdate();
    }, PATIENCE_MS);
  }

  finish(value, error) {
    Object.assign(this, { value, error, slow: false, settled: this.asked });
    this.host.requestUpdate();
  }
}

/** Loads a list page by page: the value is {rows, cursor}; a row that moved between two pages is listed once. */
export async function loadPage(load, name, rows = []) {
  const answer = await load;
  const id = `${name.slice(0, -1)}_id`;
  const shown = new Set(rows.map((row) => row[id]));
  return { rows: [...rows, ...answer[name].filter((row) => !shown.has(row[id]))], cursor: answer.cursor };
}
