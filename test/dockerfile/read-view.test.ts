import { describe, expect, it } from 'vitest';
import type { Span } from '../../src/dockerfile/view.ts';
import { view, viewAs } from './read.ts';

const texts = (spans: readonly Span[]) => spans.map(({ text }) => text);

describe('COPY and ADD', () => {
  it('finds --from among two or more flags', () => {
    const copy = viewAs('copy', 'COPY --chown=1:1 --from=Build --link a b /x/');
    expect(copy.from).toBe('Build');
    expect(copy.flags.map(({ name, value }) => [name, value])).toEqual([
      ['chown', '1:1'],
      ['from', 'Build'],
      ['link', null],
    ]);
    expect(texts(copy.sources)).toEqual(['a', 'b']);
    expect(copy.destination.text).toBe('/x/');
  });

  it('places every word in the text, across continuations and comments', () => {
    const text = 'COPY --chown=a:b \\\n  # the manifest\n  package.json \\\n\n  "a b" \\\n  ./';
    const copy = viewAs('copy', text);
    const slices = [...copy.sources, copy.destination].map(({ start, end }) => text.slice(start, end));
    expect(slices).toEqual(['package.json', '"a', 'b"', './']);
    expect(text.slice(copy.flags[0]?.start, copy.flags[0]?.end)).toBe('--chown=a:b');
  });

  it('reads the JSON form, with places between the quotes', () => {
    const text = 'ADD ["a b", \\\n "c\\u0041", "/x/"]';
    const add = viewAs('add', text);
    expect(add.form).toBe('json');
    expect(texts([...add.sources, add.destination])).toEqual(['a b', 'cA', '/x/']);
    expect(text.slice(add.destination.start, add.destination.end)).toBe('/x/');
  });

  it('knows heredoc sources', () => {
    const copy = viewAs('copy', 'COPY a <<EOF <<B /x/\nbody\nEOF\nB');
    expect(copy.heredoc).toBe(true);
    expect(texts(copy.sources)).toEqual(['a', '<<EOF', '<<B']);
  });

  it.each(['COPY a', 'COPY ["a", 1]', 'COPY << EOF /x\na\nEOF', 'COPY a <<EOF\na\nEOF'])('leaves %j unread', (text) => {
    expect(view(text).kind).toBe('unread');
  });
});

describe('ENV, LABEL and ARG', () => {
  const pairs = (text: string) => {
    const read = view(text);
    return read.kind === 'env' || read.kind === 'label' || read.kind === 'arg'
      ? read.pairs.map(({ name, value, raw }) => [name, value, raw])
      : read;
  };

  it('reads quotes and escapes', () => {
    expect(pairs(`ENV a="x y" b=c\\ d e='$X' f="\\$Y" \\\n  # c\n g=`)).toEqual([
      ['a', 'x y', '"x y"'],
      ['b', 'c d', 'c\\ d'],
      ['e', '$X', "'$X'"],
      ['f', '$Y', '"\\$Y"'],
      ['g', '', ''],
    ]);
  });

  it('reads the old form, where everything behind the name is the value', () => {
    expect(pairs('ENV a b  c=d')).toEqual([['a', 'b  c=d', 'b  c=d']]);
    expect(pairs('LABEL maintainer me')).toEqual([['maintainer', 'me', 'me']]);
  });

  it('reads several arguments, with and without a default', () => {
    expect(pairs('ARG A B=1 C=')).toEqual([
      ['A', null, null],
      ['B', '1', '1'],
      ['C', '', ''],
    ]);
  });

  it('keeps backslashes under a backtick escape', () => {
    expect(viewAs('env', 'ENV a=c:\\x b=`$X', '`').pairs.map(({ value }) => value)).toEqual(['c:\\x', '$X']);
  });

  it.each(['ENV a', 'ENV a=1 b', 'ENV =1', "ENV a='x", 'ENV a=${b', 'ENV --x=1 a=1'])('leaves %j unread', (text) => {
    expect(view(text).kind).toBe('unread');
  });
});

