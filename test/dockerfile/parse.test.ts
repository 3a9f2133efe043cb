import { describe, expect, it } from 'vitest';
import { instructionOf } from '../../src/dockerfile/instruction.ts';
import { parseDockerfile, printDocument } from '../../src/dockerfile/parse.ts';
import { documentOf } from './read.ts';

function problemOf(source: string) {
  const parsed = parseDockerfile(source, 'app/Dockerfile');
  return parsed.kind === 'problem' ? parsed.problem : null;
}

describe('parseDockerfile', () => {
  it('keeps byte order mark, directives, odd case, CRLF, blanks and a missing last newline', () => {
    const source =
      '\ufeff# Syntax = docker/dockerfile:1 \r\n#escape=`\r\n\r\n# a\r\n  fRoM a  \r\nRUN x `\r\n  # c\r\n\r\n  y\nCMD z';
    const document = documentOf(source);
    expect(printDocument(document)).toBe(source);
    expect(document.header).toBe('\ufeff# Syntax = docker/dockerfile:1 \r\n#escape=`\r\n');
    expect(document).toMatchObject({ escape: '`', syntax: 'docker/dockerfile:1', newline: '\r\n', tail: '' });
    expect(document.instructions.map(({ keyword, newline }) => [keyword, newline])).toEqual([
      ['FROM', '\r\n'],
      ['RUN', '\n'],
      ['CMD', ''],
    ]);
  });

  it('gives comments directly above to the instruction and leaves the ones before a blank line apart', () => {
    const document = documentOf('# far\n\n# near\n  # nearer\nFROM a\n\n# end\n');
    expect(document.instructions[0]?.leading).toEqual({ detached: '# far\n\n', attached: '# near\n  # nearer\n' });
    expect(document.tail).toBe('\n# end\n');
  });

  it('leaves comments and blank lines inside a continuation to the instruction', () => {
    const [, run, cmd] = documentOf('FROM a\nRUN a && \\\n# why\n\n  b\nCMD x\n').instructions;
    expect(run?.text).toBe('RUN a && \\\n# why\n\n  b');
    expect(run?.lines).toEqual({ first: 2, last: 5 });
    expect(cmd?.leading).toEqual({ detached: '', attached: '' });
  });

  it('takes directives at the very top only', () => {
    expect(documentOf('# x\n# escape=`\nFROM a\n')).toMatchObject({ escape: '\\', header: '' });
    expect(documentOf('\n# escape=`\nFROM a\n')).toMatchObject({ escape: '\\', header: '' });
    expect(documentOf('# unknown=1\n# escape=`\nFROM a\n')).toMatchObject({ escape: '\\', header: '' });
    expect(documentOf('# check=skip=all\n# ESCAPE=`\nFROM a\n').escape).toBe('`');
  });

  it('keeps a #! line above the syntax directive in the header', () => {
    const document = documentOf('#!/usr/bin/env docker\n# syntax=x/y:1\n# escape=`\nFROM a\n');
    expect(document).toMatchObject({ syntax: 'x/y:1', escape: '\\' });
    expect(document.header.startsWith('#!/usr/bin/env docker\n# syntax=x/y:1\n')).toBe(true);
  });

  it('splits lines at backticks where the directive says so', () => {
    const [, run] = documentOf('# escape=`\nFROM a\nRUN a `\n  b c:\\\n').instructions;
    expect(run?.text).toBe('RUN a `\n  b c:\\');
  });

  it.each([
    ['', 'empty-file', undefined],
    [' \n\n', 'empty-file', undefined],
    ['# only\n', 'no-instructions', undefined],
    ['ARG A=1\n', 'no-from', undefined],
    ['FROM a\nRUNN x\n', 'unknown-instruction', 2],
    ['FROM a\n\nRUN a\n  && b\n', 'unknown-instruction', 4],
    ['ARG A\nRUN x\nFROM a\n', 'before-from', 2],
    ['FROM a\nRUN <<EOF\nx\n EOF\n', 'unterminated-heredoc', 2],
    ['FROM a\nCOPY <<A <<B /x/\nA\n', 'unterminated-heredoc', 2],
    ['FROM a\nRUN x\0\n', 'binary-file', 2],
    ['FROM a\n# caf\ufffd\n', 'not-utf8', 2],
    ['FROM a\nWORKDIR  \n', 'no-arguments', 2],
    ['# syntax=a\n# syntax=b\nFROM a\n', 'repeated-directive', 2],
    ['# escape=x\nFROM a\n', 'bad-escape', 1],
    [`FROM a\nRUN ${'x'.repeat(65_536)}\n`, 'line-too-long', 2],
  ])('refuses %j as %s', (source, code, line) => {
    const problem = problemOf(source);
    expect(problem).toMatchObject({ code, path: 'app/Dockerfile' });
    expect(problem?.line).toBe(line);
    expect(problem?.cause).toBeTruthy();
    expect(problem?.remedy).toMatch(/\.$/);
  });

  it.each(['CMD', 'ENTRYPOINT', 'RUN'])('accepts %s without arguments, as Docker does', (keyword) => {
    expect(problemOf(`FROM a\n${keyword}\n`)).toBeNull();
  });
});

