import type { Evidence } from '../../decision.ts';
import type { BuildContext } from '../../repository/repository.ts';
import type { BuildReading } from '../build-reading.ts';
import type { Known } from '../known.ts';
import { known, some } from './known.ts';
import type { LineWord, SimpleCommand } from './script-line.ts';

/** One call of a build tool, wrappers removed. */
export interface ToolCall {
  readonly context: BuildContext;
  /** Context folder where it runs. */
  readonly folder: string;
  readonly tool: string;
  readonly args: readonly LineWord[];
  readonly command: SimpleCommand;
}

/** What a tool leaves behind; not known: why. */
export type Effect = Known<BuildReading>;

export function effect(
  outputs: readonly string[],
  evidence: readonly Evidence[],
  more: {
    readonly writesDependencies?: boolean;
    readonly bakes?: readonly string[];
    readonly intermediate?: readonly string[];
    readonly takes?: readonly string[];
    readonly compiles?: BuildReading['compiles'];
  } = {},
): Effect {
  return known({
    outputs,
    evidence,
    writesDependencies: more.writesDependencies ?? false,
    bakes: more.bakes ?? [],
    ...some('intermediate', more.intermediate ?? []),
    ...some('takes', more.takes ?? []),
    ...(more.compiles === undefined ? {} : { compiles: more.compiles }),
  });
}

/** Leaves nothing behind. */
export const NOTHING: Effect = known({ outputs: [], writesDependencies: false, bakes: [], evidence: [] });

/** Everything that several effects leave behind, or the first reason why that is not known. */
export function combined(effects: readonly Effect[]): Effect {
  const values: BuildReading[] = [];
  for (const one of effects) {
    if (!one.known) return one;
    values.push(one.value);
  }
  const compiles = values.flatMap((value) => value.compiles ?? []);
  return known({
    outputs: [...new Set(values.flatMap((value) => value.outputs))],
    ...some(
      'intermediate',
      values.flatMap((value) => value.intermediate ?? []),
    ),
    ...some(
      'takes',
      values.flatMap((value) => value.takes ?? []),
    ),
    ...(compiles.length === 0 ? {} : { compiles }),
    writesDependencies: values.some((value) => value.writesDependencies),
    bakes: [...new Set(values.flatMap((value) => value.bakes))],
    evidence: values.flatMap((value) => value.evidence),
  });
}

/**
 * A flag's value: `-o x`, `--out x`, `--out=x`. `unknown` when the shell would expand it, null when the flag is absent.
 */
export function flagValue(args: readonly LineWord[], names: readonly string[]): string | 'unknown' | null {
  for (const [index, word] of args.entries()) {
    for (const name of names) {
      if (word.text === name) {
        const next = args[index + 1];
        return next === undefined ? 'unknown' : (next.value ?? 'unknown');
      }
      if (word.text.startsWith(`${name}=`)) return word.value === null ? 'unknown' : word.value.slice(name.length + 1);
    }
  }
  return null;
}

export function hasFlag(args: readonly LineWord[], names: readonly string[]): boolean {
  return args.some((word) => names.some((name) => word.text === name || word.text.startsWith(`${name}=`)));
}

/** Arguments that are no flags; a flag in `valued` takes the next word with it. */
export function operandsOf(args: readonly LineWord[], valued: readonly string[] = []): readonly LineWord[] {
  const operands: LineWord[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const word = args[index];
    if (word === undefined) break;
    if (word.text.startsWith('-') && word.text !== '-') {
      if (valued.includes(word.text)) index += 1;
    } else operands.push(word);
  }
  return operands;
}
