import { describe, expect, it } from 'vitest';
import type { CommandReading } from '../../../src/command-reading.ts';
import { pythonEcosystem } from '../../../src/ecosystems/python/index.ts';
import { commandsOf, contextOf, type Files } from './context.ts';

/** What a program needs that starts with `python app.py`, once these commands installed in /app. */
function programAfter(script: string, files: Files) {
  const context = contextOf(files);
  const [project] = pythonEcosystem.detect(context);
  const start = project?.start(null, { form: 'exec', words: ['python', 'app.py'], start: 0, end: 0 }, new Map());
  if (project === undefined || !start?.known) throw new Error('no start');
  const place = { folder: '/app', contextFolder: '', env: new Map(), home: '/root', runtimeMajor: 3, context };
  const installs = commandsOf(script).flatMap((command): readonly CommandReading[] => {
    const contextPath = (path: string) => (path.startsWith('/app/') ? path.slice(5) : null);
    const reading = pythonEcosystem.readCommand(command, { ...place, contextPath });
    return reading?.detail.kind === 'install' ? [reading] : [];
  });
  const program = project.program(start.value, [], installs);
  if (!program.known) throw new Error(program.because.code);
  return program.value;
}

describe('what packages start', () => {
  const files = { 'requirements.txt': 'flask\n', 'requirements_running.txt': 'GitPython==3.1.29\n', 'app.py': '' };

  it.each([
    ['pip install -r requirements.txt', []],
    ['pip install -r requirements.txt -r requirements_running.txt', ['git']],
    ['pip install -r requirements.txt && pip install GitPython', ['git']],
    ['pip install .', ['git']],
  ])('after «%s» is %j', (script, programs) => {
    expect(programAfter(script, files).runs.map(({ program }) => program)).toEqual(programs);
  });
});

describe('the table of media types', () => {
  it.each([
    ['static/fonts/Roboto.woff', true],
    ['static/docs/guide.md', true],
    ['static/vendor/select2/LICENSE-SELECT2.md', false],
    ['static/vendor/select2/README.md', false],
    ['templates/Roboto.woff', false],
  ])('is asked for %s: %s', (path, asked) => {
    const files = { 'requirements.txt': 'flask\n', 'app.py': '', [path]: '' };
    const found = programAfter('pip install -r requirements.txt', files).systemFiles ?? [];
    expect(found.map(({ file }) => file)).toEqual(asked ? ['media-types'] : []);
  });
});
