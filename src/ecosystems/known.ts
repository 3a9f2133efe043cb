import type { Because } from '../decision.ts';

/** A question with two kinds of answer: known, or not, because. */
export type Known<T> =
  | { readonly known: true; readonly value: T }
  | { readonly known: false; readonly because: Because };
