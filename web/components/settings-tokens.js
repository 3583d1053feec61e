/** «Настройка подключения»: the PBX's token goes in and is never shown; ours is shown, copied and changed. */
import { html, nothing } from "../vendor/lit.js";
import { t } from "../i18n.js";
import * as format from "../format.js";
import { define } from "./element.js";
import { icon } from "./icons.js";
import { Page } from "./page.js";
import { fieldError } from "./parts.js";
import { Resource } from "./resource.js";

const [SAID_MS, COUNT_MS] = [2_000, 15_000];
const DOTS = "••••••••••••••••••••";

class SettingsTokens extends Page {
  /** `rotatedAt` and `storedAt`: when the tokens were changed, where the history tells. */
  static properties = {
    rotatedAt: {}, storedAt: {}, ending: { state: true }, replacing: { state: true }, rotating: { state: true }, revealed: { state: true }, copied: { state: true }, problem: { state: true },
  };

  constructor() {
    super();
    Object.assign(this, { ending: false, replacing: false, rotating: false, revealed: false, copied: false, problem: "" });
    this.crm = new Resource(this, () => this.services.api.crmToken());
    this.pbx = new Resource(this, () => this.services.api.pbxToken());
  }

  connectedCallback() {
    super.connectedCallback();
    this.crm.reload();
    this.pbx.reload();
    this.counting = setInterval(() => this.requestUpdate(), COUNT_MS);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.counting);
  }

  async attempt(action) {
    this.problem = "";
    try {
      await action();
      this.emit("changed");
    } catch (error) {
      this.problem = error.message || t("error.unsaved");
    }
  }

  replace() {
    this.replacing = true;
    this.updateComplete.then(() => this.querySelector("#pbx_token").focus());
  }

  store(event) {
    event.preventDefault();
    const token = this.querySelector("#pbx_token").value.trim();
    if (!token) return;
    this.attempt(async () => {
      await this.services.api.savePbxToken(token);
      this.replacing = false;
      this.pbx.replace({ stored: true });
      this.toast(t("token.saved"));
    });
  }

  rotate() {
    this.attempt(async () => {
      this.crm.replace(await this.services.api.rotateCrmToken());
      this.rotating = false;
      this.toast(t("token.rotated"));
    });
  }

  endPrevious() {
    this.attempt(async () => {
      this.crm.replace(await this.services.api.endPreviousCrmToken());
      this.ending = false;
      this.toast(t("token.ended"));
    });
  }

  copy() {
    this.emit("copy-text", { text: this.crm.value.token });
    this.copied = true;
    setTimeout(() => (this.copied = false), SAID_MS);
  }

  render() {
    const lost = this.crm.error ?? this.pbx.error;
    return html`${this.renderPbx()} ${this.renderCrm()} ${fieldError(this.problem)} ${lost ? this.renderLost(lost) : nothing}`;
  }

  renderLost({ message }) {
    const retry = () => [this.crm, this.pbx].forEach((token) => token.reload());
    return html`${fieldError(message || t("state.error"))}
      <button type="button" class="small" @click=${retry}>${icon("retry", 16)}${t("action.retry")}</button>`;
  }

  renderPbx() {
    const stored = this.pbx.value?.stored;
    return html`<form class="setting" @submit=${this.store}>
      <label for="pbx_token">${t("settings.pbx_token")}</label>
      <div>
        <div class="field-row">
          <input id="pbx_token" type="password" autocomplete="off" ?readonly=${!this.replacing}
            .value=${this.replacing ? "" : stored ? DOTS : ""} />
          ${this.replacing ? this.renderReplacing() : html`<button type="button" @click=${this.replace}>${t(stored === false ? "token.enter" : "token.replace")}</button>`}
        </div>
        ${stored === undefined ? nothing : html`<p class="hint">${this.renderStored(stored)}</p>`}
      </div>
    </form>`;
  }

  renderStored(stored) {
    if (!stored) return t("token.missing");
    return this.storedAt ? t("token.storedAt", { day: format.day(this.storedAt) }) : t("token.stored");
  }

  renderReplacing() {
    return html`<button type="submit">${t("action.save")}</button>
      <button type="button" class="quiet" @click=${() => (this.replacing = false)}>${t("action.cancel")}</button>`;
  }

  renderCrm() {
    const token = this.crm.value?.token ?? "";
    return html`<div class="setting">
      <label for="crm_token">${t("settings.crm_token")}</label>
      <div>
        <div class="field-row">
          <span class="secret"><input id="crm_token" class="number" readonly .value=${this.revealed ? token : masked(token)} />
            <button type="button" class="icon-button" aria-pressed=${String(this.revealed)} aria-label=${t(this.revealed ? "token.hide" : "token.show")}
              @click=${() => (this.revealed = !this.revealed)}>${icon("eye")}</button></span>
          <button type="button" class="primary" ?disabled=${!token} @click=${this.copy}>${icon(this.copied ? "tick" : "copy")}${t(this.copied ? "token.copied" : "token.copy")}</button>
          <button type="button" ?disabled=${!token} @click=${() => Object.assign(this, { rotating: true, ending: false })}>${t("token.rotate")}</button>
        </div>
        ${this.rotating ? this.renderRotation() : this.renderPrevious()}
      </div>
    </div>`;
  }

  renderRotation() {
    return renderQuestion(t("token.rotate.ask"), t("token.rotate.sure"), this.rotate, () => (this.rotating = false));
  }

  /** How long the token before still works: counted by the server's time. */
  renderPrevious() {
    const until = Date.parse(this.crm.value?.previous_valid_until);
    const now = this.services.session.serverNow();
    if (!(until > now)) return nothing;
    if (this.ending) return renderQuestion(t("token.end.ask"), t("token.end.sure"), this.endPrevious, () => (this.ending = false));
    return html`<div class="previous">
      ${this.rotatedAt ? html`<progress class="left" max="1" .value=${leftOf(Date.parse(this.rotatedAt), until, now)} aria-hidden="true"></progress>` : nothing}
      <span class="hint" role="timer" aria-live="off">${t("token.previous", { time: format.spent((until - now) / 1000) })}</span>
      <button type="button" class="link" @click=${() => (this.ending = true)}>${t("token.end")}</button>
    </div>`;
  }
}

const renderQuestion = (question, answer, yes, no) => html`<div class="notice" role="alert"><p>${question}</p>
  <button type="button" class="small danger" @click=${yes}>${answer}</button>
  <button type="button" class="small quiet" @click=${no}>${t("action.cancel")}</button></div>`;

/** The share of the overlap that is left. */
const leftOf = (from, until, now) => Math.min(1, Math.max(0, (until - now) / (until - from)));

/** The first and last letters of a secret, enough to tell two apart. */
export function masked(token) {
  return token ? `${token.slice(0, 3)}••••••${token.slice(-4)}` : "";
}

define("cc-settings-tokens", SettingsTokens);
