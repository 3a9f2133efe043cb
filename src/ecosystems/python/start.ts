import { posix } from 'node:path';
import type { Evidence } from '../../decision.ts';
import type { Invocation } from '../../dockerfile/view.ts';
import type { BuildContext } from '../../repository/repository.ts';
import type { Known } from '../known.ts';
import type { StartPlace, StartReading } from '../start-reading.ts';
import { known, notKnown } from './known.ts';
import { portsNamed } from './ports-named.ts';
import { commandsOfScript, type ShellCommand } from './shell-script.ts';
import { readStartCommand } from './start-command.ts';

/** Init processes and the like: they run what follows. */
const TRANSPARENT = /(?:^|\/)(?:tini|tini-static|dumb-init|catatonit|env)$/;

interface Trail {
  readonly context: BuildContext;
  /** Context folder that it runs in. */
  readonly folder: string;
  readonly contextAt: string | null;
  readonly evidence: readonly Evidence[];
  readonly depth: number;
}

/** Everything that an invocation starts, one after the other or side by side. */
interface Started {
  readonly entries: readonly string[];
  readonly tools: readonly string[];
  readonly packages: readonly string[];
  readonly ports: readonly number[];
  readonly evidence: readonly Evidence[];
}

/** Follows ENTRYPOINT and CMD, through shell lines and entrypoint scripts, to the programs and modules that run. */
export function startOf(
  context: BuildContext,
  root: string,
  entrypoint: Invocation | null,
  cmd: Invocation | null,
  place: StartPlace | undefined,
): Known<StartReading> {
  const folder = joined(root, place?.folder ?? '');
  if (folder === null)
    return notKnown('python-start-not-understood', { command: '', why: 'it runs outside the build context' }, []);
  const trail: Trail = { context, folder, contextAt: place?.contextAt ?? null, evidence: [], depth: 0 };
  const started = ofInvocations(trail, entrypoint, cmd);
  if (!started.known) return started;
  const { entries, tools, packages, ports, evidence } = started.value;
  if (entries.length === 0 && packages.length === 0 && tools.length === 0)
    return notKnown('python-nothing-to-start', {}, []);
  return known({
    kind: 'program',
    entry: entries[0] ?? '',
    tools: [...new Set(tools)],
    packages: [...new Set(packages)],
    alsoLoads: entries.slice(1),
    ports: [...new Set(ports)],
    readsManifest: false,
    evidence,
  });
}

/** ENTRYPOINT in shell form ignores CMD; CMD in shell form is the argument list `/bin/sh -c line`. */
function ofInvocations(trail: Trail, entrypoint: Invocation | null, cmd: Invocation | null): Known<Started> {
  if (entrypoint?.form === 'shell') return withShell(ofLine(trail, entrypoint.script, []));
  const first = entrypoint?.words ?? [];
  if (cmd === null) return ofWords(trail, first);
  if (cmd.form === 'exec') return ofWords(trail, [...first, ...cmd.words]);
  return first.length === 0
    ? withShell(ofLine(trail, cmd.script, []))
    : ofWords(trail, [...first, '/bin/sh', '-c', cmd.script]);
}

function withShell(started: Known<Started>): Known<Started> {
  return started.known ? known({ ...started.value, tools: ['sh', ...started.value.tools] }) : started;
}

function ofWords(trail: Trail, words: readonly string[]): Known<Started> {
  const rest = withoutInit(words);
  const [program, flag, script] = rest.words;
  if (program === undefined) return notKnown('python-nothing-to-start', {}, []);
  if (isShell(program) && /^-[a-z]*c$/.test(flag ?? '') && script !== undefined) {
    const line = ofLine(trail, script, rest.words.slice(4));
    return line.known
      ? known({ ...line.value, tools: [...rest.tools, posix.basename(program), ...line.value.tools] })
      : line;
  }
  const command = ofCommand(
    trail,
    { words: rest.words.map((word) => ({ text: word, value: word })), folder: trail.folder },
    [],
  );
  return command.known ? known({ ...command.value, tools: [...rest.tools, ...command.value.tools] }) : command;
}

function withoutInit(words: readonly string[]): {
  readonly words: readonly string[];
  readonly tools: readonly string[];
} {
  let rest = words;
  const tools: string[] = [];
  while (rest[0] !== undefined && TRANSPARENT.test(rest[0])) {
    tools.push(posix.basename(rest[0]));
    rest = rest.slice(1);
    while (rest[0]?.startsWith('-') || /^\w+=/.test(rest[0] ?? ''))
      rest = rest.slice(rest[0] === '--' ? 1 : /^-[pe]$/.test(rest[0] ?? '') ? 2 : 1);
  }
  return { words: rest, tools };
}

function isShell(program: string): boolean {
  return /^(?:\/(?:usr\/)?bin\/)?(?:ba|da|a)?sh$/.test(program);
}

