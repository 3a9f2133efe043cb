import { describe, expect, it } from 'vitest';
import { type Files, migrated } from './project.ts';

const PYTHON: Files = { 'main.py': 'print(1)\n', 'requirements.txt': 'flask==3.0.0\n' };
const SCM: Files = {
  'pyproject.toml':
    '[build-system]\nrequires = ["setuptools", "setuptools-scm"]\n[project]\nname = "bell"\ndynamic = ["version"]\n',
  'bell.py': 'print(1)\n',
};

const CMD = 'CMD ["python", "main.py"]';
const PIP = 'RUN pip install -r requirements.txt';

function withUser(lines: readonly string[], files: Files, base = 'python:3.12-slim') {
  return migrated([`FROM ${base}`, 'WORKDIR /bot', ...lines, ''].join('\n'), files, { only: ['add-non-root-user'] });
}

/** Behind these lines the packages need root, so that what stands before runs as root. */
const APT = 'RUN apt-get update && apt-get install -y curl';

describe('what was copied with .git stays root’s while root asks git', () => {
  it.each<[string, readonly string[], Files]>([
    ['git itself', ['COPY . .', PIP, 'RUN git rev-parse HEAD > version.txt', APT, CMD], PYTHON],
    ['git in a substitution', ['COPY . .', PIP, 'RUN echo "$(git describe)" > version.txt', APT, CMD], PYTHON],
    [
      'the build of a package that takes its version from git',
      ['COPY . .', 'RUN pip install .', APT, CMD],
      { ...PYTHON, ...SCM },
    ],
    ['ADD', ['ADD . /bot', PIP, 'RUN git reset --hard', APT, CMD], PYTHON],
  ])('asked by %s', (_, lines, files) => {
    const { text, codes } = withUser(lines, files);
    expect(codes).toEqual(['add-non-root-user/runs-as-user']);
    expect(text).not.toContain('--chown');
    expect(text).toContain('RUN chown -R app:app /bot\nUSER app\n');
  });

  it('and by Go, which stamps what it builds with the commit', () => {
    const files = { 'go.mod': 'module bell\n\ngo 1.22\n', 'main.go': 'package main\n\nfunc main() {}\n' };
    const lines = ['COPY . .', 'RUN go build -o bell .', APT, 'CMD ["./bell"]'];
    expect(withUser(lines, files, 'golang:1.22').text).toContain('COPY . .\nRUN go build -o bell .');
  });
});

describe('it is copied as the user’s', () => {
  it.each<[string, readonly string[], Files]>([
    ['where nobody asks git', ['COPY . .', PIP, APT, CMD], PYTHON],
    [
      'where git fetches another repository',
      ['COPY . .', PIP, 'RUN git clone https://example.org/a /tmp/a', APT, CMD],
      PYTHON,
    ],
    [
      'where .git is no part of the context',
      ['COPY . .', PIP, 'RUN git rev-parse HEAD > version.txt', APT, CMD],
      { ...PYTHON, '.dockerignore': '.git\n' },
    ],
    ['where git is asked before', ['RUN git version', 'COPY . .', PIP, APT, CMD], PYTHON],
  ])('%s', (_, lines, files) => {
    const { text } = withUser(lines, files);
    expect(text).toContain('COPY --chown=app:app . .');
    expect(text).toContain('RUN chown app:app /bot\nUSER app\n');
  });

  it('where git is asked as the user already', () => {
    const { text } = withUser([APT, 'COPY . .', PIP, CMD], PYTHON);
    expect(text).toContain('COPY --chown=app:app . .');
  });
});
