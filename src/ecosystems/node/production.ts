import type { CommandReading } from '../../command-reading.ts';
import type { Because } from '../../decision.ts';
import type { ProductionTree } from '../dependencies.ts';
import type { StartReading } from '../start-reading.ts';
import { bundlesDevelopmentDependencies } from './bundles.ts';
import { cite } from './cite.ts';
import { compilerHelpers } from './compiler-helpers.ts';
import { firstOf } from './config-literals.ts';
import { everyForm } from './every-form.ts';
import { installingHook } from './hook-installs.ts';
import { because } from './known.ts';
import { lifecycleOf } from './lifecycle.ts';
import type { LockStep } from './lock-step.ts';
import type { Lockfile } from './lockfile.ts';
import type { ManagerReading } from './managers.ts';
import { packagesOf } from './module-graph.ts';
import { readManagerWords } from './npm-words.ts';
import { leftBehindByNuxt2 } from './nuxt2.ts';
import type { Manifest } from './package-json.ts';
import type { ProgramOf } from './program.ts';
import { pruneCommandOf } from './prune-command.ts';
import type { FileScan } from './scan.ts';
import { unwrap } from './unwrap.ts';
import { holdsTypesOnly } from './workspaces.ts';

/** Configuration that a program loads when it starts and that may name a package: `[file, pattern]`. */
const RUNTIME_CONFIGURATION: readonly (readonly [string, RegExp])[] = [
  ['.sequelizerc', /require\(['"]([^.'"][^'"]*)['"]\)/g],
  ['knexfile.js', /require\(['"]([^.'"][^'"]*)['"]\)/g],
  ['ecosystem.config.js', /(?:-r|--require)\s+([@\w/-]+)/g],
];

/** Packages that a source (`app/routes.ts`) imports to configure the build, and that no server loads. */
const CONFIGURING: ReadonlySet<string> = new Set(['@react-router/dev', '@remix-run/dev', '@remix-run/route-config']);

/** How the production tree is made of the full one, when nothing that starts needs a development dependency. */
export function productionTreeOf(
  of: ProgramOf,
  manager: ManagerReading,
  lock: Lockfile | null,
  step: LockStep | null,
  workspace: readonly [Manifest, ...Manifest[]],
  install: CommandReading,
  start: StartReading,
  runtimeMajor: number | null,
  prunesWrongly?: string,
): ProductionTree {
  const { context, manifest } = of;
  if (manifest.devDependencies.size === 0)
    return { kind: 'nothing-to-prune', evidence: [cite(context, manifest.path, 'no devDependencies')] };
  if (install.detail.kind !== 'install')
    return { kind: 'keep', because: because('install-not-understood', {}, install.evidence) };
  if (install.detail.production)
    return {
      kind: 'nothing-to-prune',
      evidence: [cite(context, manifest.path, 'installed without development dependencies')],
    };
  const tool = unwrap(install.command).tool;
  if (tool !== manager.manager)
    return {
      kind: 'keep',
      because: because('package-manager-unsupported', { manager: tool ?? '?' }, install.evidence),
    };
  const words = readManagerWords(install.command.words);
  const part = ['workspace', 'filter'].find((flag) => words.flags.has(flag));
  const { ofMember } = install.detail;
  const flag = part !== undefined ? `--${part}` : ofMember === undefined ? null : `--workspace ${ofMember}`;
  if (flag !== null) return { kind: 'keep', because: because('install-of-some-members', { flag }, install.evidence) };
  if (install.detail.packages.length > 0) {
    return {
      kind: 'keep',
      because: because('install-names-packages', { packages: install.detail.packages }, install.evidence),
    };
  }
  const isDevelopment = (name: string): boolean =>
    manifest.devDependencies.has(name) && !manifest.dependencies.has(name) && !manifest.optionalDependencies.has(name);
  const isPruned = (name: string): boolean => isDevelopment(name) || isBroughtForDevelopment(name, manifest, lock);
  const peers = [...manifest.peerDependencies.keys()].filter(isDevelopment);
  if (peers.length > 0) {
    return {
      kind: 'keep',
      because: because('dev-dependency-is-peer', { packages: peers }, [
        cite(context, manifest.path, `${peers[0]} is in peerDependencies and in devDependencies`),
      ]),
    };
  }
  if (start.kind === 'development')
    return {
      kind: 'keep',
      because: because('runtime-imports-dev-dependency', { packages: [start.tool] }, start.evidence),
    };
  const named =
    start.kind === 'program' ? start.packages.filter(isDevelopment) : isToolDevelopment(start.tool, isDevelopment);
  if (named.length > 0)
    return { kind: 'keep', because: because('runtime-imports-dev-dependency', { packages: named }, start.evidence) };
  if (start.kind === 'program' && start.compiledBy !== undefined)
    return { kind: 'keep', because: because('start-compiles', { tool: start.compiledBy }, start.evidence) };
  if (start.kind === 'static-site' && /preview$/.test(start.tool))
    return { kind: 'keep', because: because('start-loads-configuration', { tool: start.tool }, start.evidence) };
  if (start.kind === 'program' && !bundlesDevelopmentDependencies(context, manifest, start.entry ?? '')) {
    const graph = everyForm(of, start);
    // A server of one's own loads the modules of the build as well.
    const leftBehind = start.packages.includes('nuxt') ? leftBehindByNuxt2(context, manifest) : new Set<string>();
    const types = new Set(workspace.filter((one) => holdsTypesOnly(context, one)).map(({ name }) => name));
    const place = ([name, { file, line, says }]: Loaded) =>
      [name, cite(context, file, `line ${line}: ${says}`)] as const;
    const loaded = [
      ...[...packagesOf(graph)]
        .filter(([name]) => isPruned(name) && !CONFIGURING.has(name) && !types.has(name))
        .map(place),
      ...namedPackages(graph.scans)
        .filter(([name]) => isDevelopment(name) && !CONFIGURING.has(name) && !leftBehind.has(name))
        .map(place),
      ...(graph.isBuilt ? compilerHelpers(context, manifest.folder, graph.config) : []).filter(([name]) =>
        isPruned(name),
      ),
    ];
    if (loaded.length > 0) {
      const packages = [...new Set(loaded.map(([name]) => name))];
      const evidence = loaded.map(([, says]) => says);
      return { kind: 'keep', because: because('runtime-imports-dev-dependency', { packages }, evidence) };
    }
    const unknown = graph.scans.flatMap((scan) =>
      scan.dynamicImports
        .filter((dynamic) => dynamic.paths === null && !dynamic.isFile)
        .map((dynamic) => cite(context, scan.path, `line ${dynamic.line}: ${dynamic.says}`)),
    );
    if (unknown.length > 0)
      return {
        kind: 'keep',
        because: because('program-not-understood', { why: 'it loads a module that no literal names' }, unknown),
      };
    if (graph.unread.length > 0) {
      return {
        kind: 'keep',
        because: because(
          'program-not-understood',
          { why: `${graph.unread[0]} could not be read` },
          graph.unread.map((file) => cite(context, file, 'not read')),
        ),
      };
    }
    for (const [name, pattern] of RUNTIME_CONFIGURATION) {
      const path = firstOf(context, manifest.folder, [name]);
      for (const match of path === null ? [] : (context.read(path) ?? '').matchAll(new RegExp(pattern, 'g'))) {
        const found = (match[1] ?? '').replace(/^(@[^/]+\/[^/]+|[^/]+).*$/, '$1');
        if (path !== null && isDevelopment(found))
          return {
            kind: 'keep',
            because: because('runtime-imports-dev-dependency', { packages: [found] }, [cite(context, path, match[0])]),
          };
      }
    }
  }
  const obstacle = pruneObstacle(of, manager, step, workspace, install);
  if (obstacle !== null) return { kind: 'keep', because: obstacle };
  // What installs with it without development dependencies lacks the same packages.
  if (prunesWrongly !== undefined && manager.flavour === 'npm')
    return { kind: 'keep', because: because('npm-removes-production', { manager: prunesWrongly }, []) };
  const prune = pruneCommandOf(manager, runtimeMajor, workspace, install.detail.carriedFlags);
  if (!prune.known) return { kind: 'keep', because: prune.because };
  return {
    kind: 'prune',
    ...prune.value,
    evidence: [
      cite(
        context,
        manifest.path,
        `${manifest.devDependencies.size} devDependencies, none of them loaded by the program`,
      ),
    ],
  };
}

/** Pruning removes what no manifest lists; a second install follows the lockfile that the first one left, and puts back what scripts changed. */
function pruneObstacle(
  { context }: ProgramOf,
  manager: ManagerReading,
  step: LockStep | null,
  [root, ...members]: readonly [Manifest, ...Manifest[]],
  install: CommandReading,
): Because | null {
  const ignoresScripts = install.detail.kind === 'install' && install.detail.ignoresScripts;
  for (const each of ignoresScripts ? [] : [root, ...members]) {
    const found = installingHook(each);
    if (found !== null)
      return because('prune-removes-what-scripts-install', { script: found.script }, [
        cite(context, each.path, `scripts.${found.hook} = "${found.script}"`),
      ]);
  }
  if (manager.flavour === 'npm' || manager.flavour === 'pnpm') return null;
  const lifecycle = lifecycleOf(context, root, members);
  const hooks = ['preinstall', 'install', 'postinstall', ...(manager.flavour === 'bun' ? ['prepare'] : [])];
  const hook = hooks.find((name) => [root, ...members].some(({ scripts }) => scripts.has(name)));
  if (manager.flavour !== 'yarn-classic' && hook !== undefined)
    return because('prune-runs-scripts', { hook }, lifecycle.evidence);
  if (lifecycle.writesDependencies)
    return because('prune-undoes-changes', { by: 'an install script' }, lifecycle.evidence);
  const words = install.command.words.map((word) => word.text);
  const unwritten = words.find(
    (word) => word === '--pure-lockfile' || word === '--no-lockfile' || word === '--no-save',
  );
  const followed = step?.inStep.known === true && step.inStep.value && unwritten !== '--no-lockfile';
  return unwritten === undefined || followed ? null : because('lockfile-not-written', { flag: unwritten }, []);
}

/** No manifest names it, and what brought it is a development dependency: it goes with that. */
function isBroughtForDevelopment(name: string, manifest: Manifest, lock: Lockfile | null): boolean {
  if (lock === null || manifest.dependencies.has(name) || manifest.optionalDependencies.has(name)) return false;
  const top = lock.packages.get(`node_modules/${name}`);
  // Only npm's lockfile says where a package lies.
  const all = top === undefined ? [...lock.packages.values()].filter((one) => one.name === name) : [top];
  return all.length > 0 && all.every(({ dev }) => dev);
}

/** A package and the line that loads it. */
type Loaded = readonly [string, { readonly file: string; readonly line: number; readonly says: string }];

/** Packages that a string names: `target: 'pino-pretty'`, `app.set('view engine', 'pug')`, a module of nuxt.config.js. */
function namedPackages(scans: readonly FileScan[]): readonly Loaded[] {
  return scans.flatMap((scan) =>
    scan.mentions.flatMap(({ paths, line, says }) =>
      paths.flatMap((path) =>
        path.base === 'text' && path.exact ? [[path.path, { file: scan.path, line, says }] as const] : [],
      ),
    ),
  );
}

/** A static file server that is a development dependency itself. */
function isToolDevelopment(tool: string, isDevelopment: (name: string) => boolean): readonly string[] {
  const name = tool === 'vite preview' ? 'vite' : tool;
  return isDevelopment(name) ? [name] : [];
}
