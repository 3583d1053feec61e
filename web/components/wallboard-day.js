/** The day on the wallboard: calls by the hour beside yesterday's, and three averages. */
import { html, svg } from "../vendor/lit.js";
import * as format from "../format.js";
import { t } from "../i18n.js";
import { hoursShown } from "../wall.js";
import "./plot.js";

export function renderDay(today, yesterday, now) {
  const hour = new Date(now).getHours();
  const columns = hoursShown(today.hours, yesterday, hour).map((one) => column(one, hour));
  const series = ["answered", "missed"].map((key) => ({ key, word: t(`wall.legend.${key}`) }));
  const { average_wait: wait, average_talk: talk, average_callback: callback } = today;
  return html`<section class="wall-today"><header><h2>${t("wall.hours")}</h2>${legend()}</header>
    <cc-plot still .label=${t("wall.hours")} .columns=${columns} .series=${series} .markWord=${t("wall.legend.yesterday")}></cc-plot>
    <dl class="wall-averages">${average("wait", wait, format.duration)} ${average("talk", talk, format.duration)} ${average("callback", callback, format.elapsed)}</dl>
  </section>`;
}

const two = (hour) => String(hour).padStart(2, "0");

const column = ({ hour, answered, missed, before }, now) => ({
  label: hour, name: t("wall.hour", { from: two(hour), to: two(hour + 1) }), values: { answered, missed }, mark: before, strong: hour === now,
});

const legend = () => html`<span class="legend" aria-hidden="true">
  ${["answered", "missed"].map((key) => html`<span><svg><rect class="plot-${key}" width="100%" height="100%" rx="3" /></svg>${t(`wall.legend.${key}`)}</span>`)}
  <span><svg>${svg`<line class="plot-mark" x1="0" x2="100%" y1="50%" y2="50%" />`}</svg>${t("wall.legend.yesterday")}</span></span>`;

const average = (name, value, write) =>
  html`<div><dt>${t(`wall.average.${name}`)}</dt><dd class="number">${value == null ? "—" : write(value)}</dd></div>`;
