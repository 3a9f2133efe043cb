import type { Environment } from './child.ts';

/** Variables that the engine's client, or the system that loads it, reads for itself: given to it, they would change what it does. */
const CLIENTS_OWN =
  /^(?:PATH|HOME|USER|TMPDIR|LANG|LC_\w+|(?:DOCKER|BUILDKIT|BUILDX|BUILDAH|CONTAINERS?|PODMAN|STORAGE|XDG|LD|SSL|OTEL)_\w+|\w+_PROXY)$/i;

/**
 * How variables reach an image: `--env NAME` (or `--build-arg NAME`) takes the value from the client's environment, which other
 * users of the machine cannot read, unlike its arguments. Names that the client reads itself go by the arguments.
 */
export function passVariables(
  flag: '--env' | '--build-arg',
  variables: Readonly<Record<string, string>>,
): { readonly args: readonly string[]; readonly environment: Environment } {
  const entries = Object.entries(variables);
  return {
    args: entries.flatMap(([name, value]) => [flag, CLIENTS_OWN.test(name) ? `${name}=${value}` : name]),
    environment: Object.fromEntries(entries.filter(([name]) => !CLIENTS_OWN.test(name))),
  };
}
