import { describe, expect, it } from 'vitest';
import { nodeEcosystem } from '../../../src/ecosystems/node/index.ts';
import { codeOf, contextOf, lock, manifest, projectOf } from './project.ts';

describe('detect', () => {
  it('lists projects outermost first and leaves node_modules alone', () => {
    const context = contextOf({
      'server/api/package.json': '{}',
      'package.json': '{}',
      'client/package.json': '{}',
      'node_modules/x/package.json': '{}',
    });
    expect(nodeEcosystem.detect(context).map((project) => project.root)).toEqual(['', 'client', 'server/api']);
  });

  it('says that a broken package.json is unreadable, whatever it is asked', () => {
    const project = projectOf({ 'package.json': '{ "name": ' });
    expect(codeOf(project.supported)).toBe('manifest-unreadable');
    expect(codeOf(project.installReads)).toBe('manifest-unreadable');
    expect(codeOf(project.start(null, null, new Map()))).toBe('manifest-unreadable');
  });

  it('reads a package.json with a byte order mark', () => {
    expect(projectOf({ 'package.json': '\ufeff{"devDependencies":{"a":"1"}}' }).hasDevelopmentDependencies).toBe(true);
  });

  it.each([
    ['yarn.lock', 'yarn', 'known'],
    ['pnpm-lock.yaml', 'pnpm', 'known'],
    ['bun.lockb', 'bun', 'known'],
    ['bun.lock', 'bun', 'known'],
  ])('recognises %s as %s’s', (file, manager, support) => {
    const project = projectOf({ 'package.json': '{}', [file]: '' });
    expect(project.manager).toBe(manager);
    expect(codeOf(project.supported)).toBe(support);
  });

  it('follows packageManager before a lockfile of another manager', () => {
    const project = projectOf({
      'package.json': manifest({ packageManager: 'pnpm@9.1.0' }),
      'package-lock.json': lock({}),
    });
    expect(project.manager).toBe('pnpm');
    expect(project.lockfile).toBeNull();
  });

  it('supports npm, with or without a lockfile', () => {
    expect(projectOf({ 'package.json': '{}' }).supported).toEqual({ known: true, value: true });
    expect(projectOf({ 'package.json': '{}' }).manager).toBe('npm');
  });

  it('has words for every circumstance that it names', () => {
    for (const sentence of Object.values(nodeEcosystem.reasons))
      expect(sentence({})).toMatch(/^(?:[a-z`?]|Node).*[^.]$/s);
  });
});
