import { posix } from 'node:path';
import { configuredOr, fileOrFolder, unknownOutput } from './build-compilers.ts';
import { combined, type Effect, effect, flagValue, NOTHING, type ToolCall } from './build-effect.ts';
import { angular, below, next, notABuild, reactScripts, VITE, verbOf, vite } from './build-frameworks.ts';
import { nuxt } from './build-nuxt.ts';
import { nx } from './build-nx.ts';
import { cite, within } from './cite.ts';
import { configured, environmentReads, firstOf } from './config-literals.ts';
import { nearestManifest } from './package-json.ts';

/** Bundlers and frameworks: outputs from flags, configuration literals or the documented default; what they bake into the bundle. */
export const BUNDLERS: Readonly<Record<string, (call: ToolCall) => Effect>> = {
  webpack,
  'webpack-cli': webpack,
  vite,
  'vite-node': (call) => unknownOutput(call, 'it runs sources'),
  'react-scripts': (call) => (verbOf(call) === 'build' ? reactScripts(call) : notABuild(call)),
  craco: (call) => (verbOf(call) === 'build' ? reactScripts(call) : notABuild(call)),
  'react-app-rewired': (call) => (verbOf(call) === 'build' ? reactScripts(call) : notABuild(call)),
  'vue-cli-service': (call) =>
    verbOf(call) === 'build'
      ? configuredOr(call, ['--dest'], ['vue.config.js', 'vue.config.cjs', 'vue.config.ts'], ['outputDir'], 'dist', [
          'VUE_APP_*',
          'BASE_URL',
          'NODE_ENV',
        ])
      : notABuild(call),
  ng: angular,
  nx,
  next,
  nuxt,
  nuxi: nuxt,
  rollup,
  parcel,
  astro: (call) =>
    verbOf(call) === 'build'
      ? combined([
          configuredOr(
            call,
            ['--outDir', '--out-dir'],
            ['astro.config.mjs', 'astro.config.ts', 'astro.config.js'],
            ['outDir'],
            'dist',
            ['PUBLIC_*', 'NODE_ENV'],
          ),
          effect([], [], { intermediate: below(call, ['.astro']), takes: below(call, ['src', 'public']) }),
        ])
      : NOTHING,
  gatsby: (call) =>
    verbOf(call) === 'build'
      ? effect(below(call, ['public']), [], { bakes: ['GATSBY_*', 'NODE_ENV'], intermediate: below(call, ['.cache']) })
      : notABuild(call),
  eleventy: (call) =>
    configuredOr(
      call,
      ['--output'],
      ['.eleventy.js', 'eleventy.config.js', 'eleventy.config.mjs', 'eleventy.config.cjs'],
      ['dir', 'output'],
      '_site',
    ),
  'react-router': (call) =>
    verbOf(call) === 'build' ? reactRouter(call, ['react-router.config.ts', 'react-router.config.js']) : NOTHING,
  remix,
  ionic: (call) => (verbOf(call) === 'build' ? unknownOutput(call, 'it runs another builder') : notABuild(call)),
  quasar: (call) =>
    verbOf(call) === 'build' ? effect(below(call, ['dist']), [], { bakes: ['NODE_ENV'] }) : notABuild(call),
  ember: (call) =>
    verbOf(call) === 'build' ? configuredOr(call, ['--output-path', '-o'], [], [], 'dist') : notABuild(call),
  preact: (call) => (verbOf(call) === 'build' ? configuredOr(call, ['--dest'], [], [], 'build') : notABuild(call)),
  gulp,
  'svelte-kit': (call) =>
    verbOf(call) === 'sync'
      ? effect([], [], { intermediate: below(call, ['.svelte-kit']) })
      : unknownOutput(call, 'it is not «sync»'),
};

const REMIX = ['remix.config.js', 'remix.config.cjs', 'remix.config.mjs', 'remix.config.ts'];

/** React Router, and Remix with Vite, write server and client into one folder. */
function reactRouter(call: ToolCall, files: readonly string[]): Effect {
  return combined([
    configuredOr(call, [], files, ['buildDirectory'], 'build', ['VITE_*', 'NODE_ENV']),
    effect([], [], { intermediate: below(call, ['.react-router']), takes: below(call, ['app', 'public']) }),
  ]);
}

/** Remix's own compiler writes what browsers load beside the static files (v2.remix.run/docs/file-conventions/remix-config). */
function remix(call: ToolCall): Effect {
  const verb = verbOf(call);
  if (verb === 'vite:build') return reactRouter(call, VITE);
  if (verb !== 'build') return notABuild(call);
  const server = configuredOr(call, [], REMIX, ['serverBuildPath'], 'build/index.js', ['NODE_ENV']);
  if (!server.known) return server;
  const folders = server.value.outputs.map((path) => posix.dirname(path));
  if (folders.some((folder) => posix.relative(call.folder || '.', folder) === ''))
    return unknownOutput(call, 'it writes its server into the project’s own folder');
  return combined([
    effect(folders, server.value.evidence, { bakes: server.value.bakes, takes: below(call, ['app']) }),
    configuredOr(call, [], REMIX, ['assetsBuildDirectory'], 'public/build'),
  ]);
}

