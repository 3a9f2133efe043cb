import { posix } from 'node:path';
import { configuredOr, typescript, unknownOutput } from './build-compilers.ts';
import { combined, type Effect, effect, flagValue, NOTHING, operandsOf, type ToolCall } from './build-effect.ts';
import { cite, within } from './cite.ts';
import { configured, environmentReads, firstOf, jsonAt } from './config-literals.ts';
import { nearestManifest, objectOf, stringOf } from './package-json.ts';

export const VITE = ['vite.config.ts', 'vite.config.js', 'vite.config.mjs', 'vite.config.mts', 'vite.config.cjs'];
const NEXT = ['next.config.js', 'next.config.mjs', 'next.config.ts', 'next.config.cjs'];

export function vite(call: ToolCall): Effect {
  const verb = verbOf(call);
  if (verb !== 'build') return notABuild(call);
  const manifest = nearestManifest(call.context, call.folder);
  const bakes = ['VITE_*', 'NODE_ENV'];
  if (manifest?.devDependencies.has('@sveltejs/kit') || manifest?.dependencies.has('@sveltejs/kit'))
    return svelteKit(call);
  const named = flagValue(call.args, ['--config', '-c']);
  const files = named === null ? VITE : [named];
  const file = firstOf(call.context, call.folder, files);
  if (named !== null && file === null) return unknownOutput(call, 'its configuration is not in the build context');
  if (file !== null) bakes.push(...environmentReads(call.context, file));
  const root = file === null ? null : configured(call.context, file, ['root'], call.folder);
  const operand = operandsOf(call.args, VITE_VALUED)[1] ?? null;
  if (operand !== null || (root !== null && root.kind !== 'none'))
    return unknownOutput(call, 'its root is another folder');
  return configuredOr(call, ['--outDir'], files, ['build', 'outDir'], 'dist', bakes);
}

/** Flags of `vite build` that take the next word, also where they may stand alone (`--ssr src/server.ts`). */
const VITE_VALUED = [
  ...['--outDir', '--mode', '-m', '--config', '-c', '--configLoader', '--base', '--ssr', '--assetsDir', '--target'],
  ...['--assetsInlineLimit', '--sourcemap', '--minify', '--manifest', '--ssrManifest', '--logLevel', '-l'],
  ...['--debug', '-d', '--filter', '-f'],
];

function svelteKit(call: ToolCall): Effect {
  const file = firstOf(call.context, call.folder, ['svelte.config.js', 'svelte.config.mjs', 'svelte.config.ts']);
  const text = file === null ? '' : (call.context.read(file) ?? '');
  if (file === null || !/@sveltejs\/adapter-(?:node|static)/.test(text))
    return unknownOutput(call, 'its adapter is not adapter-node or adapter-static');
  const out = /\b(?:out|pages)\s*:\s*['"]([^'"]+)['"]/.exec(text)?.[1] ?? 'build';
  return effect(below(call, [out]), [cite(call.context, file, 'adapter writes its output')], {
    intermediate: below(call, ['.svelte-kit']),
    takes: below(call, ['src', 'static']),
    bakes: ['PUBLIC_*', 'VITE_*', 'NODE_ENV'],
  });
}

export function reactScripts(call: ToolCall): Effect {
  const path = call.command.assignments.find((assignment) => assignment.name === 'BUILD_PATH');
  if (path !== undefined && path.value === null) return unknownOutput(call, 'BUILD_PATH is not known');
  const target = within(call.folder, path?.value ?? 'build');
  if (target === null) return unknownOutput(call, 'BUILD_PATH leaves the project');
  return effect([target], [], {
    bakes: ['REACT_APP_*', 'PUBLIC_URL', 'NODE_ENV', 'GENERATE_SOURCEMAP', 'CI', 'BUILD_PATH'],
  });
}

