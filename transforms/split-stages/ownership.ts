import type { CommandReading } from '../../src/command-reading.ts';
import { withCommand } from '../../src/plan/command-words.ts';
import { retext } from '../../src/plan/edit.ts';
import type { Step } from '../../src/plan/plan.ts';
import type { SplitCase } from './case.ts';
import { nameOfUser } from './name-of-user.ts';
import { lastIndex, saysNothing, type Unit } from './units.ts';

/** Who owns what the runtime receives, and the RUNs behind the build that see to it. */
export interface Ownership {
  /** As `--chown` takes it; null: the files are root's. */
  readonly owner: string | null;
  /** The file hands over the whole application folder: what comes from the context is that user's as well. */
  readonly whole: boolean;
  /** They make the user: the copies name it, so that they stand before these. */
  readonly early: ReadonlySet<Unit>;
  /** A `chown -R` whose files are copied as the user's: it would write all of them a second time, into a layer of its own. */
  readonly instead: ReadonlyMap<Unit, Step>;
}

/**
 * `RUN useradd app && chown -R app:app /app` behind the build: the user is made before the copies, which give it the files, and only the folder itself is
 * handed over. A user that is made too late and cannot be made earlier owns nothing: COPY takes an unknown name for root's, or fails.
 */
export function ownershipOf(found: SplitCase, units: readonly Unit[]): Ownership {
  const { survey, anchor, base } = found;
  const name = nameOfUser(survey.end.user?.certain ?? anchor.item.state.user?.certain);
  const none = { owner: name, whole: false, early: new Set<Unit>(), instead: new Map<Unit, Step>() };
  if (name === null) return none;
  const behind = units.slice(lastIndex(units, (unit) => unit.place === 'build' || unit.place === 'install') + 1);
  const end = behind.findIndex(({ item, readings }) => !saysNothing(item) && !isOnlyOwnership(readings, found));
  const runs = (end === -1 ? behind : behind.slice(0, end)).filter(({ readings }) => readings.length > 0);
  const makes = behind.some(({ readings }) => readings.some(({ role }) => role === 'user'));
  const early = new Set(runs.filter(({ readings }) => readings.some(({ role }) => role === 'user')));
  const instead = new Map(runs.flatMap((unit) => folderAlone(unit, name, found) ?? []));
  const [handed] = [...instead.keys()].flatMap(({ readings }) => readings.flatMap((one) => handedTo(one, found) ?? []));
  const known = /^\d/.test(name) || nameOnly(name) === base.user?.name || early.size > 0 || !makes;
  if (!known) return { ...none, owner: null };
  return { owner: handed ?? name, whole: handed !== undefined, early, instead };
}

function isOnlyOwnership(readings: readonly CommandReading[], found: SplitCase): boolean {
  return readings.length > 0 && readings.every((one) => one.role === 'user' || handedTo(one, found) !== null);
}

/** The owner that `chown -R OWNER FOLDER` names, where the folder is that of the application and nothing else. */
function handedTo({ command, writes }: CommandReading, { folder }: SplitCase): string | null {
  const [program, option, owner, target] = command.words;
  const isRecursive = option?.value === '-R' || option?.value === '--recursive';
  if (program?.value !== 'chown' || !isRecursive || target === undefined || command.words.length !== 4) return null;
  const isFolder = writes !== 'anything' && writes.length === 1 && writes[0] === folder;
  return isFolder && owner?.value != null && /^[\w.-]+(?::[\w.-]+)?$/.test(owner.value) ? owner.value : null;
}

/** The RUN with every `chown -R` of the application folder for the folder alone; null: it hands it to somebody else, or cannot be written. */
function folderAlone(unit: Unit, name: string, found: SplitCase): readonly (readonly [Unit, Step])[] | null {
  const { item, readings } = unit;
  const handing = readings.filter((one) => handedTo(one, found) !== null);
  const owners = handing.map((one) => handedTo(one, found) ?? '');
  if (owners.length !== 1 || owners.some((owner) => nameOnly(owner) !== nameOnly(name))) return null;
  if (nameOfUser(item.state.user?.certain) !== null) return null;
  const step = handing.reduce<Step | null>((sum, { command }) => {
    const [program, , owner, target] = command.words.map(({ text }) => text);
    const words = `${program} ${owner} ${target}`;
    const text = sum === null ? null : withCommand(sum, item.state, found.facts.document, command, words);
    return sum === null || text === null ? null : retext(sum, text, 'the files are copied as the user’s');
  }, unit.step);
  return step === null ? null : [[unit, step]];
}

function nameOnly(owner: string): string {
  return owner.split(':')[0] ?? owner;
}
