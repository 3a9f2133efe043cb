import { describe, expect, it } from 'vitest';
import { answerOf, exec, type Files, lock, manifest, projectOf, readOne } from './project.ts';

const TSC = '{"compilerOptions":{"outDir":"dist","rootDir":"src"}}';

/** `apps/api` needs `packages/lib`; `apps/site` needs `packages/ui`. */
function workspace(files: Files = {}): Files {
  return {
    'package.json': manifest({ workspaces: ['apps/*', 'packages/*'], devDependencies: { typescript: '5.0.0' } }),
    'package-lock.json': lock({
      koa: { version: '2.0.0' },
      ms: { version: '2.0.0' },
      pg: { version: '8.0.0' },
      react: { version: '18.0.0' },
      orm: { version: '1.0.0', peerDependencies: { pg: '*' }, peerDependenciesMeta: { pg: { optional: true } } },
      typescript: { version: '5.0.0', dev: true },
      '@w/api': { resolved: 'apps/api', link: true },
      '@w/lib': { resolved: 'packages/lib', link: true },
      '@w/site': { resolved: 'apps/site', link: true },
      '@w/ui': { resolved: 'packages/ui', link: true },
    }),
    'apps/api/package.json': manifest({
      name: '@w/api',
      scripts: { start: 'node dist/server.js' },
      dependencies: { '@w/lib': '*', koa: '2.0.0' },
    }),
    'apps/api/tsconfig.json': TSC,
    'apps/api/src/server.ts': "import '@w/lib';\nimport 'koa';\n",
    'packages/lib/package.json': manifest({ name: '@w/lib', main: 'dist/index.js', dependencies: { orm: '1.0.0' } }),
    'packages/lib/tsconfig.json': TSC,
    'packages/lib/src/index.ts': 'export const a = 1;\n',
    'apps/site/package.json': manifest({ name: '@w/site', dependencies: { '@w/ui': '*', react: '18.0.0' } }),
    'apps/site/src/main.ts': "import 'react';\n",
    'packages/ui/package.json': manifest({ name: '@w/ui', dependencies: { ms: '2.0.0' } }),
    'packages/ui/index.js': '',
    ...files,
  };
}

function partOf(files: Files, cmd = exec('node', 'apps/api/dist/server.js'), install = 'npm ci') {
  const project = projectOf(files, '', install);
  const start = answerOf(project.start(null, cmd, new Map()));
  const tree = project.production(readOne(install, files), start, 20);
  if (tree.kind !== 'prune') throw new Error(`${tree.kind} ${JSON.stringify(tree)}`);
  const outputs = ['apps/api/dist', 'packages/lib/dist'];
  const builds = [{ outputs, writesDependencies: false, bakes: [], evidence: [] }];
  const part =
    project.startedPart?.(readOne(install, files), tree, [start], answerOf(project.program(start, builds))) ?? null;
  if (part === null) return null;
  return part.known
    ? { leaves: part.value.leaves, stays: part.value.stays, commands: part.value.trees.map(({ command }) => command) }
    : part.because.code;
}

