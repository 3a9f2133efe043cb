import { describe, expect, it } from 'vitest';
import { readRequestedUser } from '../../src/requested-user.ts';
import { type Files, migrated, server } from './project.ts';

const ONLY = ['add-non-root-user'];
const FILES = server({}, { 'index.js': "require('express')().listen(3000);\n" });

/** The file with a user, where `asked` is what `--user` says. */
function withUser(
  lines: readonly string[],
  { asked, files = {} }: { readonly asked?: string; readonly files?: Files } = {},
) {
  const source = [...lines, 'CMD ["node", "index.js"]', ''].join('\n');
  const user = asked === undefined ? null : readRequestedUser(asked);
  return migrated(source, { ...FILES, ...files }, { only: ONLY, user });
}

const APP = ['WORKDIR /app', 'COPY package*.json ./', 'RUN npm ci', 'COPY . .'];
const DEBIAN = 'RUN groupadd --gid 10001 app && useradd --uid 10001 --gid app --create-home app';
const ALPINE = 'RUN addgroup -S -g 10001 app && adduser -S -D -u 10001 -G app app';

describe('a base image without a user for the program gets one', () => {
  it.each([
    ['debian:12-slim', DEBIAN],
    ['debian:bookworm', DEBIAN],
    ['ubuntu:24.04', DEBIAN],
    ['python:3.12', DEBIAN],
    ['python:3.12-slim', DEBIAN],
    ['golang:1.22', DEBIAN],
    ['ruby:3.3', DEBIAN],
    ['rust:1.80-slim', DEBIAN],
    ['eclipse-temurin:17-jre', DEBIAN],
    ['almalinux:9', DEBIAN],
    ['centos:7', DEBIAN],
    ['alpine:3.20', ALPINE],
    ['python:3.12-alpine', ALPINE],
    ['ruby:3.3-alpine', ALPINE],
    ['golang:1.22-alpine', ALPINE],
  ])('in %s: %s', (base, make) => {
    const { text, codes } = withUser([`FROM ${base}`, ...APP]);
    expect(codes).toEqual(['add-non-root-user/runs-as-user']);
    expect(text.split('\n').slice(0, 2)).toEqual([`FROM ${base}`, make]);
    expect(text).toContain('USER app\n');
    expect(text).toContain('COPY --chown=app:app . .');
  });

  it('with the files of its folder, where the copied folder holds it', () => {
    const files: Files = {
      'api/package.json': '{"name":"a"}',
      'api/index.js': 'setInterval(() => {}, 1e9);\n',
      'api/uploads/a': '',
    };
    const { text } = withUser(['FROM node:20', 'COPY . /srv', 'WORKDIR /srv/api', 'RUN npm install'], { files });
    expect(text).toContain('COPY --chown=node:node . /srv\n');
  });

  it('before WORKDIR, which makes its folder as the user, where nothing but copies comes behind it', () => {
    const { text } = withUser(['FROM debian:12', 'WORKDIR /app', 'COPY . .', 'RUN echo done'], {
      files: { 'package.json': '{"name":"a"}', 'package-lock.json': '', 'index.js': 'setInterval(() => {}, 1e9);\n' },
    });
    expect(text.split('\n').slice(1, 5)).toEqual([DEBIAN, 'USER app', 'WORKDIR /app', 'COPY --chown=app:app . .']);
  });

  it('behind WORKDIR, whose folder is given to it, where an install works there: not every builder makes that folder as the user', () => {
    const { text } = withUser(['FROM debian:12', ...APP]);
    expect(text.split('\n').slice(1, 7)).toEqual([
      DEBIAN,
      'WORKDIR /app',
      'RUN chown app:app /app',
      'USER app',
      'COPY --chown=app:app package*.json ./',
      'RUN npm ci',
    ]);
  });

  it('behind the last step that needs root, and the folder is given to it there', () => {
    const lines = [
      'FROM debian:12',
      'WORKDIR /app',
      'RUN apt-get update && apt-get install -y nodejs npm',
      'COPY . .',
      'RUN npm ci',
    ];
    expect(withUser(lines).text.split('\n').slice(1, 8)).toEqual([
      DEBIAN,
      'WORKDIR /app',
      'RUN apt-get update && apt-get install -y nodejs npm',
      'RUN chown app:app /app',
      'USER app',
      'COPY --chown=app:app . .',
      'RUN npm ci',
    ]);
  });

  it('not as the user: removing lists of the system', () => {
    const { text } = withUser(['FROM debian:12', ...APP, 'RUN rm -rf /var/lib/apt/lists/*']);
    expect(text.indexOf('USER app')).toBeGreaterThan(text.indexOf('RUN rm -rf'));
  });
});

