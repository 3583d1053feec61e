/** The journal: every recorded call, filtered, newest first. */
import { html, nothing, repeat } from "../vendor/lit.js";
import { t } from "../i18n.js";
import * as format from "../format.js";
import { define } from "./element.js";
import { icon } from "./icons.js";
import { renderDetails, renderRow } from "./journal-row.js";
import { Page } from "./page.js";
import { emptyState, segments, selectChip, shown } from "./parts.js";
import { loadPage, Resource } from "./resource.js";
import "./more.js";

const PERIODS = ["today", "yesterday", "week", "month", "all"];
const UNFILTERED = { period: "week", direction: "all", missed: false, operator: "", query: "" };
const PAUSE_MS = 250;

class Journal extends Page {
  static properties = { filter: { state: true }, opened: { state: true } };

  constructor() {
    super();
    Object.assign(this, { filter: UNFILTERED, opened: null, tick: 0 });
    this.calls = new Resource(this, (before) => loadPage(this.services.api.calls(this.question(before?.cursor)), "calls", before?.rows));
  }

  connectedCallback() {
    super.connectedCallback();
    this.tick = this.state.journalTick;
    this.calls.reload();
  }

  willUpdate() {
    if (this.tick === this.state.journalTick) return;
    this.tick = this.state.journalTick;
    this.calls.reload();
  }

  question(cursor = null) {
    const { direction, missed, operator, query } = this.filter;
    const chosen = { direction: direction === "all" ? null : direction, missed: missed || null, operator, query, cursor };
    return { ...period(this.filter.period, Date.now()), ...chosen };
  }

  change(changes) {
    this.filter = { ...this.filter, ...changes };
    this.opened = null;
    this.calls.reload();
  }

  find(event) {
    clearTimeout(this.pause);
    const query = event.target.value.trim();
    this.pause = setTimeout(() => this.change({ query }), PAUSE_MS);
  }

  reset() {
    this.querySelector("input[type=search]").value = "";
    this.change(UNFILTERED);
  }

  more() {
    this.calls.more().catch(() => this.toast(t("state.error")));
  }

  render() {
    return html`<header class="page-head">
        <h1>${t("nav.journal")}</h1>
        <label class="search">${icon("find")}<input type="search" placeholder=${t("journal.search")} aria-label=${t("journal.search")} @input=${this.find} /></label>
      </header>
      <div class="toolbar">${this.renderFilters()}<span class="toolbar-end muted small-text">${this.renderCount()}</span></div>
      <div class="scroll">${shown(this.calls, (page) => this.renderTable(page))}</div>`;
  }

  renderCount() {
    const page = this.calls.value;
    return page && !page.cursor && page.rows.length ? t("calls.count", { n: page.rows.length }) : nothing;
  }

  renderFilters() {
    const { period: chosen, direction, missed } = this.filter;
    const changed = Object.keys(UNFILTERED).some((key) => this.filter[key] !== UNFILTERED[key]);
    return html`${selectChip("calendar", t("journal.period"), PERIODS.map((name) => [name, t(`journal.period.${name}`)]), chosen, (name) => this.change({ period: name }))}
      ${segments(t("filter.label"), ["all", "in", "out"].map((name) => [name, t(`filter.${name}`)]), direction, (name) => this.change({ direction: name }))}
      <button type="button" class="small chip" aria-pressed=${String(missed)} @click=${() => this.change({ missed: !missed })}>
        <span class="rowan">${icon("missed", 16)}</span>${t("journal.missedOnly")}
      </button>
      ${this.renderOperators()}
      ${changed ? html`<button type="button" class="small quiet" @click=${this.reset}>${t("journal.reset")}</button>` : nothing}`;
  }

  renderOperators() {
    const all = [["", t("journal.operator.all")], ...this.state.me.colleagues.map(({ operator_id: id, name }) => [id, name])];
    return selectChip("headset", t("journal.operator"), all, this.filter.operator, (operator) => this.change({ operator }));
  }

  renderTable({ rows, cursor }) {
    if (!rows.length) return emptyState("journal", t("journal.empty"), t("journal.empty.hint"));
    const columns = ["start", "outcome", "who", "number", "line", "operator", "total", "talk", "record"];
    return html`<div class="journal" role="table" aria-label=${t("nav.journal")}>
        <div class="journal-row journal-head" role="row">
          ${columns.map((name) => html`<span class="j-${name}" role="columnheader">${t(`journal.col.${name}`)}</span>`)}
        </div>
        ${this.renderDays(rows)}
      </div>
      ${cursor ? html`<cc-more class="more" .cursor=${cursor} @more=${this.more}></cc-more>` : nothing}`;
  }

  renderDays(rows) {
    const now = Date.now();
    const days = Map.groupBy(rows, (call) => format.dayStart(call.started_at));
    return [...days].map(([day, calls]) => html`${days.size > 1 || this.filter.period !== "today" ? html`<div class="day" role="row"><b role="cell">${format.dayHead(day, now)}</b></div>` : nothing}
      ${repeat(calls, (call) => call.call_id, (call) => this.renderCall(call))}`);
  }

  renderCall(call) {
    const opened = this.opened === call.call_id;
    const open = () => (this.opened = opened ? null : call.call_id);
    return html`${renderRow(call, opened, open)}
      ${opened ? renderDetails(call, this.state.dialling, Boolean(this.state.me.extension)) : nothing}`;
  }
}

/** The limits of a period as the journal asks for them. */
function period(name, now) {
  const start = (back) => new Date(format.dayStart(now, back)).toISOString();
  if (name === "yesterday") return { from: start(1), to: start(0) };
  const back = { today: 0, week: 6, month: 29 }[name];
  return back === undefined ? {} : { from: start(back) };
}

define("cc-journal", Journal);
