import { describe, expect, it } from 'vitest';
import { migrate } from '../../src/migrate.ts';
import { DEFAULTS } from '../../src/options.ts';
import { memoryRepository } from '../../src/repository/memory.ts';
import { TRANSFORMS } from '../../transforms/index.ts';
import { migrated } from './project.ts';

/** The runtime stage of a file whose container starts `python app.py`, or null where it is not split. */
function runtimeOf(lines: readonly string[], files: Readonly<Record<string, string>> = {}): string | null {
  const source = `${[...lines, 'CMD ["python", "app.py"]'].join('\n')}\n`;
  const repository = memoryRepository({ Dockerfile: source, 'requirements.txt': 'flask\n', 'app.py': '', ...files });
  const { status, edits, problem } = migrate(
    { repository, dockerfile: 'Dockerfile', source, context: null, options: DEFAULTS },
    TRANSFORMS,
  );
  if (status === 'failed') throw new Error(problem?.cause);
  const after = edits.find((edit) => edit.path === 'Dockerfile')?.after ?? '';
  const at = after.indexOf(' AS runtime');
  return at === -1 ? null : after.slice(after.lastIndexOf('\n', at) + 1);
}

const SLIM = 'FROM python:3.11-slim-bookworm';
const INSTALL = ['WORKDIR /app', 'COPY requirements.txt .', 'RUN pip install -r requirements.txt', 'COPY . .'];

describe('system packages of a split', () => {
  it.each([
    ['gcc libpq-dev', 'install -y libpq5 &&'],
    ['--no-install-recommends gcc libpq-dev tini', 'install -y --no-install-recommends libpq5 tini &&'],
    ['gcc libmagic1', 'install -y libmagic1 &&'],
  ])('«%s» leave «%s»', (packages, left) => {
    expect(runtimeOf([SLIM, `RUN apt-get update && apt-get install -y ${packages}`, ...INSTALL])).toContain(left);
  });

  it.each([
    ['build-essential', 'lightgbm==4.5.0\nrasterio\n', 'libexpat1 libgomp1'],
    ['build-essential', 'flask\n', null],
  ])('«%s» below «%s» leave the libraries that came along: %s', (packages, requirements, left) => {
    const runtime = runtimeOf([SLIM, `RUN apt-get update && apt-get install -y ${packages}`, ...INSTALL], {
      'requirements.txt': requirements,
    });
    if (left === null) expect(runtime).not.toContain('apt-get');
    else expect(runtime).toContain(`install -y --no-install-recommends ${left} &&`);
  });

  it('leave nothing for headers of what every official image of Python holds', () => {
    const headers = 'gcc libssl-dev libffi-dev zlib1g-dev libsqlite3-dev';
    const runtime = runtimeOf([
      'FROM python:3.12-slim',
      `RUN apt-get update && apt-get install -y ${headers}`,
      ...INSTALL,
    ]);
    expect(runtime).not.toContain('apt-get');
  });

  it('fetch no package index in the runtime, where nothing is installed from it', () => {
    const fetching = 'RUN apt-get update';
    expect(runtimeOf([SLIM, fetching, 'RUN apt-get install -y gcc', ...INSTALL])).not.toContain('apt-get');
    const own = runtimeOf([SLIM, fetching, 'RUN apt-get install -y gcc libpq-dev', ...INSTALL]);
    expect(own?.match(/apt-get update/g)).toHaveLength(1);
  });

  it('keep the index that a later install of the runtime reads', () => {
    const late = 'RUN apt-get install -y tini';
    expect(runtimeOf([SLIM, 'RUN apt-get update', 'RUN apt-get install -y gcc', ...INSTALL, late])).toContain(
      'RUN apt-get update\n',
    );
    const script = runtimeOf([SLIM, 'RUN apt-get update', 'RUN apt-get install -y gcc', ...INSTALL, 'RUN ./setup.sh'], {
      'setup.sh': '#!/bin/sh\napt-get install -y tini\n',
    });
    expect(script ?? 'RUN apt-get update\n').toContain('RUN apt-get update\n');
    const stays = runtimeOf([SLIM, 'RUN apt-get update', 'RUN apt-get install -y gcc curl=7.88.1-10', ...INSTALL]);
    expect(stays ?? 'RUN apt-get update\n').toContain('RUN apt-get update\n');
  });

  it('leave nothing where all of them compile', () => {
    expect(runtimeOf([SLIM, 'RUN apt-get update && apt-get install -y gcc make', ...INSTALL])).not.toContain('apt-get');
  });

  it('stay together where one of them has a version', () => {
    const runtime = runtimeOf([SLIM, 'RUN apt-get update && apt-get install -y gcc curl=7.88.1-10', ...INSTALL]);
    expect(runtime ?? '').not.toContain('install -y curl &&');
  });

  it('stay where the program calls one of them', () => {
    const files = { 'app.py': 'import subprocess\nsubprocess.run(["gcc", "-v"])\n' };
    expect(runtimeOf([SLIM, 'RUN apt-get update && apt-get install -y gcc libpq-dev', ...INSTALL], files)).toContain(
      'gcc',
    );
  });
});

