/** Operators: the list, one being edited beside it, and a new login's temporary password, shown once. */
import { html, nothing, repeat } from "../vendor/lit.js";
import { t } from "../i18n.js";
import { define } from "./element.js";
import { icon } from "./icons.js";
import { Page } from "./page.js";
import { badge, emptyState, shown } from "./parts.js";
import { loadPage, Resource } from "./resource.js";
import "./operator-form.js";
import "./settings-reveals.js";

const NEW = "";

class SettingsOperators extends Page {
  static properties = { head: { attribute: false }, extension: {}, chosen: { state: true }, password: { state: true } };

  constructor() {
    super();
    Object.assign(this, { chosen: null, password: null });
    this.operators = new Resource(this, () => this.load());
  }

  connectedCallback() {
    super.connectedCallback();
    this.operators.reload();
  }

  async load() {
    const { api } = this.services;
    const [{ rows }, { logins }] = await Promise.all([loadPage(api.operators(), "operators"), api.administrators()]);
    return { rows: rows.map((operator) => ({ ...operator, admin: logins.includes(operator.login) })) };
  }

  /** Somebody came for an extension: the form is open for who has it, or for whom it is to be. */
  willUpdate(changed) {
    if (changed.has("extension")) this.awaited = this.extension;
    const rows = this.operators.value?.rows;
    if (!rows || !this.awaited) return;
    const owner = rows.find(({ extension }) => extension === this.awaited);
    this.choose(owner?.operator_id ?? NEW);
    this.awaited = null;
  }

  choose(id) {
    Object.assign(this, { chosen: id, password: null });
  }

  /** Another row, unless the form has something in it that its reader wants to keep. */
  leaveFor(id) {
    if (id === this.chosen) return;
    const form = this.querySelector("cc-operator-form");
    if (form) form.leave(() => this.choose(id));
    else this.choose(id);
  }

  saved({ temporary_password: password, ...operator }) {
    this.chosen = operator.operator_id;
    this.password = password ? { password, name: operator.name } : null;
    this.operators.reload();
    this.toast(t("operators.saved"));
  }

  removed() {
    this.choose(null);
    this.operators.reload();
    this.toast(t("operators.deleted"));
  }

  render() {
    return html`<header class="page-head settings-head">${this.head}<span class="page-facts"></span>
        <button type="button" class="primary" @click=${() => this.leaveFor(NEW)}>${icon("plus")}${t("operators.create")}</button></header>
      <div class="split">
        <div class="scroll">${shown(this.operators, ({ rows }) => this.renderTable(rows))}
          <cc-settings-reveals .services=${this.services}></cc-settings-reveals></div>
        ${this.chosen === null ? nothing : this.renderForm()}
      </div>`;
  }

  renderTable(rows) {
    if (!rows.length) return emptyState("people", t("operators.empty"), t("operators.empty.hint"));
    return html`<table class="operators">
      <thead><tr><th>${t("operators.name")}</th><th>${t("operators.extension")}</th><th>${t("operators.login")}</th>
        <th>${t("operators.pbxLogin")}</th><th>${t("operators.status")}</th></tr></thead>
      <tbody>${repeat(rows, (operator) => operator.operator_id, (operator) => this.renderRow(operator))}</tbody>
    </table>`;
  }

  renderRow(operator) {
    const { operator_id: id, name, extension, login, pbx_login: pbxLogin, active, admin } = operator;
    return html`<tr class=${id === this.chosen ? "opened" : ""} @click=${() => this.leaveFor(id)}>
      <td><button type="button" class="row-button with-badge">${badge(name)}<b>${name}</b>${admin ? html`<span class="tag">${t("operators.admin")}</span>` : nothing}</button></td>
      <td class="number">${extension ?? "—"}</td><td>${login ?? "—"}</td><td>${pbxLogin ?? "—"}</td>
      <td>${active ? t("operators.active") : html`<span class="muted">${t("operators.inactive")}</span>`}</td>
    </tr>`;
  }

  renderForm() {
    const operators = this.operators.value?.rows ?? [];
    const operator = operators.find(({ operator_id: id }) => id === this.chosen);
    if (this.chosen !== NEW && !operator) return nothing;
    return html`<aside class="side scroll">
      <h2 class="pane-title">${operator?.name ?? t("operators.new")}</h2>
      ${this.password ? this.renderPassword() : nothing}
      <cc-operator-form .services=${this.services} .operator=${operator ?? null} .extension=${operator ? null : this.extension} .others=${operators}
        @saved=${(event) => this.saved(event.detail)} @removed=${this.removed} @cancelled=${() => this.choose(null)}></cc-operator-form>
    </aside>`;
  }

  renderPassword() {
    const { password, name } = this.password;
    const copy = () => this.emit("copy-text", { text: password, said: t("operators.password.copied") });
    return html`<div class="notice" role="alert">
      <p><b>${t("operators.password")}</b></p>
      <p class="secret-once"><code>${password}</code><button type="button" class="small" @click=${copy}>${icon("copy", 16)}${t("token.copy")}</button></p>
      <p class="hint">${t("operators.password.hint", { name })}</p>
    </div>`;
  }
}

define("cc-settings-operators", SettingsOperators);
