import { posix } from 'node:path';
import { configuredOr, unknownOutput } from './build-compilers.ts';
import { combined, type Effect, effect, flagValue, operandsOf, type ToolCall } from './build-effect.ts';
import { below, notABuild, verbOf } from './build-frameworks.ts';
import { within } from './cite.ts';
import { firstOf } from './config-literals.ts';

/**
 * Generators of documentation and of component catalogues. Sources: docusaurus.io/docs/cli, vitepress.dev/reference/site-config,
 * v1.vuepress.vuejs.org/config, vuepress.vuejs.org/reference/config, storybook.js.org/docs/api/cli-options.
 */
export const DOCUMENTATION: Readonly<Record<string, (call: ToolCall) => Effect>> = {
  docusaurus,
  vitepress,
  vuepress,
  storybook: (call) => (verbOf(call) === 'build' ? storybook(call) : notABuild(call)),
  'build-storybook': storybook,
};

function docusaurus(call: ToolCall): Effect {
  const [verb, site] = operandsOf(call.args, ['--out-dir', '--config', '--locale', '-l']);
  if (verb?.value !== 'build') return notABuild(call);
  if (site !== undefined) return unknownOutput(call, 'its site is in another folder');
  return combined([
    configuredOr(call, ['--out-dir'], [], [], 'build'),
    effect([], [], { intermediate: below(call, ['.docusaurus']) }),
  ]);
}

/** `outDir` is meant from the site's own folder, the flag from where the command runs. */
function vitepress(call: ToolCall): Effect {
  const site = siteOf(call, ['--outDir', '--base', '--assetsInlineLimit', '--minify', '--target']);
  if (site === null) return notABuild(call);
  const made = posix.join('.vitepress', 'dist');
  const files = VITEPRESS.map((name) => posix.join('.vitepress', name));
  const output =
    flagValue(call.args, ['--outDir']) === null
      ? configuredOr({ ...call, folder: site }, [], files, ['outDir'], made)
      : configuredOr(call, ['--outDir'], [], [], made);
  const own = ['cache', '.temp'].map((name) => posix.join(site, '.vitepress', name));
  return combined([output, effect([], [], { intermediate: own })]);
}

/** Where VitePress keeps its configuration. */
export const VITEPRESS = ['config.ts', 'config.mts', 'config.js', 'config.mjs', 'config.cjs'];

function vuepress(call: ToolCall): Effect {
  const flags = ['-d', '--dest', '-t', '--temp', '-c', '--cache', '--config', '--max-concurrency'];
  const site = siteOf(call, flags);
  if (site === null) return notABuild(call);
  if (flagValue(call.args, ['--config']) !== null) return unknownOutput(call, 'it is told of a configuration');
  const own = posix.join(posix.relative(call.folder || '.', site || '.'), '.vuepress');
  const other = ['yml', 'yaml', 'toml'].map((end) => posix.join(own, `config.${end}`));
  const unread = firstOf(call.context, call.folder, other);
  if (unread !== null) return unknownOutput(call, `${unread} is not read`);
  const endings = ['ts', 'js', 'mjs', 'cjs'];
  const files = [
    ...endings.map((end) => `vuepress.config.${end}`),
    ...endings.map((end) => posix.join(own, `config.${end}`)),
  ];
  return combined([
    configuredOr(call, ['-d', '--dest'], files, ['dest'], posix.join(own, 'dist')),
    effect([], [], { intermediate: below(call, [posix.join(own, '.temp'), posix.join(own, '.cache')]) }),
  ]);
}

function storybook(call: ToolCall): Effect {
  return configuredOr(call, ['-o', '--output-dir'], [], [], 'storybook-static');
}

/** The folder of the site, context-relative, of `build [folder]`; null: it is no build, or the folder is not known. */
function siteOf(call: ToolCall, valued: readonly string[]): string | null {
  const [verb, folder] = operandsOf(call.args, valued);
  if (verb?.value !== 'build' || folder?.value === null) return null;
  return within(call.folder, folder?.value ?? '.');
}
