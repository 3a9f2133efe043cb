import { describe, expect, it } from 'vitest';
import { BUILD, dockerfile, type Files, migrated, server } from './project.ts';

const HANDLES =
  "import express from 'express';\nexpress().listen(3000);\nprocess.on('SIGTERM', () => process.exit(0));\n";

function started(scripts: Readonly<Record<string, string>> = {}, files: Files = {}, start = '["npm", "start"]') {
  const project = server(
    { scripts, dependencies: { 'serve-handler': '6.1.5' } },
    { 'src/index.ts': HANDLES, ...files },
  );
  const { text, codes } = migrated(dockerfile(BUILD, { start }), project);
  const own = codes.filter((code) => code.startsWith('start-directly')).map((code) => code.split('/')[1]);
  return `${/^CMD .*$/m.exec(text.slice(text.lastIndexOf('FROM')))?.[0]} ${own}`.trim();
}

const DIRECT = 'CMD ["node", "dist/index.js"] started-directly';
const KEPT = 'CMD ["npm", "start"] manager-needed';

describe('start-directly', () => {
  it('starts what npm start starts', () => expect(started()).toBe(DIRECT));

  it('starts what npm run starts, and what a shell gives to npm', () => {
    expect(started({ prod: 'node dist/index.js' }, {}, '["npm", "run", "prod"]')).toBe(DIRECT);
    expect(started({}, {}, 'npm start')).toBe(DIRECT);
  });

  it('looks for npm’s variables in the program, not in what yarn brings along', () => {
    expect(started({}, { '.yarn/releases/yarn-4.1.0.cjs': 'process.env.npm_config_user_agent;' })).toBe(DIRECT);
  });

  it('takes the arguments of the script along', () => {
    expect(started({ start: 'node --enable-source-maps dist/index.js --port 3000' })).toBe(
      'CMD ["node", "--enable-source-maps", "dist/index.js", "--port", "3000"] started-directly',
    );
  });

  it('leaves npm in front of a program that does not handle SIGTERM', () => {
    expect(started({}, { 'src/index.ts': HANDLES.replace('SIGTERM', 'exit') })).toBe(
      'CMD ["npm", "start"] manager-stops-it',
    );
  });

  it.each<[string, Readonly<Record<string, string>>, Files]>([
    ['sets a variable', { start: 'LEVEL=info node dist/index.js' }, {}],
    ['holds a variable', { start: 'node dist/index.js --port $PORT' }, {}],
    ['starts a second command', { start: 'node dist/index.js && echo done' }, {}],
    [
      'is of a program that reads what npm sets',
      {},
      { 'src/index.ts': `${HANDLES}console.log(process.env.npm_package_version);\n` },
    ],
    [
      'is of a program that starts one of its packages',
      {},
      { 'src/index.ts': `import { spawn } from 'child_process';\nspawn('tsc', []);\n${HANDLES}` },
    ],
    [
      'is of a program that starts what is not known',
      {},
      { 'src/index.ts': `import { spawn } from 'child_process';\nspawn(process.argv[2], []);\n${HANDLES}` },
    ],
  ])('leaves a script alone that %s', (_, scripts, files) => {
    expect(started(scripts, files)).toBe(KEPT);
  });

  it.each<[string, Readonly<Record<string, string>>, Files]>([
    ['another script runs before it', { prestart: 'node dist/index.js --check' }, {}],
    ['npm is told of another shell', {}, { '.npmrc': 'script-shell=/bin/bash\n' }],
    ['npm gives options to node', {}, { '.npmrc': 'node-options=--max-old-space-size=512\n' }],
    ['it starts another program', { start: 'pm2-runtime dist/index.js' }, {}],
  ])('says nothing where %s', (_, scripts, files) => {
    expect(started(scripts, files)).toBe('CMD ["npm", "start"]');
  });
});
