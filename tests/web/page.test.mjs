import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { caller, pageTitle, stateWord } from "../../web/attention.js";
import { NO_CALLS, receive } from "../../web/calls.js";
import { createDialer } from "../../web/dialer.js";
import * as format from "../../web/format.js";
import { setLanguage, t } from "../../web/i18n.js";
import { loadPage, Resource } from "../../web/components/resource.js";
import { parseRoute, routeHash } from "../../web/router.js";
import { createServerTime } from "../../web/server-time.js";
import { createStore } from "../../web/store.js";

await setLanguage("ru");
const WEB = new URL("../../web/", import.meta.url);
const read = (path) => readFileSync(new URL(path, WEB), "utf8");
const ours = readdirSync(WEB, { recursive: true }).filter((path) => path.endsWith(".js") && !path.startsWith("vendor"));

const texts = async (name) => (await import(new URL(`texts/${name}.js`, WEB))).default;
const russian = async (part) => (part ? texts(`${part}-ru`) : texts("ru"));
const partsOf = readdirSync(new URL("texts/", WEB)).filter((name) => name.endsWith("-ru.js")).map((name) => name.slice(0, -6));

test("both languages have the same texts with the same places to fill, and no text is there twice", async () => {
  const places = (entry) => [...new Set(JSON.stringify(entry).match(/\{\w+\}/g))].sort();
  const seen = new Set();
  for (const part of ["", ...partsOf]) {
    const [ours, english] = [await russian(part), await texts(part ? `${part}-en` : "en")];
    assert.deepEqual(Object.keys(english).sort(), Object.keys(ours).sort());
    for (const key of Object.keys(ours)) {
      assert.deepEqual(places(english[key]), places(ours[key]), key);
      assert.ok(!seen.has(key), `${key} is in two texts`);
      seen.add(key);
    }
  }
});

