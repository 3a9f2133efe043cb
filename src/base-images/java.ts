import { onAlpine, onDebian, onRpm, type ReadTag, saidBy } from './family.ts';
import { readLanguageTag } from './language-tag.ts';
import { ALPINE_PROGRAMS, DEBIAN_PROGRAMS, DEFAULT_PATH, RPM_PROGRAMS } from './userland.ts';

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
    // A JDK with jshell starts it (docker-library/openjdk, since 9); others start their distribution's shell.
    ...(tag.major >= 9 && !tag.words.includes('jre') ? { cmd: ['jshell'] } : {}),
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

/**
 * `gradle:8.5-jdk17-alpine`, `jdk21`, `7`. Its own user `gradle` (1000) was the image's USER up to Gradle 5.3; from 5.5 on it starts as root, and
 * `/root/.gradle` is a link to that user's folder (gradle/docker-gradle, «run as root by default», May 2019). UBI, Corretto and GraalVM tags are not read.
 */
export const gradleImage: ReadTag = (image) => {
  const parts =
    /^(?:latest|(?:(\d+)(?:\.(\d+))?(?:\.\d+)?-?)?(?:(?:jdk|jre)(?:8|1[1-9]|2\d)?)?(?:-?(alpine|focal|jammy|noble|resolute))?)$/.exec(
      image.tag,
    );
  if (parts === null || image.tag === '' || image.tag.endsWith('-')) return null;
  const [, version, minor, release] = parts;
  const major = version === undefined ? null : Number(version);
  // `5` and `5-jdk8` came to rest at 5.6, `5.4` was published on either side of the change.
  const startsAsGradle = major !== null && (major < 5 || (major === 5 && minor !== undefined && Number(minor) < 4));
  if (major !== null && (major < 3 || (major === 5 && minor === '4'))) return null;
  const tools = release === 'alpine' || major === null || major < 8 ? ['git'] : ['curl', 'git', 'wget'];
  const known = {
    family: 'gradle',
    major,
    release: release === undefined || release === 'alpine' ? null : release,
    user: { name: 'gradle', uid: 1000, gid: 1000, home: '/home/gradle' },
    ...(startsAsGradle ? { startsAs: 'gradle' } : {}),
    workdir: '/home/gradle',
    cmd: ['gradle'],
    env: { GRADLE_HOME: '/opt/gradle' },
    evidence: saidBy(image, 'official gradle image'),
  } as const;
  const programs = ['gradle', 'unzip', ...tools, ...JDK];
  return release === 'alpine'
    ? onAlpine({ ...known, variant: 'alpine', programs: [...new Set([...ALPINE_PROGRAMS, ...programs])] })
    : onDebian({ ...known, variant: 'other', programs: [...DEBIAN_PROGRAMS, ...programs] });
};

/**
 * `amazoncorretto:17`, `11-alpine3.19-jdk`, `17-al2023-headless`. Without an ending it is Amazon Linux, whose release moved from 2 to 2023
 * (corretto/corretto-docker): which package manager it has is told by the ending only.
 */
export const correttoImage: ReadTag = (image) => {
  const parts =
    /^(\d+)(?:u\d+|[\d.]*)-(?:(alpine(?:3\.\d+)?|al2023|al2))(?:-(full|jdk|jre|headful|headless|generic))?$/.exec(
      image.tag,
    );
  if (parts === null) return null;
  const [, major, release = '', kind] = parts;
  const alpine = release.startsWith('alpine');
  const known = {
    family: 'amazoncorretto',
    major: Number(major),
    release: release === 'alpine' ? null : release,
    env: {},
    evidence: saidBy(image, `official amazoncorretto image on ${release}`),
  } as const;
  // Amazon's `headless` and `headful` packages are the runtime without the compiler.
  const programs = ['jre', 'headless', 'headful'].includes(kind ?? '') ? JRE : JDK;
  if (alpine) return onAlpine({ ...known, variant: 'alpine', programs: [...ALPINE_PROGRAMS, ...programs] });
  const packageManager = release === 'al2' ? 'yum' : 'dnf';
  return onRpm({
    ...known,
    variant: 'other',
    packageManager,
    programs: [...RPM_PROGRAMS, packageManager, ...programs],
  });
};
