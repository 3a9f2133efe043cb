import { posix } from 'node:path';
import type { BuildContext } from '../../repository/repository.ts';
import { BUNDLERS } from './build-bundlers.ts';
import { COMPILERS } from './build-compilers.ts';
import { DOCUMENTATION } from './build-documentation.ts';
import { combined, type Effect, effect, NOTHING, type ToolCall } from './build-effect.ts';
import { FILE_COMMANDS } from './build-files.ts';
import { cite, within } from './cite.ts';
import { notKnown } from './known.ts';
import { readManagerWords } from './npm-words.ts';
import { type Manifest, nearestManifest } from './package-json.ts';
import { commandOf, readLine, type SimpleCommand } from './script-line.ts';
import { scriptedBuild } from './scripted-build.ts';
import { unwrap } from './unwrap.ts';
import { taskScripts, workspaceScript } from './workspace-scripts.ts';

/** Programs outside Node: what they write is nobody's table here. */
const DEEPEST = 12;

/** Every tool that a build script may call. */
const TOOLS: Readonly<Record<string, (call: ToolCall) => Effect>> = {
  ...FILE_COMMANDS,
  ...COMPILERS,
  ...BUNDLERS,
  ...DOCUMENTATION,
};

/** What a command of a RUN, or of a package script, leaves behind in the project. `folder`: the context folder where it runs. */
export function effectOf(context: BuildContext, folder: string, command: SimpleCommand, depth = 0): Effect {
  if (depth > DEEPEST)
    return notKnown(
      'build-output-unknown',
      { command: textOf(command), why: 'scripts call each other too deeply' },
      [],
    );
  const written = writtenByRedirections(context, folder, command);
  const own = ownEffect(context, folder, command, depth);
  return combined([own, written]);
}

/** What a package script leaves behind, its `pre` and `post` scripts included. */
export function effectOfScript(context: BuildContext, manifest: Manifest, name: string, depth = 0): Effect {
  const lines = [`pre${name}`, name, `post${name}`].flatMap((script) => {
    const line = manifest.scripts.get(script);
    return line === undefined ? [] : [{ script, line }];
  });
  if (!manifest.scripts.has(name)) {
    return notKnown('script-missing', { script: name }, [cite(context, manifest.path, `no script "${name}"`)]);
  }
  const effects = lines.map(({ script, line }) => {
    const inner = effectOfLine(context, manifest.folder, line, depth + 1);
    const says = cite(context, manifest.path, `scripts.${script} = "${line}"`);
    return inner.known
      ? effect(inner.value.outputs, [says, ...inner.value.evidence], inner.value)
      : notKnown(inner.because.code as 'build-output-unknown', inner.because.data, [says, ...inner.because.evidence]);
  });
  return combined(effects);
}

/** What a script's text leaves behind. */
export function effectOfLine(context: BuildContext, folder: string, text: string, depth = 0): Effect {
  const line = readLine(text);
  if (line.kind === 'not-understood') return notKnown('script-not-understood', { script: text, why: line.because }, []);
  return combined(
    line.commands.map((command) => {
      const at = command.cwd === null || command.cwd.startsWith('/') ? null : within(folder, command.cwd);
      if (at === null)
        return notKnown(
          'build-output-unknown',
          { command: textOf(command), why: 'it changes to a folder that is not known' },
          [],
        );
      return effectOf(context, at, command, depth);
    }),
  );
}

function ownEffect(context: BuildContext, folder: string, command: SimpleCommand, depth: number): Effect {
  const { command: bare, tool, args } = unwrap(command);
  if (tool === null) {
    if (bare.words.length === 0) return NOTHING;
    return notKnown(
      'build-output-unknown',
      { command: textOf(command), why: 'the program’s name holds a variable' },
      [],
    );
  }
  const call: ToolCall = { context, folder, tool, args, command: bare };
  switch (tool) {
    case 'npm':
    case 'yarn':
    case 'pnpm':
    case 'bun':
      return managerEffect(call, depth);
    case 'npm-run-all':
    case 'npm-run-all2':
    case 'run-s':
    case 'run-p':
      return severalScripts(call, depth);
    case 'concurrently':
    case 'conc':
      return combined(
        args.filter((word) => !word.text.startsWith('-')).map((word) => effectOfConcurrent(call, word.value, depth)),
      );
    case 'turbo':
    case 'lerna':
      return taskEffect(call, depth);
    case 'sh':
    case 'bash':
      if (args[0]?.text === '-c' && args[1]?.value != null)
        return effectOfLine(context, folder, args[1].value, depth + 1);
      return notKnown('build-output-unknown', { command: textOf(command), why: 'it runs a shell script' }, []);
    case 'node':
    case 'nodejs':
      return scriptedBuild(call);
    default: {
      const known = Object.hasOwn(TOOLS, tool) ? TOOLS[tool] : undefined;
      if (known === undefined)
        return notKnown('build-output-unknown', { command: textOf(command), why: `no table knows ${tool}` }, []);
      return known(call);
    }
  }
}

