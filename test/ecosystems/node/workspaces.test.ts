import { describe, expect, it } from 'vitest';
import { readManifest } from '../../../src/ecosystems/node/package-json.ts';
import { holdsTypesOnly, membersOf } from '../../../src/ecosystems/node/workspaces.ts';
import { answerOf, codeOf, contextOf, exec, type Files, manifest, projectOf, readOne } from './project.ts';

const TSC = '{"compilerOptions":{"outDir":"dist","rootDir":"src"}}';

/** A root with `packages/api`, which needs `packages/lib`, and `packages/site`. */
function workspace(fields: Readonly<Record<string, unknown>> = {}, files: Files = {}): Files {
  return {
    'package.json': manifest({ workspaces: ['packages/*'], devDependencies: { typescript: '5.0.0' }, ...fields }),
    'packages/api/package.json': manifest({
      name: '@w/api',
      scripts: { build: 'tsc', start: 'node dist/server.js' },
      dependencies: { '@w/lib': '*', koa: '2.0.0' },
      devDependencies: { nodemon: '3.0.0' },
    }),
    'packages/api/tsconfig.json': TSC,
    'packages/api/src/server.ts': "import '@w/lib';\nimport 'koa';\n",
    'packages/lib/package.json': manifest({ name: '@w/lib', main: 'dist/index.js', scripts: { build: 'tsc' } }),
    'packages/lib/tsconfig.json': TSC,
    'packages/lib/src/index.ts': 'export const a = 1;\n',
    'packages/site/package.json': manifest({ name: '@w/site', scripts: { build: 'tsc --outDir www' } }),
    'packages/site/tsconfig.json': TSC,
    ...files,
  };
}

function folders(files: Files): readonly string[] {
  const context = contextOf(files);
  const root = readManifest(context, 'package.json');
  return root === null ? [] : membersOf(context, root).map((member) => member.folder);
}

describe('a member that holds types alone', () => {
  const holds = (fields: Readonly<Record<string, unknown>>, files: Files = {}) => {
    const context = contextOf({ 'types/package.json': manifest({ name: '@w/types', ...fields }), ...files });
    const found = readManifest(context, 'types/package.json');
    return found !== null && holdsTypesOnly(context, found);
  };

  it('names declarations and nothing that can be loaded', () => {
    expect(holds({ types: 'index.d.ts' })).toBe(true);
    expect(holds({ main: 'index.d.ts', types: 'index.d.ts' })).toBe(true);
    expect(holds({ exports: { '.': './dist/index.d.ts' } })).toBe(true);
  });

  it('is none with a file that Node finds', () => {
    expect(holds({ types: 'index.d.ts', main: 'index.js' })).toBe(false);
    expect(holds({ exports: { '.': { types: './index.d.ts', default: './index.js' } } })).toBe(false);
    expect(holds({ types: 'index.d.ts' }, { 'types/index.js': '' })).toBe(false);
    expect(holds({})).toBe(false);
  });
});

describe('the members of a workspace', () => {
  it.each([
    ['a list', { workspaces: ['packages/*'] }, {}],
    ['an object with packages', { workspaces: { packages: ['./packages/*/'] } }, {}],
    ['pnpm-workspace.yaml', {}, { 'pnpm-workspace.yaml': 'packages:\n  - "packages/*"\n' }],
  ])('are named by %s', (_name, fields, files) => {
    const found = folders({ ...workspace(), 'package.json': manifest(fields), ...files });
    expect(found).toEqual(['packages/api', 'packages/lib', 'packages/site']);
  });

  it('are none of those that a pattern takes away', () => {
    expect(folders(workspace({ workspaces: ['packages/**', '!packages/site'] }))).toEqual([
      'packages/api',
      'packages/lib',
    ]);
  });
});

describe('installing a workspace', () => {
  it('reads the manifest of every member, and the programs that members offer', () => {
    const files = workspace(
      {},
      {
        'packages/lib/package.json': manifest({ name: '@w/lib', bin: { tool: './bin/tool.js' } }),
        'packages/lib/bin/tool.js': '',
      },
    );
    expect(answerOf(projectOf(files).installReads)).toEqual([
      'package.json',
      'packages/api/package.json',
      'packages/lib/package.json',
      'packages/site/package.json',
      'packages/lib/bin/tool.js',
    ]);
  });

  it('reads sources where a member’s own script does', () => {
    const files = workspace(
      {},
      { 'packages/lib/package.json': manifest({ name: '@w/lib', scripts: { prepare: 'tsc' } }) },
    );
    expect(codeOf(projectOf(files).installReads)).toBe('install-reads-source');
  });

  it('takes a file: dependency on a member for the member', () => {
    const files = workspace({ dependencies: { '@w/lib': 'file:packages/lib' } });
    expect(answerOf(projectOf(files).installReads)).not.toContain('packages/lib');
  });

  it('is in step only where the lockfile has every member and what it needs', () => {
    const packages = {
      '': {},
      'node_modules/@w/api': { resolved: 'packages/api', link: true },
      'node_modules/@w/lib': { resolved: 'packages/lib', link: true },
      'node_modules/@w/site': { resolved: 'packages/site', link: true },
      'node_modules/koa': { version: '2.0.0' },
      'packages/api/node_modules/nodemon': { version: '3.0.0' },
      'node_modules/typescript': { version: '5.0.0' },
    };
    const step = (listed: object) =>
      projectOf(workspace({}, { 'package-lock.json': JSON.stringify({ lockfileVersion: 3, packages: listed }) }))
        .lockfile;
    expect(step(packages)?.inStep).toEqual({ known: true, value: true });
    const { 'packages/api/node_modules/nodemon': _, ...without } = packages;
    expect(step(without)?.differences).toEqual(['Missing: nodemon@3.0.0 from lock file']);
    const { 'node_modules/@w/site': __, ...unlinked } = packages;
    expect(step(unlinked)?.differences).toEqual(['Missing: @w/site@ from lock file']);
  });
});

