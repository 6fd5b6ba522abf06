# Sourced by ./run and ./test: finds a Python, makes .venv, installs exactly what the lock file names.

say() { printf '%s\n' "$*" >&2; }

fail() {
    say "$*"
    exit 1
}

# A Python of 3.11 or newer that can make virtual environments.
is_suitable() {
    "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() {
    for candidate in "${PYTHON:-}" python3.14 python3.13 python3.12 python3.11 python3 \
        "${HOME:-/nonexistent}"/.pyenv/versions/3.1[1-9]*/bin/python /usr/local/bin/python3.1[1-9]; do
        if [ -n "$candidate" ] && is_suitable "$candidate"; then
            command -v "$candidate"
            return
        fi
    done
    fail "Alongside needs Python 3.11 or newer with its venv module, and found none.
Debian, Ubuntu: sudo apt-get install python3 python3-venv
Fedora: sudo dnf install python3    macOS: brew install python
Or name one yourself: PYTHON=/path/to/python3.12 $0"
}

# An environment whose making was interrupted has a Python but no pip yet; it is made again.
is_whole() {
    is_suitable "$1" && "$1" -c 'import pip' >/dev/null 2>&1
}

# Installs the locked requirements of the file named $1, unless exactly these are installed already.
install_requirements() {
    lock=$1
    # The folder counts too: a checkout that was moved has to be found anew.
    wanted="$(cksum <"$lock") $PWD"
    stamp=.venv/installed-$(basename "$lock")
    if [ -x .venv/bin/python ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && is_whole .venv/bin/python; then
        return
    fi
    if ! is_whole .venv/bin/python; then
        python=$(find_python)
        say "Making a virtual environment in .venv with $("$python" --version)."
        "$python" -m venv --clear .venv
    fi
    say "Installing what $lock names. The first time this takes a minute or two."
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement "$lock" ||
        fail "The installation stopped. Check the connection to the package index and start again; it goes on where it was."
    # Python finds the source where it stands, so that a change of it needs no new installation.
    printf '%s\n' "$PWD/src" >"$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/alongside.pth"
    printf '%s\n' "$wanted" >"$stamp"
}
