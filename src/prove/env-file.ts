/** Variables, and the lines that say none. */
export interface EnvFile {
  readonly variables: Readonly<Record<string, string>>;
  /** 1-based lines that are neither an assignment, a name, a comment nor blank. */
  readonly wrongLines: readonly number[];
}

/**
 * Reads a file as `docker run --env-file` does: `NAME=value` with the value as it stands (no quotes, no comments behind
 * it), `#` comments, and a bare `NAME` that is taken from the environment where it is set.
 * Source: docker/cli, opts/file.go.
 */
export function parseEnvFile(text: string, environment: Readonly<Record<string, string | undefined>>): EnvFile {
  const variables: Record<string, string> = {};
  const wrongLines: number[] = [];
  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const line = raw.trimStart();
    if (line === '' || line.startsWith('#')) continue;
    const variable = parseVariable(line, environment);
    if (variable === 'wrong') wrongLines.push(index + 1);
    else if (variable !== 'unset') variables[variable.name] = variable.value;
  }
  return { variables, wrongLines };
}

/** `NAME=value`, or a `NAME` that the environment gives a value. */
export function parseVariable(
  text: string,
  environment: Readonly<Record<string, string | undefined>>,
): { readonly name: string; readonly value: string } | 'unset' | 'wrong' {
  const at = text.indexOf('=');
  const name = at === -1 ? text : text.slice(0, at);
  if (name === '' || /\s/.test(name)) return 'wrong';
  const value = at === -1 ? environment[name] : text.slice(at + 1);
  return value === undefined ? 'unset' : { name, value };
}
