import type { BaseImage } from '../../src/base-images/base-image.ts';
import { compatible } from '../../src/base-images/compatible.ts';
import type { LadderStep } from '../../src/base-images/ladder.ts';
import { type Decision, decisionsOf } from '../../src/decision.ts';
import { clause } from '../../src/ecosystems/clause.ts';
import type { NativeCode } from '../../src/ecosystems/dependencies.ts';
import type { Facts } from '../../src/facts.ts';
import type { BaseNeeds } from '../../src/requirements.ts';
import { isInstallable } from '../../src/system-packages/debian-libraries.ts';
import { checkObstacle, healthCheckOn } from './health-check.ts';
import type { Move } from './move.ts';
import { type PackagesThere, packagesOn } from './packages.ts';
import { installedIn, packagesInstalledIn, programGap } from './program-gap.ts';
import { reasons } from './reasons.ts';
import { startObstacle } from './start-obstacles.ts';
import { installedFiles } from './system-files.ts';

const decide = decisionsOf('swap-base-image', reasons);

/** How the stage moves onto a candidate, or the first requirement that it does not meet. */
export function moveTo(candidate: LadderStep, image: BaseImage, facts: Facts, needs: BaseNeeds): Move | Decision {
  const first =
    buildObstacle(candidate, image, needs) ??
    startObstacle(candidate, image, facts, needs) ??
    nativeObstacle(candidate, image, facts, needs);
  if (first !== null) return first;
  const packages = packagesOn(candidate, needs, facts);
  if ('verdict' in packages) return packages;
  const libraries = librariesOn(candidate, image, needs);
  const files = installedFiles(candidate, image, needs);
  const check = healthCheckOn(candidate, image, needs);
  return (
    programObstacle(candidate, image, needs, packages) ??
    fileObstacle(candidate, image, needs) ??
    checkObstacle(check, candidate) ?? { packages, check, libraries, files }
  );
}

/** A build in the stage that runs calls tools that no table lists. */
function buildObstacle(candidate: LadderStep, image: BaseImage, needs: BaseNeeds): Decision | null {
  const [build] = candidate.runtime === null ? needs.buildsHere : [...needs.buildsHere, ...needs.installsHere];
  if (build && candidate.runtime !== null) return refuseBuild(build, candidate);
  if (!build || image.variant !== 'full')
    return build && candidate.image.libc !== image.libc ? refuseBuild(build, candidate) : null;
  return refuseBuild(build, candidate);
}

function refuseBuild(build: BaseNeeds['buildsHere'][number], candidate: LadderStep): Decision {
  const command = build.command.words.map((word) => word.text).join(' ');
  return decide('builds-in-stage', { data: { command, image: candidate.reference } });
}

function nativeObstacle(candidate: LadderStep, image: BaseImage, facts: Facts, needs: BaseNeeds): Decision | null {
  const { libcChanges: musl, glibcMayBeOlder } = compatible(image, candidate.image);
  const older = candidate.runtime !== null && glibcMayBeOlder;
  const installs = needs.installsHere[0];
  const { native } = needs;
  if (native.kind === 'none') return null;
  const installable = installsLibraries(candidate);
  const selfContained =
    native.kind === 'some'
      ? native.needsLibraries.length === 0 && (installable || (native.systemPackages ?? []).length === 0)
      : native.noLibraries === true;
  if (!musl && !older && !installs && selfContained) return null;
  const effect = musl
    ? `does not load on ${candidate.reference}, which is built on another libc`
    : older
      ? `may ask for a newer glibc than ${candidate.reference} has`
      : `may need compilers or libraries that ${candidate.reference} lacks`;
  const blamed = native.kind === 'some' && !musl && !older && !installs ? blame(native) : native;
  return decide('native-code', {
    data: { what: describe(blamed, facts), effect },
    evidence: native.kind === 'some' ? native.evidence : native.because.evidence,
  });
}

/** Without those that bring what they load. */
function blame(native: Extract<NativeCode, { readonly kind: 'some' }>): NativeCode & { readonly kind: 'some' } {
  return native.needsLibraries.length === 0 ? native : { ...native, packages: native.needsLibraries };
}

