/** The product's HTTP interface as the page uses it. */
export class ApiError extends Error {
  constructor(status, message, body) {
    super(message);
    this.status = status;
    this.body = body;
  }
}

/** `language` is asked at every request: errors come in the reader's language. */
export function createApi({ base, auth, fetch, language }) {
  async function call(method, path, body) {
    const response = await send(method, path, body, await auth.token());
    if (response.status !== 401) return read(response);
    return read(await send(method, path, body, await auth.token({ fresh: true })));
  }

  async function send(method, path, body, token) {
    const headers = { Authorization: token, "Accept-Language": language() };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    try {
      return await fetch(base + path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
    } catch {
      throw new ApiError(0, "", null);
    }
  }

  const at = (path, id) => `${path}/${encodeURIComponent(id)}`;
  return {
    me: () => call("GET", "/me"),
    ticket: () => call("POST", "/tickets"),
    contacts: (filter) => call("GET", "/contacts" + query(filter)),
    contact: (id) => call("GET", at("/contacts", id)),
    createContact: (contact) => call("POST", "/contacts", contact),
    saveContact: (id, contact) => call("PUT", at("/contacts", id), contact),
    deleteContact: (id) => call("DELETE", at("/contacts", id)),
    pin: (phone, id) => call("PUT", `${at("/numbers", phone)}/pin`, { contact_id: id }),
    unpin: (phone) => call("DELETE", `${at("/numbers", phone)}/pin`),
    calls: (filter) => call("GET", "/calls" + query(filter)),
    saveNote: (callId, note) => call("PUT", `${at("/calls", callId)}/note`, { note }),
    check: () => call("GET", "/check"),
    checkCalls: (filter) => call("GET", "/check/calls" + query(filter)),
    trace: (id) => call("GET", `${at("/calls", id)}/trace`),
    callbacks: (filter) => call("GET", "/callbacks" + query(filter)),
    takeCallback: (phone, from) => call("PUT", `${at("/callbacks", phone)}/taken`, { from }),
    releaseCallback: (phone) => call("DELETE", `${at("/callbacks", phone)}/taken`),
    finishCallback: (phone, done) => call("PUT", `${at("/callbacks", phone)}/done`, done),
    putCallbackBack: (phone) => call("DELETE", `${at("/callbacks", phone)}/done`),
    finishCallbacks: (phones) => call("POST", "/callbacks/done", { phones }),
    statistics: (filter) => call("GET", "/statistics" + query(filter)),
    wallboard: (zone) => call("GET", "/wallboard" + query({ zone })),
    makeCall: (phone, requestId) => call("POST", "/makecall", { phone, request_id: requestId }),
    reveal: (of) => call("POST", "/reveals", of),
    reveals: (cursor) => call("GET", "/reveals" + query({ cursor })),
    settings: () => call("GET", "/settings"),
    saveSettings: (settings) => call("PUT", "/settings", settings),
    settingsHistory: () => call("GET", "/settings/history"),
    advice: () => call("GET", "/settings/advice"),
    retention: () => call("GET", "/settings/retention"),
    operators: (cursor) => call("GET", "/operators" + query({ cursor })),
    saveOperator: (id, operator) => call("PUT", at("/operators", id), operator),
    deleteOperator: (id) => call("DELETE", at("/operators", id)),
    administrators: () => call("GET", "/administrators"),
    saveAdministrator: (login, admin) => call(admin ? "PUT" : "DELETE", at("/administrators", login)),
    lines: () => call("GET", "/lines"),
    saveLines: (lines) => call("PUT", "/lines", { lines }),
    crmToken: () => call("GET", "/tokens/crm"),
    rotateCrmToken: () => call("POST", "/tokens/crm"),
    endPreviousCrmToken: () => call("DELETE", "/tokens/crm/previous"),
    pbxToken: () => call("GET", "/tokens/pbx"),
    savePbxToken: (token) => call("PUT", "/tokens/pbx", { token }),
    imports: () => call("GET", "/imports"),
    importState: (id) => call("GET", at("/imports", id)),
    createImport: (name, size) => call("POST", "/imports", { file_name: name, size }),
    checkImport: (id) => call("POST", `${at("/imports", id)}/check`),
    startImport: (id, wanted) => call("PUT", at("/imports", id), wanted),
    cancelImport: (id) => call("DELETE", at("/imports", id)),
    erase: (id, name) => call("POST", "/erasures", { contact_id: id, name }),
    erasure: (id) => call("GET", at("/erasures", id)),
    createExport: (format) => call("POST", "/exports", { format }),
    exportState: (id) => call("GET", at("/exports", id)),
  };
}

/** `?a=1&b=2` of what is set; nothing when nothing is. */
export function query(filter = {}) {
  const set = Object.entries(filter).filter(([, value]) => value !== undefined && value !== null && value !== "");
  return set.length ? `?${new URLSearchParams(set)}` : "";
}

async function read(response) {
  const body = await response.text().then(parse);
  if (response.ok) return body;
  throw new ApiError(response.status, body?.message ?? "", body);
}

function parse(text) {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}
