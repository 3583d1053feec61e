/** How often a stranger's call would show somebody else's card, for each number of digits, counted over the real book. */
import { html, nothing } from "../vendor/lit.js";
import { bars, percent, pieces } from "../advice.js";
import * as format from "../format.js";
import { t } from "../i18n.js";
import { createPoll } from "../poll.js";
import { define } from "./element.js";
import { icon } from "./icons.js";
import { Page } from "./page.js";

// a quarter of the calls fills the height; heights grow with the root of the share, so that one in a thousand is seen beside one in two
const [TALLEST, LOWEST, LEAST_FULL, EVERY_MS] = [108, 2, 0.25, 2_000];

class Advice extends Page {
  /** `digits` is the setting in force, `chosen` what the administrator is about to save. */
  static properties = { digits: {}, chosen: {}, advice: { state: true }, failed: { state: true } };

  constructor() {
    super();
    Object.assign(this, { advice: null, failed: false });
  }

  connectedCallback() {
    super.connectedCallback();
    const { api, time } = this.services;
    const onError = () => void (this.failed = true);
    this.poll = createPoll({ ask: api.advice, onAnswer: (advice) => this.hear(advice), onError, time, every: EVERY_MS });
    this.poll.start();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.poll.stop();
  }

  willUpdate(changed) {
    if (changed.get("digits") !== undefined) this.poll.start(); // another setting is in force: the sentence is about that one
  }

  hear(advice) {
    Object.assign(this, { advice, failed: false });
    return advice.computing;
  }

  retry() {
    this.failed = false;
    this.poll.start();
  }

  render() {
    if (this.failed && !this.advice) return this.renderFailed();
    if (!this.advice) return nothing;
    const { computed_at: counted, computing, numbers } = this.advice;
    if (!counted) return html`<p class="hint advice-busy" role="status"><i class="spinner" aria-hidden="true"></i>${t("advice.computing")}</p>`;
    if (!numbers) return html`<p class="hint">${t("advice.empty")}</p>`;
    return html`<p class="advice-lead">${t("advice.lead", { n: numbers, count: format.count(numbers) })}
        ${computing ? html`<span class="muted" role="status">${t("advice.recount")}</span>` : nothing}</p>
      ${this.renderBars()} <p class="hint">${t("advice.scale")}</p> ${this.renderSentence()}`;
  }

  renderFailed() {
    return html`<p class="hint advice-busy">${t("advice.error")}<button type="button" class="link" @click=${this.retry}>${icon("retry", 16)}${t("action.retry")}</button></p>`;
  }

  renderBars() {
    const shown = bars(this.advice.risks, this.digits, this.advice.recommended);
    const full = Math.max(LEAST_FULL, ...shown.map(({ share }) => share));
    return html`<table class="risks">
      <caption class="sr">${t("advice.caption")}</caption>
      <tbody><tr>${shown.map((bar) => this.renderBar(bar, full))}</tr></tbody>
      <tfoot><tr>${shown.map((bar) => this.renderDigits(bar))}</tr></tfoot>
    </table>`;
  }

  renderBar({ share, risky, gap }, full) {
    const height = Math.max(LOWEST, Math.round(Math.sqrt(share / full) * TALLEST));
    return html`<td class=${gap ? "gap" : ""}><span class="number">${percent(share)}</span>
      <svg class="risk ${risky ? "risk-high" : ""}" height=${height} aria-hidden="true"></svg></td>`;
  }

  renderDigits({ digits, now, advised, gap }) {
    const mark = now ? t("advice.now") : advised ? t("advice.good") : "";
    const look = now ? (advised ? "mark-good" : "mark-now") : advised ? "mark-good" : "";
    return html`<th scope="col" class=${gap ? "gap" : ""}><span class="mark ${look} ${digits === this.chosen && !now ? "mark-chosen" : ""}">${digits}${mark ? html`<small>${mark}</small>` : nothing}</span></th>`;
  }

  renderSentence() {
    const { recommended, sentence, risks } = this.advice;
    const risky = risks.some(({ digits, share }) => digits === this.digits && share > 0.01);
    const tones = ["", risky ? "rowan" : "pine", "pine"];
    const set = () => this.emit("advised", { digits: recommended });
    return html`<div class="advice-end">
      <p>${pieces(sentence).map(({ text, figure }) => (figure ? html`<b class=${tones[figure] ?? ""}>${text}</b>` : text))}</p>
      ${recommended && recommended !== this.chosen ? html`<button type="button" class="small" @click=${set}>${t("advice.set", { digits: recommended })}</button>` : nothing}
    </div>`;
  }
}

define("cc-advice", Advice);
