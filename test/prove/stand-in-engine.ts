import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * A client that does what comments of the Dockerfile say: `# build fails: WORDS`, `# log: WORDS` (printed by the build), `# says: WORDS` (printed by
 * the container; `$NAME` is its variable), `# exit: N`, `# hangs` (starting takes a minute), `# script: PATH` (the
 * interpreter of /start, which the image starts; there is only /bin/sh). Images and containers are files in its folder.
 */
const SCRIPT = `#!/bin/sh
dir=$(dirname "$0"); echo "$*" >>"$dir/calls"
for last in "$@"; do :; done
said() { sed -n "s/^# $1: //p" "$2"; }
case $1 in
  version) echo 28.0.0 ;;
  context) echo unix:///run/engine.sock ;;
  build)
    file=$last/Dockerfile; context=$last
    while [ $# -gt 0 ]; do
      case $1 in -f) file=$2 ;; --iidfile) id=$2 ;; -t) tag=$2 ;; esac
      shift
    done
    echo '#5 [1/2] FROM scratch' >&2
    echo '#5 CACHED' >&2
    echo '#6 [2/2] RUN make' >&2
    [ -f "$context/source.js" ] && wc -c <"$context/source.js" >>"$dir/sizes"
    eval "echo \\"$(said log "$file")\\"" >&2
    if grep -q '^# build fails' "$file"; then said 'build fails' "$file" >&2; echo '#6 ERROR: exit code: 2' >&2; exit 1; fi
    if ls "$(dirname "$file")"/*.dockerignore >/dev/null 2>&1; then cp "$(dirname "$file")"/*.dockerignore "$dir/ignore"; fi
    cp "$file" "$dir/image-$tag"; printf sha256:abc >"$id" ;;
  image)
    case $2 in
      rm) rm -f "$dir/image-$last" ;;
      inspect) case $4 in *json*) echo "{\\"Size\\":$(wc -c <"$dir/image-$last")000000,\\"Config\\":{\\"User\\":\\"$(said user "$dir/image-$last")\\",\\"Cmd\\":[\\"/start\\"]}}" ;; esac ;;
    esac ;;
  history) printf '1000\\tRUN make\\n' ;;
  create)
    if [ "$last" = nothing ]; then cp "$dir/image-$4" "$dir/source-$3"; exit; fi
    { said says "$dir/image-$last" | while IFS= read -r line; do eval "echo \\"$line\\""; done; } >"$dir/container-$last"
    echo "exit $(said exit "$dir/image-$last")" >"$dir/state-$last"
    cp "$dir/image-$last" "$dir/source-$last"; echo "$last" ;;
  start) if grep -q '^# hangs' "$dir/source-$last"; then sleep 60; fi ;;
  container) code=$(sed 's/^exit //' "$dir/state-$last" 2>/dev/null); echo "false 0 \${code:-0}" ;;
  export)
    at=$(mktemp -d); { echo "#!$(said script "$dir/source-$last")"; } >"$at/start"; chmod +x "$at/start"; mkdir "$at/bin"; touch "$at/bin/sh"
    tar -C "$at" -cf - .; rm -r "$at" ;;
  logs) cat "$dir/container-$last" ;;
  rm) rm -f "$dir/container-$last" "$dir/state-$last" "$dir/source-$last" ;;
  volume) echo "removed $last" >>"$dir/volumes" ;;
esac
`;

/** A client, and what it was asked and left behind. */
export interface StandInEngine {
  readonly client: string;
  readonly calls: () => Promise<readonly string[]>;
  /** Images and containers that were not removed. */
  readonly left: () => Promise<readonly string[]>;
  readonly ignoreFile: () => Promise<string>;
}

/** Makes the client in a folder. */
export async function standInEngine(folder: string): Promise<StandInEngine> {
  await mkdir(folder, { recursive: true });
  const client = join(folder, 'docker');
  await writeFile(client, SCRIPT);
  await chmod(client, 0o755);
  return {
    client,
    calls: async () => (await readFile(join(folder, 'calls'), 'utf8')).trim().split('\n'),
    left: async () => (await readdir(folder)).filter((name) => /^(?:image|container|state|source)-/.test(name)),
    ignoreFile: () => readFile(join(folder, 'ignore'), 'utf8'),
  };
}
