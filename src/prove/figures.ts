import type { ImageAudit } from './audit/findings.ts';
import { type Attempt, brokenBecause } from './compare.ts';
import type { Trial } from './prove.ts';
import type { Rebuild } from './rebuild.ts';

/** What one side is, in numbers. Each is absent where it is not known. */
export interface Figures {
  /** Bytes of the image, uncompressed. */
  readonly size?: number;
  /** Layers that hold something. */
  readonly layers?: number;
  /** Those layers, from the base up: their bytes and what made them. */
  readonly layerSizes?: readonly { readonly bytes: number; readonly createdBy: string }[];
  readonly buildSeconds?: number;
  readonly steps?: number;
  /** Steps that came from the build cache: they took no time. */
  readonly cachedSteps?: number;
  /** As the image says, `root` where it says nothing. */
  readonly user?: string;
  /** What process 1 ran as. */
  readonly uid?: number;
  /** Files that the image carries. */
  readonly files?: number;
  /** Installed system packages. */
  readonly packages?: number;
  /** `GET :3000/ 200`, or how it ended. */
  readonly behaviour: readonly string[];
  /** How long it took to stop. */
  readonly stopSeconds?: number;
  /** A second build after one source file changed; only where it was asked for. */
  readonly rebuild?: Rebuild;
  /** The last lines of the build that failed, or of the program. */
  readonly lastLines: readonly string[];
  /** Paths of the kept logs. */
  readonly logs: readonly string[];
  /** The image's name, where it was kept. */
  readonly image?: string;
}

/** The figures of one side. */
export function figuresOf({ build, run, image, kept }: Trial, audit?: Pick<ImageAudit, 'files' | 'packages'>): Figures {
  const uid = run !== undefined && 'pidOneUid' in run ? run.pidOneUid : undefined;
  return {
    ...(image === undefined
      ? {}
      : {
          size: image.size,
          layers: image.history.filter(({ size }) => size > 0).length,
          layerSizes: image.history
            .filter(({ size }) => size > 0)
            .map(({ size, createdBy }) => ({ bytes: size, createdBy }))
            .reverse(),
          user: image.config.user === '' ? 'root' : image.config.user,
        }),
    ...(build.kind === 'built'
      ? {
          buildSeconds: build.seconds,
          steps: build.steps.length,
          cachedSteps: build.steps.filter(({ cached }) => cached).length,
        }
      : {}),
    ...(uid === undefined ? {} : { uid }),
    ...(run !== undefined && 'stop' in run ? { stopSeconds: run.stop.seconds } : {}),
    ...(audit === undefined ? {} : { files: audit.files }),
    ...(typeof audit?.packages === 'number' ? { packages: audit.packages } : {}),
    behaviour: behaviourOf({ build, ...(run === undefined ? {} : { run }) }),
    lastLines: build.kind === 'failed' ? build.lastLines : run !== undefined && 'lastLines' in run ? run.lastLines : [],
    logs: [build.log, ...(run !== undefined && 'log' in run ? [run.log] : [])],
    ...(kept === undefined ? {} : { image: kept }),
  };
}

function behaviourOf(attempt: Attempt): readonly string[] {
  const { run } = attempt;
  const broken = brokenBecause(attempt);
  const smoke = run !== undefined && 'smoke' in run && run.smoke?.exitCode === 0 ? ['the smoke test passes'] : [];
  const health =
    run !== undefined && 'health' in run && run.health !== undefined
      ? [`the health check ${run.health.exitCode === 0 ? 'passes' : `fails (exit code ${run.health.exitCode})`}`]
      : [];
  switch (run?.kind) {
    case 'listened':
      return [
        ...run.answers.map((answer) =>
          answer.kind === 'answer'
            ? `GET :${answer.port}${answer.path} ${answer.status}`
            : `GET :${answer.port}${answer.path} no HTTP`,
        ),
        ...(run.answers.length > 0 ? [] : [`listens on ${run.listeners.map(({ port }) => port).join(', ')}`]),
        ...health,
        ...smoke,
      ];
    case 'exited':
      return [broken ?? `ends with exit code ${run.exitCode}`];
    case 'kept-running':
      return [`runs for ${Math.round(run.seconds)} s and listens on no port`, ...health, ...smoke];
    case 'not-started':
    case undefined:
      return broken === undefined ? [] : [broken];
  }
}
