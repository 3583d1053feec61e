/** One operator being created or changed. */
import { html, nothing } from "../vendor/lit.js";
import { t } from "../i18n.js";
import { problemsOf } from "../operators.js";
import { define } from "./element.js";
import { Page } from "./page.js";
import { fieldError, toggle } from "./parts.js";
import "./confirm.js";
import "./unsaved.js";

const BLANK = { name: "", extension: null, login: null, pbx_login: null, active: true, numbers: "whole", admin: false };
const RIGHTS = ["whole", "on_request", "masked"];

class OperatorForm extends Page {
  static properties = {
    operator: { attribute: false }, extension: {}, others: { attribute: false },
    draft: { state: true }, problems: { state: true }, busy: { state: true }, problem: { state: true },
  };

  get body() {
    const { name, extension, login, pbx_login: pbxLogin, active, numbers } = this.draft;
    return { name: name.trim(), extension: text(extension), login: text(login), pbx_login: text(pbxLogin), active, numbers };
  }

  get dirty() {
    const before = { ...BLANK, extension: this.extension ?? null, ...this.operator };
    return Object.entries({ ...this.body, admin: this.admin }).some(([name, value]) => value !== before[name]);
  }

  /** Only who can log in can be an administrator. */
  get admin() {
    return this.draft.admin && Boolean(text(this.draft.login));
  }

  leave(action) {
    this.querySelector("cc-unsaved").ask(action);
  }

  willUpdate(changed) {
    const before = changed.get("operator");
    if (!changed.has("operator") || (this.draft && before?.operator_id === this.operator?.operator_id)) return;
    Object.assign(this, { draft: { ...BLANK, extension: this.extension ?? null, ...this.operator }, busy: false, problem: "", problems: {} });
  }

  edit(name, value) {
    this.draft = { ...this.draft, [name]: value };
    if (this.problems[name]) this.problems = problemsOf(this.body, this.rest);
  }

  async submit(event) {
    event.preventDefault();
    const { body } = this;
    this.problems = problemsOf(body, this.rest);
    const [wrong] = Object.keys(this.problems);
    if (wrong) return this.querySelector(`[name="${wrong}"]`).focus();
    await this.attempt(() => this.save(body));
  }

  async save(body) {
    const { api } = this.services;
    const saved = await api.saveOperator(this.newId(body), body);
    if (body.login && this.admin !== (this.operator?.admin ?? false)) await api.saveAdministrator(body.login, this.admin);
    this.emit("saved", saved);
  }

  get rest() {
    return this.others.filter(({ operator_id: id }) => id !== this.operator?.operator_id);
  }

  /** An operator keeps its id; a new one is called after its extension where that is free. */
  newId({ extension }) {
    if (this.operator) return this.operator.operator_id;
    const wanted = extension && `operator-${extension}`;
    const taken = this.others.some(({ operator_id: id }) => id === wanted);
    return wanted && !taken ? wanted : `operator-${crypto.randomUUID().slice(0, 8)}`;
  }

  erase() {
    return this.attempt(async () => {
      await this.services.api.deleteOperator(this.operator.operator_id);
      this.emit("removed");
    });
  }

  async attempt(action) {
    Object.assign(this, { busy: true, problem: "" });
    try {
      await action();
    } catch (error) {
      this.problem = error.message || t("error.unsaved");
    }
    this.busy = false;
  }

  render() {
    return html`<cc-unsaved .dirty=${this.dirty && !this.busy}></cc-unsaved>
      <form class="form" novalidate @submit=${this.submit}>
        ${this.renderField("name", t("operators.name"), "", true)} ${this.renderField("extension", t("operators.extension"))}
        ${this.renderField("login", t("operators.login"), t("operators.login.hint"))}
        ${this.renderField("pbx_login", t("operators.pbxLogin"), t("operators.pbxLogin.hint"))}
        <div class="setting-row"><p>${t("operators.active")}</p>${toggle(t("operators.active"), this.draft.active, (on) => this.edit("active", on))}</div>
        ${this.renderNumbers()} ${this.renderAdmin()} ${fieldError(this.problem)}
        <div class="buttons form-end">
          <button type="submit" class="primary" ?disabled=${this.busy}>${t(this.busy ? "action.saving" : "action.save")}</button>
          <button type="button" @click=${() => this.leave(() => this.emit("cancelled"))}>${t("action.close")}</button>
          ${this.operator ? html`<button type="button" class="danger end" @click=${() => this.querySelector("cc-confirm").show()}>${t("operators.delete")}</button>` : nothing}
        </div>
      </form>
      <cc-confirm .heading=${t("operators.delete.title")} .text=${t("operators.delete.text", { name: this.draft.name })}
        .action=${t("operators.delete")} @confirmed=${this.erase}></cc-confirm>`;
  }

  renderNumbers() {
    const { numbers } = this.draft;
    return html`<label>${t("operators.numbers")}
      <select name="numbers" @change=${(event) => this.edit("numbers", event.target.value)}>
        ${RIGHTS.map((right) => html`<option value=${right} .selected=${right === numbers}>${t(`numbers.${right}`)}</option>`)}
      </select>
      <small class="hint">${t(this.admin ? "operators.numbers.admin" : `numbers.${numbers}.hint`)}</small>
    </label>`;
  }

  /** Nobody takes the right from themselves: there is always one left who can give it. */
  renderAdmin() {
    const own = this.operator && this.operator.operator_id === this.state.me.operator_id;
    if (own || !text(this.draft.login)) return nothing;
    return html`<div class="setting-row">
      <div><p>${t("operators.admin")}</p><p class="hint">${t("operators.admin.hint")}</p></div>
      ${toggle(t("operators.admin"), this.draft.admin, (on) => this.edit("admin", on))}
    </div>`;
  }

  renderField(name, label, hint = "", required = false) {
    const problem = this.problems[name];
    return html`<label>${label}
      <input aria-invalid=${problem ? "true" : nothing} name=${name} autocomplete="off" maxlength="200" ?required=${required} .value=${this.draft[name] ?? ""} @input=${(event) => this.edit(name, event.target.value)} />
      ${problem ? fieldError(t(...problem)) : nothing}
      ${hint ? html`<small class="hint">${hint}</small>` : nothing}
    </label>`;
  }
}

const text = (value) => value?.trim() || null;

define("cc-operator-form", OperatorForm);
