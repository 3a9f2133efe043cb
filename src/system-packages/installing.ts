import type { CommandDetail } from '../command-reading.ts';

/** Managers whose installs can be written anew. */
export type InstallingManager = Exclude<Extract<CommandDetail, { kind: 'packages' }>['manager'], 'zypper'>;

/**
 * A RUN that installs packages and nothing beside them, and leaves no index behind.
 *
 * @param recommends also what they recommend, as the author's own install does
 * @param program the manager's program, where it has several (`microdnf`)
 */
export function installing(
  manager: InstallingManager,
  packages: readonly string[],
  { recommends = false, program = manager }: { readonly recommends?: boolean; readonly program?: string } = {},
): string {
  const names = packages.join(' ');
  switch (manager) {
    case 'apt':
      return `RUN apt-get update && apt-get install -y ${recommends ? '' : '--no-install-recommends '}${names} && rm -rf /var/lib/apt/lists/*`;
    case 'apk':
      return `RUN apk add --no-cache ${names}`;
    case 'dnf':
    case 'yum':
      return `RUN ${program} install -y ${names} && ${program} clean all`;
  }
}
