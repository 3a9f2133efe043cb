import type { Known } from '../known.ts';
import type { StartReading } from '../start-reading.ts';
import { operandsOf } from './build-effect.ts';
import { notKnown } from './known.ts';
import { nearestManifest } from './package-json.ts';
import type { Trail } from './start-trail.ts';
import type { Unwrapped } from './unwrap.ts';

/** Runners of several scripts at once or one after the other. */
const RUNNERS = new Set(['concurrently', 'conc', 'npm-run-all', 'npm-run-all2', 'run-p', 'run-s']);

/** Their flags that take the next word. */
const VALUED = [
  '-n',
  '--names',
  '-c',
  '--prefix-colors',
  '-p',
  '--prefix',
  '-t',
  '--timestamp-format',
  '--kill-signal',
  '--restart-tries',
  '--restart-after',
  '-m',
  '--max-processes',
  '--success',
  '--max-parallel',
];

/** `concurrently "npm:api" "node worker.js"`, `run-p api worker`: as one line with all of them; null: no such runner. */
export function startOfSeveral(
  trail: Trail,
  tool: string,
  bare: Unwrapped,
  text: string,
  follow: (trail: Trail, text: string) => Known<StartReading>,
): Known<StartReading> | null {
  if (!RUNNERS.has(tool)) return null;
  const refuse = (why: string) => notKnown('start-not-understood', { command: text, why }, trail.evidence);
  // `-p` and `-s` of npm-run-all take no value.
  const isConcurrently = tool.startsWith('conc');
  const words = operandsOf(bare.args, isConcurrently ? VALUED : ['-c', '--max-parallel']);
  if (words.length === 0) return refuse('it names nothing to run');
  const scripts = [...(nearestManifest(trail.context, trail.folder)?.scripts.keys() ?? [])];
  const lines: string[] = [];
  for (const { text: written, value: known } of words) {
    // No file of such a name is there, so that a shell leaves the pattern as it is.
    const value = known ?? (/^(?:npm|yarn|pnpm):[\w:.*-]+$/.test(written) ? written : null);
    if (value === null) return refuse('it holds a variable');
    const name = isConcurrently ? /^(?:npm|yarn|pnpm):(\S+)(.*)$/.exec(value)?.[1] : value.split(' ')[0];
    if (name === undefined) lines.push(value);
    else {
      const named = name.includes('*') ? scripts.filter((script) => matches(name, script)) : [name];
      lines.push(...named.map((script) => `npm run ${script}`));
    }
  }
  return follow({ ...trail, depth: trail.depth + 1 }, lines.map((line) => `{ ${line}; }`).join(' & '));
}

function matches(pattern: string, script: string): boolean {
  const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '[^:]+');
  return new RegExp(`^${escaped}$`).test(script);
}
