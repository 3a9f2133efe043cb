import { describe, expect, it } from 'vitest';
import { MODULE, madeBy, readOne, rootsOf } from './project.ts';

const COMMANDS = {
  ...MODULE,
  'cmd/api/main.go': 'package main\n\nfunc main() {}\n',
  'cmd/job/main.go': '// Package main\npackage main\n\nfunc main() {}\n',
  'internal/db/db.go': 'package db\n',
};

describe('what go build makes', () => {
  it.each([
    ['go build', ['/app/shop']],
    ['go build .', ['/app/shop']],
    ['go build -o server .', ['/app/server']],
    ['go build -v -o=/usr/bin/server', ['/usr/bin/server']],
    ['go build -o /go/bin ./cmd/api', ['/go/bin/api']],
    ['go build -o out/ ./cmd/...', ['/app/out/api', '/app/out/job']],
    ['go build -ldflags "-s -w" -tags netgo ./cmd/api', ['/app/api']],
    ['go build main.go', ['/app/main']],
    ['GOOS=$TARGETOS GOARCH=$TARGETARCH go build', ['/app/shop']],
    ['GOOS="${TARGETOS:-linux}" go build', ['/app/shop']],
    ['go build /app', ['/app/shop']],
    ['go build -o /bin/job /app/cmd/job', ['/bin/job']],
    ['go build example.com/shop/v2/cmd/job', ['/app/job']],
    ['go build ./...', []],
    ['go build ./internal/db', []],
    ['go build -C cmd/api -o ../../api', ['/app/api']],
    ['go install ./cmd/...', ['/go/bin/api', '/go/bin/job']],
    ['GOBIN=/usr/local/bin go install .', ['/usr/local/bin/shop']],
  ])('«%s» makes %j', (command, made) => {
    expect(madeBy(command, COMMANDS)).toEqual(made);
  });

  it.each([
    ['go build -o $OUT .', 'output-by-variable'],
    ['GOOS=windows go build .', 'other-platform'],
    ['GOOS=$SYSTEM go build .', 'other-platform'],
    ['go build -buildmode=c-shared -o lib.so .', 'build-mode'],
    ['go build ./cmd/none', 'package-not-found'],
    ['go build -o x ./none.go', 'package-not-found'],
  ])('«%s» is not known: %s', (command, code) => {
    expect(madeBy(command, COMMANDS)).toBe(code);
  });

  it('takes a build in a subfolder for one of the module above it', () => {
    const { detail } = readOne('go build', COMMANDS, { folder: '/app/cmd/api', contextFolder: 'cmd/api' });
    expect(detail).toMatchObject({ project: '', folder: '/app', made: ['/app/cmd/api/api'] });
  });

  it('needs no go.mod where files are named that import the standard library alone', () => {
    const files = { 'greet.go': 'package main\n\nimport "net/http"\n\nfunc main() {}\n' };
    expect(madeBy('go build greet.go', files)).toEqual(['/app/greet']);
    expect(madeBy('go build -o /bin/g /app/greet.go', files)).toEqual(['/bin/g']);
    expect(madeBy('go build', files)).toBe('no-go-mod');
    expect(madeBy('go build .', files)).toBe('no-go-mod');
    const { detail } = readOne('go build mux.go', { 'mux.go': 'package main\n\nimport _ "github.com/gorilla/mux"\n' });
    expect(detail).not.toHaveProperty('made');
  });

  it('finds a project without go.mod only where a command names its files', () => {
    const files = { 'greet.go': 'package main\n', 'lib/lib.go': 'package lib\n' };
    expect(rootsOf(files, 'cd /x && go build -o g greet.go')).toEqual(['']);
    expect(rootsOf(files, 'go build ./... && touch greet.go')).toEqual([]);
    expect(rootsOf({ ...files, 'api/go.mod': 'module a\n' }, 'go build greet.go')).toEqual(['api']);
  });

  it('leaves tests and other systems out of a package', () => {
    const files = { ...MODULE, 'x/x_test.go': 'package main\n', 'x/x_windows.go': 'package main\n' };
    expect(madeBy('go build ./x', files)).toBe('package-not-found');
  });
});

describe('what go commands are for', () => {
  it.each([
    ['go mod download', 'install-dependencies'],
    ['go mod tidy', 'build'],
    ['go test ./...', 'test'],
    ['go generate ./...', 'codegen'],
    ['go version', 'nothing'],
    ['go clean -modcache', 'cleanup'],
    ['go run ./cmd/job', 'unknown'],
    ['go install github.com/swaggo/swag/cmd/swag@v1.16.3', 'install-tool'],
  ])('«%s» is %s', (command, role) => {
    expect(readOne(command, COMMANDS).role).toBe(role);
  });

  it('reads only manifests when modules are downloaded', () => {
    const files = { ...COMMANDS, 'go.sum': '' };
    expect(readOne('go mod download', files).reads).toEqual(['/app/go.mod', '/app/go.sum']);
  });

  it('names a tool after its package, not its version', () => {
    expect(readOne('go install example.com/tools/gen/v3@latest', COMMANDS).detail).toMatchObject({ provides: ['gen'] });
  });

  it.each([
    ['go install github.com/pressly/goose/v3/cmd/goose@latest', true],
    ['go install github.com/swaggo/swag/cmd/swag@v1.16.3', false],
    ['go install google.golang.org/protobuf/cmd/protoc-gen-go@v1.31.0', false],
  ])('«%s»: people may call it in the container: %s', (script, expected) => {
    const { detail } = readOne(script, COMMANDS);
    expect(detail.kind === 'tool' && detail.forPeople === true).toBe(expected);
  });
});

describe('make', () => {
  const makefile = [
    'NAME := bin/shop',
    'export CGO_ENABLED = 0',
    'all: build',
    '',
    'build: fmt $(NAME)',
    '$(NAME): main.go',
    '\t@mkdir -p bin',
    '\tgo build -ldflags "-X main.v=$(shell git describe)" -o $@ .',
    'fmt:',
    '\tgo vet ./...',
    'push: build',
    '\tdocker push shop',
  ].join('\n');

  it('makes what its recipes make', () => {
    const { detail } = readOne('make', { ...MODULE, Makefile: makefile });
    expect(detail).toMatchObject({ made: ['/app/bin/shop'], variables: { CGO_ENABLED: '0' } });
  });

  it.each(['push', 'none', '-j2 build', 'build NAME=x'])('is not read for «%s»', (target) => {
    expect(() => readOne(`make ${target}`, { ...MODULE, Makefile: makefile })).toThrow('not read');
  });

  it('is not read where the Makefile includes another', () => {
    expect(() => readOne('make', { ...MODULE, Makefile: `include common.mk\n${makefile}` })).toThrow('not read');
  });
});
