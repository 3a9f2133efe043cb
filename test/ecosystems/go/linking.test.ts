import { describe, expect, it } from 'vitest';
import { baseImageOf } from '../../../src/base-images/knowledge-of.ts';
import { readImageReference } from '../../../src/dockerfile/image-reference.ts';
import { type Files, MODULE, projectOf, readOne } from './project.ts';

const SERVER = {
  ...MODULE,
  'main.go': 'package main\n\nimport "net/http"\n\nfunc main() { http.ListenAndServe("", nil) }\n',
};

function staticBuild(files: Files, command = 'go build -o /app/shop .', env: Readonly<Record<string, string>> = {}) {
  return projectOf(files).staticBuild?.(readOne(command, files, { env: { GOPATH: '/go', ...env } }));
}

describe('linking without the C library', () => {
  it('needs a variable where the standard library would call C', () => {
    expect(staticBuild(SERVER)).toMatchObject({ value: { variables: { CGO_ENABLED: '0' } } });
  });

  it.each([
    ['nothing in it calls C', MODULE, {}],
    ['it is set already', SERVER, { CGO_ENABLED: '0' }],
  ])('needs nothing where %s', (_, files, env) => {
    expect(staticBuild(files, 'go build .', env)).toMatchObject({ value: { variables: {} } });
  });

  it.each([
    ['own C code', { ...SERVER, 'c.go': 'package main\n\nimport "C"\n' }],
    [
      'a module that is C',
      { ...SERVER, 'go.mod': `${MODULE['go.mod']}\nrequire github.com/mattn/go-sqlite3 v1.14.22\n` },
    ],
    ['a driver that is C', { ...SERVER, 'db.go': 'package main\n\nimport _ "gorm.io/driver/sqlite"\n' }],
    ['vendored C code', { ...SERVER, 'vendor/a/a.go': 'package a\n\n// int x;\nimport "C"\n' }],
  ])('is not possible with %s', (_, files) => {
    expect(staticBuild(files)).toMatchObject({ known: false, because: { code: 'needs-c' } });
  });

  const requiring = (path: string) => ({ ...SERVER, 'go.mod': `${MODULE['go.mod']}\nrequire ${path} v1.0.0\n` });

  it('is not possible with another major version of a module that is C', () => {
    expect(staticBuild(requiring('github.com/pebbe/zmq4'))).toMatchObject({ because: { code: 'needs-c' } });
  });

  it.each([
    'github.com/gin-gonic/gin',
    'golang.org/x/text',
    'gopkg.in/yaml.v3',
    'github.com/jackc/pgx/v5',
    'gopkg.in/natefinch/lumberjack.v2',
    'github.com/go-telegram-bot-api/telegram-bot-api',
    'github.com/go-telegram-bot-api/telegram-bot-api/v5',
    'github.com/magefile/mage',
  ])('is possible with %s, whose code was looked at', (path) => {
    expect(staticBuild(requiring(path))).toMatchObject({ value: { variables: { CGO_ENABLED: '0' } } });
  });

  it('leaves a build alone whose module no table lists', () => {
    const files = requiring('github.com/acme/sensors');
    expect(staticBuild(files)).toMatchObject({ because: { code: 'need-of-c-not-known' } });
    expect(projectOf(files).nativeCode('production', [readOne('go build .', files)])).toMatchObject({
      kind: 'some',
      packages: ['github.com/acme/sensors'],
    });
    expect(staticBuild({ ...files, 'vendor/modules.txt': '' })).toMatchObject({ known: true });
    expect(staticBuild(files, 'go build .', { CGO_ENABLED: '0' })).toMatchObject({ known: true });
  });

  it('needs no table where no compiler is there', () => {
    const files = requiring('github.com/acme/sensors');
    const build = readOne('go build .', files);
    const base = baseImageOf(readImageReference('golang:1.22-alpine'), new Map());
    const at = (packages: readonly string[], complete = true) => {
      const detail = { kind: 'packages', manager: 'apk', action: 'install', packages, complete } as const;
      return projectOf(files).staticBuild?.(build, { base, commands: [{ ...build, detail }, build] });
    };
    expect(at(['git'])).toMatchObject({ value: { variables: { CGO_ENABLED: '0' } } });
    expect(at(['gcc', 'musl-dev'])).toMatchObject({ known: false });
    expect(at(['g++'])).toMatchObject({ known: false });
    expect(at(['git'], false)).toMatchObject({ known: false });
    const debian = baseImageOf(readImageReference('golang:1.22'), new Map());
    expect(projectOf(files).staticBuild?.(build, { base: debian, commands: [build] })).toMatchObject({ known: false });
  });

  it('is not tried where the build asks for C', () => {
    for (const command of ['CGO_ENABLED=1 go build .', 'go build -race .', `go build -ldflags '-linkmode external' .`])
      expect(staticBuild(SERVER, command)).toMatchObject({ known: false, because: { code: 'cgo-on-purpose' } });
  });

  it('is not tried where the program loads plugins', () => {
    const files = { ...SERVER, 'load.go': 'package main\n\nimport "plugin"\n\nvar open = plugin.Open\n' };
    expect(staticBuild(files)).toMatchObject({ known: false, because: { code: 'cgo-on-purpose' } });
  });

  it('does not take the test database of a SQL library for one of the program', () => {
    const old = {
      ...SERVER,
      'go.mod':
        'module example.com/shop\n\ngo 1.16\n\nrequire (\ngithub.com/jmoiron/sqlx v1.3.4\ngithub.com/mattn/go-sqlite3 v1.14.6 // indirect\n)\n',
      'go.sum': 'github.com/mattn/go-sqlite3 v1.14.6 h1:x=\ngithub.com/mattn/go-sqlite3 v1.14.6/go.mod h1:y=\n',
    };
    expect(staticBuild(old)).toMatchObject({ known: true });
    const opens = { ...old, 'db.go': 'package main\n\nvar driver = "sqlite3"\n' };
    expect(staticBuild(opens)).toMatchObject({ known: false });
  });

  it.each([
    ['for another system', 'vendor/x/unix/syscall_hurd.go', '//go:build hurd\n\npackage unix\n\nimport "C"\n'],
    ['for another machine', 'vendor/x/unix/sys_aix_ppc.go', 'package unix\n\nimport "C"\n'],
    ['of its own', 'pkg/ffmpeg/run.go', 'package ffmpeg\n\nimport "os/exec"\n'],
  ])('is possible with a file %s, whatever its name says', (_, path, text) => {
    const uses = 'package main\n\nimport (\n"net/http"\n"example.com/shop/v2/pkg/ffmpeg"\n)\n';
    expect(staticBuild({ ...SERVER, 'use.go': uses, [path]: text })).toMatchObject({ known: true });
  });

  it('takes the packages that are vendored for those that are built', () => {
    const files = {
      ...SERVER,
      'go.mod': `${MODULE['go.mod']}\nrequire github.com/mattn/go-sqlite3 v1.14.22 // indirect\n`,
      'vendor/modules.txt': '# github.com/mattn/go-sqlite3 v1.14.22\n## explicit\n',
    };
    expect(staticBuild(files)).toMatchObject({ known: true });
    const built = { ...files, 'vendor/modules.txt': '# github.com/mattn/go-sqlite3 v1\ngithub.com/mattn/go-sqlite3\n' };
    expect(staticBuild(built)).toMatchObject({ because: { code: 'needs-c' } });
  });

  it('says which outputs load the C library', () => {
    const build = readOne('go build .', SERVER);
    expect(projectOf(SERVER).nativeCode('production', [build]).kind).toBe('some');
    expect(projectOf(MODULE).nativeCode('production', [readOne('go build .', MODULE)]).kind).toBe('none');
  });
});

