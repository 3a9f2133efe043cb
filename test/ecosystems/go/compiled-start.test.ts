import { describe, expect, it } from 'vitest';
import { compiledStart } from '../../../src/ecosystems/go/compiled-start.ts';

describe('a start that compiles', () => {
  it.each([
    ['go run .', 'go build -o /usr/local/bin/app .', []],
    ['go run main.go', 'go build -o /usr/local/bin/main main.go', []],
    [
      'go run cmd/api/main.go serve --port 80',
      'go build -o /usr/local/bin/main cmd/api/main.go',
      ['serve', '--port', '80'],
    ],
    ['go run main.go util.go -v', 'go build -o /usr/local/bin/main main.go util.go', ['-v']],
    ['go run -race -tags=prod ./cmd/api', 'go build -race -tags=prod -o /usr/local/bin/api ./cmd/api', []],
    ['/usr/local/go/bin/go run -mod vendor ./...', 'go build -mod vendor -o /usr/local/bin/app ./...', []],
  ])('«%s» is built by «%s»', (line, build, args) => {
    const compiled = compiledStart(line.split(' '));
    expect(compiled?.build).toBe(build);
    expect(compiled?.words).toEqual([compiled?.program, ...args]);
  });

  it.each([
    'go build .',
    'go run',
    'go run github.com/air-verse/air@latest',
    'go run -exec sudo .',
    'go test ./...',
    './main run',
    'go run $APP',
  ])('«%s» is none', (line) => {
    expect(compiledStart(line.split(' '))).toBeNull();
  });
});
