import { posix } from 'node:path';
import type { BuildContext } from '../../repository/repository.ts';
import type { BuildReading } from '../build-reading.ts';
import { isBelow, within } from './cite.ts';
import { moduleAt } from './module-resolution.ts';
import { compiledBy, readTsConfig, rootsOf, type TsConfig } from './tsconfig.ts';

/** How sources become the files that run. */
export interface Compilation {
  readonly config: TsConfig | null;
  /** The source that a built file comes from; null when it cannot be told. */
  sourceOf(built: string): string | null;
  /** The source folder that a built folder comes from; null when it cannot be told. */
  folderOf(built: string): string | null;
  /** The built files that a source may become; none when it is not compiled. */
  outputsOf(source: string): readonly string[];
}

/** Configurations in the order in which builds use them. */
const CONFIGS = [
  'tsconfig.build.json',
  'tsconfig.prod.json',
  'tsconfig.production.json',
  'tsconfig.server.json',
  'tsconfig.app.json',
  'tsconfig.json',
];

/** Reads how a project is compiled: tsconfig.json where one names the output, else the folder pairs that builds name. */
export function compilationOf(context: BuildContext, root: string, builds: readonly BuildReading[]): Compilation {
  const outputs = builds.flatMap((build) => build.outputs);
  const each = builds.flatMap((build) => build.compiles ?? []);
  const configs = CONFIGS.flatMap((name) => {
    const path = within(root, name);
    const config = path === null ? null : readTsConfig(context, path);
    return config === null ? [] : [config];
  });
  const emitting = configs.filter((config) => config.outDir !== null && !config.noEmit);
  const config = emitting.find((one) => outputs.length === 0 || outputs.includes(one.outDir ?? '')) ?? null;
  const compiled = new Set(config === null ? [] : compiledBy(context, config));
  const roots = config === null ? [] : rootsOf(context, config);
  const moved = (path: string, from: string, to: string): string => posix.join(to, posix.relative(from || '.', path));
  return {
    config: config ?? configs.at(-1) ?? null,
    sourceOf(built) {
      if (config?.outDir != null && isBelow(built, config.outDir)) {
        for (const source of roots) {
          const found = sourceAt(context, moved(built, config.outDir, source));
          if (found !== null) return found;
        }
      }
      const written = outputs.find((folder) => folder !== '' && isBelow(built, folder));
      const output = written ?? topOf(built, root);
      // No folder of a build holds a file at the top: at most it lies beside its source.
      if (written === undefined && output === built) {
        const beside = sourceAt(context, built);
        return beside === built ? null : beside;
      }
      for (const folder of ['src', 'server', 'app', 'lib', 'source', '']) {
        const at = within(root, folder);
        const found = at === null || at === output ? null : sourceAt(context, moved(built, output, at));
        if (found !== null && !isBelow(found, output)) return found;
      }
      return null;
    },
    folderOf(built) {
      if (config?.outDir == null || !isBelow(built, config.outDir)) return null;
      for (const source of roots) {
        const folder = moved(built, config.outDir, source);
        if (context.kind(folder) === 'directory') return folder;
      }
      return null;
    },
    outputsOf(source) {
      const { outDir } = config ?? { outDir: null };
      const pairs =
        outDir !== null && compiled.has(source)
          ? roots.map((from) => ({ from, to: outDir }))
          : each.filter(({ from }) => isBelow(source, from));
      return pairs.map(({ from, to }) =>
        moved(source, from, to)
          .replace(/\.([cm]?)tsx?$/, '.$1js')
          .replace(/\.jsx$/, '.js'),
      );
    },
  };
}

/** The project's top-level folder that holds a path. */
function topOf(path: string, root: string): string {
  const [first = ''] = posix.relative(root || '.', path).split('/');
  return posix.join(root, first);
}

/** The source whose compiled form would be called so. */
function sourceAt(context: BuildContext, path: string): string | null {
  const clean = path.replace(/^\.\//, '');
  const bare = clean.replace(/\.[cm]?js$/, '');
  const typed = clean.replace(/\.([cm]?)js$/, '.$1ts');
  for (const candidate of [typed, `${bare}.ts`, `${bare}.tsx`, clean]) {
    if (/\.\w+$/.test(candidate) && context.kind(candidate) === 'file') return candidate;
  }
  return moduleAt(context, bare) ?? null;
}
