import { posix } from 'node:path';
import type { Known } from '../known.ts';
import type { StartReading } from '../start-reading.ts';
import { flagValue, hasFlag, operandsOf } from './build-effect.ts';
import { within } from './cite.ts';
import { firstOf } from './config-literals.ts';
import { notKnown } from './known.ts';
import { compilerIn } from './load-compilers.ts';
import { moduleAt } from './module-resolution.ts';
import { nearestManifest, objectOf, stringOf } from './package-json.ts';
import { contextPath, program, type Trail } from './start-trail.ts';
import type { Unwrapped } from './unwrap.ts';

/** Reads a shell line that a tool runs in its turn. */
type FollowLine = (trail: Trail, text: string) => Known<StartReading>;

/** One tool that changes a database before the program starts: what it loads and reads. Source: the tools' documentation. */
interface MigrationTool {
  /** Its verbs that only work on the database; another verb is not followed. */
  readonly verbs: RegExp;
  /** Flags that name the configuration. */
  readonly configurationFlags: readonly string[];
  /** Where it looks for its configuration, first found. */
  readonly configuration: readonly string[];
  /** Flags that name folders of migrations, seeds and models. */
  readonly folderFlags: readonly string[];
  /** Folders that it loads where its configuration names no other. */
  readonly folders: readonly string[];
}

const MIGRATION_TOOLS: Readonly<Record<string, MigrationTool>> = {
  sequelize: {
    verbs: /^(?:db:(?:migrate(?::\w+)*|seed(?::\w+)*|create))$/,
    configurationFlags: ['--options-path'],
    configuration: ['.sequelizerc'],
    folderFlags: ['--migrations-path', '--seeders-path', '--models-path', '--config'],
    folders: ['migrations', 'seeders', 'models', 'config'],
  },
  knex: {
    verbs: /^(?:migrate:(?:latest|up|list|currentVersion|status|rollback)|seed:run)$/,
    configurationFlags: ['--knexfile'],
    configuration: ['knexfile.js', 'knexfile.cjs', 'knexfile.mjs', 'knexfile.ts'],
    folderFlags: ['--migrations-directory'],
    folders: ['migrations', 'seeds'],
  },
  'migrate-mongo': {
    verbs: /^(?:up|down|status)$/,
    configurationFlags: ['-f', '--file'],
    configuration: ['migrate-mongo-config.js', 'migrate-mongo-config.ts'],
    folderFlags: [],
    folders: ['migrations'],
  },
  'node-pg-migrate': {
    verbs: /^(?:up|down|redo)$/,
    configurationFlags: ['-f', '--config-file'],
    configuration: [],
    folderFlags: ['-m', '--migrations-dir'],
    folders: ['migrations', 'config'],
  },
  'db-migrate': {
    verbs: /^(?:up|down|check)(?::\w+)?$/,
    configurationFlags: ['--config'],
    configuration: ['database.json'],
    folderFlags: ['-m', '--migrations-dir'],
    folders: ['migrations'],
  },
  'drizzle-kit': {
    verbs: /^migrate$/,
    configurationFlags: ['--config'],
    configuration: ['drizzle.config.ts', 'drizzle.config.js', 'drizzle.config.json'],
    folderFlags: ['--out'],
    folders: ['drizzle'],
  },
};

