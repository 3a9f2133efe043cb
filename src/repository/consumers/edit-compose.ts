import { type Document, isAlias, isMap, isScalar, type Pair, parseAllDocuments, type Scalar, type YAMLMap } from 'yaml';
import { isMapping, mapping, type Untyped } from './untyped.ts';

/** A compose file's new text, or why it is not edited. */
export type ComposeEdit = { readonly text: string } | { readonly because: string };

type KeyedPair = Pair<Scalar, unknown>;

/**
 * The text of a compose file in which the service builds the stage `target`. Nothing else changes, neither in what the file says nor in how it is written:
 * both texts are read, and must differ in this one place.
 */
export function withBuildTarget(text: string, service: string, target: string): ComposeEdit {
  const documents = parseAllDocuments(text, { merge: true, uniqueKeys: false, logLevel: 'silent' });
  const [document, ...others] = Array.isArray(documents) ? documents : [];
  if (document === undefined || others.length > 0) return { because: 'the file is not one YAML document' };
  if (!isMapping(mapping(document.toJS()).services))
    return { because: 'the format without «services» knows no target' };
  const definition = document.getIn(['services', service], true);
  if (!isMap(definition)) return { because: `«${service}» is not written out there` };
  if (definition.flow) return { because: `«${service}» is written in braces` };
  const edited = spliced(text, definition, target);
  if ('because' in edited) return edited;
  return changesOnlyTarget(document, edited.text, service, target)
    ? edited
    : { because: 'another part of the file would change with it (an anchor, a merge key)' };
}

function spliced(text: string, definition: YAMLMap, target: string): ComposeEdit {
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const [first] = definition.items;
  const start = isKeyed(first) ? first.key.range?.[0] : undefined;
  if (start === undefined) return { because: 'its first key is not a plain one' };
  const indent = indentAt(text, start);
  if (indent === null) return { because: 'its keys do not stand on lines of their own' };
  const step = stepOf(text, indent);
  const build = pairOf(definition, 'build');
  if (build === undefined) {
    if (definition.has('image')) return { because: 'it runs an image that another service builds' };
    const lines = [`build:`, `${indent}${step}target: ${target}`].join(newline);
    return { text: `${text.slice(0, start)}${lines}${newline}${indent}${text.slice(start)}` };
  }
  const { value } = build;
  if (isAlias(value)) return { because: 'its build is an alias' };
  if (isMap(value)) return value.flow ? inBraces(text, value, target) : inBlock(text, value, target, newline);
  const range = isScalar(value) ? value.range : undefined;
  if (!isScalar(value) || !range || typeof value.value !== 'string' || value.anchor || value.tag)
    return { because: 'its build is neither a path nor a mapping' };
  const from = (build.key.range?.[1] ?? range[0]) + 1;
  if (text.slice(from, range[0]).trim() !== '') return { because: 'its build is not on one line' };
  const path = text.slice(range[0], range[1]);
  const lines = [':', `${indent}${step}context: ${path}`].join(newline);
  const end = lineEnd(text, range[1]);
  const added = `${newline}${indent}${step}target: ${target}`;
  return { text: text.slice(0, from - 1) + lines + text.slice(range[1], end) + added + text.slice(end) };
}

function inBraces(text: string, build: YAMLMap, target: string): ComposeEdit {
  const named = replacedTarget(text, build, target);
  if (named !== null) return named;
  const last = build.items.at(-1);
  const end = isKeyed(last) && isScalar(last.value) ? last.value.range?.[1] : undefined;
  if (end === undefined) return { because: 'its build is written in braces that end with no plain value' };
  return { text: `${text.slice(0, end)}, target: ${target}${text.slice(end)}` };
}

/** Behind the context and the Dockerfile, where everybody looks for it. */
function inBlock(text: string, build: YAMLMap, target: string, newline: string): ComposeEdit {
  const named = replacedTarget(text, build, target);
  if (named !== null) return named;
  const [first] = build.items;
  const start = isKeyed(first) ? first.key.range?.[0] : undefined;
  const indent = start === undefined ? null : indentAt(text, start);
  if (start === undefined || indent === null)
    return { because: 'the keys of its build do not stand on lines of their own' };
  const before = ['dockerfile', 'context']
    .map((name) => pairOf(build, name)?.value)
    .find((value) => isScalar(value) && (value.type ?? '').startsWith('BLOCK') === false);
  const range = isScalar(before) ? before.range : undefined;
  if (!range) return { text: `${text.slice(0, start)}target: ${target}${newline}${indent}${text.slice(start)}` };
  const end = lineEnd(text, range[1]);
  return { text: `${text.slice(0, end)}${newline}${indent}target: ${target}${text.slice(end)}` };
}

function replacedTarget(text: string, build: YAMLMap, target: string): ComposeEdit | null {
  const pair = pairOf(build, 'target');
  if (pair === undefined) return null;
  const range = isScalar(pair.value) ? pair.value.range : undefined;
  if (!range) return { because: 'its target is not a plain value' };
  return { text: text.slice(0, range[0]) + target + text.slice(range[1]) };
}

function pairOf(map: YAMLMap, name: string): KeyedPair | undefined {
  return map.items.filter(isKeyed).find(({ key }) => key.value === name);
}

function isKeyed(pair: unknown): pair is KeyedPair {
  return typeof pair === 'object' && pair !== null && 'key' in pair && isScalar(pair.key);
}

/** The blanks in front of a key; null: something else stands there. */
function indentAt(text: string, offset: number): string | null {
  const before = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  return before.trim() === '' ? before : null;
}

/** By how much the file indents: a service's keys stand two steps in. */
function stepOf(text: string, indent: string): string {
  const service = /^services:[^\n]*\n(?:\s*(?:#[^\n]*)?\n)*([ ]+)/m.exec(text)?.[1];
  return service !== undefined && service.length < indent.length ? indent.slice(service.length) : '  ';
}

function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  if (end === -1) return text.length;
  return text[end - 1] === '\r' ? end - 1 : end;
}

function changesOnlyTarget(before: Document, edited: string, service: string, target: string): boolean {
  const documents = parseAllDocuments(edited, { merge: true, uniqueKeys: false, logLevel: 'silent' });
  const after = Array.isArray(documents) ? documents[0] : undefined;
  if (after === undefined || after.errors.length > 0) return false;
  const root = mapping(before.toJS());
  const services = mapping(root.services);
  const own = mapping(services[service]);
  const build: Untyped = typeof own.build === 'string' ? { context: own.build } : mapping(own.build);
  const expected = {
    ...root,
    services: { ...services, [service]: { ...own, build: { ...build, target } } },
  };
  return sorted(after.toJS()) === sorted(expected);
}

/** As JSON with keys in order: two readings that say the same are one text. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    isMapping(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  );
}
