import { configuredOr, unknownOutput } from './build-compilers.ts';
import { combined, type Effect, effect, type ToolCall } from './build-effect.ts';
import { below, notABuild, verbOf } from './build-frameworks.ts';
import { environmentReads, firstOf } from './config-literals.ts';
import { isNuxt2, isStaticNuxt, NUXT_CONFIGURATIONS } from './nuxt2.ts';
import { nearestManifest } from './package-json.ts';

/** Folders and files that Nuxt builds from by convention (nuxt.com/docs, Directory Structure). */
const NUXT_SOURCES = [
  'app',
  'app.vue',
  'app.config.ts',
  'assets',
  'components',
  'composables',
  'error.vue',
  'layouts',
  'middleware',
  'modules',
  'nuxt.config.js',
  'nuxt.config.mjs',
  'nuxt.config.ts',
  'pages',
  'plugins',
  'public',
  'server',
  'shared',
  'stores',
  'types',
  'utils',
];

export function nuxt(call: ToolCall): Effect {
  const verb = verbOf(call);
  if (isNuxt2(nearestManifest(call.context, call.folder))) return nuxt2(call, verb);
  if (verb === 'prepare') return effect([], [], { intermediate: below(call, ['.nuxt']) });
  if (verb !== 'build' && verb !== 'generate') return notABuild(call);
  return effect(below(call, ['.output', ...(verb === 'generate' ? ['dist'] : [])]), [], {
    bakes: bakesOf(call),
    intermediate: below(call, ['.nuxt', '.data', 'node_modules/.cache/nuxt']),
    takes: below(call, NUXT_SOURCES),
  });
}

/**
 * Nuxt 2 starts from its build folder (v2.nuxt.com/docs/configuration-glossary/configuration-builddir); `.output` is made by Nuxt Bridge alone.
 * A static target is generated into `dist`, and is built in the cache.
 */
function nuxt2(call: ToolCall, verb: string | null): Effect {
  const bakes = bakesOf(call);
  const manifest = nearestManifest(call.context, call.folder);
  const file = firstOf(call.context, call.folder, NUXT_CONFIGURATIONS);
  const text = file === null ? '' : (call.context.read(file) ?? '');
  const built = configuredOr(call, [], NUXT_CONFIGURATIONS, ['buildDir'], '.nuxt', bakes);
  if (verb === 'prepare') return built;
  if (verb !== 'build' && verb !== 'generate') return notABuild(call);
  const cache = effect([], [], { intermediate: below(call, ['node_modules/.cache/nuxt']) });
  if (verb === 'generate') {
    const site = configuredOr(call, [], NUXT_CONFIGURATIONS, ['generate', 'dir'], 'dist', bakes);
    if (!isStaticNuxt(call.context, call.folder)) return combined([built, site, cache]);
    const left = built.known ? effect([], [], { intermediate: built.value.outputs }) : built;
    return combined([site, left, cache]);
  }
  const bridge = [manifest?.dependencies, manifest?.devDependencies].some(
    (all) => all?.has('@nuxt/bridge') === true || all?.has('@nuxt/bridge-edge') === true,
  );
  if (!bridge) return combined([built, cache]);
  if (/\b(?:bridge|nitro)\s*:\s*false\b/.test(text)) return unknownOutput(call, `${file} takes a part of Bridge away`);
  return combined([built, effect(below(call, ['.output']), []), cache]);
}

function bakesOf(call: ToolCall): readonly string[] {
  const file = firstOf(call.context, call.folder, NUXT_CONFIGURATIONS);
  return ['NUXT_*', 'NODE_ENV', ...(file === null ? [] : environmentReads(call.context, file))];
}
