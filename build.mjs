import { createHash } from 'node:crypto';
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

// What is shipped: the library as one module, and the program as scripts behind a launcher. `node build.mjs [FOLDER]`, by default `dist`.
const folder = process.argv[2] ?? 'dist';
rmSync(folder, { recursive: true, force: true });

const shared = { bundle: true, platform: 'node', target: 'node20', legalComments: 'none', logLevel: 'warning' };

await build({
  ...shared,
  entryPoints: ['src/index.ts'],
  outfile: `${folder}/index.js`,
  format: 'esm',
  packages: 'external',
});

/** Packages that many runs do without, each a script of its own. */
const PARTS = ['@babel/parser', 'yaml', 'smol-toml', 'semver', 'picomatch', 'diff', 'tinyglobby', 'dockerfile-ast'];

const fileOf = (name) => name.replace(/\W+/g, '-').replace(/^-/, '');

/** A script that is one function, which the launcher compiles and calls; all of it in ASCII, so that no byte has to be decoded. */
const script = {
  ...shared,
  format: 'cjs',
  charset: 'ascii',
  // Names stay: they are what a stack says.
  minifyWhitespace: true,
  minifySyntax: true,
  mainFields: ['module', 'main'],
  footer: { js: '})' },
};
const parameters = 'exports,require,module,__filename';

await build({
  ...script,
  entryPoints: ['bin/program.ts'],
  outfile: `${folder}/bin/program.cjs`,
  define: { 'import.meta.url': 'ownUrl' },
  banner: {
    js: `(function(${parameters}){const ownUrl=require("node:url").pathToFileURL(__filename).href;`,
  },
  external: PARTS,
});
for (const name of PARTS) {
  await build({
    ...script,
    stdin: { contents: `module.exports = require(${JSON.stringify(name)})`, resolveDir: '.', loader: 'js' },
    outfile: `${folder}/bin/${fileOf(name)}.cjs`,
    banner: { js: `(function(${parameters}){` },
  });
}

// esbuild leaves regular expressions and raw templates as they are; what these hold is code as well, in which an escape means the same.
for (const name of ['program', ...PARTS.map(fileOf)]) {
  const file = `${folder}/bin/${name}.cjs`;
  const escaped = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  writeFileSync(file, readFileSync(file, 'utf8').replace(/[\u0080-\uffff]/g, escaped));
}

const content = createHash('sha256');
for (const name of ['program', ...PARTS.map(fileOf)]) content.update(readFileSync(`${folder}/bin/${name}.cjs`));
const packages = Object.fromEntries(PARTS.map((name) => [name, fileOf(name)]));
const id = content.digest('hex').slice(0, 16);
for (const [entry, file] of [
  ['start', 'msb-migrate'],
  ['thread', 'thread'],
]) {
  await build({
    ...shared,
    entryPoints: [`bin/${entry}.ts`],
    outfile: `${folder}/bin/${file}.cjs`,
    format: 'cjs',
    define: { CONTENT: JSON.stringify(id), PACKAGES: JSON.stringify(packages) },
    banner: { js: entry === 'start' ? '#!/usr/bin/env node' : '' },
  });
}
chmodSync(`${folder}/bin/msb-migrate.cjs`, 0o755);
