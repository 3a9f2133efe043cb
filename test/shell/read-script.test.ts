import { describe, expect, it } from 'vitest';
import { readScript } from '../../src/shell/read-script.ts';
import { runView, scriptOf, wordsOf } from './run-view.ts';

const column = <K extends 'name' | 'cwd' | 'nesting' | 'connector' | 'group'>(text: string, key: K) =>
  scriptOf(text).commands.map((command) => command[key]);
const why = (text: string, shell: readonly string[] | null = null) => scriptOf(text, shell).indivisibleBecause;

describe('commands', () => {
  it('takes the words after quote removal, and leaves what is not literal open', () => {
    expect(wordsOf(scriptOf(`RUN echo "a b" 'c'\\''d' e\\ f "$X" *.js ~/x $(ls) a{b,c}`))).toEqual([
      ['ls'],
      ['echo', 'a b', "c'd", 'e f', '?"$X"', '?*.js', '?~/x', '?$(ls)', '?a{b,c}'],
    ]);
  });

  it('names the variables that a word expands', () => {
    const [command] = scriptOf('RUN cp "$A/${B:-$C}" ~/x').commands;
    expect(command?.words.map((word) => word.variables)).toEqual([[], ['A', 'B', 'C'], ['HOME']]);
  });

  it('gives offsets into the instruction text, past flags and comments', () => {
    const text = 'RUN --mount=type=cache,target=/c \\\n  # why\n  npm ci && \\\n\n  npm run build';
    const script = scriptOf(text);
    expect(script.commands.map(({ start, end }) => text.slice(start, end))).toEqual(['npm ci', 'npm run build']);
    expect(script.groups.map(({ start, end }) => text.slice(start, end))).toEqual(['npm ci', 'npm run build']);
    expect(script.commands[1]?.words.map(({ start, end }) => text.slice(start, end))).toEqual(['npm', 'run', 'build']);
  });

  it('takes wrappers off and keeps what they set', () => {
    const script = scriptOf(
      'RUN A=1 sudo -E env B="x y" C=$D nice -n 5 make -j && exec node x && command npm ci && time -p go build',
    );
    expect(script.commands.map(({ name }) => name)).toEqual(['make', 'node', 'npm', 'go']);
    expect(script.commands[0]?.assignments).toEqual([
      { name: 'A', value: '1' },
      { name: 'B', value: 'x y' },
      { name: 'C', value: null },
    ]);
  });

  it('leaves a wrapper that changes who runs, or that runs nothing', () => {
    expect(column('RUN sudo -u app make && command -v node && env && xargs rm', 'name')).toEqual([
      'sudo',
      'command',
      'env',
      'xargs',
    ]);
  });

  it('has no name for a program in a variable and for bare assignments', () => {
    expect(column('RUN $PIP install x && A=1', 'name')).toEqual([null, null]);
  });

  it('lists redirections, also those around a subshell', () => {
    const script = scriptOf('RUN (echo a; echo b) > /x 2>&1 && cat < y');
    expect(script.commands.map(({ redirections }) => redirections.map((r) => [r.operator, r.target?.value]))).toEqual([
      [
        ['>', '/x'],
        ['>&', '1'],
      ],
      [
        ['>', '/x'],
        ['>&', '1'],
      ],
      [['<', 'y']],
    ]);
  });

  it('says where each command is nested', () => {
    const text =
      'RUN a && b | c && (d) && { e; } && if f; then g; fi && for x in 1; do h; done && i || j && k() { l; } && echo $(m)';
    const script = scriptOf(text);
    expect(Object.fromEntries(script.commands.map(({ name, nesting }) => [name, nesting]))).toMatchObject({
      b: 'pipeline',
      c: 'pipeline',
      d: 'subshell',
      e: 'group',
      f: 'conditional',
      g: 'conditional',
      h: 'loop',
      j: 'conditional',
      l: 'function',
      m: 'substitution',
      echo: 'top',
    });
  });

  it('puts a substitution before the command that needs it', () => {
    expect(column('RUN cd "$(npm root)" && ls', 'name')).toEqual(['npm', 'cd', 'ls']);
  });

  it('places what stands in escaped backticks at the whole substitution', () => {
    const text = 'RUN echo `basename \\`pwd\\``';
    expect(scriptOf(text).commands.map(({ name, start, end }) => [name, text.slice(start, end)])).toEqual([
      ['pwd', '`basename \\`pwd\\``'],
      ['basename', '`basename \\`pwd\\``'],
      ['echo', 'echo `basename \\`pwd\\``'],
    ]);
  });

  it('reads an exec form as one command', () => {
    const script = scriptOf('RUN ["npm", "run", "a b"]');
    expect(wordsOf(script)).toEqual([['npm', 'run', 'a b']]);
    expect(script.groups).toHaveLength(1);
  });

  it('tells which variables the RUN itself may have set by then', () => {
    expect(scriptOf('RUN mkdir $A && A=1 && mkdir $A').commands.map(({ shadowed }) => shadowed)).toEqual([
      undefined,
      undefined,
      ['A'],
    ]);
  });
});

