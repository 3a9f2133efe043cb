import type { BaseImage, SystemFile } from '../../src/base-images/base-image.ts';
import type { LadderStep } from '../../src/base-images/ladder.ts';
import { type Decision, decisionsOf, type Evidence } from '../../src/decision.ts';
import type { BaseNeeds } from '../../src/requirements.ts';
import { bringsFile, packagesHolding, systemFileAt } from '../../src/system-packages/system-files.ts';
import { packagesInstalledIn } from './program-gap.ts';
import { reasons } from './reasons.ts';

const decide = decisionsOf('swap-base-image', reasons);

/** A file of the system that the image before has, that something needs, and that the image to come lacks. */
interface MissingFile {
  readonly file: SystemFile;
  /** Who needs it, for messages. */
  readonly where: string;
  readonly evidence: readonly Evidence[];
  /** What brings it there; null: nothing. */
  readonly packages: readonly string[] | null;
}

/** Files that can be installed on a step of the ladder, because something that runs needs them. */
export interface InstalledFile {
  readonly said: string;
  readonly where: string;
  readonly packages: readonly string[];
}

/** Certificates, zone data, users, `/tmp`, fonts or media types that the program reads, and that nothing brings to the image. */
export function systemFileObstacle(step: LadderStep, from: BaseImage, needs: BaseNeeds): Decision | null {
  const missing = missingFiles(step, from, needs).find(({ packages }) => packages === null);
  return missing === undefined
    ? null
    : decide('needs-system-file', {
        data: { file: SAID[missing.file], where: missing.where, image: step.reference },
        evidence: missing.evidence,
      });
}

/** The files that packages bring. */
export function installedFiles(step: LadderStep, from: BaseImage, needs: BaseNeeds): readonly InstalledFile[] {
  return missingFiles(step, from, needs).flatMap(({ file, where, packages }) =>
    packages === null ? [] : [{ said: SAID[file], where, packages }],
  );
}

function missingFiles({ image, runtime }: LadderStep, from: BaseImage, needs: BaseNeeds): readonly MissingFile[] {
  const installed = packagesInstalledIn(needs.survey);
  const wanted = [...(needs.program.systemFiles ?? []), ...filesOfVariables(needs)];
  return wanted.flatMap(({ file, evidence }, index): readonly MissingFile[] => {
    if (wanted.findIndex((other) => other.file === file) < index) return [];
    if (image.brings.includes(file) || bringsFile(file, installed)) return [];
    // A variant of an image that lacks it too: then nothing that works needs it.
    if (runtime === null && !from.brings.includes(file)) return [];
    return [{ file, where: evidence[0]?.source ?? 'the program', evidence, packages: packagesHolding(file, image) }];
  });
}

/** `NODE_EXTRA_CA_CERTS=/etc/ssl/certs/…`: variables that name such a file. */
function filesOfVariables({ survey }: BaseNeeds): NonNullable<BaseNeeds['program']['systemFiles']> {
  const { base, end } = survey;
  return [...end.env].flatMap(([name, value]) => {
    const text = value.byDefault ?? value.text;
    const file = base?.env[name] === text ? null : systemFileAt(text);
    return file === null ? [] : [{ file, evidence: [{ source: `ENV ${name}`, says: text }] }];
  });
}

const SAID = {
  certificates: 'CA certificates',
  'time-zones': 'the time zone database',
  users: '/etc/passwd',
  'temporary-folder': '/tmp',
  fonts: 'the system’s fonts',
  'media-types': '/etc/mime.types',
} as const;
