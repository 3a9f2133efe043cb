import type { Item } from '../../src/facts.ts';
import { type Plan, textOf } from '../../src/plan/plan.ts';

/** The RUN with one more command at its end, laid out as the RUN is; null: where that would not be its last command. */
export function appended({ step, view, script }: Item, command: string, { document }: Plan): string | null {
  if (view.kind !== 'run' || view.form !== 'shell' || script?.kind !== 'commands') return null;
  const text = textOf(step);
  const last = script.groups.at(-1);
  const background = script.groups.some(({ connector }) => connector === '&') || /&\s*$/.test(text);
  if (!last || background || text.slice(last.end).trim() !== '') return null;
  const heredoc = script.commands.some((one) => one.redirections.some(({ operator }) => operator.startsWith('<<')));
  if (heredoc) return null;
  const body = text.slice(0, last.end);
  const lines = body.split('\n').slice(1);
  const indentOf = (line: string | undefined) => /^[ \t]*/.exec(line ?? '')?.[0] ?? '';
  const leading = lines.findLast((line) => /^[ \t]*&&/.test(line));
  if (lines.length === 0) return `${body} && ${command}`;
  const seam = (indent: string) => document.escape + document.newline + indent;
  if (leading !== undefined) return `${body} ${seam(indentOf(leading))}&& ${command}`;
  const trailing = lines.some((_, at) => / && *[\\`]\r?$/.test(body.split('\n')[at] ?? ''));
  return trailing
    ? `${body} && ${seam(indentOf(lines[0]))}${command}`
    : `${body} ${seam(indentOf(lines[0]))}&& ${command}`;
}
