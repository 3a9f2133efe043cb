import { describe, expect, it } from 'vitest';
import { withBuildTarget } from '../../../src/repository/consumers/edit-compose.ts';

function edited(text: string, service = 'web'): string {
  const edit = withBuildTarget(text, service, 'development');
  return 'text' in edit ? edit.text : `refused: ${edit.because}`;
}

describe('a compose file', () => {
  it('has a path for its build written out as a mapping, its comment kept', () => {
    expect(edited('services:\n  web:\n    # the page\n    build: ./web   # here\n    ports: ["80:80"]\n')).toBe(
      'services:\n  web:\n    # the page\n    build:\n      context: ./web   # here\n      target: development\n    ports: ["80:80"]\n',
    );
  });

  it('keeps a build that is the last line of a file without a line end', () => {
    expect(edited('services:\n  web:\n    build: .')).toBe(
      'services:\n  web:\n    build:\n      context: .\n      target: development',
    );
  });

  it('gets the target behind context and Dockerfile, at their indentation', () => {
    expect(
      edited(
        'version: "3"\nservices:\n    web:\n        build:\n            context: .\n            dockerfile: "docker/Dockerfile" # ours\n            args:\n                A: 1\n        command: npm run dev\n',
      ),
    ).toBe(
      'version: "3"\nservices:\n    web:\n        build:\n            context: .\n            dockerfile: "docker/Dockerfile" # ours\n            target: development\n            args:\n                A: 1\n        command: npm run dev\n',
    );
  });

  it('indents as it did', () => {
    expect(edited('services:\n    web:\n        build: .\n')).toBe(
      'services:\n    web:\n        build:\n            context: .\n            target: development\n',
    );
  });

  it('gets the target in front of what has several lines', () => {
    expect(edited('services:\n  web:\n    build:\n      args:\n        A: 1\n')).toBe(
      'services:\n  web:\n    build:\n      target: development\n      args:\n        A: 1\n',
    );
  });

  it('has braces kept', () => {
    expect(edited('services:\n  web:\n    build: { context: ., dockerfile: Dockerfile }\n')).toBe(
      'services:\n  web:\n    build: { context: ., dockerfile: Dockerfile, target: development }\n',
    );
  });

  it('that names a target names the other one', () => {
    expect(edited('services:\n  web:\n    build:\n      context: .\n      target: app # as built\n')).toBe(
      'services:\n  web:\n    build:\n      context: .\n      target: development # as built\n',
    );
  });

  it('that lies over another one gets a build of its own', () => {
    expect(edited('services:\n  web:\n    volumes:\n      - .:/app\n')).toBe(
      'services:\n  web:\n    build:\n      target: development\n    volumes:\n      - .:/app\n',
    );
  });

  it('keeps its line ends', () => {
    expect(edited('services:\r\n  web:\r\n    build: .\r\n    tty: true\r\n')).toBe(
      'services:\r\n  web:\r\n    build:\r\n      context: .\r\n      target: development\r\n    tty: true\r\n',
    );
  });

  it.each([
    [
      'an anchor that another service takes',
      'services:\n  web:\n    build: &b\n      context: .\n  api:\n    build: *b\n',
      'anchor',
    ],
    ['an alias', 'x-build: &b\n  context: .\nservices:\n  web:\n    build: *b\n', 'alias'],
    [
      'a build that a merge key brings',
      'x-app: &app\n  build: .\nservices:\n  web:\n    <<: *app\n    tty: true\n',
      'anchor',
    ],
    ['a service in braces', 'services:\n  web: { build: . }\n', 'braces'],
    [
      'a service that runs the image of another one',
      'services:\n  api:\n    build: .\n    image: a\n  web:\n    image: a\n',
      'another service',
    ],
    ['the first format', 'web:\n  build: .\n', 'services'],
    ['a service that is not there', 'services:\n  api:\n    build: .\n', 'not written out'],
  ])('is left alone for %s', (_, text, why) => {
    expect(edited(text)).toMatch(new RegExp(`^refused: .*${why}`));
  });
});
