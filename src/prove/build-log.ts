/** One step of a build, as BuildKit names it: `[deps 2/4] RUN npm ci`. */
export interface BuildStep {
  readonly name: string;
  readonly cached: boolean;
}

/** What BuildKit's plain progress output says. */
export interface BuildLog {
  /** Steps that come from Dockerfile instructions; BuildKit's own (`[internal] …`, exporting) are left out. */
  readonly steps: readonly BuildStep[];
  /** The step that failed. Undefined where the build failed before its first step, or did not fail. */
  readonly failed?: string;
}

/**
 * Reads the output of `docker build --progress=plain`.
 *
 * Each line belongs to a numbered step: `#7 [deps 2/4] RUN npm ci` names it, `#7 CACHED`, `#7 DONE 1.2s`, `#7 ERROR: …`
 * end it, and what the command prints has its seconds in front, `#7 0.412 CACHED`, so it cannot be taken for these.
 * A step that is drawn again after another one's output repeats its name.
 * Source: moby/buildkit, util/progress/progressui/printer.go; the same from Docker 18.09 to 28.
 */
export function parseBuildLog(text: string): BuildLog {
  if (PODMAN_STEP.test(text)) return parsePodmanLog(text);
  const steps = new Map<string, { name: string; cached: boolean }>();
  let failed: string | undefined;
  for (const line of text.split(/\r?\n/)) {
    const match = /^#(\d+) (.*)$/.exec(line);
    if (match === null) continue;
    const [, number = '', rest = ''] = match;
    const step = steps.get(number);
    if (step === undefined) steps.set(number, { name: rest.trim(), cached: false });
    else if (rest === 'CACHED') step.cached = true;
    else if (rest.startsWith('ERROR')) failed ??= step.name;
  }
  return {
    steps: [...steps.values()].filter((step) => isInstruction(step.name)),
    ...(failed === undefined ? {} : { failed }),
  };
}

/** `STEP 2/5: RUN npm ci`; where there are several stages, `[1/3] STEP 2/5: …`. */
const PODMAN_STEP = /^(?:\[(\d+)\/\d+\] )?STEP (\d+\/\d+): (.*)$/m;

/**
 * Reads the output of `podman build`: a step, what it prints, then `--> ID`, or `--> Using cache ID`. Steps are named as BuildKit names them;
 * stages have numbers, for their names are not printed. The step that failed is the last one: nothing else runs beside it.
 * Source: containers/buildah, imagebuildah/stage_executor.go of 1.28.
 */
function parsePodmanLog(text: string): BuildLog {
  const steps: { name: string; cached: boolean }[] = [];
  let failed = false;
  for (const line of text.split(/\r?\n/)) {
    const [, stage, number = '', instruction = ''] = PODMAN_STEP.exec(line) ?? [];
    const last = steps.at(-1);
    if (number !== '') {
      steps.push({
        name: `[${stage === undefined ? '' : `stage-${Number(stage) - 1} `}${number}] ${instruction}`,
        cached: false,
      });
    } else if (last !== undefined && /^--> Using cache /.test(line.replace(/^\[\d+\/\d+\] /, ''))) last.cached = true;
    if (/^Error: /.test(line)) failed = true;
  }
  return { steps, ...(failed && steps.length > 0 ? { failed: steps.at(-1)?.name ?? '' } : {}) };
}

/** The instruction that a line of the output begins, as BuildKit names it, or undefined. */
export function stepBegunBy(line: string): string | undefined {
  const podman = PODMAN_STEP.exec(line.trimEnd());
  if (podman !== null) return `[${podman[2]}] ${podman[3]}`;
  const name = /^#\d+ (\[.*)$/.exec(line.trimEnd())?.[1];
  return name !== undefined && isInstruction(name) ? name : undefined;
}

/** `[2/4] RUN …`, `[deps 2/4] COPY …`; with several platforms `[linux/amd64 deps 2/4] …`; ADD's downloads have no number. */
function isInstruction(name: string): boolean {
  return /^\[(?:[^\]]* )?\d+\/\d+\] /.test(name);
}

/** The instruction in a step's name: `RUN npm ci` of `[deps 2/4] RUN npm ci`. */
export function instructionOf(step: BuildStep): string {
  return step.name.replace(/^\[[^\]]*\] /, '');
}

/** Steps that ask a registry: metadata of a base image, the `# syntax=` frontend, the base image itself. */
const ASKS_REGISTRY = /^\[internal\] load metadata|^resolve image config|^docker-image:|^\[[^\]]*\] FROM /;

/** What Go's network code says where nobody answered at all. */
const NO_ANSWER =
  /dial tcp|no such host|i\/o timeout|connection refused|network is unreachable|TLS handshake|x509:|failed to do request/;

/** What registries and engines say of an image that is not there, or not for everybody. */
const REFUSED =
  /pull access denied|not found|manifest unknown|name unknown|unauthorized|authentication required|denied:|did not resolve to an alias|requested access to the resource/i;

/** True where a build failed because a base image cannot be pulled: it is private, or no longer there. */
export function baseImageWasRefused(failed: { readonly step: string; readonly lastLines: readonly string[] }): boolean {
  return ASKS_REGISTRY.test(failed.step) && REFUSED.test(failed.lastLines.join('\n'));
}

/**
 * True where a build failed because no image registry answered: that says nothing about the Dockerfile.
 * A name or tag that a registry does not have (`not found`, `pull access denied`) is the Dockerfile's own fault.
 */
export function registryWasOutOfReach(failed: {
  readonly step: string;
  readonly lastLines: readonly string[];
}): boolean {
  return ASKS_REGISTRY.test(failed.step) && NO_ANSWER.test(failed.lastLines.join('\n'));
}
