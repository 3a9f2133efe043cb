import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readConsumers } from '../../../src/repository/consumers/index.ts';
import { memoryRepository } from '../../../src/repository/memory.ts';

const FILES = [
  'docker-compose.yml',
  'docker-bake.hcl',
  'docker-bake.json',
  '.github/workflows/a.yml',
  '.gitlab-ci.yml',
  'cloudbuild.yaml',
  'Jenkinsfile',
  '.devcontainer.json',
  'Procfile',
  'heroku.yml',
  'skaffold.yaml',
  'Makefile',
  'a.sh',
  'package.json',
];
const piece = fc.constantFrom(
  'docker build ',
  'docker run ',
  '-f ',
  '. ',
  '\n',
  '\n  ',
  '\n\t',
  ': ',
  '- ',
  '"',
  "'",
  '`',
  '$(',
  '${',
  '}',
  ')',
  '(',
  '{',
  '[',
  ']',
  ',',
  '\\',
  '#',
  '=',
  '<<EOT\n',
  'target ',
  'services',
  'build',
  'steps',
  'jobs',
  '&a ',
  '*a',
  '!x ',
  '|',
  '&&',
  'a',
);

test('whatever the files say, reading them ends and does not throw', () => {
  fc.assert(
    fc.property(fc.constantFrom(...FILES), fc.array(piece, { maxLength: 30 }), (file, pieces) => {
      const text = pieces.join('');
      expect(() => readConsumers(memoryRepository({ [file]: text, Dockerfile: '' }))).not.toThrow();
    }),
    { numRuns: 3000 },
  );
});

test('a long line that never closes is read to its end', () => {
  for (const text of [
    '"${a}'.repeat(2000),
    '$('.repeat(5000),
    `docker build ${'"$('.repeat(2000)}`,
    '{'.repeat(5000),
  ]) {
    const files = Object.fromEntries(FILES.map((file) => [file, `${text} docker`]));
    expect(() => readConsumers(memoryRepository(files))).not.toThrow();
  }
}, 60_000);
