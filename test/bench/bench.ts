import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * `npm run bench [-- FOLDER...]`: how long the shipped program takes to start, how many files a second it looks at, how much memory that takes, and how all
 * of it grows; each beside bare Node.js and beside other tools that are installed (`npm i --no-save @wharflab/tally-linux-x64 @reteps/dockerfmt`).
 * Seconds are the CPU's (user and system), so that a busy machine counts less. Needs `npm run build` and GNU time.
 */
const root = fileURLToPath(new URL('../../', import.meta.url));
const program = join(root, 'dist/bin/msb-migrate.cjs');
const place = mkdtempSync(join(tmpdir(), 'msb-bench-'));
const home = { ...process.env, XDG_CACHE_HOME: join(place, 'cache') };
const folders = process.argv.slice(2);

interface Cost {
  readonly cpu: number;
  readonly wall: number;
  readonly megabytes: number;
}

/** The cheapest of several runs. */
function cost(argv: readonly string[], runs = 1, cwd = place): Cost {
  let best: Cost = { cpu: Number.POSITIVE_INFINITY, wall: Number.POSITIVE_INFINITY, megabytes: 0 };
  for (let i = 0; i < runs; i++) {
    const { stderr } = spawnSync('time', ['-f', '\n%U %S %e %M', ...argv], {
      cwd,
      env: home,
      encoding: 'utf8',
      maxBuffer: 1 << 30,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const [user = 0, system = 0, wall = 0, kilobytes = 0] = (stderr.trimEnd().split('\n').at(-1) ?? '')
      .split(' ')
      .map(Number);
    if (user + system < best.cpu) best = { cpu: user + system, wall, megabytes: kilobytes / 1024 };
  }
  return best;
}

function table(title: string, rows: readonly (readonly (string | number)[])[]): void {
  console.log(`\n${title}`);
  const texts = rows.map((row) => row.map(String));
  const widths = texts[0]?.map((_, column) => Math.max(...texts.map((row) => row[column]?.length ?? 0))) ?? [];
  for (const row of texts)
    console.log(
      `  ${row.map((text, column) => (column === 0 ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0))).join('  ')}`,
    );
}

const seconds = (value: number) => `${value.toFixed(2)} s`;
const ratio = (value: number, to: number) => `${(value / Math.max(to, 0.005)).toFixed(1)} ×`;
const us = (...argv: readonly string[]) => [process.execPath, program, '-q', ...argv];

const binary = (path: string) => join(root, 'node_modules', path);
const OTHERS = [
  { name: 'tally', command: (file: string) => [binary('@wharflab/tally-linux-x64/bin/tally'), 'lint', file] },
  { name: 'dockerfmt', command: (file: string) => [process.execPath, binary('.bin/dockerfmt'), file] },
].filter(({ command }) => command('').every((word) => !word.startsWith('/') || existsSync(word)));

const DOCKERFILE =
  'FROM node:20\nWORKDIR /app\nCOPY package.json package-lock.json ./\nCOPY . .\nRUN npm ci\nCMD ["node", "server.js"]\n';

function start(): void {
  const project = join(place, 'project');
  cpSync(join(root, 'fixtures/node-typescript-express/input'), project, { recursive: true });
  const lone = join(place, 'lone');
  mkdirSync(lone);
  writeFileSync(join(lone, 'Dockerfile'), 'FROM scratch\nCOPY x /x\n');
  cost(us(project)); // the first run keeps its compiled code
  const bare = cost([process.execPath, '-e', '0'], 10);
  const row = (name: string, value: Cost) => [
    name,
    seconds(value.cpu),
    ratio(value.cpu, bare.cpu),
    `${value.megabytes.toFixed(0)} MB`,
  ];
  table('Cold start (CPU; beside bare Node.js)', [
    row('node -e 0', bare),
    row('msb-migrate --version', cost([process.execPath, program, '--version'], 10)),
    row('msb-migrate, a file with nothing to do', cost(us(lone), 10)),
    row('msb-migrate, a TypeScript project', cost(us(project), 10)),
    ...OTHERS.map(({ name, command }) => row(`${name}, the same file`, cost(command(join(project, 'Dockerfile')), 5))),
  ]);
}

function corpus(): void {
  const files = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => /dockerfile/i.test(name))
      .map((name) => join(folder, name)),
  );
  if (files.length === 0) {
    console.log('\nFiles a second: name a folder of Dockerfiles to measure it.');
    return;
  }
  const apart = join(place, 'corpus');
  for (const [index, file] of files.entries()) {
    mkdirSync(join(apart, String(index)), { recursive: true });
    cpSync(file, join(apart, String(index), 'Dockerfile'));
  }
  const row = (name: string, value: Cost) => [
    name,
    `${(files.length / value.wall).toFixed(0)} files/s`,
    `${(files.length / value.cpu).toFixed(0)} files/CPU-s`,
    `${value.megabytes.toFixed(0)} MB`,
  ];
  table(`${files.length} Dockerfiles, each in a folder of its own`, [
    row('msb-migrate, a thread for each core', cost(us(apart), 2)),
    row('msb-migrate --jobs 1', cost(us('--jobs', '1', apart), 1)),
    ...OTHERS.filter(({ name }) => name === 'tally').map(({ name, command }) => row(name, cost(command(apart), 1))),
  ]);
}

function growth(): void {
  const sizes = [10, 100, 1000, 5000].map((kilobytes) => {
    const folder = join(place, `size-${kilobytes}`);
    mkdirSync(folder);
    const line = `RUN echo ${'x'.repeat(80)} && cd /tmp && ls\n`;
    writeFileSync(
      join(folder, 'Dockerfile'),
      `FROM node:20\n${line.repeat(Math.floor((kilobytes * 1000) / line.length))}`,
    );
    const value = cost(us(folder));
    return [
      `${kilobytes} KB`,
      seconds(value.cpu),
      `${((1e6 * value.cpu) / kilobytes).toFixed(0)} µs each`,
      `${value.megabytes.toFixed(0)} MB`,
    ];
  });
  table('By the size of one Dockerfile', sizes);

  const counts = [200, 2000, 20_000].map((count) => {
    const folder = join(place, `count-${count}`);
    for (let i = 0; i < count; i++) {
      mkdirSync(join(folder, `${i % 100}/${i}`), { recursive: true });
      writeFileSync(join(folder, `${i % 100}/${i}/Dockerfile`), DOCKERFILE);
      writeFileSync(join(folder, `${i % 100}/${i}/package.json`), '{"name":"x"}');
    }
    const value = cost(us(folder));
    return [
      `${count} files`,
      seconds(value.cpu),
      `${((1e6 * value.cpu) / count).toFixed(0)} µs each`,
      `${(count / value.wall).toFixed(0)} files/s`,
      `${value.megabytes.toFixed(0)} MB`,
    ];
  });
  table('By the number of Dockerfiles', counts);

  const contexts = [2000, 20_000, 200_000].map((count) => {
    const folder = join(place, `context-${count}`);
    for (let i = 0; i < count; i++) {
      if (i % 1000 === 0) mkdirSync(join(folder, `src/${i / 1000}`), { recursive: true });
      writeFileSync(join(folder, `src/${Math.floor(i / 1000)}/${i}.txt`), '');
    }
    cpSync(join(root, 'fixtures/node-typescript-express/input'), folder, { recursive: true });
    const value = cost(us(folder));
    return [`${count} files`, seconds(value.cpu), `${value.megabytes.toFixed(0)} MB`];
  });
  table('By the number of files in the build context', contexts);
}

try {
  start();
  corpus();
  growth();
} finally {
  rmSync(place, { recursive: true, force: true });
}
