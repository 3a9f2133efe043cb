import { posix } from 'node:path';
import type { CommandReading } from './command-reading.ts';
import type { Because } from './decision.ts';
import type { Invocation } from './dockerfile/view.ts';
import type { BuildReading } from './ecosystems/build-reading.ts';
import type { NativeCode } from './ecosystems/dependencies.ts';
import type { ProgramReading } from './ecosystems/program-reading.ts';
import type { Project } from './ecosystems/project.ts';
import { executablesOf, type ProgramStart, type StartReading, withBeside } from './ecosystems/start-reading.ts';
import { type Facts, type Item, projectOf, type Survey, survey } from './facts.ts';
import { copyDestination } from './filesystem/context-copy.ts';
import { isWithin, resolvePath } from './filesystem/path.ts';
import { factsOfFinal } from './final-consumers.ts';
import { nativeCodeOfFinal } from './installed-tree.ts';
import { madeFiles } from './made-files.ts';
import { otherStarts, readOtherStarts, simpleCommands } from './other-starts.ts';
import type { Plan, Step } from './plan/plan.ts';
import { programOfAll } from './program-of-all.ts';
import { placeOfProject } from './project-place.ts';
import { startOf } from './start-of.ts';

/** A program that something in the running container calls. */
export interface ProgramNeed {
  readonly program: string;
  /** What calls it: the start command, the image's own health check, a file that runs the image, the program, a RUN of the stage, or SHELL. */
  readonly by: 'start' | 'check' | 'consumer' | 'program' | 'run' | 'shell';
  /** Who needs it, for messages. */
  readonly where: string;
  /** The program and its arguments, where they are written down. */
  readonly words?: readonly string[];
  /** The RUN that calls it. */
  readonly step?: Step;
}

/** What the final stage of a plan asks of its base image and its user. */
export interface Requirements {
  readonly survey: Survey;
  readonly project: Project;
  /** Absolute image folder of the project. */
  readonly folder: string;
  readonly start: StartReading;
  readonly program: ProgramReading;
  /** Native code of the dependencies that the final stage holds. */
  readonly native: NativeCode;
  /** Installs that run in the final stage itself. */
  readonly installsHere: readonly CommandReading[];
  /** Builds that run in the final stage itself. */
  readonly buildsHere: readonly CommandReading[];
  readonly programs: readonly ProgramNeed[];
  /** Every command of every stage. */
  readonly commands: readonly CommandReading[];
  /** What is known of the project's builds. */
  readonly builds: readonly BuildReading[];
}

/** What a move onto another base asks. */
export type BaseNeeds = Pick<
  Requirements,
  'survey' | 'program' | 'native' | 'installsHere' | 'buildsHere' | 'programs'
>;

/** The requirements of the final stage; a {@link Because} where what runs is not known. */
export function requirementsOf(plan: Plan, known: Facts): Requirements | { readonly unknown: Because | string } {
  const facts = factsOfFinal(plan, known);
  const surveys = plan.stages.map((_, stage) => survey(plan, stage, facts));
  const final = surveys.at(-1);
  if (!final) return { unknown: 'there is no stage' };
  if (facts.context.state === 'unknown') return { unknown: facts.context.because };
  const readings = surveys.flatMap((one) => one.items.flatMap((item) => item.readings));
  const located = placeOfProject(readings, surveys, facts);
  if (!located) return { unknown: 'no step installs a project in the folder that the container starts in' };
  const { project, folder } = located;
  if (!project.supported.known) return { unknown: project.supported.because };
  const made = delivered(madeFiles(readings, project, folder), final);
  const start = startOf(project, folder, final, made);
  if (!start.known) return { unknown: start.because };
  const others = readOtherStarts(project, folder, final, new Set(), facts, made);
  const program = programOfAll(
    project,
    [...withBeside(start.value), ...others.starts],
    others.files,
    outputsOf(readings, project),
    readings.filter(({ detail }) => detail.kind === 'install' && projectOf(detail, facts) === project),
  );
  if (!program.known) return { unknown: program.because };
  const unread = final.items.find((item) => item.script?.kind === 'not-understood');
  if (unread?.script?.kind === 'not-understood') return { unknown: unread.script.because };
  const here = final.items.flatMap((item) => item.readings);
  return {
    survey: final,
    project,
    folder,
    start: start.value,
    program: program.value,
    native: nativeCodeOfFinal(plan, project, folder, final, facts, start.value),
    installsHere: here.filter((reading) => reading.detail.kind === 'install'),
    buildsHere: here.filter(
      (reading) =>
        ['build', 'codegen', 'test', 'unknown', 'fetch-source'].includes(reading.role) &&
        project.runsBeside?.(reading) !== true,
    ),
    programs: programsOf(final, start.value, others.starts, program.value, facts).filter(
      (need) => !isMade(need, final.end, made),
    ),
    commands: readings,
    builds: outputsOf(readings, project),
  };
}

