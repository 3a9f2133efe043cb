import { posix } from 'node:path';
import type { Paths } from '../command-reading.ts';
import type { ShellWord } from '../shell/command.ts';
import type { Place } from './footprint.ts';

/** Absolute paths of words; a word that cannot be told makes it anything. */
export function pathsOf(words: readonly ShellWord[], place: Place): Paths {
  const paths: string[] = [];
  for (const word of words) {
    const path = pathOf(word, place);
    if (path === null) return 'anything';
    paths.push(path);
  }
  return paths;
}

/**
 * The absolute path that a word names. A pattern (`/var/lib/apt/lists/*`, `{a,b}`) stands for the folder that holds all it can match, which is more,
 * never less. Null: it depends on something that is not known.
 */
export function pathOf(word: ShellWord, place: Place): string | null {
  const text = word.value ?? expanded(word.text, place);
  if (text === null || text === '') return null;
  return absolute(text, place.folder);
}

/** A path as written by the program, not the shell (`of=file`, the end of a URL). */
export function absolute(path: string, folder: string | null): string | null {
  if (path.startsWith('/')) return trimmed(posix.normalize(path));
  return folder === null ? null : trimmed(posix.resolve(folder, path));
}

function trimmed(path: string): string {
  return path.length > 1 ? path.replace(/\/+$/, '') : path;
}

/** A word's text after the expansions that are known; null where one is not. Stops at the first pattern character, at its folder. */
function expanded(text: string, place: Place): string | null {
  let out = '';
  let quote: '"' | "'" | null = null;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (quote === "'") {
      if (character === "'") quote = null;
      else out += character;
    } else if (character === '\\') {
      at += 1;
      out += text[at] ?? '';
    } else if (character === '"') {
      quote = quote === '"' ? null : '"';
    } else if (character === "'" && quote === null) {
      quote = "'";
    } else if (character === '$') {
      const variable = /^\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})/.exec(text.slice(at));
      const value = variable === null ? null : variableValue(variable[1] ?? variable[2] ?? '', place);
      // An unquoted value with blanks or pattern characters would be split.
      if (variable === null || value === null || (quote === null && /[\s*?[]/.test(value))) return null;
      out += value;
      at += variable[0].length - 1;
    } else if (character === '`') {
      return null;
    } else if (quote === null && character === '~' && at === 0) {
      const home = place.env.get('HOME') ?? homeOf(place);
      if (home === null || !/^~(?:\/|$)/.test(text)) return null;
      out += home;
    } else if (quote === null && /[*?[{]/.test(character)) {
      // What follows may still climb out (`*/../x`) or hold something unknown; a variable could do both.
      return /\$|`|\.\./.test(text.slice(at)) ? null : out.slice(0, out.lastIndexOf('/') + 1) || '.';
    } else {
      out += character;
    }
  }
  return quote === null ? out : null;
}

function variableValue(name: string, place: Place): string | null {
  return place.env.get(name) ?? (name === 'HOME' ? homeOf(place) : null);
}

function homeOf(place: Place): string | null {
  return place.shadowed?.has('HOME') === true ? null : place.home;
}
