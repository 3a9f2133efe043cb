import { posix } from 'node:path';
import type { BuildContext } from '../../repository/repository.ts';
import type { ProgramRead, ProgramReading } from '../program-reading.ts';
import type { StartReading } from '../start-reading.ts';
import { cite, isBelow, within } from './cite.ts';
import type { Manifest } from './package-json.ts';

/** A static file server reads one folder and its own configuration. */
export function siteReading(
  context: BuildContext,
  manifest: Manifest,
  start: Extract<StartReading, { kind: 'static-site' }>,
): ProgramReading {
  const evidence = start.evidence[0] ?? cite(context, manifest.path, `${start.tool} serves ${start.folder}`);
  const own =
    start.tool === 'vite preview'
      ? ['vite.config.ts', 'vite.config.js', 'vite.config.mjs', 'package.json']
      : start.tool === 'astro preview'
        ? ['astro.config.mjs', 'astro.config.ts', 'astro.config.js', 'package.json', 'public']
        : ['serve.json', 'package.json'];
  const reads: ProgramRead[] = own
    .flatMap((name) => within(manifest.folder, name) ?? [])
    .filter((path) => context.kind(path) !== null)
    .map((path) => ({ path, evidence: [evidence] }));
  if (context.kind(start.folder) !== null && start.folder !== '')
    reads.push({ path: start.folder, evidence: [evidence] });
  const servesAll = start.folder === manifest.folder;
  const kept = new Set(reads.map((read) => read.path));
  const loadsConfig = start.tool.endsWith(' preview');
  const notRead = servesAll
    ? []
    : context
        .list(manifest.folder)
        .map((entry) => posix.join(manifest.folder, entry.name))
        .filter(
          (path) =>
            !kept.has(path) && !isBelow(start.folder, path) && !(loadsConfig && /\.(?:[cm]?[jt]s|json)$/.test(path)),
        )
        .map((path) => ({ path, evidence: [evidence] }));
  return {
    reads,
    notRead,
    dynamicReads: servesAll ? [evidence] : [],
    optional: [],
    writesOutside: [],
    runs: [],
    runsUnknown: [],
    ports: [],
    handlesSigterm: start.tool === 'serve',
  };
}
