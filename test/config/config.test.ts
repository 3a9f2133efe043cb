import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv';
import { describe, expect, it } from 'vitest';
import { mirrorsOf } from '../../src/base-images/mirrors.ts';
import { readImageReference } from '../../src/dockerfile/image-reference.ts';
import { migrate } from '../../src/index.ts';
import type { Options } from '../../src/options.ts';
import { TRANSFORMS } from '../../transforms/index.ts';
import { folderWith, gitFolderWith, msbMigrate } from '../cli/desk.ts';

const APPLICATION = {
  'package.json': '{"name":"x","version":"1.0.0","dependencies":{"ms":"2.1.3"}}',
  'package-lock.json':
    '{"name":"x","version":"1.0.0","lockfileVersion":3,"packages":{"":{"name":"x","version":"1.0.0","dependencies":{"ms":"2.1.3"}},"node_modules/ms":{"version":"2.1.3","resolved":"https://registry.npmjs.org/ms/-/ms-2.1.3.tgz","integrity":"sha512-x"}}}',
  'server.js': "require('http').createServer((_, answer) => answer.end('x')).listen(3000);\n",
  '.dockerignore': 'node_modules\n',
};
const DOCKERFILE =
  'FROM node:20\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .\nCMD ["node", "server.js"]\n';
const run = (folder: string, argv: readonly string[] = []) =>
  msbMigrate(folder, ['--stdout', '-q', ...argv, 'Dockerfile'], { run: migrate, transforms: TRANSFORMS });
const project = (files: Readonly<Record<string, string>>, dockerfile = DOCKERFILE) =>
  gitFolderWith({ ...APPLICATION, Dockerfile: dockerfile, ...files });

