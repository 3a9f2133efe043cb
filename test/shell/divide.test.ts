import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { divide } from '../../src/shell/divide.ts';
import { runView, scriptOf } from './run-view.ts';

const part = (text: string, groups: readonly number[], shell: readonly string[] | null = null) => {
  const divided = divide(text, runView(text), scriptOf(text, shell), groups);
  return divided.kind === 'text' ? divided.text : `refused: ${divided.because}`;
};

describe('layout', () => {
  const LEADING = `RUN set -ex \\
    # first
    && apt-get update \\
    # second
    && apt-get install -y \\
       # inside
       curl \\
    && npm ci`;

  it('keeps continuations, alignment and comments of neighbours', () => {
    expect(part(LEADING, [0, 1])).toBe('RUN set -ex \\\n    # first\n    && apt-get update');
  });

  it('gives each comment line to the command below it', () => {
    expect(part(LEADING, [0, 2])).toBe(
      'RUN set -ex \\\n    # second\n    && apt-get install -y \\\n       # inside\n       curl',
    );
  });

  it('gives all groups back as they were written', () => {
    expect(part(LEADING, [3, 2, 1, 0])).toBe(LEADING);
  });

  const TRAILING = 'run --mount=type=cache,target=/x \\\n  # c0\n  a && \\\n  # c1\n  b && \\\n  # c2\n  c';

  it('keeps keyword and flags, and takes comments along where the first command goes', () => {
    expect(part(TRAILING, [1])).toBe('run --mount=type=cache,target=/x \\\n  # c1\n  b');
    expect(part(TRAILING, [0, 2])).toBe('run --mount=type=cache,target=/x \\\n  # c0\n  a && \\\n  # c2\n  c');
  });

  it('opens a continuation for a comment that comes to stand first', () => {
    expect(part('RUN a && \\\n  # why b\n  b', [1])).toBe('RUN \\\n  # why b\n  b');
  });

  it('leaves no continuation behind', () => {
    expect(part('RUN a \\\n  && b \\\n  && c', [0])).toBe('RUN a');
    expect(part('RUN a && \\\n b \\\n # last\n', [1])).toBe('RUN \\\n # last\n b');
    expect(part('RUN a && b \\', [1])).toBe('RUN b');
  });

  it('keeps a comment at the end with the last command', () => {
    expect(part('RUN a && b # why', [1])).toBe('RUN b # why');
    expect(part('RUN a && b # why', [0])).toBe('RUN a');
  });

  it('keeps carriage returns', () => {
    expect(part('RUN a && \\\r\n  # why\r\n  b && \\\r\n  c', [1, 2])).toBe('RUN \\\r\n  # why\r\n  b && \\\r\n  c');
  });

  it('joins commands that were no neighbours as the later one was joined', () => {
    expect(part('RUN a && b \\\n && c', [0, 2])).toBe('RUN a \\\n && c');
  });
});

describe('shell state', () => {
  it('says a directory again', () => {
    expect(part('RUN cd app && npm ci && npm run build', [1])).toBe('RUN cd app && npm ci');
    expect(part('RUN cd app && npm ci && npm run build', [2])).toBe('RUN cd app && npm run build');
    expect(part('RUN cd /a && x && cd b && y', [3])).toBe('RUN cd /a/b && y');
    expect(part('RUN cd "a b" && x', [1])).toBe("RUN cd 'a b' && x");
  });

  it('does not say a directory again that the chosen commands go to themselves', () => {
    expect(part('RUN cd app && x && y', [0, 2])).toBe('RUN cd app && y');
  });

  it('comes back from a directory', () => {
    expect(part('RUN cd a && x && cd ../b && y', [0, 1, 3])).toBe('RUN cd a && x && cd ../b && y');
    expect(part('RUN a && cd /x && b && c', [0, 3])).toBe('RUN a && cd /x && c');
  });

  it('refuses a directory that is not known, or that cannot be reached by name', () => {
    expect(part('RUN cd "$X" && a && b', [2])).toBe('refused: the directory it runs in is not known');
    expect(part('RUN x && (cd /y; z) && pushd q && r', [0, 3])).toBe('refused: the directory it runs in is not known');
  });

  it('stays where a subshell left it', () => {
    expect(part('RUN (cd /y; z) && r', [1])).toBe('RUN r');
  });

  it('says options again, with the `;` that `set -e` is for', () => {
    expect(part('RUN set -ex; a; b; c', [2, 3])).toBe('RUN set -ex; b; c');
    expect(part('RUN set -e; cd x; a; b', [3])).toBe('RUN set -e; cd x; b');
    expect(part('RUN set -ex && a && b', [2])).toBe('RUN set -ex && b');
  });

  it('never puts `cd` before `&&` in front of `;`: there `set -e` would not stop', () => {
    expect(part('RUN cd x; a; b', [1, 2], ['/bin/sh', '-ec'])).toBe('RUN cd x; a; b');
    expect(part('RUN set -e; a && cd x && b', [1, 3])).toBe('refused: `;` and `&&` are mixed');
  });

  it('says variables again for who uses them', () => {
    const text = 'RUN PKGS="a b" && apt-get update && apt-get install $PKGS';
    expect(part(text, [1])).toBe('RUN apt-get update');
    expect(part(text, [2])).toBe('RUN PKGS="a b" && apt-get install $PKGS');
    expect(part("RUN P=' \\\n  a \\\n  b' \\\n && u && i $P", [2])).toBe("RUN P=' \\\n  a \\\n  b' && i $P");
    expect(part('RUN export A=1 && x && y', [2])).toBe('RUN export A=1 && y');
    expect(part('RUN A=1 && B=$A && x $B', [2])).toBe('RUN A=1 && B=$A && x $B');
    expect(part('RUN A=1 && x $A && A=2 && y $A', [1, 3])).toBe(
      'RUN A=1 && x $A && A=1 && A=2 && y $A'.replace(' && A=1 && A=2', ' && A=2'),
    );
  });

  it.each([
    ['RUN A=$(x) && y $A', [1], '`A=$(x)` cannot be said again'],
    ['RUN A=$B && x && B=3 && y $B && z $A', [3, 4], '`A=$B` cannot be said again'],
    [
      'RUN set -e; (a; b) && c',
      [0],
      '`set -e` counts inside parentheses, braces and functions only where no `&&` follows',
    ],
    ['RUN D=$PWD && cd x && y $D', [2], '`D=$PWD` cannot be said again'],
    ['RUN read A < f && y $A', [1], '`read A < f` cannot be said again'],
    ['RUN . ./env && y', [1], 'a sourced script set up the shell for it'],
    ['RUN f() { x; } && f', [1], 'a shell function is defined for it'],
    ['RUN trap x EXIT && y && z', [1], 'an earlier command changed its shell in a way that is not followed'],
    [
      'RUN trap x EXIT && y && z',
      [0, 1],
      'it changes the shell for the commands after it in a way that is not followed',
    ],
    ['RUN a; b', [0], '`;` goes on after a failure'],
    ['RUN cat <<E > x && y\nt\nE', [1], 'it holds a heredoc'],
    ['RUN a && b', [], 'no command would be left'],
    ['RUN a && b', [0, 7], 'there is no such command'],
  ])('refuses %s %j', (text, groups, because) => {
    expect(part(text, groups)).toBe(`refused: ${because}`);
  });
});

