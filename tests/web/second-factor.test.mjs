import assert from "node:assert/strict";
import { test } from "node:test";
import { createSecondFactor } from "../../web/second-factor.js";

function world(answers) {
  const asked = [];
  const auth = {
    asPerson: async (operation, body) => {
      asked.push([operation, body]);
      if (answers[operation] instanceof Error) throw answers[operation];
      return answers[operation] ?? {};
    },
  };
  return { factor: createSecondFactor(auth), asked };
}

test("whether a code is asked for is what Cognito says", async () => {
  assert.equal(await world({ GetUser: {} }).factor.isOn(), false);
  assert.equal(await world({ GetUser: { UserMFASettingList: ["SOFTWARE_TOKEN_MFA"] } }).factor.isOn(), true);
});

test("an app gets the key as people and as apps read it", async () => {
  const { factor } = world({ AssociateSoftwareToken: { SecretCode: "ABCDEFGHIJ" } });
  const begun = await factor.begin("Ольга М");
  assert.equal(begun.shown, "ABCD EFGH IJ");
  assert.equal(begun.uri, "otpauth://totp/callcard:%D0%9E%D0%BB%D1%8C%D0%B3%D0%B0%20%D0%9C?secret=ABCDEFGHIJ&issuer=callcard");
});

test("a code that does not fit leaves the login as it was", async () => {
  const { factor, asked } = world({ VerifySoftwareToken: Object.assign(new Error("code"), { kind: "code" }) });
  await assert.rejects(factor.confirm("000000"), { kind: "code" });
  assert.deepEqual(asked.map(([operation]) => operation), ["VerifySoftwareToken"]);
});

test("the first right code makes every login ask for one, until it is switched off", async () => {
  const { factor, asked } = world({});
  await factor.confirm("123456");
  await factor.switchOff();
  assert.deepEqual(asked.slice(1).map(([, body]) => body.SoftwareTokenMfaSettings), [
    { Enabled: true, PreferredMfa: true }, { Enabled: false, PreferredMfa: false },
  ]);
});
