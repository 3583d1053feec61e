/** The phone's player: a sheet above the tabs, with whose recording it is. */
import { html, nothing } from "../vendor/lit.js";
import { caller } from "../attention.js";
import { t } from "../i18n.js";
import * as format from "../format.js";
import { define } from "./element.js";
import { icon } from "./icons.js";
import { Page } from "./page.js";
import "./buttons.js";
import "./journal-player.js";

class Sheet extends Page {
  static properties = { call: { attribute: false }, player: { attribute: false } };

  render() {
    const { contact, operator, extension, started_at: start } = this.call;
    const about = [format.recent(start, Date.now()), operator?.name ?? extension].filter(Boolean).join(" · ");
    return html`<section class="sheet" aria-label=${t("player.label")} @keydown=${(event) => event.key === "Escape" && this.player.close()}>
      <p class="sheet-who"><b>${caller(this.call, contact ? [contact] : [])}</b><small class="muted">${about}</small></p>
      <button type="button" class="icon-button sheet-close" aria-label=${t("journal.close")} @click=${() => this.player.close()}>${icon("cross")}</button>
      <cc-player .call=${this.call} .player=${this.player} .beside=${this.renderDial()}></cc-player>
    </section>`;
  }

  renderDial() {
    const { phone, display, contact } = this.call;
    if (!phone || !this.state.me.extension) return nothing;
    return html`<cc-dial class="player-dial" look="icon-only" .phone=${phone} .display=${display} .name=${contact?.name} .dialling=${this.state.dialling}></cc-dial>`;
  }
}

define("cc-journal-sheet", Sheet);
