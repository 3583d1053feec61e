/** The address book: the list at the left, one contact at the right; for administrators also its files. */
import { html, nothing } from "../vendor/lit.js";
import { createExporter } from "../exporter.js";
import { t } from "../i18n.js";
import { define } from "./element.js";
import { icon } from "./icons.js";
import { lazy } from "./lazy.js";
import { menu } from "./menu.js";
import { Page } from "./page.js";
import { emptyState, KINDS } from "./parts.js";
import "./contact-list.js";
import "./contact-pane.js";

const [NEW, IMPORT, ERASURE] = ["new", "import", "erasure"];
const erasureReport = lazy(() => import("./erasure-report.js"), { styles: ["erasure"], texts: ["later", "erasure"] });
const importPage = lazy(() => import("./import-page.js"), { styles: ["import"], texts: ["later", "import"] });

class Contacts extends Page {
  static properties = { chosen: {}, part: {} };

  open(contact) {
    this.go("contacts", contact.contact_id);
  }

  /** Who else is of that company: the list says, on a phone in place of the contact. */
  find(query) {
    this.services.store.set({ contactsQuery: query });
    if (window.matchMedia("(width < 768px)").matches) this.go("contacts");
  }

  created(contact) {
    this.services.session.contactsChanged();
    this.toast(t("contact.created"));
    this.open(contact);
  }

  render() {
    if (this.chosen === IMPORT) return this.renderImport();
    return html`<header class="page-head book-head">
        <h1>${t("nav.contacts")}</h1>
        <span class="page-facts"></span>
        ${this.chosen && this.chosen !== NEW && this.chosen !== ERASURE ? this.renderEdit() : nothing} ${this.state.me.admin ? this.renderFiles() : nothing}
        ${this.renderCreate()}
      </header>
      <div class="book ${this.chosen ? "book-open" : ""}">
        <cc-contact-list .services=${this.services} .chosen=${this.chosen} @contact=${(event) => this.open(event.detail)}></cc-contact-list>
        <section class="pane scroll">${this.renderPane()}</section>
      </div>`;
  }

  renderImport() {
    if (!this.state.me.admin) return emptyState("contacts", t("state.forbidden"), "");
    return importPage(this, () => html`<cc-import class="page" .services=${this.services} .importId=${this.part}></cc-import>`);
  }

  /** In the header, because a card may lie over the pane. */
  renderEdit() {
    const pane = () => this.querySelector("cc-contact");
    return html`<button type="button" @click=${() => pane().edit()}>${icon("pencil")}<span class="button-text">${t("contact.edit")}</span></button>
      <button type="button" class="danger icon-only" aria-label=${t("contact.delete")} title=${t("contact.delete")}
        @click=${() => pane().askToErase()}>${icon("trash")}</button>`;
  }

  /** It goes on while another page is open, and tells the news there. */
  get exporter() {
    const say = (message) => document.querySelector("cc-app").say(message);
    const onFailed = (message) => say({ text: message || t("export.failed"), sign: "warning" });
    return (this.services.exporter ??= createExporter({ ...this.services, onReady: (url) => download(url, say), onFailed }));
  }

  renderFiles() {
    const { exporting } = this.state;
    const formats = ["csv", "xlsx"].map((format) => ({
      text: t(`export.${format}`), sign: "file", run: () => this.exporter.start(format),
    }));
    const busy = exporting && html`<button type="button" class="busy" disabled role="status">
      <i class="spinner" aria-hidden="true"></i><span class="button-text">${t("export.running")}</span><span class="number">${Math.floor(exporting.share * 100)} %</span></button>`;
    return html`<span class="head-files ${this.chosen ? "wide-only" : ""}">
      <button type="button" aria-label=${t("contacts.import")} title=${t("contacts.import")} @click=${() => this.go("contacts", IMPORT)}>
        ${icon("upload")}<span class="button-text">${t("contacts.import")}</span></button>
      ${busy || menu("export-menu", { text: t("contacts.export"), sign: "download" }, formats)}
    </span>`;
  }

  renderCreate() {
    const kinds = KINDS.map((kind) => ({ text: t(`kind.${kind}`), sign: kind, run: () => this.go("contacts", NEW, kind) }));
    return menu("create-menu", { text: t("contacts.create"), sign: "plus" }, kinds, `primary ${this.chosen ? "wide-only" : ""}`);
  }

  renderPane() {
    if (!this.chosen) return emptyState("contacts", t("contacts.choose"), t("contacts.choose.hint"));
    const back = html`<button type="button" class="quiet small only-narrow" @click=${() => this.go("contacts")}>${icon("left")}${t("action.back")}</button>`;
    if (this.chosen === ERASURE) return html`${back}${this.renderErasure()}`;
    if (this.chosen !== NEW) return html`${back}<cc-contact .services=${this.services} .contactId=${this.chosen} @company=${(event) => this.find(event.detail)}></cc-contact>`;
    return html`${back}${this.renderNew(KINDS.includes(this.part) ? this.part : KINDS[0])}`;
  }

  renderErasure() {
    if (!this.state.me.admin) return emptyState("contacts", t("state.forbidden"), "");
    return erasureReport(this, () => html`<cc-erasure .services=${this.services} .erasureId=${this.part}></cc-erasure>`);
  }

  renderNew(kind) {
    const contact = { kind, responsible: this.state.me.operator_id };
    return html`<div class="pane-form">
      <h2 class="pane-title">${t("contact.new")}</h2>
      <cc-contact-form .services=${this.services} .contact=${contact}
        @saved=${(event) => this.created(event.detail)} @cancelled=${() => this.go("contacts")}></cc-contact-form>
    </div>`;
  }
}

/** The address is good for some minutes, so the file is fetched at once; the toast has it once more. */
function download(url, say) {
  const fetchFile = () => Object.assign(document.createElement("a"), { href: url, download: "" }).click();
  fetchFile();
  say({ text: t("export.done"), sign: "download", action: { text: t("export.again"), run: fetchFile } });
}

define("cc-contacts", Contacts);
