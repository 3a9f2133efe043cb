import type { Facts, Item } from '../../src/facts.ts';
import { survey } from '../../src/facts.ts';
import { effectsOf } from '../../src/filesystem/effects.ts';
import { isWithin, meets } from '../../src/filesystem/path.ts';
import { repeat, retext, withSpan } from '../../src/plan/edit.ts';
import { type Dropped, type Plan, type Step, textOf } from '../../src/plan/plan.ts';
import { freeName, renamedFrom } from '../../src/plan/stage-names.ts';
import { configurationCopy, printingStep } from '../../src/static-site/nginx-stage.ts';
import type { Site } from './examine.ts';

/** The stage that builds stays behind; the last one has what is served, and the configuration. */
export function stagesOf(plan: Plan, site: Site, facts: Facts): Plan {
  const { items } = survey(plan, 0, facts);
  const builder = freeName('builder', plan, []);
  const final = freeName('runtime', plan, [builder]);
  const { configuration } = site;
  const moved = configuration.kind === 'file' ? configuration.item : null;
  const describing = items.filter(({ view }) => DESCRIBES.has(view.kind));
  const staying = items.filter((item) => !describing.includes(item) && item !== moved);
  const idle = staying.filter((item) => isIdle(item, staying, facts));
  const state = items.filter(({ view }) => view.kind === 'env' || view.kind === 'workdir' || view.kind === 'arg');
  const readsVariables = describing.some(({ step }) => textOf(step).includes('$'));
  const first = describing[0]?.index ?? items.length;
  const kept = (from: number, to: number) =>
    items
      .filter(({ index }) => index >= from && index < to)
      .flatMap((item): readonly Step[] => {
        if (describing.includes(item)) return [item.step];
        if (!state.includes(item) || (item.view.kind === 'arg' && !readsVariables)) return [];
        return [repeat(item.step, 'the image that runs has it too')];
      });
  const dropped = idle.flatMap(({ step }) => droppedBy(step));
  return {
    ...plan,
    dropped: [...plan.dropped, ...dropped],
    stages: [
      {
        from: renamedFrom(plan, builder, 'the stage that builds stays behind'),
        steps: [
          ...staying.filter((item) => !idle.includes(item)).map(({ step }) => step),
          ...(configuration.kind === 'own' ? [printingStep(plan, configuration.text.split('\n'))] : []),
        ],
      },
      {
        from: { kind: 'added', text: `FROM ${site.image} AS ${final}`, why: 'nginx serves the site' },
        steps: [
          ...kept(0, first),
          ...site.folders.map(
            (folder): Step => ({
              kind: 'added',
              text: `COPY --from=${builder} ${folder} ${folder}`,
              why: 'what is served',
            }),
          ),
          siteStep(site, builder),
          ...kept(first, items.length),
        ],
      },
    ],
  };
}

function siteStep({ configuration }: Site, builder: string): Step {
  if (configuration.kind === 'own') return configurationCopy(builder);
  const why = 'nginx of the image reads it there';
  const { item, source, place } = configuration;
  const view = item?.view;
  if (item === null || (view?.kind !== 'copy' && view?.kind !== 'add'))
    return { kind: 'added', text: `COPY ${source} ${place}`, why };
  return retext(item.step, withSpan(textOf(item.step), view.destination, place), why);
}

/** It only sets up the distribution’s nginx, and nothing that stays needs what it made. */
function isIdle(item: Item, staying: readonly Item[], facts: Facts): boolean {
  if (item.view.kind !== 'run' || item.step.kind !== 'original') return false;
  if (setsUpSites(item)) return true;
  const onlyNginx = item.readings.every(
    ({ role, detail }) =>
      role === 'cleanup' ||
      role === 'nothing' ||
      (detail.kind === 'packages' &&
        (detail.action !== 'install' || detail.packages.every((name) => name === 'nginx'))),
  );
  const installs = item.readings.some(({ detail }) => detail.kind === 'packages' && detail.packages.includes('nginx'));
  if (!onlyNginx || !installs) return false;
  const others = staying.filter((other) => other !== item && !setsUpSites(other));
  return others.every((other) => {
    const { writes, reads } = effectsOf(other, facts.context);
    return !meets(writes, FOLDERS) && (reads === 'anything' || !meets(reads, FOLDERS));
  });
}

/** Folders that the package makes, and that a command may count on. */
const FOLDERS = ['/etc/nginx', '/var/www', '/usr/share/nginx', '/var/lib/nginx', '/var/log/nginx', '/run/nginx'];

function setsUpSites({ readings }: Item): boolean {
  return (
    readings.length > 0 &&
    readings.every(({ command, writes }) => {
      const isSetUp = ['rm', 'ln'].includes(command.name ?? '');
      return isSetUp && writes !== 'anything' && writes.every((path) => isWithin(path, '/etc/nginx'));
    })
  );
}

function droppedBy(step: Step): readonly Dropped[] {
  return step.kind === 'original' ? [{ of: step.of, why: 'the image of nginx is set up already' }] : [];
}

/** What belongs to the container and not to the build. */
const DESCRIBES: ReadonlySet<Item['view']['kind']> = new Set([
  'cmd',
  'entrypoint',
  'expose',
  'label',
  'stopsignal',
  'maintainer',
]);
