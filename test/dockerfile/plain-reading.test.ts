import { DockerfileParser } from 'dockerfile-ast';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../src/dockerfile/parse.ts';
import { plainReading } from '../../src/dockerfile/plain-reading.ts';

/** Pieces that parsers read in two ways, between ones that they do not. */
const PIECES = [
  'FROM node:20',
  'from a AS b',
  'RUN echo a',
  'RUN',
  '  COPY . /x',
  '\tENV A=b \\',
  'RUN a && \\',
  '    b \\',
  '  # comment',
  '#',
  '# escape=`',
  '#syntax=docker/dockerfile:1',
  '',
  '   ',
  'RUN cat <<EOF',
  'EOF',
  'RUN a \\\\',
  'RUN a \\ ',
  'RUN a `',
  'ONBUILD RUN x',
  'RUNx y',
  'RUN \\',
  'CMD ["a", \\',
  '"b"]',
  'LABEL a="x \\',
  'y"',
  '\\',
  'RUN a\r',
];

const sources = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 8 })), { maxLength: 12 })
  .map((lines) => lines.join('\n'));

function byDockerfileAst(source: string) {
  return DockerfileParser.parse(source)
    .getInstructions()
    .map((instruction) => {
      const { start, end } = instruction.getRange();
      return { keyword: instruction.getKeyword(), first: start.line + 1, last: end.line + 1 };
    });
}

describe('the reading of plain files', () => {
  it('is that of dockerfile-ast wherever there is one', () => {
    fc.assert(
      fc.property(sources, (source) => {
        const plain = plainReading(source);
        if (plain !== null) expect(plain).toEqual(byDockerfileAst(source));
      }),
      { numRuns: 5_000 },
    );
  });

  it('is ours wherever there is one and the file can be built', () => {
    fc.assert(
      fc.property(sources, (source) => {
        const plain = plainReading(source);
        const parsed = parseDockerfile(source, 'Dockerfile');
        if (plain === null || parsed.kind === 'problem') return;
        const ours = parsed.document.instructions.map(({ keyword, lines }) => ({ keyword, ...lines }));
        expect(ours).toEqual(plain);
      }),
      { numRuns: 5_000 },
    );
  });

  it('exists for a common file', () => {
    const source = '# why\nFROM node:20\n\nRUN a && \\\n    b\n  CMD ["x"]\n';
    expect(plainReading(source)).toEqual([
      { keyword: 'FROM', first: 2, last: 2 },
      { keyword: 'RUN', first: 4, last: 5 },
      { keyword: 'CMD', first: 6, last: 6 },
    ]);
  });

  it.each([
    ['a heredoc', 'FROM a\nRUN <<E\nx\nE\n'],
    ['a directive', '# escape=`\nFROM a\n'],
    ['a comment inside an instruction', 'FROM a\nRUN b \\\n# c\n  d\n'],
    ['an empty line inside an instruction', 'FROM a\nRUN b \\\n\n  d\n'],
    ['an instruction that the end of the file cuts off', 'FROM a\nRUN b \\'],
    ['a word that is no instruction', 'FROM a\nFROBNICATE b\n'],
    ['a backslash with blanks behind it', 'FROM a\nRUN b \\ \n  c\n'],
    ['two backslashes at a line end', 'FROM a\nRUN b \\\\\n'],
    ['carriage returns', 'FROM a\r\nRUN b\r\n'],
    ['a byte order mark', '\ufeffFROM a\n'],
  ])('is none for %s', (_, source) => {
    expect(plainReading(source)).toBeNull();
  });
});
