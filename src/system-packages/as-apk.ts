import type { CommandReading } from '../command-reading.ts';
import type { RunView } from '../dockerfile/view.ts';
import { CERTAIN_TWINS, RECOMMENDED } from './certain-twins.ts';
import { installing } from './installing.ts';

/** A RUN that installs Debian's packages, as Alpine's; or the command of it that has no counterpart. */
export type AsApk =
  | { readonly kind: 'known'; readonly text: string; readonly packages: readonly string[] }
  | { readonly kind: 'not-known'; readonly command: string; readonly because: string };

/** Options of apt-get(8) that change nothing but what is asked and printed; what is recommended is looked at below. */
const QUIET =
  /^(?:-[yq]+|-qq?y?|--yes|--assume-yes|--quiet|--no-install-recommends|--no-install-suggests|--fix-missing)$/;

/** Only a RUN that does nothing beside packages and their index is translated. */
export function asApk(text: string, view: RunView, readings: readonly CommandReading[]): AsApk {
  const refuse = (command: string, because: string): AsApk => ({ kind: 'not-known', command, because });
  const first = readings[0];
  if (first === undefined || view.form !== 'shell' || view.flags.length > 0)
    return refuse(first === undefined ? '' : wordsOf(first), 'it has a mount or is no line of shell');
  if (/^\s*#/m.test(text)) return refuse(wordsOf(first), 'a comment inside would be lost');
  const packages: string[] = [];
  for (const reading of readings) {
    const { detail, command } = reading;
    if (isForIndex(reading)) continue;
    if (detail.kind !== 'packages' || detail.action !== 'install')
      return refuse(wordsOf(reading), 'it does more than install packages');
    const options = command.words
      .slice(1)
      .filter(({ text: word }) => word !== 'install' && !detail.packages.includes(word));
    const odd = options.find((word) => !QUIET.test(word.text));
    if (!detail.complete || odd !== undefined) return refuse(wordsOf(reading), 'not every word of it is a plain name');
    const bare = command.words.some((word) => word.text === '--no-install-recommends');
    for (const name of detail.packages) {
      const twins = [name, ...(bare ? [] : (RECOMMENDED[name] ?? []))].map((one) => CERTAIN_TWINS[one] ?? one);
      if (!Object.hasOwn(CERTAIN_TWINS, name)) return refuse(wordsOf(reading), `no twin of ${name} is certain`);
      packages.push(...twins);
    }
  }
  const names = [...new Set(packages)];
  return names.length === 0
    ? refuse(wordsOf(first), 'it installs nothing')
    : { kind: 'known', text: installing('apk', names), packages: names };
}

/** `apt-get update`, `apt-get clean`, `rm -rf /var/lib/apt/lists/*`: apk keeps no index that would have to be renewed or removed. */
function isForIndex({ detail, command }: CommandReading): boolean {
  if (detail.kind === 'packages') return detail.action === 'update' || detail.action === 'clean';
  if (command.name !== 'rm') return false;
  const paths = command.words.slice(1).filter((word) => !word.text.startsWith('-'));
  return paths.length > 0 && paths.every((word) => /^\/var\/(?:lib|cache)\/apt(?:\/|$)/.test(word.text));
}

function wordsOf({ command }: CommandReading): string {
  return command.words.map((word) => word.text).join(' ');
}
