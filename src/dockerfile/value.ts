/**
 * A value that may hold variables. `certain` is what it is whatever the builder passes (no variable, or only variables whose
 * value no `--build-arg` can change); `byDefault` is what it is when no `--build-arg` is given; null where it is not known.
 */
export interface Value {
  /** As written, unquoted. */
  readonly text: string;
  readonly certain: string | null;
  readonly byDefault: string | null;
  /** Names of the variables that it uses. */
  readonly variables: readonly string[];
}

/** A value without variables. */
export function literal(text: string): Value {
  return { text, certain: text, byDefault: text, variables: [] };
}
