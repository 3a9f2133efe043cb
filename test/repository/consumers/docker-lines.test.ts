import { describe, expect, test } from 'vitest';
import { commandLines } from '../../../src/repository/consumers/command-lines.ts';
import { readScript } from '../../../src/repository/consumers/script-consumers.ts';
import { readScriptConsumers } from '../../../src/repository/consumers/scripts.ts';
import { memoryRepository } from '../../../src/repository/memory.ts';

const repository = memoryRepository({
  Dockerfile: '',
  'api/Dockerfile': '',
  'api/Dockerfile.prod': '',
  'docker/web.Dockerfile': '',
  'podman/Containerfile': '',
});
const lines = (script: string, cwd = '') =>
  readScript(repository, 'test', script, { cwd, file: 'scripts/build.sh', line: 1, values: {} });
const build = (script: string, cwd = '') => lines(script, cwd).builds[0];

describe('a build command line', () => {
  test.each([
    ['docker build .', 'Dockerfile', ''],
    ['docker build -t app:1 .', 'Dockerfile', ''],
    ['docker build api', 'api/Dockerfile', 'api'],
    ['docker build api/ -t x', 'api/Dockerfile', 'api'],
    ['docker build -f docker/web.Dockerfile .', 'docker/web.Dockerfile', ''],
    ['docker build --file=docker/web.Dockerfile .', 'docker/web.Dockerfile', ''],
    ['docker build -fapi/Dockerfile.prod api', 'api/Dockerfile.prod', 'api'],
    ['docker build -f Dockerfile.prod api', 'api/Dockerfile.prod', 'api'],
    ['docker build -f ./api/Dockerfile --no-cache --pull --rm .', 'api/Dockerfile', ''],
    ['docker buildx build --platform linux/amd64,linux/arm64 --push --provenance=false api', 'api/Dockerfile', 'api'],
    ['docker --context remote image build api', 'api/Dockerfile', 'api'],
    ['cd api && docker build .', 'api/Dockerfile', 'api'],
    ['(cd api; docker build -f Dockerfile.prod .)', 'api/Dockerfile.prod', 'api'],
    ['if true; then sudo docker build api; fi', 'api/Dockerfile', 'api'],
    ['docker build \\\n  -t "my app" \\\n  api', 'api/Dockerfile', 'api'],
    ['docker build -t x:$(git rev-parse HEAD) api', 'api/Dockerfile', 'api'],
    ['docker build -t x "$PWD/api"', 'api/Dockerfile', 'api'],
    ['docker build $CI_PROJECT_DIR', 'Dockerfile', ''],
    ['DIR=api\ndocker build ${DIR}', 'api/Dockerfile', 'api'],
    ['docker build ${DIR:-api}', 'api/Dockerfile', 'api'],
    ['cd "$(dirname "$0")/.."\ndocker build .', 'Dockerfile', ''],
    ['cd "$(git rev-parse --show-toplevel)" && docker build .', 'Dockerfile', ''],
    ['docker build . > build.log 2>&1', 'Dockerfile', ''],
    ['docker build . | tee build.log', 'Dockerfile', ''],
    ['$CONTAINER_RUNTIME buildx build api', 'api/Dockerfile', 'api'],
    ['podman build podman', 'podman/Containerfile', 'podman'],
    [
      '/kaniko/executor --context $CI_PROJECT_DIR/api --dockerfile $CI_PROJECT_DIR/api/Dockerfile.prod',
      'api/Dockerfile.prod',
      'api',
    ],
    ['/kaniko/executor -c dir://api -f Dockerfile.prod --destination x', 'api/Dockerfile.prod', 'api'],
  ])('%j builds %s in %j', (script, dockerfile, context) => {
    expect(build(script)).toMatchObject({ dockerfile, context });
  });

  test.each([
    ['docker build $UNKNOWN'],
    ['docker build - < Dockerfile'],
    ['docker build https://github.com/a/b.git'],
    ['docker build /srv/app'],
    ['cd "$SOMEWHERE"; docker build .'],
    ['pushd x; popd; docker build .'],
  ])('%j builds in a folder that is not known', (script) => {
    expect(build(script)).toMatchObject({ context: null, dockerfile: null });
  });

  test.each([
    'docker compose build .',
    'echo docker build .',
    '# docker build .',
    'docker run x build .',
    'docker pull b .',
    'npm run build',
  ])('%j is none', (script) => {
    expect(lines(script).builds).toEqual([]);
  });

  test('passes target, build arguments, cache and line', () => {
    expect(
      build('\n\ndocker build --target prod --build-arg A=1 --build-arg=B --cache-to type=gha,mode=max api'),
    ).toMatchObject({
      target: 'prod',
      buildArgs: { A: '1', B: null },
      cacheTo: 'type=gha,mode=max',
      line: 3,
    });
  });

  test('says which builder it is, where that is not BuildKit', () => {
    expect(build('DOCKER_BUILDKIT=0 docker build .')?.builder).toBe('classic');
    expect(build('export DOCKER_BUILDKIT=0\ndocker build .')?.builder).toBe('classic');
    expect(build('DOCKER_BUILDKIT=1 docker build .')?.builder).toBe(null);
    expect(build('DOCKER_BUILDKIT=0 docker buildx build .')?.builder).toBe(null);
    expect(build('buildah bud -f Dockerfile .')?.builder).toBe('buildah');
    expect(build('podman build .')?.builder).toBe('buildah');
    expect(build('/kaniko/executor --context .')?.builder).toBe('kaniko');
  });

  test('leaves a subshell’s folder behind', () => {
    expect(lines('(cd api && docker build .)\ndocker build .').builds.map(({ context }) => context)).toEqual([
      'api',
      '',
    ]);
  });

  test.each([
    "docker build 'x",
    'docker build "$(',
    'docker build `',
    '((((',
    ')))',
    'docker build ${',
    'docker build -t',
    'docker',
  ])('never throws for %j', (script) => {
    expect(() => lines(script)).not.toThrow();
  });
});

