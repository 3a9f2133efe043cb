import type { BuildContext } from '../../repository/repository.ts';
import { hasFlag, operandsOf } from './build-effect.ts';
import { prismaSchema } from './build-files.ts';
import { within } from './cite.ts';
import { nodeHook } from './hook-script.ts';
import { readManagerWords } from './npm-words.ts';
import type { Manifest } from './package-json.ts';
import { readLine, type SimpleCommand } from './script-line.ts';
import { type Unwrapped, unwrap } from './unwrap.ts';

/** What install scripts turn out to need, while they are read. */
export interface HookNeeds {
  readonly context: BuildContext;
  readonly manifest: Manifest;
  readonly reads: Set<string>;
  readonly tools: Set<string>;
  /** What they write inside `node_modules`, in words. */
  readonly written: Set<string>;
  /** Scripts that are being read, so that a circle ends. */
  readonly running: Set<string>;
}

/** Why it is not known what a script reads. */
export interface Doubt {
  readonly script: string;
  readonly why: string;
  /** What it writes is known all the same: these, relative to the project, and nothing else among the sources. */
  readonly leaves?: readonly string[];
}

/** Framework tools that read all sources and write what their own build writes again (svelte.dev/docs/kit/cli, nuxt.com/docs/api/commands/prepare). */
const PREPARING: Readonly<Record<string, { readonly verb: string; readonly leaves: readonly string[] }>> = {
  'svelte-kit': { verb: 'sync', leaves: ['.svelte-kit'] },
  nuxt: { verb: 'prepare', leaves: ['.nuxt'] },
  nuxi: { verb: 'prepare', leaves: ['.nuxt'] },
};

export function noNeeds(context: BuildContext, manifest: Manifest): HookNeeds {
  return { context, manifest, reads: new Set(), tools: new Set(), written: new Set(), running: new Set() };
}

/** Programs that read nothing of the project and leave nothing outside `node_modules` and `.git`. */
const HARMLESS = new Set([
  'husky',
  'is-ci',
  'simple-git-hooks',
  'lefthook',
  'pre-commit',
  'yorkie',
  'echo',
  'exit',
  'true',
  ':',
  'test',
  '[',
  'cd',
  'printf',
  'opencollective',
  'opencollective-postinstall',
  'ngcc',
  'only-allow',
  'npx-only',
  'in-publish',
  'not-in-publish',
  'in-install',
  'check-node-version',
  'check-engine',
  'check-engines',
  'install-peers',
  'node-gyp',
  'node-pre-gyp',
  'prebuild-install',
  'node-gyp-build',
  'is-ci-cli',
  'rimraf',
  'update-browserslist-db',
  'ngx-translate-extract',
  'skip-ci',
  'pinst',
  'sort-package-json',
  'envinfo',
  'corepack',
]);

/** Files that the harmless ones read when the project has them. */
const TOOL_FILES: Readonly<Record<string, readonly string[]>> = {
  'node-gyp': ['binding.gyp'],
  lefthook: ['lefthook.yml', '.lefthook.yml'],
};

/** Builtins of the shell, which no package brings. */
const SHELL = new Set(['echo', 'exit', 'true', ':', 'test', '[', 'cd', 'printf', 'corepack']);

/** Reads one install script; null when everything it does is known. */
export function readHook(needs: HookNeeds, script: string): Doubt | null {
  const line = readLine(script);
  if (line.kind === 'not-understood') return { script, why: line.because };
  return worst(
    line.commands.map(
      (command, index) => () => readCommand(needs, script, command, isForgiven(line.commands[index + 1])),
    ),
  );
}

/** The first doubt; one that only reading leaves is told when there is no other, with all that is written. */
function worst(parts: readonly (() => Doubt | null)[]): Doubt | null {
  const doubts: Doubt[] = [];
  for (const part of parts) {
    const doubt = part();
    if (doubt !== null && doubt.leaves === undefined) return doubt;
    if (doubt !== null) doubts.push(doubt);
  }
  const [first] = doubts;
  return first === undefined ? null : { ...first, leaves: [...new Set(doubts.flatMap(({ leaves }) => leaves ?? []))] };
}

