/** The ten settings, labelled and valued as the specification has them. */
import { html, nothing } from "../vendor/lit.js";
import { lastOf } from "../history.js";
import { t } from "../i18n.js";
import { define } from "./element.js";
import { icon } from "./icons.js";
import { Page } from "./page.js";
import { fieldError, shown, toggle } from "./parts.js";
import { Resource } from "./resource.js";
import "./settings-advice.js";
import "./settings-history.js";
import "./settings-retention.js";
import "./settings-tokens.js";
import "./unsaved.js";

const VALUES = {
  incoming_card: ["never", "ring", "answer", "end"],
  outgoing_card: ["never", "start", "answer", "end"],
  incoming_record: ["never", "end"],
  outgoing_record: ["never", "end"],
  show_record: ["never", "incoming", "outgoing", "both"],
};
const [FEWEST, MOST] = [1, 20];

class SettingsCalls extends Page {
  static properties = { head: { attribute: false }, draft: { state: true }, busy: { state: true }, problem: { state: true } };

  constructor() {
    super();
    Object.assign(this, { draft: {}, busy: false, problem: "" });
    this.settings = new Resource(this, () => this.services.api.settings());
    this.history = new Resource(this, async () => (await this.services.api.settingsHistory()).changes);
  }

  connectedCallback() {
    super.connectedCallback();
    this.settings.reload();
    this.history.reload();
  }

  get changed() {
    const saved = this.settings.value ?? {};
    return Object.keys(this.draft).filter((name) => this.draft[name] !== saved[name]);
  }

  get valid() {
    const digits = this.draft.suffix_digits;
    return digits === undefined || (Number.isInteger(digits) && digits >= FEWEST && digits <= MOST);
  }

  edit(name, value) {
    this.draft = { ...this.draft, [name]: value };
    this.problem = "";
  }

  reset() {
    Object.assign(this, { draft: {}, problem: "" });
    this.settings.replace({ ...this.settings.value });
  }

  async save() {
    this.busy = true;
    try {
      this.settings.replace(await this.services.api.saveSettings({ ...this.settings.value, ...this.draft }));
      this.draft = {};
      this.toast(t("settings.saved"));
      this.history.reload();
    } catch (error) {
      this.problem = error.message || t("error.unsaved");
    }
    this.busy = false;
  }

  render() {
    const changes = this.history.value ?? [];
    return html`<header class="page-head settings-head">${this.head}<span class="page-facts"></span>${this.renderEnd()}</header>
      <cc-unsaved .dirty=${this.changed.length > 0}></cc-unsaved>
      <div class="scroll"><div class="settings">
        <div>
          <section><h2>${t("settings.connection")}</h2><cc-settings-tokens .services=${this.services} .rotatedAt=${lastOf(changes, "token.crm")}
            .storedAt=${lastOf(changes, "token.pbx")} @changed=${() => this.history.reload()}></cc-settings-tokens></section>
          ${shown(this.settings, (saved) => this.renderSelects({ ...saved, ...this.draft }))}
        </div>
        <div>${shown(this.settings, (saved) => this.renderOther({ ...saved, ...this.draft }))}
          <cc-settings-history .history=${this.history} .version=${this.history.settled}></cc-settings-history></div>
      </div></div>`;
  }

  renderEnd() {
    const count = this.changed.length;
    if (!count && !this.problem) return nothing;
    return html`${this.problem ? fieldError(this.problem) : html`<span class="muted small-text" role="status">${t("settings.changed", { n: count })}</span>`}
      <button type="button" class="quiet" @click=${this.reset}>${t("action.cancel")}</button>
      <button type="button" class="primary" ?disabled=${this.busy || !this.valid} @click=${this.save}>${t(this.busy ? "action.saving" : "action.save")}</button>`;
  }

  renderSelects(values) {
    return html`<section><h2>${t("settings.windows")}</h2>${["incoming_card", "outgoing_card"].map((name) => this.renderSelect(name, values))}</section>
      <section><h2>${t("settings.documents")}</h2>
        ${["incoming_record", "outgoing_record", "show_record"].map((name) => this.renderSelect(name, values))}</section>`;
  }

  renderSelect(name, values) {
    return html`<div class="setting">
      <label for=${name}>${t(`settings.${name}`)}</label>
      <select id=${name} .value=${values[name]} @change=${(event) => this.edit(name, event.target.value)}>
        ${VALUES[name].map((value) => html`<option value=${value} ?selected=${value === values[name]}>${t(`value.${value}`)}</option>`)}
      </select>
    </div>`;
  }

  renderOther(values) {
    return html`<section><h2>${t("settings.other")}</h2>
      ${this.renderDigits(values.suffix_digits)}
      ${["auto_transfer", "toast"].map((name) => html`<div class="setting-row">
        <div><p>${t(`settings.${name}`)}</p><p class="hint">${t(`settings.${name}.hint`)}</p></div>
        ${toggle(t(`settings.${name}`), values[name], (on) => this.edit(name, on))}
      </div>`)}
      <cc-retention .services=${this.services} .saved=${this.settings.value.calls_kept_days} .chosen=${values.calls_kept_days}
        @kept=${(event) => this.edit("calls_kept_days", event.detail.days)}></cc-retention>
    </section>`;
  }

  renderDigits(digits) {
    const set = (value) => this.edit("suffix_digits", value);
    const step = (by, sign, label) => html`<button type="button" class="icon-only" aria-label=${label}
      ?disabled=${digits + by < FEWEST || digits + by > MOST} @click=${() => set(digits + by)}>${icon(sign)}</button>`;
    return html`<div class="setting-row setting-advised">
        <div><label for="suffix_digits">${t("settings.suffix_digits")}</label><p class="hint">${t("settings.suffix_digits.hint")}</p></div>
        <div class="stepper">${step(-1, "minus", "−1")}
          <input id="suffix_digits" type="number" min=${FEWEST} max=${MOST} step="1" .value=${String(digits)} aria-invalid=${this.valid ? nothing : "true"}
            @input=${(event) => set(event.target.valueAsNumber)} />
          ${step(1, "plus", "+1")}</div>
      </div>
      ${this.valid ? nothing : fieldError(t("settings.suffix_digits.wrong"))}
      <cc-advice .services=${this.services} .digits=${this.settings.value.suffix_digits} .chosen=${digits} @advised=${(event) => set(event.detail.digits)}></cc-advice>`;
  }
}

define("cc-settings-calls", SettingsCalls);
