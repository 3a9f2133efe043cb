import type { RunView } from '../dockerfile/view.ts';
import type { Group, Script } from './command.ts';
import {
  commentLines,
  sameLineComment,
  withCommentLines,
  withoutCommentLines,
  withoutSameLineComment,
} from './gaps.ts';
import { restate } from './restate.ts';

/** The text of a RUN for some of its groups, or a clause that reads after «because». */
export type Divided =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'refused'; readonly because: string };

/**
 * The instruction text for just these groups of a RUN: keyword, flags, layout and comments as written, and what the shell carried over from the
 * groups that are left out said again in front. All groups give the text back as it is.
 */
export function divide(text: string, view: RunView, script: Script, groups: readonly number[]): Divided {
  if (script.kind === 'not-understood') return { kind: 'refused', because: script.because };
  const chosen = [...new Set(groups)].sort((a, b) => a - b);
  if (chosen.length === 0) return { kind: 'refused', because: 'no command would be left' };
  if (chosen.some((index) => script.groups[index] === undefined))
    return { kind: 'refused', because: 'there is no such command' };
  if (chosen.length === script.groups.length) return { kind: 'text', text };
  if (!script.divisible) return { kind: 'refused', because: script.indivisibleBecause ?? 'its commands hang together' };
  if (script.commands.some((command) => command.redirections.some(({ operator }) => /^<<-?$/.test(operator)))) {
    return { kind: 'refused', because: 'it holds a heredoc' };
  }
  const restated = restate(text, script, chosen);
  if (restated.kind === 'refused') return restated;
  // `set -e; cd x && a; b` would not stop where `cd x` fails: in a list of `;` the restated commands are ended by `;` too.
  const sequential = script.groups.some(({ connector }) => connector === ';' || connector === 'newline');
  const mixed = chosen.slice(1).some((index) => restated.before.has(index) && script.groups[index]?.connector === '&&');
  if (sequential && mixed) return { kind: 'refused', because: '`;` and `&&` are mixed' };
  return {
    kind: 'text',
    text: assemble({ text, view, groups: script.groups, chosen, before: restated.before, sequential }),
  };
}

interface Parts {
  readonly text: string;
  readonly view: RunView;
  readonly groups: readonly Group[];
  readonly chosen: readonly number[];
  readonly before: ReadonlyMap<number, readonly string[]>;
  readonly sequential: boolean;
}

function assemble(parts: Parts): string {
  const { text, chosen, groups, before } = parts;
  const link = parts.sequential ? (parts.view.form === 'heredoc' ? '\n' : '; ') : ' && ';
  let out = opening(parts, link);
  chosen.forEach((index, at) => {
    const gap = gapBefore(parts, index);
    const previous = chosen[at - 1];
    if (previous !== undefined) {
      out += previous === index - 1 ? gap : sameLine(parts, previous + 1) + withoutSameLineComment(gap);
      out += (before.get(index) ?? []).map((item) => item + link).join('');
    }
    out += text.slice(groups[index]?.start, groups[index]?.end);
  });
  return out + closing(parts);
}

/** Everything before the first chosen group. */
function opening(parts: Parts, link: string): string {
  const { text, view, groups, chosen, before, sequential } = parts;
  const first = chosen[0] ?? 0;
  const leadStart = view.form === 'heredoc' ? afterShebang(text, view) : headEnd(text, view);
  const head = text.slice(0, leadStart);
  const lead = text.slice(leadStart, groups[0]?.start);
  const style = {
    newline: text.includes('\r\n') ? '\r\n' : '\n',
    escape: /[\\`](?=[ \t]*\r?\n)/.exec(text)?.[0] ?? '\\',
  };
  const ending = chosen.at(-1) === groups.length - 1 && view.form !== 'heredoc' ? commentLines(tail(parts)) : [];
  if (first === 0) return head + withCommentLines(lead, ending, style);
  const gap = gapBefore(parts, first);
  const items = before.get(first) ?? [];
  const bare = withoutCommentLines(lead);
  // The gap before the first chosen group follows on what is restated; with nothing to follow only its comments stay.
  if (items.length > 0 && !sequential) {
    return head + withCommentLines(bare, ending, style) + items.join(link) + withoutSameLineComment(gap);
  }
  const comments = [...commentLines(gap), ...ending];
  if (view.form === 'heredoc')
    return head + items.map((item) => item + link).join('') + comments.map((line) => `${line}\n`).join('');
  return head + withCommentLines(bare, comments, style) + items.map((item) => item + link).join('');
}

/** Everything after the last chosen group. A continuation never stays behind without the line that it continues on. */
function closing(parts: Parts): string {
  const { text, view, chosen, groups } = parts;
  const last = chosen.at(-1) ?? 0;
  const isEnd = last === groups.length - 1;
  if (view.form === 'heredoc')
    return isEnd ? tail(parts) : sameLine(parts, last + 1) + text.slice(text.lastIndexOf('\n'));
  if (!isEnd) return '';
  const [line = '', ...others] = tail(parts).split(/\r?\n/);
  return others.length > 0 || /^\s*[\\`]\s*$/.test(line) ? line.replace(/\s*[\\`]\s*$/, '') : line;
}

function tail({ text, groups }: Parts): string {
  return text.slice(groups.at(-1)?.end);
}

function gapBefore({ text, groups }: Parts, index: number): string {
  return index === 0 ? '' : text.slice(groups[index - 1]?.end, groups[index]?.start);
}

function sameLine(parts: Parts, nextIndex: number): string {
  return sameLineComment(gapBefore(parts, nextIndex));
}

/** Where `RUN` and its flags end. */
function headEnd(text: string, view: RunView): number {
  return Math.max(/^\s*\S+/.exec(text)?.[0].length ?? 0, ...view.flags.map((flag) => flag.end));
}

function afterShebang(text: string, view: RunView): number {
  return text.startsWith('#!', view.scriptStart) ? text.indexOf('\n', view.scriptStart) + 1 : view.scriptStart;
}
