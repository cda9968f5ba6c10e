#!/usr/bin/env bash
# Runs one parity command. Its exit code is kept, and the last step of the action fails with it, after the comment and
# the artifact are written.
set -uo pipefail

version=$PARITY_VERSION
if [ -n "$version" ]; then
  parity=(npx --yes "wireparity@$version")
elif [ -x node_modules/.bin/parity ]; then
  parity=(node_modules/.bin/parity)
elif [ -f "$ACTION_PATH/dist/cli.js" ]; then
  parity=(node "$ACTION_PATH/dist/cli.js")
else
  parity=(npx --yes "wireparity@$(node -p 'require(process.argv[1]).version' "$ACTION_PATH/package.json")")
fi

args=()
if [ -n "$PARITY_ARGS" ]; then
  # xargs understands quotes but expands no variables or wildcards
  if ! words=$(printf '%s' "$PARITY_ARGS" | xargs -n 1 printf '%s\n'); then
    echo "::error title=wireparity::the input args has an open quote: $PARITY_ARGS"
    echo "exit-code=2" >>"$GITHUB_OUTPUT"
    exit 0
  fi
  mapfile -t args <<<"$words"
fi

code=0
"${parity[@]}" "$PARITY_COMMAND" "${args[@]}" || code=$?
echo "exit-code=$code" >>"$GITHUB_OUTPUT"
