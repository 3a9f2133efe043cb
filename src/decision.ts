import type { LineRange } from './dockerfile/document.ts';

/**
 * What a transform did with one circumstance.
 * - `changed`: the plan is different now, and why that is safe.
 * - `declined`: it would have helped, but could not be shown to be safe.
 * - `unneeded`: there is nothing to gain.
 */
export type Verdict = 'changed' | 'declined' | 'unneeded';

/** Something a file says that a decision rests on. Never an untracked or ignored file: a laptop and CI must decide alike. */
export interface Evidence {
  /** Path relative to the repository root, or an image reference. */
  readonly source: string;
  /** What it says, for example `scripts.build = "tsc -p ."`. */
  readonly says: string;
}

/** Typed facts a reason's sentence is made of. */
export type ReasonData = Readonly<Record<string, string | number | readonly string[]>>;

/** The fields of the image's runtime configuration that law 4 watches. */
export type ConfigField =
  | 'CMD'
  | 'ENTRYPOINT'
  | 'WORKDIR'
  | 'USER'
  | 'ENV'
  | 'EXPOSE'
  | 'LABEL'
  | 'VOLUME'
  | 'HEALTHCHECK'
  | 'STOPSIGNAL'
  | 'SHELL'
  | 'ONBUILD'
  | 'MAINTAINER';

/** A difference in the runtime configuration that a transform makes on purpose; law 4 accepts exactly this one. */
export interface FieldChange {
  readonly field: ConfigField;
  /** `name=value` for ENV and LABEL; empty: was not set. */
  readonly before: string;
  readonly after: string;
}

/** A typed result of a transform; printed as «what, because, line». */
export interface Decision {
  readonly verdict: Verdict;
  /** The transform's name. */
  readonly transform: string;
  /** A stable kebab-case code that names the circumstance, a key of the transform's {@link Reasons}. */
  readonly code: string;
  readonly data: ReasonData;
  readonly evidence: readonly Evidence[];
  /** Lines of the original Dockerfile. */
  readonly at: readonly LineRange[];
  readonly changes?: readonly FieldChange[];
  /** Variables and build arguments that commands see with another value from now on; law 5 accepts exactly these. */
  readonly declares?: readonly string[];
  /** What the reader can do, where this circumstance has better advice than its code. */
  readonly advice?: string;
}

/** One entry of a transform's table of reasons. */
export interface Reason {
  readonly verdict: Verdict;
  /** One line for `explain` and the generated tables. */
  readonly title: string;
  /** For `changed`: what was done and why it is safe. Otherwise: a clause that reads after «because». No final full stop. */
  readonly sentence: (data: ReasonData) => string;
  /** What the reader can do about it. Required for `declined`. */
  readonly advice?: string;
  /** A paragraph for `explain CODE`: the trap behind the rule, with a two-line Dockerfile where it helps. */
  readonly explanation: string;
}

/** A transform's table of reasons, by code. */
export type Reasons = Readonly<Record<string, Reason>>;

/** What a fact that could not be established looks like anywhere in the program: never a guess. */
export interface Because {
  readonly code: string;
  readonly data: ReasonData;
  readonly evidence: readonly Evidence[];
}

/** What a transform says of one circumstance, beside its code. */
export interface DecisionParts {
  readonly data?: ReasonData;
  readonly evidence?: readonly Evidence[];
  readonly at?: readonly LineRange[];
  readonly changes?: readonly FieldChange[];
  readonly declares?: readonly string[];
  readonly advice?: string;
}

/** Makes the decisions of one transform: the verdict comes from its table of reasons, and only codes of that table compile. */
export function decisionsOf<Code extends string>(transform: string, reasons: Readonly<Record<Code, Reason>>) {
  return (code: Code, parts: DecisionParts = {}): Decision => ({
    verdict: reasons[code].verdict,
    transform,
    code,
    data: parts.data ?? {},
    evidence: parts.evidence ?? [],
    at: parts.at ?? [],
    ...(parts.changes ? { changes: parts.changes } : {}),
    ...(parts.declares ? { declares: parts.declares } : {}),
    ...(parts.advice === undefined ? {} : { advice: parts.advice }),
  });
}

/** A value of a reason's data as text, lists joined with commas; empty when it is not there. */
export function shown(data: ReasonData, name: string): string {
  const value = data[name];
  if (value === undefined) return '';
  return typeof value === 'object' ? value.join(', ') : String(value);
}
