import assert from "node:assert/strict";
import { test } from "node:test";
import { lastOf, told } from "../../web/history.js";
import { learn, setLanguage } from "../../web/i18n.js";
import { problemsOf } from "../../web/operators.js";
import { keptChoices, keptFor } from "../../web/retention.js";

await learn("settings");
await setLanguage("ru");

const said = (change) => Object.values(told({ of: null, from: null, to: null, ...change })).filter(Boolean).join(" | ");

test("a setting's change is told with its label and the words of its values", () => {
  assert.equal(said({ field: "incoming_card", from: "ring", to: "never" }),
    "«Показывать окно входящего вызова»: Никогда | было: При поступлении звонка");
  assert.equal(said({ field: "suffix_digits", from: 5, to: 7 }), "«Количество последних цифр номера»: 7 | было: 5");
  assert.equal(said({ field: "toast", from: true, to: false }), "«Показывать всплывающие уведомления»: Выкл. | было: Вкл.");
});

test("a token's change tells which, and never what it is", () => {
  assert.equal(said({ field: "token.crm" }), "сменён «Токен 1С»");
  assert.equal(said({ field: "token.crm.previous" }), "отключён прежний «Токен 1С»");
  assert.equal(said({ field: "token.pbx" }), "заменён «Токен Простых Звонков»");
});

test("operators and lines come, change and go by name", () => {
  assert.equal(said({ field: "operator", of: "Вера", to: "Вера" }), "Добавлен оператор Вера");
  assert.equal(said({ field: "operator", of: "Вера", from: "Вера" }), "Удалён оператор Вера");
  assert.equal(said({ field: "operator.extension", of: "Вера", from: "105", to: null }), "Вера, добавочный: пусто | было: 105");
  assert.equal(said({ field: "operator.active", of: "Вера", from: true, to: false }), "Вера, состояние: Отключён | было: Работает");
  assert.equal(said({ field: "operator.admin", of: "Вера", from: false, to: true }), "Вера, права администратора: Вкл. | было: Выкл.");
  assert.equal(said({ field: "line", of: "3333333", to: "Сайт" }), "Добавлена линия 3333333: Сайт");
  assert.equal(said({ field: "line", of: "3333333", from: "Сайт", to: "Касса" }), "Линия 3333333: Касса | было: Сайт");
  assert.equal(said({ field: "line", of: "3333333", from: "Сайт" }), "Убрана линия 3333333: Сайт");
});

test("when something was changed last is the newest of its changes", () => {
  const changes = [{ field: "toast", at: 3 }, { field: "token.crm", at: 2 }, { field: "token.crm", at: 1 }];
  assert.equal(lastOf(changes, "token.crm"), 2);
  assert.equal(lastOf(changes, "token.pbx"), undefined);
});

const draft = { name: "Вера", extension: "105", login: "vera", pbx_login: null, active: true };
const olga = { name: "Ольга", extension: "100", login: "olga", pbx_login: "Olga", active: true };
const wrong = (changes, others = [olga]) => Object.entries(problemsOf({ ...draft, ...changes }, others)).map(([field, [key]]) => `${field} ${key.split(".").at(-1)}`);

test("an operator without fault has none told, also without extension and logins", () => {
  assert.deepEqual(wrong({}), []);
  assert.deepEqual(wrong({ extension: null, login: null, pbx_login: null }), []);
});

test("each wrong field of an operator is told beside it", () => {
  assert.deepEqual(wrong({ name: "", extension: "10a", login: "вера", pbx_login: "a b" }),
    ["name name", "extension extension", "login login", "pbx_login login"]);
});

test("an extension is one working operator's, a login one person's; the PBX does not tell capitals apart", () => {
  assert.deepEqual(wrong({ extension: "100", login: "olga", pbx_login: "oLGA" }), ["extension extensionTaken", "login loginTaken", "pbx_login loginTaken"]);
  assert.deepEqual(wrong({ extension: "100", active: false }), []);
  assert.deepEqual(wrong({ extension: "100" }, [{ ...olga, active: false }]), []);
  assert.deepEqual(wrong({ login: "Olga" }), []);
});

test("calls are kept for ever, for usual times, or for the one in force, and each is said in words", () => {
  assert.deepEqual(keptChoices(null), [null, 30, 90, 180, 365, 730, 1095, 1825, 3650]);
  assert.deepEqual(keptChoices(45), [null, 30, 45, 90, 180, 365, 730, 1095, 1825, 3650]);
  assert.deepEqual([null, 31, 90, 365, 730, 3650].map(keptFor), ["всегда", "31 день", "90 дней", "1 год", "2 года", "10 лет"]);
});

test("the history says how long calls were kept before, and are now", () => {
  assert.equal(said({ field: "calls_kept_days", from: null, to: 90 }), "«Хранить звонки»: 90 дней | было: всегда");
  assert.equal(said({ field: "calls_kept_days", from: 365, to: null }), "«Хранить звонки»: всегда | было: 1 год");
});
