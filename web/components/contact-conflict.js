/** Another editor was quicker: what they changed, and whose words stay where both wrote. */
import { html, nothing } from "../vendor/lit.js";
import { t } from "../i18n.js";
import { icon } from "./icons.js";

/** `taken` and `clashes` as `reconcile` gives them; `choose(field, value)` decides one clash, `colleagues` name responsibles. */
export function conflict({ taken, clashes }, draft, choose, colleagues) {
  return html`<div class="notice notice-wait" role="alert">
    <p>${icon("people", 16)}<b>${t("conflict.title")}</b></p>
    ${taken.length ? html`<p>${t("conflict.taken", { fields: taken.map((field) => t(`conflict.field.${field}`)).join(", ") })}</p>` : nothing}
    ${clashes.map((clash) => renderClash(clash, draft, choose, colleagues))}
    ${taken.length || clashes.length ? nothing : html`<p>${t("conflict.nothing")}</p>`}
  </div>`;
}

function renderClash({ field, mine, theirs }, draft, choose, colleagues) {
  const one = (whose, value) => html`<label class="choice">
    <input type="radio" name="conflict-${field}" .checked=${draft[field] === value} @change=${() => choose(field, value)} />
    <span><small>${t(`conflict.${whose}`)}</small>${written(field, value, colleagues)}</span>
  </label>`;
  return html`<fieldset class="clash"><legend>${t("conflict.both", { field: t(`conflict.field.${field}`) })}</legend>
    ${one("theirs", theirs)}${one("mine", mine)}
  </fieldset>`;
}

function written(field, value, colleagues) {
  if (field === "kind") return t(`kind.${value}`);
  if (field === "responsible") return colleagues.find(({ operator_id: id }) => id === value)?.name ?? t("contact.nobody");
  return value || t("conflict.empty");
}
