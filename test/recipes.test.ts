import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { GIT_ENV, git, makeMany, remove } from './bulk/many.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const place = mkdtempSync(join(tmpdir(), 'msb-recipes-'));
const bin = join(place, 'bin');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

// «npx --yes msb-migrate…» and «msb-migrate» run the program of this repository.
beforeAll(() => {
  execFileSync(process.execPath, ['build.mjs', join(place, 'package/dist')], { cwd: root });
  cpSync(join(root, 'package.json'), join(place, 'package/package.json'));
  mkdirSync(bin);
  const program = join(place, 'package/dist/bin/msb-migrate.cjs');
  writeFileSync(join(bin, 'msb-migrate'), `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`);
  writeFileSync(
    join(bin, 'npx'),
    '#!/bin/sh\ncase "$1 $2" in "--yes msb-migrate" | "--yes msb-migrate@latest") shift 2; exec msb-migrate "$@" ;; esac\nexit 99\n',
  );
  writeFileSync(join(bin, 'gh'), '#!/bin/sh\nexit 0\n');
  for (const name of ['msb-migrate', 'npx', 'gh']) chmodSync(join(bin, name), 0o755);
});
afterAll(() => remove(place), 60_000);

function shell(cwd: string, script: string, env: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync('bash', ['--norc', '-eo', 'pipefail', '-c', script], {
    cwd,
    encoding: 'utf8',
    env: { ...GIT_ENV, HOME: place, PATH: `${bin}:${process.env.PATH}`, ...env },
  });
  return { code: status, stdout, stderr };
}

function clone(name: string, index = 0): string {
  const folder = join(place, name);
  mkdirSync(folder);
  const made = makeMany(folder, index + 1)[index];
  git(folder, 'clone', '-q', made?.remote ?? '', 'clone');
  return join(folder, 'clone');
}

describe('the GitHub Action', { timeout: 60_000 }, () => {
  const action = parse(read('action.yml'));
  const [step] = action.runs.steps;

  /** Runs its step as the runner does: expressions of `env` are filled in, files named by GITHUB_OUTPUT are read after it. */
  function run(cwd: string, inputs: Readonly<Record<string, string>>) {
    const temp = mkdtempSync(join(place, 'runner-'));
    const given = Object.fromEntries(
      Object.entries<{ default: string }>(action.inputs).map(([name, { default: value }]) => [
        name,
        inputs[name] ?? value,
      ]),
    );
    const env = Object.fromEntries(
      Object.entries<string>(step.env).map(([name, text]) => [
        name,
        text.replace(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_, input: string) => given[input] ?? ''),
      ]),
    );
    const files = {
      RUNNER_TEMP: temp,
      GITHUB_OUTPUT: join(temp, 'output'),
      GITHUB_STEP_SUMMARY: join(temp, 'summary'),
    };
    const said = shell(cwd, step.run, { ...env, ...files });
    const outputs = Object.fromEntries(
      readFileSync(files.GITHUB_OUTPUT, 'utf8')
        .trim()
        .split('\n')
        .map((line) => line.split('=')),
    );
    return { ...said, outputs, summary: readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8') };
  }

  it('annotates, writes its reports and fails only where that is asked for', () => {
    const folder = clone('action');
    const said = run(folder, {});
    expect(said.code).toBe(0);
    expect(said.stdout).toMatch(/^::warning file=Dockerfile,line=\d+,endLine=\d+,title=[\w-]+\/[\w-]+::/);
    expect(said.outputs.changed).toBe('true');
    expect(JSON.parse(readFileSync(said.outputs.sarif, 'utf8')).version).toBe('2.1.0');
    expect(readFileSync(said.outputs.html, 'utf8')).toContain('<!doctype html>');
    expect(said.summary).toContain('## Dockerfile\n');
    expect(run(folder, { check: 'true' }).code).toBe(1);
    expect(git(folder, 'status', '--porcelain')).toBe('');
  });

  it('takes paths and arguments line by line, and passes on what is wrong', () => {
    const folder = clone('action-arguments');
    const kept = run(folder, { paths: 'Dockerfile\n', arguments: '--only\nsplit-stages' });
    expect(kept).toMatchObject({ code: 0, outputs: { changed: 'false' } });
    expect(run(folder, { paths: '$(touch pwned) nowhere' })).toMatchObject({ code: 2 });
    expect(git(folder, 'status', '--porcelain')).toBe('');
  });
});

