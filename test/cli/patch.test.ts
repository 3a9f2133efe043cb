import { execFileSync } from 'node:child_process';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paintFor } from '../../src/cli/color.ts';
import { patchOf } from '../../src/cli/reporters/diff.ts';
import { folderWith, git, gitFolderWith, gitWithInput, msbMigrate } from './desk.ts';
import { migration, pins } from './stand-ins.ts';

const OLD = 'FROM node:latest\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD ["node", "a.js"]\n';
const NEW = OLD.replace(':latest', ':1');

/** Applies what was printed with git, and tells what the file holds then. */
function applied(repository: string, path: string, patch: string, cwd = repository): string {
  gitWithInput(cwd, patch, 'apply', '--check', '-');
  gitWithInput(cwd, patch, 'apply', '-');
  return readFileSync(join(repository, path), 'utf8');
}

describe('the patch on stdout', () => {
  it('is what git diff prints', async () => {
    const folder = gitFolderWith({ Dockerfile: OLD });
    const { stdout, code } = await msbMigrate(folder, ['Dockerfile']);
    expect(code).toBe(0);
    expect(readFileSync(join(folder, 'Dockerfile'), 'utf8')).toBe(OLD);
    writeFileSync(join(folder, 'Dockerfile'), NEW);
    const ofGit = git(folder, 'diff').replace(/^index .*\n/m, '');
    expect(stdout).toBe(ofGit);
  });

  it.each([
    ['a file without a final newline', 'Dockerfile', OLD.trimEnd(), NEW.trimEnd()],
    ['a file that loses its final newline', 'Dockerfile', OLD, NEW.trimEnd()],
    ['a file that gains a final newline', 'Dockerfile', OLD.trimEnd(), NEW],
    ['CRLF lines', 'Dockerfile', OLD.replaceAll('\n', '\r\n'), NEW.replaceAll('\n', '\r\n')],
    [
      'CRLF lines without the last',
      'Dockerfile',
      OLD.replaceAll('\n', '\r\n').trimEnd(),
      NEW.replaceAll('\n', '\r\n').trimEnd(),
    ],
    ['mixed newlines', 'Dockerfile', OLD.replace('\n', '\r\n'), NEW.replace('\n', '\r\n')],
    ['a BOM', 'Dockerfile', `\ufeff${OLD}`, `\ufeff${NEW}`],
    ['a lone carriage return and a form feed', 'Dockerfile', `${OLD}# a\rb\fc\u2028d\n`, `${NEW}# a\rb\fc\u2028d\n`],
    ['a name with spaces', 'my app/Dockerfile for it', OLD, NEW],
    ['a name that is not ASCII', 'café/Dockerfile.größe', OLD, NEW],
    ['a name that is not ASCII and has spaces', 'ein café/Dockerfile 日本', OLD, NEW],
    ['a name with quotes, a backslash and a tab', 'a"b\\c\td/Dockerfile', OLD, NEW],
    [
      'lines that look like a patch',
      'Dockerfile',
      `${OLD}# --- a/x\n-- b\n++ c\n@@ -1 +1 @@\n`,
      `${NEW}# --- a/x\n++ c\n@@ -1 +1 @@\n`,
    ],
    ['a file that becomes another one', 'Dockerfile', OLD, 'FROM a\nRUN b'],
  ])('is taken by git apply: %s', async (_, path, before, after) => {
    const folder = gitFolderWith({ [path]: before });
    const run: typeof pins = (input) => migration(input, [{ path: input.dockerfile, before: input.source, after }]);
    const { stdout } = await msbMigrate(folder, [path], { run });
    expect(applied(folder, path, stdout)).toBe(after);
  });

  it('names files from the top of the work tree, so that git takes it from any folder', async () => {
    const folder = gitFolderWith({ 'services/api/Dockerfile': OLD, 'services/web/Dockerfile': OLD });
    const here = join(folder, 'services/api');
    const { stdout } = await msbMigrate(here, ['Dockerfile']);
    expect(stdout).toContain('diff --git a/services/api/Dockerfile b/services/api/Dockerfile\n');
    expect(applied(folder, 'services/api/Dockerfile', stdout, here)).toBe(NEW);
    expect((await msbMigrate(here, ['../web/Dockerfile'])).stdout).toContain('+++ b/services/web/Dockerfile\n');
  });

  it('names files from the current folder where there is no git, or only below it', async () => {
    const folder = folderWith({ 'a/Dockerfile': OLD, 'b/Dockerfile': OLD });
    git(join(folder, 'b'), 'init', '-q');
    const { stdout } = await msbMigrate(folder, ['a/Dockerfile', 'b/Dockerfile']);
    expect(applied(folder, 'a/Dockerfile', stdout)).toBe(NEW);
    expect(readFileSync(join(folder, 'b/Dockerfile'), 'utf8')).toBe(NEW);
  });

  it('never names a path above the current folder', async () => {
    const folder = folderWith({ 'a/Dockerfile': OLD, 'b/x': '' });
    const { stdout, stderr } = await msbMigrate(join(folder, 'b'), ['../a/Dockerfile']);
    expect(stdout).toContain('--- a/Dockerfile\n');
    expect(stderr).toContain('../a/Dockerfile: would change');
  });

  it('names the target of a symlink, because git does not patch through links', async () => {
    const folder = folderWith({ 'docker/prod.Dockerfile': OLD });
    symlinkSync('docker/prod.Dockerfile', join(folder, 'Dockerfile'));
    git(folder, 'init', '-q');
    git(folder, 'add', '-A');
    const { stdout } = await msbMigrate(folder, ['Dockerfile']);
    expect(applied(folder, 'docker/prod.Dockerfile', stdout)).toBe(NEW);
  });

  it('makes a new file, and changes it again for the next Dockerfile that shares it', async () => {
    const folder = gitFolderWith({ 'a.Dockerfile': OLD, 'b.Dockerfile': OLD });
    const run: typeof pins = (input) => {
      const before = input.repository.read('.dockerignore') ?? '';
      const after = `${before}${input.dockerfile}\n`;
      return migration(input, [...pins(input).edits, { path: '.dockerignore', before, after }]);
    };
    const { stdout, stderr } = await msbMigrate(folder, ['.'], { run });
    expect(stdout).toContain(
      'new file mode 100644\n--- /dev/null\n+++ b/.dockerignore\n@@ -0,0 +1,1 @@\n+a.Dockerfile\n',
    );
    expect(applied(folder, '.dockerignore', stdout)).toBe('a.Dockerfile\nb.Dockerfile\n');
    expect(stderr).toContain('a.Dockerfile: would change (with .dockerignore)');
  });

  it('adds to a file that is there and empty', async () => {
    const folder = gitFolderWith({ Dockerfile: OLD, '.dockerignore': '' });
    const run: typeof pins = (input) => migration(input, [{ path: '.dockerignore', before: '', after: '.git\n' }]);
    const { stdout } = await msbMigrate(folder, ['.'], { run });
    expect(stdout).not.toContain('new file');
    expect(applied(folder, '.dockerignore', stdout)).toBe('.git\n');
  });

  it('is taken by patch, also for a name with spaces', async () => {
    const folder = folderWith({ 'my app/Dockerfile': OLD });
    const { stdout } = await msbMigrate(folder, ['my app']);
    execFileSync('patch', ['-p1', '-s'], { cwd: folder, input: stdout, stdio: 'pipe' });
    expect(readFileSync(join(folder, 'my app/Dockerfile'), 'utf8')).toBe(NEW);
  });

  it('replaces the whole file where so much changes that the shortest patch is not worth its time', async () => {
    const [before, after] = ['a', 'b'].map((word) =>
      Array.from({ length: 3000 }, (_, line) => `# ${word} ${line}`).join('\n'),
    );
    const folder = gitFolderWith({ Dockerfile: before ?? '' });
    const run: typeof pins = (input) =>
      migration(input, [{ path: input.dockerfile, before: input.source, after: after ?? '' }]);
    const { stdout } = await msbMigrate(folder, ['Dockerfile'], { run });
    expect(stdout.match(/^@@/gm)).toHaveLength(1);
    expect(applied(folder, 'Dockerfile', stdout)).toBe(after);
  });

  it('without its colours is the patch without colours', async () => {
    const folder = gitFolderWith({ Dockerfile: OLD.replaceAll('\n', '\r\n') });
    const plain = (await msbMigrate(folder, ['Dockerfile'])).stdout;
    const colored = (await msbMigrate(folder, ['Dockerfile', '--color'])).stdout;
    expect(colored).toContain('\u001b[32m+FROM node:1\u001b[39m\r\n');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are escape sequences
    expect(colored.replace(/\u001b\[\d+m/g, '')).toBe(plain);
  });

  it('turns any text into any other', () => {
    const folder = folderWith({ x: '' });
    git(folder, 'init', '-q');
    const line = fc.constantFrom(
      '',
      'RUN a',
      'RUN b',
      '# ü',
      '-',
      '+',
      '\\ No newline at end of file',
      'x\r',
      '\ufeff',
    );
    const text = fc
      .tuple(fc.array(line, { maxLength: 12 }), fc.boolean())
      .map(([lines, end]) => lines.join('\n') + (end ? '\n' : ''));
    const plain = paintFor({}, {}, false);
    fc.assert(
      fc.property(text, text, (before, after) => {
        writeFileSync(join(folder, 'x'), before);
        const patch = patchOf({ inPatch: 'x', before, after, isNew: false }, plain);
        expect(patch === '').toBe(before === after);
        if (patch !== '') gitWithInput(folder, patch, 'apply', '--whitespace=nowarn', '-');
        expect(readFileSync(join(folder, 'x'), 'utf8')).toBe(after);
      }),
      { numRuns: 60 },
    );
  });
});
