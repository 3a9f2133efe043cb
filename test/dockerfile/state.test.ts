import { describe, expect, it } from 'vitest';
import type { Escape } from '../../src/dockerfile/logical-line.ts';
import {
  advance,
  type BaseState,
  expandIn,
  inheritState,
  initialState,
  valueText,
} from '../../src/dockerfile/state.ts';
import type { StageState } from '../../src/dockerfile/state.types.ts';
import { view } from './read.ts';

const BASE: BaseState = {
  env: { PATH: '/usr/bin', NODE_VERSION: '20.1.0' },
  workdir: '/',
  entrypoint: ['docker-entrypoint.sh'],
  cmd: ['node'],
};

function stateAfter(
  lines: readonly string[],
  before: StageState = initialState([], BASE),
  escapeToken: Escape = '\\',
): StageState {
  return lines.reduce((state, line) => advance(state, view(line, escapeToken), escapeToken), before);
}

const globals = (lines: readonly string[]) =>
  initialState(
    lines.map((line) => view(line)),
    BASE,
  );
const known = (state: StageState, raw: string) => {
  const { certain, byDefault } = expandIn(state, raw);
  return [certain, byDefault];
};

describe('variables', () => {
  it.each([
    ['$A', 'x'],
    ['${A}y', 'xy'],
    ['$Ay', ''],
    ['${A:-d}', 'x'],
    ['${E:-d}', 'd'],
    ['${E-d}', ''],
    ['${U-d}', 'd'],
    ['${U:-$A/${U:-z}}', 'x/z'],
    ['${A:+a}', 'a'],
    ['${E:+a}', ''],
    ['${E+a}', 'a'],
    ['${A:?no}', 'x'],
    ['\\$A', '$A'],
    ["'$A'", '$A'],
    ['"$A"', 'x'],
    ['"\\$A \\n"', '$A \\n'],
    ['$', '$'],
    ['a$', 'a$'],
  ])('expands %s to %j', (raw, value) => {
    expect(known(stateAfter(['ENV A=x E=']), raw)).toEqual([value, value]);
  });

  it('does not know what fails or what only newer frontends read', () => {
    const state = stateAfter(['ENV A=x.y']);
    for (const raw of ['${U:?no}', '${A%.*}', '${A/x/z}', '${A', "'$A"])
      expect(known(state, raw)).toEqual([null, null]);
  });

  it('names the variables of a value and keeps it as written', () => {
    expect(expandIn(stateAfter([]), '"${A:-$B}/$C"')).toMatchObject({
      text: '${A:-$B}/$C',
      variables: ['A', 'B', 'C'],
    });
  });

  it('escapes with a backtick where the file says so', () => {
    const state = stateAfter(['ENV A=c:\\x B=`$A C="`"$A"'], initialState([], BASE), '`');
    expect(['A', 'B'].map((name) => state.env.get(name)?.certain)).toEqual(['c:\\x', '$A']);
  });
});

describe('ENV', () => {
  it('lets every value of one instruction see the state before it', () => {
    const state = stateAfter(['ENV A=1', 'ENV A=2 B=$A']);
    expect(state.env.get('B')?.certain).toBe('1');
  });

  it('does not expand between single quotes', () => {
    expect(stateAfter(['ENV A=1', 'ENV B=\'$A\' C="$A"']).env.get('B')?.certain).toBe('$A');
  });

  it('reads the old form', () => {
    expect(stateAfter(['ENV A 1', 'ENV B $A "2"']).env.get('B')?.certain).toBe('1 2');
  });

  it('sees the base’s environment, and knows of no other name when the base is known', () => {
    const state = stateAfter(['ENV PATH=/x:$PATH V=$NODE_VERSION H=$HOME/x']);
    expect(['PATH', 'V', 'H'].map((name) => state.env.get(name)?.certain)).toEqual(['/x:/usr/bin', '20.1.0', '/x']);
  });

  it('guesses nothing about an unknown base', () => {
    const state = stateAfter(['ENV H=$HOME/x'], initialState([], null));
    expect(state.env.get('H')).toMatchObject({ certain: null, byDefault: null });
    expect(state.workdir).toMatchObject({ certain: null, byDefault: null });
  });

  it('does not take PATH for empty where the table of bases says nothing of it', () => {
    expect(stateAfter(['ENV P=$PATH'], initialState([], { ...BASE, env: {} })).env.get('P')?.certain).toBeNull();
  });
});