describe('commands behind the install', () => {
  it('run in the folder that WORKDIR makes, where a RUN made it before', () => {
    const copies = ['COPY translations ./translations', 'COPY app.py requirements.txt ./'];
    const runs = ['RUN pip install -r requirements.txt', 'RUN pybabel compile -d translations'];
    const files = { 'translations/de.po': '' };
    const runtime = runtimeOf(['FROM python:3.11', 'RUN mkdir -p /app', 'WORKDIR /app', ...copies, ...runs], files);
    expect(runtime).toContain('RUN pybabel compile');
  });

  it('keep the file together where the application lies in the root folder', () => {
    const lines = [SLIM, 'RUN apt-get update && apt-get install -y gcc', 'COPY requirements.txt .'];
    const rest = ['RUN pip install -r requirements.txt', 'COPY . .', 'RUN python app.py prepare'];
    expect(runtimeOf([...lines, ...rest])).toBeNull();
  });

  it('run in the runtime, where they stood', () => {
    expect(runtimeOf(['FROM python:3.11', ...INSTALL, 'RUN python seed.py'], { 'seed.py': '' })).toMatch(
      /COPY --from=deps \/install\/usr\/local \/usr\/local\nCOPY \. \.\nRUN python seed\.py\n/,
    );
  });

  it('are parted from the install in one RUN', () => {
    const lines = [
      'FROM python:3.11',
      'WORKDIR /app',
      'COPY . .',
      'RUN pip install -r requirements.txt && python seed.py',
    ];
    expect(runtimeOf(lines, { 'seed.py': '' })).toMatch(/COPY \. \.\nRUN python seed\.py\n/);
  });
});

it('Two installs are one: the sources come behind the last', () => {
  const lines = [
    'FROM python:3.11',
    'WORKDIR /app',
    'COPY . .',
    'RUN pip install --upgrade pip',
    'RUN pip install -r requirements.txt',
  ];
  expect(runtimeOf(lines)).toBe(
    [
      'FROM python:3.11-slim AS runtime',
      'RUN groupadd --gid 10001 app && useradd --uid 10001 --gid app --create-home app',
      'USER app',
      'WORKDIR /app',
      'COPY --from=deps /install/usr/local /usr/local',
      'COPY --chown=app:app . .',
      'CMD ["python", "app.py"]',
      '',
    ].join('\n'),
  );
});

it('What root installed stays root’s where the author chose a user to run as', () => {
  const user = ['RUN useradd --create-home app', 'USER app'];
  const runtime = runtimeOf(['FROM python:3.11', ...INSTALL, ...user]);
  expect(runtime).toContain('COPY --from=deps /install/usr/local /usr/local\n');
});

it('What a user installed for itself is carried as its own', () => {
  const user = ['RUN useradd --create-home app', 'USER app', 'ENV HOME=/home/app'];
  const lines = ['FROM python:3.11', ...user, 'WORKDIR /app', 'RUN pip install --target /app/lib flask', 'COPY . .'];
  expect(runtimeOf(lines)).toContain('COPY --from=deps --chown=app /app/lib ./lib\n');
});

