import { describe, expect, it } from 'vitest';
import { BUILD, dockerfile, type Files, migrated, server } from './project.ts';

const asked = { base: 'distroless' } as const;

interface Case {
  readonly title: string;
  readonly lines?: readonly string[];
  readonly start?: string;
  readonly base?: string;
  readonly files?: Files;
  /** The whole file. */
  readonly text?: string;
}

function source({ lines = BUILD, start, base, text }: Case): string {
  return text ?? dockerfile(lines, { ...(base ? { base } : {}), ...(start === undefined ? {} : { start }) });
}

const COMPILED = { 'src/index.ts': "import express from 'express';\nexpress().listen(3000);\n" };

/** What becomes of ENTRYPOINT, CMD and HEALTHCHECK. */
const STARTS: readonly (Case & { readonly has: readonly string[]; readonly lacks?: readonly string[] })[] = [
  {
    title: 'leaves the word node to the image’s own entrypoint',
    has: ['FROM gcr.io/distroless/nodejs20-debian13 AS runtime', 'CMD ["dist/index.js"]', 'USER nonroot'],
  },
  {
    title: 'keeps flags of node',
    start: '["node", "--enable-source-maps", "dist/index.js"]',
    has: ['CMD ["--enable-source-maps", "dist/index.js"]'],
  },
  {
    title: 'knows node by its path',
    start: '["/usr/local/bin/node", "dist/index.js"]',
    has: ['CMD ["dist/index.js"]'],
  },
  { title: 'writes a plain line of shell in exec form', start: 'node dist/index.js', has: ['CMD ["dist/index.js"]'] },
  { title: 'writes what npm start runs', start: '["npm", "start"]', has: ['CMD ["dist/index.js"]'], lacks: ['"npm"'] },
  { title: 'writes what npm run start runs', start: 'npm run start', has: ['CMD ["dist/index.js"]'] },
  {
    title: 'writes the path of node in an own entrypoint',
    lines: [...BUILD, 'ENTRYPOINT ["node"]'],
    start: '["dist/index.js"]',
    has: ['ENTRYPOINT ["/nodejs/bin/node"]', 'CMD ["dist/index.js"]'],
  },
  {
    title: 'writes an entrypoint in shell form as exec form',
    text: ['FROM node:20', 'WORKDIR /app', ...BUILD, 'ENTRYPOINT node dist/index.js', ''].join('\n'),
    has: ['ENTRYPOINT ["/nodejs/bin/node", "dist/index.js"]'],
  },
  {
    title: 'writes a health check in exec form',
    lines: [...BUILD, 'HEALTHCHECK --interval=5s CMD node dist/check.js || exit 1'],
    files: server({}, { 'src/check.ts': '' }),
    has: ['HEALTHCHECK --interval=5s CMD ["/nodejs/bin/node", "dist/check.js"]'],
  },
  {
    title: 'lets node ask for the URL of a health check with curl',
    lines: [...BUILD, 'HEALTHCHECK CMD curl -f http://localhost:3000/ || exit 1'],
    has: ['HEALTHCHECK CMD ["/nodejs/bin/node", "-e", "require(\'http\')'],
  },
  {
    title: 'takes the image on Debian 12 where there is no newer one, and says that it is not built any more',
    base: 'node:18',
    has: ['FROM gcr.io/distroless/nodejs18-debian12 AS runtime'],
  },
];

const REFUSALS: readonly (Case & { readonly says: string })[] = [
  { title: 'a chain of commands', start: 'echo up && node dist/index.js', says: 'needs a shell: it is more than one' },
  { title: 'a variable in the start command', start: 'node dist/index.js $FLAGS', says: 'holds a variable' },
  { title: 'a variable that the start command sets', start: 'A=1 node dist/index.js', says: 'it sets a variable' },
  {
    title: 'a script that runs before npm start',
    start: '["npm", "start"]',
    files: server({ scripts: { prestart: 'echo up' } }),
    says: 'runs the script «prestart», not node',
  },
  {
    title: 'a program that reads what npm sets',
    start: '["npm", "start"]',
    files: server({}, { 'src/index.ts': `${COMPILED['src/index.ts']}console.log(process.env.npm_package_version);\n` }),
    says: 'src/index.ts reads variables that only npm sets',
  },
  {
    title: 'a health check that reads the answer',
    lines: [...BUILD, 'HEALTHCHECK CMD curl -f http://localhost:3000/ | grep up'],
    says: 'the health check needs curl',
  },
  {
    title: 'a RUN of the runtime stage',
    lines: [...BUILD, 'RUN mkdir -p /data'],
    says: 'the RUN of line 7 needs a shell',
  },
  { title: 'a user that is not there', lines: [...BUILD, 'USER node'], says: 'the user node is not there' },
  {
    title: 'a program that starts another one',
    files: server(
      {},
      {
        'src/index.ts': `${COMPILED['src/index.ts']}import { spawn } from 'node:child_process';\nspawn('node', ['x']);\n`,
      },
    ),
    says: 'needs node, which gcr.io/distroless/nodejs20-debian12 lacks',
  },
  {
    title: 'a compose file that runs another command',
    files: server({}, { 'compose.yaml': 'services:\n  web:\n    build: .\n    command: node dist/index.js\n' }),
    says: 'compose.yaml runs another command',
  },
  { title: 'a line of Node without such an image', base: 'node:16', says: 'not known to run on distroless' },
];

describe('distroless, where it is asked for', () => {
  it.each(STARTS)('$title', (one) => {
    const { files = server(), has, lacks = [] } = one;
    const result = migrated(source(one), files, asked);
    expect(result.status).toBe('changed');
    for (const text of has) expect(result.runtime).toContain(text);
    for (const text of lacks) expect(result.runtime).not.toContain(text);
  });

  it.each(REFUSALS)('is refused for $title', (one) => {
    const { files = server(), says } = one;
    const result = migrated(source(one), files, asked);
    expect(result.runtime).not.toContain('distroless');
    expect(result.bases.join('\n')).toContain(says);
  });

  it('is no choice of the tool’s own', () => {
    expect(migrated(dockerfile(BUILD), server()).runtime).toContain('FROM node:20-alpine');
  });

  it('is said to be old where its publisher has stopped to build it', () => {
    const { bases } = migrated(dockerfile(BUILD), server(), asked);
    expect(bases.join()).toContain('does not build gcr.io/distroless/nodejs20-debian13 any more since 2026-04');
    expect(migrated(dockerfile(BUILD, { base: 'node:24' }), server(), asked).bases.join()).not.toContain('any more');
  });
});
