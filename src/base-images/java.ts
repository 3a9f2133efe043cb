import { onAlpine, onDebian, type ReadTag, saidBy } from './family.ts';
import { readLanguageTag } from './language-tag.ts';
import { ALPINE_PROGRAMS, DEBIAN_PROGRAMS, DEFAULT_PATH } from './userland.ts';

const JDK = ['jar', 'java', 'javac', 'jps', 'jstack'] as const;
const JRE = ['java'] as const;

/**
 * `eclipse-temurin:21-jdk`, `17-jre-alpine`, `17.0.10_7-jre-jammy`. Newer images have an entrypoint that adds certificates when
 * asked by an environment variable and runs the command as it stands otherwise; which tags have it is not told.
 */
export const temurinImage: ReadTag = (image) => {
  const parts =
    /^(?:(\d+)(?:u\d+-b\d+|[\d._]*)-?)?(jdk|jre)?(?:-?(alpine(?:-3\.\d+)?|focal|jammy|noble|resolute))?$/.exec(
      image.tag,
    );
  if (parts === null || image.tag === '') return null;
  const [, major, kind, release] = parts;
  const alpine = release?.startsWith('alpine') === true;
  const programs = kind === 'jre' ? JRE : JDK;
  const known = {
    family: 'eclipse-temurin',
    major: major === undefined ? null : Number(major),
    release: release === undefined || release === 'alpine' ? null : release.replace('alpine-', 'alpine'),
    env: { PATH: `/opt/java/openjdk/bin:${DEFAULT_PATH}`, JAVA_HOME: '/opt/java/openjdk' },
    ...(kind === 'jre' ? {} : { cmd: ['jshell'] }),
    evidence: saidBy(image, `official eclipse-temurin image, ${kind ?? 'jdk'}`),
  } as const;
  return alpine
    ? onAlpine({ ...known, variant: 'alpine', programs: [...ALPINE_PROGRAMS, ...programs] })
    : onDebian({ ...known, variant: 'other', programs: [...DEBIAN_PROGRAMS, ...programs] });
};

/** `openjdk:11-jdk-slim`, `8-jre-alpine`; deprecated. Oracle Linux tags (from 12 on, without a suite or `slim`) are not read. */
export const openjdkImage: ReadTag = (image) => {
  const tag = readLanguageTag(image.tag.replace(/^8u\d+/, '8'), ['jdk', 'jre']);
  if (tag === null || tag.major === null) return null;
  const named = tag.variant !== 'full' || tag.release !== null;
  if (tag.major >= 12 && !named) return null;
  const programs = tag.words.includes('jre') ? JRE : JDK;
  const known = {
    family: 'openjdk',
    variant: tag.variant,
    release: tag.release,
    major: tag.major,
    // JAVA_HOME and PATH differ between its Debian, slim and Alpine variants and over time.
    env: {},
    evidence: saidBy(image, `official openjdk image, ${tag.words.includes('jre') ? 'jre' : 'jdk'}`),
  } as const;
  return tag.variant === 'alpine'
    ? onAlpine({ ...known, programs: [...ALPINE_PROGRAMS, ...programs] })
    : onDebian({ ...known, programs: [...DEBIAN_PROGRAMS, ...programs] });
};

/**
 * `maven:3.9-eclipse-temurin-21`, `3-jdk-8-alpine`. A tag that leaves the JDK's publisher open is not read: it has been Debian,
 * Oracle Linux and Ubuntu in turn, and `openjdk-12` and newer are Oracle Linux unless the tag says `slim`.
 */
export const mavenImage: ReadTag = (image) => {
  const parts =
    /^(\d+)[\d.]*-(eclipse-temurin|openjdk|jdk)-(\d+)(?:-(alpine|slim|focal|jammy|noble|bullseye|buster))?$/.exec(
      image.tag,
    );
  if (parts === null) return null;
  const [, major, publisher, jdk, release] = parts;
  if (publisher !== 'eclipse-temurin' && Number(jdk) >= 12 && release === undefined) return null;
  const programs = ['mvn', ...JDK];
  const known = {
    family: 'maven',
    major: Number(major),
    release: release === 'alpine' || release === 'slim' ? null : (release ?? null),
    entrypoint: ['/usr/local/bin/mvn-entrypoint.sh'],
    cmd: ['mvn'],
    env: { MAVEN_HOME: '/usr/share/maven' },
    evidence: saidBy(image, 'official maven image'),
  } as const;
  return release === 'alpine'
    ? onAlpine({ ...known, variant: 'alpine', programs: [...ALPINE_PROGRAMS, ...programs] })
    : onDebian({
        ...known,
        variant: release === 'slim' ? 'slim' : 'other',
        programs: [...DEBIAN_PROGRAMS, ...programs],
      });
};

/** Which user `gradle` images start as changed over time and is not written down yet: they are unknown. */
export const gradleImage: ReadTag = () => null;
