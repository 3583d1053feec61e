/** Login, and the choice of a password of one's own after a temporary one. */
import { html, nothing } from "../vendor/lit.js";
import { language, t } from "../i18n.js";
import { attempt, define, PageElement } from "./element.js";
import { icon } from "./icons.js";
import { fieldError, segments } from "./parts.js";

class LoginPage extends PageElement {
  static properties = {
    services: { attribute: false }, challenge: { state: true }, busy: { state: true }, problem: { state: true },
  };

  constructor() {
    super();
    Object.assign(this, { challenge: null, busy: false, problem: null });
  }

  firstUpdated() {
    this.querySelector("input").focus();
  }

  async submit(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    await attempt(this, () => this.answer(form));
  }

  answer(form) {
    if (!this.challenge) return this.enter(form);
    return this.challenge.name === "SOFTWARE_TOKEN_MFA" ? this.enterCode(form) : this.choose(form);
  }

  async enterCode(form) {
    this.proceed(await this.services.auth.enterCode(this.challenge, form.get("code").trim()));
  }

  async enter(form) {
    const answer = await this.services.auth.login(form.get("name").trim(), form.get("password"));
    this.proceed(answer);
  }

  async choose(form) {
    if (form.get("password") !== form.get("repeat")) return void (this.problem = "mismatch");
    this.proceed(await this.services.auth.choosePassword(this.challenge, form.get("password")));
  }

  proceed(answer) {
    if (answer.done) return this.emit("entered");
    this.challenge = answer;
    this.updateComplete.then(() => this.querySelector("input").focus());
  }

  render() {
    return html`<main class="login">
      <div class="login-box">
        <p class="brand">${icon("mark", 24)}<b>${t("app.name")}</b></p>
        <form @submit=${this.submit}>${this.renderStep()}</form>
      </div>
      ${segments(t("menu.language"), [["ru", "Русский"], ["en", "English"]], language(), (language) => this.emit("prefer", { language }))}
    </main>`;
  }

  renderStep() {
    if (!this.challenge) return this.renderLogin();
    return this.challenge.name === "SOFTWARE_TOKEN_MFA" ? this.renderCode() : this.renderChoice();
  }

  renderCode() {
    return html`<h1>${t("login.code.title")}</h1>
      <p class="muted">${t("login.code.lead")}</p>
      <label>${t("login.code.field")}<input name="code" inputmode="numeric" autocomplete="one-time-code" pattern="\\s*[0-9]{6}\\s*" required .value=${""} /></label>
      ${this.renderEnd(t("login.enter"))}`;
  }

  renderLogin() {
    return html`<h1>${t("login.title")}</h1>
      <p class="muted">${t("login.lead")}</p>
      <label>${t("login.name")}<input name="name" autocomplete="username" autocapitalize="none" spellcheck="false" required /></label>
      <label>${t("login.password")}<input name="password" type="password" autocomplete="current-password" required /></label>
      ${this.renderEnd(t("login.enter"))}`;
  }

  renderChoice() {
    return html`<h1>${t("login.new.title")}</h1>
      <p class="muted">${t("login.new.lead")}</p>
      <input name="name" autocomplete="username" .value=${this.challenge.login} hidden />
      <label>${t("login.new.password")}<input name="password" type="password" autocomplete="new-password" minlength="12" required .value=${""} /></label>
      <label>${t("login.new.repeat")}<input name="repeat" type="password" autocomplete="new-password" required /></label>
      ${this.renderEnd(t("login.new.save"))}`;
  }

  renderEnd(text) {
    return html`${this.problem ? fieldError(t(`login.${this.problem}`)) : nothing}
      <button type="submit" class="primary wide" ?disabled=${this.busy}>${this.busy ? t("login.entering") : text}</button>`;
  }
}

define("cc-login", LoginPage);
