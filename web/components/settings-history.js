/** Who changed what in the setup, newest first; a few at once, all of them when asked. */
import { html, nothing } from "../vendor/lit.js";
import * as format from "../format.js";
import { told } from "../history.js";
import { t } from "../i18n.js";
import { define, PageElement } from "./element.js";
import { shown } from "./parts.js";

const FEW = 5;

class SettingsHistory extends PageElement {
  /** `history` is the resource of the changes. */
  static properties = { history: { attribute: false }, version: {}, whole: { state: true } };

  render() {
    return html`<section class="history"><h3 class="label">${t("history.title")}</h3>${shown(this.history, (changes) => this.renderChanges(changes))}</section>`;
  }

  renderChanges(changes) {
    if (!changes.length) return html`<p class="hint">${t("history.empty")}</p>`;
    const listed = this.whole ? changes : changes.slice(0, FEW);
    return html`<ul class="history-list">${listed.map((change) => renderChange(change))}</ul>
      ${listed.length < changes.length ? html`<button type="button" class="link" @click=${() => (this.whole = true)}>${t("history.all", { n: changes.length })}</button>` : nothing}`;
  }
}

function renderChange(change) {
  const { text, before } = told(change);
  return html`<li>
    <span class="number muted">${format.recent(change.at, Date.now())}</span><span class="history-by">${change.by}</span>
    <span class="history-what">${text}${before ? html` <small>${before}</small>` : nothing}</span>
  </li>`;
}

define("cc-settings-history", SettingsHistory);
