import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TRANSFORMS } from '../transforms/index.ts';
import { allFixtures } from './fixture-files.ts';

/** Said by the command line, which knows configuration files; `migrate` does not: `test/config/config.test.ts` shows it. */
const NOT_SAID_BY_MIGRATE = ['read-dockerfile/excluded-by-configuration'];

const DECLARED = TRANSFORMS.flatMap(({ name, reasons }) => Object.keys(reasons).map((code) => `${name}/${code}`));

/** `transform/code` of each decision that a fixture expects. */
function shownIn(folder: string): readonly string[] {
  const path = join(folder, 'decisions.txt');
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  return [...text.matchAll(/^(?:changed|declined|unneeded) ([\w-]+\/[\w-]+)(?= \(line|:)/gm)].map(
    ([, code = '']) => code,
  );
}

const SHOWN = new Set(allFixtures().flatMap(({ folder }) => shownIn(folder)));

describe('every circumstance that a transform declares', () => {
  it.each(DECLARED.filter((code) => !NOT_SAID_BY_MIGRATE.includes(code)))('has a fixture that shows it: %s', (code) => {
    expect(SHOWN).toContain(code);
  });

  it('is one that exists, where it is left out above', () => {
    expect(DECLARED).toEqual(expect.arrayContaining(NOT_SAID_BY_MIGRATE));
  });
});

describe('what the fixtures show', () => {
  it('is declared by its transform, so that no table leaves it out', () => {
    expect([...SHOWN].filter((code) => !DECLARED.includes(code))).toEqual([]);
  });

  it('is read from their decisions, one by one', () => {
    expect(SHOWN.size).toBe(DECLARED.length - NOT_SAID_BY_MIGRATE.length);
  });
});
