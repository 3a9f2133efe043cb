import { formatDockerfileContents } from '@reteps/dockerfmt';
import { describe, expect, it } from 'vitest';
import { parseDockerfile, printDocument } from '../../src/dockerfile/parse.ts';

/**
 * Nasty files, and what the parser of BuildKit 0.34.2 (github.com/moby/buildkit/frontend/dockerfile/parser) answered for each: keyword,
 * first and last line, heredocs with their bodies. Recorded from that parser, never from ours.
 */
const NASTY: Readonly<Record<string, { readonly source: string; readonly buildkit: readonly string[] }>> = {
  'bom-and-directives': {
    source: '\ufeff# syntax=docker/dockerfile:1\n# escape=`\nFROM a\nRUN dir `\n  c:\\\n',
    buildkit: ['FROM 3-3', 'RUN 4-5'],
  },
  'directive-after-comment': {
    source: '# hello\n# escape=`\nFROM a\nRUN a \\\n  b\n',
    buildkit: ['FROM 3-3', 'RUN 4-5'],
  },
  crlf: {
    source: 'FROM a\r\nRUN a && \\\r\n  # c\r\n\r\n  b\r\nCMD x\r\n',
    buildkit: ['FROM 1-1', 'RUN 2-5', 'CMD 6-6'],
  },
  'mixed-newlines': {
    source: 'FROM a\r\nRUN x\nRUN y \\\r\n z',
    buildkit: ['FROM 1-1', 'RUN 2-2', 'RUN 3-4'],
  },
  'comment-and-blank-in-continuation': {
    source: 'FROM a\nRUN a && \\\n# one\n\n   # two \\\n  b\nCMD x\n',
    buildkit: ['FROM 1-1', 'RUN 2-6', 'CMD 7-7'],
  },
  'continuation-swallows-next': {
    source: 'FROM a\nRUN a \\\n\n# c\nCMD x\n',
    buildkit: ['FROM 1-1', 'RUN 2-5'],
  },
  'continuation-at-end': {
    source: 'FROM a\nRUN a \\\n# c\n\n',
    buildkit: ['FROM 1-1', 'RUN 2-4'],
  },
  'escaped-backslash-ends': {
    source: 'FROM a\nRUN echo a\\\\\nCMD x\n',
    buildkit: ['FROM 1-1', 'RUN 2-2', 'CMD 3-3'],
  },
  'blanks-after-backslash': {
    source: 'FROM a\nRUN a \\ \t\n  b\n',
    buildkit: ['FROM 1-1', 'RUN 2-3'],
  },
  'quoted-heredoc-mark': {
    source: "FROM a\nRUN echo 'a <<EOF b'\nCMD x\n",
    buildkit: ['FROM 1-1', 'RUN 2-2', 'CMD 3-3'],
  },
  'double-quoted-heredoc-mark': {
    source: 'FROM a\nRUN echo "a <<EOF b"\nCMD x\n',
    buildkit: ['FROM 1-1', 'RUN 2-2', 'CMD 3-3'],
  },
  'spaced-heredoc': {
    source: "FROM a\nRUN cat << 'EOF' > /x\nFROM b\nEOF\nCMD x\n",
    buildkit: ['FROM 1-1', 'RUN 2-4 <<EOF "FROM b\\n"', 'CMD 5-5'],
  },
  'heredoc-chomp': {
    source: 'FROM a\nRUN <<-EOF\n\techo\n\tEOF\nCMD x\n',
    buildkit: ['FROM 1-1', 'RUN 2-4 <<EOF "\\techo\\n"', 'CMD 5-5'],
  },
  'several-heredocs': {
    source: 'FROM a\nCOPY <<A <<"B" /x/\n1\nA\n2\nB\nCMD x\n',
    buildkit: ['FROM 1-1', 'COPY 2-6 <<A "1\\n" <<B "2\\n"', 'CMD 7-7'],
  },
  'heredoc-after-continuation': {
    source: 'FROM a\nRUN a && \\\n  # c <<NO\n  cat <<EOF > /x && \\\n  b\nbody\nEOF\nCMD x\n',
    buildkit: ['FROM 1-1', 'RUN 2-7 <<EOF "body\\n"', 'CMD 8-8'],
  },
  'heredoc-body-looks-like-dockerfile': {
    source: 'FROM a\nRUN <<EOF\nFROM b\n# c\n\nRUN \\\nEOF\nCMD x\n',
    buildkit: ['FROM 1-1', 'RUN 2-7 <<EOF "FROM b\\n# c\\n\\nRUN \\\\\\n"', 'CMD 8-8'],
  },
  'onbuild-heredoc': {
    source: 'FROM a\nONBUILD RUN <<EOF\nx\nEOF\nCMD x\n',
    buildkit: ['FROM 1-1', 'ONBUILD 2-4 <<EOF "x\\n"', 'CMD 5-5'],
  },
  'json-is-no-heredoc': {
    source: 'FROM a\nRUN ["sh", "-c", "cat <<EOF"]\nCMD x\n',
    buildkit: ['FROM 1-1', 'RUN 2-2', 'CMD 3-3'],
  },
  'cmd-takes-no-heredoc': {
    source: 'FROM a\nCMD cat <<EOF\n',
    buildkit: ['FROM 1-1', 'CMD 2-2'],
  },
  'here-string': {
    source: 'FROM a\nRUN bash -c cat <<< EOF\nCMD x\n',
    buildkit: ['FROM 1-1', 'RUN 2-2', 'CMD 3-3'],
  },
  'glued-mark': {
    source: 'FROM a\nRUN cat<<EOF\nCMD x\n',
    buildkit: ['FROM 1-1', 'RUN 2-2', 'CMD 3-3'],
  },
  'unclosed-quote-hides-heredoc': {
    source: "FROM a\nRUN echo it's <<EOF\nCMD x\n",
    buildkit: ['FROM 1-1', 'RUN 2-2', 'CMD 3-3'],
  },
  'bad-substitution-hides-heredoc': {
    source: 'FROM a\nRUN echo ${x@Q} <<EOF\nCMD x\n',
    buildkit: ['FROM 1-1', 'RUN 2-2', 'CMD 3-3'],
  },
  'heredoc-with-descriptor': {
    source: 'FROM a\nRUN cat 3<<EOF\nx\nEOF\nCMD x\n',
    buildkit: ['FROM 1-1', 'RUN 2-4 <<EOF "x\\n"', 'CMD 5-5'],
  },
  'backslash-delimiter': {
    source: 'FROM a\nRUN cat <<\\EOF\nx\nEOF\nCMD x\n',
    buildkit: ['FROM 1-1', 'RUN 2-4 <<EOF "x\\n"', 'CMD 5-5'],
  },
  'heredoc-crlf': {
    source: 'FROM a\r\nRUN <<EOF\r\nx\r\nEOF\r\nCMD x\r\n',
    buildkit: ['FROM 1-1', 'RUN 2-4 <<EOF "x\\r\\n"', 'CMD 5-5'],
  },
  'keyword-split-over-lines': {
    source: 'FR\\\nOM a\nru\\\nn x\n',
    buildkit: ['FROM 1-2', 'RUN 3-4'],
  },
  'odd-case-and-indentation': {
    source: '  from a\n\t rUn x\n  # c\n  cmd y',
    buildkit: ['FROM 1-1', 'RUN 2-2', 'CMD 4-4'],
  },
  'leading-backslash': {
    source: '\\\nFROM a\n',
    buildkit: ['FROM 1-2'],
  },
  'vertical-tab': {
    source: 'FROM\u000ba\nRUN\fx\n',
    buildkit: ['FROM 1-1', 'RUN 2-2'],
  },
  'hash-in-argument': {
    source: 'FROM a # no\nRUN x # y \\\n z\n',
    buildkit: ['FROM 1-1', 'RUN 2-3'],
  },
  'comment-like-continuation': {
    source: 'FROM a\nRUN x \\\n #y \\\n z\n',
    buildkit: ['FROM 1-1', 'RUN 2-4'],
  },
};

