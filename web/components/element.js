/** What all elements of the page share: light DOM, the language, and news as bubbling events. */
import { LitElement } from "../vendor/lit.js";
import { onLanguage } from "../i18n.js";

export class PageElement extends LitElement {
  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    this.stopLanguage = onLanguage(() => this.requestUpdate());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.stopLanguage();
  }

  emit(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
  }
}

/** Lets `host` do what may fail: it is `busy` while it lasts, and its `problem` names what went wrong. */
export async function attempt(host, action) {
  Object.assign(host, { busy: true, problem: null });
  try {
    await action();
  } catch (error) {
    host.problem = error.kind ?? "unavailable";
  }
  host.busy = false;
}

export function define(name, type) {
  if (!customElements.get(name)) customElements.define(name, type);
}
