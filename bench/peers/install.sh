# Sourced by run and beside, which set here, home and me: finds a Python, and installs the peers.

fail() {
  echo "$me: $*" >&2
  exit 2
}

find_python() {
  for python in python3 python3.13 python3.12 python3.11; do
    if "$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$python"
      return
    fi
  done
  fail "no Python 3.11 or newer with venv found. Install one (the packages python3 and python3-venv, say)."
}

# The packages of a file of requirements in a folder of home. Made again when the file changes; the
# copy of it is written last.
install_peers() { # FILE FOLDER
  mkdir -p "$home"
  home=$(CDPATH='' cd -- "$home" && pwd -P)
  if ! cmp -s "$here/$1" "$home/$1" || [ ! -x "$home/$2/bin/python" ]; then
    echo "$me: installing the peers into $home/$2 (once, some minutes) ..." >&2
    rm -rf "${home:?}/$2" "$home/$1"
    if ! "$python" -m venv "$home/$2" >"$home/install.log" 2>&1 ||
      ! "$home/$2/bin/python" -m pip install -r "$here/$1" >>"$home/install.log" 2>&1; then
      tail -n 10 "$home/install.log" >&2
      fail "the peers could not be installed; the whole log is in $home/install.log."
    fi
    cp "$here/$1" "$home/$1"
  fi

  # No compiled Python is left in the repository.
  export PYTHONDONTWRITEBYTECODE=1
  export UPHILL_PEERS_HOME="$home"
}
