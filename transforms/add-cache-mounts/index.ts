import type { Decision, Evidence } from '../../src/decision.ts';
import type { CacheUse } from '../../src/download-caches/cache.ts';
import { TOOLS } from '../../src/download-caches/tools.ts';
import { type Facts, parentStage, survey } from '../../src/facts.ts';
import { retext, withSteps } from '../../src/plan/edit.ts';
import { type Plan, type Step, textOf } from '../../src/plan/plan.ts';
import type { Outcome, Transform } from '../../src/transform.ts';
import { type Candidate, candidatesOf, linesOf, stagesThatRun } from './candidates.ts';
import { cleanedRun } from './clean-run.ts';
import { mountFlag, withMounts } from './mount-text.ts';
import { obstacleAt, rootOf, storeObstacle } from './obstacles.ts';
import { decide, mayMount } from './policy.ts';
import { reasons } from './reasons.ts';
import { cacheTable } from './table.ts';

/** Keeps what installs download in cache mounts, where BuildKit builds the file. */
export const addCacheMounts: Transform = {
  name: 'add-cache-mounts',
  summary: 'keeps what installs download in cache mounts, where BuildKit builds the file',
  phase: 'clean',
  safety:
    'Only folders that hold nothing but downloads, and that nothing in the image needs later: with an empty cache the same commands do the same, and download.',
  owns: [],
  reasons,
  appendix: cacheTable(TOOLS),
  run(plan, facts, options) {
    if (options.cacheMounts === 'never') return { plan, decisions: [decide('not-wanted')] };
    const candidates = candidatesOf(plan, facts);
    if (candidates.length === 0) return { plan, decisions: [decide('nothing-to-cache')] };
    const allowed = mayMount(facts, options);
    if ('verdict' in allowed) return { plan, decisions: [allowed] };
    return settled(plan, facts, allowed);
  },
};

/** A command that one mount takes out (`yarn cache clean`) may have stood in the way of another: until nothing more is found. */
function settled(plan: Plan, facts: Facts, allowed: readonly Evidence[]): Outcome {
  const first = mounting(plan, candidatesOf(plan, facts), facts, allowed);
  if (first.plan === plan) return first;
  const next = settled(first.plan, facts, allowed);
  const changed = first.decisions.filter(({ verdict }) => verdict === 'changed');
  return { plan: next.plan, decisions: [...changed, ...next.decisions] };
}

/** One round over the RUNs as they stand; the same plan where nothing gets a mount. */
function mounting(plan: Plan, candidates: readonly Candidate[], facts: Facts, allowed: readonly Evidence[]): Outcome {
  const { chosen, refusals } = choose(candidates, plan, facts);
  let current = plan;
  const decisions: Decision[] = [];
  for (const { candidate, uses } of chosen) {
    const mounted = mount(candidate, uses, plan);
    if (mounted === null) continue;
    const steps = current.stages[candidate.stage]?.steps ?? [];
    current = withSteps(
      current,
      candidate.stage,
      steps.map((step) => (step === candidate.item.step ? mounted.step : step)),
    );
    decisions.push(
      decide('cache-mounted', {
        data: {
          folders: uses.map(({ folder }) => folder),
          tool: [...new Set(uses.map(({ tool }) => tool))],
          removed: [...new Set(mounted.removed)],
        },
        evidence: allowed,
        at: linesOf(candidate.item),
      }),
    );
  }
  return { plan: keepingPackages(current, chosen, facts), decisions: [...decisions, ...merged(refusals)] };
}

interface Chosen {
  readonly candidate: Candidate;
  readonly uses: readonly CacheUse[];
}

/** Which folders of which RUNs get a mount. A folder that is used in place gets it in all of its RUNs or in none. */
function choose(candidates: readonly Candidate[], plan: Plan, facts: Facts) {
  const running = stagesThatRun(plan, facts);
  const refusals: Decision[] = [];
  const refused = new Set<string>();
  const open = candidates.map((candidate) => ({
    candidate,
    uses: candidate.uses.filter((use) => {
      const obstacle =
        (use.holds === 'store' ? storeObstacle(candidate, use, plan, facts, running) : null) ??
        obstacleAt(candidate, use, plan, running);
      if (obstacle === null) return true;
      refusals.push(obstacle);
      if (use.holds === 'store') refused.add(`${rootOf(plan, candidate.stage)} ${use.folder}`);
      return false;
    }),
  }));
  const chosen: readonly Chosen[] = open
    .map(({ candidate, uses }) => ({
      candidate,
      uses: uses.filter((use) => !refused.has(`${rootOf(plan, candidate.stage)} ${use.folder}`)),
    }))
    .filter(({ uses }) => uses.length > 0);
  return { chosen, refusals };
}

function mount(candidate: Candidate, uses: readonly CacheUse[], plan: Plan) {
  const cleaned = cleanedRun(candidate, uses, plan);
  if (cleaned.kind === 'refused') return null;
  const flags = uses.map((use) => mountFlag(use, candidate, plan));
  const step = retext(candidate.item.step, withMounts(cleaned.text, flags, plan), 'downloads stay in a cache mount');
  return { step, removed: cleaned.removed };
}

/** Debian's images throw packages away after each install: that setting goes before the first install whose packages are kept. */
function keepingPackages(plan: Plan, chosen: readonly Chosen[], facts: Facts): Plan {
  const stages = new Set(
    chosen.filter(({ uses }) => uses.some(({ tool }) => tool === 'apt')).map(({ candidate }) => candidate.stage),
  );
  let current = plan;
  for (const stage of stages) {
    let parent = parentStage(plan, stage);
    while (parent !== null && !stages.has(parent)) parent = parentStage(plan, parent);
    if (parent !== null) continue;
    const { items } = survey(current, stage, facts);
    const first = items.findIndex(({ readings }) =>
      readings.some(({ caches }) => caches?.some(({ tool }) => tool === 'apt')),
    );
    if (items.slice(0, first).some(({ step }) => textOf(step).includes('docker-clean'))) continue;
    const keep: Step = { kind: 'added', text: KEEP_PACKAGES, why: 'the cache mount keeps the packages' };
    const steps = items.map(({ step }) => step);
    current = withSteps(current, stage, [...steps.slice(0, first), keep, ...steps.slice(first)]);
  }
  return current;
}

const KEEP_PACKAGES = `RUN rm -f /etc/apt/apt.conf.d/docker-clean && echo 'Binary::apt::APT::Keep-Downloaded-Packages "true";' > /etc/apt/apt.conf.d/keep-cache`;

/** One decision for each circumstance, with all its folders and lines. */
function merged(refusals: readonly Decision[]): readonly Decision[] {
  const found = new Map<string, Decision>();
  for (const decision of refusals) {
    const { folder, ...rest } = decision.data;
    const key = `${decision.code} ${JSON.stringify(rest)}`;
    const same = found.get(key);
    const folders = [...new Set([same?.data.folder ?? [], folder ?? []].flat())].map(String);
    const at = [...new Map([...(same?.at ?? []), ...decision.at].map((range) => [range.first, range])).values()];
    found.set(key, { ...decision, data: folders.length > 0 ? { ...rest, folder: folders } : rest, at });
  }
  return [...found.values()];
}
