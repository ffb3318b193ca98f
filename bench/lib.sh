#!/usr/bin/env bash
# shellcheck disable=SC2034 # what the scripts use
# What the measurements of two trackers on fakes share: options, fakes, clocks, a log of figures,
# runs of syncctl and of the bare requests that it is held against. Sourced with `set -euo pipefail`
# in the root of the project.

IFS=' ' read -r -a latencies <<<"${BENCH_LATENCIES:-0 20}"
connect=${BENCH_CONNECT:-0}
concurrency=${BENCH_CONCURRENCY:-4}
runs=${BENCH_RUNS:-3}
folder=${BENCH_DIR:-$PWD/build/bench}

declare -A pid url
counted_fakes=() # whose processor time belongs to a run
here=            # of the database of the measurement under way

# begin NAME TARGET...: builds what is needed; an empty folder, which goes with the script.
begin() {
  local tool
  scripts/packages build
  for tool in curl jq /usr/bin/time; do
    command -v "$tool" >/dev/null || {
      echo "bench: $tool is missing: apt-get install curl jq time" >&2
      exit 1
    }
  done
  cmake --preset release -DSYNCCTL_BUILD_BENCH=ON >/dev/null
  cmake --build --preset release --target syncctl bench_floor "${@:2}" >/dev/null
  bin=$PWD/build/release/src/cli/syncctl
  floor=$PWD/build/release/bench/bench_floor
  fakes=$PWD/build/release/tests/fakes
  mkdir -p "$folder"
  folder=$(mktemp -d "$folder/$1-XXXXXX")
  log=$folder/log
  : >"$log"
  trap clean_up EXIT
  trap 'exit 130' INT TERM
}

clean_up() {
  stop_fakes
  rm -rf "$folder"
}

stop_fakes() {
  local name
  for name in "${!pid[@]}"; do
    kill "${pid[$name]}" 2>/dev/null || true
    wait "${pid[$name]}" 2>/dev/null || true
  done
  pid=()
}

# start_fake PROGRAM NAME ITEMS LATENCY ARGUMENT...: it listens when this returns.
start_fake() {
  rm -f "$folder/$2."*
  "$fakes/$1" --port-file "$folder/$2.port" --items "$3" --latency-ms "$4" --connect-ms "$connect" "${@:5}" &
  pid[$2]=$!
  until [ -s "$folder/$2.port" ]; do
    kill -0 "${pid[$2]}" || exit 1
    sleep 0.02
  done
}

start_azure_devops() { # NAME ITEMS LATENCY
  start_fake fake_azure_devops "$@" --token-file "$folder/$1.token"
  chmod 400 "$folder/$1.token"
  url[$1]=http://127.0.0.1:$(<"$folder/$1.port")/fabrikam
}

add_azure_devops() { # NAME
  syncctl connector add "$1" --type azure-devops --url "${url[$1]}" --set project=Fabrikam \
    --set "concurrency=$concurrency" --secret "token=file:$folder/$1.token" -q
}

# edit_azure_devops NAME COUNT STEP TITLE: every STEP-th of the first COUNT items gets another title.
edit_azure_devops() {
  local ids
  while read -r -a ids; do
    # shellcheck disable=SC2016 # $title is jq's
    jq -n --arg title "$4" '$ARGS.positional | map({
        method: "PATCH", uri: "/_apis/wit/workitems/\(.)?api-version=7.1",
        headers: {"Content-Type": "application/json-patch+json"},
        body: [{op: "add", path: "/fields/System.Title", value: "Work item \(.), \($title)"}]})' --args "${ids[@]}" |
      curl -sS --fail -u ":$(<"$folder/$1.token")" -X PATCH -H 'Content-Type: application/json' --data-binary @- \
        "${url[$1]}/_apis/wit/\$batch?api-version=7.1" | jq -e 'all(.value[]; .code == 200)' >/dev/null
  done < <(seq 1 "$3" "$2" | xargs -n 200)
}

# azure_devops_request NAME METHOD PATH BODY TYPE: a request for bench_floor, on standard output.
azure_devops_request() {
  printf '%s %s\nAuthorization: Basic %s\n' "$2" "${url[$1]}/$3" "$(printf ':%s' "$(<"$folder/$1.token")" | base64 -w 0)"
  printf 'Content-Type: %s\n\n%s' "${5:-application/json}" "${4:-}"
}

