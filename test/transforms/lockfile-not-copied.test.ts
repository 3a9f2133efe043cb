import { describe, expect, it } from 'vitest';
import { dockerfile, migrated, server } from './project.ts';

/** FROM of the last stage. */
function baseOf(lines: readonly string[]): string | undefined {
  return /^FROM (\S+)/.exec(migrated(dockerfile([...lines, 'RUN npm run build']), server()).runtime)?.[1];
}

describe('a lockfile', () => {
  it.each<[string, readonly string[], string]>([
    [
      'crosses to musl where it is copied before the install',
      ['COPY package*.json ./', 'RUN npm ci', 'COPY . .'],
      'node:20-alpine',
    ],
    ['crosses to musl where all sources are', ['COPY . .', 'RUN npm install'], 'node:20-alpine'],
    [
      'crosses to musl where it is mounted',
      [
        'COPY package.json .',
        'RUN --mount=type=bind,source=package-lock.json,target=package-lock.json npm ci',
        'COPY . .',
      ],
      'node:20-alpine',
    ],
    [
      'stays on one libc where it is copied later',
      ['COPY package.json .', 'RUN npm install', 'COPY . .'],
      'node:20-slim',
    ],
    [
      'stays on one libc where it never is',
      ['COPY package.json .', 'RUN npm install', 'COPY tsconfig.json .', 'COPY src ./src'],
      'node:20-slim',
    ],
  ])('that shows no native code: the image %s', (_, lines, base) => {
    expect(baseOf(lines)).toBe(base);
  });
});
