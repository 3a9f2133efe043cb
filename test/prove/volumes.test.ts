import { describe, expect, it } from 'vitest';
import { passVariables } from '../../src/prove/pass-variables.ts';
import { ownVolumes } from '../../src/prove/volumes.ts';

describe('ownVolumes', () => {
  it('puts a new volume in place of a named one, and uses folders as they are', () => {
    const { args, names } = ownVolumes(['data:/var/data:ro', '/srv:/srv', '/anonymous']);
    expect(names).toHaveLength(1);
    expect(names[0]).toMatch(/^msb-data-[0-9a-f]{12}$/);
    expect(args).toEqual(['--volume', `${names[0]}:/var/data:ro`, '--volume', '/srv:/srv', '--volume', '/anonymous']);
    expect(ownVolumes(['data:/d']).names).not.toEqual(names);
  });
});

describe('passVariables', () => {
  it('keeps values out of the arguments, which every user of the machine can read', () => {
    expect(passVariables('--env', { TOKEN: 's3cret' })).toEqual({
      args: ['--env', 'TOKEN'],
      environment: { TOKEN: 's3cret' },
    });
  });

  it.each([
    'PATH',
    'DOCKER_HOST',
    'HTTP_PROXY',
    'https_proxy',
    'LD_PRELOAD',
  ])('does not change the client by its %s', (name) => {
    expect(passVariables('--build-arg', { [name]: 'x' })).toEqual({
      args: ['--build-arg', `${name}=x`],
      environment: {},
    });
  });
});
