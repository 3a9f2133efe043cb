import type { CommandReading, Role } from '../../src/command-reading.ts';
import type { Flag } from '../../src/dockerfile/view.ts';
import type { Facts, Item } from '../../src/facts.ts';
import { copyDestination } from '../../src/filesystem/context-copy.ts';
import { isWithin } from '../../src/filesystem/path.ts';
import { retext, withFlag, withSteps } from '../../src/plan/edit.ts';
import { type Step, textOf } from '../../src/plan/plan.ts';
import type { Transform } from '../../src/transform.ts';
import { decide } from './decide.ts';
import { destinationIn, givingTo, staysRootsForGit } from './giving.ts';
import { isRefilled, leftInHome } from './home.ts';
import { examine, type UserCase } from './obstacles.ts';
import { reasons } from './reasons.ts';

/** Runs the container as an unprivileged user. */
export const addNonRootUser: Transform = {
  name: 'add-non-root-user',
  summary:
    'runs the container as an unprivileged user: the base image’s own, or one that is made as the base makes users',
  phase: 'user',
  safety:
    'Only when neither the sources, the environment, a volume nor a compose file shows that something outside the application folder is written; the user owns that folder and all that is copied into it.',
  owns: ['USER'],
  reasons,
  run(plan, facts, options) {
    const found = examine(plan, facts, options.user);
    if ('verdict' in found) return { plan, decisions: [found] };
    const { at, before } = takesOver(found);
    const asRoot = found.survey.items.filter((item) => (before ? item.index < at : item.index <= at));
    const lost = leftInHome(
      asRoot.flatMap((item) => item.readings),
      found.needs,
    );
    if (lost !== null)
      return { plan, decisions: [decide('home-holds-files', { data: { path: lost, home: found.user.home ?? '/' } })] };
    const steps = withUser(found, facts);
    const exposed = found.needs.survey.end.expose.map((value) => Number.parseInt(value.byDefault ?? '', 10));
    const port = [...exposed, ...found.needs.program.ports].some((number) => number > 0 && number < 1024);
    const decision = decide('runs-as-user', {
      data: {
        user: found.user.name,
        uid: found.user.uid,
        folder: [found.folder, ...found.volumes],
        made: found.user.make === null ? '' : ', made with a fixed number, since the base image brings none',
        volume:
          found.volumes.length === 0
            ? '. What is mounted over it keeps its own owner'
            : `. A volume that exists already keeps its owner: give it to the user once, with docker run --rm --user root -v VOLUME:/v IMAGE chown -R ${found.user.uid}:${found.user.gid} /v`,
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

/** Where the user takes over: before the step that makes the application folder, or behind the last one that needs root. */
function takesOver(found: UserCase): { readonly at: number; readonly before: boolean } {
  const { items } = found.survey;
  const lastRoot = items.reduce((last, item) => (needsRoot(item, found) ? item.index : last), -1);
  const makes = items.findIndex((item) => makesFolder(item, found));
  const begin = Math.max(lastRoot, makes);
  const lastRun = items.reduce((last, item) => (item.view.kind === 'run' ? item.index : last), -1);
  // A later RUN as the user could neither write what root wrote in the folder, nor see the settings in root's home.
  const staysRoot = lastRun > begin && items.some((item) => item.index <= begin && leavesToRoot(item, found));
  const volumes = found.volumes.length > 0;
  // Docker's classic builder makes the folder of WORKDIR as root whatever USER says: a RUN behind it could write nothing there.
  const worksThere = items.some((item) => item.index > makes && item.readings.some((one) => writesIn(one, found)));
  return makes > lastRoot && !staysRoot && !volumes && !worksThere
    ? { at: makes, before: true }
    : { at: staysRoot || volumes ? Math.max(lastRun, begin) : begin, before: false };
}

function withUser(found: UserCase, facts: Facts): readonly Step[] {
  const { items } = found.survey;
  const user: Step = { kind: 'added', text: `USER ${found.user.name}`, why: 'the program needs no root' };
  const make: readonly Step[] =
    found.user.make === null ? [] : [{ kind: 'added', text: found.user.make, why: 'the base image brings no user' }];
  const { at: lastStep, before } = takesOver(found);
  if (before)
    return [
      ...make,
      ...items.flatMap((item) => (item.index === lastStep ? [user, ownedCopy(item, found)] : [ownedCopy(item, found)])),
    ];
  const roots = items.filter((item) => staysRootsForGit(item, lastStep, found, facts));
  // The folder exists before the last step that needs root: it is given to the user behind that step.
  const give: Step = {
    kind: 'added',
    text: givingTo(found, lastStep, roots),
    why: 'so that the program can create files in its folder',
  };
  const copied = (item: Item) => (roots.includes(item) ? item.step : ownedCopy(item, found));
  return [...make, ...items.flatMap((item) => (item.index === lastStep ? [copied(item), give, user] : [copied(item)]))];
}

/** What a step leaves that only root can change or see: files in the application folder, and settings in root's home. Caches are no settings. */
function leavesToRoot(item: Item, found: UserCase): boolean {
  const lost = (path: string) =>
    (path !== found.folder && isWithin(path, found.folder)) || (isWithin(path, '/root') && !isRefilled(path));
  if (item.view.kind === 'copy' || item.view.kind === 'add') {
    const destination = copyDestination(item.view, item.state);
    return destination !== null && isWithin(destination, '/root');
  }
  return item.readings.some(({ writes }) => writes === 'anything' || writes.some(lost));
}

/** A RUN that writes outside the application folder, makes users, or mounts what only root can read. */
function needsRoot(item: Item, found: UserCase): boolean {
  if (item.view.kind === 'run' && item.view.flags.some(isRootsMount)) return true;
  return item.readings.some((reading) =>
    UNPRIVILEGED.includes(reading.role) ? writesElsewhere(reading, found) : !staysInside(reading, found),
  );
}

/** A secret or an agent's socket belongs to root unless it says otherwise; a target in root's home is looked for there by root only. */
function isRootsMount({ name, value }: Flag): boolean {
  if (name !== 'mount' || value === null) return false;
  return (
    /(^|,)(?:target|dst|destination)=\/root(?:[/,]|$)/.test(value) ||
    (/(^|,)type=(?:secret|ssh)\b/.test(value) && !/(^|,)(?:uid|mode)=/.test(value))
  );
}

/** Packages go to the system's folders, and lists are removed from there: neither works as the user. Caches in root’s home follow the user. */
function writesElsewhere({ writes }: CommandReading, { folder }: UserCase): boolean {
  return (
    writes !== 'anything' &&
    writes.some((path) => ![folder, '/tmp', '/var/tmp', '/root', ...SHARED_CACHES].some((own) => isWithin(path, own)))
  );
}

/** yarn’s, as root: it is in the home of another user. */
const SHARED_CACHES = ['/usr/local/share/.cache'];

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
  return item.readings.some((reading) => writesIn(reading, found));
}

function writesIn({ writes }: CommandReading, { folder }: UserCase): boolean {
  return writes !== 'anything' && writes.some((path) => isWithin(path, folder));
}

function expanded(text: string, item: Item): string {
  const value = text.replace(/\$\{?(\w+)\}?/g, (_, name: string) => item.state.env.get(name)?.certain ?? '');
  return value.startsWith('/') ? value.replace(/(.)\/+$/, '$1') : `${item.state.workdir.certain ?? ''}/${value}`;
}

/** A COPY into the application folder, or of a folder that holds it, brings its files as the user's own; one elsewhere stays root's. */
function ownedCopy(item: Item, found: UserCase): Step {
  const { view, step } = item;
  if ((view.kind !== 'copy' && view.kind !== 'add') || destinationIn(item, found.folder) === null) return step;
  if (view.flags.some((flag) => flag.name === 'chown')) return step;
  return retext(
    step,
    withFlag(textOf(step), view.flags, 'chown', found.user.owner),
    `the copied files belong to ${found.user.name}`,
  );
}
