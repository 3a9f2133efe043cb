import type { Known } from '../known.ts';
import { known, notKnown } from './known.ts';
import type { ManagerReading } from './managers.ts';
import type { Manifest } from './package-json.ts';
import { removing } from './part-trees.ts';

/** What removes development dependencies from a full tree. */
export interface PruneCommand {
  readonly command: string;
  readonly mayFetch?: true;
  readonly undoesChanges?: true;
}

/**
 * The command for each manager, in the project's folder, offline or nearly so, and without lifecycle scripts:
 * - npm: `npm prune`; npm 6 (Node <= 14) ignores `--omit=dev`, so there it is `--production`;
 * - yarn 1: an install without them over the full one keeps compiled addons, but puts packages back as they were published (tried: a patched file
 *   is unpatched, a folder that something made in `node_modules` is deleted);
 * - yarn 2 and later: `workspaces focus`, part of the program from 4 on and a plugin before;
 * - pnpm: `pnpm prune`, which leaves patched and generated files (tried with 8.15.9, 9.15.9, 10.18.0). In a workspace 9 and 10 also unlink the
 *   production dependencies of its members, which an install links again, compiled addons included; without `CI` they ask first (tried).
 * - bun removes nothing from a full tree (tried: 1.4.5), so that it installs once more, from its cache, into an empty one.
 */
export function pruneCommandOf(
  { flavour, major }: ManagerReading,
  runtimeMajor: number | null,
  workspace: readonly [Manifest, ...Manifest[]],
  carriedFlags: readonly string[],
): Known<PruneCommand> {
  const isWorkspace = workspace.length > 1;
  switch (flavour) {
    case 'npm': {
      if (runtimeMajor === null) return notKnown('runtime-version-unknown', {}, []);
      const flag = runtimeMajor <= 14 ? '--production' : '--omit=dev';
      return known({
        command: ['npm', 'prune', flag, '--ignore-scripts', ...carriedFlags].join(' '),
      });
    }
    case 'yarn-classic':
      return known({
        command: [
          'yarn install --production --frozen-lockfile --ignore-scripts --prefer-offline',
          ...carriedFlags,
        ].join(' '),
        mayFetch: true,
        undoesChanges: true,
      });
    case 'yarn-berry':
      if (major === null || major < 4) return notKnown('prune-form-unknown', { manager: 'yarn before 4' }, []);
      return known({
        command: `yarn workspaces focus ${isWorkspace ? '--all ' : ''}--production`,
        mayFetch: true,
        undoesChanges: true,
      });
    case 'pnpm':
      if (!isWorkspace) return known({ command: 'pnpm prune --prod --ignore-scripts' });
      if (major !== null && major < 8)
        return notKnown('prune-form-unknown', { manager: 'pnpm before 8 in a workspace' }, []);
      return known({
        command:
          'CI=true pnpm prune --prod --ignore-scripts && CI=true pnpm install --prod --frozen-lockfile --ignore-scripts --prefer-offline',
        mayFetch: true,
      });
    case 'bun':
      return known({
        command: [removing(workspace), '&& bun install --production --frozen-lockfile', ...carriedFlags].join(' '),
        mayFetch: true,
        undoesChanges: true,
      });
  }
}
