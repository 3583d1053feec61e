#!/bin/sh
# Regenerates web/vendor: one ES module of lit, one style sheet of those modules of Pico that the page uses, their licences, and VERSIONS.json with versions and hashes.
# Needs node and npm; running the product needs neither.
set -eu

LIT=3.3.3
PICO=2.1.1
ESBUILD=0.28.2
SASS=1.108.2

here=$(cd "$(dirname "$0")" && pwd)
vendor="$here/vendor"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --no-package-lock "lit@$LIT" "@picocss/pico@$PICO" "esbuild@$ESBUILD" "sass@$SASS"

cat >lit.js <<'END'
export { LitElement, html, svg, nothing } from "lit";
export { repeat } from "lit/directives/repeat.js";
END
mkdir -p "$vendor"
npx esbuild lit.js --bundle --format=esm --minify --target=es2022 --legal-comments=inline --log-level=warning --outfile="$vendor/lit.js"
# what is switched off our own sheets draw in full, or it has no element on the page; the variables that are left are in styles/tokens.css
cat >pico.scss <<'END'
@use "node_modules/@picocss/pico/scss" with (
  $enable-classes: false,
  $enable-responsive-typography: false,
  $enable-transitions: false,
  $modules: (
    "themes/default": false,
    "layout/container": false, "layout/grid": false, "layout/overflow-auto": false, "layout/landmarks": false, "layout/section": false,
    "content/figure": false, "content/code": false, "content/button": false,
    "forms/basics": false, "forms/checkbox-radio-switch": false, "forms/input-color": false, "forms/input-date": false,
    "forms/input-file": false, "forms/input-range": false, "forms/input-search": false,
    "components/accordion": false, "components/card": false, "components/dropdown": false, "components/group": false,
    "components/loading": false, "components/modal": false, "components/nav": false, "components/progress": false, "components/tooltip": false,
  )
);
END
npx sass --style=compressed --no-source-map --quiet pico.scss "$vendor/pico.css"
cp node_modules/lit/LICENSE "$vendor/lit.LICENSE"
cp node_modules/@picocss/pico/LICENSE.md "$vendor/pico.LICENSE.md"

sum() { sha256sum "$vendor/$1" | cut -d' ' -f1; }
cat >"$vendor/VERSIONS.json" <<END
{
  "lit.js": {"package": "lit", "version": "$LIT", "sha256": "$(sum lit.js)", "bundled_with": "esbuild $ESBUILD"},
  "pico.css": {"package": "@picocss/pico", "version": "$PICO", "sha256": "$(sum pico.css)", "built_with": "sass $SASS"}
}
END
cat "$vendor/VERSIONS.json"