describe('recipes', { timeout: 60_000 }, () => {
  it('for multi-gitter: writes where there is a Dockerfile, and is no error where there is none', () => {
    const script = join(root, 'recipes/multi-gitter.sh');
    const folder = clone('multi-gitter');
    expect(shell(folder, `"${script}" --base slim`).code).toBe(0);
    expect(readFileSync(join(folder, 'Dockerfile'), 'utf8')).toContain('FROM node:20-slim');
    const none = clone('multi-gitter-none', 6);
    expect(shell(none, script)).toMatchObject({ code: 0, stdout: '' });
    expect(git(none, 'status', '--porcelain')).toBe('');
  });

  it('for a matrix of jobs: every shard looks at its part, and their reports become one', () => {
    const { jobs } = parse(read('recipes/github-actions-bulk.yml'));
    const folder = join(place, 'matrix');
    mkdirSync(folder);
    const made = makeMany(folder, 5);
    writeFileSync(join(folder, 'repositories.txt'), made.map(({ name }) => name).join('\n'));
    const step = (job: { steps: readonly { name?: string; run?: string }[] }, name: string) =>
      job.steps.find((each) => each.name === name)?.run ?? 'exit 98';
    const shards: readonly number[] = jobs.migrate.strategy.matrix.shard;
    expect(shards).toEqual([...Array(16).keys()].map((index) => index + 1));
    expect(
      shell(folder, step(jobs.migrate, 'Introduce the committer'), { GIT_CONFIG_GLOBAL: join(place, 'gitconfig') })
        .code,
    ).toBe(0);
    for (const shard of shards.slice(0, 6)) {
      const said = shell(folder, step(jobs.migrate, 'Migrate'), { SHARD: `${shard}/16`, MODE: '--dry-run' });
      expect(said.code, said.stderr).toBe(0);
      mkdirSync(join(folder, 'reports', `report-${shard}`), { recursive: true });
      cpSync(join(folder, 'report.json'), join(folder, 'reports', `report-${shard}`, 'report.json'));
    }
    expect(shell(folder, step(jobs.report, 'Merge')).code).toBe(0);
    expect(readFileSync(join(folder, 'report.md'), 'utf8')).toContain('4 would change');
  });

  it('for a cluster: a pod looks at the part that its index names', () => {
    const { spec } = parse(read('recipes/kubernetes-job.yaml'));
    const [container] = spec.template.spec.containers;
    const folder = join(place, 'cluster');
    mkdirSync(join(folder, 'reports'), { recursive: true });
    makeMany(folder, 2);
    const script = container.args[0].replaceAll('/list/', `${folder}/`).replaceAll('/reports/', `${folder}/reports/`);
    const said = shell(folder, script, { JOB_COMPLETION_INDEX: '1' });
    expect(said).toMatchObject({ code: 0, stderr: '' });
    expect(said.stdout).toContain('1 repository: 1 would change');
    expect(JSON.parse(readFileSync(join(folder, 'reports/1.json'), 'utf8')).files).toHaveLength(1);
  });

  it('for pre-commit: hooks are given the files that Dockerfiles are called', () => {
    const hooks: readonly { id: string; entry: string; files: string; exclude: string; language: string }[] = parse(
      read('.pre-commit-hooks.yaml'),
    );
    expect(hooks.map(({ id }) => id)).toEqual(['msb-migrate', 'msb-migrate-check']);
    for (const [index, { entry, files, exclude, language }] of hooks.entries()) {
      expect(language).toBe('node');
      const given = (path: string) =>
        new RegExp(files.replace('(?i)', ''), 'i').test(path) && !new RegExp(exclude).test(path);
      expect(['Dockerfile', 'a/dockerfile.dev', 'web.Dockerfile', 'Containerfile'].filter(given)).toHaveLength(4);
      expect(['Dockerfile.j2', 'dockerfiles/x.sh', 'Dockerfile.dockerignore', 'README.md'].filter(given)).toEqual([]);
      const folder = clone(`pre-commit-${index}`);
      const said = shell(folder, `${entry} Dockerfile`);
      expect(said.code).toBe(entry.includes('--check') ? 1 : 0);
      expect(git(folder, 'status', '--porcelain') === '').toBe(entry.includes('--check'));
    }
  });
});
