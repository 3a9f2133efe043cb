import { describe, expect, it } from 'vitest';
import { type Files, migrated } from './project.ts';

/** A program that is linked without C by the build, and that connects to others. */
const SERVER: Files = {
  'go.mod': 'module example.com/shop\n\ngo 1.21\n\nrequire github.com/gin-gonic/gin v1.10.0\n',
  'go.sum': '',
  'main.go': 'package main\n\nimport "net/http"\n\nfunc main() { http.ListenAndServe(":8080", nil) }\n',
};

function file(base: string, lines: readonly string[] = [], workdir = '/app'): string {
  return [
    `FROM ${base}`,
    ...lines,
    `WORKDIR ${workdir}`,
    'COPY . .',
    'RUN go build -o shop .',
    'CMD ["./shop"]',
    '',
  ].join('\n');
}

describe('where a Go program runs', () => {
  it('is Debian’s slim image with certificates where a RUN there needs apt', () => {
    const text = file('golang:1.21', ['RUN apt-get update', 'RUN apt-get install -y postgresql-client']);
    const psql = { ...SERVER, 'psql.go': 'package main\n\nimport "os/exec"\n\nvar a = exec.Command("psql")\n' };
    const { runtime, bases } = migrated(text, psql);
    expect(runtime).toContain('FROM debian:bookworm-slim AS runtime');
    expect(runtime).toContain('ca-certificates');
    expect(runtime).toContain('postgresql-client');
    expect(bases.join('\n')).toContain('what go.mod needs is installed there (CA certificates: ca-certificates)');
  });

  it.each([
    ['golang:1.22-alpine', 'alpine:3.21'],
    ['golang:1.22.4-alpine', 'alpine:3.20'],
    ['golang:1.22-alpine3.19', 'alpine:3.19'],
    ['golang:1.27-alpine', 'alpine:latest'],
    ['golang:alpine', 'alpine:latest'],
  ])('linked with C on %s is %s, which is no older', (base, runs) => {
    const c = { ...SERVER, 'c.go': 'package main\n\n// int x;\nimport "C"\n' };
    const { runtime } = migrated(file(base, ['RUN apk add --no-cache gcc musl-dev']), c);
    expect(runtime).toContain(`FROM ${runs} AS runtime`);
    expect(runtime).not.toContain('apk add');
    const { runtime: stays } = migrated(file(base, ['RUN apk add --no-cache gcc musl-dev']), SERVER);
    expect(stays).toContain('FROM gcr.io/distroless/static-debian13');
  });

  it('has the library of C++ on Alpine where it is linked with a compiler for C++', () => {
    const duckdb = {
      ...SERVER,
      'db.go': 'package main\n\nimport _ "github.com/marcboeker/go-duckdb"\n',
    };
    const text = file('golang:1.22-alpine', ['RUN apk add --no-cache g++']);
    expect(migrated(text, duckdb).runtime).toMatch(
      /^FROM alpine:3\.21 AS runtime[\s\S]*apk add --no-cache libstdc\+\+$/m,
    );
    expect(migrated(text, SERVER).runtime).not.toContain('libstdc++');
    const sqlite = { ...SERVER, 'db.go': 'package main\n\nimport _ "github.com/mattn/go-sqlite3"\n' };
    expect(migrated(text, sqlite).runtime).toMatch(/^FROM alpine:3\.21 AS runtime\n(?![\s\S]*libstdc)/);
  });

  it('restates the folder of the image before where a relative WORKDIR counts from it', () => {
    const { runtime } = migrated(file('golang:1.21', [], 'src/shop'), SERVER);
    expect(runtime).toContain('WORKDIR /go\n');
    expect(runtime).toContain('COPY --from=builder --chown=nonroot:nonroot /go/src/shop/shop ./shop');
  });

  const C = { ...SERVER, 'c.go': 'package main\n\n// int x;\nimport "C"\n' };
  const ALPINE = ['RUN apk add --no-cache gcc musl-dev'];

  it('leaves the variables and the folder of the toolchain behind where nobody can look', () => {
    const { runtime } = migrated(file('golang:1.22-alpine', ALPINE), C);
    expect(runtime).toContain('FROM alpine:3.21 AS runtime');
    expect(runtime).not.toMatch(/ENV |WORKDIR \/go$/m);
  });

  it.each([
    ['the program asks for it', ALPINE, { 'env.go': 'package main\n\nimport "os"\n\nvar a = os.Getenv("GOPATH")\n' }],
    ['it starts others', ALPINE, { 'git.go': 'package main\n\nimport "os/exec"\n\nvar a = exec.Command("date")\n' }],
    ['a RUN of the file is there', [...ALPINE, 'RUN apk add --no-cache tzdata'], {}],
  ])('keeps them where %s', (_, lines, files) => {
    expect(migrated(file('golang:1.22-alpine', lines), { ...C, ...files }).runtime).toContain('ENV GOPATH=/go');
  });

  it('keeps a variable of the toolchain that a line there names', () => {
    const { runtime } = migrated(file('golang:1.21', [], '$GOPATH/src/shop'), SERVER);
    expect(runtime).toContain('FROM gcr.io/distroless/static-debian13 AS runtime\nENV GOPATH=/go\n');
    expect(migrated(file('golang:1.21'), SERVER).runtime).not.toContain('GOPATH');
  });

  const composed = (command: string, start = '["./shop"]') =>
    migrated(file('golang:1.21').replace('["./shop"]', start), {
      ...SERVER,
      'compose.yaml': `services:\n  shop:\n    build: .\n    command: ${command}\n`,
    });

  it.each([
    ['./shop', '["./shop"]'],
    ['["./shop"]', '["./shop"]'],
    ['./shop', './shop'],
  ])('is no matter of a compose file that says %s again where CMD is %s', (command, start) => {
    expect(composed(command, start).runtime).toContain('FROM gcr.io/distroless/static-debian13 AS runtime');
  });

  it.each([
    './shop -v',
    'sh -c ./shop',
    './shop $$PORT',
  ])('is the same image where a compose file runs %s', (command) => {
    const { runtime, bases } = composed(command);
    expect(runtime).not.toContain('distroless');
    expect(bases.join('\n')).toContain('compose.yaml runs another command');
  });
});
