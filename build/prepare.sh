#!/bin/sh
# Makes .venv ready: `run` to build documents, `dev` (after `run`) to work on Casefolio. The Makefile calls it.
# It says a line for each step; what pip and apt say is kept in a log, and shown only where they fail.
set -eu
cd -P "$(dirname "$0")/.."
python=.venv/bin/python
log=$(mktemp)
trap 'rm -f "$log"' EXIT

say() { printf 'setting up: %s\n' "$*" >&2; }

stop() {
    printf '\ncasefolio: %s\n' "$1" >&2
    shift
    for line; do printf '    %s\n' "$line" >&2; done
    exit 1
}

# quietly WHAT COMMAND…: the command's output is of interest only where it fails
quietly() {
    what=$1
    shift
    "$@" >"$log" 2>&1 </dev/null || {
        cat "$log" >&2
        stop "$what failed; what it said stands above. Mend it and run make again"
    }
}

# --- what the system must bring ---

# as_root COMMAND…: only where that takes no password
as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

can_apt() { command -v apt-get >/dev/null && as_root true 2>/dev/null; }

apt_install() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
}

# Package lists are missing on a new machine, and old ones name files that are gone.
apt() {
    if ls /var/lib/apt/lists/*_Packages* && apt_install "$@"; then return; fi
    as_root apt-get update && apt_install "$@"
}

# Prints the newest Python that will do, first among those that can make a virtual environment by themselves.
find_python() {
    for module in ensurepip sys; do
        for name in python3.14 python3.13 python3.12 python3.11 python3; do
            "$name" -c "import sys, $module; sys.exit(sys.version_info < (3, 11))" 2>/dev/null || continue
            echo "$name"
            return
        done
    done
    return 1
}

# The same as in the Makefile.
if [ "$(uname)" = Darwin ]; then
    DYLD_FALLBACK_LIBRARY_PATH="$(brew --prefix 2>/dev/null || true)/lib:/usr/local/lib:/usr/lib"
    export DYLD_FALLBACK_LIBRARY_PATH
fi

# Prints the names of the libraries that WeasyPrint needs and the loader cannot find.
missing_libraries() {
    "$python" -c '
import ctypes, sys
form = "lib{}.{}.dylib" if sys.platform == "darwin" else "lib{}.so.{}"
for name in ("pango-1.0", "pangoft2-1.0", "harfbuzz", "harfbuzz-subset", "gobject-2.0", "fontconfig"):
    try:
        ctypes.CDLL(form.format(name, 1 if name == "fontconfig" else 0))
    except OSError:
        print(name)
'
}

libraries() {
    missing=$(missing_libraries)
    [ -n "$missing" ] || return 0
    packages='libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 libfontconfig1'
    if can_apt; then
        say "Pango, HarfBuzz (apt) …"
        # shellcheck disable=SC2086 # a list of words
        quietly 'apt-get install' apt $packages
    elif command -v brew >/dev/null; then
        say "Pango (brew) …"
        quietly 'brew install' brew install pango
    fi
    missing=$(missing_libraries | tr '\n' ' ')
    [ -z "$missing" ] || stop "the libraries that set type are missing (${missing% }). Install them, then run make again:" \
        "Debian, Ubuntu:  sudo apt-get install $packages" \
        "Fedora:          sudo dnf install pango harfbuzz fontconfig" \
        "macOS:           brew install pango"
}

# Some tests ask veraPDF, qpdf and Poppler what they think of our files. CI must have them; a person is told.
referees() {
    packages=
    java=$(java -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p') || true
    [ "${java:-0}" -ge 11 ] || packages="$packages default-jre-headless"
    command -v qpdf >/dev/null || packages="$packages qpdf"
    command -v pdftotext >/dev/null || packages="$packages poppler-utils"
    [ -n "$packages" ] || return 0
    if [ "${CI:-}" = true ] && can_apt; then
        say "${packages# } (apt) …"
        # shellcheck disable=SC2086
        quietly 'apt-get install' apt $packages
    else
        say "note: some tests need Java 11 or newer, qpdf and Poppler. Missing here, by Debian's names:$packages"
    fi
}

# --- the virtual environment ---

if command -v uv >/dev/null; then uv=yes; else uv=; fi

# Ours, whole, in this place (its scripts hold its path) and with something that can install.
usable() {
    [ "$(cat .venv/.whole 2>/dev/null)" = "$PWD" ] &&
        "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null &&
        { [ -n "$uv" ] || "$python" -c 'import pip' 2>/dev/null; }
}

make_venv() {
    rm -rf .venv
    if [ -n "$uv" ]; then
        quietly 'uv venv' uv venv --quiet .venv
        return
    fi
    base=$(find_python) || stop 'Python 3.11 or newer is needed, and none was found. Install one, then run make again:' \
        'Debian, Ubuntu:  sudo apt-get install python3 python3-venv   (Debian 12, Ubuntu 24.04 or newer)' \
        'Fedora:          sudo dnf install python3' \
        'macOS:           brew install python'
    # Debian keeps what venv needs in a package of its own.
    "$base" -c 'import ensurepip' 2>/dev/null || {
        package=$("$base" -c 'import sys; print("python{}.{}-venv".format(*sys.version_info))')
        can_apt && say "$package (apt) …" && quietly 'apt-get install' apt "$package"
        "$base" -c 'import ensurepip' 2>/dev/null ||
            stop "$base cannot make virtual environments. Install what it lacks, then run make again:" \
                "Debian, Ubuntu:  sudo apt-get install $package"
    }
    quietly "$base -m venv" "$base" -m venv .venv
}

install() {
    if [ -n "$uv" ]; then
        uv pip install --quiet --python "$python" --no-deps "$@"
    else
        "$python" -m pip install --quiet --disable-pip-version-check --no-input --no-deps "$@"
    fi
}

case $1 in
run)
    say 'Python packages …'
    usable || make_venv
    libraries
    rm -f .venv/.whole # until it is again
    quietly 'installing requirements.lock' install --require-hashes -r requirements.lock
    # the lock brought the build backend, so this needs no network
    quietly 'installing casefolio' install --no-build-isolation --editable .
    ;;
dev)
    say 'tools for checks and tests …'
    referees
    rm -f .venv/.whole
    quietly 'installing requirements-dev.lock' install --require-hashes -r requirements-dev.lock
    ;;
esac
printf '%s\n' "$PWD" >.venv/.whole
