/** «Заметка к звонку»: saves itself while one types. */
import { html } from "../vendor/lit.js";
import { t } from "../i18n.js";
import { define } from "./element.js";
import { Page } from "./page.js";

const LONGEST = 5_000;

class Note extends Page {
  static properties = { call: { attribute: false } };

  get notes() {
    return this.services.notes;
  }

  get id_() {
    return this.call.call_id;
  }

  connectedCallback() {
    super.connectedCallback();
    this.stopNotes = this.notes.subscribe((id) => id === this.id_ && this.requestUpdate());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.stopNotes();
    this.leave();
  }

  leave() {
    this.notes.hold(this.id_, false);
    this.notes.flush(this.id_);
  }

  key(event) {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    this.closest(".card, .journal-details").focus();
  }

  render() {
    const { text, state } = this.notes.get(this.id_);
    const said = { saved: t("note.saved"), failed: t("note.failed"), "": text ? t("note.saved") : "" }[state];
    return html`<label class="card-note">
      <span class="card-section"><b class="label">${t("note.title")}</b><span class="note-state ${state}" role="status">${said}</span></span>
      <textarea rows="2" maxlength=${LONGEST} data-key="note" .value=${text ?? ""} ?disabled=${text === null}
        placeholder=${t(text === null ? "state.loading" : "note.hint")} @input=${({ target }) => this.notes.write(this.id_, target.value)}
        @focus=${() => this.notes.hold(this.id_, true)} @blur=${this.leave} @keydown=${this.key}></textarea>
    </label>`;
  }
}

define("cc-note", Note);
