import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Engine } from '../../src/prove/engine.ts';
import { makesReachableNetworks, withNetwork } from '../../src/prove/network.ts';
import { withTemporaryFolder } from '../../src/prove/temporary-folder.ts';

/** A client whose networks have this gateway, or that makes none. */
async function engineIn(folder: string, gateway: string | undefined): Promise<Engine> {
  const client = join(folder, 'docker');
  const create = gateway === undefined ? 'echo "could not find an available address pool" >&2; exit 1' : ':';
  const script = `#!/bin/sh\necho "$2 $3" >>"${folder}/calls"\ncase $2 in create) ${create} ;; inspect) echo "${gateway} " ;; esac\n`;
  await writeFile(client, script);
  await chmod(client, 0o755);
  const environment = { PATH: '/usr/bin:/bin' };
  return {
    kind: 'engine',
    client: 'docker',
    command: [client],
    version: '1',
    environment,
    ownNetworks: true,
    logs: folder,
  };
}

async function verbs(folder: string): Promise<readonly string[]> {
  const calls = (await readFile(join(folder, 'calls'), 'utf8')).trim().split('\n');
  return calls.map((call) => call.split(' ')[0] ?? '');
}

describe('makesReachableNetworks', () => {
  it.each([
    ['127.0.0.1', true],
    // TEST-NET-3 of RFC 5737: nobody's.
    ['203.0.113.1', false],
    [undefined, false],
  ])('says of a network whose gateway is %s: %s, and removes it', async (gateway, expected) => {
    await withTemporaryFolder(async (folder) => {
      expect(await makesReachableNetworks(await engineIn(folder, gateway))).toBe(expected);
      expect((await verbs(folder)).at(-1)).toBe('rm');
    });
  });
});

describe('withNetwork', () => {
  it('gives a network that is gone afterwards', async () => {
    await withTemporaryFolder(async (folder) => {
      const network = await withNetwork(await engineIn(folder, '127.0.0.1'), undefined, async (each) => each);
      expect(network.kind).toBe('own');
      expect(await verbs(folder)).toEqual(['create', 'rm']);
    });
  });

  it('gives the machine’s where all address ranges are in use', async () => {
    await withTemporaryFolder(async (folder) => {
      expect(await withNetwork(await engineIn(folder, undefined), undefined, async (each) => each)).toEqual({
        kind: 'host',
      });
    });
  });
});
