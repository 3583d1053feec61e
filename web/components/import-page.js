/** Contacts from a file, step by step: the file, what its columns hold, a check that writes nothing, the import. */
import { html, nothing } from "../vendor/lit.js";
import { t } from "../i18n.js";
import { chosenFields, isBusy, isOpen, stepOf, STEPS } from "../imports.js";
import { createPoll } from "../poll.js";
import { define } from "./element.js";
import { icon } from "./icons.js";
import { fileFacts, renderColumns } from "./import-columns.js";
import { renderCount, renderResult } from "./import-result.js";
import { Page } from "./page.js";
import { emptyState, errorState, fieldError, loadingRows } from "./parts.js";
import "./import-file.js";

class Import extends Page {
  static properties = {
    importId: {}, job: { state: true }, lost: { state: true }, fields: { state: true }, kind: { state: true },
    duplicates: { state: true }, editing: { state: true }, busy: { state: true }, problem: { state: true },
  };

  connectedCallback() {
    super.connectedCallback();
    const { api, time } = this.services;
    const onError = (error) => void (this.lost = error);
    this.poll = createPoll({ ask: () => api.importState(this.importId), onAnswer: (job) => this.hear(job), onError, time });
    if (this.importId && this.hasUpdated) this.begin();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.poll.stop();
  }

  willUpdate(changed) {
    if (changed.has("importId")) this.begin();
  }

  begin() {
    Object.assign(this, { job: null, lost: null, fields: null, kind: null, duplicates: "skip", editing: false, busy: false, problem: "" });
    if (this.importId) this.poll.start();
    else this.poll.stop();
  }

  /** What the server says of the import; returns whether to ask again. */
  hear(job) {
    const wasRunning = this.job?.state === "running";
    Object.assign(this, { job, lost: null, busy: false });
    if (job.guess && !this.fields) this.take(job);
    if (job.state === "waiting") this.ask(() => this.services.api.checkImport(job.import_id));
    if (wasRunning && !isBusy(job) && !job.dry_run) this.services.session.contactsChanged();
    return isBusy(job);
  }

  /** What was chosen when it was started before, else what was guessed. */
  take(job) {
    const { mapping, kind, on_duplicate: duplicates, guess } = job;
    Object.assign(this, { fields: chosenFields(job), kind: mapping ? kind : guess.kind, duplicates: duplicates ?? "skip" });
  }

  /** Asks for something, shows the import as it is then, and waits if there is something to wait for. */
  async ask(question) {
    Object.assign(this, { busy: true, problem: "" });
    try {
      const job = await question();
      if (job?.import_id === this.importId) this.hear(job);
      this.editing = false;
      this.poll.start();
    } catch (error) {
      Object.assign(this, { busy: false, problem: error.message || t("error.unsaved") });
    }
  }

  start(dry) {
    const wanted = { mapping: this.fields, kind: this.kind, dry_run: dry, on_duplicate: this.duplicates };
    return this.ask(() => this.services.api.startImport(this.importId, wanted));
  }

  stop() {
    return this.ask(() => this.services.api.cancelImport(this.importId));
  }

  anew() {
    this.go("contacts", "import");
  }

  render() {
    const facts = this.job ? fileFacts(this.job) : "";
    return html`<header class="page-head">
        <button type="button" class="quiet icon-only" aria-label=${t("action.back")} title=${t("action.back")}
          @click=${() => this.go("contacts")}>${icon("left")}</button>
        <h1>${t("import.title")}</h1><span class="page-facts cut" title=${facts}>${facts}</span>
      </header>
      ${this.renderSteps()}
      <div class="scroll">${this.renderStep()}</div>`;
  }

  renderSteps() {
    const at = STEPS.indexOf(this.editing ? "columns" : stepOf(this.job));
    const one = (step, index) => {
      const over = index < at || (index === at && this.job?.state === "done");
      return html`<li class=${over ? "step-over" : ""} aria-current=${index === at ? "step" : nothing}>
        <span class="step-sign" aria-hidden="true">${over ? icon("tick", 14) : index + 1}</span>${t(`import.step.${step}`)}</li>`;
    };
    return html`<div class="toolbar"><ol class="steps" aria-label=${t("import.steps")}>${STEPS.map(one)}</ol></div>`;
  }

  renderStep() {
    if (!this.importId) return html`<cc-import-file .services=${this.services}></cc-import-file>`;
    if (this.lost?.status === 404) return this.renderGone();
    if (this.lost && !this.job) return errorState(() => this.begin(), this.lost);
    if (!this.job) return loadingRows(4);
    if (this.fields && (this.editing || this.job.state === "ready")) return renderColumns(this);
    if (this.job.state === "checking") return html`<div class="import">${renderCount(this.job, t("import.reading"))}</div>`;
    if (this.job.state === "waiting") return this.renderWaiting();
    return renderResult(this);
  }

  renderGone() {
    return html`${emptyState("file", t("import.gone"), t("import.gone.hint"))}
      <div class="import-actions"><button type="button" class="primary" @click=${this.anew}>${t("import.other")}</button></div>`;
  }

  /** The file did not come, or is only now on its way in another tab. */
  renderWaiting() {
    return html`<div class="import">
      ${this.problem ? fieldError(this.problem) : renderCount(this.job, t("import.reading"))}
      <div class="buttons"><button type="button" @click=${this.anew}>${icon("upload")}${t("import.other")}</button></div>
    </div>`;
  }

  edit() {
    this.editing = isOpen(this.job);
  }
}

define("cc-import", Import);
