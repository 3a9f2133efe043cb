import { createHash } from 'node:crypto';
import { chmodSync, readFileSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

// What is shipped: the library as one module, and the program as one file behind a launcher. `node build.mjs [FOLDER]`, by default `dist`.
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

await build({
  ...shared,
  entryPoints: ['bin/msb-migrate.ts'],
  outfile: `${folder}/bin/program.cjs`,
  format: 'cjs',
  // Names stay: they are what a stack says.
  minifyWhitespace: true,
  minifySyntax: true,
  mainFields: ['module', 'main'],
  define: { 'import.meta.url': 'ownUrl' },
  banner: { js: 'const ownUrl = require("node:url").pathToFileURL(__filename).href;' },
});

const content = createHash('sha256')
  .update(readFileSync(`${folder}/bin/program.cjs`))
  .digest('hex')
  .slice(0, 16);
await build({
  ...shared,
  entryPoints: ['bin/launch.ts'],
  outfile: `${folder}/bin/msb-migrate.cjs`,
  format: 'cjs',
  define: { CONTENT: JSON.stringify(content) },
  banner: { js: '#!/usr/bin/env node' },
});
chmodSync(`${folder}/bin/msb-migrate.cjs`, 0o755);
