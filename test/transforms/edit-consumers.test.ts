import { describe, expect, it } from 'vitest';
import { BUILD, dockerfile, type Files, migrated, server } from './project.ts';

const TOOLS = { nodemon: '3.1.9', 'wait-on': '8.0.1' };
const SCRIPTS = { dev: 'nodemon src/index.ts' };

function moved(compose: string, lines: readonly string[] = BUILD, files: Files = {}) {
  const project = server({ devDependencies: TOOLS, scripts: SCRIPTS }, { 'compose.yaml': compose, ...files });
  return migrated(dockerfile(lines), project, { editConsumers: true });
}

/** The lines of the stage for development. */
function development(text: string): string {
  const start = text.indexOf(' AS development');
  return start === -1 ? '' : text.slice(text.lastIndexOf('FROM', start), text.indexOf('\n\n', start));
}

const MOUNTS = 'services:\n  web:\n    build: .\n    command: npm run dev\n    volumes: [".:/app"]\n';

describe('--edit-consumers', () => {
  it('adds no stage where nobody needs one', () => {
    const { text, others } = moved('services:\n  web:\n    build: .\n');
    expect(others).not.toContain('compose.yaml');
    expect(text).not.toContain('development');
  });

  it('leaves the compose file alone without the option', () => {
    const project = server({ devDependencies: TOOLS, scripts: SCRIPTS }, { 'compose.yaml': MOUNTS });
    const { codes, others } = migrated(dockerfile(BUILD), project);
    expect(codes).toContain('split-stages/compose-mounts-source');
    expect(others).not.toContain('compose.yaml');
  });

  it('gives the stage everything that stood behind the build, in its order', () => {
    const { text, others } = moved(MOUNTS, [
      'RUN npm install -g pm2',
      'EXPOSE 3000',
      ...BUILD,
      'ENV MODE=a',
      'RUN mkdir -p /data',
      'HEALTHCHECK CMD ["node", "-e", "0"]',
    ]);
    expect(others).toContain('compose.yaml');
    expect(development(text)).toBe(
      [
        'FROM builder AS development',
        'EXPOSE 3000',
        'ENV MODE=a',
        'RUN mkdir -p /data',
        'HEALTHCHECK CMD ["node", "-e", "0"]',
        'CMD ["node", "dist/index.js"]',
      ].join('\n'),
    );
  });

  it('starts the stage where nothing is removed yet', () => {
    const { text } = moved(MOUNTS, ['COPY . .', 'RUN npm ci', 'RUN npm run build'], {
      'src/index.ts':
        "import express from 'express';\nimport fs from 'fs';\nfs.readFileSync(process.argv[3]);\nexpress().listen(3000);\n",
    });
    expect(text).toContain('FROM builder AS production-deps\nRUN npm prune');
    expect(development(text)).toBe('FROM builder AS development\nCMD ["node", "dist/index.js"]');
    expect(text).toContain('COPY --from=production-deps --chown=node:node /app ./');
  });

  it('moves a service whose health check needs a development dependency', () => {
    const { text, codes, others } = moved(
      'services:\n  web:\n    build: .\n    healthcheck:\n      test: ["CMD", "npx", "wait-on", "tcp:3000"]\n',
    );
    expect(codes).toContain('split-stages/consumer-moved');
    expect(others).toContain('compose.yaml');
    expect(text).toContain('npm prune');
  });

  it.each([
    [
      'another one builds the same image for production',
      'services:\n  web: &web\n    build: .\n    command: npm run dev\n    volumes: [".:/app"]\n  api:\n    <<: *web\n    command: node dist/index.js\n    volumes: []\n',
    ],
    [
      'it is no service of a compose file',
      MOUNTS,
      { Makefile: 'dev:\n\tdocker build -t a . && docker run -v $(PWD):/app a npm run dev\n' },
    ],
  ])('moves nobody where %s', (_, compose, files: Files = {}) => {
    const { text, codes, others } = moved(compose, BUILD, files);
    expect(codes).toContain('split-stages/consumer-not-editable');
    expect(others).not.toContain('compose.yaml');
    expect(text).not.toContain('development');
  });
});