describe('a user that was asked for', () => {
  it.each<[string, string, string, string]>([
    ['node:20', 'node', 'USER node', ''],
    ['node:20', '1000:1000', 'USER node', ''],
    [
      'node:20',
      'bell',
      'USER bell',
      'RUN groupadd --gid 10001 bell && useradd --uid 10001 --gid bell --create-home bell',
    ],
    ['node:20-alpine', '2000', 'USER 2000:2000', 'RUN addgroup -S -g 2000 app && adduser -S -D -u 2000 -G app app'],
    [
      'debian:12',
      '2000:3000',
      'USER 2000:3000',
      'RUN groupadd --gid 3000 app && useradd --uid 2000 --gid app --create-home app',
    ],
  ])('on %s: --user %s', (base, asked, user, make) => {
    const { text, codes } = withUser([`FROM ${base}`, ...APP], { asked });
    expect(codes).toEqual(['add-non-root-user/runs-as-user']);
    expect(text).toContain(`\n${user}\n`);
    expect(text).toContain(make);
  });

  it.each([
    ['node:20', 'www-data'],
    ['debian:12', '33'],
    ['node:20', '1000:2000'],
    ['alpine:3.20', '65532'],
    ['ubuntu:24.04', '1000'],
    ['ubuntu:24.04', 'ubuntu'],
    ['eclipse-temurin:21-jre', '1000:1000'],
  ])('is refused on %s where it may exist already: %s', (base, asked) => {
    expect(withUser([`FROM ${base}`, ...APP], { asked }).codes).toEqual(['add-non-root-user/user-id-taken']);
  });

  it('has number 1000 where the distribution’s image has no user of that number', () => {
    for (const base of ['ubuntu:22.04', 'debian:12', 'almalinux:9'])
      expect(withUser([`FROM ${base}`, ...APP], { asked: '1000' }).codes).toEqual(['add-non-root-user/runs-as-user']);
  });

  it('does not take the place of one that the file names', () => {
    expect(withUser(['FROM node:20', ...APP, 'USER node'], { asked: 'bell' }).codes).toEqual([
      'add-non-root-user/user-set-already',
    ]);
  });

  it.each(['root', '0', '0:0', 'Bell', '-x', '1000:', 'a:b', ''])('is none: «%s»', (text) => {
    expect(readRequestedUser(text)).toBe(null);
  });
});

describe('a volume', () => {
  const LINES = ['FROM node:20', ...APP, 'VOLUME /app/data /var/lib/notes'];
  const COMPOSE = {
    'compose.yaml': 'services:\n  a:\n    build: .\n    volumes:\n      - data:/data\nvolumes:\n  data:\n',
  };

  it('may hold files of root: nothing is done unless the user is asked for', () => {
    expect(withUser(LINES).codes).toEqual(['add-non-root-user/volume-may-hold-root-files']);
    expect(withUser(['FROM node:20', ...APP], { files: COMPOSE }).codes).toEqual([
      'add-non-root-user/volume-may-hold-root-files',
    ]);
  });

  it('is made and given to the user who is asked for', () => {
    const { text } = withUser(LINES, { asked: 'node' });
    expect(text).toContain(
      'RUN mkdir -p /app/data /var/lib/notes && chown node:node /app /app/data /var/lib/notes\nUSER node\n',
    );
  });

  it('of a bind mount stays as it is: the host’s owner counts there', () => {
    const files = { 'compose.yaml': 'services:\n  a:\n    build: .\n    volumes:\n      - ./data:/data\n' };
    expect(withUser(['FROM node:20', ...APP], { asked: 'node', files }).codes).toEqual([
      'add-non-root-user/bind-mount',
    ]);
  });
});

describe('the user stays as it is', () => {
  it.each<[string, readonly string[]]>([
    ['base-has-no-user', ['FROM acme/base:1', ...APP]],
    ['base-has-no-user', ['FROM amazonlinux:2023', ...APP]],
    ['home-holds-files', ['FROM node:20', 'COPY index.js /root/.config/x.js', ...APP]],
    ['root-on-purpose', ['FROM node:20', ...APP, 'USER root']],
    ['application-folder-is-system', ['FROM node:20', 'WORKDIR /opt', ...APP.slice(1)]],
    ['environment-names-folder', ['FROM node:20', 'ENV DATA=/var/lib/x', ...APP]],
    ['environment-names-folder', ['FROM node:20', 'ENV DB_PATH=/data/shop.db', ...APP]],
    ['command-needs-root', ['FROM node:20', ...APP, 'HEALTHCHECK CMD service app status']],
    ['command-needs-root', ['FROM node:20', ...APP, 'HEALTHCHECK CMD sudo kill -0 1 || exit 1']],
    ['command-needs-root', ['FROM node:20', ...APP, 'HEALTHCHECK CMD sh -c "A=1 exec sudo kill -0 1"']],
    ['requirements-unknown', ['FROM node:8-onbuild', ...APP]],
  ])('%s', (code, lines) => {
    expect(withUser(lines).codes).toEqual([`add-non-root-user/${code}`]);
  });
});

