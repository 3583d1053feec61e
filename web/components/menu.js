/** A button with a short list of actions under it. */
import { html, nothing } from "../vendor/lit.js";
import { icon } from "./icons.js";
import { moveFocus } from "./focus.js";

/**
 * `face` is what the button shows: {text, sign}, the sign alone when `bare`; an action is {text, sign, run}, a link {text, sign, href, key}.
 * The list closes by itself, as every popover does.
 */
export function menu(id, face, actions, look = "") {
  const one = (action, index) => (action.href ? link(action) : button(id, action, index === 0));
  return html`<button type="button" class=${look} aria-label=${face.text} title=${face.text} popovertarget=${id}>
      ${icon(face.sign)}${face.bare ? nothing : html`<span class="button-text">${face.text}</span>${icon("down", 16)}`}
    </button>
    <div id=${id} class="menu dropdown" popover @keydown=${(event) => moveFocus(event, "button, a")}>${actions.map(one)}</div>`;
}

const button = (id, { text, sign, run, look = "" }, first) =>
  html`<button type="button" class="quiet ${look}" ?autofocus=${first} popovertarget=${id} popovertargetaction="hide" @click=${run}>
    ${icon(sign)}${text}
  </button>`;

const link = ({ text, sign, href, key }) =>
  html`<a class="quiet" data-key=${key} href=${href} target="_blank" rel="noreferrer noopener">${icon(sign)}${text}${icon("external", 16)}</a>`;
