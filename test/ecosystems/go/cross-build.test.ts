import { describe, expect, it } from 'vitest';
import { MODULE, projectOf, readOne } from './project.ts';

const crossed = (command: string, env: Readonly<Record<string, string>> = {}, files: typeof MODULE = MODULE) => {
  const found = projectOf(files).crossBuild?.(readOne(command, files, { env: { GOPATH: '/go', ...env } }));
  return found?.known ? { ...found.value.variables, reads: found.value.arguments } : found?.because.code;
};

describe('a build for another platform', () => {
  it('takes system and processor from the builder', () => {
    const both = { GOOS: '$TARGETOS', GOARCH: '$TARGETARCH', reads: ['TARGETOS', 'TARGETARCH'] };
    expect(crossed('CGO_ENABLED=0 go build -o /bin/shop .')).toEqual(both);
    expect(crossed('go build .')).toEqual(both);
  });

  it('keeps Linux where the file says so, in front of the command or in ENV', () => {
    const processor = { GOARCH: '$TARGETARCH', reads: ['TARGETARCH'] };
    expect(crossed('CGO_ENABLED=0 GOOS=linux go build .')).toEqual(processor);
    expect(crossed('go build .', { CGO_ENABLED: '0', GOOS: 'linux' })).toEqual(processor);
  });

  it('has nothing to set where the author does it', () => {
    const set = { reads: ['TARGETOS', 'TARGETARCH'] };
    expect(crossed('GOOS=$TARGETOS GOARCH=${TARGETARCH} go build .')).toEqual(set);
    expect(crossed('GOOS="${TARGETOS:-linux}" GOARCH=$TARGETARCH CGO_ENABLED=0 go build .')).toEqual(set);
  });

  it.each([
    ['go install .', 'installed-by-platform'],
    ['GOARCH=amd64 go build .', 'platform-fixed'],
    ['GOARCH=$ARCH go build .', 'platform-fixed'],
    ['CGO_ENABLED=1 go build .', 'cgo-on-purpose'],
  ])('is not made of «%s»: %s', (command, code) => {
    expect(crossed(command)).toBe(code);
  });

  it('is not made of what a compiler of C takes part in', () => {
    const files = {
      ...MODULE,
      'main.go': 'package main\n\nimport "net/http"\n\nfunc main() { http.ListenAndServe("", nil) }\n',
    };
    expect(crossed('go build .', {}, files)).toBe('not-built-without-c');
    expect(crossed('go build .', {}, { ...MODULE, 'c.go': 'package main\n\nimport "C"\n' } as typeof MODULE)).toBe(
      'needs-c',
    );
  });
});
