/** The list of keys, for whoever presses «?» or asks for it in the operator's menu. */
import { html } from "../vendor/lit.js";
import { t } from "../i18n.js";
import { define } from "./element.js";
import { icon } from "./icons.js";
import { Page } from "./page.js";

// a key alone, keys that do the same, "then" and "to" between two
const GROUPS = {
  anywhere: [["find", "/"], ["card", "K"], ["desk", "G", "then", "D"], ["missed", "G", "then", "M"], ["journal", "G", "then", "J"], ["contacts", "G", "then", "C"], ["this", "?"]],
  inCard: [["primary", "Enter"], ["copy", "C"], ["call", "P"], ["yandex", "Y"], ["note", "N"], ["choose", "1", "to", "9"], ["fold", "Esc"]],
  lists: [["move", "↑", "↓"], ["open", "Enter"], ["play", "Space"], ["seek", "←", "→"]],
  inNote: [["save", "Ctrl", "Enter"]],
};

class KeyList extends Page {
  firstUpdated() {
    this.toggle();
  }

  toggle() {
    this.requestUpdate(); // the switch may have been turned meanwhile
    this.firstElementChild.togglePopover();
  }

  render() {
    const { keys } = this.services.preferences.get();
    return html`<div class="menu keys" popover role="dialog" aria-labelledby="keys-title" tabindex="-1" autofocus>
      <header><h2 id="keys-title">${t("keys.title")}</h2><span class="muted small-text">${t(keys ? "keys.layout" : "keys.off")}</span>
        <button type="button" class="icon-button" aria-label=${t("action.close")} @click=${this.toggle}>${icon("cross")}</button></header>
      ${Object.entries(GROUPS).map(([name, keys]) => html`<section><h3 class="label">${t(`keys.${name}`)}</h3><dl>${keys.map(renderOne)}</dl></section>`)}
    </div>`;
  }
}

function renderOne([name, ...keys]) {
  const written = keys.map((key) => (/^(then|to)$/.test(key) ? html` <small>${t(`keys.${key}`)}</small> ` : html`<kbd>${key}</kbd> `));
  return html`<div><dt>${written}</dt><dd>${t(`keys.${name}`)}</dd></div>`;
}

define("cc-keys", KeyList);
