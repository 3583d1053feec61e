/** The line of figures, and the calls as bars. */
import { html, nothing } from "../vendor/lit.js";
import * as format from "../format.js";
import { t } from "../i18n.js";
import { busyHours, share } from "../statistics.js";
import "./plot.js";

const SERIES = ["answered", "missed", "outgoing"];

export function renderTotals(totals) {
  const { incoming, outgoing, answered, missed, talk, average_talk: averageTalk, average_wait: wait, service } = totals;
  return html`<dl class="stats-totals" aria-label=${t("stats.totals")}>
    ${figure("calls", format.count(incoming + outgoing), t("stats.sides", { incoming: format.count(incoming), outgoing: format.count(outgoing) }))}
    ${figure("answered", percent(share(answered, incoming)), t("stats.of", { part: format.count(answered), whole: format.count(incoming) }))}
    ${figure("missed", format.count(missed), "", missed ? "rowan" : "")}
    ${figure("wait", time(wait))} ${figure("service", percent(service == null ? null : Math.round(service * 100)))}
    ${figure("averageTalk", time(averageTalk))} ${figure("talk", format.spent(talk))}
  </dl>`;
}

export const time = (seconds) => (seconds == null ? "—" : format.duration(seconds));

const percent = (whole) => (whole === null ? "—" : `${whole}\u00a0%`);

const figure = (name, value, hint = "", tone = "") =>
  html`<div data-figure=${name}><dt>${t(`stats.${name}`)}</dt><dd class="number ${tone}">${value}</dd>${hint ? html`<dd class="stats-hint number">${hint}</dd>` : nothing}</div>`;

export function renderPlots({ days, hours }) {
  return html`<div class="stats-plots">
    ${days.length > 1 ? plot("days", days.map(dayColumn), between(days)) : nothing} ${plot("hours", busyHours(hours).map(hourColumn))}
  </div>`;
}

const noon = (day) => `${day}T12:00:00`;

const between = (days) => `${format.shortDay(noon(days[0].day))} – ${format.shortDay(noon(days.at(-1).day))}`;

const plot = (name, columns, hint = "") => html`<section><header><h2>${t(`stats.${name}`)} <span class="stats-between number">${hint}</span></h2>${legend()}</header>
  <cc-plot .label=${t(`stats.${name}`)} .columns=${columns} .series=${series()} .room=${name === "days" ? 16 : 24}></cc-plot></section>`;

const series = () => SERIES.map((key) => ({ key, word: t(`stats.series.${key}`) }));

const values = ({ answered, missed, outgoing }) => ({ answered, missed, outgoing });

const dayColumn = (row) => ({ label: Number(row.day.slice(-2)), name: format.weekday(noon(row.day)), values: values(row) });

const two = (hour) => String(hour).padStart(2, "0");

const hourColumn = (row) => ({ label: row.hour, name: t("stats.hour", { from: two(row.hour), to: two(row.hour + 1) }), values: values(row) });

const legend = () => html`<span class="legend" aria-hidden="true">${series().map(({ key, word }) =>
  html`<span><svg><rect class="plot-${key}" width="100%" height="100%" rx="3" /></svg>${word}</span>`)}</span>`;
