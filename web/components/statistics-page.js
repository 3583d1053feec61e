/** Statistics: how many calls, how they were answered and how long people talked, by day, hour and operator. */
import { html, nothing } from "../vendor/lit.js";
import { csvFile } from "../csv.js";
import { t } from "../i18n.js";
import { days, isoDay, ownPeriod, PERIODS, wrong } from "../statistics.js";
import { define } from "./element.js";
import { icon } from "./icons.js";
import { Page } from "./page.js";
import { emptyState, fieldError, segments, selectChip, shown } from "./parts.js";
import { Resource } from "./resource.js";
import { saveFile } from "./save-file.js";
import { operatorLines, renderOperators } from "./statistics-operators.js";
import { renderPlots, renderTotals } from "./statistics-plots.js";

const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

class StatisticsPage extends Page {
  /** `period` and `operator` as the address has them. */
  static properties = { period: {}, operator: {}, problem: { state: true } };

  constructor() {
    super();
    this.figures = new Resource(this, () => this.services.api.statistics(this.question()));
  }

  connectedCallback() {
    super.connectedCallback();
    this.tick = this.state.journalTick;
  }

  willUpdate(changed) {
    const another = changed.has("period") || changed.has("operator");
    const counted = this.tick !== this.state.journalTick && this.days.to >= isoDay(this.services.time.now());
    this.tick = this.state.journalTick;
    if (!another && !counted) return;
    if (another) this.problem = "";
    this.figures.reload({ blank: another && !this.figures.value });
  }

  get days() {
    return days(this.period, this.services.time.now());
  }

  question() {
    const { from, to } = this.days;
    return { from, to, zone: ZONE, operator: this.operator };
  }

  choose(period, operator = this.operator) {
    this.go("statistics", period, operator || null);
  }

  /** A period of one's own begins as the one shown. */
  choosePeriod(name) {
    const { from, to } = this.days;
    this.choose(name === "own" ? ownPeriod(from, to) : name);
  }

  changeDays(changes) {
    const { from, to } = { ...this.days, ...changes };
    const reason = wrong(from, to);
    this.problem = reason ? t(`stats.wrong.${reason}`) : "";
    if (!reason) this.choose(ownPeriod(from, to));
  }

  /** The operators' figures as a file, seconds as seconds. */
  save() {
    const { from, to } = this.days;
    saveFile(csvFile(operatorLines(this.figures.value.operators)), `callcard-${from}-${to}.csv`, "text/csv;charset=utf-8");
  }

  render() {
    return html`<header class="page-head"><h1>${t("nav.statistics")}</h1>
        <button type="button" class="end" ?disabled=${!this.figures.value} @click=${this.save}>${icon("download")}${t("stats.csv")}</button></header>
      <div class="toolbar">${this.renderPeriod()} ${this.renderOperators()} ${fieldError(this.problem)}</div>
      <div class="scroll stats">${shown(this.figures, (figures) => this.renderFigures(figures))}</div>`;
  }

  renderPeriod() {
    const { name, from, to } = this.days;
    const day = (key, value) => html`<label class="stats-day"><span>${t(`stats.${key}`)}</span>
      <input type="date" .value=${value} @change=${(event) => event.target.value && this.changeDays({ [key]: event.target.value })} /></label>`;
    return html`${segments(t("stats.period"), PERIODS.map((one) => [one, t(`stats.${one}`)]), name, (one) => this.choosePeriod(one))}
      ${name === "own" ? html`${day("from", from)} ${day("to", to)}` : nothing}`;
  }

  renderOperators() {
    const all = [["", t("stats.operator.all")], ...this.state.me.colleagues.map(({ operator_id: id, name }) => [id, name])];
    return selectChip("headset", t("stats.operator"), all, this.operator ?? "", (operator) => this.choose(this.period ?? "week", operator));
  }

  renderFigures(figures) {
    const { incoming, outgoing } = figures.totals;
    if (!incoming && !outgoing) return emptyState("statistics", t("stats.empty"), t("stats.empty.hint"));
    return html`${renderTotals(figures.totals)} ${renderPlots(figures)} ${renderOperators(figures.operators)}`;
  }
}

define("cc-statistics", StatisticsPage);
