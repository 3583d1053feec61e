/** A running time that counts by the server's clock; silent for screen readers, still after two hours. */
import { html } from "../vendor/lit.js";
import * as format from "../format.js";
import { define, PageElement } from "./element.js";

const LONGEST_S = 7_200;

class Timer extends PageElement {
  static properties = { since: {}, serverNow: { attribute: false } };

  connectedCallback() {
    super.connectedCallback();
    this.ticking = setInterval(() => this.requestUpdate(), 1_000);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.ticking);
  }

  render() {
    const seconds = (this.serverNow() - Date.parse(this.since)) / 1000;
    return html`<span class="number" aria-hidden="true">${format.duration(Math.min(seconds, LONGEST_S))}</span>`;
  }
}

define("cc-timer", Timer);
