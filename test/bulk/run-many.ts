import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GIT_ENV, type Made, wrongStates } from './many.ts';

/** How a run went that was killed once and taken up again. */
export interface ManyRun {
  readonly finishedBeforeKill: number;
  readonly resumed: number;
  readonly lines: number;
  readonly seconds: number;
  readonly summary: string;
  readonly wrong: readonly string[];
}

/** Runs `bulk --push` over the list in a folder, kills it without a warning once half is done, and runs it again. */
export async function killAndResume(program: string, folder: string, made: readonly Made[]): Promise<ManyRun> {
  const started = performance.now();
  const begin = (): ChildProcess =>
    spawn(process.execPath, [program, 'bulk', 'list.txt', '--push', '--workspace', 'work', '--report', 'report.json'], {
      cwd: folder,
      env: { ...GIT_ENV, HOME: folder },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const first = begin();
  let lines = 0;
  await new Promise<void>((resolve) => {
    first.stdout?.setEncoding('utf8').on('data', (text: string) => {
      lines += text.split('\n').length - 1;
      if (lines >= made.length / 2) first.kill('SIGKILL');
    });
    first.on('close', () => resolve());
  });
  const done = readdirSync(join(folder, 'work')).filter((name) =>
    isDone(join(folder, 'work', name, 'state.json')),
  ).length;

  const second = begin();
  let said = '';
  second.stdout?.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  let errors = '';
  second.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  await new Promise((resolve) => second.on('close', resolve));
  return {
    finishedBeforeKill: done,
    resumed: said.split('\n').filter((line) => line.endsWith('(by an earlier run)')).length,
    lines: said.split('\n').length - 2,
    seconds: (performance.now() - started) / 1000,
    summary: said.trimEnd().split('\n').at(-1) ?? '',
    wrong: [...wrongStates(made), ...(errors === '' ? [] : [errors])],
  };
}

function isDone(file: string): boolean {
  try {
    return !['begun', 'failed'].includes(JSON.parse(readFileSync(file, 'utf8')).stand);
  } catch {
    return false;
  }
}
