/** A client whose command line is known. */
export type Client = 'docker' | 'podman';

/**
 * What `CLIENT --version` says it is: a client may be called `docker` and be podman (Debian's podman-docker), or be wrapped.
 * Undefined for one that starts no containers.
 */
export function clientOf(version: string): Client | undefined {
  if (/^podman\b/im.test(version)) return 'podman';
  return /^buildah\b/i.test(version) ? undefined : 'docker';
}

/** Where the clients' command lines differ. Sources: `docker COMMAND --help` of 20.10 and 28, podman's manual pages of 4.3. */
interface CommandLine {
  /** Prints the version of what does the work. */
  readonly version: readonly string[];
  /** Options of `build` beside those that both have. */
  readonly build: readonly string[];
  /** Names the ignore file beside the Dockerfile, where the client does not find it by itself. */
  readonly ignoreFile: string | undefined;
  /** Keeps what a rebuild finds in the cache. */
  readonly removeImage: readonly string[];
  /** Does not wait for a container that is running still. */
  readonly removeContainer: readonly string[];
  readonly history: readonly string[];
  /** How the client begins the line that says why. */
  readonly complaint: RegExp;
}

/** How each client is called. */
export const COMMAND_LINES: Readonly<Record<Client, CommandLine>> = {
  docker: {
    version: ['version', '--format', '{{.Server.Version}}'],
    build: ['--progress=plain'],
    ignoreFile: undefined,
    removeImage: ['image', 'rm', '--force'],
    removeContainer: ['rm', '--force', '--volumes'],
    history: ['history', '--no-trunc', '--human=false', '--format', '{{.Size}}\t{{.CreatedBy}}'],
    // The client's last line only repeats the container's id.
    complaint: /^Error response from daemon: (.*)$/m,
  },
  podman: {
    version: ['version', '--format', '{{.Client.Version}}'],
    // An image in OCI's format has no HEALTHCHECK, and no SHELL.
    build: ['--format', 'docker', '--layers'],
    // It looks for `.containerignore` and `.dockerignore` in the context, and for none beside the Dockerfile.
    ignoreFile: '--ignorefile',
    removeImage: ['image', 'rm', '--force', '--no-prune'],
    removeContainer: ['rm', '--force', '--volumes', '--time', '0'],
    history: ['history', '--format', 'json'],
    // Without systemd it complains of timers for health checks too, and goes on.
    complaint: /^Error: (.*)$/m,
  },
};
