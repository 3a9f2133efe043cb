import type { StartReading } from '../start-reading.ts';
import type { ModuleGraph } from './module-graph.ts';
import { type ProgramOf, sourcesRunBy } from './program.ts';
import type { TsConfig } from './tsconfig.ts';

/** The program as it is in the context, and as its sources would make it: a committed `dist` may be older than `src`. */
export function everyForm(
  of: ProgramOf,
  start: Extract<StartReading, { kind: 'program' }>,
): Pick<ModuleGraph, 'scans' | 'unread'> & { readonly isBuilt: boolean; readonly config: TsConfig | null } {
  const committed = sourcesRunBy(of, start, []);
  const entry = start.entry ?? '';
  const folder = entry.includes('/') ? entry.slice(0, entry.indexOf('/')) : entry;
  const isBuilt = entry !== '' && !committed.compiled && committed.compilation.sourceOf(entry) !== null;
  const rebuilt = isBuilt
    ? sourcesRunBy(of, start, [{ outputs: [folder], writesDependencies: false, bakes: [], evidence: [] }]).parts
    : [];
  const graphs = [...committed.parts, ...rebuilt].map((part) => part.graph);
  return {
    scans: graphs.flatMap((graph) => graph.scans),
    unread: graphs.flatMap((graph) => graph.unread),
    isBuilt: committed.compiled || isBuilt,
    config: committed.compilation.config,
  };
}
