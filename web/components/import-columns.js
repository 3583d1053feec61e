/** The second step of an import: what each column of the file holds, and what happens to contacts that are there already. */
import { html, nothing } from "../vendor/lit.js";
import { t } from "../i18n.js";
import { columnsTrouble, FIELDS, ON_DUPLICATE } from "../imports.js";
import { fieldError, KINDS, segments } from "./parts.js";

const SAMPLES = 3;
const FORMATS = { csv: "CSV", xlsx: "XLSX", vcard: "vCard" };
const ENCODINGS = { "utf-8-sig": "UTF-8", cp1251: "Windows-1251", cp866: "CP866" };

/** The file in one line: its name and how it was read. */
export function fileFacts({ file_name: name, guess }) {
  if (!guess) return name;
  const { format, encoding, delimiter } = guess;
  const between = delimiter && t(delimiter === "\t" ? "import.delimiter.tab" : "import.delimiter", { delimiter });
  return [name, FORMATS[format] ?? format, ENCODINGS[encoding] ?? encoding?.toUpperCase(), between].filter(Boolean).join(" · ");
}

/** `page` is the import page, whose `fields` and `duplicates` are chosen here. */
export function renderColumns(page) {
  const trouble = columnsTrouble(page.fields);
  const said = trouble && t(`import.${trouble.code}`, { field: t(`import.field.${trouble.field ?? ""}`) });
  return html`<div class="import">
      <p class="muted">${page.job.guess.heading ? html`<b>${page.job.guess.heading}</b>  ·  ` : nothing}${t("import.columns.lead")}</p>
      <table class="columns">
        <thead><tr><th scope="col">${t("import.column")}</th><th scope="col">${t("import.column.field")}</th><th scope="col">${t("import.column.samples")}</th></tr></thead>
        <tbody>${page.job.guess.columns.map((column) => renderColumn(page, column, trouble))}</tbody>
      </table>
      ${Object.values(page.fields).includes("kind") ? nothing : renderKind(page)} ${renderDuplicates(page)}
    </div>
    <div class="import-actions">
      ${fieldError(said || page.problem)}
      <button type="button" class="primary" ?disabled=${page.busy || trouble} @click=${() => page.start(true)}>${t("import.check")}</button>
      <button type="button" ?disabled=${page.busy || trouble} @click=${() => page.start(false)}>${t("import.loadNow")}</button>
    </div>`;
}

function renderColumn(page, { index, title, samples }, trouble) {
  const name = title || t("import.column.n", { n: index + 1 });
  const field = page.fields[index];
  const choose = (event) => (page.fields = { ...page.fields, [index]: event.target.value || null });
  const wrong = trouble?.code === "twice" && trouble.field === field;
  const option = (value) => html`<option value=${value} .selected=${value === (field ?? "")}>${t(`import.field.${value}`)}</option>`;
  return html`<tr class=${field ? "" : "column-out"}>
    <th scope="row">${name}</th>
    <td><select aria-label=${t("import.column.fieldOf", { title: name })} aria-invalid=${wrong ? "true" : nothing} @change=${choose}>${["", ...FIELDS].map(option)}</select></td>
    <td class="samples">${samples.filter(Boolean).slice(0, SAMPLES).map((sample) => html`<span>${sample}</span>`)}</td>
  </tr>`;
}

/** Rows of a list without a column of kinds are all of one kind, or each of the kind it looks like. */
function renderKind(page) {
  const choose = (event) => (page.kind = event.target.value || null);
  const option = (value) => html`<option value=${value} .selected=${value === (page.kind ?? "")}>${t(value ? `kind.${value}` : "import.kind.any")}</option>`;
  return html`<section class="duplicates">
    <h2><label for="import-kind">${t("import.kind")}</label></h2>
    <select id="import-kind" @change=${choose}>${["", ...KINDS].map(option)}</select>
  </section>`;
}

function renderDuplicates(page) {
  const options = ON_DUPLICATE.map((value) => [value, t(`import.duplicates.${value}`)]);
  const choose = (value) => (page.duplicates = value);
  return html`<section class="duplicates">
    <h2>${t("import.duplicates")}</h2>
    ${segments(t("import.duplicates"), options, page.duplicates, choose)}
    <p class="hint">${t(`import.duplicates.${page.duplicates}.hint`)}</p>
  </section>`;
}
