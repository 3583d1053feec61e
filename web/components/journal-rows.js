/** The journal's rows by day: live ones first, one unfolded, one recording heard; nothing moves under who reads. */
import { html, nothing, repeat } from "../vendor/lit.js";
import { t } from "../i18n.js";
import { liveCalls } from "../calls.js";
import * as format from "../format.js";
import { showsLive } from "../journal-filter.js";
import { byDay, newerThan } from "../journal-list.js";
import { createPlayer, recordingOf } from "../player.js";
import { define } from "./element.js";
import { icon } from "./icons.js";
import { renderLive } from "./journal-live.js";
import { isField, moveFocus } from "./focus.js";
import { Page } from "./page.js";
import { loadingRows } from "./parts.js";
import { keepPlace, placeOf } from "./place.js";
import "./journal-row.js";
import "./journal-sheet.js";
import "./more.js";

const COLUMNS = ["start", "outcome", "who", "number", "line", "operator", "total", "talk", "record"];
const PHONE = "(width < 768px)";

class Rows extends Page {
  static properties = {
    page: { attribute: false }, filter: { attribute: false }, stale: { type: Boolean }, extending: { attribute: false }, moreError: { attribute: false },
    opened: { state: true }, sound: { state: true }, newer: { state: true },
  };

  constructor() {
    super();
    Object.assign(this, { opened: null, sound: { callId: null, status: "idle" }, newer: 0 });
  }

  firstUpdated() {
    this.player = createPlayer(this.querySelector("audio"), () => this.hear());
    this.requestUpdate();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.player?.close();
  }

  /** Its place changes four times a second: only the controls are drawn then. */
  hear() {
    const { callId, status } = this.player.state();
    if (callId !== this.sound.callId || status !== this.sound.status) this.sound = { callId, status };
    for (const controls of this.querySelectorAll("cc-player")) controls.requestUpdate();
  }

  willUpdate(changed) {
    if (changed.has("filter") && this.hasUpdated) this.leave();
    if (!changed.has("page")) return;
    const before = changed.get("page");
    if (before && !this.stale) this.newer += newerThan(before.rows, this.page.rows);
  }

  /** Other calls are asked for: what was read here is over. */
  leave() {
    Object.assign(this, { opened: null, newer: 0 });
    this.player?.close();
    this.scroller.scrollTop = 0;
  }

  get scroller() {
    return this.querySelector(".scroll");
  }

  /** Somebody reads: further down, in an unfolded row, or with the pointer or the focus among the rows. */
  get isRead() {
    return this.scroller.scrollTop > 0 || this.opened !== null || Boolean(this.querySelector(".journal:hover, .journal:focus-within"));
  }

  update(changed) {
    const place = this.hasUpdated && !changed.has("filter") && this.isRead ? placeOf(this.scroller, "cc-journal-row") : null;
    super.update(changed);
    if (place) keepPlace(this.scroller, place);
    if (this.scroller.scrollTop === 0) this.newer = 0;
  }

  async toggle(call) {
    const opened = this.opened === call.call_id ? null : call.call_id;
    if (!window.matchMedia(PHONE).matches && this.sound.callId !== opened) this.player.close();
    await this.unfold(opened, call.call_id);
  }

  /** The row that was clicked stays where it is, whatever folds above it. */
  async unfold(opened, clicked) {
    const row = [...this.querySelectorAll("cc-journal-row")].find((one) => one.call.call_id === clicked);
    const before = row.getBoundingClientRect().top;
    this.opened = opened;
    await this.updateComplete;
    await Promise.all([...this.querySelectorAll("cc-journal-row")].map((one) => one.updateComplete));
    this.scroller.scrollTop += row.getBoundingClientRect().top - before;
  }

  async play(call) {
    this.player.toggle(call);
    if (this.opened !== call.call_id && !window.matchMedia(PHONE).matches) await this.unfold(call.call_id, call.call_id);
  }

