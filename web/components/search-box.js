/** Search from anywhere: contacts as one types, Enter opens the best. */
import { html, nothing } from "../vendor/lit.js";
import { t } from "../i18n.js";
import { define } from "./element.js";
import { icon } from "./icons.js";
import { Page } from "./page.js";
import { about, badge } from "./parts.js";

const PAUSE_MS = 200;
const SHOWN = 7;

class SearchBox extends Page {
  static properties = { found: { state: true }, text: { state: true }, at: { state: true } };

  constructor() {
    super();
    Object.assign(this, { found: null, text: "", at: 0, asked: 0 });
  }

  type(event) {
    this.text = event.target.value.trim();
    clearTimeout(this.pause);
    if (!this.text) return this.close();
    this.pause = setTimeout(() => this.ask(), PAUSE_MS);
  }

  async ask() {
    const asked = ++this.asked;
    const answer = await this.services.api.contacts({ query: this.text }).catch(refused);
    if (asked === this.asked) Object.assign(this, { found: answer.contacts.slice(0, SHOWN), at: 0, why: answer.message });
  }

  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.found?.length) {
      event.preventDefault();
      this.at = (this.at + step + this.found.length) % this.found.length;
    }
    if (event.key === "Enter") this.enter();
    if (event.key === "Escape") this.leave();
  }

  enter() {
    const contact = this.found?.[this.at];
    if (contact) return this.open(contact);
    this.services.store.set({ contactsQuery: this.text });
    this.go("contacts");
    this.close();
  }

  open(contact) {
    this.go("contacts", contact.contact_id);
    this.leave();
  }

  leave() {
    this.querySelector("input").value = "";
    this.text = "";
    this.close();
    this.querySelector("input").blur();
  }

  close() {
    clearTimeout(this.pause);
    this.asked += 1;
    this.found = null;
  }

  render() {
    return html`<div class="find" @focusout=${(event) => !this.contains(event.relatedTarget) && this.close()}>
      ${icon("find")}
      <input id="find" type="search" autocomplete="off" placeholder=${t("nav.find")} aria-label=${t("nav.find.label")} role="combobox"
        aria-expanded=${this.found ? "true" : "false"} aria-controls="find-list" aria-autocomplete="list"
        aria-activedescendant=${this.found?.length ? `find-${this.at}` : nothing} @input=${this.type} @keydown=${this.key} />
      <kbd aria-hidden="true">/</kbd>
      ${this.found ? this.renderFound() : nothing}
    </div>`;
  }

  renderFound() {
    if (!this.found.length) return html`<p class="find-list find-none" role="status">${this.why || t("contacts.empty")}</p>`;
    return html`<ul id="find-list" class="find-list" role="listbox">
      ${this.found.map((contact, index) => this.renderOne(contact, index))}
    </ul>`;
  }

  renderOne(contact, index) {
    return html`<li id="find-${index}" role="option" aria-selected=${index === this.at ? "true" : "false"}
      @pointerdown=${(event) => event.preventDefault()} @click=${() => this.open(contact)}>
      ${badge(contact.name)}<span><b>${contact.name}</b><small>${about(contact)}</small></span>
    </li>`;
  }
}

/** Who may not see whole numbers is told that a part of one is not looked for. */
const refused = ({ status, message }) => ({ contacts: [], message: status === 403 ? message : "" });

define("cc-search", SearchBox);
