import { describe, expect, test } from 'vitest';
import { readCiConsumers } from '../../../src/repository/consumers/continuous-integration.ts';
import { memoryRepository } from '../../../src/repository/memory.ts';

const DOCKERFILES = { Dockerfile: '', 'api/Dockerfile': '', 'web/Dockerfile': '', 'web/Dockerfile.prod': '' };
const read = (file: string, text: string) => readCiConsumers(memoryRepository({ ...DOCKERFILES, [file]: text }));
const workflow = (steps: string, job = '') =>
  read('.github/workflows/ci.yml', `on: push\njobs:\n  build:\n${job}    steps:\n${steps}`).consumers;

describe('a GitHub workflow', () => {
  test('builds with docker/build-push-action', () => {
    expect(
      workflow(`      - uses: docker/build-push-action@v6
        with:
          context: web
          file: web/Dockerfile.prod
          target: prod
          build-args: |
            A=1
            B=x=y
          cache-to: type=gha,mode=max
`),
    ).toMatchObject([
      {
        kind: 'ci',
        name: 'build',
        lines: { first: 5, last: 13 },
        context: 'web',
        dockerfile: 'web/Dockerfile.prod',
        target: 'prod',
        buildArgs: { A: '1', B: 'x=y' },
        cacheTo: 'type=gha,mode=max',
      },
    ]);
  });

  test.each([
    ['{}', '', 'Dockerfile'],
    ['{ context: . }', '', 'Dockerfile'],
    ['{ context: ./api }', 'api', 'api/Dockerfile'],
    ['{ file: ./web/Dockerfile.prod }', '', 'web/Dockerfile.prod'],
    ['{ context: "{{defaultContext}}:web", file: Dockerfile.prod }', 'web', 'web/Dockerfile.prod'],
    ['{ context: "${{ github.workspace }}/api" }', 'api', 'api/Dockerfile'],
    ['{ context: "${{ inputs.x }}" }', null, null],
    ['{ context: "https://github.com/a/b.git" }', null, null],
  ])('with %s builds in %j from %j', (inputs, context, dockerfile) => {
    expect(workflow(`      - uses: docker/build-push-action@v6\n        with: ${inputs}\n`)).toMatchObject([
      { context, dockerfile },
    ]);
  });

  test('counts a matrix once for each combination', () => {
    const step =
      '      - uses: docker/build-push-action@v6\n        with: { context: "${{ matrix.app }}", file: "${{ matrix.app }}/${{ matrix.file || 1 }}" }\n';
    expect(workflow(step, '    strategy: { matrix: { app: [api, web] } }\n').map(({ context }) => context)).toEqual([
      'api',
      'web',
    ]);
    const included = (os: string) =>
      `    strategy: { matrix: { include: [ { app: api }, { app: web } ], os: ${os} } }\n`;
    const run = '      - run: docker build ${{ matrix.app }}\n';
    expect(workflow(run, included('[a]')).map(({ context }) => context)).toEqual(['api', 'web']);
    expect(workflow(run, included('[a, b]')).map(({ context }) => context)).toEqual(['api', 'web']);
    const added = '    strategy: { matrix: { app: [api], include: [ { app: web }, { app: api, x: 1 } ] } }\n';
    expect(workflow(run, added).map(({ context }) => context)).toEqual(['api', 'web']);
  });

  test('builds in run steps, in the folder that they run in', () => {
    const step =
      '      - run: |\n          echo\n          docker build -t x .\n        working-directory: api\n      - run: docker build $DIR\n        env: { DIR: web }\n';
    expect(workflow(step)).toMatchObject([
      { context: 'api', dockerfile: 'api/Dockerfile', lines: { first: 7, last: 7 } },
      { context: 'web', lines: { first: 9, last: 9 } },
    ]);
    expect(
      workflow('      - run: docker build .\n', '    defaults: { run: { working-directory: web } }\n'),
    ).toMatchObject([{ context: 'web' }]);
    expect(workflow('      - run: DOCKER_BUILDKIT=0 docker build .\n')).toMatchObject([{ builder: 'classic' }]);
    expect(workflow('      - run: docker build .\n', '    env: { DOCKER_BUILDKIT: 0 }\n')).toMatchObject([
      { builder: 'classic' },
    ]);
  });
});

