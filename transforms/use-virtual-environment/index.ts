import { certainEnv, homeOf } from '../../src/commands-of-run.ts';
import { type Decision, decisionsOf, type FieldChange } from '../../src/decision.ts';
import { adviceFor, clause } from '../../src/ecosystems/clause.ts';
import type { PlacedCommand } from '../../src/ecosystems/dependencies.ts';
import { type Facts, type Item, projectOf, type Survey, survey } from '../../src/facts.ts';
import { configurationOf } from '../../src/plan/check/runtime-configuration.ts';
import { withSteps } from '../../src/plan/edit.ts';
import { type Step, textOf } from '../../src/plan/plan.ts';
import type { Transform } from '../../src/transform.ts';
import { reasons } from './reasons.ts';

const decide = decisionsOf('use-virtual-environment', reasons);

/** Puts what is installed into a folder of its own, which can be carried alone. */
export const useVirtualEnvironment: Transform = {
  name: 'use-virtual-environment',
  summary: 'on request (--venv FOLDER): installs Python packages into a virtual environment',
  phase: 'install',
  after: ['freeze-install'],
  safety:
    'Only on request, only where pip installs for the image’s own interpreter, and where everything finds that interpreter and its programs by PATH, on which the environment comes first.',
  owns: ['ENV'],
  reasons,
  run(plan, facts, { venv }) {
    if (venv === null) return { plan, decisions: [] };
    const say = (decision: Decision) => ({ plan, decisions: [decision] });
    if (plan.stages.length > 1) return say(decide('no-packages'));
    const before = survey(plan, 0, facts);
    const installs = installsOf(before);
    const project = installs[0] && projectIn(installs[0], facts);
    if (installs[0] === undefined || project?.virtualEnvironment === undefined) return say(decide('no-packages'));
    const written = before.items.find((item) => /\/usr\/local\/(?:s?bin|lib)\//.test(textOf(item.step)));
    const consumer = facts.consumers.find(({ command, entrypoint }) =>
      /\/usr\/local\//.test(`${command} ${entrypoint}`),
    );
    if (written !== undefined || consumer !== undefined)
      return say(decide('place-written-out', { at: written === undefined ? [] : linesOf(written) }));
    const found = project.virtualEnvironment(installs, venv);
    if (!found.known) {
      const { because } = found;
      const data = { why: clause(because, facts) };
      return say(decide('environment-not-made', { data, evidence: because.evidence, ...adviceFor(because, facts) }));
    }
    // The image's own interpreter makes it: one of the distribution needs a package for that.
    const [maker = ''] = found.value.command.split(' ');
    if (before.base?.programs.includes(maker) !== true) return say(decide('no-packages'));
    const first = before.items.find(({ readings }) => readings.some(isInstall));
    const steps = before.items.flatMap((item): readonly Step[] =>
      item === first ? [...making(found.value.command, found.value.variables), item.step] : [item.step],
    );
    const next = withSteps(plan, 0, steps);
    const after = survey(next, 0, facts);
    const path = after.end.env.get('PATH')?.byDefault ?? '';
    if (!path.startsWith(`${venv}/bin:`)) return say(decide('place-written-out'));
    return {
      plan: next,
      decisions: [
        decide('environment-made', {
          data: { folder: venv },
          changes: changesOf(before, after),
          declares: Object.keys(found.value.variables),
          at: first === undefined ? [] : linesOf(first),
        }),
      ],
    };
  },
};

function isInstall({ detail }: PlacedCommand['reading']): boolean {
  return detail.kind === 'install';
}

function installsOf({ items, base }: Survey): readonly PlacedCommand[] {
  return items.flatMap(({ readings, state }) =>
    readings.flatMap((reading): readonly PlacedCommand[] => {
      const folder = reading.detail.kind === 'install' ? reading.detail.folder : null;
      return folder === null ? [] : [{ reading, folder, env: certainEnv(state), home: homeOf(state, base) }];
    }),
  );
}

function projectIn({ reading: { detail } }: PlacedCommand, facts: Facts) {
  return detail.kind === 'install' ? projectOf(detail, facts) : undefined;
}

function making(command: string, variables: Readonly<Record<string, string>>): readonly Step[] {
  const pairs = Object.entries(variables).map(
    ([name, value]) => `${name}=${value.includes('$') ? `"${value}"` : value}`,
  );
  const why = 'packages go into an environment, as asked for';
  return [
    { kind: 'added', text: `ENV ${pairs.join(' ')}`, why },
    { kind: 'added', text: `RUN ${command}`, why },
  ];
}

function changesOf(before: Survey, after: Survey): readonly FieldChange[] {
  const [old, now] = [configurationOf(before.end), configurationOf(after.end)];
  return [...now].flatMap(([key, value]) => {
    const was = old.get(key) ?? '';
    const name = key.startsWith('ENV ') ? `${key.slice(4)}=` : null;
    if (name === null || was === value) return [];
    return [{ field: 'ENV' as const, before: was && name + was, after: name + value }];
  });
}

function linesOf({ step }: Item) {
  return step.kind === 'added' ? [] : [step.of.lines];
}
