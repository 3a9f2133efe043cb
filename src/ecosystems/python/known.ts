import type { Evidence, ReasonData } from '../../decision.ts';
import type { Known } from '../known.ts';

/** Every circumstance that Python's knowledge can name. */
export type PythonReason =
  | 'conda-environment'
  | 'python-of-the-system'
  | 'python-install-not-understood'
  | 'python-install-reads-source'
  | 'python-of-another-version'
  | 'python-installs-as-user'
  | 'python-editable-install'
  | 'python-nothing-to-start'
  | 'python-start-not-understood'
  | 'python-entrypoint-not-understood'
  | 'python-packages-unlisted'
  | 'python-environment-of-its-own'
  | 'python-embedded'
  | 'python-named-by-path'
  | 'python-package-needs-the-system';

export function known<T>(value: T): Known<T> {
  return { known: true, value };
}

export function notKnown(
  code: PythonReason,
  data: ReasonData,
  evidence: readonly Evidence[],
): { readonly known: false; readonly because: { code: string; data: ReasonData; evidence: readonly Evidence[] } } {
  return { known: false, because: { code, data, evidence } };
}
