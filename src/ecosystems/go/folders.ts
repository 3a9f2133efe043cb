import { posix } from 'node:path';
import type { Command } from '../../shell/command.ts';
import type { CommandPlace } from '../ecosystem.ts';

/** A variable as a command sees it: set in front of it, or in force; null: it is set, and its value is not known; undefined: not set. */
export function variable(name: string, command: Command, place: Pick<CommandPlace, 'env'>): string | null | undefined {
  const own = command.assignments.find((one) => one.name === name);
  if (own) return own.value;
  if (command.shadowed?.includes(name)) return null;
  return place.env.get(name);
}

/** Where Go keeps things outside of a project (go.dev/cmd/go, «Environment variables»). Null: a variable decides that is not known. */
export interface GoFolders {
  readonly bin: string;
  /** The module cache, what was built before, and the settings: nothing that runs reads them. */
  readonly caches: readonly string[];
}

export function goFolders(command: Command | null, place: Pick<CommandPlace, 'env' | 'home'>): GoFolders | null {
  const of = (name: string) => (command === null ? place.env.get(name) : variable(name, command, place));
  const [path, bin, mod, cache] = ['GOPATH', 'GOBIN', 'GOMODCACHE', 'GOCACHE'].map(of);
  if (path === null || bin === null || mod === null || cache === null) return null;
  const home = place.home;
  const first = path?.split(':')[0] ?? (home === null ? undefined : posix.join(home, 'go'));
  if (first === undefined) return null;
  const homes = home === null ? [] : [posix.join(home, '.cache'), posix.join(home, '.config/go')];
  return {
    bin: bin ?? posix.join(first, 'bin'),
    caches: [
      posix.join(first, 'pkg'),
      ...(mod === undefined ? [] : [mod]),
      ...(cache === undefined ? [] : [cache]),
      ...homes,
    ],
  };
}
