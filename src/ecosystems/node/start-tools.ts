import { posix } from 'node:path';
import type { Known } from '../known.ts';
import type { StartReading } from '../start-reading.ts';
import { flagValue, hasFlag, operandsOf } from './build-effect.ts';
import { cite, within } from './cite.ts';
import { productionForm } from './dev-server-forms.ts';
import { known, notKnown } from './known.ts';
import { moduleAt } from './module-resolution.ts';
import { preloadsOf } from './node-arguments.ts';
import { isNuxt2, startedByNuxt2 } from './nuxt2.ts';
import { nearestManifest } from './package-json.ts';
import { processFile } from './process-file.ts';
import { startOfDocumentation } from './start-documentation.ts';
import { startOfCompiler, startOfMigration } from './start-migrations.ts';
import { startOfSeveral } from './start-several.ts';
import { contextPath, program, startSays, type Trail } from './start-trail.ts';
import { servingOf } from './static-servers.ts';
import { ownersOf } from './tools.ts';
import type { Unwrapped } from './unwrap.ts';

/** Tools that watch or compile sources whenever they start. */
const DEVELOPMENT = new Set([
  'nodemon',
  'ts-node-dev',
  'tsnd',
  'webpack-dev-server',
  'supervisor',
  'node-dev',
  'node-supervisor',
  'vite-node',
  'jest',
  'mocha',
  'vitest',
  'cypress',
  'storybook',
  'start-storybook',
  'browser-sync',
  'live-server',
  'gulp',
  'grunt',
  'turbo',
  'nx',
  'lerna',
  'expo',
  'react-native',
  'tsc',
  'tsc-watch',
  'wrangler',
  'netlify',
  'parcel',
  'snowpack',
  'craco',
  'react-app-rewired',
  'lite-server',
  'backpack',
]);

/** Reads a shell line that a tool runs in its turn. */
type FollowLine = (trail: Trail, text: string) => Known<StartReading>;

