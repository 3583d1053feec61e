/** A call of the journal as a row of the exported file. */
import * as format from "./format.js";
import { language, t } from "./i18n.js";
import { outcome } from "./outcome.js";
import { recordingOf } from "./player.js";

const COLUMNS = {
  "journal.csv.date": (call) => format.date(call.started_at),
  "journal.csv.time": (call) => format.exactClock(call.started_at),
  "journal.col.outcome": (call) => outcome(call).word,
  "journal.csv.name": (call) => call.contact?.name,
  "contact.company": (call) => call.contact?.company,
  "journal.col.number": (call) => call.display || t("card.withheld"),
  "journal.col.line": (call) => call.line?.name || call.line?.number,
  "journal.col.operator": (call) => call.operator?.name,
  "journal.csv.extension": (call) => call.extension,
  "journal.csv.total": (call) => call.duration,
  "journal.csv.talk": (call) => call.talk,
  "journal.col.record": (call) => recordingOf(call),
  "contact.note": (call) => call.note,
};

export const csvHead = () => Object.keys(COLUMNS).map((key) => t(key));

export const csvCells = (call) => Object.values(COLUMNS).map((cell) => cell(call));

/** What a spreadsheet of the reader's country takes for the end of a cell. */
export const csvDelimiter = () => (language() === "ru" ? ";" : ",");
