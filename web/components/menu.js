/** A button with a short list of actions under it. */
import { html } from "../vendor/lit.js";
import { icon } from "./icons.js";
import { moveFocus } from "./keys.js";

/** `face` is what the button shows; an action is {text, sign, run}. The list closes by itself, as every popover does. */
export function menu(id, face, actions, look = "") {
  const one = ({ text, sign, run }, index) =>
    html`<button type="button" class="quiet" ?autofocus=${index === 0} popovertarget=${id} popovertargetaction="hide" @click=${run}>
      ${icon(sign)}${text}
    </button>`;
  return html`<button type="button" class=${look} aria-label=${face.text} title=${face.text} popovertarget=${id}>
      ${icon(face.sign)}<span class="button-text">${face.text}</span>${icon("down", 16)}
    </button>
    <div id=${id} class="menu dropdown" popover @keydown=${(event) => moveFocus(event, "button")}>${actions.map(one)}</div>`;
}