/** What a tool makes of the start; null when no table knows it. */
export function startOfTool(
  trail: Trail,
  tool: string,
  bare: Unwrapped,
  text: string,
  follow: FollowLine,
): Known<StartReading> | null {
  const { args } = bare;
  const said = operandsOf(args)[0]?.value ?? null;
  // Not the value of a flag: `vite --port 3000`.
  const verb = said !== null && /^\d/.test(said) ? null : said;
  const own: Trail = {
    ...trail,
    tools: [...trail.tools, tool],
    packages: [...trail.packages, ...ownerIn(trail, tool)],
  };
  const form = productionForm(trail, tool, bare);
  const development = (name: string): Known<StartReading> =>
    known({
      kind: 'development',
      tool: name,
      evidence: [...trail.evidence, startSays(text)],
      ...(form === null ? {} : { production: form }),
    });
  const framework = (folder: string): Known<StartReading> => program(own, posix.join(trail.folder, folder), text);
  if (DEVELOPMENT.has(tool)) return development(tool);
  const runs =
    startOfCompiler(own, tool, bare, text) ??
    startOfMigration(own, tool, bare, text, follow) ??
    startOfSeveral(own, tool, bare, text, follow) ??
    startOfDocumentation(own, tool, bare, text, development);
  if (runs !== null) return runs;
  if (/^(?:tsx|ts-node.*|babel-node)$/.test(tool)) return development(`${tool} watch`);
  switch (tool) {
    case 'next':
      if (verb !== 'start') return development(`next ${verb ?? 'dev'}`);
      return program(withNextConfiguration(own), posix.join(trail.folder, distDirOf(trail)), text);
    case 'nuxt':
    case 'nuxi':
    case 'nuxt-start':
      if (tool !== 'nuxt-start' && verb !== 'start' && verb !== 'preview')
        return development(`${tool} ${verb ?? 'dev'}`);
      // Since Nuxt 3 it loads nuxt.config and its modules, and then starts the built server.
      return isNuxt2(nearestManifest(trail.context, trail.folder))
        ? framework(startedByNuxt2(trail.context, trail.folder))
        : program({ ...own, compiledBy: 'nuxt' }, posix.join(trail.folder, '.output'), text);
    case 'remix-serve':
    case 'react-router-serve':
      return program(own, within(trail.folder, verb ?? 'build') ?? 'build', text);
    case 'nest':
      return development(`nest ${verb ?? ''}`.trim());
    case 'react-scripts':
    case 'vue-cli-service':
    case 'ng':
    case 'gatsby':
    case 'webpack':
    case 'webpack-cli':
    case 'rollup':
    case 'strapi':
      if (tool === 'strapi' && verb === 'start')
        return notKnown(
          'start-not-understood',
          { command: text, why: 'strapi loads its folders by convention' },
          trail.evidence,
        );
      return development(`${tool}${verb === null ? '' : ` ${verb}`}`);
    case 'vite':
    case 'astro':
      if (verb !== 'preview') return development(`${tool}${verb === null ? '' : ` ${verb}`}`);
      return site(own, flagValue(args, ['--outDir']) ?? previewed(trail), `${tool} preview`, text, bare);
    case 'serve':
      return site(
        own,
        operandsOf(args, ['-l', '--listen', '-p', '--port', '-c', '--config'])[0]?.value ?? '.',
        tool,
        text,
        bare,
      );
    case 'http-server':
    case 'hs':
      return site(
        own,
        operandsOf(args, ['-p', '--port', '-a', '-c', '-P', '--proxy', '-t', '-e', '--ext'])[0]?.value ??
          (trail.context.kind(posix.join(trail.folder, 'public')) === null ? '.' : 'public'),
        tool,
        text,
        bare,
      );
    case 'pm2':
    case 'pm2-runtime':
    case 'pm2-docker':
      return ofPm2({ ...own, packages: [...own.packages, ...preloadsOf(text)] }, tool, bare, text, follow);
    case 'probot': {
      // `probot run` starts a server that loads the app, `probot receive` gives it one event; without a file the manifest names it.
      const app = operandsOf(args, PROBOT_VALUED)[1]?.value ?? null;
      const path = app === null ? null : contextPath(trail, app);
      if (!/^(?:run|receive)$/.test(verb ?? '') || path === null)
        return notKnown('start-not-understood', { command: text, why: 'it names no app to run' }, trail.evidence);
      return program({ ...own, readsManifest: true }, moduleAt(trail.context, path) ?? path, text);
    }
    case 'forever': {
      const script =
        operandsOf(args, ['-m', '-l', '-o', '-e', '-p', '-c', '--minUptime', '--spinSleepTime', '-a'])[0]?.value ??
        null;
      const path = script === null ? null : contextPath(trail, script);
      if (path === null || verb === 'start')
        return notKnown(
          'start-not-understood',
          { command: text, why: 'forever leaves the foreground' },
          trail.evidence,
        );
      if (hasFlag(args, ['-w', '--watch'])) return development('forever --watch');
      return program(own, moduleAt(trail.context, path) ?? path, text);
    }
    default:
      return null;
  }
}

/** A static file server. The whole project as its root is no build output. */
function site(trail: Trail, folder: string, tool: string, text: string, bare: Unwrapped): Known<StartReading> {
  const path = folder === 'unknown' ? null : contextPath(trail, folder);
  if (path === null)
    return notKnown(
      'start-not-understood',
      { command: text, why: 'the folder that it serves is not known' },
      trail.evidence,
    );
  return known({
    kind: 'static-site',
    folder: path,
    tool,
    tools: [...new Set(trail.tools)],
    packages: ownersNamedIn(trail, posix.basename(tool.replace(/ .*$/, ''))),
    evidence: trail.evidence.length > 0 ? trail.evidence : [startSays(text)],
    serving: servingOf(trail, tool, bare, path),
  });
}

/** Flags of probot that take the next word. Source: `src/bin/read-cli-options.ts` and `probot-receive.ts` of probot. */
const PROBOT_VALUED = [
  '-p',
  '--port',
  '-H',
  '--host',
  '-W',
  '--webhook-proxy',
  '-w',
  '--webhook-path',
  '-a',
  '--app',
  '-s',
  '--secret',
  '-P',
  '--private-key',
  '-L',
  '--log-level',
  '--log-format',
  '--sentry-dsn',
  '--redis-url',
  '--base-url',
  '-e',
  '--event',
  '--payload-path',
  '-t',
  '--token',
];

/** pm2's flags that take the next word. */
const PM2_VALUED = [
  '-i',
  '--name',
  '-n',
  '--env',
  '-o',
  '-e',
  '-l',
  '--max-memory-restart',
  '--interpreter',
  '--only',
  '--node-args',
  '--interpreter-args',
  '--format',
  '--raw',
  '--json',
  '--web',
  '--secret',
  '--public',
  '--log-date-format',
];

