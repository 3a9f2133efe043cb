import { describe, expect, it } from 'vitest';
import { type Files, migrated } from './project.ts';

const FILES: Files = { 'package.json': '{"name":"a"}', 'requirements.txt': '', 'go.mod': 'module a\n' };
const ONLY = { only: ['add-cache-mounts'] };

const mounted = (lines: readonly string[], files: Files = {}) =>
  migrated(`${lines.join('\n')}\n`, { ...FILES, ...files }, { ...ONLY, cacheMounts: 'always' });

/** A builder stage with these lines, and a final stage that takes `/out` from it. */
const builder = (base: string, lines: readonly string[], final: readonly string[] = ['COPY --from=b /out /out']) =>
  mounted([`FROM ${base} AS b`, 'WORKDIR /app', ...lines, 'FROM debian:12-slim', ...final]);

const NPM = '--mount=type=cache,target=/root/.npm';
const PIP = '--mount=type=cache,id=pip-python-3.12-slim,target=/root/.cache/pip';
const LISTS = '--mount=type=cache,target=/var/lib/apt,sharing=locked';

describe('a cache mount is added', () => {
  it('where another mount has taken out what stood in its way', () => {
    const run = 'RUN npm i yarn -g && yarn --production && yarn cache clean';
    const { status, text } = builder('node:20-alpine', [run]);
    expect(status).toBe('changed');
    expect(text).toContain('target=/usr/local/share/.cache/yarn');
    expect(text).toContain('target=/root/.npm');
    expect(text).not.toContain('cache clean');
  });

  it.each<[string, string, string, string]>([
    ['to an install', 'node:20', 'RUN npm ci', `RUN ${NPM} npm ci`],
    ['to an exec-form install', 'node:20', 'RUN ["npm", "ci"]', `RUN ${NPM} ["npm", "ci"]`],
    ['behind other flags', 'node:20', 'RUN --network=host npm ci', `RUN --network=host \\\n    ${NPM} \\\n    npm ci`],
    ['without what would empty it', 'node:20', 'RUN npm ci && npm cache clean --force', `RUN ${NPM} npm ci`],
    ['without what would remove it', 'node:20', 'RUN npm ci && rm -rf ~/.npm && ls', `RUN ${NPM} npm ci && ls`],
    [
      'and what else is removed stays',
      'node:20',
      'RUN npm ci && rm -rf /root/.npm /tmp/x',
      `RUN ${NPM} npm ci && rm -rf /tmp/x`,
    ],
    [
      'without a flag that defeats it',
      'python:3.12-slim',
      'RUN pip install --no-cache-dir -r r.txt',
      `RUN ${PIP} pip install -r r.txt`,
    ],
    [
      'without a flag and a command that defeat it',
      'python:3.12-slim',
      'RUN pip install --no-cache-dir flask && pip cache purge',
      `RUN ${PIP} pip install flask`,
    ],
    [
      'as another user whose numbers are known, with them',
      'node:20',
      'USER node\nRUN npm ci',
      'RUN --mount=type=cache,target=/home/node/.npm,uid=1000,gid=1000 npm ci',
    ],
    ['to both folders of apt', 'debian:12', 'RUN apt-get update && apt-get install -y gcc', LISTS],
    [
      'to Cargo’s registry, not its programs',
      'rust:1.80',
      'RUN cargo build',
      'target=/usr/local/cargo/registry,sharing=locked',
    ],
    [
      'to Go’s modules',
      'golang:1.22',
      'RUN go mod download',
      'RUN --mount=type=cache,target=/go/pkg/mod go mod download',
    ],
    [
      'to Maven’s repository, not its settings',
      'maven:3.9-eclipse-temurin-17',
      'RUN mvn -B package',
      'target=/root/.m2/repository,sharing=locked mvn',
    ],
  ])('%s', (_, base, line, expected) => {
    const found = builder(base, line.split('\n'));
    expect(found.status).toBe('changed');
    expect(found.text).toContain(expected);
  });

  it('and apt keeps its packages in a stage that only builds', () => {
    const { text } = builder('debian:12', [
      'RUN apt-get update \\',
      ' && apt-get install -y gcc \\',
      ' && apt-get clean \\',
      ' && rm -rf /var/lib/apt/lists/* /tmp/*',
    ]);
    expect(text).toContain("RUN rm -f /etc/apt/apt.conf.d/docker-clean && echo 'Binary::apt::APT::Keep");
    expect(text).toContain(' && apt-get install -y gcc \\\n && rm -rf /tmp/*\n');
  });

  it('to the stage that runs, where root installs there and uses the folder no more', () => {
    expect(mounted(['FROM node:20', 'RUN npm ci', 'CMD ["node", "x.js"]']).text).toContain(NPM);
  });

  it('once: a mount that is there counts', () => {
    const found = mounted(['FROM node:20', `RUN ${NPM},sharing=locked npm ci`]);
    expect(found.codes).toEqual(['add-cache-mounts/nothing-to-cache']);
  });
});

