# Sourced by ./test: makes sure of a Chromium, from the system's own packages where none is there.

find_browser() {
    for candidate in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$candidate" && return
    done
    return 1
}

install_browser() {
    command -v apt-get >/dev/null || return 1
    if [ "$(id -u)" = 0 ]; then
        as_root=
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        as_root="sudo -n"
    else
        return 1
    fi
    say "No Chromium found; installing the one of this system's packages for the browser tests."
    $as_root apt-get update -qq >&2 &&
        DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends chromium >&2
}

left_out=
if find_browser >/dev/null || install_browser; then
    ALONGSIDE_TEST_BROWSER=$(find_browser)
    export ALONGSIDE_TEST_BROWSER
elif [ -n "${CI:-}" ]; then
    fail "The browser tests need Chromium, and it could not be installed. In CI nothing may be left out."
else
    left_out=", but for the browser tests named above as skipped: they need Chromium"
    say "No Chromium, and it may not be installed from here: the browser tests are left out, and named at the end.
Debian, Ubuntu: sudo apt-get install chromium"
fi
