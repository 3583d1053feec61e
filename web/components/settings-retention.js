/** How long calls are kept, and how far those that are there already have followed the newest change. */
import { html, nothing } from "../vendor/lit.js";
import * as format from "../format.js";
import { keptChoices, keptFor } from "../retention.js";
import { t } from "../i18n.js";
import { createPoll } from "../poll.js";
import { define } from "./element.js";
import { icon } from "./icons.js";
import { Page } from "./page.js";

const EVERY_MS = 2_000;

class Retention extends Page {
  /** `saved` is the setting in force, `chosen` what the administrator is about to save: days, null for ever. */
  static properties = { saved: {}, chosen: {}, told: { state: true } };

  constructor() {
    super();
    this.told = null;
  }

  connectedCallback() {
    super.connectedCallback();
    const { api, time } = this.services;
    this.poll = createPoll({ ask: api.retention, onAnswer: (told) => this.hear(told), onError: () => void (this.told = null), time, every: EVERY_MS });
    this.poll.start();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.poll.stop();
  }

  willUpdate(changed) {
    if (changed.get("saved") !== undefined) this.poll.start();
  }

  hear(told) {
    this.told = told;
    return told.state === "running";
  }

  render() {
    return html`<div class="setting-row setting-kept">
        <div><label for="calls_kept_days">${t("settings.calls_kept_days")}</label><p class="hint">${t("settings.calls_kept_days.hint")}</p>
          ${this.renderShorter()}${this.renderTold()}</div>
        <select id="calls_kept_days" @change=${(event) => this.emit("kept", { days: Number(event.target.value) || null })}>
          ${keptChoices(this.saved).map((days) => html`<option value=${days ?? ""} ?selected=${days === this.chosen}>${keptFor(days)}</option>`)}
        </select>
      </div>`;
  }

  /** What is about to be lost is told before it is saved. */
  renderShorter() {
    const shorter = this.chosen !== null && (this.saved === null || this.chosen < this.saved);
    return shorter ? html`<p class="kept-shorter">${icon("warning", 16)}<span>${t("kept.shorter", { time: keptFor(this.chosen) })}</span></p>` : nothing;
  }

  renderTold() {
    const { state, done_rows: rows, ended_at: ended, message } = this.told ?? {};
    if (state === "running") return html`<p class="hint kept-state" role="status"><i class="spinner" aria-hidden="true"></i>${t("kept.running", { n: rows, count: format.count(rows) })}</p>`;
    if (state === "done") return html`<p class="hint kept-state">${t("kept.done", { day: format.recent(ended, Date.now()) })}</p>`;
    return state === "failed" ? html`<p class="hint kept-state">${t("kept.failed")} ${message}</p>` : nothing;
  }
}

define("cc-retention", Retention);
