import type { SmallerTag } from './smaller-tag.ts';

/**
 * Lines of `eclipse-temurin` that have a `-jre` tag for each `-jdk` tag (docker-library/official-images `library/eclipse-temurin`; 16 had none,
 * and the first builds of 17 and 18 had none).
 */
const TEMURIN_JRE: readonly string[] = ['8', '11', '17', '18', '19', '20', '21', '22', '23', '24', '25', '26'];

/** Why a JRE is no choice of the tool's own. */
const CALLS_UNKNOWN =
  'javac, jar, jstack and the other tools of the JDK are gone, and whether the program calls one is not known';

/** `17-jdk-jammy` → `17-jre-jammy`, `21` → `21-jre`. */
export function smallerTemurinTags(tag: string): readonly SmallerTag[] {
  const parts = /^((\d+)(?:u\d+-b\d+|[\d._]*))(?:-jdk)?(?:-(alpine(?:-3\.\d+)?|focal|jammy|noble|resolute))?$/.exec(
    tag,
  );
  const [, versionText = '', major = '', release] = parts ?? [];
  if (!TEMURIN_JRE.includes(major) || /^(?:17_35|18_36)$/.test(versionText)) return [];
  const rung = release?.startsWith('alpine') === true ? 'alpine' : 'slim';
  return [{ rung, versionText, ending: release === undefined ? 'jre' : `jre-${release}`, onRequest: CALLS_UNKNOWN }];
}

/**
 * `openjdk` has a JRE for 8 and 11 only, and gets no new images: `11-jdk-buster` → `11-jre-slim-buster`. On Alpine both kinds of 8 came to rest at 8u212
 * (docker-library/official-images, library/openjdk, May 2019).
 */
export function smallerOpenjdkTags(tag: string): readonly SmallerTag[] {
  const parts = /^(8|11)(?:-jdk)?(-slim)?(?:-(buster|bullseye))?$/.exec(tag);
  if (/^8(?:-jdk)?-alpine$/.test(tag))
    return [{ rung: 'alpine', versionText: '8', ending: 'jre-alpine', onRequest: CALLS_UNKNOWN }];
  const [, versionText, , release] = parts ?? [];
  if (versionText === undefined) return [];
  return [
    {
      rung: 'slim',
      versionText,
      ending: release === undefined ? 'jre-slim' : `jre-slim-${release}`,
      onRequest: CALLS_UNKNOWN,
    },
  ];
}
