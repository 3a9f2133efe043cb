import { type Facts, fromOf, parentStage, survey } from '../../src/facts.ts';
import { contextPath } from '../../src/filesystem/context-copy.ts';
import { isWithin, resolvePath } from '../../src/filesystem/path.ts';
import type { Plan } from '../../src/plan/plan.ts';
import type { FolderCopy } from './whole-copies.ts';

/** The stage that holds a path of the context and stays behind; null: the image may have it as well. */
export function holdingStage(plan: Plan, path: string, takers: readonly FolderCopy[], facts: Facts): string | null {
  const last = plan.stages.length - 1;
  const runs = new Set<number>();
  for (let at: number | null = last; at !== null; at = parentStage(plan, at)) runs.add(at);
  if (takers.some(({ stage }) => runs.has(stage)) || carries(plan, [...runs], path, takers, facts)) return null;
  const first = takers[0];
  return first === undefined ? null : (fromOf(plan, first.stage)?.stageName?.text ?? null);
}

/** A copy of a stage that runs may bring the path: out of the context by name, or out of the stage that took it. */
function carries(
  plan: Plan,
  stages: readonly number[],
  path: string,
  takers: readonly FolderCopy[],
  facts: Facts,
): boolean {
  const places = takers.flatMap(({ source, destination }) =>
    destination === null ? [] : [resolvePath(destination, path.slice(source === '' ? 0 : source.length + 1))],
  );
  return stages.some((stage) =>
    survey(plan, stage, facts).items.some(({ view }) => {
      if (view.kind !== 'copy' && view.kind !== 'add') return false;
      return view.sources.some(({ text }) =>
        view.from === null
          ? mayMatch(contextPath(text) ?? path, path)
          : places.some((place) => isWithin(place, resolvePath('/', text)) || text.includes('$')),
      );
    }),
  );
}

/** Whether a source of COPY may bring the path: a name or a pattern in front of its first wildcard. */
function mayMatch(source: string, path: string): boolean {
  const wildcard = source.search(/[*?[$]/);
  return wildcard < 0 ? source === path : path.startsWith(source.slice(0, wildcard));
}
