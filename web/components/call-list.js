/** The journal's calls as they are loaded: page after page downwards, newer ones above, one request after another. */
import { refreshed } from "../journal-list.js";
import { loadPage, Resource } from "./resource.js";

export class CallList extends Resource {
  /** `ask(cursor)` answers as `GET /calls` does. */
  constructor(host, ask) {
    super(host, () => loadPage(ask(null), "calls"));
    Object.assign(this, { ask, stale: false, extending: false, moreError: null, turn: Promise.resolve(), awaited: false });
  }

  /** Another question: what is shown stays until its answer is there, but not when there is none. */
  async renew() {
    Object.assign(this, { stale: true, extending: false, moreError: null, awaited: false });
    const loaded = this.reload();
    const { asked } = this;
    this.turn = loaded;
    await loaded;
    if (asked !== this.asked) return;
    this.stale = false;
    if (this.error) this.value = undefined;
    this.host.requestUpdate();
  }

  /** The calls after the shown ones. */
  more() {
    if (!this.value?.cursor || this.extending || this.stale) return this.turn;
    Object.assign(this, { extending: true, moreError: null });
    return this.inTurn(async (asked) => {
      const { rows, cursor } = this.value;
      const found = await loadPage(this.ask(cursor), "calls", rows).catch((error) => ({ error }));
      if (asked !== this.asked) return;
      Object.assign(this, { extending: false, moreError: found.error ?? null });
      this.finish(found.error ? this.value : found, null);
    });
  }

  /** The calls that came meanwhile; a refresh that has not begun yet will do for all who ask for one. */
  refresh() {
    if (this.awaited) return this.turn;
    this.awaited = true;
    return this.inTurn(async (asked) => {
      this.awaited = false;
      if (this.value === undefined) return;
      const value = await refreshed(this.value, (cursor) => loadPage(this.ask(cursor), "calls")).catch(() => null);
      if (value && asked === this.asked) this.finish(value, null);
    });
  }

  inTurn(work) {
    const { asked } = this;
    this.turn = this.turn.then(() => asked === this.asked && work(asked));
    this.host.requestUpdate();
    return this.turn;
  }
}