describe('fetching modules before the sources', () => {
  const required = { ...SERVER, 'go.mod': `${MODULE['go.mod']}\nrequire rsc.io/quote v1.5.2\n` };

  it('repeats the variables that say where they come from', () => {
    const build = readOne('GOPROXY=https://proxy.example.com GOOS=linux go build .', required);
    expect(projectOf(required).prefetch?.(build)).toMatchObject({
      value: { command: 'GOPROXY=https://proxy.example.com go mod download' },
    });
  });

  it.each([
    ['nothing is required', SERVER, 'nothing-required'],
    ['they are vendored', { ...required, 'vendor/modules.txt': '#' }, 'vendored'],
  ])('is not needed where %s', (_, files, code) => {
    expect(projectOf(files).prefetch?.(readOne('go build .', files))).toMatchObject({ because: { code } });
  });

  it('reads the manifests of every module that is replaced by a folder', () => {
    const files = {
      'api/go.mod': 'module a\n\ngo 1.21\n\nreplace b => ../b\n',
      'b/go.mod': 'module b\n',
      'b/go.sum': '',
    };
    expect(projectOf(files, 'api').installReads).toMatchObject({ value: ['api/go.mod', 'b/go.mod', 'b/go.sum'] });
    const outside = { 'go.mod': 'module a\n\nreplace b => ../b\n' };
    expect(projectOf(outside).installReads).toMatchObject({ because: { code: 'replaced-outside-context' } });
  });
});
