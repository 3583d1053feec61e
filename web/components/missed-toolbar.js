/** Which clients the missed-call desk shows, and «Отметить все готовыми». */
import { html, nothing } from "../vendor/lit.js";
import { holder } from "../callback-list.js";
import { openRows } from "../callbacks.js";
import { t } from "../i18n.js";
import { icon } from "./icons.js";
import { segments, selectChip } from "./parts.js";

export function renderToolbar(page) {
  const open = page.view !== "closed";
  return html`<div class="toolbar">
    ${renderViews(page)} ${open ? renderLines(page) : nothing}
    ${open ? html`<span class="toolbar-end muted small-text wide-only">${t("missed.order")}</span>` : nothing}
  </div>`;
}

/** A list that goes on is not counted. */
function renderViews(page) {
  const { callbacks, me } = page.state;
  const open = openRows(callbacks);
  const count = (rows) => (callbacks.cursor === null ? rows.length : undefined);
  const views = [["open", t("missed.open"), count(open)]];
  if (me.operator_id) views.push(["mine", t("missed.mine"), count(open.filter((row) => holder(row, me.operator_id) === "mine"))]);
  return segments(t("missed.views"), [...views, ["closed", t("missed.closed"), page.closedCount()]], page.view, (view) => page.show(view));
}

function renderLines(page) {
  const lines = new Map(openRows(page.state.callbacks).filter((row) => row.line).map(({ line }) => [line.number, line.name || line.number]));
  if (lines.size < 2 && !page.line) return nothing;
  return selectChip("lines", t("missed.line"), [["", t("missed.line.all")], ...lines], page.line, (line) => (page.line = line));
}

export function renderAll(page) {
  const busy = page.busy === "all";
  return html`<button type="button" class="end ${busy ? "busy" : ""}" ?disabled=${busy} aria-label=${t("missed.all")} title=${t("missed.all")}
    @click=${() => page.finishAll()}>${icon("tick-all")}<span class="button-text">${t("missed.all")}</span></button>`;
}
