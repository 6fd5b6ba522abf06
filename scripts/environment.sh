# Sourced by ./run and ./test: finds a Python, makes .venv, installs exactly what the lock file names.

say() { printf '%s\n' "$*" >&2; }

fail() {
    say "$*"
    exit 1
}

# A Python of 3.11 or newer, not free-threaded, built with what virtual environments and Django need.
is_suitable() {
    "$1" -c '
import ensurepip, sqlite3, ssl, sys, sysconfig, venv
sys.exit(sys.version_info < (3, 11) or bool(sysconfig.get_config_var("Py_GIL_DISABLED")))' >/dev/null 2>&1
}

# Every Python that there may be: the newest that the lock file has wheels for first, then whatever else there is.
list_pythons() {
    for minor in 14 13 12 11; do
        printf '%s\n' "python3.$minor" "${HOME:-/nonexistent}"/.pyenv/versions/3.$minor.*/bin/python \
            "/usr/local/bin/python3.$minor"
    done
    printf '%s\n' python3 "${HOME:-/nonexistent}"/.pyenv/versions/3.1[5-9]*/bin/python
}

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        is_suitable "$PYTHON" || fail "PYTHON=$PYTHON is not a Python of 3.11 or newer with its venv module."
        command -v "$PYTHON"
        return
    fi
    list_pythons | while IFS= read -r candidate; do
        if is_suitable "$candidate"; then
            command -v "$candidate"
            break
        fi
    done | grep . || fail "Alongside needs Python 3.11 or newer with its venv module, and found none.
Debian, Ubuntu: sudo apt-get install python3 python3-venv
Fedora: sudo dnf install python3    macOS: brew install python
Or name one yourself: PYTHON=/path/to/python3.12 $0"
}

# An environment whose making was interrupted has a Python but no pip yet; it is made again.
is_whole() {
    is_suitable "$1" && "$1" -c 'import pip' >/dev/null 2>&1
}

is_installed() {
    [ -x .venv/bin/python ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && is_whole .venv/bin/python
}

# Lets one terminal install at a time. The lock goes with the process that holds it, however that ends.
wait_for_turn() {
    exec 9>.venv.lock
    "$1" -c '
import fcntl, sys
try:
    fcntl.flock(9, fcntl.LOCK_EX | fcntl.LOCK_NB)
except BlockingIOError:
    print("Another terminal is installing; waiting for it.", file=sys.stderr, flush=True)
    fcntl.flock(9, fcntl.LOCK_EX)'
}

# Installs the locked requirements of the file named $1, unless exactly these are installed already.
install_requirements() {
    lock=$1
    # The folder counts too: a checkout that was moved has to be found anew.
    wanted="$(cksum <"$lock") $PWD"
    stamp=.venv/installed-$(basename "$lock")
    if is_installed; then
        return
    fi
    python=$(find_python)
    wait_for_turn "$python"
    # Whoever held the lock before may have done it all.
    is_installed || install_now
    exec 9>&-
}

install_now() {
    if ! is_whole .venv/bin/python; then
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
