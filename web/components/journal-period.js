/** The journal's period: a few usual ones, or days of one's own. */
import { html } from "../vendor/lit.js";
import { t } from "../i18n.js";
import * as format from "../format.js";
import { OWN, PERIODS } from "../journal-filter.js";
import { define, PageElement } from "./element.js";
import { icon } from "./icons.js";
import { moveFocus } from "./focus.js";

class Period extends PageElement {
  static properties = { period: {}, from: {}, to: {} };

  choose(detail) {
    this.querySelector("[popover]").hidePopover();
    this.emit("period", detail);
  }

  submit(event) {
    event.preventDefault();
    const [from, to] = [...this.querySelectorAll("input")].map((input) => input.value);
    if (from || to) this.choose({ period: OWN, from, to });
  }

  get text() {
    if (this.period !== OWN) return t(`journal.period.${this.period}`);
    const day = (date) => format.date(`${date}T00:00`);
    if (!this.from) return t("journal.period.until", { to: day(this.to) });
    if (!this.to) return t("journal.period.since", { from: day(this.from) });
    return this.from === this.to ? day(this.from) : `${day(this.from)} – ${day(this.to)}`;
  }

  render() {
    const own = this.period === OWN;
    return html`<button type="button" class="small chip ${own ? "chosen" : ""}" popovertarget="journal-period" aria-label="${t("journal.period")}: ${this.text}">
        ${icon("calendar", 16)}<span class="number">${this.text}</span>${icon("down", 16)}
      </button>
      <div id="journal-period" class="menu dropdown" popover @keydown=${(event) => moveFocus(event, "button, input")}>
        ${PERIODS.map((name) => this.renderOne(name))}
        <form class="own-days" @submit=${this.submit}>
          <b class="label">${t("journal.period.own")}</b>
          <label>${t("journal.period.from")}<input type="date" min="2000-01-01" max="2099-12-31" .value=${own ? this.from : ""} /></label>
          <label>${t("journal.period.to")}<input type="date" min="2000-01-01" max="2099-12-31" .value=${own ? this.to : ""} /></label>
          <button type="submit" class="small">${t("journal.period.show")}</button>
        </form>
      </div>`;
  }

  renderOne(name) {
    const chosen = name === this.period;
    return html`<button type="button" class="quiet" aria-pressed=${String(chosen)} ?autofocus=${chosen}
      @click=${() => this.choose({ period: name, from: "", to: "" })}>
      <span class="pick">${chosen ? icon("tick", 16) : ""}</span>${t(`journal.period.${name}`)}
    </button>`;
  }
}

define("cc-journal-period", Period);
