/** The missed-call desk: one row per client, the longest wait first, live; under it who was closed today. */
import { html, nothing, repeat } from "../vendor/lit.js";
import { arranged, closedRows, holder } from "../callback-list.js";
import { openRows } from "../callbacks.js";
import { t } from "../i18n.js";
import { define } from "./element.js";
import { icon } from "./icons.js";
import { renderClosed } from "./missed-closed.js";
import { hatching, whoText } from "./missed-parts.js";
import { renderHead, renderRow } from "./missed-row.js";
import { renderAll, renderToolbar } from "./missed-toolbar.js";
import { Page } from "./page.js";
import { emptyState, shown } from "./parts.js";
import { Resource } from "./resource.js";
import "./more.js";

const [TICK_MS, POLL_MS] = [2_000, 15_000];

class Missed extends Page {
  static properties = {
    view: {}, line: { state: true }, unfolded: { state: true }, reasonFor: { state: true }, busy: { state: true }, places: { state: true },
  };

  constructor() {
    super();
    Object.assign(this, { line: "", unfolded: new Set(), reasonFor: null, busy: null, places: [], held: false });
    this.opened = new Resource(this, () => this.services.missed.refresh().then(() => true));
    this.closed = new Resource(this, () => this.services.missed.closed()); // where today's closed rows go on
  }

  connectedCallback() {
    super.connectedCallback();
    const { time } = this.services;
    this.timers = [time.setInterval(() => this.requestUpdate(), TICK_MS), time.setInterval(() => this.poll(), POLL_MS)];
    Object.assign(this, { link: this.state.link, tick: this.state.callbacks.tick });
    if (this.state.callbacks.cursor !== undefined) this.opened.replace(true);
    else this.opened.reload();
    this.closed.reload();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.timers.forEach(this.services.time.clearInterval);
  }

  /** Who has no socket, has lost it or got no answer, asks. */
  poll() {
    if (this.state.link === "online" && !this.opened.error && !this.closed.error) return;
    this.opened.reload();
    this.closed.reload();
  }

  willUpdate(changed) {
    this.followClosed();
    const anew = changed.has("view") || changed.has("line");
    const hand = { held: this.held || Boolean(this.querySelector(".missed-open :focus-visible")), now: this.services.time.now() };
    this.places = arranged(anew ? [] : this.places, this.state.callbacks, (row) => this.fits(row), hand);
  }

  /** Frames tell of single rows: after a new connection, and when many have changed, the closed ones are asked for. */
  followClosed() {
    const { link, callbacks } = this.state;
    const anew = (link === "online" && this.link !== link) || callbacks.tick > this.tick;
    Object.assign(this, { link, tick: callbacks.tick });
    if (anew) this.closed.reload();
  }

  fits(row) {
    if (this.line && row.line?.number !== this.line) return false;
    return this.view !== "mine" || holder(row, this.state.me.operator_id) === "mine";
  }

  show(view) {
    this.go("missed", view === "open" ? null : view);
  }

  /** The row's buttons wait for the answer; whoever had the focus finds it in the same row. */
  async act(row, action) {
    if (this.busy) return false;
    this.busy = row.phone;
    const done = await action();
    this.busy = null;
    await this.updateComplete;
    const focused = document.activeElement;
    if (focused === document.body) this.querySelector(`[data-phone="${row.phone}"] button:not(:disabled)`)?.focus({ preventScroll: true });
    return done;
  }

  take = (row) => this.act(row, () => this.services.missed.take(row));

  release = (row) => this.act(row, () => this.services.missed.release(row));

  async finish(row, reason = "") {
    this.reasonFor = null;
    if (!(await this.act(row, () => this.services.missed.finish(row, reason)))) return;
    const back = { text: t("missed.back"), run: () => this.services.missed.putBack(row.phone) };
    this.emit("toast", { text: t("missed.marked", { who: whoText(row) }), sign: "tick", action: back });
  }

  putBack = (row) => this.act(row, () => this.services.missed.putBack(row.phone));

  /** Whoever calls back has taken the client; a colleague who was quicker calls instead. */
  async callBack(row, event) {
    event.stopPropagation();
    if (await this.act(row, () => this.services.missed.take(row))) this.emit("dial", event.detail);
  }

  /** ↑ and ↓ lead from row to row, to the first thing that can be done there. */
  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const rows = [...this.querySelectorAll(".missed-row[data-phone]")];
    const at = rows.indexOf(event.target.closest(".missed-row"));
    if (!step || at < 0 || event.target.closest("[popover]")) return;
    event.preventDefault();
    rows[at + step]?.querySelector(".m-actions button:not(:disabled)")?.focus();
  }

  async finishAll() {
    this.busy = "all";
    try {
      await this.services.missed.all();
      this.tellFinished(await this.services.missed.finishAll(openRows(this.state.callbacks).filter((row) => this.fits(row))));
    } catch (error) {
      this.toast(error.message || t("error.unsaved"));
    }
    this.busy = null;
  }

  tellFinished(rows) {
    const back = { text: t("missed.back"), run: () => this.services.missed.putAllBack(rows) };
    if (rows.length) this.emit("toast", { text: t("missed.allDone", { n: rows.length }), sign: "tick-all", action: back });
  }

  unfold(row) {
    const unfolded = new Set(this.unfolded);
    if (!unfolded.delete(row.phone)) unfolded.add(row.phone);
    this.unfolded = unfolded;
  }

  render() {
    const some = this.places.some(({ gone }) => gone === null);
    return html`${hatching}<header class="page-head">
        <h1>${t("nav.missed")}</h1>
        ${some && this.view !== "closed" && this.state.me.operator_id ? renderAll(this) : nothing}
      </header>
      ${renderToolbar(this)}
      <div class="scroll missed">
        ${this.view === "closed" ? nothing : shown(this.opened, () => this.renderOpen())}
        ${this.view === "mine" || this.opened.value === undefined ? nothing : this.renderClosedPart()}
      </div>`;
  }

  closedCount() {
    return this.closed.value === null ? this.closedToday().length : undefined;
  }

  closedToday() {
    return closedRows(this.state.callbacks, this.services.time.now());
  }

  renderOpen() {
    const { cursor } = this.state.callbacks;
    if (!this.places.length && !cursor) return this.renderEmpty();
    const hold = (held) => () => (this.held = held);
    const first = this.places.find(({ row }) => holder(row, this.state.me.operator_id) === "mine");
    return html`<div class="missed-open" role="table" aria-label=${t("nav.missed")} @keydown=${this.key} @pointerenter=${hold(true)} @pointerleave=${hold(false)}>
        ${renderHead()}
        ${repeat(this.places, ({ phone }) => phone, (place) => renderRow(this, place, place === first))}
      </div>
      ${cursor ? html`<cc-more class="more" .cursor=${cursor} @more=${this.more}></cc-more>` : nothing}`;
  }

  renderEmpty() {
    const key = this.view === "mine" ? "missed.mine.empty" : "missed.empty";
    return emptyState(this.view === "mine" ? "phone" : "tick", t(key), t(`${key}.hint`));
  }

  async more() {
    await this.services.missed.more()?.catch(() => this.toast(t("state.error")));
  }

  renderClosedPart() {
    return shown(this.closed, () => renderClosed(this, this.closedToday(), this.closedCount()));
  }

  async moreClosed() {
    try {
      this.closed.replace(await this.services.missed.closed(this.closed.value));
    } catch {
      this.toast(t("state.error"));
    }
  }
}

define("cc-missed", Missed);
