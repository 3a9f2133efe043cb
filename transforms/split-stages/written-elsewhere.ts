import type { CommandReading } from '../../src/command-reading.ts';
import type { Decision } from '../../src/decision.ts';
import type { Survey } from '../../src/facts.ts';
import { isWithin } from '../../src/filesystem/path.ts';
import { type Anchor, namedBy } from './anchor.ts';
import { at, commandText, decide, type Placed } from './placed.ts';

/** Places outside the application folder that nothing needs later. */
const CACHES = [
  /^\/(?:root|home\/[^/]+)\/\.(?:npm|yarn|node-gyp|cache|bun|cache\/(?:yarn|pnpm)|local\/(?:share|state)\/pnpm)$/,
  /^\/(?:tmp|var\/tmp|usr\/local\/share\/\.cache)(?:\/|$)/,
];

/** An install or a build that puts files outside the application folder which the program may look for: a browser in the home folder. */
export function writtenElsewhere(
  commands: readonly Placed[],
  found: Anchor,
  settled: readonly string[],
  { end }: Survey,
  beside: ReadonlySet<CommandReading>,
  withoutDevelopment: boolean,
): Decision | null {
  const { project, folder, sides } = found;
  // Downloads are native code; where the production tree has none, they are for development.
  const fetched =
    project.nativeCode('production', undefined, namedBy(found)).kind !== 'none' &&
    ![...end.env.keys()].some(isSkippedDownload);
  for (const placed of commands) {
    const { role, writes, detail } = placed.reading;
    const idle = withoutDevelopment && detail.kind === 'install' ? (detail.forDevelopment ?? []) : [];
    if (!['install-dependencies', 'build', 'codegen'].includes(role) || beside.has(placed.reading)) continue;
    const data = { command: commandText(placed) };
    if (writes === 'anything') return decide('command-not-understood', { data, at: at(placed.item) });
    const paths = writes.filter(
      (path) =>
        !isWithin(path, folder) &&
        !sides.some((side) => isWithin(path, side.folder)) &&
        !idle.includes(path) &&
        !CACHES.some((cache) => cache.test(path)) &&
        !settled.some((place) => isWithin(path, place)) &&
        (role !== 'install-dependencies' || fetched),
    );
    if (paths.length > 0) return decide('written-elsewhere', { data: { ...data, paths }, at: at(placed.item) });
  }
  return null;
}

/** `PUPPETEER_SKIP_DOWNLOAD`, `CYPRESS_SKIP_BINARY_INSTALL`. */
function isSkippedDownload(name: string): boolean {
  return /SKIP(?:_\w+)?_(?:DOWNLOAD|BINARY|INSTALL)/i.test(name);
}