const WEBPACK = [
  'webpack.config.js',
  'webpack.config.cjs',
  'webpack.config.mjs',
  'webpack.config.ts',
  'webpack.config.babel.js',
];
function webpack(call: ToolCall): Effect {
  const verb = verbOf(call);
  if (verb === 'serve' || verb === 'watch' || call.args.some((word) => word.text === '--watch' || word.text === '-w'))
    return notABuild(call);
  const named = flagValue(call.args, ['--config', '-c']);
  if (named === 'unknown') return unknownOutput(call, 'its configuration holds a variable');
  const files = named === null ? WEBPACK : [named];
  const file = firstOf(call.context, call.folder, files);
  if (named !== null && file === null) return unknownOutput(call, `${named} is not in the build context`);
  const bakes = ['NODE_ENV', ...(file === null ? [] : environmentReads(call.context, file))];
  if (file !== null && /require\(['"]\.|from ['"]\./.test(call.context.read(file) ?? '')) {
    const said = configured(call.context, file, ['output', 'path'], call.folder);
    if (said.kind !== 'paths') return throughMerge(call, file, bakes);
  }
  return configuredOr(call, ['--output-path', '-o'], files, ['output', 'path'], 'dist', bakes);
}

/** webpack-merge: the output stands in a file that the configuration loads. */
function throughMerge(call: ToolCall, file: string, bakes: readonly string[]): Effect {
  const folder = posix.dirname(file) === '.' ? '' : posix.dirname(file);
  const loaded = [...(call.context.read(file) ?? '').matchAll(/(?:require\(|from )['"](\.[^'"]+)['"]/g)].flatMap(
    (match) => {
      const path = within(folder, match[1] ?? '');
      return path === null
        ? []
        : [path, `${path}.js`, `${path}.ts`].filter((candidate) => call.context.kind(candidate) === 'file');
    },
  );
  for (const path of loaded) {
    const said = configured(call.context, path, ['output', 'path'], call.folder);
    if (said.kind === 'paths' && !said.paths.includes('')) {
      return effect(said.paths, [cite(call.context, path, `output.path = "${said.paths.join('", "')}"`)], {
        bakes: [...bakes, ...environmentReads(call.context, path)],
      });
    }
  }
  return unknownOutput(call, `${file} takes its output from elsewhere`);
}

function rollup(call: ToolCall): Effect {
  const target = flagValue(call.args, ['-o', '--file', '-d', '--dir']);
  if (target !== null) {
    const path = target === 'unknown' ? null : within(call.folder, target);
    return path === null || path === ''
      ? unknownOutput(call, 'its output is not inside the project')
      : effect([/\.\w+$/.test(path) ? fileOrFolder(call, path) : path], []);
  }
  const named = flagValue(call.args, ['-c', '--config']);
  const files =
    named !== null && named !== 'unknown' && !named.startsWith('-')
      ? [named]
      : ['rollup.config.js', 'rollup.config.mjs', 'rollup.config.ts', 'rollup.config.cjs'];
  const file = firstOf(call.context, call.folder, files);
  if (file === null) return unknownOutput(call, 'its configuration is not in the build context');
  const said = [
    configured(call.context, file, ['file'], call.folder),
    configured(call.context, file, ['dir'], call.folder),
  ];
  const paths = said.flatMap((one) => (one.kind === 'paths' ? one.paths : []));
  if (said.some((one) => one.kind === 'unknown') || paths.length === 0 || paths.includes(''))
    return unknownOutput(call, `${file} computes its output`);
  return effect(
    [...new Set(paths.map((path) => (/\.\w+$/.test(path) ? fileOrFolder(call, path) : path)))],
    [cite(call.context, file, `output = "${paths.join('", "')}"`)],
  );
}

function parcel(call: ToolCall): Effect {
  const verb = verbOf(call);
  if (verb !== 'build') return notABuild(call);
  const manifest = nearestManifest(call.context, call.folder);
  if (manifest !== null && (manifest.raw.targets !== undefined || manifest.raw.source !== undefined))
    return unknownOutput(call, 'package.json names targets');
  return combined([
    configuredOr(call, ['--dist-dir', '-d', '--out-dir'], [], [], 'dist', ['NODE_ENV']),
    effect([], [], { intermediate: below(call, ['.parcel-cache', '.cache']) }),
  ]);
}

/** Every `dest('x')` of a gulpfile that stands alone. */
function gulp(call: ToolCall): Effect {
  const file = firstOf(call.context, call.folder, [
    'gulpfile.js',
    'Gulpfile.js',
    'gulpfile.mjs',
    'gulpfile.cjs',
    'gulpfile.babel.js',
    'gulpfile.ts',
  ]);
  const text = file === null ? null : call.context.read(file);
  if (file === null || text === null || /require\(['"]\.|from ['"]\.|require-dir|fs\.|exec\(|spawn\(/.test(text))
    return unknownOutput(call, 'its gulpfile does more than copy to literal folders');
  const all = [...text.matchAll(/\bdest\(\s*([^)]*)\)/g)].map((match) => (match[1] ?? '').trim());
  const outputs = all
    .map((argument) => /^['"]([^'"]+)['"]$/.exec(argument)?.[1])
    .map((path) => (path === undefined ? null : within(call.folder, path)));
  if (outputs.length === 0 || outputs.some((path) => path === null || path === ''))
    return unknownOutput(call, `${file} computes its output`);
  return effect(
    [...new Set(outputs.flatMap((path) => path ?? []))],
    [cite(call.context, file, `dest("${outputs.join('"), dest("')}")`)],
  );
}
