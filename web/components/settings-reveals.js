/** Who was shown whose number, newest first: a year of it. */
import { html, nothing } from "../vendor/lit.js";
import { t } from "../i18n.js";
import * as format from "../format.js";
import { journalHash, routeHash } from "../router.js";
import { define } from "./element.js";
import { Page } from "./page.js";
import { shown } from "./parts.js";
import { Resource } from "./resource.js";

class SettingsReveals extends Page {
  constructor() {
    super();
    this.reveals = new Resource(this, (before) => this.load(before));
    this.names = new Map();
  }

  connectedCallback() {
    super.connectedCallback();
    this.reveals.reload();
  }

  async load(before = { rows: [], cursor: null }) {
    const { reveals, cursor } = await this.services.api.reveals(before.cursor);
    await Promise.all([...new Set(reveals.map(({ contact_id: id }) => id))].map((id) => this.learn(id)));
    return { rows: [...before.rows, ...reveals], cursor };
  }

  /** The list keeps no names: who was forgotten meanwhile has none here either. */
  async learn(id) {
    if (!id || this.names.has(id)) return;
    const contact = await this.services.api.contact(id).catch(() => null);
    this.names.set(id, contact?.name ?? "");
  }

  render() {
    return html`<section class="history reveals"><h2 class="label">${t("reveals.title")}</h2>${shown(this.reveals, (value) => this.renderRows(value))}</section>`;
  }

  renderRows({ rows, cursor }) {
    if (!rows.length) return html`<p class="hint">${t("reveals.empty")}</p>`;
    return html`<ul class="history-list">${rows.map((row) => this.renderRow(row))}</ul>
      ${cursor ? html`<button type="button" class="link" @click=${() => this.reveals.more()}>${t("reveals.more")}</button>` : nothing}`;
  }

  renderRow({ at, by, call_id: call, contact_id: contact }) {
    return html`<li><span class="number muted">${format.recent(at, Date.now())}</span><span class="history-by">${by.name}</span>
      <span class="history-what">${this.renderWhose(call, contact)}</span></li>`;
  }

  renderWhose(call, contact) {
    const name = this.names.get(contact);
    const href = contact ? (call ? journalHash({ contact }) : routeHash("contacts", contact)) : routeHash("check", call);
    const text = call ? t("reveals.call") : t("reveals.contact");
    return html`<a class="link" href=${href}>${text}${name ? html` · ${name}` : nothing}</a>`;
  }
}

define("cc-settings-reveals", SettingsReveals);