describe('FROM', () => {
  it('keeps image and stage name as written', () => {
    const text = 'FROM --platform=$BUILDPLATFORM node:${V:-20} aS Build';
    const from = viewAs('from', text);
    expect([from.image.text, from.stageName?.text]).toEqual(['node:${V:-20}', 'Build']);
    expect(text.slice(from.image.start, from.image.end)).toBe('node:${V:-20}');
  });

  it.each(['FROM a # no comment here', 'FROM a as', 'FROM a in b', 'FROM a AS 1b'])('leaves %j unread', (text) => {
    expect(view(text).kind).toBe('unread');
  });
});

describe('CMD, ENTRYPOINT, SHELL and HEALTHCHECK', () => {
  it('reads exec form', () => {
    expect(viewAs('cmd', 'CMD [ "a", \\\n "b c" ]').invocation).toMatchObject({ form: 'exec', words: ['a', 'b c'] });
    expect(viewAs('entrypoint', 'ENTRYPOINT []').invocation).toMatchObject({ form: 'exec', words: [] });
  });

  it.each(["CMD ['a', 'b']", 'CMD ["a",]', 'CMD ["a"] && b'])('takes %j for shell form: it is no JSON', (text) => {
    expect(viewAs('cmd', text).invocation).toMatchObject({ form: 'shell', script: text.slice(4) });
  });

  it.each([
    ['CMD [ "npm", "run" ,"start" ] # will start it', ['npm', 'run', 'start'], '# will start it'],
    ['ENTRYPOINT ["a", "b]#"];', ['a', 'b]#'], ';'],
    ['CMD ["a"].', ['a'], '.'],
  ])('reads the array of %j, as builders of old do', (text, words, stray) => {
    expect(view(text)).toMatchObject({ invocation: { form: 'exec', words, end: text.lastIndexOf(']') + 1 }, stray });
  });

  it.each([
    'CMD ["a"] || b',
    'CMD ["a"] b',
    'CMD ["a"]# b',
    'CMD ["a"] ["b"]',
    'CMD ["a", # b',
  ])('takes %j for shell form: a shell could run it', (text) => {
    expect(viewAs('cmd', text)).toEqual({ kind: 'cmd', invocation: expect.objectContaining({ form: 'shell' }) });
  });

  it('leaves an array of other things unread, which Docker refuses', () => {
    expect(view('CMD ["a", 1]')).toEqual({
      kind: 'unread',
      because: 'its JSON array holds something else than strings',
    });
  });

  it('reads health checks', () => {
    expect(viewAs('healthcheck', 'HEALTHCHECK --interval=5s --timeout=1s CMD curl -f x || exit 1')).toMatchObject({
      flags: [{ name: 'interval', value: '5s' }, { name: 'timeout' }],
      invocation: { form: 'shell', script: 'curl -f x || exit 1' },
    });
    expect(viewAs('healthcheck', 'HEALTHCHECK cmd ["a"]').invocation).toMatchObject({ form: 'exec', words: ['a'] });
    expect(viewAs('healthcheck', 'HEALTHCHECK none').invocation).toBeNull();
    expect(view('HEALTHCHECK curl x').kind).toBe('unread');
  });

  it('reads SHELL as JSON only', () => {
    expect(texts(viewAs('shell', 'SHELL ["bash", "-c"]').values)).toEqual(['bash', '-c']);
    expect(view('SHELL bash -c').kind).toBe('unread');
  });
});

describe('words', () => {
  it('takes the rest of the line for WORKDIR and USER', () => {
    expect(viewAs('workdir', 'WORKDIR  /a b ').value).toEqual({ text: '/a b', start: 9, end: 13 });
    expect(viewAs('user', 'user "$U"').value.text).toBe('"$U"');
    expect(viewAs('maintainer', 'MAINTAINER me <me@x>').value.text).toBe('me <me@x>');
  });

  it('splits EXPOSE and VOLUME', () => {
    expect(texts(viewAs('expose', 'EXPOSE 80 $P/udp').values)).toEqual(['80', '$P/udp']);
    expect(texts(viewAs('volume', 'VOLUME ["/a", "/b c"]').values)).toEqual(['/a', '/b c']);
    expect(texts(viewAs('volume', 'VOLUME /a /b').values)).toEqual(['/a', '/b']);
  });

  it('keeps the instruction that ONBUILD puts off', () => {
    expect(view('ONBUILD   RUN <<EOF\nx\nEOF')).toEqual({ kind: 'onbuild', instruction: 'RUN <<EOF\nx\nEOF' });
    expect(view('ONBUILD FROM a').kind).toBe('unread');
  });
});