/** dockerfmt has an older parser of BuildKit inside (`<< EOF`), and a shell formatter that stumbles over the others. */
const DOCKERFMT_REFUSES: ReadonlySet<string> = new Set([
  'bom-and-directives',
  'spaced-heredoc',
  'onbuild-heredoc',
  'cmd-takes-no-heredoc',
  'glued-mark',
  'unclosed-quote-hides-heredoc',
  'bad-substitution-hides-heredoc',
]);

function instructionsOf(source: string): readonly string[] {
  const parsed = parseDockerfile(source, 'Dockerfile');
  if (parsed.kind === 'problem') return [parsed.problem.code];
  return parsed.document.instructions.map(({ keyword, lines, heredocs, text }) =>
    [
      `${keyword} ${lines.first}-${lines.last}`,
      ...heredocs.map(
        ({ delimiter, bodyStart, bodyEnd }) => `<<${delimiter} ${JSON.stringify(text.slice(bodyStart, bodyEnd))}`,
      ),
    ].join(' '),
  );
}

describe('BuildKit as the oracle', () => {
  it.each(Object.entries(NASTY))('reads %s as BuildKit does', (_, { source, buildkit }) => {
    expect(instructionsOf(source)).toEqual(buildkit);
  });

  it.each(Object.entries(NASTY))('prints %s byte for byte', (_, { source }) => {
    const parsed = parseDockerfile(source, 'Dockerfile');
    expect(parsed.kind === 'document' && printDocument(parsed.document)).toBe(source);
  });

  it.each(
    Object.entries(NASTY).filter(([name]) => !DOCKERFMT_REFUSES.has(name)),
  )('accepts %s, as dockerfmt with BuildKit’s parser inside does', async (_, { source }) => {
    const options = { indent: 2, trailingNewline: true, spaceRedirects: false };
    await expect(formatDockerfileContents(source, options)).resolves.toEqual(expect.any(String));
  });
});
