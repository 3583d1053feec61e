/** The last steps of an import: how far it is, what it came to, and the rows that were left out. */
import { html, nothing } from "../vendor/lit.js";
import { t } from "../i18n.js";
import * as format from "../format.js";
import { isBusy, isOpen, shownCounts } from "../imports.js";
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

/** A file that could not be read never got as far as rows. */
const begun = (job) => job.dry_run !== null;

/** `page` is the import page; its import runs or has ended. */
export function renderResult(page) {
  const { job } = page;
  return html`<div class="import">
      ${isBusy(job) ? renderCount(job, t(job.dry_run ? "import.checking" : "import.loading")) : renderEnd(job)}
      ${begun(job) ? html`${renderCounts(job)} ${renderProblems(job)}` : nothing}
    </div>
    <div class="import-actions">${fieldError(page.problem)}${isBusy(job) ? renderStop(page) : renderNext(page)}</div>`;
}

function renderEnd(job) {
  const { state, dry_run: dry, message } = job;
  const text = {
    done: t(dry ? "import.checked" : "import.loaded"), failed: t(begun(job) ? "import.failed" : "import.unreadable"), cancelled: t(dry === false ? "import.cancelled" : "import.cancelled.dry"),
  }[state];
  const good = state === "done";
  return html`<div class="import-said" role="status">
    <span class="sign ${good ? "sign-ringing" : state === "failed" ? "sign-failed" : ""}">${icon(good ? "tick" : state === "failed" ? "warning" : "minus", 20)}</span>
    <div><p class="state-title">${text}</p>${message ? html`<p>${message}</p>` : nothing}</div>
  </div>`;
}

function renderCounts(job) {
  const one = (name) => html`<div><dt>${t(`import.count.${name}`)}</dt>
    <dd class="number ${name === "bad" && job.counts.bad ? "rowan" : ""}">${format.count(job.counts[name])}</dd></div>`;
  return html`<dl class="counts">${shownCounts(job).map(one)}</dl>`;
}

function renderProblems(job) {
  const { problems, problem_count: all } = job;
  if (!problems.length) return job.state === "done" ? html`<p class="muted">${t("import.problems.none")}</p>` : nothing;
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

/** One thing to do next, and ways back: another file, other columns. */
function renderNext(page) {
  const { job } = page;
  const other = (text, look = "") => html`<button type="button" class=${look} @click=${page.anew}>${t(text)}</button>`;
  if (job.state === "done" && !job.dry_run) {
    return html`<button type="button" class="primary" @click=${() => page.go("contacts")}>${t("import.toContacts")}</button>${other("import.again")}`;
  }
  if (!isOpen(job)) return other("import.other", "primary");
  const dry = job.state !== "done" && job.dry_run !== false; // a check that went through is followed by the import
  const label = dry || job.state === "failed" ? "import.retry" : "import.load";
  return html`<button type="button" class="primary" ?disabled=${page.busy} @click=${() => page.start(dry)}>${t(label)}</button>
    <button type="button" ?disabled=${page.busy} @click=${page.edit}>${t("import.editColumns")}</button>${other("import.other")}`;
}
