import { describe, expect, it } from 'vitest';
import { MODULE, projectOf, readOne } from './project.ts';

const stripped = (command: string) => {
  const found = projectOf(MODULE).strippedBuild?.(readOne(command, MODULE));
  return found?.known ? found.value : found?.because.code;
};

describe('a build without symbols', () => {
  it.each([
    ['go build .', 'go build -ldflags="-s -w" .'],
    ['go install .', 'go install -ldflags="-s -w" .'],
    ['go build -ldflags "-X main.v=1" -o a .', 'go build -ldflags "-s -w -X main.v=1" -o a .'],
    [`go build --ldflags='-X main.v=1' .`, `go build -ldflags='-s -w -X main.v=1' .`],
    ['go build -ldflags -w .', 'go build -ldflags "-s -w -w" .'],
    ['go build -ldflags="-X main.v=$VERSION" .', 'go build -ldflags="-s -w -X main.v=$VERSION" .'],
  ])('«%s» is «%s»', (command, words) => {
    expect(stripped(command)).toBe(words);
  });

  it.each(['go build -ldflags="-s -w" .', 'go vet .', 'go mod tidy'])('«%s» stays', (command) => {
    expect(stripped(command)).toBeNull();
  });

  it('is not written where the flags are in parts', () => {
    expect(stripped('go build -ldflags="-X main.v="$V"" .')).toBe('linker-flags-not-read');
    expect(stripped('go build -ldflags=$FLAGS .')).toBe('linker-flags-not-read');
  });
});
