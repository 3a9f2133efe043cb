import type { ReasonData } from '../../decision.ts';
import type { PythonReason } from './known.ts';

/** Words for every circumstance, as clauses that read after «because». */
export const REASONS: Readonly<Record<PythonReason, (data: ReasonData) => string>> = {
  'conda-environment': () => 'conda installs its own interpreter and libraries, and no smaller image holds them',
  'python-of-the-system': (data) =>
    `Python is the one of the distribution (${text(data.image)}), whose packages cannot be told from those that pip installs`,
  'python-install-not-understood': (data) => `«${text(data.command)}» is not understood: ${text(data.why)}`,
  'python-source-elsewhere': (data) => `«${text(data.command)}» installs into the sources`,
  'python-install-reads-source': (data) => `«${text(data.command)}» builds what is in the source tree`,
  'python-editable-install': (data) =>
    `«${text(data.command)}» links to the source tree, which then has to stay where it is`,
  'python-minor-unknown': (data) => `${text(data.image)} does not say which Python it holds`,
  'python-nothing-to-start': () => 'nothing says what the image starts',
  'python-start-not-understood': (data) =>
    `the start command «${text(data.command)}» is not understood: ${text(data.why)}`,
  'python-entrypoint-not-understood': (data) =>
    `the script ${text(data.script)} that starts it is not understood: ${text(data.why)}`,
  'python-wheels-need-glibc': (data) =>
    `${text(data.packages)} is published for glibc, and would be compiled anew on musl`,
  'python-packages-unlisted': () => 'without a lockfile it is not known which packages are compiled',
  'python-package-needs-the-system': (data) =>
    `${text(data.packages)} needs ${text(data.needs)} of the system, whose name in the smaller image is not known`,
  'python-needs-no-other-runtime': () => 'the same image is the only one that runs it',
};

function text(value: ReasonData[string] | undefined): string {
  return value === undefined ? '?' : typeof value === 'object' ? value.slice(0, 5).join(', ') : String(value);
}
