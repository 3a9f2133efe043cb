import { describe, expect, it } from 'vitest';
import { configOf, parseHistory } from '../../src/prove/inspect.ts';

describe('configOf', () => {
  it('reads what an image sets', () => {
    const config = configOf({
      Cmd: ['node', 'server.js'],
      Entrypoint: ['docker-entrypoint.sh'],
      Env: ['PATH=/usr/bin', 'OPTIONS=--a=b', 'EMPTY='],
      ExposedPorts: { '8080/tcp': {}, '3000/tcp': {} },
      Labels: { a: 'b' },
      User: 'node',
      Volumes: { '/data': {} },
      WorkingDir: '/app',
      Healthcheck: { Test: ['CMD-SHELL', 'true'] },
      StopSignal: 'SIGQUIT',
      Shell: ['/bin/bash', '-c'],
    });
    expect(config).toEqual({
      cmd: ['node', 'server.js'],
      entrypoint: ['docker-entrypoint.sh'],
      env: { PATH: '/usr/bin', OPTIONS: '--a=b', EMPTY: '' },
      exposedPorts: ['3000/tcp', '8080/tcp'],
      labels: { a: 'b' },
      user: 'node',
      volumes: ['/data'],
      workingDir: '/app',
      healthcheck: ['CMD-SHELL', 'true'],
      stopSignal: 'SIGQUIT',
      shell: ['/bin/bash', '-c'],
    });
  });

  it('takes null and absent alike for not set', () => {
    expect(configOf({ Cmd: null, Env: null, ExposedPorts: null, Labels: null })).toEqual(configOf({}));
  });
});

describe('parseHistory', () => {
  it('reads podman’s JSON, whose sizes are bytes', () => {
    expect(parseHistory('[{"id":"a","size":0,"CreatedBy":"CMD x"},{"id":"b","size":12,"CreatedBy":"RUN y"}]')).toEqual([
      { size: 0, createdBy: 'CMD x' },
      { size: 12, createdBy: 'RUN y' },
    ]);
  });

  it('keeps tabs of the command', () => {
    expect(parseHistory('12\tRUN printf "a\tb"\n0\tCMD ["x"]\n')).toEqual([
      { size: 12, createdBy: 'RUN printf "a\tb"' },
      { size: 0, createdBy: 'CMD ["x"]' },
    ]);
  });
});
