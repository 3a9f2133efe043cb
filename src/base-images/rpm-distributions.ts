import type { BaseImage } from './base-image.ts';
import { onRpm, type ReadTag, type SpelledOut, saidBy } from './family.ts';
import { RPM_PROGRAMS } from './userland.ts';

type Manager = 'dnf' | 'yum';

/** One image of Fedora, Red Hat and their kin. */
interface Row {
  readonly family: string;
  readonly tag: RegExp;
  /** From the release's number; the first programs are those that run `packageManager`. */
  readonly with: (release: number | null) => { readonly packageManager: Manager; readonly programs: readonly string[] };
}

const SHADOW = ['groupadd', 'useradd', 'usermod'];
const numbered = /^(?:latest|(\d+)(?:\.\d+)*(?:-\d{8})?)$/;

/** `iputils` brings systemd up to release 9, and with it the message bus, which makes its user with `useradd`; no list names `shadow-utils` itself. */
function shadow(release: number | null): readonly string[] {
  return release === 8 || release === 9 ? SHADOW : [];
}

/** dnf takes the place of yum from release 8 on; that name stays as a link. */
const enterprise = (release: number | null) =>
  release !== null && release < 8
    ? ({ packageManager: 'yum', programs: ['yum', ...SHADOW] } as const)
    : ({ packageManager: 'dnf', programs: ['dnf', 'yum', ...shadow(release)] } as const);

/**
 * Tags are release numbers. Sources: the kickstarts of these images (AlmaLinux/docker-images, rocky-linux/kickstarts), corretto/corretto-docker for
 * Amazon Linux, whose image has no `useradd`; of Fedora it is not told.
 */
const ROWS: Readonly<Record<string, Row>> = {
  almalinux: { family: 'almalinux', tag: numbered, with: enterprise },
  centos: { family: 'centos', tag: /^(?:latest|(?:centos)?(\d)(?:\.\d+)*)$/, with: enterprise },
  fedora: { family: 'fedora', tag: /^(?:latest|(\d+))$/, with: () => ({ packageManager: 'dnf', programs: ['dnf'] }) },
  rockylinux: { family: 'rockylinux', tag: numbered, with: enterprise },
  amazonlinux: {
    family: 'amazonlinux',
    tag: /^(1|2|2023)(?:\.\d+)*$/,
    with: (release) =>
      release !== null && release < 2023
        ? { packageManager: 'yum', programs: ['yum'] }
        : { packageManager: 'dnf', programs: ['dnf', 'yum'] },
  },
};

/** Red Hat's universal base images, by name. */
const UBI: Readonly<Record<string, (release: number) => readonly string[]>> = {
  ubi: (release) => ['dnf', 'yum', ...shadow(release)],
  'ubi-minimal': () => ['microdnf'],
};

/** The official images of distributions with RPM packages. */
export const rpmImage: ReadTag = (image) => {
  const row = Object.hasOwn(ROWS, image.name) ? ROWS[image.name] : undefined;
  const parts = row?.tag.exec(image.tag);
  if (row === undefined || parts == null) return null;
  const release = parts[1] === undefined ? null : Number(parts[1]);
  const { packageManager, programs } = row.with(release);
  return distribution(image, row.family, release === null ? null : `${row.family}${release}`, packageManager, programs);
};

/** `registry.access.redhat.com/ubi9/ubi-minimal`, `ubi8`: the release stands in the name. */
export const ubiImage: ReadTag = (image) => {
  const parts = /^(?:ubi([89]|10)(?:\/(ubi(?:-minimal)?)|(-minimal)?))$/.exec(
    `${image.prefix}/${image.name}`.replace(/^registry\.(?:access\.)?redhat\.(?:com|io)\//, ''),
  );
  const programs = parts === null ? undefined : UBI[parts[2] ?? `ubi${parts[3] ?? ''}`]?.(Number(parts[1]));
  return parts === null || programs === undefined || !/^(?:latest|\d[\d.-]*)$/.test(image.tag)
    ? null
    : distribution(image, 'ubi', `ubi${parts[1]}`, 'dnf', programs);
};

function distribution(
  image: SpelledOut,
  family: string,
  release: string | null,
  packageManager: Manager,
  programs: readonly string[],
): BaseImage {
  return onRpm({
    family,
    variant: 'other',
    release,
    packageManager,
    programs: [...RPM_PROGRAMS, ...programs],
    evidence: saidBy(image, `official ${family} image`),
  });
}
