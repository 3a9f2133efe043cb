import type { CommandReading } from './command-reading.ts';
import type { Because } from './decision.ts';
import type { Invocation } from './dockerfile/view.ts';
import type { BuildReading, ProgramReading, Project, StartReading } from './ecosystems/ecosystem.ts';
import { type Facts, type Item, type Survey, survey } from './facts.ts';
import type { Plan } from './plan/plan.ts';
import { readScript } from './shell/read-script.ts';
import { startOf, startsIn } from './start-of.ts';

/** A program that something in the running container calls. */
export interface ProgramNeed {
  readonly program: string;
  /** Who needs it, for messages. */
  readonly where: string;
}

/** What the final stage of a plan asks of its base image and its user. */
export interface Requirements {
  readonly survey: Survey;
  readonly project: Project;
  /** Absolute image folder of the project. */
  readonly folder: string;
  readonly start: StartReading;
  readonly program: ProgramReading;
  /** Installs that run in the final stage itself. */
  readonly installsHere: readonly CommandReading[];
  /** Builds that run in the final stage itself. */
  readonly buildsHere: readonly CommandReading[];
  readonly programs: readonly ProgramNeed[];
}

/** The requirements of the final stage; a {@link Because} where what runs is not known. */
export function requirementsOf(plan: Plan, facts: Facts): Requirements | { readonly unknown: Because | string } {
  const surveys = plan.stages.map((_, stage) => survey(plan, stage, facts));
  const final = surveys.at(-1);
  if (!final) return { unknown: 'there is no stage' };
  if (facts.context.state === 'unknown') return { unknown: facts.context.because };
  const readings = surveys.flatMap((one) => one.items.flatMap((item) => item.readings));
  const located = locateProject(readings, final, facts);
  if (!located) return { unknown: 'no project was found in the folder that the container starts in' };
  const { project, folder } = located;
  if (!project.supported.known) return { unknown: project.supported.because };
  const start = startOf(project, folder, final.end);
  if (!start.known) return { unknown: start.because };
  const program = project.program(start.value, outputsOf(readings, project));
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
    installsHere: here.filter((reading) => reading.detail.kind === 'install'),
    buildsHere: here.filter((reading) =>
      ['build', 'codegen', 'test', 'unknown', 'fetch-source'].includes(reading.role),
    ),
    programs: programsOf(final, start.value, program.value, facts),
  };
}

function locateProject(
  readings: readonly CommandReading[],
  final: Survey,
  facts: Facts,
): { readonly project: Project; readonly folder: string } | null {
  for (const { detail } of readings) {
    if (detail.kind !== 'install' || !startsIn(detail.folder, final.end)) continue;
    const project = facts.projects.find((candidate) => candidate.root === detail.project);
    if (project) return { project, folder: detail.folder };
  }
  return null;
}

function outputsOf(readings: readonly CommandReading[], project: Project): readonly BuildReading[] {
  return readings.flatMap((reading) => {
    if (reading.detail.kind !== 'build') return [];
    const output = project.build(reading);
    return output.known ? [output.value] : [];
  });
}

function programsOf(final: Survey, start: StartReading, program: ProgramReading, facts: Facts): readonly ProgramNeed[] {
  const { end } = final;
  const tools = start.kind === 'program' ? start.tools : [start.tool];
  const needs: ProgramNeed[] = tools.map((tool) => ({ program: tool, where: 'the start command' }));
  const check = end.healthcheck?.invocation;
  if (check) needs.push(...calledBy(check, 'the health check'));
  needs.push(...program.runs.map((run) => ({ program: run.program, where: run.evidence[0]?.source ?? 'the program' })));
  for (const item of final.items) needs.push(...commandsOf(item));
  const shell = end.shell?.[0];
  if (shell) needs.push({ program: baseName(shell), where: 'SHELL' });
  for (const consumer of facts.consumers) {
    if (consumer.dockerfile !== facts.path) continue;
    for (const script of [consumer.command, consumer.entrypoint, consumer.healthcheck])
      if (script !== null)
        needs.push(...calledBy({ form: 'shell', script, start: 0, end: script.length }, consumer.file));
  }
  return needs;
}

function commandsOf(item: Item): readonly ProgramNeed[] {
  const line = item.step.kind === 'added' ? 'an added RUN' : `line ${item.step.of.lines.first}`;
  return item.readings.flatMap(({ command }) =>
    command.name === null ? [] : [{ program: baseName(command.name), where: line }],
  );
}

/** The programs that a CMD, ENTRYPOINT or HEALTHCHECK calls itself. */
function calledBy(invocation: Invocation, where: string): readonly ProgramNeed[] {
  if (invocation.form === 'exec') {
    const [first, flag, script] = invocation.words;
    if (first === undefined) return [];
    const needs = [{ program: baseName(first), where }];
    const nested = /^(ba|da|a)?sh$/.test(baseName(first)) && flag === '-c' && script !== undefined;
    return nested ? [...needs, ...calledBy({ form: 'shell', script, start: 0, end: 0 }, where)] : needs;
  }
  const script = readScript(
    { kind: 'run', flags: [], form: 'shell', words: [], script: invocation.script, scriptStart: 0 },
    null,
  );
  if (script.kind === 'not-understood') return [{ program: 'bash', where }];
  return script.commands.flatMap((command) =>
    command.name === null ? [] : [{ program: baseName(command.name), where }],
  );
}

function baseName(path: string): string {
  return path.split('/').at(-1) ?? path;
}
