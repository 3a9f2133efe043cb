import type { ReasonData } from '../../decision.ts';
import type { PythonReason } from './known.ts';

/** Words for every circumstance, as clauses that read after «because». */
export const REASONS: Readonly<Record<PythonReason, (data: ReasonData) => string>> = {
  'conda-environment': () => 'conda installs its own interpreter and libraries, and no smaller image holds them',
  'python-of-the-system': (data) =>
    `Python is the one of the distribution (${text(data.image)}), whose packages cannot be told from those that pip installs`,
  'python-install-not-understood': (data) => `«${text(data.command)}» is not understood: ${text(data.why)}`,
  'python-install-reads-source': (data) => `«${text(data.command)}» builds what is in the source tree`,
  'python-of-another-version': (data) =>
    `.python-version asks for ${text(data.version)}, which the image may not have, so that uv downloads an interpreter into the home folder`,
  'python-installs-as-user': (data) =>
    `«${text(data.command)}» runs as a user who may not write among the interpreter’s packages, and whose home folder is not known`,
  'python-editable-install': (data) =>
    `«${text(data.command)}» links to the source tree, which then has to stay where it is`,
  'python-nothing-to-start': () => 'nothing says what the image starts',
  'python-start-not-understood': (data) =>
    `the start command «${text(data.command)}» is not understood: ${text(data.why)}`,
  'python-entrypoint-not-understood': (data) =>
    `the script ${text(data.script)} that starts it is not understood: ${text(data.why)}`,
  'python-environment-of-its-own': (data) => `«${text(data.command)}» chooses by itself where it installs`,
  'python-embedded': (data) =>
    `${text(data.packages)} holds an interpreter of its own, which looks for packages beside itself`,
  'python-named-by-path': (data) =>
    `${text(data.path)} names the interpreter by its place, and would not see the environment`,
  'python-packages-unlisted': () => 'without a lockfile it is not known which packages are compiled',
  'python-package-needs-the-system': (data) =>
    `${text(data.packages)} needs ${text(data.needs)} of the system, whose name in the smaller image is not known`,
};

function text(value: ReasonData[string] | undefined): string {
  return value === undefined ? '?' : typeof value === 'object' ? value.slice(0, 5).join(', ') : String(value);
}

/** What the reader can do about a circumstance. */
export const ADVICE: Readonly<Partial<Record<PythonReason, string>>> = {
  'python-of-the-system': 'Start from the official python image, which holds nothing but pip beside the interpreter.',
  'python-embedded': 'Tell it of the environment yourself (uwsgi: home = /opt/venv).',
  'python-named-by-path': 'Let PATH find it: #!/usr/bin/env python3.',
  'python-of-another-version': 'Name the same minor version in FROM and in .python-version.',
  'python-installs-as-user': 'Install in front of USER.',
  'python-editable-install': 'Install without -e, or add a pyproject.toml with a [build-system].',
  'python-nothing-to-start': 'Add the CMD that the container runs.',
  'python-start-not-understood':
    'Write the start command in exec form and name the program, for example CMD ["gunicorn", "app:app"].',
  'python-entrypoint-not-understood': 'Let the script name the programs that it starts.',
  'python-package-needs-the-system':
    'Install the libraries that it needs with apt-get in the Dockerfile, and choose the slim image by hand.',
  'python-install-not-understood': 'Write the names and paths of what is installed out.',
};
