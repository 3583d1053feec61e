/** The last calls, and for each of them: why its card was not shown. */
import { html, nothing, repeat } from "../vendor/lit.js";
import { t } from "../i18n.js";
import * as format from "../format.js";
import { define } from "./element.js";
import { icon } from "./icons.js";
import { Page } from "./page.js";
import { emptyState, shown } from "./parts.js";
import { loadPage, Resource } from "./resource.js";
import "./check-why.js";
import "./more.js";

const PAUSE_MS = 300;

class CheckCalls extends Page {
  static properties = { callId: {} };

  constructor() {
    super();
    this.extension = "";
    this.calls = new Resource(this, (before) => this.load(before));
  }

  load(before) {
    const asked = this.services.api.checkCalls({ extension: this.extension, cursor: before?.cursor });
    return loadPage(asked, "calls", before?.rows);
  }

  connectedCallback() {
    super.connectedCallback();
    this.tick = this.state.journalTick;
    this.calls.reload();
  }

  willUpdate() {
    const { journalTick } = this.state;
    if (journalTick === this.tick) return;
    this.tick = journalTick;
    this.calls.reload();
  }

  refresh() {
    this.calls.reload();
    this.querySelector("cc-check-why")?.refresh();
  }

  more() {
    this.calls.more().catch(() => this.emit("toast", { text: t("state.error") }));
  }

  choose(callId) {
    this.go("check", callId);
  }

  narrow(event) {
    clearTimeout(this.pause);
    const extension = event.target.value.trim();
    this.pause = setTimeout(() => {
      this.extension = extension;
      this.calls.reload({ blank: true });
    }, PAUSE_MS);
  }

  render() {
    return html`<section class="check-side">${shown(this.calls, (page) => this.renderCalls(page))}</section>`;
  }

  renderCalls({ rows, cursor }) {
    const chosen = this.callId ?? rows.find(({ shown: was }) => !was)?.call_id ?? rows[0]?.call_id;
    return html`<div class="why-box">
        <h2>${t("check.why")}</h2>
        ${chosen ? this.renderChosen(rows, chosen) : emptyState("phone", t("check.none"), t("check.none.hint"))}
      </div>
      <div class="check-list-head"><h3 class="label">${t("check.calls")}</h3>${this.state.me.admin ? this.renderExtension() : nothing}</div>
      ${rows.length ? this.renderDays(rows, chosen) : html`<p class="muted">${t("check.none")}</p>`}
      ${cursor ? html`<cc-more class="more" .cursor=${cursor} @more=${this.more}></cc-more>` : nothing}`;
  }

  renderChosen(rows, chosen) {
    const known = rows.some(({ call_id: id }) => id === chosen);
    return html`<select aria-label=${t("check.call")} @change=${(event) => this.choose(event.target.value)}>
        ${known ? nothing : html`<option value=${chosen} selected>${t("check.earlier")}</option>`}
        ${rows.map((call) => html`<option value=${call.call_id} ?selected=${call.call_id === chosen}>${this.lineOf(call)}</option>`)}
      </select>
      <cc-check-why .services=${this.services} .callId=${chosen}></cc-check-why>`;
  }

  lineOf(call) {
    return [format.recent(call.at, Date.now()), nameOf(call), call.extension && t("check.on", { extension: call.extension })].filter(Boolean).join(" · ");
  }

  /** Administrators look at any extension, also at one that nobody has. */
  renderExtension() {
    const { colleagues } = this.state.me;
    return html`<input class="check-extension number" list="check-extensions" inputmode="numeric" aria-label=${t("check.extension")}
        placeholder=${t("check.extension")} @input=${this.narrow} />
      <datalist id="check-extensions">${colleagues.filter(({ extension }) => extension).map(({ extension, name }) => html`<option value=${extension}>${name}</option>`)}</datalist>`;
  }

  renderDays(rows, chosen) {
    const days = Map.groupBy(rows, (call) => format.dayStart(call.at));
    return [...days].map(([day, calls]) => html`<div><h4 class="label">${format.dayHead(day, Date.now())}</h4>
      <ul class="check-list">${repeat(calls, (call) => call.call_id, (call) => this.renderRow(call, chosen))}</ul></div>`);
  }

  renderRow(call, chosen) {
    return html`<li><button type="button" class="list-row check-row" aria-current=${call.call_id === chosen ? "true" : nothing} @click=${() => this.choose(call.call_id)}>
      <span class="number muted">${format.clock(call.at)}</span>
      <span class="check-who" title=${nameOf(call)}>${nameOf(call)}</span>
      <span class="check-short ${call.shown ? "" : "muted"}">${call.short}</span>
      ${icon(call.shown ? "tick" : "right", 16)}
    </button></li>`;
  }
}

/** Who called, in a line: the contact, else the number. */
function nameOf(call) {
  if (call.test) return t("check.test");
  return call.contact?.name ?? (call.phone ? format.phone(call.display) : t("card.withheld"));
}

define("cc-check-calls", CheckCalls);
