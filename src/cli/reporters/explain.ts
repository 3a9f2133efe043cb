import { nearest } from '../../nearest.ts';
import { inOrder, type Transform } from '../../transform.ts';
import type { Paint } from '../color.ts';

/** The transforms with their summaries, in the order in which they run. */
export function listTransforms(transforms: readonly Transform[], paint: Paint): string {
  const width = Math.max(0, ...transforms.map(({ name }) => name.length));
  return inOrder(transforms)
    .map(({ name, summary }) => `${paint.bold(name.padEnd(width))}  ${summary}\n`)
    .join('');
}

export type Explanation =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unknown'; readonly nearest: string | null };

/** What a transform or a code means; null: every transform. A code of several transforms is explained for each. */
export function explain(name: string | null, transforms: readonly Transform[], paint: Paint): Explanation {
  const ordered = inOrder(transforms);
  const wanted = ordered.filter((transform) => name === null || transform.name === name);
  const parts =
    wanted.length > 0
      ? wanted.map((transform) => transformText(transform, paint))
      : codeTexts(name ?? '', ordered, paint);
  if (parts.length > 0 || name === null) return { kind: 'text', text: parts.join('\n') };
  return {
    kind: 'unknown',
    nearest: nearest(
      name,
      ordered.flatMap((transform) => [transform.name, ...Object.keys(transform.reasons)]),
    ),
  };
}

function transformText({ name, summary, safety, reasons }: Transform, paint: Paint): string {
  const codes = Object.entries(reasons);
  const width = Math.max(0, ...codes.map(([code]) => code.length));
  const table = codes.map(
    ([code, { verdict, title }]) => `  ${code.padEnd(width)}  ${paint.dim(verdict.padEnd(8))}  ${title}\n`,
  );
  return `${paint.bold(name)}: ${summary}\n\nWhy it is safe: ${safety}\n\n${table.join('')}`;
}

function codeTexts(code: string, transforms: readonly Transform[], paint: Paint): readonly string[] {
  return transforms.flatMap(({ name, reasons }) => {
    const reason = Object.hasOwn(reasons, code) ? reasons[code] : undefined;
    if (!reason) return [];
    const advice = reason.advice === undefined ? '' : `\nWhat you can do: ${reason.advice}\n`;
    return [`${paint.bold(code)} (${name}, ${reason.verdict})\n${reason.title}\n\n${reason.explanation}\n${advice}`];
  });
}
