/** «Почему не показана карточка?»: the sentence, what to do about it, and how far the card came. */
import { html, nothing } from "../vendor/lit.js";
import { passage } from "../check.js";
import { t } from "../i18n.js";
import * as format from "../format.js";
import { define } from "./element.js";
import { icon } from "./icons.js";
import { Page } from "./page.js";
import { emptyState, shown } from "./parts.js";
import { Resource } from "./resource.js";

const SIGNS = { ok: "tick", fault: "cross", unknown: "minus" };
const LONG_MS = 10_000;

class CheckWhy extends Page {
  static properties = { callId: {} };

  constructor() {
    super();
    this.answer = new Resource(this, () => this.services.api.trace(this.callId));
  }

  willUpdate(changed) {
    if (changed.has("callId")) this.answer.reload({ blank: true });
  }

  refresh() {
    this.answer.reload();
  }

  render() {
    if (this.answer.error?.status === 404) return emptyState("phone", t("check.gone"), t("check.gone.hint"));
    return shown(this.answer, (answer) => this.renderAnswer(answer));
  }

  renderAnswer(answer) {
    return html`<p class="why-sentence" role="status">${answer.sentence}</p>
      ${answer.remedy ? this.renderRemedy(answer, answer.remedy) : nothing}
      <div class="why-head"><h3 class="label">${t("check.trace")}</h3>
        <span class="number muted">${t("check.begun", { time: format.exactClock(answer.at) })}</span></div>
      <ol class="why-steps">${passage(answer.steps).map(renderStep)}</ol>`;
  }

  renderRemedy(answer, { code, text, page }) {
    if (code === "ask_admin") return html`<p class="why-ask">${text}.</p>`;
    return html`<button type="button" class="primary why-remedy" @click=${() => this.repair(code, page, answer)}>${text}</button>`;
  }

  repair(code, page, { extension }) {
    if (code === "reload") return window.location.reload();
    if (code === "test_call") return this.emit("test-call");
    if (code === "assign_operator") return this.go("settings", "operators", extension);
    const [name, tab] = page.split("/");
    return this.go(name, tab === "calls" ? null : tab);
  }
}

function renderStep({ state, text, at, after }) {
  const time = after === null ? "" : after < LONG_MS ? t("check.ms", { n: format.count(after) }) : format.exactClock(at);
  return html`<li class="why-step why-${state}">
    ${icon(SIGNS[state], 16)}<span>${text}<span class="sr">: ${t(`check.step.${state}`)}</span></span><span class="number muted">${time}</span>
  </li>`;
}

define("cc-check-why", CheckWhy);