describe('no cache mount is added', () => {
  it.each<[string, string, readonly string[], readonly string[]]>([
    ['base-unknown', 'acme/node:20', ['RUN npm ci'], []],
    ['user-unknown', 'golang:1.22', ['USER app', 'RUN go mod download'], []],
    ['leaves-root-folder', 'node:20', ['USER node', 'RUN yarn'], []],
    ['command-not-understood', 'node:20', ['RUN npm ci && ./clean.sh'], []],
    ['folder-holds-files', 'node:20', ['COPY cache /root/.npm', 'RUN npm ci'], []],
    ['folder-holds-files', 'maven:3.9-eclipse-temurin-17', ['COPY m2 /root/.m2', 'RUN mvn package'], []],
    ['cache-emptied-in-run', 'python:3.12', ['RUN pip install x && rm -rf /root/.cache'], []],
    ['cache-emptied-in-run', 'python:3.12', ['RUN pip install x && rm -rf $DIR'], []],
    ['cache-emptied-in-run', 'node:20', ['RUN npm ci; npm cache clean --force'], []],
    ['cache-emptied-in-run', 'python:3.12', ['RUN ["pip", "install", "--no-cache-dir", "x"]'], []],
    ['used-offline', 'maven:3.9-eclipse-temurin-17', ['RUN mvn dependency:go-offline', 'RUN mvn -o package'], []],
    ['publishes-into-cache', 'maven:3.9-eclipse-temurin-17', ['RUN mvn install -pl lib', 'RUN mvn package'], []],
    ['index-from-earlier-run', 'debian:12', ['RUN apt-get update', 'RUN apt-get install -y gcc'], []],
    ['later-command-not-understood', 'golang:1.22', ['RUN go mod download', 'RUN make'], []],
    ['folder-is-carried', 'golang:1.22', ['RUN go mod download'], ['COPY --from=b /go /go']],
  ])('%s: %s %o', (code, base, lines, final) => {
    const found = builder(base, lines, final.length > 0 ? final : undefined);
    expect(found.codes).toEqual([`add-cache-mounts/${code}`]);
    expect(found.status).toBe('unchanged');
  });

  it.each([
    ['golang:1.22', 'RUN go build -o /x .'],
    ['rust:1.80', 'RUN cargo build'],
    ['debian:12', 'RUN apt-get update && apt-get install -y curl'],
  ])('stage-runs: %s %s', (base, line) => {
    expect(mounted([`FROM ${base}`, line]).codes).toEqual(['add-cache-mounts/stage-runs']);
  });

  it('base-is-variable: what is compiled for one image is not shared with another', () => {
    const found = mounted(['ARG V=3.12', 'FROM python:${V}', 'RUN pip install x']);
    expect(found.codes).toEqual(['add-cache-mounts/base-is-variable']);
  });

  it('to a stage that a compose file runs by its name', () => {
    const compose = 'services:\n  a:\n    build:\n      context: .\n      target: b\n';
    const lines = ['FROM golang:1.22 AS b', 'RUN go build -o /x', 'FROM scratch', 'COPY --from=b /x /x'];
    expect(mounted(lines, { 'compose.yaml': compose }).codes).toEqual(['add-cache-mounts/stage-runs']);
  });
});

