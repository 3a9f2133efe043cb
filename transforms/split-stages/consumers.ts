import { posix } from 'node:path';
import type { Decision } from '../../src/decision.ts';
import { withBeside } from '../../src/ecosystems/ecosystem.ts';
import type { Facts, Survey } from '../../src/facts.ts';
import { overlaps } from '../../src/filesystem/path.ts';
import { contextRoot } from '../../src/start-of.ts';
import type { Anchor } from './anchor.ts';
import { decide } from './placed.ts';

/** Who runs the image for development: with the sources of the host mounted over it, or by a command that needs what a split leaves behind. */
export function developmentConsumers(
  facts: Facts,
  { project, folder }: Anchor,
  outputs: readonly string[],
  { end }: Survey,
): Decision | null {
  const workdir = end.workdir.certain;
  const place =
    project.runs === 'outputs' && workdir !== null
      ? { folder: posix.relative(folder, workdir), contextAt: contextRoot(project, folder), workdir, outputs }
      : undefined;
  for (const consumer of facts.consumers) {
    if (consumer.dockerfile !== facts.path) continue;
    const lines = { evidence: [{ source: consumer.file, says: consumer.name }] };
    const mount = consumer.mounts.find((candidate) => candidate.kind === 'bind' && overlaps(candidate.target, folder));
    if (mount && !project.carriesAll && mount.source !== null && holdsSources(mount.source, facts))
      return decide('compose-mounts-source', {
        data: { file: consumer.file, source: mount.source || '.', target: mount.target },
        ...lines,
      });
    const run = consumer.command ?? consumer.entrypoint;
    if (run === null) continue;
    const start = project.start(null, { form: 'shell', script: run, start: 0, end: run.length }, new Map(), place);
    const all = start.known ? withBeside(start.value) : [];
    const packages = all.flatMap((one) => (one.kind === 'program' ? one.packages : []));
    const isHeld = packages.length === 0 || project.carriesAll === true;
    if (start.known && start.value.kind === 'program' && isHeld) continue;
    const why = !start.known
      ? 'which is not understood'
      : start.value.kind === 'program'
        ? `which needs ${packages.join(', ')}`
        : `which is ${start.value.kind === 'development' ? 'for development' : 'a static server'}`;
    return decide('consumer-runs-development', { data: { file: consumer.file, command: run, why }, ...lines });
  }
  return null;
}

/** A mounted folder with files of this context in it; a mounted folder for data holds none. */
function holdsSources(source: string, facts: Facts): boolean {
  const prefix = source === '' ? '' : `${source}/`;
  return facts.repository
    .files()
    .some((file) => file.startsWith(prefix) && /\.(?:[cm]?[jt]sx?|py|go|rb|php|java)$/.test(file));
}