test('a command keeps its quotes’ content as one word', () => {
  const place = { cwd: '', file: 'x.sh', line: 1, values: {} };
  expect(commandLines(`a 'b c' "d \\"e\\"" f\\ g`, place)[0]?.words).toEqual(['a', 'b c', 'd "e"', 'f g']);
});

describe('scripts', () => {
  const read = (files: Record<string, string>) => readScriptConsumers(memoryRepository(files)).consumers;

  test('count docker run when they build what it runs', () => {
    const text =
      'docker build -t app --target dev .\ndocker run --rm -it -u 1000 -v "$(pwd)":/app -v /app/node_modules -p 1:1 --name=x app:latest npm test\ndocker run postgres\n';
    expect(read({ 'run.sh': text, Dockerfile: '' })).toMatchObject([
      { kind: 'script', file: 'run.sh', lines: { first: 1, last: 1 }, target: 'dev', command: null },
      {
        lines: { first: 2, last: 2 },
        dockerfile: 'Dockerfile',
        target: 'dev',
        command: 'npm test',
        user: '1000',
        mounts: [
          { kind: 'bind', source: '', target: '/app' },
          { kind: 'volume', source: null, target: '/app/node_modules' },
        ],
      },
    ]);
  });

  test('read --mount, --entrypoint and health options', () => {
    const text =
      'docker build -t a .\ndocker run --mount type=bind,source=./src,target=/src --entrypoint sh --health-cmd "curl x" a -c ls\n';
    expect(read({ 'run.sh': text, Dockerfile: '', 'src/a': '' })[1]).toMatchObject({
      entrypoint: 'sh',
      healthcheck: 'curl x',
      command: '-c ls',
      mounts: [{ kind: 'bind', source: 'src', target: '/src' }],
    });
  });

  test('start from the root or from their own folder, whichever has the Dockerfile', () => {
    expect(read({ 'api/build.sh': 'docker build .', 'api/Dockerfile': '' })[0]).toMatchObject({
      dockerfile: 'api/Dockerfile',
      context: 'api',
    });
    expect(read({ 'ci/build.sh': 'docker build .', Dockerfile: '' })[0]).toMatchObject({
      dockerfile: 'Dockerfile',
      context: '',
    });
    expect(read({ 'ci/build.sh': 'docker build elsewhere' })[0]).toMatchObject({ dockerfile: null, context: null });
  });

  test('in a Makefile know its variables and targets, each line a shell of its own', () => {
    const makefile =
      'IMAGE ?= app\nDIR := api # here\n\nbuild: deps\n\t@cd $(DIR) && docker build \\\n\t  -t $(IMAGE) .\n\tdocker build -f $(DIR)/Dockerfile .\n\nrun:\n\tdocker run -v $(CURDIR):/x $(IMAGE)\n';
    expect(read({ Makefile: makefile, 'api/Dockerfile': '' })).toMatchObject([
      { kind: 'makefile', name: 'build', lines: { first: 5 }, context: 'api', dockerfile: 'api/Dockerfile' },
      { name: 'build', lines: { first: 7 }, context: '', dockerfile: 'api/Dockerfile' },
      { name: 'run', dockerfile: 'api/Dockerfile', mounts: [{ kind: 'bind', source: '', target: '/x' }] },
    ]);
  });

  test('in package.json are named with their line', () => {
    const text = '{\n  "scripts": {\n    "start": "node .",\n    "image": "docker build -f ../Dockerfile .."\n  }\n}\n';
    expect(read({ 'app/package.json': text, Dockerfile: '' })).toMatchObject([
      { name: 'image', lines: { first: 4 }, dockerfile: 'Dockerfile', context: '' },
    ]);
    expect(read({ 'package.json': '{ docker build' })).toEqual([]);
  });
});