/** A tool that migrates a database; null: it is none that the table knows. */
export function startOfMigration(
  trail: Trail,
  tool: string,
  bare: Unwrapped,
  text: string,
  follow: FollowLine,
): Known<StartReading> | null {
  if (tool === 'prisma') return ofPrisma(trail, bare, text, follow);
  if (/^typeorm(?:-ts-node-(?:commonjs|esm))?$/.test(tool)) return ofTypeorm(trail, tool, bare, text);
  const known = MIGRATION_TOOLS[tool === 'sequelize-cli' ? 'sequelize' : tool];
  if (known === undefined) return null;
  const verb = operandsOf(bare.args, [...known.configurationFlags, ...known.folderFlags, '--env'])[0]?.value ?? '';
  if (!known.verbs.test(verb)) return refuse(trail, text, `${tool} ${verb} is not known to work on the database alone`);
  const named = flagValue(bare.args, known.configurationFlags);
  if (named === 'unknown') return refuse(trail, text, 'its configuration holds a variable');
  const configuration =
    named === null ? firstOf(trail.context, trail.folder, known.configuration) : contextPath(trail, named);
  const flagged = bare.args.flatMap(
    (_, index) => flagValue(bare.args.slice(index, index + 2), known.folderFlags) ?? [],
  );
  const said = configuration === null ? [] : pathsIn(trail, configuration);
  const paths = [...flagged, ...said, ...known.folders]
    .flatMap((path) => within(trail.folder, path) ?? [])
    .filter((path) => path !== trail.folder && trail.context.kind(path) !== null);
  return program(
    {
      ...trail,
      alsoLoads: [...trail.alsoLoads, ...(configuration === null ? [] : [configuration]), ...paths],
      compiledBy: configuration?.endsWith('.ts') && tool === 'knex' ? 'ts-node' : trail.compiledBy,
      readsManifest: true,
    },
    null,
    text,
  );
}

