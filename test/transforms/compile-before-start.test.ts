import { describe, expect, it } from 'vitest';
import { dockerfile, type Files, migrated, server } from './project.ts';

const SCRIPTS = { build: 'nest build', start: 'nest start', 'start:prod': 'node dist/main' };
const SOURCES: Files = {
  'src/main.ts': "import express from 'express';\nexpress().listen(3000);\n",
};

/** The text, and what compile-before-start decided. */
function compiled(lines: readonly string[], files: Files = {}, inProduction = false) {
  const cli = { '@nestjs/cli': '10.4.9' };
  const { 'src/index.ts': _, ...project } = server(
    { scripts: SCRIPTS, ...(inProduction ? { dependencies: cli } : { devDependencies: cli }) },
    { ...SOURCES, ...files },
  );
  const { text, decisions } = migrated(dockerfile(lines, { start: '["npm", "start"]' }), project);
  const own = decisions.find(({ transform }) => transform === 'compile-before-start');
  return { text, code: own?.code ?? 'none', why: String(own?.data.why) };
}

const INSTALL = ['COPY package*.json ./', 'RUN npm ci', 'COPY . .'];

describe('compile-before-start with nest start', () => {
  it('builds once, and starts by the script that only starts', () => {
    const { text, code } = compiled(INSTALL);
    expect(code).toBe('built-before-start');
    expect(text).toMatch(/^RUN npm run build$/m);
    expect(text).toMatch(/^CMD \["npm", "run", "start:prod"\]$/m);
    expect(text).toMatch(/^COPY --from=builder .*dist/m);
  });

  it('does not build twice', () => {
    const { text, code } = compiled([...INSTALL, 'RUN npm run build']);
    expect(code).toBe('built-already');
    expect(text.match(/RUN npm run build/g)).toHaveLength(1);
    expect(text).toMatch(/^CMD \["npm", "run", "start:prod"\]$/m);
  });

  it.each([
    ['sources are copied', 'COPY src ./src'],
    ['a command rewrites sources', "RUN sed -i 's/3000/80/' src/main.ts"],
  ])('builds again where %s behind the build', (_, line) => {
    const { code } = compiled([...INSTALL, 'RUN npm run build', line]);
    expect(code).toBe('built-before-start');
  });

  it('builds as the user who started it', () => {
    const lines = ['COPY --chown=node:node package*.json ./', 'RUN npm ci', 'COPY --chown=node:node . .', 'USER node'];
    expect(compiled(lines).code).toBe('built-before-start');
  });

  it.each([
    ['are not installed', ['COPY package*.json ./', 'RUN npm ci --omit=dev', 'COPY . .']],
    ['are removed again', [...INSTALL, 'RUN npm prune --omit=dev']],
  ])('stays where development dependencies %s: the image builds today', (_, lines) => {
    const { text, code, why } = compiled(lines);
    expect(code).toBe('product-not-known');
    expect(why).toContain('development dependencies with its compiler are not installed');
    expect(text).toMatch(/^CMD \["npm", "start"\]$/m);
  });

  it('asks for no development dependency where the compiler is none', () => {
    const lines = ['COPY package*.json ./', 'RUN npm ci --omit=dev', 'COPY . .'];
    expect(compiled(lines, {}, true).code).toBe('built-before-start');
  });

  it.each([
    ['mounts the sources', 'volumes: [".:/app"]'],
    ['runs a command of its own', 'command: npm run start:dev'],
  ])('stays where a compose service %s', (_, line) => {
    const { text, code } = compiled(INSTALL, { 'compose.yaml': `services:\n  api:\n    build: .\n    ${line}\n` });
    expect(code).toBe('development-asks-for-sources');
    expect(text).toMatch(/^CMD \["npm", "start"\]$/m);
  });
});
