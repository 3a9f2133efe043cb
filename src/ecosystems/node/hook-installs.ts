import { within } from './cite.ts';
import { INSTALL_HOOKS } from './lifecycle.ts';
import { readManagerWords } from './npm-words.ts';
import type { Manifest } from './package-json.ts';
import { readLine } from './script-line.ts';
import { unwrap } from './unwrap.ts';

/** Tools that put packages into a project's node_modules which its manifest does not list. Sources: lerna.js.org (bootstrap, link), the packages' documentation. */
const INSTALLERS: ReadonlyMap<string, RegExp> = new Map([
  ['lerna', /^(?:bootstrap|link)$/],
  ['install-peers', /^/],
  ['install-subset', /^/],
  ['install-local', /^/],
  ['relative-deps', /^/],
  ['npm-install-peers', /^/],
]);

const INSTALL_VERBS = /^(?:i|install|ci|add|link|isntall)$/;

/** What reads a script that no parser understands: a word of an installer in it is enough. */
const MAY_INSTALL = /\blerna\b|\b(?:install|link|add)\b/;

/**
 * The install script that puts packages beside those of the manifest (`postinstall: lerna bootstrap --hoist`); null: none does. Removing what the
 * manifest does not list would take them away. An install in a folder of its own (`cd client && npm install`) leaves the root's alone.
 */
export function installingHook(manifest: Manifest): { readonly hook: string; readonly script: string } | null {
  for (const hook of INSTALL_HOOKS) {
    const script = manifest.scripts.get(hook);
    if (script !== undefined && installsBeside(manifest, script, new Set([hook]))) return { hook, script };
  }
  return null;
}

function installsBeside(manifest: Manifest, script: string, running: ReadonlySet<string>): boolean {
  const line = readLine(script);
  if (line.kind === 'not-understood') return MAY_INSTALL.test(script);
  return line.commands.some((command) => {
    const { tool, args, command: bare } = unwrap(command);
    if (tool === null) return false;
    const installer = INSTALLERS.get(tool);
    if (installer !== undefined) return installer.test(args[0]?.value ?? '');
    if (!/^(?:npm|yarn|pnpm|bun)$/.test(tool)) return false;
    const words = readManagerWords(bare.words);
    const isElsewhere =
      (command.cwd !== null && within(manifest.folder, command.cwd) !== manifest.folder) ||
      ['prefix', 'cwd', 'dir', 'C'].some((flag) => words.flags.has(flag));
    if (words.verb === null) return tool === 'yarn' && !isElsewhere;
    if (INSTALL_VERBS.test(words.verb)) return !isElsewhere;
    const name = words.verb === 'run' ? (words.operands[0] ?? '') : words.verb;
    const inner = manifest.scripts.get(name);
    return inner !== undefined && !running.has(name) && installsBeside(manifest, inner, new Set([...running, name]));
  });
}