# The first page of everything that changed, and a new Bug.
azure_devops_list() { # NAME
  azure_devops_request "$1" GET "Fabrikam/_apis/wit/reporting/workitemrevisions?fields=System.TeamProject,System.WorkItemType,System.ChangedDate,System.IsDeleted&includeDeleted=true&\$maxPageSize=1000&includeLatestOnly=true&api-version=7.1"
}

azure_devops_create() { # NAME
  azure_devops_request "$1" POST "Fabrikam/_apis/wit/workitems/\$Bug?\$expand=relations&api-version=7.1" \
    "$(<bench/azure_devops_item.json)" application/json-patch+json
}

# Processor time of a running process so far, in hundredths of a second.
cpu_of() { awk '{ sub(/.*\) /, ""); print $12 + $13 }' "/proc/$1/stat"; }

cpu_of_fakes() { # NAME...
  local name sum=0
  for name in "$@"; do
    sum=$((sum + $(cpu_of "${pid[$name]}")))
  done
  echo "$sum"
}

now_us() { echo "${EPOCHREALTIME/./}"; }

# note NAME WALL_US [CPU_S KIB SOURCE_CALLS TARGET_CALLS FAKE_CPU_TICKS]
note() {
  awk -v name="$1" -v us="$2" -v cpu="${3:-0}" -v kib="${4:-0}" -v source="${5:-0}" -v target="${6:-0}" \
    -v ticks="${7:-0}" \
    'BEGIN { printf "%s %.3f %.2f %.1f %d %d %.2f\n", name, us / 1e6, cpu, kib / 1024, source, target, ticks / 100 }' >>"$log"
}

median() { # NAME COLUMN
  awk -v name="$1" -v column="$2" '$1 == name { print $column }' "$log" | sort -n |
    awk '{ v[NR] = $1 } END { print NR ? v[int((NR + 1) / 2)] : "-" }'
}

ratio() { # A B
  awk -v a="$1" -v b="$2" 'BEGIN { if (b + 0 > 0) printf "%.2f", a / b; else print "-" }'
}

syncctl() {
  env -i PATH="$PATH" SYNCCTL_DB="$here/state/sync.db" XDG_CONFIG_HOME="$here/config" HOME="$here" "$bin" "$@"
}

# measure_run NAME CREATED UPDATED: one run, which has to do just that.
measure_run() {
  local start end before after
  before=$(cpu_of_fakes "${counted_fakes[@]}")
  start=$(now_us)
  env -i PATH="$PATH" SYNCCTL_DB="$here/state/sync.db" XDG_CONFIG_HOME="$here/config" HOME="$here" \
    /usr/bin/time -o "$here/time" -f '%U %S %M' "$bin" run p --json >"$here/run.json"
  end=$(now_us)
  after=$(cpu_of_fakes "${counted_fakes[@]}")
  jq -e --argjson created "$2" --argjson updated "$3" \
    '.data[0] | .created == $created and .updated == $updated and .failed == 0' "$here/run.json" >/dev/null || {
    echo "bench: '$1' did something else than was measured:" >&2
    cat "$here/run.json" >&2
    exit 1
  }
  local calls
  read -r -a calls < <(jq -r '.data[0].api_calls | "\(.source) \(.target)"' "$here/run.json")
  note "syncctl-$1" $((end - start)) "$(awk '{ print $1 + $2 }' "$here/time")" "$(awk '{ print $3 }' "$here/time")" \
    "${calls[@]}" $((after - before))
}

calls_of_run() { # SIDE: of the last run
  jq ".data[0].api_calls.$1" "$here/run.json"
}

# measure_floor NAME FAKES [fresh] [COUNT FILE]...: the bare requests (bench/floor.cpp).
measure_floor() {
  local start end before after
  # shellcheck disable=SC2086 # several names
  before=$(cpu_of_fakes $2)
  start=$(now_us)
  "$floor" "$concurrency" "${@:3}"
  end=$(now_us)
  # shellcheck disable=SC2086
  after=$(cpu_of_fakes $2)
  note "floor-$1" $((end - start)) 0 0 0 0 $((after - before))
}

print_machine() {
  echo "Machine: $(nproc) x $(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -n 1), $(uname -r), $(date -u +%F)."
  echo "$concurrency requests at the same time, a new connection costs $connect ms more, median of $runs."
}
