/** «Выгрузить»: what is filtered as a file, made here page by page; it goes on while another page is looked at. */
import { html, nothing } from "../vendor/lit.js";
import { t } from "../i18n.js";
import * as format from "../format.js";
import { csvCells, csvDelimiter, csvHead } from "../journal-cells.js";
import { createExport } from "../journal-export.js";
import { question } from "../journal-filter.js";
import { define } from "./element.js";
import { icon } from "./icons.js";
import { Page } from "./page.js";
import { loadPage } from "./resource.js";

/** One export at a time, whichever element shows it. */
let [job, shownBy] = [null, null];

function begin({ api, time, store }, filter) {
  const wanted = question(filter, Date.now());
  const name = `callcard-${new Date().toLocaleDateString("sv")}.csv`;
  job = createExport({
    read: (cursor) => loadPage(api.calls({ ...wanted, cursor }), "calls"),
    head: csvHead(), cells: csvCells, delimiter: csvDelimiter(),
    wait: (pause) => new Promise((resolve) => time.setTimeout(resolve, pause)),
    onChange: () => shownBy?.requestUpdate(),
    onDone: (parts) => save(new Blob(parts, { type: "text/csv;charset=utf-8" }), name),
  });
  const leave = store.subscribe(({ loggedIn }) => loggedIn || leave(drop())); // the next person at this browser gets none of it
  job.goOn();
}

function save(file, name) {
  const href = URL.createObjectURL(file);
  Object.assign(document.createElement("a"), { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}

function drop() {
  job?.cancel();
  job = null;
}

class Export extends Page {
  static properties = { filter: { attribute: false } };

  connectedCallback() {
    super.connectedCallback();
    shownBy = this;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    if (shownBy === this) shownBy = null;
  }

  updated() {
    const { status, count } = job?.state() ?? {};
    if (status !== "done") return;
    job = null;
    this.toast(t("journal.export.done", { n: count, count: format.count(count) }));
    this.requestUpdate();
  }

  start() {
    begin(this.services, this.filter);
    this.requestUpdate();
  }

  cancel() {
    drop();
    this.requestUpdate();
  }

  render() {
    const { status, count } = job?.state() ?? {};
    if (status === "running") return this.renderRunning({ n: count, count: format.count(count) });
    if (status === "stopped") return this.renderStopped({ n: count, count: format.count(count) });
    return html`<button type="button" class="export-start" aria-label=${t("journal.export")} title=${t("journal.export")} @click=${this.start}>
      ${icon("download")}<span class="button-text">${t("journal.export")}</span></button>`;
  }

  renderRunning(words) {
    return html`<span class="export-state"><i class="spinner" aria-hidden="true"></i><span class="number">${t("journal.export.running", words)}</span></span>
      <button type="button" class="small" @click=${this.cancel}>${t("journal.export.cancel")}</button>`;
  }

  renderStopped(words) {
    return html`<span class="export-state" role="alert"><span class="rowan">${icon("warning")}</span><span>${t("journal.export.stopped", words)}</span></span>
      <button type="button" class="small" @click=${() => job.goOn()}>${icon("retry", 16)}${t("journal.export.goOn")}</button>
      ${words.n ? html`<button type="button" class="small" @click=${() => job.keep()}>${icon("download", 16)}${t("journal.export.keep")}</button>` : nothing}
      <button type="button" class="icon-button" aria-label=${t("journal.export.cancel")} title=${t("journal.export.cancel")} @click=${this.cancel}>${icon("cross")}</button>`;
  }
}

define("cc-journal-export", Export);
