import type { Document } from '../../src/dockerfile/document.ts';
import { readView } from '../../src/dockerfile/read-view.ts';

/**
 * A build context that fits a Dockerfile: the manifests, lockfile and sources that its COPY lines and commands imply. It is made
 * of the file alone, so that the same file always gets the same context.
 */
export function madeUpContext(document: Document): Readonly<Record<string, string>> {
  const files = new Map<string, string>();
  const text = document.source;
  const add = (path: string, content: string) => {
    if (!files.has(path) && path !== '' && !path.startsWith('..')) files.set(path, content);
  };
  const roots = projectRoots(text);
  for (const root of roots) addProject(root, text, add);
  for (const source of copySources(document)) addSource(source, add);
  if (hash(text) % 2 === 0) add('.dockerignore', 'node_modules\nnpm-debug.log\n');
  return Object.fromEntries(withoutFilesAsFolders(files));
}

/** Context folders in which the file installs a project: where it copies manifests from, and folders that it copies as a whole. */
function projectRoots(text: string): readonly string[] {
  const roots = new Set<string>(['']);
  const manifests = /^\s*(?:COPY|ADD)\s+(?:--\S+\s+)*(\S*?)\/?package(?:\*|-lock\*?|\[[^\]]*\])?\.json/gim;
  const onlyFolder = /^\s*(?:COPY|ADD)\s+(?:--\S+\s+)*(\.?\/?[\w-]+)\/?\s+\/?[\w./-]*\s*$/gim;
  for (const match of text.matchAll(manifests)) addRoot(match[1], roots);
  if (roots.size === 1 && !/^\s*(?:COPY|ADD)\s+(?:--\S+\s+)*(?:\.\/?|\S*package\S*json)\s/im.test(text))
    for (const match of text.matchAll(onlyFolder)) addRoot(match[1], roots);
  return [...roots];
}

function addRoot(source: string | undefined, roots: Set<string>): void {
  const root = (source ?? '').replace(/^\.?\//, '').replace(/\/$/, '');
  if (!/[*$]|^\.$/.test(root)) roots.add(root);
}

function addProject(root: string, text: string, add: (path: string, content: string) => void): void {
  const at = (path: string) => (root === '' ? path : `${root}/${path}`);
  const typescript = /\btsc\b|typescript|tsconfig/i.test(text);
  const builds = /npm run (?:-s )?build\b|npm run-script build|yarn (?:run )?build/.test(text);
  const entry = entryFile(text) ?? (typescript && builds ? 'dist/index.js' : 'server.js');
  const scripts: Record<string, string> = { start: `node ${entry}`, test: 'echo no tests' };
  for (const match of text.matchAll(
    /\b(?:npm|yarn)(?:"\s*,\s*"|\s+)(?:run|run-script)(?:"\s*,\s*"|\s+)(?:--?\S+\s+)*([\w:.-]+)/g,
  ))
    scripts[match[1] ?? ''] ??= scriptFor(match[1] ?? '', entry);
  if (builds) scripts.build = 'tsc -p tsconfig.json';
  const dependencies = { express: '4.18.2' };
  const devDependencies = { typescript: '5.4.5' };
  const manifest = { name: 'app', version: '1.0.0', private: true, scripts, dependencies, devDependencies };
  add(at('package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  add(at('package-lock.json'), lockfile(manifest));
  if (/yarn\.lock|\byarn\b/.test(text)) add(at('yarn.lock'), '# yarn lockfile v1\n');
  const program =
    "const express = require('express');\nconst app = express();\napp.get('/', (req, res) => res.send('ok'));\napp.listen(process.env.PORT || 3000);\n";
  if (entry.startsWith('dist/') || builds) {
    add(at('tsconfig.json'), '{ "compilerOptions": { "outDir": "dist", "rootDir": "src", "module": "commonjs" } }\n');
    add(at('src/index.ts'), "import express from 'express';\nconst app = express();\napp.listen(3000);\n");
  }
  if (!entry.startsWith('dist/')) add(at(entry), program);
  add(at('README.md'), '# app\n');
}

function entryFile(text: string): string | null {
  const match =
    /(?:CMD|ENTRYPOINT)\s*(?:\[\s*"node(?:js)?"\s*,\s*(?:"-[^"]*"\s*,\s*)*"([^"$]+)"|node(?:js)? (?:-\S+ )*([\w./-]+))/i.exec(
      text,
    );
  const path = (match?.[1] ?? match?.[2])?.replace(/^\.\//, '');
  if (path === undefined || path.startsWith('/')) return null;
  return /\.[cm]?js$/.test(path) ? path : `${path}.js`;
}

function scriptFor(name: string, entry: string): string {
  if (/^(dev|watch)/.test(name)) return `nodemon ${entry}`;
  if (/^(start|serve|prod|server)/.test(name)) return `node ${entry}`;
  if (/^test|^lint/.test(name)) return 'echo fine';
  return 'tsc -p tsconfig.json';
}

function lockfile(manifest: { readonly dependencies: object; readonly devDependencies: object }): string {
  const packages = {
    '': manifest,
    'node_modules/express': { version: '4.18.2' },
    'node_modules/typescript': { version: '5.4.5', dev: true },
  };
  return `${JSON.stringify({ name: 'app', version: '1.0.0', lockfileVersion: 3, requires: true, packages }, null, 2)}\n`;
}

function copySources(document: Document): readonly string[] {
  return document.instructions.flatMap((instruction) => {
    const view = readView(instruction.text, instruction.keyword, document.escape);
    if ((view.kind !== 'copy' && view.kind !== 'add') || view.from !== null || view.heredoc) return [];
    return view.sources.map((source) => source.text).filter((text) => !/[$\\]|^[a-z+]+:\/\//.test(text));
  });
}

function addSource(source: string, add: (path: string, content: string) => void): void {
  const path = source
    .replace(/^\.?\/+/, '')
    .replace(/\/+$/, '')
    .replace(/[*?]+/g, 'x')
    .replace(/\[([^\]])[^\]]*\]/g, '$1');
  if (path === '' || path === '.') return;
  const name = path.split('/').at(-1) ?? '';
  if (/\.\w+$/.test(name) || /^(Makefile|Gemfile|Procfile|LICENSE|Pipfile|\.\w+)$/.test(name))
    add(path, contentFor(name));
  else add(`${path}/index.js`, 'module.exports = {};\n');
}

function contentFor(name: string): string {
  if (name.endsWith('.json')) return '{}\n';
  if (/\.sh$/.test(name)) return '#!/bin/sh\nexec "$@"\n';
  return /\.[cm]?js$/.test(name) ? 'module.exports = {};\n' : 'text\n';
}

/** A path that is a file here and a folder there stays a folder. */
function withoutFilesAsFolders(files: ReadonlyMap<string, string>): readonly (readonly [string, string])[] {
  return [...files].filter(([path]) => ![...files.keys()].some((other) => other.startsWith(`${path}/`)));
}

function hash(text: string): number {
  let value = 0;
  for (const char of text) value = (value * 31 + (char.codePointAt(0) ?? 0)) >>> 0;
  return value;
}
