import { posix } from 'node:path';
import type { ShellWord } from '../shell/command.ts';
import { readArguments } from './arguments.ts';
import type { ArgumentReader, Place } from './footprint.ts';
import { pathsOf } from './paths.ts';

/** Folders whose content nothing needs later: what package managers and builds leave behind. */
const LEFTOVERS: readonly string[] = [
  '/root/.cache',
  '/root/.npm',
  '/root/.node-gyp',
  '/tmp',
  '/usr/share/doc',
  '/usr/share/info',
  '/usr/share/lintian',
  '/usr/share/man',
  '/usr/local/share/.cache',
  '/usr/local/share/man',
  '/var/cache',
  '/var/lib/apt',
  '/var/lib/cache',
  '/var/lib/log',
  '/var/log',
  '/var/tmp',
];
/** The same below a user's home. */
const HOME_LEFTOVERS: readonly string[] = ['.cache', '.npm', '.node-gyp', '.yarn', '.yarn-cache', '.gnupg', '.ccache'];

/** `rm`: cleaning up where only leftovers go, a change of files otherwise. */
const rm: ArgumentReader = (words, place) => {
  const { operands } = readArguments(words, { short: '', long: [] });
  const writes = pathsOf(operands, place);
  const clean = writes !== 'anything' && writes.length > 0 && writes.every((path) => isLeftover(path, place));
  return { role: clean ? 'cleanup' : 'file-setup', writes, reads: [] };
};

function isLeftover(path: string, { home }: Place): boolean {
  const folders = home === null ? LEFTOVERS : [...LEFTOVERS, ...HOME_LEFTOVERS.map((name) => posix.join(home, name))];
  return folders.some((folder) => path === folder || path.startsWith(`${folder}/`));
}

/** Actions of `find -exec` that touch only what it found. */
const CHANGES = ['rm', 'chmod', 'chown', 'chgrp', 'touch', 'strip'];
const READS = ['echo', 'ls', 'cat', 'grep', 'file', 'stat'];

/** `find roots… tests… action`: changes nothing without an action, else something below its roots. */
const find: ArgumentReader = (words, place) => {
  const roots: ShellWord[] = [];
  for (const word of words) {
    if (/^[-(!\\]/.test(word.text)) break;
    roots.push(word);
  }
  const found = roots.length > 0 ? pathsOf(roots, place) : place.folder === null ? 'anything' : [place.folder];
  const actions = words.flatMap((word, at) =>
    /^-(?:exec|execdir|ok)$/.test(word.text) ? [words[at + 1]?.value ?? ''] : [],
  );
  if (words.some((word) => /^-f(?:print|ls)/.test(word.text))) return null;
  if (!actions.every((program) => CHANGES.includes(program) || READS.includes(program))) return null;
  const deletes = words.some((word) => word.value === '-delete') || actions.includes('rm');
  if (!deletes && !actions.some((program) => CHANGES.includes(program)))
    return { role: 'nothing', writes: [], reads: found };
  const leftovers = deletes && found !== 'anything' && found.every((path) => isLeftover(path, place));
  return { role: leftovers ? 'cleanup' : 'file-setup', writes: found, reads: found };
};

export const CLEANUP: Readonly<Record<string, ArgumentReader>> = { find, rm };
