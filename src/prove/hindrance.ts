import { baseImageWasRefused, registryWasOutOfReach } from './build-log.ts';
import type { Attempt } from './compare.ts';

/** What says nothing about a Dockerfile: this machine or its network is not up to it. */
export interface Hindrance {
  readonly kind: 'registry-out-of-reach' | 'base-image-refused' | 'disk-full';
  readonly says: string;
}

/** Why an attempt failed that would have failed for any Dockerfile, or undefined. */
export function hindranceOf({ build, run }: Attempt): Hindrance | undefined {
  if (build.kind === 'failed') {
    if (registryWasOutOfReach(build)) return { kind: 'registry-out-of-reach', says: lastOf(build.lastLines) };
    const full = diskFull(build.lastLines);
    if (full !== undefined) return full;
    return baseImageWasRefused(build) ? { kind: 'base-image-refused', says: lastOf(build.lastLines) } : undefined;
  }
  return run?.kind === 'not-started' ? diskFull([run.because]) : undefined;
}

function diskFull(lines: readonly string[]): Hindrance | undefined {
  const line = lines.find((each) => /no space left on device|\bENOSPC\b/i.test(each));
  return line === undefined ? undefined : { kind: 'disk-full', says: line.trim() };
}

function lastOf(lines: readonly string[]): string {
  return lines.at(-1)?.trim() ?? '';
}
