import { expandGlobally } from './global-args.ts';
import { parseMount } from './mount.ts';
import type { FromView, View } from './view.ts';

/** One stage of a file: its FROM and what follows, read. */
export interface StageViews {
  readonly from: View;
  readonly steps: readonly View[];
}

/** What a name in a file stands for. */
export type ReferenceTarget =
  | { readonly kind: 'stage'; readonly index: number }
  /** An image, `scratch`, or a build context that the command line names: the file alone cannot tell them apart. */
  | { readonly kind: 'image'; readonly reference: string }
  /** It holds variables. `byDefault` is what it is without any `--build-arg`, null where that is not known. */
  | { readonly kind: 'symbolic'; readonly byDefault: Exclude<ReferenceTarget, { kind: 'symbolic' }> | null }
  /** `--from=7` with fewer stages: Docker refuses it. */
  | { readonly kind: 'nothing' };

/** One place where a stage or an image is named. */
export interface Reference {
  readonly stage: number;
  /** Index in the stage's steps; null for FROM. */
  readonly step: number | null;
  readonly via: 'from' | 'copy' | 'mount';
  /** As written. */
  readonly text: string;
  readonly target: ReferenceTarget;
}

/**
 * Every stage and image that a file names, in file order. Stage names know no case. FROM sees the stages before it; `--from` resolves
 * against all of them as BuildKit does, so callers check that a stage comes earlier.
 */
export function referencesOf(stages: readonly StageViews[], globals: readonly View[] = []): readonly Reference[] {
  const names = stages.map(({ from }) => (from.kind === 'from' ? (from.stageName?.text.toLowerCase() ?? null) : null));
  return stages.flatMap(({ from, steps }, stage) => [
    ...(from.kind === 'from' ? [fromReference(from, stage, names.slice(0, stage), globals)] : []),
    ...steps.flatMap((view, step) => stepReferences(view, stage, step, names)),
  ]);
}

/** The images that the file starts from or copies from, each once; symbolic ones by their default. */
export function imagesOf(references: readonly Reference[]): readonly string[] {
  const images = references.flatMap(({ target }) => {
    const known = target.kind === 'symbolic' ? target.byDefault : target;
    return known?.kind === 'image' ? [known.reference] : [];
  });
  return [...new Set(images)];
}

type Names = readonly (string | null)[];

function fromReference(from: FromView, stage: number, before: Names, globals: readonly View[]): Reference {
  const { text } = from.image;
  const value = expandGlobally(globals, text);
  const target: ReferenceTarget =
    value.certain === null
      ? { kind: 'symbolic', byDefault: value.byDefault === null ? null : named(value.byDefault, before) }
      : named(value.certain, before);
  return { stage, step: null, via: 'from', text, target };
}

function stepReferences(view: View, stage: number, step: number, names: Names): readonly Reference[] {
  if (view.kind === 'copy' || view.kind === 'add') {
    return view.from === null
      ? []
      : [{ stage, step, via: 'copy', text: view.from, target: resolved(view.from, names) }];
  }
  if (view.kind !== 'run') return [];
  return view.flags.flatMap((flag): readonly Reference[] => {
    const text = flag.name === 'mount' && flag.value !== null ? parseMount(flag.value).get('from') : undefined;
    return text ? [{ stage, step, via: 'mount', text, target: resolved(text, names) }] : [];
  });
}

/** Docker expands no variable in `--from`. */
function resolved(text: string, names: Names): ReferenceTarget {
  if (text.includes('$')) return { kind: 'symbolic', byDefault: null };
  if (!/^\d+$/.test(text)) return named(text, names);
  const index = Number(text);
  return index < names.length ? { kind: 'stage', index } : { kind: 'nothing' };
}

/** Where two stages share a name, the later one has it. */
function named(name: string, names: Names): Exclude<ReferenceTarget, { kind: 'symbolic' }> {
  const index = names.lastIndexOf(name.toLowerCase());
  return index < 0 ? { kind: 'image', reference: name } : { kind: 'stage', index };
}
