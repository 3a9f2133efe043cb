#!/bin/sh
# For multi-gitter, which clones, commits and opens the pull requests itself:
#
#   multi-gitter run "$PWD/multi-gitter.sh" -O my-org -B msb-migrate -m "Build Dockerfiles in stages" --concurrent 4
#
# It is run at the top of each clone. Arguments go on to msb-migrate: "$PWD/multi-gitter.sh --base slim".
set -eu
# A repository without a Dockerfile is no error.
git ls-files | grep -qiE '(^|/)(dockerfile|containerfile)([.-][^/]*)?$|\.(dockerfile|containerfile)$' || exit 0
npx --yes msb-migrate --write "$@" .