describe('ARG', () => {
  it('is never certain, because --build-arg may change it', () => {
    const state = stateAfter(['ARG A=1', 'ENV B=$A']);
    expect(state.args.get('A')).toMatchObject({ certain: null, byDefault: '1' });
    expect(state.env.get('B')).toMatchObject({ certain: null, byDefault: '1', text: '$A' });
  });

  it('before FROM is seen in a stage only when it is declared again', () => {
    const state = globals(['ARG V=20', 'ARG W=$V-slim']);
    expect(known(state, '$V')).toEqual(['', '']);
    expect(known(stateAfter(['ARG V', 'ARG W'], state), '$V $W')).toEqual([null, '20 20-slim']);
    expect(known(stateAfter(['ARG V=22'], state), '$V')).toEqual([null, '22']);
  });

  it('without any value is empty unless the builder passes one', () => {
    const state = stateAfter(['ARG A']);
    expect(state.args.get('A')).toBeNull();
    expect(known(state, 'x$A')).toEqual([null, 'x']);
    expect(known(state, '${A:-d}')).toEqual([null, 'd']);
  });

  it('declares several names, each seeing the ones before it', () => {
    expect(known(stateAfter(['ARG A=1 B=$A$A C']), '$B')).toEqual([null, '11']);
  });

  it('loses to an ENV that stands after it', () => {
    expect(known(stateAfter(['ARG A=arg', 'ENV A=env']), '$A')).toEqual(['env', 'env']);
  });

  it('after an ENV wins with BuildKit and loses with the classic builder: not certain', () => {
    const state = stateAfter(['ENV A=env', 'ARG A=arg']);
    expect(known(state, '$A')).toEqual([null, 'arg']);
    expect(state.env.get('A')?.certain).toBe('env');
    expect(known(stateAfter(['ENV A=again'], state), '$A')).toEqual(['again', 'again']);
    expect(known(stateAfter(['ARG NODE_VERSION']), '$NODE_VERSION')).toEqual([null, '20.1.0']);
  });

  it('of the platform must be declared, a proxy need not', () => {
    expect(known(stateAfter([]), '$TARGETARCH')).toEqual(['', '']);
    expect(known(stateAfter(['ARG TARGETARCH']), '$TARGETARCH')).toEqual([null, null]);
    expect(known(stateAfter([]), '$HTTP_PROXY')).toEqual([null, '']);
  });
});

describe('WORKDIR', () => {
  it.each([
    [['WORKDIR app'], '/app'],
    [['WORKDIR /a/', 'WORKDIR b', 'WORKDIR ../c/./d'], '/a/c/d'],
    [['WORKDIR /a', 'WORKDIR /'], '/'],
    [['ENV D="/x y"', 'WORKDIR $D'], '/x y'],
    [['WORKDIR "/a b"'], '/a b'],
  ])('%j leads to %s', (lines, workdir) => {
    expect(stateAfter(lines).workdir.certain).toBe(workdir);
  });

  it('starts at the base’s, and says whether this file set one', () => {
    const state = initialState([], { ...BASE, workdir: '/go' });
    expect([state.workdir.certain, state.workdirSet]).toEqual(['/go', false]);
    expect(stateAfter(['WORKDIR src'], state)).toMatchObject({ workdir: { certain: '/go/src' }, workdirSet: true });
  });

  it('with an argument is known by default only, and what is relative to it too', () => {
    const state = stateAfter(['ARG D=/srv', 'WORKDIR ${D}', 'WORKDIR app']);
    expect(state.workdir).toEqual({ text: '${D}/app', certain: null, byDefault: '/srv/app', variables: ['D'] });
  });
});

describe('what a container starts with', () => {
  it('ENTRYPOINT resets the base’s CMD, but not one of the same stage', () => {
    expect(stateAfter(['ENTRYPOINT ["a"]']).cmd).toBeNull();
    expect(stateAfter(['CMD ["b"]', 'ENTRYPOINT ["a"]']).cmd).toMatchObject({ words: ['b'] });
  });

  it('ENTRYPOINT resets a CMD that FROM stage brought along', () => {
    const parent = stateAfter(['CMD ["b"]']);
    expect(stateAfter(['ENTRYPOINT ["a"]'], inheritState(parent)).cmd).toBeNull();
  });

  it('collects the rest of the configuration', () => {
    const state = stateAfter([
      'ENV P=80',
      'EXPOSE $P 81',
      'LABEL a=$P',
      'VOLUME /v',
      'USER $P:1',
      'STOPSIGNAL SIGINT',
      'SHELL ["bash", "-c"]',
      'HEALTHCHECK --interval=1s CMD x',
      'ONBUILD RUN y',
      'MAINTAINER me',
    ]);
    expect(state.expose.map(valueText)).toEqual(['80', '81']);
    expect(state.labels.get('a')?.certain).toBe('80');
    expect(state.volumes.map(valueText)).toEqual(['/v']);
    expect(state.user?.certain).toBe('80:1');
    expect(state.stopsignal?.certain).toBe('SIGINT');
    expect(state.shell).toEqual(['bash', '-c']);
    expect(state.healthcheck).toMatchObject({ flags: ['--interval=1s'], invocation: { script: 'x' } });
    expect(state.onbuild).toEqual(['RUN y']);
    expect(state.maintainer).toBe('me');
  });

  it('FROM stage brings ENV, WORKDIR, USER, CMD and ARG values along, not ONBUILD', () => {
    const parent = stateAfter(['ARG A=1', 'ENV B=2', 'WORKDIR /w', 'USER u', 'CMD ["c"]', 'ONBUILD RUN y']);
    const child = inheritState(parent);
    expect(known(child, '$A$B')).toEqual([null, '12']);
    expect(child).toMatchObject({
      workdir: { certain: '/w' },
      user: { certain: 'u' },
      cmd: { words: ['c'] },
      onbuild: [],
    });
    expect(known(stateAfter(['ARG A'], child), '$A')).toEqual([null, '1']);
  });
});

describe('valueText', () => {
  it('tells values apart by what they are, else by how they are written and their default', () => {
    const state = stateAfter(['ARG A=1', 'ARG B']);
    expect(valueText(expandIn(state, '"x"'))).toBe('x');
    expect(valueText(expandIn(state, '$A'))).toBe('$A (1 by default)');
    expect(valueText(expandIn(initialState([], null), '$Z'))).toBe('$Z');
  });
});
