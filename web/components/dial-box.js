/** «Набрать номер»: a number typed by hand, called with one click. */
import { html } from "../vendor/lit.js";
import { t } from "../i18n.js";
import { define } from "./element.js";
import { icon } from "./icons.js";
import { Page } from "./page.js";
import { fieldError } from "./parts.js";

const FEWEST_DIGITS = 3;

class DialBox extends Page {
  static properties = { problem: { state: true } };

  opened(event) {
    this.problem = "";
    if (event.newState === "open") this.querySelector("input").focus();
  }

  submit(event) {
    event.preventDefault();
    const typed = this.querySelector("input").value.trim();
    if (typed.replace(/\D/g, "").length < FEWEST_DIGITS) return void (this.problem = t("dial.wrong"));
    this.emit("dial", { phone: typed, display: typed });
    this.querySelector("[popover]").hidePopover();
  }

  render() {
    const busy = Boolean(this.state.dialling);
    return html`<button type="button" class=${busy ? "busy" : ""} ?disabled=${busy} popovertarget="dial-box">
        ${busy ? html`<i class="spinner" aria-hidden="true"></i>${t("action.calling")}` : html`${icon("phone")}${t("desk.dial")}`}
      </button>
      <div id="dial-box" class="menu dial-box" popover @toggle=${this.opened}>
        <form @submit=${this.submit}>
          <label>${t("desk.dial.label")}<input type="tel" autocomplete="off" inputmode="tel" aria-invalid=${this.problem ? "true" : "false"} /></label>
          ${fieldError(this.problem)}
          <button type="submit" class="primary wide">${icon("phone")}${t("action.call")}</button>
        </form>
      </div>`;
  }
}

define("cc-dial-box", DialBox);
