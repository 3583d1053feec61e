/**
 * Builds the page: `node local/page.mjs WEB HOME TOOL` makes HOME/site of WEB with the esbuild of TOOL/node_modules, and tells in HOME/built.json
 * what it made of what. All in site/assets carries a hash of its content in its name; the rest is index.html, pictures and licences.
 * The source maps beside the files are for developers: no file names its own, and they are not published.
 */
import { cp, mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";

const [web, home, tool] = process.argv.slice(2).map((path) => resolve(path));
const { build } = createRequire(`${tool}/`)("esbuild");
const [site, assets] = [join(home, "site"), join(home, "site", "assets")];
const A_DAY = 24 * 60 * 60 * 1_000;

/*
 * esbuild makes a file for each set of parts that share a module, which would be forty small ones. What is loaded later says therefore that app.js
 * is there already, and these that later.js is too: so all that those two reach is a file each.
 */
const AFTER_LATER = ["journal-page", "contacts-page", "missed-page", "check-page", "settings-page", "import-page", "contact-form", "card-attach",
  "erasure-ask", "erasure-report"];

/** The names of the modules that others load when they are needed. */
async function findLater() {
  const ours = (await readdir(web, { recursive: true })).filter((path) => path.endsWith(".js") && !path.startsWith("vendor"));
  const texts = await Promise.all(ours.map((path) => readFile(join(web, path), "utf8")));
  const found = new Set(texts.flatMap((text) => [...text.matchAll(/import\("\.\/([\w-]+)\.js"\)/g)].map(([, name]) => name)));
  const strange = AFTER_LATER.filter((name) => !found.has(name));
  if (strange.length) throw new Error(`local/page.mjs says of these that they are loaded after later.js: ${strange.join(", ")}`);
  return [...found];
}

/** Our modules with what was there before them, and lazy.js with what its sheets are called now. */
async function changed(sheets) {
  const texts = "texts[/\\\\][\\w-]+";
  const filter = new RegExp(`[/\\\\](${[texts, ...(await findLater())].join("|")})\\.js$`);
  const setup = ({ onLoad }) => {
    onLoad({ filter }, async ({ path }) => {
      const before = AFTER_LATER.includes(basename(path, ".js")) ? ["app.js", "later.js"] : ["app.js"];
      const imports = before.map((name) => `import ${JSON.stringify(join(web, name))};`);
      return loaded(path, [await readFile(path, "utf8"), ...imports].join("\n"));
    });
    onLoad({ filter: /[/\\]lazy\.js$/ }, async ({ path }) =>
      loaded(path, exchange(await readFile(path, "utf8"), /import\.meta\.sheets/g, JSON.stringify(sheets), "lazy.js")));
  };
  return { name: "changed", setup };
}

const loaded = (path, contents) => ({ contents, loader: "js", resolveDir: dirname(path) });

/** `text` with the one place that `pattern` finds exchanged; where there is none or are two, we do not know what we do. */
function exchange(text, pattern, found, name) {
  if (text.match(pattern)?.length !== 1) throw new Error(`${name} has to have this once: ${pattern}`);
  return text.replace(pattern, () => found);
}

const COMMON = {
  absWorkingDir: web, outdir: assets, entryNames: "[name]-[hash]", chunkNames: "[name]-[hash]", assetNames: "[name]-[hash]",
  bundle: true, minify: true, charset: "utf8", metafile: true, sourcemap: "external", legalComments: "eof", logLevel: "silent",
};

/** The sheets of index.html as one, `page.css`, and each of the others. */
async function buildSheets(shell) {
  const all = (await readdir(join(web, "styles"))).map((name) => `styles/${name}`);
  const page = {
    name: "page.css",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^page\.css$/ }, () => ({ path: "page.css", namespace: "page" }));
      onLoad({ filter: /.*/, namespace: "page" }, () => ({
        contents: shell.map((sheet) => `@import "./${sheet}";`).join("\n"), loader: "css", resolveDir: web,
      }));
    },
  };
  const entryPoints = ["page.css", ...all.filter((sheet) => !shell.includes(sheet))];
  return build({ ...COMMON, entryPoints, plugins: [page], loader: { ".svg": "file" } });
}

