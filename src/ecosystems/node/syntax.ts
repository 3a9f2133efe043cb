import { type ParserPlugin, parse } from '@babel/parser';
import type { File, Node } from '@babel/types';

/** Files larger than this (bytes) are bundles, and are not read. */
export const LARGEST_SOURCE = 1_000_000;

const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx|vue|svelte|astro)$/;

const COMPONENT = /\.(?:vue|svelte|astro)$/;

/** A JavaScript or TypeScript file or a component with a script, declaration files not included. */
export function isSource(path: string): boolean {
  return SOURCE.test(path) && !/\.d\.[cm]?ts$/.test(path) && !/\.min\.js$/.test(path);
}

export function isTypeScript(path: string): boolean {
  return /\.(?:[cm]?ts|tsx)$/.test(path);
}

/** A component's template uses names that its script only imports. */
export function isComponent(path: string): boolean {
  return COMPONENT.test(path);
}

/** The scripts of a component that a server runs, each at its own line; everything else is blank. */
function scriptsOf(text: string, path: string): string {
  if (path.endsWith('.astro')) return frontmatterOf(text);
  let scripts = '';
  let end = 0;
  for (const match of text.matchAll(/(<script\b[^>]*>)([\s\S]*?)<\/script>/g)) {
    const start = match.index + (match[1] ?? '').length;
    const body = match[2] ?? '';
    scripts += blank(text.slice(end, start)) + body;
    end = start + body.length;
  }
  return scripts;
}

/** What stands between Astro's fences; its `<script>` is for browsers (docs.astro.build, Components). */
function frontmatterOf(text: string): string {
  const fenced = /^(\s*---[^\n]*\n)([\s\S]*?)^---/m.exec(text);
  return fenced === null || fenced.index > 0 ? '' : blank(fenced[1] ?? '') + (fenced[2] ?? '');
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}

/** The syntax tree, or null when the text is not JavaScript or TypeScript as far as the parser can recover. */
export function parseSource(text: string, path: string): File | null {
  const component = isComponent(path);
  const typed =
    isTypeScript(path) || path.endsWith('.astro') || (component && /<script\b[^>]*\blang=["']?ts/.test(text));
  const plugins: ParserPlugin[] = ['decorators-legacy', 'explicitResourceManagement', 'importAttributes'];
  plugins.push(typed ? 'typescript' : 'flow');
  if (!typed || path.endsWith('x')) plugins.push('jsx');
  try {
    const file = parse(component ? scriptsOf(text, path) : text, {
      sourceType: 'unambiguous',
      plugins,
      errorRecovery: true,
      allowReturnOutsideFunction: true,
      allowAwaitOutsideFunction: true,
      allowImportExportEverywhere: true,
      allowUndeclaredExports: true,
      allowNewTargetOutsideFunction: true,
      allowSuperOutsideMethod: true,
    });
    return (file.errors ?? []).length > 20 ? null : file;
  } catch {
    return null;
  }
}

/** Calls `enter` for every node with its parent, in source order; `enter` returns false to leave out what is below. */
export function walk(root: Node, enter: (node: Node, parent: Node | null) => boolean): void {
  const visit = (node: Node, parent: Node | null): void => {
    if (!enter(node, parent)) return;
    for (const child of childrenOf(node)) visit(child, node);
  };
  visit(root, null);
}

/** Direct children, in source order. */
export function childrenOf(node: Node): readonly Node[] {
  const children: Node[] = [];
  for (const [key, value] of Object.entries(node)) {
    if (key === 'loc' || key === 'extra' || key.endsWith('Comments') || key === 'comments' || key === 'errors')
      continue;
    if (Array.isArray(value)) children.push(...value.filter(isNode));
    else if (isNode(value)) children.push(value);
  }
  return children;
}

/** Types are erased when the file is compiled; what they name is not loaded. */
export function isErased(node: Node): boolean {
  switch (node.type) {
    case 'TSTypeAnnotation':
    case 'TypeAnnotation':
    case 'TSTypeParameterInstantiation':
    case 'TSTypeParameterDeclaration':
    case 'TypeParameterInstantiation':
    case 'TypeParameterDeclaration':
    case 'TSInterfaceDeclaration':
    case 'InterfaceDeclaration':
    case 'TSTypeAliasDeclaration':
    case 'TypeAlias':
    case 'TSDeclareFunction':
    case 'TSExpressionWithTypeArguments':
      return true;
    default:
      return node.type.startsWith('TS') && node.type.endsWith('Type');
  }
}

/** What is called: compilers write `(0, fs_1.readFile)(…)` for `readFile(…)`, so that it is called without a `this`. */
export function calledBy(callee: Node): Node {
  const last = callee.type === 'SequenceExpression' ? callee.expressions.at(-1) : undefined;
  return last ?? callee;
}

export function lineOf(node: Node): number {
  return node.loc?.start.line ?? 1;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}
