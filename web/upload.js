/** A file's way from the browser straight to the bucket, by the form the server signed. */
const SENT = [200, 201, 204];

/** `fields` are the signed form's; `onProgress(share)`; `done` rejects with {aborted} or {status}, 0 when nothing answered. */
export function upload({ url, fields }, file, { onProgress, XMLHttpRequest }) {
  const request = new XMLHttpRequest();
  const done = new Promise((resolve, reject) => {
    const fail = (more) => reject(Object.assign(new Error("upload"), { status: request.status, ...more }));
    request.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0);
    request.onload = () => (SENT.includes(request.status) ? resolve() : fail());
    request.onerror = request.ontimeout = () => fail();
    request.onabort = () => fail({ aborted: true });
  });
  request.open("POST", url);
  request.send(form(fields, file));
  return { done, abort: () => request.abort() };
}

/** The bucket reads nothing behind the file, so the file is last. */
function form(fields, file) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  body.append("file", file);
  return body;
}
