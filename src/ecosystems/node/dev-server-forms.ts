import { posix } from 'node:path';
import type { Known } from '../known.ts';
import type { ProductionForm } from '../start-reading.ts';
import { flagValue, hasFlag } from './build-effect.ts';
import { isStandalone, majorOf } from './bundles.ts';
import { within } from './cite.ts';
import { configured, firstOf, jsonAt } from './config-literals.ts';
import {
  configuredBy,
  type DevServer,
  devServer,
  type Form,
  oddWord,
  page,
  portIn,
  portOf,
  refused,
  saysBuild,
} from './dev-server.ts';
import { known } from './known.ts';
import { builtByNest } from './nest-start.ts';
import { objectOf, stringOf } from './package-json.ts';
import type { LineWord } from './script-line.ts';
import type { Trail } from './start-trail.ts';
import type { Unwrapped } from './unwrap.ts';

/**
 * What takes the place of a development server in an image that is deployed. Sources: the pages of each tool on its command line and its server options
 * (vite.dev/config/server-options, create-react-app.dev, cli.vuejs.org, angular.dev/cli/serve, webpack.js.org/configuration/dev-server,
 * nextjs.org/docs, nuxt.com/docs). A flag or a key that is not named here makes it not known.
 */
export function productionForm(trail: Trail, tool: string, bare: Unwrapped): Form | null {
  const form = FORMS[tool];
  if (form === undefined) return null;
  const call = devServer(trail, tool, bare);
  return 'known' in call ? call : form(call);
}

const FORMS: Readonly<Record<string, (call: DevServer) => Form>> = {
  vite: ofVite,
  'react-scripts': ofReactScripts,
  'vue-cli-service': ofVueCli,
  ng: ofAngular,
  'webpack-dev-server': ofWebpack,
  webpack: ofWebpack,
  next: ofNext,
  nuxt: ofNuxt,
  nuxi: ofNuxt,
  nest: ofNest,
};

function site(call: DevServer, folder: string, port: number, fallback: 'index' | 'error' = 'index'): Form {
  const target = within(call.trail.folder, folder);
  if (target === null || target === call.trail.folder) return refused(call, 'its build writes outside of the project');
  const form: ProductionForm = {
    build: 'npm run build',
    serves: { kind: 'site', folder: target, serving: page(port, fallback) },
    evidence: [saysBuild(call)],
  };
  return known(form);
}

function ofVite(call: DevServer): Form {
  const { trail, manifest, args } = call;
  const kit = [
    '@sveltejs/kit',
    '@react-router/dev',
    '@remix-run/dev',
    '@solidjs/start',
    'vike',
    'vite-plugin-ssr',
    'laravel-vite-plugin',
  ].find((name) => manifest.dependencies.has(name) || manifest.devDependencies.has(name));
  if (kit !== undefined) return refused(call, `${kit} also answers on the server`);
  const odd = oddWord(
    args,
    ['dev', 'serve'],
    ['--port', '--logLevel', '-l'],
    ['--host', '--strictPort', '--open', '--force', '--clearScreen'],
  );
  if (odd !== null && !isHost(args, odd)) return refused(call, `it is called with ${odd}`);
  const files = ['vite.config.ts', 'vite.config.js', 'vite.config.mjs', 'vite.config.mts'];
  const config = configuredBy(call, files, [
    'base',
    'root',
    'proxy',
    'https',
    'headers',
    'appType',
    'configureServer',
    'middlewareMode',
    'ssr',
    'input',
  ]);
  if (config.odd !== null) return refused(call, `${config.file} configures ${config.odd}`);
  if (trail.context.kind(posix.join(trail.folder, 'index.html')) !== 'file')
    return refused(call, 'there is no index.html beside package.json');
  const out = config.file === null ? null : configured(trail.context, config.file, ['build', 'outDir'], trail.folder);
  if (out !== null && (out.kind === 'unknown' || (out.kind === 'paths' && out.paths.length > 1)))
    return refused(call, 'where its build writes is not known');
  const folder = out?.kind === 'paths' ? posix.relative(trail.folder, out.paths[0] ?? '') : 'dist';
  const byDefault = (majorOf(manifest, 'vite') ?? 3) < 3 ? 3000 : 5173;
  // Vite reads no PORT.
  const port = portOf(withoutVariables(call), ['--port'], portIn(config.text, 'server'), byDefault);
  return port === null ? refused(call, 'its port is not known') : site(call, folder, port);
}

/** `--host 0.0.0.0`: the flag takes a word or none. */
function isHost(args: readonly LineWord[], odd: string): boolean {
  const index = args.findIndex((word) => word.text === odd);
  return args[index - 1]?.text === '--host' && /^[\d.:]+$|^localhost$/.test(odd);
}

