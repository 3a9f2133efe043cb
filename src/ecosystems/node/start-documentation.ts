import { posix } from 'node:path';
import type { Known } from '../known.ts';
import type { StartReading } from '../start-reading.ts';
import { VITEPRESS } from './build-documentation.ts';
import { flagValue, hasFlag, operandsOf } from './build-effect.ts';
import { firstOf } from './config-literals.ts';
import { notKnown } from './known.ts';
import { contextPath, program, type Trail } from './start-trail.ts';
import type { Unwrapped } from './unwrap.ts';

/**
 * What serves built documentation loads the configuration with all that it names (`require.resolve('./sidebars.js')`), and no page.
 * Sources: docusaurus.io/docs/cli, vitepress.dev/reference/cli. null: it is none of these tools.
 */
export function startOfDocumentation(
  trail: Trail,
  tool: string,
  { args }: Unwrapped,
  text: string,
  development: (name: string) => Known<StartReading>,
): Known<StartReading> | null {
  const refuse = (why: string) => notKnown('start-not-understood', { command: text, why }, trail.evidence);
  const serves = (site: string, configuration: readonly string[], built: string, more: Partial<Trail> = {}) => {
    const folder = built === 'unknown' ? null : contextPath(trail, built);
    const config = firstOf(trail.context, site, configuration);
    return folder === null
      ? refuse('the folder that it serves is not known')
      : program(
          {
            ...trail,
            readsManifest: true,
            alsoLoads: [...trail.alsoLoads, ...(config === null ? [] : [config])],
            alsoReads: [...trail.alsoReads, folder],
            ...more,
          },
          null,
          text,
        );
  };
  switch (tool) {
    case 'docusaurus': {
      const [verb, site] = operandsOf(args, ['--dir', '--port', '-p', '--host', '-h', '--config']);
      if (verb?.value !== 'serve') return development(`docusaurus ${verb?.text ?? 'start'}`);
      if (hasFlag(args, ['--build'])) return development('docusaurus serve --build');
      if (site !== undefined) return refuse('its site is in another folder');
      const told = flagValue(args, ['--config']);
      const files =
        told === null ? ['ts', 'mts', 'cts', 'mjs', 'cjs', 'js'].map((end) => `docusaurus.config.${end}`) : [told];
      return serves(trail.folder, files, flagValue(args, ['--dir']) ?? 'build');
    }
    case 'vitepress': {
      const [verb, site] = operandsOf(args, ['--port', '--base']);
      if (verb?.value !== 'preview' && verb?.value !== 'serve') return development(`vitepress ${verb?.text ?? 'dev'}`);
      const folder = site === undefined ? trail.folder : site.value === null ? null : contextPath(trail, site.value);
      if (folder === null) return refuse('the folder that it serves is not known');
      const own = posix.relative(trail.folder || '.', folder || '.');
      return serves(
        folder,
        VITEPRESS.map((name) => posix.join('.vitepress', name)),
        posix.join(own, '.vitepress', 'dist'),
        { compiledBy: 'vitepress' },
      );
    }
    case 'vuepress':
      return development(`vuepress ${operandsOf(args)[0]?.text ?? 'dev'}`);
    case 'eleventy':
      return hasFlag(args, ['--serve', '--watch']) ? development('eleventy --serve') : null;
    default:
      return null;
  }
}
