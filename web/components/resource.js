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

/** Loads a list page by page: the value is {rows, cursor}. */
export async function loadPage(load, name, rows = []) {
  const answer = await load;
  return { rows: [...rows, ...answer[name]], cursor: answer.cursor };
}