describe('a port below 1024', () => {
  const says = (lines: readonly string[], start: string) => {
    const source = [
      'FROM python:3.11-slim',
      'WORKDIR /app',
      'COPY . .',
      'RUN pip install -r requirements.txt',
      ...lines,
    ];
    const files = { 'requirements.txt': 'uvicorn\n', 'main.py': '' };
    return migrated([...source, `CMD ${start}`, ''].join('\n'), files, { only: ONLY }).decisions[0]?.data.port;
  };

  it('is named, whether EXPOSE or the start command says it', () => {
    expect(says([], '["uvicorn", "main:app", "--port", "80"]')).toContain('below port 1024');
    expect(says(['EXPOSE 80'], '["uvicorn", "main:app"]')).toContain('below port 1024');
    expect(says(['EXPOSE 8000'], '["uvicorn", "main:app", "--port", "8000"]')).toBe('');
  });
});

describe('what an install as root leaves in root’s home', () => {
  const PYPROJECT =
    '[project]\nname = "x"\nversion = "1"\ndependencies = ["flask"]\n[tool.poetry]\npackage-mode = false\n';
  const POETRY = {
    'pyproject.toml': PYPROJECT,
    'poetry.lock': '',
    'requirements.txt': 'flask\n',
    'main.py': 'import flask\n',
  };
  const python = (lines: readonly string[], start: string, files: Files = {}) =>
    migrated(
      ['FROM python:3.11-slim', ...lines, `CMD ${start}`, ''].join('\n'),
      { ...POETRY, ...files },
      { only: ONLY },
    );
  const TOOL = ['WORKDIR /code', 'COPY . .', 'RUN pip install poetry'];
  const APT = 'RUN apt-get update && apt-get install -y curl';
  const RUN = '["poetry", "run", "flask", "run"]';
  const PLAIN = '["python", "main.py"]';

  it.each<[string, readonly string[], string, string]>([
    ['a virtual environment of poetry', [...TOOL, 'RUN poetry install', APT], RUN, '/root/.cache/pypoetry/virtualenvs'],
    [
      'one of pipenv',
      ['WORKDIR /code', 'COPY . .', 'RUN pip install pipenv && pipenv install'],
      PLAIN,
      '/root/.local/share/virtualenvs',
    ],
    [
      'a setting of a tool that starts',
      [...TOOL, 'RUN poetry config virtualenvs.create false && poetry install'],
      RUN,
      '/root/.config/pypoetry',
    ],
    [
      'packages of the user, before a step that needs root',
      [...TOOL.slice(0, 2), 'RUN pip install --user flask', APT],
      PLAIN,
      '/root/.local',
    ],
    [
      'packages of the user, which PATH names',
      ['WORKDIR /code', 'COPY . .', 'RUN pip install --user flask', 'ENV PATH=/root/.local/bin:$PATH'],
      PLAIN,
      '/root/.local/bin',
    ],
    [
      'packages of the user, which the start command names',
      ['WORKDIR /code', 'COPY . .', 'RUN pip install --user flask'],
      '["/root/.local/bin/flask", "run"]',
      '/root/.local/bin/flask',
    ],
  ])('is %s: it keeps root', (_, lines, start, path) => {
    const { decisions } = python(lines, start);
    expect(decisions).toMatchObject([{ code: 'home-holds-files', data: { path } }]);
  });

  it.each<[string, readonly string[], string, Files?]>([
    ['an environment that the user installs behind the tool', [...TOOL, 'RUN poetry install'], RUN],
    [
      'an environment that the user installs itself',
      ['RUN pip install poetry', 'WORKDIR /code', 'COPY . .', 'RUN poetry install'],
      RUN,
    ],
    ['packages that the user installs itself', ['WORKDIR /code', 'COPY . .', 'RUN pip install --user flask'], PLAIN],
    [
      'an environment in the project',
      [...TOOL, 'RUN poetry config virtualenvs.in-project true --local && poetry install'],
      RUN,
      { 'poetry.toml': '' },
    ],
    [
      'an environment that poetry.toml puts into the project',
      [...TOOL, 'RUN poetry install'],
      RUN,
      { 'poetry.toml': '[virtualenvs]\nin-project = true\n' },
    ],
    [
      'a setting of a tool that does not start',
      [...TOOL, 'RUN poetry config virtualenvs.create false && poetry install'],
      PLAIN,
    ],
    ['a path that nothing fills', [...TOOL, 'RUN pip install flask', 'ENV PATH=/root/.local/bin:$PATH'], PLAIN],
  ])('does not keep root: %s', (_, lines, start, files) => {
    expect(python(lines, start, files).codes).toEqual(['add-non-root-user/runs-as-user']);
  });
});
