import { parseMount } from '../../src/dockerfile/mount.ts';
import { type Facts, type Item, survey } from '../../src/facts.ts';
import { isWithin } from '../../src/filesystem/path.ts';
import type { Plan } from '../../src/plan/plan.ts';

/** A step that takes a folder of the build context, and where its content lands. */
export interface FolderCopy {
  readonly stage: number;
  readonly item: Item;
  /** Context path of the folder; `''` is the whole context. */
  readonly source: string;
  /** Null: a bind mount, which leaves nothing. */
  readonly destination: string | null;
}

/** Every COPY, ADD and bind mount that takes a folder of the build context. */
export function folderCopies(plan: Plan, facts: Facts): readonly FolderCopy[] {
  return plan.stages.flatMap((_, stage) =>
    survey(plan, stage, facts).items.flatMap((item): readonly FolderCopy[] => {
      if (item.view.kind === 'run')
        return boundFolders(item).map((source) => ({ stage, item, source, destination: null }));
      return (item.entries ?? []).flatMap(({ kind, source, destination }) =>
        kind === 'folder' ? [{ stage, item, source, destination }] : [],
      );
    }),
  );
}

function boundFolders({ view }: Item): readonly string[] {
  if (view.kind !== 'run') return [];
  return view.flags.flatMap(({ name, value }) => {
    const mount = name === 'mount' && value !== null ? parseMount(value) : null;
    if (mount === null || mount.has('from') || (mount.get('type') ?? 'bind') !== 'bind') return [];
    const source = (mount.get('source') ?? mount.get('src') ?? '').replace(/^\.?\/+|\/+$/g, '');
    return [source === '.' ? '' : source];
  });
}

/** The copies that take a path of the context with them. */
export function takersOf(path: string, copies: readonly FolderCopy[]): readonly FolderCopy[] {
  return copies.filter(({ source }) => source === '' || isWithin(`/${path}`, `/${source}`));
}