describe('heredocs', () => {
  it('takes none from a quoted string: RUN echo ‘a <<EOF b’ does not swallow the next instruction', () => {
    const [, run, cmd] = documentOf("FROM a\nRUN echo 'a <<EOF b'\nCMD x\n").instructions;
    expect(run?.heredocs).toEqual([]);
    expect(cmd?.keyword).toBe('CMD');
  });

  it('reads a blank before the delimiter when the heredoc is closed', () => {
    const [, run] = documentOf("FROM a\nRUN cat << 'EOF' > /x\nFROM b\nEOF\n").instructions;
    expect(run?.heredocs).toMatchObject([{ word: "<< 'EOF'", delimiter: 'EOF', expands: false, stripsTabs: false }]);
  });

  it('leaves a left shift alone: no line closes it', () => {
    const [, run, cmd] = documentOf('FROM a\nRUN echo $((1 << 2))\nCMD x\n').instructions;
    expect(run?.heredocs).toEqual([]);
    expect(cmd?.keyword).toBe('CMD');
  });

  it('places words and bodies in the instruction’s text, several on a line, also after a continuation', () => {
    const [, copy] = documentOf('FROM a\n  COPY \\\n # c\n <<-A <<"B" /x/\n\t1\n\tA\n$2\nB\nCMD x\n').instructions;
    const text = copy?.text ?? '';
    expect(
      copy?.heredocs.map(({ start, end, bodyStart, bodyEnd, expands, stripsTabs }) => [
        text.slice(start, end),
        text.slice(bodyStart, bodyEnd),
        expands,
        stripsTabs,
      ]),
    ).toEqual([
      ['<<-A', '\t1\n', true, true],
      ['<<"B"', '$2\n', false, false],
    ]);
  });

  it('takes <<\\EOF for quoted in a RUN, which is the shell’s, and for plain in a COPY, which is BuildKit’s', () => {
    const [, run, copy] = documentOf('FROM a\nRUN cat <<\\E\nE\nCOPY <<\\E /x\nE\n').instructions;
    expect([run, copy].map((instruction) => instruction?.heredocs[0]?.expands)).toEqual([false, true]);
  });

  it('survives a comment with a backslash inside a continued RUN', () => {
    const [, run] = documentOf('FROM a\nRUN a && \\\n  # \\ x \\\n  cat <<EOF\nb\nEOF\n').instructions;
    expect(run?.heredocs).toHaveLength(1);
  });
});

describe('instructionOf', () => {
  it('reads a step’s text', () => {
    expect(instructionOf('copy <<EOF /x\na\nEOF', '\\')).toMatchObject({
      keyword: 'COPY',
      lines: { first: 1, last: 3 },
      heredocs: [{ delimiter: 'EOF' }],
    });
  });

  it.each(['RUN a\nRUN b', '# c', 'RUNN a', 'RUN <<EOF\na'])('throws for %j: such a step is a bug', (text) => {
    expect(() => instructionOf(text, '\\')).toThrow('not one instruction');
  });
});
