/** What a user may ask for; the defaults are {@link DEFAULTS}. */
export interface Options {
  /** Run only these transforms; null: all. */
  readonly only: readonly string[] | null;
  readonly skip: readonly string[];
  /** The runtime base that is asked for: `auto` takes the smallest that evidence carries. */
  readonly base: 'auto' | 'alpine' | 'slim' | 'keep';
}

export const DEFAULTS: Options = { only: null, skip: [], base: 'auto' };
