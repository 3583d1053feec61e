/** The journal: every recorded call, filtered as the address says, newest first. */
import { html, nothing } from "../vendor/lit.js";
import { sealed } from "../format.js";
import { t } from "../i18n.js";
import { filterQuery, parseFilter, question } from "../journal-filter.js";
import { CallList } from "./call-list.js";
import { define } from "./element.js";
import { icon } from "./icons.js";
import { Page } from "./page.js";
import { emptyState, shown } from "./parts.js";
import { Resource } from "./resource.js";
import "./journal-export.js";
import "./journal-filters.js";
import "./journal-rows.js";

const PAUSE_MS = 250;

class Journal extends Page {
  static properties = { query: {}, filter: { state: true }, typed: { state: true }, finding: { state: true } };

  constructor() {
    super();
    Object.assign(this, { query: "", filter: null, typed: null, finding: false });
    this.calls = new CallList(this, (cursor) => this.services.api.calls({ ...question(this.filter, Date.now()), cursor }));
    this.contact = new Resource(this, () => this.services.api.contact(this.filter.contact));
  }

  connectedCallback() {
    super.connectedCallback();
    this.tick = this.state.journalTick;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.pause);
  }

  willUpdate(changed) {
    if (changed.has("query")) this.follow(parseFilter(this.query));
    if (this.tick === this.state.journalTick) return;
    this.tick = this.state.journalTick;
    this.calls.refresh();
  }

  /** The address says what to show: after a click here, after «back», or because a link was opened. */
  follow(filter) {
    const before = this.filter;
    if (before && filterQuery(before) === filterQuery(filter)) return;
    this.filter = filter;
    if (this.typed?.trim() !== filter.query) this.typed = null;
    if (filter.contact && filter.contact !== before?.contact) this.contact.reload({ blank: true });
    this.calls.renew();
  }

  /** What was chosen goes into the address, and comes from there. */
  change(changes, { replace = false } = {}) {
    clearTimeout(this.pause);
    this.emit("go", { page: "journal", query: filterQuery({ ...this.filter, ...changes }), replace });
  }

  find(event) {
    clearTimeout(this.pause);
    this.typed = event.target.value;
    this.pause = setTimeout(() => this.change({ query: this.typed }, { replace: true }), PAUSE_MS);
  }

  /** On the phone the field takes the title's place. */
  async openSearch() {
    this.finding = true;
    await this.updateComplete;
    this.querySelector(".search input").focus();
  }

  render() {
    const { filter } = this;
    const finding = this.finding || Boolean(filter.query);
    return html`<header class="page-head journal-top ${finding ? "finding" : ""}">
        <h1>${t("nav.journal")}</h1>
        <label class="search">${icon("find")}<input type="search" placeholder=${t("journal.search")} aria-label=${t("journal.search")}
          .value=${this.typed ?? (sealed(filter.query) ? "" : filter.query)} @input=${this.find} @blur=${() => (this.finding = false)} /></label>
        <button type="button" class="quiet icon-only only-narrow search-open" aria-label=${t("journal.search.open")} @click=${this.openSearch}>${icon("find", 20)}</button>
        <cc-journal-export .services=${this.services} .filter=${filter}></cc-journal-export>
      </header>
      <div class="toolbar journal-bar">
        <cc-journal-filters .filter=${filter} .colleagues=${this.state.me.colleagues} .contactName=${this.contact.value?.name} @filter=${(event) => this.change(event.detail)}></cc-journal-filters>
        <span class="toolbar-end muted small-text" role="status">${this.renderCount()}</span>
      </div>
      ${shown(this.calls, (page) => this.renderPage(page), () => this.calls.renew())}`;
  }

  /** How many there are is known when the last page has come. */
  renderCount() {
    const page = this.calls.value;
    return page && !page.cursor && page.rows.length && !this.calls.stale ? t("calls.count", { n: page.rows.length }) : nothing;
  }

  renderPage({ rows, cursor }) {
    if (!rows.length && !cursor && !this.calls.stale) return this.renderNone();
    const { extending, moreError, stale } = this.calls;
    return html`<cc-journal-rows .services=${this.services} .page=${this.calls.value} .filter=${this.filter} .extending=${extending}
      .moreError=${moreError} ?stale=${stale} @more=${() => this.calls.more()}></cc-journal-rows>`;
  }

  renderNone() {
    const some = filterQuery(this.filter) !== "";
    return html`<div class="scroll">${emptyState("journal", t(some ? "journal.empty" : "journal.none"), t(some ? "journal.empty.hint" : "journal.none.hint"))}</div>`;
  }
}

define("cc-journal", Journal);