describe('a configuration file', () => {
  it('turns transforms off and on, and sets their options', async () => {
    expect((await run(project({}))).stdout).toContain(
      'FROM node:20-alpine\nWORKDIR /app\nRUN chown node:node /app\nUSER node\n',
    );
    const off = { transforms: { 'add-non-root-user': false, 'swap-base-image': { base: 'slim' } } };
    const { stdout } = await run(project({ 'msb-migrate.config.json': JSON.stringify(off) }));
    expect(stdout).toContain('FROM node:20-slim\n');
    expect(stdout).not.toContain('USER');
  });

  it('is also a key of package.json, or JavaScript', async () => {
    const config = { transforms: { 'swap-base-image': false } };
    const inManifest = project({
      'package.json': JSON.stringify({ ...JSON.parse(APPLICATION['package.json']), 'msb-migrate': config }),
    });
    expect((await run(inManifest)).stdout).toContain('FROM node:20\n');
    const script = project({ 'msb-migrate.config.mjs': `export default ${JSON.stringify(config)};\n` });
    expect((await run(script)).stdout).toContain('FROM node:20\n');
  });

  it('in a nearer folder wins, and ends the search where it says root', async () => {
    const above = JSON.stringify({ transforms: { 'swap-base-image': false, 'add-non-root-user': false } });
    const near = { transforms: { 'swap-base-image': true } };
    const inApi = Object.fromEntries(
      Object.entries({ ...APPLICATION, Dockerfile: DOCKERFILE }).map(([name, text]) => [`api/${name}`, text]),
    );
    const folder = gitFolderWith({
      ...inApi,
      'msb-migrate.config.json': above,
      'api/msb-migrate.config.json': JSON.stringify(near),
    });
    const both = (await run(join(folder, 'api'))).stdout;
    expect(both).toContain('FROM node:20-alpine\n');
    expect(both).not.toContain('USER');
    writeFileSync(join(folder, 'api/msb-migrate.config.json'), JSON.stringify({ ...near, root: true }));
    expect((await run(join(folder, 'api'))).stdout).toContain('USER node');
  });

  it('loses against the command line, and is not read with --no-config', async () => {
    const folder = project({
      'msb-migrate.config.json': '{"transforms":{"swap-base-image":{"base":"keep"},"add-non-root-user":false}}',
    });
    expect((await run(folder)).stdout).toContain('FROM node:20\n');
    expect((await run(folder, ['--base', 'slim'])).stdout).toContain('FROM node:20-slim\n');
    expect((await run(folder, ['--only', 'add-non-root-user'])).stdout).toContain('USER node');
    expect((await run(folder, ['--no-config'])).stdout).toContain(
      'FROM node:20-alpine\nWORKDIR /app\nRUN chown node:node /app\nUSER node\n',
    );
    writeFileSync(join(folder, 'other.json'), '{"transforms":{"add-non-root-user":false}}');
    const other = (await run(folder, ['--config', 'other.json'])).stdout;
    expect(other).toContain('FROM node:20-alpine\n');
    expect(other).not.toContain('USER');
  });

  it.each([
    ['{"transfroms":{}}', 'there is no key «transfroms». Did you mean transforms?'],
    ['{"transforms":{"split-stage":false}}', 'there is no transform «split-stage». Did you mean split-stages?'],
    [
      '{"transforms":{"swap-base-image":{"bass":"slim"}}}',
      '«swap-base-image» has no option «bass». Did you mean base?',
    ],
    ['{"transforms":{"swap-base-image":{"base":"tiny"}}}', '"tiny" is no value of «base» of «swap-base-image»'],
    ['{"transforms":{"clean-packages":{"x":1}}}', '«clean-packages» has no option «x». It has none'],
    ['{"transforms":{"split-stages":{"editConsumers":1}}}', '1 is no value of «editConsumers» of «split-stages»'],
    ['{"transforms":{"serve-with-nginx":{"server":"x"}}}', '"x" is no value of «server» of «serve-with-nginx»'],
    ['{"transforms":{"replace-dev-server":{"server":1}}}', '1 is no value of «server» of «replace-dev-server»'],
    ['{"transforms":{"strip-symbols":{"strip":"yes"}}}', '"yes" is no value of «strip» of «strip-symbols»'],
    ['{"transforms":{"split-stages":1}}', '«transforms» holds something that is neither'],
    ['{"images":{"a":1}}', '«images» holds something that is no image'],
    ['{"exclude":"a"}', '«exclude» is no list'],
    ['{"root":1}', '«root» is neither'],
    ['[]', 'it holds no object'],
    ['{', 'it cannot be read ('],
    ['{"customTransforms":["./nothing.js"]}', 'it cannot be read ('],
  ])('that says %s is an error that names file and remedy', async (text, message) => {
    const said = await run(project({ 'msb-migrate.config.json': text }));
    expect(said.code).toBe(2);
    expect(said.stdout).toBe('');
    expect(said.stderr).toContain(message);
    expect(said.stderr).toContain(text.includes('nothing') ? 'nothing.js' : 'msb-migrate.config.json: ');
  });

  it('that is wrong is said once, however many Dockerfiles it holds for', async () => {
    const folder = project({
      'msb-migrate.config.json': '{"transfroms":{}}',
      'a.Dockerfile': DOCKERFILE,
      'b/msb-migrate.config.json': '{"root":true}',
      'b/Dockerfile': 'FROM scratch\nCOPY x /\n',
    });
    const said = await msbMigrate(folder, [], { run: migrate, transforms: TRANSFORMS });
    expect(said.stderr.match(/there is no key «transfroms»/g)).toHaveLength(1);
    expect(said.stderr).toContain('3 files: 1 unchanged, 2 refused');
    expect(said.code).toBe(2);
    const json = JSON.parse((await msbMigrate(folder, ['--json'], { run: migrate, transforms: TRANSFORMS })).stdout);
    expect(json.files.filter(({ problem }: { problem: unknown }) => problem)).toHaveLength(2);
  });

  it('asks for what the command line asks for, where that says nothing else', async () => {
    const seen: Options[] = [];
    const look = (argv: readonly string[]) => {
      const run: typeof migrate = (input) => {
        seen.push(input.options);
        return migrate(input);
      };
      return msbMigrate(folder, argv, { run, transforms: TRANSFORMS });
    };
    const folder = project({
      'msb-migrate.config.json':
        '{"transforms":{"serve-with-nginx":{"server":"nginx"},"replace-dev-server":{"server":"replace"},"split-stages":{"editConsumers":true},"strip-symbols":{"strip":true}}}',
    });
    await look([]);
    await look(['--static-server', 'keep', '--dev-server', 'keep']);
    const asked = { staticServer: 'nginx', devServer: 'replace', editConsumers: true, strip: true };
    expect(seen[0]).toMatchObject(asked);
    expect(seen[1]).toMatchObject({ ...asked, staticServer: 'keep', devServer: 'keep' });
  });

  it('leaves Dockerfiles out by pattern', async () => {
    const folder = project({
      'msb-migrate.config.json': '{"exclude":["*.Dockerfile","old/**"]}',
      'a.Dockerfile': DOCKERFILE,
    });
    const said = await msbMigrate(folder, ['-v'], { run: migrate, transforms: TRANSFORMS });
    expect(said.stderr).toContain(
      'a.Dockerfile: unchanged\n  · read-dockerfile  left out by «*.Dockerfile» in msb-migrate.config.json\n',
    );
    expect(said.stderr).toMatch(/^Dockerfile: would change/);
  });

  it('has a schema that takes what the program takes', () => {
    const schema = JSON.parse(
      readFileSync(fileURLToPath(new URL('../../msb-migrate.schema.json', import.meta.url)), 'utf8'),
    );
    const valid = new Ajv.default({ allowUnionTypes: true }).compile(schema);
    expect(
      valid({
        root: true,
        transforms: {
          'swap-base-image': { base: 'slim' },
          'strip-symbols': { strip: true },
          'split-stages': false,
          mine: true,
        },
        images: { a: 'b' },
      }),
    ).toBe(true);
    expect(valid({ transforms: { 'swap-base-image': { base: 'x', other: 1 } } })).toBe(false);
    expect(valid({ transfroms: {} })).toBe(false);
  });
});

