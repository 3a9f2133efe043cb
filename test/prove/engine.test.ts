import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildImage } from '../../src/prove/build.ts';
import { type Engine, findEngine } from '../../src/prove/engine.ts';
import { withTemporaryFolder } from '../../src/prove/temporary-folder.ts';

/** A client that answers, notes its arguments next to itself and, where told so, builds: it writes the image id file. */
const client = (build: string) => `#!/bin/sh
echo "$@" >>"$(dirname "$0")/calls"
case $1 in
  version) echo 20.10.24 ;;
  build) ${build} ;;
esac
`;
const BUILDS = 'while [ "$1" != --iidfile ]; do shift; done; printf sha256:abc >"$2"';
const NO_BUILDX = 'echo "ERROR: BuildKit is enabled but the buildx component is missing or broken." >&2; exit 1';

async function install(folder: string, script: string, name = 'docker'): Promise<string> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, name);
  await writeFile(file, script);
  await chmod(file, 0o755);
  return file;
}

const path = (...folders: readonly string[]) => [...folders, '/usr/bin', '/bin'].join(':');

describe('findEngine', () => {
  it('passes over a client that answers and cannot build with BuildKit', async () => {
    await withTemporaryFolder(async (folder) => {
      await install(join(folder, 'new'), client(NO_BUILDX));
      const old = await install(join(folder, 'old'), client(BUILDS));
      const environment = { PATH: path(join(folder, 'new'), join(folder, 'old')) };
      const found = await findEngine({ environment, logs: join(folder, 'logs') });
      expect(found).toMatchObject({ kind: 'engine', command: [old], version: '20.10.24' });
    });
  });

  it('says what was tried where nothing builds', async () => {
    await withTemporaryFolder(async (folder) => {
      const file = await install(join(folder, 'new'), client(NO_BUILDX));
      const environment = { PATH: '/usr/bin:/bin', MSB_ENGINE: file };
      const found = await findEngine({ environment, logs: join(folder, 'logs') });
      expect(found).toEqual({
        kind: 'none',
        because: `${file}: ERROR: BuildKit is enabled but the buildx component is missing or broken.`,
      });
    });
  });

  it('takes MSB_ENGINE alone, with its arguments, and no other client', async () => {
    await withTemporaryFolder(async (folder) => {
      await install(join(folder, 'path'), client(BUILDS));
      const environment = { PATH: path(join(folder, 'path')), MSB_ENGINE: 'no-such-client --flag' };
      const found = await findEngine({ environment, logs: join(folder, 'logs') });
      expect(found.kind).toBe('none');
      const own = await install(
        join(folder, 'own'),
        client(`shift; ${BUILDS}`).replace('case $1', 'shift; case $1'),
        'engine',
      );
      const flagged = await findEngine({
        environment: { ...environment, MSB_ENGINE: `${own} --flag` },
        logs: join(folder, 'logs'),
      });
      expect(flagged).toMatchObject({ kind: 'engine', command: [own, '--flag'] });
    });
  });

  it('says that there is none', async () => {
    await withTemporaryFolder(async (folder) => {
      const found = await findEngine({ environment: { PATH: folder }, logs: join(folder, 'logs') });
      expect(found).toEqual({ kind: 'none', because: 'there is no docker, no podman, no buildah on PATH' });
    });
  });
});

describe('buildImage', () => {
  /** Keeps what the client would have sent as the Dockerfile's folder. */
  const KEEPS = `out=$(dirname "$0")/sent; mkdir -p "$out"; file=; for a in "$@"; do [ "$file" = next ] && file=$a; [ "$a" = -f ] && file=next; done; cp -r "$(dirname "$file")/." "$out"; ${BUILDS}`;

  async function build(folder: string, dockerfilePath: string | undefined, change: Partial<Engine> = {}) {
    const command = [await install(join(folder, 'bin'), client(KEEPS))];
    const logs = join(folder, 'logs');
    const context = join(folder, 'context');
    await mkdir(logs, { recursive: true });
    await mkdir(join(context, 'docker'), { recursive: true });
    await writeFile(join(context, 'docker', 'api.Dockerfile.dockerignore'), 'dist\n');
    const environment = { PATH: '/usr/bin:/bin' };
    const version = '20.10.24';
    const engine: Engine = {
      kind: 'engine',
      client: 'docker',
      command,
      version,
      environment,
      ownNetworks: false,
      logs,
      ...change,
    };
    const result = await buildImage(engine, {
      contextFolder: context,
      dockerfileText: '# syntax=docker/dockerfile:1\nFROM scratch\n',
      tag: 'msb-test',
      dropSyntax: true,
      ...(dockerfilePath === undefined ? {} : { dockerfilePath }),
    });
    return { result, sent: (await readdir(join(folder, 'bin', 'sent'))).sort(), context };
  }

  it("keeps the ignore file that belongs to the Dockerfile's name", async () => {
    await withTemporaryFolder(async (folder) => {
      const { result, sent } = await build(folder, 'docker/api.Dockerfile');
      expect(result).toMatchObject({ kind: 'built', imageId: 'sha256:abc' });
      expect(sent).toEqual(['api.Dockerfile', 'api.Dockerfile.dockerignore']);
      expect(await readFile(join(folder, 'bin', 'sent', 'api.Dockerfile'), 'utf8')).toBe('FROM scratch\n');
    });
  });

  it("leaves the context's own ignore file in force where the Dockerfile has none", async () => {
    await withTemporaryFolder(async (folder) => {
      const { sent, context } = await build(folder, undefined);
      expect(sent).toEqual(['Dockerfile']);
      const calls = await readFile(join(folder, 'bin', 'calls'), 'utf8');
      expect(calls.trim().endsWith(` ${context}`)).toBe(true);
    });
  });

  it('prepares base images first, and builds although that failed', async () => {
    await withTemporaryFolder(async (folder) => {
      const hook = await install(
        join(folder, 'hook'),
        '#!/bin/sh\ncat "$1" >"$(dirname "$0")/seen"\nexit 1\n',
        'prepare',
      );
      const { result } = await build(folder, undefined, { prepareImages: [hook] });
      expect(result.kind).toBe('built');
      expect(await readFile(join(folder, 'hook', 'seen'), 'utf8')).toBe('FROM scratch\n');
    });
  });

  it('is a value where the build fails', async () => {
    await withTemporaryFolder(async (folder) => {
      const script = "printf '#5 [2/2] RUN make\\n#5 ERROR: exit code: 2\\nfailed\\n' >&2; exit 1";
      const file = await install(join(folder, 'bin'), client(script));
      const engine: Engine = {
        kind: 'engine',
        client: 'docker',
        command: [file],
        version: '1',
        environment: { PATH: '/usr/bin:/bin' },
        ownNetworks: false,
        logs: folder,
      };
      const result = await buildImage(engine, {
        contextFolder: folder,
        dockerfileText: 'FROM scratch\n',
        tag: 'msb-test',
      });
      expect(result).toMatchObject({ kind: 'failed', step: '[2/2] RUN make' });
      expect(result.kind === 'failed' && result.lastLines.at(-1)).toBe('failed');
    });
  });
});