/** A shell line or script: each of its commands may be what runs. `args` is what `"$@"` stands for. */
function ofLine(trail: Trail, text: string, args: readonly string[]): Known<Started> {
  if (trail.depth > 6)
    return notKnown('python-start-not-understood', { command: text, why: 'scripts call each other too deeply' }, []);
  const script = commandsOfScript(text, trail.folder);
  if (script.kind === 'not-understood')
    return notKnown('python-start-not-understood', { command: shortened(text), why: script.because }, trail.evidence);
  let sum: Started = { ...NOTHING, evidence: trail.evidence };
  for (const command of script.commands) {
    const one = ofCommand({ ...trail, depth: trail.depth + 1 }, command, args);
    if (!one.known) return one;
    sum = together(sum, one.value);
  }
  return known(sum);
}

function together(a: Started, b: Started): Started {
  return {
    entries: [...a.entries, ...b.entries],
    tools: [...a.tools, ...b.tools],
    packages: [...a.packages, ...b.packages],
    ports: [...a.ports, ...b.ports],
    evidence: [...a.evidence, ...b.evidence],
  };
}

function ofCommand(trail: Trail, command: ShellCommand, args: readonly string[]): Known<Started> {
  const { words } = command;
  if (/^"?\$(?:@|\*|\{@\})"?$/.test(words[0]?.text ?? ''))
    return args.length === 0 ? known(NOTHING) : ofWords(trail, args);
  const expanded = words.flatMap((word) =>
    /^"?\$(?:@|\*|\{@\})"?$/.test(word.text) ? args.map((arg) => ({ text: arg, value: arg })) : [word],
  );
  const [first] = expanded;
  if (first === undefined) return known(NOTHING);
  const program = first.value;
  if (program === null)
    return notKnown(
      'python-start-not-understood',
      { command: shortened(first.text), why: 'the program’s name holds a variable' },
      trail.evidence,
    );
  const scriptWord = isShell(program) && !(expanded[1]?.text ?? '-').startsWith('-') ? expanded[1] : first;
  const path = scriptWord?.value == null ? null : scriptPath(trail, scriptWord.value, command.folder ?? trail.folder);
  if (path !== null) {
    const behind = expanded.slice(expanded.indexOf(scriptWord as (typeof expanded)[number]) + 1);
    return ofScript(
      trail,
      path,
      isShell(program) ? posix.basename(program) : null,
      behind.map((word) => word.value ?? word.text),
    );
  }
  const read = readStartCommand(trail.context, command.folder ?? trail.folder, trail.contextAt, expanded);
  if (!read.known) return read;
  return known({
    ...read.value,
    ports: portsNamed(expanded),
    evidence: [...trail.evidence, ...read.value.evidence],
  });
}

const NOTHING: Started = { entries: [], tools: [], packages: [], ports: [], evidence: [] };

/** A shell script of the repository that an invocation names: by its path, or (copied elsewhere) by the one file that has its name. */
function scriptPath(trail: Trail, word: string, folder: string): string | null {
  if (!word.includes('/') && !word.endsWith('.sh')) return null;
  const { context, contextAt } = trail;
  const direct = word.startsWith('/')
    ? contextAt === null || !`${word}/`.startsWith(contextAt === '/' ? '/' : `${contextAt}/`)
      ? null
      : posix.relative(contextAt, word)
    : joined(folder, word);
  const isScript = (path: string) =>
    context.kind(path) === 'file' && (path.endsWith('.sh') || /^#!.*\b(?:ba|da|a)?sh\b/.test(context.read(path) ?? ''));
  if (direct !== null && isScript(direct)) return direct;
  const named = context.files().filter((path) => posix.basename(path) === posix.basename(word) && isScript(path));
  return named.length === 1 ? (named[0] ?? null) : null;
}

function ofScript(trail: Trail, path: string, shell: string | null, args: readonly string[]): Known<Started> {
  const text = trail.context.read(path) ?? '';
  const interpreter = shell ?? /^#!\s*(?:\/usr\/bin\/env\s+)?(\S+)/.exec(text)?.[1] ?? 'sh';
  const evidence: Evidence = {
    source: posix.join(trail.context.folder, path),
    says:
      text
        .split('\n')
        .filter((line) => line.trim() !== '')
        .at(-1)
        ?.trim() ?? 'is empty',
  };
  const line = ofLine({ ...trail, evidence: [...trail.evidence, evidence], depth: trail.depth + 1 }, text, args);
  if (!line.known)
    return line.because.code === 'python-start-not-understood' && trail.depth === 0
      ? notKnown('python-entrypoint-not-understood', { script: path, why: line.because.data.why ?? '' }, [evidence])
      : line;
  return known({
    ...line.value,
    tools: [posix.basename(interpreter), ...line.value.tools],
    entries: [...line.value.entries, path],
  });
}

/** A path below a context folder; null when it leaves the context. */
export function joined(folder: string, path: string): string | null {
  const result = posix.join(folder === '' ? '.' : folder, path).replace(/\/+$/, '');
  if (result === '.' || result === '') return '';
  return result === '..' || result.startsWith('../') || result.startsWith('/') ? null : result;
}

function shortened(text: string): string {
  const line = text.trim().split('\n')[0] ?? '';
  return line.length > 80 ? `${line.slice(0, 77)}…` : line;
}
