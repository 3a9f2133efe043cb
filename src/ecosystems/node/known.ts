import type { Because, Evidence, ReasonData } from '../../decision.ts';
import type { Known } from '../known.ts';

/** Every circumstance that Node's knowledge can name; a transform's table of reasons has a sentence for those that reach it. */
export type NodeReason =
  | 'manifest-unreadable'
  | 'package-manager-unsupported'
  | 'workspace-links'
  | 'links-outside-project'
  | 'install-of-some-members'
  | 'started-package-unknown'
  | 'program-reads-unnamed-paths'
  | 'no-lockfile-to-follow'
  | 'imports-undeclared-package'
  | 'loads-package-of-another'
  | 'plug-and-play'
  | 'plug-and-play-in-project'
  | 'install-reads-source'
  | 'install-not-understood'
  | 'lockfile-missing'
  | 'lockfile-hidden'
  | 'lockfile-binary'
  | 'lockfile-unreadable'
  | 'lockfile-ignored'
  | 'lockfile-out-of-step'
  | 'lockfile-lacks-peers'
  | 'lockfile-lacks-platform-packages'
  | 'lockfile-too-new'
  | 'lockfile-has-resolutions'
  | 'lockfile-depends-on-settings'
  | 'frozen-form-unknown'
  | 'prune-form-unknown'
  | 'prune-undoes-changes'
  | 'npm-removes-production'
  | 'prune-runs-scripts'
  | 'prune-removes-what-scripts-install'
  | 'build-changes-dependencies'
  | 'lockfile-not-written'
  | 'npm-too-old'
  | 'install-names-packages'
  | 'install-hook-needs-dev-dependency'
  | 'install-flag-unknown'
  | 'install-already-frozen'
  | 'runtime-version-unknown'
  | 'runtime-imports-dev-dependency'
  | 'dev-dependency-is-peer'
  | 'program-not-understood'
  | 'build-output-unknown'
  | 'build-writes-beside-sources'
  | 'script-missing'
  | 'script-not-understood'
  | 'start-missing'
  | 'server-not-understood'
  | 'start-compiles'
  | 'start-loads-configuration'
  | 'start-not-understood'
  | 'server-not-replaced'
  | 'served-by-web-server'
  | 'start-needs-other-program'
  | 'start-needs-shell'
  | 'start-needs-path'
  | 'program-reads-npm-variables'
  | 'entrypoint-script'
  | 'no-lockfile'
  | 'lockfile-v1-says-nothing'
  | 'lockfile-not-followed'
  | 'lockfile-records-no-scripts'
  | 'install-script-unknown';

export function known<T>(value: T): Known<T> {
  return { known: true, value };
}

export function because(code: NodeReason, data: ReasonData, evidence: readonly Evidence[]): Because {
  return { code, data, evidence };
}

export function notKnown(
  code: NodeReason,
  data: ReasonData,
  evidence: readonly Evidence[],
): { readonly known: false; readonly because: Because } {
  return { known: false, because: because(code, data, evidence) };
}

/** A field for values, left out where there are none. */
export function some<Key extends string>(key: Key, values: readonly string[]): Partial<Record<Key, readonly string[]>> {
  const field: Partial<Record<string, readonly string[]>> = values.length > 0 ? { [key]: [...new Set(values)] } : {};
  return field as Partial<Record<Key, readonly string[]>>;
}
