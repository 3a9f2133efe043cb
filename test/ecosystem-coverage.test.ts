import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const FIXTURES = join(import.meta.dirname, '../fixtures');

/** Each tool, and each way to break somebody's image, that an ecosystem has to know: the fixture that shows it. */
const COVERED: Readonly<Record<'go' | 'python', Readonly<Record<string, string>>>> = {
  python: {
    'pip with -r': 'python-flask-on-full-image',
    'pip with -c, hashes and an extra index': 'python-requirements-constraints-hashes',
    'requirements that a build argument names': 'python-requirements-by-argument',
    'the project itself (pip install .)': 'python-installs-itself',
    'an editable install': 'declines-python-editable-install',
    poetry: 'python-poetry-in-the-system',
    pipenv: 'python-pipenv-system',
    uv: 'python-uv-project',
    pdm: 'python-pdm-project',
    conda: 'declines-python-conda',
    'a virtual environment': 'python-virtual-environment',
    'an embedded interpreter (uwsgi)': 'python-uwsgi-compiled',
    'compilers that stay behind, and the runtime half that does not': 'python-slim-with-compilers',
    'compilers on Alpine': 'python-alpine-with-compilers',
    'compilers that go in the same layer': 'python-install-and-purge-in-one-run',
    'a library that the full image brought': 'python-full-image-brings-libpq',
    'a library that a wheel asks for': 'python-opencv-on-full-image',
    'a library for a package that the command names': 'python-names-packages-in-the-command',
    'a library for a package that a requirement asks for': 'python-asks-for-opencv',
    'media types by file ending, of files that it sends': 'python-sends-webp-pictures',
    'a library that came with compilers which stay behind': 'python-compilers-bring-openmp',
    'libraries that no table names': 'declines-python-desktop-toolkit',
    'libraries with plugins and data': 'declines-python-gdal-of-the-full-image',
    'wheels that never go onto musl': 'declines-python-wheels-onto-alpine',
    'machine learning (torch)': 'python-torch-on-slim',
    'models below $HOME': 'python-nltk-download',
    'Django: collectstatic, and migrate at the start': 'python-django-collectstatic',
    'Django: migrate while building, in /': 'python-django-in-the-root-folder',
    'a program in the root folder': 'python-in-the-root-folder',
    'compose that mounts the sources': 'python-compose-mounts-source',
    'cache mounts on two bases': 'python-cache-mounts-in-two-stages',
    'nothing to leave behind': 'python-slim-already',
    "the distribution's Python": 'declines-python-of-the-distribution',
    'a script that installs': 'declines-python-install-by-script',
    'programs whose name is not known': 'declines-python-unknown-subprocess',
    'several programs under a supervisor': 'declines-python-supervisord',
    'an extension that is compiled among the sources': 'declines-python-extension-built-in-place',
    'a start that a variable names': 'declines-python-start-by-variable',
    'no start command': 'declines-python-no-start-command',
    'a virtual environment, on request': 'python-virtual-environment-on-request',
    'an environment that an embedded interpreter would not see': 'declines-python-environment-for-uwsgi',
    'an environment that the start command passes by': 'declines-python-environment-passed-by',
    'no packages': 'python-script-without-packages',
    'another version of what the image brings': 'python-setuptools-of-another-version',
    'headers of what the image holds, an index of its own RUN': 'python-headers-that-the-image-holds',
  },
  go: {
    'modules, fetched before the sources': 'go-static-server',
    'vendored modules': 'go-vendored-modules',
    'a workspace, and replace': 'go-workspace-and-replace',
    'GOPATH of old': 'declines-go-without-modules',
    'a file without a module': 'go-one-file-without-module',
    'private modules': 'go-private-modules-over-ssh',
    'C of its own': 'go-own-c-code',
    'a module that is C': 'go-sqlite-with-a-database-file',
    'C with a library of the distribution': 'go-library-of-the-distribution',
    'C on a tag that moves': 'go-c-on-a-moving-tag',
    'C on Alpine': 'go-c-on-a-moving-alpine',
    'a module that no table lists': 'go-modules-in-no-table',
    'certificates and time zones': 'go-packages-for-fetching',
    'go install, several binaries': 'go-install-several-commands',
    'go run in CMD': 'go-run-at-start',
    'go run over mounted sources': 'declines-go-run-over-mounted-sources',
    'go run of a package that is not there': 'declines-go-run-of-a-missing-package',
    'no symbols, on request': 'go-stripped-on-request',
    'several platforms (TARGETOS, TARGETARCH)': 'go-several-platforms',
    'compiled on the machine’s own platform, on request': 'go-cross-compiled-on-request',
    'stages that cannot be of another platform': 'declines-go-cross-compiled-stages',
    'another builder than BuildKit': 'declines-go-cross-compiled-by-kaniko',
    'a program of the machine’s platform that is carried': 'declines-go-cross-compiled-with-a-carried-program',
    'a plain Makefile': 'go-plain-makefile',
    'embedded files, and files that are read': 'go-templates-and-assets',
    'files whose name is put together': 'go-reads-what-it-is-told',
    'an entrypoint script': 'go-alpine-entrypoint-script',
    'cache mounts in two stages': 'go-cache-mounts-in-two-stages',
    'source cloned in RUN': 'declines-go-source-cloned',
    'a tool that is fetched to build with': 'declines-go-fetched-tool-in-build',
    'an output that a build argument names': 'declines-go-output-by-argument',
    'live reload': 'declines-go-live-reload',
    'other programs that it starts': 'declines-go-starts-other-programs',
  },
};

describe.each(Object.entries(COVERED))('the fixtures of %s', (ecosystem, covered) => {
  const own = readdirSync(FIXTURES).filter((name) => new RegExp(`^(?:declines-)?${ecosystem}-`).test(name));

  it('show every tool and every trap of the table', () => {
    expect(Object.entries(covered).filter(([, fixture]) => !own.includes(fixture))).toEqual([]);
  });

  it('leave something alone in a third of them', () => {
    const declining = own.filter((name) =>
      readFileSync(join(FIXTURES, name, 'decisions.txt'), 'utf8')
        .split('\n')
        .some((line) =>
          /^declined (?:split-stages|swap-base-image|link-statically|compile-before-start|cross-compile|use-virtual-environment)\//.test(
            line,
          ),
        ),
    );
    expect(declining.length).toBeGreaterThanOrEqual(own.length / 3);
  });

  it('are built and started in six of them at least', () => {
    const built = own.filter((name) => existsSync(join(FIXTURES, name, 'e2e.json')));
    expect(built.length).toBeGreaterThanOrEqual(6);
  });
});
