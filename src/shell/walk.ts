import {
  addCommand,
  addTest,
  noteSet,
  noteVariables,
  type Place,
  redirection,
  type Scope,
  type Walk,
} from './collect.ts';
import type { Connector, Nesting } from './command.ts';
import { type CompoundNode, type PipelineNode, type Statement, type SyntaxNode, substitutionsIn } from './parse.ts';
import { mayExpand } from './words.ts';

/** Adds the commands of one node to the walk. */
export function walkNode(walk: Walk, node: PipelineNode, place: Place): void {
  switch (node.type) {
    case 'Command':
      substitute(walk, [node], place.scope);
      addCommand(walk, node, place);
      break;
    case 'TestCommand':
      substitute(walk, [node], place.scope);
      addTest(walk, node, place, '[[');
      break;
    case 'ArithmeticCommand':
      substitute(walk, [node], place.scope);
      walk.effects.shares.add('other');
      addTest(walk, node, place, '((');
      break;
    case 'Pipeline':
      node.commands.forEach((command, at) => {
        const connector = at === 0 ? place.connector : '|';
        if (node.commands.length > 1) {
          walkNode(walk, command, { scope: subshell(place.scope), nesting: 'pipeline', connector });
        } else {
          const negated = node.prefixes.some((prefix) => prefix.type === 'Negation');
          walkNode(walk, command, { ...place, nesting: negated ? 'conditional' : place.nesting });
        }
      });
      break;
    case 'Redirected': {
      substitute(walk, node.redirects, place.scope);
      const first = walk.commands.length;
      walkNode(walk, node.command, place);
      const redirections = node.redirects.map((redirect) => redirection(walk, redirect));
      patchSince(walk, first, (command) => ({ redirections: [...command.redirections, ...redirections] }));
      break;
    }
    default:
      walkCompound(walk, node, place);
  }
}

function walkCompound(walk: Walk, node: CompoundNode, place: Place): void {
  const inside = { scope: place.scope, connector: 'start' } as const;
  switch (node.type) {
    case 'Subshell':
      walkList(walk, node.body.commands, { ...place, scope: subshell(place.scope), nesting: 'subshell' });
      break;
    case 'BraceGroup':
      walkList(walk, node.body.commands, { ...place, nesting: 'group' });
      break;
    case 'Function': {
      const first = walk.commands.length;
      const scope: Scope = { ...place.scope, cwd: null, moved: false };
      const { leaves } = walk.effects;
      walkBody(walk, node.body, { ...place, scope });
      walk.effects.shares.add('function');
      walk.effects.leaves = leaves;
      if (scope.moved) walk.movers.add(node.name.text);
      patchSince(walk, first, () => ({ nesting: 'function' }));
      break;
    }
    case 'If':
      walkList(walk, node.clause.commands, { ...place, nesting: 'conditional' });
      unsure(walk, place.scope, 'conditional', () => {
        const alternatives = [node.then, ...node.elif.flatMap((elif) => [elif.clause, elif.then])];
        for (const list of node.else === undefined ? alternatives : [...alternatives, node.else]) {
          walkList(walk, list.commands, { ...inside, nesting: 'conditional' });
        }
      });
      break;
    case 'Case':
      substitute(walk, [node.word, ...node.items.flatMap((item) => item.pattern)], place.scope);
      unsure(walk, place.scope, 'conditional', () => {
        for (const item of node.items) walkList(walk, item.body.commands, { ...inside, nesting: 'conditional' });
      });
      break;
    case 'For':
    case 'Select':
      substitute(walk, node.wordlist ?? [], place.scope);
      noteSet(walk, [node.name.text]);
      unsure(walk, place.scope, 'loop', () => walkList(walk, node.body.commands, { ...place, nesting: 'loop' }));
      break;
    case 'ArithmeticFor':
      walk.effects.shares.add('other');
      unsure(walk, place.scope, 'loop', () => walkList(walk, node.body.commands, { ...place, nesting: 'loop' }));
      break;
    case 'While':
      unsure(walk, place.scope, 'loop', () => {
        walkList(walk, node.clause.commands, { ...place, nesting: 'loop' });
        walkList(walk, node.body.commands, { ...inside, nesting: 'loop' });
      });
      break;
    case 'Coproc':
      walk.effects.shares.add('other');
      walkBody(walk, node.body, { ...place, scope: subshell(place.scope) });
      break;
  }
}