describe('of a workspace stay behind', () => {
  it('the packages that the started one needs neither directly nor through another', () => {
    expect(partOf(workspace())).toEqual({
      leaves: ['apps/site', 'packages/ui'],
      stays: ['@w/api', '@w/lib'],
      commands: ['npm prune --omit=dev --ignore-scripts'],
    });
  });

  it('not those whose files the program reads, nor what these need', () => {
    const files = workspace({
      'apps/api/src/server.ts':
        "import path from 'node:path';\nimport express from 'koa';\nexpress.static(path.join(__dirname, '../../site/dist'));\nimport fs from 'node:fs';\nfs.readFileSync(path.join(__dirname, '../../site/dist/index.html'));\n",
    });
    expect(partOf(files)).toBeNull();
  });

  it('not a peer of one that stays, and not what the root depends on', () => {
    const peer = workspace({
      'packages/lib/package.json': manifest({ name: '@w/lib', peerDependencies: { '@w/ui': '*' } }),
    });
    expect(partOf(peer)).toMatchObject({ leaves: ['apps/site'] });
    const root = workspace({
      'package.json': manifest({
        workspaces: ['apps/*', 'packages/*'],
        dependencies: { '@w/ui': '*' },
        devDependencies: { typescript: '5.0.0' },
      }),
    });
    expect(partOf(root)).toMatchObject({ leaves: ['apps/site'] });
  });

  it('not one whose tsconfig.json a runtime reads that takes types out by itself', () => {
    const files = workspace({
      'apps/api/tsconfig.json': '{"extends":"../../packages/ui/tsconfig.json"}',
      'packages/ui/tsconfig.json': '{}',
    });
    expect(partOf(files, exec('bun', 'apps/api/src/server.ts'))).toMatchObject({ leaves: ['apps/site'] });
    expect(partOf(files)).toMatchObject({ leaves: ['apps/site', 'packages/ui'] });
  });

  it('not one that another folder which stays lies in', () => {
    const files = workspace({
      'package.json': manifest({
        workspaces: ['apps/*', 'packages/*', 'packages/ui/lib'],
        devDependencies: { typescript: '5.0.0' },
      }),
      'packages/ui/lib/package.json': manifest({ name: '@w/inner' }),
      'packages/lib/package.json': manifest({ name: '@w/lib', dependencies: { '@w/inner': '*' } }),
    });
    expect(partOf(files)).toMatchObject({ leaves: ['apps/site'] });
  });

  describe('by what each package manager makes of what is left', () => {
    const { 'package-lock.json': _, ...rest } = workspace({
      'packages/lib/package.json': manifest({ name: '@w/lib' }),
    });

    it('yarn 1 follows the manifests that it finds', () => {
      const files = { ...rest, 'yarn.lock': '# yarn lockfile v1\n\n\nkoa@2.0.0:\n  version "2.0.0"\n' };
      expect(partOf(files, undefined, 'yarn install')).toMatchObject({
        leaves: ['apps/site', 'packages/ui'],
        commands: ['yarn install --production --frozen-lockfile --ignore-scripts --prefer-offline'],
      });
    });

    it('yarn 4 focuses on all that it finds', () => {
      const files = {
        ...rest,
        '.yarnrc.yml': 'nodeLinker: node-modules\n',
        'package.json': manifest({
          workspaces: ['apps/*', 'packages/*'],
          packageManager: 'yarn@4.9.2',
          devDependencies: { typescript: '5.0.0' },
        }),
        'yarn.lock':
          '__metadata:\n  version: 8\n\n"koa@npm:2.0.0":\n  version: 2.0.0\n  resolution: "koa@npm:2.0.0"\n  linkType: hard\n',
      };
      expect(partOf(files, undefined, 'yarn install --immutable')).toMatchObject({
        commands: ['yarn workspaces focus --all --production'],
      });
    });

    it('bun installs for what starts and for the root, while all packages are there', () => {
      const files = {
        ...rest,
        'bun.lock':
          '{"lockfileVersion":1,"workspaces":{"":{"name":"w"}},"packages":{"koa":["koa@2.0.0","",{},"sha512-x"]}}',
      };
      expect(partOf(files, undefined, 'bun install')).toMatchObject({
        commands: [
          'rm -rf node_modules apps/*/node_modules packages/*/node_modules && bun install --production --frozen-lockfile --filter ./ --filter @w/api',
        ],
      });
    });

    const PNPM = {
      ...rest,
      'pnpm-workspace.yaml': 'packages: ["apps/*", "packages/*"]\n',
      'pnpm-lock.yaml':
        "lockfileVersion: '9.0'\nimporters:\n  apps/api:\n    dependencies:\n      koa: { specifier: 2.0.0, version: 2.0.0 }\npackages:\n  koa@2.0.0: { resolution: { integrity: sha512-x } }\nsnapshots:\n  koa@2.0.0: {}\n",
    };
    const PRUNED =
      'CI=true pnpm prune --prod --ignore-scripts && CI=true pnpm install --prod --frozen-lockfile --ignore-scripts --prefer-offline';

    it('pnpm links once more into an empty tree', () => {
      expect(partOf(PNPM, undefined, 'pnpm install')).toMatchObject({
        commands: [
          'rm -rf node_modules apps/api/node_modules packages/lib/node_modules && CI=true pnpm install --prod --frozen-lockfile --prefer-offline',
          PRUNED,
        ],
      });
    });

    it.each<[string, Readonly<Record<string, unknown>>, string]>([
      ['a script would run once more', { scripts: { prepare: 'husky' } }, 'pnpm install'],
      ['the install says how packages are laid out', {}, 'pnpm install --shamefully-hoist'],
    ])('pnpm prunes where it stands when %s', (_name, fields, install) => {
      const files = { ...PNPM, 'package.json': manifest({ devDependencies: { typescript: '5.0.0' }, ...fields }) };
      expect(partOf(files, undefined, install)).toMatchObject({ commands: [PRUNED] });
    });
  });
});

describe('a workspace stays whole', () => {
  it.each<[string, string, Files]>([
    [
      'when a source imports what only another package lists',
      'imports-undeclared-package',
      { 'apps/api/src/server.ts': "import 'koa';\nimport '@w/lib';\nimport 'ms';\n" },
    ],
    [
      'when a package that it is linked with does',
      'imports-undeclared-package',
      { 'packages/lib/src/index.ts': "import 'react';\n" },
    ],
    [
      'when a package of the workspace is imported and not listed',
      'imports-undeclared-package',
      { 'apps/api/src/server.ts': "import '@w/ui';\n" },
    ],
    [
      'when a string names what only another package lists',
      'imports-undeclared-package',
      { 'apps/api/src/server.ts': "import 'koa';\nsetup({ driver: 'react' });\n" },
    ],
    [
      'when a dependency that stays has an optional peer that would go',
      'loads-package-of-another',
      {
        'packages/ui/package.json': manifest({ name: '@w/ui', dependencies: { pg: '8.0.0' } }),
      },
    ],
    [
      'when the program reads what no literal names',
      'program-reads-unnamed-paths',
      { 'apps/api/src/server.ts': "import fs from 'node:fs';\nfs.readFileSync(process.argv[2] + '/a');\n" },
    ],
  ])('%s', (_name, code, files) => {
    expect(partOf(workspace(files))).toBe(code);
  });

  it('when what starts belongs to none of its packages', () => {
    const files = workspace({ 'server.js': "require('./apps/api/dist/server.js')\n" });
    expect(partOf(files, exec('node', 'server.js'))).toBe('started-package-unknown');
  });

  it('when no lockfile says what is installed', () => {
    const { 'package-lock.json': _, ...files } = workspace();
    expect(partOf(files)).toBe('no-lockfile-to-follow');
  });
});