/** Every string of a configuration file that is a path of the project. */
function pathsIn(trail: Trail, configuration: string): readonly string[] {
  const text = trail.context.read(configuration) ?? '';
  const folder = posix.dirname(configuration);
  return [...text.matchAll(/['"`]([\w./-]+)['"`]/g)]
    .map((match) => match[1] ?? '')
    .filter((path) => /\w/.test(path))
    .flatMap((path) => [path, posix.relative(trail.folder || '.', posix.join(folder, path))]);
}

/** `prisma migrate deploy`: reads the schema, the migrations beside it, and its configuration. */
function ofPrisma(trail: Trail, bare: Unwrapped, text: string, follow: FollowLine): Known<StartReading> {
  const words = operandsOf(bare.args, ['--schema', '--config']).map((word) => word.value ?? '');
  const line = words.join(' ');
  if (line === 'migrate dev' || line === 'studio' || line === 'dev')
    return refuse(trail, text, `prisma ${line} is for development`);
  if (line === 'generate' || (line === 'db push' && !hasFlag(bare.args, ['--skip-generate'])))
    return refuse(trail, text, 'it generates the client into node_modules at start');
  if (!/^(?:migrate (?:deploy|status|resolve)|db (?:push|seed|execute)|validate|version)$/.test(line))
    return refuse(trail, text, `prisma ${line} is not known to work on the database alone`);
  const manifest = nearestManifest(trail.context, trail.folder);
  const settings = objectOf(manifest?.raw.prisma);
  const schema = flagValue(bare.args, ['--schema']) ?? stringOf(settings?.schema) ?? 'prisma';
  if (schema === 'unknown') return refuse(trail, text, 'its schema holds a variable');
  const configuration = firstOf(trail.context, trail.folder, [
    'prisma.config.ts',
    'prisma.config.js',
    'prisma.config.mjs',
  ]);
  const folder = /\.prisma$/.test(schema) ? posix.dirname(schema) : schema;
  const reads = [folder, schema, 'prisma', 'schema.prisma']
    .flatMap((path) => within(trail.folder, path) ?? [])
    .filter((path) => path !== trail.folder && trail.context.kind(path) !== null);
  const at: Trail = {
    ...trail,
    alsoReads: [...trail.alsoReads, ...reads],
    alsoLoads: [...trail.alsoLoads, ...(configuration === null ? [] : [configuration])],
    readsManifest: true,
  };
  const seed = line === 'db seed' ? stringOf(settings?.seed) : null;
  if (line !== 'db seed') return program(at, null, text);
  return seed === null ? refuse(trail, text, 'package.json names no prisma.seed') : follow(at, seed);
}

/** `typeorm migration:run -d dist/data-source.js`: loads the data source, which names entities and migrations. */
function ofTypeorm(trail: Trail, tool: string, bare: Unwrapped, text: string): Known<StartReading> {
  const verb = operandsOf(bare.args, ['-d', '--dataSource', '-f', '--config', '-t', '--transaction'])[0]?.value ?? '';
  if (!/^(?:migration:(?:run|show|revert)|schema:sync|query)$/.test(verb))
    return refuse(trail, text, `typeorm ${verb} is not known to work on the database alone`);
  const compiledBy = tool === 'typeorm' ? trail.compiledBy : 'ts-node';
  const source = flagValue(bare.args, ['-d', '--dataSource']);
  if (source === 'unknown') return refuse(trail, text, 'its data source holds a variable');
  if (source !== null) {
    const path = contextPath(trail, source);
    if (path === null) return refuse(trail, text, `${source} lies outside the folders that are known`);
    return program({ ...trail, compiledBy }, moduleAt(trail.context, path) ?? path, text);
  }
  const configuration = firstOf(trail.context, trail.folder, [
    'ormconfig.js',
    'ormconfig.json',
    'ormconfig.ts',
    'ormconfig.yml',
  ]);
  if (configuration === null) return refuse(trail, text, 'its data source is not known');
  const loads = pathsIn(trail, configuration)
    .flatMap((path) => within(trail.folder, path) ?? [])
    .filter((path) => path !== trail.folder && trail.context.kind(path) !== null);
  return program({ ...trail, compiledBy, alsoLoads: [...trail.alsoLoads, configuration, ...loads] }, null, text);
}

function refuse(trail: Trail, text: string, why: string): Known<StartReading> {
  return notKnown('start-not-understood', { command: text, why }, trail.evidence);
}

/** `ts-node src/index.ts`, `tsx src/index.ts`: a compiler that runs what it compiles. */
export function startOfCompiler(trail: Trail, tool: string, bare: Unwrapped, text: string): Known<StartReading> | null {
  if (!RUNNING_SOURCES.test(tool)) return null;
  const { args } = bare;
  if (args[0]?.value === 'watch' || hasFlag(args, ['--watch', '-w', '--respawn'])) return null;
  const script = operandsOf(args, VALUED_RUNNER_FLAGS)[0]?.value ?? null;
  if (hasFlag(args, ['-e', '--eval', '-p', '--print']) || script === null)
    return refuse(trail, text, 'its script is not known');
  const path = contextPath(trail, script);
  if (path === null) return refuse(trail, text, `${script} lies outside the folders that are known`);
  const project = flagValue(args, ['-P', '--project', '--tsconfig']);
  const required = args.flatMap((_, index) => flagValue(args.slice(index, index + 2), ['-r', '--require']) ?? []);
  const own = required.flatMap((name) => (/^[./]/.test(name) ? (contextPath(trail, name) ?? []) : []));
  const packages = required.flatMap((name) =>
    /^[./]/.test(name) ? [] : [name.replace(/^(@[^/]+\/[^/]+|[^/]+).*$/, '$1')],
  );
  const typescript = /^ts-node/.test(tool) ? ['typescript'] : [];
  return program(
    {
      ...trail,
      compiledBy: compilerIn(trail, /^ts-(?:node|script)/.test(tool) ? 'ts-node' : tool) ?? trail.compiledBy,
      packages: [...trail.packages, ...packages, ...typescript],
      alsoLoads: [...trail.alsoLoads, ...own],
      alsoReads: [
        ...trail.alsoReads,
        ...[project ?? 'tsconfig.json', 'tsconfig.json', '.swcrc', '.babelrc', 'babel.config.js'].flatMap(
          (name) => contextPath(trail, name) ?? [],
        ),
      ].filter((file) => trail.context.kind(file) !== null),
    },
    moduleAt(trail.context, path) ?? path,
    text,
  );
}

const RUNNING_SOURCES =
  /^(?:ts-node(?:-esm|-transpile-only|-cwd|-script)?|ts-script|tsx|babel-node|esno|esmo|swc-node|sucrase-node)$/;

const VALUED_RUNNER_FLAGS = [
  '-r',
  '--require',
  '-P',
  '--project',
  '--tsconfig',
  '-O',
  '--compiler-options',
  '-C',
  '--presets',
  '--plugins',
  '-x',
  '--extensions',
  '--config-file',
  '--loader',
  '--import',
  '--env-file',
];
