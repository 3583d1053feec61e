/** The moment on the wallboard: four figures, and what each operator is doing. */
import { html, nothing, repeat } from "../vendor/lit.js";
import * as format from "../format.js";
import { t } from "../i18n.js";
import { answeredShare, turn } from "../wall.js";
import { line } from "./parts.js";

const [ROOMY, ROOM] = [7, 10];
const LONGEST_S = 7_200;

export function renderTiles({ ringing, ringing_since: rings, talking, free, waiting, longest_since: longest, today }, now) {
  const share = answeredShare(today);
  const rung = rings ? t("wall.ringing.since", { time: format.duration(passed(rings, now)) }) : t("wall.ringing.none");
  const waited = longest ? t("wall.waiting.since", { time: format.elapsed(passed(longest, now, Infinity)) }) : t("wall.waiting.none");
  return html`<div class="wall-tiles">
    ${tile("ringing", ringing ? "ringing" : "free", t("wall.ringing"), ringing, rung, ringing ? "pine" : "")}
    ${tile("talking", talking ? "talking" : "free", t("wall.talking"), talking, t("wall.free", { n: free }))}
    ${tile("waiting", waiting ? "missed" : "free", t("wall.waiting"), waiting, waited, waiting ? "rowan" : "")}
    ${tile("answered", null, t("wall.answered"), share === null ? "—" : html`${share}<small>%</small>`, share === null ? t("wall.answered.none") : t("wall.answered.of", today))}
  </div>`;
}

const tile = (name, state, title, figure, hint, tone = "") =>
  html`<section class="wall-tile wall-tile-${name}">${state ? line(state) : nothing}
    <h2>${title}</h2><p class="wall-figure number ${tone}">${figure}</p><p class="wall-hint number">${hint}</p></section>`;

const passed = (since, now, longest = LONGEST_S) => Math.min(longest, Math.max(0, (now - Date.parse(since)) / 1000));

export function renderOperators(operators, now) {
  const { shown, page, pages, size } = turn(operators, ROOM, now);
  if (!shown.length) return html`<p class="wall-operators muted">${t("wall.nobody")}</p>`;
  return html`<table class="wall-operators ${size > ROOMY ? "wall-dense" : ""}">
    <thead><tr><td></td><th scope="col">${t("wall.operators")} ${pages > 1 ? html`<span class="muted">${t("wall.page", { page, pages })}</span>` : nothing}</th>
      ${["extension", "state", "time", "day"].map((name) => html`<th scope="col" class="wall-${name}">${t(`wall.${name}`)}</th>`)}</tr></thead>
    <tbody>${repeat(shown, (one) => one.operator_id, (one) => renderOperator(one, now))}</tbody>
  </table>`;
}

function renderOperator({ name, extension, state, since, calls }, now) {
  return html`<tr class="wall-${state}"><td>${line(state)}</td><th scope="row" class="cut">${name}</th>
    <td class="wall-extension number">${extension}</td><td class="wall-state">${t(`wall.state.${state}`)}</td>
    <td class="wall-time number" aria-hidden="true">${since ? time(state, since, now) : nothing}</td><td class="wall-day number">${calls}</td></tr>`;
}

const time = (state, since, now) => (state === "free" ? format.elapsed(passed(since, now, Infinity)) : format.duration(passed(since, now)));
