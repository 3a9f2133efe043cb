import { posix } from 'node:path';
import type { CommandDetail, CommandReading } from '../../command-reading.ts';
import type { Command } from '../../shell/command.ts';
import type { CommandPlace } from '../ecosystem.ts';
import { reading } from './build-command.ts';
import type { ManagerWords } from './npm-words.ts';
import { replacedByOwnVersion } from './own-version.ts';
import { executablesOf } from './tools.ts';

/** Verbs that only print. */
const PRINTING = new Set(['list', 'root', 'bin', 'prefix', 'view', 'outdated']);

/** A package name, and what may follow it: a version, which may be a variable. */
const PACKAGE = /^['"]?((?:@[\w.-]+\/)?\w[\w.-]*)(?:@[^'"]*)?['"]?$/;

/**
 * `npm install -g`, `yarn global add`: packages land in the prefix of the official images, `/usr/local`. Debian's and NodeSource's own
 * packages use `/usr/lib/node_modules`, so that counts as written too when the base is not known to be an official one.
 */
export function ofGlobal(command: Command, tool: string, words: ManagerWords, place: CommandPlace): CommandReading {
  const verb = tool === 'yarn' && words.verb === 'global' ? (words.operands[0] ?? null) : words.verb;
  const operands = tool === 'yarn' && words.verb === 'global' ? words.operands.slice(1) : words.operands;
  if (verb !== null && PRINTING.has(verb)) return reading(command, 'nothing', [], [], []);
  const home = place.home === null ? [] : [posix.join(place.home, '.npm')];
  const prefix = place.runtimeMajor === null ? ['/usr/lib/node_modules'] : [];
  const writes = ['/usr/local/lib/node_modules', '/usr/local/bin', ...prefix, ...home];
  const reads = ['/usr/local/lib/node_modules', ...(place.home === null ? [] : [posix.join(place.home, '.npmrc')])];
  if (verb === 'config') return reading(command, 'file-setup', ['/usr/local/etc'], [], []);
  const named = operands.map((operand) => PACKAGE.exec(operand)?.[1]);
  const isElsewhere =
    ['NPM_CONFIG_PREFIX', 'npm_config_prefix'].some((name) => place.env.has(name)) || words.flags.has('prefix');
  const isComplete = words.written.every((flag) => !flag.includes('$')) && operands.length > 0;
  if (isElsewhere || !isComplete || named.some((name) => name === undefined))
    return reading(command, 'install-tool', 'anything', 'anything', []);
  if (verb !== 'install' && verb !== 'add') return reading(command, 'install-tool', writes, reads, []);
  const names = named.flatMap((name) => name ?? []);
  const other = otherPnpm(operands, place);
  const detail: CommandDetail = {
    kind: 'tool',
    ecosystem: 'node',
    names,
    provides: [...new Set(names.flatMap((name) => executablesOf(name)))],
    ...(other === null ? {} : { fetchesWhenCalled: other }),
  };
  return { ...reading(command, 'install-tool', writes, reads, []), detail };
}

/** pnpm, installed here, replaces itself with the version that the project asks for when it is called. */
function otherPnpm(
  operands: readonly string[],
  { context, contextFolder, env, home }: CommandPlace,
): { readonly what: string; readonly into: string } | null {
  const [named] = operands.flatMap((operand) => {
    const found = /^['"]?pnpm(?:@([^'"]*))?['"]?$/.exec(operand);
    return found === null ? [] : [{ version: found[1] }];
  });
  if (named === undefined) return null;
  // Where nothing is copied yet, the project is taken for the one at the top of the context.
  const other = replacedByOwnVersion(context, contextFolder ?? '', named.version, env);
  return other === null
    ? null
    : { what: `pnpm@${other}, which package.json asks for,`, into: posix.join(home ?? '/root', '.local/share/pnpm') };
}
