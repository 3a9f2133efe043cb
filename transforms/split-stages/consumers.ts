import { posix } from 'node:path';
import type { Decision } from '../../src/decision.ts';
import { withBeside } from '../../src/ecosystems/start-reading.ts';
import type { Facts, Survey } from '../../src/facts.ts';
import { overlaps } from '../../src/filesystem/path.ts';
import { readOtherStarts } from '../../src/other-starts.ts';
import type { Consumer } from '../../src/repository/consumer.ts';
import { contextRoot } from '../../src/start-of.ts';
import type { Anchor } from './anchor.ts';
import { decide } from './placed.ts';

/** A consumer that needs what a split leaves behind, and why. */
export interface DevelopmentConsumer {
  readonly consumer: Consumer;
  readonly because: Decision;
}

/** Who runs the image for development: with the sources of the host mounted over it, or by a command that needs what a split leaves behind. */
export function developmentConsumers(
  facts: Facts,
  anchor: Anchor,
  outputs: readonly string[],
  survey: Survey,
): readonly DevelopmentConsumer[] {
  return facts.consumers.flatMap((consumer) => {
    const because = consumer.dockerfile === facts.path ? development(consumer, facts, anchor, outputs, survey) : null;
    return because === null ? [] : [{ consumer, because }];
  });
}

function development(
  consumer: Consumer,
  facts: Facts,
  { project, folder }: Anchor,
  outputs: readonly string[],
  { end }: Survey,
): Decision | null {
  const workdir = end.workdir.certain;
  const place =
    project.runs === 'outputs' && workdir !== null
      ? { folder: posix.relative(folder, workdir), contextAt: contextRoot(project, folder), workdir, outputs }
      : undefined;
  const lines = { evidence: [{ source: consumer.file, says: consumer.name }] };
  const mount = consumer.mounts.find((candidate) => candidate.kind === 'bind' && overlaps(candidate.target, folder));
  if (mount && !project.carriesAll && mount.source !== null && holdsSources(mount.source, facts))
    return decide('compose-mounts-source', {
      data: { file: consumer.file, source: mount.source || '.', target: mount.target },
      ...lines,
    });
  const run = consumer.command ?? consumer.entrypoint;
  if (run === null) return null;
  const start = project.start(null, { form: 'shell', script: run, start: 0, end: run.length }, new Map(), place);
  const all = start.known ? withBeside(start.value) : [];
  const packages = all.flatMap((one) => (one.kind === 'program' ? one.packages : []));
  const isHeld = packages.length === 0 || project.carriesAll === true;
  if (start.known && start.value.kind === 'program' && isHeld) return null;
  const why = !start.known
    ? 'which is not understood'
    : start.value.kind === 'program'
      ? `which needs ${packages.join(', ')}`
      : `which is ${start.value.kind === 'development' ? 'for development' : 'a static server'}`;
  return decide('consumer-runs-development', { data: { file: consumer.file, command: run, why }, ...lines });
}

/**
 * Who checks or runs something that needs a development dependency, or that is not understood: with a stage of their own for it, everybody else's runtime
 * does without. `known`: those who are known to need one anyway.
 */
export function consumersOfDevelopmentTree(
  facts: Facts,
  { project, folder, anchor }: Anchor,
  survey: Survey,
  provided: ReadonlySet<string>,
  known: readonly DevelopmentConsumer[],
): readonly DevelopmentConsumer[] {
  const major = survey.base?.major ?? survey.base?.majorAtLeast ?? null;
  const ofConsumers = { ...survey, end: { ...survey.end, healthcheck: null } };
  return facts.consumers.flatMap((consumer) => {
    if (consumer.dockerfile !== facts.path || known.some((other) => other.consumer === consumer)) return [];
    const needs = readOtherStarts(project, folder, ofConsumers, provided, { ...facts, consumers: [consumer] });
    const keeps = needs.starts.some((start) => {
      const tree = project.production(anchor.reading, start, major, survey.base?.prunesWrongly);
      return tree.kind === 'keep' && tree.because.code === 'runtime-imports-dev-dependency';
    });
    if (!keeps && needs.unknown === null) return [];
    const data = {
      file: consumer.file,
      command: needs.unknown?.command ?? consumer.command ?? consumer.entrypoint ?? consumer.healthcheck ?? '',
      why: keeps ? 'which needs a development dependency' : 'which is not understood',
    };
    const evidence = [{ source: consumer.file, says: consumer.name }];
    return [{ consumer, because: decide('consumer-runs-development', { data, evidence }) }];
  });
}

/**
 * The one command that everybody runs in a container of an image which starts nothing by itself, or a prompt. Whoever else runs the image is not
 * known, so that it is advice and no fact: an author may leave CMD out because it is started in many ways.
 */
export function commandOfConsumers(
  facts: Facts,
  { entrypoint, cmd }: Survey['end'],
): { readonly command: string; readonly file: string } | null {
  const isPrompt = cmd === null || (cmd.form === 'exec' && cmd.words.length === 1 && !cmd.words[0]?.includes('/'));
  if (entrypoint?.form === 'shell' || !isPrompt) return null;
  const running = facts.consumers.filter(
    (one) => one.dockerfile === facts.path && (one.command ?? one.entrypoint) !== null,
  );
  const [first] = running;
  const agree = running.every((one) => one.entrypoint === null && one.command === first?.command);
  return first === undefined || first.command === null || !agree ? null : { command: first.command, file: first.file };
}

/** A mounted folder with files of this context in it; a mounted folder for data holds none. */
function holdsSources(source: string, facts: Facts): boolean {
  const prefix = source === '' ? '' : `${source}/`;
  return facts.repository
    .files()
    .some((file) => file.startsWith(prefix) && /\.(?:[cm]?[jt]sx?|py|go|rb|php|java)$/.test(file));
}
