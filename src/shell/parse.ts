import { forEachChild, type ParsedScript, type PipelineNode, parse, type SyntaxNode, type Word } from 'unbash';

export type {
  AndOr,
  Assignment,
  Command as CommandNode,
  LogicalOperator,
  ParsedScript,
  PipelineNode,
  Redirection as RedirectionNode,
  Statement,
  SyntaxNode,
  Word,
} from 'unbash';
export { forEachChild } from 'unbash';

/** A command that holds commands. */
export type CompoundNode = Exclude<
  PipelineNode,
  { type: 'Command' | 'Pipeline' | 'Redirected' | 'TestCommand' | 'ArithmeticCommand' }
>;

/** A script as syntax, or the first thing in it (substitutions included) that does not parse. Offsets are into `source`. */
export type Parsed =
  | { readonly kind: 'parsed'; readonly script: ParsedScript }
  | { readonly kind: 'error'; readonly because: string };

/** Reads shell source. POSIX `sh` is read as bash: what differs is the reader's business, not the parser's. */
export function parseShell(source: string): Parsed {
  const script = parse(source);
  const error = firstError(script);
  return error === null
    ? { kind: 'parsed', script }
    : { kind: 'error', because: `the shell script does not parse (${error})` };
}

function firstError(node: SyntaxNode): string | null {
  if (node.type === 'Script') {
    const error = node.errors?.[0];
    if (error !== undefined) return error.message;
  }
  let found: string | null = null;
  forEachChild(node, (child) => {
    found ??= firstError(child);
  });
  return found;
}

/** The scripts of the substitutions that `node` holds, outermost only, in source order, each with the place of its `$(`. */
export function substitutionsIn(node: SyntaxNode): { script: ParsedScript; start: number; end: number }[] {
  const found: { script: ParsedScript; start: number; end: number }[] = [];
  const visit = (child: SyntaxNode): void => {
    switch (child.type) {
      case 'CommandExpansion':
      case 'ProcessSubstitution':
      case 'ArithmeticCommandExpansion':
        if (child.script !== undefined) found.push({ script: child.script, start: child.pos, end: child.end });
        return;
      default:
        forEachChild(child, visit);
    }
  };
  visit(node);
  return found;
}

/** Words anywhere below `node`, substitutions left out. */
export function wordsIn(node: SyntaxNode): Word[] {
  const found: Word[] = [];
  const visit = (child: SyntaxNode): void => {
    if (child.type === 'Script') return;
    if (child.type === 'Word') found.push(child);
    else forEachChild(child, visit);
  };
  visit(node);
  return found;
}