describe('whether BuildKit builds the file', () => {
  const workflow = (steps: string): Files => ({
    '.github/workflows/ci.yml': `on: push\njobs:\n  b:\n    runs-on: ubuntu-latest\n    steps:\n${steps}`,
  });
  const RUN = 'FROM node:20\nRUN npm ci\n';
  const MOUNTED = 'add-cache-mounts/cache-mounted';
  const DECLINED = 'add-cache-mounts/builder-not-known';

  it.each<[string, string, Files, string]>([
    ['nothing', RUN, {}, DECLINED],
    ['a syntax line', `# syntax=docker/dockerfile:1\n${RUN}`, {}, MOUNTED],
    ['a mount', `${RUN}RUN --mount=type=secret,id=x true\n`, {}, MOUNTED],
    ['a flag of COPY', `${RUN}COPY --chmod=755 a /a\n`, {}, MOUNTED],
    [
      'build-push-action',
      RUN,
      workflow('      - uses: docker/build-push-action@v6\n        with:\n          context: .\n'),
      MOUNTED,
    ],
    ['the action’s first version', RUN, workflow('      - uses: docker/build-push-action@v1\n'), DECLINED],
    ['docker buildx', RUN, workflow('      - run: docker buildx build .\n'), MOUNTED],
    ['DOCKER_BUILDKIT=1', RUN, workflow('      - run: DOCKER_BUILDKIT=1 docker build .\n'), MOUNTED],
    ['a plain docker build', RUN, workflow('      - run: docker build .\n'), DECLINED],
    ['a bake file', RUN, { 'docker-bake.hcl': 'target "a" {\n  context = "."\n}\n' }, MOUNTED],
    ['another Dockerfile’s builder', RUN, workflow('      - run: docker buildx build other\n'), DECLINED],
  ])('is read from %s', (_, source, files, expected) => {
    expect(migrated(source, { ...FILES, a: '', 'other/Dockerfile': 'FROM x\n', ...files }, ONLY).codes).toEqual([
      expected,
    ]);
  });

  it.each<[string, Files, string]>([
    ['# syntax=docker/dockerfile:1.1\n', {}, 'syntax-too-old'],
    ['# syntax=acme/frontend\n', {}, 'syntax-too-old'],
    ['', workflow('      - run: DOCKER_BUILDKIT=0 docker build .\n'), 'builder-cannot-mount'],
    ['', workflow('      - run: /kaniko/executor --context .\n'), 'builder-cannot-mount'],
  ])('stays unasked for where that builder has no mounts: %s%o', (header, files, code) => {
    const found = migrated(`${header}${RUN}`, { ...FILES, ...files }, { ...ONLY, cacheMounts: 'always' });
    expect(found.codes).toEqual([`add-cache-mounts/${code}`]);
  });

  it('does not matter where mounts are switched off', () => {
    const found = migrated(`# syntax=docker/dockerfile:1\n${RUN}`, FILES, { ...ONLY, cacheMounts: 'never' });
    expect(found.codes).toEqual(['add-cache-mounts/not-wanted']);
  });
});

describe('poetry’s two folders', () => {
  const RUN = 'RUN poetry install --no-root';
  const ids = (lines: readonly string[]) =>
    [...builder('python:3.12-slim', lines).text.matchAll(/id=(\S+?),target=(\S+?),/g)].map(([, id, target]) => [
      id,
      target,
    ]);

  it('are caches of their own', () => {
    expect(ids([RUN])).toEqual([
      ['poetry-cache-python-3.12-slim', '/root/.cache/pypoetry/cache'],
      ['poetry-artifacts-python-3.12-slim', '/root/.cache/pypoetry/artifacts'],
    ]);
  });

  it.each([
    '"$POETRY_CACHE_DIR"',
    '${POETRY_CACHE_DIR}',
    '$ELSEWHERE',
  ])('are not mounted inside of what the author mounts at %s', (target) => {
    const lines = ['ARG ELSEWHERE', 'ENV POETRY_CACHE_DIR=/var/cache/poetry'];
    expect(ids([...lines, `RUN --mount=type=cache,target=${target} poetry install --no-root`])).toEqual([]);
  });

  it('are mounted beside a folder that a variable names', () => {
    expect(
      ids(['ENV PIPS=/var/cache/pip', `RUN --mount=type=cache,target=$PIPS poetry install --no-root`]),
    ).toHaveLength(2);
  });
});
