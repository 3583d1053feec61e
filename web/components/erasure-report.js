/** How far an erasure is, and its report: how much was erased, and what could not be. It names nobody. */
import { html, nothing } from "../vendor/lit.js";
import { erasedRows } from "../erasure.js";
import * as format from "../format.js";
import { t } from "../i18n.js";
import { createPoll } from "../poll.js";
import { define } from "./element.js";
import { icon } from "./icons.js";
import { Page } from "./page.js";
import { emptyState, errorState, loadingRows } from "./parts.js";

const EVERY_MS = 2_000;

class Erasure extends Page {
  static properties = { erasureId: {}, report: { state: true }, lost: { state: true } };

  constructor() {
    super();
    Object.assign(this, { report: null, lost: null });
  }

  connectedCallback() {
    super.connectedCallback();
    const { api, time } = this.services;
    const onError = (error) => void (this.lost = error);
    this.poll = createPoll({ ask: () => api.erasure(this.erasureId), onAnswer: (report) => this.hear(report), onError, time, every: EVERY_MS });
    if (this.hasUpdated) this.begin();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.poll.stop();
  }

  willUpdate(changed) {
    if (changed.has("erasureId")) this.begin();
  }

  begin() {
    Object.assign(this, { report: null, lost: null });
    this.poll.start();
  }

  /** The list beside it is read again as soon as the contact has left it, and once more at the end. */
  hear(report) {
    const gone = report.erased.contacts && !this.report?.erased.contacts;
    Object.assign(this, { report, lost: null });
    if (gone) this.services.session.contactsChanged();
    return report.state === "running";
  }

  render() {
    if (this.lost?.status === 404) return emptyState("trash", t("erasure.unknown"), t("erasure.unknown.hint"));
    if (this.lost && !this.report) return errorState(() => this.begin(), this.lost);
    if (!this.report) return loadingRows(4);
    return html`<div class="erasure">${this.renderHead()}${this.renderErased()}${this.renderLeft()}</div>`;
  }

  renderHead() {
    const { state, share, message, ended_at: ended } = this.report;
    if (state === "failed") return html`<h2 class="pane-title rowan">${t("erasure.failed")}</h2><p role="alert">${message}</p>`;
    if (state === "done") return html`<h2 class="pane-title with-sign"><span class="pine">${icon("tick", 20)}</span>${t("erasure.done")}</h2>
      <p class="muted" role="status">${t("erasure.ended", { day: format.recent(ended, Date.now()) })}</p>`;
    return html`<h2 class="pane-title">${t("erasure.running")}</h2>
      <progress max="1" .value=${share} aria-label=${t("erasure.running")}></progress>
      <p class="muted" role="status">${t("erasure.running.hint")}</p>`;
  }

  renderErased() {
    const rows = erasedRows(this.report.erased);
    return html`<section><h3 class="label">${t("erasure.erased")}</h3>
      ${rows.length ? html`<dl class="erasure-counts">${rows.map(({ kind, count }) => html`<dt>${t(`erasure.kind.${kind}`)}</dt><dd class="number">${format.count(count)}</dd>`)}</dl>`
        : html`<p class="muted">${t("erasure.nothing")}</p>`}</section>`;
  }

  renderLeft() {
    if (this.report.state === "running") return nothing;
    const one = ({ text, count }) => html`<li>${text}${count === null ? nothing : html` <b class="number">${format.count(count)}</b>`}</li>`;
    return html`<section><h3 class="label">${t("erasure.left")}</h3><ul class="erasure-left">${this.report.left.map(one)}</ul></section>`;
  }
}

define("cc-erasure", Erasure);
