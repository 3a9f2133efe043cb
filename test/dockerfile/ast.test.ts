import { describe, expect, it } from 'vitest';
import { disagreements } from '../../src/dockerfile/ast.ts';
import { documentOf } from './read.ts';

const told = (source: string) => disagreements(documentOf(source));

describe('disagreements with dockerfile-ast', () => {
  it('has none on a usual file', () => {
    const source =
      '\ufeff# syntax=docker/dockerfile:1\n# c\nfrom a as b\n\nRUN x && \\\n  # c\n\n  y\nCOPY --from=b <<EOF /x\nz\nEOF\nCMD ["x"]\n';
    expect(told(source)).toEqual([]);
  });

  it('has none in a file with CRLF and a backtick', () => {
    expect(told('# escape=`\r\nFROM a\r\nRUN x `\r\n  y\r\nCMD z')).toEqual([]);
  });

  it.each([
    ['a heredoc mark in single quotes', "FROM a\nRUN echo 'a <<EOF b'\nCMD x\n", 3, 'CMD 3-3', 'nothing'],
    ['a heredoc mark in double quotes', 'FROM a\nRUN echo "a <<EOF b"\nCMD x\n', 3, 'CMD 3-3', 'nothing'],
    ['a blank before the delimiter', "FROM a\nRUN cat << 'EOF'\nUSER b\nEOF\n", 3, 'nothing', 'USER 3-3'],
    ['a descriptor before the mark', 'FROM a\nRUN cat 3<<EOF\nx\nEOF\n', 3, 'nothing', 'X 3-3'],
    ['a heredoc mark in exec form', 'FROM a\nRUN ["sh", "-c", "cat <<EOF"]\nCMD x\n', 3, 'CMD 3-3', 'nothing'],
    ['an escaped backslash at the line end', 'FROM a\nRUN echo a\\\\\nCMD x\n', 3, 'CMD 3-3', 'nothing'],
  ])('shows where it misreads %s', (_, source, line, ours, theirs) => {
    expect(told(source)).toContainEqual({ line, ours, theirs });
  });
});
