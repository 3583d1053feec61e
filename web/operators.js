/** An operator being written: what speaks against saving it, field by field, before the server is asked. */
const LOGIN = /^[A-Za-z0-9_.@-]{1,64}$/;
const EXTENSION = /^[0-9]{1,16}$/;

/** `draft` as it would be sent, `others` everybody else; {field: [text's key, values]} of the fields that are wrong. */
export function problemsOf(draft, others) {
  const found = { name: name(draft), extension: extension(draft, others) };
  for (const field of ["login", "pbx_login"]) found[field] = login(draft[field], others, field);
  return Object.fromEntries(Object.entries(found).filter(([, problem]) => problem));
}

const name = (draft) => (draft.name ? null : ["operators.problem.name"]);

/** Of several operators at one extension only one may work. */
function extension(draft, others) {
  if (!draft.extension) return null;
  if (!EXTENSION.test(draft.extension)) return ["operators.problem.extension"];
  const owner = draft.active && others.find((one) => one.active && one.extension === draft.extension);
  return owner ? ["operators.problem.extensionTaken", { name: owner.name }] : null;
}

function login(value, others, field) {
  if (!value) return null;
  if (!LOGIN.test(value)) return ["operators.problem.login"];
  const same = (other) => (field === "login" ? other === value : other?.toLowerCase() === value.toLowerCase());
  const owner = others.find((one) => same(one[field]));
  return owner ? ["operators.problem.loginTaken", { name: owner.name }] : null;
}
