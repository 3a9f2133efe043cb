import { describe, expect, test } from 'vitest';
import { readHcl } from '../../../src/repository/consumers/hcl.ts';
import { readConsumers } from '../../../src/repository/consumers/index.ts';
import { memoryRepository } from '../../../src/repository/memory.ts';

const read = (files: Record<string, string>) => readConsumers(memoryRepository(files));

describe('bake files', () => {
  test('in HCL name their targets, with inheritance and variables', () => {
    const text = `# comment
variable "TAG" { default = "latest" }
variable "DIR" {
  default = "api"
}
group "default" { targets = ["api"] }
target "_common" {
  args = { A = "1", B = TAG }
  cache-to = ["type=gha,mode=max"]
}
target "api" {
  inherits = ["_common"]
  context = "./\${DIR}"
  dockerfile = "Dockerfile.prod"
  target = "prod"
  args = { C = upper("x") }
  tags = ["x:\${TAG}"]
}
target "odd" {
  context = join("/", ["a", "b"])
  dockerfile-inline = <<EOT
FROM scratch
target "no" {}
EOT
}
`;
    expect(read({ 'docker-bake.hcl': text }).consumers).toMatchObject([
      { kind: 'bake', name: '_common', dockerfile: 'Dockerfile' },
      {
        name: 'api',
        lines: { first: 11, last: 18 },
        context: 'api',
        dockerfile: 'api/Dockerfile.prod',
        target: 'prod',
        buildArgs: { A: '1', B: 'latest', C: null },
        cacheTo: 'type=gha,mode=max',
      },
      { name: 'odd', context: null, dockerfile: null },
    ]);
  });

  test('in JSON name theirs', () => {
    const text = '{ "target": { "a": { "context": "web", "args": { "X": "1" } }, "b": {} } }';
    expect(read({ 'docker-bake.json': text }).consumers).toMatchObject([
      { name: 'a', context: 'web', dockerfile: 'web/Dockerfile', buildArgs: { X: '1' } },
      { name: 'b', context: '', dockerfile: 'Dockerfile' },
    ]);
    expect(read({ 'docker-bake.json': '{' }).problems).toMatchObject([{ path: 'docker-bake.json' }]);
  });

  test.each([
    'target "x" {',
    'target "x" { context = [',
    'target "x" { a = { b = ',
    'target "x" { a = "',
    '}}}}',
    'target "x" { context = a ? "b" : "c" }',
  ])('are read over where they are broken: %j', (text) => {
    expect(() => readHcl(text)).not.toThrow();
  });

  test('know nothing of an expression', () => {
    expect(
      read({ 'docker-bake.hcl': 'target "x" {\n  context = a ? "b" : "c"\n  target = a ? "b" : "c"\n}' }).consumers,
    ).toMatchObject([{ context: null, dockerfile: null, target: '${}' }]);
  });
});

describe('a devcontainer', () => {
  test('names its Dockerfile, in JSON with comments', () => {
    const text =
      '{\n  // here "x"\n  "name": "dev // not a comment", /* and */\n  "build": { "dockerfile": "Dockerfile", "context": "..", "args": { "A": "1" }, },\n  "remoteUser": "node",\n}';
    expect(read({ '.devcontainer/devcontainer.json': text }).consumers).toMatchObject([
      {
        kind: 'devcontainer',
        name: 'dev // not a comment',
        dockerfile: '.devcontainer/Dockerfile',
        context: '',
        buildArgs: { A: '1' },
        user: 'node',
      },
    ]);
    expect(read({ '.devcontainer.json': '{ "dockerFile": "Dockerfile" }' }).consumers).toMatchObject([
      { dockerfile: 'Dockerfile', context: '' },
    ]);
  });

  test('may hold a comment that looks like an end', () => {
    const text = '{ "build": { "dockerfile": "Dockerfile" },\n  // "features": {},\n  /* ] */ "name": "a, }" }';
    expect(read({ '.devcontainer.json': text }).consumers).toMatchObject([{ name: 'a, }', dockerfile: 'Dockerfile' }]);
  });

  test('names the Dockerfile of its compose service', () => {
    const { consumers } = read({
      '.devcontainer/devcontainer.json':
        '{ "dockerComposeFile": ["../docker-compose.yml", "docker-compose.yml"], "service": "web" }',
      'docker-compose.yml': 'services: { web: { build: ./web, command: start } }',
      '.devcontainer/docker-compose.yml': 'services: { web: { command: sleep infinity, volumes: [".:/work"] } }',
    });
    expect(consumers.find(({ kind }) => kind === 'devcontainer')).toMatchObject({
      file: '.devcontainer/devcontainer.json',
      dockerfile: 'web/Dockerfile',
      command: 'sleep infinity',
      mounts: [{ kind: 'bind', source: '', target: '/work' }],
    });
  });

  test('that is broken is a problem', () => {
    expect(read({ '.devcontainer.json': '{ "a": ' }).problems).toMatchObject([{ path: '.devcontainer.json' }]);
  });
});

test('a Procfile names its processes', () => {
  expect(read({ 'api/Procfile': '# x\nweb: node server.js\nworker:  node work.js --all \n' }).consumers).toMatchObject([
    {
      kind: 'procfile',
      name: 'web',
      command: 'node server.js',
      context: 'api',
      dockerfile: null,
      lines: { first: 2, last: 2 },
    },
    { name: 'worker', command: 'node work.js --all' },
  ]);
});

test('heroku.yml names Dockerfiles, targets and commands', () => {
  const text =
    'build:\n  docker:\n    web: Dockerfile\n    worker:\n      dockerfile: worker/Dockerfile\n      target: prod\n  config:\n    A: b\nrun:\n  web: node .\n  release:\n    image: worker\n    command:\n      - ./migrate\n';
  expect(read({ 'heroku.yml': text }).consumers).toMatchObject([
    {
      name: 'web',
      dockerfile: 'Dockerfile',
      context: '',
      command: 'node .',
      buildArgs: { A: 'b' },
      lines: { first: 3 },
    },
    { name: 'worker', dockerfile: 'worker/Dockerfile', context: 'worker', target: 'prod', command: null },
    { name: 'release', dockerfile: 'worker/Dockerfile', target: 'prod', command: './migrate' },
  ]);
});

test('skaffold names its artifacts, profiles and builders', () => {
  const text = `apiVersion: skaffold/v4beta6
kind: Config
build:
  local: { useBuildkit: false }
  artifacts:
    - image: api
      context: api
      docker: { dockerfile: Dockerfile.prod, target: prod, buildArgs: { A: b } }
    - { image: packs, buildpacks: { builder: x } }
profiles:
  - name: cluster
    build:
      artifacts: [{ image: web, kaniko: { target: x } }]
---
kind: Config
build: { artifacts: [{ image: second }] }
`;
  expect(read({ 'deploy/skaffold.yaml': text }).consumers).toMatchObject([
    {
      kind: 'skaffold',
      name: 'api',
      context: 'deploy/api',
      dockerfile: 'deploy/api/Dockerfile.prod',
      target: 'prod',
      buildArgs: { A: 'b' },
      builder: 'classic',
      lines: { first: 6, last: 8 },
    },
    { name: 'web', context: 'deploy', dockerfile: 'deploy/Dockerfile', target: 'x', builder: 'kaniko' },
    { name: 'second', dockerfile: 'deploy/Dockerfile', builder: null },
  ]);
});

test('a repository without any of these has no consumers', () => {
  expect(read({ Dockerfile: 'FROM scratch', 'src/a.js': '' })).toEqual({ consumers: [], problems: [] });
});