describe('the directory', () => {
  it.each([
    ['RUN cd /x && a && cd .. && b', ['.', '/x', '/x', '/']],
    ['RUN cd a && cd b/../c && x', ['.', 'a', 'a/c']],
    ['RUN cd .. && x', ['.', '..']],
    ['RUN cd "$X" && a && cd /y && b', ['.', null, null, '/y']],
    ['RUN (cd /x && a) && b', ['.', '/x', '.']],
    ['RUN cd /x | a && b', ['.', '.', '.']],
    ['RUN { cd /x; } && b', ['.', '/x']],
    ['RUN cd && a', ['.', null]],
    ['RUN cd - && a', ['.', null]],
    ['RUN pushd x && a && popd && b', ['.', null, null, null]],
    ['RUN cd /x || exit 1; a', ['.', '/x', '/x']],
    ['RUN cd /x || true; a', ['.', null, null]],
    ['RUN if a; then cd /x; fi; b', ['.', '.', null]],
    ['RUN f() { cd /x; } && f && a', [null, '.', null]],
    ['RUN . ./lib.sh && a', ['.', null]],
    ['RUN . venv/bin/activate && a', ['.', '.']],
    ['RUN echo $(cd /x && pwd) && a', ['.', '/x', '.', '.']],
  ])('is followed through %s', (text, expected) => {
    expect(column(text, 'cwd')).toEqual(expected);
  });

  it.each([
    ['RUN cd $APP && make', '/srv/app'],
    ['RUN cd "${APP}/api" && make', '/srv/app/api'],
    ['RUN cd ${SUB} && make', 'web'],
    ['RUN cd $OTHER && make', null],
    ['RUN cd $SPACED && make', null],
    ['RUN APP=/elsewhere; cd $APP && make', null],
    ['RUN cd ${APP:-x} && make', null],
    ["RUN cd '$APP' && make", '$APP'],
  ])('«%s»: a variable that is certain is followed, and make runs in %s', (text, cwd) => {
    const { commands } = scriptOf(text, null, new Set(), { APP: '/srv/app', SUB: 'web', SPACED: 'a b' });
    expect(commands.at(-1)?.cwd).toBe(cwd);
  });

  it('is not known inside a loop that changes it, and is where only subshells do', () => {
    expect(column('RUN for d in a b; do cd $d && make; done', 'cwd')).toEqual([null, null]);
    expect(column('RUN for d in a b; do (cd x && make); done; ls', 'cwd')).toEqual(['.', 'x', '.']);
  });
});

describe('groups', () => {
  const texts = (text: string) => scriptOf(text).groups.map(({ start, end }) => text.slice(start, end));

  it('are the elements of the top-level list', () => {
    expect(texts('RUN a && b | c && (d; e) && { f; }')).toEqual(['a', 'b | c', '(d; e)', '{ f; }']);
  });

  it('hold everything up to the last `||`, which binds like `&&`', () => {
    expect(texts('RUN a || b && c')).toEqual(['a || b', 'c']);
    expect(texts('RUN a && b || c')).toEqual(['a && b || c']);
  });

  it('are one group when something runs in the background', () => {
    expect(texts('RUN a & b && c')).toEqual(['a & b && c']);
  });

  it('say what they leave in the shell', () => {
    const text =
      'RUN cd x && A=1 && set -x && umask 022 && . y && f() { :; } && trap z EXIT && exec > log && set -- a && (cd q) && r';
    expect(scriptOf(text).groups.map(({ shares }) => shares)).toEqual([
      ['directory'],
      ['variable'],
      ['option'],
      ['umask'],
      ['source'],
      ['function'],
      ['other'],
      ['other'],
      ['other'],
      [],
      [],
    ]);
  });

  it('name only variables that the RUN itself sets', () => {
    const groups = scriptOf('RUN P="a b" && install $P $OTHER && x').groups;
    expect(groups.map(({ sets, uses }) => ({ sets, uses }))).toEqual([
      { sets: ['P'], uses: [] },
      { sets: [], uses: ['P'] },
      { sets: [], uses: [] },
    ]);
  });

  it('use an exported variable without naming it', () => {
    expect(scriptOf('RUN export NODE_ENV=x && npm ci').groups[1]?.uses).toEqual(['NODE_ENV']);
  });

  it('use a variable that is assigned and never named: it can only be meant for the environment', () => {
    expect(scriptOf('RUN PATH=/x:$PATH && npm ci').groups[1]?.uses).toEqual(['PATH']);
  });

  it('use an assigned variable that ENV or ARG had exported before', () => {
    const script = scriptOf('RUN V=2 && echo $V && make', null, new Set(['V']));
    expect(script.groups[2]?.uses).toEqual(['V']);
  });
});

