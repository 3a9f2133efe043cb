import type { Node } from '@babel/types';
import { parse as parseYaml } from 'yaml';
import type { BuildContext } from '../../repository/repository.ts';
import { objectOf, stringOf } from './package-json.ts';
import { parseSource, walk } from './syntax.ts';

/** A process file of pm2, as the command lines of its processes; not understood: why. */
export type ProcessFile =
  | { readonly kind: 'lines'; readonly lines: readonly string[]; readonly scripts: readonly string[] }
  | { readonly kind: 'watches' }
  | { readonly kind: 'not-understood'; readonly why: string };

/** Reads `ecosystem.config.js`, JSON or YAML. Source: pm2's documentation of the ecosystem file. */
export function processFile(context: BuildContext, path: string): ProcessFile {
  const text = context.read(path);
  const value = text === null ? undefined : literalsOf(text, path);
  const apps = Array.isArray(value) ? value : objectOf(value)?.apps;
  const list = Array.isArray(apps)
    ? apps
    : apps !== undefined
      ? [apps]
      : objectOf(value)?.script !== undefined
        ? [value]
        : [];
  if (list.length === 0) return { kind: 'not-understood', why: `${path} names no processes in literals` };
  const lines: string[] = [];
  const scripts: string[] = [];
  for (const app of list) {
    const fields = objectOf(app);
    const script = stringOf(fields?.script);
    if (fields === null || script === null) return { kind: 'not-understood', why: `${path} computes a script` };
    if (fields.watch !== undefined && fields.watch !== false) return { kind: 'watches' };
    const folder = fields.cwd === undefined ? '.' : stringOf(fields.cwd);
    const interpreter = fields.interpreter ?? fields.exec_interpreter ?? 'node';
    if (folder === null || !/^[\w./-]+$/.test(folder)) return { kind: 'not-understood', why: `${path} computes a cwd` };
    const given = [fields.node_args, fields.interpreter_args, fields.args].map(wordsOf);
    if (given.some((words) => words === null) || typeof interpreter !== 'string')
      return { kind: 'not-understood', why: `${path} computes arguments` };
    const [node, more, args] = given;
    const isManager = /^(?:npm|yarn|pnpm)$/.test(script) || /^\.?\/?node_modules\/\.bin\//.test(script);
    const runner = isManager || interpreter === 'none' ? '' : `${interpreter} ${node ?? ''} ${more ?? ''} `;
    lines.push(`( cd ${folder} && ${runner}${script} ${args ?? ''} )`.replace(/\s+/g, ' '));
    scripts.push(script);
  }
  return { kind: 'lines', lines, scripts };
}

/** Arguments as the words of a line; null when they are no literals. */
function wordsOf(value: unknown): string | null {
  if (value === undefined) return '';
  if (typeof value === 'string') return value;
  return Array.isArray(value) && value.every((one) => typeof one === 'string') ? value.join(' ') : null;
}

function literalsOf(text: string, path: string): unknown {
  if (/\.ya?ml$/.test(path)) return yamlOf(text);
  const parsed = parseSource(path.endsWith('.json') ? `(${text})` : text, path.endsWith('.json') ? 'process.js' : path);
  if (parsed === null) return undefined;
  let found: unknown;
  walk(parsed.program, (node) => {
    if (found !== undefined) return false;
    if (node.type !== 'ObjectExpression' && node.type !== 'ArrayExpression') return true;
    const value = literalOf(node);
    const fields = objectOf(value);
    if (fields?.apps !== undefined || fields?.script !== undefined) found = value;
    return found === undefined;
  });
  return found;
}

function yamlOf(text: string): unknown {
  try {
    return parseYaml(text);
  } catch {
    return undefined;
  }
}

/** What a literal says; a symbol where it is computed, so that it is no string and no list. */
function literalOf(node: Node | null): unknown {
  switch (node?.type) {
    case 'StringLiteral':
    case 'NumericLiteral':
    case 'BooleanLiteral':
      return node.value;
    case 'TemplateLiteral':
      return node.expressions.length === 0 ? (node.quasis[0]?.value.cooked ?? COMPUTED) : COMPUTED;
    case 'ArrayExpression':
      return node.elements.map((element) => literalOf(element));
    case 'ObjectExpression': {
      const fields: Record<string, unknown> = {};
      for (const property of node.properties) {
        if (property.type !== 'ObjectProperty' || property.computed) continue;
        const name =
          property.key.type === 'Identifier'
            ? property.key.name
            : property.key.type === 'StringLiteral'
              ? property.key.value
              : null;
        if (name !== null) fields[name] = literalOf(property.value);
      }
      return fields;
    }
    default:
      return COMPUTED;
  }
}

const COMPUTED: unique symbol = Symbol('computed');
