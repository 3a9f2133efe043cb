import type { Decision } from '../../src/decision.ts';
import { type Facts, fromOf, type Item, type Survey } from '../../src/facts.ts';
import { changesByHistory } from '../../src/git-history.ts';
import { lineOf } from '../../src/plan/check/law.ts';
import { type Plan, textOf } from '../../src/plan/plan.ts';
import { at, commandText, decide, type Placed } from './placed.ts';

/** The base image and the build context are known, and something is installed or built. */
export function imageAndContext(plan: Plan, facts: Facts, { items, base }: Survey): Decision | null {
  const builds = items.some((item) =>
    item.readings.some(({ role }) => role === 'install-dependencies' || role === 'build'),
  );
  if (!builds && items.every((item) => item.script?.kind !== 'not-understood')) return decide('nothing-installed');
  const image = fromOf(plan, 0)?.image.text ?? '';
  const line = lineOf(plan.stages[0]?.from ?? { kind: 'added', text: '', why: '' });
  const where = line === null ? [] : [{ first: line, last: line }];
  if (base === null) return decide('base-image-unknown', { data: { image }, at: where });
  if (base.onbuild) return decide('base-has-onbuild', { data: { image }, at: where });
  if (facts.context.state === 'unknown') return decide('context-unknown', { data: { why: facts.context.because } });
  return null;
}

/** Every RUN can be read, and every COPY followed. */
export function readable({ items }: Survey): Decision | null {
  for (const item of items) {
    if (item.script?.kind === 'not-understood')
      return decide('run-not-understood', { data: { why: item.script.because }, at: at(item) });
    if ((item.view.kind === 'copy' || item.view.kind === 'add') && (item.entries === null || item.view.heredoc))
      return unfollowed(item);
    if (item.view.kind === 'unread')
      return decide('run-not-understood', { data: { why: item.view.because }, at: at(item) });
  }
  return null;
}

/** Every command is one that is known, and none fetches what it builds. */
export function understood(commands: readonly Placed[]): Decision | null {
  for (const placed of commands) {
    const data = { command: commandText(placed) };
    if (placed.reading.role === 'fetch-source') return fetched(placed);
    if (placed.reading.role === 'unknown') return decide('command-not-understood', { data, at: at(placed.item) });
  }
  return null;
}

/** A COPY whose own words may be plain: its destination counts from a WORKDIR that is not. */
function unfollowed(item: Item): Decision {
  const { workdir } = item.state;
  const depends = workdir.certain === null && (item.view.kind === 'copy' || item.view.kind === 'add');
  const isRelative = depends && !/^[/$]/.test(item.view.destination.text);
  return decide('copy-not-understood', {
    data: { text: textOf(item.step).trim(), why: isRelative ? `: WORKDIR ${workdir.text} holds a build argument` : '' },
    ...(isRelative ? { advice: 'Write WORKDIR without build arguments.' } : {}),
    at: at(item),
  });
}

function fetched(placed: Placed): Decision {
  const byHistory = changesByHistory(placed.reading.command);
  return decide('source-fetched', {
    data: {
      command: commandText(placed),
      does: byHistory ? 'changes files by the repository’s history, which' : 'fetches files that',
    },
    ...(byHistory
      ? { advice: 'Build from a clean checkout of what you want to build, and leave this command out.' }
      : {}),
    at: at(placed.item),
  });
}