describe('an install before the application folder exists', () => {
  const LATE = ['WORKDIR /bot', 'COPY . ./'];

  it('brings packages with extras that stand without quotes', () => {
    const runtime = runtimeOf(['FROM python:3.11', 'RUN pip install flask uvicorn[standard]', ...LATE]);
    expect(runtime).toContain('COPY --from=deps /install/usr/local /usr/local');
  });

  it('leaves nothing in it that the runtime could take, whatever is installed', () => {
    const compilers = 'RUN apt-get update && apt-get install -y gcc';
    const runtime = runtimeOf([SLIM, compilers, 'ARG MORE', 'RUN pip install flask $MORE', ...LATE]);
    expect(runtime).toContain('COPY --from=builder /usr/local /usr/local');
    expect(runtime).not.toMatch(/--from=\S+ .*\/bot/);
  });

  it('leaves a full image where what is installed is not known', () => {
    expect(runtimeOf(['FROM python:3.11', 'ARG MORE', 'RUN pip install flask $MORE', ...LATE])).toBeNull();
  });
});

describe('a program that is copied out of another image before the install', () => {
  const COPY = 'COPY --from=ghcr.io/astral-sh/uv:0.8.4 /uv /bin/';
  const SYNC = ['WORKDIR /app', 'COPY pyproject.toml uv.lock ./', 'RUN uv sync --frozen --no-install-project'];
  const files = { 'pyproject.toml': '[project]\nname = "x"\n', 'uv.lock': '' };
  const runtime = (lines: readonly string[], copy = COPY) =>
    runtimeOf(['FROM python:3.11', copy, ...SYNC, ...lines, 'COPY . .', 'ENV PATH=/app/.venv/bin:$PATH'], files);

  it('stays behind where only installing calls it', () => {
    expect(runtime([])).not.toContain('astral');
    expect(runtime([], 'COPY --from=ghcr.io/astral-sh/uv:0.8.4 /uv /usr/local/bin/uv')).not.toContain('astral');
  });

  it('is in the runtime as well where something there calls it', () => {
    expect(runtime(['HEALTHCHECK CMD uv run check.py'])).toContain(COPY);
    const other = 'COPY --from=busybox:1.36 /bin/busybox /usr/local/bin/';
    const early = runtime(['HEALTHCHECK CMD busybox wget -q -O- http://127.0.0.1:8000/'], `${COPY}\n${other}`);
    expect(early).toContain(other);
    expect(early).not.toContain('astral');
  });

  it.each([
    ['nothing calls it by name', `${COPY}\nCOPY --from=busybox:1.36 /bin/busybox /usr/local/bin/`],
    ['a whole folder comes', 'COPY --from=ghcr.io/astral-sh/uv:0.8.4 /usr/local/bin /usr/local/bin'],
    ['no shell looks there', 'COPY --from=ghcr.io/astral-sh/uv:0.8.4 /uv /opt/'],
  ])('leaves the file as it is where %s', (_, copy) => {
    expect(runtime([], copy)).toBeNull();
  });
});

describe('an install by another user than the last one', () => {
  const files = { 'pyproject.toml': '[tool.poetry]\nname = "x"\npackage-mode = false\n', 'poetry.lock': '' };
  const because = (lines: readonly string[]) => {
    const source = [...lines, 'COPY . .', 'CMD ["poetry", "run", "python", "app.py"]', ''].join('\n');
    const { decisions } = migrated(source, { ...files, 'app.py': '' }, { only: ['split-stages'] });
    return decisions[0]?.data;
  };
  const AS_USER = ['FROM python:3.9', 'RUN useradd -m bird && pip install poetry==1.8', 'WORKDIR /app', 'USER bird'];
  const SYSTEM = 'ENV POETRY_VIRTUALENVS_CREATE=false';

  it('is asked with what is in force where it runs', () => {
    expect(JSON.stringify(because([...AS_USER, 'COPY . .', SYSTEM, 'RUN poetry install']))).toContain(
      '«poetry install» runs as',
    );
    expect(JSON.stringify(because([...AS_USER, 'COPY . .', 'RUN pip install flask']))).toContain(
      '«pip install flask» runs as',
    );
  });
});