describe('heredoc scripts', () => {
  const TEXT = 'RUN <<EOF\n#!/bin/bash\nset -e\n# c1\nfoo # same\n# c2\nbar\ncd /x\nbaz\nEOF';

  it('keep their opening, closing and comments', () => {
    expect(part(TEXT, [1])).toBe('RUN <<EOF\n#!/bin/bash\nset -e\n# c1\nfoo # same\nEOF');
    expect(part(TEXT, [2])).toBe('RUN <<EOF\n#!/bin/bash\nset -e\n# c2\nbar\nEOF');
    expect(part(TEXT, [1, 4])).toBe('RUN <<EOF\n#!/bin/bash\nset -e\n# c1\nfoo # same\ncd /x\nbaz\nEOF');
  });
});

describe('every chain', () => {
  const word = fc.constantFrom('a', '"b c"', "'d'", 'x/y', '--flag=1', '$V', '*.js', '"$W"');
  const simple = fc
    .tuple(fc.constantFrom('npm', 'make', 'tool'), fc.array(word, { maxLength: 3 }))
    .map(([name, words]) => [name, ...words].join(' '));
  const element = fc.oneof(
    { weight: 5, arbitrary: simple },
    { weight: 2, arbitrary: fc.constantFrom('cd /x', 'cd y', 'cd y/z') },
    {
      weight: 1,
      arbitrary: fc.constantFrom('(cd q && make)', 'tool | make', 'tool || make', 'V=1', 'export W="a b"', 'set -x'),
    },
  );
  const joint = fc.constantFrom(
    ' && ',
    ' && \\\n  ',
    ' \\\n  && ',
    ' \\\n  # comment\n  && ',
    ' && \\\n\n  # one\n  # two\n  ',
    '&&',
  );
  const chain = fc
    .array(fc.tuple(element, joint), { minLength: 2, maxLength: 7 })
    .map((parts) => `RUN ${parts.map(([text, join], at) => (at === 0 ? '' : join) + text).join('')}`);

  const essence = (text: string) =>
    scriptOf(text).commands.map(({ name, cwd, words, assignments }) => ({
      name,
      cwd,
      words: words.map((w) => w.text),
      assignments,
    }));
  const restatable = (name: string | null) => name === null || name === 'cd' || name === 'export' || name === 'set';

  it('runs the same commands in the same directories when it is divided in two', () => {
    fc.assert(
      fc.property(chain, fc.array(fc.boolean(), { minLength: 7, maxLength: 7 }), (text, marks) => {
        const { groups, commands, divisible } = scriptOf(text);
        fc.pre(divisible);
        for (const side of [true, false]) {
          const chosen = groups.map(({ index }) => index).filter((index) => marks[index] === side);
          if (chosen.length === 0) continue;
          const divided = divide(text, runView(text), scriptOf(text), chosen);
          if (divided.kind === 'refused') {
            // From an absolute directory there is no name for the way back; and a variable may have been set twice.
            expect(divided.because).toMatch(/^the directory it runs in is not known$|cannot be said again$/);
            continue;
          }
          expect(divided.text).not.toMatch(/\\\s*$|#[^\n]*$/);
          const kept = (list: ReturnType<typeof essence>) => list.filter(({ name }) => !restatable(name));
          const expected = essence(text).filter((_, at) => chosen.includes(commands[at]?.group ?? -1));
          expect(kept(essence(divided.text))).toEqual(kept(expected));
          expect(scriptOf(divided.text).divisible).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('keeps every comment in one of the two parts', () => {
    fc.assert(
      fc.property(chain, fc.nat(), (text, cut) => {
        const indices = scriptOf(text).groups.map(({ index }) => index);
        const at = 1 + (cut % (indices.length - 1));
        const sides = [indices.slice(0, at), indices.slice(at)].map((chosen) => part(text, chosen));
        fc.pre(sides.every((side) => !side.startsWith('refused')));
        const count = (value: string) => value.split('\n').filter((line) => line.trim().startsWith('#')).length;
        expect(count(sides.join('\n'))).toBe(count(text));
      }),
      { numRuns: 300 },
    );
  });
});
