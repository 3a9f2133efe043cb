import { posix } from 'node:path';
import type { Evidence } from '../../decision.ts';
import type { BuildContext } from '../../repository/repository.ts';
import type { Known, StartReading } from '../ecosystem.ts';
import { within } from './cite.ts';
import { known } from './known.ts';

/** What has been followed so far on the way from ENTRYPOINT and CMD to the program. */
export interface Trail {
  readonly context: BuildContext;
  /** Context folder where the command runs. */
  readonly folder: string;
  readonly contextAt: string | null;
  readonly tools: readonly string[];
  readonly packages: readonly string[];
  readonly alsoLoads: readonly string[];
  readonly readsManifest: boolean;
  readonly evidence: readonly Evidence[];
  readonly depth: number;
}

/** A program that starts at a context path. */
export function program(trail: Trail, entry: string, text: string): Known<StartReading> {
  return known({
    kind: 'program',
    entry,
    tools: [...new Set(trail.tools)],
    packages: [...new Set(trail.packages)],
    ...(trail.alsoLoads.length > 0 ? { alsoLoads: [...new Set(trail.alsoLoads)] } : {}),
    readsManifest: trail.readsManifest,
    evidence: trail.evidence.length > 0 ? trail.evidence : [startSays(text)],
  });
}

export function startSays(text: string): Evidence {
  return { source: 'start command', says: text };
}

/** Where a path of the command lies in the context; absolute ones only when the context's own place is known. */
export function contextPath(trail: Trail, path: string): string | null {
  if (!path.startsWith('/')) return within(trail.folder, path);
  if (trail.contextAt === null) return null;
  const relative = posix.relative(trail.contextAt, path);
  return relative.startsWith('..') ? null : within('', relative === '' ? '.' : relative);
}

export function withTool(trail: Trail, tool: string): Trail {
  return { ...trail, tools: [...trail.tools, tool] };
}
