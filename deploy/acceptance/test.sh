#!/bin/sh
# The test command: every module's tests, the acceptance test on the packaged stack, a summary.
# The launcher calls it with LINKFLEET_ROOT and JAVA_HOME set; arguments go to Maven, except
# --faults: the fault experiments alone, at length (deploy/acceptance/run has its options).
set -eu
cd "$LINKFLEET_ROOT"
if [ "${1:-}" = --faults ]; then
  shift
  exec sh deploy/acceptance/run "$@"
fi
mkdir -p .linkfleet
mark=.linkfleet/test-began
: >"$mark"

# only what this run reports counts; a summary that is there is added to, with its failures
find . -path '*/target/*-reports/TEST-*.xml' -type f -exec rm -f {} +
find . -path '*/target/*-reports/*-summary.xml' -type f -exec rm -f {} +

status=0
# modules side by side, three on two cores: most of their time is waiting
./mvnw -B -ntp -fae -T 1.5C verify "$@" || status=$?
if [ "$status" -eq 0 ] && [ $# -eq 0 ]; then
  # all is packaged from the sources as they were when this began: the next command need not build;
  # with arguments it may have been a part only
  touch -r "$mark" .linkfleet/built
fi
rm -f "$mark"

reports=$(find . -path '*/target/*-reports/TEST-*.xml' -type f)

# How many tests of class $1 ran, not counting skipped ones; the class is the one that uses a peer,
# or those of its tests whose names begin with $2.
ran() {
  report=$(printf '%s\n' "$reports" | grep "TEST-.*\.$1\.xml\$" | head -n 1 || true)
  if [ -z "$report" ]; then
    echo "no test has used it"
  else
    awk -v name=" name=\"${2:-}" '
      /<testcase / { counts = index($0, name) > 0; tests += counts }
      /<skipped/ { tests -= counts; counts = 0 }
      END { printf "%d tests have used it\n", tests }
    ' "$report"
  fi
}

# $1: its name, $2: the program, $3: its version, $4: what has used it
peer() {
  path=$(command -v "$2" 2>/dev/null || true)
  if [ -z "$path" ]; then
    printf '  %-13s missing\n' "$1"
  else
    printf '  %-13s found: %s %s; %s\n' "$1" "$path" "$3" "$4"
  fi
}

echo
echo "What the suites use besides a JDK, where it is there:"
freetds=$(tsql -C 2>/dev/null | sed -n 's/.*Version: *//p' || true)
peer 'FreeTDS tsql' tsql "$freetds" "$(ran FreeTdsTest)"
peer node node "$(node --version 2>/dev/null || true)" "$(ran NodeClientsTest)"
browser=chromium
[ -n "$(command -v chromium 2>/dev/null || true)" ] || browser=google-chrome
version=$("$browser" --version 2>/dev/null | sed 's/ built on.*//; s/ *$//' || true)
if [ -z "$(command -v chromedriver 2>/dev/null || true)" ]; then
  version="$version, without chromedriver"
fi
peer Chromium "$browser" "$version" "$(ran DemoAcceptanceTest theConsole)"
if [ -n "${DOCKER_HOST:-}" ] || [ -S /var/run/docker.sock ]; then
  # shellcheck disable=SC2086
  said=$([ -z "$reports" ] || grep -h 'Kafka for tests: .*container ' $reports || true)
  in_containers=$(printf '%s\n' "$said" | grep -c 'Kafka for tests: container ' || true)
  why=$(printf '%s\n' "$said" | sed -n 's/.*Kafka for tests: no container/no container/p' | head -n 1)
  echo "  Docker        found; Kafka of the tests ran in $in_containers containers${why:+; $why}"
else
  echo "  Docker        missing; Kafka of the service tests ran as a real broker in their process"
fi
echo "  SQL Server    in containers, for pairs: $(ran RealPairsAcceptanceTest)"

if [ -n "$reports" ]; then
  # why: an attribute says it, or the first line of the exception that gave the test up
  # shellcheck disable=SC2086
  awk '
    /<skipped/ {
      reason = "no reason given"
      if (match($0, /message="[^"]*"/)) reason = substr($0, RSTART + 9, RLENGTH - 10)
      else if (match($0, /TestAbortedException: [^<\]]*/)) reason = substr($0, RSTART + 22, RLENGTH - 22)
      skipped[reason]++
    }
    END { for (reason in skipped) printf "Skipped, %d: %s\n", skipped[reason], reason }
  ' $reports
  # shellcheck disable=SC2086
  grep -lE '<(failure|error)[ />]' $reports | sed 's/.*TEST-\(.*\)\.xml$/Failed: \1/' || true
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
