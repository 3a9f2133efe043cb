import { posix } from 'node:path';
import type { Evidence } from '../../decision.ts';
import type { BuildContext } from '../../repository/repository.ts';
import type { Known } from '../known.ts';
import type { StartReading } from '../start-reading.ts';
import { bundleOf } from './bundles.ts';
import { within } from './cite.ts';
import { known, some } from './known.ts';

/** What has been followed so far on the way from ENTRYPOINT and CMD to the program. */
export interface Trail {
  readonly context: BuildContext;
  /** Context folder where the command runs. */
  readonly folder: string;
  readonly contextAt: string | null;
  /** The context file that was copied to an absolute image path; null: none. */
  readonly copiedFrom: (path: string) => string | null;
  /** Packages that the file's own installs name, without versions: they lie among the project's. */
  readonly installed: readonly string[];
  /** Variables that are set in the image, with their certain values. */
  readonly env: ReadonlyMap<string, string>;
  readonly tools: readonly string[];
  readonly packages: readonly string[];
  readonly alsoLoads: readonly string[];
  readonly alsoReads: readonly string[];
  readonly writes: readonly string[];
  readonly compiledBy: string | null;
  readonly readsManifest: boolean;
  readonly evidence: readonly Evidence[];
  readonly depth: number;
}

/** A program that starts at a context path, or a tool of a dependency. */
export function program(trail: Trail, entry: string | null, text: string): Known<StartReading> {
  return known({
    kind: 'program',
    entry,
    tools: [...new Set(trail.tools)],
    packages: [...new Set(trail.packages)],
    ...some('alsoLoads', trail.alsoLoads),
    ...some('alsoReads', trail.alsoReads),
    ...some('writes', trail.writes),
    ...bundled(trail, entry),
    ...(trail.compiledBy === null ? {} : { compiledBy: trail.compiledBy }),
    readsManifest: trail.readsManifest,
    evidence: trail.evidence.length > 0 ? trail.evidence : [startSays(text)],
  });
}

function bundled(trail: Trail, entry: string | null): { readonly bundle?: string } {
  const bundle = entry === null ? null : bundleOf(trail.context, trail.folder, entry);
  return bundle === null ? {} : { bundle };
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

/** Folders in which a bare name is looked for. */
const SEARCHED = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** The context file that a command names as its program: inside the project, or copied to a place of the image. */
export function scriptAt(trail: Trail, name: string): { readonly path: string; readonly text: string } | null {
  const places = name.includes('/')
    ? [contextPath(trail, name), name.startsWith('/') ? trail.copiedFrom(name) : null]
    : SEARCHED.map((folder) => trail.copiedFrom(`${folder}/${name}`));
  const path = places.find((place) => place !== null && trail.context.kind(place) === 'file') ?? null;
  const text = path === null ? null : trail.context.read(path);
  return path === null || text === null ? null : { path, text };
}
