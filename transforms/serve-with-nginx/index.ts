import { type Decision, decisionsOf } from '../../src/decision.ts';
import { clause } from '../../src/ecosystems/clause.ts';
import type { Serving } from '../../src/ecosystems/start-reading.ts';
import { type Facts, fromOf, type Item, survey } from '../../src/facts.ts';
import { replaceStage, retext, withSpan } from '../../src/plan/edit.ts';
import { type Dropped, type Plan, type Step, textOf } from '../../src/plan/plan.ts';
import { requirementsOf } from '../../src/requirements.ts';
import { changesOf, configurationCopy, NGINX, NGINX_START, writingStep } from '../../src/static-site/nginx-stage.ts';
import type { Transform } from '../../src/transform.ts';
import { reasons } from './reasons.ts';

const decide = decisionsOf('serve-with-nginx', reasons);

/** Lets nginx serve a built site in place of a file server on Node.js, on the port that it had. */
export const serveWithNginx: Transform = {
  name: 'serve-with-nginx',
  summary: 'on request (--static-server nginx): serves a built site with nginx instead of a file server on Node.js',
  phase: 'stages',
  after: ['split-stages'],
  safety:
    'Only on request, and only where every flag and every configuration file of the old server is read: the same port, the same answer where no file lies, the same clean addresses and Cache-Control. What differs all the same, the decision names.',
  owns: ['CMD', 'ENTRYPOINT', 'ENV', 'STOPSIGNAL', 'USER'],
  reasons,
  run(plan, facts, options) {
    if (options.staticServer === 'keep' || plan.stages.length < 2) return { plan, decisions: [] };
    const found = examine(plan, facts);
    if (found === null) return { plan, decisions: [] };
    if ('verdict' in found) return { plan, decisions: [found] };
    const next = moved(plan, found, facts);
    return { plan: next.plan, decisions: [next.decision] };
  },
};

interface Site {
  readonly serving: Serving;
  readonly tool: string;
  /** The COPY that brings what is served, the stage that it comes from, and where it lies in the image. */
  readonly copy: Item;
  readonly builder: number;
  readonly folder: string;
}

/** The site of the final stage; null: it serves none, or by nginx already. */
function examine(plan: Plan, facts: Facts): Site | Decision | null {
  const needs = requirementsOf(plan, facts);
  if ('unknown' in needs || needs.start.kind !== 'static-site') return null;
  const { start, survey: final, folder, project } = needs;
  if (!start.serving.known)
    return decide('server-not-understood', {
      data: { why: clause(start.serving.because, facts) },
      evidence: start.evidence,
    });
  const serving = start.serving.value;
  const refuse = (why: string) => decide('site-not-alone', { data: { why } });
  if (serving.port < 1024) return refuse(`nginx without root cannot listen on port ${serving.port} everywhere`);
  if (start.beside !== undefined && start.beside.length > 0)
    return refuse('the start command runs something before it');
  const { end } = final;
  if (end.user !== null) return refuse('the file names a user that the image of nginx does not have');
  if (end.healthcheck !== null) return refuse('its health check may call a program that the image of nginx lacks');
  if (end.entrypoint !== null && JSON.stringify(end.entrypoint) !== inherited(final.base?.entrypoint))
    return refuse('the file sets an ENTRYPOINT');
  const consumer = facts.consumers.find(
    (one) => one.dockerfile === facts.path && (one.command ?? one.entrypoint ?? one.healthcheck) !== null,
  );
  if (consumer) return refuse(`${consumer.file} runs a command of its own in the image`);
  const served = `${folder}/${start.folder.slice(project.root === '' ? 0 : project.root.length + 1)}`;
  const copy = final.items.find(
    ({ view, step }) =>
      view.kind === 'copy' && view.from !== null && step.kind === 'added' && view.sources[0]?.text === served,
  );
  const from = copy?.view.kind === 'copy' ? copy.view.from : null;
  const builder = plan.stages.findIndex((_, stage) => fromOf(plan, stage)?.stageName?.text === from);
  if (copy === undefined || builder === -1) return refuse(`${served} is not copied from a stage of its own`);
  const other = final.items.find((item) => staysBehind(item) === 'refused');
  if (other) return refuse(`«${textOf(other.step).trim()}» also makes what the image holds`);
  return { serving, tool: start.tool, copy, builder, folder: served };
}

function inherited(words: readonly string[] | null | undefined): string {
  return JSON.stringify(words == null ? null : { form: 'exec', words, start: 0, end: 0 });
}

/** What of the old final stage has no place beside nginx: the old server, and files that only Node.js reads. */
function staysBehind({ view, step, readings }: Item): 'kept' | 'dropped' | 'refused' {
  if (view.kind === 'run') return readings.every(({ role }) => DROPPED_ROLES.has(role)) ? 'dropped' : 'refused';
  if (view.kind === 'copy' || view.kind === 'add') return step.kind === 'added' ? 'dropped' : 'refused';
  return 'kept';
}

const DROPPED_ROLES: ReadonlySet<string> = new Set(['install-tool', 'nothing', 'cleanup']);

function moved(plan: Plan, site: Site, facts: Facts): { readonly plan: Plan; readonly decision: Decision } {
  const last = plan.stages.length - 1;
  const before = survey(plan, last, facts);
  const dropped: Dropped[] = [];
  const steps = before.items.flatMap((item): readonly Step[] => {
    if (item.view.kind === 'cmd') return [retext(item.step, NGINX_START, 'nginx serves the site')];
    if (item === site.copy)
      return [item.step, configurationCopy(fromOf(plan, site.builder)?.stageName?.text ?? 'builder')];
    if (staysBehind(item) === 'kept') return [item.step];
    dropped.push(...droppedBy(item.step));
    return [];
  });
  const from = plan.stages[last]?.from;
  const view = fromOf(plan, last);
  if (from === undefined || view === null)
    return { plan, decision: decide('site-not-alone', { data: { why: 'its FROM is not read' } }) };
  const final = { from: retext(from, withSpan(textOf(from), view.image, NGINX), 'nginx serves the site'), steps };
  const builder = plan.stages[site.builder];
  const written = replaceStage(plan, site.builder, [
    { from: builder?.from ?? from, steps: [...(builder?.steps ?? []), writingStep(plan, site.serving, site.folder)] },
  ]);
  const next = withoutUnused({ ...replaceStage(written, last, [final]), dropped: [...plan.dropped, ...dropped] });
  const { serving, tool } = site;
  const data = { tool, image: NGINX, port: serving.port, differences: serving.differences };
  return { plan: next, decision: decide('served-by-nginx', { data, changes: changesOf(plan, next, facts) }) };
}

/** A stage that the split added, and that nothing is copied from any more, goes. */
function withoutUnused(plan: Plan): Plan {
  const named = plan.stages.flatMap((stage, index) => [
    fromOf(plan, index)?.image.text ?? '',
    ...stage.steps.flatMap((step) => /--from=(\S+)/.exec(textOf(step))?.[1] ?? []),
  ]);
  const stays = plan.stages.filter(
    ({ from, steps }, index) =>
      index === plan.stages.length - 1 ||
      named.includes(fromOf(plan, index)?.stageName?.text ?? '') ||
      [from, ...steps].some((step) => step.kind !== 'added'),
  );
  return { ...plan, stages: stays };
}

/** Added and repeated steps are nobody's: they just go. */
function droppedBy(step: Step): readonly Dropped[] {
  const why = 'nginx takes the place of the server';
  if (step.kind === 'added' || step.kind === 'repeated') return [];
  return [step.kind === 'part' ? { of: step.of, groups: step.groups, why } : { of: step.of, why }];
}