/** Debian's packages that the smaller image has to install, because native code loads what the full one brings. */
function librariesOn(candidate: LadderStep, from: BaseImage, { native, survey }: BaseNeeds): readonly string[] {
  if (native.kind !== 'some' || from.variant !== 'full' || !installsLibraries(candidate)) return [];
  const there = packagesInstalledIn(survey);
  return (native.systemPackages ?? []).filter((name) => !there.includes(name));
}

function installsLibraries({ runtime, image }: LadderStep): boolean {
  return (
    runtime === null && image.packageManager === 'apt' && image.startsAs === undefined && isInstallable(image.release)
  );
}

function describe(native: Exclude<NativeCode, { readonly kind: 'none' }>, facts: Facts): string {
  return native.kind === 'some'
    ? `native code (${few(native.packages)})`
    : `native code that cannot be ruled out, because ${clause(native.because, facts)},`;
}

/** The first names; builds for single platforms (`@rollup/rollup-linux-x64-gnu`) only where nothing else is there, and by what they are builds of. */
function few(packages: readonly string[]): string {
  const whole = packages.map((name) => name.replace(/[-/](?:linux|wasm32|android|freebsd|openharmony).*$/, ''));
  const plain = packages.filter((name, index) => name === whole[index]);
  const names = plain.length > 0 ? plain : [...new Set(whole)];
  return names.length > 5 ? `${names.slice(0, 4).join(', ')} and ${names.length - 4} more` : names.join(', ');
}

function programObstacle(
  candidate: LadderStep,
  image: BaseImage,
  needs: BaseNeeds,
  packages: PackagesThere,
): Decision | null {
  const missing = programGap(candidate.image, image, installedIn(needs));
  for (const need of needs.programs) {
    // Rewritten with the move.
    if (need.step !== undefined && packages.texts.has(need.step)) continue;
    if (need.by === 'check' || (need.by === 'start' && writesStart(candidate))) continue;
    const program = missing(need);
    if (program !== null)
      return decide('needs-program', { data: { program, where: need.where, image: candidate.reference } });
  }
  const [unknown] = needs.program.runsUnknown;
  if (unknown) return decide('unknown-programs', { data: { where: unknown.source }, evidence: [unknown] });
  const script = needs.program.runs.find(({ program }) => /\.\w*sh$|\//.test(program));
  return script
    ? decide('unknown-programs', {
        data: { where: script.evidence[0]?.source ?? script.program },
        evidence: script.evidence,
      })
    : null;
}

function writesStart({ runtime }: LadderStep): boolean {
  return runtime?.start.known === true && runtime.start.value !== 'as-it-is';
}

/** Folders that only packages fill: another variant has other packages. */
const PACKAGED = /(?:^|[=:"'])(\/(?:usr\/(?:share|lib|libexec|include)|lib|lib64)\/[^\s"':]+)/;

/** A RUN or ENV that names a file which came with the base image. */
function fileObstacle(candidate: LadderStep, image: BaseImage, needs: BaseNeeds): Decision | null {
  const { items, end, base } = needs.survey;
  const packages = packagesInstalledIn(needs.survey);
  const musl = candidate.image.libc !== image.libc;
  const refuse = (where: string, path: string) =>
    decide('needs-file', { data: { where, path, image: candidate.reference } });
  for (const item of items) {
    for (const { command, role } of item.readings) {
      if (role === 'cleanup' || command.name === 'mkdir' || command.name === 'rm') continue;
      const path = command.words.flatMap((word) => PACKAGED.exec(word.text)?.[1] ?? [])[0];
      const isInstalled = path?.startsWith('/usr/share/zoneinfo')
        ? packages.includes('tzdata')
        : !musl && packages.length > 0;
      if (path !== undefined && !isInstalled)
        return refuse(item.step.kind === 'added' ? 'an added RUN' : `line ${item.step.of.lines.first}`, path);
    }
  }
  if (!musl && candidate.runtime === null) return null;
  for (const [name, value] of end.env) {
    const text = value.byDefault ?? value.text;
    const path = base?.env[name] === text || name === 'PATH' ? undefined : PACKAGED.exec(text)?.[1];
    if (path !== undefined) return refuse(`ENV ${name}`, path);
  }
  return null;
}
