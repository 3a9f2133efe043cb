import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeMany, remove } from './many.ts';
import { killAndResume } from './run-many.ts';

/**
 * `npm run test:bulk [-- COUNT]`: 1,000 local repositories are migrated, committed and pushed to bare remotes; the run is killed halfway and taken up
 * again. Every repository must end in the state that its kind asks for, and none may be worked on twice. Needs `npm run build`.
 */
const count = Number(process.argv[2] ?? 1000);
const folder = mkdtempSync(join(tmpdir(), 'msb-thousand-'));
const made = makeMany(folder, count);
const run = await killAndResume(join(import.meta.dirname, '../../dist/bin/msb-migrate.cjs'), folder, made);
const faults = [...run.wrong];
if (run.finishedBeforeKill < count * 0.4 || run.finishedBeforeKill > count * 0.9)
  faults.push(`it was not killed halfway, but after ${run.finishedBeforeKill}`);
if (run.resumed !== run.finishedBeforeKill)
  faults.push(`${run.finishedBeforeKill} were done before the kill, and ${run.resumed} were taken as they were`);
if (run.lines !== count) faults.push(`${run.lines} lines for ${count} repositories`);
console.log(run.summary);
console.log(`killed after ${run.finishedBeforeKill}, taken up again, ${run.seconds.toFixed(0)} s in all`);
for (const fault of faults) console.error(`wrong: ${fault}`);
remove(folder);
process.exitCode = faults.length === 0 ? 0 : 1;
