import type { BaseCandidate, BaseImage } from '../../src/base-images/base-image.ts';
import { lacks } from '../../src/base-images/compatible.ts';
import { type Decision, decisionsOf } from '../../src/decision.ts';
import { clause } from '../../src/ecosystems/clause.ts';
import type { NativeCode } from '../../src/ecosystems/ecosystem.ts';
import type { Facts } from '../../src/facts.ts';
import type { Requirements } from '../../src/requirements.ts';
import { reasons } from './reasons.ts';

const decide = decisionsOf('swap-base-image', reasons);

/** The first requirement that a candidate does not meet; null: it may be used. */
export function obstacleTo(
  candidate: BaseCandidate,
  image: BaseImage,
  facts: Facts,
  needs: Requirements,
): Decision | null {
  return (
    buildObstacle(candidate, image, needs) ??
    nativeObstacle(candidate, image, facts, needs) ??
    managerObstacle(candidate, needs) ??
    programObstacle(candidate, image, needs)
  );
}

/** A build in the stage that runs calls tools that no table lists. */
function buildObstacle(candidate: BaseCandidate, image: BaseImage, needs: Requirements): Decision | null {
  const [build] = needs.buildsHere;
  if (!build || image.variant !== 'full')
    return build && candidate.image.libc !== image.libc ? refuseBuild(build, candidate) : null;
  return refuseBuild(build, candidate);
}

function refuseBuild(build: Requirements['buildsHere'][number], candidate: BaseCandidate): Decision {
  const command = build.command.words.map((word) => word.text).join(' ');
  return decide('builds-in-stage', { data: { command, image: candidate.reference } });
}

function nativeObstacle(
  candidate: BaseCandidate,
  image: BaseImage,
  facts: Facts,
  needs: Requirements,
): Decision | null {
  const musl = candidate.image.libc !== image.libc;
  const installs = needs.installsHere[0];
  const tree = installs?.detail.kind === 'install' && !installs.detail.production ? 'all' : 'production';
  const native = needs.project.nativeCode(tree);
  if (native.kind === 'none') return null;
  if (!musl && !installs && native.kind === 'some' && native.needsLibraries.length === 0) return null;
  const effect = musl
    ? `does not load on ${candidate.reference}, which is built on another libc`
    : `may need compilers or libraries that ${candidate.reference} lacks`;
  return decide('native-code', {
    data: { what: describe(native, facts), effect },
    evidence: native.kind === 'some' ? native.evidence : native.because.evidence,
  });
}

function describe(native: Exclude<NativeCode, { readonly kind: 'none' }>, facts: Facts): string {
  return native.kind === 'some'
    ? `native code (${native.packages.join(', ')})`
    : `native code that cannot be ruled out, because ${clause(native.because, facts)},`;
}

/** System packages of the stage come from the package manager that it has now. */
function managerObstacle(candidate: BaseCandidate, needs: Requirements): Decision | null {
  for (const item of needs.survey.items) {
    for (const { detail, command } of item.readings) {
      if (detail.kind !== 'packages' || detail.manager === candidate.image.packageManager) continue;
      const text = command.words.map((word) => word.text).join(' ');
      return decide('needs-package-manager', {
        data: { command: text, manager: detail.manager, image: candidate.reference },
        at: item.step.kind === 'added' ? [] : [item.step.of.lines],
      });
    }
  }
  return null;
}

function programObstacle(candidate: BaseCandidate, image: BaseImage, needs: Requirements): Decision | null {
  const missing = new Set(lacks(image, candidate.image));
  const need = needs.programs.find(({ program }) => missing.has(program));
  if (need)
    return decide('needs-program', { data: { program: need.program, where: need.where, image: candidate.reference } });
  const [unknown] = needs.program.runsUnknown;
  return unknown ? decide('unknown-programs', { data: { where: unknown.source }, evidence: [unknown] }) : null;
}
