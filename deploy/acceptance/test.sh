#!/bin/sh
# The test command: every module's tests, the acceptance test on the packaged stack, a summary.
# The launcher calls it with LINKFLEET_ROOT and JAVA_HOME set; arguments go to Maven.
set -eu
cd "$LINKFLEET_ROOT"
mkdir -p .linkfleet
mark=.linkfleet/test-began
: >"$mark"

# only what this run reports counts
find . -path '*/target/*-reports/TEST-*.xml' -type f -exec rm -f {} +

status=0
./mvnw -B -ntp -fae verify "$@" || status=$?
if [ "$status" -eq 0 ] && [ -f deploy/cli/target/cli.jar ]; then
  # all is packaged from the sources as they were when this began: the next command need not build
  touch -r "$mark" .linkfleet/built
fi
rm -f "$mark"

reports=$(find . -path '*/target/*-reports/TEST-*.xml' -type f)

echo
echo "What the suites use besides a JDK, where it is there:"

# $1: its name, $2: the program, $3: what it is for, $4: how to ask its version
peer() {
  path=$(command -v "$2" 2>/dev/null || true)
  if [ -z "$path" ]; then
    printf '  %-14s missing (%s)\n' "$1" "$3"
  else
    version=$("$2" "$4" 2>&1 | head -n 1 || true)
    printf '  %-14s found: %s, %s (%s)\n' "$1" "$path" "$version" "$3"
  fi
}

peer 'FreeTDS tsql' tsql 'a second client of the simulated SQL Servers' -C
peer node node 'a third client, tedious' --version
if [ -n "$(command -v chromium 2>/dev/null || true)" ]; then
  peer Chromium chromium 'a browser for pages' --version
else
  peer Chromium google-chrome 'a browser for pages' --version
fi
if [ -n "${DOCKER_HOST:-}" ] || [ -S /var/run/docker.sock ]; then
  echo "  Docker         found (Kafka in a container)"
else
  echo "  Docker         missing (Kafka in a container; a real broker in the process takes its place)"
fi

if [ -n "$reports" ]; then
  # shellcheck disable=SC2086
  awk '
    /<skipped/ {
      reason = "no reason given"
      if (match($0, /message="[^"]*"/)) reason = substr($0, RSTART + 9, RLENGTH - 10)
      skipped[reason]++
    }
    END { for (reason in skipped) printf "Skipped, %d: %s\n", skipped[reason], reason }
  ' $reports
  # shellcheck disable=SC2086
  grep -lE '<(failure|error)[ >]' $reports | sed 's/.*TEST-\(.*\)\.xml$/Failed: \1/' || true
fi

# the attributes of <testsuite> count; a report may spread them over several lines
# shellcheck disable=SC2086
summary=$(
  [ -z "$reports" ] || cat $reports | awk '
    function number(name,   text) {
      if (!match(tag, " " name "=\"[0-9]+\"")) return 0
      text = substr(tag, RSTART, RLENGTH)
      gsub(/[^0-9]/, "", text)
      return text + 0
    }
    /<testsuite[ >]/ { inside = 1; tag = "" }
    inside { tag = tag " " $0 }
    inside && />/ {
      inside = 0
      tests += number("tests"); failed += number("failures") + number("errors")
      skips += number("skipped")
    }
    END { printf "%d %d %d", tests - failed - skips, failed, skips }
  '
)
passed=${summary%% *}
rest=${summary#* }
failed=${rest%% *}
skipped=${rest#* }
passed=${passed:-0}
failed=${failed:-0}
skipped=${skipped:-0}

if [ "$status" -eq 0 ] && [ "$((passed + failed))" -eq 0 ]; then
  echo "No test ran."
  status=1
fi
if [ "$failed" -gt 0 ] && [ "$status" -eq 0 ]; then
  status=1
fi
if [ "$status" -ne 0 ]; then
  echo "The run failed; what Maven said is above."
fi
echo "$passed passed, $failed failed, $skipped skipped"
exit "$status"
