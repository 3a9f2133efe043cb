import { posix } from 'node:path';
import type { Decision } from '../../src/decision.ts';
import type { CopyView } from '../../src/dockerfile/view.ts';
import { withBeside } from '../../src/ecosystems/start-reading.ts';
import type { Item } from '../../src/facts.ts';
import { copyDestination, expandCertain } from '../../src/filesystem/context-copy.ts';
import { textOf } from '../../src/plan/plan.ts';
import { mayUseTool } from '../../src/tool-use.ts';
import type { SplitCase } from './case.ts';
import { lastBuildIndex } from './place-of-command.ts';
import { at, decide } from './placed.ts';

/** Where programs that are copied out of another image are needed: to install and build, to run, or both; a decision where nothing calls them by name. */
export function placeOfCopied(item: Item, view: CopyView, found: SplitCase): 'build' | 'both' | 'runtime' | Decision {
  const unclear = decide('copies-from-image', { data: { text: textOf(item.step).trim() }, at: at(item) });
  const names = programsIn(item, view);
  if (names === null) return unclear;
  const { known, programs } = found.called;
  const started = new Set([...withBeside(found.start).flatMap((one) => one.packages), ...programs]);
  const isCalled = names.some((name) => started.has(name));
  const last = lastBuildIndex(found);
  const users = found.survey.items.flatMap(({ index, readings }) =>
    readings
      .filter(({ role }) => !['install-tool', 'nothing', 'cleanup'].includes(role))
      .filter((reading) => mayUseTool(reading, { provides: names }, found.facts))
      .map((reading) => (index > last || found.beside.has(reading) ? 'runtime' : 'build')),
  );
  const runs = isCalled || users.includes('runtime');
  if (users.includes('build')) return runs || !known ? 'both' : 'build';
  return runs ? 'runtime' : unclear;
}

/** Folders in which a shell finds programs, in every official image. */
const ON_PATH = ['/bin', '/sbin', '/usr/bin', '/usr/sbin', '/usr/local/bin', '/usr/local/sbin'];

/** Names under which the copied files are called; null: they are, or may be, something else than programs. */
function programsIn({ state }: Item, view: CopyView): readonly string[] | null {
  const destination = copyDestination(view, state);
  if (destination === null) return null;
  const sources = view.sources.map(({ text }) => expandCertain(text, state));
  const names = sources.flatMap((path) => (path === null || /[*?[]|\/$/.test(path) ? [] : [posix.basename(path)]));
  if (names.length !== sources.length || names.some((name) => !/^[\w.-]+$/.test(name) || FOLDERS.test(name)))
    return null;
  if (ON_PATH.includes(destination)) return names;
  const [only] = names;
  return ON_PATH.includes(posix.dirname(destination)) && only !== undefined && names.length === 1
    ? [posix.basename(destination)]
    : null;
}

const FOLDERS = /^(?:s?bin|lib|share|etc|local|usr|opt)$/;
