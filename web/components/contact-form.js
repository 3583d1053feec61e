/** A contact being created or edited: in the address book, and inside a card with the number filled in. */
import { html, nothing } from "../vendor/lit.js";
import { draftOf, keptDialAfter, reconcile, sentPhones } from "../contact.js";
import { t } from "../i18n.js";
import { conflict } from "./contact-conflict.js";
import { define } from "./element.js";
import { icon } from "./icons.js";
import { Page } from "./page.js";
import { fieldError, KINDS } from "./parts.js";

class ContactForm extends Page {
  static properties = {
    contact: { attribute: false }, small: { type: Boolean },
    draft: { state: true }, busy: { state: true }, problem: { state: true }, nameless: { state: true }, quicker: { state: true },
  };

  willUpdate(changed) {
    const before = changed.get("contact");
    if (!this.draft) this.begin(this.contact);
    else if (before && !this.contact.contact_id && before.kind !== this.contact.kind) this.edit({ kind: this.contact.kind });
  }

  begin(contact) {
    this.base = this.draft = draftOf(contact);
    Object.assign(this, { stored: contact, busy: false, problem: "", nameless: false, quicker: null });
  }

  firstUpdated() {
    this.querySelector("[name=name]").focus();
  }

  edit(changes) {
    this.draft = { ...this.draft, ...changes };
  }

  editPhone(index, value) {
    this.edit({ phones: this.draft.phones.map((phone, other) => (other === index ? value : phone)) });
  }

  async submit(event) {
    event.preventDefault();
    this.nameless = !this.draft.name.trim();
    if (this.nameless) return this.querySelector("[name=name]").focus();
    this.work(true);
    try {
      this.emit("saved", await this.save());
    } catch (error) {
      this.fail(error);
    }
    this.work(false);
  }

  work(saving) {
    Object.assign(this, { busy: saving, problem: saving ? "" : this.problem });
    this.emit("saving", { saving });
  }

  save() {
    const { api } = this.services;
    const phones = this.draft.phones.map((phone) => phone.trim()).filter(Boolean);
    const { name, company } = this.draft;
    const numbers = { phones: sentPhones(this.stored, phones), dial_after: keptDialAfter(this.stored, phones) };
    const body = { ...this.draft, name: name.trim(), company: company.trim(), ...numbers };
    if (!this.contact.contact_id) return api.createContact(body);
    return api.saveContact(this.contact.contact_id, { ...body, version: this.stored.version });
  }

  fail(error) {
    if (error.status === 409 && error.body?.contact) this.meet(error.body.contact);
    else this.problem = error.message || t("error.unsaved");
  }

  /** Another editor was quicker: nothing that was typed is lost, and the next save is one on top of theirs. */
  meet(current) {
    const theirs = draftOf(current);
    this.quicker = reconcile(this.base, this.draft, theirs);
    Object.assign(this, { draft: this.quicker.draft, base: theirs, stored: current });
    this.updateComplete.then(() => this.querySelector(".notice-wait").scrollIntoView({ block: "center" }));
  }

  render() {
    const { name, company, note } = this.draft;
    return html`<form class="form ${this.small ? "form-small" : ""}" novalidate @submit=${this.submit}>
      ${this.small ? nothing : this.renderKinds()}
      <label>${t("contact.name")}
        <input name="name" autocomplete="off" maxlength="200" .value=${name} aria-invalid=${this.nameless ? "true" : nothing}
          @input=${(event) => this.edit({ name: event.target.value })} />
        ${this.nameless ? fieldError(t("contact.nameMissing")) : nothing}
      </label>
      <label>${t("contact.company")}
        <input name="company" autocomplete="off" maxlength="200" .value=${company} @input=${(event) => this.edit({ company: event.target.value })} />
      </label>
      ${this.renderPhones()} ${this.renderResponsible()}
      ${this.small ? nothing : html`<label>${t("contact.note")}
        <textarea name="note" rows="3" maxlength="2000" .value=${note} @input=${(event) => this.edit({ note: event.target.value })}></textarea></label>`}
      ${this.renderQuicker()} ${fieldError(this.problem)}
      <div class="buttons form-end">
        <button type="submit" class="primary" ?disabled=${this.busy}>${this.busy ? t("action.saving") : t("action.save")}</button>
        <button type="button" @click=${() => this.emit("cancelled")}>${t("action.cancel")}</button>
      </div>
    </form>`;
  }

  renderQuicker() {
    if (!this.quicker) return nothing;
    return conflict(this.quicker, this.draft, (field, value) => this.edit({ [field]: value }), this.state.me.colleagues);
  }

  renderKinds() {
    return html`<div class="kinds" role="group" aria-label=${t("contact.kind")}>
      ${KINDS.map((kind) => html`<button type="button" aria-pressed=${String(kind === this.draft.kind)} @click=${() => this.edit({ kind })}>
        ${icon(kind)}${t(`kind.${kind}`)}</button>`)}
    </div>`;
  }

  renderPhones() {
    return html`<fieldset class="phones">
      <legend>${t("contact.numbers")}</legend>
      ${this.draft.phones.map((phone, index) => this.renderPhone(phone, index))}
      <button type="button" class="quiet small" @click=${() => this.edit({ phones: [...this.draft.phones, ""] })}>${icon("plus", 16)}${t("contact.addPhone")}</button>
    </fieldset>`;
  }

  renderPhone(phone, index) {
    const remove = () => this.edit({ phones: this.draft.phones.filter((_, other) => other !== index) });
    return html`<div class="phone-field">
      <input type="tel" autocomplete="off" aria-label=${t("contact.phone")} .value=${phone} @input=${(event) => this.editPhone(index, event.target.value)} />
      <button type="button" class="icon-button" aria-label=${t("contact.removePhone")} title=${t("contact.removePhone")} @click=${remove}>${icon("cross", 16)}</button>
    </div>`;
  }

  renderResponsible() {
    const colleagues = this.state.me.colleagues;
    return html`<label>${t("contact.responsible")}
      <select @change=${(event) => this.edit({ responsible: event.target.value || null })}>
        <option value="" .selected=${!this.draft.responsible}>${t("contact.nobody")}</option>
        ${colleagues.map(({ operator_id: id, name, extension }) => html`<option value=${id} .selected=${id === this.draft.responsible}>${name}, ${extension}</option>`)}
      </select>
    </label>`;
  }
}

define("cc-contact-form", ContactForm);
