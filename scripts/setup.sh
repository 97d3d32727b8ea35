# shellcheck shell=bash
# Sourced by the scripts beside it: what they need on a machine that has nothing but apt. Quiet
# unless something is missing. As root it is installed; otherwise the command to type is told.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
name=${0##*/}
apt_updated=

say() {
  printf '%s: %s\n' "$name" "$*" >&2
}

# Brings apt's lists up to date, once; old lists may still do.
apt_update() {
  [[ -z $apt_updated ]] || return 0
  apt_updated=yes
  say "updating the package lists"
  apt-get update -qq >/dev/null 2>&1 || say "apt-get update failed; trying with the lists that are here"
}

# apt_install PACKAGE...: installs as root, quietly; its last lines are shown when it fails.
apt_install() {
  local log status=0
  apt_update
  say "installing $*"
  log=$(mktemp)
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" \
    >"$log" 2>&1 </dev/null || status=$?
  ((status == 0)) || tail -n 5 "$log" >&2
  rm -f "$log"
  hash -r
  return "$status"
}

can_install() {
  [[ ${EUID} -eq 0 ]] && type -P apt-get >/dev/null
}

# java_release HOME: the major version of the JDK there, nothing when it is not a JDK.
java_release() {
  local version=
  [[ -x $1/bin/javac ]] || return 0
  [[ ! -r $1/release ]] || version=$(sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' "$1/release")
  [[ -n $version ]] || version=$("$1/bin/javac" -version 2>&1 | sed -n 's/^javac //p')
  version=${version#1.} # 1.8.0 is Java 8
  printf '%s' "${version%%[!0-9]*}"
}

# Sets jdk to the home of a JDK 17 or newer, JAVA_HOME, the PATH's, or one that Debian keeps, and
# jdk_major to its version.
find_jdk() {
  local home javac candidates=() major
  [[ -n ${JAVA_HOME:-} ]] && candidates+=("$JAVA_HOME")
  javac=$(type -P javac) && candidates+=("$(dirname "$(dirname "$(readlink -f "$javac")")")")
  candidates+=("${ALIDADE_JVM_DIR:-/usr/lib/jvm}"/*)
  jdk=
  for home in "${candidates[@]}"; do
    major=$(java_release "$home")
    if [[ -n $major ]] && ((major >= 17)); then
      jdk=$home
      # shellcheck disable=SC2034 # for those who source this
      jdk_major=$major
      return 0
    fi
  done
  return 1
}

# The oldest JDK package that this Debian has and that is new enough.
jdk_package() {
  local package
  for package in openjdk-17-jdk-headless openjdk-21-jdk-headless openjdk-25-jdk-headless; do
    if [[ -n $(apt-cache madison "$package" 2>/dev/null) ]]; then
      printf '%s' "$package"
      return
    fi
  done
  printf 'default-jdk-headless'
}

# Sets missing to what has to be installed before anything can be built.
find_build_tools() {
  missing=()
  find_jdk || missing+=(openjdk-17-jdk-headless)
  type -P mvn >/dev/null || missing+=(maven)
}

# Needs a JDK 17 or newer and Maven; exits with 3 when they cannot be had.
need_build_tools() {
  local missing
  find_build_tools
  if ((${#missing[@]})) && can_install; then
    apt_update
    [[ ${missing[0]} == maven ]] || missing[0]=$(jdk_package)
    apt_install "${missing[@]}" || true
    find_build_tools
  fi
  if ((${#missing[@]})); then
    say "missing; type: sudo apt-get install ${missing[*]}"
    exit 3
  fi
  if [[ -n ${JAVA_HOME:-} && $JAVA_HOME != "$jdk" ]]; then
    say "JAVA_HOME is no JDK 17 or newer: $JAVA_HOME; using $jdk"
  fi
  export JAVA_HOME=$jdk
}

# Programs that some tests use; a test whose program is absent is skipped, so this never fails.
want_test_tools() {
  local missing=() pair
  for pair in chromium:chromium chromedriver:chromium-driver socat:socat gpsdecode:gpsd-clients; do
    type -P "${pair%%:*}" >/dev/null || missing+=("${pair#*:}")
  done
  ((${#missing[@]})) || return 0
  if can_install; then
    apt_install "${missing[@]}" || say "tests that need ${missing[*]} will be skipped"
  else
    say "tests that need ${missing[*]} will be skipped; to run them, type: sudo apt-get install ${missing[*]}"
  fi
}

# build MODULE JAR SOURCE...: packages a module when its jar is older than one of the sources.
build() {
  local module=$1 jar=$2
  shift 2
  if [[ -f $jar && -z $(find "$root/pom.xml" "$@" -newer "$jar" -print -quit) ]]; then
    if find_jdk; then
      export JAVA_HOME=$jdk
    fi
    return 0
  fi
  need_build_tools
  say "building $module (a first build fetches its libraries)"
  (cd "$root" && mvn -B -q -ntp -Dmaven.test.skip=true package -pl "$module" -am) >&2 || {
    say "the build failed"
    exit 1
  }
  touch "$jar"
}