export function angular(call: ToolCall): Effect {
  const verb = verbOf(call);
  if (verb !== 'build' && verb !== 'b') return notABuild(call);
  const flag = flagValue(call.args, ['--output-path', '--outputPath']);
  const cache = posix.join(call.folder, '.angular');
  if (flag !== null) {
    const path = flag === 'unknown' ? null : within(call.folder, flag);
    return path === null || path === ''
      ? unknownOutput(call, 'its output is not inside the project')
      : effect([path], [], { intermediate: [cache] });
  }
  const file = firstOf(call.context, call.folder, ['angular.json', '.angular.json', '.angular-cli.json']);
  const config = objectOf(jsonAt(call.context, file));
  if (file === null || config === null) return unknownOutput(call, 'there is no angular.json');
  const oldApps = config.apps;
  if (Array.isArray(oldApps)) {
    const outDir = stringOf(objectOf(oldApps[0])?.outDir) ?? 'dist';
    return effect([posix.join(call.folder, outDir)], [cite(call.context, file, `outDir = "${outDir}"`)]);
  }
  const outputs: string[] = [];
  for (const [name, project] of Object.entries(objectOf(config.projects) ?? {})) {
    const fields = objectOf(project);
    const targets = objectOf(fields?.architect) ?? objectOf(fields?.targets);
    const options = objectOf(objectOf(targets?.build)?.options);
    if (options === null) continue;
    const path = stringOf(options.outputPath) ?? stringOf(objectOf(options.outputPath)?.base) ?? `dist/${name}`;
    const target = within(call.folder, path);
    if (target !== null && target !== '') outputs.push(target);
  }
  return outputs.length === 0
    ? unknownOutput(call, `${file} names no output`)
    : effect(outputs, [cite(call.context, file, `outputPath = "${outputs.join('", "')}"`)], { intermediate: [cache] });
}

export function next(call: ToolCall): Effect {
  const verb = verbOf(call);
  if (verb === 'telemetry' || verb === 'lint' || verb === 'info') return NOTHING;
  if (verb === 'export') return configuredOr(call, ['-o', '--outdir'], [], [], 'out');
  if (verb !== 'build') return notABuild(call);
  const file = firstOf(call.context, call.folder, NEXT);
  const bakes = ['NEXT_PUBLIC_*', 'NODE_ENV', ...(file === null ? [] : environmentReads(call.context, file))];
  const built = configuredOr(call, [], NEXT, ['distDir'], '.next', bakes);
  const exported = file !== null && /output\s*:\s*['"]export['"]/.test(call.context.read(file) ?? '');
  // The next build is faster with webpack's cache; `next start` reads and writes its neighbours (images, fetched data) only.
  const caches = built.known ? built.value.outputs.map((path) => `${path}/cache/webpack`) : [];
  // It also writes next-env.d.ts in TypeScript projects, which only the compiler reads.
  return combined([
    built,
    effect(exported ? below(call, ['out']) : [], [], { intermediate: caches }),
    file === null ? NOTHING : intoPublic(call, file),
  ]);
}

/**
 * A plugin that writes into the folder of static files while the site is built, as `next-pwa({ dest: 'public' })` and `@serwist/next` put service workers
 * there: what the context has of it is not all.
 */
function intoPublic(call: ToolCall, file: string): Effect {
  const named = /['"`](?:\.\/)?public(?:\/[^'"`]*)?['"`]/.exec(call.context.read(file) ?? '');
  if (named === null) return NOTHING;
  const [folder = 'public'] = below(call, ['public']);
  return call.context.kind(folder) === 'directory'
    ? effect([folder], [cite(call.context, file, `names ${named[0]}`)])
    : unknownOutput(call, `${file} names ${named[0]}, which the build may make`);
}

export function notABuild(call: ToolCall): Effect {
  if (call.tool === 'vue-tsc') return typescript(call);
  return unknownOutput(call, 'it is not a build');
}

export function verbOf(call: ToolCall): string | null {
  return operandsOf(call.args)[0]?.value ?? null;
}

export function below(call: ToolCall, paths: readonly string[]): readonly string[] {
  return paths.map((path) => posix.join(call.folder, path));
}
