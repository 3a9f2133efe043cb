import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULTS, readBaseWish } from '../../src/options.ts';
import { TRANSFORMS } from '../../transforms/index.ts';
import { sabotage } from '../sabotage.ts';
import { basesTable } from './bases-table.ts';
import { type Fault, type Measurement, type Mode, measure } from './measure.ts';

/**
 * The corpus gate: `npm run corpus -- DIR... [--break LAW] [--list FAULT|REASON] [--base BASE] [--bases]`. Runs every Dockerfile below the folders in two modes and
 * prints what became of them. Exit code 1 when a file crashed, no longer parses, lost a comment, changed its configuration, broke a
 * law, or is changed again by a second run.
 */
async function main(args: readonly string[]): Promise<number> {
  const broken = args.includes('--break') ? (args[args.indexOf('--break') + 1] ?? null) : null;
  const listed = args.includes('--list') ? (args[args.indexOf('--list') + 1] ?? null) : null;
  const wish = readBaseWish(args.includes('--base') ? (args[args.indexOf('--base') + 1] ?? '') : DEFAULTS.base);
  if (wish === null) {
    console.error('corpus: --base takes what msb-migrate --base takes.');
    return 2;
  }
  const folders = args.filter((arg, index) => !arg.startsWith('--') && !takesValue(args[index - 1]));
  const files = folders.flatMap(dockerfilesBelow);
  if (files.length === 0) {
    console.error('corpus: no Dockerfiles found. Name at least one folder that holds some.');
    return 2;
  }
  const transforms = broken === null ? TRANSFORMS : [...TRANSFORMS, sabotage(broken)];
  let faults = 0;
  for (const mode of ['as-is', 'made-up'] as const) {
    const started = performance.now();
    const rows: Measurement[] = [];
    for (const file of files) rows.push(await measure(file, readFileSync(file, 'utf8'), mode, transforms, wish));
    faults += report(mode, rows, (performance.now() - started) / 1000, listed);
    if (args.includes('--bases')) printBases(rows);
  }
  return faults === 0 ? 0 : 1;
}

function takesValue(arg = ''): boolean {
  return ['--break', '--list', '--base'].includes(arg);
}

/** Where the final stages end, and what stopped the rest. */
function printBases(rows: readonly Measurement[]): void {
  console.log('\n  bases of the final stages');
  for (const [label, files] of basesTable(rows)) console.log(`  ${label.padEnd(52)} ${String(files).padStart(7)}`);
}

function dockerfilesBelow(folder: string): readonly string[] {
  if (statSync(folder).isFile()) return [folder];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /dockerfile/i.test(name))
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .sort();
}

const FAULTS: readonly Fault[] = [
  'crashed',
  'law broken',
  'no longer parses',
  'configuration differs',
  'comments lost',
  'not idempotent',
];

function report(mode: Mode, rows: readonly Measurement[], seconds: number, listed: string | null): number {
  const count = (matches: (row: Measurement) => boolean) => rows.filter(matches).length;
  const line = (label: string, value: string | number) =>
    console.log(`  ${label.padEnd(52)} ${String(value).padStart(7)}`);
  console.log(`\n${mode === 'as-is' ? 'as they are (context unknown)' : 'with a made-up context'}`);
  line('files', rows.length);
  line(
    'changed',
    count((row) => row.status === 'changed'),
  );
  line(
    'unchanged',
    count((row) => row.status === 'unchanged'),
  );
  line(
    'bad input',
    count((row) => row.status === 'failed' && row.faults.length === 0),
  );
  const node = rows.filter((row) => row.isNodeApplication);
  const changed = node.filter((row) => row.status === 'changed').length;
  line('Node application files', node.length);
  line('  of them changed', `${changed} (${((100 * changed) / Math.max(1, node.length)).toFixed(0)} %)`);
  const split = node.filter((row) => row.reasons.some((reason) => reason.startsWith('changed split-stages/'))).length;
  line('  of them split into stages', `${split} (${((100 * split) / Math.max(1, node.length)).toFixed(0)} %)`);
  for (const fault of FAULTS)
    line(
      fault,
      count((row) => row.faults.includes(fault)),
    );
  line('files per second', (rows.length / seconds).toFixed(0));
  const reasons = new Map<string, number>();
  for (const reason of rows.flatMap((row) => row.reasons)) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  for (const [reason, times] of [...reasons].sort((a, b) => b[1] - a[1])) line(`  ${reason}`, times);
  for (const row of rows) {
    if (row.faults.length > 0) console.log(`  ! ${row.name}: ${row.faults.join(', ')} ${row.detail}`);
    else if (listed !== null && row.reasons.some((reason) => reason.includes(listed))) console.log(`  - ${row.name}`);
  }
  return rows.reduce((sum, row) => sum + row.faults.length, 0);
}

process.exitCode = await main(process.argv.slice(2));
