import type { CommandReading } from '../command-reading.ts';
import type { Command } from '../shell/command.ts';
import { MANAGERS } from './managers.ts';
import { SYSTEM_FOLDERS } from './system-folders.ts';

/**
 * Scripts of publishers that add their package repository and renew the index, and nothing else: `curl -fsSL https://deb.nodesource.com/setup_20.x | bash -`
 * (nodesource/distributions, scripts/deb and scripts/rpm). What is installed afterwards comes from there.
 */
const SCRIPTS: readonly { readonly url: RegExp; readonly manager: 'apt' | 'yum' }[] = [
  { url: /^https:\/\/deb\.nodesource\.com\/setup(?:_(?:\d+|lts|current)\.[x\d]+)?$/, manager: 'apt' },
  { url: /^https:\/\/rpm\.nodesource\.com\/setup(?:_(?:\d+|lts|current)\.[x\d]+)?$/, manager: 'yum' },
];

/** Reads both halves of `curl URL | bash -`; null: neither half of one, or another script. */
export function readRepositoryScript(commands: readonly Command[], index: number): CommandReading | null {
  const command = commands[index];
  if (command === undefined) return null;
  const isShell = command.connector === '|';
  const [fetcher, shell] = isShell ? [commands[index - 1], command] : [command, commands[index + 1]];
  if (fetcher === undefined || shell === undefined || shell.connector !== '|' || !isPlainShell(shell)) return null;
  if (commands[commands.indexOf(shell) + 1]?.connector === '|') return null;
  const manager = managerOf(fetcher);
  if (manager === null) return null;
  return {
    command,
    role: 'system-packages',
    writes: SYSTEM_FOLDERS,
    reads: MANAGERS[manager === 'apt' ? 'apt-get' : 'yum']?.settings ?? 'anything',
    evidence: [],
    detail: { kind: 'packages', manager, action: 'update', packages: [], complete: true, addsRepository: true },
  };
}

/** `bash`, `bash -`, `sh -s`: what it runs comes from the pipe. */
function isPlainShell({ name, words, redirections }: Command): boolean {
  const isShell = name === 'bash' || name === 'sh' || name === '/bin/bash' || name === '/bin/sh';
  return (
    isShell && redirections.length === 0 && words.slice(1).every(({ text }) => /^(?:-|-s|-E|-e|-x|-ex)$/.test(text))
  );
}

function managerOf({ name, words, redirections, connector }: Command): 'apt' | 'yum' | null {
  if ((name !== 'curl' && name !== 'wget') || redirections.length > 0 || connector === '|') return null;
  const urls = words.flatMap(({ value }) => (value !== null && /^https?:/.test(value) ? [value] : []));
  const [url = ''] = urls;
  // wget(1) prints a page only where it is told to.
  const prints =
    name === 'curl' || words.some(({ text }) => /^-[a-zA-Z]*O-$|^-[a-zA-Z]*O$|^--output-document=-$/.test(text));
  return urls.length === 1 && prints ? (SCRIPTS.find((script) => script.url.test(url))?.manager ?? null) : null;
}