  key(event) {
    const inText = isField(event.target) && event.target.type !== "range";
    const call = event.target.closest("cc-journal-row, cc-journal-sheet")?.call;
    if (inText || !call || event.ctrlKey || event.altKey || event.metaKey) return;
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const onRow = event.target.matches(".row-button, input");
    if (step && this.sound.callId === call.call_id) this.act(event, () => this.player.skip(step));
    else if (event.key === " " && onRow && recordingOf(call)) this.act(event, () => event.type === "keydown" && this.play(call));
    else if (event.type === "keydown") moveFocus(event, ".row-button");
  }

  act(event, action) {
    event.preventDefault();
    action();
  }

  render() {
    const { rows, cursor } = this.page;
    return html`<div class="scroll ${this.stale ? "stale" : ""}" aria-busy=${String(this.stale)} @scroll=${this.scrolled}>
        ${this.newer ? this.renderNewer() : nothing}
        <div class="journal" role="table" aria-label=${t("nav.journal")} @keydown=${this.key} @keyup=${(event) => event.key === " " && this.key(event)}
          @row-toggle=${(event) => this.toggle(event.detail)} @row-play=${(event) => this.play(event.detail)}>
          <div class="journal-row journal-head" role="row">
            ${COLUMNS.map((name) => html`<span class="j-${name}" role="columnheader">${t(`journal.col.${name}`)}</span>`)}
          </div>
          ${this.renderDays(byDay(this.page))}
        </div>
        ${cursor ? this.renderMore(rows.length) : nothing}
      </div>
      <audio preload="none" hidden></audio>
      ${this.renderSheet(rows)}`;
  }

  scrolled() {
    if (this.scroller.scrollTop === 0) this.newer = 0;
  }

  renderNewer() {
    const up = () => this.scroller.scrollTo({ top: 0 });
    return html`<div class="newer"><button type="button" class="small" @click=${up}>${icon("up", 16)}${t("journal.newer", { n: this.newer })}</button></div>`;
  }

  renderDays(days) {
    const now = Date.now();
    const today = format.dayStart(now);
    const live = liveCalls(this.state.calls).filter((call) => showsLive(this.filter, call, this.state.me, now));
    const all = live.length && days[0]?.start !== today ? [{ start: today, calls: [], whole: false }, ...days] : days;
    return repeat(all, (day) => day.start, (day) => this.renderDay(day, day.start === today ? live : [], now));
  }

  renderDay({ start, calls, whole }, live, now) {
    const goingOn = new Set(live.map((call) => call.call_id));
    const past = calls.filter((call) => !goingOn.has(call.call_id));
    return html`<div role="rowgroup">
      <div class="day ${this.filter.period === "today" ? "day-known" : ""}" role="row">
        <b role="cell">${format.dayHead(start, now)}</b><span role="cell">${whole ? t("calls.count", { n: past.length }) : nothing}</span>
      </div>
      ${repeat(live, (call) => call.call_id, (call) => renderLive(call, this.services))} ${repeat(past, (call) => call.call_id, (call) => this.renderCall(call))}
    </div>`;
  }

  renderCall(call) {
    const sound = this.sound.callId === call.call_id ? this.sound.status : "";
    return html`<cc-journal-row .call=${call} ?opened=${this.opened === call.call_id} .sound=${sound} .services=${this.services} .player=${this.player}></cc-journal-row>`;
  }

  renderMore(any) {
    if (this.moreError) {
      return html`<div class="more-failed" role="alert"><span class="rowan">${icon("warning", 18)}</span>${t("journal.more.failed")}
        <button type="button" class="small" @click=${() => this.emit("more")}>${icon("retry", 16)}${t("action.retry")}</button></div>`;
    }
    return html`${any ? nothing : html`<p class="more-far" role="status"><i class="spinner" aria-hidden="true"></i>${t("journal.searching")}</p>`}
      ${this.extending ? loadingRows(3) : nothing}
      <cc-more class="more" .cursor=${this.page.cursor}></cc-more>`;
  }

  /** On the phone the recording's controls stand above the tabs. */
  renderSheet(rows) {
    const call = rows.find((one) => one.call_id === this.sound.callId);
    if (!call || !this.player) return nothing;
    return html`<cc-journal-sheet .services=${this.services} .call=${call} .player=${this.player} @keydown=${this.key}></cc-journal-sheet>`;
  }
}

define("cc-journal-rows", Rows);