/** Modules that come together with `path`: what it imports, but not what it loads later. */
function together(path, found = new Set()) {
  if (found.has(path) || path.startsWith("vendor/")) return found;
  found.add(path);
  const imports = [...read(path).matchAll(/^(?:import|export)\b[^;(]*?"(\.[^"]+)"/gm)];
  for (const [, to] of imports) together(new URL(to, new URL(path, "x:/")).pathname.slice(1), found);
  return found;
}

/** Every `lazy(() => import("./x.js"), { texts: [...] })`, as [module, texts it comes with]; within what comes later all of that is there. */
function lazyParts() {
  const calls = ours.flatMap((path) => [...read(path).matchAll(/lazy\(.*?import\("\.\/([^"]+)"\)+(?:, \{([^}]*)\})?/g)]);
  return calls.map(([, module, needs = ""]) => [`components/${module}`, /texts: \[([^\]]*)\]/.exec(needs)?.[1].match(/[\w-]+/g) ?? []]);
}

test("every text the page names is there when it is named", async () => {
  const base = together("app.js");
  for (const [root, parts] of [["app.js", []], ["later.js", ["later"]], ...lazyParts()]) {
    const known = Object.assign({}, ...(await Promise.all(["", ...parts].map(russian))));
    const own = [...together(root)].filter((path) => path === root || root === "app.js" || !base.has(path));
    for (const path of own) {
      for (const [, key] of read(path).matchAll(/\bt\("([^"]+)"/g)) assert.ok(key in known, `${path}, with ${root}: ${key}`);
      for (const [, start] of read(path).matchAll(/\bt\(`([\w.]+\.)\$\{/g)) {
        assert.ok(Object.keys(known).some((key) => key.startsWith(start)), `${path}, with ${root}: ${start}…`);
      }
    }
  }
});

test("Russian counts have their three forms", async () => {
  const counted = [1, 2, 5, 21, 112].map((n) => t("calls.count", { n }));
  assert.deepEqual(counted, ["1 звонок", "2 звонка", "5 звонков", "21 звонок", "112 звонков"]);
  await setLanguage("en");
  assert.equal(t("calls.count", { n: 1 }), "1 call");
  await setLanguage("ru");
});

test("a phone number cannot break, and is copied plainly", () => {
  assert.equal(format.phone("+7 999 123-45-67"), "+7\u00a0999\u00a0123\u201145\u201167");
  assert.equal(format.plainPhone("79991234567"), "+79991234567");
  assert.equal(format.plainPhone("101"), "101");
});

test("the digits in common are marked in the number as people read it, and the extension is none of them", () => {
  const marked = (display, phone, count) => format.parted(display, phone, count).join("|");
  assert.equal(marked("+7 916 001-16-66", "79160011666", 7), "+7 916 |001-16-66|");
  assert.equal(marked("+7 916 001-16-66", "79160011666", 11), "|+7 916 001-16-66|");
  assert.equal(marked("+7 423 202-25-11 доб. 100", "74232022511", 5), "+7 423 20|2-25-11| доб. 100");
  assert.equal(marked("101", "101", 3), "|101|");
  assert.equal(marked("8 800", "78005550101", 5), "|8 800|");
});

test("durations and days are written as people say them", () => {
  assert.deepEqual([9, 252, 3723].map(format.duration), ["0:09", "4:12", "1:02:03"]);
  assert.equal(format.spent(5580), "1 ч 33 мин");
  const now = Date.parse("2026-11-19T12:00:00");
  assert.equal(format.recent("2026-11-19T11:21:00", now), "сегодня, 11:21");
  assert.equal(format.recent("2026-11-18T16:42:00", now), "вчера, 16:42");
  assert.match(format.recent("2026-11-17T11:05:00", now), /^17 нояб\., 11:05$/);
  assert.equal(format.dayHead("2026-11-18T16:42:00", now), "Вчера, 18 ноября");
});

test("a badge leaves legal forms and quotes out", () => {
  assert.deepEqual(["Ирина Соколова", "ООО «Вектор Плюс»", "АО"].map(format.initials), ["ИС", "ВП", "А"]);
});

test("addresses lead to pages and back; anything unknown is the desk", () => {
  const at = (page, id = null, part = null, query = "") => ({ page, id, part, query });
  assert.deepEqual(parseRoute(routeHash("contacts", "a/б")), at("contacts", "a/б"));
  assert.deepEqual(parseRoute(routeHash("contacts", "import", "b/в")), at("contacts", "import", "b/в"));
  assert.deepEqual(parseRoute("#/settings/operators"), at("settings", "operators"));
  assert.deepEqual(parseRoute(routeHash("journal", null, null, "q=a%2Fb?c&missed=1")), at("journal", null, null, "q=a%2Fb?c&missed=1"));
  assert.equal(routeHash("settings"), "#/settings");
  for (const hash of ["", "#/", "#/nowhere"]) assert.deepEqual(parseRoute(hash), at("desk"));
  assert.deepEqual(parseRoute("#/contacts/%E0%A4%A"), at("contacts"));
});

test("the next page is asked for once, lists nobody twice, and is dropped when another question came between", async () => {
  const waiting = [];
  const load = (before) => loadPage(new Promise((resolve) => waiting.push(resolve)), "contacts", before?.rows);
  const list = new Resource({ requestUpdate: () => {} }, load);
  const [first, second] = [{ contacts: [{ contact_id: "a" }, { contact_id: "b" }], cursor: "1" }, { contacts: [{ contact_id: "b" }, { contact_id: "c" }], cursor: null }];
  const loaded = list.reload();
  waiting[0](first);
  await loaded;
  const more = list.more();
  list.more();
  waiting[1](second);
  await more;
  assert.deepEqual([list.value.rows.map((row) => row.contact_id), list.value.cursor, waiting.length], [["a", "b", "c"], null, 2]);
  list.replace({ rows: [{ contact_id: "x" }], cursor: "2" });
  const late = list.more();
  list.replace({ rows: [], cursor: null });
  waiting[2](second);
  await late;
  assert.deepEqual(list.value.rows, []);
});

test("the server's clock is learned from its fastest frame", () => {
  const time = createServerTime(() => 1_000);
  time.learn(new Date(5_000).toISOString());
  time.learn(new Date(4_000).toISOString());
  assert.equal(time.now(), 5_000);
  time.learn("nonsense");
  assert.equal(time.now(), 5_000);
});

test("the tab's title says who calls", () => {
  const call = {
    call_id: "1", version: 1, state: "ringing", direction: "in", phone: "79991234567", display: "+7 999 123-45-67",
    extension: "100", contacts: [{ name: "Ирина Соколова" }], card: true,
  };
  assert.equal(pageTitle(NO_CALLS), "callcard");
  assert.equal(pageTitle(receive(NO_CALLS, call, 0)), "(1) ☎ Ирина Соколова — callcard");
  assert.equal(caller({ ...call, contacts: [], phone: "" }), "Номер скрыт");
  assert.equal(stateWord({ ...call, direction: "out" }), "Исходящий звонок");
});

function dialWorld(makeCall) {
  const [store, said, waits] = [createStore({ dialling: null, outgoing: null, link: "online" }), [], []];
  const dialer = createDialer({
    api: { makeCall }, store, newId: () => "id", wait: (action) => waits.push(action), onSilence: () => said.push("silence"),
    onAccepted: () => said.push("accepted"), onFailed: (party, message) => said.push(message),
  });
  return { store, said, waits, dialer };
}

test("one click is one request, also when it is clicked twice", async () => {
  const asked = [];
  const { dialer, said, store, waits } = dialWorld(async (...call) => void asked.push(call));
  await Promise.all([dialer.dial({ phone: "7999" }), dialer.dial({ phone: "7999" })]);
  await dialer.dial({ phone: "7999" });
  assert.deepEqual([asked, said, store.get().dialling], [[["7999", "id"]], ["accepted"], "7999"]);
  waits[0]();
  assert.equal(store.get().dialling, null);
});

async function silenceAfter(...calls) {
  const { dialer, said, waits, store } = dialWorld(async () => {});
  await dialer.dial({ phone: "8 (999) 123-45-67" });
  for (const call of calls) store.set({ outgoing: call });
  waits[1]();
  return said.includes("silence");
}

test("a yes of the PBX that no call follows is told after 20 s, one that its call follows is not", async () => {
  const other = { call_id: "2#100#0", phone: "79990000000", click: null };
  assert.equal(await silenceAfter(), true);
  assert.equal(await silenceAfter(other), true);
  assert.equal(await silenceAfter({ ...other, phone: "79991234567", click: "another click" }), true);
  assert.equal(await silenceAfter({ ...other, click: "id" }, other), false);
  assert.equal(await silenceAfter({ ...other, phone: "79991234567" }, other), false);
});

test("a call that came before the click does not count as its call, and who is offline cannot know", async () => {
  const { dialer, said, waits, store } = dialWorld(async () => {});
  store.set({ outgoing: { call_id: "1#100#0", phone: "79991234567", click: null } });
  await dialer.dial({ phone: "79991234567" });
  store.set({ link: "connecting" });
  waits[1]();
  assert.deepEqual(said, ["accepted"]);
  store.set({ link: "online", dialling: null });
  await dialer.dial({ phone: "79991234567" });
  waits[3]();
  assert.deepEqual(said, ["accepted", "accepted", "silence"]);
});

test("a call that failed is told with the PBX's words and not repeated", async () => {
  const { dialer, said, store } = dialWorld(async () => { throw new Error("Две\nстроки"); });
  await dialer.dial({ phone: "7999" });
  assert.deepEqual([said, store.get().dialling], [["Две\nстроки"], null]);
});

test("the specification's labels and values are its words", async () => {
  const words = [
    "Настройка подключения", "Токен Простых Звонков", "Токен 1С", "Скопировать", "Отображение окон вызова",
    "Показывать окно входящего вызова", "Показывать окно исходящего вызова", "Никогда", "При поступлении звонка",
    "При начале звонка", "По поднятию трубки", "По завершению разговора", "Создание документов",
    "Создавать входящее событие «Звонок»", "Создавать исходящее событие «Звонок»", "Показывать созданное событие «Звонок»",
    "Только входящие", "Только исходящие", "Входящие и исходящие", "Прочие настройки", "Количество последних цифр номера",
    "Использовать автоматическую переадресацию", "Показывать всплывающие уведомления", "Входящий звонок", "Исходящий звонок",
    "Перезвонить", "Контактное лицо", "Контрагент", "Партнёр", "Физическое лицо",
  ];
  const said = new Set(Object.values({ ...(await russian("")), ...(await russian("later")), ...(await russian("settings")) }));
  assert.deepEqual(words.filter((word) => !said.has(word)), []);
});

test("vendored files are what VERSIONS.json says", () => {
  for (const [name, { sha256 }] of Object.entries(JSON.parse(read("vendor/VERSIONS.json")))) {
    assert.equal(createHash("sha256").update(readFileSync(new URL(`vendor/${name}`, WEB))).digest("hex"), sha256, name);
  }
});

test("no module is longer than 200 lines, and none writes markup or styles as text", () => {
  for (const path of ours.filter((name) => !name.startsWith("texts"))) {
    const source = read(path);
    assert.ok(source.split("\n").length <= 201, path);
    assert.doesNotMatch(source, /innerHTML|insertAdjacentHTML|document\.write|unsafeHTML|\sstyle="/, path);
  }
});