describe('private mirrors', () => {
  const images = { images: { 'mirror.example/library': 'docker.io/library', 'mirror.example/base/our-node': 'node' } };
  const on = (image: string, config: unknown = images, argv: readonly string[] = []) =>
    run(project({ 'msb-migrate.config.json': JSON.stringify(config) }, DOCKERFILE.replace('node:20', image)), argv);

  it('are read as what they are copies of, and written back', async () => {
    expect((await on('mirror.example/library/node:20')).stdout).toContain(
      'FROM mirror.example/library/node:20-alpine\nWORKDIR /app\nRUN chown node:node /app\nUSER node\n',
    );
    expect((await on('mirror.example/base/our-node:20')).stdout).toContain(
      'FROM mirror.example/base/our-node:20-alpine\n',
    );
  });

  it('that nobody told of stay unknown', async () => {
    for (const image of ['mirror.example/library/node:20', 'mirror.example/libraryother/node:20'])
      expect((await on(image, image.includes('other') ? images : {})).stdout).toContain(`FROM ${image}\n`);
  });

  it('bring images of other publishers only where they have them', async () => {
    const said = async (image: string, config: unknown) => {
      const folder = project(
        { 'msb-migrate.config.json': JSON.stringify(config) },
        DOCKERFILE.replace('node:20', image),
      );
      return (await msbMigrate(folder, ['--base', 'distroless'], { run: migrate, transforms: TRANSFORMS })).stderr;
    };
    const both = { images: { ...images.images, 'mirror.example/distroless': 'gcr.io/distroless' } };
    expect(await said('node:22', both)).toContain('tools that gcr.io/distroless/nodejs22');
    expect(await said('mirror.example/library/node:22', both)).toContain(
      'tools that mirror.example/distroless/nodejs22',
    );
    expect(await said('mirror.example/library/node:22', images)).not.toContain('nodejs22');
  });

  it('take the longest name that fits, and Docker Hub’s short names for what they are', () => {
    const mirrors = mirrorsOf({
      'm.example': 'docker.io',
      'm.example/special/': 'gcr.io/distroless',
      'm.example/n': 'node',
    });
    const known = (text: string) => {
      const { prefix, name, tag, text: written } = mirrors.known(readImageReference(text));
      return `${prefix}/${name}:${tag} ${written === text}`;
    };
    expect(known('m.example/library/node:20')).toBe('docker.io/library/node:20 true');
    expect(known('m.example/special/static:1')).toBe('gcr.io/distroless/static:1 true');
    expect(known('m.example/n:20')).toBe('docker.io/library/node:20 true');
    expect(known('m.examples/n:20')).toBe('m.examples/n:20 true');
    const from = readImageReference('m.example/n:20');
    expect(mirrors.written('nginx:1', from)).toBe('m.example/library/nginx:1');
    expect(mirrors.written('nginxinc/x:1', from)).toBe('m.example/nginxinc/x:1');
    expect(mirrors.written('mcr.example/x:1', from)).toBe(null);
    expect(mirrors.written('mcr.example/x:1', readImageReference('node:20'))).toBe('mcr.example/x:1');
  });
});