function managerEffect(call: ToolCall, depth: number): Effect {
  const words = readManagerWords(call.command.words);
  const prefix = words.flags.get('prefix') ?? words.flags.get('cwd');
  const folder = prefix === undefined ? call.folder : within(call.folder, prefix);
  const unknown = (why: string): Effect => notKnown('build-output-unknown', { command: textOf(call.command), why }, []);
  if (folder === null || !words.complete) return unknown('it holds a variable');
  const inMembers = workspaceScript(call.context, folder, call.tool, words);
  if (inMembers === 'unknown') return unknown('it runs in members of a workspace that are not known');
  if (inMembers !== null)
    return combined(inMembers.members.map((one) => effectOfScript(call.context, one, inMembers.script, depth + 1)));
  const isNpm = call.tool === 'npm';
  const verb = words.verb ?? (call.tool === 'yarn' ? 'install' : null);
  const shorthand = isNpm ? ['test', 'start', 'stop', 'restart'] : [];
  if (verb === 'install' || verb === 'ci') {
    if (words.flags.has('global')) return unknown('it installs outside the project');
    return effect([posix.join(folder, 'node_modules'), posix.join(folder, 'package-lock.json')], [], {
      writesDependencies: true,
    });
  }
  if (verb === 'prune' || verb === 'rebuild' || verb === 'dedupe') return effect([], [], { writesDependencies: true });
  if (verb === 'cache' || verb === 'audit' || verb === 'list' || verb === 'version' || verb === null)
    return verb === null || verb === 'version' ? unknown('it is no script') : NOTHING;
  const name = verb === 'run' ? (words.operands[0] ?? null) : shorthand.includes(verb) || !isNpm ? verb : null;
  if (name === null) return unknown('no table knows it');
  const manifest = nearestManifest(call.context, folder);
  if (manifest === null) return notKnown('script-missing', { script: name }, []);
  if (runsPrograms(call.tool) && !manifest.scripts.has(name)) {
    const program = call.command.words.findIndex((word) => word.value === name);
    return effectOf(call.context, folder, commandOf(call.command.words.slice(program), call.command), depth + 1);
  }
  if (isOptional(words.flags) && !manifest.scripts.has(name)) return NOTHING;
  if (words.rest.length > 0)
    return effectWithArguments(
      call,
      manifest,
      name,
      words.rest.map((word) => word.text),
      depth,
    );
  return effectOfScript(call.context, manifest, name, depth);
}

/** `npm run build -- --prod`: the words are added to the end of the script. */
function effectWithArguments(
  call: ToolCall,
  manifest: Manifest,
  name: string,
  rest: readonly string[],
  depth: number,
): Effect {
  const line = manifest.scripts.get(name);
  if (line === undefined) return effectOfScript(call.context, manifest, name, depth);
  const scripts = new Map(manifest.scripts).set(name, `${line} ${rest.join(' ')}`);
  return effectOfScript(call.context, { ...manifest, scripts }, name, depth);
}

/** `turbo run build`: the members' own scripts, whose outputs it may also take from its cache. */
function taskEffect(call: ToolCall, depth: number): Effect {
  const tasks = taskScripts(call.context, call.folder, call.args);
  if (tasks === 'unknown')
    return notKnown('build-output-unknown', { command: textOf(call.command), why: 'its tasks are not known' }, []);
  const runs = tasks.flatMap(({ script, members }) => members.map((member) => ({ script, member })));
  return combined([
    ...runs.map(({ script, member }) => effectOfScript(call.context, member, script, depth + 1)),
    effect(
      [posix.join(call.folder, '.turbo'), ...runs.map(({ member }) => posix.join(member.folder, '.turbo'))],
      [cite(call.context, call.folder, textOf(call.command))],
    ),
  ]);
}

/** yarn and pnpm run what is in `node_modules/.bin` where no script has the name: `yarn tsc`, `pnpm prisma generate`. */
function runsPrograms(tool: string): boolean {
  return tool === 'yarn' || tool === 'pnpm';
}

function isOptional(flags: ReadonlyMap<string, string>): boolean {
  return flags.get('if-present') === 'true';
}

/** `run-s clean build:*`. */
function severalScripts(call: ToolCall, depth: number): Effect {
  const manifest = nearestManifest(call.context, call.folder);
  if (manifest === null) return notKnown('script-missing', { script: textOf(call.command) }, []);
  const patterns = call.args.filter((word) => !word.text.startsWith('-')).map((word) => word.value ?? word.text);
  const names = patterns.flatMap((pattern) => {
    const bare = pattern.split(' ')[0] ?? pattern;
    if (!bare.includes('*')) return [bare];
    const expression = new RegExp(
      `^${bare
        .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
        .replace(/\*\*/g, '.+')
        .replace(/\*/g, '[^:]+')}$`,
    );
    return [...manifest.scripts.keys()].filter((name) => expression.test(name));
  });
  return combined(names.map((name) => effectOfScript(call.context, manifest, name, depth)));
}

/** `concurrently "npm:build" "tsc -p ."`. */
function effectOfConcurrent(call: ToolCall, text: string | null, depth: number): Effect {
  if (text === null)
    return notKnown('build-output-unknown', { command: textOf(call.command), why: 'it holds a variable' }, []);
  return effectOfLine(call.context, call.folder, text.replace(/^npm:/, 'npm run '), depth + 1);
}

function writtenByRedirections(context: BuildContext, folder: string, command: SimpleCommand): Effect {
  const outputs: string[] = [];
  for (const redirection of command.redirections) {
    if (!/^(?:&?>>?|>\|)$/.test(redirection.operator)) continue;
    const target = redirection.target?.value ?? null;
    if (target !== null && (target.startsWith('/dev/') || /^\d+$/.test(target))) continue;
    const path = target === null || target.startsWith('/') ? null : within(folder, target);
    if (path === null)
      return notKnown(
        'build-output-unknown',
        { command: textOf(command), why: 'it redirects to a file that is not known' },
        [],
      );
    outputs.push(path);
  }
  return outputs.length === 0 ? NOTHING : effect(outputs, [cite(context, folder, textOf(command))]);
}

function textOf(command: SimpleCommand): string {
  return command.words.map((word) => word.text).join(' ');
}
