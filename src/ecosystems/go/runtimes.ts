import { posix } from 'node:path';
import type { BaseImage } from '../../base-images/base-image.ts';
import { baseImageOf } from '../../base-images/knowledge-of.ts';
import type { Rung, RuntimeCandidate, RuntimeQuestion } from '../../base-images/runtime-candidate.ts';
import { readImageReference } from '../../dockerfile/image-reference.ts';
import type { NativeCode } from '../dependencies.ts';
import { simpleWords, startThere } from './start-there.ts';

/**
 * Where a program that was built needs no toolchain. Neither image names a version of Go. Those of Debian 12 are no longer renewed since September 2026
 * (SUPPORT_POLICY.md of GoogleContainerTools/distroless); what was linked to an older glibc runs on the newer one of Debian 13.
 */
const STATIC = 'gcr.io/distroless/static-debian13';
/** With the C library, and what C++ and Rust code in a module loads beside it: libstdc++ and libgcc. */
const WITH_LIBC = 'gcr.io/distroless/cc-debian13';
const NOT_NEWER = ['buster', 'bullseye', 'bookworm', 'trixie'];
const SLIM: ReadonlyMap<string, string> = new Map([
  ['bullseye', 'debian:bullseye-slim'],
  ['bookworm', 'debian:bookworm-slim'],
  ['trixie', 'debian:trixie-slim'],
]);
/** Taken by what needs no library of it where the builder stands on no Alpine release that is known. */
const ALPINE = 'alpine:3.22';
/** Its release is that of the newest `golang:alpine` or a newer one: what was linked with an older musl runs there (musl.libc.org, «Compatibility»). */
const MOVING_ALPINE = 'alpine:latest';

/** For `golang:latest`, whose release moves: the image that never is on an older one. */
function moving(base: BaseImage): string | undefined {
  return base.movesWithStable === undefined ? undefined : 'debian:stable-slim';
}

/** Variables of the toolchain's image that no program reads which was built with it. */
const TOOLCHAIN = ['GOPATH', 'GOLANG_VERSION', 'GOTOOLCHAIN', 'GOROOT'];

/**
 * Images that run a program without the toolchain: those without a C library only for one that loads none. `loadsLibraries`: it needs packages of
 * the distribution as well. `readsEnvironment`: it, or what it starts, may ask for variables of the toolchain.
 */
export function goRuntimes(
  question: RuntimeQuestion,
  native: NativeCode,
  loadsLibraries: boolean,
  readsEnvironment = true,
): readonly RuntimeCandidate[] {
  const { base, start } = question;
  if (base.family !== 'golang' || start.kind !== 'program') return [];
  const release = base.release ?? '';
  const loads = native.kind !== 'none';
  const alpine =
    base.variant === 'alpine' && base.release !== null ? `alpine:${base.release.slice('alpine'.length)}` : undefined;
  // Libraries of packages have other versions on another release.
  const alpineThatLoads = alpine ?? (loadsLibraries ? undefined : MOVING_ALPINE);
  const offers: readonly (readonly [Rung, string | undefined, RuntimeCandidate['offer']])[] = [
    [
      'scratch',
      loads ? undefined : 'scratch',
      { kind: 'on-request', because: 'it has no certificates, time zones, users or /tmp' },
    ],
    ['static', loads ? undefined : STATIC, { kind: 'auto' }],
    ['distroless', loads && !loadsLibraries && NOT_NEWER.includes(release) ? WITH_LIBC : undefined, { kind: 'auto' }],
    ['alpine', !loads ? (alpine ?? ALPINE) : base.libc === 'musl' ? alpineThatLoads : undefined, { kind: 'auto' }],
    [
      'slim',
      base.libc === 'glibc'
        ? (SLIM.get(release) ?? moving(base) ?? (loads ? undefined : 'debian:bookworm-slim'))
        : undefined,
      { kind: 'auto' },
    ],
  ];
  return offers.flatMap(([rung, reference, offer]) => {
    const image = reference === undefined ? null : baseImageOf(readImageReference(reference), new Map());
    return reference === undefined || image === null
      ? []
      : [candidate(rung, reference, image, offer, question, readsEnvironment)];
  });
}

function candidate(
  rung: Rung,
  reference: string,
  image: BaseImage,
  offer: RuntimeCandidate['offer'],
  question: RuntimeQuestion,
  readsEnvironment: boolean,
): RuntimeCandidate {
  const { start } = question;
  // A script that starts may read what it likes.
  const mayBeRead = readsEnvironment || start.kind !== 'program' || (start.alsoLoads ?? []).length > 0;
  return {
    rung,
    reference,
    image,
    offer,
    start: startThere(question, image),
    programs: {},
    drops: image.shell && mayBeRead ? [] : [...TOOLCHAIN, ...(usesPath(question) ? [] : ['PATH'])],
    differences: [
      'the Go toolchain is not there any more',
      ...(image.shell ? [] : ['there is no shell, so that nobody can open one in the container']),
    ],
    evidence: image.evidence,
  };
}

/** The program is found on PATH, and not by the path that the command names; or a program lies where PATH alone names it. */
function usesPath({ entrypoint, cmd, builds, base }: RuntimeQuestion): boolean {
  const folders = (base.env.PATH ?? '').split(':').filter((folder) => folder.includes('/go/'));
  if (builds.some(({ outputs }) => outputs.some((path) => folders.includes(posix.dirname(path))))) return true;
  const first = entrypoint ?? cmd;
  const word = first === null ? undefined : simpleWords(first)?.[0];
  return word === undefined || !word.includes('/');
}