describe('divisibility', () => {
  it.each([
    'RUN a && b',
    'RUN a || b && c',
    'RUN set -e; a; b',
    'RUN set -eux; a; b && c',
    'RUN set -o errexit; a; b',
    'RUN echo start; a && b',
    'RUN P="a b"; a $P && b',
    'RUN a || exit 1; b',
    'RUN set -e; (a && b); c',
    'RUN set -x; a && b',
    'RUN a && b;',
  ])('is given for %s', (text) => {
    expect(why(text)).toBeNull();
  });

  it.each([
    ['RUN a; b', '`;` goes on after a failure'],
    ['RUN a; set -e; b; c', '`;` goes on after a failure'],
    ['RUN set -e; set +e; a; b', '`;` goes on after a failure'],
    ['RUN A=$(x); b', '`;` goes on after a failure'],
    ['RUN echo x > y; b', '`;` goes on after a failure'],
    ['RUN a && b || c', '`||` takes back the failure of everything before it'],
    ['RUN set -e; a && b; c', '`set -e` does not stop at this failure (before `&&`, after `!`, or in braces)'],
    ['RUN set -e; ! a; c', '`set -e` does not stop at this failure (before `&&`, after `!`, or in braces)'],
    ['RUN set -e; { a && b; }; c', '`set -e` does not stop at this failure (before `&&`, after `!`, or in braces)'],
    ['RUN if a; then b; fi && c', '`if` decides what runs'],
    ['RUN for x in a; do b; done && c', '`for` decides what runs'],
    ['RUN while a; do b; done < f', '`while` decides what runs'],
    ['RUN case $A in x) b;; esac && c', '`case` decides what runs'],
    ['RUN a & b', '`&` leaves a program running beside the rest'],
    ['RUN a && echo $? && b', 'it asks how the command before it ended'],
    ['RUN a && exit 0 && b', 'what stands after `exit` or `exec` does not run'],
    ['RUN a &> x && b', '`&>` means something else in each `sh`'],
  ])('is refused for %s', (text, because) => {
    expect(why(text)).toBe(because);
  });

  it('comes with a SHELL that stops at failures', () => {
    expect(why('RUN a; b', ['/bin/bash', '-eo', 'pipefail', '-c'])).toBeNull();
    expect(why('RUN a; b', ['/bin/sh', '-ec'])).toBeNull();
    expect(why('RUN a; b', ['/bin/bash', '-o', 'errexit', '-c'])).toBeNull();
    expect(why('RUN a; b', ['/bin/bash', '-o', 'pipefail', '-c'])).not.toBeNull();
    expect(why('RUN a &> x && b', ['bash', '-c'])).toBeNull();
  });

  it('of heredoc scripts hangs on `set -e`', () => {
    expect(why('RUN <<EOF\na\nb\nEOF')).toBe('a new line goes on after a failure');
    expect(why('RUN <<EOF\nset -e\na\nb\nEOF')).toBeNull();
    expect(why('RUN <<EOF\n#!/bin/bash -e\na\nb\nEOF')).toBeNull();
  });

  it('does not come from SHELL for a script with an interpreter line, which SHELL does not run', () => {
    expect(why('RUN <<EOF\n#!/bin/bash\na\nb\nEOF', ['/bin/bash', '-ec'])).toBe('a new line goes on after a failure');
  });
});

describe('what is not understood', () => {
  it.each([
    [['powershell', '-Command'], 'SHELL ["powershell","-Command"] is no shell that is understood'],
    [['cmd', '/S', '/C'], 'SHELL ["cmd","/S","/C"] is no shell that is understood'],
    [['/bin/bash', '--rcfile', 'x', '-c'], 'the options of SHELL ["/bin/bash","--rcfile","x","-c"] are not understood'],
    [['/bin/bash'], 'the options of SHELL ["/bin/bash"] are not understood'],
  ])('names the SHELL %j', (shell, because) => {
    expect(readScript(runView('RUN a'), shell)).toEqual({ kind: 'not-understood', because });
  });

  it.each(['RUN a &&', 'RUN echo "a', "RUN echo $(a 'b)", 'RUN if a; then b'])('is a value for %s', (text) => {
    expect(readScript(runView(text))).toMatchObject({
      kind: 'not-understood',
      because: expect.stringContaining('does not parse'),
    });
  });
});
