/** The operator's desk: today's and yesterday's calls with the living ones first, and the lane of cards. */
import { html, nothing, repeat } from "../vendor/lit.js";
import { t } from "../i18n.js";
import { caller } from "../attention.js";
import { liveCalls, shownCards } from "../calls.js";
import * as format from "../format.js";
import { routeHash } from "../router.js";
import { define } from "./element.js";
import { icon } from "./icons.js";
import { moveFocus } from "./focus.js";
import { Page } from "./page.js";
import { callLength, emptyState, line, outcome, party, phoneText, segments, shown } from "./parts.js";
import { loadPage, Resource } from "./resource.js";

const FILTERS = {
  all: () => true,
  in: (call) => call.direction === "in",
  out: (call) => call.direction === "out",
  missed: (call) => call.missed && call.direction === "in",
};
const MOST_PAGES = 5;

class Desk extends Page {
  static properties = { filter: { state: true }, mine: { state: true } };

  constructor() {
    super();
    Object.assign(this, { filter: "all", mine: true, tick: 0 });
    this.calls = new Resource(this, () => this.load());
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

  /** All of two days, page after page, but never without end. */
  async load() {
    const from = new Date(format.dayStart(Date.now(), 1)).toISOString();
    const operator = this.mine ? this.state.me.operator_id : null;
    let page = { rows: [], cursor: null };
    for (let count = 0; count === 0 || (page.cursor && count < MOST_PAGES); count += 1) {
      page = await loadPage(this.services.api.calls({ from, operator, cursor: page.cursor }), "calls", page.rows);
    }
    return page.rows;
  }

  only(mine) {
    this.mine = mine;
    this.calls.reload();
  }

  render() {
    return html`<header class="page-head">
        <h1>${t("nav.desk")}</h1><span class="muted">${format.weekday(Date.now())}</span>
        <span class="page-facts">${this.renderFacts()}</span>
        ${this.state.me.extension && this.state.complete ? html`<cc-dial-box .services=${this.services}></cc-dial-box>` : nothing}
      </header>
      <div class="desk">
        <section class="desk-calls" aria-label=${t("nav.desk")}>
          <div class="toolbar">
            ${this.renderFilter()}
            ${this.state.me.operator_id ? html`<span class="toolbar-end">${this.renderMine()}</span>` : nothing}
          </div>
          <div class="scroll">${shown(this.calls, (rows) => this.renderRows(rows))}</div>
        </section>
        <aside class="lane" aria-label=${t("desk.lane")}>${shownCards(this.state.calls).length ? nothing : this.renderLane()}
          ${this.state.complete ? html`<cc-waiting .services=${this.services}></cc-waiting>` : nothing}</aside>
      </div>`;
  }

  renderFilter() {
    const names = ["all", "in", "out", "missed"];
    const today = this.today();
    const options = names.map((name) => [name, t(`filter.${name}`), name === "all" && today ? today.length : undefined]);
    return segments(t("filter.label"), options, this.filter, (name) => (this.filter = name));
  }

  renderMine() {
    return html`<span class="muted small-text" aria-hidden="true">${t("desk.mine")}</span>
      <label class="toggle"><input type="checkbox" role="switch" aria-label=${t("desk.mine")} .checked=${this.mine}
        @change=${(event) => this.only(event.target.checked)} /></label>`;
  }

  today() {
    const start = format.dayStart(Date.now());
    return this.calls.value?.filter((call) => Date.parse(call.started_at) >= start);
  }

  renderFacts() {
    const today = this.today();
    if (!today?.length) return nothing;
    const talked = today.reduce((sum, call) => sum + (call.talk ?? 0), 0);
    return html`${t("calls.count", { n: today.length })}${talked >= 60 ? html` · ${t("desk.talked", { time: format.spent(talked) })}` : nothing}`;
  }

  renderRows(rows) {
    const live = liveCalls(this.state.calls).filter(FILTERS[this.filter]);
    const ringing = new Set(live.map((call) => call.call_id));
    const past = rows.filter((call) => FILTERS[this.filter](call) && !ringing.has(call.call_id));
    if (!live.length && !past.length) return emptyState("phone", t("desk.empty"), t("desk.empty.hint"));
    return html`<div class="rows" @keydown=${(event) => moveFocus(event, ".row")}>
      ${live.length && !this.startsToday(past) ? this.renderHead(t("day.today")) : nothing}
      ${this.startsToday(past) ? this.renderHead(t("day.today")) : nothing}
      ${repeat(live, (call) => call.call_id, (call) => this.renderLive(call))} ${this.renderPast(past)}
    </div>`;
  }

  startsToday(past) {
    return past.length > 0 && Date.parse(past[0].started_at) >= format.dayStart(Date.now());
  }

  renderHead(text, count) {
    return html`<h2 class="day">${text}${count ? html`<span>${t("calls.count", { n: count })}</span>` : nothing}</h2>`;
  }

  renderPast(past) {
    const now = Date.now();
    const days = Map.groupBy(past, (call) => format.dayStart(call.started_at));
    return [...days].map(([day, calls]) => html`${day === format.dayStart(now) ? nothing : this.renderHead(format.dayHead(day, now), calls.length)}
      ${repeat(calls, (call) => call.call_id, (call) => this.renderCall(call))}`);
  }

  renderLive(call) {
    const word = call.state === "talking" ? "row.talking" : call.direction === "out" ? "row.dialling" : "row.ringing";
    const contact = call.contacts.length === 1 ? call.contacts[0] : null;
    return html`<button type="button" class="list-row row row-live" @click=${() => this.services.session.unfold(call.call_id)}>
      <span class="row-time">${format.clock(call.started_at)}</span><span class="row-sign">${line(call.state)}</span>
      <span class="row-who">${call.contacts.length > 1 ? html`<b class="name">${caller(call)}</b>` : party({ ...call, contact })}</span>
      <span class="row-phone">${phoneText(call.display)}</span><span class="row-end pine"><b>${t(word)}</b></span>
    </button>`;
  }

  renderCall(call) {
    const { icon: sign, word, tone } = outcome(call);
    const calls = call.phone ? `period=all&query=${encodeURIComponent(call.phone)}` : "";
    const open = () => (call.contact ? this.go("contacts", call.contact.contact_id) : this.go("journal", null, null, calls));
    return html`<div class="row-line"><button type="button" class="list-row row" @click=${open}>
      <span class="row-time">${format.clock(call.started_at)}</span>
      <span class="row-sign ${tone}">${icon(sign, 16)}<span class="sr">${word}</span></span>
      <span class="row-who">${party(call)}</span>
      <span class="row-phone">${phoneText(call.display)}</span><span class="row-end">${callLength(call)}</span>
    </button>${call.link ? this.renderRecord(calls) : nothing}</div>`;
  }

  /** The recording is played in the journal, among the calls of its number. */
  renderRecord(calls) {
    return html`<a class="icon-button row-play" href=${routeHash("journal", null, null, calls)} aria-label=${t("desk.record")} title=${t("desk.record")}>
      ${icon("play")}</a>`;
  }

  renderLane() {
    const { operator_id: operator, extension } = this.state.me;
    return html`<div class="lane-empty">
      ${icon("phone", 24)}
      <p class="state-title">${t("desk.lane.empty")}</p>
      <p>${operator ? t("desk.lane.hint", { extension }) : t("desk.lane.nobody")}</p>
    </div>`;
  }
}

define("cc-desk", Desk);
