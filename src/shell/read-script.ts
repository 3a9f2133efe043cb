import type { RunView } from '../dockerfile/view.ts';
import type { Scope, Walk } from './collect.ts';
import type { Command, Connector, Group, Script, ShellWord } from './command.ts';
import { whyIndivisible } from './divisible.ts';
import { type Effects, noEffects } from './effects.ts';
import { type LogicalOperator, type ParsedScript, type PipelineNode, parseShell } from './parse.ts';
import { readShebang, readShell, type ShellReading } from './shell-form.ts';
import { separator, walkAndOr } from './walk.ts';
import { unwrap } from './wrappers.ts';

/**
 * The commands of a RUN, in the order in which they run (substitutions before the command that holds them).
 * `shell`: the words of the SHELL in force, null for Docker's default. `exported`: names of the ENV and ARG variables in force; a RUN that assigns
 * one of them changes the environment of what follows even without `export`. `values`: of those of them that no build argument changes.
 * Exec form has no offsets of its own: its command and words stand at `view.scriptStart`.
 */
export function readScript(
  view: RunView,
  shell: readonly string[] | null = null,
  exported: ReadonlySet<string> = new Set(),
  values: ReadonlyMap<string, string> = new Map(),
): Script {
  if (view.form === 'exec') return execScript(view);
  const shebang = view.form === 'heredoc' && view.script.startsWith('#!') ? view.script.split('\n', 1)[0] : undefined;
  const reading = shebang === undefined ? readShell(shell) : readShebang(shebang);
  if (reading.kind === 'not-understood') return reading;
  const parsed = parseShell(view.script);
  if (parsed.kind === 'error') return { kind: 'not-understood', because: parsed.because };
  if (parsed.script.commands.length === 0) return { kind: 'not-understood', because: 'the RUN holds no command' };
  return readParsed(view, parsed.script, reading, exported, values);
}

type Understood = Extract<ShellReading, { kind: 'shell' }>;

function readParsed(
  view: RunView,
  script: ParsedScript,
  shell: Understood,
  exported: ReadonlySet<string>,
  values: ReadonlyMap<string, string>,
): Script {
  const walk: Walk = {
    source: view.script,
    offset: view.scriptStart,
    commands: [],
    group: -1,
    effects: noEffects(),
    assigned: new Set(),
    values,
    movers: new Set(),
    fixed: null,
  };
  const scope: Scope = { cwd: '.', moved: false, leaks: true };
  const groups: { readonly group: Omit<Group, 'sets' | 'uses'>; readonly effects: Effects }[] = [];
  const addGroup = (
    nodes: readonly PipelineNode[],
    operators: readonly LogicalOperator[],
    connector: Connector,
  ): void => {
    const [first] = nodes;
    const last = nodes.at(-1);
    if (first === undefined || last === undefined) return;
    walk.group = groups.length;
    walk.effects = noEffects();
    walkAndOr(walk, nodes, operators, { scope, nesting: 'top', connector });
    const [start, end] = [first.pos + view.scriptStart, last.end + view.scriptStart];
    groups.push({
      group: { index: walk.group, connector, start, end, shares: [...walk.effects.shares] },
      effects: walk.effects,
    });
  };

  for (const [at, statement] of script.commands.entries()) {
    const connector = separator(view.script, script.commands[at - 1], statement);
    const { command } = statement;
    const nodes = command.type === 'AndOr' ? command.commands : [command];
    const operators = command.type === 'AndOr' ? command.operators : [];
    // `&&` and `||` bind alike, from the left: the last `||` answers for everything before it.
    const together = operators.lastIndexOf('||') + 1;
    addGroup(nodes.slice(0, together + 1), operators.slice(0, together), connector);
    for (const node of nodes.slice(together + 1)) addGroup([node], [], '&&');
  }

  const effects = groups.map((entry) => entry.effects);
  const indivisibleBecause = whyIndivisible(view.script, script, shell, effects);
  const background = script.commands.some((statement) => statement.background === true);
  const whole = background ? wholeGroup(groups.map((entry) => entry.group)) : null;
  return {
    kind: 'commands',
    commands: whole === null ? walk.commands : walk.commands.map((command) => ({ ...command, group: 0 })),
    groups:
      whole === null
        ? groups.map(({ group }, at) => ({ ...group, ...variables(effects, at, exported) }))
        : [{ ...whole, sets: [...new Set(effects.flatMap(({ sets }) => [...sets]))], uses: [] }],
    divisible: indivisibleBecause === null,
    indivisibleBecause,
  };
}

/** With a process in the background everything else runs beside it, so the RUN is one group. */
function wholeGroup(groups: readonly Omit<Group, 'sets' | 'uses'>[]): Omit<Group, 'sets' | 'uses'> | null {
  const [first] = groups;
  const last = groups.at(-1);
  if (first === undefined || last === undefined) return null;
  return { ...first, end: last.end, shares: [...new Set(groups.flatMap(({ shares }) => shares))] };
}

/**
 * What group `at` sets for later ones and asks of earlier ones. An exported variable is asked for by every later group (programs read their
 * environment), and so is one that no later group names: it can only have been set for the environment.
 */
function variables(
  effects: readonly Effects[],
  at: number,
  exported: ReadonlySet<string>,
): Pick<Group, 'sets' | 'uses'> {
  const own = effects[at];
  const uses = new Set<string>();
  effects.slice(0, at).forEach((earlier, index) => {
    for (const name of earlier.sets) {
      const environment = earlier.exports.has(name) || exported.has(name);
      const named = effects.slice(index + 1).some(({ expands }) => expands.has(name));
      if (own?.expands.has(name) || environment || !named) uses.add(name);
    }
  });
  return { sets: [...(own?.sets ?? [])], uses: [...uses] };
}

function execScript(view: RunView): Script {
  const place = { start: view.scriptStart, end: view.scriptStart };
  const written: ShellWord[] = view.words.map((text) => ({ text, value: text, variables: [], ...place }));
  const { words, assignments } = unwrap(written);
  if (words.length === 0) return { kind: 'not-understood', because: 'the RUN holds no command' };
  const command: Command = {
    index: 0,
    name: words[0]?.value ?? null,
    words,
    connector: 'start',
    nesting: 'top',
    group: 0,
    cwd: '.',
    assignments,
    redirections: [],
    ...place,
  };
  const group: Group = { index: 0, connector: 'start', ...place, shares: [], sets: [], uses: [] };
  return { kind: 'commands', commands: [command], groups: [group], divisible: true, indivisibleBecause: null };
}
