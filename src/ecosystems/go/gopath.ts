import type { Because } from '../../decision.ts';
import type { BuildContext } from '../../repository/repository.ts';
import { cite, notKnown } from './known.ts';

/** Lists of dependencies from before modules, which `go mod init` can read (go.dev/ref/mod, «go mod init»). */
const LISTS: readonly (readonly [file: RegExp, tool: string])[] = [
  [/(?:^|\/)Gopkg\.(?:lock|toml)$/, 'dep'],
  [/(?:^|\/)glide\.(?:lock|yaml)$/, 'glide'],
  [/(?:^|\/)Godeps\/Godeps\.json$/, 'godep'],
  [/(?:^|\/)vendor\/vendor\.json$/, 'govendor'],
];

/** Sources that lie in GOPATH, or come with such a list, were written before modules; null: neither. */
export function gopathOfOld(folder: string, context: BuildContext): Because | null {
  if (context.files().some((path) => /(?:^|\/)go\.mod$/.test(path) && !/(?:^|\/)vendor\//.test(path))) return null;
  const vendored = context.files().find((path) => /(?:^|\/)vendor\/.*\.go$/.test(path));
  const data = vendored === undefined ? {} : { vendored };
  for (const [file, tool] of LISTS) {
    const path = context.files().find((one) => file.test(one));
    if (path !== undefined) return notKnown('gopath-of-old', { ...data, tool }, [cite(context, path, tool)]).because;
  }
  return /\/go\/src\/./.test(`${folder}/`) ? notKnown('gopath-of-old', { ...data, folder }).because : null;
}
