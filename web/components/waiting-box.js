/** Who waits longest to be called back and is nobody else's: the foot of the desk's lane. */
import { html, nothing, repeat } from "../vendor/lit.js";
import { holder } from "../callback-list.js";
import { openRows, waiting } from "../callbacks.js";
import * as format from "../format.js";
import { t } from "../i18n.js";
import { routeHash } from "../router.js";
import { define } from "./element.js";
import { icon } from "./icons.js";
import { Page } from "./page.js";
import { about } from "./parts.js";
import "./buttons.js";

const [SHOWN, TICK_MS] = [3, 15_000];

class WaitingBox extends Page {
  connectedCallback() {
    super.connectedCallback();
    this.ticking = setInterval(() => this.requestUpdate(), TICK_MS);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.ticking);
  }

  render() {
    const { callbacks, me } = this.state;
    const count = waiting(callbacks);
    if (!count) return nothing;
    const rows = openRows(callbacks).filter((row) => holder(row, me.operator_id) !== "theirs").slice(0, SHOWN);
    return html`<section class="waiting" aria-labelledby="waiting-head">
      <header><h2 id="waiting-head">${t("waiting.title")}</h2><span class="count-badge">${format.count(count)}</span>
        <a href=${routeHash("missed")}>${t("waiting.all")}</a></header>
      <ul>${repeat(rows, (row) => row.phone, (row) => this.renderRow(row))}</ul>
    </section>`;
  }

  renderRow(row) {
    const seconds = (this.services.session.serverNow() - Date.parse(row.since)) / 1000;
    const name = row.contact?.name ?? format.phone(row.display);
    return html`<li><span class="rowan">${icon("missed", 16)}</span>
      <span class="waiting-who"><b class="cut">${name}</b>
        <small class="muted cut">${row.contact ? about(row.contact) : t("card.unknown")} · ${t("missed.times", { n: row.count })}</small></span>
      <span class="number muted">${t("waiting.since", { time: format.elapsed(seconds) })}</span>
      ${this.state.me.extension
        ? html`<cc-dial look="icon-only" .phone=${row.phone} .display=${row.display} .name=${row.contact?.name} .dialling=${this.state.dialling}></cc-dial>`
        : nothing}</li>`;
  }
}

define("cc-waiting", WaitingBox);
