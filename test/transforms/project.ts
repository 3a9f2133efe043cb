import type { Decision } from '../../src/decision.ts';
import { TRANSFORMS } from '../../src/index.ts';
import { migrate } from '../../src/migrate.ts';
import { DEFAULTS, type Options } from '../../src/options.ts';
import { type MemoryFile, memoryRepository } from '../../src/repository/memory.ts';
import { reasons } from '../../transforms/swap-base-image/reasons.ts';

export type Files = Readonly<Record<string, MemoryFile>>;

interface Fields {
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** A small TypeScript server: `src/index.ts` becomes `dist/index.js`. */
export function server(fields: Fields = {}, files: Files = {}): Files {
  const dependencies = { express: '4.18.2', ...fields.dependencies };
  const devDependencies = { typescript: '5.4.5', ...fields.devDependencies };
  const scripts = { build: 'tsc', start: 'node dist/index.js', ...fields.scripts };
  const manifest = { name: 'a', version: '1.0.0', scripts, dependencies, devDependencies };
  const locked = (packages: Readonly<Record<string, string>>, dev: boolean) =>
    Object.entries(packages).map(([name, version]) => [`node_modules/${name}`, { version, ...(dev ? { dev } : {}) }]);
  const packages = {
    '': { name: 'a', version: '1.0.0', dependencies, devDependencies },
    ...Object.fromEntries([...locked(dependencies, false), ...locked(devDependencies, true)]),
  };
  return {
    'package.json': JSON.stringify(manifest),
    'package-lock.json': JSON.stringify({ name: 'a', version: '1.0.0', lockfileVersion: 3, packages }),
    'tsconfig.json': '{"compilerOptions":{"outDir":"dist","rootDir":"src"}}',
    'src/index.ts': "import express from 'express';\nexpress().listen(3000);\n",
    '.dockerignore': 'node_modules\ndist\n',
    ...files,
  };
}

/** Installs, copies and builds. */
export const BUILD = ['COPY package*.json ./', 'RUN npm ci', 'COPY . .', 'RUN npm run build'];

/** A Dockerfile in /app that starts the built server. */
export function dockerfile(
  lines: readonly string[],
  { base = 'node:20', start = '["node", "dist/index.js"]' } = {},
): string {
  return [`FROM ${base}`, 'WORKDIR /app', ...lines, `CMD ${start}`, ''].join('\n');
}

export interface Migrated {
  readonly status: string;
  readonly text: string;
  /** The lines of the last stage. */
  readonly runtime: string;
  /** `transform/code` of each decision. */
  readonly codes: readonly string[];
  readonly decisions: readonly Decision[];
  /** The sentences of what swap-base-image decided. */
  readonly bases: readonly string[];
  /** Other files that would be edited. */
  readonly others: readonly string[];
}

/** What the tool makes of a Dockerfile among these files. */
export function migrated(source: string, files: Files, options: Partial<Options> = {}): Migrated {
  const repository = memoryRepository({ Dockerfile: source, ...files });
  const migration = migrate(
    { repository, dockerfile: 'Dockerfile', source, context: null, options: { ...DEFAULTS, ...options } },
    TRANSFORMS,
  );
  const text = migration.edits.find(({ path }) => path === 'Dockerfile')?.after ?? source;
  return {
    status: migration.problem?.cause ?? migration.status,
    text,
    runtime: text.slice(text.lastIndexOf('\nFROM ') + 1),
    decisions: migration.decisions,
    codes: migration.decisions.map(({ transform, code }) => `${transform}/${code}`),
    bases: migration.decisions
      .filter(({ transform }) => transform === 'swap-base-image')
      .map((decision) => reasons[decision.code as keyof typeof reasons].sentence(decision.data)),
    others: migration.edits.flatMap(({ path }) => (path === 'Dockerfile' ? [] : [path])),
  };
}
