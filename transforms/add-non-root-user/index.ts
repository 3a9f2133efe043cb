import type { CommandReading, Role } from '../../src/command-reading.ts';
import type { Item } from '../../src/facts.ts';
import { copyDestination } from '../../src/filesystem/context-copy.ts';
import { isWithin } from '../../src/filesystem/path.ts';
import { retext, withFlag, withSteps } from '../../src/plan/edit.ts';
import { type Step, textOf } from '../../src/plan/plan.ts';
import type { Transform } from '../../src/transform.ts';
import { decide, examine, type UserCase } from './obstacles.ts';
import { reasons } from './reasons.ts';

/** Runs the container as the unprivileged user that the base image brings. */
export const addNonRootUser: Transform = {
  name: 'add-non-root-user',
  summary: 'runs the container as the unprivileged user that the base image brings',
  phase: 'user',
  safety:
    'Only when neither the sources, the environment, a volume nor a compose file shows that something outside the application folder is written; the user owns that folder and all that is copied into it.',
  owns: ['USER'],
  reasons,
  run(plan, facts) {
    const found = examine(plan, facts);
    if ('verdict' in found) return { plan, decisions: [found] };
    const steps = withUser(found);
    const port = found.needs.survey.end.expose.some((value) => Number.parseInt(value.byDefault ?? '', 10) < 1024);
    const decision = decide('runs-as-user', {
      data: {
        user: found.user.name,
        uid: found.user.uid,
        folder: found.folder,
        port: port
          ? '. It listens below port 1024, which Docker allows since 20.10 and some other runtimes do not'
          : '',
      },
      evidence: found.survey.base?.evidence ?? [],
      changes: [{ field: 'USER', before: '', after: found.user.name }],
    });
    return { plan: withSteps(plan, plan.stages.length - 1, steps), decisions: [decision] };
  },
};

/** Roles of RUNs that work as the owner of the application folder. */
const UNPRIVILEGED: readonly Role[] = [
  'install-dependencies',
  'build',
  'codegen',
  'test',
  'prune',
  'nothing',
  'cleanup',
];

function withUser(found: UserCase): readonly Step[] {
  const { items } = found.survey;
  const user: Step = { kind: 'added', text: `USER ${found.user.name}`, why: 'the program needs no root' };
  const lastRoot = items.reduce((last, item) => (needsRoot(item, found) ? item.index : last), -1);
  const makes = items.findIndex((item) => makesFolder(item, found));
  if (makes > lastRoot)
    return items.flatMap((item) => (item.index === makes ? [user, ownedCopy(item, found)] : [ownedCopy(item, found)]));
  // The folder exists before the last step that needs root: it is given to the user behind that step.
  const owner = `${found.user.name}:${found.user.name}`;
  const give: Step = {
    kind: 'added',
    text: `RUN chown ${owner} ${found.folder}`,
    why: 'so that the program can create files in its folder',
  };
  const lastStep = Math.max(lastRoot, makes);
  return items.flatMap((item) =>
    item.index === lastStep ? [ownedCopy(item, found), give, user] : [ownedCopy(item, found)],
  );
}

/** A RUN that writes outside the application folder, or makes users. */
function needsRoot(item: Item, found: UserCase): boolean {
  return item.readings.some((reading) => !UNPRIVILEGED.includes(reading.role) && !staysInside(reading, found));
}

function staysInside(reading: CommandReading, found: UserCase): boolean {
  return (
    reading.role === 'file-setup' &&
    reading.command.name !== 'chown' &&
    reading.writes !== 'anything' &&
    reading.writes.every((path) => path !== found.folder && isWithin(path, found.folder))
  );
}

/** The step behind which the application folder exists: its WORKDIR, or a COPY or RUN that makes it. */
function makesFolder(item: Item, found: UserCase): boolean {
  const { view, state } = item;
  if (view.kind === 'workdir') return isWithin(expanded(view.value.text, item), found.folder);
  if (view.kind === 'copy' || view.kind === 'add') {
    const destination = copyDestination(view, state);
    return destination !== null && isWithin(destination, found.folder);
  }
  return item.readings.some(
    (reading) => reading.writes !== 'anything' && reading.writes.some((path) => isWithin(path, found.folder)),
  );
}

function expanded(text: string, item: Item): string {
  const value = text.replace(/\$\{?(\w+)\}?/g, (_, name: string) => item.state.env.get(name)?.certain ?? '');
  return value.startsWith('/') ? value.replace(/(.)\/+$/, '$1') : `${item.state.workdir.certain ?? ''}/${value}`;
}

/** A COPY into the application folder brings its files as the user's own; one elsewhere stays root's. */
function ownedCopy(item: Item, found: UserCase): Step {
  const { view, step } = item;
  if (view.kind !== 'copy' && view.kind !== 'add') return step;
  const destination = copyDestination(view, item.state);
  if (destination === null || !isWithin(destination, found.folder)) return step;
  if (view.flags.some((flag) => flag.name === 'chown')) return step;
  const owner = `${found.user.name}:${found.user.name}`;
  return retext(
    step,
    withFlag(textOf(step), view.flags, 'chown', owner),
    `the copied files belong to ${found.user.name}`,
  );
}
