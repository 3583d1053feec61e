/** The first step of an import: a file is dropped or chosen and goes straight to the bucket; below, what was imported before. */
import { html, nothing, repeat } from "../vendor/lit.js";
import { t } from "../i18n.js";
import * as format from "../format.js";
import { fileTrouble, isBusy, written } from "../imports.js";
import { upload } from "../upload.js";
import { define } from "./element.js";
import { icon } from "./icons.js";
import { Page } from "./page.js";
import { emptyState, fieldError, shown } from "./parts.js";
import { Resource } from "./resource.js";

class ImportFile extends Page {
  static properties = { over: { state: true }, sending: { state: true }, problem: { state: true } };

  constructor() {
    super();
    Object.assign(this, { over: false, sending: null, problem: "" });
    this.imports = new Resource(this, () => this.services.api.imports());
  }

  connectedCallback() {
    super.connectedCallback();
    this.imports.reload();
  }

  drag(event, over = true) {
    event.preventDefault();
    this.over = over;
  }

  /** Into a child of the zone is not out of it. */
  leave(event) {
    if (!event.currentTarget.contains(event.relatedTarget)) this.over = false;
  }

  drop(event) {
    this.drag(event, false);
    this.send(event.dataTransfer.files[0]);
  }

  async send(file) {
    if (!file || this.sending) return;
    const trouble = fileTrouble(file);
    this.problem = trouble ? t(`import.${trouble}`) : "";
    if (trouble) return;
    this.sending = { name: file.name, share: 0 };
    try {
      const begun = await this.services.api.createImport(file.name, file.size);
      await this.carry(begun.upload, file);
      if (this.isConnected) this.go("contacts", "import", begun.import_id);
    } catch (error) {
      this.fail(error);
    }
    this.sending = null;
  }

  carry(form, file) {
    const onProgress = (share) => (this.sending = { ...this.sending, share });
    const { done, abort } = upload(form, file, { onProgress, XMLHttpRequest: window.XMLHttpRequest });
    this.sending = { ...this.sending, abort };
    return done;
  }

  /** An ApiError has the server's words; the bucket answers in XML, which is for nobody. */
  fail(error) {
    if (error.aborted) return;
    const refused = error.status >= 400 ? t("import.refused") : t("import.unsent");
    this.problem = error.body?.message ?? refused;
  }

  render() {
    return html`<div class="import" @dragover=${(event) => this.drag(event)} @dragleave=${this.leave} @drop=${this.drop}>
      <section class="drop ${this.over ? "drop-over" : ""}">
        ${this.sending ? this.renderSending() : this.renderChoice()} ${fieldError(this.problem)}
      </section>
      <section><h2>${t("import.recent")}</h2>${shown(this.imports, ({ imports }) => this.renderRecent(imports))}</section>
    </div>`;
  }

  renderChoice() {
    const choose = () => this.querySelector("input[type=file]").click();
    return html`${icon("upload", 24)}
      <p class="state-title">${t("import.drop")}</p>
      <button type="button" class="primary" @click=${choose}>${t("import.choose")}</button>
      <input type="file" hidden accept=".csv,.txt,.tsv,.xlsx,.vcf"
        @change=${({ target }) => this.send(target.files[0])} />
      <p class="hint">${t("import.kinds")}</p>
      <p class="hint">${t("import.promise")}</p>`;
  }

  renderSending() {
    const { name, share, abort } = this.sending;
    return html`<p class="state-title cut">${t("import.sending", { name })}</p>
      <progress max="1" .value=${share} aria-label=${t("import.sending", { name })}></progress>
      <p class="drop-end"><span class="number">${Math.floor(share * 100)} %</span>
        <button type="button" class="small" ?disabled=${!abort} @click=${abort}>${t("action.cancel")}</button></p>`;
  }

  renderRecent(imports) {
    if (!imports.length) return emptyState("file", t("import.recent.none"), t("import.recent.hint"));
    return html`<ul class="imports">${repeat(imports, (job) => job.import_id, (job) => this.renderOne(job))}</ul>`;
  }

  renderOne(job) {
    const bad = job.state === "failed" || (job.state === "done" && job.counts.bad > 0);
    return html`<li><button type="button" class="list-row row-import" @click=${() => this.go("contacts", "import", job.import_id)}>
      <span class="number muted">${format.recent(job.created_at, Date.now())}</span>
      <b class="cut">${job.file_name}</b><span class="muted cut">${job.by}</span>
      <span class="import-end">${outcome(job)}${bad && job.state === "done" ? html`, <span class="rowan">${t("import.count.bad").toLowerCase()} ${format.count(job.counts.bad)}</span>` : nothing}</span>
    </button></li>`;
  }
}

function outcome(job) {
  const dry = job.dry_run && (job.state === "running" || job.state === "done") ? ".dry" : "";
  const text = t(`import.state.${job.state}${dry}`, { share: Math.floor(job.share * 100), n: format.count(written(job)) });
  return job.state === "failed" ? html`<span class="rowan">${text}</span>` : isBusy(job) ? html`<b class="pine">${text}</b>` : text;
}

define("cc-import-file", ImportFile);
