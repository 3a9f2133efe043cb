import { posix } from 'node:path';
import type { Because, Evidence, ReasonData } from '../../decision.ts';
import type { BuildContext } from '../../repository/repository.ts';
import type { Known } from '../known.ts';

/** Every circumstance that Go's knowledge can name. */
export type GoReason =
  | 'no-go-mod'
  | 'gopath-of-old'
  | 'go-mod-unreadable'
  | 'replaced-outside-context'
  | 'vendored'
  | 'nothing-required'
  | 'needs-c'
  | 'need-of-c-not-known'
  | 'cgo-on-purpose'
  | 'cgo-by-variable'
  | 'build-mode'
  | 'linker-flags-not-read'
  | 'built-by-another-program'
  | 'installed-by-platform'
  | 'not-built-without-c'
  | 'platform-fixed'
  | 'package-not-found'
  | 'output-by-variable'
  | 'other-platform'
  | 'start-by-variable'
  | 'start-not-built'
  | 'start-script-missing'
  | 'start-shell'
  | 'runs-go'
  | 'not-frozen'
  | 'release-unknown';

export function known<T>(value: T): Known<T> {
  return { known: true, value };
}

export function notKnown(
  code: GoReason,
  data: ReasonData = {},
  evidence: readonly Evidence[] = [],
): { readonly known: false; readonly because: Because } {
  return { known: false, because: { code, data, evidence } };
}

/** Evidence from a context file; the source is the repository path that a reader can open. */
export function cite(context: BuildContext, path: string, says: string): Evidence {
  return { source: posix.join(context.folder, path), says };
}

/** A context path below a folder; `''` is the context's root. Null when it leaves the context. */
export function within(folder: string, path: string): string | null {
  const joined = posix.normalize(posix.join(folder === '' ? '.' : folder, path)).replace(/\/+$/, '');
  if (joined === '.' || joined === '') return '';
  return joined === '..' || joined.startsWith('../') ? null : joined;
}

/** True when `path` is `folder` or lies below it, both relative to the context. */
export function isBelow(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}
