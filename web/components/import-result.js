/** The last steps of an import: how far it is, what it came to, and the rows that were left out. */
import { html, nothing } from "../vendor/lit.js";
import { t } from "../i18n.js";
import * as format from "../format.js";
import { COUNTS, isBusy, isOpen } from "../imports.js";
import { icon } from "./icons.js";
import { fieldError } from "./parts.js";

/** How much is done, as a line that closes; `title` says of what. */
export function renderCount({ done_rows: done, total_rows: total, share }, title) {
  const rows = { n: done, done: format.count(done), total: format.count(total ?? 0) };
  return html`<div class="import-progress" role="status">
    <p class="state-title">${title}</p>
    <progress max="1" .value=${share} aria-label=${title}></progress>
    <p class="muted small-text number">${total ? t("import.rows", rows) : t("import.rows.done", rows)}</p>
  </div>`;
}

/** `page` is the import page; its import runs or has ended. */
export function renderResult(page) {
  const { job } = page;
  return html`<div class="import">
      ${isBusy(job) ? renderCount(job, t(job.dry_run ? "import.checking" : "import.loading")) : renderEnd(job)}
      ${renderCounts(job.counts)} ${renderProblems(job)}
    </div>
    <div class="import-actions">${fieldError(page.problem)}${isBusy(job) ? renderStop(page) : renderNext(page)}</div>`;
}

function renderEnd({ state, dry_run: dry, message }) {
  const text = {
    done: t(dry ? "import.checked" : "import.loaded"), failed: t("import.failed"), cancelled: t(dry ? "import.cancelled.dry" : "import.cancelled"),
  }[state];
  const good = state === "done";
  return html`<div class="import-said" role="status">
    <span class="sign ${good ? "sign-ringing" : state === "failed" ? "sign-failed" : ""}">${icon(good ? "tick" : state === "failed" ? "warning" : "minus", 20)}</span>
    <div><p class="state-title">${text}</p>${message ? html`<p>${message}</p>` : nothing}</div>
  </div>`;
}

function renderCounts(counts) {
  return html`<dl class="counts">
    ${COUNTS.map((name) => html`<div><dt>${t(`import.count.${name}`)}</dt><dd class="number ${name === "bad" && counts.bad ? "rowan" : ""}">${format.count(counts[name])}</dd></div>`)}
  </dl>`;
}

function renderProblems(job) {
  const { problems } = job;
  if (!problems.length) return job.state === "done" ? html`<p class="muted">${t("import.problems.none")}</p>` : nothing;
  const all = job.counts.bad + job.counts.duplicate;
  return html`<section class="problems">
    <div class="card-section"><h2>${t("import.problems")}</h2>
      ${job.report_url ? html`<a class="button small" href=${job.report_url} download>${icon("download", 16)}${t("import.report")}</a>` : nothing}</div>
    <table class="columns">
      <thead><tr><th scope="col">${t("import.problem.line")}</th><th scope="col">${t("import.problem.field")}</th><th scope="col">${t("import.problem.reason")}</th></tr></thead>
      <tbody>${problems.map(({ line, field, message }) => html`<tr>
        <td class="number"><span class="only-narrow muted">${t("import.problem.line")}&nbsp;</span>${format.count(line)}</td><td class="muted">${field ? t(`import.field.${field}`) : ""}</td><td>${message}</td></tr>`)}</tbody>
    </table>
    ${all > problems.length ? html`<p class="hint">${t("import.problems.first", { n: problems.length })}</p>` : nothing}
  </section>`;
}

function renderStop(page) {
  return html`<button type="button" ?disabled=${page.busy} @click=${page.stop}>${t(page.busy ? "import.stopping" : "import.stop")}</button>
    ${page.job.dry_run ? nothing : html`<span class="muted small-text">${t("import.leave")}</span>`}`;
}

function renderNext(page) {
  const { state, dry_run: dry } = page.job;
  const written = state === "done" && !dry;
  const again = html`<button type="button" @click=${page.anew}>${t(written ? "import.again" : "import.other")}</button>`;
  const columns = isOpen(page.job) ? html`<button type="button" ?disabled=${page.busy} @click=${page.edit}>${t("import.editColumns")}</button>` : nothing;
  if (written) return html`<button type="button" class="primary" @click=${() => page.go("contacts")}>${t("import.toContacts")}</button>${again}`;
  const load = state === "done" || (!dry && state === "cancelled");
  const go = () => page.start(state === "done" ? false : dry);
  return html`${isOpen(page.job) ? html`<button type="button" class="primary" ?disabled=${page.busy} @click=${go}>${t(load ? "import.load" : "import.retry")}</button>` : nothing}
    ${columns}${again}`;
}