/** What builds made is no program of the base image: `command: ./server` in a compose file. */
function isMade({ words }: ProgramNeed, { workdir }: Survey['end'], made: readonly string[]): boolean {
  const [path = ''] = words ?? [];
  return path.includes('/') && made.includes(resolvePath(workdir.certain ?? '/', path));
}

/** The files that builds made, and the places in the final stage that a COPY brings them to under another name. */
function delivered(made: readonly string[], { items }: Survey): readonly string[] {
  const renamed = items.flatMap(({ view, state }) => {
    if ((view.kind !== 'copy' && view.kind !== 'add') || view.from === null) return [];
    const destination = copyDestination(view, state);
    if (destination === null) return [];
    const intoFolder =
      view.destination.text.endsWith('/') || view.sources.length > 1 || destination === state.workdir.certain;
    return view.sources.flatMap(({ text }) =>
      made
        .filter((path) => isWithin(path, text))
        .map((path) =>
          path === text && !intoFolder
            ? destination
            : posix.join(destination, path === text ? posix.basename(path) : posix.relative(text, path)),
        ),
    );
  });
  return [...new Set([...made, ...renamed])];
}

function outputsOf(readings: readonly CommandReading[], project: Project): readonly BuildReading[] {
  return readings.flatMap((reading) => {
    if (reading.detail.kind !== 'build') return [];
    const output = project.build(reading);
    return output.known ? [output.value] : [];
  });
}

function programsOf(
  final: Survey,
  start: StartReading,
  others: readonly ProgramStart[],
  program: ProgramReading,
  facts: Facts,
): readonly ProgramNeed[] {
  const { end } = final;
  const tools = withBeside(start).flatMap(executablesOf);
  const needs: ProgramNeed[] = [...new Set(tools)].map((tool) => ({
    program: tool,
    by: 'start',
    where: 'the start command',
  }));
  needs.push(...initsOf(end));
  for (const { tools: called, evidence } of others)
    needs.push(
      ...called.map(
        (tool): ProgramNeed => ({ program: tool, by: 'consumer', where: evidence[0]?.source ?? 'a consumer' }),
      ),
    );
  needs.push(
    ...program.runs.map(
      (run): ProgramNeed => ({
        program: run.program,
        by: 'program',
        where: run.evidence[0]?.source ?? 'the program',
      }),
    ),
  );
  return [...needs, ...callsOf(final, facts)];
}

/** What is called whatever the program is: by health checks, consumers and RUNs, and the shell that runs them. */
export function callsOf({ items, end }: Survey, facts: Facts): readonly ProgramNeed[] {
  const shell = end.shell?.[0];
  return [
    ...otherStarts(facts, end).flatMap(({ invocation, where, by }) => calledBy(invocation, where, by)),
    ...items.flatMap(commandsOf),
    ...(shell === undefined ? [] : [{ program: baseName(shell), by: 'shell', where: 'SHELL' } as const]),
  ];
}

function initsOf({ entrypoint, cmd }: Survey['end']): readonly ProgramNeed[] {
  const first = entrypoint ?? cmd;
  if (first?.form !== 'exec' || !INITS.has(first.words[0] ?? '')) return [];
  return [{ program: first.words[0] ?? '', by: 'start', where: 'the start command', words: first.words }];
}

/** What starts another program and comes from a system package; other first words of a start command may be programs of the project's packages. */
const INITS: ReadonlySet<string> = new Set(['catatonit', 'dumb-init', 'gosu', 'su-exec', 'tini']);

function commandsOf(item: Item): readonly ProgramNeed[] {
  const line = item.step.kind === 'added' ? 'an added RUN' : `line ${item.step.of.lines.first}`;
  return item.readings.flatMap(({ command }): readonly ProgramNeed[] =>
    command.name === null
      ? []
      : [
          {
            program: baseName(command.name),
            by: 'run',
            where: line,
            step: item.step,
            words: command.words.map((word) => word.value ?? word.text),
          },
        ],
  );
}

/** The programs that an invocation calls itself; a script that is not understood is taken for one of bash. */
function calledBy(invocation: Invocation, where: string, by: ProgramNeed['by']): readonly ProgramNeed[] {
  const commands = simpleCommands(invocation);
  if (commands === null) return [{ program: 'bash', by, where }];
  return commands.map((words) => ({ program: baseName(words[0] ?? ''), by, where, words }));
}

function baseName(path: string): string {
  return path.split('/').at(-1) ?? path;
}