/** `husky || true` does not fail. */
function isForgiven(next: SimpleCommand | undefined): boolean {
  return next?.connector === '||' && /^(?:true|:|exit|echo)$/.test(next.name ?? '');
}

function readCommand(needs: HookNeeds, script: string, command: SimpleCommand, forgiven: boolean): Doubt | null {
  const { context, manifest } = needs;
  const bare = unwrap(command);
  const { tool, args } = bare;
  const doubt = (why: string): Doubt => ({ script, why });
  if (tool === null) return bare.command.words.length === 0 ? null : doubt('the program’s name holds a variable');
  const folder = command.cwd === null || command.cwd.startsWith('/') ? null : within(manifest.folder, command.cwd);
  if (folder === null) return doubt('it changes to a folder that is not known');
  if (command.redirections.some(isWritten)) return doubt('it writes a file');
  switch (tool) {
    case 'npm':
    case 'yarn':
    case 'pnpm':
    case 'bun':
      return readScript(needs, script, bare, folder);
    case 'patch-package': {
      const named = args.findIndex((word) => word.text === '--patch-dir');
      const patches = within(folder, named >= 0 ? (args[named + 1]?.value ?? 'patches') : 'patches');
      if (patches !== null && context.kind(patches) !== null) needs.reads.add(patches);
      needs.written.add(tool);
      break;
    }
    case 'prisma': {
      if (args[0]?.value !== 'generate') return doubt('it is not «prisma generate»');
      const schema = prismaSchema({ context, folder, args });
      if (schema === null) return doubt('its schema is not in the build context');
      if (/\boutput\s*=/.test(context.read(schema) ?? '')) return doubt(`${schema} names an output folder`);
      needs.reads.add(schema);
      needs.written.add(tool);
      break;
    }
    case 'node':
    case 'nodejs': {
      const why = nodeHook(
        needs,
        folder,
        args.map((word) => word.value),
      );
      return why === null ? null : doubt(why);
    }
    case 'svelte-kit':
    case 'nuxt':
    case 'nuxi': {
      const preparing = PREPARING[tool];
      if (preparing === undefined || operandsOf(args)[0]?.value !== preparing.verb)
        return doubt(`no table knows what ${tool} reads`);
      if (!forgiven) needs.tools.add(tool);
      const leaves = preparing.leaves.flatMap((path) => within(folder, path) ?? []);
      return { ...doubt(`${tool} ${preparing.verb} reads the sources`), leaves };
    }
    default:
      if (!isHarmless(tool, bare)) return doubt(`no table knows what ${tool} reads`);
      for (const name of TOOL_FILES[tool] ?? []) {
        const path = within(folder, name);
        if (path !== null && context.kind(path) !== null) needs.reads.add(path);
      }
  }
  if (!SHELL.has(tool) && !forgiven) needs.tools.add(tool);
  return null;
}

/** `npm run x`: the script and its `pre` and `post` scripts. */
function readScript(needs: HookNeeds, script: string, bare: Unwrapped, folder: string): Doubt | null {
  const { manifest } = needs;
  const words = readManagerWords(bare.command.words);
  const name = words.verb === 'run' ? words.operands[0] : bare.tool === 'yarn' ? (words.verb ?? undefined) : undefined;
  const isFollowed =
    name !== undefined && manifest.scripts.has(name) && folder === manifest.folder && !needs.running.has(name);
  if (!isFollowed)
    return { script, why: `\`${bare.command.words.map((word) => word.text).join(' ')}\` is not understood here` };
  needs.running.add(name);
  return worst(
    [`pre${name}`, name, `post${name}`].map((part) => () => {
      const inner = manifest.scripts.get(part);
      return inner === undefined ? null : readHook(needs, inner);
    }),
  );
}

function isHarmless(tool: string, bare: Unwrapped): boolean {
  if (tool === 'electron-builder') return operandsOf(bare.args)[0]?.value === 'install-app-deps';
  return HARMLESS.has(tool) && !hasFlag(bare.args, ['--exec']);
}

function isWritten(redirection: SimpleCommand['redirections'][number]): boolean {
  return redirection.operator.includes('>') && !/^(?:\/dev\/|\d)/.test(redirection.target?.value ?? 'x');
}
