/** Columns of figures as bars, with the value under the pointer or the arrow keys in words, and as a table for who cannot see them. */
import { html, nothing, svg } from "../vendor/lit.js";
import * as format from "../format.js";
import { highest, labelled, scale, stacked } from "../plot.js";
import { define, PageElement } from "./element.js";

const BAR = 0.64; // of a column's width
const MOVES = { ArrowLeft: -1, ArrowRight: 1 };

/** `columns` are {label, name, values, mark, strong}; `series` [{key, word}] from below; `markWord` names the marks. */
class Plot extends PageElement {
  static properties = {
    label: {}, columns: { attribute: false }, series: { attribute: false }, markWord: {}, room: { type: Number }, still: { type: Boolean },
    active: { state: true },
  };

  constructor() {
    super();
    Object.assign(this, { room: 16, active: null });
  }

  willUpdate(changed) {
    if (changed.has("columns") && this.active >= this.columns.length) this.active = null;
  }

  key(event) {
    const step = MOVES[event.key];
    if (!step) return;
    event.preventDefault();
    this.active = Math.min(this.columns.length - 1, Math.max(0, (this.active ?? -step) + step));
  }

  render() {
    const leave = () => (this.active = null);
    return html`<div class="plot" tabindex=${this.still ? nothing : 0} role="group" aria-label=${this.label} @keydown=${this.key} @pointerleave=${leave} @blur=${leave}>
        ${this.renderArea()}
      </div>
      ${this.still ? nothing : html`<p class="plot-value number" aria-live="polite">${this.active === null ? nothing : this.words(this.columns[this.active])}</p>`}
      ${this.renderTable()}`;
  }

  words({ name, values, mark }) {
    const parts = this.series.map(({ key, word }) => `${word} ${format.count(values[key])}`);
    if (mark != null) parts.push(`${this.markWord} ${format.count(mark)}`);
    return html`<b>${name}</b> ${parts.join(" · ")}`;
  }

  renderArea() {
    const keys = this.series.map(({ key }) => key);
    const { top, lines } = scale(highest(this.columns, keys));
    const bars = stacked(this.columns, keys, top);
    const has = labelled(this.columns.length, this.room);
    return html`<svg class="plot-area" width="100%" height="100%" aria-hidden="true" focusable="false">
      <defs><pattern id="plot-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect class="plot-hatch-ground" width="6" height="6" /><rect class="plot-hatch-line" width="3.4" height="6" /></pattern></defs>
      ${lines.map((value) => this.renderLine(value, top))}
      ${bars.map((bar, index) => this.renderColumn(bar, index, has(index)))}
    </svg>`;
  }

  renderLine(value, top) {
    const y = `${100 - (value / top) * 100}%`;
    return svg`<line class=${value ? "plot-line" : "plot-ground"} x1="0" x2="100%" y1=${y} y2=${y} />
      <text class="plot-scale" x="0" y=${y} dx="-0.6em" dy="0.35em" text-anchor="end">${format.count(value)}</text>`;
  }

  renderColumn({ x, width, parts, mark }, index, labels) {
    const { label, strong } = this.columns[index];
    const [left, wide, middle] = [x + (width * (1 - BAR)) / 2, width * BAR, x + width / 2];
    return svg`<g class=${index === this.active ? "plot-active" : ""}>
      <rect class="plot-hit" x="${x}%" y="0" width="${width}%" height="100%" @pointerenter=${this.still ? nothing : () => (this.active = index)} />
      ${parts.map((part) => (part.height ? svg`<rect class="plot-${part.key}" x="${left}%" y="${part.y}%" width="${wide}%" height="${part.height}%" rx="2" />` : nothing))}
      ${mark === null ? nothing : svg`<line class="plot-mark" x1="${x + width * 0.04}%" x2="${x + width * 0.96}%" y1="${mark}%" y2="${mark}%" />`}
      ${labels ? svg`<text class="plot-label ${strong ? "plot-strong" : ""}" x="${middle}%" y="100%" dy="1.5em" text-anchor="middle">${label}</text>` : nothing}
    </g>`;
  }

  renderTable() {
    const marked = this.columns.some(({ mark }) => mark != null);
    return html`<table class="sr"><caption>${this.label}</caption>
      <thead><tr><td></td>${this.series.map(({ word }) => html`<th scope="col">${word}</th>`)}${marked ? html`<th scope="col">${this.markWord}</th>` : nothing}</tr></thead>
      <tbody>${this.columns.map(({ name, values, mark }) => html`<tr><th scope="row">${name}</th>
        ${this.series.map(({ key }) => html`<td>${values[key]}</td>`)}${marked ? html`<td>${mark}</td>` : nothing}</tr>`)}</tbody>
    </table>`;
  }
}

define("cc-plot", Plot);