/** `a; b` inside something; the first takes the connector of what it stands in. */
export function walkList(walk: Walk, statements: readonly Statement[], place: Place): void {
  for (const [at, statement] of statements.entries()) {
    const connector = at === 0 ? place.connector : separator(walk.source, statements[at - 1], statement);
    const scope = statement.background === true ? subshell(place.scope) : place.scope;
    const { command } = statement;
    if (command.type === 'AndOr') walkAndOr(walk, command.commands, command.operators, { ...place, scope, connector });
    else walkNode(walk, command, { ...place, scope, connector });
  }
}

/** `a && b || c`: what stands in a list with `||` may not run, or may fail without harm. */
export function walkAndOr(
  walk: Walk,
  nodes: readonly PipelineNode[],
  operators: readonly ('&&' | '||')[],
  place: Place,
): void {
  const { scope } = place;
  const alternatives = operators.includes('||');
  nodes.forEach((node, at) => {
    const before = scope.cwd;
    walkNode(walk, node, {
      scope,
      nesting: alternatives && place.nesting === 'top' ? 'conditional' : place.nesting,
      connector: at === 0 ? place.connector : (operators[at - 1] ?? '&&'),
    });
    const orExits = at === 0 && operators[0] === '||' && exits(nodes[1]);
    if (alternatives && !orExits && scope.cwd !== before) scope.cwd = null;
  });
}

/** `exit 1`: what `cd x || exit 1` ends with. */
export function exits(node: PipelineNode | undefined): boolean {
  if (node?.type !== 'Command' || node.name?.text !== 'exit') return false;
  return node.args.length === 1 && /^[1-9][0-9]*$/.test(node.args[0]?.text ?? '');
}

/** `newline` or `;` between two statements of one list, `&` after one that runs in the background. */
export function separator(source: string, before: Statement | undefined, after: Statement): Connector {
  if (before === undefined) return 'start';
  if (before.background === true) return '&';
  return source.slice(before.end, after.pos).trimStart().startsWith(';') ? ';' : 'newline';
}

/** Notes what nodes expand and walks their substitutions: those run before the command, so they stand before it. */
function substitute(walk: Walk, nodes: readonly SyntaxNode[], scope: Scope): void {
  for (const node of nodes) {
    const text = walk.source.slice(node.pos, node.end);
    // The body of a heredoc stands elsewhere.
    if (!mayExpand(text) && !text.includes('<<')) continue;
    noteVariables(walk, node, scope);
    for (const { script, start, end } of substitutionsIn(node)) {
      const { fixed } = walk;
      const decoded = script.source;
      if (decoded !== undefined) walk.fixed ??= { start: start + walk.offset, end: end + walk.offset };
      const inner = decoded === undefined ? walk : { ...walk, source: decoded };
      walkList(inner, script.commands, { scope: subshell(scope), nesting: 'substitution', connector: 'start' });
      walk.fixed = fixed;
    }
  }
}

/** A body without braces only occurs where the parser recovered from an error. */
function walkBody(
  walk: Walk,
  body: PipelineNode | { type: 'CompoundList'; commands: readonly Statement[] },
  place: Place,
): void {
  if (body.type === 'CompoundList') walkList(walk, body.commands, place);
  else walkNode(walk, body, place);
}

/** Walks what may run not at all or many times: where the directory changes in there, it is not known afterwards, in a loop not even inside. */
function unsure(walk: Walk, scope: Scope, nesting: Nesting, body: () => void): void {
  const first = walk.commands.length;
  const { moved } = scope;
  scope.moved = false;
  body();
  const movedInside = scope.moved;
  scope.moved ||= moved;
  if (!movedInside) return;
  scope.cwd = null;
  if (nesting === 'loop') patchSince(walk, first, () => ({ cwd: null }));
}

function subshell(scope: Scope): Scope {
  return { cwd: scope.cwd, moved: false, leaks: false };
}

type Command = Walk['commands'][number];

function patchSince(walk: Walk, first: number, patch: (command: Command) => Partial<Command>): void {
  for (const [at, command] of walk.commands.entries()) {
    if (at >= first) walk.commands[at] = { ...command, ...patch(command) };
  }
}