describe('a script of members', () => {
  it.each([
    ['npm run build --workspaces', ['packages/api/dist', 'packages/lib/dist', 'packages/site/www']],
    ['npm run build -w @w/lib', ['packages/lib/dist']],
    ['npm run build --workspace=packages/lib', ['packages/lib/dist']],
    ['yarn workspace @w/lib build', ['packages/lib/dist']],
    ['yarn workspace @w/lib run build', ['packages/lib/dist']],
    ['yarn workspaces run build', ['packages/api/dist', 'packages/lib/dist', 'packages/site/www']],
    ['pnpm -r build', ['packages/api/dist', 'packages/lib/dist', 'packages/site/www']],
    ['pnpm --filter @w/api... build', ['packages/api/dist', 'packages/lib/dist']],
    ['pnpm --filter ./packages/site run build', ['packages/site/www']],
  ])('is a build of those that it names: %s', (command, outputs) => {
    const reading = readOne(command, workspace());
    expect(reading.role).toBe('build');
    expect(reading.writes).toEqual(outputs.map((path) => `/app/${path}`));
  });

  it.each([
    'npx turbo run build --filter=@w/api',
    'npx turbo build --filter=@w/api...',
    'npx lerna run build --scope @w/api',
  ])('is run for a member and what it depends on: %s', (command) => {
    const { writes } = readOne(command, workspace());
    expect(writes).toEqual(expect.arrayContaining(['/app/packages/api/dist', '/app/packages/lib/dist', '/app/.turbo']));
    expect(writes).not.toContain('/app/packages/site/www');
  });

  it('is not known where it names no member', () => {
    expect(readOne('npm run build -w nobody', workspace()).writes).not.toEqual([]);
  });
});

describe('a start in a workspace', () => {
  const startOf = (...words: readonly string[]) => projectOf(workspace()).start(null, exec(...words), new Map());

  it.each([
    [['npm', 'start', '--workspace', '@w/api']],
    [['npm', '-w', 'packages/api', 'run', 'start']],
    [['yarn', 'workspace', '@w/api', 'start']],
    [['pnpm', '--filter', '@w/api', 'start']],
    [['pnpm', '--dir', 'packages/api', 'start']],
    [['node', 'packages/api/dist/server.js']],
  ])('is followed into the member: %j', (words) => {
    expect(answerOf(startOf(...words))).toMatchObject({ kind: 'program', entry: 'packages/api/dist/server.js' });
  });

  it('of several members at once is not understood', () => {
    expect(codeOf(startOf('pnpm', '-r', 'build'))).toBe('start-not-understood');
  });
});

describe('the production tree of a workspace', () => {
  const treeOf = (install: string, files: Files) => {
    const project = projectOf(files, '', install);
    const start = answerOf(project.start(null, exec('node', 'packages/api/dist/server.js'), new Map()));
    return project.production(readOne(install, files), start, 20);
  };

  it('leaves out what no member that runs needs', () => {
    expect(treeOf('npm install', workspace())).toMatchObject({
      kind: 'prune',
      command: 'npm prune --omit=dev --ignore-scripts',
    });
    expect(treeOf('yarn install', workspace())).toHaveProperty('kind', 'prune');
  });

  it('links the members of pnpm once more', () => {
    const files = workspace({}, { 'pnpm-workspace.yaml': 'packages: ["packages/*"]\n' });
    const tree = treeOf('pnpm install', files);
    expect(tree).toMatchObject({ kind: 'prune', mayFetch: true });
    expect(tree.kind === 'prune' && tree.command).toMatch(/^CI=true pnpm prune .* && CI=true pnpm install --prod /);
  });

  it('stays full where a linked member loads a development dependency', () => {
    const files = workspace(
      {},
      { 'packages/lib/src/index.ts': "import ts from 'typescript';\nexport const a = ts;\n" },
    );
    expect(treeOf('npm install', files)).toMatchObject({ because: { code: 'runtime-imports-dev-dependency' } });
  });

  it('does not ask a member that the program is not linked with', () => {
    const files = workspace({}, { 'packages/site/src/index.ts': "import 'typescript';\n" });
    expect(treeOf('npm install', files)).toHaveProperty('kind', 'prune');
  });

  it('stays full where some members only are installed', () => {
    expect(treeOf('npm install -w @w/api', workspace())).toMatchObject({
      because: { code: 'install-of-some-members' },
    });
  });

  it('is carried with the whole folder, because members are links into it', () => {
    expect(projectOf(workspace()).carriedWhole?.code).toBe('workspace-links');
    expect(projectOf({ 'package.json': '{}' }).carriedWhole).toBeUndefined();
  });
});
