import type { CommandReading } from '../../command-reading.ts';
import type { Known } from '../known.ts';
import { known, notKnown } from './known.ts';

/**
 * The words of a build whose product has no symbol table and no DWARF (`go tool link`, flags -s and -w). Panics keep their stack traces, which come
 * from another table.
 */
export function strippedBuild({ command, detail }: CommandReading): Known<string | null> {
  const words = command.words.map(({ text }) => text);
  const isBuild = detail.kind === 'build' && Array.isArray(detail.made) && detail.made.length > 0;
  const verb = words.findIndex((word) => word === 'build' || word === 'install');
  if (!isBuild || !/(?:^|\/)go$/.test(words[0] ?? '') || verb === -1) return known(null);
  const at = words.findIndex((word) => /^--?ldflags(?:=|$)/.test(word));
  if (at === -1) return known([...words.slice(0, verb + 1), '-ldflags="-s -w"', ...words.slice(verb + 1)].join(' '));
  const isAttached = (words[at] ?? '').includes('=');
  const index = isAttached ? at : at + 1;
  const written = isAttached ? (words[at] ?? '').replace(/^--?ldflags=/, '') : (words[index] ?? '');
  if (/(?:^|[\s"'])-s\b/.test(written) && /(?:^|[\s"'])-w\b/.test(written)) return known(null);
  const value = added(written);
  if (value === null) return notKnown('linker-flags-not-read', { flags: written });
  const flag = isAttached ? `-ldflags=${value}` : value;
  return known(words.map((word, place) => (place === index ? flag : word)).join(' '));
}

/** The flags in front of those that are there, inside of their quotes. */
function added(written: string): string | null {
  const quote = written[0];
  if (quote === '"' || quote === "'") {
    const isWhole = written.length > 1 && written.endsWith(quote) && !written.slice(1, -1).includes(quote);
    return isWhole ? `${quote}-s -w ${written.slice(1)}` : null;
  }
  return /^[\w@%+=:,./-]+$/.test(written) ? `"-s -w ${written}"` : null;
}
