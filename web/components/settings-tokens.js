/** «Настройка подключения»: the PBX's token goes in and is never shown; ours is shown, copied and changed. */
import { html, nothing } from "../vendor/lit.js";
import { t } from "../i18n.js";
import * as format from "../format.js";
import { define } from "./element.js";
import { icon } from "./icons.js";
import { Page } from "./page.js";
import { fieldError } from "./parts.js";
import { Resource } from "./resource.js";

const SAID_MS = 2_000;
const DOTS = "••••••••••••••••••••";

class SettingsTokens extends Page {
  static properties = {
    replacing: { state: true }, rotating: { state: true }, revealed: { state: true }, copied: { state: true }, problem: { state: true },
  };

  constructor() {
    super();
    Object.assign(this, { replacing: false, rotating: false, revealed: false, copied: false, problem: "" });
    this.crm = new Resource(this, () => this.services.api.crmToken());
    this.pbx = new Resource(this, () => this.services.api.pbxToken());
  }

  connectedCallback() {
    super.connectedCallback();
    this.crm.reload();
    this.pbx.reload();
  }

  async attempt(action) {
    this.problem = "";
    try {
      await action();
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

  copy() {
    this.emit("copy-text", { text: this.crm.value.token });
    this.copied = true;
    setTimeout(() => (this.copied = false), SAID_MS);
  }

  render() {
    return html`${this.renderPbx()} ${this.renderCrm()} ${fieldError(this.problem)}`;
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
        ${stored === undefined ? nothing : html`<p class="hint">${t(stored ? "token.stored" : "token.missing")}</p>`}
      </div>
    </form>`;
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
          <button type="button" ?disabled=${!token} @click=${this.copy}>${icon(this.copied ? "tick" : "copy")}${t(this.copied ? "token.copied" : "token.copy")}</button>
          <button type="button" @click=${() => (this.rotating = true)}>${t("token.rotate")}</button>
        </div>
        ${this.rotating ? this.renderRotation() : this.renderPrevious()}
      </div>
    </div>`;
  }

  renderRotation() {
    return html`<div class="notice" role="alert"><p>${t("token.rotate.ask")}</p>
      <button type="button" class="small danger" @click=${this.rotate}>${t("token.rotate.sure")}</button>
      <button type="button" class="small quiet" @click=${() => (this.rotating = false)}>${t("action.cancel")}</button></div>`;
  }

  renderPrevious() {
    const until = this.crm.value?.previous_valid_until;
    const left = until ? (Date.parse(until) - Date.now()) / 1000 : 0;
    return left > 0 ? html`<p class="hint">${t("token.previous", { time: format.spent(left) })}</p>` : nothing;
  }
}

/** The first and last letters of a secret, enough to tell two apart. */
export function masked(token) {
  return token ? `${token.slice(0, 3)}••••••${token.slice(-4)}` : "";
}

define("cc-settings-tokens", SettingsTokens);
