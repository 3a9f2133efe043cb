import { type Decision, decisionsOf } from '../../src/decision.ts';
import { clause } from '../../src/ecosystems/clause.ts';
import type { ProductionForm, StartReading } from '../../src/ecosystems/start-reading.ts';
import { type Facts, type Item, projectOf, survey } from '../../src/facts.ts';
import { isWithin, overlaps } from '../../src/filesystem/path.ts';
import { outputInImage } from '../../src/made-files.ts';
import type { Options } from '../../src/options.ts';
import { retext, withSteps } from '../../src/plan/edit.ts';
import type { Plan, Step } from '../../src/plan/plan.ts';
import { type Requirements, requirementsOf } from '../../src/requirements.ts';
import { changesOf, NGINX } from '../../src/static-site/nginx-stage.ts';
import type { Outcome, Transform } from '../../src/transform.ts';
import { reasons } from './reasons.ts';
import { servedByNginx } from './site.ts';

const decide = decisionsOf('replace-dev-server', reasons);

/** Replaces a development server by what serves the same in production. */
export const replaceDevServer: Transform = {
  name: 'replace-dev-server',
  summary: 'on request (--dev-server replace): builds what a development server serves, and serves that',
  phase: 'stages',
  safety:
    'Only on request, and only where every flag and every key of the server’s configuration is read, a script builds the project, and nobody develops in a container of the image. It listens on the port that it had.',
  owns: ['CMD', 'ENTRYPOINT', 'ENV', 'STOPSIGNAL', 'USER'],
  reasons,
  run(plan, facts, options) {
    if (options.devServer === 'keep' || plan.stages.length > 1) return { plan, decisions: [] };
    const needs = requirementsOf(plan, facts);
    if ('unknown' in needs || needs.start.kind !== 'development') return { plan, decisions: [] };
    const outcome = replaced(plan, facts, needs, needs.start, options);
    return 'verdict' in outcome ? { plan, decisions: [outcome] } : outcome;
  },
};

type Development = Extract<StartReading, { readonly kind: 'development' }>;

function replaced(
  plan: Plan,
  facts: Facts,
  needs: Requirements,
  start: Development,
  { editConsumers }: Options,
): Outcome | Decision {
  const { production } = start;
  if (production === undefined)
    return decide('no-production-form', { data: { why: `no table knows what takes the place of ${start.tool}` } });
  if (!production.known)
    return decide('no-production-form', {
      data: { why: clause(production.because, facts) },
      evidence: production.because.evidence,
    });
  const form = production.value;
  const refusal = obstacle(facts, needs, form, editConsumers);
  if (refusal !== null) return refusal;
  const built = withBuild(plan, needs, form);
  const unbuilt = unknownOutput(built, facts, needs, form);
  if (unbuilt !== null) return decide('no-production-form', { data: { why: unbuilt } });
  const { serves, build, evidence } = form;
  if (serves.kind === 'site') {
    const next = servedByNginx(built, facts, outputInImage(serves.folder, needs.project, needs.folder), serves.serving);
    const data = { tool: start.tool, build, image: NGINX, port: serves.serving.port };
    const changes = changesOf(plan, next, facts);
    return { plan: next, decisions: [decide('site-built-and-served', { data, evidence, changes })] };
  }
  const text = `CMD [${serves.words.map((word) => JSON.stringify(word)).join(', ')}]`;
  const next = withCmd(built, facts, text);
  const data = { tool: start.tool, build, start: serves.words.join(' ') };
  const changes = changesOf(plan, next, facts);
  return { plan: next, decisions: [decide('program-built-and-started', { data, evidence, changes })] };
}

function obstacle(
  facts: Facts,
  { survey: final, folder }: Requirements,
  form: ProductionForm,
  editConsumers: boolean,
): Decision | null {
  const { end, items } = final;
  const refuse = (why: string) => decide('image-not-alone', { data: { why } });
  const develops = facts.consumers.find(
    (one) =>
      one.dockerfile === facts.path &&
      ((one.command ?? one.entrypoint) !== null ||
        one.mounts.some(({ kind, target }) => kind === 'bind' && overlaps(target, folder))),
  );
  // A program is split afterwards, and whoever develops gets a stage of the file as it was.
  if (develops && !(editConsumers && form.serves.kind === 'program'))
    return decide('developed-in-container', { data: { file: develops.file } });
  if (end.workdir.certain !== folder) return refuse('the container does not start in the folder of the project');
  if (items.some(({ view }) => view.kind === 'entrypoint')) return refuse('the file sets an ENTRYPOINT');
  if (!items.some(({ view }) => view.kind === 'cmd')) return refuse('the file has no CMD');
  if (end.user !== null) return refuse('the file names a user, who may not write what the build writes');
  if (form.serves.kind === 'program') return null;
  if (form.serves.serving.port < 1024)
    return refuse(`nginx without root cannot listen on port ${form.serves.serving.port} everywhere`);
  if (end.healthcheck !== null) return refuse('its health check may call a program that the image of nginx lacks');
  if (facts.consumers.some((one) => one.dockerfile === facts.path && one.healthcheck !== null))
    return refuse('somebody’s health check may call a program that the image of nginx lacks');
  if (end.volumes.length > 0) return refuse('the file makes a volume');
  return items.some(({ view }) => view.kind === 'shell') ? refuse('the file sets a SHELL') : null;
}

/** The build stands behind everything that it may read: files, variables, tools. */
function withBuild(plan: Plan, { survey: final }: Requirements, { build }: ProductionForm): Plan {
  const last = final.items.findLastIndex(({ view }) => READ_BY_BUILDS.has(view.kind));
  const steps = plan.stages[0]?.steps ?? [];
  const step: Step = { kind: 'added', text: `RUN ${build}`, why: 'what the development server compiled is built once' };
  return withSteps(plan, 0, [...steps.slice(0, last + 1), step, ...steps.slice(last + 1)]);
}

const READ_BY_BUILDS: ReadonlySet<Item['view']['kind']> = new Set(['run', 'copy', 'add', 'env', 'arg', 'workdir']);

/** Why the build is not known to write what is served; null: it is. */
function unknownOutput(
  plan: Plan,
  facts: Facts,
  { project, folder }: Requirements,
  form: ProductionForm,
): string | null {
  const added = survey(plan, 0, facts).items.findLast(
    ({ step }) => step.kind === 'added' && step.text === `RUN ${form.build}`,
  );
  const reading = added?.readings[0];
  if (reading === undefined || reading.detail.kind !== 'build' || projectOf(reading.detail, facts) !== project)
    return `«${form.build}» is not known to build the project`;
  const output = project.build(reading);
  if (!output.known) return clause(output.because, facts);
  const { serves } = form;
  if (serves.kind === 'program') return null;
  const served = outputInImage(serves.folder, project, folder);
  const writes = output.value.outputs.some((path) => isWithin(served, outputInImage(path, project, folder)));
  return writes ? null : `«${form.build}» is not known to write ${serves.folder}`;
}

function withCmd(plan: Plan, facts: Facts, text: string): Plan {
  const { items } = survey(plan, 0, facts);
  const last = items.findLastIndex(({ view }) => view.kind === 'cmd');
  const why = 'the production server starts';
  return withSteps(
    plan,
    0,
    items.map(({ step }, index) => (index === last ? retext(step, text, why) : step)),
  );
}