describe('comments in a Dockerfile', () => {
  it('leave the whole file alone', async () => {
    for (const text of [
      `# msb-migrate: skip\n${DOCKERFILE}`,
      `${DOCKERFILE}# MSB-Migrate:skip\n`,
      DOCKERFILE.replace('RUN', '# msb-migrate: skip\r\nRUN'),
    ])
      expect((await run(project({}, text))).stdout).toBe(text);
  });

  it('turn transforms off', async () => {
    const { stdout } = await run(project({}, `# msb-migrate: skip=swap-base-image, add-non-root-user\n${DOCKERFILE}`));
    expect(stdout).toContain('FROM node:20\n');
    expect(stdout).not.toContain('USER');
  });

  it('that name no transform are an error with the line and the nearest name', async () => {
    const said = await run(project({}, DOCKERFILE.replace('RUN', '# msb-migrate: skip=swap-base-imge\nRUN')));
    expect(said.code).toBe(2);
    expect(said.stderr).toContain(
      'Dockerfile:4: the comment names a transform «swap-base-imge», which there is not. Did you mean swap-base-image?',
    );
  });

  it('that only look like one change nothing', async () => {
    const text = DOCKERFILE.replace('RUN npm ci', 'RUN echo "# msb-migrate: skip" && npm ci');
    expect((await run(project({}, text))).stdout).toContain('node:20-alpine');
  });
});

describe('transforms of one’s own', () => {
  const MODULE = `
    export const labels = {
      name: 'add-team-label', summary: 'labels the image with its team', phase: 'clean', safety: 'A label changes nothing that runs.', owns: ['LABEL'],
      reasons: { labelled: { verdict: 'changed', title: 'Labelled.', sentence: ({ team }) => 'the image is labelled with ' + team, explanation: 'It is.' } },
      run(plan) {
        const last = plan.stages.at(-1);
        if (last.steps.some((step) => step.text?.startsWith('LABEL team') || step.of?.text.startsWith('LABEL team'))) return { plan, decisions: [] };
        const step = { kind: 'added', text: 'LABEL team=web', why: 'asked for' };
        const changes = [{ field: 'LABEL', before: '', after: 'team=web' }];
        return {
          plan: { ...plan, stages: [...plan.stages.slice(0, -1), { ...last, steps: [step, ...last.steps] }] },
          decisions: [{ verdict: 'changed', transform: 'add-team-label', code: 'labelled', data: { team: 'web' }, evidence: [], at: [], changes }],
        };
      },
    };`;

  it('run beside the others, checked by the same laws', async () => {
    const folder = project({ 'msb-migrate.config.json': '{"customTransforms":["./label.mjs"]}', 'label.mjs': MODULE });
    expect((await run(folder)).stdout).toMatch(/FROM node:20-alpine\n(?:.*\n)*LABEL team=web\n/);
    const said = await msbMigrate(folder, ['Dockerfile'], { run: migrate, transforms: TRANSFORMS });
    expect(said.stderr).toContain('✓ add-team-label     the image is labelled with web');
    writeFileSync(
      join(folder, 'msb-migrate.config.json'),
      '{"customTransforms":["./label.mjs"],"transforms":{"add-team-label":false}}',
    );
    expect((await run(folder)).stdout).not.toContain('LABEL');
  });

  it('whose change breaks a law leave the file alone', async () => {
    const folder = project({
      'msb-migrate.config.json': '{"customTransforms":["./label.mjs"]}',
      'label.mjs': MODULE.replace(', at: [], changes', ', at: []'),
    });
    const said = await run(folder);
    expect(said.code).toBe(3);
    expect(said.stderr).toContain('breaks the law');
  });

  it('with a name that is taken, or without what a transform needs, are errors', async () => {
    const taken = project({
      'msb-migrate.config.json': '{"customTransforms":["./label.mjs"]}',
      'label.mjs': MODULE.replace("'add-team-label', summary", "'split-stages', summary"),
    });
    expect((await run(taken)).stderr).toContain('two transforms are called «split-stages»');
    const none = project({
      'msb-migrate.config.json': '{"customTransforms":["./label.mjs"]}',
      'label.mjs': 'export const x = 1;',
    });
    expect((await run(none)).stderr).toContain('«./label.mjs» exports no transform');
    const half = project({ 'msb-migrate.config.mjs': "export default { customTransforms: [{ name: 'x' }] };" });
    expect((await run(half)).stderr).toContain('it has no «summary»');
  });
});

describe('a configuration outside of git', () => {
  it('is found in the folders of the repository only', async () => {
    const outer = folderWith({ 'msb-migrate.config.json': '{"nonsense":1}' });
    const inner = join(outer, 'project');
    for (const [name, text] of Object.entries({ ...APPLICATION, Dockerfile: DOCKERFILE })) {
      mkdirSync(dirname(join(inner, name)), { recursive: true });
      writeFileSync(join(inner, name), text);
    }
    expect((await run(inner)).stdout).toContain('node:20-alpine');
  });
});
