import type { LadderStep } from '../../src/base-images/ladder.ts';
import { type Decision, decisionsOf } from '../../src/decision.ts';
import type { Facts, Item } from '../../src/facts.ts';
import type { Step } from '../../src/plan/plan.ts';
import { textOf } from '../../src/plan/plan.ts';
import type { BaseNeeds } from '../../src/requirements.ts';
import { MOVED_PROGRAMS } from '../../src/system-packages/alpine-twins.ts';
import { asApk } from '../../src/system-packages/as-apk.ts';
import { reasons } from './reasons.ts';

const decide = decisionsOf('swap-base-image', reasons);

/** The stage's system packages on another image. */
export interface PackagesThere {
  /** RUNs that install them with another package manager. */
  readonly texts: ReadonlyMap<Step, string>;
  /** Programs that lie elsewhere there, by their path; what starts the container is written with the new one. */
  readonly paths: Readonly<Record<string, string>>;
  /** Their names there. */
  readonly packages: readonly string[];
}

const AS_THEY_ARE: PackagesThere = { texts: new Map(), paths: {}, packages: [] };

/** System packages of the stage come from the package manager that the image has: Debian's are known on Alpine where a twin is certain. */
export function packagesOn(step: LadderStep, needs: BaseNeeds, facts: Facts): PackagesThere | Decision {
  const { packageManager } = step.image;
  const texts = new Map<Step, string>();
  const packages: string[] = [];
  const debian: string[] = [];
  for (const item of needs.survey.items) {
    const other = item.readings.find(({ detail }) => detail.kind === 'packages' && detail.manager !== packageManager);
    if (other?.detail.kind !== 'packages') continue;
    const words = other.command.words.map((word) => word.text).join(' ');
    const twin = other.detail.manager === 'apt' && packageManager === 'apk' ? translated(item) : null;
    if (twin?.kind !== 'known')
      return refuse(item, twin?.command ?? words, other.detail.manager, twin?.because ?? '', step);
    texts.set(item.step, twin.text);
    packages.push(...twin.packages);
    debian.push(...item.readings.flatMap(({ detail }) => (detail.kind === 'packages' ? detail.packages : [])));
  }
  if (texts.size === 0) return AS_THEY_ARE;
  const moves = debian.flatMap((name) => (Object.hasOwn(MOVED_PROGRAMS, name) ? (MOVED_PROGRAMS[name] ?? []) : []));
  const paths = Object.fromEntries(moves.map((move) => [move.debian, move.alpine]));
  const named = moves.map((move) => namedElsewhere(move.debian, texts, needs, facts)).find((where) => where !== null);
  if (named != null)
    return decide('needs-file', {
      data: { where: named, path: Object.keys(paths).join(', '), image: step.reference },
    });
  return { texts, paths, packages };
}

/** What the reader has to know of packages that another distribution makes. */
export function packageDifference({ packages }: PackagesThere): readonly string[] {
  return packages.length === 0 ? [] : [`${packages.join(', ')} come from Alpine, in its versions`];
}

function translated(item: Item) {
  return item.view.kind === 'run' ? asApk(textOf(item.step), item.view, item.readings) : null;
}

function refuse(item: Item, command: string, manager: string, because: string, step: LadderStep): Decision {
  const why = because === '' ? '' : `, and ${because}`;
  return decide('needs-package-manager', {
    data: { command, manager, image: step.reference, why },
    at: item.step.kind === 'added' ? [] : [item.step.of.lines],
  });
}

/** A place other than ENTRYPOINT and CMD in exec form that names a program by its path. */
function namedElsewhere(
  path: string,
  texts: ReadonlyMap<Step, string>,
  { survey }: BaseNeeds,
  { context }: Facts,
): string | null {
  const names = (text: string) => text.includes(path);
  const item = survey.items.find(({ step, view }) => {
    const rewritten = (view.kind === 'cmd' || view.kind === 'entrypoint') && view.invocation.form === 'exec';
    return !rewritten && !texts.has(step) && names(textOf(step));
  });
  if (item !== undefined) return item.step.kind === 'added' ? 'an added line' : `line ${item.step.of.lines.first}`;
  return (
    context.files().find((file) => /\.(?:ba)?sh$|entrypoint/.test(file) && names(context.read(file) ?? '')) ?? null
  );
}