function ofReactScripts(call: DevServer): Form {
  const { trail, manifest, args } = call;
  const odd = oddWord(args, ['start'], [], []);
  if (odd !== null) return refused(call, `it is called with ${odd}`);
  if (manifest.raw.proxy !== undefined) return refused(call, `${manifest.path} sets a proxy`);
  const proxy = firstOf(trail.context, trail.folder, ['src/setupProxy.js', 'src/setupProxy.ts']);
  if (proxy !== null) return refused(call, `${proxy} adds a proxy`);
  if (manifest.raw.homepage !== undefined) return refused(call, `${manifest.path} sets homepage`);
  const variable = ['PUBLIC_URL', 'HTTPS', 'BUILD_PATH'].find((name) => trail.env.has(name));
  if (variable !== undefined) return refused(call, `${variable} is set`);
  const port = portOf(call, [], null, 3000);
  return port === null ? refused(call, 'its port is not known') : site(call, 'build', port);
}

function ofVueCli(call: DevServer): Form {
  const { trail, args } = call;
  const odd = oddWord(args, ['serve'], ['--port', '--host'], ['--open']);
  if (odd !== null) return refused(call, `it is called with ${odd}`);
  const keys = [
    'publicPath',
    'baseUrl',
    'proxy',
    'https',
    'server',
    'before',
    'after',
    'headers',
    'pages',
    'setupMiddlewares',
    'onBeforeSetupMiddleware',
  ];
  const config = configuredBy(call, ['vue.config.js', 'vue.config.cjs', 'vue.config.ts'], keys);
  if (config.odd !== null) return refused(call, `${config.file} configures ${config.odd}`);
  const out = config.file === null ? null : configured(trail.context, config.file, ['outputDir'], trail.folder);
  if (out?.kind === 'unknown') return refused(call, 'where its build writes is not known');
  const folder = out?.kind === 'paths' ? posix.relative(trail.folder, out.paths[0] ?? '') : 'dist';
  const port = portOf(call, ['--port'], portIn(config.text, 'devServer'), 8080);
  return port === null ? refused(call, 'its port is not known') : site(call, folder, port);
}

function ofAngular(call: DevServer): Form {
  const { trail, args } = call;
  const odd = oddWord(
    args,
    ['serve', 's'],
    ['--port', '--host', '--poll'],
    [
      '--disable-host-check',
      '--disableHostCheck',
      '--watch',
      '--live-reload',
      '--liveReload',
      '--open',
      '--no-open',
      '--hmr',
      '--no-hmr',
    ],
  );
  if (odd !== null) return refused(call, `it is called with ${odd}`);
  const file = firstOf(trail.context, trail.folder, ['angular.json', '.angular.json']);
  const projects = objectOf(objectOf(jsonAt(trail.context, file))?.projects) ?? {};
  const names = Object.keys(projects).filter(
    (name) => objectOf(projects[name])?.projectType !== 'library' && !/-e2e$/.test(name),
  );
  const [name] = names;
  if (file === null || name === undefined || names.length > 1)
    return refused(call, 'angular.json does not name one application');
  const targets = objectOf(objectOf(projects[name])?.architect) ?? objectOf(objectOf(projects[name])?.targets);
  const build = objectOf(targets?.build);
  const options = objectOf(build?.options) ?? {};
  const serve = objectOf(objectOf(targets?.serve)?.options) ?? {};
  const other = ['proxyConfig', 'ssl', 'servePath', 'headers', 'publicHost'].find(
    (key) => serve[key] !== undefined && serve[key] !== false,
  );
  if (other !== undefined) return refused(call, `${file} sets ${other}`);
  const server = ['ssr', 'server', 'prerender', 'baseHref', 'deployUrl'].find(
    (key) => options[key] !== undefined && options[key] !== false,
  );
  if (server !== undefined) return refused(call, `${file} sets ${server}, so that more than a page is answered`);
  const path = objectOf(options.outputPath);
  const base = stringOf(options.outputPath) ?? stringOf(path?.base) ?? `dist/${name}`;
  const isApplication = /:application$/.test(stringOf(build?.builder) ?? '');
  const folder = isApplication ? posix.join(base, stringOf(path?.browser) ?? 'browser') : base;
  // Angular reads no PORT.
  const said = typeof serve.port === 'number' ? String(serve.port) : null;
  const port = portOf(withoutVariables(call), ['--port'], said, 4200);
  return port === null ? refused(call, 'its port is not known') : site(call, folder, port);
}

