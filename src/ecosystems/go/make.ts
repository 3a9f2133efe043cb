import { posix } from 'node:path';
import type { CommandReading } from '../../command-reading.ts';
import { readGenericCommand } from '../../commands/read-command.ts';
import { union } from '../../filesystem/path.ts';
import type { Command } from '../../shell/command.ts';
import { readScript } from '../../shell/read-script.ts';
import type { CommandPlace } from '../ecosystem.ts';
import { cite } from './known.ts';
import { expandRecipe, type Makefile, readMakefile } from './makefile.ts';

type Reader = (command: Command, place: CommandPlace) => CommandReading | null;

/** A command of a recipe, with the place that it stands in. */
type Readings = readonly CommandReading[];

/** `make build` as what its recipes do, where the Makefile is plain and they do nothing but what is understood; null: not known. */
export function readMake(command: Command, place: CommandPlace, read: Reader): CommandReading | null {
  const { contextFolder, context } = place;
  if (contextFolder === null || place.folder === null) return null;
  const words = command.words.slice(1).map(({ value }) => value);
  if (words.some((word) => word === null || word.startsWith('-') || word.includes('='))) return null;
  const path = ['GNUmakefile', 'makefile', 'Makefile']
    .map((name) => posix.join(contextFolder, name))
    .find((one) => context.has(one) === 'yes');
  const makefile = path === undefined ? null : readMakefile(context.read(path) ?? '');
  if (path === undefined || makefile === null) return null;
  const targets = words.length === 0 ? [makefile.first] : words;
  const readings: CommandReading[] = [];
  for (const target of targets) {
    const found = target === null ? null : readingsOf(target, makefile, place, read, []);
    if (found === null) return null;
    readings.push(...found);
  }
  return together(command, readings, [cite(context, path, `${targets.join(' ')}:`)]);
}

function readingsOf(
  target: string,
  makefile: Makefile,
  place: CommandPlace,
  read: Reader,
  above: readonly string[],
): Readings | null {
  if (above.includes(target)) return null;
  const rule = [...makefile.rules].find(([name]) => expandRecipe(name, target, makefile) === target)?.[1];
  // A prerequisite without a rule is a file.
  if (!rule) return above.length === 0 ? null : [];
  const readings: CommandReading[] = [];
  for (const name of rule.prerequisites) {
    const plain = expandRecipe(name, target, makefile);
    const found = /[$%*]/.test(plain) ? null : readingsOf(plain, makefile, place, read, [...above, target]);
    if (found === null) return null;
    readings.push(...found);
  }
  for (const line of rule.recipe) {
    const found = ofLine(line, target, makefile, place, read, [...above, target]);
    if (found === null) return null;
    readings.push(...found);
  }
  return readings;
}

function ofLine(
  line: string,
  target: string,
  makefile: Makefile,
  place: CommandPlace,
  read: Reader,
  above: readonly string[],
): Readings | null {
  const script = expandRecipe(line.replace(/^[@+-]+\s*/, ''), target, makefile);
  const parsed = readScript({ kind: 'run', flags: [], form: 'shell', words: [], script, scriptStart: 0 }, null);
  if (parsed.kind === 'not-understood') return null;
  const env = new Map(place.env);
  for (const name of makefile.exported) {
    const value = makefile.variables.get(name);
    if (value !== undefined && value !== null) env.set(name, value);
  }
  const readings: CommandReading[] = [];
  for (const command of parsed.commands) {
    if (command.name === 'make' && command.words.length === 2) {
      const nested = readingsOf(command.words[1]?.value ?? '', makefile, place, read, above);
      if (nested === null) return null;
      readings.push(...nested);
      continue;
    }
    const at = placeOf(command, { ...place, env });
    const reading = at && (read(command, at) ?? readGenericCommand(command, at));
    if (!reading || reading.role === 'unknown') return null;
    readings.push(reading);
  }
  return readings;
}

function placeOf(command: Command, place: CommandPlace): CommandPlace | null {
  const { folder, contextFolder } = place;
  if (command.cwd === null || folder === null || contextFolder === null || command.cwd.startsWith('/')) return null;
  return {
    ...place,
    folder: posix.resolve(folder, command.cwd),
    contextFolder: posix.join(contextFolder, command.cwd).replace(/^\.\/?/, ''),
  };
}

/** All of them as one: it makes what each makes, and is linked as each is, where they agree. */
function together(command: Command, readings: Readings, evidence: CommandReading['evidence']): CommandReading | null {
  const builds = readings.flatMap(({ detail }) => (detail.kind === 'build' ? [detail] : []));
  const [first] = builds;
  const writes = readings.reduce<CommandReading['writes']>((sum, one) => union(sum, one.writes), []);
  const reads = readings.reduce<CommandReading['reads']>((sum, one) => union(sum, one.reads), []);
  const role = first ? 'build' : readings.some((one) => one.role === 'test') ? 'test' : null;
  if (role === null || readings.some((one) => one.role === 'system-packages')) return null;
  const variables = first?.variables ?? {};
  const agree = builds.every((build) => JSON.stringify(build.variables) === JSON.stringify(first?.variables));
  const unclear = builds.flatMap(({ made }) => (made && 'code' in made ? [made] : []))[0];
  const made = unclear ?? builds.flatMap((build) => (build.made && !('code' in build.made) ? build.made : []));
  return {
    command,
    role,
    writes,
    reads,
    evidence,
    detail: first
      ? {
          ...first,
          script: command.words.map(({ text }) => text).join(' '),
          variables: agree ? variables : { CGO_ENABLED: null },
          made,
        }
      : { kind: 'none' },
  };
}
