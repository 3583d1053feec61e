/** The window «Входящий звонок» (or «Исходящий звонок») of a number nobody knows. */
import { html, nothing } from "../vendor/lit.js";
import { t } from "../i18n.js";
import * as format from "../format.js";
import { lastCalls, recordRow, YANDEX } from "./card-known.js";
import { define } from "./element.js";
import { icon } from "./icons.js";
import { lazy } from "./lazy.js";
import { Page } from "./page.js";
import { KINDS } from "./parts.js";
import { loadPage, Resource } from "./resource.js";
import "./buttons.js";

const SHOWN = 3;
const contactForm = lazy(() => import("./contact-form.js"), { styles: ["forms"], texts: ["later", "contacts"] });
const attach = lazy(() => import("./card-attach.js"), { styles: ["forms", "contacts"], texts: ["later"] });

class Unknown extends Page {
  static properties = { call: { attribute: false }, found: { attribute: false }, view: { state: true }, saving: { state: true } };

  constructor() {
    super();
    Object.assign(this, { found: [], view: null, saving: false });
    this.addEventListener("saving", ({ detail }) => (this.saving = detail.saving));
    this.calls = new Resource(this, () => loadPage(this.services.api.calls({ query: this.call.phone }), "calls"));
  }

  connectedCallback() {
    super.connectedCallback();
    if (this.call.phone) this.calls.reload();
  }

  /** `view`: null is the list of actions, a kind is its form, "attach" the search for an existing contact. */
  show(view) {
    this.view = view;
    this.emit("busy", { busy: view !== null });
    if (!view) this.closest(".card").focus(); // the form that had it is gone
  }

  linked(contact, text) {
    this.emit("busy", { busy: false });
    this.services.session.contactsChanged();
    this.toast(text);
    this.emit("chosen", { contact: { ...contact, reason: "full" } });
  }

  render() {
    const { call } = this;
    if (!call.phone) return html`<div class="card-middle"><h2 class="card-name">${t("card.withheld")}</h2>${this.renderWhere()}<p class="muted">${t("card.withheld.hint")}</p>${recordRow(this)}</div>`;
    return html`<div class="card-middle">
      <h2 class="card-name number">${format.phone(call.display)}</h2>
      ${this.renderWhere()} ${recordRow(this)}
      <hr />
      ${this.renderView()}
    </div>`;
  }

  renderWhere() {
    const { line, phone } = this.call;
    const place = line ? t("card.lineNamed", { name: line.name || line.number }) : "";
    return html`<p class="card-where">${[phone ? t("card.unknown") : "", place].filter(Boolean).join("  ·  ")}</p>`;
  }

  renderView() {
    if (!this.view) return this.renderChoices();
    return html`${this.renderLinked()} ${this.view === "attach" ? this.renderAttach() : this.renderForm(this.view)}`;
  }

  /** Somebody else linked the number while this form was open: nothing is taken away, the way to the contact is offered. */
  renderLinked() {
    if (!this.found.length || this.saving) return nothing;
    return html`<div class="notice" role="status"><p>${t("card.linked", { name: this.found[0].name })}</p>
      <button type="button" class="small" @click=${() => this.show(null)}>${t("card.linked.show")}</button></div>`;
  }

  renderChoices() {
    return html`${this.renderActions()}
      <hr />
      <div class="card-section"><h3 class="label">${t("card.create")}</h3><span class="muted small-text">${t("card.create.hint")}</span></div>
      <div class="kinds">
        ${KINDS.map((kind) => html`<button type="button" @click=${() => this.show(kind)}>${icon(kind)}${t(`kind.${kind}`)}</button>`)}
      </div>
      <button type="button" class="action" @click=${() => this.show("attach")}>${icon("link")}<span>${t("card.add")}</span>${icon("right", 16)}</button>
      ${this.renderEarlier()}`;
  }

  renderActions() {
    const { phone, display } = this.call;
    const call = () => this.emit("dial", { phone, display });
    const busy = Boolean(this.state.dialling);
    return html`<div class="actions">
      ${format.sealed(phone) ? this.renderReveal() : this.renderCopy(format.plainPhone(phone))}
      <button type="button" class="action ${busy ? "busy" : ""}" data-key="call" ?disabled=${busy} @click=${call}>
        ${busy ? html`<i class="spinner" aria-hidden="true"></i>` : icon("phone")}<span>${t(busy ? "action.calling" : "action.callBack")}</span><kbd>P</kbd></button>
      ${format.sealed(phone) ? nothing : this.renderYandex(format.plainPhone(phone))}
    </div>`;
  }

  renderCopy(text) {
    const copy = () => this.emit("copy-text", { text, said: t("action.copied") });
    return html`<button type="button" class="action" data-key="copy" @click=${copy}>${icon("copy")}<span>${t("action.copyNumber")}</span><kbd>C</kbd></button>`;
  }

  renderReveal() {
    const ask = () => this.emit("reveal", { call_id: this.call.call_id });
    return html`<button type="button" class="action reveal" data-key="copy" @click=${ask}>${icon("eye")}<span>${t("reveal.number")}</span><kbd>C</kbd></button>`;
  }

  renderYandex(text) {
    return html`<a class="action" data-key="yandex" href=${YANDEX + encodeURIComponent(text)} target="_blank" rel="noreferrer noopener">
        ${icon("find")}<span>${t("action.yandex")} ${icon("external", 16)}<span class="sr">${t("action.newTab")}</span></span><kbd>Y</kbd></a>`;
  }

  renderEarlier() {
    const rows = this.calls.value?.rows.filter((call) => call.call_id !== this.call.call_id) ?? [];
    if (!rows.length) return nothing;
    return html`<hr />
      <div class="card-section"><h3 class="label">${t("card.sameNumber")}</h3>
        <span class="muted small-text">${this.calls.value.cursor ? nothing : t("calls.count", { n: rows.length })}</span></div>
      ${lastCalls(rows.slice(0, SHOWN))}`;
  }

  renderForm(kind) {
    const contact = { kind, phones: [this.call.phone], displays: [this.call.display], responsible: this.state.me.operator_id };
    return html`<div class="card-section"><h3 class="card-form-title">${icon(kind)}${t(`kind.${kind}`)}</h3></div>
      ${contactForm(this, () => html`<cc-contact-form small .services=${this.services} .contact=${contact}
        @saved=${(event) => this.linked(event.detail, t("contact.created"))} @cancelled=${() => this.show(null)}></cc-contact-form>`)}`;
  }

  renderAttach() {
    return attach(this, () => html`<cc-attach .services=${this.services} .call=${this.call}
      @attached=${({ detail }) => this.linked(detail, t("card.added", detail))} @cancelled=${() => this.show(null)}></cc-attach>`);
  }
}

define("cc-unknown", Unknown);
