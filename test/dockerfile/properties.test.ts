import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Document } from '../../src/dockerfile/document.ts';
import { instructionOf } from '../../src/dockerfile/instruction.ts';
import { parseDockerfile, printDocument } from '../../src/dockerfile/parse.ts';
import { readView } from '../../src/dockerfile/read-view.ts';
import type { Span } from '../../src/dockerfile/view.ts';
import { view } from './read.ts';

const gap = fc.constantFrom(' ', '  ', '\t', ' \\\n ', ' \\\n# why\n\n  ', ' \\ \n   # a \\ b\n');
const word = fc.stringMatching(/^[a-z./][a-z0-9./_-]{0,6}$/);
const argument = fc.oneof(
  word,
  fc.constantFrom('"a b"', "'$x'", '$V', '${V:-x}', 'a\\ b', '<<<', '&&', '|', '>', '#', "it's", '$((1 << 2))'),
);
const phrase = fc
  .array(fc.tuple(gap, argument), { minLength: 1, maxLength: 5 })
  .map((parts) => parts.map(([before, text]) => before + text).join(''));

const instruction = fc.oneof(
  phrase.map((text) => `RUN${text}`),
  phrase.map((text) => `  run${text}`),
  fc.tuple(gap, word, gap, word).map(([a, from, b, to]) => `COPY${a}${from}${b}${to}`),
  fc.tuple(gap, word).map(([a, value]) => `Env${a}${value.replaceAll('/', '_')}="x y"`),
  fc.tuple(gap, word).map(([a, path]) => `WORKDIR${a}${path}`),
  fc.constantFrom(
    'RUN <<EOF\na\n# b\n\nEOF',
    'COPY <<A <<-"B" /x/\n1\nA\n\tB',
    'CMD ["a", \\\n "b"]',
    'RUN cat <<EOF > /x \\\n && y\nFROM z\nEOF',
  ),
);
const line = fc.oneof(
  { weight: 4, arbitrary: instruction },
  { weight: 1, arbitrary: fc.constantFrom('', '  ', '# c', '\t# c', '#') },
);
const file = fc
  .record({
    top: fc.constantFrom('', '\ufeff', '# syntax=a/b:1\n', '\ufeff# check=skip=all\n# x\n\n', '\n'),
    lines: fc.array(line, { maxLength: 8 }),
    crlf: fc.boolean(),
    end: fc.constantFrom('', '\n', '\n\n# end', '\n  \n'),
  })
  .map(({ top, lines, crlf, end }) => {
    const text = `${top}FROM a AS b\n${lines.join('\n')}${end}`;
    return crlf ? text.replaceAll('\n', '\r\n') : text;
  });

function documentOrNull(source: string): Document | null {
  const parsed = parseDockerfile(source, 'Dockerfile');
  return parsed.kind === 'document' ? parsed.document : null;
}

describe('parse and print', () => {
  it('gives every file back byte for byte', () => {
    let documents = 0;
    fc.assert(
      fc.property(file, (source) => {
        const document = documentOrNull(source);
        if (document) documents++;
        expect(document === null ? source : printDocument(document)).toBe(source);
      }),
      { numRuns: 500 },
    );
    expect(documents).toBeGreaterThan(100);
  });

  it('gives any text back that it accepts, and never throws', () => {
    const noise = fc.array(
      fc.constantFrom(
        'FROM a',
        'RUN',
        ' ',
        '\n',
        '\r',
        '\r\n',
        '\\',
        '`',
        '#',
        '<<',
        'EOF',
        '-',
        '"',
        "'",
        '$',
        '{',
        '}',
        '[',
        ']',
        ',',
        '\t',
        'x',
        '=',
        '\ufeff',
        'COPY',
        'ONBUILD',
        'é',
      ),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(noise, (parts) => {
        const source = `FROM a\n${parts.join('')}`;
        const document = documentOrNull(source);
        expect(document === null ? source : printDocument(document)).toBe(source);
        for (const { text, keyword } of document?.instructions ?? []) readView(text, keyword, '\\');
      }),
      { numRuns: 2000 },
    );
  });

  it('reads each instruction’s text alone as it reads it in the file', () => {
    fc.assert(
      fc.property(file, (source) => {
        for (const { text, keyword, heredocs } of documentOrNull(source)?.instructions ?? [])
          expect(instructionOf(text, '\\')).toMatchObject({ keyword, heredocs });
      }),
    );
  });
});

describe('views', () => {
  it('have places that cut their words out of the text', () => {
    fc.assert(
      fc.property(file, (source) => {
        for (const { text, keyword } of documentOrNull(source)?.instructions ?? [])
          for (const span of spansOf(readView(text, keyword, '\\')))
            expect(text.slice(span.start, span.end)).toBe(span.text);
      }),
      { numRuns: 300 },
    );
  });

  it('blank a script without moving a character', () => {
    fc.assert(
      fc.property(phrase, (arguments_) => {
        const text = `RUN${arguments_}`;
        const read = view(text);
        if (read.kind !== 'run' || read.form !== 'shell') return;
        expect(read.script).not.toContain('\n');
        const original = text.slice(read.scriptStart, read.scriptStart + read.script.length);
        expect(original).toHaveLength(read.script.length);
        [...read.script].forEach((character, at) => {
          if (!/[ '"]/.test(character)) expect(character).toBe(original[at]);
        });
      }),
      { numRuns: 500 },
    );
  });
});

function spansOf(read: ReturnType<typeof readView>): readonly Span[] {
  switch (read.kind) {
    case 'copy':
    case 'add':
      return [...read.sources, read.destination];
    case 'workdir':
      return [read.value];
    case 'from':
      return [read.image, ...(read.stageName ? [read.stageName] : [])];
    case 'env':
      return read.pairs.map(({ name, raw, start, end }) => ({ text: `${name}=${raw}`, start, end }));
    default:
      return [];
  }
}
