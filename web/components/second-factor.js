/** A code at login: an authenticator app is linked to it, or is not needed any more. */
import { html, nothing } from "../vendor/lit.js";
import { t } from "../i18n.js";
import { createSecondFactor } from "../second-factor.js";
import { attempt, define } from "./element.js";
import { icon } from "./icons.js";
import { Page } from "./page.js";
import { fieldError } from "./parts.js";

class SecondFactor extends Page {
  static properties = {
    on: { state: true }, linking: { state: true }, busy: { state: true }, problem: { state: true },
  };

  constructor() {
    super();
    Object.assign(this, { on: null, linking: null, busy: false, problem: null });
  }

  firstUpdated() {
    this.factor = createSecondFactor(this.services.auth);
    this.show();
  }

  show() {
    Object.assign(this, { linking: null, problem: null });
    this.querySelector("dialog").showModal();
    attempt(this, async () => (this.on = await this.factor.isOn()));
  }

  link() {
    attempt(this, async () => {
      this.linking = await this.factor.begin(this.services.store.get().me.name);
      await this.updateComplete;
      this.querySelector("input").focus();
    });
  }

  confirm(event) {
    event.preventDefault();
    const code = new FormData(event.target).get("code").trim();
    attempt(this, async () => {
      await this.factor.confirm(code);
      this.close(t("factor.isOn"));
    });
  }

  switchOff() {
    attempt(this, async () => {
      await this.factor.switchOff();
      this.close(t("factor.isOff"));
    });
  }

  close(said) {
    this.querySelector("dialog").close();
    if (said) this.emit("toast", { text: said, sign: "tick" });
  }

  render() {
    return html`<dialog class="dialog" aria-labelledby="factor-title">
      <div class="dialog-head"><h2 id="factor-title">${t("factor.title")}</h2></div>
      ${this.linking ? this.renderLinking() : this.renderState()}
    </dialog>`;
  }

  renderState() {
    return html`<p>${t(this.on === null ? "factor.asking" : this.on ? "factor.on" : "factor.off")}</p>
      ${this.problem ? fieldError(t(`login.${this.problem}`)) : nothing}
      <div class="dialog-actions">
        <button type="button" @click=${() => this.close()}>${t("action.close")}</button>
        ${this.on === false ? html`<button type="button" class="primary" ?disabled=${this.busy} @click=${this.link}>${t("factor.link")}</button>` : nothing}
        ${this.on ? html`<button type="button" class="danger" ?disabled=${this.busy} @click=${this.switchOff}>${t("factor.switchOff")}</button>` : nothing}
      </div>`;
  }

  renderLinking() {
    const copy = () => this.emit("copy-text", { text: this.linking.secret, said: t("text.copied") });
    return html`<form @submit=${this.confirm}>
      <p>${t("factor.lead")}</p>
      <p class="factor-key"><code>${this.linking.shown}</code>
        <button type="button" class="small" @click=${copy}>${icon("copy")}${t("factor.copy")}</button>
        <a href=${this.linking.uri}>${t("factor.open")}</a></p>
      <label>${t("login.code.field")}<input name="code" inputmode="numeric" autocomplete="one-time-code" pattern="\\s*[0-9]{6}\\s*" required /></label>
      ${this.problem ? fieldError(t(`login.${this.problem}`)) : nothing}
      <div class="dialog-actions">
        <button type="button" @click=${() => this.close()}>${t("action.cancel")}</button>
        <button type="submit" class="primary" ?disabled=${this.busy}>${t("factor.confirm")}</button>
      </div>
    </form>`;
  }
}

define("cc-second-factor", SecondFactor);
