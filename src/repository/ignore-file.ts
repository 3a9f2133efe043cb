import { posix } from 'node:path';
import { translateGlob } from './glob.ts';

/** An ignore file that was read; paths are relative to the context folder. */
export interface IgnoreRules {
  ignores(path: string): boolean;
  /** Whether a `!` line brings something back: a folder that is ignored may then still hold files that are not. */
  readonly hasExceptions: boolean;
}

interface Rule {
  readonly matches: (path: string) => boolean;
  readonly exception: boolean;
}

/**
 * Reads a `.dockerignore`. The rules are BuildKit's (moby/patternmatcher and its `ignorefile` reader): patterns are anchored at the context folder, the last
 * line that matches wins, a pattern that matches a folder covers everything below it, `#` starts a comment only in the first column. A pattern that is
 * not valid is left out (Docker refuses to build with it).
 */
export function readIgnoreFile(text: string): IgnoreRules {
  const rules = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .flatMap(readRule);
  const hasExceptions = rules.some((rule) => rule.exception);
  // Which rules match a folder is asked again for every file below it.
  const ofFolder = new Map<string, readonly boolean[]>();

  const matchedBy = (path: string): readonly boolean[] => {
    const slash = path.lastIndexOf('/');
    const parent = slash === -1 ? null : folder(path.slice(0, slash));
    return rules.map((rule, index) => parent?.[index] === true || rule.matches(path));
  };
  const folder = (path: string): readonly boolean[] => {
    const known = ofFolder.get(path);
    if (known !== undefined) return known;
    const matched = matchedBy(path);
    ofFolder.set(path, matched);
    return matched;
  };
  const ignores = (path: string): boolean => {
    if (path === '' || rules.length === 0) return false;
    const last = matchedBy(path).lastIndexOf(true);
    return rules[last]?.exception === false;
  };
  return { ignores, hasExceptions };
}

function readRule(line: string): readonly Rule[] {
  if (line.startsWith('#')) return [];
  const trimmed = line.trim();
  const exception = trimmed.startsWith('!');
  const written = exception ? trimmed.slice(1).trim() : trimmed;
  if (written === '') return [];
  const pattern = posix
    .normalize(written)
    .replace(/(?<=.)\/$/, '')
    .replace(/^\/(?=.)/, '');
  const expression = translateGlob(pattern, 'ignore-file');
  return expression === null ? [] : [{ matches: (path) => expression.test(path), exception }];
}
