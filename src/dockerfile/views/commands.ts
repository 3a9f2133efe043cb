import { heredocWord } from '../heredocs.ts';
import type { Scanned } from '../instruction.ts';
import { partStray, readJsonArray } from '../json-array.ts';
import type { HealthcheckView, Invocation, RunView, StartView, UnreadView } from '../view.ts';
import { type Arguments, restOf, spanOf } from './arguments.ts';
import { blanked } from './blanked.ts';
import { unread } from './unread.ts';

export function readStart(kind: StartView['kind'], args: Arguments): StartView | UnreadView {
  const stray = partStray(restOf(args));
  if (stray !== null) {
    const reading = readInvocation(kind, { ...args, end: args.start + stray.array.length });
    if (reading.kind === 'invocation') return { kind, invocation: reading.invocation, stray: stray.stray };
  }
  const invocation = readInvocation(kind.toUpperCase(), args);
  return invocation.kind === 'unread' ? invocation : { kind, invocation: invocation.invocation };
}

export function readHealthcheck(args: Arguments): HealthcheckView | UnreadView {
  const rest = restOf(args);
  const word = /^\S*/.exec(rest)?.[0] ?? '';
  const start = args.start + word.length + (/^\s*/.exec(rest.slice(word.length))?.[0].length ?? 0);
  const type = word.toUpperCase();
  if (type === 'NONE' && start >= args.end) return { kind: 'healthcheck', flags: args.flags, invocation: null };
  if (type !== 'CMD') return unread.healthcheck(rest);
  const invocation = readInvocation('HEALTHCHECK', { ...args, start });
  return invocation.kind === 'unread'
    ? invocation
    : { kind: 'healthcheck', flags: args.flags, invocation: invocation.invocation };
}

/**
 * How BuildKit runs a RUN with heredocs (`dispatchRun` in frontend/dockerfile/dockerfile2llb/convert.go): when the heredoc's word is all
 * there is, its body is the script; `RUN <<EOF bash` and `RUN cat <<EOF > /x` are commands for the shell, bodies appended.
 */
export function readRun(args: Arguments, scanned: Scanned, text: string): RunView | UnreadView {
  const body = scanned.heredocs[0];
  if (body && heredocWord(restOf(args), 'RUN')) {
    const script = text.slice(body.bodyStart, body.bodyEnd);
    const shebang = /^\t*(#!.*)/.exec(script)?.[1];
    if (shebang !== undefined && !SHELLS.test(shebang)) return unread.interpreter(shebang.trim());
    return { kind: 'run', flags: args.flags, form: 'heredoc', words: [], script, scriptStart: body.bodyStart };
  }
  const reading = readInvocation('RUN', args);
  if (reading.kind === 'unread') return reading;
  const { invocation } = reading;
  const run = { kind: 'run', flags: args.flags, scriptStart: invocation.start } as const;
  if (invocation.form === 'exec') return { ...run, form: 'exec', words: invocation.words, script: '' };
  if (!body) return { ...run, form: 'shell', words: [], script: invocation.script };
  const bodies = text.slice(invocation.end);
  const ends = scanned.heredocs.slice(0, -1).some(({ bodyEnd }) => /^[^\n]*\r\n/.test(text.slice(bodyEnd)));
  if (ends) return unread.carriageReturn();
  return { ...run, form: 'shell', words: [], script: invocation.script + bodies.replace(/^[^\n]*/, blanks) };
}

const SHELLS = /^#!\s*(?:\/usr)?(?:\/bin\/env\s+)?\S*?\b(?:sh|bash|dash|ash)\b/;

function blanks(text: string): string {
  return ' '.repeat(text.length);
}

type InvocationReading = { readonly kind: 'invocation'; readonly invocation: Invocation } | UnreadView;

function readInvocation(keyword: string, args: Arguments): InvocationReading {
  if (args.start >= args.end) return unread.noCommand(keyword);
  const json = readJsonArray(restOf(args));
  if (json.kind === 'not-strings') return unread.notStrings();
  if (json.kind === 'array') {
    const { start, end } = spanOf(args.line, args.start, args.end);
    return {
      kind: 'invocation',
      invocation: { form: 'exec', words: json.strings.map(({ value }) => value), start, end },
    };
  }
  const script = blanked(args.line, args.start, args.end);
  return script === null ? unread.split() : { kind: 'invocation', invocation: { form: 'shell', ...script } };
}
