import { describe, expect, it } from 'vitest';
import { type Files, manifest, readOne } from './project.ts';

/** What an install puts into the home folder beside its cache, and what of it is for development. */
function downloads(fields: Readonly<Record<string, unknown>>, install = 'yarn install', files: Files = {}) {
  const reading = readOne(install, { 'package.json': manifest(fields), ...files });
  const { writes, detail } = reading;
  const inHome = writes === 'anything' ? [] : writes.filter((path) => /^\/root\/\.cache\/(?!yarn|npm|pnpm)/.test(path));
  return { inHome, forDevelopment: detail.kind === 'install' ? (detail.forDevelopment ?? []) : [] };
}

describe('what installing downloads into the home folder', () => {
  it.each([
    ['puppeteer', '^24.1.0', '/root/.cache/puppeteer'],
    ['puppeteer', 'latest', '/root/.cache/puppeteer'],
    ['playwright', '~1.37.1', '/root/.cache/ms-playwright'],
    ['playwright-chromium', '^1.40.0', '/root/.cache/ms-playwright'],
    ['cypress', '13.6.0', '/root/.cache/Cypress'],
  ])('is there for %s %s', (name, range, path) => {
    expect(downloads({ dependencies: { [name]: range } })).toEqual({ inHome: [path], forDevelopment: [] });
    expect(downloads({ devDependencies: { [name]: range } })).toEqual({ inHome: [path], forDevelopment: [path] });
  });

  it.each([
    ['puppeteer', '^1.12.1'],
    ['puppeteer', '18.2.1'],
    ['playwright', '^1.38.0'],
    ['@playwright/test', '^1.30.0'],
    ['electron', '^30.0.0'],
    ['puppeteer-core', '^24.0.0'],
  ])('is nothing for %s %s', (name, range) => {
    expect(downloads({ dependencies: { [name]: range } }).inHome).toEqual([]);
  });

  it('is nothing where development dependencies are not installed', () => {
    expect(downloads({ devDependencies: { cypress: '13' } }, 'yarn install --production').inHome).toEqual([]);
  });

  it('counts for members of a workspace, and for what the command names', () => {
    const member = { 'packages/a/package.json': manifest({ name: 'a', dependencies: { puppeteer: '24' } }) };
    expect(downloads({ workspaces: ['packages/*'] }, 'yarn install', member).inHome).toEqual([
      '/root/.cache/puppeteer',
    ]);
    expect(downloads({}, 'npm install puppeteer').inHome).toEqual(['/root/.cache/puppeteer']);
  });
});
