import { describe, expect, it } from 'vitest';
import { migrate } from '../src/migrate.ts';
import { DEFAULTS } from '../src/options.ts';
import { LAWS } from '../src/plan/check/index.ts';
import { memoryRepository } from '../src/repository/memory.ts';
import { sabotage } from './sabotage.ts';

const PACKAGE = JSON.stringify({
  name: 'a',
  version: '1.0.0',
  scripts: { start: 'node a.js' },
  dependencies: { bcrypt: '5.1.1' },
});
const LOCK = JSON.stringify({
  name: 'a',
  lockfileVersion: 3,
  packages: {
    '': { dependencies: { bcrypt: '5.1.1' } },
    'node_modules/bcrypt': { version: '5.1.1', hasInstallScript: true },
  },
});

/** A file on which every law can be broken. */
const DOCKERFILE = `FROM node:20 AS tools
RUN mkdir -p /tools

FROM node:20 AS app
COPY --from=tools /tools /tools
WORKDIR /app
# what the install reads
COPY package.json package-lock.json ./
ENV LEVEL=info
RUN npm ci && \\
    # checked by hand
    true
COPY a.js ./
CMD ["node", "a.js"]
`;

function broken(law: string, dockerfile = DOCKERFILE): string {
  const repository = memoryRepository({
    Dockerfile: dockerfile,
    'package.json': PACKAGE,
    'package-lock.json': LOCK,
    'a.js': '',
  });
  const input = { repository, dockerfile: 'Dockerfile', source: dockerfile, context: '', options: DEFAULTS };
  const migration = migrate(input, [sabotage(law)]);
  return migration.status === 'failed' ? (migration.problem?.cause ?? '') : `it is ${migration.status}`;
}

describe('laws', () => {
  it('let the plan that changes nothing pass', () => {
    const repository = memoryRepository({
      Dockerfile: DOCKERFILE,
      'package.json': PACKAGE,
      'package-lock.json': LOCK,
      'a.js': '',
    });
    const migration = migrate(
      { repository, dockerfile: 'Dockerfile', source: DOCKERFILE, context: '', options: DEFAULTS },
      [],
    );
    expect(migration).toMatchObject({ status: 'unchanged', edits: [] });
  });

  for (const law of LAWS) {
    it(`${law.name}: catches a plan that breaks it`, () => {
      const dockerfile =
        law.name === 'libc'
          ? DOCKERFILE.slice(DOCKERFILE.indexOf('FROM node:20 AS app')).replace(/COPY --from.*\n/, '')
          : DOCKERFILE;
      expect(broken(law.name, dockerfile)).toContain(`the law «${law.name}»`);
    });
  }

  it.each([
    'sources: a path that its stage removes',
    'surroundings: a changed COPY that lands elsewhere',
  ])('%s', (way) => {
    expect(broken(way)).toContain(`the law «${way.split(':')[0]}»`);
  });
});
