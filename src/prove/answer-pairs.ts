import type { Answer } from './ask.ts';

/** Answers of one port to one path, in the order of asking: a path may be asked for twice, to see what the first time left behind. */
export function pairs(before: readonly Answer[], after: readonly Answer[]): readonly (readonly [Answer, Answer])[] {
  const rest = [...after];
  return before.flatMap((was) => {
    const at = rest.findIndex((answer) => answer.port === was.port && answer.path === was.path);
    const [is] = at === -1 ? [] : rest.splice(at, 1);
    return is === undefined ? [] : [[was, is] as const];
  });
}