/** The modules; and apart from them first-paint.js, a script that is none. */
async function buildModules(sheets) {
  const page = await build({ ...COMMON, entryPoints: ["app.js"], format: "esm", splitting: true, plugins: [await changed(sheets)] });
  const first = await build({ ...COMMON, entryPoints: ["first-paint.js"], format: "iife" });
  return { ...page.metafile.outputs, ...first.metafile.outputs };
}

/** The outputs by their path in the site: their size and what they were made of, by its path in web/. */
function toldOf(outputs) {
  const files = Object.entries(outputs).filter(([path]) => !path.endsWith(".map"));
  return Object.fromEntries(files.map(([path, { inputs, imports, entryPoint, bytes }]) => {
    const needs = imports.filter(({ kind }) => kind === "import-statement").map((each) => inSite(each.path));
    return [inSite(path), { inputs: Object.keys(inputs), entryPoint, needs, bytes }];
  }));
}

const inSite = (path) => `assets/${basename(path)}`;

/** What was made of `entryPoint`. */
function made(told, entryPoint) {
  const found = Object.keys(told).find((path) => told[path].entryPoint === entryPoint);
  if (!found) throw new Error(`nothing was made of ${entryPoint}`);
  return found;
}

/** All that `path` imports at once, itself left out. */
function needed(told, path, found = new Set()) {
  for (const each of told[path].needs) {
    if (found.has(each)) continue;
    found.add(each);
    needed(told, each, found);
  }
  return [...found];
}

/** index.html with the names of what was built; an index.html that we do not understand is no page. */
function rewrite(html, told) {
  const app = made(told, "app.js");
  const preloads = needed(told, app).map((path) => `<link rel="modulepreload" href="${path}" />\n    `).join("");
  const sheet = `\n    <link rel="stylesheet" href="${made(told, "page:page.css")}" />`;
  const changes = [
    [/(\s*<link rel="stylesheet" href="styles\/[\w-]+\.css" \/>)+/g, sheet],
    [/<script src="first-paint\.js">/g, `<script src="${made(told, "first-paint.js")}">`],
    [/<script type="module" src="app\.js">/g, `${preloads}<script type="module" src="${app}">`],
  ];
  return changes.reduce((text, [pattern, built]) => exchange(text, pattern, built, "index.html"), html);
}

/** Whether everything that index.html names is in the site. */
async function check(html) {
  for (const [, address] of html.matchAll(/(?:href|src)="([^"]*)"/g)) {
    if (!/^(assets|img)\//.test(address)) throw new Error(`index.html names ${address}, which was not built`);
    await stat(join(site, address));
  }
}

async function copyRest() {
  await cp(join(web, "img"), join(site, "img"), { recursive: true });
  await mkdir(join(site, "licences"), { recursive: true });
  for (const name of (await readdir(join(web, "vendor"))).filter((each) => each.includes("LICENSE"))) {
    await cp(join(web, "vendor", name), join(site, "licences", `${name.split(".")[0]}.txt`));
  }
}

/** A page that is open may still ask for what the builds before made; a day later none does here. */
async function forget(told) {
  for (const name of await readdir(assets)) {
    const path = join(assets, name);
    if (!(inSite(name.replace(/\.map$/, "")) in told) && Date.now() - (await stat(path)).mtimeMs > A_DAY) await rm(path);
  }
}

/** Written whole or not at all: a browser may be asking. */
async function replace(path, text) {
  await writeFile(`${path}.new`, text);
  await rename(`${path}.new`, path);
}

async function main() {
  const html = await readFile(join(web, "index.html"), "utf8");
  const shell = [...html.matchAll(/href="(styles\/[\w-]+\.css)"/g)].map(([, sheet]) => sheet);
  const sheets = toldOf((await buildSheets(shell)).metafile.outputs);
  const lazy = Object.entries(sheets).filter(([, { entryPoint }]) => entryPoint?.startsWith("styles/"));
  const modules = await buildModules(Object.fromEntries(lazy.map(([path, { entryPoint }]) => [basename(entryPoint, ".css"), path])));
  const told = { ...sheets, ...toldOf(modules) };
  const index = rewrite(html, told);
  await copyRest();
  await check(index);
  await replace(join(site, "index.html"), index);
  await replace(join(home, "built.json"), JSON.stringify(told, null, 1));
  await forget(told);
}

main().catch((error) => {
  console.error(error.errors ? error.message : String(error));
  process.exitCode = 1;
});
