import assert from "node:assert/strict";
import { test } from "node:test";
import { createApi, query } from "../../web/api.js";
import { createAuth } from "../../web/auth.js";

const config = { cognito_url: "https://cognito.example/", user_pool_client_id: "client", api_url: "/api" };
const memory = () => {
  const kept = new Map();
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value), removeItem: (key) => kept.delete(key) };
};
const answer = (status, body) => ({ ok: status < 400, status, json: async () => body, text: async () => JSON.stringify(body) });
const tokens = (id) => answer(200, { AuthenticationResult: { IdToken: id, RefreshToken: "refresh", ExpiresIn: 3600 } });

function world(...answers) {
  const [asked, storage, state] = [[], memory(), { now: 0, loggedOut: 0 }];
  const fetch = async (url, options) => {
    asked.push({ url, ...options, body: options.body && JSON.parse(options.body) });
    const next = answers.shift();
    if (next instanceof Error) throw next;
    return next;
  };
  const auth = createAuth({ config, fetch, storage, now: () => state.now, onLogout: () => (state.loggedOut += 1) });
  const api = createApi({ base: "/api", auth, fetch, language: () => "en" });
  return { auth, api, asked, storage, state };
}

test("a login asks Cognito with the operator's name and password", async () => {
  const { auth, asked } = world(tokens("id1"));
  assert.deepEqual(await auth.login("olga", "secret"), { done: true });
  assert.equal(asked[0].headers["X-Amz-Target"], "AWSCognitoIdentityProviderService.InitiateAuth");
  assert.deepEqual(asked[0].body, {
    AuthFlow: "USER_PASSWORD_AUTH", ClientId: "client", AuthParameters: { USERNAME: "olga", PASSWORD: "secret" },
  });
  assert.equal(await auth.token(), "id1");
});

test("a temporary password leads to a new one", async () => {
  const { auth, asked } = world(answer(200, { ChallengeName: "NEW_PASSWORD_REQUIRED", Session: "s" }), tokens("id1"));
  const challenge = await auth.login("olga", "temporary");
  assert.equal(challenge.done, false);
  assert.deepEqual(await auth.choosePassword(challenge, "new"), { done: true });
  assert.deepEqual(asked[1].body.ChallengeResponses, { USERNAME: "olga", NEW_PASSWORD: "new" });
});

test("a wrong password and a dead line are told apart", async () => {
  const { auth } = world(answer(400, { __type: "NotAuthorizedException" }), new TypeError("network"));
  await assert.rejects(auth.login("olga", "x"), { kind: "refused" });
  await assert.rejects(auth.login("olga", "x"), { kind: "unavailable" });
});

test("a token about to run out is renewed once, however many ask", async () => {
  const { auth, asked, state } = world(tokens("id1"), tokens("id2"));
  await auth.login("olga", "secret");
  state.now = 3_550_000;
  assert.deepEqual(await Promise.all([auth.token(), auth.token()]), ["id2", "id2"]);
  assert.deepEqual(asked[1].body.AuthParameters, { REFRESH_TOKEN: "refresh" });
  assert.equal(asked.length, 2);
});

test("a refused renewal logs out, a failed one does not", async () => {
  const { auth, state } = world(tokens("id1"), new TypeError("network"), answer(400, { __type: "NotAuthorizedException" }));
  await auth.login("olga", "secret");
  state.now = 4_000_000;
  await assert.rejects(auth.token(), { kind: "unavailable" });
  assert.equal(auth.loggedIn(), true);
  await assert.rejects(auth.token(), { kind: "refused" });
  assert.deepEqual([auth.loggedIn(), state.loggedOut], [false, 1]);
});

test("the logout forgets the tokens and revokes them", async () => {
  const { auth, asked, storage } = world(tokens("id1"), answer(200, {}));
  await auth.login("olga", "secret");
  auth.logout();
  assert.equal(storage.getItem(auth.storageKey), null);
  assert.equal(asked[1].headers["X-Amz-Target"], "AWSCognitoIdentityProviderService.RevokeToken");
});

test("requests carry the raw token and the language; a 401 is tried once more with a new token", async () => {
  const { auth, api, asked } = world(tokens("id1"), answer(401, {}), tokens("id2"), answer(200, { contacts: [] }));
  await auth.login("olga", "secret");
  assert.deepEqual(await api.contacts({ query: "Ирина", cursor: null }), { contacts: [] });
  assert.equal(asked[1].headers.Authorization, "id1");
  assert.equal(asked[3].headers.Authorization, "id2");
  assert.equal(asked[3].headers["Accept-Language"], "en");
});

test("an error carries the server's message and body", async () => {
  const { auth, api } = world(tokens("id1"), answer(409, { message: "Устарело", contact: { version: 2 } }));
  await auth.login("olga", "secret");
  await assert.rejects(api.saveContact("a/b", {}), { status: 409, message: "Устарело", body: { message: "Устарело", contact: { version: 2 } } });
});

test("a query names only what is set", () => {
  assert.equal(query({ from: null, query: "", missed: true, operator: undefined }), "?missed=true");
  assert.equal(query({}), "");
});

test("a login that asks for a code takes it in a second step", async () => {
  const { auth, asked } = world(answer(200, { ChallengeName: "SOFTWARE_TOKEN_MFA", Session: "s" }), answer(400, { __type: "CodeMismatchException" }), tokens("id1"));
  const challenge = await auth.login("olga", "secret");
  assert.equal(challenge.name, "SOFTWARE_TOKEN_MFA");
  await assert.rejects(auth.enterCode(challenge, "000000"), { kind: "code" });
  assert.equal(auth.loggedIn(), false);
  assert.deepEqual(await auth.enterCode(challenge, "123456"), { done: true });
  assert.deepEqual(asked[2].body.ChallengeResponses, { USERNAME: "olga", SOFTWARE_TOKEN_MFA_CODE: "123456" });
});

test("a step of the login that nobody knows is no login", async () => {
  const { auth } = world(answer(200, { ChallengeName: "SMS_MFA", Session: "s" }));
  await assert.rejects(auth.login("olga", "secret"), { kind: "unavailable" });
  assert.equal(auth.loggedIn(), false);
});
