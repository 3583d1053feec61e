/** Short news at the bottom left: five seconds, ten with a button, longer under the pointer or the focus. */
import { html, nothing, repeat } from "../vendor/lit.js";
import { t } from "../i18n.js";
import { define, PageElement } from "./element.js";
import { icon } from "./icons.js";

class Toasts extends PageElement {
  static properties = { messages: { state: true } };

  constructor() {
    super();
    this.messages = [];
    this.count = 0;
  }

  firstUpdated() {
    this.querySelector("[popover]").showPopover?.();
  }

  /** message: {text, sign?, action?: {text, run}} */
  say(message) {
    const shown = { ...message, id: ++this.count };
    this.messages = [...this.messages.slice(-2), shown];
    this.start(shown);
  }

  start(message) {
    clearTimeout(message.timer);
    message.timer = setTimeout(() => this.drop(message), message.action ? 10_000 : 5_000);
  }

  drop(message) {
    clearTimeout(message.timer);
    this.messages = this.messages.filter((other) => other !== message);
  }

  act(message) {
    message.action.run();
    this.drop(message);
  }

  render() {
    return html`<div class="toasts" popover="manual" role="status" aria-live="polite">
      ${repeat(this.messages, (message) => message.id, (message) => this.renderOne(message))}
    </div>`;
  }

  renderOne(message) {
    const stop = () => clearTimeout(message.timer);
    const start = () => this.start(message);
    return html`<div class="toast" @pointerenter=${stop} @pointerleave=${start} @focusin=${stop} @focusout=${start}>
      ${message.sign ? icon(message.sign, 18) : nothing}
      <span>${message.text}</span>
      ${message.action ? html`<button type="button" class="link" @click=${() => this.act(message)}>${message.action.text}</button>` : nothing}
      <button type="button" class="icon-button" aria-label=${t("action.close")} @click=${() => this.drop(message)}>${icon("cross", 16)}</button>
    </div>`;
  }
}

define("cc-toasts", Toasts);