function ofPm2(trail: Trail, tool: string, bare: Unwrapped, text: string, follow: FollowLine): Known<StartReading> {
  const operands = operandsOf(bare.args, PM2_VALUED);
  const isPm2 = tool === 'pm2';
  if (isPm2 && !hasFlag(bare.args, ['--no-daemon', '--attach']))
    return notKnown('start-not-understood', { command: text, why: 'pm2 leaves the foreground' }, trail.evidence);
  if (hasFlag(bare.args, ['--watch']))
    return known({ kind: 'development', tool: `${tool} --watch`, evidence: [...trail.evidence, startSays(text)] });
  if (hasFlag(bare.args, ['--interpreter']))
    return notKnown(
      'start-not-understood',
      { command: text, why: 'pm2 runs it with another interpreter' },
      trail.evidence,
    );
  const rest = operands[0]?.value === 'start' ? operands.slice(1) : operands;
  const named = rest[0]?.value ?? null;
  if (named === null)
    return notKnown('start-not-understood', { command: text, why: 'pm2’s script is not known' }, trail.evidence);
  if (named === 'npm' || named === 'yarn') {
    const after = text.slice(text.indexOf(' -- ') + 4);
    return text.includes(' -- ')
      ? follow({ ...trail, depth: trail.depth + 1 }, `${named} ${after}`)
      : notKnown('start-not-understood', { command: text, why: 'pm2’s script is not known' }, trail.evidence);
  }
  const path = contextPath(trail, named);
  if (path === null)
    return notKnown(
      'start-not-understood',
      { command: text, why: `${named} lies outside the folders that are known` },
      trail.evidence,
    );
  if (!/(?:ecosystem|pm2|process|processes).*\.(?:[cm]?js|json|ya?ml)$|\.config\.[cm]?js$/.test(posix.basename(path))) {
    return program(trail, moduleAt(trail.context, path) ?? path, text);
  }
  const file = processFile(trail.context, path);
  if (file.kind === 'watches')
    return known({ kind: 'development', tool: `${tool} with watch`, evidence: [...trail.evidence, startSays(text)] });
  if (file.kind === 'not-understood')
    return notKnown('start-not-understood', { command: text, why: file.why }, [
      ...trail.evidence,
      cite(trail.context, path, 'process file'),
    ]);
  const says = file.scripts.map((script) => cite(trail.context, path, `script = "${script}"`));
  return follow(
    {
      ...trail,
      alsoLoads: [...trail.alsoLoads, path],
      evidence: [...trail.evidence, startSays(text), ...says],
      depth: trail.depth + 1,
    },
    file.lines.join(' & '),
  );
}

/** `next.config.ts` is compiled by TypeScript when the server starts. */
function withNextConfiguration(trail: Trail): Trail {
  const typed = within(trail.folder, 'next.config.ts');
  return typed !== null && trail.context.kind(typed) === 'file' ? { ...trail, compiledBy: 'next.config.ts' } : trail;
}

/** SvelteKit previews what lies in its own folder, not what the adapter made of it. */
function previewed(trail: Trail): string {
  const manifest = nearestManifest(trail.context, trail.folder);
  const kit = [manifest?.dependencies, manifest?.devDependencies].some((all) => all?.has('@sveltejs/kit'));
  return kit ? '.svelte-kit' : 'dist';
}

function distDirOf(trail: Trail): string {
  const path = ['next.config.js', 'next.config.mjs', 'next.config.ts']
    .map((name) => within(trail.folder, name))
    .find((file) => file !== null && trail.context.kind(file) === 'file');
  const said = path == null ? null : /distDir\s*:\s*['"]([^'"]+)['"]/.exec(trail.context.read(path) ?? '');
  return said?.[1] ?? '.next';
}

/** The packages that bring a tool: those of its owners that the manifest names, else the best known. */
function ownerIn(trail: Trail, tool: string): readonly string[] {
  const named = ownersNamedIn(trail, tool);
  return named.length > 0 ? named : ownersOf(tool).slice(0, 1);
}

function ownersNamedIn(trail: Trail, tool: string): readonly string[] {
  const text = trail.context.read(posix.join(trail.folder, 'package.json')) ?? '';
  return ownersOf(tool).filter((owner) => text.includes(`"${owner}"`) || trail.installed.includes(owner));
}
