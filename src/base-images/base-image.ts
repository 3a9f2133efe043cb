import type { Evidence } from '../decision.ts';
import type { Rung } from './runtime-candidate.ts';

export type Libc = 'glibc' | 'musl' | 'none';
/** `full`: with compilers and tools; in the order of the ladder, smallest last. */
export type Variant = 'full' | 'slim' | 'alpine' | 'distroless' | 'scratch' | 'other';

/**
 * What programs take from the system without calling it a package: CA certificates, zone data, `/etc/passwd`, `/tmp`, fonts with their configuration,
 * and the table of media types by file ending (`/etc/mime.types`).
 */
export type SystemFile = 'certificates' | 'time-zones' | 'users' | 'temporary-folder' | 'fonts' | 'media-types';

/** What is known of a base image. A row of a reviewed table, or computed from one by the rules of its family. */
export interface BaseImage {
  /** `node`, `python`, `debian`, … */
  readonly family: string;
  readonly variant: Variant;
  readonly libc: Libc;
  /** `bookworm`, `alpine3.20`; null when the tag leaves it open. */
  readonly release: string | null;
  /** The release is left open and moves with Debian's stable one: `debian:stable` itself, or an image that is built on it some days later. */
  readonly movesWithStable?: 'itself' | 'behind';
  /** Major version of the family's program, null when the tag does not say; a distribution has none. */
  readonly major: number | null;
  /** Minor version, where the family's table tells it; absent or null: not known. */
  readonly minor?: number | null;
  /** Of a tag that moves with the program's releases (`node:lts`): the lowest major version that it stands for now. */
  readonly majorAtLeast?: number;
  readonly packageManager: 'apt' | 'apk' | 'dnf' | 'yum' | 'none';
  readonly shell: boolean;
  /** Where the base's own user stands ready for the program. */
  readonly user: { readonly name: string; readonly uid: number; readonly gid: number; readonly home: string } | null;
  /** USER that the image itself sets, as written there; absent: it starts as root. */
  readonly startsAs?: string;
  /** Why its own program starts as root, as a clause; absent: it does not need to. */
  readonly needsRoot?: string;
  readonly entrypoint: readonly string[] | null;
  readonly cmd: readonly string[] | null;
  /** STOPSIGNAL that the image itself sets; absent: Docker's SIGTERM, or one that is not certain. */
  readonly stopSignal?: string;
  readonly workdir: string;
  readonly env: Readonly<Record<string, string>>;
  /** Programs on PATH beyond the shell's own userland (`git`, `curl`, `python3`, `npm`). */
  readonly programs: readonly string[];
  /** Packages for compiling whose libraries the image holds, because its own interpreter loads them; left out: none is known. */
  readonly loads?: readonly string[];
  /** Files of the system that are certainly there. */
  readonly brings: readonly SystemFile[];
  /** The version of its package manager that removes production packages when it prunes; absent: it does not, or its version is not known. */
  readonly prunesWrongly?: string;
  readonly onbuild: boolean;
  /** Each of its variants brings the compiler: none is for running alone. */
  readonly compilesOnly?: true;
  readonly evidence: readonly Evidence[];
}

/** A smaller image of the same family and version. */
export interface BaseCandidate {
  readonly rung: Rung;
  /** As it would be written in FROM: the same registry prefix, version spelling and variables. */
  readonly reference: string;
  readonly image: BaseImage;
  /** There: it is taken only where it is asked for, because. */
  readonly onRequest?: string;
}
