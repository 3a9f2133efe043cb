import type { CommandDetail, CommandReading } from './command-reading.ts';
import { type Facts, projectOf } from './facts.ts';

export type ToolDetail = Extract<CommandDetail, { readonly kind: 'tool' }>;

/** Whether a command that installs or builds may call a tool that was installed globally. */
export function mayUseTool(reading: CommandReading, tool: Pick<ToolDetail, 'provides'>, facts: Facts): boolean {
  const { detail } = reading;
  if (tool.provides.some((name) => mentions(reading, name))) return true;
  if (reading.role !== 'build' && reading.role !== 'codegen') return false;
  const project = detail.kind === 'build' ? projectOf(detail, facts) : undefined;
  return project === undefined || !project.build(reading).known;
}

function mentions(reading: CommandReading, program: string): boolean {
  if (reading.command.name === program) return true;
  const pattern = new RegExp(`(^|[^\\w-])${program.replace(/[^\w-]/g, '\\$&')}($|[^\\w-])`);
  return (
    reading.command.words.some((word) => pattern.test(word.text)) ||
    reading.evidence.some((evidence) => pattern.test(evidence.says))
  );
}
