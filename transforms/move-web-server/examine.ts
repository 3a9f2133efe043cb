import { type Facts, type Item, type Survey, survey } from '../../src/facts.ts';
import { effectsOf } from '../../src/filesystem/effects.ts';
import { isWithin, overlaps } from '../../src/filesystem/path.ts';
import { isGone } from '../../src/filesystem/removals.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { DISTRIBUTION_NGINX, type DistributionNginx } from '../../src/static-site/distribution-nginx.ts';
import { readNginxConf, readNginxFile } from '../../src/static-site/nginx-file.ts';
import { NGINX, NGINX_AS_ROOT } from '../../src/static-site/nginx-stage.ts';
import { type Configuration, configurationOf, NGINX_CONF } from './configuration.ts';

/** A site that the distribution’s nginx serves, with all that an image of nginx needs for it. */
export interface Site {
  readonly image: string;
  readonly ports: readonly number[];
  /** Absolute image paths that are served. */
  readonly folders: readonly string[];
  readonly configuration: Configuration;
  /** What is different, because the package sets it and the image does not. */
  readonly differences: readonly string[];
}

export type Examined =
  | { readonly kind: 'none' }
  | { readonly kind: 'refused'; readonly code: 'configuration-not-carried' | 'server-not-alone'; readonly why: string }
  | { readonly kind: 'site'; readonly site: Site };

/** `nginx -g "daemon off;"`, in either form. */
const IN_FOREGROUND = /^(?:exec )?(?:\/usr\/sbin\/)?nginx -g (['"]?)daemon off;\1$/;

/** Reads what nginx serves and by which configuration. */
export function examine(plan: Plan, facts: Facts): Examined {
  const final = survey(plan, 0, facts);
  const installed = final.items.find((item) => item.readings.some((reading) => installsNginx(reading.detail)));
  const builds = final.items.some(({ readings }) => readings.some(({ role }) => role === 'build'));
  if (installed === undefined || !builds || !startsNginx(final)) return { kind: 'none' };
  const alone = obstacle(final, facts);
  if (alone !== null) return refused('server-not-alone', alone);
  const details = final.items.flatMap(({ readings }) => readings.map(({ detail }) => detail));
  const packages = details.flatMap((detail) =>
    detail.kind === 'packages' && detail.action === 'install' ? [detail] : [],
  );
  const module = packages.flatMap((detail) => detail.packages).find((name) => /^(?:lib)?nginx-./.test(name));
  if (module !== undefined)
    return refused('configuration-not-carried', `${module} brings modules that an image of nginx may lack`);
  if (packages.some(({ addsRepository }) => addsRepository === true))
    return refused(
      'configuration-not-carried',
      'nginx may come from another repository, which sets it up in another way',
    );
  const manager = packages.find((detail) => detail.packages.includes('nginx'))?.manager;
  if (manager !== 'apt' && manager !== 'apk')
    return refused(
      'configuration-not-carried',
      `how the package of ${manager ?? 'the distribution'} sets nginx up is in no table`,
    );
  return siteOf(final, facts, DISTRIBUTION_NGINX[manager]);
}

function siteOf(final: Survey, facts: Facts, distribution: DistributionNginx): Examined {
  const configuration = configurationOf(final, facts, distribution);
  if ('refused' in configuration) return refused('configuration-not-carried', configuration.refused);
  const name = configuration.kind === 'own' ? 'the site of the package' : configuration.source;
  const whole = configuration.kind === 'file' && configuration.place === NGINX_CONF;
  const file = whole ? readNginxConf(configuration.text) : readNginxFile(configuration.text);
  if ('refused' in file) return refused('configuration-not-carried', `${name}: ${file.refused}`);
  for (const folder of file.folders) {
    const fault = folderFault(folder, final, facts);
    if (fault !== null) return refused('configuration-not-carried', `${name} serves ${folder}, and ${fault}`);
  }
  // The unprivileged image says in its own nginx.conf where it may write.
  const asRoot = whole || file.ports.some((port) => port < 1024);
  const differences = distribution.settings
    .filter(({ directive }) => !whole && !file.directives.has(directive))
    .map(({ without }) => without);
  return {
    kind: 'site',
    site: {
      image: asRoot ? NGINX_AS_ROOT : NGINX,
      ports: file.ports,
      folders: file.folders,
      configuration,
      differences,
    },
  };
}

function refused(code: 'configuration-not-carried' | 'server-not-alone', why: string): Examined {
  return { kind: 'refused', code, why };
}

function installsNginx(detail: Item['readings'][number]['detail']): boolean {
  return detail.kind === 'packages' && detail.action === 'install' && detail.packages.includes('nginx');
}

function startsNginx({ end, items }: Survey): boolean {
  const own = items.some(({ view }) => view.kind === 'entrypoint');
  const started = own ? end.entrypoint : end.cmd;
  if (started === null || (own && end.cmd !== null)) return false;
  const text = started.form === 'exec' ? started.words.join(' ') : started.script;
  return IN_FOREGROUND.test(text.trim().replace(/\s+/g, ' '));
}

function obstacle({ end, items }: Survey, facts: Facts): string | null {
  if (end.user !== null) return 'the file names a user that the image of nginx may not have';
  if (end.healthcheck !== null) return 'its health check may call a program that the image of nginx lacks';
  if (end.volumes.length > 0) return 'the file makes a volume';
  if (items.some(({ view }) => view.kind === 'shell')) return 'the file sets a SHELL';
  const unclear = items.find(
    ({ view, script }) => view.kind === 'unread' || (view.kind === 'run' && script?.kind !== 'commands'),
  );
  if (unclear) return 'an instruction is not understood, and may change what nginx serves';
  const consumer = facts.consumers.find(
    (one) =>
      one.dockerfile === facts.path &&
      ((one.command ?? one.entrypoint ?? one.healthcheck ?? one.user) !== null || one.mounts.length > 0),
  );
  return consumer ? `${consumer.file} mounts something into it, or runs or checks it in its own way` : null;
}

/** Why a folder may not be copied out of the build stage; null: it may. */
function folderFault(folder: string, { items, end }: Survey, facts: Facts): string | null {
  if (
    folder === '/' ||
    folder === end.workdir.certain ||
    items.some(({ state }) => state.workdir.certain === folder && isSourceFolder(folder, items))
  )
    return 'that is the folder of the sources';
  if (isWithin(folder, '/root')) return 'only root may look into it';
  const readings = items.flatMap(({ readings }) => readings);
  const made = items.some((item) => {
    if (item.readings.some(({ detail }) => detail.kind === 'packages')) return false;
    const { writes } = effectsOf(item, facts.context);
    return writes !== 'anything' && writes.some((path) => overlaps(path, folder));
  });
  return made && !isGone(folder, readings) ? null : 'no instruction is known to make that';
}

function isSourceFolder(folder: string, items: readonly Item[]): boolean {
  return items.some(({ entries }) => (entries ?? []).some((entry) => isWithin(folder, entry.destination)));
}
