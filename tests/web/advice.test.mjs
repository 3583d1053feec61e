import assert from "node:assert/strict";
import { test } from "node:test";
import { bars, percent, pieces } from "../../web/advice.js";
import { setLanguage } from "../../web/i18n.js";

const shares = [1, 1, 1, 0.71, 0.1183, 0.0122, 0.00125, 0.0001248, 0.00001];
const risks = Array.from({ length: 20 }, (_, index) => ({ digits: index + 1, share: shares[index] ?? 0 }));
const drawn = (now, advised) => bars(risks, now, advised).map(({ digits, gap }) => (gap ? `|${digits}` : `${digits}`)).join(" ");

test("the bars go from 3 to 10, and as far beyond as the setting or the advice is", () => {
  assert.equal(drawn(5, 7), "3 4 5 6 7 8 9 10");
  assert.equal(drawn(1, 7), "1 2 3 4 5 6 7 8 9 10");
  assert.equal(drawn(11, null), "3 4 5 6 7 8 9 10 11");
  assert.equal(drawn(20, 12), "3 4 5 6 7 8 9 10 |12 |20");
});

test("whatever the setting and the advice are, both have their bar and there are at most twelve", () => {
  const every = Array.from({ length: 20 }, (_, index) => index + 1);
  for (const [now, advised] of every.flatMap((a) => every.map((b) => [a, b]))) {
    const shown = bars(risks, now, advised);
    assert.ok(shown.length <= 12, `${now} ${advised}`);
    assert.deepEqual([shown.filter((bar) => bar.now).map((bar) => bar.digits), shown.filter((bar) => bar.advised).map((bar) => bar.digits)], [[now], [advised]]);
    assert.deepEqual(shown.map((bar) => bar.digits), shown.map((bar) => bar.digits).sort((a, b) => a - b));
  }
});

test("more than one in a hundred is risky", () => {
  const risky = bars([{ digits: 3, share: 0.0101 }, { digits: 4, share: 0.01 }], 3, 4).map((bar) => bar.risky);
  assert.deepEqual(risky, [true, false]);
});

test("shares are written as short as they can be told apart", async () => {
  const written = shares.slice(2).map(percent);
  assert.deepEqual(written, ["100 %", "71 %", "12 %", "1,2 %", "0,1 %", "0,01 %", "0 %"]);
  await setLanguage("en");
  assert.equal(percent(0.0122), "1.2 %");
  await setLanguage("ru");
});

test("the figures of the server's sentence stand out, and any other sentence is plain text", () => {
  const figures = (sentence) => pieces(sentence).filter(({ figure }) => figure).map(({ text, figure }) => [figure, text]);
  const told = "Сейчас чужая карточка в 12 случаях из 100, с 7 цифрами в 1 случае из 1 800.";
  assert.deepEqual(figures(told), [[1, "12 случаях из 100"], [2, "1 случае из 1 800"]]);
  assert.deepEqual(figures("A wrong card now shows in 12 cases out of 100, with 7 digits in 1 case out of 1,800."),
    [[1, "12 cases out of 100"], [2, "1 case out of 1,800"]]);
  assert.deepEqual(figures("Сейчас чужая карточка в каждом случае, с 7 цифрами ни в одном случае."), [[1, "каждом случае"], [2, "ни в одном случае"]]);
  assert.deepEqual(pieces("Что-то новое"), [{ text: "Что-то новое", figure: 0 }]);
  assert.equal(pieces(told).map(({ text }) => text).join(""), told);
});
