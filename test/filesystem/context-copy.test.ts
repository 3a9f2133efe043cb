import { describe, expect, it } from 'vitest';
import type { CommandReading } from '../../src/command-reading.ts';
import { readView } from '../../src/dockerfile/read-view.ts';
import { advance, initialState } from '../../src/dockerfile/state.ts';
import {
  contextFolderAt,
  contextPath,
  contextPathAt,
  copiedEntries,
  type ReadSoFar,
} from '../../src/filesystem/context-copy.ts';
import { destinationFrom, meets, overlaps, resolvePath } from '../../src/filesystem/path.ts';
import { buildContext } from '../../src/repository/build-context.ts';
import { memoryRepository } from '../../src/repository/memory.ts';

const repository = memoryRepository({
  Dockerfile: '',
  'package.json': '{}',
  'package-lock.json': '{}',
  'src/a.js': '',
  'api/package.json': '{}',
  'api/x.js': '',
});
const context = buildContext(repository, '', 'Dockerfile', 'test');
const base = { env: {}, workdir: '', entrypoint: null, cmd: null };

function entries(copy: string, ...before: string[]) {
  const start = initialState([], base);
  const state = before.reduce(
    (now, text) =>
      advance(now, readView(text, text.startsWith('ENV') ? 'ENV' : text.startsWith('ARG') ? 'ARG' : 'WORKDIR', '\\')),
    start,
  );
  const view = readView(copy, copy.startsWith('ADD') ? 'ADD' : 'COPY', '\\');
  if (view.kind !== 'copy' && view.kind !== 'add') throw new Error('a COPY');
  return copiedEntries(view, state, context);
}

describe('copiedEntries', () => {
  it('puts a folder’s content into the destination', () => {
    expect(entries('COPY src ./lib', 'WORKDIR /app')).toEqual([
      { source: 'src', kind: 'folder', destination: '/app/lib' },
    ]);
  });
  it('takes the whole context for a dot', () => {
    expect(entries('COPY . .', 'WORKDIR /app')).toEqual([{ source: '', kind: 'folder', destination: '/app' }]);
  });
  it('follows a glob to the files that are there', () => {
    expect(entries('COPY package*.json ./', 'WORKDIR /app')?.map((entry) => entry.destination)).toEqual([
      '/app/package-lock.json',
      '/app/package.json',
    ]);
  });
  it('resolves variables that ENV sets, and none that a build argument may change', () => {
    expect(entries('COPY src ${DIR}', 'ENV DIR=/srv/x')?.[0]?.destination).toBe('/srv/x');
    expect(entries('COPY src ${DIR}', 'ARG DIR=/srv/x')).toBeNull();
  });
  it('does not follow archives, addresses and heredocs', () => {
    expect(entries('ADD app.tar.gz /x/')).toBeNull();
    expect(entries('ADD https://example.com/x /x/')).toBeNull();
    expect(entries('COPY <<EOF /x\nbody\nEOF')).toBeNull();
  });
});

describe('contextFolderAt', () => {
  const copies = (...lines: string[]) => lines.map((line) => entries(line) ?? []);
  it('finds the context folder below a copied folder', () => {
    expect(contextFolderAt('/app/api', copies('COPY . /app'), ['', 'api'])).toBe('api');
    expect(contextFolderAt('/app', copies('COPY api /app'), ['', 'api'])).toBe('api');
  });
  it('finds it by a copied manifest', () => {
    expect(contextFolderAt('/app', copies('COPY package.json /app/'), ['', 'api'])).toBe('');
  });
  it('does not choose between two', () => {
    expect(
      contextFolderAt('/app', copies('COPY package.json /app/', 'COPY api/package.json /app/'), ['', 'api']),
    ).toBeNull();
  });
});

describe('paths', () => {
  it('cleans context paths and refuses those that leave the context', () => {
    expect([contextPath('./a/'), contextPath('/a'), contextPath('.'), contextPath('a/../b')]).toEqual([
      'a',
      'a',
      '',
      'b',
    ]);
  });
  it('writes destinations as a person would', () => {
    expect(destinationFrom('/app', '/app', true)).toBe('./');
    expect(destinationFrom('/app', '/app/dist', false)).toBe('./dist');
    expect(destinationFrom('/app', '/data', false)).toBe('/data');
  });
  it('sees that subtrees meet', () => {
    expect(overlaps('/app', '/app/x')).toBe(true);
    expect(overlaps('/app', '/application')).toBe(false);
    expect(meets(['/a'], 'anything')).toBe(true);
    expect(meets([], 'anything')).toBe(false);
    expect(resolvePath('/app', '../x/')).toBe('/x');
  });
});

describe('a file that is copied onto a folder which is there already', () => {
  const at = (copy: string, soFar: Partial<ReadSoFar> = {}) => {
    const view = readView(copy, 'COPY', '\\');
    if (view.kind !== 'copy') throw new Error('a COPY');
    return copiedEntries(view, initialState([], base), context, { copies: [], before: [], ...soFar })?.[0]?.destination;
  };
  const whole = [entries('COPY . /srv/shop') ?? []];

  it('lies inside of it', () => {
    expect(at('COPY package.json /opt')).toBe('/opt/package.json');
    expect(at('COPY package.json /srv/shop', { copies: whole })).toBe('/srv/shop/package.json');
    expect(at('COPY package.json /srv/shop/api', { copies: whole })).toBe('/srv/shop/api/package.json');
    expect(at('COPY src/a.js /tools', { copies: [entries('COPY package.json /tools/a/b.json') ?? []] })).toBe(
      '/tools/a.js',
    );
    const mkdir = { command: { name: 'mkdir' }, writes: ['/data/in'] } as unknown as CommandReading;
    expect(at('COPY package.json /data', { before: [mkdir] })).toBe('/data/package.json');
  });

  it('is that file where no folder is known', () => {
    expect(at('COPY package.json /srv/shop')).toBe('/srv/shop');
    expect(at('COPY package.json /srv/shop/package-lock.json', { copies: whole })).toBe('/srv/shop/package-lock.json');
    expect(at('COPY api/x.js /srv/shop/new', { copies: whole })).toBe('/srv/shop/new');
  });
});

describe('contextPathAt', () => {
  const copies = [
    entries('COPY package.json /tmp/manifest.json') ?? [],
    entries('COPY . .', 'WORKDIR /app') ?? [],
    entries('COPY api/package.json ./', 'WORKDIR /app') ?? [],
    // Folders that a pattern finds leave their content behind each other.
    entries('COPY * ./', 'WORKDIR /flat') ?? [],
  ];

  it.each([
    ['/tmp/manifest.json', 'package.json'],
    ['/app/src/a.js', 'src/a.js'],
    ['/app/package.json', 'api/package.json'],
    ['/app', ''],
    ['/srv/x.js', null],
    ['/flat/package-lock.json', 'package-lock.json'],
    ['/flat/x.js', 'api/x.js'],
    ['/flat/not-there', 'src/not-there'],
  ])('%s comes from %s, the last copy first', (path, source) => {
    expect(contextPathAt(path, copies, context)).toBe(source);
  });
});