describe('other CI files', () => {
  test('of GitLab are read job by job, with their variables', () => {
    const text =
      'variables:\n  APP: web\n\nimage:\n  script:\n    - cd $APP\n    - docker build\n      -f Dockerfile.prod .\nkaniko:\n  script:\n    - /kaniko/executor --context "${CI_PROJECT_DIR}/api" --dockerfile "${CI_PROJECT_DIR}/api/Dockerfile" --target prod\n';
    expect(read('.gitlab-ci.yml', text).consumers).toMatchObject([
      { name: 'image', context: 'web', dockerfile: 'web/Dockerfile.prod', lines: { first: 7 } },
      {
        name: 'kaniko',
        context: 'api',
        dockerfile: 'api/Dockerfile',
        target: 'prod',
        builder: 'kaniko',
        lines: { first: 11 },
      },
    ]);
  });

  test.each([
    ['.circleci/config.yml', 'jobs:\n  build:\n    steps:\n      - run: docker build api\n'],
    [
      '.circleci/config.yml',
      'jobs:\n  build:\n    steps:\n      - run:\n          name: x\n          command: |\n            docker build api\n',
    ],
    ['.travis.yml', 'script:\n  - docker build api\n'],
    ['azure-pipelines.yml', 'steps:\n  - script: docker build api\n'],
    [
      'azure-pipelines.yml',
      'steps:\n  - task: Docker@2\n    inputs: { command: buildAndPush, Dockerfile: api/Dockerfile }\n',
    ],
    ['bitbucket-pipelines.yml', 'pipelines:\n  default:\n    - step:\n        script:\n          - docker build api\n'],
    ['Jenkinsfile', "pipeline { stages { stage('x') { steps { sh 'docker build -t x api' } } } }"],
    ['Jenkinsfile', "node { sh '''\n  cd api\n  docker build .\n''' }"],
    ['Jenkinsfile', 'node { def image = docker.build("x:${env.BUILD_ID}", "-f api/Dockerfile api") }'],
    ['cloudbuild.yaml', "steps:\n  - name: gcr.io/cloud-builders/docker\n    args: ['build', '-t', 'x', 'api']\n"],
    [
      'cloudbuild.yaml',
      "steps:\n  - name: gcr.io/cloud-builders/docker\n    dir: api\n    entrypoint: bash\n    args: ['-c', 'docker build -t x .']\n",
    ],
    [
      'cloudbuild.yaml',
      "steps:\n  - name: gcr.io/kaniko-project/executor\n    args: ['--context=api', '--destination=x']\n",
    ],
  ])('%s: %j builds api', (file, text) => {
    expect(read(file, text).consumers).toMatchObject([
      { kind: 'ci', file, context: 'api', dockerfile: 'api/Dockerfile' },
    ]);
  });

  test('of Google Cloud Build use the classic builder unless told otherwise', () => {
    const step = "steps:\n  - name: gcr.io/cloud-builders/docker\n    args: ['build', '.']\n";
    expect(read('cloudbuild.yaml', step).consumers[0]?.builder).toBe('classic');
    expect(read('cloudbuild.yaml', `${step}    env: ['DOCKER_BUILDKIT=1']\n`).consumers[0]?.builder).toBe(null);
  });

  test('that are broken are problems', () => {
    expect(read('.gitlab-ci.yml', 'docker: [\n').problems).toMatchObject([{ path: '.gitlab-ci.yml' }]);
    expect(read('.github/workflows/x.yml', 'jobs: { a: 1, docker: { steps: 3 } }')).toEqual({
      consumers: [],
      problems: [],
    });
  });
});