/** A page that html-webpack-plugin makes, and nothing that lies beside the build. */
function ofWebpack(call: DevServer): Form {
  const { trail, args, tool } = call;
  const isServer = tool !== 'webpack' || ['serve', 's'].includes(args[0]?.text ?? '');
  if (!isServer) return refused(call, 'it watches its sources');
  const odd = oddWord(
    args,
    ['serve', 's'],
    ['--port', '--host', '--mode'],
    ['--hot', '--open', '--no-open', '--history-api-fallback'],
  );
  if (odd !== null) return refused(call, `it is called with ${odd}`);
  const keys = [
    'proxy',
    'static',
    'contentBase',
    'publicPath',
    'https',
    'server',
    'headers',
    'before',
    'setupMiddlewares',
    'onBeforeSetupMiddleware',
  ];
  const config = configuredBy(
    call,
    ['webpack.config.js', 'webpack.config.cjs', 'webpack.config.mjs', 'webpack.config.ts'],
    keys,
  );
  if (config.file === null) return refused(call, 'its configuration is not found');
  if (config.odd !== null) return refused(call, `${config.file} configures ${config.odd}`);
  if (!/html-webpack-plugin/.test(config.text)) return refused(call, `${config.file} makes no page`);
  const out = configured(trail.context, config.file, ['output', 'path'], trail.folder);
  if (out.kind === 'unknown' || (out.kind === 'paths' && out.paths.length > 1))
    return refused(call, 'where its build writes is not known');
  const folder = out.kind === 'paths' ? posix.relative(trail.folder, out.paths[0] ?? '') : 'dist';
  const falls = /historyApiFallback['"]?\s*:\s*true/.test(config.text) || hasFlag(args, ['--history-api-fallback']);
  const port = portOf(withoutVariables(call), ['--port'], portIn(config.text, 'devServer'), 8080);
  return port === null ? refused(call, 'its port is not known') : site(call, folder, port, falls ? 'index' : 'error');
}

function programOf(call: DevServer, words: readonly string[]): Form {
  return known({ build: 'npm run build', serves: { kind: 'program', words }, evidence: [saysBuild(call)] });
}

function ofNext(call: DevServer): Form {
  const { trail, args, assigned } = call;
  const odd = oddWord(args, ['dev'], ['-p', '--port', '-H', '--hostname'], ['--turbo', '--turbopack']);
  if (odd !== null) return refused(call, `it is called with ${odd}`);
  if (isStandalone(trail.context, trail.folder))
    return refused(call, 'output is standalone, which next start does not serve');
  const file = firstOf(trail.context, trail.folder, [
    'next.config.js',
    'next.config.mjs',
    'next.config.ts',
    'next.config.cjs',
  ]);
  if (file !== null && /\boutput\s*:\s*['"]export['"]/.test(trail.context.read(file) ?? ''))
    return refused(call, 'output is export, which next start does not serve');
  const flags = [
    ['-p', flagValue(args, ['-p', '--port']) ?? assigned.get('PORT')],
    ['-H', flagValue(args, ['-H', '--hostname'])],
  ].flatMap(([flag, value]) => (value == null ? [] : [flag ?? '', value]));
  return programOf(call, ['node_modules/.bin/next', 'start', ...flags]);
}

/** Nitro's own server: it listens on PORT and HOST, and by default on 3000 and everywhere. */
function ofNuxt(call: DevServer): Known<ProductionForm> {
  const { trail, args, manifest } = call;
  if ((majorOf(manifest, 'nuxt') ?? 2) < 3) return refused(call, 'Nuxt 2 is built and started in another way');
  const odd = oddWord(args, ['dev'], ['--port', '-p', '--host'], []);
  if (odd !== null && !isHost(args, odd)) return refused(call, `it is called with ${odd}`);
  const config = configuredBy(
    call,
    ['nuxt.config.ts', 'nuxt.config.js', 'nuxt.config.mjs'],
    ['nitro', 'devServer', 'ssr', 'baseURL', 'proxy'],
  );
  if (config.odd !== null) return refused(call, `${config.file} configures ${config.odd}`);
  const port = flagValue(args, ['--port', '-p']) ?? call.assigned.get('PORT') ?? null;
  if (port !== null && port !== (trail.env.get('PORT') ?? '3000'))
    return refused(call, `its server would listen on ${trail.env.get('PORT') ?? '3000'}, and not on ${port}`);
  return programOf(call, ['node', '.output/server/index.mjs']);
}

/** The package's own script that starts what `nest build` makes. */
function ofNest(call: DevServer): Form {
  const { trail, args, manifest } = call;
  const odd = oddWord(args, ['start'], [], ['--watch', '-w', '--watchAssets', '--preserveWatchOutput']);
  if (odd !== null) return refused(call, `it is called with ${odd}`);
  if (manifest.scripts.get('build') !== 'nest build') return refused(call, 'the script «build» is not «nest build»');
  const built = builtByNest(trail.context, manifest, []);
  if (built === null) return refused(call, `no script of ${manifest.path} starts what «nest build» makes`);
  return programOf(call, ['npm', 'run', built.script]);
}

/** The call of a tool that reads no PORT. */
function withoutVariables(call: DevServer): DevServer {
  return { ...call, assigned: new Map(), trail: { ...call.trail, env: new Map() } };
}
