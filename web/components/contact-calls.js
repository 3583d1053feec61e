/** The calls of one contact, day by day: all, the missed ones, or those that can be listened to. */
import { html, nothing, repeat } from "../vendor/lit.js";
import { t } from "../i18n.js";
import * as format from "../format.js";
import { recordingOf } from "../player.js";
import { define } from "./element.js";
import { icon } from "./icons.js";
import { Page } from "./page.js";
import { callLength, outcome, phoneText, segments, shown } from "./parts.js";
import { loadPage, Resource } from "./resource.js";
import "./more.js";

const VIEWS = { all: {}, missed: { missed: true }, recorded: { recording: true } };

class ContactCalls extends Page {
  static properties = { contactId: {}, view: { state: true } };

  constructor() {
    super();
    this.view = "all";
    this.calls = new Resource(this, (before) => this.load(before));
  }

  load(before) {
    const asked = this.services.api.calls({ contact: this.contactId, ...VIEWS[this.view], cursor: before?.cursor });
    return loadPage(asked, "calls", before?.rows);
  }

  willUpdate(changed) {
    const { journalTick } = this.state;
    if (changed.has("contactId")) this.view = "all";
    if (changed.has("contactId") || changed.has("view")) this.calls.reload({ blank: true });
    else if (this.tick !== journalTick) this.calls.reload();
    this.tick = journalTick;
  }

  more() {
    this.calls.more().catch(() => this.toast(t("state.error")));
  }

  render() {
    const views = Object.keys(VIEWS).map((name) => [name, t(`contact.calls.${name}`)]);
    return html`<section class="pane-calls">
      <div class="pane-calls-head"><h3>${t("contact.calls")} <span class="muted">${this.count}</span></h3>
        ${segments(t("contact.calls.views"), views, this.view, (view) => (this.view = view))}</div>
      ${shown(this.calls, (page) => this.renderPage(page))}
    </section>`;
  }

  /** How many there are, once all of them are here. */
  get count() {
    const { value } = this.calls;
    return value && !value.cursor && value.rows.length ? format.count(value.rows.length) : nothing;
  }

  renderPage({ rows, cursor }) {
    const empty = t(this.view === "all" ? "contact.calls.empty" : "contact.calls.none");
    return html`${rows.length || cursor ? this.renderDays(rows) : html`<p class="muted">${empty}</p>`}
      ${cursor ? html`<cc-more class="more" .cursor=${cursor} @more=${this.more}></cc-more>` : nothing}`;
  }

  renderDays(rows) {
    const now = Date.now();
    const days = Map.groupBy(rows, (call) => format.dayStart(call.started_at));
    return [...days].map(([day, calls]) => html`<h4 class="label">${format.dayHead(day, now)}</h4>
      <ul class="call-rows">${repeat(calls, (call) => call.call_id, renderCall)}</ul>`);
  }
}

function renderCall(call) {
  const { icon: sign, word, tone } = outcome(call);
  return html`<li class="call-row">
    <span class="number muted">${format.clock(call.started_at)}</span>
    <span class=${tone}>${icon(sign, 16)}<span class="sr">${word}</span></span>
    <span class="call-row-who">${call.operator?.name ?? call.extension}</span>
    <span class="call-row-what">${call.note || (call.line?.name ? t("card.lineNamed", { name: call.line.name }) : phoneText(call.display))}</span>
    <span class="call-row-end">${callLength(call)}</span>
    <span class="call-row-record">${renderRecording(recordingOf(call))}</span>
  </li>`;
}

const renderRecording = (address) =>
  address
    ? html`<a class="icon-button button" href=${address} target="_blank" rel="noreferrer noopener" title=${t("contact.recording")}>
        ${icon("play")}<span class="sr">${t("contact.recording")}, ${t("action.newTab")}</span></a>`
    : nothing;

define("cc-contact-calls", ContactCalls);
