import { onAlpine, onDebian, type ReadTag, saidBy, withoutPackages } from './family.ts';
import { DEBIAN_SUITES } from './userland.ts';

/** `debian:bookworm`, `debian:12.5-slim`, `debian:bookworm-20260803-slim`; `stable` and `latest` leave the release open. */
export const debianImage: ReadTag = (image) => {
  const parts = /^(?:(\d+)(?:\.\d+)?|([a-z]+)(?:-\d{8})?)(-slim)?$/.exec(image.tag);
  if (parts === null) return null;
  const [, number, word, slim] = parts;
  const moving = word !== undefined && ['latest', 'stable', 'oldstable', 'oldoldstable', 'testing'].includes(word);
  if (word === 'latest' && slim !== undefined) return null;
  const suite = word ?? [...DEBIAN_SUITES].find(([, version]) => version === Number(number))?.[0];
  const version = suite === undefined ? undefined : DEBIAN_SUITES.get(suite);
  if (version === undefined && !moving) return null;
  return onDebian({
    family: 'debian',
    variant: slim === undefined ? 'other' : 'slim',
    release: moving ? null : (suite ?? null),
    ...(word === 'stable' ? { movesWithStable: 'itself' as const } : {}),
    major: null,
    evidence: saidBy(image, 'official debian image'),
  });
};

const UBUNTU_RELEASES: ReadonlyMap<string, string> = new Map([
  ['12.04', 'precise'],
  ['14.04', 'trusty'],
  ['16.04', 'xenial'],
  ['18.04', 'bionic'],
  ['20.04', 'focal'],
  ['22.04', 'jammy'],
  ['24.04', 'noble'],
  ['26.04', 'resolute'],
]);

/** `ubuntu:22.04`, `ubuntu:jammy-20260810`; `latest` and `rolling` leave the release open. */
export const ubuntuImage: ReadTag = (image) => {
  const word = image.tag.replace(/-\d{8}(?:\.\d+)?$/, '').replace(/^(\d\d\.\d\d)\.\d+$/, '$1');
  const moving = ['latest', 'rolling', 'devel'].includes(word);
  const byName = [...UBUNTU_RELEASES].find(([number, name]) => number === word || name === word);
  if (!moving && byName === undefined) return null;
  return onDebian({
    family: 'ubuntu',
    variant: 'other',
    release: byName?.[1] ?? null,
    major: null,
    evidence: saidBy(image, 'official ubuntu image'),
  });
};

/** `alpine:3.20`, `alpine:3.20.1`; `3`, `latest` and `edge` leave the release open. */
export const alpineImage: ReadTag = (image) => {
  const parts = /^(?:latest|edge|\d{8}|(\d+)(\.\d+)?(?:\.\d+)?)$/.exec(image.tag);
  if (parts === null) return null;
  const [, major, minor] = parts;
  return onAlpine({
    family: 'alpine',
    variant: 'alpine',
    release: major !== undefined && minor !== undefined ? `alpine${major}${minor}` : null,
    major: null,
    evidence: saidBy(image, 'official alpine image'),
  });
};

/** The plain tag is linked statically and brings no libc for other programs; `-glibc` and `-musl` do. */
export const busyboxImage: ReadTag = (image) => {
  const parts = /^(?:latest|stable|unstable|\d+(?:\.\d+){0,2})?(?:(?:^|-)(glibc|musl|uclibc))?$/.exec(image.tag);
  if (parts === null) return null;
  const [, libc] = parts;
  return withoutPackages({
    family: 'busybox',
    variant: 'other',
    libc: libc === 'glibc' || libc === 'musl' ? libc : 'none',
    major: null,
    shell: true,
    cmd: ['sh'],
    programs: ['addgroup', 'adduser', 'nc', 'ps', 'unzip', 'vi', 'wget'],
    evidence: saidBy(image, 'official busybox image'),
  });
};

/** Nothing at all: no files, no users, no certificates, no time zones, no `/tmp`. */
export const scratchImage: ReadTag = (image) =>
  withoutPackages({
    family: 'scratch',
    variant: 'scratch',
    env: {},
    evidence: saidBy(image, 'the empty image'),
  });
