/** The chain of the self-check: sign, sentence, word and one button for each link, joined by the line. */
import { html, nothing } from "../vendor/lit.js";
import { t } from "../i18n.js";
import * as format from "../format.js";
import { icon } from "./icons.js";

const SIGNS = { ok: "tick", fault: "cross", unknown: "minus", off: "minus" };
const QUIET = new Set(["settings", "notify"]); // what works needs no louder button

export const renderChain = (links, repair) => {
  const first = links.find(({ state, action }) => state === "fault" && action)?.name;
  return html`<ol class="chain">${links.map((link) => renderLink(link, link.name === first, repair))}</ol>`;
};

function renderLink({ name, state, why, values, action, solid }, first, repair) {
  const words = written(values);
  return html`<li class="link link-${state} ${solid ? "link-solid" : ""}" data-link=${name}>
    <span class="link-sign" aria-hidden="true">${icon(SIGNS[state], 16)}</span>
    <div class="link-text">
      <h3>${t(`check.${name}.${why}`, words)}</h3>
      <p>${t(`check.${name}.${why}.text`, words)}${values.browser ? html` ${t(`check.allow.${values.browser}`)}` : nothing}</p>
    </div>
    ${action ? renderAction(name, state, action, first, repair) : nothing}
    <span class="link-word">${t(`check.word.${state}`)}</span>
  </li>`;
}

function renderAction(name, state, action, first, repair) {
  if (action === "busy") return html`<button type="button" class="small busy" disabled><i class="spinner" aria-hidden="true"></i>${t("check.do.busy")}</button>`;
  const look = first ? "primary" : state === "ok" && QUIET.has(action) ? "quiet" : "";
  return html`<button type="button" class="small ${look}" @click=${() => repair(action)}>${t(`check.do.${action}`)}</button>`;
}

/** A link's values as people read them. */
function written({ ago, apart, took, incoming, outgoing, ...rest }) {
  return {
    ...rest,
    ago: ago === undefined ? "" : format.ago(ago),
    apart: apart === undefined ? "" : format.count(Math.round(apart / 100) / 10),
    apartWords: apart === undefined ? "" : format.spent(apart / 1000),
    took: took === undefined ? "" : format.count(took),
    incoming: incoming ? t(`check.moment.${incoming}`) : "",
    outgoing: outgoing ? t(`check.moment.${outgoing}`) : "",
  };
}
