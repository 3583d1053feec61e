/** The operator's login: Cognito's tokens, kept over reloads and renewed before they run out. */
const CHALLENGES = ["NEW_PASSWORD_REQUIRED", "SOFTWARE_TOKEN_MFA"];
const KEY = "callcard.login";
const SPARE_MS = 60_000;

export class LoginError extends Error {
  constructor(kind) {
    super(kind);
    this.kind = kind;
  }
}

/** `fetch`, `storage` and `now` come from outside; `config` is /config.json. */
export function createAuth({ config, fetch, storage, now, onLogout = () => {}, onLogin = () => {} }) {
  let tokens = read(storage);
  let renewal = null;

  async function cognito(operation, body) {
    const response = await request(operation, body);
    const answer = await response.json().catch(() => ({}));
    if (!response.ok) throw new LoginError(errorKind(answer));
    return answer;
  }

  async function request(operation, body) {
    try {
      return await fetch(config.cognito_url, {
        method: "POST",
        headers: {
          "Content-Type": "application/x-amz-json-1.1",
          "X-Amz-Target": `AWSCognitoIdentityProviderService.${operation}`,
        },
        body: JSON.stringify(body),
      });
    } catch {
      throw new LoginError("unavailable");
    }
  }

  function keep(result, refresh, login) {
    tokens = { id: result.IdToken, refresh, login, expires: now() + result.ExpiresIn * 1000 };
    storage.setItem(KEY, JSON.stringify(tokens));
  }

  function finish(answer, login) {
    if (answer.AuthenticationResult) {
      keep(answer.AuthenticationResult, answer.AuthenticationResult.RefreshToken, login);
      return { done: true };
    }
    if (!CHALLENGES.includes(answer.ChallengeName)) throw new LoginError("unavailable");
    return { done: false, name: answer.ChallengeName, session: answer.Session, login };
  }

  async function login(name, password) {
    const parameters = { USERNAME: name, PASSWORD: password };
    return finish(await initiate("USER_PASSWORD_AUTH", parameters), name);
  }

  /** Answers Cognito's wish for a password of the operator's own. */
  const choosePassword = (challenge, password) => respond(challenge, { NEW_PASSWORD: password });

  /** Answers Cognito's wish for the code that the operator's app shows. */
  const enterCode = (challenge, code) => respond(challenge, { SOFTWARE_TOKEN_MFA_CODE: code });

  async function respond(challenge, responses) {
    const answer = await cognito("RespondToAuthChallenge", {
      ChallengeName: challenge.name,
      ClientId: config.user_pool_client_id,
      Session: challenge.session,
      ChallengeResponses: { USERNAME: challenge.login, ...responses },
    });
    return finish(answer, challenge.login);
  }

  /** Asks Cognito for something about the login itself, with an access token made for that. */
  async function asPerson(operation, body = {}) {
    return cognito(operation, { AccessToken: await renew(), ...body });
  }

  function initiate(flow, parameters) {
    const body = { AuthFlow: flow, ClientId: config.user_pool_client_id, AuthParameters: parameters };
    return cognito("InitiateAuth", body);
  }

  async function renew() {
    const refresh = tokens?.refresh;
    if (!refresh) throw new LoginError("expired");
    try {
      const answer = await initiate("REFRESH_TOKEN_AUTH", { REFRESH_TOKEN: refresh });
      keep(answer.AuthenticationResult, answer.AuthenticationResult.RefreshToken ?? refresh, tokens?.login);
      return answer.AuthenticationResult.AccessToken;
    } catch (error) {
      if (error.kind !== "unavailable") forget();
      throw error;
    }
  }

  /** A valid ID token; one renewal at a time, however many ask. */
  async function token({ fresh = false } = {}) {
    if (tokens && !fresh && tokens.expires - now() > SPARE_MS) return tokens.id;
    renewal ??= renew().finally(() => (renewal = null));
    await renewal;
    return tokens.id;
  }

  function forget() {
    tokens = null;
    storage.removeItem(KEY);
    onLogout();
  }

  /** Ends the login here at once; Cognito is told, but not waited for. */
  function logout() {
    const refresh = tokens?.refresh;
    forget();
    if (refresh) {
      cognito("RevokeToken", { ClientId: config.user_pool_client_id, Token: refresh }).catch(() => {});
    }
  }

  /** Another tab renewed the tokens, or somebody logged in or out there: then it is so here too. */
  function reread() {
    const before = tokens;
    tokens = read(storage);
    if (before?.login === tokens?.login && Boolean(before) === Boolean(tokens)) return;
    if (before) onLogout();
    if (tokens) onLogin();
  }

  return { login, choosePassword, enterCode, asPerson, token, logout, reread, loggedIn: () => tokens !== null, storageKey: KEY };
}

function read(storage) {
  try {
    const kept = JSON.parse(storage.getItem(KEY));
    return kept?.id && kept.refresh ? kept : null;
  } catch {
    return null;
  }
}

function errorKind(answer) {
  const type = String(answer.__type ?? "").split("#").pop();
  if (type === "NotAuthorizedException" || type === "UserNotFoundException") return "refused";
  if (type === "InvalidPasswordException") return "weak";
  if (type === "CodeMismatchException" || type === "EnableSoftwareTokenMFAException") return "code";
  if (type === "ExpiredCodeException") return "expired";
  if (type === "TooManyRequestsException" || type === "LimitExceededException") return "later";
  return "unavailable";
}