describe('RUN', () => {
  it('reads several mounts', () => {
    const run = viewAs(
      'run',
      'RUN --mount=type=cache,target=/a \\\n  --mount=type=bind,from=x,target=/b --network=none npm ci',
    );
    expect(run.flags.map(({ name, value }) => `${name}:${value}`)).toEqual([
      'mount:type=cache,target=/a',
      'mount:type=bind,from=x,target=/b',
      'network:none',
    ]);
    expect(run.script).toBe('npm ci');
  });

  it('reads exec form', () => {
    expect(viewAs('run', 'RUN ["npm", "ci"]')).toMatchObject({ form: 'exec', words: ['npm', 'ci'], script: '' });
  });

  it('takes the body for the script when the heredoc is all there is', () => {
    const text = 'RUN --mount=type=cache,target=/c <<-EOF\n\tset -e\n\t# x\n\tEOF';
    const run = viewAs('run', text);
    expect(run).toMatchObject({ form: 'heredoc', script: '\tset -e\n\t# x\n' });
    expect(text.startsWith(run.script, run.scriptStart)).toBe(true);
  });

  it.each([
    'RUN <<EOF bash\na\nEOF',
    'RUN cat <<EOF > /x && y\na\nEOF',
    'RUN <<A cat; <<B cat\nA\nB',
  ])('hands %j to the shell with its heredocs', (text) => {
    expect(viewAs('run', text)).toMatchObject({ form: 'shell', script: text.slice(4), scriptStart: 4 });
  });

  it('reads a heredoc that another program runs not at all', () => {
    expect(view('RUN <<EOF\n#!/usr/bin/env python3\nprint(1)\nEOF').kind).toBe('unread');
    expect(viewAs('run', 'RUN <<EOF\n#!/bin/bash\na\nEOF').form).toBe('heredoc');
  });

  it('leaves a text that is more than one instruction unread', () => {
    expect(view('RUN a\nRUN b').kind).toBe('unread');
  });
});

describe('the script of a RUN', () => {
  const script = (text: string) => viewAs('run', text).script;

  it('blanks out continuations, comment lines and blank lines, so that the length stays', () => {
    const text = 'RUN a && \\ \t\n# why \\\n\n  # more\n\tb c';
    expect(script(text)).toBe(`a && ${' '.repeat(4 + 8 + 1 + 9)}\tb c`);
    expect(viewAs('run', text).script).toHaveLength(text.length - 4);
  });

  it('keeps a command behind a trailing comment inside the comment, as the shell sees it', () => {
    expect(script('RUN a # b \\\n  c')).toBe('a # b     c');
    expect(script('RUN a # b\\\nc')).toBe('a # b  c');
  });

  it('joins a word that a continuation cuts', () => {
    expect(script('RUN ap\\\nt-get update')).toBe("ap''t-get update");
  });

  it('joins a quoted string that a continuation cuts', () => {
    expect(script("RUN printf 'a\\n\\\nb' > /x")).toBe("printf 'a\\n''b' > /x");
    expect(script('RUN printf "a\\n\\\nb" > /x')).toBe('printf "a\\n""b" > /x');
  });

  it('follows quotes inside a substitution inside quotes', () => {
    expect(script('RUN A="$(x | cut -d \'"\' -f 4)" \\\n && b')).toBe('A="$(x | cut -d \'"\' -f 4)"    && b');
    expect(script('RUN echo "$(a \'b\\\nc\')"')).toBe("echo \"$(a 'b''c')\"");
  });

  it.each([
    'RUN a &\\\n& b',
    'RUN echo $A\\\nB',
    "RUN echo 'a\\\r\nb'",
  ])('leaves %j unread: the cut cannot be filled for certain', (text) => {
    expect(view(text).kind).toBe('unread');
  });

  it('blanks the carriage return of a CRLF file out', () => {
    expect(script('RUN a && \\\r\n  b')).toBe('a &&      b');
  });
});
